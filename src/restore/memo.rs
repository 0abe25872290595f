//! Candidates of every string seen so far: most words of an archive have been seen before, by this thread or by another one.

use std::hash::Hasher;
use std::sync::{Mutex, PoisonError};

use rustc_hash::{FxHashMap, FxHasher};

use super::cleanness::Evidence;
use super::lattice::index;
use super::search::{Found, Knowledge, Limits, MAX_CHARS, Search, is_strange};
use crate::cost::Cost;
use crate::model::lexicon::{UNKNOWN, as_written};
use crate::text::case::Case;

/// What the search found for a string: a range of candidates, and what the string says about the document.
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

/// Candidates of every string seen so far. One for each thread.
#[derive(Debug, Default)]
pub(super) struct Memo {
    own: Strings,
    search: Search,
}

/// What all threads found. A search takes a thousand times as long as to ask for it here.
#[derive(Debug, Default)]
pub(super) struct Shared {
    shards: [Mutex<Strings>; SHARDS],
}

/// Strings, and what was found for them.
#[derive(Debug, Default)]
struct Strings {
    /// By [`Kind`].
    entries: [FxHashMap<Box<str>, Entry>; 2],
    found: Vec<Found>,
}

/// As what a string is searched for.
#[derive(Clone, Copy, Debug)]
enum Kind {
    Word,
    /// A part of a word.
    Part,
}

/// So many threads may ask at once without waiting for one another, as a rule.
const SHARDS: usize = 16;
/// Strings that a thread keeps, and all of them in each shard, before they start anew, so that memory stays bounded on
/// any input.
const OWN_STRINGS: usize = 1 << 14;
const SHARED_STRINGS: usize = (1 << 17) / SHARDS;

impl Shared {
    fn shard(&self, text: &str) -> &Mutex<Strings> {
        let mut hasher = FxHasher::default();
        hasher.write(text.as_bytes());
        &self.shards[hasher.finish() as usize % SHARDS]
    }

    /// Copies what was found for a string to a thread's own strings.
    fn give(&self, kind: Kind, text: &str, own: &mut Strings) -> Option<Entry> {
        let shard = self.shard(text).lock();
        let shard = shard.unwrap_or_else(PoisonError::into_inner);
        let entry = shard.get(kind, text)?;
        Some(own.copy(kind, text, entry, &shard))
    }

    /// Takes what a thread found for a string.
    fn take(&self, kind: Kind, text: &str, entry: Entry, own: &Strings) {
        let shard = self.shard(text).lock();
        let mut shard = shard.unwrap_or_else(PoisonError::into_inner);
        shard.make_room(SHARED_STRINGS);
        shard.copy(kind, text, entry, own);
    }
}

impl Strings {
    fn get(&self, kind: Kind, text: &str) -> Option<Entry> {
        self.entries[kind as usize].get(text).copied()
    }

    fn copy(&mut self, kind: Kind, text: &str, entry: Entry, from: &Self) -> Entry {
        let first = index(self.found.len());
        self.found.extend_from_slice(from.of(entry));
        let entry = Entry {
            first,
            last: index(self.found.len()),
            ..entry
        };
        self.entries[kind as usize].insert(text.into(), entry);
        entry
    }

    fn of(&self, entry: Entry) -> &[Found] {
        &self.found[entry.first as usize..entry.last as usize]
    }

    fn make_room(&mut self, most: usize) {
        if self.entries.iter().map(FxHashMap::len).sum::<usize>() >= most {
            self.entries.iter_mut().for_each(FxHashMap::clear);
            self.found.clear();
        }
    }
}

