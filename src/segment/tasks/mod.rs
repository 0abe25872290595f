//! Assigned work: rows of task tables, and items of the text that give a unit something to do.

mod due;
mod heading;
mod opening;
mod ordinals;
mod prose;
mod rows;
mod sentence;
mod times;
pub(in crate::segment) mod units;
mod verb;

use super::tree::{Para, Tree};
use crate::document::{Header, Task};

/// The tasks of a document, in document order.
pub(super) fn find(tree: &Tree, header: &Header) -> Vec<Task> {
    let mut tasks = prose::find(tree, header);
    for node in &tree.nodes {
        for para in &node.paras {
            if let Para::Table(table) = para {
                rows::find(table, &node.id, &mut tasks);
            }
        }
    }
    tasks.sort_by_key(|task| task.span);
    tasks
}
