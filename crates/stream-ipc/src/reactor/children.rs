//! The child processes of channels: noticing their end, and ending them.

use super::poll_set::Registration;
use super::{ChannelId, Reactor, Source};
use crate::child::{self, Child, Ending};
use crate::deadline::Deadline;
use mio::{Interest, Token};
use slotmap::{Key, KeyData, SlotMap, new_key_type};
use std::collections::BTreeSet;
use std::os::fd::AsFd;
use std::time::{Duration, Instant};

new_key_type! {
    pub(super) struct ChildId;
}

/// What a channel knows of the process at the other end of its pipes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Process {
    /// It is none of ours.
    Unknown,
    Running(ChildId),
    Ended,
}

/// The children that have not been collected.
#[derive(Debug, Default)]
pub(super) struct Children {
    kept: SlotMap<ChildId, Kept>,
    /// Those that need a look: the poll set has reported their end, or cannot, or there is something to do
    /// at a certain time.
    attended: BTreeSet<ChildId>,
}

#[derive(Debug)]
struct Kept {
    child: Child,
    /// The channel over its pipes, while there is one.
    channel: Option<ChannelId>,
    /// `None` if the poll set cannot report its end.
    registration: Option<Registration>,
    /// The time to kill it, once it was told to end.
    kill_at: Deadline,
    /// The time at which the channel ends, once its streams have ended, though its process has not.
    end_at: Deadline,
}

impl ChildId {
    /// Keys of the same kind have odd versions, those of streams, too; so no stream has this token.
    fn token(self) -> Token {
        Token((self.data().as_ffi() ^ Self::VERSION_BIT) as usize)
    }

    pub(super) fn of_token(token: Token) -> Option<Self> {
        let key = token.0 as u64;
        let is_child = key & Self::VERSION_BIT == 0;
        is_child.then(|| KeyData::from_ffi(key | Self::VERSION_BIT).into())
    }

    const VERSION_BIT: u64 = 1 << 32;
}

impl Children {
    /// How often to look whether a child has ended whose end the poll set cannot report.
    const LOOK: Duration = Duration::from_millis(50);

    /// The next deadline of a wait.
    #[inline]
    pub(super) fn before_next(&self, deadline: Deadline) -> Deadline {
        // Every turn asks, and nearly always there are none.
        match self.attended.is_empty() {
            true => deadline,
            false => self.before_attended(deadline),
        }
    }

    #[cold]
    fn before_attended(&self, deadline: Deadline) -> Deadline {
        let mut next = deadline;
        for id in &self.attended {
            let kept = &self.kept[*id];
            next = next.min(kept.kill_at).min(kept.end_at);
            if kept.registration.is_none() {
                next = next.at_most(Self::LOOK);
            }
        }
        next
    }

    /// Has the next turn look at a child, unless that has been collected.
    #[cold]
    pub(super) fn attend(&mut self, id: ChildId) {
        if self.kept.contains_key(id) {
            self.attended.insert(id);
        }
    }

    /// Forgets the channel, which is going. Its process is collected later.
    pub(super) fn part_from(&mut self, process: Process) {
        if let Process::Running(id) = process
            && let Some(kept) = self.kept.get_mut(id)
        {
            (kept.channel, kept.end_at) = (None, Deadline::NEVER);
        }
    }

    /// Ends the channel of a running process soon: its streams have ended. `false` if the process is not
    /// ours any more, as after a fork.
    pub(super) fn end_soon(&mut self, id: ChildId) -> bool {
        /// A process that ends closes its streams a moment before. One that closes them and lives on has
        /// ended for us.
        const MOMENT: Duration = Duration::from_millis(100);
        let Some(kept) = self.kept.get_mut(id) else {
            return false;
        };
        kept.end_at = Deadline::after(MOMENT);
        self.attended.insert(id);
        true
    }
}

impl<S: Source, R> Reactor<S, R> {
    /// Watches a child whose pipes are the channel's streams. When one that [ends with its
    /// parent](Ending::WithParent) has ended, and what is in the pipes has been read, the session ends,
    /// though others may hold the pipes open. Turns of any group collect the child, also after the channel
    /// is gone.
    pub fn keep_child(&mut self, channel: ChannelId, child: Child) {
        // A forked process first forgets its parent's children.
        let is_watching = self.follow_fork().is_ok();
        let id = self.children.kept.insert(Kept {
            child: child.clone(),
            channel: Some(channel),
            registration: None,
            kill_at: Deadline::NEVER,
            end_at: Deadline::NEVER,
        });
        self.channels.get_mut(channel).process = Process::Running(id);
        let registration = child.end().filter(|_| is_watching).and_then(|end| {
            let set = &self.poll_set;
            let registered = set.register(end.as_fd(), id.token(), Interest::READABLE);
            registered.ok().flatten()
        });
        if registration.is_none() {
            self.children.attended.insert(id);
        }
        self.children.kept[id].registration = registration;
    }

