//! Baselines that look every word up in the dictionary, one by one, without a look at its neighbours.

use std::collections::{BTreeMap, HashMap};

use crate::cost::Cost;
use crate::model::Model;
use crate::model::lexicon::FIRST_WORD;
use crate::text::case::Case;
use crate::text::letter::fold_text;
use crate::text::token::core;

/// The words of a model, with what they cost without context.
#[derive(Debug)]
pub struct Dictionary {
    /// Words by length, each with its cost.
    by_length: Vec<Vec<(String, Cost)>>,
    /// The most frequent word of each string without marks.
    by_letters: BTreeMap<String, (String, Cost)>,
}

/// How a word is looked up.
#[derive(Clone, Copy, Debug)]
pub(super) enum Lookup {
    Nearest,
    SameLetters,
}

/// Words that were looked up before.
pub(super) type Known = HashMap<String, String>;

/// A word with more differences than this is left alone: it is no reading of anything.
const FARTHEST: usize = 3;

impl Dictionary {
    pub(super) fn of(model: &Model) -> Self {
        let (lexicon, language) = (model.lexicon(), model.language_model());
        let mut dictionary = Self {
            by_length: Vec::new(),
            by_letters: BTreeMap::new(),
        };
        for id in FIRST_WORD..u16::try_from(lexicon.len()).unwrap_or(u16::MAX) {
            let (word, cost) = (lexicon.word(id).to_owned(), language.unigram(id));
            let length = word.chars().count();
            if dictionary.by_length.len() <= length {
                dictionary.by_length.resize_with(length + 1, Vec::new);
            }
            let best = dictionary
                .by_letters
                .entry(fold_text(&word).to_lowercase())
                .or_insert_with(|| (word.clone(), cost));
            if cost < best.1 {
                *best = (word.clone(), cost);
            }
            dictionary.by_length[length].push((word, cost));
        }
        dictionary
    }

    /// Replaces every word of a text; blanks, line ends and punctuation stay.
    pub(super) fn restore(&self, text: &str, lookup: Lookup, known: &mut Known) -> String {
        let mut out = String::with_capacity(text.len() + text.len() / 4);
        for piece in text.split_inclusive(char::is_whitespace) {
            let word = piece.trim_end();
            let inside = core(word);
            let found = inside.of(word);
            out.push_str(&word[..inside.start]);
            if found.chars().any(|c| c.is_ascii_digit()) || found.is_empty() {
                out.push_str(found);
            } else if let Some(right) = known.get(found) {
                out.push_str(right);
            } else {
                let right = self.look_up(found, lookup);
                out.push_str(&right);
                known.insert(found.to_owned(), right);
            }
            out.push_str(&piece[inside.end..]);
        }
        out
    }

    fn look_up(&self, word: &str, lookup: Lookup) -> String {
        let lower = word.to_lowercase();
        let best = match lookup {
            Lookup::Nearest => self.nearest(&lower),
            Lookup::SameLetters => self
                .by_letters
                .get(&fold_text(&lower))
                .map(|(word, _)| word.as_str()),
        };
        let Some(best) = best else {
            return word.to_owned();
        };
        if best.chars().any(char::is_uppercase) {
            return best.to_owned();
        }
        let mut cased = String::new();
        Case::of(word).write(best, &mut cased);
        cased
    }

    fn nearest(&self, word: &str) -> Option<&str> {
        let length = word.chars().count();
        let mut best: Option<(usize, Cost, &str)> = None;
        for away in 0..=FARTHEST {
            if best.is_some_and(|(distance, ..)| distance < away) {
                break;
            }
            let mut lengths = vec![length + away];
            if away > 0 {
                lengths.extend(length.checked_sub(away));
            }
            for length in lengths {
                for (other, cost) in self.by_length.get(length).into_iter().flatten() {
                    let distance = strsim::damerau_levenshtein(word, &other.to_lowercase());
                    let here = (distance, *cost, other.as_str());
                    if distance <= FARTHEST && best.is_none_or(|best| here < best) {
                        best = Some(here);
                    }
                }
            }
        }
        best.map(|(_, _, word)| word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_looked_up_and_all_else_stays() {
        let dictionary = Dictionary::of(&Model::embedded().unwrap());
        let restore = |text, lookup| dictionary.restore(text, lookup, &mut Known::new());
        for (text, nearest, same_letters) in [
            // The nearest word by letters alone, whatever it means here.
            (
                "Quyét dinh,\t63/2010",
                "Quyết định,\t63/2010",
                "Quyết định,\t63/2010",
            ),
            ("(NHAN DAN) \n", "(NHÂN DÂN) \n", "(NHÂN DÂN) \n"),
            ("xyzzyqqqq", "xyzzyqqqq", "xyzzyqqqq"),
        ] {
            assert_eq!(restore(text, Lookup::SameLetters), same_letters, "{text}");
            let found = restore(text, Lookup::Nearest);
            assert_eq!(
                found
                    .chars()
                    .filter(|c| !c.is_alphabetic())
                    .collect::<String>(),
                nearest
                    .chars()
                    .filter(|c| !c.is_alphabetic())
                    .collect::<String>(),
                "{text}"
            );
        }
        assert_eq!(restore("Quyét", Lookup::Nearest), "Quyết");
    }
}
