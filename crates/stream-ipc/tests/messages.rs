//! PHP's formats, against the frames captured from the pure package.

use proptest::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use stream_ipc::frame::HEADER_LEN;
use stream_ipc::json;
use stream_ipc::message::{ErrorMessage, LogMessage, RequestEnvelope, ResponseEnvelope};
use stream_ipc::php::{self, Error, Key, MAX_DEPTH, Value};

fn wire(format: &str) -> Vec<(PathBuf, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/wire");
    let mut frames: Vec<_> = fs::read_dir(folder.join(format))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| {
            (
                path.clone(),
                fs::read(&path).unwrap()[HEADER_LEN..].to_vec(),
            )
        })
        .collect();
    frames.sort();
    assert!(frames.len() > 10, "captured frames in {format}");
    frames
}

fn captured(format: &str, name: &str) -> Vec<u8> {
    let frames = wire(format);
    let found = frames
        .into_iter()
        .find(|(path, _)| path.file_stem().is_some_and(|stem| stem == name));
    found.expect(name).1
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename = r"App\Messages\TaskMessage")]
struct TaskMessage {
    action: String,
    params: BTreeMap<String, Value>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename = r"App\Messages\Suit")]
enum Suit {
    Hearts,
    Spades,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename = r"App\Messages\Money")]
struct Money {
    #[serde(rename = "\0*\0cents")]
    cents: i64,
    #[serde(rename = "\0App\\Messages\\Money\0currency")]
    currency: String,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename = r"App\Messages\Order")]
struct Order {
    #[serde(rename = "\0App\\Messages\\Order\0secret")]
    secret: String,
    #[serde(rename = "\0*\0rate")]
    rate: Option<f64>,
    parent: Option<Box<Order>>,
    id: i64,
    total: Money,
    lines: Value,
    suit: Suit,
}

#[test]
fn every_captured_payload_is_a_value_with_the_same_bytes() {
    for (path, payload) in wire("native") {
        let value = Value::parse(&payload).unwrap();
        assert_eq!(
            text(&value.to_bytes()),
            text(&payload),
            "{}",
            path.display()
        );
    }
}

#[test]
fn every_captured_json_payload_reads_and_writes_to_the_same_bytes() {
    for (path, payload) in wire("json") {
        let value: Value = json::from_slice(&payload).unwrap();
        let written = json::to_vec(&value).unwrap();
        assert_eq!(text(&written), text(&payload), "{}", path.display());
    }
}

