//! Reads and writes that never wait, on descriptors that others may share.
//!
//! `O_NONBLOCK` belongs to the open file, and setting it would break other processes that share the
//! file. So we set it only for pipes that we [own](Access::own). For others we tell the kernel with each
//! call: `RWF_NOWAIT` for pipes (Linux 6.4 and later, preadv2(2)), `MSG_DONTWAIT` for sockets. If the
//! kernel knows neither, we call poll(2) first, and write at most `PIPE_BUF` bytes, which a writable pipe
//! takes at once (pipe(7)).

#[cfg(target_os = "linux")]
use rustix::io::{ReadWriteFlags, pwritev2};
use rustix::io::{retry_on_intr, writev};
use rustix::net::{SendAncillaryBuffer, SendFlags, sendmsg};
use std::io::{self, IoSlice};
use std::mem::MaybeUninit;
use std::os::fd::{AsRawFd, BorrowedFd};

/// How to read and write a descriptor without waiting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Access {
    Socket,
    #[cfg(target_os = "linux")]
    Pipe {
        /// Whether it was widened for long frames.
        widened: bool,
    },
    /// A pipe in non-blocking mode.
    #[cfg(target_os = "linux")]
    OwnPipe {
        widened: bool,
    },
    Polled,
}

impl Access {
    pub(super) fn of(fd: BorrowedFd<'_>) -> Self {
        match file_type(fd) {
            Some(libc::S_IFSOCK) => Self::Socket,
            #[cfg(target_os = "linux")]
            Some(libc::S_IFIFO) => Self::Pipe { widened: false },
            _ => Self::Polled,
        }
    }

    /// Puts a pipe whose end we share with nobody into non-blocking mode, which has the cheapest calls.
    /// If that fails, the pipe stays as it is.
    pub(super) fn own(&mut self, fd: BorrowedFd<'_>) {
        #[cfg(target_os = "linux")]
        if let Self::Pipe { widened } = *self
            && rustix::io::ioctl_fionbio(fd, true).is_ok()
        {
            *self = Self::OwnPipe { widened };
        }
    }

    /// Whether a read that returns fewer bytes than asked for has emptied the stream (epoll(7)). A
    /// terminal returns one line at a time, however many there are.
    pub(super) fn short_read_empties(self) -> bool {
        self != Self::Polled
    }

    /// Reads at most `limit` bytes into the spare capacity of `buf` and returns how many. 0 is the end
    /// of the stream; [`io::ErrorKind::WouldBlock`] means that there is nothing to read now.
    pub(super) fn read(
        &mut self,
        fd: BorrowedFd<'_>,
        buf: &mut impl SpareBuffer,
        limit: usize,
    ) -> io::Result<usize> {
        let spare = buf.spare();
        let len = spare.len().min(limit);
        let spare = &mut spare[..len];
        let read = self.read_now(fd, spare)?;
        // SAFETY: the kernel has written the first `read` bytes of the spare capacity.
        unsafe { buf.filled(read) };
        Ok(read)
    }

    /// Writes as many of the bytes as the descriptor takes now, and returns how many.
    pub(super) fn write(&mut self, fd: BorrowedFd<'_>, bytes: &[u8]) -> io::Result<usize> {
        let raw = fd.as_raw_fd();
        match self {
            // SAFETY: pointer and length are those of a live slice; the fd is borrowed, so open.
            Self::Socket => retried(|| unsafe {
                libc::send(raw, bytes.as_ptr().cast(), bytes.len(), SEND_FLAGS)
            }),
            #[cfg(target_os = "linux")]
            Self::Pipe { widened } => {
                widen_for(bytes.len(), fd, widened);
                let part = libc::iovec {
                    iov_base: bytes.as_ptr().cast_mut().cast(),
                    iov_len: bytes.len(),
                };
                // SAFETY: one iovec over a live slice, which pwritev2(2) only reads.
                let written = retried(|| unsafe {
                    libc::pwritev2(raw, &raw const part, 1, CURRENT_POSITION, libc::RWF_NOWAIT)
                });
                match written {
                    Err(error) if is_unsupported(&error) => {
                        *self = Self::Polled;
                        self.write(fd, bytes)
                    }
                    written => written,
                }
            }
            #[cfg(target_os = "linux")]
            Self::OwnPipe { widened } => {
                widen_for(bytes.len(), fd, widened);
                // SAFETY: pointer and length are those of a live slice, which write(2) only reads.
                retried(|| unsafe { libc::write(raw, bytes.as_ptr().cast(), bytes.len()) })
            }
            Self::Polled => {
                ready_now(fd, libc::POLLOUT)?;
                let len = bytes.len().min(libc::PIPE_BUF);
                // SAFETY: the length is at most that of the live slice.
                retried(|| unsafe { libc::write(raw, bytes.as_ptr().cast(), len) })
            }
        }
    }

