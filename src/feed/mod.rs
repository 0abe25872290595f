//! Feeds: what an import left → files that search engines take.
//!
//! Promises: every document, section and task has an id that stays the same and that every engine takes; a text that is
//! longer than an engine looks at goes on in further items; no file is larger than asked for; the same import gives the
//! same bytes. With the feed before ([`Feed::since`]) only what has changed is written, and what has gone is deleted,
//! exactly. Leaves to others: sending the files (`load.curl`, `load.sql`; `docs/feeds.md`).

mod again;
mod batch;
mod code;
mod curl;
mod day;
mod engine;
mod error;
mod id;
mod item;
mod limits;
mod manifest;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

pub use again::{Again, again};
pub use batch::FeedFile;
pub use code::key as code_key;
pub use engine::Engine;
pub use error::Error;

use crate::ingest::ReadError;
use crate::pipeline::import::Imported;
use crate::sink::read::Record;
use crate::sink::{WriteError, write_file};
use batch::{Batches, hex};
use engine::{Delete, Deletion, Load, Target};
use manifest::{Before, Entry, MANIFEST};

/// What is in a feed's folder; written last.
pub const SUMMARY: &str = "feed.json";

/// A feed to be written.
#[derive(Clone, Debug)]
pub struct Feed {
    /// Folder of an import that is through.
    pub import: PathBuf,
    /// For whom.
    pub engine: Engine,
    /// Folder to write into; empty, new, or of an earlier feed.
    pub out: PathBuf,
    /// The feed that the engine has: only the difference is written.
    pub since: Option<PathBuf>,
    /// Name of the index, collection or schema.
    pub name: String,
    /// Where the engine listens.
    pub url: String,
    /// A file with headers that go with every request, such as a key.
    pub headers: Option<String>,
    /// Most bytes of one file.
    pub batch_bytes: u64,
}

/// What a feed's folder holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// Form of this file.
    pub schema: String,
    /// Name of the engine.
    pub engine: String,
    /// Name of the index, collection or schema.
    pub name: String,
    /// Whether all is there.
    pub complete: bool,
    /// Documents of the import.
    pub documents: u64,
    /// Those of them that are in this feed: new or changed.
    pub fed: u64,
    /// Items in the files: documents, sections, tasks, and their parts.
    pub items: u64,
    /// Documents that have gone.
    pub gone: u64,
    /// What the engine is asked to delete.
    pub deleted: u64,
    /// Records that say what an earlier one says, to the byte, and so are the same documents.
    pub repeated: u64,
    /// The files of items, in order.
    pub files: Vec<FeedFile>,
    /// The files that delete, in order.
    pub deletes: Vec<FeedFile>,
}

const SCHEMA: &str = "vanban.feed/1";

impl Feed {
    /// Writes it. `tell` hears of every document.
    ///
    /// # Errors
    /// Where the import or the feed before can't be read, or the folder can't be written.
    pub fn write(&self, mut tell: impl FnMut()) -> Result<Summary, Error> {
        let imported = Imported::open(&self.import)?;
        self.check_folders()?;
        let mut before = match &self.since {
            Some(folder) => Some(Before::open(folder, self.engine)?),
            None => None,
        };
        let mut summary = Summary {
            schema: SCHEMA.to_owned(),
            engine: self.engine.name().to_owned(),
            name: self.name.clone(),
            complete: false,
            documents: 0,
            fed: 0,
            items: 0,
            gone: 0,
            deleted: 0,
            repeated: 0,
            files: Vec::new(),
            deletes: Vec::new(),
        };
        self.clear(&summary)?;
        let target = self.target();
        let mut deletes = Deletes::new(self, &target);
        let mut streams: Vec<Batches> = self
            .engine
            .streams()
            .iter()
            .map(|(stem, ending)| Batches::new(&self.out, stem, ending, self.batch_bytes))
            .collect();
        let mut manifest = manifest::Writer::create(&self.out)?;
        for item in imported.items()? {
            let item = item?;
            let Some(json) = item.record else { continue };
            let record: Record = serde_json::from_slice(&json).map_err(|source| Error::Record {
                path: item.status.path.clone(),
                source,
            })?;
            tell();
            if !manifest.is_new(&record.id) {
                summary.repeated += 1;
                continue;
            }
            summary.documents += 1;
            let rendered = self.engine.render(&record);
            let mut hash = Sha256::new();
            for (_, entry) in &rendered.entries {
                hash.update(entry);
            }
            let entry = Entry {
                id: record.id,
                sha256: hex(&hash.finalize()),
                items: rendered.ids,
            };
            manifest.add(&entry)?;
            if let Some(before) = &mut before {
                let old = before.take(&entry)?;
                if old.as_ref().is_some_and(|old| old.sha256 == entry.sha256) {
                    continue;
                }
                if let Some(old) = old {
                    self.replace(&old, &entry, &mut deletes)?;
                }
            }
            summary.fed += 1;
            for (stream, bytes) in &rendered.entries {
                summary.items += 1;
                streams[*stream].push(bytes)?;
            }
        }
        if let Some(before) = before {
            before.rest(|old| {
                summary.gone += 1;
                self.remove(&old, &mut deletes)
            })?;
        }
        manifest.finish()?;
        let (count, requests) = deletes.finish()?;
        let streams = streams
            .into_iter()
            .map(Batches::finish)
            .collect::<Result<Vec<_>, _>>()?;
        let load = Load {
            streams: &streams,
            deletes: &requests,
        };
        for (name, bytes) in self.engine.files(&target, &load) {
            write_file(&self.out.join(name), &bytes)?;
        }
        summary.deleted = count;
        summary.deletes = requests
            .into_iter()
            .filter_map(|request| match request {
                Delete::File(file) => Some(file),
                Delete::Address(_) => None,
            })
            .collect();
        summary.files = streams.into_iter().flatten().collect();
        summary.complete = true;
        summary.write(&self.out)?;
        Ok(summary)
    }

