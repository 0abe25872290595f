//! The leak guard: is what is judged part of what was trained on?
//!
//! A figure measured on text that a model has seen says nothing. So every run of words of a truth is looked for in the
//! training texts, by hashes of eight words in a row without marks, case and punctuation: long enough that the phrases which all
//! documents share are few, short enough to be found where lines are cut otherwise.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::fs::File;
use std::hash::{BuildHasher, Hasher};
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use liblzma::read::XzDecoder;
use rustc_hash::FxBuildHasher;
use serde::{Deserialize, Serialize};

use super::evaluation::DocumentError;
use super::pairing::Pairing;
use crate::ingest::Input;
use crate::text::letter::fold_text;
use crate::text::token::core;

/// Words in a row that are looked for.
const RUN: usize = 8;
/// Percent of a document's runs from which on it overlaps: less is what documents of the genre have in common.
pub const LEAST: f64 = 20.0;

/// A document of which a part stands in texts that were trained on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Leak {
    /// The truth.
    pub document: String,
    /// The file with the most of it.
    pub file: String,
    /// Percent of its runs of words that some file has.
    pub percent: f64,
    /// Words of its longest stretch of such runs.
    pub longest: usize,
    /// The line of the file with the first of them, from 1.
    pub line: u64,
}

impl fmt::Display for Leak {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}: {:.1} % of its runs of {RUN} words stand in texts that were trained on, up to {} words in a row, first in {}:{}",
            self.document, self.percent, self.longest, self.file, self.line
        )
    }
}

/// A training text that cannot be looked through.
#[derive(Debug, thiserror::Error)]
#[error("{}: cannot be read", path.display())]
pub struct LeakError {
    path: PathBuf,
    source: io::Error,
}

/// Where every run of words of the truths stands.
#[derive(Debug, Default)]
struct Runs {
    /// For each run, the documents that have it, and where.
    places: HashMap<u64, Vec<(u32, u32)>, FxBuildHasher>,
}

/// What was found of a document.
#[derive(Clone, Debug, Default)]
struct Found {
    /// For each of its runs, whether it was found.
    runs: Vec<bool>,
    /// By file, runs that were found and the line of the first.
    by_file: BTreeMap<usize, (u32, u64)>,
}

impl Found {
    fn percent(&self) -> f64 {
        let found = self.runs.iter().filter(|found| **found).count();
        found as f64 * 100.0 / self.runs.len().max(1) as f64
    }

    /// Words of the longest stretch of runs that were found.
    fn longest(&self) -> usize {
        let stretches = self
            .runs
            .chunk_by(|a, b| a == b)
            .filter(|stretch| stretch[0]);
        stretches
            .map(|stretch| stretch.len() + RUN - 1)
            .max()
            .unwrap_or(0)
    }
}

/// Looks for the truths of `pairing` in texts that were trained on. Tells how much of each document is in them, and names
/// those of which at least [`LEAST`] percent are. Memory grows with what is judged, not with what was trained on.
///
/// # Errors
/// Where a text or a truth cannot be read.
pub fn leaks(pairing: &Pairing, trained_on: &[PathBuf]) -> Result<Vec<Leak>, LeakErrors> {
    let mut truths: BTreeMap<&str, &Path> = BTreeMap::new();
    for pair in &pairing.pairs {
        truths.insert(&pair.document, &pair.truth);
    }
    let mut runs = Runs::default();
    let mut found = Vec::new();
    for path in truths.values() {
        let scan = Input::file((*path).to_owned())
            .read()
            .map_err(DocumentError::from)?;
        found.push(runs.add(found.len(), &scan.text));
    }
    for (number, path) in trained_on.iter().enumerate() {
        runs.look_through(number, path, &mut found)?;
    }
    let leaks = truths.keys().zip(&found).filter_map(|(document, found)| {
        let most = |(_, (runs, _)): &(&usize, &(u32, u64))| *runs;
        let (file, (_, line)) = found.by_file.iter().max_by_key(most)?;
        (found.percent() >= LEAST).then(|| Leak {
            document: (*document).to_owned(),
            file: trained_on[*file].display().to_string(),
            percent: (found.percent() * 10.0).round() / 10.0,
            longest: found.longest(),
            line: *line,
        })
    });
    Ok(leaks.collect())
}

