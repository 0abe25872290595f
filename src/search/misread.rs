//! Codes as scans leave them: what stands in a text like a code, in a form in which signs that look alike are the same.
//!
//! A scanner reads `107/2021/NĐ-CP` as `1072021/ND-CP`, `O1/CT-TTg`, `144/202 L/ND-CP`. Pressed (letters without marks, `o` as `0`, `l` and `i`
//! as `1`, no signs, no blanks) all of them are what was printed, or one sign away from it.

use std::collections::{BTreeMap, BTreeSet};

use super::code;
use super::names::DIVIDER;
use super::record::{Edit, Place, Record};
use crate::span::Span;
use crate::text::letter::fold;

/// Signs of a pressed code: fewer say nothing, more are no code.
const LEAST: usize = 4;
const MOST: usize = 24;
/// Bytes of a string that may be a code, and of what is shown of it.
const LONGEST: usize = 64;
/// Digits of a number; documents are not numbered higher.
const DIGITS: usize = 5;
/// Letters of a symbol in one part: `QH14`, `TTLT`.
const LETTERS: usize = 4;

/// A code without what scanners mistake; nothing where too little is left, or too much.
pub(super) fn pressed(code: &str) -> Option<String> {
    let signs = code.chars().filter_map(|c| {
        Some(match fold(c).to_ascii_lowercase() {
            'o' => '0',
            'i' | 'l' | '|' => '1',
            's' => '5',
            'b' => '8',
            'z' => '2',
            c if c.is_ascii_alphanumeric() => c,
            _ => return None,
        })
    });
    let mut pressed: String = signs.skip_while(|&c| c == '0').take(MOST + 1).collect();
    // The word after it (ngày) that has lost its blank.
    if let Some(at) = pressed.find("ngay").filter(|&at| at > LEAST) {
        pressed.truncate(at);
    }
    (LEAST..=MOST).contains(&pressed.len()).then_some(pressed)
}

/// The strings in a text that may be codes, in order: those with a slash or a dash. Takes linear time.
pub(super) fn written(text: &str) -> impl Iterator<Item = Span> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let sign = at + memchr::memchr2(b'/', b'-', text.get(at..)?.as_bytes())?;
            let start = text[at..sign]
                .rfind(char::is_whitespace)
                .map_or(at, |blank| at + blank + blank_at(text, at + blank));
            let end = text[sign..]
                .find(char::is_whitespace)
                .map_or(text.len(), |blank| sign + blank);
            at = end;
            let bytes = &text.as_bytes()[start..end];
            if (2..=LONGEST).contains(&bytes.len()) {
                return Some(Span::new(start, end));
            }
        }
    })
}

/// What the string at a place may be, as it stands and with what a blank may have taken from it; and all that pressed.
pub(super) fn readings(text: &str, span: Span) -> Vec<(String, String)> {
    let own = without_so(span.of(text).trim_matches(is_edge)).to_owned();
    let mut all = codes(vec![own]);
    all.append(&mut codes(joined(text, span)));
    all
}

fn codes(readings: Vec<String>) -> Vec<(String, String)> {
    let codes = readings.into_iter();
    codes
        .filter(|reading| may_be_code(reading))
        .filter_map(|reading| pressed(&reading).map(|pressed| (reading, pressed)))
        .collect()
}

/// All readings of a text.
fn all_readings(text: &str) -> impl Iterator<Item = (String, String)> + '_ {
    written(text).flat_map(|span| readings(text, span))
}

fn blank_at(text: &str, at: usize) -> usize {
    text[at..].chars().next().map_or(1, char::len_utf8)
}

