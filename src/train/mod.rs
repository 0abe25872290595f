//! Beside the stream: dictionaries, clean text and aligned noisy pairs → a model file.
//!
//! Three things are learned and none of them needs another: the lexicon is what the dictionaries list, the language
//! model counts its words in clean text, the channel counts what letters were read as in pairs of true and scanned
//! lines. Same input, same bytes.

mod align;
mod calibrate;
mod capitals;
mod confusion;
mod count;
mod lexicon;
mod marks;
mod ngram;
mod pairs;
mod rerank;
mod source;
mod text;
mod words;

use std::path::PathBuf;

use serde::Serialize;

use crate::cost::Cost;
use crate::model::channel::Params;
use crate::model::{Model, ModelParts};
pub use source::TrainError;
pub use source::Weighted;

/// What to build a model from.
#[derive(Clone, Debug)]
pub struct TrainOptions {
    /// Folder of the dictionaries.
    pub dictionaries: PathBuf,
    /// Clean text, UTF-8, a paragraph a line; `.xz` files are read through. The weight multiplies the counts.
    pub text: Vec<Weighted>,
    /// Aligned pairs of true and scanned lines. The weight multiplies the counts.
    pub pairs: Vec<Weighted>,
    /// The same of engines of other kinds than those that most scans were read by.
    pub other_pairs: Vec<Weighted>,
    /// Text of the kind that the model is for; paragraphs of the training text that resemble it count more.
    pub domain: Vec<PathBuf>,
    /// Bigrams to keep.
    pub bigrams: usize,
    /// Trigrams to keep.
    pub trigrams: usize,
    /// Pairs to keep in the confusion table.
    pub confusions: usize,
    /// Steps in which the network for doubtful places learns; none for a model without it.
    pub reranker_steps: usize,
}

/// What the training saw and made, also kept inside the model.
#[derive(Clone, Debug, Default, Serialize)]
pub struct TrainSummary {
    /// Words of the lexicon.
    pub words: usize,
    /// Words of clean text that were counted.
    pub text_words: u64,
    /// Of these, words that the lexicon lacks.
    pub unknown_words: u64,
    /// Aligned pairs of lines.
    pub pairs: usize,
    /// The same of other engines.
    pub other_pairs: usize,
    /// Pairs of words learned from.
    pub word_pairs: usize,
    /// Bigrams kept.
    pub bigrams: usize,
    /// Trigrams kept.
    pub trigrams: usize,
    /// Entries of the confusion table.
    pub confusions: usize,
}

/// Of the confusions to keep, how many fifths the wide channel has: what is left to it is a prior.
const WIDE_FIFTHS: usize = 3;

/// Builds a model; `progress` is told in a few words what is being done.
///
/// # Errors
/// Where an input cannot be read or has no usable content; the message names the file and line.
pub fn train(
    options: &TrainOptions,
    progress: &mut dyn FnMut(&str),
) -> Result<(Vec<u8>, TrainSummary), TrainError> {
    progress("reading the dictionaries");
    let vocabulary = lexicon::Vocabulary::read(&options.dictionaries)?;

    progress("reading the clean text");
    let wording = lexicon::wording(&options.dictionaries)?;
    let (streams, cases) = text::read(&options.text, &options.domain, &wording, &vocabulary)?;
    progress("counting words");
    let order = vocabulary.by_frequency(&streams);
    let streams = order.renumber(streams);
    let mut summary = TrainSummary {
        words: order.len(),
        text_words: streams.iter().map(text::Stream::words).sum(),
        unknown_words: streams.iter().map(text::Stream::unknown_words).sum(),
        ..TrainSummary::default()
    };
    progress("counting n-grams");
    let counts = count::count(&streams, order.len());
    progress("smoothing and pruning");
    let mut parts = ModelParts::default();
    let ngrams = ngram::estimate(&counts, options.bigrams, options.trigrams);
    summary.bigrams = ngrams.bigrams.len();
    summary.trigrams = ngrams.trigrams.len();
    ngrams.write(&mut parts);
    cases.write(&order, &mut parts);

    let pairs = pairs::read(&options.pairs)?;
    let other_pairs = pairs::read(&options.other_pairs)?;
    summary.pairs = pairs.len();
    summary.other_pairs = other_pairs.len();
    let hints = confusion::hints(&options.dictionaries)?;
    let channels = Channels {
        hints: &hints,
        confusions: options.confusions,
        order: &order,
        unigrams: &ngrams.unigram_costs(),
    };
    let (held, others): (Vec<_>, Vec<_>) = pairs.iter().cloned().partition(calibrate::is_kept_back);
    let calibrated = !held.is_empty() && !others.is_empty();
    if options.reranker_steps > 0 || calibrated {
        // A channel that has not seen the pages kept back serves to learn the rest.
        let mut trial = parts.clone();
        let (words, _) = channels.learn(&others, &other_pairs, &mut trial);
        if options.reranker_steps > 0 {
            progress("searching for what the pairs read words as");
            let model = open(&trial)?;
            let steps = options.reranker_steps;
            parts.reranker = rerank::learn(&model, &streams, &words, steps, progress);
            trial.reranker.clone_from(&parts.reranker);
        }
        if calibrated {
            progress("learning how sure to be, from pages kept back");
            let weights = calibrate::fit(&open(&trial)?, &held);
            let bytes = weights.iter().flat_map(|weight| weight.to_le_bytes());
            parts.confidence = bytes.collect();
        }
    }
    progress("learning the channel");
    let (words, confusions) = channels.learn(&pairs, &other_pairs, &mut parts);
    (summary.word_pairs, summary.confusions) = (words.len(), confusions);
    parts.about = serde_json::to_vec(&summary).unwrap_or_default();
    Ok((parts.write(), summary))
}

/// The model of what was learned so far.
fn open(parts: &ModelParts) -> Result<Model, TrainError> {
    Model::from_bytes(parts.clone().write()).map_err(|error| TrainError::Nothing {
        what: format!("what was learned so far makes no model: {error}"),
    })
}

/// What every channel needs beside its pairs.
struct Channels<'a> {
    hints: &'a [(confusion::Entry, f64)],
    confusions: usize,
    order: &'a lexicon::Order,
    unigrams: &'a [Cost],
}

impl Channels<'_> {
    /// Learns the channel from pairs, writes it and the lexicon, whose letters it shares; returns the pairs of words and the
    /// number of confusions.
    fn learn(
        &self,
        pairs: &[pairs::Pair],
        other_pairs: &[pairs::Pair],
        parts: &mut ModelParts,
    ) -> (Vec<align::WordPair>, usize) {
        let aligned = align::align(pairs);
        let confusion = confusion::estimate(&aligned, self.hints, self.confusions);
        let wide = (!other_pairs.is_empty()).then(|| {
            let aligned = align::align(&[pairs, other_pairs].concat());
            confusion::estimate(&aligned, self.hints, self.confusions / 5 * WIDE_FIFTHS)
        });
        let letters = lexicon::alphabet(self.order);
        let params = Params {
            join: aligned.join_cost(),
            split: aligned.split_cost(),
            ..confusion::FLOORS
        };
        aligned.marks.write(parts);
        aligned.whole.write(self.order, parts);
        confusion.write(&letters, parts);
        if let Some(wide) = &wide {
            wide.write_wide(&letters, parts);
        }
        self.order.write(&letters, self.unigrams, parts);
        parts.params = params
            .to_array()
            .iter()
            .flat_map(|value| value.to_le_bytes())
            .collect();
        (aligned.words, confusion.len())
    }
}
