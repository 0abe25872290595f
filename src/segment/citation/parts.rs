//! What belongs to a mention after its number: date, authority, title; and the pinpoint before or after it.

use std::sync::LazyLock;

use regex::Regex;

use super::Page;
use super::authority::{authority, named_before, share_authority};
use super::find::{Head, names_a_kind};
use super::title::{title_end, title_start};
use crate::segment::dates::{self, Date};

/// A mention with its parts as folded ranges.
#[derive(Clone, Debug)]
pub(super) struct Mention {
    /// Type, number or name.
    pub head: Head,
    /// After the last part used.
    pub end: usize,
    /// Date.
    pub date: Option<Date>,
    /// Year alone (Luật … năm 2015).
    pub year: Option<u16>,
    /// Issuing body.
    pub authority: Option<(usize, usize)>,
    /// What it is about.
    pub title: Option<(usize, usize)>,
    /// Mentions inside the title.
    pub nested: Vec<usize>,
    /// khoản 2 Điều 5.
    pub pinpoint: Option<(usize, usize)>,
}

impl Mention {
    /// No part but the number was read.
    pub(super) fn is_bare(&self) -> bool {
        self.date.is_none() && self.authority.is_none() && self.title.is_none()
    }
}

/// One unit of a pinpoint with its numbers: "các điểm a, b và đ", "Điều 5-9".
const UNIT: &str = r"(?:cac |tu |ca )?(?:tiet|diem|khoan|dieu|tieu muc|muc|chuong|phan|phu luc)(?: so)? (?:[0-9]{1,3}(?:\.[0-9]{1,2})*[a-z]?|[ivx]{1,5}|[a-z])(?-u:\b)(?:(?:, ?| va | den | hoac | ?- ?|, va |; ?)(?:(?:cac )?(?:tiet|diem|khoan|dieu|tieu muc|muc|chuong|phu luc) )?(?:[0-9]{1,3}(?:\.[0-9]{1,2})*[a-z]?|[ivx]{1,5}|[a-z])(?-u:\b))*";
/// What a pinpoint points into, where it is not the instrument itself.
const ATTACHED: &str = r"(?:cua |tai )?(?:phu luc|quy che|quy dinh|dieu le|ke hoach|danh muc|quy trinh|bang|chuong trinh|de an)(?: [^,;.()]{0,90}?)?(?: duoc)? ?(?:ban hanh|dinh) kem theo ";

static BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(
        r"(?:^|[ (])((?:{UNIT}[,;]? ?(?:va |den |hoac )?)+) ?(?:{ATTACHED}|cua |tai |ban hanh kem theo |, )?$"
    ))
    .expect("invariant: the pattern is valid")
});
static AFTER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(r"^,? ?\(?(?:tai )?((?:{UNIT},? ?)+)"))
        .expect("invariant: the pattern is valid")
});

/// Reads the parts of every head. Later heads are read first: titles may hold them.
pub(super) fn read(page: &Page<'_>, heads: Vec<Head>) -> Vec<Mention> {
    let mut mentions: Vec<Mention> = heads
        .into_iter()
        .map(|head| Mention {
            end: head.end,
            authority: head.authority,
            head,
            date: None,
            year: None,
            title: None,
            nested: Vec::new(),
            pinpoint: None,
        })
        .collect();
    for i in (0..mentions.len()).rev() {
        let mut mention = mentions[i].clone();
        tail(page, &mut mention, i, &mentions);
        pinpoint(
            page,
            &mut mention,
            i.checked_sub(1).map_or(0, |n| mentions[n].head.end),
        );
        mentions[i] = mention;
    }
    for i in 0..mentions.len() {
        if mentions[i].authority.is_none() && mentions[i].head.symbol.is_some() {
            mentions[i].authority = named_before(
                page,
                &mentions[i].head,
                i.checked_sub(1).map_or(0, |n| mentions[n].head.end),
            );
        }
    }
    share_authority(page, &mut mentions);
    mentions
}

fn tail(page: &Page<'_>, mention: &mut Mention, i: usize, all: &[Mention]) {
    let text = page.text();
    let mut at = mention.end;
    // A law inside the name of the law that changes it: what follows belongs to the outer one.
    let near = |outer: &&Mention| outer.head.start + 400 > mention.head.start;
    let inside = all[..i].iter().rev().take_while(near).any(|outer| {
        outer
            .head
            .name
            .is_some_and(|(s, e)| s <= mention.head.start && mention.head.end <= e)
    });
    if mention.head.short.is_some() || (inside && mention.head.symbol.is_none()) {
        return;
    }
    for _ in 0..5 {
        let here = page.skip_blanks(at);
        let rest = &text[here..];
        if mention.date.is_none()
            && mention.title.is_none()
            && let Some((date, end)) = date(page, here)
        {
            mention.date = Some(date);
            mention.end = end;
            at = end;
            continue;
        }
        if mention.year.is_none()
            && mention.date.is_none()
            && let Some((year, end)) = year(mention, rest)
        {
            mention.year = Some(year);
            mention.end = here + end;
            at = mention.end;
            continue;
        }
        if mention.authority.is_none()
            && mention.title.is_none()
            && let Some((start, end)) = authority(page, here, mention)
        {
            mention.authority = Some((start, end));
            mention.end = end;
            at = end;
            continue;
        }
        let by_name = mention.head.symbol.is_none();
        if mention.title.is_none()
            && !by_name
            && let Some(start) = title_start(page, here, mention.authority.is_some())
            && !(mention.is_bare() && is_clause(page, start, mention.head.start))
        {
            let (end, nested) = title_end(page, start, i, all);
            if end > start {
                mention.title = Some((start, end));
                mention.nested = nested;
                mention.end = end;
            }
        }
        break;
    }
}

