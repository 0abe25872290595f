//! `vanban verify`: is everything still what it was?

use std::env;
use std::path;

use anyhow::Context;

use crate::cli::Outcome;
use crate::cli::args::Verify;
use crate::cli::output::Output;
use crate::cli::talk::Talk;
use crate::pipeline::import::{last_request, verify};

pub(in crate::cli) fn run(command: &Verify, talk: &Talk) -> anyhow::Result<Outcome> {
    let (request, folder, _) = last_request(&command.out)?;
    let out = path::absolute(&command.out).context("the folder's path")?;
    let sources = !command.no_sources && !request.selection.reads_stdin();
    if sources {
        env::set_current_dir(&folder).with_context(|| {
            format!(
                "{}: the import was started there, and it cannot be entered; leave the sources out with --no-sources",
                folder.display()
            )
        })?;
    }
    let mut output = Output::new();
    let mut written = Ok(());
    let verified = verify(&out, &request, sources, |problem| {
        if written.is_ok() {
            written = output.write(format!("{}: {}\n", problem.path, problem.what).as_bytes());
        }
    })?;
    written?;
    output.finish()?;
    talk.note(&format!(
        "{} files of records with {} records, {} texts, {} sources: {} problems",
        verified.shards, verified.records, verified.texts, verified.sources, verified.problems
    ));
    Ok(if verified.problems == 0 {
        Outcome::AllDone
    } else {
        Outcome::SomeFailed
    })
}
