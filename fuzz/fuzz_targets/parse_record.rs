//! Any bytes that decode become a record, and the record is JSON.
#![no_main]

use libfuzzer_sys::fuzz_target;
use serde_json::Value;
use vanban::sink::{Layout, wire::Record};
use vanban::{ingest, segment};

#[allow(dead_code)]
mod tiny;

fuzz_target!(|bytes: &[u8]| {
    let Ok(scan) = ingest::decode("fuzz.txt", bytes.to_vec()) else {
        return;
    };
    let restored = tiny::RESTORER.worker().restore(&scan.text);
    let document = segment(&restored);
    let line = Record::new(&scan, &restored, &document).to_json(Layout::Line);
    let record: Value = serde_json::from_slice(&line).expect("a record is JSON");
    assert_eq!(record["schema"], "vanban.document/1");
    assert_eq!(record["text"], restored.text.as_str());
});
