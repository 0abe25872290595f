//! Brings an index to what an import holds: adds, changes, removes, and no more than that.
//!
//! The index itself says what is in it: each document's path and the hash of its record. A run compares, writes what
//! differs, and commits now and then; so one that was killed is gone on with by the same comparison, and loses what came
//! after its last commit. A commit is one file that takes the place of another: readers see the one before or the one after.

mod known;
mod work;

use std::fs;
use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError};
use std::time::Duration;

use tantivy::directory::error::{LockError, OpenWriteError};
use tantivy::directory::{Directory, INDEX_WRITER_LOCK, MmapDirectory};
use tantivy::indexer::LogMergePolicy;
use tantivy::{IndexSettings, IndexWriter, TantivyError, Term};

use self::known::Known;
use self::work::Work;
use super::flow::Travelling;
use super::form::{FORM, Fields, Payload};
use super::index::{self, engine};
use crate::error::Error;
use crate::pipeline::import::Imported;
use crate::sink::WriteError;

/// Memory of the words that wait to be written, of all threads together.
const WORDS: usize = 256 << 20;
/// Least that the engine takes for a thread.
const LEAST: usize = 16 << 20;
/// Threads that write; the engine has no more.
const HANDS: usize = 8;

/// A run of the indexer, ready to begin.
#[derive(Debug)]
pub struct Update<'a> {
    /// Output folder of the import.
    pub out: &'a Path,
    /// Folder of the index; made where it is missing.
    pub index: &'a Path,
    /// Threads that work.
    pub jobs: usize,
    /// Make it anew, whatever is there.
    pub rebuild: bool,
    /// What is done is kept that often.
    pub commit_every: Duration,
    /// Set by whoever wants the run to stop after what is in hand.
    pub stop: Arc<AtomicBool>,
}

/// What is told of each document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step<'a> {
    /// Path of its source.
    pub path: &'a str,
    /// What is done with it.
    pub change: Change,
    /// Bytes of its record.
    pub bytes: u64,
}

/// What is done with a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// It is new.
    Added,
    /// It was there, and is another.
    Changed,
    /// It is there as it is.
    Same,
}

/// What a run did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Built {
    /// Documents that are new.
    pub added: u64,
    /// Documents that changed.
    pub changed: u64,
    /// Documents that are gone.
    pub removed: u64,
    /// Documents that were there as they are.
    pub same: u64,
    /// Bytes of the records that were read.
    pub bytes: u64,
    /// Whether all is done. If not, somebody asked to stop.
    pub complete: bool,
}

