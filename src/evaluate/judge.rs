//! One document judged: the truth, and what one system makes of it.
//!
//! Linear in the texts for lines of bounded length. Everything that needs a look at letters is done once for each
//! different confusion at the end, not at every place.

use std::ops::Range;

use rapidfuzz::distance::levenshtein;
use rustc_hash::FxHashMap;

use super::align::{Aligner, Step};
use super::calibration::Ranking;
use super::classes::{Class, Classes, chances, mistakes};
use super::confusion::{Confusion, Matrices};
use super::counts::{Counts, Part};
use super::facts::{Role, each_fact};
use super::letters::{align_letters, unlike_letters};
use super::tokens::{Tokens, stretches};
use super::vocabulary::{BLANK, TokenId, Vocabulary};

/// No token.
const NONE: TokenId = TokenId::MAX;
/// Tokens that a confusion can have on each side.
const MOST: usize = 3;

/// A confusion of up to three tokens for up to three.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Key {
    truth: [TokenId; MOST],
    output: [TokenId; MOST],
}

/// A place where truth and output differ: places of tokens, and what is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mark {
    pub(super) truth: Range<usize>,
    pub(super) output: Range<usize>,
    pub(super) classes: Classes,
}

/// A token of the truth that the output has wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// Line of the truth, from 1.
    pub line: usize,
    /// Place in the line, in tokens from 1.
    pub place: usize,
    /// The token, and the one that stands for it; empty unless asked for.
    pub words: (Box<str>, Box<str>),
}

/// What was found out about one system's output.
#[derive(Debug, Default)]
pub(super) struct Judged {
    pub(super) counts: Counts,
    pub(super) ranking: Ranking,
    pub(super) matrices: Matrices,
    /// Most frequent first; `first` has the document number 0.
    pub(super) confusions: Vec<Confusion>,
    /// For each token of the truth the token that stands for it, or none.
    pub(super) aligned: Vec<TokenId>,
    /// Tokens of the truth that are wrong.
    pub(super) wrong: Vec<Wrong>,
    /// Where to look, if that was asked for.
    pub(super) marks: Vec<Mark>,
    /// For each line of the truth its first token in the output; empty unless marks were asked for.
    pub(super) rows: Vec<usize>,
}

/// What to find out beside the counts.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Asked {
    /// Texts whose lines correspond are compared line by line.
    pub(super) line_by_line: bool,
    /// Wrong places to be noted, at most.
    pub(super) most_wrong: usize,
    /// Wrong places are noted with their words.
    pub(super) words: bool,
    /// Different confusions to be told, at most.
    pub(super) most_confusions: usize,
    pub(super) marks: bool,
}

/// Judges `output`. `scan` is what was found out about the scan, where the output was made from it.
pub(super) fn judge(
    vocabulary: &Vocabulary,
    truth: &Tokens,
    output: &Tokens,
    scan: Option<&Judged>,
    asked: Asked,
) -> Judged {
    let mut judge = Judge {
        vocabulary,
        truth,
        output,
        asked,
        judged: Judged {
            aligned: vec![NONE; truth.ids.len()],
            ..Judged::default()
        },
        seen: FxHashMap::default(),
        occurrences: vec![[0; 2]; vocabulary.len()],
        line: Line::default(),
        places: Vec::new(),
        before: Vec::new(),
    };
    let mut aligner = Aligner::default();
    for (t, o) in stretches(vocabulary, truth, output, asked.line_by_line) {
        let steps = aligner.align(vocabulary, &truth.ids[t.clone()], &output.ids[o.clone()]);
        judge.stretch(steps, t, o);
    }
    judge.finish(scan)
}

struct Judge<'a> {
    vocabulary: &'a Vocabulary,
    truth: &'a Tokens,
    output: &'a Tokens,
    asked: Asked,
    judged: Judged,
    /// How often each confusion was seen, and on which line first.
    seen: FxHashMap<Key, (u64, usize)>,
    /// How often each token of the vocabulary stands in the truth, and how often it is right.
    occurrences: Vec<[u64; 2]>,
    line: Line,
    /// Where each mark's confusion is; only where marks are asked for.
    places: Vec<(Key, Range<usize>, Range<usize>)>,
    /// For each token of the truth the output's tokens before it; only where rows are asked for and not known.
    before: Vec<usize>,
}

