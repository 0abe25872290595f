//! Laws of restoration, by the tiny model: nothing is lost, every token knows its place, the same text gives the same
//! answer whatever the worker did before, time grows with the text only.

use std::ops::Range;
use std::time::Instant;

use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;
use vanban::restored::Restored;
use vanban::text::token::{AtomKind, atoms, core};
use vanban::{Model, Restorer};

use crate::tiny;

/// What scans are made of: words and their ruins, torn and glued ones, codes, labels, and what no scanner ever wrote.
const PIECES: &[&str] = &[
    "thi",
    "tuc",
    "hanh",
    "chinh",
    "Thi tuc",
    "THU TUC",
    "thii",
    "chirc",
    "S&",
    "s6",
    "S6:",
    "conglap",
    "th ue",
    "th",
    "ue",
    "thuế",
    "Sở",
    "HOÀ BÌNH",
    "Uỷ",
    "don vi",
    "UBND",
    "TTHC",
    "QD",
    "4077/QD-UBND",
    "61/2018/ND-CP",
    "30/12/2022",
    "1.500,5",
    "2021-2025",
    "6",
    "6'",
    "12?",
    "3&",
    "100%",
    "5/2a",
    "30a",
    "13y",
    "II.",
    "I11.",
    "1.",
    "a)",
    "-",
    "+",
    "./.",
    "...",
    "□",
    "(B/c);",
    "“ké",
    "hoach”",
    "TT&TT",
    "&",
    "&&&",
    "¢",
    "ngh¢",
    "co'",
    "si?",
    "xkqzw",
    "Schneider",
    "website",
    "e\u{301}",
    "thu\u{309}",
    "conglâ\u{323}p",
    "\u{301}",
    "\u{301}\u{323}\u{309}",
    "a\u{301}\u{301}\u{301}",
    "ﬁ",
    "ß",
    "İ",
    "ǅ",
    "𝔘",
    "語",
    "\u{0}",
    "\u{7}",
    "\u{1b}[0m",
    "\u{200b}",
    "\u{200d}",
    "\u{202e}",
    "\u{feff}",
    "\u{fffd}",
    "٣",
    "½",
    "²",
    "Ⅳ",
    "a-b-c-d-e-f",
    "1/2/3/4/5",
    "a&b&c",
    "0",
    "l1I|",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
];

const GAPS: &[&str] = &[
    " ", " ", " ", " ", "", "\n", "\n\n", "\r\n", "  ", "\t", "\u{c}", "\n\u{c}", "\u{a0}",
    "\u{2003}", "\u{85}", "\u{2028}", "\r",
];

fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        12 => prop::sample::select(PIECES).prop_map(str::to_owned),
        1 => "\\PC{0,12}",
        1 => "[a-zA-Z0-9&?'./-]{1,30}",
        1 => any::<char>().prop_map(String::from),
    ];
    let gap = prop::sample::select(GAPS);
    prop::collection::vec((piece, gap), 0..40)
        .prop_map(|parts| parts.into_iter().map(|(a, b)| a + b).collect())
}

fn is_blank(text: &str) -> bool {
    text.chars().all(char::is_whitespace)
}

/// Everything that is promised of one restoration.
fn check(restored: &Restored) -> Result<(), TestCaseError> {
    let Restored {
        source,
        text,
        tokens,
    } = restored;
    let ends = |text: &str| {
        text.chars()
            .filter(|c| matches!(c, '\n' | '\r' | '\u{c}' | '\t'))
            .collect::<String>()
    };
    prop_assert_eq!(
        ends(source),
        ends(text),
        "a line end, page break or tab was lost or made"
    );

    let (mut at, mut source_at) = (0, 0);
    for (index, token) in tokens.iter().enumerate() {
        let (span, origin) = (token.span, token.source_span);
        prop_assert!(
            span.start >= at && origin.start >= source_at,
            "token {} stands before its forerunner",
            index
        );
        let between = text.get(at..span.start);
        let source_between = source.get(source_at..origin.start);
        prop_assert!(
            between.is_some() && source_between.is_some(),
            "token {} cuts a character",
            index
        );
        let (between, source_between) = (between.unwrap(), source_between.unwrap());
        if source_between.is_empty() && index > 0 {
            prop_assert_eq!(between, " ", "two words of one need one blank");
        } else {
            prop_assert_eq!(
                between,
                source_between,
                "the blanks before token {} changed",
                index
            );
            prop_assert!(is_blank(between));
        }
        let word = text.get(span.start..span.end);
        prop_assert!(
            word.is_some_and(|word| !word.is_empty() && !word.contains(char::is_whitespace)),
            "token {}: {:?}",
            index,
            word
        );
        let from = source.get(origin.start..origin.end);
        prop_assert!(
            from.is_some_and(|from| !from.is_empty()),
            "token {} comes from nowhere",
            index
        );
        prop_assert!(
            (0.0..=1.0).contains(&token.confidence),
            "confidence {}",
            token.confidence
        );
        for (other, p) in &token.alternatives {
            prop_assert!((0.0..=1.0).contains(p), "{} has {}", other, p);
            prop_assert!(other != word.unwrap(), "{} is its own alternative", other);
        }
        prop_assert!(token.alternatives.is_sorted_by(|a, b| a.1 >= b.1));
        (at, source_at) = (span.end, origin.end);
    }
    prop_assert_eq!(
        &text[at..],
        &source[source_at..],
        "what follows the last token changed"
    );
    prop_assert!(is_blank(&text[at..]));
    check_digits(restored)
}

