//! Codes of documents (số và ký hiệu) in all the ways people write them.
//!
//! `61/2018/NĐ-CP`, `61/2018/nd-cp`, `61.2018.nd.cp`, `nghị định số 61/2018`, `nd 61/2018` and `61/2018` mean one document. A
//! code is indexed under keys of falling strictness: the whole of it, type with number and year, number and year, type and
//! number. A query is read into the strictest key that its words allow.

use super::words::{Forms, words};
use crate::span::Span;
use crate::text::code::{CodeParts, is_number, is_year, without_zeros};

/// Types by what they are called (folded, as [`Forms`] does it), and the letters that codes have for them.
const TYPES: [(&[&str], &str); 31] = [
    (&["thong", "tu", "lien", "tich"], "ttlt"),
    (&["nghi", "dinh"], "nd"),
    (&["quyet", "dinh"], "qd"),
    (&["ke", "hoach"], "kh"),
    (&["chi", "thi"], "ct"),
    (&["thong", "tu"], "tt"),
    (&["nghi", "quyet"], "nq"),
    (&["cong", "van"], "cv"),
    (&["thong", "bao"], "tb"),
    (&["bao", "cao"], "bc"),
    (&["huong", "dan"], "hd"),
    (&["to", "trinh"], "ttr"),
    (&["chuong", "trinh"], "ctr"),
    (&["ket", "luan"], "kl"),
    (&["bo", "luat"], "qh"),
    (&["luat"], "qh"),
    (&["ttlt"], "ttlt"),
    (&["nd"], "nd"),
    (&["qd"], "qd"),
    (&["kh"], "kh"),
    (&["ct"], "ct"),
    (&["tt"], "tt"),
    (&["nq"], "nq"),
    (&["cv"], "cv"),
    (&["tb"], "tb"),
    (&["bc"], "bc"),
    (&["hd"], "hd"),
    (&["ttr"], "ttr"),
    (&["ctr"], "ctr"),
    (&["kl"], "kl"),
    (&["qh"], "qh"),
];

/// Words after which two numbers are a time and no code: `tháng 6/2023`.
const TIMES: [&str; 4] = ["thang", "ngay", "qui", "nam"];

/// A code that was read in a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Code {
    /// Its keys, strictest first. Where the first is of no document, the next may be.
    pub(super) keys: Vec<String>,
    /// Its place in the query.
    pub(super) span: Span,
    /// Whether it can be nothing but a code: number and year, or number and symbol.
    pub(super) is_certain: bool,
}

/// The keys of a document's code; `year` is the year of its date, for codes that have none inside.
pub(super) fn keys(code: &str, year: Option<u16>) -> Vec<String> {
    keys_by(code, year, &mut |word| Forms::of(word).folded)
}

/// The same, for who remembers how words are folded.
pub(super) fn keys_by(
    code: &str,
    year: Option<u16>,
    fold: &mut impl FnMut(&str) -> String,
) -> Vec<String> {
    let folded: Vec<String> = words(code).map(|span| fold(span.of(code))).collect();
    let folded: Vec<&str> = folded.iter().map(String::as_str).collect();
    let Some(parts) = CodeParts::read(&folded) else {
        return Vec::new();
    };
    let year = year.map(|year| year.to_string());
    all_keys(
        parts.number,
        parts.year.or(year.as_deref()),
        parts.year.is_some(),
        parts.symbol,
    )
}

fn all_keys(number: &str, year: Option<&str>, inside: bool, symbol: &[&str]) -> Vec<String> {
    let mut keys = Vec::new();
    if !symbol.is_empty() {
        let inside = year.filter(|_| inside).map(|year| format!("/{year}"));
        keys.push(format!(
            "{number}{}/{}",
            inside.unwrap_or_default(),
            symbol.join("/")
        ));
    }
    let kind = symbol
        .first()
        .map(|first| bare(first))
        .filter(|kind| !kind.is_empty());
    if let Some(year) = year {
        if let Some(kind) = kind {
            keys.push(format!("{kind}:{number}/{year}"));
        }
        keys.push(format!("{number}/{year}"));
    }
    if let Some(kind) = kind {
        keys.push(format!("{kind}:{number}"));
    }
    keys.extend(near(number, year.filter(|_| inside), symbol));
    keys
}

