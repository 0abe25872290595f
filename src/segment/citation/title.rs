//! What an instrument is about: where its title begins, where it ends, and which mentions it holds.

use super::Page;
use super::find::names_a_kind;
use super::parts::Mention;
use crate::segment::knowledge::{UNIT_HEADS, begins_with};
use crate::segment::tasks::units;

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
    "kiem tra",
    "thanh tra",
    "giam sat",
    "xu ly",
    "giai quyet",
    "giai trinh",
];

pub(super) fn title_start(page: &Page<'_>, at: usize, has_body: bool) -> Option<usize> {
    let text = page.text();
    let mut from = at;
    if text[from..].starts_with(", ve ") {
        from += 2;
    }
    let rest = text[from..].strip_prefix('"').unwrap_or(&text[from..]);
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
pub(super) fn title_end(
    page: &Page<'_>,
    start: usize,
    i: usize,
    all: &[Mention],
) -> (usize, Vec<usize>) {
    let text = page.text();
    let bytes = text.as_bytes();
    let mut nested: Vec<usize> = Vec::new();
    let mut at = start;
    let mut next = i + 1;
    let limit = (start + 1200).min(text.len());
    let opened = sentence_is_open(page, start);
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
                    // Inside a pinpoint that began before: "hướng dẫn khoản 1 và khoản 2 Điều 3 Nghị định …".
                    let gap = text.get(q..to).unwrap_or("x");
                    matches!(gap, "" | "cac " | "so " | "cac so ")
                })
        };
        match bytes[at] {
            b';' | b':' | b')' | b'?' | b'!' => break,
            b'.' => {
                let glued = at > start && page.char(at - 1).is_lowercase() && page.is_upper(after);
                let inner = after < bytes.len() && bytes[after].is_ascii_alphanumeric() && !glued;
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
                .any(|w| rest.starts_with(w))
                    // "(Nghị định số 20/2021/NĐ-CP)": how it is called from here on.
                    || all[next.min(all.len())..]
                        .iter()
                        .find(|m| m.head.start >= after)
                        .is_some_and(|m| {
                            m.head.start == after && text[m.end..].starts_with(')')
                        });
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
                    let whole = at == start;
                    at = after + close + 1;
                    if whole {
                        break;
                    }
                    continue;
                }
            }
            b',' => {
                let q = page.skip_blanks(after);
                if q >= text.len() {
                    break;
                }
                // "…, theo Báo cáo số …", "…, tại Công văn số …"
                let by_another = ["theo ", "thuc hien ", "tai ", "can cu ", "cung voi "]
                    .iter()
                    .any(|link| text[q..].starts_with(link) && leads(q + link.len()));
                if leads(q) {
                    if !bare_list {
                        break;
                    }
                } else if by_another || comma_ends(page, q) || (opened && clause_begins(page, q)) {
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
                        "y kien",
                        "ket luan cua",
                        "chi dao cua",
                        "huong dan cua",
                        "tinh hinh thuc te",
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
                    "cu the nhu sau",
                    "co hieu luc",
                    "het hieu luc",
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
    // "… Nghị định số … về tiền thuê đất quy định:": the verb is the sentence's.
    let said = text[end..].starts_with(':') && !opened;
    let words = &text[start..end];
    let words = words
        .strip_suffix(" quy dinh")
        .filter(|_| said)
        .unwrap_or(words);
    let trimmed = words.trim_end_matches([' ', ',', '-', '"']).len();
    let quoted = usize::from(text[start + trimmed..end].starts_with('"'));
    (start + trimmed + quoted, nested)
}

/// True where the sentence that holds `at` has begun with a ground ("Thực hiện …", "Căn cứ …") and owes its main clause.
fn sentence_is_open(page: &Page<'_>, at: usize) -> bool {
    let text = page.text();
    let mut start = at;
    // How far back a sentence's beginning is looked for, so that a text without stops costs no more.
    let floor = at.saturating_sub(3000);
    // "Thực hiện Quyết định số …; Kế hoạch số …": grounds after the first are in the same sentence.
    for _ in 0..6 {
        let before = text[floor..start.max(floor)].trim_end();
        let from = floor + before.rfind(['.', ';', ':']).map_or(0, |n| n + 1);
        start = page.skip_blanks(from.min(at));
        let listed = from > floor && text.as_bytes()[from - 1] == b';';
        if !(listed && names_a_kind(page, start)) {
            break;
        }
        start = from - 1;
    }
    begins_with(
        &text[start..],
        &[
            "can cu",
            "thuc hien",
            "theo",
            "tren co so",
            "trien khai",
            "tiep tuc thuc hien",
            "de",
            "nham",
            "sau khi",
            "xet",
            "phuc dap",
            "tra loi",
            "tiep theo",
            "quan triet",
            "cu the hoa",
            "dap ung",
            "tuan thu",
            "ngay sau",
            "qua",
            "tu",
            "to chuc thuc hien",
            "thi hanh",
            "chap hanh",
            "tham muu thuc hien",
        ],
    )
}

/// Does the main clause begin at `q`: somebody who acts, or when they did?
fn clause_begins(page: &Page<'_>, q: usize) -> bool {
    let text = page.text();
    let rest = &text[q..];
    let when = [
        "trong thoi gian qua",
        "trong nhung nam qua",
        "trong nam",
        "den nay",
        "nam 20",
        "hien nay",
        "tinh den",
        "thoi gian qua",
        "ngay sau",
        "ket qua dat duoc",
        "ket qua nhu sau",
        "ket qua cho thay",
        "ket qua la",
        "trong 6 thang",
        "trong 9 thang",
        "trong quy",
        "nhin chung",
        "toan tinh",
        "toan huyen",
        "toan nganh",
        "toan thanh pho",
        "trong giai doan",
        "ngay tu",
        "hang nam",
        "hang quy",
    ];
    if begins_with(rest, &when) {
        return true;
    }
    // "…, huyện đã ban hành 05 văn bản": one word that stands for the unit.
    let word = page.word(q);
    let after = &rest[word.len()..];
    if matches!(
        word,
        "huyen" | "tinh" | "xa" | "so" | "nganh" | "truong" | "phong" | "ban" | "quan" | "phuong"
    ) && (after.starts_with(" da ")
        || after.starts_with(" tiep tuc ")
        || after.starts_with(" to chuc "))
    {
        return true;
    }
    // Units that are no names stand in small letters.
    let plural = begins_with(
        rest,
        &[
            "cac",
            "nha truong",
            "don vi",
            "co quan",
            "dia phuong",
            "chi bo",
            "dang uy",
            "dang bo",
            "benh vien",
            "trung tam",
            "cong doan",
            "doan truong",
            "tap the",
            "hoi dong",
        ],
    );
    if !(page.is_upper(q) || plural) {
        return false;
    }
    let mut end = page.fold.source((q + 260).min(text.len()));
    let from = page.fold.source(q);
    if let Some(stop) = page.flow.text[from..end].find([';', '.']) {
        end = from + stop;
    }
    units::subject(&page.flow.text[from..end]).is_some_and(|subject| subject.end < 200)
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
        "bao gom",
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
    // "khối lượng kiến thức tối thiểu, yêu cầu về năng lực": no order.
    let noun = begins_with(
        rest,
        &[
            "yeu cau ve",
            "yeu cau doi voi",
            "yeu cau ky thuat",
            "yeu cau cua",
        ],
    );
    if noun {
        return false;
    }
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
            " da ",
            " co y kien",
            " xin ",
            " ra soat",
            " chu tri",
            " co van ban",
            " phan cong",
            " thong nhat",
            " tiep tuc",
            " kien nghi",
        ]
        .iter()
        .any(|verb| sentence.contains(verb));
    }
    false
}