    /// The most bytes of several frames to write in one call. A pipe takes so many at once or none of them,
    /// so that what others print to it lands in no short frame.
    pub(super) fn most_at_once(self) -> usize {
        match self {
            Self::Socket => 64 * 1024,
            _ => libc::PIPE_BUF,
        }
    }

    /// Writes as much of the slices as the descriptor takes now, and returns how many bytes. They have at
    /// most [`Self::most_at_once`] bytes.
    pub(super) fn write_several(
        &mut self,
        fd: BorrowedFd<'_>,
        slices: &[IoSlice<'_>],
    ) -> io::Result<usize> {
        match self {
            Self::Socket => {
                let flags = SendFlags::from_bits_retain(SEND_FLAGS.cast_unsigned());
                let mut nothing = SendAncillaryBuffer::default();
                Ok(retry_on_intr(|| sendmsg(fd, slices, &mut nothing, flags))?)
            }
            #[cfg(target_os = "linux")]
            Self::Pipe { .. } => {
                const CURRENT_POSITION: u64 = u64::MAX;
                let written = retry_on_intr(|| {
                    pwritev2(fd, slices, CURRENT_POSITION, ReadWriteFlags::NOWAIT)
                });
                match written.map_err(io::Error::from) {
                    Err(error) if is_unsupported(&error) => {
                        *self = Self::Polled;
                        self.write_several(fd, slices)
                    }
                    written => written,
                }
            }
            #[cfg(target_os = "linux")]
            Self::OwnPipe { .. } => Ok(retry_on_intr(|| writev(fd, slices))?),
            Self::Polled => {
                ready_now(fd, libc::POLLOUT)?;
                Ok(retry_on_intr(|| writev(fd, slices))?)
            }
        }
    }

    fn read_now(&mut self, fd: BorrowedFd<'_>, buf: &mut [MaybeUninit<u8>]) -> io::Result<usize> {
        match self {
            Self::Socket => retried(|| receive(fd, buf, libc::MSG_DONTWAIT)),
            #[cfg(target_os = "linux")]
            Self::Pipe { widened } => {
                widen_for(buf.len(), fd, widened);
                let part = libc::iovec {
                    iov_base: buf.as_mut_ptr().cast(),
                    iov_len: buf.len(),
                };
                // SAFETY: one iovec over a live buffer, of which preadv2(2) writes at most its length.
                let read = retried(|| unsafe {
                    libc::preadv2(
                        fd.as_raw_fd(),
                        &raw const part,
                        1,
                        CURRENT_POSITION,
                        libc::RWF_NOWAIT,
                    )
                });
                match read {
                    Err(error) if is_unsupported(&error) => {
                        *self = Self::Polled;
                        self.read_now(fd, buf)
                    }
                    read => read,
                }
            }
            #[cfg(target_os = "linux")]
            Self::OwnPipe { widened } => {
                widen_for(buf.len(), fd, widened);
                retried(|| read(fd, buf))
            }
            Self::Polled => {
                ready_now(fd, libc::POLLIN)?;
                retried(|| read(fd, buf))
            }
        }
    }
}

/// Sets TCP_NODELAY (tcp(7)): a TCP socket then sends each frame as it is written, instead of holding a
/// small one back until the other side has acknowledged the one before. Other descriptors refuse it, and
/// do not need it.
pub(super) fn set_nodelay(fd: BorrowedFd<'_>) {
    let yes: libc::c_int = 1;
    let size = size_of_val(&yes) as libc::socklen_t;
    let value = (&raw const yes).cast();
    // SAFETY: setsockopt(2) reads an int; the fd is borrowed, so open.
    unsafe {
        libc::setsockopt(
            fd.as_raw_fd(),
            libc::IPPROTO_TCP,
            libc::TCP_NODELAY,
            value,
            size,
        );
    }
}

/// Widens a pipe for reads or writes of `len` bytes of a long frame, so that the two sides take turns
/// less often. The kernel may refuse, for example beyond `/proc/sys/fs/pipe-max-size` (F_SETPIPE_SZ in
/// fcntl(2)); the pipe then stays as it is.
#[cfg(target_os = "linux")]
fn widen_for(len: usize, fd: BorrowedFd<'_>, widened: &mut bool) {
    const ORDINARY: usize = 64 * 1024;
    const WIDE: usize = 1024 * 1024;
    if len > ORDINARY && !std::mem::replace(widened, true) {
        let narrow = rustix::pipe::fcntl_getpipe_size(fd).is_ok_and(|size| size < WIDE);
        if narrow {
            let _ = rustix::pipe::fcntl_setpipe_size(fd, WIDE);
        }
    }
}

/// Whether the descriptor is that of a pipe, named or not.
pub(super) fn is_pipe(fd: BorrowedFd<'_>) -> bool {
    file_type(fd) == Some(libc::S_IFIFO)
}

fn file_type(fd: BorrowedFd<'_>) -> Option<libc::mode_t> {
    let mut stat = MaybeUninit::<libc::stat>::uninit();
    // SAFETY: fstat(2) writes a whole stat to the pointer or fails; the fd is borrowed, so open.
    let result = unsafe { libc::fstat(fd.as_raw_fd(), stat.as_mut_ptr()) };
    // SAFETY: we read it only if fstat succeeded, which then has written all of it.
    (result == 0).then(|| unsafe { stat.assume_init() }.st_mode & libc::S_IFMT)
}

/// The offset that makes preadv2(2) and pwritev2(2) use and move the file's own position.
#[cfg(target_os = "linux")]
const CURRENT_POSITION: libc::off_t = -1;

#[cfg(target_os = "linux")]
const SEND_FLAGS: libc::c_int = libc::MSG_DONTWAIT | libc::MSG_NOSIGNAL;
#[cfg(not(target_os = "linux"))]
const SEND_FLAGS: libc::c_int = libc::MSG_DONTWAIT;

/// A byte buffer with spare capacity.
pub(super) trait SpareBuffer {
    fn spare(&mut self) -> &mut [MaybeUninit<u8>];

