//! A document for people to look at: line by line what was scanned, what was restored and what is true.

use std::collections::BTreeMap;
use std::ops::Range;

use super::classes::Classes;
use super::judge::{Judged, Mark};
use super::pairing::Pair;
use super::tokens::Tokens;

/// What is to be said of a stretch of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// Nothing: it is right everywhere.
    Plain,
    /// Wrong in the scan, right in the output.
    Mended,
    /// Wrong in the scan and in the output.
    Left,
    /// Right in the scan, wrong in the output.
    Harmed,
}

/// Tokens of a line with one fate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// The tokens, joined by blanks.
    pub text: String,
    /// What became of them.
    pub fate: Fate,
    /// What is wrong with them.
    pub classes: Classes,
    /// What they should be, or are in the output; empty where plain.
    pub other: String,
}

/// A line of the truth and what stands for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its number, from 1.
    pub number: usize,
    /// Scan, output, truth.
    pub columns: [Vec<Piece>; 3],
    /// Everything that is wrong with the output.
    pub classes: Classes,
    /// Some of it is right in the scan.
    pub is_harmed: bool,
}

/// A document to look at.
#[derive(Clone, Debug, PartialEq)]
pub struct View {
    /// Its number among the pairs.
    pub number: usize,
    /// Its name.
    pub name: String,
    /// Its slice.
    pub slice: String,
    /// Syllables wrong in scan and output, out of how many.
    pub errors: [u64; 2],
    /// Syllables of the truth.
    pub syllables: u64,
    /// Its lines, or the first of those with something wrong where there are too many.
    pub rows: Vec<Row>,
    /// Lines that are not shown.
    pub left_out: usize,
    /// What is wrong with its record.
    pub record_differences: Vec<String>,
}

/// Lines of one document that are shown.
const MOST_ROWS: usize = 600;

impl View {
    /// A view of scan, output and truth, in this order.
    pub(super) fn new(
        pair: &Pair,
        texts: [&str; 3],
        tokens: [&Tokens; 3],
        judged: [&Judged; 2],
        record_differences: &[String],
    ) -> Self {
        let [scan, output] = judged;
        let truth = tokens[2];
        let words: [Vec<&str>; 3] = texts.map(|text| text.split_whitespace().collect());
        let marks = [by_line(scan, truth), by_line(output, truth)];
        let lines = truth.line_count();
        let is_long = lines > MOST_ROWS;
        let mut rows = Vec::new();
        let mut left_out = 0;
        for line in 0..lines {
            let here: [&[&Mark]; 2] =
                [0, 1].map(|side: usize| marks[side].get(&line).map_or(&[][..], Vec::as_slice));
            if is_long && (here[1].is_empty() || rows.len() >= MOST_ROWS) {
                left_out += 1;
                continue;
            }
            let output_row = |judged: &Judged, all: usize| {
                let at = |line: usize| judged.rows.get(line).copied().unwrap_or(all);
                at(line)..at(line + 1)
            };
            let ranges = [
                output_row(scan, tokens[0].ids.len()),
                output_row(output, tokens[1].ids.len()),
                truth.line(line),
            ];
            rows.push(row(line + 1, &words, &ranges, here));
        }
        Self {
            number: 0,
            name: pair.name.clone(),
            slice: pair.slice.clone(),
            errors: judged.map(|judged| judged.counts.syllable_errors().some),
            syllables: output.counts.syllables,
            rows,
            left_out,
            record_differences: record_differences.to_vec(),
        }
    }

    /// Share of the output's syllables that is wrong.
    #[must_use]
    pub fn rate(&self) -> f64 {
        self.errors[1] as f64 / self.syllables.max(1) as f64
    }
}

/// The marks of each line of the truth.
fn by_line<'j>(judged: &'j Judged, truth: &Tokens) -> BTreeMap<usize, Vec<&'j Mark>> {
    let mut lines: BTreeMap<usize, Vec<&Mark>> = BTreeMap::new();
    for mark in &judged.marks {
        let line = match judged.rows.is_empty() {
            // Something extra belongs to the line of the output that it stands in.
            false if mark.truth.is_empty() => judged
                .rows
                .partition_point(|&start| start <= mark.output.start)
                .saturating_sub(1),
            _ => truth.line_of(mark.truth.start.min(truth.ids.len().saturating_sub(1))),
        };
        lines.entry(line).or_default().push(mark);
    }
    lines
}

