//! Pairs of lines → pairs of words → which letters were read as what.
//!
//! The words of two lines are aligned by edit distance over letters without marks. The letters of two words are aligned
//! by expectation–maximisation with the best path only: costs of small operations (one or two letters read as up to
//! three characters) are estimated from alignments, and alignments found with these costs, a few times over.

use std::collections::HashMap;

use rayon::prelude::*;

use super::marks::MarkCounts;
use super::pairs::Pair;
use super::words::WordCounts;
use crate::cost::Cost;
use crate::text::letter::fold;
use crate::text::token::core;

/// A word and its reading, cut into pieces.
#[derive(Clone, Debug)]
pub(super) struct WordPair {
    pub(super) truth: Vec<char>,
    pub(super) read: Vec<char>,
    /// Letters and characters of each piece, in order. A piece has at least one letter.
    pub(super) pieces: Vec<(u8, u8)>,
    /// Characters that no letter made; the pieces have them too.
    pub(super) strays: String,
    pub(super) weight: f32,
}

/// What all pairs together say.
#[derive(Debug, Default)]
pub(super) struct Aligned {
    pub(super) words: Vec<WordPair>,
    /// Words that were read alone, joined with the next, and in two.
    alone: f64,
    joined: f64,
    split: f64,
    pub(super) marks: MarkCounts,
    /// Also of words that letters do not explain.
    pub(super) whole: WordCounts,
}

impl Aligned {
    /// What it costs that the blank after a word was missed.
    pub(super) fn join_cost(&self) -> Cost {
        Cost::of_probability((self.joined + 0.5) / (self.alone + self.joined + self.split + 1.0))
    }

    /// What it costs that a blank was made up inside a word.
    pub(super) fn split_cost(&self) -> Cost {
        Cost::of_probability((self.split + 0.5) / (self.alone + self.joined + self.split + 1.0))
    }
}

/// Rounds of estimation.
const ROUNDS: usize = 5;
/// A pair of words whose letters cost more than this each is taken for a wrong alignment.
const TOO_DIFFERENT: f32 = 2.6;
/// Pairs handled by one task; the sums are added in the order of the tasks, so that they are always the same.
const CHUNK: usize = 4096;

pub(super) fn align(pairs: &[Pair]) -> Aligned {
    let mut aligned = Aligned::default();
    for found in pairs.par_iter().map(align_line).collect::<Vec<_>>() {
        aligned.alone += found.alone;
        aligned.joined += found.joined;
        aligned.split += found.split;
        aligned.words.extend(found.words);
        aligned.marks.add(found.marks);
    }
    aligned.whole = WordCounts::of(&aligned.words);
    let mut costs = OperationCosts::default();
    for round in 0..ROUNDS {
        let totals: Vec<f32> = aligned
            .words
            .par_iter_mut()
            .map(|word| cut(word, &costs))
            .collect();
        if round + 1 == ROUNDS {
            let mut totals = totals.into_iter();
            aligned.words.retain(|word| {
                totals
                    .next()
                    .is_some_and(|t| t <= TOO_DIFFERENT * word.truth.len() as f32)
            });
        } else {
            costs = OperationCosts::estimate(&aligned.words);
        }
    }
    aligned
}

/// How a word of the true line lines up with the scanned line.
#[derive(Clone, Copy, PartialEq)]
enum Link {
    One,
    Joined,
    Split,
    Lost,
    Extra,
}

fn align_line(pair: &Pair) -> Aligned {
    let truth: Vec<&str> = pair.truth.split_whitespace().collect();
    let read: Vec<&str> = pair.read.split_whitespace().collect();
    let folded = |words: &[&str]| -> Vec<Vec<char>> {
        words
            .iter()
            .map(|word| word.chars().map(plain).collect())
            .collect()
    };
    let (t, r) = (folded(&truth), folded(&read));
    let width = r.len() + 1;
    let mut best = vec![(f32::INFINITY, Link::One); (t.len() + 1) * width];
    best[0].0 = 0.0;
    for i in 0..=t.len() {
        for j in 0..=r.len() {
            let here = best[i * width + j].0;
            let mut relax = |di: usize, dj: usize, cost: f32, link: Link| {
                let to = &mut best[(i + di) * width + j + dj];
                if here + cost < to.0 {
                    *to = (here + cost, link);
                }
            };
            if i < t.len() && j < r.len() {
                relax(1, 1, distance(&t[i], &r[j]), Link::One);
            }
            if i + 1 < t.len() && j < r.len() {
                relax(
                    2,
                    1,
                    1.2 + distance(&[&t[i][..], &t[i + 1][..]].concat(), &r[j]),
                    Link::Joined,
                );
            }
            if i < t.len() && j + 1 < r.len() {
                relax(
                    1,
                    2,
                    1.2 + distance(&t[i], &[&r[j][..], &r[j + 1][..]].concat()),
                    Link::Split,
                );
            }
            if i < t.len() {
                relax(1, 0, 0.6 + 0.8 * t[i].len() as f32, Link::Lost);
            }
            if j < r.len() {
                relax(0, 1, 0.6 + 0.8 * r[j].len() as f32, Link::Extra);
            }
        }
    }
    let mut aligned = Aligned::default();
    let weight = f64::from(pair.weight);
    let (mut i, mut j) = (t.len(), r.len());
    while i > 0 || j > 0 {
        let (di, dj) = match best[i * width + j].1 {
            Link::One => {
                aligned.alone += weight;
                aligned
                    .words
                    .extend(word_pair(truth[i - 1], read[j - 1], pair.weight));
                let line_ends = i == t.len() && j == r.len();
                let next = if line_ends {
                    pair.next.as_deref()
                } else {
                    read.get(j).copied()
                };
                if line_ends || i < t.len() {
                    aligned
                        .marks
                        .add_word(truth[i - 1], read[j - 1], next, line_ends, weight);
                }
                if j > 1 {
                    aligned.marks.add_alone(truth[i - 1], read[j - 1], weight);
                }
                (1, 1)
            }
            Link::Joined => {
                aligned.joined += weight;
                aligned
                    .marks
                    .add_joined(truth[i - 2], truth[i - 1], read[j - 1], weight);
                (2, 1)
            }
            Link::Split => {
                aligned.split += weight;
                let part = read[j - 1];
                aligned.marks.add_alone(part, part, weight);
                (1, 2)
            }
            Link::Lost => (1, 0),
            Link::Extra => {
                if j > 1 {
                    aligned.marks.add_alone("", read[j - 1], weight);
                }
                (0, 1)
            }
        };
        i -= di;
        j -= dj;
    }
    aligned.words.reverse();
    aligned
}

