//! What happens to the workers of a pool, for whoever wants to know.

use super::worker_end::WorkerEnd;
use crate::pool::{Event, Retirement, WorkerId};
use std::fmt;

/// Something that happened to a worker of a pool. Its text is a sentence for a log.
#[derive(Debug, Clone)]
pub struct PoolEvent {
    event: Event,
    process_id: Option<u32>,
    text: String,
}

impl PoolEvent {
    /// `worker` is what is known of the worker that the event concerns.
    pub(crate) fn new(event: Event, worker: &WorkerEnd) -> Self {
        Self {
            event,
            process_id: worker.process_id,
            text: text(event, worker),
        }
    }

    /// The worker that an event concerns.
    pub(crate) fn worker_of(event: Event) -> Option<WorkerId> {
        match event {
            Event::Started { worker, .. }
            | Event::Joined { worker }
            | Event::Lost { worker, .. }
            | Event::Ended { worker }
            | Event::Retired { worker, .. }
            | Event::Terminated { worker } => Some(worker),
            Event::Braked { .. } | Event::Broken => None,
        }
    }

    /// What happened.
    pub fn event(&self) -> Event {
        self.event
    }

    /// The id of the worker's process, if it was started here.
    pub fn process_id(&self) -> Option<u32> {
        self.process_id
    }
}

impl fmt::Display for PoolEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

fn text(event: Event, worker: &WorkerEnd) -> String {
    let who = match worker.process_id {
        Some(id) => format!("worker {id}"),
        None => "a worker".to_owned(),
    };
    match event {
        Event::Started { slot, .. } => format!("{who} was started in slot {slot}"),
        Event::Joined { .. } => format!("{who} has joined"),
        Event::Lost { job: Some(_), .. } => format!("{who} is lost, busy with a job: {worker}"),
        Event::Lost { job: None, .. } => format!("{who} is lost: {worker}"),
        Event::Ended { .. } => format!("{who} has ended"),
        Event::Retired { reason, .. } => format!("{who} retires: {}", why(reason)),
        Event::Terminated { .. } => format!("{who} did not end in time and is terminated"),
        Event::Braked { slot, failures, .. } => {
            format!("slot {slot} has failed to start a worker {failures} times in a row, and waits")
        }
        Event::Broken => "no worker can be started, so all waiting jobs fail".to_owned(),
    }
}

fn why(reason: Retirement) -> &'static str {
    match reason {
        Retirement::Jobs => "it has done as many jobs as a worker may",
        Retirement::Memory => "it has more memory than a worker may",
        Retirement::Idle => "it had nothing to do",
        Retirement::Restart => "the pool is being restarted",
        Retirement::Unreachable => "it takes no jobs any more",
        Retirement::Closing => "the pool is closing",
    }
}
