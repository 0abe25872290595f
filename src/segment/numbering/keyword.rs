//! Labels that begin with a word: Phần, Chương, Mục, Tiểu mục, Điều.

use super::broken::{lone_stroke, unbreak_roman};
use super::{Reading, Style, split_digits};
use crate::segment::folded::fold_str;
use crate::segment::fuzzy::like;
use crate::segment::header::is_capitals;
use crate::text::numeral::{roman_text, roman_value};

/// The reading of a line that begins with such a word and its number.
pub(super) fn keyword(line: &str) -> Option<Reading> {
    if !line.starts_with(|c: char| c.is_uppercase()) {
        return None;
    }
    let mut words = line.split_whitespace();
    let first = words.next()?;
    let mut head = fold_str(first);
    let mut ordinal = words.next()?;
    if head == "tieu" && fold_str(ordinal) == "muc" {
        head = "tieumuc".to_owned();
        ordinal = words.next()?;
    }
    let style = match head.as_str() {
        "phan" => Style::Part,
        "muc" => Style::Section,
        "tieumuc" => Style::Subsection,
        "dieu" => Style::Article,
        h if like(h, "chuong") => Style::Chapter,
        h if h.len().abs_diff(4) <= 1
            && h.starts_with(['d', 'b', 'p'])
            && strsim::osa_distance(h, "dieu") <= 1 =>
        {
            Style::Article
        }
        _ => return None,
    };
    let at = ordinal.as_ptr() as usize - line.as_ptr() as usize;
    let core = ordinal.trim_end_matches(['.', ':', ',', ')', '-', '–', '/']);
    let closed = core.len() < ordinal.len();
    let after = line[at + ordinal.len()..].trim_start_matches([' ', '\u{a0}', '.', ':', '-', '–']);
    let rest = line.len() - after.len();
    let mut whole = matches!(
        head.as_str(),
        "phan" | "chuong" | "muc" | "tieumuc" | "dieu"
    );
    let (value, label, rest) = if style == Style::Article && lone_stroke(core) {
        whole = false;
        (1, "1".to_owned(), rest)
    } else if style == Style::Article {
        let (digits, glued) = split_digits(core)?;
        let suffix: String = glued
            .chars()
            .take_while(|c| c.is_lowercase())
            .take(1)
            .collect();
        if glued.len() > suffix.len() && !glued.starts_with(['.', ':']) {
            return None;
        }
        let rest = if glued.len() > suffix.len() {
            at + digits.len() + suffix.len()
        } else {
            rest
        };
        let text_after = &line[rest..];
        let trimmed = text_after.trim_start_matches([' ', '.', ':']);
        (
            digits.parse().ok()?,
            format!("{digits}{suffix}"),
            line.len() - trimmed.len(),
        )
    } else if fold_str(core) == "thu" {
        let which = words.next()?;
        let value = [
            "nhat", "hai", "ba", "tu", "nam", "sau", "bay", "tam", "chin", "muoi",
        ]
        .iter()
        .position(|w| *w == fold_str(which.trim_end_matches(['.', ':', ','])))?;
        let end = which.as_ptr() as usize - line.as_ptr() as usize + which.len();
        let after = line[end..].trim_start_matches([' ', '.', ':', '-', '–']);
        let value = u32::try_from(value).ok()? + 1;
        (
            value,
            format!("{core} {}", which.trim_end_matches(['.', ':', ','])),
            line.len() - after.len(),
        )
    } else if core.chars().all(|c| c.is_ascii_digit()) && !core.is_empty() {
        (core.parse().ok()?, core.to_owned(), rest)
    } else {
        whole &= roman_value(core).is_some();
        let value = roman_value(core).or_else(|| roman_value(&unbreak_roman(core)))?;
        (value, roman_text(value), rest)
    };
    let text = &line[rest..];
    let firm = match style {
        Style::Article => closed || text.is_empty(),
        _ => {
            text.is_empty() || (closed && text.starts_with(char::is_uppercase)) || is_capitals(text)
        }
    };
    let plausible = text.is_empty() || !text.starts_with(|c: char| c.is_lowercase() || c == ',');
    (value > 0 && value < 1000 && plausible).then_some(Reading {
        style,
        value,
        label,
        rest,
        firm: firm && whole,
    })
}
