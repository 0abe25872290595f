//! The punctuation channel: what the marks after a word, or between two words, were read as.
//!
//! A scanner reads a comma as a full stop, makes a stroke or a speck into a quote or an underscore, and writes a dot
//! where there was a blank. What the marks were is told by the marks as read, by what the next word looks like (after a
//! full stop it has a capital) and by the language model, which knows commas and borders. The table holds, for a place
//! and the marks as read, what they may have been, each with a cost that leaves only the language model's share out.

use super::alphabet::{Alphabet, Code};
use crate::cost::Cost;

/// Longest run of marks that the table holds, read or true, in characters.
pub const MAX_MARKS: usize = 3;

/// Bytes of a row: place, marks as read, true marks, cost.
pub(crate) const ROW: usize = 2 + 2 * MAX_MARKS;

/// The table.
#[derive(Clone, Copy, Debug)]
pub struct Marks<'m> {
    /// Marks and the blank.
    pub(crate) letters: Alphabet<'m>,
    /// Rows sorted by place and marks as read, then by cost.
    pub(crate) rows: &'m [u8],
}

/// Where marks stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// After a word, before another on the same line.
    Line(Next),
    /// After the last word of a line.
    LineEnd(Next),
    /// Between two words without a blank.
    Between(Next),
    /// Before a word.
    Head(Next),
    /// Between blanks, behind another word of the line.
    Alone,
}

/// What follows marks, as it was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Next {
    /// A small letter.
    Small,
    /// A capital.
    Capital,
    /// A digit.
    Digit,
    /// Another mark, or nothing.
    Other,
}

impl Next {
    /// All of them, in order.
    pub const ALL: [Self; 4] = [Self::Small, Self::Capital, Self::Digit, Self::Other];

    /// What a word begins with.
    #[must_use]
    pub fn of(word: &str) -> Self {
        match word.chars().next() {
            Some(c) if c.is_lowercase() => Self::Small,
            Some(c) if c.is_uppercase() => Self::Capital,
            Some(c) if c.is_ascii_digit() => Self::Digit,
            _ => Self::Other,
        }
    }
}

impl Place {
    pub(crate) fn code(self) -> u8 {
        let (kind, next) = match self {
            Self::Line(next) => (0, next),
            Self::LineEnd(next) => (1, next),
            Self::Between(next) => (2, next),
            Self::Head(next) => (3, next),
            Self::Alone => (4, Next::Small),
        };
        kind * 4 + next as u8
    }

    fn of_code(code: u8) -> Self {
        let next = Next::ALL[usize::from(code % 4)];
        match code / 4 {
            0 => Self::Line(next),
            1 => Self::LineEnd(next),
            2 => Self::Between(next),
            3 => Self::Head(next),
            _ => Self::Alone,
        }
    }
}

/// A row of the table, to be written by [`Marks::write`].
pub type Row = u16;

impl<'m> Marks<'m> {
    /// What marks read as `read` may be, cheapest first; nothing where the table does not know them.
    pub fn origins(self, place: Place, read: &str) -> impl Iterator<Item = (Row, Cost)> + use<'m> {
        let (rows, _) = self.rows.as_chunks::<ROW>();
        let key = self.key(place, read);
        let first = key.map_or(rows.len(), |key| {
            rows.partition_point(|row| row[..key.len()] < key[..])
        });
        (first..)
            .zip(&rows[first..])
            .take_while(move |(_, row)| key.is_some_and(|key| row.starts_with(&key)))
            .filter_map(|(index, row)| {
                Some((Row::try_from(index).ok()?, Cost::from_byte(row[ROW - 1])))
            })
    }

    /// Appends the true marks of a row.
    pub fn write(self, row: Row, out: &mut String) {
        let at = usize::from(row) * ROW;
        let codes = self
            .rows
            .get(at + 1 + MAX_MARKS..at + ROW - 1)
            .unwrap_or_default();
        out.extend(self.marks(codes));
    }

    /// All rows in their order: place, marks as read, true marks, cost.
    pub(crate) fn rows(self) -> impl Iterator<Item = (Place, String, String, Cost)> + use<'m> {
        let (rows, _) = self.rows.as_chunks::<ROW>();
        rows.iter().map(move |row| {
            let (read, truth) = row[1..ROW - 1].split_at(MAX_MARKS);
            let text = |codes: &[Code]| self.marks(codes).collect();
            (
                Place::of_code(row[0]),
                text(read),
                text(truth),
                Cost::from_byte(row[ROW - 1]),
            )
        })
    }

    fn marks(self, codes: &[Code]) -> impl Iterator<Item = char> {
        codes
            .iter()
            .filter_map(move |&code| self.letters.letter(code))
    }

    fn key(self, place: Place, read: &str) -> Option<[Code; 1 + MAX_MARKS]> {
        let mut key = [0; 1 + MAX_MARKS];
        key[0] = place.code();
        let mut slots = key[1..].iter_mut();
        for c in read.chars() {
            *slots.next()? = self.letters.code(c);
        }
        Some(key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::arrays::U32s;

    #[test]
    fn finds_the_rows_of_a_place_and_its_marks() {
        let letters: Vec<u8> = [' ', ',', '.', '’']
            .iter()
            .flat_map(|&c| u32::from(c).to_le_bytes())
            .collect();
        let (comma, stop, quote) = (2, 3, 4);
        let small = Place::Line(Next::Small);
        let rows = [
            [small.code(), stop, 0, 0, comma, 0, 0, 10],
            [small.code(), stop, 0, 0, stop, 0, 0, 40],
            [small.code(), quote, 0, 0, 0, 0, 0, 90],
            [Place::Between(Next::Small).code(), stop, 0, 0, 1, 0, 0, 8],
        ];
        let marks = Marks {
            letters: Alphabet(U32s(&letters)),
            rows: rows.as_flattened(),
        };
        let found = |place, read: &str| -> Vec<(String, i32)> {
            marks
                .origins(place, read)
                .map(|(row, cost)| {
                    let mut out = String::new();
                    marks.write(row, &mut out);
                    (out, cost.0 / 64)
                })
                .collect()
        };
        assert_eq!(
            found(small, "."),
            [(",".to_owned(), 10), (".".to_owned(), 40)]
        );
        assert_eq!(found(small, "’"), [(String::new(), 90)]);
        assert_eq!(
            found(Place::Between(Next::Small), "."),
            [(" ".to_owned(), 8)]
        );
        assert_eq!(found(Place::LineEnd(Next::Small), "."), []);
        assert_eq!(found(small, "....."), []);
    }
}
