//! A first look at a lattice by pairs of words alone, which leaves out what cannot matter.
//!
//! Forward–backward over a bigram model with a state for every candidate. Most pairs were never counted, so that the sum
//! over them factors into what each word says alone; to that comes, for every pair, what it is more probable for having
//! been counted. States far behind the best of their place are not followed. Candidates whose posterior is negligible are
//! dropped, the others go to [`super::decode`], which weighs them by the whole model.

use super::bigrams::{Column, NEVER, NO_COLUMN, Row};
use super::lattice::Lattice;
use super::search::Knowledge;
use crate::model::lexicon::{BREAK, WordId};

/// Candidates less probable than this are dropped.
const NEGLIGIBLE: f32 = 1e-4;
/// States less probable than this share of the best at their place are not followed.
const FAR_BEHIND: f32 = 1e-5;

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
    /// The states that are followed, place by place.
    live: Vec<u32>,
    /// The words of the arc at hand, and what each brings forward.
    words: Vec<Word>,
    forward: Vec<f32>,
    /// What each costs after each of the states that are followed.
    costs: Vec<u8>,
    rows: Vec<Row>,
    /// For each arc and each state followed, by how much each word is more probable after it than alone.
    gains: Vec<f32>,
    backward: Vec<f32>,
    posteriors: Vec<f32>,
}

/// A candidate whose word is the last word; or a word carried on over an arc that says nothing.
#[derive(Clone, Copy, Debug)]
struct State {
    forward: f32,
    backward: f32,
    /// Probability of the reading; of the word without context; factor of the latter for words after this one.
    reading: f32,
    unigram: f32,
    backoff: f32,
    word: WordId,
    /// The candidate, or the state that was carried on.
    origin: u32,
}

/// A word at the end of a pair.
#[derive(Clone, Copy, Debug)]
struct Word {
    word: WordId,
    column: Column,
    unigram: f32,
}

