//! The words of a stretch → a draft of its lattice, from lattices of single words that are built once for each word.
//!
//! Most words of an archive have been seen before, in the same surroundings. What [`super::build`] made of them is kept,
//! with the probabilities that [`super::prune`] needs; a draft strings it together and adds the words that may be two
//! halves of one.

use std::cmp::Ordering;
use std::ops::Range;

use rustc_hash::FxHashMap;

use super::build::{
    Around, Builder, MOST_ATOMS, Surroundings, is_letters, is_short_number, wants_number,
};
use super::cleanness::{self, Cleanness, Evidence};
use super::lattice::{Arc, Candidate, Lattice, index};
use super::lists::{ListId, Lists};
use super::memo::Memo;
use super::page::{Page, Word};
use super::search::Knowledge;
use crate::model::lexicon::WordId;
use crate::model::marks::{Next, Place};
use crate::span::Span;
use crate::text::letter::fold_text;
use crate::text::syllable::is_syllable_unmarked;
use crate::text::token::{Pause, atoms, core, pause};

/// Lattices of words, and the draft that is made of them.
#[derive(Debug, Default)]
pub(super) struct Drafts {
    strings: FxHashMap<Box<str>, StringId>,
    shapes: Vec<Shape>,
    /// What each string says of how clean a document is, where that was asked; nothing where it is no plain word.
    evidence: Vec<Option<Option<Evidence>>>,
    blocks: FxHashMap<(StringId, u16, u8), Block>,
    torn: FxHashMap<(StringId, StringId, Around, u8), Block>,
    block_arcs: Vec<DraftArc>,
    /// Candidates of all blocks.
    pub(super) candidates: Vec<Candidate>,
    /// The same, as [`super::prune`] weighs them.
    pub(super) weights: Vec<Weight>,
    pub(super) lists: Lists,
    scratch: Lattice,
    listed: Vec<WordId>,
    /// The words of the page, and those of them that are in the draft at hand.
    page: Vec<StringId>,
    ids: Vec<StringId>,
    /// The draft at hand: arcs in the order of the place they leave.
    pub(super) arcs: Vec<DraftArc>,
    pub(super) places: u32,
}

type StringId = u32;

/// An arc of a draft. Its candidates are in [`Drafts::candidates`].
#[derive(Clone, Copy, Debug)]
pub(super) struct DraftArc {
    pub(super) arc: Arc,
    /// The words of those candidates that have one.
    pub(super) list: ListId,
}

/// Probabilities of a candidate.
#[derive(Clone, Copy, Debug)]
pub(super) struct Weight {
    /// Of the reading.
    pub(super) reading: f32,
    /// Of the word without context; 0 where there is none.
    pub(super) unigram: f32,
    /// Factor of the same for words after this one that were not counted after it.
    pub(super) backoff: f32,
}

/// The lattice of a word, with places and spans counted from its own beginning.
#[derive(Clone, Copy, Debug)]
struct Block {
    arcs: (u32, u32),
    /// Places after the first.
    places: u32,
    /// The place before the marks after the word.
    inside: u32,
}

/// What a string shows of itself.
#[derive(Clone, Copy, Debug)]
struct Shape {
    /// Marks after it end a stretch or a part of one.
    pauses: bool,
    /// They end a sentence.
    ends: bool,
    /// Whether it is in capitals; nothing where it does not tell.
    capitals: Option<bool>,
    /// It is a syllable of one or two capitals, which tells only words in capitals themselves.
    short_capitals: bool,
    /// All its letters are capitals.
    is_upper: bool,
    /// It begins with a small letter.
    is_small: bool,
    is_short_number: bool,
    /// How many letters it has, if it is nothing else; and if only marks follow them.
    left: Option<u8>,
    right: Option<u8>,
    /// How many characters it has up to its last letter, if it begins with a letter and has no digit.
    ruined_left: Option<u8>,
    /// Atoms, as far as they count.
    atoms: u16,
}

/// Candidates that are kept before everything is forgotten.
const MOST_CANDIDATES: usize = 3 << 18;

