//! One document to read, before anybody has opened it.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};

use super::decode::{decode, hash};
use super::error::ReadError;
use crate::scan::Scan;

/// A document's name, and where its bytes are.
#[derive(Clone, Debug)]
pub struct Input {
    /// Name in records and messages: the path with `/` between its parts, `-` for standard input, `archive!member` for a
    /// member of an archive, `file!id` for a line of NDJSON. Bytes that are no UTF-8 are written `%XX`.
    pub name: String,
    /// Size, where it is known before reading.
    pub bytes: Option<u64>,
    /// When the file that holds it was last changed, in nanoseconds since 1970; nothing where nobody knows.
    pub modified: Option<u64>,
    /// SHA-256 that somebody says the bytes have.
    pub expected_sha256: Option<String>,
    origin: Origin,
}

#[derive(Clone, Debug)]
enum Origin {
    Stdin,
    File(PathBuf),
    /// A part of a file, as members of plain tar archives are.
    #[cfg(feature = "import")]
    Part(PathBuf, u64),
    /// Bytes that could only be had while their container was read through.
    Held(Vec<u8>),
    #[cfg(feature = "import")]
    Zipped(super::list::Zip, usize),
}

impl Input {
    fn new(name: String, origin: Origin) -> Self {
        Self {
            name,
            bytes: None,
            modified: None,
            expected_sha256: None,
            origin,
        }
    }

    /// The file at `path`.
    #[must_use]
    pub fn file(path: PathBuf) -> Self {
        Self::new(display_name(&path), Origin::File(path))
    }