#[derive(Clone, Copy, Debug)]
struct Group {
    first: u32,
    last: u32,
    next: u32,
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
    scale: f32,
    silent: f32,
    /// Range of [`Pruner::live`].
    live: (u32, u32),
    gains: u32,
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
        self.live.clear();
        self.gains.clear();
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
            word: BREAK,
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
        let mut best = 0.0_f32;
        for last in [false, true] {
            let mut group = self.heads[place as usize];
            while let Some(&Group {
                first,
                last: end,
                next,
            }) = self.groups.get(group as usize)
            {
                let states = &self.states[first as usize..end as usize];
                if last {
                    let worth = best * FAR_BEHIND;
                    let worthy = states
                        .iter()
                        .zip(first..)
                        .filter(|(state, _)| state.forward > worth);
                    self.live.extend(worthy.map(|(_, index)| index));
                } else {
                    best = states
                        .iter()
                        .fold(best, |best, state| best.max(state.forward));
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
        let (first, gains) = (self.states.len(), self.gains.len());
        let (mut all, mut alone) = (0.0, 0.0);
        for &state in &self.live[live.0 as usize..live.1 as usize] {
            let state = &self.states[state as usize];
            all += state.forward;
            alone += state.forward * state.backoff;
        }
        let mut silent = 0.0;
        self.words.clear();
        self.forward.clear();
        for (candidate, at) in lattice.of(arc).iter().zip(arc.first..) {
            let reading = know.odds.of(candidate.cost);
            let Some(word) = candidate.word else {
                silent += reading;
                continue;
            };
            let unigram = know.odds.of_byte(know.language.unigram_byte(word));
            self.words.push(Word {
                word,
                column: know.bigrams.column(word),
                unigram,
            });
            self.forward.push(alone * unigram);
            self.states.push(State {
                forward: 0.0,
                backward: 0.0,
                reading,
                unigram,
                backoff: know.odds.of_byte(know.language.backoff_byte(word)),
                word,
                origin: at,
            });
        }
        let carried = self.states.len();
        self.add_gains(know, live);
        let mut mass = silent * all;
        for (state, forward) in self.states[first..].iter_mut().zip(&self.forward) {
            // A difference of roundings is no mass.
            state.forward = (forward * state.reading).max(0.0);
            mass += state.forward;
        }
        if mass <= 0.0 {
            self.states.truncate(first);
            self.gains.truncate(gains);
            return;
        }
        // Masses at a place are multiples of what the first arc brings there.
        let there = *self.scales[arc.to as usize].get_or_insert(here + f64::from(mass).ln());
        #[allow(clippy::cast_possible_truncation)] // a factor
        let scale = (here - there).exp() as f32;
        self.states[first..]
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
        self.add_group(arc.to, first);
        self.steps.push(Step {
            arc: index(arc_index),
            words: index(first),
            carried: index(carried),
            end: index(self.states.len()),
            scale,
            silent,
            live,
            gains: index(gains),
        });
    }

    /// Adds what the words of the arc at hand are more probable for the words before them.
    fn add_gains(&mut self, know: &Knowledge<'_>, live: (u32, u32)) {
        if self.words.is_empty() {
            return;
        }
        let live = &self.live[live.0 as usize..live.1 as usize];
        let width = self.words.len();
        self.rows.clear();
        let rows = live
            .iter()
            .map(|&state| know.bigrams.row(self.states[state as usize].word));
        self.rows.extend(rows);
        self.costs.clear();
        self.costs.resize(live.len() * width, NEVER);
        // Column by column: rows are far apart in memory, and what is asked of all of them at once comes at once.
        for (place, word) in self.words.iter().enumerate() {
            for (cost, row) in self.costs[place..]
                .iter_mut()
                .step_by(width)
                .zip(&self.rows)
            {
                *cost = know.bigrams.at(*row, word.column);
            }
        }
        let others = self.words.iter().any(|word| word.column == NO_COLUMN);
        for ((&state, costs), row) in live
            .iter()
            .zip(self.costs.chunks_exact_mut(width))
            .zip(&self.rows)
        {
            let before = &self.states[state as usize];
            if others || row.is_none() {
                for (cost, word) in costs.iter_mut().zip(&self.words) {
                    if word.column == NO_COLUMN || row.is_none() {
                        *cost = know.bigrams.other(before.word, word.word);
                    }
                }
            }
            let start = self.gains.len();
            let pairs = costs.iter().zip(&self.words);
            self.gains.extend(pairs.map(|(&cost, word)| {
                let (counted, p) = know.odds.of_counted(cost);
                p - counted * before.backoff * word.unigram
            }));
            for (forward, gain) in self.forward.iter_mut().zip(&self.gains[start..]) {
                *forward += before.forward * gain;
            }
        }
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
        for step in self.steps.iter().rev() {
            let (before, new) = self.states.split_at_mut(step.words as usize);
            let (words, carried) = new[..(step.end - step.words) as usize]
                .split_at((step.carried - step.words) as usize);
            if step.silent > 0.0 {
                let mut silent = 0.0;
                for state in carried {
                    silent += state.forward * state.backward;
                    before[state.origin as usize].backward +=
                        state.backward * step.silent * step.scale;
                }
                let arc = &lattice.arcs[step.arc as usize];
                for (candidate, at) in lattice.of(arc).iter().zip(arc.first as usize..) {
                    if candidate.word.is_none() {
                        self.posteriors[at] =
                            silent * know.odds.of(candidate.cost) / step.silent / total;
                    }
                }
            }
            if words.is_empty() {
                continue;
            }
            let mut alone = 0.0;
            self.backward.clear();
            for state in words {
                self.posteriors[state.origin as usize] = state.forward * state.backward / total;
                let backward = state.backward * state.reading * step.scale;
                alone += backward * state.unigram;
                self.backward.push(backward);
            }
            let live = &self.live[step.live.0 as usize..step.live.1 as usize];
            let gains = self.gains[step.gains as usize..].chunks_exact(words.len());
            for (&live, gains) in live.iter().zip(gains) {
                let state = &mut before[live as usize];
                let gained: f32 = gains
                    .iter()
                    .zip(&self.backward)
                    .map(|(gain, backward)| gain * backward)
                    .sum();
                state.backward += state.backoff * alone + gained;
            }
        }
        true
    }
}

fn index(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(NONE)
}
