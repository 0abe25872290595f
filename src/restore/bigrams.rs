//! The language model's pairs of words, laid out for looking up many at once.
//!
//! The tables of the model are compact and searched by halving; the first look at a lattice asks for some two hundred
//! pairs a word, and what it waits for is memory. The commonest words, which most candidates are, have a square with a
//! byte for each pair; pairs of others are found by hash, after both words' signatures and a bit of the pair have said no
//! to most of those that were never counted.

use crate::model::lexicon::{Lexicon, WordId};
use crate::model::lm::LanguageModel;
use crate::text::letter::fold_text;

/// Pairs of words with what the second costs after the first, as the model's byte.
#[derive(Debug)]
pub(super) struct Bigrams {
    /// A byte for each pair of the commonest words, in [tiles](SIDE); and tiles that say [`NEVER`] for all others.
    square: Box<[u8]>,
    /// The place of every word in the square. Words that differ in marks alone stand side by side: where one of them is
    /// asked for, the others are.
    places: Box<[u16]>,
    others: Others,
}

/// Words that have a place in the square, and what stands for the place of all others.
const COMMON: u16 = 2048;
/// Side of a tile: one is a cache line. The pairs of neighbours on either side share it, so that those of two lists of
/// readings, which are neighbours mostly, are in few of them.
const SIDE: usize = 8;
/// Tiles in a row of tiles.
const TILES: usize = COMMON as usize / SIDE + 1;

/// A word, and its place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Placed {
    word: WordId,
    place: u16,
}

/// The pair was never counted.
pub(super) const NEVER: u8 = u8::MAX;

/// A set of words that may have more in it than it was given.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Signature([u64; 4]);

/// Pairs of which one word is not common, by hash.
#[derive(Debug)]
struct Others {
    /// What was counted after each word, and before it.
    after: Box<[Signature]>,
    before: Box<[Signature]>,
    /// A bit for each value of the upper bits of a hash.
    seen: Box<[u64]>,
    /// Lower bits of the hash, and the cost; found from the upper bits on.
    slots: Box<[u32]>,
    slot_bits: u32,
}

/// Bits of a hash that choose a bit.
const SEEN_BITS: u32 = 22;
/// Bits that choose a slot, at least: the others are in it.
const LEAST_SLOT_BITS: u32 = 16;
const EMPTY: u32 = u32::MAX;

impl Bigrams {
    pub(super) fn of(lexicon: Lexicon<'_>, language: LanguageModel<'_>) -> Self {
        let [words, ..] = language.sizes();
        let mut table = Self {
            square: vec![NEVER; TILES * SIDE * TILES * SIDE].into(),
            places: places(lexicon, words),
            others: Others::default(),
        };
        let mut others = Vec::new();
        for first in 0..WordId::try_from(words).unwrap_or(WordId::MAX) {
            for (second, cost) in language.counted_after(first) {
                // The byte that says never costs one step less: nobody will notice.
                let cost = cost.min(NEVER - 1);
                let pair = (table.placed(first), table.placed(second));
                if pair.0.is_common() && pair.1.is_common() {
                    table.square[pair.0.row() + pair.1.column()] = cost;
                } else {
                    others.push((first, second, cost));
                }
            }
        }
        table.others = Others::of(words, &others);
        table
    }

    /// A word with its place.
    #[inline]
    pub(super) fn placed(&self, word: WordId) -> Placed {
        Placed {
            word,
            place: self.places[usize::from(word)],
        }
    }

    /// What the second costs after the first; [`NEVER`] if they were not counted.
    #[inline]
    pub(super) fn cost(&self, first: Placed, second: Placed) -> u8 {
        if first.is_common() && second.is_common() {
            self.square[first.row() + second.column()]
        } else {
            self.others.cost(pair_hash(first.word, second.word))
        }
    }

    /// What each of some words costs after the first. `asked` has all of them in it.
    #[inline]
    pub(super) fn costs(
        &self,
        first: Placed,
        seconds: &[Placed],
        asked: &Signature,
        costs: &mut [u8],
    ) {
        let row = &self.square[first.row()..];
        // No question asked: one that memory has to answer first would hold up the next.
        for (cost, second) in costs.iter_mut().zip(seconds) {
            *cost = row[second.column()];
        }
        let after = &self.others.after[usize::from(first.word)];
        if !after.meets(asked) {
            return;
        }
        for (cost, &second) in costs.iter_mut().zip(seconds) {
            if after.has(second.word)
                && self.others.before[usize::from(second.word)].has(first.word)
                && !(first.is_common() && second.is_common())
            {
                *cost = self.others.cost(pair_hash(first.word, second.word));
            }
        }
    }
}

impl Placed {
    #[inline]
    fn is_common(self) -> bool {
        self.place < COMMON
    }

    /// Where the word's pairs as the first of two are, and how far on that with the word as the second is.
    #[inline]
    fn row(self) -> usize {
        let place = usize::from(self.place);
        place / SIDE * (TILES * SIDE * SIDE) + place % SIDE * SIDE
    }

    #[inline]
    fn column(self) -> usize {
        let place = usize::from(self.place);
        place / SIDE * (SIDE * SIDE) + place % SIDE
    }
}

impl Signature {
    /// A signature of all of them.
    pub(super) fn of(words: &[Placed]) -> Self {
        let mut signature = Self::default();
        for word in words {
            signature.add(word.word);
        }
        signature
    }

