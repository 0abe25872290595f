//! Reads what an import has left: for those who build on it, and for those who want to know how far it is.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Lines, Read};
use std::path::{Path, PathBuf};

use super::history::History;
use super::journal::{self, Line};
use super::layout;
use super::lock::Lock;
use super::publish::FileStatus;
use super::request::Request;
use super::status::Tally;
use super::summary::Summary;
use crate::error::Error;
use crate::ingest::ReadError;
use crate::sink::shard::open_shard;

/// An import that is through.
///
/// ```no_run
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use vanban::pipeline::import::Imported;
///
/// let imported = Imported::open("out".as_ref())?;
/// for item in imported.items()? {
///     let item = item?;
///     // `item.status.sha256` says whether the document is the one that was seen last time.
///     if let Some(record) = item.record {
///         println!("{} {} bytes of JSON", item.status.path, record.len());
///     }
/// }
/// for path in imported.vanished_since(0)? {
///     println!("no longer there: {path}");
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct Imported {
    out: PathBuf,
    /// What it holds.
    pub summary: Summary,
}

/// One file: what became of it, and its record.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// What became of it.
    pub status: FileStatus,
    /// Its record as one line of JSON, without the line end.
    pub record: Option<Vec<u8>>,
}

impl Imported {
    /// Opens an output folder whose import is through.
    ///
    /// # Errors
    /// Where it holds none, or one is at work in it.
    pub fn open(out: &Path) -> Result<Self, Error> {
        if Lock::is_taken(out) {
            return Err(Error::Busy {
                out: out.display().to_string(),
                holder: "a run is under way".to_owned(),
            });
        }
        Ok(Self {
            summary: Summary::read(out)?,
            out: out.to_owned(),
        })
    }

    /// Every file, in the order of the input. One shard is open at a time.
    ///
    /// # Errors
    /// Where the statuses can't be opened.
    pub fn items(&self) -> Result<impl Iterator<Item = Result<Item, Error>> + use<>, Error> {
        let path = self.out.join(layout::STATUS);
        let statuses = File::open(&path).map_err(|error| unreadable(&path, error))?;
        let shards = self
            .summary
            .shards
            .iter()
            .filter_map(|shard| shard.file.as_ref());
        Ok(Items {
            path,
            statuses: BufReader::new(statuses).lines(),
            shards: shards
                .map(|file| self.out.join(file))
                .collect::<Vec<_>>()
                .into_iter(),
            open: None,
            usual: 0,
        })
    }

    /// The number of the last run: what to remember for [`Imported::vanished_since`].
    ///
    /// # Errors
    /// Where the journal can't be read.
    pub fn run(&self) -> Result<u64, Error> {
        let history = load(&self.out)?;
        Ok(history.last.map_or(0, |last| last.run))
    }

    /// Names of the files that runs after number `run` found missing, each once, in order. One that came back since is
    /// among [`Imported::items`].
    ///
    /// # Errors
    /// Where the journal can't be read.
    pub fn vanished_since(&self, run: u64) -> Result<Vec<String>, Error> {
        let mut vanished = std::collections::BTreeSet::new();
        let mut number = 0;
        journal::read(&self.out, 0, |_, line| {
            match line {
                Line::Run(begun) => number = begun.run,
                Line::Vanished { path, .. } if number > run => {
                    vanished.insert(path);
                }
                _ => {}
            }
            true
        })
        .map_err(|error| unreadable(&self.out.join(journal::JOURNAL), error))?;
        Ok(vanished.into_iter().collect())
    }
}

/// Bytes of a shard that are read at once.
const AT_ONCE: usize = 128 << 10;
/// Most room that is made for a record before it is read.
const MOST: usize = 1 << 20;

struct Items {
    path: PathBuf,
    statuses: Lines<BufReader<File>>,
    shards: std::vec::IntoIter<PathBuf>,
    open: Option<(PathBuf, BufReader<Box<dyn Read + Send>>)>,
    /// Bytes of the record before: the next will have about as many.
    usual: usize,
}

