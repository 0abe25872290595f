//! Who does what by when, in the wordings of offices: sentences and table heads.

use super::read;

/// Each row: a sentence in a section that assigns work; lead, support and due, parts of a list divided by bars.
#[test]
fn sentences() {
    let mut wrong = Vec::new();
    for (text, lead, support, due) in [
        // The second half of a ministry's name is no unit.
        (
            "Sở Lao động - Thương binh và Xã hội chủ trì, phối hợp với Sở Khoa học và Công nghệ rà soát.",
            "Sở Lao động - Thương binh và Xã hội",
            "Sở Khoa học và Công nghệ",
            "",
        ),
        (
            "Phòng Văn hóa, Khoa học và Thông tin tổng hợp.",
            "Phòng Văn hóa, Khoa học và Thông tin",
            "",
            "",
        ),
        (
            "Vụ Hợp tác và Hội nhập quốc tế, Cục Đổi mới và Phát triển doanh nghiệp báo cáo.",
            "Vụ Hợp tác và Hội nhập quốc tế|Cục Đổi mới và Phát triển doanh nghiệp",
            "",
            "",
        ),
        (
            "Phòng Kế hoạch tổng hợp chủ trì, phối hợp với khoa Nội, khoa Chẩn đoán hình ảnh lập dự trù.",
            "Phòng Kế hoạch tổng hợp",
            "khoa Nội|khoa Chẩn đoán hình ảnh",
            "",
        ),
        (
            "Đài Truyền thanh huyện tăng thời lượng phát sóng hằng ngày.",
            "Đài Truyền thanh huyện",
            "",
            "hằng ngày",
        ),
        (
            "Văn phòng đại diện các báo thường trú tại huyện đưa tin.",
            "Văn phòng đại diện các báo thường trú tại huyện",
            "",
            "",
        ),
        // Verbs inside the names of committees.
        (
            "Ban Chỉ huy phòng, chống thiên tai và tìm kiếm cứu nạn huyện trực 24/24 giờ; chủ trì kiểm tra.",
            "Ban Chỉ huy phòng, chống thiên tai và tìm kiếm cứu nạn huyện",
            "",
            "",
        ),
        (
            "Ban Chỉ đạo chuyển đổi số tỉnh phân công thành viên phụ trách địa bàn.",
            "Ban Chỉ đạo chuyển đổi số tỉnh",
            "",
            "",
        ),
        (
            "Ban Quản lý dự án đầu tư xây dựng huyện bàn giao mặt bằng.",
            "Ban Quản lý dự án đầu tư xây dựng huyện",
            "",
            "",
        ),
        // "tổ chức" as a noun and as a verb.
        (
            "Các cơ quan, tổ chức, đơn vị có trách nhiệm báo cáo.",
            "Các cơ quan, tổ chức, đơn vị",
            "",
            "",
        ),
        (
            "Các phòng chuyên môn tổ chức quán triệt Kế hoạch.",
            "Các phòng chuyên môn",
            "",
            "",
        ),
        (
            "Mặt trận Tổ quốc và các tổ chức chính trị - xã hội tỉnh giám sát.",
            "Mặt trận Tổ quốc|các tổ chức chính trị - xã hội tỉnh",
            "",
            "",
        ),
        // A clause that narrows a unit stays with it.
        (
            "Các đơn vị được giao chủ trì nhiệm vụ có trách nhiệm báo cáo tiến độ.",
            "Các đơn vị được giao chủ trì nhiệm vụ",
            "",
            "",
        ),
        (
            "Đơn vị khai thác công trình thủy lợi thực hiện nhiệm vụ bảo vệ đập.",
            "Đơn vị khai thác công trình thủy lợi",
            "",
            "",
        ),
        (
            "Cơ quan quản lý đất đai cấp huyện có trách nhiệm công khai quy hoạch.",
            "Cơ quan quản lý đất đai cấp huyện",
            "",
            "",
        ),
        // Time and ground before the unit or between unit and verb.
        (
            "Định kỳ hằng quý, Phòng Nội vụ có trách nhiệm báo cáo.",
            "Phòng Nội vụ",
            "",
            "Định kỳ hằng quý",
        ),
        (
            "UBND cấp xã trong thời gian 05 ngày làm việc kể từ ngày nhận đủ hồ sơ có trách nhiệm xác nhận.",
            "UBND cấp xã",
            "",
            "trong thời gian 05 ngày làm việc kể từ ngày nhận đủ hồ sơ có trách nhiệm xác nhận",
        ),
        (
            "Căn cứ Kế hoạch này, UBND các xã, thị trấn xây dựng kế hoạch trước ngày 20/3/2024.",
            "UBND các xã, thị trấn",
            "",
            "trước ngày 20/3/2024",
        ),
        // Addresses and orders.
        (
            "Các Ông (Bà): Chánh Văn phòng, Giám đốc Công an tỉnh và Thủ trưởng các đơn vị liên quan chịu trách nhiệm thi hành Quyết định này.",
            "Chánh Văn phòng|Giám đốc Công an tỉnh|Thủ trưởng các đơn vị liên quan",
            "",
            "",
        ),
        (
            "Đề nghị Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh và các đoàn thể vận động hội viên.",
            "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh|các đoàn thể",
            "",
            "",
        ),
        (
            "Công an tỉnh phối hợp với chính quyền địa phương, nhà trường và gia đình quản lý học sinh.",
            "Công an tỉnh",
            "chính quyền địa phương, nhà trường và gia đình",
            "",
        ),
        (
            "Sở Xây dựng phối hợp cùng các sở, ban, ngành và địa phương tham mưu UBND tỉnh.",
            "Sở Xây dựng",
            "các sở, ban, ngành và địa phương",
            "",
        ),
        // Deadlines.
        (
            "Sở Tài chính báo cáo chậm nhất là 03 ngày kể từ ngày ký văn bản.",
            "Sở Tài chính",
            "",
            "chậm nhất là 03 ngày kể từ ngày ký văn bản",
        ),
        (
            "Sở Tài chính báo cáo trước ngày 15 tháng 01 và 15 tháng 7 hằng năm.",
            "Sở Tài chính",
            "",
            "trước ngày 15 tháng 01 và 15 tháng 7 hằng năm",
        ),
        (
            "Sở Tài chính gửi số liệu hằng tháng, trước ngày 15.",
            "Sở Tài chính",
            "",
            "hằng tháng, trước ngày 15",
        ),
        (
            "Sở Tài chính tổng hợp, định kỳ 6 tháng, hằng năm báo cáo.",
            "Sở Tài chính",
            "",
            "định kỳ 6 tháng, hằng năm",
        ),
        (
            "Sở Tài chính hoàn thành trong quý II và quý III năm 2024.",
            "Sở Tài chính",
            "",
            "trong quý II và quý III năm 2024",
        ),
        (
            "Sở Tài chính tập huấn từ tháng 3 đến tháng 5/2024.",
            "Sở Tài chính",
            "",
            "từ tháng 3 đến tháng 5/2024",
        ),
        (
            "Sở Tài chính trích ngân sách theo kế hoạch đầu tư công hằng năm.",
            "Sở Tài chính",
            "",
            "",
        ),
        (
            "Sở Tài chính bố trí kinh phí hoạt động thường xuyên.",
            "Sở Tài chính",
            "",
            "",
        ),
        (
            "Sở Tài chính hướng dẫn theo Thông tư có hiệu lực từ ngày 01/7/2024.",
            "Sở Tài chính",
            "",
            "",
        ),
    ] {
        let document = read(&format!("II. TỔ CHỨC THỰC HIỆN\n\n1. {text}\n"));
        let found = document.tasks.first().map(|task| {
            let due = task.due.as_ref().map_or("", |due| due.text.as_str());
            (task.lead.join("|"), task.support.join("|"), due.to_owned())
        });
        let want = Some((lead.to_owned(), support.to_owned(), due.to_owned()));
        if found != want {
            wrong.push(format!("{text}\n  got  {found:?}\n  want {want:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Headings over the work say whose it is.
#[test]
fn headings() {
    for (heading, lead) in [
        ("Sở Nội vụ", "Sở Nội vụ"),
        ("Trách nhiệm của Sở Nội vụ", "Sở Nội vụ"),
        (
            "Nhiệm vụ, quyền hạn của Phòng Tổ chức - Hành chính",
            "Phòng Tổ chức - Hành chính",
        ),
        ("Đối với UBND cấp huyện", "UBND cấp huyện"),
        ("Phòng Hành chính tổng hợp", "Phòng Hành chính tổng hợp"),
        ("LĐLĐ các huyện", "LĐLĐ các huyện"),
        (
            "Các sở, ban, ngành; UBND các huyện, thành phố",
            "Các sở, ban, ngành|UBND các huyện, thành phố",
        ),
        (
            "Ban Chỉ đạo cải cách hành chính và chuyển đổi số các xã",
            "Ban Chỉ đạo cải cách hành chính và chuyển đổi số các xã",
        ),
    ] {
        let document = read(&format!(
            "II. TỔ CHỨC THỰC HIỆN\n\n1. {heading}\n\na) Rà soát;\n\nb) Báo cáo.\n"
        ));
        let leads: Vec<String> = document
            .tasks
            .iter()
            .map(|task| task.lead.join("|"))
            .collect();
        assert_eq!(leads, [lead, lead], "{heading}");
    }
    let letter = read(
        "SỞ NỘI VỤ\nSố: 5/SNV-VP\tHà Nội, ngày 01 tháng 3 năm 2023\nV/v báo cáo\n\nKính gửi: Các phòng.\n\nThực hiện Kế hoạch, Sở Nội vụ đề nghị các phòng, đơn vị thuộc Sở thực hiện các nội dung sau:\n\n1. Rà soát hồ sơ.\n\n2. Báo cáo trước ngày 05/4/2023.\n",
    );
    let leads: Vec<String> = letter
        .tasks
        .iter()
        .map(|task| task.lead.join("|"))
        .collect();
    assert_eq!(
        leads, ["các phòng, đơn vị thuộc Sở"; 2],
        "the opening names those who are asked"
    );
}

/// Each row: a table; the tasks as `ordinal | group | content | lead | support | due`.
#[test]
fn table_heads_in_any_wording() {
    for (table, tasks) in [
        (
            "TT\tNhóm nhiệm vụ\tNhiệm vụ cụ thể\tĐơn vị chủ trì\tĐơn vị phối hợp\tThời gian bắt đầu\tThời gian hoàn thành\n1\tHạ tầng\tNâng cấp đường truyền\tVNPT tỉnh\tSở A\tQuý I\tQuý III/2023\n",
            &["1 |  | Nâng cấp đường truyền | VNPT tỉnh | Sở A | Quý III/2023"][..],
        ),
        (
            "STT\tNội dung công việc\tĐơn vị thực hiện\t\tThời gian\n\t\tChủ trì\tPhối hợp\t\n1\tTổ chức hội nghị\tPhòng A\tPhòng B, Phòng C\tTháng 3/2024\n",
            &["1 |  | Tổ chức hội nghị | Phòng A | Phòng B; Phòng C | Tháng 3/2024"],
        ),
        (
            "STT\tHoạt động\tLãnh đạo phụ trách\tĐơn vị chủ trì\tTiến độ\nA\tTuyên truyền\n1\tPhát tờ rơi\tĐ/c Nam\tTrạm Y tế\tThường xuyên\n",
            &["1 | Tuyên truyền | Phát tờ rơi | Trạm Y tế |  | Thường xuyên"],
        ),
        (
            "TT\tCơ quan chủ trì\tViệc\tKỳ hạn\nI\tThể chế\n1\tSở Nội vụ\tRà soát quy chế\t6/2024\nII\tHạ tầng\n1\tSở Tài chính\tMua máy\t30/9/2024\n",
            &[
                "1 | Thể chế | Rà soát quy chế | Sở Nội vụ |  | 6/2024",
                "1 | Hạ tầng | Mua máy | Sở Tài chính |  | 30/9/2024",
            ],
        ),
        (
            "STT\tNhiệm vụ\tCơ quan thực hiện\tThời hạn\n1\tNhóm việc về đất đai\n1.1\tSửa bảng giá\tSở A\t30/6/2023\n2\tCông khai dự án\tSở B\tQuý II/2023\n",
            &[
                "1.1 | Nhóm việc về đất đai | Sửa bảng giá | Sở A |  | 30/6/2023",
                "2 |  | Công khai dự án | Sở B |  | Quý II/2023",
            ],
        ),
        (
            "Phần việc\tAi làm\tBao giờ xong\nLập danh sách hộ nghèo\tTổ dân phố\t20/8/2024\nNiêm yết danh sách\tUBND phường\tHằng tháng\n",
            &[
                " |  | Lập danh sách hộ nghèo | Tổ dân phố |  | 20/8/2024",
                " |  | Niêm yết danh sách | UBND phường |  | Hằng tháng",
            ],
        ),
        (
            "TT\tNội đung công việc\tĐơn vị chú trì\tThời gìan\n1\tTập huấn\tSở A\tQuý I/2024\n",
            &["1 |  | Tập huấn | Sở A |  | Quý I/2024"],
        ),
    ] {
        let document = read(&format!(
            "II. NỘI DUNG\n\n1. Nhiệm vụ cụ thể như sau:\n\n{table}"
        ));
        let found: Vec<String> = document
            .tasks
            .iter()
            .map(|task| {
                let text = |part: &Option<String>| part.clone().unwrap_or_default();
                [
                    text(&task.ordinal),
                    text(&task.group),
                    task.content.clone(),
                    task.lead.join("; "),
                    task.support.join("; "),
                    task.due
                        .as_ref()
                        .map_or(String::new(), |due| due.text.clone()),
                ]
                .join(" | ")
            })
            .collect();
        assert_eq!(found, tasks, "{table}");
    }
}

fn leads(text: &str) -> Vec<(String, String)> {
    read(text)
        .tasks
        .into_iter()
        .map(|task| (task.section.unwrap_or_default(), task.lead.join("|")))
        .collect()
}

fn pair(section: &str, lead: &str) -> (String, String) {
    (section.to_owned(), lead.to_owned())
}

/// A letter that asks all whom it addresses still names some of them itself.
#[test]
fn orders_of_a_letter() {
    let letter = "Kính gửi: Các xã ven biển\n\nĐể phòng sạt lở, UBND huyện yêu cầu các xã thực hiện:\n\n1. Kiểm tra bờ bao mỗi tuần một lần.\n\n2. Đề nghị Hội Nông dân huyện vận động ngư dân vào bờ.\n";
    assert_eq!(
        leads(letter),
        [pair("1", "các xã"), pair("2", "Hội Nông dân huyện")]
    );
}

/// Conclusions of a meeting give orders, but not where they look back.
#[test]
fn conclusions_of_a_meeting() {
    let notice = "THÔNG BÁO\nKết luận của Trưởng ban tại buổi giao ban\n\nNgày 12/4/2021, Trưởng ban chủ trì giao ban và kết luận như sau:\n\n1. Đánh giá chung\n\nCác tổ đã bám sát địa bàn, nắm chắc tình hình.\n\n2. Công việc tới đây\n\na) Tổ Kỹ thuật vận hành trạm bơm.\n\nb) Tổ Bảo vệ đã trực đủ quân số.\n\n3. Giao Tổ Hành chính báo cáo hằng tuần.\n";
    assert_eq!(
        leads(notice),
        [pair("2.a", "Tổ Kỹ thuật"), pair("3", "Tổ Hành chính")]
    );
}