fn row(
    number: usize,
    words: &[Vec<&str>; 3],
    ranges: &[Range<usize>; 3],
    marks: [&[&Mark]; 2],
) -> Row {
    let [scan_marks, output_marks] = marks;
    let touches = |a: &Mark, b: &Mark| a.truth.start < b.truth.end && b.truth.start < a.truth.end;
    let classes = output_marks
        .iter()
        .fold(Classes::default(), |all, mark| all.and(mark.classes));
    let mut is_harmed = false;
    let scan_pieces: Vec<(Range<usize>, Fate, Classes, Range<usize>)> = scan_marks
        .iter()
        .map(|mark| {
            let left = output_marks.iter().any(|other| touches(mark, other));
            let fate = if left { Fate::Left } else { Fate::Mended };
            (mark.output.clone(), fate, mark.classes, mark.truth.clone())
        })
        .collect();
    let mut output_pieces = Vec::new();
    let mut truth_pieces = Vec::new();
    for mark in output_marks {
        let left = mark.truth.is_empty() || scan_marks.iter().any(|other| touches(mark, other));
        let fate = if left { Fate::Left } else { Fate::Harmed };
        is_harmed |= !left;
        output_pieces.push((mark.output.clone(), fate, mark.classes, mark.truth.clone()));
        truth_pieces.push((mark.truth.clone(), fate, mark.classes, mark.output.clone()));
    }
    let column =
        |side: usize, other: usize, pieces: &[(Range<usize>, Fate, Classes, Range<usize>)]| {
            pieces_of(&words[side], &words[other], ranges[side].clone(), pieces)
        };
    Row {
        number,
        columns: [
            column(0, 2, &scan_pieces),
            column(1, 2, &output_pieces),
            column(2, 1, &truth_pieces),
        ],
        classes,
        is_harmed,
    }
}

/// A line cut where its fate changes.
fn pieces_of(
    words: &[&str],
    others: &[&str],
    range: Range<usize>,
    marked: &[(Range<usize>, Fate, Classes, Range<usize>)],
) -> Vec<Piece> {
    let join = |words: &[&str], range: Range<usize>| {
        words
            .get(range)
            .map_or(String::new(), |words| words.join(" "))
    };
    let plain = |range: Range<usize>| Piece {
        text: join(words, range),
        fate: Fate::Plain,
        classes: Classes::default(),
        other: String::new(),
    };
    let mut pieces = Vec::new();
    let mut at = range.start;
    for (here, fate, classes, other) in marked {
        if here.start < at || here.end > range.end {
            continue;
        }
        if at < here.start {
            pieces.push(plain(at..here.start));
        }
        pieces.push(Piece {
            text: join(words, here.clone()),
            fate: *fate,
            classes: *classes,
            other: join(others, other.clone()),
        });
        at = here.end;
    }
    if at < range.end {
        pieces.push(plain(at..range.end));
    }
    pieces
}

/// The worst views so far.
#[derive(Debug)]
pub(super) struct Views {
    most: usize,
    views: Vec<View>,
}

impl Views {
    pub(super) fn new(most: usize) -> Self {
        Self {
            most,
            views: Vec::new(),
        }
    }

    /// Takes a view, and lets the best go where there are too many.
    pub(super) fn add(&mut self, view: View) {
        let worse = |a: &View, b: &View| {
            b.rate()
                .total_cmp(&a.rate())
                .then_with(|| a.number.cmp(&b.number))
        };
        let at = self
            .views
            .partition_point(|other| worse(other, &view).is_lt());
        self.views.insert(at, view);
        self.views.truncate(self.most);
    }

    pub(super) fn worst_first(self) -> Vec<View> {
        self.views
    }
}
