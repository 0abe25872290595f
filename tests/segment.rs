//! Structure: what lines become. Sections are written as `id | title | text`, in document order.

/// Who does what by when.
mod assignments;
/// Letterheads of State and Party.
mod letterheads;

use vanban::document::{Document, Section, SectionKind};

use vanban::restored::Restored;
use vanban::segment::segment;

use crate::schema::document as read;

/// The structure of a text that had to be restored word by word.
fn read_restored(text: &str) -> Document {
    let mut restored = Restored::unchanged(text);
    // What the scan read does not matter, only that it was something else.
    restored.source = "x".repeat(text.len());
    segment(&restored)
}

fn outline(document: &Document) -> Vec<String> {
    fn walk(sections: &[Section], lines: &mut Vec<String>) {
        for section in sections {
            let title = section.title.as_deref().unwrap_or("");
            lines.push(format!("{} | {title} | {}", section.id, section.text));
            walk(&section.children, lines);
        }
    }
    let mut lines = Vec::new();
    walk(&document.sections, &mut lines);
    lines
}

#[track_caller]
fn sections(text: &str, want: &[&str]) {
    assert_eq!(outline(&read(text)), want, "{text}");
}

fn remarks(document: &Document) -> Vec<&str> {
    document
        .diagnostics
        .iter()
        .map(|d| d.code)
        .filter(|code| code.starts_with("label"))
        .collect()
}

/// Both columns on one line, apart by a tab, by blanks, by one blank, or on lines of their own; whole or damaged.
#[test]
fn letterheads() {
    let rest = "\nKẾ HOẠCH\nTruyền thông năm 2023\ncủa Sở Nội vụ\n\nI. MỤC ĐÍCH\n\n1. Nâng cao.\n";
    for letterhead in [
        "UBND TỈNH BÌNH AN\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSỞ NỘI VỤ\tĐộc lập - Tự do - Hạnh phúc\nSố: 09/KH-SNV\tBình An, ngày 05 tháng 02 năm 2023\n",
        "UBND TỈNH BÌNH AN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n\nSỞ NỘI VỤ Độc lập - Tự do - Hạnh phúc\nSố: 09 /KH-SNV Bình An, ngày 05 tháng 02 năm 2023\n",
        "UBND TỈNH BÌNH AN      CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSỞ NỘI VỤ         Độc lập - Tự do - Hạnh phúc\nSố: 09/KH-SNV       Bình An, ngày 5 tháng 2 năm 2023\n",
        "UBND TỈNH BÌNH AN\nSỞ NỘI VỤ\n\nSố: 09/KH-SNV\n\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n\nBình An, ngày 05 tháng 02 năm 2023\n",
        "UBND TỈNH BÌNH AN CỌNG HÒA XÃ HỘI CHÚ NGHĨA VIỆT NAM\nSỞ NỘI VỤ Độc 1ập - Tụ do - Hạnh phiic\nSố 09/KH-SNV Bình An, ngày 05 tháng 02 năm 2023\n",
    ] {
        let document = read(&format!("{letterhead}{rest}"));
        let header = &document.header;
        assert_eq!(
            header.parent_authority.as_deref(),
            Some("UBND TỈNH BÌNH AN"),
            "{letterhead}"
        );
        assert_eq!(
            header.authority.as_deref(),
            Some("SỞ NỘI VỤ"),
            "{letterhead}"
        );
        assert_eq!(header.code.as_deref(), Some("09/KH-SNV"), "{letterhead}");
        assert_eq!(header.number.as_deref(), Some("09"));
        assert_eq!(header.symbol.as_deref(), Some("KH-SNV"));
        assert_eq!(header.place.as_deref(), Some("Bình An"), "{letterhead}");
        assert_eq!(header.date.as_deref(), Some("2023-02-05"), "{letterhead}");
        assert_eq!(header.kind.as_deref(), Some("Kế hoạch"));
        assert_eq!(
            header.subject.as_deref(),
            Some("Truyền thông năm 2023 của Sở Nội vụ"),
            "{letterhead}"
        );
    }
}

