//! Source text → words and the stretches they make.

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use crate::restored::words;
use crate::span::Span;
use crate::text::token::{core, pause};

/// A source word and its NFC form, in which all work is done.
#[derive(Clone, Copy, Debug)]
pub(super) struct Word {
    /// Place in the source.
    pub(super) source: Span,
    /// Place in [`Page::text`].
    pub(super) span: Span,
    /// The word begins a line.
    pub(super) begins_line: bool,
    /// The word does not lean on what stands before it.
    pub(super) begins_stretch: bool,
}

/// A document cut into words.
#[derive(Debug, Default)]
pub(super) struct Page {
    /// The source in NFC. Blanks are as in the source.
    pub(super) text: String,
    pub(super) words: Vec<Word>,
    /// Most list dashes of the document have a blank after them, so that one that has none lost it.
    pub(super) dashes_stand_apart: bool,
}

/// A line shorter than this share of the long lines ends its paragraph if a capital follows.
const SHORT_LINE: f64 = 0.7;

impl Page {
    pub(super) fn read(&mut self, source: &str) {
        self.text.clear();
        self.words.clear();
        let mut copied = 0;
        for word in words(source) {
            self.text.push_str(&source[copied..word.start]);
            let start = self.text.len();
            let written = word.of(source);
            if is_nfc_quick(written.chars()) == IsNormalized::Yes {
                self.text.push_str(written);
            } else {
                self.text.extend(written.nfc());
            }
            self.words.push(Word {
                source: word,
                span: Span::new(start, self.text.len()),
                begins_line: source[copied..word.start].contains('\n') || copied == 0,
                begins_stretch: false,
            });
            copied = word.end;
        }
        self.text.push_str(&source[copied..]);
        self.find_stretches();
        let heads = self
            .words
            .iter()
            .filter(|word| word.begins_line)
            .map(|word| word.span.of(&self.text));
        let dashes = heads.filter(|head| head.starts_with('-'));
        let (apart, stuck) = dashes.fold((0, 0), |(apart, stuck), head| match head {
            "-" => (apart + 1, stuck),
            _ => (apart, stuck + 1),
        });
        self.dashes_stand_apart = apart > 2 * stuck;
    }

    /// The words' indices, stretch by stretch.
    pub(super) fn stretches(&self) -> impl Iterator<Item = std::ops::Range<usize>> + '_ {
        let mut start = 0;
        std::iter::from_fn(move || {
            let from = start;
            (from < self.words.len()).then(|| {
                start = (from + 1..self.words.len())
                    .find(|&i| self.words[i].begins_stretch)
                    .unwrap_or(self.words.len());
                from..start
            })
        })
    }

    fn find_stretches(&mut self) {
        let long = self.long_line();
        let mut line_start = 0;
        for index in 0..self.words.len() {
            // A cell of a table does not lean on the one before it.
            let begins = index == 0
                || self.text[self.words[index - 1].span.end..self.words[index].span.start]
                    .contains('\t')
                || (self.words[index].begins_line && {
                    let line = Span::new(
                        self.words[line_start].span.start,
                        self.words[index - 1].span.end,
                    );
                    self.breaks_after(line, index, long)
                });
            if self.words[index].begins_line {
                line_start = index;
            }
            self.words[index].begins_stretch = begins;
        }
    }

    /// True where the paragraph ends between a line and the word at `index`, which begins the next.
    fn breaks_after(&self, line: Span, index: usize, long: usize) -> bool {
        let next = self.words[index].span;
        let between = &self.text[line.end..next.start];
        if between.matches('\n').count() > 1 || between.contains('\u{c}') {
            return true;
        }
        let last = self.words[index - 1].span.of(&self.text);
        let word = next.of(&self.text);
        let inside = core(word);
        let begins_upper = inside.of(word).starts_with(char::is_uppercase);
        #[allow(clippy::cast_precision_loss)] // lengths of lines
        let short = (line.of(&self.text).chars().count() as f64) < SHORT_LINE * long as f64;
        // Before a small letter a full stop was a comma more often than not.
        let ends = pause(&last[core(last).end..]).is_border()
            && !inside.of(word).starts_with(char::is_lowercase);
        ends || begins_item(word) || (begins_upper && short)
    }

    /// Length in characters that nine of ten lines do not exceed.
    fn long_line(&self) -> usize {
        let mut lengths: Vec<usize> = self
            .text
            .lines()
            .map(|line| line.chars().count())
            .filter(|&n| n > 0)
            .collect();
        let nth = lengths.len() * 9 / 10;
        if lengths.is_empty() {
            0
        } else {
            *lengths.select_nth_unstable(nth).1
        }
    }
}

/// True for a list mark or label: `-`, `+`, `1.`, `a)`, `II.`, also where the word goes on without a blank.
fn begins_item(word: &str) -> bool {
    if word.starts_with(['-', '–', '+', '*', '•']) {
        return true;
    }
    let inside = core(word);
    let label = inside.of(word);
    inside.start == 0
        && word[inside.end..].starts_with(['.', ')', '/'])
        && (label.len() <= 2
            || label
                .chars()
                .all(|c| c.is_ascii_digit() || matches!(c, '.' | 'I' | 'V' | 'X' | 'l' | '|')))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stretches(source: &str) -> Vec<String> {
        let mut page = Page::default();
        page.read(source);
        let text = |range: std::ops::Range<usize>| {
            page.words[range]
                .iter()
                .map(|word| word.span.of(&page.text))
                .collect::<Vec<_>>()
                .join(" ")
        };
        page.stretches().map(text).collect()
    }

    #[test]
    fn paragraphs_run_over_line_ends_and_stop_at_items() {
        let source = "1. Muc dich: mot hai ba bon nam sau\nbay tam chin muoi mot hai ba bon nam\nsau bay.\n- Tam chin\n\nmuoi";
        assert_eq!(
            stretches(source),
            [
                "1. Muc dich: mot hai ba bon nam sau bay tam chin muoi mot hai ba bon nam sau bay.",
                "- Tam chin",
                "muoi"
            ]
        );
    }

    #[test]
    fn a_short_line_before_a_capital_ends_its_stretch() {
        assert_eq!(
            stretches("KE HOACH\nTruyen thong ho tro cong tac kiem soat\ncua So Khoa hoc"),
            [
                "KE HOACH",
                "Truyen thong ho tro cong tac kiem soat cua So Khoa hoc"
            ]
        );
    }

    #[test]
    fn composes_letters_and_keeps_blanks() {
        let mut page = Page::default();
        page.read("  thu\u{309}  tu\u{323}c\t\n");
        assert_eq!(page.text, "  thủ  tục\t\n");
        assert_eq!(page.words[1].source, Span::new(9, 14));
    }
}
