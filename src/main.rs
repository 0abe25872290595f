//! The `vanban` program. All of it is in [`vanban::cli`].

use std::process::ExitCode;

fn main() -> ExitCode {
    vanban::cli::main()
}
