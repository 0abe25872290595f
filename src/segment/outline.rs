//! Lines → section tree: a state machine over labels with sequence checks.
//!
//! A label that is whole stays as printed; one that is broken is read as what the sequence says it is; both oddities are
//! reported. Unlabelled lines go on with the paragraph before them or begin a new one.

use super::ending::{has_family, is_name};
use super::flow::{Flow, inside_code};
use super::folded::fold_str;
use super::header::is_capitals;
use super::knowledge::{UNIT_HEADS, begins_with};
use super::lines::Lines;
use super::numbering::{Reading, Style, is_rest_of_roman, readings, roman_text};
use super::table;
use super::tree::{Node, Para, Tree};
use crate::diagnostic::{Diagnostic, Severity};
use crate::document::SectionKind;
use crate::span::Span;

/// Grows the sections of one zone of lines.
pub(super) struct Outliner<'l, 't> {
    lines: &'l Lines<'t>,
    tree: &'l mut Tree,
    diagnostics: &'l mut Vec<Diagnostic>,
    /// Owner of every line, filled in as lines are read.
    owners: &'l mut [Option<usize>],
    /// Open nodes, outermost first.
    stack: Vec<usize>,
    /// The paragraph that the next line may go on with.
    last: Option<Last>,
    /// Unlabelled paragraphs since the last label or table.
    tail: Vec<(usize, usize)>,
    /// The annex that holds everything, if this is one.
    annex: Option<usize>,
}

#[derive(Clone, Copy)]
struct Last {
    line: usize,
    node: usize,
    /// `None`: the head of the node; else the paragraph of that number.
    para: Option<usize>,
}

impl<'l, 't> Outliner<'l, 't> {
    /// A machine for the body, or for one annex.
    pub(super) fn new(
        lines: &'l Lines<'t>,
        tree: &'l mut Tree,
        diagnostics: &'l mut Vec<Diagnostic>,
        owners: &'l mut [Option<usize>],
        annex: Option<usize>,
    ) -> Self {
        Self {
            lines,
            tree,
            diagnostics,
            owners,
            stack: annex.into_iter().collect(),
            last: None,
            tail: Vec::new(),
            annex,
        }
    }

    /// Reads the lines from `from` to `to`.
    pub(super) fn run(mut self, from: usize, to: usize) {
        let mut i = from;
        while i < to {
            if !self.lines.solid(i) {
                i += 1;
                continue;
            }
            if table::starts(self.lines, i) {
                i = self.table(i, to);
                continue;
            }
            if !self.goes_on_in_code(i)
                && let Some((reading, repaired, odd)) = self.judge(i)
            {
                self.open(i, &reading, repaired, odd);
            } else {
                self.text(i);
            }
            i += 1;
        }
        if self.annex.is_none() {
            self.close();
        }
    }

    fn table(&mut self, i: usize, to: usize) -> usize {
        let (table, end) = table::read(self.lines, i, to);
        let node = self.target(self.lines.all[i].span.start);
        for line in i..end {
            if self.lines.solid(line) {
                self.owners[line] = Some(node);
            }
        }
        self.tree.nodes[node].paras.push(Para::Table(table));
        self.last = None;
        self.tail.clear();
        end
    }

    /// The text of the open paragraph.
    fn open_text(&self) -> &str {
        match self.last {
            None => "",
            Some(Last {
                node, para: None, ..
            }) => &self.tree.nodes[node].head.text,
            Some(Last {
                node,
                para: Some(n),
                ..
            }) => match &self.tree.nodes[node].paras[n] {
                Para::Text(flow) => &flow.text,
                Para::Table(_) => "",
            },
        }
    }

    fn goes_on_in_code(&self, i: usize) -> bool {
        let word = self.lines.str(i).split_whitespace().next().unwrap_or("");
        self.last.is_some_and(|last| last.line + 1 == i) && inside_code(self.open_text(), word)
    }

