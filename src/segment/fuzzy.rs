//! Keywords through wrong letters: comparisons and searches in folded text that forgive what scans do.

/// True where `word` is `keyword`, or one letter away from it and long enough that this is no accident.
pub(super) fn like(word: &str, keyword: &str) -> bool {
    word == keyword || (keyword.len() >= 6 && one_apart(word.as_bytes(), keyword.as_bytes()))
}

/// True where two words differ by one letter wrong, missing, too many, or by two that changed places.
///
/// The question is asked of nearly every line; a table of distances would cost more than all else.
fn one_apart(a: &[u8], b: &[u8]) -> bool {
    if a.len().abs_diff(b.len()) > 1 {
        return false;
    }
    let head = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[head..], &b[head..]);
    let tail = a
        .iter()
        .rev()
        .zip(b.iter().rev())
        .take_while(|(x, y)| x == y)
        .count();
    match (&a[..a.len() - tail], &b[..b.len() - tail]) {
        ([x, y], [z, w]) => x == w && y == z,
        (a, b) => a.len() <= 1 && b.len() <= 1,
    }
}

/// The best place in `text` where `pattern` stands with at most `errors` letters wrong, missing or too many.
///
/// Sellers' search: time is `text.len() × pattern.len()`, so callers keep both short. Most texts are not even looked
/// through: where so many letters are wrong, one of so many parts and one is still whole.
pub(super) fn find_near(text: &[u8], pattern: &[u8], errors: usize) -> Option<(usize, usize)> {
    if !has_whole_part(text, pattern, errors + 1) {
        return None;
    }
    look_through(text, pattern, errors)
}

fn look_through(text: &[u8], pattern: &[u8], errors: usize) -> Option<(usize, usize)> {
    // One column of (cost, start of the match) for each pattern prefix.
    let mut column: Vec<(usize, usize)> = (0..=pattern.len()).map(|i| (i, 0)).collect();
    let mut best: Option<(usize, usize, usize)> = None;
    for (j, &byte) in text.iter().enumerate() {
        let mut diagonal = column[0];
        column[0] = (0, j + 1);
        for i in 1..=pattern.len() {
            let replace = (diagonal.0 + usize::from(pattern[i - 1] != byte), diagonal.1);
            let insert = (column[i].0 + 1, column[i].1);
            let delete = (column[i - 1].0 + 1, column[i - 1].1);
            diagonal = column[i];
            let mut cell = replace;
            for other in [insert, delete] {
                if other.0 < cell.0 {
                    cell = other;
                }
            }
            column[i] = cell;
        }
        let (cost, start) = column[pattern.len()];
        if cost <= errors && best.is_none_or(|(least, ..)| cost < least) {
            best = Some((cost, start, j + 1));
        }
    }
    best.map(|(_, start, end)| (start, end))
}

/// True where one of `parts` parts of the pattern, all about as long, stands in the text.
fn has_whole_part(text: &[u8], pattern: &[u8], parts: usize) -> bool {
    (0..parts).any(|n| {
        let part = &pattern[pattern.len() * n / parts..pattern.len() * (n + 1) / parts];
        let Some((&first, rest)) = part.split_first() else {
            return true;
        };
        let last = text.len().saturating_sub(rest.len());
        (0..last).any(|at| text[at] == first && text[at + 1..].starts_with(rest))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forgives_one_letter_in_long_words_only() {
        assert!(like("kehoach", "kehoach"));
        assert!(like("kehoch", "kehoach"));
        assert!(!like("bao", "bau"));
    }

    #[test]
    fn one_apart_is_a_distance_of_one() {
        let words = [
            "", "a", "ab", "ba", "abc", "acb", "abcd", "abdc", "bacd", "abxd", "xabcd", "abcdx",
            "kehoach", "kehaoch",
        ];
        for a in words {
            for b in words {
                assert_eq!(
                    one_apart(a.as_bytes(), b.as_bytes()),
                    strsim::osa_distance(a, b) <= 1,
                    "{a} {b}"
                );
            }
        }
    }

    #[test]
    fn nothing_is_missed_by_not_looking() {
        for text in [
            "",
            "x",
            "noidung",
            "noiddung",
            "n0idung",
            "noidunq",
            "cacnoidungkhac",
            "nodung",
            "thoigian",
        ] {
            for pattern in ["noidung", "thoigianthuchien", "ab", "x"] {
                for errors in 0..4 {
                    assert_eq!(
                        find_near(text.as_bytes(), pattern.as_bytes(), errors),
                        look_through(text.as_bytes(), pattern.as_bytes(), errors),
                        "{text} {pattern} {errors}"
                    );
                }
            }
        }
    }

    #[test]
    fn finds_a_damaged_motto_inside_a_line() {
        let found = find_near(b"soytedoclaptudohanhphiic", b"doclaptudohanhphuc", 3);
        assert_eq!(found.map(|(start, _)| start), Some(5));
        assert_eq!(find_near(b"soyte", b"doclaptudohanhphuc", 3), None);
    }
}
