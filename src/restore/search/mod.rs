//! Candidate search: which words could have been read as this string, and at what cost.
//!
//! The lexicon's trie is walked once, depth first, with a column of costs at every node: what it costs that the letters on
//! the way to it were read as each beginning of the string. Two bounds that never exceed the truth say which branches
//! cannot hold a word that is good enough: what the rest of the string costs if no word had to fit, and what the commonest
//! word under a node costs. So what is found is what trying every word would find, up to [`MOST_NODES`].

mod column;
mod nodes;
mod readings;
mod runs;
mod table;

pub(super) use table::WORD_BEFORE_NUMBER;

use std::sync::Arc;

use unicode_normalization::char::{decompose_compatible, is_combining_mark};

use super::bigrams::Bigrams;
use super::memo::Shared;
use super::odds::Odds;
use crate::cost::Cost;
use crate::model::Model;
use crate::model::alphabet::{Alphabet, Code};
use crate::model::capitals::Capitals;
use crate::model::channel::{Channel, MAX_TRUE};
use crate::model::lexicon::{Lexicon, Node, WordId};
use crate::model::lm::LanguageModel;
use crate::model::marks::Marks;
use crate::model::words::WordReadings;
use crate::text::case::Case;
use column::FAR;
use nodes::{Mode, Nodes, Step};
use readings::Readings;
use runs::Runs;
use table::{Table, Way};

/// A word that a string may be the reading of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) word: WordId,
    pub(super) case: Case,
    /// What the channel takes for it.
    pub(super) cost: Cost,
}

impl Found {
    /// What the channel and the word alone take for it.
    pub(super) fn with_word(self, know: &Knowledge<'_>) -> Cost {
        self.cost + know.language.unigram(self.word)
    }
}

/// How far a search goes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    /// Most candidates.
    pub(super) candidates: usize,
    /// How much worse than the best, word cost included.
    pub(super) beam: Cost,
    /// The string is a whole word: where nothing is found, letters may also have been read as what the table never saw.
    pub(super) whole: bool,
}

/// Scratch of the search.
#[derive(Debug, Default)]
pub(super) struct Search {
    read: Vec<Code>,
    short: Walk<8>,
    middle: Walk<16>,
    long: Walk<32>,
}

/// A walk through the trie for a string of fewer than `N` characters.
#[derive(Debug)]
struct Walk<const N: usize> {
    table: Table<N>,
    /// The ways to the node at hand, by depth.
    ways: Vec<Way<N>>,
    branches: Vec<Branch>,
    found: Vec<(Cost, Found)>,
    limits: Limits,
    /// Nothing that costs more is of interest.
    limit: Cost,
    /// Letters may also be what the table never saw.
    floors: bool,
    nodes: usize,
}

/// A node below the root, to be walked in a mode.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Branch {
    bound: Cost,
    node: Node,
    mode: Mode,
}

/// The parts of the model that a search needs.
#[derive(Debug)]
pub(super) struct Knowledge<'m> {
    pub(super) lexicon: Lexicon<'m>,
    pub(super) channel: Channel<'m>,
    /// What engines of all kinds read letters as.
    pub(super) wide: Channel<'m>,
    /// The channel is the document's own.
    pub(super) is_own: bool,
    pub(super) capitals: Capitals<'m>,
    pub(super) language: LanguageModel<'m>,
    pub(super) marks: Marks<'m>,
    /// What whole words are read as.
    pub(super) words: WordReadings<'m>,
    pub(super) bigrams: Arc<Bigrams>,
    pub(super) odds: Arc<Odds>,
    /// What threads found for strings, where the channel is that of all documents.
    pub(super) shared: Option<Arc<Shared>>,
    readings: Readings,
    nodes: Nodes,
    /// How each letter code is cased.
    cases: [LetterCase; 256],
}

/// How a single letter is cased.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum LetterCase {
    /// With the code of the capital, or that of no letter where there is none.
    Small(Code),
    Capital,
    /// Digits and marks, which go with either.
    None,
}

