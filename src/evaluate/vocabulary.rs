//! Every different token of a pair of texts once, with all that is asked of it again and again.
//!
//! Texts become lists of numbers; equal numbers are tokens that count as the same. Folding, cutting into characters and
//! words, and recognising numbers, codes and dates are done once for each different token, however long the texts. Documents
//! that are judged one after another share a vocabulary; the numbers then depend on what came before, and nothing else may.

use std::ops::Range;

use rustc_hash::FxHashMap;
use unicode_segmentation::UnicodeSegmentation;

use super::facts::Role;
use super::fold::{Folding, UNKNOWABLE};
use crate::text::letter::fold;
use crate::text::token::core;

/// Number of a token in a [`Vocabulary`].
pub(super) type TokenId = u32;

/// What is known of one token.
#[derive(Clone, Debug)]
struct Entry {
    text: Range<usize>,
    characters: Range<usize>,
    words: Range<usize>,
    /// The token without marks, case and what stands around it.
    skeleton: TokenId,
    /// The token without the punctuation around it.
    core: TokenId,
    letters: u64,
    role: Role,
    is_unknowable: bool,
}

/// The tokens of a pair of texts.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    folding: Folding,
    /// Tokens as the texts have them.
    raw: FxHashMap<Box<str>, TokenId>,
    folded: FxHashMap<Box<str>, TokenId>,
    entries: Vec<Entry>,
    text: String,
    characters: Vec<u32>,
    words: Vec<u32>,
    /// Character clusters of several code points, and words of UAX #29, each with its number.
    clusters: FxHashMap<Box<str>, u32>,
    word_numbers: FxHashMap<Box<str>, u32>,
}

/// The blank between two tokens, as a character.
pub(super) const BLANK: u32 = ' ' as u32;

/// The first number of a cluster of several code points.
const FIRST_CLUSTER: u32 = 0x11_0000;

/// Tokens to remember from one document to the next.
const FULL: usize = 1 << 16;

impl Vocabulary {
    pub(super) fn new(folding: Folding) -> Self {
        Self {
            folding,
            ..Self::default()
        }
    }

    /// Forgets all tokens where they have become many, so that memory does not grow with an archive. For between documents.
    pub(super) fn forget_if_full(&mut self) {
        if self.entries.len() > FULL {
            *self = Self::new(self.folding);
        }
    }

    /// The number of a token as a text has it.
    pub(super) fn id(&mut self, token: &str) -> TokenId {
        if let Some(&id) = self.raw.get(token) {
            return id;
        }
        let folded = self.folding.fold(token);
        let id = self.folded_id(&folded);
        self.raw.insert(token.into(), id);
        id
    }

    fn folded_id(&mut self, token: &str) -> TokenId {
        if let Some(&id) = self.folded.get(token) {
            return id;
        }
        let inside = core(token).of(token);
        // The core and the skeleton of a token are their own, so that this goes at most two deep.
        let core = (inside != token && !inside.is_empty()).then(|| self.folded_id(inside));
        let bare: String = inside
            .chars()
            .flat_map(char::to_lowercase)
            .map(fold)
            .collect();
        let skeleton = (bare != token && !bare.is_empty()).then(|| self.folded_id(&bare));
        let id = TokenId::try_from(self.entries.len())
            .expect("invariant: fewer tokens than bytes, and texts of less than 4 GB");
        let entry = Entry {
            text: self.text.len()..self.text.len() + token.len(),
            characters: self.add_characters(token),
            words: self.add_words(token),
            skeleton: skeleton.unwrap_or(id),
            core: core.unwrap_or(id),
            letters: bare
                .chars()
                .fold(0, |mask, c| mask | 1 << (u32::from(c) % 64)),
            role: Role::of(inside),
            is_unknowable: token.contains(UNKNOWABLE),
        };
        self.text.push_str(token);
        self.entries.push(entry);
        self.folded.insert(token.into(), id);
        id
    }

