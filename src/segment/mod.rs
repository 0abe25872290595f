//! Stage 3: restored text → [`Document`].
//!
//! The passes in order: lines (page furniture set aside), letterhead, end matter, section tree, annexes, then citations
//! and tasks over the finished tree. The text still has wrong syllables here and there, so labels and keywords are
//! recognised on a folded copy and through one wrong letter. Nothing here can fail; every line belongs to the
//! letterhead, to one section, to the end matter or to the furniture (see [`owners`]).

mod annex;
mod citation;
mod dates;
mod dictionary;
mod ending;
mod flow;
mod folded;
mod fuzzy;
mod header;
mod knowledge;
mod lines;
mod numbering;
mod outline;
mod recipients;
mod signature;
mod table;
mod tasks;
mod tree;

use crate::document::{Document, SectionKind};
use crate::restored::Restored;
use crate::span::Span;

use self::lines::Lines;
use self::outline::Outliner;
use self::tree::{Node, Tree};

/// Finds the structure of a restored text. Cannot fail; what is not found stays empty.
#[must_use]
pub fn segment(restored: &Restored) -> Document {
    Pass::over(restored).document
}

/// What a stretch of the text belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Owner {
    /// The letterhead, up to the subject.
    Header,
    /// The section with this id.
    Section(String),
    /// Recipients and signature.
    Ending,
    /// Page numbers, rules, scribble, blank lines between two owners.
    Furniture,
}

/// To whom every byte of a text belongs: the spans follow one another and together are the text.
#[must_use]
pub fn owners(restored: &Restored) -> Vec<(Span, Owner)> {
    Pass::over(restored).owners
}

struct Pass {
    document: Document,
    owners: Vec<(Span, Owner)>,
}

impl Pass {
    fn over(restored: &Restored) -> Self {
        let text = restored.text.as_str();
        let lines = Lines::new(restored);
        let found = header::read(&lines);
        let ending = ending::find(&lines, found.end);
        let mut document = Document {
            header: found.header,
            diagnostics: found.diagnostics,
            ..Document::default()
        };
        let mut tree = Tree::default();
        let mut nodes: Vec<Option<usize>> = vec![None; lines.len()];
        Outliner::new(
            &lines,
            &mut tree,
            &mut document.diagnostics,
            &mut nodes,
            None,
        )
        .run(found.end, ending.start);
        document
            .diagnostics
            .extend(annex::another_document(&lines, ending.end));
        for annex in annex::find(&lines, ending.end, lines.len()) {
            let mut node = Node::new(SectionKind::Annex, lines.all[annex.start].span.start);
            node.label = annex.label;
            node.head = annex.title;
            let at = tree.add(node, None);
            nodes[annex.start..annex.body].fill(Some(at));
            Outliner::new(
                &lines,
                &mut tree,
                &mut document.diagnostics,
                &mut nodes,
                Some(at),
            )
            .run(annex.body, annex.end);
        }
        tree.set_titles();
        tree.set_ids();
        document.sections = tree.sections();
        document.citations = citation::find(
            &tree,
            &document.header,
            &found.subject,
            &mut document.diagnostics,
        );
        document.tasks = tasks::find(&tree, &document.header);
        document.recipients = recipients::read(text, &ending.left);
        document.signature = signature::read(text, &ending.right);
        document.diagnostics.sort_by_key(|d| (d.span, d.code));
        let owners = (0..lines.len())
            .map(|i| {
                let owner = if !lines.solid(i) {
                    Owner::Furniture
                } else if let Some(node) = nodes[i] {
                    Owner::Section(tree.nodes[node].id.clone())
                } else if i < found.end {
                    Owner::Header
                } else if (ending.start..ending.end).contains(&i) {
                    Owner::Ending
                } else {
                    Owner::Furniture
                };
                (lines.all[i].full, owner)
            })
            .collect();
        Self { document, owners }
    }
}
