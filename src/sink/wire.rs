//! The published form of a document: the serde twins of [`crate::document`], and the only output derives.
//!
//! The order of fields here is the order in the output. Their meaning is specified in `docs/json.md`; the doc comments
//! become the descriptions of the JSON Schema. A field that is not known is `null` (or an empty list), never left out.

use std::borrow::Cow;
use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

/// A half-open place `[start, end)`, counted in Unicode scalar values.
pub type Place = [usize; 2];

/// One restored and structured document (văn bản).
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Record<'a> {
    /// Name and version of this form.
    pub schema: SchemaName,
    /// Stable identity: SHA-256 of the source bytes, lower-case hex.
    #[schemars(regex(pattern = r"^[0-9a-f]{64}$"))]
    pub id: &'a str,
    /// Where the text came from.
    pub source: Source<'a>,
    /// The whole restored text, line for line as in the source.
    pub text: &'a str,
    /// The official cells above the body (thể thức phần đầu).
    pub header: Header<'a>,
    /// The section tree, in document order.
    pub sections: Vec<Section<'a>>,
    /// One for each distinct instrument cited (văn bản được viện dẫn), in order of first mention.
    pub citations: Vec<Citation<'a>>,
    /// Assigned work (nhiệm vụ), in document order.
    pub tasks: Vec<Task<'a>>,
    /// Addressees (nơi nhận).
    pub recipients: Vec<&'a str>,
    /// Who signed (người ký).
    pub signature: Signature<'a>,
    /// What restoration did.
    pub restoration: Restoration<'a>,
    /// Remarks, in the order of their places.
    pub diagnostics: Vec<Diagnostic<'a>>,
}

/// Name and version of the record's form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub enum SchemaName {
    /// Version 1.
    #[serde(rename = "vanban.document/1")]
    V1,
}

/// Provenance of a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Source<'a> {
    /// Path as given or found, with `/` between the parts; `-` for standard input.
    pub path: &'a str,
    /// Format of the file, such as `text`.
    pub format: &'a str,
    /// Encoding the bytes were in, such as `utf-8`.
    pub encoding: &'a str,
    /// Size of the file in bytes.
    pub bytes: u64,
    /// SHA-256 of the file's bytes, lower-case hex.
    #[schemars(regex(pattern = r"^[0-9a-f]{64}$"))]
    pub sha256: &'a str,
    /// Number of pages.
    #[schemars(range(min = 1))]
    pub pages: usize,
}

/// The official cells of a letterhead.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Header<'a> {
    /// Superior body (cơ quan chủ quản).
    pub parent_authority: Option<&'a str>,
    /// Issuing body (cơ quan ban hành).
    pub authority: Option<&'a str>,
    /// Number and symbol (số và ký hiệu) without blanks.
    pub code: Option<&'a str>,
    /// The number alone, digits as printed.
    pub number: Option<&'a str>,
    /// The symbol alone.
    pub symbol: Option<&'a str>,
    /// Place of issue (địa danh).
    pub place: Option<&'a str>,
    /// Date of issue, ISO 8601, of reduced precision where a part can't be read.
    #[schemars(regex(pattern = r"^\d{4}(-\d{2}(-\d{2})?)?$"))]
    pub date: Option<&'a str>,
    /// Document type (tên loại), sentence case.
    #[serde(rename = "type")]
    pub kind: Option<&'a str>,
    /// What it is about (trích yếu), lines joined.
    pub subject: Option<&'a str>,
}

/// Kinds of sections.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SectionKind {
    /// Everything between the subject and the first labelled section.
    Preamble,
    /// Phần.
    Part,
    /// Chương.
    Chapter,
    /// Mục.
    Section,
    /// Tiểu mục.
    Subsection,
    /// Điều.
    Article,
    /// I. II. III.
    Roman,
    /// 1. 1.1. 2)
    Number,
    /// a) b) đ)
    Letter,
    /// An item that begins with - or –.
    Dash,
    /// An item that begins with +.
    Plus,
    /// Phụ lục, Danh mục, Biểu after the signature.
    Annex,
    /// Unlabelled paragraphs that end the body.
    Closing,
}

/// A node of the section tree.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Section<'a> {
    /// Path of labels, such as `II.1` or `I.1.-2`.
    pub id: &'a str,
    /// What it is.
    pub kind: SectionKind,
    /// The label as printed or as the sequence says, without its word and mark.
    pub label: Option<&'a str>,
    /// Heading, lines joined.
    pub title: Option<&'a str>,
    /// Own paragraphs, without label, title and children.
    pub text: &'a str,
    /// From the label to the end of the last child, in the restored text.
    pub span: Place,
    /// Nested sections.
    pub children: Vec<Section<'a>>,
}

