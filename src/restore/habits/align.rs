//! A word and its reading → which letters were read as what.

use crate::cost::Cost;
use crate::model::alphabet::Code;
use crate::model::channel::{Channel, MAX_READ};

/// So many letters, read as so many characters.
pub(super) type Piece = (usize, usize);

/// What it costs that nothing explains a character, a letter, or either.
const STRAY: Cost = Cost(5_000);
const LOST: Cost = Cost(6_500);
const OTHER: Cost = Cost(8_000);

/// Scratch of the alignment.
#[derive(Debug, Default)]
pub(super) struct Aligner {
    best: Vec<(Cost, Piece)>,
    pieces: Vec<Piece>,
    strays: Vec<usize>,
}

impl Aligner {
    /// Finds the cheapest way to cut a word and its reading into pieces.
    pub(super) fn cut(&mut self, channel: Channel<'_>, letters: &[Code], read: &[Code]) {
        let width = read.len() + 1;
        self.best.clear();
        self.best
            .resize((letters.len() + 1) * width, (Cost::IMPOSSIBLE, (0, 0)));
        self.best[0].0 = Cost::ZERO;
        for i in 0..=letters.len() {
            for j in 0..=read.len() {
                let here = self.best[i * width + j].0;
                if here >= Cost::IMPOSSIBLE {
                    continue;
                }
                let best = &mut self.best;
                let mut relax = |(k, m): Piece, cost: Cost| {
                    let to = &mut best[(i + k) * width + j + m];
                    if here + cost < to.0 {
                        *to = (here + cost, (k, m));
                    }
                };
                if j < read.len() {
                    relax((0, 1), STRAY);
                }
                let rest = &letters[i..];
                if rest.is_empty() {
                    continue;
                }
                relax((1, 0), LOST);
                if j < read.len() {
                    relax((1, 1), OTHER);
                }
                for m in 0..=MAX_READ.min(read.len() - j) {
                    for origin in channel.origins(&read[j..j + m]) {
                        if rest.starts_with(origin.letters()) {
                            relax((origin.letters().len(), m), origin.cost);
                        }
                    }
                }
            }
        }
        self.trace(letters.len(), read.len());
    }

    /// The pieces of what was cut last, in order; every piece has a letter. None where there is no way to cut it.
    pub(super) fn pieces(&self) -> &[Piece] {
        &self.pieces
    }

    /// The places of the characters that no letter made, in what was cut last.
    pub(super) fn strays(&self) -> &[usize] {
        &self.strays
    }

    /// The pieces of the cheapest way; a stray character goes with the piece before it, or with the first.
    fn trace(&mut self, letters: usize, read: usize) {
        self.pieces.clear();
        self.strays.clear();
        let width = read + 1;
        let (mut i, mut j) = (letters, read);
        while (i, j) != (0, 0) {
            let (_, piece) = self.best[i * width + j];
            if piece == (0, 0) {
                self.pieces.clear();
                return;
            }
            self.pieces.push(piece);
            (i, j) = (i - piece.0, j - piece.1);
            if piece.0 == 0 {
                self.strays.push(j);
            }
        }
        self.pieces.reverse();
        let mut strays = 0;
        let mut merged: usize = 0;
        for index in 0..self.pieces.len() {
            match self.pieces[index] {
                (0, m) if merged == 0 => strays += m,
                (0, m) => self.pieces[merged - 1].1 += m,
                (k, m) => {
                    self.pieces[merged] = (k, m + std::mem::take(&mut strays));
                    merged += 1;
                }
            }
        }
        self.pieces.truncate(merged);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Model;
    use crate::model::channel::ChannelTable;

    /// Words, their readings, and how they are cut: `ư|w ơ|o` is ư read as w, then ơ as o.
    #[test]
    fn words_and_readings_are_cut_into_pieces() {
        let model = Model::embedded().unwrap();
        let all = model.channel();
        let code = |c| all.letters.code(c);
        let entry = |letters: &str, read: &str, cost| {
            let mut run = [0; 3];
            for (slot, c) in run.iter_mut().zip(letters.chars()) {
                *slot = code(c);
            }
            (run, read.chars().collect(), Cost(cost))
        };
        let readings: Vec<char> = "'0cdghilnouwx".chars().collect();
        let entries = [
            entry("ư", "w", 500),
            entry("ơ", "o", 300),
            entry("ươ", "u'o'", 900),
            entry("ng", "ng", 100),
            entry("c", "c", 100),
            entry("h", "li", 700),
            entry("ó", "o", 300),
        ];
        let table = ChannelTable::new(&readings, entries.into_iter());
        let channel = table.within(all);
        let mut aligner = Aligner::default();
        for (word, read, cut) in [
            ("ươ", "wo", "ư|w ơ|o"),
            ("ương", "u'o'ng", "ươ|u'o' ng|ng"),
            ("chó", "clio", "c|c h|li ó|o"),
            // Nothing explains x; it goes with the letter before it, or with the first.
            ("có", "cxo", "c|cx ó|o"),
            ("có", "xco", "c|xc ó|o"),
            // Nor the loss of c, nor d for c.
            ("ngc", "ng", "ng|ng c|"),
            ("có", "do", "c|d ó|o"),
            ("", "", ""),
        ] {
            let letters: Vec<char> = word.chars().collect();
            let chars: Vec<char> = read.chars().collect();
            let letter_codes: Vec<Code> = letters.iter().map(|&c| code(c)).collect();
            let codes: Vec<Code> = chars.iter().map(|&c| channel.readings.code(c)).collect();
            let (mut i, mut j) = (0, 0);
            let mut found = Vec::new();
            aligner.cut(channel, &letter_codes, &codes);
            for &(k, m) in aligner.pieces() {
                let letters: String = letters[i..i + k].iter().collect();
                let read: String = chars[j..j + m].iter().collect();
                found.push(format!("{letters}|{read}"));
                (i, j) = (i + k, j + m);
            }
            assert_eq!(found.join(" "), cut, "{word} read {read}");
        }
    }
}
