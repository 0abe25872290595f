//! What hits show, as the index keeps it: of a document once, of its sections and tasks for each.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

/// What all hits of a document show; its own entry has it for them.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct ShownOfAll<'a> {
    #[serde(borrow, rename = "d")]
    pub(super) document: Cow<'a, str>,
    #[serde(borrow, rename = "p")]
    pub(super) path: Cow<'a, str>,
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

/// What a hit in a section or a task shows beside.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Shown<'a> {
    #[serde(borrow, rename = "s")]
    pub(super) section: Option<Cow<'a, str>>,
    #[serde(borrow, rename = "h")]
    pub(super) headings: Vec<Cow<'a, str>>,
    #[serde(borrow, rename = "t")]
    pub(super) text: Cow<'a, str>,
    /// Ends of words in `text`, and how else they may be read.
    #[serde(borrow, rename = "o")]
    pub(super) others: Vec<(usize, Vec<Cow<'a, str>>)>,
}

pub(super) fn all_borrowed<'t>(texts: &[&'t str]) -> Vec<Cow<'t, str>> {
    texts.iter().map(|&text| Cow::Borrowed(text)).collect()
}

/// The readings of words that stand behind `from`, with their ends counted from there.
pub(super) fn kept<'o>(
    others: &[(usize, &'o [String])],
    from: usize,
) -> Vec<(usize, Vec<Cow<'o, str>>)> {
    others
        .iter()
        .filter(|(end, _)| *end > from)
        .map(|(end, readings)| {
            let readings = readings.iter().map(|r| Cow::Borrowed(r.as_str()));
            (end - from, readings.collect())
        })
        .collect()
}

pub(super) fn borrowed<'r>(field: &'r Option<Cow<'r, str>>) -> Option<Cow<'r, str>> {
    field.as_deref().map(Cow::Borrowed)
}
