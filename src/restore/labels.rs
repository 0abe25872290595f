//! Labels at the heads of lines, by their sequence, and the mark that ends a document.
//!
//! A scanner cannot tell `đ)` from `d)` or `III.` from `Ill.`, and a language model has no memory of the item before.
//! The sequence has: after `c)` comes `d)`, after `II.` comes `III.`. Labels that a scanner could not have made from the
//! expected one stay as they were read, whatever the sequence says.

use crate::text::numeral::{is_left_of, roman_text, roman_value};

/// The order of list letters (điểm); f, j, w and z are not used.
const LETTERS: &str = "abcdđeghiklmnopqrstuvxy";

/// What an expected letter may have been read as.
const LOOK_ALIKES: [(char, &str); 8] = [
    ('đ', "d"),
    ('d', "đ"),
    ('e', "co"),
    ('g', "9q"),
    ('h', "b"),
    ('i', "l1"),
    ('l', "i1"),
    ('o', "0"),
];

/// The labels seen so far.
#[derive(Debug, Default)]
pub(super) struct Labels {
    letter: Option<char>,
    roman: u32,
    /// A line in capitals since the last Roman number: perhaps the title of another part, which counts anew.
    titled: bool,
    number: u32,
    chapter: u32,
}

/// What follows the first word of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Follows {
    /// A word without a capital at its head, or nothing.
    Small,
    Capital,
    /// A word in capitals: a heading.
    Capitals,
}

impl Follows {
    pub(super) fn of(word: Option<&str>) -> Self {
        let word = word.unwrap_or_default();
        let letters = || word.chars().filter(|c| c.is_alphabetic());
        if !word.starts_with(char::is_uppercase) {
            Self::Small
        } else if letters().count() > 1 && letters().all(char::is_uppercase) {
            Self::Capitals
        } else {
            Self::Capital
        }
    }
}

impl Labels {
    /// The right form of the first word of a line, where the sequence shows that another was read.
    ///
    /// `source` is the word as scanned, `word` as restored.
    pub(super) fn correct(&mut self, source: &str, word: &str, follows: Follows) -> Option<String> {
        let capital_follows = follows >= Follows::Capital;
        let is_capitals = word.chars().nth(1).is_some() && word.chars().all(char::is_uppercase);
        self.titled |= is_capitals || upper_label(word);
        if word == "~" {
            // Nobody begins an item with it.
            return capital_follows.then(|| "-".to_owned());
        }
        if let Some(letter) = word.strip_suffix(')').and_then(single) {
            return self.letter(letter);
        }
        if let Some(letter) = source.strip_suffix("l)").and_then(single) {
            // A point that an amendment put between two others.
            return Some(format!("{letter}1)"));
        }
        let bars = ["{.", "[.", "].", "}.", "|.", "!."];
        if follows == Follows::Capital
            && self.roman > 0
            && self.number == 0
            && bars.contains(&source)
        {
            // No letter looks so, and a list under a Roman number begins with one.
            self.number = 1;
            return Some("1.".to_owned());
        }
        if let Some(numeral) = word
            .strip_suffix(['.', ','])
            .filter(|numeral| roman_value(numeral).is_some())
        {
            if !capital_follows {
                // It ended the line before it: "vùng II, / III."
                return None;
            }
            let once_more = numeral == "I" && self.roman > 0 && !self.titled;
            if once_more && follows == Follows::Capitals {
                (self.roman, self.letter, self.number) = (self.roman + 1, None, 0);
                return Some(format!("{}.", roman_text(self.roman)));
            }
            return self.roman(source, numeral);
        }
        if follows == Follows::Capitals
            && let Some(numeral) = source.strip_suffix(['.', ',']).and_then(of_strokes)
        {
            let right = self.roman(source, &numeral);
            return right.or_else(|| Some(format!("{numeral}.")));
        }
        if let Some(number) = word
            .strip_suffix(['.', ','])
            .filter(|digits| digits.len() <= 2)
        {
            let number: u32 = number.parse().ok()?;
            let next = number == self.number + 1;
            let comma = word.ends_with(',');
            if !comma || (next && capital_follows) {
                self.number = number;
            }
            return (comma && next && capital_follows).then(|| format!("{number}."));
        }
        None
    }

