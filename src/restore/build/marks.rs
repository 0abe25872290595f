//! Marks around words, and symbols that are ruins of letters.

use super::Builder;
use crate::cost::Cost;
use crate::model::lexicon::{WordId, pause_word};
use crate::model::marks::{Place, Row};
use crate::restore::lattice::{Candidate, Form};
use crate::span::Span;
use crate::text::token::pause;

/// What it costs, beside the table, that a symbol which is the ruin of a letter as a rule was nothing: the table knows
/// nothing of letters.
const RUIN_LOST: Cost = Cost(4_000);

/// What it costs, beside the table, that a double quote was a speck: with it goes what an amendment says from the amendment.
const QUOTE_LOST: Cost = Cost(2_000);

/// Marks around words, as read.
pub(super) struct Marks<'a> {
    pub(super) text: &'a str,
    pub(super) span: Span,
    pub(super) place: Place,
    /// They stay as they were read.
    pub(super) sure: bool,
}

impl<'m> Builder<'_, 'm> {
    /// What the table says these marks may have been; nothing where they are sure or the document is not garbled.
    fn origins(&self, marks: &Marks<'_>) -> impl Iterator<Item = (Row, Cost)> + use<'m> {
        let doubtful = !marks.sure && self.cleanness.is_garbled();
        let table = self.know.marks;
        doubtful
            .then(|| table.origins(marks.place, marks.text))
            .into_iter()
            .flatten()
    }

    /// True where the table has something to say of these marks.
    pub(super) fn knows(&self, marks: &Marks<'_>) -> bool {
        self.origins(marks).next().is_some()
    }

    /// Pushes what marks may have been, where the table knows them.
    pub(super) fn push_marks(&mut self, marks: &Marks<'_>) {
        let mut written = String::new();
        for (row, cost) in self.origins(marks) {
            written.clear();
            self.know.marks.write(row, &mut written);
            let ruined = if marks.text.contains(|c| is_ruin(c) && !written.contains(c)) {
                RUIN_LOST
            } else if marks.text.contains(is_quote) && !written.contains(is_quote) {
                QUOTE_LOST
            } else {
                Cost::ZERO
            };
            self.lattice.candidates.push(Candidate {
                word: heard(marks.place, &written),
                form: Form::Marks(row),
                cost: cost + ruined,
            });
        }
    }

    /// An arc over marks that stand before a word, between two, or alone, where the table knows them.
    pub(super) fn add_marks(&mut self, marks: &Marks<'_>) -> bool {
        let first = self.lattice.candidates.len();
        self.push_marks(marks);
        self.add_arc_from_here(first, marks.span)
    }

    /// An arc over the marks after a word: what they may have been, or as they are.
    pub(super) fn add_tail(&mut self, from: u32, to: u32, marks: &Marks<'_>) {
        let first = self.lattice.candidates.len();
        self.push_marks(marks);
        if self.lattice.candidates.len() == first {
            self.lattice.candidates.push(Candidate {
                word: heard(marks.place, marks.text),
                form: Form::Keep,
                cost: Cost::ZERO,
            });
        }
        self.lattice.add_arc(from, to, marks.span, false, first);
    }
}

/// What the language model hears of marks.
pub(in crate::restore) fn heard(place: Place, marks: &str) -> Option<WordId> {
    match place {
        Place::Head(_) => None,
        // Without a blank there is one word, and nothing is heard in it.
        Place::Between(_) if !marks.contains(' ') => None,
        _ => pause_word(pause(marks)),
    }
}

fn is_quote(c: char) -> bool {
    matches!(c, '“' | '”' | '"')
}

/// Symbols that are hardly ever specks: what a scanner makes of letters, it makes of no dirt.
pub(super) fn is_ruin(c: char) -> bool {
    matches!(
        c,
        '&' | '¢' | '$' | '€' | '£' | '¥' | '§' | '©' | '®' | '@' | '#' | '%'
    )
}

/// Symbols that scanners make of letters, unlike punctuation that people write.
pub(super) fn is_odd(c: char) -> bool {
    let others = [
        '°', '|', '\\', '^', '~', '_', '¡', '¿', '{', '}', '<', '>', '=',
    ];
    is_ruin(c) || others.contains(&c)
}

/// Marks that people write and that scanners make of a hook or a horn after a letter: `sử` read `si?`, `cơ` read `co'`.
pub(super) fn is_hook(c: char) -> bool {
    matches!(c, '?' | '\'' | '’' | '‘' | '`' | '*')
}

/// What it costs to leave a symbol at a word as it is: the rarer people write it there, the more.
pub(super) fn left_alone(c: char) -> Cost {
    match c {
        c if is_odd(c) => Cost(4_500),
        '\'' | '’' | '‘' | '`' => Cost(6_500),
        '?' | '*' => Cost(2_500),
        _ => Cost::ZERO,
    }
}

/// The core with the odd symbols and hooks that touch it; a colon right after the core may be a hook, too (`thủ` read `thi:`).
pub(super) fn with_odd_symbols(text: &str, inside: Span) -> Span {
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
            .enumerate()
            // A colon after another ruin is a colon.
            .take_while(|&(at, c)| is_odd(c) || is_hook(c) || (c == ':' && at == 0))
            .map(|(_, c)| c),
    );
    Span::new(inside.start - before, inside.end + after)
}
