//! Typesense: JSON lines for its import, and the schema of a collection.
//!
//! Limits kept: ids that need no escaping in an address; `filter_by` of 4,000 characters. With a locale Typesense keeps
//! marks, without one it drops them, but not with one table in all versions: `text` has the locale, and `folded` comes
//! without marks.

use serde_json::{Value, json};

use super::{Deletion, Load, Target, create_by_curl, load_by_curl};
use crate::feed::curl::pretty;

pub(super) fn delete(target: &Target, ids: &[String]) -> Deletion {
    Deletion::Address(format!(
        "/collections/{}/documents?filter_by=id:=%5B{}%5D",
        target.name,
        ids.join("%2C")
    ))
}

pub(super) fn files(target: &Target, load: &Load) -> Vec<(&'static str, Vec<u8>)> {
    let documents = format!("/collections/{}/documents", target.name);
    vec![
        ("collection.json", pretty(&collection(&target.name))),
        (
            "create.curl",
            create_by_curl(target, &[("POST", "/collections", "collection.json")]),
        ),
        (
            "load.curl",
            load_by_curl(
                target,
                load,
                ("DELETE", &documents),
                (
                    "POST",
                    &format!("{documents}/import?action=upsert&return_id=true"),
                ),
            ),
        ),
    ]
}

fn collection(name: &str) -> Value {
    let field = |name: &str, kind: &str| json!({"name": name, "type": kind, "optional": true});
    let with = |mut field: Value, option: &str, value: Value| {
        field[option] = value;
        field
    };
    let mut fields = Vec::new();
    for name in ["title", "text", "subject"] {
        fields.push(with(field(name, "string"), "locale", json!("vi")));
    }
    for name in ["folded", "alternatives"] {
        fields.push(with(field(name, "string"), "store", json!(false)));
    }
    for name in [
        "kind",
        "document",
        "path",
        "code",
        "type",
        "authority",
        "parent_authority",
        "place",
        "section_kind",
        "recurrence",
        "origin",
        "signer",
    ] {
        fields.push(with(field(name, "string"), "facet", json!(true)));
    }
    for name in ["cited", "lead", "support"] {
        fields.push(with(field(name, "string[]"), "facet", json!(true)));
    }
    for name in ["codes", "cited_codes", "recipients"] {
        fields.push(field(name, "string[]"));
    }
    for name in ["day", "due_day"] {
        fields.push(field(name, "int64"));
    }
    fields.push(with(field("year", "int64"), "facet", json!(true)));
    fields.push(field("quality", "float"));
    // Fields that are not named are stored and not indexed.
    json!({"name": name, "fields": fields, "token_separators": ["/", "-", ".", ":", "_"]})
}