#[test]
fn letterheads_of_the_party_and_of_letters() {
    let party = read(
        "TỈNH ỦY BÌNH AN\tĐẢNG CỘNG SẢN VIỆT NAM\nBAN TUYÊN GIÁO\tBình An, ngày 20 tháng 8 năm 2021\n*\nSố 45-HD/BTGTU\n\nHƯỚNG DẪN\nTuyên truyền đại hội\n\nThực hiện kế hoạch của Tỉnh ủy.\n",
    );
    assert_eq!(
        party.header.parent_authority.as_deref(),
        Some("TỈNH ỦY BÌNH AN")
    );
    assert_eq!(party.header.authority.as_deref(), Some("BAN TUYÊN GIÁO"));
    assert_eq!(party.header.code.as_deref(), Some("45-HD/BTGTU"));
    assert_eq!(party.header.date.as_deref(), Some("2021-08-20"));
    assert_eq!(party.header.kind.as_deref(), Some("Hướng dẫn"));

    let letter = read(
        "ỦY BAN NHÂN DÂN\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nTỈNH BÌNH AN\tĐộc lập - Tự do - Hạnh phúc\nSố: 3127/UBND-NC\tBình An, ngày 18 tháng 6 năm 2024\nV/v chấn chỉnh kỷ luật\n\nKính gửi: Các sở, ngành.\n\nThời gian qua có nhiều cố gắng.\n",
    );
    assert_eq!(letter.header.parent_authority, None);
    assert_eq!(
        letter.header.authority.as_deref(),
        Some("ỦY BAN NHÂN DÂN TỈNH BÌNH AN")
    );
    assert_eq!(letter.header.kind.as_deref(), Some("Công văn"));
    assert_eq!(
        letter.header.subject.as_deref(),
        Some("V/v chấn chỉnh kỷ luật")
    );
    let worn = read_restored(
        "ỦY BAN NHÂN DÂN\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nTỈNH BÌNH AN\tĐộc lập - Tự do - Hạnh phúc\nSố: 3127/UBND-NC\tBình An, ngày 18 tháng 6 năm 2024\nVÀ chấn chỉnh kỷ luật\n\nKính gửi: Các sở, ngành.\n",
    );
    assert_eq!(worn.header.kind.as_deref(), Some("Công văn"));
    assert_eq!(
        worn.header.authority.as_deref(),
        Some("ỦY BAN NHÂN DÂN TỈNH BÌNH AN")
    );
    assert_eq!(
        outline(&letter),
        ["preamble |  | Kính gửi: Các sở, ngành.\nThời gian qua có nhiều cố gắng."]
    );
}

#[test]
fn unreadable_numbers_and_dates_stay_open() {
    let document = read(
        "Số: /KH-SNV\n\nBình An, ngày □ tháng 02 năm 2023\n\nKẾ HOẠCH\n\nTruyền thông\n\nI. MỤC ĐÍCH\n\n1. Nâng cao.\n",
    );
    assert_eq!(document.header.code.as_deref(), Some("/KH-SNV"));
    assert_eq!(document.header.number, None);
    assert_eq!(document.header.authority, None);
    assert_eq!(document.header.date.as_deref(), Some("2023-02"));
}

#[test]
fn every_level_nests() {
    sections(
        "I. NỘI DUNG\n\n1. Việc thứ nhất\n\na) Rà soát:\n\n- Một:\n\n+ Nhỏ;\n\n+ Nhỏ nữa.\n\n- Hai.\n\nb) Báo cáo.\n\n2. Việc thứ hai.\n\nII. TỔ CHỨC\n\n1. Sở Nội vụ chủ trì.\n",
        &[
            "I | NỘI DUNG | ",
            "I.1 | Việc thứ nhất | ",
            "I.1.a | Rà soát | ",
            "I.1.a.-1 |  | Một:",
            "I.1.a.-1.+1 |  | Nhỏ;",
            "I.1.a.-1.+2 |  | Nhỏ nữa.",
            "I.1.a.-2 |  | Hai.",
            "I.1.b |  | Báo cáo.",
            "I.2 |  | Việc thứ hai.",
            "II | TỔ CHỨC | ",
            "II.1 |  | Sở Nội vụ chủ trì.",
        ],
    );
    sections(
        "Chương I\nQUY ĐỊNH CHUNG\n\nMục 1. PHẠM VI\n\nĐiều 1. Phạm vi điều chỉnh\n\n1. Quy định này quy định:\n\na) Một;\n\nđ) Hai.\n\nĐiều 2. Áp dụng cho các cơ quan.\n\nChương II\nTHỰC HIỆN\n\nĐiều 3. Hiệu lực thi hành ngay.\n",
        &[
            "I | QUY ĐỊNH CHUNG | ",
            "I.1 | PHẠM VI | ",
            "I.1.1 | Phạm vi điều chỉnh | ",
            "I.1.1.1 | Quy định này quy định | ",
            "I.1.1.1.a |  | Một;",
            "I.1.1.1.đ |  | Hai.",
            "I.1.2 |  | Áp dụng cho các cơ quan.",
            "II | THỰC HIỆN | ",
            "II.3 |  | Hiệu lực thi hành ngay.",
        ],
    );
    sections(
        "I. NỘI DUNG\n\n1. Chung\n\n1.1. Riêng một.\n\n1.2. Riêng hai.\n\n2. Khác.\n",
        &[
            "I | NỘI DUNG | ",
            "I.1 | Chung | ",
            "I.1.1.1 |  | Riêng một.",
            "I.1.1.2 |  | Riêng hai.",
            "I.2 |  | Khác.",
        ],
    );
}

