//! What a file is that is no text, by how it begins.

/// A kind of file that holds text, but not as text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Format {
    /// What to call it.
    pub(super) name: &'static str,
    /// The way out.
    pub(super) advice: &'static str,
}

const TAKE_TEXT: &str = "take its text out first";
const READ_IT: &str = "it has to be read by an OCR program first";

const BEGINNINGS: [(&[u8], Format); 13] = [
    (
        b"%PDF-",
        format(
            "a PDF",
            "take its text out first, for example with `pdftotext -layout`",
        ),
    ),
    (
        b"PK\x03\x04",
        format(
            "a ZIP, DOCX or ODT file",
            "take the text out first; ZIP archives are read by `vanban import`",
        ),
    ),
    (b"{\\rtf", format("an RTF document", TAKE_TEXT)),
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        format("an old Office document (DOC, XLS)", TAKE_TEXT),
    ),
    (b"\x89PNG\r\n\x1a\n", format("a PNG image", READ_IT)),
    (b"\xff\xd8\xff", format("a JPEG image", READ_IT)),
    (b"II*\0", format("a TIFF image", READ_IT)),
    (b"MM\0*", format("a TIFF image", READ_IT)),
    (
        b"AT&TFORM",
        format(
            "a DjVu document",
            "take its text out first, for example with `djvutxt`",
        ),
    ),
    (
        b"\x1f\x8b",
        format(
            "a gzip file",
            "unpack it first; .tar.gz archives are read by `vanban import`",
        ),
    ),
    (
        b"\x28\xb5\x2f\xfd",
        format(
            "a zstd file",
            "unpack it first; .tar.zst archives are read by `vanban import`",
        ),
    ),
    (
        b"7z\xbc\xaf\x27\x1c",
        format("a 7z archive", "unpack it first"),
    ),
    (b"Rar!\x1a\x07", format("a RAR archive", "unpack it first")),
];

/// Any other file with zero bytes in it.
pub(super) const BINARY: Format = format("a binary file", "only text can be read");

const fn format(name: &'static str, advice: &'static str) -> Format {
    Format { name, advice }
}

/// The format that `bytes` begin like.
pub(super) fn recognise(bytes: &[u8]) -> Option<Format> {
    BEGINNINGS
        .iter()
        .find(|(beginning, _)| bytes.starts_with(beginning))
        .map(|(_, format)| *format)
}
