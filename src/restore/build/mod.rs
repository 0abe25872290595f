//! Words of a stretch → its lattice.
//!
//! Every atom of a word can stay or be read as a word of the lexicon. Besides, a word with odd symbols in it (`S&`,
//! `ngh¢`) can be one word after all, a word that no syllable explains can be two without their blank (`conglap`), two
//! short words can be one that was torn (`th ue`), and marks can be others or none at all.

mod atoms;
mod marks;

use super::cleanness::Cleanness;
use super::lattice::{Candidate, Form, Lattice};
use super::memo::Memo;
use super::search::Knowledge;
use crate::cost::Cost;
use crate::model::lexicon::UNKNOWN;
use crate::model::marks::{Next, Place};
use crate::span::Span;
use crate::text::case::Case;
use crate::text::token::{AtomKind, atoms as atoms_of, core};
use atoms::is_inserted_point;
use marks::{Marks, is_hook, is_odd, left_alone, with_odd_symbols};

/// Atoms of one word above which it is neither a word nor a code, but dirt; it stays as it is.
pub(super) const MOST_ATOMS: usize = 40;
/// What it costs to leave an odd symbol that stands alone as it is; the language model does not see it.
const LONE_SYMBOL: Cost = Cost(9_000);
/// What it costs a word to be cased unlike its neighbours.
const OTHER_CASE: Cost = Cost(2_500);

/// What it costs a word to have no capital after a full stop.
const SMALL_AFTER_STOP: Cost = Cost(2_000);

/// Builds lattices.
pub(super) struct Builder<'a, 'm> {
    pub(super) know: &'a Knowledge<'m>,
    pub(super) memo: &'a mut Memo,
    pub(super) lattice: &'a mut Lattice,
    pub(super) cleanness: Cleanness,
}

impl Builder<'_, '_> {
    /// Builds the lattice of one word; returns the place before the marks after it.
    pub(super) fn word(&mut self, text: &str, surroundings: Surroundings) -> u32 {
        self.lattice.reset();
        let inside = self.add_word(text, surroundings);
        self.weigh_case(0, surroundings.capitals);
        self.weigh_capitals(surroundings);
        self.lattice.arcs.sort_by_key(|arc| arc.from);
        inside
    }

    /// Builds the one arc of two words that may be one torn in two, from the first place to the second.
    pub(super) fn torn(&mut self, left: &str, right: &str, capitals: Option<bool>) {
        self.lattice.reset();
        let to = self.lattice.add_place();
        self.join(0..to, left, right);
        self.weigh_case(0, capitals);
    }

    /// Among capitals a word has capitals, elsewhere not: short ruins do not show it themselves (`SO`: `SỞ` or `Sở`).
    fn weigh_case(&mut self, first: usize, around: Option<bool>) {
        let Some(capitals) = around else {
            return;
        };
        let unlikely: &[Case] = match (capitals, self.know.is_own) {
            (false, _) => &[Case::Upper],
            (true, false) => &[Case::Title],
            (true, true) => &[Case::Title, Case::Lower],
        };
        for candidate in &mut self.lattice.candidates[first..] {
            if matches!(candidate.form, Form::Word(case) if unlikely.contains(&case)) {
                candidate.cost += OTHER_CASE;
            }
        }
    }

    /// Where a scanner takes small letters for capitals, it is told by the word which of them they were.
    fn weigh_capitals(&mut self, surroundings: Surroundings) {
        if !self.know.is_own || surroundings.begins_line || surroundings.capitals == Some(true) {
            return;
        }
        for candidate in &mut self.lattice.candidates {
            if let (Some(word), Form::Word(case @ (Case::Lower | Case::Title))) =
                (candidate.word, candidate.form)
            {
                let capital = case == Case::Title;
                candidate.cost += if surroundings.begins_sentence {
                    if capital {
                        Cost::ZERO
                    } else {
                        SMALL_AFTER_STOP
                    }
                } else {
                    self.know.capitals.cost(word, capital)
                };
            }
        }
    }

