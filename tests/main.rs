//! The one integration test binary: linked once, and every theme a module.

// Tests fail by panicking, and tell on standard output why they skip.
#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::print_stderr)]

/// The program as a whole: arguments, streams, exit codes, files.
mod cli;
/// Every row of every dictionary: form, order, and what the files promise one another.
mod dictionaries;
/// The published JSON Schema, and a check of records against it.
mod schema;
/// The house rules: who may import whom, who may print, what must be documented.
mod tidy;
