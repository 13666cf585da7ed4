//! PHP's streams: their descriptors, and reads and writes through PHP's stream layer.

use super::diagnostics::collect;
use super::exception::check;
use super::{Result, Zval};
use ext_php_rs::ffi;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use std::ffi::{CStr, c_int};
use std::mem::ManuallyDrop;
use std::os::fd::{BorrowedFd, IntoRawFd, OwnedFd, RawFd};
use std::ptr::{self, NonNull};

/// A reference to a stream resource. User code may close the stream at any time.
#[derive(Debug)]
pub struct Stream {
    resource: NonNull<ffi::zend_resource>,
    kind: StreamKind,
    is_encrypted: bool,
}

/// How to read and write a stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StreamKind {
    /// Through its descriptor: it is a pipe, a file or a socket.
    Plain(RawFd),
    /// Through PHP's stream layer, because of filters or TLS. We can poll the descriptor.
    Layered(RawFd),
    /// Through PHP's stream layer; there is no descriptor to poll.
    Virtual,
}

/// The outcome of a read through PHP's stream layer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Progress {
    /// The read returned bytes, and there may be more.
    Some,
    /// There is nothing to read now.
    Nothing,
    /// The stream has ended.
    End,
    /// The stream failed, for the reason that PHP has reported.
    Failed(String),
}

/// The outcome of a write through PHP's stream layer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Written {
    /// The stream took so many bytes.
    Some(usize),
    /// The stream has no room now.
    NoRoom,
    /// The stream takes no more bytes, for this reason.
    Closed(String),
}

/// The labels of the stream types whose descriptor carries exactly the stream's bytes. TLS sockets
/// share one of the labels, but refuse the cast.
const PLAIN_LABELS: [&CStr; 5] = [
    c"STDIO",
    c"generic_socket",
    c"tcp_socket",
    c"unix_socket",
    TLS_LABEL,
];

/// The label of TCP sockets, with or without TLS, if PHP has OpenSSL.
const TLS_LABEL: &CStr = c"tcp_socket/ssl";

/// The label of streams of user code.
const USER_LABEL: &CStr = c"user-space";

/// The most bytes per write to a stream with filters. A pipe or socket that has room takes `PIPE_BUF`
/// bytes, four times as many, without waiting (pipe(7)); filters may add the difference.
const FILTERED_WRITE: usize = 1024;

/// The reason if the other side is gone.
const HUNG_UP: &str = "the other side has closed the connection or ended";

impl Stream {
    /// The open stream that a zval holds; `None` for a closed one, another resource and anything else.
    pub fn of(value: &Zval) -> Option<Self> {
        let stream = fetch(value)?;
        let resource = NonNull::new(value.resource()?)?;
        // SAFETY: a live resource; drop gives up the reference that we add.
        unsafe { (*resource.as_ptr()).gc.refcount += 1 };
        Some(Self {
            resource,
            kind: kind(stream),
            is_encrypted: is_encrypted(stream),
        })
    }

    /// A stream over a pipe, which closes it.
    pub fn open(pipe: OwnedFd, mode: &CStr) -> Self {
        let fd = pipe.into_raw_fd();
        // SAFETY: the descriptor is open and ours to give away; the mode is a live text. A stream over a
        // descriptor always comes into being, and its resource has one reference, which we keep.
        let resource = unsafe { (*fopen_from_fd(fd, mode)).res };
        Self {
            resource: NonNull::new(resource).expect("a stream has a resource"),
            kind: StreamKind::Plain(fd),
            is_encrypted: false,
        }
    }

    /// Closes the stream, whoever else refers to it.
    pub fn close(&self) {
        // SAFETY: a live resource that we hold a reference to; closing it twice does nothing.
        unsafe { ffi::zend_list_close(self.resource.as_ptr()) };
    }

    /// How to read and write the stream.
    pub fn kind(&self) -> StreamKind {
        self.kind
    }

    /// Whether both are the same PHP stream.
    pub fn is(&self, other: &Self) -> bool {
        self.resource == other.resource
    }

    /// A number that only references to the same PHP stream share.
    pub fn identity(&self) -> usize {
        self.resource.addr().get()
    }

    /// The number of the resource, as `(int) $stream` gives it. No other one of the request has it.
    pub fn number(&self) -> i64 {
        // SAFETY: we hold a reference to the resource, which keeps its number when it is closed.
        unsafe { (*self.resource.as_ptr()).handle }
    }

