//! Every argument of the command line, with the help that teaches them.

use std::path::PathBuf;

use clap::builder::Styles;
use clap::builder::styling::AnsiColor;
use clap::{Args, Parser, Subcommand};

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
  vanban import archive/ --out records/     a whole folder, in parallel
  vanban explain 'thi tuc hanh chinh'       why a line is read as it is

Exit codes: 0 all done, 1 some documents failed, 2 could not run.";

#[derive(Args, Debug)]
pub(super) struct Shared {
    /// Documents to work on at the same time; 0 means one for each processor
    #[arg(long, short, global = true, value_name = "N", default_value_t = 0)]
    pub(super) jobs: usize,
    /// Use this model instead of the one inside the program (see `vanban train`)
    #[arg(long, global = true, value_name = "FILE")]
    pub(super) model: Option<PathBuf>,
    /// Say nothing but errors: no progress, no summary
    #[arg(long, short, global = true)]
    pub(super) quiet: bool,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Restore garbled text, line for line (khôi phục văn bản)
    Restore(Restore),
    /// Turn documents into structured records, one JSON object a line (bóc tách cấu trúc)
    Parse(Parse),
    /// Restore and parse whole folders into a folder (nhập hàng loạt)
    Import(Import),
    /// Build a model from text and aligned pairs (huấn luyện mô hình)
    Train(Train),
    /// Show the candidates of a line, their costs and the chosen path (giải thích)
    Explain(Explain),
    /// Print the JSON Schema of the records
    Schema,
    /// Print a completion script for a shell
    Completions(Completions),
}

/// Restores garbled text (khôi phục văn bản): every line of the input becomes one line of the output, in the same order.
///
/// Blanks, line ends and page breaks stay as they are. The lines of several files follow one another.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  vanban restore scan.txt > clean.txt
  tesseract page.png - | vanban restore
  vanban restore page-1.txt page-2.txt > document.txt")]
pub(super) struct Restore {
    /// Text files in UTF-8; `-` or none means standard input
    #[arg(value_name = "FILE")]
    pub(super) files: Vec<PathBuf>,
}

/// Turns documents into structured records (bóc tách cấu trúc): letterhead (thể thức), section tree (đề mục), citations
/// (văn bản viện dẫn), tasks (nhiệm vụ), recipients (nơi nhận) and signature (người ký), with the restored text.
///
/// One JSON object a line (NDJSON), one for each FILE, in their order. `vanban schema` says what is in it.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  vanban parse scan.txt | jq .header
  vanban parse --pretty scan.txt | less
  vanban parse *.txt | jq -r '.citations[].code'")]
pub(super) struct Parse {
    /// Text files in UTF-8, one document each; `-` or none means standard input
    #[arg(value_name = "FILE")]
    pub(super) files: Vec<PathBuf>,
    /// Indent the JSON for people to read
    #[arg(long)]
    pub(super) pretty: bool,
}

/// Restores and parses whole folders (nhập hàng loạt), many documents at a time.
///
/// Writes DIR/records.ndjson, one record a line in the order of the paths, and the restored text of each document under
/// DIR/text, where it has the path that it was found by. A file that cannot be read is named with its reason and stops
/// nothing. The result is the same whatever --jobs says.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  vanban import archive/ --out records/
  vanban import 2022/ 2023/ extra.txt --out records/ --jobs 8

In folders, files named *.txt are taken; a file that is named itself is taken whatever its name.
Exit codes: 0 all done, 1 some documents failed, 2 could not run.")]
pub(super) struct Import {
    /// Files and folders of text in UTF-8
    #[arg(value_name = "PATH", required = true)]
    pub(super) paths: Vec<PathBuf>,
    /// Folder to write into; made where it is missing
    #[arg(long, short, value_name = "DIR")]
    pub(super) out: PathBuf,
}

/// Builds a model (huấn luyện mô hình): counts of words from clean text, costs of reading errors from aligned pairs of
/// true and scanned text.
#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  vanban train --text laws.txt.xz --pairs pairs.jsonl.xz --out my.model
  vanban --model my.model restore scan.txt")]
pub(super) struct Train {
    /// Clean text in UTF-8, one paragraph a line, plain or xz-compressed
    #[arg(long, required = true, num_args = 1.., value_name = "FILE")]
    pub(super) text: Vec<PathBuf>,
    /// Aligned pairs of true and scanned text, plain or xz-compressed
    #[arg(long, required = true, num_args = 1.., value_name = "FILE")]
    pub(super) pairs: Vec<PathBuf>,
    /// Model file to write
    #[arg(long, short, value_name = "FILE")]
    pub(super) out: PathBuf,
}

/// Shows why a line is read as it is (giải thích): the candidates of every token, their costs, and the chosen path.
#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  vanban explain 'Thi tuc hanh chinh'")]
pub(super) struct Explain {
    /// The line; several arguments are joined by blanks
    #[arg(value_name = "TEXT", required = true, allow_hyphen_values = true)]
    pub(super) text: Vec<String>,
}

/// Prints a completion script for a shell.
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
