//! Counting what all hits are of.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocId, SegmentReader};

use super::hit::{Facet, FacetName, FacetValue};
use super::names::DIVIDER;
use super::run::read_order;
use crate::span::Span;

/// The counts of one query.
#[derive(Debug, Default)]
pub(super) struct Counts {
    values: BTreeMap<FacetName, Values>,
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
            let values = all.values.entry(name).or_default();
            let found = (0_u64..).zip(counts).filter(|&(_, count)| count > 0);
            let (ords, counts): (Vec<u64>, Vec<u32>) = found.unzip();
            let mut counts = counts.into_iter();
            column.dictionary().sorted_ords_to_term_cb(&ords, |term| {
                let count = counts.next().unwrap_or_default();
                values.add(&String::from_utf8_lossy(term), count);
            })?;
        }
        for (name, _, counts) in self.numbers {
            let values = all.values.entry(name).or_default();
            for (value, count) in counts {
                values.add(&value.to_string(), count);
            }
        }
        Ok(())
    }
}

impl Counts {
    /// The most frequent values of each facet, each in its most frequent spelling.
    pub(super) fn facets(self, most: usize) -> Vec<Facet> {
        let facets = self.values.into_iter();
        facets
            .map(|(name, values)| Facet {
                name,
                values: values.most_frequent(most),
            })
            .collect()
    }
}

/// The values of one facet that were met, and how often. There may be many thousands: what is shown is made a text of its own,
/// and nothing else.
#[derive(Debug, Default)]
struct Values {
    /// The values with their keys, one behind the other.
    text: String,
    /// Where each is, and how often it was met. Of each segment in order.
    met: Vec<(Span, u32)>,
}

impl Values {
    fn add(&mut self, value: &str, count: u32) {
        let start = self.text.len();
        self.text.push_str(value);
        self.met.push((Span::new(start, self.text.len()), count));
    }

    fn most_frequent(mut self, most: usize) -> Vec<FacetValue> {
        let text = self.text;
        let whole = |met: &(Span, u32)| met.0.of(&text);
        // Key and value of one that has a key.
        let parts = |met: &(Span, u32)| {
            let whole = met.0.of(&text);
            whole.split_once(DIVIDER).unwrap_or((whole, whole))
        };
        let count = |met: &[(Span, u32)]| met.iter().map(|met| met.1 as usize).sum::<usize>();
        // Nearly in order, which this sort makes use of.
        self.met.sort_by(|a, b| whole(a).cmp(whole(b)));
        let mut values = Vec::new();
        for of_one_key in self.met.chunk_by(|a, b| parts(a).0 == parts(b).0) {
            let mut usual = (0, "");
            for spelling in of_one_key.chunk_by(|a, b| whole(a) == whole(b)) {
                let often = count(spelling);
                if often > usual.0 {
                    usual = (often, parts(&spelling[0]).1);
                }
            }
            values.push((Reverse(count(of_one_key)), usual.1));
        }
        if most < values.len() {
            values.select_nth_unstable(most);
            values.truncate(most);
        }
        values.sort_unstable();
        let shown = values.into_iter();
        shown
            .map(|(Reverse(count), value)| FacetValue {
                value: value.to_owned(),
                count,
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(segments: &[&[(&str, u32)]], most: usize) -> Vec<(String, usize)> {
        let mut values = Values::default();
        for &(value, count) in segments.iter().copied().flatten() {
            values.add(&value.replace('|', &DIVIDER.to_string()), count);
        }
        let shown = values.most_frequent(most).into_iter();
        shown.map(|value| (value.value, value.count)).collect()
    }

    #[test]
    fn spellings_of_one_key_are_counted_together_wherever_they_are() {
        let segments: [&[(&str, u32)]; 2] = [
            &[("so y te|SỞ Y TẾ", 2), ("so|Sở", 1), ("ubnd|UBND", 5)],
            &[("so y te|SỞ Y TẾ", 1), ("so y te|Sở Y tế", 3), ("xa|Xã", 1)],
        ];
        let all = [("SỞ Y TẾ", 6), ("UBND", 5), ("Sở", 1), ("Xã", 1)];
        for most in 0..6 {
            let expected: Vec<_> = all.iter().take(most).copied().collect();
            let shown = shown(&segments, most);
            let shown: Vec<_> = shown
                .iter()
                .map(|(v, count)| (v.as_str(), *count))
                .collect();
            assert_eq!(shown, expected);
        }
    }
}