/// The key of last resort, for where a scan took one letter for another: number, year and the last part of the symbol, in
/// which letters that look like digits are digits.
fn near(number: &str, year: Option<&str>, symbol: &[&str]) -> Option<String> {
    let [_, .., last] = symbol else {
        return None;
    };
    let last: String = last
        .chars()
        .map(|c| match c {
            'o' => '0',
            'i' | 'l' => '1',
            c => c,
        })
        .collect();
    Some(format!("{number}/{}~{last}", year.unwrap_or_default()))
}

/// A word of a code, and what stands before it.
#[derive(Debug)]
struct Part {
    folded: String,
    span: Span,
    /// What divides it from the word before: `/` also for what people type instead, a blank where there are blanks alone.
    gap: Gap,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Gap {
    Blank,
    Slash,
    /// A dash, a dot, a low line.
    Other,
    /// Anything else: the words have nothing to do with one another.
    Apart,
}

impl Part {
    fn new(folded: String, span: Span) -> Self {
        Self {
            folded,
            span,
            gap: Gap::Apart,
        }
    }

    fn is_number(&self) -> bool {
        is_number(&self.folded)
    }

    /// Without the zeros that some write before it.
    fn number(&self) -> &str {
        without_zeros(&self.folded)
    }

    fn is_year(&self) -> bool {
        is_year(&self.folded)
    }

    fn is_symbol(&self) -> bool {
        self.folded.len() <= 12
            && self.folded.starts_with(|c: char| c.is_ascii_lowercase())
            && self.folded.bytes().all(|b| b.is_ascii_alphanumeric())
    }
}

/// The codes in a query, in order.
pub(super) fn find(query: &str) -> Vec<Code> {
    let parts = parts(query);
    let mut codes = Vec::new();
    let mut at = 0;
    while at < parts.len() {
        match read(&parts, at) {
            Some((code, next)) => {
                codes.push(code);
                at = next;
            }
            None => at += 1,
        }
    }
    codes
}

fn parts(query: &str) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    for span in words(query) {
        let mut part = Part::new(Forms::of(span.of(query)).folded, span);
        if let Some(before) = parts.last() {
            part.gap = gap(&query[before.span.end..span.start]);
        }
        parts.push(part);
    }
    parts
}

fn gap(between: &str) -> Gap {
    let mut mark = Gap::Blank;
    for c in between.chars() {
        mark = match (c, mark) {
            (c, mark) if c.is_whitespace() => mark,
            ('/' | '⁄', Gap::Blank) => Gap::Slash,
            ('-' | '–' | '—' | '−' | '‑' | '.' | '_', Gap::Blank) => Gap::Other,
            _ => return Gap::Apart,
        };
    }
    mark
}

