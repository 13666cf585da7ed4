//! What a program on tokio may rely on that hands jobs to a pool of workers.
//!
//! The workers are this program again: the ignored test `worker`, started by the others.

#![cfg(feature = "tokio")]

mod support;

use ::tokio::net::UnixStream;
use ::tokio::task::JoinSet;
use ::tokio::time::{sleep, timeout};
use rustix::process::{Pid, Signal, kill_process};
use std::collections::HashSet;
use std::os::unix::process::ExitStatusExt as _;
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};
use stream_ipc::message::LogMessage;
use stream_ipc::pool::{Event, Options};
use stream_ipc::tokio::{Incoming, Job, Received, Session, WorkerPool};
use stream_ipc::{End, Error, JobOptions, Peer, PoolEvent, WorkerLost};
use support::workers::{self, Do, echo, is_running, work};
use support::{Echo, Echoed, LIMIT};

#[test]
#[ignore = "a worker that the other tests start"]
fn worker() {
    workers::serve();
}

fn spawn(command: &mut Command) -> Result<(Session, Incoming), Error> {
    Session::spawn(command, stream_ipc::Options::new())
}

async fn start_worker(_: usize) -> Result<Session, Error> {
    spawn(&mut workers::command()).map(|(session, _)| session)
}

fn of_size(size: usize) -> Options {
    Options {
        size,
        ..Options::default()
    }
}

/// A pool of workers that are this program.
fn pool_with(options: Options) -> WorkerPool {
    WorkerPool::with(options, start_worker)
}

async fn submit(pool: &WorkerPool, text: &str) -> Job {
    pool.submit(&echo(text)).await.unwrap()
}

async fn answer(job: &Job) -> Result<String, Error> {
    let answer = timeout(LIMIT, job.wait()).await.unwrap();
    answer.map(|Echoed { text }| text)
}

async fn ask(pool: &WorkerPool, text: &str) -> String {
    answer(&submit(pool, text).await).await.unwrap()
}

async fn pid(pool: &WorkerPool) -> u32 {
    ask(pool, "who are you?").await.parse().unwrap()
}

async fn lost(job: &Job) -> WorkerLost {
    match answer(job).await {
        Err(Error::WorkerLost(lost)) => lost,
        other => panic!("{other:?}"),
    }
}

