//! PostgreSQL: tables for COPY in text format, the schema, and a script for psql that loads all in one transaction.
//!
//! Limits kept: no NUL in a text (it becomes U+FFFD); a vector of a megabyte (the schema's functions see to it); keys of
//! B-trees of 2,704 bytes, by short facets. A document is loaded again only where its digest is another, with all that
//! belongs to it.

use serde_json::json;
use sha2::{Digest, Sha256};

use super::{Delete, Deletion, Load, Rendered, Target};
use crate::feed::batch::hex;
use crate::feed::code;
use crate::feed::day::day;
use crate::feed::item::{Item, items};
use crate::feed::limits::{facet, facets};
use crate::sink::read::{Citation, Record, Section, Task};
use crate::text::letter::is_vietnamese;

/// Stems and endings of the files, in the order in which they are loaded.
pub(super) const STREAMS: [(&str, &str); 4] = [
    ("documents", "copy"),
    ("sections", "copy"),
    ("tasks", "copy"),
    ("citations", "copy"),
];

const DOCUMENT: &str = "id, digest, path, pages, code, codes, type, authority, parent_authority, place, date_text, date, \
    year, subject, signer, signer_position, recipients, cited, cited_codes, quality, text, alternatives";
const SECTION: &str =
    "id, document, position, section, kind, label, title, trail, span, cited, text, alternatives";
const TASK: &str = "id, document, position, ordinal, \"group\", content, lead, support, due_text, due, recurrence, extra, \
    origin, section, span, alternatives";
const CITATION: &str = "document, position, code, codes, type, number, year, authority, date_text, date, title, mentions";

pub(super) fn render(record: &Record) -> Rendered {
    let mut entries = Vec::new();
    let mut document: Option<Item> = None;
    let mut alternatives = String::new();
    let (mut position, mut tasks) = (0, 0);
    // Texts are whole here: later parts only add their other readings to the first.
    let mut walk = preorder(&record.sections);
    let mut current: Option<&Section> = None;
    items(record, |item| match (item.kind, item.part) {
        ("document", 1) => {
            alternatives.clone_from(&item.alternatives);
            document = Some(item);
        }
        ("document", _) => {
            alternatives.push(' ');
            alternatives.push_str(&item.alternatives);
        }
        ("section", 1) => {
            current = walk.next();
            position += 1;
            if let Some(section) = current {
                entries.push((1, section_row(&item, section, position)));
            }
        }
        ("task", 1) => {
            if let Some(task) = record.tasks.get(tasks) {
                tasks += 1;
                entries.push((2, task_row(&item, task, tasks)));
            }
        }
        _ => {}
    });
    for (index, citation) in record.citations.iter().enumerate() {
        entries.push((3, citation_row(record, citation, index + 1)));
    }
    if let Some(document) = document {
        let row = |digest: &str| document_row(record, &document, &alternatives, digest);
        let mut hash = Sha256::new_with_prefix(row(""));
        for (_, entry) in &entries {
            hash.update(entry);
        }
        entries.insert(0, (0, row(&hex(&hash.finalize()[..16]))));
    }
    Rendered {
        ids: vec![record.id.clone()],
        entries,
    }
}

/// Sections in document order.
fn preorder(sections: &[Section]) -> impl Iterator<Item = &Section> {
    let mut stack: Vec<&Section> = sections.iter().rev().collect();
    std::iter::from_fn(move || {
        let next = stack.pop()?;
        stack.extend(next.children.iter().rev());
        Some(next)
    })
}

fn document_row(record: &Record, item: &Item, alternatives: &str, digest: &str) -> Vec<u8> {
    let mut row = Row::default();
    row.text(&record.id);
    row.text(digest);
    row.text(&record.source.path);
    row.number(Some(record.source.pages));
    row.maybe(item.code);
    row.list(&item.codes);
    row.maybe(item.doc_type);
    row.maybe(item.authority);
    row.maybe(item.parent_authority);
    row.maybe(item.place);
    row.maybe(record.header.date.as_deref());
    row.date(item.day);
    row.number(item.year);
    row.maybe(record.header.subject.as_deref());
    row.maybe(item.signer);
    row.maybe(facet(record.signature.position.as_ref()));
    row.list(&item.recipients);
    row.list(&item.cited);
    row.list(&item.cited_codes);
    row.number(item.quality);
    row.text(&record.text);
    row.text(alternatives);
    row.end()
}

