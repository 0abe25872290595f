//! Words of a line and what they are made of.
//!
//! A *word* is what stands between blanks. It has a core (from its first letter or digit to its last) with punctuation
//! before and after; the core is a run of *atoms*: words in the narrow sense, numbers, and the separators between them
//! (`61/2018/NĐ-CP` is number, separator, word, separator, word). Concatenated they give the word back.

use crate::span::Span;

/// What an atom of a word's core is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AtomKind {
    /// Letters, or letters and digits mixed (`m2`, `QH14`, a scanner's `s6`).
    Word,
    /// Digits with the marks between them: `4077`, `1.500,5`, `30/12/2022`.
    Number,
    /// Anything between two other atoms.
    Separator,
}

/// Place of the core inside `word`; empty (at the end) where it has neither letter nor digit.
#[must_use]
pub fn core(word: &str) -> Span {
    let mut inside = word.char_indices().filter(|&(_, c)| is_inner(c));
    let Some((start, first)) = inside.next() else {
        return Span::new(word.len(), word.len());
    };
    let (last_start, last) = inside.next_back().unwrap_or((start, first));
    Span::new(start, last_start + last.len_utf8())
}

/// The atoms of `text`, which should be a core, with their places in it.
pub fn atoms(text: &str) -> impl Iterator<Item = (AtomKind, Span)> + Clone + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = &text[at..];
        let first = rest.chars().next()?;
        let (kind, len) = if !is_inner(first) {
            (AtomKind::Separator, run(rest, |c| !is_inner(c)))
        } else {
            let len = run(rest, is_inner);
            if rest[..len].bytes().all(|b| b.is_ascii_digit()) {
                (AtomKind::Number, number(rest))
            } else {
                (AtomKind::Word, len)
            }
        };
        let span = Span::new(at, at + len);
        at += len;
        Some((kind, span))
    })
}

/// What the punctuation after a word does to the speech; of several marks the strongest counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Pause {
    /// Nothing: blanks, brackets, quotes.
    None,
    /// A comma.
    Comma,
    /// A semicolon.
    Semicolon,
    /// A colon.
    Colon,
    /// The end of a stretch, so that the next word does not lean on this one.
    End,
}

impl Pause {
    /// True for all that are more than a comma.
    #[must_use]
    pub fn is_border(self) -> bool {
        self > Self::Comma
    }
}

/// The pause that the punctuation after a word makes.
#[must_use]
pub fn pause(trail: &str) -> Pause {
    let pauses = trail.chars().map(|c| match c {
        '.' | '?' | '!' | '…' => Pause::End,
        ':' => Pause::Colon,
        ';' => Pause::Semicolon,
        ',' => Pause::Comma,
        _ => Pause::None,
    });
    pauses.max().unwrap_or(Pause::None)
}

fn is_inner(c: char) -> bool {
    c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c)
}

/// Length in bytes of the characters at the head of `text` that `accept` takes.
fn run(text: &str, accept: impl Fn(char) -> bool) -> usize {
    text.find(|c| !accept(c)).unwrap_or(text.len())
}

/// Length of the number at the head of `text`, which begins with a digit: runs of digits with one mark between them.
fn number(text: &str) -> usize {
    let bytes = text.as_bytes();
    let digits = |from: usize| {
        bytes[from..]
            .iter()
            .take_while(|b| b.is_ascii_digit())
            .count()
    };
    let mut end = digits(0);
    while end < bytes.len() && matches!(bytes[end], b'.' | b',' | b'/' | b':') {
        let more = digits(end + 1);
        let next = text[end + 1 + more..].chars().next();
        // `5/2a`: the last run belongs to a word and not to the number.
        if more == 0 || next.is_some_and(is_inner) {
            break;
        }
        end += 1 + more;
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;
    use AtomKind::{Number, Separator, Word};

    #[test]
    fn finds_the_core_of_a_word() {
        for (word, expected) in [
            ("hành", "hành"),
            ("(“Chung", "Chung"),
            ("tục”.", "tục"),
            ("(B/c);", "B/c"),
            ("./.", ""),
            ("-", ""),
            ("1.", "1"),
            ("a)", "a"),
            ("S&", "S"),
        ] {
            assert_eq!(core(word).of(word), expected, "{word}");
        }
    }

    #[test]
    fn of_several_marks_the_strongest_pauses() {
        for (marks, expected) in [
            ("", Pause::None),
            ("”)", Pause::None),
            ("),", Pause::Comma),
            (";", Pause::Semicolon),
            (":", Pause::Colon),
            ("”;", Pause::Semicolon),
            ("./.", Pause::End),
            (";…", Pause::End),
        ] {
            assert_eq!(pause(marks), expected, "{marks}");
        }
    }

    #[test]
    fn splits_cores_into_atoms() {
        for (text, expected) in [
            ("hành", vec![(Word, "hành")]),
            (
                "4077/QĐ-UBND",
                vec![
                    (Number, "4077"),
                    (Separator, "/"),
                    (Word, "QĐ"),
                    (Separator, "-"),
                    (Word, "UBND"),
                ],
            ),
            (
                "61/2018/NĐ-CP",
                vec![
                    (Number, "61/2018"),
                    (Separator, "/"),
                    (Word, "NĐ"),
                    (Separator, "-"),
                    (Word, "CP"),
                ],
            ),
            ("30/12/2022", vec![(Number, "30/12/2022")]),
            ("1.500.000,5", vec![(Number, "1.500.000,5")]),
            (
                "2021-2025",
                vec![(Number, "2021"), (Separator, "-"), (Number, "2025")],
            ),
            (
                "30a/2008",
                vec![(Word, "30a"), (Separator, "/"), (Number, "2008")],
            ),
            ("5/2a", vec![(Number, "5"), (Separator, "/"), (Word, "2a")]),
            ("TT&TT", vec![(Word, "TT"), (Separator, "&"), (Word, "TT")]),
            ("s6", vec![(Word, "s6")]),
            ("", vec![]),
        ] {
            let found: Vec<_> = atoms(text)
                .map(|(kind, span)| (kind, span.of(text)))
                .collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
