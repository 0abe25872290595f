//! What to import → the documents in it, in a stable order.
//!
//! Promises: arguments stand in the order given, a folder's entries in the order of their names' bytes, members and lines
//! in the order of their file; two listings of the same files agree. Lazy: of a folder of ten million files only the
//! entries of the folders that are open just now are in memory. Every file that is met is told: as a document, as
//! skipped with its reason, or as unreadable; only what an ignore file names is passed over in silence.

mod archive;
mod folder;
mod manifest;
mod ndjson;
mod roots;

pub(super) use archive::{LARGEST_HELD, Zip};
pub use roots::Clash;

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use serde::{Deserialize, Serialize};

use super::error::ReadError;
use super::input::{Input, display_name};
use roots::Roots;

/// What to do with symbolic links.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Links {
    /// Links to files are read, links to folders are not entered.
    #[default]
    Files,
    /// All are followed; a loop is told.
    Follow,
    /// None is followed.
    Skip,
}

/// What to import.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Selection {
    /// Files, folders, archives (.zip, .tar, .tar.gz, .tar.zst), files of NDJSON with `id` and `text` (.ndjson, .jsonl),
    /// patterns with `*`, and `-` for one document on standard input.
    pub paths: Vec<PathBuf>,
    /// A list of paths, one a line; `-` is standard input.
    pub files_from: Option<PathBuf>,
    /// The paths of the list end in zero bytes instead of line ends.
    pub null: bool,
    /// A table of documents: JSON lines or CSV with a `path`, and perhaps `sha256`.
    pub manifest: Option<PathBuf>,
    /// Names of files to take in folders and archives; `*.txt` where there are none.
    pub include: Vec<String>,
    /// What to do with symbolic links in folders.
    pub links: Links,
}

/// One thing found.
#[derive(Debug)]
pub enum Listed {
    /// A document.
    Input(Input),
    /// A file that is not asked for.
    Skipped {
        /// Its name.
        name: String,
        /// Its size, where it is known.
        bytes: Option<u64>,
        /// Why.
        reason: String,
    },
    /// A place that could not be looked into; what lies under it is not known.
    Unreadable(ReadError),
}

/// A lazy list.
pub(super) type List = Box<dyn Iterator<Item = Listed> + Send>;

impl Selection {
    /// These paths and nothing else.
    #[must_use]
    pub fn of(paths: &[PathBuf]) -> Self {
        Self {
            paths: paths.to_vec(),
            ..Self::default()
        }
    }

    /// True where one document may be named twice: by a list, in an archive, in a file of lines.
    #[must_use]
    pub fn may_repeat(&self) -> bool {
        self.files_from.is_some()
            || self.manifest.is_some()
            || !self.include.is_empty()
            || self
                .paths
                .iter()
                .any(|path| container(path).is_some() || (!path.exists() && is_pattern(path)))
    }

    /// True where the list comes from standard input, so that it cannot be had again.
    #[must_use]
    pub fn reads_stdin(&self) -> bool {
        let stdin = Path::new("-");
        self.paths.iter().any(|path| path == stdin)
            || [&self.files_from, &self.manifest]
                .into_iter()
                .any(|list| list.as_deref() == Some(stdin))
    }

    /// The folder of the selection that holds `path`, which need not exist yet.
    #[must_use]
    pub fn folder_around(&self, path: &Path) -> Option<PathBuf> {
        Roots::new(&self.paths)
            .ok()?
            .folder_around(path)
            .map(Path::to_owned)
    }

    /// Everything in it.
    ///
    /// # Errors
    /// Where two paths would write their texts to one place, or a pattern is none.
    pub fn list(&self) -> Result<List, ListError> {
        let wanted = Wanted::new(&self.include)?;
        let (given, patterns): (Vec<PathBuf>, Vec<PathBuf>) = self
            .paths
            .iter()
            .cloned()
            .partition(|path| path.exists() || !is_pattern(path));
        let links = self.links;
        let roots = Roots::new(&given)?;
        let mut parts: Vec<List> = Vec::new();
        for path in roots.paths() {
            parts.push(place(path, &wanted, links));
        }
        for pattern in patterns {
            parts.push(folder::matching(&pattern, links)?);
        }
        if let Some(list) = self.files_from.clone() {
            let wanted = wanted.clone();
            let end = if self.null { 0 } else { b'\n' };
            let paths = lines(&list, end).map_or_else(unreadable, |lines| {
                Box::new(lines.flat_map(move |line| match line {
                    Ok(path) => place(path, &wanted, links),
                    Err(error) => one(Listed::Unreadable(error)),
                })) as List
            });
            parts.push(paths);
        }
        if let Some(path) = &self.manifest {
            parts.push(manifest::list(path).unwrap_or_else(unreadable));
        }
        Ok(Box::new(parts.into_iter().flatten()))
    }
}

