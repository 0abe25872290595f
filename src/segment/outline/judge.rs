//! Which label a line begins with: the reading that the sequence supports.

use super::Outliner;
use super::paragraphs::tail;
use crate::segment::header::is_capitals;
use crate::segment::numbering::{Reading, Style, is_rest_of_roman, readings, unbreak_roman};
use crate::text::numeral::{is_left_of, roman_text};

impl Outliner<'_, '_> {
    /// Chooses the reading of a line's beginning that the sequence supports.
    pub(super) fn judge(&self, i: usize) -> Option<(Reading, bool, bool)> {
        let line = self.lines.str(i);
        let mut found = readings(line);
        if !self.lines.doubtful {
            // A whole đ is a đ where nothing else had to be restored.
            found.retain(|r| r.firm || r.label != "d");
        }
        if let Some(mark) = found.first().filter(|r| r.style.is_mark()) {
            return Some((mark.clone(), false, false));
        }
        // A bracket where the list has points is the same list.
        let stray: Vec<Reading> = found
            .iter()
            .filter(|r| {
                r.style == Style::Bracket
                    && !self.is_open(Style::Bracket)
                    && self.expected(Style::Number(1), &r.label).is_some()
            })
            .map(|r| Reading {
                style: Style::Number(1),
                firm: false,
                ..r.clone()
            })
            .collect();
        found.extend(stray);
        if let Some(worn) = self.worn_chapter(&found) {
            found.retain(|r| r.style != worn.style);
            found.push(worn);
        }
        let mid = self.is_mid_sentence(i);
        if !mid && let Some(heading) = self.worn_heading(i, &found) {
            return Some((heading, true, false));
        }
        let starts = |r: &Reading| {
            let text = &line[r.rest..];
            text.is_empty() || !text.starts_with(char::is_lowercase)
        };
        if let Some(r) = found
            .iter()
            .find(|r| r.firm && self.fits(r) && (!mid || starts(r)) && !self.is_clause(r, line))
        {
            return Some((r.clone(), false, false));
        }
        if mid {
            return None;
        }
        if let Some(r) = found
            .iter()
            .find(|r| !r.firm && self.fits(r) && starts(r) && self.is_credible(r, line))
        {
            return Some((r.clone(), true, false));
        }
        found
            .into_iter()
            .find(|r| r.firm && starts(r) && self.is_plausible(r, line))
            .map(|r| (r, false, true))
    }

    /// A heading in capitals whose Roman number lost strokes: "I." after "I.", "1." over another "1.".
    fn worn_heading(&self, i: usize, found: &[Reading]) -> Option<Reading> {
        let line = self.lines.str(i);
        if !self.lines.doubtful || found.iter().any(|r| r.firm && self.fits(r) && r.value != 1) {
            return None;
        }
        let expected = self.expected(Style::Roman, "");
        let value = expected.unwrap_or(1);
        let rest = is_rest_of_roman(line, value).or_else(|| {
            // "UW. KẾT QUẢ": nothing is left of the number, but the numbers below begin again.
            // Or nothing but strokes is left: "INL. KINH PHÍ".
            let lost = expected.is_some()
                && (self.restarts_below(i) || is_strokes(line))
                && !found.iter().any(|r| r.firm && self.fits(r));
            garbled_label(line).filter(|_| lost)
        })?;
        // The number of the heading before it once more, over a name that is no sentence.
        let again = expected.is_some()
            && found
                .iter()
                .any(|r| r.firm && r.style == Style::Roman && r.value + 1 == value)
            && !found
                .iter()
                .any(|r| r.style == Style::Number(1) && self.fits(r))
            && line[rest..].starts_with(char::is_uppercase)
            && !line.ends_with(['.', ';', ','])
            && self.lines.all[i].chars < 100;
        if !(is_capitals(&line[rest..]) || again) {
            return None;
        }
        let due = match expected {
            Some(_) => {
                let number = found
                    .iter()
                    .any(|r| r.firm && r.style == Style::Number(1) && self.fits(r));
                !number || self.restarts_below(i)
            }
            None => {
                let first_number = found
                    .iter()
                    .any(|r| r.style == Style::Number(1) && r.value == 1);
                first_number
                    && self.nothing_labelled()
                    && (self.restarts_below(i) || self.second_below(i))
            }
        };
        due.then(|| Reading {
            style: Style::Roman,
            value,
            label: roman_text(value),
            rest,
            firm: false,
        })
    }

    /// A chapter whose Roman number lost strokes ("Chương Il" after Chương II), or whose I is a 1.
    fn worn_chapter(&self, found: &[Reading]) -> Option<Reading> {
        let worn = found
            .iter()
            .find(|r| self.lines.doubtful && r.style == Style::Chapter)?;
        let value = self.expected(worn.style, &worn.label).unwrap_or(1);
        let label = roman_text(value);
        let lost = is_left_of(&label, &unbreak_roman(&worn.label));
        (lost && label != worn.label).then(|| Reading {
            value,
            label,
            firm: false,
            ..worn.clone()
        })
    }

    fn nothing_labelled(&self) -> bool {
        self.stack
            .iter()
            .all(|&n| self.tree.nodes[n].style.is_none())
    }

    /// The next labelled line begins with 1 again.
    fn restarts_below(&self, i: usize) -> bool {
        (i + 1..self.lines.len().min(i + 12))
            .filter(|&j| self.lines.solid(j))
            .map(|j| readings(self.lines.str(j)))
            .find(|found| found.iter().any(|r| r.firm || r.style == Style::Number(1)))
            .is_some_and(|found| {
                found
                    .iter()
                    .any(|r| r.style == Style::Number(1) && r.value == 1)
            })
    }

