//! The best path through a lattice, and how probable every candidate is.
//!
//! Dynamic programming over language-model states: all ways to reach a place in one state are one hypothesis, whose
//! cost is that of the best way (Viterbi) and whose mass is the sum over all (forward algorithm). Hypotheses much worse
//! than the best of their place are dropped. A backward pass over the edges that are left gives posteriors.
//!
//! Ties: of two equal ways the one found first stays, and they are tried in the order of source, candidate list and
//! hypothesis, so that the result does not depend on anything but the input.

use rustc_hash::FxHashMap;

use super::lattice::Lattice;
use crate::cost::Cost;
use crate::model::lexicon::BREAK;
use crate::model::lm::{LanguageModel, State, Step};

/// Scratch and result of a decoding.
#[derive(Debug, Default)]
pub(super) struct Decoder {
    hypotheses: Vec<Hypothesis>,
    edges: Vec<Edge>,
    /// Hypotheses waiting at places not yet reached, by place.
    pending: FxHashMap<(u32, State), u32>,
    arrivals: Vec<Vec<u32>>,
    steps: Vec<(u16, usize)>,
    step_memo: Vec<Step>,
    /// Best path: (arc, candidate) from left to right.
    pub(super) path: Vec<(usize, usize)>,
    /// Posterior of every candidate of the lattice.
    pub(super) posteriors: Vec<f32>,
    /// Cost of the best path.
    pub(super) cost: Cost,
}

#[derive(Clone, Copy, Debug)]
struct Hypothesis {
    state: State,
    cost: Cost,
    /// Edge of the best way here.
    back: u32,
    /// Log of the mass of all ways here, relative to nothing, in nats.
    forward: f64,
    /// The same for all ways from here to the end.
    backward: f64,
}

#[derive(Clone, Copy, Debug)]
struct Edge {
    from: u32,
    to: u32,
    arc: u32,
    candidate: u32,
    cost: Cost,
}

/// How many hypotheses a place keeps, and how much worse than the best they may be.
#[derive(Clone, Copy, Debug)]
pub(super) struct Beam {
    pub(super) width: usize,
    pub(super) depth: Cost,
}

const NONE: u32 = u32::MAX;

impl Decoder {
    /// Decodes a lattice from `start`; returns the state of the language model at its end.
    pub(super) fn run(
        &mut self,
        lattice: &Lattice,
        language: LanguageModel<'_>,
        weight: LanguageWeight,
        start: State,
        beam: Beam,
    ) -> State {
        self.reset(lattice);
        self.hypotheses.push(Hypothesis {
            state: start,
            cost: Cost::ZERO,
            back: NONE,
            forward: 0.0,
            backward: f64::NEG_INFINITY,
        });
        self.arrivals[0].push(0);
        let mut arc_index = 0;
        for place in 0..lattice.places {
            let mut here = std::mem::take(&mut self.arrivals[place as usize]);
            self.prune(&mut here, beam);
            while let Some(arc) = lattice.arcs.get(arc_index).filter(|arc| arc.from == place) {
                self.follow(lattice, language, weight, &here, arc_index, arc.to);
                arc_index += 1;
            }
            self.arrivals[place as usize] = here;
        }
        self.finish(lattice)
    }

    fn reset(&mut self, lattice: &Lattice) {
        self.hypotheses.clear();
        self.edges.clear();
        self.pending.clear();
        self.path.clear();
        self.posteriors.clear();
        self.posteriors.resize(lattice.candidates.len(), 0.0);
        for arrivals in &mut self.arrivals {
            arrivals.clear();
        }
        if self.arrivals.len() < lattice.places as usize {
            self.arrivals.resize_with(lattice.places as usize, Vec::new);
        }
    }

    /// Keeps the best hypotheses of a place, in the order they came.
    fn prune(&mut self, here: &mut Vec<u32>, beam: Beam) {
        let cost = |h: &u32| self.hypotheses[*h as usize].cost;
        let Some(best) = here.iter().map(cost).min() else {
            return;
        };
        let mut limit = best + beam.depth;
        if here.len() > beam.width {
            let mut costs: Vec<Cost> = here.iter().map(cost).collect();
            let (_, &mut worst, _) = costs.select_nth_unstable(beam.width - 1);
            limit = limit.min(worst);
        }
        here.retain(|h| cost(h) <= limit);
    }