impl Update<'_> {
    /// Runs it. `tell` hears of every document, in the order of the import.
    ///
    /// # Errors
    /// Where the import can't be read, the index is of another version or another run writes it, or the disk is full. What
    /// was committed by then is kept, and the same run goes on from there.
    pub fn run(&self, mut tell: impl FnMut(&Step<'_>)) -> Result<Built, Error> {
        let imported = Imported::open(self.out)?;
        let run = imported.run()?;
        let index = self.open()?;
        let options = tantivy::indexer::IndexWriterOptions::builder()
            .num_worker_threads(self.hands())
            .memory_budget_per_thread((WORDS / self.hands()).max(LEAST))
            .num_merge_threads(self.hands().min(2))
            .build();
        let writer: IndexWriter<Travelling> = index
            .writer_with_options(options)
            .map_err(|error| self.failed(error))?;
        // What a killed run had begun and no commit names: the engine does not write over it, should it come to the same name.
        writer
            .garbage_collect_files()
            .wait()
            .map_err(|error| self.failed(error))?;
        // The engine gives the first operation of a writer the number of the commit before it, and so a merge that begins before
        // the next commit would take a delete for part of it: a document could be gone or twice. An empty run uses that number up.
        writer.run(Vec::new()).map_err(|error| self.failed(error))?;
        let mut policy = LogMergePolicy::default();
        policy.set_del_docs_ratio_before_merge(0.3);
        writer.set_merge_policy(Box::new(policy));
        let before = index::payload(&index, self.index)?;
        let mut known = Known::default();
        if self.rebuild {
            writer
                .delete_all_documents()
                .map_err(|error| self.failed(error))?;
        } else {
            known = Known::read(&index).map_err(|error| self.failed(error))?;
        }
        let work = Work::new(self, writer);
        let mut built = work.through(&imported, run, &mut known, &mut tell)?;
        let gone: Vec<u64> = known.unseen().collect();
        let payload = Payload {
            form: FORM,
            run,
            complete: !self.stop.load(Ordering::Relaxed),
        };
        let mut writer = work
            .writer
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner);
        if payload.complete {
            for &path in &gone {
                writer.delete_term(Term::from_field_u64(work.fields.path, path));
            }
            built.removed = gone.len() as u64;
            built.complete = true;
        }
        let changes = built.added + built.changed + built.removed;
        if changes > 0 || self.rebuild || before != Some(payload) {
            commit(&mut writer, payload).map_err(|error| self.failed(error))?;
        }
        writer
            .wait_merging_threads()
            .map_err(|error| self.failed(error))?;
        Ok(built)
    }

    fn hands(&self) -> usize {
        self.jobs.clamp(1, HANDS)
    }

    /// The index, made where there is none.
    fn open(&self) -> Result<tantivy::Index, Error> {
        fs::create_dir_all(self.index)
            .map_err(|error| WriteError::new(&self.index.display(), error))?;
        if self.rebuild {
            self.clear_other()?;
        }
        match index::open(self.index) {
            Err(Error::NoIndex { .. }) => {}
            other => return other,
        }
        let mut others = fs::read_dir(self.index)
            .map_err(|error| WriteError::new(&self.index.display(), error))?
            .filter_map(Result::ok)
            // What begins with a dot is the engine's own, left by a run that was killed at its beginning.
            .filter(|file| !file.file_name().as_encoded_bytes().starts_with(b"."));
        if others.next().is_some() {
            return Err(Error::NotAnIndex {
                dir: self.index.display().to_string(),
            });
        }
        let directory = MmapDirectory::open(self.index)
            .map_err(|error| self.failed(TantivyError::from(error)))?;
        let settings = IndexSettings {
            // Handing over takes longer than what is handed over: records are compressed already.
            docstore_compress_dedicated_thread: false,
            ..IndexSettings::default()
        };
        let index = tantivy::Index::create(directory, Fields::new().schema, settings)
            .map_err(|error| self.failed(error))?;
        Ok(index::with_tokenizers(index))
    }

    /// Removes an index of another version.
    fn clear_other(&self) -> Result<(), Error> {
        if !matches!(index::open(self.index), Err(Error::OtherIndex { .. })) {
            return Ok(());
        }
        let directory = MmapDirectory::open(self.index)
            .map_err(|error| self.failed(TantivyError::from(error)))?;
        let _lock = directory
            .acquire_lock(&INDEX_WRITER_LOCK)
            .map_err(|error| self.failed(TantivyError::LockFailure(error, None)))?;
        let failed = |error| WriteError::new(&self.index.display(), error);
        let managed = fs::read(self.index.join(index::MANAGED)).map_err(failed)?;
        let names: Vec<String> = serde_json::from_slice(&managed).unwrap_or_default();
        // What it says that it is goes last, so that a run killed here is known for what it was.
        let last = [index::META, index::MANAGED].map(str::to_owned);
        let others = names.into_iter().filter(|name| !last.contains(name));
        for name in others.chain(last.clone()) {
            let is_plain = Path::new(&name).components().count() == 1;
            if let Err(error) = fs::remove_file(self.index.join(&name))
                && is_plain
                && error.kind() != io::ErrorKind::NotFound
            {
                return Err(failed(error).into());
            }
        }
        Ok(())
    }

    fn failed(&self, error: TantivyError) -> Error {
        let dir = self.index.display();
        let cause = match error {
            TantivyError::LockFailure(LockError::LockBusy, _) => {
                return Error::IndexBusy {
                    dir: dir.to_string(),
                };
            }
            TantivyError::LockFailure(LockError::IoError(error), _)
            | TantivyError::OpenWriteError(OpenWriteError::IoError {
                io_error: error, ..
            })
            | TantivyError::IoError(error) => io::Error::new(error.kind(), error.to_string()),
            // What a thread of the engine met, nearly always a full disk; of that it keeps no more than the words.
            TantivyError::ErrorInThread(what) | TantivyError::InternalError(what) => {
                io::Error::other(what)
            }
            other => return engine(self.index, other),
        };
        WriteError::new(&dir, cause).into()
    }
}

fn commit(writer: &mut IndexWriter<Travelling>, payload: Payload) -> tantivy::Result<()> {
    let mut prepared = writer.prepare_commit()?;
    let text = serde_json::to_string(&payload).expect("invariant: numbers are JSON");
    prepared.set_payload(&text);
    prepared.commit()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_engine_meets_on_the_disk_is_told_as_such() {
        let update = Update {
            out: Path::new("out"),
            index: Path::new("index"),
            jobs: 1,
            rebuild: false,
            commit_every: Duration::ZERO,
            stop: Arc::default(),
        };
        let full = || Arc::new(io::Error::from(io::ErrorKind::StorageFull));
        for error in [
            TantivyError::IoError(full()),
            TantivyError::OpenWriteError(OpenWriteError::IoError {
                io_error: full(),
                filepath: "a.store".into(),
            }),
            TantivyError::LockFailure(LockError::IoError(full()), None),
            TantivyError::ErrorInThread("no space left on device".to_owned()),
            TantivyError::InternalError("no space left on device".to_owned()),
        ] {
            let told = update.failed(error.clone());
            assert!(matches!(told, Error::Write(_)), "{error:?}");
        }
        let busy = TantivyError::LockFailure(LockError::LockBusy, None);
        assert!(matches!(update.failed(busy), Error::IndexBusy { .. }));
    }
}
