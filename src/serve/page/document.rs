//! The page of a document: header, section tree, the text beside the scan's, citations, tasks.

use maud::{Markup, html};

use super::frame;
use super::hits::{day, number};
use crate::search::FacetName;
use crate::serve::asked::Asked;
use crate::serve::language::Words;
use crate::serve::lines::{Line, Lines, Mark, Piece, Sought};
use crate::sink::read::{Citation, Record, Section, Task};

/// Lines of one page.
const LINES: usize = 400;
/// Below this, a word is very doubtful.
const VERY: f64 = 0.7;
/// Sections deeper than this are listed beside their parent.
const DEEPEST: usize = 12;

/// The address of a line (from 0) of a document.
pub(crate) fn line_address(asked: &Asked, id: &str, line: usize) -> String {
    let first = (line / LINES * LINES + 1).to_string();
    let page = match line / LINES {
        0 => asked.document(id, &[]),
        _ => asked.document(id, &[("from", &first)]),
    };
    format!("{page}#L{}", line + 1)
}

pub(crate) fn document(asked: &Asked, record: &Record, lines: &Lines, from: usize) -> String {
    let words = asked.language.words();
    let header = &record.header;
    let named = [header.kind.as_deref(), header.code.as_deref()];
    let named: Vec<&str> = named.into_iter().flatten().collect();
    let title = match (named.is_empty(), header.subject.as_deref()) {
        (false, _) => named.join(" "),
        (true, Some(subject)) => subject.to_owned(),
        (true, None) => words.untitled.to_owned(),
    };
    let main = html! {
        div.columns.document {
            nav.contents aria-label=(words.contents) {
                p.back { a href=(asked.address()) { "← " (words.back) } }
                h2 { (words.contents) }
                ul.jumps {
                    li { a href="#text" { (words.text) } }
                    li { a href="#citations" { (words.citations) " (" (record.citations.len()) ")" } }
                    li { a href="#tasks" { (words.tasks) " (" (record.tasks.len()) ")" } }
                }
                (tree(asked, record, lines, &record.sections, 0))
            }
            main #main {
                h1 lang="vi" { (title) }
                @if let (false, Some(subject)) = (named.is_empty(), header.subject.as_deref()) {
                    p.subject lang="vi" { (subject) }
                }
                (facts(asked, record))
                (text(asked, record, lines, from))
                section #citations {
                    h2 { (words.citations) }
                    @if record.citations.is_empty() { p { (words.none) } } @else {
                        ul.citations { @for one in &record.citations { (citation(asked, record, lines, one)) } }
                    }
                }
                section #tasks {
                    h2 { (words.tasks) }
                    @if record.tasks.is_empty() { p { (words.none) } } @else {
                        ul.tasks { @for one in &record.tasks { (task(asked, record, lines, one)) } }
                    }
                }
                (remarks(asked, record, lines))
            }
        }
    };
    let other = asked
        .in_language(asked.language.other())
        .document(&record.id, &[("from", &(from + 1).to_string())]);
    frame(asked, &format!("{title} – văn bản"), &main, &other)
}

fn facts(asked: &Asked, record: &Record) -> Markup {
    let words = asked.language.words();
    let header = &record.header;
    let signature = &record.signature;
    let signed: Vec<&str> = [&signature.capacity, &signature.position, &signature.name]
        .into_iter()
        .filter_map(|part| part.as_deref())
        .collect();
    let restoration = &record.restoration;
    let rows = [
        (words.code, header.code.clone()),
        (words.by_type, header.kind.clone()),
        (words.by_authority, header.authority.clone()),
        (words.parent, header.parent_authority.clone()),
        (words.by_place, header.place.clone()),
        (words.date, header.date.as_deref().map(day)),
        (
            words.signed,
            (!signed.is_empty()).then(|| signed.join(", ")),
        ),
    ];
    let recipients = record.recipients.join("; ");
    html! {
        section.facts aria-label=(words.header) {
            dl {
                @for (name, value) in &rows {
                    @if let Some(value) = value { div { dt { (name) } dd lang="vi" { (value) } } }
                }
                @if !recipients.is_empty() { div.wide { dt { (words.recipients) } dd lang="vi" { (recipients) } } }
                div.wide { dt { (words.file) } dd.path { (record.source.path) } }
                @if let Some(mean) = restoration.mean_confidence {
                    div.wide {
                        dt { (words.quality) }
                        dd {
                            (percent(mean)) " · "
                            (number(asked, restoration.tokens)) " " (words.words_all) ", "
                            (number(asked, restoration.changed)) " " (words.words_changed) ", "
                            (number(asked, restoration.uncertain)) " " (words.words_doubtful)
                        }
                    }
                }
            }
            p.record { a href=(format!("/record/{}", record.id)) { (words.record) } }
        }
    }
}

