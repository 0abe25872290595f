//! The dictionaries are text that people edit; these tests are what keeps them true to `dictionaries/README.md`.
//!
//! Each file has one table in [`TABLES`] that says what its columns hold, and every cell of every row is checked against
//! it. With `UPDATE=1` in the environment the rows are brought to NFC, sorted and freed of duplicates before the checks,
//! so that a new row can be written anywhere in its file.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use unicode_normalization::UnicodeNormalization;
use vanban::text::syllable::{Syllable, is_syllable};
use vanban::text::tone::normalize_tone_place;

/// What a cell may hold.
#[derive(Clone, Copy, Debug)]
enum Cell {
    /// Any text without blanks around it, not empty.
    Text,
    /// Text, or nothing.
    Optional,
    /// Text without any blank.
    Word,
    /// A whole number.
    Count,
    /// A number over 0 and at most 1.
    Share,
    /// A year of four digits, or nothing.
    Year,
    /// One of a few words.
    OneOf(&'static [&'static str]),
}

/// One file: name, columns, how many of the columns (from the left) make a row's identity, rows that it has at least.
type Table = (&'static str, &'static [(&'static str, Cell)], usize, usize);

const TABLES: [Table; 11] = [
    (
        "abbreviations.tsv",
        &[
            ("abbreviation", Cell::Word),
            ("expansion", Cell::Optional),
            ("count", Cell::Count),
        ],
        1,
        1_000,
    ),
    (
        "confusions.tsv",
        &[
            ("true", Cell::Word),
            ("read", Cell::Word),
            ("weight", Cell::Share),
            ("source", Cell::OneOf(&["engine", "scan", "shape"])),
            ("note", Cell::Text),
        ],
        2,
        300,
    ),
    (
        "document_types.tsv",
        &[
            ("name", Cell::Text),
            ("abbreviation", Cell::Optional),
            ("family", Cell::OneOf(&["normative", "party", "state"])),
        ],
        3,
        60,
    ),
    (
        "exceptions.tsv",
        &[("string", Cell::Text), ("reason", Cell::Text)],
        1,
        150,
    ),
    (
        "issuers.tsv",
        &[
            ("name", Cell::Text),
            ("abbreviation", Cell::Word),
            (
                "level",
                Cell::OneOf(&[
                    "central", "commune", "district", "other", "party", "province",
                ]),
            ),
            ("valid_to", Cell::Year),
        ],
        3,
        200,
    ),
    (
        "names.tsv",
        &[
            ("name", Cell::Word),
            ("role", Cell::OneOf(&["given", "middle", "surname"])),
            ("weight", Cell::Count),
        ],
        2,
        800,
    ),
    (
        "numerals.tsv",
        &[("numeral", Cell::Word), ("value", Cell::Count)],
        1,
        30,
    ),
    (
        "places.tsv",
        &[
            ("name", Cell::Text),
            ("kind", Cell::OneOf(&["commune", "district", "province"])),
            ("valid_from", Cell::Year),
            ("valid_to", Cell::Year),
        ],
        2,
        3_000,
    ),
    (
        "syllables.tsv",
        &[("syllable", Cell::Word), ("count", Cell::Count)],
        1,
        6_000,
    ),
    (
        "symbols.tsv",
        &[
            ("symbol", Cell::Word),
            ("family", Cell::OneOf(&["law", "letter", "party", "state"])),
            ("count", Cell::Count),
        ],
        1,
        800,
    ),
    (
        "words.tsv",
        &[
            ("word", Cell::Word),
            (
                "kind",
                Cell::OneOf(&["compound", "label", "loan", "name", "place", "unit"]),
            ),
            ("count", Cell::Count),
        ],
        1,
        1_000,
    ),
];

#[test]
fn every_file_has_a_table_and_every_table_a_file() {
    let described: BTreeSet<String> = TABLES.iter().map(|table| table.0.to_owned()).collect();
    let present: BTreeSet<String> = std::fs::read_dir(folder())
        .expect("dictionaries/ is part of the package")
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| name.ends_with(".tsv"))
        .collect();
    assert_eq!(present, described);

    let readme = std::fs::read_to_string(folder().join("README.md"))
        .expect("dictionaries/README.md is there");
    for name in &described {
        assert!(
            readme.contains(&format!("## `{name}`")),
            "README.md does not tell about {name}"
        );
    }
}

#[test]
fn every_row_is_in_form() {
    let mut faults = String::new();
    for table in TABLES {
        check(&table, &mut faults);
    }
    assert!(
        faults.is_empty(),
        "\n{faults}(UPDATE=1 puts order, duplicates and normal form right)"
    );
}

/// The form of one file; what is wrong is added to `faults` as `path:line: message`.
fn check(&(name, columns, identity, least): &Table, faults: &mut String) {
    let path = folder().join(name);
    if std::env::var_os("UPDATE").is_some() {
        // Renamed into place, because the other tests read the file meanwhile.
        let unfinished = path.with_extension("tmp");
        std::fs::write(&unfinished, tidied(&read(name)))
            .and_then(|()| std::fs::rename(&unfinished, &path))
            .expect("a dictionary can be written where UPDATE=1 is asked for");
    }
    let text = read(name);
    let mut fault = |line: usize, message: String| {
        writeln!(faults, "dictionaries/{name}:{line}: {message}")
            .expect("writing to a string cannot fail");
    };

    let header = columns
        .iter()
        .map(|column| column.0)
        .collect::<Vec<_>>()
        .join("\t");
    if text.lines().next() != Some(&format!("# {header}")) {
        fault(
            1,
            format!("the header should be {:?}", format!("# {header}")),
        );
    }
    if text.contains('\r') || !text.ends_with('\n') || text.ends_with("\n\n") {
        fault(
            text.lines().count(),
            "lines end in one line feed, the last too".to_owned(),
        );
    }
    if tidied(&text) != text {
        fault(
            1,
            "not sorted, not free of duplicates, or not NFC".to_owned(),
        );
    }
    let rows = rows(name);
    if rows.len() < least {
        fault(
            1,
            format!("{} rows left, expected at least {least}", rows.len()),
        );
    }
    let mut seen = BTreeSet::new();
    for (row, number) in rows.iter().zip(2..) {
        if row.len() != columns.len() {
            fault(
                number,
                format!("{} cells, expected {}", row.len(), columns.len()),
            );
            continue;
        }
        for (cell, (column, kind)) in row.iter().zip(columns) {
            if !fits(cell, *kind) {
                fault(
                    number,
                    format!("{column} cannot be {cell:?}, expected {kind:?}"),
                );
            }
        }
        if !seen.insert(&row[..identity]) {
            fault(number, format!("{:?} stands twice", &row[..identity]));
        }
    }
}

fn fits(cell: &str, kind: Cell) -> bool {
    if cell.trim() != cell || cell.contains("  ") {
        return false;
    }
    match kind {
        Cell::Text => !cell.is_empty(),
        Cell::Optional => true,
        Cell::Word => !cell.is_empty() && !cell.contains(char::is_whitespace),
        Cell::Count => cell
            .parse::<u64>()
            .is_ok_and(|count| count.to_string() == cell),
        Cell::Share => cell
            .parse::<f64>()
            .is_ok_and(|share| share > 0.0 && share <= 1.0),
        Cell::Year => {
            cell.is_empty()
                || cell
                    .parse()
                    .is_ok_and(|year: u16| (1945..=2100).contains(&year))
        }
        Cell::OneOf(words) => words.contains(&cell),
    }
}

#[test]
fn syllables_are_legal_and_spelled_the_modern_way() {
    for row in rows("syllables.tsv") {
        let read = Syllable::parse(&row[0])
            .unwrap_or_else(|| panic!("{} is no possible syllable", row[0]));
        assert_eq!(
            read.to_string(),
            row[0],
            "lower case, tone in its modern place"
        );
    }
}

#[test]
fn words_are_no_syllables() {
    for row in rows("words.tsv") {
        assert!(
            !is_syllable(&row[0]),
            "{} is a syllable: it belongs in syllables.tsv",
            row[0]
        );
        assert!(
            row[0].contains(|c: char| c.is_alphanumeric() || c == '°'),
            "{}",
            row[0]
        );
    }
}

#[test]
fn abbreviations_are_neither_syllables_nor_words() {
    let syllables = first_cells("syllables.tsv");
    let words = first_cells("words.tsv");
    for row in rows("abbreviations.tsv") {
        let abbreviation = &row[0];
        assert!(
            !syllables.contains(&abbreviation.to_lowercase()),
            "{abbreviation} reads as a syllable in capitals"
        );
        assert!(
            !words.contains(abbreviation),
            "{abbreviation} is in words.tsv too"
        );
        assert!(
            abbreviation.chars().any(char::is_uppercase) || abbreviation.contains('/'),
            "{abbreviation} has neither a capital nor a slash"
        );
    }
}

#[test]
fn expansions_are_made_of_known_words() {
    let known = Known::read();
    for row in rows("abbreviations.tsv") {
        known.check("abbreviations.tsv", &row[1]);
    }
}

#[test]
fn names_of_types_issuers_and_places_are_made_of_known_words() {
    let known = Known::read();
    for file in ["document_types.tsv", "issuers.tsv", "places.tsv"] {
        for row in rows(file) {
            known.check(file, &row[0]);
            assert!(
                row[0].starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit()),
                "{file}: {}",
                row[0]
            );
        }
    }
}

#[test]
fn names_of_people_are_known_words_with_a_capital() {
    let known = Known::read();
    for row in rows("names.tsv") {
        known.check("names.tsv", &row[0]);
        assert!(row[0].starts_with(char::is_uppercase), "{}", row[0]);
        assert!(row[2] != "0", "{}: a weight of nothing", row[0]);
    }
}

#[test]
fn a_place_ends_after_it_began() {
    for row in rows("places.tsv") {
        assert!(
            row[2].is_empty() || row[3].is_empty() || row[2] <= row[3],
            "{row:?}"
        );
    }
}

#[test]
fn provinces_are_those_of_before_and_after_2025() {
    let provinces: Vec<Vec<String>> = rows("places.tsv")
        .into_iter()
        .filter(|row| row[1] == "province")
        .collect();
    let now = provinces.iter().filter(|row| row[3].is_empty()).count();
    let ended = provinces.iter().filter(|row| row[3] == "2025").count();
    assert_eq!(now, 34, "provinces and cities since July 2025");
    // 29 names of the 63 went; Thừa Thiên Huế had become Huế half a year before.
    assert_eq!(ended, 29, "names that went in July 2025");
}

#[test]
fn tones_stand_in_their_modern_place() {
    // What these two hold is the difference itself.
    let exempt = ["confusions.tsv", "exceptions.tsv"];
    for (name, ..) in TABLES
        .into_iter()
        .filter(|table| !exempt.contains(&table.0))
    {
        for row in rows(name) {
            for cell in &row {
                assert_eq!(normalize_tone_place(cell), cell.as_str(), "{name}");
            }
        }
    }
}

/// Of the words of the wording, so few may be in no dictionary: foreign ones and local ones.
const UNLISTED: f64 = 0.005;

#[test]
fn the_wording_is_clean_text_of_known_words() {
    let known: BTreeSet<String> = TABLES
        .iter()
        .flat_map(|table| first_cells(table.0))
        .flat_map(|cell| words_of(&cell.to_lowercase()))
        .collect();
    let (mut all, mut unlisted) = (0.0, 0.0);
    for entry in std::fs::read_dir(folder().join("wording")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.display();
        let text = std::fs::read_to_string(&path).unwrap();
        assert_eq!(text, text.nfc().collect::<String>(), "{name} is not NFC");
        assert!(
            !text.contains('\r') && text.ends_with('\n'),
            "{name}: lines end in one line feed"
        );
        for word in words_of(&text) {
            assert_eq!(word, normalize_tone_place(&word), "{name}");
            all += 1.0;
            unlisted += f64::from(u8::from(!known.contains(&word.to_lowercase())));
        }
    }
    assert!(all > 100_000.0, "only {all} words");
    assert!(
        unlisted < UNLISTED * all,
        "{unlisted} of {all} words are in no dictionary"
    );
}

/// The words of a text that have nothing but letters.
fn words_of(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphanumeric());
    let letters = words.filter(|word| !word.is_empty() && word.chars().all(char::is_alphabetic));
    letters.map(str::to_owned).collect()
}

