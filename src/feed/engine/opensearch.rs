//! OpenSearch and Elasticsearch: bodies of `_bulk`, and an index with settings and mapping that need no plugin.
//!
//! Limits kept: a body of `_bulk` is of the size asked for; a keyword's 32,766 bytes by short facets and `ignore_above`;
//! ids of 512 bytes. Every text is analysed twice by one tokenizer: with its marks, and without them in the sub-field
//! `folded`, so that positions are the same in both and phrases work in both.

use serde_json::{Value, json};
use unicode_normalization::UnicodeNormalization;

use super::{Deletion, Load, Rendered, Target, create_by_curl, load_by_curl};
use crate::feed::curl::{line, pretty};
use crate::feed::item::items;
use crate::sink::read::Record;
use crate::text::letter::is_vietnamese;
use crate::text::tone::{Tone, with_tone};

pub(super) fn render(record: &Record) -> Rendered {
    let mut rendered = Rendered::default();
    items(record, |item| {
        let mut entry = line(&json!({"index": {"_id": item.id}}));
        entry.extend(line(&item));
        rendered.entries.push((0, entry));
        rendered.ids.push(item.id);
    });
    rendered
}

pub(super) fn delete(ids: &[String]) -> Deletion {
    let lines = ids
        .iter()
        .flat_map(|id| line(&json!({"delete": {"_id": id}})));
    Deletion::Bytes("ndjson", lines.collect())
}

pub(super) fn files(target: &Target, load: &Load) -> Vec<(&'static str, Vec<u8>)> {
    let index = format!("/{}", target.name);
    let bulk = format!("{index}/_bulk");
    vec![
        ("index.json", pretty(&index_body())),
        (
            "create.curl",
            create_by_curl(target, &[("PUT", &index, "index.json")]),
        ),
        (
            "load.curl",
            load_by_curl(target, load, ("POST", &bulk), ("POST", &bulk)),
        ),
    ]
}

fn index_body() -> Value {
    json!({"settings": {"analysis": analysis()}, "mappings": mappings()})
}

fn mappings() -> Value {
    let text = json!({
        "type": "text",
        "analyzer": "marked",
        "fields": {"folded": {"type": "text", "analyzer": "folded"}},
    });
    let keyword = json!({"type": "keyword", "ignore_above": 8191});
    let code = json!({"type": "keyword", "ignore_above": 8191, "normalizer": "code"});
    // Found by their words, too.
    let facet = json!({
        "type": "keyword",
        "ignore_above": 8191,
        "fields": {"words": {"type": "text", "analyzer": "folded"}},
    });
    let date = json!({
        "type": "date",
        "format": "strict_date||strict_year_month||strict_year",
        "ignore_malformed": true,
    });
    let integer = json!({"type": "integer"});
    let unsearched = json!({"type": "keyword", "index": false, "doc_values": false});
    let mut properties = serde_json::Map::new();
    for (names, kind) in [
        (&["title", "text", "subject"][..], &text),
        (
            &[
                "kind",
                "document",
                "path",
                "section",
                "section_kind",
                "label",
                "ordinal",
                "recurrence",
                "origin",
                "code",
                "cited",
            ],
            &keyword,
        ),
        (&["codes", "cited_codes"], &code),
        (
            &[
                "type",
                "authority",
                "parent_authority",
                "place",
                "signer",
                "recipients",
                "lead",
                "support",
            ],
            &facet,
        ),
        (&["date", "due"], &date),
        (&["part", "pages", "day", "year", "due_day"], &integer),
        (&["trail", "due_text"], &unsearched),
    ] {
        for name in names {
            properties.insert((*name).to_owned(), kind.clone());
        }
    }
    // Stored where an analyser was only to find it.
    properties.insert(
        "alternatives".to_owned(),
        json!({"type": "text", "analyzer": "folded", "norms": false}),
    );
    properties.insert("quality".to_owned(), json!({"type": "float"}));
    properties.insert(
        "start".to_owned(),
        json!({"type": "integer", "index": false}),
    );
    properties.insert("end".to_owned(), json!({"type": "integer", "index": false}));
    json!({"dynamic": false, "properties": properties})
}

fn analysis() -> Value {
    let mut filters = serde_json::Map::new();
    let mut placed = vec![Value::from("lowercase")];
    for (name, pattern, replacement) in tone_places() {
        filters.insert(
            name.clone(),
            json!({"type": "pattern_replace", "pattern": pattern, "replacement": replacement}),
        );
        placed.push(Value::from(name));
    }
    json!({
        "char_filter": {
            "composed": {"type": "mapping", "mappings": compositions()},
            "code_signs": {"type": "pattern_replace", "pattern": "[^\\p{L}\\p{N}]+", "replacement": " "},
            "code_zeros": {"type": "pattern_replace", "pattern": "(^| )0+(?=[0-9])", "replacement": "$1"},
        },
        "filter": filters,
        "analyzer": {
            "marked": {
                "type": "custom",
                "char_filter": ["composed"],
                "tokenizer": "standard",
                "filter": placed,
            },
            "folded": {
                "type": "custom",
                "char_filter": ["composed"],
                "tokenizer": "standard",
                "filter": ["lowercase", "asciifolding"],
            },
        },
        "normalizer": {
            "code": {
                "type": "custom",
                "char_filter": ["composed", "code_signs", "code_zeros"],
                "filter": ["lowercase", "asciifolding", "trim"],
            },
        },
    })
}

