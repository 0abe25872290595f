//! Snippets: the part of a text that shows why it is a hit, with what was looked for marked.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use super::code;
use super::hit::Snippet;
use super::misread;
use super::plan::Plan;
use super::words::{Forms, words};
use crate::span::Span;

/// Bytes of a text that are looked at; what is found in a longer one is near enough to its beginning.
const LOOKED_AT: usize = 64 << 10;
/// Characters of a snippet, about.
const LONG: usize = 240;
/// Characters before the first word that is marked.
const BEFORE: usize = 60;

/// Marks what a query looks for.
pub(super) struct Marker<'p> {
    plan: &'p Plan,
    /// The words that are looked for, by their folded form.
    sought: FxHashMap<&'p str, Vec<&'p Forms>>,
    /// Codes that are near those that are looked for, as keys and pressed.
    near: Vec<&'p str>,
}

/// A place where something was found.
#[derive(Clone, Copy, Debug)]
struct Found {
    span: Span,
    /// What it is, so that two different things count more than one twice.
    what: usize,
    worth: u32,
}

impl<'p> Marker<'p> {
    pub(super) fn new(plan: &'p Plan) -> Self {
        let mut sought: FxHashMap<&str, Vec<&Forms>> = FxHashMap::default();
        let phrases = plan.phrases.iter().flatten();
        for word in plan.words.iter().chain(phrases) {
            sought.entry(&word.folded).or_default().push(word);
        }
        Self {
            plan,
            sought,
            near: Vec::new(),
        }
    }

    /// The same, where codes near those of the query are marked as well.
    pub(super) fn with_near(&self, near: impl Iterator<Item = &'p str>) -> Self {
        Self {
            plan: self.plan,
            sought: self.sought.clone(),
            near: near.collect(),
        }
    }

