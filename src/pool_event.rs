//! `StreamIpc\PoolEvent`

use crate::ipc_session::IpcSession;
use crate::job::Job;
use crate::session_process;
use crate::worker_pool::{job_of, session_of};
use crate::zend::{Class, Declaration, Object, Property, Result, Slot, Type, class_entry};
use stream_ipc::pool::{Event, Retirement};

/// What happened to a worker of a pool.
pub struct PoolEvent;

const TYPE: Slot<PoolEvent> = Slot::new(0);
const TEXT: Slot<PoolEvent> = Slot::new(1);
const SLOT: Slot<PoolEvent> = Slot::new(2);
const PID: Slot<PoolEvent> = Slot::new(3);
const SESSION: Slot<PoolEvent> = Slot::new(4);
const JOB: Slot<PoolEvent> = Slot::new(5);

const STARTED: &str = "started";
const JOINED: &str = "joined";
const LOST: &str = "lost";
const ENDED: &str = "ended";
const RETIRED: &str = "retired";
const TERMINATED: &str = "terminated";
const BRAKED: &str = "braked";
const BROKEN: &str = "broken";

impl PoolEvent {
    /// The object for an event of a pool.
    pub fn create(pool: &Object, event: Event) -> Result<Object> {
        let worker = match event {
            Event::Started { worker, .. }
            | Event::Joined { worker }
            | Event::Lost { worker, .. }
            | Event::Ended { worker }
            | Event::Retired { worker, .. }
            | Event::Terminated { worker } => Some(worker),
            Event::Braked { .. } | Event::Broken => None,
        };
        let session = match worker {
            Some(worker) => session_of(pool, worker)?,
            None => None,
        };
        let pid = match &session {
            Some(session) => session_process::pid(session)?,
            None => None,
        };
        let job = match event {
            Event::Lost { job: Some(job), .. } => job_of(pool, job)?,
            _ => None,
        };
        let slot = match event {
            Event::Started { slot, .. } | Event::Braked { slot, .. } => i64::try_from(slot).ok(),
            _ => None,
        };
        let who = pid.map_or_else(|| "A worker".to_owned(), |pid| format!("Worker {pid}"));
        let this = Self::entry().instantiate()?;
        this.set(TYPE, type_of(event));
        this.set(TEXT, text(event, &who, session.as_ref(), job.as_ref())?);
        this.set(SLOT, slot);
        this.set(PID, pid);
        this.set(SESSION, session);
        this.set(JOB, job);
        Ok(this)
    }
}

fn type_of(event: Event) -> &'static str {
    match event {
        Event::Started { .. } => STARTED,
        Event::Joined { .. } => JOINED,
        Event::Lost { .. } => LOST,
        Event::Ended { .. } => ENDED,
        Event::Retired { .. } => RETIRED,
        Event::Terminated { .. } => TERMINATED,
        Event::Braked { .. } => BRAKED,
        Event::Broken => BROKEN,
    }
}

/// The event as a sentence.
fn text(event: Event, who: &str, session: Option<&Object>, job: Option<&Object>) -> Result<String> {
    Ok(match event {
        Event::Started { slot, .. } => format!("{who} was started in slot {slot}"),
        Event::Joined { .. } => format!("{who} has joined"),
        Event::Lost { .. } => {
            let how = match session {
                Some(session) => session_process::end_in_words(session)?,
                None => None,
            };
            let how = how.unwrap_or_else(|| format!("{who} is gone"));
            let last_output = match session {
                Some(session) => IpcSession::last_output(session)?.to_string(),
                None => String::new(),
            };
            let job = match job {
                Some(job) => format!(", busy with a job ({})", Job::class(job)?),
                None => String::new(),
            };
            format!("{how}{job}{last_output}")
        }
        Event::Ended { .. } => format!("{who} has ended"),
        Event::Retired { reason, .. } => format!("{who} retires: {}", why(reason)),
        Event::Terminated { .. } => format!("{who} did not end in time and is terminated"),
        Event::Braked { slot, failures, .. } => {
            format!("Slot {slot} has failed to start a worker {failures} times in a row, and waits")
        }
        Event::Broken => "No worker can be started, so all waiting jobs fail".to_owned(),
    })
}

fn why(reason: Retirement) -> &'static str {
    match reason {
        Retirement::Jobs => "it has done as many jobs as a worker may (maxJobs)",
        Retirement::Memory => "it has more memory than a worker may (maxMemory)",
        Retirement::Idle => "it had nothing to do (idleTimeout)",
        Retirement::Restart => "the pool is being restarted",
        Retirement::Unreachable => "it takes no jobs any more",
        Retirement::Closing => "the pool is closing",
    }
}

impl Class for PoolEvent {
    const NAME: &'static str = r"StreamIpc\PoolEvent";

    class_entry!();

    fn declare() -> Declaration {
        let session = Type::class(IpcSession::NAME);
        let job = Type::class(Job::NAME);
        let public = |name, ty| Property::public(name, ty).readonly();
        Declaration::final_class()
            .string_constant("STARTED", STARTED.as_bytes())
            .string_constant("JOINED", JOINED.as_bytes())
            .string_constant("LOST", LOST.as_bytes())
            .string_constant("ENDED", ENDED.as_bytes())
            .string_constant("RETIRED", RETIRED.as_bytes())
            .string_constant("TERMINATED", TERMINATED.as_bytes())
            .string_constant("BRAKED", BRAKED.as_bytes())
            .string_constant("BROKEN", BROKEN.as_bytes())
            .property(TYPE, public("type", Type::STRING))
            .property(TEXT, public("text", Type::STRING))
            .property(SLOT, public("slot", Type::INT.nullable()))
            .property(PID, public("pid", Type::INT.nullable()))
            .property(SESSION, public("session", session.nullable()))
            .property(JOB, public("job", job.nullable()))
            .private_constructor()
    }
}
