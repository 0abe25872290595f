//! The model file: a magic string, a version, a table of sections, the sections.
//!
//! ```text
//! bytes  what
//! 0..8   "vanban\0\n"; a file that is still being written begins with zeros instead
//! 8..12  format version, u32 little-endian, as all integers
//! 12..16 number of sections n
//! 16..24 FNV-1a hash of everything after it
//! 24..   n × (tag: 4 bytes, offset: u32, length: u32), then the sections
//! ```
//!
//! Opening checks the head and that every section lies inside the file; [`verify`] reads the whole.

use std::ops::Range;

/// First bytes of every model file.
pub const MAGIC: [u8; 8] = *b"vanban\0\n";

/// Version of the format that this program reads and writes.
pub const VERSION: u32 = 3;

const HEAD: usize = 24;
const ROW: usize = 12;

/// Why bytes are not a model that this program can use.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LoadError {
    /// The bytes do not begin with the magic string.
    #[error(
        "this is not a vanban model: it does not begin with the model's magic bytes; build one with `vanban train`"
    )]
    NotAModel,
    /// A model of another format version.
    #[error(
        "the model has format version {found}, this program reads version {expected}; build it again with `vanban train`"
    )]
    Version {
        /// The version that this program reads.
        expected: u32,
        /// The version of the file.
        found: u32,
    },
    /// The file is shorter than its own table says.
    #[error(
        "the model is cut short: section {section} should end at byte {expected}, the file has {found}; copy or build it again"
    )]
    Incomplete {
        /// Tag of the section.
        section: String,
        /// Where the section should end.
        expected: usize,
        /// Size of the file.
        found: usize,
    },
    /// A section that every model has is not there, or its size cannot be right.
    #[error(
        "the model's section {section} is missing or of the wrong size; build it again with `vanban train`"
    )]
    Section {
        /// Tag of the section.
        section: &'static str,
    },
    /// The bytes were damaged after they were written.
    #[error(
        "the model is damaged: its checksum is {found:016x}, {expected:016x} was written; copy or build it again"
    )]
    Checksum {
        /// Hash in the head.
        expected: u64,
        /// Hash of the bytes.
        found: u64,
    },
}

/// Where the sections of a model lie in its bytes.
#[derive(Clone, Debug)]
pub(crate) struct Sections(Vec<([u8; 4], Range<usize>)>);

impl Sections {
    pub(crate) fn read(bytes: &[u8]) -> Result<Self, LoadError> {
        if bytes.len() < HEAD || bytes[..8] != MAGIC {
            return Err(LoadError::NotAModel);
        }
        let word = |at: usize| {
            u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
        };
        if word(8) != VERSION {
            return Err(LoadError::Version {
                expected: VERSION,
                found: word(8),
            });
        }
        let count = word(12) as usize;
        let table_end = HEAD + count.saturating_mul(ROW);
        let incomplete = |section: &str, expected| LoadError::Incomplete {
            section: section.to_owned(),
            expected,
            found: bytes.len(),
        };
        if table_end > bytes.len() {
            return Err(incomplete("table", table_end));
        }
        let mut sections = Vec::with_capacity(count);
        for row in 0..count {
            let at = HEAD + row * ROW;
            let tag = [bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]];
            let start = word(at + 4) as usize;
            let end = start.saturating_add(word(at + 8) as usize);
            if end > bytes.len() || start < table_end {
                return Err(incomplete(&String::from_utf8_lossy(&tag), end));
            }
            sections.push((tag, start..end));
        }
        Ok(Self(sections))
    }

    /// The place of one section.
    pub(crate) fn get(&self, tag: &'static str) -> Result<Range<usize>, LoadError> {
        self.0
            .iter()
            .find(|(name, _)| name == tag.as_bytes())
            .map(|(_, range)| range.clone())
            .ok_or(LoadError::Section { section: tag })
    }
}

/// Compares the checksum with the bytes; reads all of them.
///
/// # Errors
/// [`LoadError::Checksum`] where they differ, and whatever opening finds.
pub fn verify(bytes: &[u8]) -> Result<(), LoadError> {
    Sections::read(bytes)?;
    let mut stored = [0; 8];
    stored.copy_from_slice(&bytes[16..24]);
    let expected = u64::from_le_bytes(stored);
    let found = fnv(&bytes[HEAD..]);
    if expected == found {
        Ok(())
    } else {
        Err(LoadError::Checksum { expected, found })
    }
}

/// A model's bytes from its sections, in the order given.
#[must_use]
pub fn write(sections: &[(&'static str, Vec<u8>)]) -> Vec<u8> {
    let size = |n: usize| {
        u32::try_from(n)
            .expect("invariant: a model is far smaller than 4 GiB")
            .to_le_bytes()
    };
    let mut out = Vec::new();
    out.extend_from_slice(&MAGIC);
    out.extend_from_slice(&VERSION.to_le_bytes());
    out.extend_from_slice(&size(sections.len()));
    let mut body = Vec::new();
    let mut offset = HEAD + sections.len() * ROW;
    for (tag, bytes) in sections {
        assert_eq!(tag.len(), 4, "a section's tag has four letters");
        body.extend_from_slice(tag.as_bytes());
        body.extend_from_slice(&size(offset));
        body.extend_from_slice(&size(bytes.len()));
        offset += bytes.len();
    }
    body.extend(sections.iter().flat_map(|(_, bytes)| bytes));
    out.extend_from_slice(&fnv(&body).to_le_bytes());
    out.extend(body);
    out
}

/// FNV-1a, 64 bits: enough against accidents, which is all a checksum is for.
pub(super) fn fnv(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, &byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Vec<u8> {
        write(&[
            ("WORD", vec![1, 2, 3]),
            ("TRIE", vec![]),
            ("NGRM", vec![9; 100]),
        ])
    }

    #[test]
    fn gives_sections_back() {
        let bytes = sample();
        let sections = Sections::read(&bytes).unwrap();
        assert_eq!(bytes[sections.get("WORD").unwrap()], [1, 2, 3]);
        assert_eq!(bytes[sections.get("NGRM").unwrap()], [9; 100]);
        assert!(matches!(
            sections.get("CHAN"),
            Err(LoadError::Section { section: "CHAN" })
        ));
        verify(&bytes).unwrap();
    }

    #[test]
    fn names_what_is_wrong() {
        assert!(matches!(
            Sections::read(b"PK\x03\x04 not a model, but longer than its head"),
            Err(LoadError::NotAModel)
        ));
        let mut newer = sample();
        newer[8] = 200;
        assert!(matches!(
            Sections::read(&newer),
            Err(LoadError::Version { found: 200, .. })
        ));
        let whole = sample();
        for cut in 0..whole.len() {
            assert!(
                Sections::read(&whole[..cut]).is_err(),
                "{cut} bytes were taken for a model"
            );
        }
        // The last byte of the last section, and the tag of the first.
        for place in [whole.len() - 1, HEAD] {
            let mut damaged = sample();
            damaged[place] ^= 1;
            assert!(matches!(verify(&damaged), Err(LoadError::Checksum { .. })));
        }
    }
}
