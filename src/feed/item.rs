//! One record → the things that can be a hit: the document, its sections, its tasks.
//!
//! Promises: an item has the document's facets with it, so that engines without joins can filter sections and tasks; a
//! text longer than [`LONGEST_TEXT`] goes on in further parts of the same item, so that no engine's limit cuts it; no
//! facet is longer than [`LONGEST_FACET`]. Leaves to others: how an engine writes it.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::day::{day, year_in};
use super::limits::{LONGEST_FACET, LONGEST_TEXT, MOST_VALUES, cut, facet, facets, part_end};
use super::{code, id};
use crate::sink::read::{Citation, Record, Section, Task};
use crate::text::letter::fold_text;

/// Bytes of a title; a longer one is cut, and stands whole at the beginning of the text.
const LONGEST_TITLE: usize = 2_000;
/// Readings less probable than this are not worth a place in an index.
const LEAST_PROBABLE: f64 = 0.02;
/// A restored word of less confidence can also be found by what the scan says.
const DOUBTFUL: f64 = 0.9;

/// One thing that can be a hit. What is not known is left out.
#[derive(Clone, Debug, Default, Serialize)]
pub(super) struct Item<'a> {
    pub(super) id: String,
    /// `document`, `section` or `task`.
    pub(super) kind: &'static str,
    /// Id of the record.
    pub(super) document: &'a str,
    pub(super) path: &'a str,
    pub(super) pages: u64,
    /// From 1; more than one where the text is long.
    pub(super) part: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) title: Option<String>,
    pub(super) text: &'a str,
    /// Other readings of doubtful words, each once.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) alternatives: String,
    /// Mean confidence of the document's words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) quality: Option<f64>,

    // The document's facets, on each of its items.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) code: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) codes: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none", rename = "type")]
    pub(super) doc_type: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) authority: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) parent_authority: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) place: Option<&'a str>,
    /// ISO 8601 with what is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) date: Option<&'a str>,
    /// The first day that the date can mean, as 20230217.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) day: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) year: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) subject: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) signer: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) recipients: Vec<&'a str>,

    /// Codes of the instruments cited in the item.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) cited: Vec<&'a str>,
    /// All keys of theirs.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) cited_codes: Vec<String>,

    // Of sections, and of the section that a task stands in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) section: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) section_kind: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) label: Option<&'a str>,
    /// Titles of the sections around it, the outermost first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) trail: Vec<&'a str>,
    /// Place in the restored text, in Unicode scalar values.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) start: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) end: Option<usize>,

    // Of tasks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) ordinal: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) lead: Vec<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) support: Vec<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) due_text: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) due: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) due_day: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) recurrence: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) origin: Option<&'a str>,

    /// Title and text without marks, for engines that cannot fold by themselves.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) folded: Option<String>,
}

impl Item<'_> {
    /// Adds title and text without marks, in lower case.
    pub(super) fn fold(&mut self) {
        let title = self.title.as_deref().unwrap_or_default();
        self.folded = Some(fold_text(&format!("{title}\n{}", self.text)).to_lowercase());
    }
}

/// Hands all items of a record to `see`: the document, its sections in document order, its tasks.
pub(super) fn items<'a>(record: &'a Record, mut see: impl FnMut(Item<'a>)) {
    let places = Places::of(record);
    let base = base(record);
    let document = Item {
        kind: "document",
        title: base
            .subject
            .map(|subject| cut(subject, LONGEST_TITLE).to_owned()),
        cited: cited(record.citations.iter()),
        cited_codes: cited_codes(record.citations.iter()),
        ..base.clone()
    };
    let readings = |start, end| alternatives(record, &[], start, end);
    let mut start = 0;
    parts(
        document,
        record.id.clone(),
        &[&record.text],
        &mut |mut item| {
            let end = start + item.text.chars().count();
            item.alternatives = readings(start, end);
            start = end;
            see(item);
        },
    );
    let mut walk = Walk {
        record,
        base: &base,
        places: &places,
        trail: Vec::new(),
        names: BTreeMap::new(),
    };
    for section in &record.sections {
        walk.section(section, &mut see);
    }
    for (index, task) in record.tasks.iter().enumerate() {
        self::task(record, index, task, &base, &places, &mut see);
    }
}

/// What all items of a document have in common.
fn base(record: &Record) -> Item<'_> {
    let header = &record.header;
    let date = header.date.as_deref().filter(|date| day(date).is_some());
    let code = header.code.as_deref().map(|code| cut(code, LONGEST_FACET));
    let codes = code
        .map(|code| code::variants(code, header.kind.as_deref()))
        .unwrap_or_default();
    let first = date.and_then(day);
    Item {
        document: &record.id,
        path: &record.source.path,
        pages: record.source.pages,
        part: 1,
        quality: record.restoration.mean_confidence,
        code,
        year: first
            .map(|day| day / 10_000)
            .or_else(|| year_in(codes.first()?)),
        codes,
        doc_type: facet(header.kind.as_ref()),
        authority: facet(header.authority.as_ref()),
        parent_authority: facet(header.parent_authority.as_ref()),
        place: facet(header.place.as_ref()),
        date,
        day: first,
        subject: header
            .subject
            .as_deref()
            .map(|subject| cut(subject, LONGEST_TITLE)),
        signer: facet(record.signature.name.as_ref()),
        recipients: facets(&record.recipients),
        ..Item::default()
    }
}

