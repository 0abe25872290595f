//! The language model's pairs of words, laid out for looking up many at once.
//!
//! The tables of the model are compact and searched by halving; the first look at a lattice asks for some two hundred
//! pairs a word. The commonest words, which most candidates are, have a square with a byte for each pair; pairs of
//! others are found by hash, after a bit that says no to most of those that were never counted.

use crate::model::lexicon::{Lexicon, WordId};
use crate::model::lm::LanguageModel;
use crate::text::letter::fold_text;

/// Pairs of words with what the second costs after the first, as the model's byte.
#[derive(Debug)]
pub(super) struct Bigrams {
    /// A byte for each pair of the commonest words, in [tiles](tile).
    square: Box<[u8]>,
    /// The place of every word in the square. Words that differ in marks alone stand side by side: where one of them is
    /// asked for, the others are.
    places: Box<[u16]>,
    others: Others,
}

/// Words that have a place in the square, and what stands for the place of all others.
const COMMON: u16 = 2048;
/// Side of a tile: one is a cache line.
const SIDE: usize = 8;

/// A word, and its place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Placed {
    word: WordId,
    place: u16,
}

/// The pair was never counted.
pub(super) const NEVER: u8 = u8::MAX;

/// Pairs of which one word is not common, by hash.
#[derive(Debug)]
struct Others {
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
            square: vec![NEVER; usize::from(COMMON) * usize::from(COMMON)].into(),
            places: places(lexicon, words),
            others: Others::default(),
        };
        let mut others = Vec::new();
        for first in 0..WordId::try_from(words).unwrap_or(WordId::MAX) {
            for (second, cost) in language.counted_after(first) {
                // The byte that says never costs one step less: nobody will notice.
                let cost = cost.min(NEVER - 1);
                match tile(table.placed(first), table.placed(second)) {
                    Some(at) => table.square[at] = cost,
                    None => others.push((pair_hash(first, second), cost)),
                }
            }
        }
        table.others = Others::of(&others);
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
        match tile(first, second) {
            Some(at) => self.square[at],
            None => self.others.cost(pair_hash(first.word, second.word)),
        }
    }
}

/// Where in the square the pair of two common words is. The pairs of neighbours on either side share a tile, so that those
/// of two lists of readings, which are neighbours mostly, are in few of them.
#[inline]
fn tile(first: Placed, second: Placed) -> Option<usize> {
    const TILES: usize = COMMON as usize / SIDE;
    if first.place.max(second.place) >= COMMON {
        return None;
    }
    let (row, column) = (usize::from(first.place), usize::from(second.place));
    let tile = row / SIDE * TILES + column / SIDE;
    Some(tile * SIDE * SIDE + row % SIDE * SIDE + column % SIDE)
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
        Self::of(&[])
    }
}

impl Others {
    /// Pairs by hash, each with its cost. Less than three slots in four are taken: looking up slows down beyond.
    fn of(pairs: &[(u32, u8)]) -> Self {
        let room = (pairs.len() * 4 / 3 + 1).next_power_of_two();
        let slot_bits = room.trailing_zeros().max(LEAST_SLOT_BITS);
        let mut table = Self {
            seen: vec![0; 1 << (SEEN_BITS - 6)].into(),
            slots: vec![EMPTY; 1 << slot_bits].into(),
            slot_bits,
        };
        for &(hash, cost) in pairs {
            table.insert(hash, cost);
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
            let pairs: Vec<(u32, u8)> = (0..many)
                .map(|n: u32| {
                    let [first, second] = [n / 300, n % 300].map(|n| WordId::try_from(n).unwrap());
                    (pair_hash(first, second), n.to_le_bytes()[0] % NEVER)
                })
                .collect();
            let others = Others::of(&pairs);
            for &(hash, cost) in &pairs {
                assert_eq!(others.cost(hash), cost, "of {many}");
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
            for second in 0..words {
                let expected = expected[usize::from(second)];
                assert_eq!(
                    bigrams.cost(bigrams.placed(first), bigrams.placed(second)),
                    expected,
                    "{first} {second}"
                );
            }
        }
    }
}
