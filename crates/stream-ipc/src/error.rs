//! The errors between two processes.

use crate::format::FormatError;
use crate::frame::{FrameTooLong, NoRoom, PayloadTooLong};
use crate::jobs::WorkerLost;
use crate::session::LastOutput;
use std::io;
use std::sync::Arc;
use std::time::Duration;

/// Any error of a handler.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// An error of a peer or session.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A program could not be started.
    #[error("cannot start {program}: {source}; is it installed, and may it be executed?")]
    Start {
        /// The program, as the command names it.
        program: String,
        /// The reason.
        source: io::Error,
    },

    /// The kernel refuses to watch another stream.
    #[error("cannot watch streams: {0}; is the limit of open files (ulimit -n) reached?")]
    Watch(#[source] io::Error),

    /// A message cannot be written in the session's format.
    #[error("cannot encode the message: {0}")]
    Encode(#[source] FormatError),

    /// A message is too long for a frame.
    #[error("cannot send the message: {0}; send it in parts")]
    TooLong(#[from] PayloadTooLong),

    /// A message was not sent, or only a part of it.
    #[error("cannot send a frame of {len} bytes: {source}; has the other side ended?")]
    Send {
        /// Bytes of the frame, its header included.
        len: usize,
        /// The reason.
        source: io::Error,
    },

    /// The session had ended before.
    #[error("the session has ended: {0}; start a new one to send more")]
    Ended(End),

    /// No reply came in time, or the message did not even leave. If a part of it had left, the session is
    /// closed: its stream carries half a frame.
    #[error("the message timed out after {0:?}; is the other side busy, or the time too short?")]
    TimedOut(Duration),

    /// Too many nested handlers wait, and too many messages wait for the outer ones.
    #[error(
        "{depth} handlers wait within each other, and {bytes} bytes of messages wait for them; answer \
         without waiting, or let the other side send less at once"
    )]
    TooDeep {
        /// The number of nested handlers.
        depth: usize,
        /// Bytes of messages that arrived meanwhile.
        bytes: usize,
    },

    /// The session ended while the request waited for its reply.
    #[error("no reply to request {id} can come any more: {end}{}", OfPeer(.end, .last_output))]
    NoReply {
        /// The request's id on the wire.
        id: String,
        /// How the session ended.
        end: End,
        /// What the other side printed last outside of frames.
        last_output: LastOutput,
    },

    /// This side has cancelled the request of this id, or the job of this class.
    #[error("request {0} was cancelled")]
    Cancelled(String),

    /// The worker of a job died while it was busy with the job, or closed its streams, in the last of all
    /// attempts.
    #[error("{0}")]
    WorkerLost(WorkerLost),

    /// No worker of the pool can be started, so the job failed. It names the last reason, with the last
    /// words of that worker.
    #[error(
        "no worker can be started: every slot of the pool has failed five times in a row. The last time: \
         {0}"
    )]
    PoolBroken(String),

    /// The pool was drained or stopped: it takes no more jobs, and those that waited never started.
    #[error("the pool was drained or stopped, so the job was not started")]
    PoolClosed,

    /// The other side answered with an `ErrorMessage` of this text.
    #[error("the other side could not answer: {0}")]
    Remote(String),

    /// The reply has another class than expected, or other properties.
    #[error("the reply is not what was expected: {0}")]
    Reply(#[source] FormatError),

    /// The session skipped a frame longer than [`Options::max_frame`](crate::Options::max_frame).
    #[error("{0}; raise the limit with Options::max_frame() if that is a message")]
    FrameTooLong(#[from] FrameTooLong),

    /// The session skipped a frame that the memory budget has no room for.
    #[error("{0}")]
    NoRoom(#[from] NoRoom),

    /// Reading a stream failed.
    #[error("reading the stream failed: {0}")]
    Read(#[source] io::Error),

    /// A message handler failed. Messages that came with its message stay queued, in order, for the
    /// next tick.
    #[error("a message handler failed: {0}")]
    Handler(#[source] BoxError),
}

/// How a session ended.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum End {
    /// This side closed it.
    #[error("the session was closed on this side")]
    Here,

    /// The other side closed its streams or died.
    #[error("the other side closed its streams or ended{}", LostBytes(*.lost))]
    ByPeer {
        /// Bytes of an unfinished frame.
        lost: usize,
    },

    /// The other side has not answered when it was asked whether it is there.
    #[error(
        "the other side has been silent for {}s, longer than its heartbeat allows: it is gone, cut off, or \
         busy with something that keeps it from reading",
        .limit.as_secs_f64()
    )]
    Silent {
        /// How long it may be silent.
        limit: Duration,
    },

    /// A sender gave up while its frame was half written.
    #[error("the time of a message was up when half of it was written")]
    CutShort,

    /// Something failed, and no error handler kept the session open.
    #[error("{0}")]
    Failed(Arc<Error>),
}

impl PartialEq for End {
    /// Compares failures by identity.
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Here, Self::Here) | (Self::CutShort, Self::CutShort) => true,
            (Self::Silent { limit }, Self::Silent { limit: other }) => limit == other,
            (Self::ByPeer { lost }, Self::ByPeer { lost: other }) => lost == other,
            (Self::Failed(error), Self::Failed(other)) => Arc::ptr_eq(error, other),
            _ => false,
        }
    }
}

impl Eq for End {}

struct LostBytes(usize);

impl std::fmt::Display for LostBytes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.0 {
            0 => Ok(()),
            lost => write!(
                f,
                " in the middle of a frame, {lost} bytes of which are lost"
            ),
        }
    }
}

/// The last output of the other side, where that ended the session.
struct OfPeer<'a>(&'a End, &'a LastOutput);

impl std::fmt::Display for OfPeer<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.0 {
            End::ByPeer { .. } => self.1.fmt(f),
            _ => Ok(()),
        }
    }
}
