//! An index that is there: opened, asked, never changed.

use std::path::{Path, PathBuf};

use tantivy::collector::Count;
use tantivy::directory::MmapDirectory;
use tantivy::query::TermQuery;
use tantivy::schema::IndexRecordOption;
use tantivy::schema::Value;
use tantivy::{
    DocAddress, IndexReader, ReloadPolicy, Searcher, TantivyDocument, TantivyError, Term,
};

use super::form::{self, FORM, Fields, Key, Payload};
use super::hit::Hits;
use super::query::{Kind, Query};
use super::rank;
use super::shown::ShownOfAll;
use crate::error::Error;
use crate::ingest::ReadError;

/// The engine's file that says what the index is.
pub(super) const META: &str = "meta.json";
/// The engine's file that says which files are its own.
pub(super) const MANAGED: &str = ".managed.json";

/// An index, open for queries. Cheap to share between threads.
pub struct Index {
    dir: PathBuf,
    index: tantivy::Index,
    reader: IndexReader,
    fields: Fields,
}

/// What an index holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct State {
    /// Run of the import that it was made of.
    pub run: u64,
    /// Whether all of that import is in it.
    pub complete: bool,
    /// Documents in it.
    pub documents: u64,
    /// Sections in it.
    pub sections: u64,
    /// Tasks in it.
    pub tasks: u64,
}

impl Index {
    /// Opens the index in a folder.
    ///
    /// # Errors
    /// Where there is none, or one of another version.
    pub fn open(dir: &Path) -> Result<Self, Error> {
        let index = open(dir)?;
        let reader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .try_into()
            .map_err(|error| engine(dir, error))?;
        Ok(Self {
            dir: dir.to_owned(),
            index,
            reader,
            fields: Fields::new(),
        })
    }

    /// Sees what was written since it was opened. Returns whether that was anything.
    ///
    /// # Errors
    /// Where the folder can't be read, or holds an index of another version by now.
    pub fn refresh(&self) -> Result<bool, Error> {
        payload(&self.index, &self.dir)?;
        let before = self.reader.searcher().generation().segments().clone();
        self.reader
            .reload()
            .map_err(|error| engine(&self.dir, error))?;
        Ok(*self.reader.searcher().generation().segments() != before)
    }

    /// Answers a query.
    ///
    /// # Errors
    /// Where the files can't be read. Never because of what the query says.
    pub fn search(&self, query: &Query) -> Result<Hits, Error> {
        rank::answer(&self.reader.searcher(), &self.fields, query)
            .map_err(|error| engine(&self.dir, error))
    }

    /// The record of a document as one line of JSON, by its id; of those with the same id, the first by path.
    ///
    /// # Errors
    /// Where the files can't be read.
    pub fn record(&self, id: &str) -> Result<Option<Vec<u8>>, Error> {
        self.find(id).map_err(|error| engine(&self.dir, error))
    }

    fn find(&self, id: &str) -> tantivy::Result<Option<Vec<u8>>> {
        let searcher = self.reader.searcher();
        let term = Term::from_field_text(self.fields.id, id);
        let mut found: Option<(String, Vec<u8>)> = None;
        for (ord, segment) in searcher.segment_readers().iter().enumerate() {
            let postings = segment
                .inverted_index(self.fields.id)?
                .read_postings(&term, IndexRecordOption::Basic)?;
            let Some(mut postings) = postings else {
                continue;
            };
            let mut doc = tantivy::DocSet::doc(&postings);
            while doc != tantivy::TERMINATED {
                if !segment.is_deleted(doc) {
                    let entry: TantivyDocument = searcher.doc(DocAddress::new(ord as u32, doc))?;
                    let shown = entry.get_first(self.fields.shown);
                    let shown = shown.and_then(|value| value.as_str()).unwrap_or_default();
                    let path = serde_json::from_str::<ShownOfAll<'_>>(shown)
                        .map(|shown| shown.path.into_owned())
                        .unwrap_or_default();
                    let record = entry.get_first(self.fields.record);
                    let record = record
                        .and_then(|value| value.as_bytes())
                        .unwrap_or_default();
                    if found.as_ref().is_none_or(|(first, _)| path < *first) {
                        found = Some((path, record.to_vec()));
                    }
                }
                doc = tantivy::DocSet::advance(&mut postings);
            }
        }
        found
            .map(|(_, record)| zstd::stream::decode_all(record.as_slice()))
            .transpose()
            .map_err(TantivyError::from)
    }

