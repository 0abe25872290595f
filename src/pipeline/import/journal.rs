//! The journal: one line for every event, appended and never changed. It is what a run knows of those before it.
//!
//! A line is a JSON object whose last field, `sum`, is the CRC-32 of everything before it. A line that was torn by a kill
//! or a full disk has no such end, is told by that, and is dropped when the journal is opened to go on; so is a line
//! that a disk has damaged. Lines are written whole, each with one call, and are synced with every shard: what a power
//! cut can take is the shard in work.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::layout;
use super::request::Request;
use super::status::{Class, Status};
use crate::sink::WriteError;

/// Name of the journal in the output folder.
pub const JOURNAL: &str = "journal.ndjson";

/// One event.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub(super) enum Line {
    /// A run begins.
    Run(Box<Run>),
    /// A file's fate is known.
    Item(Box<Entry>),
    /// A shard is whole and has its name.
    Shard(Shard),
    /// A shard of an earlier run is as this run would make it.
    Kept {
        /// The shard.
        part: String,
    },
    /// A file of the last complete run is no longer there.
    Vanished {
        /// Its name.
        path: String,
        /// Hash of its bytes.
        sha256: Option<String>,
    },
    /// A run ended before it was through.
    Stop {
        /// Why.
        reason: String,
    },
    /// A run is through, and the output is its.
    End {
        /// When, in seconds since 1970.
        time: u64,
        /// How long it took.
        seconds: f64,
    },
}

/// The beginning of a run.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Run {
    /// Its number, counted from 1.
    pub run: u64,
    /// When, in seconds since 1970.
    pub time: u64,
    /// Version of the program.
    pub version: String,
    /// Hash of the model.
    pub model: String,
    /// What records depend on beside their files.
    pub fingerprint: String,
    /// The folder that paths are taken from.
    pub folder: PathBuf,
    /// The model file; nothing for the one inside the program.
    pub model_file: Option<PathBuf>,
    /// What was asked for.
    pub request: Request,
}

/// A file's fate.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Entry {
    /// Name of the file, as in records.
    pub path: String,
    /// What became of it.
    pub status: Status,
    /// Size in bytes, where it is known.
    pub bytes: Option<u64>,
    /// When it was changed, in nanoseconds since 1970; null where that cannot be relied on.
    pub modified: Option<u64>,
    /// Hash of its bytes, where they were read.
    pub sha256: Option<String>,
    /// Hash of its text in normal form, where it was decoded.
    pub text_sha256: Option<String>,
    /// Its encoding, where it was decoded.
    pub encoding: Option<String>,
    /// Blank-separated tokens of the restored text.
    pub tokens: Option<u64>,
    /// Tokens that differ from the source.
    pub changed: Option<u64>,
    /// Tokens that are in doubt.
    pub uncertain: Option<u64>,
    /// Share of the tokens that are right, as restoration estimates it.
    pub quality: Option<f64>,
    /// The file that says the same.
    pub duplicate_of: Option<String>,
    /// Whether that one has a text, which this one shares.
    #[serde(default)]
    pub shares_text: bool,
    /// Why it failed, or was skipped.
    pub error: Option<String>,
    /// Milliseconds it took.
    pub ms: u64,
    /// What the record depends on beside the file.
    pub fingerprint: String,
    /// Seconds it was given, where they did not suffice.
    pub patience: Option<f64>,
    /// The shard it belongs to.
    pub part: String,
    /// Its place there, counted from 0.
    pub seq: u64,
    /// Where its record is.
    pub record: Option<Place>,
}

/// Where a record is in its shard, uncompressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// Offset of its line.
    pub offset: u64,
    /// Bytes of it, with the line end.
    pub bytes: u64,
    /// CRC-32 of them.
    pub sum: u32,
}

/// A shard that is whole.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Shard {
    pub part: String,
    /// First digits of the hash, which are in the file's name.
    pub id: String,
    pub items: u64,
    pub records: u64,
    /// Bytes of the file as it stands.
    pub bytes: u64,
    /// Hash of the records, uncompressed.
    pub sha256: String,
    pub zstd: bool,
    /// Which texts are written, too.
    pub texts: Texts,
}

/// Which files of a shard have a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Texts {
    /// None.
    None,
    /// Those with a record.
    Own,
    /// Duplicates, too.
    Linked,
}

impl Entry {
    /// Whether an earlier line says the same of the file, times apart.
    pub(super) fn says_what(&self, other: &Self) -> bool {
        self.path == other.path
            && self.status == other.status
            && self.bytes == other.bytes
            && self.sha256 == other.sha256
            && self.duplicate_of == other.duplicate_of
            && self.shares_text == other.shares_text
            && self.error == other.error
            && self.fingerprint == other.fingerprint
            && self.record.is_some() == other.record.is_some()
    }

    /// Whether somebody has to look.
    #[must_use]
    pub fn failed(&self) -> bool {
        self.status.class() == Class::Failed
    }
}

const SEAL: &str = ",\"sum\":\"";
const SEAL_LENGTH: usize = SEAL.len() + 8 + 2;

/// A line with its seal and line end.
fn sealed(line: &Line) -> Vec<u8> {
    let mut json =
        serde_json::to_vec(line).expect("invariant: events have string keys and write to memory");
    json.pop();
    let sum = crc32fast::hash(&json);
    json.extend_from_slice(format!("{SEAL}{sum:08x}\"}}\n").as_bytes());
    json
}

