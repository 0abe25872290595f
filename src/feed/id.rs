//! Names of items that every engine takes: letters and digits of ASCII, `-` and `_`, at most 300 bytes.
//!
//! Promises: the same record, section and place give the same name for ever; different ones give different names. An item
//! is named after its document (the record's `id`), what it is, and where: `9f86…08_s_II_1` is section II.1 of document
//! `9f86…08`, `9f86…08_t_3` its third task.

use sha2::{Digest, Sha256};

/// Longer names of sections are cut, and told apart by a hash.
const LONGEST: usize = 160;

/// Name of a section: `.` becomes `_`, letters and digits stay, all else is its code point in hexadecimal digits between
/// two `-`, and `-` itself is doubled.
pub(super) fn section(document: &str, section: &str) -> String {
    let mut name = String::with_capacity(section.len() + 4);
    for c in section.chars() {
        match c {
            '.' => name.push('_'),
            '-' => name.push_str("--"),
            c if c.is_ascii_alphanumeric() => name.push(c),
            c => name.push_str(&format!("-{:x}-", u32::from(c))),
        }
    }
    if name.len() > LONGEST {
        name.truncate(LONGEST - 40);
        // No code point has an h, so that no other section has such a name.
        name.push_str("-h");
        for byte in &Sha256::digest(section)[..16] {
            name.push_str(&format!("{byte:02x}"));
        }
    }
    format!("{document}_s_{name}")
}

/// Name of the task at `place` (from 1).
pub(super) fn task(document: &str, place: usize) -> String {
    format!("{document}_t_{place}")
}

/// Name of the `n`-th (from 1) thing that would have the same name, such as a second section I.
pub(super) fn again(name: String, n: usize) -> String {
    if n == 1 { name } else { format!("{name}-x{n}") }
}

/// Name of the `n`-th (from 1) part of an item whose text is long.
pub(super) fn part(name: &str, n: usize) -> String {
    if n == 1 {
        name.to_owned()
    } else {
        format!("{name}-p{n}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_can_be_read() {
        for (id, name) in [
            ("II.1", "d_s_II_1"),
            ("I.1.-2", "d_s_I_1_--2"),
            ("II.2.-4.+1", "d_s_II_2_--4_-2b-1"),
            ("1.đ", "d_s_1_-111-"),
            ("annex-2", "d_s_annex--2"),
        ] {
            assert_eq!(section("d", id), name);
        }
        assert_eq!(task("d", 3), "d_t_3");
        assert_eq!(part(&again(section("d", "I"), 2), 3), "d_s_I-x2-p3");
    }

    #[test]
    fn what_differs_is_named_differently() {
        let long = "1.".repeat(200);
        let ids = [
            "I.1", "I_1", "I-1", "I--1", "I1", "-2e-", ".", "", "I", "Ⅰ", "a", "A", &long,
        ];
        let names: std::collections::BTreeSet<String> =
            ids.iter().map(|id| section("d", id)).collect();
        assert_eq!(names.len(), ids.len());
        let other = format!("{long}2");
        assert_ne!(section("d", &long), section("d", &other));
        for name in names {
            assert!(name.len() < 300, "{name}");
        }
    }
}
