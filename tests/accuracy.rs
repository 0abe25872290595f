//! How right records are: corpus and real plans against their gold records, from clean text and from scans.
//!
//! A row of the table is one split at one level. The floors lie a little below what was measured; who gets better raises
//! them. Of `dev` and the plans every difference is printed (`cargo test --release accuracy -- --nocapture`), of `test`
//! nothing but the totals: nobody tunes on it.

#![allow(
    clippy::print_stdout,
    reason = "figures and differences are for whoever reads the test's output"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use serde_json::Value;
use vanban::evaluate::SCANNED;
use vanban::evaluate::structure::{Closeness, Comparison, FIGURES, Tally, compare, mean};
use vanban::restore::Worker;
use vanban::restored::Restored;
use vanban::segment::segment;
use vanban::{Model, Restorer, ingest};

use crate::schema::record;

/// Where a level's texts lie in a split, whether they are scans, and the least mean of the twelve figures in dev and test.
const LEVELS: [(&str, bool, f64, f64); 5] = [
    ("source", false, 99.5, 96.0),
    ("truth", false, 99.5, 95.9),
    ("ocr/light", true, 97.0, 93.0),
    ("ocr/medium", true, 95.5, 93.0),
    ("ocr/heavy", true, 57.0, 61.0),
];

/// Real plans, whether they are scans, and the least mean. The second was scanned so well that nothing is to be restored.
const PLANS: [(&str, bool, f64); 4] = [
    ("000.truth", false, 99.5),
    ("000.ocr", true, 91.0),
    ("003.truth", false, 99.5),
    ("003.ocr", true, 97.0),
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The figures of several documents at one level.
struct Row {
    name: String,
    sum: [Tally; 12],
    /// The same with nothing forgiven.
    exact: [Tally; 12],
    /// One for each document.
    documents: Vec<[Tally; 12]>,
}

impl Row {
    fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            sum: Default::default(),
            exact: Default::default(),
            documents: Vec::new(),
        }
    }

    /// Compares one text with its gold record.
    fn add(
        &mut self,
        worker: &mut Worker<'_>,
        text: &Path,
        gold: &Path,
        scanned: bool,
    ) -> Comparison {
        let scan = ingest::decode(&text.to_string_lossy(), fs::read(text).unwrap()).unwrap();
        let gold: Value = serde_json::from_slice(&fs::read(gold).unwrap()).unwrap();
        let restored = if scanned {
            worker.restore(&scan.text)
        } else {
            Restored::unchanged(&scan.text)
        };
        let record = record(&scan, &restored, &segment(&restored));
        let exact = compare(&gold, &record, Closeness::EXACT);
        let comparison = if scanned {
            compare(&gold, &record, SCANNED)
        } else {
            exact.clone()
        };
        self.documents.push(comparison.tallies);
        for n in 0..FIGURES.len() {
            self.sum[n].add(comparison.tallies[n]);
            self.exact[n].add(exact.tallies[n]);
        }
        comparison
    }

    fn print(&self) {
        let cells: Vec<String> = self
            .sum
            .iter()
            .map(|tally| format!("{:6.2}", tally.percent()))
            .collect();
        println!(
            "{:16} {} | {:6.2} | {:6.2}",
            self.name,
            cells.join(" "),
            mean(&self.sum),
            mean(&self.exact)
        );
    }

    fn assert_at_least(&self, least: f64) {
        let mean = mean(&self.sum);
        assert!(mean >= least, "{}: {mean:.2} is below {least}", self.name);
    }
}

fn print_head() {
    let names: Vec<String> = FIGURES
        .iter()
        .map(|name| {
            let short: String = name
                .split(' ')
                .map(|word| &word[..word.len().min(3)])
                .collect();
            format!("{short:>6}")
        })
        .collect();
    println!("{:16} {} |   mean |  exact", "", names.join(" "));
}

fn print_differences(name: &str, comparison: &Comparison) {
    println!("== {name}: {:.2}", comparison.mean());
    for difference in &comparison.differences {
        println!("   {difference}");
    }
}

