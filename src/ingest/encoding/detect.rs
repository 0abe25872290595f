//! Which encoding bytes are in, told by what they say.
//!
//! UTF-8 and UTF-16 prove themselves by their form. Of the older encodings, in which every byte is a letter, the right one
//! is the one that makes Vietnamese syllables of the words. Where none clearly does, nothing is guessed: a wrong
//! encoding would turn a document into another text, and nobody would see it.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::Encoding;
use crate::text::letter::is_vietnamese;
use crate::text::syllable::is_syllable;

/// Bytes looked at to tell the older encodings apart; a page or two would do.
const SAMPLE: usize = 64 << 10;
/// Share of the telling words that have to be syllables.
const ENOUGH: f64 = 0.75;
/// How far the best has to be ahead of every other, in that share.
const AHEAD: f64 = 0.2;

/// Why the encoding could not be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Unknown {
    /// Zero bytes, and no form of UTF-16: a program, an image, a database.
    Binary,
    /// UTF-8 with wrong bytes in it.
    DamagedUtf8,
    /// UTF-8 that ends inside a character.
    CutOff,
    /// Bytes that make Vietnamese in none of the encodings, or in more than one.
    Unclear,
}

/// Tells the encoding of `bytes`.
///
/// # Errors
/// Where it cannot be told.
pub fn detect(bytes: &[u8]) -> Result<Encoding, Unknown> {
    if bytes.starts_with(&[0xff, 0xfe]) {
        return Ok(Encoding::Utf16Le);
    }
    if bytes.starts_with(&[0xfe, 0xff]) {
        return Ok(Encoding::Utf16Be);
    }
    if let Some(encoding) = unmarked_utf16(bytes) {
        return Ok(encoding);
    }
    let error = match std::str::from_utf8(bytes) {
        Ok(text) if is_decomposed(text) => return Ok(Encoding::Utf8Nfd),
        Ok(_) => return Ok(Encoding::Utf8),
        Err(error) => error,
    };
    if bytes.contains(&0) {
        return Err(Unknown::Binary);
    }
    if error.error_len().is_none() {
        return Err(Unknown::CutOff);
    }
    if is_damaged_utf8(bytes) {
        return Err(Unknown::DamagedUtf8);
    }
    legacy(bytes)
}

/// Half of the bytes of UTF-16 are zero where the text is mostly ASCII, all on the same side.
fn unmarked_utf16(bytes: &[u8]) -> Option<Encoding> {
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let pairs = sample.len() / 2;
    if pairs < 2 || bytes.len() % 2 == 1 {
        return None;
    }
    let zeros = |side: usize| {
        let side = sample.iter().skip(side).step_by(2);
        side.filter(|&&byte| byte == 0).count()
    };
    let (first, second) = (zeros(0), zeros(1));
    let clear = |many: usize, few: usize| many * 10 >= pairs * 3 && few * 100 <= pairs;
    let encoding = match (clear(second, first), clear(first, second)) {
        (true, false) => Encoding::Utf16Le,
        (false, true) => Encoding::Utf16Be,
        _ => return None,
    };
    let text = encoding.decode(bytes).ok()?;
    // What is text in one order is far-away scripts in the other, and a table of numbers is neither.
    let known = |c: &char| matches!(*c, '\t' | '\n' | '\r' | '\u{c}' | ' '..='~' | '\u{a0}'..='\u{24f}' | '\u{300}'..='\u{36f}' | '\u{1e00}'..='\u{22ff}');
    let (known, all) = text.chars().take(SAMPLE).fold((0, 0), |(known_, all), c| {
        (known_ + usize::from(known(&c)), all + 1)
    });
    (known * 20 >= all * 19).then_some(encoding)
}

/// True where marks are characters of their own, as in normal form D.
fn is_decomposed(text: &str) -> bool {
    let (mut alone, mut composed) = (0_usize, 0_usize);
    for c in text.chars().filter(|c| !c.is_ascii()) {
        if is_combining_mark(c) {
            alone += 1;
        } else if is_vietnamese(c) && !matches!(c, 'đ' | 'Đ') {
            composed += 1;
        }
    }
    alone > composed
}

/// True where at least as many characters of several bytes are whole as there are wrong bytes. The older encodings form
/// such characters only where two marked letters stand together, which is one in ten at most.
fn is_damaged_utf8(bytes: &[u8]) -> bool {
    let (mut whole, mut wrong) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        whole += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        wrong += chunk.invalid().len();
    }
    whole >= wrong
}

