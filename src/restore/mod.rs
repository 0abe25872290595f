//! Stage 2: scanned text → [`Restored`].
//!
//! A noisy channel decoded in a lattice. For every word of the scan the lexicon proposes what it may be the reading of,
//! at a cost that the channel learned from aligned pairs; the language model joins the proposals; the cheapest path is
//! the text, and the sum over all paths says how sure each word is. Before that, a look at the whole document tells how
//! much of it is garbled at all, so that clean text is left in peace, and whether its scanner had habits that nobody
//! expected, which are then learned from the document itself.
//!
//! This cannot fail, keeps every line, and never changes a digit of a number. Finding structure in the text is left to
//! [`mod@crate::segment`].

mod abbreviations;
mod bigrams;
mod build;
mod cache;
mod capitals;
mod cleanness;
mod codes;
pub(crate) mod confidence;
mod decode;
mod draft;
mod explain;
mod habits;
mod heard;
mod items;
mod kept;
mod labels;
mod lattice;
mod lists;
mod memo;
mod odds;
mod page;
mod parts;
mod prune;
mod rerank;
mod search;
mod wear;
mod writer;

use std::ops::Range;

use crate::cost::Cost;
use crate::model::Model;
#[cfg(feature = "train")]
use crate::model::lexicon::WordId;
use crate::model::lm::State;
use crate::model::reranker::Reranker;
use crate::restored::Restored;
use abbreviations::Abbreviations;
use cache::Cache;
use capitals::Casing;
use cleanness::{Cleanness, Evidence};
use confidence::{Calibration, Doubt, Traits};
use decode::{Beam, Decoder, Speech};
use draft::Drafts;
use habits::Habits;
use kept::Kept;
use lattice::{Form, Lattice};
use memo::Memo;
use page::Page;
pub(crate) use parts::end_of_part;
use parts::parts;
use prune::Pruner;
use rerank::Rerank;
use search::Knowledge;
use wear::Wear;
use writer::{Decoded, Writer};

/// The restoring engine: immutable, shared between threads.
#[derive(Debug)]
pub struct Restorer<'m> {
    know: Knowledge<'m>,
    calibration: Calibration,
    wear: wear::Expected,
    reranker: Option<Reranker<'m>>,
    /// Below this confidence a word stays as the source has it.
    min_confidence: f32,
    /// Whether [`Worker::restore_with_traits`] is to have any.
    keep_traits: bool,
}

/// One thread's scratch space; cleared between documents, never freed.
#[derive(Debug)]
pub struct Worker<'r> {
    restorer: &'r Restorer<'r>,
    seen: Seen,
    lattice: Lattice,
    pruner: Pruner,
    decoder: Decoder,
    evidence: Vec<Evidence>,
    rerank: Rerank,
    habits: Habits,
    sheets: Vec<Sheet>,
}

/// Strings that were seen before, and what was made of them.
#[derive(Debug, Default)]
struct Seen {
    memo: Memo,
    drafts: Drafts,
}

/// What the first look makes of a document.
#[derive(Debug, Default)]
struct Sheet {
    page: Page,
    cleanness: Cleanness,
    kept: Kept,
    cache: Cache,
    wear: Wear,
    abbreviations: Abbreviations,
    /// Mean of what the posteriors lack to one.
    doubt: f32,
    /// It was looked at with a channel of its own.
    is_own: bool,
}

const BEAM: Beam = Beam {
    width: 48,
    depth: Cost(10_000),
};
/// How often a document of unusual habits is looked at with a channel of its own.
const ROUNDS: usize = 2;
/// Atoms after which a stretch without any border is cut, so that memory stays bounded.
const LONGEST_STRETCH: usize = 400;

impl<'m> Restorer<'m> {
    /// An engine over `model`.
    #[must_use]
    pub fn new(model: &'m Model) -> Self {
        Self {
            know: Knowledge::of(model),
            calibration: Calibration::of(model),
            wear: wear::Expected::of(model.marks()),
            reranker: model.reranker(),
            min_confidence: 0.0,
            keep_traits: false,
        }
    }

    /// Leaves words as they are whose restoration is less probable than `confidence`.
    #[must_use]
    pub fn min_confidence(mut self, confidence: f32) -> Self {
        self.min_confidence = confidence;
        self
    }