    /// The part of a text that has most of what is looked for. `others` are ends of words, with how else they may be read.
    pub(super) fn snippet(&self, text: &str, others: &[(usize, Vec<Cow<'_, str>>)]) -> Snippet {
        let text = head(text);
        let found = self.found(text, others);
        let (first, last) = best(&found, text);
        cut(text, &found[first..last])
    }

    fn found(&self, text: &str, others: &[(usize, Vec<Cow<'_, str>>)]) -> Vec<Found> {
        let mut found = Vec::new();
        let mut exact = Vec::new();
        let mut others = others.iter().peekable();
        let numbers: FxHashMap<&str, usize> = self
            .plan
            .words
            .iter()
            .chain(self.plan.phrases.iter().flatten())
            .enumerate()
            .map(|(number, word)| (word.folded.as_str(), number))
            .collect();
        for span in words(text) {
            while others.next_if(|(end, _)| *end < span.end).is_some() {}
            let forms = Forms::of(span.of(text));
            let read =
                match self.sought.get(forms.folded.as_str()) {
                    Some(sought) => Some((forms.folded.as_str(), sought)),
                    None => others.peek().filter(|(end, _)| *end == span.end).and_then(
                        |(_, readings)| {
                            readings.iter().find_map(|reading| {
                                let (key, sought) = self.sought.get_key_value(reading.as_ref())?;
                                Some((*key, sought))
                            })
                        },
                    ),
                };
            let Some((key, sought)) = read else {
                continue;
            };
            let what = numbers[key];
            let is_exact = !self.plan.is_marked
                || forms.exact.is_none()
                || sought.iter().any(|word| word.exact == forms.exact);
            if is_exact {
                exact.push(what);
            }
            found.push(Found {
                span,
                what,
                worth: if is_exact { 2 } else { 1 },
            });
        }
        // Where a word stands as it was typed, others that only look like it are not what was meant.
        found.retain(|one| one.worth > 1 || !exact.contains(&one.what));
        if !self.plan.codes.is_empty() {
            self.add_codes(text, &mut found);
        }
        found
    }

    /// Codes in the text that are those of the query.
    fn add_codes(&self, text: &str, found: &mut Vec<Found>) {
        for written in code::find(text) {
            let keys = code::keys(
                written
                    .span
                    .of(text)
                    .trim_start_matches(|c: char| !c.is_ascii_digit()),
                None,
            );
            let all = written.keys.iter().chain(&keys);
            let same = self
                .plan
                .codes
                .iter()
                .position(|sought| all.clone().any(|key| sought.code.keys.contains(key)))
                .or_else(|| {
                    let is_near = all.clone().any(|key| self.near.contains(&key.as_str()));
                    is_near.then_some(self.plan.codes.len())
                });
            if let Some(number) = same {
                add_code(written.span, number, found);
            }
        }
        if !self.near.is_empty() {
            for span in misread::written(text) {
                let readings = misread::readings(text, span);
                let mut pressed = readings.iter().map(|(_, pressed)| pressed.as_str());
                if pressed.any(|pressed| self.near.contains(&pressed)) {
                    add_code(span, self.plan.codes.len(), found);
                }
            }
        }
        found.sort_by_key(|one| one.span.start);
    }
}

/// Adds a code in place of the words that it is made of.
fn add_code(span: Span, number: usize, found: &mut Vec<Found>) {
    found.retain(|one| one.span.end <= span.start || one.span.start >= span.end);
    found.push(Found {
        span,
        what: usize::MAX - number,
        worth: 8,
    });
}

/// As much of a text as is looked at.
fn head(text: &str) -> &str {
    let mut end = text.len().min(LOOKED_AT);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// Those that fit into a snippet and are worth most: each thing once in full, again a little.
fn best(found: &[Found], text: &str) -> (usize, usize) {
    let mut best = (0, 0, 0);
    let mut last = 0;
    let mut counts: FxHashMap<usize, u32> = FxHashMap::default();
    let mut worth = 0;
    for first in 0..found.len() {
        while last < found.len()
            && text[found[first].span.start..found[last].span.end].len() <= LONG - BEFORE
        {
            let one = found[last];
            let count = counts.entry(one.what).or_default();
            worth += if *count == 0 { one.worth * 10 } else { 1 };
            *count += 1;
            last += 1;
        }
        if worth > best.2 {
            best = (first, last, worth);
        }
        if last == first {
            // One thing that is longer than a snippet.
            last += 1;
            continue;
        }
        let one = found[first];
        if let Some(count) = counts.get_mut(&one.what) {
            *count -= 1;
            worth -= if *count == 0 { one.worth * 10 } else { 1 };
        }
    }
    (best.0, best.1)
}

/// The text around what was found, on one line.
fn cut(text: &str, found: &[Found]) -> Snippet {
    let start = found.first().map_or(0, |first| first.span.start);
    let start = begin(text, start);
    let mut snippet = Snippet::default();
    if text[..start].chars().any(|c| !c.is_whitespace()) {
        snippet.text.push('…');
    }
    let must = found.last().map_or(start, |last| last.span.end);
    let mut end = text[start..]
        .char_indices()
        .nth(LONG)
        .map_or(text.len(), |(at, _)| start + at)
        .max(must);
    if end < text.len() {
        // At the end of a word.
        let back = text[must..end].rfind(char::is_whitespace);
        end = back.map_or(end, |at| must + at);
    }
    let mut spans = found.iter().map(|one| one.span).peekable();
    let mut open = None;
    let mut blank = true;
    for (at, c) in text[start..end].char_indices() {
        let at = start + at;
        close(&mut open, &mut snippet, at);
        if let Some(span) = spans.next_if(|span| span.start <= at) {
            open = Some((snippet.text.len(), span.end));
        }
        // Controls have nothing to do on a line.
        if c.is_whitespace() || c.is_control() {
            if !blank {
                snippet.text.push(' ');
            }
            blank = true;
        } else {
            snippet.text.push(c);
            blank = false;
        }
    }
    close(&mut open, &mut snippet, end);
    let trimmed = snippet.text.trim_end().len();
    snippet.text.truncate(trimmed);
    if text[end..].chars().any(|c| !c.is_whitespace()) {
        snippet.text.push('…');
    }
    join(&mut snippet);
    snippet
}

/// Ends a mark that ends here.
fn close(open: &mut Option<(usize, usize)>, snippet: &mut Snippet, at: usize) {
    if let Some((start, end)) = *open
        && at >= end
    {
        let end = snippet.text.trim_end().len();
        if start < end {
            snippet.highlights.push(Span::new(start, end));
        }
        *open = None;
    }
}

/// Words that stand in a row are one mark.
fn join(snippet: &mut Snippet) {
    let mut joined: Vec<Span> = Vec::new();
    for span in snippet.highlights.drain(..) {
        match joined.last_mut() {
            Some(last) if &snippet.text[last.end..span.start] == " " => last.end = span.end,
            _ => joined.push(span),
        }
    }
    snippet.highlights = joined;
}

/// A good place to begin, a little before: a line, a sentence, else a word.
fn begin(text: &str, at: usize) -> usize {
    let mut far = at;
    for (place, _) in text[..at].char_indices().rev().take(BEFORE) {
        far = place;
    }
    if text[..at].chars().count() <= BEFORE {
        return 0;
    }
    let before = &text[far..at];
    let line = before.rfind('\n').map(|end| end + 1);
    let sentence = before.rfind(". ").map(|end| end + 2);
    let word = before.find(char::is_whitespace).map(|end| end + 1);
    line.or(sentence)
        .or(word)
        .map_or(far, |inside| far + inside)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The snippet with its marks in brackets.
    fn marked(query: &str, text: &str, others: &[(usize, Vec<Cow<'_, str>>)]) -> String {
        let plan = Plan::read(query);
        let snippet = Marker::new(&plan).snippet(text, others);
        let mut out = String::new();
        let mut at = 0;
        for span in &snippet.highlights {
            out.push_str(&snippet.text[at..span.start]);
            out.push_str(&format!("[{}]", span.of(&snippet.text)));
            at = span.end;
        }
        out.push_str(&snippet.text[at..]);
        out
    }

    #[test]
    fn marks_what_was_looked_for() {
        let text = "Công tác kiểm soát thủ tục\nhành chính theo Nghị định số 61/2018/NĐ-CP.";
        for (query, expected) in [
            (
                "thủ tục",
                "Công tác kiểm soát [thủ tục] hành chính theo Nghị định số 61/2018/NĐ-CP.",
            ),
            (
                "THU TUC HANH",
                "Công tác kiểm soát [thủ tục hành] chính theo Nghị định số 61/2018/NĐ-CP.",
            ),
            (
                "thù tục",
                "Công tác kiểm soát [thủ tục] hành chính theo Nghị định số 61/2018/NĐ-CP.",
            ),
            (
                "nd 61/2018",
                "Công tác kiểm soát thủ tục hành chính theo [Nghị định số 61/2018/NĐ-CP].",
            ),
            (
                "\"hành chính\"",
                "Công tác kiểm soát thủ tục [hành chính] theo Nghị định số 61/2018/NĐ-CP.",
            ),
            (
                "khác",
                "Công tác kiểm soát thủ tục hành chính theo Nghị định số 61/2018/NĐ-CP.",
            ),
        ] {
            assert_eq!(marked(query, text, &[]), expected, "{query}");
        }
    }

    #[test]
    fn what_was_typed_comes_before_what_looks_like_it() {
        assert_eq!(
            marked("bản đồ", "ban hành bản đồ, đỗ xe", &[]),
            "ban hành [bản đồ], đỗ xe"
        );
        assert_eq!(
            marked("ban do", "ban hành bản đồ", &[]),
            "[ban] hành [bản đồ]"
        );
    }

    #[test]
    fn marks_words_that_may_have_been_meant() {
        let others = [("phòng, trống".len(), vec![Cow::Borrowed("chong")])];
        assert_eq!(
            marked("phong chong", "phòng, trống hạn", &others),
            "[phòng], [trống] hạn"
        );
    }

    #[test]
    fn long_texts_are_cut_around_what_was_found() {
        let text = format!(
            "{} Đoạn này nói về hạn hán. {}",
            "Một câu khác. ".repeat(50),
            "Lại câu khác. ".repeat(50)
        );
        let snippet = marked("hạn hán", &text, &[]);
        assert!(
            snippet.contains("nói về [hạn hán]. Lại")
                && snippet.starts_with('…')
                && snippet.ends_with('…'),
            "{snippet}"
        );
        assert!(snippet.chars().count() < LONG + 10, "{snippet}");
    }

    #[test]
    fn any_text_has_a_snippet() {
        for text in [
            "",
            " ",
            "\n\n",
            "\u{0}\u{1b}[31m",
            "é\u{301}\u{301}",
            &"ắ".repeat(100_000),
        ] {
            let plan = Plan::read("ắ \"x y\" 1/2018");
            let snippet = Marker::new(&plan).snippet(text, &[(7, vec![])]);
            assert!(!snippet.text.contains(char::is_control));
            for span in &snippet.highlights {
                assert!(span.of(&snippet.text).len() <= snippet.text.len());
            }
        }
    }
}
