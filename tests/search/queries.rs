//! What queries find, and in which order; and that no query does harm.

use std::sync::LazyLock;
use std::time::{Duration, Instant};

use proptest::prelude::*;
use vanban::search::{FacetName, Filters, Hit, Hits, Index, Kind, Query};

use super::{ask, found, indexed, stem};
use crate::import::Archive;

const PLAN: &str = "\
ỦY BAN NHÂN DÂN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
TỈNH HÒA BÌNH Độc lập - Tự do - Hạnh phúc
Số: 61/KH-UBND Hòa Bình, ngày 12 tháng 02 năm 2019

KẾ HOẠCH
Kiểm soát thủ tục hành chính năm 2019

Căn cứ Nghị định số 63/2010/NĐ-CP ngày 08/6/2010 của Chính phủ về kiểm soát
thủ tục hành chính, Ủy ban nhân dân tỉnh ban hành kế hoạch như sau:

I. MỤC ĐÍCH

1. Rà soát thủ tục hành chính của các sở, ngành.

2. Bảo đảm bản đồ địa chính được cập nhật.

II. TỔ CHỨC THỰC HIỆN

1. Sở Nội vụ chủ trì, phối hợp với Sở Tư pháp kiểm tra việc thực hiện; báo cáo
trước ngày 15/11/2019.

2. Giao Văn phòng Ủy ban nhân dân tỉnh theo dõi, đôn đốc.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
";

const DECISION: &str = "\
ỦY BAN NHÂN DÂN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
TỈNH LÀO CAI Độc lập - Tự do - Hạnh phúc
Số: 4077/QĐ-UBND Lào Cai, ngày 20 tháng 12 năm 2018

QUYẾT ĐỊNH
Về việc thành lập ban quản lý dự án thủy lợi

Căn cứ Nghị định số 61/2018/NĐ-CP ngày 23/4/2018 của Chính phủ;

Điều 1. Thành lập ban quản lý dự án thủy lợi, hòa mạng điện lưới.

Điều 2. Quyết định này có hiệu lực từ ngày ký.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
";

const DECREE: &str = "\
CHÍNH PHỦ CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 61/2018/NĐ-CP Hà Nội, ngày 23 tháng 4 năm 2018

NGHỊ ĐỊNH
Về thực hiện cơ chế một cửa, một cửa liên thông

Điều 1. Nghị định này quy định việc thực hiện cơ chế một cửa.

TM. CHÍNH PHỦ
THỦ TƯỚNG
";

/// Words that differ in their marks alone.
const MARKS: &str = "Điều 1. Bạn đọc của ban biên tập xem bàn giấy.\n";

static WORLD: LazyLock<(Archive, Index)> = LazyLock::new(|| {
    let archive = Archive::new(0);
    for (name, text) in [
        ("plan", PLAN),
        ("decision", DECISION),
        ("decree", DECREE),
        ("marks", MARKS),
    ] {
        archive.write(&format!("scans/{name}.txt"), text.as_bytes());
    }
    let index = indexed(&archive);
    (archive, index)
});

fn index() -> &'static Index {
    &WORLD.1
}

#[test]
fn marks_tone_places_and_case_do_not_stand_between() {
    for (queries, expected) in [
        (
            vec![
                "thủ tục hành chính",
                "thu tuc hanh chinh",
                "THỦ TỤC HÀNH CHÍNH",
                "thu\u{309} tu\u{323}c ha\u{300}nh chi\u{301}nh",
            ],
            "plan",
        ),
        (
            vec!["thủy lợi", "thuỷ lợi", "thuy loi", "THUỶ LỢI"],
            "decision",
        ),
        (
            vec!["địa chính", "Ðịa chính", "dia chinh", "đia chinh"],
            "plan",
        ),
        (vec!["hòa mạng", "hoà mạng", "hoa mang"], "decision"),
    ] {
        for query in queries {
            assert_eq!(
                found(index(), query).first().map(String::as_str),
                Some(expected),
                "{query}"
            );
        }
    }
}

