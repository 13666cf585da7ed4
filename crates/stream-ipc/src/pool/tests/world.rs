//! A pool in a world of workers that die, hang, start slowly or not at all, and return jobs.

use super::super::*;
use proptest::prelude::*;
use simulated::{Answer, Simulated};
use std::collections::BTreeMap;

mod simulated;

/// How a job behaves on a worker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Behaviour {
    Short,
    Long,
    /// It ends just before it is too late to start what was handed ahead with it.
    AlmostTooLong,
    Hangs,
    Kills,
    CannotBeSent,
}

/// What becomes of a start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Birth {
    Fine,
    Slow,
    /// The program is missing, which the system says at once.
    Fails,
    /// The program is missing, which a shell finds out.
    NotFound,
    /// It dies before it reads anything.
    DiesSilently,
}

/// A step of the program, or of fate.
#[derive(Debug, Clone)]
enum Step {
    Submit {
        jobs: usize,
        behaviour: Behaviour,
        priority: i64,
    },
    Cancel {
        nth: usize,
    },
    Turn,
    Pass {
        microseconds: u64,
    },
    /// Waits until shortly before the pool wants to be told the time.
    PassToTimeout {
        microseconds_before: u64,
    },
    Kill {
        nth: usize,
    },
    Grow {
        nth: usize,
    },
    Join,
    Restart,
    Drain,
    Stop,
}

/// The simplest possible driver, and all that it can find out.
struct World {
    pool: Pool<usize>,
    options: Options,
    now: Instant,
    takes_ahead: bool,
    births: Vec<Birth>,
    workers: BTreeMap<WorkerId, Simulated>,
    jobs: Vec<JobRecord>,
    /// What was sent and needs an answer.
    open: BTreeMap<WorkerId, Vec<(Handout, Option<Instant>)>>,
    brakes: BTreeMap<usize, Instant>,
    slots: BTreeMap<WorkerId, usize>,
    /// The slot whose worker is being replaced.
    replacing: Option<usize>,
}

/// What has happened to one job.
struct JobRecord {
    id: JobId,
    behaviour: Behaviour,
    /// How often workers have really started it.
    starts: u32,
    outcomes: usize,
}

impl World {
    fn new(options: Options, takes_ahead: bool, births: Vec<Birth>) -> Self {
        Self {
            pool: Pool::new(options),
            options,
            now: Instant::now(),
            takes_ahead,
            births,
            workers: BTreeMap::new(),
            jobs: Vec::new(),
            open: BTreeMap::new(),
            brakes: BTreeMap::new(),
            slots: BTreeMap::new(),
            replacing: None,
        }
    }

    fn step(&mut self, step: Step) {
        match step {
            Step::Submit {
                jobs,
                behaviour,
                priority,
            } => (0..jobs).for_each(|_| self.submit(behaviour, priority)),
            Step::Cancel { nth } => self.cancel(nth),
            Step::Turn => return self.turn(),
            Step::Pass { microseconds } => self.now += Duration::from_micros(microseconds),
            Step::PassToTimeout {
                microseconds_before,
            } => {
                let before = Duration::from_micros(microseconds_before);
                let at = self.pool.poll_timeout().map(|at| at - before);
                self.now = at.unwrap_or(self.now).max(self.now);
            }
            Step::Kill { nth } => {
                let now = self.now;
                if let Some(worker) = self.nth(nth) {
                    worker.kill(now);
                }
            }
            Step::Grow { nth } => {
                if let Some(worker) = self.nth(nth) {
                    worker.memory += 600;
                }
            }
            Step::Join => {
                let id = self.pool.add(self.takes_ahead, self.now);
                self.workers.insert(id, Simulated::new(Birth::Fine));
            }
            Step::Restart => self.pool.restart(self.now),
            Step::Drain => self.pool.drain(),
            Step::Stop => self.pool.stop(None, self.now),
        }
        self.obey();
    }

    fn nth(&mut self, nth: usize) -> Option<&mut Simulated> {
        self.workers.values_mut().nth(nth)
    }

    fn submit(&mut self, behaviour: Behaviour, priority: i64) {
        if let Ok(id) = self.pool.submit(self.jobs.len(), None, priority) {
            self.jobs.push(JobRecord {
                id,
                behaviour,
                starts: 0,
                outcomes: 0,
            });
        }
    }

    fn cancel(&mut self, nth: usize) {
        let count = self.jobs.len();
        if let Some(job) = self.jobs.get(count.saturating_sub(1 + nth)) {
            let had_outcome = job.outcomes > 0;
            assert_eq!(self.pool.cancel(job.id, self.now), !had_outcome);
        }
    }

    /// One turn of the driver. Time goes on while it reads.
    fn turn(&mut self) {
        let now = self.now;
        self.read();
        self.now += Duration::from_micros(20);
        self.pool.handle_timeout(now);
        let next = self.pool.poll_timeout();
        assert!(next.is_none_or(|next| next > now), "wakes for nothing");
        self.obey();
        self.check_nobody_is_stuck(now);
    }

