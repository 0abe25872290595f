//! Any bytes open as a model or are refused, and what has the right checksum restores.
#![no_main]

use libfuzzer_sys::fuzz_target;
use vanban::{Model, Restorer};

#[allow(dead_code)]
mod tiny;

// The bytes are changes to a good model, so that the section table is reached: place and new value, five bytes each.
fuzz_target!(|bytes: &[u8]| {
    let _ = Model::from_bytes(bytes.to_vec());
    let mut model = tiny::BYTES.clone();
    for change in bytes.chunks_exact(5).take(16) {
        let place =
            u32::from_le_bytes([change[0], change[1], change[2], change[3]]) as usize % model.len();
        model[place] = change[4];
    }
    if let Ok(model) = Model::from_bytes(model) {
        let _ = model.about();
        if model.verify().is_ok() {
            Restorer::new(&model).worker().restore("Thi tuc hanh chinh");
        }
    }
});
