//! Counts → a pruned back-off trigram model.
//!
//! Interpolated absolute discounting (Ney, Essen and Kneser, 1994) over raw counts of all orders: under pruning as heavy
//! as a small model needs, it keeps its worth better than Kneser–Ney (Chelba et al., 2010). N-grams are kept by what
//! losing them would cost the training text (weighted difference, Seymore and Rosenfeld, 1996), and the back-off
//! weights are computed again from what was kept.

use super::count::{Counts, key, words};
use super::lexicon::{bytes_of, size};
use crate::cost::Cost;
use crate::model::ModelParts;
use crate::model::lexicon::WordId;
use crate::model::lm::BLOCK;

/// An n-gram that is kept: its [`key`], its probability after its context, and how often it was counted.
#[derive(Clone, Copy, Debug)]
pub(super) struct Kept {
    pub(super) key: u64,
    probability: f64,
}

/// The model as probabilities.
#[derive(Debug)]
pub(super) struct Ngrams {
    unigrams: Vec<f64>,
    pub(super) bigrams: Vec<Kept>,
    pub(super) trigrams: Vec<Kept>,
    unigram_backoffs: Vec<f64>,
    bigram_backoffs: Vec<f64>,
}

/// Smoothed statistics of the successors of one context.
struct Successors {
    total: f64,
    /// Share of the mass that goes to the shorter context.
    lambda: f64,
}

/// Discounts for n-grams counted about once, twice, and more often.
const DISCOUNTS: [[f64; 3]; 2] = [[0.7, 1.0, 1.2], [0.75, 1.05, 1.3]];

fn discount(order: usize, count: f32) -> f64 {
    let [once, twice, often] = DISCOUNTS[order];
    let fixed = match count {
        c if c < 1.5 => once,
        c if c < 2.5 => twice,
        _ => often,
    };
    fixed.min(f64::from(count))
}

fn successors(order: usize, run: &[(u64, f32)]) -> Successors {
    let total: f64 = run.iter().map(|&(_, c)| f64::from(c)).sum();
    let freed: f64 = run.iter().map(|&(_, c)| discount(order, c)).sum();
    Successors {
        total,
        lambda: freed / total,
    }
}

pub(super) fn estimate(counts: &Counts, keep_bigrams: usize, keep_trigrams: usize) -> Ngrams {
    let unigrams = unigrams(&counts.unigrams);
    let same_context = |a: &(u64, f32), b: &(u64, f32)| a.0 >> 16 == b.0 >> 16;

    // Full probabilities of all bigrams; what a bigram is worth is its count times what it adds to the unigram.
    let mut lambdas = vec![1.0; unigrams.len()];
    let mut bigrams = Vec::with_capacity(counts.bigrams.len());
    let mut bigram_worth = Vec::with_capacity(counts.bigrams.len());
    for run in counts.bigrams.chunk_by(same_context) {
        let context = Successors {
            ..successors(0, run)
        };
        lambdas[usize::from(words(run[0].0)[1])] = context.lambda;
        for &(key, count) in run {
            let lower = context.lambda * unigrams[usize::from(words(key)[2])];
            let probability = (f64::from(count) - discount(0, count)) / context.total + lower;
            bigrams.push(Kept { key, probability });
            bigram_worth.push(f64::from(count) * (probability / lower).ln());
        }
    }
    let bigram_probability = |first: WordId, second: WordId| match bigrams
        .binary_search_by_key(&key([0, first, second]), |b| b.key)
    {
        Ok(index) => bigrams[index].probability,
        Err(_) => lambdas[usize::from(first)] * unigrams[usize::from(second)],
    };

    let mut trigrams = Vec::new();
    let mut trigram_worth = Vec::new();
    for run in counts.trigrams.chunk_by(same_context) {
        let context = successors(1, run);
        for &(key, count) in run {
            if count < 1.5 {
                continue;
            }
            let [_, second, third] = words(key);
            let lower = context.lambda * bigram_probability(second, third);
            let probability = (f64::from(count) - discount(1, count)) / context.total + lower;
            trigrams.push(Kept { key, probability });
            trigram_worth.push(f64::from(count) * (probability / lower).ln());
        }
    }
    let trigrams = best(&trigrams, &trigram_worth, keep_trigrams);

    // A kept trigram needs its context's bigram, whatever that is worth itself.
    let mut contexts: Vec<u64> = trigrams.iter().map(|t| t.key >> 16).collect();
    contexts.dedup();
    for (bigram, worth) in bigrams.iter().zip(&mut bigram_worth) {
        if contexts.binary_search(&bigram.key).is_ok() {
            *worth = f64::INFINITY;
        }
    }
    let kept_bigrams = best(&bigrams, &bigram_worth, keep_bigrams.max(contexts.len()));
    let contexts_kept = |t: &Kept| {
        kept_bigrams
            .binary_search_by_key(&(t.key >> 16), |b| b.key)
            .is_ok()
    };
    let trigrams: Vec<Kept> = trigrams.into_iter().filter(contexts_kept).collect();

    let unigram_backoffs = {
        let mut backoffs = vec![1.0; unigrams.len()];
        for run in kept_bigrams.chunk_by(|a, b| a.key >> 16 == b.key >> 16) {
            backoffs[usize::from(words(run[0].key)[1])] =
                backoff(run, |key| unigrams[usize::from(words(key)[2])]);
        }
        backoffs
    };
    let after = |first: WordId, second: WordId| match kept_bigrams
        .binary_search_by_key(&key([0, first, second]), |b| b.key)
    {
        Ok(index) => kept_bigrams[index].probability,
        Err(_) => unigram_backoffs[usize::from(first)] * unigrams[usize::from(second)],
    };
    let mut bigram_backoffs = vec![1.0; kept_bigrams.len()];
    for run in trigrams.chunk_by(|a, b| a.key >> 16 == b.key >> 16) {
        if let Ok(index) = kept_bigrams.binary_search_by_key(&(run[0].key >> 16), |b| b.key) {
            bigram_backoffs[index] = backoff(run, |key| after(words(key)[1], words(key)[2]));
        }
    }
    Ngrams {
        unigrams,
        bigrams: kept_bigrams,
        trigrams,
        unigram_backoffs,
        bigram_backoffs,
    }
}

