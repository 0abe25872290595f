//! Encodings of one byte a character.

use super::Undecodable;

/// What the bytes mean that are not ASCII.
#[derive(Debug)]
pub(super) struct Table {
    /// Letters in the place of control characters.
    pub(super) low: &'static [(u8, char)],
    /// The upper half, sixteen bytes a row; U+FFFD is a byte without meaning.
    pub(super) high: [&'static str; 8],
}

const NOTHING: char = '\u{fffd}';

impl Table {
    pub(super) fn decode(&self, bytes: &[u8]) -> Result<String, Undecodable> {
        let all = self.all();
        let mut text = String::with_capacity(bytes.len() + bytes.len() / 2);
        for (offset, &byte) in bytes.iter().enumerate() {
            let c = all[usize::from(byte)];
            if c == NOTHING {
                return Err(Undecodable { offset });
            }
            text.push(c);
        }
        Ok(text)
    }

    pub(super) fn decode_lossy(&self, bytes: &[u8]) -> String {
        let all = self.all();
        bytes.iter().map(|&byte| all[usize::from(byte)]).collect()
    }

    fn all(&self) -> [char; 256] {
        let mut all = [NOTHING; 256];
        for (byte, c) in (0..=127_u8).zip(&mut all) {
            *c = char::from(byte);
        }
        for &(byte, c) in self.low {
            all[usize::from(byte)] = c;
        }
        let high = self.high.iter().flat_map(|row| row.chars());
        for (slot, c) in all[128..].iter_mut().zip(high) {
            *slot = c;
        }
        all
    }

    #[cfg(test)]
    pub(super) fn encode(&self, text: impl Iterator<Item = char>) -> Option<Vec<u8>> {
        let all = self.all();
        text.map(|c| {
            let at = all.iter().position(|&other| other == c && c != NOTHING)?;
            u8::try_from(at).ok()
        })
        .collect()
    }
}
