//! A document's entries follow one another: its record, itself, its sections, its tasks. How many there are, and which is which.

use std::ops::Range;

use tantivy::DocId;
use tantivy::columnar::Column;

use super::query::Kind;
use super::record::{Record, Section};

/// The place of an entry in its document, and whether it has facets of its own: few have, and it saves looking for them.
pub(super) fn order(at: usize, has_own: bool) -> u64 {
    (at as u64) << 1 | u64::from(has_own)
}

/// What [`order`] says.
pub(super) fn read_order(order: u64) -> (DocId, bool) {
    (
        DocId::try_from(order >> 1).unwrap_or(DocId::MAX),
        order & 1 == 1,
    )
}

/// The record of an entry: the first of its document. The document itself is the second.
pub(super) fn record_of(orders: &Column<u64>, entry: DocId) -> DocId {
    let (place, _) = read_order(orders.first(entry).unwrap_or_default());
    entry.saturating_sub(place)
}

/// How many entries a document has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Size {
    pub(super) sections: usize,
    pub(super) tasks: usize,
}

impl Size {
    pub(super) fn of(record: &Record<'_>) -> Self {
        fn count(section: &Section<'_>) -> usize {
            usize::from(is_entry(section)) + section.children.iter().map(count).sum::<usize>()
        }
        Self {
            sections: record.sections.iter().map(count).sum(),
            tasks: record.tasks.len(),
        }
    }

    pub(super) fn write(self) -> u64 {
        (self.sections as u64) << 32 | self.tasks as u64
    }

    pub(super) fn read(size: u64) -> Self {
        Self {
            sections: (size >> 32) as usize,
            tasks: (size & u64::from(u32::MAX)) as usize,
        }
    }

    /// Where the entries of a kind are, given where the record is.
    pub(super) fn entries(self, record: DocId, kind: Kind) -> Range<DocId> {
        let sections = record + 2;
        let tasks = sections + self.sections as DocId;
        match kind {
            Kind::Document => record + 1..sections,
            Kind::Section => sections..tasks,
            Kind::Task => tasks..tasks + self.tasks as DocId,
        }
    }
}

/// Whether there is anything in a section to be found.
pub(super) fn is_entry(section: &Section<'_>) -> bool {
    section.title.is_some() || !section.text.is_empty()
}