    /// The same for the Roman number of a chapter (chương), which stands behind its word.
    pub(super) fn chapter(&mut self, source: &str, numeral: &str) -> Option<String> {
        let value = roman_value(numeral)?;
        let expected = roman_text(self.chapter + 1);
        let lost = is_left_of(&expected, numeral);
        let more = numeral.starts_with(&expected);
        if !is_readable(source) && value != self.chapter + 1 && (lost || more) {
            self.chapter += 1;
            return Some(expected);
        }
        self.chapter = value;
        None
    }

    fn letter(&mut self, letter: char) -> Option<String> {
        let expected = self
            .letter
            .and_then(|last| LETTERS.split_once(last))
            .and_then(|(_, rest)| rest.chars().next());
        let looks_like = |expected: char| {
            LOOK_ALIKES
                .iter()
                .any(|&(of, read)| of == expected && read.contains(letter))
        };
        let right = match expected {
            Some(expected) if letter != expected && looks_like(expected) => expected,
            // Without a sequence, the letter without the stroke is the first of the two.
            None if letter == 'đ' => 'd',
            _ => letter,
        };
        self.letter = Some(right);
        (right != letter).then(|| format!("{right})"))
    }

    fn roman(&mut self, source: &str, numeral: &str) -> Option<String> {
        let value = roman_value(numeral)?;
        let readable = is_readable(source);
        let expected = roman_text(self.roman + 1);
        // One stroke may be anything, and is no number of several.
        let one = source.trim_end_matches(['.', ',']).chars().nth(1).is_none();
        let close = numeral.len().abs_diff(expected.len()) <= 1 && !(one && expected.len() > 1);
        self.letter = None;
        self.number = 0;
        self.titled = false;
        if !readable && value != self.roman + 1 && self.roman > 0 && close {
            self.roman += 1;
            return Some(format!("{expected}."));
        }
        self.roman = value;
        None
    }
}

/// `A.`, `B.`: above Roman numbers, which begin again below it.
fn upper_label(word: &str) -> bool {
    let letter = word.strip_suffix(['.', ')']).unwrap_or_default();
    letter.chars().count() == 1 && letter.starts_with(|c: char| ('A'..='H').contains(&c))
}

fn is_readable(source: &str) -> bool {
    let numeral = source.trim_end_matches(['.', ',']);
    numeral.chars().all(|c| matches!(c, 'I' | 'V' | 'X'))
}

/// The Roman number that strokes of any kind may have been, if they are two or more (`il`).
fn of_strokes(read: &str) -> Option<String> {
    let numeral: Option<String> = read
        .chars()
        .map(|c| match c {
            'I' | 'l' | '1' | '|' | 'i' | '!' | 'L' => Some('I'),
            'V' | 'v' => Some('V'),
            'X' | 'x' => Some('X'),
            _ => None,
        })
        .collect();
    let all_digits = read.bytes().all(|b| b.is_ascii_digit());
    numeral.filter(|numeral| !all_digits && numeral.len() > 1 && roman_value(numeral).is_some())
}

/// The final mark (./.) in the ways it is misread, put right; nothing where the end of the word is something else.
pub(super) fn final_mark(word: &str) -> Option<String> {
    ["./.", ".//.", ",/.", "//.", "./,", ",/,", "/."]
        .iter()
        .find_map(|read| word.strip_suffix(read))
        .filter(|rest| {
            rest.ends_with(|c: char| c.is_alphanumeric() || matches!(c, ')' | '"' | '”'))
        })
        .map(|rest| format!("{rest}./."))
        .filter(|right| right != word)
}

