//! A first look at a lattice by pairs of words alone, which leaves out what cannot matter.
//!
//! Forward–backward over a bigram model with a state for every candidate. Most pairs were never counted, so that the sum
//! over them factors into what each word says alone; to that comes, for every pair that was, what it is more probable for
//! it. Candidates whose posterior is negligible are dropped, the others go to [`super::decode`], which weighs them by the
//! whole model.

use super::draft::{DraftArc, Drafts, Weight};
use super::lattice::{Lattice, index};
use super::lists::{Excess, ListId, Lists, Pairs, excess};
use super::search::Knowledge;
use crate::model::lexicon::BREAK;

/// Candidates less probable than this are dropped; beside one that is all but sure, those less probable than a rival must be.
const NEGLIGIBLE: f32 = 5e-4;
const SURE: f32 = 0.97;
const RIVAL: f32 = 5e-3;

/// Scratch of pruning.
#[derive(Debug, Default)]
pub(super) struct Pruner {
    states: States,
    groups: Vec<Group>,
    /// The last group at each place; the others are linked to it.
    heads: Vec<u32>,
    /// The power of two that forward masses at each place are multiples of; nothing where no arc arrives.
    scales: Vec<Option<i32>>,
    steps: Vec<Step>,
    /// For each arc, the groups before it and the pairs of their words and its own.
    pairs: Vec<(u32, Pairs)>,
    /// Of all candidates, arc by arc.
    posteriors: Vec<f32>,
    /// Of those that were kept.
    pub(super) kept: Vec<f32>,
}

/// A state is a candidate whose word is the last word; or a word carried on over an arc that says nothing. Lists, so that
/// the sums over them are those of vectors.
#[derive(Debug, Default)]
struct States {
    forward: Vec<f32>,
    backward: Vec<f32>,
    weights: Vec<Weight>,
}

/// States at one place, in the order of a list of words.
#[derive(Clone, Copy, Debug)]
struct Group {
    list: ListId,
    first: u32,
    last: u32,
    next: u32,
    /// First state of the group that was carried on.
    origin: u32,
}

/// An arc that was followed.
#[derive(Clone, Copy, Debug)]
struct Step {
    arc: u32,
    /// Place of its first candidate in the posteriors.
    candidates: u32,
    /// States of its words.
    words: (u32, u32),
    /// Groups that it carries on.
    carried: (u32, u32),
    /// What masses are multiplied by on the way, beside probabilities; and for the words carried on.
    scale: f32,
    silent: f32,
    pairs: (u32, u32),
}

const NONE: u32 = u32::MAX;

impl Pruner {
    /// Fills `kept` with the candidates of a draft that may matter.
    pub(super) fn run(&mut self, know: &Knowledge<'_>, drafts: &mut Drafts, kept: &mut Lattice) {
        self.reset(know, drafts);
        let mut candidates = 0;
        for index in 0..drafts.arcs.len() {
            self.follow(know, drafts, index, candidates);
            let DraftArc { arc, .. } = drafts.arcs[index];
            candidates += arc.last - arc.first;
        }
        self.posteriors.clear();
        self.posteriors.resize(candidates as usize, 0.0);
        let least = if self.find_posteriors(drafts) {
            NEGLIGIBLE
        } else {
            0.0
        };
        self.keep(drafts, least, kept);
    }

    fn reset(&mut self, know: &Knowledge<'_>, drafts: &mut Drafts) {
        self.states.truncate(0);
        self.groups.clear();
        self.steps.clear();
        self.pairs.clear();
        self.heads.clear();
        self.heads.resize(drafts.places as usize, NONE);
        self.scales.clear();
        self.scales.resize(drafts.places as usize, None);
        self.scales[0] = Some(0);
        let (_, backoff) = know.alone(BREAK);
        let before = Weight {
            reading: 1.0,
            unigram: 1.0,
            backoff,
        };
        self.states.push(1.0, before);
        let list = drafts.lists.intern(know, &[BREAK]);
        self.add_group(0, list, 0, NONE);
    }

    /// The states from `first` on arrive at a place.
    fn add_group(&mut self, place: u32, list: ListId, first: usize, origin: u32) {
        let head = &mut self.heads[place as usize];
        self.groups.push(Group {
            list,
            first: index(first),
            last: index(self.states.len()),
            next: *head,
            origin,
        });
        *head = index(self.groups.len() - 1);
    }

