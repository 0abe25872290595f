//! Partial failure: what an engine's answers say was not taken, written again, and nothing else.
//!
//! OpenSearch and Typesense take some items of a request and refuse others. What was refused for a reason that passes (a
//! full queue, a server that went away) goes into `again-00000.ndjson`, …, which `again.curl` sends; what will be
//! refused again (a mapping that does not fit) into `refused-00000.ndjson`, a line for each with the reason, for a person.
//! The other engines take a request whole or not at all.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::batch::Batches;
use super::curl::{Curl, line};
use super::engine::Engine;
use super::{Error, FeedFile, Summary, unreadable};
use crate::sink::write_file;

/// What came of reading answers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Again {
    /// Items that are worth sending again.
    pub again: u64,
    /// Items that the engine will not take as they are.
    pub refused: u64,
    /// Items that were taken.
    pub taken: u64,
    /// Files of those to send again, none where there are none.
    pub files: Vec<FeedFile>,
}

/// Why an item was not taken.
struct Failure {
    status: u64,
    reason: Value,
}

impl Failure {
    /// Whether the same item may be taken another time.
    fn passes(&self) -> bool {
        self.status == 429 || self.status == 408 || self.status >= 500
    }
}

/// Reads the answers to a feed's requests and writes again, into its folder, what was not taken.
///
/// `url` and `headers` are those of [`super::Feed`].
///
/// # Errors
/// Where the folder holds no feed, the engine does not say which items failed, an answer is none, or it names items that the
/// feed does not have.
pub fn again(
    folder: &Path,
    answers: &[PathBuf],
    url: &str,
    headers: Option<&str>,
    batch_bytes: u64,
) -> Result<Again, Error> {
    let (summary, engine) = Summary::whole(folder)?;
    match engine {
        Engine::OpenSearch | Engine::Typesense => {}
        Engine::Postgres => {
            return Err(no_items(
                engine,
                "load.sql is one transaction; run it again",
            ));
        }
        Engine::Meilisearch => {
            return Err(no_items(
                engine,
                "it takes each request whole or not at all; look at /tasks and run load.curl again, which changes nothing twice",
            ));
        }
        Engine::Quickwit => {
            return Err(no_items(
                engine,
                "send the files again that have no answer; what is sent twice is there twice",
            ));
        }
    }
    let mut found = Again::default();
    let mut failed = BTreeMap::new();
    for path in answers {
        let text = fs::read(path).map_err(|error| unreadable(path, error))?;
        let read = match engine {
            Engine::OpenSearch => opensearch(&text, &mut failed),
            _ => typesense(&text, &mut failed),
        };
        found.taken += read.ok_or_else(|| Error::NoAnswer {
            path: path.display().to_string(),
            engine: engine.to_string(),
        })?;
    }
    let mut retried = Batches::new(folder, "again", "ndjson", batch_bytes);
    let mut refused = Batches::new(folder, "refused", "ndjson", batch_bytes);
    for file in summary.files.iter().chain(&summary.deletes) {
        let path = folder.join(&file.name);
        let bytes = fs::read(&path).map_err(|error| unreadable(&path, error))?;
        for (id, entry) in entries(engine, &bytes) {
            let Some(failure) = failed.remove(&id) else {
                continue;
            };
            if failure.passes() {
                found.again += 1;
                retried.push(entry)?;
            } else {
                found.refused += 1;
                refused.push(&line(&json!({
                    "id": id, "status": failure.status, "reason": failure.reason, "file": file.name,
                })))?;
            }
        }
    }
    if let Some((first, _)) = failed.first_key_value() {
        return Err(Error::Unknown {
            count: failed.len(),
            folder: folder.display().to_string(),
            first: first.clone(),
        });
    }
    refused.finish()?;
    found.files = retried.finish()?;
    let mut curl = Curl::new("From this folder: curl --config again.curl", headers);
    let path = match engine {
        Engine::OpenSearch => format!("/{}/_bulk", summary.name),
        _ => format!(
            "/collections/{}/documents/import?action=upsert&return_id=true",
            summary.name
        ),
    };
    let url = url.trim_end_matches('/');
    for file in &found.files {
        let answer = file.name.replace(".ndjson", ".json");
        curl.send("POST", &format!("{url}{path}"), Some(&file.name), &answer);
    }
    write_file(&folder.join("again.curl"), &curl.into_bytes())?;
    Ok(found)
}

fn no_items(engine: Engine, advice: &'static str) -> Error {
    Error::NoItems {
        engine: engine.to_string(),
        advice,
    }
}

