//! Envelopes as `serialize()` writes them. Only the id and the message vary, so we write and read the
//! rest as constants.
//!
//! ```
//! use stream_ipc::php::envelope::{Kind, Written};
//!
//! let payload = br#"O:34:"StreamIpc\Envelope\RequestEnvelope":2:{s:2:"id";s:3:"7.1";s:7:"request";N;}"#;
//! let envelope = Written::of(payload).unwrap();
//! assert_eq!((envelope.kind, envelope.id), (Kind::Request, b"7.1".as_slice()));
//! assert_eq!(&payload[envelope.content..], b"N;}");
//! ```

use super::scan::{Scanner, Token};
use super::{class_and_len, peek};
use crate::class_name::is_class;

/// The kinds of envelopes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A request, which expects a reply.
    Request,
    /// The reply to a request.
    Response,
}

impl Kind {
    /// The number of values before the message: the envelope itself and the id. References are numbers
    /// of values.
    pub const VALUES_BEFORE_CONTENT: usize = 2;

    /// The bytes before the length of the id.
    pub const fn start(self) -> &'static [u8] {
        match self {
            Self::Request => br#"O:34:"StreamIpc\Envelope\RequestEnvelope":2:{s:2:"id";s:"#,
            Self::Response => br#"O:35:"StreamIpc\Envelope\ResponseEnvelope":2:{s:2:"id";s:"#,
        }
    }

    /// The bytes between the id and the message; a brace follows the message.
    pub const fn middle(self) -> &'static [u8] {
        match self {
            Self::Request => br#"";s:7:"request";"#,
            Self::Response => br#"";s:8:"response";"#,
        }
    }

    /// The kind of a class of envelopes.
    pub(crate) fn of_class(class: &[u8]) -> Option<Self> {
        if is_class(class, r"StreamIpc\Envelope\RequestEnvelope") {
            Some(Self::Request)
        } else if is_class(class, r"StreamIpc\Envelope\ResponseEnvelope") {
            Some(Self::Response)
        } else {
            None
        }
    }

    /// The property that holds the message.
    pub(crate) fn content(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Response => "response",
        }
    }
}

/// An envelope as `serialize()` writes it, with an unread message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Written<'a> {
    /// The kind.
    pub kind: Kind,
    /// The id of the request.
    pub id: &'a [u8],
    /// The position of the message, in bytes from the start of the payload.
    pub content: usize,
}

impl<'a> Written<'a> {
    /// The envelope in a payload; `None` if there is none, or it is written in another way.
    pub fn of(payload: &'a [u8]) -> Option<Self> {
        Self::of_kind(Kind::Request, payload).or_else(|| Self::of_kind(Kind::Response, payload))
    }

    fn of_kind(kind: Kind, payload: &'a [u8]) -> Option<Self> {
        let mut scanner = Scanner::new(payload.strip_prefix(kind.start())?);
        let id = scanner.quoted().ok()?;
        // The scanner has read the quote behind the id, with which `middle` begins.
        let middle = kind.start().len() + scanner.position() - 1;
        let content = payload.len() - payload[middle..].strip_prefix(kind.middle())?.len();
        Some(Self { kind, id, content })
    }
}

/// The unread properties of an object.
pub(crate) struct Properties<'a> {
    pub(super) scanner: Scanner<'a>,
    pub(super) len: usize,
}

/// The id, class and content of an envelope, in whatever order its properties are written.
pub(crate) struct Envelope<'a> {
    pub(crate) kind: Kind,
    pub(crate) id: &'a str,
    /// The class of its content.
    pub(crate) class: &'a str,
    pub(crate) content: Content,
}

/// The position of an envelope's content among its properties.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Content {
    /// The position in bytes.
    pub(super) position: usize,
    /// The number of properties that follow it.
    pub(super) behind: usize,
}

impl<'a> Envelope<'a> {
    /// The envelope in a payload, if it is written as `serialize()` does.
    pub(crate) fn as_written(payload: &'a [u8]) -> Option<Self> {
        let Written { kind, id, content } = Written::of(payload)?;
        let (class, _) = peek(&payload[content..])?;
        let content = Content {
            position: content,
            behind: 0,
        };
        Self::new(kind, id, class, content)
    }

    fn new(kind: Kind, id: &'a [u8], class: &'a [u8], content: Content) -> Option<Self> {
        Some(Self {
            kind,
            id: str::from_utf8(id).ok()?,
            class: str::from_utf8(class).ok()?,
            content,
        })
    }
}

impl<'a> Properties<'a> {
    /// The envelope of this kind that has these properties.
    pub(crate) fn envelope(mut self, kind: Kind) -> Option<Envelope<'a>> {
        let (mut id, mut found) = (None, None);
        for behind in (0..self.len).rev() {
            let key = self.scanner.key().ok()?;
            let position = self.scanner.position();
            let value = self.scanner.token().ok()?;
            match (key, value) {
                (Token::String(b"id"), Token::String(text)) => id = Some(text),
                (Token::String(key), message) if key == kind.content().as_bytes() => {
                    let content = Content { position, behind };
                    found = class_and_len(message).map(|(class, _)| (class, content));
                }
                _ => {}
            }
            if let (Some(id), Some((class, content))) = (id, found) {
                return Envelope::new(kind, id, class, content);
            }
            self.scanner.skip_rest(value).ok()?;
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message::{RequestEnvelope, ResponseEnvelope};
    use crate::php::{append_enclosed, to_vec};

    #[test]
    fn an_envelope_is_written_as_an_object_of_its_class_is() {
        for id in ["", "4.2", "an id of more than nine bytes"] {
            let request = to_vec(&RequestEnvelope { id, request: 5 }).unwrap();
            let response = to_vec(&ResponseEnvelope { id, response: 5 }).unwrap();
            for (kind, expected) in [(Kind::Request, request), (Kind::Response, response)] {
                let payload = append_enclosed(Vec::new(), kind, id, &5).unwrap();
                assert_eq!(payload, expected);
                let content = payload.len() - b"i:5;}".len();
                let id = id.as_bytes();
                assert_eq!(Written::of(&payload), Some(Written { kind, id, content }));
            }
        }
    }

    #[test]
    fn what_is_cut_or_changed_anywhere_before_the_message_is_not_as_written() {
        let payload = append_enclosed(Vec::new(), Kind::Response, "4.2", &()).unwrap();
        let content = Written::of(&payload).unwrap().content;
        for at in 0..content {
            assert_eq!(Written::of(&payload[..at]), None, "{at}");
            let mut changed = payload.clone();
            changed[at] = b'~';
            let in_id = Written::of(&changed).is_some_and(|envelope| envelope.id.contains(&b'~'));
            assert_eq!(Written::of(&changed).is_some(), in_id, "{at}");
        }
        let no_length =
            br#"O:35:"StreamIpc\Envelope\ResponseEnvelope":2:{s:2:"id";s::"";s:8:"response";N;}"#;
        assert_eq!(Written::of(no_length), None);
    }
}
