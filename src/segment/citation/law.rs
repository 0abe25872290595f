//! Laws by name: "Luật Phổ biến, giáo dục pháp luật", "Bộ luật Lao động năm 2019".

use std::sync::LazyLock;

use regex::Regex;
use strsim::osa_distance;

use super::Page;
use super::find::{Head, names_a_kind};
use super::symbol::Symbol;
use crate::segment::knowledge::LAW_COMMAS;

/// The words for laws.
static WORD: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("(?:luat|phap lenh|hien phap) ").expect("invariant: the pattern is valid")
});

/// Words after which "Luật" is no law: schools, firms, drafts.
const NO_LAW_AFTER: &[&str] = &[
    "hoc", "truong", "ty", "phong", "hoi", "khoa", "doan", "thao", "an", "nganh", "su", "phap",
    "dung", "van",
];

/// Adds the laws that are named without a number.
pub(super) fn heads(page: &Page<'_>, heads: &mut Vec<Head>) {
    let coded: Vec<(usize, usize)> = heads.iter().map(|head| (head.start, head.end)).collect();
    let mut next = 0;
    for found in WORD.find_iter(page.text()) {
        let Some((start, word_end, kind)) = law_word(page, found.start(), found.end() - 1) else {
            continue;
        };
        while next < coded.len() && coded[next].1 <= start {
            next += 1;
        }
        if coded
            .get(next)
            .is_some_and(|&(from, to)| from <= start && start < to)
        {
            continue;
        }
        let Some((name_start, name_end)) = name(page, word_end, kind) else {
            continue;
        };
        let (symbol, end) = match number_of_amending(page, heads, name_start, name_end) {
            Some((symbol, end)) => (Some(symbol), end),
            None => (None, name_end.max(word_end)),
        };
        heads.push(Head {
            start,
            end,
            kind: Some(kind.to_owned()),
            symbol,
            name: Some((name_start, name_end)),
            authority: None,
            short: None,
        });
    }
}

/// The number after the name of a law that changes others ("Luật sửa đổi, bổ sung một số điều của Luật A và Luật B số …"):
/// its own, not that of the last law in its name.
fn number_of_amending(
    page: &Page<'_>,
    heads: &mut [Head],
    start: usize,
    end: usize,
) -> Option<(Symbol, usize)> {
    if !page.text()[start..].starts_with("sua doi") {
        return None;
    }
    let last = heads.iter_mut().find(|head| {
        head.start > start
            && head.symbol.is_some()
            && head.name.is_some_and(|(_, name_end)| name_end == end)
    })?;
    let symbol = last.symbol.take()?;
    Some((symbol, std::mem::replace(&mut last.end, end)))
}

/// The type that a word for a law stands for: (start, end of the word, type).
fn law_word(page: &Page<'_>, start: usize, end: usize) -> Option<(usize, usize, &'static str)> {
    let text = page.text();
    if start > 0 && text.as_bytes()[start - 1].is_ascii_alphanumeric() {
        return None;
    }
    let law = text[start..end].starts_with("luat");
    if law && text[..start].ends_with("bo ") && page.is_upper(start - 3) {
        return Some((start - 3, end, "Bộ luật"));
    }
    if !page.is_upper(start) {
        return None;
    }
    let lead = text[..start].trim_end();
    let word = lead
        .rsplit(|c: char| !c.is_ascii_alphanumeric())
        .next()
        .unwrap_or("");
    // "xây dựng Luật …" is a draft; "đúng Luật …" is none.
    let right = page.raw(lead.len() - word.len(), lead.len()) == "đúng";
    if lead.len() < start && NO_LAW_AFTER.contains(&word) && !right {
        return None;
    }
    let kind = match &text[start..end] {
        "luat" => "Luật",
        "phap lenh" => "Pháp lệnh",
        _ => "Hiến pháp",
    };
    Some((start, end, kind))
}

/// The name that follows the word, as a folded range.
fn name(page: &Page<'_>, word_end: usize, kind: &str) -> Option<(usize, usize)> {
    let start = page.skip_blanks(word_end);
    if kind == "Hiến pháp" {
        let rest = &page.text()[start..];
        let dated =
            rest.starts_with("nam ") || rest.starts_with("nuoc ") || rest.starts_with("ngay ");
        return dated.then_some((start, start));
    }
    let rest = &page.text()[start..];
    if rest.starts_with("sua doi") {
        return amending(page, start);
    }
    let end = plain(page, start);
    (page.is_upper(start) && end > start).then_some((start, end))
}

/// "sửa đổi, bổ sung một số điều của Luật A và Luật B": to the end of the last law.
fn amending(page: &Page<'_>, start: usize) -> Option<(usize, usize)> {
    let text = page.text();
    let limit = (start + 700).min(text.len());
    let stop = text[start..limit]
        .find([';', '.', ':'])
        .map_or(limit, |n| start + n);
    let mut end = None;
    let mut from = start;
    while let Some(n) = text[from..stop].find("luat ") {
        let law = from + n;
        if !page.is_upper(law) {
            from = law + 5;
            continue;
        }
        if let Some(last) = end {
            let gap: &str = text[last..law].trim_matches([' ', ',']);
            if !matches!(gap, "" | "va" | "cac" | "va cac" | "bo" | "va bo") {
                break;
            }
        }
        let name_start = page.skip_blanks(law + 5);
        let name_end = plain(page, name_start);
        if !page.is_upper(name_start) || name_end <= name_start {
            break;
        }
        end = Some(name_end);
        from = name_end;
        if from >= stop {
            break;
        }
    }
    end.map(|end| (start, end))
}

