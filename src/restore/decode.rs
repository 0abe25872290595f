//! The best path through a lattice, and how probable every candidate is.
//!
//! Dynamic programming over language-model states: all ways to reach a place in one state are one hypothesis, whose
//! cost is that of the best way (Viterbi) and whose mass is the sum over all (forward algorithm). Hypotheses much worse
//! than the best of their place are dropped. A backward pass over the edges that are left gives posteriors.
//!
//! Ties: of two equal ways the one found first stays, and they are tried in the order of source, candidate list and
//! hypothesis, so that the result does not depend on anything but the input.

use rustc_hash::FxHashMap;

use super::cache::Cache;
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
    step_memo: Vec<(Step, Cost)>,
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
        cache: &Cache,
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
                self.follow(lattice, language, cache, &here, arc_index, arc.to);
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
        cache: &Cache,
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
                            Some(word) => (
                                language.step(before, word),
                                cache.cost(before, word).unwrap_or(Cost::IMPOSSIBLE),
                            ),
                            None => (
                                Step {
                                    cost: Cost::ZERO,
                                    bigram: State::NO_BIGRAM,
                                },
                                Cost::IMPOSSIBLE,
                            ),
                        },
                    ));
                    memo
                }
            };
            for (index, candidate) in candidates.iter().enumerate() {
                let (language_cost, state) = match candidate.word {
                    Some(word) => {
                        let (step, cached) = self.step_memo[memo + index];
                        let (cost, state) = language.score(hypothesis.state, word, step);
                        (
                            cost.min(cached),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::lm::toy::Toy;
    use crate::restore::lattice::{Candidate, Form};
    use crate::span::Span;
    use proptest::prelude::*;

    const WIDE: Beam = Beam {
        width: usize::MAX,
        depth: Cost::IMPOSSIBLE,
    };

    /// Arcs as (from, to, candidates), candidates as (word, cost in steps of 64 milli-nats).
    type Drawn = Vec<(u32, u32, Vec<(Option<u16>, i32)>)>;

    fn lattice(places: u32, arcs: &Drawn) -> Lattice {
        let mut lattice = Lattice::default();
        lattice.reset();
        (1..places).for_each(|_| {
            lattice.add_place();
        });
        for (from, to, candidates) in arcs {
            let first = lattice.candidates.len();
            let written = |&(word, cost): &(Option<u16>, i32)| Candidate {
                word,
                form: Form::Keep,
                cost: Cost(64 * cost),
            };
            lattice.candidates.extend(candidates.iter().map(written));
            lattice.add_arc(
                *from,
                *to,
                Span::new(*from as usize, *to as usize),
                false,
                first,
            );
        }
        lattice.arcs.sort_by_key(|arc| arc.from);
        lattice
    }

    /// Every path from a place on with the cost of each, by trying them all.
    fn paths(
        lattice: &Lattice,
        language: LanguageModel<'_>,
        place: u32,
        state: State,
    ) -> Vec<(Vec<(usize, usize)>, Cost)> {
        if place == lattice.end() {
            return vec![(Vec::new(), Cost::ZERO)];
        }
        let mut all = Vec::new();
        for (index, arc) in lattice
            .arcs
            .iter()
            .enumerate()
            .filter(|(_, arc)| arc.from == place)
        {
            for candidate in arc.first as usize..arc.last as usize {
                let Candidate { word, cost, .. } = lattice.candidates[candidate];
                let (spoken, next) = match word {
                    Some(word) => {
                        let (spoken, next) =
                            language.score(state, word, language.step(state.word, word));
                        (spoken, if word == BREAK { State::START } else { next })
                    }
                    None => (Cost::ZERO, state),
                };
                for (mut path, rest) in paths(lattice, language, arc.to, next) {
                    path.insert(0, (index, candidate));
                    all.push((path, cost + spoken + rest));
                }
            }
        }
        all
    }

    #[test]
    fn adds_the_costs_of_a_lattice_up() {
        // 0 ──3:1──► 1 ──4:0──► 2 ──5:0──► 3
        //   └────────4:7────────┘
        //
        // over both places   3 after the border  5 + 1 =  6
        //                    4 after 3           2 + 0 =  2   back-off 1 of (border, 3), bigram 2: 3
        //                    5 after 3, 4       12 + 0 = 12
        //                                       6 + 3 + 12 = 21
        // at one go          4 after the border 12 + 7 = 19   no such bigram: unigram, back-off 0
        //                    5 after 4           1 + 0 =  1
        //                                              20 ◄
        let toy = Toy::new();
        let lattice = lattice(
            4,
            &vec![
                (0, 1, vec![(Some(3), 1)]),
                (1, 2, vec![(Some(4), 0)]),
                (0, 2, vec![(Some(4), 7)]),
                (2, 3, vec![(Some(5), 0)]),
            ],
        );
        let mut decoder = Decoder::default();
        decoder.run(&lattice, toy.model(), &Cache::default(), State::START, WIDE);
        assert_eq!(decoder.cost, Cost(64 * 20));
        let written: Vec<_> = decoder
            .path
            .iter()
            .map(|&(_, candidate)| lattice.candidates[candidate].word)
            .collect();
        assert_eq!(written, [Some(4), Some(5)]);
        // The other way is one step of 64 milli-nats worse: e^-0.064 to 1.
        let worse = (-0.064_f32).exp();
        let expected = [
            worse / (1.0 + worse),
            1.0 / (1.0 + worse),
            worse / (1.0 + worse),
            1.0,
        ];
        let found: Vec<f32> = [(0, 1), (0, 2), (1, 2), (2, 3)]
            .map(|(from, to)| posterior(&decoder, &lattice, from, to))
            .into();
        assert!(
            found
                .iter()
                .zip(expected)
                .all(|(a, b)| (a - b).abs() < 1e-5),
            "{found:?} {expected:?}"
        );
    }

    /// What the arcs between two places have together.
    fn posterior(decoder: &Decoder, lattice: &Lattice, from: u32, to: u32) -> f32 {
        let arcs = lattice
            .arcs
            .iter()
            .filter(|arc| (arc.from, arc.to) == (from, to));
        arcs.flat_map(|arc| arc.first..arc.last)
            .map(|candidate| decoder.posteriors[candidate as usize])
            .sum()
    }

    /// Small lattices: an arc from each place to the next, some that skip places, one to three candidates on each.
    fn drawn() -> impl Strategy<Value = (u32, Drawn)> {
        let word = prop_oneof![1 => Just(None), 6 => (0_u16..6).prop_map(Some)];
        let candidates = prop::collection::vec((word, 0_i32..40), 1..4);
        let skips = prop::collection::vec((0_u32..5, 2_u32..4, candidates.clone()), 0..4);
        (2_u32..6, prop::collection::vec(candidates, 5), skips).prop_map(
            |(places, steps, skips)| {
                let mut arcs: Drawn = (0..places - 1)
                    .zip(steps)
                    .map(|(at, candidates)| (at, at + 1, candidates))
                    .collect();
                let inside = skips
                    .into_iter()
                    .map(|(from, over, candidates)| (from, from + over, candidates));
                arcs.extend(inside.filter(|&(_, to, _)| to < places));
                (places, arcs)
            },
        )
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn the_best_path_is_the_best_of_all_paths((places, arcs) in drawn()) {
            let toy = Toy::new();
            let lattice = lattice(places, &arcs);
            let mut decoder = Decoder::default();
            decoder.run(&lattice, toy.model(), &Cache::default(), State::START, WIDE);
            let all = paths(&lattice, toy.model(), 0, State::START);
            let least = all.iter().map(|&(_, cost)| cost).min().unwrap();
            prop_assert_eq!(decoder.cost, least);
            let found = all.iter().find(|(path, _)| *path == decoder.path);
            prop_assert_eq!(found.map(|&(_, cost)| cost), Some(least), "the path is not what it costs");
        }

        #[test]
        fn posteriors_are_those_of_all_paths((places, arcs) in drawn()) {
            let toy = Toy::new();
            let lattice = lattice(places, &arcs);
            let mut decoder = Decoder::default();
            decoder.run(&lattice, toy.model(), &Cache::default(), State::START, WIDE);
            let all = paths(&lattice, toy.model(), 0, State::START);
            let total: f64 = all.iter().map(|(_, cost)| cost.probability()).sum();
            let mut expected = vec![0.0; lattice.candidates.len()];
            for (path, cost) in &all {
                path.iter().for_each(|&(_, candidate)| expected[candidate] += cost.probability() / total);
            }
            for (found, expected) in decoder.posteriors.iter().zip(expected) {
                prop_assert!((f64::from(*found) - expected).abs() < 1e-4, "{found} for {expected}");
            }
        }

        #[test]
        fn posteriors_of_every_cut_sum_to_one((places, arcs) in drawn(), width in 1_usize..5) {
            let toy = Toy::new();
            let lattice = lattice(places, &arcs);
            let mut decoder = Decoder::default();
            // However narrow the beam: what it drops is nowhere.
            decoder.run(&lattice, toy.model(), &Cache::default(), State::START, Beam { width, depth: Cost(2_000) });
            for cut in 0..places - 1 {
                let over = lattice.arcs.iter().filter(|arc| arc.from <= cut && cut < arc.to);
                let sum: f32 = over.flat_map(|arc| arc.first..arc.last).map(|c| decoder.posteriors[c as usize]).sum();
                prop_assert!((sum - 1.0).abs() < 1e-4, "{sum} over the cut after {cut}");
            }
        }

        #[test]
        fn a_decoder_forgets_the_lattice_before(one in drawn(), other in drawn()) {
            let toy = Toy::new();
            let (one, other) = (lattice(one.0, &one.1), lattice(other.0, &other.1));
            let mut fresh = Decoder::default();
            let end = fresh.run(&other, toy.model(), &Cache::default(), State::START, WIDE);
            let mut used = Decoder::default();
            used.run(&one, toy.model(), &Cache::default(), State::START, WIDE);
            prop_assert_eq!(used.run(&other, toy.model(), &Cache::default(), State::START, WIDE), end);
            prop_assert_eq!((used.cost, &used.path, &used.posteriors), (fresh.cost, &fresh.path, &fresh.posteriors));
        }
    }
}
