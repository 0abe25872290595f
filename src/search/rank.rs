//! Which entries answer a query, and in which order.
//!
//! Every word is looked up in its forms, each with its weight, by the engine's BM25; the scores of a window of entries are
//! added up word by word, and an entry that has enough of what was asked for is a hit. Then those on top are looked at
//! again: Vietnamese words are several syllables, and syllables that stand in a row count more than the same ones apart.
//! The time is bounded by the length of a query that counts ([`Plan`]), and linear in the entries that have its words.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;
use std::ops::Range;

use tantivy::columnar::Column;
use tantivy::postings::Postings;
use tantivy::query::{
    BoostQuery, ConstScoreQuery, EnableScoring, PhraseQuery, Query as EngineQuery, Scorer,
    TermQuery, Weight,
};
use tantivy::schema::{Field, IndexRecordOption, Value};
use tantivy::{
    DocAddress, DocId, DocSet, Score, Searcher, SegmentOrdinal, SegmentReader, TERMINATED,
    TantivyDocument, Term,
};

use super::entry::Shown;
use super::facets::{Counter, Counts};
use super::filter;
use super::form::{self, Fields, Key};
use super::hit::{About, Hit, Hits};
use super::plan::Plan;
use super::query::{Kind, Query};
use super::snippet::Marker;
use super::words::{EXACT, Forms, OTHER};

/// Hits that can be paged through.
const DEEPEST: usize = 10_000;
/// Hits that are looked at a second time.
const AGAIN: usize = 256;
/// Entries whose scores are added up together; small enough for the processor's cache.
const WINDOW: usize = 1 << 13;

/// Weights of what is looked for, beside how rare it is.
mod weight {
    /// A word without its marks, where the query has marks.
    pub(super) const FOLDED: f32 = 0.4;
    /// The word as it was typed.
    pub(super) const EXACT: f32 = 0.6;
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
}

/// What a source of scores says of an entry that it finds.
#[derive(Clone, Copy, Debug)]
enum Role {
    /// It has this part of the query.
    Part(u32),
    /// It is a little better than without.
    More,
}

/// What is looked for among the entries of one kind.
struct Sources {
    weights: Vec<(Box<dyn Weight>, Role)>,
    /// Parts that a hit must have.
    required: u64,
    /// Parts of which it must have some, and how many.
    some: u64,
    least: u32,
    filter: Option<Box<dyn Weight>>,
}

/// A hit on its way to the top.
#[derive(Clone, Copy, Debug)]
struct Candidate {
    score: Score,
    kind: Kind,
    /// Path and place of the entry, for an order among equals that does not depend on how the index was written.
    tie: (u64, u64),
    at: DocAddress,
}

impl Ord for Candidate {
    fn cmp(&self, other: &Self) -> Ordering {
        self.score
            .total_cmp(&other.score)
            .then_with(|| other.tie.cmp(&self.tie))
            .then_with(|| other.kind.cmp(&self.kind))
    }
}

