//! Our own model with a part of its knowledge taken away, to see what that part is worth.

use crate::cost::Cost;
use crate::model::alphabet::Code;
use crate::model::{LoadError, Model};
use crate::text::letter::fold;

/// The model without its language model: every word costs the same, whatever stands before it.
///
/// # Errors
/// Where the model's sections do not fit together, which opening it would have found.
pub fn without_language_model(model: &Model) -> Result<Model, LoadError> {
    let mut parts = model.parts();
    let words = parts.unigram_costs.len();
    let mean = parts
        .unigram_costs
        .iter()
        .map(|&cost| u64::from(cost))
        .sum::<u64>()
        / words.max(1) as u64;
    parts.unigram_costs = vec![u8::try_from(mean).unwrap_or(u8::MAX); words];
    parts.unigram_backoffs = vec![0; words];
    parts.trie_least = vec![u8::try_from(mean).unwrap_or(u8::MAX); parts.trie_least.len()];
    parts.bigram_starts = vec![0; (words + 1) * 4];
    parts.bigram_words.clear();
    parts.bigram_costs.clear();
    parts.bigram_backoffs.clear();
    parts.trigram_bases = vec![0; 4];
    parts.trigram_starts = vec![0; 2];
    parts.trigram_words.clear();
    parts.trigram_costs.clear();
    Model::from_bytes(parts.write())
}

/// What any letter costs that differs from its reading in its marks alone, where no scanner's habits are known.
const OTHER_MARKS: Cost = Cost(1_000);

/// The model without its channel: letters are read as they are or with other marks, all at one cost; anything else costs
/// what was never seen. Nothing of what scanners do is known.
///
/// # Errors
/// Where the model's sections do not fit together, which opening it would have found.
pub fn without_channel(model: &Model) -> Result<Model, LoadError> {
    let channel = model.channel();
    let codes = || Code::MIN + 1..Code::MAX;
    let letters: Vec<(Code, char)> = codes()
        .filter_map(|code| Some((code, channel.letters.letter(code)?)))
        .collect();
    let (mut keys, mut starts, mut entries) = (Vec::new(), Vec::new(), Vec::new());
    for read in codes() {
        let Some(as_read) = channel.readings.letter(read) else {
            continue;
        };
        let mut origins: Vec<(Cost, Code)> = letters
            .iter()
            .filter(|(_, letter)| fold(*letter) == fold(as_read))
            .map(|&(code, letter)| {
                let cost = if letter == as_read {
                    Cost::ZERO
                } else {
                    OTHER_MARKS
                };
                (cost, code)
            })
            .collect();
        if origins.is_empty() {
            continue;
        }
        origins.sort_unstable();
        keys.extend_from_slice(&crate::model::channel::pack(&[read]).to_le_bytes());
        starts.extend_from_slice(&count(entries.len() / 4));
        for (cost, code) in origins {
            entries.extend_from_slice(&[code, 0, 0, cost.to_byte()]);
        }
    }
    starts.extend_from_slice(&count(entries.len() / 4));
    let mut parts = model.parts();
    parts.channel_keys = keys;
    parts.channel_starts = starts;
    parts.channel_entries = entries;
    for other in [
        &mut parts.word_readings,
        &mut parts.wide_readings,
        &mut parts.wide_keys,
        &mut parts.wide_starts,
        &mut parts.wide_entries,
    ] {
        other.clear();
    }
    Model::from_bytes(parts.write())
}

fn count(count: usize) -> [u8; 4] {
    u32::try_from(count).unwrap_or(u32::MAX).to_le_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::restore::Restorer;

    fn restore(model: &Model, text: &str) -> String {
        Restorer::new(model).worker().restore(text).text
    }

    #[test]
    fn without_context_a_word_is_what_its_letters_say() {
        let model = Model::embedded().unwrap();
        let scan = "Thuc hién Quyét dinh s6 749/QD-TTg ngay 03/6/2020 cua Thu tudéng Chinh pha";
        let truth = "Thực hiện Quyết định số 749/QĐ-TTg ngày 03/6/2020 của Thủ tướng Chính phủ";
        assert_eq!(restore(&model, scan), truth);
        let deaf = without_language_model(&model).unwrap();
        assert_eq!(deaf.language_model().sizes()[1..], [0, 0]);
        assert_ne!(restore(&deaf, scan), truth);
        // Marks alone can be restored without a channel; `tudéng` has a letter too many.
        let blind = without_channel(&model).unwrap();
        assert!(blind.channel().len() < model.channel().len() / 4);
        assert_ne!(restore(&blind, scan), truth);
        assert_eq!(
            restore(&blind, "Uy ban nhan dan tinh"),
            "Ủy ban nhân dân tỉnh"
        );
    }
}
