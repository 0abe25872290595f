//! Where things are in an output folder.
//!
//! ```text
//! OUT/
//!   import.json                     what is here: shards in order, counts; written last
//!   journal.ndjson                  what happened
//!   status.ndjson                   what became of each file
//!   records/00000-9f86d081884c.ndjson[.zst]
//!   parquet/00000-9f86d081884c.parquet
//!   text/…                          restored texts, at the paths of their sources
//!   .work/                          lock, shards in work, shards of a run that is to replace another
//! ```
//!
//! A shard's name is its place in the order, and the hash of what it says: the hash is who it is, and files that appear
//! before it change its place alone.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use super::history::Shards;

/// Name of the folder of records in the output folder.
pub const RECORDS: &str = "records";
/// Name of the folder of Parquet tables.
pub const PARQUET: &str = "parquet";
/// Name of the folder of restored texts, which mirrors the paths of the sources.
pub const TEXT: &str = "text";
/// Name of the file that says what became of each file.
pub const STATUS: &str = "status.ndjson";
/// Name of the file that says what is in the folder.
pub const SUMMARY: &str = "import.json";
/// Name of the folder of what is in work.
pub(super) const WORK: &str = ".work";

pub(super) fn work(out: &Path) -> PathBuf {
    out.join(WORK)
}

/// Opens a file for reading and writing, with what it holds; it is made where it is missing.
pub(super) fn open(path: &Path) -> io::Result<File> {
    OpenOptions::new()
        .create(true)
        .read(true)
        .write(true)
        .truncate(false)
        .open(path)
}

/// Records of a shard in work.
pub(super) fn part(out: &Path, name: &str) -> PathBuf {
    work(out).join(format!("{name}.ndjson"))
}

/// Shards that are to replace those of an earlier run, when all are there.
pub(super) fn next(out: &Path) -> PathBuf {
    work(out).join("next")
}

/// Name of a shard's file.
pub(super) fn shard_name(ordinal: usize, id: &str, zstd: bool) -> String {
    let ending = if zstd { ".zst" } else { "" };
    format!("{ordinal:05}-{id}.ndjson{ending}")
}

/// The hash in a shard's name.
pub(super) fn shard_id(name: &str) -> Option<&str> {
    let (ordinal, rest) = name.split_once('-')?;
    let id = rest.split('.').next()?;
    (ordinal.bytes().all(|byte| byte.is_ascii_digit()) && id.len() == 12).then_some(id)
}

/// What a shard's file is known by: its hash, and its form.
pub(super) fn shard_key(id: &str, zstd: bool) -> String {
    format!("{id}{}", if zstd { ".zst" } else { "" })
}

/// All shards that are there, by their [keys](shard_key). Those of the last complete run are preferred.
pub(super) fn shards(out: &Path) -> Shards {
    let mut shards = Shards::new();
    for folder in [next(out), out.join(RECORDS)] {
        for path in files(&folder) {
            let name = path
                .file_name()
                .map(|name| name.to_string_lossy().into_owned());
            if let Some((name, id)) = name
                .as_deref()
                .and_then(|name| Some((name, shard_id(name)?)))
            {
                shards.insert(shard_key(id, name.ends_with(".zst")), path);
            }
        }
    }
    shards
}

/// The files in a folder, in the order of their names; none where there is none.
pub(super) fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.is_file())
        .collect();
    files.sort();
    files
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shard_is_known_by_its_hash() {
        let name = shard_name(7, "0123456789ab", true);
        assert_eq!(name, "00007-0123456789ab.ndjson.zst");
        assert_eq!(shard_id(&name), Some("0123456789ab"));
        for other in ["x", "7-abc.ndjson", "a-0123456789ab.ndjson", ".part"] {
            assert_eq!(shard_id(other), None, "{other}");
        }
    }
}
