//! Brings an index to what an import holds: adds, changes, removes, and no more than that.

use std::path::Path;

use crate::error::Error;

/// A run of the indexer, ready to begin.
#[derive(Debug)]
pub struct Update<'a> {
    /// Output folder of the import.
    pub out: &'a Path,
    /// Folder of the index; made where it is missing.
    pub index: &'a Path,
    /// Threads that work.
    pub jobs: usize,
}

/// What is told of each document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step;

/// What a run did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Built {
    /// Documents that are new.
    pub added: u64,
    /// Documents that changed.
    pub changed: u64,
    /// Documents that are gone.
    pub removed: u64,
    /// Documents that were there as they are.
    pub same: u64,
}

impl Update<'_> {
    /// Runs it.
    ///
    /// # Errors
    /// Where it cannot begin or go on.
    pub fn run(self) -> Result<Built, Error> {
        Ok(Built::default())
    }
}
