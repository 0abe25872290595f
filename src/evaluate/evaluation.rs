//! Many documents judged, in parallel: each is read once, given to every system, compared with its truth, and forgotten.

use std::fs;
use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use serde_json::Value;

use super::calibration::Ranking;
use super::confusion::{Confusions, Matrices};
use super::counts::{Counts, RecordCounts};
use super::fold::Folding;
use super::intervals::Draws;
use super::judge::{Asked, Judged, Wrong, judge};
use super::pairing::{Pair, Pairing};
use super::structure::{Closeness, compare};
use super::systems::{Output, RecordFile, System, SystemError, SystemWorker};
use super::tokens::Tokens;
use super::view::{View, Views};
use super::vocabulary::Vocabulary;
use crate::error::chain;
use crate::ingest::{Input, ReadError};
use crate::restored::Restored;
use crate::scan::Scan;
use crate::segment::segment;
use crate::sink::wire::Record;

/// How lines of truth and output correspond.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Alignment {
    /// Line by line where both have as many lines, free otherwise.
    #[default]
    Auto,
    /// Line by line, whatever their number.
    Lines,
    /// By what the texts have in common.
    Free,
}

/// What to do and how much to tell.
#[derive(Clone, Debug)]
pub struct Options {
    /// What counts as the same.
    pub folding: Folding,
    /// How lines correspond.
    pub alignment: Alignment,
    /// Threads.
    pub jobs: usize,
    /// Draws for intervals.
    pub draws: Draws,
    /// Documents to show as a whole, the worst ones.
    pub views: usize,
    /// Wrong syllables are told with their words.
    pub wrong_words: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            folding: Folding::default(),
            alignment: Alignment::default(),
            jobs: 1,
            draws: Draws::default(),
            views: 0,
            wrong_words: false,
        }
    }
}

/// One document, judged.
#[derive(Clone, Debug)]
pub struct DocumentResult {
    /// Name in reports.
    pub name: String,
    /// Name of the truth; scans of one page share it.
    pub document: String,
    /// Its slice.
    pub slice: String,
    /// Hash of the truth's bytes, lower-case hex.
    pub truth_sha256: String,
    /// Bytes of the truth and of the scan.
    pub bytes: u64,
    /// True where the main system's lines were compared with those of the truth.
    pub line_by_line: bool,
    /// Counts of every system.
    pub counts: Vec<Counts>,
    /// Syllables of the truth that the main system has wrong; nothing where they are more than [`MOST_WRONG`].
    pub wrong: Option<Vec<Wrong>>,
    /// For each system, syllables that the main system alone has right, and those that it alone has wrong.
    pub only: Vec<[u64; 2]>,
    /// What is wrong with its record, for people.
    pub record_differences: Vec<String>,
}

/// What all documents together say of one system beside its counts.
#[derive(Clone, Debug, Default)]
pub struct Portrait {
    /// Its tokens by confidence.
    pub ranking: Ranking,
    /// What is taken for what.
    pub matrices: Matrices,
    /// Syllables that are taken for others.
    pub confusions: Confusions,
}

/// Everything that was found out.
#[derive(Debug, Default)]
pub struct Evaluation {
    /// Names of the systems, and what they do. The first is the scan, the second the one that is judged.
    pub systems: Vec<(String, String)>,
    /// The documents in the order of their names.
    pub documents: Vec<DocumentResult>,
    /// One for each system.
    pub portraits: Vec<Portrait>,
    /// The worst documents, worst first.
    pub views: Vec<View>,
    /// What documents lack.
    pub missing: Vec<String>,
    /// Files that belong to none.
    pub extra: Vec<String>,
    /// Documents that could not be judged, with the reason.
    pub failed: Vec<(String, String)>,
}