/// How far to look for what words of up to two letters, of three and four, and longer ones were: the shorter a word is,
/// the more it may be.
const RUIN: Limits = Limits {
    candidates: 60,
    beam: Cost(12_000),
    whole: true,
};
const SHORT: Limits = Limits {
    candidates: 24,
    beam: Cost(8_000),
    whole: true,
};
const LONG: Limits = Limits {
    candidates: 16,
    beam: Cost(6_000),
    whole: true,
};
/// And for parts of words, and words whose parts were torn apart.
const PART: Limits = Limits {
    candidates: 8,
    beam: Cost(6_000),
    whole: false,
};
/// Most that a part of a word may cost: a blank that was lost leaves words that were read well, and common ones.
const PART_WORD: Cost = Cost(10_000);
const PART_LETTER: Cost = Cost(1_500);
/// A string whose best word costs more than this a character is explained poorly.
pub(super) const POOR_PER_CHAR: i32 = 1_300;
/// How much more than an unknown word's a reading may cost.
const BEYOND_UNKNOWN: Cost = Cost(11_000);

impl Memo {
    /// What is known of a string; searched for where it is new.
    pub(super) fn entry(&mut self, know: &Knowledge<'_>, text: &str) -> Entry {
        self.known(know, Kind::Word, text, |memo| {
            let limits = match text.chars().count() {
                ..=2 => RUIN,
                3..=4 => SHORT,
                _ => LONG,
            };
            let most = unknown_total(know, text) + BEYOND_UNKNOWN;
            memo.search(know, text, limits, most)
        })
    }

    /// The word that a string is likeliest read from, in the string's case; the string, where no word explains it well.
    pub(super) fn likely(&mut self, know: &Knowledge<'_>, text: &str) -> String {
        let entry = self.entry(know, text);
        let chars = i32::try_from(text.chars().count()).unwrap_or(i32::MAX / POOR_PER_CHAR);
        let mut likely = String::new();
        match self.found(entry).first() {
            Some(found) if found.cost.0 <= POOR_PER_CHAR * chars => {
                Case::of(text).write(know.lexicon.word(found.word), &mut likely);
            }
            _ => likely.push_str(text),
        }
        likely
    }

    /// What is known of a part of a word.
    pub(super) fn part(&mut self, know: &Knowledge<'_>, text: &str) -> Entry {
        self.known(know, Kind::Part, text, |memo| {
            let chars = i32::try_from(text.chars().count()).unwrap_or(i32::MAX / PART_LETTER.0);
            let most = Cost(PART_WORD.0 + PART_LETTER.0 * chars);
            memo.search(know, text, PART, most)
        })
    }

    /// What this thread has found, or another one, or a search finds. What an earlier entry says of [`Self::found`] is void then.
    fn known(
        &mut self,
        know: &Knowledge<'_>,
        kind: Kind,
        text: &str,
        search: impl FnOnce(&mut Self) -> Entry,
    ) -> Entry {
        if let Some(entry) = self.own.get(kind, text) {
            return entry;
        }
        self.own.make_room(OWN_STRINGS);
        let shared = know.shared.as_deref();
        if let Some(entry) = shared.and_then(|shared| shared.give(kind, text, &mut self.own)) {
            return entry;
        }
        let entry = search(self);
        self.own.entries[kind as usize].insert(text.into(), entry);
        if let Some(shared) = shared {
            shared.take(kind, text, entry, &self.own);
        }
        entry
    }

    /// The candidates of the last entry that was asked for.
    pub(super) fn found(&self, entry: Entry) -> &[Found] {
        self.own.of(entry)
    }

    /// What is known of the two parts of a torn word together, as far as it costs no more than `most`. Not remembered:
    /// to be given to [`Self::forget`] when it has been read.
    pub(super) fn torn(&mut self, know: &Knowledge<'_>, text: &str, most: Cost) -> Entry {
        self.search(know, text, PART, most)
    }

    /// Gives back the room of the last entry.
    pub(super) fn forget(&mut self, entry: Entry) {
        debug_assert_eq!(entry.last as usize, self.own.found.len(), "the last entry");
        self.own.found.truncate(entry.first as usize);
    }

