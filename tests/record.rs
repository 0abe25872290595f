//! A document as a JSON value, for comparisons with gold records.

use serde_json::{Value, json};
use vanban::document::{Citation, Document, Recurrence, Section, SectionKind, Task, TaskOrigin};

pub(crate) fn record(document: &Document) -> Value {
    let h = &document.header;
    json!({
        "header": {
            "parent_authority": h.parent_authority, "authority": h.authority, "code": h.code, "number": h.number, "symbol": h.symbol,
            "place": h.place, "date": h.date, "type": h.kind, "subject": h.subject,
        },
        "sections": document.sections.iter().map(section).collect::<Vec<_>>(),
        "citations": document.citations.iter().map(citation).collect::<Vec<_>>(),
        "tasks": document.tasks.iter().map(task).collect::<Vec<_>>(),
        "recipients": document.recipients,
        "signature": {"capacity": document.signature.capacity, "position": document.signature.position, "name": document.signature.name},
    })
}

fn section(s: &Section) -> Value {
    json!({
        "id": s.id, "kind": kind(s.kind), "label": s.label, "title": s.title, "text": s.text,
        "children": s.children.iter().map(section).collect::<Vec<_>>(),
    })
}

pub(crate) fn kind(kind: SectionKind) -> &'static str {
    match kind {
        SectionKind::Preamble => "preamble",
        SectionKind::Part => "part",
        SectionKind::Chapter => "chapter",
        SectionKind::Section => "section",
        SectionKind::Subsection => "subsection",
        SectionKind::Article => "article",
        SectionKind::Roman => "roman",
        SectionKind::Number => "number",
        SectionKind::Letter => "letter",
        SectionKind::Dash => "dash",
        SectionKind::Plus => "plus",
        SectionKind::Annex => "annex",
        SectionKind::Closing => "closing",
    }
}

fn citation(c: &Citation) -> Value {
    json!({
        "code": c.code, "type": c.kind, "number": c.number, "year": c.year, "authority": c.authority, "date": c.date,
        "title": c.title, "amends": c.amends,
        "mentions": c.mentions.iter().map(|m| json!({"text": m.text, "section": m.section, "pinpoint": m.pinpoint})).collect::<Vec<_>>(),
    })
}

fn task(t: &Task) -> Value {
    let due = t.due.as_ref().map(|d| {
        let recurrence = d.recurrence.map(|r| match r {
            Recurrence::Continuous => "continuous",
            Recurrence::Daily => "daily",
            Recurrence::Weekly => "weekly",
            Recurrence::Monthly => "monthly",
            Recurrence::Quarterly => "quarterly",
            Recurrence::Semiannual => "semiannual",
            Recurrence::Annual => "annual",
        });
        json!({"text": d.text, "date": d.date, "recurrence": recurrence})
    });
    json!({
        "ordinal": t.ordinal, "group": t.group, "content": t.content, "lead": t.lead, "support": t.support, "due": due,
        "origin": match t.origin { TaskOrigin::Table => "table", TaskOrigin::Prose => "prose" }, "section": t.section,
    })
}
