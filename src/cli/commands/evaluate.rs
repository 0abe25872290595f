//! `vanban evaluate`: truths and scans in, figures and reports out, and a gate for whoever changes something.

use std::fs;
use std::path::Path;
use std::sync::Mutex;
use std::time::Instant;

use anyhow::{Context, bail};

use crate::cli::Outcome;
use crate::cli::args::{Against, Align, Evaluate, Same, Shared};
use crate::cli::output::print;
use crate::cli::talk::{Talk, rate, size};
use crate::evaluate::gate::{Verdict, gate};
use crate::evaluate::leak::leaks;
use crate::evaluate::report::{self, wire::Report};
use crate::evaluate::{
    Alignment, Draws, Evaluation, Folding, Options, Pairing, RecordFile, Sources, System,
    dictionary, evaluate, is_bulk, pair, without_channel, without_language_model,
};
use crate::model::Model;
use crate::restore::Restorer;
use crate::sink::write_file;

pub(in crate::cli) fn run(
    command: &Evaluate,
    shared: &Shared,
    talk: &Talk,
) -> anyhow::Result<Outcome> {
    let started = Instant::now();
    // Read first: a baseline that is none fails now and not after the work.
    let baseline = command.baseline.as_deref().map(read_baseline).transpose()?;
    let pairing = pair(&sources(command))?;
    if pairing.pairs.is_empty() {
        bail!(
            "{}: no scan has the name of a truth in {}; names are paths inside the folders, without endings",
            shown(&command.ocr),
            command.truth.display()
        );
    }
    let options = options(command, shared);
    let evaluation = judge(command, shared, talk, &pairing, &options)?;
    let leaks = if command.trained_on.is_empty() {
        Vec::new()
    } else {
        leaks(&pairing, &command.trained_on)?
    };
    let report = report::report(&evaluation, &options, leaks);
    write_reports(command, &report, &evaluation)?;
    print(report::table(&report).as_bytes())?;
    let bytes: u64 = evaluation
        .documents
        .iter()
        .map(|document| document.bytes)
        .sum();
    talk.note(&format!(
        "{} scans judged, {} failed; {} in {:.2} s ({})",
        evaluation.documents.len(),
        evaluation.failed.len(),
        size(bytes as f64),
        started.elapsed().as_secs_f64(),
        rate(bytes, started.elapsed()),
    ));
    for leak in &report.leaks {
        talk.warning(&leak.to_string());
    }
    for (name, reason) in &evaluation.failed {
        talk.error(&format!("{name}: {reason}"));
    }
    let mut outcome = if evaluation.failed.is_empty() {
        Outcome::AllDone
    } else {
        Outcome::SomeFailed
    };
    if let Some(baseline) = baseline {
        let verdict = gate(&baseline, &report, &evaluation, command.max_regress);
        tell_verdict(&verdict, command.max_regress, talk);
        if !verdict.is_open() {
            outcome = Outcome::SomeFailed;
        }
    }
    Ok(outcome)
}

fn sources(command: &Evaluate) -> Sources {
    Sources {
        truth: command.truth.clone(),
        scans: command.ocr.clone(),
        restored: command.restored.clone(),
        records: command.records.clone(),
        gold: command.gold.clone(),
    }
}

fn options(command: &Evaluate, shared: &Shared) -> Options {
    Options {
        folding: match command.same {
            Same::Spelling => Folding::Spelling,
            Same::Nfc => Folding::Nfc,
        },
        alignment: match command.align {
            Align::Auto => Alignment::Auto,
            Align::Lines => Alignment::Lines,
            Align::Free => Alignment::Free,
        },
        jobs: shared.workers(),
        draws: Draws {
            count: command.draws,
            seed: command.seed,
        },
        views: if command.html.is_some() {
            command.show
        } else {
            0
        },
        wrong_words: command.baseline.is_some(),
    }
}

