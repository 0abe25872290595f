//! The stream: many documents through all stages, in parallel.
//!
//! Promises: results come in the order of the inputs and do not depend on the number of jobs; a document that fails is
//! counted and named and stops nothing; memory stays bounded however many documents there are. It introduces the stages
//! to one another, which know nothing of it. Leaves to others: talking to people ([`crate::cli`]).

mod error;
#[cfg(feature = "import")]
pub mod import;
mod ordered;
mod texts;

pub use error::Failure;
pub use texts::{RestoredPart, restore_texts};

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::ingest::{Input, ReadError};
use crate::restore::{Restorer, Worker};
use crate::scan::Scan;
use crate::segment::segment;
use crate::sink::Layout;
use crate::sink::wire::Record;

/// How many documents came to what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Documents seen: done and failed.
    pub files: u64,
    /// Documents whose output is written.
    pub done: u64,
    /// Documents that failed.
    pub failed: u64,
    /// Size of the sources that were read.
    pub bytes: u64,
}

/// What became of one document.
#[derive(Debug)]
pub struct Outcome {
    /// Size of its source; 0 where it could not be read.
    pub bytes: u64,
    /// What was made of it.
    pub result: Result<Vec<u8>, Failure>,
}

/// Reads every input on one of `jobs` workers, gives it to `make`, and hands what that makes to `hand_on`, in order.
///
/// # Errors
/// The first error of `hand_on`, which ends the run; a document that fails does not.
pub fn run<E>(
    restorer: &Restorer<'_>,
    jobs: usize,
    inputs: impl Iterator<Item = Result<Input, ReadError>> + Send,
    make: impl Fn(&mut Worker<'_>, &Input, &Scan) -> Result<Vec<u8>, Failure> + Sync,
    mut hand_on: impl FnMut(Outcome) -> Result<(), E>,
) -> Result<Summary, E> {
    let mut summary = Summary::default();
    ordered::ordered(
        jobs,
        inputs,
        || restorer.worker(),
        |worker, input| one(restorer, worker, input, &make),
        |outcome| {
            summary.files += 1;
            summary.bytes += outcome.bytes;
            match outcome.result {
                Ok(_) => summary.done += 1,
                Err(_) => summary.failed += 1,
            }
            hand_on(outcome)
        },
    )?;
    Ok(summary)
}

/// The record of a document, and its restored text.
pub fn record_and_text(worker: &mut Worker<'_>, scan: &Scan, layout: Layout) -> (Vec<u8>, String) {
    let restored = worker.restore(&scan.text);
    let document = segment(&restored);
    let record = Record::new(scan, &restored, &document).to_json(layout);
    (record, restored.text)
}

fn one<'r>(
    restorer: &'r Restorer<'_>,
    worker: &mut Worker<'r>,
    input: Result<Input, ReadError>,
    make: impl Fn(&mut Worker<'_>, &Input, &Scan) -> Result<Vec<u8>, Failure>,
) -> Outcome {
    let read = input.and_then(|input| input.read().map(|scan| (input, scan)));
    let (input, scan) = match read {
        Ok(read) => read,
        Err(error) => {
            return Outcome {
                bytes: 0,
                result: Err(error.into()),
            };
        }
    };
    let result = guarded(restorer, worker, &input.name, |worker| {
        make(worker, &input, &scan)
    });
    Outcome {
        bytes: scan.source.bytes,
        result,
    }
}

/// What `make` makes; a panic in it is the failure of the document called `path`.
fn guarded<'r>(
    restorer: &'r Restorer<'_>,
    worker: &mut Worker<'r>,
    path: &str,
    make: impl FnOnce(&mut Worker<'_>) -> Result<Vec<u8>, Failure>,
) -> Result<Vec<u8>, Failure> {
    // What a panic leaves behind in the worker is thrown away with it, so nothing half-changed is seen again.
    let made = catch_unwind(AssertUnwindSafe(|| make(worker)));
    made.unwrap_or_else(|panic| {
        *worker = restorer.worker();
        Err(Failure::Panicked {
            path: path.to_owned(),
            message: panic_message(panic.as_ref()),
        })
    })
}

fn panic_message(panic: &(dyn Any + Send)) -> String {
    panic
        .downcast_ref::<&str>()
        .map(|message| (*message).to_owned())
        .or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "no message".to_owned())
}

impl ordered::Weight for Outcome {
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
    fn a_bug_costs_one_document() {
        let folder = tempfile::tempdir().unwrap();
        let inputs: Vec<Input> = ["one", "two", "three"]
            .iter()
            .map(|name| {
                let path = folder.path().join(name);
                fs::write(&path, name).unwrap();
                Input::file(path)
            })
            .collect();
        let model = Model::embedded().unwrap();
        let mut results = Vec::new();
        let summary = run(
            &Restorer::new(&model),
            2,
            inputs.into_iter().map(Ok),
            |_, _, scan| {
                assert_ne!(scan.text, "two", "no twos");
                Ok(scan.text.clone().into_bytes())
            },
            |outcome| {
                results.push(match outcome.result {
                    Ok(bytes) => String::from_utf8(bytes).unwrap(),
                    Err(failure) => failure.to_string(),
                });
                Ok::<(), Infallible>(())
            },
        )
        .unwrap();
        assert_eq!(
            summary,
            Summary {
                files: 3,
                done: 2,
                failed: 1,
                bytes: 11
            }
        );
        assert_eq!((results[0].as_str(), results[2].as_str()), ("one", "three"));
        assert!(
            results[1].contains("two: the program broke"),
            "{}",
            results[1]
        );
        assert!(results[1].contains("no twos"), "{}", results[1]);
    }
}
