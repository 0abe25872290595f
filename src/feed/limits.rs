//! What engines take of one item, and how texts are cut to it.

/// Bytes of text in one part. PostgreSQL apart, the tightest limit is Meilisearch's 65,535 positions an attribute.
pub(super) const LONGEST_TEXT: usize = 100_000;
/// Positions in one part, as Meilisearch counts them: a word is one, a mark that ends a sentence eight.
const MOST_POSITIONS: usize = 60_000;
/// Bytes of a facet's value: Meilisearch takes 468.
pub(super) const LONGEST_FACET: usize = 400;
/// Values of one facet in one item.
pub(super) const MOST_VALUES: usize = 1_000;

/// Where the first part of a text ends: at the end of a line or a word where there is one in its last tenth.
pub(super) fn part_end(text: &str) -> usize {
    let mut positions = 0;
    let mut in_word = false;
    let mut limit = text.len();
    for (at, c) in text.char_indices() {
        let is_word = c.is_alphanumeric();
        if is_word && !in_word {
            positions += 1;
        } else if !is_word && !c.is_whitespace() {
            positions += 8;
        }
        in_word = is_word;
        if at + c.len_utf8() > LONGEST_TEXT || positions > MOST_POSITIONS {
            limit = at;
            break;
        }
    }
    if limit == text.len() {
        return limit;
    }
    let last = cut(text, limit - limit / 10).len();
    let after = |found: Option<usize>| found.map(|at| last + at + 1);
    after(text[last..limit].rfind('\n'))
        .or_else(|| after(text[last..limit].rfind(' ')))
        .unwrap_or(limit)
        .max(text.chars().next().map_or(0, char::len_utf8))
}

/// A value to filter and count by, cut where it is long; nothing where it is empty.
pub(super) fn facet(value: Option<&String>) -> Option<&str> {
    value
        .map(|value| cut(value, LONGEST_FACET))
        .filter(|value| !value.is_empty())
}

/// The same for each of several.
pub(super) fn facets(values: &[String]) -> Vec<&str> {
    values
        .iter()
        .filter_map(|value| facet(Some(value)))
        .take(MOST_VALUES)
        .collect()
}

/// The first bytes of a text, whole characters.
pub(super) fn cut(text: &str, bytes: usize) -> &str {
    if text.len() <= bytes {
        return text;
    }
    let end = (0..=bytes).rev().find(|at| text.is_char_boundary(*at));
    &text[..end.unwrap_or(0)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_end_where_they_must() {
        for text in [
            "đ".repeat(200_000),
            ".".repeat(100_000),
            "a b".into(),
            String::new(),
        ] {
            let mut rest = text.as_str();
            while !rest.is_empty() {
                let end = part_end(rest);
                assert!(end > 0 && end <= LONGEST_TEXT);
                rest = &rest[end..];
            }
        }
    }
}
