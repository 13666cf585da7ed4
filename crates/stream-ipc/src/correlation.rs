//! Which requests wait for a reply, and the replies that came.

use crate::process;
use rustc_hash::FxHashMap;
use std::sync::atomic::{AtomicU64, Ordering};

/// The requests of one session by their id, each waiting for a reply or holding it.
///
/// A reply is kept only while somebody waits for it, so that a late or invented one costs nothing.
///
/// ```
/// use stream_ipc::correlation::Correlator;
///
/// let mut requests = Correlator::new();
/// requests.register(b"4242.1");
/// assert!(requests.resolve(b"4242.1", "pong").is_ok());
/// assert_eq!(requests.take(b"4242.1"), Some("pong"));
/// assert!(requests.resolve(b"4242.1", "again").is_err());
/// ```
#[derive(Debug)]
pub struct Correlator<R> {
    /// The keys are of this side's choice, so the hash need not withstand chosen ones.
    requests: FxHashMap<Box<[u8]>, Option<R>>,
    /// How many have no reply.
    pending: usize,
}

impl<R> Default for Correlator<R> {
    fn default() -> Self {
        Self::new()
    }
}

impl<R> Correlator<R> {
    /// No request at all.
    pub fn new() -> Self {
        Self {
            requests: FxHashMap::default(),
            pending: 0,
        }
    }

    /// Waits for the reply to `id`. A request that is registered already stays as it is.
    pub fn register(&mut self, id: &[u8]) {
        if !self.requests.contains_key(id) {
            self.requests.insert(id.into(), None);
            self.pending += 1;
        }
    }

    /// Keeps `reply` for whoever waits for it.
    ///
    /// # Errors
    /// Gives the reply back where no request waits under this id.
    pub fn resolve(&mut self, id: &[u8], reply: R) -> Result<(), R> {
        match self.requests.get_mut(id) {
            Some(waiting @ None) => {
                *waiting = Some(reply);
                self.pending -= 1;
                Ok(())
            }
            _ => Err(reply),
        }
    }

    /// The reply to `id`, if it came; the request is over with it.
    pub fn take(&mut self, id: &[u8]) -> Option<R> {
        match self.requests.get(id) {
            Some(Some(_)) => self.requests.remove(id).flatten(),
            _ => None,
        }
    }

    /// Forgets the request; its reply is returned where one has come.
    pub fn forget(&mut self, id: &[u8]) -> Option<R> {
        let forgotten = self.requests.remove(id)?;
        self.pending -= usize::from(forgotten.is_none());
        forgotten
    }

    /// How many requests wait for their reply.
    pub fn pending(&self) -> usize {
        self.pending
    }

    /// Whether any request has no reply yet.
    pub fn is_waiting(&self) -> bool {
        self.pending > 0
    }

    /// Whether a reply to `id` is there to be taken.
    pub fn is_resolved(&self, id: &[u8]) -> bool {
        matches!(self.requests.get(id), Some(Some(_)))
    }
}

/// An id for a request, which no other request of this process has: `"<pid>.<n>"`, with `n` counted
/// from 1.
pub fn next_id() -> String {
    with_next_id(|parts| parts.concat())
}

/// What `body` makes of the parts of [`next_id`]: for those who keep ids in strings of their own.
pub fn with_next_id<R>(body: impl FnOnce([&str; 3]) -> R) -> R {
    static COUNTER: AtomicU64 = AtomicU64::new(0);
    let number = COUNTER.fetch_add(1, Ordering::Relaxed) + 1;
    let (mut pid, mut numeral) = (itoa::Buffer::new(), itoa::Buffer::new());
    body([pid.format(process::id()), ".", numeral.format(number)])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_reply_counts() {
        let mut requests = Correlator::new();
        requests.register(b"1.1");
        assert_eq!(requests.resolve(b"1.1", "first"), Ok(()));
        assert_eq!(requests.resolve(b"1.1", "second"), Err("second"));
        assert_eq!(requests.take(b"1.1"), Some("first"));
    }

    #[test]
    fn a_reply_nobody_waits_for_is_given_back() {
        let mut requests = Correlator::new();
        assert_eq!(requests.resolve(b"1.1", "stray"), Err("stray"));
        requests.register(b"1.1");
        assert_eq!(requests.forget(b"1.1"), None);
        assert_eq!(requests.resolve(b"1.1", "late"), Err("late"));
    }

    #[test]
    fn registering_twice_keeps_the_reply() {
        let mut requests = Correlator::new();
        requests.register(b"1.1");
        assert_eq!(requests.resolve(b"1.1", "reply"), Ok(()));
        requests.register(b"1.1");
        assert!(requests.is_resolved(b"1.1"));
        assert_eq!(requests.forget(b"1.1"), Some("reply"));
        assert!(!requests.is_resolved(b"1.1"));
    }

    #[test]
    fn an_unanswered_request_has_nothing_to_take() {
        let mut requests = Correlator::<()>::new();
        requests.register(b"1.1");
        assert_eq!(requests.take(b"1.1"), None);
        assert!(requests.is_waiting());
        assert_eq!(requests.resolve(b"1.1", ()), Ok(()));
        assert!(!requests.is_waiting());
    }

    #[test]
    fn a_request_is_pending_until_its_reply_or_nobody_waits_for_it() {
        let mut requests = Correlator::new();
        for id in [b"1.1", b"1.1", b"1.2", b"1.3"] {
            requests.register(id);
        }
        assert_eq!(requests.pending(), 3);
        assert_eq!(requests.resolve(b"1.1", ()), Ok(()));
        assert_eq!(requests.resolve(b"1.1", ()), Err(()));
        assert_eq!(requests.pending(), 2);
        assert_eq!(requests.forget(b"1.1"), Some(()));
        assert_eq!(requests.take(b"1.2"), None);
        assert_eq!(requests.pending(), 2);
        assert_eq!(requests.forget(b"1.2"), None);
        assert_eq!(requests.forget(b"1.2"), None);
        assert_eq!(requests.pending(), 1);
    }
}
