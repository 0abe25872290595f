//! The network while it learns, in floating point.

use std::collections::BTreeSet;

use ndarray::linalg::general_mat_mul;
use ndarray::{Array1, Array2, ArrayView1, ArrayViewMut1, Axis, Slice, Zip};

use super::sampler::Example;
use crate::model::lexicon::{FIRST_WORD, UNKNOWN, WordId};
use crate::model::reranker::{Reranker, Shape};

/// How slowly the means of gradients and of their squares move.
const MOMENTUM: f32 = 0.9;
const MEMORY: f32 = 0.999;
/// Gradients smaller than this are not worth the work.
const FAINT: f32 = 1e-4;

#[derive(Debug)]
pub(super) struct Network {
    shape: Shape,
    weights: Layers,
    /// Of the batch at hand; zero between batches.
    gradients: Layers,
    /// Running means of gradients and of their squares.
    means: Layers,
    squares: Layers,
    /// Rows of the embeddings and of the words that the batch touches.
    contexts: BTreeSet<usize>,
    readings: BTreeSet<usize>,
    steps: i32,
}

#[derive(Debug)]
struct Layers {
    embeddings: Array2<f32>,
    inputs: Array2<f32>,
    hidden_bias: Array1<f32>,
    outputs: Array2<f32>,
    words: Array2<f32>,
    word_bias: Array1<f32>,
}

impl Layers {
    fn filled(shape: Shape, mut with: impl FnMut(f32) -> f32) -> Self {
        let Shape {
            words,
            embedding,
            hidden,
            output,
            ..
        } = shape;
        let inputs = shape.slots() * embedding;
        #[allow(clippy::cast_precision_loss)] // sizes of layers
        let share = |n: usize| 1.0 / (n as f32).sqrt();
        let mut matrix =
            |rows, columns, spread| Array2::from_shape_simple_fn((rows, columns), || with(spread));
        Self {
            embeddings: matrix(words, embedding, 0.3),
            inputs: matrix(inputs, hidden, 1.5 * share(inputs)),
            hidden_bias: Array1::zeros(hidden),
            outputs: matrix(hidden, output, share(hidden)),
            words: matrix(words, output, 0.1),
            word_bias: Array1::zeros(words),
        }
    }
}

impl Network {
    pub(super) fn new(shape: Shape, seed: u64) -> Self {
        let mut random = fastrand::Rng::with_seed(seed);
        // The sum of four uniform numbers is near enough to normal.
        let normal = |spread: f32| {
            let sum: f32 = (0..4).map(|_| random.f32()).sum();
            (sum - 2.0) * 3.0_f32.sqrt() * spread
        };
        Self {
            shape,
            weights: Layers::filled(shape, normal),
            gradients: Layers::filled(shape, |_| 0.0),
            means: Layers::filled(shape, |_| 0.0),
            squares: Layers::filled(shape, |_| 0.0),
            contexts: BTreeSet::new(),
            readings: BTreeSet::new(),
            steps: 0,
        }
    }

    /// Learns from a batch; returns its mean cost in nats.
    pub(super) fn step(&mut self, batch: &[Example], rate: f32) -> f32 {
        let rows = batch.len();
        if rows == 0 {
            return 0.0;
        }
        let inputs = self.shape.slots() * self.shape.embedding;
        let mut seen = Array2::zeros((rows, inputs));
        for (example, mut row) in batch.iter().zip(seen.outer_iter_mut()) {
            for (slot, word, share) in self.slots(example) {
                let at = slot * self.shape.embedding;
                let embedding = self.weights.embeddings.row(usize::from(word));
                let mut part =
                    row.slice_axis_mut(Axis(0), Slice::from(at..at + self.shape.embedding));
                part.scaled_add(share, &embedding);
            }
        }
        let mut hidden = Array2::zeros((rows, self.shape.hidden)) + &self.weights.hidden_bias;
        general_mat_mul(1.0, &seen, &self.weights.inputs, 1.0, &mut hidden);
        hidden.mapv_inplace(|x: f32| x.max(0.0));
        let output = hidden.dot(&self.weights.outputs);
        let mut output_gradient = Array2::zeros(output.raw_dim());
        let mut cost = 0.0;
        for (row, example) in batch.iter().enumerate() {
            cost += self.choose(example, output.row(row), output_gradient.row_mut(row));
        }
        self.propagate(batch, &seen, &hidden, &output_gradient);
        #[allow(clippy::cast_precision_loss)] // size of a batch
        let share = 1.0 / rows as f32;
        self.descend(share, rate);
        share * cost
    }

