//! Tables of documents, which somebody made when the archive was taken over: JSON lines, or CSV with a head.
//!
//! `path` is needed; `sha256` is compared with the file. Other columns are for other programs. Paths are taken from the
//! folder that the program runs in, as everywhere.

use std::fs;
use std::io::BufRead;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::{List, Listed, reader};
use crate::ingest::error::ReadError;
use crate::ingest::input::{Input, display_name};

#[derive(Deserialize)]
struct Row {
    path: PathBuf,
    #[serde(default)]
    sha256: Option<String>,
}

pub(super) fn list(path: &Path) -> Result<List, ReadError> {
    let name = display_name(path);
    let reader = reader(path)?;
    let is_csv = path
        .extension()
        .is_some_and(|ending| ending.eq_ignore_ascii_case("csv"));
    if is_csv {
        let rows = csv::Reader::from_reader(reader).into_deserialize::<Row>();
        return Ok(Box::new(rows.map(move |row| match row {
            Ok(row) => document(row),
            Err(error) => malformed(&name, error.to_string()),
        })));
    }
    let lines = reader.lines().enumerate();
    Ok(Box::new(lines.filter_map(move |(index, line)| {
        let line = match line {
            Ok(line) if line.trim().is_empty() => return None,
            Ok(line) => line,
            Err(error) => return Some(Listed::Unreadable(ReadError::io(&name, error))),
        };
        Some(match serde_json::from_str(&line) {
            Ok(row) => document(row),
            Err(error) => malformed(&name, format!("line {}: {error}", index + 1)),
        })
    })))
}

fn document(row: Row) -> Listed {
    let metadata = fs::metadata(&row.path);
    let mut input = Input::file(row.path);
    if let Ok(metadata) = metadata {
        input = input.described(&metadata);
    }
    input.expected_sha256 = row.sha256.filter(|hash| !hash.is_empty());
    Listed::Input(input)
}

fn malformed(path: &str, problem: String) -> Listed {
    Listed::Unreadable(ReadError::Malformed {
        path: path.to_owned(),
        problem: format!("expected rows with a `path`: {problem}"),
    })
}
