//! What the words of a stretch add to the hidden units of the reranker.
//!
//! Near words add for each distance something else, which is remembered; far words of a side add all the same, so that any
//! window of them is the difference of two running sums.

use rustc_hash::FxHashMap;

use super::lattice::index;
use crate::model::lexicon::{FIRST_WORD, WordId};
use crate::model::reranker::Reranker;

/// What the words of a stretch and those before it add. The words themselves are whoever asks'.
#[derive(Debug, Default)]
pub(super) struct Heard {
    contributions: Contributions,
    /// For each side, what all words before one add as far ones; a row for each word and one more.
    sums: [Vec<f32>; 2],
    /// How many words before one are heard from afar; likewise.
    counts: Vec<u32>,
}

/// What words in slots add, as far as it was asked for.
#[derive(Debug, Default)]
struct Contributions {
    places: FxHashMap<(usize, WordId), u32>,
    all: Vec<f32>,
}

/// Contributions that are remembered.
const REMEMBERED: usize = 20_000;

impl Contributions {
    fn of(&mut self, network: &Reranker<'_>, slot: usize, word: WordId) -> &[f32] {
        let hidden = network.shape.hidden;
        let all = &mut self.all;
        let place = *self.places.entry((slot, word)).or_insert_with(|| {
            let place = all.len();
            all.resize(place + hidden, 0.0);
            network.contribution(slot, word, &mut all[place..]);
            index(place)
        });
        &self.all[place as usize..][..hidden]
    }

    fn make_room(&mut self) {
        if self.places.len() > REMEMBERED {
            self.places.clear();
            self.all.clear();
        }
    }
}

impl Heard {
    /// Takes the words of a stretch.
    pub(super) fn read(&mut self, network: &Reranker<'_>, words: &[WordId]) {
        self.contributions.make_room();
        let hidden = network.shape.hidden;
        for sums in &mut self.sums {
            sums.clear();
            sums.resize((words.len() + 1) * hidden, 0.0);
        }
        self.counts.clear();
        self.counts.resize(words.len() + 1, 0);
        self.read_from(network, words, 0);
    }

    /// Takes the words from one on, where it is another than before: sums up what they add as far ones.
    pub(super) fn read_from(&mut self, network: &Reranker<'_>, words: &[WordId], from: usize) {
        let hidden = network.shape.hidden;
        for (at, &word) in words.iter().enumerate().skip(from) {
            let heard = word >= FIRST_WORD;
            self.counts[at + 1] = self.counts[at] + u32::from(heard);
            for (right, sums) in [false, true].into_iter().zip(&mut self.sums) {
                let (before, after) = sums.split_at_mut((at + 1) * hidden);
                let (before, after) = (&before[at * hidden..], &mut after[..hidden]);
                after.copy_from_slice(before);
                if heard {
                    let slot = network.shape.far_slot(right);
                    add(after, self.contributions.of(network, slot, word), 1.0);
                }
            }
        }
    }

    /// Adds what the words around a place do to hidden units.
    pub(super) fn hear(
        &mut self,
        network: &Reranker<'_>,
        words: &[WordId],
        at: usize,
        units: &mut [f32],
    ) {
        let shape = network.shape;
        let (before, after) = (words[..at].iter().rev(), words[at + 1..].iter());
        let before = before.take(shape.near).zip(0..);
        let slots = before.map(|(word, distance)| (shape.near_slot(false, distance), word));
        let after = after.take(shape.near).zip(0..);
        let after = after.map(|(word, distance)| (shape.near_slot(true, distance), word));
        for (slot, &word) in slots.chain(after) {
            add(units, self.contributions.of(network, slot, word), 1.0);
        }
        let len = words.len();
        let far = [
            at.saturating_sub(shape.far)..at.saturating_sub(shape.near),
            (at + 1 + shape.near).min(len)..(at + 1 + shape.far).min(len),
        ];
        for (words, sums) in far.into_iter().zip(&self.sums) {
            let heard = self.counts[words.end] - self.counts[words.start];
            if heard == 0 {
                continue;
            }
            #[allow(clippy::cast_precision_loss)] // some thirty words
            let share = 1.0 / (heard as f32).sqrt();
            let row = |word: usize| &sums[word * shape.hidden..][..shape.hidden];
            add(units, row(words.end), share);
            add(units, row(words.start), -share);
        }
    }
}

fn add(units: &mut [f32], others: &[f32], share: f32) {
    for (unit, other) in units.iter_mut().zip(others) {
        *unit += share * other;
    }
}

#[cfg(all(test, feature = "train"))]
mod tests {
    use super::*;
    use crate::model::reranker::{Query, Shape};

    /// One near word on each side; hidden unit 0 sees the word before, unit 1 the word after.
    fn bytes() -> Vec<u8> {
        let shape = Shape {
            words: 8,
            embedding: 1,
            hidden: 2,
            output: 2,
            near: 1,
            far: 3,
        };
        Reranker::to_bytes(
            shape,
            [
                &[0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0, -1.0],
                &[1.0, 0.0, 0.0, 1.0, 0.0, 0.5, 0.0, 0.0],
                &[0.0, 0.0],
                &[1.0, 0.0, 0.0, 1.0],
                &[
                    0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 2.0, 0.0, 0.0, 3.0,
                ],
                &[0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.25],
            ],
        )
    }

    /// How well words 6 and 7 fit between others.
    fn scores(heard: &mut Heard, network: &Reranker<'_>, words: &[WordId], at: usize) -> [f32; 2] {
        let mut query = Query::default();
        network.query(&mut query, |units| heard.hear(network, words, at, units));
        [6, 7].map(|word| network.score(&query, word))
    }

    #[test]
    fn words_are_scored_by_the_words_on_both_sides() {
        let bytes = bytes();
        let network = Reranker::of_bytes(&bytes).expect("a network");
        let (mut heard, mut changed) = (Heard::default(), Heard::default());
        for (before, after, expected) in [
            (&[6][..], &[][..], [2.0, 0.25]),
            (&[], &[6], [0.0, 3.25]),
            // Below zero a unit is silent, and of far words the class is not heard.
            (&[7], &[], [0.0, 0.25]),
            (&[1, 6, 3], &[], [0.0, 0.25 + 0.5 * 3.0]),
            (&[6, 6, 3], &[], [0.0, 0.25 + 0.5 * 3.0 * 2.0_f32.sqrt()]),
            // Four words off nobody is heard.
            (&[6, 6, 6, 3], &[], [0.0, 0.25 + 0.5 * 3.0 * 2.0_f32.sqrt()]),
        ] {
            let words = [before, &[5], after].concat();
            heard.read(&network, &words);
            let mut others = vec![7; words.len()];
            changed.read(&network, &others);
            for (at, &word) in words.iter().enumerate() {
                others[at] = word;
                changed.read_from(&network, &others, at);
            }
            for heard in [&mut heard, &mut changed] {
                let found = scores(heard, &network, &words, before.len());
                let near = |(a, b): (f32, f32)| (a - b).abs() < 0.02;
                assert!(
                    found.into_iter().zip(expected).all(near),
                    "{before:?} {after:?}: {found:?} {expected:?}"
                );
            }
        }
    }
}