    fn add_characters(&mut self, token: &str) -> Range<usize> {
        let start = self.characters.len();
        if token.is_ascii() {
            self.characters.extend(token.bytes().map(u32::from));
        } else {
            for cluster in token.graphemes(true) {
                let mut points = cluster.chars();
                let number = match (points.next(), points.next()) {
                    (Some(only), None) => u32::from(only),
                    _ => number_of(&mut self.clusters, cluster, FIRST_CLUSTER),
                };
                self.characters.push(number);
            }
        }
        start..self.characters.len()
    }

    fn add_words(&mut self, token: &str) -> Range<usize> {
        let start = self.words.len();
        for word in token.unicode_words() {
            let number = number_of(&mut self.word_numbers, word, 0);
            self.words.push(number);
        }
        start..self.words.len()
    }

    fn entry(&self, id: TokenId) -> &Entry {
        &self.entries[id as usize]
    }

    /// Number of different tokens.
    pub(super) fn len(&self) -> usize {
        self.entries.len()
    }

    /// The token as it is compared.
    pub(super) fn text(&self, id: TokenId) -> &str {
        &self.text[self.entry(id).text.clone()]
    }

    /// Its grapheme clusters as numbers.
    pub(super) fn characters(&self, id: TokenId) -> &[u32] {
        &self.characters[self.entry(id).characters.clone()]
    }

    /// Its words of UAX #29 as numbers.
    pub(super) fn words(&self, id: TokenId) -> &[u32] {
        &self.words[self.entry(id).words.clone()]
    }

    /// The token without marks, case and punctuation around it.
    pub(super) fn skeleton(&self, id: TokenId) -> TokenId {
        self.entry(id).skeleton
    }

    /// The token without punctuation around it.
    pub(super) fn core(&self, id: TokenId) -> TokenId {
        self.entry(id).core
    }

    pub(super) fn role(&self, id: TokenId) -> Role {
        self.entry(id).role
    }

    /// True for a token of which the page does not tell all.
    pub(super) fn is_unknowable(&self, id: TokenId) -> bool {
        self.entry(id).is_unknowable
    }

    /// How little two tokens look alike, at once: letters that one has and the other lacks, and the difference in length.
    pub(super) fn unlikeness(&self, a: TokenId, b: TokenId) -> u32 {
        let (a, b) = (self.entry(a), self.entry(b));
        let length = a.characters.len().abs_diff(b.characters.len());
        (a.letters ^ b.letters).count_ones() + u32::try_from(length).unwrap_or(u32::MAX / 2)
    }
}

fn number_of(numbers: &mut FxHashMap<Box<str>, u32>, key: &str, first: u32) -> u32 {
    if let Some(&number) = numbers.get(key) {
        return number;
    }
    let number = first + u32::try_from(numbers.len()).unwrap_or(u32::MAX - first);
    numbers.insert(key.into(), number);
    number
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_numbers_are_tokens_that_count_as_the_same() {
        let mut vocabulary = Vocabulary::new(Folding::Spelling);
        for (a, b, same) in [
            ("hoà", "hòa", true),
            ("thu\u{309}", "thủ", true),
            ("thủ", "thú", false),
            ("“a”", "\"a\"", true),
        ] {
            assert_eq!(vocabulary.id(a) == vocabulary.id(b), same, "{a} {b}");
        }
    }

    #[test]
    fn knows_core_skeleton_characters_and_words() {
        let mut vocabulary = Vocabulary::new(Folding::Spelling);
        let id = vocabulary.id("(63/2010/NĐ-CP);");
        assert_eq!(vocabulary.text(vocabulary.core(id)), "63/2010/NĐ-CP");
        assert_eq!(vocabulary.text(vocabulary.skeleton(id)), "63/2010/nd-cp");
        // 63, 2010, NĐ, CP
        assert_eq!(vocabulary.words(id).len(), 4);
        assert_eq!(vocabulary.characters(id).len(), 16);
        let dash = vocabulary.id("-");
        assert_eq!(vocabulary.core(dash), dash);
        assert!(vocabulary.words(dash).is_empty());
        // A letter with a mark that has no composed form is one character.
        let odd = vocabulary.id("n\u{309}x");
        assert_eq!(vocabulary.characters(odd).len(), 2);
    }
}