    /// The words of an example's context: slot, word, share.
    fn slots<'e>(
        &self,
        example: &'e Example,
    ) -> impl Iterator<Item = (usize, WordId, f32)> + use<'e> {
        let shape = self.shape;
        let known = move |word: WordId| {
            if usize::from(word) < shape.words {
                word
            } else {
                UNKNOWN
            }
        };
        [false, true].into_iter().flat_map(move |right| {
            let at = move |distance: usize| {
                example.context[if right {
                    shape.far + distance
                } else {
                    shape.far - distance
                }]
            };
            let near = (1..=shape.near).map(move |distance| {
                (
                    distance - 1 + usize::from(right) * shape.near,
                    known(at(distance)),
                    1.0,
                )
            });
            let heard = move || {
                (shape.near + 1..=shape.far)
                    .map(at)
                    .filter(|&word| word >= FIRST_WORD)
            };
            #[allow(clippy::cast_precision_loss)] // some thirty words
            let share = 1.0 / (heard().count().max(1) as f32).sqrt();
            let slot = 2 * shape.near + usize::from(right);
            near.chain(heard().map(move |word| (slot, known(word), share)))
        })
    }

    /// Scores an example's readings, and adds the gradients of their words and of the query; returns the cost.
    fn choose(
        &mut self,
        example: &Example,
        query: ArrayView1<'_, f32>,
        mut query_gradient: ArrayViewMut1<'_, f32>,
    ) -> f32 {
        let scores: Vec<f32> = example
            .readings
            .iter()
            .zip(&example.scores)
            .map(|(&word, score)| {
                let word = usize::from(word);
                score + self.weights.word_bias[word] + self.weights.words.row(word).dot(&query)
            })
            .collect();
        let most = scores
            .iter()
            .fold(f32::NEG_INFINITY, |most, score| most.max(*score));
        let sum: f32 = scores.iter().map(|score| (score - most).exp()).sum();
        for (index, (&word, score)) in example.readings.iter().zip(&scores).enumerate() {
            let p = (score - most).exp() / sum;
            let gradient = example.weight * (p - f32::from(u8::from(index == 0)));
            if gradient.abs() < FAINT {
                continue;
            }
            let word = usize::from(word);
            query_gradient.scaled_add(gradient, &self.weights.words.row(word));
            self.gradients
                .words
                .row_mut(word)
                .scaled_add(gradient, &query);
            self.gradients.word_bias[word] += gradient;
            self.readings.insert(word);
        }
        -example.weight * ((scores[0] - most).exp() / sum).max(1e-9).ln()
    }

    /// Back-propagation below the query.
    fn propagate(
        &mut self,
        batch: &[Example],
        seen: &Array2<f32>,
        hidden: &Array2<f32>,
        output_gradient: &Array2<f32>,
    ) {
        let mut hidden_gradient = output_gradient.dot(&self.weights.outputs.t());
        Zip::from(&mut hidden_gradient)
            .and(hidden)
            .for_each(|gradient, &unit| {
                if unit <= 0.0 {
                    *gradient = 0.0;
                }
            });
        let gradients = &mut self.gradients;
        general_mat_mul(
            1.0,
            &hidden.t(),
            output_gradient,
            1.0,
            &mut gradients.outputs,
        );
        general_mat_mul(1.0, &seen.t(), &hidden_gradient, 1.0, &mut gradients.inputs);
        gradients.hidden_bias += &hidden_gradient.sum_axis(Axis(0));
        let seen_gradient = hidden_gradient.dot(&self.weights.inputs.t());
        for (example, of_example) in batch.iter().zip(seen_gradient.outer_iter()) {
            for (slot, word, share) in self.slots(example) {
                let (at, word) = (slot * self.shape.embedding, usize::from(word));
                let part = Slice::from(at..at + self.shape.embedding);
                let part = of_example.slice_axis(Axis(0), part);
                self.gradients
                    .embeddings
                    .row_mut(word)
                    .scaled_add(share, &part);
                self.contexts.insert(word);
            }
        }
    }

    /// One step of Adam down the gradients, of which each is to be multiplied by `share`; they are zero then.
    fn descend(&mut self, share: f32, rate: f32) {
        self.steps += 1;
        let rate =
            rate * (1.0 - MEMORY.powi(self.steps)).sqrt() / (1.0 - MOMENTUM.powi(self.steps));
        let step = |weight: &mut f32, gradient: &mut f32, mean: &mut f32, square: &mut f32| {
            const SMALL: f32 = 1e-8;
            let slope = share * std::mem::take(gradient);
            *mean += (1.0 - MOMENTUM) * (slope - *mean);
            *square += (1.0 - MEMORY) * (slope * slope - *square);
            *weight -= rate * *mean / (square.sqrt() + SMALL);
        };
        let Self {
            weights,
            gradients,
            means,
            squares,
            ..
        } = self;
        macro_rules! step {
            ($layer:ident, $view:ident($($row:expr)?)) => {
                Zip::from(weights.$layer.$view($($row)?))
                    .and(gradients.$layer.$view($($row)?))
                    .and(means.$layer.$view($($row)?))
                    .and(squares.$layer.$view($($row)?))
                    .for_each(step)
            };
        }
        step!(inputs, view_mut());
        step!(hidden_bias, view_mut());
        step!(outputs, view_mut());
        step!(word_bias, view_mut());
        // Rows that nothing touched rest: most words are in no batch.
        for row in std::mem::take(&mut self.contexts) {
            step!(embeddings, row_mut(row));
        }
        for row in std::mem::take(&mut self.readings) {
            step!(words, row_mut(row));
        }
    }

    pub(super) fn to_bytes(&self) -> Vec<u8> {
        let layers = &self.weights;
        let slices = [
            layers.embeddings.as_slice(),
            layers.inputs.as_slice(),
            layers.hidden_bias.as_slice(),
            layers.outputs.as_slice(),
            layers.words.as_slice(),
            layers.word_bias.as_slice(),
        ];
        Reranker::to_bytes(
            self.shape,
            slices.map(|slice| slice.expect("invariant: the layers were made in row order")),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn learns_what_the_word_before_tells() {
        // After 10 stands 20, after 11 stands 21; the n-grams say nothing.
        let shape = Shape {
            words: 32,
            embedding: 4,
            hidden: 8,
            output: 4,
            near: 1,
            far: 2,
        };
        let example = |before: WordId, [right, wrong]: [WordId; 2]| Example {
            context: vec![12, before, right, 13, 14],
            readings: vec![right, wrong],
            scores: vec![0.0, 0.0],
            weight: 1.0,
        };
        let mut network = Network::new(shape, 1);
        let batch: Vec<Example> = (0..32)
            .map(|n| {
                if n % 2 == 0 {
                    example(10, [20, 21])
                } else {
                    example(11, [21, 20])
                }
            })
            .collect();
        let first = network.step(&batch, 0.01);
        assert!((first - 2.0_f32.ln()).abs() < 0.2, "{first} at first");
        let last = (0..200).map(|_| network.step(&batch, 0.01)).last().unwrap();
        assert!(last < 0.05, "{last} at last");
    }
}
