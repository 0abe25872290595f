//! The language model's pairs of words by hash, for looking up many at once.
//!
//! The tables of the model are compact and searched by halving; the first look at a lattice asks for some hundred pairs
//! a word, of which few were ever counted. A bit for every hash says no to most of the others without another look.

use crate::model::lexicon::WordId;
use crate::model::lm::LanguageModel;

/// Pairs of words with their costs.
#[derive(Debug)]
pub(super) struct Bigrams {
    /// A bit for each value of the upper bits of a hash.
    seen: Box<[u64]>,
    /// Lower bits of the hash, and the cost as the model's byte.
    slots: Box<[u32]>,
    /// How far the hash is shifted for a slot and for a bit.
    slot_shift: u32,
    bit_shift: u32,
}

/// The part of a hash that one word of a pair makes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Half(u32);

/// Bits of a hash: two word numbers, which the multiplication maps one to one.
const BITS: u32 = 32;
const FACTOR: u32 = 0x9e37_79b1;
const EMPTY: u32 = u32::MAX;

impl Half {
    /// The half of the same word as the first of a pair, from that as the second.
    #[inline]
    pub(super) fn of_first(self) -> Self {
        Self(self.0 << 16)
    }
}

impl Bigrams {
    pub(super) fn of(language: LanguageModel<'_>) -> Self {
        let [words, bigrams, _] = language.sizes();
        // Slots are half empty; bits are eight times as many.
        let slot_bits =
            (bigrams * 2).next_power_of_two().ilog2().clamp(8, 24) - u32::from(bigrams > 1 << 19);
        let bit_bits = slot_bits + 3;
        let mut table = Self {
            seen: vec![0; 1 << (bit_bits - 6)].into(),
            slots: vec![EMPTY; 1 << slot_bits].into(),
            slot_shift: BITS - slot_bits,
            bit_shift: BITS - bit_bits,
        };
        for word in 0..words {
            let word = WordId::try_from(word).unwrap_or(WordId::MAX);
            let first = Self::first(word);
            for (second, cost) in language.counted_after(word) {
                table.insert(first.0.wrapping_add(Self::second(second).0), cost);
            }
        }
        table
    }

    /// What a word adds to the hash of the pairs that it begins.
    #[inline]
    pub(super) fn first(word: WordId) -> Half {
        Half((u32::from(word) << 16).wrapping_mul(FACTOR))
    }

    /// What a word adds to the hash of the pairs that it ends.
    #[inline]
    pub(super) fn second(word: WordId) -> Half {
        Half(u32::from(word).wrapping_mul(FACTOR))
    }

    /// What the second word costs after the first, as a byte, if they were counted.
    #[inline]
    pub(super) fn cost(&self, first: Half, second: Half) -> Option<u8> {
        let hash = first.0.wrapping_add(second.0);
        let bit = hash >> self.bit_shift;
        if self.seen[(bit >> 6) as usize] & 1 << (bit & 63) == 0 {
            return None;
        }
        let mut slot = (hash >> self.slot_shift) as usize;
        loop {
            let entry = self.slots[slot];
            if entry == EMPTY {
                return None;
            }
            if entry >> 8 == hash & 0xff_ffff {
                return Some(entry.to_le_bytes()[0]);
            }
            slot = (slot + 1) & (self.slots.len() - 1);
        }
    }

    fn insert(&mut self, hash: u32, cost: u8) {
        let bit = hash >> self.bit_shift;
        self.seen[(bit >> 6) as usize] |= 1 << (bit & 63);
        let mut slot = (hash >> self.slot_shift) as usize;
        while self.slots[slot] != EMPTY {
            slot = (slot + 1) & (self.slots.len() - 1);
        }
        self.slots[slot] = hash << 8 | u32::from(cost);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::lm::toy::Toy;

    #[test]
    fn knows_the_pairs_that_were_counted_and_no_others() {
        let toy = Toy::new();
        let bigrams = Bigrams::of(toy.model());
        for first in 0..6 {
            let counted: Vec<(WordId, u8)> = toy.model().counted_after(first).collect();
            for second in 0..6 {
                let expected = counted.iter().find(|(word, _)| *word == second);
                assert_eq!(
                    bigrams.cost(Bigrams::first(first), Bigrams::second(second)),
                    expected.map(|&(_, cost)| cost),
                    "{first} {second}"
                );
            }
        }
    }
}
