//! How fast aligned pairs are judged: bytes of truth and scan a second, on one core.
//!
//! *Cold* begins with nothing known, *warm* has met these very words: an archive lies between, nearer to warm.

#![allow(missing_docs)] // criterion writes functions of its own

use std::fs;
use std::hint::black_box;
use std::path::Path;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use vanban::evaluate::{Counter, Folding, count};

/// All documents of the split under one another.
fn whole(folder: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("corpus/dev")
        .join(folder);
    let mut files: Vec<_> = fs::read_dir(folder)
        .expect("corpus/dev is there")
        .map(|entry| entry.expect("readable").path())
        .collect();
    files.sort();
    files
        .iter()
        .map(|file| fs::read_to_string(file).expect("UTF-8"))
        .collect()
}

fn evaluate(c: &mut Criterion) {
    let mut group = c.benchmark_group("evaluate");
    let truth = whole("truth");
    for level in ["truth", "ocr/light", "ocr/heavy"] {
        let scan = whole(level);
        group.throughput(Throughput::Bytes((truth.len() + scan.len()) as u64));
        group.bench_with_input(BenchmarkId::new("cold", level), &scan, |b, scan| {
            b.iter(|| black_box(count(&truth, scan, Folding::Spelling)));
        });
        let mut counter = Counter::new(Folding::Spelling);
        group.bench_with_input(BenchmarkId::new("warm", level), &scan, |b, scan| {
            b.iter(|| black_box(counter.count(&truth, scan)));
        });
        // A line more, so that lines do not correspond.
        let free = format!("\n{scan}");
        group.bench_with_input(BenchmarkId::new("free", level), &free, |b, scan| {
            b.iter(|| black_box(counter.count(&truth, scan)));
        });
    }
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(20);
    targets = evaluate
}
criterion_main!(benches);