    /// Adds one word's arcs and those of the marks around it; returns the place before the marks after it.
    fn add_word(&mut self, text: &str, surroundings: Surroundings) -> u32 {
        let cut = Cut::of(text, surroundings);
        if atoms_of(cut.core()).nth(MOST_ATOMS).is_some() {
            self.class_arc(UNKNOWN, cut.inside);
            return self.lattice.end();
        }
        let from = self.lattice.end();
        let head_known = !cut.inside.is_empty() && self.add_head(&cut.head());
        let after_head = self.lattice.end();
        self.add_atoms(&cut);
        let middle = self.lattice.end();
        let strange = cut.is_strange();
        if (strange || cut.is_compound()) && !cut.has_number() {
            if strange && !cut.is_compound() {
                self.leave_unexplained(&cut, head_known);
            }
            let from = if cut.odd.start < cut.inside.start {
                from
            } else {
                after_head
            };
            self.add_one_word(&cut, from, middle);
        } else if middle > from && !cut.tail().text.is_empty() {
            let end = self.lattice.add_place();
            self.add_tail(middle, end, &cut.tail());
        }
        middle
    }

    fn add_atoms(&mut self, cut: &Cut<'_>) {
        let (two_words, is_code) = (is_two_words(cut.core()), is_code(cut.core()));
        for (kind, span) in atoms_of(cut.core()) {
            let span = Span::new(cut.inside.start + span.start, cut.inside.start + span.end);
            let (text, at) = (span.of(cut.text), span);
            match kind {
                AtomKind::Separator if two_words => {
                    let place = Place::Between(Next::of(&cut.text[span.end..]));
                    self.add_gap(&cut.marks(span, place));
                }
                AtomKind::Separator => {}
                AtomKind::Number => self.add_number(cut.text, at, cut.begins_line),
                AtomKind::Word => {
                    let label = cut.begins_line
                        && span == cut.inside
                        && cut.text[span.end..].starts_with(['.', ',', '/']);
                    if span == cut.inside && is_inserted_point(cut.text) {
                        self.class_arc(UNKNOWN, at);
                    } else if !(label && self.add_numeral(text, at)) {
                        self.add_atom(text, at, is_code);
                    }
                }
            }
        }
    }

    /// Lets the last atom pay for symbols beside it that would be left as they are, but for those that the table of marks
    /// explains.
    fn leave_unexplained(&mut self, cut: &Cut<'_>, head_known: bool) {
        if cut.inside.is_empty() {
            return;
        }
        let start = if head_known {
            cut.inside.end
        } else {
            cut.odd.start
        };
        let end = if self.knows(&cut.tail()) {
            cut.inside.start
        } else {
            cut.odd.end
        };
        let left = cut.text.get(start..end).unwrap_or_default();
        let cost = left.chars().map(left_alone).max().unwrap_or_default();
        let last = self.lattice.arcs.last().map_or(0, |arc| arc.first as usize);
        self.charge(last, cost);
    }

    /// An arc that takes the whole, symbols and all, for one word, and the marks after it; those after the atoms, which
    /// end at `middle`, beside it.
    fn add_one_word(&mut self, cut: &Cut<'_>, from: u32, middle: u32) {
        let first = self.lattice.candidates.len();
        let no_atoms = cut.inside.is_empty();
        if no_atoms {
            self.lattice.candidates.push(Candidate {
                word: None,
                form: Form::Keep,
                cost: LONE_SYMBOL,
            });
        }
        self.push_taken(cut.odd.of(cut.text));
        if !cut.is_strange() {
            self.keep(first, |know, candidate| {
                let is_compound = |word| know.lexicon.word(word).contains(['/', '&']);
                candidate.word.is_some_and(is_compound)
            });
        }
        let found = first..self.lattice.candidates.len();
        let (tail, rest) = (cut.tail(), cut.rest());
        let to = if no_atoms || !tail.text.is_empty() {
            self.lattice.add_place()
        } else {
            middle
        };
        self.lattice.add_arc_of(from, to, cut.odd, false, found);
        let end = if rest.text.is_empty() {
            to
        } else {
            let end = self.lattice.add_place();
            self.add_tail(to, end, &rest);
            end
        };
        if !no_atoms && end > middle {
            self.add_tail(middle, end, &tail);
        }
    }
}

