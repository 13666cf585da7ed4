//! Pools on a clock that the test turns.

use super::ahead::{MOST_AHEAD, START_WITHIN};
use super::*;

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

#[test]
fn one_job_starts_one_worker_and_an_idle_one_is_preferred() {
    let mut bench = Bench::of(16);
    bench.submit("a");
    bench.work();
    assert_eq!(bench.workers.len(), 1);
    assert_eq!(bench.answer().unwrap().payload, "a");
    bench.submit("b");
    bench.work();
    assert_eq!(bench.workers.len(), 1);
    bench.submit("c");
    bench.work();
    assert_eq!(bench.workers.len(), 2, "the first one is busy");
    bench.submit_many(100);
    bench.work();
    assert_eq!((bench.workers.len(), bench.sent.len()), (16, 16));
    assert_eq!(bench.pool.statistics().waiting, 86);
}

#[test]
fn a_worker_that_is_being_started_is_meant_for_one_job() {
    let mut bench = Bench::of(16);
    bench.submit_many(3);
    for slot in 0..3 {
        assert_eq!(
            bench.pool.poll_action(bench.now),
            Some(Action::Start { slot })
        );
    }
    assert_eq!(bench.pool.poll_action(bench.now), None);
}

#[test]
fn higher_priorities_go_first_and_older_jobs_inside_one() {
    let mut bench = Bench::of(1);
    bench.submit("running");
    bench.work();
    for (name, priority) in [("a", 0), ("b", 5), ("c", 0), ("d", 5), ("e", i64::MIN)] {
        bench.pool.submit(name, None, priority).unwrap();
    }
    let mut order = Vec::new();
    while !bench.sent.is_empty() {
        order.push(bench.answer().unwrap().payload);
    }
    assert_eq!(order, ["running", "b", "d", "a", "c", "e"]);
}

#[test]
fn a_full_queue_returns_the_job_and_running_ones_do_not_count() {
    let mut bench = Bench::new(Options {
        queue_limit: 2,
        ..Options::default()
    });
    bench.submit("a");
    bench.work();
    bench.submit("b");
    bench.submit("c");
    let refused = bench.pool.submit("d", None, 0).unwrap_err();
    assert_eq!((refused.payload, refused.reason), ("d", Reason::QueueFull));
    bench.answer();
    assert!(bench.pool.submit("d", None, 0).is_ok());
}

#[test]
fn a_poison_job_kills_as_many_workers_as_it_has_attempts_and_touches_no_other_job() {
    let mut bench = Bench::new(Options {
        attempts: 3,
        size: 2,
        ..Options::default()
    });
    bench.warm_up();
    bench.submit("poison");
    bench.submit("good");
    bench.work();
    bench.submit("later");
    for _ in 0..3 {
        let (handout, _) = bench.sent[bench.names().iter().position(|n| *n == "poison").unwrap()];
        let nth = bench.nth(handout.worker);
        bench.pool.spoke(handout.worker);
        bench.lose(nth);
        bench.work();
    }
    assert!(
        bench
            .said()
            .iter()
            .any(|said| said.starts_with("poison 3 lost by"))
    );
    assert_eq!(bench.names(), ["good", "later"]);
    assert_eq!(bench.workers.len(), 5);
    assert_eq!(bench.pool.statistics().totals.retried, 2);
    assert_eq!(bench.pool.attempts(bench.sent[0].0.job), Some(1));
}

#[test]
fn a_lost_job_goes_before_all_that_wait_at_its_priority() {
    let mut bench = Bench::new(Options {
        attempts: 2,
        ..Options::default()
    });
    bench.warm_up();
    bench.submit("first");
    bench.work();
    bench.submit("second");
    bench.pool.submit("urgent", None, 1).unwrap();
    bench.lose(0);
    bench.work();
    assert_eq!(bench.names(), ["urgent"]);
    bench.answer();
    assert_eq!(bench.names(), ["first"]);
}