    /// Chooses the reading of a line's beginning that the sequence supports.
    fn judge(&self, i: usize) -> Option<(Reading, bool, bool)> {
        let line = self.lines.str(i);
        let mut found = readings(line);
        if !self.lines.doubtful {
            // A whole đ is a đ where nothing else had to be restored.
            found.retain(|r| r.firm || r.label != "d");
        }
        if let Some(mark) = found.first().filter(|r| r.style.is_mark()) {
            return Some((mark.clone(), false, false));
        }
        // A bracket where the list has points is the same list.
        let stray: Vec<Reading> = found
            .iter()
            .filter(|r| {
                r.style == Style::Bracket
                    && !self.is_open(Style::Bracket)
                    && self.expected(Style::Number(1), &r.label).is_some()
            })
            .map(|r| Reading {
                style: Style::Number(1),
                firm: false,
                ..r.clone()
            })
            .collect();
        found.extend(stray);
        let mid = self.is_mid_sentence(i);
        if !mid && let Some(heading) = self.worn_heading(i, &found) {
            return Some((heading, true, false));
        }
        let starts = |r: &Reading| {
            let text = &line[r.rest..];
            text.is_empty() || !text.starts_with(char::is_lowercase)
        };
        if let Some(r) = found
            .iter()
            .find(|r| r.firm && self.fits(r) && (!mid || starts(r)))
        {
            return Some((r.clone(), false, false));
        }
        if mid {
            return None;
        }
        if let Some(r) = found
            .iter()
            .find(|r| !r.firm && self.fits(r) && starts(r) && self.is_credible(r, line))
        {
            return Some((r.clone(), true, false));
        }
        found
            .into_iter()
            .find(|r| r.firm && starts(r) && self.is_plausible(r, line))
            .map(|r| (r, false, true))
    }

    /// A heading in capitals whose Roman number lost strokes: "I." after "I.", "1." over another "1.".
    fn worn_heading(&self, i: usize, found: &[Reading]) -> Option<Reading> {
        let line = self.lines.str(i);
        if !self.lines.doubtful || found.iter().any(|r| r.firm && self.fits(r) && r.value != 1) {
            return None;
        }
        let expected = self.expected(Style::Roman, "");
        let value = expected.unwrap_or(1);
        let rest = is_rest_of_roman(line, value)?;
        if !is_capitals(&line[rest..]) {
            return None;
        }
        let due = match expected {
            Some(_) => !found
                .iter()
                .any(|r| r.firm && r.style == Style::Number(1) && self.fits(r)),
            None => {
                let first_number = found
                    .iter()
                    .any(|r| r.firm && r.style == Style::Number(1) && r.value == 1);
                first_number && self.nothing_labelled() && self.restarts_below(i)
            }
        };
        due.then(|| Reading {
            style: Style::Roman,
            value,
            label: roman_text(value),
            rest,
            firm: false,
        })
    }

    fn nothing_labelled(&self) -> bool {
        self.stack
            .iter()
            .all(|&n| self.tree.nodes[n].style.is_none())
    }

    /// The next labelled line begins with 1 again.
    fn restarts_below(&self, i: usize) -> bool {
        (i + 1..self.lines.len().min(i + 12))
            .filter(|&j| self.lines.solid(j))
            .find_map(|j| readings(self.lines.str(j)).into_iter().find(|r| r.firm))
            .is_some_and(|r| r.style == Style::Number(1) && r.value == 1)
    }

    fn is_open(&self, style: Style) -> bool {
        self.stack
            .iter()
            .any(|&n| self.tree.nodes[n].style == Some(style))
    }

    /// The value that the next label of an open level should have.
    fn expected(&self, style: Style, label: &str) -> Option<u32> {
        let open = self
            .stack
            .iter()
            .rev()
            .map(|&n| &self.tree.nodes[n])
            .find(|node| node.style == Some(style))?;
        if let Style::Number(depth) = style
            && depth > 1
            && prefix(open.label.as_deref().unwrap_or("")) != prefix(label)
        {
            return None;
        }
        Some(open.value + 1)
    }