/// What a scan leaves of the numbers of headings and chapters.
#[test]
fn worn_numbers_of_headings_are_read_as_the_sequence_says() {
    for (first, second, third) in [
        ("1.", "II.", "III."),
        ("1", "IL", "H"),
        ("1.", "1.", "H."),
        ("I.", "1.", "WW."),
    ] {
        let document = read_restored(&format!(
            "KẾ HOẠCH\nKiểm tra năm 2023\n\nSở Nội vụ ban hành Kế hoạch như sau:\n\n{first} MỤC ĐÍCH, YÊU CẦU\n\n1. Mục đích\n\nMột.\n\n2. Yêu cầu\n\nHai.\n\n\
             {second} NỘI DUNG\n\n1. Ba.\n\n2. Bốn.\n\n{third} TỔ CHỨC THỰC HIỆN\n\n1. Năm.\n"
        ));
        let labels: Vec<_> = document
            .sections
            .iter()
            .filter_map(|section| section.label.as_deref())
            .collect();
        assert_eq!(labels, ["I", "II", "III"], "{first} {second} {third}");
    }
    let document = read_restored(
        "Chương 1\nQUY ĐỊNH CHUNG\n\nĐiều 1. Phạm vi\n\n1. Một.\n\nChương II\nTHỰC HIỆN\n\nĐiều 2. Hiệu lực\n\nI. Hai.\n\n2. Ba.\n\n\
         Chương Il\nTRÁCH NHIỆM\n\nĐiều 3. Bốn.\n",
    );
    assert_eq!(
        outline(&document),
        [
            "I | QUY ĐỊNH CHUNG | ",
            "I.1 | Phạm vi | ",
            "I.1.1 |  | Một.",
            "II | THỰC HIỆN | ",
            "II.2 | Hiệu lực | ",
            "II.2.1 |  | Hai.",
            "II.2.2 |  | Ba.",
            "III | TRÁCH NHIỆM | ",
            "III.3 |  | Bốn.",
        ]
    );
}

#[test]
fn broken_labels_are_read_as_the_sequence_says() {
    for (broken, label) in [
        ("I11.", "III"),
        ("1II.", "III"),
        ("Ill.", "III"),
        ("11I.", "III"),
    ] {
        let document = read(&format!(
            "I. MỤC ĐÍCH\n\nMột.\n\nII. NỘI DUNG\n\nHai.\n\n{broken} TỔ CHỨC\n\nBa.\n"
        ));
        assert_eq!(
            document.sections.last().and_then(|s| s.label.as_deref()),
            Some(label),
            "{broken}"
        );
        assert_eq!(remarks(&document), ["label_repaired"], "{broken}");
    }
    for broken in ["4,", "4)"] {
        let document = read(&format!(
            "I. NỘI DUNG\n\n1. Một.\n\n2. Hai.\n\n3. Ba.\n\n{broken} Bốn.\n\n5. Năm.\n"
        ));
        assert_eq!(outline(&document)[4], "I.4 |  | Bốn.", "{broken}");
    }
    let points = read(
        "Điều 1. Giao các đơn vị:\n\na) Một;\n\nb) Hai;\n\nc) Ba;\n\nd) Bốn;\n\nd) Năm;\n\ne) Sáu.\n",
    );
    let labels: Vec<_> = points.sections[0]
        .children
        .iter()
        .filter_map(|s| s.label.as_deref())
        .collect();
    assert_eq!(labels, ["a", "b", "c", "d", "đ", "e"]);
}

/// Where much was restored, labels that look whole may have lost strokes; where nothing was, they are as printed.
#[test]
fn worn_labels_are_read_as_the_sequence_says() {
    for (text, ids) in [
        (
            "I. MỤC ĐÍCH\n\n1. Một.\n\nI. NỘI DUNG\n\n1. Hai.\n\n1. TỔ CHỨC\n\n1. Ba.\n\nVv. KINH PHÍ\n\n1. Tư.\n",
            &["I", "II", "III", "Vv"][..],
        ),
        (
            "1. MỤC ĐÍCH\n\n1. Một.\n\n2. Hai.\n\n11. NỘI DUNG\n\n1. Ba.\n\nlll. TỔ CHỨC\n\n1. Bốn.\n\nIv. KINH PHÍ\n\n1. Năm.\n",
            &["I", "II", "III", "IV"],
        ),
        (
            "I. MỤC ĐÍCH\n\n1. Một.\n\nII]. NỘI DUNG\n\n1. Hai.\n\nIl]. TỔ CHỨC\n\n1. Ba.\n",
            &["I", "II", "III"],
        ),
    ] {
        let document = read_restored(text);
        let found: Vec<&str> = document
            .sections
            .iter()
            .filter(|s| s.kind == SectionKind::Roman)
            .map(|s| s.id.as_str())
            .collect();
        let ids: Vec<&str> = ids.iter().copied().filter(|id| *id != "Vv").collect();
        assert_eq!(found[..ids.len()], ids, "{text}");
    }
    let twice = "I. MỤC ĐÍCH\n\n1. Một.\n\nI. NỘI DUNG\n\n1. Hai.\n";
    assert_eq!(read(twice).sections[1].label.as_deref(), Some("I"));
    let letters = "I. NỘI DUNG\n\n1. Việc:\n\na) Một;\n\nb) Hai;\n\nc) Ba;\n\nđ) Bốn.\n";
    let last = |document: &Document| outline(document).last().cloned().unwrap_or_default();
    assert_eq!(last(&read(letters)), "I.1.đ |  | Bốn.");
    assert_eq!(last(&read_restored(letters)), "I.1.d |  | Bốn.");
}

