//! The best path through a lattice, and how probable every candidate is.
//!
//! Dynamic programming over language-model states: all ways to reach a place in one state are one hypothesis, whose
//! cost is that of the best way (Viterbi) and whose mass is the sum over all (forward algorithm). Hypotheses much worse
//! than the best of their place are dropped. A backward pass over the edges that are left gives posteriors.
//!
//! Ties: of two equal ways the one found first stays, and they are tried in the order of source, candidate list and
//! hypothesis, so that the result does not depend on anything but the input.

use super::bigrams::{Bigrams, NEVER, pair_hash};
use super::cache::Cache;
use super::lattice::{Arc, Candidate, Lattice, index};
use super::odds::Odds;
use crate::cost::Cost;
use crate::model::lexicon::{BREAK, WordId};
use crate::model::lm::{Context, LanguageModel, State, Step};

/// Scratch and result of a decoding.
#[derive(Debug, Default)]
pub(super) struct Decoder {
    hypotheses: Vec<Hypothesis>,
    edges: Vec<Edge>,
    arrivals: Vec<Arrivals>,
    /// What the hypotheses at hand have in common with all that follows. Asked for together, so that memory answers together.
    contexts: Vec<Context>,
    /// The last words of the hypotheses at hand, each once.
    befores: Vec<WordId>,
    /// For each of them and each candidate of the arc at hand, what comes of them.
    follows: Vec<Follow>,
    steps: Steps,
    /// For each candidate the hypothesis that remembers nothing but its word.
    forgetful: Vec<u32>,
    /// Best path: (arc, candidate) from left to right.
    pub(super) path: Vec<(usize, usize)>,
    /// Posterior of every candidate of the lattice.
    pub(super) posteriors: Vec<f32>,
    /// The word before the last one, where a state is [`NOT_ASKED`].
    before_last: WordId,
}

#[derive(Clone, Copy, Debug)]
struct Hypothesis {
    state: State,
    cost: Cost,
    /// Edge of the best way here.
    back: u32,
    /// Mass of all ways here, relative to the base of its place.
    forward: f64,
    /// Mass of all ways from here to the end, relative to the same.
    backward: f64,
}

impl Hypothesis {
    /// One that no way leads to so far.
    fn new(state: State) -> Self {
        Self {
            state,
            cost: Cost::IMPOSSIBLE,
            back: NONE,
            forward: 0.0,
            backward: 0.0,
        }
    }

    /// Takes a way here: its cost, its mass and its last edge.
    #[inline]
    fn arrive(&mut self, cost: Cost, mass: f64, edge: u32) {
        if cost < self.cost {
            self.cost = cost;
            self.back = edge;
        }
        self.forward += mass;
    }
}

/// What arrives at a place.
#[derive(Debug, Default)]
struct Arrivals {
    hypotheses: Vec<u32>,
    /// Cost of the first way here: masses are kept relative to its probability, or they would vanish.
    base: Option<Cost>,
}

/// What a candidate costs after a word, and the hypothesis that remembers both.
#[derive(Clone, Copy, Debug)]
struct Follow {
    step: Step,
    /// What the document's own words make of it.
    cached: Cost,
    to: u32,
}

/// What is known of how words follow one another.
#[derive(Clone, Copy, Debug)]
pub(super) struct Speech<'a> {
    pub(super) language: LanguageModel<'a>,
    /// Tells quickly which pairs the model counted, if it is there.
    pub(super) bigrams: Option<&'a Bigrams>,
    /// What the document says.
    pub(super) cache: &'a Cache,
    pub(super) odds: &'a Odds,
}

/// Pairs of words that were looked up lately, each at the place of its hash.
#[derive(Debug)]
struct Steps(Box<[((WordId, WordId), Step)]>);

impl Default for Steps {
    fn default() -> Self {
        let none = Step {
            cost: Cost::IMPOSSIBLE,
            bigram: State::NO_BIGRAM,
        };
        // A word that no lexicon has is followed by nothing.
        Self(vec![((WordId::MAX, WordId::MAX), none); 1 << Self::BITS].into())
    }
}

