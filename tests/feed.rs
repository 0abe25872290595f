//! Feeds as a whole program: an import in, files out that engines take, and what becomes of them.

mod postgres;

use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::import::{Archive, assert_same, lines};

const ENGINES: [&str; 5] = [
    "opensearch",
    "postgres",
    "meilisearch",
    "typesense",
    "quickwit",
];

/// An import of small documents, some of them unkind.
pub(crate) fn imported(count: usize) -> Archive {
    let archive = Archive::new(count);
    archive.write(
        "scans/z/hostile.txt",
        "KE HOACH\n\0\u{1}<script>alert('x')</script>\\N\\.\n\"'; DROP TABLE documents; --\t\n"
            .as_bytes(),
    );
    archive.write("scans/z/long.txt", "x".repeat(1_000_000).as_bytes());
    archive.expect(0, "import scans --out records --quiet");
    archive
}

fn summary(archive: &Archive, feed: &str) -> Value {
    serde_json::from_slice(&fs::read(archive.path(feed).join("feed.json")).unwrap()).unwrap()
}

/// Ids of the items in a bulk, and of those that it deletes.
fn actions(archive: &Archive, feed: &str) -> (BTreeSet<String>, BTreeSet<String>) {
    let (mut indexed, mut deleted) = (BTreeSet::new(), BTreeSet::new());
    let files = fs::read_dir(archive.path(feed)).unwrap();
    for path in files.map(|file| file.unwrap().path()) {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if name.starts_with("bulk-") || name.starts_with("delete-") {
            for line in lines(&path) {
                if let Some(id) = line["index"]["_id"].as_str() {
                    indexed.insert(id.to_owned());
                }
                if let Some(id) = line["delete"]["_id"].as_str() {
                    deleted.insert(id.to_owned());
                }
            }
        }
    }
    (indexed, deleted)
}

#[test]
fn the_same_import_gives_the_same_bytes() {
    let archive = imported(9);
    for engine in ENGINES {
        archive.expect(0, &format!("feed records --to {engine} --out a-{engine}"));
        archive.expect(0, &format!("feed records --to {engine} --out b-{engine}"));
        let first = archive.promised(&format!("a-{engine}"));
        assert_same(&first, &archive.promised(&format!("b-{engine}")), engine);
        // Over an earlier feed with other files, too.
        archive.expect(
            0,
            &format!("feed records --to {engine} --out b-{engine} --batch-size 1k"),
        );
        let files = summary(&archive, &format!("b-{engine}"))["files"]
            .as_array()
            .unwrap()
            .len();
        assert!(files > 5, "{engine}: {files}");
        archive.expect(0, &format!("feed records --to {engine} --out b-{engine}"));
        assert_same(&first, &archive.promised(&format!("b-{engine}")), engine);
    }
}

#[test]
fn files_are_within_the_size_that_was_asked_for() {
    let archive = imported(30);
    archive.expect(
        0,
        "feed records --to meilisearch --out feed --batch-size 20k",
    );
    let summary = summary(&archive, "feed");
    let files = summary["files"].as_array().unwrap();
    assert!(files.len() > 2);
    for file in files {
        let name = file["name"].as_str().unwrap();
        let bytes = fs::read(archive.path("feed").join(name)).unwrap();
        assert_eq!(bytes.len() as u64, file["bytes"].as_u64().unwrap());
        let items = bytes.iter().filter(|byte| **byte == b'\n').count() as u64;
        assert_eq!(items, file["items"].as_u64().unwrap());
        // One that is larger is one item.
        assert!(
            bytes.len() <= 20 * 1024 || items == 1,
            "{name} has {} bytes",
            bytes.len()
        );
    }
}

#[test]
fn a_later_feed_has_what_changed_and_deletes_what_went() {
    let archive = imported(12);
    archive.expect(0, "feed records --to opensearch --out feeds/1");
    let (all, none) = actions(&archive, "feeds/1");
    assert!(none.is_empty());
    archive.expect(
        0,
        "feed records --to opensearch --out feeds/same --since feeds/1",
    );
    assert_eq!(
        actions(&archive, "feeds/same"),
        (BTreeSet::new(), BTreeSet::new())
    );

    archive.remove("scans/0/000.txt");
    archive.write(
        "scans/1/001.txt",
        b"Dieu 1. Thi tuc moi\nDieu 2. Uy ban nhan dan\n",
    );
    archive.write("scans/3/new.txt", b"Dieu 7. Thi tuc them\n");
    archive.expect(0, "import scans --out records --quiet");
    archive.expect(
        0,
        "feed records --to opensearch --out feeds/2 --since feeds/1",
    );
    archive.expect(0, "feed records --to opensearch --out feeds/whole");
    let (added, deleted) = actions(&archive, "feeds/2");
    let (now, _) = actions(&archive, "feeds/whole");
    // The engine has afterwards what a feed from nothing would have given it.
    let after: BTreeSet<String> = all.difference(&deleted).chain(&added).cloned().collect();
    assert_eq!(after, now);
    assert!(!deleted.is_empty() && deleted.is_disjoint(&now) && added.len() < now.len());
    let summary = summary(&archive, "feeds/2");
    // A changed document is another document.
    assert_eq!(
        (summary["gone"].as_u64(), summary["fed"].as_u64()),
        (Some(2), Some(2))
    );
}

