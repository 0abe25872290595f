//! One file → its fate: what one hand does.
//!
//! What an earlier run said of the file is used again where the file, and everything that its record depends on, is the
//! same; else the file is read, restored and parsed. A panic costs the file. Nothing here depends on what other files
//! are in work, save that of files with the same content the first is the document.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use unicode_normalization::UnicodeNormalization;

use super::claims::{Claims, ContentKey, content_key};
use super::crew::{Job, Jobs, Product};
use super::history::History;
use super::journal::{Entry, Lookup};
use super::request::{Duplicates, MEMORY_FACTOR, Request, Sameness};
use super::status::Status;
use crate::error::chain;
use crate::ingest::{Input, Listed, ReadError, decode_as, hash};
use crate::pipeline::panic_message;
use crate::restore::{Restorer, Worker};
use crate::restored::Restored;
use crate::scan::Scan;
use crate::segment::segment;
use crate::sink::Layout;
use crate::sink::wire::{Record, Severity};

/// A file changed less than this before it was read may change again within the same tick of the clock.
const SETTLED_NS: u64 = 2_000_000_000;

/// What all hands share.
#[derive(Debug)]
pub(super) struct Context {
    pub(super) out: PathBuf,
    pub(super) request: Request,
    pub(super) fingerprint: String,
    pub(super) history: History,
    pub(super) claims: Claims,
    /// What failed is done again.
    pub(super) retry: bool,
}

/// Something listed, to be worked on.
pub(super) struct Work(pub(super) Listed);

/// What is known of a file before it is worked on.
pub(super) struct Head {
    pub(super) name: String,
    pub(super) bytes: Option<u64>,
    pub(super) modified: Option<u64>,
}

/// What was made of a file.
pub(super) struct Finished {
    pub(super) entry: Entry,
    pub(super) content: Content,
    /// What earlier runs said of it, and the places of their lines; one may say the same.
    pub(super) earlier: Vec<(u64, Entry)>,
    pub(super) key: Option<ContentKey>,
    /// A place that could not be looked into: what lies under it is not known.
    pub(super) is_blind: bool,
}

/// The record of a file.
pub(super) enum Content {
    None,
    Fresh {
        record: Vec<u8>,
        text: String,
    },
    /// That of an earlier run.
    Old,
}

impl Job for Work {
    type Head = Head;

    fn head(&self) -> Head {
        match &self.0 {
            Listed::Input(input) => Head {
                name: input.name.clone(),
                bytes: input.bytes,
                modified: input.modified,
            },
            Listed::Skipped { name, bytes, .. } => Head {
                name: name.clone(),
                bytes: *bytes,
                modified: None,
            },
            Listed::Unreadable(error) => Head {
                name: error.path().to_owned(),
                bytes: None,
                modified: None,
            },
        }
    }

    fn cost(&self) -> u64 {
        match &self.0 {
            Listed::Input(input) => input
                .bytes
                .unwrap_or_default()
                .saturating_mul(MEMORY_FACTOR),
            Listed::Skipped { .. } | Listed::Unreadable(_) => 0,
        }
    }

    fn size(&self) -> Option<u64> {
        match &self.0 {
            // What has no size before it is read, as standard input, may be read once only.
            Listed::Input(input) => input.bytes,
            Listed::Skipped { .. } | Listed::Unreadable(_) => Some(0),
        }
    }
}

impl Product for Finished {
    fn size(&self) -> u64 {
        match &self.content {
            Content::Fresh { record, text } => (record.len() + text.len()) as u64,
            Content::None | Content::Old => 0,
        }
    }
}

impl Context {
    /// A fate to be filled in.
    pub(super) fn entry(&self, head: &Head, status: Status) -> Entry {
        Entry {
            path: head.name.clone(),
            status,
            bytes: head.bytes,
            modified: settled(head.modified),
            sha256: None,
            text_sha256: None,
            encoding: None,
            tokens: None,
            changed: None,
            uncertain: None,
            quality: None,
            duplicate_of: None,
            shares_text: false,
            error: None,
            ms: 0,
            fingerprint: self.fingerprint.clone(),
            patience: None,
            part: String::new(),
            seq: 0,
            record: None,
        }
    }

    /// The fate of a file that was given up.
    pub(super) fn given_up(&self, head: &Head) -> Finished {
        let seconds = self.request.timeout;
        let mut entry = self.entry(head, Status::Timeout);
        entry.error = Some(format!(
            "{}: not done after {seconds} s; raise the limit with --timeout",
            head.name
        ));
        entry.patience = Some(seconds);
        entry.ms = (seconds * 1000.0) as u64;
        Finished::of(entry)
    }
}

impl Finished {
    fn of(entry: Entry) -> Self {
        Self {
            entry,
            content: Content::None,
            earlier: Vec::new(),
            key: None,
            is_blind: false,
        }
    }

