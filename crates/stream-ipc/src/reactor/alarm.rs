//! The alarm that ends long waits.
//!
//! A timeout of epoll_wait(2) makes the kernel set up a timer for each wait, though nearly all waits end
//! long before it. One alarm serves many waits: a wait needs no timeout if the alarm rings no later than
//! its deadline. If the alarm rings too soon, we set it again.

use crate::deadline::Deadline;
use mio::unix::SourceFd;
use mio::{Interest, Registry, Token};
use rustix::time::{
    Itimerspec, TimerfdClockId, TimerfdFlags, TimerfdTimerFlags, Timespec, timerfd_create,
    timerfd_settime,
};
use std::io;
use std::os::fd::{AsRawFd, OwnedFd};
use std::time::Duration;

/// A timer in the poll set.
#[derive(Debug)]
pub(super) struct Alarm {
    timer: Timer,
    /// When it rings.
    set_for: Deadline,
}

/// The descriptor of the timer.
#[derive(Debug)]
enum Timer {
    NotNeededYet,
    Made(OwnedFd),
    /// The kernel has refused one.
    None,
}

impl Alarm {
    /// Its token in the poll set, which no stream has.
    pub(super) const TOKEN: Token = Token(usize::MAX);

    /// Shorter waits use the kernel's timeouts: for them the alarm would ring too often.
    const SHORTEST: Duration = Duration::from_millis(100);

    pub(super) fn new() -> Self {
        Self {
            timer: Timer::NotNeededYet,
            set_for: Deadline::NEVER,
        }
    }

    /// Whether the alarm rings by `deadline`. Sets it if that is worth it.
    pub(super) fn rings_by(&mut self, deadline: Deadline, registry: &Registry) -> bool {
        if deadline == Deadline::NEVER || deadline == Deadline::NOW {
            return false;
        }
        self.set_for <= deadline || self.set(deadline, registry)
    }

    /// Notes that the alarm has rung; it does not ring again until it is set.
    pub(super) fn has_rung(&mut self) {
        self.set_for = Deadline::NEVER;
    }

    #[cold]
    fn set(&mut self, deadline: Deadline, registry: &Registry) -> bool {
        let worthwhile = |left: &Duration| *left >= Self::SHORTEST;
        let Some(left) = deadline.remaining().filter(worthwhile) else {
            return false;
        };
        if let Timer::NotNeededYet = self.timer {
            self.timer = make(registry).map_or(Timer::None, Timer::Made);
        }
        let Timer::Made(timer) = &self.timer else {
            return false;
        };
        if ring_after(timer, left).is_err() {
            return false;
        }
        self.set_for = deadline;
        true
    }
}

fn make(registry: &Registry) -> io::Result<OwnedFd> {
    let flags = TimerfdFlags::CLOEXEC | TimerfdFlags::NONBLOCK;
    let timer = timerfd_create(TimerfdClockId::Monotonic, flags)?;
    registry.register(
        &mut SourceFd(&timer.as_raw_fd()),
        Alarm::TOKEN,
        Interest::READABLE,
    )?;
    Ok(timer)
}

fn ring_after(timer: &OwnedFd, left: Duration) -> io::Result<()> {
    let time = Itimerspec {
        it_interval: Timespec::default(),
        it_value: Timespec::try_from(left).map_err(io::Error::other)?,
    };
    timerfd_settime(timer, TimerfdTimerFlags::empty(), &time)?;
    Ok(())
}
