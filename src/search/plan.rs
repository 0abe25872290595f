//! A text that somebody typed → what is looked for. Any text is read; only so much of it counts.

use unicode_normalization::UnicodeNormalization;

use super::code::{self, Code};
use super::words::{Forms, words};
use crate::span::Span;

/// Characters of a query that count; nobody reads what a longer one finds.
const CHARACTERS: usize = 2000;
/// Different words that count.
const WORDS: usize = 32;
/// Codes, and phrases, that count.
const CODES: usize = 4;
/// Words of one phrase that count.
const PHRASE: usize = 16;

/// What is looked for.
#[derive(Debug, Default)]
pub(super) struct Plan {
    /// Different words, in order.
    pub(super) words: Vec<Forms>,
    /// Words that follow one another, by their numbers.
    pub(super) rows: Vec<Vec<usize>>,
    /// Words that have to stand in a row.
    pub(super) phrases: Vec<Vec<Forms>>,
    /// Codes of documents.
    pub(super) codes: Vec<Sought>,
    /// Whether it was typed with marks.
    pub(super) is_marked: bool,
}

/// A code that is looked for.
#[derive(Debug)]
pub(super) struct Sought {
    pub(super) code: Code,
    /// As it was typed, from the number on.
    pub(super) typed: String,
    /// Its words from the number on, for texts in which nobody knew it for a code.
    pub(super) words: Vec<Forms>,
}

impl Plan {
    pub(super) fn read(text: &str) -> Self {
        let text: String = text.chars().take(CHARACTERS).nfc().collect();
        let mut plan = Self::default();
        let (plain, quoted) = divide(&text);
        for part in quoted {
            let phrase: Vec<Forms> = forms(part).take(PHRASE).collect();
            if !phrase.is_empty() && plan.phrases.len() < CODES {
                plan.phrases.push(phrase);
            }
        }
        for part in plain {
            plan.add(part);
        }
        let phrases = plan.phrases.iter().flatten();
        plan.is_marked = plan.words.iter().chain(phrases).any(Forms::is_marked);
        plan
    }

    fn add(&mut self, text: &str) {
        let mut found = code::find(text);
        found.truncate(CODES.saturating_sub(self.codes.len()));
        let taken: Vec<Span> = found
            .iter()
            .filter(|code| code.is_certain)
            .map(|code| code.span)
            .collect();
        let mut row = Vec::new();
        for word in words(text) {
            if taken
                .iter()
                .any(|span| span.start <= word.start && word.end <= span.end)
            {
                self.rows.push(std::mem::take(&mut row));
                continue;
            }
            row.extend(self.number(Forms::of(word.of(text))));
        }
        self.rows.push(row);
        self.rows.retain(|row| row.len() > 1);
        for code in found {
            let written = code.span.of(text);
            let number = written.find(|c: char| c.is_ascii_digit()).unwrap_or(0);
            self.codes.push(Sought {
                typed: written[number..].to_owned(),
                words: forms(&written[number..]).collect(),
                code,
            });
        }
    }

    /// The number of a word, which is new or was there; nothing where there are enough.
    fn number(&mut self, word: Forms) -> Option<usize> {
        let known = self.words.iter().position(|known| *known == word);
        if known.is_none() && self.words.len() < WORDS {
            self.words.push(word);
            return Some(self.words.len() - 1);
        }
        known
    }

    /// Whether there is nothing to look for.
    pub(super) fn is_empty(&self) -> bool {
        self.words.is_empty() && self.phrases.is_empty() && self.codes.is_empty()
    }
}

fn forms(text: &str) -> impl Iterator<Item = Forms> + '_ {
    words(text).map(|word| Forms::of(word.of(text)))
}

/// What stands outside of quotes, and inside. A quote that nothing closes is none.
fn divide(text: &str) -> (Vec<&str>, Vec<&str>) {
    let mut parts = text.split(['"', '“', '”', '„']);
    let mut plain: Vec<&str> = parts.next().into_iter().collect();
    let mut quoted = Vec::new();
    while let Some(inside) = parts.next() {
        match parts.next() {
            Some(outside) => {
                quoted.push(inside);
                plain.push(outside);
            }
            None => plain.push(inside),
        }
    }
    (plain, quoted)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> (Vec<String>, Vec<String>, Vec<String>) {
        let plan = Plan::read(text);
        let folded = |forms: &Vec<Forms>| {
            let words: Vec<_> = forms.iter().map(|f| f.folded.as_str()).collect();
            words.join(" ")
        };
        (
            plan.words.iter().map(|word| word.folded.clone()).collect(),
            plan.phrases.iter().map(folded).collect(),
            plan.codes
                .iter()
                .map(|sought| sought.code.keys[0].clone())
                .collect(),
        )
    }

    #[test]
    fn words_phrases_and_codes_are_told_apart() {
        for (typed, words, phrases, codes) in [
            ("Thủ tục thủ tục", vec!["thu", "tuc"], vec![], vec![]),
            ("hạn hán", vec!["han", "han"], vec![], vec![]),
            ("han han", vec!["han"], vec![], vec![]),
            ("\"thủ tục\" mới", vec!["moi"], vec!["thu tuc"], vec![]),
            ("“thủ tục” mới", vec!["moi"], vec!["thu tuc"], vec![]),
            ("\"thủ tục", vec!["thu", "tuc"], vec![], vec![]),
            ("\"\" \" \" x", vec!["x"], vec![], vec![]),
            ("theo nđ 61/2018", vec!["theo"], vec![], vec!["nd:61/2018"]),
            (
                "nghị định 61",
                vec!["nghi", "dinh", "61"],
                vec![],
                vec!["nd:61"],
            ),
            (
                "* ? [a-z]+ AND -b ~ ^2 c:d \\",
                vec!["a", "z", "and", "b", "2", "c", "d"],
                vec![],
                vec![],
            ),
            ("\u{0}\u{1}\u{7f}\u{202e}", vec![], vec![], vec![]),
        ] {
            assert_eq!(
                told(typed),
                (
                    words.into_iter().map(str::to_owned).collect(),
                    phrases.into_iter().map(str::to_owned).collect(),
                    codes.into_iter().map(str::to_owned).collect()
                ),
                "{typed}"
            );
        }
    }

    #[test]
    fn only_so_much_counts() {
        let many: String = (0..100_000)
            .map(|i| format!("w{i} \"p{i} q\" {i}/2018 "))
            .collect();
        let plan = Plan::read(&many);
        assert!(
            plan.words.len() <= WORDS && plan.codes.len() <= CODES && plan.phrases.len() <= CODES
        );
        let long = format!("\"{}\"", "a ".repeat(900));
        assert_eq!(Plan::read(&long).phrases[0].len(), PHRASE);
    }
}
