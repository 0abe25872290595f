//! Whether a system's confidences can be believed: calibration error, Brier score, risk and coverage.

use std::ops::AddAssign;

/// Equal parts of the range of confidences, for reliability.
pub const BINS: usize = 20;
/// Steps of confidence for risk and coverage: equal parts of the log-odds from -16 to 16, since nearly all
/// confidences are close to one another there where they are close to 1.
const STEPS: usize = 512;
const MOST_LOG_ODDS: f64 = 16.0;

/// Confidences of one equal part of the range.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Bin {
    /// Tokens.
    pub count: u64,
    /// Those that were right.
    pub right: u64,
    /// Sum of their confidences.
    pub confidence: f64,
}

/// What a system said of its tokens, and how they were. Adds up over documents.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reliability {
    /// By confidence, in equal parts.
    pub bins: [Bin; BINS],
    /// Sum of the squared differences of confidence and truth.
    pub squares: f64,
}

impl Reliability {
    /// Counts one token.
    pub fn add(&mut self, confidence: f32, is_right: bool) {
        let confidence = f64::from(confidence).clamp(0.0, 1.0);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "between 0 and the number of bins"
        )]
        let bin = ((confidence * BINS as f64) as usize).min(BINS - 1);
        let bin = &mut self.bins[bin];
        bin.count += 1;
        bin.right += u64::from(is_right);
        bin.confidence += confidence;
        self.squares += (confidence - f64::from(u8::from(is_right))).powi(2);
    }

    /// Tokens with a confidence.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.bins.iter().map(|bin| bin.count).sum()
    }

    /// Expected calibration error: mean over tokens of the distance between a bin's mean confidence and its share right.
    #[must_use]
    pub fn calibration_error(&self) -> Option<f64> {
        let count = self.count();
        (count > 0).then(|| {
            self.bins
                .iter()
                .map(|bin| (bin.confidence - bin.right as f64).abs())
                .sum::<f64>()
                / count as f64
        })
    }

    /// Brier score: mean squared difference of confidence and truth.
    #[must_use]
    pub fn brier(&self) -> Option<f64> {
        let count = self.count();
        (count > 0).then(|| self.squares / count as f64)
    }
}

impl AddAssign<&Reliability> for Reliability {
    fn add_assign(&mut self, other: &Reliability) {
        for (bin, more) in self.bins.iter_mut().zip(&other.bins) {
            bin.count += more.count;
            bin.right += more.right;
            bin.confidence += more.confidence;
        }
        self.squares += other.squares;
    }
}

/// Tokens in the order of their confidence, coarsely. Adds up over documents.
#[derive(Clone, Debug, PartialEq)]
pub struct Ranking {
    /// For each step of confidence, tokens and those that were wrong.
    steps: Vec<[u64; 2]>,
}

impl Default for Ranking {
    fn default() -> Self {
        Self {
            steps: vec![[0; 2]; STEPS],
        }
    }
}

/// A point of the risk–coverage curve: what is wrong among the surest tokens.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RiskPoint {
    /// Least confidence of the tokens kept.
    pub threshold: f64,
    /// Share of all tokens that is kept.
    pub coverage: f64,
    /// Share of those that is wrong.
    pub risk: f64,
}

impl Ranking {
    /// Counts one token.
    pub fn add(&mut self, confidence: f32, is_right: bool) {
        let p = f64::from(confidence).clamp(0.0, 1.0);
        let log_odds = (p / (1.0 - p)).ln().clamp(-MOST_LOG_ODDS, MOST_LOG_ODDS);
        let share = (log_odds + MOST_LOG_ODDS) / (2.0 * MOST_LOG_ODDS);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "between 0 and the number of steps"
        )]
        let step = ((share * STEPS as f64) as usize).min(STEPS - 1);
        self.steps[step][0] += 1;
        self.steps[step][1] += u64::from(!is_right);
    }

    /// The curve, from the surest tokens to all of them; one point for each step that has tokens.
    #[must_use]
    pub fn curve(&self) -> Vec<RiskPoint> {
        let all: u64 = self.steps.iter().map(|step| step[0]).sum();
        let (mut kept, mut wrong) = (0, 0);
        let mut points = Vec::new();
        for (step, [count, errors]) in self.steps.iter().enumerate().rev() {
            if *count == 0 {
                continue;
            }
            kept += count;
            wrong += errors;
            let log_odds = (step as f64 / STEPS as f64) * 2.0 * MOST_LOG_ODDS - MOST_LOG_ODDS;
            points.push(RiskPoint {
                threshold: 1.0 / (1.0 + (-log_odds).exp()),
                coverage: kept as f64 / all as f64,
                risk: wrong as f64 / kept as f64,
            });
        }
        points
    }

    /// The most tokens that can be kept, the surest first, so that at least the share `precision` of them is right.
    #[must_use]
    pub fn at_precision(&self, precision: f64) -> Option<RiskPoint> {
        let fits = |point: &RiskPoint| 1.0 - point.risk >= precision;
        self.curve().into_iter().rev().find(fits)
    }
}

impl AddAssign<&Ranking> for Ranking {
    fn add_assign(&mut self, other: &Ranking) {
        for (step, more) in self.steps.iter_mut().zip(&other.steps) {
            step[0] += more[0];
            step[1] += more[1];
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOKENS: [(f32, bool); 5] = [
        (0.99, true),
        (0.99, true),
        (0.9, true),
        (0.9, false),
        (0.25, false),
    ];

    fn close(a: Option<f64>, b: f64) {
        assert!(a.is_some_and(|a| (a - b).abs() < 1e-6), "{a:?} is not {b}");
    }

    #[test]
    fn calibration_error_and_brier_add_up() {
        let mut reliability = Reliability::default();
        assert_eq!(reliability.calibration_error(), None);
        for (confidence, is_right) in TOKENS {
            reliability.add(confidence, is_right);
        }
        // |1.98 - 2| + |1.8 - 1| + |0.25 - 0| = 1.07, over five tokens.
        close(reliability.calibration_error(), 1.07 / 5.0);
        // 0.01² + 0.01² + 0.1² + 0.9² + 0.25² = 0.8827
        close(reliability.brier(), 0.8827 / 5.0);
    }

    #[test]
    fn risk_grows_with_coverage() {
        let mut ranking = Ranking::default();
        for (confidence, is_right) in TOKENS {
            ranking.add(confidence, is_right);
        }
        let points: Vec<(f64, f64)> = ranking
            .curve()
            .iter()
            .map(|point| (point.coverage, point.risk))
            .collect();
        assert_eq!(points, [(0.4, 0.0), (0.8, 0.25), (1.0, 0.4)]);
        assert!(
            ranking
                .at_precision(0.95)
                .is_some_and(|p| p.coverage == 0.4)
        );
        assert!(ranking.at_precision(0.7).is_some_and(|p| p.coverage == 0.8));
        assert!(
            ranking
                .at_precision(0.7)
                .is_some_and(|p| p.threshold <= 0.9 && p.threshold > 0.8)
        );
        assert_eq!(Ranking::default().at_precision(0.5), None);
    }
}
