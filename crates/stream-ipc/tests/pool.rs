//! What a program may rely on that hands jobs to a pool of workers.
//!
//! The workers are this program again: the ignored test `worker`, started by the others.

mod support;

use rustix::process::{Pid, Signal, kill_process};
use serde::Serialize;
use std::cell::{Cell, RefCell};
use std::collections::HashSet;
use std::env;
use std::io::{BufRead as _, BufReader};
use std::os::unix::net::UnixStream;
use std::os::unix::process::ExitStatusExt as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::{Command, Stdio};
use std::rc::Rc;
use std::thread;
use std::time::{Duration, Instant};
use stream_ipc::message::LogMessage;
use stream_ipc::pool::{Event, Options, Retirement};
use stream_ipc::{Error, Job, JobOptions, Peer, PoolEvent, Session, WorkerLost, WorkerPool};
use support::workers::{self, Do, echo, is_running, work};
use support::{Echo, Echoed, LIMIT, tick_until};

#[test]
#[ignore = "a worker that the other tests start"]
fn worker() {
    workers::serve();
}

fn start_worker(peer: &Peer, _: usize) -> Result<Session, Error> {
    peer.spawn(&mut workers::command())
}

fn start_shell(script: &'static str) -> impl Fn(&Peer, usize) -> Result<Session, Error> {
    move |peer, _| peer.spawn(Command::new("sh").args(["-c", script]))
}

fn of_size(size: usize) -> Options {
    Options {
        size,
        ..Options::default()
    }
}

/// A pool of workers that are this program.
fn pool_with(peer: &Peer, options: Options) -> WorkerPool {
    WorkerPool::with(peer, options, start_worker)
}

fn submit(pool: &WorkerPool, text: &str) -> Job {
    pool.submit(&echo(text)).unwrap()
}

fn answer(job: &Job) -> Result<String, Error> {
    job.wait().map(|Echoed { text }| text)
}

fn ask(pool: &WorkerPool, text: &str) -> String {
    answer(&submit(pool, text)).unwrap()
}

fn pid(pool: &WorkerPool) -> u32 {
    ask(pool, "who are you?").parse().unwrap()
}

fn lost(job: &Job) -> WorkerLost {
    match answer(job) {
        Err(Error::WorkerLost(lost)) => lost,
        other => panic!("{other:?}"),
    }
}

/// Collects what happens to workers.
fn collect_events(pool: &WorkerPool) -> Rc<RefCell<Vec<PoolEvent>>> {
    let events = Rc::new(RefCell::new(Vec::new()));
    let collected = events.clone();
    pool.on_event(move |event| collected.borrow_mut().push(event.clone()));
    events
}

fn count(events: &RefCell<Vec<PoolEvent>>, which: impl Fn(Event) -> bool) -> usize {
    let events = events.borrow();
    events.iter().filter(|event| which(event.event())).count()
}

#[test]
fn jobs_are_done_by_as_many_workers_as_there_are_jobs_or_slots() {
    let peer = Peer::new().unwrap();
    let pool = pool_with(&peer, of_size(2));
    assert_eq!(pool.statistics().workers, 0);
    assert_eq!(ask(&pool, "one"), "one");
    assert_eq!(pool.statistics().workers, 1);
    let jobs: Vec<_> = (0..20).map(|n| submit(&pool, &n.to_string())).collect();
    for (number, job) in jobs.iter().enumerate() {
        assert_eq!(answer(job).unwrap(), number.to_string());
        assert_eq!(job.attempts(), 1);
    }
    let now = pool.statistics();
    assert_eq!((now.workers, now.totals.answered), (2, 21));
}

#[test]
fn an_error_of_the_handler_is_the_outcome_and_the_worker_stays() {
    let peer = Peer::new().unwrap();
    let pool = pool_with(&peer, of_size(1));
    let before = pid(&pool);
    let task = "fly".to_owned();
    let outcome = pool.submit(&Do { task }).unwrap().wait::<Echoed>();
    let Err(Error::Remote(text)) = outcome else {
        panic!("{outcome:?}");
    };
    assert_eq!(text, "Error in dispatch\nno such task: fly");
    assert_eq!(pid(&pool), before);
}

