//! What a feed told its engine: one line a document, with the digest of all its items and their ids. The next feed
//! compares with it, so that it can leave out what is the same and delete what has gone, item by item.
//!
//! An import says by path what has vanished; engines know items. A path whose content has changed is another document,
//! and a newer program finds other sections: the ids told last are what can be deleted exactly.

use std::fs::File;
use std::io::{BufRead, BufReader, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};

use super::curl::line;
use super::engine::Engine;
use super::{Error, Summary, unreadable};
use crate::sink::NewFile;

/// Name of the file.
pub(super) const MANIFEST: &str = "documents.ndjson";

/// A document as it was told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Entry {
    pub(super) id: String,
    /// SHA-256 of all its items.
    pub(super) sha256: String,
    pub(super) items: Vec<String>,
}

/// The first half of an id that is a SHA-256: enough to tell documents apart.
fn short(id: &str) -> u128 {
    let half = id
        .get(..32)
        .and_then(|half| u128::from_str_radix(half, 16).ok());
    half.unwrap_or_else(|| {
        use sha2::Digest;
        let digest = sha2::Sha256::digest(id);
        digest[..16]
            .iter()
            .fold(0, |sum, byte| sum << 8 | u128::from(*byte))
    })
}

/// Writes the manifest of a new feed.
pub(super) struct Writer {
    file: NewFile,
    seen: FxHashSet<u128>,
}

impl Writer {
    pub(super) fn create(folder: &Path) -> Result<Self, Error> {
        Ok(Self {
            file: NewFile::create(&folder.join(MANIFEST))?,
            seen: FxHashSet::default(),
        })
    }

    /// Whether no document of this id was asked for before.
    pub(super) fn is_new(&mut self, id: &str) -> bool {
        self.seen.insert(short(id))
    }

    pub(super) fn add(&mut self, entry: &Entry) -> Result<(), Error> {
        Ok(self.file.write(&line(entry))?)
    }

    pub(super) fn finish(self) -> Result<(), Error> {
        Ok(self.file.finish()?)
    }
}

/// The manifest of the feed before. It stays on the disk; 32 bytes of each document are in memory.
pub(super) struct Before {
    path: PathBuf,
    file: BufReader<File>,
    /// Where each document's line begins; those that were taken are no longer here.
    places: FxHashMap<u128, u64>,
}

impl Before {
    pub(super) fn open(folder: &Path, engine: Engine) -> Result<Self, Error> {
        let (_, found) = Summary::whole(folder)?;
        if found != engine {
            return Err(Error::OtherEngine {
                folder: folder.display().to_string(),
                found: found.to_string(),
                expected: engine.to_string(),
            });
        }
        let path = folder.join(MANIFEST);
        let file = File::open(&path).map_err(|error| unreadable(&path, error))?;
        let mut before = Self {
            path,
            file: BufReader::new(file),
            places: FxHashMap::default(),
        };
        let mut place = 0;
        while let Some((entry, length)) = before.read()? {
            before.places.insert(short(&entry.id), place);
            place += length;
        }
        Ok(before)
    }

    /// What was told of the same document, if anything.
    pub(super) fn take(&mut self, new: &Entry) -> Result<Option<Entry>, Error> {
        let Some(place) = self.places.remove(&short(&new.id)) else {
            return Ok(None);
        };
        self.seek(place)?;
        Ok(self.read()?.map(|(entry, _)| entry))
    }

    /// Hands over, in order, the documents that nobody took.
    pub(super) fn rest(
        mut self,
        mut see: impl FnMut(Entry) -> Result<(), Error>,
    ) -> Result<(), Error> {
        self.seek(0)?;
        while let Some((entry, _)) = self.read()? {
            if self.places.contains_key(&short(&entry.id)) {
                see(entry)?;
            }
        }
        Ok(())
    }

    fn seek(&mut self, place: u64) -> Result<(), Error> {
        // Documents mostly come in the same order; what is in the buffer already is kept.
        let here = self.file.stream_position();
        let moved = here.and_then(|here| {
            let by = i64::try_from(place).unwrap_or(i64::MAX) - i64::try_from(here).unwrap_or(0);
            self.file
                .seek_relative(by)
                .or_else(|_| self.file.seek(SeekFrom::Start(place)).map(|_| ()))
        });
        moved.map_err(|error| unreadable(&self.path, error).into())
    }

    fn read(&mut self) -> Result<Option<(Entry, u64)>, Error> {
        let mut text = Vec::new();
        let length = self
            .file
            .read_until(b'\n', &mut text)
            .map_err(|error| unreadable(&self.path, error))?;
        if length == 0 {
            return Ok(None);
        }
        let entry = serde_json::from_slice(&text).map_err(|source| Error::Record {
            path: self.path.display().to_string(),
            source,
        })?;
        Ok(Some((entry, length as u64)))
    }
}
