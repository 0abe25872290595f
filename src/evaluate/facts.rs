//! Numbers, codes and dates (số liệu, số ký hiệu, ngày tháng): what must be read exactly or is worse than useless.

use super::vocabulary::{TokenId, Vocabulary};

/// What a token can be in a statement of fact.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Role {
    /// `63/2010/NĐ-CP`, `11-CT/TU`, `/KH-SKHCN`.
    Code,
    /// `08/6/2010`, `tháng 6/2023` without its first word.
    Date,
    /// `1.500,5`, `50%`, `2021-2025`.
    Number,
    /// The word *ngày*.
    Day,
    /// The word *tháng*.
    Month,
    /// The word *năm*.
    Year,
    #[default]
    Other,
}

/// Kinds of facts, in the order in which they are counted.
pub const FACTS: [&str; 3] = ["numbers", "codes", "dates"];
/// Places in [`FACTS`].
pub(super) const NUMBERS: usize = 0;
pub(super) const CODES: usize = 1;
pub(super) const DATES: usize = 2;

impl Role {
    /// The role of a token without the punctuation around it.
    pub(super) fn of(core: &str) -> Self {
        match core {
            "ngày" | "Ngày" | "NGÀY" => return Self::Day,
            "tháng" | "Tháng" | "THÁNG" => return Self::Month,
            "năm" | "Năm" | "NĂM" => return Self::Year,
            _ => {}
        }
        let has = |test: fn(char) -> bool| core.chars().any(test);
        if !has(|c| c.is_ascii_digit()) {
            return Self::Other;
        }
        if core.contains('/') && has(char::is_uppercase) {
            return Self::Code;
        }
        if has(char::is_alphabetic) {
            return Self::Other;
        }
        if is_date(core) {
            Self::Date
        } else {
            Self::Number
        }
    }
}

/// `08/6/2010`, `8-6-2010`, `6/2023`.
fn is_date(core: &str) -> bool {
    let mark = |c: char| matches!(c, '/' | '-' | '.');
    let parts: Vec<&str> = core.split(mark).collect();
    let fits = |part: &str, least: u16, most: u16| {
        part.len() <= 4 && part.parse().is_ok_and(|n: u16| (least..=most).contains(&n))
    };
    match parts[..] {
        [day, month, year] => fits(day, 1, 31) && fits(month, 1, 12) && fits(year, 1900, 2100),
        [month, year] => core.contains('/') && fits(month, 1, 12) && fits(year, 1900, 2100),
        _ => false,
    }
}

/// A fact of a line: which kind, and the tokens that tell it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Fact {
    pub(super) kind: usize,
    pub(super) first: usize,
    /// One behind the last.
    pub(super) end: usize,
}

/// Calls `see` with every fact of a run of tokens, in order. `ngày 08 tháng 6 năm 2010` is one date; so is `tháng 6 năm 2010`.
pub(super) fn each_fact(vocabulary: &Vocabulary, tokens: &[TokenId], mut see: impl FnMut(Fact)) {
    let mut at = 0;
    while at < tokens.len() {
        let (kind, len) = match vocabulary.role(tokens[at]) {
            Role::Code => (CODES, 1),
            Role::Date => (DATES, 1),
            Role::Day | Role::Month => match written_date(vocabulary, &tokens[at..]) {
                Some(len) => (DATES, len),
                None => {
                    at += 1;
                    continue;
                }
            },
            Role::Number => (NUMBERS, 1),
            Role::Year | Role::Other => {
                at += 1;
                continue;
            }
        };
        see(Fact {
            kind,
            first: at,
            end: at + len,
        });
        at += len;
    }
}

/// How many tokens at the head are a date in words.
fn written_date(vocabulary: &Vocabulary, tokens: &[TokenId]) -> Option<usize> {
    let role = |at: usize| tokens.get(at).map(|&id| vocabulary.role(id));
    let mut at = 0;
    for word in [Role::Day, Role::Month, Role::Year] {
        if at == 0 && word == Role::Day && role(0) != Some(Role::Day) {
            continue;
        }
        if role(at) != Some(word) || role(at + 1) != Some(Role::Number) {
            return None;
        }
        at += 2;
    }
    Some(at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluate::fold::Folding;

    #[test]
    fn finds_numbers_codes_and_dates() {
        for (line, expected) in [
            (
                "Quyết định số 749/QĐ-TTg ngày 03/6/2020 của",
                vec![(CODES, "749/QĐ-TTg"), (DATES, "03/6/2020")],
            ),
            (
                "ngày 17 tháng 02 năm 2023",
                vec![(DATES, "ngày 17 tháng 02 năm 2023")],
            ),
            (
                "tháng 6 năm 2023; quý 3",
                vec![(DATES, "tháng 6 năm 2023;"), (NUMBERS, "3")],
            ),
            ("ngày 17 hằng tháng", vec![(NUMBERS, "17")]),
            (
                "đạt 98,5% (1.200 hồ sơ)",
                vec![(NUMBERS, "98,5%"), (NUMBERS, "(1.200")],
            ),
            (
                "giai đoạn 2021-2025, 01 lần/tuần",
                vec![(NUMBERS, "2021-2025,"), (NUMBERS, "01")],
            ),
            (
                "11-CT/TU và 63/2010/NĐ-CP",
                vec![(CODES, "11-CT/TU"), (CODES, "63/2010/NĐ-CP")],
            ),
            (
                "trước 6/2023 khoản 3 m2 QH14",
                vec![(DATES, "6/2023"), (NUMBERS, "3")],
            ),
            (
                "tỷ lệ 45/50 và 31/02",
                vec![(NUMBERS, "45/50"), (NUMBERS, "31/02")],
            ),
        ] {
            let mut vocabulary = Vocabulary::new(Folding::Spelling);
            let tokens: Vec<TokenId> = line.split_whitespace().map(|t| vocabulary.id(t)).collect();
            let mut found = Vec::new();
            each_fact(&vocabulary, &tokens, |fact| {
                let words: Vec<&str> = line.split_whitespace().collect();
                found.push((fact.kind, words[fact.first..fact.end].join(" ")));
            });
            let expected: Vec<(usize, String)> = expected
                .into_iter()
                .map(|(kind, text)| (kind, text.to_owned()))
                .collect();
            assert_eq!(found, expected, "{line}");
        }
    }
}
