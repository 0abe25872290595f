//! Tasks from prose: items that give a unit something to do.

use std::sync::LazyLock;

use strsim::osa_distance;

use super::{due, units};
use crate::document::{Header, SectionKind, Task, TaskOrigin};
use crate::segment::flow::Flow;
use crate::segment::folded::{Folded, fold_str, head, squeeze};
use crate::segment::fuzzy::find_near;
use crate::segment::knowledge::{begins_unit, begins_with};
use crate::segment::tree::{Node, Para, Tree};

/// Headings of sections that assign work, folded.
const ASSIGNING: &[&str] = &[
    "to chuc thuc hien",
    "phan cong",
    "trach nhiem",
    "to chuc trien khai",
    "giao nhiem vu",
    "nhiem vu cua",
    "to chuc, thuc hien",
    "to chuc thi hanh",
    "phan giao",
    "chi dao, dieu hanh",
];
/// Headings of sections that assign none.
const NOT_ASSIGNING: &[&str] = &[
    "muc dich",
    "yeu cau",
    "muc tieu",
    "quan diem",
    "kien nghi",
    "de xuat",
    "ket qua",
];
/// Headings of sections that look back and assign none, whatever stands over them.
const LOOKING_BACK: &[&str] = &[
    "danh gia chung",
    "ton tai",
    "han che",
    "nguyen nhan",
    "uu diem",
    "thuan loi",
    "kho khan",
];
/// Verbs before the unit, folded.
const ORDERS: &[&str] = &[
    "giao cho",
    "giao",
    "de nghi",
    "yeu cau",
    "phan cong",
    "chi dao",
    "doi voi",
    "uy quyen",
    "uy quyen cho",
    "kinh de nghi",
    "giao nhiem vu cho",
];

/// Those who are spoken of and given nothing to do, folded.
const PUBLIC: &[&str] = &[
    "nguoi",
    "ho",
    "ca nhan",
    "cu tri",
    "nhan dan",
    "cong dan",
    "moi",
    "tung",
    "nhung",
    "to chuc",
    "doanh nghiep",
    "cac truong hop",
    "cac ho",
    "cac ca nhan",
    "cac to chuc",
];

/// Words that begin the time or the ground of an order, before the unit, folded.
const OPENERS: &[&str] = &[
    "dinh ky",
    "hang",
    "truoc",
    "trong",
    "cham nhat",
    "can cu",
    "tren co so",
    "theo",
    "sau khi",
    "khi",
    "vao",
    "de",
    "nham",
    "rieng",
    "ngoai ra",
    "dong thoi",
    "moi",
    "tu",
    "hoan thanh",
    "tuy theo",
    "song song",
    "voi",
    "qua",
    "thong qua",
];

/// The tasks of the text, in no order.
pub(super) fn find(tree: &Tree, header: &Header) -> Vec<Task> {
    let mut finder = Finder {
        tree,
        tasks: Vec::new(),
    };
    let all = orders_everything(tree, header);
    let addressed = all.as_deref().unwrap_or_default();
    let assigning = match all {
        Some(_) => Assigning::Opening,
        None => Assigning::Nothing,
    };
    for &root in &tree.roots {
        finder.visit(
            root,
            assigning,
            Lead {
                units: addressed,
                headed: false,
            },
        );
    }
    finder.tasks
}

