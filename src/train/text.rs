//! Clean text → streams of word ids.

use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::capitals::{CaseCounts, CaseReader};
use super::lexicon::Vocabulary;
use super::source::{TrainError, Weighted, each_line};
use crate::model::lexicon::{BREAK, COMMA, NUMBER, UNKNOWN, WordId, is_border, pause_word};
use crate::text::token::{AtomKind, Pause, atoms, core, pause};
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// Word ids of many paragraphs whose counts have one weight, with a [`BREAK`] at both ends of each stretch.
#[derive(Debug)]
pub(super) struct Stream {
    pub(super) weight: f32,
    pub(super) ids: Vec<WordId>,
}

impl Stream {
    pub(super) fn words(&self) -> u64 {
        self.count(|id| id != COMMA && !is_border(id))
    }

    pub(super) fn unknown_words(&self) -> u64 {
        self.count(|id| id == UNKNOWN)
    }

    fn count(&self, of: impl Fn(WordId) -> bool) -> u64 {
        self.ids.iter().map(|&id| u64::from(of(id))).sum()
    }
}

/// How much more a paragraph counts that resembles the domain.
const DOMAIN_WEIGHT: f32 = 4.0;
/// Mean log-likelihood ratio per word, in nats, from which a paragraph resembles the domain.
const DOMAIN_THRESHOLD: f64 = 0.25;
/// How often the texts of the dictionaries count, which show how offices write.
const WORDING_WEIGHT: f32 = 3.0;
/// How often each phrase of the dictionaries counts as said.
const PHRASE_WEIGHT: f32 = 4.0;
/// Paragraphs that are turned into ids at once.
const BATCH: usize = 20_000;

/// Reads all text, that of the dictionaries (`wording`) included, and counts how its words are cased.
pub(super) fn read(
    files: &[Weighted],
    domain: &[PathBuf],
    wording: &[PathBuf],
    vocabulary: &Vocabulary,
) -> Result<(Vec<Stream>, CaseCounts), TrainError> {
    let mut streams: Vec<Stream> = Vec::new();
    let mut cases = CaseCounts::default();
    let wording_files = wording.iter().map(|path| Weighted {
        path: path.clone(),
        weight: WORDING_WEIGHT,
    });
    for file in files.iter().cloned().chain(wording_files) {
        let mut stream = Stream {
            weight: file.weight,
            ids: vec![BREAK],
        };
        read_file(&file.path, vocabulary, &mut stream.ids, &mut cases)?;
        streams.push(stream);
    }
    let mut phrases = Stream {
        weight: PHRASE_WEIGHT,
        ids: vec![BREAK],
    };
    let mut scratch = String::new();
    for phrase in &vocabulary.phrases {
        let cases = &mut CaseCounts::default();
        paragraph(phrase, vocabulary, &mut scratch, &mut phrases.ids, cases);
    }
    if streams.iter().all(|stream| stream.words() == 0) {
        return Err(TrainError::Nothing {
            what: "the files given with --text hold no words to count".to_owned(),
        });
    }
    if !domain.is_empty() {
        let mut seed = vec![BREAK];
        for path in domain.iter().chain(wording) {
            read_file(path, vocabulary, &mut seed, &mut CaseCounts::default())?;
        }
        streams = split_by_domain(streams, &seed);
    }
    streams.push(phrases);
    Ok((streams, cases))
}

fn read_file(
    path: &Path,
    vocabulary: &Vocabulary,
    ids: &mut Vec<WordId>,
    cases: &mut CaseCounts,
) -> Result<(), TrainError> {
    let mut batch = Vec::with_capacity(BATCH);
    let mut flush = |batch: &mut Vec<String>| {
        let parts: Vec<(Vec<WordId>, CaseCounts)> = batch
            .par_chunks(512)
            .map(|lines| {
                let (mut out, mut cases) = (Vec::new(), CaseCounts::default());
                let mut scratch = String::new();
                for line in lines {
                    paragraph(line, vocabulary, &mut scratch, &mut out, &mut cases);
                }
                (out, cases)
            })
            .collect();
        for (part, counted) in parts {
            ids.extend(part);
            cases.merge(&counted);
        }
        batch.clear();
    };
    each_line(path, |_, line| {
        batch.push(line.to_owned());
        if batch.len() == BATCH {
            flush(&mut batch);
        }
        Ok(())
    })?;
    flush(&mut batch);
    Ok(())
}

