//! `vanban restore`: text in, restored text out, line for line.

use crate::cli::Outcome;
use crate::cli::args::{Restore, Shared};
use crate::cli::output::{Output, inputs};
use crate::cli::talk::Talk;
use crate::pipeline::{self, restored_text};
use crate::restore::Restorer;
use crate::sink::WriteError;

pub(in crate::cli) fn run(
    command: &Restore,
    shared: &Shared,
    talk: &Talk,
) -> anyhow::Result<Outcome> {
    let model = shared.open_model()?;
    let restorer = Restorer::new(&model);
    let mut output = Output::new();
    let mut inside_line = false;
    let summary = pipeline::run(
        &restorer,
        shared.workers(),
        inputs(&command.files, talk).into_iter().map(Ok),
        |worker, _, scan| Ok(restored_text(worker, scan)),
        |outcome| match outcome.result {
            Ok(text) if text.is_empty() => Ok::<(), WriteError>(()),
            Ok(text) => {
                // A file without a final line end must not share its last line with the next file.
                if inside_line {
                    output.write(b"\n")?;
                }
                inside_line = !text.ends_with(b"\n");
                output.write(&text)
            }
            Err(failure) => {
                talk.failure(&failure);
                Ok(())
            }
        },
    )?;
    output.finish()?;
    Ok(Outcome::of(summary))
}
