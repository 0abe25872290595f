//! Pages that training did not see → the weights that make confidences true.
//!
//! One in twelve of the documents among the pairs is kept back, the model learned from the others restores them, and a logistic
//! regression is fitted to whether each word came out right (Platt, 1999, with more than one trait).

use rayon::prelude::*;
use unicode_normalization::UnicodeNormalization;

use super::pairs::Pair;
use crate::model::Model;
use crate::restore::Restorer;
use crate::restore::confidence::{TRAITS, Traits, logistic};
use crate::text::tone::normalize_tone_place;

/// One document in so many is kept back.
const KEPT_BACK: usize = 12;
/// Words below which weights would be guesses.
const LEAST_WORDS: usize = 5_000;
const ROUNDS: usize = 25;
/// Keeps weights of traits that hardly ever differ from running away.
const RIDGE: f64 = 1.0;

/// True for a pair that the weights are fitted to.
pub(super) fn is_kept_back(pair: &Pair) -> bool {
    pair.page
        .is_some_and(|page| page.document % KEPT_BACK == KEPT_BACK / 2)
}

/// A word's traits, and whether it came out right.
type Case = (Traits, bool);

/// Weights fitted to what `model` makes of pages; none where there are too few words.
pub(super) fn fit(model: &Model, pages: &[Pair]) -> Vec<f32> {
    let restorer = Restorer::new(model).keep_traits();
    let cases: Vec<Vec<Case>> = pages
        .par_chunk_by(|a, b| a.page == b.page)
        .map(|page| judge(&restorer, page))
        .collect();
    let cases: Vec<Case> = cases.into_iter().flatten().collect();
    if cases.len() < LEAST_WORDS {
        return Vec::new();
    }
    regress(&cases).to_vec()
}

/// Restores a page and looks at every word.
fn judge(restorer: &Restorer<'_>, page: &[Pair]) -> Vec<Case> {
    let lines: Vec<&str> = page.iter().map(|pair| pair.read.as_str()).collect();
    let (restored, traits) = restorer.worker().restore_with_traits(&lines.join("\n"));
    let mut words = restored.tokens.iter().zip(&traits).peekable();
    let mut cases = Vec::with_capacity(traits.len());
    let mut end = 0;
    for (pair, line) in page.iter().zip(restored.text.split('\n')) {
        end += line.len() + 1;
        let mut written = Vec::new();
        while let Some((token, traits)) = words.next_if(|(token, _)| token.span.start < end) {
            written.push((folded(token.span.of(&restored.text)), traits));
        }
        let truth: Vec<String> = pair.truth.split_whitespace().map(folded).collect();
        let right = common(&truth, &written);
        cases.extend(
            written
                .iter()
                .zip(right)
                .map(|((_, traits), right)| (**traits, right)),
        );
    }
    cases
}

/// What spellings of a word count as one.
fn folded(word: &str) -> String {
    let composed: String = word
        .nfc()
        .map(|c| match c {
            '“' | '”' | '„' => '"',
            '‘' | '’' => '\'',
            '–' | '—' => '-',
            c => c,
        })
        .collect();
    normalize_tone_place(&composed).into_owned()
}

