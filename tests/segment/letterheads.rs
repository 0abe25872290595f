//! Letterheads: State and Party, two columns or one, with lines lost.

use super::read;

/// Each row: the first lines; parent, authority, code, place, date, type and subject, empty where there is none.
#[test]
fn letterheads() {
    for (text, want) in [
        (
            "KẾ HOẠCH\nTriển khai công tác dân số năm 2023\n",
            [
                "",
                "",
                "",
                "",
                "",
                "Kế hoạch",
                "Triển khai công tác dân số năm 2023",
            ],
        ),
        (
            "Số: 15/KH-TTYT Lạc Sơn, ngày 12 tháng 3 năm 2023\n\nKẾ HOẠCH\nCông tác dân số\n",
            [
                "",
                "",
                "15/KH-TTYT",
                "Lạc Sơn",
                "2023-03-12",
                "Kế hoạch",
                "Công tác dân số",
            ],
        ),
        (
            "SỞ Y TẾ HÒA BÌNH CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nTRUNG TÂM Y TẾ Độc lập - Tự do - Hạnh phúc\nHUYỆN LẠC SƠN\nSố: 15/KH-TTYT Lạc Sơn, ngày 12 tháng 3 năm 2023\n\nKẾ HOẠCH\nCông tác dân số\n",
            [
                "SỞ Y TẾ HÒA BÌNH",
                "TRUNG TÂM Y TẾ HUYỆN LẠC SƠN",
                "15/KH-TTYT",
                "Lạc Sơn",
                "2023-03-12",
                "Kế hoạch",
                "Công tác dân số",
            ],
        ),
        (
            "ĐẢNG BỘ TỈNH NGHỆ AN ĐẢNG CỘNG SẢN VIỆT NAM\nHUYỆN ỦY QUỲ CHÂU\n* Quỳ Châu, ngày 05 tháng 4 năm 2021\nSố 12-NQ/HU\n\nNGHỊ QUYẾT\nCỦA BAN CHẤP HÀNH ĐẢNG BỘ HUYỆN\nvề phát triển du lịch cộng đồng\n",
            [
                "ĐẢNG BỘ TỈNH NGHỆ AN",
                "HUYỆN ỦY QUỲ CHÂU",
                "12-NQ/HU",
                "Quỳ Châu",
                "2021-04-05",
                "Nghị quyết",
                "về phát triển du lịch cộng đồng",
            ],
        ),
        (
            "TỈNH ĐOÀN QUẢNG NAM\nBAN CHẤP HÀNH ĐOÀN HUYỆN NÔNG SƠN\n***\nSố: 21-KH/HĐTN\nĐOÀN TNCS HỒ CHÍ MINH\nNông Sơn, ngày 05 tháng 4 năm 2021\n\nKẾ HOẠCH\nTổ chức Tháng Thanh niên\n",
            [
                "TỈNH ĐOÀN QUẢNG NAM",
                "BAN CHẤP HÀNH ĐOÀN HUYỆN NÔNG SƠN",
                "21-KH/HĐTN",
                "Nông Sơn",
                "2021-04-05",
                "Kế hoạch",
                "Tổ chức Tháng Thanh niên",
            ],
        ),
        (
            "UBND TỈNH ĐẮK NÔNG CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSỞ NỘI VỤ Độc lập - Tự do - Hạnh phúc\nSố: 1234/SNV-CCVC Đắk Nông, ngày 02 tháng 6 năm 2022\nV/v hướng dẫn tuyển dụng công chức\nnăm 2022\n\nKính gửi: Các sở, ban, ngành.\n",
            [
                "UBND TỈNH ĐẮK NÔNG",
                "SỞ NỘI VỤ",
                "1234/SNV-CCVC",
                "Đắk Nông",
                "2022-06-02",
                "Công văn",
                "V/v hướng dẫn tuyển dụng công chức năm 2022",
            ],
        ),
        (
            "Ủy ban nhân dân tỉnh Cà Mau Cộng hòa xã hội chủ nghĩa Việt Nam\nSở Tư pháp Độc lập - Tự do - Hạnh phúc\nSố: 55/BC-STP Cà Mau, ngày 16 tháng 7 năm 2021\n\nBáo cáo\nKết quả công tác tư pháp\n",
            [
                "Ủy ban nhân dân tỉnh Cà Mau",
                "Sở Tư pháp",
                "55/BC-STP",
                "Cà Mau",
                "2021-07-16",
                "Báo cáo",
                "Kết quả công tác tư pháp",
            ],
        ),
        (
            "CHÍNH PHỦ CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n_______ Độc lập - Tự do - Hạnh phúc\nSố: 12/2022/NĐ-CP Hà Nội, ngày 17 tháng 01 năm 2022\n\nNGHỊ ĐỊNH\nQuy định xử phạt vi phạm hành chính\n",
            [
                "",
                "CHÍNH PHỦ",
                "12/2022/NĐ-CP",
                "Hà Nội",
                "2022-01-17",
                "Nghị định",
                "Quy định xử phạt vi phạm hành chính",
            ],
        ),
        (
            "CÔNG AN TỈNH GIA LAI CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nCÔNG AN HUYỆN CHƯ SÊ Độc lập - Tự do - Hạnh phúc\nSố: 55/KH-CAH-QLHC Chư Sê, ngày tháng năm 2021\nMẬT\n\nKẾ HOẠCH\nMở đợt cao điểm\n",
            [
                "CÔNG AN TỈNH GIA LAI",
                "CÔNG AN HUYỆN CHƯ SÊ",
                "55/KH-CAH-QLHC",
                "Chư Sê",
                "2021",
                "Kế hoạch",
                "Mở đợt cao điểm",
            ],
        ),
        (
            "TRƯỜNG ĐẠI HỌC CẦN THƠ CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nPHÒNG ĐÀO TẠO Độc lập - Tự do - Hạnh phúc\nSố: 12/TTr-PĐT Cần Thơ, ngày 5 tháng 9 năm 2022\n\nTỜ TRÌNH\nV/v mua sắm thiết bị\n",
            [
                "TRƯỜNG ĐẠI HỌC CẦN THƠ",
                "PHÒNG ĐÀO TẠO",
                "12/TTr-PĐT",
                "Cần Thơ",
                "2022-09-05",
                "Tờ trình",
                "V/v mua sắm thiết bị",
            ],
        ),
        // A long line is still what the letter is about.
        (
            "UBND TỈNH HẢI DƯƠNG\nSỞ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI\nSố: 1452/SLĐTBXH-VLATLĐ\nV/v vận động người lao động hết hạn hợp đồng về nước đúng hạn và ngăn chặn hoạt động môi giới trái phép trên địa bàn tỉnh\nHải Dương, ngày 23 tháng 8 năm 2016\nKính gửi: Ủy ban nhân dân các huyện.\n",
            [
                "UBND TỈNH HẢI DƯƠNG",
                "SỞ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI",
                "1452/SLĐTBXH-VLATLĐ",
                "Hải Dương",
                "2016-08-23",
                "Công văn",
                "V/v vận động người lao động hết hạn hợp đồng về nước đúng hạn và ngăn chặn hoạt động môi giới trái phép trên địa bàn tỉnh",
            ],
        ),
        // A paragraph right below the subject is none of it.
        (
            "UBND HUYỆN ĐÀ BẮC\nTRUNG TÂM Y TẾ\nSố: 63/BB-TTYT\nBIÊN BẢN\nHọp xét kỷ luật viên chức\nHôm nay, hồi 8 giờ 10 phút, tại hội trường Trung tâm, Hội đồng kỷ luật tiến hành họp, thành phần gồm có:\n",
            [
                "UBND HUYỆN ĐÀ BẮC",
                "TRUNG TÂM Y TẾ",
                "63/BB-TTYT",
                "",
                "",
                "Biên bản",
                "Họp xét kỷ luật viên chức",
            ],
        ),
    ] {
        let header = read(&format!(
            "{text}\nCăn cứ nhu cầu công tác;\n\nI. NỘI DUNG\n\n1. Việc một.\n"
        ))
        .header;
        let found = [
            header.parent_authority,
            header.authority,
            header.code,
            header.place,
            header.date,
            header.kind,
            header.subject,
        ]
        .map(Option::unwrap_or_default);
        assert_eq!(found, want, "{text}");
    }
}