impl LetterCase {
    /// Of all letters of a channel, by code.
    fn of_all(channel: Channel<'_>) -> [Self; 256] {
        let mut capitals = [Alphabet::OTHER; 256];
        for capital in 0..=Code::MAX {
            if let Some(small) = channel.lower(capital) {
                capitals[usize::from(small)] = capital;
            }
        }
        std::array::from_fn(|code| {
            let letter = Code::try_from(code).unwrap_or(Alphabet::OTHER);
            match (channel.lower(letter), channel.letters.letter(letter)) {
                (Some(_), _) => Self::Capital,
                (None, Some(c)) if c.is_alphabetic() => Self::Small(capitals[code]),
                _ => Self::None,
            }
        })
    }
}

impl<'m> Knowledge<'m> {
    /// Probability of a word without context, and the factor of the same for words after it that were not counted after it.
    pub(super) fn alone(&self, word: WordId) -> (f32, f32) {
        (
            self.odds.of_byte(self.language.unigram_byte(word)),
            self.odds.of_byte(self.language.backoff_byte(word)),
        )
    }

    pub(super) fn of(model: &'m Model) -> Self {
        let channel = model.channel();
        let cases = LetterCase::of_all(channel);
        let lexicon = model.lexicon();
        let runs = Runs::of(channel);
        Self {
            bigrams: Arc::new(Bigrams::of(lexicon, model.language_model())),
            odds: Arc::default(),
            shared: Some(Arc::default()),
            readings: Readings::of(channel, &runs),
            nodes: Nodes::of(lexicon, &runs, &cases),
            lexicon,
            channel,
            wide: model.wide_channel().unwrap_or(channel),
            is_own: false,
            capitals: model.capitals(),
            language: model.language_model(),
            marks: model.marks(),
            words: model.word_readings(),
            cases,
        }
    }

