//! The one error that leaves the library, gathering those of its layers.

#[cfg(feature = "import")]
use crate::ingest::ListError;
use crate::ingest::ReadError;
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
    /// What to import could not be listed.
    #[cfg(feature = "import")]
    #[error(transparent)]
    List(#[from] ListError),
    /// Another run is at work in the output folder.
    #[error(
        "{out}: another import is writing into it ({holder}); wait for it, or choose another folder"
    )]
    Busy {
        /// The output folder.
        out: String,
        /// Who, as far as is known.
        holder: String,
    },
    /// A folder that nothing was imported into.
    #[error("{out}: holds no import; expected a folder that `vanban import --out` has written")]
    NoImport {
        /// The folder.
        out: String,
    },
    /// A folder that holds no index.
    #[cfg(feature = "search")]
    #[error("{dir}: holds no index; expected a folder that `vanban index --index` has written")]
    NoIndex {
        /// The folder.
        dir: String,
    },
    /// An index of another version.
    #[cfg(feature = "search")]
    #[error(
        "{dir}: holds an index of {found}, this program has form {expected}; make it anew with `vanban index OUT --index {dir} --rebuild`"
    )]
    OtherIndex {
        /// The folder.
        dir: String,
        /// What it says that it is.
        found: String,
        /// What was expected.
        expected: u32,
    },
    /// A folder that holds something else than an index.
    #[cfg(feature = "search")]
    #[error("{dir}: holds other files and no index; choose another folder for the index")]
    NotAnIndex {
        /// The folder.
        dir: String,
    },
    /// Another run is writing the index.
    #[cfg(feature = "search")]
    #[error(
        "{dir}: another `vanban index` is writing into it; wait for it, or choose another folder"
    )]
    IndexBusy {
        /// The folder.
        dir: String,
    },
    /// The index could not be read or written.
    #[cfg(feature = "search")]
    #[error("{dir}: the index cannot be used")]
    Engine {
        /// The folder.
        dir: String,
        /// Why.
        source: Box<tantivy::TantivyError>,
    },
    /// A file of an import is not what was written.
    #[error("{path}: is damaged; {advice}")]
    Damaged {
        /// The file.
        path: String,
        /// The way out.
        advice: &'static str,
    },
    /// Too many documents hang.
    #[error(
        "{count} documents in a row were not done in time and their work cannot be stopped; the last is {last}; exclude them, or run again with a larger --timeout"
    )]
    Stuck {
        /// How many.
        count: usize,
        /// The last of them.
        last: String,
    },
    /// Documents of the run before are not found any more, more of them than happens by itself.
    #[error(
        "{vanished} of the {known} documents of the last import are no longer found{place}; they stay in {out} as they are. If they are meant to go, run again with --accept-vanished"
    )]
    Vanished {
        /// The output folder.
        out: String,
        /// How many are missing.
        vanished: u64,
        /// How many there were.
        known: u64,
        /// A place that could not be looked into, as `: why`.
        place: String,
    },
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
#[cfg(any(feature = "evaluate", feature = "import"))]
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