/// Why a document could not be judged.
#[derive(Debug, thiserror::Error)]
pub enum DocumentError {
    /// Truth or scan can't be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// A system made nothing of it.
    #[error(transparent)]
    System(#[from] SystemError),
}

/// Wrong syllables of a document that are noted one by one.
pub const MOST_WRONG: usize = 20_000;
/// Different confusions of a document that are told.
const MOST_CONFUSIONS: usize = 500;
/// Two texts out of a scan are one if they share so many of their words: a wrong syllable is restoration's mistake, and
/// counted there.
pub const SCANNED: Closeness = Closeness(0.8);
/// The system that is judged.
pub const MAIN: usize = 1;

/// Judges every pair by every system. `systems` begins with the scan and the system that is judged; `records` is a file of
/// records made by the latter. `tell` hears of the bytes of each document that is done, from any thread.
#[must_use]
pub fn evaluate(
    pairing: &Pairing,
    systems: &[System<'_>],
    records: Option<&RecordFile>,
    options: &Options,
    tell: &(dyn Fn(u64) + Sync),
) -> Evaluation {
    let next = AtomicUsize::new(0);
    let shared = Mutex::new(Shared::new(systems.len(), options.views));
    thread::scope(|scope| {
        for _ in 0..options.jobs.max(1).min(pairing.pairs.len()) {
            scope.spawn(|| {
                let mut vocabulary = Vocabulary::new(options.folding);
                let mut workers: Vec<SystemWorker<'_>> =
                    systems.iter().map(System::worker).collect();
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    let Some(pair) = pairing.pairs.get(number) else {
                        return;
                    };
                    let done = document(pair, &mut vocabulary, &mut workers, records, options);
                    let bytes = done.as_ref().map_or(0, |(result, ..)| result.bytes);
                    if let Ok(mut shared) = shared.lock() {
                        shared.add(number, done);
                    }
                    tell(bytes);
                }
            });
        }
    });
    let shared = shared
        .into_inner()
        .expect("invariant: a thread that panicked would have ended the scope");
    let mut evaluation = Evaluation {
        systems: systems
            .iter()
            .map(|system| (system.name.clone(), system.about.clone()))
            .collect(),
        portraits: shared.portraits,
        views: shared.views.worst_first(),
        missing: pairing.missing.clone(),
        extra: pairing.extra.clone(),
        ..Evaluation::default()
    };
    let mut results = shared.results;
    results.sort_by_key(|(number, _)| *number);
    for (number, result) in results {
        match result {
            Ok(result) => evaluation.documents.push(result),
            Err(reason) => {
                let name = pairing.pairs[number].name.clone();
                evaluation.failed.push((name, reason));
            }
        }
    }
    evaluation
}

/// What the threads add to. All of it adds up the same in any order.
struct Shared {
    results: Vec<(usize, Result<DocumentResult, String>)>,
    portraits: Vec<Portrait>,
    views: Views,
}

type Done = (DocumentResult, Vec<Judged>, Option<View>);

impl Shared {
    fn new(systems: usize, views: usize) -> Self {
        Self {
            results: Vec::new(),
            portraits: vec![Portrait::default(); systems],
            views: Views::new(views),
        }
    }

