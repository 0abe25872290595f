//! Case patterns of words.

/// How the letters of a word are cased.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Case {
    /// `nghị`: also words without letters.
    Lower,
    /// `Nghị`.
    Title,
    /// `NGHỊ`. A single capital letter is [`Case::Title`].
    Upper,
    /// As the dictionary writes it: `TTg`, `UBND`.
    Exact,
}

impl Case {
    /// The pattern of a word; words of mixed case are [`Case::Exact`].
    #[must_use]
    pub fn of(word: &str) -> Self {
        let mut letters = 0_usize;
        let mut capitals = 0_usize;
        let mut first_is_capital = false;
        for letter in word.chars().filter(|c| c.is_alphabetic()) {
            if letter.is_uppercase() {
                capitals += 1;
                first_is_capital |= letters == 0;
            }
            letters += 1;
        }
        match (capitals, first_is_capital) {
            (0, _) => Self::Lower,
            (1, true) => Self::Title,
            (n, true) if n == letters => Self::Upper,
            _ => Self::Exact,
        }
    }

    /// Writes a lower-case word in this pattern to the end of `out`.
    pub fn write(self, word: &str, out: &mut String) {
        match self {
            Self::Lower | Self::Exact => out.push_str(word),
            Self::Upper => out.extend(word.chars().flat_map(char::to_uppercase)),
            Self::Title => {
                let mut letters = word.chars();
                out.extend(letters.next().into_iter().flat_map(char::to_uppercase));
                out.push_str(letters.as_str());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn captures_and_replays_patterns() {
        for (word, case) in [
            ("nghị", Case::Lower),
            ("Nghị", Case::Title),
            ("Ở", Case::Title),
            ("NGHỊ", Case::Upper),
            ("TTg", Case::Exact),
            ("123", Case::Lower),
        ] {
            assert_eq!(Case::of(word), case, "{word}");
            if case != Case::Exact {
                let mut out = String::new();
                case.write(&word.to_lowercase(), &mut out);
                assert_eq!(out, word);
            }
        }
    }
}
