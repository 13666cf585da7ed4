//! Random values, each way between Rust and PHP: what one writes the other reads and writes the same.

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use std::cell::RefCell;
use std::io::{Read, Write};
use std::process::{Child, Command, Stdio};
use stream_ipc::json;
use stream_ipc::php::{self, Error, Key, Object, Value};

/// A PHP that answers as oracle.php says.
struct Php {
    child: Child,
}

impl Php {
    /// `None`, with a message, on machines without PHP.
    fn start() -> Option<Self> {
        let php = std::env::var("PHP").unwrap_or_else(|_| "php".to_owned());
        let child = Command::new(&php)
            .arg("-n")
            .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/oracle.php"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn();
        match child {
            Ok(child) => Some(Self { child }),
            Err(error) => {
                eprintln!("skipped: {php} does not start: {error}");
                None
            }
        }
    }

    fn ask(&mut self, kind: u8, question: &[u8]) -> Vec<u8> {
        let question = [&[kind], question].concat();
        let length = u32::try_from(question.len()).unwrap();
        let stdin = self.child.stdin.as_mut().unwrap();
        stdin.write_all(&length.to_be_bytes()).unwrap();
        stdin.write_all(&question).unwrap();
        let stdout = self.child.stdout.as_mut().unwrap();
        let mut length = [0; 4];
        stdout.read_exact(&mut length).unwrap();
        let mut answer = vec![0; u32::from_be_bytes(length) as usize];
        stdout.read_exact(&mut answer).unwrap();
        answer
    }

    /// A random value as serialize() writes it, and the same with copies in the place of references.
    fn make(&mut self, seed: u32) -> (Vec<u8>, Vec<u8>) {
        let answer = self.ask(b'm', seed.to_string().as_bytes());
        let (length, rest) = answer.split_first_chunk().unwrap();
        let (serialized, plain) = rest.split_at(u32::from_be_bytes(*length) as usize);
        (serialized.to_vec(), plain.to_vec())
    }
}

impl Drop for Php {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn text(bytes: &[u8]) -> String {
    bytes.escape_ascii().to_string()
}

fn any_key() -> impl Strategy<Value = Key> {
    prop_oneof![
        any::<i64>().prop_map(Key::Int),
        "[a-z]{1,5}[0-9]{0,2}".prop_map(|name| Key::from(name.as_str())),
    ]
}

fn any_pairs(inner: impl Strategy<Value = Value>) -> impl Strategy<Value = Vec<(Key, Value)>> {
    // A key comes once.
    prop::collection::btree_map(any_key(), inner, 0..5).prop_map(|map| map.into_iter().collect())
}

/// Values that PHP can hold without a class of ours.
fn any_value() -> impl Strategy<Value = Value> {
    let scalar = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        any::<i64>().prop_map(Value::Int),
        any::<f64>().prop_filter_map("NAN is unlike itself", |number| {
            (!number.is_nan()).then_some(Value::Float(number))
        }),
        (-20i32..20, 1u32..99999).prop_map(|(exponent, digits)| {
            Value::Float(f64::from(digits) * 10f64.powi(exponent))
        }),
        prop::collection::vec(any::<u8>(), 0..20).prop_map(Value::String),
        "[a-z/\"\\\\\n\u{1}ž🐎\u{2028}]{0,8}".prop_map(|text| Value::from(text.as_str())),
        prop_oneof![Just("Hearts"), Just("Spades")].prop_map(|case| Value::Enum {
            class: r"App\Suit".to_owned(),
            case: case.to_owned(),
        }),
    ];
    scalar.prop_recursive(4, 40, 5, |inner| {
        prop_oneof![
            any_pairs(inner.clone()).prop_map(Value::Array),
            prop::collection::btree_map("[a-z]{1,5}", inner, 0..4).prop_map(|properties| {
                let properties = properties
                    .into_iter()
                    .map(|(name, value)| (Key::from(name.as_str()), value))
                    .collect();
                Value::Object(Object {
                    class: "stdClass".to_owned(),
                    properties,
                })
            }),
        ]
    })
}

/// The same values in every run. A failure prints the simplest value that fails.
fn for_each_value(check: impl Fn(Value) -> Result<(), TestCaseError>) {
    let config = Config {
        cases: 5000,
        failure_persistence: None,
        ..Config::default()
    };
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut runner = TestRunner::new_with_rng(config, rng);
    runner.run(&any_value(), check).unwrap();
}

/// The seeds of what PHP makes; a failure names its seed.
const SEEDS: std::ops::Range<u32> = 0..3000;

#[test]
fn values_come_back() {
    for_each_value(|value| {
        prop_assert_eq!(&Value::parse(&value.to_bytes()).unwrap(), &value);
        let payload = php::to_vec(&value).unwrap();
        prop_assert_eq!(php::from_slice::<Value>(&payload).unwrap(), value);
        Ok(())
    });
}

