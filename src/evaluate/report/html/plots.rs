//! Plots as inline SVG: errors by class, documents, reliability, risk and coverage.

use maud::{Markup, html as markup};

use super::super::ALL;
use super::super::wire::{Report, SystemFigures};
use super::anchor;
use crate::evaluate::calibration::{BINS, Ranking, Reliability};
use crate::evaluate::evaluation::{Evaluation, MAIN};
use crate::evaluate::metrics::metric;

/// Size of a plot's area, in user units, and the room around it.
const WIDTH: f64 = 420.0;
const HEIGHT: f64 = 240.0;
const LEFT: f64 = 44.0;
const BOTTOM: f64 = 36.0;
const TOP: f64 = 10.0;

fn frame(caption: &str, x_label: &str, y_label: &str, inside: Markup) -> Markup {
    let view = format!("0 0 {} {}", LEFT + WIDTH + 24.0, TOP + HEIGHT + BOTTOM);
    markup! {
        figure {
            figcaption { (caption) }
            svg viewBox=(view) role="img" aria-label=(caption) {
                line.axis x1=(LEFT) y1=(TOP) x2=(LEFT) y2=(TOP + HEIGHT) {}
                line.axis x1=(LEFT) y1=(TOP + HEIGHT) x2=(LEFT + WIDTH) y2=(TOP + HEIGHT) {}
                text.label x=(LEFT + WIDTH) y=(TOP + HEIGHT + 32.0) text-anchor="end" { (x_label) }
                text.label x=(LEFT + 6.0) y=(TOP + 10.0) { (y_label) }
                (inside)
            }
        }
    }
}

fn x(share: f64) -> f64 {
    round(LEFT + WIDTH * share)
}

fn y(share: f64) -> f64 {
    round(TOP + HEIGHT * (1.0 - share))
}

fn round(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

/// Ticks with their values, from 0 to `most`.
fn ticks(most: f64, along_x: bool, show: impl Fn(f64) -> String) -> Markup {
    markup! {
        @for step in 0..=4 {
            @let share = f64::from(step) / 4.0;
            @if along_x {
                text.tick x=(x(share)) y=(TOP + HEIGHT + 14.0) text-anchor="middle" { (show(most * share)) }
            } @else {
                line.grid x1=(LEFT) y1=(y(share)) x2=(LEFT + WIDTH) y2=(y(share)) {}
                text.tick x=(LEFT - 4.0) y=(y(share) + 4.0) text-anchor="end" { (show(most * share)) }
            }
        }
    }
}

/// A round number not below `value`.
fn ceiling(value: f64) -> f64 {
    let steps = [
        0.01, 0.02, 0.04, 0.1, 0.2, 0.4, 1.0, 2.0, 4.0, 10.0, 20.0, 40.0, 60.0, 80.0, 100.0,
    ];
    steps
        .into_iter()
        .find(|step| *step >= value)
        .unwrap_or(value)
}

fn percent(value: f64) -> String {
    if value >= 10.0 || value == 0.0 || value.fract() == 0.0 {
        format!("{value:.0} %")
    } else {
        format!("{value:.2} %")
    }
}

const CLASSES: [&str; 8] = [
    "tone_error_rate",
    "vowel_mark_error_rate",
    "d_stroke_error_rate",
    "base_letter_error_rate",
    "digit_error_rate",
    "case_error_rate",
    "spacing_error_rate",
    "punctuation_error_rate",
];

/// Error rates by class: a bar for the scan, one for the system in question.
pub(super) fn classes(report: &Report) -> Markup {
    let Some(all) = report.slices.first() else {
        return Markup::default();
    };
    let value = |system: &SystemFigures, id: &str| {
        system.figures.get(id).map_or(0.0, |figure| figure.value)
    };
    let systems: Vec<&SystemFigures> = all.systems.iter().take(2).collect();
    let most = systems
        .iter()
        .flat_map(|system| CLASSES.iter().map(|id| value(system, id)))
        .fold(0.0, f64::max);
    let most = ceiling(most);
    let row = HEIGHT / CLASSES.len() as f64;
    let left = 120.0;
    let view = format!("0 0 {} {}", left + WIDTH, HEIGHT + 24.0);
    markup! {
        figure {
            figcaption { "Error by class, in percent of the places where it can be made" }
            svg viewBox=(view) role="img" aria-label="Error by class" {
                @for (at, id) in CLASSES.iter().enumerate() {
                    @let name = metric(id).map_or(*id, |metric| metric.name);
                    @let top = row * at as f64;
                    text.label x=(left - 6.0) y=(round(top + row / 2.0 + 4.0)) text-anchor="end" { (name.trim_end_matches(" wrong")) }
                    @for (number, system) in systems.iter().enumerate() {
                        @let here = value(system, id);
                        @let width = round((WIDTH - 60.0) * here / most.max(1e-9));
                        @let y = round(top + 3.0 + number as f64 * (row / 2.0 - 3.0));
                        rect class={ "bar system" (number) } x=(left) y=(y) width=(width) height=(round(row / 2.0 - 4.0)) {
                            title { (system.system) ": " (name) " " (format!("{here:.2} %")) }
                        }
                        text.tick x=(left + width + 4.0) y=(y + row / 2.0 - 5.0) { (format!("{here:.2}")) }
                    }
                }
                @for (number, system) in systems.iter().enumerate() {
                    @let start = left + 110.0 * number as f64;
                    rect class={ "bar system" (number) } x=(start) y=(HEIGHT + 8.0) width="10" height="10" {}
                    text.tick x=(start + 14.0) y=(HEIGHT + 17.0) { (system.system) }
                }
            }
        }
    }
}

/// Syllables wrong in every document, worst first.
pub(super) fn distribution(evaluation: &Evaluation) -> Markup {
    let rate =
        |counts: &crate::evaluate::Counts| counts.syllable_errors().share().unwrap_or(0.0) * 100.0;
    let mut documents: Vec<(f64, f64, usize, &str)> = evaluation
        .documents
        .iter()
        .filter_map(|document| {
            let (scan, main) = (document.counts.first()?, document.counts.get(MAIN)?);
            let view = evaluation
                .views
                .iter()
                .find(|view| view.name == document.name);
            Some((
                rate(main),
                rate(scan),
                view.map_or(usize::MAX, |view| view.number),
                document.name.as_str(),
            ))
        })
        .collect();
    documents.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.3.cmp(b.3)));
    let most = ceiling(
        documents
            .iter()
            .map(|document| document.0.max(document.1))
            .fold(0.0, f64::max),
    );
    let step = 1.0 / documents.len().max(1) as f64;
    frame(
        "Syllables wrong, document by document",
        "documents, worst first",
        "",
        markup! {
            (ticks(most, false, percent))
            @for (at, (main, scan, number, name)) in documents.iter().enumerate() {
                @let here = x((at as f64 + 0.5) * step);
                circle.system0 cx=(here) cy=(y(scan / most)) r="2" { title { (name) ", scan: " (format!("{scan:.2} %")) } }
                a href=[(*number != usize::MAX).then(|| format!("#{}", anchor(*number, None)))] {
                    circle.system1 cx=(here) cy=(y(main / most)) r="3.5" { title { (name) ": " (format!("{main:.2} %")) } }
                }
            }
        },
    )
}

