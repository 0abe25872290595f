//! Aligned words → what the marks after them, and between them, were read as.
//!
//! After a word, marks `t` were read as `r` before a word of the kind `n` with the probability
//! P(t | pause) · P(r | t) · P(n | t): which pause it is (none, a comma, a semicolon, a colon, a border) is the language model's business, and
//! what the next word looks like depends on the true marks alone. Between two words without a blank the marks' share is
//! counted as it is, since the language model hears the same words either way.

use std::collections::{BTreeMap, BTreeSet};

use crate::cost::Cost;
use crate::model::ModelParts;
use crate::model::alphabet::{Alphabet, code, points};
use crate::model::marks::{MAX_MARKS, Next, Place};
use crate::text::hyphen::joins;
use crate::text::token::{AtomKind, Pause, atoms, core, pause};

/// Weighted counts of marks.
#[derive(Debug, Default)]
pub(super) struct MarkCounts {
    /// After words: (at a line's end, true, read).
    tails: BTreeMap<(bool, String, String), f64>,
    /// What follows true marks: (at a line's end, true).
    nexts: BTreeMap<(bool, String), [f64; 4]>,
    /// Alone: (true, read).
    alone: BTreeMap<(String, String), f64>,
    /// Before and between words: (place, read, true).
    others: BTreeMap<(Place, String, String), f64>,
}

/// Weight from which something that was seen is worth a row.
const WORTH_A_ROW: f64 = 2.5;
/// What is added to every count of marks that were read as themselves.
const UNSEEN: f64 = 0.2;

impl MarkCounts {
    pub(super) fn add(&mut self, other: Self) {
        for (key, n) in other.tails {
            *self.tails.entry(key).or_default() += n;
        }
        for (key, counts) in other.nexts {
            let sums = self.nexts.entry(key).or_default();
            sums.iter_mut().zip(counts).for_each(|(sum, n)| *sum += n);
        }
        for (key, n) in other.alone {
            *self.alone.entry(key).or_default() += n;
        }
        for (key, n) in other.others {
            *self.others.entry(key).or_default() += n;
        }
    }

    /// A word read as one word; `next` is the word read after it, where that is known.
    pub(super) fn add_word(
        &mut self,
        truth: &str,
        read: &str,
        next: Option<&str>,
        line_ends: bool,
        weight: f64,
    ) {
        let (t, r) = (core(truth), core(read));
        if t.is_empty() || r.is_empty() {
            return;
        }
        let (tail, read_tail) = (&truth[t.end..], &read[r.end..]);
        *self
            .tails
            .entry((line_ends, tail.to_owned(), read_tail.to_owned()))
            .or_default() += weight;
        if let Some(next) = next {
            self.nexts.entry((line_ends, tail.to_owned())).or_default()[Next::of(next) as usize] +=
                weight;
        }
        let (head, read_head) = (&truth[..t.start], &read[..r.start]);
        if !read_head.is_empty() {
            let place = Place::Head(Next::of(&read[r.start..]));
            *self
                .others
                .entry((place, read_head.to_owned(), head.to_owned()))
                .or_default() += weight;
        }
        let (t, r) = (t.of(truth), r.of(read));
        let (true_gaps, read_gaps) = (gaps(t), gaps(r));
        if true_gaps.len() == read_gaps.len() {
            for (truth, read) in true_gaps.into_iter().zip(read_gaps) {
                self.add_between(truth.words, truth.marks, &read, weight);
            }
        }
    }

    /// Marks that stand alone on both sides, or nothing that was read as such. A word that only marks were left of is not
    /// among them, but says that these are not always specks.
    pub(super) fn add_alone(&mut self, truth: &str, read: &str, weight: f64) {
        if core(read).is_empty() {
            let truth = if core(truth).is_empty() { truth } else { read };
            let key = (truth.to_owned(), read.to_owned());
            *self.alone.entry(key).or_default() += weight;
        }
    }

    /// Two words read as one.
    pub(super) fn add_joined(&mut self, left: &str, right: &str, read: &str, weight: f64) {
        let read = core(read).of(read);
        let (left_core, right_core) = (core(left), core(right));
        let one_word = |text: &str| atoms(text).map(|(kind, _)| kind).eq([AtomKind::Word]);
        let words = [left_core.of(left), right_core.of(right)];
        if let ([gap], true) = (&gaps(read)[..], words.into_iter().all(one_word)) {
            let truth = format!("{} {}", &left[left_core.end..], &right[..right_core.start]);
            self.add_between(words, &truth, gap, weight);
        }
    }

