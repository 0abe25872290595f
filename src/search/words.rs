//! Words: where they are in a text, and the forms in which the index knows them.
//!
//! A word stands in the index as one term, folded and as it is (`tuc=tục`, `ban=`), and where it may have been read otherwise as one
//! more at the same position (`luc~`). All marks of a word are neighbours in the engine's dictionary: a query without
//! marks looks for all of them, and each has its own weight.

use unicode_normalization::char::is_combining_mark;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use crate::span::Span;
use crate::text::letter::fold;
use crate::text::tone::normalize_tone_place;

/// Stands between a word without its marks and the word as it is.
pub(super) const EXACT: char = '=';
/// Stands behind a word that may have been meant.
pub(super) const OTHER: char = '~';

/// Longer words are cut: nobody types them, and terms have a limit.
const LONGEST: usize = 48;

/// The words of a text: runs of letters and digits.
pub(super) fn words(text: &str) -> impl Iterator<Item = Span> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        let span = next_word(text, at)?;
        at = span.end;
        Some(span)
    })
}

fn next_word(text: &str, from: usize) -> Option<Span> {
    let mut start = from;
    loop {
        if start >= text.len() {
            return None;
        }
        let (length, is_inner) = character(text, start);
        if is_inner {
            break;
        }
        start += length;
    }
    let mut end = start;
    while end < text.len() {
        let (length, is_inner) = character(text, end);
        if !is_inner {
            break;
        }
        end += length;
    }
    Some(Span::new(start, end))
}

/// How long the character at a place is, and whether words are made of it. Nearly all are told by their first bytes.
#[inline]
fn character(text: &str, at: usize) -> (usize, bool) {
    let bytes = text.as_bytes();
    match bytes[at] {
        byte @ ..=0x7f => (1, byte.is_ascii_alphanumeric()),
        // U+00C0 to U+00FF: letters, and the signs of multiplication and division.
        0xc3 => (2, !matches!(bytes[at + 1], 0x97 | 0xb7)),
        // U+0100 to U+027F, and U+1E00 to U+1EFF: Latin letters with their marks.
        0xc4..=0xc9 => (2, true),
        0xe1 if matches!(bytes[at + 1], 0xb8..=0xbb) => (3, true),
        _ => other_character(text, at),
    }
}

/// The same for all that are seldom.
#[cold]
fn other_character(text: &str, at: usize) -> (usize, bool) {
    text[at..].chars().next().map_or((1, false), |c| {
        (c.len_utf8(), c.is_alphanumeric() || is_combining_mark(c))
    })
}

/// A word as the index knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Forms {
    /// Without marks, in lower case.
    pub(super) folded: String,
    /// In lower case, tones in their modern place. Nothing where there are digits in it, which have no marks.
    pub(super) exact: Option<String>,
}

impl Forms {
    pub(super) fn of(word: &str) -> Self {
        if word.is_ascii() {
            // The same, without looking for what is not there.
            let end = word.len().min(LONGEST);
            let lower = word[..end].to_ascii_lowercase();
            let mut folded = lower.clone();
            one_i(&mut folded);
            let is_word = lower.bytes().all(|b| b.is_ascii_alphabetic());
            return Self {
                folded,
                exact: is_word.then_some(lower),
            };
        }
        let short: String = if is_nfc_quick(word.chars()) == IsNormalized::Yes {
            word.chars().take(LONGEST).collect()
        } else {
            word.nfc().take(LONGEST).collect()
        };
        let lower: String = short
            .chars()
            .flat_map(char::to_lowercase)
            .map(|c| if c == 'ð' { 'đ' } else { c })
            .collect();
        let placed = normalize_tone_place(&lower);
        let mut folded: String = placed.chars().map(fold).collect();
        one_i(&mut folded);
        let exact = placed
            .chars()
            .all(char::is_alphabetic)
            .then(|| placed.into_owned());
        Self { folded, exact }
    }

    /// What stands behind [`EXACT`]: the word as it is, where that says more.
    pub(super) fn behind(&self) -> &str {
        match &self.exact {
            Some(exact) if *exact != self.folded => exact,
            _ => "",
        }
    }

    /// Whether the word has a mark.
    pub(super) fn is_marked(&self) -> bool {
        self.exact
            .as_ref()
            .is_some_and(|exact| exact.chars().any(|c| fold(c) != c))
    }
}

/// `lý` and `lí`, `kỹ` and `kĩ`, `quý` and `quí` are spellings of one word: folded, they are the same.
fn one_i(folded: &mut String) {
    if matches!(
        folded.as_str(),
        "hy" | "ky" | "ly" | "my" | "sy" | "ty" | "vy" | "quy"
    ) {
        folded.pop();
        folded.push('i');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_has_one_folded_form_however_it_is_written() {
        for (written, folded, exact) in [
            ("Thủ", "thu", Some("thủ")),
            ("THỦ", "thu", Some("thủ")),
            ("ban", "ban", Some("ban")),
            // Old and new tone placement.
            ("hoà", "hoa", Some("hòa")),
            ("hòa", "hoa", Some("hòa")),
            ("thuỷ", "thuy", Some("thủy")),
            // The letter đ in all its code points.
            ("Đất", "dat", Some("đất")),
            ("Ðất", "dat", Some("đất")),
            ("đất", "dat", Some("đất")),
            // Decomposed.
            ("thu\u{309}", "thu", Some("thủ")),
            ("lý", "li", Some("lý")),
            ("lí", "li", Some("lí")),
            ("quy", "qui", Some("quy")),
            ("2018", "2018", None),
            ("QH14", "qh14", None),
            ("Straße", "straße", Some("straße")),
        ] {
            let forms = Forms::of(written);
            assert_eq!(
                (forms.folded.as_str(), forms.exact.as_deref()),
                (folded, exact),
                "{written}"
            );
        }
    }

    #[test]
    fn words_are_letters_and_digits_whatever_their_bytes() {
        // Every character that has bytes of its own way, and those beside them.
        let all = ('\0'..='\u{2ff}').chain('\u{1cff}'..='\u{20ff}');
        for c in all.chain(['一', '😀', '\u{301}', '\u{10ffff}']) {
            let is_inner = if c.is_ascii() {
                c.is_ascii_alphanumeric()
            } else {
                c.is_alphanumeric() || is_combining_mark(c)
            };
            let text = format!("a {c} b");
            let found: Vec<_> = words(&text).map(|word| word.of(&text)).collect();
            let own = c.to_string();
            let expected = match is_inner {
                true => vec!["a", &own, "b"],
                false => vec!["a", "b"],
            };
            assert_eq!(found, expected, "{c:?}");
        }
        assert_eq!(words("").next(), None);
    }
}
