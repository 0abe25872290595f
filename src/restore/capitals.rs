//! Capital or small letter, once it is known what the words are.
//!
//! The language model does not hear case, so that the two readings of a word which differ in it share what the lattice found
//! for the word. How they share it is told by what the scanner makes of either letter and by how often the word has a
//! capital between such neighbours (`kê Khai`: `khai`). Words that begin a line or a sentence are left to the scan.

use super::build::SHOWN_CASE;
use super::decode::Decoder;
use super::lattice::{Candidate, Form, Lattice, write_candidate};
use super::page::Word;
use super::search::Knowledge;
use crate::cost::Cost;
use crate::model::capitals::{Before, Neighbours};
use crate::model::lexicon::{COMMA, WordId, is_border};
use crate::text::case::Case;

/// What it costs, beside the table, that a mark was another in a document whose letters suffer as the channel says.
const USUALLY_WORN: Cost = Cost(1_000);

/// What is known of a document's case.
#[derive(Clone, Copy)]
pub(super) struct Casing<'a> {
    pub(super) know: &'a Knowledge<'a>,
    /// What it costs, beside the table, that a mark was another: where marks suffer, letters do.
    pub(super) worn: Cost,
    /// The page's text.
    pub(super) text: &'a str,
    /// The lattice was weighed with the words' own odds.
    pub(super) is_weighed: bool,
}

impl Casing<'_> {
    /// Settles the case of the words on the best path over `words` of the page.
    pub(super) fn settle(&self, words: &[Word], lattice: &Lattice, decoder: &mut Decoder) {
        let starts = words.iter().filter(|word| word.begins_stretch);
        let mut starts = starts.map(|word| word.span.start).peekable();
        let mut before = Before::default();
        let (mut done, mut marks) = (
            words.first().map_or(0, |word| word.span.start),
            String::new(),
        );
        for at in 0..decoder.path.len() {
            let (arc, candidate) = decoder.path[at];
            let span = lattice.arcs[arc].span;
            before.marks(self.text.get(done..span.start).unwrap_or_default().trim());
            done = done.max(span.end);
            if !is_word(lattice, candidate) {
                marks.clear();
                let reading = &lattice.candidates[candidate];
                write_candidate(self.know, span.of(self.text), reading, &mut marks);
                before.marks(marks.trim());
                continue;
            }
            while starts.next_if(|start| *start <= span.start).is_some() {
                before = Before::default();
            }
            if let Some(capital_before) = before.word()
                && let Some(other) = self.other(lattice, (arc, candidate))
            {
                let neighbours = capital_before.map(|before| Neighbours {
                    before,
                    after: self.is_capital_behind(lattice, decoder, at),
                });
                self.share(lattice, decoder, (at, candidate, other), neighbours);
            }
            // A label of one sign that lost its bracket, or none.
            let is_label = before == Before::Start && span.of(self.text).chars().nth(1).is_none();
            if !is_label {
                before.add(self.is_capital(lattice, decoder.path[at]));
            }
        }
    }

    /// The same word in the other case.
    fn other(&self, lattice: &Lattice, (arc, candidate): (usize, usize)) -> Option<usize> {
        let arc = &lattice.arcs[arc];
        let Candidate { word, form, .. } = lattice.candidates[candidate];
        let other = match form {
            Form::Word(Case::Lower) => Form::Word(Case::Title),
            Form::Word(Case::Title) => Form::Word(Case::Lower),
            _ => return None,
        };
        let is_other = |reading: &Candidate| reading.word == word && reading.form == other;
        let at = lattice.of(arc).iter().position(is_other)?;
        Some(arc.first as usize + at)
    }

    /// Divides what two readings of a word have between them.
    fn share(
        &self,
        lattice: &Lattice,
        decoder: &mut Decoder,
        (at, chosen, other): (usize, usize, usize),
        neighbours: Option<Neighbours>,
    ) {
        let reading = |index: usize| &lattice.candidates[index];
        let is_title = reading(chosen).form == Form::Word(Case::Title);
        let (title, lower) = if is_title {
            (chosen, other)
        } else {
            (other, chosen)
        };
        let word = reading(chosen).word.unwrap_or_default();
        let prior = match neighbours {
            Some(neighbours) => self.know.capitals.odds_between(word, neighbours),
            None => self.know.capitals.odds(word),
        };
        let evidence = (reading(lower).cost.nats() - reading(title).cost.nats()) as f64;
        let text = lattice.arcs[decoder.path[at].0].span.of(self.text);
        let odds = prior + evidence - self.weighed(word, text);
        let both = decoder.posteriors[title] + decoder.posteriors[lower];
        #[allow(clippy::cast_possible_truncation)] // a probability
        let p = (1.0 / (1.0 + (-odds).exp())) as f32;
        decoder.posteriors[title] = both * p;
        decoder.posteriors[lower] = both * (1.0 - p);
        decoder.path[at].1 = if p > 0.5 { title } else { lower };
    }

    /// What of the costs in the lattice speaks for the capital and is no habit of the scanner.
    fn weighed(&self, word: WordId, text: &str) -> f64 {
        if self.is_weighed {
            return self.know.capitals.odds(word);
        }
        let shown = f64::from((SHOWN_CASE - (self.worn - USUALLY_WORN)).nats());
        match Case::of(text) {
            _ if !text.contains(char::is_alphabetic) => 0.0,
            Case::Lower => -shown,
            Case::Title | Case::Upper => shown,
            Case::Exact => 0.0,
        }
    }

    /// Whether the next word on the path has a capital and no mark stands before it.
    fn is_capital_behind(&self, lattice: &Lattice, decoder: &Decoder, at: usize) -> bool {
        let end = lattice.arcs[decoder.path[at].0].span.end;
        let behind = decoder.path[at + 1..].iter();
        let mut words = behind.filter(|(_, candidate)| is_word(lattice, *candidate));
        words.next().is_some_and(|&(arc, candidate)| {
            let between = self.text.get(end..lattice.arcs[arc].span.start);
            between.is_some_and(|marks| marks.trim().is_empty())
                && self.is_capital(lattice, (arc, candidate))
        })
    }

    fn is_capital(&self, lattice: &Lattice, (arc, candidate): (usize, usize)) -> bool {
        match lattice.candidates[candidate].form {
            Form::Word(case) => case != Case::Lower,
            Form::Keep => lattice.arcs[arc]
                .span
                .of(self.text)
                .starts_with(char::is_uppercase),
            Form::Marks(_) | Form::Digits => false,
        }
    }
}

