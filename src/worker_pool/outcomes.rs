//! The exceptions of jobs that no worker has answered.

use super::{LAST_FAILURE, NEVER_STARTED, forget_job, session_of};
use crate::job::Job;
use crate::session_process;
use crate::transport::{CancelledException, TimeoutException};
use crate::worker_lost_exception::WorkerLostException;
use crate::worker_pool_exception::WorkerPoolException;
use crate::zend::{Object, Result, ToValue, catch, message_of, throw};
use stream_ipc::pool::{Finished, JobId, Outcome, WorkerId};

/// Gives a job its outcome.
pub(super) fn resolve(
    pool: &Object,
    job: JobId,
    finished: &Finished<()>,
    outcome: Outcome,
) -> Result {
    let Some(job) = forget_job(pool, job)? else {
        return Ok(());
    };
    let exception = match outcome {
        Outcome::Lost { worker } => lost(pool, &job, worker)?,
        Outcome::TimedOut { .. } => timed_out(&job)?,
        Outcome::Cancelled => {
            let class = Job::class(&job)?;
            catch(throw::<CancelledException>(&format!(
                "The job ({class}) was cancelled"
            )))?
        }
        Outcome::Failed => failed(pool)?,
        Outcome::NeverStarted => {
            pool.update(NEVER_STARTED, |jobs| jobs.push((&job).to_value()))?;
            catch(throw::<WorkerPoolException>(
                "The pool was stopped before the job was started",
            ))?
        }
    };
    Job::settle_with_failure(&job, exception, finished.attempts)
}

fn lost(pool: &Object, job: &Object, worker: WorkerId) -> Result<Object> {
    let class = Job::class(job)?;
    let what = format!("The job ({class}) is lost");
    match session_of(pool, worker)? {
        Some(session) => WorkerLostException::of_session(&what, &session),
        None => catch(throw::<WorkerLostException>(&what)),
    }
}

fn timed_out(job: &Object) -> Result<Object> {
    let class = Job::class(job)?;
    let (session, limit) = Job::last_worker(job)?;
    let pid = match session {
        Some(session) => session_process::pid(&session)?,
        None => None,
    };
    let worker = pid.map_or_else(String::new, |pid| format!(", on process {pid}"));
    let seconds = limit.unwrap_or_default().as_secs_f64();
    catch(throw::<TimeoutException>(&format!(
        "The job ({class}) timed out after {seconds}s on its worker{worker}"
    )))
}

/// The exception of jobs for which no worker can be started.
fn failed(pool: &Object) -> Result<Object> {
    let cause = Object::take(pool.get(LAST_FAILURE)?);
    let reason = match &cause {
        Some(cause) => message_of(cause)?,
        None => "they ended before they said anything".to_owned(),
    };
    let text = format!(
        "No worker can be started: every slot of the pool has failed five times in a row. The last time: \
         {reason}"
    );
    WorkerPoolException::create(&text, cause)
}
