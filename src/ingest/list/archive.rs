//! Archives: their members are documents named `archive!member`.
//!
//! Nothing is unpacked to a disk, so the names of members can do no harm; a member is read up to the size that a document
//! may have and no further, whatever the archive says of it. Archives in archives are not opened.

use std::fmt;
use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use zip::ZipArchive;

use super::{Container, List, Listed, Wanted};
use crate::ingest::error::ReadError;
use crate::ingest::input::{Input, display_name, modified};

/// Members of a compressed tar archive have to be held while they wait; larger ones are not.
pub(in crate::ingest) const LARGEST_HELD: u64 = 64 << 20;

/// What tar archives are made of.
const BLOCK: u64 = 512;

/// A ZIP archive that its members share.
#[derive(Clone)]
pub(in crate::ingest) struct Zip(Arc<Mutex<ZipArchive<BufReader<File>>>>);

impl fmt::Debug for Zip {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Zip")
    }
}

impl Zip {
    /// The bytes of a member, at most `cap`.
    pub(in crate::ingest) fn read(
        &self,
        name: &str,
        index: usize,
        cap: u64,
    ) -> Result<Vec<u8>, ReadError> {
        let mut archive = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let member = archive
            .by_index(index)
            .map_err(|error| malformed(name, &error))?;
        let mut bytes = Vec::new();
        member
            .take(cap)
            .read_to_end(&mut bytes)
            .map_err(|error| ReadError::io(name, error))?;
        Ok(bytes)
    }
}

/// The members of a ZIP archive, in the order of its directory.
pub(super) fn zip(path: &Path, wanted: &Wanted) -> Result<List, ReadError> {
    let name = display_name(path);
    let failed = |source| ReadError::io(&name, source);
    let file = File::open(path).map_err(failed)?;
    let changed = modified(&file.metadata().map_err(failed)?);
    let archive =
        ZipArchive::new(BufReader::new(file)).map_err(|error| malformed(&name, &error))?;
    let count = archive.len();
    let zip = Zip(Arc::new(Mutex::new(archive)));
    let wanted = wanted.clone();
    Ok(Box::new((0..count).filter_map(move |index| {
        let mut archive = zip.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (member, bytes, is_file) = match archive.by_index_raw(index) {
            Ok(member) => {
                let path = super::path_of(member.name_raw().to_vec());
                (path, member.size(), member.is_file())
            }
            Err(error) => return Some(Listed::Unreadable(malformed(&name, &error))),
        };
        drop(archive);
        let full = format!("{name}!{}", display_name(&member));
        if !is_file {
            return None;
        }
        if !wanted.takes_member(&member) {
            return Some(wanted.skipped(full, Some(bytes)));
        }
        let mut input = Input::zipped(full, zip.clone(), index, bytes);
        input.modified = changed;
        Some(Listed::Input(input))
    })))
}

/// The members of a tar archive, in its order.
///
/// A thread of its own walks through the archive, at most a few members ahead, since its reader and what it reads from
/// cannot be kept in one iterator; it ends when nobody asks any more.
pub(super) fn tar(path: &Path, kind: Container, wanted: &Wanted) -> Result<List, ReadError> {
    let name = display_name(path);
    let failed = |source| ReadError::io(&name, source);
    let file = File::open(path).map_err(failed)?;
    let changed = modified(&file.metadata().map_err(failed)?);
    let ahead = if kind == Container::Tar { 64 } else { 1 };
    let (send, receive) = sync_channel(ahead);
    let walk = Members {
        name: name.clone(),
        path: path.to_owned(),
        changed,
        wanted: wanted.clone(),
        send,
    };
    thread::Builder::new()
        .name("tar".to_owned())
        .spawn(move || walk.run(file, kind))
        .map_err(failed)?;
    Ok(Box::new(receive.into_iter()))
}

struct Members {
    name: String,
    path: PathBuf,
    changed: Option<u64>,
    wanted: Wanted,
    send: SyncSender<Listed>,
}

/// Nobody asks any more.
struct Gone;

impl Members {
    fn run(self, file: File, kind: Container) {
        let walked = match kind {
            Container::TarGz => self.held(flate2::read::MultiGzDecoder::new(BufReader::new(file))),
            Container::TarZst => match zstd::Decoder::new(file) {
                Ok(decoder) => self.held(decoder),
                Err(error) => Err(error),
            },
            _ => self.parts(file),
        };
        if let Err(error) = walked {
            // What follows in the archive is not known; that has to be said.
            let _ = self.send.send(Listed::Unreadable(ReadError::Malformed {
                path: self.name.clone(),
                problem: format!("the archive is broken here, and what follows is lost: {error}"),
            }));
        }
    }

    /// Members of a plain archive are parts of its file.
    fn parts(&self, file: File) -> io::Result<()> {
        let length = file.metadata()?.len();
        let mut end = 0;
        let mut archive = tar::Archive::new(file);
        for entry in archive.entries_with_seek()? {
            let entry = entry?;
            let (offset, bytes) = (entry.raw_file_position(), entry.size());
            end = (offset + bytes).next_multiple_of(BLOCK);
            let sent = self.member(&entry, |name| {
                Input::part(name, self.path.clone(), offset, bytes)
            });
            if sent.is_err() {
                return Ok(());
            }
        }
        // Every archive ends in a block of zeros; one that was cut off has none, and nothing else tells.
        if length < end + BLOCK {
            return Err(io::Error::from(io::ErrorKind::UnexpectedEof));
        }
        Ok(())
    }

    /// Members of a compressed archive are held, since there is no way back to them.
    fn held(&self, reader: impl Read) -> io::Result<()> {
        let mut archive = tar::Archive::new(reader);
        for entry in archive.entries()? {
            let mut entry = entry?;
            let bytes = entry.size();
            let mut content = Vec::new();
            let is_wanted = self.wanted.takes_member(&member_path(&entry));
            if is_wanted && bytes <= LARGEST_HELD {
                (&mut entry).take(bytes).read_to_end(&mut content)?;
            }
            let sent = self.member(&entry, |name| {
                let mut input = Input::held(name, content);
                input.bytes = Some(bytes);
                input
            });
            if sent.is_err() {
                break;
            }
        }
        Ok(())
    }

    fn member<R: Read>(
        &self,
        entry: &tar::Entry<'_, R>,
        input: impl FnOnce(String) -> Input,
    ) -> Result<(), Gone> {
        let kind = entry.header().entry_type();
        if kind.is_dir() {
            return Ok(());
        }
        let path = member_path(entry);
        let name = format!("{}!{}", self.name, display_name(&path));
        let listed = if !kind.is_file() {
            Listed::Skipped {
                name,
                bytes: None,
                reason: "it is no file in the archive".to_owned(),
            }
        } else if self.wanted.takes_member(&path) {
            let mut input = input(name);
            input.modified = self.changed;
            Listed::Input(input)
        } else {
            self.wanted.skipped(name, Some(entry.size()))
        };
        self.send.send(listed).map_err(|_| Gone)
    }
}

fn member_path<R: Read>(entry: &tar::Entry<'_, R>) -> PathBuf {
    super::path_of(entry.path_bytes().into_owned())
}

fn malformed(path: &str, error: &impl ToString) -> ReadError {
    ReadError::Malformed {
        path: path.to_owned(),
        problem: error.to_string(),
    }
}
