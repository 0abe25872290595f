//! The pruned lattices of a document, so that it is drafted once and decoded twice.

use std::ops::Range;

use super::lattice::{Arc, Candidate, Lattice};

/// Pruned lattices, one after another.
#[derive(Debug, Default)]
pub(super) struct Kept {
    stretches: Vec<Stretch>,
    arcs: Vec<Arc>,
    candidates: Vec<Candidate>,
}

/// A stretch, or a part of one that was too long.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stretch {
    words: (usize, usize),
    /// It begins a stretch, so that nothing before it matters.
    pub(super) begins: bool,
    arcs: (usize, usize),
    candidates: (usize, usize),
    places: u32,
}

impl Stretch {
    /// Its words on the page.
    pub(super) fn words(&self) -> Range<usize> {
        self.words.0..self.words.1
    }
}

impl Kept {
    pub(super) fn clear(&mut self) {
        self.stretches.clear();
        self.arcs.clear();
        self.candidates.clear();
    }

    /// Keeps the lattice of some words.
    pub(super) fn add(&mut self, words: Range<usize>, begins: bool, lattice: &Lattice) {
        let (arcs, candidates) = (self.arcs.len(), self.candidates.len());
        self.arcs.extend_from_slice(&lattice.arcs);
        self.candidates.extend_from_slice(&lattice.candidates);
        self.stretches.push(Stretch {
            words: (words.start, words.end),
            begins,
            arcs: (arcs, self.arcs.len()),
            candidates: (candidates, self.candidates.len()),
            places: lattice.places,
        });
    }

    pub(super) fn stretches(&self) -> &[Stretch] {
        &self.stretches
    }

    /// The lattice of a stretch.
    pub(super) fn get(&self, stretch: &Stretch, lattice: &mut Lattice) {
        lattice.reset();
        lattice.places = stretch.places;
        lattice
            .arcs
            .extend_from_slice(&self.arcs[stretch.arcs.0..stretch.arcs.1]);
        lattice
            .candidates
            .extend_from_slice(&self.candidates[stretch.candidates.0..stretch.candidates.1]);
    }
}