    fn follow(
        &mut self,
        know: &Knowledge<'_>,
        drafts: &mut Drafts,
        arc_index: usize,
        candidates: u32,
    ) {
        let DraftArc { arc, list } = drafts.arcs[arc_index];
        let Some(here) = self.scales[arc.from as usize] else {
            return;
        };
        let (first, first_pairs) = (self.states.len(), self.pairs.len());
        let (mut all, mut alone) = (0.0, 0.0);
        let mut group = self.heads[arc.from as usize];
        while let Some(&Group {
            first, last, next, ..
        }) = self.groups.get(group as usize)
        {
            let group_of = first as usize..last as usize;
            let weights = &self.states.weights[group_of.clone()];
            for (forward, weight) in self.states.forward[group_of].iter().zip(weights) {
                all += forward;
                alone += forward * weight.backoff;
            }
            group = next;
        }
        let mut silent = 0.0;
        for weight in &drafts.weights[arc.first as usize..arc.last as usize] {
            if weight.unigram > 0.0 {
                self.states.push(alone * weight.unigram, *weight);
            } else {
                silent += weight.reading;
            }
        }
        let (old, new) = self.states.forward.split_at_mut(first);
        let mut group = if new.is_empty() {
            NONE
        } else {
            self.heads[arc.from as usize]
        };
        while let Some(&Group {
            list: before,
            first,
            next,
            ..
        }) = self.groups.get(group as usize)
        {
            let pairs = drafts.lists.between(know, before, list);
            self.pairs.push((group, pairs));
            let rows = drafts.lists.rows(pairs);
            for (row, &before) in rows.zip(&old[first as usize..]) {
                add_row(new, row, before);
            }
            group = next;
        }
        let mut mass = silent * all;
        for (forward, weight) in new.iter_mut().zip(&self.states.weights[first..]) {
            // A difference of roundings is no mass.
            *forward = (*forward * weight.reading).max(0.0);
            mass += *forward;
        }
        if mass <= 0.0 {
            self.states.truncate(first);
            self.pairs.truncate(first_pairs);
            return;
        }
        // Masses at a place are multiples of about what the first arc brings there.
        let there = *self.scales[arc.to as usize].get_or_insert_with(|| here + exponent(mass));
        let scale = power_of_two(here - there);
        for forward in &mut self.states.forward[first..] {
            *forward *= scale;
        }
        let words = (index(first), index(self.states.len()));
        if words.0 < words.1 {
            self.add_group(arc.to, list, first, NONE);
        }
        let carried = index(self.groups.len());
        if silent > 0.0 {
            self.carry(arc.from, arc.to, silent * scale);
        }
        self.steps.push(Step {
            arc: index(arc_index),
            candidates,
            words,
            carried: (carried, index(self.groups.len())),
            scale,
            silent,
            pairs: (index(first_pairs), index(self.pairs.len())),
        });
    }

    /// Carries the last words at a place on to another.
    fn carry(&mut self, from: u32, to: u32, factor: f32) {
        let mut group = self.heads[from as usize];
        while let Some(&Group {
            list,
            first,
            last,
            next,
            ..
        }) = self.groups.get(group as usize)
        {
            let start = self.states.len();
            for origin in first as usize..last as usize {
                let forward = self.states.forward[origin] * factor;
                self.states.push(forward, self.states.weights[origin]);
            }
            self.add_group(to, list, start, first);
            group = next;
        }
    }

    /// Goes back over the arcs; false where no way leads to the end.
    fn find_posteriors(&mut self, drafts: &Drafts) -> bool {
        let lists: &Lists = &drafts.lists;
        let mut total = 0.0;
        let mut group = self.heads[drafts.places as usize - 1];
        while let Some(&Group {
            first, last, next, ..
        }) = self.groups.get(group as usize)
        {
            let group_of = first as usize..last as usize;
            total += self.states.forward[group_of.clone()].iter().sum::<f32>();
            self.states.backward[group_of].fill(1.0);
            group = next;
        }
        if total <= 0.0 {
            return false;
        }
        let States {
            forward,
            backward,
            weights: state_weights,
        } = &mut self.states;
        for step in self.steps.iter().rev() {
            let arc = &drafts.arcs[step.arc as usize].arc;
            let weights = &drafts.weights[arc.first as usize..arc.last as usize];
            let posteriors = &mut self.posteriors[step.candidates as usize..][..weights.len()];
            let mut silent = 0.0;
            for group in &self.groups[step.carried.0 as usize..step.carried.1 as usize] {
                let (before, carried) = backward.split_at_mut(group.first as usize);
                let len = (group.last - group.first) as usize;
                let before = &mut before[group.origin as usize..];
                let forward = &forward[group.first as usize..];
                for ((before, carried), forward) in
                    before.iter_mut().zip(&carried[..len]).zip(forward)
                {
                    silent += forward * carried;
                    *before += carried * step.silent * step.scale;
                }
            }
            let (before, new) = backward.split_at_mut(step.words.0 as usize);
            let words = &mut new[..(step.words.1 - step.words.0) as usize];
            let mut alone = 0.0;
            let mut states = words.iter_mut().zip(&forward[step.words.0 as usize..]);
            for (posterior, weight) in posteriors.iter_mut().zip(weights) {
                if weight.unigram > 0.0 {
                    if let Some((backward, forward)) = states.next() {
                        *posterior = forward * *backward / total;
                        // From here on a state's backward mass has its reading in it.
                        *backward *= weight.reading * step.scale;
                        alone += *backward * weight.unigram;
                    }
                } else {
                    *posterior = silent * weight.reading / step.silent / total;
                }
            }
            for &(group, pairs) in &self.pairs[step.pairs.0 as usize..step.pairs.1 as usize] {
                let Group { first, last, .. } = self.groups[group as usize];
                let group_of = first as usize..last as usize;
                let before = &mut before[group_of.clone()];
                for (backward, weight) in before.iter_mut().zip(&state_weights[group_of]) {
                    *backward += weight.backoff * alone;
                }
                for (row, backward) in lists.rows(pairs).zip(before) {
                    *backward += sum_row(words, row);
                }
            }
        }
        true
    }

