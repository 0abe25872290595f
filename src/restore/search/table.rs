//! The table of one string: what every run of letters may be read as in it, and where.

use super::Knowledge;
use super::column::{Column, FAR, least_sum, lower, lower_to, narrow, relax, relax_all};
use super::nodes::{BELOWS, Step};
use super::readings::{Head, Least, Lost, NO_ROW, Reading};
use super::runs::{NO_RUN, RunId};
use crate::cost::Cost;
use crate::model::alphabet::{Alphabet, Code};
use crate::model::channel::{MAX_READ, MAX_TRUE};

/// What a string of fewer than `N` characters may come from.
#[derive(Debug)]
pub(super) struct Table<const N: usize> {
    rows: Vec<Row<N>>,
    /// By run: what it may have been read as.
    heads: Vec<Head>,
    /// By run: the least that taking it up costs over the cheapest way to read the string.
    least: Vec<Least>,
    /// By letter: the same, whatever run it ends.
    letters: Box<[i16; 256]>,
    /// Strings as read that the table knows: where they are, how long, and their number.
    keys: Vec<(u8, u8, u32)>,
    /// What the string costs from each place on at least, if no word had to fit.
    rest: Column<N>,
    /// What it costs that one character, two, three, were made by no letter, by the place where they end.
    strays: [Column<N>; STRAYS],
    pub(super) len: usize,
}

/// What it costs that a run was read as so many characters, by the place where they end.
#[derive(Clone, Copy, Debug)]
struct Row<const N: usize> {
    read: u8,
    next: u16,
    costs: Column<N>,
}

/// Letters that a word has at least which a number of one digit can have been joined to.
pub(in crate::restore) const WORD_BEFORE_NUMBER: usize = 3;
/// Most characters in a row that no letter made.
const STRAYS: usize = 3;

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
        bound: FAR as i32,
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
            heads: Vec::new(),
            least: Vec::new(),
            letters: Box::new([FAR; 256]),
            keys: Vec::new(),
            rest: [FAR; N],
            strays: [[FAR; N]; STRAYS],
            len: 0,
        }
    }
}

/// True for a digit beside another, or after a word that has lost the blank between them: one alone in a word, or after a
/// letter or two, is more often the ruin of a letter (`d3i`, `V2`).
pub(super) fn may_be_number(know: &Knowledge<'_>, string: &[Code], place: usize) -> bool {
    let digit = |place: usize| {
        let letter = string
            .get(place)
            .and_then(|&code| know.channel.readings.letter(code));
        letter.is_some_and(|c| c.is_ascii_digit())
    };
    let beside = place.checked_sub(1).is_some_and(digit) || digit(place + 1);
    digit(place) && (beside || (place >= WORD_BEFORE_NUMBER && place + 1 == string.len()))
}

/// Costs by how many letters follow, where so many of those are spoken for.
fn with_fewer(least: Least, letters: usize) -> Least {
    std::array::from_fn(|below| match below.checked_sub(letters) {
        _ if below == BELOWS - 1 => least[below],
        Some(left) => least[left],
        None => FAR,
    })
}

impl<const N: usize> Table<N> {
    /// Fills the table for a string.
    pub(super) fn read(&mut self, know: &Knowledge<'_>, string: &[Code]) {
        self.clear(&know.readings.lost);
        self.len = string.len();
        let small = |n: usize| u8::try_from(n).unwrap_or(u8::MAX);
        for at in 0..string.len() {
            for read in 1..=MAX_READ.min(string.len() - at) {
                let read_as = &string[at..at + read];
                if read_as.contains(&Alphabet::OTHER) {
                    break;
                }
                if let Some(key) = know.channel.key(read_as) {
                    let key = u32::try_from(key).unwrap_or(u32::MAX);
                    self.keys.push((small(at), small(read), key));
                }
            }
        }
        self.find_strays(know, string);
        let rests = self.rests(know, Cost::IMPOSSIBLE);
        let keys = std::mem::take(&mut self.keys);
        for &(at, read, key) in &keys {
            let (at, end) = (usize::from(at), usize::from(at + read));
            let over = rests.map(|rest| rest[end].map(|cost| cost.saturating_sub(self.rest[at])));
            let entries = know.channel.entries_of(key as usize);
            for reading in know.readings.entries(entries) {
                self.add(reading, read, end, &over);
            }
        }
        self.keys = keys;
    }

    /// Goes back to what left no trace.
    fn clear(&mut self, lost: &Lost) {
        self.rows.clear();
        self.keys.clear();
        self.heads.clone_from(&lost.heads);
        self.least.clone_from(&lost.least);
        *self.letters = lost.letters;
    }

    /// Fills what stray characters cost. Digits that may be a number are not dirt.
    fn find_strays(&mut self, know: &Knowledge<'_>, string: &[Code]) {
        let mut one = [FAR; N];
        for (place, &stray) in string.iter().enumerate() {
            if !may_be_number(know, string, place) {
                one[place + 1] = know.readings.strays[usize::from(stray)];
            }
        }
        let mut strays = [0; N];
        for column in &mut self.strays {
            let mut more = [FAR; N];
            relax(&mut more, &strays, 1, &one);
            strays = more;
            *column = more;
        }
    }