    /// The same with another channel over the same letters.
    pub(super) fn with_channel<'a>(&'a self, channel: Channel<'a>) -> Knowledge<'a> {
        let runs = Runs::of(channel);
        Knowledge {
            readings: Readings::of(channel, &runs),
            nodes: Nodes::of(self.lexicon, &runs, &self.cases),
            channel,
            wide: self.wide,
            lexicon: self.lexicon,
            is_own: true,
            capitals: self.capitals,
            language: self.language,
            marks: self.marks,
            words: self.words,
            bigrams: Arc::clone(&self.bigrams),
            odds: Arc::clone(&self.odds),
            shared: None,
            cases: self.cases,
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
}

/// Longest string that is searched for; longer ones are no word.
pub(super) const MAX_CHARS: usize = 24;
/// Nodes that a walk may open; few strings that were read from words take as many.
const MOST_NODES: usize = 12_000;

impl Search {
    /// Appends the candidates for `text` that cost no more than `most` with the word's own cost to `out`, by that cost.
    pub(super) fn run(
        &mut self,
        know: &Knowledge<'_>,
        text: &str,
        limits: Limits,
        most: Cost,
        out: &mut Vec<Found>,
    ) {
        self.read.clear();
        for c in text.chars().take(MAX_CHARS + 1) {
            push_codes(know.channel.readings, c, &mut self.read);
        }
        let strange = self
            .read
            .iter()
            .filter(|&&code| code == Alphabet::OTHER)
            .count();
        match self.read.len() {
            len if len > MAX_CHARS || 2 * strange > len => {}
            0 => {}
            1..8 => self.short.run(know, &self.read, limits, most, out),
            8..16 => self.middle.run(know, &self.read, limits, most, out),
            _ => self.long.run(know, &self.read, limits, most, out),
        }
    }
}

/// Whether no pair has a character as read, which is no common one either (`ǎ`, `ﬁ`, `²`).
pub(super) fn is_strange(readings: Alphabet<'_>, c: char) -> bool {
    !c.is_ascii() && readings.code(c) == Alphabet::OTHER
}

/// The codes of a character as read. One that no pair has (`ǎ`, `ﬁ`) is what it looks like without its marks, or the letters
/// that it joins.
pub(super) fn push_codes(readings: Alphabet<'_>, c: char, out: &mut Vec<Code>) {
    let code = readings.code(c);
    if !is_strange(readings, c) {
        out.push(code);
        return;
    }
    let first = out.len();
    decompose_compatible(c, |part| {
        if !is_combining_mark(part) {
            out.push(readings.code(part));
        }
    });
    if out.len() == first {
        out.push(code);
    }
}

impl<const N: usize> Default for Walk<N> {
    fn default() -> Self {
        Self {
            table: Table::default(),
            ways: Vec::new(),
            branches: Vec::new(),
            found: Vec::new(),
            limits: Limits {
                candidates: 0,
                beam: Cost::ZERO,
                whole: false,
            },
            limit: Cost::ZERO,
            floors: false,
            nodes: 0,
        }
    }
}

impl<const N: usize> Walk<N> {
    fn run(
        &mut self,
        know: &Knowledge<'_>,
        read: &[Code],
        limits: Limits,
        most: Cost,
        out: &mut Vec<Found>,
    ) {
        self.table.read(know, read);
        self.limits = limits;
        for floors in [false, true]
            .into_iter()
            .take(1 + usize::from(limits.whole))
        {
            self.floors = floors;
            if floors {
                self.table.add_floors(know);
            }
            self.explore(know, most);
            if !self.found.is_empty() {
                break;
            }
        }
        out.extend(self.found.iter().map(|&(_, found)| found));
    }

    /// Walks the branches of the root, the most promising first.
    fn explore(&mut self, know: &Knowledge<'_>, most: Cost) {
        self.found.clear();
        self.nodes = 0;
        // What columns hold as impossible is never of interest.
        self.limit = most.min(Cost(i32::from(FAR) - 1));
        self.ways.clear();
        // Before the first letter there is nowhere to come from.
        self.ways
            .extend([Way::NOWHERE, Way::NOWHERE, self.table.start()]);
        self.branches.clear();
        for (letter, node) in know.lexicon.children(0) {
            let modes: &[Mode] = match know.case(letter) {
                LetterCase::Capital => &[Mode::Exact],
                LetterCase::Small(_) => &[Mode::Lower, Mode::Title, Mode::Upper],
                LetterCase::None => &[Mode::Lower],
            };
            for &mode in modes {
                let bound = self.bound(self.before(), &know.nodes.at(node, mode));
                if bound <= self.limit {
                    self.branches.push(Branch { bound, node, mode });
                }
            }
        }
        self.branches.sort_unstable();
        let branches = std::mem::take(&mut self.branches);
        for branch in &branches {
            if branch.bound > self.limit {
                break;
            }
            let step = know.nodes.at(branch.node, branch.mode);
            self.open(know, branch.node, &step, branch.mode);
        }
        self.branches = branches;
    }

    /// The bounds of the ways to the node at hand and the two above it.
    #[inline]
    fn before(&self) -> [i32; MAX_TRUE] {
        last_three(&self.ways).map(|way| way.bound)
    }

    /// What the words beyond a step cost at least, or a little less where that is too much.
    #[inline]
    fn bound(&self, before: [i32; MAX_TRUE], step: &Step) -> Cost {
        let word = Cost::from_byte(step.word);
        if self.floors {
            return Cost(before[0]) + word;
        }
        // Most steps are out of the question for their letter alone.
        let least = before[0].min(before[1]).min(before[2]);
        let bound = Cost(least + self.table.letter(step.letter)) + word;
        if bound > self.limit {
            return bound;
        }
        Cost(self.table.bound(step, before)) + word
    }

    /// Takes a step to a node and the word that ends there, and walks what is below.
    fn open(&mut self, know: &Knowledge<'_>, node: Node, step: &Step, mode: Mode) {
        self.nodes += 1;
        if self.nodes > MOST_NODES {
            return;
        }
        let way = self
            .table
            .go(know, step, last_three(&self.ways), self.floors);
        if let (Some(word), Some(cost)) = (know.lexicon.word_at(node), way.cost(self.table.len)) {
            self.take(know, word, mode, cost);
        }
        if step.below == 0 {
            return;
        }
        self.ways.push(way);
        let before = self.before();
        let children = know.lexicon.children_of(node);
        let steps = know.nodes.all(children.clone(), mode);
        for (child, step) in children.zip(steps) {
            if step.capital && mode != Mode::Exact || self.bound(before, step) > self.limit {
                continue;
            }
            if let Ok(child) = Node::try_from(child) {
                self.open(know, child, step, mode);
            }
        }
        self.ways.pop();
    }

    fn take(&mut self, know: &Knowledge<'_>, word: WordId, mode: Mode, cost: Cost) {
        let case = match mode {
            Mode::Lower => Case::Lower,
            Mode::Title => Case::Title,
            Mode::Upper => Case::Upper,
            Mode::Exact => Case::Exact,
        };
        let found = Found { word, case, cost };
        let with_word = found.with_word(know);
        if with_word > self.limit {
            return;
        }
        let key = (with_word, word, case);
        let at = self
            .found
            .partition_point(|(with_word, found)| (*with_word, found.word, found.case) < key);
        self.found.insert(at, (with_word, found));
        self.found.truncate(self.limits.candidates);
        let dearest = self.found[0].0 + self.limits.beam;
        while self
            .found
            .last()
            .is_some_and(|&(with_word, _)| with_word > dearest)
        {
            self.found.pop();
        }
        self.limit = self.limit.min(dearest);
        if self.found.len() == self.limits.candidates {
            self.limit = self.limit.min(self.found[self.found.len() - 1].0);
        }
    }
}

/// The last three ways, the last one first.
#[inline]
fn last_three<const N: usize>(ways: &[Way<N>]) -> [&Way<N>; 3] {
    let n = ways.len();
    [&ways[n - 1], &ways[n - 2], &ways[n - 3]]
}

// The model that the tests search in is trained for them.
#[cfg(test)]
#[cfg(feature = "train")]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};
    use std::path::Path;

    use super::*;
    use crate::model::channel::MAX_READ;
    use crate::model::lexicon::FIRST_WORD;
    use crate::train::{TrainOptions, Weighted, train};

    const ALL: Limits = Limits {
        candidates: usize::MAX,
        beam: Cost::IMPOSSIBLE,
        whole: true,
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
            other_pairs: Vec::new(),
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
            LetterCase::Small(_) => capital(*letter),
            LetterCase::Capital => None,
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
                    if j > 0 && i < read.len() && !table::may_be_number(know, read, i) {
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
            Search::default().run(&know, string, ALL, Cost::IMPOSSIBLE, &mut found);
            // Where no word can have been read so, the search takes floors; the table has none.
            if whole.is_empty() {
                continue;
            }
            // Beyond this many nats walks take fewer characters in a row for nobody's, and stop counting.
            let counted = |found: &&Found| found.cost < Cost(15_000);
            for Found { word, case, cost } in found.iter().filter(counted) {
                let name = know.lexicon.word(*word);
                assert_eq!(
                    whole.get(&(*word, *case)),
                    Some(cost),
                    "{string}: {name} {case:?}"
                );
                compared += 1;
            }
            let rank =
                |&((word, _), cost): &((WordId, Case), Cost)| cost + know.language.unigram(word);
            let all: Vec<((WordId, Case), Cost)> = whole.into_iter().collect();
            for entry in all.iter().filter(|entry| rank(entry) <= Cost(11_000)) {
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
            search.run(&know, string, ALL, Cost::IMPOSSIBLE, &mut found);
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
