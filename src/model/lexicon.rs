//! Every word the program can write: syllables, other words, abbreviations, in a trie over letters.
//!
//! Words without a capital are lower-case forms that take the case of the scan; words with one (`UBND`, `TTg`) are
//! written as they stand. What a word costs in context is the language model's business, what it may be read as the
//! channel's.

use super::alphabet::Code;
use super::arrays::{U16s, U32s};
use crate::cost::Cost;
use crate::text::case::Case;
use crate::text::token::Pause;
use crate::text::tone::normalize_tone_place;

/// Number of a word in the lexicon, by falling frequency after the classes.
pub type WordId = u16;

/// Any word that the lexicon lacks.
pub const UNKNOWN: WordId = 0;
/// The border between two stretches of speech: sentence ends and paragraph ends.
pub const BREAK: WordId = 1;
/// Any number.
pub const NUMBER: WordId = 2;
/// A comma.
pub const COMMA: WordId = 3;
/// A colon.
pub const COLON: WordId = 4;
/// A semicolon.
pub const SEMICOLON: WordId = 5;
/// The first word that is not a class.
pub const FIRST_WORD: WordId = 6;

/// The word that is written so, and its case, by what `find` knows of spellings.
pub(crate) fn as_written(
    text: &str,
    find: impl Fn(&str) -> Option<WordId>,
) -> Option<(WordId, Case)> {
    let written = normalize_tone_place(text);
    let shown = Case::of(&written);
    match (find(&written), shown) {
        (Some(word), Case::Title | Case::Upper) => Some((word, Case::Exact)),
        (Some(word), case) => Some((word, case)),
        (None, Case::Title | Case::Upper) => {
            let lower = written.to_lowercase();
            Some((find(&normalize_tone_place(&lower))?, shown))
        }
        (None, _) => None,
    }
}

/// The class that a pause is to the language model.
#[must_use]
pub fn pause_word(pause: Pause) -> Option<WordId> {
    match pause {
        Pause::None => None,
        Pause::Comma => Some(COMMA),
        Pause::Semicolon => Some(SEMICOLON),
        Pause::Colon => Some(COLON),
        Pause::End => Some(BREAK),
    }
}

/// True for the classes of pauses that are more than a comma, as [`Pause::is_border`] is for these.
#[must_use]
pub fn is_border(word: WordId) -> bool {
    matches!(word, BREAK | COLON | SEMICOLON)
}

/// The words, and the trie that finds them.
#[derive(Clone, Copy, Debug)]
pub struct Lexicon<'m> {
    pub(crate) offsets: U32s<'m>,
    pub(crate) letters: &'m str,
    pub(crate) trie: Trie<'m>,
}

/// A node of the trie; 0 is the root.
pub type Node = u32;

/// A trie in breadth-first order: the children of one node stand together, sorted by label.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Trie<'m> {
    /// Letter that leads to each node.
    pub(crate) labels: &'m [u8],
    /// First child of each node; the children end where those of the next node begin.
    pub(crate) children: U32s<'m>,
    /// Word that ends at each node, or [`UNKNOWN`].
    pub(crate) words: U16s<'m>,
    /// Least cost of any word at or under each node, as a byte.
    pub(crate) least: &'m [u8],
}

impl<'m> Lexicon<'m> {
    /// Number of words, classes included.
    #[must_use]
    pub fn len(self) -> usize {
        self.offsets.len().saturating_sub(1)
    }

    /// True where there is no word.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// A word as the dictionary writes it; empty for classes.
    #[must_use]
    pub fn word(self, id: WordId) -> &'m str {
        let range = self.offsets.range(usize::from(id));
        self.letters.get(range).unwrap_or_default()
    }

    /// Number of nodes of the trie, the root included.
    pub(crate) fn nodes(self) -> usize {
        self.trie.labels.len()
    }

    /// The node that `letter` leads to from `node`.
    #[inline]
    #[must_use]
    pub fn child(self, node: Node, letter: Code) -> Option<Node> {
        let range = self.trie.children.range(node as usize);
        let labels = &self.trie.labels[range.clone()];
        let index = if labels.len() > 8 {
            labels.binary_search(&letter).ok()?
        } else {
            labels.iter().position(|&label| label == letter)?
        };
        Node::try_from(range.start + index).ok()
    }

    /// The children of a node with the letters that lead to them.
    pub fn children(self, node: Node) -> impl Iterator<Item = (Code, Node)> + 'm {
        self.trie
            .children
            .range(node as usize)
            .filter_map(move |child| Some((self.trie.labels[child], Node::try_from(child).ok()?)))
    }

    /// The word that ends at a node.
    #[inline]
    #[must_use]
    pub fn word_at(self, node: Node) -> Option<WordId> {
        let id = self.trie.words.get(node as usize);
        (id != UNKNOWN).then_some(id)
    }

    /// Least cost of any word at or under a node.
    #[must_use]
    pub fn least_cost(self, node: Node) -> Cost {
        Cost::from_byte(self.trie.least[node as usize])
    }

    /// The numbers of the children of a node.
    #[inline]
    pub(crate) fn children_of(self, node: Node) -> std::ops::Range<usize> {
        self.trie.children.range(node as usize)
    }

    /// The word that `letters` spell.
    #[must_use]
    pub fn find(self, letters: impl IntoIterator<Item = Code>) -> Option<WordId> {
        let mut node = 0;
        for letter in letters {
            node = self.child(node, letter)?;
        }
        self.word_at(node)
    }
}
