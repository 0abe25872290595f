//! Where instruments are named: a number and symbol with the type word before it, or a law's name.

use super::symbol::{self, Symbol};
use super::{Page, law};
use crate::segment::dictionary::KINDS;
use crate::segment::fuzzy::like;
use crate::segment::knowledge::begins_unit;

/// The beginning of a mention, before date, authority and title are read.
#[derive(Clone, Debug)]
pub(super) struct Head {
    /// Folded place of the type word (of the number where there is none).
    pub start: usize,
    /// Folded place after the number and symbol, or after the law's name.
    pub end: usize,
    /// Type as the words before it say, sentence case.
    pub kind: Option<String>,
    /// Number and symbol; `None` for laws by name.
    pub symbol: Option<Symbol>,
    /// A law's name: folded range.
    pub name: Option<(usize, usize)>,
    /// Issuing body that stands between type and number: folded range.
    pub authority: Option<(usize, usize)>,
    /// Only a number ("Nghị quyết 18"): an earlier instrument must answer to it.
    pub short: Option<String>,
}

/// Every head of a page in order, without overlaps of codes.
pub(super) fn heads(page: &Page<'_>) -> Vec<Head> {
    let mut heads: Vec<Head> = Vec::new();
    let bytes = page.text().as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if !bytes[at].is_ascii_digit() || (at > 0 && sticks(bytes[at - 1])) {
            at += 1;
            continue;
        }
        let source = page.fold.source(at);
        let head = symbol::scan(&page.flow.text[source..], false)
            .and_then(|symbol| coded(page, at, symbol, heads.last()))
            .or_else(|| numbered(page, at));
        match head {
            Some(head) => {
                at = head.end.max(at + 1);
                heads.push(head);
            }
            None => {
                at += bytes[at..]
                    .iter()
                    .take_while(|b| b.is_ascii_digit())
                    .count()
            }
        }
    }
    law::heads(page, &mut heads);
    heads.sort_by_key(|head| (head.start, head.end));
    heads
}

fn sticks(before: u8) -> bool {
    before.is_ascii_alphanumeric() || matches!(before, b'/' | b'-' | b':' | b'.' | b',' | b'_')
}

fn coded(page: &Page<'_>, at: usize, symbol: Symbol, previous: Option<&Head>) -> Option<Head> {
    let end = page.fold.at(page.fold.source(at) + symbol.len);
    let (at, symbol) = with_lost_digits(page, at, symbol);
    let before = type_before(page, at);
    if let Some(before) = before {
        return Some(Head {
            start: before.start,
            end,
            kind: Some(before.kind),
            symbol: Some(symbol),
            name: before.name,
            authority: before.authority,
            short: None,
        });
    }
    // The next in a list under one type word.
    let text = &page.text()[..at];
    let leader = previous.filter(|head| {
        let listed = head.symbol.is_some() && in_list(page, head.end, at);
        // "các Quyết định của Chủ tịch UBND huyện: số … về …; số … về …"
        let announced =
            head.authority.is_some() && text.ends_with("so ") && !text[head.end..].contains(". ");
        listed || announced
    });
    let kind = leader.and_then(|head| head.kind.clone());
    let authority = leader.and_then(|head| head.authority);
    let form = [
        "mau so ",
        "mau ",
        "bieu so ",
        "bieu ",
        "bieu mau so ",
        "phu luc so ",
        "to khai ",
        "tai khoan ",
    ]
    .iter()
    .any(|word| text.ends_with(word));
    if form || !(symbol.is_certain() || (kind.is_some() && symbol.symbol().len() > 2)) {
        return None;
    }
    let labelled = text.ends_with("so ").then(|| at - 3);
    let start = if kind.is_some() {
        at
    } else {
        labelled.filter(|_| false).unwrap_or(at)
    };
    Some(Head {
        start,
        end,
        kind,
        symbol: Some(symbol),
        name: None,
        authority,
        short: None,
    })
}

/// Takes in the first digits of a number that a blank cut off: "số 1 140/KH-UBND".
fn with_lost_digits(page: &Page<'_>, at: usize, symbol: Symbol) -> (usize, Symbol) {
    let before = &page.text()[at.saturating_sub(24)..at];
    let Some((lead, digits)) = before
        .strip_suffix(' ')
        .and_then(|text| text.rsplit_once(' '))
        .filter(|(_, digits)| digits.len() <= 2 && digits.bytes().all(|b| b.is_ascii_digit()))
        .filter(|(_, digits)| !digits.is_empty())
    else {
        return (at, symbol);
    };
    let labelled = lead.rsplit(' ').next().is_some_and(is_number_word);
    if !labelled || symbol.number.len() + digits.len() > 5 {
        return (at, symbol);
    }
    let number = format!("{digits}{}", symbol.number);
    let mut symbol = symbol;
    symbol.number = number;
    symbol.repaired = true;
    (at - 1 - digits.len(), symbol)
}

