//! A worker as the world sees it: it reads, works and answers as time passes.

use super::super::super::Handout;
use super::super::super::ahead::START_WITHIN;
use super::{Behaviour, Birth};
use std::collections::VecDeque;
use std::time::{Duration, Instant};

/// What a worker says.
pub(super) enum Answer {
    Done(Handout),
    Returned(Handout),
}

/// A job on its way to the worker.
struct Request {
    sent: Instant,
    handout: Handout,
    job: usize,
    behaviour: Behaviour,
    start_by: Option<Instant>,
    is_cancelled: bool,
}

pub(super) struct Simulated {
    pub(super) birth: Birth,
    pub(super) memory: u64,
    /// How many jobs it has started.
    pub(super) started: u64,
    pub(super) is_told_to_end: bool,
    /// When it can read its next request; `None` if it could all the time.
    pub(super) free_at: Option<Instant>,
    /// What it has written and nobody has read.
    pub(super) outbox: VecDeque<Answer>,
    inbox: VecDeque<Request>,
    /// The job that it is busy with, and when that ends.
    running: Option<(Handout, Option<Instant>)>,
    dies_at: Option<Instant>,
}

impl Simulated {
    pub(super) fn new(birth: Birth) -> Self {
        Self {
            birth,
            memory: 0,
            started: 0,
            is_told_to_end: false,
            free_at: None,
            outbox: VecDeque::new(),
            inbox: VecDeque::new(),
            running: None,
            dies_at: None,
        }
    }

    pub(super) fn send(
        &mut self,
        sent: Instant,
        handout: Handout,
        job: usize,
        behaviour: Behaviour,
        start_by: Option<Instant>,
    ) {
        self.inbox.push_back(Request {
            sent,
            handout,
            job,
            behaviour,
            start_by,
            is_cancelled: false,
        });
    }

    /// It starts no cancelled job. One that it is busy with goes on.
    pub(super) fn cancel(&mut self, handout: Handout) {
        let mut inbox = self.inbox.iter_mut();
        if let Some(request) = inbox.find(|request| request.handout == handout) {
            request.is_cancelled = true;
        }
    }

    /// Its input ends. Only a worker that started slowly does not care.
    pub(super) fn close(&mut self, now: Instant) {
        self.is_told_to_end = true;
        if self.birth != Birth::Slow {
            self.kill(now);
        }
    }

    pub(super) fn kill(&mut self, at: Instant) {
        self.dies_at = self.dies_at.into_iter().chain([at]).min();
    }

    pub(super) fn has_died(&self, now: Instant) -> bool {
        self.dies_at.is_some_and(|dies_at| dies_at <= now)
    }

    /// Lives until this moment, or until it dies.
    pub(super) fn run_until(&mut self, now: Instant, mut start: impl FnMut(usize)) {
        loop {
            let until = self.dies_at.map_or(now, |dies_at| dies_at.min(now));
            if let Some((handout, ends_at)) = self.running {
                let Some(ends_at) = ends_at.filter(|ends_at| *ends_at <= until) else {
                    return;
                };
                self.outbox.push_back(Answer::Done(handout));
                self.running = None;
                self.free_at = Some(ends_at);
            }
            let Some(request) = self.inbox.front() else {
                return;
            };
            let begins = self.free_at.map_or(request.sent, |at| at.max(request.sent));
            // It is killed before it begins what it reads in the same moment.
            if begins > until || self.has_died(begins) {
                return;
            }
            if let Some(request) = self.inbox.pop_front() {
                self.begin(request, begins, &mut start);
            }
        }
    }

    fn begin(&mut self, request: Request, now: Instant, start: &mut impl FnMut(usize)) {
        let handout = request.handout;
        if request.start_by.is_some_and(|start_by| start_by <= now) {
            return self.outbox.push_back(Answer::Returned(handout));
        }
        if request.is_cancelled {
            return self.outbox.push_back(Answer::Done(handout));
        }
        start(request.job);
        self.started += 1;
        let after = |time| now.checked_add(time);
        let ends_at = match request.behaviour {
            Behaviour::Short => after(Duration::from_micros(10)),
            Behaviour::Long => after(Duration::from_millis(20)),
            Behaviour::AlmostTooLong => after(START_WITHIN - Duration::from_micros(5)),
            Behaviour::Hangs | Behaviour::CannotBeSent => None,
            Behaviour::Kills => {
                self.kill(now + Duration::from_micros(50));
                None
            }
        };
        self.running = Some((handout, ends_at));
    }
}
