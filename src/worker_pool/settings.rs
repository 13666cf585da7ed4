//! The parameters of a pool.

use crate::command::check_words;
use crate::zend::{
    Argument, Array, DefaultValue, FromArgument, Object, Or, Passed, Position, Result, Type, Zval,
};
use std::marker::PhantomData;
use std::time::Duration;

/// `array|Closure $worker`: the command of a worker, or what starts one.
pub struct Worker(pub Zval);

impl Worker {
    pub const TYPE: Type = Type::ARRAY.or(Type::class("Closure"));
}

impl Argument for Worker {
    const TYPE: Type = Self::TYPE;

    type Of<'a> = Self;

    fn parse(passed: Passed<'_>) -> Result<Self> {
        let value = passed.value();
        match (Array::of(value), Object::of(value)) {
            // Now rather than at the start of each worker.
            (Some(command), _) => check_words(command, passed.position())?,
            (None, Some(object)) if object.class_name() == b"Closure" => {}
            _ => return Err(passed.union_type_error("Closure|array")),
        }
        Ok(Self(value.shallow_clone()))
    }
}

/// `int $name = D`, of which `LEAST` is the least value.
pub struct Count<D, const LEAST: i64>(pub u64, PhantomData<D>);

impl<D, const LEAST: i64> FromArgument for Count<D, LEAST>
where
    D: DefaultValue<Value = i64> + 'static,
{
    type Given = Or<i64, D>;

    fn from_argument(given: Or<i64, D>, position: Position) -> Result<Self> {
        match u64::try_from(given.value) {
            Ok(count) if given.value >= LEAST => Ok(Self(count, PhantomData)),
            _ => {
                let problem = format!("must be greater than or equal to {LEAST}");
                Err(position.value_error(&problem))
            }
        }
    }
}

impl<D, const LEAST: i64> Count<D, LEAST> {
    /// The limit; 0 is none.
    pub fn limit(&self) -> Option<u64> {
        Some(self.0).filter(|limit| *limit > 0)
    }
}

/// `float $name = D`: seconds, not less than 0.
pub struct Time<D>(pub Duration, PhantomData<D>);

impl<D: DefaultValue<Value = f64> + 'static> FromArgument for Time<D> {
    type Given = Or<f64, D>;

    fn from_argument(given: Or<f64, D>, position: Position) -> Result<Self> {
        Wait::from_argument(given.value, position).map(|time| Self(time.0, PhantomData))
    }
}

/// `float $name`: seconds, more than 0.
pub struct Seconds(pub Duration);

impl FromArgument for Seconds {
    type Given = f64;

    fn from_argument(seconds: f64, position: Position) -> Result<Self> {
        match seconds {
            seconds if seconds > 0.0 => Ok(Self(duration(seconds))),
            _ => Err(position.value_error("must be greater than 0")),
        }
    }
}

/// `float $name`: seconds, not less than 0.
pub struct Wait(pub Duration);

impl FromArgument for Wait {
    type Given = f64;

    fn from_argument(seconds: f64, position: Position) -> Result<Self> {
        match seconds {
            seconds if seconds >= 0.0 => Ok(Self(duration(seconds))),
            _ => Err(position.value_error("must be greater than or equal to 0")),
        }
    }
}

/// A number of seconds that is not negative; what no clock can measure is no limit.
fn duration(seconds: f64) -> Duration {
    Duration::try_from_secs_f64(seconds).unwrap_or(Duration::MAX)
}

/// `= 0`
pub struct Zero;

impl DefaultValue for Zero {
    type Value = i64;

    const VALUE: i64 = 0;
}

/// `= 1`
pub struct One;

impl DefaultValue for One {
    type Value = i64;

    const VALUE: i64 = 1;
}

/// `= 1024`
pub struct QueueLimit;

impl DefaultValue for QueueLimit {
    type Value = i64;

    const VALUE: i64 = 1024;
}

/// `= 0.0`
pub struct Never;

impl DefaultValue for Never {
    type Value = f64;

    const VALUE: f64 = 0.0;
}

/// `= 5.0`
pub struct Grace;

impl DefaultValue for Grace {
    type Value = f64;

    const VALUE: f64 = 5.0;
}
