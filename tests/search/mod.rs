//! The embedded index: brought up to date, killed, asked, and how much of what is there it finds.

mod passages;
mod queries;
mod retrieval;
mod updates;
pub(crate) mod world;

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use vanban::Error;
use vanban::search::{Built, Hits, Index, Kind, Query, Update};

use crate::import::Archive;

pub(crate) fn update(out: &Path, index: &Path) -> Result<Built, Error> {
    Update {
        out,
        index,
        jobs: 2,
        rebuild: false,
        commit_every: Duration::from_secs(60),
        stop: Arc::new(AtomicBool::new(false)),
    }
    .run(|_| {})
}

/// Imports `scans` of an archive and indexes it; gives the index.
fn indexed(archive: &Archive) -> Index {
    archive.expect(0, "import scans --out out --accept-vanished");
    update(&archive.path("out"), &archive.path("index")).unwrap();
    Index::open(&archive.path("index")).unwrap()
}

fn ask(index: &Index, text: &str, kind: Option<Kind>) -> Hits {
    let query = Query {
        kind,
        limit: 100,
        ..Query::new(text)
    };
    index.search(&query).unwrap()
}

/// File names of the documents that are found, best first.
fn found(index: &Index, text: &str) -> Vec<String> {
    ask(index, text, Some(Kind::Document))
        .hits
        .iter()
        .map(|hit| stem(&hit.path))
        .collect()
}

fn stem(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap();
    name.trim_end_matches(".txt").to_owned()
}
