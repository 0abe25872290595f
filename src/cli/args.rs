//! Every argument of the command line, with the help that teaches them.

mod feed;
mod import;
mod search;
mod serve;

use std::path::PathBuf;
use std::str::FromStr;

use clap::builder::Styles;
use clap::builder::styling::AnsiColor;
use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::train::Weighted;
pub(super) use feed::Feed;
pub(super) use import::{
    Duplicates, Import, ImportLimits, Links, ProgressKind, Retry, SameFile, Status, Verify,
};

pub(super) use search::{Index, Search};
pub(super) use serve::Serve;

const STYLES: Styles = Styles::styled()
    .header(AnsiColor::Green.on_default().bold())
    .usage(AnsiColor::Green.on_default().bold())
    .literal(AnsiColor::Cyan.on_default().bold())
    .placeholder(AnsiColor::Cyan.on_default());

/// Restores the garbled OCR text of scanned Vietnamese administrative documents (văn bản hành chính) and turns it into
/// structured records.
#[derive(Debug, Parser)]
#[command(name = "vanban", version, styles = STYLES, max_term_width = 100, after_help = EXAMPLES)]
pub(super) struct Arguments {
    #[command(flatten)]
    pub(super) shared: Shared,
    #[command(subcommand)]
    pub(super) command: Command,
}

const EXAMPLES: &str = "\
Examples:
  vanban restore scan.txt > clean.txt       one text, line for line
  vanban parse --pretty scan.txt            its structure: header, sections, citations, tasks
  vanban import archive/ --out records/     a whole archive, in parallel, resumable
  vanban status records/                    how far that is, and what failed
  vanban index records/ --index index/      make that searchable
  vanban search 'thu tuc' --index index/    and search it
  vanban serve --index index/               in a browser
  vanban feed records/ --help               or give it to a search engine
  vanban explain 'thi tuc hanh chinh'       why a line is read as it is
  vanban evaluate --truth t/ --ocr s/       how right it is

Exit codes: 0 all done, 1 some documents failed, 2 could not run.";

const COMMON: &str = "Common options";

#[derive(Args, Clone, Debug)]
pub(super) struct Shared {
    /// Documents to work on at the same time; 0 means one for each processor
    #[arg(long, short, global = true, help_heading = COMMON, value_name = "N", default_value_t = 0)]
    pub(super) jobs: usize,
    /// Use this model instead of the one inside the program (see `vanban train`)
    #[arg(long, global = true, help_heading = COMMON, value_name = "FILE")]
    pub(super) model: Option<PathBuf>,
    /// Leave a word as it is where its restoration is less sure than P, from 0 to 1
    #[arg(long, global = true, help_heading = COMMON, value_name = "P", default_value_t = 0.0, value_parser = probability)]
    pub(super) min_confidence: f32,
    /// Say nothing but errors: no progress, no summary
    #[arg(long, short, global = true, help_heading = COMMON)]
    pub(super) quiet: bool,
}

fn probability(text: &str) -> Result<f32, String> {
    let problem = || format!("expected a number from 0 to 1, for example 0.8, found {text}");
    let p: f32 = text.parse().map_err(|_| problem())?;
    (0.0..=1.0).contains(&p).then_some(p).ok_or_else(problem)
}

// What each of them does is said at its own arguments.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    Restore(Restore),
    Parse(Parse),
    Import(Box<Import>),
    Status(Status),
    Retry(Retry),
    Verify(Verify),
    Index(Index),
    Search(Box<Search>),
    Serve(Serve),
    Feed(Feed),
    Train(Train),
    Evaluate(Evaluate),
    Explain(Explain),
    /// Print the JSON Schema of the records
    Schema,
    Completions(Completions),
}

/// Restore garbled text, line for line (khôi phục văn bản)
///
/// Every line of the input becomes one line of the output, in the same order. Blanks, line ends and page breaks stay as
/// they are. The lines of several files follow one another.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  vanban restore scan.txt > clean.txt
  tesseract page.png - | vanban restore
  vanban restore page-1.txt page-2.txt > document.txt")]
pub(super) struct Restore {
    /// Text files; `-` or none means standard input
    #[arg(value_name = "FILE")]
    pub(super) files: Vec<PathBuf>,
}

/// Turn documents into structured records, one JSON object a line (bóc tách cấu trúc)
///
/// A record holds the letterhead (thể thức), the section tree (đề mục), citations (văn bản viện dẫn), tasks (nhiệm vụ),
/// recipients (nơi nhận) and signature (người ký), with the restored text and what was changed in it. There is one for
/// each FILE, in their order. `vanban schema` says what is in it.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  vanban parse scan.txt | jq .header
  vanban parse --pretty scan.txt | less
  vanban parse *.txt | jq -r '.citations[].code'")]
