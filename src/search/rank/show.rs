//! What hits show: their snippets, and of documents the best section.

use std::ops::Range;

use tantivy::schema::{IndexRecordOption, Value};
use tantivy::{DocAddress, DocId, DocSet, Searcher, SegmentReader, TantivyDocument, Term};

use super::near::NearCode;
use super::top::Candidate;
use super::{Lexicons, weight};
use crate::search::form::{self, Fields, Key};
use crate::search::hit::{About, Hit};
use crate::search::plan::Plan;
use crate::search::query::Kind;
use crate::search::run::{Size, record_of};
use crate::search::shown::{Shown, ShownOfAll};
use crate::search::snippet::Marker;

/// Makes hits of candidates.
pub(super) struct Showcase<'a> {
    pub(super) searcher: &'a Searcher,
    pub(super) fields: &'a Fields,
    pub(super) plan: &'a Plan,
    pub(super) lexicons: &'a Lexicons<'a>,
}

impl Showcase<'_> {
    /// What a hit shows.
    pub(super) fn hit(
        &self,
        candidate: &Candidate,
        marker: &Marker<'_>,
        is_near: bool,
    ) -> tantivy::Result<Hit> {
        let document = match candidate.kind {
            Kind::Document => candidate.at,
            _ => self.document_of(candidate.at)?,
        };
        let near = if is_near {
            self.near(candidate, document)?
        } else {
            Vec::new()
        };
        let part = match candidate.kind {
            Kind::Document => self.best_section(document, &near)?,
            _ => Some(candidate.at),
        };
        let marker = &marker.with_near(near.iter().map(|code| code.mark()));
        let all = self.shown(document)?;
        let shown: ShownOfAll<'_> = serde_json::from_str(&all).unwrap_or_default();
        let own = part.map(|part| self.shown(part)).transpose()?;
        let own = own.unwrap_or_default();
        let part: Shown<'_> = serde_json::from_str(&own).unwrap_or_default();
        let mut snippet = marker.snippet(&part.text, &part.others);
        if snippet.highlights.is_empty() {
            // Its words are in the heading then.
            let heading = match candidate.kind {
                Kind::Document => shown.subject.as_deref(),
                _ => part.headings.last().map(AsRef::as_ref),
            };
            let other = marker.snippet(heading.unwrap_or_default(), &[]);
            if snippet.text.is_empty() || !other.highlights.is_empty() {
                snippet = other;
            }
        }
        let owned = |text: &Option<std::borrow::Cow<'_, str>>| text.as_deref().map(str::to_owned);
        Ok(Hit {
            kind: candidate.kind,
            document: shown.document.clone().into_owned(),
            path: shown.path.clone().into_owned(),
            section: owned(&part.section),
            headings: part.headings.iter().map(ToString::to_string).collect(),
            near: near.first().map(|code| code.shown()),
            score: candidate.score,
            snippet,
            about: About {
                code: owned(&shown.code),
                kind: owned(&shown.kind),
                subject: owned(&shown.subject),
                authority: owned(&shown.authority),
                date: owned(&shown.date),
            },
        })
    }

    /// The codes near those that were typed that an entry has, nearest first.
    fn near(&self, candidate: &Candidate, document: DocAddress) -> tantivy::Result<Vec<&NearCode>> {
        let (kind, field) = (candidate.kind, self.fields.keys);
        let record = DocAddress::new(document.segment_ord, document.doc_id.saturating_sub(1));
        let mut near = Vec::new();
        for code in self.lexicons.of(kind)?.near.iter().flat_map(|near| &near.1) {
            if code.is_at(self.searcher, field, kind, candidate.at, record)? {
                near.push(code);
            }
        }
        near.sort();
        Ok(near)
    }

    fn shown(&self, at: DocAddress) -> tantivy::Result<String> {
        let entry: TantivyDocument = self.searcher.doc(at)?;
        let shown = entry.get_first(self.fields.shown);
        let shown = shown.and_then(|value| value.as_str());
        Ok(shown.unwrap_or_default().to_owned())
    }

    /// The document of an entry, which stands behind the record.
    fn document_of(&self, at: DocAddress) -> tantivy::Result<DocAddress> {
        let segment = self.searcher.segment_reader(at.segment_ord);
        let record = record_of(&segment.fast_fields().u64("order")?, at.doc_id);
        Ok(DocAddress::new(at.segment_ord, record + 1))
    }

    /// The section of a document that has most of what was asked for; the first one where none has any.
    fn best_section(
        &self,
        document: DocAddress,
        near: &[&NearCode],
    ) -> tantivy::Result<Option<DocAddress>> {
        let segment = self.searcher.segment_reader(document.segment_ord);
        let sections = entries_of(segment, document.doc_id, Kind::Section)?;
        let mut worths = vec![0.0_f32; sections.len()];
        let lexicon = self.lexicons.of(Kind::Section)?;
        let index = segment.inverted_index(lexicon.field)?;
        for word in lexicon.all() {
            for (form, info) in word.forms(document.segment_ord) {
                let worth = word.rarity * form.weight(self.plan.is_marked);
                let postings = index.read_postings_from_terminfo(info, IndexRecordOption::Basic)?;
                each(Some(postings), &sections, |at| worths[at] += worth);
            }
        }
        let keys = self.plan.codes.iter().flat_map(|sought| &sought.code.keys);
        let typed = keys.map(|key| form::key(Kind::Section, Key::Cited(key)));
        let typed = typed.map(|key| Term::from_field_text(self.fields.keys, &key));
        let near = near.iter();
        for term in typed.chain(near.map(|code| code.term(self.fields.keys, Kind::Section))) {
            let postings = segment
                .inverted_index(self.fields.keys)?
                .read_postings(&term, IndexRecordOption::Basic)?;
            each(postings, &sections, |at| worths[at] += weight::CITED);
        }
        let best = sections
            .zip(worths)
            .max_by(|a, b| a.1.total_cmp(&b.1).then_with(|| b.0.cmp(&a.0)));
        Ok(best.map(|(section, _)| DocAddress::new(document.segment_ord, section)))
    }
}

/// The entries of a kind that a document has: its record, which stands before it, says how many.
pub(super) fn entries_of(
    segment: &SegmentReader,
    document: DocId,
    kind: Kind,
) -> tantivy::Result<Range<DocId>> {
    let record = document.saturating_sub(1);
    let size = segment.fast_fields().u64("size")?.first(record);
    Ok(Size::read(size.unwrap_or_default()).entries(record, kind))
}

/// Tells the places of postings inside a range.
fn each<P: DocSet>(postings: Option<P>, range: &Range<DocId>, mut tell: impl FnMut(usize)) {
    let Some(mut postings) = postings else {
        return;
    };
    let mut doc = postings.doc();
    if doc < range.start {
        doc = postings.seek(range.start);
    }
    while doc < range.end {
        tell((doc - range.start) as usize);
        doc = postings.advance();
    }
}