async fn wait_until(what: impl Fn() -> bool) {
    let start = Instant::now();
    while !what() {
        assert!(start.elapsed() < LIMIT, "it did not happen");
        sleep(Duration::from_millis(5)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_starts_a_process_hears_it_and_knows_how_it_ended() {
    let script = "head -c 1 > /dev/null; echo first; echo the reason >&2; exit 3";
    let (session, mut incoming) = spawn(Command::new("sh").args(["-c", script])).unwrap();
    assert!(session.is_running() && is_running(session.process_id().unwrap()));
    let asked = session.request(&echo("?"), LIMIT).await.unwrap();
    let mut pending = asked;
    let error = pending.wait::<Echoed>().await.unwrap_err();
    assert!(matches!(
        error,
        Error::NoReply {
            end: End::ByPeer { lost: 0 },
            ..
        }
    ));
    let mut junk = String::new();
    while let Some(Received::Message(message)) = incoming.next().await {
        junk += &message.message::<LogMessage>().unwrap().message;
    }
    assert!(
        junk.contains("first\n") && junk.contains("the reason\n"),
        "{junk}"
    );
    wait_until(|| !session.is_running()).await;
    assert_eq!(session.exit_status().unwrap().code(), Some(3));
}

#[tokio::test]
async fn the_end_of_a_process_is_the_end_of_its_session_though_another_holds_its_pipes() {
    let script = "sleep 60 & echo $!; exit 4";
    let (session, mut incoming) = spawn(Command::new("sh").args(["-c", script])).unwrap();
    let Some(Received::Message(message)) = incoming.next().await else {
        panic!();
    };
    let sleeping = message.message::<LogMessage>().unwrap().message;
    assert_eq!(
        timeout(LIMIT, session.closed()).await.unwrap(),
        End::ByPeer { lost: 0 }
    );
    assert_eq!(session.exit_status().unwrap().code(), Some(4));
    let sleeping = Pid::from_raw(sleeping.trim().parse().unwrap()).unwrap();
    kill_process(sleeping, Signal::KILL).unwrap();
}

#[tokio::test]
async fn a_process_that_ignores_sigterm_is_killed_after_its_grace() {
    let script = "trap '' TERM; echo ready; while :; do sleep 1; done";
    let (session, mut incoming) = spawn(Command::new("sh").args(["-c", script])).unwrap();
    incoming.next().await.unwrap();
    let begin = Instant::now();
    session.terminate(Duration::from_millis(200));
    timeout(LIMIT, session.closed()).await.unwrap();
    assert!(begin.elapsed() >= Duration::from_millis(200));
    assert_eq!(session.exit_status().unwrap().signal(), Some(9));
}

#[tokio::test]
async fn a_process_whose_session_is_dropped_ends_and_is_collected() {
    let (session, incoming) = spawn(&mut workers::command()).unwrap();
    let worker = session.process_id().unwrap();
    drop((session, incoming));
    wait_until(|| !is_running(worker)).await;
}

#[tokio::test]
async fn a_program_that_does_not_exist_is_an_error_that_names_it() {
    let error = spawn(&mut Command::new("no-such-program")).unwrap_err();
    let text = error.to_string();
    assert!(text.starts_with("cannot start no-such-program: "), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn jobs_of_many_tasks_are_done_by_as_many_workers_as_there_are_slots() {
    let pool = pool_with(of_size(2));
    assert_eq!(ask(&pool, "one").await, "one");
    assert_eq!(pool.statistics().workers, 1);
    let mut tasks = JoinSet::new();
    for number in 0..100 {
        let pool = pool.clone();
        tasks.spawn(async move {
            let text = number.to_string();
            assert_eq!(ask(&pool, &text).await, text);
        });
    }
    while let Some(done) = tasks.join_next().await {
        done.unwrap();
    }
    let now = pool.statistics();
    assert_eq!((now.workers, now.totals.answered), (2, 101));
}

#[tokio::test]
async fn an_error_of_the_handler_is_the_outcome_and_the_worker_stays() {
    let pool = pool_with(of_size(1));
    let before = pid(&pool).await;
    let task = "fly".to_owned();
    let job = pool.submit(&Do { task }).await.unwrap();
    let outcome = job.wait::<Echoed>().await;
    assert!(matches!(outcome, Err(Error::Remote(_))), "{outcome:?}");
    assert_eq!(pid(&pool).await, before);
}

#[tokio::test]
async fn a_worker_that_dies_loses_its_own_job_only_and_tells_why() {
    let pool = pool_with(of_size(1));
    let events = Arc::new(Mutex::new(Vec::new()));
    let collected = events.clone();
    pool.on_event(move |event: &PoolEvent| collected.lock().unwrap().push(event.clone()));
    let before = pid(&pool).await;
    let (dies, next) = (submit(&pool, "die").await, submit(&pool, "after it").await);
    let lost = lost(&dies).await;
    assert_eq!(lost.exit_status().unwrap().code(), Some(13));
    assert_eq!(lost.process_id(), Some(before));
    assert_eq!(lost.class(), r"App\Echo");
    assert!(
        lost.to_string()
            .ends_with("its last words: I cannot bear it"),
        "{lost}"
    );
    assert_eq!(answer(&next).await.unwrap(), "after it");
    assert_ne!(pid(&pool).await, before);
    let is_lost = |event: &PoolEvent| matches!(event.event(), Event::Lost { job: Some(_), .. });
    assert!(events.lock().unwrap().iter().any(is_lost));
}

#[tokio::test]
async fn a_worker_that_closes_its_streams_and_lives_on_is_ended() {
    let pool = WorkerPool::with(of_size(1), async |_| {
        let script = "read -r line; exec >&- 2>&-; while :; do sleep 1; done";
        spawn(Command::new("sh").args(["-c", script])).map(|(session, _)| session)
    });
    let lost = lost(&submit(&pool, "line\n").await).await;
    assert_eq!(lost.exit_status(), None);
    let worker = lost.process_id().unwrap();
    wait_until(|| !is_running(worker)).await;
}

#[tokio::test]
async fn a_job_that_kills_its_workers_is_started_as_often_as_its_attempts_say() {
    let options = Options {
        attempts: 3,
        ..of_size(2)
    };
    let pool = pool_with(options);
    let job = submit(&pool, "die").await;
    lost(&job).await;
    assert_eq!(job.attempts(), 3);
    assert_eq!(ask(&pool, "still there?").await, "still there?");
}

#[tokio::test]
async fn a_job_that_takes_too_long_times_out_and_its_worker_is_replaced() {
    let options = Options {
        timeout: Some(Duration::from_millis(300)),
        grace: Duration::from_millis(200),
        ..of_size(1)
    };
    let pool = pool_with(options);
    let before = pid(&pool).await;
    let (job, next) = (submit(&pool, "hang").await, submit(&pool, "next").await);
    let outcome = answer(&job).await;
    assert!(matches!(outcome, Err(Error::TimedOut(_))), "{outcome:?}");
    assert!(is_running(before));
    assert_eq!(answer(&next).await.unwrap(), "next");
    assert!(!is_running(before));
}

#[tokio::test]
async fn a_worker_that_sees_its_jobs_cancellation_stays() {
    let pool = pool_with(of_size(1));
    let before = pid(&pool).await;
    let job = submit(&pool, "hang until cancelled").await;
    wait_until(|| job.attempts() == 1).await;
    job.cancel();
    assert!(matches!(answer(&job).await, Err(Error::Cancelled(class)) if class == r"App\Echo"));
    job.cancel();
    assert_eq!(pid(&pool).await, before);
}

#[tokio::test]
async fn a_job_cancelled_in_the_queue_never_starts_and_leaves_its_place() {
    let options = Options {
        queue_limit: 1,
        ..of_size(1)
    };
    let pool = pool_with(options);
    let running = submit(&pool, "sleep 300").await;
    wait_until(|| running.attempts() == 1).await;
    let waiting = submit(&pool, "die").await;
    let options = JobOptions {
        timeout: Some(Duration::from_millis(50)),
        ..JobOptions::default()
    };
    let refused = pool.submit_with(&echo("?"), options).await;
    assert!(matches!(refused, Err(Error::TimedOut(_))));
    waiting.cancel();
    assert!(matches!(answer(&waiting).await, Err(Error::Cancelled(_))));
    assert_eq!(ask(&pool, "in its place").await, "in its place");
    assert_eq!(pool.statistics().totals.workers_lost, 0);
}

#[tokio::test]
async fn a_pool_whose_program_is_missing_fails_its_jobs_with_the_reason() {
    let pool = WorkerPool::with(of_size(2), async |_| {
        spawn(&mut Command::new("no-such-program")).map(|(session, _)| session)
    });
    let outcome = answer(&submit(&pool, "?").await).await;
    let Err(Error::PoolBroken(reason)) = outcome else {
        panic!("{outcome:?}");
    };
    assert!(
        reason.starts_with("cannot start no-such-program: "),
        "{reason}"
    );
}

#[tokio::test]
async fn starting_a_worker_may_panic_and_the_pool_goes_on() {
    let starts = Arc::new(AtomicUsize::new(0));
    let counts = starts.clone();
    let pool = WorkerPool::with(of_size(1), move |slot| {
        let first = counts.fetch_add(1, Ordering::Relaxed) == 0;
        async move {
            assert!(!first, "a bug in starting");
            start_worker(slot).await
        }
    });
    assert_eq!(ask(&pool, "here").await, "here");
    assert_eq!(starts.load(Ordering::Relaxed), 2);
}

#[tokio::test]
async fn a_worker_is_replaced_between_jobs_when_it_has_done_enough() {
    let options = Options {
        max_jobs: Some(3),
        ..of_size(1)
    };
    let pool = pool_with(options);
    let mut workers = Vec::new();
    for _ in 0..9 {
        workers.push(pid(&pool).await);
    }
    for three in workers.chunks(3) {
        assert!(
            three.iter().all(|worker| *worker == three[0]),
            "{workers:?}"
        );
    }
    assert_eq!(workers.iter().collect::<HashSet<_>>().len(), 3);
    assert_eq!(pool.statistics().totals.workers_lost, 0);
}

#[tokio::test]
async fn map_takes_from_an_endless_iterator_only_what_the_workers_need() {
    let pool = pool_with(of_size(2));
    let taken = Arc::new(AtomicUsize::new(0));
    let takes = taken.clone();
    let mut outcomes = pool.map((0..).map(move |number: usize| {
        takes.store(number + 1, Ordering::Relaxed);
        echo(&number.to_string())
    }));
    let mut seen = HashSet::new();
    for index in 0..500 {
        let (message, job) = timeout(LIMIT, outcomes.next())
            .await
            .unwrap()
            .unwrap()
            .unwrap();
        assert!(job.is_resolved());
        assert_eq!(answer(&job).await.unwrap(), message.text);
        assert!(seen.insert(message.text));
        assert!(taken.load(Ordering::Relaxed) <= index + 1 + 2 * 16);
    }
    let empty: Vec<Echo> = Vec::new();
    assert!(pool.map(empty).next().await.is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_jobs_a_dying_worker_loses_one() {
    let pool = pool_with(of_size(2));
    let mut outcomes = pool.map((0..1000).map(|number| match number % 200 {
        199 => echo("die"),
        _ => echo(&number.to_string()),
    }));
    let (mut done, mut lost) = (0, 0);
    while let Some(outcome) = timeout(LIMIT, outcomes.next()).await.unwrap() {
        let (message, job) = outcome.unwrap();
        match answer(&job).await {
            Ok(text) => {
                assert_eq!(text, message.text);
                done += 1;
            }
            Err(Error::WorkerLost(_)) => lost += 1,
            Err(error) => panic!("{error}"),
        }
    }
    assert_eq!((done, lost), (995, 5));
}

#[tokio::test]
async fn a_broadcast_reaches_every_worker() {
    let pool = pool_with(of_size(2));
    let jobs = [
        submit(&pool, "sleep 50").await,
        submit(&pool, "sleep 50").await,
    ];
    for job in &jobs {
        answer(job).await.unwrap();
    }
    pool.broadcast(&LogMessage::new("good morning"))
        .await
        .unwrap();
    let task = "say what you heard".to_owned();
    for _ in 0..2 {
        let job = pool.submit(&Do { task: task.clone() }).await.unwrap();
        assert_eq!(job.wait::<Echoed>().await.unwrap().text, "good morning");
    }
}

#[tokio::test]
async fn a_worker_may_join_and_leave() {
    let pool = WorkerPool::with(of_size(0), async |_| unreachable!());
    let job = submit(&pool, "anybody?").await;
    let (ours, theirs) = UnixStream::pair().unwrap();
    let theirs = theirs.into_std().unwrap();
    let worker = thread::spawn(move || {
        let peer = Peer::new().unwrap();
        peer.attach(theirs).unwrap().on_request_later(work);
        peer.run().unwrap();
    });
    let (session, _incoming) = Session::new(ours, stream_ipc::Options::new());
    pool.add(&session);
    assert_eq!(answer(&job).await.unwrap(), "anybody?");
    timeout(LIMIT, pool.drain()).await.unwrap();
    assert!(!session.is_open());
    worker.join().unwrap();
}

#[tokio::test]
async fn a_restart_replaces_the_workers() {
    let pool = pool_with(of_size(2));
    let jobs = [
        submit(&pool, "sleep 50").await,
        submit(&pool, "sleep 50").await,
    ];
    for job in &jobs {
        answer(job).await.unwrap();
    }
    pool.restart();
    wait_until(|| pool.statistics().totals.workers_started == 4).await;
    wait_until(|| pool.statistics().workers == 2).await;
    assert_eq!(ask(&pool, "still there?").await, "still there?");
}

#[tokio::test]
async fn drain_finishes_all_jobs_and_stop_returns_those_that_never_started() {
    let pool = pool_with(of_size(2));
    let mut jobs = Vec::new();
    for number in 0..50 {
        jobs.push(submit(&pool, &number.to_string()).await);
    }
    timeout(LIMIT, pool.drain()).await.unwrap();
    for job in &jobs {
        assert!(job.is_resolved() && answer(job).await.is_ok());
    }
    assert!(matches!(
        pool.submit(&echo("?")).await,
        Err(Error::PoolClosed)
    ));

    let pool = pool_with(of_size(1));
    let hanging = submit(&pool, "hang").await;
    wait_until(|| hanging.attempts() == 1).await;
    let waiting = submit(&pool, "?").await;
    let mut outcomes = pool.map([echo("mapped")]);
    let stop = pool.stop(Some(Duration::from_millis(100)));
    let never_started = timeout(LIMIT, stop).await.unwrap();
    assert_eq!(never_started.len(), 1);
    assert!(matches!(answer(&waiting).await, Err(Error::PoolClosed)));
    assert!(matches!(answer(&hanging).await, Err(Error::Cancelled(_))));
    assert!(matches!(
        outcomes.next().await,
        Some(Err(Error::PoolClosed))
    ));
    assert!(outcomes.next().await.is_none());
}

#[tokio::test]
async fn a_dropped_pool_ends_its_workers_and_fails_its_jobs() {
    let pool = pool_with(of_size(1));
    let worker = pid(&pool).await;
    let (running, waiting) = (submit(&pool, "hang").await, submit(&pool, "?").await);
    drop(pool);
    assert!(matches!(answer(&running).await, Err(Error::Cancelled(_))));
    assert!(matches!(answer(&waiting).await, Err(Error::PoolClosed)));
    wait_until(|| !is_running(worker)).await;
}

#[test]
fn a_runtime_that_ends_leaves_no_worker() {
    let runtime = ::tokio::runtime::Runtime::new().unwrap();
    let worker = runtime.block_on(async {
        let pool = pool_with(of_size(1));
        let worker = pid(&pool).await;
        std::mem::forget(pool);
        worker
    });
    drop(runtime);
    let start = Instant::now();
    // A later start of a child collects it.
    while is_running(worker) {
        assert!(start.elapsed() < LIMIT);
        let peer = Peer::new().unwrap();
        peer.tick(Some(Duration::from_millis(10))).unwrap();
    }
}
