//! VNI for Windows: letters of ASCII, `ơ`, `ư`, `đ` and the toned `i` and `ỵ` have a byte of their own; every other mark and
//! tone is a byte after its letter. Read greedily: a mark that can join the letter before it does.

use super::Undecodable;

/// A mark byte (small form), and what it makes of `a`, `e`, `o`, `u`, `y`, `ơ`, `ư`; a blank where it makes nothing.
const MARKS: [(u8, &str); 17] = [
    (0xf9, "áéóúýớứ"),
    (0xf8, "àèòùỳờừ"),
    (0xfb, "ảẻỏủỷởử"),
    (0xf5, "ãẽõũỹỡữ"),
    (0xef, "ạẹọụ ợự"),
    (0xe2, "âêô    "),
    (0xe1, "ấếố    "),
    (0xe0, "ầềồ    "),
    (0xe5, "ẩểổ    "),
    (0xe3, "ẫễỗ    "),
    (0xe4, "ậệộ    "),
    (0xea, "ă      "),
    (0xe9, "ắ      "),
    (0xe8, "ằ      "),
    (0xfa, "ẳ      "),
    (0xfc, "ẵ      "),
    (0xeb, "ặ      "),
];
const CARRIERS: &str = "aeouyơư";

/// Bytes that are a letter by themselves, small form.
const ALONE: [(u8, char); 9] = [
    (0xf4, 'ơ'),
    (0xf6, 'ư'),
    (0xf1, 'đ'),
    (0xed, 'í'),
    (0xec, 'ì'),
    (0xe6, 'ỉ'),
    (0xf3, 'ĩ'),
    (0xf2, 'ị'),
    (0xee, 'ỵ'),
];

pub(super) fn decode(bytes: &[u8]) -> Result<String, Undecodable> {
    let mut text = String::with_capacity(bytes.len() + bytes.len() / 4);
    each(bytes, |offset, c| {
        text.push(c.ok_or(Undecodable { offset })?);
        Ok(())
    })?;
    Ok(text)
}

pub(super) fn decode_lossy(bytes: &[u8]) -> String {
    let mut text = String::new();
    let done: Result<(), Undecodable> = each(bytes, |_, c| {
        text.push(c.unwrap_or('\u{fffd}'));
        Ok(())
    });
    debug_assert!(done.is_ok(), "nothing fails here");
    text
}

fn each(
    bytes: &[u8],
    mut see: impl FnMut(usize, Option<char>) -> Result<(), Undecodable>,
) -> Result<(), Undecodable> {
    let mut at = 0;
    while at < bytes.len() {
        let letter = letter(bytes[at]);
        let joined = letter
            .zip(bytes.get(at + 1))
            .and_then(|(c, &mark)| join(c, mark));
        match joined {
            Some(c) => {
                see(at, Some(c))?;
                at += 2;
            }
            None => {
                see(at, letter)?;
                at += 1;
            }
        }
    }
    Ok(())
}

/// What a byte means that follows no letter it could join.
fn letter(byte: u8) -> Option<char> {
    match byte {
        0..=0x7f => Some(char::from(byte)),
        0x85 => Some('…'),
        0x91 => Some('‘'),
        0x92 => Some('’'),
        0x93 => Some('“'),
        0x94 => Some('”'),
        0x95 => Some('•'),
        0x96 => Some('–'),
        0x97 => Some('—'),
        0xa0..=0xbf => Some(char::from(byte)),
        _ => {
            let small = byte | 0x20;
            let found = ALONE.iter().find(|(alone, _)| *alone == small)?.1;
            Some(if byte == small { found } else { upper(found) })
        }
    }
}

/// The letter with the mark; the letter's case counts, since typists set a small mark on a capital.
fn join(letter: char, mark: u8) -> Option<char> {
    let base = letter.to_lowercase().next()?;
    let carrier = CARRIERS.chars().position(|c| c == base)?;
    let mark = if mark >= 0xc0 {
        mark | 0x20
    } else {
        return None;
    };
    let row = MARKS.iter().find(|(byte, _)| *byte == mark)?.1;
    let joined = row.chars().nth(carrier).filter(|&c| c != ' ')?;
    Some(if base == letter {
        joined
    } else {
        upper(joined)
    })
}

fn upper(letter: char) -> char {
    letter.to_uppercase().next().unwrap_or(letter)
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use unicode_normalization::UnicodeNormalization;

    /// As VNI keyboards write it: marks of capitals are capitals.
    pub(in super::super) fn encode(text: &str) -> Option<Vec<u8>> {
        let mut bytes = Vec::new();
        for c in text.nfc() {
            let plain = (0..=255_u8).find(|&byte| letter(byte) == Some(c));
            if let Some(byte) = plain {
                bytes.push(byte);
                continue;
            }
            let marks = if c.is_uppercase() {
                0xc0..=0xdf_u8
            } else {
                0xe0..=0xff
            };
            let pair = (0..=255_u8)
                .filter_map(|byte| Some((byte, letter(byte)?)))
                .find_map(|(byte, base)| {
                    let mark = marks.clone().find(|&mark| join(base, mark) == Some(c))?;
                    Some([byte, mark])
                })?;
            bytes.extend(pair);
        }
        Some(bytes)
    }

    #[test]
    fn reads_marks_after_their_letters() {
        for (bytes, text) in [
            (
                &b"thu\xfb tu\xefc ha\xf8nh ch\xednh"[..],
                "thủ tục hành chính",
            ),
            (b"\xf1\xf6\xf4\xf8ng", "đường"),
            (b"QUYE\xc1T \xd1\xd2NH", "QUYẾT ĐỊNH"),
            (b"A\xfbnh", "Ảnh"),
            (b"\x93ky\xf9\x94", "“ký”"),
        ] {
            assert_eq!(decode(bytes).unwrap(), text);
        }
    }
}
