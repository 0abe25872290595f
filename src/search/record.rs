//! Records as the indexer reads them: of `docs/json.md` the fields that are searched for or shown.

use std::borrow::Cow;
use std::fmt;

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
    #[serde(borrow)]
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

/// Readings that are less probable than this are not looked for: it would be noise.
pub(super) const LIKELY: f32 = 0.05;

#[derive(Debug, Deserialize)]
struct Reading<'a>(#[serde(borrow)] Cow<'a, str>, f32);

/// Passes over what is not likely: that is most of it, and would take memory.
fn likely<'de: 'a, 'a, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Vec<(Cow<'a, str>, f32)>, D::Error> {
    struct Likely;
    impl<'de> Visitor<'de> for Likely {
        type Value = Vec<(Cow<'de, str>, f32)>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("readings with their probabilities")
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut readings: A) -> Result<Self::Value, A::Error> {
            let mut likely = Vec::new();
            while let Some(Reading(reading, probability)) = readings.next_element()? {
                if probability >= LIKELY {
                    likely.push((reading, probability));
                }
            }
            Ok(likely)
        }
    }
    deserializer.deserialize_seq(Likely)
}
