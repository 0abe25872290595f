//! Abbreviations that no dictionary lists, spelled out by the document itself.
//!
//! Scanners lose the stroke of Đ, and `CDS` alone does not say whether it was there. But a document that has `CDS` has
//! «chuyển đổi số» somewhere, as a rule just before, and the initials of those words do say it.

use rustc_hash::FxHashMap;

use crate::model::lexicon::WordId;
use crate::text::letter::fold;

/// A document's words in the order of the text, and the abbreviations to be spelled from their initials.
#[derive(Debug, Default)]
pub(super) struct Abbreviations {
    words: Vec<WordId>,
    /// As read → as the initials spell it.
    spelled: FxHashMap<String, String>,
}

/// Abbreviations that are looked up in one document; more are no abbreviations.
const MOST: usize = 256;
/// Letters of an abbreviation.
const LETTERS: std::ops::RangeInclusive<usize> = 2..=10;

impl Abbreviations {
    pub(super) fn clear(&mut self) {
        self.words.clear();
        self.spelled.clear();
    }

    /// Takes note of a word of the text.
    pub(super) fn add_word(&mut self, word: WordId) {
        self.words.push(word);
    }

    /// Takes note of a word that no dictionary has, if it may be an abbreviation with a lost stroke.
    pub(super) fn add_unknown(&mut self, read: &str) {
        let letters = read.chars().count();
        let may_be = LETTERS.contains(&letters)
            && read.contains('D')
            && read.chars().all(char::is_uppercase);
        if may_be && self.spelled.len() < MOST {
            self.spelled.entry(read.to_owned()).or_default();
        }
    }

    /// Spells the abbreviations; what the words do not spell, or spell in two ways equally often, stays as it is.
    pub(super) fn spell<'w>(&mut self, word: impl Fn(WordId) -> &'w str) {
        if self.spelled.is_empty() {
            return;
        }
        let words = self.words.iter().filter_map(|&id| word(id).chars().next());
        // Of all marks an abbreviation keeps only the stroke.
        let initials = words.map(|initial| match initial {
            'đ' | 'Đ' => 'Đ',
            c => fold(c).to_ascii_uppercase(),
        });
        let initials: Vec<char> = initials.collect();
        let folded: Vec<char> = initials.iter().map(|&c| fold(c)).collect();
        #[allow(clippy::iter_over_hash_type)] // each entry is spelled by itself
        for (read, spelled) in &mut self.spelled {
            let letters: Vec<char> = read.chars().collect();
            let mut ways: Vec<(usize, &[char])> = Vec::new();
            for at in (0..folded.len()).filter(|&at| folded[at..].starts_with(&letters)) {
                let way = &initials[at..at + letters.len()];
                match ways.iter_mut().find(|(_, known)| *known == way) {
                    Some((count, _)) => *count += 1,
                    None => ways.push((1, way)),
                }
            }
            ways.sort_unstable_by(|a, b| b.cmp(a));
            if let Some(&(count, way)) = ways.first()
                && ways.get(1).is_none_or(|&(second, _)| count > second)
            {
                *spelled = way.iter().collect();
            }
        }
        self.spelled
            .retain(|read, spelled| !spelled.is_empty() && read != spelled);
    }

    /// How an abbreviation is spelled.
    pub(super) fn get(&self, read: &str) -> Option<&str> {
        self.spelled.get(read).map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spelled(text: &str, read: &str) -> Option<String> {
        let mut abbreviations = Abbreviations::default();
        abbreviations.clear();
        let words: Vec<&str> = text.split_whitespace().collect();
        (0..)
            .zip(&words)
            .for_each(|(id, _)| abbreviations.add_word(id));
        abbreviations.add_unknown(read);
        abbreviations.spell(|id| words[usize::from(id)]);
        abbreviations.get(read).map(str::to_owned)
    }

    #[test]
    fn the_words_of_the_document_spell_its_abbreviations() {
        for (text, read, expected) in [
            ("kế hoạch chuyển đổi số năm 2024", "CDS", Some("CĐS")),
            ("các Phó Giám đốc Sở", "PGD", Some("PGĐ")),
            ("dự án đầu tư", "DA", None),
            (
                "đề án phát triển; đề án giao thông; dự án điện",
                "DA",
                Some("ĐA"),
            ),
            ("dự án điện, đề án giao thông", "DA", None),
            ("không có gì", "CDS", None),
        ] {
            assert_eq!(spelled(text, read).as_deref(), expected, "{read} in {text}");
        }
    }
}
