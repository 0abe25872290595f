//! Dictionaries → lexicon.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use super::source::{TrainError, each_line};
use super::text::Stream;
use crate::cost::Cost;
use crate::model::ModelParts;
use crate::model::alphabet::{Alphabet, code};
use crate::model::lexicon::{FIRST_WORD, NUMBER, UNKNOWN, WordId};
use crate::text::syllable::is_syllable;
use crate::text::token::{AtomKind, atoms};
use crate::text::tone::normalize_tone_place;

/// The dictionaries whose words make the lexicon.
const FILES: [&str; 9] = [
    "abbreviations.tsv",
    "document_types.tsv",
    "issuers.tsv",
    "names.tsv",
    "numerals.tsv",
    "places.tsv",
    "symbols.tsv",
    "syllables.tsv",
    "words.tsv",
];

/// The texts in the folder `wording` of the dictionaries, sorted; none where there is no such folder.
pub(super) fn wording(dictionaries: &Path) -> Result<Vec<PathBuf>, TrainError> {
    let folder = dictionaries.join("wording");
    if !folder.exists() {
        return Ok(Vec::new());
    }
    let entries = std::fs::read_dir(&folder).and_then(Iterator::collect::<Result<Vec<_>, _>>);
    let entries = entries.map_err(|source| TrainError::Read {
        path: folder.clone(),
        source,
    })?;
    let files = entries.into_iter().map(|entry| entry.path());
    let mut texts: Vec<PathBuf> = files
        .filter(|path| path.extension().is_some_and(|ending| ending == "txt"))
        .collect();
    texts.sort();
    Ok(texts)
}

/// Every word of the dictionaries, sorted, numbered as it comes.
#[derive(Debug)]
pub(super) struct Vocabulary {
    words: Vec<String>,
    /// Entries of several words, such as names of places and bodies.
    pub(super) phrases: Vec<String>,
    ids: HashMap<String, WordId>,
}

impl Vocabulary {
    /// Reads the dictionaries of a folder.
    pub(super) fn read(folder: &Path) -> Result<Self, TrainError> {
        let mut words = Vec::new();
        let mut phrases = Vec::new();
        for file in FILES {
            each_line(&folder.join(file), |_, line| {
                if line.starts_with('#') {
                    return Ok(());
                }
                let cells: Vec<&str> = line.split('\t').collect();
                let columns = if matches!(file, "issuers.tsv" | "document_types.tsv") {
                    2
                } else {
                    1
                };
                for cell in cells.iter().take(columns) {
                    add_words(cell, &mut words);
                }
                if file == "abbreviations.tsv" && cells[0].contains(['/', '&']) {
                    words.push(cells[0].to_owned());
                }
                phrases.extend(phrase(file, &cells));
                Ok(())
            })?;
        }
        words.sort_unstable();
        words.dedup();
        if words.is_empty() {
            return Err(TrainError::Nothing {
                what: format!("the dictionaries in {} hold no word", folder.display()),
            });
        }
        let limit = usize::from(WordId::MAX - FIRST_WORD);
        if words.len() > limit {
            return Err(TrainError::Nothing {
                what: format!(
                    "the dictionaries hold {} words, a model can hold {limit}",
                    words.len()
                ),
            });
        }
        let ids = words
            .iter()
            .zip(FIRST_WORD..)
            .map(|(word, id)| (word.clone(), id))
            .collect();
        Ok(Self {
            words,
            phrases,
            ids,
        })
    }

    /// The word that a core with separators is as a whole, where the dictionaries list it so.
    pub(super) fn compound(&self, core: &str) -> Option<WordId> {
        core.contains(['/', '&'])
            .then(|| self.ids.get(core).copied())
            .flatten()
    }

    /// The word that an atom of clean text is: as written where that has capitals, else in lower case.
    pub(super) fn id(&self, atom: &str, scratch: &mut String) -> WordId {
        let written = normalize_tone_place(atom);
        if let Some(&id) = self.ids.get(written.as_ref()) {
            return id;
        }
        scratch.clear();
        scratch.extend(written.chars().flat_map(char::to_lowercase));
        let lower = normalize_tone_place(scratch);
        self.ids.get(lower.as_ref()).copied().unwrap_or_else(|| {
            if atom.starts_with(|c: char| c.is_ascii_digit()) {
                NUMBER
            } else {
                UNKNOWN
            }
        })
    }

    /// Numbers the words anew by falling frequency in the text.
    pub(super) fn by_frequency(&self, streams: &[Stream]) -> Order {
        let mut counts = vec![0_u64; self.words.len() + usize::from(FIRST_WORD)];
        for &id in streams.iter().flat_map(|stream| &stream.ids) {
            counts[usize::from(id)] += 1;
        }
        let mut order: Vec<WordId> = (FIRST_WORD..).take(self.words.len()).collect();
        order.sort_by_key(|&id| (std::cmp::Reverse(counts[usize::from(id)]), id));
        let mut new_ids: Vec<WordId> = (0..FIRST_WORD).chain(vec![0; self.words.len()]).collect();
        for (new, &old) in (FIRST_WORD..).zip(&order) {
            new_ids[usize::from(old)] = new;
        }
        let words = order
            .iter()
            .map(|&old| self.words[usize::from(old - FIRST_WORD)].clone())
            .collect();
        Order { words, new_ids }
    }
}