pub(super) struct Parse {
    /// Text files, one document each; `-` or none means standard input
    #[arg(value_name = "FILE")]
    pub(super) files: Vec<PathBuf>,
    /// Indent the JSON for people to read
    #[arg(long)]
    pub(super) pretty: bool,
}

/// Build a model from dictionaries, text and aligned pairs (huấn luyện mô hình)
///
/// Takes its words from the dictionaries, counts how they follow one another in clean text, and learns from aligned pairs
/// of true and scanned lines what scanners make of which letters. Files ending in .xz are read through. `FILE@3` counts
/// three times.
///
/// Pairs are JSON lines with `truth` and `ocr`; tables (.tsv) whose head names a column `truth` or `silver_…` and one
/// `ocr` or `noisy_…`; or X.ocr.txt beside X.truth.txt, line by line.
#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  vanban train --text laws.txt.xz@2 news.txt.xz --pairs pairs.jsonl.xz scans.tsv@3 --out my.model
  vanban --model my.model restore scan.txt")]
pub(super) struct Train {
    /// Clean text in UTF-8, one paragraph a line
    #[arg(long, required = true, num_args = 1.., value_name = "FILE")]
    pub(super) text: Vec<Weighted>,
    /// Aligned pairs of true and scanned lines
    #[arg(long, required = true, num_args = 1.., value_name = "FILE")]
    pub(super) pairs: Vec<Weighted>,
    /// The same of other engines than those that most scans were read by
    #[arg(long, num_args = 1.., value_name = "FILE")]
    pub(super) other_pairs: Vec<Weighted>,
    /// Text of the kind the model is for: paragraphs that resemble it count more
    #[arg(long, num_args = 1.., value_name = "FILE")]
    pub(super) domain: Vec<PathBuf>,
    /// Folder of the dictionaries
    #[arg(long, default_value = "dictionaries", value_name = "DIR")]
    pub(super) dictionaries: PathBuf,
    /// Pairs of words to keep
    #[arg(long, default_value_t = 600_000, value_name = "N")]
    pub(super) bigrams: usize,
    /// Triples of words to keep
    #[arg(long, default_value_t = 1_120_000, value_name = "N")]
    pub(super) trigrams: usize,
    /// Confusions of strings to keep
    #[arg(long, default_value_t = 40_000, value_name = "N")]
    pub(super) confusions: usize,
    /// Steps in which the network for doubtful places learns; 0 for a model without it
    #[arg(long, default_value_t = 20_000, value_name = "N")]
    pub(super) reranker_steps: usize,
    /// Model file to write
    #[arg(long, short, value_name = "FILE")]
    pub(super) out: PathBuf,
}

/// Measure how right restored text and records are (đánh giá)
///
/// Pairs truths and scans by name, restores the scans unless --restored gives their texts, and compares. Where the scans
/// lie in folders that the truths don't have (light/a.txt and heavy/a.txt for a.txt), each folder is a slice with figures
/// of its own. What a page does not tell is □ in the truth and counts neither way. With --gold, records are compared too.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  vanban evaluate --truth truth/ --ocr scans/ --html report.html
  vanban evaluate --truth truth/ --ocr scans/ --gold gold/ --against strip-marks nearest-word
  vanban evaluate --truth truth/ --ocr scans/ --restored theirs/ --against mine=ours/
  vanban evaluate --truth truth/ --ocr scans/ --against-command 'sed=sed s/thu/thủ/g'
  vanban evaluate --truth truth/ --ocr scans/ --baseline report.json --max-regress 0.1

