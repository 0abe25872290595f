//! Mentions → instruments: one citation for each, its fields from the first mention that gives them.

use std::collections::HashMap;

use strsim::osa_distance;

use super::Page;
use super::parts::Mention as Found;
use crate::diagnostic::{Diagnostic, Severity};
use crate::document::{Citation, Header, Mention};
use crate::segment::folded::fold_str;

/// Gathers the mentions of a document.
pub(super) struct Resolver<'h> {
    header: &'h Header,
    citations: Vec<Citation>,
    by_key: HashMap<String, usize>,
    /// The one instrument of a type and number; `None` where there are several.
    by_number: HashMap<(String, String), Option<usize>>,
    diagnostics: Vec<Diagnostic>,
}

impl<'h> Resolver<'h> {
    /// Nothing found yet.
    pub(super) fn new(header: &'h Header) -> Self {
        Self {
            header,
            citations: Vec::new(),
            by_key: HashMap::new(),
            by_number: HashMap::new(),
            diagnostics: Vec::new(),
        }
    }

    /// Takes the mentions of one page.
    pub(super) fn take(&mut self, page: &Page<'_>, found: Vec<Found>, section: Option<&str>) {
        let codes: Vec<Option<String>> = found
            .iter()
            .map(|m| m.head.symbol.as_ref().map(|s| s.code()))
            .collect();
        let kept: Vec<bool> = found.iter().map(|m| !self.is_own(page, m)).collect();
        for (i, mention) in found.iter().enumerate() {
            if !kept[i] {
                continue;
            }
            let Some(at) = self.instrument(page, mention) else {
                continue;
            };
            let amends: Vec<String> = mention
                .nested
                .iter()
                .filter_map(|&n| codes[n].clone())
                .collect();
            self.add(page, at, mention, &amends, section);
        }
    }

    /// The document's own number is no citation.
    fn is_own(&self, page: &Page<'_>, mention: &Found) -> bool {
        let Some(symbol) = &mention.head.symbol else {
            return false;
        };
        let attached = page.text()[..mention.head.start]
            .trim_end()
            .ends_with("kem theo")
            && page.text().starts_with('(')
            && mention.head.kind.is_some()
            && mention.head.kind == self.header.kind;
        match (&self.header.code, &self.header.number) {
            // Letters may be damaged in one of the two places.
            (Some(own), Some(number)) => {
                fold_str(own) == fold_str(&symbol.code()) || (attached && *number == symbol.number)
            }
            _ => attached,
        }
    }

    /// The citation that a mention belongs to, made where it is the first.
    fn instrument(&mut self, page: &Page<'_>, mention: &Found) -> Option<usize> {
        let head = &mention.head;
        let name = head
            .name
            .map(|(start, end)| page.raw(start, end).to_owned());
        if let Some(number) = &head.short {
            let key = (head.kind.clone().unwrap_or_default(), number.clone());
            return self.by_number.get(&key).copied().flatten();
        }
        let code = head.symbol.as_ref().map(|symbol| symbol.code());
        let law = |kind: &str, name: &str| format!("{kind} {}", fold_str(name));
        let key = match (&code, &name, &head.kind) {
            (Some(code), ..) => fold_str(code),
            (None, Some(name), Some(kind)) => law(kind, name),
            _ => return None,
        };
        if let Some(&at) = self.by_key.get(&key) {
            // A law with a number is not cited again by its name alone.
            return (code.is_some() || self.citations[at].code.is_none()).then_some(at);
        }
        if code.is_none()
            && let Some(at) = self.near_law(&key)
        {
            return Some(at);
        }
        let at = self.citations.len();
        if let (Some(_), Some(name), Some(kind)) = (&code, &name, &head.kind) {
            self.by_key.entry(law(kind, name)).or_insert(at);
        }
        self.by_key.insert(key, at);
        let symbol = head.symbol.as_ref();
        let kind = head
            .kind
            .clone()
            .or_else(|| symbol.and_then(|s| s.kind()).map(str::to_owned));
        if let (Some(kind), Some(symbol)) = (&kind, symbol) {
            self.by_number
                .entry((kind.clone(), symbol.number.clone()))
                .and_modify(|only| *only = None)
                .or_insert(Some(at));
        }
        self.citations.push(Citation {
            code,
            kind,
            number: symbol.map(|s| s.number.clone()),
            year: symbol.and_then(|s| s.year),
            authority: None,
            date: None,
            title: name.filter(|n| !n.is_empty()),
            amends: Vec::new(),
            mentions: Vec::new(),
        });
        Some(at)
    }

