//! The end matter: recipients (nơi nhận) and signature, side by side or one after the other.

use strsim::osa_distance;

use super::dictionary::is_surname;
use super::folded::{fold_str, head, squeeze};
use super::fuzzy::like;
use super::header::{cells, is_capitals, motto, title_of};
use super::knowledge::{LETTERHEADS, OFFICES, begins_with};
use super::lines::Lines;
use super::numbering;
use crate::span::Span;

/// The lines of the end matter and its two columns.
#[derive(Debug, Default)]
pub(super) struct Ending {
    /// First line.
    pub start: usize,
    /// Line after the last.
    pub end: usize,
    /// Left column: recipients.
    pub left: Vec<Span>,
    /// Right column: signature.
    pub right: Vec<Span>,
}

/// Finds the end matter after line `from`; empty and at the text's end where there is none.
pub(super) fn find(lines: &Lines<'_>, from: usize) -> Ending {
    let heading =
        (from..lines.len()).find(|&i| lines.solid(i) && recipients_cell(lines, i).is_some());
    let mut ending = Ending {
        start: lines.len(),
        end: lines.len(),
        ..Ending::default()
    };
    let start = match heading {
        Some(line) => above(lines, from, line),
        None => match unheaded(lines, from) {
            Some(line) => line,
            None => return ending,
        },
    };
    ending.start = start;
    ending.end = below(lines, start, heading.unwrap_or(start));
    for i in start..ending.end {
        if lines.solid(i) {
            split(lines, i, heading.is_some_and(|h| i >= h), &mut ending);
        }
    }
    ending
}

/// Marks before a recipient.
const ITEM_MARKS: [char; 6] = ['-', '–', '—', '+', '•', '~'];

/// The cell of a line that says "Nơi nhận".
fn recipients_cell(lines: &Lines<'_>, i: usize) -> Option<Span> {
    cells(lines.str(i), lines.all[i].span)
        .into_iter()
        .find(|cell| {
            let text = cell.of(lines.raw).trim_start_matches(STRAY);
            if !text.starts_with(['N', 'M']) {
                return false;
            }
            let head: String = squeeze(&text.chars().take(24).collect::<String>())
                .chars()
                .take(7)
                .collect();
            head == "noinhan" || (text.contains(':') && osa_distance(&head, "noinhan") <= 1)
        })
}

/// A signature may stand above the recipients.
fn above(lines: &Lines<'_>, from: usize, heading: usize) -> usize {
    let mut start = heading;
    for i in (from..heading).rev() {
        if !lines.solid(i) {
            continue;
        }
        let text = lines.str(i);
        let named = is_name(text) && i + 30 > heading;
        if is_capacity(text)
            || (is_office(text) && is_capitals(text))
            || named
            || (is_capitals(text)
                && lines.all[i].chars < 40
                && !numbering::is_firm_label(text)
                && title_of(text).is_none()
                && start < heading)
        {
            start = i;
        } else {
            break;
        }
    }
    start
}

/// The first line of a signature that no recipients accompany.
fn unheaded(lines: &Lines<'_>, from: usize) -> Option<usize> {
    let mut last = None;
    for i in from..lines.len() {
        if !lines.solid(i) {
            continue;
        }
        let text = lines.str(i);
        let first = is_capacity(text) || (is_office(text) && is_capitals(text));
        let after_end: bool = last.is_some_and(|l: usize| lines.str(l).ends_with(['.', '/', ')']));
        if first
            && after_end
            && lines.all[i].chars < 60
            && (i + 1..(i + 14).min(lines.len()))
                .any(|j| lines.solid(j) && names_somebody(lines, j))
        {
            return Some(i);
        }
        last = Some(i);
    }
    None
}

/// A line with a name in one of its cells.
fn names_somebody(lines: &Lines<'_>, i: usize) -> bool {
    cells(lines.str(i), lines.all[i].span)
        .iter()
        .any(|cell| is_name(cell.of(lines.raw)))
}