#[test]
fn a_job_that_times_out_has_its_outcome_at_once_and_its_worker_a_grace() {
    let mut bench = Bench::of(1);
    bench.pool.submit("hangs", Some(seconds(1)), 0).unwrap();
    bench.work();
    assert_eq!(bench.pool.poll_timeout(), Some(bench.now + seconds(1)));
    bench.submit("waits");
    bench.pass(milliseconds(999));
    assert!(bench.said().is_empty());
    bench.pass(milliseconds(1));
    assert_eq!(bench.said(), ["cancel on 0", "hangs 1 timed out on 0"]);
    bench.pass(milliseconds(4999));
    assert_eq!((bench.said().len(), bench.sent.len()), (0, 1));
    bench.pass(milliseconds(1));
    assert_eq!(bench.said(), ["terminate 0 in 5s"]);
    assert_eq!(bench.pool.poll_timeout(), None);
    bench.lose(0);
    bench.pass(milliseconds(100)); // It never spoke.
    assert_eq!((bench.names(), bench.workers.len()), (vec!["waits"], 2));
}

#[test]
fn a_late_answer_frees_the_worker() {
    let mut bench = Bench::new(Options {
        timeout: Some(seconds(1)),
        ..Options::default()
    });
    bench.submit("slow");
    bench.work();
    bench.submit("next");
    bench.pass(seconds(3));
    assert_eq!(bench.sent.len(), 1, "no job for a worker that is busy");
    assert_eq!(bench.answer(), None);
    assert_eq!(bench.names(), ["next"]);
    assert_eq!(bench.workers.len(), 1);
    bench.said();
    bench.pass(milliseconds(999));
    assert!(bench.said().is_empty(), "the new job has its own time");
}

#[test]
fn waiting_takes_no_time_from_a_job_and_no_timeout_is_possible() {
    let mut bench = Bench::new(Options {
        timeout: Some(seconds(1)),
        ..Options::default()
    });
    bench.pool.submit("long", Some(Duration::MAX), 0).unwrap();
    bench.work();
    bench.submit("short");
    bench.pass(seconds(1000));
    bench.answer();
    bench.pass(milliseconds(999));
    assert_eq!((bench.said().len(), bench.names()), (0, vec!["short"]));
}

#[test]
fn cancelling_works_waiting_running_twice_and_too_late() {
    let mut bench = Bench::of(1);
    let jobs = [bench.submit("running"), bench.submit("waiting")];
    bench.work();
    for job in jobs {
        assert!(bench.pool.cancel(job, bench.now));
        assert!(!bench.pool.cancel(job, bench.now));
    }
    bench.work();
    let expected = ["cancel on 0", "running 1 Cancelled", "waiting 0 Cancelled"];
    assert_eq!(bench.said(), expected);
    let handout = bench.sent[0].0;
    assert_eq!(bench.answer(), None);
    assert_eq!(bench.pool.answered(handout, bench.now), None);
    bench.pass(seconds(60));
    assert!(bench.said().is_empty(), "the worker stays");
    let job = bench.submit("answered");
    bench.work();
    bench.answer();
    assert!(!bench.pool.cancel(job, bench.now));
}

#[test]
fn a_worker_that_goes_on_with_a_cancelled_job_is_terminated_and_replaced() {
    let mut bench = Bench::of(1);
    bench.warm_up();
    let job = bench.submit("hangs");
    bench.work();
    bench.pool.cancel(job, bench.now);
    bench.submit("next");
    bench.pass(seconds(5));
    let expected = ["cancel on 0", "hangs 1 Cancelled", "terminate 0 in 5s"];
    assert_eq!(bench.said(), expected);
    bench.lose(0);
    bench.work();
    assert_eq!((bench.names(), bench.workers.len()), (vec!["next"], 2));
}

