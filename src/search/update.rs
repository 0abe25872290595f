//! Brings an index to what an import holds: adds, changes, removes, and no more than that.
//!
//! The index itself says what is in it: each document's path and the hash of its record. A run compares, writes what
//! differs, and commits now and then; so one that was killed is gone on with by the same comparison, and loses what came
//! after its last commit. A commit is one file that takes the place of another: readers see the one before or the one after.

use std::fs;
use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use tantivy::directory::error::{LockError, OpenWriteError};
use tantivy::directory::{Directory, INDEX_WRITER_LOCK, MmapDirectory};
use tantivy::indexer::{LogMergePolicy, UserOperation};
use tantivy::{IndexSettings, IndexWriter, TantivyError, Term};

use super::entry::{self, Tools};
use super::flow::{Freight, Gate, Pass, Travelling};
use super::form::{FORM, Fields, Payload};
use super::index::{self, engine};
use crate::error::Error;
use crate::pipeline::import::Imported;
use crate::sink::WriteError;

/// Memory of the words that wait to be written, of all threads together.
const WORDS: usize = 256 << 20;
/// Least that the engine takes for a thread.
const LEAST: usize = 16 << 20;
/// Bytes of records that may be on their way.
const ON_THE_WAY: usize = 96 << 20;
/// Bytes of records that go from hand to hand together: handing over takes time of its own.
const TOGETHER: usize = 256 << 10;
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
        let work = Work {
            update: self,
            fields: Fields::new(),
            writer: RwLock::new(writer),
            failure: Mutex::new(None),
        };
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

/// The documents in the index: hashes of paths and records, in order of paths.
#[derive(Debug, Default)]
struct Known {
    documents: Vec<(u64, u64)>,
    seen: Vec<bool>,
}

impl Known {
    fn read(index: &tantivy::Index) -> tantivy::Result<Self> {
        let searcher = index.reader()?.searcher();
        let mut documents = Vec::new();
        for segment in searcher.segment_readers() {
            let columns = segment.fast_fields();
            let (paths, digests) = (columns.u64("path")?, columns.u64("digest")?);
            for doc in segment.doc_ids_alive() {
                if let (Some(path), Some(digest)) = (paths.first(doc), digests.first(doc)) {
                    documents.push((path, digest));
                }
            }
        }
        documents.sort_unstable();
        Ok(Self {
            seen: vec![false; documents.len()],
            documents,
        })
    }

    /// What is to be done with a document that the import has.
    fn see(&mut self, path: u64, digest: u64) -> Change {
        match self.documents.binary_search_by_key(&path, |known| known.0) {
            Err(_) => Change::Added,
            Ok(at) => {
                self.seen[at] = true;
                if self.documents[at].1 == digest {
                    Change::Same
                } else {
                    Change::Changed
                }
            }
        }
    }

    fn unseen(&self) -> impl Iterator<Item = u64> {
        let both = self.documents.iter().zip(&self.seen);
        both.filter(|(_, seen)| !**seen).map(|(known, _)| known.0)
    }
}

/// A record to be written.
struct Load {
    name: String,
    path: u64,
    digest: u64,
    json: Vec<u8>,
    change: Change,
    pass: Pass,
}

struct Work<'a> {
    update: &'a Update<'a>,
    fields: Fields,
    writer: RwLock<IndexWriter<Travelling>>,
    failure: Mutex<Option<Error>>,
}

