//! The PHP extension `stream_ipc`.

mod amphp_ipc_peer;
mod answering;
mod awaitable;
mod command;
mod engine;
mod envelope;
mod environment;
mod fibers;
mod handler_index;
mod incoming_request;
mod invalid_stream_exception;
mod ipc_peer;
mod ipc_session;
mod job;
mod job_iterator;
mod libraries;
mod limits;
mod listening;
mod message;
mod native_ipc_peer;
mod pool_event;
mod pooling;
mod queue_full_exception;
mod readiness;
mod serialization;
mod session_process;
mod standard_streams;
mod symfony_ipc_peer;
mod text_exception;
mod trace;
mod transport;
mod waiting;
mod watching;
mod worker_lost_exception;
mod worker_pool;
mod worker_pool_exception;
mod wrong_reply;
mod zend;

use amphp_ipc_peer::AmphpIpcPeer;
use engine::BusyPoll;
use envelope::id::{PidCounterRequestIdGenerator, RequestIdGenerator};
use envelope::{RequestEnvelope, ResponseEnvelope, ResponsePromise};
use ext_php_rs::ffi::MODULE_PERSISTENT;
use ext_php_rs::prelude::*;
use ext_php_rs::zend::{IniEntryDef, IniEntryDefs, ModuleEntry};
use ext_php_rs::{info_table_end, info_table_row, info_table_start};
use incoming_request::IncomingRequest;
use invalid_stream_exception::InvalidStreamException;
use ipc_peer::IpcPeer;
use ipc_session::IpcSession;
use job::Job;
use job_iterator::JobIterator;
use limits::{MaxFrameSize, SendTimeout};
use message::{ErrorMessage, ErrorMessageException, LogMessage, Message};
use native_ipc_peer::NativeIpcPeer;
use pool_event::PoolEvent;
use queue_full_exception::QueueFullException;
use serialization::{JsonMessageSerializer, MessageSerializer, NativeMessageSerializer};
use symfony_ipc_peer::SymfonyIpcPeer;
use transport::{
    AmpByteStreamMessageTransport, CancelledException, FrameCodec, MessageTransport,
    NativeFrameReader, NativeMessageTransport, PeerClosedException, StreamClosedException,
    SymfonyProcessMessageTransport, TimeoutException,
};
use worker_lost_exception::WorkerLostException;
use worker_pool::WorkerPool;
use worker_pool_exception::WorkerPoolException;
use zend::{Class, setting};

static INI: IniEntryDefs<4> = IniEntryDefs::new([
    setting::<MaxFrameSize>(),
    setting::<SendTimeout>(),
    setting::<BusyPoll>(),
    IniEntryDef::end(),
]);

/// The interface of the kernel that tells us which streams are ready.
const POLLING: &str = if cfg!(target_os = "linux") {
    "epoll"
} else {
    "kqueue"
};

/// Registers the classes, in this order: parents and interfaces first.
const CLASSES: [fn(); 36] = [
    Message::register,
    LogMessage::register,
    ErrorMessage::register,
    ErrorMessageException::register,
    RequestEnvelope::register,
    ResponseEnvelope::register,
    RequestIdGenerator::register,
    PidCounterRequestIdGenerator::register,
    ResponsePromise::register,
    MessageSerializer::register,
    NativeMessageSerializer::register,
    JsonMessageSerializer::register,
    MessageTransport::register,
    FrameCodec::register,
    NativeFrameReader::register,
    NativeMessageTransport::register,
    SymfonyProcessMessageTransport::register,
    AmpByteStreamMessageTransport::register,
    StreamClosedException::register,
    TimeoutException::register,
    CancelledException::register,
    PeerClosedException::register,
    InvalidStreamException::register,
    IpcPeer::register,
    NativeIpcPeer::register,
    SymfonyIpcPeer::register,
    AmphpIpcPeer::register,
    IpcSession::register,
    IncomingRequest::register,
    WorkerLostException::register,
    WorkerPoolException::register,
    QueueFullException::register,
    WorkerPool::register,
    Job::register,
    JobIterator::register,
    PoolEvent::register,
];

extern "C" fn startup(kind: i32, module: i32) -> i32 {
    IniEntryDef::register(INI.as_slice(), module);
    zend::prepare_diagnostics();
    if kind == MODULE_PERSISTENT as i32 {
        // The engine would still call us after it has unloaded an extension that dl() loaded.
        zend::count_interrupts();
    }
    standard_streams::look();
    zend::intercept_output(engine::printing::take);
    for register in CLASSES {
        register();
    }
    0
}

extern "C" fn info(module: *mut ModuleEntry) {
    info_table_start!();
    info_table_row!("stream_ipc support", "enabled");
    info_table_row!("Version", env!("CARGO_PKG_VERSION"));
    info_table_row!("Serializers", "native (serialize()), JSON");
    info_table_row!("Polling", POLLING);
    info_table_end!();
    zend::display_ini_entries(module);
}

extern "C" fn before_request(kind: i32, _module: i32) -> i32 {
    zend::watch_signal_handlers(kind == MODULE_PERSISTENT as i32);
    0
}

extern "C" fn shutdown(_type: i32, _module: i32) -> i32 {
    zend::stop_intercepting_output();
    0
}

extern "C" fn end_request(_type: i32, _module: i32) -> i32 {
    engine::printing::finish_all();
    engine::finish_all_writing();
    trace::flush();
    0
}

extern "C" fn after_request() -> i32 {
    engine::printing::forget();
    engine::shut_down();
    trace::flush();
    fibers::forget();
    limits::forget_received();
    zend::forget_shapes();
    zend::forget_diagnostics();
    0
}

/// Gives PHP the module's entry.
#[php_module]
#[php(startup = startup)]
pub fn get_module(module: ModuleBuilder) -> ModuleBuilder {
    module
        .name("stream_ipc")
        .info_function(info)
        .request_startup_function(before_request)
        .request_shutdown_function(end_request)
        .shutdown_function(shutdown)
        .post_deactivate_function(after_request)
}
