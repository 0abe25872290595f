//! One file for each command.

pub(super) mod completions;
pub(super) mod evaluate;
pub(super) mod explain;
pub(super) mod feed;
pub(super) mod import;
pub(super) mod index;
pub(super) mod parse;
pub(super) mod restore;
pub(super) mod retry;
pub(super) mod schema;
pub(super) mod search;
pub(super) mod serve;
pub(super) mod status;
pub(super) mod train;
pub(super) mod verify;
