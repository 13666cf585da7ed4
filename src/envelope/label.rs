//! What stands on an envelope, without opening it.

use super::{Envelope, RequestEnvelope, ResponseEnvelope};

/// Which envelope a payload is, and the id of its request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Label<'a> {
    /// Which.
    pub kind: Kind,
    /// The id of its request.
    pub id: &'a [u8],
}

/// The kinds of envelopes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Somebody waits for an answer.
    Request,
    /// Somebody here may wait for it.
    Response,
}

impl<'a> Label<'a> {
    /// The label of a payload that is an envelope, in the format of either serializer.
    pub fn of(payload: &'a [u8]) -> Option<Self> {
        Self::split(payload)
            .map(|(label, _)| label)
            .or_else(|| Self::of_json(payload))
    }

    /// The label of a payload in PHP's format, and the rest from its content on.
    pub fn split(payload: &'a [u8]) -> Option<(Self, &'a [u8])> {
        split_off::<RequestEnvelope>(payload, Kind::Request)
            .or_else(|| split_off::<ResponseEnvelope>(payload, Kind::Response))
    }

    fn of_json(payload: &'a [u8]) -> Option<Self> {
        let request = json_id::<RequestEnvelope>(payload).map(|id| (Kind::Request, id));
        let (kind, id) = request
            .or_else(|| json_id::<ResponseEnvelope>(payload).map(|id| (Kind::Response, id)))?;
        Some(Self { kind, id })
    }
}

/// From `O:34:"StreamIpc\Envelope\RequestEnvelope":2:{s:2:"id";s:3:"7.1";s:7:"request";`.
fn split_off<E: Envelope>(payload: &[u8], kind: Kind) -> Option<(Label<'_>, &[u8])> {
    let digits = payload.strip_prefix(E::SERIALIZED_START)?;
    let (mut len, mut rest) = (0_usize, digits);
    while let [digit @ b'0'..=b'9', behind @ ..] = rest {
        len = len
            .checked_mul(10)?
            .checked_add(usize::from(digit - b'0'))?;
        rest = behind;
    }
    let is_number = rest.len() < digits.len();
    let rest = rest.strip_prefix(b":\"").filter(|_| is_number)?;
    let (id, rest) = rest.split_at_checked(len)?;
    let content = rest.strip_prefix(E::SERIALIZED_MIDDLE)?;
    Some((Label { kind, id }, content))
}

/// From `{"__class":"StreamIpc\\Envelope\\RequestEnvelope","id":"7.1",`; an id with escapes is not
/// read.
fn json_id<E: Envelope>(payload: &[u8]) -> Option<&[u8]> {
    let class = E::NAME.replace('\\', r"\\");
    let start = format!(r#"{{"__class":"{class}","id":""#);
    let rest = payload.strip_prefix(start.as_bytes())?;
    let id = &rest[..memchr::memchr2(b'"', b'\\', rest)?];
    let closed = rest[id.len()..].starts_with(b"\"");
    (closed && std::str::from_utf8(id).is_ok()).then_some(id)
}
