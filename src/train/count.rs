//! Streams of word ids → counted bigrams and trigrams.

use rayon::prelude::*;

use super::text::Stream;
use crate::model::lexicon::{BREAK, WordId, is_border};

/// Weighted counts. The n-grams are sorted by their words.
#[derive(Debug, Default)]
pub(super) struct Counts {
    pub(super) unigrams: Vec<f64>,
    pub(super) bigrams: Vec<(u64, f32)>,
    pub(super) trigrams: Vec<(u64, f32)>,
}

/// Three words in one integer that sorts like them; bigrams leave the first empty.
pub(super) fn key(words: [WordId; 3]) -> u64 {
    words
        .iter()
        .fold(0, |key, &word| key << 16 | u64::from(word))
}

/// The words of a [`key`].
#[allow(clippy::cast_possible_truncation)] // each part is sixteen bits wide
pub(super) fn words(key: u64) -> [WordId; 3] {
    [(key >> 32) as WordId, (key >> 16) as WordId, key as WordId]
}

/// Counts all n-grams within stretches. Nothing leans on what stands before a [`BREAK`], and whether one follows a colon or
/// semicolon is not asked: where a paragraph ends is seen.
pub(super) fn count(streams: &[Stream], size: usize) -> Counts {
    let mut counts = Counts {
        unigrams: vec![0.0; size],
        ..Counts::default()
    };
    for stream in streams {
        for &id in &stream.ids {
            counts.unigrams[usize::from(id)] += f64::from(stream.weight);
        }
        let bigrams = stream
            .ids
            .windows(2)
            .filter(|w| !(is_border(w[0]) && w[1] == BREAK))
            .map(|w| key([0, w[0], w[1]]));
        counts.bigrams = merge(&counts.bigrams, &tally(bigrams.collect(), stream.weight));
        let trigrams = stream
            .ids
            .windows(3)
            .filter(|w| w[1] != BREAK && !(is_border(w[1]) && w[2] == BREAK))
            .map(|w| key([w[0], w[1], w[2]]));
        counts.trigrams = merge(&counts.trigrams, &tally(trigrams.collect(), stream.weight));
    }
    counts
}

fn tally(mut keys: Vec<u64>, weight: f32) -> Vec<(u64, f32)> {
    keys.par_sort_unstable();
    #[allow(clippy::cast_precision_loss)]
    // counts stay far below the 16 million that a float tells apart
    keys.chunk_by(|a, b| a == b)
        .map(|run| (run[0], run.len() as f32 * weight))
        .collect()
}

/// Sums two sorted tallies.
fn merge(left: &[(u64, f32)], right: &[(u64, f32)]) -> Vec<(u64, f32)> {
    let mut out = Vec::with_capacity(left.len() + right.len());
    let (mut l, mut r) = (0, 0);
    while l < left.len() || r < right.len() {
        let next = match (left.get(l), right.get(r)) {
            (Some(&(a, x)), Some(&(b, y))) if a == b => {
                (l, r) = (l + 1, r + 1);
                (a, x + y)
            }
            (Some(&a), Some(&b)) if a.0 > b.0 => {
                r += 1;
                b
            }
            (Some(&a), _) => {
                l += 1;
                a
            }
            (None, Some(&b)) => {
                r += 1;
                b
            }
            (None, None) => break,
        };
        out.push(next);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_within_stretches_only() {
        // B a b B a B   with weight 2
        let stream = Stream {
            weight: 2.0,
            ids: vec![BREAK, 7, 8, BREAK, 7, BREAK],
        };
        let counts = count(&[stream], 9);
        let bigrams: Vec<_> = counts.bigrams.iter().map(|&(k, n)| (words(k), n)).collect();
        assert_eq!(
            bigrams,
            [
                ([0, BREAK, 7], 4.0),
                ([0, 7, BREAK], 2.0),
                ([0, 7, 8], 2.0),
                ([0, 8, BREAK], 2.0)
            ]
        );
        let trigrams: Vec<_> = counts
            .trigrams
            .iter()
            .map(|&(k, n)| (words(k), n))
            .collect();
        assert_eq!(
            trigrams,
            [
                ([BREAK, 7, BREAK], 2.0),
                ([BREAK, 7, 8], 2.0),
                ([7, 8, BREAK], 2.0)
            ]
        );
    }
}
