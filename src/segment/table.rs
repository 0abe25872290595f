//! Tables: rows of cells, by tabs, pipes or columns kept apart by blanks; cut rows joined, repeated heads dropped.

use super::flow::Flow;
use super::folded::{fold_str, squeeze};
use super::lines::Lines;
use super::numbering;
use crate::span::Span;

/// One row.
#[derive(Clone, Debug)]
pub(super) struct Row {
    /// Cells, in the order of the columns.
    pub cells: Vec<Flow>,
    /// From the row's first line to its last.
    pub span: Span,
}

impl Row {
    /// Cells separated by tabs, none at the end.
    pub(super) fn text(&self) -> String {
        let cells: Vec<&str> = self.cells.iter().map(|cell| cell.text.as_str()).collect();
        cells.join("\t").trim_end().to_owned()
    }

    /// Text of a cell; empty where the row has none.
    pub(super) fn cell(&self, i: usize) -> &str {
        self.cells.get(i).map_or("", |cell| cell.text.as_str())
    }
}

/// A table.
#[derive(Clone, Debug, Default)]
pub(super) struct Table {
    /// Rows, the head first where there is one.
    pub rows: Vec<Row>,
    /// The first row names the columns.
    pub has_head: bool,
}

/// How a table's columns are kept apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Divider {
    Tab,
    Pipe,
}

/// True where a table begins at line `i`.
pub(super) fn starts(lines: &Lines<'_>, i: usize) -> bool {
    if spaced_head(lines, i).is_some() {
        return true;
    }
    let Some(divider) = divider(lines, i) else {
        return false;
    };
    let cells = row_cells(lines, i, divider);
    if cells.len() > 2 {
        return true;
    }
    // "1.<tab>Text" is a labelled paragraph.
    let first = cells[0].of(lines.raw).trim();
    let second = lines
        .next_solid(i + 1, lines.len())
        .is_some_and(|j| divider_is(lines, j, divider));
    let label = numbering::readings(&format!("{first} X"))
        .iter()
        .any(|r| r.firm)
        && first.chars().count() <= 6;
    second && !label
}

fn divider(lines: &Lines<'_>, i: usize) -> Option<Divider> {
    [Divider::Tab, Divider::Pipe]
        .into_iter()
        .find(|&d| divider_is(lines, i, d))
}

fn divider_is(lines: &Lines<'_>, i: usize, divider: Divider) -> bool {
    let text = lines.all[i].full.of(lines.raw);
    match divider {
        Divider::Tab => text.contains('\t') && !lines.blank(i),
        Divider::Pipe => text.bytes().filter(|&b| b == b'|').count() >= 2 && !lines.blank(i),
    }
}

/// The cells of a line, empty ones too.
fn row_cells(lines: &Lines<'_>, i: usize, divider: Divider) -> Vec<Span> {
    let full = lines.all[i].full;
    let text = full.of(lines.raw).trim_end_matches(['\n', '\r', '\x0c']);
    let mut cells = Vec::new();
    let (mut start, mark) = match divider {
        Divider::Tab => (0, '\t'),
        Divider::Pipe => (
            text.find('|')
                .filter(|&at| text[..at].trim().is_empty())
                .map_or(0, |at| at + 1),
            '|',
        ),
    };
    for (at, _) in text
        .match_indices(mark)
        .filter(|&(at, _)| at >= start)
        .collect::<Vec<_>>()
    {
        cells.push(Span::new(full.start + start, full.start + at));
        start = at + 1;
    }
    if divider == Divider::Tab || !text[start..].trim().is_empty() {
        cells.push(Span::new(full.start + start, full.start + text.len()));
    }
    if cells.is_empty() {
        cells.push(full);
    }
    cells
}

/// Reads the table that begins at line `i`; returns it with the line after its last.
pub(super) fn read(lines: &Lines<'_>, i: usize, limit: usize) -> (Table, usize) {
    if let Some(columns) = spaced_head(lines, i) {
        return read_spaced(lines, i, limit, &columns);
    }
    let Some(divider) = divider(lines, i) else {
        return (Table::default(), i + 1);
    };
    let mut builder = Builder::default();
    let mut end = i;
    let mut at = i;
    while at < limit {
        if !lines.solid(at) {
            builder.cut |= lines.all[at].furniture || lines.all[at].page_start;
            at += 1;
            continue;
        }
        if !divider_is(lines, at, divider) {
            let adjacent = at > 0 && lines.solid(at - 1);
            let goes_on = lines
                .next_solid(at + 1, limit)
                .is_some_and(|next| next <= at + 2 && divider_is(lines, next, divider));
            if adjacent && goes_on && builder.table.has_head && at > i {
                builder.lone(lines, at);
                at += 1;
                continue;
            }
            break;
        }
        builder.cut |= lines.all[at].page_start;
        let cells = row_cells(lines, at, divider);
        builder.row(lines, &cells, lines.all[at].span);
        at += 1;
        end = at;
    }
    (builder.table, end.max(i + 1))
}