    /// The number of the resource that a zval holds, open or closed.
    pub fn number_in(value: &Zval) -> Option<i64> {
        let resource = value.resource()?;
        // SAFETY: the zval holds a reference to the resource.
        Some(unsafe { (*resource).handle })
    }

    /// The same stream with the descriptor that stream_select() polls; `None` if there is none, or only
    /// PHP code knows it and may change it.
    pub fn with_selected(mut self) -> Option<Self> {
        let stream = self.raw()?;
        // SAFETY: an open stream, whose type has a label.
        if unsafe { CStr::from_ptr((*(*stream).ops).label) } == USER_LABEL {
            return None;
        }
        self.kind = StreamKind::Layered(cast(stream, ffi::PHP_STREAM_AS_FD_FOR_SELECT)?);
        Some(self)
    }

    /// Whether a read returns at once, with bytes or the end, as stream_select() tells it.
    ///
    /// # Errors
    /// Exceptions of PHP code in filters.
    pub fn is_readable(&self) -> Result<bool> {
        // This makes a TLS stream take what OpenSSL has decrypted into PHP's buffer.
        self.raw()
            .and_then(|stream| cast(stream, ffi::PHP_STREAM_AS_FD_FOR_SELECT));
        check()?;
        const READABLE: PollFlags = PollFlags::IN.union(PollFlags::HUP).union(PollFlags::ERR);
        Ok(self.has_buffered() || self.fd().is_some_and(|fd| is_ready(fd, READABLE)))
    }

    /// Whether there are bytes in PHP's read buffer.
    pub fn has_buffered(&self) -> bool {
        self.buffered() > 0
    }

    /// The number of bytes in PHP's read buffer.
    fn buffered(&self) -> usize {
        let Some(stream) = self.raw() else {
            return 0;
        };
        // SAFETY: an open stream; the unread part of its buffer lies between the positions.
        let buffered = unsafe { (*stream).writepos - (*stream).readpos };
        usize::try_from(buffered).unwrap_or(0)
    }

    /// Whether a zval holds this stream.
    pub fn is_in(&self, value: &Zval) -> bool {
        value.resource() == Some(self.resource.as_ptr())
    }

    pub(super) fn into_raw(self) -> *mut ffi::zend_resource {
        ManuallyDrop::new(self).resource.as_ptr()
    }

    /// Whether nobody has closed the stream.
    pub fn is_open(&self) -> bool {
        // SAFETY: we hold a reference to the resource; closing it sets its type to -1
        // (zend_resource_dtor) and leaves the resource itself alive.
        unsafe { (*self.resource.as_ptr()).type_ >= 0 }
    }

