//! What earlier runs left: fates by name, and shards whose records can be used again.
//!
//! Sixteen bytes of memory for each file that was ever told of, plus a little for each shard; everything else is looked up
//! in the journal and in the shards when it is asked for.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use super::journal::{self, Entry, Line, Lookup, Place, Run, Shard};
use super::layout;
use super::request::key;

/// A name's hash, and the place of a line about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Known {
    key: u64,
    offset: u64,
}

/// A shard, whole or begun.
#[derive(Debug, Default)]
pub(super) struct Part {
    /// Place of the first line about it.
    pub(super) first: u64,
    /// What was said when it was whole; nothing for one that a run was at when it ended.
    pub(super) shard: Option<Shard>,
    /// Where its records are; nothing where they are gone.
    pub(super) file: Option<PathBuf>,
}

/// All that earlier runs left.
#[derive(Debug, Default)]
pub(super) struct History {
    index: Vec<Known>,
    parts: BTreeMap<String, Part>,
    /// The shards of the last run that was through, in order.
    pub(super) generation: Vec<String>,
    /// The last run.
    pub(super) last: Option<Run>,
    /// Whether it was through.
    pub(super) complete: bool,
    /// Why it was not, where it could say.
    pub(super) stopped: Option<String>,
    /// When the last run that was through ended, and how long it took.
    pub(super) ended: Option<(u64, f64)>,
    /// The shards of the last run, so far.
    pub(super) current: Vec<String>,
    /// Bytes of the journal up to its last whole line.
    pub(super) whole: u64,
}

impl History {
    /// Reads the journal of an output folder, and looks which shards are there.
    pub(super) fn load(out: &Path) -> io::Result<Self> {
        let mut history = Self::default();
        let mut latest = String::new();
        let whole = journal::read(out, 0, |offset, line| {
            match line {
                Line::Run(run) => {
                    history.last = Some(*run);
                    history.complete = false;
                    history.stopped = None;
                    history.current.clear();
                }
                Line::Item(entry) => {
                    history.index.push(Known {
                        key: name_key(&entry.path),
                        offset,
                    });
                    if entry.part != latest {
                        latest.clone_from(&entry.part);
                        let part = history.parts.entry(entry.part).or_default();
                        part.first = offset;
                    }
                }
                Line::Shard(shard) => {
                    history.current.push(shard.part.clone());
                    let part = history.parts.entry(shard.part.clone()).or_default();
                    part.shard = Some(shard);
                }
                Line::Kept { part } => history.current.push(part),
                Line::Vanished { .. } => {}
                Line::Stop { reason } => history.stopped = Some(reason),
                Line::End { time, seconds } => {
                    history.complete = true;
                    history.ended = Some((time, seconds));
                    history.generation.clone_from(&history.current);
                }
            }
            true
        })?;
        history.whole = whole;
        history.index.sort_unstable();
        history.index.shrink_to_fit();
        history.find_files(out);
        Ok(history)
    }

    fn find_files(&mut self, out: &Path) {
        let shards = layout::shards(out);
        for (name, part) in &mut self.parts {
            let work = Some(layout::part(out, name)).filter(|path| path.is_file());
            part.file = part.shard.as_ref().and_then(|shard| {
                shards
                    .get(&layout::shard_key(&shard.id, shard.zstd))
                    .filter(|path| fs::metadata(path).is_ok_and(|found| found.len() == shard.bytes))
                    .cloned()
            });
            if part.file.is_none() && work.is_some() {
                // It was killed on the way to its name.
                part.shard = None;
                part.file = work;
            }
        }
    }

    pub(super) fn part(&self, name: &str) -> Option<&Part> {
        self.parts.get(name)
    }

    /// How many lines there are about files.
    pub(super) fn lines(&self) -> usize {
        self.index.len()
    }

    /// The places in the index of the lines about a name, oldest first. The name's hash may be another's.
    fn about(&self, name: &str) -> std::ops::Range<usize> {
        let key = name_key(name);
        let from = self.index.partition_point(|known| known.key < key);
        let to = from + self.index[from..].partition_point(|known| known.key == key);
        from..to
    }

    /// What earlier runs said of a file, newest first, with the places of the lines; those whose records are gone left out.
    pub(super) fn fates(&self, name: &str, lookup: &mut Lookup) -> Vec<(u64, Entry)> {
        self.about(name)
            .rev()
            .filter_map(|at| {
                let offset = self.index[at].offset;
                let entry = lookup.entry(offset).filter(|entry| entry.path == name)?;
                self.is_usable(&entry).then_some((offset, entry))
            })
            .collect()
    }

