//! What is asked: words, the kind of hit, filters, a page.

/// What can be a hit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A whole document (văn bản).
    Document,
    /// A section of one (mục, điều, khoản).
    Section,
    /// A task that one assigns (nhiệm vụ).
    Task,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Document, Self::Section, Self::Task];

    /// Its name in arguments and output.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Document => "document",
            Self::Section => "section",
            Self::Task => "task",
        }
    }
}

/// A query. Any text is legal.
///
/// Words find what has most of them, codes of documents (`61/2018/NĐ-CP`, `nd 61/2018`) are known in all the ways people
/// write them, `"words in quotes"` have to stand in a row. An empty text finds everything that the filters let through.
#[derive(Clone, Debug, PartialEq)]
pub struct Query {
    /// What was typed.
    pub text: String,
    /// The kind of hit; all kinds where there is none.
    pub kind: Option<Kind>,
    /// What the hits have to be of.
    pub filters: Filters,
    /// Hits to pass over.
    pub offset: usize,
    /// Hits to give.
    pub limit: usize,
    /// Values to give for each facet; 0 for no facets.
    pub facets: usize,
}

impl Query {
    /// The first ten documents for a text.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            kind: Some(Kind::Document),
            filters: Filters::default(),
            offset: 0,
            limit: 10,
            facets: 0,
        }
    }
}

/// What hits have to be of: all the filters, and of each filter one of its values.
///
/// A value is words in a row, with or without marks (`so noi vu` lets through `SỞ NỘI VỤ TỈNH QUẢNG NAM`); one that begins
/// with `=` is the whole of it (`=Sở Nội vụ`), as facets give it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filters {
    /// Type of the document (tên loại): `Kế hoạch`.
    pub types: Vec<String>,
    /// Issuing body (cơ quan ban hành).
    pub authorities: Vec<String>,
    /// Place of issue (địa danh).
    pub places: Vec<String>,
    /// Year of issue.
    pub years: Vec<u16>,
    /// Instruments cited there, by code in any form.
    pub cites: Vec<String>,
    /// Units that lead a task there (chủ trì).
    pub leads: Vec<String>,
    /// A task there is due on this day (ISO 8601: `2023`, `2023-06`, `2023-06-30`) or later.
    pub due_after: Option<String>,
    /// A task there is due before this day.
    pub due_before: Option<String>,
}
