//! The integration tests, one binary.

mod accuracy;
mod citations;
mod properties;
mod record;
mod segment;
