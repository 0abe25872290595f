//! The published form of a report, read again by the gate.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::evaluate::leak::Leak;

/// A whole report.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// Name and version of this form.
    pub schema: String,
    /// Version of the program that made it.
    pub version: String,
    /// What counts as the same.
    pub same: String,
    /// Draws of the bootstrap.
    pub draws: u32,
    /// Its seed.
    pub seed: u64,
    /// What was judged: the scan first, then the system in question, then those that it is compared with.
    pub systems: Vec<SystemAbout>,
    /// Figures of all documents, then of each slice.
    pub slices: Vec<Slice>,
    /// The system in question against each other one.
    pub comparisons: Vec<Comparison>,
    /// How much can be trusted to be how right.
    pub coverage: Vec<Coverage>,
    /// Each document, in the order of names.
    pub documents: Vec<Document>,
    /// What documents lack.
    pub missing: Vec<String>,
    /// Files that belong to no document.
    pub extra: Vec<String>,
    /// Documents that could not be judged, with the reason.
    pub failed: Vec<String>,
    /// Text that is judged and was trained on.
    pub leaks: Vec<Leak>,
}

/// A system and what it does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SystemAbout {
    /// Its name.
    pub name: String,
    /// What it does.
    pub about: String,
}

/// Figures of a set of documents.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Slice {
    /// Its name; `all` for all documents.
    pub name: String,
    /// Scans in it.
    pub scans: usize,
    /// Documents in it; scans of one page are one document.
    pub documents: usize,
    /// One entry for each system.
    pub systems: Vec<SystemFigures>,
}

/// Figures of a system.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SystemFigures {
    /// The system.
    pub system: String,
    /// Syllables of the truth that it was judged on.
    pub syllables: u64,
    /// Every figure that there is, by name.
    pub figures: BTreeMap<String, Figure>,
}

/// A figure and how far it can be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    /// Over all documents together (micro average).
    pub value: f64,
    /// Mean over documents, each counting the same (macro average); of a difference, the difference again.
    #[serde(rename = "macro")]
    pub mean: f64,
    /// Lower end of the 95 % interval.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
}

/// A paired comparison of two systems on the same documents.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Comparison {
    /// The documents.
    pub slice: String,
    /// The system in question.
    pub system: String,
    /// The other one.
    pub against: String,
    /// Documents in which the system has fewer wrong syllables.
    pub documents_better: u64,
    /// Documents in which both have as many.
    pub documents_alike: u64,
    /// Documents in which it has more.
    pub documents_worse: u64,
    /// Syllables that the system alone has right.
    pub only_right: u64,
    /// Syllables that the other alone has right.
    pub only_wrong: u64,
    /// System minus other, with the interval of the difference.
    pub differences: BTreeMap<String, Figure>,
}

/// How many syllables can be kept, the surest first, so that a given share of them is right.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Coverage {
    /// The system.
    pub system: String,
    /// Least share of right ones.
    pub precision: f64,
    /// Percent of all syllables that can be kept; nothing where even the surest are not right so often.
    pub coverage: Option<f64>,
    /// Least confidence of those.
    pub threshold: Option<f64>,
}

/// One document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// Its name.
    pub name: String,
    /// Its slice.
    pub slice: String,
    /// Hash of its truth.
    pub truth_sha256: String,
    /// True where lines were compared with lines.
    pub line_by_line: bool,
    /// Syllables of its truth.
    pub syllables: u64,
    /// Wrong syllables of each system.
    pub errors: Vec<u64>,
    /// Places of the syllables that the system in question has wrong, as `line:place,place line:place`, from 1; null where
    /// they are too many.
    pub wrong: Option<String>,
}

/// Places as a [`Document`] writes them.
pub(super) fn places(all: impl Iterator<Item = (usize, usize)>) -> String {
    use std::fmt::Write;
    let mut text = String::new();
    let mut before = 0;
    for (line, place) in all {
        let _ = if line == before {
            write!(text, ",{place}")
        } else {
            let blank = if text.is_empty() { "" } else { " " };
            write!(text, "{blank}{line}:{place}")
        };
        before = line;
    }
    text
}

impl Document {
    /// The places of [`Document::wrong`]; what is no place is left out.
    pub fn wrong_places(&self) -> Option<impl Iterator<Item = (usize, usize)> + '_> {
        let line = |line: &str| -> Vec<(usize, usize)> {
            let Some((number, places)) = line.split_once(':') else {
                return Vec::new();
            };
            let Ok(number) = number.parse() else {
                return Vec::new();
            };
            places
                .split(',')
                .filter_map(|place| Some((number, place.parse().ok()?)))
                .collect()
        };
        Some(self.wrong.as_deref()?.split(' ').flat_map(line))
    }
}

impl Report {
    /// The report as JSON: a document a line, so that two of them can be compared by eye.
    #[must_use]
    pub fn to_json(&self) -> Vec<u8> {
        let expect = "invariant: a report has string keys and finite numbers";
        let mut whole = serde_json::to_value(self).expect(expect);
        let mut lines = Vec::new();
        for name in ["slices", "comparisons", "documents"] {
            if let Some(list) = whole[name].as_array_mut() {
                lines.push((name, std::mem::take(list)));
            }
        }
        let mut json = serde_json::to_string_pretty(&whole).expect(expect);
        for (name, list) in lines {
            let list: Vec<String> = list.iter().map(|one| format!("\n    {one}")).collect();
            let end = if list.is_empty() { "" } else { "\n  " };
            let full = format!("\"{name}\": [{}{end}]", list.join(","));
            json = json.replacen(&format!("\"{name}\": []"), &full, 1);
        }
        json.push('\n');
        json.into_bytes()
    }

    /// The figures of a system in a slice.
    #[must_use]
    pub fn figures(&self, slice: &str, system: &str) -> Option<&SystemFigures> {
        let slice = self.slices.iter().find(|other| other.name == slice)?;
        slice.systems.iter().find(|other| other.system == system)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_come_back() {
        let all = [(1, 2), (1, 5), (3, 1)];
        let text = places(all.into_iter());
        assert_eq!(text, "1:2,5 3:1");
        let document = |wrong: Option<&str>| Document {
            name: String::new(),
            slice: String::new(),
            truth_sha256: String::new(),
            line_by_line: true,
            syllables: 0,
            errors: Vec::new(),
            wrong: wrong.map(str::to_owned),
        };
        let read = |text| Some(document(text).wrong_places()?.collect::<Vec<_>>());
        assert_eq!(read(Some(&text)), Some(all.to_vec()));
        assert_eq!(read(Some("")), Some(Vec::new()));
        assert_eq!(read(Some("x 3:a,4")), Some(vec![(3, 4)]));
        assert_eq!(read(None), None);
    }

    #[test]
    fn a_report_comes_back_from_its_json() {
        let mut report = Report {
            schema: "vanban.evaluation/1".to_owned(),
            ..Report::default()
        };
        report.slices.push(Slice {
            name: "all".to_owned(),
            scans: 1,
            documents: 1,
            systems: Vec::new(),
        });
        let read: Report = serde_json::from_slice(&report.to_json()).unwrap();
        assert_eq!(read, report);
    }
}