impl Steps {
    const BITS: u32 = 15;

    #[inline]
    fn get(&mut self, know: Speech<'_>, before: WordId, word: WordId) -> Step {
        let place = pair_hash(before, word) >> (32 - Self::BITS);
        let known = &mut self.0[place as usize];
        if known.0 != (before, word) {
            // Most pairs were never counted, which takes one look to see.
            let step = match know
                .bigrams
                .map(|bigrams| bigrams.cost(bigrams.placed(before), bigrams.placed(word)))
            {
                Some(NEVER) => know.language.back_off(before, word),
                _ => know.language.step(before, word),
            };
            *known = ((before, word), step);
        }
        known.1
    }
}

#[derive(Clone, Copy, Debug)]
struct Edge {
    from: u32,
    to: u32,
    /// Place of the candidate among all of the lattice, and its arc.
    candidate: u32,
    arc: u32,
    /// What mass is multiplied by on the way.
    factor: f64,
}

/// How many hypotheses a place keeps, and how much worse than the best they may be.
#[derive(Clone, Copy, Debug)]
pub(super) struct Beam {
    pub(super) width: usize,
    pub(super) depth: Cost,
}

const NONE: u32 = u32::MAX;
/// Stands for the bigram of a state that nobody has asked for yet.
const NOT_ASKED: u32 = State::NO_BIGRAM - 1;

impl Decoder {
    /// Decodes a lattice from `start`; returns the state of the language model at its end.
    pub(super) fn run(
        &mut self,
        lattice: &Lattice,
        speech: Speech<'_>,
        start: State,
        beam: Beam,
    ) -> State {
        self.reset(lattice);
        let mut origin = Hypothesis::new(start);
        origin.arrive(Cost::ZERO, 1.0, NONE);
        self.hypotheses.push(origin);
        self.arrivals[0].hypotheses.push(0);
        self.arrivals[0].base = Some(Cost::ZERO);
        let mut arc_index = 0;
        // The farthest place that any arc so far leads to.
        let mut reach = 0;
        for place in 0..lattice.places {
            let first = arc_index;
            while lattice
                .arcs
                .get(arc_index)
                .is_some_and(|arc| arc.from == place)
            {
                arc_index += 1;
            }
            let (is_cut, arcs) = (reach == place, &lattice.arcs[first..arc_index]);
            reach = arcs.iter().fold(reach, |reach, arc| reach.max(arc.to));
            if let ([only], true) = (arcs, is_cut)
                && self.go_on(lattice, speech, first, only)
            {
                continue;
            }
            let mut here = std::mem::take(&mut self.arrivals[place as usize]);
            self.prune(&mut here.hypotheses, beam);
            if let [only] = here.hypotheses[..] {
                self.ask(speech, only);
            }
            let states = here.hypotheses.iter();
            let states = states.map(|&h| self.hypotheses[h as usize].state);
            self.contexts.clear();
            self.contexts
                .extend(states.map(|state| speech.language.context(state)));
            for index in first..arc_index {
                self.follow(lattice, speech, &here, index);
            }
            self.arrivals[place as usize] = here;
        }
        self.finish(lattice, speech)
    }

    /// Goes on over an arc that all ways take, where there is one way so far and one word to go on with: what that costs
    /// is the same for all that may come, and is not asked for. False where there is more than one.
    fn go_on(
        &mut self,
        lattice: &Lattice,
        speech: Speech<'_>,
        arc_index: usize,
        arc: &Arc,
    ) -> bool {
        let here = &self.arrivals[arc.from as usize];
        let [from] = here.hypotheses[..] else {
            return false;
        };
        let [first, others @ ..] = lattice.of(arc) else {
            return false;
        };
        if others.iter().any(|other| other.word != first.word) {
            return false;
        }
        let before = self.hypotheses[from as usize];
        let state = match first.word {
            None => before.state,
            Some(BREAK) => State::START,
            Some(word) => {
                self.before_last = before.state.word;
                State {
                    word,
                    bigram: NOT_ASKED,
                }
            }
        };
        let to = index(self.hypotheses.len());
        let mut after = Hypothesis::new(state);
        for (candidate, reading) in (arc.first..).zip(lattice.of(arc)) {
            let factor = speech.odds.ratio(reading.cost - first.cost);
            let edge = index(self.edges.len());
            after.arrive(before.cost + reading.cost, before.forward * factor, edge);
            self.edges.push(Edge {
                from,
                to,
                candidate,
                arc: index(arc_index),
                factor,
            });
        }
        self.hypotheses.push(after);
        let there = &mut self.arrivals[arc.to as usize];
        there.hypotheses.push(to);
        there.base = Some(before.cost + first.cost);
        true
    }

