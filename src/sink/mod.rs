//! Stage 4: [`Document`](crate::document::Document) → bytes.
//!
//! Promises: what leaves the program is exactly what `docs/json.md` and `schema/document.schema.json` say; every field is
//! there, `null` or `[]` where nothing is known; offsets count Unicode scalar values; a file under its final name is
//! whole. Leaves to others: which documents there are and in what order they come ([`crate::pipeline`]).

mod convert;
mod error;
mod file;
mod offsets;
#[cfg(feature = "parquet")]
pub mod parquet;
#[cfg(any(feature = "feed", feature = "serve"))]
#[cfg_attr(
    not(all(feature = "feed", feature = "serve")),
    expect(dead_code, reason = "each reader has its own needs")
)]
pub(crate) mod read;
mod restoration;
mod schema;
#[cfg(feature = "import")]
pub mod shard;
pub mod wire;

pub use error::WriteError;
pub use file::{NewFile, link_file, replace_file, write_file, write_file_by};
pub use restoration::UNCERTAIN_BELOW;
pub use schema::schema;

use wire::Record;

/// How a record is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// One line, for programs: a file of them is NDJSON.
    Line,
    /// Indented, for people.
    Pretty,
}

impl Record<'_> {
    /// The record as JSON, with a line end.
    #[must_use]
    pub fn to_json(&self, layout: Layout) -> Vec<u8> {
        let json = match layout {
            Layout::Line => serde_json::to_vec(self),
            Layout::Pretty => serde_json::to_vec_pretty(self),
        };
        let mut json = json.expect("invariant: a record has string keys and writes to memory");
        json.push(b'\n');
        json
    }
}
