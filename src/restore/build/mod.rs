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
use crate::model::lexicon::{UNKNOWN, WordId};
use crate::model::marks::{Next, Place};
use crate::span::Span;
use crate::text::case::Case;
use crate::text::hyphen::joins;
use crate::text::syllable::is_syllable;
use crate::text::token::{AtomKind, atoms as atoms_of, core};
use atoms::is_inserted_point;
pub(super) use atoms::{SHOWN_CASE, is_short_number, wants_number};
pub(super) use marks::heard;
use marks::{Marks, is_hook, is_odd, is_ruin, left_alone, with_odd_symbols};

/// Atoms of one word above which it is neither a word nor a code, but dirt; it stays as it is.
pub(super) const MOST_ATOMS: usize = 40;
/// What it costs at least to leave a mark as it is that the table does not know, where it may be part of a letter.
const MARK_LEFT: Cost = Cost(2_500);
/// Marks before and after a word that may be parts of its letters.
const RUIN_MARKS: usize = 2;
/// What it costs to leave an odd symbol that stands alone as it is; the language model does not see it.
const LONE_SYMBOL: Cost = Cost(9_000);
/// What it costs a word to be cased unlike its neighbours.
const OTHER_CASE: Cost = Cost(2_500);

/// What it costs a syllable with marks to be in capitals among small letters: `RA soat` is `Rà soát`.
const SYLLABLE_IN_CAPITALS: Cost = Cost(9_000);

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
        self.weigh_case(0, surroundings.around);
        self.weigh_capitals(surroundings);
        self.lattice.arcs.sort_by_key(|arc| arc.from);
        inside
    }

    /// Builds the one arc of two words that may be one torn in two, from the first place to the second.
    pub(super) fn torn(&mut self, left: &str, right: &str, around: Around) {
        self.lattice.reset();
        let to = self.lattice.add_place();
        self.join(0..to, left, right);
        self.weigh_case(0, around);
    }

    /// Among capitals a word has capitals, elsewhere not: short ruins do not show it themselves (`SO`: `SỞ` or `Sở`).
    fn weigh_case(&mut self, first: usize, around: Around) {
        let know = self.know;
        let (capital, title, small) = match around {
            Around::Untold => return,
            Around::Small => (SYLLABLE_IN_CAPITALS, Cost::ZERO, Cost::ZERO),
            Around::MostlySmall => (OTHER_CASE, Cost::ZERO, Cost::ZERO),
            Around::Capitals => (Cost::ZERO, OTHER_CASE, OTHER_CASE),
        };
        for candidate in &mut self.lattice.candidates[first..] {
            candidate.cost += match (candidate.form, candidate.word) {
                (Form::Word(Case::Upper), Some(word)) if may_be_short(know, word) => {
                    capital.min(OTHER_CASE)
                }
                (Form::Word(Case::Upper), _) => capital,
                (Form::Word(Case::Title), _) => title,
                (Form::Word(Case::Lower), _) => small,
                _ => Cost::ZERO,
            };
        }
    }

    /// Where a scanner takes small letters for capitals, it is told by the word which of them they were.
    fn weigh_capitals(&mut self, surroundings: Surroundings) {
        if !self.know.is_own || surroundings.begins_line || surroundings.around == Around::Capitals
        {
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
        let cut = Cut::of(text, surroundings, self.know.is_own);
        if atoms_of(cut.core()).nth(MOST_ATOMS).is_some() {
            self.class_arc(UNKNOWN, cut.inside);
            return self.lattice.end();
        }
        if surroundings.is_ordinal {
            let is_numeral =
                cut.inside == Span::new(0, text.len()) && self.add_numeral(text, cut.inside);
            if !is_numeral {
                self.class_arc(UNKNOWN, cut.inside);
            }
            return self.lattice.end();
        }
        let from = self.lattice.end();
        let head_known = !cut.inside.is_empty() && self.add_marks(&cut.head());
        let after_head = self.lattice.end();
        let last = self.add_atoms(&cut);
        let middle = self.lattice.end();
        if cut.odd.is_empty()
            && let Some(marks) = cut.alone()
        {
            self.add_marks(&marks);
            return self.lattice.end();
        }
        let strange = cut.is_strange();
        if (strange || cut.is_compound()) && !cut.has_number() {
            if strange && !cut.is_compound() {
                self.leave_unexplained(&cut, head_known);
            }
            self.add_parts(&cut, &cut.parts(), middle, |builder, part, to| {
                let has_head = part.start < cut.inside.start;
                let from = if has_head { from } else { after_head };
                builder.add_one_word(&cut, part, from, to);
            });
        } else if middle > from && !cut.tail().text.is_empty() {
            let (from, atom) = last;
            let symbol = cut.ruined_symbol(atom);
            self.add_parts(&cut, symbol.as_slice(), middle, |builder, symbol, to| {
                builder.add_symbol(symbol.of(text), symbol, from, to);
            });
        }
        middle
    }

    /// Adds the arcs of the atoms; returns the place before the last one, and its span.
    fn add_atoms(&mut self, cut: &Cut<'_>) -> (u32, Span) {
        let mut last = (self.lattice.end(), Span::new(0, 0));
        let (two_words, is_code) = (is_two_words(cut.core()), is_code(cut.core()));
        let mut atoms = atoms_of(cut.core());
        while let Some((kind, mut span)) = atoms.next() {
            if is_code && kind == AtomKind::Word {
                // A ruin between letters of a symbol is one of them: `TT¢g`.
                while let Some(end) = ruined_to(cut.core(), atoms.clone()) {
                    span.end = end;
                    atoms.nth(1);
                }
            }
            let span = Span::new(cut.inside.start + span.start, cut.inside.start + span.end);
            let (text, at) = (span.of(cut.text), span);
            last = (self.lattice.end(), span);
            match kind {
                AtomKind::Separator if two_words => {
                    let marks = self.between(cut, span);
                    self.add_marks(&marks);
                }
                AtomKind::Separator => {}
                AtomKind::Number => self.add_number(cut, at),
                AtomKind::Word => {
                    let label = cut.begins_line
                        && span == cut.inside
                        && cut.text[span.end..].starts_with(['.', ',', '/']);
                    if cut.begins_line && span == cut.inside && is_inserted_point(cut.text) {
                        self.class_arc(UNKNOWN, at);
                    } else if !(label && self.add_numeral(text, at)) {
                        self.add_atom(text, at, is_code);
                    }
                }
            }
        }
        last
    }

    /// The marks between two words: a hyphen stays where people write one, and others stay beside digits that are none of a
    /// syllable's ruins.
    fn between<'a>(&mut self, cut: &Cut<'a>, span: Span) -> Marks<'a> {
        let left = &cut.text[cut.inside.start..span.start];
        let right = &cut.text[span.end..cut.inside.end];
        let mut marks = cut.marks(span, Place::Between(Next::of(right)));
        if marks.text == "-" {
            marks.sure = joins(&self.likely(left), &self.likely(right));
        } else if !(is_letters(left) && is_letters(right)) {
            let mut is_word = |word: &str| is_syllable(&self.likely(word).to_lowercase());
            marks.sure = !(is_word(left) && is_word(right));
        }
        marks
    }

    fn likely(&mut self, text: &str) -> String {
        self.memo.likely(self.know, text)
    }

    /// Lets the last atom pay for symbols beside it that would be left as they are, but for those that the table of marks
    /// explains.
    fn leave_unexplained(&mut self, cut: &Cut<'_>, head_known: bool) {
        if cut.inside.is_empty() {
            return;
        }
        let (reach, least) = if cut.is_ruined() {
            (Span::new(0, cut.text.len()), MARK_LEFT)
        } else {
            (cut.odd, Cost::ZERO)
        };
        let start = if head_known {
            cut.inside.end
        } else {
            reach.start
        };
        let end = if self.knows(&cut.tail()) {
            cut.inside.start
        } else {
            reach.end
        };
        let left = cut.text.get(start..end).unwrap_or_default();
        let left = left.chars().filter(|c| !c.is_alphanumeric());
        let cost = left.map(|c| left_alone(c).max(least)).sum();
        let last = self.lattice.arcs.last().map_or(0, |arc| arc.first as usize);
        self.charge(last, cost);
    }

    /// Arcs that take parts of a word with the marks in them and at them for letters (`add` adds one up to a place), and the marks
    /// after each; the marks after the atoms, which end at `middle`, beside them.
    fn add_parts(
        &mut self,
        cut: &Cut<'_>,
        parts: &[Span],
        middle: u32,
        add: impl Fn(&mut Self, Span, u32),
    ) {
        let tail = cut.tail();
        let is_short = |part: &&Span| part.end < cut.text.len();
        let mut rests = Vec::new();
        for &part in parts.iter().filter(is_short) {
            let end = self.lattice.add_place();
            add(self, part, end);
            rests.push((end, cut.after(part)));
        }
        let no_atoms = cut.inside.is_empty();
        let end = if no_atoms || !tail.text.is_empty() {
            self.lattice.add_place()
        } else {
            middle
        };
        for &part in parts.iter().filter(|part| !is_short(part)) {
            add(self, part, end);
        }
        for (from, rest) in rests {
            self.add_tail(from, end, &rest);
        }
        if !no_atoms && end > middle {
            self.add_tail(middle, end, &tail);
        }
    }

    /// An arc that takes a part with its symbols for one word.
    fn add_one_word(&mut self, cut: &Cut<'_>, part: Span, from: u32, to: u32) {
        let first = self.lattice.candidates.len();
        if cut.inside.is_empty() {
            self.lattice.candidates.push(Candidate {
                word: None,
                form: Form::Keep,
                cost: LONE_SYMBOL,
            });
            if let Some(marks) = cut.alone().filter(|marks| marks.span == part) {
                self.push_marks(&marks);
            }
            if !cut.begins_line {
                self.push_bar(part.of(cut.text));
            }
        }
        self.push_taken(part.of(cut.text));
        if !cut.is_strange() {
            self.keep(first, |know, candidate| {
                let is_compound = |word| know.lexicon.word(word).contains(['/', '&']);
                candidate.word.is_some_and(is_compound)
            });
        }
        let found = first..self.lattice.candidates.len();
        self.lattice.add_arc_of(from, to, part, false, found);
    }
}

