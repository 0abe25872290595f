//! The letterhead: bodies, number and symbol, place and date, type, subject.
//!
//! Both columns may stand on one line, kept apart by a tab, by blanks or by one blank only; the motto and the name of the
//! nation are then found inside the line through wrong letters and cut off.

mod columns;
mod title;

pub(super) use columns::{cells, motto};
pub(super) use title::{is_capitals, title_of};

use super::citation::symbol;
use super::dates;
use super::flow::Flow;
use super::folded::fold_str;
use super::knowledge::{LETTERHEADS, OFFICES, begins_with};
use super::lines::Lines;
use super::numbering;
use crate::diagnostic::{Diagnostic, Severity};
use crate::document::Header;
use crate::span::Span;
use columns::{is_worn_label, place_start, starts_of_words, trim};
use title::{is_concerning, is_sentence, is_worn_concerning, open_end};

/// Letterheads end within so many solid lines.
const REACH: usize = 60;

/// First words of preamble paragraphs, folded.
const OPENINGS: &[&str] = &[
    "can cu",
    "thuc hien",
    "theo",
    "xet",
    "nham",
    "trien khai",
    "thi hanh",
    "tiep tuc",
    "de",
    "ngay",
    "trong",
    "kinh gui",
    "qua",
    "hien nay",
    "thoi gian qua",
    "thoi gian:",
    "dia diem:",
];

/// A header and where the body begins.
#[derive(Debug)]
pub(super) struct Found {
    /// What was found.
    pub header: Header,
    /// First line of the body.
    pub end: usize,
    /// The subject with its places.
    pub subject: Flow,
    /// Remarks.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads the letterhead.
pub(super) fn read(lines: &Lines<'_>) -> Found {
    let mut reader = Reader {
        lines,
        header: Header::default(),
        bodies: Vec::new(),
        code_kind: None,
        seen: false,
        subject: Flow::default(),
        date_full: true,
    };
    let title = reader.find_title();
    let (limit, has_title) = match title {
        Some((line, ..)) => (line, true),
        None => (reader.untitled_end(), false),
    };
    let mut end = reader.letterhead(limit, has_title);
    if let Some((line, name, rest)) = title {
        reader.header.kind = Some(name.to_owned());
        end = reader.read_subject(line, rest);
    } else if reader.header.kind.is_none() {
        let letter =
            reader.header.code.is_some() && (!reader.subject.is_empty() || reader.addressed(end));
        reader.header.kind = reader
            .code_kind
            .map(str::to_owned)
            .or_else(|| letter.then(|| "Công văn".to_owned()));
    }
    reader.finish(end)
}

/// A Roman number or a capital with a point, and a heading in capitals: "IV. PHÂN CÔNG THỰC HIỆN".
fn is_heading(text: &str) -> bool {
    text.split_once(". ").is_some_and(|(label, rest)| {
        (1..=4).contains(&label.len())
            && label
                .chars()
                .all(|c| matches!(c, 'I' | 'V' | 'X' | 'A'..='D'))
            && is_capitals(rest)
    })
}

struct Reader<'l, 't> {
    lines: &'l Lines<'t>,
    header: Header,
    bodies: Vec<String>,
    code_kind: Option<&'static str>,
    /// A cell of the letterhead was recognised.
    seen: bool,
    subject: Flow,
    date_full: bool,
}

impl Reader<'_, '_> {
    /// The line with the type of the document, and where its text goes on after the type.
    fn find_title(&self) -> Option<(usize, &'static str, usize)> {
        let solid = (0..self.lines.len())
            .filter(|&i| self.lines.solid(i))
            .take(REACH);
        for i in solid {
            let folded = self.lines.fold(i);
            if begins_with(folded, &["can cu", "kinh gui"])
                || numbering::is_firm_label(self.lines.str(i))
            {
                return None;
            }
            if let Some((name, rest)) = title_of(self.lines.str(i)) {
                return Some((i, name, rest));
            }
        }
        None
    }

    /// Where the letterhead of a document without a title line ends.
    fn untitled_end(&self) -> usize {
        let mut solid = 0;
        for i in 0..self.lines.len() {
            if !self.lines.solid(i) {
                continue;
            }
            let folded = self.lines.fold(i);
            let text = self.lines.str(i);
            let starts = begins_with(folded, OPENINGS) && text.starts_with(char::is_uppercase);
            let long =
                self.lines.all[i].chars > 110 && !text.contains('\t') && !is_concerning(text);
            // A page from within a document: it begins with a heading or in a table.
            let inside = solid == 0 && (text.matches('\t').count() > 1 || is_heading(text));
            if starts || long || inside || numbering::is_firm_label(text) || solid >= REACH {
                return i;
            }
            solid += 1;
        }
        0
    }

    fn addressed(&self, line: usize) -> bool {
        self.lines
            .next_solid(line, self.lines.len())
            .is_some_and(|i| self.lines.fold(i).starts_with("kinh gui"))
    }

