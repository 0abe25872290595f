//! The lines of a text, their folded twins, and which of them are page furniture.
//!
//! Furniture (page numbers, rules, scribble, stamp text, running heads) belongs to no section and ends none.

use std::collections::HashMap;
use std::ops::Range;

use super::folded::Folded;
use crate::restored::Restored;
use crate::span::Span;

/// One line without the blanks around it.
#[derive(Clone, Debug)]
pub(super) struct Line {
    /// The trimmed line; empty for a blank line.
    pub span: Span,
    /// From the line's first byte to the first of the next line.
    pub full: Span,
    /// Characters in the trimmed line.
    pub chars: usize,
    /// Page furniture.
    pub furniture: bool,
    /// A page begins with this line (a form feed stands before it).
    pub page_start: bool,
    fold: Range<usize>,
}

/// A text laid out in lines.
#[derive(Debug)]
pub(super) struct Lines<'t> {
    /// The restored text.
    pub raw: &'t str,
    folded: Folded,
    /// Every line, in order; together their full spans are the text.
    pub all: Vec<Line>,
    /// Typical length of a full line, where the text is wrapped at all.
    pub width: Option<usize>,
    /// So much had to be restored that marks which look whole may be broken too.
    pub doubtful: bool,
}

/// A text is doubtful where restoration changed more than one token in so many.
const DOUBT: usize = 8;

impl<'t> Lines<'t> {
    /// Cuts a restored text into lines and sets furniture aside.
    pub(super) fn new(restored: &'t Restored) -> Self {
        let raw = restored.text.as_str();
        let changed = restored
            .tokens
            .iter()
            .filter(|token| token.span.of(raw) != token.source_span.of(&restored.source))
            .count();
        let folded = Folded::new(raw);
        let mut all = Vec::new();
        let mut start = 0;
        let mut page_start = false;
        let mut places = folded.walk();
        let ends = raw
            .bytes()
            .enumerate()
            .filter(|(_, byte)| matches!(byte, b'\n' | b'\x0c'));
        for (at, byte) in ends.chain([(raw.len(), b'\n')]) {
            let end = (at + 1).min(raw.len());
            if start == raw.len() && at == raw.len() {
                break;
            }
            let part = &raw[start..at];
            let trimmed = part.trim();
            let from =
                start + (part.len() - part.trim_start().len()).min(part.len() - trimmed.len());
            let span = Span::new(from, from + trimmed.len());
            let fold_start = places.at(span.start);
            let fold = fold_start..places.at(span.end).max(fold_start);
            all.push(Line {
                span,
                full: Span::new(start, end),
                chars: trimmed.chars().count(),
                furniture: false,
                page_start,
                fold,
            });
            page_start = byte == b'\x0c';
            start = end;
        }
        let mut lines = Self {
            raw,
            folded,
            all,
            width: None,
            doubtful: changed * DOUBT > restored.tokens.len(),
        };
        lines.width = lines.measure();
        lines.set_furniture();
        lines
    }

    /// Number of lines.
    pub(super) fn len(&self) -> usize {
        self.all.len()
    }

