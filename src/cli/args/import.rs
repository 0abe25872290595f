//! Arguments of bulk import and of what looks after it.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::probability;
use crate::ingest::Encoding;
use crate::pipeline::import::{self, Share};

/// Restore and parse whole archives into a folder (nhập hàng loạt)
///
/// Every file's fate is known in the end: its record in DIR/records, its restored text under DIR/text, what became of it
/// in DIR/status.ndjson. A file that fails is named with its reason and stops nothing. A run that was stopped or killed
/// goes on where it was when the same command is given again; what is finished is not done again, and a file, model or
/// option that has changed has done again what it touches. The result is the same whatever --jobs says and however often
/// the run was interrupted.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  vanban import archive/ --out records/
  vanban import 2022/ 2023.zip 'old/**/*.txt' --out records/ --zstd
  find /srv -name '*.txt' -print0 | vanban import --files-from - --null --out records/
  vanban import archive/ --out records/ --sample 0.1% --dry-run
  vanban import archive/ --out part-2/ --shard 2/4       the second of four machines

In folders, files named *.txt are taken; what is named itself is taken whatever its name. docs/import.md tells all.
Exit codes: 0 all done, 1 some documents failed, 2 could not run, 3 stopped before the end and can go on,
4 another import is writing into DIR, 130 interrupted.")]
pub(in crate::cli) struct Import {
    /// Files, folders, archives (.zip, .tar, .tar.gz, .tar.zst), files of JSON lines with `id` and `text` (.ndjson,
    /// .jsonl), patterns; `-` is one document on standard input
    #[arg(value_name = "PATH", required_unless_present_any = ["files_from", "manifest"])]
    pub(in crate::cli) paths: Vec<PathBuf>,
    /// Folder to write into; made where it is missing
    #[arg(long, short, value_name = "DIR")]
    pub(in crate::cli) out: PathBuf,
    /// Also import the paths that stand in FILE, one a line; `-` is standard input
    #[arg(long, value_name = "FILE", help_heading = INPUT)]
    pub(in crate::cli) files_from: Option<PathBuf>,
    /// The paths of --files-from end in zero bytes
    #[arg(long, short = '0', requires = "files_from", help_heading = INPUT)]
    pub(in crate::cli) null: bool,
    /// Also import the rows of FILE: .csv with a head or JSON lines, with `path` and perhaps `sha256`
    #[arg(long, value_name = "FILE", help_heading = INPUT)]
    pub(in crate::cli) manifest: Option<PathBuf>,
    /// Take files whose name matches, in folders and archives; may be given again [default: *.txt]
    #[arg(long, value_name = "PATTERN", help_heading = INPUT)]
    pub(in crate::cli) include: Vec<String>,
    /// Symbolic links in folders: read those to files, follow all, or skip all
    #[arg(long, value_enum, default_value_t = Links::Files, value_name = "WHICH", help_heading = INPUT)]
    pub(in crate::cli) links: Links,
    /// All files are in this encoding: utf-8, utf-16le, utf-16be, windows-1258, tcvn3, vni, viscii, vps [default: found out]
    #[arg(long, value_name = "NAME", value_parser = encoding, help_heading = INPUT)]
    pub(in crate::cli) encoding: Option<String>,
    /// Take this share of the files, such as 0.1%; the same ones every time
    #[arg(long, value_name = "SHARE", value_parser = share, help_heading = INPUT)]
    pub(in crate::cli) sample: Option<f64>,
    /// Take the files that fall to machine I of N
    #[arg(long, value_name = "I/N", value_parser = machine, help_heading = INPUT)]
    pub(in crate::cli) shard: Option<Share>,
    /// Files that say what an earlier one says: link to its text, skip, or process like any other
    #[arg(long, value_enum, default_value_t = Duplicates::Link, value_name = "WHAT", help_heading = JUDGE)]
    pub(in crate::cli) duplicates: Duplicates,
    /// When two files say the same: when all bytes, or when the texts are the same but for blanks and normal form
    #[arg(long, value_enum, default_value_t = SameFile::Bytes, value_name = "WHAT", help_heading = JUDGE)]
    pub(in crate::cli) same: SameFile,
    /// Set documents aside that are less surely right than Q, from 0 to 1
    #[arg(long, value_name = "Q", default_value_t = 0.0, value_parser = quality, help_heading = JUDGE)]
    pub(in crate::cli) min_quality: f64,
    #[command(flatten)]
    pub(in crate::cli) limits: ImportLimits,
    /// Compress the records with zstd
    #[arg(long, help_heading = OUTPUT)]
    pub(in crate::cli) zstd: bool,
    /// Write the records as Parquet tables, too
    #[arg(long, help_heading = OUTPUT)]
    pub(in crate::cli) parquet: bool,
    /// Don't write the restored texts under DIR/text
    #[arg(long, help_heading = OUTPUT)]
    pub(in crate::cli) no_text: bool,
    /// Bytes of sources for each file of records, about
    #[arg(long, value_name = "SIZE", default_value = "4M", value_parser = size, help_heading = OUTPUT)]
    pub(in crate::cli) shard_size: u64,
    /// Only say what would be done: new or changed, known, skipped, unreadable
    #[arg(long, help_heading = RUN)]
    pub(in crate::cli) dry_run: bool,
    /// Also do again what failed before
    #[arg(long, help_heading = RUN)]
    pub(in crate::cli) retry_failed: bool,
    /// Let go of documents that are no longer found, however many
    #[arg(long, help_heading = RUN)]
    pub(in crate::cli) accept_vanished: bool,
    /// A bar on a terminal, a JSON object a second on standard error, or nothing
    #[arg(long, value_enum, default_value_t = ProgressKind::Bar, value_name = "KIND", help_heading = RUN)]
    pub(in crate::cli) progress: ProgressKind,
}

