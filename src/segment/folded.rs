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
        let mut folded = Vec::with_capacity(text.len());
        let mut starts = Vec::with_capacity(text.len() + 1);
        let mut before = ' ';
        let mut chars = text.char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            let last = before;
            before = c;
            if is_speck(c)
                && last.is_lowercase()
                && chars.peek().is_none_or(|&(_, n)| n.is_whitespace())
            {
                continue;
            }
            let byte = fold(c);
            if byte != 0 {
                folded.push(byte);
                starts.push(at);
            }
        }
        mend_digits(&mut folded);
        starts.push(text.len());
        Self {
            text: ascii(folded),
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
    let mut folded: Vec<u8> = text.chars().map(fold).filter(|&b| b != 0).collect();
    mend_digits(&mut folded);
    ascii(folded)
}

/// Bytes that [`fold`] made.
fn ascii(folded: Vec<u8>) -> String {
    String::from_utf8(folded).expect("invariant: folded bytes are ASCII")
}

/// Dirt that scans leave behind a word.
fn is_speck(c: char) -> bool {
    matches!(c, '&' | '@' | '^' | '°' | '~' | '`')
}

/// Letters among digits are digits: O8 is 08, 1l is 11.
fn mend_digits(folded: &mut [u8]) {
    let mut at = 0;
    while at < folded.len() {
        let len = folded[at..]
            .iter()
            .take_while(|b| b.is_ascii_alphanumeric())
            .count();
        let run = &mut folded[at..at + len];
        let digits = run.iter().filter(|b| b.is_ascii_digit()).count();
        if digits > 0
            && digits < len
            && run
                .iter()
                .all(|b| b.is_ascii_digit() || matches!(b, b'o' | b'l' | b'i'))
        {
            for byte in run {
                match byte {
                    b'o' => *byte = b'0',
                    b'l' | b'i' => *byte = b'1',
                    _ => {}
                }
            }
        }
        at += len.max(1);
    }
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
        assert_eq!(
            fold_str("ngày O8 tháng 1l, quý I, 12l"),
            "ngay 08 thang 11, quy i, 121"
        );
        let dirty = Folded::new("bổ& sung, TN& MT");
        assert_eq!(dirty.text, "bo sung, tn& mt");
        assert_eq!(dirty.span(0..2).of("bổ& sung"), "bổ&");
    }
}