    /// The descriptor to poll; `None` if the stream has none or is closed.
    pub fn fd(&self) -> Option<BorrowedFd<'_>> {
        match self.kind {
            StreamKind::Plain(fd) | StreamKind::Layered(fd) if self.is_open() => {
                // SAFETY: the stream is open, and with it the descriptor that it owns. Only PHP code
                // closes it, and none runs while the borrow lasts.
                Some(unsafe { BorrowedFd::borrow_raw(fd) })
            }
            _ => None,
        }
    }

    /// Takes the bytes in PHP's read buffer, without reading the stream.
    ///
    /// # Errors
    /// Exceptions of PHP code that the stream calls.
    pub fn take_buffered(&self) -> Result<Vec<u8>> {
        let mut bytes = Vec::new();
        if let Some(stream) = self.raw() {
            bytes.resize(self.buffered(), 0);
            if !bytes.is_empty() {
                // SAFETY: an open stream and room for the bytes, which are all in its buffer.
                unsafe { ffi::_php_stream_read(stream, bytes.as_mut_ptr().cast(), bytes.len()) };
            }
        }
        check().map(|()| bytes)
    }

    /// Reads through PHP's stream layer, up to the length of `buffer`, without waiting if the stream
    /// can do that. Returns the number of bytes and what follows them. PHP's warnings do not leave
    /// this call.
    ///
    /// # Errors
    /// Exceptions of PHP code that the stream calls.
    pub fn read(&self, buffer: &mut [u8]) -> Result<(usize, Progress)> {
        let Some(stream) = self.raw() else {
            return Ok((0, Progress::End));
        };
        let (read, reported) = collect(|| {
            let blocking = self.set_blocking(false);
            // SAFETY: an open stream, and room for the bytes.
            let read =
                unsafe { ffi::_php_stream_read(stream, buffer.as_mut_ptr().cast(), buffer.len()) };
            if blocking {
                self.set_blocking(true);
            }
            read
        });
        check()?;
        let read = usize::try_from(read).unwrap_or(0);
        let progress = match reported {
            // PHP warns about a reset connection, too; for us that is an end like any other.
            Some(reason) if !self.has_hung_up() => Progress::Failed(reason),
            _ if read > 0 => Progress::Some,
            _ if self.is_at_end() => Progress::End,
            _ => Progress::Nothing,
        };
        Ok((read, progress))
    }

    /// Writes through PHP's stream layer, without waiting if the stream can do that. PHP's warnings do
    /// not leave this call. If PHP code that the stream calls throws, the exception waits in the
    /// engine.
    pub fn write(&self, bytes: &[u8]) -> Written {
        let Some(stream) = self.raw() else {
            return Written::Closed("the stream was closed on this side".to_owned());
        };
        // In PHP, a TLS connection ends in both directions at once (see RFC 8446, 6.1). But PHP tells
        // a writer only when the system does, some frames later.
        if self.is_encrypted && (self.has_hung_up() || self.is_at_end()) {
            return Written::Closed(HUNG_UP.to_owned());
        }
        // SAFETY: an open stream, whose filters hang on a list.
        let filtered = unsafe { !(*stream).writefilters.head.is_null() };
        let bytes = match self.fd().filter(|_| filtered) {
            // Ready means room for `PIPE_BUF` bytes, or an error that the write returns at once.
            Some(fd) if !is_ready(fd, PollFlags::OUT | PollFlags::ERR | PollFlags::HUP) => {
                return Written::NoRoom;
            }
            Some(_) => &bytes[..bytes.len().min(FILTERED_WRITE)],
            None => bytes,
        };
        let (written, reported) = collect(|| {
            // PHP loses a filter's output if the stream has no room and does not wait.
            let blocking = self.set_blocking(filtered);
            // SAFETY: an open stream and a live slice.
            let written =
                unsafe { ffi::_php_stream_write(stream, bytes.as_ptr().cast(), bytes.len()) };
            self.set_blocking(blocking);
            written
        });
        let waits = !filtered && matches!(self.kind, StreamKind::Layered(_));
        match (usize::try_from(written), reported) {
            (Ok(written @ 1..), _) => Written::Some(written),
            (_, Some(reason)) => Written::Closed(reason),
            _ if self.has_hung_up() => Written::Closed(HUNG_UP.to_owned()),
            _ if waits && !self.is_at_end() => Written::NoRoom,
            _ => Written::Closed("the stream takes no more".to_owned()),
        }
    }

    /// Whether the stream carries TLS and is readable.
    pub fn has_encrypted_news(&self) -> bool {
        self.is_encrypted && self.fd().is_some_and(|fd| is_ready(fd, PollFlags::IN))
    }

    /// Whether PHP has seen the stream's end, or somebody has closed the stream.
    fn is_at_end(&self) -> bool {
        // SAFETY: `raw` returns open streams only; PHP code may have closed this one meanwhile.
        self.raw()
            .is_none_or(|stream| unsafe { (*stream).eof() } != 0)
    }

    /// Whether the other side of a socket has closed it, or the connection has broken.
    fn has_hung_up(&self) -> bool {
        #[cfg(target_os = "linux")]
        const HUNG_UP: PollFlags = PollFlags::HUP.union(PollFlags::ERR).union(PollFlags::RDHUP);
        #[cfg(not(target_os = "linux"))]
        const HUNG_UP: PollFlags = PollFlags::HUP.union(PollFlags::ERR);
        self.fd().is_some_and(|fd| is_ready(fd, HUNG_UP))
    }

    /// Sets the blocking mode of a layered socket and returns the former one. Leaves other streams
    /// alone: they may share their open file with other processes, or be PHP code.
    fn set_blocking(&self, blocking: bool) -> bool {
        let (StreamKind::Layered(_), Some(stream)) = (self.kind, self.raw()) else {
            return false;
        };
        // SAFETY: an open stream; its type's label is a C string.
        unsafe {
            if CStr::from_ptr((*(*stream).ops).label) == c"STDIO" {
                return false;
            }
            let option = ffi::PHP_STREAM_OPTION_BLOCKING as c_int;
            ffi::_php_stream_set_option(stream, option, c_int::from(blocking), ptr::null_mut()) == 1
        }
    }

    fn raw(&self) -> Option<*mut ffi::_php_stream> {
        // SAFETY: the resource of an open stream points to it.
        self.is_open()
            .then(|| unsafe { (*self.resource.as_ptr()).ptr }.cast())
    }
}