/// What an entry teaches the language model beside its words: which of them stand together.
fn phrase(file: &str, cells: &[&str]) -> Option<String> {
    let cell = |index: usize| cells.get(index).copied().unwrap_or_default();
    match file {
        "places.tsv" => {
            let kinds = match cell(1) {
                "province" => "tỉnh",
                "district" => "huyện",
                _ => "xã",
            };
            Some(format!("{kinds} {}", cell(0)))
        }
        "issuers.tsv" | "document_types.tsv" => Some(cell(0).to_owned()),
        "abbreviations.tsv" => Some(cell(1).to_owned()),
        _ => None,
    }
}

/// Words with a capital beyond the first are written as they stand; all others are lower-case forms.
fn add_words(column: &str, words: &mut Vec<String>) {
    for word in column.split_whitespace() {
        for (kind, span) in atoms(word) {
            if kind != AtomKind::Word {
                continue;
            }
            let atom = normalize_tone_place(span.of(word));
            let lower = atom.to_lowercase();
            let inner_capital = atom.chars().skip(1).any(char::is_uppercase);
            let initial = atom.chars().count() == 1 && !is_syllable(&lower);
            if inner_capital || (initial && *atom != lower) {
                words.push(atom.into_owned());
            } else {
                words.push(normalize_tone_place(&lower).into_owned());
            }
        }
    }
}

/// The words by falling frequency.
#[derive(Debug)]
pub(super) struct Order {
    words: Vec<String>,
    new_ids: Vec<WordId>,
}

impl Order {
    /// Number of words with the classes.
    pub(super) fn len(&self) -> usize {
        self.words.len() + usize::from(FIRST_WORD)
    }

    /// The new number of a word of the vocabulary.
    pub(super) fn number(&self, word: WordId) -> WordId {
        self.new_ids[usize::from(word)]
    }

    /// The number of every word by its spelling.
    pub(super) fn numbers(&self) -> HashMap<&str, WordId> {
        let words = self.words.iter().map(String::as_str);
        words.zip(FIRST_WORD..).collect()
    }

    pub(super) fn renumber(&self, mut streams: Vec<Stream>) -> Vec<Stream> {
        for id in streams.iter_mut().flat_map(|stream| &mut stream.ids) {
            *id = self.new_ids[usize::from(*id)];
        }
        streams
    }

    pub(super) fn write(&self, letters: &[char], unigrams: &[Cost], parts: &mut ModelParts) {
        let mut offsets = vec![0_u32; usize::from(FIRST_WORD) + 1];
        for word in &self.words {
            parts.word_letters.extend_from_slice(word.as_bytes());
            offsets.push(size(parts.word_letters.len()));
        }
        parts.word_offsets = bytes_of(&offsets);
        TrieBuilder::new(&self.words, letters, unigrams).write(parts);
    }
}

/// The letters of the lexicon, and their capitals, sorted.
pub(super) fn alphabet(order: &Order) -> Vec<char> {
    let small = order.words.iter().flat_map(|word| word.chars());
    let mut letters: Vec<char> = small.flat_map(|c| c.to_uppercase().chain([c])).collect();
    letters.sort_unstable();
    letters.dedup();
    assert!(
        letters.len() <= Alphabet::CAPACITY,
        "{} letters are more than a code can count",
        letters.len()
    );
    letters
}

struct TrieBuilder {
    labels: Vec<u8>,
    children: Vec<u32>,
    words: Vec<WordId>,
    least: Vec<u8>,
}

impl TrieBuilder {
    fn new(words: &[String], letters: &[char], unigrams: &[Cost]) -> Self {
        let code = |c: char| code(letters, c).unwrap_or(Alphabet::OTHER);
        let mut spelled: Vec<(Vec<u8>, WordId)> = words
            .iter()
            .zip(FIRST_WORD..)
            .map(|(word, id)| (word.chars().map(code).collect(), id))
            .collect();
        spelled.sort_unstable();
        let mut trie = Self {
            labels: vec![0],
            children: Vec::new(),
            words: vec![UNKNOWN],
            least: Vec::new(),
        };
        // Breadth first: each node is a range of the sorted words that share its path.
        let mut depths = std::collections::VecDeque::from([(0, spelled.len(), 0)]);
        let mut ranges = Vec::new();
        while let Some((from, to, depth)) = depths.pop_front() {
            ranges.push((from, to));
            let node = ranges.len() - 1;
            trie.children.push(size(trie.labels.len()));
            let mut at = from;
            if at < to && spelled[at].0.len() == depth {
                trie.words[node] = spelled[at].1;
                at += 1;
            }
            while at < to {
                let label = spelled[at].0[depth];
                let end = at + spelled[at..to].partition_point(|(word, _)| word[depth] == label);
                trie.labels.push(label);
                trie.words.push(UNKNOWN);
                depths.push_back((at, end, depth + 1));
                at = end;
            }
        }
        trie.children.push(size(trie.labels.len()));
        trie.least = ranges
            .iter()
            .map(|&(from, to)| {
                spelled[from..to]
                    .iter()
                    .map(|&(_, id)| unigrams[usize::from(id)])
                    .min()
                    .map_or(u8::MAX, Cost::to_byte)
            })
            .collect();
        trie
    }

    fn write(self, parts: &mut ModelParts) {
        parts.trie_labels = self.labels;
        parts.trie_children = bytes_of(&self.children);
        parts.trie_words = self.words.iter().flat_map(|id| id.to_le_bytes()).collect();
        parts.trie_least = self.least;
    }
}

pub(super) fn bytes_of(values: &[u32]) -> Vec<u8> {
    values
        .iter()
        .flat_map(|value| value.to_le_bytes())
        .collect()
}

pub(super) fn size(value: usize) -> u32 {
    u32::try_from(value).expect("invariant: a model's tables are far smaller than 4 Gi entries")
}