    /// Standard input.
    #[must_use]
    pub fn stdin() -> Self {
        Self::new("-".to_owned(), Origin::Stdin)
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

    /// `bytes` bytes at `offset` of the file `path`.
    #[cfg(feature = "import")]
    pub(super) fn part(name: String, path: PathBuf, offset: u64, bytes: u64) -> Self {
        let mut input = Self::new(name, Origin::Part(path, offset));
        input.bytes = Some(bytes);
        input
    }

    /// These bytes.
    pub(super) fn held(name: String, bytes: Vec<u8>) -> Self {
        let size = bytes.len() as u64;
        let mut input = Self::new(name, Origin::Held(bytes));
        input.bytes = Some(size);
        input
    }

    /// Member number `index` of a ZIP archive.
    #[cfg(feature = "import")]
    pub(super) fn zipped(name: String, zip: super::list::Zip, index: usize, bytes: u64) -> Self {
        let mut input = Self::new(name, Origin::Zipped(zip, index));
        input.bytes = Some(bytes);
        input
    }

    /// Notes what the file system says about the file: size and time of change.
    #[cfg(feature = "import")]
    pub(super) fn described(mut self, metadata: &std::fs::Metadata) -> Self {
        self.bytes = Some(metadata.len());
        self.modified = modified(metadata);
        self
    }

    /// True for standard input, which can be read once only.
    #[must_use]
    pub fn is_stdin(&self) -> bool {
        matches!(self.origin, Origin::Stdin)
    }

    /// The file that all of it is, if it is one.
    pub(super) fn as_file(&self) -> Option<&Path> {
        match &self.origin {
            Origin::File(path) => Some(path),
            _ => None,
        }
    }

    /// Reads and decodes the document.
    ///
    /// # Errors
    /// Where it can't be read, or its bytes are no text.
    pub fn read(&self) -> Result<Scan, ReadError> {
        decode(&self.name, self.load(u64::MAX)?)
    }

    /// Reads the document's bytes, of which there may be `limit`. A larger document is not read: neither its size nor what
    /// it says of its size can make this take more memory than that.
    ///
    /// # Errors
    /// Where it can't be read or is larger, or its bytes are not those that somebody said they are.
    pub fn load(&self, limit: u64) -> Result<Vec<u8>, ReadError> {
        if let Some(bytes) = self.bytes.filter(|&bytes| bytes > limit) {
            return Err(self.too_large(Some(bytes), limit));
        }
        let bytes = self.open(limit)?;
        if bytes.len() as u64 > limit {
            return Err(self.too_large(None, limit));
        }
        if let Some(expected) = &self.expected_sha256 {
            let found = hash(&bytes);
            if !expected.eq_ignore_ascii_case(&found) {
                return Err(ReadError::Malformed {
                    path: self.name.clone(),
                    problem: format!("the manifest says SHA-256 {expected}, the file has {found}"),
                });
            }
        }
        Ok(bytes)
    }

    fn open(&self, limit: u64) -> Result<Vec<u8>, ReadError> {
        let failed = |source| ReadError::io(&self.name, source);
        // One byte more than allowed tells that there are more.
        let cap = limit.saturating_add(1);
        match &self.origin {
            Origin::Stdin => take(io::stdin().lock(), 0, cap).map_err(failed),
            Origin::File(path) => {
                let file = File::open(path).map_err(failed)?;
                let metadata = file.metadata().map_err(failed)?;
                if metadata.is_dir() {
                    return Err(ReadError::Folder {
                        path: self.name.clone(),
                    });
                }
                if metadata.len() > limit {
                    return Err(self.too_large(Some(metadata.len()), limit));
                }
                take(file, metadata.len(), cap).map_err(failed)
            }
            #[cfg(feature = "import")]
            Origin::Part(path, offset) => {
                let mut file = File::open(path).map_err(failed)?;
                io::Seek::seek(&mut file, io::SeekFrom::Start(*offset)).map_err(failed)?;
                let bytes = self.bytes.unwrap_or_default();
                let part = take(file.take(bytes), bytes, cap).map_err(failed)?;
                if (part.len() as u64) < bytes {
                    return Err(failed(io::Error::from(io::ErrorKind::UnexpectedEof)));
                }
                Ok(part)
            }
            #[cfg(feature = "import")]
            Origin::Held(bytes) if self.bytes != Some(bytes.len() as u64) => {
                Err(self.too_large(self.bytes, super::list::LARGEST_HELD))
            }
            Origin::Held(bytes) => Ok(bytes.clone()),
            #[cfg(feature = "import")]
            Origin::Zipped(zip, index) => zip.read(&self.name, *index, cap),
        }
    }

    fn too_large(&self, bytes: Option<u64>, limit: u64) -> ReadError {
        ReadError::TooLarge {
            path: self.name.clone(),
            found: bytes.map_or_else(|| "more".to_owned(), |bytes| format!("{bytes} bytes, more")),
            limit,
        }
    }
}

/// Reads to the end, at most `cap` bytes.
fn take(reader: impl Read, expected: u64, cap: u64) -> io::Result<Vec<u8>> {
    // What a file says of its size is believed up to a point, since growing a buffer copies it.
    let room = usize::try_from(expected.min(cap).min(64 << 20)).unwrap_or_default();
    let mut bytes = Vec::with_capacity(room);
    reader.take(cap).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Where outputs that mirror the inputs belong, relative to their folder: the name without a leading `/` and without `.`
/// and `..`, as archivers do it. Parts that are longer than file systems take are cut, and told apart by a hash.
#[must_use]
pub fn mirrored_path(name: &str) -> PathBuf {
    if name == "-" {
        return PathBuf::from("stdin");
    }
    let parts = Path::new(name).components().filter_map(|part| match part {
        Component::Normal(part) => Some(shortened(&part.to_string_lossy())),
        _ => None,
    });
    let path: PathBuf = parts.collect();
    if path.as_os_str().is_empty() {
        return PathBuf::from(format!("unnamed-{}", &hash(name.as_bytes())[..12]));
    }
    path
}

const LONGEST_PART: usize = 240;

fn shortened(part: &str) -> String {
    let part = part.replace('\0', "_");
    if part.len() <= LONGEST_PART {
        return part;
    }
    let cut = (0..=200).rev().find(|&at| part.is_char_boundary(at));
    format!(
        "{}~{}",
        &part[..cut.unwrap_or_default()],
        &hash(part.as_bytes())[..12]
    )
}

/// When a file was last changed, in nanoseconds since 1970.
#[cfg(feature = "import")]
pub(super) fn modified(metadata: &std::fs::Metadata) -> Option<u64> {
    let time = metadata.modified().ok()?;
    let time = time.duration_since(std::time::UNIX_EPOCH).ok()?;
    u64::try_from(time.as_nanos()).ok()
}

/// The path with `/` between its parts; what is no UTF-8 in it is written `%XX`, so that two files have two names.
pub(super) fn display_name(path: &Path) -> String {
    use std::fmt::Write;
    let mut name = String::new();
    for chunk in path.as_os_str().as_encoded_bytes().utf8_chunks() {
        name.push_str(chunk.valid());
        for byte in chunk.invalid() {
            let _ = write!(name, "%{byte:02X}");
        }
    }
    if std::path::MAIN_SEPARATOR == '/' {
        name
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
            ("x.zip!../../etc/passwd", "x.zip!../etc/passwd"),
            ("x.tar!/etc/passwd", "x.tar!/etc/passwd"),
            ("-", "stdin"),
        ] {
            let path = mirrored_path(given);
            assert_eq!(path, Path::new(mirrored), "{given}");
            assert!(
                path.components()
                    .all(|part| matches!(part, Component::Normal(_)))
            );
        }
        let long = mirrored_path(&format!("a/{}", "ệ".repeat(200)));
        assert!(long.file_name().unwrap().len() < 256, "{}", long.display());
        assert_ne!(long, mirrored_path(&format!("a/{}", "ệ".repeat(201))));
    }

    #[test]
    fn a_folder_is_not_a_file() {
        let error = Input::file(PathBuf::from(env!("CARGO_MANIFEST_DIR")))
            .read()
            .unwrap_err();
        assert!(matches!(error, ReadError::Folder { .. }), "{error}");
    }

    #[test]
    fn what_is_too_large_is_not_read() {
        let file = tempfile::NamedTempFile::new().unwrap();
        // A hole: a gigabyte that takes no room on the disk, and must take none in memory.
        file.as_file().set_len(1 << 30).unwrap();
        let input = Input::file(file.path().to_owned());
        let error = input.load(1000).unwrap_err();
        assert!(matches!(error, ReadError::TooLarge { .. }), "{error}");
        assert!(
            error
                .to_string()
                .contains("1073741824 bytes, more than the 1000"),
            "{error}"
        );
    }

    #[cfg(unix)]
    #[test]
    fn names_that_are_no_utf8_stay_apart() {
        use std::os::unix::ffi::OsStrExt;
        let name = |bytes: &[u8]| display_name(Path::new(std::ffi::OsStr::from_bytes(bytes)));
        assert_eq!(name(b"th\xf1.txt"), "th%F1.txt");
        assert_ne!(name(b"th\xf1.txt"), name(b"th\xf2.txt"));
    }
}
