//! Pairs of words → what whole words are read as.

use std::collections::BTreeMap;

use super::align::WordPair;
use super::lexicon::Order;
use crate::cost::Cost;
use crate::model::ModelParts;
use crate::model::lexicon::{WordId, as_written};
use crate::model::words::WordReadings;
use crate::text::case::Case;

/// How often each word was read as what.
#[derive(Debug, Default)]
pub(super) struct WordCounts(BTreeMap<String, BTreeMap<String, u32>>);

impl WordCounts {
    /// Counts pairs of words, each once: how much a page weighs says nothing of how often it has a word.
    pub(super) fn of(pairs: &[WordPair]) -> Self {
        let mut counts = Self::default();
        for pair in pairs {
            if pair.truth.iter().all(|c| c.is_alphabetic()) {
                let readings = counts.0.entry(pair.truth.iter().collect()).or_default();
                *readings.entry(pair.read.iter().collect()).or_default() += 1;
            }
        }
        counts
    }

    pub(super) fn write(&self, order: &Order, parts: &mut ModelParts) {
        let numbers = order.numbers();
        let find = |word: &str| numbers.get(word).copied();
        // A word may be spelled in two ways: `hòa`, `hoà`.
        let mut words: BTreeMap<(WordId, Case), BTreeMap<&str, u32>> = BTreeMap::new();
        for (truth, readings) in &self.0 {
            let Some(word) = as_written(truth, find) else {
                continue;
            };
            let all = words.entry(word).or_default();
            for (read, count) in readings {
                *all.entry(read).or_default() += count;
            }
        }
        let mut rows = Vec::new();
        for ((word, case), readings) in words {
            // As many readings as there are kinds of them are yet to be seen (Witten and Bell, 1991).
            let kinds = u32::try_from(readings.len()).unwrap_or(u32::MAX);
            let total = f64::from(readings.values().sum::<u32>()) + f64::from(kinds);
            rows.extend(readings.into_iter().map(|(read, count)| {
                let cost = Cost::of_probability(f64::from(count) / total);
                WordReadings::row(read, word, case, cost)
            }));
        }
        rows.sort_unstable();
        parts.word_readings = rows.concat();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::train::lexicon::Vocabulary;
    use std::path::Path;

    /// A word in a case, as it was read, and what that costs.
    type Row = (String, Case, Cost);

    /// What the table says of a reading after pairs of words, each seen so often, over the words of the tiny world.
    fn told(pairs: &[(&str, &str, usize)], read: &str) -> Vec<Row> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/tiny/dictionaries");
        let order = Vocabulary::read(&folder).unwrap().by_frequency(&[]);
        let pair = |truth: &str, read: &str| WordPair {
            truth: truth.chars().collect(),
            read: read.chars().collect(),
            pieces: Vec::new(),
            strays: String::new(),
            weight: 30.0,
        };
        let pairs: Vec<WordPair> = pairs
            .iter()
            .flat_map(|&(truth, read, times)| std::iter::repeat_n(pair(truth, read), times))
            .collect();
        let mut parts = ModelParts::default();
        WordCounts::of(&pairs).write(&order, &mut parts);
        let table = WordReadings {
            rows: &parts.word_readings,
        };
        let spelled = |word| {
            let numbers = order.numbers();
            let mut all = numbers.into_iter();
            all.find(|&(_, id)| id == word)
                .map_or("", |(word, _)| word)
                .to_owned()
        };
        let rows = table.of(read);
        rows.map(|(word, case, cost)| (spelled(word), case, cost))
            .collect()
    }

    #[test]
    fn a_word_costs_what_it_is_seldom_read_as() {
        let seen = [
            ("số", "s6", 7),
            ("số", "86", 1),
            ("SỐ", "86", 2),
            ("ab1", "86", 9),
        ];
        // Eight times, in two ways: one in ten is a third way.
        let cost =
            |times: f64, of: f64| Cost::from_byte(Cost::of_probability(times / of).to_byte());
        assert_eq!(
            told(&seen, "s6"),
            [("số".to_owned(), Case::Lower, cost(7.0, 10.0))]
        );
        assert_eq!(
            told(&seen, "86"),
            [
                ("số".to_owned(), Case::Lower, cost(1.0, 10.0)),
                ("số".to_owned(), Case::Upper, cost(2.0, 3.0)),
            ]
        );
        assert_eq!(told(&seen, "88"), []);
    }
}