#[test]
fn a_worker_that_dies_loses_its_own_job_only_and_tells_why() {
    let peer = Peer::new().unwrap();
    let pool = pool_with(&peer, of_size(1));
    let events = collect_events(&pool);
    let before = pid(&pool);
    let jobs = ["die", "after it"].map(|text| submit(&pool, text));
    let lost = lost(&jobs[0]);
    assert_eq!(lost.exit_status().unwrap().code(), Some(13));
    assert_eq!(lost.process_id(), Some(before));
    assert_eq!(lost.class(), r"App\Echo");
    assert!(lost.last_output().bytes().ends_with(b"I cannot bear it\n"));
    let text = format!(
        r"the job (App\Echo) is lost: process {before} exited with code 13; its last words: I cannot bear it"
    );
    assert_eq!(lost.to_string(), text);
    assert_eq!(answer(&jobs[1]).unwrap(), "after it");
    assert_ne!(pid(&pool), before);
    let is_lost = |event| matches!(event, Event::Lost { .. });
    tick_until(&peer, || count(&events, is_lost) == 1);
    let is_replacement = |event| {
        matches!(
            event,
            Event::Started {
                is_replacement: true,
                ..
            }
        )
    };
    assert_eq!(count(&events, is_replacement), 1);
}

#[test]
fn a_job_that_kills_its_workers_is_started_as_often_as_its_attempts_say() {
    let peer = Peer::new().unwrap();
    let options = Options {
        attempts: 3,
        ..of_size(2)
    };
    let pool = pool_with(&peer, options);
    let job = submit(&pool, "die");
    lost(&job);
    assert_eq!(job.attempts(), 3);
    assert_eq!(pool.statistics().totals.workers_lost, 3);
    assert_eq!(ask(&pool, "still there?"), "still there?");
}

#[test]
fn a_worker_that_closes_its_streams_and_lives_on_is_ended() {
    let peer = Peer::new().unwrap();
    let script = "read -r line; echo $$; exec >&- 2>&-; while :; do sleep 1; done";
    let pool = WorkerPool::with(&peer, of_size(1), start_shell(script));
    let lost = lost(&submit(&pool, "line\n"));
    assert_eq!(lost.exit_status(), None);
    let worker = lost.process_id().unwrap();
    tick_until(&peer, || !is_running(worker));
}

#[test]
fn a_worker_killed_by_a_signal_is_told_by_its_signal() {
    let peer = Peer::new().unwrap();
    let pool = pool_with(&peer, of_size(1));
    let worker = Pid::from_raw(pid(&pool) as i32).unwrap();
    let job = submit(&pool, "hang");
    kill_process(worker, Signal::KILL).unwrap();
    assert_eq!(lost(&job).exit_status().unwrap().signal(), Some(9));
}

#[test]
fn a_job_that_takes_too_long_times_out_and_its_worker_is_replaced() {
    let peer = Peer::new().unwrap();
    let options = Options {
        timeout: Some(Duration::from_millis(300)),
        grace: Duration::from_millis(200),
        ..of_size(1)
    };
    let pool = pool_with(&peer, options);
    let before = pid(&pool);
    let (job, next) = (submit(&pool, "hang"), submit(&pool, "next"));
    let outcome = answer(&job);
    assert!(
        matches!(outcome, Err(Error::TimedOut(limit)) if limit == Duration::from_millis(300)),
        "{outcome:?}"
    );
    assert!(is_running(before));
    assert_eq!(answer(&next).unwrap(), "next");
    assert_ne!(pid(&pool), before);
    assert!(!is_running(before));
    assert_eq!(pool.statistics().totals.workers_terminated, 1);
}

#[test]
fn a_worker_that_sees_its_jobs_cancellation_stays() {
    let peer = Peer::new().unwrap();
    let pool = pool_with(&peer, of_size(1));
    let before = pid(&pool);
    for end in [Duration::from_millis(100), Duration::MAX] {
        let options = JobOptions {
            timeout: Some(end),
            ..JobOptions::default()
        };
        let job = pool.submit_with(&echo("hang until cancelled"), options);
        let job = job.unwrap();
        if end == Duration::MAX {
            tick_until(&peer, || job.attempts() == 1);
            job.cancel();
            assert!(matches!(answer(&job), Err(Error::Cancelled(class)) if class == r"App\Echo"));
            job.cancel();
        } else {
            assert!(matches!(answer(&job), Err(Error::TimedOut(limit)) if limit == end));
        }
        assert_eq!(pid(&pool), before);
    }
}

