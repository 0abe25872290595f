//! Working types → wire types, borrowing every text.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::offsets::Offsets;
use super::restoration::{Places, doubts, restoration};
use super::wire;
use crate::diagnostic::{Diagnostic, Severity};
use crate::document::{self, Document};
use crate::restored::Restored;
use crate::scan::Scan;

impl<'a> wire::Record<'a> {
    /// The record of one document. `restored` and `document` must have come from `scan`.
    #[must_use]
    pub fn new(scan: &'a Scan, restored: &'a Restored, document: &'a Document) -> Self {
        let places = Places {
            text: Offsets::new(&restored.text),
            source: Offsets::new(&restored.source),
        };
        let text = &places.text;
        let mut diagnostics: Vec<wire::Diagnostic<'a>> = document
            .diagnostics
            .iter()
            .map(|d| diagnostic(d, text))
            .collect();
        diagnostics.extend(doubts(restored, &places));
        diagnostics.sort_by_key(|remark| remark.span);
        Self {
            schema: wire::SchemaName::V1,
            id: &scan.source.sha256,
            source: wire::Source {
                path: &scan.source.path,
                format: scan.source.format,
                encoding: scan.source.encoding,
                bytes: scan.source.bytes,
                sha256: &scan.source.sha256,
                pages: scan.source.pages,
            },
            text: &restored.text,
            header: header(&document.header),
            sections: sections(&document.sections, text),
            citations: document
                .citations
                .iter()
                .map(|c| citation(c, restored, &places))
                .collect(),
            tasks: document.tasks.iter().map(|t| task(t, text)).collect(),
            recipients: strs(&document.recipients),
            signature: wire::Signature {
                capacity: document.signature.capacity.as_deref(),
                position: document.signature.position.as_deref(),
                name: document.signature.name.as_deref(),
            },
            restoration: restoration(restored, &places),
            diagnostics,
        }
    }
}

fn header(header: &document::Header) -> wire::Header<'_> {
    wire::Header {
        parent_authority: header.parent_authority.as_deref(),
        authority: header.authority.as_deref(),
        code: header.code.as_deref(),
        number: header.number.as_deref(),
        symbol: header.symbol.as_deref(),
        place: header.place.as_deref(),
        date: header.date.as_deref(),
        kind: header.kind.as_deref(),
        subject: header.subject.as_deref(),
    }
}

fn sections<'a>(sections: &'a [document::Section], text: &Offsets<'_>) -> Vec<wire::Section<'a>> {
    sections
        .iter()
        .map(|section| wire::Section {
            id: &section.id,
            kind: section.kind.into(),
            label: section.label.as_deref(),
            title: section.title.as_deref(),
            text: &section.text,
            span: text.place(section.span),
            children: self::sections(&section.children, text),
        })
        .collect()
}

fn citation<'a>(
    citation: &'a document::Citation,
    restored: &Restored,
    places: &Places<'_>,
) -> wire::Citation<'a> {
    let mention = |mention: &'a document::Mention| wire::Mention {
        text: &mention.text,
        span: places.text.place(mention.span),
        source_span: places.source.place(restored.source_span(mention.span)),
        section: mention.section.as_deref(),
        pinpoint: mention.pinpoint.as_deref(),
    };
    wire::Citation {
        code: citation.code.as_deref(),
        kind: citation.kind.as_deref(),
        number: citation.number.as_deref(),
        year: citation.year,
        authority: citation.authority.as_deref(),
        date: citation.date.as_deref(),
        title: citation.title.as_deref(),
        amends: strs(&citation.amends),
        mentions: citation.mentions.iter().map(mention).collect(),
    }
}

fn task<'a>(task: &'a document::Task, text: &Offsets<'_>) -> wire::Task<'a> {
    wire::Task {
        ordinal: task.ordinal.as_deref(),
        group: task.group.as_deref(),
        content: &task.content,
        lead: strs(&task.lead),
        support: strs(&task.support),
        due: task.due.as_ref().map(|due| wire::Due {
            text: &due.text,
            date: due.date.as_deref(),
            recurrence: due.recurrence.map(Into::into),
        }),
        extra: extra(&task.extra),
        origin: match task.origin {
            document::TaskOrigin::Table => wire::TaskOrigin::Table,
            document::TaskOrigin::Prose => wire::TaskOrigin::Prose,
        },
        section: task.section.as_deref(),
        span: text.place(task.span),
    }
}

/// Columns by their heads; where two have the same head, their cells stand on two lines of one value.
fn extra(columns: &[(String, String)]) -> BTreeMap<&str, Cow<'_, str>> {
    let mut by_head: BTreeMap<&str, Cow<'_, str>> = BTreeMap::new();
    for (head, cell) in columns {
        by_head
            .entry(head)
            .and_modify(|cells| *cells = Cow::Owned(format!("{cells}\n{cell}")))
            .or_insert(Cow::Borrowed(cell));
    }
    by_head
}

fn diagnostic<'a>(diagnostic: &'a Diagnostic, text: &Offsets<'_>) -> wire::Diagnostic<'a> {
    wire::Diagnostic {
        code: diagnostic.code,
        severity: match diagnostic.severity {
            Severity::Info => wire::Severity::Info,
            Severity::Warning => wire::Severity::Warning,
        },
        span: text.place(diagnostic.span),
        message: Cow::Borrowed(&diagnostic.message),
    }
}

fn strs(strings: &[String]) -> Vec<&str> {
    strings.iter().map(String::as_str).collect()
}

impl From<document::SectionKind> for wire::SectionKind {
    fn from(kind: document::SectionKind) -> Self {
        match kind {
            document::SectionKind::Preamble => Self::Preamble,
            document::SectionKind::Part => Self::Part,
            document::SectionKind::Chapter => Self::Chapter,
            document::SectionKind::Section => Self::Section,
            document::SectionKind::Subsection => Self::Subsection,
            document::SectionKind::Article => Self::Article,
            document::SectionKind::Roman => Self::Roman,
            document::SectionKind::Number => Self::Number,
            document::SectionKind::Letter => Self::Letter,
            document::SectionKind::Dash => Self::Dash,
            document::SectionKind::Plus => Self::Plus,
            document::SectionKind::Annex => Self::Annex,
            document::SectionKind::Closing => Self::Closing,
        }
    }
}

impl From<document::Recurrence> for wire::Recurrence {
    fn from(recurrence: document::Recurrence) -> Self {
        match recurrence {
            document::Recurrence::Continuous => Self::Continuous,
            document::Recurrence::Daily => Self::Daily,
            document::Recurrence::Weekly => Self::Weekly,
            document::Recurrence::Monthly => Self::Monthly,
            document::Recurrence::Quarterly => Self::Quarterly,
            document::Recurrence::Semiannual => Self::Semiannual,
            document::Recurrence::Annual => Self::Annual,
        }
    }
}
