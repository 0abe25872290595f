//! The script itself: letters, tones, syllables.
//!
//! No dictionary and no I/O live here, and nothing here can fail or panic: any text is a legal input. Everything
//! expects and returns NFC.

pub mod syllable;
pub mod tone;