#[test]
fn a_job_cancelled_in_the_queue_never_starts() {
    let peer = Peer::new().unwrap();
    let pool = pool_with(&peer, of_size(1));
    let running = submit(&pool, "sleep 200");
    let waiting = submit(&pool, "die");
    waiting.cancel();
    assert!(waiting.is_resolved());
    assert!(matches!(answer(&waiting), Err(Error::Cancelled(_))));
    assert_eq!(waiting.attempts(), 0);
    assert_eq!(answer(&running).unwrap(), "sleep 200");
    assert_eq!(pool.statistics().totals.workers_lost, 0);
}

#[test]
fn a_pool_whose_program_is_missing_fails_its_jobs_with_the_reason() {
    let peer = Peer::new().unwrap();
    let pool = WorkerPool::with(&peer, of_size(2), |peer: &Peer, _| {
        peer.spawn(&mut Command::new("no-such-program"))
    });
    let begin = Instant::now();
    let jobs = [(); 3].map(|()| submit(&pool, "?"));
    for job in &jobs {
        let outcome = answer(job);
        let Err(Error::PoolBroken(reason)) = outcome else {
            panic!("{outcome:?}");
        };
        assert!(
            reason.starts_with("cannot start no-such-program: "),
            "{reason}"
        );
        assert_eq!(job.attempts(), 0);
    }
    assert!(begin.elapsed() < LIMIT);
}

#[test]
fn a_pool_whose_workers_end_at_once_fails_its_jobs_with_their_last_words() {
    let peer = Peer::new().unwrap();
    // The shell does not find the program, so no job has started.
    let pool = WorkerPool::with(&peer, of_size(1), start_shell("no-such-program"));
    let outcome = answer(&submit(&pool, "?"));
    let Err(Error::PoolBroken(reason)) = outcome else {
        panic!("{outcome:?}");
    };
    assert!(reason.contains("exited with code 127"), "{reason}");
    assert!(reason.contains("no-such-program: not found"), "{reason}");
}

#[test]
fn a_worker_is_replaced_between_jobs_when_it_has_done_enough() {
    let peer = Peer::new().unwrap();
    let options = Options {
        max_jobs: Some(3),
        ..of_size(1)
    };
    let pool = pool_with(&peer, options);
    let events = collect_events(&pool);
    let workers: Vec<_> = (0..9).map(|_| pid(&pool)).collect();
    for three in workers.chunks(3) {
        assert!(
            three.iter().all(|worker| *worker == three[0]),
            "{workers:?}"
        );
    }
    assert_eq!(workers.iter().collect::<HashSet<_>>().len(), 3);
    let is_retired = |event| {
        matches!(
            event,
            Event::Retired {
                reason: Retirement::Jobs,
                ..
            }
        )
    };
    tick_until(&peer, || count(&events, is_retired) == 3);
    assert_eq!(pool.statistics().totals.workers_lost, 0);
}

#[test]
#[cfg(target_os = "linux")]
fn a_worker_is_replaced_between_jobs_when_it_has_grown_too_large() {
    let peer = Peer::new().unwrap();
    let options = Options {
        max_memory: Some(48 * 1024 * 1024),
        ..of_size(1)
    };
    let pool = pool_with(&peer, options);
    let before = pid(&pool);
    // Memory is measured every 50 ms at most.
    ask(&pool, "sleep 60");
    assert_eq!(pid(&pool), before);
    ask(&pool, "sleep 60");
    ask(&pool, "grow");
    ask(&pool, "sleep 60");
    assert_ne!(pid(&pool), before);
    assert_eq!(pool.statistics().totals.workers_lost, 0);
}

