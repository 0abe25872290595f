//! A second look at the places that the lattice leaves in doubt, with more of the sentence in view.
//!
//! Of the readings of an arc on the best path, those that are not out of the question are scored by the model's
//! [`Reranker`]; posteriors and scores together (log-linear) decide, and the posteriors are theirs. Arcs that the path
//! does not take, and words that the network does not know, stay as they were.

use super::decode::Decoder;
use super::heard::Heard;
use super::lattice::Lattice;
use crate::model::lexicon::{BREAK, WordId};
use crate::model::reranker::{Query, Reranker};

/// A reading surer than this is not looked at again.
const SURE: f32 = 0.98;
/// Readings less probable than this are out of the question.
const OUT_OF_QUESTION: f32 = 0.000_5;
/// Weights of the posterior's logarithm and of the network's score.
const POSTERIOR_WEIGHT: f32 = 0.7;
const SCORE_WEIGHT: f32 = 0.5;
/// Looks at a stretch: what one place becomes may matter to another.
const LOOKS: usize = 2;

/// Scratch and memory of reranking.
#[derive(Debug, Default)]
pub(super) struct Rerank {
    query: Query,
    heard: Heard,
    /// Words before the stretch, last one last.
    before: Vec<WordId>,
    /// Words of the path, and the place in the path of each.
    words: Vec<WordId>,
    places: Vec<usize>,
    scored: Vec<(usize, f32)>,
    doubtful: Vec<Doubtful>,
    /// Posteriors of the readings of doubtful places, one after another.
    posteriors: Vec<f32>,
}

/// A doubtful place of the path.
#[derive(Clone, Copy, Debug)]
struct Doubtful {
    /// Place in the path, and among the words.
    place: usize,
    word: usize,
    /// Its first posterior.
    posteriors: usize,
}

impl Rerank {
    /// Forgets the document before.
    pub(super) fn clear(&mut self) {
        self.before.clear();
    }

    /// Looks again at the doubtful places of a decoded stretch.
    pub(super) fn run(&mut self, network: &Reranker<'_>, lattice: &Lattice, decoder: &mut Decoder) {
        self.words.clear();
        self.places.clear();
        self.words.extend_from_slice(&self.before);
        let first = self.words.len();
        for (place, &(_, candidate)) in decoder.path.iter().enumerate() {
            if let Some(word) = lattice.candidates[candidate].word
                && (word != BREAK || self.words.last() != Some(&BREAK))
            {
                self.words.push(word);
                self.places.push(place);
            }
        }
        self.find_doubtful(network, lattice, decoder, first);
        if !self.doubtful.is_empty() {
            self.heard.read(network, &self.words);
            for _ in 0..LOOKS {
                let mut changed = false;
                for nth in 0..self.doubtful.len() {
                    changed |= self.look(network, lattice, decoder, self.doubtful[nth]);
                }
                if !changed {
                    break;
                }
            }
        }
        let keep = self.words.len().saturating_sub(network.shape.far);
        self.before.clear();
        self.before.extend_from_slice(&self.words[keep..]);
        if self.before.last() != Some(&BREAK) {
            self.before.push(BREAK);
        }
    }

    /// Finds the words from `first` on that may be others, with what the lattice says of their readings.
    fn find_doubtful(
        &mut self,
        network: &Reranker<'_>,
        lattice: &Lattice,
        decoder: &Decoder,
        first: usize,
    ) {
        self.doubtful.clear();
        self.posteriors.clear();
        for (&place, word) in self.places.iter().zip(first..) {
            let (arc, candidate) = decoder.path[place];
            if decoder.posteriors[candidate] >= SURE || !network.knows(self.words[word]) {
                continue;
            }
            self.doubtful.push(Doubtful {
                place,
                word,
                posteriors: self.posteriors.len(),
            });
            let arc = &lattice.arcs[arc];
            let posteriors = &decoder.posteriors[arc.first as usize..arc.last as usize];
            self.posteriors.extend_from_slice(posteriors);
        }
    }

