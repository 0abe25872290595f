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
use crate::model::channel::{Channel, MAX_READ, MAX_TRUE, Origin};
use crate::model::lexicon::{Lexicon, Node, WordId};
use crate::model::lm::LanguageModel;
use crate::model::marks::Marks;
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
    live: Vec<Hypothesis>,
    proposals: Proposals,
    /// What letters take to leave no trace; the same at every character.
    deletions: Proposals,
}

/// True letters for the next characters of the string, for each way of casing, as the trie spells them.
#[derive(Debug, Default)]
struct Proposals {
    small: ByLetter,
    capital: ByLetter,
    exact: ByLetter,
}

/// Proposals in the order of their first letter.
#[derive(Debug)]
struct ByLetter {
    list: Vec<Proposal>,
    /// First proposal of each letter.
    starts: [u16; 257],
}

/// Letters, the number of characters that they explain, and what that costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Proposal {
    letters: [Code; MAX_TRUE],
    read: u8,
    cost: Cost,
}

impl Default for ByLetter {
    fn default() -> Self {
        Self {
            list: Vec::new(),
            starts: [0; 257],
        }
    }
}

impl ByLetter {
    fn index(&mut self) {
        self.list.sort_unstable();
        self.starts = [0; 257];
        for proposal in &self.list {
            self.starts[usize::from(proposal.letters[0]) + 1] += 1;
        }
        for letter in 0..256 {
            self.starts[letter + 1] += self.starts[letter];
        }
    }

    fn beginning_with(&self, letter: Code) -> &[Proposal] {
        let letter = usize::from(letter);
        &self.list[usize::from(self.starts[letter])..usize::from(self.starts[letter + 1])]
    }
}

impl Proposals {
    fn clear(&mut self) {
        self.small.list.clear();
        self.capital.list.clear();
        self.exact.list.clear();
    }

    /// Files one origin under every way of casing that it allows.
    fn add(&mut self, know: &Knowledge<'_>, origin: &Origin, read: usize) {
        let mut letters = [0; MAX_TRUE];
        letters[..origin.letters().len()].copy_from_slice(origin.letters());
        let read = u8::try_from(read).unwrap_or(u8::MAX);
        let cost = origin.cost;
        let any = |case: fn(LetterCase) -> bool| {
            origin
                .letters()
                .iter()
                .any(|&letter| case(know.case(letter)))
        };
        let (small, capital) = (
            any(|case| case == LetterCase::Small),
            any(|case| matches!(case, LetterCase::Capital(_))),
        );
        self.exact.list.push(Proposal {
            letters,
            read,
            cost,
        });
        if !capital {
            self.small.list.push(Proposal {
                letters,
                read,
                cost,
            });
        }
        if !small {
            self.capital.list.push(Proposal {
                letters: letters.map(|letter| know.lowered(letter)),
                read,
                cost,
            });
        }
    }