#[test]
fn a_program_that_cannot_be_started_fails_every_waiting_job_after_five_tries() {
    let mut bench = Bench::of(2);
    let begun = bench.now;
    bench.submit_many(3);
    let mut starts = bench.work_without_starts();
    let mut waits = Vec::new();
    while bench.pool.statistics().waiting > 0 {
        let next = bench.pool.poll_timeout().unwrap();
        waits.push(next.duration_since(bench.now));
        bench.now = next;
        bench.pool.handle_timeout(bench.now);
        starts += bench.work_without_starts();
    }
    assert_eq!(waits, [100, 200, 400, 800].map(milliseconds));
    assert_eq!(starts, 2 * 5, "as often as each slot may");
    assert_eq!(bench.now - begun, milliseconds(1500));
    let said = bench.said();
    assert_eq!(
        said.iter().filter(|said| *said == "job 0 Failed").count(),
        3
    );
    assert_eq!(said.iter().filter(|said| *said == "broken").count(), 1);

    // A later job tries again, when the brake lets it.
    bench.submit("later");
    assert_eq!(bench.work_without_starts(), 0);
    bench.pass(milliseconds(1600));
    assert_eq!((bench.names(), bench.workers.len()), (vec!["later"], 1));
    bench.pool.spoke(bench.workers[0]);
    bench.lose(0);
    bench.submit("again");
    bench.work();
    assert_eq!(bench.workers.len(), 2, "no brake after a word");
}

#[test]
fn brakes_grow_to_ten_seconds() {
    let mut bench = Bench::of(1);
    let mut longest = Duration::ZERO;
    for _ in 0..100 {
        bench.submit("job");
        bench.work_without_starts();
        let next = bench.pool.poll_timeout().unwrap();
        longest = longest.max(next - bench.now);
        bench.now = next;
        bench.pool.handle_timeout(bench.now);
    }
    assert_eq!(longest, seconds(10));
}

#[test]
fn a_job_on_a_worker_that_dies_without_a_word_is_lost_and_never_run_twice() {
    let mut bench = Bench::of(1);
    bench.submit("a");
    bench.submit("b");
    bench.work();
    bench.lose(0);
    bench.work();
    assert_eq!(bench.said(), ["a 1 lost by 0", "braked 1"]);
    assert!(bench.sent.is_empty(), "the slot waits");
    bench.pass(milliseconds(100));
    assert_eq!(bench.names(), ["b"]);
}

#[test]
fn a_job_that_was_certainly_not_started_waits_again_until_the_slots_are_broken() {
    let mut bench = Bench::of(1);
    bench.submit("a");
    bench.work();
    for nth in 0..4 {
        bench.sent.clear();
        bench.pool.lost(bench.workers[nth], true, bench.now);
        bench.pass(seconds(10));
        assert_eq!(bench.names(), ["a"]);
        assert_eq!(bench.pool.attempts(bench.sent[0].0.job), Some(1));
    }
    bench.pool.lost(bench.workers[4], true, bench.now);
    bench.work();
    assert_eq!(bench.said().last().unwrap(), "a 0 Failed");
}

#[test]
fn one_working_worker_keeps_a_pool_from_being_broken() {
    let mut bench = Bench::of(1);
    let dialled_in = bench.pool.add(false, bench.now);
    bench.workers.push(dialled_in);
    bench.submit("running");
    bench.submit("waiting");
    for _ in 0..10 {
        bench.work_without_starts();
        bench.now += seconds(10);
        bench.pool.handle_timeout(bench.now);
    }
    assert_eq!(bench.pool.statistics().waiting, 1);
    bench.answer();
    assert_eq!(bench.names(), ["waiting"]);
}

#[test]
fn a_worker_that_joined_gets_jobs_and_is_not_started_again() {
    let mut bench = Bench::of(0);
    bench.submit("a");
    bench.work();
    assert_eq!(bench.pool.poll_action(bench.now), None);
    let worker = bench.pool.add(false, bench.now);
    bench.workers.push(worker);
    bench.work();
    assert_eq!(bench.names(), ["a"]);
    bench.submit("b");
    bench.lose(0);
    bench.pool.lost(worker, false, bench.now);
    bench.work();
    assert_eq!(bench.said(), ["a 1 lost by 0"]);
    assert_eq!(bench.pool.statistics().waiting, 1);
}