/// A number of two digits or more stands in the text as it does in the source. One digit alone may be a word: `6` is ở.
fn check_digits(restored: &Restored) -> Result<(), TestCaseError> {
    for group in restored
        .tokens
        .chunk_by(|a, b| a.source_span.end == b.source_span.start)
    {
        let (first, last) = (&group[0], &group[group.len() - 1]);
        let from = &restored.source[first.source_span.start..last.source_span.end];
        let to = &restored.text[first.span.start..last.span.end];
        let mut rest = to;
        for word in from.split_whitespace() {
            let composed: String = word.nfc().collect();
            for (kind, span) in atoms(core(&composed).of(&composed)) {
                let number = span.of(core(&composed).of(&composed));
                if kind == AtomKind::Number && number.len() > 1 {
                    let found = rest.find(number);
                    prop_assert!(found.is_some(), "{:?} became {:?}", from, to);
                    rest = &rest[found.unwrap() + number.len()..];
                }
            }
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_is_lost_and_every_token_knows_its_place(text in text()) {
        check(&tiny::restore(&text))?;
    }

    #[test]
    fn any_text_is_restored(text in any::<String>()) {
        check(&tiny::restore(&text))?;
    }

    #[test]
    fn a_worker_remembers_words_and_not_documents(texts in prop::collection::vec(text(), 1..4)) {
        let mut worker = tiny::restorer().worker();
        for text in texts.iter().chain(texts.iter().rev()) {
            prop_assert_eq!(worker.restore(text), tiny::restore(text));
        }
    }

    #[test]
    fn the_least_confidence_only_keeps(text in text(), least in 0.0_f32..1.1) {
        let restorer = Restorer::new(tiny::model()).min_confidence(least);
        let restored = restorer.worker().restore(&text);
        check(&restored)?;
        for token in restored.tokens.iter().filter(|token| token.confidence < least) {
            let from: String = token.source_span.of(&text).nfc().collect();
            prop_assert_eq!(from.as_str(), token.span.of(&restored.text));
        }
    }

    #[test]
    fn restoring_says_the_same_when_asked_why(text in text()) {
        // `explain` shows what `restore` does; it must survive the same texts and leave the worker as it was.
        let mut worker = tiny::restorer().worker();
        let before = worker.restore(&text);
        let why = worker.explain(&text);
        prop_assert!(why.starts_with("words read without any error"));
        prop_assert_eq!(worker.restore(&text), before);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_shipped_model_keeps_the_laws(text in text()) {
        let Ok(model) = Model::embedded() else {
            println!("skipped: no model was built in");
            return Ok(());
        };
        check(&Restorer::new(&model).worker().restore(&text))?;
    }
}

#[test]
fn time_grows_with_the_text_only() {
    let time = |text: &str| {
        let start = Instant::now();
        std::hint::black_box(tiny::restore(text));
        start.elapsed().as_secs_f64()
    };
    let ten_thousand = Range {
        start: 0,
        end: 10_000,
    };
    let distinct: String = ten_thousand.map(|n| format!("x{n}q ")).collect();
    time(&distinct[..4_000]);
    for piece in [
        "thi ",
        "thi\n",
        "6 ",
        "S& ",
        "conglapx ",
        "th ue ",
        "a&",
        "a-",
        "4077/",
        "aaaaaaaaaa",
        "&",
        "\u{301}",
        "e\u{301}",
        ". ",
        "\n",
        "thi\t",
    ] {
        let small = time(&piece.repeat(1_000)).max(2e-3);
        let large = time(&piece.repeat(10_000));
        // Ten times the text; a square would be a hundred.
        assert!(
            large / small < 45.0,
            "{piece:?}: {small:.4} s, ten times as much: {large:.4} s"
        );
    }
    let all = time(&distinct);
    assert!(
        all < 30.0,
        "{all:.1} s for ten thousand words that all differ"
    );
}