#[test]
fn every_engine_is_told_what_went_in_its_own_way() {
    let archive = imported(4);
    for engine in ENGINES {
        archive.expect(0, &format!("feed records --to {engine} --out 1-{engine}"));
    }
    archive.remove("scans/0/000.txt");
    archive.expect(0, "import scans --out records --quiet --accept-vanished");
    for (engine, file, says) in [
        (
            "opensearch",
            "delete-00000.ndjson",
            "{\"delete\":{\"_id\":\"",
        ),
        ("postgres", "delete-00000.copy", ""),
        ("meilisearch", "delete-00000.json", "[\""),
        ("typesense", "load.curl", "filter_by=id:=%5B"),
        ("quickwit", "delete-00000.json", "\"document:IN ["),
    ] {
        archive.expect(
            0,
            &format!("feed records --to {engine} --out 2-{engine} --since 1-{engine}"),
        );
        let text = fs::read_to_string(archive.path(&format!("2-{engine}")).join(file)).unwrap();
        assert!(text.contains(says), "{engine}: {text}");
        let load =
            ["load.curl", "load.sql"].map(|name| archive.path(&format!("2-{engine}")).join(name));
        let load = load.into_iter().find(|path| path.exists()).unwrap();
        let load = fs::read_to_string(load).unwrap();
        assert!(
            load.contains("delete-00000") || engine == "typesense",
            "{load}"
        );
    }
}

#[test]
fn what_failed_is_written_again_and_nothing_else() {
    let archive = imported(6);
    archive.expect(0, "feed records --to opensearch --out feed");
    let (ids, _) = actions(&archive, "feed");
    let mut ids = ids.into_iter();
    let (busy, wrong, fine) = (
        ids.next().unwrap(),
        ids.next().unwrap(),
        ids.next().unwrap(),
    );
    let answer = serde_json::json!({"errors": true, "items": [
        {"index": {"_id": busy, "status": 429, "error": {"type": "es_rejected_execution_exception"}}},
        {"index": {"_id": wrong, "status": 400, "error": {"type": "mapper_parsing_exception"}}},
        {"index": {"_id": fine, "status": 201}},
    ]});
    archive.write("answer.json", answer.to_string().as_bytes());
    let talk = archive.expect(1, "feed --out feed --failed answer.json");
    assert!(
        talk.contains("1 items taken, 1 to send again, 1 refused for good"),
        "{talk}"
    );
    let again = lines(&archive.path("feed/again-00000.ndjson"));
    assert_eq!(again.len(), 2);
    assert_eq!(again[0]["index"]["_id"], busy.as_str());
    assert_eq!(again[1]["id"], busy.as_str());
    let refused = lines(&archive.path("feed/refused-00000.ndjson"));
    assert_eq!(refused[0]["id"], wrong.as_str());
    assert_eq!(refused[0]["reason"]["type"], "mapper_parsing_exception");

    archive.write(
        "answer.json",
        br#"{"items":[{"index":{"_id":"unknown","status":500}}]}"#,
    );
    let talk = archive.expect(2, "feed --out feed --failed answer.json");
    assert!(
        talk.contains("unknown") && talk.contains("are not in feed"),
        "{talk}"
    );
    archive.write("answer.json", b"<html>");
    let talk = archive.expect(2, "feed --out feed --failed answer.json");
    assert!(talk.contains("is no answer of opensearch"), "{talk}");
}

#[test]
fn folders_are_not_mixed_up() {
    let archive = imported(3);
    archive.write("mine/notes.txt", b"mine");
    archive.expect(0, "feed records --to typesense --out feed");
    for (arguments, says) in [
        (
            "feed records --to typesense --out mine",
            "holds something that is no feed",
        ),
        ("feed scans --to typesense --out new", "holds no import"),
        (
            "feed records --to quickwit --out new --since feed",
            "is a feed for typesense, expected one for quickwit",
        ),
        (
            "feed records --to typesense --out feed --since feed",
            "give the new feed a folder of its own",
        ),
        (
            "feed records --to typesense --out new --since mine",
            "holds no whole feed",
        ),
        ("feed --out mine --failed x.json", "holds no whole feed"),
        (
            "feed records --to typesense --out new --name A-B",
            "expected small letters",
        ),
        (
            "feed records --to typesense --out new --url localhost",
            "expected an address",
        ),
    ] {
        let talk = archive.expect(2, arguments);
        assert!(talk.contains(says), "{arguments}: {talk}");
    }
    assert_eq!(fs::read(archive.path("mine/notes.txt")).unwrap(), b"mine");
}

