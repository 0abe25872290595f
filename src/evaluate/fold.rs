//! What counts as the same: how a token is folded before anything is compared. The policy is printed in every report.

use std::borrow::Cow;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use crate::text::tone::normalize_tone_place;

/// Marks what the printed page does not tell (□). A truth token with it counts neither way.
pub const UNKNOWABLE: char = '□';

/// Differences between two tokens that are none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Folding {
    /// NFC, one tone placement (`hoà` = `hòa`), straight quotes, one dash, and the spellings that no scan can tell apart in
    /// use (`hàng năm` = `hằng năm`, `kì` = `kỳ`, `lí` = `lý`).
    #[default]
    Spelling,
    /// NFC alone, to compare with tools that know nothing of Vietnamese.
    Nfc,
}

/// Pairs of spellings in lower, sentence and upper case.
const SPELLINGS: [(&str, &str); 9] = [
    ("hằng", "hàng"),
    ("Hằng", "Hàng"),
    ("HẰNG", "HÀNG"),
    ("kì", "kỳ"),
    ("Kì", "Kỳ"),
    ("KÌ", "KỲ"),
    ("lí", "lý"),
    ("Lí", "Lý"),
    ("LÍ", "LÝ"),
];

impl Folding {
    /// The token as it is compared.
    #[must_use]
    pub fn fold(self, token: &str) -> Cow<'_, str> {
        if token.is_ascii() && !token.contains('`') {
            return Cow::Borrowed(token);
        }
        let composed: Cow<'_, str> = if is_nfc_quick(token.chars()) == IsNormalized::Yes {
            Cow::Borrowed(token)
        } else {
            Cow::Owned(token.nfc().collect())
        };
        if self == Self::Nfc {
            return composed;
        }
        let plain: Cow<'_, str> = if composed.chars().any(|c| plain(c) != c) {
            Cow::Owned(composed.chars().map(plain).collect())
        } else {
            composed
        };
        let placed = match normalize_tone_place(&plain) {
            Cow::Borrowed(_) => plain,
            Cow::Owned(placed) => Cow::Owned(placed),
        };
        let core = placed.trim_matches(|c: char| !c.is_alphanumeric());
        match SPELLINGS.iter().find(|(from, _)| *from == core) {
            Some((from, to)) => Cow::Owned(placed.replace(from, to)),
            None => placed,
        }
    }

    /// The policy in one sentence, for reports.
    #[must_use]
    pub fn describe(self) -> &'static str {
        match self {
            Self::Spelling => {
                "NFC; hoà = hòa (tone placement); straight quotes; one dash; hằng = hàng, kì = kỳ, lí = lý; blanks and line ends count as one blank"
            }
            Self::Nfc => "NFC; blanks and line ends count as one blank",
        }
    }
}

/// One form of quotes and dashes.
fn plain(c: char) -> char {
    match c {
        '“' | '”' | '„' | '«' | '»' => '"',
        '‘' | '’' | '´' | '`' => '\'',
        '–' | '—' | '−' | '‐' | '‑' => '-',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds_what_cannot_be_told_apart() {
        for (token, spelling, nfc) in [
            ("hoà", "hòa", "hoà"),
            ("“hằng", "\"hàng", "“hằng"),
            ("HẰNG", "HÀNG", "HẰNG"),
            ("hằngnga", "hằngnga", "hằngnga"),
            ("(lí),", "(lý),", "(lí),"),
            ("–", "-", "–"),
            ("`x´", "'x'", "`x´"),
            ("thu\u{309}", "thủ", "thủ"),
            ("Thuỷ", "Thủy", "Thuỷ"),
            ("63/2010/NĐ-CP", "63/2010/NĐ-CP", "63/2010/NĐ-CP"),
        ] {
            assert_eq!(Folding::Spelling.fold(token), spelling, "{token}");
            assert_eq!(Folding::Nfc.fold(token), nfc, "{token}");
        }
    }
}
