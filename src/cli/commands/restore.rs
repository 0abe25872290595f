//! `vanban restore`: text in, restored text out, line for line.

use crate::cli::Outcome;
use crate::cli::args::{Restore, Shared};
use crate::cli::stream::stream;
use crate::cli::talk::Talk;
use crate::pipeline::restored_text;

pub(in crate::cli) fn run(
    command: &Restore,
    shared: &Shared,
    talk: &Talk,
) -> anyhow::Result<Outcome> {
    let mut inside_line = false;
    stream(
        &command.files,
        shared,
        talk,
        restored_text,
        |output, text| {
            let Some(last) = text.last() else {
                return Ok(());
            };
            // A file without a final line end must not share its last line with the next file.
            if inside_line {
                output.write(b"\n")?;
            }
            inside_line = *last != b'\n';
            output.write(text)
        },
    )
}
