//! Texts in, restored texts out: large ones in parts, on all threads, and never held whole.

use super::ordered::{self, Weight};
use super::{Failure, Summary, guarded};
use crate::ingest::{Input, Opened, ReadError, TextBlocks, open};
use crate::restore::{Restorer, Worker, end_of_part};

/// A part of a restored text.
#[derive(Debug)]
pub struct RestoredPart {
    /// It is the first of its text.
    pub begins: bool,
    /// It is the last.
    pub ends: bool,
    /// Bytes of the source that it was made of.
    pub bytes: u64,
    /// The text, or why there is none.
    pub result: Result<Vec<u8>, Failure>,
}

/// Restores every input on one of `jobs` workers and hands the texts on, in order, large ones part by part.
///
/// # Errors
/// The first error of `hand_on`, which ends the run; a document that fails does not.
pub fn restore_texts<E>(
    restorer: &Restorer<'_>,
    jobs: usize,
    inputs: impl Iterator<Item = Input> + Send,
    mut hand_on: impl FnMut(RestoredPart) -> Result<(), E>,
) -> Result<Summary, E> {
    let mut summary = Summary::default();
    let mut failed = false;
    ordered::ordered(
        jobs,
        Pieces { inputs, open: None },
        || restorer.worker(),
        |worker, piece| restore(restorer, worker, piece),
        |part| {
            failed = part.result.is_err() || failed && !part.begins;
            summary.bytes += part.bytes;
            if part.ends {
                summary.files += 1;
                summary.done += u64::from(!failed);
                summary.failed += u64::from(failed);
            }
            hand_on(part)
        },
    )?;
    Ok(summary)
}

/// What one worker does at a time.
struct Piece {
    begins: bool,
    ends: bool,
    source: Source,
}

enum Source {
    Whole(Input),
    Part { name: String, text: String },
    Unreadable(ReadError),
}

/// The pieces of all inputs, in order.
struct Pieces<I> {
    inputs: I,
    /// A text that comes in blocks, and what has come of it since the last piece.
    open: Option<(TextBlocks, String)>,
}

impl<I: Iterator<Item = Input>> Iterator for Pieces<I> {
    type Item = Piece;

    fn next(&mut self) -> Option<Piece> {
        let begins = self.open.is_none();
        let whole = |source| Piece {
            begins,
            ends: true,
            source,
        };
        if begins {
            match open(self.inputs.next()?) {
                Ok(Opened::Whole(input)) => return Some(whole(Source::Whole(input))),
                Ok(Opened::Blocks(blocks)) => self.open = Some((blocks, String::new())),
                Err(error) => return Some(whole(Source::Unreadable(error))),
            }
        }
        let (blocks, text) = self.open.as_mut()?;
        // Where a part ends is told once more than a part has come, or all.
        let mut more = true;
        let end = loop {
            let end = end_of_part(text);
            if end < text.len() || !more {
                break end;
            }
            match blocks.more(text) {
                Ok(come) => more = come,
                Err(error) => {
                    self.open = None;
                    return Some(whole(Source::Unreadable(error)));
                }
            }
        };
        let after = text.split_off(end);
        let source = Source::Part {
            name: blocks.name.clone(),
            text: std::mem::replace(text, after),
        };
        let ends = text.is_empty() && !more;
        if ends {
            self.open = None;
        }
        Some(Piece {
            begins,
            ends,
            source,
        })
    }
}

fn restore<'r>(restorer: &'r Restorer<'_>, worker: &mut Worker<'r>, piece: Piece) -> RestoredPart {
    let (bytes, result) = match piece.source {
        Source::Whole(input) => match input.read() {
            Ok(scan) => (
                scan.source.bytes,
                restored(restorer, worker, &input.name, &scan.text),
            ),
            Err(error) => (0, Err(error.into())),
        },
        Source::Part { name, text } => {
            (text.len() as u64, restored(restorer, worker, &name, &text))
        }
        Source::Unreadable(error) => (0, Err(error.into())),
    };
    RestoredPart {
        begins: piece.begins,
        ends: piece.ends,
        bytes,
        result,
    }
}

fn restored<'r>(
    restorer: &'r Restorer<'_>,
    worker: &mut Worker<'r>,
    name: &str,
    text: &str,
) -> Result<Vec<u8>, Failure> {
    guarded(restorer, worker, name, |worker| {
        let mut restored = String::with_capacity(text.len() + text.len() / 4);
        worker.restore_text(text, &mut restored);
        Ok(restored.into_bytes())
    })
}

impl Weight for RestoredPart {
    fn size(&self) -> usize {
        self.result.as_ref().map_or(0, Vec::len)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Model;
    use std::convert::Infallible;
    use std::fs;

    #[test]
    fn a_large_text_is_what_it_would_be_at_once() {
        let folder = tempfile::tempdir().unwrap();
        let large = folder.path().join("large.txt");
        // Every line is cheap, and no two parts begin alike.
        let line = |n: usize| {
            format!(
                "{n} {}\n",
                if n.is_multiple_of(1000) {
                    "thu tuc"
                } else {
                    "1"
                }
            )
        };
        let text: String = (0..200_000).map(line).collect();
        fs::write(&large, &text).unwrap();
        let small = folder.path().join("small.txt");
        fs::write(&small, "thu tuc").unwrap();
        let inputs = [&small, &large, &folder.path().join("none"), &small];
        let model = Model::embedded().unwrap();
        let restorer = Restorer::new(&model);
        let mut expected = String::new();
        restorer.worker().restore_text(&text, &mut expected);
        for jobs in [1, 2] {
            let mut texts = Vec::new();
            let inputs = inputs.iter().map(|path| Input::file((*path).clone()));
            let summary = restore_texts(&restorer, jobs, inputs, |part| {
                if part.begins {
                    texts.push(String::new());
                }
                let of_part = part
                    .result
                    .unwrap_or_else(|failure| failure.to_string().into());
                let text = texts.last_mut().expect("the first part begins");
                text.push_str(&String::from_utf8(of_part).unwrap());
                Ok::<(), Infallible>(())
            })
            .unwrap();
            assert_eq!((summary.files, summary.done, summary.failed), (4, 3, 1));
            assert_eq!(summary.bytes, text.len() as u64 + 14);
            assert!(texts[1] == expected);
            assert_eq!(
                (texts[0].as_str(), texts[3].as_str()),
                ("thủ tục", "thủ tục")
            );
            assert!(texts[2].contains("none"), "{}", texts[2]);
        }
    }
}
