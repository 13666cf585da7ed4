//! Pools on a clock that the test turns.

use super::*;

mod ahead;
mod ending;
mod jobs;
mod starting;
mod world;

type Text = Pool<&'static str>;

fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

fn milliseconds(milliseconds: u64) -> Duration {
    Duration::from_millis(milliseconds)
}

/// A pool, its clock, and what it has said.
struct Bench {
    pool: Text,
    now: Instant,
    takes_ahead: bool,
    /// What was sent and is not answered, in its order.
    sent: Vec<(Handout, Option<Instant>)>,
    /// Everything else it has said, as words.
    said: Vec<String>,
    /// The workers that were started, in their order.
    workers: Vec<WorkerId>,
}

impl Bench {
    fn new(options: Options) -> Self {
        Self {
            pool: Pool::new(options),
            now: Instant::now(),
            takes_ahead: false,
            sent: Vec::new(),
            said: Vec::new(),
            workers: Vec::new(),
        }
    }

    fn of(size: usize) -> Self {
        Self::new(Options {
            size,
            ..Options::default()
        })
    }

    fn submit(&mut self, name: &'static str) -> JobId {
        self.pool.submit(name, None, 0).unwrap()
    }

    fn submit_many(&mut self, jobs: usize) -> Vec<JobId> {
        (0..jobs).map(|_| self.submit("job")).collect()
    }

    /// Does what the pool says, and starts every worker it wants.
    fn work(&mut self) {
        while let Some(action) = self.pool.poll_action(self.now) {
            match action {
                Action::Start { slot } => {
                    let worker = self.pool.started(slot, self.takes_ahead, self.now);
                    self.workers.push(worker);
                }
                action => self.note(action),
            }
        }
    }

    /// Does what the pool says, and starts no worker.
    fn work_without_starts(&mut self) -> usize {
        let mut starts = 0;
        while let Some(action) = self.pool.poll_action(self.now) {
            match action {
                Action::Start { slot } => {
                    starts += 1;
                    self.pool.start_failed(slot, self.now);
                }
                action => self.note(action),
            }
        }
        starts
    }

    fn note(&mut self, action: Action<&'static str>) {
        self.said.push(match action {
            Action::Send { handout, start_by } => return self.sent.push((handout, start_by)),
            Action::Start { slot } => format!("start {slot}"),
            Action::Cancel(handout) => format!("cancel on {}", self.nth(handout.worker)),
            Action::TakeBack(handout) => {
                self.sent.retain(|(sent, _)| *sent != handout);
                format!("take back from {}", self.nth(handout.worker))
            }
            Action::Measure(worker) => format!("measure {}", self.nth(worker)),
            Action::Retire(worker) => format!("retire {}", self.nth(worker)),
            Action::Terminate { worker, grace } => {
                format!("terminate {} in {grace:?}", self.nth(worker))
            }
            Action::Resolve {
                finished, outcome, ..
            } => {
                let outcome = match outcome {
                    Outcome::Lost { worker } => format!("lost by {}", self.nth(worker)),
                    Outcome::TimedOut { worker } => format!("timed out on {}", self.nth(worker)),
                    other => format!("{other:?}"),
                };
                format!("{} {} {outcome}", finished.payload, finished.attempts)
            }
            Action::Report(Event::Retired { reason, .. }) => format!("because of {reason:?}"),
            Action::Report(Event::Braked { failures, .. }) => format!("braked {failures}"),
            Action::Report(Event::Broken) => "broken".to_owned(),
            Action::Report(_) => return,
        });
    }

    fn nth(&self, worker: WorkerId) -> usize {
        let mut workers = self.workers.iter();
        workers.position(|known| *known == worker).unwrap()
    }

    fn pass(&mut self, time: Duration) {
        self.now += time;
        self.pool.handle_timeout(self.now);
        let next = self.pool.poll_timeout();
        assert!(next.is_none_or(|next| next > self.now), "wakes for nothing");
        self.work();
    }

    /// Answers what was sent first.
    fn answer(&mut self) -> Option<Finished<&'static str>> {
        let (handout, _) = self.sent.remove(0);
        self.answer_to(handout)
    }

    fn answer_to(&mut self, handout: Handout) -> Option<Finished<&'static str>> {
        self.sent.retain(|(sent, _)| *sent != handout);
        let finished = self.pool.answered(handout, self.now);
        self.work();
        finished
    }

    fn lose(&mut self, nth: usize) {
        self.pool.lost(self.workers[nth], false, self.now);
        let lost = self.workers[nth];
        self.sent.retain(|(sent, _)| sent.worker != lost);
    }

    fn said(&mut self) -> Vec<String> {
        std::mem::take(&mut self.said)
    }

    /// The names of the jobs on workers, in the order in which they were sent.
    fn names(&self) -> Vec<&'static str> {
        let payload = |handout: Handout| *self.pool.payload(handout.job).unwrap();
        self.sent
            .iter()
            .map(|(handout, _)| payload(*handout))
            .collect()
    }

    /// Has workers that have said something and wait for jobs, as many as there are slots.
    fn warm_up(&mut self) {
        let jobs = self.pool.options.size;
        self.submit_many(jobs);
        self.work();
        while !self.sent.is_empty() {
            self.answer();
        }
        self.said.clear();
    }

    /// Shows the pool that jobs take this long.
    fn show_pace(&mut self, took: Duration) {
        for _ in 0..100 {
            self.submit("shown");
            self.work();
            self.now += took;
            self.answer();
        }
        self.said.clear();
    }

    fn ahead(size: usize) -> Self {
        let mut bench = Self::of(size);
        bench.takes_ahead = true;
        bench.warm_up();
        bench.show_pace(Duration::from_micros(20));
        bench
    }

    fn holds(&self, worker: usize) -> usize {
        let worker = self.workers[worker];
        let sent = self.sent.iter();
        sent.filter(|(handout, _)| handout.worker == worker).count()
    }
}
