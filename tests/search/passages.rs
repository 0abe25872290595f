//! What somebody remembers of a document of `corpus/`, and looks for.

/// A passage, and a document that has it. Others that have it count as well.
pub(crate) const PASSAGES: &[(&str, &str)] = &[
    (
        "kết quả giảm nghèo chưa đồng đều",
        "bc-so-ldtbxh-giam-ngheo",
    ),
    ("tỷ lệ hộ nghèo ở huyện Đakrông", "bc-so-ldtbxh-giam-ngheo"),
    (
        "giải ngân vốn sự nghiệp còn chậm",
        "bc-so-ldtbxh-giam-ngheo",
    ),
    ("giá nông sản không ổn định", "bc-so-ldtbxh-giam-ngheo"),
    (
        "xây dựng đường băng cản lửa, chòi canh",
        "ct-ubnd-tinh-chay-rung",
    ),
    ("làm rõ nguyên nhân các vụ cháy", "ct-ubnd-tinh-chay-rung"),
    (
        "nghiêm cấm đốt thực bì, đốt nương",
        "ct-ubnd-tinh-chay-rung",
    ),
    ("giám sát, phản biện xã hội", "ctr-tinh-uy-nong-thon-moi"),
    (
        "Ban Tuyên giáo Tỉnh ủy chủ trì, phối hợp với Hội Nông dân tỉnh",
        "ctr-tinh-uy-nong-thon-moi",
    ),
    (
        "rà soát toàn bộ hồ sơ quá hạn",
        "cv-ubnd-tinh-ky-cuong-hanh-chinh",
    ),
    (
        "tỷ lệ hồ sơ trễ hạn trên 5%",
        "cv-ubnd-tinh-ky-cuong-hanh-chinh",
    ),
    (
        "văn hóa công vụ, thời giờ làm việc",
        "cv-ubnd-tinh-ky-cuong-hanh-chinh",
    ),
    (
        "ảnh chụp màn hình hệ thống",
        "hd-so-danh-gia-chuyen-doi-so-cap-xa",
    ),
    (
        "Trung tâm Phục vụ hành chính công tỉnh cung cấp số liệu",
        "hd-so-danh-gia-chuyen-doi-so-cap-xa",
    ),
    (
        "mỗi tiêu chí phải có tài liệu kiểm chứng",
        "hd-so-danh-gia-chuyen-doi-so-cap-xa",
    ),
    (
        "tránh dồn việc vào thời điểm cuối năm",
        "kh-bo-noi-vu-luat-luu-tru",
    ),
    (
        "Cục Văn thư và Lưu trữ nhà nước là đầu mối",
        "kh-bo-noi-vu-luat-luu-tru",
    ),
    (
        "chuyển đổi số công tác văn thư",
        "kh-bo-noi-vu-luat-luu-tru",
    ),
    ("đắp 32 đập tạm ngăn mặn", "kh-huyen-phong-chong-han-man"),
    ("các tuyến dẫn nước ngọt", "kh-huyen-phong-chong-han-man"),
    (
        "danh mục các công trình cần sửa chữa cấp bách",
        "kh-huyen-phong-chong-han-man",
    ),
    (
        "vận hành Bộ phận Tiếp nhận và Trả kết quả",
        "kh-phong-cai-cach-hanh-chinh",
    ),
    (
        "gương mẫu trong thực hiện kỷ cương hành chính",
        "kh-phong-cai-cach-hanh-chinh",
    ),
    (
        "phòng, chống bạo lực học đường",
        "kh-so-gddt-pho-bien-phap-luat",
    ),
    (
        "sinh hoạt chuyên đề pháp luật",
        "kh-so-gddt-pho-bien-phap-luat",
    ),
    (
        "giáo viên kiêm nhiệm theo dõi công tác",
        "kh-so-gddt-pho-bien-phap-luat",
    ),
    ("dám nghĩ, dám làm, dám đổi mới", "kh-tinh-uy-ket-luan-01"),
    (
        "những vấn đề bức xúc, kiến nghị của cử tri",
        "kh-tinh-uy-ket-luan-01",
    ),
    (
        "ý chí tự lực, tự cường và khát vọng",
        "kh-tinh-uy-ket-luan-01",
    ),
    (
        "tỷ trọng kinh tế số đạt khoảng 12%",
        "kh-ubnd-tinh-chuyen-doi-so",
    ),
    (
        "dịch vụ công đủ điều kiện được cung cấp trực tuyến toàn trình",
        "kh-ubnd-tinh-chuyen-doi-so",
    ),
    (
        "hỗ trợ 50% chi phí mua phân bón hữu cơ",
        "nq-hdnd-tinh-nong-nghiep",
    ),
    ("thuốc bảo vệ thực vật sinh học", "nq-hdnd-tinh-nong-nghiep"),
    (
        "hỗ trợ tư vấn xây dựng liên kết",
        "nq-hdnd-tinh-nong-nghiep",
    ),
    (
        "Trung tâm Quy hoạch và Kiểm định xây dựng",
        "qd-so-quy-che-van-thu",
    ),
    ("soạn thảo, ký ban hành văn bản", "qd-so-quy-che-van-thu"),
    (
        "nhà ở nhiều tầng, nhiều căn hộ",
        "qd-ubnd-tinh-ban-hanh-ke-hoach-pccc",
    ),
    (
        "Công an cấp huyện lập danh sách cơ sở",
        "qd-ubnd-tinh-ban-hanh-ke-hoach-pccc",
    ),
    (
        "chuẩn hóa quy trình điện tử",
        "qd-ubnd-tinh-quy-che-mot-cua",
    ),
    (
        "cơ chế một cửa, một cửa liên thông",
        "qd-ubnd-tinh-quy-che-mot-cua",
    ),
    (
        "rà soát, xét duyệt hồ sơ tái định cư",
        "tb-vp-ubnd-ket-luan-giai-phong-mat-bang",
    ),
    (
        "đường Hồ Chí Minh đoạn Lộ Tẻ - Rạch Sỏi",
        "tb-vp-ubnd-ket-luan-giai-phong-mat-bang",
    ),
    (
        "tổ chức họp giao ban định kỳ hàng quý",
        "tb-vp-ubnd-ket-luan-giai-phong-mat-bang",
    ),
    ("đơn vị quản lý kinh phí", "tt-bo-khcn-sua-doi"),
    (
        "quản lý các nhiệm vụ khoa học và công nghệ cấp quốc gia",
        "tt-bo-khcn-sua-doi",
    ),
    (
        "quy định mức chi đào tạo, bồi dưỡng cán bộ",
        "ttr-so-tai-chinh-muc-chi",
    ),
    (
        "công chức, viên chức là nữ, là người dân tộc thiểu số",
        "ttr-so-tai-chinh-muc-chi",
    ),
    ("số hộ nghèo phát sinh", "bc-ubnd-huyen-giam-ngheo"),
    ("tư tưởng trông chờ, ỷ lại", "bc-ubnd-huyen-giam-ngheo"),
    (
        "vận hành hồ chứa đúng quy trình, tưới luân phiên",
        "ct-ubnd-tinh-thuy-loi",
    ),
    ("bố trí xe bồn cấp nước sinh hoạt", "ct-ubnd-tinh-thuy-loi"),
    ("xả nước thải vào kênh", "ct-ubnd-tinh-thuy-loi"),
    ("Tiêu chí quốc gia về y tế xã", "ctr-huyen-uy-y-te-co-so"),
    (
        "bác sĩ làm việc thường xuyên, đủ thuốc thiết yếu",
        "ctr-huyen-uy-y-te-co-so",
    ),
    (
        "điều kiện bảo đảm an toàn thực phẩm",
        "cv-so-an-toan-thuc-pham",
    ),
    ("Tết Nguyên đán Canh Tý", "cv-so-an-toan-thuc-pham"),
    (
        "phiên tòa giả định, mạng xã hội",
        "kh-lien-tich-pho-bien-phap-luat",
    ),
    (
        "câu lạc bộ Phụ nữ với pháp luật",
        "kh-lien-tich-pho-bien-phap-luat",
    ),
    (
        "nạn nhân của bạo lực trên cơ sở giới",
        "kh-so-binh-dang-gioi",
    ),
    ("lao động nữ được tạo việc làm mới", "kh-so-binh-dang-gioi"),
    (
        "khu vực sạt lở bờ sông",
        "kh-ubnd-huyen-phong-chong-thien-tai",
    ),
    ("nguy cơ lũ quét cao", "kh-ubnd-huyen-phong-chong-thien-tai"),
    (
        "không câu mắc điện tùy tiện",
        "kh-ubnd-tinh-phong-chay-chua-chay",
    ),
    (
        "kỹ năng thoát nạn vào hoạt động ngoại khóa",
        "kh-ubnd-tinh-phong-chay-chua-chay",
    ),
    (
        "Tổ liên gia an toàn phòng cháy, chữa cháy",
        "kh-ubnd-tinh-phong-chay-chua-chay",
    ),
    ("tỷ lệ lao động qua đào tạo", "nq-hdnd-huyen-viec-lam"),
    (
        "Ủy thác vốn qua Ngân hàng Chính sách xã hội",
        "nq-hdnd-huyen-viec-lam",
    ),
    (
        "bản kê có hệ thống các hồ sơ",
        "qd-bo-quy-dinh-lap-ho-so-luu-tru",
    ),
    (
        "kể từ ngày công trình được quyết toán",
        "qd-bo-quy-dinh-lap-ho-so-luu-tru",
    ),
    (
        "sản phẩm công nghiệp nông thôn tiêu biểu cấp tỉnh",
        "qd-ubnd-tinh-khuyen-cong",
    ),
    (
        "chương trình truyền hình, bản tin khuyến công",
        "qd-ubnd-tinh-khuyen-cong",
    ),
    (
        "phát triển du lịch cộng đồng tỉnh Đắk Nông",
        "ttr-so-du-lich-cong-dong",
    ),
    (
        "hạ tầng, nhà vệ sinh, biển chỉ dẫn",
        "ttr-so-du-lich-cong-dong",
    ),
];
