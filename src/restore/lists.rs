//! The word lists of arcs, each kept once, and what the language model counted between two of them.
//!
//! Most pairs of words were never counted together: what the second costs then follows from either word alone. The same
//! two lists meet again and again in an archive, so the pairs that were counted are looked up once.

use rustc_hash::FxHashMap;

use super::bigrams::{Bigrams, NEVER, Placed};
use super::lattice::index;
use crate::model::lexicon::WordId;

/// Number of a list.
pub(super) type ListId = u32;

/// Two words, as places in their lists, that the language model counted together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Counted {
    pub(super) first: u8,
    pub(super) second: u8,
    /// What the second costs after the first, as the model's byte.
    pub(super) cost: u8,
}

/// A range of [`Lists::counted`].
#[derive(Clone, Copy, Debug)]
pub(super) struct Pairs {
    first: u32,
    len: u32,
}

/// Lists of words, and the pairs between them.
#[derive(Debug, Default)]
pub(super) struct Lists {
    ids: FxHashMap<Box<[WordId]>, ListId>,
    words: Vec<Placed>,
    ends: Vec<u32>,
    pairs: FxHashMap<u64, Pairs>,
    counted: Vec<Counted>,
}

/// Pairs that are remembered.
const MOST_COUNTED: usize = 4 << 20;

impl Lists {
    pub(super) fn clear(&mut self) {
        self.ids.clear();
        self.words.clear();
        self.ends.clear();
        self.forget();
    }

    /// Forgets pairs where they are too many; what [`Self::between`] told before is void then.
    pub(super) fn make_room(&mut self) {
        if self.counted.len() > MOST_COUNTED {
            self.forget();
        }
    }

    fn forget(&mut self) {
        self.pairs.clear();
        self.counted.clear();
    }

    /// The number of a list of at most 256 words.
    pub(super) fn intern(&mut self, bigrams: &Bigrams, words: &[WordId]) -> ListId {
        if let Some(&id) = self.ids.get(words) {
            return id;
        }
        let id = index(self.ends.len());
        self.words
            .extend(words.iter().map(|&word| bigrams.placed(word)));
        self.ends.push(index(self.words.len()));
        self.ids.insert(words.into(), id);
        id
    }

    fn words(&self, list: ListId) -> &[Placed] {
        let list = list as usize;
        let start = list.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.words[start as usize..self.ends[list] as usize]
    }

    /// The pairs of a word of `first` and one of `second` that were counted.
    pub(super) fn between(&mut self, bigrams: &Bigrams, first: ListId, second: ListId) -> Pairs {
        let key = u64::from(first) << 32 | u64::from(second);
        if let Some(&pairs) = self.pairs.get(&key) {
            return pairs;
        }
        let mut counted = std::mem::take(&mut self.counted);
        let start = counted.len();
        for (before, first) in self.words(first).iter().zip(0_u8..=u8::MAX) {
            for (after, second) in self.words(second).iter().zip(0_u8..=u8::MAX) {
                let cost = bigrams.cost(*before, *after);
                if cost != NEVER {
                    counted.push(Counted {
                        first,
                        second,
                        cost,
                    });
                }
            }
        }
        let pairs = Pairs {
            first: index(start),
            len: index(counted.len() - start),
        };
        self.counted = counted;
        self.pairs.insert(key, pairs);
        pairs
    }

    #[inline]
    pub(super) fn counted(&self, pairs: Pairs) -> &[Counted] {
        &self.counted[pairs.first as usize..(pairs.first + pairs.len) as usize]
    }
}
