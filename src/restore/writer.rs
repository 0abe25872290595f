//! The best path of every stretch → text and tokens.
//!
//! A path is made of arcs, a document of words between blanks. Each word takes the arcs that lie over it; where an arc
//! runs on into the next word, both become one, and where a blank was found inside a word, it becomes two. What stands
//! between words is copied.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::abbreviations::Abbreviations;
use super::codes::is_torn;
use super::confidence::{Surroundings, Traits};
use super::decode::Decoder;
use super::items::Items;
use super::labels::{Follows, Labels, final_mark};
use super::lattice::{Arc, Candidate, Form, Lattice, write_candidate};
use super::page::Page;
use super::{Restorer, Sheet};
use crate::model::lexicon::UNKNOWN;
use crate::restored::{Restored, Token, words};
use crate::span::Span;

/// Alternatives told of a word, and the least probability of one worth telling.
const ALTERNATIVES: usize = 3;
const WORTH_TELLING: f32 = 0.001;

/// Puts decoded stretches back into the document.
pub(super) struct Writer<'a> {
    source: &'a str,
    page: &'a Page,
    restorer: &'a Restorer<'a>,
    /// Whether tokens are to know what else they may be.
    tells: bool,
    abbreviations: &'a Abbreviations,
    /// The labels so far; nothing in clean text, where there is nothing to put right.
    labels: Option<Labels>,
    items: Items,
    text: String,
    tokens: Vec<Token>,
    /// What the confidence of each token rests on.
    traits: Vec<Traits>,
    /// Mean of what the document's posteriors lack to one.
    doubt: f32,
    /// Posterior of the reading before.
    before: f32,
    /// Bytes of the source that are written.
    done: usize,
}

/// A stretch as it was decoded.
#[derive(Clone, Copy)]
pub(super) struct Decoded<'d> {
    pub(super) lattice: &'d Lattice,
    pub(super) decoder: &'d Decoder,
}

/// A word of the page, or several that arcs tie together, and the arcs over it.
struct Group {
    /// Place in the page's text, and in the source.
    span: Span,
    source: Span,
    /// Its part of the path.
    path: Range<usize>,
    /// Posterior of the reading after it.
    after: f32,
    ends_line: bool,
}

/// What a word, or a part of it between two blanks, becomes.
#[derive(Default)]
struct Piece<'a> {
    text: String,
    /// Where the piece begins in the page's text.
    start: usize,
    grounds: Surroundings<'a>,
    confidence: f32,
    alternatives: Vec<(String, f32)>,
}

impl<'a> Writer<'a> {
    /// A writer whose tokens have alternatives, if it `tells`.
    pub(super) fn new(
        source: &'a str,
        sheet: &'a Sheet,
        restorer: &'a Restorer<'a>,
        tells: bool,
    ) -> Self {
        Self {
            source,
            page: &sheet.page,
            restorer,
            tells,
            abbreviations: &sheet.abbreviations,
            labels: sheet.cleanness.is_garbled().then(Labels::default),
            items: Items::default(),
            text: String::with_capacity(source.len() + source.len() / 4),
            tokens: Vec::with_capacity(sheet.page.words.len()),
            traits: Vec::new(),
            doubt: sheet.doubt,
            before: 1.0,
            done: 0,
        }
    }

    /// Writes the words of a stretch.
    pub(super) fn stretch(&mut self, words: Range<usize>, decoded: Decoded<'_>) {
        let path = &decoded.decoder.path;
        let span = |arc: usize| decoded.lattice.arcs[arc].span;
        let mut at = 0;
        let mut index = words.start;
        while index < words.end {
            let first = &self.page.words[index];
            let mut group = Group {
                span: first.span,
                source: first.source,
                path: at..at,
                after: 1.0,
                ends_line: false,
            };
            while let Some(&(arc, _)) = path.get(at) {
                let span = span(arc);
                if span.start >= group.span.end {
                    break;
                }
                while span.end > group.span.end {
                    index += 1;
                    group.span.end = self.page.words[index].span.end;
                    group.source.end = self.page.words[index].source.end;
                }
                at += 1;
                group.path.end = at;
            }
            let mut after = path[at..].iter().filter(|(arc, _)| !span(*arc).is_empty());
            if let Some(&(_, candidate)) = after.next() {
                group.after = decoded.decoder.posteriors[candidate];
            }
            let word = index;
            index += 1;
            group.ends_line = self
                .page
                .words
                .get(index)
                .is_none_or(|next| next.begins_line);
            self.group(&group, decoded);
            if self.labels.is_some() {
                self.join_code();
            }
            self.put_right(word);
        }
    }

