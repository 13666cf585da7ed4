//! Workers that end: retired, replaced, drained, stopped.

use super::*;

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
fn a_stop_ends_workers_sooner_that_are_ending_already() {
    let mut bench = Bench::of(2);
    bench.warm_up();
    bench.pool.submit("a", Some(seconds(1)), 0).unwrap();
    bench.work();
    bench.pool.drain();
    bench.work();
    assert_eq!(bench.said().len(), 2, "one retires");
    bench.pool.stop(Some(seconds(2)), bench.now);
    let stop_by = Some(bench.now + seconds(2));
    bench.pass(milliseconds(500));
    bench.answer();
    bench.pass(milliseconds(500));
    assert_eq!(bench.pool.poll_timeout(), stop_by);
    bench.said();
    bench.pass(seconds(1));
    assert_eq!(bench.said().len(), 2, "both are terminated");
}
