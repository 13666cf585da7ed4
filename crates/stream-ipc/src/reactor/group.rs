//! The channels, and the groups whose events one peer takes.

use super::busy_poll::BusyPoll;
use super::channel::{Channel, Membership};
use super::{ChannelId, GroupId, StreamId};
use crate::deadline::Deadline;
use crate::inbound::Inbound;
use crate::session::{Event, Frame};
use slotmap::SlotMap;
use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap, VecDeque};
use std::time::Instant;

/// The channels whose events one peer takes.
#[derive(Debug, Default)]
struct Group {
    members: BTreeSet<ChannelId>,
    /// Channels whose sessions have events, each once, in the order of service. May still hold channels
    /// that have no events any more, or have left.
    ready: VecDeque<ChannelId>,
    /// The number of events of its channels' sessions.
    arrived: usize,
    /// The times to look at the deadlines of its sessions. The entry that equals the channel's alarm
    /// counts; it may be early. All other entries are stale.
    alarms: BinaryHeap<Reverse<(Instant, ChannelId)>>,
    /// The number of its channels that still read a stream.
    open: usize,
    work: Work,
    busy_poll: BusyPoll,
    /// The process that last gave it a turn.
    process: u32,
}

/// The work of a group's next turn. May still hold streams that are gone, or have left the group.
#[derive(Debug, Default)]
pub(super) struct Work {
    /// Streams to read.
    pub(super) unread: VecDeque<StreamId>,
    /// Readable streams to read when their channel's inbox has room.
    pub(super) stalled: Vec<StreamId>,
    /// Streams that have room again.
    pub(super) writable: Vec<StreamId>,
    /// Relayed streams for their owner to read.
    pub(super) relays: VecDeque<StreamId>,
    /// The same as a set, as an owner may leave them in the queue for many turns.
    asked: BTreeSet<StreamId>,
    /// Relayed streams without a descriptor: nothing tells when they are readable.
    pub(super) unpolled: BTreeSet<StreamId>,
    /// Channels with frames for their owner to write.
    pub(super) unsent: BTreeSet<ChannelId>,
    /// Watched streams that may be readable.
    pub(super) readable: VecDeque<StreamId>,
    /// Watched streams that are left alone for a time.
    resting: BinaryHeap<Reverse<(Instant, StreamId)>>,
    /// The stream that was read last.
    pub(super) read_last: Option<StreamId>,
    /// How often it was tried again since the poll set was asked.
    pub(super) tries: u32,
}

impl Work {
    /// Queues a stream to be read, by its owner if the stream is watched.
    pub(super) fn queue(&mut self, stream: StreamId, is_watched: bool) {
        match is_watched {
            true => self.readable.push_back(stream),
            false => self.unread.push_back(stream),
        }
    }

    /// Leaves a watched stream alone until a time.
    pub(super) fn rest(&mut self, stream: StreamId, until: Instant) {
        self.resting.push(Reverse((until, stream)));
    }

    /// When the first watched stream has rested.
    pub(super) fn next_rested(&self) -> Deadline {
        let next = self.resting.peek();
        next.map_or(Deadline::NEVER, |Reverse((at, _))| Deadline::at(*at))
    }

    /// Queues the watched streams that have rested.
    pub(super) fn wake_rested(&mut self) {
        while self.next_rested().has_passed()
            && let Some(Reverse((_, stream))) = self.resting.pop()
        {
            self.readable.push_back(stream);
        }
    }

    /// Asks the owner to read the streams without a descriptor.
    pub(super) fn ask_unpolled(&mut self) {
        // Every turn calls this, and most groups have no such streams.
        if !self.unpolled.is_empty() {
            for stream in self.unpolled.clone() {
                self.ask(stream);
            }
        }
    }

    /// Asks the owner to read a relayed stream.
    pub(super) fn ask(&mut self, stream: StreamId) {
        if self.asked.insert(stream) {
            self.relays.push_back(stream);
        }
    }

    /// The next relayed stream for its owner to read.
    pub(super) fn take_relay(&mut self) -> Option<StreamId> {
        let stream = self.relays.pop_front()?;
        self.asked.remove(&stream);
        Some(stream)
    }
}

/// All channels and groups of a reactor.
#[derive(Debug)]
pub(super) struct Channels<F, R> {
    channels: SlotMap<ChannelId, Channel<F, R>>,
    groups: SlotMap<GroupId, Group>,
    /// Channels whose sessions have queued frames of their own.
    spoken: Vec<ChannelId>,
}

impl<F: Frame, R> Channels<F, R> {
    pub(super) fn new() -> Self {
        Self {
            channels: SlotMap::with_key(),
            groups: SlotMap::with_key(),
            spoken: Vec::new(),
        }
    }

    /// The frames not yet written.
    pub(super) fn into_unwritten(self) -> Vec<F> {
        let channels = self.channels.into_iter();
        channels
            .flat_map(|(_, channel)| channel.session.into_unsent())
            .collect()
    }

