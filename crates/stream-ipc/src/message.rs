//! The messages of the protocol itself.

use crate::php;
use crate::php::envelope::{Content, Envelope, Kind};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// A line of text with a level. Bytes outside any frame become one of level `junk`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename = r"StreamIpc\Message\LogMessage")]
pub struct LogMessage {
    /// The text; U+FFFD replaces bytes that are not UTF-8.
    #[serde(deserialize_with = "lossy")]
    pub message: String,
    /// The level: `info`, `error`, `junk` or another word.
    pub level: String,
}

impl LogMessage {
    /// The level of bytes outside any frame.
    pub const JUNK: &str = "junk";

    /// A message of level `info`.
    pub fn new(message: impl Into<String>) -> Self {
        Self::with_level(message, "info")
    }

    /// A message of any level.
    pub fn with_level(message: impl Into<String>, level: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            level: level.into(),
        }
    }

    /// A message for bytes outside any frame.
    pub fn junk(bytes: &[u8]) -> Self {
        Self::with_level(String::from_utf8_lossy(bytes), Self::JUNK)
    }
}

/// The text of an error on the other side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename = r"StreamIpc\Message\ErrorMessage")]
pub struct ErrorMessage {
    #[serde(
        rename = "\0StreamIpc\\Message\\ErrorMessage\0errorMessage",
        deserialize_with = "lossy"
    )]
    text: String,
}

impl ErrorMessage {
    /// The PHP class.
    pub const CLASS: &str = r"StreamIpc\Message\ErrorMessage";

    /// An error with this text, without white space around it.
    pub fn new(text: impl AsRef<str>) -> Self {
        let text = text.as_ref().trim().to_owned();
        Self { text }
    }

    /// The answer to a request that was cancelled before its handler began: the other side may wait to
    /// hear that nobody works on it.
    pub(crate) fn cancelled(id: &str) -> Self {
        Self::new(format!(
            "Request {id} was cancelled before its handler began"
        ))
    }

    /// The text; U+FFFD replaces bytes that were not UTF-8.
    pub fn text(&self) -> &str {
        &self.text
    }
}

/// A message that wants a reply.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename = r"StreamIpc\Envelope\RequestEnvelope")]
pub struct RequestEnvelope<M, Id = String> {
    /// The id, which the reply carries, too.
    pub id: Id,
    /// The message.
    pub request: M,
}

/// A reply.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename = r"StreamIpc\Envelope\ResponseEnvelope")]
pub struct ResponseEnvelope<M, Id = String> {
    /// The id of the request it answers.
    pub id: Id,
    /// The message.
    pub response: M,
}

/// The kind, id and class of a payload, known before its message is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Label<'a> {
    /// A message of this class.
    Message {
        /// The class.
        class: Cow<'a, str>,
    },
    /// A request of this class.
    Request {
        /// The id for the reply.
        id: Cow<'a, str>,
        /// The class of the message.
        class: Cow<'a, str>,
    },
    /// A reply of this class.
    Response {
        /// The id of the request.
        id: Cow<'a, str>,
        /// The class of the message.
        class: Cow<'a, str>,
    },
}

impl<'a> Label<'a> {
    /// The label of a payload in PHP's format; `None` if it is not a message.
    pub fn of_php(payload: &'a [u8]) -> Option<Self> {
        Self::open_php(payload).map(|(label, _)| label)
    }

    /// The same, and the position of an envelope's content.
    pub(crate) fn open_php(payload: &'a [u8]) -> Option<(Self, Option<Content>)> {
        let envelope = match Envelope::as_written(payload) {
            Some(envelope) => envelope,
            None => {
                let (class, properties) = php::peek(payload)?;
                let Some(kind) = Kind::of_class(class) else {
                    let class = std::str::from_utf8(class).ok()?.into();
                    return Some((Self::Message { class }, None));
                };
                properties.envelope(kind)?
            }
        };
        let label = Self::of_envelope(envelope.kind, envelope.id.into(), envelope.class.into());
        Some((label, Some(envelope.content)))
    }