#[test]
fn submit_waits_for_room_in_the_queue() {
    let peer = Peer::new().unwrap();
    let options = Options {
        queue_limit: 2,
        ..of_size(1)
    };
    let pool = pool_with(&peer, options);
    let jobs: Vec<_> = (0..10).map(|n| submit(&pool, &n.to_string())).collect();
    assert!(pool.statistics().waiting <= 2);
    for (number, job) in jobs.iter().enumerate() {
        assert_eq!(answer(job).unwrap(), number.to_string());
    }

    // After long jobs, none is handed out ahead.
    ask(&pool, "sleep 20");
    let _hanging = submit(&pool, "hang");
    let _waiting = [(); 2].map(|()| submit(&pool, "?"));
    let limit = Duration::from_millis(100);
    let options = JobOptions {
        timeout: Some(limit),
        ..JobOptions::default()
    };
    let refused = pool.submit_with(&echo("?"), options);
    assert!(matches!(refused, Err(Error::TimedOut(after)) if after == limit));
}

#[test]
fn jobs_with_a_higher_priority_go_first() {
    let peer = Peer::new().unwrap();
    let pool = pool_with(&peer, of_size(1));
    ask(&pool, "begin");
    let order = Rc::new(RefCell::new(Vec::new()));
    let first = submit(&pool, "sleep 100");
    for (priority, text) in [(0, "third"), (-1, "last"), (1, "second")] {
        let options = JobOptions {
            priority,
            ..JobOptions::default()
        };
        let job = pool.submit_with(&echo(text), options).unwrap();
        let order = order.clone();
        job.on_resolved(move |reply: Result<Echoed, Error>| {
            order.borrow_mut().push(reply.unwrap().text);
        });
    }
    answer(&first).unwrap();
    tick_until(&peer, || order.borrow().len() == 3);
    assert_eq!(*order.borrow(), ["second", "third", "last"]);
}

#[test]
fn handlers_of_jobs_may_submit_wait_and_stop_the_pool() {
    let peer = Peer::new().unwrap();
    let pool = pool_with(&peer, of_size(1));
    let said = Rc::new(RefCell::new(Vec::new()));
    let job = submit(&pool, "one");
    let (inner, says) = (pool.clone(), said.clone());
    job.on_resolved(move |one: Result<Echoed, Error>| {
        says.borrow_mut().push(one.unwrap().text);
        says.borrow_mut().push(ask(&inner, "sleep 20"));
        let hanging = submit(&inner, "hang");
        // An idle worker has its job at once.
        assert_eq!(hanging.attempts(), 1);
        let waiting = submit(&inner, "never");
        let never_started = inner.stop(Some(Duration::from_millis(100))).unwrap();
        assert_eq!(never_started.len(), 1);
        assert!(matches!(answer(&waiting), Err(Error::PoolClosed)));
        assert!(matches!(answer(&hanging), Err(Error::Cancelled(_))));
        says.borrow_mut().push("stopped".to_owned());
    });
    tick_until(&peer, || said.borrow().len() == 3);
    assert_eq!(*said.borrow(), ["one", "sleep 20", "stopped"]);
    assert!(matches!(pool.submit(&echo("?")), Err(Error::PoolClosed)));
    assert!(peer.sessions().is_empty());
}

#[test]
fn handlers_that_wait_within_each_other_overflow_no_stack() {
    let peer = Peer::new().unwrap();
    let pool = pool_with(&peer, of_size(2));
    let done = Rc::new(Cell::new(0));
    fn nest(pool: WorkerPool, done: Rc<Cell<usize>>, left: usize) {
        let job = submit(&pool, "nested");
        let outer = job.clone();
        job.on_resolved(move |_: Result<Echoed, Error>| {
            if left > 0 {
                nest(pool.clone(), done.clone(), left - 1);
                ask(&pool, "meanwhile");
            }
            done.set(done.get() + 1);
        });
        drop(outer);
    }
    nest(pool, done.clone(), 300);
    tick_until(&peer, || done.get() == 301);
}

