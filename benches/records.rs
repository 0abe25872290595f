//! How fast text becomes records: finding its structure, and the whole way from bytes to JSON. Bytes of scanned text a
//! second.

#![allow(missing_docs)] // criterion writes functions of its own

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use vanban::restored::Restored;
use vanban::sink::{Layout, wire::Record};
use vanban::{Model, Restorer, ingest};

mod common;

fn segment(c: &mut Criterion) {
    let model = Model::embedded().expect("the shipped model opens");
    let restorer = Restorer::new(&model);
    let mut group = c.benchmark_group("segment");
    for input in common::inputs() {
        let restored = restorer.worker().restore(&input.text);
        group.throughput(Throughput::Bytes(input.text.len() as u64));
        group.bench_with_input(
            BenchmarkId::from_parameter(input.size),
            &restored,
            |b, restored| {
                b.iter(|| black_box(vanban::segment(restored)));
            },
        );
    }
    let clean = common::clean();
    group.throughput(Throughput::Bytes(
        clean.iter().map(|text| text.len() as u64).sum(),
    ));
    group.bench_with_input(
        BenchmarkId::from_parameter("clean"),
        &clean
            .iter()
            .map(|text| Restored::unchanged(text))
            .collect::<Vec<_>>(),
        |b, documents| {
            b.iter(|| {
                for restored in documents {
                    black_box(vanban::segment(restored));
                }
            });
        },
    );
    group.finish();
}

fn parse(c: &mut Criterion) {
    let model = Model::embedded().expect("the shipped model opens");
    let restorer = Restorer::new(&model);
    let mut worker = restorer.worker();
    let mut group = c.benchmark_group("parse");
    for input in common::inputs() {
        group.throughput(Throughput::Bytes(input.text.len() as u64));
        group.bench_with_input(
            BenchmarkId::from_parameter(input.size),
            &input.text,
            |b, text| {
                b.iter(|| {
                    let scan = ingest::decode("bench.txt", text.clone().into_bytes())
                        .expect("it is UTF-8");
                    let restored = worker.restore(&scan.text);
                    let document = vanban::segment(&restored);
                    black_box(Record::new(&scan, &restored, &document).to_json(Layout::Line))
                });
            },
        );
    }
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(20);
    targets = segment, parse
}
criterion_main!(benches);
