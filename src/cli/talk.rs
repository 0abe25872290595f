//! What the program says to people, on standard error: errors, notes, progress. Colour and bars only on a terminal.

use std::io::{self, IsTerminal, Write};
use std::time::Duration;

use anstyle::{AnsiColor, Style};
use indicatif::{ProgressBar, ProgressStyle};

use crate::error::chain;
use crate::pipeline::Failure;

const ERROR: Style = AnsiColor::Red.on_default().bold();
const WARNING: Style = AnsiColor::Yellow.on_default().bold();

/// The voice of one run.
pub(super) struct Talk {
    quiet: bool,
}

/// A bar for a run over many documents; silent where nobody watches.
pub(super) struct Progress {
    bar: ProgressBar,
    bytes: u64,
    failed: u64,
}

impl Talk {
    pub(super) fn new(quiet: bool) -> Self {
        Self { quiet }
    }

    /// Whether nobody wants to hear more than errors.
    pub(super) fn is_quiet(&self) -> bool {
        self.quiet
    }

    /// A line for a program that asked for it.
    pub(super) fn json(&self, line: &serde_json::Value) {
        say(&line.to_string());
    }

    /// Something went wrong. Quiet or not, this is said.
    pub(super) fn error(&self, message: &str) {
        say(&format!("{ERROR}error{ERROR:#}: {message}"));
    }

    /// Something that a reader of the figures has to know. Quiet or not, this is said.
    pub(super) fn warning(&self, message: &str) {
        say(&format!("{WARNING}warning{WARNING:#}: {message}"));
    }

    /// One document failed.
    pub(super) fn failure(&self, failure: &Failure) {
        self.error(&chain(failure));
    }

    /// Something worth knowing, such as the summary.
    pub(super) fn note(&self, message: &str) {
        if !self.quiet {
            say(message);
        }
    }

    /// A bar over the documents that `count` counts, which is asked only where a bar is shown.
    pub(super) fn progress(&self, count: impl FnOnce() -> u64) -> Progress {
        let bar = if self.quiet || !io::stderr().is_terminal() {
            ProgressBar::hidden()
        } else {
            let bar = ProgressBar::new(count());
            bar.set_style(
                ProgressStyle::with_template(
                    "{bar:30} {pos}/{len} files {msg} {elapsed}, {eta} left",
                )
                .expect("invariant: the template is well formed"),
            );
            bar.enable_steady_tick(Duration::from_millis(200));
            bar
        };
        Progress {
            bar,
            bytes: 0,
            failed: 0,
        }
    }
}

impl Progress {
    /// One more document is through, with its failure if it failed.
    pub(super) fn step(&mut self, bytes: u64, failure: Option<&Failure>, talk: &Talk) {
        self.bytes += bytes;
        if let Some(failure) = failure {
            self.failed += 1;
            self.bar.suspend(|| talk.failure(failure));
        }
        if !self.bar.is_hidden() {
            let rate = rate(self.bytes, self.bar.elapsed());
            self.bar
                .set_message(format!("{rate}, {} failed,", self.failed));
            self.bar.inc(1);
        }
    }

    /// Takes the bar away.
    pub(super) fn finish(self) {
        self.bar.finish_and_clear();
    }
}

/// One line on standard error. Where nobody listens any more, the work goes on.
fn say(line: &str) {
    let _ = writeln!(anstream::stderr(), "{line}");
}

/// Bytes per second, for people.
pub(super) fn rate(bytes: u64, time: Duration) -> String {
    let seconds = time.as_secs_f64().max(1e-9);
    format!("{}/s", size(bytes as f64 / seconds))
}

/// A number of bytes, for people.
pub(super) fn size(bytes: f64) -> String {
    if bytes < 1e3 {
        format!("{bytes:.0} B")
    } else if bytes < 1e6 {
        format!("{:.1} kB", bytes / 1e3)
    } else {
        format!("{:.2} MB", bytes / 1e6)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_and_rates_read_well() {
        for (bytes, text) in [
            (0.0, "0 B"),
            (999.0, "999 B"),
            (5442.0, "5.4 kB"),
            (1.25e7, "12.50 MB"),
        ] {
            assert_eq!(size(bytes), text);
        }
        assert_eq!(rate(3000, Duration::from_secs(2)), "1.5 kB/s");
    }
}