impl PartialOrd for Candidate {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Candidate {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Candidate {}

/// Answers a query.
pub(super) fn answer(searcher: &Searcher, fields: &Fields, query: &Query) -> tantivy::Result<Hits> {
    let plan = Plan::read(&query.text);
    let end = query.offset.saturating_add(query.limit).min(DEEPEST);
    let mut ranking = Ranking {
        searcher,
        fields,
        plan: &plan,
        total: 0,
        counts: (query.facets > 0).then(Counts::default),
        top: BinaryHeap::new(),
        deep: end.max(AGAIN),
        scores: vec![0.0; WINDOW],
        parts: vec![0; WINDOW],
        passes: vec![false; WINDOW],
    };
    let kinds = query.kind.map_or(Kind::ALL.to_vec(), |kind| vec![kind]);
    for kind in kinds {
        let sources = ranking.sources(kind, query)?;
        for ord in 0..searcher.segment_readers().len() {
            ranking.segment(ord as SegmentOrdinal, kind, &sources)?;
        }
    }
    let total = ranking.total;
    let facets = ranking
        .counts
        .take()
        .map_or_else(Vec::new, |counts| counts.facets(query.facets));
    let mut top: Vec<Candidate> = std::mem::take(&mut ranking.top)
        .into_iter()
        .map(|Reverse(candidate)| candidate)
        .collect();
    top.sort_unstable_by(|a, b| b.cmp(a));
    let near = top.len().min(AGAIN);
    ranking.look_again(&mut top[..near])?;
    top[..near].sort_unstable_by(|a, b| b.cmp(a));
    let start = query.offset.min(end).min(top.len());
    top.truncate(end);
    let marker = Marker::new(&plan);
    let hits = top
        .get(start..)
        .unwrap_or_default()
        .iter()
        .map(|candidate| ranking.hit(candidate, &marker))
        .collect::<tantivy::Result<_>>()?;
    Ok(Hits {
        total,
        hits,
        facets,
        codes: plan
            .codes
            .iter()
            .filter_map(|sought| sought.code.keys.first().cloned())
            .collect(),
    })
}

struct Ranking<'a> {
    searcher: &'a Searcher,
    fields: &'a Fields,
    plan: &'a Plan,
    total: usize,
    counts: Option<Counts>,
    /// The best so far, the worst of them on top.
    top: BinaryHeap<Reverse<Candidate>>,
    deep: usize,
    scores: Vec<Score>,
    parts: Vec<u64>,
    passes: Vec<bool>,
}

impl Ranking<'_> {
    /// What the plan looks for among entries of a kind.
    fn sources(&self, kind: Kind, query: &Query) -> tantivy::Result<Sources> {
        let mut maker = SourceMaker {
            ranking: self,
            kind,
            body: self.fields.body(kind),
            weights: Vec::new(),
        };
        let mut part = 0;
        let (mut required, mut some) = (0, 0);
        for word in &self.plan.words {
            maker.word(word, Role::Part(part))?;
            maker.heading(word)?;
            some |= 1 << part;
            part += 1;
        }
        for phrase in &self.plan.phrases {
            maker.phrase(phrase, Role::Part(part))?;
            required |= 1 << part;
            part += 1;
        }
        for sought in &self.plan.codes {
            let is_certain = sought.code.is_certain;
            let role = if is_certain {
                Role::Part(part)
            } else {
                Role::More
            };
            let found = maker.code(&sought.code.keys, is_certain, role)?;
            if is_certain {
                maker.phrase(&sought.words, role)?;
                // A code that no document has must not hide what the other words find.
                *(if found { &mut required } else { &mut some }) |= 1 << part;
                part += 1;
            }
        }
        if self.plan.is_empty() {
            let all = TermQuery::new(filter::of_kind(self.fields, kind), IndexRecordOption::Basic);
            maker.add(
                Box::new(ConstScoreQuery::new(Box::new(all), 0.0)),
                Role::Part(part),
            )?;
            required |= 1 << part;
        }
        let weights = maker.weights;
        let filter = filter::filter(self.fields, kind, &query.filters)
            .map(|filter| filter.weight(EnableScoring::disabled_from_searcher(self.searcher)))
            .transpose()?;
        Ok(Sources {
            weights,
            required,
            some,
            least: if required > 0 {
                0
            } else {
                least(some.count_ones())
            },
            filter,
        })
    }

    /// Looks through one segment.
    fn segment(
        &mut self,
        ord: SegmentOrdinal,
        kind: Kind,
        sources: &Sources,
    ) -> tantivy::Result<()> {
        let segment = self.searcher.segment_reader(ord);
        let mut scorers = Vec::new();
        for (weight, role) in &sources.weights {
            let scorer = weight.scorer(segment, 1.0)?;
            if scorer.doc() != TERMINATED {
                scorers.push((scorer, *role));
            }
        }
        let mut filter = match &sources.filter {
            Some(filter) => Some(filter.scorer(segment, 1.0)?),
            None => None,
        };
        let mut counter = match self.counts {
            Some(_) => Some(Counter::new(segment)?),
            None => None,
        };
        let ties = Ties::new(segment)?;
        loop {
            let next = scorers.iter().map(|(scorer, _)| scorer.doc()).min();
            let Some(base) = next.filter(|&doc| doc != TERMINATED) else {
                break;
            };
            let end = base.saturating_add(WINDOW as u32);
            self.fill(base, end, &mut scorers);
            scorers.retain(|(scorer, _)| scorer.doc() != TERMINATED);
            if let Some(filter) = &mut filter {
                pass(&mut self.passes, base, end, filter.as_mut());
            }
            for at in 0..WINDOW {
                let parts = std::mem::take(&mut self.parts[at]);
                let score = std::mem::take(&mut self.scores[at]);
                let is_hit = parts != 0
                    && parts & sources.required == sources.required
                    && (parts & sources.some).count_ones() >= sources.least
                    && (filter.is_none() || self.passes[at]);
                let doc = base + at as u32;
                if !is_hit || segment.is_deleted(doc) {
                    continue;
                }
                self.total += 1;
                if let Some(counter) = &mut counter {
                    counter.add(doc);
                }
                self.offer(score, kind, DocAddress::new(ord, doc), &ties);
            }
        }
        if let (Some(counter), Some(counts)) = (counter, &mut self.counts) {
            counter.give(counts)?;
        }
        Ok(())
    }

