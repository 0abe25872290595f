//! Meilisearch: NDJSON, and the settings of an index.
//!
//! Limits kept: ids of letters, digits, `-` and `_`, at most 511 bytes; facet values of 468 bytes; 65,535 positions an
//! attribute, by parts. It folds marks by itself on both sides, so there is no folded field.

use serde_json::json;

use super::{Deletion, Load, Target, create_by_curl, load_by_curl};
use crate::feed::curl::{line, pretty};

pub(super) fn delete(ids: &[String]) -> Deletion {
    Deletion::Bytes("json", line(&ids))
}

pub(super) fn files(target: &Target, load: &Load) -> Vec<(&'static str, Vec<u8>)> {
    let index = format!("/indexes/{}", target.name);
    let settings = json!({
        // In this order they weigh.
        "searchableAttributes": [
            "codes", "title", "subject", "cited_codes", "text", "lead", "support", "authority", "signer",
            "recipients", "alternatives",
        ],
        "filterableAttributes": [
            "kind", "document", "path", "code", "codes", "type", "authority", "parent_authority", "place", "year",
            "day", "cited", "cited_codes", "lead", "support", "due_day", "recurrence", "section_kind", "origin",
            "signer",
        ],
        "sortableAttributes": ["day", "due_day", "quality"],
        // One hit for all parts of one document is asked for by `distinct` in a query.
        "typoTolerance": {
            "disableOnAttributes": ["codes", "cited_codes"],
            "minWordSizeForTypos": {"oneTypo": 7, "twoTypos": 12},
        },
        "faceting": {"maxValuesPerFacet": 200},
        "localizedAttributes": [{"attributePatterns": ["*"], "locales": ["vie"]}],
    });
    vec![
        (
            "index.json",
            pretty(&json!({"uid": target.name, "primaryKey": "id"})),
        ),
        ("settings.json", pretty(&settings)),
        (
            "create.curl",
            create_by_curl(
                target,
                &[
                    ("POST", "/indexes", "index.json"),
                    ("PATCH", &format!("{index}/settings"), "settings.json"),
                ],
            ),
        ),
        (
            "load.curl",
            load_by_curl(
                target,
                load,
                ("POST", &format!("{index}/documents/delete-batch")),
                // POST puts a document in the place of the old one; PUT would keep fields that it no longer has.
                ("POST", &format!("{index}/documents?primaryKey=id")),
            ),
        ),
    ]
}
