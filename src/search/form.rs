//! The form of an index: its fields, its version, and what a commit says of itself.

use serde::{Deserialize, Serialize};
use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, STORED, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::tokenizer::{TextAnalyzer, TokenizerManager};

use super::query::Kind;
use super::terms::Split;

/// Raised with every change of the fields, of the tokens, or of what is written into them.
pub(super) const FORM: u32 = 5;

/// Text that comes as its terms.
const GIVEN: &str = "given";
const KEYS: &str = "raw";

/// What a commit says of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Payload {
    /// [`FORM`] of the program that wrote it.
    pub(super) form: u32,
    /// Run of the import that was read.
    pub(super) run: u64,
    /// Whether all of it is in.
    pub(super) complete: bool,
}

/// The fields. Every document is a record and, behind it, as many entries as can be hits: itself, its sections, its tasks. What is
/// true of all of them, the record has for all.
#[derive(Clone, Debug)]
pub(super) struct Fields {
    pub(super) schema: Schema,
    /// Words of the entry, a field for each kind of it: so how rare a word is, and how long a text, is told among its like. Of documents
    /// those that no section has.
    body: [Field; 3],
    /// Of documents: how many words they have, with those of their sections.
    pub(super) length: Field,
    /// Words of its headings, and of those above it, without their marks.
    pub(super) heading: Field,
    /// Of records the own code and the year, for each kind of entry that there is; of the others the kind, the cited codes, and what may be a code.
    pub(super) keys: Field,
    /// Days on which tasks are due, as numbers `20230630`.
    pub(super) due: Field,
    /// Hash of the document's path: what is removed together.
    pub(super) path: Field,
    /// Place of the entry in its document, so that equal scores have an order and its document is known.
    pub(super) order: Field,
    /// What a hit shows, as JSON.
    pub(super) shown: Field,
    /// Of records: the document's id.
    pub(super) id: Field,
    /// Of records: how many sections and tasks follow it, behind the document.
    pub(super) size: Field,
    /// Of records: hash of the record.
    pub(super) digest: Field,
    /// Of records: the record, compressed.
    pub(super) record: Field,
    /// Columns that hits are counted by, names of them found by, too: of records type, authority, place and year, of the others the rest.
    pub(super) types: Field,
    pub(super) authorities: Field,
    pub(super) places: Field,
    pub(super) years: Field,
    pub(super) cites: Field,
    pub(super) leads: Field,
}

impl Fields {
    pub(super) fn new() -> Self {
        let mut schema = Schema::builder();
        let body = Kind::ALL.map(|kind| {
            let positions = IndexRecordOption::WithFreqsAndPositions;
            let lengths = kind != Kind::Document;
            schema.add_text_field(kind.name(), text(GIVEN, positions, lengths))
        });
        Self {
            body,
            length: schema.add_u64_field("length", FAST),
            heading: schema.add_text_field("heading", text(GIVEN, IndexRecordOption::Basic, true)),
            keys: schema.add_text_field("keys", text(KEYS, IndexRecordOption::Basic, false)),
            due: schema.add_u64_field("due", FAST),
            path: schema.add_u64_field("path", INDEXED | FAST),
            order: schema.add_u64_field("order", FAST),
            // The engine copies texts at once, and bytes one by one.
            shown: schema.add_text_field("shown", STORED),
            id: schema.add_text_field("id", text(KEYS, IndexRecordOption::Basic, false)),
            size: schema.add_u64_field("size", FAST),
            digest: schema.add_u64_field("digest", FAST),
            record: schema.add_bytes_field("record", STORED),
            types: schema.add_text_field("type", names()),
            authorities: schema.add_text_field("authority", names()),
            places: schema.add_text_field("place", names()),
            years: schema.add_u64_field("year", FAST),
            cites: schema.add_text_field("cites", column()),
            leads: schema.add_text_field("lead", names()),
            schema: schema.build(),
        }
    }

    /// The words of entries of a kind.
    pub(super) fn body(&self, kind: Kind) -> Field {
        self.body[kind as usize]
    }
}

fn text(tokenizer: &str, option: IndexRecordOption, lengths: bool) -> TextOptions {
    TextOptions::default().set_indexing_options(
        TextFieldIndexing::default()
            .set_tokenizer(tokenizer)
            .set_index_option(option)
            .set_fieldnorms(lengths),
    )
}

fn names() -> TextOptions {
    text(KEYS, IndexRecordOption::Basic, false).set_fast("raw")
}

fn column() -> TextOptions {
    TextOptions::default().set_fast("raw")
}

/// The tokenizers that the fields name.
pub(super) fn tokenizers() -> TokenizerManager {
    let tokenizers = TokenizerManager::default();
    tokenizers.register(GIVEN, TextAnalyzer::builder(Split).build());
    tokenizers
}

/// The key of an entry of a kind: what `about` says of it.
pub(super) fn key(kind: Kind, about: Key<'_>) -> String {
    let mut key = String::new();
    write_key(kind, about, &mut key);
    key
}

/// Adds such a key to a text.
pub(super) fn write_key(kind: Kind, about: Key<'_>, all: &mut String) {
    all.push(match kind {
        Kind::Document => 'd',
        Kind::Section => 's',
        Kind::Task => 't',
    });
    let (sort, said) = match about {
        Key::Any => return,
        Key::Own(code) => ('o', code),
        Key::Cited(code) => ('c', code),
        Key::Misread(code) => ('m', code),
        Key::Year(year) => ('y', year),
    };
    all.push(sort);
    all.push_str(said);
}

/// Bytes of a key that say of which kind of entry it is, and of which sort.
pub(super) const SORT: usize = 2;

/// What a key says of an entry.
#[derive(Clone, Copy, Debug)]
pub(super) enum Key<'a> {
    /// That it is there.
    Any,
    /// Own code of its document.
    Own(&'a str),
    /// A code that is cited in it.
    Cited(&'a str),
    /// What stands there and may be a code.
    Misread(&'a str),
    /// Year of its document.
    Year(&'a str),
}

/// The day `2023-06-30` as a number. Of a month or a year the `last` or the first day.
pub(super) fn day(date: &str, last: bool) -> Option<u64> {
    let mut parts = date.split('-');
    let number = |part: Option<&str>, digits: usize, otherwise: u64| match part {
        None => Some(otherwise),
        Some(part) if part.len() == digits && part.bytes().all(|b| b.is_ascii_digit()) => {
            part.parse().ok()
        }
        Some(_) => None,
    };
    let year = number(parts.next(), 4, 0)?;
    let month = number(parts.next(), 2, if last { 12 } else { 1 })?;
    let day = number(parts.next(), 2, if last { 31 } else { 1 })?;
    parts
        .next()
        .is_none()
        .then_some(year * 10_000 + month * 100 + day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_in_order() {
        for (date, first, last) in [
            ("2023-06-30", Some(20_230_630), Some(20_230_630)),
            ("2023-06", Some(20_230_601), Some(20_230_631)),
            ("2023", Some(20_230_101), Some(20_231_231)),
            ("", None, None),
            ("30/6/2023", None, None),
            ("2023-6", None, None),
            ("2023-06-30-1", None, None),
        ] {
            assert_eq!((day(date, false), day(date, true)), (first, last), "{date}");
        }
    }
}