impl Iterator for Items {
    type Item = Result<Item, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let line = self.statuses.next()?;
        Some(
            line.map_err(|error| unreadable(&self.path, error))
                .and_then(|line| {
                    let status: FileStatus =
                        serde_json::from_str(&line).map_err(|_| damaged(&self.path))?;
                    let record = if status.record {
                        Some(self.record()?)
                    } else {
                        None
                    };
                    Ok(Item { status, record })
                }),
        )
    }
}

impl Items {
    fn record(&mut self) -> Result<Vec<u8>, Error> {
        loop {
            if let Some((path, reader)) = &mut self.open {
                let mut line = Vec::with_capacity(self.usual.min(MOST));
                let read = reader.read_until(b'\n', &mut line);
                if read.map_err(|error| unreadable(path, error))? > 0 {
                    line.pop();
                    self.usual = line.len() + line.len() / 8;
                    return Ok(line);
                }
            }
            let path = self.shards.next().ok_or_else(|| damaged(&self.path))?;
            let reader = open_shard(&path).map_err(|error| unreadable(&path, error))?;
            self.open = Some((path, BufReader::with_capacity(AT_ONCE, reader)));
        }
    }
}

/// How far the last import into a folder is.
#[derive(Clone, Debug)]
pub struct Progress {
    /// Number of the run.
    pub run: u64,
    /// When it began, in seconds since 1970.
    pub began: u64,
    /// Whether it is through.
    pub complete: bool,
    /// Whether it is at work now.
    pub running: bool,
    /// Why it stopped, where it could say.
    pub stopped: Option<String>,
    /// How long it took, where it is through.
    pub seconds: Option<f64>,
    /// Files of each status, so far.
    pub tally: Tally,
}

/// Says how far the last import into `out` is, handing every file's fate to `see`. Reads only, and may be asked at any time.
///
/// # Errors
/// Where there is none, or the journal can't be read.
pub fn progress(out: &Path, mut see: impl FnMut(FileStatus)) -> Result<Progress, Error> {
    let history = load(out)?;
    let Some(last) = &history.last else {
        return Err(Error::NoImport {
            out: out.display().to_string(),
        });
    };
    let mut tally = Tally::default();
    let mut parts = history.current.clone();
    if !history.complete {
        // The shard in work is not whole yet, but its files are told of.
        let open = format!("{}.{}", last.run, parts.len());
        parts.push(open);
    }
    for name in &parts {
        let Some(part) = history.part(name) else {
            continue;
        };
        History::items(out, name, part, |entry| {
            tally.add(entry.status, entry.bytes.unwrap_or_default());
            see(entry.into());
        })
        .map_err(|error| unreadable(&out.join(journal::JOURNAL), error))?;
    }
    Ok(Progress {
        run: last.run,
        began: last.time,
        complete: history.complete,
        running: Lock::is_taken(out),
        stopped: history.stopped.clone(),
        seconds: history
            .ended
            .filter(|_| history.complete)
            .map(|(_, seconds)| seconds),
        tally,
    })
}

/// What the last run into `out` was asked to do: the request, the folder it was started in, and the model's file.
///
/// # Errors
/// Where there is none, or the journal can't be read.
pub fn last_request(out: &Path) -> Result<(Request, PathBuf, Option<PathBuf>), Error> {
    let last = load(out)?.last.ok_or_else(|| Error::NoImport {
        out: out.display().to_string(),
    })?;
    Ok((last.request, last.folder, last.model_file))
}

fn load(out: &Path) -> Result<History, Error> {
    History::load(out).map_err(|error| unreadable(&out.join(journal::JOURNAL), error))
}

pub(super) fn unreadable(path: &Path, source: io::Error) -> Error {
    ReadError::Io {
        path: path.display().to_string(),
        source,
    }
    .into()
}

fn damaged(path: &Path) -> Error {
    Error::Damaged {
        path: path.display().to_string(),
        advice: "`vanban verify` says what else is",
    }
}