/// What of a word's surroundings its lattice depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Surroundings {
    pub(super) begins_line: bool,
    /// A full stop, or something like it, stands before it.
    pub(super) begins_sentence: bool,
    /// What the marks after it stand before.
    pub(super) after: Place,
    /// Whether the neighbours on its line are in capitals; nothing where they do not tell.
    pub(super) capitals: Option<bool>,
}

impl Surroundings {
    /// A number for each.
    pub(super) fn code(self) -> u8 {
        let capitals = self.capitals.map_or(0, |capitals| 1 + u8::from(capitals));
        let begins = u8::from(self.begins_line) << 7 | u8::from(self.begins_sentence) << 4;
        begins | capitals << 5 | self.after.code()
    }
}

/// A word of the page, cut up. Places are within the word.
struct Cut<'a> {
    text: &'a str,
    begins_line: bool,
    /// From its first letter or digit to its last.
    inside: Span,
    /// The same with the odd symbols that touch it.
    odd: Span,
    /// What the marks after it stand before.
    after: Place,
}

impl<'a> Cut<'a> {
    fn of(text: &'a str, surroundings: Surroundings) -> Self {
        let inside = core(text);
        Self {
            text,
            begins_line: surroundings.begins_line,
            inside,
            odd: with_odd_symbols(text, inside),
            after: surroundings.after,
        }
    }

    fn core(&self) -> &'a str {
        self.inside.of(self.text)
    }

    fn marks(&self, span: Span, place: Place) -> Marks<'a> {
        Marks {
            text: span.of(self.text),
            span,
            place,
            // Nothing else is read as a colon, a dash may be part of a label, and after a number a mark may be part of it or of a label.
            sure: span.of(self.text).contains([':', '-'])
                || self.text[..span.start].ends_with(|c: char| c.is_ascii_digit()),
        }
    }

    fn head(&self) -> Marks<'a> {
        let place = Place::Head(Next::of(self.core()));
        self.marks(Span::new(0, self.inside.start), place)
    }

    /// The marks after the last letter.
    fn tail(&self) -> Marks<'a> {
        self.marks(Span::new(self.inside.end, self.text.len()), self.after)
    }

    /// The marks after the last odd symbol.
    fn rest(&self) -> Marks<'a> {
        self.marks(Span::new(self.odd.end, self.text.len()), self.after)
    }

    fn is_single(&self) -> bool {
        atoms_of(self.core()).nth(1).is_none()
    }

    /// Symbols stand in it or at it that may be ruins of letters.
    fn is_strange(&self) -> bool {
        let odd_inside = || self.core().contains(|c| is_odd(c) || is_hook(c));
        self.odd != self.inside || (!self.is_single() && odd_inside())
    }

    /// Some words have a separator inside: `t/h`, `KH&CN`.
    fn is_compound(&self) -> bool {
        !self.is_single() && self.core().contains(['/', '&'])
    }

    fn has_number(&self) -> bool {
        atoms_of(self.core()).any(|(kind, span)| kind == AtomKind::Number && span.len() > 1)
    }
}

/// True for two words, of two letters or more each, with marks between them (`trực.thuộc`).
fn is_two_words(core: &str) -> bool {
    let mut atoms = atoms_of(core);
    let word = |atom: Option<(AtomKind, Span)>| {
        atom.is_some_and(|(kind, span)| {
            let text = span.of(core);
            kind == AtomKind::Word && text.len() > 1 && text.chars().all(char::is_alphabetic)
        })
    };
    word(atoms.next()) && atoms.next().is_some() && word(atoms.next()) && atoms.next().is_none()
}

/// True for the number and symbol of a document (`4077/QĐ-UBND`), and for what a scanner left of one.
fn is_code(core: &str) -> bool {
    let mut kinds = [false; 2];
    for (kind, span) in atoms_of(core) {
        kinds[0] |= kind == AtomKind::Number;
        kinds[1] |= kind == AtomKind::Separator && span.of(core) == "/";
    }
    kinds == [true; 2]
}