    fn keep(&mut self, drafts: &Drafts, least: f32, kept: &mut Lattice) {
        self.kept.clear();
        kept.reset();
        kept.places = drafts.places;
        let mut at = 0;
        for DraftArc { arc, .. } in &drafts.arcs {
            let first = kept.candidates.len();
            let candidates = &drafts.candidates[arc.first as usize..arc.last as usize];
            let posteriors = &self.posteriors[at..at + candidates.len()];
            at += candidates.len();
            let is_sure = posteriors.iter().any(|&posterior| posterior > SURE);
            let least = if is_sure { RIVAL } else { least };
            for (candidate, &posterior) in candidates.iter().zip(posteriors) {
                if posterior >= least {
                    kept.candidates.push(*candidate);
                    self.kept.push(posterior);
                }
            }
            kept.add_arc(arc.from, arc.to, arc.span, arc.blank_before, first);
        }
    }
}

impl States {
    fn push(&mut self, forward: f32, weight: Weight) {
        self.forward.push(forward);
        self.backward.push(0.0);
        self.weights.push(weight);
    }

    fn len(&self) -> usize {
        self.forward.len()
    }

    fn truncate(&mut self, len: usize) {
        self.forward.truncate(len);
        self.backward.truncate(len);
        self.weights.truncate(len);
    }
}

/// The power of two in a mass.
fn exponent(mass: f32) -> i32 {
    (mass.to_bits() >> 23).cast_signed() - EXPONENT_BIAS
}

/// Two to a power; nothing or the largest there is where that is no number.
fn power_of_two(power: i32) -> f32 {
    match u32::try_from(power + EXPONENT_BIAS) {
        Err(_) | Ok(0) => 0.0,
        Ok(exponent) => f32::from_bits(exponent.min(254) << 23),
    }
}

/// What the exponent of a number is stored with.
const EXPONENT_BIAS: i32 = 127;

/// Adds a multiple of a row to masses.
#[inline]
fn add_row(masses: &mut [f32], row: &[Excess], factor: f32) {
    for (mass, &half) in masses.iter_mut().zip(row) {
        *mass += factor * excess(half);
    }
}

/// The sum of masses, each times its place in a row.
#[inline]
fn sum_row(masses: &[f32], row: &[Excess]) -> f32 {
    // As many sums at once as a register holds: a single one would have to wait for itself.
    const LANES: usize = 8;
    let mut sums = [0.0; LANES];
    let (masses, rest) = masses.as_chunks::<LANES>();
    let (row, row_rest) = row.as_chunks::<LANES>();
    for (masses, row) in masses.iter().zip(row) {
        for ((sum, mass), &half) in sums.iter_mut().zip(masses).zip(row) {
            *sum += mass * excess(half);
        }
    }
    let rest = rest.iter().zip(row_rest);
    sums.iter().sum::<f32>() + rest.map(|(mass, &half)| mass * excess(half)).sum::<f32>()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Model;
    use crate::restore::cleanness::Cleanness;
    use crate::restore::memo::Memo;
    use crate::restore::page::Page;

    #[test]
    fn of_all_readings_of_a_place_one_is_right() {
        let model = Model::embedded().unwrap();
        let know = Knowledge::of(&model);
        let text =
            "Can cir Luat sO 61, kiem soat thii tuc hanh chinh tai conglap, th ue dat; S& Tu phap.";
        let (mut page, mut memo) = (Page::default(), Memo::default());
        page.read(text);
        let mut evidence = Vec::new();
        let mut drafts = Drafts::default();
        drafts.read(&page);
        drafts.evidence(&know, &mut memo, &page, &mut evidence);
        let cleanness = Cleanness::estimate(evidence.iter().copied());
        let (mut pruner, mut kept) = (Pruner::default(), Lattice::default());
        for _ in ["new", "remembered"] {
            let words = drafts.fitting(&page, 0..page.words.len(), 400);
            drafts.draw(&know, &mut memo, cleanness, &page, 0..words);
            pruner.run(&know, &mut drafts, &mut kept);
            for cut in 0..drafts.places - 1 {
                let mut posteriors = pruner.posteriors.iter();
                let mut sum = 0.0;
                for DraftArc { arc, .. } in &drafts.arcs {
                    let own: f32 = posteriors
                        .by_ref()
                        .take((arc.last - arc.first) as usize)
                        .sum();
                    if arc.from <= cut && cut < arc.to {
                        sum += own;
                    }
                }
                assert!((sum - 1.0).abs() < 1e-3, "{sum} over the cut after {cut}");
            }
            let all: u32 = drafts
                .arcs
                .iter()
                .map(|arc| arc.arc.last - arc.arc.first)
                .sum();
            assert!(
                kept.candidates.len() * 3 < all as usize,
                "{} of {all}",
                kept.candidates.len()
            );
        }
    }
}
