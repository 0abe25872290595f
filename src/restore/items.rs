//! The mark that ends an item of a list.
//!
//! A scanner reads `;` as `:`. A colon at the end of an item announces what is below the item; where the next line is an item
//! of the same list, nothing is, and the mark was a semicolon like those of its neighbours.

/// What items of a list begin with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Head {
    Letter,
    Dash,
    Plus,
}

impl Head {
    fn of(word: &str) -> Option<Self> {
        let mut chars = word.chars();
        match (chars.next()?, chars.next()) {
            ('-' | '–' | '~', _) => Some(Self::Dash),
            ('+', _) => Some(Self::Plus),
            // A scanner makes `¢)` of `c)`.
            (letter, Some(')')) if !letter.is_uppercase() && !letter.is_numeric() => {
                Some(Self::Letter)
            }
            _ => None,
        }
    }
}

/// The lists of a document as far as they were read.
#[derive(Debug, Default)]
pub(super) struct Items {
    open: Option<Head>,
    /// Items with dashes end in semicolons here: one did, or it is a list of recipients. Those alone have names of other lists
    /// among them.
    parted: bool,
}

impl Items {
    /// Takes note of the first word of a line; `is_new` that the line does not go on with the one before it.
    pub(super) fn begin(&mut self, word: &str, is_new: bool) {
        let head = Head::of(word);
        if head.is_some() || is_new {
            self.parted &= head.is_some();
            self.open = head;
        }
    }

    /// Takes note that a list of recipients (nơi nhận, kính gửi) follows.
    pub(super) fn announce(&mut self) {
        self.parted = true;
    }

    /// The right form of the last word of a line before a line that begins with `next`, where it is not right.
    pub(super) fn end(&mut self, word: &str, next: &str) -> Option<String> {
        let open = self.open?;
        if word.ends_with(';') {
            self.parted |= open == Head::Dash;
            return None;
        }
        let rest = word.strip_suffix(':')?;
        let is_last = Head::of(next) != Some(open) || (open == Head::Dash && !self.parted);
        (!is_last).then(|| format!("{rest};"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_of_one_list_are_parted_by_semicolons() {
        let lines = [
            ("-", "(b/c);", "(b/c);"),
            ("-", "tỉnh:", "tỉnh;"),
            ("-", "VT.", "VT."),
            ("Điều", "gồm:", "gồm:"),
            ("-", "sau:", "sau:"),
            ("-", "một:", "một:"),
            ("+", "hai:", "hai;"),
            ("+", "ba:", "ba:"),
            ("a)", "bốn:", "bốn;"),
            ("b)", "năm:", "năm:"),
            ("-", "sáu.", "sáu."),
        ];
        let mut items = Items::default();
        let nexts = lines.iter().skip(1).map(|line| line.0).chain(["."]);
        for ((head, word, expected), next) in lines.into_iter().zip(nexts) {
            items.begin(head, true);
            let right = items.end(word, next);
            assert_eq!(
                right.as_deref().unwrap_or(word),
                expected,
                "{head} {word} {next}"
            );
        }
    }

    #[test]
    fn recipients_are_parted_from_the_first_on() {
        let mut items = Items::default();
        items.begin("Nơi", true);
        items.announce();
        items.begin("-", true);
        assert_eq!(items.end("tỉnh:", "-").as_deref(), Some("tỉnh;"));
    }

    #[test]
    fn a_line_that_goes_on_belongs_to_its_item() {
        let mut items = Items::default();
        items.begin("c)", true);
        assert_eq!(items.end("các", "tỉnh,"), None);
        items.begin("tỉnh,", false);
        assert_eq!(items.end("huyện:", "d)").as_deref(), Some("huyện;"));
    }
}
