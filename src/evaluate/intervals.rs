//! How far a figure can be trusted: bootstrap over documents.
//!
//! Errors come in documents: one bad copy has hundreds. So documents are drawn with replacement, not syllables, and all
//! scans of one page are drawn together. Two systems are compared on the same draws (Efron and Tibshirani, 1993;
//! Bisani and Ney, 2004). The draws depend on the seed alone, not on the machine or the number of threads.

use rayon::prelude::*;

use super::counts::Counts;
use super::metrics::METRICS;

/// The middle 95 % of what a figure is in resampled documents.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// 2.5 % of the draws are below.
    pub low: f64,
    /// 2.5 % of the draws are above.
    pub high: f64,
}

/// How often to draw, and from where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Draws {
    /// Number of draws; none gives no intervals.
    pub count: u32,
    /// Seed of the generator.
    pub seed: u64,
}

impl Default for Draws {
    fn default() -> Self {
        Self {
            count: 1000,
            seed: 1,
        }
    }
}

/// The figures of every draw, by system and [`METRICS`].
#[derive(Clone, Debug, Default)]
pub struct Resampled(Vec<Vec<Vec<Option<f64>>>>);

/// Draws clusters of documents. `clusters` holds for each the counts of every system.
#[must_use]
pub fn resample(clusters: &[Vec<Counts>], draws: Draws) -> Resampled {
    let Some(systems) = clusters.first().map(Vec::len) else {
        return Resampled::default();
    };
    let draw = |number: u32| {
        let mut random = SplitMix(
            draws
                .seed
                .wrapping_mul(0x9E37_79B9)
                .wrapping_add(u64::from(number)),
        );
        let mut sums = vec![Counts::default(); systems];
        for _ in 0..clusters.len() {
            let cluster = &clusters[random.below(clusters.len())];
            sums.iter_mut()
                .zip(cluster)
                .for_each(|(sum, counts)| *sum += counts);
        }
        let figures = |sum: &Counts| METRICS.iter().map(|metric| (metric.value)(sum)).collect();
        sums.iter().map(figures).collect()
    };
    Resampled((0..draws.count).into_par_iter().map(draw).collect())
}

impl Resampled {
    /// The interval of a figure of a system.
    #[must_use]
    pub fn interval(&self, system: usize, metric: usize) -> Option<Interval> {
        middle(self.0.iter().filter_map(|draw| draw[system][metric]))
    }

    /// The interval of the difference between two systems, first minus second.
    #[must_use]
    pub fn difference(&self, first: usize, second: usize, metric: usize) -> Option<Interval> {
        middle(
            self.0
                .iter()
                .filter_map(|draw| Some(draw[first][metric]? - draw[second][metric]?)),
        )
    }
}

fn middle(values: impl Iterator<Item = f64>) -> Option<Interval> {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    let at = |share: f64| {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a place in a list"
        )]
        let place = (share * (values.len().checked_sub(1)?) as f64).round() as usize;
        values.get(place).copied()
    };
    Some(Interval {
        low: at(0.025)?,
        high: at(0.975)?,
    })
}

/// SplitMix64 (Steele, Lea and Flood, 2014): the same numbers everywhere and in every version, which crates of random
/// numbers do not promise.
struct SplitMix(u64);

impl SplitMix {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below `limit`.
    fn below(&mut self, limit: usize) -> usize {
        ((u128::from(self.next()) * limit as u128) >> 64) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(errors: u64, syllables: u64) -> Counts {
        Counts {
            substituted: errors,
            syllables,
            ..Counts::default()
        }
    }

    #[test]
    fn documents_that_are_alike_give_a_narrow_interval() {
        let alike = vec![vec![counts(5, 100)]; 30];
        let interval = resample(&alike, Draws::default()).interval(0, 0);
        assert_eq!(
            interval,
            Some(Interval {
                low: 5.0,
                high: 5.0
            })
        );
        // Every tenth document is wrong all over: one in ten syllables, give or take.
        let mixed: Vec<_> = (0..100)
            .map(|n| vec![counts(if n % 10 == 0 { 100 } else { 0 }, 100)])
            .collect();
        let resampled = resample(&mixed, Draws::default());
        let interval = resampled.interval(0, 0).unwrap();
        // The standard error of a share of 0.1 of a hundred is 0.03; two of them on each side.
        assert!((3.0..6.0).contains(&interval.low), "{interval:?}");
        assert!((14.0..18.0).contains(&interval.high), "{interval:?}");
    }

    #[test]
    fn systems_are_compared_on_the_same_draws() {
        // Documents differ a lot, but the second system is always one point worse.
        let clusters: Vec<_> = (0..40)
            .map(|n| vec![counts(n, 100), counts(n + 1, 100)])
            .collect();
        let resampled = resample(&clusters, Draws::default());
        let difference = resampled.difference(0, 1, 0).unwrap();
        assert!((difference.low + 1.0).abs() < 1e-9 && (difference.high + 1.0).abs() < 1e-9);
    }

    #[test]
    fn nothing_to_draw_from_gives_nothing() {
        assert_eq!(resample(&[], Draws::default()).interval(0, 0), None);
        let none = Draws { count: 0, seed: 1 };
        assert_eq!(resample(&[vec![counts(1, 2)]], none).interval(0, 0), None);
    }
}