fn section_row(item: &Item, section: &Section, position: usize) -> Vec<u8> {
    let mut row = Row::default();
    row.text(&item.id);
    row.text(item.document);
    row.number(Some(position));
    row.text(&section.id);
    row.text(&section.kind);
    row.maybe(section.label.as_deref());
    row.maybe(section.title.as_deref());
    row.list(&item.trail);
    row.range(section.span);
    row.list(&item.cited);
    row.text(&section.text);
    row.text(&item.alternatives);
    row.end()
}

fn task_row(item: &Item, task: &Task, position: usize) -> Vec<u8> {
    let due = task.due.as_ref();
    let mut row = Row::default();
    row.text(&item.id);
    row.text(item.document);
    row.number(Some(position));
    row.maybe(task.ordinal.as_deref());
    row.maybe(task.group.as_deref());
    row.text(&task.content);
    row.list(&facets(&task.lead));
    row.list(&facets(&task.support));
    row.maybe(due.map(|due| due.text.as_str()));
    row.date(item.due_day);
    row.maybe(due.and_then(|due| due.recurrence.as_deref()));
    row.json(&json!(task.extra));
    row.text(&task.origin);
    row.maybe(task.section.as_deref());
    row.range(task.span);
    row.text(&item.alternatives);
    row.end()
}

fn citation_row(record: &Record, citation: &Citation, position: usize) -> Vec<u8> {
    let mentions: Vec<_> = citation
        .mentions
        .iter()
        .map(|mention| json!({"text": mention.text, "section": mention.section, "pinpoint": mention.pinpoint}))
        .collect();
    let code = citation.code.as_deref();
    let mut row = Row::default();
    row.text(&record.id);
    row.number(Some(position));
    row.maybe(code);
    row.list(&code.map_or_else(Vec::new, |code| {
        code::variants(code, citation.kind.as_deref())
    }));
    row.maybe(citation.kind.as_deref());
    row.maybe(citation.number.as_deref());
    row.number(citation.year);
    row.maybe(citation.authority.as_deref());
    row.maybe(citation.date.as_deref());
    row.date(citation.date.as_deref().and_then(day));
    row.maybe(citation.title.as_deref());
    row.json(&json!(mentions));
    row.end()
}

/// A row of COPY's text format: cells divided by tabs, `\N` for NULL.
#[derive(Default)]
struct Row {
    line: String,
    cells: usize,
}

impl Row {
    fn text(&mut self, text: &str) {
        self.begin();
        self.escaped(text);
    }

    fn maybe(&mut self, text: Option<&str>) {
        match text {
            Some(text) => self.text(text),
            None => self.raw("\\N"),
        }
    }

    fn number(&mut self, number: Option<impl ToString>) {
        match number {
            Some(number) => self.raw(&number.to_string()),
            None => self.raw("\\N"),
        }
    }

    /// A day as 20230217.
    fn date(&mut self, day: Option<i64>) {
        let date = day.map(|day| {
            format!(
                "{:04}-{:02}-{:02}",
                day / 10_000,
                day / 100 % 100,
                day % 100
            )
        });
        self.maybe(date.as_deref());
    }

    fn range(&mut self, (start, end): (usize, usize)) {
        self.raw(&format!("[{start},{})", end.max(start)));
    }

    /// An array: elements in quotes, escaped once for it and once more for COPY.
    fn list(&mut self, values: &[impl AsRef<str>]) {
        let mut array = String::from("{");
        for (index, value) in values.iter().enumerate() {
            if index > 0 {
                array.push(',');
            }
            let value = value.as_ref().replace('\\', "\\\\").replace('"', "\\\"");
            array.push_str(&format!("\"{value}\""));
        }
        array.push('}');
        self.text(&array);
    }

    /// JSON; jsonb knows no NUL, not even as an escape.
    fn json(&mut self, value: &serde_json::Value) {
        self.text(&value.to_string().replace("\\u0000", "\\ufffd"));
    }

    fn begin(&mut self) {
        if self.cells > 0 {
            self.line.push('\t');
        }
        self.cells += 1;
    }

