//! What can go wrong with one document of many.

use crate::ingest::ReadError;
use crate::sink::WriteError;

/// Why one document failed. It costs that document and no other.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Failure {
    /// It could not be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// Its own output could not be written.
    #[error(transparent)]
    Write(#[from] WriteError),
    /// The program broke on it.
    #[error(
        "{path}: the program broke on this document ({message}); this is a bug, please report it with the file"
    )]
    Panicked {
        /// The document.
        path: String,
        /// What the panic said.
        message: String,
    },
}
