//! Workers that start, or do not.

use super::*;

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
fn a_worker_that_greets_and_dies_before_its_first_job_slows_its_slot_down() {
    let mut bench = Bench::of(1);
    bench.submit("a");
    bench.work();
    for nth in 0..10 {
        bench.pool.spoke(bench.workers[nth]);
        bench.pool.lost(bench.workers[nth], true, bench.now);
        bench.sent.clear();
        bench.work();
        assert_eq!(bench.said(), ["braked 1"]);
        bench.pass(milliseconds(100));
        assert_eq!(bench.names(), ["a"]);
    }
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
fn whoever_was_told_to_end_before_its_first_word_has_not_failed() {
    let mut bench = Bench::of(1);
    let job = bench.submit("cancelled");
    bench.work();
    bench.pool.cancel(job, bench.now);
    bench.pass(seconds(5));
    bench.lose(0);
    bench.submit("next");
    bench.said();
    bench.work();
    assert!(bench.said().is_empty(), "no brake");
    assert_eq!(bench.names(), ["next"]);
    bench.pool.stop(None, bench.now);
    bench.pass(seconds(5));
    bench.lose(1);
    bench.work();
    assert!(!bench.said().contains(&"braked 1".to_owned()));
}

#[test]
fn a_brake_ends_though_other_times_pass_before() {
    let mut bench = Bench::of(2);
    bench.pool.submit("a", Some(milliseconds(50)), 0).unwrap();
    bench.work();
    bench.submit("b");
    assert_eq!(bench.work_without_starts(), 1);
    let until = Some(bench.now + milliseconds(100));
    bench.pass(milliseconds(50));
    assert_eq!(bench.pool.poll_timeout(), until);
}

#[test]
fn a_worker_that_takes_no_job_because_it_is_dying_has_failed_to_start() {
    let mut bench = Bench::of(1);
    bench.submit("job");
    for failures in 1..=5 {
        bench.work();
        let (handout, _) = bench.sent.remove(0);
        bench.pool.unreachable(handout, bench.now);
        bench.work();
        bench.pool.lost(handout.worker, false, bench.now);
        bench.work();
        assert!(bench.said().contains(&format!("braked {failures}")));
        bench.now = bench.pool.poll_timeout().unwrap();
        bench.pool.handle_timeout(bench.now);
    }
    assert_eq!(
        (bench.workers.len(), bench.pool.statistics().waiting),
        (5, 0)
    );
    assert_eq!(bench.pool.statistics().totals.workers_lost, 5);
}
