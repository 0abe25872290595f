//! Fixed inputs for all benchmarks: OCR texts of `corpus/dev`, so that figures of different days can be compared.

use std::fs;
use std::path::Path;

/// A text with the name of its size.
pub(crate) struct Input {
    pub(crate) size: &'static str,
    pub(crate) text: String,
}

/// One line, one page, a document of some sixty pages; read at medium noise.
pub(crate) fn inputs() -> [Input; 3] {
    let plan = ocr("kh-ubnd-tinh-chuyen-doi-so");
    let line = plan
        .lines()
        .max_by_key(|line| line.chars().count())
        .unwrap_or_default()
        .to_owned();
    let page: String = plan
        .lines()
        .take(45)
        .map(|line| format!("{line}\n"))
        .collect();
    [
        Input {
            size: "line",
            text: line,
        },
        Input {
            size: "page",
            text: page,
        },
        Input {
            size: "long",
            text: long(),
        },
    ]
}

/// All documents of the split, in the order of their names, twice over.
fn long() -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/dev/ocr/medium");
    let mut files: Vec<_> = fs::read_dir(folder)
        .expect("corpus/dev is there")
        .map(|entry| entry.expect("readable").path())
        .collect();
    files.sort();
    let texts: Vec<String> = files
        .iter()
        .map(|file| fs::read_to_string(file).expect("UTF-8"))
        .collect();
    texts.join("\u{c}").repeat(2)
}

fn ocr(id: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("corpus/dev/ocr/medium")
        .join(format!("{id}.txt"));
    fs::read_to_string(path).expect("corpus/dev is there")
}
