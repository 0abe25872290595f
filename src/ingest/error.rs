//! Why a document could not be read, said to the person who has the file.

use std::fmt;
use std::io;

/// One file that could not become a [`crate::scan::Scan`].
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// Nothing stands at this path.
    #[error("{path}: no such file or folder; check the path")]
    Missing {
        /// The path as given.
        path: String,
    },
    /// A folder where a file was expected.
    #[error("{path}: is a folder, expected a file; `vanban import` takes folders")]
    Folder {
        /// The path as given.
        path: String,
    },
    /// The operating system refused.
    #[error("{path}: cannot be read")]
    Io {
        /// The file or folder.
        path: String,
        /// What the system says.
        source: io::Error,
    },
    /// It is larger than a document may be.
    #[error(
        "{path}: holds {found} than the {limit} bytes that a document may have; raise the limit with --max-size"
    )]
    TooLarge {
        /// The file.
        path: String,
        /// How it compares: `more bytes`, or `1234 bytes, more`.
        found: String,
        /// The largest size.
        limit: u64,
    },
    /// The file is of a kind that text has to be taken out of.
    #[error("{path}: is {format}, expected text; {advice}")]
    NoText {
        /// The file.
        path: String,
        /// What it is.
        format: &'static str,
        /// The way out.
        advice: &'static str,
    },
    /// A byte has no meaning in the encoding that the file is in, or no encoding could be told.
    #[error("{path}: line {line}, byte offset {offset}: expected {expected} text, found {}{hint}", byte(*found))]
    Undecodable {
        /// The file.
        path: String,
        /// Offset of the first byte without meaning, counted from 0.
        offset: usize,
        /// Its line, counted from 1.
        line: usize,
        /// The encoding it is not in.
        expected: &'static str,
        /// The byte; nothing where the file ends too early.
        found: Option<u8>,
        /// What the file may be, and the way out.
        hint: Hint,
    },
    /// An archive, a list or a manifest is not what its name says.
    #[error("{path}: {problem}")]
    Malformed {
        /// The file, and the place in it.
        path: String,
        /// What was expected, and what was found.
        problem: String,
    },
}

/// What a file that could not be decoded may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Hint {
    /// UTF-8 in which some bytes are wrong.
    Damaged,
    /// It ends inside a character.
    CutOff,
    /// Its bytes make Vietnamese in no encoding, or in more than one.
    Unclear,
    /// Found to be in this encoding, and yet with a byte that has no meaning in it.
    Force,
    /// Nothing more is known.
    None,
}

fn byte(found: Option<u8>) -> String {
    found.map_or_else(
        || "the end".to_owned(),
        |byte| format!("the byte 0x{byte:02X}"),
    )
}

impl fmt::Display for Hint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Damaged => "; the rest is UTF-8: the file may be damaged, copy it again",
            Self::CutOff => "; the file ends inside a character: it may have been cut off, copy it again",
            Self::Unclear => {
                "; it is no Vietnamese in TCVN3, VNI, VISCII, VPS or windows-1258 either: if you know its encoding, say so with --encoding"
            }
            Self::Force => "; if it is in another encoding, say so with --encoding",
            Self::None => "",
        })
    }
}

impl ReadError {
    /// The document that could not be read.
    #[must_use]
    pub fn path(&self) -> &str {
        match self {
            Self::Missing { path }
            | Self::Folder { path }
            | Self::Io { path, .. }
            | Self::TooLarge { path, .. }
            | Self::NoText { path, .. }
            | Self::Undecodable { path, .. }
            | Self::Malformed { path, .. } => path,
        }
    }

    /// The error for what the system said about `path`.
    pub(super) fn io(path: &str, source: io::Error) -> Self {
        let path = path.to_owned();
        if source.kind() == io::ErrorKind::NotFound {
            Self::Missing { path }
        } else {
            Self::Io { path, source }
        }
    }
}
