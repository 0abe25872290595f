//! `vanban parse`: documents in, records out.

use crate::cli::Outcome;
use crate::cli::args::{Parse, Shared};
use crate::cli::stream::stream;
use crate::cli::talk::Talk;
use crate::pipeline::{self, record_and_text};
use crate::sink::Layout;

pub(in crate::cli) fn run(
    command: &Parse,
    shared: &Shared,
    talk: &Talk,
) -> anyhow::Result<Outcome> {
    let layout = if command.pretty {
        Layout::Pretty
    } else {
        Layout::Line
    };
    stream(&command.files, shared, talk, |restorer, inputs, output| {
        pipeline::run(
            restorer,
            shared.workers(),
            inputs.map(Ok),
            |worker, _, scan| Ok(record_and_text(worker, scan, layout).0),
            |outcome| match outcome.result {
                Ok(record) => output.write(&record),
                Err(failure) => {
                    talk.failure(&failure);
                    Ok(())
                }
            },
        )
    })
}
