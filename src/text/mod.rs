//! The script itself: letters, tones, syllables, case and the words of a line.
//!
//! No dictionary and no files live here, and nothing here can fail: any text is a legal input. Everything expects and
//! returns NFC.

pub mod case;
pub mod code;
pub mod hyphen;
pub mod letter;
pub mod numeral;
pub mod syllable;
pub mod token;
pub mod tone;
