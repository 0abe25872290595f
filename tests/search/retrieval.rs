//! How much of what is there is found: in scans, in what restoration makes of them, and in what the pages say.
//!
//! `cargo test --release retrieval -- --nocapture` prints the table that docs/search.md quotes.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use vanban::search::{Index, Query};
use vanban::text::letter::fold_text;

use super::passages::PASSAGES;
use super::world::{damaged, document};
use super::{stem, update};
use crate::import::Archive;

/// Documents that compete with those of the corpus.
const GENERATED: usize = 150;
/// How far restored text may be behind the truth.
const BEHIND: f64 = 0.02;
/// How far a kind may be behind where pages are so bad that digits are lost, which nothing brings back.
const FAR_BEHIND: (&str, f64) = ("own codes", 0.04);

fn corpus() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("corpus")
}

/// Texts of the corpus by name: the truth, or what was read at a level of damage.
fn texts(folder: &str) -> BTreeMap<String, String> {
    let mut texts = BTreeMap::new();
    for split in ["dev", "test"] {
        for file in fs::read_dir(corpus().join(split).join(folder)).unwrap() {
            let path = file.unwrap().path();
            let name = stem(&path.to_string_lossy());
            texts.insert(name, fs::read_to_string(path).unwrap());
        }
    }
    assert_eq!(texts.len(), 30);
    texts
}

/// Words in a row without marks, as judges compare them.
fn plain(text: &str) -> String {
    let folded = fold_text(text).to_lowercase();
    let words: Vec<&str> = folded
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .collect();
    format!(" {} ", words.join(" "))
}

/// A query, and the documents that answer it.
struct Question {
    text: String,
    answers: Vec<String>,
}

/// Questions of one kind.
type Questions = BTreeMap<&'static str, Vec<Question>>;

fn questions(truth: &BTreeMap<String, String>) -> Questions {
    let plain_truth: BTreeMap<&String, String> = truth
        .iter()
        .map(|(name, text)| (name, plain(text)))
        .collect();
    let holders = |passage: &str| -> Vec<String> {
        let passage = plain(passage);
        let holding = plain_truth
            .iter()
            .filter(|(_, text)| text.contains(&passage));
        holding.map(|(name, _)| (*name).clone()).collect()
    };
    let mut questions = Questions::new();
    let mut ask = |kind, text: &str, answers: Vec<String>| {
        questions.entry(kind).or_default().push(Question {
            text: text.to_owned(),
            answers,
        });
    };
    let generated: Vec<_> = (0..GENERATED).map(|number| document(number, 16)).collect();
    let known = PASSAGES
        .iter()
        .map(|&(passage, name)| (passage.to_owned(), name.to_owned()));
    let others = generated.iter().flat_map(|document| {
        let passages = document.passages.iter().take(2);
        passages.map(|passage| (passage.clone(), document.name.clone()))
    });
    for (passage, name) in known.chain(others.step_by(3)) {
        let answers = holders(&passage);
        assert!(answers.contains(&name), "{name} says nothing of {passage}");
        ask("with marks", &passage, answers.clone());
        ask(
            "without marks",
            &fold_text(&passage).to_lowercase(),
            answers,
        );
    }
    // A document's own code, typed in different ways.
    let mut own: Vec<(String, String)> = generated
        .iter()
        .step_by(3)
        .map(|d| (d.code.clone(), d.name.clone()))
        .collect();
    let mut citing: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for split in ["dev", "test"] {
        for file in fs::read_dir(corpus().join(split).join("gold")).unwrap() {
            let path = file.unwrap().path();
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            let gold: serde_json::Value =
                serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
            if let Some(code) = gold["header"]["code"].as_str() {
                own.push((code.to_owned(), name.clone()));
            }
            for citation in gold["citations"].as_array().unwrap() {
                if let Some(code) = citation["code"].as_str() {
                    citing
                        .entry(code.to_owned())
                        .or_default()
                        .push(name.clone());
                }
            }
        }
    }
    for (number, (code, name)) in own.iter().enumerate() {
        // Two offices may have given the same one.
        let same = own.iter().filter(|(other, _)| other == code);
        let mut answers: Vec<String> = same.map(|(_, name)| name.clone()).collect();
        answers.extend(
            generated
                .iter()
                .filter(|d| d.code == *code)
                .map(|d| d.name.clone()),
        );
        answers.sort();
        answers.dedup();
        assert!(answers.contains(name));
        ask("own codes", &typed(code, number), answers);
    }
    for (number, (code, names)) in citing.iter().enumerate() {
        // Those that say it on one line, whoever they are, and those that the gold records know of.
        let mut answers = holders(code);
        answers.extend(names.iter().cloned());
        answers.sort();
        answers.dedup();
        ask("cited codes", &typed(code, number), answers);
    }
    questions
}

/// A code as one or another types it.
fn typed(code: &str, number: usize) -> String {
    match number % 3 {
        0 => code.to_owned(),
        1 => fold_text(code).to_lowercase(),
        _ => fold_text(code),
    }
}

/// Share of the answers that are among the first ten, and the mean of one over the place of the first.
#[derive(Clone, Copy, Debug)]
struct Figures {
    recall: f64,
    rank: f64,
}

