//! Which token of the output stands for which of the truth.
//!
//! The fewest substituted, missing and extra tokens, as every tool counts them; among the ways to have so few, the one
//! that pairs tokens that look alike, so that what is said about a pair means something.

use super::vocabulary::{TokenId, Vocabulary};

/// One step of an alignment; numbers are places in the two lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// A token of the truth and the one that stands for it, equal or not.
    Pair(usize, usize),
    /// A token of the truth that the output lacks.
    Missing(usize),
    /// A token that the truth lacks.
    Extra(usize),
}

/// The scratch space of alignments.
#[derive(Debug, Default)]
pub(super) struct Aligner {
    costs: Vec<u64>,
    steps: Vec<Step>,
}

/// One wrong token; what is below it is unlikeness.
const WRONG: u64 = 1 << 32;

impl Aligner {
    /// Aligns two lists in time and space of the product of what is left of their lengths when equal ends are taken off.
    pub(super) fn align(
        &mut self,
        vocabulary: &Vocabulary,
        truth: &[TokenId],
        output: &[TokenId],
    ) -> &[Step] {
        self.steps.clear();
        let head = truth.iter().zip(output).take_while(|(t, o)| t == o).count();
        let tail = truth[head..]
            .iter()
            .rev()
            .zip(output[head..].iter().rev())
            .take_while(|(t, o)| t == o)
            .count();
        self.steps.extend((0..head).map(|at| Step::Pair(at, at)));
        self.middle(
            vocabulary,
            &truth[head..truth.len() - tail],
            &output[head..output.len() - tail],
            head,
        );
        let (t, o) = (truth.len() - tail, output.len() - tail);
        self.steps
            .extend((0..tail).map(|at| Step::Pair(t + at, o + at)));
        &self.steps
    }

    fn middle(
        &mut self,
        vocabulary: &Vocabulary,
        truth: &[TokenId],
        output: &[TokenId],
        offset: usize,
    ) {
        if goes_straight(vocabulary, truth, output) {
            let pairs = (0..truth.len()).map(|at| Step::Pair(offset + at, offset + at));
            self.steps.extend(pairs);
            return;
        }
        let width = output.len() + 1;
        self.costs.clear();
        self.costs.resize((truth.len() + 1) * width, 0);
        for j in 1..width {
            self.costs[j] = self.costs[j - 1] + WRONG;
        }
        for (i, &t) in truth.iter().enumerate() {
            let (above, row) = self.costs[i * width..(i + 2) * width].split_at_mut(width);
            row[0] = above[0] + WRONG;
            for (j, &o) in output.iter().enumerate() {
                let pair = above[j] + substitution(vocabulary, t, o);
                row[j + 1] = pair.min(above[j + 1] + WRONG).min(row[j] + WRONG);
            }
        }
        let from = self.steps.len();
        let (mut i, mut j) = (truth.len(), output.len());
        while i > 0 || j > 0 {
            let here = self.costs[i * width + j];
            if i > 0
                && j > 0
                && here
                    == self.costs[(i - 1) * width + j - 1]
                        + substitution(vocabulary, truth[i - 1], output[j - 1])
            {
                (i, j) = (i - 1, j - 1);
                self.steps.push(Step::Pair(offset + i, offset + j));
            } else if i > 0 && here == self.costs[(i - 1) * width + j] + WRONG {
                i -= 1;
                self.steps.push(Step::Missing(offset + i));
            } else {
                j -= 1;
                self.steps.push(Step::Extra(offset + j));
            }
        }
        self.steps[from..].reverse();
    }
}

/// True where pairing the lists one by one is best and there is no other way as good: they are of one length, and no token
/// of the one has its like at another place of the other.
fn goes_straight(vocabulary: &Vocabulary, truth: &[TokenId], output: &[TokenId]) -> bool {
    truth.len() == output.len()
        && (truth.len() <= 1
            || truth.iter().enumerate().all(|(i, t)| {
                !vocabulary.is_unknowable(*t)
                    && !output[..i].contains(t)
                    && !output[i + 1..].contains(t)
            }))
}

/// What it costs to let one token stand for another; anything stands for what is unknowable.
fn substitution(vocabulary: &Vocabulary, truth: TokenId, output: TokenId) -> u64 {
    if truth == output || vocabulary.is_unknowable(truth) {
        0
    } else {
        WRONG + u64::from(vocabulary.unlikeness(truth, output))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluate::fold::Folding;

    /// The alignment as `truth:output` for each step, `=` for equal ones.
    fn aligned(truth: &str, output: &str) -> String {
        let mut vocabulary = Vocabulary::new(Folding::Spelling);
        let mut ids = |text: &str| -> Vec<TokenId> {
            text.split_whitespace().map(|t| vocabulary.id(t)).collect()
        };
        let (t, o) = (ids(truth), ids(output));
        let mut aligner = Aligner::default();
        let name = |id: TokenId| vocabulary.text(id).to_owned();
        let steps = aligner.align(&vocabulary, &t, &o).iter();
        let shown: Vec<String> = steps
            .map(|step| match *step {
                Step::Pair(i, j) if t[i] == o[j] => "=".to_owned(),
                Step::Pair(i, j) => format!("{}:{}", name(t[i]), name(o[j])),
                Step::Missing(i) => format!("{}:", name(t[i])),
                Step::Extra(j) => format!(":{}", name(o[j])),
            })
            .collect();
        shown.join(" ")
    }

    #[test]
    fn pairs_tokens_that_look_alike() {
        for (truth, output, expected) in [
            ("thủ tục hành chính", "thủ tục hành chính", "= = = ="),
            ("thủ tục hành chính", "thú tục hành", "thủ:thú = = chính:"),
            // Two ways cost two: the one that keeps `hanh` with `hành` is taken.
            ("thủ tục hành chính", "tục hanh", "thủ: = hành:hanh chính:"),
            (
                "cải cách hành chính",
                "cai hanh chinh",
                "cải:cai cách: hành:hanh chính:chinh",
            ),
            ("và các sở và", "cac so va", "và: các:cac sở:so và:va"),
            ("a b", "x a b", ":x = ="),
            ("ngày □ tháng", "ngày 1 9 tháng", "= :1 □:9 ="),
            ("", "x", ":x"),
            ("", "", ""),
        ] {
            assert_eq!(aligned(truth, output), expected, "{truth} / {output}");
        }
    }
}
