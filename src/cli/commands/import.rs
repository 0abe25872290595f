//! `vanban import`: archives in, a folder of records, texts and fates out.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use anyhow::Context;

use crate::cli::Outcome;
use crate::cli::args::{self, ProgressKind, Shared};
use crate::cli::output::Output;
use crate::cli::progress::Progress;
use crate::cli::talk::{Talk, rate, size};
use crate::error::Error;
use crate::ingest::{Links, Selection, hash};
use crate::pipeline::import::{
    Class, Duplicates, Ended, Import, Plan, RECORDS, Request, STATUS, Sameness, dry_run,
};

/// Whether a run that failed like this keeps what it has done, and goes on when it is started again.
pub(in crate::cli) fn can_go_on(error: &Error) -> bool {
    matches!(
        error,
        Error::Write(_) | Error::Damaged { .. } | Error::Vanished { .. } | Error::Stuck { .. }
    )
}

pub(in crate::cli) fn run(
    command: &args::Import,
    shared: &Shared,
    talk: &Talk,
) -> anyhow::Result<Outcome> {
    let mut request = request(command, shared);
    limit(&mut request, &command.limits);
    let import = Start {
        request: &request,
        out: &command.out,
        retry: command.retry_failed,
        accept_vanished: command.accept_vanished,
        progress: command.progress,
    };
    if command.dry_run {
        return import.pretend(shared, talk);
    }
    import.run(shared, talk)
}

/// A run as it was asked for, by `import` or by `retry`.
pub(super) struct Start<'a> {
    pub(super) request: &'a Request,
    pub(super) out: &'a Path,
    pub(super) retry: bool,
    pub(super) accept_vanished: bool,
    pub(super) progress: ProgressKind,
}

impl Start<'_> {
    pub(super) fn run(&self, shared: &Shared, talk: &Talk) -> anyhow::Result<Outcome> {
        let started = Instant::now();
        let stop = Arc::new(AtomicBool::new(false));
        stop_on_interrupt(&stop)?;
        let import = self.import(shared, Arc::clone(&stop))?;
        let mut progress = Progress::start(self.request, self.progress, talk);
        let ended = import.run(|entry| progress.step(entry));
        progress.finish();
        let ended = ended.inspect_err(|error| {
            if can_go_on(error) {
                talk.note(
                    "what is done is kept; put this right and give the same command again to go on",
                );
            }
        })?;
        self.tell(&ended, started, talk);
        Ok(
            match (ended.complete, ended.tally.in_class(Class::Failed)) {
                (false, _) => Outcome::Interrupted,
                (true, 0) => Outcome::AllDone,
                (true, _) => Outcome::SomeFailed,
            },
        )
    }

    fn import(&self, shared: &Shared, stop: Arc<AtomicBool>) -> anyhow::Result<Import<'_>> {
        let model = shared.open_model()?;
        let model_sha256 = hash(model.bytes());
        let model_file = match &shared.model {
            Some(file) => Some(std::path::absolute(file).context("the model's path")?),
            None => None,
        };
        Ok(Import {
            request: self.request,
            out: self.out,
            model: Arc::new(model),
            model_sha256,
            model_file,
            jobs: shared.workers(),
            retry: self.retry,
            accept_vanished: self.accept_vanished,
            stop,
        })
    }

    fn tell(&self, ended: &Ended, started: Instant, talk: &Talk) {
        let (tally, time) = (&ended.tally, started.elapsed());
        if !ended.complete {
            talk.note(&format!(
                "interrupted after {} files; give the same command again to go on",
                tally.files()
            ));
            return;
        }
        let mut counts = format!("{} done", tally.in_class(Class::Done));
        for (class, name) in [(Class::Duplicate, "duplicate"), (Class::Skipped, "skipped")] {
            if tally.in_class(class) > 0 {
                counts.push_str(&format!(", {} {name}", tally.in_class(class)));
            }
        }
        let known = match tally.files() - ended.worked.min(tally.files()) {
            0 => String::new(),
            known => format!("; {known} were known"),
        };
        talk.note(&format!(
            "{} files: {counts}, {} failed; {} in {:.2} s ({}){known}; see {} and {}",
            tally.files(),
            tally.in_class(Class::Failed),
            size(tally.bytes as f64),
            time.as_secs_f64(),
            rate(tally.bytes, time),
            self.out.join(RECORDS).display(),
            self.out.join(STATUS).display(),
        ));
        if tally.files() == tally.in_class(Class::Skipped) {
            talk.note(
                "no document found: folders are searched for files named *.txt; see --include",
            );
        }
    }

    /// Says what would be done, and does nothing.
    fn pretend(&self, shared: &Shared, talk: &Talk) -> anyhow::Result<Outcome> {
        let import = self.import(shared, Arc::default())?;
        let mut output = Output::new();
        let mut counts = [0_u64; 4];
        let mut bytes_to_do = 0;
        let mut written = Ok(());
        dry_run(&import, |plan, name, bytes| {
            let word = match plan {
                Plan::Work => "work",
                Plan::Known => "known",
                Plan::Skip => "skip",
                Plan::Fail => "fail",
            };
            counts[plan as usize] += 1;
            if plan == Plan::Work {
                bytes_to_do += bytes.unwrap_or_default();
            }
            if written.is_ok() {
                let bytes = bytes.map_or_else(|| "-".to_owned(), |bytes| bytes.to_string());
                written = output.write(format!("{word}\t{bytes}\t{name}\n").as_bytes());
            }
        })?;
        written?;
        output.finish()?;
        let [work, known, skip, fail] = counts;
        talk.note(&format!(
            "{work} files to work on ({}), {known} known, {skip} skipped, {fail} unreadable; nothing was done",
            size(bytes_to_do as f64)
        ));
        Ok(Outcome::AllDone)
    }
}