    fn target(&self) -> Target {
        Target {
            name: self.name.clone(),
            url: self.url.trim_end_matches('/').to_owned(),
            headers: self.headers.clone(),
        }
    }

    /// What a changed document no longer has is deleted; its other items are put in the place of the old ones.
    fn replace(&self, old: &Entry, new: &Entry, deletes: &mut Deletes) -> Result<(), Error> {
        if self.engine.only_appends() {
            deletes.push(&old.id)?;
        } else if !self.engine.deletes_documents() {
            let kept: std::collections::BTreeSet<&String> = new.items.iter().collect();
            for id in old.items.iter().filter(|id| !kept.contains(id)) {
                deletes.push(id)?;
            }
        }
        Ok(())
    }

    fn remove(&self, old: &Entry, deletes: &mut Deletes) -> Result<(), Error> {
        if self.engine.deletes_documents() {
            return deletes.push(&old.id);
        }
        old.items.iter().try_for_each(|id| deletes.push(id))
    }

    /// Refuses a folder with something else in it, and one that is read at the same time.
    fn check_folders(&self) -> Result<(), Error> {
        let out = self.out.display().to_string();
        fs::create_dir_all(&self.out).map_err(|error| WriteError::new(&out, error))?;
        let real = |path: &Path| fs::canonicalize(path).ok();
        if let Some(since) = &self.since
            && real(since) == real(&self.out)
        {
            return Err(Error::SameFolder { folder: out });
        }
        let is_empty = fs::read_dir(&self.out)
            .map_err(|error| unreadable(&self.out, error))?
            .next()
            .is_none();
        if is_empty || Summary::read(&self.out).is_ok() {
            return Ok(());
        }
        Err(Error::NotEmpty { out })
    }

    /// Takes away what an earlier feed wrote, whole or not.
    fn clear(&self, unfinished: &Summary) -> Result<(), Error> {
        unfinished.write(&self.out)?;
        let failed = |error| Error::from(unreadable(&self.out, error));
        let mut names = Vec::new();
        for entry in fs::read_dir(&self.out).map_err(failed)? {
            names.push(entry.map_err(failed)?.file_name());
        }
        names.sort();
        for name in names.iter().filter_map(|name| name.to_str()) {
            if is_ours(name) {
                let path = self.out.join(name);
                fs::remove_file(&path).map_err(|error| WriteError::new(&path.display(), error))?;
            }
        }
        Ok(())
    }
}

