//! Error rates of restored text against the truth, line by line.
//!
//! Syllables are whitespace tokens, characters are those of the tokens joined by single blanks. Both sides are folded
//! first: NFC, one tone placement (`hoà` = `hòa`), straight quotes, one dash, and the spellings that no scan can tell
//! apart in use (`hàng năm` = `hằng năm`, `kì` = `kỳ`, `lí` = `lý`). A truth token with [`UNKNOWABLE`] in it counts
//! neither way.

use std::ops::AddAssign;

use unicode_normalization::UnicodeNormalization;

use crate::text::tone::normalize_tone_place;

/// Marks what the printed page does not tell (□).
pub const UNKNOWABLE: char = '□';

/// Errors and what they are out of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rates {
    /// Substituted, missing and extra syllables.
    pub syllable_errors: usize,
    /// Syllables of the truth.
    pub syllables: usize,
    /// Substituted, missing and extra characters.
    pub character_errors: usize,
    /// Characters of the truth.
    pub characters: usize,
}

impl Rates {
    /// Syllable error rate, 0 to 1 (above 1 where there are more errors than syllables).
    #[must_use]
    pub fn syllable_error_rate(&self) -> f64 {
        share(self.syllable_errors, self.syllables)
    }

    /// Character error rate.
    #[must_use]
    pub fn character_error_rate(&self) -> f64 {
        share(self.character_errors, self.characters)
    }
}

#[allow(clippy::cast_precision_loss)] // counts of one evaluation
fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 {
        0.0
    } else {
        part as f64 / whole as f64
    }
}

impl AddAssign for Rates {
    fn add_assign(&mut self, other: Self) {
        self.syllable_errors += other.syllable_errors;
        self.syllables += other.syllables;
        self.character_errors += other.character_errors;
        self.characters += other.characters;
    }
}

/// A difference between truth and output; an empty side means missing or extra.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Token of the truth.
    pub truth: String,
    /// Token of the output.
    pub output: String,
}

/// Rates of a text of the same number of lines as its truth; missing lines count as empty.
#[must_use]
pub fn rates(truth: &str, output: &str) -> Rates {
    let mut total = Rates::default();
    each_line(truth, output, |truth, output| {
        total += line_rates(truth, output).0
    });
    total
}

/// Every differing token, line by line.
#[must_use]
pub fn differences(truth: &str, output: &str) -> Vec<(usize, Difference)> {
    let mut found = Vec::new();
    let mut number = 0;
    each_line(truth, output, |truth, output| {
        number += 1;
        found.extend(
            line_rates(truth, output)
                .1
                .into_iter()
                .map(|difference| (number, difference)),
        );
    });
    found
}

fn each_line(truth: &str, output: &str, mut see: impl FnMut(&str, &str)) {
    let (mut truth, mut output) = (truth.split('\n'), output.split('\n'));
    loop {
        match (truth.next(), output.next()) {
            (None, None) => return,
            (t, o) => see(t.unwrap_or_default(), o.unwrap_or_default()),
        }
    }
}

fn line_rates(truth: &str, output: &str) -> (Rates, Vec<Difference>) {
    let truth = folded_tokens(truth);
    let output = folded_tokens(output);
    let pairs = align(&truth, &output);
    let mut rates = Rates::default();
    let mut differences = Vec::new();
    let (mut known_truth, mut known_output) = (String::new(), String::new());
    let known = |token: &str| !token.contains(UNKNOWABLE);
    let has_unknowable = truth.iter().any(|token| !known(token));
    for (t, o) in pairs {
        let (t, o) = (t.map_or("", |t| &truth[t]), o.map_or("", |o| &output[o]));
        // Beside something unknowable, extra output is its reading.
        if !known(t) || (t.is_empty() && has_unknowable) {
            continue;
        }
        for (token, line) in [(t, &mut known_truth), (o, &mut known_output)] {
            if !line.is_empty() && !token.is_empty() {
                line.push(' ');
            }
            line.push_str(token);
        }
        rates.syllables += usize::from(!t.is_empty());
        if t != o {
            rates.syllable_errors += 1;
            differences.push(Difference {
                truth: t.to_owned(),
                output: o.to_owned(),
            });
        }
    }
    rates.characters = known_truth.chars().count();
    if known_truth != known_output {
        rates.character_errors = strsim::levenshtein(&known_truth, &known_output);
    }
    (rates, differences)
}

