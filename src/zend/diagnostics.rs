//! The notices and warnings of the engine's own C code while it works for us.
//!
//! Our error handler replaces the script's and collects them. PHP code that runs meanwhile, a stream
//! wrapper or a filter, may report something, too: our handler forwards that to the script's.

use super::object::is_undefined;
use super::{ToValue, Zval, call};
use ext_php_rs::ffi;
use ext_php_rs::types::{ZendObject, ZendStr};
use ext_php_rs::zend::{ClassEntry, ExecuteData};
use std::cell::{Cell, RefCell};
use std::ffi::{CStr, c_int};
use std::mem::ManuallyDrop;
use std::ptr;
use std::sync::OnceLock;

// From Zend/zend_closures.h, which ext-php-rs does not include.
unsafe extern "C" {
    static zend_ce_closure: *mut ClassEntry;
    fn zend_create_closure(
        result: *mut Zval,
        function: *mut ffi::zend_function,
        scope: *mut ClassEntry,
        called_scope: *mut ClassEntry,
        this: *mut Zval,
    );
    fn zend_get_closure_method_def(closure: *mut ZendObject) -> *const ffi::zend_function;
}

/// A running [`collect`].
struct Collector {
    number: u64,
    /// The frame that called the engine: a report from this frame is the engine's.
    frame: *const ExecuteData,
    reported: Option<String>,
    /// The script's handler, if this collector has replaced it.
    replaced: Option<ReplacedHandler>,
}

/// The script's error handler while ours replaces it. A bailout frees it with the request, and it
/// must not be released again, hence [`ManuallyDrop`].
struct ReplacedHandler {
    handler: ManuallyDrop<Zval>,
    mask: c_int,
}

thread_local! {
    static COLLECTORS: RefCell<Vec<Collector>> = const { RefCell::new(Vec::new()) };
}

/// Runs `body` and returns its result with the engine's first report. PHP does not show the reports,
/// and neither the script's error handler nor error_get_last() gets them.
pub fn collect<R>(body: impl FnOnce() -> R) -> (R, Option<String>) {
    thread_local! {
        static COUNTER: Cell<u64> = const { Cell::new(0) };
    }
    let number = COUNTER.get() + 1;
    COUNTER.set(number);
    let collector = Collector {
        number,
        frame: current_frame(),
        reported: None,
        replaced: install_handler(),
    };
    COLLECTORS.with_borrow_mut(|collectors| collectors.push(collector));
    let result = body();
    let ended = COLLECTORS.with_borrow_mut(|collectors| {
        let place = collectors.iter().rposition(|it| it.number == number)?;
        let mut ended = collectors.remove(place);
        // `body` may have suspended a fiber, and collectors that began since rely on our handler.
        let others = &mut collectors[place..];
        if let Some(other) = others.iter_mut().find(|it| it.replaced.is_none()) {
            other.replaced = ended.replaced.take();
        }
        Some(ended)
    });
    let Some(ended) = ended else {
        return (result, None);
    };
    if let Some(replaced) = ended.replaced {
        restore_handler(replaced);
    }
    (result, ended.reported)
}

/// Forgets the collectors that a bailout has left behind.
pub fn forget() {
    COLLECTORS.take();
}

fn current_frame() -> *const ExecuteData {
    // SAFETY: the executor's globals live as long as the thread; a pointer is read.
    unsafe { (*ffi::ext_php_rs_executor_globals()).current_execute_data }
}

/// Replaces the script's handler with ours; `None` if ours is installed already.
fn install_handler() -> Option<ReplacedHandler> {
    let function = FUNCTION.get()?.0;
    let mut closure = ManuallyDrop::new(Zval::new());
    // SAFETY: the executor's globals live as long as the thread. The script's handler moves out of
    // them, and a closure of a function that lives as long as the process moves in.
    unsafe {
        let globals = ffi::ext_php_rs_executor_globals();
        let handler = &raw mut (*globals).user_error_handler;
        if is_ours(&*handler) {
            return None;
        }
        zend_create_closure(
            &raw mut *closure,
            function,
            ptr::null_mut(),
            ptr::null_mut(),
            ptr::null_mut(),
        );
        let replaced = handler.replace(ptr::read(&raw const *closure));
        let mask = &raw mut (*globals).user_error_handler_error_reporting;
        Some(ReplacedHandler {
            handler: ManuallyDrop::new(replaced),
            mask: mask.replace(ffi::E_ALL.cast_signed()),
        })
    }
}

/// Restores the script's handler, unless the script has set another one meanwhile.
fn restore_handler(replaced: ReplacedHandler) {
    let ReplacedHandler { handler, mask } = replaced;
    let handler = ManuallyDrop::into_inner(handler);
    // SAFETY: the executor's globals live as long as the thread; handlers are moved in and out, and
    // released when the globals are whole again.
    let released = unsafe {
        let globals = ffi::ext_php_rs_executor_globals();
        let current = &raw mut (*globals).user_error_handler;
        if is_ours(&*current) {
            (*globals).user_error_handler_error_reporting = mask;
            current.replace(handler)
        } else {
            handler
        }
    };
    drop(released);
}