#[test]
fn a_handler_that_panics_ends_the_tick_and_no_job_is_lost() {
    let peer = Peer::new().unwrap();
    let pool = pool_with(&peer, of_size(2));
    let jobs: Vec<_> = (0..10).map(|n| submit(&pool, &n.to_string())).collect();
    let called = Rc::new(Cell::new(0));
    for (number, job) in jobs.iter().enumerate() {
        let called = called.clone();
        job.on_resolved(move |_: Result<Echoed, Error>| {
            called.set(called.get() + 1);
            assert!(number % 3 != 0, "a bug in a handler");
        });
    }
    let mut panics = 0;
    let start = Instant::now();
    while called.get() < 10 {
        assert!(start.elapsed() < LIMIT);
        let tick = || peer.tick(Some(Duration::from_millis(100)));
        panics += usize::from(catch_unwind(AssertUnwindSafe(tick)).is_err());
    }
    assert_eq!(panics, 4);
    for (number, job) in jobs.iter().enumerate() {
        assert_eq!(answer(job).unwrap(), number.to_string());
    }
}

#[test]
fn starting_a_worker_may_panic_and_the_pool_goes_on() {
    let peer = Peer::new().unwrap();
    let panics = Cell::new(true);
    let pool = WorkerPool::with(&peer, of_size(1), move |peer: &Peer, slot| {
        assert!(!panics.replace(false), "a bug in starting");
        start_worker(peer, slot)
    });
    let submitted = catch_unwind(AssertUnwindSafe(|| submit(&pool, "lost to its submitter")));
    assert!(submitted.is_err());
    assert_eq!(ask(&pool, "here"), "here");
    assert_eq!(pool.statistics().totals.answered, 2);
}

#[test]
fn messages_of_a_job_go_to_its_own_handlers() {
    let peer = Peer::new().unwrap();
    let pool = pool_with(&peer, of_size(1));
    ask(&pool, "begin");
    let steps = Rc::new(RefCell::new(Vec::new()));
    let job = submit(&pool, "report");
    let heard = steps.clone();
    job.on_message(move |log: LogMessage, _: &Session| heard.borrow_mut().push(log.message));
    assert_eq!(answer(&job).unwrap(), "report");
    assert_eq!(*steps.borrow(), ["one", "two"]);
}

#[test]
fn map_takes_from_an_endless_iterator_only_what_the_workers_need() {
    let peer = Peer::new().unwrap();
    let pool = pool_with(&peer, of_size(2));
    let taken = Rc::new(Cell::new(0));
    let takes = taken.clone();
    let jobs = (0..).map(move |number: usize| {
        takes.set(number + 1);
        echo(&number.to_string())
    });
    let mut seen = HashSet::new();
    for (index, done) in pool.map(jobs).take(1000).enumerate() {
        let (message, job) = done.unwrap();
        assert!(job.is_resolved());
        assert_eq!(answer(&job).unwrap(), message.text);
        assert!(seen.insert(message.text));
        assert!(taken.get() <= index + 1 + 2 * 16, "{}", taken.get());
    }
    let empty: Vec<Echo> = Vec::new();
    assert!(pool.map(empty).next().is_none());
}

#[test]
fn map_ends_with_the_jobs_or_with_the_pool() {
    let peer = Peer::new().unwrap();
    let pool = pool_with(&peer, of_size(2));
    let outcomes = pool
        .map(["one", "die", "two"].map(echo))
        .map(Result::unwrap);
    let outcomes: Vec<_> = outcomes.map(|(_, job)| answer(&job).ok()).collect();
    assert_eq!(outcomes.len(), 3);
    assert_eq!(outcomes.iter().flatten().count(), 2);
    pool.drain(Some(LIMIT)).unwrap();
    let mut none = pool.map([echo("?")]);
    assert!(matches!(none.next(), Some(Err(Error::PoolClosed))));
    assert!(none.next().is_none());
}

#[test]
fn of_short_jobs_handed_ahead_a_dying_worker_loses_one() {
    let peer = Peer::new().unwrap();
    let pool = pool_with(&peer, of_size(2));
    let texts = (0..).map(|number| match number % 500 {
        499 => echo("die"),
        _ => echo(&number.to_string()),
    });
    let (mut done, mut lost, mut most_handed_out) = (HashSet::new(), 0, 0);
    let start = Instant::now();
    for outcome in pool.map(texts) {
        let (message, job) = outcome.unwrap();
        match answer(&job) {
            Ok(text) => assert!(text == message.text && done.insert(text)),
            Err(Error::WorkerLost(_)) => {
                assert_eq!(message.text, "die");
                lost += 1;
            }
            Err(error) => panic!("{error}"),
        }
        assert_eq!(job.attempts(), 1);
        most_handed_out = most_handed_out.max(pool.statistics().handed_out);
        // On a busy machine, jobs may not be short at first.
        if lost == 10 && most_handed_out > 2 {
            break;
        }
        assert!(
            start.elapsed() < LIMIT,
            "{lost} lost, {most_handed_out} at once"
        );
    }
    assert_eq!(pool.statistics().totals.workers_lost, lost);
}

