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

/// The trigrams that a state begins, and what any other word costs besides.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Context {
    from: usize,
    to: usize,
    backoff: Cost,
}

impl LanguageModel<'_> {
    /// Cost of a word without context.
    #[inline]
    #[must_use]
    pub fn unigram(self, word: WordId) -> Cost {
        Cost::from_byte(self.unigram_costs[usize::from(word)])
    }

    /// The byte of a word's cost without context.
    #[inline]
    pub(crate) fn unigram_byte(self, word: WordId) -> u8 {
        self.unigram_costs[usize::from(word)]
    }

    /// The byte of a word's back-off weight as a context.
    #[inline]
    pub(crate) fn backoff_byte(self, word: WordId) -> u8 {
        self.unigram_backoffs[usize::from(word)]
    }

    /// The words that were counted after `before`, in the order of their numbers, with the bytes of their costs.
    pub(crate) fn counted_after(self, before: WordId) -> impl Iterator<Item = (WordId, u8)> {
        self.bigram_starts
            .range(usize::from(before))
            .map(move |index| (self.bigram_words.get(index), self.bigram_costs[index]))
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
            None => self.back_off(before, word),
        }
    }

    /// The same for two words that were never counted together.
    #[inline]
    pub(crate) fn back_off(self, before: WordId, word: WordId) -> Step {
        Step {
            cost: Cost::from_byte(self.unigram_backoffs[usize::from(before)]) + self.unigram(word),
            bigram: State::NO_BIGRAM,
        }
    }

    /// Cost of `word` after `state`, given its [`Self::step`] from the state's last word; also the state after it.
    #[inline]
    #[must_use]
    pub fn score(self, state: State, word: WordId, step: Step) -> (Cost, State) {
        self.score_after(self.context(state), word, step)
    }

    /// What is the same of a state for all words after it.
    #[inline]
    pub(crate) fn context(self, state: State) -> Context {
        if state.bigram == State::NO_BIGRAM {
            return Context {
                from: 0,
                to: 0,
                backoff: Cost::ZERO,
            };
        }
        let bigram = state.bigram as usize;
        Context {
            from: self.trigram_start(bigram),
            to: self.trigram_start(bigram + 1),
            backoff: Cost::from_byte(self.bigram_backoffs[bigram]),
        }
    }

    /// [`Self::score`] for a context.
    #[inline]
    pub(crate) fn score_after(self, context: Context, word: WordId, step: Step) -> (Cost, State) {
        let next = State {
            word,
            bigram: step.bigram,
        };
        let cost = match self.trigram_words.find(context.from, context.to, word) {
            Some(index) => Cost::from_byte(self.trigram_costs[index]),
            None => context.backoff + step.cost,
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

/// A model small enough to add up by hand.
#[cfg(test)]
pub(crate) mod toy {
    use super::*;

    /// A language model over the classes and the words 3, 4 and 5. Costs are bytes, 64 milli-nats each.
    ///
    /// ```text
    /// unigrams   0:30  1:20  2:30  3:10  4:12  5:20     back-off after 3: 2, after 4: 3, else 0
    /// bigrams    1→3: 5   3→4: 2   3→5: 9   4→5: 1       back-off after 1,3: 1, after 3,4: 4, else 0
    /// trigrams   1,3→5: 3   3,4→5: 12
    /// ```
    pub(crate) struct Toy {
        bigram_starts: Vec<u8>,
        bigram_words: Vec<u8>,
        trigram_bases: Vec<u8>,
        trigram_starts: Vec<u8>,
        trigram_words: Vec<u8>,
    }

    impl Toy {
        pub(crate) fn new() -> Self {
            let wide = |values: &[u32]| values.iter().flat_map(|v| v.to_le_bytes()).collect();
            let narrow = |values: &[u16]| values.iter().flat_map(|v| v.to_le_bytes()).collect();
            Self {
                bigram_starts: wide(&[0, 0, 1, 1, 3, 4, 4]),
                bigram_words: narrow(&[3, 4, 5, 5]),
                trigram_bases: wide(&[0]),
                trigram_starts: narrow(&[0, 1, 2, 2, 2]),
                trigram_words: narrow(&[5, 5]),
            }
        }

        pub(crate) fn model(&self) -> LanguageModel<'_> {
            LanguageModel {
                unigram_costs: &[30, 20, 30, 10, 12, 20],
                unigram_backoffs: &[0, 0, 0, 2, 3, 0],
                bigram_starts: U32s(&self.bigram_starts),
                bigram_words: U16s(&self.bigram_words),
                bigram_costs: &[5, 2, 9, 1],
                bigram_backoffs: &[1, 4, 0, 0],
                trigram_bases: U32s(&self.trigram_bases),
                trigram_starts: U16s(&self.trigram_starts),
                trigram_words: U16s(&self.trigram_words),
                trigram_costs: &[3, 12],
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::toy::Toy;
    use super::*;

    #[test]
    fn backs_off_to_what_was_seen() {
        let toy = Toy::new();
        let model = toy.model();
        let mut steps = Vec::new();
        let mut state = State::START;
        // border, 3, 4, 5, 4 in steps of 64 milli-nats:
        //   3 after the border      5   as counted
        //   4 after border, 3   1 + 2   no such trigram: back-off of (border, 3), bigram
        //   5 after 3, 4           12   as counted
        //   4 after 4, 5       0 + 12   no trigram, no bigram of 5: its back-off 0, unigram
        for word in [3, 4, 5, 4] {
            let (cost, next) = model.score(state, word, model.step(state.word, word));
            steps.push(cost.0 / 64);
            state = next;
        }
        assert_eq!(steps, [5, 3, 12, 12]);
        assert_eq!(
            state,
            State {
                word: 4,
                bigram: State::NO_BIGRAM
            }
        );
        assert_eq!(model.sizes(), [6, 4, 2]);
    }
}
