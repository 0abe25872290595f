//! The paragraphs that end a document's body ("Trên đây là Kế hoạch …") become a section of their own.

use super::Outliner;
use crate::document::SectionKind;
use crate::segment::folded::fold_str;
use crate::segment::numbering::Style;
use crate::segment::tree::{Node, Para};
use crate::span::Span;

impl Outliner<'_, '_> {
    /// Whether a node is a sentence, and its neighbours have no paragraphs behind theirs.
    fn are_single(&self, at: usize) -> bool {
        let node = &self.tree.nodes[at];
        let list = match node.parent {
            Some(parent) => &self.tree.nodes[parent].children,
            None => &self.tree.roots,
        };
        !node.titled
            && list
                .iter()
                .filter(|&&other| other != at)
                .map(|&other| &self.tree.nodes[other])
                .all(|other| other.style != node.style || other.paras.is_empty())
    }

    /// Moves the paragraphs that end the body into a closing section.
    pub(super) fn close(&mut self) {
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
        // After a list of marks nothing goes on that is not the document's own end, nor after a sentence with a label where
        // none of its list has a second paragraph.
        let from = match cue {
            Some(_) if (marked || (item && self.are_single(first_node))) && !after_heading => 0,
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
        "thong bao",
    ]
    .iter()
    .any(|cue| head.contains(cue))
        && text.ends_with("./.")
}
