//! Letters: base letter, mark and tone.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{decompose_canonical, is_combining_mark};

use super::tone::{Tone, split_tone};

/// The letter without its marks: `ẫ` → `a`, `Đ` → `D`. Other characters stay as they are.
#[must_use]
pub fn fold(letter: char) -> char {
    match letter {
        c if c.is_ascii() => c,
        'đ' => 'd',
        'Đ' | 'Ð' => 'D',
        c => {
            let mut base = c;
            let mut first = true;
            decompose_canonical(c, |part| {
                if first && !is_combining_mark(part) {
                    base = part;
                }
                first = false;
            });
            base
        }
    }
}

/// A whole text without marks, as people type it in haste.
#[must_use]
pub fn fold_text(text: &str) -> String {
    text.nfc().map(fold).collect()
}

/// True for a letter of the Vietnamese alphabet that has a mark: `ă â đ ê ô ơ ư` and every toned vowel, capitals too.
#[must_use]
pub fn is_vietnamese(letter: char) -> bool {
    let lower = letter.to_lowercase().next().unwrap_or(letter);
    lower == 'đ' || {
        let (vowel, tone) = split_tone(lower);
        matches!(vowel, 'ă' | 'â' | 'ê' | 'ô' | 'ơ' | 'ư')
            || (tone != Tone::Level && "aeiouy".contains(vowel))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds_every_marked_letter_to_its_base() {
        assert_eq!(
            fold_text("Nghị định số 61/2018/NĐ-CP về thủ tục"),
            "Nghi dinh so 61/2018/ND-CP ve thu tuc"
        );
        assert_eq!(
            fold_text("ắằẳẵặ ấầẩẫậ ếềểễệ ốồổỗộ ớờởỡợ ứừửữự ýỳỷỹỵ"),
            "aaaaa aaaaa eeeee ooooo ooooo uuuuu yyyyy"
        );
    }

    #[test]
    fn knows_the_marked_letters() {
        let marked: String = ('\u{80}'..='\u{2000}')
            .filter(|&c| is_vietnamese(c))
            .collect();
        assert_eq!(marked.chars().count(), 2 * 67, "{marked}");
        assert!(!is_vietnamese('a') && !is_vietnamese('ö') && !is_vietnamese('ñ'));
    }

    #[test]
    fn folds_decomposed_text_the_same() {
        let decomposed: String = "Thủ tướng".nfd().collect();
        assert_eq!(fold_text(&decomposed), "Thu tuong");
    }
}