/// A string with what a blank may have taken from it; nearly always nothing.
fn joined(text: &str, span: Span) -> Vec<String> {
    let whole = span.of(text);
    let own = without_so(whole.trim_matches(is_edge));
    let mut readings = Vec::new();
    let next = text[span.end..].split_whitespace().next();
    let next = next.map(|next| next.trim_matches(is_edge));
    let next = next.filter(|next| !next.is_empty() && next.len() <= LONGEST / 2);
    if whole.ends_with(['/', '-']) {
        readings.extend(next.map(|next| format!("{whole}{next}")));
    } else if let Some(next) = next
        && next.len() <= 5
        && next.chars().all(char::is_uppercase)
        && text[span.end..].starts_with(&format!(" {next}"))
    {
        readings.push(format!("{own}{next}"));
    }
    let before = text[..span.start].trim_end();
    if &text[before.len()..span.start] != " " {
        return readings;
    }
    let before = before
        .rsplit(char::is_whitespace)
        .next()
        .unwrap_or_default();
    let head = whole.split(['/', '-']).next().unwrap_or_default();
    let has_head = head.chars().count() <= 2 || head.chars().all(char::is_uppercase);
    let mut last = before.chars().rev().take(2);
    let ends_in_digit = last.any(|c| c.is_ascii_digit() || c == '/');
    if before.len() <= LONGEST / 2 && ends_in_digit && has_head {
        let forward = readings.clone();
        let all = [own.to_owned()].into_iter().chain(forward);
        readings.extend(all.map(|reading| format!("{before}{reading}")));
    }
    readings
}

/// Whether there are a digit and letters.
fn may_be_code(reading: &str) -> bool {
    reading.bytes().any(|b| b.is_ascii_digit())
        && reading.chars().filter(|c| c.is_alphabetic()).count() >= 2
}

/// A code without the word `số`, which scanners like to join to it: `s663/2010/ND-CP`.
pub(super) fn without_so(reading: &str) -> &str {
    let rest = reading.trim_start_matches(|c: char| !c.is_alphanumeric());
    let Some(behind) = rest.strip_prefix(['s', 'S']) else {
        return rest;
    };
    let mut letters = behind.chars();
    letters.next();
    let behind = letters.as_str().trim_start_matches(['\'', '’', '.', ' ']);
    if behind.starts_with(|c: char| c.is_ascii_digit()) {
        behind
    } else {
        rest
    }
}

/// What stands in a record like a code and is none that the record knows, or one that no office gives: by its places, in order, as the index
/// writes it. `known` are the codes of the record, each with its strictest key.
pub(super) fn of_record(record: &Record<'_>, known: &BTreeMap<&str, &str>) -> Vec<(Place, String)> {
    let known: BTreeMap<&str, &str> = known
        .iter()
        .filter(|(_, key)| is_plausible(key))
        .map(|(&code, &key)| (code, key))
        .collect();
    let keys: BTreeSet<&str> = known.values().copied().collect();
    let mut found = Vec::new();
    let mut add = |place: Place, reading: &str, pressed: &str| {
        let strictest = code::keys(reading, None).into_iter().next();
        if !strictest.is_some_and(|key| keys.contains(key.as_str())) {
            found.push((place, key(pressed, reading)));
        }
    };
    let text = record.text.as_ref();
    let (mut characters, mut bytes) = (0, 0);
    for span in written(text) {
        let whole = span.of(text);
        // Most are a code that the record knows, as it stands there.
        let readings = if known.contains_key(whole.trim_matches(is_edge)) {
            codes(joined(text, span))
        } else {
            readings(text, span)
        };
        if readings.is_empty() {
            continue;
        }
        characters += text[bytes..span.start].chars().count();
        bytes = span.start;
        let place = [characters, characters + whole.chars().count()];
        for (reading, pressed) in &readings {
            add(place, reading, pressed);
        }
    }
    for edit in &record.restoration.edits {
        for (reading, pressed) in changed(edit) {
            add(edit.span, &reading, &pressed);
        }
    }
    found.sort();
    found.dedup();
    found
}

/// What an edit changed in a code, as it stood before, and as it may be read otherwise.
fn changed(edit: &Edit<'_>) -> Vec<(String, String)> {
    if !edit.from.contains(['/', '-']) {
        return Vec::new();
    }
    let now: Vec<String> = all_readings(&edit.to).map(|(_, pressed)| pressed).collect();
    edit.readings()
        .flat_map(all_readings)
        .filter(|(_, pressed)| !now.contains(pressed))
        .collect()
}

