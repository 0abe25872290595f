//! Candidate search: which words could have been read as this string, and at what cost.
//!
//! Best-first search over (characters explained, trie node, case pattern). The channel's table proposes true letters
//! for the next characters, the trie says which words can go on with them, and the least word cost under a node makes
//! the estimate of what is still to pay, so that candidates come out in the order of channel cost plus word cost.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use rustc_hash::FxHashMap;

use crate::cost::Cost;
use crate::model::alphabet::Code;
use crate::model::channel::{Channel, MAX_READ};
use crate::model::lexicon::{Lexicon, Node, WordId};
use crate::model::lm::LanguageModel;
use crate::text::case::Case;

/// A word that a string may be the reading of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) word: WordId,
    pub(super) case: Case,
    /// What the channel takes for it.
    pub(super) cost: Cost,
}

/// How far a search goes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    /// Most candidates.
    pub(super) candidates: usize,
    /// How much worse than the best, word cost included.
    pub(super) beam: Cost,
}

/// Scratch of the search.
#[derive(Debug, Default)]
pub(super) struct Search {
    heap: BinaryHeap<Reverse<(Cost, Entry)>>,
    reached: FxHashMap<(u8, Node, Mode), Cost>,
    read: Vec<Code>,
}

/// How the letters walked so far are cased.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Mode {
    Start,
    Lower,
    Title,
    Upper,
    Exact,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Entry {
    /// A whole word: nothing left to explain.
    Word { cost: Cost, word: WordId, mode: Mode },
    /// A way to explain the first `at` characters.
    Path { cost: Cost, at: u8, node: Node, mode: Mode },
}

/// The parts of the model that a search needs.
#[derive(Clone, Copy, Debug)]
pub(super) struct Knowledge<'m> {
    pub(super) lexicon: Lexicon<'m>,
    pub(super) channel: Channel<'m>,
    pub(super) language: LanguageModel<'m>,
}

/// Longest string that is searched for; longer ones are no word.
pub(super) const MAX_CHARS: usize = 24;

impl Search {
    /// Appends the candidates for `text` to `out`, best first.
    pub(super) fn run(&mut self, know: &Knowledge<'_>, text: &str, limits: Limits, out: &mut Vec<Found>) {
        self.read.clear();
        self.read.extend(text.chars().map(|c| know.channel.readings.code(c)));
        if self.read.is_empty() || self.read.len() > MAX_CHARS {
            return;
        }
        let before = out.len();
        self.pass(know, limits, false, out);
        if out.len() == before {
            self.pass(know, limits, true, out);
        }
    }

    /// One search; with `floors`, letters may also be what the table never saw.
    fn pass(&mut self, know: &Knowledge<'_>, limits: Limits, floors: bool, out: &mut Vec<Found>) {
        self.heap.clear();
        self.reached.clear();
        let first = out.len();
        let mut bound = Cost::IMPOSSIBLE;
        self.push(know, Cost::ZERO, 0, 0, Mode::Start);
        while let Some(Reverse((estimate, entry))) = self.heap.pop() {
            if estimate > bound {
                break;
            }
            match entry {
                Entry::Word { cost, word, mode } => {
                    let case = match mode {
                        Mode::Start | Mode::Lower => Case::Lower,
                        Mode::Title => Case::Title,
                        Mode::Upper => Case::Upper,
                        Mode::Exact => Case::Exact,
                    };
                    if out[first..].iter().any(|found| found.word == word && found.case == case) {
                        continue;
                    }
                    if out.len() == first {
                        bound = estimate + limits.beam;
                    }
                    out.push(Found { word, case, cost });
                    if out.len() - first == limits.candidates {
                        break;
                    }
                }
                Entry::Path { cost, at, node, mode } => {
                    if self.reached.get(&(at, node, mode)).is_some_and(|&known| known < cost) {
                        continue;
                    }
                    self.expand(know, cost, usize::from(at), node, mode, floors);
                }
            }
        }
    }

    fn expand(&mut self, know: &Knowledge<'_>, cost: Cost, at: usize, node: Node, mode: Mode, floors: bool) {
        let rest = self.read.len() - at;
        if rest == 0
            && let Some(word) = know.lexicon.word_at(node)
        {
            let total = cost + know.language.unigram(word);
            self.heap.push(Reverse((total, Entry::Word { cost, word, mode })));
        }
        for len in 0..=MAX_READ.min(rest) {
            let mut key = [0; MAX_READ];
            key[..len].copy_from_slice(&self.read[at..at + len]);
            if key[..len].contains(&crate::model::alphabet::Alphabet::OTHER) {
                break;
            }
            for origin in know.channel.origins(&key[..len]) {
                self.walk(know, cost + origin.cost, at + len, node, mode, origin.letters());
            }
        }
        let params = know.channel.params();
        if rest > 0 && node != 0 {
            self.push(know, cost + params.insert, at + 1, node, mode);
        }
        if floors {
            for (letter, _) in know.lexicon.children(node) {
                self.walk(know, cost + params.delete, at, node, mode, &[letter]);
                if rest > 0 {
                    self.walk(know, cost + params.substitute, at + 1, node, mode, &[letter]);
                }
            }
        }
    }

    /// Goes on from `node` by true letters, in every case pattern that they allow.
    fn walk(&mut self, know: &Knowledge<'_>, cost: Cost, at: usize, node: Node, mode: Mode, letters: &[Code]) {
        let capital = |letter: &Code| know.channel.lower(*letter).is_some();
        let descend = |lowered: usize| {
            letters.iter().enumerate().try_fold(node, |node, (i, &letter)| {
                let letter = if i < lowered { know.channel.lower(letter).unwrap_or(letter) } else { letter };
                know.lexicon.child(node, letter)
            })
        };
        let small_after = |n: usize| letters.iter().skip(n).all(|letter| !capital(letter));
        let uncased = |letter: &Code| {
            know.channel.letters.letter(*letter).is_some_and(|c| !c.is_alphabetic())
        };
        let all_capitals = letters.iter().all(|letter| capital(letter) || uncased(letter));
        let mut go = |lowered: usize, mode: Mode| {
            if let Some(child) = descend(lowered) {
                self.push(know, cost, at, child, mode);
            }
        };
        match mode {
            Mode::Start => {
                if small_after(0) {
                    go(0, Mode::Lower);
                } else if letters.first().is_some_and(capital) {
                    go(0, Mode::Exact);
                    if small_after(1) {
                        go(1, Mode::Title);
                    }
                    if all_capitals {
                        go(letters.len(), Mode::Upper);
                    }
                }
            }
            Mode::Lower | Mode::Title => {
                if small_after(0) {
                    go(0, mode);
                }
            }
            Mode::Upper => {
                if all_capitals {
                    go(letters.len(), Mode::Upper);
                }
            }
            Mode::Exact => go(0, Mode::Exact),
        }
    }

    fn push(&mut self, know: &Knowledge<'_>, cost: Cost, at: usize, node: Node, mode: Mode) {
        let at = u8::try_from(at).unwrap_or(u8::MAX);
        let reached = self.reached.entry((at, node, mode)).or_insert(Cost::IMPOSSIBLE);
        if cost < *reached {
            *reached = cost;
            let estimate = cost + know.lexicon.least_cost(node);
            self.heap.push(Reverse((estimate, Entry::Path { cost, at, node, mode })));
        }
    }
}
