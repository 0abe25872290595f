//! Forms of citation. Each row: why it is here, the sentence, and what it cites as
//! `code | type | authority | date | title | pinpoint` (empty parts at the end left out, `=>` before what it amends).

/// Forms that offices write.
mod forms;

use vanban::document::Citation;

use crate::schema;

fn line(citation: &Citation) -> String {
    let text = |part: &Option<String>| part.clone().unwrap_or_default();
    let pinpoints: Vec<&str> = citation
        .mentions
        .iter()
        .filter_map(|m| m.pinpoint.as_deref())
        .collect();
    let parts = [
        text(&citation.code),
        text(&citation.kind),
        text(&citation.authority),
        text(&citation.date),
        text(&citation.title),
        pinpoints.join("; "),
    ];
    let mut line = parts.join(" | ").trim_end_matches([' ', '|']).to_owned();
    if !citation.amends.is_empty() {
        line = format!("{line} => {}", citation.amends.join(", "));
    }
    line
}

#[track_caller]
fn check(rows: &[(&str, &str, &[&str])]) {
    let mut wrong = Vec::new();
    for (reason, text, want) in rows {
        let document = schema::document(&format!("I. NỘI DUNG\n\n1. Mục đầu\n\n- {text}\n"));
        let got: Vec<String> = document.citations.iter().map(line).collect();
        if got != *want {
            wrong.push(format!(
                "{reason}\n  {text}\n  got  {got:#?}\n  want {want:#?}"
            ));
        }
        for mention in document.citations.iter().flat_map(|c| &c.mentions) {
            assert!(
                !mention.text.is_empty() && mention.section.as_deref() == Some("I.1.-1"),
                "{reason}: {mention:?}"
            );
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {} rows:\n{}",
        wrong.len(),
        rows.len(),
        wrong.join("\n")
    );
}

#[test]
fn numbers_and_symbols() {
    check(&[
        (
            "decree with its year",
            "Nghị định số 63/2010/NĐ-CP;",
            &["63/2010/NĐ-CP | Nghị định"],
        ),
        (
            "individual decision without a year",
            "Quyết định số 4077/QĐ-UBND;",
            &["4077/QĐ-UBND | Quyết định"],
        ),
        (
            "resolution of the Government",
            "Nghị quyết số 76/NQ-CP;",
            &["76/NQ-CP | Nghị quyết"],
        ),
        (
            "directive of the Prime Minister keeps its small letters",
            "Chỉ thị số 30/CT-TTg;",
            &["30/CT-TTg | Chỉ thị"],
        ),
        (
            "Party form: hyphen first, slash second",
            "Chỉ thị số 11-CT/TU;",
            &["11-CT/TU | Chỉ thị"],
        ),
        (
            "Party resolution of the Centre",
            "Nghị quyết số 18-NQ/TW;",
            &["18-NQ/TW | Nghị quyết"],
        ),
        (
            "Party conclusion",
            "Kết luận số 100-KL/TW;",
            &["100-KL/TW | Kết luận"],
        ),
        (
            "Party letter",
            "Công văn số 120-CV/BTC;",
            &["120-CV/BTC | Công văn"],
        ),
        (
            "Party programme",
            "Chương trình số 06-CTr/TU;",
            &["06-CTr/TU | Chương trình"],
        ),
        (
            "letter: body and unit, no type",
            "Công văn số 3127/UBND-NC;",
            &["3127/UBND-NC | Công văn"],
        ),
        (
            "letter of a ministry with three groups",
            "Công văn số 12/BNV-VP-TH;",
            &["12/BNV-VP-TH | Công văn"],
        ),
        (
            "law with number",
            "Luật số 45/2019/QH14;",
            &["45/2019/QH14 | Luật"],
        ),
        (
            "resolution of the Standing Committee",
            "Nghị quyết số 351/2017/UBTVQH14;",
            &["351/2017/UBTVQH14 | Nghị quyết"],
        ),
        (
            "ordinance",
            "Pháp lệnh số 26/2005/PL-UBTVQH11;",
            &["26/2005/PL-UBTVQH11 | Pháp lệnh"],
        ),
        (
            "order of the President",
            "Lệnh số 05/2018/L-CTN;",
            &["05/2018/L-CTN | Lệnh"],
        ),
        (
            "circular",
            "Thông tư số 01/2011/TT-BNV;",
            &["01/2011/TT-BNV | Thông tư"],
        ),
        (
            "joint circular",
            "Thông tư liên tịch số 14/2014/TTLT-BTC-BTP;",
            &["14/2014/TTLT-BTC-BTP | Thông tư liên tịch"],
        ),
        (
            "joint circular with a slash",
            "Thông tư liên tịch số 50/2006/TTLT/BTC-BNV;",
            &["50/2006/TTLT/BTC-BNV | Thông tư liên tịch"],
        ),
        (
            "consolidated text",
            "Văn bản hợp nhất số 133/VBHN-VPQH;",
            &["133/VBHN-VPQH | Văn bản hợp nhất"],
        ),
        (
            "resolution of a people's council",
            "Nghị quyết số 12/2021/NQ-HĐND;",
            &["12/2021/NQ-HĐND | Nghị quyết"],
        ),
        (
            "submission",
            "Tờ trình số 96/TTr-VPUBND;",
            &["96/TTr-VPUBND | Tờ trình"],
        ),
        (
            "telegram",
            "Công điện số 280/CĐ-TTg;",
            &["280/CĐ-TTg | Công điện"],
        ),
        (
            "ampersand in a body",
            "Công văn số 15/SNN&PTNT-TT;",
            &["15/SNN&PTNT-TT | Công văn"],
        ),
        (
            "letter after the number",
            "Quyết định số 24a/QĐ-UBND;",
            &["24a/QĐ-UBND | Quyết định"],
        ),
        (
            "unknown body: the list is open",
            "Kế hoạch số 254/KH-SKHCCN;",
            &["254/KH-SKHCCN | Kế hoạch"],
        ),
        (
            "no word số",
            "Nghị định 107/2021/NĐ-CP;",
            &["107/2021/NĐ-CP | Nghị định"],
        ),
        (
            "no type word: the symbol names it",
            "theo số 36/KH-UBND của tỉnh;",
            &["36/KH-UBND | Kế hoạch"],
        ),
        (
            "qualified type",
            "Báo cáo thẩm tra số 412/BC-KTNS;",
            &["412/BC-KTNS | Báo cáo"],
        ),
        (
            "Quyết định of the chairman",
            "Quyết định số 12/QĐ-CTUBND;",
            &["12/QĐ-CTUBND | Quyết định"],
        ),
        (
            "type in lower case",
            "theo nghị định số 63/2010/NĐ-CP;",
            &["63/2010/NĐ-CP | Nghị định"],
        ),
    ]);
}

#[test]
fn damaged_codes() {
    check(&[
        (
            "Đ read as B",
            "Nghị định 107/2021/NB-CP;",
            &["107/2021/NĐ-CP | Nghị định"],
        ),
        (
            "Đ lost its stroke",
            "Nghị định số 63/2010/ND-CP;",
            &["63/2010/NĐ-CP | Nghị định"],
        ),
        (
            "Đ read as small b",
            "Quyết định số 766/Qb-TTg;",
            &["766/QĐ-TTg | Quyết định"],
        ),
        (
            "capitals everywhere",
            "Chỉ thị số 30/CT-TTG;",
            &["30/CT-TTg | Chỉ thị"],
        ),
        (
            "HĐND without its stroke",
            "Nghị quyết số 12/NQ-HDND;",
            &["12/NQ-HĐND | Nghị quyết"],
        ),
        (
            "blanks around the separators",
            "Kế hoạch số 36 /KH - UBND ngày 07/02/2024;",
            &["36/KH-UBND | Kế hoạch |  | 2024-02-07"],
        ),
        (
            "a lost slash",
            "Nghị định số 63/2010NĐ-CP;",
            &["63/2010/NĐ-CP | Nghị định"],
        ),
        (
            "long hyphen",
            "Nghị quyết số 76/NQ–CP;",
            &["76/NQ-CP | Nghị quyết"],
        ),
        (
            "code over a line end after the hyphen",
            "Chỉ thị số 23/CT-\nTTg ngày 02/9/2021;",
            &["23/CT-TTg | Chỉ thị |  | 2021-09-02"],
        ),
        (
            "code over a line end after the slash",
            "Nghị định số 63/2010/\nNĐ-CP;",
            &["63/2010/NĐ-CP | Nghị định"],
        ),
        (
            "type over a line end",
            "Nghị\nđịnh số 63/2010/NĐ-CP;",
            &["63/2010/NĐ-CP | Nghị định"],
        ),
        (
            "type word with a wrong letter",
            "Quyếl định số 4077/QĐ-UBND;",
            &["4077/QĐ-UBND | Quyết định"],
        ),
        (
            "số read as s6",
            "Nghị định s6 63/2010/NĐ-CP;",
            &["63/2010/NĐ-CP | Nghị định"],
        ),
        (
            "BGDĐT without its stroke",
            "Thông tư số 05/2019/TT-BGDDT;",
            &["05/2019/TT-BGDĐT | Thông tư"],
        ),
    ]);
}

#[test]
fn dates_and_authorities() {
    check(&[
        (
            "short date",
            "Nghị quyết số 68/NQ-CP ngày 12/5/2020 của Chính phủ.",
            &["68/NQ-CP | Nghị quyết | Chính phủ | 2020-05-12"],
        ),
        (
            "date in words",
            "Nghị định số 92/2017/NĐ-CP ngày 07 tháng 8 năm 2017 của Chính phủ.",
            &["92/2017/NĐ-CP | Nghị định | Chính phủ | 2017-08-07"],
        ),
        (
            "date with hyphens",
            "Quyết định số 5/QĐ-UBND ngày 07-8-2017.",
            &["5/QĐ-UBND | Quyết định |  | 2017-08-07"],
        ),
        (
            "authority before the date",
            "Quyết định số 5/QĐ-UBND của UBND tỉnh ngày 07/8/2017.",
            &["5/QĐ-UBND | Quyết định | UBND tỉnh | 2017-08-07"],
        ),
        (
            "body with và in its name",
            "Thông tư số 1/2020/TT-BKHCN của Bộ Khoa học và Công nghệ.",
            &["1/2020/TT-BKHCN | Thông tư | Bộ Khoa học và Công nghệ"],
        ),
        (
            "body with commas in its name",
            "Thông tư số 1/2020/TT-BVHTTDL của Bộ Văn hóa, Thể thao và Du lịch.",
            &["1/2020/TT-BVHTTDL | Thông tư | Bộ Văn hóa, Thể thao và Du lịch"],
        ),
        (
            "body with a hyphen in its name",
            "Thông tư số 1/2020/TT-BLĐTBXH của Bộ Lao động - Thương binh và Xã hội.",
            &["1/2020/TT-BLĐTBXH | Thông tư | Bộ Lao động - Thương binh và Xã hội"],
        ),
        (
            "two ministers in one",
            "Thông tư số 01/2018/TT-VPCP của Bộ trưởng, Chủ nhiệm Văn phòng Chính phủ.",
            &["01/2018/TT-VPCP | Thông tư | Bộ trưởng, Chủ nhiệm Văn phòng Chính phủ"],
        ),
        (
            "joint bodies",
            "Thông tư liên tịch số 14/2014/TTLT-BTC-BTP của Bộ Tài chính và Bộ Tư pháp.",
            &["14/2014/TTLT-BTC-BTP | Thông tư liên tịch | Bộ Tài chính và Bộ Tư pháp"],
        ),
        (
            "as printed, not expanded",
            "Quyết định số 5/QĐ-UBND của UBND tỉnh.",
            &["5/QĐ-UBND | Quyết định | UBND tỉnh"],
        ),
        (
            "the unit named before",
            "Theo đề nghị của Sở Nội vụ tại Tờ trình số 15/TTr-SNV ngày 02/3/2020.",
            &["15/TTr-SNV | Tờ trình | Sở Nội vụ | 2020-03-02"],
        ),
        (
            "the unit that did something before",
            "Sở Tư pháp đã thẩm định tại Báo cáo số 512/BC-STP ngày 10/9/2020.",
            &["512/BC-STP | Báo cáo | Sở Tư pháp | 2020-09-10"],
        ),
        (
            "authority ends where the sentence goes on",
            "theo Quyết định số 766/QĐ-TTg của Thủ tướng Chính phủ trên Cổng thông tin.",
            &["766/QĐ-TTg | Quyết định | Thủ tướng Chính phủ"],
        ),
        (
            "Party body with its term",
            "Nghị quyết số 04-NQ/TW của Ban Chấp hành Trung ương Đảng khóa XII về tăng cường xây dựng Đảng.",
            &[
                "04-NQ/TW | Nghị quyết | Ban Chấp hành Trung ương Đảng khóa XII |  | về tăng cường xây dựng Đảng",
            ],
        ),
        (
            "A and B of X",
            "Quyết định số 1/QĐ-UBND ngày 01/02/2020 và Quyết định số 2/QĐ-UBND ngày 03/02/2020 của UBND huyện.",
            &[
                "1/QĐ-UBND | Quyết định | UBND huyện | 2020-02-01",
                "2/QĐ-UBND | Quyết định | UBND huyện | 2020-02-03",
            ],
        ),
        (
            "several numbers under one type word",
            "các Nghị quyết số 18-NQ/TW, 19-NQ/TW ngày 25/10/2017.",
            &[
                "18-NQ/TW | Nghị quyết",
                "19-NQ/TW | Nghị quyết |  | 2017-10-25",
            ],
        ),
        (
            "body between type and number",
            "Nghị quyết của Quốc hội số 103/2023/QH15.",
            &["103/2023/QH15 | Nghị quyết | Quốc hội"],
        ),
    ]);
}

#[test]
fn titles_and_nesting() {
    check(&[
        (
            "to the semicolon",
            "Nghị định số 63/2010/NĐ-CP của Chính phủ về kiểm soát thủ tục hành chính; các văn bản khác.",
            &["63/2010/NĐ-CP | Nghị định | Chính phủ |  | về kiểm soát thủ tục hành chính"],
        ),
        (
            "commas inside",
            "Công điện số 280/CĐ-TTg về chấn chỉnh, tăng cường trách nhiệm của các bộ, ngành, địa phương.",
            &[
                "280/CĐ-TTg | Công điện |  |  | về chấn chỉnh, tăng cường trách nhiệm của các bộ, ngành, địa phương",
            ],
        ),
        (
            "before the next instrument",
            "Kế hoạch số 254/KH-SX về công tác năm 2024, Kế hoạch số 418/KH-SX về kiểm soát.",
            &[
                "254/KH-SX | Kế hoạch |  |  | về công tác năm 2024",
                "418/KH-SX | Kế hoạch |  |  | về kiểm soát",
            ],
        ),
        (
            "before unnamed instruments",
            "Chỉ thị số 30/CT-TTg về nâng cao chất lượng và các văn bản liên quan, nhằm nâng cao nhận thức.",
            &["30/CT-TTg | Chỉ thị |  |  | về nâng cao chất lượng"],
        ),
        (
            "before the sentence's subject",
            "Thực hiện Kế hoạch số 36/KH-UBND của UBND tỉnh về truyền thông, Sở Khoa học và Công nghệ ban hành Kế hoạch như sau.",
            &["36/KH-UBND | Kế hoạch | UBND tỉnh |  | về truyền thông"],
        ),
        (
            "before a purpose",
            "theo Nghị quyết số 5/NQ-CP về cải cách, nhằm tạo thuận lợi.",
            &["5/NQ-CP | Nghị quyết |  |  | về cải cách"],
        ),
        (
            "quoted name with commas",
            "Quyết định số 749/QĐ-TTg phê duyệt “Chương trình A đến năm 2025, định hướng đến năm 2030”.",
            &[
                "749/QĐ-TTg | Quyết định |  |  | phê duyệt “Chương trình A đến năm 2025, định hướng đến năm 2030”",
            ],
        ),
        (
            "without về",
            "Nghị định số 92/2017/NĐ-CP của Chính phủ sửa đổi, bổ sung một số điều của các Nghị định.",
            &[
                "92/2017/NĐ-CP | Nghị định | Chính phủ |  | sửa đổi, bổ sung một số điều của các Nghị định",
            ],
        ),
        (
            "an instrument inside",
            "Nghị định 107/2021/NĐ-CP của Chính phủ Sửa đổi, bổ sung Nghị định số 61/2018/NĐ-CP về một cửa.",
            &[
                "107/2021/NĐ-CP | Nghị định | Chính phủ |  | Sửa đổi, bổ sung Nghị định số 61/2018/NĐ-CP về một cửa => 61/2018/NĐ-CP",
                "61/2018/NĐ-CP | Nghị định |  |  | về một cửa",
            ],
        ),
        (
            "a place is no title",
            "Báo cáo kết quả theo Công văn số 5/UBND-NC về Sở Nội vụ.",
            &["5/UBND-NC | Công văn"],
        ),
        (
            "a bracket that names it for later",
            "Quyết định số 5/QĐ-UBND về thi đua (sau đây gọi tắt là Quyết định số 5).",
            &["5/QĐ-UBND | Quyết định |  |  | về thi đua"],
        ),
        (
            "a bracket of its own stays",
            "Kế hoạch số 36/KH-UBND về thủ tục hành chính (TTHC) năm 2024.",
            &["36/KH-UBND | Kế hoạch |  |  | về thủ tục hành chính (TTHC) năm 2024"],
        ),
    ]);
}

#[test]
fn laws_by_name() {
    check(&[
        (
            "name with a comma",
            "Luật Phổ biến, giáo dục pháp luật;",
            &[" | Luật |  |  | Phổ biến, giáo dục pháp luật"],
        ),
        (
            "name and date",
            "Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;",
            &[" | Luật |  | 2015-06-19 | Tổ chức chính quyền địa phương"],
        ),
        (
            "code of law",
            "Bộ luật Lao động năm 2019;",
            &[" | Bộ luật |  |  | Lao động"],
        ),
        (
            "number after the name",
            "Luật Đấu thầu số 22/2023/QH15;",
            &["22/2023/QH15 | Luật |  |  | Đấu thầu"],
        ),
        (
            "two laws",
            "Luật Đất đai và Luật Nhà ở;",
            &[" | Luật |  |  | Đất đai", " | Luật |  |  | Nhà ở"],
        ),
        (
            "law that changes a law",
            "Luật sửa đổi, bổ sung một số điều của Luật Đất đai ngày 29/6/2018;",
            &[
                " | Luật |  | 2018-06-29 | sửa đổi, bổ sung một số điều của Luật Đất đai",
                " | Luật |  |  | Đất đai",
            ],
        ),
        (
            "a name that ends at tại",
            "Luật Phòng, chống thiên tai;",
            &[" | Luật |  |  | Phòng, chống thiên tai"],
        ),
        (
            "what the law is about is not its name",
            "Luật Hóa chất về an toàn;",
            &[" | Luật |  |  | Hóa chất"],
        ),
        (
            "pháp luật is no law",
            "theo quy định của pháp luật hiện hành;",
            &[],
        ),
        (
            "a school of law is no law",
            "Trường Đại học Luật Hà Nội;",
            &[],
        ),
        (
            "this law is no citation",
            "theo quy định của Luật này;",
            &[],
        ),
        ("the Constitution", "Hiến pháp năm 2013;", &[" | Hiến pháp"]),
    ]);
}

#[test]
fn pinpoints_and_short_forms() {
    check(&[
        (
            "small to large",
            "theo điểm a khoản 2 Điều 5 Nghị định số 63/2010/NĐ-CP;",
            &["63/2010/NĐ-CP | Nghị định |  |  |  | điểm a khoản 2 Điều 5"],
        ),
        (
            "with của",
            "khoản 2 Điều 5 của Nghị định số 63/2010/NĐ-CP;",
            &["63/2010/NĐ-CP | Nghị định |  |  |  | khoản 2 Điều 5"],
        ),
        (
            "list of articles",
            "các Điều 5, 6 và 7 Nghị định số 63/2010/NĐ-CP;",
            &["63/2010/NĐ-CP | Nghị định |  |  |  | các Điều 5, 6 và 7"],
        ),
        (
            "list of points",
            "các điểm a, b và đ khoản 2 Điều 5 Nghị định số 63/2010/NĐ-CP;",
            &["63/2010/NĐ-CP | Nghị định |  |  |  | các điểm a, b và đ khoản 2 Điều 5"],
        ),
        (
            "range",
            "từ Điều 5 đến Điều 9 Nghị định số 63/2010/NĐ-CP;",
            &["63/2010/NĐ-CP | Nghị định |  |  |  | từ Điều 5 đến Điều 9"],
        ),
        (
            "large to small, after",
            "Nghị định số 63/2010/NĐ-CP, Điều 5, khoản 2;",
            &["63/2010/NĐ-CP | Nghị định |  |  |  | Điều 5, khoản 2"],
        ),
        (
            "chapter",
            "Chương III Nghị định số 63/2010/NĐ-CP;",
            &["63/2010/NĐ-CP | Nghị định |  |  |  | Chương III"],
        ),
        (
            "each its own",
            "điểm b khoản 1 Điều 21 Nghị định số 193/2013/NĐ-CP và khoản 3 Điều 1 Nghị định số 107/2017/NĐ-CP của Chính phủ.",
            &[
                "193/2013/NĐ-CP | Nghị định | Chính phủ |  |  | điểm b khoản 1 Điều 21",
                "107/2017/NĐ-CP | Nghị định | Chính phủ |  |  | khoản 3 Điều 1",
            ],
        ),
        (
            "of a law by name",
            "khoản 4 Điều 7 Luật Đầu tư công;",
            &[" | Luật |  |  | Đầu tư công | khoản 4 Điều 7"],
        ),
        (
            "second mention adds what the first lacks",
            "Nghị định số 61/2018/NĐ-CP; Nghị định số 61/2018/NĐ-CP ngày 23/4/2018 của Chính phủ.",
            &["61/2018/NĐ-CP | Nghị định | Chính phủ | 2018-04-23"],
        ),
        (
            "by its number alone, once known",
            "Nghị quyết số 18-NQ/TW và Nghị quyết 18.",
            &["18-NQ/TW | Nghị quyết"],
        ),
    ]);
}

#[test]
fn no_citations() {
    check(&[
        ("standard", "hệ thống ISO 9001:2015;", &[]),
        ("technical regulation", "QCVN 01:2021/BYT;", &[]),
        ("form number", "theo Mẫu số 01/TTr-X;", &[]),
        ("date and a body", "ngày 30/10/2018 - Sở Nội vụ;", &[]),
        ("span of years", "giai đoạn 2020 - 2025;", &[]),
        ("ratio", "tỷ lệ 1/500, 24/7;", &[]),
        ("place with a hyphen", "tỉnh BR-VT có 12 huyện;", &[]),
        (
            "project by number only, never named before",
            "Đề án 06;",
            &[],
        ),
        ("years are no numbers", "Kế hoạch 5 năm;", &[]),
        ("this document", "Kế hoạch này;", &[]),
    ]);
}

#[test]
fn the_documents_own_number_is_no_citation() {
    let text = "UBND TỈNH A\nSố: 34/KH-UBND\n\nKẾ HOẠCH\nChuyển đổi số\n\nThực hiện Quyết định số 1/QĐ-TTg.\n\nI. NỘI DUNG\n\n1. Việc.\n\nNơi nhận:\n- Lưu: VT.\n\nPHỤ LỤC\n(Kèm theo Kế hoạch số 34/KH-UBND ngày 17/02/2023 của UBND tỉnh)\n";
    let document = schema::document(text);
    let codes: Vec<_> = document
        .citations
        .iter()
        .filter_map(|c| c.code.as_deref())
        .collect();
    assert_eq!(codes, ["1/QĐ-TTg"]);
}

#[test]
fn two_dates_of_one_instrument_are_reported() {
    let text = "I. NỘI DUNG\n\n1. Theo Quyết định số 1/QĐ-TTg ngày 01/02/2020.\n\n2. Theo Quyết định số 1/QĐ-TTg ngày 02/02/2020.\n";
    let document = schema::document(text);
    assert_eq!(document.citations[0].date.as_deref(), Some("2020-02-01"));
    let remark = document
        .diagnostics
        .iter()
        .find(|d| d.code == "citation_date_conflict")
        .expect("a remark");
    assert_eq!(
        remark.span.of(text),
        "Quyết định số 1/QĐ-TTg ngày 02/02/2020"
    );
}

#[test]
fn what_can_hardly_be_is_reported() {
    for (text, message) in [
        (
            "Nghị định số 12/2020/NĐ-UBND",
            "only the Government issues decrees",
        ),
        (
            "Thông tư số 12/2020/TT-UBND",
            "circulars are issued by ministries",
        ),
        (
            "Quyết định số 12/QĐ-UBND ngày 02/3/2024",
            "dated after the document that cites it",
        ),
    ] {
        let document = schema::document(&format!(
            "SỞ NỘI VỤ\nSố: 5/KH-SNV\tHà Nội, ngày 01 tháng 3 năm 2023\n\nKẾ HOẠCH\nCông tác\n\nI. NỘI DUNG\n\n1. Theo {text}.\n"
        ));
        let found: Vec<&str> = document
            .diagnostics
            .iter()
            .filter(|d| d.code == "citation_implausible")
            .map(|d| d.message.as_str())
            .collect();
        assert_eq!(found, [message], "{text}");
    }
}
