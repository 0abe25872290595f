//! The one integration test binary: linked once, and every theme a module.

// Tests fail by panicking, and tell on standard output why they skip.
#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::print_stderr)]

/// How right the segmenter is on gold records.
mod accuracy;
/// Forms of citations, each with its reason.
mod citations;
/// The program as a whole: arguments, streams, exit codes, files.
mod cli;
/// Every row of every dictionary: form, order, and what the files promise one another.
mod dictionaries;
/// Figures that anybody can count by hand, and laws of all of them.
mod evaluate;
/// Feeds for search engines, one of them real.
mod feed;
/// Bulk import: killed, resumed, full, damaged, and the same bytes in the end.
mod import;
/// Laws that hold for any input.
mod properties;
/// Error rates of the shipped model.
mod rates;
/// What becomes of scanned lines, by the tiny model.
mod restore;
/// The published JSON Schema, and a check of records against it.
mod schema;
/// The embedded index: updates, queries, retrieval.
mod search;
/// Kinds of documents and what is found in them.
mod segment;
/// The web page over an index, and a browser that uses it.
mod serve;
/// The house rules: who may import whom, who may print, what must be documented.
mod tidy;
/// The tiny model.
mod tiny;
