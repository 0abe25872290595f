//! Where what is looked for is in one segment: entries in order, each with a score, told window by window.

use std::ops::Range;

use tantivy::columnar::Column;
use tantivy::postings::TermInfo;
use tantivy::query::{Scorer, Weight};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, Score, SegmentReader, TERMINATED};

use super::lexicon::{Blocks, Lengths, List, OfSegment};
use crate::search::query::Kind;
use crate::search::run::{Size, record_of};

/// Where something is found in one segment.
pub(super) struct Source {
    pub(super) found: Found,
    /// What it says of an entry that it is in one of these.
    pub(super) bit: u64,
}

pub(super) enum Found {
    List(Box<List>),
    Rows(std::vec::IntoIter<(DocId, Score)>),
    Engine(Box<dyn Scorer>),
    Documents(Documents),
    Wholes(Box<Wholes>),
}

/// What lets entries of a segment through.
pub(super) enum Filter {
    Entries(Box<dyn Scorer>),
    Documents(Documents),
}

impl Filter {
    /// Counts the entries of a window that it lets through.
    pub(super) fn pass(&mut self, base: DocId, passes: &mut [u8]) {
        let end = base.saturating_add(passes.len() as u32);
        match self {
            Self::Entries(scorer) => {
                let mut doc = scorer.doc();
                if doc < base {
                    doc = scorer.seek(base);
                }
                while doc < end {
                    passes[(doc - base) as usize] += 1;
                    doc = scorer.advance();
                }
            }
            Self::Documents(documents) => documents.each(end, |doc, _| {
                if doc >= base {
                    passes[(doc - base) as usize] += 1;
                }
            }),
        }
    }
}

/// The entries of a kind in the documents whose records the engine finds.
pub(super) struct Documents {
    records: Box<dyn Scorer>,
    sizes: Column<u64>,
    kind: Kind,
    /// What is left of those of one document, and their score; empty where there are no more.
    left: Range<DocId>,
    score: Score,
}

impl Documents {
    pub(super) fn new(
        segment: &SegmentReader,
        weight: &dyn Weight,
        kind: Kind,
    ) -> tantivy::Result<Self> {
        let mut documents = Self {
            records: weight.scorer(segment, 1.0)?,
            sizes: segment.fast_fields().u64("size")?,
            kind,
            left: 0..0,
            score: 0.0,
        };
        documents.find();
        Ok(documents)
    }

    /// Goes on to the first document from here on that has such entries.
    fn find(&mut self) {
        while self.left.is_empty() && self.records.doc() != TERMINATED {
            let record = self.records.doc();
            let size = Size::read(self.sizes.first(record).unwrap_or_default());
            self.left = size.entries(record, self.kind);
            self.score = self.records.score();
            self.records.advance();
        }
    }

    fn doc(&self) -> DocId {
        if self.left.is_empty() {
            TERMINATED
        } else {
            self.left.start
        }
    }

    /// Tells the entries before `end`.
    fn each(&mut self, end: DocId, mut tell: impl FnMut(DocId, Score)) {
        while !self.left.is_empty() && self.left.start < end {
            let until = self.left.end.min(end);
            (self.left.start..until).for_each(|doc| tell(doc, self.score));
            self.left.start = until;
            self.find();
        }
    }
}

/// The documents in whose parts there is one form of a word.
pub(super) struct Wholes {
    parts: Blocks,
    orders: Column<u64>,
    /// The document of the part that comes next.
    document: DocId,
    worth: Score,
}

impl Wholes {
    pub(super) fn new(
        segment: &SegmentReader,
        field: Field,
        info: &TermInfo,
        worth: Score,
    ) -> tantivy::Result<Self> {
        let mut wholes = Self {
            parts: Blocks::new(segment, field, info, IndexRecordOption::Basic)?,
            orders: segment.fast_fields().u64("order")?,
            document: TERMINATED,
            worth,
        };
        wholes.find();
        Ok(wholes)
    }

    /// Finds the document of the part at hand.
    fn find(&mut self) {
        self.document = match self.parts.doc() {
            TERMINATED => TERMINATED,
            part => record_of(&self.orders, part) + 1,
        };
    }

    /// Tells those of the documents of a window that have the word, with their scores: a document has it or has it not.
    fn each(&mut self, documents: &[Run], mut tell: impl FnMut(DocId, Score)) {
        for run in documents {
            if self.parts.doc() < run.behind {
                tell(run.document, self.worth * run.once);
                self.parts.pass(run.behind, |_, _| {});
            }
        }
        self.find();
    }
}

/// The documents of one window, which all words ask for.
pub(super) struct Runs {
    orders: Column<u64>,
    sizes: Column<u64>,
    lengths: OfSegment,
    base: DocId,
    runs: Vec<Run>,
}

/// One document: itself, where the next one begins, and the score of a word that it has once.
struct Run {
    document: DocId,
    behind: DocId,
    once: Score,
}

impl Runs {
    pub(super) fn new(segment: &SegmentReader, lengths: &Lengths) -> tantivy::Result<Self> {
        Ok(Self {
            orders: segment.fast_fields().u64("order")?,
            sizes: segment.fast_fields().u64("size")?,
            lengths: lengths.of_documents(segment)?,
            base: TERMINATED,
            runs: Vec::new(),
        })
    }

    /// Those from the entry `base` on, before `end`.
    fn between(&mut self, base: DocId, end: DocId) -> &[Run] {
        if self.base != base {
            self.base = base;
            self.runs.clear();
            // A window may begin within a document, with one of its headings.
            let mut record = record_of(&self.orders, base);
            while record + 1 < end
                && let Some(size) = self.sizes.first(record)
            {
                // The document stands behind its record, and behind its last entry the next record.
                let (document, behind) =
                    (record + 1, Size::read(size).entries(record, Kind::Task).end);
                if document >= base {
                    self.runs.push(Run {
                        document,
                        behind,
                        once: self.lengths.score(1.0, document),
                    });
                }
                record = behind;
            }
        }
        &self.runs
    }
}

impl Source {
    /// The entry that comes next.
    pub(super) fn doc(&self) -> DocId {
        match &self.found {
            Found::List(list) => list.doc(),
            Found::Rows(rows) => rows.as_slice().first().map_or(TERMINATED, |row| row.0),
            Found::Engine(scorer) => scorer.doc(),
            Found::Documents(documents) => documents.doc(),
            Found::Wholes(wholes) => wholes.document,
        }
    }

    /// Adds the scores of the entries from `base` on to a window.
    pub(super) fn fill(
        &mut self,
        base: DocId,
        scores: &mut [Score],
        parts: &mut [u64],
        documents: &mut Runs,
    ) {
        let end = base.saturating_add(scores.len() as u32);
        let bit = self.bit;
        let mut add = |doc: DocId, score: Score| {
            let at = (doc - base) as usize;
            scores[at] += score;
            parts[at] |= bit;
        };
        match &mut self.found {
            Found::List(list) => list.each(end, add),
            Found::Rows(rows) => {
                let until = rows.as_slice().partition_point(|row| row.0 < end);
                rows.by_ref().take(until).for_each(|row| add(row.0, row.1));
            }
            Found::Engine(scorer) => {
                let mut doc = scorer.doc();
                while doc < end {
                    add(doc, scorer.score());
                    doc = scorer.advance();
                }
            }
            Found::Documents(documents) => documents.each(end, add),
            Found::Wholes(wholes) => wholes.each(documents.between(base, end), add),
        }
    }
}
