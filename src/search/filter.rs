//! Filters → queries of the engine that let through and score nothing.

use std::ops::Bound;

use tantivy::Term;
use tantivy::query::{BooleanQuery, EmptyQuery, Query, RangeQuery, RegexQuery, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};

use super::code;
use super::form::{self, Fields, Key};
use super::names::pattern;
use super::query::{Filters, Kind};

/// Values of one filter that count.
const VALUES: usize = 64;
/// Characters of a value that count.
const CHARACTERS: usize = 500;

/// What lets through the records of the documents that the filters ask for; nothing where they ask for nothing.
pub(super) fn of_documents(
    fields: &Fields,
    kind: Kind,
    filters: &Filters,
) -> Option<Box<dyn Query>> {
    let mut all: Vec<Box<dyn Query>> = Vec::new();
    for (names, values) in [
        (fields.types, &filters.types),
        (fields.authorities, &filters.authorities),
        (fields.places, &filters.places),
    ] {
        any(&mut all, values, |value| name(names, value));
    }
    any(&mut all, &filters.years, |year| {
        key(fields, kind, Key::Year(&year.to_string()))
    });
    together(all)
}

/// What lets through the entries of a kind that have for themselves what the filters ask for; nothing where they ask for nothing.
pub(super) fn of_entries(fields: &Fields, kind: Kind, filters: &Filters) -> Option<Box<dyn Query>> {
    let mut all: Vec<Box<dyn Query>> = Vec::new();
    any(&mut all, &filters.leads, |value| name(fields.leads, value));
    any(&mut all, &filters.cites, |value| {
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
    if filters.due_after.is_some() || filters.due_before.is_some() {
        all.push(due(fields, filters));
    }
    together(all)
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

/// The names that have the words of a value in a row; behind `=`, as a facet gives it, those that have no others.
fn name(names: Field, value: &str) -> Box<dyn Query> {
    let (value, whole) = match value.strip_prefix('=') {
        Some(value) => (value, true),
        None => (value, false),
    };
    let short: String = value.chars().take(CHARACTERS).collect();
    let found = pattern(&short, whole).map(|pattern| RegexQuery::from_pattern(&pattern, names));
    match found {
        Some(Ok(query)) => Box::new(query),
        // No words, or more than a pattern can have: no name is like that.
        Some(Err(_)) | None => Box::new(EmptyQuery),
    }
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