#[test]
fn with_marks_exact_words_come_first_and_without_all_are_equal() {
    let first = |query: &str| found(index(), query)[0].clone();
    assert_eq!(first("bàn giấy"), "marks");
    assert_eq!(first("bản đồ"), "plan");
    let all = |query: &str| {
        let mut all = found(index(), query);
        all.sort();
        all
    };
    assert_eq!(all("ban"), all("bản"), "others are found as well");
    let scores = |query: &str| -> Vec<f32> {
        let hits = ask(index(), query, Some(Kind::Section)).hits;
        hits.iter().map(|hit| hit.score).collect()
    };
    assert!(scores("bản đồ").windows(2).all(|pair| pair[0] >= pair[1]));
}

#[test]
fn a_code_finds_its_document_first_and_then_those_that_cite_it() {
    for query in [
        "61/2018/NĐ-CP",
        "61/2018/ND-CP",
        "61/2018/nđ-cp",
        "nd 61/2018",
        "NĐ 61/2018",
        "nghị định 61/2018",
        "nghi dinh so 61/2018/nd-cp",
        "Nghị định số 61/2018/NĐ-CP",
        "61/2018",
        "61.2018.nd.cp",
    ] {
        assert_eq!(found(index(), query), ["decree", "decision"], "{query}");
    }
    assert_eq!(found(index(), "4077/QĐ-UBND"), ["decision"]);
    assert_eq!(found(index(), "qd 4077")[0], "decision");
    assert_eq!(found(index(), "61/kh-ubnd"), ["plan"]);
    assert_eq!(found(index(), "63/2010/NĐ-CP kiểm soát"), ["plan"]);
    assert_eq!(found(index(), "99/1999/NĐ-CP"), [""; 0]);
    assert_eq!(
        found(index(), "99/1999/NĐ-CP kiểm soát thủ tục hành chính"),
        ["plan"],
        "a code that nobody has hides nothing"
    );
}

#[test]
fn codes_that_a_scan_broke_come_behind_all_others_and_say_so() {
    let archive = Archive::new(0);
    let order = |number: usize, cited: &str| {
        let text = format!(
            "ỦY BAN NHÂN DÂN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nHUYỆN KIM SƠN Độc lập - Tự do - Hạnh phúc\nSố: {number}/KH-UBND Kim Sơn, ngày 20 tháng 3 năm 2021\n\nKẾ HOẠCH\nVề trồng rừng ven biển\n\nĐiều 1. Thực hiện Nghị định số {cited} ngày 06 tháng 12 năm 2021 của Chính phủ.\n"
        );
        archive.write(&format!("scans/{number}.txt"), text.as_bytes());
    };
    for number in 10..40 {
        order(number, "5/2009/TT-BTC");
    }
    order(601, "107/2021/NĐ-CP");
    order(602, "1072021/NĐ-CP");
    order(603, "107/202 L/NĐ-CP");
    order(604, "167/2021/NĐ-CP");
    let index = indexed(&archive);
    for kind in [Kind::Document, Kind::Section] {
        for (query, expected) in [
            // As it stands, then what scans make of it. Another decree is another.
            (
                "107/2021/NĐ-CP",
                &[("601", false), ("602", true), ("603", true)][..],
            ),
            ("nghị định 107/2021", &[("601", false)]),
            // What is in doubt is nearer than what is not.
            (
                "108/2021/ND-CP",
                &[("602", true), ("603", true), ("601", true)],
            ),
            ("107/2021/NĐ-CP \"rừng ngập mặn\"", &[]),
            ("208/2021/NĐ-CP", &[]),
        ] {
            let mut hits = ask(&index, query, Some(kind));
            let in_order = |two: &[Hit]| two[0].score >= two[1].score;
            assert!(hits.hits.windows(2).all(in_order));
            // Of equals by their names.
            let name = |hit: &Hit| (-hit.score.to_bits().cast_signed(), stem(&hit.path));
            hits.hits.sort_by_key(name);
            let told: Vec<(String, bool)> = hits
                .hits
                .iter()
                .map(|hit| (stem(&hit.path), hit.near.is_some()))
                .collect();
            let expected: Vec<(String, bool)> = expected
                .iter()
                .map(|&(name, near)| (name.to_owned(), near))
                .collect();
            assert_eq!(told, expected, "{query}");
            assert_eq!(hits.total, expected.len());
        }
    }
    let mut hits = ask(&index, "107/2021/NĐ-CP", Some(Kind::Document)).hits;
    hits.sort_by_key(|hit| stem(&hit.path));
    assert_eq!(hits[1].near.as_deref(), Some("1072021/NĐ-CP"));
    assert_eq!(hits[2].near.as_deref(), Some("107/202L/NĐ-CP"));
    let marked = |hit: &Hit| hit.snippet.highlights[0].of(&hit.snippet.text).to_owned();
    assert_eq!(marked(&hits[1]), "1072021/NĐ-CP");
    assert_eq!(
        ask(&index, "1/KH-UBND", Some(Kind::Document)).total,
        5,
        "a code that nobody has shows a few that are near, and no screenful"
    );
    let words = ask(
        &index,
        "108/2021/ND-CP trồng rừng ven biển",
        Some(Kind::Document),
    );
    assert!(words.total > 30 && words.hits.iter().all(|hit| hit.near.is_none()));
    let facets = Query {
        facets: 10,
        ..Query::new("107/2021/NĐ-CP")
    };
    let facets = index.search(&facets).unwrap().facets;
    let kinds = facets.iter().find(|facet| facet.name == FacetName::Type);
    assert_eq!(kinds.unwrap().values[0].count, 3, "they are counted, too");
}

