//! Words of a stretch → its lattice.
//!
//! Every atom of a word can stay or be read as a word of the lexicon. Besides, a word with odd symbols in it (`S&`,
//! `ngh¢`) can be one word after all, a word that no syllable explains can be two without their blank (`conglap`), and
//! two short words can be one that was torn (`th ue`).

use rustc_hash::FxHashMap;

use super::lattice::{Candidate, Form, Lattice};
use super::page::{Page, Word};
use super::search::{Found, Knowledge, Limits, MAX_CHARS, Search};
use crate::cost::Cost;
use crate::model::lexicon::{BREAK, NUMBER, UNKNOWN};
use crate::span::Span;
use crate::text::case::Case;
use crate::text::token::{AtomKind, atoms, core, ends_clause};
use crate::text::tone::normalize_tone_place;

/// What the search found for a string: a range of [`Memo::found`], and what the string says about the document.
#[derive(Clone, Copy, Debug)]
struct Entry {
    first: u32,
    last: u32,
    /// Which of them is the string itself.
    same: Option<u32>,
    evidence: Evidence,
}

/// Likelihoods of a string without context: if the scanner made no errors, and if it made the usual ones.
#[derive(Clone, Copy, Debug)]
pub(super) struct Evidence {
    pub(super) clean: f64,
    pub(super) garbled: f64,
}

/// Candidates of every string seen so far: most words of an archive have been seen before.
#[derive(Debug, Default)]
pub(super) struct Memo {
    entries: FxHashMap<Box<str>, Entry>,
    found: Vec<Found>,
    search: Search,
}

/// Strings that the memo keeps before it starts anew, so that memory stays bounded on any input.
const MEMO_STRINGS: usize = 200_000;

/// Most candidates of a whole word; of shorter ruins, which could be anything; of a torn or joined word.
const WHOLE: Limits = Limits {
    candidates: 24,
    beam: Cost(11_000),
};
const RUIN: Limits = Limits {
    candidates: 60,
    beam: Cost(12_000),
};
/// Characters up to which a string is a ruin.
const RUIN_CHARS: usize = 2;
/// Candidates a part of a split or joined word has.
const PART_CANDIDATES: usize = 8;
/// A string whose best word costs more than this a character may be two words without their blank.
const POOR_PER_CHAR: i32 = 900;
/// Longest pair of words that may be one torn word, in characters.
const TORN_CHARS: usize = 7;
/// What it costs to leave an odd symbol that stands alone as it is; the language model does not see it.
const LONE_SYMBOL: Cost = Cost(9_000);
/// What it costs to take a digit for a word, beside the channel: numbers are not touched without evidence.
const DIGIT_FOR_WORD: Cost = Cost(2_500);
/// What it costs a word to have a capital where its reading has none, or the other way, beside the channel.
const SHOWN_CASE: Cost = Cost(1_500);
/// What it costs a word to be cased unlike its neighbours.
const OTHER_CASE: Cost = Cost(2_500);

impl Memo {
    fn entry(&mut self, know: &Knowledge<'_>, text: &str) -> Entry {
        if let Some(&entry) = self.entries.get(text) {
            return entry;
        }
        if self.entries.len() >= MEMO_STRINGS {
            self.entries.clear();
            self.found.clear();
        }
        let index = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let chars = text.chars().count();
        let limits = if chars <= RUIN_CHARS { RUIN } else { WHOLE };
        let first = self.found.len();
        self.search.run(know, text, limits, &mut self.found);
        let same = self.same(know, first, text);
        let evidence = self.evidence(know, first, same, text);
        let entry = Entry {
            first: index(first),
            last: index(self.found.len()),
            same: same.map(index),
            evidence,
        };
        self.entries.insert(text.into(), entry);
        entry
    }