/// Nothing but commas, "và", "số" and a date between two codes.
fn in_list(page: &Page<'_>, from: usize, to: usize) -> bool {
    let Some(gap) = page.text().get(from..to) else {
        return false;
    };
    if gap.len() > 60 || gap.contains(['.', ':']) {
        return false;
    }
    gap.split(|c: char| !c.is_ascii_alphabetic())
        .filter(|w| !w.is_empty())
        .all(|w| matches!(w, "va" | "so" | "ngay" | "thang" | "nam" | "cac"))
}

/// A type word and a number alone: "Nghị quyết 18", "Quyết định số 4077".
fn numbered(page: &Page<'_>, at: usize) -> Option<Head> {
    let digits = page.word(at);
    if digits.is_empty() || digits.len() > 5 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let end = at + digits.len();
    let rest = &page.text()[end..];
    let next = page.word(page.skip_blanks(end));
    if rest.starts_with(['/', '-', '%', ':'])
        || matches!(
            next,
            "nam"
                | "ngay"
                | "thang"
                | "quy"
                | "van"
                | "noi"
                | "diem"
                | "muc"
                | "nhiem"
                | "lan"
                | "ban"
                | "trieu"
                | "ty"
        )
    {
        return None;
    }
    let before = type_before(page, at)?;
    let capital = page.is_upper(before.start);
    // "(sau đây gọi tắt là Nghị quyết 76)" gives a name and cites nothing.
    let naming = ["goi tat la ", "goi la ", "goi chung la ", "viet tat la "]
        .iter()
        .any(|lead| page.text()[..before.start].ends_with(lead));
    if naming {
        return None;
    }
    (capital && before.name.is_none()).then(|| Head {
        start: before.start,
        end,
        kind: Some(before.kind),
        symbol: None,
        name: None,
        authority: None,
        short: Some(digits.to_owned()),
    })
}

/// What stands before a number.
pub(super) struct Before {
    start: usize,
    kind: String,
    name: Option<(usize, usize)>,
    authority: Option<(usize, usize)>,
}

/// The type words that lead to the number at `at`.
fn type_before(page: &Page<'_>, at: usize) -> Option<Before> {
    let from = at.saturating_sub(180);
    let mut words: Vec<(usize, &str)> = Vec::new();
    let window = &page.text()[from..at];
    for word in window.split(' ').filter(|w| !w.is_empty()) {
        words.push((
            from + (word.as_ptr() as usize - window.as_ptr() as usize),
            word,
        ));
    }
    let mut labelled = false;
    if let Some((_, last)) = words.last()
        && is_number_word(last)
    {
        words.pop();
        labelled = true;
    }
    if let Some((start, kind, _)) = ends_with_kind(page, &words, labelled) {
        return Some(Before {
            start,
            kind,
            name: None,
            authority: None,
        });
    }
    // Luật Giáo dục số 43/2019/QH14.
    if let Some((start, name, kind)) = law::named_before(page, &words, labelled) {
        return Some(Before {
            start,
            kind: kind.to_owned(),
            name: Some(name),
            authority: None,
        });
    }
    // Quyết định UBND tỉnh số …
    if labelled && let Some(before) = with_body(page, &words) {
        return Some(before);
    }
    // Nghị quyết của Quốc hội số …
    if labelled
        && let Some(cua) = words
            .iter()
            .rposition(|w| w.1 == "cua")
            .filter(|&n| n + 9 > words.len() && n + 1 < words.len())
    {
        let (start, kind, _) = ends_with_kind(page, &words[..cua], false)?;
        let last = words.last()?;
        // "các Quyết định của Chủ tịch UBND tỉnh: số …"
        let clean = !words[cua + 1..]
            .iter()
            .rev()
            .enumerate()
            .any(|(n, w)| w.1.ends_with([',', ';', '.']) || (n > 0 && w.1.ends_with(':')));
        let end = last.0 + last.1.trim_end_matches(':').len();
        return clean.then(|| Before {
            start,
            kind,
            name: None,
            authority: Some((words[cua + 1].0, end)),
        });
    }
    None
}

