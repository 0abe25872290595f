//! Tasks from tables: one a row, columns bound by what the head calls them.

use std::sync::LazyLock;

use super::{due, ordinals, units};
use crate::document::{Task, TaskOrigin};
use crate::segment::folded::{fold_str, squeeze};
use crate::segment::fuzzy::find_near;
use crate::segment::knowledge::begins_unit;
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
    if (lead.is_none() && when.is_none()) || counts_goods(head) {
        return;
    }
    let mut group: Option<String> = None;
    let mut inner: Option<(String, String)> = None;
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
            follows(&labels[..n], ordinal),
        ) {
            match name {
                Group::Outer(name) => (group, inner) = (Some(name), None),
                Group::Inner(name) => inner = Some((ordinal.to_owned(), name)),
            }
            continue;
        }
        if let Some((label, _)) = &inner
            && ordinal.starts_with(|c: char| c.is_ascii_digit())
            && !ordinal.starts_with(&format!("{label}."))
        {
            inner = None;
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
            ordinal: ordinal
                .contains(char::is_alphanumeric)
                .then(|| ordinal.to_owned()),
            group: inner
                .as_ref()
                .map(|(_, name)| name.clone())
                .or_else(|| group.clone()),
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

/// A table of amounts and prices: its "Đơn vị" is what they are measured in, and nobody does anything.
fn counts_goods(head: &Row) -> bool {
    let heads: Vec<String> = head.cells.iter().map(|cell| fold_str(&cell.text)).collect();
    let any = |words: &[&str]| {
        heads
            .iter()
            .any(|head| words.iter().any(|word| head.starts_with(word)))
    };
    any(&["don vi", "don vi tinh", "dvt"])
        && any(&["so luong", "khoi luong", "thanh tien", "don gia"])
        && !heads
            .iter()
            .any(|head| head.contains("chu tri") || head.contains("thuc hien"))
}

/// What the words of a column's head say it holds, and how surely.
///
/// The wording of heads is free; the surest column of each kind is the one, so "Đơn vị chủ trì" wins over "Lãnh đạo phụ
/// trách", and "Thời gian hoàn thành" over "Thời gian bắt đầu".
const HEADS: &[(Column, u8, &str)] = &[
    (
        Column::Due,
        12,
        "thoi gian hoan thanh|thoi han hoan thanh|han hoan thanh|thoi gian ket thuc|ngay hoan thanh|thoi diem hoan thanh|tien do hoan thanh|thoi han trinh|thoi gian trinh",
    ),
    (
        Column::Due,
        10,
        "thoi gian thuc hien|thoi han|tien do|thoi gian|lo trinh|thoi diem|han xu ly|han bao cao|han cuoi",
    ),
    (
        Column::Due,
        9,
        "ky han|han chot|xong truoc|phai xong|thoi gian can dat|thoi gian dat",
    ),
    (
        Column::Due,
        6,
        "hoan thanh|hoan tat|moc|tan suat|ky bao cao|bao gio|khi nao|xong",
    ),
    (
        Column::Due,
        16,
        "bat dau - ket thuc|bat dau, ket thuc|bat dau va ket thuc",
    ),
    (Column::Lead, 14, "chu tri|thuc hien chinh"),
    (
        Column::Lead,
        11,
        "dau moi|chiu trach nhiem|don vi thuc hien|co quan thuc hien|bo phan thuc hien|nguoi thuc hien|to chuc thuc hien|don vi duoc giao|co quan duoc giao",
    ),
    (
        Column::Lead,
        9,
        "phan cong|trach nhiem|tham muu|co quan, don vi|don vi, ca nhan|chu dau tu|nguoi lam",
    ),
    (
        Column::Lead,
        7,
        "don vi|co quan|bo phan|phong|nguoi phu trach",
    ),
    (
        Column::Lead,
        8,
        "lam chinh|dam nhan|dam nhiem|dam trach|don vi giao|don vi chinh|giao cho|nguoi lam|ai lam",
    ),
    (Column::Lead, 5, "phu trach|lanh dao"),
    (
        Column::Support,
        13,
        "phoi hop|tham gia|ho tro|cung lam|cung thuc hien|lien quan",
    ),
    (
        Column::Content,
        12,
        "noi dung cong viec|noi dung nhiem vu|nhiem vu cu the|noi dung cu the|noi dung thuc hien|noi dung hoat dong|nhiem vu, cong viec|nhiem vu, giai phap|noi dung phoi hop|ten nhiem vu|ten cong viec|cong viec cu the",
    ),
    (
        Column::Content,
        10,
        "noi dung|nhiem vu|cong viec|hoat dong|dau viec|viec can|viec phai lam|viec lam|phan viec",
    ),
    (
        Column::Content,
        6,
        "giai phap|hang muc|chuyen de|van ban|danh muc|ten chuong trinh|ten de an|ten du an|tieu chi|chu de|de an",
    ),
    (
        Column::Other,
        13,
        "san pham|ket qua|kinh phi|ghi chu|chi tieu|dau ra|don vi tinh|so luong|nguon von|nguon luc|dia diem|doi tuong|hinh thuc|muc tieu|co so phap ly|can cu|du toan|dia ban|thanh phan|muc do|ty le|thoi luong|bat dau|don gia|thanh tien",
    ),
];

/// One wording of [`HEADS`].
struct Wording {
    column: Column,
    weight: u8,
    words: &'static str,
    squeezed: String,
}

static WORDINGS: LazyLock<Vec<Wording>> = LazyLock::new(|| {
    HEADS
        .iter()
        .flat_map(|&(column, weight, list)| {
            list.split('|').map(move |words| Wording {
                column,
                weight,
                words,
                squeezed: squeeze(words),
            })
        })
        .collect()
});

/// What one head says: the surest of all readings, the earlier in the head of two that are as sure.
fn role(head: &str) -> (Column, u8) {
    let fold = fold_str(head);
    let squeezed = squeeze(&fold);
    let exact = |wording: &Wording| fold.find(wording.words);
    // One wrong letter in a long word.
    let near = |wording: &Wording| {
        let long = wording.squeezed.len() >= 7 && squeezed.len() < 80;
        let found = || find_near(squeezed.as_bytes(), wording.squeezed.as_bytes(), 1);
        long.then(found).flatten().map(|(start, _)| start + 1)
    };
    let short = match fold.trim() {
        "thuc hien" => Some((Column::Lead, 10)),
        "han" | "thang" | "ngay" | "quy" => Some((Column::Due, 6)),
        _ => None,
    };
    let best = |place: &dyn Fn(&Wording) -> Option<usize>| {
        WORDINGS
            .iter()
            .filter_map(|wording| {
                let at = place(wording)?;
                // What a head begins with says more than what follows.
                Some((wording.column, wording.weight + 2 * u8::from(at <= 1), at))
            })
            .max_by_key(|&(_, weight, at)| (weight, std::cmp::Reverse(at)))
    };
    // What a wrong letter could not make surer need not be looked for.
    let sure = best(&exact).map_or(0, |(_, weight, _)| weight);
    let place = |wording: &Wording| {
        let look = || {
            (wording.weight + 2 >= sure)
                .then(|| near(wording))
                .flatten()
        };
        exact(wording).or_else(look)
    };
    let best = best(&place);
    short
        .or(best.map(|(column, weight, _)| (column, weight)))
        .unwrap_or((Column::Other, 0))
}

fn bind(head: &Row, table: &Table) -> Vec<Column> {
    let mut roles: Vec<(Column, u8)> = head
        .cells
        .iter()
        .enumerate()
        .map(|(n, cell)| {
            let fold = fold_str(&cell.text);
            let named = matches!(fold.as_str(), "ngay" | "thang" | "gio" | "quy");
            let ordinal = n == 0
                && !named
                && ((fold.len() <= 4 && ordinals::is_short(table))
                    || fold.contains("so tt")
                    || fold.contains("so thu tu")
                    || ordinals::is_numbered(table))
                || matches!(fold.as_str(), "stt" | "tt" | "so tt" | "so thu tu");
            if ordinal {
                (Column::Ordinal, 0)
            } else {
                role(&cell.text)
            }
        })
        .collect();
    for wanted in [Column::Content, Column::Lead, Column::Support, Column::Due] {
        let best = (0..roles.len())
            .filter(|&n| roles[n].0 == wanted)
            .max_by_key(|&n| (roles[n].1, std::cmp::Reverse(n)));
        for (n, role) in roles.iter_mut().enumerate() {
            if role.0 == wanted && Some(n) != best {
                role.0 = Column::Other;
            }
        }
    }
    by_values(&mut roles, table);
    let mut columns: Vec<Column> = roles.into_iter().map(|(column, _)| column).collect();
    // A table without a named content column has it after the number.
    if !columns.contains(&Column::Content)
        && columns.first() == Some(&Column::Ordinal)
        && columns.get(1) == Some(&Column::Other)
    {
        columns[1] = Column::Content;
    }
    columns
}

/// Binds what no head names by what its cells hold: units, times, and the longest texts.
///
/// Those who take part are never guessed: a second column of units may be those who approve.
fn by_values(roles: &mut [(Column, u8)], table: &Table) {
    let cells = |column: usize| {
        table
            .rows
            .iter()
            .skip(1)
            .map(move |row| row.cell(column).trim())
            .filter(|cell| !cell.is_empty())
    };
    let mostly = |column: usize, test: &dyn Fn(&str) -> bool| {
        let all = cells(column).count();
        let fits = cells(column).filter(|cell| test(cell)).count();
        all >= 2 && fits * 10 >= all * 7
    };
    let is_unit = |cell: &str| begins_unit(&fold_str(cell)) && cell.chars().count() <= 200;
    let is_time = |cell: &str| cell.chars().count() <= 60 && due::is_time(cell);
    for (wanted, test) in [
        (Column::Due, &is_time as &dyn Fn(&str) -> bool),
        (Column::Lead, &is_unit),
    ] {
        if roles.iter().any(|role| role.0 == wanted) {
            continue;
        }
        let unnamed = (0..roles.len()).find(|&n| roles[n] == (Column::Other, 0) && mostly(n, test));
        if let Some(n) = unnamed {
            roles[n].0 = wanted;
        }
    }
    if roles.iter().all(|role| role.0 != Column::Content) {
        let length = |column: usize| {
            cells(column)
                .map(|cell| cell.chars().count())
                .sum::<usize>()
        };
        let longest = (0..roles.len())
            .filter(|&n| roles[n] == (Column::Other, 0))
            .max_by_key(|&n| (length(n), std::cmp::Reverse(n)));
        if let Some(n) = longest {
            roles[n].0 = Column::Content;
        }
    }
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

/// What heads the rows below it.
enum Group {
    /// Until the next one.
    Outer(String),
    /// Until the next number: "2" over "2.1" and "2.2".
    Inner(String),
}

/// The group that a row is: it names nothing but itself, in whatever column.
fn group_name(
    row: &Row,
    content: usize,
    ordinal: &str,
    next: Option<&Row>,
    label: Option<usize>,
    restarts: bool,
    follows: bool,
) -> Option<Group> {
    let mut filled =
        (0..row.cells.len()).filter(|&c| Some(c) != label && !row.cell(c).trim().is_empty());
    let only = filled.next();
    if filled.next().is_some() {
        return None;
    }
    let roman = !ordinal.is_empty() && ordinal.chars().all(|c| matches!(c, 'I' | 'V' | 'X'));
    let upper = ordinal.len() == 1 && ordinal.starts_with(char::is_uppercase);
    // A lone cell outside the column of the work heads a group only where its label says so.
    if only.is_some_and(|c| c != content)
        && !(roman || upper || (ordinal.is_empty() && only == Some(0)))
    {
        return None;
    }
    let text = only.map_or("", |c| row.cell(c).trim());
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
    let heads = restarts && !(follows && ordinal.starts_with(|c: char| c.is_ascii_digit()));
    let labelled = text.is_empty() || ordinal.is_empty();
    let name = if labelled { strip_label(name) } else { name };
    let name = name.trim_end_matches([':', '.', ';', ' ']).to_owned();
    if roman || upper || bare || heads {
        Some(Group::Outer(name))
    } else {
        nested.then_some(Group::Inner(name))
    }
}

/// Whether a number is the next after those of the rows before it.
fn follows(before: &[String], ordinal: &str) -> bool {
    let number = |label: &str| label.parse::<u32>().ok();
    let last = before.iter().rev().find_map(|label| number(label));
    number(ordinal) == Some(last.unwrap_or(0) + 1)
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
