//! Memory for what was received and not yet taken, counted against a limit.
//!
//! Whoever keeps something has a [`Share`] of the budget and says how much it keeps: decoders their
//! unfinished payloads, inboxes what has arrived.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// A limit, and what all together keep under it. Clones are the same budget.
#[derive(Debug, Clone)]
pub struct Budget(Arc<Counters>);

#[derive(Debug)]
struct Counters {
    kept: AtomicUsize,
    limit: AtomicUsize,
}

impl Budget {
    /// A budget without a limit.
    pub fn new() -> Self {
        Self(Arc::new(Counters {
            kept: AtomicUsize::new(0),
            limit: AtomicUsize::new(usize::MAX),
        }))
    }

    /// Sets the limit in bytes; `None` takes it away. What is kept already stays.
    pub fn set_limit(&self, limit: Option<usize>) {
        let limit = limit.unwrap_or(usize::MAX);
        self.0.limit.store(limit, Ordering::Relaxed);
    }

    /// The limit in bytes; the largest number where there is none.
    pub fn limit(&self) -> usize {
        self.0.limit.load(Ordering::Relaxed)
    }

    /// How many bytes all together keep.
    pub fn kept(&self) -> usize {
        self.0.kept.load(Ordering::Relaxed)
    }

    /// How many bytes more may be kept.
    pub fn room(&self) -> usize {
        self.limit().saturating_sub(self.kept())
    }

    /// Whether more is kept than may be: what lands in a block of a read is kept in any case.
    pub fn is_exceeded(&self) -> bool {
        self.kept() > self.limit()
    }

    /// Whether so much is kept that nobody should keep more who can wait.
    pub fn is_tight(&self) -> bool {
        self.kept() > self.limit() / 2
    }

    /// A share that keeps nothing yet.
    pub fn share(&self) -> Share {
        Share {
            budget: self.clone(),
            bytes: 0,
        }
    }
}

impl Default for Budget {
    fn default() -> Self {
        Self::new()
    }
}

/// What one of those who share a budget keeps. Dropped, it keeps nothing any more.
#[derive(Debug)]
pub struct Share {
    budget: Budget,
    bytes: usize,
}

impl Share {
    /// The budget it is a share of.
    pub fn budget(&self) -> &Budget {
        &self.budget
    }

    /// How many bytes it keeps.
    pub fn bytes(&self) -> usize {
        self.bytes
    }

    /// Keeps so many bytes more.
    pub fn add(&mut self, bytes: usize) {
        self.bytes += bytes;
        self.budget.0.kept.fetch_add(bytes, Ordering::Relaxed);
    }

    /// Keeps so many bytes less.
    pub fn release(&mut self, bytes: usize) {
        self.bytes -= bytes;
        self.budget.0.kept.fetch_sub(bytes, Ordering::Relaxed);
    }
}

impl Default for Share {
    fn default() -> Self {
        Budget::new().share()
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        self.release(self.bytes);
    }
}
