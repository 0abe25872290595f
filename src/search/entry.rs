//! One record → what the index keeps of it: the record, and an entry for all that can be a hit.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::code;
use super::doubts::{Doubts, other_codes};
use super::flow::Entries;
use super::form::{Fields, Key};
use super::misread;
use super::names::{Names, counted};
use super::parts::{Facts, Parts};
use super::query::Kind;
use super::record::{Place, Record, Section, Task};
use super::run::{Size, is_entry, order};
use super::shown::{Shown, ShownOfAll, all_borrowed, borrowed, kept};
use super::terms::Terms;

/// How hard records are compressed: they are written once and read one at a time.
const LEVEL: i32 = 1;

/// Hashes a path: 64 bits, which is enough to know one from another and no protection against malice.
pub(super) fn hash(bytes: &[u8]) -> u64 {
    use sha2::{Digest, Sha256};
    let digest = Sha256::digest(bytes);
    u64::from_be_bytes(std::array::from_fn(|i| digest[i]))
}

/// Hashes a record, of which there is much more than of paths. Where another version of the program hashes otherwise, all records
/// are new to the index, and no harm is done.
pub(super) fn digest(record: &[u8]) -> u64 {
    use std::hash::Hasher;
    let mut hasher = rustc_hash::FxHasher::default();
    hasher.write(record);
    hasher.finish()
}

/// What one thread makes entries with.
pub(super) struct Tools {
    terms: Terms,
    names: Names,
    compressor: zstd::bulk::Compressor<'static>,
    /// Taken up again and again.
    buffer: Vec<u8>,
}

impl Tools {
    pub(super) fn new() -> std::io::Result<Self> {
        Ok(Self {
            terms: Terms::default(),
            names: Names::default(),
            compressor: zstd::bulk::Compressor::new(LEVEL)?,
            buffer: Vec::new(),
        })
    }
}

/// Everything that is to be written for one record: itself, and its entries behind it. Nothing where it is no record.
pub(super) fn entries(
    fields: &Fields,
    tools: &mut Tools,
    path_key: u64,
    digest: u64,
    json: &[u8],
) -> Option<Entries> {
    let text = simdutf8::basic::from_utf8(json).ok()?;
    let record: Record<'_> = serde_json::from_str(text).ok()?;
    let doubts = Doubts::new(&record.text, &record.restoration.edits);
    let parts = Parts::new(&record, &mut tools.terms);
    let room = zstd::zstd_safe::compress_bound(json.len());
    tools.buffer.clear();
    tools.buffer.reserve(room);
    tools
        .compressor
        .compress_to_buffer(json, &mut tools.buffer)
        .ok()?;
    let compressed = tools.buffer.clone();
    let mut maker = Maker {
        fields,
        tools,
        path_key,
        record: &record,
        doubts: &doubts,
        parts: &parts,
        other_codes: Vec::new(),
        misread: Vec::new(),
        above: Above::default(),
        headings: BTreeMap::new(),
        entries: Entries::default(),
    };
    maker.entries.text.reserve(4 * record.text.len());
    let own = maker.read_codes();
    let shown = ShownOfAll {
        document: Cow::Borrowed(&record.id),
        path: Cow::Borrowed(&record.source.path),
        code: borrowed(&record.header.code),
        kind: borrowed(&record.header.kind),
        subject: borrowed(&record.header.subject),
        authority: borrowed(&record.header.authority),
        date: borrowed(&record.header.date),
    };
    maker.add_record(digest, compressed, &own);
    maker.add_document(&shown);
    for section in &record.sections {
        maker.add_section(section);
    }
    for task in &record.tasks {
        maker.add_task(task);
    }
    Some(maker.entries)
}

/// The headings that lead to a section, and their terms.
#[derive(Debug, Default)]
struct Above<'r> {
    titles: Vec<&'r str>,
    terms: String,
}

struct Maker<'r> {
    fields: &'r Fields,
    tools: &'r mut Tools,
    path_key: u64,
    record: &'r Record<'r>,
    doubts: &'r Doubts<'r>,
    parts: &'r Parts<'r>,
    /// Codes that restoration may have taken for others, by their places, in order.
    other_codes: Vec<(Place, Vec<String>)>,
    /// What may be a code, by its places, in order.
    misread: Vec<(Place, String)>,
    above: Above<'r>,
    /// Of sections that tasks are in.
    headings: BTreeMap<&'r str, Vec<&'r str>>,
    entries: Entries,
}

impl<'r> Maker<'r> {
    fn year(&self) -> Option<u16> {
        let date = self.record.header.date.as_deref()?;
        date.get(..4)?.parse().ok()
    }

