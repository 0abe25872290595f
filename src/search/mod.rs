//! The embedded index: what an import has left → answers to what people type (tìm kiếm).
//!
//! Promises: marks, tone placement, case and the ways of writing a document's code don't stand between a query and what
//! it means; any text is a legal query, and costs bounded time; a reader sees the last commit whole, whatever happens to
//! the writer. [`Update`] makes an index of an import, [`Index`] answers. Leaves to others: printing, pages, other engines.
//!
//! ```no_run
//! # fn main() -> Result<(), vanban::Error> {
//! use vanban::search::{Index, Query};
//!
//! let index = Index::open("index".as_ref())?;
//! let hits = index.search(&Query::new("kiem soat thu tuc hanh chinh"))?;
//! for hit in &hits.hits {
//!     println!("{} {:?} {}", hit.path, hit.section, hit.snippet.text);
//! }
//! # Ok(())
//! # }
//! ```

mod code;
mod doubts;
mod entry;
mod facets;
mod filter;
mod flow;
mod form;
mod hit;
mod index;
mod misread;
mod names;
mod parts;
mod plan;
mod query;
mod rank;
mod record;
mod run;
mod shown;
mod snippet;
mod terms;
mod update;
mod words;

pub use hit::{About, Facet, FacetName, FacetValue, Hit, Hits, Snippet};
pub use index::{Index, State};
pub use query::{Filters, Kind, Query};
pub use update::{Built, Change, Step, Update};

/// Whether a text is a day, month or year as filters take it: `2023-06-30`, `2023-06`, `2023`.
#[must_use]
pub fn is_date(text: &str) -> bool {
    form::day(text, false).is_some()
}
