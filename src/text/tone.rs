//! Tones (dấu thanh): taking them off a letter, putting them on, and where in a syllable they sit.
//!
//! Two conventions live side by side in the archives: `hòa`, `thủy` with the tone on the first of two open vowels,
//! and `hoà`, `thuỷ` with the tone on the second. Inside the program there is one, the first, and
//! [`normalize_tone_place`] brings text to it. It moves tones within legal syllables only and leaves all else as it is.
//!
//! Text is expected in NFC; a tone that is a separate combining character is not seen.

use std::borrow::Cow;

use super::syllable::Syllable;

/// A tone (dấu thanh).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tone {
    /// No tone mark (thanh ngang).
    #[default]
    Level,
    /// `à` (dấu huyền).
    Grave,
    /// `ả` (dấu hỏi).
    Hook,
    /// `ã` (dấu ngã).
    Tilde,
    /// `á` (dấu sắc).
    Acute,
    /// `ạ` (dấu nặng).
    Dot,
}

impl Tone {
    /// All tones, in the order of the dictionaries.
    pub const ALL: [Self; 6] = [
        Self::Level,
        Self::Grave,
        Self::Hook,
        Self::Tilde,
        Self::Acute,
        Self::Dot,
    ];

    /// True where a syllable that ends in `c`, `ch`, `p` or `t` can have this tone.
    #[must_use]
    pub const fn fits_stop(self) -> bool {
        matches!(self, Self::Acute | Self::Dot)
    }
}

/// One row a vowel, one column a tone in the order of [`Tone::ALL`].
const VOWELS: [[char; 6]; 24] = [
    ['a', 'à', 'ả', 'ã', 'á', 'ạ'],
    ['ă', 'ằ', 'ẳ', 'ẵ', 'ắ', 'ặ'],
    ['â', 'ầ', 'ẩ', 'ẫ', 'ấ', 'ậ'],
    ['e', 'è', 'ẻ', 'ẽ', 'é', 'ẹ'],
    ['ê', 'ề', 'ể', 'ễ', 'ế', 'ệ'],
    ['i', 'ì', 'ỉ', 'ĩ', 'í', 'ị'],
    ['o', 'ò', 'ỏ', 'õ', 'ó', 'ọ'],
    ['ô', 'ồ', 'ổ', 'ỗ', 'ố', 'ộ'],
    ['ơ', 'ờ', 'ở', 'ỡ', 'ớ', 'ợ'],
    ['u', 'ù', 'ủ', 'ũ', 'ú', 'ụ'],
    ['ư', 'ừ', 'ử', 'ữ', 'ứ', 'ự'],
    ['y', 'ỳ', 'ỷ', 'ỹ', 'ý', 'ỵ'],
    ['A', 'À', 'Ả', 'Ã', 'Á', 'Ạ'],
    ['Ă', 'Ằ', 'Ẳ', 'Ẵ', 'Ắ', 'Ặ'],
    ['Â', 'Ầ', 'Ẩ', 'Ẫ', 'Ấ', 'Ậ'],
    ['E', 'È', 'Ẻ', 'Ẽ', 'É', 'Ẹ'],
    ['Ê', 'Ề', 'Ể', 'Ễ', 'Ế', 'Ệ'],
    ['I', 'Ì', 'Ỉ', 'Ĩ', 'Í', 'Ị'],
    ['O', 'Ò', 'Ỏ', 'Õ', 'Ó', 'Ọ'],
    ['Ô', 'Ồ', 'Ổ', 'Ỗ', 'Ố', 'Ộ'],
    ['Ơ', 'Ờ', 'Ở', 'Ỡ', 'Ớ', 'Ợ'],
    ['U', 'Ù', 'Ủ', 'Ũ', 'Ú', 'Ụ'],
    ['Ư', 'Ừ', 'Ử', 'Ữ', 'Ứ', 'Ự'],
    ['Y', 'Ỳ', 'Ỷ', 'Ỹ', 'Ý', 'Ỵ'],
];