#[test]
fn a_worker_retires_after_its_jobs_and_is_replaced_when_needed() {
    let mut bench = Bench::new(Options {
        max_jobs: Some(2),
        ..Options::default()
    });
    bench.submit_many(3);
    bench.work();
    bench.answer();
    assert!(bench.said().is_empty());
    bench.answer();
    assert_eq!(bench.said(), ["retire 0", "because of Jobs"]);
    assert!(bench.sent.is_empty());
    bench.pass(seconds(5));
    assert_eq!(bench.said(), ["terminate 0 in 5s"], "it did not end");
    bench.lose(0);
    bench.work();
    assert_eq!((bench.workers.len(), bench.sent.len()), (2, 1));
    bench.answer();
    assert!(bench.said().is_empty());
}

#[test]
fn a_worker_that_grows_too_large_retires_between_its_jobs() {
    let mut bench = Bench::new(Options {
        max_memory: Some(1000),
        ..Options::default()
    });
    bench.submit_many(4);
    bench.work();
    bench.answer();
    assert_eq!(bench.said(), ["measure 0"]);
    bench.pool.measured(bench.workers[0], 1000, bench.now);
    bench.answer();
    assert!(bench.said().is_empty(), "measured just now");
    bench.now += milliseconds(50);
    bench.answer();
    assert_eq!(bench.said(), ["measure 0"]);
    bench.pool.measured(bench.workers[0], 1001, bench.now);
    bench.work();
    assert!(bench.said().is_empty(), "it has a job");
    bench.answer();
    assert_eq!(bench.said(), ["retire 0", "because of Memory"]);
}

#[test]
fn idle_workers_go_after_a_time_but_not_those_that_joined() {
    let mut bench = Bench::new(Options {
        size: 2,
        idle_timeout: Some(seconds(60)),
        ..Options::default()
    });
    bench.warm_up();
    let joined = bench.pool.add(false, bench.now);
    bench.workers.push(joined);
    bench.pass(seconds(59));
    bench.submit_many(3);
    bench.work();
    bench.answer_to(bench.sent[0].0);
    bench.answer_to(bench.sent[0].0);
    let busy = bench.nth(bench.sent[0].0.worker);
    bench.pass(seconds(60));
    let retired = bench.said();
    assert!(!retired.contains(&format!("retire {busy}")));
    assert!(!retired.contains(&"retire 2".to_owned()));
    assert!(retired.contains(&"because of Idle".to_owned()));
}

#[test]
fn a_restart_replaces_one_worker_after_another_between_their_jobs() {
    let mut bench = Bench::of(3);
    bench.warm_up();
    bench.submit("long");
    bench.work();
    let busy = bench.nth(bench.sent[0].0.worker);
    bench.pool.restart(bench.now);
    for _ in 0..2 {
        bench.work();
        let said = bench.said();
        assert_eq!(said.len(), 2, "never two at a time: {said:?}");
        let retired: usize = said[0].strip_prefix("retire ").unwrap().parse().unwrap();
        assert_ne!(retired, busy);
        bench.lose(retired);
    }
    bench.work();
    assert!(bench.said().is_empty());
    assert_eq!(bench.workers.len(), 5, "replaced at once");
    bench.answer();
    assert_eq!(
        bench.said(),
        [format!("retire {busy}"), "because of Restart".to_owned()]
    );
    bench.lose(busy);
    bench.work();
    assert_eq!(bench.workers.len(), 6);
    bench.submit_many(3);
    bench.work();
    assert_eq!((bench.said().len(), bench.sent.len()), (0, 3));
}

