//! A limit of the memory for bytes received and not yet taken.
//!
//! Each decoder has a [`Share`] of the budget for its unfinished payloads, and each inbox one for what
//! has arrived.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// A limit, and the sum of all shares under it. Clones are the same budget.
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

    /// Sets the limit in bytes; `None` removes it. Bytes already kept stay.
    pub fn set_limit(&self, limit: Option<usize>) {
        let limit = limit.unwrap_or(usize::MAX);
        self.0.limit.store(limit, Ordering::Relaxed);
    }

    /// The limit in bytes; the largest number if there is none.
    pub fn limit(&self) -> usize {
        self.0.limit.load(Ordering::Relaxed)
    }

    /// The sum of all shares in bytes.
    pub fn kept(&self) -> usize {
        self.0.kept.load(Ordering::Relaxed)
    }

    /// The bytes left.
    pub fn room(&self) -> usize {
        self.limit().saturating_sub(self.kept())
    }

    /// Whether the shares exceed the limit. They may: a reader keeps all bytes of a block that it has
    /// read.
    pub fn is_exceeded(&self) -> bool {
        self.kept() > self.limit()
    }

    /// Whether readers that can wait should read no more.
    pub fn is_tight(&self) -> bool {
        self.kept() > self.limit() / 2
    }

    /// A new share of 0 bytes.
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

/// The bytes of a budget that one owner keeps. Dropping the share releases them.
#[derive(Debug)]
pub struct Share {
    budget: Budget,
    bytes: usize,
}

impl Share {
    /// The budget.
    pub fn budget(&self) -> &Budget {
        &self.budget
    }

    /// The bytes kept.
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
