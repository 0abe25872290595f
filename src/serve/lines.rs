//! A record's text and the scan's, line by line: the scan's is the text with what was changed put back.

use std::collections::BTreeSet;

use crate::sink::UNCERTAIN_BELOW;
use crate::sink::read::{Edit, Record};
use crate::text::letter::fold_text;

/// A place where the two may differ, or where there is a doubt.
#[derive(Clone, Copy, Debug)]
pub(super) enum Mark<'a> {
    /// A change.
    Edit(&'a Edit),
    /// A word that was kept although it may be another, with what the record says of it.
    Kept(&'a str),
}

impl Mark<'_> {
    /// Probability that it is right, where it is known.
    pub(super) fn confidence(self) -> Option<f64> {
        match self {
            Self::Edit(edit) => Some(edit.confidence),
            Self::Kept(_) => None,
        }
    }

    pub(super) fn is_doubtful(self) -> bool {
        self.confidence()
            .is_none_or(|confidence| confidence < f64::from(UNCERTAIN_BELOW))
    }
}

/// A stretch of a line: plain, or a place of its own.
#[derive(Clone, Copy, Debug)]
pub(super) struct Piece<'a> {
    pub(super) text: &'a str,
    pub(super) mark: Option<Mark<'a>>,
}

/// One line of both.
#[derive(Clone, Debug, Default)]
pub(super) struct Line<'a> {
    pub(super) restored: Vec<Piece<'a>>,
    pub(super) scanned: Vec<Piece<'a>>,
}

impl Line<'_> {
    pub(super) fn is_doubtful(&self) -> bool {
        let mut marks = self.restored.iter().filter_map(|piece| piece.mark);
        marks.any(Mark::is_doubtful)
    }

    /// Whether a page of the scan begins in it.
    pub(super) fn begins_page(&self) -> bool {
        self.restored
            .iter()
            .any(|piece| piece.text.contains('\u{c}'))
    }
}

/// Both texts.
#[derive(Clone, Debug, Default)]
pub(super) struct Lines<'a> {
    pub(super) lines: Vec<Line<'a>>,
    /// Where each line begins in the text, in characters.
    starts: Vec<usize>,
    /// Whether the scan's text could be put together.
    pub(super) has_scan: bool,
}

impl<'a> Lines<'a> {
    pub(super) fn of(record: &'a Record) -> Self {
        let mut marks: Vec<((usize, usize), Mark)> = record
            .restoration
            .edits
            .iter()
            .map(|edit| (edit.span, Mark::Edit(edit)))
            .collect();
        let doubts = record
            .diagnostics
            .iter()
            .filter(|diagnostic| diagnostic.code == "uncertain_reading");
        marks.extend(doubts.map(|doubt| (doubt.span, Mark::Kept(doubt.message.as_str()))));
        marks.sort_by_key(|(span, _)| *span);
        let mut restored = Side::default();
        let mut scanned = Side::default();
        let mut walk = Walk::new(&record.text);
        let mut fits = true;
        for ((start, end), mark) in marks {
            if start < walk.chars || end < start {
                fits &= matches!(mark, Mark::Kept(_));
                continue;
            }
            let before = walk.to(start);
            restored.push(before, None);
            scanned.push(before, None);
            let here = walk.to(end);
            restored.push(here, Some(mark));
            match mark {
                Mark::Edit(edit) => scanned.push(&edit.from, Some(mark)),
                Mark::Kept(_) => scanned.push(here, None),
            }
            fits &= walk.chars == end;
        }
        let rest = walk.to(usize::MAX);
        restored.push(rest, None);
        scanned.push(rest, None);
        let has_scan = fits && restored.lines.len() == scanned.lines.len();
        let empty = scanned
            .lines
            .into_iter()
            .map(Some)
            .chain(std::iter::repeat(None));
        let lines: Vec<Line> = restored
            .lines
            .into_iter()
            .zip(empty)
            .map(|(restored, scanned)| Line {
                restored,
                scanned: scanned.unwrap_or_default(),
            })
            .collect();
        let mut starts = vec![0];
        let ends = record.text.chars().enumerate().filter(|(_, c)| *c == '\n');
        starts.extend(ends.map(|(at, _)| at + 1));
        Self {
            lines,
            starts,
            has_scan,
        }
    }

    /// The line (from 0) of a character of the text.
    pub(super) fn line_at(&self, offset: usize) -> usize {
        self.starts
            .partition_point(|start| *start <= offset)
            .saturating_sub(1)
    }
}

/// One of the texts while it is divided.
#[derive(Debug)]
struct Side<'a> {
    lines: Vec<Vec<Piece<'a>>>,
}

impl Default for Side<'_> {
    fn default() -> Self {
        Self {
            lines: vec![Vec::new()],
        }
    }
}

impl<'a> Side<'a> {
    fn push(&mut self, text: &'a str, mark: Option<Mark<'a>>) {
        for (index, text) in text.split('\n').enumerate() {
            if index > 0 {
                self.lines.push(Vec::new());
            }
            if let Some(line) = self.lines.last_mut()
                && !text.is_empty()
            {
                line.push(Piece { text, mark });
            }
        }
    }
}

