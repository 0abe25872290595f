//! Numbers and symbols (số và ký hiệu): `63/2010/NĐ-CP`, `11-CT/TU`, `3127/UBND-NC`, `45/2019/QH14`.
//!
//! The list of bodies is open, so the grammar accepts any capitals; the known abbreviations only mend what a scan broke
//! (`NB-CP`, `QD-TTG`).

use crate::segment::dictionary::{KINDS, abbreviations, is_abbreviation, kind_of};
use crate::segment::folded::fold_str;

/// A number and symbol that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::segment) struct Symbol {
    /// Digits as printed, with a letter where there is one (`24a`); empty where they cannot be read.
    pub number: String,
    /// Year inside the code.
    pub year: Option<u16>,
    /// (separator before it, letters), in order.
    pieces: Vec<(char, String)>,
    /// Bytes of the text that it took.
    pub len: usize,
    /// Letters or separators were mended.
    pub repaired: bool,
}

impl Symbol {
    /// The whole code without blanks.
    pub(in crate::segment) fn code(&self) -> String {
        let year = self.year.map(|year| format!("{year}/")).unwrap_or_default();
        format!(
            "{}{}{year}{}",
            self.number,
            self.first_separator(),
            self.symbol()
        )
    }

    /// The letters: everything after the number and year.
    pub(in crate::segment) fn symbol(&self) -> String {
        let mut symbol = String::new();
        for (separator, piece) in &self.pieces {
            if !symbol.is_empty() {
                symbol.push(*separator);
            }
            symbol.push_str(piece);
        }
        symbol
    }

    fn first_separator(&self) -> char {
        if self.year.is_some() {
            '/'
        } else {
            self.pieces.first().map_or('/', |piece| piece.0)
        }
    }

    /// Party form: number, hyphen, type, slash, body.
    pub(in crate::segment) fn is_party(&self) -> bool {
        self.year.is_none() && self.first_separator() == '-'
    }

    /// The type that the symbol names.
    pub(in crate::segment) fn kind(&self) -> Option<&'static str> {
        let first = &self.pieces.first()?.1;
        if first.starts_with("QH") && self.year.is_some() {
            return Some("Luật");
        }
        if self.pieces.len() < 2 && self.year.is_none() {
            return None;
        }
        kind_of(first, self.is_party())
    }

    /// True where the form alone shows that this is a code: two groups of letters, or a year and the National Assembly.
    pub(in crate::segment) fn is_certain(&self) -> bool {
        let first = self.pieces.first().map_or("", |piece| piece.1.as_str());
        if self.is_party() {
            return self.pieces.len() >= 2
                && self.pieces[1].0 == '/'
                && kind_of(first, true).is_some();
        }
        if self.pieces.len() >= 2 {
            return self.year.is_some() || letters(first) >= 2;
        }
        self.year.is_some()
            && (first.starts_with("QH") || first.starts_with("UBTVQH") || first == "CP")
    }
}

fn letters(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphabetic()).count()
}

