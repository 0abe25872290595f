//! How right a record is: twelve figures over a gold record and the record that was made.
//!
//! Pure functions over JSON values; nothing is read or written here. A figure is a [`Tally`], so documents add up before
//! the percentage is taken. Lists are F1, fixed cells the share that is equal. Text that a scan damaged is compared with a
//! [`Closeness`].

use std::collections::BTreeMap;

use serde_json::Value;

use super::fold::Folding;

/// Names of the twelve figures, in the order of [`compare`].
pub const FIGURES: [&str; 12] = [
    "header",
    "sections",
    "section text",
    "citations",
    "citation fields",
    "mentions",
    "tasks",
    "lead",
    "support",
    "due",
    "recipients",
    "signature",
];

/// How much two texts must share to count as one: 1.0 is equality, less is the share of common words, where spellings that no
/// scan can tell apart (`hàng năm`, `hằng năm`) are common ones.
#[derive(Clone, Copy, Debug)]
pub struct Closeness(pub f64);

impl Closeness {
    /// Equality after white space is brought to one blank.
    pub const EXACT: Self = Self(1.0);

    fn same(self, a: &str, b: &str) -> bool {
        let (a, b) = (words(a), words(b));
        if a == b {
            return true;
        }
        if self.0 >= 1.0 {
            return false;
        }
        let fold = |word: &&str| Folding::Spelling.fold(word).into_owned();
        let (a, b): (Vec<_>, Vec<_>) = (a.iter().map(fold).collect(), b.iter().map(fold).collect());
        overlap(&a, &b).percent() >= self.0 * 100.0
    }
}

/// What was found of what there is.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Tally {
    /// Found and right.
    pub hits: usize,
    /// In the gold record.
    pub gold: usize,
    /// In the record.
    pub found: usize,
}

impl Tally {
    /// F1 in percent (for fixed cells, the share that is right); 100 where there was nothing to find and nothing was.
    #[must_use]
    pub fn percent(self) -> f64 {
        let all = self.gold + self.found;
        #[expect(clippy::cast_precision_loss, reason = "counts of sections and words")]
        if all == 0 {
            100.0
        } else {
            200.0 * self.hits as f64 / all as f64
        }
    }

    /// Adds another document's.
    pub fn add(&mut self, other: Self) {
        self.hits += other.hits;
        self.gold += other.gold;
        self.found += other.found;
    }

    fn cell(right: bool) -> Self {
        Self {
            hits: usize::from(right),
            gold: 1,
            found: 1,
        }
    }
}

/// The figures of one document, and what was wrong, for people.
#[derive(Clone, Debug, Default)]
pub struct Comparison {
    /// One for each of [`FIGURES`].
    pub tallies: [Tally; 12],
    /// One line for each difference.
    pub differences: Vec<String>,
}

impl Comparison {
    /// Mean of the twelve percentages.
    #[must_use]
    pub fn mean(&self) -> f64 {
        mean(&self.tallies)
    }
}

/// Mean of percentages.
#[must_use]
pub fn mean(tallies: &[Tally; 12]) -> f64 {
    tallies.iter().map(|tally| tally.percent()).sum::<f64>() / 12.0
}

/// Compares a record with its gold record.
#[must_use]
pub fn compare(gold: &Value, record: &Value, closeness: Closeness) -> Comparison {
    let mut judge = Judge {
        closeness,
        differences: Vec::new(),
    };
    let header = judge.cells(
        "header",
        &gold["header"],
        &record["header"],
        &[
            "parent_authority",
            "authority",
            "code",
            "number",
            "symbol",
            "place",
            "date",
            "type",
            "subject",
        ],
    );
    let (gold_sections, sections) = (flat(&gold["sections"]), flat(&record["sections"]));
    let shape = |section: &&Value| {
        format!(
            "{} [{}] {}",
            text(&section["id"]),
            text(&section["kind"]),
            text(&section["title"])
        )
    };
    let sections_tally = judge.lists(
        "section",
        gold_sections.iter().map(shape).collect(),
        sections.iter().map(shape).collect(),
    );
    let section_text = judge.section_text(&gold_sections, &sections);
    let citations = judge.citations(&gold["citations"], &record["citations"]);
    let tasks = judge.tasks(&gold["tasks"], &record["tasks"]);
    let names = |value: &Value| {
        list(value)
            .iter()
            .map(|v| text(v).to_owned())
            .collect::<Vec<_>>()
    };
    let recipients = judge.lists(
        "recipient",
        names(&gold["recipients"]),
        names(&record["recipients"]),
    );
    let signature = judge.cells(
        "signature",
        &gold["signature"],
        &record["signature"],
        &["capacity", "position", "name"],
    );
    Comparison {
        tallies: [
            header,
            sections_tally,
            section_text,
            citations[0],
            citations[1],
            citations[2],
            tasks[0],
            tasks[1],
            tasks[2],
            tasks[3],
            recipients,
            signature,
        ],
        differences: judge.differences,
    }
}

