<<<<<<< HEAD
//! The script itself: letters, syllables, case and the words of a line. No dictionary, no files, and nothing here can
//! fail.

pub mod case;
pub mod letter;
pub mod syllable;
pub mod token;
=======
//! The script itself: letters, tones, syllables.
//!
//! No dictionary and no I/O live here, and nothing here can fail or panic: any text is a legal input. Everything
//! expects and returns NFC.

pub mod syllable;
>>>>>>> dicts
pub mod tone;