/// Reads a code at the start of `text`. `bare` allows a number that is missing or cannot be read.
pub(in crate::segment) fn scan(text: &str, bare: bool) -> Option<Symbol> {
    let mut reader = Reader { text, at: 0 };
    let mut number: String = reader.take(|c| c.is_ascii_digit(), 8).to_owned();
    if number.is_empty() {
        if !bare {
            return None;
        }
        reader.take(|c| matches!(c, '.' | '…' | '□' | '_' | ' ' | '\u{a0}'), 24);
    } else if let Some(letter) = reader.peek().filter(|c| matches!(c, 'a'..='d'))
        && matches!(reader.after(letter.len_utf8()), Some('/' | ' ' | '-'))
    {
        reader.at += 1;
        number.push(letter);
    }
    let mut year = None;
    let mut pieces: Vec<(char, String)> = Vec::new();
    let mut repaired = false;
    loop {
        let back = reader.at;
        let spaces = reader.take(|c| matches!(c, ' ' | '\u{a0}'), 3).len();
        let separator = match reader.peek() {
            Some('/' | '⁄') => '/',
            Some('-' | '–' | '—' | '−' | '‑') => '-',
            Some(c) if year.is_some() && pieces.is_empty() && spaces == 0 && c.is_uppercase() => {
                // A lost slash: 63/2010NĐ-CP.
                repaired = true;
                '\0'
            }
            _ => {
                reader.at = back;
                break;
            }
        };
        if separator != '\0' {
            reader.at += reader.peek().map_or(0, char::len_utf8);
        }
        let blanks = spaces + reader.take(|c| matches!(c, ' ' | '\u{a0}'), 3).len();
        if year.is_none() && pieces.is_empty() && separator == '/' && !number.is_empty() {
            let here = reader.at;
            let mut digits = reader.take(|c| c.is_ascii_digit(), 5).to_owned();
            if let 1..=3 = digits.len()
                && let Some(rest) = reader.split_year(4 - digits.len())
            {
                digits.push_str(rest);
                repaired = true;
            }
            if digits.len() == 4
                && let Some(found) = digits
                    .parse::<u16>()
                    .ok()
                    .filter(|y| (1945..=2100).contains(y))
            {
                year = Some(found);
                continue;
            }
            reader.at = here;
        }
        let piece = reader.take(|c| c.is_alphanumeric() || c == '&', 16);
        let goes_on = reader.peek().is_some_and(|c| matches!(c, '-' | '/' | '–'));
        if !is_letters(piece, blanks > 0, goes_on || pieces.len() > 1) || pieces.len() >= 6 {
            reader.at = back;
            break;
        }
        let separator = if separator == '\0' { '/' } else { separator };
        pieces.push((separator, piece.to_owned()));
    }
    if pieces.is_empty() {
        return None;
    }
    for i in 0..pieces.len() {
        let next = pieces.get(i + 1).map(|p| fold_str(&p.1));
        if let Some(true_form) = mend(&pieces[i].1, i == 0, next.as_deref()) {
            pieces[i].1 = true_form;
            repaired = true;
        }
    }
    Some(Symbol {
        number,
        year,
        pieces,
        len: reader.at,
        repaired,
    })
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Reader<'t> {
    fn peek(&self) -> Option<char> {
        self.text[self.at..].chars().next()
    }

    fn after(&self, skip: usize) -> Option<char> {
        self.text[self.at + skip..].chars().next()
    }

    /// The last digits of a year that a blank cut, where a symbol follows: `202 1/QĐ`.
    fn split_year(&mut self, missing: usize) -> Option<&'t str> {
        let rest = self.text[self.at..].strip_prefix(' ')?;
        let digits = rest.get(..missing)?;
        let follows =
            rest[missing..].starts_with('/') && rest[missing + 1..].starts_with(char::is_uppercase);
        (digits.bytes().all(|b| b.is_ascii_digit()) && follows).then(|| {
            self.at += 1 + missing;
            digits
        })
    }

    /// Takes at most `limit` characters that satisfy `wanted`.
    fn take(&mut self, wanted: impl Fn(char) -> bool, limit: usize) -> &'t str {
        let start = self.at;
        for c in self.text[start..].chars().take(limit) {
            if !wanted(c) {
                break;
            }
            self.at += c.len_utf8();
        }
        &self.text[start..self.at]
    }
}

/// Capitals as symbols have them; a few lower-case letters belong to abbreviations such as `TTg`, `CTr`, `QyĐ`.
fn is_letters(piece: &str, apart: bool, _inside: bool) -> bool {
    let upper = piece.chars().filter(|c| c.is_uppercase()).count();
    let lower = piece.chars().filter(|c| c.is_lowercase()).count();
    if !piece.starts_with(char::is_uppercase) || piece.chars().any(is_toned) {
        return false;
    }
    let known = is_abbreviation(piece);
    if apart && !known && (lower > 0 || upper < 2) {
        return false;
    }
    known
        || lower == 0
        || (lower <= 2 && upper >= 2)
        || matches!(fold_str(piece).as_str(), "qb" | "qd" | "nb" | "nd" | "cd")
}

