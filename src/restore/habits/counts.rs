//! Words and their readings → how often which letters were read as what.

use rustc_hash::FxHashMap;

use super::Sighting;
use super::align::Aligner;
use super::alike::{alike, upper};
use crate::model::alphabet::{Alphabet, Code};
use crate::model::channel::{MAX_READ, MAX_TRUE, padded, runs_of_pieces};
use crate::model::lexicon::WordId;
use crate::restore::search::{Knowledge, push_codes};
use crate::text::case::Case;

/// A run of letters, padded with zeros.
pub(super) type Run = [Code; MAX_TRUE];
/// What stray characters were made by.
const NO_LETTERS: Run = [0; MAX_TRUE];
/// The characters that it was read as, padded with NULs.
pub(super) type Read = [char; MAX_READ];

/// How often something was seen, and what that of letters alike counts for it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Times {
    pub(super) seen: f64,
    alike: f64,
}

impl Times {
    pub(super) fn all(self) -> f64 {
        self.seen + self.alike
    }
}

/// Expected counts, and the scratch of counting.
#[derive(Debug, Default)]
pub(super) struct Counter {
    /// Of runs and what they were read as.
    pub(super) counts: FxHashMap<(Run, Read), Times>,
    /// Of runs, whatever they were read as.
    pub(super) totals: FxHashMap<Run, Times>,
    aligner: Aligner,
    written: String,
    letters: Vec<Code>,
    read: Vec<char>,
    codes: Vec<Code>,
}

impl Counter {
    pub(super) fn count(&mut self, know: &Knowledge<'_>, page: &str, sightings: &[Sighting]) {
        self.counts.clear();
        self.totals.clear();
        for (text, word, case, times) in together(page, sightings) {
            self.spell(know, text, word, case);
            self.count_pieces(know, times);
        }
        self.share(know);
    }

    /// The letters of a word and the characters of its reading.
    fn spell(&mut self, know: &Knowledge<'_>, text: &str, word: WordId, case: Case) {
        self.written.clear();
        case.write(know.lexicon.word(word), &mut self.written);
        self.letters.clear();
        let letters = self.written.chars().map(|c| know.wide.letters.code(c));
        self.letters.extend(letters);
        self.read.clear();
        self.codes.clear();
        // The blank of a torn word is no character of it.
        for c in text.chars().filter(|c| !c.is_whitespace()) {
            self.read.push(c);
            push_codes(know.wide.readings, c, &mut self.codes);
            // A character that joins two letters is none of them.
            if self.codes.len() > self.read.len() {
                self.codes.truncate(self.read.len() - 1);
                self.codes.push(Alphabet::OTHER);
            }
        }
    }

    /// Counts every run of pieces that is short enough.
    fn count_pieces(&mut self, know: &Knowledge<'_>, times: f64) {
        self.aligner.cut(know.wide, &self.letters, &self.codes);
        for &stray in self.aligner.strays() {
            let entry = (NO_LETTERS, padded(&self.read[stray..=stray]));
            self.counts.entry(entry).or_default().seen += times;
        }
        #[allow(clippy::cast_precision_loss)] // letters of a word
        let letters = self.letters.len() as f64;
        self.totals.entry(NO_LETTERS).or_default().seen += times * letters;
        for (letters, read) in runs_of_pieces(self.aligner.pieces()) {
            let run = padded(&self.letters[letters]);
            self.totals.entry(run).or_default().seen += times;
            if read.len() <= MAX_READ {
                let entry = (run, padded(&self.read[read]));
                self.counts.entry(entry).or_default().seen += times;
            }
        }
    }

    /// Counts what was read of a letter for those like it, too.
    fn share(&mut self, know: &Knowledge<'_>) {
        let letters = know.wide.letters;
        let seen = self.counts.iter().filter(|((run, _), _)| run[1] == 0);
        let mut seen: Vec<((Run, Read), f64)> =
            seen.map(|(entry, times)| (*entry, times.seen)).collect();
        // Sums of floats depend on their order.
        seen.sort_unstable_by_key(|(entry, _)| *entry);
        for ((run, read), times) in seen {
            for alike in letters.letter(run[0]).into_iter().flat_map(alike) {
                let code = letters.code(alike.letter);
                if code == Alphabet::OTHER {
                    continue;
                }
                let run = padded(&[code]);
                let read = if alike.is_capital {
                    read.map(upper)
                } else {
                    read
                };
                let times = alike.share * times;
                self.totals.entry(run).or_default().alike += times;
                self.counts.entry((run, read)).or_default().alike += times;
            }
        }
    }
}

/// The same word, read as the same string, once with the sum of its probabilities; in the order in which they first stand
/// on the page.
fn together<'p>(page: &'p str, sightings: &[Sighting]) -> Vec<(&'p str, WordId, Case, f64)> {
    let mut places: FxHashMap<(&str, WordId, Case), usize> = FxHashMap::default();
    let mut together: Vec<(&str, WordId, Case, f64)> = Vec::new();
    for sighting in sightings {
        let (text, word, case) = (sighting.span.of(page), sighting.word, sighting.case);
        let place = *places.entry((text, word, case)).or_insert_with(|| {
            together.push((text, word, case, 0.0));
            together.len() - 1
        });
        together[place].3 += f64::from(sighting.probability);
    }
    together
}
