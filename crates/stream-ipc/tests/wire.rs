//! The frames captured from the pure PHP package, decoded however they are chunked.

use bytes::BytesMut;
use std::{fs, path::Path};
use stream_ipc::frame::{Decoded, Decoder, HEADER_LEN, MAGIC, encode};

fn captured() -> Vec<(String, Vec<u8>)> {
    let wire = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/wire");
    let frames: Vec<_> = ["native", "json"]
        .iter()
        .flat_map(|folder| fs::read_dir(wire.join(folder)).unwrap())
        .map(|entry| entry.unwrap().path())
        .map(|path| (path.display().to_string(), fs::read(&path).unwrap()))
        .collect();
    assert_eq!(frames.len(), 32, "captured frames in {}", wire.display());
    frames
}

fn decode<'a>(chunks: impl IntoIterator<Item = &'a [u8]>) -> Vec<Decoded> {
    let mut decoder = Decoder::new(None);
    let mut decoded = Vec::new();
    for chunk in chunks {
        decoder.feed(BytesMut::from(chunk), |part| decoded.push(part));
    }
    assert!(!decoder.has_buffered_data());
    decoded
}

#[test]
fn every_captured_frame_is_one_payload_and_encodes_to_the_same_bytes() {
    for (name, bytes) in captured() {
        let payload = &bytes[HEADER_LEN..];
        assert_eq!(
            decode([bytes.as_slice()]),
            [Decoded::Frame(payload.to_vec().into())],
            "{name}"
        );
        assert_eq!(encode(payload).unwrap(), bytes, "{name}");
        assert_eq!(bytes[..MAGIC.len()], MAGIC, "{name}");
    }
}

#[test]
fn every_captured_frame_survives_any_chunk_size() {
    for (name, bytes) in captured() {
        let whole = decode([bytes.as_slice()]);
        for size in [1, 2, 3, 5, 7, 8, 9, 64, 4096] {
            assert_eq!(
                decode(bytes.chunks(size)),
                whole,
                "{name} in chunks of {size}"
            );
        }
    }
}

#[test]
fn all_captured_frames_in_one_stream_keep_their_order() {
    let frames = captured();
    let stream: Vec<u8> = frames.iter().flat_map(|(_, bytes)| bytes.clone()).collect();
    let expected: Vec<_> = frames
        .iter()
        .map(|(_, bytes)| Decoded::Frame(bytes[HEADER_LEN..].to_vec().into()))
        .collect();
    for size in [1, 13, 1000, stream.len()] {
        assert_eq!(decode(stream.chunks(size)), expected, "in chunks of {size}");
    }
}
