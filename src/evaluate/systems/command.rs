//! Any other program as a system: a command of the shell that reads a scan and writes a text.

use std::io::{Read, Write};
use std::process::{Command, Stdio};
use std::thread;

use super::SystemError;

/// Runs `command` with `scan` on its standard input and takes its standard output. `VANBAN_DOCUMENT` names the document.
pub(super) fn run(command: &str, document: &str, scan: &str) -> Result<String, SystemError> {
    let failed = |problem: String| SystemError::Command {
        command: command.to_owned(),
        problem,
    };
    let mut child = shell(command)
        .env("VANBAN_DOCUMENT", document)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| failed(format!("cannot be started: {error}")))?;
    let stdin = child.stdin.take();
    let mut text = Vec::new();
    let read = thread::scope(|scope| {
        scope.spawn(move || {
            // A command that does not read its input to the end closes it, which is its right.
            let _ = stdin.map(|mut stdin| stdin.write_all(scan.as_bytes()));
        });
        child
            .stdout
            .take()
            .map(|mut out| out.read_to_end(&mut text))
    });
    let status = child
        .wait()
        .map_err(|error| failed(format!("cannot be waited for: {error}")))?;
    if !status.success() {
        return Err(failed(format!("failed on {document}: {status}")));
    }
    if let Some(Err(error)) = read {
        return Err(failed(format!("cannot be read from: {error}")));
    }
    String::from_utf8(text).map_err(|error| {
        failed(format!(
            "expected UTF-8 for {document}, found other bytes at offset {}",
            error.utf8_error().valid_up_to()
        ))
    })
}

#[cfg(unix)]
fn shell(command: &str) -> Command {
    let mut shell = Command::new("sh");
    shell.args(["-c", command]);
    shell
}

#[cfg(not(unix))]
fn shell(command: &str) -> Command {
    let mut shell = Command::new("cmd");
    shell.args(["/C", command]);
    shell
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_command_reads_a_scan_and_writes_a_text() {
        assert_eq!(run("tr a e", "d", "hanh\n").unwrap(), "henh\n");
        assert_eq!(
            run("echo $VANBAN_DOCUMENT", "light/a", "").unwrap(),
            "light/a\n"
        );
        // More than a pipe holds, to a command that reads none of it.
        assert_eq!(run("true", "d", &"x".repeat(1 << 20)).unwrap(), "");
        assert_eq!(
            run("cat", "d", &"x".repeat(1 << 20)).unwrap().len(),
            1 << 20
        );
    }

    #[test]
    fn a_command_that_fails_says_how() {
        let error = run("exit 3", "a", "x").unwrap_err().to_string();
        assert!(
            error.contains("`exit 3` failed on a") && error.contains('3'),
            "{error}"
        );
        let error = run("printf '\\377'", "a", "x").unwrap_err().to_string();
        assert!(error.contains("expected UTF-8"), "{error}");
    }
}