#[test]
fn whole_labels_stay_as_printed() {
    let document = read(
        "I. MỤC ĐÍCH\n\nMột.\n\nII. NỘI DUNG\n\nHai.\n\nIII. KINH PHÍ\n\nBa.\n\nV. TỔ CHỨC\n\nBốn.\n",
    );
    assert_eq!(document.sections[3].label.as_deref(), Some("V"));
    assert_eq!(remarks(&document), ["label_out_of_sequence"]);
}

#[test]
fn paragraphs_cut_by_pages_are_one() {
    sections(
        "I. NỘI DUNG\n\n- Giới thiệu những điển hình tiên tiến\n\n2\n\nnhằm nâng cao chất lượng;\n\nphê bình.\n\n- Công khai.\n",
        &[
            // A mark ends the paragraph: what follows the list is the section's own.
            "I | NỘI DUNG | phê bình.",
            "I.-1 |  | Giới thiệu những điển hình tiên tiến nhằm nâng cao chất lượng;",
            "I.-2 |  | Công khai.",
        ],
    );
}

#[test]
fn headings_wrap_and_sentences_are_text() {
    sections(
        "I. NỘI DUNG\n\n1. Truyền thông về công tác kiểm soát thủ tục hành chính đến người dân,\ndoanh nghiệp trên địa bàn\n\nThông tin rộng rãi đến người dân và các tổ chức trên toàn địa bàn tỉnh, công\nkhai trên các trang thông tin điện tử của các cơ quan; phối hợp với báo chí và\nđài truyền hình đưa tin về các hoạt động của ngành.\n\n2. Sở Nội vụ báo cáo.\n",
        &[
            "I | NỘI DUNG | ",
            "I.1 | Truyền thông về công tác kiểm soát thủ tục hành chính đến người dân, doanh nghiệp trên địa bàn | Thông tin rộng rãi đến người dân và các tổ chức trên toàn địa bàn tỉnh, công khai trên các trang thông tin điện tử của các cơ quan; phối hợp với báo chí và đài truyền hình đưa tin về các hoạt động của ngành.",
            "I.2 |  | Sở Nội vụ báo cáo.",
        ],
    );
}

const END: &str = "\nNơi nhận:\n- UBND tỉnh (b/c);\n- Lưu: VT.\n\nGIÁM ĐỐC\n\nTrần Văn An\n";

#[test]
fn closings_and_annexes() {
    let text = format!(
        "I. NỘI DUNG\n\n1. Sở Nội vụ báo cáo.\n\nTrên đây là Kế hoạch, đề nghị các đơn vị thực hiện./.\n{END}\nPHỤ LỤC I\nDANH SÁCH ĐƠN VỊ\n(Kèm theo Kế hoạch số 5/KH-X)\n\n1. Một.\n\n2. Hai.\n\nPhụ lục II\nCHỈ TIÊU\n\nTheo quy định.\n"
    );
    let document = read(&text);
    assert_eq!(
        outline(&document),
        [
            "I | NỘI DUNG | ",
            "I.1 |  | Sở Nội vụ báo cáo.",
            "closing |  | Trên đây là Kế hoạch, đề nghị các đơn vị thực hiện./.",
            "annex | DANH SÁCH ĐƠN VỊ | (Kèm theo Kế hoạch số 5/KH-X)",
            "annex.1 |  | Một.",
            "annex.2 |  | Hai.",
            "annex-2 | CHỈ TIÊU | Theo quy định.",
        ]
    );
    let labels: Vec<_> = document
        .sections
        .iter()
        .map(|s| s.label.as_deref())
        .collect();
    assert_eq!(labels, [Some("I"), None, Some("I"), Some("II")]);
}

