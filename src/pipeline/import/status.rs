//! What can become of a file, and how many became what.

use std::fmt;

use serde::{Deserialize, Serialize};

/// What became of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Its record is written.
    Ok,
    /// Its record is written, and a reader should look at its diagnostics or at `error`.
    OkWithWarnings,
    /// It holds no word; its record is written.
    Empty,
    /// It says what another file says, which stands before it.
    Duplicate,
    /// It was not wanted: by its name, by its kind, by its quality.
    Skipped,
    /// It is of a kind that text has to be taken out of.
    Unsupported,
    /// Its text is in no encoding that could be told, or has a byte without meaning.
    BadEncoding,
    /// It is larger than a document may be.
    TooLarge,
    /// It took longer than a document may take.
    Timeout,
    /// The program broke on it.
    Crashed,
    /// It could not be read.
    IoError,
}

/// What a status comes down to. Every file is in exactly one of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// There is a record.
    Done,
    /// The record of another file says the same.
    Duplicate,
    /// There is none, and somebody has to look.
    Failed,
    /// There is none, and none was wanted.
    Skipped,
}

impl Status {
    /// All of them.
    pub const ALL: [Self; 11] = [
        Self::Ok,
        Self::OkWithWarnings,
        Self::Empty,
        Self::Duplicate,
        Self::Skipped,
        Self::Unsupported,
        Self::BadEncoding,
        Self::TooLarge,
        Self::Timeout,
        Self::Crashed,
        Self::IoError,
    ];

    /// What it comes down to.
    #[must_use]
    pub fn class(self) -> Class {
        match self {
            Self::Ok | Self::OkWithWarnings | Self::Empty => Class::Done,
            Self::Duplicate => Class::Duplicate,
            Self::Skipped => Class::Skipped,
            Self::Unsupported
            | Self::BadEncoding
            | Self::TooLarge
            | Self::Timeout
            | Self::Crashed
            | Self::IoError => Class::Failed,
        }
    }

    /// The name in files and on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::OkWithWarnings => "ok_with_warnings",
            Self::Empty => "empty",
            Self::Duplicate => "duplicate",
            Self::Skipped => "skipped",
            Self::Unsupported => "unsupported",
            Self::BadEncoding => "bad_encoding",
            Self::TooLarge => "too_large",
            Self::Timeout => "timeout",
            Self::Crashed => "crashed",
            Self::IoError => "io_error",
        }
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// How many files came to what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    counts: [u64; Status::ALL.len()],
    /// Size of the sources, where it is known.
    pub bytes: u64,
}

impl Tally {
    /// Counts one file.
    pub fn add(&mut self, status: Status, bytes: u64) {
        self.counts[status as usize] += 1;
        self.bytes += bytes;
    }

    /// Files of a status.
    #[must_use]
    pub fn of(&self, status: Status) -> u64 {
        self.counts[status as usize]
    }

    /// Files of a class.
    #[must_use]
    pub fn in_class(&self, class: Class) -> u64 {
        let statuses = Status::ALL.into_iter();
        statuses
            .filter(|status| status.class() == class)
            .map(|status| self.of(status))
            .sum()
    }

    /// All files. It is what the four classes add up to, since every status is in one of them.
    #[must_use]
    pub fn files(&self) -> u64 {
        self.counts.iter().sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_is_in_one_class_and_the_counts_add_up() {
        let mut tally = Tally::default();
        for (times, status) in (1..).zip(Status::ALL) {
            for _ in 0..times {
                tally.add(status, 1);
            }
        }
        let classes = [Class::Done, Class::Duplicate, Class::Failed, Class::Skipped];
        let sum: u64 = classes.map(|class| tally.in_class(class)).iter().sum();
        assert_eq!((tally.files(), sum, tally.bytes), (66, 66, 66));
        assert_eq!(classes.map(|class| tally.in_class(class)), [6, 4, 51, 5]);
    }

    #[test]
    fn names_are_what_files_say() {
        for status in Status::ALL {
            assert_eq!(serde_json::to_value(status).unwrap(), status.name());
        }
    }
}
