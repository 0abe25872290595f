//! Byte offsets → offsets in Unicode scalar values, in linear time for a whole document.

use super::wire::Place;
use crate::span::Span;

const BLOCK: usize = 64;

/// Counts the characters of one text up to every block, so that any offset is a look-up and a short count.
pub(super) struct Offsets<'a> {
    bytes: &'a [u8],
    /// Characters that begin before each block.
    before: Vec<usize>,
}

impl<'a> Offsets<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let bytes = text.as_bytes();
        let mut before = vec![0];
        let mut sum = 0;
        for block in bytes.chunks_exact(BLOCK) {
            sum += characters(block);
            before.push(sum);
        }
        Self { bytes, before }
    }

    /// The same place in characters. Places past the end mean the end.
    pub(super) fn place(&self, span: Span) -> Place {
        [self.offset(span.start), self.offset(span.end)]
    }

    fn offset(&self, byte: usize) -> usize {
        let byte = byte.min(self.bytes.len());
        let block = byte / BLOCK;
        self.before[block] + characters(&self.bytes[block * BLOCK..byte])
    }
}

/// Characters that begin in these bytes of UTF-8.
fn characters(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&byte| byte & 0xc0 != 0x80).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_counting_at_every_character() {
        let sentence = "Kế hoạch số 63/KH-UBND 𝔸\r\n";
        for length in [0, 1, 5, 63, 64, 65, 128, 1000] {
            for text in [
                "a".repeat(length),
                "ệ".repeat(length),
                sentence.chars().cycle().take(length).collect(),
            ] {
                let offsets = Offsets::new(&text);
                for (count, (byte, _)) in text.char_indices().enumerate() {
                    assert_eq!(offsets.offset(byte), count, "{text:?} at {byte}");
                }
                assert_eq!(offsets.offset(text.len()), text.chars().count());
                assert_eq!(offsets.offset(text.len() + 7), text.chars().count());
            }
        }
    }
}
