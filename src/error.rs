//! The one error that leaves the library, gathering those of its layers.

use crate::ingest::{Clash, ReadError};
use crate::model::LoadError;
use crate::sink::WriteError;

/// Why the library could not do something.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A model could not be opened.
    #[error(transparent)]
    Load(#[from] LoadError),
    /// A document could not be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// An output could not be written.
    #[error(transparent)]
    Write(#[from] WriteError),
    /// Two inputs have one output.
    #[error(transparent)]
    Clash(#[from] Clash),
    /// A file where a folder was expected.
    #[error("{out}: is a file, expected a folder to write into; choose another one")]
    OutputIsAFile {
        /// The output folder.
        out: String,
    },
    /// A run would read what it writes.
    #[error(
        "{out}: lies inside {folder}, which is being imported; choose an output folder outside of it"
    )]
    OutputInsideInput {
        /// The output folder.
        out: String,
        /// The folder around it.
        folder: String,
    },
}

/// A result with the library's [`Error`].
pub type Result<T> = std::result::Result<T, Error>;

/// An error and its causes on one line.
#[cfg(feature = "evaluate")]
pub(crate) fn chain(error: &dyn std::error::Error) -> String {
    let mut message = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        message.push_str(": ");
        message.push_str(&error.to_string());
        cause = error.source();
    }
    message
}
