//! Codes of instruments (số và ký hiệu) in the ways in which people type them.
//!
//! `61/2018/NĐ-CP` is typed `61/2018/ND-CP`, `61-2018-nd-cp`, `nd 61/2018`, `nghị định 61/2018`, `61/2018`. All of them
//! have one *key* for each way of naming: letters without marks, lower case, one blank where something else stood,
//! numbers without leading zeros. Engines compare keys; what is typed becomes one by [`key`], or by the same rules in the
//! engine's own language.

use crate::text::code::{CodeParts, without_zeros};
use crate::text::letter::fold_text;

/// Codes longer than this are none.
const LONGEST: usize = 100;

/// The key of a code, or of what somebody typed for one.
///
/// ```
/// use vanban::feed::code_key;
/// assert_eq!(code_key("61/2018/NĐ-CP"), "61 2018 nd cp");
/// assert_eq!(code_key("  09-kh.skhcn "), "9 kh skhcn");
/// ```
#[must_use]
pub fn key(code: &str) -> String {
    let mut key = String::with_capacity(code.len());
    let folded = fold_text(code).to_lowercase();
    for word in folded
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
    {
        if !key.is_empty() {
            key.push(' ');
        }
        key.push_str(without_zeros(word));
    }
    key
}

/// The keys of all ways to name an instrument by its code, the whole one first. `kind` is its type, such as `Nghị định`.
pub(super) fn variants(code: &str, kind: Option<&str>) -> Vec<String> {
    if code.len() > LONGEST {
        return Vec::new();
    }
    let whole = key(code);
    let words: Vec<&str> = whole.split(' ').filter(|word| !word.is_empty()).collect();
    let mut variants = vec![words.join(" ")];
    let Some(CodeParts {
        number,
        year,
        symbol,
    }) = CodeParts::read(&words)
    else {
        return variants.into_iter().filter(|key| !key.is_empty()).collect();
    };
    let kind = kind
        .filter(|kind| kind.len() <= LONGEST)
        .map(key)
        .filter(|kind| !kind.is_empty());
    let names: Vec<&str> = symbol
        .first()
        .copied()
        .filter(|first| first.chars().all(char::is_alphabetic))
        .into_iter()
        .chain(kind.as_deref())
        .collect();
    let numbered = |year: Option<&str>| match year {
        Some(year) => format!("{number} {year}"),
        None => number.to_owned(),
    };
    if symbol.len() > 1 {
        variants.push(format!("{} {}", numbered(year), symbol.concat()));
    }
    if year.is_some() {
        variants.push(numbered(year));
        if !symbol.is_empty() {
            variants.push(format!("{number} {}", symbol.join(" ")));
        }
    }
    for name in names {
        variants.push(format!("{name} {whole}"));
        variants.push(format!("{name} {}", numbered(year)));
        if year.is_some() {
            variants.push(format!("{name} {number}"));
        }
    }
    let mut seen = std::collections::BTreeSet::new();
    variants.retain(|key| !key.is_empty() && seen.insert(key.clone()));
    variants
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_type_is_among_the_variants() {
        let decree = variants("61/2018/NĐ-CP", Some("Nghị định"));
        for typed in [
            "61/2018/NĐ-CP",
            "61/2018/ND-CP",
            "61-2018-nd-cp",
            "61.2018.nđ.cp",
            "61/2018/NDCP",
            "61/2018",
            "nd 61/2018",
            "NĐ 61",
            "61/NĐ-CP",
            "nghị định 61/2018",
            "nghi dinh 61/2018/nd-cp",
        ] {
            assert!(decree.contains(&key(typed)), "{typed}: {decree:?}");
        }
        let lettered = variants("024a/2009/QĐ-TTg", Some("Quyết định"));
        for typed in ["24a/2009/QĐ-TTg", "qđ 24a/2009", "quyết định 024a"] {
            assert!(lettered.contains(&key(typed)), "{typed}: {lettered:?}");
        }
        let plan = variants("09/KH-SKHCN", Some("Kế hoạch"));
        for typed in ["09/KH-SKHCN", "9/kh-skhcn", "kế hoạch 09", "KH 9"] {
            assert!(plan.contains(&key(typed)), "{typed}: {plan:?}");
        }
        let law = variants("61/2018/QH14", Some("Luật"));
        assert!(law.contains(&key("Luật 61/2018")), "{law:?}");
    }

    #[test]
    fn a_number_alone_names_nothing() {
        for code in ["61/2018/NĐ-CP", "09/KH-SKHCN", "11-CT/TU"] {
            let number = key(code).split(' ').next().unwrap().to_owned();
            assert!(!variants(code, None).contains(&number), "{code}");
        }
    }

    #[test]
    fn odd_codes_have_what_they_have() {
        assert_eq!(variants("/KH-SKHCN", Some("Kế hoạch")), ["kh skhcn"]);
        assert_eq!(variants("", None), Vec::<String>::new());
        assert_eq!(variants("///", None), Vec::<String>::new());
        assert_eq!(variants(&"9".repeat(200), None), Vec::<String>::new());
        assert_eq!(key("00"), "0");
    }
}
