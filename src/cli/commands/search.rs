//! `vanban search`: answers on a terminal, or one hit a line for programs.

use std::io;

use anstream::{AutoStream, ColorChoice};
use anstyle::{AnsiColor, Style};
use serde_json::json;

use crate::cli::Outcome;
use crate::cli::args;
use crate::cli::output::Output;
use crate::cli::talk::Talk;
use crate::search::{Filters, Hit, Hits, Index, Query, Snippet};

const FOUND: Style = AnsiColor::Red.on_default().bold();
const TITLE: Style = Style::new().bold();
const PLACE: Style = Style::new().dimmed();

/// Values of a facet that are shown.
const VALUES: usize = 10;

pub(in crate::cli) fn run(command: &args::Search, talk: &Talk) -> anyhow::Result<Outcome> {
    let index = Index::open(&command.index)?;
    if !index.state()?.complete {
        talk.warning("the index is not complete; `vanban index` goes on where it was");
    }
    let hits = index.search(&query(command))?;
    let mut output = Output::new();
    if command.json {
        for hit in &hits.hits {
            output.write(format!("{}\n", line(hit)).as_bytes())?;
        }
        if command.facets {
            output.write(format!("{}\n", facets(&hits)).as_bytes())?;
        }
    } else {
        // Colour on a terminal, unless NO_COLOR or the like says otherwise.
        let colour = AutoStream::choice(&io::stdout()) != ColorChoice::Never;
        let page = page(&hits, command.offset, colour);
        output.write(page.as_bytes())?;
    }
    output.finish()?;
    Ok(Outcome::AllDone)
}

fn query(command: &args::Search) -> Query {
    Query {
        text: command.text.clone(),
        kind: command.kind.kind(),
        filters: Filters {
            types: command.types.clone(),
            authorities: command.authority.clone(),
            places: command.place.clone(),
            years: command.year.clone(),
            cites: command.cites.clone(),
            leads: command.lead.clone(),
            due_after: command.due_after.clone(),
            due_before: command.due_before.clone(),
        },
        offset: command.offset,
        limit: command.limit,
        facets: if command.facets { VALUES } else { 0 },
    }
}

fn line(hit: &Hit) -> serde_json::Value {
    json!({
        "kind": hit.kind.name(),
        "document": hit.document,
        "path": hit.path,
        "section": hit.section,
        "headings": hit.headings,
        "near": hit.near,
        "score": (f64::from(hit.score) * 1000.0).round() / 1000.0,
        "snippet": hit.snippet.text,
        "highlights": hit.snippet.highlights.iter().map(|span| places(&hit.snippet, span.start, span.end)).collect::<Vec<_>>(),
        "about": {
            "code": hit.about.code,
            "type": hit.about.kind,
            "subject": hit.about.subject,
            "authority": hit.about.authority,
            "date": hit.about.date,
        },
    })
}

/// A place as records have it: in Unicode scalar values.
fn places(snippet: &Snippet, start: usize, end: usize) -> [usize; 2] {
    [start, end].map(|at| snippet.text[..at].chars().count())
}

fn facets(hits: &Hits) -> serde_json::Value {
    let facets: serde_json::Map<String, serde_json::Value> = hits
        .facets
        .iter()
        .map(|facet| {
            let values = facet
                .values
                .iter()
                .map(|value| json!([value.value, value.count]));
            (facet.name.name().to_owned(), values.collect())
        })
        .collect();
    json!({ "total": hits.total, "facets": facets })
}

/// The hits for people.
fn page(hits: &Hits, offset: usize, colour: bool) -> String {
    let style = |style: Style| if colour { style } else { Style::new() };
    let (title, place) = (style(TITLE), style(PLACE));
    let mut page = String::new();
    for (number, hit) in (offset + 1..).zip(&hits.hits) {
        let about = &hit.about;
        let name = [&about.kind, &about.code].map(|part| part.as_deref().unwrap_or_default());
        let subject = about.subject.as_deref().unwrap_or_default();
        let name = clean(format!("{} {}  {subject}", name[0], name[1]).trim());
        page.push_str(&format!("{number:>3}. {title}{name}{title:#}\n"));
        let mut at = hit.path.clone();
        for part in hit.section.iter().chain(&hit.headings) {
            at.push_str(" › ");
            at.push_str(part);
        }
        page.push_str(&format!("     {place}{}{place:#}\n", clean(&at)));
        if let Some(code) = &hit.near {
            page.push_str(&format!("     near what was typed: {}\n", clean(code)));
        }
        let snippet = highlighted(&hit.snippet, colour);
        page.push_str(&format!("     {snippet}\n\n"));
    }
    let shown = match hits.hits.len() {
        0 => format!("{} hits", hits.total),
        n => format!(
            "{} hits, {} to {} shown",
            hits.total,
            offset + 1,
            offset + n
        ),
    };
    page.push_str(&format!("{shown}\n"));
    for facet in &hits.facets {
        if !facet.values.is_empty() {
            page.push_str(&format!("\n{title}{}{title:#}\n", facet.name.name()));
        }
        for value in &facet.values {
            page.push_str(&format!("{:>7}  {}\n", value.count, clean(&value.value)));
        }
    }
    page
}

/// The snippet with what was found in colour, or in brackets where there is none.
fn highlighted(snippet: &Snippet, colour: bool) -> String {
    let (open, close) = if colour {
        (format!("{FOUND}"), format!("{FOUND:#}"))
    } else {
        ("[".to_owned(), "]".to_owned())
    };
    let mut text = String::new();
    let mut at = 0;
    for span in &snippet.highlights {
        text.push_str(&clean(&snippet.text[at..span.start]));
        text.push_str(&open);
        text.push_str(&clean(span.of(&snippet.text)));
        text.push_str(&close);
        at = span.end;
    }
    text.push_str(&clean(&snippet.text[at..]));
    text
}

/// What a document says must not steer the terminal.
fn clean(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::Span;

    #[test]
    fn marks_in_brackets_where_there_is_no_colour() {
        let snippet = Snippet {
            text: "kiểm soát thủ tục".to_owned(),
            highlights: vec![Span::new("kiểm soát ".len(), "kiểm soát thủ tục".len())],
        };
        assert_eq!(highlighted(&snippet, false), "kiểm soát [thủ tục]");
        assert!(highlighted(&snippet, true).contains("\u{1b}[1m\u{1b}[31mthủ tục\u{1b}[0m"));
        assert_eq!(
            places(
                &snippet,
                snippet.highlights[0].start,
                snippet.highlights[0].end
            ),
            [10, 17]
        );
    }

    #[test]
    fn documents_do_not_steer_the_terminal() {
        assert_eq!(clean("a\u{1b}[2Jb\u{7}"), "a [2Jb ");
    }
}
