//! What segmentation takes from `dictionaries/`: types of documents, abbreviations in symbols, family names.
//!
//! The files are compiled in and read at first use; their form is kept by `tests/dictionaries.rs`.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::folded::{fold_str, squeeze};

const TYPES: &str = include_str!("../../dictionaries/document_types.tsv");
const ISSUERS: &str = include_str!("../../dictionaries/issuers.tsv");
const NAMES: &str = include_str!("../../dictionaries/names.tsv");

/// Surnames of so many bearers in a thousand are believed through a wrong mark.
const COMMON: u32 = 4;

/// A type of document.
#[derive(Debug)]
pub(super) struct Kind {
    /// Name, sentence case.
    pub name: &'static str,
    /// Abbreviation in the symbol; empty where there is none.
    pub abbreviation: &'static str,
    /// Folded syllables of the name.
    pub syllables: Vec<String>,
    /// Folded name.
    pub folded: String,
    /// Folded name without blanks.
    pub squeezed: String,
    /// The families of documents that have the type.
    families: Vec<&'static str>,
}

/// The rows of a dictionary without the line that names the columns.
fn rows(file: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    file.lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
        .map(|line| line.split('\t').collect())
}

/// A cell of a row; empty where the row is short.
fn cell(row: &[&'static str], n: usize) -> &'static str {
    row.get(n).copied().unwrap_or("")
}

/// Every type, those with the longest names first.
pub(super) static KINDS: LazyLock<Vec<Kind>> = LazyLock::new(|| {
    let mut kinds: Vec<Kind> = Vec::new();
    // Not a type of its own, but people cite by it: "Văn bản số 12/UBND-NC".
    let document = vec!["Văn bản", "", "state"];
    for row in rows(TYPES).chain([document]) {
        let (name, abbreviation, family) = (cell(&row, 0), cell(&row, 1), cell(&row, 2));
        let known = kinds
            .iter_mut()
            .find(|kind| kind.name == name && kind.abbreviation == abbreviation);
        match known {
            Some(kind) => kind.families.push(family),
            None => kinds.push(Kind {
                name,
                abbreviation,
                syllables: fold_str(name).split(' ').map(str::to_owned).collect(),
                folded: fold_str(name),
                squeezed: squeeze(name),
                families: vec![family],
            }),
        }
    }
    kinds.sort_by_key(|kind| std::cmp::Reverse(kind.syllables.len()));
    kinds
});

/// The type that an abbreviation stands for, in a State or a Party symbol; of several the one that most families have.
pub(super) fn kind_of(abbreviation: &str, party: bool) -> Option<&'static str> {
    // Laws of the National Assembly have no letters of a type; L stands for Lệnh.
    KINDS
        .iter()
        .filter(|kind| kind.abbreviation == abbreviation && kind.name != "Luật")
        .filter(|_| !abbreviation.is_empty())
        .min_by_key(|kind| {
            let other = !kind
                .families
                .iter()
                .any(|family| (*family == "party") == party);
            (
                other,
                std::cmp::Reverse(kind.families.len()),
                kind.syllables.len(),
            )
        })
        .map(|kind| kind.name)
}

/// Abbreviations of types and bodies: (folded, as it should be), sorted by the folded form; types before bodies.
static ABBREVIATIONS: LazyLock<Vec<(String, &'static str)>> = LazyLock::new(|| {
    let mut all: Vec<(String, &'static str)> = rows(TYPES)
        .chain(rows(ISSUERS))
        .map(|row| cell(&row, 1))
        .filter(|abbreviation| !abbreviation.is_empty())
        .map(|abbreviation| (fold_str(abbreviation), abbreviation))
        .collect();
    all.sort_by(|a, b| a.0.cmp(&b.0));
    all.dedup();
    all
});

/// The abbreviations that fold to `folded`, as they should be.
pub(super) fn abbreviations(folded: &str) -> impl Iterator<Item = &'static str> {
    let start = ABBREVIATIONS.partition_point(|(f, _)| f.as_str() < folded);
    let end = ABBREVIATIONS.partition_point(|(f, _)| f.as_str() <= folded);
    ABBREVIATIONS[start..end].iter().map(|&(_, whole)| whole)
}

/// True for an abbreviation as it should be.
pub(super) fn is_abbreviation(piece: &str) -> bool {
    abbreviations(&fold_str(piece)).any(|whole| whole == piece)
}

static SURNAMES: LazyLock<(HashSet<String>, HashSet<String>)> = LazyLock::new(|| {
    let surnames = || rows(NAMES).filter(|row| cell(row, 1) == "surname");
    let whole = surnames().map(|row| cell(&row, 0).to_lowercase()).collect();
    let common = surnames()
        .filter(|row| {
            cell(row, 2)
                .parse()
                .is_ok_and(|weight: u32| weight >= COMMON)
        })
        .map(|row| fold_str(cell(&row, 0)))
        .collect();
    (whole, common)
});

/// True where a word is a family name, a frequent one through wrong marks too.
pub(super) fn is_surname(word: &str) -> bool {
    let (whole, common) = &*SURNAMES;
    whole.contains(&word.to_lowercase()) || common.contains(&fold_str(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_abbreviation_stands_for_its_usual_type() {
        for (abbreviation, party, name) in [
            ("QĐ", false, Some("Quyết định")),
            ("QĐ", true, Some("Quyết định")),
            ("TT", false, Some("Thông tư")),
            ("TT", true, Some("Thông tri")),
            ("TB", true, Some("Thông báo")),
            ("L", false, Some("Lệnh")),
            ("CTr", true, Some("Chương trình")),
            ("", false, None),
            ("XYZ", false, None),
        ] {
            assert_eq!(kind_of(abbreviation, party), name, "{abbreviation}");
        }
    }

    #[test]
    fn surnames_are_known_through_wrong_marks() {
        for (word, known) in [
            ("Nguyễn", true),
            ("NGUYEN", true),
            ("Giàng", true),
            ("Nông", true),
            ("Ban", false),
            ("Tỉnh", false),
        ] {
            assert_eq!(is_surname(word), known, "{word}");
        }
    }
}
