use super::*;
use proptest::prelude::*;

fn decode(max_frame: Option<usize>, chunks: &[&[u8]]) -> Vec<Decoded> {
    let mut decoder = Decoder::new(max_frame);
    let mut out = Vec::new();
    for chunk in chunks {
        decoder.feed(BytesMut::from(*chunk), |decoded| out.push(decoded));
    }
    out
}

fn frame(payload: &'static [u8]) -> Decoded {
    Decoded::Frame(Bytes::from_static(payload))
}

fn junk(bytes: &'static [u8]) -> Decoded {
    Decoded::Junk(Bytes::from_static(bytes))
}

/// Joins neighbouring runs of junk: the chunks cut runs, but do not change their bytes.
fn joined(decoded: Vec<Decoded>) -> Vec<Decoded> {
    let mut out: Vec<Decoded> = Vec::new();
    for next in decoded {
        match (out.last_mut(), next) {
            (Some(Decoded::Junk(run)), Decoded::Junk(more)) => {
                *run = [&run[..], &more].concat().into()
            }
            (_, next) => out.push(next),
        }
    }
    out
}

#[test]
fn an_empty_payload_is_a_frame() {
    assert_eq!(decode(None, &[&encode(b"").unwrap()]), [frame(b"")]);
}

#[test]
fn junk_before_between_and_after_frames_keeps_its_place() {
    let bytes = [
        b"a".as_slice(),
        &encode(b"1").unwrap(),
        b"bc",
        &encode(b"2").unwrap(),
        b"d",
    ]
    .concat();
    let expected = [
        junk(b"a"),
        frame(b"1"),
        junk(b"bc"),
        frame(b"2"),
        junk(b"d"),
    ];
    assert_eq!(decode(None, &[&bytes]), expected);
}

#[test]
fn the_start_of_a_magic_waits_for_the_next_chunk() {
    for kept in 1..MAGIC.len() {
        let (head, tail) = MAGIC.split_at(kept);
        let first = [b"junk", head].concat();
        let rest = [tail, &[0, 0, 0, 2], b"ok"].concat();
        assert_eq!(decode(None, &[&first]), [junk(b"junk")]);
        assert_eq!(
            decode(None, &[&first, &rest]),
            [junk(b"junk"), frame(b"ok")]
        );
    }
}

#[test]
fn a_start_that_is_no_magic_after_all_is_one_run_with_what_follows() {
    assert_eq!(decode(None, &[b"\xF3\x4A", b"abc"]), [junk(b"\xF3\x4Aabc")]);
    assert_eq!(
        decode(None, &[b"\xF3", b"\xF3", b"\x4A\x9D\xE2\0\0\0\0"]),
        [junk(b"\xF3"), frame(b"")]
    );
}

#[test]
fn a_magic_within_a_payload_starts_nothing() {
    let payload: &[u8] = b"\xF3\x4A\x9D\xE2\0\0\0\x01x";
    assert_eq!(decode(None, &[&encode(payload).unwrap()]), [frame(payload)]);
}

#[test]
fn a_frame_over_the_limit_is_skipped_and_decoding_goes_on() {
    let bytes = [encode(b"12345").unwrap(), encode(b"1234").unwrap()].concat();
    let too_long = Decoded::TooLong(FrameTooLong { len: 5, max: 4 });
    for size in [1, 3, 9, bytes.len()] {
        let chunks: Vec<_> = bytes.chunks(size).collect();
        assert_eq!(decode(Some(4), &chunks), [too_long.clone(), frame(b"1234")]);
    }
    assert_eq!(
        FrameTooLong { len: 5, max: 4 }.to_string(),
        "Frame length 5 exceeds max 4"
    );
}

#[test]
fn the_limit_of_the_budget_lowers_that_of_frames_and_can_be_lifted() {
    let budget = Budget::new();
    let mut decoder = Decoder::within(&budget, Some(4));
    let mut decode = |limit, payload: &[u8]| {
        let mut out = Vec::new();
        budget.set_limit(limit);
        decoder.feed(encode(payload).unwrap().as_slice().into(), |next| {
            out.push(next)
        });
        out
    };
    let too_long = |len, max| [Decoded::TooLong(FrameTooLong { len, max })];
    assert_eq!(decode(Some(2), b"123"), too_long(3, 2));
    assert_eq!(decode(Some(9), b"12345"), too_long(5, 4));
    assert_eq!(decode(None, b"1234"), [frame(b"1234")]);
}

#[test]
fn unfinished_payloads_are_counted_as_they_come_and_given_back() {
    let budget = Budget::new();
    let mut decoder = Decoder::within(&budget, None);
    let long = encode(&[7; 1_000_000]).unwrap();
    let mut found = Vec::new();
    decoder.feed_slice(&long[..HEADER_LEN], |next| found.push(next));
    assert_eq!(budget.kept(), 0);
    decoder.feed_slice(&long[HEADER_LEN..500_000], |next| found.push(next));
    assert!((400_000..=1_000_000).contains(&budget.kept()), "{budget:?}");
    decoder.feed_slice(&long[500_000..], |next| found.push(next));
    assert_eq!(budget.kept(), 0);
    assert_eq!(found, [Decoded::Frame(vec![7; 1_000_000].into())]);
    decoder.feed_slice(&long[..500_000], |_| ());
    assert!(budget.kept() > 0);
    assert_eq!(decoder.finish(|_| ()), 500_000);
    assert_eq!(budget.kept(), 0);
    decoder.feed_slice(&long[..500_000], |_| ());
    drop(decoder);
    assert_eq!(budget.kept(), 0);
}

