//! More forms of citation: what offices write between type, number, body and title.

use super::check;

#[test]
fn forms_of_offices() {
    check(&[
        (
            "a topic between type and number",
            "Nghị quyết chuyên đề số 05-NQ/TU ngày 12/4/2021 của Tỉnh ủy về chuyển đổi số;",
            &["05-NQ/TU | Nghị quyết | Tỉnh ủy | 2021-04-12 | về chuyển đổi số"],
        ),
        (
            "a bracket between type and number",
            "Quyết định (cá biệt) số 12/QĐ-UBND ngày 12/4/2021;",
            &["12/QĐ-UBND | Quyết định |  | 2021-04-12"],
        ),
        (
            "urgency is no part of the type",
            "Công văn hỏa tốc số 12/UBND-NC ngày 12/4/2021;",
            &["12/UBND-NC | Công văn |  | 2021-04-12"],
        ),
        (
            "conclusion of a meeting is a type of its own",
            "Thông báo kết luận số 123-TB/TU ngày 12/4/2021;",
            &["123-TB/TU | Thông báo kết luận |  | 2021-04-12"],
        ),
        (
            "conclusion of an inspection",
            "Kết luận thanh tra số 12/KL-TTr ngày 12/4/2021 của Thanh tra tỉnh;",
            &["12/KL-TTr | Kết luận thanh tra | Thanh tra tỉnh | 2021-04-12"],
        ),
        (
            "joint resolution",
            "Nghị quyết liên tịch số 12/2021/NQLT-CP-UBTWMTTQVN;",
            &["12/2021/NQLT-CP-UBTWMTTQVN | Nghị quyết liên tịch"],
        ),
        (
            "plan of several branches",
            "Kế hoạch liên ngành số 12/KHLN-STP-CAT ngày 12/4/2021;",
            &["12/KHLN-STP-CAT | Kế hoạch liên ngành |  | 2021-04-12"],
        ),
        (
            "body after the type without của",
            "Quyết định UBND tỉnh số 12/QĐ-UBND ngày 12/4/2021;",
            &["12/QĐ-UBND | Quyết định | UBND tỉnh | 2021-04-12"],
        ),
        (
            "council after the type without của",
            "Nghị quyết Hội đồng nhân dân tỉnh số 12/NQ-HĐND ngày 12/4/2021;",
            &["12/NQ-HĐND | Nghị quyết | Hội đồng nhân dân tỉnh | 2021-04-12"],
        ),
        (
            "a comma before số",
            "Quyết định, số 12/QĐ-UBND ngày 12/4/2021;",
            &["12/QĐ-UBND | Quyết định |  | 2021-04-12"],
        ),
        (
            "a colon after the type",
            "Quyết định: 12/QĐ-UBND ngày 12/4/2021;",
            &["12/QĐ-UBND | Quyết định |  | 2021-04-12"],
        ),
        (
            "a colon after số",
            "các Văn bản số: 12/UBND-NC ngày 12/4/2021, 15/UBND-NC ngày 15/4/2021 của UBND tỉnh;",
            &[
                "12/UBND-NC | Văn bản | UBND tỉnh | 2021-04-12",
                "15/UBND-NC | Văn bản | UBND tỉnh | 2021-04-15",
            ],
        ),
        (
            "a list after a colon shares type and body",
            "các Nghị định của Chính phủ: số 61/2018/NĐ-CP ngày 23/4/2018, số 107/2021/NĐ-CP ngày 06/12/2021;",
            &[
                "61/2018/NĐ-CP | Nghị định | Chính phủ | 2018-04-23",
                "107/2021/NĐ-CP | Nghị định | Chính phủ | 2021-12-06",
            ],
        ),
        (
            "a list after a colon with titles",
            "các Quyết định của Chủ tịch UBND huyện: số 112/QĐ-UBND ngày 10/01/2022 về giao chỉ tiêu và số 118/QĐ-UBND ngày 14/01/2022 về cải cách hành chính;",
            &[
                "112/QĐ-UBND | Quyết định | Chủ tịch UBND huyện | 2022-01-10 | về giao chỉ tiêu",
                "118/QĐ-UBND | Quyết định | Chủ tịch UBND huyện | 2022-01-14 | về cải cách hành chính",
            ],
        ),
        (
            "each of the list with its own type word",
            "các Chỉ thị của Thủ tướng Chính phủ: Chỉ thị số 12/CT-TTg, Chỉ thị số 15/CT-TTg;",
            &["12/CT-TTg | Chỉ thị", "15/CT-TTg | Chỉ thị"],
        ),
        (
            "contract",
            "Hợp đồng số 12/2021/HĐ-TV ngày 12/4/2021;",
            &["12/2021/HĐ-TV | Hợp đồng |  | 2021-04-12"],
        ),
        (
            "licence",
            "Giấy phép số 12/GP-UBND ngày 12/4/2021;",
            &["12/GP-UBND | Giấy phép |  | 2021-04-12"],
        ),
        (
            "invitation",
            "Giấy mời số 12/GM-UBND ngày 12/4/2021 của UBND tỉnh;",
            &["12/GM-UBND | Giấy mời | UBND tỉnh | 2021-04-12"],
        ),
        (
            "minutes",
            "Biên bản số 12/BB-HĐ ngày 12/4/2021;",
            &["12/BB-HĐ | Biên bản |  | 2021-04-12"],
        ),
        (
            "transfer slip",
            "Phiếu chuyển số 12/PC-VP ngày 12/4/2021;",
            &["12/PC-VP | Phiếu chuyển |  | 2021-04-12"],
        ),
        (
            "press release, not a notice",
            "Thông cáo báo chí số 12/TC-BC;",
            &["12/TC-BC | Thông cáo"],
        ),
        (
            "three Party instruments, each with its type",
            "Quy định số 22-QĐ/TW, Quy định số 37-QĐ/TW và Hướng dẫn số 02-HD/UBKTTW;",
            &[
                "22-QĐ/TW | Quy định",
                "37-QĐ/TW | Quy định",
                "02-HD/UBKTTW | Hướng dẫn",
            ],
        ),
        (
            "Party directive without số",
            "Chỉ thị 05-CT/TW của Bộ Chính trị khóa XII về đẩy mạnh học tập;",
            &["05-CT/TW | Chỉ thị | Bộ Chính trị khóa XII |  | về đẩy mạnh học tập"],
        ),
        (
            "a date after a comma, as the Party writes",
            "Nghị quyết số 19-NQ/TW, ngày 16/6/2022 của Ban Chấp hành Trung ương Đảng khóa XIII về nông nghiệp;",
            &[
                "19-NQ/TW | Nghị quyết | Ban Chấp hành Trung ương Đảng khóa XIII | 2022-06-16 | về nông nghiệp",
            ],
        ),
        (
            "symbol of three groups",
            "Tờ trình số 3951/TTr-CAT-PC07 ngày 12/9/2024;",
            &["3951/TTr-CAT-PC07 | Tờ trình |  | 2024-09-12"],
        ),
        (
            "law named and numbered: công is no Thư công",
            "Luật Đầu tư công số 39/2019/QH14 ngày 13/6/2019;",
            &["39/2019/QH14 | Luật |  | 2019-06-13 | Đầu tư công"],
        ),
        (
            "law with the year right after the name",
            "Luật Đất đai 2024;",
            &[" | Luật |  |  | Đất đai"],
        ),
        (
            "law with năm",
            "Luật Đất đai năm 2024;",
            &[" | Luật |  |  | Đất đai"],
        ),
        (
            "law whose name repeats the word",
            "Luật Luật sư 2006;",
            &[" | Luật |  |  | Luật sư"],
        ),
        (
            "name ends at hoặc",
            "Luật Đất đai hoặc trường hợp khác;",
            &[" | Luật |  |  | Đất đai"],
        ),
        (
            "name ends at mà",
            "Luật Đất đai mà được miễn tiền sử dụng đất;",
            &[" | Luật |  |  | Đất đai"],
        ),
        (
            "name ends at nhưng",
            "Luật Đất đai nhưng chưa được cấp giấy;",
            &[" | Luật |  |  | Đất đai"],
        ),
        (
            "name ends before a pinpoint of another law",
            "Điều 12 Luật Thanh tra và khoản 2 Điều 8 Luật Tố cáo;",
            &[
                " | Luật |  |  | Thanh tra | Điều 12",
                " | Luật |  |  | Tố cáo | khoản 2 Điều 8",
            ],
        ),
        (
            "lá is not là",
            "Luật Phòng, chống tác hại của thuốc lá;",
            &[" | Luật |  |  | Phòng, chống tác hại của thuốc lá"],
        ),
        (
            "theo inside a name",
            "Luật Đầu tư theo phương thức đối tác công tư;",
            &[" | Luật |  |  | Đầu tư theo phương thức đối tác công tư"],
        ),
        (
            "name with a comma and và",
            "Luật Phòng cháy, chữa cháy và cứu nạn, cứu hộ;",
            &[" | Luật |  |  | Phòng cháy, chữa cháy và cứu nạn, cứu hộ"],
        ),
        (
            "name with a comma: traffic",
            "Luật Trật tự, an toàn giao thông đường bộ;",
            &[" | Luật |  |  | Trật tự, an toàn giao thông đường bộ"],
        ),
        (
            "name with a comma: medicine",
            "Luật Khám bệnh, chữa bệnh;",
            &[" | Luật |  |  | Khám bệnh, chữa bệnh"],
        ),
        (
            "name with a comma: tariffs",
            "Luật Thuế xuất khẩu, thuế nhập khẩu;",
            &[" | Luật |  |  | Thuế xuất khẩu, thuế nhập khẩu"],
        ),
        (
            "law that changes many laws",
            "Luật số 90/2025/QH15 sửa đổi, bổ sung một số điều của Luật Đấu thầu, Luật Hải quan, Luật Thuế xuất khẩu, thuế nhập khẩu và Luật Đầu tư công;",
            &[
                "90/2025/QH15 | Luật |  |  | sửa đổi, bổ sung một số điều của Luật Đấu thầu, Luật Hải quan, Luật Thuế xuất khẩu, thuế nhập khẩu và Luật Đầu tư công",
                " | Luật |  |  | Đấu thầu",
                " | Luật |  |  | Hải quan",
                " | Luật |  |  | Thuế xuất khẩu, thuế nhập khẩu",
                " | Luật |  |  | Đầu tư công",
            ],
        ),
        (
            "năm after a code without a year",
            "Quyết định 4953/QĐ-BNN-TT năm 2023;",
            &["4953/QĐ-BNN-TT | Quyết định"],
        ),
        (
            "an article that says, without date or body, has no title",
            "khoản 4 Điều 60 Nghị định 45/2022/NĐ-CP quy định mức phạt tiền;",
            &["45/2022/NĐ-CP | Nghị định |  |  |  | khoản 4 Điều 60"],
        ),
        (
            "quy định như sau is no title",
            "Nghị định 45/2022/NĐ-CP quy định như sau;",
            &["45/2022/NĐ-CP | Nghị định"],
        ),
        (
            "body ends before what is done",
            "Quyết định số 210/2006/QĐ-TTg ngày 12/9/2006 của Thủ tướng Chính phủ và phân bổ vốn đầu tư;",
            &["210/2006/QĐ-TTg | Quyết định | Thủ tướng Chính phủ | 2006-09-12"],
        ),
        (
            "body ends before an opinion",
            "Báo cáo thẩm tra số 12/BC-HĐND ngày 12/4/2021 của Ban Pháp chế HĐND tỉnh và ý kiến của đại biểu;",
            &["12/BC-HĐND | Báo cáo | Ban Pháp chế HĐND tỉnh | 2021-04-12"],
        ),
        (
            "title ends before the main clause",
            "Thực hiện Kế hoạch số 12/KH-UBND ngày 02/3/2021 của UBND tỉnh về chuyển đổi số, các sở đã ban hành kế hoạch;",
            &["12/KH-UBND | Kế hoạch | UBND tỉnh | 2021-03-02 | về chuyển đổi số"],
        ),
        (
            "title ends before a lone noun that acts",
            "Thực hiện Kế hoạch số 12/KH-UBND của UBND tỉnh triển khai thực hiện Nghị quyết số 15-NQ/TU của Tỉnh ủy, huyện đã ban hành 05 văn bản;",
            &[
                "12/KH-UBND | Kế hoạch | UBND tỉnh |  | triển khai thực hiện Nghị quyết số 15-NQ/TU của Tỉnh ủy => 15-NQ/TU",
                "15-NQ/TU | Nghị quyết | Tỉnh ủy",
            ],
        ),
        (
            "title ends before a time",
            "Thực hiện Kế hoạch số 12/KH-UBND ngày 02/3/2021 về chuyển đổi số, trong năm 2021, tỉnh đạt kết quả tốt;",
            &["12/KH-UBND | Kế hoạch |  | 2021-03-02 | về chuyển đổi số"],
        ),
        (
            "title ends at a question mark",
            "Thông tư 36/2025/TT-NHNN về vị trí việc làm ra sao?",
            &["36/2025/TT-NHNN | Thông tư |  |  | về vị trí việc làm ra sao"],
        ),
        (
            "naming for later is no citation",
            "Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Chính phủ (sau đây gọi tắt là Nghị quyết 76);",
            &["76/NQ-CP | Nghị quyết | Chính phủ | 2021-07-15"],
        ),
        (
            "short form after its naming",
            "Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Chính phủ (sau đây gọi tắt là Nghị quyết 76); bám sát Nghị quyết 76;",
            &["76/NQ-CP | Nghị quyết | Chính phủ | 2021-07-15"],
        ),
        (
            "article of attached rules",
            "Điều 5 Quy chế ban hành kèm theo Quyết định số 12/QĐ-UBND ngày 12/4/2021;",
            &["12/QĐ-UBND | Quyết định |  | 2021-04-12 |  | Điều 5"],
        ),
        (
            "article of named attached rules",
            "khoản 2 Điều 5 Quy chế làm việc của UBND tỉnh ban hành kèm theo Quyết định số 12/QĐ-UBND;",
            &["12/QĐ-UBND | Quyết định |  |  |  | khoản 2 Điều 5"],
        ),
        (
            "alternatives",
            "điểm a hoặc điểm d khoản 1 Điều 45 Nghị định số 45/2022/NĐ-CP;",
            &["45/2022/NĐ-CP | Nghị định |  |  |  | điểm a hoặc điểm d khoản 1 Điều 45"],
        ),
        (
            "points of two clauses",
            "điểm c khoản 1, khoản 5 Điều 7 Thông tư số 09/2014/TT-BKHCN;",
            &["09/2014/TT-BKHCN | Thông tư |  |  |  | điểm c khoản 1, khoản 5 Điều 7"],
        ),
        (
            "a list and a range",
            "các điểm a, b và đ khoản 2 Điều 9, từ Điều 16 đến Điều 18 của Thông tư số 09/2014/TT-BKHCN;",
            &[
                "09/2014/TT-BKHCN | Thông tư |  |  |  | các điểm a, b và đ khoản 2 Điều 9, từ Điều 16 đến Điều 18",
            ],
        ),
        (
            "a dotted number",
            "tiết 1.4 tiểu mục 1 Mục A Phần II Phụ lục ban hành kèm theo Quyết định số 4953/QĐ-BNN-TT;",
            &["4953/QĐ-BNN-TT | Quyết định |  |  |  | tiết 1.4 tiểu mục 1 Mục A Phần II"],
        ),
        (
            "two articles of one law",
            "quy định tại Điều 118 và khoản 3 Điều 120 Luật Đất đai;",
            &[" | Luật |  |  | Đất đai | Điều 118 và khoản 3 Điều 120"],
        ),
        (
            "section and chapter",
            "Mục 3 Chương IV Nghị định số 45/2022/NĐ-CP;",
            &["45/2022/NĐ-CP | Nghị định |  |  |  | Mục 3 Chương IV"],
        ),
        (
            "letter O among digits",
            "Nghị định số 63/2010/NĐ-CP ngày O8/6/2010;",
            &["63/2010/NĐ-CP | Nghị định |  | 2010-06-08"],
        ),
        (
            "86 for số",
            "Nghị định 86 92/2017/NĐ-CP ngày 07/8/2017;",
            &["92/2017/NĐ-CP | Nghị định |  | 2017-08-07"],
        ),
        (
            "a whole Đ stays",
            "Tờ trình số 12/TTr-PĐT ngày 5/9/2022;",
            &["12/TTr-PĐT | Tờ trình |  | 2022-09-05"],
        ),
        (
            "dirt behind a word",
            "Nghị định số 92/2017/NĐ-CP ngày 07/8/2017 của Chính phủ sửa đổi, bổ& sung quy chế;",
            &["92/2017/NĐ-CP | Nghị định | Chính phủ | 2017-08-07 | sửa đổi, bổ& sung quy chế"],
        ),
        (
            "replaced and repealed",
            "Thông tư này thay thế Thông tư số 17/2019/TT-BKHCN ngày 10/12/2019 và bãi bỏ Điều 3 Thông tư số 04/2015/TT-BKHCN ngày 11/3/2015 của Bộ trưởng Bộ Khoa học và Công nghệ;",
            &[
                "17/2019/TT-BKHCN | Thông tư |  | 2019-12-10",
                "04/2015/TT-BKHCN | Thông tư | Bộ trưởng Bộ Khoa học và Công nghệ | 2015-03-11 |  | Điều 3",
            ],
        ),
        (
            "chairman of a district",
            "Quyết định số 905/QĐ-UBND ngày 02/6/2022 của Chủ tịch UBND huyện Tuy Phước;",
            &["905/QĐ-UBND | Quyết định | Chủ tịch UBND huyện Tuy Phước | 2022-06-02"],
        ),
        (
            "who asked is the authority",
            "đề nghị của Giám đốc Công an tỉnh tại Tờ trình số 39/TTr-CAT ngày 12/9/2024;",
            &["39/TTr-CAT | Tờ trình | Giám đốc Công an tỉnh | 2024-09-12"],
        ),
    ]);
}