#[test]
fn captured_messages_are_their_types() {
    fn same<T: Serialize + for<'de> Deserialize<'de>>(name: &str) -> T {
        let payload = captured("native", name);
        let message: T = php::from_slice(&payload).unwrap();
        assert_eq!(text(&php::to_vec(&message).unwrap()), text(&payload));
        message
    }
    assert_eq!(same::<LogMessage>("log_default"), LogMessage::new("Ping!"));
    same::<LogMessage>("log_100k");
    assert_eq!(same::<ErrorMessage>("error").text(), "plain error");
    assert_eq!(same::<RequestEnvelope<LogMessage>>("request").id, "4242.1");
    same::<ResponseEnvelope<ErrorMessage>>("response_error");
    same::<RequestEnvelope<TaskMessage>>("dto_request");
    let order: Order = same("dto_nested_visibility_enum");
    assert_eq!(order.parent.as_ref().unwrap().suit, Suit::Spades);

    let payload = captured("json", "dto_request");
    let request: RequestEnvelope<TaskMessage> = json::from_slice(&payload).unwrap();
    assert_eq!(text(&json::to_vec(&request).unwrap()), text(&payload));

    // In JSON PHP writes the value of an enum case, too, which Rust does not know.
    let payload = captured("json", "dto_nested_visibility_enum");
    assert_eq!(json::from_slice::<Order>(&payload).unwrap(), order);
    let without_values = text(&payload)
        .replace(r#","value":"H""#, "")
        .replace(r#","value":"S""#, "");
    assert_eq!(text(&json::to_vec(&order).unwrap()), without_values);
}

#[test]
fn every_scalar_travels() {
    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    #[serde(rename = "App\\Messages\\Scalars")]
    struct Scalars {
        t: bool,
        f: bool,
        n: Option<i64>,
        min: i64,
        max: i64,
        tenth: f64,
        big: f64,
        small: f32,
        inf: f64,
        ninf: f64,
        negzero: f64,
        whole: f64,
        #[serde(with = "serde_bytes")]
        bin: Vec<u8>,
        utf8: String,
        mixed: Value,
    }
    let read: Scalars = php::from_slice(&captured("native", "dto_scalars")).unwrap();
    assert_eq!((read.min, read.max), (i64::MIN, i64::MAX));
    assert_eq!((read.tenth, read.big, read.whole), (0.1, 1.0e25, 5.0));
    assert_eq!((read.inf, read.ninf), (f64::INFINITY, f64::NEG_INFINITY));
    assert!(read.negzero.is_sign_negative());
    assert_eq!(read.bin[..6], [0, 1, 0xf3, 0x4a, 0x9d, 0xe2]);
}

#[test]
fn references_are_read_as_copies() {
    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(rename = "Pair")]
    struct Pair {
        one: Vec<String>,
        other: Vec<String>,
    }
    let payload = br#"O:4:"Pair":2:{s:3:"one";a:2:{i:0;s:1:"x";i:1;R:3;}s:5:"other";R:2;}"#;
    let pair: Pair = php::from_slice(payload).unwrap();
    assert_eq!(pair.one, ["x", "x"]);
    assert_eq!(pair.other, pair.one);

    let same = br#"a:3:{i:0;O:1:"A":0:{}i:1;r:2;i:2;r:3;}"#;
    let objects: Vec<Value> = php::from_slice(same).unwrap();
    assert_eq!(objects[1], objects[0]);
    assert_eq!(objects[2], objects[0]);
}

#[test]
fn what_refers_to_itself_or_to_nothing_is_an_error() {
    let cycle = captured("native", "dto_cycle_refs");
    assert!(matches!(
        php::from_slice::<Value>(&cycle),
        Err(Error::Reference { number: 1, .. })
    ));
    for payload in [
        "a:1:{i:0;R:9;}",
        "a:1:{i:0;r:0;}",
        "r:1;",
        "R:1;",
        "a:1:{i:0;R:1;}",
        // To a value that comes later, to itself, to no object.
        r#"a:2:{i:0;R:2;i:1;s:1:"x";}"#,
        r#"a:2:{i:0;O:1:"A":0:{}i:1;r:3;}"#,
        r#"a:2:{i:0;s:1:"x";i:1;r:2;}"#,
        r#"a:3:{i:0;O:1:"A":0:{}i:1;R:2;i:2;R:3;}"#,
    ] {
        let read = php::from_slice::<Value>(payload.as_bytes());
        assert!(
            matches!(read, Err(Error::Reference { .. })),
            "{payload}: {read:?}"
        );
    }
}

#[test]
fn an_enum_case_that_stands_there_again_is_a_reference_as_php_writes_it() {
    let hand = vec![Suit::Hearts, Suit::Spades, Suit::Hearts];
    let payload = php::to_vec(&hand).unwrap();
    assert_eq!(
        text(&payload),
        r#"a:3:{i:0;E:24:"App\Messages\Suit:Hearts";i:1;E:24:"App\Messages\Suit:Spades";i:2;r:2;}"#
            .replace(r"\\", r"\")
    );
    assert_eq!(php::from_slice::<Vec<Suit>>(&payload).unwrap(), hand);
    let payload = json::to_vec(&hand).unwrap();
    assert_eq!(json::from_slice::<Vec<Suit>>(&payload).unwrap(), hand);
}

#[test]
fn references_within_a_value_are_numbered_in_the_whole() {
    let node = Value::parse(&captured("native", "dto_cycle_refs")).unwrap();
    let request = RequestEnvelope {
        id: "1.10".to_owned(),
        request: node,
    };
    let payload = captured("native", "dto_cycle_refs_request");
    assert_eq!(text(&php::to_vec(&request).unwrap()), text(&payload));

    let elsewhere = Value::Array(vec![(Key::Int(0), Value::Reference(2))]);
    let written = php::to_vec(&("behind", elsewhere));
    assert!(matches!(written, Err(Error::Reference { number: 2, .. })));
}

/// As of a child that knows its parent, where nobody asks for the parent.
#[test]
fn a_value_that_contains_itself_may_be_ignored() {
    #[derive(Deserialize)]
    #[serde(rename = r"App\Messages\Node")]
    struct Node {
        name: String,
    }
    let node: Node = php::from_slice(&captured("native", "dto_cycle_refs")).unwrap();
    assert_eq!(node.name, "n");
}

#[test]
fn strings_are_borrowed_from_the_payload() {
    #[derive(Deserialize)]
    #[serde(rename = r"StreamIpc\Message\LogMessage")]
    struct Borrowed<'a> {
        message: &'a str,
        level: &'a [u8],
    }
    let payload = captured("native", "log_level");
    let log: Borrowed = php::from_slice(&payload).unwrap();
    assert_eq!(log.message, "disk full");
    assert_eq!(log.level, b"error");
}

/// Each object is the one before once more: to follow them one by one would take the stack, and the
/// square of their number.
#[test]
fn a_long_chain_of_references_is_read_in_linear_time() {
    let links: String = (1..=50_000)
        .map(|index| format!("i:{index};r:{};", index + 1))
        .collect();
    let payload = format!(r#"a:50001:{{i:0;O:1:"A":0:{{}}{links}}}"#);
    let objects: Vec<Value> = php::from_slice(payload.as_bytes()).unwrap();
    assert_eq!(objects.len(), 50_001);
    assert!(objects.iter().all(|object| *object == objects[0]));
}

#[test]
fn copies_that_outgrow_their_payload_are_refused() {
    // Each array is twice the one before.
    let doubled = |levels: usize| {
        let mut payload = format!("a:{levels}:{{i:0;a:1:{{i:0;i:7;}}");
        for index in 1..levels {
            // Arrays are numbered 2, 4, 5, …: a reference has no number.
            let before = if index == 1 { 2 } else { index + 2 };
            payload += &format!("i:{index};a:2:{{i:0;R:{before};i:1;R:{before};}}");
        }
        payload + "}"
    };
    assert!(php::from_slice::<Value>(doubled(10).as_bytes()).is_ok());
    assert!(matches!(
        php::from_slice::<Value>(doubled(40).as_bytes()),
        Err(Error::TooManyCopies { .. })
    ));
}

#[test]
fn nesting_has_a_limit() {
    let nested = |depth: usize| "a:1:{i:0;".repeat(depth) + "N;" + &"}".repeat(depth);
    assert!(Value::parse(nested(MAX_DEPTH).as_bytes()).is_ok());
    assert!(matches!(
        Value::parse(nested(MAX_DEPTH + 1).as_bytes()),
        Err(Error::TooDeep { .. })
    ));
    assert!(php::from_slice::<Value>(nested(100_000).as_bytes()).is_err());
}

/// The frames of what serde derives are large.
#[test]
fn nested_types_are_read_and_written_on_a_small_stack() {
    #[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
    #[serde(rename = "Node")]
    struct Node {
        name: String,
        text: String,
        more: Option<String>,
        weight: Option<f64>,
        next: Option<Box<Node>>,
    }
    let mut node = Node::default();
    for _ in 1..MAX_DEPTH {
        let next = Some(Box::new(node));
        node = Node {
            next,
            ..Node::default()
        };
    }
    let through_both = move || {
        let payload = php::to_vec(&node).unwrap();
        let read: Node = php::from_slice(&payload).unwrap();
        let payload = json::to_vec(&read).unwrap();
        (node, json::from_slice::<Node>(&payload).unwrap())
    };
    let thread = std::thread::Builder::new().stack_size(1024 * 1024);
    let (node, read) = thread.spawn(through_both).unwrap().join().unwrap();
    assert_eq!(read, node);
}

/// Into a type that takes anything, an array goes as a list or as a map: whether it is one shows at
/// its end only.
#[test]
fn nested_arrays_are_looked_through_once() {
    let elements: String = (0..20_000).map(|index| format!("i:{index};N;")).collect();
    let depth = MAX_DEPTH - 1;
    let payload =
        "a:1:{i:0;".repeat(depth) + &format!("a:20000:{{{elements}}}") + &"}".repeat(depth);
    let mut value = &php::from_slice::<serde_json::Value>(payload.as_bytes()).unwrap();
    for _ in 0..depth {
        value = &value[0];
    }
    assert_eq!(value.as_array().unwrap().len(), 20_000);
}

#[test]
fn arrays_are_lists_or_maps_to_a_type_that_takes_anything() {
    let payload = r#"a:3:{i:0;a:2:{i:0;i:7;i:1;N;}s:1:"k";a:1:{i:1;b:1;}i:1;a:0:{}}"#;
    let value: serde_json::Value = php::from_slice(payload.as_bytes()).unwrap();
    assert_eq!(value.to_string(), r#"{"0":[7,null],"1":[],"k":{"1":true}}"#);
}

#[test]
fn what_comes_counts_and_not_what_was_announced() {
    struct Liar;
    impl Serialize for Liar {
        fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            use serde::ser::SerializeSeq;
            let mut list = serializer.serialize_seq(Some(100))?;
            list.serialize_element(&1)?;
            list.end()
        }
    }
    assert_eq!(text(&php::to_vec(&Liar).unwrap()), "a:1:{i:0;i:1;}");
}

#[test]
fn another_class_is_told_with_both_names() {
    let error = php::from_slice::<LogMessage>(&captured("native", "error")).unwrap_err();
    let found = ErrorMessage::CLASS.to_owned();
    let expected = r"StreamIpc\Message\LogMessage";
    assert_eq!(error, Error::Class { expected, found });
    let payload =
        br#"O:28:"streamipc\message\logmessage":2:{s:7:"message";s:1:"x";s:5:"level";s:1:"y";}"#;
    assert!(
        php::from_slice::<LogMessage>(payload).is_ok(),
        "as PHP's, whatever the case"
    );
}

#[test]
fn unknown_properties_are_ignored_and_missing_ones_told() {
    let more = br#"O:28:"StreamIpc\Message\LogMessage":3:{s:1:"a";a:1:{i:0;N;}s:7:"message";s:1:"x";s:5:"level";s:1:"y";}"#;
    assert_eq!(
        php::from_slice::<LogMessage>(more).unwrap(),
        LogMessage::with_level("x", "y")
    );
    let less = br#"O:28:"StreamIpc\Message\LogMessage":1:{s:7:"message";s:1:"x";}"#;
    let error = php::from_slice::<LogMessage>(less).unwrap_err();
    assert_eq!(error.to_string(), "missing field `level`");
}

#[test]
fn what_php_has_no_like_of_is_refused() {
    assert!(matches!(php::to_vec(&u64::MAX), Err(Error::Unsupported(_))));
    let keys = BTreeMap::from([([1, 2], "x")]);
    assert!(matches!(php::to_vec(&keys), Err(Error::Unsupported(_))));
}

#[test]
fn variants_with_data_are_arrays() {
    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    enum Shape {
        Empty,
        Circle(f64),
        Box {
            width: i64,
            height: i64,
        },
        Line(i64, i64),
        Numbered {
            #[serde(rename = "1")]
            first: i64,
        },
    }
    for (shape, expected) in [
        (Shape::Empty, r#"E:11:"Shape:Empty";"#),
        (Shape::Circle(0.5), r#"a:1:{s:6:"Circle";d:0.5;}"#),
        (
            Shape::Box {
                width: 1,
                height: 2,
            },
            r#"a:1:{s:3:"Box";a:2:{s:5:"width";i:1;s:6:"height";i:2;}}"#,
        ),
        (
            Shape::Line(3, 4),
            r#"a:1:{s:4:"Line";a:2:{i:0;i:3;i:1;i:4;}}"#,
        ),
        (
            Shape::Numbered { first: 5 },
            r#"a:1:{s:8:"Numbered";a:1:{i:1;i:5;}}"#,
        ),
    ] {
        let payload = php::to_vec(&shape).unwrap();
        assert_eq!(text(&payload), expected);
        assert_eq!(php::from_slice::<Shape>(&payload).unwrap(), shape);
    }
}

#[test]
fn keys_that_look_like_integers_are_integers() {
    let map = BTreeMap::from([("-5", 1), ("007", 2), ("12", 3), ("x", 4)]);
    let payload = php::to_vec(&map).unwrap();
    assert_eq!(
        text(&payload),
        r#"a:4:{i:-5;i:1;s:3:"007";i:2;i:12;i:3;s:1:"x";i:4;}"#
    );
    let read: BTreeMap<String, i64> = php::from_slice(&payload).unwrap();
    assert_eq!(read["12"], 3);
    assert_eq!(read.len(), 4);
}

#[test]
fn cut_and_changed_payloads_never_panic() {
    for (_, payload) in wire("native") {
        for len in 0..payload.len().min(700) {
            let _ = php::from_slice::<Order>(&payload[..len]);
            let mut changed = payload.clone();
            changed[len] ^= 0x11;
            let _ = Value::parse(&changed);
            let _ = php::from_slice::<Value>(&changed);
            let _ = php::from_slice::<RequestEnvelope<Order>>(&changed);
        }
    }
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(payload in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = php::from_slice::<Value>(&payload);
        let _ = json::from_slice::<Value>(&payload);
    }
}
