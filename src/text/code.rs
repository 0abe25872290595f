//! The parts of a document's code (số và ký hiệu): number, year, symbol.
//!
//! Takes the words of a code without their marks and in small letters, and says which is what. How keys are made of that, and
//! what else people type for a code, is for those who ask.

/// A code in its parts: of `61/2018/NĐ-CP` they are `61`, `2018` and `nd`, `cp`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CodeParts<'w> {
    /// The number, without the zeros that some write before it.
    pub number: &'w str,
    /// The year, where it stands inside.
    pub year: Option<&'w str>,
    /// The words of the symbol: type and office.
    pub symbol: &'w [&'w str],
}

impl<'w> CodeParts<'w> {
    /// Reads the words of a code; nothing where they don't begin with a number.
    #[must_use]
    pub fn read(words: &'w [&'w str]) -> Option<Self> {
        let (number, rest) = words.split_first().filter(|(first, _)| is_number(first))?;
        let (year, symbol) = match rest.split_first() {
            Some((year, symbol)) if is_year(year) => (Some(*year), symbol),
            _ => (None, rest),
        };
        Some(Self {
            number: without_zeros(number),
            year,
            symbol,
        })
    }
}

/// Whether a word can be the number of a document: six digits at most, and one letter behind them (`24a`).
#[must_use]
pub fn is_number(word: &str) -> bool {
    let digits = word.trim_end_matches(['a', 'b', 'c', 'd']);
    (1..=6).contains(&digits.len())
        && word.len() <= digits.len() + 1
        && digits.bytes().all(|b| b.is_ascii_digit())
}

/// Whether a word can be the year of a document.
#[must_use]
pub fn is_year(word: &str) -> bool {
    word.len() == 4
        && word
            .parse::<u16>()
            .is_ok_and(|year| (1945..=2100).contains(&year))
}

/// A word without the zeros before its first number.
///
/// ```
/// use vanban::text::code::without_zeros;
/// assert_eq!(["09", "024a", "00", "0"].map(without_zeros), ["9", "24a", "0", "0"]);
/// ```
#[must_use]
pub fn without_zeros(word: &str) -> &str {
    let zeros = word.bytes().take_while(|&b| b == b'0').count();
    let is_more = word.as_bytes().get(zeros).is_some_and(u8::is_ascii_digit);
    &word[if is_more {
        zeros
    } else {
        zeros.saturating_sub(1)
    }..]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_has_its_parts() {
        for (words, number, year, symbol) in [
            ("61 2018 nd cp", "61", Some("2018"), "nd cp"),
            ("09 kh skhcn", "9", None, "kh skhcn"),
            ("024a 2009 qd ttg", "24a", Some("2009"), "qd ttg"),
            ("45 2019 qh14", "45", Some("2019"), "qh14"),
            ("5 1234 ct", "5", None, "1234 ct"),
            ("7", "7", None, ""),
        ] {
            let words: Vec<&str> = words.split(' ').collect();
            let parts = CodeParts::read(&words).unwrap();
            assert_eq!((parts.number, parts.year), (number, year));
            assert_eq!(parts.symbol.join(" "), symbol);
        }
        for words in ["kh skhcn", "1234567 kh", "24ab kh", "", "a"] {
            let words: Vec<&str> = words.split(' ').collect();
            assert_eq!(CodeParts::read(&words), None, "{words:?}");
        }
    }

    #[test]
    fn zeros_before_numbers_alone() {
        for (word, expected) in [
            ("0a", "0a"),
            ("000", "0"),
            ("", ""),
            ("a0", "a0"),
            ("10", "10"),
        ] {
            assert_eq!(without_zeros(word), expected);
        }
    }
}
