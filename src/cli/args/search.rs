//! Arguments of the embedded index and of those who ask it.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::ProgressKind;
use crate::search::Kind;

/// Make what an import has left searchable (lập chỉ mục)
///
/// Brings the index in DIR to what the import in OUT holds: new documents are added, changed ones replaced, vanished ones
/// removed, and nothing else is touched. Whoever searches meanwhile sees the last commit whole. A run that was stopped or
/// killed goes on where it was when the same command is given again.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  vanban import archive/ --out records/
  vanban index records/ --index index/
  vanban search 'kiem soat thu tuc hanh chinh' --index index/

docs/search.md tells all. Exit codes: 0 all done, 2 could not run, 3 stopped before the end and can go on,
4 another run is writing into DIR, or the import is at work, 130 interrupted.")]
pub(in crate::cli) struct Index {
    /// The folder that was imported into
    #[arg(value_name = "OUT")]
    pub(in crate::cli) out: PathBuf,
    /// Folder of the index; made where it is missing
    #[arg(long, value_name = "DIR")]
    pub(in crate::cli) index: PathBuf,
    /// Make the index anew, also where it is of another version
    #[arg(long)]
    pub(in crate::cli) rebuild: bool,
    /// Keep what is done every so many seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 60.0, value_parser = super::import::seconds)]
    pub(in crate::cli) commit_every: f64,
    /// A bar on a terminal, a JSON object a second on standard error, or nothing
    #[arg(long, value_enum, default_value_t = ProgressKind::Bar, value_name = "KIND")]
    pub(in crate::cli) progress: ProgressKind,
}

/// Search an index (tìm kiếm)
///
/// Words may be typed with or without marks: with them, exact words come first and others after; without, all are equal. `\"Words
/// in quotes\"` have to stand in a row. Codes are known however they are typed: 61/2018/NĐ-CP, nd 61/2018, nghị định 61/2018;
/// the document itself comes first, then those that cite it. There are no other signs with a meaning.
///
/// Without TEXT, everything that the filters let through is a hit.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  vanban search 'kiểm soát thủ tục hành chính' --index index/
  vanban search 'nd 61/2018' --index index/ --kind section
  vanban search --index index/ --kind task --lead 'Sở Nội vụ' --due-before 2024-01-01
  vanban search 'hạn hán' --index index/ --type 'Kế hoạch' --year 2016 --facets
  vanban search '\"một cửa\"' --index index/ --json --limit 100 | jq -r .path

A filter's value is words in a row, with or without marks; one that begins with = is the whole of it
(--authority '=Sở Nội vụ'). A filter that is given again lets through either value. Exit codes: 0 also where
nothing is found, 2 could not run.")]
pub(in crate::cli) struct Search {
    /// What to look for
    #[arg(value_name = "TEXT", default_value = "", hide_default_value = true)]
    pub(in crate::cli) text: String,
    /// Folder of the index
    #[arg(long, value_name = "DIR")]
    pub(in crate::cli) index: PathBuf,
    /// What a hit is
    #[arg(long, value_enum, default_value_t = HitKind::Document, value_name = "KIND")]
    pub(in crate::cli) kind: HitKind,
    /// Hits to give
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub(in crate::cli) limit: usize,
    /// Hits to pass over
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(in crate::cli) offset: usize,
    /// Also count all hits by type, authority, place, year, citation, leading unit and year of due
    #[arg(long)]
    pub(in crate::cli) facets: bool,
    /// One hit a line as JSON: kind, document, path, section, headings, score, snippet, highlights, about
    #[arg(long)]
    pub(in crate::cli) json: bool,
    /// Type of the document (tên loại)
    #[arg(long = "type", value_name = "TYPE", help_heading = FILTERS)]
    pub(in crate::cli) types: Vec<String>,
    /// Issuing body (cơ quan ban hành)
    #[arg(long, value_name = "NAME", help_heading = FILTERS)]
    pub(in crate::cli) authority: Vec<String>,
    /// Place of issue (địa danh)
    #[arg(long, value_name = "NAME", help_heading = FILTERS)]
    pub(in crate::cli) place: Vec<String>,
    /// Year of issue
    #[arg(long, value_name = "YEAR", help_heading = FILTERS)]
    pub(in crate::cli) year: Vec<u16>,
    /// Instrument that is cited there, by its code
    #[arg(long, value_name = "CODE", help_heading = FILTERS)]
    pub(in crate::cli) cites: Vec<String>,
    /// Unit that leads a task there (chủ trì)
    #[arg(long, value_name = "NAME", help_heading = FILTERS)]
    pub(in crate::cli) lead: Vec<String>,
    /// A task there is due on this day or later: 2023, 2023-06 or 2023-06-30
    #[arg(long, value_name = "DATE", value_parser = date, help_heading = FILTERS)]
    pub(in crate::cli) due_after: Option<String>,
    /// A task there is due before this day
    #[arg(long, value_name = "DATE", value_parser = date, help_heading = FILTERS)]
    pub(in crate::cli) due_before: Option<String>,
}

const FILTERS: &str = "Filters";

/// What a hit is.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(in crate::cli) enum HitKind {
    Document,
    Section,
    Task,
    All,
}

impl HitKind {
    /// The kind that is meant; nothing for all.
    pub(in crate::cli) fn kind(self) -> Option<Kind> {
        match self {
            Self::Document => Some(Kind::Document),
            Self::Section => Some(Kind::Section),
            Self::Task => Some(Kind::Task),
            Self::All => None,
        }
    }
}

fn date(text: &str) -> Result<String, String> {
    if crate::search::is_date(text) {
        return Ok(text.to_owned());
    }
    Err(format!(
        "expected a date such as 2023, 2023-06 or 2023-06-30, found {text}"
    ))
}