    /// Adds up the scores of a window.
    fn fill(&mut self, base: DocId, end: DocId, scorers: &mut [(Box<dyn Scorer>, Role)]) {
        for (scorer, role) in scorers {
            let bit = match role {
                Role::Part(part) => 1 << *part,
                Role::More => 0,
            };
            let mut doc = scorer.doc();
            while doc < end {
                let at = (doc - base) as usize;
                self.scores[at] += scorer.score();
                self.parts[at] |= bit;
                doc = scorer.advance();
            }
        }
    }

    /// Keeps a hit if it is among the best so far.
    fn offer(&mut self, score: Score, kind: Kind, at: DocAddress, ties: &Ties) {
        let is_full = self.top.len() >= self.deep;
        if let Some(Reverse(worst)) = self.top.peek()
            && is_full
            && score < worst.score
        {
            return;
        }
        let candidate = Candidate {
            score,
            kind,
            tie: ties.of(at.doc_id),
            at,
        };
        if is_full {
            if let Some(mut worst) = self.top.peek_mut()
                && candidate > worst.0
            {
                *worst = Reverse(candidate);
            }
        } else {
            self.top.push(Reverse(candidate));
        }
    }

    /// Gives more to hits in which words of the query stand in a row.
    fn look_again(&self, top: &mut [Candidate]) -> tantivy::Result<()> {
        if self.plan.rows.is_empty() {
            return Ok(());
        }
        let mut order: Vec<usize> = (0..top.len()).collect();
        order.sort_by_key(|&i| (top[i].kind, top[i].at));
        let mut positions = vec![Vec::new(); self.plan.words.len()];
        let places: Vec<_> = top
            .iter()
            .map(|one| (one.kind, one.at.segment_ord))
            .collect();
        for group in order.chunk_by(|&a, &b| places[a] == places[b]) {
            let first = top[group[0]];
            let field = self.fields.body(first.kind);
            let segment = self.searcher.segment_reader(first.at.segment_ord);
            let index = segment.inverted_index(field)?;
            let mut postings = Vec::new();
            let mut rarity = Vec::new();
            for word in &self.plan.words {
                let term = Term::from_field_text(field, &word.folded);
                rarity.push(self.rarity(&term)?);
                let other = Term::from_field_text(field, &format!("{OTHER}{}", word.folded));
                let option = IndexRecordOption::WithFreqsAndPositions;
                postings.push([
                    index.read_postings(&term, option)?,
                    index.read_postings(&other, option)?,
                ]);
            }
            for &i in group {
                let doc = top[i].at.doc_id;
                for (postings, positions) in postings.iter_mut().zip(&mut positions) {
                    positions.clear();
                    for postings in postings.iter_mut().flatten() {
                        if postings.doc() <= doc && postings.seek(doc) == doc {
                            postings.append_positions_with_offset(0, positions);
                        }
                    }
                    positions.sort_unstable();
                    positions.dedup();
                }
                for row in &self.plan.rows {
                    let (pairs, longest) = in_a_row(row, &positions, &rarity);
                    top[i].score += weight::PAIR * pairs + weight::ROW * longest;
                }
            }
        }
        Ok(())
    }

    /// How much a word says, as BM25 has it.
    fn rarity(&self, term: &Term) -> tantivy::Result<f32> {
        let all = self.searcher.num_docs() as f32;
        let have = self.searcher.doc_freq(term)? as f32;
        Ok((1.0 + (all - have + 0.5).max(0.0) / (have + 0.5)).ln())
    }

