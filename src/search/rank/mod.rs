//! Which entries answer a query, and in which order.
//!
//! Every word is looked up in its forms, each with its weight, by BM25; the scores of a window of entries are
//! added up word by word, and an entry that has enough of what was asked for is a hit. Then those on top are looked at
//! again ([`again`]). The time is bounded by the length of a query that counts ([`Plan`]), and linear in the entries that have its words.

mod again;
mod found;
mod lexicon;
mod near;
mod phrase;
mod show;
mod source;
mod top;

use std::cell::OnceCell;

use tantivy::schema::Field;
use tantivy::{DocAddress, Score, Searcher, SegmentOrdinal};

use self::found::Source;
use self::lexicon::{Lengths, Word};
use self::near::NearCode;
use self::show::Showcase;
use self::source::{Enough, Sources};
use self::top::{Candidate, Ties, Top};
use super::facets::{Counter, Counts};
use super::filter::Chosen;
use super::form::Fields;
use super::hit::Hits;
use super::plan::Plan;
use super::query::{Kind, Query};
use super::snippet::Marker;
use super::words::Forms;

/// Hits that can be paged through.
const DEEPEST: usize = 10_000;
/// Hits that are looked at a second time, and how often for a word: of a long query fewer.
const AGAIN: usize = 256;
const LOOKS: usize = 2560;
/// Entries whose scores are added up together; small enough for the processor's cache.
const WINDOW: usize = 1 << 13;

/// Hits that are shown for codes near one that was typed: they may be nothing but noise.
const NEAR: usize = 5;

/// Weights of what is looked for, beside how rare it is.
mod weight {
    /// A word with other marks, where the query has marks.
    pub(super) const NEAR: f32 = 0.4;
    /// A word that may have been meant.
    pub(super) const OTHER: f32 = 0.5;
    /// The word in a heading, once more.
    pub(super) const HEADING: f32 = 0.2;
    /// Two words in a row.
    pub(super) const PAIR: f32 = 1.0;
    /// The longest row of words in one place, once more.
    pub(super) const ROW: f32 = 3.0;
    /// A document's own code: above all words.
    pub(super) const OWN: f32 = 200.0;
    /// A code that is cited.
    pub(super) const CITED: f32 = 50.0;
    /// What may be a code and may be words.
    pub(super) const PERHAPS: f32 = 0.1;

    /// A code near the one that was typed. What is nearer comes before all that is less near.
    pub(super) fn near(nearness: super::near::Nearness) -> f32 {
        match nearness {
            super::near::Nearness::Alike => 30_000.0,
            super::near::Nearness::Doubtful => 20_000.0,
            super::near::Nearness::Other => 10_000.0,
            super::near::Nearness::Far => 1.0,
        }
    }
}

/// The words of a plan among the entries of one kind.
#[derive(Debug)]
struct Lexicon {
    field: Field,
    lengths: Lengths,
    words: Vec<Word>,
    phrases: Vec<Vec<Word>>,
    codes: Vec<Vec<Word>>,
    /// Of each code whether it is there, and those near it.
    near: Vec<(bool, Vec<NearCode>)>,
}

impl Lexicon {
    fn read(
        searcher: &Searcher,
        fields: &Fields,
        plan: &Plan,
        kind: Kind,
    ) -> tantivy::Result<Self> {
        let field = fields.body(kind);
        let find = |words: &[Forms]| -> tantivy::Result<Vec<Word>> {
            let found = words.iter().map(|word| Word::find(searcher, field, word));
            found.collect()
        };
        let codes = plan.codes.iter().map(|sought| find(&sought.words));
        let near = plan.codes.iter().map(|sought| {
            let is_there = source::strictest(searcher, fields, kind, &sought.code.keys)?.is_some();
            let near = if sought.code.is_certain {
                near::near(searcher, fields.keys, kind, sought, is_there)?
            } else {
                Vec::new()
            };
            Ok((is_there, near))
        });
        let phrases = plan.phrases.iter().map(|phrase| find(phrase));
        Ok(Self {
            field,
            lengths: match kind {
                Kind::Document => Lengths::read(searcher, &[field, fields.body(Kind::Section)])?,
                _ => Lengths::read(searcher, &[field])?,
            },
            words: find(&plan.words)?,
            phrases: phrases.collect::<tantivy::Result<_>>()?,
            codes: codes.collect::<tantivy::Result<_>>()?,
            near: near.collect::<tantivy::Result<_>>()?,
        })
    }

    /// A document has the words of its sections, too.
    fn add_parts(&mut self, searcher: &Searcher, parts: &Self) {
        let rows = self.phrases.iter_mut().chain(&mut self.codes).flatten();
        for (word, part) in self.words.iter_mut().chain(rows).zip(parts.all()) {
            word.count_also(searcher, part);
        }
    }

    fn all(&self) -> impl Iterator<Item = &Word> {
        let rows = self.phrases.iter().chain(&self.codes).flatten();
        self.words.iter().chain(rows)
    }
}

/// The words of a plan, looked up once for each kind of entry that is asked for.
struct Lexicons<'a> {
    searcher: &'a Searcher,
    fields: &'a Fields,
    plan: &'a Plan,
    kinds: [OnceCell<Lexicon>; 3],
}

impl Lexicons<'_> {
    fn of(&self, kind: Kind) -> tantivy::Result<&Lexicon> {
        let cell = &self.kinds[kind as usize];
        if let Some(lexicon) = cell.get() {
            return Ok(lexicon);
        }
        let mut lexicon = Lexicon::read(self.searcher, self.fields, self.plan, kind)?;
        if kind == Kind::Document {
            lexicon.add_parts(self.searcher, self.of(Kind::Section)?);
        }
        Ok(cell.get_or_init(|| lexicon))
    }
}

