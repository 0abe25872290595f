//! What a run is asked to do, as the journal keeps it.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::ingest::{Encoding, Selection};

/// What to do with files that say the same as an earlier one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Duplicates {
    /// Name the first, and link to its text.
    #[default]
    Link,
    /// Name the first.
    Skip,
    /// Treat them as any other file.
    Process,
}

/// When two files say the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sameness {
    /// Every byte is the same.
    #[default]
    Bytes,
    /// The texts are, in normal form C and with runs of blanks as one.
    Text,
}

/// One of several machines: those files whose names fall to `index` of `count`, counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Share {
    /// Which.
    pub index: u64,
    /// Of how many.
    pub count: u64,
}

/// What to import, and how.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Request {
    /// What to import.
    pub selection: Selection,
    /// The encoding of all files; found out for each where none is given.
    pub encoding: Option<String>,
    /// Below this confidence a word stays as the source has it.
    pub min_confidence: f32,
    /// Largest size of a document in bytes.
    pub max_size: u64,
    /// Seconds that a document may take.
    pub timeout: f64,
    /// Bytes of memory that the documents in work may take together, by estimate.
    pub max_memory: u64,
    /// What to do with duplicates.
    pub duplicates: Duplicates,
    /// What makes one.
    pub sameness: Sameness,
    /// Documents of a lower quality are set aside.
    pub min_quality: f64,
    /// Share of the files to take, from 0 to 1.
    pub sample: Option<f64>,
    /// Which files fall to this machine.
    pub share: Option<Share>,
    /// Compress the records.
    pub zstd: bool,
    /// Write the records as Parquet, too.
    pub parquet: bool,
    /// Write the restored texts.
    pub texts: bool,
    /// Bytes of sources that make a shard, about.
    pub shard_bytes: u64,
}

/// Memory that a document in work takes for each byte of it: text, tokens, record. Measured with a garbled document of 1 MB,
/// which takes 100 (docs/import.md).
pub(super) const MEMORY_FACTOR: u64 = 120;

impl Default for Request {
    fn default() -> Self {
        Self {
            selection: Selection::default(),
            encoding: None,
            min_confidence: 0.0,
            max_size: 16_000_000,
            timeout: 600.0,
            max_memory: 2_000_000_000,
            duplicates: Duplicates::default(),
            sameness: Sameness::default(),
            min_quality: 0.0,
            sample: None,
            share: None,
            zstd: false,
            parquet: false,
            texts: true,
            shard_bytes: 4_000_000,
        }
    }
}

impl Request {
    /// The largest document: what is allowed, or what fits into memory.
    #[must_use]
    pub fn largest(&self) -> u64 {
        self.max_size.min(self.max_memory / MEMORY_FACTOR).max(1)
    }

    /// How long a document may take.
    #[must_use]
    pub fn patience(&self) -> Duration {
        Duration::try_from_secs_f64(self.timeout).unwrap_or(Duration::MAX)
    }

    /// The encoding of all files, where one is given.
    #[must_use]
    pub fn encoding(&self) -> Option<Encoding> {
        self.encoding.as_deref().and_then(|name| name.parse().ok())
    }

    /// True where a file of this name is this run's to do. The name alone decides, so that machines need not talk to one
    /// another, and a sample is the same one tomorrow.
    #[must_use]
    pub fn takes(&self, name: &str) -> bool {
        if self.share.is_none() && self.sample.is_none() {
            return true;
        }
        let mine = self
            .share
            .is_none_or(|share| key("share", name) % share.count.max(1) == share.index - 1);
        let drawn = self
            .sample
            .is_none_or(|rate| (key("sample", name) as f64) < rate * (u64::MAX as f64));
        mine && drawn
    }

    /// What a record's content depends on beside its file: this program, its model, and the options that change readings.
    /// Records of another fingerprint are made again.
    #[must_use]
    pub fn fingerprint(&self, model_sha256: &str) -> String {
        let mut hash = Sha256::new();
        for part in [
            env!("CARGO_PKG_VERSION"),
            model_sha256,
            &self.min_confidence.to_bits().to_string(),
            self.encoding.as_deref().unwrap_or("auto"),
        ] {
            hash.update(part.as_bytes());
            hash.update([0]);
        }
        format!("{:x}", hash.finalize())[..16].to_owned()
    }
}

/// A number for a name, independent for each purpose.
pub(super) fn key(purpose: &str, name: &str) -> u64 {
    let mut hash = Sha256::new();
    hash.update(purpose.as_bytes());
    hash.update([0]);
    hash.update(name.as_bytes());
    let digest = hash.finalize();
    digest
        .iter()
        .take(8)
        .fold(0, |key, &byte| key << 8 | u64::from(byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_falls_to_one_machine() {
        let names: Vec<String> = (0..1000).map(|i| format!("a/{i}.txt")).collect();
        let mut counts = [0_u64; 4];
        for name in &names {
            let takers: Vec<u64> = (1..=4)
                .filter(|&index| {
                    let share = Some(Share { index, count: 4 });
                    Request {
                        share,
                        ..Request::default()
                    }
                    .takes(name)
                })
                .collect();
            assert_eq!(takers.len(), 1, "{name}");
            counts[(takers[0] - 1) as usize] += 1;
        }
        assert!(counts.iter().all(|&count| count > 200), "{counts:?}");
    }

    #[test]
    fn samples_grow() {
        let sample = |rate| Request {
            sample: Some(rate),
            ..Request::default()
        };
        let count = |rate| {
            (0..10_000)
                .filter(|i| sample(rate).takes(&i.to_string()))
                .count()
        };
        assert!((900..1100).contains(&count(0.1)), "{}", count(0.1));
        assert_eq!((count(0.0), count(1.0)), (0, 10_000));
        assert!(
            (0..10_000)
                .all(|i| !sample(0.1).takes(&i.to_string()) || sample(0.2).takes(&i.to_string()))
        );
    }

    #[test]
    fn only_what_changes_records_is_in_the_fingerprint() {
        let plain = Request::default();
        let same = Request {
            zstd: true,
            min_quality: 0.5,
            timeout: 1.0,
            ..Request::default()
        };
        assert_eq!(plain.fingerprint("m"), same.fingerprint("m"));
        assert_ne!(plain.fingerprint("m"), plain.fingerprint("n"));
        let other = Request {
            min_confidence: 0.5,
            ..Request::default()
        };
        assert_ne!(plain.fingerprint("m"), other.fingerprint("m"));
    }
}
