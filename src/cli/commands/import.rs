//! `vanban import`: folders in, a folder of records and restored texts out.

use std::time::Instant;

use crate::cli::Outcome;
use crate::cli::args::{Import, Shared};
use crate::cli::talk::{Talk, rate, size};
use crate::ingest::Worklist;
use crate::pipeline;
use crate::restore::Restorer;

pub(in crate::cli) fn run(
    command: &Import,
    shared: &Shared,
    talk: &Talk,
) -> anyhow::Result<Outcome> {
    let started = Instant::now();
    let model = shared.open_model()?;
    let restorer = Restorer::new(&model).min_confidence(shared.min_confidence);
    let worklist = Worklist::new(&command.paths)?;
    let mut progress = talk.progress(|| worklist.inputs().count() as u64);
    let imported = pipeline::import(
        &restorer,
        shared.workers(),
        &worklist,
        &command.out,
        |outcome| progress.step(outcome.bytes, outcome.result.as_ref().err(), talk),
    );
    progress.finish();
    let summary = imported?;
    let time = started.elapsed();
    talk.note(&format!(
        "{} files: {} done, {} failed; {} in {:.2} s ({}); see {}",
        summary.files,
        summary.done,
        summary.failed,
        size(summary.bytes as f64),
        time.as_secs_f64(),
        rate(summary.bytes, time),
        command.out.join(pipeline::RECORDS).display(),
    ));
    if summary.files == 0 {
        talk.note("no document found: folders are searched for files named *.txt");
    }
    Ok(Outcome::of(summary))
}
