//! How fast text is restored: cutting it into words, finding what each may be, choosing. Bytes of scanned text a second.
//!
//! `cargo bench --bench restore -- page` runs one size. *Cold* is a worker that has seen nothing, *warm* one that has seen
//! this very text: an archive lies between, nearer to warm.

#![allow(missing_docs)] // criterion writes functions of its own

use std::collections::BTreeSet;
use std::hint::black_box;

use criterion::{BatchSize, BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use vanban::text::token::{atoms, core};
use vanban::{Model, Restorer};

mod common;

fn tokenise(c: &mut Criterion) {
    let mut group = c.benchmark_group("tokenise");
    for input in common::inputs() {
        group.throughput(Throughput::Bytes(input.text.len() as u64));
        group.bench_with_input(
            BenchmarkId::from_parameter(input.size),
            &input.text,
            |b, text| {
                b.iter(|| {
                    let words = text.split_whitespace();
                    words
                        .map(|word| atoms(core(word).of(word)).count())
                        .sum::<usize>()
                });
            },
        );
    }
    group.finish();
}

/// Every word of the text once, each alone on its page, so that there is next to nothing to choose.
fn candidates(c: &mut Criterion) {
    let model = Model::embedded().expect("the shipped model opens");
    let restorer = Restorer::new(&model);
    let mut group = c.benchmark_group("candidates");
    for input in common::inputs() {
        let words: BTreeSet<&str> = input.text.split_whitespace().collect();
        let words = words.into_iter().collect::<Vec<_>>().join("\n\n");
        group.throughput(Throughput::Bytes(words.len() as u64));
        group.bench_with_input(BenchmarkId::new("cold", input.size), &words, |b, words| {
            b.iter_batched_ref(
                // What one worker finds all workers of an engine know.
                || Restorer::new(&model),
                |restorer| black_box(restorer.worker().restore(words)),
                BatchSize::PerIteration,
            );
        });
        let mut worker = restorer.worker();
        group.bench_with_input(BenchmarkId::new("warm", input.size), &words, |b, words| {
            b.iter(|| black_box(worker.restore(words)));
        });
    }
    group.finish();
}

fn restore(c: &mut Criterion) {
    let model = Model::embedded().expect("the shipped model opens");
    let restorer = Restorer::new(&model);
    let mut group = c.benchmark_group("restore");
    for input in common::inputs() {
        group.throughput(Throughput::Bytes(input.text.len() as u64));
        group.bench_with_input(
            BenchmarkId::new("cold", input.size),
            &input.text,
            |b, text| {
                b.iter_batched_ref(
                    || Restorer::new(&model),
                    |restorer| black_box(restorer.worker().restore(text)),
                    BatchSize::PerIteration,
                );
            },
        );
        let mut worker = restorer.worker();
        group.bench_with_input(
            BenchmarkId::new("warm", input.size),
            &input.text,
            |b, text| {
                b.iter(|| black_box(worker.restore(text)));
            },
        );
    }
    group.finish();
}

fn open(c: &mut Criterion) {
    c.bench_function("open", |b| {
        b.iter(|| {
            let model = Model::embedded().expect("the shipped model opens");
            black_box(Restorer::new(&model).worker().restore("Thi tuc hanh chinh"))
        });
    });
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(20);
    targets = tokenise, candidates, restore, open
}
criterion_main!(benches);
