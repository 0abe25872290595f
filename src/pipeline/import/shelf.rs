//! Fates in order → shards: what is new is written, what is as it was stays where it is.
//!
//! While every file of a shard says what it said in one shard of an earlier run, nothing is written; if that holds up to
//! the end, the old shard is kept. At the first difference the shard is begun anew and what was passed is copied into it.
//! So a run that goes on after a kill, a run that finds one file changed, and a run that finds nothing changed are one and
//! the same thing.
//!
//! The order of writing makes every moment a good one to be killed at: a record is in the shard's file before the journal
//! tells of it, and a text is written after that, so nothing is there that the journal does not know; a shard is on the
//! disk before the journal calls it whole, and gets its name last. One that is killed in between is found where it was
//! in work.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::Deserialize;

use super::claims::First;
use super::cut::Cutter;
use super::history::{OldRecords, Part};
use super::journal::{Entry, Journal, Line, Lookup, Place, Shard};
use super::layout;
use super::make::{Content, Context, Finished};
use super::request::Duplicates;
use super::status::{Status, Tally};
use crate::error::Error;
use crate::ingest::mirrored_path;
use crate::sink::shard::{NewShard, sync_folder};
use crate::sink::{WriteError, link_file, write_file_by};

/// The file was told of in this run.
pub(super) const SEEN: u8 = 1;
/// Its text belongs to the output.
pub(super) const LIVE: u8 = 2;

/// The shard in work.
enum Current {
    /// No file yet.
    Empty,
    /// As an earlier shard so far: its name, and the places of the lines.
    Kept { part: String, told: Vec<u64> },
    /// Different.
    New {
        part: String,
        shard: NewShard,
        items: u64,
    },
}

pub(super) struct Shelf {
    context: Arc<Context>,
    journal: Journal,
    lookup: Lookup,
    old: OldRecords,
    cutter: Cutter,
    current: Current,
    run: u64,
    /// Shards of this run, in order.
    pub(super) parts: Vec<String>,
    /// Those of them that were written in it.
    pub(super) shards: BTreeMap<String, Part>,
    /// Place of the first line about the shard in work.
    first: u64,
    /// What became of each file that earlier runs told of, by its place in their index.
    pub(super) marks: Vec<u8>,
    /// Places of lines about files that were given up, by their numbers.
    lost: BTreeMap<u64, u64>,
    pub(super) tally: Tally,
    /// Files that were worked on in this run.
    pub(super) worked: u64,
    /// Texts of shards of this run go here before the shard is whole.
    folder: PathBuf,
}

impl Shelf {
    pub(super) fn new(context: Arc<Context>, journal: Journal, run: u64) -> Self {
        let first = context.history.generation.is_empty();
        Self {
            lookup: Lookup::new(&context.out),
            cutter: Cutter::new(context.request.shard_bytes),
            marks: vec![0; context.history.lines()],
            folder: if first {
                context.out.join(layout::RECORDS)
            } else {
                layout::next(&context.out)
            },
            journal,
            context,
            old: OldRecords::default(),
            current: Current::Empty,
            run,
            parts: Vec::new(),
            shards: BTreeMap::new(),
            first: 0,
            lost: BTreeMap::new(),
            tally: Tally::default(),
            worked: 0,
        }
    }

    pub(super) fn journal(&mut self) -> &mut Journal {
        &mut self.journal
    }

    /// Takes in the fate of file number `index`, and returns it as it is told.
    pub(super) fn add(&mut self, index: u64, mut finished: Finished) -> Result<Entry, Error> {
        self.decide_duplicate(index, &mut finished);
        let mut entry = finished.entry;
        let told = finished
            .earlier
            .into_iter()
            .find(|(_, known)| known.says_what(&entry));
        self.mark(&entry);
        self.worked += u64::from(told.is_none());
        let place = match &told {
            Some((place, known)) if self.continues(known) => {
                self.keep(*place, known);
                *place
            }
            _ => {
                self.begin()?;
                let old = told.as_ref().map(|(_, known)| known.clone());
                self.write(&mut entry, finished.content, old.as_ref())?
            }
        };
        let is_first = entry.status != Status::Duplicate
            && self.context.request.duplicates != Duplicates::Process;
        if let Some(key) = finished.key.filter(|_| is_first) {
            self.context.claims.tell(key, place);
        }
        if matches!(entry.status, Status::Timeout | Status::Crashed) {
            self.lost.insert(index, place);
        }
        self.tally
            .add(entry.status, entry.bytes.unwrap_or_default());
        if self
            .cutter
            .ends_after(&entry.path, entry.bytes.unwrap_or_default())
        {
            self.end_shard()?;
        }
        Ok(entry)
    }