/// What composes marks that stand as characters of their own (NFD), since the normaliser for that is a plugin; and `Ð`
/// (eth) is `Đ`.
fn compositions() -> Vec<String> {
    let mut mappings = vec!["Ð => Đ".to_owned()];
    let letters = ('\u{c0}'..'\u{1f00}').filter(|&c| is_vietnamese(c));
    for letter in letters {
        let parts: Vec<char> = std::iter::once(letter).nfd().collect();
        let (base, marks) = (parts[0], &parts[1..]);
        let orders: Vec<Vec<char>> = match marks {
            [one] => vec![vec![*one]],
            [one, two] => vec![vec![*one, *two], vec![*two, *one]],
            _ => continue,
        };
        let mut spellings = Vec::new();
        for marks in orders {
            let all: String = std::iter::once(base).chain(marks.iter().copied()).collect();
            let first: String = [base, marks[0]].iter().copied().nfc().collect();
            let rest: String = first.chars().chain(marks[1..].iter().copied()).collect();
            spellings.extend([all, rest]);
        }
        spellings.retain(|spelling| {
            *spelling != letter.to_string() && spelling.nfc().eq(std::iter::once(letter))
        });
        spellings.sort();
        spellings.dedup();
        for spelling in spellings {
            let escaped: String = spelling
                .chars()
                .map(|c| match c {
                    c if c.is_ascii() => c.to_string(),
                    c => format!("\\u{:04X}", u32::from(c)),
                })
                .collect();
            mappings.push(format!("{escaped} => {letter}"));
        }
    }
    mappings
}

/// Filters that bring tone marks to their modern place: `hoà` → `hòa`, `thuỷ` → `thủy`, but not `quỷ`.
fn tone_places() -> impl Iterator<Item = (String, String, String)> {
    [('o', 'a'), ('o', 'e'), ('u', 'y')]
        .into_iter()
        .flat_map(|(first, second)| {
            Tone::ALL
                .into_iter()
                .filter(|tone| *tone != Tone::Level)
                .map(move |tone| {
                    let old = format!("{first}{}", with_tone(second, tone));
                    let new = format!("{}{second}", with_tone(first, tone));
                    let before = if first == 'u' { "[^q]" } else { "." };
                    (
                        format!(
                            "place_{first}{second}_{}",
                            format!("{tone:?}").to_lowercase()
                        ),
                        format!("^((?:.*{before})?){old}$"),
                        format!("$1{new}"),
                    )
                })
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_decomposed_letter_is_composed() {
        let mappings = compositions();
        let decomposed = |letter: char| -> String {
            std::iter::once(letter)
                .nfd()
                .map(|c| {
                    if c.is_ascii() {
                        c.to_string()
                    } else {
                        format!("\\u{:04X}", u32::from(c))
                    }
                })
                .collect()
        };
        for letter in "ệỆớỚứăâêôơưàÝỵ".chars() {
            let rule = format!("{} => {letter}", decomposed(letter));
            assert!(mappings.contains(&rule), "{rule}");
        }
        assert!(mappings.contains(&"ê\\u0323 => ệ".replace('ê', "\\u00EA")));
        assert!(mappings.contains(&"\\u1EB9\\u0302 => ệ".to_owned()));
    }

    #[test]
    fn tones_are_placed_as_the_rest_of_the_program_places_them() {
        use crate::text::tone::normalize_tone_place;
        let filters: Vec<(regex::Regex, String)> = tone_places()
            .map(|(_, pattern, to)| {
                (
                    regex::Regex::new(&pattern).unwrap(),
                    to.replace("$1", "${1}"),
                )
            })
            .collect();
        assert_eq!(filters.len(), 15);
        for word in [
            "hoà", "hòa", "thuỷ", "quỷ", "quý", "loè", "khoẻ", "hoàn", "uỷ", "uý", "oà", "toán",
            "thuý", "tuỳ", "xoá", "hoạ", "quà", "quẻ",
        ] {
            let mut filtered = word.to_owned();
            for (pattern, to) in &filters {
                filtered = pattern.replace(&filtered, to.as_str()).into_owned();
            }
            assert_eq!(filtered, normalize_tone_place(word), "{word}");
        }
    }
}
