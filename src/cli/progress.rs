//! How far an import is, while it is at work: a bar for people, JSON for programs.

use std::io::{self, IsTerminal};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};
use serde_json::json;

use super::args::ProgressKind;
use super::talk::{Talk, rate, size};
use crate::pipeline::import::{Class, Entry, Request, count};

/// Failures that are told one by one; the rest is counted, and stands in the statuses.
const TOLD: u64 = 100;
/// Time between two JSON objects.
const TICK: Duration = Duration::from_secs(1);
/// Time between two looks of the bar.
const FRAME: Duration = Duration::from_millis(100);

/// What there is to do, counted while the work goes on.
#[derive(Debug, Default)]
struct Total {
    files: AtomicU64,
    bytes: AtomicU64,
    known: AtomicBool,
    stop: AtomicBool,
}

pub(super) struct Progress<'t> {
    talk: &'t Talk,
    kind: ProgressKind,
    bar: ProgressBar,
    total: Arc<Total>,
    started: Instant,
    shown: Instant,
    files: u64,
    bytes: u64,
    failed: u64,
}

impl<'t> Progress<'t> {
    pub(super) fn start(request: &Request, kind: ProgressKind, talk: &'t Talk) -> Self {
        let kind = visible(kind, talk);
        let total = Arc::new(Total::default());
        if kind != ProgressKind::None && !request.selection.reads_stdin() {
            let (request, total) = (request.clone(), Arc::clone(&total));
            // Counting ten million files takes a while; the work does not wait for it.
            thread::spawn(move || {
                let counted = count(&request, &total.stop, |files, bytes| {
                    total.files.fetch_add(files, Ordering::Relaxed);
                    total.bytes.fetch_add(bytes, Ordering::Relaxed);
                });
                total.known.store(counted.is_ok(), Ordering::Release);
            });
        }
        let now = Instant::now();
        Self {
            talk,
            kind,
            bar: bar(kind, 0, "{spinner} {msg}"),
            total,
            started: now,
            shown: now,
            files: 0,
            bytes: 0,
            failed: 0,
        }
    }

    /// One more file's fate is known.
    pub(super) fn step(&mut self, entry: &Entry) {
        self.files += 1;
        self.bytes += entry.bytes.unwrap_or_default();
        if entry.status.class() == Class::Failed {
            self.failed += 1;
            self.tell_failure(entry);
        }
        if is_due(self.kind, &mut self.shown) {
            match self.kind {
                ProgressKind::Json => self.tell_json(false),
                ProgressKind::Bar => self.show(),
                ProgressKind::None => {}
            }
        }
    }

    /// Takes the bar away, and says the last word to programs.
    pub(super) fn finish(self) {
        self.total.stop.store(true, Ordering::Relaxed);
        self.bar.finish_and_clear();
        if self.kind == ProgressKind::Json {
            self.tell_json(true);
        }
    }

    fn tell_failure(&self, entry: &Entry) {
        let message = entry.error.as_deref().unwrap_or(&entry.path);
        match self.failed {
            ..TOLD => self.bar.suspend(|| self.talk.error(message)),
            TOLD => self.bar.suspend(|| {
                self.talk.error(message);
                self.talk.note("further failures are counted and not told one by one; `vanban status DIR --list failed` has them all");
            }),
            _ => {}
        }
    }

    /// What is left, in seconds, where it can be told.
    fn left(&self) -> Option<f64> {
        if !self.total.known.load(Ordering::Acquire) {
            return None;
        }
        let (done, all) = (
            self.bytes as f64,
            self.total.bytes.load(Ordering::Relaxed) as f64,
        );
        let elapsed = self.started.elapsed().as_secs_f64();
        (done > 0.0).then(|| elapsed * (all - done).max(0.0) / done)
    }

    fn show(&self) {
        let speed = rate(self.bytes, self.started.elapsed());
        if !self.total.known.load(Ordering::Acquire) {
            self.bar.set_message(format!(
                "{} files, {}, {speed}, {} failed; counting: {} so far",
                self.files,
                size(self.bytes as f64),
                self.failed,
                self.total.files.load(Ordering::Relaxed)
            ));
            return;
        }
        let all = self.total.bytes.load(Ordering::Relaxed);
        if self.bar.length() != Some(all) {
            self.bar
                .set_style(style("{bar:24} {percent}% {msg} {elapsed}"));
            self.bar.set_length(all);
        }
        self.bar.set_position(self.bytes);
        let left = self.left().map_or_else(String::new, |seconds| {
            format!(", {} left,", duration(seconds))
        });
        self.bar.set_message(format!(
            "{}/{} files, {}/{}, {speed}, {} failed{left}",
            self.files,
            self.total.files.load(Ordering::Relaxed),
            size(self.bytes as f64),
            size(all as f64),
            self.failed
        ));
    }

    fn tell_json(&self, done: bool) {
        let known = self.total.known.load(Ordering::Acquire);
        let total = |count: &AtomicU64| known.then(|| count.load(Ordering::Relaxed));
        let seconds = self.started.elapsed().as_secs_f64();
        let line = json!({
            "event": "progress",
            "files": self.files,
            "total_files": total(&self.total.files),
            "bytes": self.bytes,
            "total_bytes": total(&self.total.bytes),
            "failed": self.failed,
            "bytes_per_second": round(self.bytes as f64 / seconds.max(1e-9)),
            "seconds": round(seconds),
            "seconds_left": self.left().map(round),
            "done": done,
        });
        self.talk.json(&line);
    }
}

/// What can be shown of what was asked for: a bar needs a terminal and somebody who wants to see it.
pub(super) fn visible(kind: ProgressKind, talk: &Talk) -> ProgressKind {
    match kind {
        ProgressKind::Bar if talk.is_quiet() || !io::stderr().is_terminal() => ProgressKind::None,
        kind => kind,
    }
}

/// A bar of a length; hidden where it is not what is shown.
pub(super) fn bar(kind: ProgressKind, length: u64, template: &str) -> ProgressBar {
    if kind != ProgressKind::Bar {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(length).with_style(style(template));
    bar.enable_steady_tick(FRAME);
    bar
}

/// Whether it is time to show something again; if so, it counts from now.
pub(super) fn is_due(kind: ProgressKind, shown: &mut Instant) -> bool {
    let wait = match kind {
        ProgressKind::Json => TICK,
        ProgressKind::Bar => FRAME,
        ProgressKind::None => return false,
    };
    let due = shown.elapsed() >= wait;
    if due {
        *shown = Instant::now();
    }
    due
}

/// A figure for programs, to a tenth.
pub(super) fn round(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).expect("invariant: the template is well formed")
}

/// A time for people.
fn duration(seconds: f64) -> String {
    let whole = Duration::try_from_secs_f64(seconds)
        .unwrap_or_default()
        .as_secs();
    match (whole / 3600, whole / 60 % 60, whole % 60) {
        (0, 0, s) => format!("{s} s"),
        (0, m, s) => format!("{m} min {s:02} s"),
        (h, m, _) => format!("{h} h {m:02} min"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_read_well() {
        for (seconds, text) in [(5.4, "5 s"), (65.0, "1 min 05 s"), (7300.0, "2 h 01 min")] {
            assert_eq!(duration(seconds), text);
        }
    }
}
