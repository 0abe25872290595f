//! A text that is too large to be held, block by block.

use std::fs::File;
use std::io::{self, Cursor, Read};
use std::path::Path;

use super::encoding::{Encoding, detect};
use super::error::{Hint, ReadError};
use super::format;
use super::input::Input;

/// Texts of up to so many bytes are held. Larger ones have more than one part, and threads share them.
const LARGE: u64 = 320 << 10;
/// Bytes read at once.
const BLOCK: usize = 256 << 10;

/// An input as it is best read.
#[derive(Debug)]
pub enum Opened {
    /// At once: it is small, or what it is takes a look at all of it. Standard input has been read.
    Whole(Input),
    /// Block by block.
    Blocks(TextBlocks),
}

/// UTF-8 text that comes block by block.
pub struct TextBlocks {
    /// Name in messages.
    pub name: String,
    reader: Box<dyn Read + Send>,
    /// Bytes that were read, and of which the last character may lack its end.
    rest: Vec<u8>,
    /// Offset of the first of them, and its line, counted from 1.
    at: usize,
    line: usize,
}

impl std::fmt::Debug for TextBlocks {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TextBlocks")
            .field("name", &self.name)
            .field("at", &self.at)
            .finish_non_exhaustive()
    }
}

/// Opens an input, block by block where it is large and UTF-8. A file is read through once for that; of standard input,
/// which comes but once, the beginning decides, and a wrong byte further on is an error when it comes.
///
/// # Errors
/// Where standard input can't be read. Of a file, who reads it is told.
pub fn open(input: Input) -> Result<Opened, ReadError> {
    if input.is_stdin() {
        return open_stream(input.name, io::stdin());
    }
    let blocks = input
        .as_file()
        .filter(|path| path.metadata().is_ok_and(|of| of.len() > LARGE))
        .and_then(|path| open_file(&input.name, path).ok().flatten());
    Ok(blocks.map_or(Opened::Whole(input), Opened::Blocks))
}

fn open_stream(name: String, mut stream: impl Read + Send + 'static) -> Result<Opened, ReadError> {
    let mut bytes = Vec::new();
    let mut read = |limit: u64, bytes: &mut Vec<u8>| {
        let read = stream.by_ref().take(limit).read_to_end(bytes);
        read.map_err(|error| ReadError::io(&name, error))
    };
    read(LARGE, &mut bytes)?;
    if (bytes.len() as u64) < LARGE || !begins_as_utf8(&bytes) {
        read(u64::MAX, &mut bytes)?;
        return Ok(Opened::Whole(Input::held(name, bytes)));
    }
    let whole = Cursor::new(bytes).chain(stream);
    Ok(Opened::Blocks(TextBlocks::new(name, Box::new(whole))))
}

/// The blocks of a file, where all of it is UTF-8.
fn open_file(name: &str, path: &Path) -> io::Result<Option<TextBlocks>> {
    let blocks = || {
        Ok(TextBlocks::new(
            name.to_owned(),
            Box::new(File::open(path)?),
        ))
    };
    let (mut all, mut block) = (blocks()?, String::new());
    let mut begins = true;
    while let Ok(more) = all.more(&mut block) {
        if !more {
            return blocks().map(Some);
        }
        if begins && !begins_as_utf8(block.as_bytes()) {
            break;
        }
        begins = false;
        block.clear();
    }
    Ok(None)
}

/// Whether bytes, which may end inside a character, begin a text in UTF-8.
fn begins_as_utf8(bytes: &[u8]) -> bool {
    let whole = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) if error.error_len().is_some() => return false,
        Err(error) => std::str::from_utf8(&bytes[..error.valid_up_to()]).unwrap_or_default(),
    };
    format::recognise(bytes).is_none()
        && matches!(
            detect(whole.as_bytes()),
            Ok(Encoding::Utf8 | Encoding::Utf8Nfd)
        )
}

impl TextBlocks {
    fn new(name: String, reader: Box<dyn Read + Send>) -> Self {
        Self {
            name,
            reader,
            rest: Vec::new(),
            at: 0,
            line: 1,
        }
    }

