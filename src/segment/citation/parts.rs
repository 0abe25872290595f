//! What belongs to a mention after its number: date, authority, title; and the pinpoint before or after it.

use std::sync::LazyLock;

use regex::Regex;

use super::Page;
use super::find::{Head, names_a_kind};
use crate::segment::dates::{self, Date};
use crate::segment::knowledge::{UNIT_HEADS, begins_with};

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
    fn is_bare(&self) -> bool {
        self.date.is_none() && self.authority.is_none() && self.title.is_none()
    }
}

/// One unit of a pinpoint with its numbers: "các điểm a, b và đ", "Điều 5-9".
const UNIT: &str = r"(?:cac |tu )?(?:tiet|diem|khoan|dieu|tieu muc|muc|chuong|phan|phu luc) (?:[0-9]{1,3}[a-z]?|[ivx]{1,5}|[a-z])(?:(?:, ?| va | den | ?- ?|, va )(?:(?:tiet|diem|khoan|dieu|muc|chuong) )?(?:[0-9]{1,3}[a-z]?|[ivx]{1,5}|[a-z])(?-u:\b))*";

static BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(
        r"(?:^|[ (])((?:{UNIT},? ?)+?) ?(?:cua |tai |ban hanh kem theo |, )?$"
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
            && mention.head.name.is_some()
            && let Some(year) = rest
                .strip_prefix("nam ")
                .and_then(|r| r.get(..4))
                .and_then(|y| y.parse::<u16>().ok())
                .filter(|y| (1945..=2100).contains(y))
        {
            mention.year = Some(year);
            mention.end = here + 8;
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

/// `ngày …`, perhaps after a comma, a bracket or "ban hành".
fn date(page: &Page<'_>, at: usize) -> Option<(Date, usize)> {
    let text = page.text();
    let mut from = at;
    for lead in [", ", ",", "(", "ky ", "ban hanh ", "ra "] {
        if text[from..].starts_with(lead) {
            from += lead.len();
        }
    }
    // A speck after the code: "63/2010/NĐ-CP. ngày …". A sentence would begin with a capital.
    if from == at && text[from..].starts_with(". ngay ") && !page.is_upper(from + 2) {
        from += 2;
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

/// The body after "của" (or "do").
fn authority(page: &Page<'_>, at: usize, mention: &Mention) -> Option<(usize, usize)> {
    let text = page.text();
    let after = ["cua ", "do ", ", cua ", "cua: ", "cua."]
        .iter()
        .find(|lead| text[at..].starts_with(**lead))?;
    let start = page.skip_blanks(at + after.len());
    let joint = mention
        .head
        .kind
        .as_deref()
        .is_some_and(|kind| kind.contains("liên"));
    let end = body_end(page, start, joint);
    (end > start).then_some((start, end))
}

/// End of a body's name that begins at `start`; `start` where none does.
fn body_end(page: &Page<'_>, start: usize, joint: bool) -> usize {
    let text = page.text();
    if start >= text.len() {
        return start;
    }
    let lower_head = begins_with(
        &text[start..],
        &[
            "lien",
            "hdnd",
            "ubnd",
            "uy ban",
            "bo",
            "so",
            "quoc hoi",
            "tinh uy",
            "huyen uy",
            "thanh uy",
            "hoi dong",
            "chinh phu",
            "thu tuong",
        ],
    );
    if !(page.is_upper(start) || lower_head) || names_a_kind(page, start) {
        return start;
    }
    let mut at = start;
    let mut end = start;
    for n in 0..22 {
        let word = page.word(at);
        if word.is_empty() {
            // A hyphen inside a name: Lao động - Thương binh và Xã hội.
            if n > 0 && text[at..].starts_with("- ") && page.is_upper(at + 2) {
                at += 2;
                continue;
            }
            if n > 0
                && text[at..].starts_with("(khoa")
                && let Some(close) = text[at..].find(')').filter(|&c| c < 30)
            {
                end = at + close + 1;
            }
            break;
        }
        let after = at + word.len();
        let next = page.skip_blanks(after);
        if n > 0 && ends_body(page, at, word, next) {
            break;
        }
        end = after;
        match text.as_bytes().get(after) {
            Some(b' ') => at = next,
            Some(b'-') | Some(b'&') if page.is_upper(after + 1) => at = after + 1,
            Some(b'.') if text[..after].ends_with("tp") => at = page.skip_blanks(after + 1),
            Some(b',') => {
                let q = page.skip_blanks(after + 1);
                let so_far = &text[start..after];
                let rest = &text[q..];
                let culture = (so_far.ends_with("van hoa")
                    || so_far.ends_with("lao dong")
                    || so_far.ends_with("the thao"))
                    && (rest.starts_with("the thao")
                        || rest.starts_with("thuong binh")
                        || rest.starts_with("thong tin"));
                let minister = so_far.ends_with("bo truong") && rest.starts_with("chu nhiem");
                let partner = joint
                    && page.is_upper(q)
                    && begins_with(
                        rest,
                        &["bo", "tong", "ngan hang", "uy ban", "toa an", "vien"],
                    );
                if !(culture || minister || partner) {
                    break;
                }
                at = q;
            }
            _ => break,
        }
    }
    end
}

fn ends_body(page: &Page<'_>, at: usize, word: &str, next: usize) -> bool {
    if page.is_upper(at) {
        if begins_with(
            &page.text()[at..],
            &[
                "ve viec",
                "sua doi",
                "ban hanh",
                "phe duyet",
                "quy dinh",
                "huong dan",
            ],
        ) {
            return true;
        }
        return names_a_kind(page, at)
            && !begins_with(&page.text()[at..], &["luat", "ke hoach", "du an", "lenh"]);
    }
    let next_word = page.word(next);
    match word {
        "ve" | "v" | "ngay" | "co" | "da" | "duoc" | "la" | "nham" | "theo" | "cho" | "den"
        | "thi" | "tren" | "nhu" | "kem" | "nay" | "khi" | "sau" | "voi" | "hoac" | "giao"
        | "bai" | "thay" | "gui" | "se" | "ma" | "yeu" | "tung" => true,
        // "năm 2023", but "Việt Nam", "miền nam".
        "nam" => page.raw(at, at + 3) == "năm",
        "phu" => next_word == "hop",
        "de" => page.raw(at, at + 2) == "để" || next_word == "nghi",
        "tai" => page.raw(at, at + 3) == "tại",
        "trong" => page.raw(at, at + 5) == "trong",
        "so" => page.raw(at, at + 2) == "số",
        "ban" => next_word == "hanh",
        "quy" | "quyet" => next_word == "dinh",
        "phe" => next_word == "duyet",
        "sua" => next_word == "doi",
        "huong" => next_word == "dan",
        "trien" => next_word == "khai",
        "thuc" => next_word == "hien",
        "cong" => next_word == "bo",
        "thanh" => next_word == "lap",
        "thong" => next_word == "qua" || (next_word == "bao" && !page.is_upper(next)),
        "dong" => next_word == "thoi",
        "doi" => next_word == "voi",
        "bao" => matches!(next_word, "dam" | "gom" | "cao"),
        "bo" => next_word == "sung",
        "dinh" | "dieu" => next_word == "chinh",
        "kien" => next_word == "toan",
        "tang" => next_word == "cuong",
        "day" => next_word == "manh",
        "nang" => next_word == "cao",
        "chan" => next_word == "chinh",
        "tiep" => next_word == "tuc",
        "hop" => next_word == "nhat",
        "to" => next_word == "chuc",
        "chi" => next_word == "dao",
        "cu" => next_word == "the",
        "va" => {
            names_a_kind(page, next)
                || matches!(next_word, "cac" | "nhung" | "huong" | "chi")
                || page.text()[next..].starts_with("de nghi")
        }
        _ => false,
    }
}

/// Words that begin a title anywhere, and those that do so only after the authority.
const TITLES: &[&str] = &[
    "ve",
    "v/v",
    "ban hanh",
    "phe duyet",
    "sua doi",
    "bo sung",
    "quy dinh",
    "huong dan",
    "cong bo",
    "thanh lap",
    "kien toan",
    "bai bo",
    "thay the",
    "dinh chinh",
    "thong qua",
    "dieu chinh",
    "hop nhat",
];
const TITLES_AFTER_BODY: &[&str] = &[
    "trien khai",
    "thuc hien",
    "giao",
    "tang cuong",
    "day manh",
    "nang cao",
    "chan chinh",
    "tiep tuc",
    "to chuc",
    "quan ly",
    "phat dong",
    "phat trien",
    "cu the hoa",
    "chuyen doi",
    "xay dung",
    "cai cach",
    "dau tu",
    "truyen thong",
    "phong",
    "thuc day",
];

fn title_start(page: &Page<'_>, at: usize, has_body: bool) -> Option<usize> {
    let text = page.text();
    let mut from = at;
    if text[from..].starts_with(", ve ") {
        from += 2;
    }
    let rest = &text[from..];
    let listed = begins_with(rest, TITLES) || (has_body && begins_with(rest, TITLES_AFTER_BODY));
    if !listed || from >= text.len() {
        return None;
    }
    if let Some(object) = rest.strip_prefix("ve ") {
        // Reports go "về Sở Nội vụ": a place, not a title.
        let place = page.skip_blanks(from + 3);
        let unit = page.is_upper(place)
            && begins_with(
                object.trim_start(),
                &[
                    "so",
                    "ubnd",
                    "uy ban",
                    "van phong",
                    "bo",
                    "ban",
                    "phong",
                    "hdnd",
                    "chi cuc",
                    "thuong truc",
                ],
            );
        if unit {
            return None;
        }
    }
    Some(from)
}

/// Where a title ends, and which mentions it holds.
fn title_end(page: &Page<'_>, start: usize, i: usize, all: &[Mention]) -> (usize, Vec<usize>) {
    let text = page.text();
    let bytes = text.as_bytes();
    let mut nested: Vec<usize> = Vec::new();
    let mut at = start;
    let mut next = i + 1;
    let limit = (start + 1200).min(text.len());
    while at < limit {
        while next < all.len() && all[next].head.start < at {
            next += 1;
        }
        if next < all.len() && all[next].head.start == at && at > start {
            nested.push(next);
            at = all[next].end.max(at + 1);
            continue;
        }
        let after = at + 1;
        let bare_list = nested
            .last()
            .is_some_and(|&n| all[n].end == at && all[n].is_bare());
        let leads = |q: usize| {
            all[next.min(all.len())..]
                .iter()
                .find(|m| m.head.start >= q)
                .is_some_and(|m| {
                    let to = m
                        .pinpoint
                        .map_or(m.head.start, |(start, _)| start.min(m.head.start));
                    let gap = text.get(q..to.max(q)).unwrap_or("x");
                    matches!(gap, "" | "cac " | "so " | "cac so ")
                })
        };
        match bytes[at] {
            b';' | b':' | b')' => break,
            b'.' => {
                let inner = after < bytes.len() && bytes[after].is_ascii_alphanumeric();
                let abbreviation = text[start..at]
                    .rsplit(' ')
                    .next()
                    .is_some_and(|w| matches!(w, "tp" | "tt" | "tx" | "ts" | "p" | "q"));
                if !inner && !abbreviation {
                    break;
                }
            }
            b'(' => {
                let rest = &text[after..];
                let aside = [
                    "sau day",
                    "goi",
                    "viet tat",
                    "duoi day",
                    "kem theo",
                    "da duoc",
                    "duoc",
                    "sau goi",
                    "co hieu luc",
                    "neu tai",
                ]
                .iter()
                .any(|w| rest.starts_with(w));
                match rest.find(')').filter(|&c| c < 160 && !aside) {
                    Some(close) => {
                        at = after + close + 1;
                        continue;
                    }
                    None => break,
                }
            }
            b'"' => {
                if let Some(close) = text[after..].find('"').filter(|&c| c < 260) {
                    at = after + close + 1;
                    continue;
                }
            }
            b',' => {
                let q = page.skip_blanks(after);
                if q >= text.len() {
                    break;
                }
                if leads(q) {
                    if !bare_list {
                        break;
                    }
                } else if comma_ends(page, q) {
                    break;
                }
            }
            b' ' => {
                let rest = &text[after..];
                if let Some(tail) = rest.strip_prefix("va ") {
                    let q = page.skip_blanks(after + 3);
                    let others = [
                        "cac van ban",
                        "cac quy dinh",
                        "van ban huong dan",
                        "cac huong dan",
                        "cac noi dung lien quan",
                        "de nghi",
                        "cac ke hoach",
                        "cac nghi",
                        "cac chi thi",
                        "cac quyet dinh",
                    ];
                    let rules = begins_with(
                        &text[q..],
                        &["nghi quyet", "nghi dinh", "thong tu", "chi thi", "ket luan"],
                    );
                    if ((leads(q) || rules) && !bare_list)
                        || others.iter().any(|w| tail.starts_with(w))
                    {
                        break;
                    }
                } else if [
                    "nhu sau",
                    "da duoc",
                    "co hieu luc",
                    "duoc sua doi",
                    "duoc ban hanh",
                    "nham ",
                ]
                .iter()
                .any(|w| rest.starts_with(w))
                {
                    break;
                }
            }
            _ => {}
        }
        at += 1;
    }
    let end = at.min(text.len());
    let trimmed = text[start..end]
        .trim_end_matches([' ', ',', '-', '"'])
        .len();
    let quoted = usize::from(text[start + trimmed..end].starts_with('"'));
    (start + trimmed + quoted, nested)
}

/// Does the comma before `q` lead back to the sentence?
fn comma_ends(page: &Page<'_>, q: usize) -> bool {
    let rest = &page.text()[q..];
    let back = [
        "nham ",
        "dong thoi",
        "trong do",
        "theo do",
        "gop phan",
        "cu the",
        "nhu sau",
        "dac biet",
        "tren co so",
        "sau khi",
        "de nghi",
        "theo de nghi",
        "xet de nghi",
        "can cu ",
        "yeu cau ",
        "bao dam ",
        "qua do",
        "tu do",
        "phu hop voi",
        "gan voi",
        "de ",
        "ban hanh kem",
        "thuoc ",
        "trong qua trinh",
        "van con",
        "tuy nhien",
        "tinh hinh",
        "qua kiem tra",
    ];
    if back.iter().any(|w| rest.starts_with(w)) {
        return !(rest.starts_with("de ") && page.raw(q, q + 2) != "để");
    }
    if page.is_upper(q) && begins_with(rest, &UNIT_HEADS) {
        let window: String = rest.chars().take(140).collect();
        let sentence = window.split([';', '.']).next().unwrap_or("");
        return [
            " ban hanh",
            " xay dung",
            " de nghi",
            " yeu cau",
            " bao cao",
            " to chuc thuc hien",
            " trien khai",
            " huong dan",
            " chi dao",
            " thong bao",
            " kinh ",
            " trinh ",
            " quyet dinh",
            " de xuat",
            " lap ",
            " tham muu",
            " phoi hop",
            " tong hop",
            " cu the hoa",
            " phat dong",
            " giao ",
            " quan triet",
        ]
        .iter()
        .any(|verb| sentence.contains(verb));
    }
    false
}

/// "của Sở Nội vụ tại Tờ trình số …": the unit named before the mention.
fn named_before(page: &Page<'_>, head: &Head, floor: usize) -> Option<(usize, usize)> {
    let text = page.text();
    let before = text[..head.start].strip_suffix(" tai ")?;
    let from = before
        .len()
        .saturating_sub(150)
        .max(floor.min(before.len()));
    let clause = from + before[from..].rfind([';', '.', ':']).map_or(0, |n| n + 1);
    let window = &before[clause..];
    let led = [" cua ", "de nghi "]
        .iter()
        .filter_map(|lead| window.rfind(lead).map(|n| clause + n + lead.len()))
        .max();
    if let Some(start) = led {
        let start = if text[start..].starts_with("cua ") {
            start + 4
        } else {
            start
        };
        let unit = page.is_upper(start) || begins_with(&text[start..], &UNIT_HEADS);
        return (unit && start < before.len()).then_some((start, before.len()));
    }
    // "Sở Tư pháp đã thẩm định tại Báo cáo số …": a unit and a few words of what it did.
    let mut found = None;
    let mut at = clause;
    for word in window.split(' ') {
        if found.is_none_or(|(_, end)| at >= end)
            && !word.is_empty()
            && page.is_upper(at)
            && begins_with(&text[at..], &UNIT_HEADS)
            && !names_a_kind(page, at)
        {
            let end = body_end(page, at, false).min(before.len());
            if end > at {
                found = Some((at, end));
            }
        }
        at += word.len() + 1;
    }
    found.filter(|&(_, end)| before[end..].split(' ').count() <= 6 && !before[end..].contains(','))
}

/// In "A và B của X", X is the authority of both, where both symbols end in the same body.
fn share_authority(page: &Page<'_>, mentions: &mut [Mention]) {
    for i in (0..mentions.len().saturating_sub(1)).rev() {
        let (left, right) = mentions.split_at_mut(i + 1);
        let (Some(mention), Some(next)) = (left.last_mut(), right.first()) else {
            continue;
        };
        if mention.authority.is_some()
            || mention.title.is_some()
            || next.authority.is_none()
            || next.head.start < mention.end
        {
            continue;
        }
        let to = next.pinpoint.map_or(next.head.start, |(start, _)| start);
        let gap = page
            .text()
            .get(mention.end..to)
            .unwrap_or("x")
            .trim_matches([' ', ',']);
        let joined = matches!(gap, "" | "va" | "so" | "va so" | "cac" | "va cac");
        let body = |m: &Mention| {
            m.head.symbol.as_ref().map(|s| {
                s.symbol()
                    .rsplit(['-', '/'])
                    .next()
                    .unwrap_or("")
                    .to_owned()
            })
        };
        if joined && mention.head.symbol.is_some() && body(mention) == body(next) {
            mention.authority = next.authority;
        }
    }
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