#[derive(Default)]
struct Builder {
    table: Table,
    head: String,
    /// A page break lies between the last row and the next.
    cut: bool,
}

impl Builder {
    /// A line without dividers between two rows: the end of a cell, or a group that spans the table.
    fn lone(&mut self, lines: &Lines<'_>, at: usize) {
        let span = lines.all[at].span;
        let text = lines.str(at);
        let filled = self
            .table
            .rows
            .last_mut()
            .filter(|_| text.starts_with(char::is_lowercase));
        if let Some(row) = filled {
            if let Some(cell) = row.cells.iter_mut().rev().find(|cell| !cell.is_empty()) {
                cell.push(lines.raw, span);
            }
            row.span.end = span.end;
            return;
        }
        let rest = numbering::readings(text)
            .into_iter()
            .find(|r| r.firm && !r.style.is_mark())
            .map(|r| r.rest);
        let bare = text
            .find(' ')
            .filter(|&n| text[..n].chars().all(|c| matches!(c, 'I' | 'V' | 'X')));
        let cut = span.start + rest.or(bare).unwrap_or(0);
        let cells = [Span::new(span.start, cut), Span::new(cut, span.end)];
        let cells = cells
            .iter()
            .map(|&cell| Flow::of(lines.raw, cell))
            .collect();
        self.table.rows.push(Row { cells, span });
        self.cut = false;
    }

    fn row(&mut self, lines: &Lines<'_>, cells: &[Span], span: Span) {
        let flows: Vec<Flow> = cells
            .iter()
            .map(|&cell| Flow::of(lines.raw, cell))
            .collect();
        let squeezed: String = flows.iter().map(|flow| squeeze(&flow.text)).collect();
        if self.table.rows.is_empty() {
            self.table.has_head = is_head(&flows);
            self.head.clone_from(&squeezed);
        } else if self.table.has_head
            && squeezed.len().abs_diff(self.head.len()) * 12 <= self.head.len()
            && strsim::osa_distance(&squeezed, &self.head) * 12 <= self.head.len()
            && flows
                .first()
                .is_some_and(|cell| !cell.text.starts_with(|c: char| c.is_ascii_digit()))
        {
            self.cut = true;
            return;
        }
        if self.table.has_head && self.table.rows.len() == 1 && self.second_head(&flows) {
            if let Some(head) = self.table.rows.first_mut() {
                for (n, &cell) in cells.iter().enumerate() {
                    if head.cells.len() <= n {
                        head.cells.push(Flow::default());
                    }
                    head.cells[n].push(lines.raw, cell);
                }
                head.span.end = span.end;
            }
            return;
        }
        let first_row = usize::from(self.table.has_head);
        let empty_label = flows.first().is_some_and(Flow::is_empty);
        let joins = empty_label && self.table.rows.len() > first_row && {
            let content = flows.iter().skip(1).find(|flow| !flow.is_empty());
            let lower = content.is_some_and(|flow| flow.text.starts_with(char::is_lowercase));
            let main_empty = flows.get(1).is_none_or(Flow::is_empty);
            self.cut || lower || main_empty
        };
        self.cut = false;
        if joins && let Some(last) = self.table.rows.last_mut() {
            for (n, &cell) in cells.iter().enumerate() {
                if last.cells.len() <= n {
                    last.cells.push(Flow::default());
                }
                last.cells[n].push(lines.raw, cell);
            }
            last.span.end = span.end;
            return;
        }
        self.table.rows.push(Row { cells: flows, span });
    }
}

impl Builder {
    /// The second line of a head whose first line stands over several columns: "Đơn vị thực hiện" over "Chủ trì" and
    /// "Phối hợp".
    fn second_head(&self, flows: &[Flow]) -> bool {
        let named: Vec<&Flow> = flows.iter().filter(|flow| !flow.is_empty()).collect();
        let head = &self.table.rows[0];
        let open = (0..flows.len()).any(|n| !flows[n].is_empty() && head.cell(n).trim().is_empty());
        flows.first().is_some_and(Flow::is_empty)
            && open
            && !named.is_empty()
            && named
                .iter()
                .all(|flow| flow.text.chars().count() <= 30 && !flow.text.ends_with(['.', ';']))
    }
}

/// A row that names columns.
fn is_head(cells: &[Flow]) -> bool {
    let first = cells
        .first()
        .map_or(String::new(), |cell| squeeze(&cell.text));
    if matches!(
        first.as_str(),
        "stt" | "tt" | "sott" | "sothutu" | "so" | "st"
    ) && cells.len() >= 3
    {
        return true;
    }
    let named = cells
        .iter()
        .filter(|cell| {
            let folded = fold_str(&cell.text);
            [
                "noi dung",
                "nhiem vu",
                "cong viec",
                "chu tri",
                "phoi hop",
                "thoi gian",
                "thoi han",
                "don vi",
                "co quan",
                "san pham",
                "ghi chu",
                "ket qua",
                "tien do",
                "kinh phi",
                "hoat dong",
            ]
            .iter()
            .any(|word| folded.starts_with(word) || (folded.contains(word) && folded.len() < 60))
        })
        .count();
    let filled = cells.iter().filter(|c| !c.is_empty()).count();
    (named >= 2 && named * 2 >= filled) || is_headline(cells)
}