fn plain(c: char) -> char {
    fold(c).to_ascii_lowercase()
}

/// Levenshtein distance; short words, so the simplest way.
fn distance(a: &[char], b: &[char]) -> f32 {
    strsim::generic_levenshtein(&Chars(a), &Chars(b)) as f32
}

struct Chars<'a>(&'a [char]);

impl<'a> IntoIterator for &Chars<'a> {
    type Item = char;
    type IntoIter = std::iter::Copied<std::slice::Iter<'a, char>>;
    fn into_iter(self) -> Self::IntoIter {
        self.0.iter().copied()
    }
}

/// A pair of words without the punctuation around them.
fn word_pair(truth: &str, read: &str, weight: f32) -> Option<WordPair> {
    let inside = core(truth);
    let (lead, trail) = (
        truth[..inside.start].chars().count(),
        truth[inside.end..].chars().count(),
    );
    let read: Vec<char> = read.chars().collect();
    // The truth's punctuation was read as that many marks at most; letters are not given up for it.
    let is_mark =
        |c: &&char| !c.is_alphanumeric() && !matches!(c, '&' | '¢' | '$' | '€' | '£' | '¥');
    let head = read.iter().take(lead).take_while(is_mark).count();
    let tail = read[head..]
        .iter()
        .rev()
        .take(trail)
        .take_while(is_mark)
        .count();
    let truth: Vec<char> = inside.of(truth).chars().collect();
    let read = read[head..read.len() - tail].to_vec();
    (!truth.is_empty() && !read.is_empty()).then_some(WordPair {
        truth,
        read,
        pieces: Vec::new(),
        strays: String::new(),
        weight,
    })
}

/// One or two letters, as many as three characters; 0 where there is none.
type Operation = ([char; 2], [char; 3]);

/// What operations cost, in nats.
#[derive(Debug, Default)]
struct OperationCosts {
    known: HashMap<Operation, f32>,
}

fn operation(letters: &[char], read: &[char]) -> Operation {
    let mut operation = (['\0'; 2], ['\0'; 3]);
    operation.0[..letters.len()].copy_from_slice(letters);
    operation.1[..read.len()].copy_from_slice(read);
    operation
}

impl OperationCosts {
    fn cost(&self, letters: &[char], read: &[char]) -> f32 {
        let prior = prior_cost(letters, read);
        self.known
            .get(&operation(letters, read))
            .map_or(prior + 2.0, |known| known.min(prior + 2.0))
    }

    fn estimate(words: &[WordPair]) -> Self {
        let parts: Vec<HashMap<Operation, f32>> = words
            .par_chunks(CHUNK)
            .map(|words| {
                let mut counts = HashMap::new();
                for word in words {
                    let (mut i, mut j) = (0, 0);
                    for &(k, m) in &word.pieces {
                        let (k, m) = (usize::from(k), usize::from(m));
                        if m <= 3 {
                            *counts
                                .entry(operation(&word.truth[i..i + k], &word.read[j..j + m]))
                                .or_default() += word.weight;
                        }
                        (i, j) = (i + k, j + m);
                    }
                }
                counts
            })
            .collect();
        let mut counts: HashMap<Operation, f32> = HashMap::new();
        let mut totals: HashMap<[char; 2], f32> = HashMap::new();
        for part in parts {
            #[allow(clippy::iter_over_hash_type)]
            // each sum gets one addend a part, whatever the order within the part
            for (operation, count) in part {
                *counts.entry(operation).or_default() += count;
            }
        }
        let mut sorted: Vec<(Operation, f32)> = counts.into_iter().collect();
        sorted.sort_unstable_by_key(|&(operation, _)| operation);
        for &((letters, _), count) in &sorted {
            for letter in letters.iter().filter(|&&letter| letter != '\0') {
                *totals.entry([*letter, '\0']).or_default() += count;
            }
        }
        let known = sorted
            .into_iter()
            .map(|(operation, count)| {
                // An operation on two letters is measured against the rarer of them.
                let total = |letter: char| totals.get(&[letter, '\0']).copied().unwrap_or(1.0);
                let letters = operation.0;
                let base = if letters[1] == '\0' {
                    total(letters[0])
                } else {
                    total(letters[0]).min(total(letters[1]))
                };
                (operation, -((count / (base + 1.0)).ln()))
            })
            .collect();
        Self { known }
    }
}