#[test]
fn a_broadcast_reaches_every_worker() {
    let peer = Peer::new().unwrap();
    let pool = pool_with(&peer, of_size(2));
    let jobs = [(); 2].map(|()| submit(&pool, "sleep 50"));
    jobs.iter().for_each(|job| drop(answer(job)));
    pool.broadcast(&LogMessage::new("good morning")).unwrap();
    let task = "say what you heard".to_owned();
    let tasks = [(); 2].map(|()| pool.submit(&Do { task: task.clone() }).unwrap());
    for job in tasks {
        assert_eq!(job.wait::<Echoed>().unwrap().text, "good morning");
    }
}

#[test]
fn a_worker_may_join_and_leave() {
    let peer = Peer::new().unwrap();
    let pool = WorkerPool::with(&peer, of_size(0), |_: &Peer, _| unreachable!());
    let job = submit(&pool, "anybody?");
    let (ours, theirs) = UnixStream::pair().unwrap();
    let worker = thread::spawn(move || {
        let peer = Peer::new().unwrap();
        peer.attach(theirs).unwrap().on_request_later(work);
        peer.run().unwrap();
    });
    let session = peer.attach(ours).unwrap();
    pool.add(&session);
    assert_eq!(answer(&job).unwrap(), "anybody?");
    let again = catch_unwind(AssertUnwindSafe(|| pool.add(&session)));
    assert!(again.is_err());
    // It has no process to wait for, so it ends with its session.
    pool.drain(Some(LIMIT)).unwrap();
    assert!(!session.is_open());
    worker.join().unwrap();
}

#[test]
fn a_restart_replaces_the_workers_one_after_another() {
    let peer = Peer::new().unwrap();
    let pool = pool_with(&peer, of_size(3));
    let jobs = [(); 3].map(|()| submit(&pool, "sleep 50"));
    jobs.iter().for_each(|job| drop(answer(job)));
    let events = collect_events(&pool);
    let before: HashSet<_> = peer.sessions().iter().map(Session::process_id).collect();
    pool.restart();
    let is_started = |event| matches!(event, Event::Started { .. });
    tick_until(&peer, || count(&events, is_started) == 3);
    let order: Vec<_> = events.borrow().iter().map(|event| event.event()).collect();
    let retired = order.iter().scan(0_isize, |gone, event| {
        *gone += match event {
            Event::Retired { .. } => 1,
            Event::Started { .. } => -1,
            _ => 0,
        };
        Some(*gone)
    });
    assert!(retired.max().unwrap() == 1, "{order:?}");
    let after: HashSet<_> = peer.sessions().iter().map(Session::process_id).collect();
    assert!(before.is_disjoint(&after), "{before:?} {after:?}");
    assert_eq!(pool.statistics().workers, 3);
}

#[test]
fn drain_finishes_all_jobs_and_ends_the_workers() {
    let peer = Peer::new().unwrap();
    let pool = pool_with(&peer, of_size(2));
    let jobs: Vec<_> = (0..50).map(|n| submit(&pool, &n.to_string())).collect();
    let workers: Vec<_> = peer.sessions();
    pool.drain(None).unwrap();
    assert!(jobs.iter().all(|job| answer(job).is_ok()));
    for worker in workers {
        assert_eq!(worker.exit_status().unwrap().code(), Some(0));
    }
    assert!(peer.sessions().is_empty());
}

#[test]
fn drain_says_if_it_takes_too_long_and_stop_ends_it() {
    let peer = Peer::new().unwrap();
    let pool = pool_with(&peer, of_size(1));
    let before = pid(&pool);
    let job = submit(&pool, "hang");
    let limit = Duration::from_millis(50);
    let drained = pool.drain(Some(limit));
    assert!(matches!(drained, Err(Error::TimedOut(after)) if after == limit));
    assert!(!job.is_resolved());
    assert!(pool.stop(Some(limit)).unwrap().is_empty());
    assert!(matches!(answer(&job), Err(Error::Cancelled(_))));
    assert!(!is_running(before));
}