/// Scratch: what is known of both sides of a stretch, as characters and as words.
#[derive(Debug, Default)]
struct Line {
    characters: [Vec<u32>; 2],
    words: [Vec<u32>; 2],
    /// Steps at which something is wrong, as places in the whole texts.
    groups: Vec<(Range<usize>, Range<usize>)>,
}

impl Judge<'_> {
    fn stretch(&mut self, steps: &[Step], t: Range<usize>, o: Range<usize>) {
        let unknowable = |id: TokenId| self.vocabulary.is_unknowable(id);
        let truth_ids = &self.truth.ids[t.clone()];
        let has_unknowable = truth_ids.iter().any(|&id| unknowable(id));
        let is_right = truth_ids == &self.output.ids[o.clone()];
        let mut line = std::mem::take(&mut self.line);
        line.clear();
        let mut known = 0_u64;
        let (mut next_t, mut next_o) = (t.start, o.start);
        for &step in steps {
            let (truth, output) = match step {
                Step::Pair(i, j) => (t.start + i..t.start + i + 1, o.start + j..o.start + j + 1),
                Step::Missing(i) => (t.start + i..t.start + i + 1, next_o..next_o),
                Step::Extra(j) => (next_t..next_t, o.start + j..o.start + j + 1),
            };
            if self.asked.marks && !self.asked.line_by_line && !truth.is_empty() {
                self.before.push(output.start);
            }
            (next_t, next_o) = (truth.end, output.end);
            let truth_id = self.truth.ids[truth.clone()].first().copied();
            let output_id = self.output.ids[output.clone()].first().copied();
            // Beside something unknowable, extra output is its reading.
            if truth_id.map_or(has_unknowable, unknowable) {
                continue;
            }
            self.count(truth.start, truth_id, output.start, output_id);
            known += u64::from(truth_id.is_some());
            if !is_right {
                line.add(self.vocabulary, truth_id, output_id);
                if truth_id != output_id {
                    line.groups.push((truth, output));
                }
            }
        }
        let counts = &mut self.judged.counts;
        counts.syllables += known;
        // The blanks; characters and words of tokens are counted from the vocabulary at the end.
        let blanks = known.saturating_sub(1);
        counts.classes[Class::Spacing as usize].all += blanks;
        counts.characters.all += blanks;
        if !is_right {
            let [characters, words] = line.distances();
            counts.characters.some += characters;
            counts.words.some += words;
            self.join(&mut line);
            for (truth, output) in line.groups.drain(..) {
                self.see(truth, output);
            }
        }
        self.facts(t);
        self.line = line;
    }

    /// Counts one step: a token of the truth at a place, and what stands for it at another.
    fn count(
        &mut self,
        truth_at: usize,
        truth: Option<TokenId>,
        output_at: usize,
        output: Option<TokenId>,
    ) {
        let counts = &mut self.judged.counts;
        if let Some(id) = truth {
            let [all, right] = &mut self.occurrences[id as usize];
            *all += 1;
            *right += u64::from(truth == output);
            self.judged.aligned[truth_at] = output.unwrap_or(NONE);
        }
        let confidence = self
            .output
            .confidences
            .get(output_at)
            .filter(|c| !c.is_nan());
        if let (Some(_), Some(&confidence)) = (output, confidence) {
            counts.reliability.add(confidence, truth == output);
            self.judged.ranking.add(confidence, truth == output);
        }
        if truth == output {
            return;
        }
        match (truth, output) {
            (Some(_), Some(_)) => counts.substituted += 1,
            (Some(_), None) => counts.missing += 1,
            _ => counts.extra += 1,
        }
        let has_digits = |id: TokenId| {
            matches!(
                self.vocabulary.role(id),
                Role::Code | Role::Date | Role::Number
            )
        };
        if output.is_some_and(has_digits) && !truth.is_some_and(has_digits) {
            counts.made_up_digits += 1;
        }
    }

    /// Lets a missing or extra token go with the wrong one beside it where together they look more alike: `hành chính` for
    /// `hànhchính`.
    fn join(&self, line: &mut Line) {
        let groups = &mut line.groups;
        let mut at = 1;
        while at < groups.len() {
            let (a, b) = (&groups[at - 1], &groups[at]);
            let touch = a.0.end == b.0.start && a.1.end == b.1.start;
            let gap =
                |group: &(Range<usize>, Range<usize>)| group.0.is_empty() || group.1.is_empty();
            let both = (a.0.start..b.0.end, a.1.start..b.1.end);
            let fits = both.0.len() <= MOST
                && both.1.len() <= MOST
                && !both.0.is_empty()
                && !both.1.is_empty();
            if touch
                && fits
                && (gap(a) || gap(b))
                && self.unlike(&both) < self.unlike(a) + self.unlike(b)
            {
                groups[at - 1] = both;
                groups.remove(at);
            } else {
                at += 1;
            }
        }
    }

    fn unlike(&self, group: &(Range<usize>, Range<usize>)) -> usize {
        let (truth, output) = (&group.0, &group.1);
        unlike_letters(
            &self.spell(&self.truth.ids[truth.clone()]),
            &self.spell(&self.output.ids[output.clone()]),
        )
    }

    fn spell(&self, ids: &[TokenId]) -> String {
        let texts: Vec<&str> = ids
            .iter()
            .filter(|id| **id != NONE)
            .map(|&id| self.vocabulary.text(id))
            .collect();
        texts.join(" ")
    }

    fn see(&mut self, truth: Range<usize>, output: Range<usize>) {
        let side = |ids: &[TokenId]| {
            let mut key = [NONE; MOST];
            key[..ids.len()].copy_from_slice(ids);
            key
        };
        let key = Key {
            truth: side(&self.truth.ids[truth.clone()]),
            output: side(&self.output.ids[output.clone()]),
        };
        let truth_lines = &self.truth;
        let line = || truth_lines.line_of(truth.start.min(truth_lines.ids.len().max(1) - 1));
        self.seen.entry(key).or_insert_with(|| (0, line())).0 += 1;
        if self.asked.marks {
            self.places.push((key, truth, output));
        }
    }

    fn facts(&mut self, t: Range<usize>) {
        let (vocabulary, aligned) = (self.vocabulary, &self.judged.aligned[t.clone()]);
        let truth = &self.truth.ids[t];
        let facts = &mut self.judged.counts.facts;
        each_fact(vocabulary, truth, |fact| {
            let tokens = || truth[fact.first..fact.end].iter();
            if tokens().any(|&id| vocabulary.is_unknowable(id)) {
                return;
            }
            let right = tokens()
                .zip(&aligned[fact.first..fact.end])
                .all(|(&t, &o)| o != NONE && vocabulary.core(t) == vocabulary.core(o));
            facts[fact.kind] += Part {
                some: u64::from(right),
                all: 1,
            };
        });
    }

    fn finish(mut self, scan: Option<&Judged>) -> Judged {
        self.letters();
        self.lines(scan);
        let classes = self.confusions();
        let rows = if self.asked.marks {
            self.rows()
        } else {
            Vec::new()
        };
        let marks = self.places.drain(..).map(|(key, truth, output)| Mark {
            truth,
            output,
            classes: classes[&key],
        });
        let mut judged = self.judged;
        judged.marks = marks.collect();
        judged.rows = rows;
        judged
    }

    /// Counts what stands in the truth: characters, words, and chances of mistakes.
    fn letters(&mut self) {
        let counts = &mut self.judged.counts;
        for (id, &[times, right]) in (0..).zip(&self.occurrences) {
            if times == 0 {
                continue;
            }
            counts.characters.all += times * self.vocabulary.characters(id).len() as u64;
            counts.words.all += times * self.vocabulary.words(id).len() as u64;
            for c in self.vocabulary.text(id).chars() {
                for class in chances(c).iter() {
                    counts.classes[class as usize].all += times;
                }
                self.judged.matrices.add(Some(c), Some(c), right);
            }
        }
    }

    /// Counts lines and changes, and notes wrong places.
    fn lines(&mut self, scan: Option<&Judged>) {
        let Judged {
            counts,
            aligned,
            wrong,
            ..
        } = &mut self.judged;
        let changes = &mut counts.changes;
        for line in 0..self.truth.line_count() {
            let range = self.truth.line(line);
            if range.is_empty() {
                continue;
            }
            let mut is_right = true;
            for at in range.clone() {
                let truth = self.truth.ids[at];
                if self.vocabulary.is_unknowable(truth) {
                    continue;
                }
                let here = aligned[at];
                is_right &= here == truth;
                if here != truth && wrong.len() < self.asked.most_wrong {
                    let words = if self.asked.words {
                        let read = if here == NONE {
                            ""
                        } else {
                            self.vocabulary.text(here)
                        };
                        (self.vocabulary.text(truth).into(), read.into())
                    } else {
                        Default::default()
                    };
                    wrong.push(Wrong {
                        line: line + 1,
                        place: at - range.start + 1,
                        words,
                    });
                }
                let before = scan.map_or(here, |scan| scan.aligned[at]);
                let change = match (before == truth, here == truth) {
                    (true, true) => &mut changes.right_right,
                    (true, false) => &mut changes.right_wrong,
                    (false, true) => &mut changes.wrong_right,
                    (false, false) if before == here => &mut changes.wrong_same,
                    (false, false) => &mut changes.wrong_other,
                };
                *change += 1;
            }
            counts.lines += Part {
                some: u64::from(is_right),
                all: 1,
            };
        }
    }

    /// Counts the letters of every confusion. Returns what is wrong with each.
    fn confusions(&mut self) -> FxHashMap<Key, Classes> {
        let mut all: Vec<(Key, (u64, usize))> = self.seen.drain().collect();
        all.sort_unstable();
        let mut classes_of = FxHashMap::default();
        let mut told = Vec::with_capacity(all.len());
        for (key, (times, line)) in all {
            let (truth, output) = (self.spell(&key.truth), self.spell(&key.output));
            let mut classes = Classes::default();
            let Judged {
                counts, matrices, ..
            } = &mut self.judged;
            for (t, o) in align_letters(&truth, &output) {
                let here = mistakes(t, o);
                classes = classes.and(here);
                for class in here.iter() {
                    counts.classes[class as usize].some += times;
                }
                if t != Some(' ') || o != Some(' ') {
                    matrices.add(t, o, times);
                }
            }
            classes_of.insert(key, classes);
            told.push(Confusion {
                truth,
                output,
                classes,
                count: times,
                first: (0, line),
            });
        }
        told.sort_by(|a, b| {
            let by_name = || (&a.truth, &a.output).cmp(&(&b.truth, &b.output));
            b.count.cmp(&a.count).then_with(by_name)
        });
        told.truncate(self.asked.most_confusions);
        self.judged.confusions = told;
        classes_of
    }

    /// For each line of the truth its first token in the output.
    fn rows(&self) -> Vec<usize> {
        let end = self.output.ids.len();
        (0..self.truth.line_count())
            .map(|line| {
                if self.asked.line_by_line {
                    self.output.line(line).start
                } else {
                    let first = self.truth.line(line).start;
                    self.before.get(first).copied().unwrap_or(end)
                }
            })
            .collect()
    }
}

impl Line {
    fn clear(&mut self) {
        self.characters.iter_mut().for_each(Vec::clear);
        self.words.iter_mut().for_each(Vec::clear);
        self.groups.clear();
    }

    fn add(&mut self, vocabulary: &Vocabulary, truth: Option<TokenId>, output: Option<TokenId>) {
        for (side, id) in [truth, output].into_iter().enumerate() {
            let Some(id) = id else { continue };
            if !self.characters[side].is_empty() {
                self.characters[side].push(BLANK);
            }
            self.characters[side].extend_from_slice(vocabulary.characters(id));
            self.words[side].extend_from_slice(vocabulary.words(id));
        }
    }

    /// Edit distances of the characters and of the words.
    fn distances(&self) -> [u64; 2] {
        [&self.characters, &self.words].map(|[truth, output]| {
            levenshtein::distance(truth.iter().copied(), output.iter().copied()) as u64
        })
    }
}
