//! The second look at the best hits: Vietnamese words are several syllables, and syllables that stand in a row count more than
//! the same ones apart.

use std::cmp::Ordering;

use tantivy::postings::Postings;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, Searcher};

use super::show::entries_of;
use super::top::Candidate;
use super::{Lexicons, weight};
use crate::search::plan::Plan;
use crate::search::query::Kind;

/// Places between the parts of a document.
const APART: u32 = 1 << 16;

/// Gives more to hits in which words of the query stand in a row.
pub(super) fn look_again(
    searcher: &Searcher,
    plan: &Plan,
    lexicons: &Lexicons<'_>,
    top: &mut [Candidate],
) -> tantivy::Result<()> {
    if plan.rows.is_empty() {
        return Ok(());
    }
    let mut order: Vec<usize> = (0..top.len()).collect();
    order.sort_by_key(|&i| (top[i].kind, top[i].at));
    let places: Vec<_> = top
        .iter()
        .map(|one| (one.kind, one.at.segment_ord))
        .collect();
    let mut positions = vec![Vec::new(); plan.words.len()];
    for group in order.chunk_by(|&a, &b| places[a] == places[b]) {
        let (kind, ord) = places[group[0]];
        let segment = searcher.segment_reader(ord);
        // The order of a document's words is that of its parts.
        let kinds = match kind {
            Kind::Document => Kind::ALL.to_vec(),
            _ => vec![kind],
        };
        let mut readers = Vec::new();
        for &kind in &kinds {
            let lexicon = lexicons.of(kind)?;
            let index = segment.inverted_index(lexicon.field)?;
            for (number, word) in lexicon.words.iter().enumerate() {
                for (_, postings) in
                    word.postings(ord, &index, IndexRecordOption::WithFreqsAndPositions)?
                {
                    readers.push((number, postings));
                }
            }
        }
        let words = &lexicons.of(kind)?.words;
        let rarity: Vec<f32> = words.iter().map(|word| word.rarity).collect();
        for &i in group {
            let doc = top[i].at.doc_id;
            let end = match kind {
                Kind::Document => entries_of(segment, doc, Kind::Task)?.end,
                _ => doc + 1,
            };
            positions.iter_mut().for_each(Vec::clear);
            for (number, postings) in &mut readers {
                if postings.doc() < doc {
                    postings.seek(doc);
                }
                while postings.doc() < end {
                    // Parts of a document are far from one another.
                    let part = (postings.doc() - doc).wrapping_mul(APART);
                    postings.append_positions_with_offset(part, &mut positions[*number]);
                    postings.advance();
                }
            }
            for positions in &mut positions {
                positions.sort_unstable();
                positions.dedup();
            }
            for row in &plan.rows {
                let (pairs, longest) = in_a_row(row, &positions, &rarity);
                top[i].score += weight::PAIR * pairs + weight::ROW * longest;
            }
        }
    }
    Ok(())
}

/// How much of a row of words stands in a text: the worth of all pairs that follow one another somewhere, and of the
/// longest row of them in one place. In that row a word may be another, which is worth less: it may be misread there.
fn in_a_row(row: &[usize], positions: &[Vec<u32>], rarity: &[f32]) -> (f32, f32) {
    let (mut pairs, mut longest) = (0.0_f32, 0.0_f32);
    // Positions of the word before and of the one before that, each with the worth of the row that ends there.
    let (mut one, mut two) = (Vec::<(u32, f32)>::new(), Vec::<(u32, f32)>::new());
    for (at, &word) in row.iter().enumerate() {
        let worth = |back: usize| {
            let before = at.checked_sub(back).map(|before| rarity[row[before]]);
            before.map_or(0.0, |before| before + rarity[word])
        };
        let (next, skipped) = (worth(1), worth(2) * 0.75);
        let (mut ends, mut far) = (Ends(&one), Ends(&two));
        let mut follows = false;
        let here: Vec<(u32, f32)> = positions[word]
            .iter()
            .map(|&position| {
                let adjacent = ends.at(position, 1).map(|row| row + next);
                let over = far.at(position, 2).map(|row| row + skipped);
                follows |= adjacent.is_some();
                (position, adjacent.unwrap_or(0.0).max(over.unwrap_or(0.0)))
            })
            .collect();
        pairs += if follows { next } else { 0.0 };
        longest = here
            .iter()
            .fold(longest, |most, &(_, worth)| most.max(worth));
        two = std::mem::replace(&mut one, here);
    }
    (pairs, longest)
}

/// Ends of rows, asked for in order.
struct Ends<'e>(&'e [(u32, f32)]);

impl Ends<'_> {
    /// The worth of the row that ends so far before a position.
    fn at(&mut self, position: u32, before: u32) -> Option<f32> {
        while let Some((end, worth)) = self.0.first() {
            match (end + before).cmp(&position) {
                Ordering::Less => self.0 = &self.0[1..],
                Ordering::Equal => return Some(*worth),
                Ordering::Greater => return None,
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_of_words() {
        let rarity = [1.0, 2.0, 4.0];
        for (positions, expected) in [
            ([vec![1], vec![2], vec![3]], (9.0, 9.0)),
            ([vec![1], vec![2, 8], vec![9]], (9.0, 6.0)),
            ([vec![1], vec![3], vec![4]], (6.0, 6.0)),
            ([vec![1, 5], vec![2, 6], vec![7]], (9.0, 9.0)),
            ([vec![3], vec![2], vec![1]], (0.0, 0.0)),
            ([vec![1], vec![7], vec![3]], (0.0, 3.75)),
            ([vec![], vec![], vec![]], (0.0, 0.0)),
        ] {
            assert_eq!(
                in_a_row(&[0, 1, 2], &positions, &rarity),
                expected,
                "{positions:?}"
            );
        }
        assert_eq!(in_a_row(&[0, 0], &[vec![4, 5]], &rarity), (2.0, 2.0));
    }
}