/// Reads the answer to a `_bulk`: one object with `items`. Returns how many were taken.
fn opensearch(text: &[u8], failed: &mut BTreeMap<String, Failure>) -> Option<u64> {
    let answer: Value = serde_json::from_slice(text).ok()?;
    let mut taken = 0;
    for item in answer.get("items")?.as_array()? {
        let (action, result) = item.as_object()?.iter().next()?;
        let id = result.get("_id")?.as_str()?;
        let status = result.get("status")?.as_u64()?;
        // Deleting what is not there is what was wanted.
        if status < 300 || (action == "delete" && status == 404) {
            taken += 1;
            failed.remove(id);
        } else {
            let reason = result.get("error").cloned().unwrap_or_default();
            failed.insert(id.to_owned(), Failure { status, reason });
        }
    }
    Some(taken)
}

/// Reads the answer to an import: one object a line.
fn typesense(text: &[u8], failed: &mut BTreeMap<String, Failure>) -> Option<u64> {
    let mut taken = 0;
    for answer in text
        .split(|byte| *byte == b'\n')
        .filter(|line| !line.is_empty())
    {
        let answer: Value = serde_json::from_slice(answer).ok()?;
        if answer.get("success")?.as_bool()? {
            taken += 1;
            if let Some(id) = answer.get("id").and_then(Value::as_str) {
                failed.remove(id);
            }
            continue;
        }
        let id = answer
            .get("id")
            .and_then(Value::as_str)
            .map(str::to_owned)
            .or_else(|| {
                let document = answer.get("document")?;
                let inside = match document.as_str() {
                    Some(text) => serde_json::from_str(text).ok()?,
                    None => document.clone(),
                };
                Some(inside.get("id")?.as_str()?.to_owned())
            })?;
        let status = answer.get("code").and_then(Value::as_u64).unwrap_or(400);
        let reason = answer.get("error").cloned().unwrap_or_default();
        failed.insert(id, Failure { status, reason });
    }
    Some(taken)
}

/// The entries of a file, each with the id of its item.
fn entries(engine: Engine, bytes: &[u8]) -> Vec<(String, &[u8])> {
    let mut entries = Vec::new();
    let mut start = 0;
    let mut action: Option<String> = None;
    for (at, _) in bytes.iter().enumerate().filter(|(_, byte)| **byte == b'\n') {
        let end = at + 1;
        // The action of a bulk names the item; in an import the item names itself.
        let id = match action.take() {
            Some(id) => id,
            None => {
                let line_start = start;
                let value: Value =
                    serde_json::from_slice(&bytes[line_start..end]).unwrap_or_default();
                let named = |value: &Value, name: &str| Some(value.get(name)?.as_str()?.to_owned());
                if engine == Engine::Typesense {
                    named(&value, "id").unwrap_or_default()
                } else if let Some(id) = value.get("index").and_then(|index| named(index, "_id")) {
                    action = Some(id);
                    continue;
                } else {
                    let delete = value.get("delete").and_then(|delete| named(delete, "_id"));
                    delete.unwrap_or_default()
                }
            }
        };
        entries.push((id, &bytes[start..end]));
        start = end;
    }
    entries
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_answer_to_a_bulk_names_what_failed() {
        let answer = br#"{"took":3,"errors":true,"items":[
            {"index":{"_id":"a","status":201}},
            {"index":{"_id":"b","status":429,"error":{"type":"rejected"}}},
            {"index":{"_id":"c","status":400,"error":{"type":"mapper"}}},
            {"delete":{"_id":"d","status":404}}]}"#;
        let mut failed = BTreeMap::new();
        assert_eq!(opensearch(answer, &mut failed), Some(2));
        let passing: Vec<(&str, bool)> = failed
            .iter()
            .map(|(id, why)| (id.as_str(), why.passes()))
            .collect();
        assert_eq!(passing, [("b", true), ("c", false)]);
        for none in ["", "[]", "{}", "{\"items\":[1]}", "<html>"] {
            assert_eq!(opensearch(none.as_bytes(), &mut failed), None, "{none}");
        }
    }

    #[test]
    fn the_answer_to_an_import_names_what_failed() {
        let answer = "{\"success\":true,\"id\":\"a\"}\n{\"success\":false,\"code\":503,\"error\":\"lag\",\"document\":\"{\\\"id\\\":\\\"b\\\"}\"}\n";
        let mut failed = BTreeMap::new();
        assert_eq!(typesense(answer.as_bytes(), &mut failed), Some(1));
        assert!(failed["b"].passes());
    }

    #[test]
    fn entries_are_cut_where_they_begin() {
        let bulk = b"{\"index\":{\"_id\":\"a\"}}\n{\"id\":\"a\"}\n{\"delete\":{\"_id\":\"b\"}}\n";
        let found = entries(Engine::OpenSearch, bulk);
        assert_eq!(found.len(), 2);
        assert_eq!(found[0].1.len(), 33);
        assert_eq!((found[1].0.as_str(), found[1].1.len()), ("b", 23));
    }
}
