//! Folders, and patterns of names in folders.

use std::fs;
use std::path::{Component, Path, PathBuf};

use globset::GlobBuilder;
use ignore::{DirEntry, Walk, WalkBuilder};

use super::{Links, List, ListError, Listed, Wanted, display_name, file};
use crate::ingest::error::ReadError;
use crate::ingest::input::Input;

/// Ignore files, which are no documents.
const IGNORE_FILES: [&str; 2] = [".ignore", ".vanbanignore"];

/// What lies under a folder.
pub(super) fn under(folder: &Path, wanted: &Wanted, links: Links) -> List {
    let wanted = wanted.clone();
    Box::new(walk(folder, links).flat_map(move |entry| entry_of(entry, &wanted, links)))
}

/// The files that a pattern such as `2024/**/*.txt` matches.
pub(super) fn matching(pattern: &Path, links: Links) -> Result<List, ListError> {
    let glob = GlobBuilder::new(&pattern.to_string_lossy())
        .literal_separator(true)
        .build()?
        .compile_matcher();
    let base: PathBuf = pattern
        .components()
        .take_while(|part| !matches!(part, Component::Normal(name) if name.to_string_lossy().contains(['*', '?', '[', '{'])))
        .collect();
    let start = if base.as_os_str().is_empty() {
        PathBuf::from(".")
    } else {
        base.clone()
    };
    let wanted = Wanted::new(&[])?;
    let found = walk(&start, links).filter_map(move |entry| match entry {
        Ok(entry) => {
            let path = if base.as_os_str().is_empty() {
                entry
                    .path()
                    .strip_prefix(".")
                    .unwrap_or(entry.path())
                    .to_owned()
            } else {
                entry.path().to_owned()
            };
            (glob.is_match(&path) && readable(&path, &entry, links)).then(|| file(path, &wanted))
        }
        Err(error) => Some(super::unreadable(told(&error))),
    });
    Ok(Box::new(found.flatten()))
}

fn walk(folder: &Path, links: Links) -> Walk {
    WalkBuilder::new(folder)
        .standard_filters(false)
        .ignore(true)
        .add_custom_ignore_filename(IGNORE_FILES[1])
        .follow_links(links == Links::Follow)
        .sort_by_file_name(Ord::cmp)
        .build()
}

fn entry_of(entry: Result<DirEntry, ignore::Error>, wanted: &Wanted, links: Links) -> List {
    let entry = match entry {
        Ok(entry) => entry,
        Err(error) => return super::unreadable(told(&error)),
    };
    let path = entry.path();
    let is_folder = entry.file_type().is_some_and(|kind| kind.is_dir());
    let is_ignore_file = path
        .file_name()
        .is_some_and(|name| IGNORE_FILES.iter().any(|file| name == *file));
    if entry.depth() == 0 || is_folder || is_ignore_file {
        return Box::new(std::iter::empty());
    }
    let name = display_name(path);
    if entry.path_is_symlink() && (links == Links::Skip || path.is_dir()) {
        let reason = "it is a symbolic link; see --links".to_owned();
        return super::one(Listed::Skipped {
            name,
            bytes: None,
            reason,
        });
    }
    if !wanted.takes(path) {
        let bytes = entry.metadata().ok().map(|metadata| metadata.len());
        return super::one(wanted.skipped(name, bytes));
    }
    if super::container(path).is_some() {
        return file(path.to_owned(), wanted);
    }
    match fs::metadata(path) {
        Ok(metadata) if !metadata.is_file() => super::one(Listed::Skipped {
            name,
            bytes: None,
            reason: "it is neither a file nor a folder".to_owned(),
        }),
        Ok(metadata) => super::one(Listed::Input(
            Input::file(entry.into_path()).described(&metadata),
        )),
        // The document is there, but its file is not to be had: it fails when it is read.
        Err(_) => super::one(Listed::Input(Input::file(entry.into_path()))),
    }
}

fn readable(path: &Path, entry: &DirEntry, links: Links) -> bool {
    !(path.is_dir() || entry.path_is_symlink() && links == Links::Skip)
}

fn told(error: &ignore::Error) -> ReadError {
    let path = place(error).map_or_else(String::new, display_name);
    match error.io_error() {
        Some(io) => ReadError::Io {
            path,
            source: std::io::Error::new(io.kind(), io.to_string()),
        },
        None => ReadError::Malformed {
            path,
            problem: error.to_string(),
        },
    }
}

/// Where in its layers an error keeps the path.
fn place(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::Loop { child, .. } => Some(child),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => {
            place(err)
        }
        ignore::Error::Partial(errors) => errors.iter().find_map(place),
        _ => None,
    }
}
