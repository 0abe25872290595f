//! Words: where they are in a text, and the forms in which the index knows them.
//!
//! A word is indexed in up to three forms at one position of one field, told apart by their first character: folded
//! (`tuc`), as it is (`=tục`), and folded as it may also have been read (`~luc`). Since they share a field, a
//! phrase can mix them, and since each is a term of its own, each has its own weight in a query.

use std::borrow::Cow;

use rustc_hash::FxHashMap;
use tantivy::tokenizer::{Token, TokenStream, Tokenizer};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::span::Span;
use crate::text::letter::fold;
use crate::text::tone::normalize_tone_place;

/// Begins the term of a word as it is.
pub(super) const EXACT: char = '=';
/// Begins the term of a word that may have been meant.
pub(super) const OTHER: char = '~';
/// Stands in text for the indexer before another reading of the word before it.
pub(super) const OR: char = '\u{1}';

/// Longer words are cut: nobody types them, and terms have a limit.
const LONGEST: usize = 48;
/// Words whose forms are remembered. A language has some thousands; what goes beyond is noise.
const REMEMBERED: usize = 1 << 15;

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
    let start = from + text[from..].find(is_inner)?;
    let end = text[start..]
        .find(|c| !is_inner(c))
        .map_or(text.len(), |len| start + len);
    Some(Span::new(start, end))
}

fn is_inner(c: char) -> bool {
    match c {
        '\0'..='\x7f' => c.is_ascii_alphanumeric(),
        // Latin letters with their marks, which is where nearly all others are.
        'À'..='Ö' | 'Ø'..='ö' | 'ø'..='ʯ' | 'Ḁ'..='ỿ' => true,
        _ => c.is_alphanumeric() || is_combining_mark(c),
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
        let short: String = word.nfc().take(LONGEST).collect();
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

/// Text for the indexer: its own, with the other readings of its words after them.
pub(super) fn with_others<'t>(
    text: &'t str,
    others: impl IntoIterator<Item = (usize, &'t [String])>,
) -> Cow<'t, str> {
    let mut all = String::new();
    let mut copied = 0;
    for (end, readings) in others {
        all.push_str(&text[copied..end]);
        copied = end;
        for reading in readings {
            all.push(OR);
            all.push_str(reading);
        }
    }
    let rest = &text[copied..];
    if copied == 0 && !rest.contains(OR) {
        return Cow::Borrowed(text);
    }
    all.push_str(rest);
    Cow::Owned(all)
}

/// The tokenizer of the index. A clone for each thread and field.
#[derive(Clone, Debug, Default)]
pub(super) struct Words {
    numbers: FxHashMap<Box<str>, usize>,
    forms: Vec<Forms>,
}

impl Words {
    /// The number of a word among the forms.
    fn number(&mut self, word: &str) -> usize {
        if let Some(&number) = self.numbers.get(word) {
            return number;
        }
        self.forms.push(Forms::of(word));
        self.numbers.insert(word.into(), self.forms.len() - 1);
        self.forms.len() - 1
    }
}

impl Tokenizer for Words {
    type TokenStream<'a> = Stream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Stream<'a> {
        if self.forms.len() > REMEMBERED {
            self.numbers.clear();
            self.forms.clear();
        }
        Stream {
            text,
            at: 0,
            words: self,
            pending: None,
            token: Token {
                position: usize::MAX,
                ..Token::default()
            },
        }
    }
}

/// The terms of one text.
#[derive(Debug)]
pub(super) struct Stream<'a> {
    text: &'a str,
    at: usize,
    words: &'a mut Words,
    /// The number of the word whose exact form comes next.
    pending: Option<usize>,
    token: Token,
}

impl TokenStream for Stream<'_> {
    fn advance(&mut self) -> bool {
        let token = &mut self.token;
        if let Some(word) = self.pending.take()
            && let Some(exact) = &self.words.forms[word].exact
        {
            token.text.clear();
            token.text.push(EXACT);
            token.text.push_str(exact);
            return true;
        }
        let Some(word) = next_word(self.text, self.at) else {
            return false;
        };
        self.at = word.end;
        let number = self.words.number(word.of(self.text));
        token.text.clear();
        if self.text[..word.start].ends_with(OR) {
            token.text.push(OTHER);
        } else {
            token.position = token.position.wrapping_add(1);
            self.pending = Some(number);
        }
        token.offset_from = word.start;
        token.offset_to = word.end;
        token.text.push_str(&self.words.forms[number].folded);
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

/// The tokenizer of names, which come as their terms with blanks between: made once for a document and not for each of its
/// entries.
#[derive(Clone, Debug, Default)]
pub(super) struct Names;

/// The terms of a name: each word behind a letter for what the name is of, and `^` and `$` for its ends. So words of an
/// authority are no words of a place, and the whole of a name can be asked for.
pub(super) fn name_terms(role: char, name: &str, whole: bool) -> Vec<String> {
    let words = name_words(name);
    let mut terms: Vec<String> = words.iter().map(|word| format!("{role}{word}")).collect();
    if whole {
        terms.insert(0, format!("{role}^"));
        terms.push(format!("{role}$"));
    }
    terms
}

/// The folded words of a name, with the two abbreviations that letterheads use at will written out.
pub(super) fn name_words(name: &str) -> Vec<String> {
    let mut all = Vec::new();
    for span in words(name) {
        let folded = Forms::of(span.of(name)).folded;
        match folded.as_str() {
            "ubnd" => all.extend(["uy", "ban", "nhan", "dan"].map(str::to_owned)),
            "hdnd" => all.extend(["hoi", "dong", "nhan", "dan"].map(str::to_owned)),
            _ => all.push(folded),
        }
    }
    all
}

impl Tokenizer for Names {
    type TokenStream<'a> = Given<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Given<'a> {
        Given {
            terms: text.split(' '),
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
    terms: std::str::Split<'a, char>,
    token: Token,
}

impl TokenStream for Given<'_> {
    fn advance(&mut self) -> bool {
        let Some(term) = self.terms.next() else {
            return false;
        };
        self.token.text.clear();
        self.token.text.push_str(term);
        self.token.position = self.token.position.wrapping_add(1);
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

    fn terms(text: &str) -> Vec<(usize, String)> {
        let mut tokenizer = Words::default();
        let mut stream = tokenizer.token_stream(text);
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
    fn forms_share_the_position_of_their_word() {
        assert_eq!(
            terms("Thủ\u{1}thư tục 61/2018"),
            [
                (0, "thu"),
                (0, "=thủ"),
                (0, "~thu"),
                (1, "tuc"),
                (1, "=tục"),
                (2, "61"),
                (3, "2018")
            ]
            .map(|(position, term)| (position, term.to_owned()))
        );
    }

    #[test]
    fn long_words_are_cut() {
        let long = "ắ".repeat(1_000_000);
        assert!(terms(&long).iter().all(|(_, term)| term.len() < 200));
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
