//! Jobs that are handed ahead.

use super::super::ahead::{MOST_AHEAD, START_WITHIN};
use super::*;

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
fn a_restart_replaces_workers_that_are_handed_jobs_ahead() {
    let mut bench = Bench::ahead(1);
    bench.submit_many(100);
    bench.work();
    bench.pool.restart(bench.now);
    bench.work();
    let answers = bench.sent.len();
    for _ in 0..answers {
        bench.answer();
    }
    assert_eq!(bench.said(), ["retire 0", "because of Restart"]);
}

#[test]
fn a_worker_with_a_cancelled_job_is_handed_none_ahead() {
    let mut bench = Bench::ahead(1);
    let running = bench.submit("running");
    bench.work();
    bench.submit_many(100);
    bench.pool.cancel(running, bench.now);
    bench.work();
    assert_eq!(bench.sent.len(), 1);
}

#[test]
fn a_job_that_was_taken_back_does_not_count_as_one_of_its_worker() {
    let mut bench = Bench::new(Options {
        max_jobs: Some(103),
        ..Options::default()
    });
    bench.takes_ahead = true;
    bench.warm_up();
    bench.show_pace(Duration::from_micros(20));
    bench.submit_many(3);
    bench.work();
    assert_eq!(bench.sent.len(), 2);
    bench.pass(START_WITHIN);
    assert_eq!(bench.said(), ["take back from 0"]);
    bench.answer();
    assert_eq!(bench.sent.len(), 1, "the hundred and third");
    bench.answer();
    assert_eq!(bench.said(), ["retire 0", "because of Jobs"]);
}
