//! The model of the tiny world in `tests/fixtures/tiny`, so that inputs reach the code and not the dictionary.

use std::path::Path;
use std::sync::LazyLock;

use vanban::train::{TrainOptions, Weighted, train};
use vanban::{Model, Restorer};

pub static BYTES: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let tiny = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures/tiny");
    let file = |name: &str| {
        vec![Weighted {
            path: tiny.join(name),
            weight: 1.0,
        }]
    };
    let options = TrainOptions {
        dictionaries: tiny.join("dictionaries"),
        text: file("text.txt"),
        pairs: file("pairs.tsv"),
        domain: Vec::new(),
        bigrams: 100_000,
        trigrams: 100_000,
        confusions: 10_000,
        reranker_steps: 0,
    };
    train(&options, &mut |_| ())
        .expect("the tiny model can be built")
        .0
});

static MODEL: LazyLock<Model> =
    LazyLock::new(|| Model::from_bytes(BYTES.clone()).expect("the tiny model opens"));

pub static RESTORER: LazyLock<Restorer<'static>> = LazyLock::new(|| Restorer::new(&MODEL));