impl Work<'_> {
    /// Reads the import through, and has written what differs.
    fn through(
        &self,
        imported: &Imported,
        run: u64,
        known: &mut Known,
        tell: &mut impl FnMut(&Step<'_>),
    ) -> Result<Built, Error> {
        let gate = Gate::new(ON_THE_WAY);
        let (sender, receiver) = mpsc::sync_channel::<Vec<Load>>(2 * self.update.hands());
        let receiver = Mutex::new(receiver);
        thread::scope(|scope| {
            for _ in 0..self.update.hands() {
                scope.spawn(|| {
                    let mut tools = match Tools::new() {
                        Ok(tools) => tools,
                        Err(error) => return self.fail(self.update.failed(error.into())),
                    };
                    loop {
                        let next = receiver
                            .lock()
                            .unwrap_or_else(PoisonError::into_inner)
                            .recv();
                        let Ok(loads) = next else { return };
                        self.write(&mut tools, loads);
                    }
                });
            }
            // It drops the sender in the end, and so the hands go home.
            self.read(imported, run, known, &gate, sender, tell)
        })
        .and_then(|built| self.check().map(|()| built))
    }

    fn read(
        &self,
        imported: &Imported,
        run: u64,
        known: &mut Known,
        gate: &Arc<Gate>,
        sender: mpsc::SyncSender<Vec<Load>>,
        tell: &mut impl FnMut(&Step<'_>),
    ) -> Result<Built, Error> {
        let mut built = Built::default();
        let (mut committed, mut pending) = (Instant::now(), false);
        let (mut loads, mut together) = (Vec::new(), 0);
        for item in imported.items()? {
            if self.update.stop.load(Ordering::Relaxed) {
                break;
            }
            self.check()?;
            let item = item?;
            let Some(json) = item.record else {
                continue;
            };
            let path = entry::hash(item.status.path.as_bytes());
            let digest = entry::hash(&json);
            let bytes = json.len() as u64;
            let change = known.see(path, digest);
            built.bytes += bytes;
            *match change {
                Change::Added => &mut built.added,
                Change::Changed => &mut built.changed,
                Change::Same => &mut built.same,
            } += 1;
            tell(&Step {
                path: &item.status.path,
                change,
                bytes,
            });
            if change != Change::Same {
                // What waits here must not keep room from what waits for room.
                if together + json.len() > TOGETHER && !loads.is_empty() {
                    together = 0;
                    if sender.send(std::mem::take(&mut loads)).is_err() {
                        break;
                    }
                }
                together += json.len();
                loads.push(Load {
                    name: item.status.path,
                    path,
                    digest,
                    pass: gate.enter(json.len()),
                    json,
                    change,
                });
                pending = true;
            }
            if pending && committed.elapsed() >= self.update.commit_every {
                together = 0;
                if sender.send(std::mem::take(&mut loads)).is_err() {
                    break;
                }
                let mut writer = self.writer.write().unwrap_or_else(PoisonError::into_inner);
                let payload = Payload {
                    form: FORM,
                    run,
                    complete: false,
                };
                commit(&mut writer, payload).map_err(|error| self.update.failed(error))?;
                (committed, pending) = (Instant::now(), false);
            }
        }
        // Where nobody is left to take it, somebody has said why.
        let _ = sender.send(loads);
        Ok(built)
    }

    fn write(&self, tools: &mut Tools, loads: Vec<Load>) {
        let mut operations = Vec::new();
        let mut deletes = false;
        for load in loads {
            let made = entry::entries(&self.fields, tools, load.path, load.digest, &load.json);
            let Some(entries) = made else {
                self.fail(Error::Damaged {
                    path: format!("the record of {}", load.name),
                    advice: "`vanban verify` says what else is",
                });
                return;
            };
            if load.change == Change::Changed {
                let path = Term::from_field_u64(self.fields.path, load.path);
                operations.push(UserOperation::Delete(path));
                deletes = true;
            }
            let freight = Freight {
                entries,
                _pass: load.pass,
            };
            operations.extend(Travelling::all(freight).map(UserOperation::Add));
        }
        if operations.is_empty() {
            return;
        }
        // The engine's queue of deletes is for one producer: threads that delete at once can put theirs in another order than
        // their numbers, and one behind a later one is applied to what was added after it. So who deletes is alone.
        let ran = if deletes {
            let writer = self.writer.write().unwrap_or_else(PoisonError::into_inner);
            writer.run(operations)
        } else {
            let writer = self.writer.read().unwrap_or_else(PoisonError::into_inner);
            writer.run(operations)
        };
        if let Err(error) = ran {
            self.fail(self.update.failed(error));
        }
    }

    fn fail(&self, error: Error) {
        self.failure
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get_or_insert(error);
    }

    fn check(&self) -> Result<(), Error> {
        self.failure
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take()
            .map_or(Ok(()), Err)
    }
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

    #[test]
    fn known_documents_are_told_from_new_and_changed_ones() {
        let mut known = Known {
            documents: vec![(1, 10), (5, 50), (9, 90)],
            seen: vec![false; 3],
        };
        assert_eq!(known.see(5, 50), Change::Same);
        assert_eq!(known.see(9, 91), Change::Changed);
        assert_eq!(known.see(7, 70), Change::Added);
        assert_eq!(known.unseen().collect::<Vec<_>>(), [1]);
    }
}