    /// The first of those that say the same is the document; this is known for sure only now that all before it are told.
    fn decide_duplicate(&mut self, index: u64, finished: &mut Finished) {
        if self.context.request.duplicates == Duplicates::Process {
            return;
        }
        let Some(key) = finished.key else {
            return;
        };
        let first = match self.context.claims.first(key, index) {
            First::This => return,
            First::Told(place) => Some(place),
            First::Lost(other) => self.lost.get(&other).copied(),
        };
        let first = first.and_then(|place| self.lookup.entry(place));
        let entry = &mut finished.entry;
        if entry.status != Status::Duplicate {
            // It was worked on in vain, since another hand was slower with an earlier file.
            entry.status = Status::Duplicate;
            entry.error = None;
            entry.record = None;
            (entry.tokens, entry.changed, entry.uncertain, entry.quality) =
                (None, None, None, None);
            if self.context.request.sameness == super::request::Sameness::Bytes {
                (entry.text_sha256, entry.encoding) = (None, None);
            }
            finished.content = Content::None;
        }
        entry.shares_text = first.as_ref().is_some_and(|first| first.record.is_some());
        entry.duplicate_of = first.map(|first| first.path);
    }

    fn mark(&mut self, entry: &Entry) {
        if let Some(at) = self.context.history.mark(&entry.path) {
            self.marks[at] |= SEEN;
            if self.has_text(entry) {
                self.marks[at] |= LIVE;
            }
        }
    }

    /// Whether a file of this fate has a restored text in the output.
    pub(super) fn has_text(&self, entry: &Entry) -> bool {
        let request = &self.context.request;
        request.texts
            && match entry.status {
                Status::Ok | Status::OkWithWarnings | Status::Empty => true,
                Status::Duplicate => request.duplicates == Duplicates::Link && entry.shares_text,
                _ => false,
            }
    }

    /// True where the line goes on with the shard that this one is like so far.
    fn continues(&self, known: &Entry) -> bool {
        match &self.current {
            Current::Empty => known.seq == 0 && self.is_reusable(&known.part),
            Current::Kept { part, told } => *part == known.part && known.seq == told.len() as u64,
            Current::New { .. } => false,
        }
    }

    /// A shard that is whole, there, and in the form that is asked for.
    fn is_reusable(&self, part: &str) -> bool {
        let request = &self.context.request;
        self.context.history.part(part).is_some_and(|part| {
            part.shard.as_ref().is_some_and(|shard| {
                (shard.records == 0 || part.file.is_some() && shard.zstd == request.zstd)
                    && shard.texts == texts_form(request)
            })
        })
    }

    fn keep(&mut self, place: u64, known: &Entry) {
        match &mut self.current {
            Current::Kept { told, .. } => told.push(place),
            _ => {
                self.current = Current::Kept {
                    part: known.part.clone(),
                    told: vec![place],
                }
            }
        }
    }

    /// Makes the current shard a new one, and copies what was passed into it.
    fn begin(&mut self) -> Result<(), Error> {
        if matches!(self.current, Current::New { .. }) {
            return Ok(());
        }
        let part = format!("{}.{}", self.run, self.parts.len());
        let shard = NewShard::create(&layout::part(&self.context.out, &part))?;
        let before = std::mem::replace(
            &mut self.current,
            Current::New {
                part,
                shard,
                items: 0,
            },
        );
        if let Current::Kept { told, .. } = before {
            for place in told {
                let known = self.known(place)?;
                let mut entry = known.clone();
                self.write(&mut entry, Content::Old, Some(&known))?;
            }
        }
        Ok(())
    }

    fn known(&mut self, place: u64) -> Result<Entry, Error> {
        self.lookup
            .entry(place)
            .ok_or_else(|| self.damaged(Path::new(super::journal::JOURNAL)))
    }

    /// Writes a file's record, line and text. Returns the place of the line.
    fn write(
        &mut self,
        entry: &mut Entry,
        content: Content,
        known: Option<&Entry>,
    ) -> Result<u64, Error> {
        let (record, text) = match content {
            Content::Fresh { record, text } => (Some(record), Some(text)),
            Content::Old => match known.filter(|known| known.record.is_some()) {
                Some(known) => (Some(self.old_record(known)?), None),
                None => (None, None),
            },
            Content::None => (None, None),
        };
        let Current::New { part, shard, items } = &mut self.current else {
            unreachable!("invariant: a shard is begun before it is written to");
        };
        entry.part.clone_from(part);
        entry.seq = *items;
        *items += 1;
        entry.record = None;
        if let Some(record) = &record {
            entry.record = Some(Place {
                offset: shard.append(record)?,
                bytes: record.len() as u64,
                sum: crc32fast::hash(record),
            });
        }
        let place = self.journal.append(&Line::Item(Box::new(entry.clone())))?;
        if entry.seq == 0 {
            self.first = place;
        }
        if !self.has_text(entry) {
            return Ok(place);
        }
        let written = match (text, &record) {
            (Some(text), _) => self.write_text(entry, text.as_bytes()),
            (None, Some(record)) => self.write_text(entry, text_of(record).as_bytes()),
            (None, None) => self.link_text(entry),
        };
        match written {
            Ok(()) => Ok(place),
            Err(error) if concerns_one_file(&error) => {
                entry.status = match entry.status {
                    Status::Ok | Status::Empty => Status::OkWithWarnings,
                    other => other,
                };
                // Without the path, which is of this output folder and not of the file.
                entry.error = Some(format!("its text cannot be written: {}", error.source));
                Ok(self.journal.append(&Line::Item(Box::new(entry.clone())))?)
            }
            Err(error) => Err(error.into()),
        }
    }

