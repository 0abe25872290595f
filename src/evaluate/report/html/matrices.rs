//! What is taken for what: tones, vowels, letters, syllables.

use std::collections::BTreeMap;

use maud::{Markup, html as markup};

use super::super::wire::Report;
use super::{anchor, system};
use crate::evaluate::confusion::{Matrices, NOTHING, VOWELS};
use crate::evaluate::evaluation::{Evaluation, MAIN};

const TONES: [&str; 6] = ["ngang", "huyền", "hỏi", "ngã", "sắc", "nặng"];
/// Letters in the matrix: those with the most mistakes.
const MOST_LETTERS: usize = 18;
/// Syllables that are listed.
const MOST_SYLLABLES: usize = 60;

/// Everything that the system in question takes for something else.
pub(super) fn confusions(report: &Report, evaluation: &Evaluation) -> Markup {
    let Some(portrait) = evaluation.portraits.get(MAIN) else {
        return Markup::default();
    };
    let shown = |number: usize| evaluation.views.iter().any(|view| view.number == number);
    markup! {
        h2 { "What is taken for what" }
        p { "Rows are the truth, columns what " (system(report)) " makes of it. Cells are counts; the darker, the more of the row. Right ones stand on the diagonal." }
        div.plots {
            figure { figcaption { "Tones" } (tones(&portrait.matrices)) }
            figure { figcaption { "Vowels, tone aside" } (vowels(&portrait.matrices)) }
            figure { figcaption { "Letters and signs with the most mistakes, marks aside; " (NOTHING) " is missing or extra" } (letters(&portrait.matrices)) }
        }
        h3 { "Syllables" }
        div.scroll { table.figures {
            thead { tr { th { "truth" } th { "output" } th { "times" } th { "what is wrong" } th { "first place" } } }
            tbody { @for confusion in portrait.confusions.top(MOST_SYLLABLES) {
                tr {
                    td lang="vi" { (or_nothing(&confusion.truth)) }
                    td lang="vi" { (or_nothing(&confusion.output)) }
                    td { (confusion.count) }
                    td { @for class in confusion.classes.iter() { span.tag { (class.name().replace('_', " ")) } " " } }
                    td {
                        @let line = confusion.first.1 + 1;
                        @let name = place(evaluation, confusion.first.0, line);
                        @if shown(confusion.first.0) { a href={ "#" (anchor(confusion.first.0, Some(line))) } { (name) } } @else { (name) }
                    }
                }
            } }
        } }
    }
}

fn or_nothing(text: &str) -> String {
    if text.is_empty() {
        NOTHING.to_string()
    } else {
        text.to_owned()
    }
}

/// A place for people. Numbers count pairs, of which failed ones have no result.
fn place(evaluation: &Evaluation, number: usize, line: usize) -> String {
    let view = evaluation.views.iter().find(|view| view.number == number);
    match view {
        Some(view) => format!("{}:{line}", view.name),
        None => format!("line {line}"),
    }
}

fn tones(matrices: &Matrices) -> Markup {
    let columns: Vec<String> = TONES
        .iter()
        .map(|tone| (*tone).to_owned())
        .chain(["other".to_owned()])
        .collect();
    let rows = TONES
        .iter()
        .zip(&matrices.tones)
        .map(|(tone, row)| ((*tone).to_owned(), row.to_vec()));
    heat(&columns, &rows.collect::<Vec<_>>())
}

fn vowels(matrices: &Matrices) -> Markup {
    let columns: Vec<String> = VOWELS
        .iter()
        .map(char::to_string)
        .chain(["other".to_owned()])
        .collect();
    let rows = VOWELS
        .iter()
        .zip(&matrices.vowels)
        .map(|(vowel, row)| (vowel.to_string(), row.to_vec()));
    heat(&columns, &rows.collect::<Vec<_>>())
}

fn letters(matrices: &Matrices) -> Markup {
    let mut mistakes: BTreeMap<char, u64> = BTreeMap::new();
    for (&(truth, output), &count) in matrices.letters.iter().filter(|((t, o), _)| t != o) {
        *mistakes.entry(truth).or_default() += count;
        *mistakes.entry(output).or_default() += count;
    }
    let mut worst: Vec<(char, u64)> = mistakes.into_iter().collect();
    worst.sort_by_key(|&(letter, count)| (std::cmp::Reverse(count), letter));
    worst.truncate(MOST_LETTERS);
    let mut names: Vec<char> = worst.into_iter().map(|(letter, _)| letter).collect();
    names.sort_unstable();
    let columns: Vec<String> = names.iter().map(char::to_string).collect();
    let count =
        |truth: char, output: char| matrices.letters.get(&(truth, output)).copied().unwrap_or(0);
    let rows: Vec<(String, Vec<u64>)> = names
        .iter()
        .map(|&truth| {
            (
                truth.to_string(),
                names.iter().map(|&output| count(truth, output)).collect(),
            )
        })
        .collect();
    heat(&columns, &rows)
}

/// A table whose cells are the darker the more of their row they hold.
fn heat(columns: &[String], rows: &[(String, Vec<u64>)]) -> Markup {
    markup! {
        div.scroll { table.heat {
            thead { tr { th {} @for column in columns { th lang="vi" { (column) } } } }
            tbody { @for (at, (name, cells)) in rows.iter().enumerate() {
                @let sum = cells.iter().sum::<u64>().max(1);
                tr {
                    th scope="row" lang="vi" { (name) }
                    @for (column, &cell) in cells.iter().enumerate() {
                        @let share = cell as f64 / sum as f64;
                        // The root, so that one in a thousand can still be seen.
                        td.right[column == at] style=[(cell > 0).then(|| format!("--heat:{:.3}", share.sqrt()))] {
                            @if cell > 0 { (cell) }
                        }
                    }
                }
            } }
        } }
    }
}