/// What a sealed line says; nothing where it is torn or damaged.
fn unsealed(line: &[u8]) -> Option<Line> {
    let line = line.strip_suffix(b"\n")?;
    let at = line.len().checked_sub(SEAL_LENGTH)?;
    let (body, seal) = line.split_at(at);
    let sum = seal.strip_prefix(SEAL.as_bytes())?.strip_suffix(b"\"}")?;
    let sum = u32::from_str_radix(std::str::from_utf8(sum).ok()?, 16).ok()?;
    (crc32fast::hash(body) == sum)
        .then(|| serde_json::from_slice(line).ok())
        .flatten()
}

/// The journal of a run in work.
#[derive(Debug)]
pub(super) struct Journal {
    file: File,
    path: PathBuf,
    end: u64,
}

impl Journal {
    /// Opens the journal to go on after `whole` bytes of it; what stands behind them is a torn line.
    pub(super) fn open(out: &Path, whole: u64) -> Result<Self, WriteError> {
        let path = out.join(JOURNAL);
        let failed = |source| WriteError::new(&path.display(), source);
        let mut file = layout::open(&path).map_err(failed)?;
        file.set_len(whole).map_err(failed)?;
        file.seek(SeekFrom::End(0)).map_err(failed)?;
        Ok(Self {
            file,
            end: whole,
            path,
        })
    }

    /// Appends an event and returns the place of its line.
    pub(super) fn append(&mut self, line: &Line) -> Result<u64, WriteError> {
        let bytes = sealed(line);
        let at = self.end;
        self.file
            .write_all(&bytes)
            .map_err(|source| WriteError::new(&self.path.display(), source))?;
        self.end += bytes.len() as u64;
        Ok(at)
    }

    /// Brings everything to the disk.
    pub(super) fn sync(&self) -> Result<(), WriteError> {
        self.file
            .sync_data()
            .map_err(|source| WriteError::new(&self.path.display(), source))
    }
}

/// Reads a journal from `from` on, handing every whole line and its place to `see` until that says no.
///
/// Returns the bytes up to the end of the last whole line. A folder without a journal has an empty one.
pub(super) fn read(
    out: &Path,
    from: u64,
    mut see: impl FnMut(u64, Line) -> bool,
) -> io::Result<u64> {
    let mut file = match File::open(out.join(JOURNAL)) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(0),
        Err(error) => return Err(error),
    };
    file.seek(SeekFrom::Start(from))?;
    let mut reader = BufReader::with_capacity(1 << 16, file);
    let (mut at, mut whole) = (from, from);
    let mut bytes = Vec::new();
    loop {
        bytes.clear();
        let read = reader.read_until(b'\n', &mut bytes)? as u64;
        if read == 0 {
            return Ok(whole);
        }
        let line = unsealed(&bytes);
        let place = at;
        at += read;
        if let Some(line) = line {
            whole = at;
            if !see(place, line) {
                return Ok(whole);
            }
        }
    }
}

/// Looks up single lines.
#[derive(Debug)]
pub(super) struct Lookup {
    file: Option<BufReader<File>>,
    at: u64,
}

impl Lookup {
    pub(super) fn new(out: &Path) -> Self {
        Self {
            file: File::open(out.join(JOURNAL)).ok().map(BufReader::new),
            at: 0,
        }
    }

    /// The fate that stands at `offset`.
    pub(super) fn entry(&mut self, offset: u64) -> Option<Entry> {
        let file = self.file.as_mut()?;
        // Most look-ups go on where the last one ended, within what is buffered.
        let ahead = i64::try_from(offset).ok()? - i64::try_from(self.at).ok()?;
        file.seek_relative(ahead).ok()?;
        let mut line = Vec::new();
        let read = file.by_ref().read_until(b'\n', &mut line).ok()?;
        self.at = offset + read as u64;
        match unsealed(&line)? {
            Line::Item(entry) => Some(*entry),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn lines(out: &Path) -> (Vec<String>, u64) {
        let mut found = Vec::new();
        let whole = read(out, 0, |_, line| {
            found.push(match line {
                Line::Kept { part } => part,
                other => format!("{other:?}"),
            });
            true
        });
        (found, whole.unwrap())
    }

    fn kept(part: &str) -> Line {
        Line::Kept { part: part.into() }
    }

    #[test]
    fn a_torn_line_is_dropped_wherever_it_was_torn() {
        let folder = tempfile::tempdir().unwrap();
        let mut journal = Journal::open(folder.path(), 0).unwrap();
        journal.append(&kept("a")).unwrap();
        let whole = journal.append(&kept("b")).unwrap();
        let all = fs::read(folder.path().join(JOURNAL)).unwrap();
        for cut in whole..all.len() as u64 {
            fs::write(folder.path().join(JOURNAL), &all[..cut as usize]).unwrap();
            assert_eq!(lines(folder.path()), (vec!["a".to_owned()], whole), "{cut}");
            let mut journal = Journal::open(folder.path(), whole).unwrap();
            journal.append(&kept("c")).unwrap();
            assert_eq!(lines(folder.path()).0, ["a", "c"], "{cut}");
        }
    }

    #[test]
    fn a_damaged_line_is_passed_over() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(JOURNAL);
        let mut journal = Journal::open(folder.path(), 0).unwrap();
        for part in ["a", "b", "c"] {
            journal.append(&kept(part)).unwrap();
        }
        let text = fs::read_to_string(&path).unwrap();
        fs::write(&path, text.replace("\"b\"", "\"x\"")).unwrap();
        assert_eq!(
            lines(folder.path()),
            (vec!["a".into(), "c".into()], text.len() as u64)
        );
    }

    #[test]
    fn lines_are_json() {
        let json: serde_json::Value = serde_json::from_slice(&sealed(&kept("a"))).unwrap();
        assert_eq!(
            (json["event"].as_str(), json["part"].as_str()),
            (Some("kept"), Some("a"))
        );
        assert_eq!(json["sum"].as_str().unwrap().len(), 8);
    }
}
