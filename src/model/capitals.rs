//! How much more probable each word is with a capital than without where no sentence begins.
//!
//! A signed byte a word: the logarithm of the odds, in steps of 64 milli-nats.

use super::lexicon::WordId;
use crate::cost::Cost;

/// The odds of all words.
#[derive(Clone, Copy, Debug)]
pub struct Capitals<'m>(pub(crate) &'m [u8]);

/// Steps of a byte in one nat.
const STEPS: f64 = 1.0 / 0.064;

impl Capitals<'_> {
    /// The byte of odds.
    #[cfg(feature = "train")]
    pub(crate) fn byte(odds: f64) -> u8 {
        #[allow(clippy::cast_possible_truncation)] // clamped
        let steps = (odds.ln() * STEPS).round().clamp(-127.0, 127.0) as i8;
        steps.cast_unsigned()
    }

    /// What it costs a word to have a capital, or none; nothing where the model does not know.
    #[must_use]
    pub fn cost(self, word: WordId, capital: bool) -> Cost {
        let Some(&byte) = self.0.get(usize::from(word)) else {
            return Cost::ZERO;
        };
        let odds = f64::from(byte.cast_signed()) / STEPS;
        Cost::of_nats(if capital { -odds } else { odds }.exp().ln_1p())
    }
}
