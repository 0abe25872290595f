//! Streams of word ids and the n-gram model → the network that looks again at doubtful places.
//!
//! It learns to tell a word of clean text from its rivals, words that a scan of it could be taken for, with what the
//! n-grams say of each given beforehand: it learns what they leave open. Stochastic gradient descent with AdaGrad
//! (Duchi, Hazan and Singer, 2011) over batches that are drawn from the streams by their weights. The same input gives
//! the same bytes on the same kind of processor.

mod network;
mod rivals;
mod sampler;

use super::pairs::Pair;
use super::text::Stream;
use crate::model::Model;
use crate::model::reranker::Shape;
use network::Network;
use rivals::Rivals;
use sampler::Sampler;

/// Examples of one step.
const BATCH: usize = 512;
/// Length of the first steps; the last ones are near zero.
const RATE: f32 = 0.05;
const SEED: u64 = 88_172_645_463_325_252;

/// Learns a network in `steps` steps and returns its bytes; `progress` is told the mean cost now and then.
pub(super) fn learn(
    model: &Model,
    streams: &[Stream],
    pairs: &[Pair],
    steps: usize,
    progress: &mut dyn FnMut(&str),
) -> Vec<u8> {
    let shape = Shape {
        words: model.lexicon().len().min(7_000),
        embedding: 48,
        hidden: 160,
        output: 64,
        near: 5,
        far: 20,
    };
    let rivals = Rivals::find(model, pairs, shape.words);
    let sampler = Sampler::new(model.language_model(), streams, &rivals, shape.far);
    let mut network = Network::new(shape, SEED);
    let mut cost = 0.0;
    for step in 0..steps {
        let batch = sampler.draw(SEED.wrapping_add(step as u64), BATCH);
        #[allow(clippy::cast_precision_loss)] // numbers of steps
        let rate = RATE * (1.0 - step as f32 / steps as f32).max(0.02);
        cost += network.step(&batch, rate);
        if (step + 1) % 5_000 == 0 {
            progress(&format!(
                "learning to look again: {} of {steps} steps, cost {:.3}",
                step + 1,
                cost / 5_000.0
            ));
            cost = 0.0;
        }
    }
    network.to_bytes()
}