    /// Tells the pool all that has arrived.
    fn read(&mut self) {
        for id in self.workers.keys().copied().collect::<Vec<_>>() {
            let worker = self.workers.get_mut(&id).unwrap();
            let jobs = &mut self.jobs;
            worker.run_until(self.now, |job| jobs[job].start(self.options.attempts));
            let said: Vec<_> = worker.outbox.drain(..).collect();
            let is_dead = worker.has_died(self.now);
            let max_jobs = self.options.max_jobs.unwrap_or(u64::MAX);
            assert!(worker.started <= max_jobs, "too many jobs for one worker");
            let never_started = worker.birth == Birth::NotFound;
            for answer in said {
                self.hear(id, answer);
            }
            if is_dead {
                self.pool.lost(id, never_started, self.now);
                self.pool.lost(id, false, self.now);
                self.workers.remove(&id);
                self.open.remove(&id);
            }
        }
    }

    fn hear(&mut self, id: WorkerId, answer: Answer) {
        let (Answer::Done(handout) | Answer::Returned(handout)) = answer;
        if let Some(open) = self.open.get_mut(&id) {
            open.retain(|(sent, _)| *sent != handout);
        }
        match answer {
            Answer::Returned(_) => self.pool.returned(handout, self.now),
            Answer::Done(_) => {
                if let Some(finished) = self.pool.answered(handout, self.now) {
                    self.conclude(handout.job, finished);
                }
            }
        }
    }

    fn conclude(&mut self, id: JobId, finished: Finished<usize>) {
        let job = &mut self.jobs[finished.payload];
        assert_eq!(job.id, id);
        job.outcomes += 1;
        assert_eq!(job.outcomes, 1, "two outcomes");
        assert!(finished.attempts <= self.options.attempts);
        assert!(job.starts <= finished.attempts, "started in secret");
    }

    /// Does what the pool says until it says nothing.
    fn obey(&mut self) {
        while let Some(action) = self.pool.poll_action(self.now) {
            match action {
                Action::Start { slot } => self.start(slot),
                Action::Send { handout, start_by } => self.send(handout, start_by),
                Action::Cancel(handout) => {
                    self.workers
                        .get_mut(&handout.worker)
                        .unwrap()
                        .cancel(handout);
                }
                Action::TakeBack(handout) => {
                    let open = self.open.get_mut(&handout.worker).unwrap();
                    open.retain(|(sent, _)| *sent != handout);
                }
                Action::Measure(id) => {
                    let memory = self.workers[&id].memory;
                    self.pool.measured(id, memory, self.now);
                }
                Action::Retire(id) => self.workers.get_mut(&id).unwrap().close(self.now),
                Action::Terminate { worker, grace } => {
                    let worker = self.workers.get_mut(&worker).unwrap();
                    worker.is_told_to_end = true;
                    worker.kill(self.now + grace);
                }
                Action::Resolve { job, finished, .. } => self.conclude(job, finished),
                Action::Report(event) => self.note(event),
            }
        }
        self.check_nobody_is_idle();
    }

    fn start(&mut self, slot: usize) {
        assert!(
            self.brakes
                .get(&slot)
                .is_none_or(|until| *until <= self.now)
        );
        let birth = self.births.pop().unwrap_or(Birth::Fine);
        if birth == Birth::Fails {
            return self.pool.start_failed(slot, self.now);
        }
        let id = self.pool.started(slot, self.takes_ahead, self.now);
        let mut worker = Simulated::new(birth);
        match birth {
            Birth::Slow => worker.free_at = Some(self.now + Duration::from_millis(40)),
            Birth::NotFound | Birth::DiesSilently => worker.kill(self.now),
            Birth::Fine | Birth::Fails => {}
        }
        self.workers.insert(id, worker);
    }

    fn send(&mut self, handout: Handout, start_by: Option<Instant>) {
        let job = *self.pool.payload(handout.job).unwrap();
        assert_eq!(self.jobs[job].outcomes, 0);
        if self.jobs[job].behaviour == Behaviour::CannotBeSent {
            let finished = self.pool.not_sent(handout, self.now).unwrap();
            return self.conclude(handout.job, finished);
        }
        let mut sent = self.open.values().flatten();
        assert!(
            sent.all(|(sent, _)| sent.job != handout.job),
            "on two workers"
        );
        let open = self.open.entry(handout.worker).or_default();
        assert_eq!(open.is_empty(), start_by.is_none());
        open.push((handout, start_by));
        let worker = self.workers.get_mut(&handout.worker).unwrap();
        assert!(!worker.is_told_to_end);
        worker.send(self.now, handout, job, self.jobs[job].behaviour, start_by);
    }

    fn note(&mut self, event: Event) {
        match event {
            Event::Braked { slot, until, .. } => {
                self.brakes.insert(slot, until);
            }
            Event::Retired {
                worker,
                reason: Retirement::Restart,
            } => {
                assert_eq!(self.replacing, None, "two at a time");
                self.replacing = self.slots.get(&worker).copied();
            }
            Event::Started { worker, slot, .. } => {
                self.slots.insert(worker, slot);
                self.replacing = self.replacing.filter(|replacing| *replacing != slot);
            }
            _ => {}
        }
    }