/// Reads a code at a word, and says which word is the next after it.
fn read(parts: &[Part], start: usize) -> Option<(Code, usize)> {
    let (kind, mut at) = kind_at(parts, start).map_or((None, start), |(kind, next)| {
        let next = next + usize::from(parts.get(next).is_some_and(|part| part.folded == "so"));
        (Some(kind), next)
    });
    let number = parts.get(at).filter(|part| part.is_number())?;
    if at > start && number.gap != Gap::Blank {
        return None;
    }
    if kind.is_none() && start > 0 && TIMES.contains(&parts[start - 1].folded.as_str()) {
        return None;
    }
    // A number behind another number and a mark is a date or a sum.
    if kind.is_none() && start > 0 && number.gap != Gap::Blank && number.gap != Gap::Apart {
        return None;
    }
    at += 1;
    let year = parts.get(at).filter(|part| {
        part.is_year()
            && match part.gap {
                Gap::Slash => true,
                Gap::Other | Gap::Blank => kind.is_some() || symbol_at(parts, at + 1).is_some(),
                Gap::Apart => false,
            }
    });
    at += usize::from(year.is_some());
    let symbol = symbol_at(parts, at);
    let symbols: Vec<&str> = symbol.map_or_else(Vec::new, |next| {
        parts[at..next]
            .iter()
            .map(|part| part.folded.as_str())
            .collect()
    });
    let next = symbol.unwrap_or(at);
    let is_certain = year.is_some() || !symbols.is_empty();
    if !is_certain && (kind.is_none() || number.is_year()) {
        return None;
    }
    if year.is_none() && symbols.is_empty() && parts.get(at).is_some_and(|p| p.gap == Gap::Slash) {
        // `kế hoạch 5/10`: nothing that a code has.
        return None;
    }
    let number_text = number.number();
    let year_text = year.map(|part| part.folded.as_str());
    // Strictest first, and none that would let through another number, year or type.
    let mut keys = Vec::new();
    if symbols.len() > 1 {
        let year = year_text.map_or_else(String::new, |year| format!("/{year}"));
        keys.push(format!("{number_text}{year}/{}", symbols.join("/")));
    }
    let kind = symbols.first().map_or(kind, |first| Some(bare(first)));
    match (kind, year_text) {
        (Some(kind), Some(year)) => keys.push(format!("{kind}:{number_text}/{year}")),
        (None, Some(year)) => keys.push(format!("{number_text}/{year}")),
        (Some(kind), None) if symbols.len() < 2 => keys.push(format!("{kind}:{number_text}")),
        _ => {}
    }
    keys.extend(near(number_text, year_text, &symbols));
    let first = &parts[start];
    let span = Span::new(first.span.start, parts[next - 1].span.end);
    Some((
        Code {
            keys,
            span,
            is_certain,
        },
        next,
    ))
}

/// The type that is named at a word, and the word after it.
fn kind_at(parts: &[Part], at: usize) -> Option<(&'static str, usize)> {
    TYPES.iter().find_map(|(names, letters)| {
        let found = names.iter().enumerate().all(|(i, name)| {
            parts
                .get(at + i)
                .is_some_and(|part| part.folded == *name && (i == 0 || part.gap == Gap::Blank))
        });
        found.then_some((*letters, at + names.len()))
    })
}

/// The end of the symbol that begins at a word: letters behind slashes and dashes, the first of them a type or followed by
/// a body.
fn symbol_at(parts: &[Part], at: usize) -> Option<usize> {
    let first = parts.get(at)?;
    let is_kind = is_kind(&first.folded);
    if !first.is_symbol() || first.gap == Gap::Apart || first.gap == Gap::Blank && !is_kind {
        return None;
    }
    let loose = first.gap == Gap::Blank;
    let mut next = at + 1;
    while let Some(part) = parts.get(next)
        && next < at + 5
        && part.is_symbol()
        && match part.gap {
            Gap::Slash | Gap::Other => true,
            // `61 2018 nd cp`: without marks, the body is one word.
            Gap::Blank => loose && next == at + 1,
            Gap::Apart => false,
        }
    {
        next += 1;
    }
    (is_kind || next > at + 1).then_some(next)
}

fn is_kind(letters: &str) -> bool {
    let bare = bare(letters);
    TYPES
        .iter()
        .any(|(names, kind)| names.len() == 1 && *kind == bare && names[0] == bare)
}

