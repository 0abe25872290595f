//! Records as the indexer reads them: of `docs/json.md` the fields that are searched for or shown.

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
