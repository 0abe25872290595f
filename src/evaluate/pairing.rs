//! Which files belong together: truth, scan, restored text, record and gold record of one document.
//!
//! Files are paired by name: the path inside their folder, without an ending that says what they are (`.txt`, `.json`,
//! `.truth.txt`, `.ocr.txt`, `.document.json` …). A truth can have several scans: where the scans lie in folders that the truths do
//! not have (`light/a.txt`, `heavy/a.txt` for `a.txt`), each of those folders is a *slice* of the evaluation.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

/// Where to look.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    /// What the pages say: a folder, or one file.
    pub truth: PathBuf,
    /// Scanned texts: folders, or one file.
    pub scans: Vec<PathBuf>,
    /// Restored texts.
    pub restored: Option<PathBuf>,
    /// Records.
    pub records: Option<PathBuf>,
    /// Gold records.
    pub gold: Option<PathBuf>,
}

/// The files of one scan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// Name in reports: the slice and the truth's name.
    pub name: String,
    /// Name of the truth, which several scans can have.
    pub document: String,
    /// The slice; empty where there are none.
    pub slice: String,
    /// Path inside the folder of scans, without its ending.
    pub scan_name: String,
    /// File of the truth.
    pub truth: PathBuf,
    /// File of the scan.
    pub scan: PathBuf,
    /// File of the restored text.
    pub restored: Option<PathBuf>,
    /// File of the record.
    pub record: Option<PathBuf>,
    /// File of the gold record.
    pub gold: Option<PathBuf>,
}

/// What belongs together, and what is left over.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pairing {
    /// In the order of their names.
    pub pairs: Vec<Pair>,
    /// What a document lacks, as `what: name`.
    pub missing: Vec<String>,
    /// Files that belong to nothing, as `what: name`.
    pub extra: Vec<String>,
}

/// A folder that cannot be looked into.
#[derive(Debug, thiserror::Error)]
#[error("{}: cannot be looked into; expected {expected}", path.display())]
pub struct PairingError {
    path: PathBuf,
    expected: &'static str,
    source: io::Error,
}

/// What a file is, for the endings that say so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Truth,
    Scan,
    Restored,
    Record,
    Gold,
}

impl Role {
    const fn name(self) -> &'static str {
        match self {
            Self::Truth => "truth",
            Self::Scan => "scan",
            Self::Restored => "restored",
            Self::Record => "record",
            Self::Gold => "gold",
        }
    }

    const fn ending(self) -> &'static str {
        match self {
            Self::Truth | Self::Scan | Self::Restored => ".txt",
            Self::Record | Self::Gold => ".json",
        }
    }

    const fn markers(self) -> &'static [&'static str] {
        match self {
            Self::Truth => &[".truth", ".gt"],
            Self::Scan => &[".ocr", ".scan"],
            Self::Restored => &[".restored"],
            Self::Record => &[".record"],
            Self::Gold => &[".gold", ".document"],
        }
    }

    /// The name of a file of this role; nothing for a file of another.
    fn name_of(self, path: &str) -> Option<&str> {
        let name = path.strip_suffix(self.ending())?;
        let all = [
            Self::Truth,
            Self::Scan,
            Self::Restored,
            Self::Record,
            Self::Gold,
        ];
        for role in all {
            for marker in role.markers() {
                if let Some(name) = name.strip_suffix(marker) {
                    return (role == self).then_some(name);
                }
            }
        }
        Some(name)
    }
}

type Files = BTreeMap<String, PathBuf>;