    /// Takes note of the time it took, or of its share of that of several.
    fn took(&mut self, time: Duration) {
        if !matches!(self.content, Content::Old) {
            self.entry.ms = u64::try_from(time.as_millis()).unwrap_or(u64::MAX);
        }
    }
}

/// A document that is to be restored, and what is known of it. In its place stands a fate where no more is to be done.
struct Ready {
    scan: Scan,
    entry: Entry,
    key: Option<ContentKey>,
    earlier: Vec<(u64, Entry)>,
}

/// One hand and its scratch.
pub(super) struct Maker<'r, 'm> {
    context: Arc<Context>,
    restorer: &'r Restorer<'m>,
    worker: Worker<'r>,
    lookup: Lookup,
}

impl<'r, 'm> Maker<'r, 'm> {
    pub(super) fn new(context: Arc<Context>, restorer: &'r Restorer<'m>) -> Self {
        Self {
            lookup: Lookup::new(&context.out),
            worker: restorer.worker(),
            restorer,
            context,
        }
    }

    /// Works on some files of the list; those that are not alone have to be such that it can be done again.
    pub(super) fn make_all(&mut self, jobs: &Jobs<Work>) -> Vec<(u64, Finished)> {
        if let [(index, work)] = &jobs[..] {
            return vec![(*index, self.make(*index, work))];
        }
        let started = Instant::now();
        let made = catch_unwind(AssertUnwindSafe(|| self.together(jobs)));
        if let Ok(mut finished) = made {
            let share = started.elapsed() / u32::try_from(jobs.len()).unwrap_or(u32::MAX);
            for (_, finished) in &mut finished {
                finished.took(share);
            }
            return finished;
        }
        // One of them broke it, and shall be the only one that is lost.
        self.worker = self.restorer.worker();
        let alone = jobs.iter();
        alone
            .map(|(index, work)| (*index, self.make(*index, work)))
            .collect()
    }

    fn together(&mut self, jobs: &Jobs<Work>) -> Vec<(u64, Finished)> {
        let begun: Vec<Result<Ready, Box<Finished>>> = jobs
            .iter()
            .map(|(index, work)| self.begin(*index, work))
            .collect();
        let ready = || begun.iter().filter_map(|begun| begun.as_ref().ok());
        let texts: Vec<&str> = ready().map(|ready| ready.scan.text.as_str()).collect();
        let restored = self.worker.restore_all(&texts);
        let mut restored = restored.into_iter();
        let indexes = jobs.iter().map(|(index, _)| *index);
        let finished = begun.into_iter().map(|begun| match begun {
            Err(finished) => *finished,
            Ok(ready) => self.end(ready, restored.next().unwrap_or_default()),
        });
        indexes.zip(finished).collect()
    }

    /// Works on file number `index` of the list.
    fn make(&mut self, index: u64, work: &Work) -> Finished {
        let started = Instant::now();
        // What a panic leaves behind in the worker is thrown away with it, so nothing half-changed is seen again.
        let made = catch_unwind(AssertUnwindSafe(|| match self.begin(index, work) {
            Err(finished) => *finished,
            Ok(ready) => {
                let restored = self.worker.restore(&ready.scan.text);
                self.end(ready, restored)
            }
        }));
        let mut finished = made.unwrap_or_else(|panic| {
            self.worker = self.restorer.worker();
            let message = panic_message(panic.as_ref());
            let head = work.head();
            let mut entry = self.context.entry(&head, Status::Crashed);
            entry.error = Some(format!(
                "{}: the program broke on this document ({message}); this is a bug, please report it with the file",
                head.name
            ));
            if let Listed::Input(input) = &work.0 {
                // Who it was is worth knowing; it could be read a moment ago.
                entry.sha256 = input.load(self.context.request.largest()).ok().map(|bytes| hash(&bytes));
            }
            Finished::of(entry)
        });
        finished.took(started.elapsed());
        finished
    }

    /// What there is to be restored; or a fate, where it is known without that.
    fn begin(&mut self, index: u64, work: &Work) -> Result<Ready, Box<Finished>> {
        let head = work.head();
        match &work.0 {
            Listed::Input(input) => self.document(index, input, &head),
            Listed::Skipped { reason, .. } => Err(Box::new(self.untouched(
                &head,
                Status::Skipped,
                reason.clone(),
            ))),
            Listed::Unreadable(error) => {
                let mut finished = self.untouched(&head, Status::IoError, chain(error));
                finished.is_blind = true;
                Err(Box::new(finished))
            }
        }
    }

    /// A fate that needs no look at the file.
    fn untouched(&mut self, head: &Head, status: Status, error: String) -> Finished {
        let mut entry = self.context.entry(head, status);
        entry.error = Some(error);
        Finished {
            earlier: self.earlier(&head.name),
            ..Finished::of(entry)
        }
    }

