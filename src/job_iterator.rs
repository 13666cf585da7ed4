//! `StreamIpc\JobIterator`

use crate::awaitable::{Awaitable, WAITERS};
use crate::job::Job;
use crate::message::Message;
use crate::worker_pool::{Submission, WorkerPool};
use crate::zend::{
    Argument, Array, Class, Declaration, FoundClass, Instance, Mixed, Object, Passed, Property,
    Result, Slot, Stateful, ToValue, Type, Zval, class_entry, iterator_interface, throw_logic,
    throw_type, type_name,
};
use stream_ipc::deadline::Deadline;
use stream_ipc::pool::Reason;

/// Submits jobs as there is room for them, and iterates over them in the order in which they end.
pub struct JobIterator;

const POOL: Slot<JobIterator> = Slot::new(0);

/// An Iterator over the messages of the jobs.
const SOURCE: Slot<JobIterator> = Slot::new(1);

/// The keys of the jobs that have no outcome, by the object ids of the jobs.
const RUNNING: Slot<JobIterator> = Slot::new(2);

/// The jobs that have their outcome, each as an array of its key and the job. Its own keys count downwards:
/// with those, the engine reuses the places of removed entries.
const ENDED: Slot<JobIterator> = Slot::new(3);

/// The state of an iterator beside its properties.
#[derive(Default)]
pub struct State {
    has_begun: bool,
    /// Whether the source has to be moved on before it is asked.
    is_taken: bool,
    /// The most jobs that may run, and that may have ended without being taken.
    most: usize,
    /// How many entries of ENDED were added, and how many were taken.
    added: i64,
    taken: i64,
}

/// `$pool->map($jobs)`
pub fn map(pool: &Object, jobs: Jobs) -> Result<Instance<JobIterator>> {
    let iterator = JobIterator::entry().instantiate()?;
    iterator.set(POOL, pool);
    iterator.set(SOURCE, jobs.0);
    JobIterator::state(&iterator).borrow_mut().most = WorkerPool::most_at_once(pool)?;
    Ok(Instance::of(iterator))
}

/// `Traversable|array $jobs`: messages.
pub struct Jobs(Object);

impl Argument for Jobs {
    const TYPE: Type = Type::ARRAY.or(Type::class("Traversable"));

    type Of<'a> = Self;

    fn parse(passed: Passed<'_>) -> Result<Self> {
        let value = passed.value();
        if Array::of(value).is_some() {
            let iterator = FoundClass::construct("ArrayIterator", [value.shallow_clone()])?;
            return Ok(Self(iterator));
        }
        let is_a = |object: &Object, class: &str| {
            FoundClass::loaded(class.as_bytes()).is_some_and(|class| class.has(object))
        };
        let mut object = Object::of(value).cloned();
        while let Some(found) = &object {
            if is_a(found, "Iterator") {
                return Ok(Self(found.clone()));
            }
            object = match is_a(found, "IteratorAggregate") {
                true => Object::take(found.call("getiterator", [])?),
                false => None,
            };
        }
        Err(passed.union_type_error("Traversable|array"))
    }
}

/// Notes that a job has its outcome.
fn note(iterator: &Object, job: &Object) -> Result {
    let running = i64::from(job.id());
    let Some(key) = iterator.update(RUNNING, |all| all.remove(running))? else {
        return Ok(());
    };
    let place = {
        let mut state = JobIterator::state(iterator).borrow_mut();
        state.added += 1;
        -state.added
    };
    let entry = vec![key, job.to_value()].to_value();
    drop(iterator.update(ENDED, |ended| ended.insert(place, entry))?);
    Ok(())
}

/// Submits jobs until there is no room or no more of them. Returns whether any runs or may still come.
fn submit(iterator: &Object) -> Result<bool> {
    let (pool, source) = (iterator.get_object(POOL)?, iterator.get_object(SOURCE)?);
    let mut are_left = true;
    while has_room(iterator)? && are_left {
        if JobIterator::state(iterator).borrow().is_taken {
            source.call("next", [])?;
            set_taken(iterator, false);
        }
        are_left = source.call("valid", [])?.is_true();
        if are_left && !submit_next(iterator, &pool, &source)? {
            break;
        }
    }
    WorkerPool::work(&pool)?;
    Ok(are_left || count(iterator, RUNNING)? > 0 && WorkerPool::has_jobs(&pool)?)
}

/// Whether fewer jobs run than may, and no more than so many have ended that nobody has taken.
fn has_room(iterator: &Object) -> Result<bool> {
    let most = JobIterator::state(iterator).borrow().most;
    Ok(count(iterator, RUNNING)? < most && count(iterator, ENDED)? < most)
}