#[test]
fn words_in_quotes_stand_in_a_row() {
    assert_eq!(found(index(), "\"thủ tục hành chính\""), ["plan"]);
    assert_eq!(found(index(), "\"thu tuc hanh chinh\""), ["plan"]);
    assert_eq!(found(index(), "\"hành chính thủ tục\""), [""; 0]);
    assert_eq!(found(index(), "“một cửa liên thông”"), ["decree"]);
}

#[test]
fn a_document_has_the_words_of_all_its_parts() {
    for (query, expected) in [
        // The letterhead, two sections, the signature.
        ("Lào Cai điện lưới", vec!["decision"]),
        ("hòa bình cập nhật đôn đốc", vec!["plan"]),
        ("Lào đôn", vec![]),
        ("thủ tướng một cửa", vec!["decree"]),
        // One word in quotes, and words of two parts, which are no row.
        ("\"địa\"", vec!["plan"]),
        ("\"cập nhật tổ chức\"", vec![]),
    ] {
        assert_eq!(found(index(), query), expected, "{query}");
    }
}

#[test]
fn documents_with_many_sections_are_found_wherever_they_stand() {
    let archive = Archive::new(0);
    for number in 0..20 {
        let articles: String = (1..=1000)
            .map(|n| format!("Điều {n}. Rừng ngập mặn\n\nTrồng rừng ven biển {number}.\n\n"))
            .collect();
        archive.write(&format!("scans/{number}.txt"), articles.as_bytes());
    }
    archive.write(
        "scans/other.txt",
        "Điều 1. Rừng ngập nước\n\nTrồng mặn.\n".as_bytes(),
    );
    let index = indexed(&archive);
    assert!(
        index.state().unwrap().sections > 19_000,
        "{:?}",
        index.state()
    );
    let scores = |query: &str| -> Vec<f32> {
        let hits = ask(&index, query, Some(Kind::Document)).hits;
        hits.iter().map(|hit| hit.score).collect()
    };
    for query in [
        "rừng \"ven biển\"",
        "trồng \"rừng ngập mặn\"",
        "ngập ven",
        "ven biển",
    ] {
        let scores = scores(query);
        assert_eq!(scores.len(), 20, "{query}");
        assert!(
            scores.iter().all(|score| *score == scores[0]),
            "{query}: {scores:?}"
        );
    }
    assert_eq!(scores("trồng rừng mặn").len(), 21);
}

