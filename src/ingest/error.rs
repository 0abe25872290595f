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
    /// The bytes are no UTF-8 text.
    #[error(
        "{path}: line {line}, byte offset {offset}: expected UTF-8 text, found the byte 0x{found:02X}; {hint}"
    )]
    NotUtf8 {
        /// The file.
        path: String,
        /// Offset of the first byte that is not UTF-8, counted from 0.
        offset: usize,
        /// Its line, counted from 1.
        line: usize,
        /// The byte.
        found: u8,
        /// What the file may be, and the way out.
        hint: Hint,
    },
}

/// What a file that is not UTF-8 may be instead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Hint {
    /// It begins with the byte order mark of UTF-16.
    Utf16,
    /// It begins like a PDF.
    Pdf,
    /// It begins like a ZIP archive, as DOCX and ODT files do.
    Zip,
    /// It ends inside a character.
    CutOff,
    /// Nothing better is known.
    OtherEncoding,
}

impl fmt::Display for Hint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Utf16 => "it begins like UTF-16: convert it with `iconv -f UTF-16 -t UTF-8`",
            Self::Pdf => "it begins like a PDF: take its text out first, for example with `pdftotext -layout`",
            Self::Zip => "it begins like a ZIP or DOCX file: take the text out first",
            Self::CutOff => "the file ends inside a character: it may have been cut off, copy it again",
            Self::OtherEncoding => {
                "it may be in an older Vietnamese encoding: convert it first, for example with `iconv -f WINDOWS-1258 -t UTF-8`"
            }
        })
    }
}

impl ReadError {
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
