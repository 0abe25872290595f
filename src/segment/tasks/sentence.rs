//! Sentences that give work: the units that act in them, those of later clauses, and those with whom they act.

use super::units;
use crate::segment::folded::{Folded, fold_str, head};
use crate::segment::knowledge::{begins_unit, begins_with};

/// Verbs before the unit, folded.
const ORDERS: &[&str] = &[
    "giao cho",
    "giao",
    "de nghi",
    "yeu cau",
    "phan cong",
    "chi dao",
    "doi voi",
    "uy quyen",
    "uy quyen cho",
    "kinh de nghi",
    "giao nhiem vu cho",
];

/// Those who are spoken of and given nothing to do, folded.
const PUBLIC: &[&str] = &[
    "nguoi",
    "ho",
    "ca nhan",
    "cu tri",
    "nhan dan",
    "cong dan",
    "moi",
    "tung",
    "nhung",
    "to chuc",
    "doanh nghiep",
    "cac truong hop",
    "cac ho",
    "cac ca nhan",
    "cac to chuc",
];

/// Words that begin the time or the ground of an order, before the unit, folded.
const OPENERS: &[&str] = &[
    "dinh ky",
    "hang",
    "truoc",
    "trong",
    "cham nhat",
    "can cu",
    "tren co so",
    "theo",
    "sau khi",
    "khi",
    "vao",
    "de",
    "nham",
    "rieng",
    "ngoai ra",
    "dong thoi",
    "moi",
    "tu",
    "hoan thanh",
    "tuy theo",
    "song song",
    "voi",
    "qua",
    "thong qua",
];

/// An order's verb before the unit, and the text after it.
pub(super) fn without_order(text: &str) -> (bool, &str) {
    let fold: String = fold_str(head(text));
    let orders = ORDERS.iter().filter(|order| begins_with(&fold, &[order]));
    let Some(order) = orders.max_by_key(|order| order.len()) else {
        return (false, text);
    };
    let words = order.split(' ').count();
    let rest = text.split_whitespace().nth(words).map_or("", |word| {
        &text[word.as_ptr() as usize - text.as_ptr() as usize..]
    });
    (true, rest)
}

/// The units that a sentence names as those who act, and where they end.
///
/// Under a heading that names the unit, "Chỉ đạo …" and "Yêu cầu …" are its own work.
pub(super) fn named_units(text: &str, under_unit: bool) -> Option<(Vec<String>, usize)> {
    let (ordered, rest) = without_order(text);
    if ordered
        && under_unit
        && !["Giao", "giao", "Đối với", "Phân công"]
            .iter()
            .any(|order| text.starts_with(order))
    {
        return None;
    }
    let rest = without_address(rest);
    let offset = text.len() - rest.len();
    if let Some(subject) = units::subject(rest) {
        return Some((subject.units, offset + subject.end));
    }
    // "Định kỳ hằng quý, Sở Nội vụ …": the time or the ground comes first.
    let fold = fold_str(rest);
    if ordered || !begins_with(&fold, OPENERS) {
        return None;
    }
    rest.match_indices(", ").take(4).find_map(|(comma, mark)| {
        let from = comma + mark.len();
        if rest[..comma].split(' ').count() > 40 {
            return None;
        }
        let (_, clause) = without_order(&rest[from..]);
        let from = rest.len() - clause.len();
        let subject = units::subject(clause)?;
        Some((subject.units, offset + from + subject.end))
    })
}

/// Where the clauses after a place begin that may have a subject of their own, in order: behind semicolons and full stops.
fn clauses(text: &str, from: usize) -> Vec<usize> {
    let rest = &text[from..];
    let marks = rest.match_indices("; ").chain(rest.match_indices(". "));
    let mut starts: Vec<usize> = marks.map(|(at, mark)| from + at + mark.len()).collect();
    starts.sort_unstable();
    starts
}

