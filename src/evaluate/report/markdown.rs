//! The figures as a page of Markdown, for a pull request or a wiki.

use super::ALL;
use super::wire::{Figure, Report};
use crate::evaluate::metrics::{METRICS, Metric, SYLLABLES};

/// The report as Markdown.
#[must_use]
pub fn markdown(report: &Report) -> String {
    let mut out = String::from("# Evaluation\n\n");
    let counts: Vec<String> = [
        ("missing", report.missing.len()),
        ("extra", report.extra.len()),
        ("failed", report.failed.len()),
        ("leaks", report.leaks.len()),
    ]
    .iter()
    .map(|(what, count)| format!("{what} {count}"))
    .collect();
    out.push_str(&format!(
        "{}. Counted as the same: {}.\n",
        counts.join(", "),
        report.same
    ));
    for slice in &report.slices {
        let title = if slice.name == ALL {
            "All documents"
        } else {
            &slice.name
        };
        out.push_str(&format!(
            "\n## {title}\n\n{} scans of {} documents\n\n",
            slice.scans, slice.documents
        ));
        let names: Vec<&str> = slice
            .systems
            .iter()
            .map(|system| system.system.as_str())
            .collect();
        out.push_str(&format!(
            "| | {} |\n|---|{}\n",
            names.join(" | "),
            "---:|".repeat(names.len())
        ));
        for metric in METRICS {
            let cells: Vec<String> = slice
                .systems
                .iter()
                .map(|system| {
                    system
                        .figures
                        .get(metric.id)
                        .map_or(String::new(), |figure| cell(metric, figure))
                })
                .collect();
            if cells.iter().any(|cell| !cell.is_empty()) {
                out.push_str(&format!("| {} | {} |\n", metric.name, cells.join(" | ")));
            }
        }
    }
    if !report.comparisons.is_empty() {
        out.push_str("\n## Compared on the same documents\n\n| | against | syllables wrong, points | better | alike | worse |\n|---|---|---:|---:|---:|---:|\n");
    }
    for comparison in &report.comparisons {
        if let Some(difference) = comparison.differences.get(SYLLABLES) {
            let range = match (difference.low, difference.high) {
                (Some(low), Some(high)) => format!(" [{low:+.2}; {high:+.2}]"),
                _ => String::new(),
            };
            out.push_str(&format!(
                "| {} | {} | {:+.2}{range} | {} | {} | {} |\n",
                comparison.slice,
                comparison.against,
                difference.value,
                comparison.documents_better,
                comparison.documents_alike,
                comparison.documents_worse
            ));
        }
    }
    out.push_str("\n## What the figures are\n\n");
    for metric in METRICS {
        out.push_str(&format!(
            "- **{}** (`{}`): {}\n",
            metric.name, metric.id, metric.definition
        ));
    }
    out.push_str(&format!(
        "\nFigures are over all documents together; in brackets the middle 95 % of {} draws of documents, with scans of one page drawn together.\n",
        report.draws
    ));
    out
}

fn cell(metric: &Metric, figure: &Figure) -> String {
    match (figure.low, figure.high) {
        (Some(low), Some(high)) => {
            let bare = |value| metric.show(value).trim_end_matches(" %").to_owned();
            format!(
                "{} [{}; {}]",
                metric.show(figure.value),
                bare(low),
                bare(high)
            )
        }
        _ => metric.show(figure.value),
    }
}
