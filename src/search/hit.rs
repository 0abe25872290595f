//! What is found: hits with their snippets, and how many there are of what.

use super::query::Kind;
use crate::span::Span;

/// The answer to a query.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Hits {
    /// How many there are in all.
    pub total: usize,
    /// Those of the page that was asked for, best first.
    pub hits: Vec<Hit>,
    /// What all of them, not only those of the page, are of. Empty where it was not asked for.
    pub facets: Vec<Facet>,
    /// Codes that were read in the query, in the form that the index knows.
    pub codes: Vec<String>,
}

/// One hit.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// What it is.
    pub kind: Kind,
    /// Id of the document, as in its record.
    pub document: String,
    /// Path of the document's source.
    pub path: String,
    /// Id of the section, as in the record: the hit itself, the one with the task, or the one in the document that the
    /// snippet is from.
    pub section: Option<String>,
    /// Headings that lead to the section, outermost first, its own last.
    pub headings: Vec<String>,
    /// The code for which it is here, where that is not the one that was typed but one near it: as it stands in the document, or, where
    /// the record knows it for a code, without its marks. Such hits come after all others.
    pub near: Option<String>,
    /// How well it answers; higher is better. Comes before every lower one of the same query, and means nothing else.
    pub score: f32,
    /// A part of its text.
    pub snippet: Snippet,
    /// What document it is of.
    pub about: About,
}

/// What a document is, in short.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct About {
    /// Number and symbol (số và ký hiệu).
    pub code: Option<String>,
    /// Type (tên loại).
    pub kind: Option<String>,
    /// What it is about (trích yếu).
    pub subject: Option<String>,
    /// Issuing body (cơ quan ban hành).
    pub authority: Option<String>,
    /// Date of issue, ISO 8601.
    pub date: Option<String>,
}

/// A part of a text on one line, with what was searched for in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Snippet {
    /// Plain text, as it stands in the document; `…` where something is left out. Nothing in it is escaped.
    pub text: String,
    /// Places in `text` (bytes), in order, without overlaps.
    pub highlights: Vec<Span>,
}

/// What hits are counted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FacetName {
    /// Type of the document.
    Type,
    /// Issuing body.
    Authority,
    /// Place of issue.
    Place,
    /// Year of issue.
    Year,
    /// Instruments cited.
    Cites,
    /// Units that lead a task.
    Lead,
    /// Year in which a task is due.
    Due,
}

impl FacetName {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Type,
        Self::Authority,
        Self::Place,
        Self::Year,
        Self::Cites,
        Self::Lead,
        Self::Due,
    ];

    /// Its name in arguments and output.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Type => "type",
            Self::Authority => "authority",
            Self::Place => "place",
            Self::Year => "year",
            Self::Cites => "cites",
            Self::Lead => "lead",
            Self::Due => "due",
        }
    }
}

/// How many hits are of what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facet {
    /// By what they are counted.
    pub name: FacetName,
    /// The most frequent values, most frequent first.
    pub values: Vec<FacetValue>,
}

/// One value, and how many hits have it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FacetValue {
    /// The value; with `=` before it, it is a filter.
    pub value: String,
    /// How many hits have it.
    pub count: usize,
}
