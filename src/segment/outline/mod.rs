//! Lines → section tree: a state machine over labels with sequence checks.
//!
//! A label that is whole stays as printed; one that is broken is read as what the sequence says it is; both oddities are
//! reported. Unlabelled lines go on with the paragraph before them or begin a new one.

mod closing;
mod judge;
mod paragraphs;

use super::flow::Flow;
use super::lines::Lines;
use super::numbering::{Reading, Style};
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
    /// The last article's number, 0 before the first.
    articles: u32,
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
            articles: 0,
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
        if reading.style == Style::Article {
            self.articles = reading.value;
        }
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
}
