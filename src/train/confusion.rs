//! Cut word pairs → the channel's table.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;

use super::align::{Aligned, WordPair};
use super::source::{TrainError, each_line};
use crate::cost::Cost;
use crate::model::ModelParts;
use crate::model::alphabet::{Alphabet, code, points};
use crate::model::channel::{ChannelTable, MAX_READ, MAX_TRUE, Params, runs_of_pieces};
use crate::text::letter::{fold, is_vietnamese};

/// Costs that no count teaches, tuned on lines kept back.
pub(super) const FLOORS: Params = Params {
    substitute: Cost(8_000),
    insert: Cost(8_000),
    delete: Cost(6_500),
    join: Cost::ZERO,
    split: Cost::ZERO,
    unknown_letter: Cost(2_600),
};

/// True string, string as read.
pub(super) type Entry = (String, String);

/// The table as costs.
#[derive(Debug, Default)]
pub(super) struct Confusion {
    costs: BTreeMap<Entry, Cost>,
}

/// Counts worth that the composition of shorter pieces has when a longer one is estimated.
const COMPOSITION: f64 = 3.0;
/// Counts that say nothing: pairs show a page at several degrees of damage, so that a slip on one is counted again. Capitals
/// and digits are few, and stand in codes that pages repeat.
const SEEN_AGAIN: f64 = 1.0;
const CAPITALS_SEEN_AGAIN: f64 = 3.0;
/// The best alignment takes most strays for part of how a letter was read; so many times more there are than it shows.
const HIDDEN: f64 = 8.0;
/// Counts worth that the prior has for single letters.
const PRIOR: f64 = 6.0;
/// Share of the probability that the dictionary of confusions has.
const HINTED: f64 = 0.03;
/// Share that a scanner has which knows the letters, and of its slips from one mark to another on the same base.
const KNOWN_LETTER: f64 = 0.03;
const OTHER_MARK: f64 = 0.001;
/// Share that a scanner has which knows the letters of another language, and writes their marks for those of Vietnamese.
const FOREIGN_MARK: f64 = 0.002;
const FOREIGN_LETTERS: &str = "äåëïîöûüÿÄÅËÏÎÖÛÜŸ";

/// Look-alikes from the dictionary: true string, string as read, probability where the scanner has the habit.
pub(super) fn hints(dictionaries: &Path) -> Result<Vec<(Entry, f64)>, TrainError> {
    let mut hints = Vec::new();
    each_line(&dictionaries.join("confusions.tsv"), |_, line| {
        if line.starts_with('#') {
            return Ok(());
        }
        let mut cells = line.split('\t');
        let (Some(truth), Some(read), Some(weight)) = (cells.next(), cells.next(), cells.next())
        else {
            return Err(
                "expected at least three cells: true string, string as read, weight".to_owned(),
            );
        };
        let weight: f64 = weight
            .parse()
            .map_err(|_| format!("expected a number as the weight, found {weight:?}"))?;
        hints.push(((truth.to_owned(), read.to_owned()), weight.clamp(0.0, 1.0)));
        Ok(())
    })?;
    Ok(hints)
}

