//! The search page: hits, facets, and the ways on.

use maud::{Markup, html};

use super::frame;
use crate::search::{Facet, FacetName, Hit, Hits, Kind, Snippet, State};
use crate::serve::asked::{Asked, PAGE};
use crate::serve::language::Words;

pub(crate) fn search(asked: &Asked, state: &State, hits: Option<&Hits>) -> String {
    let title = match asked.text.trim() {
        "" => "văn bản".to_owned(),
        text => format!("{text} – văn bản"),
    };
    let main = match hits {
        None => start(asked, state),
        Some(hits) => results(asked, state, hits),
    };
    let other = asked.in_language(asked.language.other()).address();
    frame(asked, &title, &main, &other)
}

/// What is there before anything was asked.
fn start(asked: &Asked, state: &State) -> Markup {
    let words = asked.language.words();
    html! {
        main #main.narrow {
            h1 { (words.search_what) }
            p { (words.hint) }
            p.counts {
                (words.indexed) " "
                (number(asked, state.documents)) " " (words.document) ", "
                (number(asked, state.sections)) " " (words.section) ", "
                (number(asked, state.tasks)) " " (words.task) "."
                @if !state.complete { " " (words.incomplete) }
            }
            ul.starts {
                @for kind in Kind::ALL {
                    li { a href=(asked.with_kind(Some(kind)).address()) { (plural(words, kind)) } }
                }
            }
        }
    }
}

fn results(asked: &Asked, state: &State, hits: &Hits) -> Markup {
    let words = asked.language.words();
    let first = (asked.page - 1) * PAGE;
    html! {
        div.columns {
            main #main {
                nav.kinds aria-label=(words.kinds) {
                    ul {
                        @for kind in Kind::ALL.map(Some).into_iter().chain([None]) {
                            li {
                                a href=(asked.with_kind(kind).address()) aria-current=[(kind == asked.kind).then_some("page")] {
                                    (kind.map_or(words.all, |kind| plural(words, kind)))
                                }
                            }
                        }
                    }
                    @if !hits.facets.is_empty() { a.to-filters href="#filters" { (words.to_filters) } }
                }
                (chosen(asked))
                p.found role="status" {
                    (number(asked, hits.total as u64)) " " (if hits.total == 1 { words.hit } else { words.hits })
                    @if !hits.codes.is_empty() {
                        " · " (words.read_as) ": " (hits.codes.join(", "))
                    }
                    @if !state.complete { " · " (words.incomplete) }
                }
                @if hits.hits.is_empty() {
                    p.nothing { strong { (words.nothing) } " " (words.nothing_advice) }
                } @else {
                    @if hits.hits.iter().any(|hit| hit.near.is_some()) {
                        p.note { (words.near_advice) }
                    }
                    ol.hits start=(first + 1) {
                        @for hit in &hits.hits { li { (one(asked, hit)) } }
                    }
                }
                (pager(asked, hits.total))
            }
            @if !hits.facets.is_empty() {
                aside #filters aria-label=(words.filters) {
                    h2 { (words.filters) }
                    @for facet in &hits.facets { (values(asked, facet)) }
                }
            }
        }
    }
}

fn one(asked: &Asked, hit: &Hit) -> Markup {
    let words = asked.language.words();
    let about = &hit.about;
    let address = match &hit.section {
        Some(section) => asked.document(&hit.document, &[("section", section)]),
        None => asked.document(&hit.document, &[]),
    };
    let subject = about.subject.as_deref();
    let named: Vec<&str> = [about.kind.as_deref(), about.code.as_deref()]
        .into_iter()
        .flatten()
        .collect();
    let of_document = [
        (!named.is_empty()).then(|| named.join(" ")),
        about.authority.clone(),
        about.date.as_deref().map(day),
    ];
    let of_document: Vec<String> = of_document.into_iter().flatten().collect();
    // A task is called by what is to be done; the snippet says it.
    let heading = match hit.kind {
        Kind::Section => hit.headings.last().map(String::as_str),
        Kind::Document | Kind::Task => None,
    };
    let around = match heading {
        Some(_) => &hit.headings[..hit.headings.len() - 1],
        None => &hit.headings[..],
    };
    let is_named_by_snippet = match hit.kind {
        Kind::Document => false,
        Kind::Section => heading.is_none(),
        Kind::Task => true,
    };
    html! {
        article.hit {
            h2 {
                a href=(address) {
                    @if asked.kind.is_none() { span.kind { (singular(words, hit.kind)) } " " }
                    span lang="vi" {
                        @if is_named_by_snippet && !hit.snippet.text.is_empty() {
                            (snippet(&hit.snippet))
                        } @else if let Some(title) = heading.or(subject) {
                            (title)
                        } @else {
                            (words.untitled)
                        }
                    }
                }
            }
            p.about lang="vi" { (of_document.join(" · ")) }
            @if let Some(code) = &hit.near {
                p.near { span { (words.near) } " " bdi lang="vi" { (code) } }
            }
            @if hit.kind != Kind::Document {
                p.where lang="vi" {
                    @if let Some(subject) = subject { (subject) }
                    @for heading in around { " › " (heading) }
                }
            }
            @if !is_named_by_snippet && !hit.snippet.text.is_empty() {
                p.snippet lang="vi" { (snippet(&hit.snippet)) }
            }
            p.path { (hit.path) }
        }
    }
}