/// The letters with a tone lie in two narrow ranges of code points, so a table for each answers in one step.
const LATIN: (u32, usize) = (0xC0, 0x1B1 - 0xC0);
const VIETNAMESE: (u32, usize) = (0x1EA0, 0x1EFA - 0x1EA0);

const fn split_table<const N: usize>(first: u32) -> [Option<(char, Tone)>; N] {
    let mut table = [None; N];
    let mut row = 0;
    while row < VOWELS.len() {
        let mut column = 1;
        while column < Tone::ALL.len() {
            let code = VOWELS[row][column] as u32;
            if code >= first && ((code - first) as usize) < N {
                table[(code - first) as usize] = Some((VOWELS[row][0], Tone::ALL[column]));
            }
            column += 1;
        }
        row += 1;
    }
    table
}

static SPLIT_LATIN: [Option<(char, Tone)>; LATIN.1] = split_table(LATIN.0);
static SPLIT_VIETNAMESE: [Option<(char, Tone)>; VIETNAMESE.1] = split_table(VIETNAMESE.0);

/// The letter without its tone (case and vowel mark stay), and the tone.
///
/// ```
/// use vanban::text::tone::{Tone, split_tone};
/// assert_eq!(split_tone('Ộ'), ('Ô', Tone::Dot));
/// assert_eq!(split_tone('đ'), ('đ', Tone::Level));
/// ```
#[must_use]
pub fn split_tone(letter: char) -> (char, Tone) {
    let code = letter as u32;
    let found = match code {
        0..0xC0 => None,
        0xC0..0x1EA0 => SPLIT_LATIN.get((code - LATIN.0) as usize),
        _ => SPLIT_VIETNAMESE.get((code - VIETNAMESE.0) as usize),
    };
    found.copied().flatten().unwrap_or((letter, Tone::Level))
}

/// The letter with `tone` in place of the tone it had; a letter that cannot have a tone comes back as it was.
///
/// ```
/// use vanban::text::tone::{Tone, with_tone};
/// assert_eq!(with_tone('ư', Tone::Acute), 'ứ');
/// assert_eq!(with_tone('ệ', Tone::Level), 'ê');
/// assert_eq!(with_tone('b', Tone::Acute), 'b');
/// ```
#[must_use]
pub fn with_tone(letter: char, tone: Tone) -> char {
    let (base, _) = split_tone(letter);
    VOWELS
        .iter()
        .find(|row| row[0] == base)
        .map_or(letter, |row| row[tone as usize])
}

/// Brings the tone mark of every legal syllable in `text` to its modern place: `hoà` → `hòa`, `qúy` → `quý`,
/// `HOÀN` stays. Case is kept, the number of characters too; what is no syllable stays as it is.
///
/// ```
/// use vanban::text::tone::normalize_tone_place;
/// assert_eq!(normalize_tone_place("Uỷ ban, THUỶ lợi, hoàn thành"), "Ủy ban, THỦY lợi, hoàn thành");
/// ```
#[must_use]
pub fn normalize_tone_place(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let mut moved: Option<String> = None;
    let mut copied = 0;
    let mut rest = 0;
    while let Some(start) = text[rest..].find(char::is_alphabetic).map(|at| rest + at) {
        let end = text[start..]
            .find(|c: char| !c.is_alphabetic())
            .map_or(text.len(), |at| start + at);
        rest = end;
        let word = &text[start..end];
        let Some((from, to)) = misplaced(word) else {
            continue;
        };
        let out = moved.get_or_insert_with(|| String::with_capacity(text.len() + 8));
        out.push_str(&text[copied..start]);
        let tone = word
            .chars()
            .nth(from)
            .map_or(Tone::Level, |c| split_tone(c).1);
        out.extend(word.chars().enumerate().map(|(at, c)| match at {
            _ if at == from => with_tone(c, Tone::Level),
            _ if at == to => with_tone(c, tone),
            _ => c,
        }));
        copied = end;
    }
    match moved {
        None => Cow::Borrowed(text),
        Some(mut out) => {
            out.push_str(&text[copied..]);
            Cow::Owned(out)
        }
    }
}