/// Letters with a tone mark or a vowel mark stand in words, not in symbols.
fn is_toned(c: char) -> bool {
    !c.is_ascii()
        && c.is_alphabetic()
        && !matches!(c, 'Đ' | 'Ð' | 'đ' | 'Ư' | 'Ơ' | 'Ô' | 'Â' | 'Ă' | 'Ê')
}

/// The true form of a damaged group of letters, where it is one that is known.
fn mend(piece: &str, is_first: bool, next: Option<&str>) -> Option<String> {
    if is_abbreviation(piece) {
        return None;
    }
    let folded = fold_str(piece);
    // A Đ that was read as one is one.
    let whole = piece.contains('Đ');
    if let Some(true_form) = abbreviations(&folded).find(|form| !whole || form.contains('Đ')) {
        return Some(true_form.to_owned());
    }
    if is_first
        && let Some(next) = next
        && abbreviations(next).next().is_some()
    {
        // Đ is read as B, P, D or 0; only one type may be left after that.
        let class = |c: char| {
            if matches!(c, 'b' | 'p' | 'd' | '0' | 'o') {
                'd'
            } else {
                c
            }
        };
        let same = |f: &str| {
            f.len() == folded.len()
                && f.chars().map(class).eq(folded.chars().map(class))
                && !(whole && f != folded)
        };
        let wanted = if next == "cp" { Some("NĐ") } else { None };
        let mut fits: Vec<&str> = KINDS
            .iter()
            .map(|kind| kind.abbreviation)
            .filter(|t| same(&fold_str(t)) && wanted.is_none_or(|w| w == *t))
            .collect();
        fits.sort_unstable();
        fits.dedup();
        if let [true_form] = fits[..] {
            return Some(true_form.to_owned());
        }
    }
    let mut mended = piece.to_owned();
    for (broken, whole) in [
        ("GDDT", "GDĐT"),
        ("LDTBXH", "LĐTBXH"),
        ("KHDT", "KHĐT"),
        ("HDND", "HĐND"),
        ("DHQG", "ĐHQG"),
        ("BCSD", "BCSĐ"),
    ] {
        mended = mended.replace(broken, whole);
    }
    (mended != piece).then_some(mended)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> Option<String> {
        scan(text, false).map(|symbol| symbol.code())
    }

    #[test]
    fn reads_state_and_party_codes_and_mends_them() {
        for (text, want) in [
            ("63/2010/NĐ-CP ngày", Some("63/2010/NĐ-CP")),
            ("09 /KH-SKHCN Bà Rịa", Some("09/KH-SKHCN")),
            ("107/2021/NB-CP", Some("107/2021/NĐ-CP")),
            ("63/2010NĐ-CP", Some("63/2010/NĐ-CP")),
            ("30/CT-TTG ngày", Some("30/CT-TTg")),
            ("766/QD-TTg", Some("766/QĐ-TTg")),
            ("766/Qb-TTg", Some("766/QĐ-TTg")),
            ("11-CT/TU", Some("11-CT/TU")),
            ("24a/QĐ-UBND", Some("24a/QĐ-UBND")),
            ("45/2019/QH14 ngày", Some("45/2019/QH14")),
            ("14/2014/TTLT-BTC-BTP", Some("14/2014/TTLT-BTC-BTP")),
            ("12 / KH - UBND ngày", Some("12/KH-UBND")),
            ("05-KH/HU", Some("05-KH/HU")),
            ("30/10/2018 - Sở", None),
            ("2020 - 2025", None),
            ("50/2018", None),
        ] {
            assert_eq!(code(text).as_deref(), want, "{text}");
        }
        assert_eq!(
            scan(" /KH-SKHCCN", true).map(|s| s.code()).as_deref(),
            Some("/KH-SKHCCN")
        );
    }
}
