//! From a request to an answer.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::answer::{Answer, Request};
use super::asked::Asked;
use super::lines::Lines;
use super::page;
use crate::Error;
use crate::search::Index;
use crate::sink::read::{Record, Section};

/// How often the index is looked at for what was written since.
const FRESH: Duration = Duration::from_secs(2);

/// Records of more bytes than this are read one at a time: each takes many times its room while it is shown.
const LARGE: usize = 8_000_000;

const STYLE: &str = include_str!("assets/style.css");
const SCRIPT: &str = include_str!("assets/script.js");
const ICON: &str = include_str!("assets/icon.svg");

/// The index with its pages.
#[derive(Debug)]
pub(super) struct App {
    index: Index,
    refreshed: Mutex<Option<Instant>>,
    large: Mutex<()>,
}

impl App {
    pub(super) fn new(index: Index) -> Self {
        Self {
            index,
            refreshed: Mutex::new(None),
            large: Mutex::new(()),
        }
    }

    pub(super) fn answer(&self, request: &Request) -> Answer {
        let asked = Asked::of(request);
        match request.path.as_str() {
            "/" => self.search(&asked),
            "/style.css" => Answer::file("text/css; charset=utf-8", STYLE),
            "/script.js" => Answer::file("text/javascript; charset=utf-8", SCRIPT),
            "/icon.svg" => Answer::file("image/svg+xml", ICON),
            path => {
                let document = path.strip_prefix("/document/").filter(|id| is_id(id));
                let record = path.strip_prefix("/record/").filter(|id| is_id(id));
                match (document, record) {
                    (Some(id), _) => self.document(id, request, &asked),
                    (None, Some(id)) => self.record(id, &asked),
                    (None, None) => {
                        let words = asked.language.words();
                        Answer::html(404, page::message(&asked, words.no_page, None))
                    }
                }
            }
        }
    }

    fn search(&self, asked: &Asked) -> Answer {
        self.refresh();
        let found = self.index.state().and_then(|state| {
            let hits = match asked.is_nothing() {
                true => None,
                false => Some(self.index.search(&asked.query())?),
            };
            Ok((state, hits))
        });
        match found {
            Ok((state, hits)) => Answer::html(200, page::search(asked, &state, hits.as_ref())),
            Err(error) => broken(asked, &error),
        }
    }

    fn document(&self, id: &str, request: &Request, asked: &Asked) -> Answer {
        self.refresh();
        let json = match self.index.record(id) {
            Ok(Some(json)) => json,
            Ok(None) => return missing(asked),
            Err(error) => return broken(asked, &error),
        };
        let _turn = (json.len() > LARGE).then(|| held(&self.large));
        let record: Record = match serde_json::from_slice(&json) {
            Ok(record) => record,
            Err(error) => return unreadable(asked, &error.to_string()),
        };
        drop(json);
        let lines = Lines::of(&record);
        let mut from = 1;
        for (name, value) in form_urlencoded::parse(request.query.as_bytes()) {
            match name.as_ref() {
                "from" => from = value.parse().unwrap_or(1),
                "section" => {
                    // Where a section stands only the record knows.
                    let place = section(&record.sections, &value).map_or(0, |found| found.span.0);
                    let line = lines.line_at(place);
                    return Answer::see(page::line_address(asked, id, line));
                }
                _ => {}
            }
        }
        let last = lines.lines.len();
        let from = from.clamp(1, last.max(1)) - 1;
        Answer::html(200, page::document(asked, &record, &lines, from))
    }

    fn record(&self, id: &str, asked: &Asked) -> Answer {
        self.refresh();
        match self.index.record(id) {
            Ok(Some(record)) => Answer::json(record),
            Ok(None) => missing(asked),
            Err(error) => broken(asked, &error),
        }
    }

    /// Sees what was indexed in the meantime, now and then. Where that fails, the old state is still good.
    fn refresh(&self) {
        let mut refreshed = held(&self.refreshed);
        if refreshed.is_none_or(|last| last.elapsed() > FRESH) {
            *refreshed = Some(Instant::now());
            let _ = self.index.refresh();
        }
    }
}

/// A lock, also where somebody broke while holding it.
fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Ids of records are SHA-256 in hexadecimal digits.
fn is_id(text: &str) -> bool {
    text.len() == 64
        && text
            .bytes()
            .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

fn section<'a>(sections: &'a [Section], id: &str) -> Option<&'a Section> {
    let mut stack: Vec<&Section> = sections.iter().rev().collect();
    while let Some(section) = stack.pop() {
        if section.id == id {
            return Some(section);
        }
        stack.extend(section.children.iter().rev());
    }
    None
}

fn missing(asked: &Asked) -> Answer {
    let words = asked.language.words();
    Answer::html(404, page::message(asked, words.no_document, None))
}

fn broken(asked: &Asked, error: &Error) -> Answer {
    unreadable(asked, &crate::error::chain(error))
}

fn unreadable(asked: &Asked, why: &str) -> Answer {
    let words = asked.language.words();
    Answer::html(500, page::message(asked, words.broken, Some(why)))
}