#[test]
fn php_reads_what_is_written_and_writes_it_the_same() {
    let Some(php) = Php::start().map(RefCell::new) else {
        return;
    };
    for_each_value(|value| {
        let payload = php::to_vec(&value).unwrap();
        let answer = php.borrow_mut().ask(b's', &payload);
        prop_assert_eq!(text(&answer), text(&payload));
        Ok(())
    });
}

#[test]
fn what_php_makes_is_read_and_written_the_same() {
    let Some(mut php) = Php::start() else {
        return;
    };
    let mut with_references = 0;
    for seed in SEEDS {
        let (serialized, plain) = php.make(seed);
        let whole = Value::parse(&serialized).unwrap();
        assert_eq!(text(&whole.to_bytes()), text(&serialized), "seed {seed}");
        let copied: Value = php::from_slice(&serialized).unwrap();
        let written = php::to_vec(&copied).unwrap();
        assert_eq!(text(&written), text(&plain), "seed {seed}");
        // Within others, references lead where they led.
        let nested = php::to_vec(&("before", &whole, "behind")).unwrap();
        let answer = php.ask(b's', &nested);
        assert_eq!(text(&answer), text(&nested), "seed {seed}");
        with_references += usize::from(serialized != plain);
    }
    assert!(
        with_references > 500,
        "only {with_references} had references"
    );
}

#[test]
fn references_lead_where_php_follows_them() {
    let Some(mut php) = Php::start() else {
        return;
    };
    let (mut led_elsewhere, mut led_nowhere) = (0, 0);
    for seed in SEEDS {
        let (serialized, _) = php.make(seed);
        for (at, number) in references(&serialized) {
            for other in [number - 1, number + 1, number / 2, number * 2] {
                let changed = [
                    &serialized[..at],
                    other.to_string().as_bytes(),
                    &serialized[at + number.to_string().len()..],
                ]
                .concat();
                let answer = php.ask(b'p', &changed);
                let read = php::from_slice::<Value>(&changed);
                let context = format!("seed {seed}, {}: {read:?}", text(&changed));
                match answer.as_slice() {
                    b"" => {
                        assert!(matches!(read, Err(Error::Reference { .. })), "{context}");
                        led_nowhere += 1;
                    }
                    b"endless" => assert!(read.is_err(), "{context}"),
                    plain => {
                        let written = php::to_vec(&read.expect(&context)).unwrap();
                        assert_eq!(text(&written), text(plain), "{context}");
                        led_elsewhere += 1;
                    }
                }
            }
        }
    }
    assert!(led_elsewhere > 500, "only {led_elsewhere} led elsewhere");
    assert!(led_nowhere > 500, "only {led_nowhere} led nowhere");
}

/// Where the numbers of references stand, and what they are.
fn references(payload: &[u8]) -> Vec<(usize, usize)> {
    let starts = payload
        .windows(3)
        .enumerate()
        .filter(|(_, window)| matches!(window, [b';' | b'{' | b'}', b'r' | b'R', b':']));
    let numbers = starts.filter_map(|(start, _)| {
        let at = start + 3;
        let end = memchr::memchr(b';', &payload[at..])? + at;
        let number = str::from_utf8(&payload[at..end]).ok()?.parse().ok()?;
        Some((at, number))
    });
    numbers.collect()
}

#[test]
fn json_is_written_as_php_writes_it() {
    let Some(mut php) = Php::start() else {
        return;
    };
    let mut refused = 0;
    for seed in SEEDS {
        let (serialized, _) = php.make(seed);
        let expected = php.ask(b'j', &serialized);
        let value: Value = php::from_slice(&serialized).unwrap();
        match json::to_vec(&value) {
            Ok(written) => assert_eq!(text(&written), text(&expected), "seed {seed}"),
            Err(error) => {
                assert_eq!(text(&expected), "", "seed {seed}: {error}");
                refused += 1;
            }
        }
    }
    assert!(refused < SEEDS.len() / 2, "{refused} were refused");
}

#[test]
fn json_is_read_as_php_reads_it() {
    let Some(php) = Php::start().map(RefCell::new) else {
        return;
    };
    for_each_value(|value| {
        // Without classes, which PHP builds objects of.
        let Ok(payload) = json::to_vec(&value) else {
            return Ok(());
        };
        let payload = text_without_classes(payload);
        // PHP reads the float that it writes as -0 as an int; here it stays what it is.
        if payload
            .split([',', ':', '[', ']', '}'])
            .any(|token| token == "-0")
        {
            return Ok(());
        }
        let expected = php.borrow_mut().ask(b'd', payload.as_bytes());
        let read: Value = json::from_slice(payload.as_bytes()).unwrap();
        prop_assert_eq!(text(&read.to_bytes()), text(&expected), "{}", payload);
        Ok(())
    });
}

fn text_without_classes(json: Vec<u8>) -> String {
    String::from_utf8(json)
        .unwrap()
        .replace("\"__class\"", "\"_class\"")
}