    /// What a hit shows.
    fn hit(&self, candidate: &Candidate, marker: &Marker<'_>) -> tantivy::Result<Hit> {
        let bytes = self.shown(candidate.at)?;
        let shown = read(&bytes);
        let section = match candidate.kind {
            Kind::Document => self.best_section(candidate.at)?,
            _ => None,
        };
        let inside = section.map(|section| self.shown(section)).transpose()?;
        let inside = inside.as_deref().map(read);
        let part = inside.as_ref().unwrap_or(&shown);
        let mut snippet = marker.snippet(&part.text, &part.others);
        if snippet.highlights.is_empty() {
            // Its words are in the heading then.
            let heading = match candidate.kind {
                Kind::Document => shown.subject.as_deref(),
                _ => part.headings.last().map(AsRef::as_ref),
            };
            let other = marker.snippet(heading.unwrap_or_default(), &[]);
            if snippet.text.is_empty() || !other.highlights.is_empty() {
                snippet = other;
            }
        }
        let owned = |text: &Option<std::borrow::Cow<'_, str>>| text.as_deref().map(str::to_owned);
        Ok(Hit {
            kind: candidate.kind,
            document: shown.document.clone().into_owned(),
            path: shown.path.clone().into_owned(),
            section: owned(&part.section),
            headings: part.headings.iter().map(ToString::to_string).collect(),
            score: candidate.score,
            snippet,
            about: About {
                code: owned(&shown.code),
                kind: owned(&shown.kind),
                subject: owned(&shown.subject),
                authority: owned(&shown.authority),
                date: owned(&shown.date),
            },
        })
    }

    fn shown(&self, at: DocAddress) -> tantivy::Result<Vec<u8>> {
        let entry: TantivyDocument = self.searcher.doc(at)?;
        let shown = entry.get_first(self.fields.shown);
        Ok(shown
            .and_then(|value| value.as_bytes())
            .unwrap_or_default()
            .to_vec())
    }

    /// The section of a document that has most of what was asked for; the first one where none has any. The entries of a
    /// document follow one another, since they are written together.
    fn best_section(&self, document: DocAddress) -> tantivy::Result<Option<DocAddress>> {
        let segment = self.searcher.segment_reader(document.segment_ord);
        let paths = segment.fast_fields().u64("path")?;
        let path = paths.first(document.doc_id);
        let first = document.doc_id + 1;
        let mut end = first;
        while end < segment.max_doc() && paths.first(end) == path {
            end += 1;
        }
        let mut best = vec![(0_u32, 0.0_f32); (end - first) as usize];
        let field = self.fields.body(Kind::Section);
        let index = segment.inverted_index(field)?;
        let phrases = self.plan.phrases.iter().flatten();
        let codes = self.plan.codes.iter().flat_map(|sought| &sought.words);
        for word in self.plan.words.iter().chain(phrases).chain(codes) {
            for term in self.terms(word) {
                let term = Term::from_field_text(field, &term.0);
                let rarity = self.rarity(&term)?;
                let postings = index.read_postings(&term, IndexRecordOption::Basic)?;
                each(postings, first..end, |at| best[at].1 += rarity);
            }
        }
        for key in self.plan.codes.iter().flat_map(|sought| &sought.code.keys) {
            let key = form::key(Kind::Section, Key::Cited(key));
            let term = Term::from_field_text(self.fields.keys, &key);
            let postings = segment
                .inverted_index(self.fields.keys)?
                .read_postings(&term, IndexRecordOption::Basic)?;
            each(postings, first..end, |at| best[at].1 += weight::CITED);
        }
        // Only sections: tasks follow them.
        let any = filter::of_kind(self.fields, Kind::Section);
        let postings = segment
            .inverted_index(self.fields.keys)?
            .read_postings(&any, IndexRecordOption::Basic)?;
        each(postings, first..end, |at| best[at].0 = 1);
        let found = (0..best.len())
            .filter(|&at| best[at].0 == 1)
            .max_by(|&a, &b| best[a].1.total_cmp(&best[b].1).then_with(|| b.cmp(&a)));
        Ok(found.map(|at| DocAddress::new(document.segment_ord, first + at as u32)))
    }

    /// The terms of a word, with their weights.
    fn terms(&self, word: &Forms) -> Vec<(String, f32)> {
        let mut terms = Vec::new();
        match &word.exact {
            Some(exact) if self.plan.is_marked => {
                terms.push((word.folded.clone(), weight::FOLDED));
                terms.push((format!("{EXACT}{exact}"), weight::EXACT));
            }
            _ => terms.push((word.folded.clone(), 1.0)),
        }
        terms.push((format!("{OTHER}{}", word.folded), weight::OTHER));
        terms
    }
}

