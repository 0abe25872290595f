//! Words that may have been meant: the other readings of restored words, at the words' places.
//!
//! A record has them by places in the whole text. Sections and tasks have texts of their own, with wrapped lines joined and page
//! numbers gone; their words are found again in the whole text in order, which takes linear time.

use super::code;
use super::misread::without_so;
use super::record::{Edit, Place, has_digit};
use super::words::{Forms, words};
use crate::span::Span;

/// Readings of one word that are looked for.
const MOST: usize = 3;
/// How far ahead in the whole text a word is looked for.
const AHEAD: usize = 32;
/// Characters between two remembered offsets.
const STEP: usize = 64;

/// The doubtful words of a text, in order.
#[derive(Debug)]
pub(super) struct Doubts<'t> {
    text: &'t str,
    offsets: Vec<usize>,
    words: Vec<(Span, Vec<String>)>,
}

impl<'t> Doubts<'t> {
    pub(super) fn new(text: &'t str, edits: &[Edit<'_>]) -> Self {
        let mut doubts = Self {
            text,
            offsets: Vec::new(),
            words: Vec::new(),
        };
        if !edits.is_empty() {
            doubts.offsets = text
                .char_indices()
                .step_by(STEP)
                .map(|(at, _)| at)
                .collect();
            for edit in edits {
                doubts.add(edit);
            }
            doubts.words.sort_by_key(|(span, _)| span.start);
        }
        doubts
    }

    fn add(&mut self, edit: &Edit<'_>) {
        let span = self.bytes(edit.span);
        let read: Vec<Span> = words(span.of(self.text)).collect();
        let mut others = vec![Vec::new(); read.len()];
        for reading in edit.readings() {
            let other: Vec<Span> = words(reading).collect();
            // A reading with more or fewer words has no place for each of them.
            if other.len() != read.len() {
                continue;
            }
            for ((word, other), all) in read.iter().zip(other).zip(&mut others) {
                let meant = Forms::of(other.of(reading)).folded;
                // Readings that differ in marks alone are found by the folded word.
                let same = Forms::of(word.of(span.of(self.text))).folded == meant;
                if !same && !all.contains(&meant) && all.len() < MOST {
                    all.push(meant);
                }
            }
        }
        for (word, others) in read.into_iter().zip(others) {
            if !others.is_empty() {
                let place = Span::new(span.start + word.start, span.start + word.end);
                self.words.push((place, others));
            }
        }
    }

    /// A place in bytes. One outside of the text is cut to it.
    fn bytes(&self, place: Place) -> Span {
        let start = self.byte(place[0]);
        Span::new(start, self.byte(place[1]).max(start))
    }

    fn byte(&self, characters: usize) -> usize {
        let Some(&near) = self.offsets.get(characters / STEP) else {
            return self.text.len();
        };
        self.text[near..]
            .char_indices()
            .nth(characters % STEP)
            .map_or(self.text.len(), |(at, _)| near + at)
    }

    /// Those that end behind `start` and not behind `end` of the whole text, in bytes: the end of each, counted from `start`, and how
    /// else it may be read.
    pub(super) fn between(
        &self,
        start: usize,
        end: usize,
    ) -> impl Iterator<Item = (usize, &[String])> {
        let first = self.words.partition_point(|(span, _)| span.end <= start);
        let those = self.words[first..].iter();
        those
            .take_while(move |(span, _)| span.end <= end)
            .map(move |(span, others)| (span.end - start, others.as_slice()))
    }

    /// Those of a part: the words of `text` that are doubtful at `place` of the whole text, each by its end.
    pub(super) fn within(&self, place: Place, text: &str) -> Vec<(usize, &[String])> {
        if self.words.is_empty() {
            return Vec::new();
        }
        let range = self.bytes(place);
        let first = self
            .words
            .partition_point(|(span, _)| span.start < range.start);
        if self
            .words
            .get(first)
            .is_none_or(|(span, _)| span.start >= range.end)
        {
            return Vec::new();
        }
        let whole: Vec<Span> = words(range.of(self.text))
            .map(|span| Span::new(range.start + span.start, range.start + span.end))
            .collect();
        let mut found = Vec::new();
        let mut at = 0;
        for word in words(text) {
            let ahead = whole[at..].iter().take(AHEAD);
            let same = |span: &Span| span.of(self.text) == word.of(text);
            let Some(next) = ahead.clone().position(same) else {
                continue;
            };
            let place = whole[at + next];
            at += next + 1;
            let doubt =
                self.words[first..].binary_search_by_key(&place.start, |(span, _)| span.start);
            if let Ok(doubt) = doubt {
                found.push((word.end, self.words[first + doubt].1.as_slice()));
            }
        }
        found
    }
}