    fn is_usable(&self, entry: &Entry) -> bool {
        entry.record.is_none()
            || self
                .part(&entry.part)
                .is_some_and(|part| part.file.is_some())
    }

    /// The place in the index that stands for a name, for marks.
    pub(super) fn mark(&self, name: &str) -> Option<usize> {
        let about = self.about(name);
        (!about.is_empty()).then_some(about.start)
    }

    /// Hands over the lines about every name whose mark lacks `bit`.
    pub(super) fn each_unmarked(
        &self,
        marks: &[u8],
        bit: u8,
        lookup: &mut Lookup,
        mut see: impl FnMut(Vec<Entry>),
    ) {
        let mut at = 0;
        while let Some(known) = self.index.get(at) {
            let from = at;
            at += self.index[from..].partition_point(|other| other.key == known.key);
            if marks.get(from).is_some_and(|mark| mark & bit == 0) {
                let lines = &self.index[from..at];
                see(lines
                    .iter()
                    .filter_map(|line| lookup.entry(line.offset))
                    .collect());
            }
        }
    }

    /// The entries of a shard, in order, from the journal.
    pub(super) fn items(
        out: &Path,
        name: &str,
        part: &Part,
        mut see: impl FnMut(Entry),
    ) -> io::Result<()> {
        // A line may be followed by one that mends it, so each is held until the next place is reached.
        let mut held: Option<Entry> = None;
        let mut ended = false;
        journal::read(out, part.first, |_, line| {
            match line {
                Line::Item(entry) if entry.part == name => {
                    if let Some(before) = held.take().filter(|before| before.seq != entry.seq) {
                        see(before);
                    }
                    held = Some(*entry);
                }
                Line::Shard(shard) if shard.part == name => ended = true,
                Line::Item(_) | Line::Run(_) => ended = true,
                _ => {}
            }
            !ended
        })?;
        if let Some(last) = held {
            see(last);
        }
        Ok(())
    }
}

fn name_key(name: &str) -> u64 {
    key("name", name)
}

/// Reads records of shards, best in their order.
#[derive(Debug, Default)]
pub(super) struct OldRecords {
    open: Option<Open>,
}

struct Open {
    path: PathBuf,
    at: u64,
    reader: Reader,
}

enum Reader {
    Plain(BufReader<File>),
    Compressed(Box<dyn Read>),
}

impl std::fmt::Debug for Open {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} at {}", self.path.display(), self.at)
    }
}

impl OldRecords {
    /// The record at `place`, with its line end; nothing where what stands there is not what was written.
    pub(super) fn read(&mut self, path: &Path, place: Place) -> Option<Vec<u8>> {
        let usable = self.open.as_ref().is_some_and(|open| {
            open.path == path
                && (open.at <= place.offset || matches!(open.reader, Reader::Plain(_)))
        });
        if !usable {
            self.open = Some(Open::new(path).ok()?);
        }
        let bytes = self.open.as_mut()?.read(place).ok();
        if bytes.is_none() {
            self.open = None;
        }
        bytes.filter(|bytes| crc32fast::hash(bytes) == place.sum)
    }
}

impl Open {
    fn new(path: &Path) -> io::Result<Self> {
        let file = File::open(path)?;
        let is_compressed = path.extension().is_some_and(|ending| ending == "zst");
        Ok(Self {
            path: path.to_owned(),
            at: 0,
            reader: if is_compressed {
                Reader::Compressed(Box::new(zstd::Decoder::new(file)?))
            } else {
                Reader::Plain(BufReader::new(file))
            },
        })
    }

    fn read(&mut self, place: Place) -> io::Result<Vec<u8>> {
        match &mut self.reader {
            Reader::Plain(reader) => {
                reader.seek(SeekFrom::Start(place.offset))?;
            }
            Reader::Compressed(reader) => {
                io::copy(&mut reader.take(place.offset - self.at), &mut io::sink())?;
            }
        }
        let length = usize::try_from(place.bytes).map_err(io::Error::other)?;
        let mut bytes = vec![0; length.min(1 << 30)];
        match &mut self.reader {
            Reader::Plain(reader) => reader.read_exact(&mut bytes)?,
            Reader::Compressed(reader) => reader.read_exact(&mut bytes)?,
        }
        self.at = place.offset + place.bytes;
        Ok(bytes)
    }
}

/// Files of shards by their keys.
pub(super) type Shards = BTreeMap<String, PathBuf>;
