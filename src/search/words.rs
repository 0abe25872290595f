//! Words: where they are in a text, and the forms in which the index knows them.
//!
//! A word stands in the index as one term, folded and as it is (`tuc=tục`, `ban=`), and where it may have been read otherwise as one
//! more at the same position (`luc~`). All marks of a word are neighbours in the engine's dictionary: a query without
//! marks looks for all of them, and each has its own weight. Texts come to the engine as their terms with blanks between, made once.

use rustc_hash::FxHashMap;
use tantivy::tokenizer::{Token, TokenStream, Tokenizer};
use unicode_normalization::char::is_combining_mark;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use crate::span::Span;
use crate::text::letter::fold;
use crate::text::tone::normalize_tone_place;

/// Stands between a word without its marks and the word as it is.
pub(super) const EXACT: char = '=';
/// Stands behind a word that may have been meant.
pub(super) const OTHER: char = '~';

/// Longer words are cut: nobody types them, and terms have a limit.
const LONGEST: usize = 48;
/// Words whose forms are remembered. A language has some thousands; what goes beyond is noise.
const REMEMBERED: usize = 1 << 15;

/// Places between words that stand apart: no row goes across.
const GAP: usize = 3;

/// The words of a text: runs of letters and digits.
pub(super) fn words(text: &str) -> impl Iterator<Item = Span> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        let span = next_word(text, at)?;
        at = span.end;
        Some(span)
    })
}

fn next_word(text: &str, from: usize) -> Option<Span> {
    let mut start = from;
    loop {
        if start >= text.len() {
            return None;
        }
        let (length, is_inner) = character(text, start);
        if is_inner {
            break;
        }
        start += length;
    }
    let mut end = start;
    while end < text.len() {
        let (length, is_inner) = character(text, end);
        if !is_inner {
            break;
        }
        end += length;
    }
    Some(Span::new(start, end))
}

/// How long the character at a place is, and whether words are made of it. Nearly all are told by their first bytes.
fn character(text: &str, at: usize) -> (usize, bool) {
    let bytes = text.as_bytes();
    match bytes[at] {
        byte @ ..=0x7f => (1, byte.is_ascii_alphanumeric()),
        // U+00C0 to U+00FF: letters, and the signs of multiplication and division.
        0xc3 => (2, !matches!(bytes[at + 1], 0x97 | 0xb7)),
        // U+0100 to U+027F, and U+1E00 to U+1EFF: Latin letters with their marks.
        0xc4..=0xc9 => (2, true),
        0xe1 if matches!(bytes[at + 1], 0xb8..=0xbb) => (3, true),
        _ => text[at..].chars().next().map_or((1, false), |c| {
            (c.len_utf8(), c.is_alphanumeric() || is_combining_mark(c))
        }),
    }
}

/// A word as the index knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Forms {
    /// Without marks, in lower case.
    pub(super) folded: String,
    /// In lower case, tones in their modern place. Nothing where there are digits in it, which have no marks.
    pub(super) exact: Option<String>,
}

impl Forms {
    pub(super) fn of(word: &str) -> Self {
        if word.is_ascii() {
            // The same, without looking for what is not there.
            let end = word.len().min(LONGEST);
            let lower = word[..end].to_ascii_lowercase();
            let mut folded = lower.clone();
            one_i(&mut folded);
            let is_word = lower.bytes().all(|b| b.is_ascii_alphabetic());
            return Self {
                folded,
                exact: is_word.then_some(lower),
            };
        }
        let short: String = if is_nfc_quick(word.chars()) == IsNormalized::Yes {
            word.chars().take(LONGEST).collect()
        } else {
            word.nfc().take(LONGEST).collect()
        };
        let lower: String = short
            .chars()
            .flat_map(char::to_lowercase)
            .map(|c| if c == 'ð' { 'đ' } else { c })
            .collect();
        let placed = normalize_tone_place(&lower);
        let mut folded: String = placed.chars().map(fold).collect();
        one_i(&mut folded);
        let exact = placed
            .chars()
            .all(char::is_alphabetic)
            .then(|| placed.into_owned());
        Self { folded, exact }
    }

    /// What stands behind [`EXACT`]: the word as it is, where that says more.
    pub(super) fn behind(&self) -> &str {
        match &self.exact {
            Some(exact) if *exact != self.folded => exact,
            _ => "",
        }
    }