/// How the neighbours of a word on its line are cased.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Around {
    /// They do not tell.
    Untold,
    /// In small letters, all that tell.
    Small,
    /// In small letters, more than in capitals.
    MostlySmall,
    /// In capitals, more than in small letters.
    Capitals,
}

/// What of a word's surroundings its lattice depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Surroundings {
    pub(super) begins_line: bool,
    /// A full stop, or something like it, stands before it.
    pub(super) begins_sentence: bool,
    /// What the marks after it stand before.
    pub(super) after: Place,
    pub(super) around: Around,
    /// It is the first cell of a row and short, as the row's number is: not in words.
    pub(super) is_ordinal: bool,
    /// It is a short number behind a word that wants one.
    pub(super) is_wanted: bool,
}

impl Surroundings {
    /// A number for each.
    pub(super) fn code(self) -> u16 {
        let begins = u16::from(self.begins_line) << 7 | u16::from(self.begins_sentence) << 4;
        let number = u16::from(self.is_wanted) << 9 | u16::from(self.is_ordinal) << 8;
        let around = (self.around as u16) << 5;
        begins | number | around | u16::from(self.after.code())
    }
}

/// A word of the page, cut up. Places are within the word.
struct Cut<'a> {
    text: &'a str,
    begins_line: bool,
    /// It is a short number behind a word that wants one.
    is_wanted: bool,
    /// The scanner has habits of its own: any mark may be part of a letter.
    is_own: bool,
    /// From its first letter or digit to its last.
    inside: Span,
    /// The same with the odd symbols that touch it.
    odd: Span,
    /// What the marks after it stand before.
    after: Place,
}