#[test]
fn endings() {
    for (text, recipients, signature) in [
        (
            "Nơi nhận: KT. GIÁM ĐỐC\n- VP UBND tỉnh (B/c); PHÓ GIÁM ĐỐC\n- Sở TT&TT (B/c); □ □\n- Các phòng; Ban; ý +\n□ Trần Duy Tâm\n",
            &["VP UBND tỉnh (B/c)", "Sở TT&TT (B/c)", "Các phòng", "Ban"][..],
            (
                Some("KT. GIÁM ĐỐC"),
                Some("PHÓ GIÁM ĐỐC"),
                Some("Trần Duy Tâm"),
            ),
        ),
        (
            "Nơi nhận:\tTM. ỦY BAN NHÂN DÂN\n- Như Điều 3;\tKT. CHỦ TỊCH\n- Lưu: VT, NC.\tPHÓ CHỦ TỊCH\n\tTS. Lê Thị Hoa\n",
            &["Như Điều 3", "Lưu: VT, NC"],
            (
                Some("TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH"),
                Some("PHÓ CHỦ TỊCH"),
                Some("TS. Lê Thị Hoa"),
            ),
        ),
        (
            "Nơi nhận\n- Tỉnh ủy,\n- Lưu Văn phòng. T/M BAN THƯỜNG VỤ\nPHÓ BÍ THƯ\nLò Văn Sơn\n",
            &["Tỉnh ủy", "Lưu Văn phòng"],
            (
                Some("T/M BAN THƯỜNG VỤ"),
                Some("PHÓ BÍ THƯ"),
                Some("Lò Văn Sơn"),
            ),
        ),
        // One column: what is filed is no signer of the family Lưu, and KT a division among recipients.
        (
            "Nơi nhận:\n- CVP, Phòng KT, TH;\n- Lưu VP.\nKT. TRƯỞNG CÔNG AN THÀNH PHỐ\nPHÓ TRƯỞNG CÔNG AN THÀNH PHỐ\nTrung tá Ngô Quốc Khánh\n",
            &["CVP, Phòng KT, TH", "Lưu VP"],
            (
                Some("KT. TRƯỞNG CÔNG AN THÀNH PHỐ"),
                Some("PHÓ TRƯỞNG CÔNG AN THÀNH PHỐ"),
                Some("Trung tá Ngô Quốc Khánh"),
            ),
        ),
        (
            "GIÁM ĐỐC\n\nTrần Văn An\n\nNơi nhận:\n- Như trên;\n- Lưu: VT.\n",
            &["Như trên", "Lưu: VT"],
            (None, Some("GIÁM ĐỐC"), Some("Trần Văn An")),
        ),
        (
            "Nơi nhận: GIÁM ĐỐC\n- Sở Tư pháp: Sở Tài chính:\n- Các Sở: Y tế, Nội vụ;\n- VP UBND: LĐ, các phòng, Trần Văn An\nTTPVHCC;\n- Lưu: VT:\n",
            &[
                "Sở Tư pháp",
                "Sở Tài chính",
                "Các Sở: Y tế, Nội vụ",
                "VP UBND: LĐ, các phòng, TTPVHCC",
                "Lưu: VT",
            ],
            (None, Some("GIÁM ĐỐC"), Some("Trần Văn An")),
        ),
        (
            "Nơi nhận:\tKT. THỦ TƯỚNG\n- Lưu: VT.\tPHÓ THU TƯỚNG\n\tLê Văn Đạm\n",
            &["Lưu: VT"],
            (
                Some("KT. THỦ TƯỚNG"),
                Some("PHÓ THỦ TƯỚNG"),
                Some("Lê Văn Đạm"),
            ),
        ),
        (
            "Nơi nhận:\tCHỈ HUY TRƯỞNG\n- Lưu: VT.\tLê Văn Đạm\n",
            &["Lưu: VT"],
            (None, Some("CHỈ HUY TRƯỞNG"), Some("Lê Văn Đạm")),
        ),
        (
            "Nơi nhận: PHÓ CHỦ TỊCH\n- Như trên;\n- Lưu: VT.\n\nH'Yim Kđoh\n",
            &["Như trên", "Lưu: VT"],
            (None, Some("PHÓ CHỦ TỊCH"), Some("H'Yim Kđoh")),
        ),
    ] {
        let document = read(&format!("I. NỘI DUNG\n\n1. Sở Nội vụ báo cáo./.\n\n{text}"));
        assert_eq!(document.recipients, recipients, "{text}");
        let s = &document.signature;
        assert_eq!(
            (
                s.capacity.as_deref(),
                s.position.as_deref(),
                s.name.as_deref()
            ),
            signature,
            "{text}"
        );
        assert_eq!(
            outline(&document).len(),
            2,
            "the end matter is no section: {text}"
        );
    }
}

