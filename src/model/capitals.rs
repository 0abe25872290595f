//! How much more probable each word is with a capital than without where no sentence begins.
//!
//! Signed bytes: logarithms of odds, in steps of 64 milli-nats. One for each word, and one for each word by whether its
//! neighbours have capitals.

use super::lexicon::WordId;
use crate::cost::Cost;

/// The odds of all words.
#[derive(Clone, Copy, Debug)]
pub struct Capitals<'m> {
    /// By word.
    pub(crate) odds: &'m [u8],
    /// By word and [`Neighbours`].
    pub(crate) between: &'m [u8],
}

/// Which neighbours of a word have capitals: those right before and behind it, no mark between, that begin no sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Neighbours {
    /// The word before has a capital.
    pub before: bool,
    /// The word behind has one.
    pub after: bool,
}

impl Neighbours {
    /// How many there are.
    pub const COUNT: usize = 4;

    /// Place among the odds of a word.
    #[must_use]
    pub fn index(self) -> usize {
        2 * usize::from(self.before) + usize::from(self.after)
    }
}

/// What stands before a word, as far as it matters for the word's case.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Before {
    /// Nothing, or a mark behind which people may begin with a capital.
    #[default]
    Start,
    /// A comma.
    Comma,
    /// A word that begins a sentence: its case tells nothing.
    First,
    /// Another word, and whether it has a capital.
    Word(bool),
}

impl Before {
    /// Goes past marks.
    pub fn marks(&mut self, marks: &str) {
        match marks {
            "" => {}
            "," if *self != Self::Start => *self = Self::Comma,
            _ => *self = Self::Start,
        }
    }

    /// Goes past a word.
    pub fn add(&mut self, capital: bool) {
        *self = match self {
            Self::Start => Self::First,
            _ => Self::Word(capital),
        };
    }

    /// True where nothing but a blank stands between the word before and the next.
    #[must_use]
    pub fn leans(self) -> bool {
        matches!(self, Self::First | Self::Word(_))
    }

    /// Of a word that stands here and begins no sentence: whether the neighbour before it has a capital, if that tells.
    #[must_use]
    #[allow(clippy::option_option)] // none of a word whose case is free; one without a neighbour that tells
    pub fn word(self) -> Option<Option<bool>> {
        match self {
            Self::Start => None,
            Self::First => Some(None),
            Self::Comma => Some(Some(false)),
            Self::Word(capital) => Some(Some(capital)),
        }
    }
}

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
        let odds = self.odds(word);
        if odds == 0.0 {
            return Cost::ZERO;
        }
        Cost::of_nats(if capital { -odds } else { odds }.exp().ln_1p())
    }

    /// Logarithm of a word's odds to have a capital; 0 where the model does not know.
    #[must_use]
    pub fn odds(self, word: WordId) -> f64 {
        let byte = self.odds.get(usize::from(word));
        byte.map_or(0.0, nats)
    }

    /// The same between neighbours.
    #[must_use]
    pub fn odds_between(self, word: WordId, neighbours: Neighbours) -> f64 {
        let at = Neighbours::COUNT * usize::from(word) + neighbours.index();
        let byte = self.between.get(at);
        byte.map_or_else(|| self.odds(word), nats)
    }
}

fn nats(byte: &u8) -> f64 {
    f64::from(byte.cast_signed()) / STEPS
}
