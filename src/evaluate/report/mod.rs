//! What came out, for programs and for people: one [`Report`], written as JSON, CSV, Markdown, HTML or a table.

mod csv;
mod html;
mod markdown;
mod table;
pub mod wire;

pub use csv::csv;
pub use html::html;
pub use markdown::markdown;
pub use table::table;

use std::collections::BTreeMap;

use super::counts::Counts;
use super::evaluation::{DocumentResult, Evaluation, MAIN, Options};
use super::intervals::resample;
use super::leak::Leak;
use super::metrics::{METRICS, Metric};
use wire::{Comparison, Coverage, Document, Figure, Report, Slice, SystemAbout, SystemFigures};

/// Name and version of the report's form.
pub const SCHEMA: &str = "vanban.evaluation/1";
/// Name of the slice of all documents.
pub const ALL: &str = "all";
/// Shares of right syllables for which the coverage is told.
pub const PRECISIONS: [f64; 4] = [0.95, 0.98, 0.99, 0.999];
/// Intervals over fewer documents than this are too narrow to be believed.
pub const FEW_DOCUMENTS: usize = 10;

/// Takes every figure from what was counted.
#[must_use]
pub fn report(evaluation: &Evaluation, options: &Options, leaks: Vec<Leak>) -> Report {
    let slices: Vec<(Slice, Vec<Comparison>)> = slices(evaluation)
        .into_iter()
        .map(|(name, documents)| slice(name, &documents, evaluation, options))
        .collect();
    let (slices, comparisons): (Vec<Slice>, Vec<Vec<Comparison>>) = slices.into_iter().unzip();
    Report {
        schema: SCHEMA.to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        same: options.folding.describe().to_owned(),
        draws: options.draws.count,
        seed: options.draws.seed,
        systems: evaluation
            .systems
            .iter()
            .map(|(name, about)| SystemAbout {
                name: name.clone(),
                about: about.clone(),
            })
            .collect(),
        slices,
        comparisons: comparisons.into_iter().flatten().collect(),
        coverage: coverage(evaluation),
        documents: evaluation.documents.iter().map(document).collect(),
        missing: evaluation.missing.clone(),
        extra: evaluation.extra.clone(),
        failed: evaluation
            .failed
            .iter()
            .map(|(name, reason)| format!("{name}: {reason}"))
            .collect(),
        leaks,
    }
}

/// All documents, and where there are slices those of each.
fn slices(evaluation: &Evaluation) -> Vec<(&str, Vec<&DocumentResult>)> {
    let mut by_name: BTreeMap<&str, Vec<&DocumentResult>> = BTreeMap::new();
    for document in &evaluation.documents {
        by_name.entry(&document.slice).or_default().push(document);
    }
    let mut all = vec![(ALL, evaluation.documents.iter().collect())];
    if by_name.len() > 1 {
        all.extend(by_name);
    }
    all
}