fn folded_tokens(line: &str) -> Vec<String> {
    line.split_whitespace().map(fold_token).collect()
}

fn fold_token(token: &str) -> String {
    let composed: String = token
        .nfc()
        .map(|c| match c {
            '“' | '”' | '„' | '«' | '»' => '"',
            '‘' | '’' | '´' | '`' => '\'',
            '–' | '—' | '−' | '‐' | '‑' => '-',
            c => c,
        })
        .collect();
    let mut folded = normalize_tone_place(&composed).into_owned();
    for (from, to) in [
        ("hằng", "hàng"),
        ("Hằng", "Hàng"),
        ("HẰNG", "HÀNG"),
        ("kì", "kỳ"),
        ("Kì", "Kỳ"),
        ("KÌ", "KỲ"),
        ("lí", "lý"),
        ("Lí", "Lý"),
        ("LÍ", "LÝ"),
    ] {
        if folded.trim_matches(|c: char| !c.is_alphanumeric()) == from {
            folded = folded.replace(from, to);
        }
    }
    folded
}

/// The cheapest alignment of two token lists; an unknowable truth token goes with anything for nothing.
fn align(truth: &[String], output: &[String]) -> Vec<(Option<usize>, Option<usize>)> {
    let width = output.len() + 1;
    let mut costs = vec![0_usize; (truth.len() + 1) * width];
    for i in 0..=truth.len() {
        for j in 0..=output.len() {
            let mut best = if i == 0 && j == 0 { 0 } else { usize::MAX };
            if i > 0 {
                best = best.min(costs[(i - 1) * width + j] + 1);
            }
            if j > 0 {
                best = best.min(costs[i * width + j - 1] + 1);
            }
            if i > 0 && j > 0 {
                best = best.min(
                    costs[(i - 1) * width + j - 1] + substitution(&truth[i - 1], &output[j - 1]),
                );
            }
            costs[i * width + j] = best;
        }
    }
    let (mut i, mut j) = (truth.len(), output.len());
    let mut pairs = Vec::new();
    while i > 0 || j > 0 {
        let here = costs[i * width + j];
        if i > 0
            && j > 0
            && here == costs[(i - 1) * width + j - 1] + substitution(&truth[i - 1], &output[j - 1])
        {
            (i, j) = (i - 1, j - 1);
            pairs.push((Some(i), Some(j)));
        } else if i > 0 && here == costs[(i - 1) * width + j] + 1 {
            i -= 1;
            pairs.push((Some(i), None));
        } else {
            j -= 1;
            pairs.push((None, Some(j)));
        }
    }
    pairs.reverse();
    pairs
}

fn substitution(truth: &str, output: &str) -> usize {
    usize::from(truth != output && !truth.contains(UNKNOWABLE))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn errors(truth: &str, output: &str) -> (usize, usize) {
        let rates = rates(truth, output);
        (rates.syllable_errors, rates.syllables)
    }

    #[test]
    fn counts_substituted_missing_and_extra_syllables() {
        assert_eq!(errors("thủ tục hành chính", "thủ tục hành chính"), (0, 4));
        assert_eq!(errors("thủ tục hành chính", "thú tục hành"), (2, 4));
        assert_eq!(
            errors("thủ tục\nhành chính", "thủ tục ơ\nhành chính"),
            (1, 4)
        );
    }

    #[test]
    fn folds_what_cannot_be_told_apart() {
        assert_eq!(
            errors("hoà “hằng” lí – kì thuỷ", "hòa \"hàng\" lý - kỳ thủy"),
            (0, 6)
        );
        assert_eq!(errors("thủ", "thu\u{309}"), (0, 1));
    }

    #[test]
    fn unknowable_tokens_count_neither_way() {
        assert_eq!(errors("ngày □ tháng 02", "ngày ?9 tháng 02"), (0, 3));
        assert_eq!(errors("(B/c); □ □", "(B/c); VA 2 x"), (0, 1));
    }

    #[test]
    fn character_rate_counts_characters() {
        let rates = rates("thủ tục", "thu tục");
        assert_eq!((rates.character_errors, rates.characters), (1, 7));
    }
}
