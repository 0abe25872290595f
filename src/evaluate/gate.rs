//! The gate: nothing may be worse than it was, but for so much; and what newly broke is named.

use std::collections::{BTreeMap, BTreeSet};

use super::evaluation::{Evaluation, MAIN};
use super::metrics::{METRICS, Metric, Unit};
use super::report::wire::Report;

/// Figures that the gate looks at: right text, right facts, no harm, right records.
pub const GUARDED: [&str; 7] = [
    super::SYLLABLES,
    "character_error_rate",
    "harm",
    "number_error_rate",
    "code_error_rate",
    "date_error_rate",
    "records",
];

/// A figure that is worse than it was by more than is allowed.
#[derive(Clone, Debug, PartialEq)]
pub struct Regression {
    /// The documents.
    pub slice: String,
    /// The figure.
    pub metric: &'static Metric,
    /// What it was.
    pub before: f64,
    /// What it is; nothing where it is gone.
    pub now: Option<f64>,
}

impl PartialEq for Metric {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

/// A syllable that was right and is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// The document.
    pub document: String,
    /// Line, from 1.
    pub line: usize,
    /// Place in the line, in syllables from 1.
    pub place: usize,
    /// What the page says.
    pub truth: String,
    /// What the output says now.
    pub output: String,
}

/// What the gate found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Verdict {
    /// What is worse than allowed. Where there is something, the gate is shut.
    pub regressions: Vec<Regression>,
    /// Syllables that were right and are wrong.
    pub broken: Vec<Broken>,
    /// Number of syllables that were wrong and are right.
    pub mended: usize,
    /// Documents whose syllables cannot be compared, with the reason.
    pub not_compared: Vec<String>,
}

impl Verdict {
    /// True where nothing is worse than allowed.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.regressions.is_empty()
    }
}

/// Compares a report with an earlier one. `most` is how much worse a figure may be, in percentage points.
#[must_use]
pub fn gate(before: &Report, now: &Report, evaluation: &Evaluation, most: f64) -> Verdict {
    let mut verdict = Verdict::default();
    let guarded: Vec<&'static Metric> = METRICS
        .iter()
        .filter(|metric| GUARDED.contains(&metric.id))
        .collect();
    let name = |report: &Report| report.systems.get(MAIN).map(|system| system.name.clone());
    let (Some(system_before), Some(system_now)) = (name(before), name(now)) else {
        return verdict;
    };
    for slice in &before.slices {
        let Some(figures) = before.figures(&slice.name, &system_before) else {
            continue;
        };
        let figures_now = now.figures(&slice.name, &system_now);
        for &metric in &guarded {
            let Some(before) = figures.figures.get(metric.id) else {
                continue;
            };
            let now = figures_now.and_then(|figures| figures.figures.get(metric.id));
            let is_worse = now.is_none_or(|now| {
                points(metric, metric.regress(before.value, now.value)) > most + EPSILON
            });
            if is_worse {
                verdict.regressions.push(Regression {
                    slice: slice.name.clone(),
                    metric,
                    before: before.value,
                    now: now.map(|now| now.value),
                });
            }
        }
    }
    places(before, now, evaluation, &mut verdict);
    verdict
}

/// Figures are rounded to four decimals; a difference below the last of them is none.
const EPSILON: f64 = 0.000_05;

/// A difference in percentage points, whatever the figure's unit.
fn points(metric: &Metric, difference: f64) -> f64 {
    match metric.unit {
        Unit::Percent => difference,
        Unit::PerTenThousand => difference / 100.0,
        Unit::Score => difference * 100.0,
    }
}

/// Compares wrong syllables place by place.
fn places(before: &Report, now: &Report, evaluation: &Evaluation, verdict: &mut Verdict) {
    let known: BTreeMap<&str, _> = before
        .documents
        .iter()
        .map(|document| (document.name.as_str(), document))
        .collect();
    for (document, result) in now.documents.iter().zip(&evaluation.documents) {
        let name = &document.name;
        let Some(earlier) = known.get(name.as_str()) else {
            verdict
                .not_compared
                .push(format!("{name}: not in the baseline"));
            continue;
        };
        if earlier.truth_sha256 != document.truth_sha256 {
            verdict
                .not_compared
                .push(format!("{name}: its truth has changed"));
            continue;
        }
        let (Some(was), Some(wrong)) = (earlier.wrong_places(), &result.wrong) else {
            verdict
                .not_compared
                .push(format!("{name}: too much is wrong"));
            continue;
        };
        let was: BTreeSet<(usize, usize)> = was.collect();
        let is: BTreeSet<(usize, usize)> = wrong.iter().map(|w| (w.line, w.place)).collect();
        verdict.mended += was.difference(&is).count();
        let new = wrong.iter().filter(|w| !was.contains(&(w.line, w.place)));
        verdict.broken.extend(new.map(|w| Broken {
            document: name.clone(),
            line: w.line,
            place: w.place,
            truth: w.words.0.to_string(),
            output: w.words.1.to_string(),
        }));
    }
    let here: BTreeSet<&str> = now.documents.iter().map(|d| d.name.as_str()).collect();
    for name in known.keys().filter(|name| !here.contains(**name)) {
        verdict.not_compared.push(format!("{name}: gone"));
    }
}
