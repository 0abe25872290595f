//! Files in, something for each of them on standard output: what `restore` and `parse` have in common.

use std::path::PathBuf;
use std::vec::IntoIter;

use super::Outcome;
use super::args::Shared;
use super::output::{Output, inputs};
use super::talk::Talk;
use crate::ingest::Input;
use crate::pipeline::Summary;
use crate::restore::Restorer;
use crate::sink::WriteError;

/// Gives `files` to `run`, with what it needs, and sees to it that what that writes arrives.
pub(super) fn stream(
    files: &[PathBuf],
    shared: &Shared,
    talk: &Talk,
    run: impl FnOnce(&Restorer<'_>, IntoIter<Input>, &mut Output) -> Result<Summary, WriteError>,
) -> anyhow::Result<Outcome> {
    let model = shared.open_model()?;
    let restorer = Restorer::new(&model).min_confidence(shared.min_confidence);
    let mut output = Output::new();
    let summary = run(&restorer, inputs(files, talk).into_iter(), &mut output)?;
    output.finish()?;
    Ok(Outcome::of(summary))
}
