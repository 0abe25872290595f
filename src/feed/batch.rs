//! Files of items, none larger than what an engine takes in one request.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::sink::{NewFile, WriteError};

/// One file of a feed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedFile {
    /// Its name in the folder.
    pub name: String,
    /// Items in it.
    pub items: u64,
    /// Its size.
    pub bytes: u64,
    /// SHA-256 of it, lower-case hex.
    pub sha256: String,
}

/// Writes entries to `STEM-00000.ENDING`, `STEM-00001.ENDING`, …, a new one where the next entry would make the last too
/// large. An entry that is too large by itself has a file of its own.
pub(super) struct Batches {
    folder: PathBuf,
    stem: &'static str,
    ending: &'static str,
    limit: u64,
    open: Option<Open>,
    files: Vec<FeedFile>,
}

struct Open {
    file: NewFile,
    hash: Sha256,
    said: FeedFile,
}

impl Batches {
    pub(super) fn new(folder: &Path, stem: &'static str, ending: &'static str, limit: u64) -> Self {
        Self {
            folder: folder.to_owned(),
            stem,
            ending,
            limit,
            open: None,
            files: Vec::new(),
        }
    }

    pub(super) fn push(&mut self, entry: &[u8]) -> Result<(), WriteError> {
        let length = entry.len() as u64;
        if self
            .open
            .as_ref()
            .is_some_and(|open| open.said.bytes + length > self.limit)
        {
            self.close()?;
        }
        if self.open.is_none() {
            let name = format!("{}-{:05}.{}", self.stem, self.files.len(), self.ending);
            self.open = Some(Open {
                file: NewFile::create(&self.folder.join(&name))?,
                hash: Sha256::new(),
                said: FeedFile {
                    name,
                    items: 0,
                    bytes: 0,
                    sha256: String::new(),
                },
            });
        }
        if let Some(open) = &mut self.open {
            open.file.write(entry)?;
            open.hash.update(entry);
            open.said.items += 1;
            open.said.bytes += length;
        }
        Ok(())
    }

    fn close(&mut self) -> Result<(), WriteError> {
        if let Some(mut open) = self.open.take() {
            open.file.finish()?;
            open.said.sha256 = hex(&open.hash.finalize());
            self.files.push(open.said);
        }
        Ok(())
    }

    /// The files, in order.
    pub(super) fn finish(mut self) -> Result<Vec<FeedFile>, WriteError> {
        self.close()?;
        Ok(self.files)
    }
}

pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}
