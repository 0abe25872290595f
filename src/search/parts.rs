//! What the parts of a record are of: what they cite, who leads, what is due.

use std::collections::{BTreeMap, BTreeSet};

use super::code;
use super::form;
use super::record::{Record, Task};
use super::terms::Terms;

/// What an entry is of, beside its document.
#[derive(Clone, Debug, Default)]
pub(super) struct Facts<'r> {
    pub(super) cited: BTreeSet<Cited<'r>>,
    pub(super) leads: BTreeSet<&'r str>,
    pub(super) dues: BTreeSet<u64>,
}

/// A code and the year of what it cites.
type Cited<'r> = (&'r str, Option<u16>);

impl<'r> Facts<'r> {
    pub(super) fn add_task(&mut self, task: &'r Task<'_>) {
        self.leads.extend(task.lead.iter().map(AsRef::as_ref));
        let date = task.due.as_ref().and_then(|due| due.date.as_deref());
        self.dues
            .extend(date.and_then(|date| form::day(date, true)));
    }
}

/// What the parts of a record are of.
#[derive(Debug)]
pub(super) struct Parts<'r> {
    pub(super) whole: Facts<'r>,
    of_section: BTreeMap<&'r str, Facts<'r>>,
    none: Facts<'r>,
    /// Sections that tasks are in.
    pub(super) with_tasks: BTreeSet<&'r str>,
    /// Keys of what is cited.
    pub(super) codes: BTreeMap<Cited<'r>, Vec<String>>,
}

impl<'r> Parts<'r> {
    pub(super) fn new(record: &'r Record<'r>, terms: &mut Terms) -> Self {
        let mut whole = Facts::default();
        let mut of_section: BTreeMap<&str, Facts<'_>> = BTreeMap::new();
        let mut with_tasks = BTreeSet::new();
        for citation in &record.citations {
            let Some(code) = citation.code.as_deref() else {
                continue;
            };
            let cited = (code, citation.year);
            whole.cited.insert(cited);
            let sections = citation.mentions.iter();
            for section in sections.filter_map(|mention| mention.section.as_deref()) {
                of_section.entry(section).or_default().cited.insert(cited);
            }
        }
        for task in &record.tasks {
            whole.add_task(task);
            if let Some(section) = task.section.as_deref() {
                of_section.entry(section).or_default().add_task(task);
                with_tasks.insert(section);
            }
        }
        let codes = whole.cited.iter();
        Self {
            codes: codes
                .map(|&cited| {
                    (
                        cited,
                        code::keys_by(cited.0, cited.1, &mut |word| terms.fold(word)),
                    )
                })
                .collect(),
            whole,
            of_section,
            none: Facts::default(),
            with_tasks,
        }
    }

    pub(super) fn of_section(&self, id: &str) -> &Facts<'r> {
        self.of_section.get(id).unwrap_or(&self.none)
    }
}