    fn fits(&self, reading: &Reading) -> bool {
        match self.expected(reading.style, &reading.label) {
            // Lists that leave đ out go from d to e.
            Some(value) => {
                reading.value == value
                    || (reading.style == Style::Letter
                        && value == 5
                        && reading.value == 6
                        && reading.firm)
            }
            None => reading.value == 1,
        }
    }

    /// May a broken label be believed? A first one only where a list is due.
    fn is_credible(&self, reading: &Reading, line: &str) -> bool {
        let text = &line[reading.rest..];
        if self.expected(reading.style, &reading.label).is_some() {
            return true;
        }
        let due =
            self.open_text().ends_with(':') || self.last.is_some_and(|last| last.para.is_none());
        match reading.style {
            Style::Roman => is_capitals(text) && self.nothing_labelled(),
            Style::Number(1) => {
                due && (self.is_open(Style::Roman)
                    || (self.is_open(Style::Article) && text.starts_with(char::is_uppercase)))
            }
            // Below its own number: "3.1," under "3.".
            Style::Number(_) => self.stack.iter().any(|&n| {
                let node = &self.tree.nodes[n];
                matches!(node.style, Some(Style::Number(_)))
                    && node.label.as_deref() == Some(prefix(&reading.label))
            }),
            Style::Letter | Style::Bracket => self.open_text().ends_with(':'),
            Style::Article if reading.value == 1 && self.nothing_labelled() => {
                text.starts_with(char::is_uppercase)
            }
            Style::Article | Style::Part | Style::Chapter | Style::Section | Style::Subsection => {
                text.is_empty() || is_capitals(text)
            }
            _ => false,
        }
    }

    /// May a whole label out of sequence be a label at all?
    fn is_plausible(&self, reading: &Reading, line: &str) -> bool {
        let text = &line[reading.rest..];
        let mark = line[..reading.rest].trim_end();
        match reading.style {
            Style::Upper => self.is_open(Style::Upper) && is_capitals(text),
            Style::Letter => mark.ends_with(')'),
            Style::Roman => is_capitals(text) || self.is_open(Style::Roman) || text.is_empty(),
            Style::Number(1) | Style::Bracket => reading.value <= 60 && !text.is_empty(),
            _ => true,
        }
    }

    /// The line before is full and ends in the middle of a sentence.
    fn is_mid_sentence(&self, i: usize) -> bool {
        let text = self.open_text();
        let Some(last) = self.last else { return false };
        !text.is_empty()
            && last.line + 1 == i
            && !text.ends_with(['.', ';', ':', '!', '?'])
            && self.lines.fills(last.line)
            && !(last.para.is_none() && is_capitals(tail(text)))
    }

    fn open(&mut self, i: usize, reading: &Reading, repaired: bool, odd: bool) {
        let lines = self.lines;
        let span = lines.all[i].span;
        if self.annex.is_none()
            && !reading.style.is_mark()
            && self
                .stack
                .first()
                .is_some_and(|&n| self.tree.nodes[n].kind == SectionKind::Preamble)
        {
            self.stack.clear();
        }
        if self.stack.is_empty() && reading.style.is_mark() && self.tree.roots.is_empty() {
            self.target(span.start);
        }
        let parent = self.place(reading);
        let mut node = Node::new(reading.style.kind(), span.start);
        node.style = Some(reading.style);
        node.value = if reading.style.is_mark() {
            0
        } else {
            reading.value
        };
        node.label = (!reading.style.is_mark()).then(|| reading.label.clone());
        node.head = Flow::of(lines.raw, Span::new(span.start + reading.rest, span.end));
        let at = self.tree.add(node, parent);
        self.owners[i] = Some(at);
        self.stack.push(at);
        self.last = Some(Last {
            line: i,
            node: at,
            para: None,
        });
        self.tail.clear();
        let label_span = Span::new(span.start, span.start + reading.rest);
        if repaired {
            self.note(
                "label_repaired",
                Severity::Info,
                label_span,
                format!("read as {} because the sequence says so", reading.label),
            );
        } else if odd {
            self.note(
                "label_out_of_sequence",
                Severity::Warning,
                label_span,
                format!("label {} does not follow the one before it", reading.label),
            );
        }
    }

