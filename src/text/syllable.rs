//! The syllable (âm tiết): onset, rhyme and tone, and which of them can stand together.
//!
//! Vietnamese is written one syllable a word, and a syllable is an onset (âm đầu), a rhyme (vần) and a tone. The tables
//! here say what the spelling allows; whether a syllable that could be one is in use is for the dictionaries to say.
//! Loans that have become Vietnamese words (`buýt`, `voan`) are listed, foreign words and names of other languages
//! (`Krông`, `website`) are no syllables.
//!
//! Letters of either case are read, and a tone on any vowel of the syllable (`hòa`, `hoà`); [`Syllable`] itself
//! writes lower case and the modern tone place. Text is expected in NFC.

use std::fmt;

use super::letter::fold;
use super::tone::{Tone, split_tone, with_tone};

/// The longest syllables have seven letters: `nghiêng`.
const MAX_LETTERS: usize = 7;

/// Onsets (âm đầu), longest first, so that the first that matches and leaves a rhyme is the right one.
const ONSETS: [&str; 28] = [
    "ngh", "ch", "gh", "gi", "kh", "ng", "nh", "ph", "qu", "th", "tr", "b", "c", "d", "đ", "g",
    "h", "k", "l", "m", "n", "p", "r", "s", "t", "v", "x", "",
];

/// Rhymes (vần) without tone, sorted by bytes.
const RHYMES: [&str; 167] = [
    "a", "ac", "ach", "ai", "am", "an", "ang", "anh", "ao", "ap", "at", "au", "ay", "e", "ec",
    "em", "en", "eng", "eo", "ep", "et", "i", "ia", "ich", "im", "in", "inh", "ip", "it", "iu",
    "iêc", "iêm", "iên", "iêng", "iêp", "iêt", "iêu", "o", "oa", "oac", "oach", "oai", "oam",
    "oan", "oang", "oanh", "oao", "oap", "oat", "oay", "oc", "oe", "oem", "oen", "oeo", "oet",
    "oi", "om", "on", "ong", "ooc", "oong", "op", "ot", "oăc", "oăm", "oăn", "oăng", "oăt", "u",
    "ua", "uc", "ui", "um", "un", "ung", "up", "ut", "uy", "uya", "uych", "uyn", "uynh", "uyp",
    "uyt", "uyu", "uyên", "uyêt", "uân", "uâng", "uât", "uây", "uê", "uêch", "uênh", "uêu", "uôc",
    "uôi", "uôm", "uôn", "uông", "uôt", "uơ", "y", "ych", "yn", "ynh", "yp", "yt", "yêm", "yên",
    "yêng", "yêt", "yêu", "âc", "âm", "ân", "âng", "âp", "ât", "âu", "ây", "ê", "êch", "êm", "ên",
    "ênh", "êp", "êt", "êu", "ô", "ôc", "ôi", "ôm", "ôn", "ông", "ôp", "ôt", "ăc", "ăm", "ăn",
    "ăng", "ăp", "ăt", "ơ", "ơi", "ơm", "ơn", "ơp", "ơt", "ư", "ưa", "ưc", "ưi", "ưm", "ưn", "ưng",
    "ưt", "ưu", "ươc", "ươi", "ươm", "ươn", "ương", "ươp", "ươt", "ươu",
];

/// Pairs of onset and rhyme that the rules forbid and the language has: loans of daily use.
const LOANS: [(&str, &str); 4] = [("b", "uyt"), ("gi", "oăng"), ("ph", "uy"), ("v", "oan")];

/// A syllable taken apart.
///
/// ```
/// use vanban::text::syllable::Syllable;
/// let syllable = Syllable::parse("NGHIÊNG").unwrap();
/// assert_eq!((syllable.onset(), syllable.rhyme()), ("ngh", "iêng"));
/// assert_eq!(Syllable::parse("Uỷ").unwrap().to_string(), "ủy");
/// assert_eq!(Syllable::parse("quyêt"), None, "a stop needs the acute tone or the dot");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Syllable {
    onset: &'static str,
    rhyme: &'static str,
    tone: Tone,
}

