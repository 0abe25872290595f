//! The habits of the scanner that read a document: a channel of its own, learned without truth.
//!
//! Engines differ: one writes `é` for ê, ế, ề, ể, ễ and ệ alike, another `ê` or `ë`, a third `_`. The model's channel expects the
//! habits of most scans, its wide channel knows those of many engines and believes none of them much. The first look
//! at a document finds most of its words all the same, and each of these says what its letters were read as. Where
//! that is not what was expected, the wide channel, as what was thought before, and these counts make the channel for
//! another look: expectation–maximisation over the best path, with a Dirichlet prior.
//!
//! Whatever is learned is forgotten with the document, so that none depends on those that came before it.

mod align;
mod alike;
mod counts;
mod learned;

use super::lattice::{Candidate, Form};
use super::page::Page;
use super::search::Knowledge;
use crate::model::lexicon::WordId;
use crate::span::Span;
use crate::text::case::Case;
use crate::text::token::core;
use counts::Counter;
pub(super) use learned::Learned;

/// A document may have habits of its own where its words cost more than this a character, in nats; scans of the expected
/// kind cost 0.2 where they are good and 0.4 where they are bad.
const UNUSUAL_COST: f64 = 0.35;
/// It has them where its own channel is so much better for each letter, in nats; heavily damaged scans of the expected
/// kind gain up to 0.21, those of other engines 0.24 to 1.
const UNUSUAL_GAIN: f64 = 0.22;
/// It has them, too, where one word in so many is torn behind a mark (`thư. c`): one in ten where a scanner does so, elsewhere
/// hardly two in a thousand.
const UNUSUAL_TEARS: usize = 50;
/// Some lines say nothing of a scanner: so many characters must be explained.
const ENOUGH: f64 = 200.0;
/// Of the characters of its words, so many must be explained for anything to be learned.
const EXPLAINED: f64 = 0.2;

/// What a look at a document made of its words.
#[derive(Debug, Default)]
pub(super) struct Habits {
    sightings: Vec<Sighting>,
    /// Characters that were looked at, characters of words that were found, and what the channel took for these.
    chars: f64,
    explained: f64,
    cost: f64,
    counter: Counter,
}

/// A word, where it was read on the page, and how probable that is.
#[derive(Clone, Copy, Debug)]
struct Sighting {
    span: Span,
    word: WordId,
    case: Case,
    probability: f32,
}

impl Habits {
    pub(super) fn clear(&mut self) {
        self.sightings.clear();
        (self.chars, self.explained, self.cost) = (0.0, 0.0, 0.0);
    }

    /// Takes note of the likeliest reading of a place on the page.
    pub(super) fn add(&mut self, page: &str, span: Span, reading: &Candidate, probability: f32) {
        #[allow(clippy::cast_precision_loss)] // a word
        let chars = span.of(page).chars().count() as f64;
        self.chars += chars;
        if let (Some(word), Form::Word(case)) = (reading.word, reading.form) {
            let share = f64::from(probability);
            self.explained += share * chars;
            self.cost += share * f64::from(reading.cost.nats());
            self.sightings.push(Sighting {
                span,
                word,
                case,
                probability,
            });
        }
    }

    /// The channel of a document that was not read in the expected way; nothing where it was.
    pub(super) fn unusual(&mut self, know: &Knowledge<'_>, page: &Page) -> Option<Learned> {
        let tells = self.explained > ENOUGH && self.explained > EXPLAINED * self.chars;
        let torn = tells && torn_words(page) * UNUSUAL_TEARS > page.words.len();
        (torn || (tells && self.cost > UNUSUAL_COST * self.explained))
            .then(|| self.learn(know, &page.text))
            .filter(|learned| torn || learned.gain > UNUSUAL_GAIN)
    }

    /// The channel of the document.
    pub(super) fn learn(&mut self, know: &Knowledge<'_>, page: &str) -> Learned {
        self.counter.count(know, page, &self.sightings);
        Learned::of(know, page, &self.counter)
    }
}

/// How many words look as if a mark had torn their last consonants off.
fn torn_words(page: &Page) -> usize {
    let is_rest = |word: &str| {
        let word = core(word).of(word);
        matches!(word, "c" | "ch" | "m" | "n" | "ng" | "nh" | "p" | "t")
    };
    let torn = page.words.windows(2).filter(|pair| {
        let [left, right] = [pair[0], pair[1]].map(|word| word.span.of(&page.text));
        !pair[1].begins_line && is_rest(right) && {
            let inside = core(left);
            inside.of(left).contains(char::is_alphabetic) && inside.end < left.len()
        }
    });
    torn.count()
}
