//! Stage 2: scanned text → [`Restored`].
//!
//! A noisy channel decoded in a lattice. For every word of the scan the lexicon proposes what it may be the reading of,
//! at a cost that the channel learned from aligned pairs; the language model joins the proposals; the cheapest path is
//! the text, and the sum over all paths says how sure each word is. Before that, a look at the whole document tells how
//! much of it is garbled at all, so that clean text is left in peace.
//!
//! This cannot fail, keeps every line, and never changes a digit of a number. Finding structure in the text is left to
//! [`mod@crate::segment`].

mod abbreviations;
mod cache;
mod decode;
mod explain;
mod labels;
mod lattice;
mod page;
mod search;
mod stretch;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::cost::Cost;
use crate::model::Model;
use crate::model::lm::State;
use crate::restored::{Restored, Token, words};
use crate::span::Span;
use abbreviations::Abbreviations;
use cache::Cache;
use decode::{Beam, Decoder};
use labels::{Labels, final_mark};
use lattice::{Arc, Form, Lattice};
use page::Page;
use search::Knowledge;
use stretch::{Builder, Cleanness, Evidence, Memo, write_candidate};

/// The restoring engine: immutable, shared between threads.
#[derive(Debug)]
pub struct Restorer<'m> {
    know: Knowledge<'m>,
    /// Below this confidence a word stays as the source has it.
    min_confidence: f32,
}

/// One thread's scratch space; cleared between documents, never freed.
#[derive(Debug)]
pub struct Worker<'r> {
    restorer: &'r Restorer<'r>,
    memo: Memo,
    page: Page,
    lattice: Lattice,
    decoder: Decoder,
    evidence: Vec<Evidence>,
    cache: Cache,
    abbreviations: Abbreviations,
}

const BEAM: Beam = Beam {
    width: 48,
    depth: Cost(10_000),
};
/// Atoms after which a stretch without any border is cut, so that memory stays bounded.
const LONGEST_STRETCH: usize = 400;
/// Alternatives told of a word, and the least probability of one worth telling.
const ALTERNATIVES: usize = 3;
const WORTH_TELLING: f32 = 0.001;

impl<'m> Restorer<'m> {
    /// An engine over `model`.
    #[must_use]
    pub fn new(model: &'m Model) -> Self {
        Self {
            know: Knowledge::of(model),
            min_confidence: 0.0,
        }
    }

    /// Leaves words as they are whose restoration is less probable than `confidence`.
    #[must_use]
    pub fn min_confidence(mut self, confidence: f32) -> Self {
        self.min_confidence = confidence;
        self
    }

    /// A worker for one thread.
    #[must_use]
    pub fn worker(&self) -> Worker<'_> {
        Worker {
            restorer: self,
            memo: Memo::default(),
            page: Page::default(),
            lattice: Lattice::default(),
            decoder: Decoder::default(),
            evidence: Vec::new(),
            cache: Cache::default(),
            abbreviations: Abbreviations::default(),
        }
    }
}