#[test]
fn look_alikes_differ_and_share_one_whole() {
    let mut totals: BTreeMap<String, f64> = BTreeMap::new();
    for row in rows("confusions.tsv") {
        assert_ne!(row[0], row[1], "a string is no look-alike of itself");
        *totals.entry(row[0].clone()).or_default() +=
            row[2].parse::<f64>().expect("checked with the form");
    }
    for (truth, total) in totals {
        assert!(
            total <= 0.95,
            "{truth} would be read wrongly in {total} of all places"
        );
    }
}

#[test]
fn symbols_have_the_shape_of_their_family() {
    for row in rows("symbols.tsv") {
        let (symbol, family) = (&row[0], row[1].as_str());
        assert!(symbol.starts_with(char::is_uppercase), "{symbol}");
        assert!(
            !symbol.contains(char::is_lowercase) || has_small_letter_by_rule(symbol),
            "{symbol}"
        );
        assert!(
            family != "party" || symbol.contains('/'),
            "{symbol}: Party numbers have a slash before the body"
        );
        assert!(
            family != "letter" || symbol.contains('-'),
            "{symbol}: a letter's symbol is body-unit"
        );
        assert!(
            family != "law" || symbol.contains("QH") || symbol.starts_with("PL-"),
            "{symbol}"
        );
    }
}

