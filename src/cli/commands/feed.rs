//! `vanban feed`: an import → files that a search engine takes.

use std::path::Path;

use crate::cli::Outcome;
use crate::cli::args;
use crate::cli::talk::{Talk, size};
use crate::feed::{self, Engine, Feed, Summary};

pub(in crate::cli) fn run(command: &args::Feed, talk: &Talk) -> anyhow::Result<Outcome> {
    let (Some(import), Some(to)) = (&command.import, command.to) else {
        return again(command, talk);
    };
    let engine = Engine::from(to);
    let feed = Feed {
        import: import.clone(),
        engine,
        out: command.out.clone(),
        since: command.since.clone(),
        name: command.name.clone(),
        url: command
            .url
            .clone()
            .unwrap_or_else(|| engine.default_url().to_owned()),
        headers: headers(command)?,
        batch_bytes: command.batch_size,
    };
    let summary = feed.write(|| {}).map_err(|error| match error {
        // An import at work has an exit code of its own.
        feed::Error::Import(error) => anyhow::Error::from(error),
        error => error.into(),
    })?;
    let bytes: u64 = summary.files.iter().map(|file| file.bytes).sum();
    let gone = match (summary.gone, summary.deleted) {
        (_, 0) => String::new(),
        (gone, deleted) => format!(", {gone} gone ({deleted} to delete)"),
    };
    talk.note(&format!(
        "{} documents, {} of them to load ({} items, {}){gone}; {}",
        summary.documents,
        summary.fed,
        summary.items,
        size(bytes as f64),
        next(engine, &command.out, command.since.is_none())
    ));
    Ok(Outcome::AllDone)
}

/// How it is loaded.
fn next(engine: Engine, out: &Path, first: bool) -> String {
    let place = out.display();
    match (engine, first) {
        (Engine::Postgres, true) => format!("in {place}: psql -f schema.sql -f load.sql"),
        (Engine::Postgres, false) => format!("in {place}: psql -f load.sql"),
        (_, true) => {
            format!("in {place}: curl --config create.curl (once), curl --config load.curl")
        }
        (_, false) => format!("in {place}: curl --config load.curl"),
    }
}

fn again(command: &args::Feed, talk: &Talk) -> anyhow::Result<Outcome> {
    let summary = Summary::read(&command.out)?;
    let engine = Engine::ALL
        .into_iter()
        .find(|engine| engine.name() == summary.engine);
    let url = match (&command.url, engine) {
        (Some(url), _) => url.clone(),
        (None, Some(engine)) => engine.default_url().to_owned(),
        (None, None) => String::new(),
    };
    let headers = headers(command)?;
    let again = feed::again(
        &command.out,
        &command.failed,
        &url,
        headers.as_deref(),
        command.batch_size,
    )?;
    let way = match again.again {
        0 => String::new(),
        _ => format!("; in {}: curl --config again.curl", command.out.display()),
    };
    let refused = match again.refused {
        0 => String::new(),
        refused => format!(", {refused} refused for good (refused-*.ndjson says why)"),
    };
    talk.note(&format!(
        "{} items taken, {} to send again{refused}{way}",
        again.taken, again.again
    ));
    Ok(if again.refused == 0 {
        Outcome::AllDone
    } else {
        Outcome::SomeFailed
    })
}

/// The file's whole path: curl looks for it from the feed's folder.
fn headers(command: &args::Feed) -> anyhow::Result<Option<String>> {
    Ok(match &command.headers {
        Some(file) => Some(std::path::absolute(file)?.display().to_string()),
        None => None,
    })
}
