//! What a document says again and again (a cache model, Kuhn and De Mori, 1990).
//!
//! The first look at a document counts the pairs of words it is sure of; when it is decoded, a pair that the document has
//! elsewhere costs no more than its frequency here makes it cost.

use rustc_hash::FxHashMap;

use crate::cost::Cost;
use crate::model::lexicon::WordId;

/// Counts of the pairs of words of one document.
#[derive(Debug, Default)]
pub(super) struct Cache {
    pairs: FxHashMap<(WordId, WordId), u32>,
    firsts: FxHashMap<WordId, u32>,
    /// What those pairs cost that say something.
    costs: FxHashMap<(WordId, WordId), Cost>,
}

/// Least confidence of a word that is counted.
const SURE: f32 = 0.8;
/// Share of the cache in the mixture with the language model.
const SHARE: f64 = 0.15;

impl Cache {
    pub(super) fn clear(&mut self) {
        self.pairs.clear();
        self.firsts.clear();
        self.costs.clear();
    }

    /// Counts a pair of words, each with its confidence.
    pub(super) fn add(&mut self, first: (WordId, f32), second: (WordId, f32)) {
        if first.1 >= SURE && second.1 >= SURE {
            *self.pairs.entry((first.0, second.0)).or_default() += 1;
            *self.firsts.entry(first.0).or_default() += 1;
        }
    }

    /// Weighs what was counted. One occurrence says nothing: it is the very one that will be asked about.
    pub(super) fn weigh(&mut self) {
        let again = self.pairs.iter().filter(|&(_, &count)| count > 1);
        self.costs.extend(again.map(|(&pair, count)| {
            let share = f64::from(count - 1) / f64::from(self.firsts[&pair.0]);
            (pair, Cost::of_probability(SHARE * share))
        }));
    }

    /// What `second` costs after `first`, going by this document; nothing where it says too little.
    #[inline]
    pub(super) fn cost(&self, first: WordId, second: WordId) -> Option<Cost> {
        self.costs.get(&(first, second)).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn believes_pairs_that_come_back() {
        let mut cache = Cache::default();
        for _ in 0..3 {
            cache.add((7, 0.9), (8, 0.99));
        }
        cache.add((7, 0.9), (9, 0.99));
        cache.add((7, 0.9), (10, 0.5));
        cache.weigh();
        assert_eq!(
            cache.cost(7, 8),
            Some(Cost::of_probability(SHARE * 2.0 / 4.0))
        );
        assert_eq!(cache.cost(7, 9), None, "seen once");
        assert_eq!(cache.cost(7, 10), None, "never sure");
    }
}
