//! Files of records: written line by line, and given their name when they are whole.

use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::WriteError;
use super::file::place;

/// Good compression at a speed that restoration never notices.
const LEVEL: i32 = 9;

/// A shard in the making. Records are appended whole, so that a run that was killed finds them.
#[derive(Debug)]
pub struct NewShard {
    file: File,
    path: PathBuf,
    hash: Sha256,
    at: u64,
    records: u64,
}

/// A shard that is whole and on the disk, and has no name yet.
#[derive(Debug)]
pub struct Whole {
    path: PathBuf,
    /// Records in it.
    pub records: u64,
    /// Bytes of the file.
    pub bytes: u64,
    /// SHA-256 of the records, uncompressed, in hex.
    pub sha256: String,
}

impl NewShard {
    /// Begins the shard in the file `path`, in place of one that was begun there; its folder is made where it is missing.
    ///
    /// # Errors
    /// Where the file can't be made.
    pub fn create(path: &Path) -> Result<Self, WriteError> {
        let failed = |source| WriteError::new(&path.display(), source);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(failed)?;
        }
        Ok(Self {
            file: File::create(path).map_err(failed)?,
            path: path.to_owned(),
            hash: Sha256::new(),
            at: 0,
            records: 0,
        })
    }

    /// Appends a record with its line end, and returns the offset of its line.
    ///
    /// # Errors
    /// Where the disk takes no more.
    pub fn append(&mut self, record: &[u8]) -> Result<u64, WriteError> {
        self.file
            .write_all(record)
            .map_err(|source| WriteError::new(&self.path.display(), source))?;
        self.hash.update(record);
        let at = self.at;
        self.at += record.len() as u64;
        self.records += 1;
        Ok(at)
    }

    /// Brings what there is to the disk.
    ///
    /// # Errors
    /// Where the disk takes no more.
    pub fn sync(&mut self) -> Result<(), WriteError> {
        self.file
            .sync_data()
            .map_err(|source| WriteError::new(&self.path.display(), source))
    }

    /// Ends the shard, compressed where `zstd` says so, and brings it to the disk.
    ///
    /// # Errors
    /// Where the disk takes no more.
    pub fn finish(mut self, zstd: bool) -> Result<Whole, WriteError> {
        if self.records > 0 {
            self.sync()?;
        }
        let mut whole = Whole {
            records: self.records,
            bytes: self.at,
            sha256: format!("{:x}", self.hash.finalize()),
            path: self.path,
        };
        if zstd && whole.records > 0 {
            let packed = whole.path.with_extension("zst");
            whole.bytes = compress(&whole.path, &packed)
                .map_err(|source| WriteError::new(&packed.display(), source))?;
            // It stays until the compressed one has its name: a run that is killed here finds its records.
            whole.path = packed;
        }
        Ok(whole)
    }
}

impl Whole {
    /// Gives the shard its name.
    ///
    /// # Errors
    /// Where the folder can't be made or the name can't be given.
    pub fn name(&self, path: &Path) -> Result<(), WriteError> {
        place(&self.path, path)?;
        sync_folder(path.parent().unwrap_or(Path::new("")));
        Ok(())
    }

    /// Removes what is left of `work`, the file that the shard was begun in.
    pub fn discard(&self, work: &Path) {
        // Nobody reads it any more; the end of the run sweeps it away where this fails.
        let _ = fs::remove_file(work);
    }
}

/// One frame, with a checksum; the same bytes for the same records.
fn compress(from: &Path, to: &Path) -> io::Result<u64> {
    let mut reader = BufReader::new(File::open(from)?);
    let mut encoder = zstd::Encoder::new(BufWriter::new(File::create(to)?), LEVEL)?;
    encoder.include_checksum(true)?;
    io::copy(&mut reader, &mut encoder)?;
    let file = encoder
        .finish()?
        .into_inner()
        .map_err(io::IntoInnerError::into_error)?;
    file.sync_data()?;
    Ok(file.metadata()?.len())
}

/// Brings names to the disk, where a system can.
pub fn sync_folder(folder: &Path) {
    // What a folder's sync reports is no failure of the data; some systems have none.
    let _ = File::open(folder).and_then(|folder| folder.sync_all());
}

/// A shard's records, uncompressed.
///
/// # Errors
/// Where the file can't be opened.
pub fn open_shard(path: &Path) -> io::Result<Box<dyn Read + Send>> {
    let file = File::open(path)?;
    Ok(if path.extension().is_some_and(|ending| ending == "zst") {
        Box::new(zstd::Decoder::new(file)?)
    } else {
        Box::new(BufReader::new(file))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_come_back_from_either_form() {
        let folder = tempfile::tempdir().unwrap();
        let mut hashes = Vec::new();
        for zstd in [false, true] {
            let mut shard = NewShard::create(&folder.path().join("work/x.ndjson")).unwrap();
            assert_eq!(
                (
                    shard.append(b"{1}\n").unwrap(),
                    shard.append(b"{22}\n").unwrap()
                ),
                (0, 4)
            );
            let whole = shard.finish(zstd).unwrap();
            let name = folder
                .path()
                .join(if zstd { "a/x.ndjson.zst" } else { "a/x.ndjson" });
            whole.name(&name).unwrap();
            assert_eq!(whole.records, 2);
            assert_eq!(fs::metadata(&name).unwrap().len(), whole.bytes);
            let mut text = String::new();
            open_shard(&name)
                .unwrap()
                .read_to_string(&mut text)
                .unwrap();
            assert_eq!(text, "{1}\n{22}\n");
            hashes.push(whole.sha256);
        }
        assert_eq!(hashes[0], hashes[1]);
    }
}