Systems for --against: strip-marks, nearest-word, most-frequent, without-channel,
without-language-model, or NAME=FOLDER of texts. The scan as it is (identity) is always there.
Exit codes: 0 all done, 1 some documents failed or the gate is shut, 2 could not run.")]
pub(super) struct Evaluate {
    /// What the pages say: a folder of texts, or one file
    #[arg(long, value_name = "PATH")]
    pub(super) truth: PathBuf,
    /// Scanned texts: folders, or one file
    #[arg(long, required = true, num_args = 1.., value_name = "PATH")]
    pub(super) ocr: Vec<PathBuf>,
    /// Restored texts: a folder, a file, or records in .ndjson files (one, or a folder); without it the scans are restored
    #[arg(long, value_name = "PATH")]
    pub(super) restored: Option<PathBuf>,
    /// Records of the restored texts: a folder of .json files, or .ndjson files (one, or a folder); without it they are made
    #[arg(long, value_name = "PATH", requires = "gold")]
    pub(super) records: Option<PathBuf>,
    /// Gold records: a folder of .json files, or one file
    #[arg(long, value_name = "PATH")]
    pub(super) gold: Option<PathBuf>,
    /// Systems to compare with
    #[arg(long, num_args = 1.., value_name = "SYSTEM", help_heading = COMPARE)]
    pub(super) against: Vec<Against>,
    /// Commands to compare with: each reads a scan and writes a text
    #[arg(long, num_args = 1.., value_name = "NAME=COMMAND", value_parser = named, help_heading = COMPARE)]
    pub(super) against_command: Vec<(String, String)>,
    /// How lines correspond: auto is line by line where there are as many
    #[arg(long, value_enum, default_value_t = Align::Auto, help_heading = COMPARE)]
    pub(super) align: Align,
    /// What counts as the same: nfc alone, or also spellings that no scan can tell apart
    #[arg(long, value_enum, default_value_t = Same::Spelling, help_heading = COMPARE)]
    pub(super) same: Same,
    /// Draws of documents for intervals; 0 for none
    #[arg(long, default_value_t = 1000, value_name = "N", help_heading = COMPARE)]
    pub(super) draws: u32,
    /// Seed of the draws
    #[arg(long, default_value_t = 1, value_name = "N", help_heading = COMPARE)]
    pub(super) seed: u64,
    /// Write the report as JSON, for programs and as a baseline
    #[arg(long, value_name = "FILE", help_heading = REPORTS)]
    pub(super) json: Option<PathBuf>,
    /// Write the figures of every document as CSV
    #[arg(long, value_name = "FILE", help_heading = REPORTS)]
    pub(super) csv: Option<PathBuf>,
    /// Write the figures as Markdown
    #[arg(long, value_name = "FILE", help_heading = REPORTS)]
    pub(super) markdown: Option<PathBuf>,
    /// Write one page of HTML with plots and the worst documents line by line
    #[arg(long, value_name = "FILE", help_heading = REPORTS)]
    pub(super) html: Option<PathBuf>,
    /// Documents to show line by line in the HTML
    #[arg(long, default_value_t = 100, value_name = "N", help_heading = REPORTS)]
    pub(super) show: usize,
    /// Compare with this earlier report, and name what newly broke
    #[arg(long, value_name = "FILE", help_heading = GUARDS)]
    pub(super) baseline: Option<PathBuf>,
    /// How much worse a figure may be than in the baseline, in percentage points
    #[arg(long, default_value_t = 0.1, value_name = "POINTS", requires = "baseline", help_heading = GUARDS)]
    pub(super) max_regress: f64,
    /// Look for what is judged in these texts that were trained on (.xz is read through)
    #[arg(long, num_args = 1.., value_name = "FILE", help_heading = GUARDS)]
    pub(super) trained_on: Vec<PathBuf>,
}

const COMPARE: &str = "Comparing";
const REPORTS: &str = "Reports";
const GUARDS: &str = "Guards";

/// How lines of truth and output correspond.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum Align {
    Auto,
    Lines,
    Free,
}

/// What counts as the same.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum Same {
    Spelling,
    Nfc,
}

/// A system to compare with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Against {
    Identity,
    StripMarks,
    NearestWord,
    MostFrequent,
    WithoutChannel,
    WithoutLanguageModel,
    Folder(String, PathBuf),
}

impl FromStr for Against {
    type Err = String;

    fn from_str(argument: &str) -> Result<Self, String> {
        Ok(match argument {
            "identity" => Self::Identity,
            "strip-marks" => Self::StripMarks,
            "nearest-word" => Self::NearestWord,
            "most-frequent" => Self::MostFrequent,
            "without-channel" => Self::WithoutChannel,
            "without-language-model" => Self::WithoutLanguageModel,
            _ => {
                let (name, folder) = named(argument).map_err(|_| {
                    "expected identity, strip-marks, nearest-word, most-frequent, without-channel, without-language-model or NAME=FOLDER".to_owned()
                })?;
                Self::Folder(name, folder.into())
            }
        })
    }
}

/// `NAME=REST`, both of them something.
fn named(argument: &str) -> Result<(String, String), String> {
    match argument.split_once('=') {
        Some((name, rest)) if !name.is_empty() && !rest.is_empty() => {
            Ok((name.to_owned(), rest.to_owned()))
        }
        _ => Err("expected NAME=COMMAND".to_owned()),
    }
}

/// Show the candidates of a line, their costs and the chosen path (giải thích)
///
/// For people who ask why a line is read as it is.
#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  vanban explain 'Thi tuc hanh chinh'")]
pub(super) struct Explain {
    /// The line; several arguments are joined by blanks
    #[arg(value_name = "TEXT", required = true)]
    pub(super) text: Vec<String>,
}

/// Print a completion script for a shell
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  vanban completions bash > ~/.local/share/bash-completion/completions/vanban
  vanban completions fish > ~/.config/fish/completions/vanban.fish")]
pub(super) struct Completions {
    /// The shell
    #[arg(value_name = "SHELL")]
    pub(super) shell: clap_complete::Shell,
}