fn is_ours(handler: &Zval) -> bool {
    let Some(object) = handler.object() else {
        return false;
    };
    let Some(FunctionPointer(ours)) = FUNCTION.get() else {
        return false;
    };
    // SAFETY: a closure has a function; no other function shares the pointer to our name.
    unsafe {
        object.ce == zend_ce_closure
            && (*zend_get_closure_method_def(ptr::from_ref(object).cast_mut()))
                .common
                .function_name
                == (**ours).common.function_name
    }
}

/// The function behind the closures that we install as error handlers.
struct FunctionPointer(*mut ffi::zend_function);

// SAFETY: written once, before any thread can read it.
unsafe impl Send for FunctionPointer {}
// SAFETY: as above.
unsafe impl Sync for FunctionPointer {}

static FUNCTION: OnceLock<FunctionPointer> = OnceLock::new();

/// Makes the handler's function. Call it when the engine starts: only then does the engine intern
/// strings for good.
pub fn prepare() {
    FUNCTION.get_or_init(|| {
        // SAFETY: numbers, null pointers and functions that may be missing: zeroes are valid.
        let mut function: Box<ffi::zend_function> = Box::new(unsafe { std::mem::zeroed() });
        function.internal_function = ffi::zend_internal_function {
            type_: ffi::ZEND_INTERNAL_FUNCTION as u8,
            function_name: ZendStr::new_interned("stream_ipc error handler", true).into_raw(),
            num_args: PARAMETERS.len() as u32,
            required_num_args: PARAMETERS.len() as u32,
            arg_info: parameters(),
            handler: Some(handle),
            // SAFETY: as above.
            ..unsafe { function.internal_function }
        };
        FunctionPointer(Box::into_raw(function))
    });
}

/// The parameters of an error handler.
const PARAMETERS: [&CStr; 4] = [c"level", c"text", c"file", c"line"];

/// The arginfo of the parameters, without types. The entry in front of it describes the result.
fn parameters() -> *mut ffi::zend_internal_arg_info {
    let described = std::iter::once(std::ptr::null())
        .chain(PARAMETERS.map(CStr::as_ptr))
        .map(|name| ffi::zend_internal_arg_info {
            name,
            // SAFETY: a pointer and numbers: zeroes are no type.
            ..unsafe { std::mem::zeroed() }
        });
    let described: Box<[_]> = described.collect();
    // SAFETY: there is one more entry than parameters. All live as long as the process.
    unsafe { Box::leak(described).as_mut_ptr().add(1) }
}

/// The error handler: `(int $level, string $text, string $file, int $line): bool`.
unsafe extern "C" fn handle(frame: *mut ExecuteData, result: *mut Zval) {
    // SAFETY: the engine calls error handlers with these arguments, which lie behind the frame
    // (ZEND_CALL_ARG) and live until the call returns.
    let (from, args): (*const ExecuteData, [Zval; PARAMETERS.len()]) = unsafe {
        let slots = size_of::<ExecuteData>().div_ceil(size_of::<Zval>());
        let first = frame.cast::<Zval>().add(slots);
        let args = std::array::from_fn(|index| (*first.add(index)).shallow_clone());
        ((*frame).prev_execute_data, args)
    };
    let handled = if record(from, &args[1]) {
        true.to_value()
    } else {
        forward(args)
    };
    // SAFETY: the engine has made room for the result, which holds null until now.
    unsafe { result.write(handled) };
}

/// Records a report from a collector's frame; `false` if no collector has this frame.
fn record(from: *const ExecuteData, text: &Zval) -> bool {
    COLLECTORS.with_borrow_mut(|collectors| {
        let collector = collectors.iter_mut().rfind(|it| is_frame(it.frame, from));
        let Some(collector) = collector else {
            return false;
        };
        let text = text.zend_str().map(|text| text.as_bytes());
        let text = String::from_utf8_lossy(text.unwrap_or_default());
        let text = strip_function(&text);
        collector.reported.get_or_insert_with(|| text.to_owned());
        true
    })
}

/// The text without PHP's prefix, `StreamIpc\IpcSession::notify(): `: the trace of the exception
/// shows the function.
fn strip_function(text: &str) -> &str {
    match text.split_once("(): ") {
        Some((function, rest)) if !function.contains(' ') => rest,
        _ => text,
    }
}

/// Whether a report came from this frame. If no PHP code runs, there is no frame, and the engine
/// makes up one without a function.
fn is_frame(frame: *const ExecuteData, from: *const ExecuteData) -> bool {
    // SAFETY: the frame a report comes from is live while it is reported.
    let made_up = || unsafe { from.as_ref().is_none_or(|from| from.func.is_null()) };
    from == frame || (frame.is_null() && made_up())
}

/// Calls the script's own handler, as the engine would. A result of false makes the engine report the
/// error.
fn forward(args: [Zval; PARAMETERS.len()]) -> Zval {
    let level = args[0].long().unwrap_or_default();
    let handler = COLLECTORS.with_borrow(|collectors| {
        let replaced = collectors
            .iter()
            .rev()
            .find_map(|it| it.replaced.as_ref())?;
        let wanted = i64::from(replaced.mask) & level != 0 && !is_undefined(&replaced.handler);
        wanted.then(|| replaced.handler.shallow_clone())
    });
    match handler {
        // An exception of the handler waits in the engine.
        Some(handler) => call(&handler, args).unwrap_or_else(|_thrown| Zval::null()),
        None => false.to_value(),
    }
}
