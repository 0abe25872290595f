//! Headings that give work: those that announce who does what, and those that name a unit.

use std::sync::LazyLock;

use strsim::osa_distance;

use super::sentence::without_order;
use super::units;
use crate::segment::folded::{Folded, fold_str, squeeze};
use crate::segment::fuzzy::find_near;
use crate::segment::knowledge::{begins_unit, begins_with};
use crate::segment::tree::Node;

/// Headings of sections that assign work, folded.
const ASSIGNING: &[&str] = &[
    "to chuc thuc hien",
    "phan cong",
    "trach nhiem",
    "to chuc trien khai",
    "giao nhiem vu",
    "nhiem vu cua",
    "to chuc, thuc hien",
    "to chuc thi hanh",
    "phan giao",
    "chi dao, dieu hanh",
];

/// A heading that announces who does what, through one wrong letter.
pub(super) fn assigns(title: &str) -> bool {
    static SQUEEZED: LazyLock<Vec<String>> =
        LazyLock::new(|| ASSIGNING.iter().map(|words| squeeze(words)).collect());
    if ASSIGNING.iter().any(|words| title.contains(words)) {
        return true;
    }
    let squeezed = squeeze(title);
    title.len() < 200
        && SQUEEZED.iter().any(|words| {
            find_near(squeezed.as_bytes(), words.as_bytes(), words.len() / 10).is_some()
        })
        || SQUEEZED.iter().any(|words| is_ruin_of(&squeezed, words))
}

/// A whole heading of which one letter in four is wrong: "76 CHUC THC HIỆN".
fn is_ruin_of(title: &str, words: &str) -> bool {
    words.len() >= 12
        && title.len().abs_diff(words.len()) <= 2
        && osa_distance(title, words) <= words.len() / 4
}

/// The units that a heading names: "Sở Nội vụ", "Giao Văn phòng Sở", "Đối với UBND cấp huyện", "X có trách nhiệm".
pub(super) fn heading_units(node: &Node) -> Vec<String> {
    let announced =
        node.head.text.trim_end().ends_with(':') && !node.titled && !node.head.is_empty();
    let text = match node.title() {
        Some(title) => title,
        None if announced => node.head.text.trim_end_matches([':', ' ']),
        None => return Vec::new(),
    };
    let text = text.trim_end_matches(['.', ';', ' ']);
    let text = without_order(text).1;
    let text = without_duty(text);
    let fold = fold_str(text);
    if !begins_unit(&fold)
        || begins_with(
            &fold,
            &[
                "to chuc thuc",
                "to chuc trien",
                "cong tac",
                "quy dinh",
                "bao dam",
                "bao cao",
                "ban hanh",
                "bo sung",
                "hoi nghi",
                "doan ket",
                "to chuc hoi",
                "to chuc cac",
                "to chuc tuyen",
                "truong hop",
                "cong khai",
                "bao ve",
                "bao ton",
            ],
        )
    {
        return Vec::new();
    }
    match units::subject(text) {
        Some(subject) => subject.units,
        None => units::divide(text),
    }
}

/// A heading that is an order itself: "Giao Sở Khoa học và Công nghệ", "Chủ thể được sử dụng biểu trưng có trách nhiệm:".
pub(super) fn orders_by_heading(node: &Node) -> bool {
    let text = node.head.text.as_str();
    ["Giao ", "Phân công ", "Yêu cầu "]
        .iter()
        .any(|order| text.starts_with(order))
        || text
            .trim_end_matches([':', ' '])
            .ends_with("có trách nhiệm")
}

/// A heading without the words that say whose duties follow: "Trách nhiệm của …", "Nhiệm vụ, quyền hạn của …".
fn without_duty(text: &str) -> &str {
    let fold = Folded::new(text);
    let duty = [
        "trach nhiem",
        "nhiem vu",
        "quyen han",
        "phan cong",
        "cong viec",
        "quyen va",
        "to chuc thuc hien",
    ]
    .iter()
    .any(|word| fold.text.starts_with(word));
    let found = [" cua ", " doi voi ", " cho ", ": "]
        .iter()
        .filter_map(|link| fold.text.find(link).map(|at| at + link.len()))
        .min()
        .filter(|&at| duty && at < 60);
    found.map_or(text, |at| &text[fold.source(at)..])
}
