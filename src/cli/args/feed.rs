//! Arguments of `vanban feed`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::import::size;
use crate::feed::Engine;

/// Write an import as files that a search engine takes (nạp vào máy tìm kiếm)
///
/// Documents, sections and tasks become items with ids that stay the same, with the settings or tables that find Vietnamese
/// with and without marks, and a file that loads them: `curl --config load.curl`, `psql -f load.sql`. With --since, only what
/// has changed since an earlier feed is written, and what has gone is deleted. docs/feeds.md is the guide.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  vanban feed records/ --to opensearch --out feeds/1
  vanban feed records/ --to opensearch --out feeds/2 --since feeds/1
  vanban feed records/ --to postgres --out feeds/pg
  vanban feed --out feeds/2 --failed feeds/2/answers/bulk-*.json

Exit codes: 0 all done, 1 the engine refused items for good (--failed), 2 could not run.")]
pub(in crate::cli) struct Feed {
    /// Folder that `vanban import --out` has written
    #[arg(value_name = "IMPORT", required_unless_present = "failed")]
    pub(in crate::cli) import: Option<PathBuf>,
    /// The engine that is to take it
    #[arg(
        long,
        value_enum,
        value_name = "ENGINE",
        required_unless_present = "failed"
    )]
    pub(in crate::cli) to: Option<To>,
    /// Folder to write into
    #[arg(long, value_name = "DIR")]
    pub(in crate::cli) out: PathBuf,
    /// The feed that the engine has: write only the difference
    #[arg(long, value_name = "DIR")]
    pub(in crate::cli) since: Option<PathBuf>,
    /// Read the engine's answers (JSON) and write again what it did not take
    #[arg(long, num_args = 1.., value_name = "FILE", conflicts_with_all = ["import", "to", "since", "name"])]
    pub(in crate::cli) failed: Vec<PathBuf>,
    /// Name of the index, collection or schema
    #[arg(long, default_value = "vanban", value_parser = name)]
    pub(in crate::cli) name: String,
    /// Where the engine listens, if not at its usual port on this machine
    #[arg(long, value_name = "URL", value_parser = url)]
    pub(in crate::cli) url: Option<String>,
    /// A file of headers that curl sends with every request, such as `Authorization: Bearer …`
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) headers: Option<String>,
    /// Most bytes of one file, such as 8M
    #[arg(long, default_value = "8M", value_name = "SIZE", value_parser = size)]
    pub(in crate::cli) batch_size: u64,
}

/// An engine, as `--to` names it.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(in crate::cli) enum To {
    /// OpenSearch and Elasticsearch
    Opensearch,
    /// PostgreSQL, 13 or newer
    Postgres,
    /// Meilisearch
    Meilisearch,
    /// Typesense
    Typesense,
    /// Quickwit
    Quickwit,
}

impl From<To> for Engine {
    fn from(to: To) -> Self {
        match to {
            To::Opensearch => Self::OpenSearch,
            To::Postgres => Self::Postgres,
            To::Meilisearch => Self::Meilisearch,
            To::Typesense => Self::Typesense,
            To::Quickwit => Self::Quickwit,
        }
    }
}

/// A name that all engines take.
fn name(text: &str) -> Result<String, String> {
    let is_one = text.len() <= 50
        && text.starts_with(|c: char| c.is_ascii_lowercase())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
    if is_one {
        return Ok(text.to_owned());
    }
    Err(format!(
        "expected small letters, digits and _, beginning with a letter, at most 50, found {text}"
    ))
}

fn url(text: &str) -> Result<String, String> {
    let rest = ["http://", "https://"]
        .into_iter()
        .find_map(|scheme| text.strip_prefix(scheme));
    match rest {
        Some(rest) if !rest.is_empty() && !text.contains(['\n', '\r', ' ', '?', '#']) => {
            Ok(text.to_owned())
        }
        _ => Err(format!(
            "expected an address such as http://localhost:9200, found {text}"
        )),
    }
}