    fn note(&mut self, code: &'static str, severity: Severity, span: Span, message: String) {
        self.diagnostics.push(Diagnostic {
            code,
            severity,
            span,
            message,
        });
    }

    /// Closes what a label closes and returns the node it goes under.
    fn place(&mut self, reading: &Reading) -> Option<usize> {
        let floor = usize::from(self.annex.is_some());
        if let Some(depth) = self
            .stack
            .iter()
            .position(|&n| self.tree.nodes[n].style == Some(reading.style))
        {
            self.stack.truncate(depth);
            return self.stack.last().copied();
        }
        let first = reading.style.is_mark() || reading.value == 1;
        let announced = self.stack.last().is_some_and(|&n| {
            let node = &self.tree.nodes[n];
            let listed = node
                .style
                .is_some_and(|s| s.is_mark() || s == Style::Letter);
            listed && first && node.paras.is_empty() && node.head.text.ends_with(':')
        });
        if announced {
            return self.stack.last().copied();
        }
        let rank = match reading.style {
            // Capital letters stand over Roman numbers or under them; the one that is open decides.
            Style::Upper if self.is_open(Style::Roman) => Style::Number(1).rank(),
            style => style.rank(),
        };
        while self.stack.len() > floor {
            let top = self.stack.last().map(|&n| &self.tree.nodes[n]);
            let higher = top.is_some_and(|node| match node.style {
                None => true,
                Some(Style::Upper) if rank == Style::Roman.rank() => true,
                Some(style) => style.rank() < rank,
            });
            if higher {
                break;
            }
            self.stack.pop();
        }
        self.stack.last().copied()
    }

    /// An unlabelled line.
    fn text(&mut self, i: usize) {
        let span = self.lines.all[i].span;
        if let Some(last) = self.last.filter(|_| self.continues(i)) {
            let node = &mut self.tree.nodes[last.node];
            match last.para {
                None => node.head.push(self.lines.raw, span),
                Some(n) => {
                    if let Para::Text(flow) = &mut node.paras[n] {
                        flow.push(self.lines.raw, span);
                    }
                }
            }
            self.owners[i] = Some(last.node);
            self.last = Some(Last { line: i, ..last });
            return;
        }
        let at = self.target(span.start);
        let node = &mut self.tree.nodes[at];
        node.paras.push(Para::Text(Flow::of(self.lines.raw, span)));
        let para = node.paras.len() - 1;
        self.owners[i] = Some(at);
        self.last = Some(Last {
            line: i,
            node: at,
            para: Some(para),
        });
        self.tail.push((at, para));
    }

    /// The node that a new unlabelled paragraph belongs to.
    fn target(&mut self, start: usize) -> usize {
        while let Some(&top) = self.stack.last() {
            let node = &self.tree.nodes[top];
            let announces =
                node.paras.is_empty() && node.head.text.ends_with(':') && node.children.is_empty();
            if self.stack.len() > 1 && node.style.is_some_and(Style::is_mark) && !announces {
                self.stack.pop();
            } else {
                return top;
            }
        }
        let at = self.tree.add(Node::new(SectionKind::Preamble, start), None);
        self.stack.push(at);
        at
    }