/// The letters of `qh14`: laws have the number of the assembly behind them.
fn bare(letters: &str) -> &str {
    letters.trim_end_matches(|c: char| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_decree_in_all_the_ways_people_write_it() {
        let keys = keys("61/2018/NĐ-CP", None);
        assert_eq!(
            keys,
            [
                "61/2018/nd/cp",
                "nd:61/2018",
                "61/2018",
                "nd:61",
                "61/2018~cp"
            ]
        );
        for (typed, strictest) in [
            ("61/2018/NĐ-CP", "61/2018/nd/cp"),
            ("61/2018/ND-CP", "61/2018/nd/cp"),
            ("61/2018/nđ-cp", "61/2018/nd/cp"),
            ("61/2018/NÐ-CP", "61/2018/nd/cp"),
            ("61 / 2018 / NĐ – CP", "61/2018/nd/cp"),
            ("61.2018.nd.cp", "61/2018/nd/cp"),
            ("61-2018-nd-cp", "61/2018/nd/cp"),
            ("61_2018_ND_CP", "61/2018/nd/cp"),
            ("61 2018 nd cp", "61/2018/nd/cp"),
            ("061/2018/NĐ-CP", "61/2018/nd/cp"),
            ("nghị định số 61/2018/NĐ-CP", "61/2018/nd/cp"),
            ("nghi dinh so 61/2018/nd-cp", "61/2018/nd/cp"),
            ("nghị định 61/2018", "nd:61/2018"),
            ("Nghị định số 61/2018", "nd:61/2018"),
            ("nđ 61/2018", "nd:61/2018"),
            ("nd 61/2018", "nd:61/2018"),
            ("nd 61 2018", "nd:61/2018"),
            ("61/2018/NĐ", "nd:61/2018"),
            ("61/2018", "61/2018"),
            ("nghị định 61", "nd:61"),
            ("nd 61", "nd:61"),
        ] {
            let found = find(typed);
            assert_eq!(found.len(), 1, "{typed}");
            assert_eq!(found[0].keys[0], strictest, "{typed}");
            assert_eq!(found[0].span.of(typed), typed);
            assert!(keys.contains(&found[0].keys[0]), "{typed}");
        }
    }

    #[test]
    fn other_codes() {
        for (typed, strictest) in [
            ("4077/QĐ-UBND", "4077/qd/ubnd"),
            ("QĐ 4077", "qd:4077"),
            ("quyết định số 4077/qd-ubnd", "4077/qd/ubnd"),
            ("11-CT/TU", "11/ct/tu"),
            ("09/KH-SKHCN", "9/kh/skhcn"),
            ("3127/UBND-NC", "3127/ubnd/nc"),
            ("45/2019/QH14", "qh:45/2019"),
            ("24a/2009/QĐ-TTg", "24a/2009/qd/ttg"),
            ("41/KH", "kh:41"),
            ("luật 45/2019", "qh:45/2019"),
        ] {
            let found = find(typed);
            assert_eq!(found.len(), 1, "{typed}");
            assert_eq!(found[0].keys[0], strictest, "{typed}");
        }
        assert_eq!(
            keys("4077/QĐ-UBND", Some(2021)),
            [
                "4077/qd/ubnd",
                "qd:4077/2021",
                "4077/2021",
                "qd:4077",
                "4077/~ubnd"
            ]
        );
        assert_eq!(
            keys("45/2019/QH14", None),
            ["45/2019/qh14", "qh:45/2019", "45/2019", "qh:45"]
        );
        assert_eq!(keys("/KH-SKHCN", Some(2023)), [""; 0]);
    }

    #[test]
    fn a_misread_code_is_near() {
        for (read, meant) in [
            ("20-CTI/HU", "20-CTr/HU"),
            ("3951/TTr-CAT-PCO7", "3951/TTr-CAT-PC07"),
            ("12/2016/QB-UBND", "12/2016/QĐ-UBND"),
        ] {
            let (read, meant) = (keys(read, None), find(meant));
            assert!(!read.contains(&meant[0].keys[0]));
            assert_eq!(read.last(), meant[0].keys.last());
        }
    }

    #[test]
    fn what_is_no_code() {
        for typed in [
            "kế hoạch 2023",
            "kế hoạch năm 2023",
            "giai đoạn 2021-2025",
            "giai đoạn 2021 - 2025",
            "tháng 6/2023",
            "ngày 14/12/2023",
            "14/12/2023",
            "quý 4/2022",
            "24/7",
            "50%",
            "01 lần/tuần",
            "ISO 9001:2015",
            "1.500.000",
            "điều 5 khoản 2",
            "",
            "/",
            "nghị định",
        ] {
            assert_eq!(find(typed), [], "{typed}");
        }
    }

    #[test]
    fn codes_among_words() {
        let typed = "kiểm soát thủ tục theo nghị định 63/2010/NĐ-CP và QĐ 4077 của tỉnh";
        let found = find(typed);
        let read: Vec<_> = found
            .iter()
            .map(|code| (code.span.of(typed), code.keys[0].as_str(), code.is_certain))
            .collect();
        assert_eq!(
            read,
            [
                ("nghị định 63/2010/NĐ-CP", "63/2010/nd/cp", true),
                ("QĐ 4077", "qd:4077", false)
            ]
        );
    }
}
