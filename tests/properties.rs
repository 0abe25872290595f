//! Laws that hold for every text: no panic, places on character boundaries, nothing lost, the same answer twice.

/// Laws of the model file and what is in it.
mod model;
/// Laws of restoration.
mod restore;

use proptest::prelude::*;
use vanban::document::{Document, Section, SectionKind};
use vanban::restored::Restored;
use vanban::segment::{Owner, owners, segment};
use vanban::span::Span;

/// Pieces of documents, whole and broken.
const PIECES: &[&str] = &[
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "UBND TỈNH LÀO CAI",
    "Số: 09 /KH-SKHCN",
    "Số /QĐ-UBND",
    "Lào Cai, ngày □ tháng 02 năm 2023",
    "KẾ HOẠCH",
    "QUYẾT ĐỊNH",
    "V/v rà soát",
    "Kính gửi:",
    "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19/6/2015;",
    "I. MỤC ĐÍCH",
    "II.",
    "I11. TỔ CHỨC THỰC HIỆN",
    "1. Sở Nội vụ",
    "4, Giao",
    "1.1. Nội dung",
    "a) Rà soát;",
    "đ) ",
    "d) d) d)",
    "-",
    "- Chủ trì, phối hợp với Sở Y tế",
    "+ Báo cáo",
    "Điều 1. Ban hành",
    "Điều",
    "Chương I",
    "Mục 1",
    "Phần thứ nhất",
    "Nghị định số 63/2010/NĐ-CP ngày 08/6/2010 của Chính phủ về kiểm soát",
    "Chỉ thị số 23/CT-",
    "TTg",
    "11-CT/TU",
    "khoản 2 Điều 5",
    "sửa đổi, bổ sung một số điều của",
    "Luật sửa đổi, bổ sung một số điều của Luật Đất đai",
    "của",
    "về",
    "(",
    ")",
    ";",
    ",",
    ".",
    "./.",
    "trước ngày 14/12/2023",
    "hằng quý",
    "Trên đây là Kế hoạch",
    "Nơi nhận:",
    "- Lưu: VT.",
    "KT. GIÁM ĐỐC",
    "PHÓ GIÁM ĐỐC",
    "Trần Văn An",
    "PHỤ LỤC I",
    "DANH MỤC",
    "(Kèm theo Kế hoạch số 1/KH-X)",
    "STT\tNội dung\tChủ trì\tThời gian",
    "1\tViệc\tSở A\tQuý I/2024",
    "\ttiếp\t",
    "| a | b |",
    "STT   Nội dung   Đơn vị chủ trì",
    "2",
    "□ □",
    "\u{c}",
    "\t",
    "e\u{301}",
    "\u{200b}",
    "𝔘",
    "ﬁ",
    "\u{a0}",
    "…",
    "“",
    "1",
    "0/",
    "/",
    "ß",
];

fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        8 => prop::sample::select(PIECES).prop_map(str::to_owned),
        1 => "\\PC{0,12}",
        1 => any::<char>().prop_map(String::from),
    ];
    let gap = prop::sample::select(&["\n", "\n\n", " ", " ", "", "\r\n", "   "][..]);
    prop::collection::vec((piece, gap), 0..60)
        .prop_map(|parts| parts.into_iter().map(|(a, b)| a + b).collect())
}

fn walk<'s>(sections: &'s [Section], out: &mut Vec<&'s Section>) {
    for section in sections {
        out.push(section);
        walk(&section.children, out);
    }
}

fn spans(document: &Document) -> Vec<Span> {
    let mut all = Vec::new();
    walk(&document.sections, &mut all);
    let mut spans: Vec<Span> = all.iter().map(|s| s.span).collect();
    spans.extend(
        document
            .citations
            .iter()
            .flat_map(|c| c.mentions.iter().map(|m| m.span)),
    );
    spans.extend(document.tasks.iter().map(|t| t.span));
    spans.extend(document.diagnostics.iter().map(|d| d.span));
    spans
}

