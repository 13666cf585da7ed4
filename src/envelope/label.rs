//! Reads the kind and the id of an envelope without opening it.

use super::{Envelope, RequestEnvelope, ResponseEnvelope};
use stream_ipc::php::envelope::{Kind, Written};

/// The kind of an envelope, and the id of its request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Label<'a> {
    /// Whether it is a request or a response.
    pub kind: Kind,
    /// The id of its request.
    pub id: &'a [u8],
}

impl<'a> Label<'a> {
    /// The label of a payload, in the format of either serializer; `None` if the payload is no envelope.
    pub fn of(payload: &'a [u8]) -> Option<Self> {
        match payload.first()? {
            b'O' => Written::of(payload).map(|Written { kind, id, .. }| Self { kind, id }),
            b'{' => Self::of_json(payload),
            _ => None,
        }
    }

    fn of_json(payload: &'a [u8]) -> Option<Self> {
        let request = json_id::<RequestEnvelope>(payload).map(|id| (Kind::Request, id));
        let (kind, id) = request
            .or_else(|| json_id::<ResponseEnvelope>(payload).map(|id| (Kind::Response, id)))?;
        Some(Self { kind, id })
    }
}

/// Reads the id from `{"__class":"StreamIpc\\Envelope\\RequestEnvelope","id":"7.1",`. It skips ids with
/// escapes.
fn json_id<E: Envelope>(payload: &[u8]) -> Option<&[u8]> {
    let class = E::NAME.replace('\\', r"\\");
    let start = format!(r#"{{"__class":"{class}","id":""#);
    let rest = payload.strip_prefix(start.as_bytes())?;
    let id = &rest[..memchr::memchr2(b'"', b'\\', rest)?];
    let closed = rest[id.len()..].starts_with(b"\"");
    (closed && std::str::from_utf8(id).is_ok()).then_some(id)
}
