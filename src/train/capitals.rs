//! How often each word has a capital where no sentence begins: names nearly always, most words never.

use super::lexicon::Order;
use crate::model::ModelParts;
use crate::model::capitals::{Before, Capitals, Neighbours};
use crate::model::lexicon::WordId;
use crate::span::Span;
use crate::text::case::Case;

/// How often a word was seen in small letters, and with a capital.
type Count = [u32; 2];

/// How often a word was seen so: in all, and by its neighbours.
#[derive(Clone, Copy, Debug, Default)]
struct Seen {
    all: Count,
    between: [Count; Neighbours::COUNT],
}

/// What was seen of each word, by its number in the vocabulary.
#[derive(Debug, Default)]
pub(super) struct CaseCounts(Vec<Seen>);

/// What a word that was never seen counts as having been seen.
const PRIOR: [f64; 2] = [3.0, 0.6];
/// How often a word must have been seen between neighbours of one kind to count as much as what it does elsewhere.
const ELSEWHERE: f64 = 5.0;

impl CaseCounts {
    /// Counts a word as it is written.
    fn add(&mut self, word: WordId, written: &str, neighbours: Option<Neighbours>) {
        let capital = match Case::of(written) {
            Case::Lower => false,
            Case::Title => true,
            Case::Upper | Case::Exact => return,
        };
        let mut one = Seen::default();
        one.all[usize::from(capital)] = 1;
        if let Some(neighbours) = neighbours {
            one.between[neighbours.index()] = one.all;
        }
        let word = usize::from(word);
        if word >= self.0.len() {
            self.0.resize(word + 1, Seen::default());
        }
        self.0[word].add(&one);
    }

    /// Adds what others counted.
    pub(super) fn merge(&mut self, others: &Self) {
        if others.0.len() > self.0.len() {
            self.0.resize(others.0.len(), Seen::default());
        }
        for (seen, others) in self.0.iter_mut().zip(&others.0) {
            seen.add(others);
        }
    }

    pub(super) fn write(&self, order: &Order, parts: &mut ModelParts) {
        let mut words = vec![Seen::default(); order.len()];
        for (word, seen) in (0..).zip(&self.0) {
            words[usize::from(order.number(word))] = *seen;
        }
        let total = words.iter().fold(Seen::default(), |mut sum, seen| {
            sum.add(seen);
            sum
        });
        let odds = |[small, capital]: Count, prior: [f64; 2]| {
            (f64::from(capital) + prior[1]) / (f64::from(small) + prior[0])
        };
        // How much more a capital is worth between such neighbours than anywhere, over all words.
        let shifts = total
            .between
            .map(|count| odds(count, PRIOR) / odds(total.all, PRIOR));
        for seen in &words {
            let all = odds(seen.all, PRIOR);
            parts.capitals.push(Capitals::byte(all));
            for (&count, shift) in seen.between.iter().zip(shifts) {
                let elsewhere = all * shift;
                let share = ELSEWHERE / (1.0 + elsewhere);
                let own = odds(count, [share, share * elsewhere]);
                parts.capitals_between.push(Capitals::byte(own));
            }
        }
    }
}

impl Seen {
    fn add(&mut self, other: &Self) {
        let counts = std::iter::once(&mut self.all).chain(&mut self.between);
        let others = std::iter::once(&other.all).chain(&other.between);
        for (count, other) in counts.flatten().zip(others.flatten()) {
            *count = count.saturating_add(*other);
        }
    }
}

/// Counts the words of a paragraph, one after the other.
#[derive(Debug)]
pub(super) struct CaseReader<'c, 't> {
    counts: &'c mut CaseCounts,
    /// A word whose next neighbour is not known yet, and whether the one before has a capital, if that tells.
    waiting: Option<(WordId, &'t str, Option<bool>)>,
    before: Before,
}

impl<'c, 't> CaseReader<'c, 't> {
    pub(super) fn new(counts: &'c mut CaseCounts) -> Self {
        Self {
            counts,
            waiting: None,
            before: Before::default(),
        }
    }

    /// Takes what is written between two blanks, and where its core is: `word`, if it is one of the lexicon.
    pub(super) fn add(&mut self, word: Option<WordId>, written: &'t str, core: Span) {
        self.before.marks(&written[..core.start]);
        if !core.is_empty() {
            let capital = core.of(written).starts_with(char::is_uppercase);
            self.tell(self.before.leans() && capital);
            if let (Some(word), Some(before)) = (word, self.before.word()) {
                self.waiting = Some((word, core.of(written), before));
            }
            self.before.add(capital);
        }
        self.before.marks(&written[core.end..]);
    }

    /// Counts the word that waits.
    fn tell(&mut self, after: bool) {
        if let Some((word, written, before)) = self.waiting.take() {
            let neighbours = before.map(|before| Neighbours { before, after });
            self.counts.add(word, written, neighbours);
        }
    }
}

impl Drop for CaseReader<'_, '_> {
    fn drop(&mut self) {
        self.tell(false);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::token::core;

    /// What was seen of one word, given as the only one of the lexicon, in a line.
    fn seen(word: &str, line: &str) -> Seen {
        let mut counts = CaseCounts::default();
        let mut reader = CaseReader::new(&mut counts);
        for written in line.split(' ') {
            let inside = core(written);
            let known = inside.of(written).to_lowercase() == word;
            reader.add(known.then_some(0), written, inside);
        }
        drop(reader);
        counts.0.first().copied().unwrap_or_default()
    }

    #[test]
    fn words_are_counted_where_their_case_tells() {
        let [lower, before, after, both] =
            [(false, false), (true, false), (false, true), (true, true)]
                .map(|(before, after)| Some(Neighbours { before, after }));
        for (word, line, capital, neighbours) in [
            ("khai", "người kê khai thuế", false, lower),
            ("khai", "ông Nguyễn Văn Khai đã nộp", true, before),
            ("văn", "ông Nguyễn Văn Khai đã nộp", true, both),
            ("sở", "theo Sở Tài chính", true, None), // behind the first word
            ("sở", "báo cáo Sở Tài chính", true, after),
            ("sở", "báo cáo, Sở đề nghị", true, lower),
        ] {
            let Seen { all, between } = seen(word, line);
            assert_eq!(all, if capital { [0, 1] } else { [1, 0] }, "{line}");
            let mut expected = [[0, 0]; Neighbours::COUNT];
            if let Some(neighbours) = neighbours {
                expected[neighbours.index()] = all;
            }
            assert_eq!(between, expected, "{line}");
        }
        for free in [
            "Khai thuế",
            "a) Khai thuế",
            "nộp. Khai thuế",
            "nộp – Khai thuế",
            "nộp “Khai thuế”",
        ] {
            assert_eq!(
                seen("khai", free).all,
                [0, 0],
                "{free}: anybody begins here with a capital"
            );
        }
    }
}
