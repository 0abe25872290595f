//! Records as `vanban parse` and `vanban import` write them, one a line, as the output of a system.

use std::collections::HashMap;
use std::fs::File;
use std::io::{BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::Value;

use super::{Output, SystemError};
use crate::evaluate::pairing::Pair;
use crate::evaluate::tokens::Confidence;
use crate::scan::Scan;
use crate::span::Span;

/// A file of records, or a folder of them, of which only the places of the lines are held in memory.
#[derive(Debug)]
pub struct RecordFile {
    files: Vec<PathBuf>,
    /// Line of each record by the hash of its source, which is its id.
    by_id: HashMap<String, Line>,
    by_path: HashMap<String, Line>,
}

/// Where a record is.
#[derive(Clone, Copy, Debug)]
struct Line {
    file: usize,
    start: u64,
    length: u64,
}

#[derive(Deserialize)]
struct Head {
    id: String,
    source: Source,
}

#[derive(Deserialize)]
struct Source {
    path: String,
}

impl RecordFile {
    /// Looks through a file of records, or through all in a folder, in the order of their names.
    ///
    /// # Errors
    /// Where one cannot be read, or a line is no record.
    pub fn open(path: &Path) -> Result<Self, SystemError> {
        let mut files = vec![path.to_owned()];
        if path.is_dir() {
            let failed = |source| SystemError::Read {
                path: path.to_owned(),
                source,
            };
            let entries: Result<Vec<_>, _> = path.read_dir().map_err(failed)?.collect();
            files = entries
                .map_err(failed)?
                .iter()
                .map(std::fs::DirEntry::path)
                .collect();
            files.retain(|file| super::super::pairing::is_bulk(file));
            files.sort();
        }
        let mut records = Self {
            files,
            by_id: HashMap::new(),
            by_path: HashMap::new(),
        };
        for file in 0..records.files.len() {
            records.index(file)?;
        }
        Ok(records)
    }

    fn index(&mut self, file: usize) -> Result<(), SystemError> {
        let path = self.files[file].clone();
        let failed = |source| SystemError::Read {
            path: path.clone(),
            source,
        };
        let mut reader = BufReader::new(File::open(&path).map_err(failed)?);
        let mut line = Vec::new();
        let (mut start, mut number) = (0, 0);
        loop {
            line.clear();
            let length = reader.read_until(b'\n', &mut line).map_err(failed)? as u64;
            if length == 0 {
                return Ok(());
            }
            number += 1;
            if !line.trim_ascii().is_empty() {
                let head: Head =
                    serde_json::from_slice(&line).map_err(|error| SystemError::Malformed {
                        path: path.clone(),
                        problem: format!(
                            "line {number}: expected a record of this program: {error}"
                        ),
                    })?;
                let place = Line {
                    file,
                    start,
                    length,
                };
                self.by_id.insert(head.id, place);
                self.by_path.insert(head.source.path, place);
            }
            start += length;
        }
    }

    /// The record that was made from this scan: by the scan's bytes, else by its path.
    pub(in crate::evaluate) fn read(
        &self,
        pair: &Pair,
        scan: &Scan,
    ) -> Result<Option<Output>, SystemError> {
        let found = self
            .by_id
            .get(&scan.source.sha256)
            .or_else(|| self.by_path.get(&scan.source.path))
            .or_else(|| self.by_path.get(&format!("{}.txt", pair.scan_name)));
        let Some(&Line {
            file,
            start,
            length,
        }) = found
        else {
            return Ok(None);
        };
        let path = &self.files[file];
        let failed = |source| SystemError::Read {
            path: path.clone(),
            source,
        };
        let mut file = File::open(path).map_err(failed)?;
        file.seek(SeekFrom::Start(start)).map_err(failed)?;
        let mut line = Vec::new();
        file.take(length).read_to_end(&mut line).map_err(failed)?;
        let record: Value =
            serde_json::from_slice(&line).map_err(|error| SystemError::Malformed {
                path: path.clone(),
                problem: format!("at byte {start}: expected JSON: {error}"),
            })?;
        Ok(Some(output(record)))
    }
}

/// The text of a record and the confidence of each of its edits.
fn output(record: Value) -> Output {
    let text = record["text"].as_str().unwrap_or_default().to_owned();
    let edits = record["restoration"]["edits"].as_array();
    let mut places = Places {
        text: &text,
        at: (0, 0),
    };
    let mut confidences = Vec::new();
    for edit in edits.into_iter().flatten() {
        let end = |which: usize| edit["span"][which].as_u64().unwrap_or_default() as usize;
        let (start, end) = (places.byte(end(0)), places.byte(end(1)));
        if let Some(confidence) = edit["confidence"].as_f64().filter(|_| start <= end) {
            #[expect(clippy::cast_possible_truncation, reason = "four decimals")]
            confidences.push(Confidence {
                span: Span::new(start, end),
                probability: confidence as f32,
            });
        }
    }
    Output {
        text,
        confidences,
        restored: None,
        record: Some(record),
    }
}

/// Counts of characters to bytes, in one pass over places that stand in order.
struct Places<'t> {
    text: &'t str,
    /// A count of characters and the byte there.
    at: (usize, usize),
}

impl Places<'_> {
    fn byte(&mut self, count: usize) -> usize {
        if count < self.at.0 {
            self.at = (0, 0);
        }
        let rest = &self.text[self.at.1..];
        let ahead = rest
            .char_indices()
            .nth(count - self.at.0)
            .map_or(rest.len(), |(byte, _)| byte);
        self.at = (count, self.at.1 + ahead);
        self.at.1
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn edits_bring_their_confidence_to_their_place() {
        let record = json!({
            "text": "Thủ tục hành chính",
            "restoration": {"edits": [
                {"span": [0, 3], "confidence": 0.75},
                {"span": [8, 18], "confidence": 0.5},
            ]},
        });
        let output = output(record);
        let places: Vec<(&str, f32)> = output
            .confidences
            .iter()
            .map(|c| (c.span.of(&output.text), c.probability))
            .collect();
        assert_eq!(places, [("Thủ", 0.75), ("hành chính", 0.5)]);
    }
}
