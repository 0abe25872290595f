//! Candidate search: which words could have been read as this string, and at what cost.
//!
//! A beam moves over the characters of the string. At each, the live hypotheses are ways through the lexicon's trie that
//! explain what stands before; the channel's table proposes true letters for the next characters, and the trie says
//! which of them some word can go on with. What the rarest word under a node must cost is part of a hypothesis' rank,
//! so that dead ends of the lexicon do not crowd out its main roads.

use rustc_hash::FxHashMap;

use crate::cost::Cost;
use crate::model::Model;
use crate::model::alphabet::{Alphabet, Code};
use crate::model::channel::{Channel, MAX_READ, Origin};
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
    read: Vec<Code>,
    /// Hypotheses by the number of characters that they explain.
    columns: Vec<Column>,
    origins: Vec<(usize, Origin)>,
    live: Vec<Hypothesis>,
}

/// Hypotheses that explain the same characters, each way through the trie once.
#[derive(Debug, Default)]
struct Column {
    costs: FxHashMap<(Node, Mode), Cost>,
    best: Option<Cost>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Hypothesis {
    rank: Cost,
    node: Node,
    mode: Mode,
    cost: Cost,
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

/// The parts of the model that a search needs.
#[derive(Clone, Copy, Debug)]
pub(super) struct Knowledge<'m> {
    pub(super) lexicon: Lexicon<'m>,
    pub(super) channel: Channel<'m>,
    pub(super) language: LanguageModel<'m>,
    /// How each letter code is cased.
    cases: [LetterCase; 256],
}

/// How a single letter is cased.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum LetterCase {
    Small,
    /// With the code of the small letter.
    Capital(Code),
    /// Digits and marks, which go with either.
    None,
}

impl<'m> Knowledge<'m> {
    pub(super) fn of(model: &'m Model) -> Self {
        let channel = model.channel();
        let cases = std::array::from_fn(|code| {
            let code = Code::try_from(code).unwrap_or(Alphabet::OTHER);
            match (channel.lower(code), channel.letters.letter(code)) {
                (Some(small), _) => LetterCase::Capital(small),
                (None, Some(c)) if c.is_alphabetic() => LetterCase::Small,
                _ => LetterCase::None,
            }
        });
        Self {
            lexicon: model.lexicon(),
            channel,
            language: model.language_model(),
            cases,
        }
    }

    /// The word that these letters spell.
    pub(super) fn find(&self, letters: impl Iterator<Item = char>) -> Option<WordId> {
        self.lexicon
            .find(letters.map(|c| self.channel.letters.code(c)))
    }

    fn case(&self, letter: Code) -> LetterCase {
        self.cases[usize::from(letter)]
    }

    /// The small letter of a capital, any other letter as it is.
    fn lowered(&self, letter: Code) -> Code {
        match self.case(letter) {
            LetterCase::Capital(small) => small,
            LetterCase::Small | LetterCase::None => letter,
        }
    }
}

/// Longest string that is searched for; longer ones are no word.
pub(super) const MAX_CHARS: usize = 24;

/// Hypotheses that a column keeps.
const COLUMN_WIDTH: usize = 160;
/// How much worse than a column's best they may rank.
const COLUMN_DEPTH: Cost = Cost(11_000);

impl Search {
    /// Appends the candidates for `text` to `out`, cheapest first.
    pub(super) fn run(
        &mut self,
        know: &Knowledge<'_>,
        text: &str,
        limits: Limits,
        out: &mut Vec<Found>,
    ) {
        self.read.clear();
        self.read
            .extend(text.chars().map(|c| know.channel.readings.code(c)));
        if self.read.is_empty() || self.read.len() > MAX_CHARS {
            return;
        }
        self.pass(know, false);
        if self.columns[self.read.len()]
            .costs
            .keys()
            .all(|&(node, _)| know.lexicon.word_at(node).is_none())
        {
            self.pass(know, true);
        }
        self.collect(know, limits, out);
    }

    /// Moves the beam over the string; with `floors`, letters may also be what the table never saw.
    fn pass(&mut self, know: &Knowledge<'_>, floors: bool) {
        let len = self.read.len();
        if self.columns.len() <= len {
            self.columns.resize_with(len + 1, Column::default);
        }
        for column in &mut self.columns[..=len] {
            column.costs.clear();
            column.best = None;
        }
        self.push(know, Cost::ZERO, 0, 0, Mode::Start);
        for at in 0..=len {
            self.delete_letters(know, at, floors);
            self.choose_live(know, at);
            if at < len {
                self.explain_next(know, at, floors);
            }
        }
    }

    /// Lets letters leave no trace.
    fn delete_letters(&mut self, know: &Knowledge<'_>, at: usize, floors: bool) {
        self.choose_live(know, at);
        let live = std::mem::take(&mut self.live);
        for hypothesis in &live {
            for origin in know.channel.origins(&[]) {
                self.walk(
                    know,
                    hypothesis,
                    hypothesis.cost + origin.cost,
                    at,
                    origin.letters(),
                );
            }
            if floors {
                for (letter, _) in know.lexicon.children(hypothesis.node) {
                    self.walk(
                        know,
                        hypothesis,
                        hypothesis.cost + know.channel.params().delete,
                        at,
                        &[letter],
                    );
                }
            }
        }
        self.live = live;
    }