/// True where `word` could be a Vietnamese syllable: any case, the tone on any vowel.
///
/// ```
/// use vanban::text::syllable::is_syllable;
/// assert!(is_syllable("Quyết") && is_syllable("hoà") && is_syllable("hòa"));
/// assert!(!is_syllable("UBND") && !is_syllable("website") && !is_syllable("Đắk"));
/// ```
#[must_use]
pub fn is_syllable(word: &str) -> bool {
    Syllable::parse(word).is_some()
}

/// True for what may be left of a syllable that lost all its marks: `CHUC` of `CHÚC`, `nghiep` of `nghiệp`.
#[must_use]
pub fn is_syllable_unmarked(word: &str) -> bool {
    let word = word.to_ascii_lowercase();
    let is_left_of = |letters: &str, left: &str| letters.chars().map(fold).eq(left.chars());
    ONSETS.into_iter().any(|onset| {
        let ends = word.char_indices().map(|(at, _)| at).chain([word.len()]);
        let mut cuts = ends.map(|at| word.split_at(at));
        cuts.find(|(left, _)| is_left_of(onset, left))
            .is_some_and(|(_, rest)| {
                RHYMES
                    .into_iter()
                    .any(|rhyme| is_left_of(rhyme, rest) && fits(onset, rhyme))
            })
    })
}

impl Syllable {
    /// Takes `word` apart; nothing where it cannot be a syllable.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        let mut letters = ['\0'; MAX_LETTERS];
        let mut len = 0;
        let mut tone = Tone::Level;
        for c in word.chars() {
            let (letter, own) = split_tone(lower(c));
            if own != Tone::Level {
                if tone != Tone::Level {
                    return None;
                }
                tone = own;
            }
            *letters.get_mut(len)? = letter;
            len += 1;
        }
        let letters = &letters[..len];
        ONSETS.into_iter().find_map(|onset| {
            let rhyme = rhyme(strip(letters, onset)?)?;
            (fits(onset, rhyme) && (tone.fits_stop() || !is_stopped(rhyme))).then_some(Self {
                onset,
                rhyme,
                tone,
            })
        })
    }

    /// Every syllable that the spelling allows, by onset, rhyme and tone.
    pub fn all() -> impl Iterator<Item = Self> {
        ONSETS.into_iter().flat_map(|onset| {
            RHYMES
                .into_iter()
                .filter(move |rhyme| fits(onset, rhyme))
                .flat_map(move |rhyme| {
                    let tones = Tone::ALL
                        .into_iter()
                        .filter(move |tone| tone.fits_stop() || !is_stopped(rhyme));
                    tones.map(move |tone| Self { onset, rhyme, tone })
                })
        })
    }

    /// The onset (âm đầu), lower case; empty where the syllable starts with its vowel.
    #[must_use]
    pub fn onset(&self) -> &'static str {
        self.onset
    }

    /// The rhyme (vần) without its tone, lower case.
    #[must_use]
    pub fn rhyme(&self) -> &'static str {
        self.rhyme
    }

    /// The tone (thanh).
    #[must_use]
    pub fn tone(&self) -> Tone {
        self.tone
    }

    /// Which letter carries the tone, counted in characters from the start of the syllable.
    #[must_use]
    pub fn tone_place(&self) -> usize {
        self.onset.chars().count() + tone_place(self.rhyme)
    }
}

impl fmt::Display for Syllable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.onset)?;
        let place = tone_place(self.rhyme);
        for (at, letter) in self.rhyme.chars().enumerate() {
            let tone = if at == place { self.tone } else { Tone::Level };
            fmt::Write::write_char(f, with_tone(letter, tone))?;
        }
        Ok(())
    }
}

/// Lower case of one letter; every Vietnamese capital has a lower case of one character.
fn lower(c: char) -> char {
    if c.is_ascii() {
        c.to_ascii_lowercase()
    } else {
        c.to_lowercase().next().unwrap_or(c)
    }
}

/// What follows `onset` in `letters`.
fn strip<'a>(letters: &'a [char], onset: &str) -> Option<&'a [char]> {
    onset.chars().try_fold(letters, |rest, c| match rest {
        [first, rest @ ..] if *first == c => Some(rest),
        _ => None,
    })
}