/// A letter or directive whose opening ends "… yêu cầu:" assigns work in all of its sections, to the units that it names.
fn orders_everything(tree: &Tree, header: &Header) -> Option<Vec<String>> {
    let opening = tree
        .roots
        .iter()
        .map(|&n| &tree.nodes[n])
        .find(|node| node.kind == SectionKind::Preamble)?;
    let Some(Para::Text(last)) = opening.paras.last() else {
        return None;
    };
    let kind = header.kind.as_deref();
    let other = kind.is_some_and(|kind| ORDERING_NOTHING.contains(&kind));
    if other || !last.text.trim_end().ends_with(':') {
        return None;
    }
    let fold = Folded::new(&last.text);
    let from = fold.text.len().saturating_sub(260);
    let tail = &fold.text[from..];
    // "Ban Tuyên giáo", "cuộc họp giao ban": folded, they give work.
    let gives = |at: usize| {
        let printed = &last.text[fold.source(from + at)..];
        !tail[at..].starts_with("giao")
            || printed.starts_with("giao ") && !printed.starts_with("giao ban ")
    };
    let places = |words: &'static [&'static str]| {
        let found = words.iter().flat_map(|word| tail.match_indices(word));
        found
            .map(|(at, word)| (at, at + word.len()))
            .filter(|&(at, _)| at == 0 || tail.as_bytes()[at - 1] == b' ')
            .filter(|&(at, _)| gives(at))
    };
    let asked = places(&[
        "yeu cau", "de nghi", "giao ", "chi thi", "ket luan", "chi dao",
    ])
    .next();
    let order = places(&[
        "yeu cau ",
        "chi thi",
        "de nghi ",
        "giao ",
        "yeu cau:",
        "de nghi:",
        "nhu sau:",
        "sau day:",
        "sau:",
        "ket luan:",
        "chi dao:",
    ]);
    let (_, end) = order.min().filter(|_| asked.is_some())?;
    let named = last.text[fold.source(from + end)..].trim_start();
    match units::subject(named) {
        Some(subject) => Some(subject.units),
        None if tail.trim_end().ends_with("ket luan:") => Some(Vec::new()),
        None => Some(addressees(tree, opening)),
    }
}

/// Types of documents whose opening may say "như sau:" and that give no work in all that follows.
const ORDERING_NOTHING: &[&str] = &[
    "Kế hoạch",
    "Quyết định",
    "Báo cáo",
    "Chương trình",
    "Nghị quyết",
    "Tờ trình",
    "Giấy mời",
    "Biên bản",
];

/// Whom a letter is written to: "Kính gửi: Ủy ban nhân dân các phường."
fn addressees(tree: &Tree, opening: &Node) -> Vec<String> {
    let first = opening.paras.iter().find_map(|para| match para {
        Para::Text(flow) => flow.text.strip_prefix("Kính gửi"),
        Para::Table(_) => None,
    });
    let Some(named) = first else {
        return Vec::new();
    };
    let listed = opening.children.iter().map(|&n| &tree.nodes[n].head.text);
    let mut all = units::divide(named.trim_start_matches([':', ' ']));
    all.extend(listed.flat_map(|item| units::divide(item)));
    all
}

/// The units that act where a text names none.
#[derive(Clone, Copy)]
struct Lead<'u> {
    units: &'u [String],
    /// A heading names them; else the document's opening does.
    headed: bool,
}

/// What says that a section assigns work.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Assigning {
    /// Nothing does: only a sentence of its own can.
    Nothing,
    /// The document's opening, of all sections.
    Opening,
    /// The heading of the section or of one over it.
    Heading,
}

struct Finder<'t> {
    tree: &'t Tree,
    tasks: Vec<Task>,
}

