//! Records against gold records, where these are at hand.

#![allow(
    clippy::print_stdout,
    reason = "figures and differences are for whoever reads the test's output"
)]

use std::path::{Path, PathBuf};

use serde_json::Value;
use vanban::evaluate::structure::{Closeness, FIGURES, Tally, compare, mean};
use vanban::restored::Restored;
use vanban::segment::segment;

use crate::record::record;

/// Compares one text with its gold record; prints what differs.
fn score(
    name: &str,
    text: &Path,
    gold: &Path,
    layout: fn(&str) -> String,
    closeness: Closeness,
) -> Option<[Tally; 12]> {
    let text = layout(&std::fs::read_to_string(text).ok()?);
    let gold: Value =
        serde_json::from_str(&std::fs::read_to_string(gold).ok()?).expect("gold records are JSON");
    let made = record(&segment(&Restored::unchanged(&text)));
    let comparison = compare(&gold, &made, closeness);
    println!("== {name}: {:.2}", comparison.mean());
    for difference in &comparison.differences {
        println!("   {difference}");
    }
    Some(comparison.tallies)
}

/// The same document as a page: letterhead and signature columns a blank apart, paragraphs wrapped.
fn wrapped(text: &str) -> String {
    let mut page = String::new();
    for line in text.lines() {
        if line.matches('\t').count() > 1 {
            page.push_str(line);
            page.push('\n');
            continue;
        }
        let mut length = 0;
        for word in line.split_whitespace() {
            let width = word.chars().count();
            if length > 0 && length + width + 1 > 84 {
                page.push('\n');
                length = 0;
            } else if length > 0 {
                page.push(' ');
                length += 1;
            }
            page.push_str(word);
            length += width;
        }
        page.push('\n');
    }
    page
}

/// The wrapped page as restoration leaves it: one syllable in a hundred is wrong, labels and symbols among them.
fn doubtful(text: &str) -> String {
    let mut seed = 7u32;
    let mut page = String::new();
    for c in wrapped(text).chars() {
        // Half of the letters below have a look-alike, a syllable has about four letters.
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let hit = c.is_alphanumeric() && (seed >> 8).is_multiple_of(110);
        page.push(match c {
            _ if !hit => c,
            'Đ' => 'D',
            'đ' => 'd',
            'I' => '1',
            'ế' | 'ề' | 'ể' | 'ệ' | 'ê' => 'é',
            'á' | 'à' | 'ả' | 'ạ' | 'ấ' | 'ầ' | 'ậ' => 'a',
            'ố' | 'ồ' | 'ổ' | 'ộ' | 'ớ' | 'ờ' | 'ở' | 'ợ' => 'ó',
            'ư' | 'ứ' | 'ừ' | 'ử' | 'ự' => 'u',
            'n' => 'u',
            'h' => 'b',
            'c' => 'e',
            't' => 'l',
            'i' => 'í',
            other => other,
        });
    }
    page
}

fn floor(name: &str, all: &[[Tally; 12]], least: f64) {
    let mut sum = [Tally::default(); 12];
    for tallies in all {
        for (total, tally) in sum.iter_mut().zip(tallies) {
            total.add(*tally);
        }
    }
    for (figure, tally) in FIGURES.iter().zip(&sum) {
        println!("{figure:16} {:6.2}  {tally:?}", tally.percent());
    }
    println!(
        "{name}: mean {:.2} over {} documents",
        mean(&sum),
        all.len()
    );
    assert!(
        mean(&sum) >= least,
        "{name}: {:.2} is below {least}",
        mean(&sum)
    );
}

#[test]
fn plans_become_their_records() {
    let plans = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/plans");
    if !plans.exists() {
        println!("skipped: no plans at hand");
        return;
    }
    let all: Vec<_> = ["000.truth", "003.truth", "003.ocr"]
        .iter()
        .filter_map(|name| {
            score(
                name,
                &plans.join(format!("{name}.txt")),
                &plans.join(format!("{}.document.json", &name[..3])),
                str::to_owned,
                Closeness::EXACT,
            )
        })
        .collect();
    assert_eq!(all.len(), 3);
    floor("plans", &all, 99.0);
}

#[test]
fn dev_documents_become_their_records() {
    dev("dev", str::to_owned, Closeness::EXACT, 97.0);
}

#[test]
fn wrapped_dev_documents_become_their_records() {
    dev("dev, wrapped", wrapped, Closeness::EXACT, 97.0);
}

#[test]
fn doubtful_dev_documents_become_their_records() {
    dev("dev, doubtful", doubtful, Closeness(0.8), 93.0);
}

fn dev(what: &str, layout: fn(&str) -> String, closeness: Closeness, least: f64) {
    let dev = std::env::var_os("VANBAN_DEV").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/dev"),
        PathBuf::from,
    );
    let Ok(entries) = std::fs::read_dir(dev.join("gold")) else {
        println!("skipped: no corpus at hand");
        return;
    };
    let mut golds: Vec<PathBuf> = entries.filter_map(|e| e.ok().map(|e| e.path())).collect();
    golds.sort();
    let all: Vec<_> = golds
        .iter()
        .filter_map(|gold| {
            let name = gold.file_stem()?.to_str()?;
            let text = dev.join("source").join(format!("{name}.txt"));
            score(name, &text, gold, layout, closeness)
        })
        .collect();
    assert_eq!(all.len(), golds.len(), "a gold record without its text");
    floor(what, &all, least);
}
