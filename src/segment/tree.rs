//! The section tree while it grows: nodes that still know the places of their words.

use super::flow::Flow;
use super::numbering::Style;
use super::table::Table;
use crate::document::{Section, SectionKind};
use crate::span::Span;

/// A paragraph or a table of a node.
#[derive(Clone, Debug)]
pub(super) enum Para {
    /// Running text.
    Text(Flow),
    /// A table.
    Table(Table),
}

impl Para {
    fn text(&self) -> String {
        match self {
            Self::Text(flow) => flow.text.clone(),
            Self::Table(table) => table
                .rows
                .iter()
                .map(super::table::Row::text)
                .collect::<Vec<_>>()
                .join("\n"),
        }
    }

    /// Place of the whole paragraph.
    pub(super) fn span(&self) -> Span {
        match self {
            Self::Text(flow) => flow.whole(),
            Self::Table(table) => match (table.rows.first(), table.rows.last()) {
                (Some(first), Some(last)) => {
                    Span::new(first.span.start, last.span.end.max(first.span.start))
                }
                _ => Span::default(),
            },
        }
    }
}

/// A section that may still grow.
#[derive(Clone, Debug)]
pub(super) struct Node {
    /// What it is.
    pub kind: SectionKind,
    /// Level; `None` for preamble, closing and annexes.
    pub style: Option<Style>,
    /// Place in its sequence.
    pub value: u32,
    /// Label without its word and mark.
    pub label: Option<String>,
    /// Place of the label's first character.
    pub start: usize,
    /// Text of the label's own paragraph.
    pub head: Flow,
    /// The head is a heading.
    pub titled: bool,
    /// Own paragraphs after the head.
    pub paras: Vec<Para>,
    /// Nested nodes.
    pub children: Vec<usize>,
    /// Node that it is nested in.
    pub parent: Option<usize>,
    /// Path of labels.
    pub id: String,
}

impl Node {
    /// A node without content.
    pub(super) fn new(kind: SectionKind, start: usize) -> Self {
        Self {
            kind,
            style: None,
            value: 0,
            label: None,
            start,
            head: Flow::default(),
            titled: false,
            paras: Vec::new(),
            children: Vec::new(),
            parent: None,
            id: String::new(),
        }
    }

    /// Its heading without a final colon.
    pub(super) fn title(&self) -> Option<&str> {
        self.titled
            .then(|| self.head.text.trim_end_matches([':', ' ']))
    }

    /// Its own paragraphs as the record has them.
    pub(super) fn text(&self) -> String {
        let head = (!self.titled && !self.head.is_empty()).then(|| self.head.text.clone());
        head.into_iter()
            .chain(self.paras.iter().map(Para::text))
            .collect::<Vec<_>>()
            .join("\n")
    }

    /// Every stretch of running text with its place: heading, paragraphs, cells.
    pub(super) fn flows(&self) -> impl Iterator<Item = &Flow> {
        std::iter::once(&self.head)
            .filter(|head| !head.is_empty())
            .chain(self.paras.iter().flat_map(|para| {
                let (flow, rows) = match para {
                    Para::Text(flow) => (Some(flow), [].as_slice()),
                    Para::Table(table) => (None, table.rows.as_slice()),
                };
                flow.into_iter().chain(
                    rows.iter()
                        .flat_map(|row| row.cells.iter().filter(|cell| !cell.is_empty())),
                )
            }))
    }
}

/// All nodes.
#[derive(Clone, Debug, Default)]
pub(super) struct Tree {
    /// Nodes in the order in which they were opened.
    pub nodes: Vec<Node>,
    /// Top-level nodes, in document order.
    pub roots: Vec<usize>,
}

impl Tree {
    /// Adds a node under its parent (or at the top).
    pub(super) fn add(&mut self, mut node: Node, parent: Option<usize>) -> usize {
        let at = self.nodes.len();
        node.parent = parent;
        self.nodes.push(node);
        match parent {
            Some(parent) => self.nodes[parent].children.push(at),
            None => self.roots.push(at),
        }
        at
    }

    /// Tells headings from sentences: a heading has no final mark (or a colon), and text or items follow it.
    pub(super) fn set_titles(&mut self) {
        for node in &mut self.nodes {
            let text = node.head.text.trim_end();
            let keyword = matches!(
                node.kind,
                SectionKind::Part
                    | SectionKind::Chapter
                    | SectionKind::Section
                    | SectionKind::Subsection
                    | SectionKind::Annex
            );
            let listed = node.style.is_none_or(Style::is_mark);
            let follows = !node.paras.is_empty() || !node.children.is_empty();
            let heading = !text.ends_with(['.', ';', ',', '!', '?']);
            node.titled = !text.is_empty() && (keyword || (!listed && heading && follows));
        }
    }

    /// Gives every node its path of labels.
    pub(super) fn set_ids(&mut self) {
        let roots = self.roots.clone();
        self.name(&roots, "");
    }

    fn name(&mut self, siblings: &[usize], prefix: &str) {
        let (mut dashes, mut pluses, mut annexes) = (0, 0, 0);
        for &at in siblings {
            let node = &self.nodes[at];
            let own = match node.kind {
                SectionKind::Preamble => "preamble".to_owned(),
                SectionKind::Closing => "closing".to_owned(),
                SectionKind::Annex => {
                    annexes += 1;
                    if annexes == 1 {
                        "annex".to_owned()
                    } else {
                        format!("annex-{annexes}")
                    }
                }
                SectionKind::Dash => {
                    dashes += 1;
                    format!("-{dashes}")
                }
                SectionKind::Plus => {
                    pluses += 1;
                    format!("+{pluses}")
                }
                _ => node.label.clone().unwrap_or_default(),
            };
            let id = if prefix.is_empty() {
                own
            } else {
                format!("{prefix}.{own}")
            };
            let children = node.children.clone();
            self.nodes[at].id.clone_from(&id);
            self.name(&children, &id);
        }
    }

    /// The finished sections.
    pub(super) fn sections(&self) -> Vec<Section> {
        self.roots.iter().map(|&at| self.section(at)).collect()
    }

    fn section(&self, at: usize) -> Section {
        let node = &self.nodes[at];
        let children: Vec<Section> = node
            .children
            .iter()
            .map(|&child| self.section(child))
            .collect();
        let mut end = node.start.max(if node.head.is_empty() {
            0
        } else {
            node.head.whole().end
        });
        for para in &node.paras {
            end = end.max(para.span().end);
        }
        for child in &children {
            end = end.max(child.span.end);
        }
        Section {
            id: node.id.clone(),
            kind: node.kind,
            label: node.label.clone(),
            title: node.title().map(str::to_owned),
            text: node.text(),
            span: Span::new(node.start, end),
            children,
        }
    }

    /// Every node in document order.
    pub(super) fn walk(&self) -> Vec<usize> {
        let mut order = Vec::with_capacity(self.nodes.len());
        let mut open: Vec<usize> = self.roots.iter().rev().copied().collect();
        while let Some(at) = open.pop() {
            order.push(at);
            open.extend(self.nodes[at].children.iter().rev());
        }
        order
    }
}
