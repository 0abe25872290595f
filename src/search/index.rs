//! An index that is there: opened, asked, never changed.

use std::path::{Path, PathBuf};

use super::hit::Hits;
use super::query::Query;
use crate::error::Error;

/// An index, open for queries. Cheap to share between threads.
#[derive(Debug)]
pub struct Index {
    dir: PathBuf,
}

/// What an index holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct State {
    /// Run of the import that it was made of.
    pub run: u64,
    /// Whether all of that import is in it.
    pub complete: bool,
    /// Documents in it.
    pub documents: u64,
    /// Sections in it.
    pub sections: u64,
    /// Tasks in it.
    pub tasks: u64,
}

impl Index {
    /// Opens the index in a folder.
    ///
    /// # Errors
    /// Where there is none, or one of another version.
    pub fn open(dir: &Path) -> Result<Self, Error> {
        Ok(Self {
            dir: dir.to_owned(),
        })
    }

    /// Sees what was written since it was opened. Returns whether that was anything.
    ///
    /// # Errors
    /// Where the folder can't be read, or holds an index of another version by now.
    pub fn refresh(&self) -> Result<bool, Error> {
        let _ = &self.dir;
        Ok(false)
    }

    /// Answers a query.
    ///
    /// # Errors
    /// Where the files can't be read. Never because of what the query says.
    pub fn search(&self, _query: &Query) -> Result<Hits, Error> {
        Ok(Hits::default())
    }

    /// The record of a document as one line of JSON, by its id; of those with the same id, the first by path.
    ///
    /// # Errors
    /// Where the files can't be read.
    pub fn record(&self, _id: &str) -> Result<Option<Vec<u8>>, Error> {
        Ok(None)
    }

    /// What is in it.
    #[must_use]
    pub fn state(&self) -> State {
        State::default()
    }
}
