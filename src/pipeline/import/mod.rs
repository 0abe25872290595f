//! Bulk import: whole archives → one folder that can be trusted.
//!
//! Promises: every file's fate is known; no file stops the others; what is finished is not done again; the folder that
//! comes out depends on the files, the model and the options alone, and not on how many hands worked, how often the run
//! was killed, or what the folder held before. What a run is at is in the journal ([`JOURNAL`]); `Shelf` says how
//! records are written, `Publisher` how they become the folder's content. Leaves to others: talking to people.

mod claims;
mod crew;
mod cut;
mod history;
mod journal;
mod layout;
mod lock;
mod make;
mod publish;
mod reader;
mod request;
mod shelf;
mod status;
mod summary;
mod verify;

pub use journal::{Entry, JOURNAL, Place};
pub use layout::{PARQUET, RECORDS, STATUS, SUMMARY, TEXT};
pub use publish::FileStatus;
pub use reader::{Imported, Item, Progress, last_request, progress};
pub use request::{Duplicates, Request, Sameness, Share};
pub use status::{Class, Status, Tally};
pub use summary::{Counts, ShardFile, Summary};
pub use verify::{Problem, Verified, verify};

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use crate::error::{Error, chain};
use crate::ingest::{Listed, ReadError, mirrored_path};
use crate::model::Model;
use crate::restore::Restorer;
use crate::sink::WriteError;
use crew::{Crew, Limits, Next};
use history::History;
use journal::{Journal, Line, Run};
use lock::Lock;
use make::{Context, Maker, Work};
use publish::Publisher;
use shelf::Shelf;

/// A run, ready to begin.
pub struct Import<'a> {
    /// What to do.
    pub request: &'a Request,
    /// Where to.
    pub out: &'a Path,
    /// What to restore with.
    pub model: Arc<Model>,
    /// SHA-256 of the model's file.
    pub model_sha256: String,
    /// The model's file; nothing for the one inside the program.
    pub model_file: Option<PathBuf>,
    /// Threads that work.
    pub jobs: usize,
    /// What failed before is done again.
    pub retry: bool,
    /// Files of the last run may be gone, however many.
    pub accept_vanished: bool,
    /// Set by whoever wants the run to stop after what is in hand.
    pub stop: Arc<AtomicBool>,
}

/// How a run ended that did not fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ended {
    /// How many files came to what.
    pub tally: Tally,
    /// Files that were worked on in this run; the others were known.
    pub worked: u64,
    /// Whether all is done. If not, somebody asked to stop.
    pub complete: bool,
}

impl Import<'_> {
    /// Runs it. `tell` hears of every file, in order.
    ///
    /// # Errors
    /// Where it cannot begin, or cannot go on: another run is at work, the disk is full or read-only, a part of the input
    /// cannot be looked into any more. What is done by then is kept, and the same run goes on from there.
    pub fn run(self, mut tell: impl FnMut(&Entry)) -> Result<Ended, Error> {
        let started = Instant::now();
        self.check_out()?;
        let lock = Lock::take(self.out)?;
        let history = History::load(self.out)
            .map_err(|error| WriteError::new(&self.out.join(JOURNAL).display(), error))?;
        let fingerprint = self.request.fingerprint(&self.model_sha256);
        let run = history.last.as_ref().map_or(0, |last| last.run) + 1;
        let mut journal = Journal::open(self.out, history.whole)?;
        journal.append(&Line::Run(Box::new(Run {
            run,
            time: now(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            model: self.model_sha256.clone(),
            fingerprint: fingerprint.clone(),
            folder: std::env::current_dir().unwrap_or_default(),
            model_file: self.model_file.clone(),
            request: self.request.clone(),
        })))?;
        let context = Arc::new(Context {
            out: self.out.to_owned(),
            request: self.request.clone(),
            fingerprint,
            history,
            claims: claims::Claims::default(),
            retry: self.retry,
        });
        let mut shelf = Shelf::new(Arc::clone(&context), journal, run);
        let worked = self.work(&context, &mut shelf, &mut tell);
        let done = worked.and_then(|blind| {
            if self.stop.load(Ordering::Relaxed) {
                return Ok(false);
            }
            shelf.end_shard()?;
            let publisher = Publisher {
                context: &context,
                shelf: &mut shelf,
                model_sha256: &self.model_sha256,
                blind,
                accept_vanished: self.accept_vanished,
            };
            publisher.run()?;
            Ok(true)
        });
        let last = match &done {
            Ok(true) => Line::End {
                time: now(),
                seconds: started.elapsed().as_secs_f64(),
            },
            Ok(false) => Line::Stop {
                reason: "it was asked to".to_owned(),
            },
            Err(error) => Line::Stop {
                reason: chain(error),
            },
        };
        // On a full disk this fails, too; the line is for people alone.
        let told = shelf.journal().append(&last);
        let rested = shelf.rest();
        drop(lock);
        let complete = done?;
        told?;
        rested?;
        Ok(Ended {
            tally: shelf.tally,
            worked: shelf.worked,
            complete,
        })
    }

    /// Refuses an output folder that is a file, or that would be imported.
    fn check_out(&self) -> Result<(), Error> {
        let out = self.out.display().to_string();
        if let Some(folder) = self.request.selection.folder_around(self.out) {
            return Err(Error::OutputInsideInput {
                out,
                folder: folder.display().to_string(),
            });
        }
        if self.out.is_file() {
            return Err(Error::OutputIsAFile { out });
        }
        fs::create_dir_all(self.out)
            .map_err(|error| WriteError::new(&self.out.display(), error).into())
    }

    /// Works through the list. Returns why a place could not be looked into, if one could not.
    fn work(
        &self,
        context: &Arc<Context>,
        shelf: &mut Shelf,
        tell: &mut impl FnMut(&Entry),
    ) -> Result<Option<String>, Error> {
        let limits = Limits {
            hands: self.jobs,
            patience: self.request.patience(),
            memory: self.request.max_memory,
        };
        let model = Arc::clone(&self.model);
        let shared = Arc::clone(context);
        let crew = Crew::start(
            list(self.request)?,
            limits,
            Arc::clone(&self.stop),
            move |station| {
                let restorer = Restorer::new(&model).min_confidence(shared.request.min_confidence);
                let mut maker = Maker::new(Arc::clone(&shared), &restorer);
                loop {
                    let jobs = station.take();
                    if jobs.is_empty() || !station.done(maker.make_all(&jobs)) {
                        return;
                    }
                }
            },
        );
        let mut blind = None;
        let (mut given_up, mut last) = (0, String::new());
        loop {
            match crew.next() {
                Next::Made(index, finished) => {
                    if finished.is_blind {
                        blind = blind.or_else(|| finished.entry.error.clone());
                    }
                    tell(&shelf.add(index, finished)?);
                }
                Next::GivenUp(index, head) => {
                    given_up += 1;
                    last.clone_from(&head.name);
                    crew.settle(index, context.given_up(&head));
                }
                Next::Stuck => {
                    return Err(Error::Stuck {
                        count: given_up,
                        last,
                    });
                }
                Next::End => return Ok(blind),
            }
        }
    }
}

