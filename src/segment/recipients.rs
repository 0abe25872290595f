//! Recipients (nơi nhận): one entry for each body or line that the list names.

use super::ending::{is_name, is_office};
use super::folded::{fold_str, squeeze};
use super::header::is_capitals;
use super::knowledge::{LETTERHEADS, begins_with};
use crate::span::Span;
use crate::text::syllable::Syllable;

/// Reads the left column of the end matter.
pub(super) fn read(raw: &str, left: &[Span]) -> Vec<String> {
    let mut items: Vec<String> = Vec::new();
    let mut started = false;
    let mut marked = false;
    let mut done = false;
    for span in left {
        let mut text = span.of(raw).trim();
        if !started {
            let Some(rest) = after_heading(text) else {
                continue;
            };
            started = true;
            text = rest;
        }
        if text.is_empty() {
            continue;
        }
        let marks: &[char] = &['-', '–', '—', '+', '•', '*', '~'];
        let item = text.trim_start_matches(marks).trim_start();
        let has_mark = item.len() < text.len();
        let files = fold_str(item).starts_with("luu");
        let open = items
            .last()
            .is_some_and(|last| !last.trim_end().ends_with([';', '.']));
        if has_mark || files {
            marked |= has_mark;
            items.push(item.to_owned());
            done = files;
        } else if open && !is_noise(text) {
            if let Some(last) = items.last_mut() {
                last.push(' ');
                last.push_str(text);
            }
        } else if !done && (!marked || text.ends_with(';')) && !is_noise(text) {
            items.push(text.to_owned());
        }
    }
    items
        .iter()
        .flat_map(|item| divide(&with_semicolons(item)))
        .collect()
}

/// The text after `Nơi nhận:`.
fn after_heading(text: &str) -> Option<&str> {
    let head: String = squeeze(text).chars().take(7).collect();
    if strsim::osa_distance(&head, "noinhan") > 1 {
        return None;
    }
    match text.find([':', '.', ';']) {
        Some(at) => Some(text[at + 1..].trim()),
        None => Some(text.split_whitespace().nth(2).map_or("", |word| {
            &text[word.as_ptr() as usize - text.as_ptr() as usize..]
        })),
    }
}

/// An entry whose semicolons were read as colons: nothing follows the last mark, so it announces nothing.
fn with_semicolons(item: &str) -> String {
    let item = item.trim_end();
    let Some(inner) = item.strip_suffix(':') else {
        return item.to_owned();
    };
    let mut parts = inner.split(": ");
    let mut text = parts.next().unwrap_or("").to_owned();
    for part in parts {
        let plural = begins_with(
            &fold_str(&text),
            &["cac", "ubnd cac", "uy ban nhan dan cac"],
        );
        let own = begins_with(&fold_str(part), &LETTERHEADS) && !plural;
        text.push_str(if own { "; " } else { ": " });
        text.push_str(part);
    }
    text.push(';');
    text
}

/// Several bodies on one line are several entries; what a stamp left behind the last mark is none.
fn divide(item: &str) -> Vec<String> {
    let mut parts = Vec::new();
    let mut depth = 0usize;
    let mut start = 0;
    for (at, c) in item.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            ';' if depth == 0 => {
                parts.push(&item[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    if !item[start..].trim().is_empty() {
        parts.push(&item[start..]);
    }
    let mut kept = Vec::new();
    for (n, part) in parts.iter().enumerate() {
        let part = part.trim().trim_start_matches(['-', '–', '+']).trim();
        let part = without_specks(part);
        let words = part.split_whitespace().count();
        let signature = n > 0
            && (is_name(part) && words > 2
                || (is_capitals(part)
                    && (is_office(part)
                        || (words > 1
                            && !part.contains(['Đ', '('])
                            && part.chars().all(|c| !c.is_lowercase())))));
        if !is_noise(part) && !is_scribble(part) && !signature {
            kept.push(part.split_whitespace().collect::<Vec<_>>().join(" "));
        }
    }
    kept
}

/// An entry without the marks behind it, and without what a pen left there: "Như trên: : 0".
fn without_specks(part: &str) -> &str {
    fn bare(part: &str) -> &str {
        part.trim_end_matches(|c: char| {
            matches!(c, '.' | ';' | ',' | ':' | '/' | '□') || c.is_whitespace()
        })
    }
    let mut part = bare(part);
    while let Some((head, tail)) = part.rsplit_once([':', ';'])
        && !tail.chars().any(char::is_alphabetic)
    {
        part = bare(head);
    }
    part
}

/// A few letters of a pen or a stamp: no word of the language, and no abbreviation.
fn is_scribble(part: &str) -> bool {
    let means = |word: &str| {
        let core = word.trim_matches(|c: char| !c.is_alphanumeric());
        let letters = core.chars().count();
        let abbreviated = letters > 1 && core.chars().all(|c| !c.is_lowercase());
        abbreviated || letters > 1 && Syllable::parse(&core.to_lowercase()).is_some()
    };
    part.split_whitespace().count() <= 3 && !part.split_whitespace().any(means)
}

/// Fewer letters than anything else, or hardly a letter.
fn is_noise(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let rest = text
        .chars()
        .filter(|c| !c.is_alphanumeric() && !c.is_whitespace())
        .count();
    letters < 2 || letters < rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_pen_left_is_nobody() {
        for (item, entries) in [
            ("Như trên: : 0", &["Như trên"][..]),
            ("UBND tỉnh; z casing", &["UBND tỉnh"]),
            ("Fy", &[]),
            ("VPCP; Công báo;", &["VPCP", "Công báo"]),
            ("Lưu: VT, KSTT.", &["Lưu: VT, KSTT"]),
            ("Các phòng: GD&ĐT, TC-KH;", &["Các phòng: GD&ĐT, TC-KH"]),
        ] {
            assert_eq!(divide(item), entries, "{item}");
        }
    }
}
