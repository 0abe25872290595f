//! The one currency of the decoder: negative log-probability in integers.

use std::iter::Sum;
use std::ops::{Add, AddAssign, Sub};

/// A negative natural log-probability in milli-nats; lower is better.
///
/// Integers make every sum exact, so that the best path is the same on every machine and with any number of threads.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cost(pub i32);

/// Milli-nats in one step of a stored byte.
const STEP: i32 = 64;

impl Cost {
    /// Certainty.
    pub const ZERO: Self = Self(0);
    /// Larger than any real path, small enough to be added to.
    pub const IMPOSSIBLE: Self = Self(i32::MAX / 4);

    /// The cost of an event of probability `p`; impossible where `p` is not positive.
    #[must_use]
    pub fn of_probability(p: f64) -> Self {
        if p > 0.0 {
            Self::of_nats(-p.ln())
        } else {
            Self::IMPOSSIBLE
        }
    }

    /// `nats` natural log units.
    #[must_use]
    #[allow(clippy::cast_possible_truncation)] // a float-to-integer cast saturates, and the clamp below is tighter
    pub fn of_nats(nats: f64) -> Self {
        Self(((nats * 1000.0).round() as i32).min(Self::IMPOSSIBLE.0))
    }

    /// The probability this cost stands for.
    #[must_use]
    pub fn probability(self) -> f64 {
        (-f64::from(self.0) / 1000.0).exp()
    }

    /// The cost in natural log units.
    #[must_use]
    #[allow(clippy::cast_precision_loss)] // costs of words are small
    pub fn nats(self) -> f32 {
        self.0 as f32 / 1000.0
    }

    /// The nearest value a model file can hold in one byte: steps of 64 milli-nats up to 16.3 nats.
    #[must_use]
    pub fn to_byte(self) -> u8 {
        u8::try_from(((self.0 + STEP / 2) / STEP).clamp(0, 255)).unwrap_or(u8::MAX)
    }

    /// The cost that a byte of a model file stands for.
    #[must_use]
    pub const fn from_byte(byte: u8) -> Self {
        Self(byte as i32 * STEP)
    }
}

impl Add for Cost {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl AddAssign for Cost {
    fn add_assign(&mut self, other: Self) {
        self.0 += other.0;
    }
}

impl Sub for Cost {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

impl Sum for Cost {
    fn sum<I: Iterator<Item = Self>>(costs: I) -> Self {
        costs.fold(Self::ZERO, Add::add)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_keep_costs_within_half_a_step() {
        for milli in 0..16_000 {
            let stored = Cost::from_byte(Cost(milli).to_byte());
            assert!(
                (stored.0 - milli).abs() <= STEP / 2,
                "{milli} came back as {}",
                stored.0
            );
        }
        assert_eq!(Cost::from_byte(Cost::IMPOSSIBLE.to_byte()).0, 255 * STEP);
    }

    #[test]
    fn probability_and_cost_are_inverse() {
        for p in [1.0, 0.5, 0.01, 1e-6] {
            assert!((Cost::of_probability(p).probability() / p - 1.0).abs() < 1e-3);
        }
        assert_eq!(Cost::of_probability(0.0), Cost::IMPOSSIBLE);
    }
}