fn slice(
    name: &str,
    documents: &[&DocumentResult],
    evaluation: &Evaluation,
    options: &Options,
) -> (Slice, Vec<Comparison>) {
    let systems = evaluation.systems.len();
    let mut clusters: BTreeMap<&str, Vec<Counts>> = BTreeMap::new();
    for document in documents {
        let sums = clusters
            .entry(&document.document)
            .or_insert_with(|| vec![Counts::default(); systems]);
        sums.iter_mut()
            .zip(&document.counts)
            .for_each(|(sum, counts)| *sum += counts);
    }
    let clusters: Vec<Vec<Counts>> = clusters.into_values().collect();
    let mut sums = vec![Counts::default(); systems];
    for cluster in &clusters {
        sums.iter_mut()
            .zip(cluster)
            .for_each(|(sum, counts)| *sum += counts);
    }
    let resampled = resample(&clusters, options.draws);
    let figure = |system: usize, at: usize, metric: &Metric| {
        let value = (metric.value)(&sums[system])?;
        let each: Vec<f64> = documents
            .iter()
            .filter_map(|document| (metric.value)(&document.counts[system]))
            .collect();
        let interval = resampled.interval(system, at);
        Some(Figure {
            value: rounded(value),
            mean: rounded(each.iter().sum::<f64>() / each.len().max(1) as f64),
            low: interval.map(|interval| rounded(interval.low)),
            high: interval.map(|interval| rounded(interval.high)),
        })
    };
    let figures = (0..systems).map(|system| SystemFigures {
        system: evaluation.systems[system].0.clone(),
        syllables: sums[system].syllables,
        figures: METRICS
            .iter()
            .enumerate()
            .filter_map(|(at, metric)| Some((metric.id.to_owned(), figure(system, at, metric)?)))
            .collect(),
    });
    let comparisons = (0..systems)
        .filter(|&other| other != MAIN && systems > MAIN)
        .map(|other| {
            let mut only = [0; 2];
            let mut documents_better = [0; 3];
            for document in documents {
                let [ours, theirs] =
                    [MAIN, other].map(|system| document.counts[system].syllable_errors().some);
                documents_better[match ours.cmp(&theirs) {
                    std::cmp::Ordering::Less => 0,
                    std::cmp::Ordering::Equal => 1,
                    std::cmp::Ordering::Greater => 2,
                }] += 1;
                only.iter_mut()
                    .zip(document.only[other])
                    .for_each(|(sum, n)| *sum += n);
            }
            let difference = |at: usize, metric: &Metric| {
                let value = (metric.value)(&sums[MAIN])? - (metric.value)(&sums[other])?;
                let interval = resampled.difference(MAIN, other, at);
                Some(Figure {
                    value: rounded(value),
                    mean: rounded(value),
                    low: interval.map(|interval| rounded(interval.low)),
                    high: interval.map(|interval| rounded(interval.high)),
                })
            };
            Comparison {
                slice: name.to_owned(),
                system: evaluation.systems[MAIN].0.clone(),
                against: evaluation.systems[other].0.clone(),
                documents_better: documents_better[0],
                documents_alike: documents_better[1],
                documents_worse: documents_better[2],
                only_right: only[0],
                only_wrong: only[1],
                differences: METRICS
                    .iter()
                    .enumerate()
                    .filter_map(|(at, metric)| {
                        Some((metric.id.to_owned(), difference(at, metric)?))
                    })
                    .collect(),
            }
        });
    let slice = Slice {
        name: name.to_owned(),
        scans: documents.len(),
        documents: clusters.len(),
        systems: figures.collect(),
    };
    (slice, comparisons.collect())
}

fn coverage(evaluation: &Evaluation) -> Vec<Coverage> {
    let mut all = Vec::new();
    for ((name, _), portrait) in evaluation.systems.iter().zip(&evaluation.portraits) {
        if portrait.ranking.curve().is_empty() {
            continue;
        }
        for precision in PRECISIONS {
            let point = portrait.ranking.at_precision(precision);
            all.push(Coverage {
                system: name.clone(),
                precision,
                coverage: point.map(|point| rounded(point.coverage * 100.0)),
                threshold: point.map(|point| (point.threshold * 1e6).round() / 1e6),
            });
        }
    }
    all
}

fn document(document: &DocumentResult) -> Document {
    Document {
        name: document.name.clone(),
        slice: document.slice.clone(),
        truth_sha256: document.truth_sha256.clone(),
        line_by_line: document.line_by_line,
        syllables: document.counts.first().map_or(0, |counts| counts.syllables),
        errors: document
            .counts
            .iter()
            .map(|counts| counts.syllable_errors().some)
            .collect(),
        wrong: document
            .wrong
            .as_ref()
            .map(|wrong| wire::places(wrong.iter().map(|wrong| (wrong.line, wrong.place)))),
    }
}

/// Four decimals: more than any corpus can tell apart, few enough that a report does not hang on the last bit of a sum.
fn rounded(value: f64) -> f64 {
    (value * 10_000.0).round() / 10_000.0
}