    /// Extends the hypotheses of a place over one arc.
    fn follow(
        &mut self,
        lattice: &Lattice,
        language: LanguageModel<'_>,
        weight: LanguageWeight,
        here: &[u32],
        arc_index: usize,
        to: u32,
    ) {
        let arc = &lattice.arcs[arc_index];
        // Hypotheses with the same last word share the bigram lookups.
        self.steps.clear();
        self.step_memo.clear();
        let candidates = lattice.of(arc);
        for &from in here {
            let hypothesis = self.hypotheses[from as usize];
            let before = hypothesis.state.word;
            let memo = match self.steps.iter().find(|(word, _)| *word == before) {
                Some(&(_, memo)) => memo,
                None => {
                    let memo = self.step_memo.len();
                    self.steps.push((before, memo));
                    self.step_memo.extend(candidates.iter().map(
                        |candidate| match candidate.word {
                            Some(word) => language.step(before, word),
                            None => Step {
                                cost: Cost::ZERO,
                                bigram: State::NO_BIGRAM,
                            },
                        },
                    ));
                    memo
                }
            };
            for (index, candidate) in candidates.iter().enumerate() {
                let (language_cost, state) = match candidate.word {
                    Some(word) => {
                        let (cost, state) =
                            language.score(hypothesis.state, word, self.step_memo[memo + index]);
                        (
                            weight.apply(cost),
                            if word == BREAK { State::START } else { state },
                        )
                    }
                    None => (Cost::ZERO, hypothesis.state),
                };
                let step = language_cost + candidate.cost;
                self.arrive(from, to, arc_index, index, step, hypothesis, state);
            }
        }
    }

    #[allow(clippy::too_many_arguments, clippy::cast_possible_truncation)] // indices of one stretch fit 32 bits
    fn arrive(
        &mut self,
        from: u32,
        to: u32,
        arc: usize,
        candidate: usize,
        step: Cost,
        before: Hypothesis,
        state: State,
    ) {
        let cost = before.cost + step;
        let edge = self.edges.len() as u32;
        let forward = before.forward - nats(step);
        let target = *self.pending.entry((to, state)).or_insert_with(|| {
            self.hypotheses.push(Hypothesis {
                state,
                cost: Cost::IMPOSSIBLE,
                back: NONE,
                forward: f64::NEG_INFINITY,
                backward: f64::NEG_INFINITY,
            });
            let new = (self.hypotheses.len() - 1) as u32;
            self.arrivals[to as usize].push(new);
            new
        });
        let hypothesis = &mut self.hypotheses[target as usize];
        if cost < hypothesis.cost {
            hypothesis.cost = cost;
            hypothesis.back = edge;
        }
        hypothesis.forward = log_add(hypothesis.forward, forward);
        self.edges.push(Edge {
            from,
            to: target,
            arc: arc as u32,
            candidate: candidate as u32,
            cost: step,
        });
    }

    fn finish(&mut self, lattice: &Lattice) -> State {
        let last = &self.arrivals[lattice.end() as usize];
        let Some(&best) = last
            .iter()
            .min_by_key(|h| self.hypotheses[**h as usize].cost)
        else {
            return State::START;
        };
        let total = last.iter().fold(f64::NEG_INFINITY, |sum, h| {
            log_add(sum, self.hypotheses[*h as usize].forward)
        });
        for h in last {
            self.hypotheses[*h as usize].backward = 0.0;
        }
        for edge in self.edges.iter().rev() {
            let after = self.hypotheses[edge.to as usize].backward;
            if after == f64::NEG_INFINITY {
                continue;
            }
            let from = &mut self.hypotheses[edge.from as usize];
            let way = after - nats(edge.cost);
            from.backward = log_add(from.backward, way);
            let posterior = (from.forward + way - total).exp();
            let arc = &lattice.arcs[edge.arc as usize];
            #[allow(clippy::cast_possible_truncation)] // a probability
            {
                self.posteriors[(arc.first + edge.candidate) as usize] += posterior as f32;
            }
        }
        let end = self.hypotheses[best as usize];
        self.cost = end.cost;
        let mut back = end.back;
        while back != NONE {
            let edge = self.edges[back as usize];
            self.path.push((
                edge.arc as usize,
                (lattice.arcs[edge.arc as usize].first + edge.candidate) as usize,
            ));
            back = self.hypotheses[edge.from as usize].back;
        }
        self.path.reverse();
        end.state
    }
}

/// Factor of the language model's costs, in hundredths.
#[derive(Clone, Copy, Debug)]
pub(super) struct LanguageWeight(pub(super) i32);

impl LanguageWeight {
    fn apply(self, cost: Cost) -> Cost {
        Cost(cost.0 * self.0 / 100)
    }
}

fn nats(cost: Cost) -> f64 {
    f64::from(cost.0) / 1000.0
}

/// `ln(eᵃ + eᵇ)`.
fn log_add(a: f64, b: f64) -> f64 {
    let (low, high) = if a < b { (a, b) } else { (b, a) };
    if low == f64::NEG_INFINITY {
        high
    } else {
        high + (low - high).exp().ln_1p()
    }
}