/// The figures whose odds are printed: instruments, their mentions, tasks.
const ODDS: [usize; 3] = [3, 5, 6];
/// How often documents are drawn anew for an interval.
const DRAWS: usize = 2000;

/// Precision or recall in percent of documents that were drawn.
fn share(drawn: &[Tally], of: fn(&Tally) -> usize) -> f64 {
    let hits: usize = drawn.iter().map(|tally| tally.hits).sum();
    let all: usize = drawn.iter().map(of).sum();
    #[expect(clippy::cast_precision_loss, reason = "counts of citations")]
    if all == 0 {
        100.0
    } else {
        100.0 * hits as f64 / all as f64
    }
}

/// A share with the interval in which 95 of 100 redrawn sets of documents have it (bootstrap over documents).
fn interval(documents: &[Tally], of: fn(&Tally) -> usize) -> (f64, f64, f64) {
    // splitmix64: the same draws in every run.
    let mut state = 0u64;
    let mut below = |n: usize| {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % n as u64).unwrap()
    };
    let mut shares: Vec<f64> = (0..DRAWS)
        .map(|_| {
            let drawn: Vec<Tally> = (0..documents.len())
                .map(|_| documents[below(documents.len())])
                .collect();
            share(&drawn, of)
        })
        .collect();
    shares.sort_by(f64::total_cmp);
    (
        share(documents, of),
        shares[DRAWS / 40],
        shares[DRAWS - 1 - DRAWS / 40],
    )
}

fn print_odds(name: &str, documents: &[[Tally; 12]]) {
    for figure in ODDS {
        let tallies: Vec<Tally> = documents.iter().map(|figures| figures[figure]).collect();
        let precision = interval(&tallies, |tally| tally.found);
        let recall = interval(&tallies, |tally| tally.gold);
        println!(
            "{name:16} {:10} precision {:6.2} [{:.2}, {:.2}] recall {:6.2} [{:.2}, {:.2}]",
            FIGURES[figure], precision.0, precision.1, precision.2, recall.0, recall.1, recall.2
        );
    }
}

/// The gold records of a split, by name.
fn golds(split: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(split.join("gold")) else {
        return Vec::new();
    };
    let mut golds: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    golds.sort();
    golds
}

#[test]
fn documents_become_their_records() {
    let model = Model::embedded().unwrap();
    let restorer = Restorer::new(&model);
    let mut worker = restorer.worker();
    let start = Instant::now();
    let mut rows = Vec::new();
    for split in ["dev", "test"] {
        let folder = root().join("corpus").join(split);
        let golds = golds(&folder);
        if golds.is_empty() {
            println!("skipped: no corpus/{split} at hand");
            continue;
        }
        for (level, scanned, dev, test) in LEVELS {
            let mut row = Row::new(&format!("{split} {level}"));
            for gold in &golds {
                let id = gold.file_stem().unwrap().to_string_lossy();
                let text = folder.join(level).join(format!("{id}.txt"));
                let comparison = row.add(&mut worker, &text, gold, scanned);
                if split == "dev" {
                    print_differences(&format!("{level} {id}"), &comparison);
                }
            }
            rows.push((row, if split == "dev" { dev } else { test }));
        }
    }
    let plans = root().join("../shared/plans");
    if plans.exists() {
        for (name, scanned, least) in PLANS {
            let mut row = Row::new(name);
            let gold = plans.join(format!("{}.document.json", &name[..3]));
            let text = plans.join(format!("{name}.txt"));
            print_differences(name, &row.add(&mut worker, &text, &gold, scanned));
            rows.push((row, least));
        }
    } else {
        println!("skipped: no plans at hand");
    }
    print_head();
    rows.iter().for_each(|(row, _)| row.print());
    println!("Precision and recall with 95 % intervals:");
    rows.iter()
        .for_each(|(row, _)| print_odds(&row.name, &row.documents));
    println!("in {:.1} s", start.elapsed().as_secs_f64());
    rows.iter()
        .for_each(|(row, least)| row.assert_at_least(*least));
}
