//! The table of one string: what every run of letters may be read as in it, and where.

use super::Knowledge;
use super::column::{Column, FAR, least_sum, lower, narrow, relax, relax_all};
use super::runs::{Ends, NO_RUN};
use crate::cost::Cost;
use crate::model::alphabet::{Alphabet, Code};
use crate::model::channel::MAX_READ;

/// What a string of fewer than `N` characters may come from.
#[derive(Debug)]
pub(super) struct Table<const N: usize> {
    rows: Vec<Row<N>>,
    /// By run: its rows, and the least that taking it up costs over the cheapest way to read the string.
    runs: Vec<Entry>,
    used: Vec<u16>,
    /// Letters that the string may come from, as the lexicon has them: small, and as they are.
    letters: Box<[bool; 256]>,
    /// Numbers of origins, the place where they begin, how many characters they were read as, and what that costs.
    origins: Vec<(u32, u8, u8, i16)>,
    /// What the string costs from each place on at least, if no word had to fit.
    rest: Column<N>,
    pub(super) len: usize,
}

/// What it costs that a run was read as so many characters, by the place where they end.
#[derive(Clone, Copy, Debug)]
struct Row<const N: usize> {
    read: u8,
    next: u16,
    costs: Column<N>,
}

#[derive(Clone, Copy, Debug)]
struct Entry {
    first: u16,
    /// What the run costs that left no trace.
    lost: i16,
    least: i32,
}

/// Most characters in a row that no letter made.
const INSERTED: usize = 3;
const NO_ROW: u16 = u16::MAX;
const UNUSED: Entry = Entry {
    first: NO_ROW,
    lost: FAR,
    least: IMPOSSIBLE,
};

const IMPOSSIBLE: i32 = Cost::IMPOSSIBLE.0 / 4;

/// The cheapest ways to explain the string up to each place by the letters of a way through the trie.
#[derive(Clone, Copy, Debug)]
pub(super) struct Way<const N: usize> {
    any: Column<N>,
    /// Those whose last letter left a trace: no two letters are lost in a row.
    fresh: Column<N>,
    /// What the whole string costs at least on from here.
    pub(super) bound: i32,
}

impl<const N: usize> Way<N> {
    pub(super) const NOWHERE: Self = Self {
        any: [FAR; N],
        fresh: [FAR; N],
        bound: IMPOSSIBLE,
    };

    /// What the first `len` characters cost.
    pub(super) fn cost(&self, len: usize) -> Option<Cost> {
        (self.any[len] < FAR).then(|| Cost(i32::from(self.any[len])))
    }
}

impl<const N: usize> Default for Table<N> {
    fn default() -> Self {
        Self {
            rows: Vec::new(),
            runs: Vec::new(),
            used: Vec::new(),
            letters: Box::new([false; 256]),
            origins: Vec::new(),
            rest: [FAR; N],
            len: 0,
        }
    }
}

impl<const N: usize> Table<N> {
    /// Fills the table for a string.
    pub(super) fn read(&mut self, know: &Knowledge<'_>, string: &[Code]) {
        self.len = string.len();
        self.clear(know.runs.len());
        for at in 0..=string.len() {
            for read in 0..=MAX_READ.min(string.len() - at) {
                let read_as = &string[at..at + read];
                if read_as.contains(&Alphabet::OTHER) {
                    break;
                }
                let small = |n: usize| u8::try_from(n).unwrap_or(u8::MAX);
                for entry in know.channel.entries_of(read_as) {
                    let origin = know.channel.origin(entry);
                    for &letter in origin.letters() {
                        self.letters[usize::from(letter)] = true;
                        self.letters[usize::from(know.lowered(letter))] = true;
                    }
                    let cost = narrow(origin.cost);
                    let entry = u32::try_from(entry).unwrap_or(u32::MAX);
                    self.origins.push((entry, small(at), small(read), cost));
                }
            }
        }
        self.bound_rest(know);
        let origins = std::mem::take(&mut self.origins);
        for &(entry, at, read, cost) in &origins {
            self.add(
                know.runs.of_origin(entry as usize),
                usize::from(at),
                read,
                cost,
            );
        }
        self.origins = origins;
    }

    fn clear(&mut self, runs: usize) {
        self.rows.clear();
        self.letters.fill(false);
        self.origins.clear();
        self.runs.resize(runs, UNUSED);
        for run in self.used.drain(..) {
            self.runs[usize::from(run)] = UNUSED;
        }
    }

    fn bound_rest(&mut self, know: &Knowledge<'_>) {
        let params = know.channel.params();
        let any = narrow(params.insert.min(params.substitute));
        self.rest = [FAR; N];
        self.rest[self.len] = 0;
        let mut origins = self.origins.iter().rev().peekable();
        for place in (0..self.len).rev() {
            let mut least = self.rest[place + 1].saturating_add(any);
            while let Some(&(_, at, read, cost)) =
                origins.next_if(|(_, at, ..)| usize::from(*at) >= place)
            {
                if usize::from(at) == place && read > 0 {
                    let after = self.rest[place + usize::from(read)];
                    least = least.min(after.saturating_add(cost));
                }
            }
            self.rest[place] = least;
        }
    }

