//! The language model: what a word costs after the two before it.
//!
//! A back-off trigram model over [`WordId`]s in sorted arrays: the successors of each word (bigrams) and of each bigram
//! (trigrams) stand together in the order of their ids and are found by binary search. Costs are bytes
//! ([`Cost::from_byte`]). A word unseen after its context costs the context's back-off weight and what it costs after
//! the shorter one.

use super::arrays::{U16s, U32s};
use super::lexicon::{BREAK, WordId};
use crate::cost::Cost;

/// Bigrams whose trigram offsets share one base.
pub(crate) const BLOCK: usize = 32;

/// The n-gram tables.
#[derive(Clone, Copy, Debug)]
pub struct LanguageModel<'m> {
    /// Cost of each word without context.
    pub(crate) unigram_costs: &'m [u8],
    /// Back-off weight of each word as a context.
    pub(crate) unigram_backoffs: &'m [u8],
    /// First bigram of each word.
    pub(crate) bigram_starts: U32s<'m>,
    /// Second word of each bigram.
    pub(crate) bigram_words: U16s<'m>,
    pub(crate) bigram_costs: &'m [u8],
    pub(crate) bigram_backoffs: &'m [u8],
    /// First trigram of every [`BLOCK`]th bigram.
    pub(crate) trigram_bases: U32s<'m>,
    /// First trigram of each bigram, counted from its block's base.
    pub(crate) trigram_starts: U16s<'m>,
    /// Third word of each trigram.
    pub(crate) trigram_words: U16s<'m>,
    pub(crate) trigram_costs: &'m [u8],
}

/// What the model remembers of the words before: the last one, and the bigram of the last two where it has one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct State {
    /// The last word.
    pub word: WordId,
    /// The bigram that ends in it, or [`State::NO_BIGRAM`].
    pub bigram: u32,
}

impl State {
    /// The model has no bigram of the last two words, so that only the last one matters.
    pub const NO_BIGRAM: u32 = u32::MAX;
    /// At the beginning of a stretch of speech.
    pub const START: Self = Self {
        word: BREAK,
        bigram: Self::NO_BIGRAM,
    };
}

/// What a word costs after another, and the bigram they make.
#[derive(Clone, Copy, Debug)]
pub struct Step {
    /// Cost after the one word before.
    pub cost: Cost,
    /// The bigram, or [`State::NO_BIGRAM`].
    pub bigram: u32,
}

impl LanguageModel<'_> {
    /// Cost of a word without context.
    #[inline]
    #[must_use]
    pub fn unigram(self, word: WordId) -> Cost {
        Cost::from_byte(self.unigram_costs[usize::from(word)])
    }

    /// Cost of `word` after `before` alone.
    #[inline]
    #[must_use]
    pub fn step(self, before: WordId, word: WordId) -> Step {
        let range = self.bigram_starts.range(usize::from(before));
        match self.bigram_words.find(range.start, range.end, word) {
            Some(index) => Step {
                cost: Cost::from_byte(self.bigram_costs[index]),
                bigram: u32::try_from(index).unwrap_or(State::NO_BIGRAM),
            },
            None => Step {
                cost: Cost::from_byte(self.unigram_backoffs[usize::from(before)])
                    + self.unigram(word),
                bigram: State::NO_BIGRAM,
            },
        }
    }

    /// Cost of `word` after `state`, given its [`Self::step`] from the state's last word; also the state after it.
    #[inline]
    #[must_use]
    pub fn score(self, state: State, word: WordId, step: Step) -> (Cost, State) {
        let next = State {
            word,
            bigram: step.bigram,
        };
        if state.bigram == State::NO_BIGRAM {
            return (step.cost, next);
        }
        let bigram = state.bigram as usize;
        let (from, to) = (self.trigram_start(bigram), self.trigram_start(bigram + 1));
        let cost = match self.trigram_words.find(from, to, word) {
            Some(index) => Cost::from_byte(self.trigram_costs[index]),
            None => Cost::from_byte(self.bigram_backoffs[bigram]) + step.cost,
        };
        (cost, next)
    }

    #[inline]
    fn trigram_start(self, bigram: usize) -> usize {
        self.trigram_bases.get(bigram / BLOCK) as usize
            + usize::from(self.trigram_starts.get(bigram))
    }

    /// Numbers of unigrams, bigrams and trigrams.
    #[must_use]
    pub fn sizes(self) -> [usize; 3] {
        [
            self.unigram_costs.len(),
            self.bigram_words.len(),
            self.trigram_words.len(),
        ]
    }
}