    #[inline]
    fn place(word: WordId) -> (usize, u64) {
        let [_, bit] = word.wrapping_mul(0x9e37).to_le_bytes();
        (usize::from(bit >> 6), 1 << (bit & 63))
    }

    fn add(&mut self, word: WordId) {
        let (at, bit) = Self::place(word);
        self.0[at] |= bit;
    }

    #[inline]
    fn has(&self, word: WordId) -> bool {
        let (at, bit) = Self::place(word);
        self.0[at] & bit != 0
    }

    #[inline]
    fn meets(&self, other: &Self) -> bool {
        self.0.iter().zip(&other.0).any(|(a, b)| a & b != 0)
    }
}

fn places(lexicon: Lexicon<'_>, words: usize) -> Box<[u16]> {
    let mut common: Vec<(String, usize)> = (0..words.min(COMMON.into()))
        .map(|word| {
            let id = WordId::try_from(word).unwrap_or_default();
            (fold_text(lexicon.word(id)), word)
        })
        .collect();
    common.sort_unstable();
    let mut places = vec![COMMON; words];
    for (place, (_, word)) in (0..).zip(common) {
        places[word] = place;
    }
    places.into()
}

/// A hash of two words, one to one: of two pairs, no two have the same.
#[inline]
pub(super) fn pair_hash(first: WordId, second: WordId) -> u32 {
    (u32::from(first) << 16 | u32::from(second)).wrapping_mul(0x9e37_79b1)
}

impl Default for Others {
    fn default() -> Self {
        Self::of(0, &[])
    }
}

impl Others {
    /// Pairs of words, each with its cost. Less than three slots in four are taken: looking up slows down beyond.
    fn of(words: usize, pairs: &[(WordId, WordId, u8)]) -> Self {
        let room = (pairs.len() * 4 / 3 + 1).next_power_of_two();
        let slot_bits = room.trailing_zeros().max(LEAST_SLOT_BITS);
        let mut table = Self {
            after: vec![Signature::default(); words].into(),
            before: vec![Signature::default(); words].into(),
            seen: vec![0; 1 << (SEEN_BITS - 6)].into(),
            slots: vec![EMPTY; 1 << slot_bits].into(),
            slot_bits,
        };
        for &(first, second, cost) in pairs {
            table.after[usize::from(first)].add(second);
            table.before[usize::from(second)].add(first);
            table.insert(pair_hash(first, second), cost);
        }
        table
    }

    #[inline]
    fn cost(&self, hash: u32) -> u8 {
        let bit = hash >> (32 - SEEN_BITS);
        if self.seen[(bit >> 6) as usize] & 1 << (bit & 63) == 0 {
            return NEVER;
        }
        let mut slot = (hash >> (32 - self.slot_bits)) as usize;
        loop {
            let entry = self.slots[slot];
            if entry == EMPTY {
                return NEVER;
            }
            if entry >> 8 == hash & 0xff_ffff {
                return entry.to_le_bytes()[0];
            }
            slot = (slot + 1) & (self.slots.len() - 1);
        }
    }

    fn insert(&mut self, hash: u32, cost: u8) {
        let bit = hash >> (32 - SEEN_BITS);
        self.seen[(bit >> 6) as usize] |= 1 << (bit & 63);
        let mut slot = (hash >> (32 - self.slot_bits)) as usize;
        while self.slots[slot] != EMPTY {
            slot = (slot + 1) & (self.slots.len() - 1);
        }
        self.slots[slot] = hash << 8 | u32::from(cost);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Model;

    #[test]
    fn keeps_pairs_however_many_there_are() {
        for many in [0, 1, 100, 200_000] {
            let pairs: Vec<(WordId, WordId, u8)> = (0..many)
                .map(|n: u32| {
                    let [first, second] = [n / 300, n % 300].map(|n| WordId::try_from(n).unwrap());
                    (first, second, n.to_le_bytes()[0] % NEVER)
                })
                .collect();
            let others = Others::of(700, &pairs);
            for &(first, second, cost) in &pairs {
                assert_eq!(others.cost(pair_hash(first, second)), cost, "of {many}");
            }
            assert_eq!(others.cost(pair_hash(60_000, 1)), NEVER, "of {many}");
        }
    }

    #[test]
    fn knows_the_pairs_that_were_counted_and_no_others() {
        let model = Model::embedded().unwrap();
        let language = model.language_model();
        let bigrams = Bigrams::of(model.lexicon(), language);
        let words = WordId::try_from(language.sizes()[0]).unwrap();
        for first in (0..words).step_by(61) {
            let mut expected = vec![NEVER; words.into()];
            for (second, cost) in language.counted_after(first) {
                expected[usize::from(second)] = cost.min(NEVER - 1);
            }
            let seconds: Vec<Placed> = (0..words).map(|word| bigrams.placed(word)).collect();
            let first = bigrams.placed(first);
            let mut costs = vec![0; words.into()];
            bigrams.costs(first, &seconds, &Signature::of(&seconds), &mut costs);
            assert!(costs == expected, "after {first:?}");
            for (&second, expected) in seconds.iter().zip(expected) {
                assert_eq!(
                    bigrams.cost(first, second),
                    expected,
                    "{first:?} {second:?}"
                );
            }
        }
    }
}
