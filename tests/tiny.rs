//! The model of the tiny world in `tests/fixtures/tiny`, built once in each run of the tests.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use vanban::restored::Restored;
use vanban::train::{TrainOptions, Weighted, train};
use vanban::{Model, Restorer};

static BYTES: LazyLock<Vec<u8>> = LazyLock::new(|| train(&options(), &mut |_| ()).unwrap().0);
static MODEL: LazyLock<Model> = LazyLock::new(|| Model::from_bytes(BYTES.clone()).unwrap());
static RESTORER: LazyLock<Restorer<'static>> = LazyLock::new(|| Restorer::new(&MODEL));

pub(crate) fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures")
        .join(name)
}

/// What the tiny model is built from.
pub(crate) fn options() -> TrainOptions {
    let file = |name: &str| {
        vec![Weighted {
            path: fixture("tiny").join(name),
            weight: 1.0,
        }]
    };
    TrainOptions {
        dictionaries: fixture("tiny/dictionaries"),
        text: file("text.txt"),
        pairs: file("pairs.tsv"),
        other_pairs: Vec::new(),
        domain: Vec::new(),
        bigrams: 100_000,
        trigrams: 100_000,
        confusions: 10_000,
        reranker_steps: 0,
    }
}

/// The model's file.
pub(crate) fn bytes() -> &'static [u8] {
    &BYTES
}

pub(crate) fn model() -> &'static Model {
    &MODEL
}

pub(crate) fn restorer() -> &'static Restorer<'static> {
    &RESTORER
}

/// Restores a text on a worker that has seen nothing else.
pub(crate) fn restore(text: &str) -> Restored {
    restorer().worker().restore(text)
}
