//! The work of a run: one reads the import and tells what differs, the others make entries of that and give them to the engine.

use std::sync::atomic::Ordering;
use std::sync::{Mutex, PoisonError, RwLock, mpsc};
use std::thread;
use std::time::Instant;

use tantivy::indexer::UserOperation;
use tantivy::{IndexWriter, Term};

use super::known::Known;
use super::{Built, Change, Step, Update, commit};
use crate::error::Error;
use crate::pipeline::import::Imported;
use crate::search::entry::{self, Tools};
use crate::search::flow::{Freight, Gate, Pass, Travelling};
use crate::search::form::{FORM, Fields, Payload};

/// Bytes of records that may be on their way.
const ON_THE_WAY: usize = 96 << 20;
/// Bytes of records that go from hand to hand together: handing over takes time of its own.
const TOGETHER: usize = 1 << 20;

/// A record to be written.
struct Load {
    name: String,
    path: u64,
    digest: u64,
    json: Vec<u8>,
    change: Change,
    pass: Pass,
}

/// Records that wait to be handed on together.
struct Batch {
    loads: Vec<Load>,
    bytes: usize,
    hands: mpsc::SyncSender<Vec<Load>>,
}

impl Batch {
    /// Whether so many bytes more are too many to go together.
    fn is_full_with(&self, bytes: usize) -> bool {
        !self.loads.is_empty() && self.bytes + bytes > TOGETHER
    }

    fn add(&mut self, load: Load) {
        self.bytes += load.json.len();
        self.loads.push(load);
    }

    /// Hands on what waits. Where nobody is left to take it, somebody has said why, and nothing more is to be done.
    fn hand_on(&mut self) -> Result<(), Gone> {
        self.bytes = 0;
        let loads = std::mem::take(&mut self.loads);
        if loads.is_empty() {
            return Ok(());
        }
        self.hands.send(loads).map_err(|_| Gone)
    }
}

/// All hands have gone home before the end.
struct Gone;

pub(super) struct Work<'a> {
    pub(super) update: &'a Update<'a>,
    pub(super) fields: Fields,
    pub(super) writer: RwLock<IndexWriter<Travelling>>,
    failure: Mutex<Option<Error>>,
}

impl<'a> Work<'a> {
    pub(super) fn new(update: &'a Update<'a>, writer: IndexWriter<Travelling>) -> Self {
        Self {
            update,
            fields: Fields::new(),
            writer: RwLock::new(writer),
            failure: Mutex::new(None),
        }
    }

    /// Reads the import through, and has written what differs.
    pub(super) fn through(
        &self,
        imported: &Imported,
        run: u64,
        known: &mut Known,
        tell: &mut impl FnMut(&Step<'_>),
    ) -> Result<Built, Error> {
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
            // It goes in the end, and so the hands go home.
            let batch = Batch {
                loads: Vec::new(),
                bytes: 0,
                hands: sender,
            };
            self.read(imported, run, known, batch, tell)
        })
        .and_then(|built| self.check().map(|()| built))
    }

    fn read(
        &self,
        imported: &Imported,
        run: u64,
        known: &mut Known,
        mut batch: Batch,
        tell: &mut impl FnMut(&Step<'_>),
    ) -> Result<Built, Error> {
        let gate = Gate::new(ON_THE_WAY);
        let mut built = Built::default();
        let (mut committed, mut pending) = (Instant::now(), false);
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
            let digest = entry::digest(&json);
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
                if batch.is_full_with(json.len()) && batch.hand_on().is_err() {
                    break;
                }
                batch.add(Load {
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
                if batch.hand_on().is_err() {
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
        // If nobody takes the last ones, [`Work::through`] tells why.
        let _ = batch.hand_on();
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
