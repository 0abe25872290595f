//! The channel's table as the search needs it: what each string may come from, by numbers of runs.

use std::ops::Range;

use super::column::{FAR, lower_to, narrow};
use super::nodes::BELOWS;
use super::runs::{NO_RUN, RunId, Runs};
use crate::model::alphabet::Code;
use crate::model::channel::{Channel, MAX_TRUE, padded};

/// An entry of the table: what a string may come from.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reading {
    /// Its first letter, its first two, all three; the last one that there is, is all of it.
    pub(super) begins: [RunId; MAX_TRUE],
    /// The same letters.
    pub(super) letters: [Code; MAX_TRUE],
    pub(super) cost: i16,
}

/// What something costs at least, by how many letters follow at most.
pub(super) type Least = [i16; BELOWS];

/// A run in the table of a string.
#[derive(Clone, Copy, Debug)]
pub(super) struct Head {
    /// The first row of what it was read as.
    pub(super) row: u16,
    /// What it costs that it left no trace.
    pub(super) lost: i16,
}

/// No row.
pub(super) const NO_ROW: u16 = u16::MAX;

/// The entries of the channel's table.
#[derive(Debug)]
pub(super) struct Readings {
    entries: Vec<Reading>,
    /// By string as read, in the order of the table: what an origin of one letter costs at least, of two, of three.
    cheapest: Vec<[i16; MAX_TRUE]>,
    /// What left no trace, which is the same in every string.
    pub(super) lost: Lost,
    /// By character: what it costs that no letter made it.
    pub(super) strays: Box<[i16; 256]>,
}

/// The table of a string before anything is read: what left no trace.
#[derive(Debug)]
pub(super) struct Lost {
    pub(super) heads: Vec<Head>,
    /// By run: what an origin costs at least that begins with it.
    pub(super) least: Vec<Least>,
    /// By letter: what an origin costs at least that has it.
    pub(super) letters: [i16; 256],
}

impl Reading {
    /// How many letters it has.
    pub(super) fn len(&self) -> usize {
        self.begins.iter().take_while(|&&run| run != NO_RUN).count()
    }
}

impl Readings {
    pub(super) fn of(channel: Channel<'_>, runs: &Runs) -> Self {
        let entries: Vec<Reading> = channel
            .all_origins()
            .map(|origin| Reading {
                begins: std::array::from_fn(|before| {
                    let begin = origin.letters().get(..=before);
                    begin.map_or(NO_RUN, |begin| runs.id(begin))
                }),
                letters: padded(origin.letters()),
                cost: narrow(origin.cost),
            })
            .collect();
        let nothing = channel.key(&[]).map_or(0..0, |key| channel.entries_of(key));
        Self {
            cheapest: (0..channel.keys())
                .map(|key| cheapest(&entries[channel.entries_of(key)]))
                .collect(),
            lost: Lost::of(&entries[nothing], runs.len()),
            strays: strays(channel),
            entries,
        }
    }

    /// What an origin of one letter costs at least, of two, of three, of a string as read.
    pub(super) fn cheapest(&self, key: usize) -> &[i16; MAX_TRUE] {
        &self.cheapest[key]
    }

    /// The entries of a string as read.
    pub(super) fn entries(&self, entries: Range<usize>) -> &[Reading] {
        &self.entries[entries]
    }
}

impl Lost {
    fn of(entries: &[Reading], runs: usize) -> Self {
        let nothing = Head {
            row: NO_ROW,
            lost: FAR,
        };
        let mut lost = Self {
            heads: vec![nothing; runs],
            least: vec![[FAR; BELOWS]; runs],
            letters: [FAR; 256],
        };
        for reading in entries {
            let letters = reading.len();
            for (begun, &run) in (1..).zip(&reading.begins[..letters]) {
                lower_to(
                    &mut lost.letters[usize::from(reading.letters[begun - 1])],
                    reading.cost,
                );
                for least in &mut lost.least[usize::from(run)][letters - begun..] {
                    lower_to(least, reading.cost);
                }
                if begun == letters {
                    lower_to(&mut lost.heads[usize::from(run)].lost, reading.cost);
                }
            }
        }
        lost
    }
}

fn strays(channel: Channel<'_>) -> Box<[i16; 256]> {
    let mut strays = Box::new([narrow(channel.params().insert); 256]);
    for (read, origin) in channel.all() {
        if origin.letters().is_empty() && read[1] == 0 {
            strays[usize::from(read[0])] = narrow(origin.cost);
        }
    }
    strays
}

fn cheapest(entries: &[Reading]) -> [i16; MAX_TRUE] {
    let mut cheapest = [FAR; MAX_TRUE];
    for reading in entries {
        if let Some(letters) = reading.len().checked_sub(1) {
            lower_to(&mut cheapest[letters], reading.cost);
        }
    }
    cheapest
}