    /// Sorts out the hypotheses of a column that are worth going on with.
    fn choose_live(&mut self, know: &Knowledge<'_>, at: usize) {
        self.live.clear();
        #[allow(clippy::iter_over_hash_type)]
        // the hypotheses are sorted below, by all that they are
        for (&(node, mode), &cost) in &self.columns[at].costs {
            self.live.push(Hypothesis {
                rank: cost + know.lexicon.least_cost(node),
                node,
                mode,
                cost,
            });
        }
        let Some(best) = self.live.iter().map(|hypothesis| hypothesis.rank).min() else {
            return;
        };
        self.live
            .retain(|hypothesis| hypothesis.rank <= best + COLUMN_DEPTH);
        self.live.sort_unstable();
        self.live.truncate(COLUMN_WIDTH);
    }

    /// Extends the live hypotheses over the next characters.
    fn explain_next(&mut self, know: &Knowledge<'_>, at: usize, floors: bool) {
        let params = know.channel.params();
        self.origins.clear();
        for len in 1..=MAX_READ.min(self.read.len() - at) {
            let next = &self.read[at..at + len];
            if next.contains(&Alphabet::OTHER) {
                break;
            }
            self.origins
                .extend(know.channel.origins(next).map(|origin| (len, origin)));
        }
        let origins = std::mem::take(&mut self.origins);
        let live = std::mem::take(&mut self.live);
        for hypothesis in &live {
            for (len, origin) in &origins {
                self.walk(
                    know,
                    hypothesis,
                    hypothesis.cost + origin.cost,
                    at + len,
                    origin.letters(),
                );
            }
            if hypothesis.node != 0 {
                self.push(
                    know,
                    hypothesis.cost + params.insert,
                    at + 1,
                    hypothesis.node,
                    hypothesis.mode,
                );
            }
            if floors {
                for (letter, _) in know.lexicon.children(hypothesis.node) {
                    self.walk(
                        know,
                        hypothesis,
                        hypothesis.cost + params.substitute,
                        at + 1,
                        &[letter],
                    );
                }
            }
        }
        self.origins = origins;
        self.live = live;
    }

    fn collect(&mut self, know: &Knowledge<'_>, limits: Limits, out: &mut Vec<Found>) {
        self.choose_live(know, self.read.len());
        let first = out.len();
        for hypothesis in &self.live {
            let Some(word) = know.lexicon.word_at(hypothesis.node) else {
                continue;
            };
            let case = match hypothesis.mode {
                Mode::Start | Mode::Lower => Case::Lower,
                Mode::Title => Case::Title,
                Mode::Upper => Case::Upper,
                Mode::Exact => Case::Exact,
            };
            out.push(Found {
                word,
                case,
                cost: hypothesis.cost,
            });
        }
        // A single capital is a title and an upper-case word alike: one of them is enough.
        let rank = |found: &Found| {
            (
                found.cost.0 + know.language.unigram(found.word).0 / 2,
                found.word,
                found.case,
            )
        };
        out[first..].sort_unstable_by_key(rank);
        let best = out
            .get(first)
            .map_or(Cost::ZERO, |found| Cost(rank(found).0));
        let keep = out[first..]
            .iter()
            .take(limits.candidates)
            .take_while(|found| Cost(rank(found).0) <= best + limits.beam)
            .count();
        out.truncate(first + keep);
    }

    /// Goes on from `node` by true letters, in every case pattern that they allow.
    fn walk(
        &mut self,
        know: &Knowledge<'_>,
        from: &Hypothesis,
        cost: Cost,
        at: usize,
        letters: &[Code],
    ) {
        let Hypothesis { node, mode, .. } = *from;
        let capital = |letter: &Code| matches!(know.case(*letter), LetterCase::Capital(_));
        let descend = |lowered: usize| {
            letters
                .iter()
                .enumerate()
                .try_fold(node, |node, (i, &letter)| {
                    know.lexicon.child(
                        node,
                        if i < lowered {
                            know.lowered(letter)
                        } else {
                            letter
                        },
                    )
                })
        };
        let small_after = |n: usize| letters.iter().skip(n).all(|letter| !capital(letter));
        let all_capitals = letters
            .iter()
            .all(|&letter| know.case(letter) != LetterCase::Small);
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
        let column = &mut self.columns[at];
        let rank = cost + know.lexicon.least_cost(node);
        if column.best.is_some_and(|best| rank > best + COLUMN_DEPTH) {
            return;
        }
        column.best = Some(column.best.map_or(rank, |best| best.min(rank)));
        let known = column.costs.entry((node, mode)).or_insert(Cost::IMPOSSIBLE);
        *known = cost.min(*known);
    }
}