impl Worker<'_> {
    /// Restores one document. Cannot fail; line `i` of the result is line `i` of the source.
    pub fn restore(&mut self, text: &str) -> Restored {
        let mut page = std::mem::take(&mut self.page);
        page.read(text);
        let cleanness = self.cleanness(&page);
        self.first_pass(&page, cleanness);
        let abbreviations = std::mem::take(&mut self.abbreviations);
        let mut writer = Writer::new(
            text,
            &page,
            self.restorer.min_confidence,
            &abbreviations,
            cleanness,
        );
        self.each_stretch(&page, cleanness, |know, words, lattice, decoder| {
            writer.stretch(know, words, lattice, decoder)
        });
        let restored = writer.finish();
        self.abbreviations = abbreviations;
        self.page = page;
        restored
    }

    fn cleanness(&mut self, page: &Page) -> Cleanness {
        stretch::evidence(
            &self.restorer.know,
            &mut self.memo,
            page,
            &mut self.evidence,
        );
        Cleanness::estimate(self.evidence.iter().copied())
    }

    /// Reads the document once to learn what it says again and again, and how it spells its abbreviations.
    fn first_pass(&mut self, page: &Page, cleanness: Cleanness) {
        self.cache.clear();
        let mut cache = std::mem::take(&mut self.cache);
        let mut abbreviations = std::mem::take(&mut self.abbreviations);
        abbreviations.clear();
        self.each_stretch(page, cleanness, |know, _, lattice, decoder| {
            let mut before = None;
            for &(arc, candidate) in &decoder.path {
                let chosen = &lattice.candidates[candidate];
                let Some(word) = chosen.word else {
                    continue;
                };
                if chosen.form == Form::Keep {
                    abbreviations.add_unknown(lattice.arcs[arc].span.of(&page.text));
                } else {
                    abbreviations.add_word(know.lexicon.word(word));
                }
                let here = (word, decoder.posteriors[candidate]);
                if let Some(before) = before {
                    cache.add(before, here);
                }
                before = Some(here);
            }
        });
        abbreviations.spell();
        self.cache = cache;
        self.abbreviations = abbreviations;
    }

    /// Decodes stretch by stretch and hands each to `see`.
    fn each_stretch(
        &mut self,
        page: &Page,
        cleanness: Cleanness,
        mut see: impl FnMut(&Knowledge<'_>, std::ops::Range<usize>, &Lattice, &Decoder),
    ) {
        let know = &self.restorer.know;
        for stretch in page.stretches() {
            let mut state = State::START;
            let mut from = stretch.start;
            while from < stretch.end {
                let to =
                    from + stretch::fitting(page, &page.words[from..stretch.end], LONGEST_STRETCH);
                Builder {
                    know,
                    memo: &mut self.memo,
                    lattice: &mut self.lattice,
                    cleanness,
                }
                .add_words(page, &page.words[from..to]);
                state = self
                    .decoder
                    .run(&self.lattice, know.language, &self.cache, state, BEAM);
                see(know, from..to, &self.lattice, &self.decoder);
                from = to;
            }
        }
    }
}

/// Puts decoded stretches back into the document.
struct Writer<'a> {
    source: &'a str,
    page: &'a Page,
    min_confidence: f32,
    abbreviations: &'a Abbreviations,
    /// The labels so far; nothing in clean text, where there is nothing to put right.
    labels: Option<Labels>,
    text: String,
    tokens: Vec<Token>,
    /// Bytes of the source that are written.
    done: usize,
}

/// A run of words that arcs tie together, and what becomes of it.
struct Piece {
    text: String,
    confidence: f32,
    alternatives: Vec<(String, f32)>,
}

impl<'a> Writer<'a> {
    fn new(
        source: &'a str,
        page: &'a Page,
        min_confidence: f32,
        abbreviations: &'a Abbreviations,
        cleanness: Cleanness,
    ) -> Self {
        Self {
            source,
            page,
            min_confidence,
            abbreviations,
            labels: cleanness.is_garbled().then(Labels::default),
            text: String::with_capacity(source.len() + source.len() / 4),
            tokens: Vec::with_capacity(page.words.len()),
            done: 0,
        }
    }

    fn stretch(
        &mut self,
        know: &Knowledge<'_>,
        words: std::ops::Range<usize>,
        lattice: &Lattice,
        decoder: &Decoder,
    ) {
        let mut path = decoder
            .path
            .iter()
            .filter(|(arc, _)| !lattice.arcs[*arc].span.is_empty())
            .peekable();
        let mut index = words.start;
        while index < words.end {
            // A word, with the next ones where an arc runs on into them.
            let first = &self.page.words[index];
            let mut span = first.span;
            let mut source = first.source;
            let mut arcs = Vec::new();
            while let Some(&&(arc, candidate)) = path.peek() {
                let arc_span = lattice.arcs[arc].span;
                if arc_span.start >= span.end {
                    break;
                }
                while arc_span.end > span.end {
                    index += 1;
                    span.end = self.page.words[index].span.end;
                    source.end = self.page.words[index].source.end;
                }
                arcs.push((arc, candidate));
                path.next();
            }
            let word = index;
            index += 1;
            self.word(know, span, source, &arcs, lattice, decoder);
            self.put_right(word);
        }
    }