    /// Marks between two words that were read as one. Where people write a hyphen, nobody asks what it was.
    fn add_between(&mut self, [left, right]: [&str; 2], truth: &str, read: &Gap<'_>, weight: f64) {
        if read.marks == "-" && joins(left, right) {
            return;
        }
        let place = Place::Between(Next::of(read.words[1]));
        let key = (place, read.marks.to_owned(), truth.to_owned());
        *self.others.entry(key).or_default() += weight;
    }

    /// Writes the table.
    pub(super) fn write(&self, parts: &mut ModelParts) {
        let mut rows = self.tail_rows();
        rows.extend(self.alone_rows());
        rows.extend(self.other_rows());
        let letters: BTreeSet<char> = rows
            .iter()
            .flat_map(|row| row.read.chars().chain(row.truth.chars()))
            .collect();
        let letters: Vec<char> = letters.into_iter().take(Alphabet::CAPACITY).collect();
        let codes = |marks: &str| -> Option<[u8; MAX_MARKS]> {
            let mut codes = [0; MAX_MARKS];
            let mut slots = codes.iter_mut();
            for c in marks.chars() {
                *slots.next()? = code(&letters, c)?;
            }
            Some(codes)
        };
        let mut table: Vec<_> = rows
            .iter()
            .filter_map(|row| {
                Some((
                    row.place.code(),
                    codes(&row.read)?,
                    row.cost.to_byte(),
                    codes(&row.truth)?,
                ))
            })
            .collect();
        table.sort_unstable();
        parts.mark_rows = table
            .into_iter()
            .flat_map(|(place, read, cost, truth)| [&[place][..], &read, &truth, &[cost]].concat())
            .collect();
        parts.mark_letters = points(&letters);
    }

    fn tail_rows(&self) -> Vec<Row> {
        let mut rows = Vec::new();
        for line_ends in [false, true] {
            let tails = self.tails.iter().filter(|((end, ..), _)| *end == line_ends);
            let tails = tails.map(|((_, truth, read), &n)| (truth.as_str(), read.as_str(), n));
            let pauses = self.pauses(&[line_ends]);
            for (read, truth, share) in shares(tails.collect(), &pauses) {
                for next in Next::ALL {
                    let place = if line_ends {
                        Place::LineEnd(next)
                    } else {
                        Place::Line(next)
                    };
                    let share = share * self.next_share(line_ends, &truth, next);
                    rows.push(Row {
                        place,
                        read: read.clone(),
                        truth: truth.clone(),
                        cost: Cost::of_probability(share),
                    });
                }
            }
        }
        rows
    }

    fn alone_rows(&self) -> impl Iterator<Item = Row> {
        let marks = self.alone.iter();
        let marks = marks.map(|((truth, read), &n)| (truth.as_str(), read.as_str(), n));
        let pauses = self.pauses(&[false, true]);
        let shares = shares(marks.collect(), &pauses).into_iter();
        shares.map(|(read, truth, share)| Row {
            place: Place::Alone,
            read,
            truth,
            cost: Cost::of_probability(share),
        })
    }

    /// How often each pause stands after a word; inside lines, at their ends.
    fn pauses(&self, line_ends: &[bool]) -> BTreeMap<Pause, f64> {
        let mut pauses = BTreeMap::new();
        for ((end, truth, _), n) in &self.tails {
            if line_ends.contains(end) {
                *pauses.entry(pause(truth)).or_default() += n;
            }
        }
        pauses
    }

    /// How often such a word follows these marks; marks that are rare are like all others of their pause.
    fn next_share(&self, line_ends: bool, truth: &str, next: Next) -> f64 {
        const PRIOR: f64 = 5.0;
        let mut all = [1.0; 4];
        for ((end, other), counts) in &self.nexts {
            if *end == line_ends && pause(other) == pause(truth) {
                all.iter_mut().zip(counts).for_each(|(sum, n)| *sum += n);
            }
        }
        let own = self
            .nexts
            .get(&(line_ends, truth.to_owned()))
            .copied()
            .unwrap_or_default();
        let prior = all[next as usize] / all.iter().sum::<f64>();
        (own[next as usize] + PRIOR * prior) / (own.iter().sum::<f64>() + PRIOR)
    }

    fn other_rows(&self) -> Vec<Row> {
        let mut rows = Vec::new();
        let reads: BTreeSet<(Place, &str)> = self
            .others
            .keys()
            .map(|(place, read, _)| (*place, read.as_str()))
            .collect();
        for (place, read) in reads {
            let mut origins: BTreeMap<&str, f64> = self
                .others
                .iter()
                .filter(|((p, r, _), _)| (*p, r.as_str()) == (place, read))
                .map(|((.., truth), &n)| (truth.as_str(), n))
                .collect();
            let total: f64 = origins.values().sum::<f64>() + UNSEEN;
            origins.retain(|_, n| *n >= WORTH_A_ROW);
            if origins.keys().all(|truth| *truth == read) {
                continue;
            }
            *origins.entry(read).or_default() += UNSEEN;
            rows.extend(origins.into_iter().map(|(truth, n)| Row {
                place,
                read: read.to_owned(),
                truth: truth.to_owned(),
                cost: Cost::of_probability(n / total),
            }));
        }
        rows
    }
}