/// Whether a feed writes files of this name, the summary apart.
fn is_ours(name: &str) -> bool {
    let whole = [
        MANIFEST,
        "index.json",
        "settings.json",
        "collection.json",
        "create.curl",
        "load.curl",
        "again.curl",
        "schema.sql",
        "load.sql",
    ];
    let stems = [
        "bulk",
        "documents",
        "sections",
        "tasks",
        "citations",
        "delete",
        "again",
        "refused",
    ];
    let is_numbered = |name: &str| {
        name.split_once('-').is_some_and(|(stem, rest)| {
            let (number, ending) = rest.split_once('.').unwrap_or((rest, ""));
            stems.contains(&stem)
                && number.len() >= 5
                && number.bytes().all(|byte| byte.is_ascii_digit())
                && ["ndjson", "json", "copy"].contains(&ending)
        })
    };
    whole.contains(&name) || is_numbered(name)
}

impl Summary {
    /// Reads what a folder says of itself, whole or not.
    ///
    /// # Errors
    /// Where it is no feed.
    pub fn read(folder: &Path) -> Result<Self, Error> {
        let no_feed = || Error::NoFeed {
            folder: folder.display().to_string(),
        };
        let json = fs::read(folder.join(SUMMARY)).map_err(|_| no_feed())?;
        let summary: Self = serde_json::from_slice(&json).map_err(|_| no_feed())?;
        if summary.schema == SCHEMA {
            Ok(summary)
        } else {
            Err(no_feed())
        }
    }

    /// The same for a feed that is whole.
    pub(crate) fn whole(folder: &Path) -> Result<(Self, Engine), Error> {
        let summary = Self::read(folder)?;
        let engine = Engine::ALL
            .into_iter()
            .find(|engine| engine.name() == summary.engine);
        match engine {
            Some(engine) if summary.complete => Ok((summary, engine)),
            _ => Err(Error::NoFeed {
                folder: folder.display().to_string(),
            }),
        }
    }

    fn write(&self, folder: &Path) -> Result<(), Error> {
        let json = serde_json::to_value(self).expect("invariant: plain fields");
        write_file(&folder.join(SUMMARY), &curl::pretty(&json))?;
        Ok(())
    }
}

/// Requests to delete, none larger than the engine takes.
struct Deletes<'a> {
    feed: &'a Feed,
    target: &'a Target,
    ids: Vec<String>,
    bytes: usize,
    count: u64,
    requests: Vec<Delete>,
}

impl<'a> Deletes<'a> {
    fn new(feed: &'a Feed, target: &'a Target) -> Self {
        Self {
            feed,
            target,
            ids: Vec::new(),
            bytes: 0,
            count: 0,
            requests: Vec::new(),
        }
    }

    fn push(&mut self, id: &str) -> Result<(), Error> {
        let (most, bytes) = self.feed.engine.most_deleted();
        if self.ids.len() >= most || self.bytes + id.len() > bytes {
            self.flush()?;
        }
        self.ids.push(id.to_owned());
        self.bytes += id.len() + 3;
        self.count += 1;
        Ok(())
    }

    fn flush(&mut self) -> Result<(), Error> {
        if self.ids.is_empty() {
            return Ok(());
        }
        let request = match self.feed.engine.delete(self.target, &self.ids) {
            Deletion::Address(path) => Delete::Address(path),
            Deletion::Bytes(ending, bytes) => {
                let name = format!("delete-{:05}.{ending}", self.requests.len());
                write_file(&self.feed.out.join(&name), &bytes)?;
                Delete::File(FeedFile {
                    name,
                    items: self.ids.len() as u64,
                    bytes: bytes.len() as u64,
                    sha256: hex(&Sha256::digest(&bytes)),
                })
            }
        };
        self.requests.push(request);
        self.ids.clear();
        self.bytes = 0;
        Ok(())
    }

    fn finish(mut self) -> Result<(u64, Vec<Delete>), Error> {
        self.flush()?;
        Ok((self.count, self.requests))
    }
}

fn unreadable(path: &Path, source: io::Error) -> ReadError {
    ReadError::Io {
        path: path.display().to_string(),
        source,
    }
}

#[cfg(test)]
mod tests;

#[cfg(test)]
mod folders {
    use super::*;

    #[test]
    fn only_files_of_feeds_are_taken_away() {
        for name in [
            "bulk-00000.ndjson",
            "documents-00012.copy",
            "load.sql",
            "again-00000.ndjson",
        ] {
            assert!(is_ours(name), "{name}");
        }
        for name in [
            "notes.txt",
            "feed.json",
            "bulk-1.ndjson",
            "bulk-00000.txt",
            "answers",
            "documents.ndjson.bak",
        ] {
            assert!(!is_ours(name), "{name}");
        }
    }
}
