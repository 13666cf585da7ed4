//! A session as the worker of a pool.

use super::Session;
use crate::error::Error;
use crate::jobs::WorkerEnd;
use crate::peer::pool::HandedJob;
use crate::session::Outcome;
use std::time::Duration;

impl Session {
    /// Notes that a pool hands jobs to it.
    ///
    /// # Panics
    /// If one does already.
    pub(in crate::peer) fn become_worker(&self) {
        let is_taken = self.0.is_worker.replace(true);
        assert!(!is_taken, "the session is a worker of a pool already");
    }

    /// Sends the request of a job, and never waits for room. The job learns what comes of it.
    pub(in crate::peer) fn hand(
        &self,
        id: &str,
        frame: Vec<u8>,
        job: HandedJob,
    ) -> Result<(), Error> {
        self.add_handlers(|handlers| {
            let of_request = handlers.pending.entry(id.to_owned()).or_default();
            of_request.job = Some(job);
        });
        let queued = self.queue(frame, |core, frame| {
            let number = core.request(id.as_bytes(), frame, None)?;
            core.detach(number);
            Ok(number)
        });
        match queued {
            Ok(_) => Ok(()),
            Err(error) => {
                self.forget(id);
                Err(error)
            }
        }
    }

    /// Tells the other side that nobody waits for the outcome of a job. Its answer still comes; `false` if
    /// none does, because the job has not left.
    pub(in crate::peer) fn withdraw(&self, id: &str) -> bool {
        let is_there = self.with_core(|core| core.withdraw_request(id.as_bytes()));
        if !is_there {
            self.forget(id);
        }
        is_there
    }

    /// Tells a job that its worker has answered.
    pub(super) fn note_answered(&self, id: &str, job: &HandedJob) {
        if let Some(Outcome::Reply(reply)) = self.take_outcome(id) {
            job.answered(reply);
        }
    }

    /// Tells a job that its worker has not started it.
    pub(super) fn note_returned(&self, id: &str) {
        let handlers = self.0.handlers.borrow_mut().pending.remove(id);
        let Some(job) = handlers.and_then(|handlers| handlers.job) else {
            return;
        };
        self.forget(id);
        job.returned();
    }

    /// Closes the input of its process, which then ends by itself; closes the session if it has none.
    pub(in crate::peer) fn close_input(&self) {
        if self.0.child.is_none() {
            return self.close();
        }
        let mut reactor = self.0.peer.reactor.borrow_mut();
        let input = reactor.take_writer(self.0.channel);
        drop(reactor);
        drop(input);
    }

    /// Ends its process within this time; closes the session if it has none.
    pub(in crate::peer) fn end_within(&self, grace: Duration) {
        self.close_input();
        self.terminate(grace);
    }

    /// Bytes of memory that its process has; `None` if that is unknown.
    pub(in crate::peer) fn memory(&self) -> Option<u64> {
        self.0.child.as_ref()?.memory()
    }

    /// What is known of the other side when it is gone.
    pub(in crate::peer) fn worker_end(&self) -> WorkerEnd {
        WorkerEnd {
            process_id: self.process_id(),
            exit_status: self.exit_status(),
            last_output: self.last_output(),
            has_spoken: self.peek_core(|core| core.has_heard()),
        }
    }

    /// Whether the two belong to the same peer.
    pub(in crate::peer) fn belongs_to(&self, peer: &crate::peer::Shared) -> bool {
        std::ptr::eq(self.peer(), peer)
    }
}