#[test]
fn a_dropped_pool_ends_its_workers_and_fails_its_jobs() {
    let peer = Peer::new().unwrap();
    let pool = pool_with(&peer, of_size(1));
    let worker = pid(&pool);
    let (running, waiting) = (submit(&pool, "hang"), submit(&pool, "?"));
    let told = Rc::new(Cell::new(false));
    let tells = told.clone();
    waiting.on_resolved(move |outcome: Result<Echoed, Error>| {
        tells.set(matches!(outcome, Err(Error::PoolClosed)));
    });
    drop(pool.clone());
    assert!(!running.is_resolved());
    drop(pool);
    assert!(told.get());
    assert!(matches!(answer(&running), Err(Error::Cancelled(_))));
    assert!(matches!(answer(&waiting), Err(Error::PoolClosed)));
    assert!(peer.sessions().is_empty());
    tick_until(&peer, || !is_running(worker));
}

#[test]
fn a_pool_ends_with_its_peer() {
    let peer = Peer::new().unwrap();
    let pool = pool_with(&peer, of_size(1));
    let job = submit(&pool, "hang");
    drop(peer);
    assert!(matches!(answer(&job), Err(Error::Cancelled(_))));
    assert!(matches!(pool.submit(&echo("?")), Err(Error::PoolClosed)));
    assert!(pool.stop(None).unwrap().is_empty());
}

#[test]
#[ignore = "a program that another test starts"]
fn has_a_pool_and_waits() {
    let peer = Peer::new().unwrap();
    let pool = pool_with(&peer, of_size(2));
    let workers = [(); 2].map(|()| submit(&pool, "who are you?"));
    let workers = workers.map(|job| answer(&job).unwrap());
    let hanging = [(); 2].map(|()| submit(&pool, "hang"));
    println!("workers: {}", workers.join(" "));
    answer(&hanging[0]).unwrap();
}

#[test]
#[cfg(target_os = "linux")]
fn no_worker_outlives_its_parent() {
    let args = [
        "--exact",
        "has_a_pool_and_waits",
        "--ignored",
        "--nocapture",
    ];
    let mut program = Command::new(env::current_exe().unwrap());
    let mut parent = program.args(args).stdout(Stdio::piped()).spawn().unwrap();
    let output = BufReader::new(parent.stdout.take().unwrap());
    let line = output.lines().map(Result::unwrap).find_map(|line| {
        let at = line.find("workers: ")?;
        Some(line[at..].to_owned())
    });
    let line = line.unwrap();
    parent.kill().unwrap();
    parent.wait().unwrap();
    let start = Instant::now();
    for worker in line.split(' ').skip(1) {
        while is_running(worker.parse().unwrap()) {
            assert!(start.elapsed() < LIMIT, "{worker} lives on");
            thread::sleep(Duration::from_millis(10));
        }
    }
}

#[test]
fn a_worker_that_was_idle_for_long_is_ended_and_started_again_for_a_job() {
    let peer = Peer::new().unwrap();
    let options = Options {
        idle_timeout: Some(Duration::from_millis(50)),
        ..of_size(1)
    };
    let pool = pool_with(&peer, options);
    let before = pid(&pool);
    tick_until(&peer, || pool.statistics().workers == 0);
    assert_ne!(pid(&pool), before);
}

/// A message that cannot be written.
struct Unwritable;

impl Serialize for Unwritable {
    fn serialize<S: serde::Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
        Err(serde::ser::Error::custom("it is no use"))
    }
}

#[test]
fn what_cannot_be_encoded_is_refused_at_once() {
    let peer = Peer::new().unwrap();
    let pool = pool_with(&peer, of_size(1));
    assert!(matches!(pool.submit(&Unwritable), Err(Error::Encode(_))));
    let mut outcomes = pool.map([Unwritable]);
    assert!(matches!(outcomes.next(), Some(Err(Error::Encode(_)))));
    assert!(outcomes.next().is_none());
    assert_eq!(pool.statistics().totals.submitted, 0);
}