fn figures(index: &Index, questions: &[Question]) -> Figures {
    let (mut recall, mut rank) = (0.0, 0.0);
    for question in questions {
        let hits = index
            .search(&Query::new(question.text.as_str()))
            .unwrap()
            .hits;
        let names: Vec<String> = hits.iter().map(|hit| stem(&hit.path)).collect();
        let found = question
            .answers
            .iter()
            .filter(|answer| names.contains(answer))
            .count();
        recall += found as f64 / question.answers.len().min(10) as f64;
        let first = names
            .iter()
            .position(|name| question.answers.contains(name));
        rank += first.map_or(0.0, |at| 1.0 / (at + 1) as f64);
        if std::env::var_os("VANBAN_SHOW_MISSES").is_some() && found < question.answers.len() {
            println!(
                "    {} -> {:?}, got {names:?}",
                question.text, question.answers
            );
        }
    }
    let count = questions.len() as f64;
    Figures {
        recall: recall / count,
        rank: rank / count,
    }
}

/// What codes near those that were typed add where nothing is misread: it can only be wrong there.
fn near_hits(index: &Index, questions: &Questions) {
    let hits = |text: &str| index.search(&Query::new(text)).unwrap().hits;
    let (mut behind, mut asked) = (0, 0);
    let (mut instead, mut with, mut missing) = (0, 0, 0);
    for question in ["own codes", "cited codes"]
        .map(|kind| &questions[kind])
        .into_iter()
        .flatten()
    {
        let found = hits(&question.text);
        let exact = found.iter().take_while(|hit| hit.near.is_none()).count();
        assert!(exact > 0 && found[exact..].iter().all(|hit| hit.near.is_some()));
        behind += found.len() - exact;
        asked += 1;
        // Another number, which is often nobody's.
        let digit = question.text.find(|c: char| c.is_ascii_digit()).unwrap();
        let next = (question.text.as_bytes()[digit] - b'0' + 1) % 10;
        let other = format!(
            "{}{next}{}",
            &question.text[..digit],
            &question.text[digit + 1..]
        );
        let found = hits(&other);
        if found.iter().all(|hit| hit.near.is_some()) {
            missing += 1;
            instead += found.len();
            with += usize::from(!found.is_empty());
            assert!(found.len() <= 5, "{other}");
        }
    }
    println!(
        "near codes on the truth: {behind} hits behind those of {asked} codes; for {missing} codes that nobody has {with} have {instead} hits"
    );
    assert!(behind * 20 <= asked, "what is in doubt where nothing is");
}

/// An index of these texts; `as_it_is` keeps restoration from changing them.
fn index_of(texts: &BTreeMap<String, String>, as_it_is: bool) -> (Archive, Index) {
    let archive = Archive::new(0);
    for (name, text) in texts {
        archive.write(&format!("scans/{name}.txt"), text.as_bytes());
    }
    let keep = if as_it_is { " --min-confidence 1" } else { "" };
    archive.expect(
        0,
        &format!("import scans --out out --no-text --quiet{keep}"),
    );
    update(&archive.path("out"), &archive.path("index")).unwrap();
    let index = Index::open(&archive.path("index")).unwrap();
    (archive, index)
}

fn told(kind: &str, text: &str, count: usize, figures: Figures) {
    println!(
        "{kind:<14} {text:<18} {count:>4} queries   recall@10 {:.3}   MRR {:.3}",
        figures.recall, figures.rank
    );
}

#[test]
fn retrieval_on_restored_text_is_that_on_the_truth() {
    let mut truth = texts("truth");
    truth.extend((0..GENERATED).map(|number| {
        let document = document(number, 16);
        (document.name, document.text)
    }));
    let questions = questions(&truth);
    for kind in ["with marks", "without marks", "own codes", "cited codes"] {
        assert!(
            questions[kind].len() >= 60,
            "{kind}: enough that two in a hundred mean something"
        );
    }
    let (_truth, index) = index_of(&truth, true);
    let best: BTreeMap<_, _> = questions
        .iter()
        .map(|(kind, asked)| (*kind, figures(&index, asked)))
        .collect();
    for (kind, figures) in &best {
        told(kind, "truth", questions[kind].len(), *figures);
        assert!(
            figures.recall > 0.95 && figures.rank > 0.9,
            "{kind} {figures:?}"
        );
    }
    near_hits(&index, &questions);
    let mut behind = Vec::new();
    for level in ["light", "medium", "heavy"] {
        let mut scans = texts(&format!("ocr/{level}"));
        scans.extend((0..GENERATED).map(|number| {
            let document = document(number, 16);
            (document.name, damaged(&document.text, number as u64))
        }));
        let (_raw, raw) = index_of(&scans, true);
        let (_restored, restored) = index_of(&scans, false);
        for (kind, asked) in &questions {
            let (raw, restored) = (figures(&raw, asked), figures(&restored, asked));
            told(kind, &format!("{level}, scan"), asked.len(), raw);
            told(kind, &format!("{level}, restored"), asked.len(), restored);
            let truth = best[kind];
            for (what, truth, restored, raw) in [
                ("recall@10", truth.recall, restored.recall, raw.recall),
                ("MRR", truth.rank, restored.rank, raw.rank),
            ] {
                let is_far = level == "heavy" && *kind == FAR_BEHIND.0;
                let allowed = if is_far { FAR_BEHIND.1 } else { BEHIND };
                if restored < truth - allowed {
                    behind.push(format!(
                        "{level}, {kind}: {what} {restored:.3}, on the truth {truth:.3}"
                    ));
                }
                if restored < raw - 0.01 {
                    behind.push(format!(
                        "{level}, {kind}: {what} {restored:.3}, on the scan {raw:.3}"
                    ));
                }
            }
        }
    }
    assert!(behind.is_empty(), "{}", behind.join("\n"));
}
