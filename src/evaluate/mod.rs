//! Beside the stream: how right an output is. Pure functions over texts and records; reading files is left to callers.

pub mod rates;
pub mod structure;
