//! The network while it learns, in floating point.

use ndarray::linalg::general_mat_mul;
use ndarray::{Array1, Array2, ArrayView1, ArrayViewMut1, Axis, Slice, Zip};

use super::sampler::Example;
use crate::model::lexicon::{FIRST_WORD, UNKNOWN, WordId};
use crate::model::reranker::{Reranker, Shape};

/// Steps of dense matrices are shorter: every example moves them.
const DENSE: f32 = 0.2;
/// Gradients smaller than this are not worth the work.
const FAINT: f32 = 1e-4;

#[derive(Debug)]
pub(super) struct Network {
    shape: Shape,
    weights: Layers,
    /// Sums of squared gradients.
    squares: Layers,
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
            squares: Layers::filled(shape, |_| 0.0),
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
            cost += self.choose(example, output.row(row), output_gradient.row_mut(row), rate);
        }
        self.learn_layers(batch, &seen, &hidden, &output_gradient, rate);
        #[allow(clippy::cast_precision_loss)] // size of a batch
        {
            cost / rows as f32
        }
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

    /// Scores an example's readings, moves their words, and adds the gradient of the query; returns the cost.
    fn choose(
        &mut self,
        example: &Example,
        query: ArrayView1<'_, f32>,
        mut query_gradient: ArrayViewMut1<'_, f32>,
        rate: f32,
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
            Zip::from(self.weights.words.row_mut(word))
                .and(self.squares.words.row_mut(word))
                .and(query)
                .for_each(|weight, square, &x| descend(weight, square, gradient * x, rate));
            descend(
                &mut self.weights.word_bias[word],
                &mut self.squares.word_bias[word],
                gradient,
                rate,
            );
        }
        -((scores[0] - most).exp() / sum).max(1e-9).ln()
    }

    /// Back-propagation below the query.
    fn learn_layers(
        &mut self,
        batch: &[Example],
        seen: &Array2<f32>,
        hidden: &Array2<f32>,
        output_gradient: &Array2<f32>,
        rate: f32,
    ) {
        let mut hidden_gradient = output_gradient.dot(&self.weights.outputs.t());
        Zip::from(&mut hidden_gradient)
            .and(hidden)
            .for_each(|gradient, &unit| {
                if unit <= 0.0 {
                    *gradient = 0.0;
                }
            });
        let seen_gradient = hidden_gradient.dot(&self.weights.inputs.t());
        #[allow(clippy::cast_precision_loss)] // size of a batch
        let share = 1.0 / batch.len() as f32;
        let dense = |weight: &mut f32, square: &mut f32, gradient: &f32| {
            descend(weight, square, share * gradient, DENSE * rate);
        };
        Zip::from(&mut self.weights.outputs)
            .and(&mut self.squares.outputs)
            .and(&hidden.t().dot(output_gradient))
            .for_each(dense);
        Zip::from(&mut self.weights.inputs)
            .and(&mut self.squares.inputs)
            .and(&seen.t().dot(&hidden_gradient))
            .for_each(dense);
        Zip::from(&mut self.weights.hidden_bias)
            .and(&mut self.squares.hidden_bias)
            .and(&hidden_gradient.sum_axis(Axis(0)))
            .for_each(dense);
        for (example, gradients) in batch.iter().zip(seen_gradient.outer_iter()) {
            for (slot, word, share) in self.slots(example) {
                let at = slot * self.shape.embedding;
                Zip::from(self.weights.embeddings.row_mut(usize::from(word)))
                    .and(self.squares.embeddings.row_mut(usize::from(word)))
                    .and(gradients.slice_axis(Axis(0), Slice::from(at..at + self.shape.embedding)))
                    .for_each(|weight, square, &gradient| {
                        descend(weight, square, share * gradient, rate)
                    });
            }
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

/// One step of AdaGrad.
fn descend(weight: &mut f32, square: &mut f32, gradient: f32, rate: f32) {
    const SMALL: f32 = 1e-4;
    *square += gradient * gradient;
    *weight -= rate * gradient / (square.sqrt() + SMALL);
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
        let first = network.step(&batch, 0.05);
        assert!((first - 2.0_f32.ln()).abs() < 0.2, "{first} at first");
        let last = (0..200).map(|_| network.step(&batch, 0.05)).last().unwrap();
        assert!(last < 0.05, "{last} at last");
    }
}
