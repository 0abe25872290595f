//! How worn the marks of a document are.
//!
//! On a good scan a comma is a comma; on a bad one every fifth is read as a full stop, and half of the semicolons as
//! colons. The table of marks knows the mean of all pages. The first look at a document tells how often its marks seem to
//! be others than they were read as, against what the table expects of them, and that factor goes into the second.

use super::build::heard;
use super::lattice::{Arc, Form, Lattice};
use crate::cost::Cost;
use crate::model::lexicon::{FIRST_WORD, WordId};
use crate::model::marks::{Marks, Place};

/// What the table of marks expects of a document.
#[derive(Debug)]
pub(super) struct Expected {
    /// Of each row, whether it makes other marks of those that were read.
    others: Box<[bool]>,
    /// By class: share of such a pause that is read as another.
    shares: [f64; FIRST_WORD as usize],
}

/// Changes that a document is thought to have beside those that are seen, and how worn it is thought to be before any is
/// seen: most documents are read better than those that the table was learned from.
const PRIOR_CHANGES: f64 = 3.0;
const PRIOR_WEAR: f64 = 0.3;
/// What it costs beside all that: pauses are what the language model knows least about.
const DOUBT: Cost = Cost(2_000);
/// The first look, which expects the mean of all pages, makes documents more alike than they are: its logarithm counts so
/// often.
const SHARPER: f64 = 1.5;
/// However worn a document is, other marks cost no less than the table's cost and this.
const LEAST: Cost = Cost(-2_000);
/// Rounds of expectation and maximisation.
const ROUNDS: usize = 8;

/// The marks of one document.
#[derive(Debug, Default)]
pub(super) struct Wear {
    /// What each place has for its being other marks, in the first look.
    changed: Vec<f32>,
    /// How many marks the table expects to be others.
    expected: f64,
}

impl Expected {
    pub(super) fn of(marks: Marks<'_>) -> Self {
        let mut shares = [0.0; FIRST_WORD as usize];
        let others = marks.rows().map(|(place, read, truth, cost)| {
            let other = is_other(place, &truth, &read);
            if other
                && matches!(place, Place::Line(_))
                && let Some(pause) = heard(place, &truth)
            {
                shares[usize::from(pause)] += cost.probability();
            }
            other
        });
        let others = others.collect();
        Self { others, shares }
    }

    /// Share of a pause that is read as another; of all other words none.
    fn share(&self, word: Option<WordId>) -> f64 {
        let share = word.and_then(|word| self.shares.get(usize::from(word)));
        share.copied().unwrap_or_default()
    }

    /// Adds a cost to the readings that make other marks of those that were read.
    pub(super) fn weigh(&self, lattice: &mut Lattice, cost: Cost) {
        for candidate in &mut lattice.candidates {
            if let Form::Marks(row) = candidate.form
                && self.others[usize::from(row)]
            {
                candidate.cost = (candidate.cost + cost).max(Cost::ZERO);
            }
        }
    }
}

impl Wear {
    pub(super) fn clear(&mut self) {
        self.changed.clear();
        self.expected = 0.0;
    }

    /// Takes note of what the first look makes of an arc.
    pub(super) fn add(
        &mut self,
        expected: &Expected,
        lattice: &Lattice,
        arc: &Arc,
        posteriors: &[f32],
    ) {
        let mut changed = 0.0;
        for (candidate, &p) in lattice.of(arc).iter().zip(posteriors) {
            self.expected += f64::from(p) * expected.share(candidate.word);
            if let Form::Marks(row) = candidate.form
                && expected.others[usize::from(row)]
            {
                changed += p;
            }
        }
        if changed > 0.0 {
            self.changed.push(changed.min(1.0));
        }
    }

    /// What it costs here, beside the table, that marks were others.
    pub(super) fn cost(&self) -> Cost {
        let mut wear = 1.0;
        for _ in 0..ROUNDS {
            let changed = |&changed: &f32| {
                let (changed, kept) = (wear * f64::from(changed), 1.0 - f64::from(changed));
                changed / (changed + kept)
            };
            let seen: f64 = self.changed.iter().map(changed).sum();
            wear = (seen + PRIOR_CHANGES * PRIOR_WEAR) / (self.expected + PRIOR_CHANGES);
        }
        (DOUBT + Cost::of_nats(-SHARPER * wear.ln())).max(LEAST)
    }
}

/// True where marks are others than those that were read, and not these with specks among them.
fn is_other(place: Place, marks: &str, read: &str) -> bool {
    heard(place, marks) != heard(place, read) || !is_within(marks, read)
}

/// True where the marks are among the others, in their order; blanks are no marks.
fn is_within(marks: &str, others: &str) -> bool {
    let mut others = others.chars();
    marks
        .chars()
        .filter(|&c| c != ' ')
        .all(|mark| others.any(|other| other == mark))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::lexicon::{BREAK, COMMA};
    use crate::model::marks::Row;
    use crate::restore::lattice::Candidate;
    use crate::span::Span;

    /// Row 0 makes a comma of a full stop, row 1 leaves it.
    fn expected() -> Expected {
        Expected {
            others: Box::new([true, false]),
            shares: [0.0, 0.0, 0.0, 0.1, 0.0, 0.0],
        }
    }

    /// A full stop that is a comma or not.
    fn lattice() -> Lattice {
        let mut lattice = Lattice::default();
        lattice.reset();
        for (row, word) in [(0, COMMA), (1, BREAK)] {
            let form = Form::Marks(Row::from(row as u8));
            let cost = Cost(1_000);
            lattice.candidates.push(Candidate {
                word: Some(word),
                form,
                cost,
            });
        }
        let to = lattice.add_place();
        lattice.add_arc(0, to, Span::new(0, 1), false, 0);
        lattice
    }

    /// What other marks cost in a document with some commas that were read well, and full stops that were thought to be commas
    /// with these probabilities.
    fn cost(commas: usize, stops: &[f32]) -> Cost {
        let (expected, lattice) = (expected(), lattice());
        let mut wear = Wear::default();
        for _ in 0..commas {
            wear.add(&expected, &lattice, &lattice.arcs[0], &[1.0, 0.0]);
            wear.changed.pop();
        }
        for &p in stops {
            wear.add(&expected, &lattice, &lattice.arcs[0], &[p, 1.0 - p]);
        }
        wear.cost()
    }

    #[test]
    fn the_document_says_how_worn_its_marks_are() {
        let untold = cost(0, &[]);
        assert_eq!(untold, DOUBT + Cost::of_nats(-SHARPER * PRIOR_WEAR.ln()));
        let (good, usual, bad) = (
            cost(100, &[0.1; 5]),
            cost(50, &[0.9; 5]),
            cost(10, &[0.9; 9]),
        );
        assert!(
            bad < usual && usual < untold && untold < good,
            "{bad:?} {usual:?} {untold:?} {good:?}"
        );
        assert!(cost(0, &[1.0; 1000]) >= LEAST);
    }

    #[test]
    fn what_was_read_costs_what_it_cost() {
        let mut lattice = lattice();
        expected().weigh(&mut lattice, Cost(700));
        assert_eq!(
            [1_700, 1_000],
            [0, 1].map(|n: usize| lattice.candidates[n].cost.0)
        );
        expected().weigh(&mut lattice, Cost(-9_000));
        assert_eq!(
            [0, 1_000],
            [0, 1].map(|n: usize| lattice.candidates[n].cost.0)
        );
    }
}