/// What marks were read as (true, read, how often) → what marks that were read may be (read, true, share of their pause).
fn shares(
    counts: Vec<(&str, &str, f64)>,
    pauses: &BTreeMap<Pause, f64>,
) -> Vec<(String, String, f64)> {
    let reads: BTreeSet<&str> = counts
        .iter()
        .filter(|(truth, read, n)| !read.is_empty() && truth != read && *n >= WORTH_A_ROW)
        .map(|(_, read, _)| *read)
        .collect();
    let mut shares = Vec::new();
    for read in reads {
        let mut origins: BTreeMap<&str, f64> = counts
            .iter()
            .filter(|(_, r, n)| *r == read && *n >= WORTH_A_ROW)
            .map(|(truth, _, n)| (*truth, *n))
            .collect();
        *origins.entry(read).or_default() += UNSEEN;
        shares.extend(origins.into_iter().map(|(truth, n)| {
            let all = pauses.get(&pause(truth)).copied().unwrap_or_default();
            (read.to_owned(), truth.to_owned(), n / (all + 1.0))
        }));
    }
    shares
}

struct Row {
    place: Place,
    read: String,
    truth: String,
    cost: Cost,
}

/// Marks between two words without a blank.
struct Gap<'a> {
    marks: &'a str,
    words: [&'a str; 2],
}

/// All of them in what stands between two blanks.
fn gaps(core: &str) -> Vec<Gap<'_>> {
    let all: Vec<_> = atoms(core).collect();
    all.windows(3)
        .filter(|w| {
            w.iter().map(|(kind, _)| *kind).eq([
                AtomKind::Word,
                AtomKind::Separator,
                AtomKind::Word,
            ])
        })
        .map(|w| Gap {
            marks: w[1].1.of(core),
            words: [w[0].1.of(core), w[2].1.of(core)],
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::arrays::U32s;
    use crate::model::marks::Marks;
    use crate::train::align::align;
    use crate::train::pairs::Pair;

    /// What marks may be after learning from lines (true, as read), cheapest first.
    fn origins(place: Place, read: &str) -> Vec<String> {
        let lines = [
            // A comma among words is now and then read as a full stop, never before a capital.
            ("các sở, ban, ngành", "các sở, ban, ngành", 40.0),
            ("các sở, ban, ngành", "các sở. ban, ngành", 4.0),
            ("đến nay. Các sở", "đến nay. Các sở", 40.0),
            // Specks.
            ("hồ sơ của xã", "hồ sơ’ của xã", 4.0),
            ("thuộc lĩnh vực", "thuộc ‘lĩnh vực", 4.0),
            // Dots where there was a blank.
            ("sở trực thuộc tỉnh", "sở trực.thuộc tỉnh", 6.0),
            ("tại mục a.Truyện kể", "tại mục aa.Truyện kể", 6.0),
            // Specks between words.
            ("của các tỉnh", "của . các tỉnh", 6.0),
            ("của các tỉnh", "của các tỉnh .", 6.0),
        ];
        let pairs: Vec<Pair> = lines
            .into_iter()
            .map(|(truth, read, weight)| Pair {
                truth: truth.into(),
                read: read.into(),
                weight,
                page: None,
                next: None,
            })
            .collect();
        let mut parts = ModelParts::default();
        align(&pairs).marks.write(&mut parts);
        let marks = Marks {
            letters: Alphabet(U32s(&parts.mark_letters)),
            rows: &parts.mark_rows,
        };
        let mut origins = Vec::new();
        for (row, _) in marks.origins(place, read) {
            let mut text = String::new();
            marks.write(row, &mut text);
            origins.push(text);
        }
        origins
    }

    #[test]
    fn learns_what_marks_may_have_been() {
        for (place, read, expected) in [
            (Place::Line(Next::Small), ".", [",", "."].as_slice()),
            (Place::Line(Next::Capital), ".", &[".", ","]),
            (Place::Line(Next::Small), "’", &["", "’"]),
            (Place::Head(Next::Small), "‘", &["", "‘"]),
            (Place::Between(Next::Small), ".", &[" ", "."]),
            (Place::Alone, ".", &["", "."]),
            // Never read as anything else, or never seen.
            (Place::Line(Next::Small), ",", &[]),
            (Place::Between(Next::Capital), ".", &[]),
            (Place::LineEnd(Next::Small), "’", &[]),
            (Place::Alone, "’", &[]),
        ] {
            assert_eq!(origins(place, read), expected, "{place:?} {read}");
        }
    }
}
