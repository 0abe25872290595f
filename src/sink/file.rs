//! Files that appear under their name only when they are whole.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use super::WriteError;

/// A file in the making: written beside its final place, renamed by [`finish`](NewFile::finish), removed where dropped
/// before that.
#[derive(Debug)]
pub struct NewFile {
    writer: BufWriter<File>,
    temporary: PathBuf,
    path: PathBuf,
    finished: bool,
}

impl NewFile {
    /// Begins the file `path`; its folder is made where it is missing.
    ///
    /// # Errors
    /// Where the folder or the temporary file can't be made.
    pub fn create(path: &Path) -> Result<Self, WriteError> {
        let failed = |source| WriteError::new(&path.display(), source);
        if path.is_dir() {
            return Err(failed(io::Error::from(io::ErrorKind::IsADirectory)));
        }
        let folder = path.parent().unwrap_or(Path::new(""));
        fs::create_dir_all(folder).map_err(failed)?;
        let temporary = folder.join(temporary_name());
        Ok(Self {
            writer: BufWriter::new(File::create_new(&temporary).map_err(failed)?),
            temporary,
            path: path.to_owned(),
            finished: false,
        })
    }

    /// Appends bytes.
    ///
    /// # Errors
    /// Where the disk takes no more.
    pub fn write(&mut self, bytes: &[u8]) -> Result<(), WriteError> {
        self.writer
            .write_all(bytes)
            .map_err(|source| WriteError::new(&self.path.display(), source))
    }

    /// Gives the file its name, in place of one that had it.
    ///
    /// # Errors
    /// Where what is left can't be written or the name can't be given; then nothing under it has changed.
    pub fn finish(mut self) -> Result<(), WriteError> {
        self.writer
            .flush()
            .and_then(|()| fs::rename(&self.temporary, &self.path))
            .map_err(|source| WriteError::new(&self.path.display(), source))?;
        self.finished = true;
        Ok(())
    }
}

impl Drop for NewFile {
    fn drop(&mut self) {
        if !self.finished {
            // Nobody is left to tell; a stray temporary file is harmless.
            let _ = fs::remove_file(&self.temporary);
        }
    }
}

/// Writes a whole file by way of a temporary one.
///
/// # Errors
/// As those of [`NewFile`].
pub fn write_file(path: &Path, bytes: &[u8]) -> Result<(), WriteError> {
    let mut file = NewFile::create(path)?;
    file.write(bytes)?;
    file.finish()
}

/// Writes a file, for callers who know by other means whether it is whole: one that is not there yet is written under its
/// name, since a second name costs as much as the file; one that is there is replaced at once, by way of the file
/// `temporary`, which has to be on the same disk and nobody else's.
///
/// # Errors
/// Where the folder can't be made, or the file can't be written or given its name.
pub fn write_file_by(temporary: &Path, path: &Path, bytes: &[u8]) -> Result<(), WriteError> {
    let failed = |source| WriteError::new(&path.display(), source);
    let begun = File::create_new(path).or_else(|error| {
        if error.kind() != io::ErrorKind::NotFound {
            return Err(error);
        }
        fs::create_dir_all(path.parent().unwrap_or(Path::new("")))?;
        File::create_new(path)
    });
    match begun {
        Ok(mut file) => file.write_all(bytes).map_err(failed),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            replace_file(temporary, path, bytes)
        }
        Err(error) => Err(failed(error)),
    }
}

/// Writes a whole file by way of the file `temporary`, which has to be on the same disk and nobody else's.
///
/// # Errors
/// As those of [`write_file_by`].
pub fn replace_file(temporary: &Path, path: &Path, bytes: &[u8]) -> Result<(), WriteError> {
    fs::write(temporary, bytes).map_err(|source| WriteError::new(&temporary.display(), source))?;
    place(temporary, path)
}

/// Makes `path` another name of the file `first`, or a copy where the file system has no such names.
///
/// # Errors
/// As those of [`write_file_by`].
pub fn link_file(temporary: &Path, first: &Path, path: &Path) -> Result<(), WriteError> {
    let failed = |source| WriteError::new(&temporary.display(), source);
    match fs::remove_file(temporary) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(failed(error)),
        _ => {}
    }
    if fs::hard_link(first, temporary).is_err() {
        fs::copy(first, temporary).map_err(failed)?;
    }
    place(temporary, path)?;
    // Where both are one file already, renaming does nothing and leaves the temporary name.
    match fs::remove_file(temporary) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(failed(error)),
        _ => Ok(()),
    }
}

/// Gives a file its final name; the folder is only made where it turns out to be missing.
pub(super) fn place(temporary: &Path, path: &Path) -> Result<(), WriteError> {
    let named = fs::rename(temporary, path).or_else(|error| {
        if error.kind() != io::ErrorKind::NotFound {
            return Err(error);
        }
        fs::create_dir_all(path.parent().unwrap_or(Path::new("")))?;
        fs::rename(temporary, path)
    });
    named.map_err(|source| WriteError::new(&path.display(), source))
}

/// Unlike any other's of this process or another, and short, since the final name may be as long as names can be.
fn temporary_name() -> String {
    static COUNTER: AtomicU64 = AtomicU64::new(0);
    let count = COUNTER.fetch_add(1, Ordering::Relaxed);
    format!(".{}-{count}.part", std::process::id())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn appears_whole_or_not_at_all() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a/b.txt");
        let mut file = NewFile::create(&path).unwrap();
        file.write(b"half").unwrap();
        assert!(!path.exists());
        drop(file);
        assert!(names(path.parent().unwrap()).is_empty());

        write_file(&path, b"first").unwrap();
        write_file(&path, b"second").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"second");
        assert_eq!(names(path.parent().unwrap()), ["b.txt"]);
    }

    #[test]
    fn names_the_file_that_cannot_be_made() {
        let folder = tempfile::tempdir().unwrap();
        write_file(&folder.path().join("a"), b"").unwrap();
        let error = write_file(&folder.path().join("a/b.txt"), b"").unwrap_err();
        assert!(
            error.to_string().contains("a/b.txt: cannot be written"),
            "{error}"
        );
        assert!(write_file(folder.path(), b"").is_err());
    }
}
