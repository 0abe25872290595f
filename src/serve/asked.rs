//! What an address asks for, and the addresses that ask for something near it.

use form_urlencoded::Serializer;

use super::answer::Request;
use super::language::Language;
use crate::search::{FacetName, Filters, Kind, Query, is_date};

/// Hits of a page.
pub(super) const PAGE: usize = 10;
/// Values of a facet.
const FACETS: usize = 8;
/// Characters of a query or a filter.
const LONGEST: usize = 500;
/// Filters.
const MOST: usize = 20;
/// The last page.
const LAST: usize = 1_000;

/// What is asked of the search page.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Asked {
    /// What was typed.
    pub(super) text: String,
    /// The kind of hit; all where there is none.
    pub(super) kind: Option<Kind>,
    /// Whether the address names the kind.
    pub(super) is_kind_named: bool,
    /// Facets with a value, as facets give it.
    pub(super) chosen: Vec<(FacetName, String)>,
    pub(super) due_after: Option<String>,
    pub(super) due_before: Option<String>,
    /// From 1.
    pub(super) page: usize,
    pub(super) language: Language,
    /// Whether the address names the language.
    pub(super) is_language_named: bool,
}

impl Asked {
    pub(super) fn of(request: &Request) -> Self {
        let preferred = Language::preferred(&request.accept_language).unwrap_or_default();
        let mut asked = Self {
            kind: Some(Kind::Document),
            page: 1,
            language: preferred,
            ..Self::default()
        };
        for (name, value) in form_urlencoded::parse(request.query.as_bytes()).take(100) {
            let value: String = value.chars().take(LONGEST).collect();
            match name.as_ref() {
                "q" => asked.text = value,
                "kind" => {
                    let kind = Kind::ALL.into_iter().find(|kind| kind.name() == value);
                    asked.kind = match value.as_str() {
                        "all" => None,
                        _ => kind.or(Some(Kind::Document)),
                    };
                    asked.is_kind_named = true;
                }
                "page" => asked.page = value.parse().unwrap_or(1).clamp(1, LAST),
                "lang" => {
                    if let Some(language) = Language::of_tag(&value) {
                        asked.language = language;
                        asked.is_language_named = true;
                    }
                }
                "due_after" => asked.due_after = Some(value).filter(|day| is_date(day)),
                "due_before" => asked.due_before = Some(value).filter(|day| is_date(day)),
                name => {
                    let facet = FacetName::ALL
                        .into_iter()
                        .find(|facet| facet.name() == name);
                    if let Some(facet) = facet
                        && asked.chosen.len() < MOST
                        && !value.is_empty()
                        && !asked.has(facet, &value)
                    {
                        asked.chosen.push((facet, value));
                    }
                }
            }
        }
        asked
    }

    /// The same as a query of the index.
    pub(super) fn query(&self) -> Query {
        let mut filters = Filters {
            due_after: self.due_after.clone(),
            due_before: self.due_before.clone(),
            ..Filters::default()
        };
        for (facet, value) in &self.chosen {
            let whole = format!("={value}");
            match facet {
                FacetName::Type => filters.types.push(whole),
                FacetName::Authority => filters.authorities.push(whole),
                FacetName::Place => filters.places.push(whole),
                FacetName::Cites => filters.cites.push(whole),
                FacetName::Lead => filters.leads.push(whole),
                FacetName::Year => filters.years.extend(value.parse::<u16>()),
                FacetName::Due => {
                    if let Ok(year @ 1..=9998) = value.parse::<u16>() {
                        filters.due_after = Some(format!("{year:04}"));
                        filters.due_before = Some(format!("{:04}", year + 1));
                    }
                }
            }
        }
        let mut query = Query::new(self.text.clone());
        query.kind = self.kind;
        query.filters = filters;
        query.offset = (self.page - 1) * PAGE;
        query.limit = PAGE;
        query.facets = FACETS;
        query
    }

    /// Whether nothing is asked: the first page.
    pub(super) fn is_nothing(&self) -> bool {
        self.text.trim().is_empty() && !self.is_filtered() && !self.is_kind_named
    }

    pub(super) fn is_filtered(&self) -> bool {
        !self.chosen.is_empty() || self.due_after.is_some() || self.due_before.is_some()
    }

    pub(super) fn has(&self, facet: FacetName, value: &str) -> bool {
        self.chosen
            .iter()
            .any(|(other, chosen)| *other == facet && chosen == value)
    }

    /// The same with this value, or without it where it has it; from the first page on.
    pub(super) fn toggled(&self, facet: FacetName, value: &str) -> Self {
        let mut asked = self.clone();
        asked.page = 1;
        if self.has(facet, value) {
            asked
                .chosen
                .retain(|(other, chosen)| *other != facet || chosen != value);
        } else {
            if facet == FacetName::Due {
                asked.chosen.retain(|(other, _)| *other != facet);
            }
            asked.chosen.push((facet, value.to_owned()));
        }
        asked
    }