    fn word(
        &mut self,
        know: &Knowledge<'_>,
        span: Span,
        source: Span,
        arcs: &[(usize, usize)],
        lattice: &Lattice,
        decoder: &Decoder,
    ) {
        self.text.push_str(&self.source[self.done..source.start]);
        self.done = source.end;
        let page = &self.page.text;
        let mut pieces: Vec<Piece> = vec![Piece {
            text: String::new(),
            confidence: 1.0,
            alternatives: Vec::new(),
        }];
        let mut cuts = Vec::new();
        let mut at = span.start;
        for &(arc_index, candidate) in arcs {
            let arc = &lattice.arcs[arc_index];
            if arc.blank_before {
                cuts.push(arc.span.start);
                pieces.push(Piece {
                    text: String::new(),
                    confidence: 1.0,
                    alternatives: Vec::new(),
                });
            }
            let mut reading = Reading::of(know, page, lattice, decoder, arc, candidate);
            if lattice.candidates[candidate].form == Form::Keep
                && let Some(spelled) = self.abbreviations.get(&reading.text)
            {
                reading.rename(spelled);
            }
            let piece = pieces
                .last_mut()
                .expect("invariant: there is a piece from the start");
            let between = &page[at..arc.span.start];
            for (text, _) in &mut piece.alternatives {
                text.push_str(between);
                text.push_str(&reading.text);
            }
            piece.text.push_str(between);
            let others = reading
                .others
                .iter()
                .map(|(text, p)| (format!("{}{text}", piece.text), *p));
            piece.alternatives.extend(others);
            piece.text.push_str(&reading.text);
            piece.confidence *= reading.confidence;
            at = arc.span.end;
        }
        let rest = &page[at..span.end];
        if let Some(piece) = pieces.last_mut() {
            piece.text.push_str(rest);
            piece
                .alternatives
                .iter_mut()
                .for_each(|(text, _)| text.push_str(rest));
        }
        let unchanged = source.of(self.source);
        let confidence: f32 = pieces.iter().map(|piece| piece.confidence).product();
        if confidence < self.min_confidence {
            // A word that was torn in two stays so, and each part is a token.
            let mut done = 0;
            for (part, composed) in words(unchanged).zip(words(span.of(page))) {
                self.text.push_str(&unchanged[done..part.start]);
                let start = self.text.len();
                self.text.push_str(composed.of(span.of(page)));
                let source_span = Span::new(source.start + part.start, source.start + part.end);
                self.tokens.push(Token {
                    span: Span::new(start, self.text.len()),
                    source_span,
                    confidence,
                    alternatives: Vec::new(),
                });
                done = part.end;
            }
            return;
        }
        let mut from = source.start;
        for (number, piece) in pieces.into_iter().enumerate() {
            if number > 0 {
                self.text.push(' ');
            }
            let to = match cuts.get(number) {
                Some(cut) => source.start + place_in(unchanged, cut - span.start),
                None => source.end,
            };
            let start = self.text.len();
            self.text.push_str(&piece.text);
            let mut alternatives = piece.alternatives;
            alternatives.sort_by(|a, b| b.1.total_cmp(&a.1));
            alternatives.truncate(ALTERNATIVES);
            self.tokens.push(Token {
                span: Span::new(start, self.text.len()),
                source_span: Span::new(from, to),
                confidence: piece.confidence.min(1.0),
                alternatives,
            });
            from = to;
        }
    }