    /// Reads the cells above `limit`; returns the line after the last one recognised.
    fn letterhead(&mut self, limit: usize, has_title: bool) -> usize {
        let mut end = 0;
        let mut in_subject = false;
        for i in 0..limit {
            if !self.lines.solid(i) {
                in_subject &= !self.lines.blank(i);
                continue;
            }
            for (n, cell) in cells(self.lines.str(i), self.lines.all[i].span)
                .into_iter()
                .enumerate()
            {
                self.seen = false;
                let left = self.cell(cell);
                let concerns = |text: &str| {
                    let worn = self.lines.doubtful && n == 0 && self.header.code.is_some();
                    is_concerning(text)
                        || (worn && self.subject.is_empty() && is_worn_concerning(text))
                };
                if !has_title && concerns(left.of(self.lines.raw)) {
                    self.subject = Flow::of(self.lines.raw, left);
                    in_subject = true;
                    self.seen = true;
                } else if in_subject && n == 0 && !self.seen {
                    self.subject.push(self.lines.raw, left);
                    self.seen = true;
                } else if !self.seen {
                    self.body_name(left, i);
                }
                if self.seen {
                    end = i + 1;
                }
            }
        }
        if has_title { limit } else { end }
    }

    /// Takes number, date and motto out of a cell; returns what is left of it on the left side.
    fn cell(&mut self, cell: Span) -> Span {
        let raw = self.lines.raw;
        let mut left = cell;
        if let Some(at) = motto(cell.of(raw)) {
            left = trim(raw, Span::new(cell.start, cell.start + at));
            self.seen = left.is_empty();
        }
        if self.header.code.is_none()
            && let Some((start, end)) = self.number(left)
        {
            let rest = trim(raw, Span::new(left.start + end, left.end));
            let before = trim(raw, Span::new(left.start, left.start + start));
            self.seen = true;
            self.date(rest);
            return before;
        }
        if let Some(start) = self.date(left) {
            self.seen = true;
            return trim(raw, Span::new(left.start, start));
        }
        left
    }

    /// Finds `Số: …` in a cell; returns its place.
    fn number(&mut self, cell: Span) -> Option<(usize, usize)> {
        let text = cell.of(self.lines.raw);
        let found = starts_of_words(text).find_map(|at| {
            let rest = &text[at..];
            let word_end = rest
                .find(|c: char| !c.is_alphanumeric())
                .unwrap_or(rest.len());
            let word = fold_str(&rest[..word_end]);
            let labelled = matches!(word.as_str(), "so" | "s6" | "s" | "s0" | "sa");
            let (from, bare) = if labelled {
                let after =
                    rest[word_end..].trim_start_matches([' ', ':', '.', ';', ',', '\u{a0}']);
                (
                    at + rest.len() - after.len(),
                    rest[word_end..].trim_start().starts_with(':') || word == "so",
                )
            } else if rest.starts_with(|c: char| c.is_ascii_digit()) && is_worn_label(&text[..at]) {
                (at, false)
            } else {
                return None;
            };
            let symbol = symbol::scan(&text[from..], bare)?;
            (labelled || symbol.is_certain()).then_some((at, from, symbol))
        });
        let (start, from, symbol) = found?;
        self.header.code = Some(symbol.code());
        self.header.number = (!symbol.number.is_empty()).then(|| symbol.number.clone());
        self.header.symbol = Some(symbol.symbol());
        self.code_kind = symbol.kind();
        Some((start, from + symbol.len))
    }

    /// Finds place and date in a cell; returns where the place begins.
    fn date(&mut self, cell: Span) -> Option<usize> {
        if self.header.date.is_some() {
            return None;
        }
        let text = cell.of(self.lines.raw);
        let (at, date) = starts_of_words(text).find_map(|at| {
            let word: String = fold_str(&text[at..].chars().take(60).collect::<String>());
            let (date, _) =
                dates::at_start(&word).filter(|_| word.starts_with(char::is_alphabetic))?;
            Some((at, date))
        })?;
        self.header.date = Some(date.iso());
        self.date_full = date.is_full();
        let before = text[..at]
            .trim_end()
            .trim_end_matches([',', '.', ';', '*'])
            .trim_end();
        let place = place_start(before);
        let name = before[place..].trim();
        if !name.is_empty() && self.header.place.is_none() {
            self.header.place = Some(name.split_whitespace().collect::<Vec<_>>().join(" "));
        }
        Some(cell.start + place)
    }

