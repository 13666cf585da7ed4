//! Which fiber of a peer waits for what.

use crate::zend::{Object, PhpString};
use std::collections::BTreeMap;

/// The thing that a fiber waits for: the reply to a request, or `None` for anything at all.
pub type Awaited = Option<Request>;

/// A session's object id and a request's id.
pub type Request = (u32, Box<[u8]>);

/// The waiting fibers by what they wait for, each as its timer, in the order they came. So an event wakes
/// only the fibers that it concerns, however many wait.
#[derive(Debug, Default)]
pub struct Waiting {
    fibers: BTreeMap<Awaited, BTreeMap<Place, Box<[u8]>>>,
    last: Place,
}

/// A fiber's place among those that wait for the same thing.
type Place = u64;

/// The request with this id.
pub fn request(session: &Object, id: &[u8]) -> Request {
    (session.id(), id.into())
}

impl Waiting {
    /// Adds a fiber, and returns its place.
    pub fn add(&mut self, awaited: Awaited, timer: &PhpString) -> Place {
        self.last += 1;
        let fibers = self.fibers.entry(awaited).or_default();
        fibers.insert(self.last, timer.as_bytes().into());
        self.last
    }

    /// How many fibers wait for this thing.
    pub fn len_of(&self, awaited: &Awaited) -> usize {
        self.fibers.get(awaited).map_or(0, BTreeMap::len)
    }

    /// Removes a fiber, unless its timer was taken.
    pub fn remove(&mut self, awaited: &Awaited, place: Place) {
        if let Some(fibers) = self.fibers.get_mut(awaited) {
            fibers.remove(&place);
            if fibers.is_empty() {
                self.fibers.remove(awaited);
            }
        }
    }

    /// Takes the timers of the fibers that wait for this thing.
    pub fn take(&mut self, awaited: &Awaited) -> Vec<Box<[u8]>> {
        let fibers = self.fibers.remove(awaited).unwrap_or_default();
        fibers.into_values().collect()
    }

    /// Takes the timers of the fibers that wait for any reply from the other side of this session.
    pub fn take_of(&mut self, session: &Object) -> Vec<Box<[u8]>> {
        let first = Some(request(session, b""));
        let awaited = self.fibers.range(first..).map(|(awaited, _)| awaited);
        let of_session = |awaited: &&Awaited| {
            awaited
                .as_ref()
                .is_some_and(|request| request.0 == session.id())
        };
        let awaited: Vec<_> = awaited.take_while(of_session).cloned().collect();
        awaited
            .iter()
            .flat_map(|awaited| self.take(awaited))
            .collect()
    }
}
