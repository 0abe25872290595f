//! `vanban train`: text and aligned pairs in, a model file out.

use anyhow::bail;

use crate::cli::Outcome;
use crate::cli::args::{Shared, Train};
use crate::cli::talk::Talk;

pub(in crate::cli) fn run(
    command: &Train,
    shared: &Shared,
    talk: &Talk,
) -> anyhow::Result<Outcome> {
    let _ = (shared.workers(), talk);
    // CALL HERE: crate::train::…(&command.text, &command.pairs) → bytes, then crate::sink::write_file(&command.out, &bytes)
    bail!(
        "{}: training ({} text files, {} files of pairs) is not built into this program yet",
        command.out.display(),
        command.text.len(),
        command.pairs.len()
    )
}