    fn search(&mut self, know: &Knowledge<'_>, text: &str, limits: Limits, most: Cost) -> Entry {
        let first = self.own.found.len();
        self.search
            .run(know, text, limits, most, &mut self.own.found);
        if limits.whole && !know.is_own {
            self.add_whole(know, first, text);
        }
        let mut least = self
            .own
            .found
            .get(first)
            .map_or(unknown_total(know, text), |found| found.with_word(know));
        let mut same = self.same(know, first, text);
        if let Some(at) = same
            && has_strange_letter(know, text)
        {
            self.own.found.swap(first, first + at);
            self.own.found.truncate(first + 1);
            (same, least) = (Some(0), self.own.found[first].with_word(know));
        }
        let evidence = self.evidence(know, first, same, text);
        Entry {
            first: index(first),
            last: index(self.own.found.len()),
            same: same.map(index),
            least,
            evidence,
        }
    }

    /// Adds what words were seen to be read as this string to what their letters say. The sum is a score: a reading that is
    /// known both ways may count for more than a certainty.
    fn add_whole(&mut self, know: &Knowledge<'_>, first: usize, text: &str) {
        for (word, case, cost) in know.words.of(text) {
            let mut found = self.own.found[first..].iter_mut();
            match found.find(|found| found.word == word && found.case == case) {
                Some(found) => {
                    let both = cost.probability() + found.cost.probability();
                    found.cost = Cost::of_probability(both);
                }
                None => self.own.found.push(Found { word, case, cost }),
            }
        }
        self.own.found[first..].sort_by_key(|found| found.with_word(know));
    }

    /// The string itself among the candidates from `first` on; added where it is a word that the search did not find.
    fn same(&mut self, know: &Knowledge<'_>, first: usize, text: &str) -> Option<usize> {
        let find = |word: &str| know.find(word.chars());
        let (word, case) = as_written(text, find)?;
        let found = &self.own.found[first..];
        let known = found
            .iter()
            .position(|found| found.word == word && found.case == case);
        known.or_else(|| {
            self.own.found.push(Found {
                word,
                case,
                cost: NEVER_SEEN,
            });
            Some(self.own.found.len() - 1 - first)
        })
    }

    fn evidence(
        &self,
        know: &Knowledge<'_>,
        first: usize,
        same: Option<usize>,
        text: &str,
    ) -> Evidence {
        let found = &self.own.found[first..];
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Model;

    #[test]
    fn what_one_thread_found_the_others_know() {
        let model = Model::embedded().unwrap();
        let know = Knowledge::of(&model);
        let told = |memo: &mut Memo, kind: Kind, text: &str| {
            let entry = match kind {
                Kind::Word => memo.entry(&know, text),
                Kind::Part => memo.part(&know, text),
            };
            (memo.found(entry).to_vec(), entry.same, entry.least)
        };
        let (mut first, mut second) = (Memo::default(), Memo::default());
        for text in ["tuc", "lién", "Qb", "chinhxyz", "km²"] {
            for kind in [Kind::Word, Kind::Part] {
                let shared = know.shared.as_deref().unwrap();
                let mut other = Strings::default();
                assert!(shared.give(kind, text, &mut other).is_none(), "{text}");
                let found = told(&mut first, kind, text);
                assert!(shared.give(kind, text, &mut other).is_some(), "{text}");
                assert_eq!(told(&mut second, kind, text), found, "{text}");
                assert_eq!(told(&mut first, kind, text), found, "{text}");
            }
        }
    }

    #[test]
    fn strings_make_room_and_are_found_again() {
        let model = Model::embedded().unwrap();
        let know = Knowledge::of(&model);
        let mut memo = Memo::default();
        let before = memo.entry(&know, "tuc");
        let before = memo.found(before).to_vec();
        for number in 0..2 * OWN_STRINGS {
            // Too long to be searched for.
            memo.entry(&know, &format!("{number:030}"));
            assert!(memo.own.entries[0].len() <= OWN_STRINGS);
        }
        let again = memo.entry(&know, "tuc");
        assert_eq!(memo.found(again), before);
    }
}
