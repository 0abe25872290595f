//! Bytes → [`Scan`], in whatever encoding they are.
//!
//! Pure: no I/O. An encoding joins in [`super::encoding`], a format here; both name themselves in [`Source`].

use sha2::{Digest, Sha256};

use super::encoding::{Encoding, Unknown, detect};
use super::error::{Hint, ReadError};
use super::format::{self, Format};
use crate::scan::{Scan, Source};

/// Decodes the bytes of the document called `path`, in the encoding that they are found to be in.
///
/// # Errors
/// Where they are no text, or text in an encoding that cannot be told, with the offset of the first byte that is not UTF-8.
pub fn decode(path: &str, bytes: Vec<u8>) -> Result<Scan, ReadError> {
    decode_as(path, bytes, None)
}

/// As [`decode`], in `encoding` where one is given.
///
/// # Errors
/// As those of [`decode`], and where a byte has no meaning in the encoding, with its offset.
pub fn decode_as(
    path: &str,
    bytes: Vec<u8>,
    encoding: Option<Encoding>,
) -> Result<Scan, ReadError> {
    if let Some(format) = format::recognise(&bytes) {
        return Err(no_text(path, format));
    }
    let told = match encoding {
        Some(encoding) => encoding,
        None => detect(&bytes).map_err(|unknown| unreadable(path, &bytes, unknown))?,
    };
    let size = bytes.len();
    let sha256 = hash(&bytes);
    let text = match told {
        // Most files: their bytes are the text, moved and not copied.
        Encoding::Utf8 | Encoding::Utf8Nfd => String::from_utf8(bytes).map_err(|error| {
            let offset = error.utf8_error().valid_up_to();
            undecodable(path, error.as_bytes(), offset, told.name(), Hint::None)
        })?,
        _ => told.decode(&bytes).map_err(|wrong| {
            let hint = if encoding.is_some() {
                Hint::None
            } else {
                Hint::Force
            };
            undecodable(path, &bytes, wrong.offset, told.name(), hint)
        })?,
    };
    let text = match text.strip_prefix(BYTE_ORDER_MARK) {
        Some(rest) => rest.to_owned(),
        None => text,
    };
    Ok(Scan {
        source: Source {
            path: path.to_owned(),
            format: "text",
            encoding: told.name(),
            bytes: size as u64,
            sha256,
            pages: pages(&text),
        },
        text,
    })
}

/// SHA-256 of a document's bytes, lower-case hex: its identity.
#[must_use]
pub fn hash(bytes: &[u8]) -> String {
    format!("{:x}", Sha256::digest(bytes))
}

const BYTE_ORDER_MARK: char = '\u{feff}';

/// Form feeds between text, plus one; programs that end every page with one are not believed to mean an empty last page.
fn pages(text: &str) -> usize {
    text.trim().matches('\u{c}').count() + 1
}

fn no_text(path: &str, format: Format) -> ReadError {
    ReadError::NoText {
        path: path.to_owned(),
        format: format.name,
        advice: format.advice,
    }
}

fn unreadable(path: &str, bytes: &[u8], unknown: Unknown) -> ReadError {
    let hint = match unknown {
        Unknown::Binary => return no_text(path, format::BINARY),
        Unknown::DamagedUtf8 => Hint::Damaged,
        Unknown::CutOff => Hint::CutOff,
        Unknown::Unclear => Hint::Unclear,
    };
    let offset = std::str::from_utf8(bytes).map_or_else(|error| error.valid_up_to(), str::len);
    undecodable(path, bytes, offset, "utf-8", hint)
}

