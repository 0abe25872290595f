//! The terms of texts: made once, one behind the other with blanks between, and so handed to the engine.

use rustc_hash::FxHashMap;
use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use super::words::{EXACT, Forms, OTHER, words};
use crate::span::Span;

/// Words whose forms are remembered. A language has some thousands; what goes beyond is noise.
const REMEMBERED: usize = 1 << 15;
/// Places between words that stand apart: no row goes across.
const GAP: usize = 3;

/// Makes the terms of texts, and remembers words. One for each thread.
#[derive(Debug, Default)]
pub(super) struct Terms {
    /// Where the terms of words are, most of them by their letters themselves ([`packed`]).
    short: FxHashMap<u128, Place>,
    long: FxHashMap<Box<str>, Place>,
    /// The terms of all words, each with the blank behind it.
    letters: String,
}

/// The place of a term, and where the folded form ends with which it begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Place {
    start: u32,
    folded: u32,
    end: u32,
}

impl Terms {
    /// The place of the term of the word at a place of a text.
    fn place(&mut self, text: &str, word: Span) -> Place {
        let packed = packed(text, word);
        let known = match packed {
            Some(packed) => self.short.get(&packed),
            None => self.long.get(word.of(text)),
        };
        if let Some(&place) = known {
            return place;
        }
        if self.short.len() + self.long.len() >= REMEMBERED {
            *self = Self::default();
        }
        let forms = Forms::of(word.of(text));
        // So many words, of which each is cut, are some megabytes.
        let at = |letters: &String| letters.len() as u32;
        let start = at(&self.letters);
        self.letters.push_str(&forms.folded);
        let folded = at(&self.letters);
        self.letters.push(EXACT);
        self.letters.push_str(forms.behind());
        self.letters.push(' ');
        let end = at(&self.letters);
        let place = Place { start, folded, end };
        match packed {
            Some(packed) => self.short.insert(packed, place),
            None => self.long.insert(word.of(text).into(), place),
        };
        place
    }

    /// The term of a word with the blank behind it.
    fn term(&self, place: Place) -> &str {
        &self.letters[place.start as usize..place.end as usize]
    }

    /// A word without its marks.
    fn folded(&self, place: Place) -> &str {
        &self.letters[place.start as usize..place.folded as usize]
    }

    /// Adds the terms of a text, and tells how many words it has. `others` are ends of words, in order, with how else they may be read.
    pub(super) fn write<'t>(
        &mut self,
        text: &str,
        others: impl IntoIterator<Item = (usize, &'t [String])>,
        all: &mut String,
    ) -> u64 {
        let mut others = others.into_iter().peekable();
        let mut count = 0;
        for word in words(text) {
            count += 1;
            let place = self.place(text, word);
            all.push_str(self.term(place));
            while let Some((_, readings)) = others.next_if(|(end, _)| *end <= word.end) {
                for reading in readings {
                    all.push_str(reading);
                    all.push(OTHER);
                    all.push(' ');
                }
            }
        }
        count
    }

    /// A word without its marks, as [`Forms`] has it.
    pub(super) fn fold(&mut self, word: &str) -> String {
        let place = self.place(word, Span::new(0, word.len()));
        self.folded(place).to_owned()
    }

    /// Adds the words of a text without their marks.
    pub(super) fn write_folded(&mut self, text: &str, all: &mut String) {
        for word in words(text) {
            let place = self.place(text, word);
            all.push_str(self.folded(place));
            all.push(' ');
        }
    }
}

/// A short word of a text as a number, which is compared faster: its bytes and how many they are.
fn packed(text: &str, word: Span) -> Option<u128> {
    const LETTERS: usize = 15;
    let length = word.end - word.start;
    if length > LETTERS {
        return None;
    }
    let text = text.as_bytes();
    let letters = match text[word.start..].first_chunk::<16>() {
        // All at once, and without what follows it.
        Some(ahead) => u128::from_le_bytes(*ahead) & ((1 << (8 * length)) - 1),
        None => {
            let mut bytes = [0; 16];
            bytes[..length].copy_from_slice(&text[word.start..word.end]);
            u128::from_le_bytes(bytes)
        }
    };
    Some(letters | (length as u128) << (8 * LETTERS))
}

