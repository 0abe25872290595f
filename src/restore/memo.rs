//! Candidates of every string seen so far: most words of an archive have been seen before.

use rustc_hash::FxHashMap;

use super::cleanness::Evidence;
use super::lattice::index;
use super::search::{Found, Knowledge, Limits, MAX_CHARS, Search, is_strange};
use crate::cost::Cost;
use crate::model::lexicon::UNKNOWN;
use crate::text::case::Case;
use crate::text::tone::normalize_tone_place;

/// What the search found for a string: a range of [`Memo::found`], and what the string says about the document.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    pub(super) first: u32,
    pub(super) last: u32,
    /// Which of them is the string itself.
    pub(super) same: Option<u32>,
    /// What the best of them costs, the word's own cost included; or the string as an unknown word.
    pub(super) least: Cost,
    pub(super) evidence: Evidence,
}

/// Candidates of every string seen so far: most words of an archive have been seen before.
#[derive(Debug, Default)]
pub(super) struct Memo {
    entries: FxHashMap<Box<str>, Entry>,
    /// The same of strings that are a part of a word.
    parts: FxHashMap<Box<str>, Entry>,
    pub(super) found: Vec<Found>,
    search: Search,
}

/// Strings that the memo keeps before it starts anew, so that memory stays bounded on any input.
const MEMO_STRINGS: usize = 200_000;

/// How far to look for what words of up to two letters, of three and four, and longer ones were: the shorter a word is,
/// the more it may be.
const RUIN: Limits = Limits {
    candidates: 60,
    beam: Cost(12_000),
    floors: true,
};
const SHORT: Limits = Limits {
    candidates: 24,
    beam: Cost(8_000),
    floors: true,
};
const LONG: Limits = Limits {
    candidates: 16,
    beam: Cost(6_000),
    floors: true,
};
/// And for parts of words, and words whose parts were torn apart.
const PART: Limits = Limits {
    candidates: 8,
    beam: Cost(6_000),
    floors: false,
};
/// Most that a part of a word may cost: a blank that was lost leaves words that were read well, and common ones.
const PART_WORD: Cost = Cost(10_000);
const PART_LETTER: Cost = Cost(1_500);
/// How much more than an unknown word's a reading may cost.
const BEYOND_UNKNOWN: Cost = Cost(11_000);

impl Memo {
    /// What is known of a string; searched for where it is new.
    pub(super) fn entry(&mut self, know: &Knowledge<'_>, text: &str) -> Entry {
        if let Some(&entry) = self.entries.get(text) {
            return entry;
        }
        let limits = match text.chars().count() {
            ..=2 => RUIN,
            3..=4 => SHORT,
            _ => LONG,
        };
        let entry = self.search(
            know,
            text,
            limits,
            unknown_total(know, text) + BEYOND_UNKNOWN,
        );
        self.entries.insert(text.into(), entry);
        entry
    }

    /// What is known of a part of a word.
    pub(super) fn part(&mut self, know: &Knowledge<'_>, text: &str) -> Entry {
        if let Some(&entry) = self.parts.get(text) {
            return entry;
        }
        let chars = i32::try_from(text.chars().count()).unwrap_or(i32::MAX / PART_LETTER.0);
        let most = Cost(PART_WORD.0 + PART_LETTER.0 * chars);
        let entry = self.search(know, text, PART, most);
        self.parts.insert(text.into(), entry);
        entry
    }

    /// What is known of the two parts of a torn word together, as far as it costs no more than `most`. Not remembered:
    /// to be given to [`Self::forget`] when it has been read.
    pub(super) fn torn(&mut self, know: &Knowledge<'_>, text: &str, most: Cost) -> Entry {
        self.search(know, text, PART, most)
    }

    /// Gives back the room of the last entry.
    pub(super) fn forget(&mut self, entry: Entry) {
        debug_assert_eq!(entry.last as usize, self.found.len(), "the last entry");
        self.found.truncate(entry.first as usize);
    }

