//! Records as the indexer reads them: of `docs/json.md` the fields that are searched for or shown.

use std::borrow::Cow;

use serde::Deserialize;

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
    #[serde(borrow)]
    pub(super) alternatives: Vec<(Cow<'a, str>, f32)>,
}