/// The first units that a clause of a text names as those who act, and where they end; "…, giao Sở Tài chính …" is one.
pub(super) fn later_units(text: &str) -> Option<(Vec<String>, usize)> {
    let given = text.match_indices(" giao ").map(|(at, _)| at + 1);
    let mut starts = clauses(text, 0);
    starts.extend(given);
    starts.sort_unstable();
    starts
        .into_iter()
        .find_map(|start| clause_units(text, start))
}

/// Adds the units of the clauses behind a place: "Sở Y tế …; Sở Công Thương …". Those with whom somebody acts are none.
pub(super) fn add_later(text: &str, from: usize, lead: &mut Vec<String>, support: &[String]) {
    let found = clauses(text, from)
        .into_iter()
        .filter_map(|start| clause_units(text, start));
    for unit in found.flat_map(|(units, _)| units) {
        if !lead.contains(&unit) && !support.contains(&unit) {
            lead.push(unit);
        }
    }
}

/// The units that a clause within an item names as those who act. People at large are none: they get, and give nothing.
fn clause_units(text: &str, start: usize) -> Option<(Vec<String>, usize)> {
    let clause = &text[start..];
    let (ordered, rest) = without_order(clause);
    // "…; chỉ đạo các cơ quan báo chí …" is the work of the one before.
    let own = ordered
        && !["Giao ", "giao ", "Đề nghị ", "Yêu cầu ", "Phân công "]
            .iter()
            .any(|order| clause.starts_with(order));
    let fold = fold_str(head(rest));
    // "…; đơn vị ba tháng liền ở nhóm cuối phải kiểm điểm": whichever it is.
    let any = rest.starts_with(char::is_lowercase)
        && begins_with(&fold, &["don vi", "co quan", "bo phan", "doi hinh"]);
    if own || any || begins_with(&fold, PUBLIC) {
        return None;
    }
    let offset = text.len() - rest.len();
    let subject = units::subject(rest)?;
    let end = offset + subject.end;
    let predicate = text[end..].trim_start();
    let suffers = ["đã ", "bị ", "sẽ bị ", "được ", "sẽ được ", "không được "]
        .iter()
        .any(|word| predicate.starts_with(word));
    let which = subject.units.iter().any(|unit| {
        unit.split(' ').any(|word| word == "nào")
            || unit.starts_with("Số ")
            || unit.starts_with("số ")
    });
    (!suffers && !which).then_some((subject.units, end))
}

/// "Các Ông (Bà): Chánh Văn phòng …": the names follow the address.
fn without_address(text: &str) -> &str {
    let fold = fold_str(head(text));
    let addressed = [
        "cac ong",
        "ong (ba)",
        "ong, ba",
        "ong ba",
        "cac dong chi",
        "dong chi",
    ]
    .iter()
    .any(|lead| fold.starts_with(lead));
    match text
        .find([':', ';'])
        .filter(|&at| addressed && at < 60 && text[at + 1..].starts_with(' '))
    {
        Some(at) => text[at + 2..].trim_start(),
        None => text,
    }
}

/// The units after "phối hợp (với)", behind the lead.
pub(super) fn support(text: &str, from: usize) -> Vec<String> {
    let rest = &text[from..];
    let fold = Folded::new(rest);
    let found = [
        "phoi hop chat che voi ",
        "phoi hop cung voi ",
        "phoi hop voi ",
        "phoi hop cung ",
        "phoi hop ",
    ]
    .iter()
    .filter_map(|lead| fold.text.find(lead).map(|at| (at, lead.len())))
    .min_by_key(|&(at, len)| (at, std::cmp::Reverse(len)));
    let Some((at, len)) = found else {
        return Vec::new();
    };
    let object = &rest[fold.source(at + len)..];
    if !begins_unit(&fold_str(object)) {
        return Vec::new();
    }
    // "quy chế phối hợp" is no order.
    if ["quy che ", "cong tac ", "su "]
        .iter()
        .any(|w| fold.text[..at].ends_with(w))
    {
        return Vec::new();
    }
    units::object(object)
}
