//! The paths that were given: each place once, and no two that would write to one.

use std::path::{Path, PathBuf};

use crate::ingest::input::{display_name, mirrored_path};

/// The files and folders to take documents from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Roots {
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

impl Roots {
    /// The documents under `paths`. What two paths have in common is taken once.
    ///
    /// # Errors
    /// Where two different places have the same [mirrored path](mirrored_path), such as `a` and `/a`.
    pub(super) fn new(paths: &[PathBuf]) -> Result<Self, Clash> {
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
    pub(super) fn folder_around(&self, path: &Path) -> Option<&Path> {
        let real = existing_part(path);
        self.roots
            .iter()
            .find(|root| root.real.is_dir() && real.starts_with(&root.real))
            .map(|root| root.given.as_path())
    }

    /// The paths, as given.
    pub(super) fn paths(&self) -> impl Iterator<Item = PathBuf> {
        self.roots.iter().map(|root| root.given.clone())
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
        let mirrored = |root: &Self| mirrored_path(&display_name(&root.given));
        nested(&mirrored(self), &mirrored(other)) && !nested(&self.real, &other.real)
    }
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
