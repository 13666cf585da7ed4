//! Busy polling: looking for news for a moment before going to sleep.
//!
//! Waking a sleeping CPU takes ten to thirty microseconds, several times longer than all other work of a
//! short exchange. A wait that looks again and again finds a quick reply without anybody waking up. But a
//! wait that looks in vain costs the CPU time for nothing. So each group learns from its last waits
//! whether looking pays.

use crate::deadline::Deadline;
use std::io;
use std::thread;
use std::time::{Duration, Instant};

/// What the last waits of a group tell about the next one.
///
/// ```text
/// waits:   short short | found found found | in vain | short short short short | found …
/// we:      sleep sleep | look  look  look  | look    | sleep sleep sleep sleep | look  …
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct BusyPoll {
    /// How many waits in a row were short.
    short: u32,
    /// So many short waits in a row make us look.
    enough: u32,
}

impl Default for BusyPoll {
    fn default() -> Self {
        Self {
            short: 0,
            enough: Self::FEW,
        }
    }
}

impl BusyPoll {
    /// So many short waits in a row suffice where looking pays. Each look in vain doubles the number, and
    /// each that has paid halves it.
    const FEW: u32 = 2;

    /// So many suffice always, however often looking was in vain.
    const MANY: u32 = 256;

    /// A sleep is short up to so many periods: if the other side was asleep as well, two CPUs had to
    /// wake up, and neither has to if both look.
    const SHORT_SLEEP: u32 = 2;

    /// If it gets the CPU back so late, a third process had it: sleepers get it back sooner. Linux lets
    /// each run for 0.7 ms at least (`base_slice_ns`). What comes back sooner comes from the other side,
    /// which has written many messages on the same CPU.
    const TOO_LATE: Duration = Duration::from_micros(500);

    /// Whether the next wait should look before it sleeps.
    pub(super) fn pays(self) -> bool {
        self.short >= self.enough
    }

    /// Learns from a wait that has slept.
    pub(super) fn note_sleep(&mut self, slept: Duration, period: Duration) {
        self.short = match slept <= period.saturating_mul(Self::SHORT_SLEEP) {
            true => self.short.saturating_add(1),
            false => 0,
        };
    }

    /// Looks with `find` until it finds something, at most until `end`, and learns from it. Between the
    /// looks it yields the CPU: if the other side runs on the same one, it can reply.
    ///
    /// Returns when something was found; `None` if nothing was.
    pub(super) fn look(
        &mut self,
        end: Deadline,
        mut clock: impl FnMut() -> Instant,
        mut find: impl FnMut() -> io::Result<bool>,
    ) -> io::Result<Option<Instant>> {
        loop {
            thread::yield_now();
            let found = find()?;
            let now = clock();
            if found || Deadline::at(now) >= end {
                let is_too_late = now
                    .checked_sub(Self::TOO_LATE)
                    .is_some_and(|since| Deadline::at(since) >= end);
                self.note_look(found && !is_too_late);
                return Ok(found.then_some(now));
            }
        }
    }

