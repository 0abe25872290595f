//! What is judged: the scan itself, a restorer, texts or records of another day, simple baselines, any command.

mod ablation;
mod command;
mod dictionary;
mod records;

pub use ablation::{without_channel, without_language_model};
pub use records::RecordFile;

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use serde_json::Value;

use super::pairing::Pair;
use super::tokens::Confidence;
use crate::restore::{Restorer, Worker};
use crate::restored::Restored;
use crate::scan::Scan;
use crate::text::letter::fold_text;
use dictionary::{Dictionary, Lookup};

/// A way from a scan to a text.
#[derive(Debug)]
pub struct System<'m> {
    /// Name in reports.
    pub name: String,
    /// What it does, in a sentence.
    pub about: String,
    kind: Kind<'m>,
}

#[derive(Debug)]
enum Kind<'m> {
    Identity,
    Restorer(Box<Restorer<'m>>),
    Files,
    Folder(PathBuf),
    Records(RecordFile),
    StripMarks,
    Dictionary(Arc<Dictionary>, Lookup),
    Command(String),
}

/// What a system makes of a scan.
#[derive(Debug, Default)]
pub struct Output {
    /// The text.
    pub text: String,
    /// How sure it is, in the order of places; empty where it does not say.
    pub confidences: Vec<Confidence>,
    /// The text with its alignment, where the system is a restorer.
    pub restored: Option<Restored>,
    /// The record, where the system hands one over.
    pub record: Option<Value>,
}

/// Why a system made nothing of a scan.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SystemError {
    /// Its file can't be read.
    #[error("{}: cannot be read", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// Its file is not what it should be.
    #[error("{}: {problem}", path.display())]
    Malformed {
        /// The file.
        path: PathBuf,
        /// What was expected and what was found.
        problem: String,
    },
    /// It has nothing for this scan.
    #[error("{system} has nothing for {document}")]
    Nothing {
        /// The system.
        system: String,
        /// The document.
        document: String,
    },
    /// A command failed.
    #[error("`{command}` {problem}")]
    Command {
        /// The command.
        command: String,
        /// How it ended.
        problem: String,
    },
}

impl<'m> System<'m> {
    fn new(name: &str, about: &str, kind: Kind<'m>) -> Self {
        Self {
            name: name.to_owned(),
            about: about.to_owned(),
            kind,
        }
    }

    /// The scan as it is: what an archive has without anybody's work.
    #[must_use]
    pub fn scan() -> Self {
        Self::new("scan", "identity: the scan as it is", Kind::Identity)
    }

    /// A restorer, with the posteriors of its words.
    #[must_use]
    pub fn restorer(name: &str, about: &str, restorer: Restorer<'m>) -> Self {
        Self::new(name, about, Kind::Restorer(Box::new(restorer)))
    }

    /// The restored texts that the pairs name.
    #[must_use]
    pub fn restored_files() -> Self {
        Self::new("restored", "texts as given", Kind::Files)
    }

    /// The texts of a folder, named like the scans.
    #[must_use]
    pub fn folder(name: &str, folder: PathBuf) -> Self {
        Self::new(name, "texts as given", Kind::Folder(folder))
    }

    /// Records as this program writes them, with the confidence of every change.
    #[must_use]
    pub fn records(name: &str, file: RecordFile) -> Self {
        Self::new(
            name,
            "records as given; confidences are those of changed words alone",
            Kind::Records(file),
        )
    }

    /// The scan without any marks.
    #[must_use]
    pub fn strip_marks() -> Self {
        Self::new(
            "strip-marks",
            "the scan without tones, marks and đ",
            Kind::StripMarks,
        )
    }

    /// Each word replaced by the nearest one of the dictionary (Damerau–Levenshtein), of equally near ones the most frequent.
    #[must_use]
    pub fn nearest_word(dictionary: &Arc<Dictionary>) -> Self {
        Self::new(
            "nearest-word",
            "each word replaced by the nearest of the dictionary by Damerau–Levenshtein distance, of equally near ones the most frequent",
            Kind::Dictionary(Arc::clone(dictionary), Lookup::Nearest),
        )
    }

    /// Each word replaced by the most frequent one with the same letters but for marks.
    #[must_use]
    pub fn most_frequent(dictionary: &Arc<Dictionary>) -> Self {
        Self::new(
            "most-frequent",
            "each word replaced by the most frequent one that is the same without marks",
            Kind::Dictionary(Arc::clone(dictionary), Lookup::SameLetters),
        )
    }

    /// A command of the shell: the scan on its standard input, the text on its standard output.
    #[must_use]
    pub fn command(name: &str, command: &str) -> Self {
        let about = format!("`{command}`");
        Self::new(name, &about, Kind::Command(command.to_owned()))
    }

    /// A worker for one thread.
    #[must_use]
    pub fn worker(&self) -> SystemWorker<'_> {
        SystemWorker {
            system: self,
            restorer: match &self.kind {
                Kind::Restorer(restorer) => Some(restorer.worker()),
                _ => None,
            },
            known: dictionary::Known::default(),
        }
    }
}

/// The dictionary of a model, for the baselines that look words up.
#[must_use]
pub fn dictionary(model: &crate::model::Model) -> Arc<Dictionary> {
    Arc::new(Dictionary::of(model))
}

/// One thread's scratch space for a system.
#[derive(Debug)]
pub struct SystemWorker<'s> {
    system: &'s System<'s>,
    restorer: Option<Worker<'s>>,
    known: dictionary::Known,
}

impl SystemWorker<'_> {
    /// What the system makes of a scan.
    ///
    /// # Errors
    /// Where its text cannot be read or made.
    pub fn read(&mut self, pair: &Pair, scan: &Scan) -> Result<Output, SystemError> {
        let system = self.system;
        let plain = |text: String| Output {
            text,
            ..Output::default()
        };
        let nothing = || SystemError::Nothing {
            system: system.name.clone(),
            document: pair.name.clone(),
        };
        Ok(match &system.kind {
            Kind::Identity => plain(scan.text.clone()),
            Kind::Restorer(_) => {
                let worker = self
                    .restorer
                    .as_mut()
                    .expect("invariant: a restorer's worker has one");
                restored(worker.restore(&scan.text))
            }
            Kind::Files => plain(text_file(pair.restored.as_ref().ok_or_else(nothing)?)?),
            Kind::Folder(folder) => {
                let path = [&pair.scan_name, &pair.name]
                    .map(|name| folder.join(format!("{name}.txt")))
                    .into_iter()
                    .find(|path| path.is_file())
                    .ok_or_else(nothing)?;
                plain(text_file(&path)?)
            }
            Kind::Records(file) => file.read(pair, scan)?.ok_or_else(nothing)?,
            Kind::StripMarks => plain(fold_text(&scan.text)),
            Kind::Dictionary(dictionary, lookup) => {
                plain(dictionary.restore(&scan.text, *lookup, &mut self.known))
            }
            Kind::Command(command) => plain(command::run(command, &pair.name, &scan.text)?),
        })
    }
}

fn restored(restored: Restored) -> Output {
    let confidences = restored.tokens.iter().map(|token| Confidence {
        span: token.span,
        probability: token.confidence,
    });
    Output {
        text: restored.text.clone(),
        confidences: confidences.collect(),
        restored: Some(restored),
        record: None,
    }
}

fn text_file(path: &PathBuf) -> Result<String, SystemError> {
    let text = fs::read_to_string(path).map_err(|source| SystemError::Read {
        path: path.clone(),
        source,
    })?;
    Ok(match text.strip_prefix('\u{feff}') {
        Some(rest) => rest.to_owned(),
        None => text,
    })
}