/// How many of so many words a hit must have: all of one or two, most of more.
fn least(words: u32) -> u32 {
    if words <= 2 {
        words
    } else {
        (words * 3).div_ceil(5)
    }
}

/// How much of a row of words stands in a text: the worth of all pairs that follow one another somewhere, and of the
/// longest row of them in one place. In that row a word may be another, which is worth less: it may be misread there.
fn in_a_row(row: &[usize], positions: &[Vec<u32>], rarity: &[f32]) -> (f32, f32) {
    let (mut pairs, mut longest) = (0.0_f32, 0.0_f32);
    // Positions of the word before and of the one before that, each with the worth of the row that ends there.
    let (mut one, mut two) = (Vec::<(u32, f32)>::new(), Vec::<(u32, f32)>::new());
    for (at, &word) in row.iter().enumerate() {
        let worth = |back: usize| {
            let before = at.checked_sub(back).map(|before| rarity[row[before]]);
            before.map_or(0.0, |before| before + rarity[word])
        };
        let (next, skipped) = (worth(1), worth(2) * 0.75);
        let (mut ends, mut far) = (Ends(&one), Ends(&two));
        let mut follows = false;
        let here: Vec<(u32, f32)> = positions[word]
            .iter()
            .map(|&position| {
                let adjacent = ends.at(position, 1).map(|row| row + next);
                let over = far.at(position, 2).map(|row| row + skipped);
                follows |= adjacent.is_some();
                (position, adjacent.unwrap_or(0.0).max(over.unwrap_or(0.0)))
            })
            .collect();
        pairs += if follows { next } else { 0.0 };
        longest = here
            .iter()
            .fold(longest, |most, &(_, worth)| most.max(worth));
        two = std::mem::replace(&mut one, here);
    }
    (pairs, longest)
}

/// Ends of rows, asked for in order.
struct Ends<'e>(&'e [(u32, f32)]);

impl Ends<'_> {
    /// The worth of the row that ends so far before a position.
    fn at(&mut self, position: u32, before: u32) -> Option<f32> {
        while let Some((end, worth)) = self.0.first() {
            match (end + before).cmp(&position) {
                Ordering::Less => self.0 = &self.0[1..],
                Ordering::Equal => return Some(*worth),
                Ordering::Greater => return None,
            }
        }
        None
    }
}

/// Notes which entries of a window a filter lets through.
fn pass(passes: &mut [bool], base: DocId, end: DocId, filter: &mut dyn Scorer) {
    passes.fill(false);
    let mut doc = filter.doc();
    if doc < base {
        doc = filter.seek(base);
    }
    while doc < end {
        passes[(doc - base) as usize] = true;
        doc = filter.advance();
    }
}

/// Tells the places of postings inside a range.
fn each<P: DocSet>(postings: Option<P>, range: Range<DocId>, mut tell: impl FnMut(usize)) {
    let Some(mut postings) = postings else {
        return;
    };
    let mut doc = postings.doc();
    if doc < range.start {
        doc = postings.seek(range.start);
    }
    while doc < range.end {
        tell((doc - range.start) as usize);
        doc = postings.advance();
    }
}

fn read(bytes: &[u8]) -> Shown<'_> {
    serde_json::from_slice(bytes).unwrap_or_default()
}

/// What equal scores are ordered by.
struct Ties {
    paths: Column<u64>,
    orders: Column<u64>,
}

impl Ties {
    fn new(segment: &SegmentReader) -> tantivy::Result<Self> {
        let columns = segment.fast_fields();
        Ok(Self {
            paths: columns.u64("path")?,
            orders: columns.u64("order")?,
        })
    }

    fn of(&self, doc: DocId) -> (u64, u64) {
        let first = |column: &Column<u64>| column.first(doc).unwrap_or_default();
        (first(&self.paths), first(&self.orders))
    }
}

/// Makes sources for one kind of entry.
struct SourceMaker<'r, 'a> {
    ranking: &'r Ranking<'a>,
    kind: Kind,
    body: Field,
    weights: Vec<(Box<dyn Weight>, Role)>,
}

