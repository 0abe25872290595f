//! The script itself: letters, syllables, case and the words of a line. No dictionary, no files, and nothing here can
//! fail.

pub mod case;
pub mod letter;
pub mod syllable;
pub mod token;
pub mod tone;
