//! Records as the indexer reads them: of `docs/json.md` the fields that are searched for or shown.
//!
//! `sink::read` reads more of a record, for feeds and pages, and copies it. Here nothing is copied, and of the changes, which are most
//! of a record, only what is in doubt is kept: that is a tenth of all time of indexing. A test holds both to the same fields.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

/// A half-open place, counted in Unicode scalar values.
pub(super) type Place = [usize; 2];

#[derive(Debug, Deserialize)]
pub(super) struct Record<'a> {
    #[serde(borrow)]
    pub(super) id: Cow<'a, str>,
    #[serde(borrow)]
    pub(super) source: Source<'a>,
    #[serde(borrow)]
    pub(super) text: Cow<'a, str>,
    #[serde(borrow)]
    pub(super) header: Header<'a>,
    #[serde(borrow)]
    pub(super) sections: Vec<Section<'a>>,
    #[serde(borrow)]
    pub(super) citations: Vec<Citation<'a>>,
    #[serde(borrow)]
    pub(super) tasks: Vec<Task<'a>>,
    #[serde(borrow)]
    pub(super) restoration: Restoration<'a>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Source<'a> {
    #[serde(borrow)]
    pub(super) path: Cow<'a, str>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Header<'a> {
    #[serde(borrow)]
    pub(super) authority: Option<Cow<'a, str>>,
    #[serde(borrow)]
    pub(super) code: Option<Cow<'a, str>>,
    #[serde(borrow)]
    pub(super) place: Option<Cow<'a, str>>,
    #[serde(borrow)]
    pub(super) date: Option<Cow<'a, str>>,
    #[serde(borrow, rename = "type")]
    pub(super) kind: Option<Cow<'a, str>>,
    #[serde(borrow)]
    pub(super) subject: Option<Cow<'a, str>>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Section<'a> {
    #[serde(borrow)]
    pub(super) id: Cow<'a, str>,
    #[serde(borrow)]
    pub(super) title: Option<Cow<'a, str>>,
    #[serde(borrow)]
    pub(super) text: Cow<'a, str>,
    pub(super) span: Place,
    #[serde(borrow)]
    pub(super) children: Vec<Section<'a>>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Citation<'a> {
    #[serde(borrow)]
    pub(super) code: Option<Cow<'a, str>>,
    pub(super) year: Option<u16>,
    #[serde(borrow)]
    pub(super) mentions: Vec<Mention<'a>>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Mention<'a> {
    pub(super) span: Place,
    #[serde(borrow)]
    pub(super) section: Option<Cow<'a, str>>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Task<'a> {
    #[serde(borrow)]
    pub(super) group: Option<Cow<'a, str>>,
    #[serde(borrow)]
    pub(super) content: Cow<'a, str>,
    #[serde(borrow)]
    pub(super) lead: Vec<Cow<'a, str>>,
    #[serde(borrow)]
    pub(super) support: Vec<Cow<'a, str>>,
    #[serde(borrow)]
    pub(super) due: Option<Due<'a>>,
    #[serde(borrow)]
    pub(super) section: Option<Cow<'a, str>>,
    pub(super) span: Place,
}

#[derive(Debug, Deserialize)]
pub(super) struct Due<'a> {
    #[serde(borrow)]
    pub(super) text: Cow<'a, str>,
    #[serde(borrow)]
    pub(super) date: Option<Cow<'a, str>>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Restoration<'a> {
    /// Those that are in doubt.
    #[serde(borrow, deserialize_with = "doubtful")]
    pub(super) edits: Vec<Edit<'a>>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Edit<'a> {
    pub(super) span: Place,
    #[serde(borrow)]
    pub(super) from: Cow<'a, str>,
    #[serde(borrow)]
    pub(super) to: Cow<'a, str>,
    /// Other readings that are likely enough, with how likely they are.
    #[serde(borrow, deserialize_with = "likely")]
    pub(super) alternatives: Vec<(Cow<'a, str>, f32)>,
}

impl<'a> Edit<'a> {
    /// How else it may be read: its alternatives, and of numbers and codes what the source says, since no language
    /// model knows numbers.
    pub(super) fn readings(&self) -> impl Iterator<Item = &str> + use<'_, 'a> {
        let source = has_digit(&self.from).then_some(self.from.as_ref());
        let likely = self.alternatives.iter().filter(|(_, p)| *p >= LIKELY);
        source
            .into_iter()
            .chain(likely.map(|(reading, _)| reading.as_ref()))
    }

    fn is_doubtful(&self) -> bool {
        self.readings().next().is_some()
    }
}

pub(super) fn has_digit(text: &str) -> bool {
    text.bytes().any(|b| b.is_ascii_digit())
}

/// Readings that are less probable than this are not looked for: it would be noise.
pub(super) const LIKELY: f32 = 0.05;

#[derive(Debug, Deserialize)]
struct Reading<'a>(#[serde(borrow)] Cow<'a, str>, f32);

/// Passes over what is not likely: that is most of it, and would take memory.
fn likely<'de: 'a, 'a, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Vec<(Cow<'a, str>, f32)>, D::Error> {
    let some = |Reading(reading, probability): Reading<'a>| {
        (probability >= LIKELY).then_some((reading, probability))
    };
    deserializer.deserialize_seq(Sieve(some, PhantomData))
}

/// Passes over edits that are in no doubt: these, too, are most of them.
fn doubtful<'de: 'a, 'a, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Edit<'a>>, D::Error> {
    let some = |edit: Edit<'a>| edit.is_doubtful().then_some(edit);
    deserializer.deserialize_seq(Sieve(some, PhantomData))
}

/// Reads a list, and keeps of it what a function keeps.
struct Sieve<F, T>(F, PhantomData<T>);

impl<'de, T: Deserialize<'de>, U, F: Fn(T) -> Option<U>> Visitor<'de> for Sieve<F, T> {
    type Value = Vec<U>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        let mut kept = Vec::new();
        while let Some(next) = list.next_element()? {
            kept.extend((self.0)(next));
        }
        Ok(kept)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sink::{Layout, read, wire};
    use crate::{Model, Restorer, ingest, segment};

    const PAGE: &str = "UBND HUYEN KIM SON\nSố: 61/KH-UBND Kim Sơn, ngày 12 tháng 02 năm 2019\n\nKẾ HOẠCH\nVề trồng rừng\n\nCăn cứ Nghị định số 63/2010/ND-CP ngày 08/6/2010;\n\nI. MỤC ĐÍCH\n1. Trong rung ven bien.\n\nII. TỔ CHỨC THỰC HIỆN\n1. Phòng Nội vụ chủ trì, phối hợp với Công an huyện rà soát trước ngày 30/6/2019.\n";

    #[test]
    fn both_readers_of_records_see_the_same() {
        let model = Model::embedded().unwrap();
        let scan = ingest::decode("kế hoạch.txt", PAGE.as_bytes().to_vec()).unwrap();
        let restored = Restorer::new(&model).worker().restore(&scan.text);
        let document = segment(&restored);
        let json = wire::Record::new(&scan, &restored, &document).to_json(Layout::Line);
        let ours: Record<'_> = serde_json::from_slice(&json).unwrap();
        let theirs: read::Record = serde_json::from_slice(&json).unwrap();

        let text = |text: &Option<Cow<'_, str>>| text.as_deref().map(str::to_owned);
        assert_eq!((&*ours.id, &*ours.text), (&*theirs.id, &*theirs.text));
        assert_eq!(ours.source.path, theirs.source.path);
        let (own, other) = (&ours.header, &theirs.header);
        for (own, other) in [
            (&own.authority, &other.authority),
            (&own.code, &other.code),
            (&own.place, &other.place),
            (&own.date, &other.date),
            (&own.kind, &other.kind),
            (&own.subject, &other.subject),
        ] {
            assert_eq!(text(own), *other);
        }
        same_sections(&ours.sections, &theirs.sections);
        assert!(!ours.citations.is_empty() && !ours.tasks.is_empty());
        assert_eq!(ours.citations.len(), theirs.citations.len());
        for (own, other) in ours.citations.iter().zip(&theirs.citations) {
            assert_eq!(text(&own.code), other.code);
            assert_eq!(own.year.map(i32::from), other.year);
            for (own, other) in own.mentions.iter().zip(&other.mentions) {
                assert_eq!((own.span[0], own.span[1]), other.span);
                assert_eq!(text(&own.section), other.section);
            }
        }
        assert_eq!(ours.tasks.len(), theirs.tasks.len());
        for (own, other) in ours.tasks.iter().zip(&theirs.tasks) {
            assert_eq!(
                (&*own.content, text(&own.group)),
                (&*other.content, other.group.clone())
            );
            assert!(own.lead == other.lead && own.support == other.support);
            let due = |due: &Due<'_>| (due.text.clone().into_owned(), text(&due.date));
            let other_due = other
                .due
                .as_ref()
                .map(|due| (due.text.clone(), due.date.clone()));
            assert_eq!(own.due.as_ref().map(due), other_due);
        }
        let doubtful = &ours.restoration.edits;
        assert!(!doubtful.is_empty());
        for own in doubtful {
            let same = |other: &&read::Edit| other.span == (own.span[0], own.span[1]);
            let other = theirs.restoration.edits.iter().find(same).unwrap();
            assert_eq!(own.from, other.from);
        }
    }

    fn same_sections(ours: &[Section<'_>], theirs: &[read::Section]) {
        assert_eq!(ours.len(), theirs.len());
        for (own, other) in ours.iter().zip(theirs) {
            assert_eq!((&*own.id, &*own.text), (&*other.id, &*other.text));
            assert_eq!(own.title.as_deref(), other.title.as_deref());
            same_sections(&own.children, &other.children);
        }
    }
}
