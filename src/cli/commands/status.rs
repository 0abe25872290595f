//! `vanban status`: how far an import is, and what became of its files.

use serde_json::json;

use crate::cli::Outcome;
use crate::cli::args;
use crate::cli::output::Output;
use crate::cli::talk::size;
use crate::pipeline::import::{Class, Counts, FileStatus, Progress, Status, Summary, progress};

pub(in crate::cli) fn run(command: &args::Status) -> anyhow::Result<Outcome> {
    let mut output = Output::new();
    let mut written = Ok(());
    let found = progress(&command.out, |file| {
        if written.is_ok() && is_wanted(&file, &command.list) {
            let line = serde_json::to_string(&file).unwrap_or_default();
            written = output.write(format!("{line}\n").as_bytes());
        }
    })?;
    written?;
    if command.json {
        output.write(format!("{:#}\n", figures(&found)).as_bytes())?;
    } else if command.list.is_empty() {
        output.write(table(&found).as_bytes())?;
    }
    output.finish()?;
    Ok(
        match (found.complete, found.tally.in_class(Class::Failed)) {
            (false, _) => Outcome::Unfinished,
            (true, 0) => Outcome::AllDone,
            (true, _) => Outcome::SomeFailed,
        },
    )
}

fn is_wanted(file: &FileStatus, list: &[String]) -> bool {
    let class = match file.status.class() {
        Class::Done => "done",
        Class::Duplicate => "duplicate",
        Class::Failed => "failed",
        Class::Skipped => "skipped",
    };
    list.iter()
        .any(|name| name == class || name == file.status.name())
}

fn figures(found: &Progress) -> serde_json::Value {
    json!({
        "run": found.run,
        "complete": found.complete,
        "running": found.running,
        "stopped": found.stopped,
        "began": found.began,
        "seconds": found.seconds,
        "counts": Counts::of(&found.tally),
        "statuses": Summary::statuses_of(&found.tally),
        "bytes": found.tally.bytes,
    })
}

fn table(found: &Progress) -> String {
    let state = match (found.complete, found.running, &found.stopped) {
        (_, true, _) => "at work".to_owned(),
        (true, ..) => "complete".to_owned(),
        (false, _, Some(reason)) => format!("stopped: {reason}; give the same command again to go on"),
        (false, _, None) => "stopped without a word (killed, or the machine went down); give the same command again to go on".to_owned(),
    };
    let counts = Counts::of(&found.tally);
    let mut table = format!(
        "run {}: {state}\n{} files, {}: {} done + {} duplicate + {} failed + {} skipped\n",
        found.run,
        counts.files,
        size(found.tally.bytes as f64),
        counts.done,
        counts.duplicate,
        counts.failed,
        counts.skipped
    );
    for status in Status::ALL {
        if found.tally.of(status) > 0 {
            table.push_str(&format!("{:>10}  {status}\n", found.tally.of(status)));
        }
    }
    table
}
