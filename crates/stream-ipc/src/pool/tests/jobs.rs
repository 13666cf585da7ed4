//! Jobs: who gets them, in which order, and what becomes of them.

use super::*;

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
    bench.work();
    assert_eq!(bench.said(), ["braked 1"], "it never spoke");
    bench.pass(milliseconds(100));
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

#[test]
fn a_steady_flow_of_jobs_costs_no_memory() {
    let mut pool = Pool::<u64>::new(Options::default());
    let now = Instant::now();
    let mut flow = |jobs: u64| {
        for job in 0..jobs {
            pool.submit(job, None, 0).unwrap();
            while let Some(action) = pool.poll_action(now) {
                match action {
                    Action::Start { slot } => {
                        pool.started(slot, true, now);
                    }
                    Action::Send { handout, .. } => {
                        pool.answered(handout, now);
                    }
                    _ => {}
                }
            }
        }
    };
    flow(100);
    let measured = allocation_counter::measure(|| flow(10_000));
    assert_eq!(measured.count_total, 0, "{measured:?}");
}

#[test]
fn a_cancelled_job_that_has_not_left_leaves_its_worker_free() {
    let mut bench = Bench::of(1);
    bench.warm_up();
    let job = bench.submit("large");
    bench.submit("next");
    bench.work();
    let (handout, _) = bench.sent.remove(0);
    assert!(bench.pool.cancel(job, bench.now));
    assert_eq!(
        bench.pool.not_sent(handout, bench.now),
        None,
        "it has its outcome"
    );
    bench.work();
    assert_eq!(bench.said(), ["cancel on 0", "large 1 Cancelled"]);
    assert_eq!(bench.names(), ["next"]);
    bench.pass(seconds(60));
    assert!(bench.said().is_empty(), "the worker lives on");
}