    fn group(&mut self, group: &Group, decoded: Decoded<'_>) {
        self.text
            .push_str(&self.source[self.done..group.source.start]);
        self.done = group.source.end;
        let mut pieces = self.pieces(group, decoded);
        let mut sure = 1.0_f32;
        for piece in &mut pieces {
            piece.confidence = self.restorer.calibration.probability(&piece.grounds);
            sure = sure.min(piece.confidence);
        }
        if sure < self.restorer.min_confidence {
            self.leave(group, sure, &pieces[0].grounds);
            return;
        }
        if let [piece] = &pieces[..]
            && piece.text.is_empty()
        {
            self.drop_speck(group, sure, &piece.grounds);
            return;
        }
        let unchanged = group.source.of(self.source);
        let place = |at: usize| group.source.start + place_in(unchanged, at - group.span.start);
        let ends: Vec<usize> = pieces
            .iter()
            .skip(1)
            .map(|next| place(next.start))
            .collect();
        let mut from = group.source.start;
        for (number, piece) in pieces.into_iter().enumerate() {
            if number > 0 {
                self.text.push(' ');
            }
            let to = ends.get(number).copied().unwrap_or(group.source.end);
            let start = self.text.len();
            self.text.push_str(&piece.text);
            let mut alternatives = piece.alternatives;
            alternatives.sort_by(|a, b| b.1.total_cmp(&a.1));
            alternatives.truncate(ALTERNATIVES);
            leave_room(&mut alternatives, piece.confidence);
            let token = Token {
                span: Span::new(start, self.text.len()),
                source_span: Span::new(from, to),
                confidence: piece.confidence,
                alternatives,
            };
            self.push(token, &piece.grounds);
            from = to;
        }
    }

    /// What becomes of a group: one piece, or more where a blank was lost.
    fn pieces(&mut self, group: &Group, decoded: Decoded<'_>) -> Vec<Piece<'a>> {
        let page: &'a Page = self.page;
        let Decoded { lattice, decoder } = decoded;
        let mut piece = self.piece(group.span.start);
        let mut done = Vec::new();
        let mut at = group.span.start;
        for &(arc_index, candidate) in &decoder.path[group.path.clone()] {
            let arc = &lattice.arcs[arc_index];
            if arc.span.is_empty() {
                continue;
            }
            let form = lattice.candidates[candidate].form;
            let tells = self.tells || form == Form::Keep;
            let mut reading =
                Reading::of(self.restorer, &page.text, decoded, (arc, candidate), tells);
            if form == Form::Keep
                && let Some(spelled) = self.abbreviations.get(&reading.text)
            {
                reading.rename(spelled);
            }
            if arc.blank_before {
                done.push(std::mem::replace(&mut piece, self.piece(arc.span.start)));
            }
            piece.write(&page.text[at..arc.span.start]);
            piece.see(
                &reading,
                form,
                &lattice.candidates[candidate],
                arc.span.of(&page.text),
            );
            at = arc.span.end;
            match reading.text.split_once(' ') {
                Some((marks, rest)) if matches!(form, Form::Marks(_)) => {
                    // The marks hold a blank that was not read.
                    piece.write(marks);
                    let mut next = self.piece(at);
                    next.text.push_str(rest);
                    next.grounds.posterior = reading.confidence;
                    done.push(std::mem::replace(&mut piece, next));
                }
                _ => piece.read(reading),
            }
            self.before = decoder.posteriors[candidate];
        }
        piece.write(&page.text[at..group.span.end]);
        done.push(piece);
        let mut end = group.span.end;
        for piece in done.iter_mut().rev() {
            piece.grounds.source = &page.text[piece.start..end];
            piece.grounds.neighbours = piece.grounds.neighbours.min(group.after);
            piece.grounds.ends_line = group.ends_line;
            end = piece.start;
        }
        done
    }

    fn piece(&self, start: usize) -> Piece<'a> {
        Piece {
            start,
            grounds: Surroundings {
                posterior: 1.0,
                neighbours: self.before,
                doubt: self.doubt,
                ..Surroundings::default()
            },
            ..Piece::default()
        }
    }

