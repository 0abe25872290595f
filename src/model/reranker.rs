//! The reranker: a small network that tells, from the words on both sides, which of some words stands at a place.
//!
//! The n-gram tables look back two words. Where they and the channel leave a place in doubt, this looks at the words
//! near it, each at its own distance, and at all the words farther off together (a log-bilinear model with one hidden
//! layer; Mnih and Hinton, 2007). Its scores add to the log-probabilities that the lattice found.
//!
//! Matrices are rows of signed bytes, each row after a scale of four bytes.

use std::ops::Range;

use super::lexicon::{FIRST_WORD, UNKNOWN, WordId};

/// Sizes of the network.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Shape {
    /// Words it knows: the most frequent of the lexicon.
    pub words: usize,
    /// Numbers that stand for a word of the context.
    pub embedding: usize,
    /// Hidden units.
    pub hidden: usize,
    /// Numbers that stand for a word to be scored.
    pub output: usize,
    /// Words on each side that are seen one by one.
    pub near: usize,
    /// Words on each side that are seen at all.
    pub far: usize,
}

impl Shape {
    const NUMBERS: usize = 6;
    const HEAD: usize = 4 * Self::NUMBERS;

    /// Places of the context: each near word, and the far ones of each side.
    #[must_use]
    pub fn slots(&self) -> usize {
        2 * self.near + 2
    }

    /// The slot of the word at a distance from the place, 0 for its neighbour.
    #[must_use]
    pub fn near_slot(&self, right: bool, distance: usize) -> usize {
        distance + usize::from(right) * self.near
    }

    /// The slot of the far words of a side. Each has a share of one over the root of their number; classes have none.
    #[must_use]
    pub fn far_slot(&self, right: bool) -> usize {
        2 * self.near + usize::from(right)
    }

    fn of_bytes(bytes: &[u8]) -> Option<Self> {
        let number = |i: usize| -> Option<usize> {
            let bytes = bytes.get(4 * i..4 * i + 4)?.try_into().ok()?;
            usize::try_from(u32::from_le_bytes(bytes))
                .ok()
                .filter(|&n| n < 1 << 16)
        };
        Some(Self {
            words: number(0)?,
            embedding: number(1)?,
            hidden: number(2)?,
            output: number(3)?,
            near: number(4)?,
            far: number(5)?,
        })
    }

    /// Rows and columns of each matrix in the order of the file; a vector is a matrix of one row.
    fn matrices(&self) -> [(usize, usize); 6] {
        [
            (self.words, self.embedding),
            (self.slots() * self.embedding, self.hidden),
            (1, self.hidden),
            (self.hidden, self.output),
            (self.words, self.output),
            (1, self.words),
        ]
    }
}

/// A matrix of bytes.
#[derive(Clone, Copy, Debug)]
struct Rows<'m> {
    bytes: &'m [u8],
    columns: usize,
}

impl<'m> Rows<'m> {
    /// A row's scale and bytes.
    fn row(self, index: usize) -> (f32, &'m [u8]) {
        let at = index * (self.columns + 4);
        let row = &self.bytes[at..at + 4 + self.columns];
        (
            f32::from_le_bytes([row[0], row[1], row[2], row[3]]),
            &row[4..],
        )
    }

    /// Adds `factor` times a row to `sum`.
    fn add_to(self, index: usize, factor: f32, sum: &mut [f32]) {
        let (scale, row) = self.row(index);
        let factor = factor * scale;
        for (sum, &byte) in sum.iter_mut().zip(row) {
            *sum += factor * f32::from(byte.cast_signed());
        }
    }

    fn dot(self, index: usize, with: &[f32]) -> f32 {
        let (scale, row) = self.row(index);
        let sum: f32 = row
            .iter()
            .zip(with)
            .map(|(&byte, x)| f32::from(byte.cast_signed()) * x)
            .sum();
        scale * sum
    }
}

/// The network.
#[derive(Clone, Copy, Debug)]
pub struct Reranker<'m> {
    /// Its sizes.
    pub shape: Shape,
    embeddings: Rows<'m>,
    inputs: Rows<'m>,
    hidden_bias: Rows<'m>,
    outputs: Rows<'m>,
    words: Rows<'m>,
    word_bias: Rows<'m>,
}

