//! `import.json`: what an output folder holds. Written when a run is through, and the same for the same input.

use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::layout;
use super::status::{Class, Status, Tally};
use crate::error::Error;
use crate::sink::WriteError;

/// Name and version of the form.
pub(super) const FORM: &str = "vanban.import/1";

/// What is in an output folder.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    /// Name and version of this form.
    pub schema: String,
    /// Version of the program.
    pub version: String,
    /// SHA-256 of the model.
    pub model_sha256: String,
    /// What records depend on beside their files: version, model and the options that change readings.
    pub fingerprint: String,
    /// Files of each status.
    pub statuses: Vec<StatusCount>,
    /// Files in each class; they add up to `files`.
    pub counts: Counts,
    /// Size of the sources.
    pub bytes: u64,
    /// Shards of records, in the order of the input.
    pub shards: Vec<ShardFile>,
}

/// How many files have a status.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatusCount {
    /// The status.
    pub status: Status,
    /// How many.
    pub files: u64,
}

/// How many files came to what: `files = done + duplicate + failed + skipped`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// All.
    pub files: u64,
    /// With a record.
    pub done: u64,
    /// That say what another says.
    pub duplicate: u64,
    /// Without a record, to be looked at.
    pub failed: u64,
    /// Without a record, as asked.
    pub skipped: u64,
}

/// One file of records.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShardFile {
    /// Its path in the folder; null where none of its files has a record.
    pub file: Option<String>,
    /// The same as a table, where one is asked for.
    pub parquet: Option<String>,
    /// Files that it tells of.
    pub items: u64,
    /// Records in it.
    pub records: u64,
    /// Bytes of the file.
    pub bytes: u64,
    /// SHA-256 of the records, uncompressed.
    pub sha256: String,
}

impl Counts {
    /// The classes of a tally.
    #[must_use]
    pub fn of(tally: &Tally) -> Self {
        Self {
            files: tally.files(),
            done: tally.in_class(Class::Done),
            duplicate: tally.in_class(Class::Duplicate),
            failed: tally.in_class(Class::Failed),
            skipped: tally.in_class(Class::Skipped),
        }
    }
}

impl Summary {
    /// Counts of all statuses, in their order.
    #[must_use]
    pub fn statuses_of(tally: &Tally) -> Vec<StatusCount> {
        Status::ALL
            .into_iter()
            .map(|status| StatusCount {
                status,
                files: tally.of(status),
            })
            .collect()
    }

    /// Reads that of an output folder.
    ///
    /// # Errors
    /// Where there is none, or it is not one.
    pub fn read(out: &Path) -> Result<Self, Error> {
        let path = out.join(layout::SUMMARY);
        let missing = || Error::NoImport {
            out: out.display().to_string(),
        };
        let bytes = fs::read(&path).map_err(|_| missing())?;
        serde_json::from_slice(&bytes).map_err(|_| Error::Damaged {
            path: path.display().to_string(),
            advice: "run the same import again, and it is written anew",
        })
    }

    pub(super) fn write(&self, out: &Path) -> Result<(), WriteError> {
        let mut json = serde_json::to_vec_pretty(self)
            .expect("invariant: a summary has string keys and writes to memory");
        json.push(b'\n');
        let temporary = layout::work(out).join("summary");
        crate::sink::replace_file(&temporary, &out.join(layout::SUMMARY), &json)
    }
}
