//! Citations of legal instruments: find, take apart, resolve.
//!
//! [`mod@find`] lists the places where an instrument is named, [`parts`] reads what belongs to each (date, authority, title,
//! pinpoint), [`resolve`] brings the mentions of one instrument together.

pub(super) mod symbol;

mod authority;
mod find;
mod law;
mod parts;
mod resolve;
mod title;

use super::flow::Flow;
use super::folded::Folded;
use super::tree::Tree;
use crate::diagnostic::Diagnostic;
use crate::document::{Citation, Header};

/// The instruments that a document cites, in order of first mention.
pub(super) fn find(
    tree: &Tree,
    header: &Header,
    subject: &Flow,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Citation> {
    let mut resolver = resolve::Resolver::new(header);
    let mut read = |flow: &Flow, section: Option<&str>| {
        if worth_reading(&flow.text) {
            let page = Page::new(flow);
            let heads = find::heads(&page);
            let mentions = parts::read(&page, heads);
            resolver.take(&page, mentions, section);
        }
    };
    read(subject, None);
    for at in tree.walk() {
        let node = &tree.nodes[at];
        node.flows().for_each(|flow| read(flow, Some(&node.id)));
    }
    resolver.finish(diagnostics)
}

/// Most paragraphs cite nothing: neither a digit nor a law's name.
fn worth_reading(text: &str) -> bool {
    text.bytes().any(|b| b.is_ascii_digit())
        || text.contains("Luật")
        || text.contains("Pháp lệnh")
        || text.contains("Hiến pháp")
        || text.contains("luật ")
}

/// One flow with its folded copy. Offsets inside this module are folded.
struct Page<'f> {
    flow: &'f Flow,
    fold: Folded,
}

impl<'f> Page<'f> {
    fn new(flow: &'f Flow) -> Self {
        Self {
            flow,
            fold: Folded::new(&flow.text),
        }
    }

    /// The folded text.
    fn text(&self) -> &str {
        &self.fold.text
    }

    /// The words of a folded range.
    fn raw(&self, start: usize, end: usize) -> &str {
        let span = self.fold.span(start..end.max(start));
        span.of(&self.flow.text)
    }

    /// The character at a folded place.
    fn char(&self, at: usize) -> char {
        self.flow.text[self.fold.source(at)..]
            .chars()
            .next()
            .unwrap_or(' ')
    }

    fn is_upper(&self, at: usize) -> bool {
        self.char(at).is_uppercase()
    }

    /// The folded word at a place.
    fn word(&self, at: usize) -> &str {
        let rest = &self.text()[at.min(self.text().len())..];
        let end = rest
            .find(|c: char| !c.is_ascii_alphanumeric())
            .unwrap_or(rest.len());
        &rest[..end]
    }

    /// The place of the next word.
    fn skip_blanks(&self, at: usize) -> usize {
        at + self.text()[at..].bytes().take_while(|&b| b == b' ').count()
    }
}