/// The line after the end matter.
fn below(lines: &Lines<'_>, start: usize, heading: usize) -> usize {
    let mut end = start;
    let mut named = false;
    let mut items = false;
    let mut open = false;
    for i in start..lines.len() {
        if !lines.solid(i) {
            open &= !lines.blank(i);
            continue;
        }
        let text = lines.str(i);
        let parts = cells(text, lines.all[i].span);
        let first = parts[0].of(lines.raw);
        let folded = lines.fold(i);
        let item = first.starts_with(ITEM_MARKS) || begins_with(folded, &["luu", "nhu"]);
        // The letterhead of another document: its bodies are above the motto.
        if i > heading && motto(text).is_some() {
            while end > heading + 1 && begins_letterhead(lines, end - 1) {
                end -= 1;
            }
            break;
        }
        let signing = is_capacity(text)
            || is_name(text)
            || (is_office(text) && is_capitals(text))
            || parts
                .iter()
                .skip(1)
                .any(|p| is_name(p.of(lines.raw)) || is_capitals(p.of(lines.raw)));
        if i > heading
            && (is_annex_head(text) || title_of(text).is_some() || parts.len() > 2)
            && !item
        {
            break;
        }
        let short = lines.all[i].chars <= 60;
        let fits = i <= heading
            || item
            || signing
            || (open && short)
            || (!named && lines.all[i].chars <= 6)
            || (!named
                && short
                && (is_capitals(text) || is_office(text) || text.starts_with('(') || !items))
            || (lines.all[i].chars <= 40 && text.ends_with(';'));
        if !fits || (lines.all[i].chars > 160 && !item) {
            break;
        }
        named |= is_name(text) || parts.iter().skip(1).any(|p| is_name(p.of(lines.raw)));
        items |= item;
        open = (item || open) && !text.ends_with(['.', ';']);
        end = i + 1;
    }
    end.max(start)
}

/// A line in capitals with the name of a body, or none.
fn begins_letterhead(lines: &Lines<'_>, i: usize) -> bool {
    let text = lines.str(i);
    !lines.solid(i) || is_capitals(text) && begins_with(lines.fold(i), &LETTERHEADS)
}

/// Sorts a line into the two columns.
fn split(lines: &Lines<'_>, i: usize, listed: bool, ending: &mut Ending) {
    let span = lines.all[i].span;
    let parts = cells(lines.str(i), span);
    if parts.len() > 1 {
        ending.left.push(parts[0]);
        for part in &parts[1..] {
            ending.right.push(*part);
        }
        return;
    }
    let text = lines.str(i);
    if !listed
        || is_capacity(text)
        || (is_capitals(text) && is_office(text))
        || (is_name(text) && !text.ends_with([';', ',']) && !text.starts_with(ITEM_MARKS))
    {
        ending.right.push(span);
        return;
    }
    // What the round stamp says beside an entry is nobody's.
    let stamp = text.match_indices(' ').map(|(at, _)| at).find(|&at| {
        let rest = text[at..].trim_start();
        text[..at].ends_with([';', ':'])
            && is_capitals(rest)
            && begins_with(
                &fold_str(head(rest)),
                &["uy ban nhan dan", "hoi dong nhan dan"],
            )
    });
    if let Some(at) = stamp {
        ending.left.push(Span::new(span.start, span.start + at));
        return;
    }
    let cut = text.match_indices(' ').map(|(at, _)| at + 1).find(|&at| {
        let rest = text[at..].trim();
        let before = text[..at].trim_end();
        let closed = before.ends_with([';', '.', ':', ',', ')', '□']);
        is_capacity(rest)
            || (is_capitals(rest) && is_office(rest) && rest.contains(' '))
            || (before.ends_with('.')
                && fold_str(before).contains("luu")
                && is_name(rest)
                && !is_capitals(rest))
            || (is_name(rest)
                && has_family(rest)
                && !rest.ends_with([';', ',', ':'])
                && (closed || fold_str(before).contains("luu"))
                && (!before.ends_with(',') || rest.split_whitespace().count() > 2))
    });
    match cut {
        Some(at) => {
            ending.left.push(Span::new(span.start, span.start + at));
            ending.right.push(Span::new(span.start + at, span.end));
        }
        None if is_capitals(text)
            && !text.starts_with(['-', '–', '+', '~'])
            && !text.ends_with([';', ',', ':'])
            && !fold_str(text).starts_with("luu") =>
        {
            ending.right.push(span)
        }
        None => ending.left.push(span),
    }
}

/// TM., KT., TL., TUQ., Q. and the Party's T/M, K/T, T/L.
pub(super) fn is_capacity(text: &str) -> bool {
    let text = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    let end = text
        .find(|c: char| c.is_whitespace() || c == '.')
        .unwrap_or(text.len());
    let after = text[end..].trim_start_matches('.');
    // Among recipients the same letters are a division's: `Phòng KT, TH;`.
    if text.ends_with(';') {
        return false;
    }
    let mark = matches!(
        &text[..end],
        "TM" | "KT" | "TL" | "TUQ" | "T/M" | "K/T" | "T/L" | "TUN" | "TU" | "KT," | "TM," | "TL,"
    );
    mark && is_capitals(after)
        && (text[end..].starts_with('.') || text[..end].contains(['/', ',']) || end >= 2)
}