/// The first Ctrl-C asks the run to stop, the second leaves at once. Both are safe.
pub(super) fn stop_on_interrupt(stop: &Arc<AtomicBool>) -> anyhow::Result<()> {
    let stop = Arc::clone(stop);
    ctrlc::set_handler(move || {
        if stop.swap(true, Ordering::SeqCst) {
            std::process::exit(130);
        }
        Talk::new(false).note("\nfinishing what is in hand; Ctrl-C again leaves at once");
    })
    .context("cannot listen for Ctrl-C")
}

fn request(command: &args::Import, shared: &Shared) -> Request {
    Request {
        selection: Selection {
            paths: command.paths.clone(),
            files_from: command.files_from.clone(),
            null: command.null,
            manifest: command.manifest.clone(),
            include: command.include.clone(),
            links: match command.links {
                args::Links::Files => Links::Files,
                args::Links::Follow => Links::Follow,
                args::Links::Skip => Links::Skip,
            },
        },
        encoding: command.encoding.clone(),
        min_confidence: shared.min_confidence,
        duplicates: match command.duplicates {
            args::Duplicates::Link => Duplicates::Link,
            args::Duplicates::Skip => Duplicates::Skip,
            args::Duplicates::Process => Duplicates::Process,
        },
        sameness: match command.same {
            args::SameFile::Bytes => Sameness::Bytes,
            args::SameFile::Text => Sameness::Text,
        },
        min_quality: command.min_quality,
        sample: command.sample,
        share: command.shard,
        zstd: command.zstd,
        parquet: command.parquet,
        texts: !command.no_text,
        shard_bytes: command.shard_size,
        ..Request::default()
    }
}

pub(super) fn limit(request: &mut Request, limits: &args::ImportLimits) {
    request.max_size = limits.max_size.unwrap_or(request.max_size);
    request.timeout = limits.timeout.unwrap_or(request.timeout);
    request.max_memory = limits.max_memory.unwrap_or(request.max_memory);
}
