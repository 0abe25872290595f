//! A long document in parts, so that what is held of it at a time stays bounded.

/// Bytes of a document that are restored as if they were one document: some hundred pages say enough of themselves.
const PART: usize = 256 << 10;

/// A document in parts of about [`PART`], each but the last with a whole last line where lines are not longer than that.
pub(super) fn parts(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let (part, after) = rest.split_at(end_of_part(rest));
        rest = after;
        Some(part)
    })
}

/// Where the first part of a document ends, of which this is all or more than a part; its length where it is one part.
pub(crate) fn end_of_part(text: &str) -> usize {
    if text.len() <= PART + PART / 4 {
        return text.len();
    }
    let end = (0..=PART).rev().find(|&at| text.is_char_boundary(at));
    let head = &text[..end.unwrap_or(0)];
    let paragraph = || {
        head.rfind("\n\n")
            .map(|at| at + 2)
            .filter(|&end| end > PART / 2)
    };
    let line = || head.rfind('\n').map(|at| at + 1);
    let word = || head.rfind(char::is_whitespace).filter(|&end| end > 0);
    // No word is as long as a part: what is cut here says nothing.
    paragraph()
        .or_else(line)
        .or_else(word)
        .unwrap_or(head.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_the_whole_and_cut_no_word_but_endless_ones() {
        for unit in [
            "thi tuc\n",
            "Điều 1\n\n",
            "một hai ",
            "không\u{a0}ngắt",
            "x",
        ] {
            let text = unit.repeat(3 * PART / unit.len());
            let cut: Vec<&str> = parts(&text).collect();
            assert_eq!(cut.concat(), text);
            let ends_word = |part: &&str| part.ends_with(char::is_whitespace);
            let begins_word = |part: &&str| part.starts_with(char::is_whitespace);
            for (part, next) in cut.iter().zip(&cut[1..]) {
                let cuts_word = !ends_word(part) && !begins_word(next);
                assert_eq!(cuts_word, unit == "x", "{unit:?}");
                assert!(part.len() <= PART + PART / 4, "{unit:?}");
            }
            assert!(cut.len() > 1, "{unit:?}");
        }
        assert_eq!(parts("").count(), 0);
    }
}