    fn index(&mut self) {
        self.small.index();
        self.capital.index();
        self.exact.index();
    }
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
    pub(super) marks: Marks<'m>,
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
            marks: model.marks(),
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
        let mut proposals = std::mem::take(&mut self.deletions);
        if proposals.exact.list.is_empty() {
            for origin in know.channel.origins(&[]) {
                proposals.add(know, &origin, 0);
            }
            proposals.index();
        }
        for hypothesis in &live {
            self.follow_all(know, hypothesis, at, &proposals);
            if hypothesis.mode == Mode::Start {
                for origin in know.channel.origins(&[]) {
                    self.walk(
                        know,
                        hypothesis,
                        hypothesis.cost + origin.cost,
                        at,
                        origin.letters(),
                    );
                }
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
        self.deletions = proposals;
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
        let mut proposals = std::mem::take(&mut self.proposals);
        let live = std::mem::take(&mut self.live);
        proposals.clear();
        for len in 1..=MAX_READ.min(self.read.len() - at) {
            let mut next = [0; MAX_READ];
            next[..len].copy_from_slice(&self.read[at..at + len]);
            if next.contains(&Alphabet::OTHER) {
                break;
            }
            for origin in know.channel.origins(&next[..len]) {
                // Where the case pattern is still open, one origin may begin several.
                for open in live
                    .iter()
                    .filter(|hypothesis| hypothesis.mode == Mode::Start)
                {
                    self.walk(
                        know,
                        open,
                        open.cost + origin.cost,
                        at + len,
                        origin.letters(),
                    );
                }
                proposals.add(know, &origin, len);
            }
        }
        proposals.index();
        for hypothesis in &live {
            self.follow_all(know, hypothesis, at, &proposals);
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
        self.proposals = proposals;
        self.live = live;
    }

    /// Goes on over every proposal that some word allows.
    fn follow_all(
        &mut self,
        know: &Knowledge<'_>,
        from: &Hypothesis,
        at: usize,
        proposals: &Proposals,
    ) {
        let list = match from.mode {
            Mode::Start => return,
            Mode::Exact => &proposals.exact,
            Mode::Lower | Mode::Title => &proposals.small,
            Mode::Upper => &proposals.capital,
        };
        for (letter, child) in know.lexicon.children(from.node) {
            for proposal in list.beginning_with(letter) {
                self.follow(know, from, at, child, proposal);
            }
        }
    }

    /// Goes on over a proposal whose first letter led to `child`.
    fn follow(
        &mut self,
        know: &Knowledge<'_>,
        from: &Hypothesis,
        at: usize,
        child: Node,
        proposal: &Proposal,
    ) {
        let rest = proposal.letters[1..]
            .iter()
            .take_while(|&&letter| letter != 0);
        if let Some(node) = rest
            .copied()
            .try_fold(child, |node, letter| know.lexicon.child(node, letter))
        {
            self.push(
                know,
                from.cost + proposal.cost,
                at + usize::from(proposal.read),
                node,
                from.mode,
            );
        }
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

// The model that the tests search in is trained for them.
#[cfg(test)]
#[cfg(feature = "train")]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};
    use std::path::Path;

    use super::*;
    use crate::model::lexicon::FIRST_WORD;
    use crate::train::{TrainOptions, Weighted, train};

    const ALL: Limits = Limits {
        candidates: usize::MAX,
        beam: Cost::IMPOSSIBLE,
    };

    fn tiny() -> std::path::PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/tiny")
    }

    fn model() -> Model {
        let file = |name: &str| {
            vec![Weighted {
                path: tiny().join(name),
                weight: 1.0,
            }]
        };
        let options = TrainOptions {
            dictionaries: tiny().join("dictionaries"),
            text: file("text.txt"),
            pairs: file("pairs.tsv"),
            domain: Vec::new(),
            bigrams: 1000,
            trigrams: 1000,
            confusions: 10_000,
            reranker_steps: 0,
        };
        Model::from_bytes(train(&options, &mut |_| ()).unwrap().0).unwrap()
    }

    /// The ways to case a word: each with the letters that the page has then.
    fn spellings(know: &Knowledge<'_>, word: &str) -> Vec<(Case, Vec<Code>)> {
        let stored: Vec<Code> = word.chars().map(|c| know.channel.letters.code(c)).collect();
        let capital = |letter: Code| {
            (0..Alphabet::OTHER).find(|&code| know.channel.lower(code) == Some(letter))
        };
        let is_capital = |letter: &Code| know.channel.lower(*letter).is_some();
        let raised = |letter: &Code| match know.case(*letter) {
            LetterCase::Small => capital(*letter),
            LetterCase::Capital(_) => None,
            LetterCase::None => Some(*letter),
        };
        let mut ways = Vec::new();
        if !stored.iter().any(is_capital) {
            ways.push((Case::Lower, stored.clone()));
            if let Some(first) = capital(stored[0]) {
                ways.push((Case::Title, [&[first][..], &stored[1..]].concat()));
                ways.extend(
                    stored
                        .iter()
                        .map(raised)
                        .collect::<Option<Vec<Code>>>()
                        .map(|all| (Case::Upper, all)),
                );
            }
        } else if is_capital(&stored[0]) {
            ways.push((Case::Exact, stored));
        }
        ways
    }

    /// The cheapest way to read `letters` as `read`, by the whole table: places in both, and whether a letter was just lost.
    fn table(know: &Knowledge<'_>, letters: &[Code], read: &[Code]) -> Option<Cost> {
        let mut best: BTreeMap<(usize, usize, bool), Cost> =
            BTreeMap::from([((0, 0, false), Cost::ZERO)]);
        for i in 0..=read.len() {
            for j in 0..=letters.len() {
                for lost in [false, true] {
                    let Some(&cost) = best.get(&(i, j, lost)) else {
                        continue;
                    };
                    let mut relax = |to: (usize, usize, bool), cost: Cost| {
                        let known = best.entry(to).or_insert(Cost::IMPOSSIBLE);
                        *known = cost.min(*known);
                    };
                    for len in 0..=MAX_READ.min(read.len() - i) {
                        if (len == 0 && lost) || read[i..i + len].contains(&Alphabet::OTHER) {
                            continue;
                        }
                        for origin in know.channel.origins(&read[i..i + len]) {
                            if letters[j..].starts_with(origin.letters()) {
                                relax(
                                    (i + len, j + origin.letters().len(), len == 0),
                                    cost + origin.cost,
                                );
                            }
                        }
                    }
                    if j > 0 && i < read.len() {
                        relax((i + 1, j, false), cost + know.channel.params().insert);
                    }
                }
            }
        }
        let end = |lost| best.get(&(read.len(), letters.len(), lost)).copied();
        end(false).into_iter().chain(end(true)).min()
    }

    #[test]
    fn finds_what_the_whole_table_finds() {
        let model = model();
        let know = Knowledge::of(&model);
        let pairs = std::fs::read_to_string(tiny().join("pairs.tsv")).unwrap();
        let mut strings: BTreeSet<&str> = pairs
            .split_whitespace()
            .filter(|word| word.chars().count() <= 8)
            .collect();
        strings.extend(["xkq", "&", "6", "thiituc", "UYBAN", "ééé", "q", "lII", "t"]);
        let words: Vec<WordId> = (usize::from(FIRST_WORD)..know.lexicon.len())
            .map(|id| WordId::try_from(id).unwrap())
            .collect();
        let mut compared = 0;
        for string in strings {
            let read: Vec<Code> = string
                .chars()
                .map(|c| know.channel.readings.code(c))
                .collect();
            let mut whole: BTreeMap<(WordId, Case), Cost> = BTreeMap::new();
            for &word in &words {
                for (case, letters) in spellings(&know, know.lexicon.word(word)) {
                    whole.extend(table(&know, &letters, &read).map(|cost| ((word, case), cost)));
                }
            }
            let mut found = Vec::new();
            Search::default().run(&know, string, ALL, &mut found);
            // Where no word can have been read so, the search takes floors; the table has none.
            if whole.is_empty() {
                continue;
            }
            for Found { word, case, cost } in &found {
                let name = know.lexicon.word(*word);
                assert_eq!(
                    whole.get(&(*word, *case)),
                    Some(cost),
                    "{string}: {name} {case:?}"
                );
                compared += 1;
            }
            // Ranks only grow along a way, so that no column drops a way that ranks below its depth at the end.
            let rank =
                |&((word, _), cost): &((WordId, Case), Cost)| cost + know.language.unigram(word);
            let all: Vec<((WordId, Case), Cost)> = whole.into_iter().collect();
            for entry in all.iter().filter(|entry| rank(entry) <= COLUMN_DEPTH) {
                let ((word, case), _) = *entry;
                let is_there = found
                    .iter()
                    .any(|found| (found.word, found.case) == (word, case));
                assert!(
                    is_there,
                    "{string}: {} {case:?} was missed",
                    know.lexicon.word(word)
                );
            }
        }
        assert!(compared > 400, "only {compared} candidates compared");
    }

    #[test]
    fn a_search_forgets_the_string_before() {
        let model = model();
        let know = Knowledge::of(&model);
        let run = |search: &mut Search, string: &str| {
            let mut found = Vec::new();
            search.run(&know, string, ALL, &mut found);
            found
        };
        let mut search = Search::default();
        for string in [
            "thii",
            "nghiéplongword",
            "",
            "s6",
            "a",
            "thii",
            "UBND",
            "s6",
            "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        ] {
            assert_eq!(
                run(&mut search, string),
                run(&mut Search::default(), string),
                "{string}"
            );
        }
    }
}
