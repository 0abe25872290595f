//! The two columns of a letterhead: cells of a line, the motto inside one, where a place begins.

use crate::segment::folded::fold;
use crate::segment::fuzzy::find_near;
use crate::span::Span;

use super::title::is_capitals;

/// Right-hand lines of the letterhead, squeezed.
const MOTTOS: [&[u8]; 3] = [
    b"conghoaxahoichunghiavietnam",
    b"doclaptudohanhphuc",
    b"dangcongsanvietnam",
];

/// Cells of a line: parted by tabs or by three blanks and more.
pub(in crate::segment) fn cells(line: &str, span: Span) -> Vec<Span> {
    let mut cells = Vec::new();
    let mut start = 0;
    let bytes = line.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let run = bytes[at..]
            .iter()
            .take_while(|&&b| b == b' ' || b == b'\t')
            .count();
        let tab = bytes[at..at + run].contains(&b'\t');
        if tab || (run >= 3 && !awaits_hand(&line[start..at])) {
            cells.push(Span::new(span.start + start, span.start + at));
            at += run;
            start = at;
        } else {
            at += run.max(1);
        }
    }
    cells.push(Span::new(span.start + start, span.start + line.len()));
    cells
}

/// Blanks after "ngày" or "Số:" are room for a pen, not for another column.
fn awaits_hand(before: &str) -> bool {
    let word = before.rsplit(' ').next().unwrap_or("");
    matches!(word, "ngày" | "tháng" | "năm" | "Số:" | "Số")
}

/// Where the name of the nation, its motto or the Party's name begins in a cell.
pub(in crate::segment) fn motto(text: &str) -> Option<usize> {
    if text.len() > 400 {
        return None;
    }
    let (mut squeezed, mut places) = (Vec::new(), Vec::new());
    for (at, c) in text.char_indices() {
        let byte = fold(c);
        if byte.is_ascii_alphanumeric() {
            squeezed.push(byte);
            places.push(at);
        }
    }
    MOTTOS.iter().find_map(|pattern| {
        find_near(&squeezed, pattern, pattern.len() / 5).map(|(start, _)| places[start])
    })
}

/// True where nothing stands before a number but what a scan may leave of "Số:".
pub(super) fn is_worn_label(before: &str) -> bool {
    let before = before.trim();
    before.is_empty()
        || (before.chars().count() <= 4 && before.ends_with([':', '.', ';', '6', '5']))
}

/// Where the place begins that stands before `, ngày …`: after the last word that no place name has.
pub(super) fn place_start(before: &str) -> usize {
    let mut start = before.len();
    for (words, word) in before.split_whitespace().rev().enumerate() {
        let at = word.as_ptr() as usize - before.as_ptr() as usize;
        let capital = word.starts_with(char::is_uppercase)
            && !(word.chars().count() > 3 && is_capitals(word));
        let link = matches!(word, "-" | "–") || word == "TP." || word == "TP";
        if !(capital || link) || words >= 7 {
            break;
        }
        start = at;
    }
    // A dash at the border belongs to the other column.
    let trimmed = before[start..].trim_start_matches(['-', '–', ' ']);
    before.len() - trimmed.len()
}

pub(super) fn starts_of_words(text: &str) -> impl Iterator<Item = usize> + '_ {
    let mut previous = ' ';
    text.char_indices().filter_map(move |(at, c)| {
        let starts = c.is_alphanumeric() && !previous.is_alphanumeric();
        previous = c;
        starts.then_some(at)
    })
}

pub(super) fn trim(raw: &str, span: Span) -> Span {
    let text = span.of(raw);
    let start = span.start + (text.len() - text.trim_start().len()).min(text.len());
    let end = start + text.trim().len();
    Span::new(start, end)
}