/// Pairs the files of `sources`.
///
/// # Errors
/// Where a folder is missing or cannot be read.
pub fn pair(sources: &Sources) -> Result<Pairing, PairingError> {
    let truths = files(&sources.truth, Role::Truth)?;
    let optional = |path: &Option<PathBuf>, role: Role| match path {
        Some(path) if !is_bulk(path) => files(path, role),
        _ => Ok(Files::new()),
    };
    let mut restored = optional(&sources.restored, Role::Restored)?;
    let mut records = optional(&sources.records, Role::Record)?;
    let golds = optional(&sources.gold, Role::Gold)?;
    let mut pairing = Pairing::default();
    let mut with_scan: BTreeMap<&str, bool> =
        truths.keys().map(|name| (name.as_str(), false)).collect();
    let mut wanted_gold: BTreeMap<&str, bool> =
        golds.keys().map(|name| (name.as_str(), false)).collect();
    for root in &sources.scans {
        for (scan_name, scan) in files(root, Role::Scan)? {
            let single = root.is_file() && sources.truth.is_file();
            let found = if single {
                truths.keys().next().map(|name| (name.as_str(), ""))
            } else {
                truth_of(&truths, &scan_name)
            };
            let Some((document, folder)) = found else {
                pairing.extra.push(format!("scan: {scan_name}"));
                continue;
            };
            with_scan.insert(document, true);
            let slice = slice(sources, root, folder);
            let name = if slice.is_empty() {
                document.to_owned()
            } else {
                format!("{slice}/{document}")
            };
            let mut take = |files: &mut Files, source: &Option<PathBuf>, role: Role| {
                let path = source.as_ref()?;
                if is_bulk(path) {
                    return None;
                }
                let found = if path.is_file() {
                    files.pop_first().map(|(_, path)| path)
                } else {
                    files.remove(&scan_name).or_else(|| files.remove(&name))
                };
                if found.is_none() {
                    pairing.missing.push(format!("{}: {name}", role.name()));
                }
                found
            };
            let gold = golds.get(document).cloned();
            if let Some(wanted) = wanted_gold.get_mut(document) {
                *wanted = true;
            }
            let restored = take(&mut restored, &sources.restored, Role::Restored);
            let record = take(&mut records, &sources.records, Role::Record);
            if sources.gold.is_some() && gold.is_none() {
                pairing.missing.push(format!("gold: {name}"));
            }
            pairing.pairs.push(Pair {
                document: document.to_owned(),
                slice,
                truth: truths[document].clone(),
                scan,
                restored,
                record,
                gold,
                scan_name,
                name,
            });
        }
    }
    let without = |seen: &BTreeMap<&str, bool>, what: &str| -> Vec<String> {
        seen.iter()
            .filter(|(_, seen)| !**seen)
            .map(|(name, _)| format!("{what}: {name}"))
            .collect()
    };
    pairing.missing.extend(without(&with_scan, "scan"));
    pairing.extra.extend(without(&wanted_gold, "gold"));
    pairing
        .extra
        .extend(restored.keys().map(|name| format!("restored: {name}")));
    pairing
        .extra
        .extend(records.keys().map(|name| format!("record: {name}")));
    pairing.pairs.sort_by(|a, b| a.name.cmp(&b.name));
    pairing.missing.sort();
    pairing.extra.sort();
    Ok(pairing)
}

/// True for one file that holds many records, and for a folder of such files, as imports write it.
#[must_use]
pub fn is_bulk(path: &Path) -> bool {
    let is_lines = |path: &Path| {
        path.extension()
            .is_some_and(|ending| ending == "ndjson" || ending == "jsonl")
    };
    is_lines(path)
        || path.read_dir().is_ok_and(|mut entries| {
            entries.any(|entry| entry.is_ok_and(|entry| is_lines(&entry.path())))
        })
}

/// The truth that a scan belongs to, and the folders around the scan that the truth does not have.
fn truth_of<'t, 's>(truths: &'t Files, scan: &'s str) -> Option<(&'t str, &'s str)> {
    let cuts = std::iter::once(0).chain(scan.match_indices('/').map(|(at, _)| at + 1));
    for cut in cuts {
        if let Some((name, _)) = truths.get_key_value(&scan[cut..]) {
            return Some((name, scan[..cut].trim_end_matches('/')));
        }
    }
    None
}

/// What sets the scans of a folder apart from the others.
fn slice(sources: &Sources, root: &Path, folder: &str) -> String {
    if folder.is_empty() && sources.scans.len() > 1 {
        let name = root.file_name().unwrap_or_default();
        name.to_string_lossy().into_owned()
    } else {
        folder.to_owned()
    }
}

