//! Which character of a wrong token stands for which of the true one.

use super::classes::{Letter, mistakes};

/// A character of the truth and what stands for it; nothing on one side is missing or extra.
pub(super) type LetterPair = (Option<char>, Option<char>);

/// Aligns two short strings so that letters of one base stand for one another wherever that is possible.
pub(super) fn align_letters(truth: &str, output: &str) -> Vec<LetterPair> {
    let apart = |text: &str| -> Vec<Apart> { text.chars().map(|c| (c, Letter::of(c))).collect() };
    let (truth, output) = (apart(truth), apart(output));
    let width = output.len() + 1;
    let mut costs = vec![0_u32; (truth.len() + 1) * width];
    for j in 1..width {
        costs[j] = costs[j - 1] + GAP;
    }
    for i in 1..=truth.len() {
        costs[i * width] = costs[(i - 1) * width] + GAP;
        for j in 1..width {
            costs[i * width + j] = (costs[(i - 1) * width + j - 1]
                + substitution(truth[i - 1], output[j - 1]))
            .min(costs[(i - 1) * width + j] + GAP)
            .min(costs[i * width + j - 1] + GAP);
        }
    }
    let (mut i, mut j) = (truth.len(), output.len());
    let mut pairs = Vec::with_capacity(truth.len().max(output.len()));
    while i > 0 || j > 0 {
        let here = costs[i * width + j];
        if i > 0
            && j > 0
            && here == costs[(i - 1) * width + j - 1] + substitution(truth[i - 1], output[j - 1])
        {
            (i, j) = (i - 1, j - 1);
            pairs.push((Some(truth[i].0), Some(output[j].0)));
        } else if i > 0 && here == costs[(i - 1) * width + j] + GAP {
            i -= 1;
            pairs.push((Some(truth[i].0), None));
        } else {
            j -= 1;
            pairs.push((None, Some(output[j].0)));
        }
    }
    pairs.reverse();
    pairs
}

/// Number of pairs that differ, which says how far two strings are from one another.
pub(super) fn unlike_letters(truth: &str, output: &str) -> usize {
    align_letters(truth, output)
        .into_iter()
        .filter(|&(t, o)| mistakes(t, o).0 != 0)
        .count()
}

const GAP: u32 = 4;

/// A character, and its parts where it is a letter.
type Apart = (char, Option<Letter>);

/// Less for letters of one base, more for a letter and a sign, and never a blank for anything else.
fn substitution(truth: Apart, output: Apart) -> u32 {
    if truth.0 == output.0 {
        return 0;
    }
    if truth.0 == ' ' || output.0 == ' ' {
        return 3 * GAP;
    }
    match (truth.1, output.1) {
        (Some(t), Some(o)) if t.base == o.base => 1,
        (Some(_), Some(_)) | (None, None) => 5,
        _ => 6,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_of_one_base_find_one_another() {
        for (truth, output, expected) in [
            ("hành", "hanh", "h:h à:a n:n h:h"),
            ("số", "s6", "s:s ố:6"),
            ("chính", "chỉnb", "c:c h:h í:ỉ n:n h:b"),
            (
                "hành chính",
                "hanhchinh",
                "h:h à:a n:n h:h  : c:c h:h í:i n:n h:h",
            ),
            ("tiễn", "tién", "t:t i:i ễ:é n:n"),
            ("của", "cla", "c:c ủ:l a:a"),
            ("m", "rn", ":r m:n"),
        ] {
            let shown: Vec<String> = align_letters(truth, output)
                .into_iter()
                .map(|(t, o)| {
                    let one = |c: Option<char>| c.map_or(String::new(), String::from);
                    format!("{}:{}", one(t), one(o))
                })
                .collect();
            assert_eq!(shown.join(" "), expected, "{truth} → {output}");
        }
    }
}
