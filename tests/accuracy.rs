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
    ("source", false, 99.5, 92.0),
    ("truth", false, 99.5, 92.0),
    ("ocr/light", true, 93.0, 84.0),
    ("ocr/medium", true, 92.0, 80.5),
    ("ocr/heavy", true, 46.0, 52.0),
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
}

impl Row {
    fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            sum: Default::default(),
            exact: Default::default(),
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
    println!("in {:.1} s", start.elapsed().as_secs_f64());
    rows.iter()
        .for_each(|(row, least)| row.assert_at_least(*least));
}