    fn write_text(&self, entry: &Entry, text: &[u8]) -> Result<(), WriteError> {
        let path = text_path(&self.context.out, &entry.path);
        write_file_by(&layout::work(&self.context.out).join("text"), &path, text)
    }

    /// A duplicate's text is that of the first.
    fn link_text(&self, entry: &Entry) -> Result<(), WriteError> {
        let out = &self.context.out;
        let Some(first) = entry
            .duplicate_of
            .as_ref()
            .map(|first| text_path(out, first))
        else {
            return Ok(());
        };
        if !first.is_file() {
            // Somebody took it away; `verify` will say so.
            return Ok(());
        }
        link_file(
            &layout::work(out).join("text"),
            &first,
            &text_path(out, &entry.path),
        )
    }

    fn old_record(&mut self, known: &Entry) -> Result<Vec<u8>, Error> {
        let part = self.context.history.part(&known.part);
        let file = part.and_then(|part| part.file.clone()).or_else(|| {
            Some(layout::part(&self.context.out, &known.part)).filter(|path| path.is_file())
        });
        let record = file
            .as_ref()
            .zip(known.record)
            .and_then(|(path, place)| self.old.read(path, place));
        record.ok_or_else(|| self.damaged(&file.unwrap_or_default()))
    }

    /// A damaged file is taken out of the way, so that the next run makes anew what was in it.
    fn damaged(&self, file: &Path) -> Error {
        let aside = layout::work(&self.context.out).join("damaged");
        let moved = fs::rename(file, &aside).is_ok();
        Error::Damaged {
            path: file.display().to_string(),
            advice: if moved {
                "it was taken out of the way; run the same command again, and what was in it is made anew"
            } else {
                "remove it and run the same command again, and what was in it is made anew"
            },
        }
    }

    /// Ends the shard in work.
    pub(super) fn end_shard(&mut self) -> Result<(), Error> {
        if let Current::Kept { part, told } = &self.current {
            let items = self
                .context
                .history
                .part(part)
                .and_then(|part| part.shard.as_ref())
                .map(|shard| shard.items);
            if items == Some(told.len() as u64) {
                let part = part.clone();
                self.journal.append(&Line::Kept { part: part.clone() })?;
                self.parts.push(part);
                self.current = Current::Empty;
                return Ok(());
            }
            self.begin()?;
        }
        let Current::New { part, shard, items } =
            std::mem::replace(&mut self.current, Current::Empty)
        else {
            return Ok(());
        };
        let request = &self.context.request;
        let whole = shard.finish(request.zstd)?;
        let shard = Shard {
            part: part.clone(),
            id: whole.sha256[..12].to_owned(),
            items,
            records: whole.records,
            bytes: whole.bytes,
            sha256: whole.sha256.clone(),
            zstd: request.zstd,
            texts: texts_form(request),
        };
        self.journal.append(&Line::Shard(shard.clone()))?;
        self.journal.sync()?;
        if whole.records > 0 {
            let name = layout::shard_name(self.parts.len(), &shard.id, request.zstd);
            whole.name(&self.folder.join(name))?;
        }
        whole.discard(&layout::part(&self.context.out, &part));
        let made = Part {
            first: self.first,
            shard: Some(shard),
            file: None,
        };
        self.shards.insert(part.clone(), made);
        self.parts.push(part);
        Ok(())
    }

    /// Brings what there is of the shard in work to the disk, for a run that stops.
    pub(super) fn rest(&mut self) -> Result<(), Error> {
        if let Current::New { shard, .. } = &mut self.current {
            shard.sync()?;
        }
        self.journal.sync()?;
        sync_folder(&layout::work(&self.context.out));
        Ok(())
    }
}

/// Which texts a shard's files have: what a shard that is kept has to agree in.
fn texts_form(request: &super::request::Request) -> super::journal::Texts {
    use super::journal::Texts;
    match (request.texts, request.duplicates) {
        (false, _) => Texts::None,
        (true, Duplicates::Link) => Texts::Linked,
        (true, _) => Texts::Own,
    }
}

pub(super) fn text_path(out: &Path, name: &str) -> PathBuf {
    out.join(layout::TEXT).join(mirrored_path(name))
}

/// The restored text in a record.
fn text_of(record: &[u8]) -> String {
    #[derive(Deserialize)]
    struct Text {
        text: String,
    }
    serde_json::from_slice::<Text>(record).map_or_else(|_| String::new(), |record| record.text)
}

/// Names that this file system does not take, and files where folders have to be: the next file may fare better.
fn concerns_one_file(error: &WriteError) -> bool {
    matches!(
        error.source.kind(),
        io::ErrorKind::InvalidFilename
            | io::ErrorKind::InvalidInput
            | io::ErrorKind::NotADirectory
            | io::ErrorKind::IsADirectory
            | io::ErrorKind::AlreadyExists
            | io::ErrorKind::DirectoryNotEmpty
    )
}
