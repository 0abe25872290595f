//! Running text: the lines of one paragraph, heading or cell joined into one string that still knows its places.

use crate::span::Span;

/// Joined text. Runs of blanks are one space; a line that ends inside a code is joined without one.
#[derive(Clone, Debug, Default)]
pub(super) struct Flow {
    /// The joined text.
    pub text: String,
    /// (place in `text`, place in the document), one for each stretch that is the same in both.
    pieces: Vec<(usize, usize)>,
    end: usize,
}

impl Flow {
    /// The flow of one span of `raw`.
    pub(super) fn of(raw: &str, span: Span) -> Self {
        let mut flow = Self::default();
        flow.push(raw, span);
        flow
    }

    /// Appends a line (or a part of one).
    pub(super) fn push(&mut self, raw: &str, span: Span) {
        let part = span.of(raw);
        let mut first = true;
        for word in part.split_whitespace() {
            let at = span.start + (word.as_ptr() as usize - part.as_ptr() as usize);
            let glued = first && inside_code(&self.text, word);
            if !self.text.is_empty() && !glued {
                self.text.push(' ');
            }
            first = false;
            let here = self.text.len();
            if self
                .pieces
                .last()
                .is_none_or(|&(flow, source)| source + (here - flow) != at)
            {
                self.pieces.push((here, at));
            }
            self.text.push_str(word);
            self.end = at + word.len();
        }
    }

    /// True where nothing was pushed.
    pub(super) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// The place in the document of a byte of the joined text.
    fn source(&self, at: usize) -> usize {
        let after = self.pieces.partition_point(|&(flow, _)| flow <= at);
        match after.checked_sub(1) {
            Some(i) => self.pieces[i].1 + (at - self.pieces[i].0),
            None => self.end,
        }
    }

    /// The span in the document of a non-empty range of the joined text.
    pub(super) fn span(&self, start: usize, end: usize) -> Span {
        if start >= end || self.pieces.is_empty() {
            let at = self.source(start.min(self.text.len()));
            return Span::new(at, at);
        }
        // The last character decides where the span ends: what follows it may stand on another line.
        let last = self.text[..end]
            .char_indices()
            .next_back()
            .map_or(start, |(i, _)| i);
        let start = self.source(start);
        Span::new(start, (self.source(last) + (end - last)).max(start))
    }

    /// The span in the document of the whole flow.
    pub(super) fn whole(&self) -> Span {
        self.span(0, self.text.len())
    }
}

/// True where the end of a line and the first word of the next are parts of one code (`23/CT-` / `TTg`).
pub(super) fn inside_code(before: &str, next: &str) -> bool {
    let tail = before.rsplit(' ').next().unwrap_or(before);
    let head = next.chars().next().unwrap_or(' ');
    let has_digit = tail.chars().any(|c| c.is_ascii_digit());
    let slashed = tail.contains('/');
    let dash = |c: char| matches!(c, '-' | '–' | '—');
    if tail.ends_with('/') || tail.ends_with(dash) {
        let body = tail.trim_end_matches(['/', '-', '–', '—']);
        let letters_upper = body.chars().any(char::is_uppercase);
        return body.len() > 1
            && (head.is_uppercase() || head.is_ascii_digit())
            && ((has_digit && (slashed || letters_upper || tail.ends_with('/')))
                || (slashed && body.chars().all(|c| !c.is_lowercase())))
            && !(tail.ends_with(dash) && !letters_upper && !slashed);
    }
    let rest = next.chars().nth(1).unwrap_or(' ');
    // The next line begins with the separator itself.
    (head == '/'
        && (rest.is_uppercase() || rest.is_ascii_digit())
        && tail.chars().all(|c| c.is_ascii_digit() || c == '/')
        && has_digit)
        || (head == '/' && rest.is_uppercase() && has_digit && tail.contains('-'))
        || (dash(head)
            && rest.is_uppercase()
            && has_digit
            && slashed
            && tail.chars().next_back().is_some_and(char::is_uppercase))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(text: &str) -> String {
        let mut flow = Flow::default();
        let mut at = 0;
        for line in text.split('\n') {
            flow.push(text, Span::new(at, at + line.len()));
            at += line.len() + 1;
        }
        flow.text
    }

    #[test]
    fn joins_lines_by_a_blank_but_not_inside_codes() {
        for (lines, whole) in [
            ("Chỉ thị số 23/CT-\nTTg ngày", "Chỉ thị số 23/CT-TTg ngày"),
            ("số 63/2010/\nNĐ-CP", "số 63/2010/NĐ-CP"),
            ("số 63\n/2010/NĐ-CP", "số 63/2010/NĐ-CP"),
            ("số 30/CT\n-TTg", "số 30/CT-TTg"),
            ("số 11-CT\n/TU ngày", "số 11-CT/TU ngày"),
            ("giai đoạn 2020 -\n2025", "giai đoạn 2020 - 2025"),
            ("tỉnh  Bà Rịa -\nVũng Tàu", "tỉnh Bà Rịa - Vũng Tàu"),
            ("của các\nbộ", "của các bộ"),
        ] {
            assert_eq!(joined(lines), whole, "{lines:?}");
        }
    }

    #[test]
    fn knows_its_places() {
        let text = "một  hai\nba bốn";
        let mut flow = Flow::of(text, Span::new(0, "một  hai".len()));
        flow.push(text, Span::new("một  hai\n".len(), text.len()));
        assert_eq!(flow.text, "một hai ba bốn");
        let at = flow.text.find("hai").expect("a word");
        assert_eq!(flow.span(at, at + "hai ba".len()).of(text), "hai\nba");
    }
}