    /// The next heading in capitals is the second by its Roman number, or has a 1 as well: what stands here is the first.
    fn second_below(&self, i: usize) -> bool {
        (i + 1..self.lines.len().min(i + 60))
            .filter(|&j| self.lines.solid(j))
            .map(|j| self.lines.str(j))
            .find(|line| is_rest_of_roman(line, 8).is_some_and(|rest| is_capitals(&line[rest..])))
            .is_some_and(|line| {
                unbreak_roman(line.split([' ', '.', ',']).next().unwrap_or("")).len() < 3
            })
    }

    pub(super) fn is_open(&self, style: Style) -> bool {
        self.stack
            .iter()
            .any(|&n| self.tree.nodes[n].style == Some(style))
    }

    /// The value that the next label of an open level should have.
    fn expected(&self, style: Style, label: &str) -> Option<u32> {
        let open = self
            .stack
            .iter()
            .rev()
            .map(|&n| &self.tree.nodes[n])
            .find(|node| node.style == Some(style));
        let Some(open) = open else {
            // Articles are counted through all chapters.
            return (style == Style::Article && self.articles > 0).then_some(self.articles + 1);
        };
        if let Style::Number(depth) = style
            && depth > 1
            && prefix(open.label.as_deref().unwrap_or("")) != prefix(label)
        {
            return None;
        }
        Some(open.value + 1)
    }

    /// What looks like a Roman one and counts the clauses (khoản) of an article: a 1.
    fn is_clause(&self, reading: &Reading, line: &str) -> bool {
        self.lines.doubtful
            && reading.style == Style::Roman
            && reading.value == 1
            && self.is_open(Style::Article)
            && !is_capitals(&line[reading.rest..])
    }

    fn fits(&self, reading: &Reading) -> bool {
        match self.expected(reading.style, &reading.label) {
            // Lists that leave đ out go from d to e.
            Some(value) => {
                reading.value == value
                    || (reading.style == Style::Letter
                        && value == 5
                        && reading.value == 6
                        && reading.firm)
            }
            None => reading.value == 1,
        }
    }

    /// May a broken label be believed? A first one only where a list is due.
    fn is_credible(&self, reading: &Reading, line: &str) -> bool {
        let text = &line[reading.rest..];
        if self.expected(reading.style, &reading.label).is_some() {
            return true;
        }
        let due =
            self.open_text().ends_with(':') || self.last.is_some_and(|last| last.para.is_none());
        match reading.style {
            Style::Roman => is_capitals(text) && self.nothing_labelled(),
            Style::Number(1) => {
                due && (self.is_open(Style::Roman)
                    || (self.is_open(Style::Article) && text.starts_with(char::is_uppercase)))
            }
            // Below its own number: "3.1," under "3.".
            Style::Number(_) => self.stack.iter().any(|&n| {
                let node = &self.tree.nodes[n];
                matches!(node.style, Some(Style::Number(_)))
                    && node.label.as_deref() == Some(prefix(&reading.label))
            }),
            Style::Letter | Style::Bracket => self.open_text().ends_with(':'),
            Style::Article if reading.value == 1 && self.nothing_labelled() => {
                text.starts_with(char::is_uppercase)
            }
            Style::Article | Style::Part | Style::Chapter | Style::Section | Style::Subsection => {
                text.is_empty() || is_capitals(text)
            }
            _ => false,
        }
    }

    /// May a whole label out of sequence be a label at all?
    fn is_plausible(&self, reading: &Reading, line: &str) -> bool {
        let text = &line[reading.rest..];
        let mark = line[..reading.rest].trim_end();
        match reading.style {
            Style::Upper => self.is_open(Style::Upper) && is_capitals(text),
            Style::Letter => mark.ends_with(')'),
            Style::Roman => is_capitals(text) || self.is_open(Style::Roman) || text.is_empty(),
            Style::Number(1) | Style::Bracket => reading.value <= 60 && !text.is_empty(),
            _ => true,
        }
    }

    /// The line before is full and ends in the middle of a sentence.
    fn is_mid_sentence(&self, i: usize) -> bool {
        let text = self.open_text();
        let Some(last) = self.last else { return false };
        !text.is_empty()
            && last.line + 1 == i
            && !text.ends_with(['.', ';', ':', '!', '?'])
            && self.lines.fills(last.line)
            && !(last.para.is_none() && is_capitals(tail(text)))
    }
}

/// A label of strokes and hooks alone, as a damaged Roman number has them.
fn is_strokes(line: &str) -> bool {
    let label = line.split(' ').next().unwrap_or("");
    let core = label.trim_end_matches(['.', ',', ')', ':', '/', '-']);
    core.len() < label.len()
        && core.chars().count() <= 4
        && core.chars().all(|c| "IlL1|![]iNHMUWTJVvYXx".contains(c))
}

/// Where the text of a heading in capitals begins, after a few marks that were a label.
fn garbled_label(line: &str) -> Option<usize> {
    let end = line.find(' ')?;
    let label = &line[..end];
    let marked = label.ends_with(['.', ',', ')', ':', '/', '-']);
    let text = line[end..].trim_start();
    let words = text.split(' ').count();
    (marked && label.chars().count() <= 5 && words >= 2 && is_capitals(text))
        .then(|| line.len() - text.len())
}

/// A dotted label without its last number.
fn prefix(label: &str) -> &str {
    label.rsplit_once('.').map_or("", |(prefix, _)| prefix)
}
