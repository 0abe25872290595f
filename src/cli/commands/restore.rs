//! `vanban restore`: text in, restored text out, line for line.

use crate::cli::Outcome;
use crate::cli::args::{Restore, Shared};
use crate::cli::stream::stream;
use crate::cli::talk::Talk;
use crate::pipeline::restore_texts;

pub(in crate::cli) fn run(
    command: &Restore,
    shared: &Shared,
    talk: &Talk,
) -> anyhow::Result<Outcome> {
    stream(&command.files, shared, talk, |restorer, inputs, output| {
        let mut inside_line = false;
        restore_texts(restorer, shared.workers(), inputs, |part| {
            let text = match part.result {
                Ok(text) => text,
                Err(failure) => {
                    talk.failure(&failure);
                    return Ok(());
                }
            };
            let Some(last) = text.last() else {
                return Ok(());
            };
            // A file without a final line end must not share its last line with the next file.
            if inside_line && part.begins {
                output.write(b"\n")?;
            }
            inside_line = *last != b'\n';
            output.write(&text)
        })
    })
}
