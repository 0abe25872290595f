//! The lattice of one stretch of text: which words may stand from where to where, and what reading them so costs.
//!
//! Places are numbered from left to right. An arc leads from one place to a later one over some of the source and
//! carries candidates; a path from the first place to the last is one way to read the stretch.

use std::ops::Range;

use super::search::Knowledge;
use crate::cost::Cost;
use crate::model::lexicon::WordId;
use crate::model::marks::Row;
use crate::span::Span;
use crate::text::case::Case;
use crate::text::tone::normalize_tone_place;

/// How a candidate is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// As the source has it.
    Keep,
    /// The lexicon's word in this case.
    Word(Case),
    /// The marks of a row of the model's table; a blank among them ends the word.
    Marks(Row),
    /// A number, as the source has it but for zeros that were read as the letter O and ones that were read as bars.
    Digits,
}

/// One way to read the source under an arc.
#[derive(Clone, Copy, Debug)]
pub(super) struct Candidate {
    /// What the language model sees; nothing where the arc is silent to it.
    pub(super) word: Option<WordId>,
    pub(super) form: Form,
    /// Cost of the reading, without the language model.
    pub(super) cost: Cost,
}

/// Candidates for the source between two places.
#[derive(Clone, Copy, Debug)]
pub(super) struct Arc {
    pub(super) from: u32,
    pub(super) to: u32,
    /// Place in the source; empty for arcs that write nothing.
    pub(super) span: Span,
    /// A blank is written before: the source lacks it.
    pub(super) blank_before: bool,
    /// First of the arc's candidates in [`Lattice::candidates`]; they end where the next arc's begin.
    pub(super) first: u32,
    pub(super) last: u32,
}

/// Arcs in the order of the place they leave.
#[derive(Debug, Default)]
pub(super) struct Lattice {
    pub(super) arcs: Vec<Arc>,
    pub(super) candidates: Vec<Candidate>,
    pub(super) places: u32,
}

impl Lattice {
    /// An empty lattice with one place. Keeps its memory.
    pub(super) fn reset(&mut self) {
        self.arcs.clear();
        self.candidates.clear();
        self.places = 1;
    }

    /// The last place so far.
    pub(super) fn end(&self) -> u32 {
        self.places - 1
    }

    /// A new place after all others.
    pub(super) fn add_place(&mut self) -> u32 {
        self.places += 1;
        self.end()
    }

    /// An arc with the candidates that were pushed since `first`; none where there are none.
    pub(super) fn add_arc(
        &mut self,
        from: u32,
        to: u32,
        span: Span,
        blank_before: bool,
        first: usize,
    ) {
        self.add_arc_of(from, to, span, blank_before, first..self.candidates.len());
    }

    /// An arc with a range of the candidates.
    pub(super) fn add_arc_of(
        &mut self,
        from: u32,
        to: u32,
        span: Span,
        blank_before: bool,
        candidates: Range<usize>,
    ) {
        debug_assert!(from < to, "an arc goes forward");
        if !candidates.is_empty() {
            let (first, last) = (index(candidates.start), index(candidates.end));
            self.arcs.push(Arc {
                from,
                to,
                span,
                blank_before,
                first,
                last,
            });
        }
    }

    /// The candidates of an arc.
    pub(super) fn of(&self, arc: &Arc) -> &[Candidate] {
        &self.candidates[arc.first as usize..arc.last as usize]
    }
}

/// A place in one of the decoder's lists as they link to one another.
#[inline]
pub(super) fn index(n: usize) -> u32 {
    u32::try_from(n).expect(
        "invariant: stretches are cut, and what is remembered is forgotten, long before 4 Gi",
    )
}

/// The digit that scanners read as a letter or a bar.
pub(super) fn worn_digit(c: char) -> Option<char> {
    match c {
        'O' => Some('0'),
        'I' | 'l' | '|' => Some('1'),
        _ => None,
    }
}

/// The word that a candidate writes.
pub(super) fn write_candidate(
    know: &Knowledge<'_>,
    source: &str,
    candidate: &Candidate,
    out: &mut String,
) {
    match (candidate.form, candidate.word) {
        (Form::Word(case), Some(word)) => write_word(know.lexicon.word(word), case, source, out),
        (Form::Marks(row), _) => know.marks.write(row, out),
        (Form::Digits, _) => {
            // Of a symbol that a number ends (`PCO7`) zeros alone are mended: `I` is a letter there.
            let is_symbol = source
                .chars()
                .any(|c| c.is_uppercase() && worn_digit(c).is_none());
            // Where a letter stands before two digits of which the first is a zero, it is that zero once more: seventeen of
            // seventeen in the pairs.
            let doubled = source
                .strip_prefix("O0")
                .is_some_and(|rest| rest.len() == 1);
            let source = &source[usize::from(doubled)..];
            out.extend(source.chars().map(|c| match worn_digit(c) {
                Some(digit) if c == 'O' || !is_symbol => digit,
                _ => c,
            }));
        }
        _ => out.push_str(source),
    }
}

/// Writes a word; where only the place of the tone differs from the source, the source's way stays.
fn write_word(word: &str, case: Case, source: &str, out: &mut String) {
    let start = out.len();
    case.write(word, out);
    if out[start..] != *source && normalize_tone_place(source) == out[start..] {
        out.truncate(start);
        out.push_str(source);
    }
}
