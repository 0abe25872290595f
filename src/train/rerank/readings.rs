//! What words are read as, and what else those readings may be.

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::model::Model;
use crate::model::lexicon::{FIRST_WORD, WordId};
use crate::restore::Restorer;
use crate::text::letter::fold_text;
use crate::text::tone::normalize_tone_place;
use crate::train::align::WordPair;

/// Readings that a word keeps, and words that a reading may be.
const MOST_READINGS: usize = 40;
const MOST_CANDIDATES: usize = 20;
/// How often each word is thought to be read as its letters without marks, beside what was seen.
const UNMARKED: f32 = 1.0;

/// Words that a reading may be, each with the logarithm of what the channel gives it, in nats.
pub(super) type Candidates = Box<[(WordId, f32)]>;

/// The readings of each word, and the candidates of each reading.
#[derive(Debug)]
pub(super) struct Readings {
    /// By word: readings with running sums of their weights.
    words: Vec<(Vec<usize>, Vec<f32>)>,
    candidates: Vec<Candidates>,
}

impl Readings {
    /// What `pairs` show the first `words` words of the lexicon to be read as, with what `model` searches out for it.
    pub(super) fn find(model: &Model, pairs: &[WordPair], words: usize) -> Self {
        let (lexicon, letters) = (model.lexicon(), model.channel().letters);
        let find = |text: &str| {
            let id = |text: &str| lexicon.find(text.chars().map(|c| letters.code(c)));
            id(text)
                .or_else(|| id(&normalize_tone_place(&text.to_lowercase())))
                .filter(|&word| usize::from(word) < words)
        };
        // By reading: how often it was which word.
        let mut seen: BTreeMap<String, BTreeMap<WordId, f32>> = BTreeMap::new();
        let mut see = |text: String, word: WordId, weight: f32| {
            *seen.entry(text).or_default().entry(word).or_default() += weight;
        };
        for pair in pairs {
            if let Some(word) = find(&pair.truth.iter().collect::<String>()) {
                see(pair.read.iter().collect(), word, pair.weight);
            }
        }
        let known = WordId::try_from(words).unwrap_or(WordId::MAX);
        for word in FIRST_WORD..known {
            see(fold_text(lexicon.word(word)), word, UNMARKED);
        }
        let texts: Vec<&String> = seen.keys().collect();
        let restorer = Restorer::new(model);
        let candidates: Vec<Candidates> = texts
            .par_iter()
            .map_init(
                || restorer.worker(),
                |worker, text| {
                    let known = |&(word, _): &(WordId, _)| usize::from(word) < words;
                    let found = worker.candidates(text).into_iter().filter(known);
                    found
                        .take(MOST_CANDIDATES)
                        .map(|(word, cost)| (word, -cost.nats()))
                        .collect()
                },
            )
            .collect();
        let mut readings: Vec<Vec<(usize, f32)>> = vec![Vec::new(); words];
        for (at, (words, candidates)) in seen.values().zip(&candidates).enumerate() {
            for (word, weight) in words {
                if candidates.len() > 1 && candidates.iter().any(|(found, _)| found == word) {
                    readings[usize::from(*word)].push((at, *weight));
                }
            }
        }
        Self {
            words: readings.into_iter().map(commonest).collect(),
            candidates,
        }
    }

    /// True for a word that has readings which may be others.
    pub(super) fn has(&self, word: WordId) -> bool {
        self.words
            .get(usize::from(word))
            .is_some_and(|(readings, _)| !readings.is_empty())
    }

    /// The candidates of one reading of a word, the commoner the likelier.
    pub(super) fn draw(&self, word: WordId, random: &mut fastrand::Rng) -> &Candidates {
        let (readings, sums) = &self.words[usize::from(word)];
        let total = sums.last().copied().unwrap_or_default();
        let at = sums.partition_point(|&sum| sum <= random.f32() * total);
        &self.candidates[readings[at.min(readings.len() - 1)]]
    }
}

/// The commonest readings with running sums.
fn commonest(mut readings: Vec<(usize, f32)>) -> (Vec<usize>, Vec<f32>) {
    readings.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    readings.truncate(MOST_READINGS);
    let mut sum = 0.0;
    let running = |(reading, weight)| {
        sum += weight;
        (reading, sum)
    };
    readings.into_iter().map(running).unzip()
}
