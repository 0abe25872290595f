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
}

#[derive(Deserialize)]
struct Row {
    truth: String,
    ocr: String,
}

/// What stands for a character that nobody can know.
const UNKNOWABLE: char = '□';

/// Reads all pairs; lines with nothing on one side, or with something unknowable, are left out.
pub(super) fn read(files: &[Weighted]) -> Result<Vec<Pair>, TrainError> {
    let mut pairs = Vec::new();
    for file in files {
        let before = pairs.len();
        let mut add = |truth: &str, read: &str| {
            if !truth.trim().is_empty() && !read.trim().is_empty() && !truth.contains(UNKNOWABLE) {
                pairs.push(Pair {
                    truth: truth.nfc().collect(),
                    read: read.nfc().collect(),
                    weight: file.weight,
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
                add(&row.truth, &row.ocr);
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

fn read_table(path: &Path, add: &mut impl FnMut(&str, &str)) -> Result<(), TrainError> {
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
            (Some(truth), Some(read)) => add(truth, read),
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

fn read_texts(path: &Path, add: &mut impl FnMut(&str, &str)) -> Result<(), TrainError> {
    let truth_path = truth_beside(path).ok_or_else(|| TrainError::Nothing {
        what: format!(
            "{}: pairs are .jsonl, .tsv, or X.ocr.txt beside X.truth.txt",
            path.display()
        ),
    })?;
    let mut truth = Vec::new();
    each_line(&truth_path, |_, line| {
        truth.push(line.to_owned());
        Ok(())
    })?;
    let mut lines = truth.iter();
    each_line(path, |_, read| match lines.next() {
        Some(truth) => {
            add(truth, read);
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