/// The older encoding that makes syllables of the words with bytes beyond ASCII.
fn legacy(bytes: &[u8]) -> Result<Encoding, Unknown> {
    let mut readings: Vec<(f64, Encoding, String)> = Encoding::LEGACY
        .into_iter()
        .map(|encoding| {
            let text = words(encoding, &bytes[..bytes.len().min(SAMPLE)]);
            (plausibility(&text), encoding, text)
        })
        .collect();
    readings.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let (best, encoding, text) = &readings[0];
    let rivals = readings[1..].iter().filter(|reading| reading.2 != *text);
    let second = rivals.map(|reading| reading.0).fold(0.0, f64::max);
    if *best >= ENOUGH && *best - second >= AHEAD {
        Ok(*encoding)
    } else {
        Err(Unknown::Unclear)
    }
}

/// The words that tell, one a line: those in which the bytes have a letter beyond ASCII.
fn words(encoding: Encoding, sample: &[u8]) -> String {
    let mut telling = String::new();
    let beyond = |word: &&[u8]| word.iter().any(|byte| !byte.is_ascii());
    for word in sample
        .split(|byte| byte.is_ascii_whitespace())
        .filter(beyond)
    {
        let text: String = encoding.decode_sample(word).nfc().collect();
        telling.push_str(&text);
        telling.push('\n');
    }
    telling
}

/// Share of the words that are syllables, in the case that words are written in.
fn plausibility(telling: &str) -> f64 {
    let (mut good, mut all) = (0_usize, 0_usize);
    for word in telling.lines() {
        if word.contains(['\u{fffd}', '\u{2028}']) || word.chars().any(char::is_control) {
            all += 1;
            continue;
        }
        for part in word.split(|c: char| !c.is_alphabetic()) {
            if part.is_ascii() || is_abbreviation(part) {
                continue;
            }
            all += 1;
            good += usize::from(is_syllable(part) && is_cased(part));
        }
        // Signs among letters are no part of any word: in the right reading they stand around it.
        if has_sign_inside(word) {
            all += 1;
        }
    }
    if all == 0 {
        0.0
    } else {
        good as f64 / all as f64
    }
}

/// `QĐ`, `NĐ`: capitals without a vowel say nothing either way.
fn is_abbreviation(part: &str) -> bool {
    !part
        .chars()
        .any(|c| "aăâeêioôơuưy".contains(crate::text::tone::split_tone(lower(c)).0))
}

/// A capital after a small letter is no Vietnamese; small toned letters among capitals are how TCVN3 writes those.
fn is_cased(part: &str) -> bool {
    let mut letters = part.chars();
    let first_is_small = letters.next().is_some_and(char::is_lowercase);
    let rest = letters.as_str();
    let capitals = rest.chars().filter(|c| c.is_uppercase()).count();
    let small = rest
        .chars()
        .filter(|c| c.is_lowercase() && c.is_ascii())
        .count();
    capitals == 0 || (small == 0 && !(first_is_small && part.starts_with(|c: char| c.is_ascii())))
}

fn has_sign_inside(word: &str) -> bool {
    let inner = word.trim_matches(|c: char| !c.is_alphabetic());
    inner.chars().any(|c| {
        !c.is_alphabetic()
            && !c.is_ascii()
            && !matches!(c, '–' | '—' | '…' | '“' | '”' | '‘' | '’' | '•' | '\u{a0}')
    })
}