/// Why the guard could not look.
#[derive(Debug, thiserror::Error)]
pub enum LeakErrors {
    /// A training text.
    #[error(transparent)]
    Text(#[from] LeakError),
    /// A truth.
    #[error(transparent)]
    Truth(#[from] DocumentError),
}

impl Runs {
    /// Takes the runs of a truth, of which none is found yet.
    fn add(&mut self, document: usize, text: &str) -> Found {
        let document = u32::try_from(document).unwrap_or(u32::MAX);
        let mut total = 0;
        let mut window = Window::default();
        for line in text.lines() {
            each_word(line, |word| {
                if let Some(run) = window.push(word) {
                    self.places.entry(run).or_default().push((document, total));
                    total += 1;
                }
            });
        }
        Found {
            runs: vec![false; total as usize],
            by_file: BTreeMap::new(),
        }
    }

    fn look_through(
        &mut self,
        number: usize,
        path: &Path,
        found: &mut [Found],
    ) -> Result<(), LeakError> {
        let failed = |source| LeakError {
            path: path.to_owned(),
            source,
        };
        let file = File::open(path).map_err(failed)?;
        let plain: Box<dyn Read> = if path.extension().is_some_and(|ending| ending == "xz") {
            Box::new(XzDecoder::new_multi_decoder(BufReader::new(file)))
        } else {
            Box::new(file)
        };
        let mut reader = BufReader::with_capacity(1 << 16, plain);
        let mut window = Window::default();
        let (mut line, mut at) = (Vec::new(), 0);
        loop {
            line.clear();
            if reader.read_until(b'\n', &mut line).map_err(failed)? == 0 {
                return Ok(());
            }
            at += 1;
            each_word(&String::from_utf8_lossy(&line), |word| {
                let Some(run) = window.push(word) else { return };
                // Found once is enough; the next file need not find it again.
                for (document, place) in self.places.remove(&run).into_iter().flatten() {
                    let found = &mut found[document as usize];
                    found.runs[place as usize] = true;
                    found.by_file.entry(number).or_insert((0, at)).0 += 1;
                }
            });
        }
    }
}

/// The words of a line as they are compared.
fn each_word(line: &str, mut see: impl FnMut(u64)) {
    for token in line.split_whitespace() {
        let inside = core(token).of(token);
        if !inside.is_empty() {
            let mut hasher = FxBuildHasher.build_hasher();
            if inside.is_ascii() {
                hasher.write(inside.to_ascii_lowercase().as_bytes());
            } else {
                hasher.write(fold_text(inside).to_lowercase().as_bytes());
            }
            see(hasher.finish());
        }
    }
}

/// The last words, as a ring of hashes.
#[derive(Debug, Default)]
struct Window {
    words: [u64; RUN],
    count: usize,
}

impl Window {
    /// The run that ends in this word, once there are enough.
    fn push(&mut self, word: u64) -> Option<u64> {
        self.words[self.count % RUN] = word;
        self.count += 1;
        (self.count >= RUN).then(|| {
            let mut hasher = FxBuildHasher.build_hasher();
            (0..RUN).for_each(|at| hasher.write_u64(self.words[(self.count + at) % RUN]));
            hasher.finish()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluate::pairing::{Sources, pair};
    use std::fs;

    #[test]
    fn finds_what_was_trained_on_however_it_is_cut() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let words = |prefix: &str, from: usize, to: usize, per_line: usize| {
            let all: Vec<String> = (from..to).map(|n| format!("{prefix}{n}")).collect();
            let lines: Vec<String> = all.chunks(per_line).map(|line| line.join(" ")).collect();
            lines.join("\n")
        };
        for folder in ["truth", "ocr"] {
            fs::create_dir_all(at(folder)).unwrap();
            fs::write(at(folder).join("known.txt"), words("thủ", 0, 107, 9)).unwrap();
            fs::write(at(folder).join("new.txt"), words("lạ", 0, 107, 9)).unwrap();
            fs::write(at(folder).join("short.txt"), "hai chữ").unwrap();
        }
        // Half of the document, in capitals, without marks, in other lines.
        let text = words("THU", 0, 57, 13);
        fs::write(
            at("text.txt"),
            format!("{}\n{text}\n", words("khác", 0, 40, 7)),
        )
        .unwrap();
        let pairing = pair(&Sources {
            truth: at("truth"),
            scans: vec![at("ocr")],
            ..Sources::default()
        })
        .unwrap();
        let found = leaks(&pairing, &[at("text.txt")]).unwrap();
        // 107 words have 100 runs; 57 words have 50 of them.
        assert_eq!(found.len(), 1);
        assert_eq!(
            (found[0].document.as_str(), found[0].percent),
            ("known", 50.0)
        );
        assert_eq!((found[0].longest, found[0].line), (57, 7));
        assert!(leaks(&pairing, &[at("none.txt")]).is_err());
    }
}
