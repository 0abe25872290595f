//! The published JSON Schema is the one the types generate, and holds every record to its word.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use serde_json::Value;
use vanban::diagnostic::Severity;
use vanban::document::{
    Citation, Due, Header, Mention, Recurrence, Section, SectionKind, Signature, Task, TaskOrigin,
};
use vanban::sink::{Layout, schema, wire::Record};
use vanban::{Diagnostic, Document, Model, Restored, Restorer, Span, ingest, segment};

static VALIDATOR: LazyLock<jsonschema::Validator> =
    LazyLock::new(|| jsonschema::draft202012::new(&schema()).unwrap());

/// Fails where `record` is not what the schema says, naming every place.
pub(crate) fn assert_valid(record: &Value) {
    let errors: Vec<String> = VALIDATOR
        .iter_errors(record)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(errors.is_empty(), "{}\n{record:#}", errors.join("\n"));
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The record that the program writes; fails where it is not what the schema says.
pub(crate) fn record(scan: &vanban::Scan, restored: &Restored, document: &Document) -> Value {
    let record = Record::new(scan, restored, document).to_json(Layout::Line);
    let record = serde_json::from_slice(&record).unwrap();
    assert_valid(&record);
    record
}

/// The structure of a text that nobody restored; fails where its record is not what the schema says.
pub(crate) fn document(text: &str) -> Document {
    let scan = ingest::decode("text.txt", text.as_bytes().to_vec()).unwrap();
    let restored = Restored::unchanged(&scan.text);
    let document = segment(&restored);
    record(&scan, &restored, &document);
    document
}

#[test]
fn the_published_schema_is_the_generated_one() {
    let path = root().join("schema/document.schema.json");
    let generated = format!("{:#}\n", schema());
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, &generated).unwrap();
    }
    let published = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        published == generated,
        "schema/document.schema.json differs from what the types say; \
         if the change is meant, run `UPDATE=1 cargo test schema` and note it in CHANGELOG.md and docs/json.md"
    );
}

#[test]
fn every_field_is_specified() {
    let specification = fs::read_to_string(root().join("docs/json.md")).unwrap();
    let schema = schema();
    let definitions = schema["$defs"].as_object().unwrap();
    let objects = definitions.values().chain([&schema]);
    let mut fields = 0;
    for properties in objects.filter_map(|object| object["properties"].as_object()) {
        for field in properties.keys() {
            assert!(
                specification.contains(&format!("`{field}`")),
                "docs/json.md does not speak of `{field}`"
            );
            fields += 1;
        }
    }
    assert!(fields > 50, "{fields} fields found in the schema");
}

/// A document with something in every field, over the text `Đặng` + `a` … that each span points into.
fn full() -> (Restored, Document) {
    let restored = Restored::unchanged("Đặng 𝔸 về việc\nd\n");
    // `𝔸` begins at byte 8 and is the sixth character.
    let span = Span::new(8, 12);
    let some = |text: &str| Some(text.to_owned());
    let all = |text: &str| vec![text.to_owned()];
    let document = Document {
        header: Header {
            parent_authority: some("UBND TỈNH A"),
            authority: some("SỞ B"),
            code: some("09/KH-SB"),
            number: some("09"),
            symbol: some("KH-SB"),
            place: some("C"),
            date: some("2023-02"),
            kind: some("Kế hoạch"),
            subject: some("về việc d"),
        },
        sections: vec![Section {
            id: "I".into(),
            kind: SectionKind::Roman,
            label: some("I"),
            title: some("E"),
            text: String::new(),
            span,
            children: vec![Section {
                id: "I.-1".into(),
                kind: SectionKind::Dash,
                label: None,
                title: None,
                text: "g".into(),
                span,
                children: Vec::new(),
            }],
        }],
        citations: vec![Citation {
            code: some("1/QĐ-UBND"),
            kind: some("Quyết định"),
            number: some("1"),
            year: Some(2023),
            authority: some("UBND tỉnh A"),
            date: some("2023-01-01"),
            title: some("về h"),
            amends: all("2/QĐ-UBND"),
            mentions: vec![Mention {
                text: "Quyết định".into(),
                span,
                section: some("I"),
                pinpoint: some("Điều 1"),
            }],
        }],
        tasks: vec![Task {
            ordinal: some("1"),
            group: some("k"),
            content: "l".into(),
            lead: all("Sở B"),
            support: all("Sở D"),
            due: Some(Due {
                text: "Hàng tháng".into(),
                date: some("2023-12-14"),
                recurrence: Some(Recurrence::Monthly),
            }),
            extra: vec![
                ("Sản phẩm".into(), "m".into()),
                ("Kinh phí".into(), "n".into()),
                ("Sản phẩm".into(), "o".into()),
            ],
            origin: TaskOrigin::Table,
            section: some("I"),
            span,
        }],
        recipients: all("Như trên"),
        signature: Signature {
            capacity: some("KT. GIÁM ĐỐC"),
            position: some("PHÓ GIÁM ĐỐC"),
            name: some("Nguyễn Văn A"),
        },
        diagnostics: vec![Diagnostic {
            code: "label_repaired",
            severity: Severity::Warning,
            span,
            message: "p".into(),
        }],
    };
    (restored, document)
}

