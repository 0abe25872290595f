//! One record → what the index keeps of it: the record, and an entry for all that can be a hit.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use tantivy::schema::Field;
use tantivy::{DocId, TantivyDocument};

use super::code;
use super::doubts::{Doubts, other_codes};
use super::form::{self, AUTHORITY, Fields, Key, LEAD, PLACE, TYPE};
use super::query::Kind;
use super::record::{Header, Place, Record, Section, Task};
use super::words::{Terms, name_terms, name_words};

/// Divides the key of a counted value from the value.
pub(super) const DIVIDER: char = '\u{1f}';

/// How hard records are compressed: they are written once and read one at a time.
const LEVEL: i32 = 1;

/// What a hit shows.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Shown<'a> {
    #[serde(borrow, rename = "d")]
    pub(super) document: Cow<'a, str>,
    #[serde(borrow, rename = "p")]
    pub(super) path: Cow<'a, str>,
    #[serde(borrow, rename = "s")]
    pub(super) section: Option<Cow<'a, str>>,
    #[serde(borrow, rename = "h")]
    pub(super) headings: Vec<Cow<'a, str>>,
    /// Its own text; of documents none, since their sections have it.
    #[serde(borrow, rename = "t")]
    pub(super) text: Cow<'a, str>,
    /// Ends of words in `text`, and how else they may be read.
    #[serde(borrow, rename = "o")]
    pub(super) others: Vec<(usize, Vec<Cow<'a, str>>)>,
    #[serde(borrow, rename = "c")]
    pub(super) code: Option<Cow<'a, str>>,
    #[serde(borrow, rename = "k")]
    pub(super) kind: Option<Cow<'a, str>>,
    #[serde(borrow, rename = "j")]
    pub(super) subject: Option<Cow<'a, str>>,
    #[serde(borrow, rename = "a")]
    pub(super) authority: Option<Cow<'a, str>>,
    #[serde(borrow, rename = "y")]
    pub(super) date: Option<Cow<'a, str>>,
}

/// Hashes a path or a record: 64 bits, which is enough to know one from another and no protection against malice.
pub(super) fn hash(bytes: &[u8]) -> u64 {
    use sha2::{Digest, Sha256};
    let digest = Sha256::digest(bytes);
    u64::from_be_bytes(std::array::from_fn(|i| digest[i]))
}

/// What one thread makes entries with.
pub(super) struct Tools {
    terms: Terms,
    compressor: zstd::bulk::Compressor<'static>,
}

impl Tools {
    pub(super) fn new() -> std::io::Result<Self> {
        Ok(Self {
            terms: Terms::default(),
            compressor: zstd::bulk::Compressor::new(LEVEL)?,
        })
    }
}

/// Everything that is to be written for one record. Nothing where it is no record.
pub(super) fn entries(
    fields: &Fields,
    tools: &mut Tools,
    path_key: u64,
    digest: u64,
    json: &[u8],
) -> Option<Vec<TantivyDocument>> {
    tools.terms.begin();
    let record: Record<'_> = serde_json::from_slice(json).ok()?;
    let doubts = Doubts::new(&record.text, &record.restoration.edits);
    let mut maker = Maker::new(fields, tools, path_key, &record, &doubts);
    maker.add_record(digest, json)?;
    maker.add_document();
    let mut above = Vec::new();
    for section in &record.sections {
        maker.add_section(section, &mut above);
    }
    for task in &record.tasks {
        maker.add_task(task);
    }
    Some(maker.entries)
}

/// The place of an entry in its document, and whether it has facets of its own: few have, and it saves looking for them.
fn order(at: usize, has_own: bool) -> u64 {
    (at as u64) << 1 | u64::from(has_own)
}

/// What [`order`] says.
pub(super) fn read_order(order: u64) -> (DocId, bool) {
    (
        DocId::try_from(order >> 1).unwrap_or(DocId::MAX),
        order & 1 == 1,
    )
}

/// What an entry is of, beside its document.
#[derive(Clone, Debug, Default)]
struct Facts<'r> {
    cited: BTreeSet<(&'r str, Option<u16>)>,
    leads: BTreeSet<&'r str>,
    dues: BTreeSet<u64>,
}