/// What a document may take.
#[derive(Args, Debug)]
pub(in crate::cli) struct ImportLimits {
    /// A document may have this many bytes, with k, M or G [default: 16M]
    #[arg(long, value_name = "SIZE", value_parser = size, help_heading = JUDGE)]
    pub(in crate::cli) max_size: Option<u64>,
    /// A document may take this many seconds [default: 600]
    #[arg(long, value_name = "SECONDS", value_parser = seconds, help_heading = JUDGE)]
    pub(in crate::cli) timeout: Option<f64>,
    /// The documents in work may take this much memory together, by estimate [default: 2G]
    #[arg(long, value_name = "SIZE", value_parser = size, help_heading = JUDGE)]
    pub(in crate::cli) max_memory: Option<u64>,
}

const INPUT: &str = "What to import";
const JUDGE: &str = "How to judge files";
const OUTPUT: &str = "What to write";
const RUN: &str = "How to run";

/// Say how far an import is, and what became of its files
///
/// Reads only, and may be asked at any time, also while the import is at work. Exit codes: 0 all done, 1 some documents
/// failed, 2 no import there, 3 not through.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  vanban status records/
  vanban status records/ --list failed | jq -r .error
  vanban status records/ --list crashed timeout | jq -r .path")]
pub(in crate::cli) struct Status {
    /// The folder that was imported into
    #[arg(value_name = "DIR")]
    pub(in crate::cli) out: PathBuf,
    /// Print the files of these statuses or classes, one JSON object a line
    #[arg(long, num_args = 1.., value_name = "STATUS", value_parser = wanted_status)]
    pub(in crate::cli) list: Vec<String>,
    /// Print the figures as JSON
    #[arg(long, conflicts_with = "list")]
    pub(in crate::cli) json: bool,
}

/// Do again what failed in an import
///
/// Runs the import again as it was asked for, from the folder that it was started in; what is finished is not done again.
/// Limits may be raised. Exit codes as those of `vanban import`.
#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  vanban retry records/ --timeout 3600 --max-size 200M")]
pub(in crate::cli) struct Retry {
    /// The folder that was imported into
    #[arg(value_name = "DIR")]
    pub(in crate::cli) out: PathBuf,
    #[command(flatten)]
    pub(in crate::cli) limits: ImportLimits,
    /// A bar on a terminal, a JSON object a second on standard error, or nothing
    #[arg(long, value_enum, default_value_t = ProgressKind::Bar, value_name = "KIND")]
    pub(in crate::cli) progress: ProgressKind,
}