/// The few parts of symbols that are not all capitals.
fn has_small_letter_by_rule(symbol: &str) -> bool {
    let parts = [
        "TTg", "TTr", "CTr", "QyĐ", "TrS", "SNgV", "ThU", "GDTrH", "HTr",
    ];
    symbol
        .split(['-', '/'])
        .all(|part| !part.contains(char::is_lowercase) || parts.contains(&part))
}

#[test]
fn symbols_start_with_a_type_or_a_body() {
    let mut heads = column("document_types.tsv", 1);
    heads.extend(column("issuers.tsv", 1));
    // Forms of before the present rules, and the numbers of the National Assembly's terms.
    heads.extend(["LB", "LCT", "NG", "QĐNS", "TCHC", "TTLB"].map(str::to_owned));
    for row in rows("symbols.tsv") {
        let head = row[0].split(['-', '/']).next().unwrap_or_default();
        let body = head.trim_end_matches(|c: char| c.is_ascii_digit());
        assert!(
            heads.contains(head) || heads.contains(body),
            "{}: {head} is neither a type nor a body",
            row[0]
        );
    }
}

/// The words that other files may be made of.
struct Known {
    words: BTreeSet<String>,
}

impl Known {
    fn read() -> Self {
        let mut words = first_cells("syllables.tsv");
        words.extend(first_cells("words.tsv"));
        Self { words }
    }

