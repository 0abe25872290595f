//! Letters that look alike to a scanner: what it reads one of them as says something of the others.
//!
//! A document shows few readings of most letters with a tone, and fewer of capitals. An engine that writes `9` for ộ does so for
//! ọ and ợ sooner or later.

use crate::text::letter::fold;
use crate::text::tone::{Tone, split_tone, with_tone};

/// So likely is of a capital read the capital of what is read of the small letter,
const CAPITAL: f64 = 0.2;
/// and of a letter with a tone what is read of one with the same tone over another vowel mark, or another tone over the same.
const MARKS: f64 = 0.1;

/// A letter like another one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Alike {
    pub(super) letter: char,
    /// What a reading of the other one counts for this one.
    pub(super) share: f64,
    /// It is the capital: of it, the capitals of what is read of the other are read.
    pub(super) is_capital: bool,
}

/// The letters like one.
pub(super) fn alike(letter: char) -> impl Iterator<Item = Alike> {
    let capital = Some(upper(letter)).filter(|&capital| capital != letter);
    let (vowel, tone) = split_tone(letter);
    let base = fold(vowel);
    let vowels = match base {
        _ if tone == Tone::Level => "",
        'a' => "aăâ",
        'e' => "eê",
        'o' => "oôơ",
        'u' => "uư",
        'A' => "AĂÂ",
        'E' => "EÊ",
        'O' => "OÔƠ",
        'U' => "UƯ",
        _ => "",
    };
    let same_tone = vowels.chars().map(move |vowel| with_tone(vowel, tone));
    let tones: &[Tone] = if vowels.is_empty() || vowel == base {
        &[]
    } else {
        &Tone::ALL
    };
    let others = tones.iter().filter(|&&tone| tone != Tone::Level);
    let same_vowel = others.map(move |&tone| with_tone(vowel, tone));
    let marked = same_tone.chain(same_vowel);
    let marked = marked.filter(move |&other| other != letter);
    let marked = marked.map(|letter| Alike {
        letter,
        share: MARKS,
        is_capital: false,
    });
    let capital = capital.map(|letter| Alike {
        letter,
        share: CAPITAL,
        is_capital: true,
    });
    capital.into_iter().chain(marked)
}

/// The capital of a character, where that is one character, too.
pub(super) fn upper(c: char) -> char {
    let mut upper = c.to_uppercase();
    match (upper.next(), upper.next()) {
        (Some(capital), None) => capital,
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_share_a_tone_or_a_vowel_mark() {
        for (letter, expected) in [
            ('b', "B"),
            ('o', "O"),
            ('ô', "Ô"),
            ('ọ', "Ọộợ"),
            ('ộ', "Ộọợốồổỗ"),
            ('Ế', "ÉỀỂỄỆ"),
            ('ì', "Ì"),
            ('7', ""),
        ] {
            let found: Vec<char> = alike(letter).map(|alike| alike.letter).collect();
            let mut sorted = (found.clone(), expected.chars().collect::<Vec<_>>());
            sorted.0.sort_unstable();
            sorted.1.sort_unstable();
            assert_eq!(sorted.0, sorted.1, "like {letter}");
        }
        let capitals = alike('ộ').filter(|alike| alike.is_capital);
        assert_eq!(capitals.map(|alike| alike.letter).collect::<String>(), "Ộ");
    }
}