/// Hash everything again that an import has read and written
///
/// Compares records, tables, texts and sources with what the import noted. Names what differs, one a line. Exit codes: 0 all
/// as it was, 1 something differs, 2 no import there.
#[derive(Args, Debug)]
pub(in crate::cli) struct Verify {
    /// The folder that was imported into
    #[arg(value_name = "DIR")]
    pub(in crate::cli) out: PathBuf,
    /// Don't read the sources
    #[arg(long)]
    pub(in crate::cli) no_sources: bool,
}

/// What to do with symbolic links.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(in crate::cli) enum Links {
    Files,
    Follow,
    Skip,
}

/// What to do with duplicates.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(in crate::cli) enum Duplicates {
    Link,
    Skip,
    Process,
}

/// When two files say the same.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(in crate::cli) enum SameFile {
    Bytes,
    Text,
}

/// How progress is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum ProgressKind {
    Bar,
    Json,
    None,
}

fn encoding(name: &str) -> Result<String, String> {
    name.parse::<Encoding>()
        .map(|encoding| encoding.name().to_owned())
}

/// A share from 0 to 1, or in percent.
fn share(text: &str) -> Result<f64, String> {
    let problem = || format!("expected a share such as 0.1% or 0.001, found {text}");
    let (digits, scale) = match text.strip_suffix('%') {
        Some(percent) => (percent, 100.0),
        None => (text, 1.0),
    };
    let share = digits.parse::<f64>().map_err(|_| problem())? / scale;
    (0.0..=1.0)
        .contains(&share)
        .then_some(share)
        .ok_or_else(problem)
}

fn quality(text: &str) -> Result<f64, String> {
    probability(text)?;
    text.parse().map_err(|_| text.to_owned())
}

/// `I/N`, counted from 1.
fn machine(text: &str) -> Result<Share, String> {
    let numbers = text
        .split_once('/')
        .and_then(|(i, n)| Some((i.parse().ok()?, n.parse().ok()?)));
    match numbers {
        Some((index, count)) if 1 <= index && index <= count => Ok(Share { index, count }),
        _ => Err(format!(
            "expected I/N with I from 1 to N, such as 2/4, found {text}"
        )),
    }
}

/// Bytes, with k, M or G for thousands, millions and thousands of millions.
pub(super) fn size(text: &str) -> Result<u64, String> {
    let problem = || format!("expected a number of bytes such as 500k, 16M or 2G, found {text}");
    let (digits, scale) = match text.as_bytes().last() {
        Some(b'k' | b'K') => (&text[..text.len() - 1], 1_000),
        Some(b'm' | b'M') => (&text[..text.len() - 1], 1_000_000),
        Some(b'g' | b'G') => (&text[..text.len() - 1], 1_000_000_000),
        _ => (text, 1),
    };
    let number: u64 = digits.parse().map_err(|_| problem())?;
    number
        .checked_mul(scale)
        .filter(|&bytes| bytes > 0)
        .ok_or_else(problem)
}

pub(super) fn seconds(text: &str) -> Result<f64, String> {
    let problem = || format!("expected a number of seconds such as 60 or 0.5, found {text}");
    let seconds: f64 = text.parse().map_err(|_| problem())?;
    (seconds > 0.0 && seconds.is_finite())
        .then_some(seconds)
        .ok_or_else(problem)
}

/// A status, or a class of them.
fn wanted_status(name: &str) -> Result<String, String> {
    let statuses = import::Status::ALL.map(import::Status::name);
    let classes = ["done", "failed"];
    if statuses.contains(&name) || classes.contains(&name) {
        return Ok(name.to_owned());
    }
    Err(format!(
        "expected one of {}, {}, found {name}",
        classes.join(", "),
        statuses.join(", ")
    ))
}