impl<'r> Facts<'r> {
    fn add_task(&mut self, task: &'r Task<'_>) {
        self.leads.extend(task.lead.iter().map(AsRef::as_ref));
        let date = task.due.as_ref().and_then(|due| due.date.as_deref());
        self.dues
            .extend(date.and_then(|date| form::day(date, true)));
    }
}

struct Maker<'r> {
    fields: &'r Fields,
    tools: &'r mut Tools,
    path_key: u64,
    record: &'r Record<'r>,
    doubts: &'r Doubts<'r>,
    year: Option<u16>,
    own: Vec<String>,
    /// Terms of the names that all entries share, and what they are counted by.
    names: Vec<(Field, String, String)>,
    /// Codes that restoration may have taken for others, by their places.
    other_codes: Vec<(Place, Vec<String>)>,
    whole: Facts<'r>,
    of_section: BTreeMap<&'r str, Facts<'r>>,
    headings: BTreeMap<&'r str, Vec<&'r str>>,
    entries: Vec<TantivyDocument>,
}

impl<'r> Maker<'r> {
    fn new(
        fields: &'r Fields,
        tools: &'r mut Tools,
        path_key: u64,
        record: &'r Record<'r>,
        doubts: &'r Doubts<'r>,
    ) -> Self {
        let year = record
            .header
            .date
            .as_deref()
            .and_then(|date| date.get(..4)?.parse().ok());
        let own = record.header.code.as_deref();
        let mut maker = Self {
            fields,
            tools,
            path_key,
            record,
            doubts,
            year,
            own: own.map_or_else(Vec::new, |code| code::keys(code, year)),
            other_codes: Vec::new(),
            names: names(fields, &record.header),
            whole: Facts::default(),
            of_section: BTreeMap::new(),
            headings: BTreeMap::new(),
            entries: Vec::new(),
        };
        for edit in &record.restoration.edits {
            let others = other_codes(edit);
            if others.is_empty() {
                continue;
            }
            if own.is_some_and(|own| edit.to.contains(own)) {
                maker.own.extend(others);
            } else {
                maker.other_codes.push((edit.span, others));
            }
        }
        for citation in &record.citations {
            let Some(code) = citation.code.as_deref() else {
                continue;
            };
            let cited = (code, citation.year);
            maker.whole.cited.insert(cited);
            for section in citation
                .mentions
                .iter()
                .filter_map(|m| m.section.as_deref())
            {
                maker
                    .of_section
                    .entry(section)
                    .or_default()
                    .cited
                    .insert(cited);
            }
        }
        for task in &record.tasks {
            maker.whole.add_task(task);
            if let Some(section) = task.section.as_deref() {
                maker.of_section.entry(section).or_default().add_task(task);
            }
        }
        maker
    }

    fn add_record(&mut self, digest: u64, json: &[u8]) -> Option<()> {
        let mut entry = TantivyDocument::new();
        entry.add_u64(self.fields.path, self.path_key);
        entry.add_u64(self.fields.order, 0);
        entry.add_u64(self.fields.digest, digest);
        entry.add_text(self.fields.id, &self.record.id);
        entry.add_bytes(
            self.fields.record,
            &self.tools.compressor.compress(json).ok()?,
        );
        // Its path, so that of records with one id the first can be told.
        let shown = Shown {
            path: Cow::Borrowed(&self.record.source.path),
            ..Shown::default()
        };
        entry.add_bytes(self.fields.shown, &serde_json::to_vec(&shown).ok()?);
        self.entries.push(entry);
        Some(())
    }

    fn add_document(&mut self) {
        let header = &self.record.header;
        let body = self.whole_text();
        let everywhere = [0, usize::MAX];
        let mut entry = self.entry(Kind::Document, &body, &self.whole, everywhere);
        let headings = [header.kind.as_deref(), header.subject.as_deref()];
        self.add_headings(&mut entry, headings.into_iter().flatten());
        let shown = self.shown();
        self.push(entry, &shown);
    }

