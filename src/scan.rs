//! What [`crate::ingest`] hands on: the decoded text of one file, and where it came from.

/// One source document before anything is changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scan {
    /// Where the text came from.
    pub source: Source,
    /// The text, decoded to UTF-8 and otherwise untouched. A form feed separates pages.
    pub text: String,
}

/// Provenance of a [`Scan`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Path as the user gave it or as the walk found it, with `/` between the parts; `-` for standard input,
    /// `archive!member` for a member of an archive.
    pub path: String,
    /// Format of the file: `text`.
    pub format: &'static str,
    /// Encoding the bytes were in, such as `utf-8` or `tcvn3`.
    pub encoding: &'static str,
    /// Size of the file in bytes.
    pub bytes: u64,
    /// SHA-256 of the file's bytes, lower-case hex. It is also the document's stable identity.
    pub sha256: String,
    /// Number of pages: form feeds between text, plus one.
    pub pages: usize,
}
