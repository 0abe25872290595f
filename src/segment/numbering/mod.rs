//! Labels at the beginning of a line: Phần, Chương, Mục, Điều, I. 1. 1.1. a) - +.
//!
//! One line may be read in several ways ("I11." is broken, "11." may be 11 or a broken II); this module lists the readings,
//! the sequence in [`super::outline`] decides.

mod broken;
mod keyword;

pub(super) use broken::{is_rest_of_roman, unbreak_roman};

use super::header::is_capitals;
use crate::document::SectionKind;

use crate::text::numeral::{roman_text, roman_value};
use broken::broken;
use keyword::keyword;

/// The letters of điểm in their order.
pub(super) const LETTERS: [char; 23] = [
    'a', 'b', 'c', 'd', 'đ', 'e', 'g', 'h', 'i', 'k', 'l', 'm', 'n', 'o', 'p', 'q', 'r', 's', 't',
    'u', 'v', 'x', 'y',
];

/// What makes two labels the same level.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    /// Phần.
    Part,
    /// Chương.
    Chapter,
    /// Mục.
    Section,
    /// Tiểu mục.
    Subsection,
    /// Điều.
    Article,
    /// A. B.
    Upper,
    /// I. II.
    Roman,
    /// 1. and 1.1., by the count of numbers.
    Number(u8),
    /// 1) 2)
    Bracket,
    /// a) b)
    Letter,
    /// Bullets: * •
    Bullet,
    /// - –
    Dash,
    /// +
    Plus,
}

impl Style {
    /// Depth in the usual order of labels.
    pub(super) fn rank(self) -> u8 {
        match self {
            Self::Part => 1,
            Self::Chapter => 2,
            Self::Section => 3,
            Self::Subsection => 4,
            Self::Article => 5,
            Self::Upper => 6,
            Self::Roman => 7,
            Self::Number(depth) => 7 + depth.min(5),
            Self::Bracket => 13,
            Self::Letter => 14,
            Self::Bullet => 15,
            Self::Dash => 16,
            Self::Plus => 17,
        }
    }

    /// The kind of section that it labels.
    pub(super) fn kind(self) -> SectionKind {
        match self {
            Self::Part => SectionKind::Part,
            Self::Chapter => SectionKind::Chapter,
            Self::Section => SectionKind::Section,
            Self::Subsection => SectionKind::Subsection,
            Self::Article => SectionKind::Article,
            Self::Roman => SectionKind::Roman,
            Self::Number(_) | Self::Bracket => SectionKind::Number,
            Self::Upper | Self::Letter => SectionKind::Letter,
            Self::Bullet | Self::Dash => SectionKind::Dash,
            Self::Plus => SectionKind::Plus,
        }
    }

    /// List marks, which carry no label.
    pub(super) fn is_mark(self) -> bool {
        matches!(self, Self::Bullet | Self::Dash | Self::Plus)
    }
}

/// One way to read the beginning of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Reading {
    /// Level.
    pub style: Style,
    /// Place in its sequence, 1 for the first.
    pub value: u32,
    /// The label; empty for list marks.
    pub label: String,
    /// Byte of the line where its text goes on.
    pub rest: usize,
    /// Whole and readable. Others need the sequence's word for it.
    pub firm: bool,
}

/// True where the line certainly begins with a label (not a list mark).
pub(super) fn is_firm_label(line: &str) -> bool {
    readings(line)
        .iter()
        .any(|reading| reading.firm && !reading.style.is_mark() && reading.value <= 3)
}

/// Every way to read the beginning of a line, whole readings first.
pub(super) fn readings(line: &str) -> Vec<Reading> {
    if let Some(reading) = mark(line) {
        return vec![reading];
    }
    let mut found = Vec::new();
    found.extend(keyword(line));
    found.extend(number(line));
    found.extend(roman(line));
    letter(line, &mut found);
    broken(line, &mut found);
    found
}

fn mark(line: &str) -> Option<Reading> {
    let first = line.chars().next()?;
    let after = &line[first.len_utf8()..];
    let next = after.chars().next();
    let style = match first {
        '-' | '–' | '—' | '−' | '‑' => Style::Dash,
        '+' => Style::Plus,
        '•' | '●' | '○' | '▪' | '■' | '*' | '◦' if next == Some(' ') => Style::Bullet,
        '~' | '_' if next == Some(' ') && after.trim_start().starts_with(char::is_uppercase) => {
            Style::Dash
        }
        _ => return None,
    };
    let text = after.trim_start();
    let plausible = text.is_empty()
        || text.starts_with(|c: char| {
            c.is_alphanumeric()
                || matches!(
                    c,
                    '“' | '"' | '(' | '‘' | '\'' | '[' | '□' | '*' | '<' | '≥' | '≤' | '«'
                )
        });
    plausible.then(|| Reading {
        style,
        value: 0,
        label: String::new(),
        rest: line.len() - text.len(),
        firm: true,
    })
}

