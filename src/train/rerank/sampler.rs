//! Examples drawn from streams of word ids.

use rayon::prelude::*;

use super::readings::Readings;
use crate::model::lexicon::{BREAK, FIRST_WORD, WordId};
use crate::model::lm::{LanguageModel, State};
use crate::train::text::Stream;

/// A word in its context, and what its reading may be.
#[derive(Debug)]
pub(super) struct Example {
    /// As many words before the place as after it, and the place in the middle.
    pub(super) context: Vec<WordId>,
    /// The word and its rivals, what else its reading may be; the word is the first.
    pub(super) readings: Vec<WordId>,
    /// What the n-grams and the channel say of each, in nats; higher is better.
    pub(super) scores: Vec<f32>,
    pub(super) weight: f32,
}

/// Share of context words that stand for a rival: a real context has errors too.
const NOISE: f32 = 0.03;
/// Where these are surer than this of the word, most examples are left out and the others count for them.
const SURE: f32 = 0.97;
const KEPT_OF_SURE: f32 = 0.05;
/// Of so many candidates one stands for it.
const NEAREST: usize = 5;
/// Neighbouring places that are drawn together.
const RUN: usize = 24;
/// Parts of a batch, drawn on any thread.
const PARTS: usize = 64;

pub(super) struct Sampler<'a> {
    language: LanguageModel<'a>,
    streams: Vec<&'a [WordId]>,
    /// Running sums of the streams' shares.
    shares: Vec<f64>,
    known: &'a Readings,
    far: usize,
}

impl<'a> Sampler<'a> {
    pub(super) fn new(
        language: LanguageModel<'a>,
        streams: &'a [Stream],
        known: &'a Readings,
        far: usize,
    ) -> Self {
        let long: Vec<&Stream> = streams
            .iter()
            .filter(|stream| stream.ids.len() > RUN + 2 * far)
            .collect();
        let mut sum = 0.0;
        #[allow(clippy::cast_precision_loss)] // lengths of texts
        let shares = long.iter().map(|stream| {
            sum += f64::from(stream.weight) * stream.ids.len() as f64;
            sum
        });
        Self {
            language,
            shares: shares.collect(),
            streams: long.iter().map(|stream| &stream.ids[..]).collect(),
            known,
            far,
        }
    }

    /// About `size` examples; the same for the same seed.
    pub(super) fn draw(&self, seed: u64, size: usize) -> Vec<Example> {
        let parts: Vec<Vec<Example>> = (0..PARTS as u64)
            .into_par_iter()
            .map(|part| {
                let mut random =
                    fastrand::Rng::with_seed(seed.wrapping_mul(PARTS as u64).wrapping_add(part));
                self.part(&mut random, size / PARTS)
            })
            .collect();
        parts.into_iter().flatten().collect()
    }

    fn part(&self, random: &mut fastrand::Rng, size: usize) -> Vec<Example> {
        const ATTEMPTS: usize = 50;
        let mut examples = Vec::with_capacity(size);
        let Some(&total) = self.shares.last() else {
            return examples;
        };
        for _ in 0..ATTEMPTS {
            let drawn = random.f64() * total;
            let stream = self
                .shares
                .partition_point(|&sum| sum <= drawn)
                .min(self.streams.len() - 1);
            let ids = self.streams[stream];
            let start = random.usize(self.far..ids.len() - RUN - self.far);
            for at in start..start + RUN {
                if examples.len() == size {
                    return examples;
                }
                examples.extend(self.example(&ids[at - self.far..=at + self.far], random));
            }
        }
        examples
    }

    fn example(&self, around: &[WordId], random: &mut fastrand::Rng) -> Option<Example> {
        let word = around[self.far];
        if word < FIRST_WORD || !self.known.has(word) {
            return None;
        }
        let mut context = around.to_vec();
        for (at, id) in context.iter_mut().enumerate() {
            if at != self.far && *id >= FIRST_WORD && random.f32() < NOISE && self.known.has(*id) {
                let candidates = self.known.draw(*id, random);
                *id = candidates[random.usize(..candidates.len().min(NEAREST))].0;
            }
        }
        let mut candidates = self.known.draw(word, random).to_vec();
        let at = candidates.iter().position(|(found, _)| *found == word)?;
        candidates.swap(0, at);
        let (readings, channel): (Vec<WordId>, Vec<f32>) = candidates.into_iter().unzip();
        let said = readings
            .iter()
            .map(|&reading| self.score(&context, reading));
        let scores: Vec<f32> = said.zip(channel).map(|(said, read)| said + read).collect();
        let most = scores
            .iter()
            .fold(f32::NEG_INFINITY, |most, score| most.max(*score));
        let sum: f32 = scores.iter().map(|score| (score - most).exp()).sum();
        let mut weight = 1.0;
        if (scores[0] - most).exp() / sum > SURE {
            if random.f32() > KEPT_OF_SURE {
                return None;
            }
            weight = 1.0 / KEPT_OF_SURE;
        }
        Some(Example {
            context,
            readings,
            scores,
            weight,
        })
    }

    /// What the n-grams over a place say of a word in it.
    fn score(&self, context: &[WordId], word: WordId) -> f32 {
        let at = self.far;
        let cost = |a: WordId, b: WordId, c: WordId| {
            let state = if b == BREAK {
                State::START
            } else {
                State {
                    word: b,
                    bigram: self.language.step(a, b).bigram,
                }
            };
            self.language
                .score(state, c, self.language.step(b, c))
                .0
                .nats()
        };
        -(cost(context[at - 2], context[at - 1], word)
            + cost(context[at - 1], word, context[at + 1])
            + cost(word, context[at + 1], context[at + 2]))
    }
}
