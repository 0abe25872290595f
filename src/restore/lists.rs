//! The word lists of arcs, each kept once, and what the language model counted between two of them.
//!
//! Most pairs of words were never counted together: what the second costs then follows from either word alone. What the
//! others are more probable for it is a matrix for every two lists, which meet again and again in an archive.

use rustc_hash::FxHashMap;

use super::bigrams::{NEVER, Placed, Signature};
use super::lattice::index;
use super::search::Knowledge;
use crate::model::lexicon::WordId;

/// Number of a list.
pub(super) type ListId = u32;

/// The upper half of a float: what two words after one another are more probable, for having been counted so, than what
/// either says alone.
pub(super) type Excess = u16;

/// A matrix of [`Lists::rows`].
#[derive(Clone, Copy, Debug)]
pub(super) struct Pairs {
    first: u32,
    /// Words of the second list, and of the first; none where no pair was counted.
    columns: u32,
    rows: u32,
}

/// A word of a list.
#[derive(Clone, Copy, Debug)]
struct Word {
    placed: Placed,
    /// Probability of the word alone, and the factor of that of words after it which were not counted after it.
    unigram: f32,
    backoff: f32,
}

/// Lists of words, and the pairs between them.
#[derive(Debug, Default)]
pub(super) struct Lists {
    ids: FxHashMap<Box<[WordId]>, ListId>,
    words: Vec<Word>,
    ends: Vec<u32>,
    pairs: FxHashMap<u64, Pairs>,
    excesses: Vec<Excess>,
    placed: Vec<Placed>,
    costs: Vec<u8>,
}

/// Pairs that are remembered.
const MOST_PAIRS: usize = 8 << 20;

impl Lists {
    pub(super) fn clear(&mut self) {
        self.ids.clear();
        self.words.clear();
        self.ends.clear();
        self.forget();
    }

    /// Forgets pairs where they are too many; what [`Self::between`] told before is void then.
    pub(super) fn make_room(&mut self) {
        if self.excesses.len() > MOST_PAIRS {
            self.forget();
        }
    }

    fn forget(&mut self) {
        self.pairs.clear();
        self.excesses.clear();
    }

    /// The number of a list.
    pub(super) fn intern(&mut self, know: &Knowledge<'_>, words: &[WordId]) -> ListId {
        if let Some(&id) = self.ids.get(words) {
            return id;
        }
        let id = index(self.ends.len());
        self.words.extend(words.iter().map(|&word| {
            let (unigram, backoff) = know.alone(word);
            Word {
                placed: know.bigrams.placed(word),
                unigram,
                backoff,
            }
        }));
        self.ends.push(index(self.words.len()));
        self.ids.insert(words.into(), id);
        id
    }

    fn words(&self, list: ListId) -> &[Word] {
        let list = list as usize;
        let start = list.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.words[start as usize..self.ends[list] as usize]
    }

    /// The pairs of a word of `first` and one of `second`.
    pub(super) fn between(&mut self, know: &Knowledge<'_>, first: ListId, second: ListId) -> Pairs {
        let key = u64::from(first) << 32 | u64::from(second);
        if let Some(&pairs) = self.pairs.get(&key) {
            return pairs;
        }
        let mut excesses = std::mem::take(&mut self.excesses);
        let (mut placed, mut costs) = (
            std::mem::take(&mut self.placed),
            std::mem::take(&mut self.costs),
        );
        let start = excesses.len();
        let (befores, afters) = (self.words(first), self.words(second));
        placed.clear();
        placed.extend(afters.iter().map(|after| after.placed));
        costs.resize(placed.len(), NEVER);
        let asked = Signature::of(&placed);
        let mut any = false;
        for before in befores {
            know.bigrams
                .costs(before.placed, &placed, &asked, &mut costs);
            excesses.extend(costs.iter().zip(afters).map(|(&cost, after)| {
                any |= cost != NEVER;
                match cost {
                    NEVER => 0,
                    cost => upper_half(know.odds.of_byte(cost) - before.backoff * after.unigram),
                }
            }));
        }
        let mut pairs = Pairs {
            first: index(start),
            columns: index(afters.len()),
            rows: index(befores.len()),
        };
        if !any {
            excesses.truncate(start);
            pairs.rows = 0;
        }
        (self.excesses, self.placed, self.costs) = (excesses, placed, costs);
        self.pairs.insert(key, pairs);
        pairs
    }

    /// For each word of the first list, what those of the second are more probable after it.
    #[inline]
    pub(super) fn rows(&self, pairs: Pairs) -> impl Iterator<Item = &[Excess]> {
        let len = (pairs.rows * pairs.columns) as usize;
        let columns = (pairs.columns as usize).max(1);
        self.excesses[pairs.first as usize..][..len].chunks_exact(columns)
    }
}

/// The upper half of a float, to the nearest.
fn upper_half(value: f32) -> Excess {
    let [.., low, high] = (value.to_bits() + 0x8000).to_le_bytes();
    Excess::from_le_bytes([low, high])
}

/// The float of which this is the upper half.
#[inline]
pub(super) fn excess(half: Excess) -> f32 {
    f32::from_bits(u32::from(half) << 16)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_a_float_is_near_the_whole() {
        for value in [0.0, 1.0, -0.37, 1e-7, -3.3e-12, 0.999] {
            let near = excess(upper_half(value));
            assert!(
                (near - value).abs() <= value.abs() / 256.0,
                "{near} for {value}"
            );
        }
    }
}