    /// Does line `i` go on with the open paragraph?
    fn continues(&self, i: usize) -> bool {
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
                && (lower || leads_on(ending) || (full && !heading && !is_capitals(ending))))
                || (before.ends_with(',') && full && lower);
        }
        let capitals =
            is_capitals(ending) && ending.chars().filter(|c| c.is_uppercase()).count() > 3;
        if is_capitals(line) != is_capitals(ending)
            && (capitals || (is_capitals(line) && line.chars().count() > 12))
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
            return lower || leads_on(ending) || (capitals && is_capitals(line));
        }
        full || lower
            || leads_on(ending)
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

    /// Moves the paragraphs that end the body into a closing section.
    fn close(&mut self) {
        let labels = self
            .tree
            .nodes
            .iter()
            .any(|node| node.style.is_some_and(|s| !s.is_mark()));
        let Some(&(first_node, first_para)) = self.tail.first() else {
            return;
        };
        let node = &self.tree.nodes[first_node];
        // The first paragraph after a heading is the heading's.
        let after_heading = node.style.is_some()
            && first_para == 0
            && node.children.is_empty()
            && !node
                .head
                .text
                .trim_end()
                .ends_with(['.', ';', ',', '!', '?']);
        let text = |&(n, p): &(usize, usize)| match &self.tree.nodes[n].paras[p] {
            Para::Text(flow) => flow.text.as_str(),
            Para::Table(_) => "",
        };
        let skip = usize::from(after_heading || !labels);
        let cue = self
            .tail
            .iter()
            .skip(skip)
            .position(|place| is_closing(text(place)))
            .map(|n| n + skip);
        let item = labels && !after_heading && node.style.is_some();
        let marked = labels
            && self
                .tree
                .nodes
                .last()
                .is_some_and(|last| last.style.is_some_and(Style::is_mark));
        let from = match cue {
            Some(n) => n,
            None if item || marked => 0,
            None => return,
        };
        let moved: Vec<(usize, usize)> = self.tail.split_off(from);
        if !labels && moved.len() == self.tail.len() + moved.len() {
            return;
        }
        let mut closing = Node::new(SectionKind::Closing, 0);
        for &(node, para) in moved.iter().rev() {
            let para = self.tree.nodes[node].paras.remove(para);
            closing.start = para.span().start;
            closing.paras.push(para);
        }
        closing.paras.reverse();
        let span = Span::new(
            closing.start,
            closing.paras.last().map_or(closing.start, |p| p.span().end),
        );
        let at = self.tree.add(closing, None);
        for (line, owner) in self.lines.all.iter().zip(self.owners.iter_mut()) {
            if owner.is_some() && span.contains(line.span) && !line.span.is_empty() {
                *owner = Some(at);
            }
        }
    }
}

/// The end of a paragraph: paragraphs may be long, and every line asks about the one before it.
fn tail(text: &str) -> &str {
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

/// A dotted label without its last number.
fn prefix(label: &str) -> &str {
    label.rsplit_once('.').map_or("", |(prefix, _)| prefix)
}

/// True where the last word cannot end anything.
fn leads_on(text: &str) -> bool {
    let folded = fold_str(text);
    let last = folded.rsplit(' ').next().unwrap_or("");
    ([
        "va", "cua", "ve", "cac", "theo", "voi", "cho", "den", "hoac", "nhung", "trong", "tren",
        "tu", "do", "duoc", "de", "nham", "la", "co", "viec", "khi", "mot", "nhat", "dong",
    ]
    .contains(&last)
        || ["số", "tại"].iter().any(|word| text.ends_with(word)))
        && text.chars().count() > 30
}

/// Ways in which documents end.
fn is_closing(text: &str) -> bool {
    let folded = fold_str(text);
    let strong = [
        "tren day",
        "trong qua trinh",
        "trong khi thuc hien",
        "qua trinh trien khai",
        "qua trinh thuc hien",
        "yeu cau",
        "de nghi",
        "kinh de nghi",
        "nhan duoc",
        "tran trong",
        "rat mong",
        "kinh trinh",
        "kinh mong",
        "kinh bao cao",
        "neu co ",
        "can cu ke hoach nay",
        "can cu noi dung",
        "giao ",
        "ke hoach nay",
        "nghi quyet nay",
        "chi thi nay",
        "quyet dinh nay",
        "bao cao nay",
        "thong bao nay",
        "de nghi quyet",
        "xin tran trong",
        "mong ",
        "vay ",
        "thong tu nay",
    ];
    if strong.iter().any(|cue| folded.starts_with(cue)) {
        return true;
    }
    let head: String = folded.chars().take(110).collect();
    [
        "kinh de nghi",
        "de nghi",
        "bao cao",
        "yeu cau",
        "kinh trinh",
        "tran trong",
    ]
    .iter()
    .any(|cue| head.contains(cue))
        && text.ends_with("./.")
}
