//! What ends long waits.
//!
//! A timeout given to epoll_wait(2) sets up a timer in the kernel for each wait, though nearly all
//! waits end long before. The alarm is set once for many: while it rings no later than a wait must
//! end, that wait needs no timeout, and where it rings too soon it is set again.

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
    /// There was none to be had.
    None,
}

impl Alarm {
    /// What the poll set knows it by; no stream has this number.
    pub(super) const TOKEN: Token = Token(usize::MAX);

    /// Shorter waits are left to the kernel's timeouts: for them the alarm would ring too often.
    const SHORTEST: Duration = Duration::from_millis(100);

    pub(super) fn new() -> Self {
        Self {
            timer: Timer::NotNeededYet,
            set_for: Deadline::NEVER,
        }
    }

    /// Whether the alarm rings by `deadline`. It is set for it where that is worth it.
    pub(super) fn rings_by(&mut self, deadline: Deadline, registry: &Registry) -> bool {
        if deadline == Deadline::NEVER || deadline == Deadline::NOW {
            return false;
        }
        self.set_for <= deadline || self.set(deadline, registry)
    }

    /// Notes that it rang: it does not ring again until it is set.
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
