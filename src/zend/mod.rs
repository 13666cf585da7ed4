//! The class kit: everything a native PHP class needs of the engine. It knows nothing of IPC.
//!
//! Classes declared with it are plain zend classes: standard objects with real typed properties,
//! indistinguishable from userland ones to Reflection, serialize(), `==` and the garbage
//! collector. All `unsafe` of the extension lives here.
//!
//! Two rules keep callers safe. They hold no reference into a PHP value across a call into PHP: a
//! handler may free or change anything, so they own values (a [`Zval`], an [`Object`], a
//! [`PhpString`]) while PHP runs. And an error is a [`Thrown`]: the exception itself waits in the
//! engine.

mod argument;
mod array;
mod buffer;
mod call;
mod class;
mod diagnostics;
mod exception;
mod fiber;
mod function;
mod ini;
mod instance;
mod interrupt;
mod json;
mod lookup;
mod memory;
mod method;
mod object;
mod operations;
mod plain;
mod sapi;
mod serializer;
mod stack;
mod state;
mod stream;
mod string;
mod types;
mod value;

pub use argument::{Argument, Callable, DefaultValue, FromArgument, Or, Passed, Position};
pub use array::Array;
pub use call::{call, call_function, call_with_more, constant, function_exists};
pub(crate) use class::class_entry;
pub use class::{Class, Declaration, Entry, Property};
pub use diagnostics::{forget as forget_diagnostics, prepare as prepare_diagnostics};
pub use exception::{
    Thrown, catch, check as check_exception, each_in_turn, exception_class, message_of,
    runtime_exception_class, set_aside, throw, throw_error, throw_logic, throw_object,
    throw_runtime, throw_type, throwable_class, warnings_as_exceptions, without_warnings,
};
pub use ext_php_rs::types::Zval;
pub use ext_php_rs::zend::ce::iterator as iterator_interface;
pub use fiber::{current_fiber, is_fiber, start_fiber, suspend_fiber};
pub use function::Prototype;
pub use ini::{Setting, display_ini_entries, parse_seconds, parse_size, setting};
pub use instance::{Instance, PhpClass, Throwable};
pub use interrupt::{
    are_expected as interrupts_are_expected, count as count_interrupts,
    handled as handled_interrupts, run_pending as run_pending_interrupts, watch_signal_handlers,
    without_signal_handlers,
};
pub use json::{
    JSON_ERROR_DEPTH, JSON_ERROR_UNSUPPORTED_TYPE, json_decode, json_encode, json_serializable,
    plain_from_json, plain_to_json, throw_json,
};
pub use lookup::FoundClass;
pub use memory::{
    available_memory, list_size, map_size, memory_limit, object_size, reclaim_memory, string_size,
    unallocated_memory,
};
pub use object::{Object, Slot};
pub use operations::Operations;
pub use plain::forget_shapes;
pub use sapi::{
    has_standard_streams, intercept_output, name as sapi_name, stop_intercepting_output,
};
pub use serializer::{AllowedClasses, Within, serialize_within, unserialize, unserialize_within};
pub use stack::ensure_stack;
pub use state::Stateful;
pub use stream::{Progress, Stream, StreamKind, Written};
pub use string::PhpString;
pub use types::{Mixed, Type, Typed};
pub use value::{ToValue, type_name};

/// The result of a call that may throw.
pub type Result<T = ()> = std::result::Result<T, Thrown>;