/// Tabs, pipes and columns kept apart by blanks give the same tasks.
#[test]
fn task_tables() {
    let tabs = "TT\tNhiệm vụ\tChủ trì\tPhối hợp\tThời hạn\nI\tThể chế\n1\tSoạn thảo quy chế\tSở Nội vụ\tSở Tư pháp; các sở\tTrước ngày 30/9/2023\nTT\tNhiệm vụ\tChủ trì\tPhối hợp\tThời hạn\n\tvà hướng dẫn\n2\tTập huấn\tVăn phòng\t\tHằng quý\n";
    let pipes = tabs
        .lines()
        .map(|line| format!("| {} |\n", line.replace('\t', " | ")))
        .collect::<String>();
    let spaced = "TT    Nhiệm vụ             Chủ trì        Phối hợp        Thời hạn\nI     Thể chế\n1     Soạn thảo            Sở Nội vụ      Sở Tư pháp;     Trước ngày\n      quy chế và                          các sở          30/9/2023\n      hướng dẫn\n2     Tập huấn             Văn phòng                      Hằng quý\n";
    for table in [tabs, &pipes, spaced] {
        let document = read(&format!(
            "I. NỘI DUNG\n\nTheo Phụ lục.\n{END}\nPHỤ LỤC\nNHIỆM VỤ\n\n{table}"
        ));
        let tasks: Vec<_> = document
            .tasks
            .iter()
            .map(|t| {
                let due = t.due.as_ref().map(|d| (d.text.as_str(), d.date.as_deref()));
                (
                    t.ordinal.as_deref(),
                    t.group.as_deref(),
                    t.content.as_str(),
                    t.lead.join("|"),
                    t.support.join("|"),
                    due,
                )
            })
            .collect();
        assert_eq!(
            tasks,
            [
                (
                    Some("1"),
                    Some("Thể chế"),
                    "Soạn thảo quy chế và hướng dẫn",
                    "Sở Nội vụ".to_owned(),
                    "Sở Tư pháp|các sở".to_owned(),
                    Some(("Trước ngày 30/9/2023", Some("2023-09-30")))
                ),
                (
                    Some("2"),
                    Some("Thể chế"),
                    "Tập huấn",
                    "Văn phòng".to_owned(),
                    String::new(),
                    Some(("Hằng quý", None))
                ),
            ],
            "{table}"
        );
        assert_eq!(
            document.sections.last().map(|s| s.text.lines().count()),
            Some(4),
            "{table}"
        );
    }
}

#[test]
fn other_columns_are_kept_by_their_heads() {
    let document = read(
        "I. NHIỆM VỤ\n\nSTT\tNội dung\tĐơn vị thực hiện\tSản phẩm\tKinh phí\n1\tTập huấn\tSở Nội vụ\t10 lớp\t50 triệu\n",
    );
    assert_eq!(
        document.tasks[0].extra,
        [
            ("Sản phẩm".to_owned(), "10 lớp".to_owned()),
            ("Kinh phí".to_owned(), "50 triệu".to_owned())
        ]
    );
}

#[test]
fn tasks_in_prose() {
    let document = read(
        "I. MỤC ĐÍCH\n\n- Sở Nội vụ nâng cao trách nhiệm.\n\nII. TỔ CHỨC THỰC HIỆN\n\n1. Sở Nội vụ\n\na) Chủ trì, phối hợp với Sở Tài chính và các sở liên quan tham mưu UBND tỉnh trước ngày 05/12/2019;\n\nb) Chỉ đạo Phòng Tổ chức rà soát.\n\n2. Giao Văn phòng Sở (Bộ phận một cửa) báo cáo hằng tháng.\n\n3. Kinh phí\n\nTừ ngân sách.\n",
    );
    let tasks: Vec<_> = document
        .tasks
        .iter()
        .map(|t| {
            (
                t.section.as_deref().unwrap_or(""),
                t.lead.join("|"),
                t.support.join("|"),
                t.due.as_ref().map_or("", |d| d.text.as_str()),
            )
        })
        .collect();
    let row = |section, lead: &str, support: &str, due| {
        (section, lead.to_owned(), support.to_owned(), due)
    };
    assert_eq!(
        tasks,
        [
            row(
                "II.1.a",
                "Sở Nội vụ",
                "Sở Tài chính|các sở liên quan",
                "trước ngày 05/12/2019"
            ),
            row("II.1.b", "Sở Nội vụ", "", ""),
            row("II.2", "Văn phòng Sở (Bộ phận một cửa)", "", "hằng tháng"),
        ]
    );
}

/// The Party writes 1- and 2.1-, and its labels are as whole as others.
#[test]
fn party_labels() {
    let text = "I- MỤC TIÊU\n\n1- Mục tiêu chung\n\nNông thôn hiện đại.\n\n2- Mục tiêu cụ thể\n\n2.1- Đến năm 2025.\n\n2.2- Đến năm 2030.\n\nII- TỔ CHỨC THỰC HIỆN\n\n1- Các huyện ủy báo cáo.\n";
    let document = read(text);
    assert_eq!(
        outline(&document),
        [
            "I | MỤC TIÊU | ",
            "I.1 | Mục tiêu chung | Nông thôn hiện đại.",
            "I.2 | Mục tiêu cụ thể | ",
            "I.2.2.1 |  | Đến năm 2025.",
            "I.2.2.2 |  | Đến năm 2030.",
            "II | TỔ CHỨC THỰC HIỆN | ",
            "II.1 |  | Các huyện ủy báo cáo.",
        ]
    );
    assert!(remarks(&document).is_empty());
}

