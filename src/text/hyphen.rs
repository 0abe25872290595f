//! Hyphens (gạch nối) between two words.
//!
//! Today's spelling has none inside Vietnamese words. Names of routes and of places that were joined (`Rịa-Vũng`), symbols
//! (`QĐ-UBND`), foreign names and a few loans are written with one; elsewhere it is a speck between two words.

use super::letter::fold_text;
use super::syllable::is_syllable_unmarked;

/// Pairs without marks that are written with a hyphen more often than by mistake, sorted: loans, and halves of names of fields
/// (`kinh tế-xã hội`).
const PAIRS: [(&str, &str); 43] = [
    ("ang", "ten"),
    ("ap", "phich"),
    ("ap", "xe"),
    ("be", "tong"),
    ("bi", "a"),
    ("bu", "gi"),
    ("ca", "phe"),
    ("ca", "po"),
    ("cac", "bon"),
    ("cat", "se"),
    ("cat", "xe"),
    ("cong", "tu"),
    ("cung", "cau"),
    ("de", "po"),
    ("di", "ot"),
    ("do", "la"),
    ("hec", "ta"),
    ("hoa", "hien"),
    ("ki", "ot"),
    ("mat", "xa"),
    ("mit", "tinh"),
    ("mo", "dun"),
    ("mo", "men"),
    ("mo", "to"),
    ("mua", "ban"),
    ("ni", "long"),
    ("pa", "no"),
    ("phong", "an"),
    ("pit", "tong"),
    ("ra", "da"),
    ("ro", "bot"),
    ("tap", "lo"),
    ("te", "ky"),
    ("te", "xa"),
    ("tri", "xa"),
    ("tua", "bin"),
    ("vac", "xin"),
    ("vi", "rut"),
    ("vo", "lang"),
    ("xi", "lanh"),
    ("xi", "nhan"),
    ("xi", "tec"),
    ("xo", "viet"),
];

/// True where people write a hyphen between two words; the words may lack their marks.
///
/// ```
/// use vanban::text::hyphen::joins;
/// assert!(joins("QĐ", "UBND") && joins("Rịa", "Vũng") && joins("mô", "men"));
/// assert!(!joins("nhân", "dan") && !joins("Chủ", "tịch"));
/// ```
#[must_use]
pub fn joins(left: &str, right: &str) -> bool {
    let is_foreign = |word: &str| !is_syllable_unmarked(&fold_text(word));
    let is_name =
        |word: &str| word.starts_with(char::is_uppercase) && word.contains(char::is_lowercase);
    let pair = [left, right].map(|word| fold_text(word).to_lowercase());
    is_foreign(left)
        || is_foreign(right)
        || (is_name(left) && is_name(right))
        || PAIRS.binary_search(&(&pair[0], &pair[1])).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_sorted_syllables_without_marks() {
        assert!(PAIRS.is_sorted());
        let plain = |word: &str| is_syllable_unmarked(word) && word == fold_text(word);
        let joined_anyway = |(left, right): &(&str, &str)| !(plain(left) && plain(right));
        assert_eq!(PAIRS.iter().find(|pair| joined_anyway(pair)), None);
    }
}
