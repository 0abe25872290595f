//! What scans make of labels, turned back: strokes for I and 1, look-alikes of digits and letters.

use super::{Reading, Style, closer, letter_value};
use crate::segment::folded::fold;
use crate::segment::header::is_capitals;
use crate::text::numeral::{is_left_of, roman_text, roman_value};

/// A 1 that lost its foot.
pub(super) fn lone_stroke(text: &str) -> bool {
    matches!(text, "|" | "l" | "I" | "!")
}

/// Readings of a damaged label; only the sequence can confirm them.
pub(super) fn broken(line: &str, found: &mut Vec<Reading>) {
    let end = line
        .char_indices()
        .take(7)
        .find(|(_, c)| {
            !(c.is_alphanumeric() || matches!(c, '|' | '!' | '[' | ']' | '{' | '¢' | '©' | '€'))
        })
        .map(|(at, _)| at)
        .filter(|&at| at > 0);
    let Some(mut end) = end else { return };
    if line[..end].ends_with(']') && line[end..].starts_with(' ') {
        end -= 1;
    }
    let core = &line[..end];
    crossed(line, core, found);
    let (Some(mark), skipped, starts) = closer(&line[end..]) else {
        return;
    };
    // The Party's labels end in a hyphen and a blank.
    let party = matches!(mark, '-' | '–') && skipped > mark.len_utf8();
    if !starts || !(party || matches!(mark, '.' | ',' | ')' | '}' | ':' | ';' | '/')) {
        return;
    }
    let rest = end + skipped;
    let mut push = |style, value, label: String| {
        if !found.iter().any(|r| r.style == style && r.value == value) {
            found.push(Reading {
                style,
                value,
                label,
                rest,
                firm: false,
            });
        }
    };
    if let Some(value) = roman_value(&unbreak_roman(core)) {
        push(Style::Roman, value, roman_text(value));
    }
    if core.chars().count() <= 2 {
        let digits: Option<String> = core.chars().map(as_digit).collect();
        if let Some(value) = digits
            .and_then(|d| d.parse::<u32>().ok())
            .filter(|&v| v > 0)
        {
            push(Style::Number(1), value, value.to_string());
            push(Style::Bracket, value, value.to_string());
        }
    }
    let mut chars = core.chars();
    if let (Some(c), None) = (chars.next(), chars.next()) {
        for &like in as_letters(c) {
            if let Some(value) = letter_value(like) {
                push(Style::Letter, value, like.to_string());
            }
        }
    }
}

/// The Party's hyphen with a stroke through it: `4+ ` for `4- `.
fn crossed(line: &str, core: &str, found: &mut Vec<Reading>) {
    let text = line[core.len()..].strip_prefix("+ ");
    let digits: Option<String> = core.chars().map(as_digit).collect();
    let value = digits.and_then(|digits| digits.parse::<u32>().ok());
    if let (Some(text), Some(value)) = (text, value)
        && text.starts_with(char::is_uppercase)
        && core.chars().count() <= 2
        && value > 0
    {
        found.push(Reading {
            style: Style::Number(1),
            value,
            label: value.to_string(),
            rest: line.len() - text.len(),
            firm: false,
        });
    }
}

fn as_digit(c: char) -> Option<char> {
    Some(match c {
        '0'..='9' => c,
        'l' | 'I' | 'i' | '|' | '!' | '{' | 'L' | 'í' | 'ì' => '1',
        'Z' | 'z' => '2',
        'A' => '4',
        'S' | 's' => '5',
        'G' | 'b' | 'ó' | 'ö' => '6',
        'T' => '7',
        'B' => '8',
        'g' | 'q' => '9',
        'O' | 'o' => '0',
        _ => return None,
    })
}

fn as_letters(c: char) -> &'static [char] {
    match c {
        '8' | '4' | '@' => &['a'],
        '6' => &['b', 'đ'],
        '0' => &['o', 'c'],
        '1' | '|' | 'I' => &['l', 'i'],
        '5' => &['s'],
        '9' => &['g', 'q'],
        'e' | 'o' => &['c'],
        'c' => &['e', 'o'],
        'h' => &['b'],
        'Đ' | 'ð' | 'Ð' => &['đ', 'd'],
        'đ' => &['d'],
        'q' => &['g'],
        'ä' | 'á' | 'à' | 'ạ' | 'â' | 'ă' | 'ả' => &['a'],
        'é' | 'ê' | 'ẹ' | 'è' => &['e', 'c'],
        'ç' => &['c'],
        'C' | '¢' | '©' | '€' => &['c'],
        'B' => &['b', 'đ'],
        'A' => &['a'],
        _ => &[],
    }
}

/// What is left of a Roman number after some of its strokes are lost: `II` or `I` of III.
pub(in crate::segment) fn is_rest_of_roman(line: &str, value: u32) -> Option<usize> {
    let end = line
        .char_indices()
        .take(7)
        .find(|(_, c)| !(c.is_alphanumeric() || matches!(c, '|' | '!' | '[' | ']')))
        .map(|(at, _)| at)
        .filter(|&at| at > 0)?;
    let (mark, skipped, starts) = closer(&line[end..]);
    let read = unbreak_roman(&line[..end]);
    let whole = roman_text(value);
    let lost = is_left_of(&whole, &read);
    // A bracket may be a stroke or the shadow of one; so may one of several strokes that are not all capitals.
    let mixed = line[..end].contains(['[', ']', 'l', '1', '|', '!', 'i']);
    let shadow = mixed && read.strip_suffix('I') == Some(&whole);
    let rest = end + skipped;
    // The mark may be gone as well, where nothing but a heading goes on so.
    let marked = match mark {
        Some(mark) => matches!(mark, '.' | ',' | ')' | '/' | ':' | '-' | '–'),
        None => skipped > 0 && is_capitals(&line[rest..]),
    };
    ((lost || shadow) && starts && marked).then_some(rest)
}

/// What a scan makes of I, II, III, V and X, turned back.
pub(in crate::segment) fn unbreak_roman(text: &str) -> String {
    let mut fixed = String::new();
    for c in text.chars() {
        match c {
            // The second half of a letter that was read twice: Vv, Xx.
            'v' if fixed.ends_with('V') => {}
            'x' if fixed.ends_with('X') => {}
            'I' | 'l' | '1' | '|' | '!' | '[' | ']' | 'i' | 'L' | 'J' | 'T' => fixed.push('I'),
            'H' | 'U' => fixed.push_str("II"),
            'M' | 'm' => fixed.push_str("III"),
            'V' | 'v' | 'Y' => fixed.push('V'),
            'X' | 'x' => fixed.push('X'),
            c if fold(c) == b'i' => fixed.push('I'),
            _ => return String::new(),
        }
    }
    fixed
}
