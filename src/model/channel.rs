//! The noisy channel: what it costs for true letters to have been read as these.
//!
//! A table from short strings as read (up to [`MAX_READ`] characters) to the short true strings (up to [`MAX_TRUE`])
//! that were read so, each with a cost. A word's cost is the sum over the cheapest way to cut both it and its reading
//! into such pairs (Brill and Moore, 2000). Whatever the table lacks has a floor cost, so that nothing is impossible.

use std::ops::Range;

use super::alphabet::{Alphabet, Code, code, points};
use super::arrays::U32s;
use crate::cost::Cost;

/// Longest string as read, in characters, that the table holds.
pub const MAX_READ: usize = 4;
/// Longest true string.
pub const MAX_TRUE: usize = 3;

/// The confusion table.
#[derive(Clone, Copy, Debug)]
pub struct Channel<'m> {
    /// True letters.
    pub letters: Alphabet<'m>,
    /// Characters as scanners write them.
    pub readings: Alphabet<'m>,
    /// Strings as read, packed by [`pack`], sorted.
    pub(crate) keys: U32s<'m>,
    /// First entry of each key.
    pub(crate) starts: U32s<'m>,
    /// Four bytes an entry: up to three letter codes, then the cost as a byte.
    pub(crate) entries: &'m [u8],
    /// Lower-case letter of each letter code; 0 for letters that are no capitals.
    pub(crate) lower: &'m [u8],
    pub(crate) params: Params,
}

/// A true string that could have been read in some way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Origin {
    letters: [Code; MAX_TRUE],
    /// What that costs.
    pub cost: Cost,
}

impl Origin {
    /// The true letters.
    #[must_use]
    pub fn letters(&self) -> &[Code] {
        let len = self
            .letters
            .iter()
            .position(|&code| code == 0)
            .unwrap_or(MAX_TRUE);
        &self.letters[..len]
    }
}

/// Costs that are numbers and not tables. Learned, in milli-nats, stored in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Params {
    /// A letter read as another that it was never seen read as.
    pub substitute: Cost,
    /// A character in the reading that no letter made.
    pub insert: Cost,
    /// A letter that left no trace.
    pub delete: Cost,
    /// A blank between two words that the scanner missed.
    pub join: Cost,
    /// A blank inside a word that the scanner made up.
    pub split: Cost,
    /// Every character of a word that the lexicon does not know, over the language model's cost for such a word.
    pub unknown_letter: Cost,
}

impl Params {
    pub(crate) const COUNT: usize = 6;

    pub(crate) fn from_array(values: [i32; Self::COUNT]) -> Self {
        let [substitute, insert, delete, join, split, unknown_letter] = values.map(Cost);
        Self {
            substitute,
            insert,
            delete,
            join,
            split,
            unknown_letter,
        }
    }

    #[cfg(feature = "train")]
    pub(crate) fn to_array(self) -> [i32; Self::COUNT] {
        [
            self.substitute,
            self.insert,
            self.delete,
            self.join,
            self.split,
            self.unknown_letter,
        ]
        .map(|cost| cost.0)
    }
}

/// The key of a string as read: its codes from the high byte down.
#[must_use]
pub fn pack(read: &[Code]) -> u32 {
    debug_assert!(
        read.len() <= MAX_READ,
        "a reading this long is not in the table"
    );
    (0..MAX_READ).fold(0, |key, i| {
        key << 8 | u32::from(read.get(i).copied().unwrap_or(0))
    })
}

/// A run of letters, or of characters as read, in an array with nothing after it.
pub(crate) fn padded<T: Copy + Default, const N: usize>(run: &[T]) -> [T; N] {
    let mut padded = [T::default(); N];
    padded[..run.len()].copy_from_slice(run);
    padded
}

/// Where pieces end in both, from a place on.
fn ends_of<P: Copy + Into<usize>>(
    pieces: &[(P, P)],
    start: (usize, usize),
) -> impl Iterator<Item = (usize, usize)> {
    pieces.iter().scan(start, |end, &(letters, read)| {
        *end = (end.0 + letters.into(), end.1 + read.into());
        Some(*end)
    })
}

/// Of a word and its reading, cut into pieces of so many letters and characters: every run of pieces that has no more than
/// [`MAX_TRUE`] letters, as its places in both.
pub(crate) fn runs_of_pieces<P: Copy + Into<usize>>(
    pieces: &[(P, P)],
) -> impl Iterator<Item = (Range<usize>, Range<usize>)> {
    let starts = std::iter::once((0, 0)).chain(ends_of(pieces, (0, 0)));
    starts.enumerate().flat_map(move |(first, start)| {
        ends_of(&pieces[first..], start)
            .take_while(move |end| end.0 - start.0 <= MAX_TRUE)
            .map(move |end| (start.0..end.0, start.1..end.1))
    })
}