/// A cited legal instrument.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Citation<'a> {
    /// True number and symbol; null for laws cited by name.
    pub code: Option<&'a str>,
    /// Type, sentence case.
    #[serde(rename = "type")]
    pub kind: Option<&'a str>,
    /// Number alone.
    pub number: Option<&'a str>,
    /// Year from the code, else from the date.
    pub year: Option<u16>,
    /// Issuing body as printed.
    pub authority: Option<&'a str>,
    /// ISO 8601 date.
    #[schemars(regex(pattern = r"^\d{4}(-\d{2}(-\d{2})?)?$"))]
    pub date: Option<&'a str>,
    /// What it is about.
    pub title: Option<&'a str>,
    /// Codes of the instruments inside the title.
    pub amends: Vec<&'a str>,
    /// Every place that cites it.
    pub mentions: Vec<Mention<'a>>,
}

/// One place that cites an instrument.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Mention<'a> {
    /// From the type word to the end of the last part used, lines joined.
    pub text: &'a str,
    /// Place in the restored text.
    pub span: Place,
    /// Place in the source text.
    pub source_span: Place,
    /// Id of the section it stands in.
    pub section: Option<&'a str>,
    /// `khoản 2 Điều 5` and the like.
    pub pinpoint: Option<&'a str>,
}

/// Where a task was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TaskOrigin {
    /// A row of a task table.
    Table,
    /// An item or paragraph of the text.
    Prose,
}

/// Work given to a unit.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Task<'a> {
    /// Label of the row or of the section.
    pub ordinal: Option<&'a str>,
    /// Group heading inside a table.
    pub group: Option<&'a str>,
    /// What is to be done.
    pub content: &'a str,
    /// Who leads (chủ trì).
    pub lead: Vec<&'a str>,
    /// Who supports (phối hợp).
    pub support: Vec<&'a str>,
    /// When (thời hạn); null where no time is given.
    pub due: Option<Due<'a>>,
    /// Other columns of the table by their heads, such as sản phẩm or kinh phí.
    pub extra: BTreeMap<&'a str, Cow<'a, str>>,
    /// Table or prose.
    pub origin: TaskOrigin,
    /// Id of the section it stands in.
    pub section: Option<&'a str>,
    /// Place in the restored text.
    pub span: Place,
}

/// The time given for a task.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Due<'a> {
    /// The words, verbatim.
    pub text: &'a str,
    /// The date named, ISO 8601.
    #[schemars(regex(pattern = r"^\d{4}(-\d{2}(-\d{2})?)?$"))]
    pub date: Option<&'a str>,
    /// How often.
    pub recurrence: Option<Recurrence>,
}

/// How often a task comes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Recurrence {
    /// Thường xuyên.
    Continuous,
    /// Hàng ngày.
    Daily,
    /// Hàng tuần.
    Weekly,
    /// Hàng tháng.
    Monthly,
    /// Hàng quý.
    Quarterly,
    /// 6 tháng.
    Semiannual,
    /// Hàng năm.
    Annual,
}

/// Who signed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Signature<'a> {
    /// Capacity line (TM., KT., TL., TUQ.), with the office it stands for.
    pub capacity: Option<&'a str>,
    /// Own office of the person who signed.
    pub position: Option<&'a str>,
    /// Name.
    pub name: Option<&'a str>,
}

/// What restoration did to the text, and how sure it is.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Restoration<'a> {
    /// Blank-separated tokens of the restored text.
    pub tokens: usize,
    /// Tokens that differ from the source.
    pub changed: usize,
    /// Tokens whose confidence is below 0.9.
    pub uncertain: usize,
    /// Mean confidence of all tokens; null where there are none.
    #[schemars(range(min = 0, max = 1))]
    pub mean_confidence: Option<f64>,
    /// Every change, in text order. Putting each `to` in the place of its `source_span` turns the source into the text.
    pub edits: Vec<Edit<'a>>,
}

/// One change.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Edit<'a> {
    /// Place in the restored text.
    pub span: Place,
    /// Place in the source text.
    pub source_span: Place,
    /// What the source says.
    pub from: &'a str,
    /// What it was restored to.
    pub to: &'a str,
    /// Probability that this is right.
    #[schemars(range(min = 0, max = 1))]
    pub confidence: f64,
    /// Other readings and their probabilities, most probable first.
    pub alternatives: Vec<Alternative<'a>>,
}

/// Another reading and its probability.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Alternative<'a>(pub Cow<'a, str>, pub f64);

/// How much a remark should worry its reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Good to know.
    Info,
    /// The record may be wrong here.
    Warning,
}

/// One remark about a place in the restored text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Diagnostic<'a> {
    /// Stable snake_case name of the kind of remark.
    pub code: &'a str,
    /// How serious it is.
    pub severity: Severity,
    /// Place in the restored text.
    pub span: Place,
    /// One sentence for a person.
    pub message: Cow<'a, str>,
}