    /// Gives a speck that stood alone to the word before it on its line. A word that is kept because it is in doubt is kept as
    /// it was read, speck and all.
    fn drop_speck(&mut self, group: &Group, confidence: f32, grounds: &Surroundings<'_>) {
        let least = self.restorer.min_confidence;
        let blank = |text: &str| text.bytes().all(|b| b == b' ');
        match self.tokens.last_mut() {
            Some(word) if word.confidence >= least && blank(&self.text[word.span.end..]) => {
                self.text.truncate(word.span.end);
                word.source_span.end = group.source.end;
                word.confidence = word.confidence.min(confidence);
                leave_room(&mut word.alternatives, word.confidence);
            }
            _ => self.leave(group, 1.0 - confidence, grounds),
        }
    }

    /// Joins the two words that were written last, if they are the number of one document.
    fn join_code(&mut self) {
        let [.., before, left, right] = &mut self.tokens[..] else {
            return;
        };
        let least = left.confidence.min(right.confidence);
        let text = &self.text;
        if least < self.restorer.min_confidence
            || text.get(left.span.end..right.span.start) != Some(" ")
            || !is_torn(
                before.span.of(text),
                left.span.of(text),
                right.span.of(text),
            )
        {
            return;
        }
        self.text.remove(left.span.end);
        left.span.end = right.span.end - 1;
        left.source_span.end = right.source_span.end;
        left.confidence = least;
        left.alternatives.clear();
        self.tokens.pop();
        self.traits.pop();
    }

    /// Leaves a group as the source has it. Words that were torn in two stay so, and each part is a token.
    fn leave(&mut self, group: &Group, confidence: f32, grounds: &Surroundings<'_>) {
        let unchanged = group.source.of(self.source);
        let page = group.span.of(&self.page.text);
        let mut done = 0;
        for (part, composed) in words(unchanged).zip(words(page)) {
            self.text.push_str(&unchanged[done..part.start]);
            let start = self.text.len();
            self.text.push_str(composed.of(page));
            let token = Token {
                span: Span::new(start, self.text.len()),
                source_span: Span::new(
                    group.source.start + part.start,
                    group.source.start + part.end,
                ),
                confidence,
                alternatives: Vec::new(),
            };
            self.push(token, grounds);
            done = part.end;
        }
    }

    fn push(&mut self, token: Token, grounds: &Surroundings<'_>) {
        self.tokens.push(token);
        if self.restorer.keep_traits {
            self.traits.push(grounds.traits());
        }
    }

    /// What only the sequence of lines tells of the word that was just written.
    fn put_right(&mut self, index: usize) {
        let word = &self.page.words[index];
        let in_chapter = self.is_number_of_chapter(index);
        let Some(labels) = &mut self.labels else {
            return;
        };
        let next = self.page.words.get(index + 1);
        let follows = Follows::of(next.map(|next| next.span.of(&self.page.text)));
        let read = word.span.of(&self.page.text);
        if word.begins_line {
            self.items.begin(read, word.begins_stretch);
            if self.page.dashes_stand_apart && read.starts_with('-') {
                self.part_dash(word.source);
                return;
            }
        }
        let Some(token) = self.tokens.last_mut() else {
            return;
        };
        let written = token.span.of(&self.text);
        let mut right = None;
        if word.begins_line {
            right = labels.correct(read, written, follows);
        } else if in_chapter {
            right = labels.chapter(read, written);
        } else if next.is_none_or(|next| next.begins_line && next.begins_stretch) {
            right = final_mark(written);
        }
        if is_announced(&self.text) {
            self.items.announce();
        }
        if let (None, Some(next)) = (&right, next.filter(|next| next.begins_line)) {
            right = self.items.end(written, next.span.of(&self.page.text));
        }
        // What is kept because it is in doubt is kept as it was read.
        if let Some(right) = right.filter(|_| token.confidence >= self.restorer.min_confidence) {
            self.text.truncate(token.span.start);
            self.text.push_str(&right);
            token.span.end = self.text.len();
            token.alternatives.retain(|(other, _)| *other != right);
        }
    }

