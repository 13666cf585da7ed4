//! The formats of payloads.

use crate::class_name::is_class;
use crate::error::Error;
use crate::frame::{self, HEADER_LEN};
use crate::message::{ErrorMessage, Label, LogMessage, RequestEnvelope, ResponseEnvelope};
use crate::native::{start_of_message, start_of_request};
use crate::php::envelope::{Content, Kind};
use crate::wrong_format::WrongFormat;
use crate::{json, php};
use bytes::Bytes;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde::de::IgnoredAny;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

/// The format of payloads. In both, a message carries the name of its PHP class.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Format {
    /// PHP's `serialize()` format, see [`php`].
    #[default]
    Php,
    /// JSON with the class under `__class`, see [`json`].
    Json,
}

/// The reason why a message cannot be written or read.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub enum FormatError {
    /// In PHP's format.
    Php(#[from] php::Error),
    /// In JSON.
    Json(#[from] json::Error),
}

/// How a frame begins that any side may read: with room for the header.
const START: [u8; HEADER_LEN] = [0; HEADER_LEN];

/// Bytes of the last frame written, which are the capacity of the next one. A long frame that grows is
/// copied, or makes the allocator take memory from the system and return it each time.
static LAST_FRAME: AtomicUsize = AtomicUsize::new(0);

/// The least capacity of a frame: most are shorter.
const LEAST_CAPACITY: usize = 512;

/// The largest capacity of a frame before it needs more.
const MOST_CAPACITY: usize = 4 * 1024 * 1024;

impl Format {
    /// Encodes a message as a payload.
    pub(crate) fn encode<M: Serialize + ?Sized>(self, message: &M) -> Result<Vec<u8>, FormatError> {
        self.append(Vec::new(), message)
    }

    /// Appends a message as a payload to `bytes`.
    fn append<M: Serialize + ?Sized>(
        self,
        mut bytes: Vec<u8>,
        message: &M,
    ) -> Result<Vec<u8>, FormatError> {
        match self {
            Self::Php => Ok(php::append(bytes, message)?),
            Self::Json => {
                bytes.extend(json::to_vec(message)?);
                Ok(bytes)
            }
        }
    }

    /// Encodes a message as a frame.
    pub(crate) fn message<M: Serialize + ?Sized>(self, message: &M) -> Result<Vec<u8>, Error> {
        self.message_behind(&START, message)
    }

    /// Encodes a message that belongs to the request with this id as a frame for a native side.
    pub(crate) fn message_of<M: Serialize + ?Sized>(
        self,
        id: &str,
        message: &M,
    ) -> Result<Vec<u8>, Error> {
        self.message_behind(&start_of_message(id.as_bytes()), message)
    }

    /// Encodes a request as a frame. With `time`, the frame is for a native side, and says how long the
    /// sender waits.
    pub(crate) fn request<M: Serialize + ?Sized>(
        self,
        id: &str,
        request: &M,
        time: Option<Duration>,
    ) -> Result<Vec<u8>, Error> {
        match time {
            Some(time) => self.request_behind(&start_of_request(time), id, request),
            None => self.request_behind(&START, id, request),
        }
    }

    /// Encodes the reply to a request as a frame.
    pub(crate) fn response<M: Serialize + ?Sized>(
        self,
        id: &str,
        response: &M,
    ) -> Result<Vec<u8>, Error> {
        match self {
            Self::Php => enclosed(&START, Kind::Response, id, response),
            Self::Json => self.message(&ResponseEnvelope { id, response }),
        }
    }

    fn request_behind<M: Serialize + ?Sized>(
        self,
        start: &[u8],
        id: &str,
        request: &M,
    ) -> Result<Vec<u8>, Error> {
        match self {
            Self::Php => enclosed(start, Kind::Request, id, request),
            Self::Json => self.message_behind(start, &RequestEnvelope { id, request }),
        }
    }

    fn message_behind<M: Serialize + ?Sized>(
        self,
        start: &[u8],
        message: &M,
    ) -> Result<Vec<u8>, Error> {
        frame(start, |bytes| self.append(bytes, message))
    }

    pub(crate) fn encoded(self, bytes: &[u8]) -> Encoded<'_> {
        Encoded {
            format: self,
            bytes,
            content: None,
        }
    }

    /// The label of a payload, and the payload for reading the message later; `None` if it is not a
    /// message.
    pub(crate) fn open(self, payload: &[u8]) -> Option<(Label<'_>, Encoded<'_>)> {
        let (label, content) = match self {
            Self::Php => Label::open_php(payload)?,
            Self::Json => (Label::of_json(payload)?, None),
        };
        let encoded = self.encoded(payload);
        Some((label, Encoded { content, ..encoded }))
    }

    /// The label of a payload; `None` if it is not a message.
    pub(crate) fn label(self, payload: &[u8]) -> Option<Label<'_>> {
        match self {
            Self::Php => Label::of_php(payload),
            Self::Json => Label::of_json(payload),
        }
    }

    /// Replaces a payload that is not a message, as PHP does, and says why it is none.
    pub(crate) fn in_place_of(self, payload: &[u8]) -> StandIn {
        let readable = self.encoded(payload).message::<IgnoredAny>();
        let text = String::from_utf8_lossy(payload);
        let wrong = WrongFormat::of(payload, self);
        let cause = wrong.map_or_else(String::new, |wrong| format!("\n{wrong}"));
        match (self, readable) {
            (Self::Php, Ok(_)) => StandIn::log(format!(
                "Received message does not implement Message interface: {text}"
            )),
            (Self::Php, Err(_)) => StandIn::log(format!("{text}{cause}")),
            (Self::Json, Ok(_)) => StandIn::error(format!("Invalid data to unserialize: {text}")),
            (Self::Json, Err(error)) => {
                StandIn::error(format!("json_decode failed:{text}\n{error}{cause}"))
            }
        }
    }
}