/// Where the tone of `word` sits and where it should, in characters, if that is not the same.
fn misplaced(word: &str) -> Option<(usize, usize)> {
    let from = word.chars().position(|c| split_tone(c).1 != Tone::Level)?;
    let to = Syllable::parse(word)?.tone_place();
    (from != to).then_some((from, to))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_vowel_comes_apart_and_together_again() {
        for row in VOWELS {
            for (letter, tone) in row.into_iter().zip(Tone::ALL) {
                assert_eq!(split_tone(letter), (row[0], tone), "{letter}");
                for other in row {
                    assert_eq!(with_tone(other, tone), letter, "{other} with {tone:?}");
                }
            }
        }
    }

    #[test]
    fn letters_without_tone_stay() {
        for letter in "bcdđghklmnpqrstvxĐfjwz0 -%ñöç€語\u{301}\u{1EFA}\u{10FFFF}".chars() {
            assert_eq!(split_tone(letter), (letter, Tone::Level), "{letter}");
            assert_eq!(with_tone(letter, Tone::Acute), letter, "{letter}");
        }
    }

    #[test]
    fn moves_tones_of_syllables_only() {
        let table = [
            ("", ""),
            ("hoà", "hòa"),
            ("hòa", "hòa"),
            ("HOÀ BÌNH", "HÒA BÌNH"),
            ("Uỷ ban", "Ủy ban"),
            ("thuý thuỷ thuỵ", "thúy thủy thụy"),
            ("khoẻ loé", "khỏe lóe"),
            // A closed rhyme has the tone on its last vowel, wherever it was typed.
            ("hòan tòan", "hoàn toàn"),
            ("huýt", "huýt"),
            ("thúc", "thúc"),
            // Three vowels: on the middle one.
            ("ngòai ngoaì ngoài", "ngoài ngoài ngoài"),
            ("khủyu", "khuỷu"),
            // The marked vowel of a group has it.
            ("qúyêt", "quyết"),
            ("tíêp", "tiếp"),
            ("đựơc", "được"),
            ("cưả", "cửa"),
            // `qu` and `gi` are onsets: their vowel letter carries no tone while another vowel is there.
            ("qúy qủa gìa gía", "quý quả già giá"),
            ("gì gìn giếng", "gì gìn giếng"),
            ("cuả mià", "của mìa"),
            // Not syllables: two tones, codes, other languages, letters glued together.
            ("hòà", "hòà"),
            ("Krôoà", "Krôoà"),
            ("voilà", "voilà"),
            ("cạnhđoá", "cạnhđoá"),
            ("12/QĐ-UBND", "12/QĐ-UBND"),
        ];
        for (text, expected) in table {
            assert_eq!(normalize_tone_place(text), expected, "{text}");
            assert_eq!(normalize_tone_place(expected), expected, "twice: {text}");
        }
    }

    #[test]
    fn borrows_what_it_does_not_change() {
        assert!(matches!(
            normalize_tone_place("hòa bình 2024"),
            Cow::Borrowed(_)
        ));
    }

    #[test]
    fn every_syllable_comes_home_from_every_vowel() {
        for syllable in Syllable::all() {
            let right = syllable.to_string();
            let letters: Vec<char> = right.chars().collect();
            let home = syllable.tone_place();
            assert_eq!(normalize_tone_place(&right), right);
            for away in syllable.onset().chars().count()..letters.len() {
                let mut wrong = letters.clone();
                wrong[home] = with_tone(wrong[home], Tone::Level);
                if with_tone(wrong[away], Tone::Acute) == wrong[away] {
                    continue;
                }
                wrong[away] = with_tone(wrong[away], syllable.tone());
                let wrong: String = wrong.into_iter().collect();
                assert_eq!(normalize_tone_place(&wrong), right, "{wrong}");
                assert_eq!(
                    normalize_tone_place(&wrong.to_uppercase()),
                    right.to_uppercase(),
                    "{wrong}"
                );
            }
        }
    }
}
