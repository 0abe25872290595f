//! Small alphabets: characters as one-byte codes, so that tries and confusion tables stay compact.

use super::arrays::U32s;

/// Code of a character; 0 stands for none, [`Alphabet::OTHER`] for every character the alphabet lacks.
pub type Code = u8;

/// Up to 254 characters in the order of their code points; the code is the position, counted from 1.
#[derive(Clone, Copy, Debug)]
pub struct Alphabet<'m>(pub(crate) U32s<'m>);

impl Alphabet<'_> {
    /// Code of the characters that the alphabet does not have.
    pub const OTHER: Code = 255;
    /// Most characters that an alphabet can hold.
    pub const CAPACITY: usize = 254;

    /// Code of `c`, or [`Self::OTHER`].
    #[must_use]
    pub fn code(self, c: char) -> Code {
        self.0
            .find(u32::from(c))
            .map_or(Self::OTHER, |i| u8::try_from(i + 1).unwrap_or(Self::OTHER))
    }

    /// The character of a code.
    #[must_use]
    pub fn letter(self, code: Code) -> Option<char> {
        let index = usize::from(code).checked_sub(1)?;
        (index < self.0.len())
            .then(|| char::from_u32(self.0.get(index)))
            .flatten()
    }

    /// Number of characters.
    #[must_use]
    pub fn len(self) -> usize {
        self.0.len()
    }

    /// True for an alphabet without characters.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }
}

/// The code that [`Alphabet::code`] will find for a character of a sorted alphabet.
pub(crate) fn code(letters: &[char], c: char) -> Option<Code> {
    let index = letters.binary_search(&c).ok()?;
    Code::try_from(index + 1)
        .ok()
        .filter(|&code| code != Alphabet::OTHER)
}

/// The bytes that [`Alphabet`] reads.
pub(crate) fn points(letters: &[char]) -> Vec<u8> {
    let points = letters.iter().flat_map(|&c| u32::from(c).to_le_bytes());
    points.collect()
}