/// The sections, each leading to its line.
fn tree(
    asked: &Asked,
    record: &Record,
    lines: &Lines,
    sections: &[Section],
    depth: usize,
) -> Markup {
    html! {
        @if !sections.is_empty() {
            ul.tree {
                @for section in sections {
                    li {
                        a href=(line_address(asked, &record.id, lines.line_at(section.span.0))) lang="vi" { (name(section)) }
                        @if depth < DEEPEST { (tree(asked, record, lines, &section.children, depth + 1)) }
                    }
                }
            }
        }
    }
}

/// What a section is called, in short.
fn name(section: &Section) -> String {
    let label = match (section.kind.as_str(), section.label.as_deref()) {
        (_, None) => String::new(),
        ("article", Some(label)) => format!("Điều {label}. "),
        ("chapter", Some(label)) => format!("Chương {label}. "),
        ("part", Some(label)) => format!("Phần {label}. "),
        ("section", Some(label)) => format!("Mục {label}. "),
        ("subsection", Some(label)) => format!("Tiểu mục {label}. "),
        ("letter", Some(label)) => format!("{label}) "),
        (_, Some(label)) => format!("{label}. "),
    };
    let title = section
        .title
        .as_deref()
        .filter(|title| !title.is_empty())
        .unwrap_or(&section.text);
    let mut short: String = title.chars().take(70).collect();
    if short.len() < title.len() {
        short.push('…');
    }
    let mark = match section.kind.as_str() {
        "dash" => "– ",
        "plus" => "+ ",
        _ => "",
    };
    let name = format!("{mark}{label}{short}");
    if name.trim().is_empty() {
        section.id.clone()
    } else {
        name
    }
}

