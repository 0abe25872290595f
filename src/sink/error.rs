//! Why an output could not be written.

use std::io;

/// An output that could not be written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
#[error("{path}: cannot be written")]
pub struct WriteError {
    /// The file or folder; `standard output` for that.
    pub path: String,
    /// What the system says.
    pub source: io::Error,
}

impl WriteError {
    /// The error for what the system said about `path`.
    #[must_use]
    pub fn new(path: &impl ToString, source: io::Error) -> Self {
        Self {
            path: path.to_string(),
            source,
        }
    }
}