/// On the way through the section tree.
struct Walk<'a, 'b> {
    record: &'a Record,
    base: &'b Item<'a>,
    places: &'b Places<'a>,
    trail: Vec<&'a str>,
    /// How often each id was met.
    names: BTreeMap<&'a str, usize>,
}

impl<'a> Walk<'a, '_> {
    fn section(&mut self, section: &'a Section, see: &mut impl FnMut(Item<'a>)) {
        let twin = self.names.entry(&section.id).or_insert(0);
        *twin += 1;
        let name = id::again(id::section(&self.record.id, &section.id), *twin);
        let title = section.title.as_deref().unwrap_or_default();
        let cut_title = cut(title, LONGEST_TITLE);
        let (start, end) = section.span;
        let citations = || self.places.citations(&section.id);
        let item = Item {
            kind: "section",
            title: (!title.is_empty()).then(|| cut_title.to_owned()),
            cited: cited(citations()),
            cited_codes: cited_codes(citations()),
            section: Some(cut(&section.id, LONGEST_FACET)),
            section_kind: Some(cut(&section.kind, LONGEST_FACET)),
            label: facet(section.label.as_ref()),
            trail: self.trail.clone(),
            start: Some(start),
            end: Some(end),
            alternatives: alternatives(self.record, &section.children, start, end),
            ..self.base.clone()
        };
        if cut_title == title {
            parts(item, name, &[&section.text], see);
        } else {
            parts(item, name, &[title, &section.text], see);
        }
        self.trail.push(name_of(section));
        for child in &section.children {
            self.section(child, see);
        }
        self.trail.pop();
    }
}

/// What a section is called in a trail.
fn name_of(section: &Section) -> &str {
    let name = section.title.as_deref().or(section.label.as_deref());
    cut(name.unwrap_or_default(), LONGEST_FACET)
}

fn task<'a>(
    record: &'a Record,
    index: usize,
    task: &'a Task,
    base: &Item<'a>,
    places: &Places<'a>,
    see: &mut impl FnMut(Item<'a>),
) {
    let due = task.due.as_ref();
    let date = due
        .and_then(|due| due.date.as_deref())
        .filter(|date| day(date).is_some());
    let section = task.section.as_deref();
    let item = Item {
        kind: "task",
        title: facet(task.group.as_ref()).map(str::to_owned),
        section: section.map(|id| cut(id, LONGEST_FACET)),
        trail: section.map_or_else(Vec::new, |id| places.trail(id)),
        start: Some(task.span.0),
        end: Some(task.span.1),
        ordinal: facet(task.ordinal.as_ref()),
        lead: facets(&task.lead),
        support: facets(&task.support),
        due_text: due.map(|due| cut(&due.text, LONGEST_TITLE)),
        due: date,
        due_day: date.and_then(day),
        recurrence: due.and_then(|due| facet(due.recurrence.as_ref())),
        origin: Some(cut(&task.origin, LONGEST_FACET)),
        alternatives: alternatives(record, &[], task.span.0, task.span.1),
        ..base.clone()
    };
    parts(item, id::task(&record.id, index + 1), &[&task.content], see);
}

/// What belongs to sections, by their ids.
struct Places<'a> {
    /// Titles from the outermost section to this one, where a task stands in it.
    trails: BTreeMap<&'a str, Vec<&'a str>>,
    citations: BTreeMap<&'a str, Vec<&'a Citation>>,
}

impl<'a> Places<'a> {
    fn of(record: &'a Record) -> Self {
        let mut places = Self {
            trails: record
                .tasks
                .iter()
                .filter_map(|task| Some((task.section.as_deref()?, Vec::new())))
                .collect(),
            citations: BTreeMap::new(),
        };
        for citation in &record.citations {
            for section in citation
                .mentions
                .iter()
                .filter_map(|mention| mention.section.as_deref())
            {
                let here = places.citations.entry(section).or_default();
                if here
                    .last()
                    .is_none_or(|last| !std::ptr::eq(*last, citation))
                {
                    here.push(citation);
                }
            }
        }
        places.walk(&record.sections, &mut Vec::new());
        places
    }

    fn walk(&mut self, sections: &'a [Section], trail: &mut Vec<&'a str>) {
        for section in sections {
            trail.push(name_of(section));
            if let Some(known) = self.trails.get_mut(section.id.as_str())
                && known.is_empty()
            {
                known.clone_from(trail);
            }
            self.walk(&section.children, trail);
            trail.pop();
        }
    }

