//! Filters → queries of the engine that let through and score nothing.

use std::ops::Bound;

use tantivy::query::{BooleanQuery, EmptyQuery, Query, RangeQuery, TermQuery, TermSetQuery};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Searcher, Term};

use super::code;
use super::form::{self, Fields, Key};
use super::names::{Asked, values};
use super::query::{Filters, Kind};

/// Values of one filter that count.
const VALUES: usize = 64;
/// Characters of a value that count.
const CHARACTERS: usize = 500;

/// The filters of a query, whatever kinds of entries they are for: names are looked up once.
pub(super) struct Chosen<'q> {
    filters: &'q Filters,
    /// Of documents: type, authority, place.
    names: Vec<TermSetQuery>,
    leads: Option<TermSetQuery>,
}

impl<'q> Chosen<'q> {
    pub(super) fn read(
        searcher: &Searcher,
        fields: &Fields,
        filters: &'q Filters,
    ) -> tantivy::Result<Self> {
        let mut found = Vec::new();
        for (field, asked) in [
            (fields.types, &filters.types),
            (fields.authorities, &filters.authorities),
            (fields.places, &filters.places),
        ] {
            found.extend(names(searcher, field, asked)?);
        }
        Ok(Self {
            filters,
            names: found,
            leads: names(searcher, fields.leads, &filters.leads)?,
        })
    }

    /// What lets through the records of the documents that the filters ask for; nothing where they ask for nothing.
    pub(super) fn of_documents(&self, fields: &Fields, kind: Kind) -> Option<Box<dyn Query>> {
        let mut all = boxed(&self.names);
        any(&mut all, &self.filters.years, |year| {
            key(fields, kind, Key::Year(&year.to_string()))
        });
        together(all)
    }

    /// What lets through the entries of a kind that have for themselves what the filters ask for; nothing where they ask for nothing.
    pub(super) fn of_entries(&self, fields: &Fields, kind: Kind) -> Option<Box<dyn Query>> {
        let mut all = boxed(&self.leads);
        any(&mut all, &self.filters.cites, |value| {
            // As a facet gives it, or as somebody types it.
            let value = value.strip_prefix('=').unwrap_or(value);
            let value: String = value.chars().take(CHARACTERS).collect();
            let first = code::find(&value)
                .into_iter()
                .find_map(|code| code.keys.into_iter().next())
                .or_else(|| code::keys(&value, None).into_iter().next());
            match first {
                Some(first) => key(fields, kind, Key::Cited(&first)),
                None => Box::new(EmptyQuery),
            }
        });
        if self.filters.due_after.is_some() || self.filters.due_before.is_some() {
            all.push(due(fields, self.filters));
        }
        together(all)
    }
}

fn boxed<'n>(names: impl IntoIterator<Item = &'n TermSetQuery>) -> Vec<Box<dyn Query>> {
    let names = names.into_iter().cloned();
    names.map(|name| Box::new(name) as Box<dyn Query>).collect()
}

fn together(mut all: Vec<Box<dyn Query>>) -> Option<Box<dyn Query>> {
    if all.len() < 2 {
        return all.pop();
    }
    Some(Box::new(BooleanQuery::intersection(all)))
}

/// One of the values.
fn any<V>(all: &mut Vec<Box<dyn Query>>, values: &[V], query: impl Fn(&V) -> Box<dyn Query>) {
    let mut queries: Vec<_> = values.iter().take(VALUES).map(query).collect();
    match queries.len() {
        0 => {}
        1 => all.extend(queries.pop()),
        _ => all.push(Box::new(BooleanQuery::union(queries))),
    }
}

/// What has one of the names; nothing where none is asked for.
fn names(
    searcher: &Searcher,
    field: Field,
    asked: &[String],
) -> tantivy::Result<Option<TermSetQuery>> {
    if asked.is_empty() {
        return Ok(None);
    }
    let short = |name: &String| name.chars().take(CHARACTERS).collect::<String>();
    let asked = asked.iter().take(VALUES).map(short);
    let asked: Vec<Asked> = asked.filter_map(|name| Asked::read(&name)).collect();
    let values = values(searcher, field, &asked)?;
    Ok(Some(TermSetQuery::new(values)))
}

fn key(fields: &Fields, kind: Kind, about: Key<'_>) -> Box<dyn Query> {
    let term = Term::from_field_text(fields.keys, &form::key(kind, about));
    Box::new(TermQuery::new(term, IndexRecordOption::Basic))
}

/// A day from the first on, before the second. What is no day lets nothing through.
fn due(fields: &Fields, filters: &Filters) -> Box<dyn Query> {
    let bound = |date: &Option<String>| match date {
        None => Some(None),
        Some(date) => form::day(date, false).map(Some),
    };
    let (Some(after), Some(before)) = (bound(&filters.due_after), bound(&filters.due_before))
    else {
        return Box::new(EmptyQuery);
    };
    let term = |day| Term::from_field_u64(fields.due, day);
    Box::new(RangeQuery::new(
        after.map_or(Bound::Unbounded, |day| Bound::Included(term(day))),
        before.map_or(Bound::Unbounded, |day| Bound::Excluded(term(day))),
    ))
}

/// What all entries of a kind have.
pub(super) fn of_kind(fields: &Fields, kind: Kind) -> Term {
    Term::from_field_text(fields.keys, &form::key(kind, Key::Any))
}
