//! How much of a document the scanner read without any error, so that clean text is left in peace.

use super::memo::Memo;
use super::search::Knowledge;
use crate::cost::Cost;
use crate::text::token::{AtomKind, atoms, core};

/// Likelihoods of a string without context: if the scanner made no errors, and if it made the usual ones.
#[derive(Clone, Copy, Debug)]
pub(super) struct Evidence {
    pub(super) clean: f64,
    pub(super) garbled: f64,
}

/// How much of a document's text the scanner read without any error, as costs.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cleanness {
    /// Probability that a word was copied exactly, beyond what the channel allows for.
    exact: f64,
    garbled_cost: Cost,
}

/// What a document may be: garbled throughout, or read in the right language with more or fewer errors. There is little
/// between, and words that the noise leaves alone by chance must not make a garbled document look half clean.
const SHARES: [f64; 7] = [0.000_5, 0.8, 0.9, 0.97, 0.99, 0.997, 0.999_5];

/// No likelihood is less; the product of two is still a number.
const SMALL: f64 = 1e-150;

impl Default for Cleanness {
    /// Garbled throughout.
    fn default() -> Self {
        Self::new(SHARES[0])
    }
}

impl Cleanness {
    fn new(exact: f64) -> Self {
        Self {
            exact,
            garbled_cost: Cost::of_probability(1.0 - exact),
        }
    }

    /// The likeliest share of exact words, given every word's evidence.
    pub(super) fn estimate(evidence: impl Iterator<Item = Evidence> + Clone) -> Self {
        let likelihood = |exact: f64| -> f64 {
            // Of products a logarithm is taken when they grow small, not of every factor.
            let (mut sum, mut product) = (0.0, 1.0);
            for e in evidence.clone() {
                product *= (exact * e.clean + (1.0 - exact) * e.garbled).max(SMALL);
                if product < SMALL {
                    sum += f64::ln(product);
                    product = 1.0;
                }
            }
            sum + f64::ln(product)
        };
        let mut best = (f64::NEG_INFINITY, SHARES[0]);
        for exact in SHARES {
            let likelihood = likelihood(exact);
            if likelihood > best.0 {
                best = (likelihood, exact);
            }
        }
        Self::new(best.1)
    }

    /// What a reading costs here that costs `channel` where all is garbled; `same` for the string itself.
    pub(super) fn cost(self, channel: Cost, same: bool) -> Cost {
        let through_noise = channel + self.garbled_cost;
        if same {
            Cost::of_probability(self.exact + through_noise.probability())
        } else {
            through_noise
        }
    }

    /// A number that differs where costs differ.
    pub(super) fn code(self) -> u8 {
        let place = SHARES.iter().position(|&share| share >= self.exact);
        place
            .and_then(|place| u8::try_from(place).ok())
            .unwrap_or(u8::MAX)
    }

    pub(super) fn share(self) -> f64 {
        self.exact
    }

    /// True for a document that the scanner read in the wrong language.
    pub(super) fn is_garbled(self) -> bool {
        self.exact < 0.5
    }
}

/// The evidence of a word; nothing where it is no plain one.
pub(super) fn evidence(know: &Knowledge<'_>, memo: &mut Memo, word: &str) -> Option<Evidence> {
    let inside = core(word).of(word);
    let mut parts = atoms(inside);
    let is_plain = matches!(
        (parts.next(), parts.next()),
        (Some((AtomKind::Word, _)), None)
    );
    is_plain.then(|| memo.entry(know, inside).evidence)
}