/// Notes whether the source has to be moved on before it is asked.
fn set_taken(iterator: &Object, is_taken: bool) {
    JobIterator::state(iterator).borrow_mut().is_taken = is_taken;
}

/// Submits the source's current job; `false` if the queue has no room, or the pool is closing and gives the
/// jobs before their outcomes.
fn submit_next(iterator: &Object, pool: &Object, source: &Object) -> Result<bool> {
    let message = source.call("current", [])?;
    let message = match Object::of(&message) {
        Some(message) if message.is_a::<Message>() => message.clone(),
        _ => {
            // Whoever goes on nevertheless gets those behind it.
            set_taken(iterator, true);
            return Err(throw_type(&format!(
                "map() takes messages, which implement {}; {} given among them",
                Message::NAME,
                type_name(&message)
            )));
        }
    };
    let key = source.call("key", [])?;
    let job = match WorkerPool::try_submit(pool, &message, Submission::default())? {
        Ok(job) => job,
        Err(Reason::QueueFull) => return Ok(false),
        Err(Reason::Closing) if !is_empty(iterator)? => return Ok(false),
        Err(reason) => {
            return Err(throw_logic(&format!(
                "The jobs cannot be submitted: {reason}"
            )));
        }
    };
    set_taken(iterator, true);
    drop(iterator.update(RUNNING, |all| all.insert(i64::from(job.id()), key))?);
    Job::add(&job, Job::WAITERS, iterator.to_value())?;
    Ok(true)
}

/// How many jobs are in there.
fn count(iterator: &Object, jobs: Slot<JobIterator>) -> Result<usize> {
    Ok(Array::of(iterator.peek(jobs)?).map_or(0, Array::len))
}

fn is_empty(iterator: &Object) -> Result<bool> {
    Ok(count(iterator, RUNNING)? + count(iterator, ENDED)? == 0)
}

/// The key and the job of the current entry.
fn entry(iterator: &Object) -> Result<Option<[Zval; 2]>> {
    let place = -1 - JobIterator::state(iterator).borrow().taken;
    let ended = Array::of(iterator.peek(ENDED)?);
    let entry = ended.and_then(|ended| Array::of(ended.get(place)?));
    Ok(
        entry
            .and_then(|entry| Some([entry.get(0)?.shallow_clone(), entry.get(1)?.shallow_clone()])),
    )
}

/// Waits until a job has its outcome; `false` if all have been taken.
fn valid(iterator: &Object) -> Result<bool> {
    loop {
        let are_left = submit(iterator)?;
        if entry(iterator)?.is_some() {
            return Ok(true);
        }
        if !are_left {
            return Ok(false);
        }
        WorkerPool::advance(&iterator.get_object(POOL)?, Deadline::NEVER)?;
    }
}

fn current(iterator: &Object) -> Result<Option<Instance<Job>>> {
    let job = entry(iterator)?.and_then(|[_, job]| Object::take(job));
    Ok(job.map(Instance::of))
}

fn key(iterator: &Object) -> Result<Mixed> {
    let key = entry(iterator)?.map(|[key, _]| key);
    Ok(Mixed(key.unwrap_or_else(Zval::null)))
}

fn next(iterator: &Object) -> Result {
    let place = -1 - JobIterator::state(iterator).borrow().taken;
    let removed = iterator.update(ENDED, |ended| ended.remove(place))?;
    if removed.is_some() {
        JobIterator::state(iterator).borrow_mut().taken += 1;
    }
    Ok(())
}

fn rewind(iterator: &Object) -> Result {
    let has_begun = std::mem::replace(
        &mut JobIterator::state(iterator).borrow_mut().has_begun,
        true,
    );
    match has_begun {
        true => Err(throw_logic(
            "The jobs of map() can be iterated over once: each is submitted once",
        )),
        false => iterator.get_object(SOURCE)?.call("rewind", []).map(drop),
    }
}

impl Stateful for JobIterator {
    type State = State;
}

impl Class for JobIterator {
    const NAME: &'static str = r"StreamIpc\JobIterator";

    class_entry!();

    fn declare() -> Declaration {
        Declaration::final_class()
            .stateful::<Self>()
            .implements_class(iterator_interface())
            .operations::<Self, _>(&WAITERS, note)
            .property(
                POOL,
                Property::private("pool", Type::class(WorkerPool::NAME)),
            )
            .property(SOURCE, Property::private("source", Type::class("Iterator")))
            .property(
                RUNNING,
                Property::private("running", Type::ARRAY).empty_array(),
            )
            .property(ENDED, Property::private("ended", Type::ARRAY).empty_array())
            .private_constructor()
            .public("current", [], current)
            .public("key", [], key)
            .public("next", [], next)
            .public("valid", [], valid)
            .public("rewind", [], rewind)
    }
}