/// "năm 2015" after a name or a code without a year, "2015" after a law's name; and its length.
fn year(mention: &Mention, rest: &str) -> Option<(u16, usize)> {
    let named = mention.head.name.is_some();
    let dated = mention
        .head
        .symbol
        .as_ref()
        .is_some_and(|symbol| symbol.year.is_some());
    let (digits, from) = match rest.strip_prefix("nam ") {
        Some(digits) if named || !dated => (digits, 4),
        None if named && mention.head.symbol.is_none() => (rest, 0),
        _ => return None,
    };
    let whole = !digits
        .get(4..)?
        .starts_with(|c: char| c.is_ascii_alphanumeric());
    let year = digits.get(..4)?.parse().ok()?;
    (whole && (1945..=2100).contains(&year)).then_some((year, from + 4))
}

/// `ngày …`, perhaps after a comma, a bracket or "ban hành".
fn date(page: &Page<'_>, at: usize) -> Option<(Date, usize)> {
    let text = page.text();
    let mut from = at;
    for lead in [", ", ",", "(", "ky ", "ban hanh ", "ra "] {
        if text[from..].starts_with(lead) {
            from += lead.len();
        }
    }
    // "do Ủy ban nhân dân thành phố cấp ngày …", "lập ngày …"
    if text[from..].starts_with("cap ngay ") || text[from..].starts_with("lap ngay ") {
        from += 4;
    }
    // Specks after the code: "63/2010/NĐ-CP._ ngày …". A sentence would begin with a capital.
    let marks = text[from..].find(|c| !matches!(c, '.' | '_' | '\'' | '\u{1}'));
    if let (true, Some(marks @ 1..=3)) = (from == at, marks)
        && text[from + marks..].starts_with(" ngay ")
        && !page.is_upper(from + marks + 1)
    {
        from += marks + 1;
    }
    let rest = &text[from..];
    if !(rest.starts_with(['n', 'u', 'h'])
        || (rest.starts_with(|c: char| c.is_ascii_digit()) && from == at))
    {
        return None;
    }
    let (date, len) = dates::at_start(&rest[..rest.len().min(60)])?;
    let close = usize::from(text[..from].ends_with('(') && text[from + len..].starts_with(')'));
    Some((date, from + len + close))
}

/// "khoản 4 Điều 60 Nghị định … quy định mức phạt": the article says so; it is no title.
fn is_clause(page: &Page<'_>, title: usize, head: usize) -> bool {
    let text = page.text();
    let rest = &text[title..];
    let Some(said) = ["quy dinh", "huong dan"]
        .iter()
        .find_map(|verb| rest.strip_prefix(verb))
    else {
        return false;
    };
    let empty = said.trim_start().is_empty()
        || said.trim_start().starts_with([':', ',', '.', ';'])
        || said.starts_with(" nhu sau")
        || said.starts_with(" tai ");
    let from = head.saturating_sub(60);
    empty || BEFORE.is_match(&text[from..head])
}

fn pinpoint(page: &Page<'_>, mention: &mut Mention, floor: usize) {
    let text = page.text();
    let start = mention.head.start;
    let from = start.saturating_sub(140).max(floor.min(start));
    if let Some(found) = BEFORE.captures(&text[from..start]).and_then(|c| c.get(1)) {
        let words = found.as_str().trim_end_matches([' ', ',']);
        mention.pinpoint = Some((from + found.start(), from + found.start() + words.len()));
        return;
    }
    let rest = &text[mention.end..(mention.end + 140).min(text.len())];
    if let Some(found) = AFTER.captures(rest).and_then(|c| c.get(1)) {
        let words = found.as_str().trim_end_matches([' ', ',']);
        let at = mention.end + found.start();
        // "…, Điều 5 Nghị định khác" belongs to what follows.
        let after = page.skip_blanks((at + words.len()).min(text.len()));
        let tail = text[after..]
            .strip_prefix("cua ")
            .map_or(after, |_| after + 4);
        let capital = page.is_upper(at)
            || text[..at].ends_with("khoan ")
            || text[at..].starts_with("khoan")
            || text[at..].starts_with("diem");
        if capital
            && !names_a_kind(page, tail)
            && !text[at..].starts_with("muc ")
            && !text[at..].starts_with("phu luc")
        {
            mention.pinpoint = Some((at, at + words.len()));
            mention.end = at + words.len();
        }
    }
}
