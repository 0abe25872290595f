//! A diacritic-free, lower-case copy of a text in which keywords and labels are recognised.
//!
//! One byte for each character that stands for something: Vietnamese letters become their ASCII base, dashes `-`, blanks
//! other than line ends and tabs a space, the mark of an unreadable place `#`, everything else `\x01`. Combining marks
//! vanish. Every byte knows where its character begins in the text, so what is found here is found there.

use std::ops::Range;
use std::sync::LazyLock;

use unicode_normalization::char::{decompose_canonical, is_combining_mark};

use crate::span::Span;

/// Byte that stands for characters that are neither letters, digits nor known marks.
const OTHER: u8 = 1;
/// Characters below this are folded by table.
const TABLE: u32 = 0x2100;

static FOLD: LazyLock<Vec<u8>> = LazyLock::new(|| {
    (0..TABLE)
        .map(|c| char::from_u32(c).map_or(OTHER, compute))
        .collect()
});

/// A folded text with the way back.
#[derive(Debug, Default)]
pub(super) struct Folded {
    /// The folded text, ASCII.
    pub text: String,
    starts: Vec<usize>,
}

impl Folded {
    /// Folds `text`.
    pub(super) fn new(text: &str) -> Self {
        let mut folded = String::with_capacity(text.len());
        let mut starts = Vec::with_capacity(text.len() + 1);
        for (at, c) in text.char_indices() {
            let byte = fold(c);
            if byte != 0 {
                folded.push(char::from(byte));
                starts.push(at);
            }
        }
        starts.push(text.len());
        Self {
            text: folded,
            starts,
        }
    }

    /// Place in the text of the character that folded to byte `at`; the text's end for the folded end.
    pub(super) fn source(&self, at: usize) -> usize {
        self.starts[at.min(self.starts.len() - 1)]
    }

    /// The span in the text of a folded range.
    pub(super) fn span(&self, range: Range<usize>) -> Span {
        Span::new(self.source(range.start), self.source(range.end))
    }

    /// First folded byte whose character begins at or after `source`.
    pub(super) fn at(&self, source: usize) -> usize {
        self.starts
            .partition_point(|&start| start < source)
            .min(self.text.len())
    }
}

/// Folds a short text without the way back.
pub(super) fn fold_str(text: &str) -> String {
    text.chars()
        .map(fold)
        .filter(|&b| b != 0)
        .map(char::from)
        .collect()
}

/// The letters and digits of a text, folded, without anything between them.
pub(super) fn squeeze(text: &str) -> String {
    text.chars()
        .map(fold)
        .filter(u8::is_ascii_alphanumeric)
        .map(char::from)
        .collect()
}

/// One character folded; 0 for a mark that belongs to the letter before it.
pub(super) fn fold(c: char) -> u8 {
    let code = u32::from(c);
    if code < 0x80 {
        return c.to_ascii_lowercase() as u8;
    }
    if code < TABLE {
        FOLD[code as usize]
    } else {
        compute(c)
    }
}

fn compute(c: char) -> u8 {
    match c {
        '\0'..='\x7f' => c.to_ascii_lowercase() as u8,
        'đ' | 'Đ' | 'ð' | 'Ð' | 'Ɖ' => b'd',
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | '¬' | '\u{ad}' => b'-',
        '“' | '”' | '„' | '«' | '»' | '″' => b'"',
        '‘' | '’' | '‚' | '′' | '´' => b'\'',
        '…' | '·' => b'.',
        '□' | '■' | '▪' | '▫' => b'#',
        '•' | '●' | '○' | '◦' | '∙' => b'*',
        '⁄' | '∕' => b'/',
        // Scanners read 8 as a section sign; the genre has none.
        '§' => b'8',
        c if c.is_whitespace() => b' ',
        c if is_combining_mark(c) => 0,
        c => {
            let mut base = None;
            decompose_canonical(c, |d| base = base.or(Some(d)));
            match base {
                Some(b) if b.is_ascii_alphanumeric() => b.to_ascii_lowercase() as u8,
                _ => OTHER,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds_letters_and_finds_the_way_back() {
        let text = "Điều 5 – Sở Y\u{a0}tế□";
        let folded = Folded::new(text);
        assert_eq!(folded.text, "dieu 5 - so y te#");
        assert_eq!(folded.span(9..11).of(text), "Sở");
        assert_eq!(Folded::new("o\u{302}\u{301}x").text, "ox");
        assert_eq!(squeeze("K Ế HOẠCH:"), "kehoach");
    }
}
