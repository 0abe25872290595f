//! Labels at the heads of lines, by their sequence, and the mark that ends a document.
//!
//! A scanner cannot tell `đ)` from `d)` or `III.` from `Ill.`, and a language model has no memory of the item before.
//! The sequence has: after `c)` comes `d)`, after `II.` comes `III.`. Labels that a scanner could not have made from the
//! expected one stay as they were read, whatever the sequence says.

use crate::text::numeral::{roman_text, roman_value};

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
    number: u32,
}

impl Labels {
    /// The right form of the first word of a line, where the sequence shows that another was read.
    ///
    /// `source` is the word as scanned, `word` as restored; `capital_follows` that the next word begins with a capital.
    pub(super) fn correct(
        &mut self,
        source: &str,
        word: &str,
        capital_follows: bool,
    ) -> Option<String> {
        if word == "~" {
            // Nobody begins an item with it.
            return capital_follows.then(|| "-".to_owned());
        }
        if let Some(letter) = word.strip_suffix(')').and_then(single) {
            return self.letter(letter);
        }
        if let Some(numeral) = word
            .strip_suffix(['.', ','])
            .filter(|numeral| roman_value(numeral).is_some())
        {
            // One that nothing follows ended the line before it: "vùng II, / III."
            return capital_follows.then(|| self.roman(source, numeral))?;
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
        let readable = source
            .trim_end_matches(['.', ','])
            .chars()
            .all(|c| matches!(c, 'I' | 'V' | 'X'));
        let expected = roman_text(self.roman + 1);
        let close = numeral.len().abs_diff(expected.len()) <= 1;
        self.letter = None;
        self.number = 0;
        if !readable && value != self.roman + 1 && self.roman > 0 && close {
            self.roman += 1;
            return Some(format!("{expected}."));
        }
        self.roman = value;
        None
    }
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
            ("V.", "V.", None), // readable: stays, whatever the sequence says
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
            ("~", "~", Some("-")),
        ] {
            assert_eq!(
                labels.correct(source, word, true).as_deref(),
                expected,
                "{source}"
            );
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
