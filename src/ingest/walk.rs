//! Paths → the documents under them, in a stable order.
//!
//! Paths stand in the order given, a folder's entries in the order of their names' bytes, so that two runs over the same
//! files agree whatever the file system does. Lazy: a folder of ten million files is never held in memory. Inside folders
//! only files named `*.txt` are documents; a file that is named itself always is. Links to files are read, links to
//! folders are not entered.

use std::io;
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use super::{Input, ReadError, display_name, mirrored};

/// The files and folders to take documents from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Worklist {
    roots: Vec<Root>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Root {
    given: PathBuf,
    /// Where it really stands; as given where nothing stands there.
    real: PathBuf,
}

/// Two paths whose outputs would fall on one another.
#[derive(Debug, thiserror::Error)]
#[error(
    "{first} and {second} would write their outputs to the same place; import them one at a time, each to its own folder"
)]
pub struct Clash {
    /// One path as given.
    pub first: String,
    /// The other.
    pub second: String,
}

impl Worklist {
    /// The documents under `paths`. What two paths have in common is taken once.
    ///
    /// # Errors
    /// Where two different places have the same [mirrored path](Input::mirrored_path), such as `a` and `/a`.
    pub fn new(paths: &[PathBuf]) -> Result<Self, Clash> {
        let mut roots: Vec<Root> = Vec::new();
        let all: Vec<Root> = paths.iter().map(|path| Root::new(path)).collect();
        for (i, root) in all.iter().enumerate() {
            let known = roots.iter().any(|earlier| earlier.real == root.real);
            let inside = all
                .iter()
                .enumerate()
                .any(|(j, other)| i != j && root.real != other.real && other.takes(root));
            if !known && !inside {
                roots.push(root.clone());
            }
        }
        for (i, second) in roots.iter().enumerate() {
            if let Some(first) = roots[..i].iter().find(|first| first.clashes(second)) {
                return Err(Clash {
                    first: display_name(&first.given),
                    second: display_name(&second.given),
                });
            }
        }
        Ok(Self { roots })
    }

    /// The folder of the list that holds `path`, which need not exist yet.
    #[must_use]
    pub fn folder_around(&self, path: &Path) -> Option<&Path> {
        let real = existing_part(path);
        self.roots
            .iter()
            .find(|root| root.real.is_dir() && real.starts_with(&root.real))
            .map(|root| root.given.as_path())
    }

    /// Every document, and an error for every place that can't be looked into.
    pub fn inputs(&self) -> impl Iterator<Item = Result<Input, ReadError>> + Send + use<> {
        self.roots.clone().into_iter().flat_map(|root| {
            WalkDir::new(&root.given)
                .sort_by_file_name()
                .into_iter()
                .filter_map(|entry| match entry {
                    Ok(entry) => is_document(&entry).then(|| Ok(Input::file(entry.into_path()))),
                    Err(error) => Some(Err(unreadable(error))),
                })
        })
    }
}

impl Root {
    fn new(given: &Path) -> Self {
        Self {
            given: given.to_owned(),
            real: given.canonicalize().unwrap_or_else(|_| given.to_owned()),
        }
    }

    /// True where walking this root finds everything the other one names.
    fn takes(&self, other: &Self) -> bool {
        self.real.is_dir()
            && other.real.starts_with(&self.real)
            && (other.real.is_dir() || is_text_file(&other.real))
    }

    fn clashes(&self, other: &Self) -> bool {
        let nested = |a: &Path, b: &Path| a.starts_with(b) || b.starts_with(a);
        nested(&mirrored(&self.given), &mirrored(&other.given)) && !nested(&self.real, &other.real)
    }
}

fn is_document(entry: &DirEntry) -> bool {
    if entry.depth() == 0 {
        return !entry.path().is_dir();
    }
    is_text_file(entry.path())
        && (entry.file_type().is_file() || entry.file_type().is_symlink() && !entry.path().is_dir())
}

fn is_text_file(path: &Path) -> bool {
    path.extension()
        .is_some_and(|extension| extension.eq_ignore_ascii_case("txt"))
}

/// The real place of the nearest ancestor that exists.
fn existing_part(path: &Path) -> PathBuf {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    path.ancestors()
        .find_map(|ancestor| ancestor.canonicalize().ok())
        .unwrap_or(path)
}

fn unreadable(error: walkdir::Error) -> ReadError {
    let path = error.path().map_or_else(String::new, display_name);
    ReadError::io(&path, io::Error::from(error))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn tree() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for path in [
            "b.txt",
            "a/z.TXT",
            "a/é.txt",
            "a/k.pdf",
            "a.b/x.txt",
            "a/.txt",
        ] {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "x").unwrap();
        }
        folder
    }

    fn names(folder: &Path, paths: &[&str]) -> Vec<String> {
        let paths: Vec<PathBuf> = paths.iter().map(|path| folder.join(path)).collect();
        Worklist::new(&paths)
            .unwrap()
            .inputs()
            .map(|input| match input {
                Ok(input) => input.name,
                Err(error) => format!("! {error}"),
            })
            .map(|name| name.replace(&format!("{}/", folder.display()), ""))
            .collect()
    }

    #[test]
    fn takes_text_files_in_the_order_of_their_names() {
        let folder = tree();
        assert_eq!(
            names(folder.path(), &[""]),
            ["a/z.TXT", "a/é.txt", "a.b/x.txt", "b.txt"]
        );
    }

    #[test]
    fn takes_named_files_whatever_their_name_and_everything_once() {
        let folder = tree();
        let check = |paths: &[&str], expected: &[&str]| {
            assert_eq!(names(folder.path(), paths), expected, "{paths:?}");
        };
        check(&["b.txt", "a/k.pdf"], &["b.txt", "a/k.pdf"]);
        check(&["b.txt", "b.txt", "./b.txt"], &["b.txt"]);
        check(&["a/z.TXT", "a"], &["a/z.TXT", "a/é.txt"]);
        check(&["a/k.pdf", "a"], &["a/k.pdf", "a/z.TXT", "a/é.txt"]);
        check(
            &["none.txt", "b.txt"],
            &[
                "! none.txt: no such file or folder; check the path",
                "b.txt",
            ],
        );
    }

    #[test]
    fn refuses_two_places_with_one_mirrored_path() {
        let folder = tree();
        let absolute = folder.path().join("a");
        let relative = mirrored(&absolute);
        let error = Worklist::new(&[absolute, relative]).unwrap_err();
        assert!(error.to_string().contains("same place"), "{error}");
    }

    #[test]
    fn knows_which_folders_it_walks() {
        let folder = tree();
        let list = Worklist::new(&[folder.path().join("a"), folder.path().join("b.txt")]).unwrap();
        let around = |path: &str| list.folder_around(&folder.path().join(path)).is_some();
        assert!(around("a") && around("a/new/out"));
        assert!(!around("a.b") && !around("out") && !around("b.txt.out"));
    }

    #[cfg(unix)]
    #[test]
    fn reads_links_to_files_and_enters_no_links_to_folders() {
        let folder = tree();
        std::os::unix::fs::symlink("../b.txt", folder.path().join("a/link.txt")).unwrap();
        std::os::unix::fs::symlink("..", folder.path().join("a/loop")).unwrap();
        std::os::unix::fs::symlink("nowhere", folder.path().join("a/dead.txt")).unwrap();
        assert_eq!(
            names(folder.path(), &["a"]),
            ["a/dead.txt", "a/link.txt", "a/z.TXT", "a/é.txt"]
        );
    }
}