    /// Whether the word at `index`, which was just written, stands behind "Chương" at the beginning of its line.
    fn is_number_of_chapter(&self, index: usize) -> bool {
        let before = index.checked_sub(1).map(|before| &self.page.words[before]);
        let token = self.tokens.len().checked_sub(2).map(|n| &self.tokens[n]);
        !self.page.words[index].begins_line
            && before.is_some_and(|word| word.begins_line)
            && token.is_some_and(|token| matches!(token.span.of(&self.text), "Chương" | "CHƯƠNG"))
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
        self.traits.extend(self.traits.last().copied());
    }

    pub(super) fn finish(mut self) -> (Restored, Vec<Traits>) {
        self.text.push_str(&self.source[self.done..]);
        let restored = Restored {
            source: self.source.to_owned(),
            text: self.text,
            tokens: self.tokens,
        };
        (restored, self.traits)
    }
}

impl Piece<'_> {
    /// Appends what was not read through the lattice.
    fn write(&mut self, text: &str) {
        self.text.push_str(text);
        for (other, _) in &mut self.alternatives {
            other.push_str(text);
        }
    }

    /// Appends a reading and what else it may be.
    fn read(&mut self, reading: Reading) {
        if self.text.is_empty() && self.alternatives.is_empty() {
            self.text = reading.text;
            self.alternatives = reading.others;
            return;
        }
        let others = reading
            .others
            .into_iter()
            .map(|(text, p)| (format!("{}{text}", self.text), p));
        let others: Vec<(String, f32)> = others.collect();
        self.write(&reading.text);
        self.alternatives.extend(others);
    }

    /// Takes down what the confidence will rest on.
    fn see(&mut self, reading: &Reading, form: Form, candidate: &Candidate, source: &str) {
        let grounds = &mut self.grounds;
        grounds.posterior *= reading.confidence;
        match form {
            Form::Word(_) => grounds.channel += candidate.cost.nats(),
            Form::Marks(_) => grounds.marks_changed |= reading.text != source,
            Form::Digits => {}
            Form::Keep => grounds.unknown |= candidate.word == Some(UNKNOWN),
        }
    }
}

/// Makes the alternatives share no more than what the confidence leaves.
fn leave_room(alternatives: &mut [(String, f32)], confidence: f32) {
    let sum: f32 = alternatives.iter().map(|(_, p)| p).sum();
    let room = 1.0 - confidence;
    if sum > room {
        for (_, p) in alternatives {
            *p *= room / sum;
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
        restorer: &Restorer<'_>,
        page: &str,
        Decoded { lattice, decoder }: Decoded<'_>,
        (arc, chosen): (&Arc, usize),
        tells: bool,
    ) -> Self {
        let know = &restorer.know;
        let source = arc.span.of(page);
        let mut text = String::new();
        write_candidate(know, source, &lattice.candidates[chosen], &mut text);
        let mut confidence = 0.0;
        let mut others: Vec<(String, f32)> = Vec::new();
        let mut other = String::new();
        for (index, candidate) in (arc.first..).zip(lattice.of(arc)) {
            let p = decoder.posteriors[index as usize];
            if index as usize == chosen {
                confidence += p;
                continue;
            }
            if p < WORTH_TELLING {
                continue;
            }
            other.clear();
            write_candidate(know, source, candidate, &mut other);
            if other == text {
                confidence += p;
            } else if tells {
                match others.iter_mut().find(|(text, _)| *text == other) {
                    Some(known) => known.1 += p,
                    None => others.push((other.clone(), p)),
                }
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

/// True where a text ends in what announces a list of those that a document is sent to.
fn is_announced(text: &str) -> bool {
    text.ends_with("nhận:") || text.ends_with("gửi:")
}
