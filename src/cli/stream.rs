//! Files in, something for each of them on standard output: what `restore` and `parse` have in common.

use std::path::PathBuf;

use super::Outcome;
use super::args::Shared;
use super::output::{Output, inputs};
use super::talk::Talk;
use crate::pipeline;
use crate::restore::{Restorer, Worker};
use crate::scan::Scan;
use crate::sink::WriteError;

/// Gives every one of `files` to `make`, and what that makes to `write`, in their order. Failures are told and counted.
pub(super) fn stream(
    files: &[PathBuf],
    shared: &Shared,
    talk: &Talk,
    make: impl Fn(&mut Worker<'_>, &Scan) -> Vec<u8> + Sync,
    mut write: impl FnMut(&mut Output, &[u8]) -> Result<(), WriteError>,
) -> anyhow::Result<Outcome> {
    let model = shared.open_model()?;
    let restorer = Restorer::new(&model).min_confidence(shared.min_confidence);
    let mut output = Output::new();
    let summary = pipeline::run(
        &restorer,
        shared.workers(),
        inputs(files, talk).into_iter().map(Ok),
        |worker, _, scan| Ok(make(worker, scan)),
        |outcome| match outcome.result {
            Ok(made) => write(&mut output, &made),
            Err(failure) => {
                talk.failure(&failure);
                Ok(())
            }
        },
    )?;
    output.finish()?;
    Ok(Outcome::of(summary))
}
