//! What is looked for among the entries of one kind, and where it is found.

use tantivy::query::{ConstScoreQuery, EnableScoring, Query as EngineQuery, TermQuery, Weight};
use tantivy::schema::IndexRecordOption;
use tantivy::{Score, Searcher, SegmentOrdinal, SegmentReader, TERMINATED, Term};

use super::found::{Documents, Filter, Found, Runs, Source, Wholes};
use super::lexicon::{Lengths, List, Word};
use super::near::Nearness;
use super::phrase::Row;
use super::{Lexicon, Lexicons, phrase, weight};
use crate::search::filter::{self, Chosen};
use crate::search::form::{self, Fields, Key};
use crate::search::query::Kind;

/// What a source of scores says of an entry that it finds.
#[derive(Clone, Copy, Debug)]
enum Role {
    /// It has this part of the query.
    Part(u32),
    /// It is a little better than without.
    More,
    /// Instead of the code of this number it has one near it.
    Near(usize, Nearness),
}

/// The first bit of what is near the code of a number. Those of parts are below them: words, phrases and codes have limits.
fn first_near(number: usize) -> usize {
    48 + Nearness::ALL.len() * number
}

impl Role {
    fn bit(self) -> u64 {
        match self {
            Self::Part(part) => 1 << part,
            Self::More => 0,
            Self::Near(number, nearness) => 1 << (first_near(number) + nearness as usize),
        }
    }
}

/// Whether an entry has enough of what was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Enough {
    Yes,
    /// With codes near those that were asked for.
    Nearly(Nearness),
    No,
}

/// Something that is looked for.
enum Sought<'l> {
    /// A word of the text, and how much it says.
    Word(&'l Word, f32),
    /// A word of the headings.
    Heading(Word),
    /// Words in a row.
    Row(RowOf),
    /// What the engine finds.
    Engine(Box<dyn Weight>),
    /// What is in the documents whose records the engine finds.
    Documents(Box<dyn Weight>),
}

/// The words of a row: a phrase, or a code as it is written.
#[derive(Clone, Copy, Debug)]
enum RowOf {
    Phrase(usize),
    Code(usize),
}

impl RowOf {
    fn words(self, lexicon: &Lexicon) -> &[Word] {
        match self {
            Self::Phrase(number) => &lexicon.phrases[number],
            Self::Code(number) => &lexicon.codes[number],
        }
    }
}

/// What is looked for among the entries of one kind.
pub(super) struct Sources<'l> {
    kind: Kind,
    lexicon: &'l Lexicon,
    headings: Lengths,
    sought: Vec<(Sought<'l>, Role)>,
    /// Parts that a hit must have.
    required: u64,
    /// Parts of which it must have some, and how many.
    some: u64,
    least: u32,
    /// The parts that codes are.
    codes: Vec<Option<u32>>,
    /// What has to be let through: the document, and the entry itself.
    of_documents: Option<Box<dyn Weight>>,
    of_entries: Option<Box<dyn Weight>>,
}

impl<'l> Sources<'l> {
    /// What a plan looks for among entries of a kind.
    pub(super) fn new(
        lexicons: &'l Lexicons<'_>,
        kind: Kind,
        chosen: &Chosen<'_>,
    ) -> tantivy::Result<Self> {
        let (searcher, fields, plan) = (lexicons.searcher, lexicons.fields, lexicons.plan);
        let lexicon = lexicons.of(kind)?;
        let mut maker = Maker {
            lexicons,
            kind,
            sought: Vec::new(),
        };
        let mut part = 0;
        let (mut required, mut some) = (0, 0);
        let mut codes = Vec::new();
        for (number, forms) in plan.words.iter().enumerate() {
            maker.word(lexicon, |lexicon| &lexicon.words[number], Role::Part(part))?;
            let heading = Word::find_folded(searcher, fields.heading, forms)?;
            maker.sought.push((Sought::Heading(heading), Role::More));
            some |= 1 << part;
            part += 1;
        }
        for number in 0..lexicon.phrases.len() {
            maker.row(lexicon, RowOf::Phrase(number), Role::Part(part))?;
            required |= 1 << part;
            part += 1;
        }
        for (number, sought) in plan.codes.iter().enumerate() {
            let is_certain = sought.code.is_certain;
            let role = if is_certain {
                Role::Part(part)
            } else {
                Role::More
            };
            let (found, near) = &lexicon.near[number];
            maker.code(&sought.code.keys, is_certain, role)?;
            for code in near {
                let sought = if code.is_of_document() {
                    Sought::Documents
                } else {
                    Sought::Engine
                };
                let role = Role::Near(number, code.nearness);
                maker.term(code.term(fields.keys, kind), 0.0, sought, role)?;
            }
            codes.push(is_certain.then_some(part));
            if is_certain {
                maker.row(lexicon, RowOf::Code(number), role)?;
                // A code that no document has must not hide what the other words find.
                *(if *found { &mut required } else { &mut some }) |= 1 << part;
                part += 1;
            }
        }
        if plan.is_empty() {
            let all = filter::of_kind(fields, kind);
            maker.term(all, 0.0, Sought::Engine, Role::Part(part))?;
            required |= 1 << part;
        }
        let weight = |filter: Option<Box<dyn EngineQuery>>| {
            let weight =
                filter.map(|filter| filter.weight(EnableScoring::disabled_from_searcher(searcher)));
            weight.transpose()
        };
        Ok(Self {
            kind,
            lexicon,
            headings: Lengths::read(searcher, &[fields.heading])?,
            sought: maker.sought,
            codes,
            required,
            some,
            least: if required > 0 {
                0
            } else {
                least(some.count_ones())
            },
            of_documents: weight(chosen.of_documents(fields, kind))?,
            of_entries: weight(chosen.of_entries(fields, kind))?,
        })
    }

