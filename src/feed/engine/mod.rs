//! The engines: what a document is in each one's files, and the files that prepare and load it.
//!
//! Each engine's room says its limits and how they are kept. Leaves to others: which documents there are, which have gone
//! ([`super::Feed`]), and how files are cut ([`super::batch`]).

mod meilisearch;
mod opensearch;
mod postgres;
mod quickwit;
mod typesense;

use std::fmt;

use super::batch::FeedFile;
use super::curl::{Curl, line};
use super::item::items;
use crate::sink::read::Record;

/// A search engine that a feed can be for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// OpenSearch and Elasticsearch.
    OpenSearch,
    /// PostgreSQL, 13 or newer, with its unaccent extension.
    Postgres,
    /// Meilisearch.
    Meilisearch,
    /// Typesense.
    Typesense,
    /// Quickwit.
    Quickwit,
}

/// Where a feed goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Target {
    /// Name of the index, collection or schema.
    pub(super) name: String,
    /// The engine's address, without the name.
    pub(super) url: String,
    /// A file with headers for every request.
    pub(super) headers: Option<String>,
}

/// A document as an engine takes it.
#[derive(Debug, Default)]
pub(super) struct Rendered {
    /// What the engine knows its items by.
    pub(super) ids: Vec<String>,
    /// Entries, each with the number of the stream of files that it goes to.
    pub(super) entries: Vec<(usize, Vec<u8>)>,
}

/// Files by streams, and what is to be deleted.
#[derive(Debug, Default)]
pub(super) struct Load<'a> {
    pub(super) streams: &'a [Vec<FeedFile>],
    pub(super) deletes: &'a [Delete],
}

/// One request to delete.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Delete {
    /// A file that says what.
    File(FeedFile),
    /// The path and query of an address that says it.
    Address(String),
}

/// A request to delete in the making.
#[derive(Debug)]
pub(super) enum Deletion {
    /// What to write into a file of this ending.
    Bytes(&'static str, Vec<u8>),
    /// Path and query of an address.
    Address(String),
}

impl Engine {
    /// All of them, in the order in which help names them.
    pub const ALL: [Self; 5] = [
        Self::OpenSearch,
        Self::Postgres,
        Self::Meilisearch,
        Self::Typesense,
        Self::Quickwit,
    ];

    /// Its name as an argument.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::OpenSearch => "opensearch",
            Self::Postgres => "postgres",
            Self::Meilisearch => "meilisearch",
            Self::Typesense => "typesense",
            Self::Quickwit => "quickwit",
        }
    }

    /// Where it listens if nobody says otherwise.
    #[must_use]
    pub fn default_url(self) -> &'static str {
        match self {
            Self::OpenSearch => "http://localhost:9200",
            Self::Postgres => "",
            Self::Meilisearch => "http://localhost:7700",
            Self::Typesense => "http://localhost:8108",
            Self::Quickwit => "http://localhost:7280",
        }
    }

    /// Stems and endings of its files of items.
    pub(super) fn streams(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::OpenSearch => &[("bulk", "ndjson")],
            Self::Postgres => &postgres::STREAMS,
            Self::Meilisearch | Self::Typesense | Self::Quickwit => &[("documents", "ndjson")],
        }
    }

    /// A document in the engine's form.
    pub(super) fn render(self, record: &Record) -> Rendered {
        match self {
            Self::OpenSearch => opensearch::render(record),
            Self::Postgres => postgres::render(record),
            Self::Meilisearch => json_lines(record, false),
            Self::Typesense | Self::Quickwit => json_lines(record, true),
        }
    }

    /// How many ids one request to delete may name, and how many bytes of them.
    pub(super) fn most_deleted(self) -> (usize, usize) {
        match self {
            Self::OpenSearch | Self::Postgres | Self::Meilisearch => (10_000, 4_000_000),
            // The address says it.
            Self::Typesense => (100, 2_500),
            Self::Quickwit => (500, 100_000),
        }
    }

    /// The request to delete these.
    pub(super) fn delete(self, target: &Target, ids: &[String]) -> Deletion {
        match self {
            Self::OpenSearch => opensearch::delete(ids),
            Self::Postgres => postgres::delete(ids),
            Self::Meilisearch => meilisearch::delete(ids),
            Self::Typesense => typesense::delete(target, ids),
            Self::Quickwit => quickwit::delete(ids),
        }
    }

    /// Whether deleting names whole documents, and loading one again replaces all of it.
    pub(super) fn deletes_documents(self) -> bool {
        matches!(self, Self::Postgres | Self::Quickwit)
    }

    /// Whether a document that has changed has to be deleted before it is loaded again.
    pub(super) fn only_appends(self) -> bool {
        self == Self::Quickwit
    }

    /// The files that prepare the engine and load the feed: names and content.
    pub(super) fn files(self, target: &Target, load: &Load) -> Vec<(&'static str, Vec<u8>)> {
        match self {
            Self::OpenSearch => opensearch::files(target, load),
            Self::Postgres => postgres::files(target, load),
            Self::Meilisearch => meilisearch::files(target, load),
            Self::Typesense => typesense::files(target, load),
            Self::Quickwit => quickwit::files(target, load),
        }
    }
}

impl fmt::Display for Engine {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Each item as a line of JSON, folded by us where the engine can't.
fn json_lines(record: &Record, folded: bool) -> Rendered {
    let mut rendered = Rendered::default();
    items(record, |mut item| {
        if folded {
            item.fold();
        }
        rendered.entries.push((0, line(&item)));
        rendered.ids.push(item.id);
    });
    rendered
}

const PREPARE: &str = "Once, before the first load: curl --config create.curl";
const LOAD: &str = "From this folder: curl --config load.curl";

/// Requests for all files to delete and then for all files of items, to addresses under the engine's.
fn load_by_curl(
    target: &Target,
    load: &Load,
    delete: (&str, &str),
    items: (&str, &str),
) -> Vec<u8> {
    let mut curl = Curl::new(LOAD, target.headers.as_deref());
    let address = |path: &str| format!("{}{path}", target.url);
    for (index, request) in load.deletes.iter().enumerate() {
        match request {
            Delete::File(file) => {
                let answer = answer(&file.name);
                curl.send(delete.0, &address(delete.1), Some(&file.name), &answer);
            }
            Delete::Address(path) => {
                let answer = format!("delete-{index:05}.json");
                curl.send(delete.0, &address(path), None, &answer);
            }
        }
    }
    for file in load.streams.iter().flatten() {
        let answer = answer(&file.name);
        curl.send(items.0, &address(items.1), Some(&file.name), &answer);
    }
    curl.into_bytes()
}

/// The request that makes the index.
fn create_by_curl(target: &Target, requests: &[(&str, &str, &str)]) -> Vec<u8> {
    let mut curl = Curl::new(PREPARE, target.headers.as_deref());
    for (index, (method, path, file)) in requests.iter().enumerate() {
        let url = format!("{}{path}", target.url);
        curl.send(method, &url, Some(file), &format!("create-{index}.json"));
    }
    curl.into_bytes()
}

fn answer(file: &str) -> String {
    let stem = file.split('.').next().unwrap_or(file);
    format!("{stem}.json")
}