#[test]
fn a_replacement_that_cannot_be_started_stops_a_restart_until_it_can() {
    let mut bench = Bench::of(2);
    bench.warm_up();
    bench.pool.restart(bench.now);
    bench.work();
    let retired = bench.said().remove(0);
    let retired: usize = retired.strip_prefix("retire ").unwrap().parse().unwrap();
    bench.lose(retired);
    assert_eq!(bench.work_without_starts(), 1);
    assert_eq!(bench.said(), ["braked 1"]);
    bench.submit("job");
    bench.work();
    assert_eq!(bench.sent.len(), 1, "the other one serves");
    bench.pass(milliseconds(100));
    assert_eq!(bench.workers.len(), 3);
    bench.answer();
    assert_eq!(bench.said().len(), 2);
}

#[test]
fn draining_finishes_the_queue_and_retires_the_workers() {
    let mut bench = Bench::of(2);
    bench.submit_many(3);
    bench.work();
    bench.pool.drain();
    let refused = bench.pool.submit("late", None, 0).unwrap_err();
    assert_eq!(refused.reason, Reason::Closing);
    bench.answer();
    assert!(bench.said().is_empty());
    bench.answer();
    bench.answer();
    assert_eq!(bench.said().len(), 4);
    assert!(!bench.pool.is_over());
    bench.lose(0);
    bench.lose(1);
    bench.work();
    assert!(bench.pool.is_over());
}

#[test]
fn stopping_returns_waiting_jobs_cancels_running_ones_and_ends_the_workers() {
    let mut bench = Bench::of(2);
    bench.warm_up();
    bench.submit("running");
    bench.work();
    let busy = bench.nth(bench.sent[0].0.worker);
    let idle = 1 - busy;
    bench.submit("waiting");
    bench.pool.stop(None, bench.now);
    bench.pool.stop(None, bench.now);
    bench.work();
    let mut said = bench.said();
    said.sort();
    let mut expected = vec![
        "waiting 0 NeverStarted".to_owned(),
        "running 1 Cancelled".to_owned(),
        format!("cancel on {busy}"),
        format!("retire {idle}"),
        "because of Closing".to_owned(),
    ];
    expected.sort();
    assert_eq!(said, expected);
    bench.pass(seconds(5));
    assert_eq!(bench.said().len(), 2);
    bench.lose(0);
    bench.lose(1);
    bench.work();
    assert!(bench.pool.is_over());
    assert_eq!(bench.pool.poll_timeout(), None);
}

#[test]
fn a_stop_in_the_middle_of_a_start_retires_the_worker() {
    let mut bench = Bench::of(1);
    bench.submit("job");
    assert!(bench.pool.poll_action(bench.now).is_some());
    bench.pool.stop(Some(Duration::ZERO), bench.now);
    assert!(!bench.pool.is_over());
    let worker = bench.pool.started(0, false, bench.now);
    bench.workers.push(worker);
    bench.work();
    let expected = ["job 0 NeverStarted", "retire 0", "because of Closing"];
    assert_eq!(bench.said(), expected);
    bench.pass(Duration::ZERO);
    assert_eq!(bench.said(), ["terminate 0 in 0ns"]);
    bench.lose(0);
    bench.work();
    assert!(bench.pool.is_over());
}

#[test]
fn a_job_that_cannot_be_sent_is_over_and_its_worker_free() {
    let mut bench = Bench::of(1);
    bench.submit("closure");
    bench.submit("next");
    bench.work();
    let (handout, _) = bench.sent.remove(0);
    let finished = bench.pool.not_sent(handout, bench.now).unwrap();
    assert_eq!(finished.payload, "closure");
    assert_eq!(bench.pool.not_sent(handout, bench.now), None);
    bench.work();
    assert_eq!(bench.names(), ["next"]);
}