/// The entry of [`RHYMES`] that is spelled so.
fn rhyme(letters: &[char]) -> Option<&'static str> {
    // At most two bytes a letter in any rhyme, three in any character of the tables, four in any other.
    let mut bytes = [0; 4 * MAX_LETTERS];
    let mut len = 0;
    for c in letters {
        len += c.encode_utf8(&mut bytes[len..]).len();
    }
    let at = RHYMES
        .binary_search_by(|entry| entry.as_bytes().cmp(&bytes[..len]))
        .ok()?;
    Some(RHYMES[at])
}

/// True where the rhyme ends in a stop, which only the acute tone and the dot can have.
fn is_stopped(rhyme: &str) -> bool {
    rhyme.ends_with(['c', 'p', 't']) || rhyme.ends_with("ch")
}

/// True where the rhyme starts with the glide, written `o` or `u` before the vowel.
fn is_glided(rhyme: &str) -> bool {
    ["oa", "oă", "oe", "uy", "uâ", "uê", "uơ"]
        .iter()
        .any(|glided| rhyme.starts_with(glided))
}

/// Whether the spelling lets `onset` stand before `rhyme`.
fn fits(onset: &str, rhyme: &str) -> bool {
    if LOANS.contains(&(onset, rhyme)) {
        return true;
    }
    let front = rhyme.starts_with(['e', 'ê', 'i', 'y']);
    let glided = is_glided(rhyme);
    // `y` for `i` alone is a matter of habit after some onsets; `yê` is how `iê` is written where nothing precedes it.
    let y_alone = || {
        matches!(
            onset,
            "" | "h" | "k" | "l" | "m" | "n" | "s" | "t" | "th" | "v"
        )
    };
    let y = match rhyme {
        _ if !rhyme.starts_with('y') => !(onset.is_empty() && rhyme.starts_with("iê")),
        "y" => y_alone(),
        _ => onset.is_empty() && rhyme.starts_with("yê"),
    };
    match onset {
        // The `u` of `qu` is the glide: no second one, and no rounded vowel but in `quốc`.
        "qu" => match rhyme {
            "ôc" | "ơ" | "ơi" | "ơn" | "ơt" => true,
            "i" | "ich" | "in" | "inh" | "ip" | "it" => true,
            "y" | "ych" | "yn" | "ynh" | "yp" | "yt" | "yên" | "yêt" => true,
            _ => rhyme.starts_with(['a', 'ă', 'â', 'e', 'ê']),
        },
        "gi" => !front && !glided && !rhyme.starts_with("oo") || rhyme.starts_with(['e', 'ê']),
        "k" => front && y,
        "gh" | "ngh" => front && y,
        // `gi` before `i` and `iê` is written with one `i`: gì, gìn, giếng.
        "g" => !front || matches!(rhyme, "i" | "im" | "in" | "iêc" | "iêm" | "iên" | "iêng"),
        "c" => !front && !glided,
        "ng" => !front,
        "b" | "m" | "p" | "ph" | "v" => !glided && y,
        _ => y,
    }
}