impl<'a> Cut<'a> {
    fn of(text: &'a str, surroundings: Surroundings, is_own: bool) -> Self {
        let inside = core(text);
        Self {
            text,
            begins_line: surroundings.begins_line,
            is_wanted: surroundings.is_wanted,
            is_own,
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
            // A dash may be part of a label, a bar may part cells, and after a number a mark may be part of it or of a label.
            sure: span.of(self.text).contains(['-', '–', '—', '|'])
                || self.text[..span.start].ends_with(|c: char| c.is_ascii_digit()),
        }
    }

    fn head(&self) -> Marks<'a> {
        let place = Place::Head(Next::of(self.core()));
        self.marks(Span::new(0, self.inside.start), place)
    }

    /// All of it, where it is nothing but marks and not the first of its line, where it may be a label's rest.
    fn alone(&self) -> Option<Marks<'a>> {
        let marks = || self.marks(Span::new(0, self.text.len()), Place::Alone);
        (self.inside.is_empty() && !self.begins_line).then(marks)
    }

    /// The marks after the last letter.
    fn tail(&self) -> Marks<'a> {
        self.marks(Span::new(self.inside.end, self.text.len()), self.after)
    }

    /// The marks after a part that begins the word.
    fn after(&self, part: Span) -> Marks<'a> {
        self.marks(Span::new(part.end, self.text.len()), self.after)
    }

    /// The parts that may be one word, symbols and all: those that end early first.
    fn parts(&self) -> Vec<Span> {
        if !self.is_ruined() {
            return self.bare().into_iter().chain([self.odd]).collect();
        }
        let head = if self.text[..self.inside.start].chars().count() <= RUIN_MARKS {
            0
        } else {
            self.odd.start
        };
        let marks = self.text[self.inside.end..].char_indices();
        let ends = marks
            .map(|(at, c)| self.inside.end + at + c.len_utf8())
            .take(RUIN_MARKS);
        let ends = std::iter::once(self.inside.end).chain(ends);
        let starts = [head, self.inside.start];
        let starts = &starts[usize::from(head == self.inside.start)..];
        let parts = ends.flat_map(|end| starts.iter().map(move |&start| Span::new(start, end)));
        parts
            .filter(|&part| part != self.inside || !self.is_single())
            .collect()
    }

    /// The part with odd symbols without the colon or hook at its end, if there is one and there are other symbols, too.
    fn bare(&self) -> Option<Span> {
        if self.inside.is_empty() {
            return None;
        }
        let end = self.inside.end
            + self.text[self.inside.end..self.odd.end]
                .trim_end_matches(|c| c == ':' || is_hook(c))
                .len();
        let bare = Span::new(self.odd.start, end);
        let strange = bare != self.inside || self.core().contains(is_odd);
        (end < self.odd.end && strange).then_some(bare)
    }

    /// The last atom of a code with the ruins right behind it, which may be its last letter (`TT¢`), if there are any.
    fn ruined_symbol(&self, atom: Span) -> Option<Span> {
        let behind = &self.text[self.inside.end..];
        let ruins = behind.find(|c| !is_ruin(c)).unwrap_or(behind.len());
        let is_symbol = || is_code(self.core()) && is_letters(atom.of(self.text));
        (ruins > 0 && is_symbol()).then(|| Span::new(atom.start, self.inside.end + ruins))
    }

    fn is_single(&self) -> bool {
        atoms_of(self.core()).nth(1).is_none()
    }

    /// Symbols stand in it or at it that may be ruins of letters.
    fn is_strange(&self) -> bool {
        let odd_inside = || self.core().contains(|c| is_odd(c) || is_hook(c));
        self.is_ruined() || self.odd != self.inside || (!self.is_single() && odd_inside())
    }

    /// Marks stand in it or at it, and any of them may be part of a letter. A letter alone has a label's marks, and a slash is part
    /// of a code or of an end (`./.`).
    fn is_ruined(&self) -> bool {
        self.is_own
            && self.core().contains(char::is_alphabetic)
            && (!self.begins_line || self.core().chars().nth(1).is_some())
            && !self.text.contains('/')
            && (self.inside.len() < self.text.len() || !self.is_single())
    }

    /// Some words have a separator inside: `t/h`, `KH&CN`.
    fn is_compound(&self) -> bool {
        !self.is_single() && self.core().contains(['/', '&'])
    }

    /// There is a number of more than one digit in it, which is no ruin.
    fn has_number(&self) -> bool {
        let core = self.core();
        atoms_of(core).any(|(kind, span)| {
            let is_ruin = self.is_own && core[..span.start].ends_with(is_odd);
            kind == AtomKind::Number && span.len() > 1 && !is_ruin
        })
    }
}