impl Drafts {
    /// Forgets everything.
    fn clear(&mut self) {
        self.strings.clear();
        self.shapes.clear();
        self.evidence.clear();
        self.blocks.clear();
        self.torn.clear();
        self.block_arcs.clear();
        self.candidates.clear();
        self.weights.clear();
        self.lists.clear();
    }

    /// Takes a page; nothing of another one is asked for any more.
    pub(super) fn read(&mut self, page: &Page) {
        self.page.clear();
        for word in &page.words {
            let id = self.string(word.span.of(&page.text));
            self.page.push(id);
        }
    }

    /// The evidence of the page's words.
    pub(super) fn evidence(
        &mut self,
        know: &Knowledge<'_>,
        memo: &mut Memo,
        page: &Page,
        out: &mut Vec<Evidence>,
    ) {
        out.clear();
        for (word, &id) in page.words.iter().zip(&self.page) {
            let known = &mut self.evidence[id as usize];
            let evidence = *known
                .get_or_insert_with(|| cleanness::evidence(know, memo, word.span.of(&page.text)));
            out.extend(evidence);
        }
    }

    /// How many of the words from `range.start` on go into one lattice: at least one, and no more than have `most` atoms.
    pub(super) fn fitting(&mut self, page: &Page, range: Range<usize>, most: usize) -> usize {
        if self.candidates.len() > MOST_CANDIDATES {
            self.clear();
            self.read(page);
        }
        self.lists.make_room();
        self.ids.clear();
        let mut sum = 0;
        for &id in &self.page[range] {
            sum += usize::from(self.shapes[id as usize].atoms);
            if sum > most && !self.ids.is_empty() {
                break;
            }
            self.ids.push(id);
        }
        self.ids.len()
    }

    /// Drafts the lattice of the words that [`Self::fitting`] counted.
    pub(super) fn draw(
        &mut self,
        know: &Knowledge<'_>,
        memo: &mut Memo,
        cleanness: Cleanness,
        page: &Page,
        range: Range<usize>,
    ) {
        self.arcs.clear();
        self.places = 1;
        let words = &page.words[range.clone()];
        let mut before: Option<(u32, usize)> = None;
        for (index, word) in words.iter().enumerate() {
            let next = page.words.get(range.start + index + 1);
            let surroundings = Surroundings {
                begins_line: word.begins_line,
                begins_sentence: know.is_own
                    && index > 0
                    && self.shapes[self.ids[index - 1] as usize].ends,
                after: Self::place_before(page, next),
                around: self.around(words, index),
                is_ordinal: is_ordinal(page, word),
                is_wanted: self.shapes[self.ids[index] as usize].is_short_number
                    && before.is_some_and(|(_, left)| {
                        let left = words[left].span.of(&page.text);
                        let left = core(left).of(left);
                        // Letters are searched for in any case; numbers are not.
                        is_letters(left) && wants_number(&memo.likely(know, left))
                    }),
            };
            let from = self.places - 1;
            let block = self.block(
                know,
                memo,
                cleanness,
                word.span.of(&page.text),
                self.ids[index],
                surroundings,
            );
            self.place(block, from, |span| {
                Span::new(word.span.start + span.start, word.span.start + span.end)
            });
            self.places += block.places;
            // A tab, a page break or the end of a line is no blank that a scanner makes up.
            let one_blank = |left: Span| page.text.get(left.end..word.span.start) == Some(" ");
            if let Some((start, left)) = before
                && one_blank(words[left].span)
            {
                let (left_id, right_id) = (self.ids[left], self.ids[index]);
                let spans = (words[left].span, word.span);
                if let Some(torn) = self.torn(
                    know,
                    memo,
                    cleanness,
                    page,
                    spans,
                    (left_id, right_id),
                    surroundings.around,
                ) {
                    let first = self.arcs.len();
                    let start_of = spans.0.start;
                    // The span of the torn word has the blank in it.
                    self.place(torn, start, |span| {
                        Span::new(start_of, start_of + span.end + 1)
                    });
                    for arc in &mut self.arcs[first..] {
                        arc.arc.to = from + block.inside;
                    }
                }
            }
            let pauses = self.shapes[self.ids[index] as usize].pauses;
            before = (know.is_own || !pauses).then_some((from, index));
        }
        self.arcs.sort_by_key(|arc| arc.arc.from);
    }