/// Articles are counted through chapters and sections, broken ones too.
#[test]
fn articles_go_on_through_chapters() {
    let text = "Chương I\nQUY ĐỊNH CHUNG\n\nĐiều 1. Phạm vi\n\nMột.\n\nĐiều 2. Đối tượng\n\nHai.\n\nChương II\nTHI HÀNH\n\nMục 1\nHIỆU LỰC\n\nĐiều 3. Hiệu lực\n\nBa.\n\nMục 2\nTRÁCH NHIỆM\n\nĐiều 4. Trách nhiệm\n\nBốn.\n";
    let document = read(text);
    let ids: Vec<String> = outline(&document)
        .iter()
        .map(|line| line.split(' ').next().unwrap_or("").to_owned())
        .collect();
    assert_eq!(
        ids,
        ["I", "I.1", "I.2", "II", "II.1", "II.1.3", "II.2", "II.2.4"]
    );
    assert!(remarks(&document).is_empty(), "{:?}", remarks(&document));
}

/// What a scan makes of Roman numbers, where everything else had to be restored too.
#[test]
fn roman_numbers_through_lost_and_stray_strokes() {
    for second in [
        "II. NỘI DUNG",
        "IIl. NỘI DUNG",
        "I. NỘI DUNG",
        "ll- NỘI DUNG",
        "UW. NỘI DUNG",
        "JN. NỘI DUNG",
    ] {
        let text = format!("I. MỤC ĐÍCH\n\n1. Một.\n\n2. Hai.\n\n{second}\n\n1. Ba.\n\n2. Bốn.\n");
        let ids: Vec<String> = read_restored(&text)
            .sections
            .iter()
            .map(|s| s.id.clone())
            .collect();
        assert_eq!(ids, ["I", "II"], "{second}");
    }
}

/// A title that a page break cuts is one.
#[test]
fn annex_titles_go_on_after_a_page_break() {
    let document = read(&format!(
        "I. NỘI DUNG\n\n1. Theo Phụ lục.\n{END}\nPHỤ LỤC\nPHÂN CÔNG NHIỆM VỤ KHẮC PHỤC CÁC TIÊU CHÍ BỊ TRỪ\n\n3\n\nĐIỂM\n(Kèm theo Kế hoạch số 5/KH-X)\n\n1. Một.\n"
    ));
    let title = document.sections.last().and_then(|s| s.title.clone());
    assert_eq!(
        title.as_deref(),
        Some("PHÂN CÔNG NHIỆM VỤ KHẮC PHỤC CÁC TIÊU CHÍ BỊ TRỪ ĐIỂM")
    );
}

/// A page number under the last row of a page is no part of the row that the page cuts.
#[test]
fn rows_cut_by_numbered_pages() {
    let document = read(&format!(
        "I. NỘI DUNG\n\nTheo Phụ lục.\n{END}\nPHỤ LỤC\nVIỆC LÀM\n\nTT\tCông việc\tChủ trì\tThời hạn\n1\tSửa cống và\tTổ Thủy\tQuý I\n- 7 -\n\nTT\tCông việc\tChủ trì\tThời hạn\n\tnạo vét kênh\tlợi\t\n2\tGác đập\tTổ Bảo vệ\tTháng 6\n"
    ));
    let tasks: Vec<_> = document
        .tasks
        .iter()
        .map(|task| (task.content.as_str(), task.lead.join("|")))
        .collect();
    assert_eq!(
        tasks,
        [
            ("Sửa cống và nạo vét kênh", "Tổ Thủy lợi".to_owned()),
            ("Gác đập", "Tổ Bảo vệ".to_owned())
        ]
    );
}

/// Room for a pen parts no columns.
#[test]
fn numbers_and_days_to_be_filled_in() {
    let document = read(
        "UBND XÃ TÂN PHÚ          CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSố:        /KH-UBND          Tân Phú, ngày       tháng 6 năm 2022\n\nKẾ HOẠCH\nTrồng cây\n\nI. MỤC ĐÍCH\n",
    );
    let header = &document.header;
    assert_eq!(
        (
            header.code.as_deref(),
            header.place.as_deref(),
            header.date.as_deref()
        ),
        (Some("/KH-UBND"), Some("Tân Phú"), Some("2022-06"))
    );
}

/// A heading that is nothing but strokes and a name counts, though no numbers begin again below it.
#[test]
fn roman_numbers_of_strokes_alone() {
    let document = read_restored(
        "I. MỤC ĐÍCH\n\n1. Một.\n\nII. NỘI DUNG\n\n1. Hai.\n\nINL. KINH PHÍ\n\nTừ quỹ.\n\nIV. TỔ CHỨC\n\n1. Ba.\n",
    );
    let ids: Vec<&str> = document.sections.iter().map(|s| s.id.as_str()).collect();
    assert_eq!(ids, ["I", "II", "III", "IV"]);
}

