//! How fast an import becomes an index, and how fast that answers: megabytes of restored text a second, and milliseconds
//! for each class of query over a hundred thousand sections.
//!
//! `cargo bench --bench search` takes some minutes, most of them for the import, which is not measured.
//! `VANBAN_BENCH_DOCUMENTS` says how many documents (4,000 by default); with `VANBAN_BENCH_FOLDER`, the import is kept there
//! and used again.

#![allow(missing_docs, clippy::print_stdout)]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use vanban::Model;
use vanban::ingest::Selection;
use vanban::pipeline::import::{Import, Imported, Request};
use vanban::search::{Index, Kind, Query, Update};
use vanban::text::letter::fold_text;

#[path = "../tests/search/world.rs"]
mod world;

/// Sections of a document, about.
const SECTIONS: usize = 24;
/// Every so many documents one is a scan, and not clean.
const SCANNED: usize = 5;
/// Queries of each class.
const QUERIES: usize = 200;

fn main() {
    let documents: usize = std::env::var("VANBAN_BENCH_DOCUMENTS")
        .ok()
        .and_then(|count| count.parse().ok())
        .unwrap_or(4000);
    let scratch = tempfile::tempdir().expect("a temporary folder");
    let folder = std::env::var_os("VANBAN_BENCH_FOLDER")
        .map_or_else(|| scratch.path().to_owned(), PathBuf::from);
    let out = folder.join("out");
    if !out.join("import.json").exists() {
        import(&folder, documents);
    }
    let bytes = text_bytes(&out);
    let index = scratch.path().join("index");
    for jobs in [1, 2] {
        let _ = fs::remove_dir_all(&index);
        let (began, worked) = (Instant::now(), processor_seconds());
        update(&out, &index, jobs);
        let seconds = began.elapsed().as_secs_f64();
        let worked = processor_seconds() - worked;
        println!(
            "index, {jobs} jobs: {:.1} MB of text in {seconds:.2} s, {:.1} MB/s, {worked:.2} s of processor time; the index has {:.1} MB",
            bytes as f64 / 1e6,
            bytes as f64 / 1e6 / seconds,
            size(&index) as f64 / 1e6
        );
    }
    let began = Instant::now();
    update(&out, &index, 2);
    println!(
        "index, nothing to do: {:.2} s",
        began.elapsed().as_secs_f64()
    );
    ask(&index, documents);
}

fn import(folder: &Path, documents: usize) {
    let scans = folder.join("scans");
    for number in 0..documents {
        let document = world::document(number, SECTIONS);
        let text = if number % SCANNED == 0 {
            world::damaged(&document.text, number as u64)
        } else {
            document.text
        };
        let path = scans.join(format!("{}/{}.txt", number / 1000, document.name));
        fs::create_dir_all(path.parent().expect("it has one")).expect("the disk has room");
        fs::write(path, text).expect("the disk has room");
    }
    let request = Request {
        selection: Selection {
            paths: vec![scans],
            ..Selection::default()
        },
        texts: false,
        ..Request::default()
    };
    let import = Import {
        request: &request,
        out: &folder.join("out"),
        model: Arc::new(Model::embedded().expect("the shipped model opens")),
        model_sha256: String::new(),
        model_file: None,
        jobs: 2,
        retry: false,
        accept_vanished: true,
        stop: Arc::new(AtomicBool::new(false)),
    };
    import.run(|_| {}).expect("the import runs");
}

fn update(out: &Path, index: &Path, jobs: usize) {
    let update = Update {
        out,
        index,
        jobs,
        rebuild: false,
        commit_every: Duration::from_secs(60),
        stop: Arc::new(AtomicBool::new(false)),
    };
    update.run(|_| {}).expect("the index is written");
}