    /// The filters in one segment. An entry has to be let through by all of them.
    pub(super) fn filters(&self, segment: &SegmentReader) -> tantivy::Result<Vec<Filter>> {
        let mut filters = Vec::new();
        if let Some(weight) = &self.of_documents {
            let documents = Documents::new(segment, weight.as_ref(), self.kind)?;
            filters.push(Filter::Documents(documents));
        }
        if let Some(weight) = &self.of_entries {
            filters.push(Filter::Entries(weight.scorer(segment, 1.0)?));
        }
        Ok(filters)
    }

    /// Whether an entry that has these parts has enough of them.
    pub(super) fn enough(&self, parts: u64) -> Enough {
        if self.are_enough(parts) {
            return Enough::Yes;
        }
        if parts >> first_near(0) == 0 {
            return Enough::No;
        }
        let (mut with, mut least_near) = (parts, None);
        for (number, part) in self.codes.iter().enumerate() {
            let has = |nearness: &Nearness| parts & Role::Near(number, *nearness).bit() != 0;
            if let Some(part) = part
                && parts & (1 << part) == 0
                && let Some(nearest) = Nearness::ALL.into_iter().find(has)
            {
                with |= 1 << part;
                least_near = least_near.max(Some(nearest));
            }
        }
        match least_near {
            Some(nearness) if self.are_enough(with) => Enough::Nearly(nearness),
            _ => Enough::No,
        }
    }

    fn are_enough(&self, parts: u64) -> bool {
        parts != 0
            && parts & self.required == self.required
            && (parts & self.some).count_ones() >= self.least
    }

    /// The documents of a segment.
    pub(super) fn documents(&self, segment: &SegmentReader) -> tantivy::Result<Runs> {
        Runs::new(segment, &self.lexicon.lengths)
    }

    /// What of it is in one segment.
    pub(super) fn in_segment(
        &self,
        lexicons: &Lexicons<'_>,
        ord: SegmentOrdinal,
    ) -> tantivy::Result<Vec<Source>> {
        let segment = lexicons.searcher.segment_reader(ord);
        let is_marked = lexicons.plan.is_marked;
        let lengths = &self.lexicon.lengths;
        let mut sources = Vec::new();
        for (sought, role) in &self.sought {
            let bit = role.bit();
            let mut add = |found| sources.push(Source { found, bit });
            match sought {
                Sought::Word(word, rarity) => {
                    for (form, info) in word.forms(ord) {
                        let worth = rarity * form.weight(is_marked);
                        add(if self.kind == Kind::Document {
                            Found::Wholes(Box::new(Wholes::new(segment, word.field, info, worth)?))
                        } else {
                            let list = List::new(segment, word.field, info, worth, lengths, true)?;
                            Found::List(Box::new(list))
                        });
                    }
                }
                Sought::Heading(word) => {
                    for (_, info) in word.forms(ord) {
                        let worth = word.rarity * weight::HEADING;
                        let lengths = &self.headings;
                        let list = List::new(segment, word.field, info, worth, lengths, false)?;
                        add(Found::List(Box::new(list)));
                    }
                }
                Sought::Row(row) => {
                    let rows = self.rows(lexicons, ord, *row)?;
                    let lengths = match self.kind {
                        Kind::Document => lengths.of_documents(segment)?,
                        _ => lengths.of_field(segment, self.lexicon.field)?,
                    };
                    let scored = phrase::scores(row.words(self.lexicon), &lengths, &rows);
                    add(Found::Rows(scored.into_iter()));
                }
                Sought::Engine(weight) => add(Found::Engine(weight.scorer(segment, 1.0)?)),
                Sought::Documents(weight) => {
                    let documents = Documents::new(segment, weight.as_ref(), self.kind)?;
                    add(Found::Documents(documents));
                }
            }
        }
        sources.retain(|source| source.doc() != TERMINATED);
        Ok(sources)
    }

