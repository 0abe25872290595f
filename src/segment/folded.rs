//! A diacritic-free, lower-case copy of a text in which keywords and labels are recognised.
//!
//! One byte for each character that stands for something: Vietnamese letters become their ASCII base, dashes `-`, blanks
//! other than line ends and tabs a space, the mark of an unreadable place `#`, everything else `\x01`. Combining marks
//! vanish. Every byte knows where its character begins in the text, so what is found here is found there.

use std::ops::Range;
use std::sync::LazyLock;

use unicode_normalization::char::{decompose_canonical, is_combining_mark};

use crate::span::Span;
use crate::text::letter;

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
    starts: Vec<u32>,
}

impl Folded {
    /// Folds `text`.
    pub(super) fn new(text: &str) -> Self {
        // Room for all at once: no character folds to more than a byte.
        let mut folded = vec![0; text.len()];
        let mut starts = vec![0; text.len() + 1];
        let table = FOLD.as_slice();
        let mut room = folded.iter_mut().zip(&mut starts);
        let mut length = 0;
        for (at, c) in text.char_indices() {
            if is_speck(c) && stands_behind_a_word(text, at, c) {
                continue;
            }
            let byte = fold_by(table, c);
            if byte != 0
                && let Some((folded, start)) = room.next()
            {
                *folded = byte;
                *start = place(at);
                length += 1;
            }
        }
        folded.truncate(length);
        starts.truncate(length);
        mend_digits(&mut folded);
        starts.push(place(text.len()));
        Self {
            text: ascii(folded),
            starts,
        }
    }

    /// Place in the text of the character that folded to byte `at`; the text's end for the folded end.
    pub(super) fn source(&self, at: usize) -> usize {
        self.starts[at.min(self.starts.len() - 1)] as usize
    }

    /// The span in the text of a folded range.
    pub(super) fn span(&self, range: Range<usize>) -> Span {
        Span::new(self.source(range.start), self.source(range.end))
    }

    /// From the beginning on.
    pub(super) fn walk(&self) -> Walk<'_> {
        Walk {
            folded: self,
            at: 0,
        }
    }

    /// First folded byte whose character begins at or after `source`.
    pub(super) fn at(&self, source: usize) -> usize {
        let source = place(source);
        self.starts
            .partition_point(|&start| start < source)
            .min(self.text.len())
    }
}

/// A place in a text; no text is so long that it does not fit.
fn place(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// [`Folded::at`] for places that never go back, as lines do: no search.
pub(super) struct Walk<'f> {
    folded: &'f Folded,
    at: usize,
}

impl Walk<'_> {
    /// First folded byte whose character begins at or after `source`.
    pub(super) fn at(&mut self, source: usize) -> usize {
        let source = place(source);
        let rest = &self.folded.starts[self.at..];
        self.at += rest.iter().take_while(|&&start| start < source).count();
        self.at.min(self.folded.text.len())
    }
}

/// The first forty characters of a text: what it begins with can be told from them, without folding all of it.
pub(super) fn head(text: &str) -> &str {
    text.char_indices()
        .nth(40)
        .map_or(text, |(at, _)| &text[..at])
}

/// Whether a word in small letters is one of `words`, as printed or without any mark as a scan may leave it: a market (chợ) is no
/// `cho`, and `cua` may be `của`.
pub(super) fn is_one_of(word: &str, words: &[&str]) -> bool {
    words.contains(&word)
        || word.is_ascii()
            && words
                .iter()
                .any(|whole| whole.chars().map(letter::fold).eq(word.chars()))
}

/// Folds a short text without the way back.
pub(super) fn fold_str(text: &str) -> String {
    let table = FOLD.as_slice();
    let mut folded = vec![0; text.len()];
    let mut length = 0;
    for c in text.chars() {
        folded[length] = fold_by(table, c);
        length += usize::from(folded[length] != 0);
    }
    folded.truncate(length);
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

/// Whether the character at `at` stands behind a small letter and before a blank.
fn stands_behind_a_word(text: &str, at: usize, c: char) -> bool {
    text[..at].ends_with(char::is_lowercase)
        && !text[at + c.len_utf8()..].starts_with(|next: char| !next.is_whitespace())
}

/// Letters among digits are digits: O8 is 08, 1l is 11.
fn mend_digits(folded: &mut [u8]) {
    let mut at = 0;
    while let Some(digit) = folded[at..].iter().position(u8::is_ascii_digit) {
        let outside = |byte: &u8| !byte.is_ascii_alphanumeric();
        let before = folded[at..at + digit].iter().rposition(outside);
        let start = before.map_or(at, |before| at + before + 1);
        let length = folded[start..].iter().position(outside);
        let end = length.map_or(folded.len(), |length| start + length);
        let word = &mut folded[start..end];
        let is_number = |byte: &u8| matches!(byte, b'0'..=b'9' | b'o' | b'l' | b'i');
        if word.iter().all(is_number) {
            word.iter_mut().for_each(mend_digit);
        }
        at = end;
    }
}

fn mend_digit(byte: &mut u8) {
    match byte {
        b'o' => *byte = b'0',
        b'l' | b'i' => *byte = b'1',
        _ => {}
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
    if c.is_ascii() {
        return c.to_ascii_lowercase() as u8;
    }
    fold_by(&FOLD, c)
}

fn fold_by(table: &[u8], c: char) -> u8 {
    match table.get(c as usize) {
        Some(&byte) => byte,
        None => compute(c),
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
