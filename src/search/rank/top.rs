//! The best hits so far, in an order that does not depend on how the index was written.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;

use tantivy::columnar::Column;
use tantivy::{DocAddress, DocId, Score, SegmentReader};

use crate::search::query::Kind;

/// A hit on its way to the top.
#[derive(Clone, Copy, Debug)]
pub(super) struct Candidate {
    pub(super) score: Score,
    pub(super) kind: Kind,
    /// Path and place of the entry, for an order among equals that does not depend on how the index was written.
    tie: (u64, u64),
    pub(super) at: DocAddress,
}

impl Ord for Candidate {
    fn cmp(&self, other: &Self) -> Ordering {
        self.score
            .total_cmp(&other.score)
            .then_with(|| other.tie.cmp(&self.tie))
            .then_with(|| other.kind.cmp(&self.kind))
    }
}

impl PartialOrd for Candidate {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Candidate {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Candidate {}

/// The best so far.
pub(super) struct Top {
    /// The worst of them is on top.
    heap: BinaryHeap<Reverse<Candidate>>,
    deep: usize,
}

impl Top {
    /// Keeps so many.
    pub(super) fn new(deep: usize) -> Self {
        Self {
            heap: BinaryHeap::new(),
            deep,
        }
    }

    /// Keeps a hit if it is among the best so far.
    pub(super) fn offer(&mut self, score: Score, kind: Kind, at: DocAddress, ties: &Ties) {
        let is_full = self.heap.len() >= self.deep;
        if let Some(Reverse(worst)) = self.heap.peek()
            && is_full
            && score < worst.score
        {
            return;
        }
        let candidate = Candidate {
            score,
            kind,
            tie: ties.of(at.doc_id),
            at,
        };
        if is_full {
            if let Some(mut worst) = self.heap.peek_mut()
                && candidate > worst.0
            {
                *worst = Reverse(candidate);
            }
        } else {
            self.heap.push(Reverse(candidate));
        }
    }

    /// All that were kept, best first.
    pub(super) fn sorted(self) -> Vec<Candidate> {
        let mut all: Vec<Candidate> = self.heap.into_iter().map(|Reverse(one)| one).collect();
        all.sort_unstable_by(|a, b| b.cmp(a));
        all
    }
}

/// What equal scores are ordered by.
pub(super) struct Ties {
    paths: Column<u64>,
    orders: Column<u64>,
}

impl Ties {
    pub(super) fn new(segment: &SegmentReader) -> tantivy::Result<Self> {
        let columns = segment.fast_fields();
        Ok(Self {
            paths: columns.u64("path")?,
            orders: columns.u64("order")?,
        })
    }

    fn of(&self, doc: DocId) -> (u64, u64) {
        let first = |column: &Column<u64>| column.first(doc).unwrap_or_default();
        (first(&self.paths), first(&self.orders))
    }
}
