//! The words of a query as the index has them: the forms of each in every segment, how rare they are, and scores for them.

use std::ops::Range;
use std::sync::Arc;

use tantivy::columnar::Column;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{BlockSegmentPostings, SegmentPostings, TermInfo};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{
    DocId, InvertedIndexReader, Score, Searcher, SegmentOrdinal, SegmentReader, TERMINATED, Term,
};

use super::weight;
use crate::search::words::{EXACT, Forms, OTHER};

/// BM25: how soon more of a word is no better, and how much the length of a text counts.
const K1: f32 = 1.2;
const B: f32 = 0.75;
/// Follows [`EXACT`], so that all marks of a word are between the two.
const AFTER_EXACT: char = '>';

/// How a text has a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Form {
    /// It may be meant there.
    Other,
    /// With other marks.
    Near,
    /// As it was typed.
    Exact,
}

impl Form {
    /// How much it is worth.
    pub(super) fn weight(self, is_marked: bool) -> f32 {
        match self {
            Self::Other => weight::OTHER,
            Self::Near if is_marked => weight::NEAR,
            Self::Near | Self::Exact => 1.0,
        }
    }
}

/// A word that is looked for in one field.
#[derive(Debug)]
pub(super) struct Word {
    pub(super) field: Field,
    /// How much it says.
    pub(super) rarity: f32,
    /// How many entries have it.
    have: u64,
    /// Its forms in each segment.
    forms: Vec<Vec<(Form, TermInfo)>>,
}

impl Word {
    /// Looks a word up. All its marks together say how rare it is.
    pub(super) fn find(searcher: &Searcher, field: Field, word: &Forms) -> tantivy::Result<Self> {
        let first = format!("{}{EXACT}", word.folded);
        let behind = format!("{}{AFTER_EXACT}", word.folded);
        let other = Term::from_field_text(field, &format!("{}{OTHER}", word.folded));
        let mut have = 0;
        let mut all = Vec::new();
        for segment in searcher.segment_readers() {
            let index = segment.inverted_index(field)?;
            let mut forms = Vec::new();
            let range = index.terms().range().ge(&first).lt(&behind);
            let mut terms = range.into_stream()?;
            while terms.advance() {
                let is_exact = &terms.key()[first.len()..] == word.behind().as_bytes();
                let form = if is_exact { Form::Exact } else { Form::Near };
                have += u64::from(terms.value().doc_freq);
                forms.push((form, terms.value().clone()));
            }
            if let Some(info) = index.get_term_info(&other)? {
                forms.push((Form::Other, info));
            }
            all.push(forms);
        }
        Ok(Self {
            field,
            rarity: rarity(searcher, have),
            have,
            forms: all,
        })
    }

    /// Counts those that have it in another field, too.
    pub(super) fn count_also(&mut self, searcher: &Searcher, other: &Self) {
        self.have += other.have;
        self.rarity = rarity(searcher, self.have);
    }

    /// Looks up a word of a field that has words without their marks.
    pub(super) fn find_folded(
        searcher: &Searcher,
        field: Field,
        word: &Forms,
    ) -> tantivy::Result<Self> {
        let term = Term::from_field_text(field, &word.folded);
        let mut have = 0;
        let mut all = Vec::new();
        for segment in searcher.segment_readers() {
            let info = segment.inverted_index(field)?.get_term_info(&term)?;
            have += info.as_ref().map_or(0, |info| u64::from(info.doc_freq));
            all.push(info.into_iter().map(|info| (Form::Exact, info)).collect());
        }
        Ok(Self {
            field,
            rarity: rarity(searcher, have),
            have,
            forms: all,
        })
    }

    /// Its forms in a segment.
    pub(super) fn forms(&self, segment: SegmentOrdinal) -> &[(Form, TermInfo)] {
        &self.forms[segment as usize]
    }

    /// How many entries of a segment have it, at most.
    pub(super) fn count(&self, segment: SegmentOrdinal) -> u64 {
        let forms = self.forms(segment).iter();
        forms.map(|(_, info)| u64::from(info.doc_freq)).sum()
    }

    /// Where its forms are in a segment.
    pub(super) fn postings(
        &self,
        segment: SegmentOrdinal,
        index: &InvertedIndexReader,
        option: IndexRecordOption,
    ) -> tantivy::Result<Vec<(Form, SegmentPostings)>> {
        let mut all = Vec::new();
        for (form, info) in self.forms(segment) {
            all.push((*form, index.read_postings_from_terminfo(info, option)?));
        }
        Ok(all)
    }
}

/// How much a word says that so many entries have, as BM25 has it.
fn rarity(searcher: &Searcher, have: u64) -> f32 {
    let all = searcher.num_docs().max(have) as f32;
    let have = have as f32;
    (1.0 + (all - have + 0.5) / (have + 0.5)).ln()
}

/// How long texts are, as BM25 has it.
#[derive(Clone, Debug)]
pub(super) struct Lengths {
    average: f32,
    /// Of all lengths that the engine keeps.
    norms: Arc<[f32; 256]>,
}