    /// No job waits while a worker could take it.
    fn check_nobody_is_idle(&self) {
        let is_open = |id| self.open.get(id).is_some_and(|open| !open.is_empty());
        let mut workers = self.workers.iter();
        let is_idle = workers.any(|(id, worker)| !worker.is_told_to_end && !is_open(id));
        let statistics = self.pool.statistics();
        assert!(!is_idle || statistics.waiting == 0, "{statistics:?}");
    }

    /// No job waits on a worker behind another one that takes long.
    fn check_nobody_is_stuck(&self, now: Instant) {
        for open in self.open.values() {
            let mut behind = open.iter().skip(1);
            assert!(behind.all(|(_, start_by)| start_by.is_some_and(|by| by > now)));
        }
    }

    /// Takes turns until a condition holds.
    fn go_on_until(&mut self, is_reached: impl Fn(&Self) -> bool) {
        for _ in 0..20_000 {
            self.turn();
            if is_reached(self) {
                return;
            }
            self.now += Duration::from_millis(3);
        }
        panic!("hangs: {:?}", self.pool);
    }
}

impl JobRecord {
    fn start(&mut self, attempts: u32) {
        self.starts += 1;
        assert!(self.starts <= attempts, "started too often");
    }
}

fn behaviours() -> impl Strategy<Value = Behaviour> {
    prop_oneof![
        8 => Just(Behaviour::Short),
        2 => Just(Behaviour::Long),
        2 => Just(Behaviour::AlmostTooLong),
        1 => Just(Behaviour::Hangs),
        1 => Just(Behaviour::Kills),
        1 => Just(Behaviour::CannotBeSent),
    ]
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let submit = (1..3_usize, behaviours(), -1..3_i64);
    let step = prop_oneof![
        8 => submit.prop_map(|(jobs, behaviour, priority)| Step::Submit { jobs, behaviour, priority }),
        4 => (10..60_usize).prop_map(|jobs| Step::Submit {
            jobs,
            behaviour: Behaviour::Short,
            priority: 0,
        }),
        3 => (0..30_usize).prop_map(|nth| Step::Cancel { nth }),
        30 => Just(Step::Turn),
        20 => (0..100_u64).prop_map(|microseconds| Step::Pass { microseconds }),
        3 => (0..30_000_u64).prop_map(|microseconds| Step::Pass { microseconds }),
        4 => (0..40_u64).prop_map(|microseconds_before| Step::PassToTimeout { microseconds_before }),
        2 => (0..4_usize).prop_map(|nth| Step::Kill { nth }),
        2 => (0..4_usize).prop_map(|nth| Step::Grow { nth }),
        1 => Just(Step::Join),
        1 => Just(Step::Restart),
    ];
    let end = prop_oneof![
        4 => Just(None),
        1 => Just(Some(Step::Drain)),
        1 => Just(Some(Step::Stop)),
    ];
    let after = proptest::collection::vec(step.clone(), 0..20);
    (proptest::collection::vec(step, 0..200), end, after).prop_map(|(mut steps, end, after)| {
        steps.extend(end);
        steps.extend(after);
        steps
    })
}

fn births() -> impl Strategy<Value = Vec<Birth>> {
    let birth = prop_oneof![
        4 => Just(Birth::Fine),
        2 => Just(Birth::Slow),
        1 => Just(Birth::Fails),
        1 => Just(Birth::NotFound),
        1 => Just(Birth::DiesSilently),
    ];
    proptest::collection::vec(birth, 0..20)
}

fn options() -> impl Strategy<Value = Options> {
    let limits = (1..80_usize, 1..4_u32, proptest::option::of(1..30_u64));
    let times = (proptest::option::of(0..50_u64), 0..30_u64);
    (1..5_usize, limits, times).prop_map(|(size, limits, times)| Options {
        size,
        queue_limit: limits.0,
        timeout: Some(Duration::from_millis(60)),
        attempts: limits.1,
        max_jobs: limits.2,
        max_memory: Some(1000),
        idle_timeout: times.0.map(Duration::from_millis),
        grace: Duration::from_millis(times.1),
    })
}

proptest! {
    #[test]
    fn every_job_has_one_outcome_whatever_happens_to_the_workers(
        steps in steps(),
        births in births(),
        options in options(),
        takes_ahead: bool,
    ) {
        let mut world = World::new(options, takes_ahead, births);
        for step in steps {
            world.step(step);
        }
        world.go_on_until(|world| world.jobs.iter().all(|job| job.outcomes == 1));
        prop_assert_eq!(world.pool.jobs.len(), 0);
        prop_assert_eq!(world.pool.queue.len(), 0);
        world.pool.stop(None, world.now);
        world.go_on_until(|world| world.pool.is_over());
        prop_assert_eq!(world.workers.len(), 0);
        prop_assert_eq!(world.pool.loads.len(), 0);
        prop_assert_eq!(world.pool.takers, 0);
        world.now += Duration::from_secs(10);
        world.turn();
        prop_assert_eq!(world.pool.poll_timeout(), None);
    }
}