impl<'m> Channel<'m> {
    /// Where a string as read may come from, cheapest first.
    pub fn origins(self, read: &[Code]) -> impl Iterator<Item = Origin> + 'm {
        self.key(read)
            .map_or(0..0, |key| self.entries_of(key))
            .map(move |entry| self.origin(entry))
    }

    /// The number of a string as read, in the order of the table.
    pub(crate) fn key(self, read: &[Code]) -> Option<usize> {
        self.keys.find(pack(read))
    }

    /// The numbers of the origins of a string as read, by its own.
    pub(crate) fn entries_of(self, key: usize) -> std::ops::Range<usize> {
        self.starts.range(key)
    }

    /// How many strings as read the table has.
    pub(crate) fn keys(self) -> usize {
        self.keys.len()
    }

    /// Every origin in the table, in the order of the strings as read.
    pub(crate) fn all_origins(self) -> impl Iterator<Item = Origin> + 'm {
        (0..self.len()).map(move |entry| self.origin(entry))
    }

    /// Every origin in the table with the codes of its string as read, in the same order.
    pub(crate) fn all(self) -> impl Iterator<Item = ([Code; MAX_READ], Origin)> + 'm {
        (0..self.keys()).flat_map(move |key| {
            let read = self.keys.get(key).to_be_bytes();
            self.entries_of(key)
                .map(move |entry| (read, self.origin(entry)))
        })
    }

    /// The origin of a number below [`Self::len`].
    fn origin(self, entry: usize) -> Origin {
        let at = entry * 4;
        let entries = self.entries;
        Origin {
            letters: [entries[at], entries[at + 1], entries[at + 2]],
            cost: Cost::from_byte(entries[at + 3]),
        }
    }

    /// The lower-case letter of a capital.
    #[must_use]
    pub fn lower(self, letter: Code) -> Option<Code> {
        self.lower
            .get(usize::from(letter))
            .copied()
            .filter(|&code| code != 0)
    }

    /// The costs that are no table.
    #[must_use]
    pub fn params(self) -> Params {
        self.params
    }

    /// Number of pairs in the table.
    #[must_use]
    pub fn len(self) -> usize {
        self.entries.len() / 4
    }

    /// True where nothing was learned.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.entries.is_empty()
    }
}

/// A confusion table that owns its bytes.
#[derive(Debug, Default)]
pub(crate) struct ChannelTable {
    /// The characters as scanners write them, as [`Alphabet`] reads them.
    pub(crate) readings: Vec<u8>,
    pub(crate) keys: Vec<u8>,
    pub(crate) starts: Vec<u8>,
    pub(crate) entries: Vec<u8>,
}

impl ChannelTable {
    /// A table of runs of letters, each with a string it was read as and what that costs. `readings` are the characters as
    /// read, sorted; strings with others are left out.
    pub(crate) fn new(
        readings: &[char],
        entries: impl Iterator<Item = ([Code; MAX_TRUE], Vec<char>, Cost)>,
    ) -> Self {
        let mut rows: Vec<(u32, u8, [Code; MAX_TRUE])> = entries
            .filter_map(|(letters, read, cost)| {
                let read: Vec<Code> = read
                    .iter()
                    .map(|&c| code(readings, c))
                    .collect::<Option<_>>()?;
                Some((pack(&read), cost.to_byte(), letters))
            })
            .collect();
        rows.sort_unstable();
        let mut table = Self::default();
        let (mut last, mut entry) = (None, 0_u32);
        for (key, cost, letters) in rows {
            if last != Some(key) {
                table.keys.extend(key.to_le_bytes());
                table.starts.extend(entry.to_le_bytes());
                last = Some(key);
            }
            table.entries.extend(letters);
            table.entries.push(cost);
            entry += 1;
        }
        table.starts.extend(entry.to_le_bytes());
        table.readings = points(readings);
        table
    }

    /// The channel with this table and the rest of another.
    pub(crate) fn within<'a>(&'a self, channel: Channel<'a>) -> Channel<'a> {
        Channel {
            readings: Alphabet(U32s(&self.readings)),
            keys: U32s(&self.keys),
            starts: U32s(&self.starts),
            entries: &self.entries,
            ..channel
        }
    }
}