/// Which of the written words belong to the longest common subsequence with the truth.
fn common(truth: &[String], written: &[(String, &Traits)]) -> Vec<bool> {
    let width = written.len() + 1;
    let mut lengths = vec![0_usize; (truth.len() + 1) * width];
    for i in (0..truth.len()).rev() {
        for j in (0..written.len()).rev() {
            lengths[i * width + j] = if truth[i] == written[j].0 {
                lengths[(i + 1) * width + j + 1] + 1
            } else {
                lengths[(i + 1) * width + j].max(lengths[i * width + j + 1])
            };
        }
    }
    let mut right = vec![false; written.len()];
    let (mut i, mut j) = (0, 0);
    while i < truth.len() && j < written.len() {
        if truth[i] == written[j].0 {
            right[j] = true;
            (i, j) = (i + 1, j + 1);
        } else if lengths[(i + 1) * width + j] >= lengths[i * width + j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    right
}

/// Logistic regression by Newton's method, with shorter steps where a whole one leads too far.
fn regress(cases: &[Case]) -> Traits {
    let mut weights = [0.0_f32; TRAITS];
    let mut likelihood = log_likelihood(cases, &weights);
    for _ in 0..ROUNDS {
        let mut gradient = [0.0_f64; TRAITS];
        let mut curvature = [[0.0_f64; TRAITS]; TRAITS];
        for (traits, right) in cases {
            let p = f64::from(logistic(&weights, traits));
            let miss = f64::from(u8::from(*right)) - p;
            for (i, a) in traits.iter().enumerate() {
                gradient[i] += miss * f64::from(*a);
                for (j, b) in traits.iter().enumerate() {
                    curvature[i][j] += p * (1.0 - p) * f64::from(*a) * f64::from(*b);
                }
            }
        }
        for (i, weight) in weights.iter().enumerate() {
            gradient[i] -= RIDGE * f64::from(*weight);
            curvature[i][i] += RIDGE;
        }
        let step = solve(curvature, gradient);
        let mut length = 1.0;
        let better = loop {
            #[allow(clippy::cast_possible_truncation)] // weights are stored as f32
            let next = std::array::from_fn(|i| weights[i] + (length * step[i]) as f32);
            let found = log_likelihood(cases, &next);
            if found > likelihood {
                break Some((next, found));
            }
            length /= 2.0;
            if length < 1e-3 {
                break None;
            }
        };
        match better {
            Some(better) => (weights, likelihood) = better,
            None => break,
        }
    }
    weights
}

/// How well weights explain the cases, with the ridge.
fn log_likelihood(cases: &[Case], weights: &Traits) -> f64 {
    let ridge: f64 = weights.iter().map(|w| f64::from(*w).powi(2)).sum();
    let explained: f64 = cases
        .iter()
        .map(|(traits, right)| {
            let p = f64::from(logistic(weights, traits));
            (if *right { p } else { 1.0 - p }).max(1e-12).ln()
        })
        .sum();
    explained - RIDGE * ridge / 2.0
}

/// Solves a symmetric positive definite system by elimination.
fn solve(mut a: [[f64; TRAITS]; TRAITS], mut b: [f64; TRAITS]) -> [f64; TRAITS] {
    for i in 0..TRAITS {
        let pivot = a[i];
        for j in i + 1..TRAITS {
            let factor = a[j][i] / pivot[i];
            a[j].iter_mut()
                .zip(pivot)
                .for_each(|(to, from)| *to -= factor * from);
            b[j] -= factor * b[i];
        }
    }
    for i in (0..TRAITS).rev() {
        let known: f64 = (i + 1..TRAITS).map(|k| a[i][k] * b[k]).sum();
        b[i] = (b[i] - known) / a[i][i];
    }
    b
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_words_that_are_right() {
        let traits = [0.0; TRAITS];
        let words = |line: &str| line.split(' ').map(str::to_owned).collect::<Vec<_>>();
        for (truth, written, expected) in [
            (
                "thủ tục hành chính",
                "thủ tực hành chính",
                [true, false, true, true],
            ),
            (
                "thủ tục hành chính",
                "thủ tục . hành",
                [true, true, false, true],
            ),
        ] {
            let written: Vec<_> = words(written)
                .into_iter()
                .map(|word| (word, &traits))
                .collect();
            assert_eq!(common(&words(truth), &written), expected);
        }
    }

    #[test]
    fn fits_what_the_cases_say() {
        // Of words with the trait one in two is right, of the others nine in ten.
        let case = |flag: f32, right| {
            let mut traits = [0.0; TRAITS];
            (traits[0], traits[5]) = (1.0, flag);
            (traits, right)
        };
        let cases: Vec<Case> = (0..2_000)
            .map(|n| {
                case(
                    f32::from(u8::from(n % 2 == 0)),
                    if n % 2 == 0 { n % 4 == 0 } else { n % 20 != 1 },
                )
            })
            .collect();
        let weights = regress(&cases);
        let p = |flag| logistic(&weights, &case(flag, true).0);
        assert!((p(1.0) - 0.5).abs() < 0.01, "{}", p(1.0));
        assert!((p(0.0) - 0.9).abs() < 0.01, "{}", p(0.0));
    }
}
