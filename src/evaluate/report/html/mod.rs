//! One page of HTML with everything in it: figures, plots, and the worst documents line by line.
//!
//! Nothing is fetched when it is opened: style and script stand inside, plots are inline SVG. Without the script all of it can
//! be read; with it, lines can be filtered.

mod documents;
mod figures;
mod matrices;
mod plots;

use maud::{DOCTYPE, Markup, PreEscaped, html as markup};

use super::wire::Report;
use super::{ALL, FEW_DOCUMENTS};
use crate::evaluate::evaluation::{Evaluation, MAIN};

/// The report as one self-contained page.
#[must_use]
pub fn html(report: &Report, evaluation: &Evaluation) -> String {
    let page = markup! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { "vanban evaluate" }
                style { (PreEscaped(include_str!("style.css"))) }
            }
            body {
                header {
                    h1 { "Evaluation: " (system(report)) " against the truth" }
                    (summary(report))
                    nav {
                        a href="#figures" { "Figures" }
                        a href="#plots" { "Plots" }
                        a href="#confusions" { "Confusions" }
                        a href="#documents" { "Documents" }
                        a href="#left-over" { "Left over" }
                        a href="#definitions" { "Definitions" }
                    }
                }
                main {
                    section #figures { (figures::figures(report)) (figures::comparisons(report)) }
                    section #plots { (plots(report, evaluation)) }
                    section #confusions { (matrices::confusions(report, evaluation)) }
                    section #documents { (documents::documents(evaluation)) }
                    section #left-over { (left_over(report)) }
                    section #definitions { (figures::definitions(report)) }
                }
                footer { "vanban " (report.version) ", " (report.schema) }
                script { (PreEscaped(include_str!("script.js"))) }
            }
        }
    };
    page.into_string()
}

/// Name of the system in question.
fn system(report: &Report) -> &str {
    report
        .systems
        .get(MAIN)
        .map_or("this", |system| &system.name)
}

/// Where a document, or a line of it, stands on the page.
fn anchor(document: usize, line: Option<usize>) -> String {
    match line {
        Some(line) => format!("d{document}-l{line}"),
        None => format!("d{document}"),
    }
}

fn summary(report: &Report) -> Markup {
    let all = report.slices.first();
    let (scans, documents) = all.map_or((0, 0), |all| (all.scans, all.documents));
    markup! {
        p {
            (scans) " scans of " (documents) " documents. "
            @if documents < FEW_DOCUMENTS && report.draws > 0 {
                strong { "With so few documents the intervals are too narrow to be believed. " }
            }
            "Counted as the same: " (report.same) "."
        }
        @if !report.leaks.is_empty() {
            p.warning {
                strong { (report.leaks.len()) " documents overlap with text that was trained on" }
                ": see " a href="#left-over" { "what is left over" } "."
            }
        }
    }
}

fn plots(report: &Report, evaluation: &Evaluation) -> Markup {
    let main = evaluation.portraits.get(MAIN);
    let all = report.figures(ALL, system(report));
    markup! {
        h2 { "Plots" }
        div.plots {
            (plots::classes(report))
            (plots::distribution(evaluation))
            @if let Some(counts) = counts_of(evaluation) {
                (plots::reliability(&counts.reliability, all))
            }
            @if let Some(portrait) = main {
                (plots::risk_coverage(&portrait.ranking, report))
            }
        }
    }
}

/// Counts of the system in question over all documents.
fn counts_of(evaluation: &Evaluation) -> Option<crate::evaluate::Counts> {
    let mut documents = evaluation.documents.iter();
    let mut sum = documents.next()?.counts.get(MAIN)?.clone();
    for document in documents {
        sum += document.counts.get(MAIN)?;
    }
    Some(sum)
}

fn left_over(report: &Report) -> Markup {
    let lists = [
        ("Documents that lack something", &report.missing),
        ("Files that belong to no document", &report.extra),
        ("Documents that could not be judged", &report.failed),
    ];
    markup! {
        h2 { "Left over" }
        @for (title, list) in lists {
            details open[!list.is_empty()] {
                summary { (title) ": " (list.len()) }
                ul { @for entry in list { li { (entry) } } }
            }
        }
        details open[!report.leaks.is_empty()] {
            summary { "Documents that overlap with text that was trained on: " (report.leaks.len()) }
            ul { @for leak in &report.leaks { li { (leak.to_string()) } } }
        }
    }
}
