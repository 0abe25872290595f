//! What is taken for what: tones, vowels, letters, and whole syllables with a place to look at.

use std::collections::BTreeMap;
use std::ops::AddAssign;

use super::classes::{Classes, Letter};
use crate::text::tone::Tone;

/// The vowels, each in its row and column.
pub const VOWELS: [char; 12] = ['a', 'ă', 'â', 'e', 'ê', 'i', 'o', 'ô', 'ơ', 'u', 'ư', 'y'];

/// Stands for a letter that is missing or extra.
pub const NOTHING: char = '∅';

/// Confusions of letters and of their parts. Rows are the truth.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Matrices {
    /// Tones in the order of [`Tone::ALL`]; the last column is what is no such vowel any more.
    pub tones: [[u64; 7]; 6],
    /// Vowels without tone in the order of [`VOWELS`]; the last column is what is no vowel any more.
    pub vowels: [[u64; 13]; 12],
    /// Base letters, digits and signs, in lower case; [`NOTHING`] for missing and extra ones.
    pub letters: BTreeMap<(char, char), u64>,
}

impl Matrices {
    /// Counts one character of the truth and what stands for it, so many times.
    pub fn add(&mut self, truth: Option<char>, output: Option<char>, times: u64) {
        let (t, o) = (truth.and_then(Letter::of), output.and_then(Letter::of));
        if let Some(t) = t.filter(|t| t.is_vowel()) {
            let same_base = o.filter(|o| o.base == t.base);
            let tone = same_base.map_or(Tone::ALL.len(), |o| o.tone as usize);
            self.tones[t.tone as usize][tone] += times;
            let place = |letter: Letter| VOWELS.iter().position(|vowel| *vowel == letter.marked);
            if let Some(row) = place(t) {
                let column = o.and_then(place).unwrap_or(VOWELS.len());
                self.vowels[row][column] += times;
            }
        }
        let bare = |letter: Option<Letter>, c: Option<char>| match letter {
            Some(letter) => letter.base,
            None => c.unwrap_or(NOTHING),
        };
        let pair = (bare(t, truth), bare(o, output));
        *self.letters.entry(pair).or_default() += times;
    }
}

impl AddAssign<&Matrices> for Matrices {
    fn add_assign(&mut self, other: &Matrices) {
        for (row, more) in self.tones.iter_mut().zip(&other.tones) {
            row.iter_mut().zip(more).for_each(|(cell, n)| *cell += n);
        }
        for (row, more) in self.vowels.iter_mut().zip(&other.vowels) {
            row.iter_mut().zip(more).for_each(|(cell, n)| *cell += n);
        }
        for (pair, n) in &other.letters {
            *self.letters.entry(*pair).or_default() += n;
        }
    }
}

/// One or a few syllables read as others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Confusion {
    /// What the page says.
    pub truth: String,
    /// What the output says; empty where it is missing.
    pub output: String,
    /// What is wrong with it.
    pub classes: Classes,
    /// How often.
    pub count: u64,
    /// The first document with it, by number, and the line in it, from 0.
    pub first: (usize, usize),
}

/// Confusions of syllables by what is taken for what.
#[derive(Clone, Debug, Default)]
pub struct Confusions(BTreeMap<(String, String), Seen>);

/// What is known of one of them.
#[derive(Clone, Copy, Debug)]
struct Seen {
    classes: Classes,
    count: u64,
    first: (usize, usize),
}

impl Confusions {
    /// Counts a confusion. Of two first places the earlier one is kept.
    pub fn add(&mut self, confusion: Confusion) {
        let seen = self
            .0
            .entry((confusion.truth, confusion.output))
            .or_insert(Seen {
                classes: confusion.classes,
                count: 0,
                first: confusion.first,
            });
        seen.count += confusion.count;
        seen.first = seen.first.min(confusion.first);
    }

    /// The most frequent ones, of equally frequent ones in the order of the alphabet.
    #[must_use]
    pub fn top(&self, most: usize) -> Vec<Confusion> {
        let mut all: Vec<_> = self.0.iter().collect();
        all.sort_by_key(|(_, seen)| std::cmp::Reverse(seen.count));
        all.into_iter()
            .take(most)
            .map(|((truth, output), seen)| Confusion {
                truth: truth.clone(),
                output: output.clone(),
                classes: seen.classes,
                count: seen.count,
                first: seen.first,
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_taken_apart() {
        let mut matrices = Matrices::default();
        for (truth, output) in [
            (Some('ộ'), Some('ô')),
            (Some('Ộ'), Some('e')),
            (Some('ê'), Some('6')),
            (Some('h'), Some('b')),
            (None, Some('.')),
        ] {
            matrices.add(truth, output, 1);
        }
        let dot = Tone::Dot as usize;
        assert_eq!(matrices.tones[dot], [1, 0, 0, 0, 0, 0, 1]);
        assert_eq!(matrices.tones[0], [0, 0, 0, 0, 0, 0, 1]);
        // ô stayed ô once and became e once; ê became no vowel.
        assert_eq!((matrices.vowels[7][7], matrices.vowels[7][3]), (1, 1));
        assert_eq!(matrices.vowels[4][12], 1);
        assert_eq!(matrices.letters[&('h', 'b')], 1);
        assert_eq!(matrices.letters[&(NOTHING, '.')], 1);
        assert_eq!(matrices.letters[&('o', 'o')], 1);
    }
}