    /// The label of a payload in JSON; `None` if it is not a message.
    pub fn of_json(payload: &'a [u8]) -> Option<Self> {
        #[derive(Deserialize)]
        struct Content<'a> {
            #[serde(rename = "__class", borrow)]
            class: Cow<'a, str>,
        }
        #[derive(Deserialize)]
        struct Properties<'a> {
            #[serde(borrow)]
            id: Cow<'a, str>,
            #[serde(borrow, alias = "response")]
            request: Content<'a>,
        }
        let class = crate::json::class_of(payload)?;
        let Some(kind) = Kind::of_class(class.as_bytes()) else {
            return Some(Self::Message { class });
        };
        let Properties { id, request } = serde_json::from_slice(payload).ok()?;
        Some(Self::of_envelope(kind, id, request.class))
    }

    fn of_envelope(kind: Kind, id: Cow<'a, str>, class: Cow<'a, str>) -> Self {
        match kind {
            Kind::Request => Self::Request { id, class },
            Kind::Response => Self::Response { id, class },
        }
    }
}

/// Reads a string of any bytes; U+FFFD replaces those that are not UTF-8.
fn lossy<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    struct Text;
    impl serde::de::Visitor<'_> for Text {
        type Value = String;

        fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            formatter.write_str("a string")
        }

        fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<String, E> {
            Ok(text.to_owned())
        }

        fn visit_bytes<E: serde::de::Error>(self, bytes: &[u8]) -> Result<String, E> {
            Ok(String::from_utf8_lossy(bytes).into_owned())
        }
    }
    deserializer.deserialize_str(Text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json;

    #[test]
    fn a_label_tells_id_and_class_in_either_format() {
        let request = RequestEnvelope {
            id: "4.2".to_owned(),
            request: LogMessage::new("hi"),
        };
        let label = Label::Request {
            id: "4.2".into(),
            class: r"StreamIpc\Message\LogMessage".into(),
        };
        assert_eq!(
            Label::of_php(&php::to_vec(&request).unwrap()).unwrap(),
            label
        );
        assert_eq!(
            Label::of_json(&json::to_vec(&request).unwrap()).unwrap(),
            label
        );
        let message = Label::Message {
            class: ErrorMessage::CLASS.into(),
        };
        let error = ErrorMessage::new(" no ");
        assert_eq!(error.text(), "no");
        assert_eq!(
            Label::of_php(&php::to_vec(&error).unwrap()).unwrap(),
            message
        );
        assert_eq!(
            Label::of_json(&json::to_vec(&error).unwrap()).unwrap(),
            message
        );
    }

    #[test]
    fn an_enum_case_is_a_message_too() {
        #[derive(Serialize)]
        #[serde(rename = r"App\Command")]
        enum Command {
            Stop,
        }
        let response = ResponseEnvelope {
            id: "4.2".to_owned(),
            response: Command::Stop,
        };
        let label = Label::Response {
            id: "4.2".into(),
            class: r"App\Command".into(),
        };
        let payload = php::to_vec(&response).unwrap();
        assert_eq!(Label::of_php(&payload).unwrap(), label);
        let payload = json::to_vec(&response).unwrap();
        assert_eq!(Label::of_json(&payload).unwrap(), label);
        let payload = php::to_vec(&Command::Stop).unwrap();
        assert_eq!(php::class_of(&payload), Some(r"App\Command"));
    }

    #[test]
    fn what_is_no_message_has_no_label() {
        let empty = r#"O:34:"StreamIpc\Envelope\RequestEnvelope":0:{}"#;
        for payload in ["", "i:1;", "O:1:\"A", "junk", empty] {
            assert_eq!(Label::of_php(payload.as_bytes()), None, "{payload}");
            assert_eq!(Label::of_json(payload.as_bytes()), None, "{payload}");
        }
    }
}
