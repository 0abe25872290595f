//! Arrays of little-endian integers inside a model's bytes, read in place.

/// An array of `u16`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct U16s<'m>(pub(crate) &'m [u8]);

/// An array of `u32`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct U32s<'m>(pub(crate) &'m [u8]);

impl U16s<'_> {
    pub(crate) fn len(self) -> usize {
        self.0.len() / 2
    }

    #[inline]
    pub(crate) fn get(self, index: usize) -> u16 {
        let at = index * 2;
        u16::from_le_bytes([self.0[at], self.0[at + 1]])
    }

    /// Index of `value` in the sorted range `[from, to)`.
    #[inline]
    pub(crate) fn find(self, mut from: usize, to: usize, value: u16) -> Option<usize> {
        let mut len = to - from;
        while len > 1 {
            let half = len / 2;
            if self.get(from + half) <= value {
                from += half;
            }
            len -= half;
        }
        (len == 1 && self.get(from) == value).then_some(from)
    }
}

impl U32s<'_> {
    pub(crate) fn len(self) -> usize {
        self.0.len() / 4
    }

    #[inline]
    pub(crate) fn get(self, index: usize) -> u32 {
        let at = index * 4;
        u32::from_le_bytes([self.0[at], self.0[at + 1], self.0[at + 2], self.0[at + 3]])
    }

    /// The range `[get(index), get(index + 1))`.
    #[inline]
    pub(crate) fn range(self, index: usize) -> std::ops::Range<usize> {
        self.get(index) as usize..self.get(index + 1) as usize
    }

    /// Index of `value` in the whole sorted array.
    pub(crate) fn find(self, value: u32) -> Option<usize> {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = usize::midpoint(low, high);
            if self.get(middle) < value {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        (low < self.len() && self.get(low) == value).then_some(low)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_like_a_scan_does() {
        let values: Vec<u16> = vec![2, 3, 5, 8, 13, 21, 34];
        let bytes: Vec<u8> = values.iter().flat_map(|v| v.to_le_bytes()).collect();
        let array = U16s(&bytes);
        for from in 0..=values.len() {
            for to in from..=values.len() {
                for value in 0..40 {
                    let expected = (from..to).find(|&i| values[i] == value);
                    assert_eq!(
                        array.find(from, to, value),
                        expected,
                        "{value} in [{from}, {to})"
                    );
                }
            }
        }
    }
}
