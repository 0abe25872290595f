//! What every engine is given: as tables that people can read, and within limits whatever the record.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::batch::FeedFile;
use super::engine::{Delete, Engine, Load, Target};
use super::limits::{LONGEST_FACET, LONGEST_TEXT};
use crate::sink::read::Record;

fn fixture(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures/feed")
        .join(name)
}

fn record() -> Record {
    serde_json::from_slice(&fs::read(fixture("record.json")).unwrap()).unwrap()
}

/// All that an engine is given for one document, with what it would be asked to delete.
fn shown(engine: Engine) -> String {
    let target = Target {
        name: "vanban".into(),
        url: engine.default_url().into(),
        headers: Some("/etc/key".into()),
    };
    let file = |name: String| FeedFile {
        name,
        items: 1,
        bytes: 1,
        sha256: String::new(),
    };
    let streams: Vec<Vec<FeedFile>> = engine
        .streams()
        .iter()
        .map(|(stem, ending)| vec![file(format!("{stem}-00000.{ending}"))])
        .collect();
    let rendered = engine.render(&record());
    let mut shown = String::new();
    for (number, (stem, ending)) in engine.streams().iter().enumerate() {
        shown.push_str(&format!("=== {stem}-00000.{ending}\n"));
        for (_, bytes) in rendered
            .entries
            .iter()
            .filter(|(stream, _)| *stream == number)
        {
            shown.push_str(std::str::from_utf8(bytes).unwrap());
        }
    }
    let gone = ["a_s_1".to_owned(), "b".to_owned()];
    let delete = match engine.delete(&target, &gone) {
        super::engine::Deletion::Address(path) => Delete::Address(path),
        super::engine::Deletion::Bytes(ending, bytes) => {
            let name = format!("delete-00000.{ending}");
            shown.push_str(&format!(
                "=== {name}\n{}",
                String::from_utf8(bytes).unwrap()
            ));
            Delete::File(file(name))
        }
    };
    let load = Load {
        streams: &streams,
        deletes: &[delete],
    };
    for (name, bytes) in engine.files(&target, &load) {
        shown.push_str(&format!(
            "=== {name}\n{}",
            String::from_utf8(bytes).unwrap()
        ));
    }
    shown
}

#[test]
fn what_engines_are_given() {
    for engine in Engine::ALL {
        let path = fixture(&format!("{engine}.txt"));
        let shown = shown(engine);
        if std::env::var_os("UPDATE").is_some() {
            fs::write(&path, &shown).unwrap();
        }
        let expected = fs::read_to_string(&path).unwrap_or_default();
        assert!(
            shown == expected,
            "{} is not what is written now; look at the difference after UPDATE=1 cargo test",
            path.display()
        );
    }
}

/// Texts that break what is careless: quotes, backslashes, control characters, markup, long words, letters beyond the BMP.
fn hostile() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("\"".to_owned()),
        Just("\\N\t\\.\n\\".to_owned()),
        Just("a\0b\u{1}\u{7f}\u{85}\u{2028}\u{feff}".to_owned()),
        Just("<script>alert(1)</script>'; DROP TABLE documents; --".to_owned()),
        Just("{\"index\":{\"_id\":\"x\"}}\n{}".to_owned()),
        Just("đ".repeat(20_000)),
        Just("x".repeat(1_000_000)),
        Just("a. ".repeat(30_000)),
        Just("\u{1}".repeat(30_000)),
        "\\PC{0,12}",
        ".{0,12}",
        Just("61/2018/NĐ-CP".to_owned()),
        Just(String::new()),
    ]
}