    pub(super) fn with_kind(&self, kind: Option<Kind>) -> Self {
        Self {
            kind,
            is_kind_named: true,
            page: 1,
            ..self.clone()
        }
    }

    pub(super) fn on_page(&self, page: usize) -> Self {
        Self {
            page,
            ..self.clone()
        }
    }

    pub(super) fn in_language(&self, language: Language) -> Self {
        Self {
            language,
            is_language_named: true,
            ..self.clone()
        }
    }

    /// The first page, where nothing is asked.
    pub(super) fn home(&self) -> Self {
        Self {
            kind: Some(Kind::Document),
            page: 1,
            language: self.language,
            is_language_named: self.is_language_named,
            ..Self::default()
        }
    }

    pub(super) fn unfiltered(&self) -> Self {
        Self {
            chosen: Vec::new(),
            due_after: None,
            due_before: None,
            page: 1,
            ..self.clone()
        }
    }

    /// Its fields but the query, as a form keeps them.
    pub(super) fn kept(&self) -> Vec<(&'static str, String)> {
        let mut kept = Vec::new();
        if self.is_kind_named {
            let name = self.kind.map_or("all", Kind::name);
            kept.push(("kind", name.to_owned()));
        }
        for (facet, value) in &self.chosen {
            kept.push((facet.name(), value.clone()));
        }
        for (name, value) in [
            ("due_after", &self.due_after),
            ("due_before", &self.due_before),
        ] {
            if let Some(value) = value {
                kept.push((name, value.clone()));
            }
        }
        if self.is_language_named {
            kept.push(("lang", self.language.tag().to_owned()));
        }
        kept
    }

    /// The query behind an address of it.
    pub(super) fn parameters(&self) -> String {
        let mut parameters = Serializer::new(String::new());
        if !self.text.is_empty() {
            parameters.append_pair("q", &self.text);
        }
        for (name, value) in self.kept() {
            parameters.append_pair(name, &value);
        }
        if self.page > 1 {
            parameters.append_pair("page", &self.page.to_string());
        }
        parameters.finish()
    }

    /// Its address.
    pub(super) fn address(&self) -> String {
        with("/", &self.parameters())
    }

    /// The address of a document, from which one comes back to it. `more` are further fields.
    pub(super) fn document(&self, id: &str, more: &[(&str, &str)]) -> String {
        let mut parameters = Serializer::new(String::new());
        for (name, value) in more {
            parameters.append_pair(name, value);
        }
        let (more, rest) = (parameters.finish(), self.parameters());
        let both = [more, rest]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>();
        with(&format!("/document/{id}"), &both.join("&"))
    }
}

fn with(path: &str, parameters: &str) -> String {
    if parameters.is_empty() {
        path.to_owned()
    } else {
        format!("{path}?{parameters}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(query: &str) -> Asked {
        Asked::of(&Request {
            query: query.to_owned(),
            ..Request::default()
        })
    }

    #[test]
    fn an_address_of_what_was_asked_asks_the_same() {
        for query in [
            "",
            "q=thu+tuc",
            "q=%22m%E1%BB%99t+c%E1%BB%ADa%22&kind=all&type=K%E1%BA%BF+ho%E1%BA%A1ch&year=2023&page=3&lang=en",
            "kind=task&lead=S%E1%BB%9F&due_after=2023&due_before=2023-06-30",
            "q=%3Cscript%3E%26%22%27&type=javascript%3A",
        ] {
            let asked = of(query);
            let address = asked.address();
            assert_eq!(of(address.trim_start_matches(['/', '?'])), asked, "{query}");
        }
    }

    #[test]
    fn any_query_is_an_address_that_can_be_read() {
        let long = format!("q={}&{}", "đ".repeat(9000), "type=x&".repeat(300));
        for query in [
            "%",
            "%zz=%",
            "&&&===",
            "q=%00%ff%fe",
            "page=-1",
            "page=99999999999999999999",
            "kind=x",
            "year=99999&year=x",
            &long,
        ] {
            let asked = of(query);
            assert!(asked.text.chars().count() <= LONGEST && asked.chosen.len() <= MOST);
            assert!((1..=LAST).contains(&asked.page));
            assert!(
                asked.address().is_ascii() && !asked.address().contains(['"', '<', '>', ' ', '\n'])
            );
            let query = asked.query();
            assert!(query.offset <= LAST * PAGE);
        }
    }

    #[test]
    fn filters_come_and_go() {
        let asked = of("q=x&type=K&page=4");
        assert!(asked.has(FacetName::Type, "K"));
        assert_eq!(asked.toggled(FacetName::Type, "K").address(), "/?q=x");
        assert_eq!(
            asked.toggled(FacetName::Year, "2020").address(),
            "/?q=x&type=K&year=2020"
        );
        let due = of("due=2023");
        assert_eq!(due.query().filters.due_before.as_deref(), Some("2024"));
        assert_eq!(due.toggled(FacetName::Due, "2022").address(), "/?due=2022");
    }
}