/// The keys of codes that an edit took for others, if the source or another reading is right.
pub(super) fn other_codes(edit: &Edit<'_>) -> Vec<String> {
    if !edit.from.contains('/') || !has_digit(&edit.from) {
        return Vec::new();
    }
    let restored = code::keys(&edit.to, None);
    let mut keys: Vec<String> = edit
        .readings()
        .flat_map(|reading| code::keys(without_so(reading), None))
        .filter(|key| !restored.contains(key))
        .collect();
    keys.sort();
    keys.dedup();
    keys
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edit(span: Place, alternatives: &[(&'static str, f32)]) -> Edit<'static> {
        Edit {
            span,
            from: "".into(),
            to: "".into(),
            alternatives: alternatives.iter().map(|&(a, p)| (a.into(), p)).collect(),
        }
    }

    #[test]
    fn readings_are_at_their_words_in_the_whole_and_in_parts() {
        let text = "Điều 1. Xây dựng kế\nhoạch 7\nphòng, chống hạn hán.";
        let place = |word: &str| {
            let at = text.find(word).unwrap();
            let start = text[..at].chars().count();
            [start, start + word.chars().count()]
        };
        let edits = [
            edit(place("dựng"), &[("dụng", 0.3), ("đứng", 0.2), ("gì", 0.01)]),
            edit(place("chống"), &[("trống", 0.2)]),
            edit(place("hán."), &[("hàn,", 0.3), ("hạng,", 0.3)]),
        ];
        let doubts = Doubts::new(text, &edits);
        let all: Vec<_> = doubts
            .between(0, text.len())
            .map(|(end, others)| (&text[..end], others))
            .map(|(before, others)| (before.rsplit(' ').next().unwrap(), others.join(" ")))
            .collect();
        assert_eq!(
            all,
            [("chống", "trong"), ("hán", "hang")].map(|(word, others)| (word, others.to_owned())),
            "a reading with other marks alone is none"
        );
        let part = "Xây dựng kế hoạch phòng, chống hạn hán.";
        let found: Vec<_> = doubts
            .within([0, text.chars().count()], part)
            .into_iter()
            .map(|(end, others)| (&part[..end], others.to_vec()))
            .collect();
        assert_eq!(
            found,
            [
                ("Xây dựng kế hoạch phòng, chống", vec!["trong".to_owned()]),
                (
                    "Xây dựng kế hoạch phòng, chống hạn hán",
                    vec!["hang".to_owned()]
                )
            ]
        );
    }

    #[test]
    fn codes_of_the_source_are_kept() {
        for (from, to, others, expected) in [
            (
                "4410/UBND-KTTC",
                "4410/UBND-KT",
                None,
                vec!["4410/ubnd/kttc", "4410/~kttc"],
            ),
            (
                "s663/2010/ND-CP",
                "SỐ/2010/NĐ-CP",
                None,
                vec![
                    "63/2010",
                    "63/2010/nd/cp",
                    "63/2010~cp",
                    "nd:63",
                    "nd:63/2010",
                ],
            ),
            ("136/2020/ND-CP,", "136/2020/NĐ-CP,", None, vec![]),
            (
                "11/KI-TU",
                "11/KT-TU",
                Some(("11/KH-TU", 0.3)),
                vec!["11/kh/tu", "11/ki/tu", "kh:11", "ki:11"],
            ),
            ("(d6ng/bu6i)", "(đồng/buổi)", None, vec![]),
        ] {
            let edit = Edit {
                span: [0, 1],
                from: from.into(),
                to: to.into(),
                alternatives: others.iter().map(|&(other, p)| (other.into(), p)).collect(),
            };
            assert_eq!(other_codes(&edit), expected, "{from}");
        }
    }

    #[test]
    fn places_outside_of_the_text_do_no_harm() {
        let doubts = Doubts::new(
            "a b",
            &[edit([1, 99], &[("x", 0.5)]), edit([50, 7], &[("y z", 0.5)])],
        );
        assert!(doubts.within([90, 3], "a b").is_empty());
    }
}