fn hostile_record() -> impl Strategy<Value = Value> {
    let texts = prop::collection::vec(hostile(), 16);
    (texts, 0_usize..5, any::<bool>()).prop_map(|(t, span, long)| {
        let many: Vec<&String> = t.iter().cycle().take(if long { 2_000 } else { 3 }).filter(|t| t.len() < 100).collect();
        let section = |id: &str, children: Value| json!({
            "id": id, "kind": "number", "label": t[0], "title": t[1], "text": t[2], "span": [span, span * 2], "children": children,
        });
        let nested = section(&t[3], json!([section(&t[3], json!([])), section(&t[4], json!([]))]));
        json!({
            "id": "0".repeat(64), "source": {"path": t[5], "pages": 1}, "text": t[6],
            "header": {"parent_authority": t[7], "authority": t[8], "code": t[9], "place": t[10], "date": t[11], "type": t[12], "subject": t[13]},
            "sections": [nested, section(&t[3], json!([]))],
            "citations": many.iter().map(|t| json!({"code": t, "type": t, "number": t, "year": 2018, "authority": t, "date": t, "title": t,
                "mentions": [{"text": t, "section": t, "pinpoint": t}]})).collect::<Vec<_>>(),
            "tasks": [{"ordinal": t[0], "group": t[1], "content": t[2], "lead": many, "support": many,
                "due": {"text": t[14], "date": t[15], "recurrence": t[0]}, "extra": {t[1].clone(): t[2]}, "origin": t[3], "section": t[4], "span": [0, 1]}],
            "recipients": many, "signature": {"position": t[1], "name": t[2]},
            "restoration": {"mean_confidence": 0.5, "edits": [{"span": [0, 1], "from": t[3], "confidence": 0.5, "alternatives": [[t[4], 0.5]]}]},
        })
    })
}

fn check_json(item: &Value, ids: &mut BTreeSet<String>) {
    let id = item["id"].as_str().unwrap();
    assert!(
        id.len() <= 511
            && id
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_'),
        "{id}"
    );
    assert!(ids.insert(id.to_owned()), "{id} twice");
    assert!(item["text"].as_str().unwrap().len() <= LONGEST_TEXT);
    for facet in [
        "code",
        "type",
        "authority",
        "parent_authority",
        "place",
        "section",
        "label",
        "signer",
        "recurrence",
    ] {
        assert!(
            item[facet]
                .as_str()
                .is_none_or(|value| value.len() <= LONGEST_FACET),
            "{facet}"
        );
    }
    for list in [
        "lead",
        "support",
        "recipients",
        "cited",
        "codes",
        "cited_codes",
        "trail",
    ] {
        let values = item[list].as_array().into_iter().flatten();
        assert!(
            values
                .into_iter()
                .all(|value| value.as_str().unwrap().len() <= LONGEST_FACET),
            "{list}"
        );
    }
    for date in ["day", "due_day"] {
        assert!(
            item[date]
                .as_i64()
                .is_none_or(|day| (10_000_101..=99_991_231).contains(&day))
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_record_is_within_the_limits_of_every_engine(record in hostile_record()) {
        let record: Record = serde_json::from_value(record).unwrap();
        for engine in Engine::ALL {
            let rendered = engine.render(&record);
            let again = engine.render(&record);
            prop_assert_eq!(&rendered.entries, &again.entries);
            let mut ids = BTreeSet::new();
            for (stream, bytes) in &rendered.entries {
                prop_assert!(bytes.len() < 10_000_000, "{} has {} bytes", engine, bytes.len());
                let text = std::str::from_utf8(bytes).unwrap();
                prop_assert!(text.ends_with('\n'));
                let lines: Vec<&str> = text[..text.len() - 1].split('\n').collect();
                match engine {
                    Engine::Postgres => {
                        prop_assert_eq!(lines.len(), 1);
                        let cells = lines[0].split('\t').count();
                        prop_assert_eq!(cells, [22, 12, 16, 12][*stream]);
                        prop_assert!(!text.contains('\0') && !lines.contains(&"\\."));
                    }
                    Engine::OpenSearch => {
                        prop_assert_eq!(lines.len(), 2);
                        let action: Value = serde_json::from_str(lines[0]).unwrap();
                        let item: Value = serde_json::from_str(lines[1]).unwrap();
                        prop_assert_eq!(&action["index"]["_id"], &item["id"]);
                        check_json(&item, &mut ids);
                    }
                    _ => {
                        prop_assert_eq!(lines.len(), 1);
                        check_json(&serde_json::from_str(lines[0]).unwrap(), &mut ids);
                    }
                }
            }
            if engine != Engine::Postgres {
                prop_assert_eq!(ids.len(), rendered.ids.len());
            }
        }
    }

    #[test]
    fn no_text_is_lost(text in prop::collection::vec(hostile(), 0..6).prop_map(|texts| texts.concat())) {
        let record = Record { id: "d".into(), text, ..Record::default() };
        let mut found = String::new();
        for (_, bytes) in Engine::Meilisearch.render(&record).entries {
            let item: Value = serde_json::from_slice(&bytes).unwrap();
            found.push_str(item["text"].as_str().unwrap());
        }
        prop_assert_eq!(found, record.text);
    }
}