    fn check(&self, file: &str, text: &str) {
        let inner = |c: char| c.is_alphanumeric() || c == '\'';
        for word in text
            .split(|c: char| !inner(c))
            .filter(|word| !word.is_empty())
        {
            let known = self.words.contains(word)
                || self.words.contains(&word.to_lowercase())
                || word.bytes().all(|b| b.is_ascii_digit())
                || is_numeral(word)
                || single_letter(word);
            assert!(
                known,
                "{file}: {word} of {text:?} is in neither syllables.tsv nor words.tsv"
            );
        }
    }
}

/// Roman numerals of ranks (`chuyên khoa II`).
fn is_numeral(word: &str) -> bool {
    word.bytes().all(|b| matches!(b, b'I' | b'V' | b'X'))
}

fn single_letter(word: &str) -> bool {
    word.chars().count() == 1 && word.chars().all(char::is_uppercase)
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("dictionaries")
}

fn read(name: &str) -> String {
    std::fs::read_to_string(folder().join(name))
        .unwrap_or_else(|error| panic!("dictionaries/{name}: {error}"))
}

/// The cells of every row below the header.
fn rows(name: &str) -> Vec<Vec<String>> {
    read(name)
        .lines()
        .skip(1)
        .map(|line| line.split('\t').map(str::to_owned).collect())
        .collect()
}

fn first_cells(name: &str) -> BTreeSet<String> {
    column(name, 0)
}

fn column(name: &str, at: usize) -> BTreeSet<String> {
    rows(name)
        .into_iter()
        .filter_map(|row| row.into_iter().nth(at))
        .filter(|cell| !cell.is_empty())
        .collect()
}

/// The text as it should stand: NFC, rows sorted by the bytes of their cells, each once, one line feed after each.
fn tidied(text: &str) -> String {
    let text: String = text.nfc().collect();
    let mut lines = text.lines();
    let header = lines.next().unwrap_or_default();
    let rows: BTreeSet<Vec<&str>> = lines
        .filter(|line| !line.trim().is_empty())
        .map(|line| line.split('\t').collect())
        .collect();
    let mut out = format!("{header}\n");
    for row in rows {
        out.push_str(&row.join("\t"));
        out.push('\n');
    }
    out
}
