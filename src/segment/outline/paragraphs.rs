//! Whether an unlabelled line goes on with the paragraph before it.

use super::{Last, Outliner};
use crate::document::SectionKind;
use crate::segment::ending::{has_family, is_name};
use crate::segment::flow::inside_code;
use crate::segment::folded::is_one_of;
use crate::segment::header::is_capitals;
use crate::segment::knowledge::{UNIT_HEADS, begins_with};

impl Outliner<'_, '_> {
    pub(super) fn goes_on_in_code(&self, i: usize) -> bool {
        let word = self.lines.str(i).split_whitespace().next().unwrap_or("");
        self.last.is_some_and(|last| last.line + 1 == i) && inside_code(self.open_text(), word)
    }

    /// Does line `i` go on with the open paragraph?
    pub(super) fn continues(&self, i: usize) -> bool {
        let Some(last) = self.last else { return false };
        let before = self.open_text();
        let short = before.len() < 600;
        let ending = tail(before);
        if before.is_empty() {
            return last.para.is_none();
        }
        if self.goes_on_in_code(i) {
            return true;
        }
        let line = self.lines.str(i);
        let full = self.lines.fills_before(last.line, i);
        let lower = line.starts_with(|c: char| c.is_lowercase());
        let small = lower
            || line.starts_with(|c: char| {
                c.is_ascii_digit() || matches!(c, '(' | '%' | '/' | '"' | '”' | ')')
            });
        let sentence_end = before.ends_with(['.', ';', ':', '!', '?']);
        let gap = (last.line + 1..i).any(|j| self.lines.blank(j) || self.lines.all[j].furniture);
        let heading = last.para.is_none()
            && self.tree.nodes[last.node]
                .style
                .is_some_and(|s| !s.is_mark())
            && short
            && !before.contains(". ")
            && before.chars().count() < 200;
        if gap {
            let cut = !sentence_end && !before.ends_with(',');
            return (cut
                && (lower
                    || leads_on(ending, line)
                    || (full && !heading && !is_capitals(ending))))
                || (before.ends_with(',') && full && lower);
        }
        let capitals =
            is_capitals(ending) && ending.chars().filter(|c| c.is_uppercase()).count() > 3;
        if is_capitals(line) != is_capitals(ending)
            && (capitals || (is_capitals(line) && self.lines.all[i].chars > 12))
            && !full
        {
            return false;
        }
        if self.opens_preamble_clause(last, before, i) {
            return false;
        }
        if before.ends_with(';') && full && last.para.is_none() {
            return true;
        }
        if sentence_end {
            // What a colon announces begins its own line; only the end of a full line is no choice.
            let announced = before.ends_with(':') && last.para.is_none() && !heading;
            return full
                && (!before.ends_with([':', ';']) || small || announced)
                && self.lines.width.is_some()
                && (small || !before.ends_with("./."));
        }
        if self.lines.width.is_none() {
            return lower || leads_on(ending, line) || (capitals && is_capitals(line));
        }
        full || lower
            || leads_on(ending, line)
            || (capitals && is_capitals(line))
            || (small && !heading && !line.starts_with('('))
    }

    /// "Căn cứ …;" and the issuer's own clause begin paragraphs of the preamble.
    fn opens_preamble_clause(&self, last: Last, before: &str, i: usize) -> bool {
        if self.tree.nodes[last.node].kind != SectionKind::Preamble
            || !before.ends_with([';', ',', '.'])
        {
            return false;
        }
        let line = self.lines.str(i);
        let fold = self.lines.fold(i);
        let upper = line.starts_with(char::is_uppercase);
        if begins_with(
            fold,
            &[
                "can cu",
                "xet",
                "theo de nghi",
                "thuc hien",
                "tiep tuc thuc hien",
            ],
        ) && upper
        {
            return true;
        }
        let word = line
            .split_whitespace()
            .next()
            .map_or(0, |w| w.chars().count());
        let fits = self
            .lines
            .width
            .is_some_and(|width| (self.lines.all[last.line].chars + 1 + word) * 100 < width * 98);
        before.ends_with(',')
            && upper
            && fits
            && begins_with(fold, &UNIT_HEADS)
            && !names_a_person(before)
    }
}

/// The end of a paragraph: paragraphs may be long, and every line asks about the one before it.
pub(super) fn tail(text: &str) -> &str {
    let mut from = text.len().saturating_sub(240);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    &text[from..]
}

/// True where a text ends in the name of a person, after which an office is no clause of its own.
fn names_a_person(text: &str) -> bool {
    let words: Vec<&str> = tail(text)
        .trim_end_matches([',', ' '])
        .rsplit(' ')
        .take_while(|word| word.starts_with(char::is_uppercase))
        .collect();
    (2..=5).any(|n| {
        n <= words.len() && {
            let name: Vec<&str> = words[..n].iter().rev().copied().collect();
            let name = name.join(" ");
            is_name(&name) && has_family(&name)
        }
    })
}

/// True where the last word of a text cannot end anything, with a line after it.
fn leads_on(text: &str, line: &str) -> bool {
    const WORDS: &[&str] = &[
        "và", "của", "về", "các", "theo", "với", "cho", "đến", "hoặc", "những", "trong", "trên",
        "từ", "do", "được", "để", "nhằm", "là", "có", "việc", "khi", "một", "nhất", "đồng", "tại",
    ];
    if text.chars().count() <= 30 {
        return false;
    }
    let last = text.rsplit(' ').next().unwrap_or("").to_lowercase();
    is_one_of(&last, WORDS) || (last == "số" && line.starts_with(|c: char| c.is_ascii_digit()))
}