impl<'m> Reranker<'m> {
    /// The network in a section's bytes; nothing where they are empty or not of the right size.
    pub(crate) fn of_bytes(bytes: &'m [u8]) -> Option<Self> {
        let shape = Shape::of_bytes(bytes)?;
        let mut at = Shape::HEAD;
        let mut next = |(rows, columns): (usize, usize)| -> Option<Rows<'m>> {
            let range: Range<usize> = at..at + rows * (columns + 4);
            at = range.end;
            Some(Rows {
                bytes: bytes.get(range)?,
                columns,
            })
        };
        let [a, b, c, d, e, f] = shape.matrices();
        let network = Self {
            shape,
            embeddings: next(a)?,
            inputs: next(b)?,
            hidden_bias: next(c)?,
            outputs: next(d)?,
            words: next(e)?,
            word_bias: next(f)?,
        };
        (at == bytes.len()).then_some(network)
    }

    /// A section's bytes, from matrices in the order of [`Shape::matrices`], row by row.
    #[cfg(feature = "train")]
    pub(crate) fn to_bytes(shape: Shape, matrices: [&[f32]; 6]) -> Vec<u8> {
        let numbers = [
            shape.words,
            shape.embedding,
            shape.hidden,
            shape.output,
            shape.near,
            shape.far,
        ];
        let mut out: Vec<u8> = numbers
            .iter()
            .flat_map(|&n| u32::try_from(n).unwrap_or(u32::MAX).to_le_bytes())
            .collect();
        for ((_, columns), matrix) in shape.matrices().into_iter().zip(matrices) {
            for row in matrix.chunks_exact(columns) {
                let largest = row.iter().fold(0.0_f32, |most, x| most.max(x.abs()));
                let scale = largest.max(f32::MIN_POSITIVE) / 127.0;
                out.extend(scale.to_le_bytes());
                #[allow(clippy::cast_possible_truncation)] // at most 127
                out.extend(
                    row.iter()
                        .map(|x| ((x / scale).round() as i8).cast_unsigned()),
                );
            }
        }
        out
    }

    /// True for a word that it can score.
    #[must_use]
    pub fn knows(&self, word: WordId) -> bool {
        word >= FIRST_WORD && usize::from(word) < self.shape.words
    }

    /// What a word in a slot adds to the hidden units.
    pub fn contribution(&self, slot: usize, word: WordId, sum: &mut [f32]) {
        let word = if usize::from(word) < self.shape.words {
            word
        } else {
            UNKNOWN
        };
        let (scale, embedding) = self.embeddings.row(usize::from(word));
        for (d, &byte) in embedding.iter().enumerate() {
            let x = scale * f32::from(byte.cast_signed());
            self.inputs.add_to(slot * self.shape.embedding + d, x, sum);
        }
    }

    /// The query of a place: `hear` adds to the hidden units what the words around it do, each by [`Self::contribution`].
    pub fn query(&self, query: &mut Query, hear: impl FnOnce(&mut [f32])) {
        query.hidden.clear();
        query.hidden.resize(self.shape.hidden, 0.0);
        self.hidden_bias.add_to(0, 1.0, &mut query.hidden);
        hear(&mut query.hidden);
        query.output.clear();
        query.output.resize(self.shape.output, 0.0);
        for (unit, &value) in query.hidden.iter().enumerate() {
            if value > 0.0 {
                self.outputs.add_to(unit, value, &mut query.output);
            }
        }
    }

    /// How well a word fits a query, in nats; only differences mean something.
    #[must_use]
    pub fn score(&self, query: &Query, word: WordId) -> f32 {
        let (scale, biases) = self.word_bias.row(0);
        let bias = scale * f32::from(biases[usize::from(word)].cast_signed());
        bias + self.words.dot(usize::from(word), &query.output)
    }
}

/// Scratch and result of a query.
#[derive(Debug, Default)]
pub struct Query {
    hidden: Vec<f32>,
    output: Vec<f32>,
}

#[cfg(all(test, feature = "train"))]
mod tests {
    use super::*;

    /// The smallest network that there is.
    fn bytes() -> Vec<u8> {
        let shape = Shape {
            words: 1,
            embedding: 1,
            hidden: 1,
            output: 1,
            near: 0,
            far: 0,
        };
        Reranker::to_bytes(shape, [&[1.0], &[1.0, 1.0], &[0.0], &[1.0], &[1.0], &[0.0]])
    }

    #[test]
    fn bytes_of_the_wrong_size_are_no_network() {
        let mut bytes = bytes();
        assert!(Reranker::of_bytes(&bytes).is_some());
        assert!(Reranker::of_bytes(&[]).is_none());
        bytes.pop();
        assert!(Reranker::of_bytes(&bytes).is_none());
        bytes.extend([0, 0]);
        assert!(Reranker::of_bytes(&bytes).is_none());
    }
}
