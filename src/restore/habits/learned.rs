//! Counts of a document, and what was thought before → its channel.

use rustc_hash::FxHashSet;

use super::counts::{Counter, Read, Run};
use crate::cost::Cost;
use crate::model::alphabet::{Alphabet, Code};
use crate::model::channel::{Channel, ChannelTable, MAX_READ, Origin, padded};
use crate::restore::search::Knowledge;

/// Counts that the wide channel is worth.
const PRIOR: f64 = 15.0;
/// Probability of what no channel ever saw.
const UNSEEN: f64 = 1e-4;
/// A run of letters that the wide channel lacks is learned where it was seen so often.
const SEEN: f64 = 2.0;
/// What is less probable is not looked for.
const LEAST: f64 = 1e-7;

/// A document's channel.
#[derive(Debug)]
pub(in crate::restore) struct Learned {
    table: ChannelTable,
    /// How much better it is for each letter than the one that was expected, in nats.
    pub(super) gain: f64,
}

impl Learned {
    pub(super) fn of(know: &Knowledge<'_>, page: &str, counter: &Counter) -> Self {
        let chars = chars_of(page);
        let mut learner = Learner {
            know,
            counter,
            entries: Vec::new(),
            gain: 0.0,
            letters: 0.0,
        };
        let mut known: FxHashSet<(Run, Read)> = FxHashSet::default();
        for (key, origin) in know.wide.all() {
            if let Some(read) = spelled(know.wide, key, &chars) {
                let entry = (padded(origin.letters()), read);
                known.insert(entry);
                learner.learn(entry, origin.cost.probability());
            }
        }
        let counts = counter.counts.iter();
        let mut new: Vec<(Run, Read)> = counts
            .filter(|&(entry, &count)| {
                (is_letter(entry.0) || count.all() >= SEEN) && !known.contains(entry)
            })
            .map(|(&entry, _)| entry)
            .collect();
        new.sort_unstable();
        for entry in new {
            learner.learn(entry, UNSEEN);
        }
        let (gain, letters) = (learner.gain, learner.letters);
        Self {
            table: ChannelTable::new(&chars, learner.entries.into_iter()),
            gain: if letters > 0.0 { gain / letters } else { 0.0 },
        }
    }

    /// The channel, over the same letters as another.
    pub(in crate::restore) fn channel<'a>(&'a self, over: Channel<'a>) -> Channel<'a> {
        self.table.within(over)
    }
}

struct Learner<'a, 'm> {
    know: &'a Knowledge<'m>,
    counter: &'a Counter,
    entries: Vec<(Run, Vec<char>, Cost)>,
    gain: f64,
    letters: f64,
}

impl Learner<'_, '_> {
    /// Puts together what was thought of an entry and how often it was seen.
    fn learn(&mut self, (run, read): (Run, Read), before: f64) {
        let count = self.counter.counts.get(&(run, read));
        let count = count.copied().unwrap_or_default();
        let total = self.counter.totals.get(&run).copied().unwrap_or_default();
        let now = (count.all() + PRIOR * before) / (total.all() + PRIOR);
        let read: Vec<char> = read.into_iter().take_while(|&c| c != '\0').collect();
        if is_letter(run) && count.seen > 0.0 {
            self.gain += count.seen * (now / expected(self.know.channel, run[0], &read)).ln();
            self.letters += count.seen;
        }
        if now > LEAST {
            self.entries.push((run, read, Cost::of_probability(now)));
        }
    }
}

fn is_letter(run: Run) -> bool {
    run[0] != 0 && run[1] == 0
}

/// How probable the expected channel thinks it that a letter was read so.
fn expected(channel: Channel<'_>, letter: Code, read: &[char]) -> f64 {
    let codes: Vec<Code> = read.iter().map(|&c| channel.readings.code(c)).collect();
    let same = |origin: &Origin| origin.letters() == [letter];
    let known = channel.origins(&codes).find(same);
    known.map_or(UNSEEN, |origin| origin.cost.probability().max(UNSEEN))
}

/// The characters of a page, sorted; where there are more than an alphabet holds, the first of them.
fn chars_of(page: &str) -> Vec<char> {
    let mut chars: Vec<char> = page.chars().filter(|c| !c.is_whitespace()).collect();
    chars.sort_unstable();
    chars.dedup();
    chars.truncate(Alphabet::CAPACITY);
    chars
}

/// The characters of a string as read; nothing where the page lacks one of them, so that it cannot be read there.
fn spelled(channel: Channel<'_>, key: [Code; MAX_READ], chars: &[char]) -> Option<Read> {
    let mut read = Read::default();
    for (c, &code) in read
        .iter_mut()
        .zip(key.iter().take_while(|&&code| code != 0))
    {
        *c = channel.readings.letter(code)?;
        chars.binary_search(c).ok()?;
    }
    Some(read)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Model;
    use crate::restore::habits::Sighting;
    use crate::span::Span;
    use crate::text::case::Case;

    /// What it costs in a channel that a letter was read as a string.
    fn cost(channel: Channel<'_>, letter: char, read: &str) -> Option<Cost> {
        let codes: Vec<Code> = read.chars().map(|c| channel.readings.code(c)).collect();
        let letter = [channel.letters.code(letter)];
        let mut origins = channel.origins(&codes);
        Some(origins.find(|origin| origin.letters() == letter)?.cost)
    }

    #[test]
    fn a_document_s_readings_move_the_costs_towards_them() {
        let model = Model::embedded().unwrap();
        let know = Knowledge::of(&model);
        // An engine that writes ŋ for every ng at the end, and q for ủ.
        let page = "cqa ".repeat(40) + &"côŋ ".repeat(40);
        let word = |letters: &str| know.find(letters.chars()).expect("a word");
        let sightings: Vec<Sighting> = page
            .match_indices(' ')
            .enumerate()
            .scan(0, |start, (index, (end, _))| {
                let span = Span::new(std::mem::replace(start, end + 1), end);
                Some(Sighting {
                    span,
                    word: word(if index < 40 { "của" } else { "công" }),
                    case: Case::Lower,
                    probability: 0.9,
                })
            })
            .collect();
        let mut counter = Counter::default();
        counter.count(&know, &page, &sightings);
        let learned = Learned::of(&know, &page, &counter);
        let own = learned.channel(know.wide);
        let likely = Cost(1_500);
        assert!(cost(know.wide, 'ủ', "q").is_none_or(|cost| cost > Cost(4_000)));
        assert!(cost(own, 'ủ', "q").expect("learned") < likely);
        assert!(cost(own, 'c', "c").expect("kept") < likely);
        assert!(learned.gain > 0.5, "{}", learned.gain);
        // What the page lacks cannot be read on it.
        assert_eq!(cost(own, 'z', "z"), None);
        // Without anything seen, it is as it was thought to be.
        counter.count(&know, &page, &[]);
        let before = Learned::of(&know, &page, &counter);
        assert!(before.gain == 0.0);
        assert_eq!(
            cost(before.channel(know.wide), 'c', "c"),
            cost(know.wide, 'c', "c")
        );
    }
}