fn split_digits(text: &str) -> Option<(&str, &str)> {
    let end = text
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(text.len());
    (end > 0 && end <= 3).then(|| text.split_at(end))
}

/// What may stand between a label and its text, and whether the text begins as a text does.
fn closer(after: &str) -> (Option<char>, usize, bool) {
    let mark = after
        .chars()
        .next()
        .filter(|c| matches!(c, '.' | ')' | '/' | ',' | ':' | ';' | '-' | '–' | ']' | '}'));
    let skipped = mark.map_or(0, char::len_utf8);
    let text = after[skipped..].trim_start();
    let blank = text.len() < after.len() - skipped || text.is_empty();
    let starts = text.is_empty()
        || text.starts_with(|c: char| {
            c.is_uppercase() || matches!(c, '“' | '"' | '(' | '□' | '‘' | '[')
        })
        || (blank
            && text.starts_with(|c: char| {
                c.is_alphanumeric() && !c.is_ascii_lowercase() || c.is_alphabetic()
            }));
    (
        mark,
        after.len() - text.len(),
        starts && (blank || text.starts_with(char::is_uppercase)),
    )
}

fn number(line: &str) -> Option<Reading> {
    let mut groups: Vec<&str> = Vec::new();
    let mut at = 0;
    while let Some((digits, _)) = split_digits(&line[at..]) {
        if digits.len() > 2 && !groups.is_empty()
            || (digits.starts_with('0') && groups.is_empty() && digits.len() > 2)
        {
            return None;
        }
        groups.push(digits);
        at += digits.len();
        let after = &line[at..];
        if after.starts_with('.') && after[1..].starts_with(|c: char| c.is_ascii_digit()) {
            at += 1;
        } else {
            break;
        }
    }
    let last = *groups.last()?;
    let after = &line[at..];
    if after.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let (mark, skipped, starts) = closer(after);
    let text = &after[skipped..];
    let depth = u8::try_from(groups.len()).ok()?;
    if !starts || (mark == Some('.') && text.starts_with(|c: char| c.is_ascii_digit()) && depth > 1)
    {
        return None;
    }
    let upper = text.is_empty() || !text.starts_with(char::is_lowercase);
    let firm = match mark {
        Some('.' | ')') => true,
        Some('/') => upper,
        // The Party's form: 1-, 2.1-.
        Some('-' | '–') => upper && skipped > mark.map_or(0, char::len_utf8),
        None => depth > 1 && text.starts_with(char::is_uppercase),
        _ => false,
    };
    if mark.is_none() && !text.starts_with(char::is_uppercase) || (mark == Some('-') && !upper) {
        return None;
    }
    let style = if mark == Some(')') && depth == 1 {
        Style::Bracket
    } else {
        Style::Number(depth)
    };
    let value: u32 = last.parse().ok()?;
    let label = line[..at].to_owned();
    (depth <= 5 && value <= 300).then_some(Reading {
        style,
        value,
        label,
        rest: at + skipped,
        firm,
    })
}

fn roman(line: &str) -> Option<Reading> {
    let end = line
        .find(|c: char| !matches!(c, 'I' | 'V' | 'X'))
        .unwrap_or(line.len());
    let value = roman_value(&line[..end])?;
    let after = &line[end..];
    let (mark, skipped, starts) = closer(after);
    let text = &after[skipped..];
    let blank = skipped > mark.map_or(0, char::len_utf8);
    let firm = match mark {
        Some('.' | ')') => true,
        Some('/' | '-' | '–' | ':') => blank && text.starts_with(char::is_uppercase),
        None => is_capitals(text) && blank,
        _ => false,
    };
    let plausible =
        starts && (mark.is_some() && (blank || matches!(mark, Some('.' | ')'))) || firm);
    plausible.then(|| Reading {
        style: Style::Roman,
        value,
        label: roman_text(value),
        rest: end + skipped,
        firm,
    })
}

