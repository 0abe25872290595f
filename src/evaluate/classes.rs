//! Kinds of mistakes, letter by letter: tone, vowel mark, đ, base letter, digit, case, spacing, punctuation.
//!
//! A Vietnamese letter is a base letter with a mark, a tone and a case. A scanner can lose one and keep the others, and a
//! rate that calls `ộ` → `ô` the same as `ộ` → `x` says little about what is to be mended.

use std::sync::LazyLock;

use crate::text::letter::fold;
use crate::text::tone::{Tone, split_tone};

/// A kind of mistake.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Class {
    /// Dấu thanh: the letter has another tone than in the truth, or none, or one too many.
    Tone,
    /// Dấu phụ of a vowel: `ă`, `â`, `ê`, `ô`, `ơ`, `ư` and their plain letters taken for one another.
    VowelMark,
    /// `đ` and `d` taken for one another.
    Stroke,
    /// Another letter, a missing or an extra one. Nothing else is counted at such a place.
    BaseLetter,
    /// A digit wrong, missing or extra.
    Digit,
    /// A capital for a small letter, or the other way.
    Case,
    /// A blank missing inside what should be two tokens, or extra inside one.
    Spacing,
    /// Any other sign wrong, missing or extra.
    Punctuation,
}

impl Class {
    /// All of them, in the order of reports.
    pub const ALL: [Self; 8] = [
        Self::Tone,
        Self::VowelMark,
        Self::Stroke,
        Self::BaseLetter,
        Self::Digit,
        Self::Case,
        Self::Spacing,
        Self::Punctuation,
    ];

    /// Name in reports and JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Tone => "tone",
            Self::VowelMark => "vowel_mark",
            Self::Stroke => "d_stroke",
            Self::BaseLetter => "base_letter",
            Self::Digit => "digit",
            Self::Case => "case",
            Self::Spacing => "spacing",
            Self::Punctuation => "punctuation",
        }
    }
}

/// A set of classes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Classes(pub u8);

impl Classes {
    /// This set and one more.
    #[must_use]
    pub const fn with(self, class: Class) -> Self {
        Self(self.0 | 1 << class as u8)
    }

    /// Those of both sets.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// True where the class is in the set.
    #[must_use]
    pub const fn has(self, class: Class) -> bool {
        self.0 >> class as u8 & 1 == 1
    }

    /// Its members, in order.
    pub fn iter(self) -> impl Iterator<Item = Class> {
        Class::ALL.into_iter().filter(move |class| self.has(*class))
    }
}

/// A letter taken apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Letter {
    /// Without mark, tone and case; `d` for `đ`.
    pub(super) base: char,
    /// With its mark, without tone and case.
    pub(super) marked: char,
    pub(super) tone: Tone,
    pub(super) is_capital: bool,
}

/// The letters of all scripts near ours, taken apart once; others are taken apart when they come.
static NEAR: LazyLock<Vec<Option<Letter>>> =
    LazyLock::new(|| ('\0'..'\u{2000}').map(Letter::apart).collect());

impl Letter {
    /// The parts of a letter; nothing for what is none.
    pub(super) fn of(c: char) -> Option<Self> {
        match NEAR.get(c as usize) {
            Some(letter) => *letter,
            None => Self::apart(c),
        }
    }

    fn apart(c: char) -> Option<Self> {
        if !c.is_alphabetic() {
            return None;
        }
        let (toneless, tone) = split_tone(c);
        let marked = toneless.to_lowercase().next().unwrap_or(toneless);
        Some(Self {
            base: fold(marked),
            marked,
            tone,
            is_capital: c.is_uppercase(),
        })
    }

    /// True for a letter that can have a tone.
    pub(super) fn is_vowel(self) -> bool {
        "aeiouy".contains(self.base)
    }

    /// True for a letter that can have the mark of a vowel.
    pub(super) fn is_markable(self) -> bool {
        "aeou".contains(self.base)
    }
}