/// Why a selection could not be listed at all.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ListError {
    /// Two paths have one place in the output.
    #[error(transparent)]
    Clash(#[from] Clash),
    /// A pattern that is none.
    #[error("the pattern cannot be understood")]
    Pattern(#[from] globset::Error),
}

/// Which names are taken.
#[derive(Clone, Debug)]
struct Wanted {
    names: GlobSet,
    said: String,
}

impl Wanted {
    fn new(include: &[String]) -> Result<Self, globset::Error> {
        let patterns: Vec<&str> = if include.is_empty() {
            vec!["*.txt"]
        } else {
            include.iter().map(String::as_str).collect()
        };
        let mut names = GlobSetBuilder::new();
        for pattern in &patterns {
            let anywhere = if pattern.contains('/') {
                (*pattern).to_owned()
            } else {
                format!("**/{pattern}")
            };
            names.add(GlobBuilder::new(&anywhere).case_insensitive(true).build()?);
        }
        Ok(Self {
            names: names.build()?,
            said: patterns.join(", "),
        })
    }

    fn takes(&self, path: &Path) -> bool {
        // A name that is nothing but an ending, such as `.txt`, is a hidden file without one.
        let is_bare = path.extension().is_none()
            && path
                .file_name()
                .is_some_and(|name| name.to_string_lossy().starts_with('.'));
        !is_bare && self.names.is_match(path)
    }

    /// Members of archives that are asked for by name are texts even where only archives are.
    fn takes_member(&self, path: &Path) -> bool {
        self.takes(path)
            || path
                .extension()
                .is_some_and(|e| e.eq_ignore_ascii_case("txt"))
    }

    fn skipped(&self, name: String, bytes: Option<u64>) -> Listed {
        Listed::Skipped {
            name,
            bytes,
            reason: format!("its name does not match {}; see --include", self.said),
        }
    }
}

/// A file that holds documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Container {
    Zip,
    Tar,
    TarGz,
    TarZst,
    Lines,
}

fn container(path: &Path) -> Option<Container> {
    let name = path.file_name()?.to_string_lossy().to_lowercase();
    let ends = |endings: &[&str]| endings.iter().any(|ending| name.ends_with(ending));
    if ends(&[".zip"]) {
        Some(Container::Zip)
    } else if ends(&[".tar"]) {
        Some(Container::Tar)
    } else if ends(&[".tar.gz", ".tgz"]) {
        Some(Container::TarGz)
    } else if ends(&[".tar.zst", ".tzst"]) {
        Some(Container::TarZst)
    } else if ends(&[".ndjson", ".jsonl"]) {
        Some(Container::Lines)
    } else {
        None
    }
}

/// The documents at one path: itself, or what is in it.
fn place(path: PathBuf, wanted: &Wanted, links: Links) -> List {
    if path == Path::new("-") {
        return one(Listed::Input(Input::stdin()));
    }
    if path.is_dir() {
        return folder::under(&path, wanted, links);
    }
    file(path, wanted)
}

/// The document that a file is, or those that it holds.
fn file(path: PathBuf, wanted: &Wanted) -> List {
    let failed = |source| {
        one(Listed::Unreadable(ReadError::io(
            &display_name(&path),
            source,
        )))
    };
    let metadata = match fs::metadata(&path) {
        Ok(metadata) => metadata,
        Err(error) => return failed(error),
    };
    if !metadata.is_file() {
        return one(Listed::Skipped {
            name: display_name(&path),
            bytes: None,
            reason: "it is neither a file nor a folder".to_owned(),
        });
    }
    let listed = match container(&path) {
        None => return one(Listed::Input(Input::file(path).described(&metadata))),
        Some(Container::Lines) => ndjson::list(&path),
        Some(Container::Zip) => archive::zip(&path, wanted),
        Some(kind) => archive::tar(&path, kind, wanted),
    };
    listed.unwrap_or_else(unreadable)
}

fn one(listed: Listed) -> List {
    Box::new(std::iter::once(listed))
}

fn unreadable(error: ReadError) -> List {
    one(Listed::Unreadable(error))
}

fn is_pattern(path: &Path) -> bool {
    path.to_string_lossy().contains(['*', '?', '[', '{'])
}

/// The paths of a list, read as they are asked for.
fn lines(
    list: &Path,
    end: u8,
) -> Result<impl Iterator<Item = Result<PathBuf, ReadError>> + Send + use<>, ReadError> {
    let name = display_name(list);
    let reader = reader(list)?;
    Ok(reader.split(end).filter_map(move |line| match line {
        Ok(mut line) => {
            if end == b'\n' && line.last() == Some(&b'\r') {
                line.pop();
            }
            (!line.is_empty()).then(|| Ok(path_of(line)))
        }
        Err(error) => Some(Err(ReadError::io(&name, error))),
    }))
}

/// A list or a table: a file, or standard input for `-`.
fn reader(path: &Path) -> Result<Box<dyn BufRead + Send>, ReadError> {
    if path == Path::new("-") {
        return Ok(Box::new(BufReader::new(io::stdin())));
    }
    let file = File::open(path).map_err(|error| ReadError::io(&display_name(path), error))?;
    Ok(Box::new(BufReader::new(file)))
}

/// A path as the file system has it, UTF-8 or not.
#[cfg(unix)]
fn path_of(bytes: Vec<u8>) -> PathBuf {
    use std::os::unix::ffi::OsStringExt;
    std::ffi::OsString::from_vec(bytes).into()
}

#[cfg(not(unix))]
fn path_of(bytes: Vec<u8>) -> PathBuf {
    String::from_utf8_lossy(&bytes).into_owned().into()
}

#[cfg(test)]
mod tests;