    /// The string itself among the candidates from `first` on; added where it is a word that the search did not find.
    fn same(&mut self, know: &Knowledge<'_>, first: usize, text: &str) -> Option<usize> {
        let written = normalize_tone_place(text);
        let shown = Case::of(&written);
        let (word, case) = match (know.find(written.chars()), shown) {
            (Some(word), Case::Title | Case::Upper) => (word, Case::Exact),
            (Some(word), case) => (word, case),
            (None, Case::Title | Case::Upper) => {
                let lower = written.to_lowercase();
                (know.find(normalize_tone_place(&lower).chars())?, shown)
            }
            (None, _) => return None,
        };
        let found = &self.found[first..];
        let known = found
            .iter()
            .position(|found| found.word == word && found.case == case);
        known.or_else(|| {
            self.found.push(Found {
                word,
                case,
                cost: NEVER_SEEN,
            });
            Some(self.found.len() - 1 - first)
        })
    }

    fn evidence(
        &self,
        know: &Knowledge<'_>,
        first: usize,
        same: Option<usize>,
        text: &str,
    ) -> Evidence {
        let found = &self.found[first..];
        let prior = |found: &Found| know.language.unigram(found.word);
        let unknown = (know.language.unigram(UNKNOWN) + unknown_cost(know, text)).probability();
        Evidence {
            clean: unknown + same.map_or(0.0, |same| prior(&found[same]).probability()),
            garbled: unknown
                + found
                    .iter()
                    .map(|f| (f.cost + prior(f)).probability())
                    .sum::<f64>(),
        }
    }
}

/// What a word takes to be read as itself where no pair ever showed that.
const NEVER_SEEN: Cost = Cost(9_000);

/// What it takes for a string to be a word that the lexicon lacks, over the language model's cost for such a word.
fn unknown_cost(know: &Knowledge<'_>, text: &str) -> Cost {
    let chars = i32::try_from(text.chars().take(MAX_CHARS).count()).unwrap_or(i32::MAX);
    let mut cost = Cost(know.channel.params().unknown_letter.0 * chars);
    if text.contains(|c: char| c.is_ascii_digit()) {
        cost += MIXED;
    }
    if !text.starts_with(char::is_uppercase) {
        cost += UNCAPITALISED;
    }
    cost
}

/// Digits among letters are more often a scanner's work than a printer's.
const MIXED: Cost = Cost(3_000);
/// Most words that no dictionary lists are names.
const UNCAPITALISED: Cost = Cost(2_500);

/// How much of a document's text the scanner read without any error, as costs.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cleanness {
    /// Probability that a word was copied exactly, beyond what the channel allows for.
    exact: f64,
    garbled_cost: Cost,
}

/// What a document may be: garbled throughout, or read in the right language with more or fewer errors. There is little
/// between, and words that the noise leaves alone by chance must not make a garbled document look half clean.
const SHARES: [f64; 7] = [0.000_5, 0.8, 0.9, 0.97, 0.99, 0.997, 0.999_5];

impl Cleanness {
    fn new(exact: f64) -> Self {
        Self {
            exact,
            garbled_cost: Cost::of_probability(1.0 - exact),
        }
    }

    /// The likeliest share of exact words, given every word's evidence.
    pub(super) fn estimate(evidence: impl Iterator<Item = Evidence> + Clone) -> Self {
        let likelihood = |exact: f64| -> f64 {
            evidence
                .clone()
                .map(|e| {
                    (exact * e.clean + (1.0 - exact) * e.garbled)
                        .max(f64::MIN_POSITIVE)
                        .ln()
                })
                .sum()
        };
        let mut best = (f64::NEG_INFINITY, SHARES[0]);
        for exact in SHARES {
            let likelihood = likelihood(exact);
            if likelihood > best.0 {
                best = (likelihood, exact);
            }
        }
        Self::new(best.1)
    }

    fn cost(self, channel: Cost, same: bool) -> Cost {
        let through_noise = channel + self.garbled_cost;
        if same {
            Cost::of_probability(self.exact + through_noise.probability())
        } else {
            through_noise
        }
    }

    pub(super) fn share(self) -> f64 {
        self.exact
    }
}

/// Builds lattices.
pub(super) struct Builder<'a, 'm> {
    pub(super) know: &'a Knowledge<'m>,
    pub(super) memo: &'a mut Memo,
    pub(super) lattice: &'a mut Lattice,
    pub(super) cleanness: Cleanness,
}

