//! Streams of word ids and the n-gram model → the network that looks again at doubtful places.
//!
//! A word of clean text is thought to be read as one of its readings in the pairs, and the network learns to tell it from
//! the other candidates of that reading, with what the n-grams and the channel say of each given beforehand: it learns what they
//! leave open, in the same odds as it will meet. Stochastic gradient descent with Adam (Kingma and Ba, 2015) over batches that are
//! drawn from the streams by their weights. The same input gives the same bytes on the same kind of processor.

mod network;
mod readings;
mod sampler;

use super::align::WordPair;
use super::text::Stream;
use crate::model::Model;
use crate::model::reranker::Shape;
use network::Network;
use readings::Readings;
use sampler::Sampler;

/// Examples of one step.
const BATCH: usize = 512;
/// Length of the steps: it grows over the first ones, and the last ones are near zero.
const RATE: f32 = 0.002;
const WARM: f32 = 500.0;
const SEED: u64 = 88_172_645_463_325_252;

/// Learns a network in `steps` steps and returns its bytes; `progress` is told the mean cost now and then.
pub(super) fn learn(
    model: &Model,
    streams: &[Stream],
    pairs: &[WordPair],
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
    let readings = Readings::find(model, pairs, shape.words);
    let sampler = Sampler::new(model.language_model(), streams, &readings, shape.far);
    let mut network = Network::new(shape, SEED);
    let mut cost = 0.0;
    for step in 0..steps {
        let batch = sampler.draw(SEED.wrapping_add(step as u64), BATCH);
        cost += network.step(&batch, rate(step, steps));
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

/// Length of a step.
#[allow(clippy::cast_precision_loss)] // numbers of steps
fn rate(step: usize, steps: usize) -> f32 {
    let (step, steps) = (step as f32, steps as f32);
    RATE * ((step + 1.0) / WARM).min(1.0) * (1.0 - step / steps).max(0.02)
}