    /// Weighs the readings of one place; true where another one won.
    fn look(
        &mut self,
        network: &Reranker<'_>,
        lattice: &Lattice,
        decoder: &mut Decoder,
        at: Doubtful,
    ) -> bool {
        let (arc_index, chosen) = decoder.path[at.place];
        let arc = &lattice.arcs[arc_index];
        let Self {
            query,
            heard,
            words,
            scored,
            ..
        } = self;
        scored.clear();
        let posteriors = &self.posteriors[at.posteriors..];
        for ((candidate, reading), &p) in
            (arc.first as usize..).zip(lattice.of(arc)).zip(posteriors)
        {
            if p >= OUT_OF_QUESTION && reading.word.is_some_and(|word| network.knows(word)) {
                scored.push((candidate, p));
            }
        }
        if scored.len() < 2 {
            return false;
        }
        network.query(query, |units| heard.hear(network, words, at.word, units));
        let mass: f32 = scored.iter().map(|(_, p)| p).sum();
        for (candidate, p) in scored.iter_mut() {
            let word = lattice.candidates[*candidate].word.unwrap_or_default();
            *p = POSTERIOR_WEIGHT * p.ln() + SCORE_WEIGHT * network.score(query, word);
        }
        let most = scored
            .iter()
            .fold(f32::NEG_INFINITY, |most, (_, score)| most.max(*score));
        scored
            .iter_mut()
            .for_each(|(_, score)| *score = (*score - most).exp());
        let sum: f32 = scored.iter().map(|(_, score)| score).sum();
        let mut best = (chosen, 0.0);
        for &(candidate, score) in scored.iter() {
            decoder.posteriors[candidate] = mass * score / sum;
            if score > best.1 {
                best = (candidate, score);
            }
        }
        if best.0 == chosen {
            return false;
        }
        decoder.path[at.place].1 = best.0;
        let word = lattice.candidates[best.0].word.unwrap_or_default();
        if word != words[at.word] {
            words[at.word] = word;
            heard.read_from(network, words, at.word);
        }
        true
    }
}

#[cfg(all(test, feature = "train"))]
mod tests {
    use super::*;
    use crate::cost::Cost;
    use crate::model::reranker::Shape;
    use crate::restore::lattice::{Candidate, Form};
    use crate::span::Span;

    /// After word 6 comes word 6 and not 7; before it, it is the other way round.
    fn network() -> Vec<u8> {
        let shape = Shape {
            words: 8,
            embedding: 1,
            hidden: 2,
            output: 1,
            near: 1,
            far: 2,
        };
        Reranker::to_bytes(
            shape,
            [
                &[0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0],
                &[3.0, 0.0, 0.0, 3.0, 0.0, 0.0, 0.0, 0.0],
                &[0.0, 0.0],
                &[1.0, -1.0],
                &[0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0, -1.0],
                &[0.0; 8],
            ],
        )
    }

    /// A chain of places, each with readings (word, posterior); the first of each is on the path.
    fn decoded(places: &[&[(WordId, f32)]]) -> (Lattice, Decoder) {
        let mut lattice = Lattice::default();
        let mut decoder = Decoder::default();
        lattice.reset();
        for (index, readings) in places.iter().enumerate() {
            let first = lattice.candidates.len();
            for &(word, posterior) in *readings {
                lattice.candidates.push(Candidate {
                    word: Some(word),
                    form: Form::Keep,
                    cost: Cost::ZERO,
                });
                decoder.posteriors.push(posterior);
            }
            decoder.path.push((index, first));
            let from = lattice.end();
            let to = lattice.add_place();
            lattice.add_arc(from, to, Span::new(index, index + 1), false, first);
        }
        (lattice, decoder)
    }

    fn reranked(places: &[&[(WordId, f32)]]) -> (Vec<Option<WordId>>, Vec<f32>) {
        let bytes = network();
        let (lattice, mut decoder) = decoded(places);
        Rerank::default().run(
            &Reranker::of_bytes(&bytes).expect("a network"),
            &lattice,
            &mut decoder,
        );
        let words = decoder
            .path
            .iter()
            .map(|&(_, candidate)| lattice.candidates[candidate].word);
        (words.collect(), decoder.posteriors)
    }

    #[test]
    fn the_words_around_decide_what_is_in_doubt() {
        let (words, posteriors) = reranked(&[&[(6, 1.0)], &[(7, 0.55), (6, 0.4)]]);
        assert_eq!(words, [Some(6), Some(6)]);
        assert!(posteriors[2] > 0.8, "{posteriors:?}");
        assert!(
            (posteriors[1] + posteriors[2] - 0.95).abs() < 1e-5,
            "what both have together stays"
        );
        let (words, _) = reranked(&[&[(6, 0.6), (7, 0.4)], &[(6, 1.0)]]);
        assert_eq!(words, [Some(7), Some(6)]);
    }

    #[test]
    fn what_is_sure_or_unknown_stays() {
        for place in [
            [(7, 0.999), (6, 0.001)].as_slice(),
            &[(7, 0.6), (2, 0.4)],
            &[(7, 0.9), (6, 0.000_1)],
        ] {
            let (words, posteriors) = reranked(&[&[(6, 1.0)], place]);
            assert_eq!(words, [Some(6), Some(7)]);
            assert_eq!(
                posteriors[1..],
                place.iter().map(|reading| reading.1).collect::<Vec<_>>()
            );
        }
    }
}