    /// Tells traits, for fitting.
    #[cfg(feature = "train")]
    pub(crate) fn keep_traits(mut self) -> Self {
        self.keep_traits = true;
        self
    }

    /// A worker for one thread.
    #[must_use]
    pub fn worker(&self) -> Worker<'_> {
        Worker {
            restorer: self,
            seen: Seen::default(),
            lattice: Lattice::default(),
            pruner: Pruner::default(),
            decoder: Decoder::default(),
            evidence: Vec::new(),
            rerank: Rerank::default(),
            habits: Habits::default(),
            sheets: Vec::new(),
        }
    }
}

impl Worker<'_> {
    /// The words that a string may be, each with what the channel takes for it, likeliest first.
    #[cfg(feature = "train")]
    pub(crate) fn candidates(&mut self, text: &str) -> Vec<(WordId, Cost)> {
        let memo = &mut self.seen.memo;
        let entry = memo.entry(&self.restorer.know, text);
        let mut found: Vec<(WordId, Cost)> = Vec::new();
        for other in memo.found(entry) {
            match found.iter_mut().find(|(word, _)| *word == other.word) {
                Some((_, cost)) => *cost = (*cost).min(other.cost),
                None => found.push((other.word, other.cost)),
            }
        }
        found
    }

    /// Restores one document. Cannot fail; line `i` of the result is line `i` of the source.
    pub fn restore(&mut self, text: &str) -> Restored {
        self.restore_with_traits(text).0
    }

    /// Restores one document and appends its text alone to `out`; takes no memory that grows with the document.
    pub fn restore_text(&mut self, text: &str, out: &mut String) {
        for part in parts(text) {
            let sheet = self.look(part);
            out.push_str(&self.write(part, sheet, false).0.text);
        }
    }

    /// Restores one document, and tells of every token what its confidence rests on.
    pub(crate) fn restore_with_traits(&mut self, text: &str) -> (Restored, Vec<Traits>) {
        let mut parts = parts(text);
        let (mut whole, mut traits) = self.part(parts.next().unwrap_or_default());
        for part in parts {
            let (restored, of_part) = self.part(part);
            whole.append(restored);
            traits.extend(of_part);
        }
        (whole, traits)
    }

    /// Restores some short documents, as [`Self::restore`] does each, and sooner: each of the two looks at a document wants
    /// tables of its own in the processor's caches. Holds the first look at all of them at once.
    pub fn restore_all(&mut self, texts: &[&str]) -> Vec<Restored> {
        let sheets: Vec<Option<Sheet>> = texts
            .iter()
            .map(|text| (end_of_part(text) == text.len()).then(|| self.look(text)))
            .collect();
        let both = texts.iter().zip(sheets);
        both.map(|(text, sheet)| match sheet {
            Some(sheet) => self.write(text, sheet, true).0,
            None => self.restore(text),
        })
        .collect()
    }

    fn part(&mut self, text: &str) -> (Restored, Vec<Traits>) {
        let sheet = self.look(text);
        self.write(text, sheet, true)
    }

    /// The first look; where the scanner had unusual habits, again with what was learned of them.
    fn look(&mut self, text: &str) -> Sheet {
        let mut sheet = self.sheets.pop().unwrap_or_default();
        sheet.page.read(text);
        let expected = &self.restorer.know;
        self.glance(expected, &mut sheet);
        let mut learned = self.habits.unusual(expected, &sheet.page);
        for round in 1..=ROUNDS {
            let Some(habits) = learned.take() else {
                break;
            };
            let own = expected.with_channel(habits.channel(expected.wide));
            // What is made of strings with this channel is of no use to other documents.
            let seen = std::mem::take(&mut self.seen);
            self.glance(&own, &mut sheet);
            self.seen = seen;
            learned = (round < ROUNDS).then(|| self.habits.learn(expected, &sheet.page.text));
        }
        sheet
    }

    /// A look through one channel.
    fn glance(&mut self, know: &Knowledge<'_>, sheet: &mut Sheet) {
        sheet.is_own = know.is_own;
        self.judge(know, sheet);
        self.draft(know, sheet);
    }

    /// The second look, and its outcome; with alternatives, if it `tells`.
    fn write(&mut self, text: &str, sheet: Sheet, tells: bool) -> (Restored, Vec<Traits>) {
        let mut writer = Writer::new(text, &sheet, self.restorer, tells);
        self.decode(&sheet, |words, decoded| writer.stretch(words, decoded));
        let done = writer.finish();
        self.sheets.push(sheet);
        done
    }

    /// How clean the document is.
    fn judge(&mut self, know: &Knowledge<'_>, sheet: &mut Sheet) {
        let Seen { memo, drafts } = &mut self.seen;
        drafts.read(&sheet.page);
        drafts.evidence(know, memo, &sheet.page, &mut self.evidence);
        sheet.cleanness = Cleanness::estimate(self.evidence.iter().copied());
    }

    /// Makes the lattices of all stretches, with what may matter in them, and learns from the first look what the document
    /// says again and again, how it spells its abbreviations, and how much of it is in doubt.
    fn draft(&mut self, know: &Knowledge<'_>, sheet: &mut Sheet) {
        self.habits.clear();
        sheet.kept.clear();
        sheet.cache.clear();
        sheet.wear.clear();
        sheet.abbreviations.clear();
        let mut doubt = Doubt::default();
        let page = std::mem::take(&mut sheet.page);
        for stretch in page.stretches() {
            let mut from = stretch.start;
            while from < stretch.end {
                let words = self
                    .seen
                    .drafts
                    .fitting(&page, from..stretch.end, LONGEST_STRETCH);
                let to = from + words;
                self.seen
                    .drafts
                    .draw(know, &mut self.seen.memo, sheet.cleanness, &page, from..to);
                self.pruner
                    .run(know, &mut self.seen.drafts, &mut self.lattice);
                sheet
                    .kept
                    .add(from..to, from == stretch.start, &self.lattice);
                self.learn(&page, sheet, &mut doubt);
                from = to;
            }
        }
        sheet.page = page;
        sheet.cache.weigh();
        let lexicon = know.lexicon;
        sheet.abbreviations.spell(|word| lexicon.word(word));
        sheet.doubt = doubt.mean();
    }

    /// Takes note of what the first look makes of the stretch at hand.
    fn learn(&mut self, page: &Page, sheet: &mut Sheet, doubt: &mut Doubt) {
        let mut before = None;
        for arc in &self.lattice.arcs {
            let posteriors = &self.pruner.kept[arc.first as usize..arc.last as usize];
            sheet
                .wear
                .add(&self.restorer.wear, &self.lattice, arc, posteriors);
            let readings = self.lattice.of(arc).iter().zip(posteriors);
            let Some((likeliest, &posterior)) = readings.max_by(|a, b| a.1.total_cmp(b.1)) else {
                continue;
            };
            // Of all arcs over one place, at most one is more likely than not.
            if posteriors.iter().sum::<f32>() < 0.5 {
                continue;
            }
            doubt.add(posterior);
            self.habits.add(&page.text, arc.span, likeliest, posterior);
            let Some(word) = likeliest.word else {
                continue;
            };
            if likeliest.form == Form::Keep {
                sheet.abbreviations.add_unknown(arc.span.of(&page.text));
            } else {
                sheet.abbreviations.add_word(word);
            }
            let here = (word, posterior);
            if let Some(before) = before {
                sheet.cache.add(before, here);
            }
            before = Some(here);
        }
    }

    /// Decodes every stretch with what the first look learned, looks again at what is in doubt, and hands it to `see`.
    fn decode(&mut self, sheet: &Sheet, mut see: impl FnMut(Range<usize>, Decoded<'_>)) {
        let know = &self.restorer.know;
        let speech = Speech {
            language: know.language,
            bigrams: Some(&know.bigrams),
            odds: &know.odds,
            cache: &sheet.cache,
        };
        let (lattice, decoder) = (&mut self.lattice, &mut self.decoder);
        let mut state = State::START;
        let worn = sheet.wear.cost();
        let casing = Casing {
            know,
            worn,
            text: &sheet.page.text,
            is_weighed: sheet.is_own,
        };
        self.rerank.clear();
        for stretch in sheet.kept.stretches() {
            if stretch.begins {
                state = State::START;
            }
            sheet.kept.get(stretch, lattice);
            self.restorer.wear.weigh(lattice, worn);
            state = decoder.run(lattice, speech, state, BEAM);
            if let Some(network) = &self.restorer.reranker {
                self.rerank.run(network, lattice, decoder);
            }
            casing.settle(&sheet.page.words[stretch.words()], lattice, decoder);
            see(stretch.words(), Decoded { lattice, decoder });
        }
    }
}
