//! The body that issued an instrument: after "của", or named before it ("của Sở Nội vụ tại Tờ trình số …").

use super::Page;
use super::find::{Head, names_a_kind};
use super::parts::Mention;
use crate::segment::knowledge::{NOUNS, UNIT_HEADS, VERBS, begins_with};

/// The body after "của" (or "do").
pub(super) fn authority(page: &Page<'_>, at: usize, mention: &Mention) -> Option<(usize, usize)> {
    let text = page.text();
    let after = ["cua ", "do ", ", cua ", "cua: ", "cua."]
        .iter()
        .find(|lead| text[at..].starts_with(**lead))?;
    let start = page.skip_blanks(at + after.len());
    let of_several = |kind: &str| kind.contains("liên");
    let joint = mention.head.kind.as_deref().is_some_and(of_several)
        || mention
            .head
            .symbol
            .as_ref()
            .and_then(|symbol| symbol.kind())
            .is_some_and(of_several);
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
                && (text[at..].starts_with("(khoa") || text[at..].starts_with("(ky hop"))
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
                // "Hội đồng nhân dân tỉnh khóa X, kỳ họp thứ 5"
                let session = rest.starts_with("ky hop thu");
                // "liên Bộ Y tế, Tài nguyên và Môi trường"
                let shared = so_far.starts_with("lien bo") && page.is_upper(q);
                let partner = joint
                    && page.is_upper(q)
                    && begins_with(
                        rest,
                        &["bo", "tong", "ngan hang", "uy ban", "toa an", "vien"],
                    );
                if !(culture || minister || session || shared || partner) {
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
        | "bai" | "thay" | "gui" | "se" | "ma" | "yeu" | "tung" | "gom" => true,
        "tien" => next_word == "hanh",
        "cap" => next_word == "ngay",
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
        "thanh" if next_word == "lap" => true,
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
                || matches!(
                    next_word,
                    "cac"
                        | "nhung"
                        | "huong"
                        | "chi"
                        | "quy"
                        | "theo"
                        | "dieu"
                        | "khoan"
                        | "diem"
                        | "van"
                        | "yeu"
                        | "noi"
                )
                || page.text()[next..].starts_with("y kien")
                || (!page.is_upper(next) && acts(&page.text()[next..]))
                || page.text()[next..].starts_with("de nghi")
        }
        // "của Sở Y tế kiểm tra chất lượng", but "của Đoàn kiểm tra liên ngành".
        "kiem" | "thanh" | "giam" | "xu" | "giai" => {
            let before = page.text()[..at].trim_end();
            matches!(
                (word, next_word),
                ("kiem", "tra")
                    | ("thanh", "tra")
                    | ("giam", "sat")
                    | ("xu", "ly")
                    | ("giai", "quyet" | "trinh")
            ) && !NOUNS.iter().any(|noun| {
                before
                    .strip_suffix(noun)
                    .is_some_and(|lead| lead.is_empty() || lead.ends_with(' '))
            })
        }
        _ => false,
    }
}

/// Does a text begin with something that is done, and that no body is named after?
fn acts(fold: &str) -> bool {
    VERBS.begin(fold)
        && !begins_with(
            fold,
            &[
                "dao tao",
                "phat trien",
                "dau tu",
                "xay dung",
                "quan ly",
                "truyen thong",
                "bao ve",
                "kiem soat",
            ],
        )
}

/// "của Sở Nội vụ tại Tờ trình số …": the unit named before the mention.
pub(super) fn named_before(page: &Page<'_>, head: &Head, floor: usize) -> Option<(usize, usize)> {
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
pub(super) fn share_authority(page: &Page<'_>, mentions: &mut [Mention]) {
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
