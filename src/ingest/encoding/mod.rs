//! The encodings that Vietnamese text comes in, each a function from bytes to text.
//!
//! Promises: a byte that has no meaning in an encoding is told with its offset, never replaced or dropped; decoding is
//! linear and pure. [`detect()`] names the encoding by what the bytes say, or says that it cannot. Leaves to others: any
//! change of the text, composing decomposed letters included.

mod detect;
mod table;
mod tcvn3;
mod utf16;
mod viscii;
mod vni;
mod vps;
mod windows1258;

pub use detect::{Unknown, detect};

use std::fmt;
use std::str::FromStr;

/// How the bytes of a file stand for text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Encoding {
    /// UTF-8, ASCII included.
    Utf8,
    /// UTF-8 whose letters and marks are separate characters (normal form D), as some systems write it.
    Utf8Nfd,
    /// UTF-16, little end first.
    Utf16Le,
    /// UTF-16, big end first.
    Utf16Be,
    /// Windows code page 1258: letters, and tones as separate characters.
    Windows1258,
    /// TCVN 5712 VN3, the encoding of the ABC fonts (.VnTime). It has no toned capitals: documents print them with a font
    /// whose small letters look like capitals, and that is what the text says.
    Tcvn3,
    /// VNI for Windows: a letter, and a byte for its mark and tone.
    Vni,
    /// VISCII (RFC 1456).
    Viscii,
    /// The encoding of the Vietnamese Professionals Society.
    Vps,
}

/// A byte that has no meaning where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Undecodable {
    /// Its offset, counted from 0.
    pub offset: usize,
}

impl Encoding {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Utf8,
        Self::Utf8Nfd,
        Self::Utf16Le,
        Self::Utf16Be,
        Self::Windows1258,
        Self::Tcvn3,
        Self::Vni,
        Self::Viscii,
        Self::Vps,
    ];

    /// The older encodings, of which each byte may be a letter.
    pub(super) const LEGACY: [Self; 5] = [
        Self::Tcvn3,
        Self::Vni,
        Self::Viscii,
        Self::Vps,
        Self::Windows1258,
    ];

    /// The name in records and on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Utf8Nfd => "utf-8-nfd",
            Self::Utf16Le => "utf-16le",
            Self::Utf16Be => "utf-16be",
            Self::Windows1258 => "windows-1258",
            Self::Tcvn3 => "tcvn3",
            Self::Vni => "vni",
            Self::Viscii => "viscii",
            Self::Vps => "vps",
        }
    }

    /// The text that `bytes` stand for, a byte order mark dropped.
    ///
    /// # Errors
    /// At the first byte that has no meaning where it stands.
    pub fn decode(self, bytes: &[u8]) -> Result<String, Undecodable> {
        let mut text =
            match self {
                Self::Utf8 | Self::Utf8Nfd => std::str::from_utf8(bytes)
                    .map(str::to_owned)
                    .map_err(|error| Undecodable {
                        offset: error.valid_up_to(),
                    })?,
                Self::Utf16Le => utf16::decode(bytes, u16::from_le_bytes)?,
                Self::Utf16Be => utf16::decode(bytes, u16::from_be_bytes)?,
                Self::Windows1258 => windows1258::TABLE.decode(bytes)?,
                Self::Tcvn3 => tcvn3::TABLE.decode(bytes)?,
                Self::Vni => vni::decode(bytes)?,
                Self::Viscii => viscii::TABLE.decode(bytes)?,
                Self::Vps => vps::TABLE.decode(bytes)?,
            };
        if text.starts_with('\u{feff}') {
            text.drain(..'\u{feff}'.len_utf8());
        }
        Ok(text)
    }

    /// What `bytes` may say where they are cut anywhere and partly wrong: letters without meaning become U+FFFD.
    fn decode_sample(self, bytes: &[u8]) -> String {
        match self {
            Self::Windows1258 => windows1258::TABLE.decode_lossy(bytes),
            Self::Tcvn3 => tcvn3::TABLE.decode_lossy(bytes),
            Self::Vni => vni::decode_lossy(bytes),
            Self::Viscii => viscii::TABLE.decode_lossy(bytes),
            Self::Vps => vps::TABLE.decode_lossy(bytes),
            Self::Utf8 | Self::Utf8Nfd | Self::Utf16Le | Self::Utf16Be => {
                String::from_utf8_lossy(bytes).into_owned()
            }
        }
    }
}

