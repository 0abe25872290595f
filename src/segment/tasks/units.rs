//! Names of units and office holders: where one ends in a sentence, and how a list of them divides.

use super::verb::{self, Role};
use crate::segment::folded::{Folded, fold_str, head};
use crate::segment::knowledge::{
    COMMON_UNITS, NOT_UNITS, PARTIES, PLAIN_UNITS, SECOND_UNITS, begins_unit, begins_with,
};

/// A list of units at the start of a sentence and where what they do begins.
#[derive(Debug)]
pub(in crate::segment) struct Subject {
    /// The units, divided.
    pub units: Vec<String>,
    /// Byte of the text after them.
    pub end: usize,
}

/// The units that a sentence begins with, up to their verb; `None` where it begins with something else.
pub(in crate::segment) fn subject(text: &str) -> Option<Subject> {
    if !begins_unit(&fold_str(head(text))) {
        return None;
    }
    let text = beginning(text);
    let folded = Folded::new(text);
    let fold = folded.text.as_str();
    // "Mời những hộ nợ lên làm việc"; "mọi" and "mỗi" are others.
    if (verb::begins(fold) && !is_inspectorate(text)) || text.starts_with("Mời ") {
        return None;
    }
    let end = verb::find(&folded, text, Role::Subject)?;
    let words = fold[..end].split(' ').count();
    if words > 70 || fold[..end].trim_end().contains(". ") {
        return None;
    }
    let source = folded.source(end);
    let units = divide(text[..source].trim_end_matches([' ', ':', ',', '-']));
    (!units.is_empty()).then_some(Subject { units, end: source })
}

/// As much of a text as may name units before their verb.
fn beginning(text: &str) -> &str {
    const REACH: usize = 2_000;
    let mut end = text.len().min(REACH);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// "Thanh tra Sở", "Thanh tra tỉnh": who inspects, and not that somebody does.
fn is_inspectorate(text: &str) -> bool {
    text.strip_prefix("Thanh tra ").is_some_and(|whose| {
        whose.starts_with(char::is_uppercase)
            || begins_with(
                &fold_str(head(whose)),
                &[
                    "tinh",
                    "huyen",
                    "thanh pho",
                    "quan",
                    "thi xa",
                    "nhan dan",
                    "chuyen nganh",
                ],
            )
    })
}

/// The units after "phối hợp với", up to the verb.
pub(super) fn object(text: &str) -> Vec<String> {
    let folded = Folded::new(text);
    let fold = folded.text.as_str();
    let limit = fold
        .find(['.', ':'])
        .filter(|&n| n > 0)
        .unwrap_or(fold.len());
    let end = verb::find(&folded, text, Role::Object)
        .unwrap_or(limit)
        .min(limit);
    let mut source = folded.source(end);
    if let Some(semicolon) = text[..source].find(';') {
        // The next clause may begin with another unit, or with another verb.
        let rest = fold_str(text[semicolon + 1..source].trim_start());
        if !begins_unit(&rest) || text.as_bytes().get(source).is_none() {
            source = semicolon;
        }
    }
    divide(text[..source].trim_end_matches([' ', ':', ',', '-', '.', ';']))
}

/// Divides a list of units: at semicolons and list marks, at a comma before a unit's own name, at "và" before a unit.
pub(super) fn divide(list: &str) -> Vec<String> {
    let mut units = Vec::new();
    let parts = clauses(list);
    for part in parts {
        split_part(part, &mut units);
    }
    units
}

/// Parts between semicolons and list marks, outside brackets.
fn clauses(list: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut depth = 0usize;
    let mut start = 0;
    for (at, c) in list.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            ';' | '\n' if depth == 0 => {
                parts.push(&list[start..at]);
                start = at + c.len_utf8();
            }
            '-' | '–' | '+' if depth == 0 => {
                let marked = list[at + c.len_utf8()..].starts_with(' ')
                    && (at == 0 || list[..at].trim_end().ends_with(['.', ';', ',']));
                let glued = (at == 0 || list[..at].trim_end().ends_with(['.', ';']))
                    && list[at + c.len_utf8()..].starts_with(char::is_uppercase);
                if marked || glued {
                    parts.push(&list[start..at]);
                    start = at + c.len_utf8();
                }
            }
            _ => {}
        }
    }
    parts.push(&list[start..]);
    parts
        .into_iter()
        .map(trim)
        .filter(|part| part.chars().any(char::is_alphabetic))
        .collect()
}

fn trim(part: &str) -> &str {
    part.trim()
        .trim_start_matches(['-', '–', '+', '*', ',', ';', '.', ' '])
        .trim_end_matches(['.', ';', ',', ':', ' ', '/'])
}