    /// What earlier runs said of a name under the same conditions, newest first.
    fn earlier(&mut self, name: &str) -> Vec<(u64, Entry)> {
        let context = &self.context;
        if context.history.lines() == 0 {
            return Vec::new();
        }
        let mut fates = context.history.fates(name, &mut self.lookup);
        fates.retain(|(_, entry)| {
            entry.fingerprint == context.fingerprint && !(context.retry && entry.failed())
        });
        fates
    }

    fn document(&mut self, index: u64, input: &Input, head: &Head) -> Result<Ready, Box<Finished>> {
        let earlier = self.earlier(&head.name);
        match self.examined(index, input, head, &earlier) {
            Ok(ready) => Ok(Ready { earlier, ..ready }),
            Err(mut finished) => {
                finished.earlier = earlier;
                Err(finished)
            }
        }
    }

    fn examined(
        &mut self,
        index: u64,
        input: &Input,
        head: &Head,
        earlier: &[(u64, Entry)],
    ) -> Result<Ready, Box<Finished>> {
        let context = Arc::clone(&self.context);
        let request = &context.request;
        let failed = |error: ReadError| {
            let status = match error {
                ReadError::TooLarge { .. } => Status::TooLarge,
                ReadError::NoText { .. } => Status::Unsupported,
                ReadError::Undecodable { .. } => Status::BadEncoding,
                _ => Status::IoError,
            };
            let mut entry = context.entry(head, status);
            entry.error = Some(chain(&error));
            entry
        };
        // What is too large now is so whatever was said of it under another limit.
        if head.bytes.is_some_and(|bytes| bytes > request.largest())
            && let Err(error) = input.load(request.largest())
        {
            return Err(Box::new(Finished::of(failed(error))));
        }
        let same_stamp = |entry: &Entry| {
            entry.bytes.is_some()
                && entry.bytes == head.bytes
                && entry.modified.is_some()
                && entry.modified == head.modified
        };
        let unchanged = earlier.iter().find(|(_, entry)| same_stamp(entry));
        if let Some(known) = unchanged.filter(|_| input.expected_sha256.is_none())
            && let Some(finished) = self.again(index, head, &known.1)
        {
            return Err(Box::new(finished));
        }
        let bytes = match input.load(request.largest()) {
            Ok(bytes) => bytes,
            Err(error) => return Err(Box::new(Finished::of(failed(error)))),
        };
        let sha256 = hash(&bytes);
        let known = earlier
            .iter()
            .find(|(_, entry)| entry.sha256.as_deref() == Some(&*sha256));
        if let Some(known) = known
            && let Some(finished) = self.again(index, head, &known.1)
        {
            return Err(Box::new(finished));
        }
        let size = bytes.len() as u64;
        let describe = |mut entry: Entry| {
            entry.bytes = Some(size);
            entry.sha256 = Some(sha256.clone());
            entry
        };
        let by_bytes = request.sameness == Sameness::Bytes;
        let is_blank = bytes.trim_ascii().is_empty();
        let key = content_key(&sha256).filter(|_| by_bytes && !is_blank);
        if !self.is_first(key, index) {
            let mut finished = Finished::of(describe(context.entry(head, Status::Duplicate)));
            finished.key = key;
            return Err(Box::new(finished));
        }
        let scan = match decode_as(&input.name, bytes, request.encoding()) {
            Ok(scan) => scan,
            Err(error) => {
                let mut finished = Finished::of(describe(failed(error)));
                finished.key = key;
                return Err(Box::new(finished));
            }
        };
        let text_sha256 = same_text(&scan.text);
        let key = if by_bytes {
            key
        } else {
            text_sha256.as_deref().and_then(content_key)
        };
        let mut entry = describe(context.entry(head, Status::Ok));
        entry.text_sha256 = text_sha256;
        entry.encoding = Some(scan.source.encoding.to_owned());
        if !by_bytes && !self.is_first(key, index) {
            entry.status = Status::Duplicate;
            let mut finished = Finished::of(entry);
            finished.key = key;
            return Err(Box::new(finished));
        }
        testing::misbehave(&scan.text);
        Ok(Ready {
            scan,
            entry,
            key,
            earlier: Vec::new(),
        })
    }