/// Reads one request; answers as `_bulk` does, refusing the first item for now.
fn bulk_server(listener: &TcpListener, requests: usize) -> Vec<(String, Vec<u8>)> {
    let mut seen = Vec::new();
    while seen.len() < requests {
        let (stream, _) = listener.accept().unwrap();
        let mut reader = BufReader::new(stream);
        loop {
            let mut line = String::new();
            if reader.read_line(&mut line).unwrap() == 0 {
                break;
            }
            let request = line.trim().to_owned();
            let mut length = 0;
            loop {
                let mut header = String::new();
                reader.read_line(&mut header).unwrap();
                let header = header.trim().to_ascii_lowercase();
                if header.is_empty() {
                    break;
                }
                if let Some(value) = header.strip_prefix("content-length:") {
                    length = value.trim().parse().unwrap();
                }
                if header.starts_with("expect:") {
                    reader
                        .get_mut()
                        .write_all(b"HTTP/1.1 100 Continue\r\n\r\n")
                        .unwrap();
                }
            }
            let mut body = vec![0; length];
            reader.read_exact(&mut body).unwrap();
            let items: Vec<Value> = body
                .split(|byte| *byte == b'\n')
                .filter_map(|line| serde_json::from_slice::<Value>(line).ok())
                .filter_map(|line| Some(line.get("index")?["_id"].clone()))
                .enumerate()
                .map(|(n, id)| serde_json::json!({"index": {"_id": id, "status": if n == 0 { 429 } else { 200 }}}))
                .collect();
            seen.push((request, body));
            let answer = serde_json::json!({"items": items}).to_string();
            let head = format!(
                "HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n",
                answer.len()
            );
            reader.get_mut().write_all(head.as_bytes()).unwrap();
            reader.get_mut().write_all(answer.as_bytes()).unwrap();
            if seen.len() == requests {
                break;
            }
        }
    }
    seen
}

/// True where curl is there and knows what the files ask of it.
fn has_curl() -> bool {
    let has = Command::new("curl").args(["--help", "all"]).output();
    let has = has
        .is_ok_and(|output| String::from_utf8_lossy(&output.stdout).contains("--fail-with-body"));
    if !has {
        println!("skipped: there is no curl with --fail-with-body");
    }
    has
}

fn curl(archive: &Archive, folder: &str, config: &str) {
    let mut curl = Command::new("curl");
    curl.args(["--config", config])
        .current_dir(archive.path(folder));
    let output = curl.output().unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

#[test]
fn curl_sends_what_the_file_says() {
    if !has_curl() {
        return;
    }
    let archive = imported(4);
    archive.write("key.txt", b"Authorization: Bearer secret\n");
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    archive.expect(
        0,
        &format!(
            "feed records --to opensearch --out feed --url {url} --headers key.txt --batch-size 4k"
        ),
    );
    let files = summary(&archive, "feed")["files"]
        .as_array()
        .unwrap()
        .clone();
    let requests = files.len() + 2;
    let server = std::thread::spawn(move || bulk_server(&listener, requests));
    curl(&archive, "feed", "create.curl");
    curl(&archive, "feed", "load.curl");
    let answers: Vec<String> = (0..files.len())
        .map(|n| format!("feed/answers/bulk-{n:05}.json"))
        .collect();
    let talk = archive.expect(
        0,
        &format!("feed --out feed --url {url} --failed {}", answers.join(" ")),
    );
    assert!(
        talk.contains(&format!("{} to send again", files.len())),
        "{talk}"
    );
    curl(&archive, "feed", "again.curl");
    let seen = server.join().unwrap();
    assert_eq!(seen[0].0, "PUT /vanban HTTP/1.1");
    assert_eq!(
        seen[0].1,
        fs::read(archive.path("feed/index.json")).unwrap()
    );
    for (file, (request, body)) in files.iter().zip(&seen[1..]) {
        assert_eq!(request, "POST /vanban/_bulk HTTP/1.1");
        let name = file["name"].as_str().unwrap();
        assert_eq!(
            *body,
            fs::read(archive.path("feed").join(name)).unwrap(),
            "{name}"
        );
    }
    let again = fs::read(archive.path("feed/again-00000.ndjson")).unwrap();
    assert_eq!(seen.last().unwrap().1, again);
    assert!(Path::new(&archive.path("feed/answers/create-0.json")).exists());
}