    /// Takes a cell as (part of) the name of a body.
    fn body_name(&mut self, cell: Span, line: usize) {
        let text = cell
            .of(self.lines.raw)
            .trim_matches(['*', ' ', '-', '_', '|', '□', '.', '~', '—']);
        let folded = fold_str(text);
        if text.chars().filter(|c| c.is_alphabetic()).count() < 2
            || self.header.code.is_some()
            || [
                "mat",
                "toi mat",
                "tuyet mat",
                "hoa toc",
                "khan",
                "thuong khan",
                "du thao",
                "ban sao",
                "sao y",
            ]
            .contains(&folded.as_str())
        {
            return;
        }
        let heads = begins_with(&folded, &LETTERHEADS);
        let capitals = is_capitals(text);
        // "CHỦ TỊCH" over "ỦY BAN NHÂN DÂN TỈNH" is who issues, and no body over another.
        let continues = self
            .bodies
            .last()
            .is_some_and(|last| open_end(last) || fold_str(last) == "chu tich");
        let named = heads
            && text.chars().count() <= 60
            && line < 8
            && !text.ends_with(['.', ';', ':', ',']);
        if !(capitals || named) {
            return;
        }
        if text.chars().count() > 90 {
            return;
        }
        self.seen = true;
        let joined = text.split_whitespace().collect::<Vec<_>>().join(" ");
        match self.bodies.last_mut() {
            Some(last) if continues || !heads => {
                last.push(' ');
                last.push_str(&joined);
            }
            _ => self.bodies.push(joined),
        }
    }

    /// Reads the subject below the title line; returns the first line of the body.
    fn read_subject(&mut self, title: usize, rest: usize) -> usize {
        let lines = self.lines;
        let span = lines.all[title].span;
        self.subject = Flow::of(lines.raw, Span::new(span.start + rest, span.end));
        let formal = matches!(
            self.header.kind.as_deref(),
            Some("Quyết định" | "Nghị quyết" | "Chỉ thị" | "Thông tư")
        );
        let mut gap = false;
        let mut i = self.below_issuer(title + 1);
        while i < lines.len() {
            if !lines.solid(i) {
                gap |= !self.subject.is_empty();
                i += 1;
                continue;
            }
            let text = lines.str(i);
            let folded = lines.fold(i);
            let opening = begins_with(folded, OPENINGS) && text.starts_with(char::is_uppercase);
            let stop = text.contains('\t')
                || text.starts_with(['(', '-', '–', '+'])
                || begins_with(folded, &["can cu", "kinh gui"])
                || numbering::is_firm_label(text)
                || (is_capitals(text)
                    && (begins_with(folded, &LETTERHEADS) || begins_with(folded, &OFFICES))
                    && formal);
            if stop {
                break;
            }
            if self.subject.is_empty() {
                if text.ends_with(['.', ';', ':', ',']) && (opening || lines.all[i].chars > 160) {
                    break;
                }
            } else if gap {
                let cut = !self.subject.text.ends_with(['.', ';', ':', ',', '!', '?']);
                if !(cut && text.starts_with(|c: char| c.is_lowercase() || c.is_ascii_digit())) {
                    break;
                }
            } else if (opening || is_sentence(text))
                && (!open_end(&self.subject.text) || lines.all[i].chars > 160)
                || self.subject.text.ends_with(['.', ':', ';'])
            {
                break;
            }
            self.subject.push(lines.raw, lines.all[i].span);
            gap = false;
            i += 1;
        }
        i
    }

    /// The line after "CỦA BAN CHẤP HÀNH …" in capitals, which names the issuer between type and subject; else `from`.
    fn below_issuer(&self, from: usize) -> usize {
        let lines = self.lines;
        if !self.subject.is_empty() {
            return from;
        }
        let Some(line) = lines.next_solid(from, lines.len()) else {
            return from;
        };
        let issuer = lines.fold(line).starts_with("cua ") && is_capitals(lines.str(line));
        let after = (line + 1..lines.len().min(line + 4))
            .find(|&i| lines.solid(i) && !is_capitals(lines.str(i)));
        match after {
            Some(i) if issuer && lines.fold(i).starts_with("ve ") => i,
            _ => from,
        }
    }

    fn finish(mut self, end: usize) -> Found {
        let mut diagnostics = Vec::new();
        let mut note = |code, message: &str| {
            diagnostics.push(Diagnostic {
                code,
                severity: Severity::Warning,
                span: Span::new(0, 0),
                message: message.to_owned(),
            });
        };
        self.header.authority = self.bodies.pop();
        self.header.parent_authority = (!self.bodies.is_empty()).then(|| self.bodies.join(" "));
        if !self.subject.is_empty() {
            self.header.subject = Some(
                self.subject
                    .text
                    .trim_end_matches(['.', ';', ':', ','])
                    .to_owned(),
            );
        }
        if self.header.authority.is_none() {
            note(
                "header_authority_missing",
                "no issuing body stands in the letterhead",
            );
        }
        if self.header.code.is_some() && self.header.number.is_none() {
            note(
                "header_number_unreadable",
                "the number before the symbol cannot be read",
            );
        }
        if self.header.date.is_some() && !self.date_full {
            note(
                "header_date_incomplete",
                "a part of the date cannot be read",
            );
        }
        Found {
            header: self.header,
            end,
            subject: self.subject,
            diagnostics,
        }
    }
}
