//! Words in a row: which entries have them, each word in whatever form.

use tantivy::postings::Postings;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, Score, SegmentOrdinal, SegmentReader};

use super::lexicon::{Form, OfSegment, Word};
use super::weight;
use crate::search::run::record_of;

/// An entry in which words stand in a row: how often, and how good the best of the rows is.
pub(super) type Row = (DocId, usize, f32);

/// The entries of a segment in which the words stand in a row. One of the words may be another reading; a row counts as much
/// as its least exact word.
pub(super) fn rows(
    segment: &SegmentReader,
    ord: SegmentOrdinal,
    field: Field,
    words: &[Word],
    is_marked: bool,
) -> tantivy::Result<Vec<Row>> {
    let docs = with_all(segment, ord, field, words)?;
    if docs.is_empty() {
        return Ok(Vec::new());
    }
    let index = segment.inverted_index(field)?;
    let mut postings = Vec::new();
    for word in words {
        postings.push(word.postings(ord, &index, IndexRecordOption::WithFreqsAndPositions)?);
    }
    let mut places: Vec<Vec<(u32, Form)>> = vec![Vec::new(); words.len()];
    let mut positions = Vec::new();
    let mut found = Vec::new();
    for doc in docs {
        for (postings, places) in postings.iter_mut().zip(&mut places) {
            places.clear();
            for (form, postings) in postings {
                if postings.doc() <= doc && postings.seek(doc) == doc {
                    positions.clear();
                    postings.append_positions_with_offset(0, &mut positions);
                    places.extend(positions.iter().map(|&position| (position, *form)));
                }
            }
            places.sort_unstable();
        }
        let (count, best) = in_order(&places, is_marked);
        if count > 0 {
            found.push((doc, count, best));
        }
    }
    Ok(found)
}

/// Rows in parts of documents as rows of the documents.
pub(super) fn of_documents(
    segment: &SegmentReader,
    parts: Vec<Row>,
    rows: &mut Vec<Row>,
) -> tantivy::Result<()> {
    let orders = segment.fast_fields().u64("order")?;
    for (doc, count, best) in parts {
        rows.push((record_of(&orders, doc) + 1, count, best));
    }
    rows.sort_unstable_by_key(|row| row.0);
    rows.dedup_by(|more, row| {
        let is_same = more.0 == row.0;
        if is_same {
            *row = (row.0, row.1 + more.1, row.2.max(more.2));
        }
        is_same
    });
    Ok(())
}

/// Scores for rows.
pub(super) fn scores(words: &[Word], lengths: &OfSegment, rows: &[Row]) -> Vec<(DocId, Score)> {
    let rarity: f32 = words.iter().map(|word| word.rarity).sum();
    let score = |&(doc, count, best): &Row| {
        let frequency = lengths.score(count as f32, doc);
        (doc, best * rarity * frequency)
    };
    rows.iter().map(score).collect()
}

/// The entries that have all the words, in order.
fn with_all(
    segment: &SegmentReader,
    ord: SegmentOrdinal,
    field: Field,
    words: &[Word],
) -> tantivy::Result<Vec<DocId>> {
    let index = segment.inverted_index(field)?;
    let mut order: Vec<&Word> = words.iter().collect();
    order.sort_by_key(|word| word.count(ord));
    let mut order = order.into_iter();
    let Some(rarest) = order.next() else {
        return Ok(Vec::new());
    };
    let mut docs = Vec::new();
    for (_, mut postings) in rarest.postings(ord, &index, IndexRecordOption::Basic)? {
        while postings.doc() != tantivy::TERMINATED {
            docs.push(postings.doc());
            postings.advance();
        }
    }
    docs.sort_unstable();
    docs.dedup();
    for word in order {
        let mut has = vec![false; docs.len()];
        for (_, mut postings) in word.postings(ord, &index, IndexRecordOption::Basic)? {
            for (&doc, has) in docs.iter().zip(&mut has) {
                if postings.doc() < doc {
                    postings.seek(doc);
                }
                *has |= postings.doc() == doc;
            }
        }
        let mut has = has.into_iter();
        docs.retain(|_| has.next().unwrap_or(false));
    }
    Ok(docs)
}

/// How often words stand in a row, and how good the best of the rows is.
fn in_order(places: &[Vec<(u32, Form)>], is_marked: bool) -> (usize, f32) {
    let (mut count, mut best) = (0, 0.0_f32);
    for start in places[0].chunk_by(|a, b| a.0 == b.0) {
        let (mut worst, mut others) = (Form::Exact, 0);
        let is_row = (0..places.len()).all(|word| {
            let position = start[0].0 + word as u32;
            let after = places[word].partition_point(|place| place.0 <= position);
            // Of the forms in one place the last one is the most exact.
            let form = after.checked_sub(1).map(|last| places[word][last]);
            form.filter(|place| place.0 == position)
                .map(|(_, form)| {
                    worst = worst.min(form);
                    others += usize::from(form == Form::Other);
                })
                .is_some()
        });
        if is_row && others <= 1 {
            count += 1;
            best = best.max(if others == 1 {
                weight::OTHER
            } else {
                worst.weight(is_marked)
            });
        }
    }
    (count, best)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_has_one_other_reading_at_most() {
        use Form::{Exact, Near, Other};
        for (places, expected) in [
            (vec![vec![(1, Exact)], vec![(2, Exact)]], (1, 1.0)),
            (vec![vec![(1, Exact)], vec![(3, Exact)]], (0, 0.0)),
            (vec![vec![(1, Exact)], vec![(2, Near)]], (1, weight::NEAR)),
            (vec![vec![(1, Other)], vec![(2, Near)]], (1, weight::OTHER)),
            (vec![vec![(1, Other)], vec![(2, Other)]], (0, 0.0)),
            (
                vec![
                    vec![(1, Near), (4, Exact)],
                    vec![(2, Exact), (5, Other), (5, Exact)],
                ],
                (2, 1.0),
            ),
        ] {
            assert_eq!(in_order(&places, true), expected, "{places:?}");
        }
    }
}