/// Three names of columns or more, whatever they are: short, in words, without a final mark.
fn is_headline(cells: &[Flow]) -> bool {
    let filled: Vec<&str> = cells
        .iter()
        .map(|cell| cell.text.trim())
        .filter(|text| !text.is_empty())
        .collect();
    filled.len() >= 3
        && filled.len() + 1 >= cells.len()
        && filled.iter().all(|text| {
            text.chars().count() <= 40
                && text.starts_with(char::is_uppercase)
                && !text.ends_with(['.', ';', ','])
                && !text.bytes().any(|b| b.is_ascii_digit())
        })
}

/// Column starts (in characters) of a head whose columns are kept apart by blanks only.
fn spaced_head(lines: &Lines<'_>, i: usize) -> Option<Vec<usize>> {
    // Only a line that begins with STT or TT can be one.
    if !lines.fold(i).starts_with(['s', 't']) {
        return None;
    }
    let full = lines.all[i].full.of(lines.raw).trim_end();
    if full.contains(['\t', '|']) || full.len() > 400 {
        return None;
    }
    let parts = spaced(full);
    let first = parts.first().map(|part| squeeze(&full[part.1..part.2]))?;
    let head = matches!(first.as_str(), "stt" | "tt" | "sott" | "sothutu") && parts.len() >= 3;
    head.then(|| parts.iter().map(|part| part.0).collect())
}

/// Parts of a line that two blanks or more keep apart: (column of the first character, byte start, byte end).
fn spaced(line: &str) -> Vec<(usize, usize, usize)> {
    let mut parts: Vec<(usize, usize, usize)> = Vec::new();
    let mut blanks = 2;
    for (column, (at, c)) in line.char_indices().enumerate() {
        if c.is_whitespace() {
            blanks += 1;
            continue;
        }
        match parts.last_mut() {
            Some(part) if blanks < 2 => part.2 = at + c.len_utf8(),
            _ => parts.push((column, at, at + c.len_utf8())),
        }
        blanks = 0;
    }
    parts
}

/// Reads a table whose columns are kept apart by blanks; a row begins where its first column has a label.
fn read_spaced(lines: &Lines<'_>, i: usize, limit: usize, columns: &[usize]) -> (Table, usize) {
    let mut rows: Vec<(Vec<Vec<Span>>, Span)> = Vec::new();
    let mut head = String::new();
    let mut end = i + 1;
    let mut at = i;
    let mut blank_run = 0;
    while at < limit {
        if !lines.solid(at) {
            blank_run += usize::from(lines.blank(at));
            at += 1;
            continue;
        }
        let full = lines.all[at].full;
        let text = full.of(lines.raw).trim_end();
        let parts = spaced(text);
        let label = parts
            .first()
            .filter(|part| part.0 + 1 < columns[1])
            .map(|part| &text[part.1..part.2]);
        let is_label = label.is_some_and(|l| {
            l.chars().count() <= 6 && l.chars().next().is_some_and(char::is_alphanumeric)
        });
        let indented = parts.first().is_some_and(|part| part.0 + 2 >= columns[1]);
        let row_start = at == i || (is_label && parts.len() > 1);
        if !(row_start || (indented && blank_run < 2 && !rows.is_empty())) {
            break;
        }
        blank_run = 0;
        if row_start {
            rows.push((vec![Vec::new(); columns.len()], lines.all[at].span));
        }
        if let Some((cells, span)) = rows.last_mut() {
            for &(column, from, to) in &parts {
                // The column whose start is nearest: heads are centred, cells are not.
                let nearest = (0..columns.len())
                    .min_by_key(|&n| columns[n].abs_diff(column))
                    .unwrap_or(0);
                let n = if column + 1 < columns[1] {
                    0
                } else {
                    nearest.max(1)
                };
                cells[n].push(Span::new(full.start + from, full.start + to));
            }
            span.end = lines.all[at].span.end;
        }
        at += 1;
        end = at;
    }
    let mut table = Table {
        rows: Vec::new(),
        has_head: true,
    };
    for (n, (cells, span)) in rows.into_iter().enumerate() {
        let flows: Vec<Flow> = cells
            .iter()
            .map(|spans| {
                let mut flow = Flow::default();
                spans.iter().for_each(|&s| flow.push(lines.raw, s));
                flow
            })
            .collect();
        let squeezed: String = flows.iter().map(|flow| squeeze(&flow.text)).collect();
        if n == 0 {
            head = squeezed;
        } else if squeezed == head {
            continue;
        }
        table.rows.push(Row { cells: flows, span });
    }
    (table, end)
}
