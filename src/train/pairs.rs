//! Aligned pairs of true and scanned lines.
//!
//! Three forms are read: JSON lines with `truth` and `ocr`; tables with a head line that names a column `truth` or
//! `silver_…` and a column `ocr` or `noisy_…`; and `X.ocr.txt` beside `X.truth.txt`, line by line. All may be `.xz`.

use std::path::{Path, PathBuf};

use serde::Deserialize;
use unicode_normalization::UnicodeNormalization;

use super::source::{TrainError, Weighted, each_line};

/// A line as it is printed, and as it was read.
#[derive(Clone, Debug)]
pub(super) struct Pair {
    pub(super) truth: String,
    pub(super) read: String,
    pub(super) weight: f32,
    /// The page that the line stands on, where that is told; lines follow one another.
    pub(super) page: Option<Page>,
    /// The line below, as it was read, begins with this word.
    pub(super) next: Option<String>,
}

/// A page of a document, both counted over all pairs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Page {
    pub(super) document: usize,
    pub(super) number: usize,
}

#[derive(Deserialize)]
struct Row {
    truth: String,
    ocr: String,
    #[serde(default)]
    doc: String,
    #[serde(default)]
    level: String,
    #[serde(default)]
    page: u32,
}

/// What stands for a character that nobody can know.
const UNKNOWABLE: char = '□';

/// Reads all pairs; lines with nothing on one side, or with something unknowable, are left out.
pub(super) fn read(files: &[Weighted]) -> Result<Vec<Pair>, TrainError> {
    let mut pairs: Vec<Pair> = Vec::new();
    let (mut document, mut number) = (0, 0);
    for file in files {
        let before = pairs.len();
        let mut names = (String::new(), String::new());
        let mut add = |truth: &str, read: &str, place: Option<(&str, String)>| {
            let page = place.map(|(doc, page)| {
                document += usize::from(names.0 != doc);
                number += usize::from(names.0 != doc || names.1 != page);
                names = (doc.to_owned(), page);
                Page { document, number }
            });
            if let Some(above) = pairs.last_mut()
                && page.is_some()
                && above.page == page
            {
                above.next = read.split_whitespace().next().map(str::to_owned);
            }
            if !truth.trim().is_empty() && !read.trim().is_empty() && !truth.contains(UNKNOWABLE) {
                pairs.push(Pair {
                    truth: truth.nfc().collect(),
                    read: read.nfc().collect(),
                    weight: file.weight,
                    page,
                    next: None,
                });
            }
        };
        let name = file.path.file_name().unwrap_or_default().to_string_lossy();
        let name = name.strip_suffix(".xz").unwrap_or(&name);
        if name.ends_with(".jsonl") {
            each_line(&file.path, |_, line| {
                let row: Row = serde_json::from_str(line).map_err(|error| {
                    format!("expected an object with \"truth\" and \"ocr\": {error}")
                })?;
                let page = format!("{} {}", row.level, row.page);
                let place = (!row.doc.is_empty()).then_some((row.doc.as_str(), page));
                add(&row.truth, &row.ocr, place);
                Ok(())
            })?;
        } else if name.ends_with(".tsv") {
            read_table(&file.path, &mut add)?;
        } else {
            read_texts(&file.path, &mut add)?;
        }
        if pairs.len() == before {
            return Err(TrainError::Nothing {
                what: format!("{} holds no pair of lines", file.path.display()),
            });
        }
    }
    Ok(pairs)
}

/// Takes a true line, its reading, and the names of its document and page.
type Add<'a> = dyn FnMut(&str, &str, Option<(&str, String)>) + 'a;

fn read_table(path: &Path, add: &mut Add<'_>) -> Result<(), TrainError> {
    let mut columns = None;
    each_line(path, |_, line| {
        let cells: Vec<&str> = line.split('\t').collect();
        let Some((truth, read)) = columns else {
            let find = |names: [&str; 2]| {
                cells
                    .iter()
                    .position(|cell| names.iter().any(|name| cell.starts_with(name)))
            };
            columns = find(["truth", "silver_"]).zip(find(["ocr", "noisy_"]));
            return columns.map(|_| ()).ok_or_else(|| {
                format!("the head line must name a column truth or silver_… and one ocr or noisy_…, found: {}", cells.join(", "))
            });
        };
        match (cells.get(truth), cells.get(read)) {
            (Some(truth), Some(read)) => add(truth, read, None),
            _ => {
                return Err(format!(
                    "expected as many cells as the head line has, found {}",
                    cells.len()
                ));
            }
        }
        Ok(())
    })
}

fn read_texts(path: &Path, add: &mut Add<'_>) -> Result<(), TrainError> {
    let truth_path = truth_beside(path).ok_or_else(|| TrainError::Nothing {
        what: format!(
            "{}: pairs are .jsonl, .tsv, or X.ocr.txt beside X.truth.txt",
            path.display()
        ),
    })?;
    let name = path.to_string_lossy();
    let mut truth = Vec::new();
    each_line(&truth_path, |_, line| {
        truth.push(line.to_owned());
        Ok(())
    })?;
    let mut lines = truth.iter();
    each_line(path, |_, read| match lines.next() {
        Some(truth) => {
            add(truth, read, Some((&name, String::new())));
            Ok(())
        }
        None => Err(format!(
            "{} has only {} lines",
            truth_path.display(),
            truth.len()
        )),
    })
}

fn truth_beside(path: &Path) -> Option<PathBuf> {
    let name = path.file_name()?.to_str()?.strip_suffix(".ocr.txt")?;
    Some(path.with_file_name(format!("{name}.truth.txt")))
}