/// Answers a query.
pub(super) fn answer(searcher: &Searcher, fields: &Fields, query: &Query) -> tantivy::Result<Hits> {
    let plan = Plan::read(&query.text);
    let end = query.offset.saturating_add(query.limit).min(DEEPEST);
    let lexicons = Lexicons {
        searcher,
        fields,
        plan: &plan,
        kinds: Default::default(),
    };
    let mut ranking = Ranking {
        lexicons: &lexicons,
        total: 0,
        counts: (query.facets > 0).then(Counts::default),
        top: Top::new(end.max(AGAIN)),
        near: Top::new(NEAR),
        scores: vec![0.0; WINDOW],
        parts: vec![0; WINDOW],
        passes: vec![0; WINDOW],
    };
    let chosen = Chosen::read(searcher, fields, &query.filters)?;
    let kinds = query.kind.map_or(Kind::ALL.to_vec(), |kind| vec![kind]);
    for kind in kinds {
        let sources = Sources::new(&lexicons, kind, &chosen)?;
        for ord in 0..searcher.segment_readers().len() {
            ranking.segment(ord as SegmentOrdinal, kind, &sources)?;
        }
    }
    let mut top = std::mem::replace(&mut ranking.top, Top::new(0)).sorted();
    let near = AGAIN.min(LOOKS / plan.words.len().max(1)).min(top.len());
    again::look_again(searcher, &plan, &lexicons, &mut top[..near])?;
    top[..near].sort_unstable_by(|a, b| b.cmp(a));
    let mut others = ranking.near.sorted();
    if let Some(counts) = &mut ranking.counts {
        for other in &others {
            let segment = searcher.segment_reader(other.at.segment_ord);
            let mut counter = Counter::new(segment)?;
            counter.add(other.at.doc_id);
            counter.give(counts)?;
        }
    }
    let total = ranking.total + others.len();
    if top.len() == ranking.total {
        behind(&top, &mut others);
        top.append(&mut others);
    }
    let start = query.offset.min(end).min(top.len());
    let exact = ranking.total.min(top.len());
    top.truncate(end);
    let marker = Marker::new(&plan);
    let showcase = Showcase {
        searcher,
        fields,
        plan: &plan,
        lexicons: &lexicons,
    };
    let hits = top
        .get(start..)
        .unwrap_or_default()
        .iter()
        .zip(start..)
        .map(|(candidate, place)| showcase.hit(candidate, &marker, place >= exact))
        .collect::<tantivy::Result<_>>()?;
    Ok(Hits {
        total,
        hits,
        facets: ranking
            .counts
            .map_or_else(Vec::new, |counts| counts.facets(query.facets)),
        codes: plan
            .codes
            .iter()
            .filter_map(|sought| sought.code.keys.first().cloned())
            .collect(),
    })
}

/// Puts hits behind all others, in their order.
fn behind(top: &[Candidate], others: &mut [Candidate]) {
    let (Some(last), Some(first)) = (top.last(), others.first()) else {
        return;
    };
    let share = (last.score / first.score.max(f32::MIN_POSITIVE)).min(1.0) * 0.99;
    for other in others {
        other.score *= share;
    }
}

struct Ranking<'a> {
    lexicons: &'a Lexicons<'a>,
    total: usize,
    counts: Option<Counts>,
    top: Top,
    /// Hits for codes near one that was typed.
    near: Top,
    scores: Vec<Score>,
    parts: Vec<u64>,
    /// How many filters let each through.
    passes: Vec<u8>,
}

impl Ranking<'_> {
    /// Looks through one segment.
    fn segment(
        &mut self,
        ord: SegmentOrdinal,
        kind: Kind,
        sought: &Sources<'_>,
    ) -> tantivy::Result<()> {
        let segment = self.lexicons.searcher.segment_reader(ord);
        let mut sources: Vec<Source> = sought.in_segment(self.lexicons, ord)?;
        let mut documents = sought.documents(segment)?;
        let mut filters = sought.filters(segment)?;
        let all = filters.len() as u8;
        let mut counter = match self.counts {
            Some(_) => Some(Counter::new(segment)?),
            None => None,
        };
        let ties = Ties::new(segment)?;
        loop {
            let next = sources.iter().map(Source::doc).min();
            let Some(base) = next else {
                break;
            };
            for source in &mut sources {
                source.fill(base, &mut self.scores, &mut self.parts, &mut documents);
            }
            sources.retain(|source| source.doc() != tantivy::TERMINATED);
            self.passes.fill(0);
            for filter in &mut filters {
                filter.pass(base, &mut self.passes);
            }
            for at in 0..WINDOW {
                let parts = std::mem::take(&mut self.parts[at]);
                let score = std::mem::take(&mut self.scores[at]);
                let doc = base + at as u32;
                let enough = sought.enough(parts);
                if enough == Enough::No || self.passes[at] != all || segment.is_deleted(doc) {
                    continue;
                }
                if let Enough::Nearly(nearness) = enough {
                    let score = score + weight::near(nearness);
                    let at = DocAddress::new(ord, doc);
                    self.near.offer(score, kind, at, &ties);
                    continue;
                }
                self.total += 1;
                if let Some(counter) = &mut counter {
                    counter.add(doc);
                }
                self.top
                    .offer(score, kind, DocAddress::new(ord, doc), &ties);
            }
        }
        if let (Some(counter), Some(counts)) = (counter, &mut self.counts) {
            counter.give(counts)?;
        }
        Ok(())
    }
}