fn letter(line: &str, found: &mut Vec<Reading>) {
    let Some(first) = line.chars().next() else {
        return;
    };
    let after = &line[first.len_utf8()..];
    let (Some(mark), skipped, starts) = closer(after) else {
        return;
    };
    let rest = first.len_utf8() + skipped;
    let text = &line[rest..];
    let blank = skipped > mark.len_utf8();
    if !starts || !matches!(mark, ')' | '.' | '/' | ',' | '}' | ']') || (mark != ')' && !blank) {
        return;
    }
    if let Some(value) = letter_value(first) {
        let firm = mark == ')' || (mark == '.' && text.starts_with(char::is_uppercase));
        found.push(Reading {
            style: Style::Letter,
            value,
            label: first.to_string(),
            rest,
            firm,
        });
        if first == 'd' {
            // đ loses its stroke.
            found.push(Reading {
                style: Style::Letter,
                value: value + 1,
                label: "đ".to_owned(),
                rest,
                firm: false,
            });
        }
    } else if let Some(lower) = first
        .to_lowercase()
        .next()
        .filter(|_| first.is_uppercase() && matches!(first, 'A'..='H' | 'Đ'))
        && let Some(value) = letter_value(lower)
        && matches!(mark, '.' | ')')
    {
        // Capital sections leave đ out.
        let value = if value > 4 { value - 1 } else { value };
        found.push(Reading {
            style: Style::Upper,
            value,
            label: first.to_string(),
            rest,
            firm: text.starts_with(char::is_uppercase) && blank,
        });
    }
}

/// The value of a letter label.
pub(super) fn letter_value(c: char) -> Option<u32> {
    LETTERS
        .iter()
        .position(|&l| l == c)
        .and_then(|i| u32::try_from(i + 1).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn firm(line: &str) -> Option<(Style, String, &str)> {
        readings(line)
            .into_iter()
            .find(|r| r.firm)
            .map(|r| (r.style, r.label.clone(), &line[r.rest..]))
    }

    #[test]
    fn reads_whole_labels() {
        for (line, style, label, rest) in [
            ("I. MỤC ĐÍCH", Style::Roman, "I", "MỤC ĐÍCH"),
            ("IV/ TỔ CHỨC", Style::Roman, "IV", "TỔ CHỨC"),
            ("1. Mục đích", Style::Number(1), "1", "Mục đích"),
            ("1.2. Nội dung", Style::Number(2), "1.2", "Nội dung"),
            ("1.2 Nội dung", Style::Number(2), "1.2", "Nội dung"),
            ("2) Hình thức", Style::Bracket, "2", "Hình thức"),
            ("đ) rà soát", Style::Letter, "đ", "rà soát"),
            ("Điều 5. Hiệu lực", Style::Article, "5", "Hiệu lực"),
            ("Điều 5: Hiệu lực", Style::Article, "5", "Hiệu lực"),
            ("Chương II", Style::Chapter, "II", ""),
            (
                "CHƯƠNG I QUY ĐỊNH CHUNG",
                Style::Chapter,
                "I",
                "QUY ĐỊNH CHUNG",
            ),
            ("Mục 1. QUY ĐỊNH", Style::Section, "1", "QUY ĐỊNH"),
            ("Phần thứ nhất", Style::Part, "thứ nhất", ""),
            ("- Rà soát", Style::Dash, "", "Rà soát"),
            ("+ Rà soát", Style::Plus, "", "Rà soát"),
            ("A. KẾT QUẢ", Style::Upper, "A", "KẾT QUẢ"),
        ] {
            assert_eq!(firm(line), Some((style, label.to_owned(), rest)), "{line}");
        }
    }

    #[test]
    fn leaves_text_alone() {
        for line in [
            "V/v chấn chỉnh",
            "10.000 người dân",
            "30/10/2018 của",
            "2023 trên địa bàn",
            "Mục đích của",
            "Điều 5 Nghị định",
            "điểm a khoản 2",
            "100% cơ quan",
            "Chương trình số 5",
            "Phần mềm 1.",
            "1,5 triệu",
            "25 địa phương",
        ] {
            assert_eq!(firm(line), None, "{line}");
        }
    }

    #[test]
    fn lists_what_a_broken_label_may_be() {
        let has = |line: &str, style, value| {
            readings(line)
                .iter()
                .any(|r| r.style == style && r.value == value)
        };
        assert!(has("I11. TỔ CHỨC", Style::Roman, 3));
        assert!(has("11. NỘI DUNG", Style::Roman, 2));
        assert!(has("l. Mục đích", Style::Number(1), 1));
        assert!(has("4, Sở Tài chính", Style::Number(1), 4));
        assert!(has("d) Rà soát", Style::Letter, 5));
        assert!(has("6) Rà soát", Style::Letter, 2));
    }
}