fn split_part(part: &str, units: &mut Vec<String>) {
    let folded = Folded::new(part);
    let fold = folded.text.as_str();
    let bytes = fold.as_bytes();
    let mut depth = 0usize;
    let mut start = 0;
    let mut at = 0;
    let mut cuts: Vec<(usize, usize)> = Vec::new();
    while at < bytes.len() {
        match bytes[at] {
            b'(' => depth += 1,
            b')' => depth = depth.saturating_sub(1),
            b',' if depth == 0 => {
                let mut next = at + 1 + bytes[at + 1..].iter().take_while(|&&b| b == b' ').count();
                if fold[next..].starts_with("va ") {
                    next += 3;
                }
                if next < bytes.len() && comma_divides(part, &folded, start, at, next) {
                    cuts.push((at, next));
                    start = next;
                }
            }
            b' ' if depth == 0 && fold[at..].starts_with(" va ") => {
                let next = at + 4;
                if next < bytes.len() && and_divides(part, &folded, start, at, next) {
                    cuts.push((at, next));
                    start = next;
                }
            }
            _ => {}
        }
        at += 1;
    }
    let mut from = 0;
    let mut push = |a: usize, b: usize| {
        let unit = trim(folded.span(a..b.max(a)).of(part));
        if unit.chars().any(char::is_alphabetic) {
            let words: Vec<&str> = unit.split_whitespace().map(without_speck).collect();
            units.push(words.join(" "));
        }
    };
    for (end, next) in cuts {
        push(from, end);
        from = next;
    }
    push(from, fold.len());
}

/// A word without the dirt that a scan left at its end; "TN&MT" and "&" of its own stay.
fn without_speck(word: &str) -> &str {
    let clean = word.trim_end_matches(['@', '&', '^', '~', '|', '`']);
    if clean.ends_with(char::is_lowercase) {
        clean
    } else {
        word
    }
}

fn comma_divides(part: &str, folded: &Folded, start: usize, at: usize, next: usize) -> bool {
    let rest = &folded.text[next..];
    let upper = part[folded.source(next)..].starts_with(char::is_uppercase);
    let before = &folded.text[start.max(at.saturating_sub(160))..at];
    let own = upper && (begins_unit(rest) || begins_with(rest, &["vien thong"]));
    let abbreviation = upper
        && part[folded.source(next)..]
            .chars()
            .take_while(|c| c.is_alphabetic())
            .filter(|c| c.is_uppercase())
            .count()
            >= 2;
    // "khoa Dược, khoa Kiểm soát nhiễm khuẩn": names of their own behind a small letter.
    let small = begins_with(
        rest,
        &[
            "khoa",
            "phong",
            "to",
            "ban",
            "hoi",
            "tram",
            "doi",
            "vien",
            "trung tam",
        ],
    ) && rest.find(' ').is_some_and(|blank| {
        part[folded.source(next + blank + 1)..].starts_with(char::is_uppercase)
    });
    let plural = begins_with(rest, &["cac"]) && !upper && !before.starts_with("cac co quan");
    let other = !upper && begins_with(rest, &PARTIES) && is_one(before);
    (own || abbreviation || small || plural || other)
        && !["van hoa", "lao dong", "buu chinh"]
            .iter()
            .any(|half| before.ends_with(half))
}

/// Whether a list so far names one party, with which the next has no plural in common: "Công an huyện", and neither "Các phòng" nor "cán bộ".
fn is_one(list: &str) -> bool {
    let plural = ["cac ", "nhung ", "moi ", "tung ", "toan the ", "lanh dao "]
        .iter()
        .any(|word| list.starts_with(word) || list.contains(&format!(" {word}")));
    let last = list.rsplit(", ").next().unwrap_or(list);
    !plural && !COMMON_UNITS.contains(&last)
}

