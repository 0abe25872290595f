//! Quickwit: NDJSON for its ingest API, and an index configuration.
//!
//! Limits kept: 10 MB a request, by the size of files; one item is far below it. Quickwit appends: there are no ids, and
//! an item that is sent twice is there twice. So what has changed is deleted first, by its document; and a feed without
//! `--since` goes into a new index.

use serde_json::{Value, json};

use super::{Deletion, Load, Target, create_by_curl, load_by_curl};
use crate::feed::curl::pretty;

pub(super) fn delete(documents: &[String]) -> Deletion {
    let query = format!("document:IN [{}]", documents.join(" "));
    Deletion::Bytes("json", pretty(&json!({"query": query})))
}

pub(super) fn files(target: &Target, load: &Load) -> Vec<(&'static str, Vec<u8>)> {
    let index = format!("/api/v1/{}", target.name);
    vec![
        ("index.json", pretty(&index_config(&target.name))),
        (
            "create.curl",
            create_by_curl(target, &[("POST", "/api/v1/indexes", "index.json")]),
        ),
        (
            "load.curl",
            load_by_curl(
                target,
                load,
                ("POST", &format!("{index}/delete-tasks")),
                ("POST", &format!("{index}/ingest?commit=auto")),
            ),
        ),
    ]
}

fn index_config(name: &str) -> Value {
    let text = |name: &str, tokenizer: &str, stored: bool| json!({"name": name, "type": "text", "tokenizer": tokenizer, "record": "position", "fieldnorms": true, "stored": stored});
    let keyword = |name: &str, kind: &str| json!({"name": name, "type": kind, "tokenizer": "raw", "fast": true});
    let integer = |name: &str| json!({"name": name, "type": "i64", "fast": true});
    let mut fields = vec![
        text("title", "marked", true),
        text("text", "marked", true),
        text("subject", "marked", true),
        text("folded", "folded", false),
        text("alternatives", "folded", false),
        json!({"name": "quality", "type": "f64", "fast": true}),
        json!({"name": "trail", "type": "array<text>", "indexed": false}),
        json!({"name": "due_text", "type": "text", "indexed": false}),
    ];
    for name in [
        "id",
        "kind",
        "document",
        "path",
        "code",
        "type",
        "authority",
        "parent_authority",
        "place",
        "date",
        "section",
        "section_kind",
        "label",
        "ordinal",
        "due",
        "recurrence",
        "origin",
        "signer",
    ] {
        fields.push(keyword(name, "text"));
    }
    for name in [
        "codes",
        "cited",
        "cited_codes",
        "lead",
        "support",
        "recipients",
    ] {
        fields.push(keyword(name, "array<text>"));
    }
    for name in ["part", "pages", "day", "year", "due_day", "start", "end"] {
        fields.push(integer(name));
    }
    let filters = ["remove_long", "lower_caser"];
    json!({
        "version": "0.8",
        "index_id": name,
        "doc_mapping": {
            "mode": "lenient",
            "field_mappings": fields,
            "tokenizers": [
                {"name": "marked", "type": "simple", "filters": filters},
                {"name": "folded", "type": "simple", "filters": ["remove_long", "lower_caser", "ascii_folding"]},
            ],
        },
        "search_settings": {"default_search_fields": ["title", "text", "folded"]},
        "indexing_settings": {"commit_timeout_secs": 30},
    })
}