/// Children lie inside their parents, one after the other.
fn check_nesting(sections: &[Section], within: Span) {
    let mut at = within.start;
    for section in sections {
        assert!(
            within.contains(section.span),
            "{} leaves its parent",
            section.id
        );
        assert!(
            section.span.start >= at,
            "{} overlaps the one before it",
            section.id
        );
        at = section.span.end;
        check_nesting(&section.children, section.span);
    }
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// How often each letter and digit occurs.
fn counts(text: &str) -> std::collections::BTreeMap<char, usize> {
    let mut counts = std::collections::BTreeMap::new();
    for c in letters(text).chars() {
        *counts.entry(c).or_default() += 1;
    }
    counts
}

fn check(text: &str) {
    let restored = Restored::unchanged(text);
    let document = segment(&restored);
    for span in spans(&document) {
        assert!(
            span.start <= span.end && text.get(span.start..span.end).is_some(),
            "{span:?} in {text:?}"
        );
    }
    check_nesting(&document.sections, Span::new(0, text.len()));
    let owners = owners(&restored);
    let mut at = 0;
    for (span, _) in &owners {
        assert_eq!(span.start, at, "a gap or an overlap");
        at = span.end;
    }
    assert_eq!(at, text.len(), "the end belongs to nobody");
    check_nothing_lost(text, &document, &owners);
    assert_eq!(
        document,
        segment(&restored),
        "the same text, another answer"
    );
}

/// What belongs to sections is in their records: every letter of their lines stands in a title, text or label.
fn check_nothing_lost(text: &str, document: &Document, owners: &[(Span, Owner)]) {
    let mut all = Vec::new();
    walk(&document.sections, &mut all);
    let tables = all.iter().any(|s| s.text.contains('\t'));
    let owned: String = owners
        .iter()
        .filter(|(_, o)| matches!(o, Owner::Section(_)))
        .map(|(s, _)| s.of(text))
        .collect();
    let kept: String = all
        .iter()
        .map(|s| {
            let word = match s.kind {
                SectionKind::Part => "Phần",
                SectionKind::Chapter => "Chương",
                SectionKind::Section => "Mục",
                SectionKind::Article => "Điều",
                _ => "",
            };
            [
                word,
                s.label.as_deref().unwrap_or(""),
                s.title.as_deref().unwrap_or(""),
                &s.text,
            ]
            .concat()
        })
        .collect();
    let (owned, kept) = (counts(&owned), counts(&kept));
    let repaired = document
        .diagnostics
        .iter()
        .any(|d| d.code == "label_repaired");
    let annexed = all
        .iter()
        .any(|s| s.kind == SectionKind::Annex && s.title.is_none());
    let labelled = all
        .iter()
        .any(|s| matches!(s.kind, SectionKind::Annex | SectionKind::Subsection));
    if !(tables || repaired || annexed || labelled) {
        assert!(owned == kept, "letters lost or invented in {text:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_laws_hold_for_documents_in_pieces(text in text()) {
        check(&text);
    }

    #[test]
    fn the_laws_hold_for_any_text(text in "\\PC{0,200}") {
        check(&text);
    }
}

#[test]
fn time_grows_with_the_text_only() {
    let line = "1. Giao Sở Nội vụ theo Nghị định số 63/2010/NĐ-CP ngày 08/6/2010 của Chính phủ về kiểm soát thủ tục, trước ngày 14/12/2023;\n";
    let time = |text: &str| {
        let restored = Restored::unchanged(text);
        let start = std::time::Instant::now();
        std::hint::black_box(segment(&restored));
        start.elapsed().as_secs_f64()
    };
    time(&line.repeat(50));
    for text in [
        line,
        "(((((((((((((((((((((",
        "Luật Luật Luật Luật ",
        "63/2010/",
        "- - - - ",
        "của của ",
        "a)\n",
        "khoản 1 ",
        "tại tại ",
    ] {
        let small = time(&text.repeat(2_000)).max(1e-3);
        let large = time(&text.repeat(20_000));
        // Ten times the text; a square would be a hundred.
        assert!(
            large / small < 45.0,
            "{text:?}: {small:.4} s, ten times as much: {large:.4} s"
        );
    }
}
