//! Letters, digits and strokes between marks.

use std::ops::Range;

use unicode_normalization::char::is_combining_mark;

use super::marks::with_odd_symbols;
use super::{Builder, Cut, is_letters};
use crate::cost::Cost;
use crate::model::lexicon::{NUMBER, UNKNOWN};
use crate::restore::lattice::{Candidate, Form, worn_digit};
use crate::restore::memo::{Entry, POOR_PER_CHAR, unknown_cost};
use crate::restore::search::{Knowledge, MAX_CHARS, WORD_BEFORE_NUMBER};
use crate::span::Span;
use crate::text::case::Case;
use crate::text::letter::fold;
use crate::text::syllable::is_syllable_unmarked;
use crate::text::token::core;

/// Longest pair of words that may be one torn word, and longest shorter part of one, in characters.
const TORN_CHARS: usize = 7;
const TORN_PART: usize = 2;
/// What a word may cost at most that was torn behind marks which are part of it, and what the tear costs: its halves are words as
/// often as not (`đi. a`).
const MOST_RUINED: Cost = Cost(14_000);
const RUINED_SPLIT: Cost = Cost(2_000);
/// What it costs a zero or a one to be read as a letter.
const DIGIT_AS_LETTER: Cost = Cost(4_300);
/// What it costs a one to be read as a bar.
const ONE_AS_BAR: Cost = Cost(5_500);
/// What it costs a number of one digit, and of two, to be that number: the language model hears only that it is one.
const NUMBER_ALONE: [Cost; 2] = [Cost(2_500), Cost(4_000)];
/// What it costs to take such a number for a word, beside the channel: numbers are not touched without evidence.
const NUMBER_FOR_WORD: [Cost; 2] = [Cost(1_000), Cost(2_500)];
/// What it costs to take a colon for a part of a letter, beside the channel: people write it at words, and pauses are what the
/// language model knows least about.
const COLON_TAKEN: Cost = Cost(4_500);
/// What it costs a word to have a capital where its reading has none, or the other way, beside the channel.
pub(in crate::restore) const SHOWN_CASE: Cost = Cost(1_500);
/// What it costs, beside the channel, that the letters of an abbreviation were others than those read; and where what was read is
/// an abbreviation as well.
const OTHER_CAPITALS: Cost = Cost(4_000);
const OTHER_ABBREVIATION: Cost = Cost(9_000);
/// What it costs, beside the channel, that a consonant alone was read as more than one letter.
const LABEL_OF_MORE: Cost = Cost(6_000);
/// What it costs in a garbled document to be a word in capitals that no dictionary lists: most abbreviations are listed.
const UNLISTED_CAPITALS: Cost = Cost(3_000);
/// What it costs, in the symbol of a garbled document, to be a word that no dictionary lists: most of its words are listed.
const UNLISTED_IN_CODE: Cost = Cost(6_000);

impl Builder<'_, '_> {
    /// An arc from the last place to a new one with the candidates since `first`; false where there are none.
    pub(super) fn add_arc_from_here(&mut self, first: usize, span: Span) -> bool {
        if self.lattice.candidates.len() == first {
            return false;
        }
        let from = self.lattice.end();
        let to = self.lattice.add_place();
        self.lattice.add_arc(from, to, span, false, first);
        true
    }