    /// Where words stand in a row in one segment. Documents have the rows of their parts, too.
    fn rows(
        &self,
        lexicons: &Lexicons<'_>,
        ord: SegmentOrdinal,
        row: RowOf,
    ) -> tantivy::Result<Vec<Row>> {
        let segment = lexicons.searcher.segment_reader(ord);
        let of = |lexicon: &Lexicon| {
            let words = row.words(lexicon);
            phrase::rows(segment, ord, lexicon.field, words, lexicons.plan.is_marked)
        };
        let mut rows = of(self.lexicon)?;
        if self.kind == Kind::Document {
            for part in [Kind::Section, Kind::Task] {
                let found = of(lexicons.of(part)?)?;
                phrase::of_documents(segment, found, &mut rows)?;
            }
        }
        Ok(rows)
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

/// Makes sources for one kind of entry.
struct Maker<'l, 'a> {
    lexicons: &'l Lexicons<'a>,
    kind: Kind,
    sought: Vec<(Sought<'l>, Role)>,
}

impl<'l> Maker<'l, '_> {
    /// Looks for a term, which is worth the same everywhere.
    fn term(
        &mut self,
        term: Term,
        score: Score,
        sought: impl FnOnce(Box<dyn Weight>) -> Sought<'l>,
        role: Role,
    ) -> tantivy::Result<()> {
        let term = TermQuery::new(term, IndexRecordOption::Basic);
        let scoring = EnableScoring::enabled_from_searcher(self.lexicons.searcher);
        let weight = ConstScoreQuery::new(Box::new(term), score).weight(scoring)?;
        self.sought.push((sought(weight), role));
        Ok(())
    }

    /// Looks for a word. A document has those of its sections, too.
    fn word(
        &mut self,
        lexicon: &'l Lexicon,
        word: impl Fn(&'l Lexicon) -> &'l Word,
        role: Role,
    ) -> tantivy::Result<()> {
        let own = word(lexicon);
        self.sought.push((Sought::Word(own, own.rarity), role));
        if self.kind == Kind::Document {
            let part = word(self.lexicons.of(Kind::Section)?);
            self.sought.push((Sought::Word(part, own.rarity), role));
        }
        Ok(())
    }

    fn row(&mut self, lexicon: &'l Lexicon, row: RowOf, role: Role) -> tantivy::Result<()> {
        match row.words(lexicon).len() {
            0 => {}
            1 => self.word(lexicon, |lexicon| &row.words(lexicon)[0], role)?,
            _ => self.sought.push((Sought::Row(row), role)),
        }
        Ok(())
    }

    /// The strictest key of a code that is there.
    fn code(&mut self, keys: &[String], is_certain: bool, role: Role) -> tantivy::Result<()> {
        let (searcher, fields) = (self.lexicons.searcher, self.lexicons.fields);
        let share = if is_certain { 1.0 } else { weight::PERHAPS };
        if let Some((own, cited)) = strictest(searcher, fields, self.kind, keys)? {
            if let Some(own) = own {
                self.term(own, share * weight::OWN, Sought::Documents, role)?;
            }
            if let Some(cited) = cited {
                self.term(cited, share * weight::CITED, Sought::Engine, role)?;
            }
        }
        Ok(())
    }
}

/// Of the keys of a code the first that is there, as a document's own and as a cited one.
pub(super) fn strictest(
    searcher: &Searcher,
    fields: &Fields,
    kind: Kind,
    keys: &[String],
) -> tantivy::Result<Option<(Option<Term>, Option<Term>)>> {
    for key in keys {
        let there = |about| -> tantivy::Result<Option<Term>> {
            let term = Term::from_field_text(fields.keys, &form::key(kind, about));
            Ok((searcher.doc_freq(&term)? > 0).then_some(term))
        };
        let (own, cited) = (there(Key::Own(key))?, there(Key::Cited(key))?);
        if own.is_some() || cited.is_some() {
            return Ok(Some((own, cited)));
        }
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn most_of_many_words() {
        let table: Vec<u32> = (0..9).map(least).collect();
        assert_eq!(table, [0, 1, 2, 2, 3, 3, 4, 5, 5]);
    }
}
