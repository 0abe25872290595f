//! Laws of the model: what training put in comes out, probabilities are probabilities, damaged files are refused.

use std::collections::BTreeMap;

use proptest::prelude::*;
use vanban::Model;
use vanban::model::format::LoadError;
use vanban::model::lexicon::{FIRST_WORD, WordId};
use vanban::model::lm::State;

use crate::tiny::{self, bytes, model};

fn words() -> BTreeMap<String, WordId> {
    let lexicon = model().lexicon();
    let ids = usize::from(FIRST_WORD)..lexicon.len();
    ids.map(|id| WordId::try_from(id).unwrap())
        .map(|id| (lexicon.word(id).to_owned(), id))
        .collect()
}

fn find(word: &str) -> Option<WordId> {
    let letters = model().channel().letters;
    model()
        .lexicon()
        .find(word.chars().map(|c| letters.code(c)))
}

#[test]
fn the_lexicon_has_the_words_of_every_dictionary() {
    for word in [
        "thủ", "website", "UBND", "QĐ", "định", "TTg", "cai", "bình", "II", "km",
    ] {
        assert!(words().contains_key(word), "{word}");
    }
}

#[test]
fn the_trie_finds_every_word_and_only_words() {
    let words = words();
    assert_eq!(
        words.len() + usize::from(FIRST_WORD),
        model().lexicon().len(),
        "a word stands twice"
    );
    for (word, id) in &words {
        assert_eq!(find(word), Some(*id), "{word}");
        for (at, _) in word.char_indices() {
            assert_eq!(
                find(&word[..at]),
                words.get(&word[..at]).copied(),
                "{}",
                &word[..at]
            );
        }
        assert_eq!(
            find(&format!("{word}h")),
            words.get(&format!("{word}h")).copied()
        );
    }
}

#[test]
fn the_trie_knows_the_least_cost_below_each_node() {
    let (lexicon, language) = (model().lexicon(), model().language_model());
    let mut nodes = vec![0];
    let mut count = 0;
    while let Some(node) = nodes.pop() {
        count += 1;
        let below = lexicon
            .children(node)
            .map(|(_, child)| lexicon.least_cost(child));
        let here = lexicon.word_at(node).map(|word| language.unigram(word));
        assert_eq!(Some(lexicon.least_cost(node)), below.chain(here).min());
        nodes.extend(lexicon.children(node).map(|(_, child)| child));
    }
    assert!(count > words().len());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_trie_is_a_map(word in "[a-đhủụcệUBNDQĐ]{0,6}") {
        prop_assert_eq!(find(&word), words().get(&word).copied());
    }

    #[test]
    fn random_bytes_are_no_model(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        prop_assert!(Model::from_bytes(bytes).is_err());
    }

    #[test]
    fn random_sections_are_no_model(tail in prop::collection::vec(any::<u8>(), 0..400)) {
        let head = &bytes()[..16];
        prop_assert!(Model::from_bytes([head, &tail].concat()).is_err());
    }

    #[test]
    fn a_changed_byte_is_found_out(place in any::<prop::sample::Index>(), change in 1_u8..) {
        let mut damaged = bytes().to_vec();
        let place = place.index(damaged.len());
        damaged[place] ^= change;
        // Opening looks at the head alone; what it lets through, the checksum does not.
        match Model::from_bytes(damaged) {
            Err(_) => {}
            Ok(model) => prop_assert!(model.verify().is_err(), "byte {}", place),
        }
    }

    #[test]
    fn a_file_cut_short_is_refused(place in any::<prop::sample::Index>()) {
        let cut = &bytes()[..place.index(bytes().len())];
        prop_assert!(Model::from_bytes(cut.to_vec()).is_err());
    }
}

#[test]
fn training_twice_makes_the_same_bytes() {
    let again = vanban::train::train(&tiny::options(), &mut |_| ())
        .unwrap()
        .0;
    assert!(again == bytes(), "the same input made another model");
    model().verify().unwrap();
    let about: serde_json::Value = serde_json::from_str(model().about()).unwrap();
    assert_eq!(about["words"], model().lexicon().len());
}

#[test]
fn a_model_says_what_is_wrong_with_it() {
    let mut newer = bytes().to_vec();
    newer[8] += 1;
    assert!(matches!(
        Model::from_bytes(newer),
        Err(LoadError::Version { .. })
    ));
    let mut damaged = bytes().to_vec();
    *damaged.last_mut().unwrap() ^= 1;
    assert!(matches!(
        Model::from_bytes(damaged).unwrap().verify(),
        Err(LoadError::Checksum { .. })
    ));
    assert!(matches!(
        Model::from_bytes(Vec::new()),
        Err(LoadError::NotAModel)
    ));
}

/// What all words have together after a context, each cost rounded to 64 milli-nats by the file.
fn sum_after(model: &Model, state: State) -> f64 {
    let language = model.language_model();
    let ids = 0..model.lexicon().len();
    let cost = |word| {
        language
            .score(state, word, language.step(state.word, word))
            .0
    };
    ids.map(|id| cost(WordId::try_from(id).unwrap()).probability())
        .sum()
}

#[test]
fn probabilities_after_every_context_sum_to_one() {
    let language = model().language_model();
    let all = || (0..model().lexicon().len()).map(|id| WordId::try_from(id).unwrap());
    let alone: f64 = all().map(|word| language.unigram(word).probability()).sum();
    // A byte holds a cost to 32 milli-nats, 3.2 %, and no less than 0.
    assert!((alone - 1.0).abs() < 0.035, "{alone} without context");
    let (mut contexts, mut least, mut most) = (0, f64::MAX, f64::MIN);
    for first in all() {
        for second in all() {
            let (_, state) = language.score(
                State {
                    word: first,
                    bigram: State::NO_BIGRAM,
                },
                second,
                language.step(first, second),
            );
            if first != second && state.bigram == State::NO_BIGRAM {
                continue;
            }
            let sum = sum_after(model(), state);
            (contexts, least, most) = (contexts + 1, sum.min(least), sum.max(most));
            assert!(
                (0.9..1.1).contains(&sum),
                "{sum} after {} {}",
                model().lexicon().word(first),
                model().lexicon().word(second)
            );
        }
    }
    println!("{contexts} contexts: {least:.3} to {most:.3}");
}

#[test]
fn probabilities_still_sum_to_one_when_most_n_grams_are_pruned() {
    let options = vanban::train::TrainOptions {
        bigrams: 60,
        trigrams: 20,
        ..tiny::options()
    };
    let pruned = Model::from_bytes(vanban::train::train(&options, &mut |_| ()).unwrap().0).unwrap();
    assert!(pruned.language_model().sizes()[1] <= 60);
    for word in 0..pruned.lexicon().len() {
        let state = State {
            word: WordId::try_from(word).unwrap(),
            bigram: State::NO_BIGRAM,
        };
        let sum = sum_after(&pruned, state);
        assert!(
            (0.85..1.1).contains(&sum),
            "{sum} after {}",
            pruned.lexicon().word(state.word)
        );
    }
}
