//! The channels, and the groups whose messages are taken together.

use super::channel::{Channel, Inbound, Membership};
use super::{ChannelId, GroupId, StreamId};
use slab::Slab;
use std::collections::VecDeque;

/// The channels that one peer takes messages from.
#[derive(Debug, Default)]
struct Group {
    /// Channels with something in their inbox, in the order they will be served.
    ready: VecDeque<usize>,
    /// How much lies in the inboxes of its channels.
    arrived: usize,
    /// Its channels that still read a stream.
    open: usize,
    work: Work,
    /// The process that gave it a turn last.
    process: u32,
}

/// What the streams of a group have to do in its next turn. Streams that have gone, or left the
/// group, may still stand in it.
#[derive(Debug, Default)]
pub(super) struct Work {
    /// Streams to read.
    pub(super) unread: VecDeque<StreamId>,
    /// Readable streams that stay unread until their channel's inbox has room.
    pub(super) stalled: Vec<StreamId>,
    /// Streams that take bytes again.
    pub(super) writable: Vec<StreamId>,
    /// Relayed streams that their owner should read.
    pub(super) relays: VecDeque<StreamId>,
    /// Relayed streams without a descriptor: nothing tells when they have something.
    pub(super) unpolled: Vec<StreamId>,
}

impl Work {
    /// Has the owner look whether the streams that nothing tells of have something.
    pub(super) fn ask_unpolled(&mut self) {
        self.relays.extend(&self.unpolled);
    }
}

/// All channels and groups of a reactor.
#[derive(Debug)]
pub(super) struct Channels<F> {
    channels: Slab<Channel<F>>,
    groups: Slab<Group>,
    /// How many bytes lie in all inboxes.
    bytes: usize,
}

impl<F> Channels<F> {
    pub(super) fn new() -> Self {
        Self {
            channels: Slab::new(),
            groups: Slab::new(),
            bytes: 0,
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.channels.is_empty()
    }

    pub(super) fn add(&mut self, channel: Channel<F>) -> ChannelId {
        ChannelId(self.channels.insert(channel))
    }

    pub(super) fn remove(&mut self, id: ChannelId) -> Channel<F> {
        self.leave(id);
        let removed = self.channels.remove(id.0);
        self.bytes -= removed.inbox_bytes();
        removed
    }

    pub(super) fn get(&self, id: ChannelId) -> &Channel<F> {
        &self.channels[id.0]
    }

    pub(super) fn get_mut(&mut self, id: ChannelId) -> &mut Channel<F> {
        &mut self.channels[id.0]
    }

    /// Notes that this process gives the group a turn.
    pub(super) fn claim(&mut self, group: GroupId, process: u32) {
        self.groups[group.0].process = process;
    }

    /// The groups that this process gave a turn last.
    pub(super) fn claimed(&self, process: u32) -> Vec<GroupId> {
        let groups = self.groups.iter();
        let claimed = groups.filter(|(_, group)| group.process == process);
        claimed.map(|(index, _)| GroupId(index)).collect()
    }

    /// How many bytes lie in all inboxes.
    pub(super) fn bytes(&self) -> usize {
        self.bytes
    }

    /// What is to do in the next turn of the group.
    pub(super) fn work(&mut self, group: GroupId) -> &mut Work {
        &mut self.groups[group.0].work
    }

    /// What is to do in the next turn of the group the channel is in.
    pub(super) fn work_of(&mut self, channel: ChannelId) -> Option<&mut Work> {
        self.group_of(channel).map(|group| self.work(group))
    }

    /// The group the channel is in.
    pub(super) fn group_of(&self, channel: ChannelId) -> Option<GroupId> {
        let membership = self.channels[channel.0].membership?;
        Some(membership.group)
    }

    pub(super) fn add_group(&mut self, process: u32) -> GroupId {
        let group = Group {
            process,
            ..Group::default()
        };
        GroupId(self.groups.insert(group))
    }

    /// Dissolves a group and returns the channels that were in it.
    pub(super) fn remove_group(&mut self, group: GroupId) -> Vec<ChannelId> {
        let members: Vec<_> = self
            .channels
            .iter()
            .filter(|(_, channel)| {
                channel
                    .membership
                    .is_some_and(|member| member.group == group)
            })
            .map(|(index, _)| ChannelId(index))
            .collect();
        for member in &members {
            self.leave(*member);
        }
        self.groups.remove(group.0);
        members
    }

    pub(super) fn join(&mut self, id: ChannelId, group: GroupId, tag: usize) {
        let channel = &mut self.channels[id.0];
        channel.membership = Some(Membership { group, tag });
        channel.repeat_end();
        let group = &mut self.groups[group.0];
        group.arrived += channel.inbox_len();
        group.open += usize::from(channel.open_readers > 0);
        if channel.inbox_len() > 0 {
            group.ready.push_back(id.0);
        }
    }

    pub(super) fn leave(&mut self, id: ChannelId) {
        let channel = &mut self.channels[id.0];
        if let Some(member) = channel.membership.take() {
            let streams = &channel.streams;
            let group = &mut self.groups[member.group.0];
            group
                .work
                .unpolled
                .retain(|stream| !streams.contains(stream));
            group.arrived -= channel.inbox_len();
            group.open -= usize::from(channel.open_readers > 0);
        }
    }

    pub(super) fn deliver(&mut self, id: ChannelId, inbound: Inbound) {
        let channel = &mut self.channels[id.0];
        self.bytes += inbound.size();
        channel.push(inbound);
        if let Some(member) = channel.membership {
            let group = &mut self.groups[member.group.0];
            group.arrived += 1;
            if channel.inbox_len() == 1 {
                group.ready.push_back(id.0);
            }
        }
    }

    /// Counts a stream of the channel as ended, with `lost` bytes of a frame; the last one ends
    /// the channel.
    pub(super) fn end_reader(&mut self, id: ChannelId, lost: usize) {
        let channel = &mut self.channels[id.0];
        channel.lost += lost;
        channel.open_readers -= 1;
        if channel.open_readers == 0 {
            let lost = channel.lost;
            if let Some(member) = channel.membership {
                self.groups[member.group.0].open -= 1;
            }
            self.deliver(id, Inbound::Ended { lost });
        }
    }

    pub(super) fn arrived(&self, group: GroupId) -> usize {
        self.groups[group.0].arrived
    }

    pub(super) fn is_open(&self, group: GroupId) -> bool {
        self.groups[group.0].open > 0
    }

    /// Takes what the group's next channel received first. Channels take turns.
    pub(super) fn take(&mut self, id: GroupId) -> Option<(ChannelId, usize, Inbound)> {
        let group = &mut self.groups[id.0];
        while let Some(index) = group.ready.pop_front() {
            // A channel that has left may still stand in the queue, and its index name another.
            let Some(channel) = self.channels.get_mut(index) else {
                continue;
            };
            let Some(member) = channel.membership.filter(|member| member.group == id) else {
                continue;
            };
            let Some(inbound) = channel.pop() else {
                continue;
            };
            group.arrived -= 1;
            self.bytes -= inbound.size();
            if channel.inbox_len() > 0 {
                group.ready.push_back(index);
            }
            return Some((ChannelId(index), member.tag, inbound));
        }
        None
    }

    /// Takes what the channel received first, whether or not it is in a group.
    pub(super) fn take_from(&mut self, id: ChannelId) -> Option<Inbound> {
        let channel = &mut self.channels[id.0];
        let inbound = channel.pop()?;
        self.bytes -= inbound.size();
        if let Some(member) = channel.membership {
            self.groups[member.group.0].arrived -= 1;
        }
        Some(inbound)
    }
}