#[test]
fn sections_and_tasks_are_hits() {
    let hits = ask(index(), "bản đồ địa chính", Some(Kind::Section)).hits;
    let hit = &hits[0];
    assert_eq!(
        (hit.section.as_deref(), hit.headings.as_slice()),
        (Some("I.2"), ["MỤC ĐÍCH".to_owned()].as_slice())
    );
    let marked: Vec<&str> = hit
        .snippet
        .highlights
        .iter()
        .map(|span| span.of(&hit.snippet.text))
        .collect();
    assert_eq!(marked, ["bản đồ địa chính"]);
    let hits = ask(index(), "kiểm tra việc thực hiện", Some(Kind::Task)).hits;
    assert_eq!(
        (hits.len(), hits[0].kind, hits[0].section.as_deref()),
        (1, Kind::Task, Some("II.1"))
    );
    let all = ask(index(), "kiểm tra việc thực hiện", None).hits;
    let kinds: std::collections::BTreeSet<_> = all.iter().map(|hit| hit.kind).collect();
    assert_eq!(kinds.len(), 3, "one of each kind");
    assert_eq!(all[0].about.code.as_deref(), Some("61/KH-UBND"));
}

fn filtered(kind: Kind, change: impl FnOnce(&mut Filters)) -> Vec<String> {
    let mut query = Query {
        kind: Some(kind),
        limit: 100,
        ..Query::new("")
    };
    change(&mut query.filters);
    let hits = index().search(&query).unwrap();
    let mut names: Vec<String> = hits.hits.iter().map(|hit| super::stem(&hit.path)).collect();
    names.sort();
    names.dedup();
    names
}

#[test]
fn filters_let_through_what_they_say() {
    use Kind::{Document, Section, Task};
    let text = |text: &str| vec![text.to_owned()];
    for (value, expected) in [
        ("Kế hoạch", vec!["plan"]),
        ("ke hoach", vec!["plan"]),
        ("=Kế hoạch", vec!["plan"]),
        ("kế", vec!["plan"]),
        ("=kế", vec![]),
        ("hoạch kế", vec![]),
        ("", vec![]),
    ] {
        assert_eq!(
            filtered(Document, |f| f.types = text(value)),
            expected,
            "{value}"
        );
    }
    assert_eq!(
        filtered(Document, |f| f.authorities = text("ubnd tỉnh")),
        ["decision", "plan"]
    );
    assert_eq!(
        filtered(Section, |f| f.places = text("lao cai")),
        ["decision"]
    );
    assert_eq!(
        filtered(Document, |f| f.places =
            vec!["Lào Cai".into(), "Hòa Bình".into()]),
        ["decision", "plan"]
    );
    assert_eq!(
        filtered(Document, |f| f.years = vec![2018]),
        ["decision", "decree"]
    );
    assert_eq!(
        filtered(Document, |f| f.cites = text("nd 61/2018")),
        ["decision"]
    );
    assert_eq!(
        filtered(Section, |f| f.cites = text("=63/2010/NĐ-CP")),
        ["plan"]
    );
    assert_eq!(filtered(Task, |f| f.leads = text("nội vụ")), ["plan"]);
    assert_eq!(
        filtered(Task, |f| f.due_before = Some("2019-12".into())),
        ["plan"]
    );
    assert_eq!(
        filtered(Task, |f| f.due_before = Some("2019-11-15".into())),
        [""; 0]
    );
    assert_eq!(
        filtered(Task, |f| f.due_after = Some("2019-11-15".into())),
        ["plan"]
    );
    assert_eq!(
        filtered(Task, |f| f.due_after = Some("soon".into())),
        [""; 0]
    );
    assert_eq!(
        filtered(Document, |f| {
            f.types = text("Kế hoạch");
            f.years = vec![2018];
        }),
        [""; 0]
    );
}

