//! Figures side by side in plain text, for a terminal.

use super::wire::Report;
use super::{ALL, FEW_DOCUMENTS};
use crate::evaluate::metrics::METRICS;

/// The figures of all systems, and those of the system in question by slice.
#[must_use]
pub fn table(report: &Report) -> String {
    let mut out = String::new();
    let Some(all) = report.slices.first().filter(|all| all.name == ALL) else {
        return out;
    };
    let head: Vec<String> = all
        .systems
        .iter()
        .map(|system| system.system.clone())
        .collect();
    let rows = METRICS.iter().filter_map(|metric| {
        let cells: Vec<String> = all
            .systems
            .iter()
            .map(|system| {
                let figure = system.figures.get(metric.id);
                figure.map_or_else(
                    || "–".to_owned(),
                    |figure| {
                        let range = match (figure.low, figure.high) {
                            (Some(low), Some(high)) => format!(
                                " [{}; {}]",
                                metric.show(low).trim_end_matches(" %"),
                                metric.show(high).trim_end_matches(" %")
                            ),
                            _ => String::new(),
                        };
                        format!("{}{range}", metric.show(figure.value))
                    },
                )
            })
            .collect();
        cells
            .iter()
            .any(|cell| cell != "–")
            .then(|| (metric.name.to_owned(), cells))
    });
    write(
        &mut out,
        &format!("{} scans of {} documents", all.scans, all.documents),
        &head,
        rows.collect(),
    );
    if let [_, slices @ ..] = report.slices.as_slice()
        && !slices.is_empty()
        && let Some(main) = report.systems.get(1)
    {
        let head: Vec<String> = slices.iter().map(|slice| slice.name.clone()).collect();
        let rows = METRICS.iter().filter_map(|metric| {
            let cells: Vec<String> = slices
                .iter()
                .map(|slice| {
                    let system = slice
                        .systems
                        .iter()
                        .find(|system| system.system == main.name);
                    let figure = system.and_then(|system| system.figures.get(metric.id));
                    figure.map_or_else(|| "–".to_owned(), |figure| metric.show(figure.value))
                })
                .collect();
            cells
                .iter()
                .any(|cell| cell != "–")
                .then(|| (metric.name.to_owned(), cells))
        });
        out.push('\n');
        write(
            &mut out,
            &format!("{} by slice", main.name),
            &head,
            rows.collect(),
        );
    }
    for comparison in report
        .comparisons
        .iter()
        .filter(|comparison| comparison.slice == ALL)
    {
        let Some(difference) = comparison.differences.get(crate::evaluate::SYLLABLES) else {
            continue;
        };
        out.push_str(&format!(
            "\n{} against {}: {:+.2} points of syllables wrong",
            comparison.system, comparison.against, difference.value
        ));
        if let (Some(low), Some(high)) = (difference.low, difference.high) {
            out.push_str(&format!(" [{low:+.2}; {high:+.2}]"));
        }
        out.push_str(&format!(
            "; better in {} scans, worse in {}, alike in {}; {} syllables right in it alone, {} in the other alone\n",
            comparison.documents_better, comparison.documents_worse, comparison.documents_alike, comparison.only_right, comparison.only_wrong
        ));
    }
    for coverage in &report.coverage {
        let text = match (coverage.coverage, coverage.threshold) {
            (Some(share), Some(threshold)) => {
                format!("{share:.2} % of the syllables (confidence from {threshold})")
            }
            _ => "none of the syllables".to_owned(),
        };
        out.push_str(&format!(
            "\n{}: {:.1} % right among {text}",
            coverage.system,
            coverage.precision * 100.0
        ));
    }
    if !report.coverage.is_empty() {
        out.push('\n');
    }
    for (what, list) in [
        ("missing", &report.missing),
        ("extra", &report.extra),
        ("failed", &report.failed),
    ] {
        if !list.is_empty() {
            out.push_str(&format!("\n{what}: {}\n", list.len()));
            for entry in list {
                out.push_str(&format!("  {entry}\n"));
            }
        }
    }
    if report.draws > 0 {
        out.push_str(&format!(
            "\n[low; high] holds 95 % of {} draws of documents",
            report.draws
        ));
        if all.documents < FEW_DOCUMENTS {
            out.push_str(&format!(
                "; with {} documents it is too narrow to be believed",
                all.documents
            ));
        }
        out.push_str(".\n");
    }
    out
}

/// A table with a name in the first column and right-aligned cells.
fn write(out: &mut String, title: &str, head: &[String], rows: Vec<(String, Vec<String>)>) {
    let width = |text: &str| text.chars().count();
    let names = rows
        .iter()
        .map(|(name, _)| width(name))
        .chain([width(title)])
        .max()
        .unwrap_or(0);
    let widths: Vec<usize> = head
        .iter()
        .enumerate()
        .map(|(at, name)| {
            rows.iter()
                .map(|(_, cells)| width(&cells[at]))
                .chain([width(name)])
                .max()
                .unwrap_or(0)
        })
        .collect();
    let mut line = |name: &str, cells: &[String]| {
        let mut text = format!("{name:<names$}");
        for (cell, width) in cells.iter().zip(&widths) {
            text.push_str(&format!("  {cell:>width$}"));
        }
        out.push_str(text.trim_end());
        out.push('\n');
    };
    line(title, head);
    for (name, cells) in &rows {
        line(name, cells);
    }
}
