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
    texts("corpus/dev/ocr/medium").join("\u{c}").repeat(2)
}

/// Clean documents: the pages of the split as printed, and the texts of offices of all kinds.
#[allow(dead_code)] // the benchmarks of restoration have no use for them
pub(crate) fn clean() -> Vec<String> {
    let mut clean = texts("corpus/dev/truth");
    clean.extend(texts("dictionaries/wording"));
    clean
}

/// The texts in a folder of the repository, in the order of their names.
fn texts(folder: &str) -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut files: Vec<_> = fs::read_dir(folder)
        .expect("it is part of the repository")
        .map(|entry| entry.expect("readable").path())
        .collect();
    files.sort();
    files
        .iter()
        .map(|file| fs::read_to_string(file).expect("UTF-8"))
        .collect()
}

fn ocr(id: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("corpus/dev/ocr/medium")
        .join(format!("{id}.txt"));
    fs::read_to_string(path).expect("corpus/dev is there")
}
