//! Names: of types, authorities, places and units. Each stands in the index as one value, its folded words before itself, by which it is
//! counted, shown, and found by any words in a row of it.

use rustc_hash::FxHashMap;
use tantivy::schema::Field;
use tantivy::{Searcher, Term};

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

/// Names that are asked for: those that have some words in a row, or those that have these and no others.
#[derive(Debug)]
pub(super) struct Asked {
    key: String,
    whole: bool,
}

impl Asked {
    /// Reads what somebody typed, or, behind `=`, a name as a facet gives it. Nothing where there are no words.
    pub(super) fn read(typed: &str) -> Option<Self> {
        let (typed, whole) = match typed.strip_prefix('=') {
            Some(name) => (name, true),
            None => (typed, false),
        };
        let key = key(typed, |word| Forms::of(word).folded);
        let key: String = key.chars().take(LONGEST).collect();
        (!key.is_empty()).then_some(Self { key, whole })
    }

    /// Whether a value is what is asked for.
    fn is(&self, value: &[u8]) -> bool {
        let end = memchr::memchr(DIVIDER as u8, value).unwrap_or(value.len());
        let (asked, key) = (self.key.as_bytes(), &value[..end]);
        if self.whole {
            return key == asked;
        }
        let is_blank = |byte: Option<&u8>| byte.is_none_or(|&byte| byte == b' ');
        memchr::memmem::find_iter(key, asked).any(|at| {
            is_blank(at.checked_sub(1).map(|before| &key[before]))
                && is_blank(key.get(at + asked.len()))
        })
    }
}

/// The values of a field that are one of those that are asked for. Walks all values: they are few beside what has them.
pub(super) fn values(
    searcher: &Searcher,
    field: Field,
    asked: &[Asked],
) -> tantivy::Result<Vec<Term>> {
    let mut found = Vec::new();
    for segment in searcher.segment_readers() {
        let index = segment.inverted_index(field)?;
        let mut values = index.terms().stream()?;
        while values.advance() {
            let value = values.key();
            if asked.iter().any(|asked| asked.is(value)) {
                found.push(Term::from_field_text(
                    field,
                    &String::from_utf8_lossy(value),
                ));
            }
        }
    }
    Ok(found)
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
        for (name, asked, found) in [
            ("Sở Nội vụ", "nội vụ", true),
            ("Sở Nội vụ", "so noi", true),
            ("Sở Nội vụ", "Sở Nội vụ", true),
            ("Sở Nội vụ", "nội", true),
            ("Sở Nội vụ", "ội vụ", false),
            ("Sở Nội vụ", "sở vụ", false),
            ("Sở Nội vụ", "vụ nội", false),
            ("Sở Sơn, sở", "sở", true),
            ("Sở Nội vụ", "=nội vụ", false),
            ("SỞ NỘI VỤ", "=Sở Nội vụ", true),
            ("Sở Nội vụ\nvà Sở Y tế", "=sở nội vụ và sở y tế", true),
            ("UBND xã Tân Lập", "ủy ban nhân dân xã", true),
            ("Trường .* [a-z]", ".*", false),
            ("Straße", "=Straße", true),
        ] {
            let value = names.value(name, &mut terms).to_owned();
            let is = Asked::read(asked).is_some_and(|asked| asked.is(value.as_bytes()));
            assert_eq!(is, found, "{name}: {asked}");
        }
        assert!(Asked::read("—").is_none());
        let long = "rất dài ".repeat(1000);
        let value = names.value(&long, &mut terms).to_owned();
        let asked = Asked::read(&format!("={long}")).unwrap();
        assert!(asked.is(value.as_bytes()), "what is cut is cut in both");
    }
}
