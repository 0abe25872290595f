//! Things worth telling about a document that are not failures.

use crate::span::Span;

/// How much a [`Diagnostic`] should worry its reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Good to know.
    Info,
    /// The record may be wrong here; somebody may want to look at the scan.
    Warning,
}

/// One remark about a place in the restored text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Stable snake_case name of the kind of remark, such as `citation_date_conflict`.
    pub code: &'static str,
    /// How serious it is.
    pub severity: Severity,
    /// Where in the restored text.
    pub span: Span,
    /// One sentence for a person.
    pub message: String,
}
