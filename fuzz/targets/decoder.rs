//! Any bytes, cut into any chunks: the decoder finds the same, and accounts for every byte.

#![no_main]

use bytes::BytesMut;
use libfuzzer_sys::fuzz_target;
use stream_ipc::frame::{Decoded, Decoder, HEADER_LEN};

/// What was decoded, with neighbouring runs of junk joined: where those are cut depends on the
/// chunks.
#[derive(Debug, PartialEq)]
struct Outcome {
    decoded: Vec<Decoded>,
    lost: usize,
}

fn decode<'a>(max_frame: Option<usize>, chunks: impl Iterator<Item = &'a [u8]>) -> Outcome {
    let mut decoder = Decoder::new(max_frame);
    let mut decoded = Vec::new();
    for chunk in chunks {
        decoder.feed(BytesMut::from(chunk), |next| push(&mut decoded, next));
    }
    let lost = decoder.finish(|next| push(&mut decoded, next));
    Outcome { decoded, lost }
}

fn push(decoded: &mut Vec<Decoded>, next: Decoded) {
    match (decoded.last_mut(), next) {
        (Some(Decoded::Junk(run)), Decoded::Junk(more)) => *run = [&run[..], &more].concat().into(),
        (_, next) => decoded.push(next),
    }
}

fuzz_target!(|input: &[u8]| {
    let [limit, step, stream @ ..] = input else {
        return;
    };
    let max_frame = (*limit < 0x80).then_some(usize::from(*limit));
    let whole = decode(max_frame, std::iter::once(stream));
    let size = usize::from(*step).max(1);
    assert_eq!(whole, decode(max_frame, stream.chunks(size)));

    let accounted: usize = whole
        .decoded
        .iter()
        .map(|decoded| match decoded {
            Decoded::Frame(payload) => HEADER_LEN + payload.len(),
            Decoded::Junk(bytes) => bytes.len(),
            Decoded::TooLong(_) | Decoded::NoRoom(_) => HEADER_LEN,
        })
        .sum();
    let refused = whole
        .decoded
        .iter()
        .any(|decoded| matches!(decoded, Decoded::TooLong(_)));
    if refused {
        assert!(accounted + whole.lost <= stream.len());
    } else {
        assert_eq!(accounted + whole.lost, stream.len());
    }
});
