//! Runs of true letters that the channel's table knows, numbered, so that the search asks for no string.

use rustc_hash::FxHashMap;

use crate::model::alphabet::Code;
use crate::model::channel::{Channel, MAX_TRUE, padded};

/// Number of a run of letters.
pub(super) type RunId = u16;
/// No such run.
pub(super) const NO_RUN: RunId = 0;

/// The numbers of all runs that begin an origin in the channel's table.
#[derive(Debug)]
pub(super) struct Runs(FxHashMap<[Code; MAX_TRUE], RunId>);

impl Runs {
    pub(super) fn of(channel: Channel<'_>) -> Self {
        let mut ids = FxHashMap::default();
        for origin in channel.all_origins() {
            for len in 1..=origin.letters().len() {
                let next = RunId::try_from(ids.len() + 1).unwrap_or(NO_RUN);
                ids.entry(padded(&origin.letters()[..len])).or_insert(next);
            }
        }
        Self(ids)
    }

    /// How many there are, with the one that is none.
    pub(super) fn len(&self) -> usize {
        self.0.len() + 1
    }

    /// The number of a run; [`NO_RUN`] where it is none.
    pub(super) fn id(&self, letters: &[Code]) -> RunId {
        self.0.get(&padded(letters)).copied().unwrap_or(NO_RUN)
    }
}
