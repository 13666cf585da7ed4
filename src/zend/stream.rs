//! PHP's streams: their descriptors, and reading and writing those that have none of their own.

use super::diagnostics::collect;
use super::exception::check;
use super::{Result, Zval};
use ext_php_rs::ffi;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use std::ffi::{CStr, c_int};
use std::mem::ManuallyDrop;
use std::os::fd::{BorrowedFd, RawFd};
use std::ptr::{self, NonNull};

/// A reference to the resource of a stream, which user code may close at any time.
#[derive(Debug)]
pub struct Stream {
    resource: NonNull<ffi::zend_resource>,
    kind: StreamKind,
    is_encrypted: bool,
}

/// How bytes get in and out of a stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StreamKind {
    /// Through its descriptor: a pipe, a file or a socket.
    Plain(RawFd),
    /// Through PHP's stream layer, because of filters or TLS; the descriptor can be polled.
    Layered(RawFd),
    /// Through PHP's stream layer only.
    Virtual,
}

/// What reading a stream through PHP's stream layer came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Progress {
    /// Bytes were read, and more may be there.
    Some,
    /// Nothing is there now.
    Nothing,
    /// The stream has ended.
    End,
    /// The stream gives no more, for the reason that PHP has reported.
    Failed(String),
}

/// What writing a stream through PHP's stream layer came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Written {
    /// It took so many bytes.
    Some(usize),
    /// It has no room now.
    NoRoom,
    /// It takes no more, for this reason.
    Closed(String),
}

/// The labels of the stream types whose descriptor carries just the stream's bytes; TLS sockets,
/// which share one of them, refuse the cast.
const PLAIN_LABELS: [&CStr; 5] = [
    c"STDIO",
    c"generic_socket",
    c"tcp_socket",
    c"unix_socket",
    TLS_LABEL,
];

/// The label of TCP sockets where PHP has OpenSSL, with TLS or without.
const TLS_LABEL: &CStr = c"tcp_socket/ssl";

/// How many bytes at once go to a stream with filters. A pipe or socket that has room takes
/// `PIPE_BUF` bytes, four times as many, without waiting (pipe(7)): room for what filters add.
const FILTERED_WRITE: usize = 1024;

/// Why a stream takes no more whose other side is gone.
const HUNG_UP: &str = "the other side has closed the connection or ended";

impl Stream {
    /// The open stream a zval holds; `None` for a closed one, another resource and anything else.
    pub fn of(value: &Zval) -> Option<Self> {
        let stream = fetch(value)?;
        let resource = NonNull::new(value.resource()?)?;
        // SAFETY: a live resource, which is counted: the reference is given up on drop.
        unsafe { (*resource.as_ptr()).gc.refcount += 1 };
        Some(Self {
            resource,
            kind: kind(stream),
            is_encrypted: is_encrypted(stream),
        })
    }

    /// How bytes get in and out of it.
    pub fn kind(&self) -> StreamKind {
        self.kind
    }

    /// Whether both are the same PHP stream.
    pub fn is(&self, other: &Self) -> bool {
        self.resource == other.resource
    }

    /// Equal for the same PHP stream only.
    pub fn identity(&self) -> usize {
        self.resource.addr().get()
    }

    /// Whether a zval holds this stream.
    pub fn is_in(&self, value: &Zval) -> bool {
        value.resource() == Some(self.resource.as_ptr())
    }

    pub(super) fn into_raw(self) -> *mut ffi::zend_resource {
        ManuallyDrop::new(self).resource.as_ptr()
    }

    /// Whether user code has not closed it.
    pub fn is_open(&self) -> bool {
        // SAFETY: we hold a reference to the resource; closing it sets its type to -1
        // (zend_resource_dtor) and leaves the resource itself alive.
        unsafe { (*self.resource.as_ptr()).type_ >= 0 }
    }

