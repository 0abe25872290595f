//! The command line: arguments → library calls → exit code.
//!
//! Promises: data goes to standard output and talk to standard error; exit codes are 0 for everything done, 1 for some
//! documents failed, 2 for could not run, and those of `vanban import` beside (docs/import.md); a reader of our output who goes away early is no error. The only module that
//! prints. Leaves to others: everything else.

mod args;
mod commands;
mod output;
mod progress;
mod stream;
mod talk;

use std::fs;
use std::io;
use std::num::NonZeroUsize;
use std::process::ExitCode;
use std::thread;

use anyhow::Context;
use clap::Parser;

use crate::model::Model;
use args::{Arguments, Command, Shared};
use talk::Talk;

/// How a run that could run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    AllDone,
    SomeFailed,
    /// Not through, and can go on.
    Unfinished,
    /// Somebody pressed Ctrl-C.
    Interrupted,
}

/// Runs the program with the process's arguments.
#[must_use]
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let talk = Talk::new(arguments.shared.quiet);
    match run(&arguments, &talk) {
        Ok(Outcome::AllDone) => ExitCode::SUCCESS,
        Ok(Outcome::SomeFailed) => ExitCode::from(1),
        Ok(Outcome::Unfinished) => ExitCode::from(3),
        Ok(Outcome::Interrupted) => ExitCode::from(130),
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            talk.error(&format!("{error:#}"));
            ExitCode::from(code(&error))
        }
    }
}

fn run(arguments: &Arguments, talk: &Talk) -> anyhow::Result<Outcome> {
    let shared = &arguments.shared;
    match &arguments.command {
        Command::Restore(command) => commands::restore::run(command, shared, talk),
        Command::Parse(command) => commands::parse::run(command, shared, talk),
        Command::Import(command) => commands::import::run(command, shared, talk),
        Command::Status(command) => commands::status::run(command),
        Command::Retry(command) => commands::retry::run(command, shared, talk),
        Command::Verify(command) => commands::verify::run(command, talk),
        Command::Index(command) => commands::index::run(command, shared, talk),
        Command::Search(command) => commands::search::run(command, talk),
        Command::Serve(command) => commands::serve::run(command, talk),
        Command::Feed(command) => commands::feed::run(command, talk),
        Command::Train(command) => commands::train::run(command, talk),
        Command::Evaluate(command) => commands::evaluate::run(command, shared, talk),
        Command::Explain(command) => commands::explain::run(command, shared),
        Command::Schema => commands::schema::run(),
        Command::Completions(command) => commands::completions::run(command),
    }
}

impl Outcome {
    fn of(summary: crate::pipeline::Summary) -> Self {
        if summary.failed == 0 {
            Self::AllDone
        } else {
            Self::SomeFailed
        }
    }
}

impl Shared {
    /// The model that `--model` names, else the one inside the program.
    fn open_model(&self) -> anyhow::Result<Model> {
        let Some(path) = &self.model else {
            return Model::embedded().context("the model inside the program cannot be opened");
        };
        let context = || {
            format!(
                "cannot open the model {} (without --model, the one inside the program is used)",
                path.display()
            )
        };
        let bytes = fs::read(path).with_context(context)?;
        Model::from_bytes(bytes).with_context(context)
    }

    /// The number of workers: as many as `--jobs` says, else as the machine has processors.
    fn workers(&self) -> usize {
        match self.jobs {
            0 => thread::available_parallelism().map_or(1, NonZeroUsize::get),
            jobs => jobs,
        }
    }
}

/// The exit code of a run that failed as a whole.
fn code(error: &anyhow::Error) -> u8 {
    match error.downcast_ref::<crate::Error>() {
        Some(crate::Error::Busy { .. } | crate::Error::IndexBusy { .. }) => 4,
        Some(error) if commands::import::can_go_on(error) => 3,
        _ => 2,
    }
}

/// True where somebody stopped reading our output, as `head` does.
fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        cause
            .downcast_ref::<io::Error>()
            .is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
    })
}