    fn search(&mut self, know: &Knowledge<'_>, text: &str, limits: Limits, most: Cost) -> Entry {
        if self.entries.len() + self.parts.len() >= MEMO_STRINGS {
            self.entries.clear();
            self.parts.clear();
            self.found.clear();
        }
        let first = self.found.len();
        self.search.run(know, text, limits, most, &mut self.found);
        let mut least = self
            .found
            .get(first)
            .map_or(unknown_total(know, text), |found| found.with_word(know));
        let mut same = self.same(know, first, text);
        if let Some(at) = same
            && has_strange_letter(know, text)
        {
            self.found.swap(first, first + at);
            self.found.truncate(first + 1);
            (same, least) = (Some(0), self.found[first].with_word(know));
        }
        let evidence = self.evidence(know, first, same, text);
        Entry {
            first: index(first),
            last: index(self.found.len()),
            same: same.map(index),
            least,
            evidence,
        }
    }

    /// The string itself among the candidates from `first` on; added where it is a word that the search did not find.
    fn same(&mut self, know: &Knowledge<'_>, first: usize, text: &str) -> Option<usize> {
        let written = normalize_tone_place(text);
        let shown = Case::of(&written);
        let (word, case) = match (know.find(written.chars()), shown) {
            (Some(word), Case::Title | Case::Upper) => (word, Case::Exact),
            (Some(word), case) => (word, case),
            (None, Case::Title | Case::Upper) => {
                let lower = written.to_lowercase();
                (know.find(normalize_tone_place(&lower).chars())?, shown)
            }
            (None, _) => return None,
        };
        let found = &self.found[first..];
        let known = found
            .iter()
            .position(|found| found.word == word && found.case == case);
        known.or_else(|| {
            self.found.push(Found {
                word,
                case,
                cost: NEVER_SEEN,
            });
            Some(self.found.len() - 1 - first)
        })
    }

    fn evidence(
        &self,
        know: &Knowledge<'_>,
        first: usize,
        same: Option<usize>,
        text: &str,
    ) -> Evidence {
        let found = &self.found[first..];
        let unknown = unknown_total(know, text).probability();
        Evidence {
            clean: unknown
                + same.map_or(0.0, |same| {
                    know.language.unigram(found[same].word).probability()
                }),
            garbled: unknown
                + found
                    .iter()
                    .map(|found| found.with_word(know).probability())
                    .sum::<f64>(),
        }
    }
}

/// Whether a known word has a letter that scanners never make of others (`m²`, `km²`): then it is what it is.
fn has_strange_letter(know: &Knowledge<'_>, text: &str) -> bool {
    text.chars().any(|c| is_strange(know.channel.readings, c))
}

/// What a word takes to be read as itself where no pair ever showed that.
const NEVER_SEEN: Cost = Cost(9_000);

/// What it takes for a string to be a word that the lexicon lacks, over the language model's cost for such a word.
pub(super) fn unknown_cost(know: &Knowledge<'_>, text: &str) -> Cost {
    let chars = i32::try_from(text.chars().take(MAX_CHARS).count()).unwrap_or(i32::MAX);
    let mut cost = Cost(know.channel.params().unknown_letter.0 * chars);
    if text.contains(|c: char| c.is_ascii_digit()) {
        cost += MIXED;
    }
    if !text.starts_with(char::is_uppercase) {
        cost += UNCAPITALISED;
    }
    cost
}

/// The same with that cost.
fn unknown_total(know: &Knowledge<'_>, text: &str) -> Cost {
    know.language.unigram(UNKNOWN) + unknown_cost(know, text)
}

/// Digits among letters are more often a scanner's work than a printer's.
const MIXED: Cost = Cost(3_000);
/// Most words that no dictionary lists are names.
const UNCAPITALISED: Cost = Cost(2_500);
