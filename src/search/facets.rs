//! Counting what all hits are of.

use std::collections::BTreeMap;

use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocId, SegmentReader};

use super::entry::read_order;
use super::hit::{Facet, FacetName, FacetValue};
use super::parts::DIVIDER;

/// Values of one segment that are looked at by name, the most frequent ones: names take time to look up. What is shown is among them, unless
/// it is frequent only in the sum of many segments or spellings.
const NAMED: usize = 300;

/// The counts of one query.
#[derive(Debug, Default)]
pub(super) struct Counts {
    /// For each facet, by the key of its values: how often each spelling.
    values: BTreeMap<FacetName, BTreeMap<String, BTreeMap<String, usize>>>,
}

/// The counts of one query in one segment.
pub(super) struct Counter {
    /// Those that the record has for all entries of a document, and those that each has for itself.
    shared: Columns,
    own: Columns,
    orders: Column<u64>,
    /// The document whose entries are being counted: its record, and how many were hits.
    run: Option<(DocId, u32)>,
}

#[derive(Default)]
struct Columns {
    texts: Vec<(FacetName, StrColumn, Vec<u32>)>,
    numbers: Vec<(FacetName, Column<u64>, BTreeMap<u64, u32>)>,
}

impl Counter {
    pub(super) fn new(segment: &SegmentReader) -> tantivy::Result<Self> {
        let columns = segment.fast_fields();
        let mut counter = Self {
            shared: Columns::default(),
            own: Columns::default(),
            orders: columns.u64("order")?,
            run: None,
        };
        for name in FacetName::ALL {
            let of = match name {
                FacetName::Cites | FacetName::Lead | FacetName::Due => &mut counter.own,
                _ => &mut counter.shared,
            };
            match name {
                FacetName::Year | FacetName::Due => {
                    let column = columns.u64(name.name())?;
                    of.numbers.push((name, column, BTreeMap::new()));
                }
                _ => {
                    if let Some(column) = columns.str(name.name())? {
                        let counts = vec![0; column.num_terms()];
                        of.texts.push((name, column, counts));
                    }
                }
            }
        }
        Ok(counter)
    }

    /// Counts a hit. Hits come in order, so those of one document follow one another.
    pub(super) fn add(&mut self, doc: DocId) {
        let order = self.orders.first(doc).unwrap_or_default();
        let (place, has_own) = read_order(order);
        if has_own {
            self.own.add(doc, 1);
        }
        let record = doc.saturating_sub(place);
        match &mut self.run {
            Some((of, count)) if *of == record => *count += 1,
            run => {
                if let Some((before, count)) = run.replace((record, 1)) {
                    self.shared.add(before, count);
                }
            }
        }
    }

    pub(super) fn give(mut self, all: &mut Counts) -> tantivy::Result<()> {
        if let Some((record, count)) = self.run.take() {
            self.shared.add(record, count);
        }
        self.shared.give(all)?;
        self.own.give(all)
    }
}

impl Columns {
    fn add(&mut self, doc: DocId, hits: u32) {
        for (_, column, counts) in &mut self.texts {
            for ord in column.term_ords(doc) {
                counts[ord as usize] += hits;
            }
        }
        for (name, column, counts) in &mut self.numbers {
            let mut last = None;
            for value in column.values_for_doc(doc) {
                // Of a day the year, each once.
                let year = if *name == FacetName::Due {
                    value / 10_000
                } else {
                    value
                };
                if last != Some(year) {
                    *counts.entry(year).or_default() += hits;
                }
                last = Some(year);
            }
        }
    }

    fn give(self, all: &mut Counts) -> tantivy::Result<()> {
        for (name, column, counts) in self.texts {
            let mut found: Vec<(u32, u64)> = (0..)
                .zip(counts)
                .filter(|&(_, count)| count > 0)
                .map(|(ord, count)| (count, ord))
                .collect();
            if found.len() > NAMED {
                found.sort_unstable_by_key(|&(count, ord)| (std::cmp::Reverse(count), ord));
                found.truncate(NAMED);
            }
            found.sort_unstable_by_key(|&(_, ord)| ord);
            let ords: Vec<u64> = found.iter().map(|&(_, ord)| ord).collect();
            let mut counts = found.iter().map(|&(count, _)| count);
            column.dictionary().sorted_ords_to_term_cb(&ords, |term| {
                let text = String::from_utf8_lossy(term);
                let (key, value) = text.split_once(DIVIDER).unwrap_or((&text, &text));
                let count = counts.next().unwrap_or_default();
                all.add(name, key, value, count as usize);
            })?;
        }
        for (name, _, counts) in self.numbers {
            for (value, count) in counts {
                let value = value.to_string();
                all.add(name, &value, &value, count as usize);
            }
        }
        Ok(())
    }
}

impl Counts {
    fn add(&mut self, name: FacetName, key: &str, value: &str, count: usize) {
        let spellings = self.values.entry(name).or_default();
        let spellings = spellings.entry(key.to_owned()).or_default();
        *spellings.entry(value.to_owned()).or_default() += count;
    }

    /// The most frequent values of each facet, each in its most frequent spelling.
    pub(super) fn facets(self, most: usize) -> Vec<Facet> {
        let mut facets = Vec::new();
        for (name, keys) in self.values {
            let mut values: Vec<FacetValue> = keys
                .into_values()
                .map(|spellings| {
                    let count = spellings.values().sum();
                    let usual = spellings
                        .into_iter()
                        .max_by(|a, b| a.1.cmp(&b.1).then_with(|| b.0.cmp(&a.0)));
                    FacetValue {
                        value: usual.map(|(value, _)| value).unwrap_or_default(),
                        count,
                    }
                })
                .collect();
            values.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.value.cmp(&b.value)));
            values.truncate(most);
            facets.push(Facet { name, values });
        }
        facets
    }
}