#[test]
fn a_payload_that_finds_no_room_is_refused_and_what_follows_is_not() {
    let budget = Budget::new();
    budget.set_limit(Some(1_000_000));
    let mut other = budget.share();
    other.add(600_000);
    let bytes = [
        encode(b"before").unwrap(),
        encode(&[7; 900_000]).unwrap(),
        encode(b"behind").unwrap(),
    ]
    .concat();
    for chunk in [1000, 70_000, bytes.len()] {
        let mut decoder = Decoder::within(&budget, None);
        let mut found = Vec::new();
        for chunk in bytes.chunks(chunk) {
            decoder.feed_slice(chunk, |next| found.push(next));
            assert!(budget.kept() <= 1_000_000, "{budget:?}");
        }
        assert_eq!(found.len(), 3, "{found:?}");
        assert_eq!(found[0], frame(b"before"));
        let Decoded::NoRoom(error) = found[1] else {
            panic!("{found:?}")
        };
        assert_eq!((error.len, error.limit), (900_000, 1_000_000));
        assert!(error.kept >= 600_000, "{error}");
        assert_eq!(found[2], frame(b"behind"));
        assert_eq!(budget.kept(), 600_000);
    }
}

#[test]
fn a_lying_header_reserves_no_memory() {
    let mut decoder = Decoder::new(None);
    let bytes = [&MAGIC[..], &u32::MAX.to_be_bytes(), &[0; 100]].concat();
    decoder.feed(bytes.as_slice().into(), |decoded| panic!("{decoded:?}"));
    let State::Payload { buf, .. } = &decoder.state else {
        panic!("{:?}", decoder.state)
    };
    assert_eq!(buf.len(), 100);
    assert!(buf.capacity() <= FIRST_PAYLOAD_CAPACITY);
}

#[test]
fn what_is_left_at_the_end_is_junk_or_lost() {
    let ending_with = |bytes: &[u8]| {
        let mut decoder = Decoder::new(None);
        decoder.feed(bytes.into(), |_| {});
        let buffered = decoder.has_buffered_data();
        let mut junk = Vec::new();
        let lost = decoder.finish(|decoded| junk.push(decoded));
        (buffered, lost, junk)
    };
    assert_eq!(ending_with(b""), (false, 0, vec![]));
    assert_eq!(ending_with(b"junk"), (false, 0, vec![]));
    assert_eq!(ending_with(b"\xF3\x4A"), (true, 0, vec![junk(b"\xF3\x4A")]));
    assert_eq!(ending_with(b"\xF3\x4A\x9D\xE2\0\0"), (true, 6, vec![]));
    assert_eq!(
        ending_with(b"\xF3\x4A\x9D\xE2\0\0\0\x09abc"),
        (true, 11, vec![])
    );
}

#[test]
fn a_long_payload_can_be_read_in_place() {
    let payload = vec![7; 300_000];
    let bytes = encode(&payload).unwrap();
    let (first, mut rest) = bytes.split_at(1000);
    let mut decoder = Decoder::new(None);
    let mut out = Vec::new();
    decoder.feed(first.into(), |decoded| out.push(decoded));
    while let Some((buf, room)) = decoder.payload_room(1) {
        let (now, later) = rest.split_at(room.min(50_000));
        buf.extend_from_slice(now);
        rest = later;
        decoder.payload_read(|decoded| out.push(decoded));
    }
    assert_eq!(out, [Decoded::Frame(payload.into())]);
    assert!(rest.is_empty());
}

#[test]
fn payloads_of_4_gib_do_not_fit() {
    let len = u32::MAX as usize + 1;
    assert_eq!(header(len), Err(PayloadTooLong { len }));
    assert_eq!(header(len - 1).unwrap()[MAGIC.len()..], [0xFF; 4]);
}

proptest! {
    #[test]
    fn chunking_changes_nothing(
        parts in prop::collection::vec((any::<bool>(), prop::collection::vec(
            prop::sample::select(vec![0xF3, 0x4A, 0x9D, 0xE2, 0, 1, b'x']), 0..40)), 0..12),
        cuts in prop::collection::vec(1_usize..30, 1..40),
        max in prop::option::of(0_usize..30),
    ) {
        let bytes: Vec<u8> = parts.iter()
            .flat_map(|(framed, part)| if *framed { encode(part).unwrap() } else { part.clone() })
            .collect();
        let mut rest = bytes.as_slice();
        let chunks: Vec<_> = cuts.iter().cycle().map_while(|&cut| {
            let (now, later) = rest.split_at(cut.min(rest.len()));
            rest = later;
            (!now.is_empty()).then_some(now)
        }).collect();
        prop_assert_eq!(joined(decode(max, &chunks)), joined(decode(max, &[&bytes])));
    }

    #[test]
    fn frames_come_back_as_they_were_sent(
        payloads in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..200), 0..20),
    ) {
        let bytes: Vec<u8> = payloads.iter().flat_map(|payload| encode(payload).unwrap()).collect();
        let expected: Vec<_> = payloads.into_iter().map(|payload| Decoded::Frame(payload.into())).collect();
        prop_assert_eq!(decode(None, &[&bytes]), expected);
    }
}