fn and_divides(part: &str, folded: &Folded, start: usize, at: usize, next: usize) -> bool {
    let rest = &folded.text[next..];
    let upper = part[folded.source(next)..].starts_with(char::is_uppercase);
    let before = &folded.text[start.max(at.saturating_sub(160))..at];
    if !upper {
        let person = begins_with(rest, &["ong", "ba", "truong thon", "gia lang"]) && is_one(before);
        let holder = begins_with(rest, &["thu truong", "giam doc", "chu tich", "hieu truong"]);
        return (begins_with(rest, &PLAIN_UNITS) || person || holder)
            && !(before.starts_with("cac")
                && begins_with(
                    rest,
                    &["don vi", "co quan", "dia phuong", "to chuc", "ca nhan"],
                ));
    }
    let office = before.contains("van phong")
        || before.contains("doan dai bieu")
        || before.contains("doan dbqh");
    if office && begins_with(rest, &["ubnd", "hdnd", "hoi dong", "uy ban"]) {
        return false;
    }
    // "Sở Giáo dục và Đào tạo": the second half is no head of its own.
    begins_with(rest, &SECOND_UNITS)
        && !begins_with(rest, &NOT_UNITS)
        && !rest.starts_with("to chuc")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn divides_lists_of_units() {
        for (list, units) in [
            (
                "- Các phòng, đơn vị thực hiện giải quyết TTHC; - Phòng Hành chính - Tổng hợp.",
                vec![
                    "Các phòng, đơn vị thực hiện giải quyết TTHC",
                    "Phòng Hành chính - Tổng hợp",
                ],
            ),
            (
                "Phòng Hành chính - Tổng hợp và các phòng, đơn vị có liên quan",
                vec![
                    "Phòng Hành chính - Tổng hợp",
                    "các phòng, đơn vị có liên quan",
                ],
            ),
            (
                "Công an tỉnh, Ban An toàn giao thông tỉnh và Tỉnh đoàn",
                vec!["Công an tỉnh", "Ban An toàn giao thông tỉnh", "Tỉnh đoàn"],
            ),
            (
                "Các sở, ban, ngành, UBND các huyện, thành phố",
                vec!["Các sở, ban, ngành", "UBND các huyện, thành phố"],
            ),
            ("Sở Giáo dục và Đào tạo", vec!["Sở Giáo dục và Đào tạo"]),
            (
                "Công an huyện, cán bộ tư pháp xã",
                vec!["Công an huyện", "cán bộ tư pháp xã"],
            ),
            (
                "Điện lực, Viễn thông huyện",
                vec!["Điện lực", "Viễn thông huyện"],
            ),
            ("Công an, dân quân", vec!["Công an", "dân quân"]),
            (
                "Cán bộ, công chức, viên chức Sở",
                vec!["Cán bộ, công chức, viên chức Sở"],
            ),
            ("UBND các xã, thị trấn", vec!["UBND các xã, thị trấn"]),
            (
                "Giám đốc Sở Nội vụ, thủ trưởng cơ quan có chỉ tiêu và ông Phan Văn Tỏ",
                vec![
                    "Giám đốc Sở Nội vụ",
                    "thủ trưởng cơ quan có chỉ tiêu",
                    "ông Phan Văn Tỏ",
                ],
            ),
            (
                "Sở Văn hóa, Thể thao và Du lịch; Sở Y tế",
                vec!["Sở Văn hóa, Thể thao và Du lịch", "Sở Y tế"],
            ),
            (
                "Văn phòng Đoàn ĐBQH và HĐND tỉnh",
                vec!["Văn phòng Đoàn ĐBQH và HĐND tỉnh"],
            ),
        ] {
            assert_eq!(divide(list), units, "{list}");
        }
    }

    #[test]
    fn ends_a_unit_at_its_verb() {
        for (text, units) in [
            (
                "Các phòng, đơn vị thuộc Sở căn cứ nội dung",
                vec!["Các phòng, đơn vị thuộc Sở"],
            ),
            (
                "Trưởng các phòng, đơn vị thuộc Sở thường xuyên kiểm tra",
                vec!["Trưởng các phòng, đơn vị thuộc Sở"],
            ),
            (
                "Văn phòng Sở (Bộ phận KSTTHC) tham mưu báo cáo",
                vec!["Văn phòng Sở (Bộ phận KSTTHC)"],
            ),
            ("Sở Tài chính thẩm định, trình", vec!["Sở Tài chính"]),
            (
                "Phòng Tài nguyên và Môi trường soát xét quỹ đất",
                vec!["Phòng Tài nguyên và Môi trường"],
            ),
            (
                "Đài truyền thanh phát chuyên mục ba buổi một tuần",
                vec!["Đài truyền thanh"],
            ),
            (
                "Phòng Văn hóa và Thông tin kẻ 80 khẩu hiệu",
                vec!["Phòng Văn hóa và Thông tin"],
            ),
            (
                "Công ty Cổ phần Công trình đô thị sửa đường",
                vec!["Công ty Cổ phần Công trình đô thị"],
            ),
            (
                "Đảng ủy viên phụ trách phải có mặt",
                vec!["Đảng ủy viên phụ trách"],
            ),
            (
                "Mỗi thành viên Ủy ban bầu cử phụ trách một khu",
                vec!["Mỗi thành viên Ủy ban bầu cử"],
            ),
            ("Các chủ đầu tư phải nộp hồ sơ", vec!["Các chủ đầu tư"]),
            (
                "Thanh tra Sở tham mưu thành lập hai tổ",
                vec!["Thanh tra Sở"],
            ),
            (
                "Phòng Quản lý xử lý vi phạm hành chính và theo dõi thi hành pháp luật chủ trì rà soát",
                vec!["Phòng Quản lý xử lý vi phạm hành chính và theo dõi thi hành pháp luật"],
            ),
            (
                "Giám đốc các Sở: Y tế, Tài chính; Chủ tịch UBND các huyện và thủ trưởng các cơ sở chịu trách nhiệm thi hành",
                vec![
                    "Giám đốc các Sở: Y tế, Tài chính",
                    "Chủ tịch UBND các huyện",
                    "thủ trưởng các cơ sở",
                ],
            ),
            (
                "cá nhân có tên tại Điều 1 chịu trách nhiệm",
                vec!["cá nhân có tên tại Điều 1"],
            ),
            (
                "Công chức văn hóa - xã hội là thường trực",
                vec!["Công chức văn hóa - xã hội"],
            ),
            (
                "Quỹ Hỗ trợ phát triển hợp tác xã cho vay",
                vec!["Quỹ Hỗ trợ phát triển hợp tác xã"],
            ),
        ] {
            assert_eq!(
                subject(text).map(|s| s.units),
                Some(units.iter().map(|u| (*u).to_owned()).collect()),
                "{text}"
            );
        }
    }
}