    /// The terms of a document: in their order what no section has, the rest apart, since the sections have its order.
    fn whole_text(&mut self) -> String {
        let text = self.record.text.as_ref();
        let mut bounds: Vec<usize> = vec![0];
        let (mut characters, mut bytes) = (0, 0);
        for place in self.record.sections.iter().flat_map(|section| section.span) {
            // Spans are in order; one that is not is cut to where the last one ended.
            if let Some(more) = place.checked_sub(characters) {
                let rest = text[bytes..].char_indices().nth(more);
                bytes = rest.map_or(text.len(), |(at, _)| bytes + at);
                characters = place;
            }
            bounds.push(bytes);
        }
        bounds.push(text.len());
        let doubts = self.doubts;
        let terms = &mut self.tools.terms;
        let (mut outside, mut inside) = (String::new(), String::new());
        let mut body = String::new();
        let mut within = Vec::new();
        for (part, ends) in bounds.windows(2).enumerate() {
            let piece = &text[ends[0]..ends[1]];
            let others = doubts.between(ends[0], ends[1]);
            if part % 2 == 0 {
                outside.clear();
                terms.write(piece, others, &mut outside);
                // What was between is a gap.
                body.push(' ');
                body.push_str(&outside);
            } else {
                inside.push_str(piece);
                inside.push('\n');
                within.extend(others);
            }
        }
        terms.write_apart(&inside, within, &mut body);
        body
    }

    fn add_section(&mut self, section: &'r Section<'r>, above: &mut Vec<&'r str>) {
        let depth = above.len();
        above.extend(section.title.as_deref());
        self.headings.insert(&section.id, above.clone());
        if section.title.is_some() || !section.text.is_empty() {
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
            let mut body = String::new();
            self.tools
                .terms
                .write(&own, others.iter().copied(), &mut body);
            let facts = self
                .of_section
                .get(section.id.as_ref())
                .cloned()
                .unwrap_or_default();
            let mut entry = self.entry(Kind::Section, &body, &facts, [section.span[0], end]);
            self.add_headings(&mut entry, above.iter().copied());
            let titled = own.len() - section.text.len();
            let shown = Shown {
                section: Some(Cow::Borrowed(&section.id)),
                headings: above.iter().map(|&title| Cow::Borrowed(title)).collect(),
                text: Cow::Borrowed(&section.text),
                others: kept(&others, titled),
                ..self.shown()
            };
            self.push(entry, &shown);
        }
        for child in &section.children {
            self.add_section(child, above);
        }
        above.truncate(depth);
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
        let mut body = String::new();
        let terms = &mut self.tools.terms;
        terms.write(&task.content, others.iter().copied(), &mut body);
        let due = task.due.iter().map(|due| due.text.as_ref());
        let units = task.lead.iter().chain(&task.support).map(AsRef::as_ref);
        for more in units.chain(due) {
            terms.write(more, [], &mut body);
        }
        let section = task.section.as_deref();
        let mut headings: Vec<&str> = section
            .and_then(|id| self.headings.get(id).cloned())
            .unwrap_or_default();
        headings.extend(task.group.as_deref());
        let mut entry = self.entry(Kind::Task, &body, &facts, task.span);
        self.add_headings(&mut entry, headings.iter().copied());
        let shown = Shown {
            section: section.map(Cow::Borrowed),
            headings: headings.into_iter().map(Cow::Borrowed).collect(),
            text: Cow::Borrowed(&task.content),
            others: kept(&others, 0),
            ..self.shown()
        };
        self.push(entry, &shown);
    }

