//! Tasks from tables: one a row, columns bound by what the head calls them.

use super::{due, ordinals, units};
use crate::document::{Task, TaskOrigin};
use crate::segment::folded::fold_str;
use crate::segment::table::{Row, Table};

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Column {
    Ordinal,
    Content,
    Lead,
    Support,
    Due,
    Other,
}

/// Adds the tasks of a table; a table without columns for work and for who or when has none.
pub(super) fn find(table: &Table, section: &str, tasks: &mut Vec<Task>) {
    if !table.has_head {
        return;
    }
    let Some(head) = table.rows.first() else {
        return;
    };
    let columns: Vec<Column> = bind(head, table);
    let at = |wanted: Column| columns.iter().position(|&c| c == wanted);
    let Some(content) = at(Column::Content) else {
        return;
    };
    let (lead, support, when) = (at(Column::Lead), at(Column::Support), at(Column::Due));
    if lead.is_none() && when.is_none() {
        return;
    }
    let mut group: Option<String> = None;
    let labels = ordinals::read(table, at(Column::Ordinal));
    for (n, row) in table.rows.iter().enumerate().skip(1) {
        let cell = |column: Option<usize>| column.map_or("", |c| row.cell(c).trim());
        let ordinal = labels[n].as_str();
        if is_numbering(row) {
            continue;
        }
        if let Some(name) = group_name(
            row,
            content,
            ordinal,
            table.rows.get(n + 1),
            at(Column::Ordinal),
            labels.get(n + 1).is_some_and(|label| label == "1"),
        ) {
            group = Some(name);
            continue;
        }
        let text = cell(Some(content));
        if text.is_empty() {
            continue;
        }
        let extra = columns
            .iter()
            .enumerate()
            .filter(|&(c, &column)| column == Column::Other && !row.cell(c).trim().is_empty())
            .map(|(c, _)| (head.cell(c).to_owned(), row.cell(c).trim().to_owned()))
            .collect();
        tasks.push(Task {
            ordinal: (!ordinal.is_empty()).then(|| ordinal.to_owned()),
            group: group.clone(),
            content: text.to_owned(),
            lead: units::divide(cell(lead)),
            support: units::divide(cell(support)),
            due: due::of_cell(cell(when)),
            extra,
            origin: TaskOrigin::Table,
            section: Some(section.to_owned()),
            span: row.span,
        });
    }
}

fn bind(head: &Row, table: &Table) -> Vec<Column> {
    let mut columns: Vec<Column> = head
        .cells
        .iter()
        .enumerate()
        .map(|(n, cell)| {
            let fold = fold_str(&cell.text);
            let has = |words: &[&str]| words.iter().any(|w| fold.contains(w));
            let numbered = || ordinals::is_numbered(table);
            if n == 0 && (fold.len() <= 4 || has(&["so tt", "so thu tu"]) || numbered()) {
                Column::Ordinal
            } else if has(&[
                "san pham",
                "ket qua",
                "kinh phi",
                "ghi chu",
                "chi tieu",
                "dau ra",
                "don vi tinh",
                "so luong",
                "nguon",
            ]) && !has(&["chu tri", "thoi gian"])
            {
                Column::Other
            } else if has(&[
                "thoi gian",
                "thoi han",
                "tien do",
                "han hoan thanh",
                "lo trinh",
                "thoi diem",
                "han xu ly",
                "ngay hoan thanh",
            ]) || fold == "han"
            {
                Column::Due
            } else if has(&[
                "chu tri",
                "thuc hien chinh",
                "chiu trach nhiem",
                "dau moi",
                "phu trach",
                "tham muu",
            ]) && !has(&["noi dung"])
            {
                Column::Lead
            } else if has(&["phoi hop"]) {
                Column::Support
            } else if has(&[
                "noi dung",
                "nhiem vu",
                "cong viec",
                "hoat dong",
                "ten chuong trinh",
                "dau viec",
                "giai phap",
                "viec can",
                "van ban",
                "hang muc",
                "chuyen de",
            ]) && !has(&["don vi", "co quan"])
            {
                Column::Content
            } else if has(&[
                "don vi",
                "co quan",
                "nguoi thuc hien",
                "bo phan",
                "phong",
                "phan cong",
                "trach nhiem",
            ]) {
                Column::Lead
            } else {
                Column::Other
            }
        })
        .collect();
    // The first of two columns of a kind is the one; a table without a named content column has it after the number.
    for wanted in [Column::Content, Column::Lead, Column::Support, Column::Due] {
        let mut seen = false;
        for column in &mut columns {
            if *column == wanted {
                if seen {
                    *column = Column::Other;
                }
                seen = true;
            }
        }
    }
    if !columns.contains(&Column::Content)
        && columns.first() == Some(&Column::Ordinal)
        && columns.get(1) == Some(&Column::Other)
    {
        columns[1] = Column::Content;
    }
    columns
}

/// "(1) (2) (3)" under the head.
fn is_numbering(row: &Row) -> bool {
    let filled = row.cells.iter().filter(|cell| !cell.is_empty());
    let mut count = 0;
    for cell in filled {
        let core = cell.text.trim_matches(['(', ')', '.', ' ']);
        if core.len() > 2 || !core.bytes().all(|b| b.is_ascii_digit()) || core.is_empty() {
            return false;
        }
        count += 1;
    }
    count >= 2
}

/// The name of a group: a row that names nothing but itself.
fn group_name(
    row: &Row,
    content: usize,
    ordinal: &str,
    next: Option<&Row>,
    label: Option<usize>,
    restarts: bool,
) -> Option<String> {
    let others = row
        .cells
        .iter()
        .enumerate()
        .any(|(c, cell)| Some(c) != label && c != content && !cell.is_empty());
    let roman = !ordinal.is_empty() && ordinal.chars().all(|c| matches!(c, 'I' | 'V' | 'X'));
    let upper = ordinal.len() == 1 && ordinal.starts_with(char::is_uppercase);
    if others {
        return None;
    }
    let text = row.cell(content).trim();
    let (name, bare) = if text.is_empty() {
        // The name may stand in the number's column, across the table.
        (ordinal, true)
    } else {
        (text, ordinal.is_empty())
    };
    if name.is_empty() || !name.chars().any(char::is_alphabetic) {
        return None;
    }
    let nested = next.is_some_and(|next| {
        let below = label.map_or("", |l| next.cell(l));
        below.starts_with(&format!("{ordinal}.")) || below.starts_with(['a', '-'])
    });
    // Below a group the numbers begin again, whatever is left of the group's own.
    let heads = restarts && !ordinal.starts_with(|c: char| c.is_ascii_digit());
    if !(roman || upper || bare || nested || heads) {
        return None;
    }
    let name = if text.is_empty() {
        strip_label(name)
    } else {
        name
    };
    Some(name.trim_end_matches([':', '.', ';', ' ']).to_owned())
}

/// A name without the label that stands in the same cell.
fn strip_label(name: &str) -> &str {
    let mut words = name.splitn(2, ' ');
    match (words.next(), words.next()) {
        (Some(first), Some(rest))
            if first.ends_with(['.', ')', ':']) && first.chars().count() <= 6 =>
        {
            rest.trim()
        }
        _ => name,
    }
}