impl Finder<'_> {
    fn visit(&mut self, at: usize, assigning: Assigning, inherited: Lead<'_>) {
        let node = &self.tree.nodes[at];
        if matches!(node.kind, SectionKind::Preamble | SectionKind::Closing) {
            return;
        }
        let title = fold_str(node.title().unwrap_or(""));
        // Minutes tell what was said and found.
        if node.kind == SectionKind::Annex && title.starts_with("bien ban") {
            return;
        }
        let back = LOOKING_BACK.iter().any(|w| title.starts_with(w));
        let excluded = back
            || NOT_ASSIGNING.iter().any(|w| title.starts_with(w)) && !title.contains("trach nhiem");
        if excluded
            && (back
                || assigning == Assigning::Nothing
                || title.starts_with("kien nghi")
                || title.starts_with("de xuat"))
        {
            return;
        }
        let units = heading_units(node);
        let headed = assigns(&title) || (!units.is_empty() && orders_by_heading(node));
        let assigning = if headed {
            Assigning::Heading
        } else {
            assigning
        };
        let lead = if units.is_empty() {
            inherited
        } else {
            Lead {
                units: &units,
                headed: true,
            }
        };
        self.own(node, assigning, lead);
        for &child in &node.children {
            self.visit(child, assigning, lead);
        }
    }

    /// The tasks of a node's own text.
    fn own(&mut self, node: &Node, assigning: Assigning, lead: Lead<'_>) {
        if !node.titled && !node.head.is_empty() {
            let announces = node.head.text.trim_end().ends_with(':') && !node.children.is_empty();
            if !announces {
                self.task(node, &node.head, assigning, lead);
                return;
            }
        }
        if node.titled {
            let plain: Vec<&Flow> = node
                .paras
                .iter()
                .filter_map(|para| {
                    if let Para::Text(flow) = para {
                        Some(flow)
                    } else {
                        None
                    }
                })
                .collect();
            let intro = plain.len() == 1 && !node.children.is_empty();
            if !intro {
                for flow in plain {
                    self.task(node, flow, assigning, lead);
                }
            }
        }
    }

    fn task(&mut self, node: &Node, flow: &Flow, assigning: Assigning, inherited: Lead<'_>) {
        let text = flow.text.as_str();
        let charged = || {
            (text.contains("trách nhiệm") || text.contains("thi hành")) && charges(&fold_str(text))
        };
        let anywhere = assigning == Assigning::Nothing;
        if anywhere && !text.starts_with("Giao ") && !charged() {
            return;
        }
        let alone = assigning == Assigning::Heading && inherited.units.is_empty() || charged();
        let named = named_units(text, inherited.headed)
            .or_else(|| alone.then(|| later_units(text, 0)).flatten());
        if anywhere && named.is_none() {
            return;
        }
        if is_fact(text) {
            return;
        }
        // "Các đội đã hoàn thành …" tells, it asks nothing.
        if named
            .as_ref()
            .is_some_and(|&(_, end)| text[end..].trim_start().starts_with("đã "))
        {
            return;
        }
        let reminds = named.is_none() && inherited.units.is_empty();
        let (mut lead, rest) = match named {
            Some((units, end)) => (units, end),
            None => (inherited.units.to_vec(), 0),
        };
        if lead.is_empty() || (reminds && is_reminder(&fold_str(head(text)))) {
            return;
        }
        let support = support(text, rest);
        if rest > 0 {
            add_later(text, rest, &mut lead, &support);
        }
        self.tasks.push(Task {
            ordinal: node.label.clone(),
            group: None,
            content: text.to_owned(),
            support,
            lead,
            due: due::of_sentence(text),
            extra: Vec::new(),
            origin: TaskOrigin::Prose,
            section: Some(node.id.clone()),
            span: flow.whole(),
        });
    }
}

/// Items of an invitation or a programme, which say what is and ask for nothing: "Thời gian: …", "Địa điểm: …".
fn is_fact(text: &str) -> bool {
    ["Thời gian", "Địa điểm", "Thành phần", "Nội dung"]
        .iter()
        .any(|word| {
            text.strip_prefix(word)
                .is_some_and(|rest| rest.len() < 20 || rest.find(':').is_some_and(|at| at < 20))
        })
}

/// Sentences about the document itself.
fn is_reminder(fold: &str) -> bool {
    begins_with(
        fold,
        &[
            "quyet dinh nay",
            "ke hoach nay",
            "chi thi nay",
            "nghi quyet nay",
            "quy che nay",
        ],
    )
}

/// A sentence that says whose duty something is.
fn charges(fold: &str) -> bool {
    [
        "co trach nhiem",
        "chiu trach nhiem",
        "quyet dinh thi hanh",
        "quyet dinh nay thi hanh",
        "thi hanh quyet dinh",
        "thi hanh nghi quyet",
        "quyet dinh nay de thi hanh",
    ]
    .iter()
    .any(|words| fold.contains(words))
}

/// A heading that announces who does what, through one wrong letter.
fn assigns(title: &str) -> bool {
    static SQUEEZED: LazyLock<Vec<String>> =
        LazyLock::new(|| ASSIGNING.iter().map(|words| squeeze(words)).collect());
    if ASSIGNING.iter().any(|words| title.contains(words)) {
        return true;
    }
    let squeezed = squeeze(title);
    title.len() < 200
        && SQUEEZED.iter().any(|words| {
            find_near(squeezed.as_bytes(), words.as_bytes(), words.len() / 10).is_some()
        })
        || SQUEEZED.iter().any(|words| is_ruin_of(&squeezed, words))
}

/// A whole heading of which one letter in four is wrong: "76 CHUC THC HIỆN".
fn is_ruin_of(title: &str, words: &str) -> bool {
    words.len() >= 12
        && title.len().abs_diff(words.len()) <= 2
        && osa_distance(title, words) <= words.len() / 4
}

