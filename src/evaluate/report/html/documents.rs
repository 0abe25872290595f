//! The worst documents line by line: scan, output and truth side by side, with what differs coloured.

use maud::{Markup, html as markup};

use super::anchor;
use crate::evaluate::classes::{Class, Classes};
use crate::evaluate::evaluation::Evaluation;
use crate::evaluate::view::{Fate, Piece, Row, View};

/// All views, with the filters over them.
pub(super) fn documents(evaluation: &Evaluation) -> Markup {
    let views = &evaluation.views;
    let mut slices: Vec<&str> = views
        .iter()
        .map(|view| view.slice.as_str())
        .filter(|slice| !slice.is_empty())
        .collect();
    slices.sort_unstable();
    slices.dedup();
    markup! {
        h2 { "Documents, worst first" }
        @if views.len() < evaluation.documents.len() {
            p { "The " (views.len()) " worst of " (evaluation.documents.len()) "." }
        }
        form.filters {
            label { "Slice " select name="slice" {
                option value="" { "all" }
                @for slice in slices { option { (slice) } }
            } }
            label { "Name " input name="name" type="search" placeholder="part of a name"; }
            label { "Text " input name="text" type="search" placeholder="in a line"; }
            fieldset {
                legend { "Lines" }
                label { input type="radio" name="lines" value="all" checked; " all" }
                label { input type="radio" name="lines" value="wrong"; " wrong" }
                label { input type="radio" name="lines" value="harmed"; " harmed" }
            }
            fieldset {
                legend { "Wrong in" }
                @for class in Class::ALL {
                    label { input type="checkbox" name="class" value=(class.name()); " " (class.name().replace('_', " ")) }
                }
            }
        }
        p.legend {
            span.mended { "wrong in the scan, right now" } " " span.left { "still wrong" } " " span.harmed { "was right, is wrong" }
        }
        @for (rank, view) in views.iter().enumerate() { (document(rank, view)) }
    }
}

fn document(rank: usize, view: &View) -> Markup {
    markup! {
        details.document #(anchor(view.number, None)) data-slice=(view.slice) data-name=(view.name) open[rank == 0] {
            summary {
                strong { (view.name) } " "
                (format!("{:.2} %", view.rate() * 100.0)) " wrong: "
                (view.errors[1]) " of " (view.syllables) " syllables, " (view.errors[0]) " in the scan"
            }
            @if !view.record_differences.is_empty() {
                details.record {
                    summary { "Record: " (view.record_differences.len()) " differences" }
                    ul { @for difference in view.record_differences.iter().take(200) { li lang="vi" { (difference) } } }
                }
            }
            div.rows lang="vi" {
                div.row.head { span {} span { "scan" } span { "restored" } span { "truth" } }
                @for row in &view.rows { (line(view.number, row)) }
            }
            @if view.left_out > 0 { p { (view.left_out) " lines more are not shown." } }
        }
    }
}

fn line(document: usize, row: &Row) -> Markup {
    let id = anchor(document, Some(row.number));
    markup! {
        div.row #(id) data-classes=[(row.classes.0 != 0).then(|| names(row.classes))] data-harmed[row.is_harmed] {
            a.number href={ "#" (id) } { (row.number) }
            @for column in &row.columns { div { (pieces(column)) } }
        }
    }
}

fn pieces(column: &[Piece]) -> Markup {
    markup! {
        @for (at, piece) in column.iter().enumerate() {
            @if at > 0 { " " }
            @match class_of(piece.fate) {
                None => (piece.text),
                Some(class) => span class=(class) title=(title(piece)) { (if piece.text.is_empty() { "∅" } else { piece.text.as_str() }) },
            }
        }
    }
}

fn class_of(fate: Fate) -> Option<&'static str> {
    match fate {
        Fate::Plain => None,
        Fate::Mended => Some("mended"),
        Fate::Left => Some("left"),
        Fate::Harmed => Some("harmed"),
    }
}

fn title(piece: &Piece) -> String {
    let other = if piece.other.is_empty() {
        "∅"
    } else {
        &piece.other
    };
    format!("{other} · {}", names(piece.classes).replace('_', " "))
}

fn names(classes: Classes) -> String {
    classes
        .iter()
        .map(Class::name)
        .collect::<Vec<_>>()
        .join(" ")
}
