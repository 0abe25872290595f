//! What the program knows: lexicon, channel and language model, opened together from one immutable file.
//!
//! Opening looks at the head of the file and nothing else; the parts read their numbers in place. [`crate::train`]
//! builds models, [`crate::restore`] uses them.

pub mod alphabet;
pub(crate) mod arrays;
pub mod capitals;
pub mod channel;
pub mod format;
pub mod lexicon;
pub mod lm;
pub mod marks;
pub mod reranker;
pub mod words;

use std::borrow::Cow;
use std::ops::Range;

use alphabet::Alphabet;
use arrays::{U16s, U32s};
use capitals::Capitals;
use channel::{Channel, Params};
pub use format::LoadError;
use format::Sections;
use lexicon::{Lexicon, Trie};
use lm::LanguageModel;
use marks::Marks;
use reranker::Reranker;
use words::WordReadings;

/// The model that ships inside the program.
static EMBEDDED: &[u8] = include_bytes!("../../dictionaries/compiled/vanban.model");

/// The knowledge of one model file. Immutable; share it by reference between threads.
#[derive(Clone, Debug)]
pub struct Model {
    bytes: Cow<'static, [u8]>,
    places: Places,
    params: Params,
}

/// Declares the sections once: the struct of their places, how to find them, and their tags in file order.
macro_rules! sections {
    ($($field:ident = $tag:literal),* $(,)?) => {
        #[derive(Clone, Debug)]
        struct Places { $($field: Range<usize>,)* }

        impl Places {
            /// Copies of all sections, by their names.
            #[cfg(feature = "evaluate")]
            fn copy(&self, bytes: &[u8]) -> ModelParts {
                ModelParts { $($field: bytes[self.$field.clone()].to_vec(),)* }
            }

            fn find(sections: &Sections) -> Result<Self, LoadError> {
                Ok(Self { $($field: match sections.get($tag) {
                    Err(LoadError::Section { section }) if MAY_LACK.contains(&section) => 0..0,
                    place => place?,
                },)* })
            }
        }

        /// The bytes of every section of a model, for [`ModelParts::write`].
        #[derive(Clone, Debug, Default)]
        #[allow(missing_docs)] // the fields are the sections; the views that read them say what they hold
        pub struct ModelParts { $(pub $field: Vec<u8>,)* }

        impl ModelParts {
            /// The model file.
            #[must_use]
            pub fn write(self) -> Vec<u8> {
                format::write(&[$(($tag, self.$field),)*])
            }
        }
    };
}

sections! {
    about = "ABOU",
    params = "PARM",
    letters = "LETT",
    lower = "LOWE",
    readings = "READ",
    word_offsets = "WOFF",
    word_letters = "WLET",
    trie_labels = "TLAB",
    trie_children = "TCHI",
    trie_words = "TWOR",
    trie_least = "TLEA",
    channel_keys = "CKEY",
    channel_starts = "CSTA",
    channel_entries = "CENT",
    unigram_costs = "UCOS",
    unigram_backoffs = "UBAC",
    bigram_starts = "BSTA",
    bigram_words = "BWOR",
    bigram_costs = "BCOS",
    bigram_backoffs = "BBAC",
    trigram_bases = "TBAS",
    trigram_starts = "TSTA",
    trigram_words = "T3WO",
    trigram_costs = "T3CO",
    mark_letters = "MLET",
    mark_rows = "MROW",
    confidence = "CONF",
    reranker = "RERA",
    capitals = "CAPS",
    capitals_between = "CAPB",
    word_readings = "WREA",
    wide_readings = "XREA",
    wide_keys = "XKEY",
    wide_starts = "XSTA",
    wide_entries = "XENT",
}

/// Sections that models of this version were once written without.
const MAY_LACK: [&str; 7] = ["CAPS", "CAPB", "WREA", "XREA", "XKEY", "XSTA", "XENT"];

impl Model {
    /// The model that ships inside the program.
    ///
    /// # Errors
    /// Where the program was built with a damaged model or one of another version.
    pub fn embedded() -> Result<Self, LoadError> {
        Self::open(Cow::Borrowed(EMBEDDED))
    }

    /// A model from the bytes of its file.
    ///
    /// # Errors
    /// Where they are no model, one of another version, or cut short.
    pub fn from_bytes(bytes: Vec<u8>) -> Result<Self, LoadError> {
        Self::open(Cow::Owned(bytes))
    }