    /// What the string costs from each place on at least, by how many letters follow at most; and the same where one or
    /// two of those are the rest of what was begun. The last of each is that for any number of letters. A character that no
    /// entry of the table explains costs what a stray one does, or `other`.
    fn rests(&mut self, know: &Knowledge<'_>, other: Cost) -> [[Least; N]; MAX_TRUE] {
        let other = narrow(other);
        let mut rest = [[FAR; BELOWS]; N];
        rest[self.len] = [0; BELOWS];
        let mut keys = self.keys.iter().rev().peekable();
        for place in (0..self.len).rev() {
            let stray = self.strays[0][place + 1].min(other);
            let mut here = rest[place + 1].map(|cost| cost.saturating_add(stray));
            while let Some(&(_, read, key)) = keys.next_if(|(at, ..)| usize::from(*at) == place) {
                let after = rest[place + usize::from(read)];
                for (letters, &cost) in (1..).zip(know.readings.cheapest(key as usize)) {
                    for (here, after) in here.iter_mut().zip(with_fewer(after, letters)) {
                        lower_to(here, after.saturating_add(cost));
                    }
                }
            }
            rest[place] = here;
        }
        self.rest = rest.map(|least| least[BELOWS - 1]);
        std::array::from_fn(|begun| rest.map(|least| with_fewer(least, begun)))
    }

    /// Lets any letter be read as any character: what the table never saw.
    pub(super) fn add_floors(&mut self, know: &Knowledge<'_>) {
        let params = know.channel.params();
        self.rests(know, params.substitute);
    }

    /// Adds a reading that ends at a place. `over` is what the string costs from there on at least, over what it costs from
    /// where the reading begins, with so many of its letters still to come.
    #[inline]
    fn add(&mut self, reading: &Reading, read: u8, end: usize, over: &[Least; MAX_TRUE]) {
        let letters = reading.len();
        for (begun, &run) in (1..).zip(&reading.begins[..letters]) {
            let over = over[letters - begun].map(|over| over.saturating_add(reading.cost));
            for (least, over) in self.least[usize::from(run)].iter_mut().zip(over) {
                lower_to(least, over);
            }
            let letter = usize::from(reading.letters[begun - 1]);
            lower_to(&mut self.letters[letter], over[BELOWS - 1]);
        }
        let Some(&run) = letters.checked_sub(1).map(|last| &reading.begins[last]) else {
            return;
        };
        let row = self.row(run, read);
        lower_to(&mut self.rows[row].costs[end], reading.cost);
    }

    /// The row of a run that was read as so many characters.
    fn row(&mut self, run: RunId, read: u8) -> usize {
        let head = &mut self.heads[usize::from(run)];
        let mut row = head.row;
        while let Some(known) = self.rows.get(usize::from(row)) {
            if known.read == read {
                return row.into();
            }
            row = known.next;
        }
        let new = self.rows.len();
        self.rows.push(Row {
            read,
            next: head.row,
            costs: [FAR; N],
        });
        head.row = u16::try_from(new).unwrap_or(NO_ROW);
        new
    }

    /// What the string costs at least on ways that go on by a letter, over what it costs before.
    #[inline]
    pub(super) fn letter(&self, letter: Code) -> i32 {
        self.letters[usize::from(letter)].into()
    }

    /// The way that has read nothing.
    pub(super) fn start(&self) -> Way<N> {
        let mut any = [FAR; N];
        any[0] = 0;
        Way {
            any,
            fresh: any,
            bound: self.rest[0].into(),
        }
    }

    /// What the string costs at least on ways that go on by a step; `before` are the bounds of the ways up to it, the last
    /// one first.
    #[inline]
    pub(super) fn bound(&self, step: &Step, before: [i32; MAX_TRUE]) -> i32 {
        let mut bound = i32::MAX;
        for (run, before) in step.runs.into_iter().zip(before) {
            let least = self.least[usize::from(run)][usize::from(step.below)];
            bound = bound.min(before + i32::from(least));
        }
        bound
    }

    /// The ways that go on by a step.
    #[inline]
    pub(super) fn go(
        &self,
        know: &Knowledge<'_>,
        step: &Step,
        before: [&Way<N>; MAX_TRUE],
        floors: bool,
    ) -> Way<N> {
        let params = know.channel.params();
        let (mut fresh, mut lost) = ([FAR; N], [FAR; N]);
        for (run, way) in step.runs.into_iter().zip(before) {
            if run == NO_RUN {
                continue;
            }
            let head = self.heads[usize::from(run)];
            let mut index = head.row;
            while let Some(row) = self.rows.get(usize::from(index)) {
                relax(&mut fresh, &way.any, usize::from(row.read), &row.costs);
                index = row.next;
            }
            if head.lost < FAR {
                relax_all(&mut lost, &way.fresh, 0, head.lost);
            }
        }
        if floors {
            relax_all(&mut fresh, &before[0].any, 1, narrow(params.substitute));
            relax_all(&mut lost, &before[0].fresh, 0, narrow(params.delete));
        }
        let once = lower(&fresh, &lost);
        for (times, costs) in (1..).zip(&self.strays) {
            relax(&mut fresh, &once, times, costs);
        }
        let any = lower(&fresh, &lost);
        Way {
            bound: least_sum(&any, &self.rest).into(),
            any,
            fresh,
        }
    }
}