fn lower(c: char) -> char {
    c.to_lowercase().next().unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use super::super::tests::encode;
    use super::*;
    use std::fs;
    use std::path::{Path, PathBuf};

    /// The true texts of the corpus.
    fn truths() -> Vec<String> {
        let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
        let mut texts = Vec::new();
        for split in ["dev/truth", "test/truth"] {
            let files = fs::read_dir(corpus.join(split)).unwrap();
            let mut files: Vec<PathBuf> = files.map(|file| file.unwrap().path()).collect();
            files.sort();
            texts.extend(files.iter().map(|file| fs::read_to_string(file).unwrap()));
        }
        assert!(texts.len() > 20);
        texts
    }

    /// Texts of `words` words, from every part of the corpus.
    fn samples(words: usize) -> Vec<String> {
        let mut samples = Vec::new();
        for text in truths() {
            let all: Vec<&str> = text.split_whitespace().collect();
            let step = all.len() / 25 + 1;
            let chunks = all.windows(words).step_by(step);
            samples.extend(chunks.map(|chunk| chunk.join(" ")));
        }
        samples
    }

    /// Right, refused and wrong, of the samples that can be said in the encoding and are not ASCII in it.
    fn tally(encoding: Encoding, samples: &[String]) -> (usize, usize, usize) {
        let (mut right, mut refused, mut wrong) = (0, 0, 0);
        for text in samples {
            // TCVN3 has no toned capitals: what the fonts make of small letters.
            let text = match encoding {
                Encoding::Tcvn3 => text
                    .chars()
                    .map(|c| if c.is_ascii() { c } else { lower(c) })
                    .collect(),
                _ => text.clone(),
            };
            let Some(bytes) = encode(encoding, &text).filter(|bytes| !bytes.is_ascii()) else {
                continue;
            };
            match detect(&bytes) {
                Ok(found) if found == encoding => right += 1,
                Ok(found) => {
                    // Where both say the same there is no difference.
                    let same = found
                        .decode(&bytes)
                        .is_ok_and(|found| found.nfc().eq(text.nfc()));
                    if same { right += 1 } else { wrong += 1 }
                }
                Err(_) => refused += 1,
            }
        }
        (right, refused, wrong)
    }

    #[test]
    fn whole_documents_and_lines_are_told_apart() {
        let truths = truths();
        println!(
            "{:>14} {:>6} {:>18}",
            "encoding", "words", "right/refused/wrong"
        );
        for encoding in Encoding::ALL {
            let (right, refused, wrong) = tally(encoding, &truths);
            println!(
                "{encoding:>14} {:>6} {right:>6} {refused:>4} {wrong:>4}",
                "all"
            );
            assert_eq!((refused, wrong), (0, 0), "{encoding}");
            for words in [100, 20, 5, 2] {
                let (right, refused, wrong) = tally(encoding, &samples(words));
                println!("{encoding:>14} {words:>6} {right:>6} {refused:>4} {wrong:>4}");
                let all = (right + refused + wrong) as f64;
                if encoding == Encoding::Utf8 || encoding == Encoding::Utf8Nfd {
                    assert_eq!((refused, wrong), (0, 0), "{encoding}");
                }
                let (most_wrong, least_right) = match words {
                    100 => (0.0, 0.999),
                    20 => (0.001, 0.97),
                    5 => (0.03, 0.75),
                    _ => (0.09, 0.3),
                };
                assert!(
                    wrong as f64 <= all * most_wrong,
                    "{encoding}: {wrong} wrong of {all}, {words} words"
                );
                assert!(
                    right as f64 >= all * least_right,
                    "{encoding}: {right} right of {all}, {words} words"
                );
            }
        }
    }

    #[test]
    fn garbled_utf8_is_utf8() {
        let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/dev/ocr");
        let mut count = 0;
        for entry in walkdir::WalkDir::new(corpus) {
            let path = entry.unwrap().into_path();
            if !path.is_file() {
                continue;
            }
            let bytes = fs::read(&path).unwrap();
            assert_eq!(detect(&bytes), Ok(Encoding::Utf8), "{}", path.display());
            // With a byte broken in the middle, it is no text of an older encoding.
            let mut broken = bytes.clone();
            if let Some(at) = (bytes.len() / 2..bytes.len()).find(|&at| !bytes[at].is_ascii()) {
                broken[at] = 0xff;
                assert_eq!(
                    detect(&broken),
                    Err(Unknown::DamagedUtf8),
                    "{}",
                    path.display()
                );
                count += 1;
            }
        }
        assert!(count > 20);
    }

    #[test]
    fn what_is_no_vietnamese_is_not_guessed_at() {
        for (bytes, unknown) in [
            // French, German and Portuguese in Latin 1; Russian in Windows 1251.
            (&b"L'h\xf4tel est ferm\xe9 cet \xe9t\xe9, \xe0 c\xf4t\xe9 du caf\xe9 fran\xe7ais"[..], Unknown::Unclear),
            (b"Die Gr\xfc\xdfe f\xfcr \xc4rzte und Sch\xfcler k\xf6nnen \xfcberall geh\xf6rt werden", Unknown::Unclear),
            (b"N\xe3o h\xe1 informa\xe7\xf5es sobre a situa\xe7\xe3o", Unknown::Unclear),
            (b"\xcf\xf0\xe8\xe2\xe5\xf2, \xec\xe8\xf0! \xd1\xe5\xe3\xee\xe4\xed\xff", Unknown::Unclear),
            (b"ab\0c\xff\0d", Unknown::Binary),
            (b"th\xe1\xbb", Unknown::CutOff),
        ] {
            assert_eq!(detect(bytes), Err(unknown), "{}", String::from_utf8_lossy(bytes));
        }
        assert_eq!(detect(b"plain ASCII"), Ok(Encoding::Utf8));
        assert_eq!(detect(b""), Ok(Encoding::Utf8));
    }
}