    /// The channels with frames not yet written.
    pub(super) fn unsent(&self) -> Vec<ChannelId> {
        let channels = self.channels.iter();
        let unsent = channels.filter(|(_, channel)| channel.session.has_unsent());
        unsent.map(|(id, _)| id).collect()
    }

    pub(super) fn add(&mut self, channel: Channel<F, R>) -> ChannelId {
        self.channels.insert(channel)
    }

    pub(super) fn remove(&mut self, id: ChannelId) -> Channel<F, R> {
        self.leave(id);
        let removed = self.channels.remove(id);
        removed.expect("a channel is removed once")
    }

    /// Drops the waiting frames in a forked child. The parent writes them; otherwise the other side would
    /// get them twice.
    pub(super) fn leave_frames_to_parent(&mut self) {
        for channel in self.channels.values_mut() {
            channel.session.leave_frames_to_parent();
        }
    }

    pub(super) fn get(&self, id: ChannelId) -> &Channel<F, R> {
        &self.channels[id]
    }

    pub(super) fn get_mut(&mut self, id: ChannelId) -> &mut Channel<F, R> {
        &mut self.channels[id]
    }

    /// The channel; `None` if it has been removed.
    pub(super) fn find(&self, id: ChannelId) -> Option<&Channel<F, R>> {
        self.channels.get(id)
    }

    /// The same, mutable.
    pub(super) fn find_mut(&mut self, id: ChannelId) -> Option<&mut Channel<F, R>> {
        self.channels.get_mut(id)
    }

    /// Notes that this process gives the group a turn: it owns the group now. `false` if the group has been
    /// dissolved.
    pub(super) fn set_owner(&mut self, group: GroupId, process: u32) -> bool {
        let group = self.groups.get_mut(group);
        group.map(|group| group.process = process).is_some()
    }

    /// The groups that this process owns.
    pub(super) fn owned_by(&self, process: u32) -> Vec<GroupId> {
        let groups = self.groups.iter();
        let owned = groups.filter(|(_, group)| group.process == process);
        owned.map(|(id, _)| id).collect()
    }

    /// What the group has learned about its waits.
    pub(super) fn busy_poll(&mut self, group: GroupId) -> &mut BusyPoll {
        &mut self.groups[group].busy_poll
    }

    /// The work of the group's next turn.
    pub(super) fn work(&mut self, group: GroupId) -> &mut Work {
        &mut self.groups[group].work
    }

    /// The same; `None` if the group has been dissolved.
    pub(super) fn find_work(&mut self, group: GroupId) -> Option<&mut Work> {
        self.groups.get_mut(group).map(|group| &mut group.work)
    }

    /// The work of the next turn of the channel's group.
    pub(super) fn work_of(&mut self, channel: ChannelId) -> Option<&mut Work> {
        self.group_of(channel).map(|group| self.work(group))
    }

    /// The channel's group.
    pub(super) fn group_of(&self, channel: ChannelId) -> Option<GroupId> {
        let membership = self.channels[channel].membership?;
        Some(membership.group)
    }

    pub(super) fn add_group(&mut self, process: u32) -> GroupId {
        let group = Group {
            process,
            ..Group::default()
        };
        self.groups.insert(group)
    }

    /// Dissolves a group and returns its channels.
    pub(super) fn remove_group(&mut self, group: GroupId) -> Vec<ChannelId> {
        let members: Vec<_> = self.groups[group].members.iter().copied().collect();
        for member in &members {
            self.leave(*member);
        }
        self.groups.remove(group);
        members
    }

    pub(super) fn join(&mut self, id: ChannelId, group: GroupId, tag: usize) {
        let channel = &mut self.channels[id];
        channel.membership = Some(Membership { group, tag });
        channel.repeat_end();
        let group = &mut self.groups[group];
        group.members.insert(id);
        group.open += usize::from(channel.open_readers > 0);
        (channel.is_ready, channel.counted) = (false, 0);
        self.note(id);
    }

    pub(super) fn leave(&mut self, id: ChannelId) {
        let channel = &mut self.channels[id];
        if let Some(member) = channel.membership.take() {
            let group = &mut self.groups[member.group];
            group.members.remove(&id);
            let work = &mut group.work;
            for stream in &channel.streams {
                work.unpolled.remove(stream);
            }
            work.unsent.remove(&id);
            group.arrived -= std::mem::take(&mut channel.counted);
            channel.alarm = None;
            group.open -= usize::from(channel.open_readers > 0);
        }
    }

    pub(super) fn deliver(&mut self, id: ChannelId, inbound: Inbound) {
        let channel = &mut self.channels[id];
        channel.session.handle(inbound, Instant::now);
        note(id, channel, &mut self.groups, &mut self.spoken);
    }

    /// Takes note of what has changed in a channel's session.
    pub(super) fn note(&mut self, id: ChannelId) {
        note(
            id,
            &mut self.channels[id],
            &mut self.groups,
            &mut self.spoken,
        );
    }

    /// A channel whose session has queued frames of its own, once.
    #[inline]
    pub(super) fn pop_spoken(&mut self) -> Option<ChannelId> {
        self.spoken.pop()
    }