    /// Its descriptor to poll; `None` where it has none or is closed.
    pub fn fd(&self) -> Option<BorrowedFd<'_>> {
        match self.kind {
            StreamKind::Plain(fd) | StreamKind::Layered(fd) if self.is_open() => {
                // SAFETY: the stream is open, and with it the descriptor that it owns; it is
                // closed by PHP code only, which does not run while the borrow lasts.
                Some(unsafe { BorrowedFd::borrow_raw(fd) })
            }
            _ => None,
        }
    }

    /// Takes what PHP has read from it but no one has taken yet.
    ///
    /// # Errors
    /// What PHP code that the stream calls throws.
    pub fn take_buffered(&self) -> Result<Vec<u8>> {
        let mut bytes = Vec::new();
        if let Some(stream) = self.raw() {
            // SAFETY: an open stream; the unread part of its buffer lies between the positions.
            let buffered = unsafe { (*stream).writepos - (*stream).readpos };
            bytes.resize(usize::try_from(buffered).unwrap_or(0), 0);
            if !bytes.is_empty() {
                // SAFETY: an open stream and room for what is asked, which is all in its buffer.
                unsafe { ffi::_php_stream_read(stream, bytes.as_mut_ptr().cast(), bytes.len()) };
            }
        }
        check().map(|()| bytes)
    }

    /// Reads through PHP's stream layer what is there, up to the length of `buffer`, without
    /// waiting where the stream can do that. Returns how many bytes, and what comes after them.
    /// Nothing that PHP reports leaves this call.
    ///
    /// # Errors
    /// What PHP code that the stream calls throws.
    pub fn read(&self, buffer: &mut [u8]) -> Result<(usize, Progress)> {
        let Some(stream) = self.raw() else {
            return Ok((0, Progress::End));
        };
        let (read, reported) = collect(|| {
            let blocking = self.set_blocking(false);
            // SAFETY: an open stream, and as much room as is asked for.
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
            // PHP reports a connection that was reset, too; that is an end like any other.
            Some(reason) if !self.has_hung_up() => Progress::Failed(reason),
            _ if read > 0 => Progress::Some,
            _ if self.is_at_end() => Progress::End,
            _ => Progress::Nothing,
        };
        Ok((read, progress))
    }

    /// Writes through PHP's stream layer, without waiting where the stream can do that. Nothing that
    /// PHP reports leaves this call; an exception of PHP code that the stream calls waits in the
    /// engine when it returns.
    pub fn write(&self, bytes: &[u8]) -> Written {
        let Some(stream) = self.raw() else {
            return Written::Closed("the stream was closed on this side".to_owned());
        };
        // A TLS connection ends for both directions at once (RFC 8446, 6.1, as PHP has it), but PHP
        // tells a writer only when the system does, some frames later.
        if self.is_encrypted && (self.has_hung_up() || self.is_at_end()) {
            return Written::Closed(HUNG_UP.to_owned());
        }
        // SAFETY: an open stream, whose filters hang on a list.
        let filtered = unsafe { !(*stream).writefilters.head.is_null() };
        let bytes = match self.fd().filter(|_| filtered) {
            // Room for `PIPE_BUF` bytes, or an error that the write meets at once.
            Some(fd) if !is_ready(fd, PollFlags::OUT | PollFlags::ERR | PollFlags::HUP) => {
                return Written::NoRoom;
            }
            Some(_) => &bytes[..bytes.len().min(FILTERED_WRITE)],
            None => bytes,
        };
        let (written, reported) = collect(|| {
            // PHP loses what a filter gives to a stream that has no room and does not wait.
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

    /// Whether it carries TLS, and has something to read.
    pub fn has_encrypted_news(&self) -> bool {
        self.is_encrypted && self.fd().is_some_and(|fd| is_ready(fd, PollFlags::IN))
    }

    /// Whether PHP has found the stream to be at its end, or it was closed.
    fn is_at_end(&self) -> bool {
        // SAFETY: an open stream; PHP code may have closed it since we last looked.
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

    /// Sets the blocking mode of a layered socket and says whether it was blocking. Other streams
    /// may share their open file with other processes, or be PHP code, and are left alone.
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
        // SAFETY: gives up the one reference we hold. Objects go before the list of resources at
        // the end of a request (zend_deactivate), so the list is still there.
        unsafe { ffi::zend_list_delete(self.resource.as_ptr()) };
    }
}

/// Whether a descriptor is in one of these states now.
fn is_ready(fd: BorrowedFd<'_>, states: PollFlags) -> bool {
    let mut polled = [PollFd::from_borrowed_fd(fd, states)];
    poll(&mut polled, Some(&Timespec::default())).is_ok() && polled[0].revents().intersects(states)
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

/// Whether it is a socket that carries TLS: such a one has a descriptor to poll, but none that carries
/// its bytes.
fn is_encrypted(stream: *mut ffi::_php_stream) -> bool {
    // SAFETY: an open stream, whose type has a label.
    let label = unsafe { CStr::from_ptr((*(*stream).ops).label) };
    label == TLS_LABEL
        && cast(stream, ffi::PHP_STREAM_AS_FD).is_none()
        && cast(stream, ffi::PHP_STREAM_AS_FD_FOR_SELECT).is_some()
}

/// A descriptor of the stream, under its layers. The stream's own type is asked: PHP itself casts no
/// stream that has filters, and before it casts others it seeks their file to where it believes that
/// it is, which is wrong for one that others write, too.
fn cast(stream: *mut ffi::_php_stream, to: u32) -> Option<RawFd> {
    let mut fd: RawFd = -1;
    // SAFETY: an open stream, whose type may have a cast; to a descriptor it writes an int.
    let result = unsafe {
        let cast = (*(*stream).ops).cast?;
        cast(stream, to as c_int, (&raw mut fd).cast())
    };
    (result == 0 && fd >= 0).then_some(fd)
}