    fn add(&mut self, number: usize, done: Result<Done, DocumentError>) {
        let result = match done {
            Err(error) => Err(chain(&error)),
            Ok((result, judged, view)) => {
                for (portrait, judged) in self.portraits.iter_mut().zip(judged) {
                    portrait.ranking += &judged.ranking;
                    portrait.matrices += &judged.matrices;
                    for mut confusion in judged.confusions {
                        confusion.first.0 = number;
                        portrait.confusions.add(confusion);
                    }
                }
                if let Some(view) = view {
                    self.views.add(View { number, ..view });
                }
                Ok(result)
            }
        };
        self.results.push((number, result));
    }
}

fn document(
    pair: &Pair,
    vocabulary: &mut Vocabulary,
    workers: &mut [SystemWorker<'_>],
    records: Option<&RecordFile>,
    options: &Options,
) -> Result<Done, DocumentError> {
    let truth_scan = Input::file(pair.truth.clone()).read()?;
    let scan = Input::file(pair.scan.clone()).read()?;
    let gold = pair.gold.as_ref().map(json).transpose()?;
    vocabulary.forget_if_full();
    let truth = Tokens::read(&truth_scan.text, &[], vocabulary);
    let (mut outputs, mut tokens) = (Vec::new(), Vec::new());
    for worker in workers.iter_mut() {
        let output = worker.read(pair, &scan)?;
        tokens.push(Tokens::read(&output.text, &output.confidences, vocabulary));
        outputs.push(output);
    }
    let line_by_line = |output: &Tokens| match options.alignment {
        Alignment::Auto => truth.line_count() == output.line_count(),
        Alignment::Lines => true,
        Alignment::Free => false,
    };
    let mut all: Vec<Judged> = Vec::new();
    for (number, output) in tokens.iter().enumerate() {
        let asked = Asked {
            line_by_line: line_by_line(output),
            most_wrong: if number == MAIN { MOST_WRONG + 1 } else { 0 },
            words: options.wrong_words,
            most_confusions: MOST_CONFUSIONS,
            marks: options.views > 0 && number <= MAIN,
        };
        let judged = judge(vocabulary, &truth, output, all.first(), asked);
        all.push(judged);
    }
    let mut record_differences = Vec::new();
    if let Some(gold) = &gold {
        for (number, output) in outputs.iter_mut().enumerate() {
            let handed = if number == MAIN {
                handed_over(pair, &scan, records)?
            } else {
                None
            };
            let record = handed.unwrap_or_else(|| record_of(&scan, output));
            let close = compare(gold, &record, SCANNED);
            let exact = compare(gold, &record, Closeness::EXACT);
            all[number].counts.records = Some(RecordCounts {
                close: close.tallies,
                exact: exact.tallies,
            });
            if number == MAIN {
                record_differences = close.differences;
            }
        }
    }
    let view = (options.views > 0 && all.len() > MAIN).then(|| {
        let texts = [&scan.text, &outputs[MAIN].text, &truth_scan.text].map(String::as_str);
        View::new(
            pair,
            texts,
            [&tokens[0], &tokens[MAIN], &truth],
            [&all[0], &all[MAIN]],
            &record_differences,
        )
    });
    let only = all
        .iter()
        .map(|other| only(&truth, all.get(MAIN), other))
        .collect();
    let wrong = all
        .get_mut(MAIN)
        .map(|main| std::mem::take(&mut main.wrong));
    let result = DocumentResult {
        name: pair.name.clone(),
        document: pair.document.clone(),
        slice: pair.slice.clone(),
        truth_sha256: truth_scan.source.sha256,
        bytes: truth_scan.source.bytes + scan.source.bytes,
        line_by_line: tokens.get(MAIN).is_some_and(line_by_line),
        counts: all.iter().map(|judged| judged.counts.clone()).collect(),
        wrong: wrong.filter(|wrong| wrong.len() <= MOST_WRONG),
        only,
        record_differences,
    };
    Ok((result, all, view))
}

/// Tokens that the main system alone has right, and those that it alone has wrong.
fn only(truth: &Tokens, main: Option<&Judged>, other: &Judged) -> [u64; 2] {
    let mut only = [0; 2];
    let Some(main) = main else { return only };
    for (truth, (ours, theirs)) in truth
        .ids
        .iter()
        .zip(main.aligned.iter().zip(&other.aligned))
    {
        match (ours == truth, theirs == truth) {
            (true, false) => only[0] += 1,
            (false, true) => only[1] += 1,
            _ => {}
        }
    }
    only
}

/// The record that somebody gave for the main system, if any.
fn handed_over(
    pair: &Pair,
    scan: &Scan,
    records: Option<&RecordFile>,
) -> Result<Option<Value>, SystemError> {
    if let Some(path) = &pair.record {
        return json(path).map(Some);
    }
    let read = records.map(|file| file.read(pair, scan)).transpose()?;
    Ok(read.flatten().and_then(|output| output.record))
}

/// The record of an output: the one it brings, else the one our segmenter finds in its text.
fn record_of(scan: &Scan, output: &mut Output) -> Value {
    if let Some(record) = output.record.take() {
        return record;
    }
    let restored = match output.restored.take() {
        Some(restored) => restored,
        None => Restored::unchanged(&output.text),
    };
    let document = segment(&restored);
    serde_json::to_value(Record::new(scan, &restored, &document))
        .expect("invariant: a record has string keys")
}

fn json(path: &PathBuf) -> Result<Value, SystemError> {
    let bytes = fs::read(path).map_err(|source| SystemError::Read {
        path: path.clone(),
        source,
    })?;
    serde_json::from_slice(&bytes).map_err(|error| SystemError::Malformed {
        path: path.clone(),
        problem: format!("expected a record in JSON: {error}"),
    })
}