/// Everything that the request asks for, once.
fn list(request: &Request) -> Result<impl Iterator<Item = Work> + Send + use<>, Error> {
    let takes = request.clone();
    let mut places = request
        .selection
        .may_repeat()
        .then(std::collections::HashSet::<u128>::new);
    let listed = request
        .selection
        .list()?
        .filter(move |listed| match listed {
            Listed::Input(input) => takes.takes(&input.name),
            Listed::Skipped { name, .. } => takes.takes(name),
            Listed::Unreadable(_) => true,
        });
    Ok(listed.map(move |listed| Work(once(listed, places.as_mut()))))
}

/// A document whose place in the output is taken by one before it is skipped: it is that one, listed twice, or another
/// whose text would fall on it.
fn once(listed: Listed, places: Option<&mut std::collections::HashSet<u128>>) -> Listed {
    let (Listed::Input(input), Some(places)) = (&listed, places) else {
        return listed;
    };
    let place = mirrored_path(&input.name);
    let hash = crate::ingest::hash(place.as_os_str().as_encoded_bytes());
    if claims::content_key(&hash).is_none_or(|key| places.insert(key)) {
        return listed;
    }
    Listed::Skipped {
        name: input.name.clone(),
        bytes: input.bytes,
        reason: "a file before it has the same name".to_owned(),
    }
}

/// How many documents a request asks for, and their size, as far as it is known without opening them. `stop` ends it early.
///
/// # Errors
/// Where the list cannot be had.
pub fn count(
    request: &Request,
    stop: &AtomicBool,
    mut see: impl FnMut(u64, u64),
) -> Result<(), Error> {
    for work in list(request)? {
        if stop.load(Ordering::Relaxed) {
            break;
        }
        let bytes = match work.0 {
            Listed::Input(input) => input.bytes,
            Listed::Skipped { bytes, .. } => bytes,
            Listed::Unreadable(_) => None,
        };
        see(1, bytes.unwrap_or_default());
    }
    Ok(())
}

/// What a run would do with one file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Plan {
    /// It is new, or changed, or failed where it may fare better.
    Work,
    /// Its fate is known.
    Known,
    /// It is not wanted.
    Skip,
    /// It, or the place it is in, cannot be looked at.
    Fail,
}

/// Says for each file what a run would do, by names, sizes and times alone: nothing is read, nothing written.
///
/// # Errors
/// Where the list or the journal cannot be had.
pub fn dry_run(
    import: &Import<'_>,
    mut see: impl FnMut(Plan, &str, Option<u64>),
) -> Result<(), Error> {
    import.check_inputs()?;
    let history = History::load(import.out)
        .map_err(|error| WriteError::new(&import.out.join(JOURNAL).display(), error))?;
    let fingerprint = import.request.fingerprint(&import.model_sha256);
    let mut lookup = journal::Lookup::new(import.out);
    for work in list(import.request)? {
        match work.0 {
            Listed::Input(input) => {
                let known = history
                    .fates(&input.name, &mut lookup)
                    .iter()
                    .any(|(_, entry)| {
                        entry.fingerprint == fingerprint
                            && entry.bytes == input.bytes
                            && entry.modified.is_some()
                            && entry.modified == input.modified
                            && !matches!(entry.status, Status::IoError)
                            && !(import.retry && entry.failed())
                    });
                let plan = if known { Plan::Known } else { Plan::Work };
                see(plan, &input.name, input.bytes);
            }
            Listed::Skipped { name, bytes, .. } => see(Plan::Skip, &name, bytes),
            Listed::Unreadable(error) => see(Plan::Fail, &told(&error), None),
        }
    }
    Ok(())
}

fn told(error: &ReadError) -> String {
    chain(error)
}

impl Import<'_> {
    fn check_inputs(&self) -> Result<(), Error> {
        self.request
            .selection
            .folder_around(self.out)
            .map_or(Ok(()), |folder| {
                Err(Error::OutputInsideInput {
                    out: self.out.display().to_string(),
                    folder: folder.display().to_string(),
                })
            })
    }
}

fn now() -> u64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |time| time.as_secs())
}
