//! Windows code page 1258: vowels with their marks, and the five tones as combining characters after them.

use super::table::Table;

pub(super) static TABLE: Table = Table {
    low: &[],
    high: [
        "€\u{fffd}‚ƒ„…†‡ˆ‰\u{fffd}‹Œ\u{fffd}\u{fffd}\u{fffd}",
        "\u{fffd}‘’“”•–—˜™\u{fffd}›œ\u{fffd}\u{fffd}Ÿ",
        "\u{a0}¡¢£¤¥¦§¨©ª«¬\u{ad}®¯",
        "°±²³´µ¶·¸¹º»¼½¾¿",
        "ÀÁÂĂÄÅÆÇÈÉÊË\u{300}ÍÎÏ",
        "ĐÑ\u{309}ÓÔƠÖ×ØÙÚÛÜƯ\u{303}ß",
        "àáâăäåæçèéêë\u{301}íîï",
        "đñ\u{323}óôơö÷øùúûüư₫ÿ",
    ],
};

#[cfg(test)]
pub(super) mod tests {
    use super::TABLE;
    use crate::text::tone::split_tone;
    use unicode_normalization::UnicodeNormalization;

    /// As typists write it: the letter as it stands in the table, or the vowel and its tone.
    pub(in super::super) fn encode(text: &str) -> Option<Vec<u8>> {
        let mut bytes = Vec::new();
        for c in text.nfc() {
            if let Some(byte) = TABLE.encode(std::iter::once(c)) {
                bytes.extend(byte);
                continue;
            }
            let (vowel, _) = split_tone(c);
            let tone = std::iter::once(c).nfd().find(|mark| {
                matches!(
                    mark,
                    '\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}'
                )
            })?;
            bytes.extend(TABLE.encode([vowel, tone].into_iter())?);
        }
        Some(bytes)
    }
}
