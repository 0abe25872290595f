//! Beside the stream: output and gold → figures.

pub mod structure;