/// Encodes an envelope in PHP's format as a frame.
fn enclosed<M: Serialize + ?Sized>(
    start: &[u8],
    kind: Kind,
    id: &str,
    message: &M,
) -> Result<Vec<u8>, Error> {
    frame(start, |bytes| {
        Ok(php::append_enclosed(bytes, kind, id, message)?)
    })
}

/// Makes a frame that begins with `start`; `append` appends the rest of its payload.
fn frame(
    start: &[u8],
    append: impl FnOnce(Vec<u8>) -> Result<Vec<u8>, FormatError>,
) -> Result<Vec<u8>, Error> {
    let guess = LAST_FRAME.load(Ordering::Relaxed);
    let mut bytes = Vec::with_capacity(guess.clamp(LEAST_CAPACITY, MOST_CAPACITY));
    bytes.extend_from_slice(start);
    let mut frame = append(bytes).map_err(Error::Encode)?;
    frame::seal(&mut frame)?;
    LAST_FRAME.store(frame.len(), Ordering::Relaxed);
    Ok(frame)
}

/// Replaces a payload that is not a message.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(crate) enum StandIn {
    Log(LogMessage),
    Error(ErrorMessage),
}

impl StandIn {
    fn log(text: String) -> Self {
        Self::Log(LogMessage::with_level(text, "error"))
    }

    fn error(text: String) -> Self {
        Self::Error(ErrorMessage::new(text))
    }
}

/// A payload and its format.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Encoded<'a> {
    format: Format,
    bytes: &'a [u8],
    /// The position of the content if the payload is an envelope in PHP's format.
    content: Option<Content>,
}

impl Encoded<'_> {
    /// Reads a plain message.
    pub(crate) fn message<M: DeserializeOwned>(self) -> Result<M, FormatError> {
        Ok(match self.format {
            Format::Php => php::from_slice(self.bytes)?,
            Format::Json => json::from_slice(self.bytes)?,
        })
    }

    /// Reads the message of a request.
    pub(crate) fn request<M: DeserializeOwned>(self) -> Result<M, FormatError> {
        if let Some(content) = self.content {
            return Ok(php::from_content(self.bytes, content)?);
        }
        let RequestEnvelope::<M, IgnoredAny> { request, .. } = self.message()?;
        Ok(request)
    }

    /// Reads the message of a response.
    fn response<M: DeserializeOwned>(self) -> Result<M, FormatError> {
        if let Some(content) = self.content {
            return Ok(php::from_content(self.bytes, content)?);
        }
        let ResponseEnvelope::<M, IgnoredAny> { response, .. } = self.message()?;
        Ok(response)
    }
}