#[test]
fn a_full_record_is_valid_and_counts_characters() {
    let (restored, document) = full();
    let scan = ingest::decode("a.txt", restored.source.clone().into_bytes()).unwrap();
    let record = record(&scan, &restored, &document);
    assert!(!has_nulls(&record["header"]) && !has_nulls(&record["citations"]));
    let span = serde_json::json!([5, 6]);
    for place in [
        &record["sections"][0]["children"][0]["span"],
        &record["citations"][0]["mentions"][0]["source_span"],
        &record["tasks"][0]["span"],
        &record["diagnostics"][0]["span"],
    ] {
        assert_eq!(place, &span);
    }
    assert_eq!(record["tasks"][0]["extra"]["Sản phẩm"], "m\no");
    assert_eq!(record["header"]["type"], "Kế hoạch");
}

fn has_nulls(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(items) => items.iter().any(has_nulls),
        Value::Object(fields) => fields.values().any(has_nulls),
        _ => false,
    }
}

#[test]
fn an_empty_record_is_valid_and_leaves_nothing_out() {
    let (restored, full_document) = full();
    let scan = ingest::decode("a.txt", Vec::new()).unwrap();
    let empty = record(&scan, &Restored::default(), &Document::default());
    let scan = ingest::decode("a.txt", restored.source.clone().into_bytes()).unwrap();
    let full = record(&scan, &restored, &full_document);
    for part in ["header", "signature", "restoration", "source"] {
        let keys = |record: &Value| -> Vec<String> {
            record[part].as_object().unwrap().keys().cloned().collect()
        };
        assert_eq!(keys(&empty), keys(&full), "{part}");
    }
}

#[test]
fn the_schema_rejects_what_the_contract_does() {
    let (restored, document) = full();
    let scan = ingest::decode("a.txt", restored.source.clone().into_bytes()).unwrap();
    let good = record(&scan, &restored, &document);
    type Spoil = fn(&mut Value);
    let spoils: [(&str, Spoil); 7] = [
        ("a field left out", |r| {
            r["header"].as_object_mut().unwrap().remove("date");
        }),
        ("a date not ISO 8601", |r| {
            r["header"]["date"] = "02/2023".into()
        }),
        ("an unknown kind", |r| {
            r["sections"][0]["kind"] = "heading".into()
        }),
        ("a span of one end", |r| {
            r["tasks"][0]["span"] = serde_json::json!([1])
        }),
        ("a chance over 1", |r| {
            r["restoration"]["mean_confidence"] = 1.5.into()
        }),
        ("another version", |r| {
            r["schema"] = "vanban.document/2".into()
        }),
        ("an id that is no hash", |r| r["id"] = "1".into()),
    ];
    for (what, spoil) in spoils {
        let mut bad = good.clone();
        spoil(&mut bad);
        assert!(!VALIDATOR.is_valid(&bad), "{what} is accepted");
    }
}

/// Every text at hand becomes a valid record whose places lie inside the text and whose edits lead from source to text.
#[test]
fn records_of_documents_are_valid() {
    let model = Model::embedded().unwrap();
    let restorer = Restorer::new(&model);
    let mut worker = restorer.worker();
    let mut texts = vec![("two lines".to_owned(), b"KE HOACH\nThi tuc\n".to_vec())];
    for folder in [root().join("corpus"), root().join("../shared/plans")] {
        let files = text_files(&folder);
        if files.is_empty() {
            println!("skipped: no texts in {}", folder.display());
        }
        texts.extend(
            files
                .into_iter()
                .map(|path| (path.display().to_string(), fs::read(&path).unwrap())),
        );
    }
    for (path, bytes) in texts {
        let scan = ingest::decode(&path, bytes).unwrap();
        let restored = worker.restore(&scan.text);
        let document = segment(&restored);
        let record = record(&scan, &restored, &document);
        assert!(
            edited(&scan.text, &record) == restored.text,
            "{path}: the edits do not make the text"
        );
        let length = restored.text.chars().count();
        for span in places(&record) {
            assert!(
                span[0] <= span[1] && span[1] <= length,
                "{path}: {span:?} of {length}"
            );
        }
    }
}

/// The source with every edit of the record made.
fn edited(source: &str, record: &Value) -> String {
    let source: Vec<char> = source.chars().collect();
    let mut text = String::new();
    let mut at = 0;
    for edit in record["restoration"]["edits"].as_array().unwrap() {
        let [start, end]: [usize; 2] = serde_json::from_value(edit["source_span"].clone()).unwrap();
        text.extend(&source[at..start]);
        text.push_str(edit["to"].as_str().unwrap());
        at = end;
    }
    text.extend(&source[at..]);
    text
}

fn text_files(folder: &Path) -> Vec<PathBuf> {
    let listed = ingest::Selection::of(&[folder.to_owned()]).list().unwrap();
    listed
        .filter_map(|listed| match listed {
            ingest::Listed::Input(input) => Some(PathBuf::from(input.name)),
            _ => None,
        })
        .collect()
}

/// The values of all fields called `span`.
fn places(value: &Value) -> Vec<[usize; 2]> {
    match value {
        Value::Array(items) => items.iter().flat_map(places).collect(),
        Value::Object(fields) => fields
            .iter()
            .flat_map(|(name, value)| {
                if name == "span" {
                    vec![serde_json::from_value(value.clone()).unwrap()]
                } else {
                    places(value)
                }
            })
            .collect(),
        _ => Vec::new(),
    }
}
