//! What scripts print into the pipe that carries their frames.
//!
//! While a frame is half written, PHP code may run: a signal handler, a handler of the exception that
//! one has thrown. What it prints then is written behind the frame.

use crate::engine;
use crate::standard_streams;
use crate::zend::{PhpString, Stream, StreamKind};
use rustix::event::{PollFd, PollFlags, poll};
use std::cell::RefCell;
use std::io;
use stream_ipc::process;
use stream_ipc::reactor::ChannelId;
use stream_ipc::session::FrameNumber;

/// A channel that writes to where scripts print.
struct Printer {
    channel: ChannelId,
    /// The process that made the channel. One that it forks prints past its frames: what is left of
    /// them is not that one's to write.
    process: u32,
    /// The last text that stands behind a frame, while it does.
    waiting: Option<FrameNumber>,
}

thread_local! {
    static PRINTERS: RefCell<Vec<Printer>> = const { RefCell::new(Vec::new()) };
}

/// Notes that a channel writes to this stream.
pub fn watch(channel: ChannelId, stream: &Stream) {
    if let (StreamKind::Plain(_), Some(fd)) = (stream.kind(), stream.fd())
        && standard_streams::is_output(fd)
    {
        let printer = Printer {
            channel,
            process: process::id(),
            waiting: None,
        };
        PRINTERS.with_borrow_mut(|printers| printers.push(printer));
    }
}

/// Whether the channel writes to where scripts print.
pub fn is_printed_to(channel: ChannelId) -> bool {
    PRINTERS.with_borrow(|printers| printers.iter().any(|it| it.channel == channel))
}

/// Writes what still waits behind a frame of the channel, which goes.
pub fn unwatch(channel: ChannelId) {
    let printer = PRINTERS.with_borrow_mut(|printers| {
        let place = printers.iter().position(|it| it.channel == channel)?;
        Some(printers.swap_remove(place))
    });
    if let Some(printer) = printer {
        finish(&printer);
    }
}

/// Takes a text that a script prints while a frame is half written; `false` while none is.
pub fn take(text: &[u8]) -> bool {
    let cut = PRINTERS.with_borrow(|printers| {
        let mut cut = printers.iter().filter(|printer| would_cut(printer));
        cut.next().map(|printer| printer.channel)
    });
    let Some(channel) = cut else {
        return false;
    };
    // Memory may run out here, and PHP print that: nothing is borrowed.
    let text = PhpString::new(text);
    let Ok(number) = engine::queue(channel, text) else {
        // Nobody reads the pipe any more; PHP may find that out itself.
        return false;
    };
    PRINTERS.with_borrow_mut(|printers| {
        let printer = printers.iter_mut().find(|it| it.channel == channel);
        if let Some(printer) = printer {
            printer.waiting = number;
        }
    });
    true
}

/// Writes what still waits behind frames, at the end of the script.
pub fn finish_all() {
    PRINTERS.with_borrow(|printers| printers.iter().for_each(finish));
}

/// Forgets what a fatal error has left behind: its channels are gone.
pub fn forget() {
    PRINTERS.take();
}

/// Whether what is printed now would come into a frame, or before a text that waits.
fn would_cut(printer: &Printer) -> bool {
    printer.process == process::id()
        && (is_waiting(printer) || engine::is_mid_frame(printer.channel))
}

/// Waits for room, as PHP does when it prints.
fn finish(printer: &Printer) {
    while is_waiting(printer) {
        let output = io::stdout();
        let mut polled = [PollFd::new(&output, PollFlags::OUT)];
        // A signal ends the wait, too.
        let _ = poll(&mut polled, None);
        engine::write_on(printer.channel);
    }
}

fn is_waiting(printer: &Printer) -> bool {
    printer.process == process::id()
        && printer
            .waiting
            .is_some_and(|text| engine::is_queued(printer.channel, text))
}
