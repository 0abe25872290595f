//! The channel of whole words: what common words are read as.
//!
//! The table of [`super::channel`] takes a word letter by letter, and does not know where in a word a letter stands: `ở`
//! alone is read `6` more often than not, in `phở` it hardly ever is. What was seen often enough of words is kept here.

use super::lexicon::WordId;
use crate::cost::Cost;
use crate::text::case::Case;

/// Readings of whole words.
#[derive(Clone, Copy, Debug)]
pub struct WordReadings<'m> {
    /// Rows sorted by reading, then by word and case.
    pub(crate) rows: &'m [u8],
}

/// Bytes of a row: hash of the reading, word, case, cost.
pub(crate) const ROW: usize = 4 + 2 + 1 + 1;

impl WordReadings<'_> {
    /// The words that were seen to be read as `read`, in their cases, each with what it costs that the word is read so.
    pub fn of(self, read: &str) -> impl Iterator<Item = (WordId, Case, Cost)> {
        let (rows, _) = self.rows.as_chunks::<ROW>();
        let key = hash(read);
        let first = rows.partition_point(|row| row[..key.len()] < key[..]);
        rows[first..]
            .iter()
            .take_while(move |row| row.starts_with(&key))
            .filter_map(|&[.., low, high, case, cost]| {
                let case = *CASES.get(usize::from(case))?;
                Some((
                    WordId::from_le_bytes([low, high]),
                    case,
                    Cost::from_byte(cost),
                ))
            })
    }

    /// A row of the table.
    #[cfg(feature = "train")]
    pub(crate) fn row(read: &str, word: WordId, case: Case, cost: Cost) -> [u8; ROW] {
        let [a, b, c, d] = hash(read);
        let [low, high] = word.to_le_bytes();
        [a, b, c, d, low, high, case as u8, cost.to_byte()]
    }
}

/// The cases by their numbers.
const CASES: [Case; 4] = [Case::Lower, Case::Title, Case::Upper, Case::Exact];

/// The upper half of the reading's FNV-1a: of some thousand readings no two will share it.
fn hash(read: &str) -> [u8; 4] {
    let [a, b, c, d, ..] = super::format::fnv(read.as_bytes()).to_be_bytes();
    [a, b, c, d]
}

#[cfg(all(test, feature = "train"))]
mod tests {
    use super::*;

    #[test]
    fn tells_what_a_reading_may_be() {
        let seen = [
            ("6", 40, Case::Lower, Cost(512)),
            ("6", 41, Case::Title, Cost(64)),
            ("tw", 300, Case::Exact, Cost(1_024)),
        ];
        let mut rows =
            seen.map(|(read, word, case, cost)| WordReadings::row(read, word, case, cost));
        rows.sort_unstable();
        let table = WordReadings {
            rows: rows.as_flattened(),
        };
        for read in ["6", "tw", "66"] {
            let found: Vec<_> = table.of(read).collect();
            let expected = seen.iter().filter(|seen| seen.0 == read);
            let expected: Vec<_> = expected
                .map(|&(_, word, case, cost)| (word, case, cost))
                .collect();
            assert_eq!(found, expected, "{read}");
        }
    }
}