    /// Appends the next block to `text`; false at the end.
    ///
    /// # Errors
    /// Where it can't be read, or is no UTF-8.
    pub fn more(&mut self, text: &mut String) -> Result<bool, ReadError> {
        let read = self
            .reader
            .by_ref()
            .take(BLOCK as u64)
            .read_to_end(&mut self.rest);
        let read = read.map_err(|error| ReadError::io(&self.name, error))?;
        let whole = match std::str::from_utf8(&self.rest) {
            Ok(_) => self.rest.len(),
            Err(error) if error.error_len().is_some() => {
                return Err(self.undecodable(error.valid_up_to(), Hint::Damaged));
            }
            Err(_) if read == 0 => return Err(self.undecodable(0, Hint::CutOff)),
            Err(error) => error.valid_up_to(),
        };
        let block = std::str::from_utf8(&self.rest[..whole]).unwrap_or_default();
        let shown = match self.at {
            0 => block.strip_prefix('\u{feff}').unwrap_or(block),
            _ => block,
        };
        text.push_str(shown);
        self.line += lines(block.as_bytes());
        self.at += whole;
        self.rest.drain(..whole);
        Ok(read > 0)
    }

    fn undecodable(&self, wrong: usize, hint: Hint) -> ReadError {
        ReadError::Undecodable {
            path: self.name.clone(),
            offset: self.at + wrong,
            line: self.line + lines(&self.rest[..wrong]),
            expected: Encoding::Utf8.name(),
            found: self.rest.get(wrong).copied(),
            hint,
        }
    }
}

fn lines(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&byte| byte == b'\n').count()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What comes of a stream, and whether in blocks.
    fn read(bytes: Vec<u8>) -> (Result<String, ReadError>, bool) {
        match open_stream("-".to_owned(), Cursor::new(bytes)).unwrap() {
            Opened::Whole(input) => (input.read().map(|scan| scan.text), false),
            Opened::Blocks(mut blocks) => {
                let mut text = String::new();
                loop {
                    match blocks.more(&mut text) {
                        Ok(true) => {}
                        Ok(false) => return (Ok(text), true),
                        Err(error) => return (Err(error), true),
                    }
                }
            }
        }
    }

    fn large(text: &str) -> String {
        text.repeat(usize::try_from(LARGE).unwrap() / text.len() + 100)
    }

    #[test]
    fn large_texts_come_in_blocks_and_whole() {
        for (unit, in_blocks) in [
            ("thủ tục\n", true),
            ("ế", true),
            ("thu\u{309}\n", true),
            ("\u{feff}x\n", true),
        ] {
            let text = large(unit);
            let (read, came_in_blocks) = read(text.clone().into_bytes());
            let shown = text.strip_prefix('\u{feff}').unwrap_or(&text);
            assert!(read.unwrap() == shown, "{unit}");
            assert_eq!(came_in_blocks, in_blocks, "{unit}");
        }
        let (small, in_blocks) = read("một".into());
        assert_eq!((small.unwrap().as_str(), in_blocks), ("một", false));
        let utf16: Vec<u8> = large("thủ tục\n")
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        let (text, in_blocks) = read(utf16);
        assert!(text.unwrap() == large("thủ tục\n") && !in_blocks);
    }

    #[test]
    fn a_wrong_byte_is_told_with_its_place() {
        let text = large("thủ tục\n");
        let mut wrong = text.clone().into_bytes();
        wrong.extend(b"x\xff\n");
        let message = read(wrong).0.unwrap_err().to_string();
        let lines = text.lines().count() + 1;
        assert!(
            message.contains(&format!("{}", text.len() + 1)),
            "{message}"
        );
        assert!(message.contains(&format!("line {lines}")), "{message}");
        let mut cut = text.clone().into_bytes();
        cut.extend(&"ế".as_bytes()[..2]);
        let message = read(cut).0.unwrap_err().to_string();
        assert!(message.contains(&format!("{}", text.len())), "{message}");
    }

    #[test]
    fn files_are_told_before_they_are_begun() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.txt");
        let opened = |bytes: &[u8]| {
            std::fs::write(&path, bytes).unwrap();
            matches!(open(Input::file(path.clone())), Ok(Opened::Blocks(_)))
        };
        let text = large("thủ tục\n");
        assert!(opened(text.as_bytes()));
        assert!(!opened(b"small"));
        let mut wrong = text.into_bytes();
        wrong.push(0xff);
        assert!(!opened(&wrong));
    }
}
