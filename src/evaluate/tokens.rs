//! A text as a list of token numbers, line by line, and where two texts correspond.

use std::ops::Range;

use imara_diff::{Algorithm, Diff, Token};

use super::vocabulary::{TokenId, Vocabulary};
use crate::restored::words;
use crate::span::Span;

/// Probability that a place of an output is right, as its maker says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Confidence {
    /// The place, in bytes of the output.
    pub span: Span,
    /// The probability, 0 to 1.
    pub probability: f32,
}

/// The tokens of a text.
#[derive(Debug, Default)]
pub(super) struct Tokens {
    pub(super) ids: Vec<TokenId>,
    /// Where each line begins; one more than there are lines, the last is the number of tokens.
    pub(super) lines: Vec<u32>,
    /// The confidence of each token, NaN where none is given; empty where none is given for any.
    pub(super) confidences: Vec<f32>,
}

/// Tokens of the truth and of the output that belong together.
pub(super) type Stretch = (Range<usize>, Range<usize>);

/// Cells of an alignment that are worth their time and space; longer stretches are cut.
const MOST_CELLS: usize = 1 << 22;
/// Tokens of one side of a stretch in which nothing corresponds.
const LONGEST: usize = 1 << 11;
/// Tokens in a row that correspond, from which on free text is cut between them.
const ANCHOR: usize = 3;

impl Tokens {
    /// The tokens of `text`. `confidences` stand in the order of their places.
    pub(super) fn read(
        text: &str,
        confidences: &[Confidence],
        vocabulary: &mut Vocabulary,
    ) -> Self {
        let mut tokens = Self::default();
        let mut known = confidences.iter().peekable();
        let mut start = 0;
        for line in text.split('\n') {
            tokens.lines.push(tokens.count());
            if confidences.is_empty() {
                let ids = line.split_whitespace().map(|token| vocabulary.id(token));
                tokens.ids.extend(ids);
            } else {
                for span in words(line) {
                    tokens.ids.push(vocabulary.id(span.of(line)));
                    let (from, to) = (start + span.start, start + span.end);
                    while known.peek().is_some_and(|known| known.span.end <= from) {
                        known.next();
                    }
                    let here = known.peek().filter(|known| known.span.start < to);
                    tokens
                        .confidences
                        .push(here.map_or(f32::NAN, |known| known.probability));
                }
            }
            start += line.len() + 1;
        }
        // A line end at the end of the text ends a line and begins none.
        if text.ends_with('\n') || text.is_empty() {
            tokens.lines.pop();
        }
        tokens.lines.push(tokens.count());
        tokens
    }

    fn count(&self) -> u32 {
        u32::try_from(self.ids.len()).expect("invariant: texts are shorter than 4 GB")
    }

    /// Number of lines.
    pub(super) fn line_count(&self) -> usize {
        self.lines.len() - 1
    }

    /// The tokens of a line; none where there is no such line.
    pub(super) fn line(&self, number: usize) -> Range<usize> {
        let at = |number: usize| self.lines[number.min(self.lines.len() - 1)] as usize;
        at(number)..at(number + 1)
    }

    /// The line that a token stands in.
    pub(super) fn line_of(&self, token: usize) -> usize {
        self.lines
            .partition_point(|&start| start as usize <= token)
            .saturating_sub(1)
    }
}

/// Cuts two texts into stretches line by line, or, where their lines don't correspond, at what they have in common.
pub(super) fn stretches(
    vocabulary: &Vocabulary,
    truth: &Tokens,
    output: &Tokens,
    line_by_line: bool,
) -> Vec<Stretch> {
    let mut all = Vec::new();
    if line_by_line {
        for line in 0..truth.line_count().max(output.line_count()) {
            let (t, o) = (truth.line(line), output.line(line));
            if t.len().saturating_mul(o.len()) > MOST_CELLS {
                cut(vocabulary, truth, output, (t, o), &mut all);
            } else {
                all.push((t, o));
            }
        }
    } else {
        let whole = (0..truth.ids.len(), 0..output.ids.len());
        cut(vocabulary, truth, output, whole, &mut all);
    }
    all
}