    /// Asks for the bigram of a state that nobody has asked for yet.
    fn ask(&mut self, speech: Speech<'_>, hypothesis: u32) {
        let state = &mut self.hypotheses[hypothesis as usize].state;
        if state.bigram == NOT_ASKED {
            let step = self.steps.get(speech, self.before_last, state.word);
            state.bigram = step.bigram;
        }
    }

    fn reset(&mut self, lattice: &Lattice) {
        self.hypotheses.clear();
        self.edges.clear();
        self.path.clear();
        self.posteriors.clear();
        self.posteriors.resize(lattice.candidates.len(), 0.0);
        let places = lattice.places as usize;
        if self.arrivals.len() < places {
            self.arrivals.resize_with(places, Arrivals::default);
        }
        for arrivals in &mut self.arrivals[..places] {
            arrivals.hypotheses.clear();
            arrivals.base = None;
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
    fn follow(&mut self, lattice: &Lattice, speech: Speech<'_>, here: &Arrivals, arc_index: usize) {
        let Some(base) = here.base else {
            return;
        };
        let arc = &lattice.arcs[arc_index];
        let candidates = lattice.of(arc);
        self.befores.clear();
        self.follows.clear();
        self.forgetful.clear();
        self.forgetful.resize(candidates.len(), NONE);
        for (nth_context, &from) in here.hypotheses.iter().enumerate() {
            let context = self.contexts[nth_context];
            let hypothesis = self.hypotheses[from as usize];
            let follows = self.follows_of(speech, hypothesis.state.word, candidates);
            // All that an arc without words makes of a hypothesis is one other.
            let mut carried = NONE;
            for (nth, candidate) in candidates.iter().enumerate() {
                let (spoken, state, slot) = match candidate.word {
                    None => (Cost::ZERO, hypothesis.state, &mut carried),
                    Some(word) => {
                        let follow = &mut self.follows[follows + nth];
                        let (cost, state) = speech.language.score_after(context, word, follow.step);
                        let cost = cost.min(follow.cached);
                        if word == BREAK {
                            (cost, State::START, &mut self.forgetful[nth])
                        } else if state.bigram == State::NO_BIGRAM {
                            (cost, state, &mut self.forgetful[nth])
                        } else {
                            (cost, state, &mut follow.to)
                        }
                    }
                };
                let cost = hypothesis.cost + spoken + candidate.cost;
                let there = &mut self.arrivals[arc.to as usize];
                let there_base = *there.base.get_or_insert(cost);
                if *slot == NONE {
                    *slot = index(self.hypotheses.len());
                    there.hypotheses.push(*slot);
                    self.hypotheses.push(Hypothesis::new(state));
                }
                let factor = speech
                    .odds
                    .ratio(spoken + candidate.cost + base - there_base);
                let edge = index(self.edges.len());
                self.hypotheses[*slot as usize].arrive(cost, hypothesis.forward * factor, edge);
                self.edges.push(Edge {
                    from,
                    to: *slot,
                    candidate: arc.first + index(nth),
                    arc: index(arc_index),
                    factor,
                });
            }
        }
    }

    /// What comes of the candidates after a word, as a place in [`Self::follows`]: the same for all hypotheses that end
    /// in it.
    fn follows_of(
        &mut self,
        speech: Speech<'_>,
        before: WordId,
        candidates: &[Candidate],
    ) -> usize {
        if let Some(known) = self.befores.iter().position(|&word| word == before) {
            return known * candidates.len();
        }
        self.befores.push(before);
        let first = self.follows.len();
        let Self { follows, steps, .. } = self;
        follows.extend(candidates.iter().map(|candidate| match candidate.word {
            Some(word) => Follow {
                step: steps.get(speech, before, word),
                cached: speech.cache.cost(before, word).unwrap_or(Cost::IMPOSSIBLE),
                to: NONE,
            },
            None => Follow {
                step: Step {
                    cost: Cost::ZERO,
                    bigram: State::NO_BIGRAM,
                },
                cached: Cost::IMPOSSIBLE,
                to: NONE,
            },
        }));
        first
    }

    fn finish(&mut self, lattice: &Lattice, speech: Speech<'_>) -> State {
        let last = &self.arrivals[lattice.end() as usize].hypotheses;
        let Some(&best) = last
            .iter()
            .min_by_key(|h| self.hypotheses[**h as usize].cost)
        else {
            return State::START;
        };
        let total: f64 = last
            .iter()
            .map(|h| self.hypotheses[*h as usize].forward)
            .sum();
        for h in last {
            self.hypotheses[*h as usize].backward = 1.0 / total;
        }
        for edge in self.edges.iter().rev() {
            let way = self.hypotheses[edge.to as usize].backward * edge.factor;
            let from = &mut self.hypotheses[edge.from as usize];
            from.backward += way;
            #[allow(clippy::cast_possible_truncation)] // a probability
            {
                self.posteriors[edge.candidate as usize] += (from.forward * way) as f32;
            }
        }
        self.ask(speech, best);
        let end = self.hypotheses[best as usize];
        let mut back = end.back;
        while back != NONE {
            let edge = self.edges[back as usize];
            self.path.push((edge.arc as usize, edge.candidate as usize));
            back = self.hypotheses[edge.from as usize].back;
        }
        self.path.reverse();
        end.state
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::lm::toy::Toy;
    use crate::restore::lattice::{Candidate, Form};
    use crate::span::Span;
    use proptest::prelude::*;
    use std::sync::LazyLock;

    fn speech(toy: &Toy) -> Speech<'_> {
        static EMPTY: LazyLock<Cache> = LazyLock::new(Cache::default);
        static ODDS: LazyLock<Odds> = LazyLock::new(Odds::default);
        Speech {
            language: toy.model(),
            bigrams: None,
            cache: &EMPTY,
            odds: &ODDS,
        }
    }

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

    /// What a path costs.
    fn cost(lattice: &Lattice, language: LanguageModel<'_>, path: &[(usize, usize)]) -> Cost {
        let all = paths(lattice, language, 0, State::START);
        let found = all.into_iter().find(|(other, _)| other == path);
        found.expect("a path of the lattice").1
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
        decoder.run(&lattice, speech(&toy), State::START, WIDE);
        assert_eq!(cost(&lattice, toy.model(), &decoder.path), Cost(64 * 20));
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
            decoder.run(&lattice, speech(&toy), State::START, WIDE);
            let all = paths(&lattice, toy.model(), 0, State::START);
            let least = all.iter().map(|&(_, cost)| cost).min();
            let found = all.iter().find(|(path, _)| *path == decoder.path);
            prop_assert_eq!(found.map(|&(_, cost)| cost), least);
        }

        #[test]
        fn posteriors_are_those_of_all_paths((places, arcs) in drawn()) {
            let toy = Toy::new();
            let lattice = lattice(places, &arcs);
            let mut decoder = Decoder::default();
            decoder.run(&lattice, speech(&toy), State::START, WIDE);
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
            decoder.run(&lattice, speech(&toy), State::START, Beam { width, depth: Cost(2_000) });
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
            let end = fresh.run(&other, speech(&toy), State::START, WIDE);
            let mut used = Decoder::default();
            used.run(&one, speech(&toy), State::START, WIDE);
            prop_assert_eq!(used.run(&other, speech(&toy), State::START, WIDE), end);
            prop_assert_eq!((&used.path, &used.posteriors), (&fresh.path, &fresh.posteriors));
        }
    }
}