/// Mean confidence and share right, in equal parts of the range of confidences.
pub(super) fn reliability(reliability: &Reliability, all: Option<&SystemFigures>) -> Markup {
    let count = reliability.count();
    if count == 0 {
        return Markup::default();
    }
    let points: Vec<(f64, f64, u64)> = reliability
        .bins
        .iter()
        .filter(|bin| bin.count > 0)
        .map(|bin| {
            (
                bin.confidence / bin.count as f64,
                bin.right as f64 / bin.count as f64,
                bin.count,
            )
        })
        .collect();
    let path: Vec<String> = points
        .iter()
        .map(|(confidence, right, _)| format!("{},{}", x(*confidence), y(*right)))
        .collect();
    let error = all
        .and_then(|all| all.figures.get("calibration_error"))
        .map_or(0.0, |figure| figure.value);
    let caption = format!(
        "Reliability: how often a confidence is right; calibration error {error:.4} over {count} syllables"
    );
    frame(
        &caption,
        "mean confidence",
        "share right",
        markup! {
            (ticks(1.0, false, |value| format!("{value:.2}")))
            (ticks(1.0, true, |value| format!("{value:.2}")))
            line.ideal x1=(x(0.0)) y1=(y(0.0)) x2=(x(1.0)) y2=(y(1.0)) {}
            @for (at, bin) in reliability.bins.iter().enumerate().filter(|(_, bin)| bin.count > 0) {
                @let tall = HEIGHT * 0.3 * (bin.count as f64).ln_1p() / (count as f64).ln_1p();
                rect.count x=(x(at as f64 / BINS as f64)) y=(round(TOP + HEIGHT - tall)) width=(round(WIDTH / BINS as f64 - 1.0)) height=(round(tall)) {
                    title { (bin.count) " syllables" }
                }
            }
            polyline.curve points=(path.join(" ")) {}
            @for (confidence, right, count) in &points {
                circle.system1 cx=(x(*confidence)) cy=(y(*right)) r="3" {
                    title { (format!("confidence {confidence:.3}, right {right:.3}, {count} syllables")) }
                }
            }
        },
    )
}

/// What is wrong among the surest syllables, by how many of them are kept.
pub(super) fn risk_coverage(ranking: &Ranking, report: &Report) -> Markup {
    let curve = ranking.curve();
    let Some(last) = curve.last() else {
        return Markup::default();
    };
    let most = ceiling(
        curve
            .iter()
            .map(|point| point.risk * 100.0)
            .fold(last.risk * 100.0, f64::max)
            .min(100.0),
    );
    let path: Vec<String> = curve
        .iter()
        .map(|point| format!("{},{}", x(point.coverage), y(point.risk * 100.0 / most)))
        .collect();
    let coverage = report.coverage.iter().filter(|coverage| {
        report
            .systems
            .get(MAIN)
            .is_some_and(|main| main.name == coverage.system)
    });
    markup! {
        (frame("Risk and coverage: what is wrong among the surest syllables", "share of syllables kept", "wrong among them", markup! {
            (ticks(most, false, percent))
            (ticks(1.0, true, |value| format!("{:.0} %", value * 100.0)))
            polyline.curve points=(path.join(" ")) {}
        }))
        figure {
            figcaption { "Coverage at a target precision (" (ALL) ")" }
            table.figures {
                thead { tr { th { "at least right" } th { "can be kept" } th { "confidence from" } } }
                tbody { @for row in coverage {
                    tr {
                        th scope="row" { (format!("{:.1} %", row.precision * 100.0)) }
                        td { @match row.coverage { Some(share) => (format!("{share:.2} %")), None => "nothing" } }
                        td { @if let Some(threshold) = row.threshold { (threshold) } }
                    }
                } }
            }
        }
    }
}
