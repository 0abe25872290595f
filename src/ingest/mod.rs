//! Stage 1: files → [`Scan`].
//!
//! Promises: the text of a [`Scan`] is what the file says, character for character (only a byte order mark is dropped),
//! so that line `i` of everything that follows is line `i` of the file. What can't be read is a [`ReadError`] that names
//! the file, and never a guess. Leaves to others: any change of the text ([`crate::restore`]), and what to do about
//! files that fail ([`crate::pipeline`]).

mod decode;
mod error;
mod walk;

pub use decode::decode;
pub use error::{Hint, ReadError};
pub use walk::{Clash, Worklist};

use std::fs;
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};

use crate::scan::Scan;

/// One document to read, before anybody has opened it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Input {
    /// Name in records and messages: the path with `/` between its parts, `-` for standard input.
    pub name: String,
    origin: Origin,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Origin {
    Stdin,
    File(PathBuf),
}

impl Input {
    /// The file at `path`.
    #[must_use]
    pub fn file(path: PathBuf) -> Self {
        Self {
            name: display_name(&path),
            origin: Origin::File(path),
        }
    }

    /// Standard input.
    #[must_use]
    pub fn stdin() -> Self {
        Self {
            name: "-".to_owned(),
            origin: Origin::Stdin,
        }
    }

    /// What a command line argument names: a file, or standard input for `-`.
    #[must_use]
    pub fn from_argument(argument: &Path) -> Self {
        if argument == Path::new("-") {
            Self::stdin()
        } else {
            Self::file(argument.to_owned())
        }
    }

    /// Where outputs that mirror the inputs belong, relative to their folder: the path as given, without a leading `/`
    /// and without `.` and `..`, as archivers do it.
    #[must_use]
    pub fn mirrored_path(&self) -> PathBuf {
        match &self.origin {
            Origin::Stdin => PathBuf::from("stdin"),
            Origin::File(path) => mirrored(path),
        }
    }

    /// Reads and decodes the document.
    ///
    /// # Errors
    /// Where it can't be read, or its bytes are not UTF-8 text.
    pub fn read(&self) -> Result<Scan, ReadError> {
        decode(&self.name, self.bytes()?)
    }

    fn bytes(&self) -> Result<Vec<u8>, ReadError> {
        match &self.origin {
            Origin::Stdin => {
                let mut bytes = Vec::new();
                io::stdin()
                    .lock()
                    .read_to_end(&mut bytes)
                    .map_err(|source| ReadError::io(&self.name, source))?;
                Ok(bytes)
            }
            Origin::File(path) if path.is_dir() => Err(ReadError::Folder {
                path: self.name.clone(),
            }),
            Origin::File(path) => {
                fs::read(path).map_err(|source| ReadError::io(&self.name, source))
            }
        }
    }
}

fn mirrored(path: &Path) -> PathBuf {
    path.components()
        .filter(|part| matches!(part, Component::Normal(_)))
        .collect()
}

fn display_name(path: &Path) -> String {
    let name = path.to_string_lossy();
    if std::path::MAIN_SEPARATOR == '/' {
        name.into_owned()
    } else {
        name.replace(std::path::MAIN_SEPARATOR, "/")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mirrors_paths_as_archivers_do() {
        for (given, mirrored) in [
            ("a/b.txt", "a/b.txt"),
            ("./a//b.txt", "a/b.txt"),
            ("/srv/a/b.txt", "srv/a/b.txt"),
            ("../a/../b.txt", "a/b.txt"),
        ] {
            let input = Input::file(PathBuf::from(given));
            assert_eq!(input.mirrored_path(), Path::new(mirrored), "{given}");
        }
    }

    #[test]
    fn a_folder_is_not_a_file() {
        let error = Input::file(PathBuf::from(env!("CARGO_MANIFEST_DIR")))
            .read()
            .unwrap_err();
        assert!(matches!(error, ReadError::Folder { .. }), "{error}");
    }
}
