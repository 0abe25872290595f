//! Codes near the one that was typed: what scans may have made of it, and, where nobody has it, those that are one sign away.

use std::collections::BTreeMap;

use tantivy::query::FuzzyTermQuery;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocAddress, DocSet, Searcher, Term};

use crate::search::form::{self, Key};
use crate::search::misread::{pressed, read_key};
use crate::search::plan::Sought;
use crate::search::query::Kind;

/// Codes near one that was typed that are looked for.
const MOST: usize = 16;
/// Signs of a code of which another may be one sign away, and two.
const LEAST: usize = 5;
const LEAST_FAR: usize = 9;

/// How near a code is, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Nearness {
    /// The same to a scanner.
    Alike,
    /// One sign away, and in doubt where it stands.
    Doubtful,
    /// One sign away, and in no doubt: the typist may be wrong, or the scan.
    Other,
    /// Two signs away, and in doubt.
    Far,
}

impl Nearness {
    pub(super) const ALL: [Self; 4] = [Self::Alike, Self::Doubtful, Self::Other, Self::Far];
}

/// What the index says of a near code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Said {
    Own,
    Cited,
    Misread,
}

/// A code near one that was typed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct NearCode {
    pub(super) nearness: Nearness,
    said: Said,
    /// As the index has it.
    key: String,
}

impl NearCode {
    pub(super) fn term(&self, field: Field, kind: Kind) -> Term {
        Term::from_field_text(field, &form::key(kind, self.about()))
    }

    fn about(&self) -> Key<'_> {
        match self.said {
            Said::Own => Key::Own(&self.key),
            Said::Cited => Key::Cited(&self.key),
            Said::Misread => Key::Misread(&self.key),
        }
    }

    /// Whether the record has it, for all entries of the document.
    pub(super) fn is_of_document(&self) -> bool {
        self.said == Said::Own
    }

    /// What marks it in a text: its key, or what is pressed of it.
    pub(super) fn mark(&self) -> &str {
        match self.said {
            Said::Misread => read_key(&self.key).0,
            Said::Own | Said::Cited => &self.key,
        }
    }

    /// As it stands in the text, or nearly so.
    pub(super) fn shown(&self) -> String {
        if self.said == Said::Misread {
            return read_key(&self.key).1.to_owned();
        }
        let key = self.key.to_uppercase().replace(':', " ");
        match key.rsplit_once('/') {
            Some((before, last)) if before.ends_with(|c: char| c.is_alphabetic()) => {
                format!("{before}-{last}")
            }
            _ => key,
        }
    }

    /// Whether an entry has it: itself, or the record before it.
    pub(super) fn is_at(
        &self,
        searcher: &Searcher,
        field: Field,
        kind: Kind,
        entry: DocAddress,
        record: DocAddress,
    ) -> tantivy::Result<bool> {
        let at = if self.is_of_document() { record } else { entry };
        let segment = searcher.segment_reader(at.segment_ord);
        let postings = segment
            .inverted_index(field)?
            .read_postings(&self.term(field, kind), IndexRecordOption::Basic)?;
        Ok(postings.is_some_and(|mut postings| {
            postings.doc() == at.doc_id
                || postings.doc() < at.doc_id && postings.seek(at.doc_id) == at.doc_id
        }))
    }
}

