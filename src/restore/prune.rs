//! A first look at a lattice by pairs of words alone, which leaves out what cannot matter.
//!
//! Forward–backward over a bigram model with a state for every candidate. Most pairs were never counted, so that the sum
//! over them factors into what each word says alone; only counted pairs are added one by one. States far behind the best
//! of their place are not followed. Candidates whose posterior is negligible are dropped, the others go to
//! [`super::decode`], which weighs them by the whole model.

use super::bigrams::{Bigrams, Half};
use super::lattice::Lattice;
use super::search::Knowledge;
use crate::model::lexicon::BREAK;

/// Candidates less probable than this are dropped.
const NEGLIGIBLE: f64 = 1e-4;
/// States less probable than this share of the best at their place are not followed.
const FAR_BEHIND: f64 = 1e-6;

/// Scratch of pruning.
#[derive(Debug, Default)]
pub(super) struct Pruner {
    states: Vec<State>,
    /// Ranges of states, those at one place linked.
    groups: Vec<Group>,
    heads: Vec<u32>,
    /// Logarithm of what forward masses at each place are multiples of; nothing where no arc arrives.
    scales: Vec<Option<f64>>,
    steps: Vec<Step>,
    pairs: Vec<Pair>,
    /// The states of the place at hand that are followed.
    live: Vec<u32>,
    posteriors: Vec<f64>,
}

/// A candidate whose word is the last word; or a word carried on over an arc that says nothing.
#[derive(Clone, Copy, Debug)]
struct State {
    forward: f64,
    backward: f64,
    /// Probability of the reading; of the word without context; factor of the latter for words after this one.
    reading: f64,
    unigram: f64,
    backoff: f64,
    hash: Half,
    /// The candidate, or the state that was carried on.
    origin: u32,
}

#[derive(Clone, Copy, Debug)]
struct Group {
    first: u32,
    last: u32,
    next: u32,
}

/// Two states whose words were counted together: by how much the second is more probable for it.
#[derive(Clone, Copy, Debug)]
struct Pair {
    first: u32,
    second: u32,
    over: f64,
}

/// An arc that was followed.
#[derive(Clone, Copy, Debug)]
struct Step {
    arc: u32,
    /// States of its words, and after them the words that it carries on.
    words: u32,
    carried: u32,
    end: u32,
    /// What masses are multiplied by on the way, beside probabilities; and for the words carried on.
    scale: f64,
    silent: f64,
    /// States followed, in [`Pruner::live`] while its place was at hand.
    live: (u32, u32),
    pairs: u32,
}

const NONE: u32 = u32::MAX;

impl Pruner {
    /// Drops the negligible candidates of a lattice, and arcs that have no others.
    pub(super) fn run(&mut self, know: &Knowledge<'_>, lattice: &mut Lattice) {
        self.reset(know, lattice);
        let (mut place, mut live) = (NONE, (0, 0));
        for index in 0..lattice.arcs.len() {
            let from = lattice.arcs[index].from;
            if from != place {
                place = from;
                live = self.find_live(place);
            }
            self.follow(know, lattice, index, live);
        }
        if self.find_posteriors(know, lattice) {
            let posteriors = &self.posteriors;
            lattice.retain(|candidate| posteriors[candidate] >= NEGLIGIBLE);
        }
    }

    fn reset(&mut self, know: &Knowledge<'_>, lattice: &Lattice) {
        self.states.clear();
        self.groups.clear();
        self.steps.clear();
        self.pairs.clear();
        self.live.clear();
        self.heads.clear();
        self.heads.resize(lattice.places as usize, NONE);
        self.scales.clear();
        self.scales.resize(lattice.places as usize, None);
        self.scales[0] = Some(0.0);
        self.states.push(State {
            forward: 1.0,
            backward: 0.0,
            reading: 1.0,
            unigram: 1.0,
            backoff: know.odds.of_byte(know.language.backoff_byte(BREAK)),
            hash: Bigrams::first(BREAK),
            origin: NONE,
        });
        self.add_group(0, 0);
    }

    /// The states from `first` on arrive at a place.
    fn add_group(&mut self, place: u32, first: usize) {
        let head = &mut self.heads[place as usize];
        self.groups.push(Group {
            first: index(first),
            last: index(self.states.len()),
            next: *head,
        });
        *head = index(self.groups.len() - 1);
    }

    /// The states at a place that are worth following.
    fn find_live(&mut self, place: u32) -> (u32, u32) {
        let start = index(self.live.len());
        let mut best = 0.0_f64;
        for last in [false, true] {
            let mut group = self.heads[place as usize];
            while let Some(&Group {
                first,
                last: end,
                next,
            }) = self.groups.get(group as usize)
            {
                for state in first..end {
                    let forward = self.states[state as usize].forward;
                    if !last {
                        best = best.max(forward);
                    } else if forward > best * FAR_BEHIND {
                        self.live.push(state);
                    }
                }
                group = next;
            }
        }
        (start, index(self.live.len()))
    }