impl Lengths {
    /// The lengths of texts whose words are in these fields.
    pub(super) fn read(searcher: &Searcher, fields: &[Field]) -> tantivy::Result<Self> {
        let mut tokens = 0;
        for segment in searcher.segment_readers() {
            for &field in fields {
                tokens += segment.inverted_index(field)?.total_num_tokens();
            }
        }
        let average = (tokens as f32 / searcher.num_docs().max(1) as f32).max(f32::MIN_POSITIVE);
        Ok(Self {
            average,
            norms: Arc::new(std::array::from_fn(|id| {
                norm(FieldNormReader::id_to_fieldnorm(id as u8) as f32, average)
            })),
        })
    }

    /// Those of a segment's texts of one field.
    pub(super) fn of_field(
        &self,
        segment: &SegmentReader,
        field: Field,
    ) -> tantivy::Result<OfSegment> {
        Ok(OfSegment {
            lengths: self.clone(),
            kept: Kept::Field(segment.get_fieldnorms_reader(field)?),
        })
    }

    /// Those of a segment's documents.
    pub(super) fn of_documents(&self, segment: &SegmentReader) -> tantivy::Result<OfSegment> {
        Ok(OfSegment {
            lengths: self.clone(),
            kept: Kept::Documents(segment.fast_fields().u64("length")?),
        })
    }
}

fn norm(length: f32, average: f32) -> f32 {
    K1 * (1.0 - B + B * length / average)
}

/// The lengths of texts of one segment.
pub(super) struct OfSegment {
    lengths: Lengths,
    kept: Kept,
}

enum Kept {
    Field(FieldNormReader),
    Documents(Column<u64>),
}

impl OfSegment {
    /// The score of so much of a word in the text of an entry; to be multiplied by how rare it is.
    pub(super) fn score(&self, frequency: f32, doc: DocId) -> Score {
        let norm = match &self.kept {
            Kept::Field(norms) => self.lengths.norms[usize::from(norms.fieldnorm_id(doc))],
            Kept::Documents(lengths) => {
                let length = lengths.first(doc).unwrap_or_default();
                norm(length as f32, self.lengths.average)
            }
        };
        (1.0 + K1) * frequency / (frequency + norm)
    }
}

/// The entries of a segment that have one form of a word, block by block.
pub(super) struct Blocks {
    block: BlockSegmentPostings,
    at: usize,
    left: usize,
}

impl Blocks {
    pub(super) fn new(
        segment: &SegmentReader,
        field: Field,
        info: &TermInfo,
        option: IndexRecordOption,
    ) -> tantivy::Result<Self> {
        let index = segment.inverted_index(field)?;
        Ok(Self {
            block: index.read_block_postings_from_terminfo(info, option)?,
            at: 0,
            left: info.doc_freq as usize,
        })
    }

    /// The entry that comes next.
    pub(super) fn doc(&self) -> DocId {
        if self.left == 0 {
            TERMINATED
        } else {
            self.block.doc(self.at)
        }
    }

    /// Passes the entries before `end`, and shows each block with those of them that it has.
    pub(super) fn pass(
        &mut self,
        end: DocId,
        mut see: impl FnMut(&BlockSegmentPostings, Range<usize>),
    ) {
        while self.left > 0 {
            let docs = self.block.docs();
            let len = docs.len();
            let passed = self.at + docs[self.at..].partition_point(|&doc| doc < end);
            see(&self.block, self.at..passed);
            self.left -= passed - self.at;
            self.at = passed;
            if passed < len || self.left == 0 {
                return;
            }
            self.block.advance();
            self.at = 0;
        }
    }
}

/// The entries of a segment that have one form of a word, with their scores.
pub(super) struct List {
    blocks: Blocks,
    has_counts: bool,
    worth: Score,
    lengths: OfSegment,
}

impl List {
    pub(super) fn new(
        segment: &SegmentReader,
        field: Field,
        info: &TermInfo,
        worth: Score,
        lengths: &Lengths,
        has_counts: bool,
    ) -> tantivy::Result<Self> {
        let option = if has_counts {
            IndexRecordOption::WithFreqs
        } else {
            IndexRecordOption::Basic
        };
        Ok(Self {
            blocks: Blocks::new(segment, field, info, option)?,
            has_counts,
            worth,
            lengths: lengths.of_field(segment, field)?,
        })
    }

    pub(super) fn doc(&self) -> DocId {
        self.blocks.doc()
    }

    /// Tells the entries before `end`, and their scores.
    pub(super) fn each(&mut self, end: DocId, mut tell: impl FnMut(DocId, Score)) {
        let (has_counts, worth, lengths) = (self.has_counts, self.worth, &self.lengths);
        self.blocks.pass(end, |block, here| {
            let docs = &block.docs()[here.clone()];
            if has_counts {
                for (&doc, &count) in docs.iter().zip(&block.freqs()[here]) {
                    tell(doc, worth * lengths.score(count as f32, doc));
                }
            } else {
                for &doc in docs {
                    tell(doc, worth * lengths.score(1.0, doc));
                }
            }
        });
    }
}