/// The codes near one that was typed, nearest first. Those that are in no doubt only where nobody has what was typed.
pub(super) fn near(
    searcher: &Searcher,
    field: Field,
    kind: Kind,
    sought: &Sought,
    is_there: bool,
) -> tantivy::Result<Vec<NearCode>> {
    // By the code, so that of several the nearest way to it counts.
    let mut found: BTreeMap<(Said, String), Nearness> = BTreeMap::new();
    if let Some(typed) = pressed(&sought.typed) {
        let is_far = !is_there && typed.len() >= LEAST_FAR;
        let reach = Reach {
            signs: 1 + u8::from(is_far),
            open: true,
        };
        terms(searcher, field, kind, &Key::Misread(&typed), reach, |key| {
            let read = read_key(key).0;
            let nearness = match strsim::osa_distance(read, &typed) {
                0 => Nearness::Alike,
                1 if typed.len() >= LEAST => Nearness::Doubtful,
                2 if is_far && may_be_number(read, &typed) => Nearness::Far,
                _ => return,
            };
            found.insert((Said::Misread, key.to_owned()), nearness);
        })?;
    }
    if let Some(typed) = sought.code.keys.first()
        && !is_there
        && typed.len() >= LEAST
    {
        for said in [Said::Own, Said::Cited] {
            let about = match said {
                Said::Own => Key::Own(typed),
                _ => Key::Cited(typed),
            };
            let reach = Reach {
                signs: 1,
                open: false,
            };
            terms(searcher, field, kind, &about, reach, |key| {
                if strsim::osa_distance(key, typed) == 1 {
                    found.insert((said, key.to_owned()), Nearness::Other);
                }
            })?;
        }
    }
    let mut codes: Vec<NearCode> = found
        .into_iter()
        .map(|((said, key), nearness)| NearCode {
            nearness,
            said,
            key,
        })
        .collect();
    codes.sort();
    codes.truncate(MOST);
    Ok(codes)
}

/// Whether one number may have been read as another: signs were lost, or no more than one is another. `208` is not `107`.
fn may_be_number(read: &str, typed: &str) -> bool {
    let (read, typed) = (number(read), number(typed));
    read.len() != typed.len() || strsim::osa_distance(read, typed) <= 1
}

/// The digits that a code begins with.
fn number(code: &str) -> &str {
    let behind = code.trim_start_matches(|c: char| c.is_ascii_digit());
    &code[..code.len() - behind.len()]
}

/// How far to look for keys: so many signs, and whatever is behind them where it is open.
#[derive(Clone, Copy, Debug)]
struct Reach {
    signs: u8,
    open: bool,
}

/// Tells the keys of one sort that are about so far away from `about`.
fn terms(
    searcher: &Searcher,
    field: Field,
    kind: Kind,
    about: &Key<'_>,
    reach: Reach,
    mut tell: impl FnMut(&str),
) -> tantivy::Result<()> {
    let typed = form::key(kind, *about);
    let sort = form::SORT.min(typed.len());
    let term = Term::from_field_text(field, &typed);
    let query = if reach.open {
        FuzzyTermQuery::new_prefix(term, reach.signs, true)
    } else {
        FuzzyTermQuery::new(term, reach.signs, true)
    };
    for segment in searcher.segment_readers() {
        let index = segment.inverted_index(field)?;
        let range = index.terms().search(query.automaton()?);
        let mut stream = range.ge(&typed[..sort]).into_stream()?;
        while stream.advance() {
            let Some(key) = stream.key().strip_prefix(&typed.as_bytes()[..sort]) else {
                break;
            };
            tell(&String::from_utf8_lossy(key));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_that_scans_make_of_others() {
        for (read, typed, expected) in [
            ("1230qd18nd", "1236qdu8nd", true),
            ("3120nqhdnd", "312011nqhdnd", true),
            ("1072021ndcp", "2082021ndcp", false),
            ("107ndcp", "107nqtw", true),
        ] {
            assert_eq!(may_be_number(read, typed), expected, "{read} {typed}");
        }
    }

    #[test]
    fn shown_as_people_write_them() {
        for (said, key, expected) in [
            (Said::Cited, "14/2019/tt/bldtbxh", "14/2019/TT-BLDTBXH"),
            (Said::Own, "4077/qd/ubnd", "4077/QD-UBND"),
            (Said::Own, "41/kh", "41/KH"),
            (Said::Cited, "nd:61/2018", "ND 61/2018"),
            (
                Said::Misread,
                "1072021ndcp\u{1f}1072021/NĐ-CP",
                "1072021/NĐ-CP",
            ),
        ] {
            let near = NearCode {
                nearness: Nearness::Other,
                said,
                key: key.to_owned(),
            };
            assert_eq!(near.shown(), expected);
        }
    }
}