impl Clone for Stream {
    fn clone(&self) -> Self {
        // SAFETY: a live resource we hold a reference to; GC_ADDREF.
        unsafe { (*self.resource.as_ptr()).gc.refcount += 1 };
        Self {
            resource: self.resource,
            kind: self.kind,
            is_encrypted: self.is_encrypted,
        }
    }
}

impl Drop for Stream {
    fn drop(&mut self) {
        // SAFETY: gives up the one reference we hold. At the end of a request the engine frees objects
        // before the list of resources (zend_deactivate), so the list still exists.
        unsafe { ffi::zend_list_delete(self.resource.as_ptr()) };
    }
}

/// Whether a descriptor is in one of these states now.
fn is_ready(fd: BorrowedFd<'_>, states: PollFlags) -> bool {
    let mut polled = [PollFd::from_borrowed_fd(fd, states)];
    poll(&mut polled, Some(&Timespec::default())).is_ok() && polled[0].revents().intersects(states)
}

/// # Safety
/// `fd` must be an open descriptor that nobody else closes.
unsafe fn fopen_from_fd(fd: RawFd, mode: &CStr) -> *mut ffi::_php_stream {
    // SAFETY: the caller vouches for the descriptor; a null id makes the stream last for the request.
    unsafe {
        #[cfg(not(php_debug))]
        return ffi::_php_stream_fopen_from_fd(fd, mode.as_ptr(), ptr::null(), false);
        #[cfg(php_debug)]
        return ffi::_php_stream_fopen_from_fd(
            fd,
            mode.as_ptr(),
            ptr::null(),
            false,
            // STREAMS_CC: where the stream comes from.
            0,
            c"stream_ipc".as_ptr(),
            line!(),
            ptr::null(),
            0,
        );
    }
}

fn fetch(value: &Zval) -> Option<*mut ffi::_php_stream> {
    let value = ptr::from_ref(value).cast_mut();
    // SAFETY: php_stream_from_zval_no_verify(): null for anything but an open stream; without a
    // type name it raises no error.
    let stream = unsafe {
        let (regular, persistent) = (ffi::php_file_le_stream(), ffi::php_file_le_pstream());
        ffi::zend_fetch_resource2_ex(value, ptr::null(), regular, persistent)
    };
    (!stream.is_null()).then(|| stream.cast())
}

fn kind(stream: *mut ffi::_php_stream) -> StreamKind {
    // SAFETY: an open stream, whose type has a label and whose filters hang on two lists.
    let (label, filtered) = unsafe {
        let filtered =
            !(*stream).readfilters.head.is_null() || !(*stream).writefilters.head.is_null();
        (CStr::from_ptr((*(*stream).ops).label), filtered)
    };
    if !PLAIN_LABELS.contains(&label) {
        return StreamKind::Virtual;
    }
    if !filtered && let Some(fd) = cast(stream, ffi::PHP_STREAM_AS_FD) {
        return StreamKind::Plain(fd);
    }
    match cast(stream, ffi::PHP_STREAM_AS_FD_FOR_SELECT) {
        Some(fd) => StreamKind::Layered(fd),
        None => StreamKind::Virtual,
    }
}

/// Whether a stream is a socket with TLS: it has a descriptor to poll, but none that carries its bytes.
fn is_encrypted(stream: *mut ffi::_php_stream) -> bool {
    // SAFETY: an open stream, whose type has a label.
    let label = unsafe { CStr::from_ptr((*(*stream).ops).label) };
    label == TLS_LABEL
        && cast(stream, ffi::PHP_STREAM_AS_FD).is_none()
        && cast(stream, ffi::PHP_STREAM_AS_FD_FOR_SELECT).is_some()
}

/// The descriptor of a stream, under its layers. We ask the stream's type directly: PHP itself casts no
/// stream that has filters. Before it casts others, it seeks to the position that it remembers, which
/// is wrong for a file that others write, too.
fn cast(stream: *mut ffi::_php_stream, to: u32) -> Option<RawFd> {
    let mut fd: RawFd = -1;
    // SAFETY: an open stream, whose type may have a cast, which writes a descriptor as an int.
    let result = unsafe {
        let cast = (*(*stream).ops).cast?;
        cast(stream, to as c_int, (&raw mut fd).cast())
    };
    (result == 0 && fd >= 0).then_some(fd)
}