    /// Whether the word has a mark.
    pub(super) fn is_marked(&self) -> bool {
        self.exact
            .as_ref()
            .is_some_and(|exact| exact.chars().any(|c| fold(c) != c))
    }
}

/// `lý` and `lí`, `kỹ` and `kĩ`, `quý` and `quí` are spellings of one word: folded, they are the same.
fn one_i(folded: &mut String) {
    if matches!(
        folded.as_str(),
        "hy" | "ky" | "ly" | "my" | "sy" | "ty" | "vy" | "quy"
    ) {
        folded.pop();
        folded.push('i');
    }
}

/// Makes the terms of texts, and remembers words. One for each thread.
#[derive(Debug, Default)]
pub(super) struct Terms {
    /// The numbers of words, most of them by their letters themselves ([`packed`]).
    short: FxHashMap<u128, usize>,
    long: FxHashMap<Box<str>, usize>,
    /// The terms of all words, each with the blank behind it.
    letters: String,
    /// Where the term of each word is, and where its folded form ends.
    places: Vec<(Span, usize)>,
    /// The words that the text at hand has had.
    had: Vec<bool>,
}

impl Terms {
    /// To be called between documents: forgets words when there are too many.
    pub(super) fn begin(&mut self) {
        if self.places.len() >= REMEMBERED {
            *self = Self::default();
        }
    }

    /// The number of the word at a place of a text.
    fn number(&mut self, text: &str, word: Span) -> usize {
        let packed = packed(text, word);
        let known = match packed {
            Some(packed) => self.short.get(&packed),
            None => self.long.get(word.of(text)),
        };
        if let Some(&number) = known {
            return number;
        }
        let forms = Forms::of(word.of(text));
        let start = self.letters.len();
        self.letters.push_str(&forms.folded);
        let folded = self.letters.len();
        self.letters.push(EXACT);
        self.letters.push_str(forms.behind());
        self.letters.push(' ');
        let number = self.places.len();
        self.places
            .push((Span::new(start, self.letters.len()), folded));
        match packed {
            Some(packed) => self.short.insert(packed, number),
            None => self.long.insert(word.of(text).into(), number),
        };
        number
    }

    /// The term of a word with the blank behind it.
    fn term(&self, number: usize) -> &str {
        self.places[number].0.of(&self.letters)
    }

    /// A word without its marks.
    fn folded(&self, number: usize) -> &str {
        let (term, folded) = self.places[number];
        &self.letters[term.start..folded]
    }

    /// Adds the terms of a text. `others` are ends of words, in order, with how else they may be read.
    pub(super) fn write<'t>(
        &mut self,
        text: &str,
        others: impl IntoIterator<Item = (usize, &'t [String])>,
        all: &mut String,
    ) {
        let mut others = others.into_iter().peekable();
        for word in words(text) {
            let number = self.number(text, word);
            all.push_str(self.term(number));
            while let Some((_, readings)) = others.next_if(|(end, _)| *end <= word.end) {
                for reading in readings {
                    all.push_str(reading);
                    all.push(OTHER);
                    all.push(' ');
                }
            }
        }
    }

    /// Adds the terms of texts that are elsewhere in the index in their order: each once, none beside another.
    pub(super) fn write_apart<'t>(
        &mut self,
        texts: impl IntoIterator<Item = &'t str>,
        others: impl IntoIterator<Item = (usize, &'t [String])>,
        all: &mut String,
    ) {
        self.had.fill(false);
        for text in texts {
            for word in words(text) {
                let number = self.number(text, word);
                if self.had.len() <= number {
                    self.had.resize(self.places.len(), false);
                }
                if !std::mem::replace(&mut self.had[number], true) {
                    // Behind a term that is empty, which is a gap.
                    all.push(' ');
                    all.push_str(self.term(number));
                }
            }
        }
        for reading in others.into_iter().flat_map(|(_, readings)| readings) {
            all.push(' ');
            all.push_str(reading);
            all.push(OTHER);
            all.push(' ');
        }
    }

    /// A word without its marks, as [`Forms`] has it.
    pub(super) fn fold(&mut self, word: &str) -> String {
        let number = self.number(word, Span::new(0, word.len()));
        self.folded(number).to_owned()
    }