    /// The bytes of its file: what tells one model from another.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    fn open(bytes: Cow<'static, [u8]>) -> Result<Self, LoadError> {
        let places = Places::find(&Sections::read(&bytes)?)?;
        let array = U32s(&bytes[places.params.clone()]);
        if array.len() != Params::COUNT {
            return Err(LoadError::Section { section: "PARM" });
        }
        let params = Params::from_array(std::array::from_fn(|i| array.get(i).cast_signed()));
        let model = Self {
            bytes,
            places,
            params,
        };
        model.check_sizes()?;
        Ok(model)
    }

    /// Sections that are read side by side must be of equal length, so that reading them cannot go out of bounds.
    fn check_sizes(&self) -> Result<(), LoadError> {
        let p = &self.places;
        let nodes = p.trie_labels.len();
        let words = p.unigram_costs.len();
        let bigrams = p.bigram_words.len() / 2;
        let blocks = bigrams / lm::BLOCK + 1;
        let rules = [
            ("WOFF", p.word_offsets.len() == (words + 1) * 4),
            ("TCHI", p.trie_children.len() == (nodes + 1) * 4),
            ("TWOR", p.trie_words.len() == nodes * 2),
            ("TLEA", p.trie_least.len() == nodes && nodes > 0),
            ("LOWE", p.lower.len() == p.letters.len() / 4 + 1),
            ("CSTA", p.channel_starts.len() == p.channel_keys.len() + 4),
            (
                "UBAC",
                p.unigram_backoffs.len() == words && words >= usize::from(lexicon::FIRST_WORD),
            ),
            ("BSTA", p.bigram_starts.len() == (words + 1) * 4),
            ("BCOS", p.bigram_costs.len() == bigrams),
            ("BBAC", p.bigram_backoffs.len() == bigrams),
            ("TBAS", p.trigram_bases.len() == blocks * 4),
            ("TSTA", p.trigram_starts.len() == (bigrams + 1) * 2),
            ("T3CO", p.trigram_costs.len() * 2 == p.trigram_words.len()),
            ("MROW", p.mark_rows.len().is_multiple_of(marks::ROW)),
            ("WREA", p.word_readings.len().is_multiple_of(words::ROW)),
            (
                "XSTA",
                p.wide_starts.is_empty() || p.wide_starts.len() == p.wide_keys.len() + 4,
            ),
        ];
        match rules.iter().find(|(_, right)| !right) {
            Some(&(section, _)) => Err(LoadError::Section { section }),
            None => Ok(()),
        }
    }

    /// Reads the whole file and compares its checksum.
    ///
    /// # Errors
    /// Where the bytes were damaged.
    pub fn verify(&self) -> Result<(), LoadError> {
        format::verify(&self.bytes)
    }

    /// A copy of every section, to build another model from.
    #[cfg(feature = "evaluate")]
    #[must_use]
    pub fn parts(&self) -> ModelParts {
        self.places.copy(&self.bytes)
    }

    /// What the model was built from, as JSON.
    #[must_use]
    pub fn about(&self) -> &str {
        std::str::from_utf8(self.section(&self.places.about)).unwrap_or_default()
    }

    /// The words.
    #[must_use]
    pub fn lexicon(&self) -> Lexicon<'_> {
        let p = &self.places;
        Lexicon {
            offsets: U32s(self.section(&p.word_offsets)),
            // Asked for once; looking at all words takes some microseconds.
            letters: std::str::from_utf8(self.section(&p.word_letters)).unwrap_or_default(),
            trie: Trie {
                labels: self.section(&p.trie_labels),
                children: U32s(self.section(&p.trie_children)),
                words: U16s(self.section(&p.trie_words)),
                least: self.section(&p.trie_least),
            },
        }
    }

    /// What letters are read as.
    #[must_use]
    pub fn channel(&self) -> Channel<'_> {
        let p = &self.places;
        Channel {
            letters: Alphabet(U32s(self.section(&p.letters))),
            readings: Alphabet(U32s(self.section(&p.readings))),
            keys: U32s(self.section(&p.channel_keys)),
            starts: U32s(self.section(&p.channel_starts)),
            entries: self.section(&p.channel_entries),
            lower: self.section(&p.lower),
            params: self.params,
        }
    }

    /// What letters are read as by engines of all kinds; none in a model that learned from one kind alone.
    #[must_use]
    pub fn wide_channel(&self) -> Option<Channel<'_>> {
        let p = &self.places;
        (!p.wide_starts.is_empty()).then(|| Channel {
            readings: Alphabet(U32s(self.section(&p.wide_readings))),
            keys: U32s(self.section(&p.wide_keys)),
            starts: U32s(self.section(&p.wide_starts)),
            entries: self.section(&p.wide_entries),
            ..self.channel()
        })
    }

    /// What whole words are read as.
    #[must_use]
    pub fn word_readings(&self) -> WordReadings<'_> {
        WordReadings {
            rows: self.section(&self.places.word_readings),
        }
    }

    /// Which words have capitals.
    #[must_use]
    pub fn capitals(&self) -> Capitals<'_> {
        Capitals {
            odds: self.section(&self.places.capitals),
            between: self.section(&self.places.capitals_between),
        }
    }

    /// What words cost in context.
    #[must_use]
    pub fn language_model(&self) -> LanguageModel<'_> {
        let p = &self.places;
        LanguageModel {
            unigram_costs: self.section(&p.unigram_costs),
            unigram_backoffs: self.section(&p.unigram_backoffs),
            bigram_starts: U32s(self.section(&p.bigram_starts)),
            bigram_words: U16s(self.section(&p.bigram_words)),
            bigram_costs: self.section(&p.bigram_costs),
            bigram_backoffs: self.section(&p.bigram_backoffs),
            trigram_bases: U32s(self.section(&p.trigram_bases)),
            trigram_starts: U16s(self.section(&p.trigram_starts)),
            trigram_words: U16s(self.section(&p.trigram_words)),
            trigram_costs: self.section(&p.trigram_costs),
        }
    }

    /// The network for doubtful places; none in a model that was built without.
    #[must_use]
    pub fn reranker(&self) -> Option<Reranker<'_>> {
        Reranker::of_bytes(self.section(&self.places.reranker))
    }

    /// Weights of the confidence's traits; none in a model that was not fitted.
    pub(crate) fn confidence_weights(&self) -> impl Iterator<Item = f32> + '_ {
        let bytes = self.section(&self.places.confidence).chunks_exact(4);
        bytes.map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]]))
    }

    /// What punctuation is read as.
    #[must_use]
    pub fn marks(&self) -> Marks<'_> {
        let p = &self.places;
        Marks {
            letters: Alphabet(U32s(self.section(&p.mark_letters))),
            rows: self.section(&p.mark_rows),
        }
    }

    fn section(&self, place: &Range<usize>) -> &[u8] {
        &self.bytes[place.clone()]
    }
}
