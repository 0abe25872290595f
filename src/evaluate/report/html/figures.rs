//! Tables of figures, and what they mean.

use maud::{Markup, html as markup};

use super::super::ALL;
use super::super::wire::{Figure, Report};
use super::system;
use crate::evaluate::metrics::{METRICS, Metric, SYLLABLES};

/// All systems on all documents, and the system in question by slice.
pub(super) fn figures(report: &Report) -> Markup {
    let all = report.slices.first();
    let main = system(report);
    markup! {
        h2 { "Figures" }
        @if let Some(all) = all {
            div.scroll { table.figures {
                thead { tr {
                    th { "All documents together" }
                    @for system in &all.systems { th { (system.system) } }
                    th { "mean of documents, " (main) }
                } }
                tbody { @for metric in METRICS {
                    @let cells: Vec<Option<&Figure>> = all.systems.iter().map(|system| system.figures.get(metric.id)).collect();
                    @if cells.iter().any(Option::is_some) {
                        tr {
                            th scope="row" title=(metric.definition) { (metric.name) }
                            @for cell in &cells { td { (value(metric, *cell)) } }
                            td { @if let Some(figure) = cells.get(1).copied().flatten() { (metric.show(figure.mean)) } }
                        }
                    }
                } }
            } }
        }
        @if report.slices.len() > 1 {
            h3 { (main) " by slice" }
            div.scroll { table.figures {
                thead { tr {
                    th {}
                    @for slice in report.slices.iter().filter(|slice| slice.name != ALL) {
                        th { (slice.name) " " small { (slice.scans) } }
                    }
                } }
                tbody { @for metric in METRICS {
                    @let cells: Vec<Option<&Figure>> = report.slices.iter().filter(|slice| slice.name != ALL)
                        .map(|slice| report.figures(&slice.name, main)?.figures.get(metric.id)).collect();
                    @if cells.iter().any(Option::is_some) {
                        tr {
                            th scope="row" title=(metric.definition) { (metric.name) }
                            @for cell in &cells { td { (value(metric, *cell)) } }
                        }
                    }
                } }
            } }
        }
    }
}

fn value(metric: &Metric, figure: Option<&Figure>) -> Markup {
    markup! {
        @if let Some(figure) = figure {
            (metric.show(figure.value))
            @if let (Some(low), Some(high)) = (figure.low, figure.high) {
                " " small { (bare(metric, low)) " – " (bare(metric, high)) }
            }
        }
    }
}

fn bare(metric: &Metric, value: f64) -> String {
    metric.show(value).trim_end_matches(" %").to_owned()
}

/// The system in question against each other one.
pub(super) fn comparisons(report: &Report) -> Markup {
    markup! {
        @if !report.comparisons.is_empty() {
            h3 { "Compared on the same documents" }
            div.scroll { table.figures {
                thead { tr {
                    th { "documents" } th { "against" } th { "syllables wrong, points" } th { "told apart" }
                    th { "better" } th { "alike" } th { "worse" } th { "right in it alone" } th { "right in the other alone" }
                } }
                tbody { @for comparison in &report.comparisons {
                    @if let Some(difference) = comparison.differences.get(SYLLABLES) {
                        tr {
                            th scope="row" { (comparison.slice) }
                            td { (comparison.against) }
                            td { (format!("{:+.2}", difference.value)) " " small { (range(difference)) } }
                            td { (verdict(difference)) }
                            td { (comparison.documents_better) } td { (comparison.documents_alike) } td { (comparison.documents_worse) }
                            td { (comparison.only_right) } td { (comparison.only_wrong) }
                        }
                    }
                } }
            } }
        }
    }
}

fn range(difference: &Figure) -> String {
    match (difference.low, difference.high) {
        (Some(low), Some(high)) => format!("{low:+.2} – {high:+.2}"),
        _ => String::new(),
    }
}

/// Whether the interval of a difference of errors leaves nothing out.
fn verdict(difference: &Figure) -> &'static str {
    match (difference.low, difference.high) {
        (Some(_), Some(high)) if high < 0.0 => "better",
        (Some(low), Some(_)) if low > 0.0 => "worse",
        (Some(_), Some(_)) => "no",
        _ => "–",
    }
}

/// What every figure is, and how the intervals are made.
pub(super) fn definitions(report: &Report) -> Markup {
    markup! {
        h2 { "Definitions" }
        dl {
            @for system in &report.systems {
                dt { (system.name) }
                dd { (system.about) }
            }
        }
        dl {
            @for metric in METRICS {
                dt { (metric.name) " " code { (metric.id) } }
                dd { (metric.definition) }
            }
            dt { "Unknowable" }
            dd { "A syllable of the truth with □ in it counts neither way, nor does what the output has beside it on that line." }
            dt { "Together, and mean of documents" }
            dd { "A figure is over all documents together (micro average): a long document weighs more. The mean of documents (macro average) lets each weigh the same." }
            dt { "Intervals" }
            dd {
                "The small figures hold the middle 95 % of " (report.draws) " draws of as many documents, with replacement, seed "
                (report.seed) ". Scans of one page are drawn together, since they share their text. Two systems are compared on the same draws; they are told apart where the interval of the difference leaves 0 out."
            }
            dt { "Coverage" }
            dd { "Of all syllables, the share that can be kept, the surest first, so that a given share of the kept ones is right." }
        }
    }
}
