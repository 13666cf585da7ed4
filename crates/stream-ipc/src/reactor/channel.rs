//! One session's part of the reactor: its streams, and the session they carry.

use super::children::Process;
use super::{GroupId, StreamId};
use crate::budget::Budget;
use crate::inbound::Inbound;
use crate::session::{Frame, Limits, Session};
use std::time::Instant;

/// A channel's place in a group.
#[derive(Debug, Clone, Copy)]
pub(super) struct Membership {
    pub(super) group: GroupId,
    /// The name that the group's owner has given the channel.
    pub(super) tag: usize,
}

/// A session with its streams.
#[derive(Debug)]
pub(super) struct Channel<F, R> {
    pub(super) session: Session<F, R>,
    pub(super) streams: Vec<StreamId>,
    pub(super) writer: Option<StreamId>,
    pub(super) membership: Option<Membership>,
    /// The process at the other end.
    pub(super) process: Process,
    /// Read streams that have not ended.
    pub(super) open_readers: usize,
    /// Bytes of unfinished frames at the ends of read streams.
    pub(super) lost: usize,
    /// Whether the channel is in its group's queue of channels with events.
    pub(super) is_ready: bool,
    /// The session's events that the group has counted.
    pub(super) counted: usize,
    /// The time at which the group looks at the session's deadlines.
    pub(super) alarm: Option<Instant>,
}

impl<F: Frame, R> Channel<F, R> {
    pub(super) fn new(budget: &Budget) -> Self {
        Self {
            session: Session::new(Limits::default(), budget),
            streams: Vec::new(),
            writer: None,
            membership: None,
            process: Process::Unknown,
            open_readers: 0,
            lost: 0,
            is_ready: false,
            counted: 0,
            alarm: None,
        }
    }

    /// Reports the end again when a new group's owner has not seen it. A channel without streams hears of
    /// its end from whoever reads for it.
    pub(super) fn repeat_end(&mut self) {
        let told = matches!(self.session.last_arrived(), Some(Inbound::Ended { .. }));
        if self.open_readers == 0 && !self.streams.is_empty() && !told {
            let lost = self.lost;
            self.session.handle(Inbound::Ended { lost }, Instant::now);
        }
    }
}