/// Bytes of the restored texts: what is indexed, whatever the records say beside.
fn text_bytes(out: &Path) -> usize {
    let imported = Imported::open(out).expect("the import is through");
    let mut bytes = 0;
    for item in imported.items().expect("it has statuses") {
        if let Some(record) = item.expect("it is whole").record {
            let record: serde_json::Value = serde_json::from_slice(&record).expect("it is JSON");
            bytes += record["text"].as_str().map_or(0, str::len);
        }
    }
    bytes
}

fn size(folder: &Path) -> u64 {
    let files = fs::read_dir(folder)
        .expect("it is there")
        .filter_map(Result::ok);
    files
        .filter_map(|file| file.metadata().ok())
        .map(|file| file.len())
        .sum()
}

/// What this program has used of processors, where the system tells.
fn processor_seconds() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = stat.rsplit(')').next().unwrap_or_default();
    let ticks = after_name.split_whitespace().skip(11).take(2);
    // A tick is a hundredth of a second on all systems that have this file.
    ticks
        .filter_map(|count| count.parse::<f64>().ok())
        .sum::<f64>()
        / 100.0
}

fn ask(index: &Path, documents: usize) {
    let index = Index::open(index).expect("it was written");
    let state = index.state().expect("it can be read");
    println!(
        "{} documents, {} sections, {} tasks",
        state.documents, state.sections, state.tasks
    );
    let mut draws = world::Draws::new(11);
    let mut passages = Vec::new();
    let mut codes = Vec::new();
    for _ in 0..QUERIES {
        let document = world::document(draws.next(documents), SECTIONS);
        codes.push(document.code);
        passages.push(document.passages[draws.next(document.passages.len())].clone());
    }
    let common = "ủy ban nhân dân huyện tổ chức thực hiện kế hoạch và báo cáo kết quả";
    let classes: Vec<(&str, Vec<String>)> = vec![
        ("with marks", passages.clone()),
        (
            "without marks",
            passages.iter().map(|text| fold_text(text)).collect(),
        ),
        ("codes", codes.clone()),
        (
            "code and words",
            codes
                .iter()
                .zip(&passages)
                .map(|(code, text)| format!("{code} {text}"))
                .collect(),
        ),
        (
            "phrases",
            passages.iter().map(|text| format!("\"{text}\"")).collect(),
        ),
        (
            "phrases, folded",
            passages
                .iter()
                .map(|text| format!("\"{}\"", fold_text(text)))
                .collect(),
        ),
        (
            "one word",
            passages
                .iter()
                .filter_map(|text| text.split(' ').next())
                .map(str::to_owned)
                .collect(),
        ),
        ("common words", vec![common.to_owned(); QUERIES]),
        (
            "32 words",
            passages.chunks(4).map(|four| four.join(" ")).collect(),
        ),
        ("nothing", vec![String::new(); QUERIES]),
    ];
    println!(
        "{:<18} {:>9} {:>9} {:>9} {:>9}   (p50, p95, p99, largest, in ms)",
        "", "p50", "p95", "p99", "max"
    );
    for (name, texts) in &classes {
        for (what, kind, facets) in [
            ("section", Some(Kind::Section), 0),
            ("section, facets", Some(Kind::Section), 10),
            ("document", Some(Kind::Document), 0),
            ("all", None, 0),
        ] {
            let mut times: Vec<f64> = texts
                .iter()
                .map(|text| {
                    let query = Query {
                        kind,
                        facets,
                        ..Query::new(text.as_str())
                    };
                    let began = Instant::now();
                    index.search(&query).expect("any query is answered");
                    began.elapsed().as_secs_f64() * 1e3
                })
                .collect();
            times.sort_by(f64::total_cmp);
            let at = |share: f64| times[((times.len() - 1) as f64 * share).round() as usize];
            println!(
                "{:<18} {:>9.2} {:>9.2} {:>9.2} {:>9.2}   {what}",
                name,
                at(0.5),
                at(0.95),
                at(0.99),
                at(1.0)
            );
        }
    }
}