/// True for two words, of two letters or more each, with marks between them (`trực.thuộc`); one of the letters may be a
/// digit (`t6.chức`).
fn is_two_words(core: &str) -> bool {
    let mut atoms = atoms_of(core);
    let word = |atom: Option<(AtomKind, Span)>| {
        atom.is_some_and(|(kind, span)| {
            let text = span.of(core);
            let mut others = text.chars().filter(|c| !c.is_alphabetic());
            let one_digit =
                others.next().is_none_or(|c| c.is_ascii_digit()) && others.next().is_none();
            kind == AtomKind::Word && text.len() > 1 && one_digit
        })
    };
    word(atoms.next()) && atoms.next().is_some() && word(atoms.next()) && atoms.next().is_none()
}

/// Nothing but letters.
pub(super) fn is_letters(text: &str) -> bool {
    text.chars().all(char::is_alphabetic)
}

/// Whether a word may be an abbreviation: it has no marks, or is in capitals in the dictionary.
fn may_be_short(know: &Knowledge<'_>, word: WordId) -> bool {
    let word = know.lexicon.word(word);
    word.is_ascii() || word.contains(char::is_uppercase)
}

/// Where a word goes on to behind ruins of letters, if the atoms after it are such ruins and a word.
fn ruined_to(core: &str, mut atoms: impl Iterator<Item = (AtomKind, Span)>) -> Option<usize> {
    let (kind, ruins) = atoms.next()?;
    let (next, rest) = atoms.next()?;
    // `KH&CN` is two words.
    let is_ruined =
        kind == AtomKind::Separator && ruins.of(core).chars().all(|c| is_ruin(c) && c != '&');
    (is_ruined && next == AtomKind::Word).then_some(rest.end)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ruins_behind_the_symbol_of_a_code_may_be_its_last_letter() {
        for (text, symbol) in [
            ("899/QD-TT¢", Some("TT¢")),
            ("(899/QD-TT¢);", Some("TT¢")),
            ("899/QD-TTg;", None),
            ("899/QD-TTg", None),
            ("12/2013¢", None),
            ("QD-TT¢", None),
        ] {
            let surroundings = Surroundings {
                begins_line: false,
                begins_sentence: false,
                after: Place::Line(Next::Other),
                around: Around::Untold,
                is_ordinal: false,
                is_wanted: false,
            };
            let cut = Cut::of(text, surroundings, false);
            let (_, last) = atoms_of(cut.core()).last().expect("an atom");
            let start = cut.inside.start;
            let found = cut.ruined_symbol(Span::new(start + last.start, start + last.end));
            assert_eq!(found.map(|span| span.of(text)), symbol, "{text}");
        }
    }
}