struct Judge {
    closeness: Closeness,
    differences: Vec<String>,
}

impl Judge {
    fn cells(&mut self, what: &str, gold: &Value, record: &Value, keys: &[&str]) -> Tally {
        let mut tally = Tally::default();
        for key in keys {
            let right = self.equal(&gold[key], &record[key]);
            if !right {
                self.differences.push(format!(
                    "{what}.{key}: {} ≠ gold {}",
                    record[key], gold[key]
                ));
            }
            tally.add(Tally::cell(right));
        }
        tally
    }

    fn equal(&self, a: &Value, b: &Value) -> bool {
        match (a, b) {
            (Value::String(a), Value::String(b)) => self.closeness.same(a, b),
            (Value::Null, Value::Null) => true,
            _ => a == b,
        }
    }

    /// Pairs the entries of two lists, equal ones first, then close ones; the order does not matter.
    fn lists(&mut self, what: &str, gold: Vec<String>, found: Vec<String>) -> Tally {
        let mut tally = Tally {
            hits: 0,
            gold: gold.len(),
            found: found.len(),
        };
        let mut left: BTreeMap<&str, usize> = BTreeMap::new();
        for entry in &found {
            *left.entry(entry).or_default() += 1;
        }
        let mut missing = Vec::new();
        for entry in &gold {
            match left.get_mut(entry.as_str()).filter(|n| **n > 0) {
                Some(n) => {
                    *n -= 1;
                    tally.hits += 1;
                }
                None => missing.push(entry),
            }
        }
        let mut rest: Vec<&str> = left
            .iter()
            .flat_map(|(entry, n)| std::iter::repeat_n(*entry, *n))
            .collect();
        for entry in missing {
            match rest
                .iter()
                .position(|other| self.closeness.same(entry, other))
            {
                Some(at) => {
                    rest.remove(at);
                    tally.hits += 1;
                }
                None => self.differences.push(format!("{what} missing: {entry}")),
            }
        }
        for entry in rest {
            self.differences.push(format!("{what} too many: {entry}"));
        }
        tally
    }

    /// Words that the sections of one id share.
    fn section_text(&mut self, gold: &[&Value], found: &[&Value]) -> Tally {
        let mut by_id: BTreeMap<&str, Vec<&Value>> = BTreeMap::new();
        for section in found {
            by_id.entry(text(&section["id"])).or_default().push(section);
        }
        let mut tally = Tally::default();
        for section in gold {
            let id = text(&section["id"]);
            let other = by_id
                .get_mut(id)
                .filter(|all| !all.is_empty())
                .map(|all| all.remove(0));
            let ours = other.map_or("", |other| text(&other["text"]));
            let shared = overlap(&words(text(&section["text"])), &words(ours));
            if shared.hits < shared.gold.max(shared.found) || text(&section["text"]) != ours {
                self.differences.push(format!(
                    "text of {id}: {ours:?} ≠ gold {:?}",
                    text(&section["text"])
                ));
            }
            tally.add(shared);
        }
        for section in by_id.values().flatten() {
            tally.found += words(text(&section["text"])).len();
        }
        tally
    }

    /// Instruments, their fields, their mentions.
    fn citations(&mut self, gold: &Value, record: &Value) -> [Tally; 3] {
        let key = |citation: &Value| match &citation["code"] {
            Value::String(code) => code.clone(),
            _ => format!("{} {}", text(&citation["type"]), text(&citation["title"])),
        };
        let (gold, found) = (list(gold), list(record));
        let instruments = self.lists(
            "citation",
            gold.iter().map(key).collect(),
            found.iter().map(key).collect(),
        );
        let mut fields = Tally::default();
        for citation in gold {
            let name = key(citation);
            let other = found.iter().find(|other| key(other) == name).or_else(|| {
                found
                    .iter()
                    .find(|other| self.closeness.same(&key(other), &name))
            });
            match other {
                Some(other) => fields.add(self.cells(
                    &name,
                    citation,
                    other,
                    &[
                        "type",
                        "number",
                        "year",
                        "authority",
                        "date",
                        "title",
                        "amends",
                    ],
                )),
                None => fields.add(Tally {
                    hits: 0,
                    gold: 7,
                    found: 7,
                }),
            }
        }
        let mentions = |citations: &[Value]| -> Vec<String> {
            let one = |citation: &Value| -> Vec<String> {
                let line = |m: &Value| {
                    format!(
                        "{} @{} {}",
                        text(&m["text"]),
                        text(&m["section"]),
                        text(&m["pinpoint"])
                    )
                };
                list(&citation["mentions"]).iter().map(line).collect()
            };
            citations.iter().flat_map(one).collect()
        };
        let mentions = self.lists("mention", mentions(gold), mentions(found));
        [instruments, fields, mentions]
    }

