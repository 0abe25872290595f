//! Names: of types, authorities, places and units. Each stands in the index as one value, its folded words before itself, by which it is
//! counted, shown, and found by any words in a row of it.

use rustc_hash::FxHashMap;

use super::terms::Terms;
use super::words::{Forms, words};

/// Divides the key of a counted value from the value.
pub(super) const DIVIDER: char = '\u{1f}';
/// Characters of a key and of a value: columns are made of terms, which have a limit.
const LONGEST: usize = 300;
/// Names that are remembered.
const REMEMBERED: usize = 1 << 14;

/// Remembers the values of names: those of an archive are few. One for each thread.
#[derive(Debug, Default)]
pub(super) struct Names {
    values: FxHashMap<Box<str>, Box<str>>,
}

impl Names {
    /// What a name is counted by.
    pub(super) fn value(&mut self, name: &str, terms: &mut Terms) -> &str {
        if self.values.len() >= REMEMBERED {
            self.values.clear();
        }
        if !self.values.contains_key(name) {
            let value = counted(&key(name, |word| terms.fold(word)), name);
            self.values.insert(name.into(), value.into());
        }
        &self.values[name]
    }
}

/// A value to count by: its key, which all its spellings share, and itself.
pub(super) fn counted(key: &str, value: &str) -> String {
    let key = key.chars().take(LONGEST);
    let value = value.chars().filter(|c| *c != DIVIDER).take(LONGEST);
    key.chain([DIVIDER]).chain(value).collect()
}

/// The pattern of the values that have these words in a row, or, where `whole`, no others. Nothing where there are none.
pub(super) fn pattern(words: &str, whole: bool) -> Option<String> {
    let key: String = key(words, |word| Forms::of(word).folded)
        .chars()
        .take(LONGEST)
        .collect();
    // A key has letters, digits and blanks, and so nothing that means more in a pattern.
    match (key.is_empty(), whole) {
        (true, _) => None,
        (_, true) => Some(format!("(?s){key}{DIVIDER}.*")),
        (_, false) => Some(format!(
            "(?s)([^{DIVIDER}]* )?{key}( [^{DIVIDER}]*)?{DIVIDER}.*"
        )),
    }
}

/// The folded words of a name, with the two abbreviations that letterheads use at will written out.
fn key(name: &str, mut fold: impl FnMut(&str) -> String) -> String {
    let mut key = String::new();
    for span in words(name) {
        let folded = fold(span.of(name));
        if !key.is_empty() {
            key.push(' ');
        }
        key.push_str(match folded.as_str() {
            "ubnd" => "uy ban nhan dan",
            "hdnd" => "hoi dong nhan dan",
            folded => folded,
        });
    }
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_the_same_with_and_without_abbreviations() {
        for (left, right) in [
            ("UBND TỈNH QUẢNG NAM", "Ủy ban nhân dân tỉnh Quảng Nam"),
            ("Uỷ ban nhân dân", "Ủy ban nhân dân"),
            ("HĐND huyện", "Hội đồng nhân dân huyện"),
        ] {
            let key = |name: &str| key(name, |word| Forms::of(word).folded);
            assert_eq!(key(left), key(right), "{left}");
        }
    }

    #[test]
    fn a_name_is_found_by_its_words_in_a_row() {
        let mut terms = Terms::default();
        let mut names = Names::default();
        for (name, asked, whole, found) in [
            ("Sở Nội vụ", "nội vụ", false, true),
            ("Sở Nội vụ", "so noi", false, true),
            ("Sở Nội vụ", "Sở Nội vụ", false, true),
            ("Sở Nội vụ", "nội", false, true),
            ("Sở Nội vụ", "ội vụ", false, false),
            ("Sở Nội vụ", "sở vụ", false, false),
            ("Sở Nội vụ", "vụ nội", false, false),
            ("Sở Nội vụ", "nội vụ", true, false),
            ("SỞ NỘI VỤ", "Sở Nội vụ", true, true),
            ("Sở Nội vụ\nvà Sở Y tế", "sở nội vụ và sở y tế", true, true),
            ("UBND xã Tân Lập", "ủy ban nhân dân xã", false, true),
            ("Trường .* [a-z]", ".*", false, false),
            ("Straße", "Straße", true, true),
        ] {
            let value = names.value(name, &mut terms).to_owned();
            let matches = pattern(asked, whole).is_some_and(|pattern| {
                let pattern = regex::Regex::new(&format!("^(?:{pattern})$")).unwrap();
                pattern.is_match(&value)
            });
            assert_eq!(matches, found, "{name}: {asked}");
        }
        assert_eq!(pattern("—", false), None);
    }
}