    /// The next deadline of the group's sessions, or somewhat sooner.
    pub(super) fn next_alarm(&mut self, group: GroupId) -> Option<Instant> {
        let alarms = &mut self.groups[group].alarms;
        while let Some(Reverse((at, id))) = alarms.peek() {
            let channel = self.channels.get(*id);
            if channel.is_some_and(|channel| channel.alarm == Some(*at)) {
                return Some(*at);
            }
            alarms.pop();
        }
        None
    }

    /// Whether a session of the group may have a deadline.
    #[inline]
    pub(super) fn has_alarms(&self, group: GroupId) -> bool {
        !self.groups[group].alarms.is_empty()
    }

    /// Tells the time to the sessions of the group whose deadline has come.
    pub(super) fn ring(&mut self, group: GroupId, now: Instant) {
        while let Some(&Reverse((at, id))) = self.groups[group].alarms.peek()
            && at <= now
        {
            self.groups[group].alarms.pop();
            // It may be stale.
            if let Some(channel) = self.channels.get_mut(id)
                && channel.alarm == Some(at)
            {
                channel.alarm = None;
                channel.session.handle_timeout(now);
                note(id, channel, &mut self.groups, &mut self.spoken);
            }
        }
    }

    /// Counts a read stream of the channel as ended, with `lost` bytes of a frame; `true` if it was the
    /// last one.
    pub(super) fn end_reader(&mut self, id: ChannelId, lost: usize) -> bool {
        let channel = &mut self.channels[id];
        channel.lost += lost;
        channel.open_readers -= 1;
        let is_last = channel.open_readers == 0;
        if is_last && let Some(member) = channel.membership {
            self.groups[member.group].open -= 1;
        }
        is_last
    }

    /// Ends the session of a channel whose streams have ended.
    pub(super) fn deliver_end(&mut self, id: ChannelId) {
        let lost = self.channels[id].lost;
        self.deliver(id, Inbound::Ended { lost });
    }

    pub(super) fn arrived(&self, group: GroupId) -> usize {
        self.groups[group].arrived
    }

    pub(super) fn is_open(&self, group: GroupId) -> bool {
        self.groups[group].open > 0
    }

    /// The next event of the group's next session. Sessions take turns.
    pub(super) fn poll_event(&mut self, id: GroupId) -> Option<(ChannelId, usize, Event)> {
        while let Some(channel_id) = self.groups[id].ready.pop_front() {
            // The queue may still hold a channel that has left.
            let Some(channel) = self.channels.get_mut(channel_id) else {
                continue;
            };
            let Some(member) = channel.membership.filter(|member| member.group == id) else {
                continue;
            };
            channel.is_ready = false;
            let event = channel.session.poll_event();
            note(channel_id, channel, &mut self.groups, &mut self.spoken);
            if let Some(event) = event {
                return Some((channel_id, member.tag, event));
            }
        }
        None
    }
}

/// Counts the events of a channel's session. Sets its alarm if its next deadline is sooner than before.
/// Notes whether it has queued frames of its own.
fn note<F: Frame, R>(
    id: ChannelId,
    channel: &mut Channel<F, R>,
    groups: &mut SlotMap<GroupId, Group>,
    spoken: &mut Vec<ChannelId>,
) {
    if channel.session.has_spoken() {
        spoken.push(id);
    }
    let Some(member) = channel.membership else {
        return;
    };
    let group = &mut groups[member.group];
    let events = channel.session.events();
    group.arrived += events;
    group.arrived -= std::mem::replace(&mut channel.counted, events);
    if events > 0 && !std::mem::replace(&mut channel.is_ready, true) {
        group.ready.push_back(id);
    }
    match channel.session.poll_timeout() {
        Some(at) if channel.alarm.is_none_or(|alarm| at < alarm) => {
            channel.alarm = Some(at);
            group.alarms.push(Reverse((at, id)));
        }
        Some(_) => {}
        None => channel.alarm = None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::budget::Budget;

    #[test]
    fn what_is_taken_past_the_group_leaves_nothing_behind() {
        let mut channels = Channels::<Vec<u8>, ()>::new();
        let group = channels.add_group(0);
        let [one, other] = [(); 2].map(|()| {
            let mut channel = Channel::new(&Budget::new());
            channel.open_readers = 1;
            channels.add(channel)
        });
        channels.join(one, group, 1);
        channels.join(other, group, 2);
        for _ in 0..100 {
            channels.deliver(one, Inbound::Junk("taken by its channel".into()));
            assert!(channels.get_mut(one).session.take_arrived().is_some());
            channels.note(one);
        }
        assert_eq!(channels.groups[group].ready, [one]);
        // The channel keeps its place, and its turn.
        channels.deliver(other, Inbound::StreamClosed);
        channels.deliver(one, Inbound::StreamClosed);
        let tags = [(); 3].map(|()| channels.poll_event(group).map(|(_, tag, _)| tag));
        assert_eq!(tags, [Some(1), Some(2), None]);
        assert!(channels.groups[group].ready.is_empty());
    }
}
