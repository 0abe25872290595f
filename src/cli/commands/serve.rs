//! `vanban serve`: a web page over an index.

use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use super::import::stop_on_interrupt;
use crate::cli::Outcome;
use crate::cli::args;
use crate::cli::output::Output;
use crate::cli::talk::Talk;
use crate::serve::Server;

pub(in crate::cli) fn run(command: &args::Serve, talk: &Talk) -> anyhow::Result<Outcome> {
    let server = Server::bind(&command.index, command.bind, &command.hosts)?;
    let stop = Arc::new(AtomicBool::new(false));
    stop_on_interrupt(&stop)?;
    let url = server.url();
    if !server.address().ip().is_loopback() {
        talk.warning(&format!(
            "listening at {}: whoever reaches this machine over the network can read every document of the index; there is no password and no encryption",
            server.address()
        ));
    }
    let mut output = Output::new();
    output.write(format!("{url}\n").as_bytes())?;
    output.finish()?;
    talk.note("Ctrl-C ends it");
    if command.open && !open(&url) {
        talk.note("no browser could be opened; open the address by hand");
    }
    server.run(&stop)?;
    Ok(Outcome::AllDone)
}

/// Hands the address to the desktop. It is ours: nothing in it is from elsewhere.
fn open(url: &str) -> bool {
    let (program, arguments): (&str, &[&str]) = if cfg!(target_os = "macos") {
        ("open", &[])
    } else if cfg!(windows) {
        ("cmd", &["/C", "start", ""])
    } else {
        ("xdg-open", &[])
    };
    let mut command = Command::new(program);
    command.args(arguments).arg(url);
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command.spawn().is_ok()
}