    fn raw(&mut self, text: &str) {
        self.begin();
        self.line.push_str(text);
    }

    fn escaped(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                '\\' => self.line.push_str("\\\\"),
                '\t' => self.line.push_str("\\t"),
                '\n' => self.line.push_str("\\n"),
                '\r' => self.line.push_str("\\r"),
                '\0' => self.line.push('\u{fffd}'),
                c => self.line.push(c),
            }
        }
    }

    fn end(mut self) -> Vec<u8> {
        self.line.push('\n');
        self.line.into_bytes()
    }
}

pub(super) fn delete(documents: &[String]) -> Deletion {
    let rows = documents.iter().flat_map(|id| {
        let mut row = Row::default();
        row.text(id);
        row.end()
    });
    Deletion::Bytes("copy", rows.collect())
}

pub(super) fn files(target: &Target, load: &Load) -> Vec<(&'static str, Vec<u8>)> {
    let mut copies = String::new();
    let tables = [
        "new_documents",
        "new_sections",
        "new_tasks",
        "new_citations",
    ];
    for (table, files) in tables.into_iter().zip(load.streams) {
        for file in files {
            copies.push_str(&format!("\\copy {table} from '{}'\n", file.name));
        }
    }
    for delete in load.deletes {
        if let Delete::File(file) = delete {
            copies.push_str(&format!("\\copy gone from '{}'\n", file.name));
        }
    }
    let lower: String = ('\u{c0}'..'\u{1f00}')
        .filter(|c| is_vietnamese(*c) && c.is_lowercase())
        .collect();
    let upper = lower.to_uppercase();
    // One pass: what is put in is never looked at again.
    let fill = |template: &str| {
        let mut filled = String::with_capacity(template.len());
        let mut rest = template;
        while let Some(at) = rest.find('@') {
            filled.push_str(&rest[..at]);
            rest = &rest[at..];
            let value = [
                ("@schema@", target.name.as_str()),
                ("@upper@", &upper),
                ("@lower@", &lower),
                ("@copies@", &copies),
                ("@document_columns@", DOCUMENT),
                ("@section_columns@", SECTION),
                ("@task_columns@", TASK),
                ("@citation_columns@", CITATION),
            ]
            .into_iter()
            .find(|(name, _)| rest.starts_with(name));
            let (name, value) = value.unwrap_or(("@", "@"));
            filled.push_str(value);
            rest = &rest[name.len()..];
        }
        filled.push_str(rest);
        filled.into_bytes()
    };
    vec![
        ("schema.sql", fill(include_str!("schema.sql"))),
        ("load.sql", fill(include_str!("load.sql"))),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_what_copy_reads() {
        let mut row = Row::default();
        row.text("a\tb\\N\nc\r\0\"'");
        row.maybe(None);
        row.list(&["x", "a\"b", "c\\d", "", "NULL", "{,}", "t\tt"]);
        row.date(Some(20_230_217));
        row.number(None::<u8>);
        row.range((3, 1));
        row.json(&json!({"a\tb": "c\"\\\0"}));
        let expected = "a\\tb\\\\N\\nc\\r\u{fffd}\"'\t\\N\t{\"x\",\"a\\\\\"b\",\"c\\\\\\\\d\",\"\",\"NULL\",\"{,}\",\"t\\tt\"}\t2023-02-17\t\\N\t[3,3)\t{\"a\\\\tb\":\"c\\\\\"\\\\\\\\\\\\ufffd\"}\n";
        assert_eq!(String::from_utf8(row.end()).unwrap(), expected);
    }

    #[test]
    fn capitals_and_small_letters_are_as_many() {
        let target = Target {
            name: "v".into(),
            url: String::new(),
            headers: None,
        };
        let files = files(&target, &Load::default());
        let schema = String::from_utf8(files[0].1.clone()).unwrap();
        assert!(
            schema.contains("ÀÁÂ") && !schema.contains("@schema@") && !schema.contains("@upper@")
        );
        let lower: String = ('\u{c0}'..'\u{1f00}')
            .filter(|c| is_vietnamese(*c) && c.is_lowercase())
            .collect();
        assert_eq!(lower.chars().count(), 67);
        assert_eq!(lower.to_uppercase().chars().count(), 67);
    }
}