/// What stands around a code.
fn is_edge(c: char) -> bool {
    !c.is_alphanumeric()
}

/// Whether offices give such codes: `922017/NĐ-CP` and `12-CTWHU` have lost a sign.
fn is_plausible(key: &str) -> bool {
    let mut parts = key.split('/');
    let number = parts.next().unwrap_or_default();
    let symbol: Vec<&str> = parts
        .skip_while(|part| part.bytes().all(|b| b.is_ascii_digit()))
        .collect();
    number.len() <= DIGITS && (symbol.len() > 1 || symbol.iter().all(|part| part.len() <= LETTERS))
}

/// How the index writes a string that may be a code.
fn key(pressed: &str, reading: &str) -> String {
    format!("{pressed}{DIVIDER}{reading}")
}

/// What [`key`] wrote: pressed, and as it stands.
pub(super) fn read_key(key: &str) -> (&str, &str) {
    key.split_once(DIVIDER).unwrap_or((key, key))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(printed: &str, read: &str) -> usize {
        let printed = pressed(printed).unwrap();
        let distances =
            all_readings(read).map(|(_, pressed)| strsim::osa_distance(&pressed, &printed));
        distances.min().unwrap_or(usize::MAX)
    }

    #[test]
    fn what_a_scan_leaves_of_a_code_is_near() {
        for (printed, read, far) in [
            ("107/2021/NĐ-CP", "Nghị định 1072021/ND-CP ngày", 0),
            ("01/CT-TTg", "Chỉ thị số O1/CT-TTg ngày", 0),
            ("144/2021/NĐ-CP", "số 144/202 L/NĐ-CP ngày", 0),
            ("33/2015/QĐ-TTg", "số 33/20) 5/QĐ-TTg ngày", 1),
            ("31/2011/NQ-HĐND", "số 31/20! /NQ-HDND ngày", 2),
            ("4410/UBND-KTTC", "số 4410 BND-KTTC ngày", 1),
            ("58/KH-UBND", "hoạch 36 58/KH-UB ND", 0),
            ("09/2017/QH14", "số 09/2017/QHi4ngay 19", 0),
            ("96/TTr-VPUBND", "Tờ trình số 96/TTr-\nVPUBND ngày", 0),
            ("22-CTr/TU", "số 22-\nCTr/TU ngày", 0),
            ("96/TTr-VPUBND", "Tờ trình số 96/1 Tr-\nVPUBND ngày", 1),
            ("25-CT/TW", "25-CTITW, ngày", 1),
            ("63/2010/NĐ-CP", "định s663/2010/ND-CP", 0),
            ("118/2025/NĐ-CP", "118/2025°NB-CP", 1),
        ] {
            assert_eq!(near(printed, read), far, "{read}");
        }
    }

    #[test]
    fn other_strings_are_none() {
        for text in [
            "",
            "/",
            "- Xây dựng",
            "km/h",
            "14/12/2023",
            "2021-2025",
            "an-ninh, trật/tự",
            "9/-",
            &format!("1/{}", "a".repeat(100)),
        ] {
            assert_eq!(all_readings(text).next(), None, "{text}");
        }
    }

    #[test]
    fn codes_that_no_office_gives() {
        for (code, expected) in [
            ("61/2018/NĐ-CP", true),
            ("4077/QĐ-UBND", true),
            ("45/2019/QH14", true),
            ("41/KH", true),
            ("922017/NĐ-CP", false),
            ("12-CTWHU", false),
        ] {
            let keys = code::keys(code, None);
            assert_eq!(is_plausible(&keys[0]), expected, "{code}");
        }
    }

    #[test]
    fn long_texts_take_linear_time() {
        let began = std::time::Instant::now();
        for text in [
            "-".repeat(1 << 20),
            "1-a ".repeat(1 << 18),
            " -".repeat(1 << 19),
        ] {
            all_readings(&text).count();
        }
        assert!(began.elapsed().as_secs() < 10);
    }
}
