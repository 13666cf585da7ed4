//! Sends the output of scripts through the pipe that carries their frames.
//!
//! While a frame is half written, PHP code may run: a signal handler, or the handler of an exception that
//! it has thrown. If that code prints, we write its text behind the frame.

use super::sending::{is_mid_frame, is_queued, queue, write_on};
use crate::standard_streams;
use crate::zend::{PhpString, Stream, StreamKind};
use rustix::event::{PollFd, PollFlags, poll};
use std::cell::RefCell;
use std::io;
use stream_ipc::process;
use stream_ipc::reactor::ChannelId;
use stream_ipc::session::FrameNumber;

/// A channel that writes to standard output, where scripts print.
struct Printer {
    channel: ChannelId,
    /// The process that made the channel. A forked child prints directly: its parent writes the rest of
    /// the frame.
    process: u32,
    /// The last text that waits behind a frame, if there is one.
    waiting: Option<FrameNumber>,
}

thread_local! {
    static PRINTERS: RefCell<Vec<Printer>> = const { RefCell::new(Vec::new()) };
}

/// Watches a channel that writes to this stream, if that is standard output.
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

/// Whether the channel writes to standard output.
pub fn is_printed_to(channel: ChannelId) -> bool {
    PRINTERS.with_borrow(|printers| printers.iter().any(|it| it.channel == channel))
}

/// Stops watching a channel before it is removed. Writes the text that waits behind its frames.
pub fn unwatch(channel: ChannelId) {
    let printer = PRINTERS.with_borrow_mut(|printers| {
        let place = printers.iter().position(|it| it.channel == channel)?;
        Some(printers.swap_remove(place))
    });
    if let Some(printer) = printer {
        finish(&printer);
    }
}

/// Takes a text that a script prints while a frame is half written; `false` if no frame is.
pub fn take(text: &[u8]) -> bool {
    let cut = PRINTERS.with_borrow(|printers| {
        let mut cut = printers.iter().filter(|printer| would_cut(printer));
        cut.next().map(|printer| printer.channel)
    });
    let Some(channel) = cut else {
        return false;
    };
    // If memory runs out here, PHP prints that, too. So we borrow nothing now.
    let text = PhpString::new(text);
    let Ok(number) = queue(channel, text) else {
        // Nobody reads the pipe any more; PHP will see that for itself.
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

/// Writes all texts that wait behind frames, at the end of the script.
pub fn finish_all() {
    PRINTERS.with_borrow(|printers| printers.iter().for_each(finish));
}

/// Forgets the printers that a fatal error has left behind: their channels are gone.
pub fn forget() {
    PRINTERS.take();
}

/// Whether a text printed now would land inside a frame, or before a text that waits.
fn would_cut(printer: &Printer) -> bool {
    printer.process == process::id() && (is_waiting(printer) || is_mid_frame(printer.channel))
}

/// Writes the waiting text. Waits for room, as PHP does when it prints.
fn finish(printer: &Printer) {
    while is_waiting(printer) {
        let output = io::stdout();
        let mut polled = [PollFd::new(&output, PollFlags::OUT)];
        // A signal may end the wait, too.
        let _ = poll(&mut polled, None);
        write_on(printer.channel);
    }
}

fn is_waiting(printer: &Printer) -> bool {
    printer.process == process::id()
        && printer
            .waiting
            .is_some_and(|text| is_queued(printer.channel, text))
}
