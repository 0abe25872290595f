//! `vanban retry`: what failed in an import, once more.

use std::env;
use std::path;

use anyhow::{Context, bail};

use super::import::{Start, limit};
use crate::cli::Outcome;
use crate::cli::args::{Retry, Shared};
use crate::cli::talk::Talk;
use crate::pipeline::import::last_request;

pub(in crate::cli) fn run(
    command: &Retry,
    shared: &Shared,
    talk: &Talk,
) -> anyhow::Result<Outcome> {
    let (mut request, folder, model) = last_request(&command.out)?;
    if request.selection.reads_stdin() {
        bail!(
            "{}: was imported from standard input, which cannot be read again; give that import again with --retry-failed",
            command.out.display()
        );
    }
    let out = path::absolute(&command.out).context("the folder's path")?;
    let shared = Shared {
        model: match &shared.model {
            Some(file) => Some(path::absolute(file).context("the model's path")?),
            None => model,
        },
        ..shared.clone()
    };
    // Names are what the import was given, and it was given them there.
    env::set_current_dir(&folder).with_context(|| {
        format!(
            "{}: the import was started there, and it cannot be entered",
            folder.display()
        )
    })?;
    limit(&mut request, &command.limits);
    let start = Start {
        request: &request,
        out: &out,
        retry: true,
        accept_vanished: false,
        progress: command.progress,
    };
    start.run(&shared, talk)
}