    /// Adds the arcs of a block from a place on.
    fn place(&mut self, block: Block, from: u32, span: impl Fn(Span) -> Span) {
        let arcs = &self.block_arcs[block.arcs.0 as usize..block.arcs.1 as usize];
        self.arcs.extend(arcs.iter().map(|arc| DraftArc {
            arc: Arc {
                from: from + arc.arc.from,
                to: from + arc.arc.to,
                span: span(arc.arc.span),
                ..arc.arc
            },
            ..*arc
        }));
    }

    fn string(&mut self, text: &str) -> StringId {
        if let Some(&id) = self.strings.get(text) {
            return id;
        }
        let id = index(self.shapes.len());
        self.shapes.push(Shape::of(text));
        self.evidence.push(None);
        self.strings.insert(text.into(), id);
        id
    }

    /// What the marks after a word stand before.
    fn place_before(page: &Page, next: Option<&Word>) -> Place {
        let Some(word) = next else {
            return Place::LineEnd(Next::Other);
        };
        let next = Next::of(word.span.of(&page.text));
        if word.begins_line {
            Place::LineEnd(next)
        } else {
            Place::Line(next)
        }
    }

    fn block(
        &mut self,
        know: &Knowledge<'_>,
        memo: &mut Memo,
        cleanness: Cleanness,
        text: &str,
        id: StringId,
        surroundings: Surroundings,
    ) -> Block {
        let key = (id, surroundings.code(), cleanness.code());
        if let Some(&block) = self.blocks.get(&key) {
            return block;
        }
        let mut builder = Builder {
            know,
            memo,
            lattice: &mut self.scratch,
            cleanness,
        };
        let inside = builder.word(text, surroundings);
        let block = self.keep(know, inside);
        self.blocks.insert(key, block);
        block
    }

    /// The block of two words that may be one, if they may.
    #[allow(clippy::too_many_arguments)] // two words and everything about them
    fn torn(
        &mut self,
        know: &Knowledge<'_>,
        memo: &mut Memo,
        cleanness: Cleanness,
        page: &Page,
        (left, right): (Span, Span),
        ids: (StringId, StringId),
        around: Around,
    ) -> Option<Block> {
        let left_shape = &self.shapes[ids.0 as usize];
        let a = if know.is_own {
            left_shape.ruined_left
        } else {
            left_shape.left
        };
        let (a, b) = (a?, self.shapes[ids.1 as usize].right?);
        if !Builder::may_be_torn(a.into(), b.into()) {
            return None;
        }
        let key = (ids.0, ids.1, around, cleanness.code());
        if let Some(&block) = self.torn.get(&key) {
            return Some(block);
        }
        let mut builder = Builder {
            know,
            memo,
            lattice: &mut self.scratch,
            cleanness,
        };
        builder.torn(left.of(&page.text), right.of(&page.text), around);
        let block = self.keep(know, 1);
        self.torn.insert(key, block);
        Some(block)
    }

    /// Keeps the lattice that was built.
    fn keep(&mut self, know: &Knowledge<'_>, inside: u32) -> Block {
        let first = index(self.candidates.len());
        for candidate in &self.scratch.candidates {
            self.candidates.push(*candidate);
            let (unigram, backoff) = candidate.word.map_or((0.0, 0.0), |word| know.alone(word));
            self.weights.push(Weight {
                reading: know.odds.of(candidate.cost),
                unigram,
                backoff,
            });
        }
        let arcs = index(self.block_arcs.len());
        for arc in &self.scratch.arcs {
            self.listed.clear();
            self.listed.extend(
                self.scratch
                    .of(arc)
                    .iter()
                    .filter_map(|candidate| candidate.word),
            );
            self.block_arcs.push(DraftArc {
                list: self.lists.intern(know, &self.listed),
                arc: Arc {
                    first: first + arc.first,
                    last: first + arc.last,
                    ..*arc
                },
            });
        }
        Block {
            arcs: (arcs, index(self.block_arcs.len())),
            places: self.scratch.places - 1,
            inside,
        }
    }

