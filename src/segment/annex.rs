//! Annexes: the parts after the signature, each with its heading.

use super::ending::{STRAY, is_annex_head};
use super::flow::Flow;
use super::folded::{fold_str, squeeze};
use super::fuzzy::like;
use super::header::{is_capitals, motto, title_of};
use super::lines::Lines;
use super::numbering;
use super::table;
use crate::diagnostic::{Diagnostic, Severity};
use crate::span::Span;

/// One annex.
#[derive(Debug)]
pub(super) struct Annex {
    /// First line of the heading.
    pub start: usize,
    /// First line after the heading.
    pub body: usize,
    /// Line after the last.
    pub end: usize,
    /// Number of the annex.
    pub label: Option<String>,
    /// The heading without label and the word Phụ lục.
    pub title: Flow,
}

/// The annexes between two lines, and the line where the first begins.
pub(super) fn find(lines: &Lines<'_>, from: usize, to: usize) -> Vec<Annex> {
    let Some(first) = lines.next_solid(from, to) else {
        return Vec::new();
    };
    // A letterhead may be repeated above the first heading; alone it is the beginning of another document that was cut off.
    let reach: Vec<usize> = (first..to).filter(|&i| lines.solid(i)).take(9).collect();
    let alone = reach.len() < 9
        && reach.iter().any(|&i| motto(lines.str(i)).is_some())
        && reach.iter().all(|&i| {
            let text = lines.str(i);
            motto(text).is_some()
                || is_capitals(text) && !is_annex_head(text) && title_of(text).is_none()
        });
    if alone {
        return Vec::new();
    }
    let start = reach
        .iter()
        .copied()
        .find(|&i| is_annex_head(lines.str(i)) || title_of(lines.str(i)).is_some())
        .unwrap_or(first);
    let mut annexes: Vec<Annex> = Vec::new();
    let mut at = start;
    loop {
        let mut annex = read(lines, at, to);
        let next =
            (annex.body..to).find(|&i| lines.solid(i) && begins_another(lines, i, annex.body));
        annex.end = next.unwrap_or(to);
        annexes.push(annex);
        match next {
            Some(line) => at = line,
            None => return annexes,
        }
    }
}

/// Characters that no line of a letterhead has.
const LETTERHEAD: usize = 100;

/// A warning where the motto of the State stands behind the signature, and no annex between them: another document may begin there.
pub(super) fn another_document(lines: &Lines<'_>, from: usize) -> Option<Diagnostic> {
    let line = (from..lines.len())
        .filter(|&i| lines.solid(i))
        .take_while(|&i| !is_annex_head(lines.str(i)))
        .find(|&i| lines.all[i].chars < LETTERHEAD && motto(lines.str(i)).is_some())?;
    Some(Diagnostic {
        code: "another_document",
        severity: Severity::Warning,
        span: lines.all[line].span,
        message: "a letterhead follows the signature: another document may begin here".to_owned(),
    })
}

fn begins_another(lines: &Lines<'_>, i: usize, body: usize) -> bool {
    if !is_annex_head(lines.str(i)) {
        return false;
    }
    let numbered = like(
        &squeeze(lines.str(i)).chars().take(6).collect::<String>(),
        "phuluc",
    );
    let apart =
        i > 0 && (lines.blank(i - 1) || lines.all[i].page_start || lines.all[i - 1].furniture);
    i > body && apart && (numbered || is_capitals(lines.str(i)))
}

fn read(lines: &Lines<'_>, start: usize, to: usize) -> Annex {
    let raw = lines.raw;
    let span = lines.all[start].span;
    let speck = lines.str(start).len() - lines.str(start).trim_start_matches(STRAY).len();
    let (label, rest) = numbered(&lines.str(start)[speck..]);
    let rest = rest + speck;
    let mut title = Flow::default();
    let heading = is_annex_head(lines.str(start))
        || title_of(lines.str(start)).is_some()
        || is_capitals(lines.str(start));
    let mut at = start;
    if heading {
        title.push(raw, Span::new(span.start + rest, span.end));
        at = start + 1;
        let mut gaps = 0;
        let mut bare = title_of(lines.str(start)).is_some()
            || title.is_empty()
            || title.text.chars().count() < 12;
        let mut last = start;
        let mut page_break = false;
        while at < to {
            if !lines.solid(at) {
                gaps += usize::from(lines.blank(at));
                page_break |= lines.all[at].furniture || lines.all[at].page_start;
                at += 1;
                continue;
            }
            let text = lines.str(at);
            let noted = text.starts_with('(');
            let long = text.ends_with(['.', ';', ':']) || lines.all[at].chars > 220;
            if noted
                || long
                || table::starts(lines, at)
                || numbering::is_firm_label(text)
                || numbering::readings(text)
                    .first()
                    .is_some_and(|r| r.style.is_mark())
            {
                break;
            }
            let wrapped = text.starts_with(char::is_lowercase) && !title.text.ends_with(['.', ':']);
            // One blank line may part the word from the title it announces.
            let twin = is_capitals(text) && is_capitals(&title.text) && (gaps == 1 || page_break);
            if gaps > 0 && !(bare || wrapped || twin) {
                break;
            }
            if !title.is_empty()
                && gaps == 0
                && !bare
                && is_capitals(&title.text) != is_capitals(text)
                && !wrapped
                && !lines.fills(last)
                && lines.all[at].chars > 120
            {
                break;
            }
            title.push(raw, lines.all[at].span);
            bare = false;
            gaps = 0;
            page_break = false;
            last = at;
            at += 1;
        }
        at = last + 1;
    }
    Annex {
        start,
        body: at,
        end: to,
        label,
        title,
    }
}

/// The label of a `Phụ lục` line and where its title goes on; other words stay in the title.
fn numbered(line: &str) -> (Option<String>, usize) {
    let head: String = squeeze(line).chars().take(6).collect();
    if !like(&head, "phuluc") {
        return (None, 0);
    }
    let words: Vec<&str> = line.split_whitespace().collect();
    let offset = |word: &str| word.as_ptr() as usize - line.as_ptr() as usize;
    let mut next = 2;
    if words.get(next).is_some_and(|w| fold_str(w) == "so") {
        next += 1;
    }
    let Some(word) = words.get(next) else {
        return (None, line.len());
    };
    let core = word.trim_end_matches(['.', ':', ',', '-', ')']);
    let short = core.len() <= 5
        && !core.is_empty()
        && core.chars().all(|c| c.is_ascii_alphanumeric() || c == '.');
    let is_label = short
        && (core.chars().all(|c| matches!(c, 'I' | 'V' | 'X'))
            || core.starts_with(|c: char| c.is_ascii_digit())
            || core.len() == 1);
    if is_label {
        let after = line[offset(word) + word.len()..].trim_start_matches([' ', ':', '.', '-', '–']);
        (Some(core.to_owned()), line.len() - after.len())
    } else {
        let after = line[offset(word)..].trim_start_matches([' ', ':', '.', '-', '–']);
        (None, line.len() - after.len())
    }
}
