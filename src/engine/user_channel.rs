//! Channels whose messages the user's code moves. Their only events are timeouts.

use super::{Channel, Group, join, poll_event};
use crate::zend::Result;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::{Rc, Weak};
use stream_ipc::deadline::Deadline;
use stream_ipc::reactor::{ChannelId, GroupId};
use stream_ipc::session::{Event, RequestId};

/// The object id of a user's peer.
type Peer = u32;

thread_local! {
    /// One group for each peer, as long as it has channels.
    static GROUPS: RefCell<BTreeMap<Peer, Weak<Group>>> = const { RefCell::new(BTreeMap::new()) };
}

/// Owns a channel of a user's peer.
#[derive(Debug)]
pub struct UserChannel {
    channel: Channel,
    /// Outlives the channel, which is in it.
    _group: Rc<Group>,
}

impl UserChannel {
    /// A new channel; `tag` names its session.
    pub fn new(peer: Peer, tag: usize) -> Result<Self> {
        let group =
            GROUPS.with_borrow_mut(|groups| match groups.get(&peer).and_then(Weak::upgrade) {
                Some(group) => Ok(group),
                None => {
                    let group = Rc::new(Group::new()?);
                    groups.insert(peer, Rc::downgrade(&group));
                    Ok(group)
                }
            })?;
        let channel = Channel::without_streams()?;
        join(channel.id(), group.id(), tag)?;
        Ok(Self {
            channel,
            _group: group,
        })
    }

    /// The reactor's name for the channel.
    pub fn id(&self) -> ChannelId {
        self.channel.id()
    }
}

/// When the next request of the peer times out.
pub fn next_deadline(peer: Peer) -> Result<Deadline> {
    group(peer).map_or(Ok(Deadline::NEVER), super::next_deadline)
}

/// Tells the peer's sessions the time.
pub fn tell_time(peer: Peer) -> Result {
    group(peer).map_or(Ok(()), super::tell_time)
}

/// The next request that has timed out, with the tag of its session.
pub fn timed_out(peer: Peer) -> Result<Option<(usize, RequestId)>> {
    let Some(group) = group(peer) else {
        return Ok(None);
    };
    while let Some((tag, event)) = poll_event(group)? {
        if let Event::TimedOut(id) = event {
            return Ok(Some((tag, id)));
        }
    }
    Ok(None)
}

/// Forgets all groups at the end of a request.
pub fn forget() {
    GROUPS.take();
}

fn group(peer: Peer) -> Option<GroupId> {
    let group = GROUPS.with_borrow(|groups| groups.get(&peer)?.upgrade());
    group.map(|group| group.id())
}