    /// What only the sequence of lines tells of the word that was just written.
    fn put_right(&mut self, index: usize) {
        let Some(labels) = &mut self.labels else {
            return;
        };
        let word = &self.page.words[index];
        let next = self.page.words.get(index + 1);
        let capital_follows = next.is_some_and(|next| {
            next.span
                .of(&self.page.text)
                .starts_with(char::is_uppercase)
        });
        if word.begins_line
            && self.page.dashes_stand_apart
            && word.span.of(&self.page.text).starts_with('-')
        {
            self.part_dash(word.source);
            return;
        }
        let Some(token) = self.tokens.last_mut() else {
            return;
        };
        let written = token.span.of(&self.text);
        let right = if word.begins_line {
            labels.correct(word.span.of(&self.page.text), written, capital_follows)
        } else if next.is_none_or(|next| next.begins_line && next.begins_stretch) {
            final_mark(written)
        } else {
            None
        };
        if let Some(right) = right {
            self.text.truncate(token.span.start);
            self.text.push_str(&right);
            token.span.end = self.text.len();
            token.alternatives.retain(|(other, _)| *other != right);
        }
    }

    /// Parts a list dash from the word that it sticks to (`-Giao`), if the word was just written and has one.
    fn part_dash(&mut self, source: Span) {
        let Some(token) = self.tokens.last_mut() else {
            return;
        };
        let written = token.span.of(&self.text);
        let sticks = written.starts_with('-') && written[1..].starts_with(char::is_alphabetic);
        if !sticks || token.source_span != source || !source.of(self.source).starts_with('-') {
            return;
        }
        let dash = Token {
            span: Span::new(token.span.start, token.span.start + 1),
            source_span: Span::new(source.start, source.start + 1),
            confidence: token.confidence,
            alternatives: Vec::new(),
        };
        token.source_span.start += 1;
        token.span = Span::new(token.span.start + 2, token.span.end + 1);
        for (text, _) in &mut token.alternatives {
            if let Some(rest) = text.strip_prefix('-') {
                *text = rest.to_owned();
            }
        }
        self.text.insert(dash.span.end, ' ');
        let at = self.tokens.len() - 1;
        self.tokens.insert(at, dash);
    }

    fn finish(mut self) -> Restored {
        self.text.push_str(&self.source[self.done..]);
        Restored {
            source: self.source.to_owned(),
            text: self.text,
            tokens: self.tokens,
        }
    }
}

/// The place in a word as the source spells it that `composed` is in its NFC form.
fn place_in(word: &str, composed: usize) -> usize {
    let len = |end: usize| word[..end].nfc().map(char::len_utf8).sum::<usize>();
    if word.is_ascii() {
        return composed;
    }
    let mut ends: Vec<usize> = word
        .char_indices()
        .filter(|&(_, c)| !is_combining_mark(c))
        .map(|(at, _)| at)
        .collect();
    ends.push(word.len());
    let before = ends.partition_point(|&end| len(end) <= composed);
    before.checked_sub(1).map_or(0, |index| ends[index])
}

/// What an arc on the best path writes, and what else it might.
struct Reading {
    text: String,
    confidence: f32,
    others: Vec<(String, f32)>,
}

impl Reading {
    fn of(
        know: &Knowledge<'_>,
        page: &str,
        lattice: &Lattice,
        decoder: &Decoder,
        arc: &Arc,
        chosen: usize,
    ) -> Self {
        let source = arc.span.of(page);
        let mut text = String::new();
        write_candidate(know, source, &lattice.candidates[chosen], &mut text);
        let mut confidence = 0.0;
        let mut others: Vec<(String, f32)> = Vec::new();
        let mut other = String::new();
        for (index, candidate) in (arc.first..).zip(lattice.of(arc)) {
            let p = decoder.posteriors[index as usize];
            if index as usize != chosen && p < WORTH_TELLING {
                continue;
            }
            other.clear();
            write_candidate(know, source, candidate, &mut other);
            if other == text {
                confidence += p;
            } else if let Some(known) = others.iter_mut().find(|(text, _)| *text == other) {
                known.1 += p;
            } else {
                others.push((other.clone(), p));
            }
        }
        Self {
            text,
            confidence: confidence.min(1.0),
            others,
        }
    }

    /// Takes another text than the lattice chose; what that was thought to be worth is its own now.
    fn rename(&mut self, text: &str) {
        if let Some(index) = self.others.iter().position(|(other, _)| other == text) {
            self.confidence = (self.confidence + self.others.remove(index).1).min(1.0);
        }
        self.text = text.to_owned();
    }
}