fn single(text: &str) -> Option<char> {
    let mut chars = text.chars();
    chars
        .next()
        .filter(|c| chars.next().is_none() && c.is_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sequence_tells_labels_that_look_alike() {
        let mut labels = Labels::default();
        for (source, word, expected) in [
            ("I.", "I.", None),
            ("Il.", "II.", None),
            ("Il.", "II.", Some("III.")),
            ("{.", "I.", Some("1.")), // of one stroke
            ("V.", "V.", None),       // readable: stays, whatever the sequence says
            ("a)", "a)", None),
            ("b)", "b)", None),
            ("c)", "c)", None),
            ("d)", "đ)", Some("d)")),
            ("d)", "d)", Some("đ)")),
            ("c)", "c)", Some("e)")),
            ("g)", "g)", None),
            ("a)", "a)", None),
            ("d)", "d)", None), // no b) and c): not for us to say
            ("1.", "1.", None),
            ("2,", "2,", Some("2.")),
            ("20,", "20,", None),
            ("cl)", "cl)", Some("c1)")),
            ("~", "~", Some("-")),
        ] {
            assert_eq!(
                labels.correct(source, word, Follows::Capital).as_deref(),
                expected,
                "{source}"
            );
        }
    }

    #[test]
    fn strokes_before_capitals_are_a_number() {
        let mut labels = Labels::default();
        for (source, word, follows, expected) in [
            ("il.", "i.", Follows::Capital, None),
            ("il.", "i.", Follows::Capitals, Some("II.")),
            ("ill,", "III,", Follows::Capitals, None),
            ("11.", "11.", Follows::Capitals, None),
        ] {
            let right = labels.correct(source, word, follows);
            assert_eq!(right.as_deref(), expected, "{source}");
        }
    }

    #[test]
    fn a_bar_under_a_roman_number_begins_its_list() {
        let mut labels = Labels::default();
        for (source, word, follows, right) in [
            ("{.", "D.", Follows::Capital, None),
            ("I.", "I.", Follows::Capital, None),
            ("{.", "D.", Follows::Capital, Some("1.")),
            ("2.", "2.", Follows::Capital, None),
            ("|.", "|.", Follows::Capital, None),
            ("II.", "II.", Follows::Capitals, None),
            ("[.", "l.", Follows::Small, None),
            ("[.", "l.", Follows::Capital, Some("1.")),
        ] {
            assert_eq!(
                labels.correct(source, word, follows).as_deref(),
                right,
                "{source}"
            );
        }
    }

    #[test]
    fn a_number_does_not_begin_again_without_a_title() {
        let mut labels = Labels::default();
        for (word, follows, expected) in [
            ("I.", Follows::Capitals, None),
            ("1.", Follows::Capital, None),
            ("I.", Follows::Capitals, Some("II.")),
            ("PHỤ", Follows::Capitals, None),
            ("I.", Follows::Capitals, None),
            ("B.", Follows::Capitals, None),
            ("I.", Follows::Capitals, None),
        ] {
            let right = labels.correct(word, word, follows);
            assert_eq!(right.as_deref(), expected, "{word}");
        }
    }

    #[test]
    fn chapters_follow_one_another() {
        let mut labels = Labels::default();
        for (source, numeral, expected) in [
            ("I", "I", None),
            ("Il", "II", None),
            ("Il", "II", Some("III")),
            ("IV", "IV", None),
            ("VI", "VI", None), // readable
        ] {
            let right = labels.chapter(source, numeral);
            assert_eq!(right.as_deref(), expected, "{source}");
        }
    }

    #[test]
    fn final_marks_are_put_right() {
        for (word, expected) in [
            ("hiện./.", None),
            ("hiện,/.", Some("hiện./.")),
            ("giao//.", Some("giao./.")),
            ("tỉnh/.", Some("tỉnh./.")),
            ("hiện.", None),
            ("và/.hoặc", None),
        ] {
            assert_eq!(final_mark(word).as_deref(), expected, "{word}");
        }
    }
}