/// The units that a heading names: "Sở Nội vụ", "Giao Văn phòng Sở", "Đối với UBND cấp huyện", "X có trách nhiệm".
fn heading_units(node: &Node) -> Vec<String> {
    let announced =
        node.head.text.trim_end().ends_with(':') && !node.titled && !node.head.is_empty();
    let text = match node.title() {
        Some(title) => title,
        None if announced => node.head.text.trim_end_matches([':', ' ']),
        None => return Vec::new(),
    };
    let text = text.trim_end_matches(['.', ';', ' ']);
    let text = without_order(text).1;
    let text = without_duty(text);
    let fold = fold_str(text);
    if !begins_unit(&fold)
        || begins_with(
            &fold,
            &[
                "to chuc thuc",
                "to chuc trien",
                "cong tac",
                "quy dinh",
                "bao dam",
                "bao cao",
                "ban hanh",
                "bo sung",
                "hoi nghi",
                "doan ket",
                "to chuc hoi",
                "to chuc cac",
                "to chuc tuyen",
                "truong hop",
                "cong khai",
                "bao ve",
                "bao ton",
            ],
        )
    {
        return Vec::new();
    }
    match units::subject(text) {
        Some(subject) => subject.units,
        None => units::divide(text),
    }
}

/// A heading that is an order itself: "Giao Sở Khoa học và Công nghệ", "Chủ thể được sử dụng biểu trưng có trách nhiệm:".
fn orders_by_heading(node: &Node) -> bool {
    let text = node.head.text.as_str();
    ["Giao ", "Phân công ", "Yêu cầu "]
        .iter()
        .any(|order| text.starts_with(order))
        || text
            .trim_end_matches([':', ' '])
            .ends_with("có trách nhiệm")
}

/// A heading without the words that say whose duties follow: "Trách nhiệm của …", "Nhiệm vụ, quyền hạn của …".
fn without_duty(text: &str) -> &str {
    let fold = Folded::new(text);
    let duty = [
        "trach nhiem",
        "nhiem vu",
        "quyen han",
        "phan cong",
        "cong viec",
        "quyen va",
        "to chuc thuc hien",
    ]
    .iter()
    .any(|word| fold.text.starts_with(word));
    let found = [" cua ", " doi voi ", " cho ", ": "]
        .iter()
        .filter_map(|link| fold.text.find(link).map(|at| at + link.len()))
        .min()
        .filter(|&at| duty && at < 60);
    found.map_or(text, |at| &text[fold.source(at)..])
}

/// An order's verb before the unit, and the text after it.
fn without_order(text: &str) -> (bool, &str) {
    let fold: String = fold_str(head(text));
    let mut orders: Vec<&&str> = ORDERS
        .iter()
        .filter(|order| begins_with(&fold, &[order]))
        .collect();
    orders.sort_by_key(|order| std::cmp::Reverse(order.len()));
    let Some(order) = orders.first() else {
        return (false, text);
    };
    let words = order.split(' ').count();
    let rest = text.split_whitespace().nth(words).map_or("", |word| {
        &text[word.as_ptr() as usize - text.as_ptr() as usize..]
    });
    (true, rest)
}

/// The units that a sentence names as those who act, and where they end.
///
/// Under a heading that names the unit, "Chỉ đạo …" and "Yêu cầu …" are its own work.
fn named_units(text: &str, under_unit: bool) -> Option<(Vec<String>, usize)> {
    let (ordered, rest) = without_order(text);
    if ordered
        && under_unit
        && !["Giao", "giao", "Đối với", "Phân công"]
            .iter()
            .any(|order| text.starts_with(order))
    {
        return None;
    }
    let rest = without_address(rest);
    let offset = text.len() - rest.len();
    if let Some(subject) = units::subject(rest) {
        return Some((subject.units, offset + subject.end));
    }
    // "Định kỳ hằng quý, Sở Nội vụ …": the time or the ground comes first.
    let fold = fold_str(rest);
    if ordered || !begins_with(&fold, OPENERS) {
        return None;
    }
    rest.match_indices(", ").take(4).find_map(|(comma, mark)| {
        let from = comma + mark.len();
        if rest[..comma].split(' ').count() > 40 {
            return None;
        }
        let (_, clause) = without_order(&rest[from..]);
        let from = rest.len() - clause.len();
        let subject = units::subject(clause)?;
        Some((subject.units, offset + from + subject.end))
    })
}