/// A reply, not yet read.
#[derive(Debug, Clone)]
pub(crate) struct Reply {
    payload: Bytes,
    content: Option<Content>,
    /// Whether it is an `ErrorMessage`.
    is_error: bool,
}

impl Reply {
    /// The reply in `payload`, opened as `opened`; its message has the class `class`.
    pub(crate) fn new(payload: &Bytes, opened: Encoded<'_>, class: &str) -> Self {
        Self {
            payload: payload.clone(),
            content: opened.content,
            is_error: is_class(class.as_bytes(), ErrorMessage::CLASS),
        }
    }

    /// Stands for a reply that cannot be read, for this reason.
    pub(crate) fn unreadable(format: Format, reason: &WrongFormat) -> Self {
        let response = ErrorMessage::new(reason.to_string());
        let envelope = ResponseEnvelope { id: "", response };
        Self {
            payload: format.encode(&envelope).unwrap_or_default().into(),
            content: None,
            is_error: true,
        }
    }

    /// Reads the message.
    pub(crate) fn message<M: DeserializeOwned>(&self, format: Format) -> Result<M, Error> {
        let encoded = Encoded {
            content: self.content,
            ..format.encoded(&self.payload)
        };
        if self.is_error
            && let Ok(error) = encoded.response::<ErrorMessage>()
        {
            return Err(Error::Remote(error.text().to_owned()));
        }
        encoded.response().map_err(Error::Reply)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOG: &str =
        r#"O:28:"StreamIpc\Message\LogMessage":2:{s:7:"message";s:2:"hi";s:5:"level";s:4:"info";}"#;

    fn request(properties: &str) -> Option<Result<LogMessage, FormatError>> {
        let payload = format!(r#"O:34:"StreamIpc\Envelope\RequestEnvelope":{properties}"#);
        let (label, opened) = Format::Php.open(payload.as_bytes())?;
        let class = r"StreamIpc\Message\LogMessage".into();
        let id = "4.2".into();
        assert_eq!(label, Label::Request { id, class });
        Some(opened.request())
    }

    #[test]
    fn a_request_is_read_wherever_it_stands_in_its_envelope() {
        for properties in [
            format!(r#"2:{{s:2:"id";s:3:"4.2";s:7:"request";{LOG}}}"#),
            format!(r#"2:{{s:7:"request";{LOG}s:2:"id";s:3:"4.2";}}"#),
            format!(r#"3:{{s:1:"a";a:0:{{}}s:2:"id";s:3:"4.2";s:7:"request";{LOG}}}"#),
            format!(r#"3:{{s:2:"id";s:3:"4.2";s:7:"request";{LOG}s:1:"z";a:1:{{i:0;N;}}}}"#),
        ] {
            let request = request(&properties).unwrap().unwrap();
            assert_eq!(request, LogMessage::new("hi"), "{properties}");
        }
    }

    #[test]
    fn a_request_may_refer_to_what_stands_before_it() {
        let log = LOG.replace(r#"s:4:"info""#, "R:2");
        let properties = format!(r#"2:{{s:2:"id";s:3:"4.2";s:7:"request";{log}}}"#);
        let request = request(&properties).unwrap().unwrap();
        assert_eq!(request, LogMessage::with_level("hi", "4.2"));
    }

    #[test]
    fn an_envelope_that_does_not_end_well_holds_no_request() {
        for properties in [
            format!(r#"2:{{s:2:"id";s:3:"4.2";s:7:"request";{LOG}"#),
            format!(r#"2:{{s:2:"id";s:3:"4.2";s:7:"request";{LOG})"#),
            format!(r#"3:{{s:2:"id";s:3:"4.2";s:7:"request";{LOG}}}"#),
            format!(r#"3:{{s:2:"id";s:3:"4.2";s:7:"request";{LOG}s:1:"z";}}"#),
        ] {
            assert!(request(&properties).unwrap().is_err(), "{properties}");
        }
    }
}