/// What one would think before having seen any pair.
fn prior_cost(letters: &[char], read: &[char]) -> f32 {
    match (letters, read) {
        (&[letter], &[c]) if letter == c => 0.05,
        (&[letter], &[c]) if fold(letter) == fold(c) => 0.3,
        (&[letter], &[c]) if plain(letter) == plain(c) => 0.8,
        (&[_], &[_]) => 2.5,
        (&[_], &[]) => 3.5,
        (&[letter], &[a, b]) if plain(letter) == plain(a) || plain(letter) == plain(b) => 2.2,
        (&[_], &[_, _]) => 3.6,
        (&[_], _) => 5.0,
        (_, &[_]) => 4.2,
        _ => 6.0,
    }
}

/// What a character that no letter made costs.
const STRAY: f32 = 3.2;

/// Cuts a word into its cheapest pieces and returns what they cost.
fn cut(word: &mut WordPair, costs: &OperationCosts) -> f32 {
    let (n, m) = (word.truth.len(), word.read.len());
    let width = m + 1;
    let mut best = vec![(f32::INFINITY, (0_u8, 0_u8)); (n + 1) * width];
    best[0].0 = 0.0;
    for i in 0..=n {
        for j in 0..=m {
            let here = best[i * width + j].0;
            if !here.is_finite() {
                continue;
            }
            for k in 0..=2_usize.min(n - i) {
                for l in 0..=3_usize.min(m - j) {
                    let cost = match (k, l) {
                        (0, 1) => STRAY,
                        (0, _) | (2, 0 | 3) => continue,
                        _ => costs.cost(&word.truth[i..i + k], &word.read[j..j + l]),
                    };
                    let to = &mut best[(i + k) * width + j + l];
                    if here + cost < to.0 {
                        #[allow(clippy::cast_possible_truncation)] // at most 2 and 3
                        let step = (k as u8, l as u8);
                        *to = (here + cost, step);
                    }
                }
            }
        }
    }
    word.pieces.clear();
    word.strays.clear();
    let (mut i, mut j) = (n, m);
    // Stray characters belong to the letter before them; at the word's head, to the one after.
    let mut stray = 0;
    while i > 0 || j > 0 {
        let (k, l) = best[i * width + j].1;
        (i, j) = (i - usize::from(k), j - usize::from(l));
        if k == 0 {
            word.strays.push(word.read[j]);
            stray += l;
        } else {
            word.pieces.push((k, l + stray));
            stray = 0;
        }
    }
    if let Some(first) = word.pieces.last_mut() {
        first.1 += stray;
    }
    word.pieces.reverse();
    best[n * width + m].0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(truth: &str, read: &str) -> String {
        let mut word = word_pair(truth, read, 1.0).unwrap();
        cut(&mut word, &OperationCosts::default());
        let (mut i, mut j) = (0, 0);
        let mut shown = Vec::new();
        for &(k, l) in &word.pieces {
            let (k, l) = (usize::from(k), usize::from(l));
            let part = |chars: &[char]| chars.iter().collect::<String>();
            shown.push(format!(
                "{}→{}",
                part(&word.truth[i..i + k]),
                part(&word.read[j..j + l])
            ));
            (i, j) = (i + k, j + l);
        }
        shown.join(" ")
    }

    #[test]
    fn cuts_words_where_a_reader_would() {
        for (truth, read, expected) in [
            ("tục", "tuc", "t→t ụ→u c→c"),
            ("thủ", "thii", "t→t h→h ủ→ii"),
            ("chức", "chirc", "c→c h→h ứ→ir c→c"),
            ("Sở,", "S&,", "S→S ở→&"),
            ("(số", "(s6", "s→s ố→6"),
        ] {
            assert_eq!(pieces(truth, read), expected);
        }
    }

    #[test]
    fn counts_joins_and_splits() {
        let pair = |truth: &str, read: &str| Pair {
            truth: truth.into(),
            read: read.into(),
            weight: 1.0,
            page: None,
            next: None,
        };
        let aligned = align(&[
            pair("công lập và thuế", "conglap va th ue"),
            pair("một hai", "mot hai"),
        ]);
        assert_eq!(
            (aligned.alone, aligned.joined, aligned.split),
            (3.0, 1.0, 1.0)
        );
    }
}