    /// # Safety
    /// The first `len` bytes of [`Self::spare`] must have been written.
    unsafe fn filled(&mut self, len: usize);
}

impl SpareBuffer for Vec<u8> {
    fn spare(&mut self) -> &mut [MaybeUninit<u8>] {
        self.spare_capacity_mut()
    }

    unsafe fn filled(&mut self, len: usize) {
        // SAFETY: the caller has written the bytes, and they lie within the capacity.
        unsafe { self.set_len(self.len() + len) }
    }
}

impl SpareBuffer for bytes::BytesMut {
    fn spare(&mut self) -> &mut [MaybeUninit<u8>] {
        self.spare_capacity_mut()
    }

    unsafe fn filled(&mut self, len: usize) {
        // SAFETY: the caller has written the bytes, and they lie within the capacity.
        unsafe { self.set_len(self.len() + len) }
    }
}

fn read(fd: BorrowedFd<'_>, buf: &mut [MaybeUninit<u8>]) -> isize {
    // SAFETY: read(2) writes at most `len` bytes to the live buffer; the fd is borrowed, so open.
    unsafe { libc::read(fd.as_raw_fd(), buf.as_mut_ptr().cast(), buf.len()) }
}

fn receive(fd: BorrowedFd<'_>, buf: &mut [MaybeUninit<u8>], flags: libc::c_int) -> isize {
    // SAFETY: recv(2) writes at most `len` bytes to the live buffer; the fd is borrowed, so open.
    unsafe { libc::recv(fd.as_raw_fd(), buf.as_mut_ptr().cast(), buf.len(), flags) }
}

/// The number of bytes that a call has moved; its error if it returned -1.
fn moved(returned: isize) -> io::Result<usize> {
    usize::try_from(returned).map_err(|_| io::Error::last_os_error())
}

/// Calls `io` again if a signal came before it moved a byte.
fn retried(mut io: impl FnMut() -> isize) -> io::Result<usize> {
    loop {
        match moved(io()) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            result => return result,
        }
    }
}

/// Whether the kernel has no non-waiting I/O for this kind of file.
#[cfg(target_os = "linux")]
fn is_unsupported(error: &io::Error) -> bool {
    matches!(
        error.raw_os_error(),
        Some(libc::EOPNOTSUPP | libc::ENOSYS | libc::EINVAL | libc::ESPIPE)
    )
}

fn ready_now(fd: BorrowedFd<'_>, events: libc::c_short) -> io::Result<()> {
    let mut poll = libc::pollfd {
        fd: fd.as_raw_fd(),
        events,
        revents: 0,
    };
    // SAFETY: one live pollfd; a timeout of 0 does not wait.
    let ready = retried(|| unsafe { libc::poll(&raw mut poll, 1, 0) } as isize)?;
    if ready == 0 {
        return Err(io::ErrorKind::WouldBlock.into());
    }
    Ok(())
}
