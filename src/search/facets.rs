//! Counting what all hits are of.

use std::collections::BTreeMap;

use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocId, SegmentReader};

use super::entry::DIVIDER;
use super::hit::{Facet, FacetName, FacetValue};

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
    texts: Vec<(FacetName, StrColumn, Vec<u32>)>,
    numbers: Vec<(FacetName, Column<u64>, BTreeMap<u64, u32>)>,
}

impl Counter {
    pub(super) fn new(segment: &SegmentReader) -> tantivy::Result<Self> {
        let columns = segment.fast_fields();
        let mut counter = Self {
            texts: Vec::new(),
            numbers: Vec::new(),
        };
        for name in FacetName::ALL {
            match name {
                FacetName::Year | FacetName::Due => {
                    let column = columns.u64(name.name())?;
                    counter.numbers.push((name, column, BTreeMap::new()));
                }
                _ => {
                    if let Some(column) = columns.str(name.name())? {
                        let counts = vec![0; column.num_terms()];
                        counter.texts.push((name, column, counts));
                    }
                }
            }
        }
        Ok(counter)
    }

    pub(super) fn add(&mut self, doc: DocId) {
        for (_, column, counts) in &mut self.texts {
            for ord in column.term_ords(doc) {
                counts[ord as usize] += 1;
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
                    *counts.entry(year).or_default() += 1;
                }
                last = Some(year);
            }
        }
    }

    pub(super) fn give(self, all: &mut Counts) -> tantivy::Result<()> {
        for (name, column, counts) in self.texts {
            let mut found: Vec<(u32, usize)> = (0..counts.len())
                .filter(|&ord| counts[ord] > 0)
                .map(|ord| (counts[ord], ord))
                .collect();
            found.sort_unstable_by_key(|&(count, ord)| (std::cmp::Reverse(count), ord));
            found.truncate(NAMED);
            let mut text = String::new();
            for (count, ord) in found {
                text.clear();
                column.ord_to_str(ord as u64, &mut text)?;
                let (key, value) = text.split_once(DIVIDER).unwrap_or((&text, &text));
                all.add(name, key, value, count as usize);
            }
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
