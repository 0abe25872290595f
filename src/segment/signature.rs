//! The signature: capacity, own office, name.

use super::ending::{clean, has_family, is_capacity, is_name, is_office};
use super::folded::fold_str;
use super::header::is_capitals;
use super::knowledge::begins_with;
use crate::document::Signature;
use crate::span::Span;

/// Reads the right column of the end matter.
pub(super) fn read(raw: &str, right: &[Span]) -> Signature {
    let mut capacity: Vec<String> = Vec::new();
    let mut position: Vec<String> = Vec::new();
    let mut name = None;
    // A line of the other column may look like a name; one with a family's name is believed over it.
    let mut family = false;
    for span in right {
        let text = span
            .of(raw)
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        let text = text.trim_matches(|c: char| {
            matches!(
                c,
                '□' | '*' | '_' | '~' | '|' | '\\' | '-' | ':' | ';' | ',' | '‘' | '’' | '\''
            ) || c.is_whitespace()
        });
        if text.is_empty() || fold_str(text).contains("da ky") {
            continue;
        }
        let office = is_office(text) && is_capitals(text);
        // Minutes are signed by several; who took them or was visited comes before who signs for the body.
        if office && position.iter().any(|office: &String| is_witness(office)) {
            position.clear();
            name = None;
            family = false;
        }
        if name.is_some() && !(is_name(text) && has_family(text) && !family) {
            break;
        }
        if is_capacity(text) && position.is_empty() {
            capacity.push(text.to_owned());
        } else if office {
            let title_goes_on = position
                .last()
                .is_some_and(|last| last.ends_with([',', '-']) || fold_str(last).ends_with(" va"));
            if position.is_empty() || title_goes_on {
                position.push(text.to_owned());
            } else {
                // A second office before any name: the first was its own line ("PHÓ CHỦ TỊCH" / "THƯỜNG TRỰC").
                position.push(text.to_owned());
            }
        } else if is_name(text) && !is_noise_name(text) {
            family = has_family(text);
            name = Some(strip(clean(text)));
        } else if is_capitals(text) && text.chars().filter(|c| c.is_alphabetic()).count() > 2 {
            // A wrapped line of the office or of the body that it stands for.
            match (position.last_mut(), capacity.last_mut()) {
                (Some(last), _) => {
                    last.push(' ');
                    last.push_str(text);
                }
                (None, Some(last)) => {
                    last.push(' ');
                    last.push_str(text);
                }
                (None, None) => {}
            }
        }
    }
    let joined = |parts: Vec<String>| (!parts.is_empty()).then(|| mend(&parts.join(" ")));
    let capacity = joined(capacity);
    let position = joined(position).map(|position| of_deputy(position, capacity.as_deref()));
    Signature {
        capacity,
        position,
        name,
    }
}

/// An office of those who sign minutes beside their author.
fn is_witness(office: &str) -> bool {
    begins_with(
        &fold_str(office),
        &[
            "thu ky",
            "nguoi ghi",
            "nguoi lap",
            "dai dien",
            "chu ho",
            "chu co so",
            "nguoi chung kien",
        ],
    )
}

/// Words of offices as they should be, where a scan changed a mark or a capital.
const WORDS: &[&str] = &[
    "BỘ",
    "BAN",
    "BÍ",
    "BAN THƯỜNG VỤ",
    "CHÁNH",
    "CHỦ",
    "CỤC",
    "ĐỐC",
    "GIÁM",
    "HIỆU",
    "HỘI",
    "NHIỆM",
    "PHÒNG",
    "PHÓ",
    "THƯỜNG",
    "TỊCH",
    "TRỰC",
    "TRƯỞNG",
    "VỤ",
    "VĂN",
    "ỦY",
    "DÂN",
    "NHÂN",
    "ĐỒNG",
    "TỔNG",
];

/// Words that only a neighbour tells apart: THỦ TƯỚNG and BÍ THƯ, CHỈ HUY and CHI CỤC, THÀNH PHỐ and PHÓ.
const PAIRS: &[(&str, &str)] = &[
    ("THÀNH", "PHỐ"),
    ("KHU", "PHỐ"),
    ("NHÀ", "TRƯỜNG"),
    ("MÔI", "TRƯỜNG"),
    ("THỊ", "TRƯỜNG"),
    ("TRƯỜNG", "CAO"),
    ("TRƯỜNG", "CHÍNH"),
    ("TRƯỜNG", "MẦM"),
    ("TRƯỜNG", "MẪU"),
    ("TRƯỜNG", "PHỔ"),
    ("TRƯỜNG", "THCS"),
    ("TRƯỜNG", "THPT"),
    ("TRƯỜNG", "TIỂU"),
    ("TRƯỜNG", "TRUNG"),
    ("BIÊN", "BẢN"),
    ("VĂN", "BẢN"),
    ("BÍ", "THƯ"),
    ("THƯ", "KÝ"),
    ("THỦ", "TƯỚNG"),
    ("CHỈ", "HUY"),
    ("CHI", "CỤC"),
    ("CHI", "NHÁNH"),
];

/// An office printed in capitals with the marks that its words have.
fn mend(office: &str) -> String {
    let mut words: Vec<&str> = office
        .split(' ')
        .map(|word| {
            let folded = fold_str(word);
            let whole = |known: &&&str| fold_str(known) == folded;
            let same = WORDS.contains(&word);
            let mut fits = WORDS
                .iter()
                .filter(|known| !known.contains(' '))
                .filter(whole);
            match (same, fits.next(), fits.next()) {
                (false, Some(known), None) if is_likely(word) => known,
                _ => word,
            }
        })
        .collect();
    for n in 1..words.len() {
        let (left, right) = (fold_str(words[n - 1]), fold_str(words[n]));
        let pair = PAIRS
            .iter()
            .find(|(a, b)| fold_str(a) == left && fold_str(b) == right);
        if let Some(&(a, b)) = pair.filter(|_| is_likely(words[n - 1]) && is_likely(words[n])) {
            (words[n - 1], words[n]) = (a, b);
        }
    }
    words.join(" ")
}

/// A word of a line in capitals, one of its letters perhaps read as a small one.
fn is_likely(word: &str) -> bool {
    word.starts_with(char::is_uppercase) && word.chars().filter(|c| c.is_lowercase()).count() <= 2
}

/// Who signs for a minister (KT. BỘ TRƯỞNG) is a vice minister, whatever the marks of THỨ are; and who signs for a chairman (KT.
/// CHỦ TỊCH) is his deputy, where a scan lost the PHÓ before CHỦ TỊCH.
fn of_deputy(position: String, capacity: Option<&str>) -> String {
    let Some(capacity) = capacity else {
        return position;
    };
    if fold_str(capacity).ends_with("bo truong") && fold_str(&position) == "thu truong" {
        return "THỨ TRƯỞNG".to_owned();
    }
    match capacity.rsplit_once("KT. ") {
        Some((_, whom)) if whom == position => format!("PHÓ {position}"),
        _ => position,
    }
}

fn is_noise_name(text: &str) -> bool {
    fold_str(text).split(' ').all(|word| word.len() < 2)
}

fn strip(text: &str) -> String {
    text.trim_end_matches(['.', ',', ';']).to_owned()
}