#[test]
fn news_of_unknown_workers_and_jobs_are_harmless() {
    let mut bench = Bench::of(1);
    bench.submit("a");
    bench.work();
    let (handout, _) = bench.sent[0];
    bench.answer();
    bench.pool.returned(handout, bench.now);
    bench.lose(0);
    bench.lose(0);
    bench.pool.spoke(bench.workers[0]);
    bench.pool.measured(bench.workers[0], u64::MAX, bench.now);
    bench.pool.returned(handout, bench.now);
    bench.pool.start_failed(0, bench.now);
    bench.pool.start_failed(77, bench.now);
    assert_eq!(bench.pool.answered(handout, bench.now), None);
    bench.work();
    assert!(bench.said().is_empty());
    let joined = bench.pool.started(77, false, bench.now);
    assert_eq!(bench.pool.workers().next().unwrap().0, joined);
}

#[test]
fn short_jobs_are_handed_ahead_where_many_wait() {
    let mut bench = Bench::ahead(2);
    let average = bench.pool.statistics().average.unwrap();
    assert!(average < Duration::from_micros(21), "{average:?}");
    bench.submit_many(2 + 2 * MOST_AHEAD);
    bench.work();
    // As many must wait as all workers would get: so they have equally many, and some wait.
    assert_eq!(bench.holds(0), bench.holds(1));
    assert!(bench.sent.len() > 8, "{}", bench.sent.len());
    bench.submit_many(100);
    bench.work();
    assert_eq!([bench.holds(0), bench.holds(1)], [1 + MOST_AHEAD; 2]);
    let start_by = Some(bench.now + START_WITHIN);
    let ahead = bench.sent.iter().filter(|(_, by)| *by == start_by);
    assert_eq!(ahead.count(), 2 * MOST_AHEAD);
    assert_eq!(bench.sent[0].1, None, "it starts at once");
}

#[test]
fn nothing_is_handed_ahead_where_few_wait_or_jobs_are_long_or_workers_do_not_allow_it() {
    let mut bench = Bench::ahead(4);
    bench.submit_many(4 + 3);
    bench.work();
    assert_eq!(bench.sent.len(), 4, "few wait");

    let mut bench = Bench::ahead(1);
    bench.show_pace(Duration::from_micros(400));
    bench.submit_many(100);
    bench.work();
    assert_eq!(bench.sent.len(), 1, "jobs are long");

    let mut bench = Bench::of(1);
    bench.warm_up();
    bench.show_pace(Duration::from_micros(20));
    bench.submit_many(100);
    bench.work();
    assert_eq!(bench.sent.len(), 1, "the worker does not allow it");
}

#[test]
fn the_work_ahead_takes_less_than_a_millisecond() {
    let mut bench = Bench::ahead(1);
    bench.show_pace(Duration::from_micros(290));
    bench.submit_many(100);
    bench.work();
    assert_eq!(bench.sent.len(), 1 + 3);
}

#[test]
fn the_first_job_of_a_worker_says_nothing_about_the_pace() {
    let mut bench = Bench::of(1);
    bench.submit("first");
    bench.work();
    bench.now += milliseconds(30);
    bench.answer();
    assert_eq!(bench.pool.statistics().average, None);
}

#[test]
fn a_job_behind_a_long_one_is_taken_back_and_keeps_its_place() {
    let mut bench = Bench::ahead(1);
    bench.submit("long");
    bench.submit("behind");
    bench.submit("last");
    bench.work();
    assert_eq!(bench.names(), ["long", "behind"]);
    let (behind, start_by) = bench.sent.remove(1);
    assert_eq!(bench.pool.poll_timeout(), start_by);
    bench.now = start_by.unwrap();
    bench.pool.handle_timeout(bench.now);
    bench.work();
    assert_eq!(bench.said(), ["take back from 0"]);
    assert_eq!(bench.pool.attempts(behind.job), Some(0));
    assert_eq!(bench.names(), ["long"], "jobs are not short any more");
    let joined = bench.pool.add(false, bench.now);
    bench.workers.push(joined);
    bench.work();
    assert_eq!(bench.names(), ["long", "behind"]);
    // The worker says it late, which is no news.
    bench.pool.returned(behind, bench.now);
    assert_eq!(bench.pool.answered(behind, bench.now), None);
    bench.work();
    assert_eq!(bench.names(), ["long", "behind"]);
}

