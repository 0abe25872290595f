//! The end of a run: what it made becomes what the folder holds.
//!
//! Everything here can be done twice. A run that is killed in the middle of it finds all its shards when it is started
//! again, since they are known by their hashes and not by their places, and comes here again.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::history::{History, Part};
use super::journal::{Entry, Line, Lookup};
use super::layout;
use super::make::Context;
use super::shelf::{LIVE, SEEN, Shelf, text_path};
use super::status::Status;
use super::summary::{Counts, FORM, ShardFile, Summary};
use crate::error::Error;
use crate::sink::WriteError;
use crate::sink::shard::sync_folder;

/// One line of `status.ndjson`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FileStatus {
    /// Name of the file, as in records.
    pub path: String,
    /// What became of it.
    pub status: Status,
    /// Size in bytes, where it is known.
    pub bytes: Option<u64>,
    /// Hash of its bytes, where they were read.
    pub sha256: Option<String>,
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
    /// Why it failed, or was skipped.
    pub error: Option<String>,
    /// Whether it has a record. Records stand in the order of these lines.
    pub record: bool,
    /// Milliseconds it took. The one field that another run may give otherwise.
    pub ms: u64,
}

impl From<Entry> for FileStatus {
    fn from(entry: Entry) -> Self {
        Self {
            path: entry.path,
            status: entry.status,
            bytes: entry.bytes,
            sha256: entry.sha256,
            encoding: entry.encoding,
            tokens: entry.tokens,
            changed: entry.changed,
            uncertain: entry.uncertain,
            quality: entry.quality,
            duplicate_of: entry.duplicate_of,
            error: entry.error,
            record: entry.record.is_some(),
            ms: entry.ms,
        }
    }
}

/// What a run needs to become the folder's content.
pub(super) struct Publisher<'a> {
    pub(super) context: &'a Context,
    pub(super) shelf: &'a mut Shelf,
    pub(super) model_sha256: &'a str,
    /// Why some place could not be looked into.
    pub(super) blind: Option<String>,
    pub(super) accept_vanished: bool,
}

/// Files that vanish without anybody asking: where they are one in so many or more, it is taken for an accident.
const MANY: u64 = 2;