/// Where the clauses after a place begin that may have a subject of their own: behind a semicolon, and behind a full stop.
fn clauses(text: &str, from: usize) -> impl Iterator<Item = usize> + '_ {
    text[from..]
        .match_indices("; ")
        .chain(text[from..].match_indices(". "))
        .map(move |(at, mark)| from + at + mark.len())
}

/// The first units that a clause behind a place names as those who act, and where they end.
fn later_units(text: &str, from: usize) -> Option<(Vec<String>, usize)> {
    let mut starts: Vec<usize> = clauses(text, from).collect();
    // "…, giao Sở Tài chính …"
    starts.extend(
        text[from..]
            .match_indices(" giao ")
            .map(|(at, _)| from + at + 1),
    );
    starts.sort_unstable();
    starts
        .into_iter()
        .find_map(|start| clause_units(text, start))
}

/// Adds the units of later clauses: "Sở Y tế …; Sở Công Thương …". Those with whom somebody acts are none.
fn add_later(text: &str, from: usize, lead: &mut Vec<String>, support: &[String]) {
    let mut starts: Vec<usize> = clauses(text, from).collect();
    starts.sort_unstable();
    for (units, _) in starts
        .into_iter()
        .filter_map(|start| clause_units(text, start))
    {
        for unit in units {
            if !lead.contains(&unit) && !support.contains(&unit) {
                lead.push(unit);
            }
        }
    }
}

/// The units that a clause within an item names as those who act. People at large are none: they get, and give nothing.
fn clause_units(text: &str, start: usize) -> Option<(Vec<String>, usize)> {
    let clause = &text[start..];
    let (ordered, rest) = without_order(clause);
    // "…; chỉ đạo các cơ quan báo chí …" is the work of the one before.
    let own = ordered
        && !["Giao ", "giao ", "Đề nghị ", "Yêu cầu ", "Phân công "]
            .iter()
            .any(|order| clause.starts_with(order));
    if own || begins_with(&fold_str(head(rest)), PUBLIC) {
        return None;
    }
    let offset = text.len() - rest.len();
    let subject = units::subject(rest)?;
    let end = offset + subject.end;
    let predicate = text[end..].trim_start();
    let suffers = ["đã ", "bị ", "sẽ bị ", "được ", "sẽ được ", "không được "]
        .iter()
        .any(|word| predicate.starts_with(word));
    let which = subject.units.iter().any(|unit| {
        unit.split(' ').any(|word| word == "nào")
            || unit.starts_with("Số ")
            || unit.starts_with("số ")
    });
    (!suffers && !which).then_some((subject.units, end))
}

/// "Các Ông (Bà): Chánh Văn phòng …": the names follow the address.
fn without_address(text: &str) -> &str {
    let fold = fold_str(head(text));
    let addressed = [
        "cac ong",
        "ong (ba)",
        "ong, ba",
        "ong ba",
        "cac dong chi",
        "dong chi",
    ]
    .iter()
    .any(|lead| fold.starts_with(lead));
    match text
        .find([':', ';'])
        .filter(|&at| addressed && at < 60 && text[at + 1..].starts_with(' '))
    {
        Some(at) => text[at + 2..].trim_start(),
        None => text,
    }
}

/// The units after "phối hợp (với)", behind the lead.
fn support(text: &str, from: usize) -> Vec<String> {
    let rest = &text[from..];
    let fold = Folded::new(rest);
    let found = [
        "phoi hop chat che voi ",
        "phoi hop cung voi ",
        "phoi hop voi ",
        "phoi hop cung ",
        "phoi hop ",
    ]
    .iter()
    .filter_map(|lead| fold.text.find(lead).map(|at| (at, lead.len())))
    .min_by_key(|&(at, len)| (at, std::cmp::Reverse(len)));
    let Some((at, len)) = found else {
        return Vec::new();
    };
    let object = &rest[fold.source(at + len)..];
    if !begins_unit(&fold_str(object)) {
        return Vec::new();
    }
    // "quy chế phối hợp" is no order.
    if ["quy che ", "cong tac ", "su "]
        .iter()
        .any(|w| fold.text[..at].ends_with(w))
    {
        return Vec::new();
    }
    units::object(object)
}