impl Builder<'_, '_> {
    /// Adds the words of a stretch.
    pub(super) fn add_words(&mut self, page: &Page, words: &[Word]) {
        self.lattice.reset();
        let mut before: Option<(u32, Span)> = None;
        for (index, word) in words.iter().enumerate() {
            let from = self.lattice.end();
            let first = self.lattice.candidates.len();
            self.add_word(page, word);
            if let Some((start, left)) = before.filter(|_| !word.begins_line) {
                self.join(page, start, left, word.span);
            }
            before = Some((from, word.span));
            let text = word.span.of(&page.text);
            if ends_clause(&text[core(text).end..]) {
                before = None;
            }
            self.weigh_case(first, capitals_around(page, words, index));
        }
        self.lattice.arcs.sort_by_key(|arc| arc.from);
    }

    /// Among capitals a word has capitals, elsewhere not: short ruins do not show it themselves (`SO`: `SỞ` or `Sở`).
    fn weigh_case(&mut self, first: usize, around: Option<bool>) {
        let Some(capitals) = around else {
            return;
        };
        let unlikely = if capitals { Case::Title } else { Case::Upper };
        for candidate in &mut self.lattice.candidates[first..] {
            if candidate.form == Form::Word(unlikely) {
                candidate.cost += OTHER_CASE;
            }
        }
    }

    /// Adds one word's arcs, and the border after it where its punctuation makes one.
    fn add_word(&mut self, page: &Page, word: &Word) {
        let text = word.span.of(&page.text);
        let inside = core(text);
        let odd = with_odd_symbols(text, inside);
        let at = |span: Span| Span::new(word.span.start + span.start, word.span.start + span.end);
        let from = self.lattice.end();
        let mut atom_count = 0;
        for (kind, span) in atoms(inside.of(text)) {
            let span = Span::new(inside.start + span.start, inside.start + span.end);
            match kind {
                AtomKind::Separator => {}
                AtomKind::Number => self.add_number(text, at(span), word.begins_line),
                AtomKind::Word => self.add_atom(span.of(text), at(span)),
            }
            atom_count += 1;
        }
        let strange = odd != inside
            || (atom_count > 1 && inside.of(text).contains(|c| is_odd(c) || is_hook(c)));
        if atom_count > 0 && strange {
            // The symbols would stay unexplained.
            let unexplained = odd
                .of(text)
                .chars()
                .map(left_alone)
                .max()
                .unwrap_or_default();
            let last = self.lattice.arcs.last().map_or(0, |arc| arc.first as usize);
            self.lattice.candidates[last..]
                .iter_mut()
                .for_each(|candidate| candidate.cost += unexplained);
        }
        let tail = &text[inside.end..];
        if ends_clause(tail) && self.lattice.end() > from {
            self.class_arc(BREAK, Span::new(word.span.end, word.span.end));
        }
        if strange {
            let first = self.lattice.candidates.len();
            if atom_count == 0 {
                self.lattice.candidates.push(Candidate {
                    word: None,
                    form: Form::Keep,
                    cost: LONE_SYMBOL,
                });
                self.lattice.add_place();
            }
            self.push_found(odd.of(text), WHOLE.candidates);
            self.lattice
                .add_arc(from, self.lattice.end(), at(odd), false, first);
        }
    }

    /// A number stays as it is, but for one digit alone among words, which may be a ruin of a syllable (`6`: `ở`).
    fn add_number(&mut self, word: &str, span: Span, begins_line: bool) {
        let from = self.lattice.end();
        if span.len() > 1 || word.len() > 1 || begins_line {
            self.class_arc(NUMBER, span);
            return;
        }
        let first = self.lattice.candidates.len();
        self.lattice.candidates.push(Candidate {
            word: Some(NUMBER),
            form: Form::Keep,
            cost: Cost::ZERO,
        });
        let words = self.lattice.candidates.len();
        self.push_found(word, PART_CANDIDATES);
        self.lattice.candidates[words..]
            .iter_mut()
            .for_each(|candidate| candidate.cost += DIGIT_FOR_WORD);
        let to = self.lattice.add_place();
        self.lattice.add_arc(from, to, span, false, first);
    }