impl Publisher<'_> {
    pub(super) fn run(self) -> Result<(), Error> {
        let vanished = self.vanished()?;
        for entry in &vanished {
            let line = Line::Vanished {
                path: entry.path.clone(),
                sha256: entry.sha256.clone(),
            };
            self.shelf.journal().append(&line)?;
        }
        let mut files = self.name_shards()?;
        self.write_parquet(&mut files)?;
        let old_texts = self.old_texts();
        let old_texts = self.write_status(old_texts)?;
        self.drop_texts(&old_texts)?;
        let summary = Summary {
            schema: FORM.to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            model_sha256: self.model_sha256.to_owned(),
            fingerprint: self.context.fingerprint.clone(),
            statuses: Summary::statuses_of(&self.shelf.tally),
            counts: Counts::of(&self.shelf.tally),
            bytes: self.shelf.tally.bytes,
            shards: files,
        };
        summary.write(self.out())?;
        sync_folder(self.out());
        self.sweep();
        Ok(())
    }

    fn out(&self) -> &Path {
        &self.context.out
    }

    fn part(&self, name: &str) -> Option<&Part> {
        let made = self.shelf.shards.get(name);
        made.or_else(|| self.context.history.part(name))
    }

    /// The files of the last complete run that this one did not meet. An empty mount point must not empty the output.
    fn vanished(&self) -> Result<Vec<Entry>, Error> {
        let history = &self.context.history;
        let generation: BTreeSet<&str> = history.generation.iter().map(String::as_str).collect();
        let shards = history
            .generation
            .iter()
            .filter_map(|part| history.part(part)?.shard.as_ref());
        let known: u64 = shards.map(|shard| shard.items).sum();
        let mut lookup = Lookup::new(self.out());
        let mut vanished = Vec::new();
        history.each_unmarked(&self.shelf.marks, SEEN, &mut lookup, |lines| {
            let known = lines
                .into_iter()
                .rev()
                .find(|entry| generation.contains(entry.part.as_str()));
            vanished.extend(known);
        });
        let count = vanished.len() as u64;
        let is_accident = count * MANY >= known.max(1) || self.blind.is_some();
        if count > 0 && is_accident && !self.accept_vanished {
            return Err(Error::Vanished {
                out: self.out().display().to_string(),
                vanished: count,
                known,
                place: self
                    .blind
                    .as_ref()
                    .map_or_else(String::new, |why| format!(" ({why})")),
            });
        }
        Ok(vanished)
    }

    /// Gives every shard the name of its place, and removes those that are of no run any more.
    fn name_shards(&self) -> Result<Vec<ShardFile>, Error> {
        let folder = self.out().join(layout::RECORDS);
        fs::create_dir_all(&folder).map_err(|error| WriteError::new(&folder.display(), error))?;
        let there = layout::shards(self.out());
        let mut files = Vec::new();
        let mut names = BTreeSet::new();
        for (ordinal, part) in self.shelf.parts.iter().enumerate() {
            let Some(shard) = self.part(part).and_then(|part| part.shard.as_ref()) else {
                continue;
            };
            let name =
                (shard.records > 0).then(|| layout::shard_name(ordinal, &shard.id, shard.zstd));
            if let Some(name) = &name {
                let path = folder.join(name);
                let from = there
                    .get(&layout::shard_key(&shard.id, shard.zstd))
                    .ok_or_else(|| Error::Damaged {
                        path: path.display().to_string(),
                        advice: "it went away during the run; run the same command again",
                    })?;
                rename(from, &path)?;
                names.insert(path);
            }
            files.push(ShardFile {
                file: name.map(|name| format!("{}/{name}", layout::RECORDS)),
                parquet: None,
                items: shard.items,
                records: shard.records,
                bytes: if shard.records > 0 { shard.bytes } else { 0 },
                sha256: shard.sha256.clone(),
            });
        }
        remove_others(&folder, &names)?;
        sync_folder(&folder);
        Ok(files)
    }

    /// Makes the tables that are missing.
    fn write_parquet(&self, files: &mut [ShardFile]) -> Result<(), Error> {
        let folder = self.out().join(layout::PARQUET);
        let there: BTreeMap<String, PathBuf> = layout::files(&folder)
            .into_iter()
            .filter_map(|path| {
                let name = path.file_name()?.to_string_lossy().into_owned();
                Some((layout::shard_id(&name)?.to_owned(), path))
            })
            .collect();
        let mut names = BTreeSet::new();
        if self.context.request.parquet {
            for (ordinal, file) in files.iter_mut().enumerate() {
                let Some(records) = &file.file else {
                    continue;
                };
                let id = &file.sha256[..12];
                let name = format!("{ordinal:05}-{id}.parquet");
                let path = folder.join(&name);
                match there.get(id) {
                    Some(from) => rename(from, &path)?,
                    None => make_parquet(
                        &self.out().join(records),
                        &layout::work(self.out()).join("table"),
                        &path,
                    )?,
                }
                names.insert(path);
                file.parquet = Some(format!("{}/{name}", layout::PARQUET));
            }
        }
        if !there.is_empty() {
            remove_others(&folder, &names)?;
        }
        Ok(())
    }

    /// Texts that earlier runs wrote and that are of no file now.
    fn old_texts(&self) -> BTreeSet<PathBuf> {
        let mut texts = BTreeSet::new();
        let mut lookup = Lookup::new(self.out());
        let history = &self.context.history;
        history.each_unmarked(&self.shelf.marks, LIVE, &mut lookup, |lines| {
            let with_text = lines
                .iter()
                .find(|entry| entry.record.is_some() || entry.shares_text);
            texts.extend(with_text.map(|entry| text_path(self.out(), &entry.path)));
        });
        texts
    }

    /// Writes what became of each file; returns those of the old texts that no other file has taken over.
    fn write_status(&self, mut old_texts: BTreeSet<PathBuf>) -> Result<BTreeSet<PathBuf>, Error> {
        let temporary = layout::work(self.out()).join("status");
        let failed = |source| Error::from(WriteError::new(&temporary.display(), source));
        let mut file = BufWriter::new(fs::File::create(&temporary).map_err(failed)?);
        let mut written = Ok(());
        for name in &self.shelf.parts {
            let Some(part) = self.part(name) else {
                continue;
            };
            History::items(self.out(), name, part, |entry| {
                if !old_texts.is_empty() && self.shelf.has_text(&entry) {
                    old_texts.remove(&text_path(self.out(), &entry.path));
                }
                let mut line = serde_json::to_vec(&FileStatus::from(entry))
                    .expect("invariant: a status has string keys and writes to memory");
                line.push(b'\n');
                if written.is_ok() {
                    written = file.write_all(&line);
                }
            })
            .map_err(failed)?;
        }
        written.map_err(failed)?;
        file.flush().map_err(failed)?;
        drop(file);
        rename(&temporary, &self.out().join(layout::STATUS))?;
        Ok(old_texts)
    }

    fn drop_texts(&self, texts: &BTreeSet<PathBuf>) -> Result<(), Error> {
        let top = self.out().join(layout::TEXT);
        for path in texts {
            match fs::remove_file(path) {
                Err(error) if !is_missing(&error) => {
                    return Err(WriteError::new(&path.display(), error).into());
                }
                _ => {}
            }
            // Folders that are empty now go as well; the first that isn't ends it.
            let folders = path
                .ancestors()
                .skip(1)
                .take_while(|folder| folder.starts_with(&top));
            let _ = folders.map(fs::remove_dir).find(Result::is_err);
        }
        Ok(())
    }

    /// Removes what was in work.
    fn sweep(&self) {
        let work = layout::work(self.out());
        for path in layout::files(&work) {
            if path.file_name().is_some_and(|name| name != "lock") {
                let _ = fs::remove_file(path);
            }
        }
        let _ = fs::remove_dir_all(layout::next(self.out()));
    }
}

fn is_missing(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
    )
}

fn rename(from: &Path, to: &Path) -> Result<(), Error> {
    if from == to {
        return Ok(());
    }
    fs::rename(from, to).map_err(|error| WriteError::new(&to.display(), error).into())
}

fn remove_others(folder: &Path, names: &BTreeSet<PathBuf>) -> Result<(), Error> {
    for path in layout::files(folder) {
        let name = path
            .file_name()
            .map(|name| name.to_string_lossy().into_owned());
        let is_shard = name.as_deref().and_then(layout::shard_id).is_some();
        if is_shard && !names.contains(&path) {
            fs::remove_file(&path).map_err(|error| WriteError::new(&path.display(), error))?;
        }
    }
    if names.is_empty() {
        let _ = fs::remove_dir(folder);
    }
    Ok(())
}

#[cfg(feature = "parquet")]
fn make_parquet(records: &Path, temporary: &Path, path: &Path) -> Result<(), Error> {
    Ok(crate::sink::parquet::write(records, temporary, path)?)
}

#[cfg(not(feature = "parquet"))]
fn make_parquet(_: &Path, _: &Path, path: &Path) -> Result<(), Error> {
    let source = io::Error::new(
        io::ErrorKind::Unsupported,
        "built without the feature `parquet`",
    );
    Err(WriteError::new(&path.display(), source).into())
}