/// Add-half smoothing, so that words of the dictionaries that the text lacks are possible.
fn unigrams(counts: &[f64]) -> Vec<f64> {
    let total: f64 = counts.iter().map(|count| count + 0.5).sum();
    counts.iter().map(|count| (count + 0.5) / total).collect()
}

/// The `keep` n-grams of most worth, in the order of their keys; ties go to the smaller key.
fn best(ngrams: &[Kept], worth: &[f64], keep: usize) -> Vec<Kept> {
    let mut order: Vec<usize> = (0..ngrams.len()).collect();
    if keep < order.len() {
        order.select_nth_unstable_by(keep, |&a, &b| worth[b].total_cmp(&worth[a]).then(a.cmp(&b)));
        order.truncate(keep);
        order.sort_unstable();
    }
    order.into_iter().map(|index| ngrams[index]).collect()
}

/// The factor that makes what the kept successors leave go to the shorter context.
fn backoff(kept: &[Kept], shorter: impl Fn(u64) -> f64) -> f64 {
    let seen: f64 = kept.iter().map(|ngram| ngram.probability).sum();
    let seen_shorter: f64 = kept.iter().map(|ngram| shorter(ngram.key)).sum();
    ((1.0 - seen).max(1e-6) / (1.0 - seen_shorter).max(1e-6)).clamp(1e-6, 1.0)
}

impl Ngrams {
    /// Cost of every word without context.
    pub(super) fn unigram_costs(&self) -> Vec<Cost> {
        self.unigrams
            .iter()
            .map(|&p| Cost::of_probability(p))
            .collect()
    }

    pub(super) fn write(&self, parts: &mut ModelParts) {
        let byte = |p: &f64| Cost::of_probability(*p).to_byte();
        let id = |word: WordId| word.to_le_bytes();
        parts.unigram_costs = self.unigrams.iter().map(byte).collect();
        parts.unigram_backoffs = self.unigram_backoffs.iter().map(byte).collect();
        parts.bigram_starts = bytes_of(&starts(
            self.unigrams.len(),
            self.bigrams.iter().map(|b| usize::from(words(b.key)[1])),
        ));
        parts.bigram_words = self
            .bigrams
            .iter()
            .flat_map(|b| id(words(b.key)[2]))
            .collect();
        parts.bigram_costs = self.bigrams.iter().map(|b| byte(&b.probability)).collect();
        parts.bigram_backoffs = self.bigram_backoffs.iter().map(byte).collect();
        let contexts = self.trigrams.iter().map(|t| {
            self.bigrams
                .binary_search_by_key(&(t.key >> 16), |b| b.key)
                .expect("invariant: contexts of trigrams are kept")
        });
        let trigram_starts = starts(self.bigrams.len(), contexts);
        let bases: Vec<u32> = trigram_starts.iter().copied().step_by(BLOCK).collect();
        parts.trigram_starts = trigram_starts
            .iter()
            .enumerate()
            .flat_map(|(index, &start)| {
                let offset = start - bases[index / BLOCK];
                u16::try_from(offset)
                    .expect("invariant: no block of bigrams has 65,536 successors")
                    .to_le_bytes()
            })
            .collect();
        parts.trigram_bases = bytes_of(&bases);
        parts.trigram_words = self
            .trigrams
            .iter()
            .flat_map(|t| id(words(t.key)[2]))
            .collect();
        parts.trigram_costs = self.trigrams.iter().map(|t| byte(&t.probability)).collect();
    }
}

/// For each of `size` contexts the number of items before its first, then the number of all items.
fn starts(size_: usize, sorted_contexts: impl Iterator<Item = usize>) -> Vec<u32> {
    let mut starts = Vec::with_capacity(size_ + 1);
    let mut count = 0;
    for context in sorted_contexts {
        while starts.len() <= context {
            starts.push(size(count));
        }
        count += 1;
    }
    starts.resize(size_ + 1, size(count));
    starts
}
