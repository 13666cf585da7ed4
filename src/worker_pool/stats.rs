//! `$pool->getStats()`

use super::with_machine;
use crate::zend::{Array, Object, Result, ToValue, Zval};

/// What the pool is doing, and has done.
pub(super) fn get(pool: &Object) -> Result<Array> {
    let now = with_machine(pool, |machine| machine.statistics())?;
    let totals = now.totals;
    let mut stats = Array::new();
    let mut add = |name: &str, value: Zval| drop(stats.insert_str(name.as_bytes(), value));
    let average = now.average.map(|average| average.as_secs_f64());
    add("average_seconds", average.to_value());
    for (name, count) in [
        ("waiting", now.waiting as u64),
        ("running", now.handed_out as u64),
        ("workers", now.workers as u64),
        ("idle", now.idle as u64),
        ("submitted", totals.submitted),
        ("answered", totals.answered),
        ("lost", totals.lost),
        ("timed_out", totals.timed_out),
        ("cancelled", totals.cancelled),
        ("failed", totals.failed + totals.not_sent),
        ("never_started", totals.never_started),
        ("retried", totals.retried),
        ("workers_started", totals.workers_started),
        ("workers_lost", totals.workers_lost),
        ("workers_terminated", totals.workers_terminated),
    ] {
        add(name, count.cast_signed().to_value());
    }
    Ok(stats)
}