/// The files of a role in a folder by name, or the one file.
fn files(root: &Path, role: Role) -> Result<Files, PairingError> {
    let mut files = Files::new();
    for entry in WalkDir::new(root).follow_links(true).sort_by_file_name() {
        let entry = entry.map_err(|error| PairingError {
            path: root.to_owned(),
            expected: match role {
                Role::Record | Role::Gold => "a folder of records, or one file",
                _ => "a folder of texts, or one file",
            },
            source: error
                .into_io_error()
                .unwrap_or_else(|| io::Error::other("links that lead round in a circle")),
        })?;
        if entry.file_type().is_dir() {
            continue;
        }
        let path = entry.path();
        let inside = path.strip_prefix(root).unwrap_or(path);
        let shown = if entry.depth() == 0 {
            path.file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned()
        } else {
            let parts = inside
                .components()
                .map(|part| part.as_os_str().to_string_lossy());
            parts.collect::<Vec<_>>().join("/")
        };
        let name = match role.name_of(&shown) {
            Some(name) => name.to_owned(),
            None if entry.depth() == 0 => shown,
            None => continue,
        };
        files.insert(name, entry.into_path());
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn tree(paths: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for path in paths {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "x").unwrap();
        }
        folder
    }

    fn names(pairing: &Pairing) -> Vec<&str> {
        pairing
            .pairs
            .iter()
            .map(|pair| pair.name.as_str())
            .collect()
    }

    #[test]
    fn pairs_by_name_and_counts_what_is_left_over() {
        let folder = tree(&[
            "truth/a.txt",
            "truth/sub/b.txt",
            "truth/c.txt",
            "ocr/a.txt",
            "ocr/sub/b.txt",
            "ocr/d.txt",
            "out/a.txt",
            "out/e.txt",
            "gold/a.json",
            "gold/f.json",
        ]);
        let at = |name: &str| folder.path().join(name);
        let pairing = pair(&Sources {
            truth: at("truth"),
            scans: vec![at("ocr")],
            restored: Some(at("out")),
            records: None,
            gold: Some(at("gold")),
        })
        .unwrap();
        assert_eq!(names(&pairing), ["a", "sub/b"]);
        assert_eq!(
            pairing.missing,
            ["gold: sub/b", "restored: sub/b", "scan: c"]
        );
        assert_eq!(pairing.extra, ["gold: f", "restored: e", "scan: d"]);
        assert_eq!(pairing.pairs[0].gold, Some(at("gold/a.json")));
    }

    #[test]
    fn folders_that_the_truth_lacks_are_slices() {
        let folder = tree(&[
            "truth/a.txt",
            "ocr/light/a.txt",
            "ocr/heavy/a.txt",
            "clean/a.txt",
        ]);
        let at = |name: &str| folder.path().join(name);
        let sources = Sources {
            truth: at("truth"),
            scans: vec![at("ocr"), at("clean")],
            ..Sources::default()
        };
        let pairing = pair(&sources).unwrap();
        assert_eq!(names(&pairing), ["clean/a", "heavy/a", "light/a"]);
        assert!(pairing.pairs.iter().all(|pair| pair.document == "a"));
        assert_eq!((pairing.missing.len(), pairing.extra.len()), (0, 0));
    }

    #[test]
    fn endings_say_what_a_file_is() {
        let folder = tree(&[
            "1.truth.txt",
            "1.ocr.txt",
            "1.document.json",
            "2.truth.txt",
            "2.ocr.txt",
            "note.md",
        ]);
        let here = folder.path().to_owned();
        let pairing = pair(&Sources {
            truth: here.clone(),
            scans: vec![here.clone()],
            restored: None,
            records: None,
            gold: Some(here.clone()),
        })
        .unwrap();
        assert_eq!(names(&pairing), ["1", "2"]);
        assert_eq!(pairing.missing, ["gold: 2"]);
        // Two files are a pair whatever their names.
        let pairing = pair(&Sources {
            truth: here.join("1.truth.txt"),
            scans: vec![here.join("2.ocr.txt")],
            ..Sources::default()
        })
        .unwrap();
        assert_eq!(names(&pairing), ["1"]);
    }

    #[test]
    fn a_missing_folder_is_named() {
        let error = pair(&Sources::default()).unwrap_err();
        assert!(
            error.to_string().contains("expected a folder of texts"),
            "{error}"
        );
    }
}
