//! The lexicon's trie as the search walks it: what is met on the way to each node.

use std::ops::Range;

use super::LetterCase;
use super::runs::{NO_RUN, RunId, Runs};
use crate::model::alphabet::Code;
use crate::model::channel::MAX_TRUE;
use crate::model::lexicon::{Lexicon, Node};

/// How the letters on a way through the trie are cased on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Mode {
    /// As the lexicon has them; none is a capital.
    Lower,
    /// The first is a capital.
    Title,
    /// All are capitals.
    Upper,
    /// As the lexicon has them; the first is a capital.
    Exact,
}

/// The way to a node from the one above it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Step {
    /// The runs that end in its letter: that letter alone, with the one before it, with the two before it.
    pub(super) runs: [RunId; MAX_TRUE],
    /// Its letter as the page has it.
    pub(super) letter: Code,
    /// Whether the lexicon has a capital there, which only [`Mode::Exact`] goes through.
    pub(super) capital: bool,
    /// What the commonest word at or under the node costs, as the model's byte.
    pub(super) word: u8,
    /// How many letters follow at most: less than [`BELOWS`], the greatest of which means any number.
    pub(super) below: u8,
}

/// How many numbers of letters below a node are told apart.
pub(super) const BELOWS: usize = 4;

/// The steps to all nodes.
#[derive(Debug)]
pub(super) struct Nodes {
    /// By node, as the lexicon has the letters, and in capitals.
    stored: Vec<Step>,
    capitals: Vec<Step>,
    /// The same with the first letter of the word in capitals, for nodes no deeper than the longest run.
    titles: Vec<Step>,
}

impl Nodes {
    pub(super) fn of(lexicon: Lexicon<'_>, runs: &Runs, cases: &[LetterCase; 256]) -> Self {
        // A small letter without a capital is in no run of capitals.
        let raised: [Code; 256] = std::array::from_fn(|code| match cases[code] {
            LetterCase::Small(capital) => capital,
            LetterCase::Capital | LetterCase::None => Code::try_from(code).unwrap_or_default(),
        });
        let below = letters_below(lexicon);
        // The last letters on the way to each node, the last one first.
        let mut ways: Vec<([Code; MAX_TRUE], usize)> = Vec::with_capacity(below.len());
        ways.push(([0; MAX_TRUE], 0));
        let step = |way: &[Code; MAX_TRUE], node: usize, letter: Code| Step {
            runs: ends(way, runs),
            letter: way[0],
            capital: cases[usize::from(letter)] == LetterCase::Capital,
            word: lexicon.least_cost(number(node)).to_byte(),
            below: below[node],
        };
        let root = step(&[0; MAX_TRUE], 0, 0);
        let mut nodes = Self {
            stored: vec![root],
            capitals: vec![root],
            titles: vec![root],
        };
        let mut above = 0;
        while above < ways.len() {
            let (way, depth) = ways[above];
            for (letter, _) in lexicon.children(number(above)) {
                let node = ways.len();
                let mut next = [letter; MAX_TRUE];
                next[1..].copy_from_slice(&way[..MAX_TRUE - 1]);
                ways.push((next, depth + 1));
                nodes.stored.push(step(&next, node, letter));
                let capitals = next.map(|letter| raised[usize::from(letter)]);
                nodes.capitals.push(step(&capitals, node, letter));
                if depth < MAX_TRUE {
                    next[depth] = raised[usize::from(next[depth])];
                    nodes.titles.push(step(&next, node, letter));
                }
            }
            above += 1;
        }
        nodes
    }

    /// The step to a node.
    #[inline]
    pub(super) fn at(&self, node: Node, mode: Mode) -> Step {
        let node = node as usize;
        self.in_mode(mode, node)[node]
    }

    /// The steps to nodes that stand together.
    #[inline]
    pub(super) fn all(&self, nodes: Range<usize>, mode: Mode) -> &[Step] {
        &self.in_mode(mode, nodes.end.saturating_sub(1))[nodes]
    }

    #[inline]
    fn in_mode(&self, mode: Mode, last: usize) -> &[Step] {
        match mode {
            Mode::Upper => &self.capitals,
            Mode::Title if last < self.titles.len() => &self.titles,
            Mode::Lower | Mode::Exact | Mode::Title => &self.stored,
        }
    }
}

fn number(node: usize) -> Node {
    Node::try_from(node).unwrap_or_default()
}

/// The runs that end a way.
fn ends(way: &[Code; MAX_TRUE], runs: &Runs) -> [RunId; MAX_TRUE] {
    std::array::from_fn(|before| {
        let mut letters = [0; MAX_TRUE];
        for (letter, &from) in letters.iter_mut().zip(way[..=before].iter().rev()) {
            *letter = from;
        }
        if letters[0] == 0 {
            NO_RUN
        } else {
            runs.id(&letters[..=before])
        }
    })
}

/// How many letters there are below each node at most, as [`Step::below`] tells.
fn letters_below(lexicon: Lexicon<'_>) -> Vec<u8> {
    #[allow(clippy::cast_possible_truncation)] // four
    const MOST: u8 = BELOWS as u8 - 1;
    let mut below: Vec<u8> = vec![0; lexicon.nodes()];
    for node in (0..below.len()).rev() {
        let children = lexicon.children(number(node));
        let deepest = children.map(|(_, child)| below[child as usize] + 1).max();
        below[node] = deepest.unwrap_or(0).min(MOST);
    }
    below
}