    fn add(&mut self, begins: &Ends, at: usize, read: u8, cost: i16) {
        let end = at + usize::from(read);
        let over = i32::from(cost) + i32::from(self.rest[end]) - i32::from(self.rest[at]);
        let mut last = NO_RUN;
        for &run in begins.iter().take_while(|&&run| run != NO_RUN) {
            last = run;
            let entry = &mut self.runs[usize::from(run)];
            if entry.least == IMPOSSIBLE {
                self.used.push(run);
            }
            entry.least = entry.least.min(over);
        }
        if last == NO_RUN {
            return;
        }
        let entry = &mut self.runs[usize::from(last)];
        if read == 0 {
            entry.lost = entry.lost.min(cost);
            return;
        }
        let mut row = entry.first;
        while row != NO_ROW && self.rows[usize::from(row)].read != read {
            row = self.rows[usize::from(row)].next;
        }
        if row == NO_ROW {
            row = u16::try_from(self.rows.len()).unwrap_or(NO_ROW);
            self.rows.push(Row {
                read,
                next: entry.first,
                costs: [FAR; N],
            });
            entry.first = row;
        }
        let known = &mut self.rows[usize::from(row)].costs[end];
        *known = cost.min(*known);
    }

    /// True for a letter that may be among those that were read.
    #[inline]
    pub(super) fn has(&self, letter: Code) -> bool {
        self.letters[usize::from(letter)]
    }

    /// The way that has read nothing.
    pub(super) fn start(&self) -> Way<N> {
        let mut any = [FAR; N];
        any[0] = 0;
        Way {
            any,
            fresh: any,
            bound: i32::from(self.rest[0]),
        }
    }

    /// What the string costs at least on ways that go on by a letter in which these runs end; `before` are the bounds of
    /// the ways up to it, the last one first.
    #[inline]
    pub(super) fn bound(&self, ends: &Ends, before: [i32; 3]) -> i32 {
        let mut bound = IMPOSSIBLE;
        for (&run, before) in ends.iter().zip(before) {
            bound = bound.min(self.runs[usize::from(run)].least + before);
        }
        bound
    }

    /// What the whole string costs on ways that end with a letter.
    #[inline]
    pub(super) fn end(
        &self,
        know: &Knowledge<'_>,
        ends: &Ends,
        before: [&Way<N>; 3],
    ) -> Option<Cost> {
        let insert = i32::from(narrow(know.channel.params().insert));
        let mut least = IMPOSSIBLE;
        for (&run, way) in ends.iter().zip(before) {
            let entry = self.runs[usize::from(run)];
            let mut index = entry.first;
            while let Some(row) = self.rows.get(usize::from(index)) {
                let read = usize::from(row.read);
                for (inserted, end) in (0..).zip((read..=self.len).rev().take(1 + INSERTED)) {
                    let cost = i32::from(way.any[end - read]) + i32::from(row.costs[end]);
                    least = least.min(cost + inserted * insert);
                }
                index = row.next;
            }
            if entry.lost < FAR {
                for (inserted, end) in (0..).zip((0..=self.len).rev().take(1 + INSERTED)) {
                    let cost = i32::from(way.fresh[end]) + i32::from(entry.lost);
                    least = least.min(cost + inserted * insert);
                }
            }
        }
        (least < i32::from(FAR)).then_some(Cost(least))
    }

    /// The ways that go on by a letter.
    #[inline]
    pub(super) fn go(
        &self,
        know: &Knowledge<'_>,
        ends: &Ends,
        before: [&Way<N>; 3],
        floors: bool,
    ) -> Way<N> {
        let params = know.channel.params();
        let (mut fresh, mut lost) = ([FAR; N], [FAR; N]);
        for (&run, way) in ends.iter().zip(before) {
            let entry = self.runs[usize::from(run)];
            let mut index = entry.first;
            while let Some(row) = self.rows.get(usize::from(index)) {
                relax(&mut fresh, &way.any, usize::from(row.read), &row.costs);
                index = row.next;
            }
            if entry.lost < FAR {
                relax_all(&mut lost, &way.fresh, 0, entry.lost);
            }
        }
        if floors {
            relax_all(&mut fresh, &before[0].any, 1, narrow(params.substitute));
            relax_all(&mut lost, &before[0].fresh, 0, narrow(params.delete));
        }
        let insert = narrow(params.insert);
        let once = lower(&fresh, &lost);
        for (times, cost) in
            (1..=INSERTED).zip([insert, insert.saturating_mul(2), insert.saturating_mul(3)])
        {
            relax_all(&mut fresh, &once, times, cost);
        }
        let any = lower(&fresh, &lost);
        Way {
            bound: i32::from(least_sum(&any, &self.rest)),
            any,
            fresh,
        }
    }
}