/// Estimates the table and keeps the `keep` entries that matter most.
pub(super) fn estimate(aligned: &Aligned, hints: &[(Entry, f64)], keep: usize) -> Confusion {
    let (counts, totals) = windows(&aligned.words);
    let hints: BTreeMap<Entry, f64> = known_letters()
        .into_iter()
        .chain(hints.iter().map(|(entry, p)| (entry.clone(), HINTED * p)))
        .collect();
    let mut all: BTreeSet<&Entry> = counts.keys().collect();
    all.extend(hints.keys().filter(|(truth, read)| {
        truth.chars().count() <= MAX_TRUE && read.chars().count() <= MAX_READ
    }));
    let mut by_length: Vec<&Entry> = all.into_iter().collect();
    by_length.sort_by_key(|(truth, _)| truth.chars().count());

    let prior = Prior::of(&counts);
    let mut probabilities: HashMap<Entry, f64> = HashMap::new();
    let mut worth: Vec<(f64, &Entry)> = Vec::new();
    for entry in by_length {
        let (truth, read) = entry;
        let count = counts.get(entry).copied().unwrap_or(0.0);
        let total = totals.get(truth.as_str()).copied().unwrap_or(0.0);
        let hint = hints.get(entry).copied().unwrap_or(0.0);
        let letters: Vec<char> = truth.chars().collect();
        if letters.len() == 1 {
            let p = (1.0 - HINTED) * (count + PRIOR * prior.probability(letters[0], read))
                / (total + PRIOR)
                + hint;
            probabilities.insert(entry.clone(), p);
            worth.push((f64::INFINITY, entry));
        } else {
            let composed = composed(&letters, &read.chars().collect::<Vec<_>>(), &probabilities);
            let known = (count - seen_again(&letters)).max(0.0);
            let p = (1.0 - HINTED) * (known + (COMPOSITION + count - known) * composed)
                / (total + COMPOSITION)
                + hint;
            if (count >= 2.0 || hint > 0.0) && p > composed * 1.15 {
                probabilities.insert(entry.clone(), p);
                worth.push(((count + hint) * (p / composed.max(1e-9)).ln(), entry));
            }
        }
    }
    worth.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    worth.truncate(keep);
    let costs = worth
        .into_iter()
        .map(|(_, entry)| (entry.clone(), Cost::of_probability(probabilities[entry])))
        .chain(strays(&aligned.words))
        .collect();
    Confusion { costs }
}

/// What it costs that a character stands after a letter, or before it, that no letter made: entries without letters.
fn strays(words: &[WordPair]) -> impl Iterator<Item = (Entry, Cost)> {
    let mut counts: BTreeMap<char, f64> = BTreeMap::new();
    let mut letters = 1.0;
    for word in words {
        let weight = f64::from(word.weight);
        letters += weight * f64::from(u32::try_from(word.truth.len()).unwrap_or(u32::MAX));
        for stray in word.strays.chars() {
            *counts.entry(stray).or_default() += weight;
        }
    }
    counts.into_iter().map(move |(stray, count)| {
        let entry = (String::new(), stray.to_string());
        (entry, Cost::of_probability(count * HIDDEN / letters))
    })
}

/// What a scanner writes that knows the letters of Vietnamese: each as itself or with another mark. The base letter is
/// there too, so that letters that no pair has can be read at all.
fn known_letters() -> BTreeMap<Entry, f64> {
    let marked: Vec<char> = ('\u{c0}'..='\u{1ef9}')
        .filter(|c| c.is_alphabetic() && is_vietnamese(*c))
        .collect();
    let mut known = BTreeMap::new();
    for &letter in &marked {
        for &read in marked.iter().filter(|&&read| fold(read) == fold(letter)) {
            let p = if read == letter {
                KNOWN_LETTER
            } else {
                OTHER_MARK
            };
            known.insert((letter.to_string(), read.to_string()), p);
        }
        known.insert((letter.to_string(), fold(letter).to_string()), OTHER_MARK);
        let foreign = FOREIGN_LETTERS.chars();
        for read in foreign.filter(|&read| fold(read) == fold(letter)) {
            known.insert((letter.to_string(), read.to_string()), FOREIGN_MARK);
        }
    }
    known
}

/// Counts every run of pieces with few enough letters and characters, and every run's letters however they were read.
fn windows(words: &[WordPair]) -> (BTreeMap<Entry, f64>, HashMap<String, f64>) {
    let mut counts: BTreeMap<Entry, f64> = BTreeMap::new();
    let mut totals: HashMap<String, f64> = HashMap::new();
    for word in words {
        let weight = f64::from(word.weight);
        for (letters, read) in runs_of_pieces(&word.pieces) {
            let truth: String = word.truth[letters].iter().collect();
            *totals.entry(truth.clone()).or_default() += weight;
            if read.len() <= MAX_READ {
                let read = word.read[read].iter().collect();
                *counts.entry((truth, read)).or_default() += weight;
            }
        }
    }
    (counts, totals)
}

/// What one would think of a letter that was hardly seen: it fares as the other letters with marks do, capitals as
/// capitals.
#[derive(Debug, Default)]
struct Prior {
    /// For small letters and capitals: how often a letter with a mark was read as its base letter.
    base_share: [f64; 2],
}