    /// What hits of every kind show.
    fn shown(&self) -> Shown<'r> {
        let header = &self.record.header;
        let borrowed = |field: &'r Option<Cow<'r, str>>| field.as_deref().map(Cow::Borrowed);
        Shown {
            document: Cow::Borrowed(&self.record.id),
            path: Cow::Borrowed(&self.record.source.path),
            code: borrowed(&header.code),
            kind: borrowed(&header.kind),
            subject: borrowed(&header.subject),
            authority: borrowed(&header.authority),
            date: borrowed(&header.date),
            ..Shown::default()
        }
    }

    /// An entry with its words, and all that it is looked for and counted by.
    fn entry(&self, kind: Kind, body: &str, facts: &Facts<'_>, place: Place) -> TantivyDocument {
        let fields = self.fields;
        let mut entry = TantivyDocument::new();
        entry.add_u64(fields.path, self.path_key);
        let has_own = !(facts.cited.is_empty() && facts.leads.is_empty() && facts.dues.is_empty());
        entry.add_u64(fields.order, order(self.entries.len(), has_own));
        entry.add_text(fields.body(kind), body);
        entry.add_text(fields.keys, form::key(kind, Key::Any));
        for code in &self.own {
            entry.add_text(fields.keys, form::key(kind, Key::Own(code)));
        }
        if let Some(year) = self.year {
            entry.add_text(fields.keys, form::key(kind, Key::Year(&year.to_string())));
            entry.add_u64(fields.years, u64::from(year));
        }
        let mut seen = BTreeSet::new();
        for &(code, year) in &facts.cited {
            let keys = code::keys(code, year);
            if let Some(strictest) = keys.first() {
                entry.add_text(fields.cites, counted(strictest, code));
            }
            for key in keys {
                if seen.insert(key.clone()) {
                    entry.add_text(fields.keys, form::key(kind, Key::Cited(&key)));
                }
            }
        }
        let inside = |at: &Place| place[0] <= at[0] && at[1] <= place[1];
        let others = self.other_codes.iter().filter(|(at, _)| inside(at));
        for key in others.flat_map(|(_, keys)| keys) {
            if seen.insert(key.clone()) {
                entry.add_text(fields.keys, form::key(kind, Key::Cited(key)));
            }
        }
        for (column, terms, value) in &self.names {
            entry.add_text(fields.names, terms);
            entry.add_text(*column, value);
        }
        for lead in &facts.leads {
            entry.add_text(fields.names, name_terms(LEAD, lead, true).join(" "));
            entry.add_text(fields.leads, counted(&name_words(lead).join(" "), lead));
        }
        for &due in &facts.dues {
            entry.add_u64(fields.due, due);
        }
        entry
    }

    fn add_headings<'h>(
        &mut self,
        entry: &mut TantivyDocument,
        headings: impl Iterator<Item = &'h str>,
    ) {
        let mut words = String::new();
        for heading in headings {
            self.tools.terms.write_folded(heading, &mut words);
        }
        entry.add_text(self.fields.heading, &words);
    }

    fn push(&mut self, mut entry: TantivyDocument, shown: &Shown<'_>) {
        let shown = serde_json::to_vec(shown).expect("invariant: strings and numbers are JSON");
        entry.add_bytes(self.fields.shown, &shown);
        self.entries.push(entry);
    }
}

/// The names of a document: their columns, terms and values.
fn names(fields: &Fields, header: &Header<'_>) -> Vec<(Field, String, String)> {
    let names = [
        (TYPE, fields.types, &header.kind),
        (AUTHORITY, fields.authorities, &header.authority),
        (PLACE, fields.places, &header.place),
    ];
    names
        .into_iter()
        .filter_map(|(role, column, value)| {
            let value = value.as_deref()?;
            Some((
                column,
                name_terms(role, value, true).join(" "),
                counted(&name_words(value).join(" "), value),
            ))
        })
        .collect()
}

/// A value to count by: its key, which all its spellings share, and itself.
fn counted(key: &str, value: &str) -> String {
    // Columns are made of terms, which have a limit.
    let short: String = value.chars().filter(|c| *c != DIVIDER).take(300).collect();
    let key: String = key.chars().take(300).collect();
    format!("{key}{DIVIDER}{short}")
}

/// The readings of words that stand behind `from`, with their ends counted from there.
fn kept<'o>(others: &[(usize, &'o [String])], from: usize) -> Vec<(usize, Vec<Cow<'o, str>>)> {
    others
        .iter()
        .filter(|(end, _)| *end > from)
        .map(|(end, readings)| {
            let readings = readings.iter().map(|r| Cow::Borrowed(r.as_str()));
            (end - from, readings.collect())
        })
        .collect()
}