/// Which letter of the rhyme carries the tone: the marked vowel, else the last before a final consonant, else the
/// first of two and the middle of three.
fn tone_place(rhyme: &str) -> usize {
    let is_vowel = |c: &char| {
        matches!(
            c,
            'a' | 'ă' | 'â' | 'e' | 'ê' | 'i' | 'o' | 'ô' | 'ơ' | 'u' | 'ư' | 'y'
        )
    };
    let letters = rhyme.chars().count();
    let vowels = rhyme.chars().take_while(is_vowel).count();
    let marked = rhyme
        .chars()
        .enumerate()
        .filter(|(_, c)| matches!(c, 'ă' | 'â' | 'ê' | 'ô' | 'ơ' | 'ư'))
        .last();
    match marked {
        Some((at, _)) => at,
        None if vowels < letters => vowels - 1,
        None => (vowels - 1) / 2,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::text::letter::fold_text;

    #[test]
    fn tables_are_in_order() {
        assert!(RHYMES.is_sorted(), "rhymes are searched by bisection");
        assert!(
            ONSETS.is_sorted_by_key(|onset| usize::MAX - onset.chars().count()),
            "longest onset first"
        );
        assert!(LOANS.is_sorted());
        for (onset, rhyme) in LOANS {
            assert!(
                ONSETS.contains(&onset) && RHYMES.contains(&rhyme),
                "{onset}{rhyme}"
            );
        }
    }

    #[test]
    fn every_rhyme_has_an_onset() {
        let used: HashSet<&str> = Syllable::all().map(|syllable| syllable.rhyme()).collect();
        for rhyme in RHYMES {
            assert!(used.contains(rhyme), "{rhyme}");
        }
    }

    #[test]
    fn every_syllable_is_read_back_as_it_is_spelled() {
        let mut spellings = HashSet::new();
        for syllable in Syllable::all() {
            let spelled = syllable.to_string();
            let read = Syllable::parse(&spelled).expect("a generated syllable is one");
            assert_eq!(read.to_string(), spelled);
            assert_eq!(read.tone(), syllable.tone(), "{spelled}");
            assert_eq!(
                Syllable::parse(&spelled.to_uppercase()),
                Some(read),
                "{spelled}"
            );
            assert!(spelled.chars().count() <= MAX_LETTERS, "{spelled}");
            spellings.insert(spelled);
        }
        // Far more than are in use (six or seven thousand), far fewer than onsets × rhymes × tones (28 × 167 × 6).
        assert!(
            (15_000..20_000).contains(&spellings.len()),
            "{}",
            spellings.len()
        );
    }

    #[test]
    fn syllables_without_their_marks_are_left_of_syllables() {
        for word in ["CHUC", "nghiep", "DUOC", "thuong", "Dieu", "quyet", "a"] {
            assert!(is_syllable_unmarked(word), "{word}");
        }
        for word in ["UBND", "QD", "website", "nghap", "Krong", ""] {
            assert!(!is_syllable_unmarked(word), "{word}");
        }
        assert!(
            Syllable::all().all(|syllable| is_syllable_unmarked(&fold_text(&syllable.to_string())))
        );
    }

    #[test]
    fn takes_apart() {
        let table = [
            ("a", "", "a", Tone::Level),
            ("ỷ", "", "y", Tone::Hook),
            ("yếu", "", "yêu", Tone::Acute),
            ("uỷ", "", "uy", Tone::Hook),
            ("Điều", "đ", "iêu", Tone::Grave),
            ("nghiêng", "ngh", "iêng", Tone::Level),
            ("ngoằng", "ng", "oăng", Tone::Grave),
            ("quốc", "qu", "ôc", Tone::Acute),
            ("quyết", "qu", "yêt", Tone::Acute),
            ("qui", "qu", "i", Tone::Level),
            ("của", "c", "ua", Tone::Hook),
            ("khuya", "kh", "uya", Tone::Level),
            ("thuở", "th", "uơ", Tone::Hook),
            ("già", "gi", "a", Tone::Grave),
            ("gì", "g", "i", Tone::Grave),
            ("giếng", "g", "iêng", Tone::Acute),
            ("giết", "gi", "êt", Tone::Acute),
            ("xoong", "x", "oong", Tone::Level),
            ("buýt", "b", "uyt", Tone::Acute),
        ];
        for (word, onset, rhyme, tone) in table {
            assert_eq!(
                Syllable::parse(word),
                Some(Syllable { onset, rhyme, tone }),
                "{word}"
            );
        }
    }

    #[test]
    fn refuses_what_the_spelling_forbids() {
        let table = [
            ("", "nothing"),
            ("đ", "no vowel"),
            ("UBND", "no vowel"),
            ("ke-", "not a letter"),
            ("m2", "a digit"),
            ("hòà", "two tones"),
            ("hoc", "a stop with the level tone"),
            ("hòc", "a stop with the grave tone"),
            ("hỏch", "a stop with the hook"),
            ("cê", "k before front vowels"),
            ("ka", "c before back vowels"),
            ("gê", "gh before front vowels"),
            ("ngiên", "ngh before front vowels"),
            ("ngha", "ng before back vowels"),
            ("coa", "qu for c with the glide"),
            ("moan", "no glide after a lip sound"),
            ("iêu", "yê at the start"),
            ("tyên", "iê after an onset"),
            ("quua", "two glides"),
            ("Đắk", "no k at the end"),
            ("website", "another language"),
            ("nghiêngg", "eight letters"),
            ("e\u{301}", "a combining mark: not NFC"),
        ];
        for (word, why) in table {
            assert_eq!(Syllable::parse(word), None, "{word}: {why}");
        }
    }
}
