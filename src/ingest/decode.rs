//! Bytes → [`Scan`]: strict UTF-8, for now the one encoding.
//!
//! Pure: no I/O. A second encoding or format joins here, and names itself in [`Source`].

use sha2::{Digest, Sha256};

use super::error::{Hint, ReadError};
use crate::scan::{Scan, Source};

const BYTE_ORDER_MARK: char = '\u{feff}';

/// Decodes the bytes of the document called `path`.
///
/// # Errors
/// Where they are not UTF-8, with the offset of the first byte that isn't.
pub fn decode(path: &str, bytes: Vec<u8>) -> Result<Scan, ReadError> {
    let size = bytes.len();
    let sha256 = hex(&Sha256::digest(&bytes));
    let mut text = String::from_utf8(bytes).map_err(|error| not_utf8(path, &error))?;
    if text.starts_with(BYTE_ORDER_MARK) {
        text.drain(..BYTE_ORDER_MARK.len_utf8());
    }
    Ok(Scan {
        source: Source {
            path: path.to_owned(),
            format: "text",
            encoding: "utf-8",
            bytes: size as u64,
            sha256,
            pages: pages(&text),
        },
        text,
    })
}

/// Form feeds between text, plus one; programs that end every page with one are not believed to mean an empty last page.
fn pages(text: &str) -> usize {
    text.trim().matches('\u{c}').count() + 1
}

fn not_utf8(path: &str, error: &std::string::FromUtf8Error) -> ReadError {
    let bytes = error.as_bytes();
    let offset = error.utf8_error().valid_up_to();
    let hint = if bytes.starts_with(b"%PDF") {
        Hint::Pdf
    } else if bytes.starts_with(b"PK\x03\x04") {
        Hint::Zip
    } else if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        Hint::Utf16
    } else if error.utf8_error().error_len().is_none() {
        Hint::CutOff
    } else {
        Hint::OtherEncoding
    };
    ReadError::NotUtf8 {
        path: path.to_owned(),
        offset,
        line: 1 + bytes[..offset]
            .iter()
            .filter(|&&byte| byte == b'\n')
            .count(),
        found: bytes[offset],
        hint,
    }
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
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
            (
                &b"abc\nth\xf1 t\xf4c\n"[..],
                6,
                2,
                0xf1,
                Hint::OtherEncoding,
            ),
            (b"\xff\xfea\0b\0", 0, 1, 0xff, Hint::Utf16),
            (b"%PDF-1.7\n%\xe2\xe3", 10, 2, 0xe2, Hint::Pdf),
            (b"PK\x03\x04\xff", 4, 1, 0xff, Hint::Zip),
            (b"th\xe1\xbb", 2, 1, 0xe1, Hint::CutOff),
        ] {
            match decode("x", bytes.to_vec()) {
                Err(ReadError::NotUtf8 {
                    path,
                    offset: o,
                    line: l,
                    found: f,
                    hint: h,
                }) => assert_eq!(
                    (path.as_str(), o, l, f, h),
                    ("x", offset, line, found, hint)
                ),
                other => panic!("{other:?}"),
            }
        }
    }
}
