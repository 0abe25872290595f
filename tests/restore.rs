//! What restoration does to lines of documents, by the tiny model, which knows some ninety syllables.
//!
//! `tests/fixtures/restore/*.txt` are tables to be read by people: under each token of the scan (`ocr`) stands what became
//! of it (`out`) and of what kind the change is (`why`). Lines that follow one another are one document, a blank line ends
//! it. `UPDATE=1` writes the files anew.
//!
//! | why | the scan and the text differ in |
//! |---|---|
//! | `·` | nothing |
//! | `mark` | diacritics only |
//! | `case` | capitals, beside marks or not |
//! | `letter` | letters, or signs read for letters |
//! | `join`, `split` | a blank |
//!
//! A `?` after it: less sure than nine to one.

use std::fmt::Write;
use std::fs;

use unicode_normalization::UnicodeNormalization;
use vanban::restored::{Restored, Token};
use vanban::sink::UNCERTAIN_BELOW;
use vanban::text::letter::{fold, fold_text};
use vanban::text::tone::{Tone, split_tone};

use crate::tiny::{fixture, model, restore, restorer};

// ---- tables ---------------------------------------------------------------------------------------------------------

#[test]
fn tables_of_restoration() {
    let update = std::env::var_os("UPDATE").is_some();
    let mut files: Vec<_> = fs::read_dir(fixture("restore"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    assert!(files.len() >= 6, "the tables of restoration are gone");
    let mut differences = String::new();
    for file in files {
        let expected = fs::read_to_string(&file).unwrap();
        let found = expected
            .split_inclusive("\n\n")
            .map(table)
            .collect::<String>();
        if found != expected && update {
            fs::write(&file, &found).unwrap();
        } else if found != expected {
            for (expected, found) in expected.lines().zip(found.lines()).filter(|(a, b)| a != b) {
                let _ = writeln!(
                    differences,
                    "{}:\n  expected  {expected}\n  found     {found}",
                    file.display()
                );
            }
        }
    }
    assert!(
        differences.is_empty(),
        "\n{differences}UPDATE=1 writes the tables anew; look at the difference then"
    );
}

/// A table with `out` and `why` as they are now: remarks, then the lines of one document.
fn table(block: &str) -> String {
    let mut out: String = block
        .lines()
        .take_while(|line| line.starts_with('#'))
        .map(|line| format!("{line}\n"))
        .collect();
    let lines: Vec<String> = block
        .lines()
        .filter_map(|line| line.strip_prefix("ocr  "))
        .map(source_of)
        .collect();
    let restored = restore(&lines.join("\n"));
    let mut groups = restored
        .tokens
        .chunk_by(|a, b| a.source_span.end == b.source_span.start)
        .peekable();
    let mut end = 0;
    for line in &lines {
        end += line.len() + 1;
        let mut rows = [
            String::from("ocr"),
            String::from("out"),
            String::from("why"),
        ];
        while let Some(group) = groups.next_if(|group| group[0].source_span.end <= end) {
            let cells = cells(&restored, group);
            let width = rows
                .iter()
                .map(|row| row.chars().count())
                .max()
                .unwrap_or(0)
                + 2;
            for (row, cell) in rows.iter_mut().zip(cells) {
                let blanks = width - row.chars().count();
                row.extend(std::iter::repeat_n(' ', blanks));
                row.push_str(&cell);
            }
        }
        out.extend(rows.map(|row| row + "\n"));
    }
    if block.ends_with("\n\n") {
        out.push('\n');
    }
    out
}

/// The tokens of a line of a table: columns stand two blanks apart, blanks inside a column belong to the scan.
fn source_of(line: &str) -> String {
    line.split("  ")
        .map(str::trim)
        .filter(|column| !column.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

fn cells(restored: &Restored, group: &[Token]) -> [String; 3] {
    let (first, last) = (&group[0], &group[group.len() - 1]);
    let source = &restored.source[first.source_span.start..last.source_span.end];
    let text = &restored.text[first.span.start..last.span.end];
    let lower = |text: &str| text.to_lowercase();
    let kind = match () {
        () if source == text => "·",
        () if group.len() > 1 => "split",
        () if source.contains(' ') => "join",
        () if fold_text(source) == fold_text(text) => "mark",
        () if lower(&fold_text(source)) == lower(&fold_text(text)) => "case",
        () => "letter",
    };
    let confidence: f32 = group
        .iter()
        .map(|token| token.confidence)
        .fold(1.0, f32::min);
    let doubt = if confidence < UNCERTAIN_BELOW {
        "?"
    } else {
        ""
    };
    [source.to_owned(), text.to_owned(), format!("{kind}{doubt}")]
}

// ---- what holds to the letter ---------------------------------------------------------------------------------------

/// Source and text, where nothing but the text matters.
#[track_caller]
fn check(source: &str, text: &str) {
    assert_eq!(restore(source).text, text, "{source:?}");
}

#[test]
fn blanks_line_ends_and_page_breaks_stay() {
    for (source, text) in [
        ("", ""),
        (" \n\t\r\n ", " \n\t\r\n "),
        ("\u{feff}", "\u{feff}"),
        ("  thi   tuc\thanh chinh  ", "  thủ   tục\thành chính  "),
        ("thi tuc\r\nhanh chinh\r\n", "thủ tục\r\nhành chính\r\n"),
        ("thi tuc\n\n\nhanh chinh", "thủ tục\n\n\nhành chính"),
        ("nop thué\u{c}\nthi tuc", "nộp thuế\u{c}\nthủ tục"),
        ("thi tuc\n\u{c}hanh chinh", "thủ tục\n\u{c}hành chính"),
        (
            "thi\u{a0}tuc\u{2003}hanh chinh",
            "thủ\u{a0}tục\u{2003}hành chính",
        ),
    ] {
        check(source, text);
    }
}

#[test]
fn a_tab_or_page_break_is_no_blank_that_the_scanner_made_up() {
    // The cells of a row, the end of a page: what stands on both sides of them are two words.
    for between in ["\t", "\u{c}", " \t ", "\r", "\u{b}", "\u{85}", "\u{2028}"] {
        let source = format!("Doanh nghiép nop th{between}ue trong thang");
        let text = restore(&source).text;
        assert!(text.contains(between), "{source:?} became {text:?}");
    }
}

#[test]
fn decomposed_letters_are_read_like_composed_ones() {
    let composed = "Lấy ý kien của nhan dan ở các huyén về ké hoach";
    let decomposed: String = composed.nfd().collect();
    assert_ne!(composed, decomposed);
    let (one, other) = (restore(composed), restore(&decomposed));
    assert_eq!(one.text, "Lấy ý kiến của nhân dân ở các huyện về kế hoạch");
    assert_eq!(one.text, other.text);
    let sure = |restored: &Restored| {
        restored
            .tokens
            .iter()
            .map(|t| t.confidence)
            .collect::<Vec<_>>()
    };
    assert_eq!(sure(&one), sure(&other));
}

#[test]
fn digits_of_numbers_dates_and_codes_never_change() {
    for (source, text) in [
        ("4077/QD-UBND", "4077/QĐ-UBND"),
        ("s6 4077/QD-UBND", "số 4077/QĐ-UBND"),
        ("61/2018/ND-CP", "61/2018/NĐ-CP"),
        ("30/12/2022", "30/12/2022"),
        ("ngay 05/3/2021.", "ngày 05/3/2021."),
        ("1.500.000,5", "1.500.000,5"),
        ("6", "6"),
        ("nam 2023?", "năm 2023?"),
        ("0:06", "0:06"),
        ("thang 6; quy 3", "tháng 6; quý 3"),
        ("66 666 6.6", "66 666 6.6"),
        ("5% 12% cua", "5% 12% của"),
    ] {
        check(source, text);
    }
}

#[test]
fn a_number_stands_where_a_word_or_a_label_wants_one() {
    for (source, text) in [
        ("thang 6 cua huyen", "tháng 6 của huyện"),
        ("ngay 6 ké hoach", "ngày 6 kế hoạch"),
        ("6) S& Tu phap", "6) Sở Tư pháp"),
        ("6. Giao S& Tu phap", "6. Giao Sở Tư pháp"),
    ] {
        check(source, text);
    }
}

#[test]
fn a_zero_that_was_read_as_the_letter_is_a_zero_beside_digits() {
    check("ngay O5/3/2O21.", "ngày 05/3/2021.");
    check("ngay 05 thang O3 nam 2021", "ngày 05 tháng 03 năm 2021");
    check("ngay O05 thang 3 nam 2021", "ngày 05 tháng 3 năm 2021");
}

#[test]
fn ones_that_were_read_as_letters_are_ones_in_dates_and_codes() {
    check("ngay 3I/l0/202l.", "ngày 31/10/2021.");
    check("So l2/QD-UBND", "Số 12/QĐ-UBND");
    check("ngay 05 thang I0 nam 20I9", "ngày 05 tháng 10 năm 2019");
    let quarter = restore("quy I1/2021").text;
    assert!(!quarter.contains("11"), "strokes may be Roman: {quarter}");
}

#[test]
fn colons_and_double_quotes_after_a_word_stay() {
    check("S6: 4077/QD-UBND", "Số: 4077/QĐ-UBND");
    check("(“ké hoach”, “ra soat”)", "(“kế hoạch”, “rà soát”)");
    check("Giao S&: thi tuc; ké hoach!", "Giao Sở: thủ tục; kế hoạch!");
}

#[test]
fn a_number_that_lost_its_blank_is_not_lost_itself() {
    for (source, text) in [
        ("ban hanh nam2023", "ban hành năm 2023"),
        ("huyen6 ngay 5", "huyện 6 ngày 5"),
        ("ngay05/3/2021.", "ngày 05/3/2021."),
    ] {
        check(source, text);
    }
}

#[test]
fn digits_keep_their_signs_beside_them() {
    // A sign that may be a scanner's hook after a letter is only a sign after a number. One digit alone may be a word (`6`: ở).
    for number in ["10", "66", "2023", "1/6"] {
        for sign in ["'", "?", "*", "\"", "’", ":", "!", "&", "°", "~", "="] {
            let source = format!("cua nhan dan {number}{sign} cac huyen");
            let text = restore(&source).text;
            assert!(text.contains(number), "{source:?} became {text:?}");
        }
    }
}

#[test]
fn the_place_of_the_tone_is_the_source_s() {
    for right in [
        "hoà bình",
        "hòa bình",
        "Uỷ ban",
        "Ủy ban",
        "UỶ BAN",
        "tỉnh Hoà Bình",
    ] {
        check(
            &format!("{right} cua nhan dan"),
            &format!("{right} của nhân dân"),
        );
    }
}

#[test]
fn every_token_knows_its_place_in_the_source() {
    // Of a blank made up, one lost, a line end, punctuation, and letters in two parts.
    let source = "  Doanh nghiép nop th ue;\r\ndon vi conglap (S& Tai chi\u{301}nh)\n";
    let restored = restore(source);
    let places: Vec<(&str, &str)> = restored
        .tokens
        .iter()
        .map(|token| {
            (
                token.source_span.of(&restored.source),
                token.span.of(&restored.text),
            )
        })
        .collect();
    assert_eq!(
        places,
        [
            ("Doanh", "Doanh"),
            ("nghiép", "nghiệp"),
            ("nop", "nộp"),
            ("th ue;", "thuế;"),
            ("don", "đơn"),
            ("vi", "vị"),
            ("cong", "công"),
            ("lap", "lập"),
            ("(S&", "(Sở"),
            ("Tai", "Tài"),
            ("chi\u{301}nh)", "chính)"),
        ]
    );
    assert_eq!(restored.source, source);
}

#[test]
fn a_word_with_a_number_in_it_is_never_read_as_another() {
    for source in ["12?a-b-c-d-e-f", "12/QD?", "(2021)&", "S& 10\u{b0}a"] {
        let digits = |text: &str| {
            text.chars()
                .filter(char::is_ascii_digit)
                .collect::<String>()
        };
        assert_eq!(digits(&restore(source).text), digits(source), "{source:?}");
    }
}

#[test]
fn a_word_of_a_thousand_parts_is_dirt_and_stays() {
    // It used to make one lattice, of which every part cost a third of a megabyte.
    for part in ["a&", "a-", "o1-", "thi/"] {
        let dirt = part.repeat(1000);
        check(
            &format!("thi tuc {dirt} hanh chinh"),
            &format!("thủ tục {dirt} hành chính"),
        );
    }
}

#[test]
fn words_split_in_two_divide_their_source() {
    for source in [
        "don vi conglap;",
        "don vi conglâ\u{323}p;",
        "don vi (c\u{f4}\u{300}ngla\u{323}p)",
    ] {
        let restored = restore(source);
        let [.., cong, lap] = &restored.tokens[..] else {
            panic!("{source}: {:?}", restored.tokens)
        };
        assert_eq!(cong.source_span.end, lap.source_span.start, "{source}");
        assert!(
            lap.source_span.of(source).starts_with('l'),
            "{source}: {:?}",
            lap.source_span.of(source)
        );
        assert_eq!(lap.source_span.end, source.len(), "{source}");
    }
}

// ---- confidence -----------------------------------------------------------------------------------------------------

/// `text (0.99)  or  other (0.01), …` of one token.
fn readings(restored: &Restored, source: &str) -> (String, f32, Vec<(String, f32)>) {
    let token = restored
        .tokens
        .iter()
        .find(|t| t.source_span.of(&restored.source) == source)
        .unwrap();
    (
        token.span.of(&restored.text).to_owned(),
        token.confidence,
        token.alternatives.clone(),
    )
}

#[test]
fn what_is_doubtful_is_said() {
    // Nobody has seen `thu` read; before tục it is thủ, and nothing else.
    let restored = restore("so liéu cua thu tuc hanh chinh");
    let (text, sure, others) = readings(&restored, "thu");
    assert_eq!(text, "thủ");
    assert!(sure > 0.9, "{sure} {others:?}");

    let alone = restore("thu");
    let (_, unsure, others) = readings(&alone, "thu");
    assert!(
        unsure < sure,
        "a word alone is surer than one in its phrase: {unsure}"
    );
    assert!(!others.is_empty(), "no other reading of a word alone");
}

#[test]
fn other_readings_come_most_probable_first_and_each_once() {
    for source in [
        "thi tuc",
        "so",
        "cac so, ban",
        "S& Tai chinh",
        "conglap",
        "th ue",
        "12/QP-UBND",
        "QD don vi\nth QD th",
    ] {
        for token in restore(source).tokens {
            let mut seen = Vec::new();
            for (text, p) in &token.alternatives {
                assert!((0.0..=1.0).contains(p), "{source}: {text} {p}");
                assert!(!seen.contains(text), "{source}: {text} is told twice");
                seen.push(text.clone());
            }
            assert!(
                token.alternatives.is_sorted_by(|a, b| a.1 >= b.1),
                "{source}: {:?}",
                token.alternatives
            );
        }
    }
}

#[test]
fn a_word_kept_for_doubt_keeps_the_speck_behind_it() {
    // The speck is surely one, the word is not sure: what the word is made of is what the source has.
    let source = "si? . ";
    for percent in 0..=100_u8 {
        let least = f32::from(percent) / 100.0;
        let restorer = vanban::Restorer::new(model()).min_confidence(least);
        let restored = restorer.worker().restore(source);
        for token in restored.tokens.iter().filter(|t| t.confidence < least) {
            assert_eq!(
                token.source_span.of(source),
                token.span.of(&restored.text),
                "at {least}"
            );
        }
    }
}

#[test]
fn words_below_the_least_confidence_stay_as_they_are() {
    let source = "Doanh nghiép nop th ue;\r\ndon vi conglap 6 S& Tai chi\u{301}nh 4077/QD-UBND";
    for least in [0.0, 0.5, 0.9, 0.99, 0.999_9, 2.0] {
        let all = restore(source);
        let restorer = vanban::Restorer::new(model()).min_confidence(least);
        let careful = restorer.worker().restore(source);
        assert_eq!(careful.text.lines().count(), all.text.lines().count());
        for token in &careful.tokens {
            let (from, to) = (token.source_span.of(source), token.span.of(&careful.text));
            let composed: String = from.nfc().collect();
            assert!(
                from == to || composed == to || token.confidence >= least,
                "at {least}: {from} became {to}"
            );
        }
    }
    let none = vanban::Restorer::new(model())
        .min_confidence(2.0)
        .worker()
        .restore(source);
    assert_eq!(
        none.text.nfc().collect::<String>(),
        source.nfc().collect::<String>(),
        "nothing is that sure"
    );
}

#[test]
fn kept_words_are_still_one_token_each() {
    let restored = vanban::Restorer::new(model())
        .min_confidence(2.0)
        .worker()
        .restore("Doanh nghiép nop th ue trong thang");
    for token in &restored.tokens {
        let text = token.span.of(&restored.text);
        assert!(!text.contains(char::is_whitespace), "{text:?} is one token");
    }
}

#[test]
fn clean_text_is_left_in_peace() {
    let clean = fs::read_to_string(fixture("tiny/text.txt")).unwrap();
    check(&clean, &clean);
}

#[test]
fn documents_restored_together_are_restored_as_each_alone() {
    let pairs = fs::read_to_string(fixture("tiny/pairs.tsv")).unwrap();
    let scans: Vec<&str> = pairs
        .lines()
        .filter_map(|row| Some(row.split_once('\t')?.1))
        .collect();
    // Of several lengths, so that each has an engine's habits, words and doubts of its own; one is of several parts.
    let mut texts: Vec<String> = (1..12)
        .map(|lines| scans.chunks(lines).nth(lines).unwrap_or(&[]).join("\n"))
        .collect();
    texts.push(format!("{}\n", scans.join("\n")).repeat(60));
    texts.extend([
        String::new(),
        fs::read_to_string(fixture("tiny/text.txt")).unwrap(),
    ]);
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let together = restorer().worker().restore_all(&texts);
    assert_eq!(together.len(), texts.len());
    for (text, restored) in texts.iter().zip(together) {
        assert_eq!(restored, restore(text));
    }
}

/// What a scanner writes that has no marks, and a way of its own with some letters: `fbu fuc banb cbinb`.
fn foreign(text: &str) -> String {
    let letter = |c| match c {
        't' => 'f',
        'h' => 'b',
        'g' => 'q',
        c => c,
    };
    fold_text(text).chars().map(letter).collect()
}

/// What a scanner writes for which the tone below a letter is a full stop behind it, and the word ends there: `thu. c hie. n`.
fn torn(text: &str) -> String {
    let mut out = String::new();
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        out.push(fold(letter));
        if split_tone(letter).1 == Tone::Dot {
            out.push('.');
            if letters.peek().is_some_and(|next| next.is_alphabetic()) {
                out.push(' ');
            }
        }
    }
    out
}

/// How many percent of the words are wrong, word by word.
fn wrong(restored: &str, truth: &str) -> usize {
    let words = restored.split_whitespace().zip(truth.split_whitespace());
    let (wrong, all) = words.fold((0, 0), |(wrong, all), (found, word)| {
        (wrong + usize::from(found != word), all + 1)
    });
    100 * wrong / all
}

#[test]
fn a_scanner_that_tears_words_behind_tones_is_learned_from_the_document() {
    let truth = fs::read_to_string(fixture("tiny/text.txt")).unwrap();
    let restored = restore(&torn(&truth)).text;
    let found = wrong(&restored, &truth);
    assert!(found <= 4, "{found} %\n{restored}");
}

#[test]
fn the_habits_of_another_scanner_are_learned_from_the_document() {
    let truth = fs::read_to_string(fixture("tiny/text.txt")).unwrap();
    let whole = wrong(&restore(&foreign(&truth)).text, &truth);
    let lines: Vec<String> = truth
        .lines()
        .map(|line| restore(&foreign(line)).text)
        .collect();
    let alone = wrong(&lines.join("\n"), &truth);
    println!("{whole} % of the words wrong, {alone} % where every line is a document");
    assert!(whole <= 1 && whole < alone, "{whole} %, {alone} %");
}

#[test]
fn every_line_of_the_pairs_comes_back() {
    // What the model has learned from it must at least know again; a handful of ruins is beyond any reader.
    let pairs = fs::read_to_string(fixture("tiny/pairs.tsv")).unwrap();
    let rows: Vec<(&str, &str)> = pairs
        .lines()
        .skip(1)
        .filter_map(|row| row.split_once('\t'))
        .collect();
    let words = |text: &str| {
        text.split_whitespace()
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let (mut wrong, mut all) = (0, 0);
    for (truth, ocr) in rows {
        let (truth, found) = (words(truth), words(&restore(ocr).text));
        wrong += strsim::generic_levenshtein(&truth, &found);
        all += truth.len();
    }
    println!("{wrong} of {all} words wrong");
    assert!(wrong * 50 <= all, "{wrong} of {all} words are wrong");
}