fn text(asked: &Asked, record: &Record, lines: &Lines, from: usize) -> Markup {
    let words = asked.language.words();
    let sought = Sought::of(&asked.text);
    let last = lines.lines.len();
    let to = (from + LINES).min(last);
    let mut page = 1 + lines.lines[..from]
        .iter()
        .filter(|line| line.begins_page())
        .count();
    // The page that begins at a line, where one does.
    let turns: Vec<Option<usize>> = lines.lines[from..to]
        .iter()
        .map(|line| {
            page += usize::from(line.begins_page());
            line.begins_page().then_some(page)
        })
        .collect();
    html! {
        section #text.text {
            h2 { (words.text) }
            @if lines.has_scan { p.note { (words.about_scan) } } @else { p.note { (words.no_scan) } }
            p.switches {
                @if lines.has_scan {
                    label { input #show-scan type="checkbox" checked autocomplete="off"; " " (words.show_scan) }
                }
                label { input #only-doubts type="checkbox" autocomplete="off"; " " (words.only_doubts) }
                span.legend {
                    span.changed { (words.legend_changed) } " "
                    span.doubt { (words.legend_doubtful) } " "
                    span.doubt.very { (words.legend_very) }
                }
            }
            (line_pager(asked, record, from, to, last))
            table.lines {
                thead {
                    tr {
                        th scope="col" { span.hidden { (words.line) } }
                        th scope="col" { (words.restored) }
                        @if lines.has_scan { th.scanned scope="col" { (words.scanned) } }
                    }
                }
                tbody {
                    @for (index, (line, turn)) in lines.lines[from..to].iter().zip(&turns).enumerate() {
                        @if let Some(page) = turn {
                            tr.turn { td colspan="3" { (words.page) " " (page) } }
                        }
                        (row(words, &sought, lines.has_scan, from + index, line))
                    }
                }
            }
            (line_pager(asked, record, from, to, last))
        }
    }
}

fn line_pager(asked: &Asked, record: &Record, from: usize, to: usize, last: usize) -> Markup {
    let words = asked.language.words();
    if last <= LINES {
        return html! {};
    }
    let address = |line: usize| {
        line_address(asked, &record.id, line).replace(&format!("#L{}", line + 1), "#text")
    };
    html! {
        nav.pager aria-label=(words.lines) {
            @if from > 0 { a rel="prev" href=(address(from.saturating_sub(LINES))) { "← " (words.previous) } }
            span {
                (words.lines) " " (number(asked, from as u64 + 1)) "–" (number(asked, to as u64)) " "
                (words.of) " " (number(asked, last as u64))
            }
            @if to < last { a rel="next" href=(address(to)) { (words.next) " →" } }
        }
    }
}

fn row(words: &Words, sought: &Sought, has_scan: bool, index: usize, line: &Line) -> Markup {
    let number = index + 1;
    html! {
        tr id=(format!("L{number}")) class=[line.is_doubtful().then_some("doubts")] {
            td.number { a href=(format!("#L{number}")) { (number) } }
            td.restored lang="vi" {
                @for (place, piece) in line.restored.iter().enumerate() {
                    (restored(words, sought, &format!("t{number}-{place}"), piece))
                }
            }
            @if has_scan {
                td.scanned {
                    @for piece in &line.scanned {
                        @if piece.mark.is_some() { span.from { (piece.text) } } @else { (piece.text) }
                    }
                }
            }
        }
    }
}

/// A stretch of restored text: a doubtful one can be asked what else it may be.
fn restored(words: &Words, sought: &Sought, id: &str, piece: &Piece) -> Markup {
    let shown = html! {
        @for (text, is_sought) in sought.divide(piece.text) {
            @if is_sought { mark { (text) } } @else { (text) }
        }
    };
    match piece.mark {
        None => shown,
        Some(mark) if !mark.is_doubtful() => html! { span.changed { (shown) } },
        Some(mark) => {
            let is_very = mark
                .confidence()
                .is_some_and(|confidence| confidence < VERY);
            html! {
                span.word {
                    button.doubt.very[is_very] type="button" aria-describedby=(id) { (shown) }
                    span.tip role="tooltip" id=(id) { (tip(words, mark)) }
                }
            }
        }
    }
}

fn tip(words: &Words, mark: Mark) -> Markup {
    match mark {
        Mark::Kept(message) => html! {
            strong { (words.kept) }
            @match other_reading(message) {
                Some(other) => span.row { (words.or_else) " " span.reading lang="vi" { (other) } },
                None => span.row lang="en" { (message) },
            }
        },
        Mark::Edit(edit) => html! {
            strong { (percent(edit.confidence)) " " (words.sure) }
            span.row { (words.scan_says) " " span.reading { (edit.from) } }
            @if edit.alternatives.is_empty() {
                span.row { (words.no_other) }
            } @else {
                span.row {
                    (words.or_else)
                    @for (reading, probability) in edit.alternatives.iter().take(8) {
                        " " span.reading lang="vi" { (reading) } " " span.chance { (percent(*probability)) }
                    }
                }
            }
        },
    }
}

/// The other reading that a remark about a kept word names, last and between backticks, so that it need not be told in
/// English; nothing where it is told otherwise.
fn other_reading(message: &str) -> Option<&str> {
    let pieces: Vec<&str> = message.split('`').collect();
    match pieces[..] {
        ["", _, _, other, _] => Some(other),
        _ => None,
    }
}

fn percent(probability: f64) -> String {
    let percent = (probability.clamp(0.0, 1.0) * 100.0 * 10.0).round() / 10.0;
    if (10.0..99.0).contains(&percent) || percent == 0.0 || percent == 100.0 {
        format!("{percent:.0} %")
    } else {
        format!("{percent:.1} %")
    }
}

fn citation(asked: &Asked, record: &Record, lines: &Lines, citation: &Citation) -> Markup {
    let words = asked.language.words();
    let named = [citation.kind.as_deref(), citation.code.as_deref()];
    let named: Vec<&str> = named.into_iter().flatten().collect();
    let more = [
        citation.authority.clone(),
        citation.date.as_deref().map(day),
        citation.title.clone(),
    ];
    let more: Vec<String> = more.into_iter().flatten().collect();
    let count = citation.mentions.len();
    html! {
        li {
            strong lang="vi" { (named.join(" ")) }
            @if !more.is_empty() { span lang="vi" { " · " (more.join(" · ")) } }
            @if let Some(code) = &citation.code {
                " " a.who href=(asked.home().toggled(FacetName::Cites, code).address()) { (words.who_cites) }
            }
            @if count > 0 {
                details {
                    summary { (count) " " (if count == 1 { words.mention } else { words.mentions }) }
                    ul {
                        @for mention in citation.mentions.iter().take(200) {
                            li {
                                a href=(line_address(asked, &record.id, lines.line_at(mention.span.0))) lang="vi" { (mention.text) }
                                @if let Some(pinpoint) = &mention.pinpoint { span lang="vi" { " (" (pinpoint) ")" } }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn task(asked: &Asked, record: &Record, lines: &Lines, task: &Task) -> Markup {
    let words = asked.language.words();
    let due = task.due.as_ref().map(|due| match &due.date {
        Some(date) if !due.text.contains(&day(date)) => format!("{} ({})", due.text, day(date)),
        _ => due.text.clone(),
    });
    let rows = [
        (
            words.lead,
            (!task.lead.is_empty()).then(|| task.lead.join("; ")),
        ),
        (
            words.support,
            (!task.support.is_empty()).then(|| task.support.join("; ")),
        ),
        (words.due, due),
    ];
    let line = lines.line_at(task.span.0);
    html! {
        li lang="vi" {
            p {
                @if let Some(ordinal) = &task.ordinal { strong { (ordinal) "." } " " }
                (task.content) " "
                a.line href=(line_address(asked, &record.id, line)) lang=(asked.language.tag()) { (words.line) " " (line + 1) }
            }
            @if let Some(group) = &task.group { p.group { (group) } }
            dl {
                @for (name, value) in &rows {
                    @if let Some(value) = value { div { dt lang=(asked.language.tag()) { (name) } dd { (value) } } }
                }
                @for (name, value) in &task.extra { div { dt { (name) } dd { (value) } } }
            }
        }
    }
}

/// What the program says of the record, but for doubts about single words, which are shown where they stand.
fn remarks(asked: &Asked, record: &Record, lines: &Lines) -> Markup {
    let words = asked.language.words();
    let remarks: Vec<_> = record
        .diagnostics
        .iter()
        .filter(|remark| remark.code != "uncertain_reading")
        .take(200)
        .collect();
    if remarks.is_empty() {
        return html! {};
    }
    html! {
        section #remarks {
            h2 { (words.notes) }
            ul.remarks {
                @for remark in remarks {
                    li.(if remark.severity == "warning" { "warning" } else { "info" }) {
                        a href=(line_address(asked, &record.id, lines.line_at(remark.span.0))) { code { (remark.code) } }
                        " " span lang="en" { (remark.message) }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_other_reading_is_told_alone() {
        let message = "`ke` is kept as the source has it (87 %); it may be `kế` (5 %)";
        assert_eq!(other_reading(message), Some("kế"));
        for other in [
            "",
            "it may be otherwise",
            "`a` and `b` and `c`",
            "x `a` b `c` d",
        ] {
            assert_eq!(other_reading(other), None, "{other}");
        }
    }

    #[test]
    fn probabilities_read_well() {
        assert_eq!(
            [0.856, 0.05, 0.0, 1.0, 0.999, 2.0].map(percent),
            ["86 %", "5.0 %", "0 %", "100 %", "99.9 %", "100 %"]
        );
    }
}