/// A type word and the body right after it, without "của".
fn with_body(page: &Page<'_>, words: &[(usize, &str)]) -> Option<Before> {
    let last = words.last()?;
    (1..=8.min(words.len().saturating_sub(1))).find_map(|n| {
        let cut = words.len() - n;
        let body = words[cut].0;
        let named = page.is_upper(body)
            && begins_unit(&page.text()[body..])
            && !words[cut..]
                .iter()
                .any(|word| word.1.ends_with([',', ';', '.', ':', ')']));
        let (start, kind, _) = named
            .then(|| ends_with_kind(page, &words[..cut], false))
            .flatten()?;
        page.is_upper(start).then(|| Before {
            start,
            kind,
            name: None,
            authority: Some((body, last.0 + last.1.len())),
        })
    })
}

/// "số" and what scans make of it, with a stray mark perhaps: `s6`, `$5`, `so'`.
fn is_number_word(word: &str) -> bool {
    let core = word.trim_end_matches(|c: char| !c.is_ascii_alphanumeric());
    matches!(
        core,
        "so" | "s6"
            | "s0"
            | "s5"
            | "$5"
            | "$6"
            | "$o"
            | "s8"
            | "86"
            | "8o"
            | "80"
            | "56"
            | "5o"
            | "se"
            | "sa"
            | "sd"
    ) || word == "s&"
}

/// The type that the last words name, with a few words of qualification after it ("Báo cáo thẩm tra số").
fn ends_with_kind(
    page: &Page<'_>,
    words: &[(usize, &str)],
    labelled: bool,
) -> Option<(usize, String, usize)> {
    // A type that is read exactly, even with words after it, before one that is read through a wrong letter.
    for (extra, exactly) in [(0usize, true), (1, true), (2, true), (3, true), (0, false)] {
        if words.len() <= extra {
            continue;
        }
        let cut = words.len() - extra;
        let tail = &words[cut..];
        let plain = |word: &(usize, &str)| {
            word.1.bytes().all(|b| b.is_ascii_lowercase())
                && !page.is_upper(word.0)
                && !matches!(word.1, "cua" | "va" | "tai" | "theo" | "cac" | "co" | "voi")
        };
        let bracket = tail.first().is_some_and(|word| word.1.starts_with('('))
            && tail.last().is_some_and(|word| word.1.ends_with(')'));
        if extra > 0 && !(labelled && (bracket || tail.iter().all(plain))) {
            continue;
        }
        let known = extra == 2
            && matches!(
                (tail[0].1, tail[1].1),
                ("lien", "tich" | "nganh") | ("phoi", "hop") | ("hanh", "dong") | ("ket", "luan")
            );
        for kind in KINDS.iter() {
            let n = kind.syllables.len();
            if n > cut {
                continue;
            }
            let last = &words[cut - n..cut];
            // From the last on: few types share it.
            let mut pairs = last.iter().zip(&kind.syllables).rev();
            let exact = exactly
                && pairs.all(|(word, syllable)| {
                    let word = word.1.trim_start_matches(['(', '"', '\'', '[']);
                    // "Quyết định, số …"
                    let word = if labelled {
                        word.trim_end_matches(',')
                    } else {
                        word
                    };
                    word == syllable
                });
            let near = || {
                !exactly
                    && n >= 2
                    && page.is_upper(last[0].0)
                    && like(
                        &last.iter().map(|w| w.1).collect::<String>(),
                        &kind.squeezed,
                    )
                    && last[0].1.len() >= 2
                    && !last.iter().any(|w| w.1.ends_with([',', ';', '.']))
            };
            if !(exact || near()) || (kind.squeezed == "luat" && !page.is_upper(last[0].0)) {
                continue;
            }
            let lead = last[0].1.len() - last[0].1.trim_start_matches(['(', '"', '\'', '[']).len();
            let start = last[0].0 + lead;
            let mut name = kind.name.to_owned();
            if known {
                let end = words.last().map_or(start, |w| w.0 + w.1.len());
                let printed = page.raw(words[cut].0, end);
                name.push(' ');
                name.push_str(&printed.to_lowercase());
            }
            return Some((start, name, cut - n));
        }
    }
    None
}

/// True where a type word stands at a place (the instrument itself may have no number).
pub(super) fn names_a_kind(page: &Page<'_>, at: usize) -> bool {
    let rest = &page.text()[at..];
    KINDS.iter().any(|kind| {
        rest.strip_prefix(kind.folded.as_str())
            .is_some_and(|after| !after.starts_with(|c: char| c.is_ascii_alphanumeric()))
    })
}
