//! `vanban parse`: documents in, records out.

use crate::cli::Outcome;
use crate::cli::args::{Parse, Shared};
use crate::cli::output::{Output, inputs};
use crate::cli::talk::Talk;
use crate::pipeline::{self, record_and_text};
use crate::restore::Restorer;
use crate::sink::{Layout, WriteError};

pub(in crate::cli) fn run(
    command: &Parse,
    shared: &Shared,
    talk: &Talk,
) -> anyhow::Result<Outcome> {
    let model = shared.open_model()?;
    let restorer = Restorer::new(&model);
    let layout = if command.pretty {
        Layout::Pretty
    } else {
        Layout::Line
    };
    let mut output = Output::new();
    let summary = pipeline::run(
        &restorer,
        shared.workers(),
        inputs(&command.files, talk).into_iter().map(Ok),
        |worker, _, scan| Ok(record_and_text(worker, scan, layout).0),
        |outcome| match outcome.result {
            Ok(record) => output.write(&record),
            Err(failure) => {
                talk.failure(&failure);
                Ok::<(), WriteError>(())
            }
        },
    )?;
    output.finish()?;
    Ok(Outcome::of(summary))
}
