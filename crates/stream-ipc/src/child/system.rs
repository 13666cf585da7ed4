//! What the kernel must be asked for children: the calls between fork(2) and execve(2), and signals.

use super::Ending;
use std::io;
use std::os::fd::RawFd;
use std::os::unix::process::CommandExt;
use std::process::{Child, Command};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Mutex, PoisonError};
use std::thread;

/// Starts the command. Its process gets no descriptor but the three standard ones.
pub(super) fn start(command: &mut Command, ending: Ending) -> io::Result<Child> {
    let parent = std::process::id();
    let prepare = move || {
        close_others_on_exec();
        match ending {
            Ending::WithParent => die_with(parent),
            Ending::ByItself => Ok(()),
        }
    };
    // SAFETY: between fork and exec, only async-signal-safe functions may run (signal-safety(7)): this
    // makes system calls only, and allocates nothing.
    unsafe { command.pre_exec(prepare) };
    match ending {
        Ending::WithParent => on_lasting_thread(command),
        Ending::ByItself => command.spawn(),
    }
}

/// Sends a signal to a process, or to the process group of a negative number.
pub(super) fn kill(pid: i32, signal: i32) -> io::Result<()> {
    // SAFETY: kill(2) takes any numbers, and touches no memory.
    match unsafe { libc::kill(pid, signal) } {
        0 => Ok(()),
        _ => Err(io::Error::last_os_error()),
    }
}

/// The resident set of a process, in bytes (proc_pid_statm(5)).
pub(super) fn resident_bytes(pid: u32) -> Option<u64> {
    let statm = std::fs::read_to_string(format!("/proc/{pid}/statm")).ok()?;
    let pages: u64 = statm.split_ascii_whitespace().nth(1)?.parse().ok()?;
    Some(pages * u64::try_from(rustix::param::page_size()).ok()?)
}

/// Marks all descriptors but the standard ones close-on-exec.
fn close_others_on_exec() {
    const FIRST: RawFd = libc::STDERR_FILENO + 1;
    #[cfg(target_os = "linux")]
    {
        // SAFETY: close_range(2) with this flag changes only flags of descriptors.
        let marked = unsafe {
            libc::syscall(
                libc::SYS_close_range,
                FIRST,
                libc::c_uint::MAX,
                libc::CLOSE_RANGE_CLOEXEC,
            )
        };
        if marked == 0 {
            return;
        }
    }
    // Linux before 5.11 and other systems go through all numbers.
    for fd in FIRST..most_descriptors() {
        // SAFETY: fcntl(2) refuses a number that is no descriptor.
        unsafe { libc::fcntl(fd, libc::F_SETFD, libc::FD_CLOEXEC) };
    }
}

fn most_descriptors() -> RawFd {
    const ENOUGH: libc::rlim_t = 65_536;
    let mut limit = libc::rlimit {
        rlim_cur: ENOUGH,
        rlim_max: ENOUGH,
    };
    // SAFETY: getrlimit(2) writes to the live struct, or fails and leaves it.
    unsafe { libc::getrlimit(libc::RLIMIT_NOFILE, &raw mut limit) };
    limit.rlim_cur.min(ENOUGH) as RawFd
}

/// Makes the kernel send SIGTERM to this process when the thread that started it ends
/// (PR_SET_PDEATHSIG(2const)).
#[cfg(target_os = "linux")]
fn die_with(parent: u32) -> io::Result<()> {
    // SAFETY: both calls take and return numbers only.
    let (set, now) = unsafe {
        let set = libc::prctl(libc::PR_SET_PDEATHSIG, libc::SIGTERM);
        (set, libc::getppid())
    };
    if set != 0 {
        return Err(io::Error::last_os_error());
    }
    // The parent may have died just before.
    match now.unsigned_abs() == parent {
        true => Ok(()),
        false => Err(io::Error::from_raw_os_error(libc::ESRCH)),
    }
}

/// Other systems have no such signal; there a child notices the end of its input.
#[cfg(not(target_os = "linux"))]
fn die_with(_: u32) -> io::Result<()> {
    Ok(())
}

/// Starts the command on a thread that lasts as long as the process, because the kernel takes the end of
/// the starting thread for the parent's.
fn on_lasting_thread(command: &mut Command) -> io::Result<Child> {
    if is_main_thread() {
        return command.spawn();
    }
    let mut starter = STARTER.lock().unwrap_or_else(PoisonError::into_inner);
    let own = |starter: &Starter| starter.process == std::process::id();
    if !starter.as_ref().is_some_and(own) {
        *starter = Some(Starter::new()?);
    }
    let starter = starter.as_ref().expect("it was made above");
    let taken = std::mem::replace(command, Command::new(""));
    let gone = || io::Error::other("the thread that starts processes has ended");
    starter.commands.send(taken).map_err(|_| gone())?;
    let (returned, started) = starter.started.recv().map_err(|_| gone())?;
    *command = returned;
    started
}

#[cfg(target_os = "linux")]
fn is_main_thread() -> bool {
    rustix::thread::gettid() == rustix::process::getpid()
}

#[cfg(not(target_os = "linux"))]
fn is_main_thread() -> bool {
    true
}

/// The thread that starts commands of other threads.
static STARTER: Mutex<Option<Starter>> = Mutex::new(None);

struct Starter {
    /// The process it belongs to; a forked child has not inherited the thread.
    process: u32,
    commands: Sender<Command>,
    started: Receiver<(Command, io::Result<Child>)>,
}

impl Starter {
    fn new() -> io::Result<Self> {
        let (commands, to_start) = channel::<Command>();
        let (give, started) = channel();
        thread::Builder::new()
            .name("stream-ipc-start".into())
            .spawn(move || {
                for mut command in to_start {
                    let child = command.spawn();
                    if give.send((command, child)).is_err() {
                        break;
                    }
                }
            })?;
        Ok(Self {
            process: std::process::id(),
            commands,
            started,
        })
    }
}
