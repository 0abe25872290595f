//! `vanban index`: what an import has left, made searchable.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use indicatif::ProgressBar;
use serde_json::json;

use super::import::{can_go_on, stop_on_interrupt};
use crate::cli::Outcome;
use crate::cli::args::{self, ProgressKind, Shared};
use crate::cli::progress::{bar, is_due, round, visible};
use crate::cli::talk::{Talk, rate, size};
use crate::pipeline::import::Imported;
use crate::search::{Change, Step, Update};

pub(in crate::cli) fn run(
    command: &args::Index,
    shared: &Shared,
    talk: &Talk,
) -> anyhow::Result<Outcome> {
    let started = Instant::now();
    let stop = Arc::new(AtomicBool::new(false));
    stop_on_interrupt(&stop)?;
    let imported = Imported::open(&command.out)?;
    let update = Update {
        out: &command.out,
        index: &command.index,
        jobs: shared.workers(),
        rebuild: command.rebuild,
        commit_every: Duration::from_secs_f64(command.commit_every),
        stop: Arc::clone(&stop),
    };
    let mut progress = Progress::start(command.progress, imported.summary.counts.done, talk);
    let built = update.run(|step| progress.step(step));
    progress.finish();
    let built = built.inspect_err(|error| {
        if can_go_on(error) {
            talk.note(
                "what is done is kept; put this right and give the same command again to go on",
            );
        }
    })?;
    if !built.complete {
        talk.note("interrupted; give the same command again to go on");
        return Ok(Outcome::Interrupted);
    }
    talk.note(&format!(
        "{} documents: {} added, {} changed, {} removed, {} were there; {} of records in {:.2} s ({})",
        built.added + built.changed + built.same,
        built.added,
        built.changed,
        built.removed,
        built.same,
        size(built.bytes as f64),
        started.elapsed().as_secs_f64(),
        rate(built.bytes, started.elapsed()),
    ));
    Ok(Outcome::AllDone)
}

/// How far it is: a bar for people, JSON for programs.
struct Progress<'t> {
    talk: &'t Talk,
    kind: ProgressKind,
    bar: ProgressBar,
    started: Instant,
    shown: Instant,
    total: u64,
    documents: u64,
    bytes: u64,
    changes: [u64; 3],
}

impl<'t> Progress<'t> {
    fn start(kind: ProgressKind, total: u64, talk: &'t Talk) -> Self {
        let kind = visible(kind, talk);
        let now = Instant::now();
        Self {
            talk,
            kind,
            bar: bar(kind, total, "{bar:30} {msg}, {eta} left"),
            started: now,
            shown: now,
            total,
            documents: 0,
            bytes: 0,
            changes: [0; 3],
        }
    }

    fn step(&mut self, step: &Step<'_>) {
        self.documents += 1;
        self.bytes += step.bytes;
        self.changes[match step.change {
            Change::Added => 0,
            Change::Changed => 1,
            Change::Same => 2,
        }] += 1;
        if is_due(self.kind, &mut self.shown) {
            match self.kind {
                ProgressKind::Json => self.tell(false),
                ProgressKind::Bar => self.show(),
                ProgressKind::None => {}
            }
        }
    }

    fn show(&self) {
        self.bar.set_position(self.documents);
        self.bar.set_message(format!(
            "{}/{} documents, {}",
            self.documents,
            self.total,
            rate(self.bytes, self.started.elapsed())
        ));
    }

    fn finish(self) {
        self.bar.finish_and_clear();
        if self.kind == ProgressKind::Json {
            self.tell(true);
        }
    }

    fn tell(&self, done: bool) {
        let seconds = self.started.elapsed().as_secs_f64();
        let left = (self.documents > 0).then(|| {
            let share = self.total.saturating_sub(self.documents) as f64 / self.documents as f64;
            round(seconds * share)
        });
        self.talk.json(&json!({
            "event": "progress",
            "documents": self.documents,
            "total_documents": self.total,
            "bytes": self.bytes,
            "added": self.changes[0],
            "changed": self.changes[1],
            "same": self.changes[2],
            "bytes_per_second": round(self.bytes as f64 / seconds.max(1e-9)),
            "seconds": round(seconds),
            "seconds_left": left,
            "done": done,
        }));
    }
}
