//! What can be read on an envelope whose content cannot be opened.

use super::{Envelope, RequestEnvelope, ResponseEnvelope};
use crate::zend::PhpString;

/// Which envelope it is, with the id of its request.
pub enum Label {
    /// Somebody waits for an answer.
    Request(PhpString),
    /// Somebody here may wait for it.
    Response(PhpString),
}

impl Label {
    /// The label of a payload that is an envelope, in the format of either serializer.
    pub fn of(payload: &[u8]) -> Option<Self> {
        let request = id_of::<RequestEnvelope>(payload).map(Self::Request);
        request.or_else(|| id_of::<ResponseEnvelope>(payload).map(Self::Response))
    }
}

fn id_of<E: Envelope>(payload: &[u8]) -> Option<PhpString> {
    native_id::<E>(payload)
        .or_else(|| json_id::<E>(payload))
        .map(PhpString::new)
}

/// From `O:34:"StreamIpc\Envelope\RequestEnvelope":2:{s:2:"id";s:3:"7.1";`.
fn native_id<E: Envelope>(payload: &[u8]) -> Option<&[u8]> {
    let start = format!("O:{}:\"{}\":2:{{s:2:\"id\";s:", E::NAME.len(), E::NAME);
    let rest = payload.strip_prefix(start.as_bytes())?;
    let colon = memchr::memchr(b':', rest)?;
    let len: usize = std::str::from_utf8(&rest[..colon]).ok()?.parse().ok()?;
    let (id, end) = rest[colon + 1..]
        .strip_prefix(b"\"")?
        .split_at_checked(len)?;
    end.starts_with(b"\";").then_some(id)
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
