//! How sure a written word is: the lattice's posterior, put right by what the lattice cannot know.
//!
//! The posterior of a word compares it with the other readings that the lattice holds. It is too sure where the truth is
//! none of them: a name that no dictionary has, a sign that stands alone, a line where everything is broken. A logistic
//! regression over the posterior and a few traits of the word and its surroundings, fitted by [`crate::train`] to
//! pages whose truth is known, makes it the probability that people expect: of all words of confidence 0.9, nine in ten
//! are right.

use crate::model::Model;

/// Number of traits.
pub(crate) const TRAITS: usize = 18;

/// What the regression sees of a word.
pub(crate) type Traits = [f32; TRAITS];

/// The weights of the traits; a model without them leaves posteriors as they are.
#[derive(Clone, Copy, Debug)]
pub(super) struct Calibration(Option<Traits>);

impl Calibration {
    pub(super) fn of(model: &Model) -> Self {
        let weights: Vec<f32> = model.confidence_weights().collect();
        Self(weights.try_into().ok())
    }

    /// The probability that a word is right.
    pub(super) fn probability(&self, word: &Surroundings<'_>) -> f32 {
        match &self.0 {
            None => word.posterior.min(1.0),
            Some(weights) => logistic(weights, &word.traits()),
        }
    }
}

/// The probability that weights give to traits.
pub(crate) fn logistic(weights: &Traits, traits: &Traits) -> f32 {
    let sum: f32 = weights
        .iter()
        .zip(traits)
        .map(|(weight, trait_)| weight * trait_)
        .sum();
    1.0 / (1.0 + (-sum).exp())
}

/// A written word, or part of one, and what is around it.
#[derive(Clone, Debug, Default)]
pub(super) struct Surroundings<'a> {
    /// Product of the posteriors of what it is made of.
    pub(super) posterior: f32,
    /// Least posterior of the readings before and after.
    pub(super) neighbours: f32,
    /// Mean of what posteriors lack to one, over the document.
    pub(super) doubt: f32,
    /// What the channel took, in nats.
    pub(super) channel: f32,
    /// As read, with marks.
    pub(super) source: &'a str,
    /// The lexicon lacks the word.
    pub(super) unknown: bool,
    /// The marks around it are not those that were read.
    pub(super) marks_changed: bool,
    /// Last of its line.
    pub(super) ends_line: bool,
}

impl Surroundings<'_> {
    pub(super) fn traits(&self) -> Traits {
        let letters = self.source.chars().filter(|c| c.is_alphabetic()).count();
        let digits = self.source.chars().filter(char::is_ascii_digit).count();
        let marks = self.source.chars().count() - letters - digits;
        let ends_in = |marks: &[char]| self.source.ends_with(marks);
        let flag = |is: bool| f32::from(u8::from(is));
        #[allow(clippy::cast_precision_loss)] // lengths of words
        let a_letter = self.channel / letters.max(1) as f32;
        let doubt = (self.doubt + 1e-4).ln();
        [
            1.0,
            logit(self.posterior),
            logit(self.neighbours),
            doubt,
            a_letter.min(4.0),
            flag(self.unknown && letters > 0 && digits == 0),
            flag(letters > 0 && digits > 0),
            flag(letters == 0 && digits > 0),
            flag(letters + digits == 0),
            flag(letters + digits == 1),
            flag(letters + digits == 2),
            flag(ends_in(&['.'])),
            flag(ends_in(&[','])),
            flag(marks > 0 && !ends_in(&['.', ','])),
            flag(self.marks_changed),
            flag(self.source.starts_with(char::is_uppercase)),
            flag(self.ends_line),
            // Where much is broken a sure posterior says less.
            doubt * logit(self.posterior),
        ]
    }
}

/// Log-odds, kept within what a lattice can tell.
fn logit(p: f32) -> f32 {
    const LEAST: f32 = 1e-4;
    ((p + LEAST) / (1.0 - p.min(1.0) + LEAST)).ln()
}

/// The mean of what posteriors lack to one.
#[derive(Debug, Default)]
pub(super) struct Doubt {
    lack: f64,
    readings: f64,
}

impl Doubt {
    pub(super) fn add(&mut self, posterior: f32) {
        self.lack += 1.0 - f64::from(posterior).min(1.0);
        self.readings += 1.0;
    }

    pub(super) fn mean(&self) -> f32 {
        #[allow(clippy::cast_possible_truncation)] // a mean of probabilities
        {
            (self.lack / f64::max(self.readings, 1.0)) as f32
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_weights_the_posterior_stays() {
        let word = Surroundings {
            posterior: 0.75,
            ..Surroundings::default()
        };
        assert!((Calibration(None).probability(&word) - 0.75).abs() < 1e-6);
    }

    #[test]
    fn weights_on_the_posterior_alone_change_nothing_but_the_ends() {
        let mut weights = [0.0; TRAITS];
        weights[1] = 1.0;
        for p in [0.01, 0.3, 0.9, 0.99] {
            let word = Surroundings {
                posterior: p,
                ..Surroundings::default()
            };
            let found = Calibration(Some(weights)).probability(&word);
            assert!((found - p).abs() < 1e-3, "{found} for {p}");
        }
    }
}