    /// Drops the candidates from `first` on that `worth` does not like.
    pub(super) fn keep(
        &mut self,
        first: usize,
        worth: impl Fn(&Knowledge<'_>, &Candidate) -> bool,
    ) {
        let mut kept = first;
        for index in first..self.lattice.candidates.len() {
            let candidate = self.lattice.candidates[index];
            if worth(self.know, &candidate) {
                self.lattice.candidates[kept] = candidate;
                kept += 1;
            }
        }
        self.lattice.candidates.truncate(kept);
    }

    /// Lets the candidates from `first` on cost more.
    pub(super) fn charge(&mut self, first: usize, more: Cost) {
        for candidate in &mut self.lattice.candidates[first..] {
            candidate.cost += more;
        }
    }

    /// A number stays as it is, but for one or two digits alone among words, which may be a ruin of a syllable (`6`: `ở`).
    /// Not so at the beginning of a line, where marks make it a label, or behind a word that wants a number.
    pub(super) fn add_number(&mut self, cut: &Cut<'_>, span: Span) {
        let is_label = cut.begins_line && cut.text.len() != span.len();
        if cut.is_wanted || !is_short_number(cut.text) || is_label {
            self.class_arc(NUMBER, span);
            return;
        }
        let first = self.lattice.candidates.len();
        self.push_number(Form::Keep, NUMBER_ALONE[span.len() - 1]);
        let words = self.lattice.candidates.len();
        self.push_found(span.of(cut.text));
        // Two digits are a ruin as easily as one where the scanner has habits of its own: `86` for Sở.
        let digits = if self.know.is_own { 1 } else { span.len() };
        self.charge(words, NUMBER_FOR_WORD[digits - 1]);
        self.add_arc_from_here(first, span);
    }

    fn push_number(&mut self, form: Form, cost: Cost) {
        self.lattice.candidates.push(Candidate {
            word: Some(NUMBER),
            form,
            cost,
        });
    }

    /// The digit that a bar alone may be: `khoản | Điều 5`.
    pub(super) fn push_bar(&mut self, text: &str) {
        if text == "|" && self.cleanness.is_garbled() {
            self.push_number(Form::Digits, ONE_AS_BAR + NUMBER_ALONE[0]);
        }
    }

    /// A label of one to five strokes that may be a Roman numeral (`Il.`, `I11.`); false where it is none.
    pub(super) fn add_numeral(&mut self, text: &str, span: Span) -> bool {
        let strokes =
            |c: char| matches!(c, 'I' | 'V' | 'X' | 'l' | '1' | '|' | 'i' | 'v' | 'x' | 'L');
        if text.bytes().all(|b| b.is_ascii_digit()) || text.len() > 6 || !text.chars().all(strokes)
        {
            return false;
        }
        let first = self.lattice.candidates.len();
        self.push_found(text);
        self.keep(first, |know, candidate| {
            let numeral = |c: char| matches!(c, 'I' | 'V' | 'X' | 'i' | 'v' | 'x');
            candidate
                .word
                .is_some_and(|word| know.lexicon.word(word).chars().all(numeral))
        });
        self.add_arc_from_here(first, span)
    }

    /// An arc for letters between separators.
    pub(super) fn add_atom(&mut self, text: &str, span: Span, in_code: bool) {
        let from = self.lattice.end();
        let first = self.lattice.candidates.len();
        let best = self.push_found(text);
        let is_listed = self.memo.entry(self.know, text).same.is_some();
        self.trust_capitals(first, text, is_listed);
        self.doubt_labels(first, text);
        if in_code {
            self.keep_abbreviations(first);
        }
        let chars = text.chars().count();
        if !is_listed {
            let mut keep = Candidate {
                word: Some(UNKNOWN),
                form: Form::Keep,
                cost: self.cost_of_unlisted(text, in_code),
            };
            let has_zero = in_code && self.cleanness.is_garbled() && has_round_zero(text);
            let digits = has_zero.then_some(Candidate {
                form: Form::Digits,
                ..keep
            });
            if has_zero {
                keep.cost += DIGIT_AS_LETTER;
            }
            self.lattice.candidates.push(keep);
            self.lattice.candidates.extend(digits);
        }
        if self.cleanness.is_garbled() && is_worn_number(text) {
            if in_code {
                self.lattice.candidates.truncate(first);
            }
            self.push_number(Form::Digits, DIGIT_AS_LETTER);
        }
        let whole = self.lattice.candidates.len();
        let poor = best
            .is_none_or(|best| best.0 > POOR_PER_CHAR * i32::try_from(chars).unwrap_or(i32::MAX));
        let cuts = if poor && (4..=MAX_CHARS).contains(&chars) {
            2..text.len()
        } else {
            0..0
        };
        // The places inside come before the place after the atom.
        let middles: Vec<(usize, u32)> = cuts
            .filter(|&cut| begins_letter(text, cut))
            .filter(|&cut| cut + 1 < text.len() || is_number_after(&text[..cut], &text[cut..]))
            .map(|cut| (cut, self.lattice.add_place()))
            .collect();
        let to = self.lattice.add_place();
        self.lattice.add_arc_of(from, to, span, false, first..whole);
        // In clean text no blank is lost.
        let join = self.cleanness.cost(self.know.channel.params().join, false);
        for (cut, middle) in middles {
            let left = self.lattice.candidates.len();
            self.push_part(&text[..cut]);
            self.lattice.add_arc(
                from,
                middle,
                Span::new(span.start, span.start + cut),
                false,
                left,
            );
            let right = self.lattice.candidates.len();
            if is_number_after(&text[..cut], &text[cut..]) {
                self.push_number(Form::Keep, Cost::ZERO);
            } else {
                self.push_part(&text[cut..]);
            }
            self.charge(right, join);
            self.lattice.add_arc(
                middle,
                to,
                Span::new(span.start + cut, span.end),
                true,
                right,
            );
        }
    }

    /// Abbreviations lose strokes and marks. Other letters than those read, capitals as they are, seldom were there (`BTXH` is not
    /// `BHXH`), however much commoner the others are.
    fn trust_capitals(&mut self, first: usize, text: &str, is_listed: bool) {
        let is_short = text.len() > 1
            && text.bytes().all(|b| b.is_ascii_uppercase())
            && !is_syllable_unmarked(text);
        if !is_short {
            return;
        }
        let know = self.know;
        let cost = match is_listed {
            true => OTHER_ABBREVIATION,
            false => OTHER_CAPITALS,
        };
        for candidate in &mut self.lattice.candidates[first..] {
            let same = candidate.word.is_some_and(|word| {
                let word = know.lexicon.word(word).chars();
                word.map(|c| fold(c).to_ascii_uppercase()).eq(text.chars())
            });
            if !same {
                candidate.cost += cost;
            }
        }
    }

    /// A consonant alone is the label of a point, and the language model knows nothing of its bracket: words of more letters are
    /// seldom ruins of one.
    fn doubt_labels(&mut self, first: usize, text: &str) {
        if text.chars().nth(1).is_none() {
            return;
        }
        let know = self.know;
        for candidate in &mut self.lattice.candidates[first..] {
            let word = candidate.word.map_or("", |word| know.lexicon.word(word));
            let mut letters = word.chars().map(fold);
            if matches!(
                (letters.next(), letters.next()),
                (Some('b'..='d' | 'g' | 'h' | 'k'..='n' | 'p'..='t' | 'v' | 'x'), None)
            ) {
                candidate.cost += LABEL_OF_MORE;
            }
        }
    }

    /// What it costs a string to be a word that no dictionary lists, and that was read without an error.
    fn cost_of_unlisted(&self, text: &str, in_code: bool) -> Cost {
        let cost = unknown_cost(self.know, text);
        if text == "d" {
            // The name of a point (điểm), and one more often than đ.
            Cost::ZERO
        } else if !self.cleanness.is_garbled() {
            Cost(cost.0 / 2)
        } else if in_code {
            cost + UNLISTED_IN_CODE
        } else if text.chars().nth(1).is_some() && text.chars().all(char::is_uppercase) {
            cost + UNLISTED_CAPITALS
        } else {
            cost
        }
    }

    /// True for numbers of letters that the halves of a torn word may have.
    pub(in crate::restore) fn may_be_torn(left: usize, right: usize) -> bool {
        left + right <= TORN_CHARS && left.min(right) <= TORN_PART
    }

    /// An arc for the letters of a code's symbol with ruins behind them.
    pub(super) fn add_symbol(&mut self, text: &str, span: Span, from: u32, to: u32) {
        let first = self.lattice.candidates.len();
        self.push_found(text);
        self.keep_abbreviations(first);
        self.lattice.add_arc(from, to, span, false, first);
    }

    fn keep_abbreviations(&mut self, first: usize) {
        self.keep(first, |know, candidate| {
            candidate.form != Form::Word(Case::Lower)
                && candidate
                    .word
                    .is_some_and(|word| is_abbreviation(know.lexicon.word(word), candidate.form))
        });
    }

    /// The arc of two words that may be one torn in two. Its span is that of both without the blank between them. Where the scanner
    /// has habits of its own, the left one may have marks: a tone below a letter is read as a full stop behind it (`vi_. c`).
    pub(super) fn join(&mut self, places: Range<u32>, a: &str, b: &str) {
        let right_core = core(b);
        let odd = with_odd_symbols(b, right_core) != right_core;
        let is_ruined = !is_letters(a);
        if is_ruined && !self.know.is_own
            || right_core.start > 0
            || odd
            || !is_letters(right_core.of(b))
        {
            return;
        }
        let (left_chars, right_chars) = (
            core(a).of(a).chars().count(),
            right_core.of(b).chars().count(),
        );
        if !Self::may_be_torn(left_chars, right_chars) {
            return;
        }
        let torn = [a, right_core.of(b)].concat();
        let first = self.lattice.candidates.len();
        let (split, most) = if is_ruined {
            (RUINED_SPLIT, MOST_RUINED)
        } else {
            // One word that costs more than two is no word that was torn.
            let split = self.know.channel.params().split;
            let apart = self.memo.entry(self.know, a).least
                + self.memo.entry(self.know, right_core.of(b)).least;
            (split, apart - split)
        };
        let entry = self.memo.torn(self.know, &torn, most);
        self.push_entry(&torn, entry);
        self.memo.forget(entry);
        self.charge(first, split);
        self.lattice.add_arc(
            places.start,
            places.end,
            Span::new(0, a.len() + right_core.end),
            false,
            first,
        );
    }

    pub(super) fn class_arc(&mut self, class: u16, span: Span) {
        let first = self.lattice.candidates.len();
        self.lattice.candidates.push(Candidate {
            word: Some(class),
            form: Form::Keep,
            cost: Cost::ZERO,
        });
        self.add_arc_from_here(first, span);
    }

    /// Pushes the candidates of a string; returns the channel cost of the best.
    pub(super) fn push_found(&mut self, text: &str) -> Option<Cost> {
        let entry = self.memo.entry(self.know, text);
        self.push_entry(text, entry)
    }

    /// Pushes the candidates of a string with the marks at it; a colon is seldom the ruin of a letter.
    pub(super) fn push_taken(&mut self, text: &str) {
        let first = self.lattice.candidates.len();
        self.push_found(text);
        if text.ends_with(':') {
            self.charge(first, COLON_TAKEN);
        }
    }

    fn push_part(&mut self, text: &str) {
        let entry = self.memo.part(self.know, text);
        self.push_entry(text, entry);
    }

    fn push_entry(&mut self, text: &str, entry: Entry) -> Option<Cost> {
        let found = self.memo.found(entry);
        let cleanness = self.cleanness;
        let shown = Case::of(text);
        // A ruin without a letter (`$6`) shows no case.
        let shows = text.contains(char::is_alphabetic);
        let shows_other = |case: Case| {
            shows
                && matches!(
                    (shown, case),
                    (Case::Lower, Case::Title | Case::Upper)
                        | (Case::Title | Case::Upper, Case::Lower)
                )
        };
        let candidates = found.iter().zip(0..).map(|(found, index)| {
            let channel = cleanness.cost(found.cost, entry.same == Some(index));
            let case = if shows_other(found.case) && !self.know.is_own {
                SHOWN_CASE
            } else {
                Cost::ZERO
            };
            Candidate {
                word: Some(found.word),
                form: Form::Word(found.case),
                cost: channel + case,
            }
        });
        self.lattice.candidates.extend(candidates);
        found.first().map(|found| found.cost)
    }
}

/// True for one or two digits, and marks around them.
pub(in crate::restore) fn is_short_number(word: &str) -> bool {
    let inside = core(word).of(word);
    matches!(inside.len(), 1 | 2) && inside.bytes().all(|b| b.is_ascii_digit())
}

/// True for words behind which a number stands: `Điều 14`.
pub(in crate::restore) fn wants_number(word: &str) -> bool {
    matches!(
        word.to_lowercase().as_str(),
        "điều" | "khoản" | "chương" | "mục" | "ngày" | "tháng" | "quý"
    )
}

/// True for digits that a word may have lost the blank before: a single one after a letter or two is more often a ruin,
/// and what looks like a digit is one (`O12018`).
fn is_number_after(word: &str, text: &str) -> bool {
    let looks_like_digit = |c: char| c.is_ascii_digit() || matches!(c, 'O' | 'o' | 'I' | 'l');
    text.bytes().all(|b| b.is_ascii_digit())
        && (text.len() > 1 || word.len() >= WORD_BEFORE_NUMBER)
        && !word.chars().all(looks_like_digit)
}

/// True for digits among which zeros and ones are read as letters (`2O25`, `3I`), as in a number or with the letter that it may
/// end in (`O8a`). Strokes alone may be a Roman number (`Quý I1/2021`).
fn is_worn_number(text: &str) -> bool {
    let is_worn = |c| worn_digit(c).is_some();
    let is_digit = |c: char| c.is_ascii_digit();
    let is_stroke = |c| c == '1' || worn_digit(c) == Some('1');
    let number = text
        .strip_suffix(|c: char| c.is_lowercase() && !is_worn(c))
        .unwrap_or(text);
    number.contains(is_worn)
        && number.contains(is_digit)
        && !number.chars().all(is_stroke)
        && number.chars().all(|c| is_digit(c) || is_worn(c))
}

/// True for a symbol that ends in a number whose zero was read as the letter: `PCO7`.
fn has_round_zero(text: &str) -> bool {
    let letters = text.trim_end_matches(|c: char| c.is_ascii_digit());
    let before = letters
        .strip_suffix('O')
        .filter(|_| letters.len() < text.len());
    before.is_some_and(|before| {
        !before.is_empty() && !before.contains('O') && before.chars().all(char::is_uppercase)
    })
}

/// True for the label of a point that an amendment put between two others (`c2)`): its digit is no ruin.
pub(super) fn is_inserted_point(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(char::is_lowercase)
        && chars.next().is_some_and(|c| c.is_ascii_digit())
        && chars.as_str().starts_with(')')
}

/// True for what may stand in a document's symbol: words with two capitals, or in capitals.
fn is_abbreviation(word: &str, form: Form) -> bool {
    form == Form::Word(Case::Upper) || word.chars().filter(|c| c.is_uppercase()).count() > 1
}

/// True where a character begins that does not belong to the one before.
fn begins_letter(text: &str, at: usize) -> bool {
    text.is_char_boundary(at) && !text[at..].starts_with(is_combining_mark)
}
