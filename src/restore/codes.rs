//! Numbers of documents (số hiệu) that a scanner tore with a blank: `107/202 1/NĐ-CP`.
//!
//! People write none inside a number, and hardly ever one behind its dashes.

use crate::text::token::core;

/// Digits of a year, and of the number before it at most.
const YEAR: usize = 4;
const MOST_DIGITS: usize = 5;

/// True where two words with a blank between them are the number of one document; `before` stands before both.
pub(super) fn is_torn(before: &str, left: &str, right: &str) -> bool {
    let Some(rest) = right.strip_prefix(|c: char| c.is_ascii_digit()) else {
        return is_symbol_torn(left, right);
    };
    let rest = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = right.len() - rest.len();
    let begun = left.len() - left.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let head = &left[..left.len() - begun];
    let symbol_follows = rest
        .strip_prefix('/')
        .is_some_and(|symbol| symbol.starts_with(char::is_alphabetic));
    if symbol_follows && head.is_empty() {
        let is_announced = matches!(core(before).of(before), "số" | "Số" | "SỐ");
        return is_announced && begun > 0 && begun + digits <= MOST_DIGITS;
    }
    let is_year_begun = head.strip_suffix('/').is_some_and(ends_in_number)
        && matches!(
            &left.as_bytes()[head.len()..],
            [b'1', b'9', ..] | [b'2', b'0', ..]
        );
    if symbol_follows && is_year_begun {
        return begun + digits == YEAR;
    }
    // The number of a National Assembly (Quốc hội): `68/2020/QH 14`.
    let is_assembly = left.strip_suffix("/QH").is_some_and(ends_in_number);
    is_assembly && digits <= 2 && !rest.contains(char::is_alphanumeric)
}

/// The symbol was torn behind a dash: `184/2025/QĐ- UBND`.
fn is_symbol_torn(left: &str, right: &str) -> bool {
    let Some((number, kind)) = left
        .strip_suffix('-')
        .and_then(|left| left.rsplit_once('/'))
    else {
        return false;
    };
    let is_short = |word: &str| {
        let mut capitals = word.chars().take_while(|c| c.is_uppercase());
        capitals.nth(1).is_some()
    };
    ends_in_number(number) && is_short(kind) && is_short(right)
}

fn ends_in_number(text: &str) -> bool {
    text.ends_with(|c: char| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_documents_are_whole() {
        let torn = [
            "số 107/202 1/NĐ-CP",
            "tại 28/202 1/QĐ-UBND,",
            "số 31/20 11/NQ-HĐND",
            "Số: 68 1/KH-SYT",
            "số 1 140/KH-UBND",
            "số 68/2020/QH 14",
            "số 30/2023/QH 15.",
            "theo 184/2025/QĐ- UBND.",
            "số 76/2024/TT- BTC",
            "số 395 1/TTr-CAT-",
        ];
        let whole = [
            "khoản 2 1/KH-UBND",
            "ngày 28/2021 1/QĐ-UBND",
            "số 107/2021 15/NĐ-CP",
            "tháng 5/201 1 năm",
            "số 68/2020/QH 2014",
            "số 68/2020/QH 14a",
            "theo 184/2025/QĐ- của",
            "số 12/KH- Sở",
            "số 12345 6/KH-UBND",
            "các Bộ- UBND",
        ];
        let check = |line: &str| {
            let words: Vec<&str> = line.split(' ').collect();
            is_torn(words[0], words[1], words[2])
        };
        for line in torn {
            assert!(check(line), "{line}");
        }
        for line in whole {
            assert!(!check(line), "{line}");
        }
    }
}