    /// What is in it.
    ///
    /// # Errors
    /// Where the files can't be read.
    pub fn state(&self) -> Result<State, Error> {
        let payload = payload(&self.index, &self.dir)?;
        let searcher = self.reader.searcher();
        let count = |kind| {
            let term = Term::from_field_text(self.fields.keys, &form::key(kind, Key::Any));
            count(&searcher, term).map_err(|error| engine(&self.dir, error))
        };
        Ok(State {
            run: payload.map_or(0, |payload| payload.run),
            complete: payload.is_some_and(|payload| payload.complete),
            documents: count(Kind::Document)?,
            sections: count(Kind::Section)?,
            tasks: count(Kind::Task)?,
        })
    }
}

impl std::fmt::Debug for Index {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Index")
            .field("dir", &self.dir)
            .finish_non_exhaustive()
    }
}

fn count(searcher: &Searcher, term: Term) -> tantivy::Result<u64> {
    let found = searcher.search(&TermQuery::new(term, IndexRecordOption::Basic), &Count)?;
    Ok(found as u64)
}

/// Opens an index of our form, for whatever is to be done with it.
pub(super) fn open(dir: &Path) -> Result<tantivy::Index, Error> {
    let none = || Error::NoIndex {
        dir: dir.display().to_string(),
    };
    if !dir.join(META).is_file() {
        return Err(none());
    }
    let directory = MmapDirectory::open(dir).map_err(|_| none())?;
    let index = tantivy::Index::open(directory).map_err(|error| engine(dir, error))?;
    let payload = payload(&index, dir)?;
    if index.schema() != Fields::new().schema {
        let found = payload.map_or_else(
            || "other fields".to_owned(),
            |payload| format!("form {} with other fields", payload.form),
        );
        return Err(other(dir, found));
    }
    Ok(with_tokenizers(index))
}

pub(super) fn with_tokenizers(mut index: tantivy::Index) -> tantivy::Index {
    index.set_tokenizers(form::tokenizers());
    index
}

/// What the last commit says of itself; nothing where there is none yet.
pub(super) fn payload(index: &tantivy::Index, dir: &Path) -> Result<Option<Payload>, Error> {
    let metas = index.load_metas().map_err(|error| engine(dir, error))?;
    let Some(text) = metas.payload else {
        return Ok(None);
    };
    match serde_json::from_str::<Payload>(&text) {
        Ok(payload) if payload.form == FORM => Ok(Some(payload)),
        Ok(payload) => Err(other(dir, format!("form {}", payload.form))),
        Err(_) => Err(other(dir, "another program".to_owned())),
    }
}

fn other(dir: &Path, found: String) -> Error {
    Error::OtherIndex {
        dir: dir.display().to_string(),
        found,
        expected: FORM,
    }
}

/// What the engine says, as ours.
pub(super) fn engine(dir: &Path, error: TantivyError) -> Error {
    match error {
        TantivyError::IncompatibleIndex(what) => other(dir, format!("another engine ({what:?})")),
        TantivyError::IoError(error) => ReadError::Io {
            path: dir.display().to_string(),
            source: std::io::Error::new(error.kind(), error.to_string()),
        }
        .into(),
        other => Error::Engine {
            dir: dir.display().to_string(),
            source: Box::new(other),
        },
    }
}
