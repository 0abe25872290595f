//! vanban (văn bản, "document") turns the garbled OCR text of scanned Vietnamese administrative documents into true
//! Vietnamese text, and that into structured records: header, section tree, citations, tasks, recipients, signature.
//!
//! Four stages, each of which can be used alone; they meet in three plain shapes and know nothing of each other:
//!
//! ```text
//! files ─► ingest ─► Scan ─► restore ─► Restored ─► segment ─► Document ─► sink ─► JSON records
//!                               ▲
//!                             Model
//! ```
//!
//! ```
//! use vanban::sink::{Layout, wire::Record};
//! use vanban::{Model, Restorer, ingest, segment};
//!
//! let model = Model::embedded()?; // knowledge: opened once, shared
//! let restorer = Restorer::new(&model); // engine: immutable, shared between threads
//! let mut worker = restorer.worker(); // scratch: one per thread
//!
//! let scan = ingest::decode("plan.txt", b"KE HOACH\nThi tuc hanh chinh\n".to_vec())?;
//! let restored = worker.restore(&scan.text);
//! let document = segment(&restored);
//! let record = Record::new(&scan, &restored, &document);
//!
//! assert_eq!(restored.text.lines().count(), 2); // line for line
//! assert!(record.to_json(Layout::Line).starts_with(br#"{"schema":"vanban.document/1","#));
//! # Ok::<(), vanban::Error>(())
//! ```
//!
//! # What to know
//!
//! - **The middle cannot fail, only the edges can.** [`ingest`] fails on files, [`Model`] on bytes, [`sink`] on disks;
//!   [`restore`] and [`mod@segment`] take any text whatever, and say what they doubt.
//! - **Nothing is lost.** Line `i` of the restored text is line `i` of the source, and every token knows its place in the
//!   source and how sure it is ([`Restored`]).
//! - **The same input gives the same bytes**, on one thread or many. [`pipeline`] runs all stages over many files.
//! - **Places are [`Span`]s of bytes** inside, and counts of Unicode scalar values in records; only [`sink`] converts.
//!
//! # Features
//!
//! - `cli` (default): the `vanban` program and its needs.
//! - `import` (part of `cli`): bulk import with journal and resume; `parquet` adds tables.
//! - `search` (part of `cli`): embedded full-text index of what an import has left.
//! - `feed` (part of `cli`): files that search engines take.
//! - `serve` (part of `cli`): a local web page over the index.
//! - `train` (part of `cli`): building models.
//! - `evaluate` (part of `cli`): judging restored text and records, with reports.
//!
//! With `--no-default-features` the library restores, segments and writes records.

#[cfg(feature = "cli")]
pub mod cli;
pub mod cost;
pub mod diagnostic;
pub mod document;
pub mod error;
#[cfg(feature = "evaluate")]
pub mod evaluate;
#[cfg(feature = "feed")]
pub mod feed;
pub mod ingest;
pub mod model;
pub mod pipeline;
pub mod restore;
pub mod restored;
pub mod scan;
#[cfg(feature = "search")]
pub mod search;
pub mod segment;
#[cfg(feature = "serve")]
pub mod serve;
pub mod sink;
pub mod span;
pub mod text;
#[cfg(feature = "train")]
pub mod train;

pub use diagnostic::Diagnostic;
pub use document::Document;
pub use error::{Error, Result};
pub use model::Model;
pub use restore::{Restorer, Worker};
pub use restored::Restored;
pub use scan::Scan;
pub use segment::segment;
pub use span::Span;