/// The Party's hyphen with a stroke through it, and a heading that assigns work in ruins.
#[test]
fn party_labels_through_strokes() {
    let document = read_restored(
        "I- MỤC ĐÍCH\n\nMột.\n\nII- 7Ô CHUC THC HIỆN\n\n1- Ban Tổ chức Huyện ủy theo dõi.\n\n2+ Ban Dân vận Huyện ủy nắm tình hình.\n\n3- Văn phòng Huyện ủy báo cáo.\n",
    );
    let found: Vec<(Option<&str>, String)> = document
        .tasks
        .iter()
        .map(|task| (task.section.as_deref(), task.lead.join("|")))
        .collect();
    assert_eq!(
        found,
        [
            (Some("II.1"), "Ban Tổ chức Huyện ủy".to_owned()),
            (Some("II.2"), "Ban Dân vận Huyện ủy".to_owned()),
            (Some("II.3"), "Văn phòng Huyện ủy".to_owned()),
        ]
    );
}

/// The bracket of a point curls, and its c is read as coins and marks.
#[test]
fn points_through_odd_signs() {
    for third in ["c)", "¢)", "©}", "€)", "c}"] {
        let document = read_restored(&format!(
            "I. NỘI DUNG\n\n1. Việc:\n\na) Một;\n\nb) Hai;\n\n{third} Ba;\n\nd) Bốn.\n"
        ));
        let ids: Vec<String> = outline(&document)
            .iter()
            .skip(2)
            .filter_map(|line| line.split(' ').next().map(str::to_owned))
            .collect();
        assert_eq!(ids, ["I.1.a", "I.1.b", "I.1.c", "I.1.d"], "{third}");
    }
}

#[test]
fn the_letterhead_of_another_document_is_no_annex() {
    let plan = "UBND HUYỆN A\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nSố: 12/KH-UBND\n\
                A, ngày 12 tháng 4 năm 2021\nKẾ HOẠCH\nDiễn tập năm 2021\nI. MỤC ĐÍCH\nNâng cao năng lực.\nNơi nhận:\n- Như trên;\n- Lưu: VT.\n\
                CHỦ TỊCH\nNguyễn Văn An\n";
    let letterhead =
        "UBND HUYỆN B\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n";
    let warned = |document: &Document| {
        document
            .diagnostics
            .iter()
            .any(|diagnostic| diagnostic.code == "another_document")
    };
    let alone = read(plan);
    assert!(!warned(&alone));
    let cut_off = read(&format!("{plan}{letterhead}"));
    assert_eq!(cut_off.sections, alone.sections);
    assert_eq!(cut_off.signature, alone.signature);
    assert!(warned(&cut_off));
    let whole = read(&format!(
        "{plan}{letterhead}BIÊN BẢN\nKiểm tra bến đò\n1. Thời gian kiểm tra.\n"
    ));
    assert!(warned(&whole));
}

#[test]
fn minutes_are_signed_by_who_leads_and_close_before_it() {
    let minutes = "PHÒNG NỘI VỤ\nBIÊN BẢN\nHọp xét tuyển\nI. NỘI DUNG\n1. Xét hồ sơ đủ điều kiện.\n2. Thống nhất danh sách.\n\
                   Cuộc họp kết thúc lúc 10 giờ cùng ngày./.\nTHƯ KÝ\nHà Công Tuân\nCHỦ TỊCH HỘI ĐỒNG\nBùi Văn Thắng\n";
    let document = read(minutes);
    assert_eq!(
        document.signature.position.as_deref(),
        Some("CHỦ TỊCH HỘI ĐỒNG")
    );
    assert_eq!(document.signature.name.as_deref(), Some("Bùi Văn Thắng"));
    let closing = document.sections.last().expect("a closing");
    assert_eq!(closing.kind, SectionKind::Closing);
    assert_eq!(closing.text, "Cuộc họp kết thúc lúc 10 giờ cùng ngày./.");
}

#[test]
fn a_page_from_within_a_document_has_no_letterhead() {
    let page = "IV. PHÂN CÔNG THỰC HIỆN\nSố TT\tNội dung\tCơ quan thực hiện\n1\tTập huấn biểu mẫu\tBan Tổ chức Huyện ủy\n\
                V. TỔ CHỨC THỰC HIỆN\nThủ trưởng cơ quan chịu trách nhiệm.\n";
    let document = read(page);
    assert_eq!(document.header.authority, None);
    let ids: Vec<&str> = document.sections.iter().map(|s| s.id.as_str()).collect();
    assert_eq!(ids, ["IV", "V"]);
    assert_eq!(document.tasks[0].lead, ["Ban Tổ chức Huyện ủy"]);
}

#[test]
fn a_heading_is_not_joined_to_its_paragraph_by_a_word_that_only_looks_like_another() {
    sections(
        "I. NHIỆM VỤ\n1. Phòng Kinh tế, Ban Quản lý các chợ trung tâm huyện và các chợ\nYêu cầu hộ kinh doanh ký cam kết.\n2. Điện lực\nKiểm tra lưới điện.\n",
        &[
            "I | NHIỆM VỤ | ",
            "I.1 | Phòng Kinh tế, Ban Quản lý các chợ trung tâm huyện và các chợ | Yêu cầu hộ kinh doanh ký cam kết.",
            "I.2 | Điện lực | Kiểm tra lưới điện.",
        ],
    );
}