#[test]
fn where_titles_end_in_running_text() {
    check(&[
        (
            "what has ceased to hold is said of it",
            "Nghị định số 31/2011/NĐ-CP ngày 12/4/2011 của Chính phủ về quản lý bến bãi hết hiệu lực kể từ ngày Nghị định này được ký;",
            &["31/2011/NĐ-CP | Nghị định | Chính phủ | 2011-04-12 | về quản lý bến bãi"],
        ),
        (
            "a list of parts follows",
            "theo Thông tư số 14/2018/TT-BGTVT ngày 12/4/2018 của Bộ Giao thông vận tải quy định hồ sơ bến thủy, bao gồm:",
            &[
                "14/2018/TT-BGTVT | Thông tư | Bộ Giao thông vận tải | 2018-04-12 | quy định hồ sơ bến thủy",
            ],
        ),
        (
            "the sentence's own verb before a colon",
            "Khoản 2 Điều 7 Nghị định số 31/2011/NĐ-CP của Chính phủ về quản lý bến bãi quy định:",
            &["31/2011/NĐ-CP | Nghị định | Chính phủ |  | về quản lý bến bãi | Khoản 2 Điều 7"],
        ),
        (
            "demands may be what it is about",
            "theo Thông tư số 14/2018/TT-BGTVT của Bộ Giao thông vận tải quy định tải trọng, yêu cầu về an toàn của cầu phao;",
            &[
                "14/2018/TT-BGTVT | Thông tư | Bộ Giao thông vận tải |  | quy định tải trọng, yêu cầu về an toàn của cầu phao",
            ],
        ),
        (
            "demands on somebody are the main clause",
            "Thực hiện Công văn số 77/UBND-GT ngày 12/4/2021 của UBND tỉnh về an toàn đò ngang, yêu cầu các xã ven sông kiểm tra bến đò;",
            &["77/UBND-GT | Công văn | UBND tỉnh | 2021-04-12 | về an toàn đò ngang"],
        ),
        (
            "results may be what it is about",
            "Căn cứ Thông tư số 14/2018/TT-BGTVT của Bộ Giao thông vận tải quy định việc số hóa hồ sơ, kết quả đăng kiểm phương tiện;",
            &[
                "14/2018/TT-BGTVT | Thông tư | Bộ Giao thông vận tải |  | quy định việc số hóa hồ sơ, kết quả đăng kiểm phương tiện",
            ],
        ),
        (
            "a pinpoint inside the title holds together",
            "Thông tư số 14/2018/TT-BGTVT của Bộ Giao thông vận tải hướng dẫn khoản 1 và khoản 3 Điều 9 Nghị định số 31/2011/NĐ-CP;",
            &[
                "14/2018/TT-BGTVT | Thông tư | Bộ Giao thông vận tải |  | hướng dẫn khoản 1 và khoản 3 Điều 9 Nghị định số 31/2011/NĐ-CP => 31/2011/NĐ-CP",
                "31/2011/NĐ-CP | Nghị định |  |  |  | khoản 1 và khoản 3 Điều 9",
            ],
        ),
        (
            "a title in quotation marks",
            "Chỉ thị số 09-CT/TU ngày 12/4/2021 của Ban Thường vụ Tỉnh ủy “về tăng cường quản lý bến đò, bãi chứa”, các chi bộ quán triệt;",
            &[
                "09-CT/TU | Chỉ thị | Ban Thường vụ Tỉnh ủy | 2021-04-12 | “về tăng cường quản lý bến đò, bãi chứa”",
            ],
        ),
        (
            "a full stop without a blank ends a sentence",
            "Thực hiện Thông tư số 14/2018/TT-BGTVT của Bộ Giao thông vận tải về bến thủy nội địa.Các xã rà soát lại bến đò.",
            &["14/2018/TT-BGTVT | Thông tư | Bộ Giao thông vận tải |  | về bến thủy nội địa"],
        ),
        (
            "the session belongs to the council",
            "Nghị quyết số 19/2021/NQ-HĐND ngày 12/4/2021 của Hội đồng nhân dân tỉnh khóa IX, kỳ họp thứ 4 về phí bến bãi;",
            &[
                "19/2021/NQ-HĐND | Nghị quyết | Hội đồng nhân dân tỉnh khóa IX, kỳ họp thứ 4 | 2021-04-12 | về phí bến bãi",
            ],
        ),
        (
            "ministries together under one word",
            "Thông tư số 21/2015/TTLT-BYT-BTNMT ngày 12/4/2015 của liên Bộ Y tế, Tài nguyên và Môi trường quy định về nước thải;",
            &[
                "21/2015/TTLT-BYT-BTNMT | Thông tư | liên Bộ Y tế, Tài nguyên và Môi trường | 2015-04-12 | quy định về nước thải",
            ],
        ),
        (
            "a code of laws with its number",
            "theo Bộ luật Hàng hải số 95/2015/QH13;",
            &["95/2015/QH13 | Bộ luật |  |  | Hàng hải"],
        ),
        (
            "the number after a changing law's name is its own",
            "Luật sửa đổi, bổ sung một số điều của Luật Đường sắt và Luật Hàng không số 18/2024/QH15;",
            &[
                "18/2024/QH15 | Luật |  |  | sửa đổi, bổ sung một số điều của Luật Đường sắt và Luật Hàng không",
                " | Luật |  |  | Đường sắt",
                " | Luật |  |  | Hàng không",
            ],
        ),
        (
            "another instrument by whose words",
            "Thực hiện Công văn số 77/UBND-GT ngày 12/4/2021 của UBND tỉnh về an toàn đò ngang, theo Báo cáo số 8/BC-GT ngày 15/4/2021 thì hai bến chưa có phép;",
            &[
                "77/UBND-GT | Công văn | UBND tỉnh | 2021-04-12 | về an toàn đò ngang",
                "8/BC-GT | Báo cáo |  | 2021-04-15",
            ],
        ),
        (
            "the ground after the first is of the same sentence",
            "Thực hiện Quyết định số 31/QĐ-UBND ngày 12/4/2021; Kế hoạch số 8/KH-GT ngày 15/4/2021 về bến bãi, nhà trường đã ký cam kết với phụ huynh;",
            &[
                "31/QĐ-UBND | Quyết định |  | 2021-04-12",
                "8/KH-GT | Kế hoạch |  | 2021-04-15 | về bến bãi",
            ],
        ),
        (
            "opinions are no part of it",
            "Căn cứ Quyết định số 31/QĐ-BGT ngày 12/4/2021 về bộ tiêu chí bến bãi (bản 2) và ý kiến của Giám đốc Sở tại giao ban, phòng lập kế hoạch;",
            &["31/QĐ-BGT | Quyết định |  | 2021-04-12 | về bộ tiêu chí bến bãi (bản 2)"],
        ),
        (
            "how it is called from here on is no part of it",
            "theo Nghị định số 31/2011/NĐ-CP ngày 12/4/2011 của Chính phủ về bến bãi (Nghị định số 31/2011/NĐ-CP);",
            &["31/2011/NĐ-CP | Nghị định | Chính phủ | 2011-04-12 | về bến bãi"],
        ),
        (
            "a body ends where it is said what was looked into",
            "Kết luận số 9/KL-SGT ngày 12/4/2021 của Sở Giao thông vận tải kiểm tra bến đò năm 2020;",
            &[
                "9/KL-SGT | Kết luận | Sở Giao thông vận tải | 2021-04-12 | kiểm tra bến đò năm 2020",
            ],
        ),
        (
            "an annex with its number is a place in it",
            "theo khoản 2 Mục IV Phụ lục 2 ban hành kèm theo Quyết định số 31/QĐ-BGT;",
            &["31/QĐ-BGT | Quyết định |  |  |  | khoản 2 Mục IV Phụ lục 2"],
        ),
        (
            "a law's name holds a word that only its marks tell from \"những\"",
            "theo Luật Phòng, chống tham nhũng năm 2018;",
            &[" | Luật |  |  | Phòng, chống tham nhũng"],
        ),
        (
            "and one that only its marks tell from \"bởi\"",
            "theo Luật Trách nhiệm bồi thường của Nhà nước;",
            &[" | Luật |  |  | Trách nhiệm bồi thường của Nhà nước"],
        ),
        (
            "a comma in a law's name before a capital",
            "thực hiện Luật Thi đua, Khen thưởng và hướng dẫn của cấp trên;",
            &[" | Luật |  |  | Thi đua, Khen thưởng"],
        ),
        (
            "bodies in the name of a law",
            "Luật Tổ chức HĐND và UBND ngày 26 tháng 11 năm 2003;",
            &[" | Luật |  | 2003-11-26 | Tổ chức HĐND và UBND"],
        ),
        (
            "a name with places, commas and \"hiện\"",
            "theo Pháp lệnh Thực hiện dân chủ ở xã, phường, thị trấn;",
            &[" | Pháp lệnh |  |  | Thực hiện dân chủ ở xã, phường, thị trấn"],
        ),
        (
            "right by the law is not dùng",
            "xử lý chưa đúng Luật Tiếp công dân.",
            &[" | Luật |  |  | Tiếp công dân"],
        ),
        (
            "who a decision names is not who issued it",
            "theo Quyết định số 2746/QĐ-UBND của Chủ tịch Ủy ban nhân dân huyện gồm ông Lê Trọng Khải;",
            &["2746/QĐ-UBND | Quyết định | Chủ tịch Ủy ban nhân dân huyện"],
        ),
        (
            "what a body sets out to do",
            "theo Quyết định số 512/QĐ-UBND của Chủ tịch UBND huyện tiến hành kiểm tra bến;",
            &["512/QĐ-UBND | Quyết định | Chủ tịch UBND huyện"],
        ),
        (
            "granted on a day",
            "Giấy phép xây dựng số 642/GPXD do UBND thành phố cấp ngày 03/8/2020;",
            &["642/GPXD | Giấy phép | UBND thành phố | 2020-08-03"],
        ),
        (
            "numbers of minutes from a machine have eight digits",
            "Biên bản số 00041932/BB-KT ngày 12/4/2021;",
            &["00041932/BB-KT | Biên bản |  | 2021-04-12"],
        ),
    ]);
}
