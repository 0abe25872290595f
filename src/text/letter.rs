//! Letters: base letter, mark and tone.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{decompose_canonical, is_combining_mark};

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

/// True for a letter that only Vietnamese text has (`ă â đ ê ô ơ ư` and every toned vowel).
#[must_use]
pub fn is_marked(letter: char) -> bool {
    fold(letter) != letter
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds_every_marked_letter_to_its_base() {
        assert_eq!(fold_text("Nghị định số 61/2018/NĐ-CP về thủ tục"), "Nghi dinh so 61/2018/ND-CP ve thu tuc");
        assert_eq!(fold_text("ắằẳẵặ ấầẩẫậ ếềểễệ ốồổỗộ ớờởỡợ ứừửữự ýỳỷỹỵ"), "aaaaa aaaaa eeeee ooooo ooooo uuuuu yyyyy");
    }

    #[test]
    fn folds_decomposed_text_the_same() {
        let decomposed: String = "Thủ tướng".nfd().collect();
        assert_eq!(fold_text(&decomposed), "Thu tuong");
    }
}
