//! Runs of true letters that the channel's table knows, and those that end at each node of the lexicon's trie.
//!
//! Numbered once for a model, so that the search asks for no string: what a run may be read as is looked up by number.

use rustc_hash::FxHashMap;

use super::LetterCase;
use crate::model::alphabet::{Alphabet, Code};
use crate::model::channel::{Channel, MAX_TRUE};
use crate::model::lexicon::{Lexicon, Node};

/// Number of a run of letters.
pub(super) type RunId = u16;
/// No such run.
pub(super) const NO_RUN: RunId = 0;

/// The runs that end in a letter: that letter alone, with the one before it, with the two before it.
pub(super) type Ends = [RunId; MAX_TRUE];

/// How the letters on a way through the trie are cased on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Mode {
    /// As the lexicon has them; none is a capital.
    Lower,
    /// The first is a capital.
    Title,
    /// All are capitals.
    Upper,
    /// As the lexicon has them; the first is a capital.
    Exact,
}

/// The runs of a model.
#[derive(Debug)]
pub(super) struct Runs {
    /// How many there are, with the one that is none.
    len: usize,
    /// By origin in the channel's table: the runs that begin it, itself last.
    origins: Vec<Ends>,
    /// By node: the runs as the lexicon has the letters, and in capitals.
    stored: Vec<Ends>,
    capitals: Vec<Ends>,
    /// The same with the first letter of the word in capitals, for nodes no deeper than the longest run.
    titles: Vec<Ends>,
}

impl Runs {
    pub(super) fn of(
        channel: Channel<'_>,
        lexicon: Lexicon<'_>,
        cases: &[LetterCase; 256],
    ) -> Self {
        let mut ids = FxHashMap::default();
        for origin in channel.all_origins() {
            for len in 1..=origin.letters().len() {
                let next = RunId::try_from(ids.len() + 1).unwrap_or(NO_RUN);
                ids.entry(key(&origin.letters()[..len])).or_insert(next);
            }
        }
        // A small letter without a capital is in no run of capitals.
        let mut capital: [Code; 256] = std::array::from_fn(|code| match cases[code] {
            LetterCase::Small => Alphabet::OTHER,
            LetterCase::Capital(_) | LetterCase::None => Code::try_from(code).unwrap_or_default(),
        });
        for code in 0..=Code::MAX {
            if let LetterCase::Capital(small) = cases[usize::from(code)] {
                capital[usize::from(small)] = code;
            }
        }
        let id = |letters: &[Code]| ids.get(&key(letters)).copied().unwrap_or(NO_RUN);
        let mut runs = Self {
            len: ids.len() + 1,
            origins: Vec::new(),
            stored: vec![[NO_RUN; MAX_TRUE]],
            capitals: vec![[NO_RUN; MAX_TRUE]],
            titles: vec![[NO_RUN; MAX_TRUE]],
        };
        for origin in channel.all_origins() {
            let begin = |len: usize| origin.letters().get(..len).map_or(NO_RUN, id);
            let begins = std::array::from_fn(|before| begin(before + 1));
            runs.origins.push(begins);
        }
        // The last letters on the way to each node, the last one first.
        let mut ways: Vec<([Code; MAX_TRUE], usize)> = vec![([0; MAX_TRUE], 0)];
        let mut node = 0;
        while node < ways.len() {
            let (way, depth) = ways[node];
            for (letter, _) in lexicon.children(Node::try_from(node).unwrap_or_default()) {
                let mut next = [letter; MAX_TRUE];
                next[1..].copy_from_slice(&way[..MAX_TRUE - 1]);
                ways.push((next, depth + 1));
                runs.stored.push(ends(&next, id));
                runs.capitals
                    .push(ends(&next.map(|letter| capital[usize::from(letter)]), id));
                if depth < MAX_TRUE {
                    next[depth] = capital[usize::from(next[depth])];
                    runs.titles.push(ends(&next, id));
                }
            }
            node += 1;
        }
        runs
    }

    /// Number of runs, the one that is none included.
    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// The runs that begin an origin, by its number.
    pub(super) fn of_origin(&self, entry: usize) -> &Ends {
        &self.origins[entry]
    }

    /// The runs that end at a node.
    pub(super) fn at(&self, node: Node, mode: Mode) -> Ends {
        let node = node as usize;
        match mode {
            Mode::Lower | Mode::Exact => self.stored[node],
            Mode::Upper => self.capitals[node],
            Mode::Title => *self.titles.get(node).unwrap_or(&self.stored[node]),
        }
    }
}

/// The runs that end a way, by what numbers them.
fn ends(way: &[Code; MAX_TRUE], id: impl Fn(&[Code]) -> RunId) -> Ends {
    std::array::from_fn(|before| {
        let mut letters = [0; MAX_TRUE];
        for (letter, &from) in letters.iter_mut().zip(way[..=before].iter().rev()) {
            *letter = from;
        }
        if letters[0] == 0 {
            NO_RUN
        } else {
            id(&letters[..=before])
        }
    })
}

fn key(letters: &[Code]) -> [Code; MAX_TRUE] {
    let mut key = [0; MAX_TRUE];
    key[..letters.len()].copy_from_slice(letters);
    key
}
