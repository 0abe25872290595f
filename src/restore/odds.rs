//! Costs → probabilities, by table: the sums over all readings of a page take one for every candidate.

use crate::cost::Cost;

/// Probabilities of costs.
#[derive(Debug)]
pub(super) struct Odds {
    /// Of multiples of [`STEP`], and of what lies between two.
    coarse: Box<[f32; COARSE]>,
    fine: [f32; STEP],
}

/// Milli-nats between two entries; a byte of the model counts as many.
const STEP: usize = 64;
/// Costs from here on are as good as impossible.
const COARSE: usize = 1 << 10;

/// Costs from here up to nothing have a counterpart in the table that is no rounding.
const LEAST_TABLED: i32 = -40_000;

impl Default for Odds {
    fn default() -> Self {
        #[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation)]
        // small numbers, probabilities
        let probability = |milli: usize| (-(milli as f64) / 1000.0).exp() as f32;
        Self {
            coarse: Box::new(std::array::from_fn(|i| probability(i * STEP))),
            fine: std::array::from_fn(probability),
        }
    }
}

impl Odds {
    /// The probability of a cost; of a negative one, a certainty's.
    #[inline]
    pub(super) fn of(&self, cost: Cost) -> f32 {
        let milli = usize::try_from(cost.0).unwrap_or(0);
        match self.coarse.get(milli / STEP) {
            Some(coarse) => coarse * self.fine[milli % STEP],
            None => 0.0,
        }
    }

    /// How much more probable one is than another that costs more by so much; or less.
    #[inline]
    pub(super) fn ratio(&self, cost: Cost) -> f64 {
        let by_table = |cost: Cost| f64::from(self.of(cost));
        match cost.0 {
            0.. => by_table(cost),
            LEAST_TABLED..0 => 1.0 / by_table(Cost(-cost.0)),
            // The first way to a place is rarely that much worse than the best.
            _ => cost.probability(),
        }
    }

    /// The probability of a byte of the model.
    #[inline]
    pub(super) fn of_byte(&self, byte: u8) -> f32 {
        self.coarse[usize::from(byte)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_the_exponential() {
        let odds = Odds::default();
        for milli in (0..60_000).step_by(37) {
            let cost = Cost(milli);
            assert!(
                (f64::from(odds.of(cost)) / cost.probability() - 1.0).abs() < 1e-6,
                "{milli}"
            );
        }
        for byte in 0..=u8::MAX {
            let cost = Cost::from_byte(byte);
            assert!((f64::from(odds.of_byte(byte)) / cost.probability() - 1.0).abs() < 1e-6);
        }
        assert!(odds.of(Cost::IMPOSSIBLE) == 0.0);
    }
}