    /// An arc for letters between separators.
    fn add_atom(&mut self, text: &str, span: Span) {
        let from = self.lattice.end();
        let first = self.lattice.candidates.len();
        let best = self.push_found(text, usize::MAX);
        let chars = text.chars().count();
        if self.memo.entry(self.know, text).same.is_none() {
            let keep = Candidate {
                word: Some(UNKNOWN),
                form: Form::Keep,
                cost: unknown_cost(self.know, text),
            };
            self.lattice.candidates.push(keep);
        }
        let whole = self.lattice.candidates.len();
        let poor = best
            .is_none_or(|best| best.0 > POOR_PER_CHAR * i32::try_from(chars).unwrap_or(i32::MAX));
        let cuts = if poor && (4..=MAX_CHARS).contains(&chars) {
            2..text.len() - 1
        } else {
            0..0
        };
        // The places inside come before the place after the atom.
        let middles: Vec<(usize, u32)> = cuts
            .filter(|&cut| text.is_char_boundary(cut))
            .map(|cut| (cut, self.lattice.add_place()))
            .collect();
        let to = self.lattice.add_place();
        self.lattice.add_arc_of(from, to, span, false, first..whole);
        let join = self.know.channel.params().join;
        for (cut, middle) in middles {
            let left = self.lattice.candidates.len();
            self.push_found(&text[..cut], PART_CANDIDATES);
            self.lattice.add_arc(
                from,
                middle,
                Span::new(span.start, span.start + cut),
                false,
                left,
            );
            let right = self.lattice.candidates.len();
            self.push_found(&text[cut..], PART_CANDIDATES);
            self.lattice.candidates[right..]
                .iter_mut()
                .for_each(|candidate| candidate.cost += join);
            self.lattice.add_arc(
                middle,
                to,
                Span::new(span.start + cut, span.end),
                true,
                right,
            );
        }
    }

    /// The arc of two words that may be one torn in two, up to the last place so far.
    fn join(&mut self, page: &Page, from: u32, left: Span, right: Span) {
        let (a, b) = (left.of(&page.text), right.of(&page.text));
        let letters = |text: &str| text.chars().all(char::is_alphabetic);
        let right_core = core(b);
        let odd = with_odd_symbols(b, right_core) != right_core;
        if !letters(a) || right_core.start > 0 || odd || !letters(right_core.of(b)) {
            return;
        }
        let torn = [a, right_core.of(b)].concat();
        if torn.chars().count() > TORN_CHARS {
            return;
        }
        let first = self.lattice.candidates.len();
        self.push_found(&torn, PART_CANDIDATES);
        let split = self.know.channel.params().split;
        self.lattice.candidates[first..]
            .iter_mut()
            .for_each(|candidate| candidate.cost += split);
        self.lattice.add_arc(
            from,
            self.lattice.end(),
            Span::new(left.start, right.start + right_core.end),
            false,
            first,
        );
    }

    fn class_arc(&mut self, class: u16, span: Span) {
        let from = self.lattice.end();
        let first = self.lattice.candidates.len();
        self.lattice.candidates.push(Candidate {
            word: Some(class),
            form: Form::Keep,
            cost: Cost::ZERO,
        });
        let to = self.lattice.add_place();
        self.lattice.add_arc(from, to, span, false, first);
    }

    /// Pushes the candidates of a string; returns the channel cost of the best.
    fn push_found(&mut self, text: &str, most: usize) -> Option<Cost> {
        let entry = self.memo.entry(self.know, text);
        let found = &self.memo.found[entry.first as usize..entry.last as usize];
        let cleanness = self.cleanness;
        let shown = Case::of(text);
        let shows_other = |case: Case| {
            matches!(
                (shown, case),
                (Case::Lower, Case::Title | Case::Upper) | (Case::Title | Case::Upper, Case::Lower)
            )
        };
        self.lattice
            .candidates
            .extend(
                found
                    .iter()
                    .take(most)
                    .zip(0..)
                    .map(|(found, index)| Candidate {
                        word: Some(found.word),
                        form: Form::Word(found.case),
                        cost: cleanness.cost(found.cost, entry.same == Some(index))
                            + if shows_other(found.case) {
                                SHOWN_CASE
                            } else {
                                Cost::ZERO
                            },
                    }),
            );
        found.first().map(|found| found.cost)
    }
}