/// The text with what was searched for marked.
fn snippet(snippet: &Snippet) -> Markup {
    let mut pieces = Vec::new();
    let mut at = 0;
    for place in &snippet.highlights {
        let (Some(before), Some(here)) = (
            snippet.text.get(at..place.start),
            snippet.text.get(place.start..place.end),
        ) else {
            continue;
        };
        pieces.push((before, false));
        pieces.push((here, true));
        at = place.end;
    }
    pieces.push((&snippet.text[at..], false));
    html! {
        @for (text, is_sought) in pieces {
            @if is_sought { mark { (text) } } @else { (text) }
        }
    }
}

/// The filters that are set, each with a way to be rid of it.
fn chosen(asked: &Asked) -> Markup {
    let words = asked.language.words();
    if !asked.is_filtered() {
        return html! {};
    }
    let days = [
        (words.from_day, &asked.due_after),
        (words.before_day, &asked.due_before),
    ];
    html! {
        ul.chosen aria-label=(words.filters) {
            @for (facet, value) in &asked.chosen {
                li {
                    a href=(asked.toggled(*facet, value).address()) title=(words.remove_filter) {
                        span.facet { (facet_name(words, *facet)) ": " } span lang="vi" { (value) }
                        span aria-hidden="true" { " ×" } span.hidden { " – " (words.remove_filter) }
                    }
                }
            }
            @for (name, day) in days {
                @if let Some(day) = day { li { span.day { (name) " " (day) } } }
            }
            li { a.clear href=(asked.unfiltered().address()) { (words.clear) } }
        }
    }
}

fn values(asked: &Asked, facet: &Facet) -> Markup {
    let words = asked.language.words();
    if facet.values.is_empty() {
        return html! {};
    }
    html! {
        details.facet open {
            summary { (facet_name(words, facet.name)) }
            ul {
                @for value in &facet.values {
                    li {
                        a href=(asked.toggled(facet.name, &value.value).address()) rel="nofollow"
                            aria-current=[asked.has(facet.name, &value.value).then_some("true")] {
                            span.value lang="vi" { (value.value) } " "
                            span.count { (number(asked, value.count as u64)) }
                        }
                    }
                }
            }
        }
    }
}

fn pager(asked: &Asked, total: usize) -> Markup {
    let words = asked.language.words();
    let last = total.div_ceil(PAGE);
    if last < 2 {
        return html! {};
    }
    html! {
        nav.pager aria-label=(words.pages) {
            @if asked.page > 1 {
                a rel="prev" href=(asked.on_page(asked.page - 1).address()) { "← " (words.previous) }
            }
            span { (words.page) " " (asked.page) " " (words.of) " " (number(asked, last as u64)) }
            @if asked.page < last {
                a rel="next" href=(asked.on_page(asked.page + 1).address()) { (words.next) " →" }
            }
        }
    }
}

fn plural(words: &Words, kind: Kind) -> &'static str {
    match kind {
        Kind::Document => words.documents,
        Kind::Section => words.sections,
        Kind::Task => words.tasks,
    }
}

fn singular(words: &Words, kind: Kind) -> &'static str {
    match kind {
        Kind::Document => words.document,
        Kind::Section => words.section,
        Kind::Task => words.task,
    }
}

fn facet_name(words: &Words, facet: FacetName) -> &'static str {
    match facet {
        FacetName::Type => words.by_type,
        FacetName::Authority => words.by_authority,
        FacetName::Place => words.by_place,
        FacetName::Year => words.by_year,
        FacetName::Cites => words.by_cites,
        FacetName::Lead => words.by_lead,
        FacetName::Due => words.by_due,
    }
}

/// A number with its thousands apart, as the language writes it.
pub(super) fn number(asked: &Asked, number: u64) -> String {
    let digits = number.to_string();
    let sign = match asked.language {
        crate::serve::language::Language::Vietnamese => '.',
        crate::serve::language::Language::English => ',',
    };
    let mut written = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            written.push(sign);
        }
        written.push(digit);
    }
    written
}

/// A date of ISO 8601 as Vietnamese documents write it: 17/02/2023, 02/2023, 2023.
pub(super) fn day(date: &str) -> String {
    let mut parts: Vec<&str> = date.split('-').collect();
    parts.reverse();
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::serve::answer::Request;
    use crate::span::Span;

    #[test]
    fn snippets_are_marked_and_escaped() {
        let found = Snippet {
            text: "<b>thủ tục</b> & x".into(),
            highlights: vec![Span::new(3, 8), Span::new(9, 14), Span::new(90, 99)],
        };
        assert_eq!(
            snippet(&found).into_string(),
            "&lt;b&gt;<mark>thủ</mark> <mark>tục</mark>&lt;/b&gt; &amp; x"
        );
    }

    #[test]
    fn numbers_and_days_read_well() {
        let asked = Asked::of(&Request::default());
        assert_eq!(
            [0, 12, 1234, 1_234_567].map(|n| number(&asked, n)),
            ["0", "12", "1.234", "1.234.567"]
        );
        assert_eq!(
            ["2023-02-17", "2023-02", "2023"].map(day),
            ["17/02/2023", "02/2023", "2023"]
        );
    }
}
