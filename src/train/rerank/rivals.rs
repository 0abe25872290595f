//! Which words are taken for which.

use std::collections::{BTreeMap, HashMap};

use rayon::prelude::*;

use crate::model::Model;
use crate::model::lexicon::{FIRST_WORD, WordId};
use crate::restore::Restorer;
use crate::text::letter::fold_text;
use crate::text::token::core;
use crate::text::tone::normalize_tone_place;
use crate::train::pairs::Pair;

/// Rivals that a word keeps.
const MOST: usize = 24;
/// What two words count as rivals that differ in nothing but marks.
const SAME_LETTERS: f32 = 0.2;
/// Least that a rival counts where it was one at all.
const LEAST: f32 = 0.02;
/// Lines restored at once.
const PAGE: usize = 200;

/// The rivals of each word with running sums of their weights.
#[derive(Debug)]
pub(super) struct Rivals(Vec<(Vec<WordId>, Vec<f32>)>);

impl Rivals {
    /// Words that compete in what `model` makes of the scanned side of `pairs`, and words of the same letters.
    pub(super) fn find(model: &Model, pairs: &[Pair], words: usize) -> Self {
        let mut weights: Vec<BTreeMap<WordId, f32>> = vec![BTreeMap::new(); words];
        let restorer = Restorer::new(model);
        let pages: Vec<HashMap<(WordId, WordId), f32>> = pairs
            .par_chunks(PAGE)
            .map_init(
                || restorer.worker(),
                |worker, page| {
                    let lines: Vec<&str> = page.iter().map(|pair| pair.read.as_str()).collect();
                    competitors(model, &worker.restore(&lines.join("\n")))
                },
            )
            .collect();
        for page in pages {
            #[allow(clippy::iter_over_hash_type)] // each sum gets one addend a page
            for ((word, rival), weight) in page {
                if let Some(rivals) = weights
                    .get_mut(usize::from(word))
                    .filter(|_| usize::from(rival) < words)
                {
                    *rivals.entry(rival).or_default() += weight;
                }
            }
        }
        let mut alike: BTreeMap<String, Vec<WordId>> = BTreeMap::new();
        let known = WordId::try_from(words).unwrap_or(WordId::MAX);
        for word in FIRST_WORD..known {
            alike
                .entry(fold_text(model.lexicon().word(word)))
                .or_default()
                .push(word);
        }
        for group in alike.values() {
            for &word in group {
                for &rival in group.iter().filter(|&&rival| rival != word) {
                    *weights[usize::from(word)].entry(rival).or_default() += SAME_LETTERS;
                }
            }
        }
        Self(weights.into_iter().map(strongest).collect())
    }

    /// True for a word that has any.
    pub(super) fn has(&self, word: WordId) -> bool {
        self.0
            .get(usize::from(word))
            .is_some_and(|(rivals, _)| !rivals.is_empty())
    }

    /// One rival of a word, the stronger the likelier.
    pub(super) fn draw(&self, word: WordId, random: &mut fastrand::Rng) -> WordId {
        let (rivals, sums) = &self.0[usize::from(word)];
        let total = sums.last().copied().unwrap_or_default();
        let at = sums.partition_point(|&sum| sum <= random.f32() * total);
        rivals[at.min(rivals.len() - 1)]
    }
}

/// How strongly words compete on a page.
fn competitors(model: &Model, page: &crate::restored::Restored) -> HashMap<(WordId, WordId), f32> {
    let (lexicon, letters) = (model.lexicon(), model.channel().letters);
    let find = |text: &str| lexicon.find(text.chars().map(|c| letters.code(c)));
    let word = |text: &str| {
        let inside = core(text).of(text);
        find(inside).or_else(|| find(&normalize_tone_place(&inside.to_lowercase())))
    };
    let mut strengths = HashMap::new();
    for token in page
        .tokens
        .iter()
        .filter(|token| !token.alternatives.is_empty())
    {
        let written = (token.span.of(&page.text), token.confidence);
        let others = token
            .alternatives
            .iter()
            .map(|(text, p)| (text.as_str(), *p));
        let readings: Vec<(WordId, f32)> = std::iter::once(written)
            .chain(others)
            .filter(|(text, _)| !text.contains(' '))
            .filter_map(|(text, p)| Some((word(text)?, p)))
            .collect();
        for &(a, p) in &readings {
            for &(b, q) in readings.iter().filter(|&&(b, _)| a != b) {
                *strengths.entry((a, b)).or_default() += (p * q).sqrt().max(LEAST);
            }
        }
    }
    strengths
}

/// The strongest rivals; roots of their weights, so that the rarer ones are not forgotten.
fn strongest(weights: BTreeMap<WordId, f32>) -> (Vec<WordId>, Vec<f32>) {
    let mut rivals: Vec<(WordId, f32)> = weights.into_iter().collect();
    rivals.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    rivals.truncate(MOST);
    let mut sum = 0.0;
    rivals
        .into_iter()
        .map(|(rival, weight)| {
            sum += weight.sqrt();
            (rival, sum)
        })
        .unzip()
}
