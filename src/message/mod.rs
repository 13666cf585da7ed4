//! `StreamIpc\Message`: the marker interface, and the message classes of the extension.

mod error_message;
mod error_message_exception;
mod log_message;
#[allow(
    clippy::module_inception,
    reason = "the file is named as its PHP class"
)]
mod message;

pub use error_message::ErrorMessage;
pub use error_message_exception::ErrorMessageException;
pub use log_message::LogMessage;
pub use message::Message;