    /// Adds the words of a text without their marks.
    pub(super) fn write_folded(&mut self, text: &str, all: &mut String) {
        for word in words(text) {
            let number = self.number(text, word);
            all.push_str(self.folded(number));
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

/// The terms of a name: each word behind a letter for what the name is of, and `^` and `$` for its ends. So words of an
/// authority are no words of a place, and the whole of a name can be asked for.
pub(super) fn name_terms(role: char, words: &[String], whole: bool) -> Vec<String> {
    let mut terms: Vec<String> = words.iter().map(|word| format!("{role}{word}")).collect();
    if whole {
        terms.insert(0, format!("{role}^"));
        terms.push(format!("{role}$"));
    }
    terms
}

/// The folded words of a name, with the two abbreviations that letterheads use at will written out.
pub(super) fn name_words(name: &str) -> Vec<String> {
    name_words_by(name, &mut |word| Forms::of(word).folded)
}

/// The same, for who remembers how words are folded.
pub(super) fn name_words_by(name: &str, fold: &mut impl FnMut(&str) -> String) -> Vec<String> {
    let mut all = Vec::new();
    for span in words(name) {
        let folded = fold(span.of(name));
        match folded.as_str() {
            "ubnd" => all.extend(["uy", "ban", "nhan", "dan"].map(str::to_owned)),
            "hdnd" => all.extend(["hoi", "dong", "nhan", "dan"].map(str::to_owned)),
            _ => all.push(folded),
        }
    }
    all
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
    fn a_word_has_one_folded_form_however_it_is_written() {
        for (written, folded, exact) in [
            ("Thủ", "thu", Some("thủ")),
            ("THỦ", "thu", Some("thủ")),
            ("ban", "ban", Some("ban")),
            // Old and new tone placement.
            ("hoà", "hoa", Some("hòa")),
            ("hòa", "hoa", Some("hòa")),
            ("thuỷ", "thuy", Some("thủy")),
            // The letter đ in all its code points.
            ("Đất", "dat", Some("đất")),
            ("Ðất", "dat", Some("đất")),
            ("đất", "dat", Some("đất")),
            // Decomposed.
            ("thu\u{309}", "thu", Some("thủ")),
            ("lý", "li", Some("lý")),
            ("lí", "li", Some("lí")),
            ("quy", "qui", Some("quy")),
            ("2018", "2018", None),
            ("QH14", "qh14", None),
            ("Straße", "straße", Some("straße")),
        ] {
            let forms = Forms::of(written);
            assert_eq!(
                (forms.folded.as_str(), forms.exact.as_deref()),
                (folded, exact),
                "{written}"
            );
        }
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
        let mut apart = String::new();
        let texts = ["xa xa xã xa", "xã ở xa"];
        Terms::default().write_apart(texts, [(2, &others[..])], &mut apart);
        assert_eq!(apart, " xa=  xa=xã  o=ở  thu~ ");
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
        let numbers: Vec<usize> = words(&text).map(|word| terms.number(&text, word)).collect();
        assert_eq!(numbers, [0, 1, 2, 0, 3, 4, 2, 0]);
        assert_eq!(terms.fold("thủ"), "thu");
        assert_eq!(terms.places.len(), 5);
    }

    #[test]
    fn words_are_letters_and_digits_whatever_their_bytes() {
        // Every character that has bytes of its own way, and those beside them.
        let all = ('\0'..='\u{2ff}').chain('\u{1cff}'..='\u{20ff}');
        for c in all.chain(['一', '😀', '\u{301}', '\u{10ffff}']) {
            let is_inner = if c.is_ascii() {
                c.is_ascii_alphanumeric()
            } else {
                c.is_alphanumeric() || is_combining_mark(c)
            };
            let text = format!("a {c} b");
            let found: Vec<_> = words(&text).map(|word| word.of(&text)).collect();
            let own = c.to_string();
            let expected = match is_inner {
                true => vec!["a", &own, "b"],
                false => vec!["a", "b"],
            };
            assert_eq!(found, expected, "{c:?}");
        }
        assert_eq!(words("").next(), None);
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
    fn long_words_are_cut() {
        let long = "ắ".repeat(1_000_000);
        assert!(terms(&long, &[]).iter().all(|(_, term)| term.len() < 300));
    }

    #[test]
    fn names_are_the_same_with_and_without_abbreviations() {
        for (left, right) in [
            ("UBND TỈNH QUẢNG NAM", "Ủy ban nhân dân tỉnh Quảng Nam"),
            ("Uỷ ban nhân dân", "Ủy ban nhân dân"),
            ("HĐND huyện", "Hội đồng nhân dân huyện"),
        ] {
            assert_eq!(name_words(left), name_words(right), "{left}");
        }
    }
}