    /// The trimmed line.
    pub(super) fn str(&self, i: usize) -> &'t str {
        self.all[i].span.of(self.raw)
    }

    /// The trimmed line, folded.
    pub(super) fn fold(&self, i: usize) -> &str {
        &self.folded.text[self.all[i].fold.clone()]
    }

    /// True for blank lines.
    pub(super) fn blank(&self, i: usize) -> bool {
        self.all[i].span.is_empty()
    }

    /// True for lines that hold text of the document.
    pub(super) fn solid(&self, i: usize) -> bool {
        !self.blank(i) && !self.all[i].furniture
    }

    /// The first solid line at or after `i` and before `end`.
    pub(super) fn next_solid(&self, i: usize, end: usize) -> Option<usize> {
        (i..end.min(self.len())).find(|&j| self.solid(j))
    }

    /// True where the line is as long as full lines are.
    pub(super) fn fills(&self, i: usize) -> bool {
        self.width
            .is_some_and(|width| self.all[i].chars * 100 >= width * 82)
    }

    /// True where the first word of line `next` would not have fitted into line `i`.
    pub(super) fn fills_before(&self, i: usize, next: usize) -> bool {
        let word = self
            .str(next)
            .split_whitespace()
            .next()
            .map_or(0, |w| w.chars().count());
        self.width
            .is_some_and(|width| (self.all[i].chars + 1 + word) * 100 >= width * 92)
    }

    /// Median length of lines that certainly go on in the next one.
    fn measure(&self) -> Option<usize> {
        let mut lengths: Vec<usize> = Vec::new();
        for pair in self.all.windows(2) {
            if pair[0].span.is_empty() || pair[1].span.is_empty() {
                continue;
            }
            let before = pair[0].span.of(self.raw);
            let after = pair[1].span.of(self.raw);
            if before.contains('\t')
                || after.contains('\t')
                || before.ends_with(['.', ';', ':', '!', '?'])
            {
                continue;
            }
            if after.starts_with(char::is_lowercase) && pair[0].chars >= 40 {
                lengths.push(pair[0].chars);
            }
        }
        if lengths.len() < 3 {
            return None;
        }
        lengths.sort_unstable();
        let median = lengths[lengths.len() / 2];
        (median <= 160).then_some(median)
    }

    fn set_furniture(&mut self) {
        let mut seen: HashMap<&str, usize> = HashMap::new();
        for i in 0..self.len() {
            if self.page_edge(i) && !self.blank(i) {
                *seen.entry(self.str(i)).or_default() += 1;
            }
        }
        let marks: Vec<bool> = (0..self.len())
            .map(|i| {
                !self.blank(i)
                    && (self.is_page_number(i)
                        || is_scribble(self.str(i))
                        || is_digital_stamp(self.fold(i))
                        || (self.all[i].page_start
                            && self.page_edge(i)
                            && seen.get(self.str(i)).is_some_and(|&n| n >= 2)))
            })
            .collect();
        for (line, mark) in self.all.iter_mut().zip(marks) {
            line.furniture = mark;
        }
    }

    /// First line of a page.
    fn page_edge(&self, i: usize) -> bool {
        self.all[i].page_start
    }

    /// A page number stands alone: blank lines or page edges around it, digits with little else.
    fn is_page_number(&self, i: usize) -> bool {
        let line = self.fold(i);
        if line.len() > 16 {
            return false;
        }
        let empty = |j: usize| self.blank(j) || is_scribble(self.str(j));
        // Under the last row of a page, where the next page begins with a blank line.
        let cuts_table = |i: usize| {
            self.str(i - 1).contains('\t')
                && !self.str(i).contains('\t')
                && self.all.get(i + 1).is_some_and(|next| next.page_start)
                || (self.str(i - 1).contains('\t')
                    && self.str(i).starts_with(['-', '–'])
                    && self.str(i).ends_with(['-', '–']))
        };
        let alone = (i == 0 || empty(i - 1) || self.all[i].page_start || cuts_table(i))
            && (i + 1 >= self.len()
                || empty(i + 1)
                || self.all[i + 1].page_start
                || !self.str(i + 1).contains('\t'));
        let core = line
            .trim_start_matches("trang")
            .trim_matches(['-', ' ', '.', '|', '*', ':', '_', '~', '=']);
        let digits = !core.is_empty()
            && core.len() <= 7
            && core.split('/').count() <= 2
            && core.split('/').all(|part| {
                let part = part.trim();
                !part.is_empty() && part.len() <= 3 && part.bytes().all(|b| b.is_ascii_digit())
            });
        // What a scan left of one: two or three marks alone between blank lines.
        let ruined = self.doubtful
            && line.len() <= 3
            && i > 0
            && empty(i - 1)
            && i + 1 < self.len()
            && empty(i + 1)
            && !self.str(i).ends_with('.')
            && !self.str(i).starts_with(['I', 'V', 'X', '-', '–', '+']);
        alone && (digits || ruined) && i > 0
    }
}

/// Rules, strokes and specks: a line with hardly a letter in it.
fn is_scribble(line: &str) -> bool {
    if line
        .bytes()
        .filter(u8::is_ascii_alphanumeric)
        .take(3)
        .count()
        == 3
    {
        return false;
    }
    let letters = line.chars().filter(|c| c.is_alphanumeric()).count();
    let all = line.chars().filter(|c| !c.is_whitespace()).count();
    if letters == 0 {
        // A lone list mark may wait for its text on the next line.
        return !matches!(line, "-" | "–" | "+") && !line.contains('\t');
    }
    line.contains('□') && letters <= 2 && all <= 8
}

/// What electronic signatures print beside the text.
fn is_digital_stamp(line: &str) -> bool {
    [
        "nguoi ky:",
        "ky boi:",
        "thoi gian ky:",
        "ngay ky:",
        "signature not verified",
        "digitally signed",
        "signed by",
    ]
    .iter()
    .any(|mark| line.starts_with(mark))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_cover_the_text() {
        for text in ["", "\n", "a\n\n b \r\n\x0c2\n\nc", "x\x0cy\n"] {
            let restored = Restored::unchanged(text);
            let lines = Lines::new(&restored);
            let mut at = 0;
            for line in &lines.all {
                assert_eq!(line.full.start, at);
                at = line.full.end;
            }
            assert_eq!(at, text.len(), "{text:?}");
        }
    }

    #[test]
    fn furniture_is_what_no_reader_would_read_out() {
        let text =
            "Kế hoạch\n\n2\n\n________\n- 3 -\n\n□ □\n\nTrang 4/5\n\nNăm 2023\n\x0c5\ntiếp\n";
        let restored = Restored::unchanged(text);
        let lines = Lines::new(&restored);
        let kept: Vec<&str> = (0..lines.len())
            .filter(|&i| lines.solid(i))
            .map(|i| lines.str(i))
            .collect();
        assert_eq!(kept, ["Kế hoạch", "Năm 2023", "tiếp"]);
    }
}