/// The tokenizer of the index: text comes as its terms.
#[derive(Clone, Debug, Default)]
pub(super) struct Split;

impl Tokenizer for Split {
    type TokenStream<'a> = Given<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Given<'a> {
        Given {
            rest: text,
            token: Token {
                position: usize::MAX,
                ..Token::default()
            },
        }
    }
}

/// Terms that are given one after another.
#[derive(Debug)]
pub(super) struct Given<'a> {
    rest: &'a str,
    token: Token,
}

impl TokenStream for Given<'_> {
    fn advance(&mut self) -> bool {
        while let Some(behind) = self.rest.strip_prefix(' ') {
            self.token.position = self.token.position.wrapping_add(GAP);
            self.rest = behind;
        }
        if self.rest.is_empty() {
            return false;
        }
        // Terms are short, and so a plain search is the fastest.
        let end = self.rest.bytes().position(|b| b == b' ');
        let end = end.unwrap_or(self.rest.len());
        let term = &self.rest[..end];
        self.rest = self.rest.get(end + 1..).unwrap_or_default();
        self.token.text.clear();
        self.token.text.push_str(term);
        if !term.ends_with(OTHER) {
            self.token.position = self.token.position.wrapping_add(1);
        }
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms(text: &str, others: &[(usize, &[String])]) -> Vec<(usize, String)> {
        let mut given = String::new();
        Terms::default().write(text, others.iter().copied(), &mut given);
        let mut split = Split;
        let mut stream = split.token_stream(&given);
        let mut all = Vec::new();
        stream.process(&mut |token| all.push((token.position, token.text.clone())));
        all
    }

    #[test]
    fn readings_share_the_position_of_their_word() {
        let others = ["thu".to_owned()];
        assert_eq!(
            terms("Thủ tục ban 61/2018", &[("Thủ".len(), &others)]),
            [
                (0, "thu=thủ"),
                (0, "thu~"),
                (1, "tuc=tục"),
                (2, "ban="),
                (3, "61="),
                (4, "2018=")
            ]
            .map(|(position, term)| (position, term.to_owned()))
        );
        let mut folded = String::new();
        Terms::default().write_folded("Thủ tục, 61", &mut folded);
        assert_eq!(folded, "thu tuc 61 ");
    }

    #[test]
    fn a_word_is_the_same_wherever_it_stands() {
        // At the end of a text, before more of it, and too long to be packed.
        let long = "x".repeat(16);
        let text = format!("thủ tục {long} thủ nghiêng, nghiên {long} thủ");
        let mut terms = Terms::default();
        let places: Vec<Place> = words(&text).map(|word| terms.place(&text, word)).collect();
        let first = |place| places.iter().position(|known| known == place).unwrap();
        let firsts: Vec<usize> = places.iter().map(first).collect();
        assert_eq!(firsts, [0, 1, 2, 0, 4, 5, 2, 0]);
        assert_eq!(terms.fold("thủ"), "thu");
        assert_eq!((terms.short.len(), terms.long.len()), (4, 1));
    }

    #[test]
    fn words_that_pack_alike_are_told_apart() {
        let text = "a a\u{0} aa abcdefghijklmno abcdefghijklmnop abcdefghijklmnopq";
        let mut written = String::new();
        let mut all = Terms::default();
        for _ in 0..2 {
            written.clear();
            all.write(text, [], &mut written);
        }
        let expected = "a= a= aa= abcdefghijklmno= abcdefghijklmnop= abcdefghijklmnopq= ";
        assert_eq!(written, expected);
    }

    #[test]
    fn more_words_than_are_remembered_are_written_all_the_same() {
        let many: Vec<String> = (0..3 * REMEMBERED).map(|n| format!("w{n}")).collect();
        let mut written = String::new();
        let count = Terms::default().write(&many.join(" "), [], &mut written);
        assert_eq!(count, many.len() as u64);
        assert_eq!(written, many.join("= ") + "= ");
    }

    #[test]
    fn long_words_are_cut() {
        let long = "ắ".repeat(1_000_000);
        assert!(terms(&long, &[]).iter().all(|(_, term)| term.len() < 300));
    }
}