fn undecodable(
    path: &str,
    bytes: &[u8],
    offset: usize,
    expected: &'static str,
    hint: Hint,
) -> ReadError {
    let before = &bytes[..offset.min(bytes.len())];
    ReadError::Undecodable {
        path: path.to_owned(),
        offset,
        line: 1 + before.iter().filter(|&&byte| byte == b'\n').count(),
        expected,
        found: bytes.get(offset).copied(),
        hint,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scan(bytes: &[u8]) -> Scan {
        decode("a/b.txt", bytes.to_vec()).unwrap()
    }

    #[test]
    fn keeps_every_character_but_the_byte_order_mark() {
        for text in [
            "",
            "thủ tục\r\nhành chính\n\n",
            "\u{c}\t a\rb",
            "thu\u{309} tu\u{323}c",
        ] {
            assert_eq!(scan(text.as_bytes()).text, text);
            let marked = format!("{BYTE_ORDER_MARK}{text}");
            assert_eq!(scan(marked.as_bytes()).text, text);
        }
    }

    #[test]
    fn describes_the_file_not_the_text() {
        let source = scan("\u{feff}abc".as_bytes()).source;
        assert_eq!((source.path.as_str(), source.bytes), ("a/b.txt", 6));
        assert_ne!(source.sha256, scan(b"abc").source.sha256);
        assert_eq!(
            scan(b"abc").source.sha256,
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }

    #[test]
    fn counts_pages_between_text() {
        for (text, count) in [
            ("", 1),
            ("a", 1),
            ("a\u{c}b", 2),
            ("a\n\u{c}b\n\u{c}", 2),
            ("\u{c}a", 1),
            ("a\u{c}\u{c}b", 3),
        ] {
            assert_eq!(scan(text.as_bytes()).source.pages, count, "{text:?}");
        }
    }

    #[test]
    fn names_the_first_wrong_byte_and_what_the_file_may_be() {
        for (bytes, offset, line, found, hint) in [
            (&b"abc\nq\xfez q\xe7z\n"[..], 5, 2, 0xfe, Hint::Unclear),
            (b"th\xe1\xbb", 2, 1, 0xe1, Hint::CutOff),
            ("thủ tục\n\u{1ef1}".as_bytes(), 0, 0, 0, Hint::None),
            (
                b"th\xe1\xbb\xa7 t\xe1\xbb\xa5c \xff",
                12,
                1,
                0xff,
                Hint::Damaged,
            ),
        ] {
            match decode("x", bytes.to_vec()) {
                Err(ReadError::Undecodable {
                    path,
                    offset: o,
                    line: l,
                    found: f,
                    hint: h,
                    ..
                }) => assert_eq!(
                    (path.as_str(), o, l, f, h),
                    ("x", offset, line, Some(found), hint)
                ),
                Ok(scan) => assert_eq!((hint, scan.text.as_bytes()), (Hint::None, bytes)),
                other => panic!("{other:?}"),
            }
        }
    }

    #[test]
    fn names_what_is_no_text() {
        for (bytes, name) in [
            (&b"%PDF-1.7\n%\xe2\xe3"[..], "a PDF"),
            (b"PK\x03\x04\xff", "a ZIP, DOCX or ODT file"),
            (b"{\\rtf1 abc}", "an RTF document"),
            (b"\x7fELF\x02\x01\x01\0\0\xff", "a binary file"),
        ] {
            match decode("x", bytes.to_vec()) {
                Err(ReadError::NoText { format, .. }) => assert_eq!(format, name),
                other => panic!("{name}: {other:?}"),
            }
        }
    }

    #[test]
    fn names_the_encoding_and_keeps_the_hash_of_the_bytes() {
        for (bytes, encoding, text) in [
            (&b"abc"[..], "utf-8", "abc"),
            (
                b"th\xf1 t\xf4c h\xb5nh ch\xddnh",
                "tcvn3",
                "thủ tục hành chính",
            ),
            (b"\xff\xfea\0\xe5\x1e", "utf-16le", "aụ"),
            (b"\xfe\xff\0a\x1e\xe5", "utf-16be", "aụ"),
            (
                "thu\u{309} tu\u{323}c".as_bytes(),
                "utf-8-nfd",
                "thu\u{309} tu\u{323}c",
            ),
        ] {
            let scan = decode("x", bytes.to_vec()).unwrap();
            assert_eq!((scan.source.encoding, scan.text.as_str()), (encoding, text));
            assert_eq!(scan.source.sha256, hash(bytes));
            assert_eq!(scan.source.bytes, bytes.len() as u64);
        }
    }

    #[test]
    fn a_given_encoding_is_taken_at_its_word() {
        let scan = decode_as("x", b"t\xf4c".to_vec(), Some(Encoding::Viscii)).unwrap();
        assert_eq!(scan.text, "tôc");
        let error = decode_as("x", b"a\x81".to_vec(), Some(Encoding::Tcvn3)).unwrap_err();
        assert!(error.to_string().contains("byte offset 1"), "{error}");
    }
}