/// Goes through a text by counts of characters.
struct Walk<'a> {
    rest: &'a str,
    chars: usize,
}

impl<'a> Walk<'a> {
    fn new(text: &'a str) -> Self {
        Self {
            rest: text,
            chars: 0,
        }
    }

    fn to(&mut self, offset: usize) -> &'a str {
        let wanted = offset.saturating_sub(self.chars);
        let mut passed = 0;
        let end = self
            .rest
            .char_indices()
            .find(|_| {
                let is_end = passed == wanted;
                passed += usize::from(!is_end);
                is_end
            })
            .map_or(self.rest.len(), |(at, _)| at);
        let (text, rest) = self.rest.split_at(end);
        self.rest = rest;
        self.chars += passed;
        text
    }
}

/// Words that were searched for, to be shown where they stand.
#[derive(Clone, Debug, Default)]
pub(super) struct Sought(BTreeSet<String>);

impl Sought {
    pub(super) fn of(query: &str) -> Self {
        let folded = fold_text(query).to_lowercase();
        let words = folded.split(|c: char| !c.is_alphanumeric());
        Self(
            words
                .filter(|word| !word.is_empty())
                .map(str::to_owned)
                .collect(),
        )
    }

    /// The text in stretches, and whether each is a word that was sought.
    pub(super) fn divide<'t>(&self, text: &'t str) -> Vec<(&'t str, bool)> {
        if self.0.is_empty() {
            return vec![(text, false)];
        }
        let mut stretches: Vec<(&str, bool)> = Vec::new();
        let mut plain = 0;
        let mut at = 0;
        while let Some(start) = text[at..]
            .find(char::is_alphanumeric)
            .map(|found| at + found)
        {
            let end = text[start..]
                .find(|c: char| !c.is_alphanumeric())
                .map_or(text.len(), |found| start + found);
            if self
                .0
                .contains(&fold_text(&text[start..end]).to_lowercase())
            {
                if plain < start {
                    stretches.push((&text[plain..start], false));
                }
                stretches.push((&text[start..end], true));
                plain = end;
            }
            at = end;
        }
        if plain < text.len() {
            stretches.push((&text[plain..], false));
        }
        stretches
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sink::read::{Diagnostic, Restoration};

    fn edit(span: (usize, usize), from: &str, confidence: f64) -> Edit {
        Edit {
            span,
            from: from.into(),
            confidence,
            alternatives: Vec::new(),
        }
    }

    fn side<'a>(lines: &'a Lines<'a>, scanned: bool) -> Vec<String> {
        let of = |line: &Line| {
            let pieces = if scanned {
                &line.scanned
            } else {
                &line.restored
            };
            pieces.iter().map(|piece| piece.text).collect()
        };
        lines.lines.iter().map(of).collect()
    }

    #[test]
    fn what_was_changed_is_put_back() {
        let record = Record {
            text: "Thủ tục\nđất đai\n".into(),
            restoration: Restoration {
                edits: vec![
                    edit((0, 3), "Thi", 0.99),
                    edit((4, 7), "tuc", 0.5),
                    edit((8, 11), "d4t", 0.95),
                ],
                ..Restoration::default()
            },
            diagnostics: vec![Diagnostic {
                code: "uncertain_reading".into(),
                severity: "info".into(),
                span: (12, 15),
                message: "it may be".into(),
            }],
            ..Record::default()
        };
        let lines = Lines::of(&record);
        assert!(lines.has_scan);
        assert_eq!(side(&lines, false), ["Thủ tục", "đất đai", ""]);
        assert_eq!(side(&lines, true), ["Thi tuc", "d4t đai", ""]);
        assert_eq!(
            [0, 7, 8, 15, 99].map(|at| lines.line_at(at)),
            [0, 0, 1, 1, 2]
        );
        assert!(lines.lines[0].is_doubtful() && lines.lines[1].is_doubtful());
    }

    #[test]
    fn records_that_do_not_fit_are_shown_without_a_scan() {
        for edits in [
            vec![edit((0, 3), "x", 1.0), edit((1, 2), "y", 1.0)],
            vec![edit((4, 90), "x", 1.0)],
            vec![edit((0, 2), "a\nb", 1.0)],
            vec![edit((3, 1), "x", 1.0)],
        ] {
            let record = Record {
                text: "abc đef".into(),
                restoration: Restoration {
                    edits,
                    ..Restoration::default()
                },
                ..Record::default()
            };
            let lines = Lines::of(&record);
            assert!(!lines.has_scan);
            assert_eq!(side(&lines, false), ["abc đef"]);
        }
    }

    #[test]
    fn sought_words_are_found_without_their_marks() {
        let sought = Sought::of("thủ TUC");
        assert_eq!(
            sought.divide("Các thu tục, thủ."),
            [
                ("Các ", false),
                ("thu", true),
                (" ", false),
                ("tục", true),
                (", ", false),
                ("thủ", true),
                (".", false)
            ]
        );
        assert_eq!(Sought::of("").divide("a b"), [("a b", false)]);
    }
}