/// The evidence of every plain word of a page.
pub(super) fn evidence(
    know: &Knowledge<'_>,
    memo: &mut Memo,
    page: &Page,
    out: &mut Vec<Evidence>,
) {
    out.clear();
    for word in &page.words {
        let text = word.span.of(&page.text);
        let inside = core(text).of(text);
        let mut parts = atoms(inside);
        if let (Some((AtomKind::Word, _)), None) = (parts.next(), parts.next()) {
            out.push(memo.entry(know, inside).evidence);
        }
    }
}

/// Symbols that scanners make of letters, unlike punctuation that people write.
fn is_odd(c: char) -> bool {
    matches!(
        c,
        '&' | '¢'
            | '$'
            | '€'
            | '£'
            | '¥'
            | '§'
            | '©'
            | '®'
            | '°'
            | '|'
            | '\\'
            | '^'
            | '~'
            | '@'
            | '#'
    ) || matches!(c, '¡' | '¿' | '{' | '}' | '<' | '>' | '=')
}

/// Marks that people write and that scanners make of a hook or a horn after a letter: `sử` read `si?`, `cơ` read `co'`.
fn is_hook(c: char) -> bool {
    matches!(
        c,
        '?' | '\'' | '’' | '‘' | '`' | '*' | '"' | '”' | ':' | '!'
    )
}

/// What it costs to leave a symbol at a word as it is: the rarer people write it there, the more.
fn left_alone(c: char) -> Cost {
    match c {
        c if is_odd(c) => Cost(4_500),
        '\'' | '’' | '‘' | '`' => Cost(4_500),
        '?' | '!' | '*' => Cost(2_500),
        _ => Cost::ZERO,
    }
}

/// The core with the odd symbols and hooks that touch it.
fn with_odd_symbols(text: &str, inside: Span) -> Span {
    if inside.is_empty() {
        let start = text.find(is_odd).unwrap_or(text.len());
        let len = text[start..]
            .find(|c| !is_odd(c))
            .unwrap_or(text.len() - start);
        return Span::new(start, start + len);
    }
    let length = |taken: &mut dyn Iterator<Item = char>| taken.map(char::len_utf8).sum::<usize>();
    let before = length(
        &mut text[..inside.start]
            .chars()
            .rev()
            .take_while(|&c| is_odd(c)),
    );
    let after = length(
        &mut text[inside.end..]
            .chars()
            .take_while(|&c| is_odd(c) || is_hook(c)),
    );
    Span::new(inside.start - before, inside.end + after)
}

/// Whether the neighbours of a word on its line are in capitals; nothing where they do not tell.
fn capitals_around(page: &Page, words: &[Word], index: usize) -> Option<bool> {
    let before = words[..=index]
        .iter()
        .rev()
        .take_while(|word| !word.begins_line)
        .count()
        .min(index);
    let line_before = words[index - before..index].iter().rev().take(2);
    let line_after = words[index + 1..]
        .iter()
        .take_while(|word| !word.begins_line)
        .take(2);
    let (mut capitals, mut others) = (0, 0);
    for word in line_before.chain(line_after) {
        let text = word.span.of(&page.text);
        let inside = core(text).of(text);
        if inside.chars().filter(|c| c.is_alphabetic()).count() < 3 {
            continue;
        }
        if inside.chars().any(char::is_lowercase) {
            others += 1
        } else {
            capitals += 1
        }
    }
    (capitals != others).then_some(capitals > others)
}

/// The word that a candidate writes.
pub(super) fn write_candidate(
    know: &Knowledge<'_>,
    source: &str,
    candidate: &Candidate,
    out: &mut String,
) {
    match (candidate.form, candidate.word) {
        (Form::Word(case), Some(word)) => write_word(know.lexicon.word(word), case, source, out),
        _ => out.push_str(source),
    }
}

/// Writes a word; where only the place of the tone differs from the source, the source's way stays.
fn write_word(word: &str, case: Case, source: &str, out: &mut String) {
    let start = out.len();
    case.write(word, out);
    if out[start..] != *source && normalize_tone_place(source) == out[start..] {
        out.truncate(start);
        out.push_str(source);
    }
}