    /// A law whose name differs by one letter: the scan's, not another law's.
    fn near_law(&self, key: &str) -> Option<usize> {
        (0..self.citations.len().min(64)).find(|&n| {
            let citation = &self.citations[n];
            let (None, Some(kind), Some(title)) = (&citation.code, &citation.kind, &citation.title)
            else {
                return false;
            };
            let other = format!("{kind} {}", fold_str(title));
            key.len() >= 16
                && key.len().abs_diff(other.len()) <= 1
                && osa_distance(key, &other) <= 1
        })
    }

    fn add(
        &mut self,
        page: &Page<'_>,
        at: usize,
        found: &Found,
        amends: &[String],
        section: Option<&str>,
    ) {
        let citation = &mut self.citations[at];
        let source = page.fold.span(found.head.start..found.end);
        let span = page.flow.span(source.start, source.end);
        if let Some(date) = found.date {
            let iso = date.iso();
            match &citation.date {
                None => citation.date = Some(iso),
                Some(known) if *known != iso => self.diagnostics.push(Diagnostic {
                    code: "citation_date_conflict",
                    severity: Severity::Warning,
                    span,
                    message: format!("dated {iso} here, {known} before"),
                }),
                Some(_) => {}
            }
            if citation.code.as_deref().is_some_and(|code| {
                code.split('/').nth(1).is_some_and(|y| {
                    y.len() == 4
                        && y != date.year.to_string()
                        && y.bytes().all(|b| b.is_ascii_digit())
                })
            }) {
                self.diagnostics.push(Diagnostic {
                    code: "citation_year_conflict",
                    severity: Severity::Warning,
                    span,
                    message: format!("the code's year is not the date's, {}", date.year),
                });
            }
            citation.year = citation.year.or(Some(date.year));
        }
        citation.year = citation.year.or(found.year);
        if citation.authority.is_none() {
            citation.authority = found
                .authority
                .map(|(start, end)| page.raw(start, end).to_owned());
        }
        if citation.title.is_none() {
            citation.title = found
                .title
                .map(|(start, end)| page.raw(start, end).to_owned());
        }
        if found.head.symbol.as_ref().is_some_and(|s| s.repaired) {
            self.diagnostics.push(Diagnostic {
                code: "citation_code_repaired",
                severity: Severity::Info,
                span,
                message: format!("read as {}", citation.code.as_deref().unwrap_or_default()),
            });
        }
        for code in amends {
            if !citation.amends.contains(code) {
                citation.amends.push(code.clone());
            }
        }
        citation.mentions.push(Mention {
            text: page.raw(found.head.start, found.end).to_owned(),
            span,
            section: section.map(str::to_owned),
            pinpoint: found
                .pinpoint
                .map(|(start, end)| page.raw(start, end).to_owned()),
        });
    }

    /// The citations, and remarks about them.
    pub(super) fn finish(self, diagnostics: &mut Vec<Diagnostic>) -> Vec<Citation> {
        diagnostics.extend(self.diagnostics);
        for citation in &self.citations {
            let (Some(code), Some(first)) = (&citation.code, citation.mentions.first()) else {
                continue;
            };
            if let Some(message) = implausible(code, citation, self.header) {
                diagnostics.push(Diagnostic {
                    code: "citation_implausible",
                    severity: Severity::Warning,
                    span: first.span,
                    message: message.to_owned(),
                });
            }
        }
        self.citations
    }
}

/// Why an instrument can hardly be what its code and date say.
fn implausible(code: &str, citation: &Citation, header: &Header) -> Option<&'static str> {
    let issued_by = |bodies: &[&str]| {
        bodies
            .iter()
            .any(|body| code.ends_with(&format!("-{body}")))
    };
    if code.contains("/NĐ-") && !issued_by(&["CP"]) {
        return Some("only the Government issues decrees");
    }
    if code.contains("/TT-") && issued_by(&["UBND", "HĐND", "CP", "TTg", "QH"]) {
        return Some("circulars are issued by ministries");
    }
    // Full dates of ISO 8601 sort as they follow one another.
    let (Some(date), Some(own)) = (&citation.date, &header.date) else {
        return None;
    };
    (date.len() == 10 && own.len() == 10 && date > own)
        .then_some("dated after the document that cites it")
}