    /// Whether the nearest two words that tell are in capitals, of those that are near a word.
    fn told(&self, word: usize, near: impl Iterator<Item = usize>) -> impl Iterator<Item = bool> {
        let shape = |at: usize| &self.shapes[self.ids[at] as usize];
        let is_upper = shape(word).is_upper;
        let told = near.take(4).filter_map(move |at| {
            let short = is_upper && shape(at).short_capitals;
            shape(at).capitals.or(short.then_some(true))
        });
        told.take(2)
    }

    /// How the words before a word on its line and those after it are cased. Behind a pause may stand another column.
    fn around(&self, words: &[Word], index: usize) -> Around {
        let shape = |at: usize| &self.shapes[self.ids[at] as usize];
        let ends_line = |at: usize| words.get(at + 1).is_none_or(|next| next.begins_line);
        let before = (0..index)
            .rev()
            .take_while(|&at| !ends_line(at) && !shape(at).pauses);
        let after = (index..words.len() - 1)
            .take_while(|&at| {
                let goes_on = !shape(at).pauses || shape(at + 1).is_small;
                !ends_line(at) && goes_on
            })
            .map(|at| at + 1);
        let (mut small, mut capital) = (0, 0);
        for in_capitals in self.told(index, before).chain(self.told(index, after)) {
            if in_capitals {
                capital += 1;
            } else {
                small += 1;
            }
        }
        match small.cmp(&capital) {
            Ordering::Less => Around::Capitals,
            Ordering::Equal => Around::Untold,
            Ordering::Greater if capital == 0 => Around::Small,
            Ordering::Greater => Around::MostlySmall,
        }
    }
}

/// Characters of a row's number.
const ORDINAL: usize = 4;

/// True for the number of a row: all of the first cell on a line, and short.
fn is_ordinal(page: &Page, word: &Word) -> bool {
    word.begins_line
        && word.span.len() <= ORDINAL
        && page.text[word.span.end..].starts_with('\t')
        && (word.span.start == 0 || page.text[..word.span.start].ends_with('\n'))
}

impl Shape {
    fn of(text: &str) -> Self {
        let core = core(text);
        let inside = core.of(text);
        let letters = is_letters(&text[..core.end]);
        let chars = u8::try_from(inside.chars().count()).unwrap_or(u8::MAX);
        let count = |of: fn(char) -> bool| inside.chars().filter(|&c| of(c)).count();
        let (small, capital) = (count(char::is_lowercase), count(char::is_uppercase));
        // `Ill` is a number in capitals.
        let strokes = |c: char| matches!(c, 'I' | 'V' | 'X' | 'l' | '1' | '|');
        let capitals = if inside.chars().all(strokes) {
            None
        } else if small + capital < 3 {
            // Too short to be sure of capitals, but not of small letters.
            let is_small = |c: char| c.is_lowercase() && !matches!(c, 'i' | 'l');
            let ends_small = inside.chars().skip(1).any(is_small);
            ends_small.then_some(false)
        } else if 2 * small > capital {
            Some(false)
        } else {
            // Abbreviations are in capitals anywhere.
            is_syllable_unmarked(&fold_text(inside)).then_some(true)
        };
        let pause = pause(&text[core.end..]);
        let is_upper = small == 0 && capital > 0;
        Self {
            short_capitals: is_upper
                && small + capital < 3
                && letters
                && is_syllable_unmarked(&fold_text(inside)),
            is_upper,
            pauses: pause != Pause::None,
            ends: pause.is_border(),
            capitals,
            is_small: inside.starts_with(char::is_lowercase),
            is_short_number: is_short_number(text),
            left: (letters && core.end == text.len()).then_some(chars),
            ruined_left: (core.start == 0
                && chars > 0
                && !inside.contains(|c: char| c.is_ascii_digit()))
            .then_some(chars),
            right: letters.then_some(chars),
            atoms: u16::try_from(atoms(inside).take(MOST_ATOMS).count().max(1)).unwrap_or(u16::MAX),
        }
    }
}
