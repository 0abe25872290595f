//! Tasks from prose: items that give a unit something to do.

use super::due;
use super::heading::{assigns, heading_units, orders_by_heading};
use super::opening::orders_everything;
use super::sentence::{add_later, later_units, named_units, support};
use crate::document::{Header, SectionKind, Task, TaskOrigin};
use crate::segment::flow::Flow;
use crate::segment::folded::fold_str;
use crate::segment::tree::{Node, Para, Tree};

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
        let charged =
            (text.contains("trách nhiệm") || text.contains("thi hành")) && charges(&fold_str(text));
        let anywhere = assigning == Assigning::Nothing;
        if anywhere && !text.starts_with("Giao ") && !charged {
            return;
        }
        let alone = assigning == Assigning::Heading && inherited.units.is_empty() || charged;
        let named = named_units(text, inherited.headed)
            .or_else(|| alone.then(|| later_units(text)).flatten());
        if (anywhere && named.is_none()) || is_fact(text) {
            return;
        }
        // "Các đội đã hoàn thành …" tells, it asks nothing.
        if named
            .as_ref()
            .is_some_and(|&(_, end)| text[end..].trim_start().starts_with("đã "))
        {
            return;
        }
        let (mut lead, rest) = match named {
            Some((units, end)) => (units, end),
            None => (inherited.units.to_vec(), 0),
        };
        if lead.is_empty() {
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