#[test]
fn a_returned_job_waits_in_front_and_its_attempt_does_not_count() {
    let mut bench = Bench::ahead(1);
    bench.submit("long");
    bench.submit("behind");
    bench.submit("last");
    bench.work();
    let (behind, _) = bench.sent.remove(1);
    bench.now += milliseconds(50);
    bench.answer();
    bench.pool.returned(behind, bench.now);
    bench.work();
    assert_eq!(bench.names()[0], "behind");
    assert_ne!(bench.sent[0].0, behind);
    assert_eq!(bench.answer().unwrap().attempts, 1);
}

#[test]
fn jobs_behind_the_one_that_killed_a_worker_come_back_untouched() {
    let mut bench = Bench::ahead(1);
    bench.submit("poison");
    for name in ["a", "b", "c", "d", "e"] {
        bench.submit(name);
    }
    bench.work();
    assert!(bench.sent.len() > 3);
    bench.lose(0);
    bench.work();
    assert_eq!(bench.said(), ["poison 1 lost by 0"]);
    let mut order = Vec::new();
    while !bench.sent.is_empty() {
        let finished = bench.answer().unwrap();
        order.push((finished.payload, finished.attempts));
    }
    assert_eq!(order, ["a", "b", "c", "d", "e"].map(|name| (name, 1)));
}

#[test]
fn the_time_of_a_job_ahead_starts_when_the_one_before_is_answered() {
    let mut bench = Bench::ahead(1);
    for _ in 0..10 {
        bench.pool.submit("job", Some(milliseconds(3)), 0).unwrap();
    }
    bench.work();
    bench.now += milliseconds(2);
    bench.answer();
    bench.pass(milliseconds(2));
    assert!(bench.said().is_empty());
    bench.pass(milliseconds(1));
    assert!(bench.said().contains(&"job 1 timed out on 0".to_owned()));
}

#[test]
fn a_cancelled_job_ahead_costs_its_worker_no_grace() {
    let mut bench = Bench::ahead(1);
    bench.submit("running");
    let ahead = bench.submit("ahead");
    bench.submit("waiting");
    bench.work();
    assert_eq!(bench.sent.len(), 2);
    bench.pool.cancel(ahead, bench.now);
    bench.work();
    assert_eq!(bench.said(), ["cancel on 0", "ahead 1 Cancelled"]);
    bench.pass(START_WITHIN);
    assert_eq!(bench.said(), ["take back from 0"]);
    bench.pass(seconds(60));
    assert!(bench.said().is_empty());
    bench.answer();
    assert_eq!(bench.names(), ["waiting"]);
}

#[test]
fn no_more_jobs_are_handed_ahead_than_a_worker_may_do() {
    let mut bench = Bench::new(Options {
        max_jobs: Some(110),
        ..Options::default()
    });
    bench.takes_ahead = true;
    bench.warm_up();
    bench.show_pace(Duration::from_micros(20));
    bench.submit_many(100);
    bench.work();
    assert_eq!(bench.sent.len(), 9);
    for _ in 0..9 {
        bench.answer();
    }
    assert_eq!(bench.said(), ["retire 0", "because of Jobs"]);
}

#[test]
fn statistics_say_who_does_what() {
    let mut bench = Bench::of(2);
    bench.warm_up();
    let job = bench.submit("a");
    bench.work();
    bench.submit_many(3);
    let statistics = bench.pool.statistics();
    assert_eq!((statistics.waiting, statistics.handed_out), (3, 1));
    assert_eq!((statistics.workers, statistics.idle), (2, 1));
    assert_eq!(statistics.totals.submitted, 6);
    let mut workers = bench.pool.workers();
    assert!(workers.any(|(_, worker)| worker.running == Some((job, bench.now))));
}
