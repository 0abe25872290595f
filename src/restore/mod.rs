//! Stage 2: scanned text → [`Restored`].
//!
//! A noisy channel decoded in a lattice. For every word of the scan the lexicon proposes what it may be the reading of,
//! at a cost that the channel learned from aligned pairs; the language model joins the proposals; the cheapest path is
//! the text, and the sum over all paths says how sure each word is. Before that, a look at the whole document tells how
//! much of it is garbled at all, so that clean text is left in peace.
//!
//! This cannot fail, keeps every line, and never changes a digit of a number. Finding structure in the text is left to
//! [`crate::segment`].

mod decode;
mod explain;
mod lattice;
mod page;
mod search;
mod stretch;

use crate::cost::Cost;
use crate::model::Model;
use crate::model::lm::State;
use crate::restored::{Restored, Token};
use crate::span::Span;
use decode::{Beam, Decoder, LanguageWeight};
use lattice::{Arc, Lattice};
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
}

const BEAM: Beam = Beam {
    width: 48,
    depth: Cost(10_000),
};
const LANGUAGE_WEIGHT: LanguageWeight = LanguageWeight(100);
/// Words after which a stretch without any border is cut, so that memory stays bounded.
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
        }
    }
}

impl Worker<'_> {
    /// Restores one document. Cannot fail; line `i` of the result is line `i` of the source.
    pub fn restore(&mut self, text: &str) -> Restored {
        let mut page = std::mem::take(&mut self.page);
        page.read(text);
        let cleanness = self.cleanness(&page);
        let mut writer = Writer::new(text, &page, self.restorer.min_confidence);
        self.each_stretch(&page, cleanness, |know, words, lattice, decoder| {
            writer.stretch(know, words, lattice, decoder)
        });
        let restored = writer.finish();
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
                let to = (from + LONGEST_STRETCH).min(stretch.end);
                Builder {
                    know,
                    memo: &mut self.memo,
                    lattice: &mut self.lattice,
                    cleanness,
                }
                .add_words(page, &page.words[from..to]);
                state =
                    self.decoder
                        .run(&self.lattice, know.language, LANGUAGE_WEIGHT, state, BEAM);
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
    fn new(source: &'a str, page: &'a Page, min_confidence: f32) -> Self {
        Self {
            source,
            page,
            min_confidence,
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
            index += 1;
            self.word(know, span, source, &arcs, lattice, decoder);
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
            let reading = Reading::of(know, page, lattice, decoder, arc, candidate);
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
            let start = self.text.len();
            self.text.push_str(unchanged);
            let span = Span::new(start, self.text.len());
            self.tokens.push(Token {
                span,
                source_span: source,
                confidence,
                alternatives: Vec::new(),
            });
            return;
        }
        // The source of a word that was split is divided where the arcs divide it, if its letters are those of the page.
        let divisible = source.len() == span.len();
        let mut from = source.start;
        let count = pieces.len();
        for (number, piece) in pieces.into_iter().enumerate() {
            if number > 0 {
                self.text.push(' ');
            }
            let to = match cuts.get(number) {
                Some(cut) if divisible => source.start + (cut - span.start),
                _ => source.end,
            };
            let start = self.text.len();
            self.text.push_str(&piece.text);
            let mut alternatives = piece.alternatives;
            alternatives.sort_by(|a, b| b.1.total_cmp(&a.1));
            alternatives.truncate(ALTERNATIVES);
            self.tokens.push(Token {
                span: Span::new(start, self.text.len()),
                source_span: if divisible || count == 1 {
                    Span::new(from, to)
                } else {
                    source
                },
                confidence: piece.confidence.min(1.0),
                alternatives,
            });
            from = to;
        }
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
}