/// True for readings that are no marks.
fn is_word(lattice: &Lattice, candidate: usize) -> bool {
    let word = lattice.candidates[candidate].word;
    word.is_some_and(|word| word != COMMA && !is_border(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Model;
    use crate::model::lexicon::BREAK;
    use crate::span::Span;

    /// The words of a line as their case is settled, each read as shown; a capital may be a small letter for four nats.
    fn settled(text: &str, worn: Cost) -> String {
        let model = Model::embedded().unwrap();
        let know = Knowledge::of(&model);
        let (mut lattice, mut decoder) = (Lattice::default(), Decoder::default());
        let mut words = Vec::new();
        lattice.reset();
        for (start, written) in crate::restored::words(text).map(|word| (word.start, word.of(text)))
        {
            let first = lattice.candidates.len();
            let mut end = written.len();
            if written.ends_with('.') {
                end -= 1;
            }
            let lower = written[..end].to_lowercase();
            let word = know.find(lower.chars());
            let shown = Case::of(written);
            let mut add = |case, cost| {
                lattice.candidates.push(Candidate {
                    word,
                    form: Form::Word(case),
                    cost,
                });
                decoder
                    .posteriors
                    .push(if case == shown { 0.9 } else { 0.1 });
            };
            add(shown, Cost::ZERO);
            if shown == Case::Title {
                add(Case::Lower, Cost(4_000) + SHOWN_CASE);
            }
            let span = Span::new(start, start + end);
            let (from, to) = (lattice.end(), lattice.add_place());
            lattice.add_arc(from, to, span, false, first);
            decoder.path.push((lattice.arcs.len() - 1, first));
            if end < written.len() {
                let first = lattice.candidates.len();
                lattice.candidates.push(Candidate {
                    word: Some(BREAK),
                    form: Form::Keep,
                    cost: Cost::ZERO,
                });
                decoder.posteriors.push(1.0);
                let (from, to) = (lattice.end(), lattice.add_place());
                lattice.add_arc(from, to, Span::new(span.end, span.end + 1), false, first);
                decoder.path.push((lattice.arcs.len() - 1, first));
            }
            words.push(Word {
                source: span,
                span,
                begins_line: start == 0,
                begins_stretch: start == 0,
            });
        }
        let casing = Casing {
            know: &know,
            worn,
            text,
            is_weighed: false,
        };
        casing.settle(&words, &lattice, &mut decoder);
        let mut out = String::new();
        for &(arc, candidate) in &decoder.path {
            let span = lattice.arcs[arc].span;
            if lattice.candidates[candidate].word != Some(BREAK) && !out.is_empty() {
                out.push(' ');
            }
            write_candidate(
                &know,
                span.of(text),
                &lattice.candidates[candidate],
                &mut out,
            );
        }
        out
    }

    #[test]
    fn neighbours_tell_capitals_that_a_scanner_made() {
        let worn = USUALLY_WORN;
        for (read, expected) in [
            ("Tờ Khai thuế", "Tờ khai thuế"),
            ("cơ quan Khác của tỉnh", "cơ quan khác của tỉnh"),
            ("ông Nguyễn Văn Khai", "ông Nguyễn Văn Khai"),
            ("tại Hà Nội", "tại Hà Nội"),
            // Where a sentence begins there is nothing to tell.
            ("Khai thuế", "Khai thuế"),
            ("nộp thuế. Khai thuế", "nộp thuế. Khai thuế"),
            ("a Khai thuế", "a Khai thuế"),
        ] {
            assert_eq!(settled(read, worn), expected);
        }
        assert_eq!(
            settled("Tờ Khai thuế", Cost(5_000)),
            "Tờ Khai thuế",
            "a page that was read well"
        );
    }
}
