//! Futures that are dropped, wherever they are.

use super::*;
use crate::message::LogMessage;
use crate::tokio::{Incoming, Received, Session};
use ::tokio::io::duplex;
use ::tokio::task::yield_now;
use std::pin::pin;
use std::time::Duration;

const LIMIT: Duration = Duration::from_secs(20);

/// Polls a future so many times, while the others have their turns, and drops it.
async fn poll_and_drop(future: impl Future, polls: usize) {
    let mut future = pin!(future);
    for _ in 0..polls {
        let polled = poll_fn(|cx| Poll::Ready(future.as_mut().poll(cx))).await;
        if polled.is_ready() {
            return;
        }
        yield_now().await;
    }
}

async fn echo_on(mut incoming: Incoming) {
    while let Some(received) = incoming.next().await {
        if let Received::Request(request) = received {
            let message: LogMessage = request.message().unwrap();
            // The other side may be gone.
            let _ = request.notify(&message).await;
            let _ = request.reply(&message).await;
        }
    }
}

async fn ask(session: &Session, message: &LogMessage) -> Result<LogMessage, Error> {
    session.request(message, LIMIT).await?.wait().await
}

/// Asks, and cancels the request at its first message.
async fn ask_for_messages(session: &Session, message: &LogMessage) -> Result<(), Error> {
    let (pending, mut messages) = session.request_with_messages(message, LIMIT).await?;
    messages.next().await;
    pending.cancel();
    Ok(())
}

/// Drops futures of two sessions after all numbers of polls, and then looks what they have left.
async fn drop_everywhere() {
    let (one, other) = duplex(1024);
    let (one, mut incoming) = Session::new(one, crate::Options::new());
    let (other, to_other) = Session::new(other, crate::Options::new());
    one.say_hello();
    ::tokio::spawn(echo_on(to_other));
    for polls in 0..200 {
        for bytes in [10, 2000, 100_000] {
            let message = LogMessage::new("x".repeat(bytes));
            poll_and_drop(ask(&one, &message), polls).await;
            poll_and_drop(ask_for_messages(&one, &message), polls).await;
            poll_and_drop(one.notify(&message), polls).await;
            poll_and_drop(other.notify(&message), polls).await;
            poll_and_drop(incoming.next(), polls).await;
            poll_and_drop(one.flush(), polls).await;
        }
    }
    ::tokio::spawn(async move { while incoming.next().await.is_some() {} });
    let last = LogMessage::new("last");
    assert_eq!(ask(&one, &last).await.unwrap(), last);
    other.flush().await;
    // The task that answers drops its request behind the reply.
    while other.shared().with(|state| !state.open_requests.is_empty()) {
        yield_now().await;
    }
    for session in [&one, &other] {
        assert!(session.is_open());
        session.shared().with(|state| {
            let statistics = state.core.statistics();
            assert_eq!(statistics.requests_pending, 0);
            assert_eq!(statistics.bytes_queued, 0);
            assert!(state.waiters.is_empty() && state.senders.is_empty());
            assert!(state.mailboxes.is_empty() && state.open_requests.is_empty());
        });
    }
}

#[::tokio::test]
async fn dropped_futures_leave_nothing_behind() {
    ::tokio::time::timeout(LIMIT, drop_everywhere())
        .await
        .unwrap();
}

#[::tokio::test(flavor = "multi_thread", worker_threads = 3)]
async fn dropped_futures_leave_nothing_behind_on_several_threads() {
    ::tokio::time::timeout(LIMIT, drop_everywhere())
        .await
        .unwrap();
}