    /// Collects the children that have ended among those whose channel is gone. Turns do it, too.
    pub fn collect_children(&mut self) {
        self.tend_children();
        let children = self.children.kept.iter();
        let parted = children.filter(|(_, kept)| kept.channel.is_none());
        for id in parted.map(|(id, _)| id).collect::<Vec<_>>() {
            self.note_end_of(id);
        }
    }

    /// Tells a child to end: its process group gets SIGTERM now, and SIGKILL at the deadline, in a turn
    /// or in [`Self::collect_children`]. Does nothing if the child has ended.
    pub fn terminate(&mut self, child: &Child, deadline: Deadline) {
        for (id, kept) in &mut self.children.kept {
            if kept.child.id() == child.id() {
                self.children.attended.insert(id);
                kept.kill_at = kept.kill_at.min(deadline);
                // It has ended meanwhile if this fails.
                let _ = kept.child.signal_group(libc::SIGTERM);
            }
        }
    }

    /// Kills children whose grace is over, and looks at those whose end the poll set does not report.
    #[inline]
    pub(super) fn tend_children(&mut self) {
        child::collect();
        // Every turn asks, and nearly always nothing is to be done.
        if !self.children.attended.is_empty() {
            self.tend_attended();
        }
    }

    #[cold]
    fn tend_attended(&mut self) {
        let now = Deadline::at(Instant::now());
        for id in self.children.attended.clone() {
            let kept = &mut self.children.kept[id];
            if kept.kill_at <= now {
                let _ = kept.child.signal_group(libc::SIGKILL);
                kept.kill_at = Deadline::NEVER;
            }
            if kept.end_at <= now {
                kept.end_at = Deadline::NEVER;
                if let Some(channel) = kept.channel {
                    self.channels.deliver_end(channel);
                }
            }
            let is_over =
                kept.registration.is_some() && kept.kill_at.min(kept.end_at) == Deadline::NEVER;
            if is_over {
                self.children.attended.remove(&id);
            }
            self.note_end_of(id);
        }
    }

    /// Waits until all children that [end with their parent](Ending::WithParent) have ended. They are told
    /// to after `patience`, and killed `grace` later.
    pub fn end_children(&mut self, patience: Duration, grace: Duration) {
        let mut tell_at = Deadline::after(patience);
        loop {
            self.tend_children();
            let running = self.children_to_end();
            if running.is_empty() {
                break;
            }
            if tell_at.has_passed() {
                tell_at = Deadline::NEVER;
                let kill_at = Deadline::after(grace);
                for child in running {
                    self.terminate(&child, kill_at);
                }
            }
            std::thread::sleep(Duration::from_millis(1));
        }
    }

    fn children_to_end(&self) -> Vec<Child> {
        let children = self.children.kept.values().map(|kept| &kept.child);
        let to_end = |child: &&Child| child.ending() == Ending::WithParent && child.is_running();
        children.filter(to_end).cloned().collect()
    }

    /// Collects a child if it has ended, and lets its channel end behind what is in the pipes.
    pub(super) fn note_end_of(&mut self, id: ChildId) {
        let has_ended = |kept: &Kept| !kept.child.is_running();
        if !self.children.kept.get(id).is_some_and(has_ended) {
            return;
        }
        let Some(kept) = self.children.kept.remove(id) else {
            return;
        };
        self.children.attended.remove(&id);
        kept.child.note_end();
        let Some(channel) = kept.channel else {
            return;
        };
        self.channels.get_mut(channel).process = match kept.child.ending() {
            Ending::WithParent => Process::Ended,
            Ending::ByItself => Process::Unknown,
        };
        if kept.end_at != Deadline::NEVER {
            self.channels.deliver_end(channel);
        }
        self.read_to_the_end(channel);
    }

    /// Reads the streams of a channel whose process has ended once more; they end when they are empty.
    pub(super) fn read_to_the_end(&mut self, channel: ChannelId) {
        if self.channels.get(channel).process == Process::Ended {
            for stream in self.channels.get(channel).streams.clone() {
                self.queue(stream);
            }
        }
    }

    /// Forgets the children in a forked process: they are its parent's.
    pub(super) fn leave_children_to_parent(&mut self) {
        self.children = Children::default();
    }
}

impl Drop for Children {
    fn drop(&mut self) {
        for kept in self.kept.values() {
            kept.child.collect_later();
        }
    }
}