/// Everywhere that a mistake of each class can be made at this character.
pub(super) fn chances(c: char) -> Classes {
    let none = Classes::default();
    match Letter::of(c) {
        Some(letter) => {
            let mut all = none.with(Class::BaseLetter).with(Class::Case);
            if letter.is_vowel() {
                all = all.with(Class::Tone);
            }
            if letter.is_markable() {
                all = all.with(Class::VowelMark);
            }
            if letter.base == 'd' {
                all = all.with(Class::Stroke);
            }
            all
        }
        None => none.with(class_of_sign(c)),
    }
}

/// What is wrong where the output has `output` for `truth`; nothing stands for a character that is missing.
pub(super) fn mistakes(truth: Option<char>, output: Option<char>) -> Classes {
    let none = Classes::default();
    if truth == output {
        return none;
    }
    let (Some(t), Some(o)) = (truth, output) else {
        let only = truth.or(output).unwrap_or(' ');
        return none.with(match Letter::of(only) {
            Some(_) => Class::BaseLetter,
            None => class_of_sign(only),
        });
    };
    let (Some(a), Some(b)) = (Letter::of(t), Letter::of(o)) else {
        // A letter for a digit is a digit lost, and so on: the truth says what was lost.
        return none.with(match Letter::of(t) {
            Some(_) => Class::BaseLetter,
            None => class_of_sign(t),
        });
    };
    if a.base != b.base {
        return none.with(Class::BaseLetter);
    }
    let mut all = none;
    if a.tone != b.tone {
        all = all.with(Class::Tone);
    }
    if a.marked != b.marked {
        all = all.with(if a.base == 'd' {
            Class::Stroke
        } else if a.is_markable() {
            Class::VowelMark
        } else {
            // `ñ` and the like: foreign to the script, so another letter.
            Class::BaseLetter
        });
    }
    if a.is_capital != b.is_capital {
        all = all.with(Class::Case);
    }
    if all == none {
        // Alike in all that Vietnamese knows, and not the same: `ᴀ`.
        all = all.with(Class::BaseLetter);
    }
    all
}

fn class_of_sign(c: char) -> Class {
    if c == ' ' {
        Class::Spacing
    } else if c.is_numeric() {
        Class::Digit
    } else {
        Class::Punctuation
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_what_is_wrong_with_a_letter() {
        use Class::{BaseLetter, Case, Digit, Punctuation, Spacing, Stroke, Tone, VowelMark};
        for (truth, output, expected) in [
            ("ộ", "ộ", vec![]),
            ("ộ", "ô", vec![Tone]),
            ("ộ", "ọ", vec![VowelMark]),
            ("ộ", "o", vec![Tone, VowelMark]),
            ("ộ", "6", vec![BaseLetter]),
            ("ộ", "ê", vec![BaseLetter]),
            ("Ộ", "ô", vec![Tone, Case]),
            ("đ", "d", vec![Stroke]),
            ("D", "Đ", vec![Stroke]),
            ("đ", "D", vec![Stroke, Case]),
            ("h", "b", vec![BaseLetter]),
            ("h", "", vec![BaseLetter]),
            ("", "h", vec![BaseLetter]),
            ("6", "ô", vec![Digit]),
            ("6", "8", vec![Digit]),
            ("", "1", vec![Digit]),
            (" ", "", vec![Spacing]),
            ("", " ", vec![Spacing]),
            (",", ".", vec![Punctuation]),
            ("", ".", vec![Punctuation]),
            ("n", "ñ", vec![BaseLetter]),
        ] {
            let found: Vec<Class> = mistakes(truth.chars().next(), output.chars().next())
                .iter()
                .collect();
            assert_eq!(found, expected, "{truth} → {output}");
        }
    }

    #[test]
    fn knows_what_can_go_wrong_with_a_letter() {
        use Class::{BaseLetter, Case, Digit, Punctuation, Spacing, Stroke, Tone, VowelMark};
        for (c, expected) in [
            ('ộ', vec![Tone, VowelMark, BaseLetter, Case]),
            ('i', vec![Tone, BaseLetter, Case]),
            ('Đ', vec![Stroke, BaseLetter, Case]),
            ('x', vec![BaseLetter, Case]),
            ('7', vec![Digit]),
            (' ', vec![Spacing]),
            ('/', vec![Punctuation]),
        ] {
            assert_eq!(chances(c).iter().collect::<Vec<_>>(), expected, "{c}");
        }
    }
}