    /// Tasks, their leads, supports and dues.
    fn tasks(&mut self, gold: &Value, record: &Value) -> [Tally; 4] {
        let (gold, found) = (list(gold), list(record));
        let place = |task: &Value| {
            format!(
                "{}|{}|{}|{}",
                text(&task["section"]),
                text(&task["ordinal"]),
                text(&task["group"]),
                text(&task["origin"])
            )
        };
        let mut left: Vec<&Value> = found.iter().collect();
        let mut tallies = [Tally::default(); 4];
        tallies[0].gold = gold.len();
        tallies[0].found = found.len();
        for task in gold {
            let content = text(&task["content"]);
            let at = left.iter().position(|other| {
                place(other) == place(task) && self.closeness.same(text(&other["content"]), content)
            });
            let Some(other) = at.map(|at| left.remove(at)) else {
                self.differences
                    .push(format!("task missing: {} {content}", place(task)));
                tallies[1].gold += list(&task["lead"]).len();
                tallies[2].gold += list(&task["support"]).len();
                tallies[3].add(Tally {
                    hits: 0,
                    gold: 1,
                    found: 1,
                });
                continue;
            };
            tallies[0].hits += 1;
            for (n, key) in [(1, "lead"), (2, "support")] {
                let names = |value: &Value| {
                    list(&value[key])
                        .iter()
                        .map(|v| text(v).to_owned())
                        .collect::<Vec<_>>()
                };
                let what = format!(
                    "{key} of {} {}",
                    text(&task["section"]),
                    content.chars().take(60).collect::<String>()
                );
                tallies[n].add(self.lists(&what, names(task), names(other)));
            }
            let (a, b) = (&task["due"], &other["due"]);
            let right = if a.is_object() && b.is_object() {
                ["text", "date", "recurrence"]
                    .iter()
                    .all(|key| self.equal(&a[*key], &b[*key]))
            } else {
                a.is_null() && b.is_null()
            };
            if !right {
                self.differences.push(format!(
                    "due of {} {}: {b} ≠ gold {a}",
                    text(&task["section"]),
                    content.chars().take(60).collect::<String>()
                ));
            }
            tallies[3].add(Tally::cell(right));
        }
        for other in left {
            self.differences.push(format!(
                "task too many: {} {}",
                place(other),
                text(&other["content"])
            ));
            tallies[1].found += list(&other["lead"]).len();
            tallies[2].found += list(&other["support"]).len();
        }
        tallies
    }
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or("")
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

/// A section tree as a list, parents before children.
fn flat(sections: &Value) -> Vec<&Value> {
    let mut all = Vec::new();
    let mut open: Vec<&Value> = list(sections).iter().rev().collect();
    while let Some(section) = open.pop() {
        all.push(section);
        open.extend(list(&section["children"]).iter().rev());
    }
    all
}

fn words(text: &str) -> Vec<&str> {
    text.split_whitespace().collect()
}

/// Words in common, each as often as both have it.
fn overlap<W: AsRef<str>>(gold: &[W], found: &[W]) -> Tally {
    let mut left: BTreeMap<&str, usize> = BTreeMap::new();
    for word in found {
        *left.entry(word.as_ref()).or_default() += 1;
    }
    let mut hits = 0;
    for word in gold {
        if let Some(n) = left.get_mut(word.as_ref()).filter(|n| **n > 0) {
            *n -= 1;
            hits += 1;
        }
    }
    Tally {
        hits,
        gold: gold.len(),
        found: found.len(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_record_equals_itself_and_nothing_else() {
        let gold = json!({
            "header": {"code": "1/KH-X", "place": null},
            "sections": [{"id": "I", "kind": "roman", "title": "A", "text": "một hai", "children": [{"id": "I.1", "kind": "number", "title": null, "text": "ba", "children": []}]}],
            "citations": [{"code": "2/QĐ-Y", "type": "Quyết định", "mentions": [{"text": "Quyết định số 2/QĐ-Y", "section": "I", "pinpoint": null}]}],
            "tasks": [{"ordinal": "1", "content": "ba", "lead": ["Sở A"], "support": [], "due": {"text": "Hằng quý", "date": null, "recurrence": "quarterly"}, "section": "I.1", "origin": "prose"}],
            "recipients": ["A", "B"],
            "signature": {"capacity": null, "position": "GIÁM ĐỐC", "name": "N"},
        });
        let same = compare(&gold, &gold, Closeness::EXACT);
        assert!((same.mean() - 100.0).abs() < 1e-9, "{:?}", same.differences);
        let mut other = gold.clone();
        other["recipients"] = json!(["A"]);
        other["tasks"][0]["lead"] = json!(["Sở B"]);
        other["sections"][0]["text"] = json!("một");
        let worse = compare(&gold, &other, Closeness::EXACT);
        // One of two recipients: 2 × 1 / (2 + 1); no lead; words: (1 + 1) of 3 and 2, 2 × 2 / 5.
        assert!((worse.tallies[10].percent() - 200.0 / 3.0).abs() < 1e-9);
        assert!(worse.tallies[7].percent().abs() < 1e-9);
        assert!((worse.tallies[2].percent() - 80.0).abs() < 1e-9);
        assert_eq!(worse.differences.len(), 4);
    }
}
