//! How often each word has a capital where no sentence begins: names nearly always, most words never.

use super::lexicon::Order;
use crate::model::ModelParts;
use crate::model::capitals::Capitals;
use crate::model::lexicon::WordId;
use crate::text::case::Case;

/// How often each word was seen, by its number in the vocabulary: in small letters, and with a capital.
#[derive(Debug, Default)]
pub(super) struct CaseCounts(Vec<[u32; 2]>);

/// What a word that was never seen counts as having been seen.
const PRIOR: [f64; 2] = [3.0, 0.6];

impl CaseCounts {
    /// Counts a word as it is written.
    pub(super) fn add(&mut self, word: WordId, written: &str) {
        let capital = match Case::of(written) {
            Case::Lower => false,
            Case::Title => true,
            Case::Upper | Case::Exact => return,
        };
        let word = usize::from(word);
        if word >= self.0.len() {
            self.0.resize(word + 1, [0; 2]);
        }
        let count = &mut self.0[word][usize::from(capital)];
        *count = count.saturating_add(1);
    }

    /// Adds what others counted.
    pub(super) fn merge(&mut self, others: &Self) {
        if others.0.len() > self.0.len() {
            self.0.resize(others.0.len(), [0; 2]);
        }
        for (counts, others) in self.0.iter_mut().zip(&others.0) {
            for (count, other) in counts.iter_mut().zip(others) {
                *count = count.saturating_add(*other);
            }
        }
    }

    pub(super) fn write(&self, order: &Order, parts: &mut ModelParts) {
        let mut odds = vec![[0; 2]; order.len()];
        for (word, counts) in (0..).zip(&self.0) {
            odds[usize::from(order.number(word))] = *counts;
        }
        let byte = |[small, capital]: [u32; 2]| {
            Capitals::byte((f64::from(capital) + PRIOR[1]) / (f64::from(small) + PRIOR[0]))
        };
        parts.capitals = odds.into_iter().map(byte).collect();
    }
}