/// Opens what the systems need, and judges.
fn judge(
    command: &Evaluate,
    shared: &Shared,
    talk: &Talk,
    pairing: &Pairing,
    options: &Options,
) -> anyhow::Result<Evaluation> {
    let asked = |against: &Against| command.against.contains(against);
    let is_ours = command.restored.is_none();
    let needs_words = asked(&Against::NearestWord) || asked(&Against::MostFrequent);
    let ablated = [Against::WithoutChannel, Against::WithoutLanguageModel];
    let model = if is_ours || needs_words || ablated.iter().any(asked) {
        Some(shared.open_model()?)
    } else {
        None
    };
    let without = |which: &Against, make: fn(&Model) -> Result<Model, _>| {
        let model = model.as_ref().filter(|_| asked(which));
        model.map(make).transpose()
    };
    let channelless = without(&ablated[0], without_channel)?;
    let speechless = without(&ablated[1], without_language_model)?;
    let words = model.as_ref().filter(|_| needs_words).map(dictionary);

    let mut systems = vec![System::scan()];
    systems.push(match (&command.restored, &model) {
        (Some(path), _) if is_bulk(path) => System::records("restored", RecordFile::open(path)?),
        (None, Some(model)) => System::restorer("restored", "vanban", Restorer::new(model)),
        _ => System::restored_files(),
    });
    for against in &command.against {
        let system = match against {
            Against::Identity => continue,
            Against::StripMarks => Some(System::strip_marks()),
            Against::NearestWord => words.as_ref().map(System::nearest_word),
            Against::MostFrequent => words.as_ref().map(System::most_frequent),
            Against::WithoutChannel => channelless.as_ref().map(|model| {
                System::restorer(
                    "without-channel",
                    "vanban without its channel: letters are read as they are or with other marks",
                    Restorer::new(model),
                )
            }),
            Against::WithoutLanguageModel => speechless.as_ref().map(|model| {
                System::restorer(
                    "without-language-model",
                    "vanban without its language model: all words cost the same",
                    Restorer::new(model),
                )
            }),
            Against::Folder(name, folder) => Some(System::folder(name, folder.clone())),
        };
        systems.extend(system);
    }
    for (name, line) in &command.against_command {
        systems.push(System::command(name, line));
    }
    if let Some(name) = twice(&systems) {
        bail!("two systems are called {name}; give one of them another name");
    }
    let records = command.records.as_deref().filter(|path| is_bulk(path));
    let records = records.map(RecordFile::open).transpose()?;
    let progress = Mutex::new(talk.progress(|| pairing.pairs.len() as u64));
    let evaluation = evaluate(pairing, &systems, records.as_ref(), options, &|bytes| {
        if let Ok(mut progress) = progress.lock() {
            progress.step(bytes, None, talk);
        }
    });
    if let Ok(progress) = progress.into_inner() {
        progress.finish();
    }
    Ok(evaluation)
}

/// The first name that two systems have.
fn twice<'s>(systems: &'s [System<'_>]) -> Option<&'s str> {
    let mut rest = systems.iter();
    while let Some(system) = rest.next() {
        if rest
            .as_slice()
            .iter()
            .any(|other| other.name == system.name)
        {
            return Some(&system.name);
        }
    }
    None
}

fn shown(paths: &[std::path::PathBuf]) -> String {
    let all: Vec<String> = paths
        .iter()
        .map(|path| path.display().to_string())
        .collect();
    all.join(", ")
}

fn read_baseline(path: &Path) -> anyhow::Result<Report> {
    let context = || {
        format!(
            "cannot use the baseline {}; expected a report that `vanban evaluate --json` wrote",
            path.display()
        )
    };
    let bytes = fs::read(path).with_context(context)?;
    let report: Report = serde_json::from_slice(&bytes).with_context(context)?;
    if report.schema != report::SCHEMA {
        bail!(
            "cannot use the baseline {}: its form is {}, expected {}; write it again with --json",
            path.display(),
            report.schema,
            report::SCHEMA
        );
    }
    Ok(report)
}

fn write_reports(
    command: &Evaluate,
    report: &Report,
    evaluation: &Evaluation,
) -> anyhow::Result<()> {
    if let Some(path) = &command.json {
        write_file(path, &report.to_json())?;
    }
    if let Some(path) = &command.csv {
        write_file(path, &report::csv(evaluation))?;
    }
    if let Some(path) = &command.markdown {
        write_file(path, report::markdown(report).as_bytes())?;
    }
    if let Some(path) = &command.html {
        write_file(path, report::html(report, evaluation).as_bytes())?;
    }
    Ok(())
}

/// Newly broken syllables that are named one by one.
const MOST_BROKEN: usize = 100;

fn tell_verdict(verdict: &Verdict, most: f64, talk: &Talk) {
    for reason in &verdict.not_compared {
        talk.note(&format!("not compared: {reason}"));
    }
    talk.note(&format!(
        "{} syllables newly broken, {} newly right",
        verdict.broken.len(),
        verdict.mended
    ));
    for broken in verdict.broken.iter().take(MOST_BROKEN) {
        let output = if broken.output.is_empty() {
            "nothing"
        } else {
            &broken.output
        };
        talk.note(&format!(
            "  {}:{}:{}: {} became {output}",
            broken.document, broken.line, broken.place, broken.truth
        ));
    }
    if let Some(more) = verdict
        .broken
        .len()
        .checked_sub(MOST_BROKEN)
        .filter(|more| *more > 0)
    {
        talk.note(&format!("  and {more} more"));
    }
    for regression in &verdict.regressions {
        let show = |value: f64| regression.metric.show(value);
        let now = regression.now.map_or_else(|| "gone".to_owned(), show);
        talk.error(&format!(
            "{}, {}: {now}, was {}",
            regression.slice,
            regression.metric.name,
            show(regression.before)
        ));
    }
    if !verdict.is_open() {
        talk.error(&format!(
            "the gate is shut: {} figures are worse than the baseline by more than {most} points",
            verdict.regressions.len()
        ));
    }
}