/// Appends the ids of one paragraph and the [`BREAK`] after it.
fn paragraph(
    line: &str,
    vocabulary: &Vocabulary,
    scratch: &mut String,
    ids: &mut Vec<WordId>,
    cases: &mut CaseCounts,
) {
    let nfc: String;
    let line = if is_nfc_quick(line.chars()) == IsNormalized::Yes {
        line
    } else {
        nfc = line.nfc().collect();
        &nfc
    };
    let start = ids.len();
    let mut cases = CaseReader::new(cases);
    for word in line.split_whitespace() {
        let inside = core(word);
        let pause = pause(&word[inside.end..]);
        let mut lexical = None;
        if let Some(id) = vocabulary.compound(inside.of(word)) {
            ids.push(id);
        } else {
            let first = ids.len();
            atom_ids(inside.of(word), vocabulary, scratch, ids);
            lexical = (ids.len() == first + 1).then(|| ids[first]);
        }
        cases.add(lexical, word, inside);
        let ends = ids.last().is_some_and(|&id| is_border(id));
        match pause {
            Pause::Comma if inside.is_empty() => {}
            pause if pause.is_border() && ends => {}
            pause => ids.extend(pause_word(pause)),
        }
    }
    if ids.len() > start && ids.last() != Some(&BREAK) {
        ids.push(BREAK);
    }
}

fn atom_ids(core: &str, vocabulary: &Vocabulary, scratch: &mut String, ids: &mut Vec<WordId>) {
    for (kind, span) in atoms(core) {
        match kind {
            AtomKind::Word => ids.push(vocabulary.id(span.of(core), scratch)),
            AtomKind::Number => ids.push(NUMBER),
            AtomKind::Separator => {}
        }
    }
}

/// Divides each stream into the stretches that resemble the seed, which count more, and the others.
///
/// A window of text resembles the domain where its words are on average likelier under the seed's word frequencies than
/// under those of all text (Moore and Lewis, 2010, with unigrams). The windows are cut at breaks.
fn split_by_domain(streams: Vec<Stream>, seed: &[WordId]) -> Vec<Stream> {
    const WINDOW: usize = 60;
    let size = streams
        .iter()
        .flat_map(|s| &s.ids)
        .chain(seed)
        .max()
        .map_or(0, |&id| usize::from(id) + 1);
    let mut all = vec![0.0_f64; size];
    for &id in streams.iter().flat_map(|stream| &stream.ids) {
        all[usize::from(id)] += 1.0;
    }
    let mut inside = vec![0.0_f64; size];
    for &id in seed {
        inside[usize::from(id)] += 1.0;
    }
    let (all_total, inside_total): (f64, f64) = (all.iter().sum(), inside.iter().sum());
    // The seed is small: its frequencies are mixed half and half with those of all text.
    let ratio: Vec<f64> = all
        .iter()
        .zip(&inside)
        .map(|(&a, &s)| {
            if a > 0.0 {
                (0.5 + 0.5 * (s / inside_total) / (a / all_total)).ln()
            } else {
                0.0
            }
        })
        .collect();
    let mut out = Vec::new();
    for stream in streams {
        let mut like = Stream {
            weight: stream.weight * DOMAIN_WEIGHT,
            ids: vec![BREAK],
        };
        let mut other = Stream {
            weight: stream.weight,
            ids: vec![BREAK],
        };
        let mut start = 1;
        let mut score = 0.0;
        for (at, &id) in stream.ids.iter().enumerate().skip(1) {
            score += ratio[usize::from(id)];
            let len = at + 1 - start;
            if id == BREAK && (len >= WINDOW || at + 1 == stream.ids.len()) {
                #[allow(clippy::cast_precision_loss)] // a window has some hundred words
                let target = if score / len as f64 > DOMAIN_THRESHOLD {
                    &mut like
                } else {
                    &mut other
                };
                target.ids.extend_from_slice(&stream.ids[start..=at]);
                start = at + 1;
                score = 0.0;
            }
        }
        out.extend([like, other]);
    }
    out
}
