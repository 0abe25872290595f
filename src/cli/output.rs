//! Standard output, and the inputs named on the command line.

use std::io::{self, BufWriter, IsTerminal, StdoutLock, Write};
use std::path::{Path, PathBuf};

use super::talk::Talk;
use crate::ingest::Input;
use crate::sink::WriteError;

/// Buffered standard output whose errors say so.
pub(super) struct Output(BufWriter<StdoutLock<'static>>);

impl Output {
    pub(super) fn new() -> Self {
        Self(BufWriter::new(io::stdout().lock()))
    }

    pub(super) fn write(&mut self, bytes: &[u8]) -> Result<(), WriteError> {
        self.0.write_all(bytes).map_err(failed)
    }

    /// Writes what is left; without it the end of the output is lost in silence.
    pub(super) fn finish(mut self) -> Result<(), WriteError> {
        self.0.flush().map_err(failed)
    }
}

/// Writes all of the output at once.
pub(super) fn print(bytes: &[u8]) -> Result<(), WriteError> {
    let mut output = Output::new();
    output.write(bytes)?;
    output.finish()
}

/// The inputs that the arguments name: files, standard input for `-` and for none.
pub(super) fn inputs(files: &[PathBuf], talk: &Talk) -> Vec<Input> {
    let inputs: Vec<Input> = if files.is_empty() {
        vec![Input::stdin()]
    } else {
        files
            .iter()
            .map(|file| Input::from_argument(file))
            .collect()
    };
    let from_stdin = files.is_empty() || files.iter().any(|file| file == Path::new("-"));
    if from_stdin && io::stdin().is_terminal() {
        talk.note("reading text from the terminal; end it with Ctrl-D");
    }
    inputs
}

fn failed(source: io::Error) -> WriteError {
    WriteError::new(&"standard output", source)
}
