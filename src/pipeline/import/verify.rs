//! Hashes everything again: records, tables' presence, texts, and the sources themselves.

use std::io::{BufRead, BufReader};
use std::path::Path;

use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::layout;
use super::reader::{Imported, unreadable};
use super::request::Request;
use super::shelf::text_path;
use crate::error::Error;
use crate::ingest::{Listed, hash};
use crate::sink::shard::open_shard;

/// Something that is not as it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The file.
    pub path: String,
    /// What is wrong with it.
    pub what: String,
}

/// What was looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Verified {
    /// Files of records.
    pub shards: u64,
    /// Records in them.
    pub records: u64,
    /// Restored texts.
    pub texts: u64,
    /// Sources.
    pub sources: u64,
    /// What was wrong.
    pub problems: u64,
}

#[derive(Deserialize)]
struct Record {
    id: String,
    text: String,
}

/// Looks at everything that an import has written, and at its sources where `sources` says so. `tell` hears of every problem.
///
/// # Errors
/// Where the folder holds no import that is through.
pub fn verify(
    out: &Path,
    request: &Request,
    sources: bool,
    mut tell: impl FnMut(&Problem),
) -> Result<Verified, Error> {
    let imported = Imported::open(out)?;
    let mut verified = Verified::default();
    let mut problems = 0;
    let mut problem = |path: &str, what: String| {
        problems += 1;
        tell(&Problem {
            path: path.to_owned(),
            what,
        });
    };
    for shard in &imported.summary.shards {
        let Some(file) = &shard.file else {
            continue;
        };
        verified.shards += 1;
        match hashed(&out.join(file)) {
            Ok((records, sha256)) if records == shard.records && sha256 == shard.sha256 => {}
            Ok((records, sha256)) => problem(
                file,
                format!(
                    "expected {} records with SHA-256 {}, found {records} with {sha256}",
                    shard.records, shard.sha256
                ),
            ),
            Err(error) => problem(file, format!("cannot be read: {error}")),
        }
        if let Some(table) = &shard.parquet
            && !out.join(table).is_file()
        {
            problem(table, "is missing".to_owned());
        }
    }
    let mut items = imported.items()?;
    loop {
        let item = match items.next() {
            None => break,
            Some(Ok(item)) => item,
            Some(Err(error)) => {
                problem(layout::STATUS, crate::error::chain(&error));
                break;
            }
        };
        let path = &item.status.path;
        let record = match item
            .record
            .map(|record| serde_json::from_slice::<Record>(&record))
        {
            None => continue,
            Some(Ok(record)) => record,
            Some(Err(error)) => {
                problem(path, format!("its record is none: {error}"));
                continue;
            }
        };
        verified.records += 1;
        if item.status.sha256.as_deref() != Some(&*record.id) {
            problem(path, "its record is of another document".to_owned());
        }
        if !request.texts {
            continue;
        }
        verified.texts += 1;
        let text = text_path(out, path);
        match std::fs::read(&text) {
            Ok(bytes) if bytes == record.text.as_bytes() => {}
            Ok(_) => problem(
                &text.display().to_string(),
                "is not the text of its record".to_owned(),
            ),
            // A name that the file system does not take was told of in the status.
            Err(_) if item.status.error.is_some() => {}
            Err(error) => problem(
                &text.display().to_string(),
                format!("cannot be read: {error}"),
            ),
        }
    }
    if sources {
        verified.sources = verify_sources(&imported, request, &mut problem)?;
    }
    verified.problems = problems;
    Ok(verified)
}

/// Reads the sources again, in the order in which they were listed.
fn verify_sources(
    imported: &Imported,
    request: &Request,
    problem: &mut impl FnMut(&str, String),
) -> Result<u64, Error> {
    let mut statuses = imported
        .items()?
        .filter_map(Result::ok)
        .map(|item| item.status);
    let mut count = 0;
    for work in super::list(request)? {
        let Some(status) = statuses.next() else {
            problem(
                "the input",
                "holds more files than were imported".to_owned(),
            );
            break;
        };
        let Listed::Input(input) = work.0 else {
            continue;
        };
        if input.name != status.path {
            problem(
                &status.path,
                format!(
                    "was imported here, and now there is {}; import again",
                    input.name
                ),
            );
            break;
        }
        let Some(expected) = &status.sha256 else {
            continue;
        };
        count += 1;
        match input.load(u64::MAX) {
            Ok(bytes) if hash(&bytes) == *expected => {}
            Ok(_) => problem(&status.path, "has changed since it was imported".to_owned()),
            Err(error) => problem(&status.path, crate::error::chain(&error)),
        }
    }
    if let Some(status) = statuses.next() {
        problem(&status.path, "is no longer found".to_owned());
    }
    Ok(count)
}

/// Records in a shard, and their hash.
fn hashed(path: &Path) -> Result<(u64, String), Error> {
    let failed = |error| unreadable(path, error);
    let mut reader = BufReader::with_capacity(1 << 16, open_shard(path).map_err(failed)?);
    let mut hash = Sha256::new();
    let mut records = 0;
    loop {
        let bytes = reader.fill_buf().map_err(failed)?;
        if bytes.is_empty() {
            break;
        }
        records += bytes.iter().filter(|&&byte| byte == b'\n').count() as u64;
        hash.update(bytes);
        let read = bytes.len();
        reader.consume(read);
    }
    Ok((records, format!("{:x}", hash.finalize())))
}
