//! Messages that belong to our requests.

use super::Session;
use super::incoming::Message;
use super::shared::Shared;
use crate::native::MessageOf;
use crate::session::{Limits, RequestId};
use ::tokio::task::coop::consume_budget;
use bytes::Bytes;
use rustc_hash::FxHashMap;
use std::collections::VecDeque;
use std::sync::Arc;
use std::task::Waker;

/// The messages of one request, in order: [`Session::request_with_messages`].
///
/// It holds what was not taken, with the messages of other requests up to 16 MiB. When more waits to be
/// taken, the session stops reading, and the reply comes behind. When you drop it, it drops the messages;
/// those that follow go to [`Incoming`](super::Incoming).
#[derive(Debug)]
pub struct Messages {
    session: Session,
    id: RequestId,
}

impl Messages {
    pub(super) fn new(session: Session, id: RequestId) -> Self {
        session.shared().change(|state| state.mailboxes.open(&id));
        Self { session, id }
    }

    /// The next message; `None` when the outcome of the request is known and everything was taken.
    /// Dropping the future loses nothing.
    pub async fn next(&mut self) -> Option<Message> {
        consume_budget().await;
        let shared = self.shared();
        let payload = shared.message_of(&self.id).await?;
        Some(Message::of_payload(payload, shared.format))
    }

    fn shared(&self) -> &Arc<Shared> {
        self.session.shared()
    }
}

impl Drop for Messages {
    fn drop(&mut self) {
        let dropped = self
            .shared()
            .change(|state| state.mailboxes.close(&self.id));
        drop(dropped);
    }
}

/// The messages of requests that nobody has taken, for those who take them.
#[derive(Debug, Default)]
pub(super) struct Mailboxes {
    /// This side chooses the ids, so the hash need not withstand chosen ones.
    boxes: FxHashMap<RequestId, Mailbox>,
    /// Bytes of all messages in them.
    bytes: usize,
}

/// The messages of a request.
#[derive(Debug, Default)]
pub(super) struct Mailbox {
    payloads: VecDeque<Bytes>,
    /// The task that waits for the next one.
    taker: Option<Waker>,
}

impl Mailboxes {
    fn open(&mut self, id: &RequestId) {
        self.boxes.insert(id.clone(), Mailbox::default());
    }

    fn close(&mut self, id: &RequestId) -> Option<Mailbox> {
        let mailbox = self.boxes.remove(id)?;
        self.bytes -= mailbox.payloads.iter().map(size).sum::<usize>();
        Some(mailbox)
    }

    /// Whether somebody takes the messages of the request with this id.
    pub(super) fn has(&self, id: &[u8]) -> bool {
        self.boxes.contains_key(id)
    }

    /// Puts a message into the mailbox of its request. Returns the task that waits for it.
    pub(super) fn put(&mut self, message: MessageOf) -> Option<Waker> {
        let mailbox = self.boxes.get_mut(message.id())?;
        let payload = message.into_payload();
        self.bytes += size(&payload);
        mailbox.payloads.push_back(payload);
        mailbox.taker.take()
    }

    pub(super) fn take(&mut self, id: &RequestId) -> Option<Bytes> {
        let payload = self.boxes.get_mut(id)?.payloads.pop_front()?;
        self.bytes -= size(&payload);
        Some(payload)
    }

    /// Notes the task that waits for the next message of a request, or for its outcome.
    pub(super) fn wait(&mut self, id: &RequestId, taker: &Waker) {
        if let Some(mailbox) = self.boxes.get_mut(id) {
            mailbox.taker = Some(taker.clone());
        }
    }

    /// The task that waits for messages of a request.
    pub(super) fn taker(&mut self, id: &[u8]) -> Option<Waker> {
        self.boxes.get_mut(id)?.taker.take()
    }

    /// All tasks that wait for messages.
    pub(super) fn takers(&mut self) -> impl Iterator<Item = Waker> {
        self.boxes.values_mut().filter_map(|it| it.taker.take())
    }

    #[cfg(test)]
    pub(super) fn is_empty(&self) -> bool {
        self.boxes.is_empty() && self.bytes == 0
    }

    /// Whether they hold more than they should.
    pub(super) fn are_full(&self) -> bool {
        self.bytes > Limits::default().kept_while_awaited
    }
}

/// Bytes of memory that a message takes.
fn size(payload: &Bytes) -> usize {
    size_of::<Bytes>() + payload.len()
}