/// Cuts a stretch in the middle of each run of tokens that correspond but for marks and case.
fn cut(
    vocabulary: &Vocabulary,
    truth: &Tokens,
    output: &Tokens,
    (t, o): Stretch,
    all: &mut Vec<Stretch>,
) {
    let skeletons = |ids: &[TokenId]| -> Vec<Token> {
        ids.iter()
            .map(|&id| Token(vocabulary.skeleton(id)))
            .collect()
    };
    let mut diff = Diff::default();
    diff.compute_with(
        Algorithm::Histogram,
        &skeletons(&truth.ids[t.clone()]),
        &skeletons(&output.ids[o.clone()]),
        u32::try_from(vocabulary.len()).unwrap_or(u32::MAX),
    );
    let (mut t_from, mut o_from) = (t.start, o.start);
    let (mut t_same, mut o_same) = (t.start, o.start);
    let end = (t.end, o.end);
    let hunks = diff.hunks().map(|hunk| {
        let place = |at: u32, base: usize| base + at as usize;
        (
            place(hunk.before.start, t.start)..place(hunk.before.end, t.start),
            place(hunk.after.start, o.start)..place(hunk.after.end, o.start),
        )
    });
    for (before, after) in hunks.chain(std::iter::once((end.0..end.0, end.1..end.1))) {
        let run = before.start - t_same;
        let (t_cut, o_cut) = (t_same + run / 2, o_same + run / 2);
        let long = (t_cut - t_from).max(o_cut - o_from) > LONGEST / 4;
        if run >= ANCHOR || run > 0 && long {
            part(t_from..t_cut, o_from..o_cut, all);
            (t_from, o_from) = (t_cut, o_cut);
        }
        (t_same, o_same) = (before.end, after.end);
    }
    part(t_from..end.0, o_from..end.1, all);
}

/// A stretch, in as many pieces of one proportion as make it short enough.
fn part(t: Range<usize>, o: Range<usize>, all: &mut Vec<Stretch>) {
    let pieces = t.len().max(o.len()).div_ceil(LONGEST).max(1);
    let place = |range: &Range<usize>, piece: usize| range.start + range.len() * piece / pieces;
    for piece in 0..pieces {
        let one = (
            place(&t, piece)..place(&t, piece + 1),
            place(&o, piece)..place(&o, piece + 1),
        );
        if !one.0.is_empty() || !one.1.is_empty() {
            all.push(one);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluate::fold::Folding;

    #[test]
    fn lines_are_those_that_an_editor_numbers() {
        let mut vocabulary = Vocabulary::new(Folding::Spelling);
        for (text, lines) in [("", 0), ("a", 1), ("a\n", 1), ("a\n\nb c", 3), ("\n", 1)] {
            let tokens = Tokens::read(text, &[], &mut vocabulary);
            assert_eq!(tokens.line_count(), lines, "{text:?}");
        }
        let tokens = Tokens::read("a\n\nb c\n", &[], &mut vocabulary);
        assert_eq!(
            (tokens.line(1), tokens.line(2), tokens.line(9)),
            (1..1, 1..3, 3..3)
        );
        assert_eq!([0, 1, 2].map(|token| tokens.line_of(token)), [0, 2, 2]);
    }

    #[test]
    fn stretches_cover_both_texts_in_order() {
        let mut vocabulary = Vocabulary::new(Folding::Spelling);
        let long: String = (0..9000).map(|n| format!("t{n} ")).collect();
        let other: String = (0..7000).map(|n| format!("o{n} ")).collect();
        for (truth, output) in [
            ("một hai ba bốn năm sáu", "mot hai ba\nbon x nam sáu bảy"),
            ("", "a b"),
            ("a", ""),
            (long.as_str(), other.as_str()),
            (long.as_str(), long.as_str()),
        ] {
            let t = Tokens::read(truth, &[], &mut vocabulary);
            let o = Tokens::read(output, &[], &mut vocabulary);
            for line_by_line in [false, true] {
                let (mut at_t, mut at_o) = (0, 0);
                for (truth, output) in stretches(&vocabulary, &t, &o, line_by_line) {
                    assert_eq!((truth.start, output.start), (at_t, at_o));
                    assert!(truth.len().max(output.len()) <= LONGEST || truth == output);
                    (at_t, at_o) = (truth.end, output.end);
                }
                assert_eq!((at_t, at_o), (t.ids.len(), o.ids.len()));
            }
        }
    }

    #[test]
    fn confidences_go_to_the_tokens_at_their_places() {
        let mut vocabulary = Vocabulary::new(Folding::Spelling);
        let at = |start, end, probability| Confidence {
            span: Span::new(start, end),
            probability,
        };
        // "hành chính" is one edit of two tokens; "công" has none.
        let text = "thủ công\nhành chính";
        let known = [at(0, 5, 0.5), at(12, 24, 0.75)];
        let tokens = Tokens::read(text, &known, &mut vocabulary);
        assert_eq!(tokens.confidences[0], 0.5);
        assert!(tokens.confidences[1].is_nan());
        assert_eq!(tokens.confidences[2..], [0.75, 0.75]);
    }
}