impl Prior {
    fn of(counts: &BTreeMap<Entry, f64>) -> Self {
        let mut base = [0.5; 2];
        let mut all = [1.0; 2];
        for ((truth, read), count) in counts {
            let mut letters = truth.chars();
            if let (Some(letter), None) = (letters.next(), letters.next())
                && is_vietnamese(letter)
            {
                let class = usize::from(letter.is_uppercase());
                all[class] += count;
                if read.chars().eq([fold(letter)]) {
                    base[class] += count;
                }
            }
        }
        Self {
            base_share: [base[0] / all[0], base[1] / all[1]],
        }
    }

    fn probability(&self, letter: char, read: &str) -> f64 {
        let mut chars = read.chars();
        match (chars.next(), chars.next()) {
            (Some(c), None) if c == fold(letter) => {
                self.base_share[usize::from(letter.is_uppercase())]
            }
            (Some(c), None) if c == letter => 0.2,
            (Some(c), None) if fold(c) == fold(letter) => 0.05,
            _ => 0.001,
        }
    }
}

/// How many counts of a run of letters say nothing.
fn seen_again(letters: &[char]) -> f64 {
    let few = |c: &char| c.is_uppercase() || c.is_ascii_digit();
    if letters.iter().any(few) {
        CAPITALS_SEEN_AGAIN
    } else {
        SEEN_AGAIN
    }
}

/// The most probable way to make a longer pair from two shorter ones.
fn composed(letters: &[char], read: &[char], known: &HashMap<Entry, f64>) -> f64 {
    let get = |letters: &[char], read: &[char]| {
        known
            .get(&(letters.iter().collect(), read.iter().collect()))
            .copied()
            .unwrap_or_else(|| {
                if letters.len() > 1 {
                    composed(letters, read, known)
                } else {
                    1e-5
                }
            })
    };
    let mut best = 0.0_f64;
    for k in 1..letters.len() {
        for m in 0..=read.len() {
            best = best.max(get(&letters[..k], &read[..m]) * get(&letters[k..], &read[m..]));
        }
    }
    best
}

impl Confusion {
    pub(super) fn len(&self) -> usize {
        self.costs.len()
    }

    /// The table, and the letters of its true side into `parts`.
    pub(super) fn write(&self, letters: &[char], parts: &mut ModelParts) {
        let table = self.table(letters);
        parts.channel_keys = table.keys;
        parts.channel_starts = table.starts;
        parts.channel_entries = table.entries;
        parts.readings = table.readings;
        parts.letters = points(letters);
        parts.lower = std::iter::once(0)
            .chain(letters.iter().map(|c| {
                let mut lower = c.to_lowercase();
                match (lower.next(), lower.next()) {
                    (Some(l), None) if l != *c => code(letters, l).unwrap_or(0),
                    _ => 0,
                }
            }))
            .collect();
    }

    /// Writes the table as that of engines of all kinds.
    pub(super) fn write_wide(&self, letters: &[char], parts: &mut ModelParts) {
        let table = self.table(letters);
        parts.wide_keys = table.keys;
        parts.wide_starts = table.starts;
        parts.wide_entries = table.entries;
        parts.wide_readings = table.readings;
    }

    fn table(&self, letters: &[char]) -> ChannelTable {
        let readings = self.frequent_readings();
        // Letters that no word has are nothing to search for.
        let entries = self.costs.iter().filter_map(|((truth, read), &cost)| {
            let mut codes = [0; MAX_TRUE];
            for (slot, c) in codes.iter_mut().zip(truth.chars()) {
                *slot = code(letters, c)?;
            }
            Some((codes, read.chars().collect(), cost))
        });
        ChannelTable::new(&readings, entries)
    }

    /// The characters of the scanned side; where there are too many for a code, the most used.
    fn frequent_readings(&self) -> Vec<char> {
        let mut uses: BTreeMap<char, usize> = BTreeMap::new();
        for c in self.costs.keys().flat_map(|(_, read)| read.chars()) {
            *uses.entry(c).or_default() += 1;
        }
        let mut readings: Vec<(std::cmp::Reverse<usize>, char)> = uses
            .into_iter()
            .map(|(c, n)| (std::cmp::Reverse(n), c))
            .collect();
        readings.sort_unstable();
        readings.truncate(Alphabet::CAPACITY);
        let mut readings: Vec<char> = readings.into_iter().map(|(_, c)| c).collect();
        readings.sort_unstable();
        readings
    }
}