/// End of a plain name: the words up to punctuation or a word that no name goes on with.
fn plain(page: &Page<'_>, start: usize) -> usize {
    let text = page.text();
    let mut at = start;
    let mut end = start;
    for n in 0..18 {
        let word = page.word(at);
        if word.is_empty() {
            break;
        }
        let after = at + word.len();
        let next = page.skip_blanks(after);
        let next_word = page.word(next);
        if n > 0 && stops(page, at, word, next, next_word) {
            break;
        }
        end = after;
        match text.as_bytes().get(after) {
            Some(b' ') => at = next,
            Some(b',') => {
                let after_comma = page.skip_blanks(after + 1);
                let so_far = &text[start..after];
                let lower = after_comma < text.len() && page.char(after_comma).is_lowercase();
                let praised = so_far == "thi dua" && text[after_comma..].starts_with("khen thuong");
                if !(lower && has_comma_after(so_far) || praised) {
                    break;
                }
                at = after_comma;
            }
            Some(b'-') if text[after..].starts_with("-") && page.is_upper(after + 1) => {
                at = after + 1
            }
            _ => break,
        }
    }
    end
}

/// True where a law's name goes on after a comma, one wrong letter allowed.
fn has_comma_after(name: &str) -> bool {
    LAW_COMMAS.iter().any(|known| {
        name == *known
            || (name.len() >= 5
                && name.len().abs_diff(known.len()) <= 1
                && osa_distance(name, known) <= 1)
    })
}

/// "Luật Tổ chức HĐND và UBND": the bodies that it is about.
fn organises(page: &Page<'_>, at: usize) -> bool {
    let before = page.text()[..at].trim_end();
    before.ends_with("luat to chuc") || before.ends_with("to chuc hdnd va")
}

fn stops(page: &Page<'_>, at: usize, word: &str, next: usize, next_word: &str) -> bool {
    if page.is_upper(at) {
        // Another instrument begins.
        return names_a_kind(page, at) && word != "bo"
            || (word == "bo" && next_word == "luat")
            || matches!(word, "ubnd" | "hdnd") && !organises(page, at);
    }
    let printed = page.raw(at, at + word.len());
    if word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit()) {
        // Luật Đất đai 2024.
        return true;
    }
    match word {
        "ngay" | "da" | "duoc" | "nham" | "cho" | "khi" | "phai" | "nay" | "tren" | "se"
        | "neu" | "kem" | "hoac" | "voi" | "vao" | "deu" => true,
        // Other words of the same letters: "đền bù", "thị trấn", "tham nhũng", "cung cấp", "bồi thường".
        "den" => printed != "đền",
        "thi" => printed != "thị",
        "nhung" => printed != "nhũng",
        "cung" => printed != "cung",
        "boi" => printed != "bồi",
        "hien" => matches!(next_word, "hanh" | "nay" | "dang" | "co"),
        "ma" | "chi" | "tu" | "do" | "nhu" | "bang" | "gom" | "la" => {
            matches!(
                printed,
                "mà" | "chỉ" | "từ" | "do" | "như" | "bằng" | "gồm" | "là"
            )
        }
        "theo" => matches!(next_word, "quy" | "khoan" | "dieu" | "diem" | "do"),
        "nam" | "so" => next_word.starts_with(|c: char| c.is_ascii_digit()),
        "qui" => next_word == "dinh",
        "quy" => next_word == "dinh",
        "co" => matches!(next_word, "hieu" | "quy" | "lien" | "noi"),
        "ve" => page.raw(at, at + 2) == "về",
        "tai" if next_word == "toa" => false,
        "de" | "tai" | "trong" => {
            matches!(page.raw(at, at + word.len()), "để" | "tại" | "trong")
        }
        "doi" => next_word == "voi",
        "huong" => next_word == "dan",
        "ban" => next_word == "hanh",
        "sua" => next_word == "doi",
        "va" => {
            names_a_kind(page, next)
                || matches!(
                    next_word,
                    "cac"
                        | "nghi"
                        | "nhung"
                        | "huong"
                        | "quy"
                        | "de"
                        | "dieu"
                        | "khoan"
                        | "diem"
                        | "theo"
                        | "van"
                        | "tai"
                        | "muc"
                        | "chuong"
                )
        }
        _ => false,
    }
}

/// A law named before `số`: (start, range of the name, type).
pub(super) fn named_before(
    page: &Page<'_>,
    words: &[(usize, &str)],
    labelled: bool,
) -> Option<(usize, (usize, usize), &'static str)> {
    let at = (0..words.len()).rev().find(|&n| {
        let (start, word) = words[n];
        let code = || n > 0 && words[n - 1].1 == "bo" && page.is_upper(words[n - 1].0);
        (word == "luat" && (page.is_upper(start) || code()))
            || (word == "lenh" && page.char(start) == 'l')
    })?;
    let (start, kind, first) = if words[at].1 == "lenh" {
        let before = at
            .checked_sub(1)
            .filter(|&n| words[n].1 == "phap" && page.is_upper(words[n].0))?;
        (words[before].0, "Pháp lệnh", at + 1)
    } else {
        (words[at].0, "Luật", at + 1)
    };
    let bo = at
        .checked_sub(1)
        .filter(|&n| kind == "Luật" && words[n].1 == "bo" && page.is_upper(words[n].0));
    let (start, kind) = bo.map_or((start, kind), |n| (words[n].0, "Bộ luật"));
    if first >= words.len() || words.len() - first > 16 || !labelled && words.len() - first > 8 {
        return None;
    }
    let last = words.last()?;
    let end = last.0 + last.1.trim_end_matches(',').len();
    let name_start = words[first].0;
    let clean = !page.text()[name_start..end].contains([';', '.', ':', '('])
        && plain(page, name_start) >= end;
    clean.then_some((start, (name_start, end), kind))
}
