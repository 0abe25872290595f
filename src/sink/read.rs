//! Records read back: what feeds and pages need of the form that [`super::wire`] writes.
//!
//! The indexer reads the same form in its own way (`search::record`), which copies nothing.
//!
//! Fields that are not known are passed over, so that records of later versions can be read. Their meaning is in
//! `docs/json.md`.

use std::collections::BTreeMap;

use serde::Deserialize;

/// A place `[start, end)` in the text, counted in Unicode scalar values.
pub(crate) type Place = (usize, usize);

#[derive(Debug, Default, Deserialize)]
pub(crate) struct Record {
    pub(crate) id: String,
    pub(crate) source: Source,
    pub(crate) text: String,
    pub(crate) header: Header,
    pub(crate) sections: Vec<Section>,
    pub(crate) citations: Vec<Citation>,
    pub(crate) tasks: Vec<Task>,
    pub(crate) recipients: Vec<String>,
    pub(crate) signature: Signature,
    pub(crate) restoration: Restoration,
    #[serde(default)]
    pub(crate) diagnostics: Vec<Diagnostic>,
}

#[derive(Debug, Default, Deserialize)]
pub(crate) struct Source {
    pub(crate) path: String,
    pub(crate) pages: u64,
}

#[derive(Debug, Default, Deserialize)]
pub(crate) struct Header {
    pub(crate) parent_authority: Option<String>,
    pub(crate) authority: Option<String>,
    pub(crate) code: Option<String>,
    pub(crate) place: Option<String>,
    pub(crate) date: Option<String>,
    #[serde(rename = "type")]
    pub(crate) kind: Option<String>,
    pub(crate) subject: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
pub(crate) struct Section {
    pub(crate) id: String,
    pub(crate) kind: String,
    pub(crate) label: Option<String>,
    pub(crate) title: Option<String>,
    pub(crate) text: String,
    pub(crate) span: Place,
    pub(crate) children: Vec<Section>,
}

#[derive(Debug, Default, Deserialize)]
pub(crate) struct Citation {
    pub(crate) code: Option<String>,
    #[serde(rename = "type")]
    pub(crate) kind: Option<String>,
    pub(crate) number: Option<String>,
    pub(crate) year: Option<i32>,
    pub(crate) authority: Option<String>,
    pub(crate) date: Option<String>,
    pub(crate) title: Option<String>,
    pub(crate) mentions: Vec<Mention>,
}

#[derive(Debug, Default, Deserialize)]
pub(crate) struct Mention {
    pub(crate) text: String,
    #[serde(default)]
    pub(crate) span: Place,
    pub(crate) section: Option<String>,
    pub(crate) pinpoint: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
pub(crate) struct Task {
    pub(crate) ordinal: Option<String>,
    pub(crate) group: Option<String>,
    pub(crate) content: String,
    pub(crate) lead: Vec<String>,
    pub(crate) support: Vec<String>,
    pub(crate) due: Option<Due>,
    #[serde(default)]
    pub(crate) extra: BTreeMap<String, String>,
    pub(crate) origin: String,
    pub(crate) section: Option<String>,
    pub(crate) span: Place,
}

#[derive(Debug, Default, Deserialize)]
pub(crate) struct Due {
    pub(crate) text: String,
    pub(crate) date: Option<String>,
    pub(crate) recurrence: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
pub(crate) struct Signature {
    #[serde(default)]
    pub(crate) capacity: Option<String>,
    pub(crate) position: Option<String>,
    pub(crate) name: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
pub(crate) struct Restoration {
    #[serde(default)]
    pub(crate) tokens: u64,
    #[serde(default)]
    pub(crate) changed: u64,
    #[serde(default)]
    pub(crate) uncertain: u64,
    pub(crate) mean_confidence: Option<f64>,
    pub(crate) edits: Vec<Edit>,
}

#[derive(Debug, Default, Deserialize)]
pub(crate) struct Edit {
    pub(crate) span: Place,
    pub(crate) from: String,
    pub(crate) confidence: f64,
    pub(crate) alternatives: Vec<(String, f64)>,
}

#[derive(Debug, Default, Deserialize)]
pub(crate) struct Diagnostic {
    pub(crate) code: String,
    pub(crate) severity: String,
    pub(crate) span: Place,
    pub(crate) message: String,
}
