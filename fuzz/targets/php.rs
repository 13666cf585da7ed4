//! Any bytes: what the parser reads it writes to the same meaning, and it never goes wrong.

#![no_main]

use libfuzzer_sys::fuzz_target;
use stream_ipc::json;
use stream_ipc::message::{Label, LogMessage, RequestEnvelope};
use stream_ipc::php::{self, Value};

fuzz_target!(|payload: &[u8]| {
    let _ = Label::of_php(payload);
    let _ = Label::of_json(payload);
    if let Ok(value) = json::from_slice::<Value>(payload) {
        let written = json::to_vec(&value).expect("JSON can be written as JSON");
        let again: Value = json::from_slice(&written).expect("what was written is well-formed");
        assert_eq!(json::to_vec(&again).unwrap(), written);
    }
    let _ = php::from_slice::<RequestEnvelope<LogMessage>>(payload);
    let Ok(value) = Value::parse(payload) else {
        assert!(php::from_slice::<Value>(payload).is_err());
        return;
    };
    let written = value.to_bytes();
    let again = Value::parse(&written).expect("what was written is well-formed");
    assert_eq!(again.to_bytes(), written);
    let _ = php::to_vec(&value);
    if let Ok(copied) = php::from_slice::<Value>(payload) {
        let plain = php::to_vec(&copied).expect("copies refer to nothing");
        let again: Value = php::from_slice(&plain).expect("what was written is well-formed");
        assert_eq!(again.to_bytes(), copied.to_bytes());
    }
    let _ = php::from_slice::<serde_json::Value>(payload);
});