#[test]
fn facets_count_all_hits() {
    let query = Query {
        limit: 1,
        facets: 10,
        ..Query::new("")
    };
    let hits = index().search(&query).unwrap();
    assert_eq!((hits.total, hits.hits.len()), (4, 1));
    let told: Vec<String> = hits
        .facets
        .iter()
        .map(|facet| {
            let values: Vec<_> = facet
                .values
                .iter()
                .map(|v| format!("{} {}", v.value, v.count))
                .collect();
            format!("{}: {}", facet.name.name(), values.join(", "))
        })
        .collect();
    for expected in [
        "type: Kế hoạch 1, Nghị định 1, Quyết định 1",
        "year: 2018 2, 2019 1",
        "due: 2019 1",
    ] {
        assert!(
            told.iter().any(|facet| facet == expected),
            "{expected} in {told:#?}"
        );
    }
    // What a facet says is a filter.
    for facet in &hits.facets {
        for value in &facet.values {
            let values = vec![format!("={}", value.value)];
            let mut query = query.clone();
            match facet.name.name() {
                "type" => query.filters.types = values,
                "authority" => query.filters.authorities = values,
                "place" => query.filters.places = values,
                "cites" => query.filters.cites = values,
                "lead" => query.filters.leads = values,
                _ => continue,
            }
            assert_eq!(
                index().search(&query).unwrap().total,
                value.count,
                "{value:?}"
            );
        }
    }
}

#[test]
fn pages_follow_one_another() {
    let page = |offset, limit| -> Vec<_> {
        let query = Query {
            kind: None,
            offset,
            limit,
            ..Query::new("ủy ban")
        };
        let hits = index().search(&query).unwrap().hits;
        hits.into_iter()
            .map(|hit| (hit.kind, hit.path, hit.section))
            .collect()
    };
    let all = page(0, 100);
    assert!(all.len() > 3, "{all:?}");
    for at in 0..all.len() {
        assert_eq!(page(at, 1), all[at..=at]);
    }
    assert_eq!(page(all.len(), 10), []);
    assert_eq!(page(usize::MAX, usize::MAX), []);
}

/// Asks in all the ways that there are, and checks what holds for every answer.
fn harmless(text: &str) -> Duration {
    let began = Instant::now();
    for kind in [None, Some(Kind::Document), Some(Kind::Section)] {
        let query = Query {
            kind,
            facets: 3,
            filters: Filters::default(),
            ..Query::new(text)
        };
        let Hits { total, hits, .. } = index().search(&query).unwrap();
        assert!(hits.len() <= total.min(10));
        for hit in hits {
            let mut end = 0;
            for span in &hit.snippet.highlights {
                assert!(end <= span.start && span.start < span.end, "{hit:?}");
                assert!(
                    hit.snippet.text.get(span.start..span.end).is_some(),
                    "{hit:?}"
                );
                end = span.end;
            }
        }
    }
    let filters = Filters {
        types: vec![text.to_owned()],
        cites: vec![text.to_owned()],
        leads: vec![format!("={text}")],
        due_after: Some(text.to_owned()),
        ..Filters::default()
    };
    let query = Query {
        filters,
        ..Query::new("a")
    };
    index().search(&query).unwrap();
    began.elapsed()
}

#[test]
fn hostile_queries_do_no_harm_and_take_no_time() {
    let million = 1 << 20;
    for text in [
        "\"".to_owned(),
        "\"\"\"".to_owned(),
        "*".to_owned(),
        "?*.*+()[]{}|\\^$".to_owned(),
        "kind:3 AND NOT (x OR y)^9 ~2 [a TO b]".to_owned(),
        "=a ~b \u{1}c".to_owned(),
        "\u{0}\u{1}\u{1b}[31m\u{202e}\u{feff}".to_owned(),
        "a".repeat(million),
        "\"".repeat(million),
        "a ".repeat(million / 2),
        "\"a b\" ".repeat(million / 6),
        "1/2018 ".repeat(million / 7),
        "nghị định số ".repeat(million / 20),
        "\u{301}".repeat(million / 2),
        "ﷺ".repeat(million / 3),
        "/".repeat(million),
    ] {
        let took = harmless(&text);
        let shown: String = text.chars().take(20).collect();
        assert!(took < Duration::from_secs(1), "{shown}… took {took:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_query_is_answered(text in ".{0,80}") {
        harmless(&text);
    }

    #[test]
    fn any_query_of_the_signs_that_mean_something_is_answered(
        text in "([\"“”/.=~^: \u{1}-]|[0-9]{1,4}|nđ|số|thủ|tục|nghị định|năm|\u{301}){0,30}"
    ) {
        harmless(&text);
    }
}