    /// The keys of the document's own code. Others that may have been meant somewhere are kept.
    fn read_codes(&mut self) -> Vec<String> {
        let own = self.record.header.code.as_deref();
        let mut keys = own.map_or_else(Vec::new, |code| code::keys(code, self.year()));
        for edit in &self.record.restoration.edits {
            let others = other_codes(edit);
            if others.is_empty() {
                continue;
            }
            if own.is_some_and(|own| edit.to.contains(own)) {
                keys.extend(others);
            } else {
                self.other_codes.push((edit.span, others));
            }
        }
        self.other_codes.sort_by_key(|(place, _)| place[0]);
        let cited = self.parts.codes.iter().map(|(cited, keys)| (cited.0, keys));
        let known = cited.chain(own.map(|own| (own, &keys)));
        let known = known
            .filter_map(|(code, keys)| Some((code, keys.first()?.as_str())))
            .collect();
        self.misread = misread::of_record(self.record, &known);
        keys
    }

    /// What is the same for all entries stands here.
    fn add_record(&mut self, digest: u64, compressed: Vec<u8>, own: &[String]) {
        let (fields, header, year) = (self.fields, &self.record.header, self.year());
        // Its path, so that of records with one id the first can be told.
        let path = ShownOfAll {
            path: Cow::Borrowed(&self.record.source.path),
            ..ShownOfAll::default()
        };
        self.add_shown(&path);
        let size = Size::of(self.record);
        let entries = &mut self.entries;
        entries.number(fields.path, self.path_key);
        entries.number(fields.order, order(0, false));
        entries.number(fields.size, size.write());
        entries.number(fields.digest, digest);
        entries.text(fields.id, &self.record.id);
        entries.record(fields.record, compressed);
        let Tools { names, terms, .. } = &mut *self.tools;
        for (field, name) in [
            (fields.types, &header.kind),
            (fields.authorities, &header.authority),
            (fields.places, &header.place),
        ] {
            if let Some(name) = name.as_deref() {
                entries.text(field, names.value(name, terms));
            }
        }
        if let Some(year) = year {
            entries.number(fields.years, u64::from(year));
        }
        let year = year.map(|year| year.to_string());
        for kind in Kind::ALL {
            if size.entries(0, kind).is_empty() {
                continue;
            }
            let own = own.iter().map(|code| Key::Own(code));
            for about in own.chain(year.as_deref().map(Key::Year)) {
                entries.key(fields.keys, kind, about);
            }
        }
        entries.close();
    }

    fn add_document(&mut self, shown: &ShownOfAll<'_>) {
        self.add_outside();
        let header = &self.record.header;
        let start = self.entries.text.len();
        for heading in [&header.kind, &header.subject].into_iter().flatten() {
            let terms = &mut self.tools.terms;
            terms.write_folded(heading, &mut self.entries.text);
        }
        self.entries.written(self.fields.heading, start);
        self.entries.length(self.fields.length);
        self.add_shown(shown);
        self.close(Kind::Document, &self.parts.whole, [0, usize::MAX]);
    }

    /// The terms of what is in no section: letterhead, addressees, signature. The rest of a document's words its sections have.
    fn add_outside(&mut self) {
        let text = self.record.text.as_ref();
        let mut bounds: Vec<usize> = vec![0];
        let (mut characters, mut bytes) = (0, 0);
        for place in self.record.sections.iter().flat_map(|section| section.span) {
            // Spans are in order; one that is not is cut to where the last one ended.
            if let Some(last) = place.checked_sub(characters + 1) {
                // Of all iterators this one skips fastest.
                let mut rest = text[bytes..].chars();
                rest.nth(last);
                bytes = text.len() - rest.as_str().len();
                characters = place;
            }
            bounds.push(bytes);
        }
        bounds.push(text.len());
        let terms = &mut self.tools.terms;
        let all = &mut self.entries.text;
        let start = all.len();
        for ends in bounds.chunks(2) {
            // What was between is a gap.
            all.push(' ');
            let others = self.doubts.between(ends[0], ends[1]);
            self.entries.words += terms.write(&text[ends[0]..ends[1]], others, all);
        }
        self.entries
            .written(self.fields.body(Kind::Document), start);
    }

    fn add_section(&mut self, section: &'r Section<'r>) {
        let (depth, length) = (self.above.titles.len(), self.above.terms.len());
        if let Some(title) = section.title.as_deref() {
            self.above.titles.push(title);
            self.tools.terms.write_folded(title, &mut self.above.terms);
        }
        let id = section.id.as_ref();
        if self.parts.with_tasks.contains(id) {
            self.headings.insert(id, self.above.titles.clone());
        }
        if is_entry(section) {
            let own = match &section.title {
                Some(title) => Cow::Owned(format!("{title}\n{}", section.text)),
                None => Cow::Borrowed(section.text.as_ref()),
            };
            let end = section
                .children
                .first()
                .map_or(section.span[1], |child| child.span[0]);
            let doubts = self.doubts;
            let others = doubts.within([section.span[0], end], &own);
            let start = self.entries.text.len();
            let terms = &mut self.tools.terms;
            let all = &mut self.entries.text;
            self.entries.words += terms.write(&own, others.iter().copied(), all);
            self.entries.written(self.fields.body(Kind::Section), start);
            self.entries.text(self.fields.heading, &self.above.terms);
            let titled = own.len() - section.text.len();
            let shown = Shown {
                section: Some(Cow::Borrowed(id)),
                headings: all_borrowed(&self.above.titles),
                text: Cow::Borrowed(&section.text),
                others: kept(&others, titled),
            };
            self.add_shown(&shown);
            let facts = self.parts.of_section(id);
            self.close(Kind::Section, facts, [section.span[0], end]);
        }
        for child in &section.children {
            self.add_section(child);
        }
        self.above.titles.truncate(depth);
        self.above.terms.truncate(length);
    }

