//! The opening of a letter or a directive: whether it gives work in all that follows, and to whom.

use super::units;
use crate::document::{Header, SectionKind};
use crate::segment::folded::Folded;
use crate::segment::tree::{Node, Para, Tree};

/// A letter or directive whose opening ends "… yêu cầu:" assigns work in all of its sections, to the units that it names.
pub(super) fn orders_everything(tree: &Tree, header: &Header) -> Option<Vec<String>> {
    let opening = tree
        .roots
        .iter()
        .map(|&n| &tree.nodes[n])
        .find(|node| node.kind == SectionKind::Preamble)?;
    let Some(Para::Text(last)) = opening.paras.last() else {
        return None;
    };
    let kind = header.kind.as_deref();
    let other = kind.is_some_and(|kind| ORDERING_NOTHING.contains(&kind));
    if other || !last.text.trim_end().ends_with(':') {
        return None;
    }
    let fold = Folded::new(&last.text);
    let from = fold.text.len().saturating_sub(260);
    let tail = &fold.text[from..];
    // "Ban Tuyên giáo", "cuộc họp giao ban": folded, they give work.
    let gives = |at: usize| {
        let printed = &last.text[fold.source(from + at)..];
        !tail[at..].starts_with("giao")
            || printed.starts_with("giao ") && !printed.starts_with("giao ban ")
    };
    let places = |words: &'static [&'static str]| {
        let found = words.iter().flat_map(|word| tail.match_indices(word));
        found
            .map(|(at, word)| (at, at + word.len()))
            .filter(|&(at, _)| at == 0 || tail.as_bytes()[at - 1] == b' ')
            .filter(|&(at, _)| gives(at))
    };
    let asked = places(&[
        "yeu cau", "de nghi", "giao ", "chi thi", "ket luan", "chi dao",
    ])
    .next();
    let order = places(&[
        "yeu cau ",
        "chi thi",
        "de nghi ",
        "giao ",
        "yeu cau:",
        "de nghi:",
        "nhu sau:",
        "sau day:",
        "sau:",
        "ket luan:",
        "chi dao:",
    ]);
    let (_, end) = order.min().filter(|_| asked.is_some())?;
    let named = last.text[fold.source(from + end)..].trim_start();
    match units::subject(named) {
        Some(subject) => Some(subject.units),
        None if tail.trim_end().ends_with("ket luan:") => Some(Vec::new()),
        None => Some(addressees(tree, opening)),
    }
}

/// Types of documents whose opening may say "như sau:" and that give no work in all that follows.
const ORDERING_NOTHING: &[&str] = &[
    "Kế hoạch",
    "Quyết định",
    "Báo cáo",
    "Chương trình",
    "Nghị quyết",
    "Tờ trình",
    "Giấy mời",
    "Biên bản",
];

/// Whom a letter is written to: "Kính gửi: Ủy ban nhân dân các phường."
fn addressees(tree: &Tree, opening: &Node) -> Vec<String> {
    let first = opening.paras.iter().find_map(|para| match para {
        Para::Text(flow) => flow.text.strip_prefix("Kính gửi"),
        Para::Table(_) => None,
    });
    let Some(named) = first else {
        return Vec::new();
    };
    let listed = opening.children.iter().map(|&n| &tree.nodes[n].head.text);
    let mut all = units::divide(named.trim_start_matches([':', ' ']));
    all.extend(listed.flat_map(|item| units::divide(item)));
    all
}
