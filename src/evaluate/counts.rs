//! What is counted in one document, of one system. Counts of documents add up; every figure is taken from the sum.

use std::ops::AddAssign;

use super::calibration::Reliability;
use super::classes::Class;
use super::facts::FACTS;
use super::structure::Tally;

/// Some of all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Part {
    /// Those meant.
    pub some: u64,
    /// All.
    pub all: u64,
}

impl Part {
    /// The share; nothing where there is nothing to share.
    #[must_use]
    pub fn share(self) -> Option<f64> {
        (self.all > 0).then(|| self.some as f64 / self.all as f64)
    }
}

impl AddAssign for Part {
    fn add_assign(&mut self, other: Self) {
        self.some += other.some;
        self.all += other.all;
    }
}

/// What became of the syllables of the truth on the way from the scan to the output.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Right in the scan, right in the output.
    pub right_right: u64,
    /// Right in the scan, wrong in the output: harm.
    pub right_wrong: u64,
    /// Wrong in the scan, right in the output.
    pub wrong_right: u64,
    /// Wrong in both, the same.
    pub wrong_same: u64,
    /// Wrong in both, each in its way.
    pub wrong_other: u64,
}

/// Figures of records: the twelve of [`super::structure`], forgiving what a scan damaged and forgiving nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct RecordCounts {
    /// Two texts are one if they share most of their words.
    pub close: [Tally; 12],
    /// Two texts are one if they are equal.
    pub exact: [Tally; 12],
}

/// Everything that is counted.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Counts {
    /// Lines of the truth, and those that are right as a whole.
    pub lines: Part,
    /// Syllables of the truth with another in their place.
    pub substituted: u64,
    /// Syllables of the truth that the output lacks.
    pub missing: u64,
    /// Syllables that the truth lacks.
    pub extra: u64,
    /// Syllables of the truth.
    pub syllables: u64,
    /// Word errors (UAX #29) out of the truth's words.
    pub words: Part,
    /// Character errors (grapheme clusters) out of the truth's characters.
    pub characters: Part,
    /// For each [`Class`], mistakes out of the places where one can be made.
    pub classes: [Part; Class::ALL.len()],
    /// What became of the scan's syllables.
    pub changes: Changes,
    /// For each of [`FACTS`], those that are exactly right.
    pub facts: [Part; FACTS.len()],
    /// Tokens with digits where the truth has none.
    pub made_up_digits: u64,
    /// Confidences and how things were.
    pub reliability: Reliability,
    /// Records against gold records; nothing where there are none.
    pub records: Option<RecordCounts>,
}

impl Counts {
    /// Substituted, missing and extra syllables out of the truth's.
    #[must_use]
    pub fn syllable_errors(&self) -> Part {
        Part {
            some: self.substituted + self.missing + self.extra,
            all: self.syllables,
        }
    }
}

impl AddAssign<&Counts> for Counts {
    fn add_assign(&mut self, other: &Counts) {
        self.lines += other.lines;
        self.substituted += other.substituted;
        self.missing += other.missing;
        self.extra += other.extra;
        self.syllables += other.syllables;
        self.words += other.words;
        self.characters += other.characters;
        for (part, more) in self.classes.iter_mut().zip(other.classes) {
            *part += more;
        }
        self.changes.right_right += other.changes.right_right;
        self.changes.right_wrong += other.changes.right_wrong;
        self.changes.wrong_right += other.changes.wrong_right;
        self.changes.wrong_same += other.changes.wrong_same;
        self.changes.wrong_other += other.changes.wrong_other;
        for (part, more) in self.facts.iter_mut().zip(other.facts) {
            *part += more;
        }
        self.made_up_digits += other.made_up_digits;
        self.reliability += &other.reliability;
        if let Some(more) = &other.records {
            let records = self.records.get_or_insert_default();
            for n in 0..more.close.len() {
                records.close[n].add(more.close[n]);
                records.exact[n].add(more.exact[n]);
            }
        }
    }
}