    /// Follows an arc from the states that are worth it.
    fn follow(
        &mut self,
        know: &Knowledge<'_>,
        lattice: &Lattice,
        arc_index: usize,
        live: (u32, u32),
    ) {
        let arc = &lattice.arcs[arc_index];
        let Some(here) = self.scales[arc.from as usize] else {
            return;
        };
        let (words, pairs) = (self.states.len(), self.pairs.len());
        let live_states = &self.live[live.0 as usize..live.1 as usize];
        let (mut all, mut alone) = (0.0, 0.0);
        for &state in live_states {
            let state = &self.states[state as usize];
            all += state.forward;
            alone += state.forward * state.backoff;
        }
        let mut silent = 0.0;
        for (candidate, at) in lattice.of(arc).iter().zip(arc.first..) {
            let reading = know.odds.of(candidate.cost);
            let Some(word) = candidate.word else {
                silent += reading;
                continue;
            };
            let unigram = know.odds.of_byte(know.language.unigram_byte(word));
            self.states.push(State {
                forward: alone * unigram,
                backward: 0.0,
                reading,
                unigram,
                backoff: know.odds.of_byte(know.language.backoff_byte(word)),
                hash: Bigrams::second(word),
                origin: at,
            });
        }
        let carried = self.states.len();
        let (old, new) = self.states.split_at_mut(words);
        for &first in live_states {
            let before = &old[first as usize];
            for (after, second) in new.iter_mut().zip(index(words)..) {
                if let Some(cost) = know.bigrams.cost(before.hash, after.hash) {
                    let over = know.odds.of_byte(cost) - before.backoff * after.unigram;
                    after.forward += before.forward * over;
                    self.pairs.push(Pair {
                        first,
                        second,
                        over,
                    });
                }
            }
        }
        let mut mass = silent * all;
        for state in new {
            // A difference of roundings is no mass.
            state.forward = (state.forward * state.reading).max(0.0);
            state.hash = state.hash.of_first();
            mass += state.forward;
        }
        if mass <= 0.0 {
            self.states.truncate(words);
            self.pairs.truncate(pairs);
            return;
        }
        // Masses at a place are multiples of what the first arc brings there.
        let there = *self.scales[arc.to as usize].get_or_insert(here + mass.ln());
        let scale = (here - there).exp();
        self.states[words..]
            .iter_mut()
            .for_each(|state| state.forward *= scale);
        if silent > 0.0 {
            for live in live.0..live.1 {
                let origin = self.live[live as usize];
                let state = self.states[origin as usize];
                self.states.push(State {
                    forward: state.forward * silent * scale,
                    backward: 0.0,
                    origin,
                    ..state
                });
            }
        }
        self.add_group(arc.to, words);
        self.steps.push(Step {
            arc: index(arc_index),
            words: index(words),
            carried: index(carried),
            end: index(self.states.len()),
            scale,
            silent,
            live,
            pairs: index(pairs),
        });
    }

    /// Goes back over the arcs; false where no way leads to the end.
    fn find_posteriors(&mut self, know: &Knowledge<'_>, lattice: &Lattice) -> bool {
        self.posteriors.clear();
        self.posteriors.resize(lattice.candidates.len(), 0.0);
        let mut total = 0.0;
        let mut group = self.heads[lattice.end() as usize];
        while let Some(&Group { first, last, next }) = self.groups.get(group as usize) {
            for state in &mut self.states[first as usize..last as usize] {
                total += state.forward;
                state.backward = 1.0;
            }
            group = next;
        }
        if total <= 0.0 {
            return false;
        }
        let mut pairs = self.pairs.len();
        for step in (0..self.steps.len()).rev() {
            let step = self.steps[step];
            let (old, new) = self.states.split_at_mut(step.words as usize);
            let (words, carried) = new[..(step.end - step.words) as usize]
                .split_at_mut((step.carried - step.words) as usize);
            let mut silent = 0.0;
            for state in carried {
                silent += state.forward * state.backward;
                old[state.origin as usize].backward += state.backward * step.silent * step.scale;
            }
            if step.silent > 0.0 {
                let arc = &lattice.arcs[step.arc as usize];
                for (candidate, at) in lattice.of(arc).iter().zip(arc.first as usize..) {
                    if candidate.word.is_none() {
                        self.posteriors[at] =
                            silent * know.odds.of(candidate.cost) / step.silent / total;
                    }
                }
            }
            let mut alone = 0.0;
            // From here on a state's backward mass has its reading in it.
            for state in words.iter_mut() {
                self.posteriors[state.origin as usize] = state.forward * state.backward / total;
                state.backward *= state.reading * step.scale;
                alone += state.backward * state.unigram;
            }
            for &live in &self.live[step.live.0 as usize..step.live.1 as usize] {
                let state = &mut old[live as usize];
                state.backward += state.backoff * alone;
            }
            for pair in &self.pairs[step.pairs as usize..pairs] {
                old[pair.first as usize].backward +=
                    pair.over * words[(pair.second - step.words) as usize].backward;
            }
            pairs = step.pairs as usize;
        }
        true
    }
}

fn index(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(NONE)
}