/// A line that begins with the name of an office.
pub(super) fn is_office(text: &str) -> bool {
    let folded = fold_str(text.trim_start_matches(|c: char| !c.is_alphanumeric()));
    begins_with(&folded, &OFFICES)
}

/// Two to six capitalised words, perhaps after an academic title.
pub(super) fn is_name(text: &str) -> bool {
    let text = without_rank(clean(text));
    let mut words = 0;
    for word in text.split_whitespace() {
        let title = words == 0 && is_academic(word);
        // Ede and Jarai names have an apostrophe: H'Yim.
        let plain = word.starts_with(char::is_uppercase)
            && word
                .chars()
                .all(|c| c.is_alphabetic() || matches!(c, '\'' | '’'));
        if title {
            continue;
        }
        if !plain || word.chars().count() > 7 {
            return false;
        }
        words += 1;
    }
    if !(2..=6).contains(&words) {
        return false;
    }
    let mixed = text
        .split_whitespace()
        .flat_map(|word| word.split(['\'', '’']))
        .all(|w| w.chars().skip(1).all(|c| !c.is_uppercase()));
    mixed
        || (has_family(text) && !is_office(text) && {
            // `Lưu VP` is no person of the family Lưu, and `VĂN PHÒNG` none of the family Văn.
            let folded = fold_str(text);
            !begins_with(&folded, &["luu"]) && !begins_with(&folded, &LETTERHEADS)
        })
}

/// The name after a rank of the army or the police ("Đại tá Nguyễn Văn An").
fn without_rank(text: &str) -> &str {
    let mut words = text.splitn(3, ' ');
    let (Some(first), Some(second), Some(rest)) = (words.next(), words.next(), words.next()) else {
        return text;
    };
    let rank = matches!(
        fold_str(first).as_str(),
        "dai" | "thuong" | "trung" | "thieu"
    ) && matches!(fold_str(second).as_str(), "ta" | "tuong" | "uy")
        && second.starts_with(char::is_lowercase);
    if rank { rest } else { text }
}

/// TS., ThS., PGS.TS., BS.CKII.
fn is_academic(word: &str) -> bool {
    let Some(core) = word.strip_suffix('.') else {
        return false;
    };
    const TITLES: [&str; 24] = [
        "ts", "ths", "pgs", "gs", "bs", "ds", "ks", "cn", "bsckii", "bscki", "bsck2", "bsck1",
        "ls", "kts", "ngut", "ngnd", "ttut", "ttnd", "tskh", "cki", "ckii", "ck1", "ck2", "bsnt",
    ];
    core.split('.')
        .all(|part| TITLES.contains(&fold_str(part).as_str()))
}

/// A name whose first word is a family's.
pub(super) fn has_family(text: &str) -> bool {
    without_rank(clean(text))
        .split_whitespace()
        .find(|word| !word.ends_with('.'))
        .is_some_and(is_surname)
}

/// Without the marks that stamps and pens leave around a line.
pub(super) fn clean(text: &str) -> &str {
    text.trim_matches(|c: char| !(c.is_alphanumeric() || c == '(' || c == ')'))
        .trim()
}

/// Specks before a heading.
pub(super) const STRAY: [char; 6] = ['.', ',', '\'', '~', '*', ' '];

/// A line that begins an annex.
pub(super) fn is_annex_head(text: &str) -> bool {
    let text = text.trim_start_matches(STRAY);
    if !text.starts_with(char::is_uppercase) || text.contains('\t') || text.chars().count() > 160 {
        return false;
    }
    let folded = fold_str(head(text));
    let words: Vec<&str> = folded
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|w| !w.is_empty())
        .collect();
    let first: String = words.iter().take(2).copied().collect();
    let sentence = text.ends_with(['.', ';', ',']);
    if like(&first, "phuluc") {
        let label = words.get(2).copied().unwrap_or("");
        let labelled = words.len() == 2 || is_capitals(text) || label.len() <= 4;
        return labelled && !sentence;
    }
    let others = [
        "danhmuc", "danhsach", "bieumau", "bieuso", "mauso", "bieutong", "bangtong", "bieu01",
        "bieu1",
    ];
    (others.contains(&first.as_str()) || words.first() == Some(&"bieu"))
        && is_capitals(text)
        && !sentence
}