    /// The fate of a document that was restored.
    fn end(&self, ready: Ready, restored: Restored) -> Finished {
        let Ready {
            scan,
            mut entry,
            key,
            earlier,
        } = ready;
        let document = segment(&restored);
        let record = Record::new(&scan, &restored, &document);
        let done = &record.restoration;
        entry.tokens = Some(done.tokens as u64);
        entry.changed = Some(done.changed as u64);
        entry.uncertain = Some(done.uncertain as u64);
        entry.quality = done.mean_confidence;
        let warned = record
            .diagnostics
            .iter()
            .any(|remark| remark.severity == Severity::Warning);
        entry.status = match (done.tokens, warned) {
            (0, _) => Status::Empty,
            (_, true) => Status::OkWithWarnings,
            (_, false) => Status::Ok,
        };
        let record = record.to_json(Layout::Line);
        let content = Content::Fresh {
            record,
            text: restored.text,
        };
        Finished {
            key,
            earlier,
            ..self.judged(entry, content)
        }
    }

    /// Sets documents aside that are too broken to trust.
    fn judged(&self, mut entry: Entry, content: Content) -> Finished {
        let least = self.context.request.min_quality;
        if let Some(quality) = entry.quality.filter(|&quality| quality < least) {
            entry.status = Status::Skipped;
            entry.error = Some(format!("its quality is {quality}, less than {least}"));
            entry.record = None;
            return Finished::of(entry);
        }
        Finished {
            content,
            ..Finished::of(entry)
        }
    }

    /// What was said of the file before, where that would be said again; nothing where it has to be worked on.
    fn again(&self, index: u64, head: &Head, known: &Entry) -> Option<Finished> {
        let request = &self.context.request;
        let key = match request.sameness {
            Sameness::Bytes => known.sha256.as_deref(),
            Sameness::Text => known.text_sha256.as_deref(),
        };
        let key = key
            .and_then(content_key)
            .filter(|_| known.status != Status::Empty);
        match known.status {
            Status::IoError | Status::TooLarge => return None,
            Status::Timeout if known.patience.is_none_or(|given| given < request.timeout) => {
                return None;
            }
            // Named by the list, which does not name it now.
            Status::Skipped if known.quality.is_none() => return None,
            _ => {}
        }
        // What one of two equal files has to say is said of the first.
        if !self.is_first(key, index) {
            let mut entry = self.context.entry(head, Status::Duplicate);
            entry.bytes = known.bytes;
            entry.sha256.clone_from(&known.sha256);
            if request.sameness == Sameness::Text {
                entry.text_sha256.clone_from(&known.text_sha256);
                entry.encoding.clone_from(&known.encoding);
            }
            let mut finished = Finished::of(entry);
            finished.key = key;
            return Some(finished);
        }
        let mut finished = match known.status {
            Status::Duplicate => return None,
            // It was set aside; where it is trusted now, it has to be made again.
            Status::Skipped if known.quality >= Some(request.min_quality) => return None,
            Status::Skipped => self.judged(known.clone(), Content::None),
            Status::Ok | Status::OkWithWarnings | Status::Empty => {
                known.record?;
                self.judged(known.clone(), Content::Old)
            }
            _ => Finished::of(known.clone()),
        };
        finished.entry.modified = settled(head.modified);
        finished.key = key;
        Some(finished)
    }

    fn is_first(&self, key: Option<ContentKey>, index: u64) -> bool {
        self.context.request.duplicates == Duplicates::Process
            || key.is_none_or(|key| self.context.claims.claim(key, index))
    }
}

/// The hash of a text in normal form C with runs of blanks as one; nothing where nothing is left.
fn same_text(text: &str) -> Option<String> {
    let mut plain = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !plain.is_empty() {
            plain.push(' ');
        }
        if word.is_ascii() {
            plain.push_str(word);
        } else {
            plain.extend(word.nfc());
        }
    }
    (!plain.is_empty()).then(|| hash(plain.as_bytes())[..32].to_owned())
}

/// A time of change that can be relied on: one that is not just now.
fn settled(modified: Option<u64>) -> Option<u64> {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).ok()?;
    let now = u64::try_from(now.as_nanos()).ok()?;
    modified.filter(|&modified| modified.saturating_add(SETTLED_NS) < now)
}

/// Documents that misbehave, for tests of the whole program: no text is known that breaks it.
mod testing {
    use std::thread;
    use std::time::Duration;

    /// Set to anything, it lets these two texts do what they say.
    const SWITCH: &str = "VANBAN_TEST_MISBEHAVE";

    pub(super) fn misbehave(text: &str) {
        if !text.starts_with("!test ") || std::env::var_os(SWITCH).is_none() {
            return;
        }
        match text.trim() {
            "!test panic" => panic!("asked to"),
            "!test hang" => thread::sleep(Duration::from_secs(3600)),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_the_same_whatever_their_blanks_and_normal_form() {
        let one = same_text("Thủ  tục\r\nhành\tchính\n");
        assert!(one.is_some());
        assert_eq!(one, same_text(" Thu\u{309} tu\u{323}c hành chính"));
        assert_ne!(one, same_text("thủ tục hành chính"));
        assert_eq!(same_text(" \n\u{a0}\u{c}"), None);
    }
}
