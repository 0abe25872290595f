//! Why a feed could not be written.

use crate::error::Error as LibraryError;
use crate::ingest::ReadError;
use crate::sink::WriteError;

/// Why a feed could not be written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The import could not be read.
    #[error(transparent)]
    Import(#[from] LibraryError),
    /// A file could not be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// A file could not be written.
    #[error(transparent)]
    Write(#[from] WriteError),
    /// A record that is none.
    #[error("{path}: its record cannot be read; `vanban verify` says what else is damaged")]
    Record {
        /// The document.
        path: String,
        /// Why.
        source: serde_json::Error,
    },
    /// A folder with something else in it.
    #[error("{out}: holds something that is no feed; choose an empty folder or a new one")]
    NotEmpty {
        /// The folder.
        out: String,
    },
    /// A folder without a whole feed.
    #[error(
        "{folder}: holds no whole feed; expected a folder that `vanban feed --out` has written"
    )]
    NoFeed {
        /// The folder.
        folder: String,
    },
    /// A feed for another engine.
    #[error("{folder}: is a feed for {found}, expected one for {expected}")]
    OtherEngine {
        /// The folder.
        folder: String,
        /// What it is for.
        found: String,
        /// What was asked for.
        expected: String,
    },
    /// Two folders that have to be two.
    #[error(
        "{folder}: is to be written and to be compared with; give the new feed a folder of its own"
    )]
    SameFolder {
        /// The folder.
        folder: String,
    },
    /// An engine whose answers name no items.
    #[error("{engine} does not say which items failed: {advice}")]
    NoItems {
        /// The engine.
        engine: String,
        /// What to do.
        advice: &'static str,
    },
    /// An answer that is none of the engine's.
    #[error("{path}: is no answer of {engine} to a bulk request")]
    NoAnswer {
        /// The file.
        path: String,
        /// The engine.
        engine: String,
    },
    /// Items that the feed does not have.
    #[error(
        "{count} of the failed items are not in {folder}, among them {first}; give the feed that was loaded"
    )]
    Unknown {
        /// How many.
        count: usize,
        /// The feed.
        folder: String,
        /// One of them.
        first: String,
    },
}
