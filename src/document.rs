//! What [`mod@crate::segment`] finds in a restored text: header, section tree, citations, tasks, recipients, signature.
//!
//! These are working types: spans count bytes of the restored text, and nothing here knows JSON. The published form is
//! [`crate::sink::wire`]. Whatever is not known is `None` or empty, never invented.

use crate::diagnostic::Diagnostic;
use crate::span::Span;

/// The structure of one document (văn bản).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Document {
    /// The official cells above the body.
    pub header: Header,
    /// The section tree, in document order.
    pub sections: Vec<Section>,
    /// One for each distinct instrument cited, in order of first mention.
    pub citations: Vec<Citation>,
    /// Assigned work, in document order.
    pub tasks: Vec<Task>,
    /// Addressees (nơi nhận).
    pub recipients: Vec<String>,
    /// Who signed.
    pub signature: Signature,
    /// Remarks.
    pub diagnostics: Vec<Diagnostic>,
}

/// The official cells of a letterhead (thể thức phần đầu).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Header {
    /// Superior body (cơ quan chủ quản).
    pub parent_authority: Option<String>,
    /// Issuing body (cơ quan ban hành).
    pub authority: Option<String>,
    /// Number and symbol (số và ký hiệu) without blanks.
    pub code: Option<String>,
    /// The number alone.
    pub number: Option<String>,
    /// The symbol alone.
    pub symbol: Option<String>,
    /// Place of issue (địa danh).
    pub place: Option<String>,
    /// ISO 8601 date, of reduced precision where a part can't be read.
    pub date: Option<String>,
    /// Document type (tên loại), sentence case.
    pub kind: Option<String>,
    /// What it is about (trích yếu).
    pub subject: Option<String>,
}

/// Kinds of [`Section`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
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
    /// - or –
    Dash,
    /// +
    Plus,
    /// Phụ lục, Danh mục, Biểu after the signature.
    Annex,
    /// Unlabelled paragraphs that end the body.
    Closing,
}

/// A node of the section tree.
#[derive(Clone, Debug, PartialEq)]
pub struct Section {
    /// Path of labels, such as `II.1` or `I.1.-2`.
    pub id: String,
    /// What it is.
    pub kind: SectionKind,
    /// The label as printed or as the sequence says, without its word and mark.
    pub label: Option<String>,
    /// Heading, lines joined.
    pub title: Option<String>,
    /// Own paragraphs, without label, title and children.
    pub text: String,
    /// From the label to the end of the last child, in the restored text.
    pub span: Span,
    /// Nested sections.
    pub children: Vec<Section>,
}

/// A cited legal instrument (văn bản được viện dẫn).
#[derive(Clone, Debug, PartialEq)]
pub struct Citation {
    /// True number and symbol; `None` for laws cited by name.
    pub code: Option<String>,
    /// Type, sentence case.
    pub kind: Option<String>,
    /// Number alone.
    pub number: Option<String>,
    /// Year from the code, else from the date.
    pub year: Option<u16>,
    /// Issuing body as printed.
    pub authority: Option<String>,
    /// ISO 8601 date.
    pub date: Option<String>,
    /// What it is about.
    pub title: Option<String>,
    /// Codes of the instruments inside the title.
    pub amends: Vec<String>,
    /// Every place that cites it.
    pub mentions: Vec<Mention>,
}

/// One place that cites an instrument.
#[derive(Clone, Debug, PartialEq)]
pub struct Mention {
    /// From the type word to the end of the last part used, lines joined.
    pub text: String,
    /// The same in the restored text.
    pub span: Span,
    /// Id of the section it stands in.
    pub section: Option<String>,
    /// `khoản 2 Điều 5` and the like.
    pub pinpoint: Option<String>,
}

/// Where a [`Task`] was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TaskOrigin {
    /// A row of a task table.
    Table,
    /// An item or paragraph of the text.
    Prose,
}

/// Work given to a unit (nhiệm vụ).
#[derive(Clone, Debug, PartialEq)]
pub struct Task {
    /// Label of the row or of the section.
    pub ordinal: Option<String>,
    /// Group heading inside a table.
    pub group: Option<String>,
    /// What is to be done.
    pub content: String,
    /// Who leads (chủ trì).
    pub lead: Vec<String>,
    /// Who supports (phối hợp).
    pub support: Vec<String>,
    /// When, if said.
    pub due: Option<Due>,
    /// Other columns by their heads, such as expected product and budget (sản phẩm, kinh phí).
    pub extra: Vec<(String, String)>,
    /// Table or prose.
    pub origin: TaskOrigin,
    /// Id of the section it stands in.
    pub section: Option<String>,
    /// Place in the restored text.
    pub span: Span,
}

/// The time given for a task (thời hạn).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// The words, verbatim.
    pub text: String,
    /// The date named, ISO 8601.
    pub date: Option<String>,
    /// How often.
    pub recurrence: Option<Recurrence>,
}

/// How often a task comes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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

/// Who signed (người ký).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Signature {
    /// Capacity line (TM., KT., TL., TUQ.), with the office it stands for.
    pub capacity: Option<String>,
    /// Own office of the person who signed.
    pub position: Option<String>,
    /// Name.
    pub name: Option<String>,
}