impl fmt::Display for Encoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Encoding {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        let wanted = name.to_ascii_lowercase();
        Self::ALL
            .into_iter()
            .find(|encoding| encoding.name() == wanted)
            .ok_or_else(|| {
                let names: Vec<&str> = Self::ALL.into_iter().map(Self::name).collect();
                format!("expected one of {}, found {name}", names.join(", "))
            })
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use unicode_normalization::UnicodeNormalization;

    /// Every letter of the alphabet that has a mark, in both cases.
    fn marked_letters() -> impl Iterator<Item = char> {
        ('\u{80}'..='\u{2000}').filter(|&c| crate::text::letter::is_vietnamese(c))
    }

    /// `text` in an encoding; nothing where it cannot be said in it. The inverse of decoding, made from it.
    pub(in crate::ingest) fn encode(encoding: Encoding, text: &str) -> Option<Vec<u8>> {
        match encoding {
            Encoding::Utf8 => Some(text.as_bytes().to_vec()),
            Encoding::Utf8Nfd => Some(text.nfd().collect::<String>().into_bytes()),
            Encoding::Utf16Le => Some(text.encode_utf16().flat_map(u16::to_le_bytes).collect()),
            Encoding::Utf16Be => Some(text.encode_utf16().flat_map(u16::to_be_bytes).collect()),
            Encoding::Windows1258 => windows1258::tests::encode(text),
            Encoding::Tcvn3 => tcvn3::TABLE.encode(text.nfc()),
            Encoding::Vni => vni::tests::encode(text),
            Encoding::Viscii => viscii::TABLE.encode(text.nfc()),
            Encoding::Vps => vps::TABLE.encode(text.nfc()),
        }
    }

    #[test]
    fn every_letter_survives_every_encoding() {
        for encoding in Encoding::ALL {
            for letter in marked_letters() {
                // TCVN3 and no other lacks toned capitals.
                let plain = crate::text::tone::split_tone(letter).0 == letter;
                if encoding == Encoding::Tcvn3 && letter.is_uppercase() && !plain {
                    assert_eq!(encode(encoding, &letter.to_string()), None, "{letter}");
                    continue;
                }
                let word = format!("x{letter}n");
                let bytes =
                    encode(encoding, &word).unwrap_or_else(|| panic!("{encoding} {letter}"));
                let text = encoding.decode(&bytes).unwrap();
                assert_eq!(text.nfc().collect::<String>(), word, "{encoding}");
            }
        }
    }

    #[test]
    fn ascii_is_ascii_everywhere() {
        let ascii: String = ('\t'..='\n').chain(' '..='~').collect();
        for encoding in Encoding::LEGACY {
            assert_eq!(
                encoding.decode(ascii.as_bytes()).unwrap(),
                ascii,
                "{encoding}"
            );
        }
    }

    #[test]
    fn a_byte_without_meaning_is_named() {
        for (encoding, bytes, offset) in [
            (Encoding::Utf8, &b"ab\xffc"[..], 2),
            (Encoding::Tcvn3, b"th\xf1 \x81", 4),
            (Encoding::Windows1258, b"a\x8a", 1),
            (Encoding::Vps, b"\xdf", 0),
            (Encoding::Vni, b"b\xf9", 1),
            (Encoding::Utf16Le, b"a\0\x00\xdcb\0", 2),
            (Encoding::Utf16Be, b"\0a\0", 2),
        ] {
            assert_eq!(
                encoding.decode(bytes),
                Err(Undecodable { offset }),
                "{encoding}"
            );
        }
    }

    #[test]
    fn names_are_read_back() {
        for encoding in Encoding::ALL {
            assert_eq!(encoding.name().parse(), Ok(encoding));
        }
        assert!("latin1".parse::<Encoding>().is_err());
    }
}