    fn note_look(&mut self, has_paid: bool) {
        if has_paid {
            self.enough = (self.enough / 2).max(Self::FEW);
        } else {
            self.enough = (self.enough * 2).min(Self::MANY);
            self.short = 0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;

    const PERIOD: Duration = Duration::from_micros(50);

    /// A look takes so long, with the call of the system in it.
    const LOOK: Duration = Duration::from_micros(1);

    /// The waits of one group on a clock that we turn.
    struct World {
        now: Instant,
        busy_poll: BusyPoll,
        /// The time spent looking, and that in vain.
        looking: Duration,
        in_vain: Duration,
    }

    impl World {
        fn new() -> Self {
            Self {
                now: Instant::now(),
                busy_poll: BusyPoll::default(),
                looking: Duration::ZERO,
                in_vain: Duration::ZERO,
            }
        }

        /// A wait whose news come after so long. Returns whether it has found them looking.
        fn wait(&mut self, takes: Duration) -> bool {
            let begin = self.now;
            let news = begin + takes;
            if self.busy_poll.pays() {
                let now = Cell::new(begin);
                let turn = || {
                    now.set(now.get() + LOOK);
                    Ok(now.get() >= news)
                };
                let found = self
                    .busy_poll
                    .look(Deadline::at(begin + PERIOD), || now.get(), turn)
                    .unwrap();
                let looked = now.get() - begin;
                self.now = now.get();
                self.looking += looked;
                if found.is_some() {
                    return true;
                }
                self.in_vain += looked;
            }
            let begin = self.now;
            self.now = self.now.max(news);
            self.busy_poll.note_sleep(self.now - begin, PERIOD);
            false
        }

        fn waits(&mut self, times: usize, micros: u64) -> usize {
            let takes = Duration::from_micros(micros);
            (0..times).filter(|_| self.wait(takes)).count()
        }
    }

    #[test]
    fn two_short_waits_make_it_look_and_it_goes_on_while_that_pays() {
        let mut world = World::new();
        assert_eq!(world.waits(2, 20), 0);
        assert_eq!(world.waits(1000, 5), 1000);
        assert_eq!(world.in_vain, Duration::ZERO);
    }

    #[test]
    fn it_never_looks_while_waits_are_long() {
        let mut world = World::new();
        world.waits(10_000, 10_000);
        assert_eq!(world.looking, Duration::ZERO);
    }

    #[test]
    fn a_look_in_vain_ends_looking_at_once() {
        let mut world = World::new();
        world.waits(100, 5);
        assert_eq!(world.waits(1000, 10_000), 0);
        assert!(world.in_vain <= PERIOD + LOOK, "{:?}", world.in_vain);
    }

    #[test]
    fn it_never_looks_for_longer_than_the_period() {
        let mut world = World::new();
        world.waits(2, 5);
        world.wait(Duration::from_secs(1));
        assert!(world.looking <= PERIOD + LOOK, "{:?}", world.looking);
    }

    #[test]
    fn where_looking_never_pays_it_tries_ever_more_seldom() {
        let mut world = World::new();
        // Too long for a look, short for a sleep: the worst that can be.
        let begin = world.now;
        assert_eq!(world.waits(100_000, 90), 0);
        let share = world.in_vain.as_secs_f64() / (world.now - begin).as_secs_f64();
        assert!(share < 0.01, "{share}");
    }

    #[test]
    fn short_waits_between_long_ones_cost_little() {
        let mut world = World::new();
        let begin = world.now;
        for _ in 0..1000 {
            world.waits(2, 5);
            world.waits(1, 10_000);
        }
        let share = world.in_vain.as_secs_f64() / (world.now - begin).as_secs_f64();
        assert!(share < 0.01, "{share}");
    }

    #[test]
    fn looks_that_are_mostly_in_vain_become_rare_though_some_pay() {
        let mut world = World::new();
        let begin = world.now;
        for _ in 0..30_000 {
            world.waits(1, 5);
            world.waits(2, 90);
        }
        let share = world.in_vain.as_secs_f64() / (world.now - begin).as_secs_f64();
        assert!(share < 0.01, "{share}");
    }

    /// Whether looking still pays after a look that got the CPU back, and found something, so late.
    fn pays_when_found_after(late: Duration) -> bool {
        let mut busy_poll = BusyPoll::default();
        busy_poll.note_sleep(PERIOD, PERIOD);
        busy_poll.note_sleep(PERIOD, PERIOD);
        assert!(busy_poll.pays());
        let begin = Instant::now();
        let clock = || begin + late;
        let found = busy_poll.look(Deadline::at(begin + PERIOD), clock, || Ok(true));
        assert!(found.unwrap().is_some());
        busy_poll.pays()
    }

    #[test]
    fn what_is_found_after_the_other_side_had_the_cpu_has_paid() {
        assert!(pays_when_found_after(PERIOD * 3));
    }

    #[test]
    fn what_is_found_after_a_third_process_had_the_cpu_has_not_paid() {
        assert!(!pays_when_found_after(Duration::from_micros(700)));
    }
}