impl SourceMaker<'_, '_> {
    fn add(&mut self, query: Box<dyn EngineQuery>, role: Role) -> tantivy::Result<()> {
        let scoring = EnableScoring::enabled_from_searcher(self.ranking.searcher);
        self.weights.push((query.weight(scoring)?, role));
        Ok(())
    }

    fn word(&mut self, word: &Forms, role: Role) -> tantivy::Result<()> {
        for (term, weight) in self.ranking.terms(word) {
            let term = Term::from_field_text(self.body, &term);
            let query = Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs));
            self.add(Box::new(BoostQuery::new(query, weight)), role)?;
        }
        Ok(())
    }

    fn heading(&mut self, word: &Forms) -> tantivy::Result<()> {
        let term = Term::from_field_text(self.ranking.fields.heading, &word.folded);
        let query = Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs));
        self.add(
            Box::new(BoostQuery::new(query, weight::HEADING)),
            Role::More,
        )
    }

    /// Words in a row: as they are, without marks, and with one of them read otherwise.
    fn phrase(&mut self, words: &[Forms], role: Role) -> tantivy::Result<()> {
        match words {
            [] => return Ok(()),
            [word] => return self.word(word, role),
            _ => {}
        }
        let folded: Vec<String> = words.iter().map(|word| word.folded.clone()).collect();
        if self.ranking.plan.is_marked {
            let exact = words.iter().map(|word| match &word.exact {
                Some(exact) => format!("{EXACT}{exact}"),
                None => word.folded.clone(),
            });
            self.row(exact.collect(), weight::EXACT, role)?;
            self.row(folded.clone(), weight::FOLDED, role)?;
        } else {
            self.row(folded.clone(), 1.0, role)?;
        }
        for at in 0..folded.len() {
            let mut other = folded.clone();
            other[at] = format!("{OTHER}{}", folded[at]);
            let term = Term::from_field_text(self.body, &other[at]);
            if self.ranking.searcher.doc_freq(&term)? > 0 {
                self.row(other, weight::OTHER, role)?;
            }
        }
        Ok(())
    }

    fn row(&mut self, terms: Vec<String>, weight: f32, role: Role) -> tantivy::Result<()> {
        let terms = terms
            .iter()
            .map(|term| Term::from_field_text(self.body, term));
        let query = Box::new(PhraseQuery::new(terms.collect()));
        self.add(Box::new(BoostQuery::new(query, weight)), role)
    }

    /// The strictest key of a code that is there. Returns whether there is one.
    fn code(&mut self, keys: &[String], is_certain: bool, role: Role) -> tantivy::Result<bool> {
        let field = self.ranking.fields.keys;
        for key in keys {
            let own = Term::from_field_text(field, &form::key(self.kind, Key::Own(key)));
            let cited = Term::from_field_text(field, &form::key(self.kind, Key::Cited(key)));
            let mut found = false;
            for (term, score) in [(own, weight::OWN), (cited, weight::CITED)] {
                if self.ranking.searcher.doc_freq(&term)? > 0 {
                    let score = if is_certain {
                        score
                    } else {
                        score * weight::PERHAPS
                    };
                    let query = Box::new(TermQuery::new(term, IndexRecordOption::Basic));
                    self.add(Box::new(ConstScoreQuery::new(query, score)), role)?;
                    found = true;
                }
            }
            if found {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_of_words() {
        let rarity = [1.0, 2.0, 4.0];
        for (positions, expected) in [
            ([vec![1], vec![2], vec![3]], (9.0, 9.0)),
            ([vec![1], vec![2, 8], vec![9]], (9.0, 6.0)),
            ([vec![1], vec![3], vec![4]], (6.0, 6.0)),
            ([vec![1, 5], vec![2, 6], vec![7]], (9.0, 9.0)),
            ([vec![3], vec![2], vec![1]], (0.0, 0.0)),
            ([vec![1], vec![7], vec![3]], (0.0, 3.75)),
            ([vec![], vec![], vec![]], (0.0, 0.0)),
        ] {
            assert_eq!(
                in_a_row(&[0, 1, 2], &positions, &rarity),
                expected,
                "{positions:?}"
            );
        }
        assert_eq!(in_a_row(&[0, 0], &[vec![4, 5]], &rarity), (2.0, 2.0));
    }

    #[test]
    fn most_of_many_words() {
        let table: Vec<u32> = (0..9).map(least).collect();
        assert_eq!(table, [0, 1, 2, 2, 3, 3, 4, 5, 5]);
    }
}