    fn trail(&self, section: &str) -> Vec<&'a str> {
        self.trails.get(section).cloned().unwrap_or_default()
    }

    fn citations(&self, section: &str) -> impl Iterator<Item = &'a Citation> + '_ {
        self.citations.get(section).into_iter().flatten().copied()
    }
}

/// Hands an item to `see` once for each part of its text.
fn parts<'a>(item: Item<'a>, name: String, texts: &[&'a str], see: &mut impl FnMut(Item<'a>)) {
    let mut n = 1;
    let last = texts.len() - 1;
    for (index, text) in texts.iter().enumerate() {
        let mut rest = *text;
        // An item without text is one, too.
        while !rest.is_empty() || (index == last && n == 1) {
            let (text, later) = rest.split_at(part_end(rest));
            see(Item {
                id: id::part(&name, n),
                part: n,
                text,
                ..item.clone()
            });
            rest = later;
            n += 1;
        }
    }
}

/// Other readings of the words in a place, and what the scan says of doubtful ones, but for those in `children`.
fn alternatives(record: &Record, children: &[Section], start: usize, end: usize) -> String {
    let edits = &record.restoration.edits;
    let first = edits.partition_point(|edit| edit.span.0 < start);
    let mut seen = BTreeSet::new();
    let mut readings = String::new();
    let mut child = 0;
    for edit in edits[first..].iter().take_while(|edit| edit.span.0 < end) {
        while children
            .get(child)
            .is_some_and(|child| child.span.1 <= edit.span.0)
        {
            child += 1;
        }
        if children
            .get(child)
            .is_some_and(|child| child.span.0 <= edit.span.0)
        {
            continue;
        }
        let scanned = (edit.confidence < DOUBTFUL).then_some(edit.from.as_str());
        let others = edit
            .alternatives
            .iter()
            .filter(|(_, probability)| *probability >= LEAST_PROBABLE);
        for reading in others.map(|(reading, _)| reading.as_str()).chain(scanned) {
            if readings.len() + reading.len() >= LONGEST_TEXT {
                return readings;
            }
            if seen.insert(reading) {
                if !readings.is_empty() {
                    readings.push(' ');
                }
                readings.push_str(reading);
            }
        }
    }
    readings
}

/// The codes of these instruments.
fn cited<'a>(citations: impl Iterator<Item = &'a Citation>) -> Vec<&'a str> {
    citations
        .filter_map(|citation| facet(citation.code.as_ref()))
        .take(MOST_VALUES)
        .collect()
}

/// All keys of them.
fn cited_codes<'a>(citations: impl Iterator<Item = &'a Citation>) -> Vec<String> {
    let mut seen = BTreeSet::new();
    citations
        .filter_map(|citation| Some((citation.code.as_ref()?, citation.kind.as_deref())))
        .take(MOST_VALUES)
        .flat_map(|(code, kind)| code::variants(code, kind))
        .filter(|code| seen.insert(code.clone()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sink::read::{Edit, Header};

    #[test]
    fn a_long_text_goes_on_in_parts() {
        let record = Record {
            id: "d".into(),
            text: "nhiệm vụ và giải pháp\n".repeat(10_000),
            ..Record::default()
        };
        let mut texts = Vec::new();
        items(&record, |item| texts.push((item.id.clone(), item.text)));
        assert_eq!(texts.concat_texts(), record.text);
        assert!(texts.len() > 2 && texts.iter().all(|(_, text)| text.ends_with('\n')));
        assert_eq!(texts[1].0, "d-p2");
    }

    trait Concat {
        fn concat_texts(&self) -> String;
    }

    impl Concat for Vec<(String, &str)> {
        fn concat_texts(&self) -> String {
            self.iter().map(|(_, text)| *text).collect()
        }
    }

    #[test]
    fn a_doubtful_word_is_found_by_its_other_readings_where_it_stands() {
        let edit = |at: usize, confidence, other: &str| Edit {
            span: (at, at + 2),
            from: "thi".into(),
            confidence,
            alternatives: vec![(other.into(), 0.3), ("hiếm".into(), 0.001)],
        };
        let child = Section {
            id: "I.1".into(),
            span: (10, 20),
            ..Section::default()
        };
        let record = Record {
            text: "x".repeat(30),
            sections: vec![Section {
                id: "I".into(),
                span: (0, 30),
                children: vec![child],
                ..Section::default()
            }],
            restoration: crate::sink::read::Restoration {
                mean_confidence: None,
                edits: vec![
                    edit(2, 0.95, "thị"),
                    edit(12, 0.5, "thì"),
                    edit(22, 0.95, "thi"),
                ],
                ..crate::sink::read::Restoration::default()
            },
            header: Header::default(),
            ..Record::default()
        };
        let mut found = Vec::new();
        items(&record, |item| found.push((item.id, item.alternatives)));
        let found: Vec<(&str, &str)> = found
            .iter()
            .map(|(a, b)| (a.as_str(), b.as_str()))
            .collect();
        assert_eq!(
            found,
            [
                ("", "thị thì thi"),
                ("_s_I", "thị thi"),
                ("_s_I_1", "thì thi")
            ]
        );
    }
}
