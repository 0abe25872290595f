//! `vanban completions`: scripts that teach a shell our arguments.

use clap::CommandFactory;

use crate::cli::Outcome;
use crate::cli::args::{Arguments, Completions};
use crate::cli::output::print;

pub(in crate::cli) fn run(command: &Completions) -> anyhow::Result<Outcome> {
    // Into memory first: the generator panics where its writer fails.
    let mut script = Vec::new();
    clap_complete::generate(
        command.shell,
        &mut Arguments::command(),
        "vanban",
        &mut script,
    );
    print(&script)?;
    Ok(Outcome::AllDone)
}