    fn add_task(&mut self, task: &'r Task<'r>) {
        let mut facts = Facts::default();
        facts.add_task(task);
        for citation in &self.record.citations {
            let inside = |place: Place| place[0] >= task.span[0] && place[1] <= task.span[1];
            if let Some(code) = &citation.code
                && citation.mentions.iter().any(|mention| inside(mention.span))
            {
                facts.cited.insert((code, citation.year));
            }
        }
        let doubts = self.doubts;
        let others = doubts.within(task.span, &task.content);
        let terms = &mut self.tools.terms;
        let all = &mut self.entries.text;
        let start = all.len();
        terms.write(&task.content, others.iter().copied(), all);
        let due = task.due.iter().map(|due| due.text.as_ref());
        let units = task.lead.iter().chain(&task.support).map(AsRef::as_ref);
        for more in units.chain(due) {
            terms.write(more, [], all);
        }
        self.entries.written(self.fields.body(Kind::Task), start);
        let section = task.section.as_deref();
        let above = section.and_then(|id| self.headings.get(id));
        let mut titles: Vec<&str> = above.cloned().unwrap_or_default();
        titles.extend(task.group.as_deref());
        let start = self.entries.text.len();
        for title in &titles {
            terms.write_folded(title, &mut self.entries.text);
        }
        self.entries.written(self.fields.heading, start);
        let shown = Shown {
            section: section.map(Cow::Borrowed),
            headings: all_borrowed(&titles),
            text: Cow::Borrowed(&task.content),
            others: kept(&others, 0),
        };
        self.add_shown(&shown);
        self.close(Kind::Task, &facts, task.span);
    }

    fn add_shown(&mut self, shown: &impl Serialize) {
        let buffer = &mut self.tools.buffer;
        buffer.clear();
        serde_json::to_writer(&mut *buffer, shown)
            .expect("invariant: strings and numbers are JSON");
        let json = simdutf8::basic::from_utf8(buffer).expect("invariant: JSON is UTF-8");
        self.entries.text(self.fields.shown, json);
    }

    /// Adds to an entry all that it is looked for and counted by beside its words, and ends it.
    fn close(&mut self, kind: Kind, facts: &Facts<'_>, place: Place) {
        let (fields, parts, entries) = (self.fields, self.parts, &mut self.entries);
        let has_own = !(facts.cited.is_empty() && facts.leads.is_empty() && facts.dues.is_empty());
        entries.number(fields.path, self.path_key);
        entries.number(fields.order, order(entries.len(), has_own));
        entries.key(fields.keys, kind, Key::Any);
        let mut seen: BTreeSet<&str> = BTreeSet::new();
        for cited in &facts.cited {
            let keys = parts.codes.get(cited).map_or(&[][..], Vec::as_slice);
            if let Some(strictest) = keys.first() {
                entries.text(fields.cites, &counted(strictest, cited.0));
            }
            seen.extend(keys.iter().map(String::as_str));
        }
        for (_, keys) in within(&self.other_codes, place) {
            seen.extend(keys.iter().map(String::as_str));
        }
        for key in seen {
            entries.key(fields.keys, kind, Key::Cited(key));
        }
        let misread: BTreeSet<&str> = within(&self.misread, place)
            .map(|(_, key)| key.as_str())
            .collect();
        for key in misread {
            entries.key(fields.keys, kind, Key::Misread(key));
        }
        let Tools { names, terms, .. } = &mut *self.tools;
        for lead in &facts.leads {
            entries.text(fields.leads, names.value(lead, terms));
        }
        for &due in &facts.dues {
            entries.number(fields.due, due);
        }
        entries.close();
    }
}

/// Those of what is in order that are within a place.
fn within<T>(all: &[(Place, T)], place: Place) -> impl Iterator<Item = &(Place, T)> {
    let first = all.partition_point(|(at, _)| at[0] < place[0]);
    all[first..]
        .iter()
        .take_while(move |(at, _)| at[0] <= place[1])
        .filter(move |(at, _)| at[1] <= place[1])
}
