//! Files of JSON lines, each a document: `{"id": "…", "text": "…"}`.
//!
//! A document's bytes are its text in UTF-8, its name is `file!id`. Lines are read as they are asked for.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use serde::Deserialize;

use super::{List, Listed};
use crate::ingest::error::ReadError;
use crate::ingest::input::{Input, display_name, modified};

/// A line longer than this is no line of such a file: it is passed over without being held.
const LONGEST_LINE: u64 = 256 << 20;

#[derive(Deserialize)]
struct Line {
    id: Id,
    text: String,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Id {
    Text(String),
    Number(i64),
}

pub(super) fn list(path: &Path) -> Result<List, ReadError> {
    let name = display_name(path);
    let failed = |source| ReadError::io(&name, source);
    let file = File::open(path).map_err(failed)?;
    let changed = modified(&file.metadata().map_err(failed)?);
    let mut reader = BufReader::new(file);
    let mut number = 0_u64;
    let mut ended = false;
    Ok(Box::new(std::iter::from_fn(move || {
        loop {
            if ended {
                return None;
            }
            let mut line = Vec::new();
            let read = std::io::Read::take(&mut reader, LONGEST_LINE).read_until(b'\n', &mut line);
            number += 1;
            match read {
                Ok(0) => return None,
                Ok(_) if line.trim_ascii().is_empty() => {}
                Ok(read) if read as u64 == LONGEST_LINE => {
                    ended = true;
                    let problem = format!(
                        "line {number}: longer than {LONGEST_LINE} bytes; what follows is not read"
                    );
                    return Some(malformed(&name, problem));
                }
                Ok(_) => {
                    return Some(match serde_json::from_slice::<Line>(&line) {
                        Ok(line) => document(&name, line, changed),
                        Err(error) => malformed(
                            &name,
                            format!(
                                "line {number}: expected an object with `id` and `text`: {error}"
                            ),
                        ),
                    });
                }
                Err(error) => {
                    ended = true;
                    return Some(Listed::Unreadable(ReadError::io(&name, error)));
                }
            }
        }
    })))
}

fn document(file: &str, line: Line, changed: Option<u64>) -> Listed {
    let id = match line.id {
        Id::Text(id) => id,
        Id::Number(id) => id.to_string(),
    };
    let mut input = Input::held(format!("{file}!{id}"), line.text.into_bytes());
    input.modified = changed;
    Listed::Input(input)
}

fn malformed(path: &str, problem: String) -> Listed {
    Listed::Unreadable(ReadError::Malformed {
        path: path.to_owned(),
        problem,
    })
}
