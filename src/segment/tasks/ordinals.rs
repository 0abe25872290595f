//! The numbers of a table's rows, mended by their sequence: a stray mark (`8)` between 2 and 4), a letter for a digit.

use crate::segment::table::{Row, Table};

/// The label of every row of a table, the head's included; empty where a row has none.
///
/// A number that is whole stays as it is. One with a mark that the others lack, or with letters where numbers are due, is
/// what comes after the row before it.
pub(super) fn read(table: &Table, column: Option<usize>) -> Vec<String> {
    let printed: Vec<&str> = table
        .rows
        .iter()
        .map(|row| column.map_or("", |c| row.cell(c).trim()))
        .collect();
    let marked = printed.iter().filter(|label| has_mark(label)).count();
    let numbers = printed
        .iter()
        .filter(|label| number(label).is_some())
        .count();
    let plain = numbers.saturating_sub(marked);
    let mut labels: Vec<String> = Vec::with_capacity(printed.len());
    let mut previous: Option<u32> = None;
    for (n, label) in printed.iter().enumerate() {
        let core = trim(label);
        let next = previous.map_or(1, |p| p + 1);
        let follows = printed.get(n + 1).and_then(|l| number(l)) == Some(next + 1);
        let alone = n > 0 && table.rows.get(n).is_some_and(is_alone);
        let stray = has_mark(label) && marked * 2 <= plain;
        let value = match number(label) {
            Some(value) if !stray || value == next => Some(value),
            Some(_) if plain > 0 => Some(next),
            Some(value) => Some(value),
            // Damaged, if it is no heading of its own and the numbers around it leave a gap.
            None if n > 0 && !alone && is_damaged(core) && (follows || plain >= 2) => Some(next),
            // `I` or `a` before 2 is a 1, where it is no list's letter.
            None if n > 0
                && !alone
                && follows
                && is_letter(core)
                && !is_small_letter(printed[n - 1]) =>
            {
                Some(next)
            }
            None => None,
        };
        labels.push(match value {
            Some(value) if number(label) != Some(value) => value.to_string(),
            _ => core.to_owned(),
        });
        previous = value;
    }
    labels
}

/// True where hardly a row begins with more than a label.
pub(super) fn is_short(table: &Table) -> bool {
    let long = table
        .rows
        .iter()
        .skip(1)
        .filter(|row| row.cell(0).trim().chars().count() > 6)
        .count();
    long * 2 < table.rows.len()
}

/// True where most rows begin with a short label that holds a digit.
pub(super) fn is_numbered(table: &Table) -> bool {
    let rows = table.rows.len().saturating_sub(1);
    let short = table
        .rows
        .iter()
        .skip(1)
        .filter(|row| {
            let label = row.cell(0).trim();
            label.chars().count() <= 4 && label.contains(|c: char| c.is_ascii_digit())
        })
        .count();
    rows > 0 && short * 2 > rows
}

fn trim(label: &str) -> &str {
    label.trim_end_matches(['.', ')', ':', ',', ';', ' '])
}

/// A mark that numbers in tables seldom carry.
fn has_mark(label: &str) -> bool {
    label.ends_with([')', ',', ';', ':'])
}

fn number(label: &str) -> Option<u32> {
    let core = trim(label);
    (!core.is_empty() && core.len() <= 3 && core.bytes().all(|b| b.is_ascii_digit()))
        .then(|| core.parse().ok())
        .flatten()
}

/// A row with a label and one more cell heads others.
fn is_alone(row: &Row) -> bool {
    row.cells.iter().filter(|cell| !cell.is_empty()).count() <= 2
}

/// Too short for words, and neither a Roman number nor a level below (`1.1`) nor a list's letter or mark.
fn is_damaged(core: &str) -> bool {
    let chars = core.chars().count();
    let listed = chars == 1 && core.starts_with(|c: char| matches!(c, 'a'..='h' | 'đ' | 'A'..='H'));
    let roman = core.chars().all(|c| matches!(c, 'I' | 'V' | 'X'));
    (1..=3).contains(&chars) && !roman && !listed && !core.contains(['.', '-', '+', '*'])
}

fn is_letter(core: &str) -> bool {
    let mut chars = core.chars();
    chars.next().is_some_and(char::is_alphabetic) && chars.next().is_none()
}

fn is_small_letter(label: &str) -> bool {
    let core = trim(label);
    is_letter(core) && core.chars().all(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::segment::flow::Flow;
    use crate::span::Span;

    fn table(labels: &[&str]) -> Table {
        let row = |label: &str| {
            let text = format!("{label}\tviệc\tSở A");
            let mut at = 0;
            let cells = text
                .split('\t')
                .map(|cell| {
                    let span = Span::new(at, at + cell.len());
                    at += cell.len() + 1;
                    Flow::of(&text, span)
                })
                .collect();
            Row {
                cells,
                span: Span::new(0, text.len()),
            }
        };
        Table {
            rows: labels.iter().map(|label| row(label)).collect(),
            has_head: true,
        }
    }

    #[test]
    fn numbers_are_what_the_sequence_says_only_where_they_are_damaged() {
        for (printed, read_as) in [
            (&["STT", "1", "2", "3"][..], &["1", "2", "3"][..]),
            (&["STT", "1", "2", "8)", "4"], &["1", "2", "3", "4"]),
            (
                &["STT", "1", "2,", "3", "4", "S)"],
                &["1", "2", "3", "4", "5"],
            ),
            (&["STT", "trì", "2", "3"], &["1", "2", "3"]),
            (&["STT", "1", "2", "5", "6"], &["1", "2", "5", "6"]),
            (&["STT", "1)", "2)", "3)"], &["1", "2", "3"]),
            (
                &["STT", "I", "1", "2", "II", "1"],
                &["I", "1", "2", "II", "1"],
            ),
            (&["STT", "1", "a", "b", "2"], &["1", "a", "b", "2"]),
            (&["STT", "I", "2", "A", "4"], &["1", "2", "3", "4"]),
            (&["STT", "a", "2", "3"], &["1", "2", "3"]),
            (&["STT", "1.1", "1.2"], &["1.1", "1.2"]),
        ] {
            assert_eq!(read(&table(printed), Some(0))[1..], *read_as, "{printed:?}");
        }
    }
}
