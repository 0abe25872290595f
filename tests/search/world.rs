//! Documents that were never written: as many as are asked for, each with places, units, dates and codes of its own, in the
//! same words as all others, so that they compete. The same number gives the same documents.

/// Numbers that look random and are the same in every run.
pub(crate) struct Draws(u64);

impl Draws {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x5851_f42d)
    }

    pub(crate) fn next(&mut self, below: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) % below as u64) as usize
    }

    fn of<'t>(&mut self, words: &[&'t str]) -> &'t str {
        words[self.next(words.len())]
    }
}

/// A generated document.
#[derive(Clone, Debug)]
pub(crate) struct Document {
    /// Name of its file, without ending.
    pub(crate) name: String,
    pub(crate) text: String,
    pub(crate) code: String,
    /// Things that it says and hardly another does.
    pub(crate) passages: Vec<String>,
}

const PROVINCES: [&str; 16] = [
    "Quảng Nam",
    "Nghệ An",
    "Đồng Tháp",
    "Lào Cai",
    "Phú Yên",
    "Hà Nam",
    "Sóc Trăng",
    "Bình Định",
    "Gia Lai",
    "Thái Nguyên",
    "Cà Mau",
    "Lạng Sơn",
    "Tây Ninh",
    "Hòa Bình",
    "Quảng Trị",
    "Hậu Giang",
];
const SYLLABLES: [&str; 48] = [
    "An", "Bình", "Cẩm", "Châu", "Đại", "Đông", "Giang", "Hải", "Hòa", "Hưng", "Khánh", "Kim",
    "Lạc", "Lâm", "Liên", "Lộc", "Long", "Mai", "Minh", "Mỹ", "Nghĩa", "Ngọc", "Nhơn", "Ninh",
    "Phong", "Phú", "Phước", "Quảng", "Quế", "Sơn", "Tam", "Tân", "Thạch", "Thanh", "Thịnh", "Thọ",
    "Thuận", "Thủy", "Tiên", "Trà", "Trung", "Tùng", "Vân", "Vĩnh", "Xuân", "Yên", "Ái", "Điền",
];
const ACTIONS: [&str; 24] = [
    "tổ chức tuyên truyền về",
    "rà soát, thống kê",
    "kiểm tra, giám sát",
    "hướng dẫn thực hiện",
    "tập huấn nghiệp vụ về",
    "đầu tư, nâng cấp",
    "lập hồ sơ quản lý",
    "đánh giá hiệu quả",
    "tham mưu chính sách về",
    "bố trí kinh phí cho",
    "vận động nhân dân tham gia",
    "ứng dụng công nghệ thông tin trong",
    "sơ kết, rút kinh nghiệm về",
    "công khai, minh bạch",
    "xử lý vi phạm trong",
    "nhân rộng mô hình",
    "kiện toàn tổ chức làm",
    "phân công cán bộ phụ trách",
    "khảo sát thực trạng",
    "ký cam kết thực hiện",
    "điều chỉnh quy hoạch",
    "nghiệm thu, bàn giao",
    "tăng cường phối hợp trong",
    "báo cáo định kỳ về",
];
const TOPICS: [&str; 40] = [
    "phòng, chống dịch bệnh trên đàn gia súc",
    "cấp nước sạch nông thôn",
    "giải quyết thủ tục hành chính",
    "bảo vệ rừng phòng hộ",
    "an toàn giao thông đường bộ",
    "phổ biến, giáo dục pháp luật",
    "giảm nghèo bền vững",
    "chuyển đổi cơ cấu cây trồng",
    "quản lý đất đai",
    "đào tạo nghề cho lao động nông thôn",
    "vệ sinh an toàn thực phẩm",
    "phòng cháy, chữa cháy",
    "xây dựng nông thôn mới",
    "chăm sóc sức khỏe người cao tuổi",
    "bảo tồn di sản văn hóa",
    "thu gom, xử lý rác thải",
    "nuôi trồng thủy sản",
    "phát triển du lịch cộng đồng",
    "trợ giúp pháp lý",
    "phòng, chống bạo lực gia đình",
    "cải cách chế độ công vụ",
    "thư viện trường học",
    "kiên cố hóa kênh mương",
    "tiêm chủng mở rộng",
    "bình đẳng giới",
    "quản lý vật liệu nổ",
    "chứng thực điện tử",
    "phòng, chống đuối nước trẻ em",
    "khai thác khoáng sản",
    "lưu trữ tài liệu điện tử",
    "bảo hiểm y tế hộ gia đình",
    "hòa giải ở cơ sở",
    "kiểm soát giết mổ",
    "xúc tiến thương mại",
    "tín dụng chính sách",
    "sạt lở bờ sông",
    "đo đạc bản đồ địa chính",
    "thi đua, khen thưởng",
    "tiếp công dân",
    "phòng, chống ma túy",
];
const UNITS: [&str; 20] = [
    "Phòng Tư pháp",
    "Phòng Nội vụ",
    "Phòng Tài chính - Kế hoạch",
    "Phòng Nông nghiệp và Phát triển nông thôn",
    "Công an huyện",
    "Ban Chỉ huy Quân sự huyện",
    "Trung tâm Y tế",
    "Phòng Giáo dục và Đào tạo",
    "Phòng Văn hóa và Thông tin",
    "Hạt Kiểm lâm",
    "Trạm Khuyến nông",
    "Phòng Tài nguyên và Môi trường",
    "Đài Truyền thanh",
    "Phòng Lao động - Thương binh và Xã hội",
    "Thanh tra huyện",
    "Hội Liên hiệp Phụ nữ",
    "Phòng Kinh tế và Hạ tầng",
    "Văn phòng Hội đồng nhân dân và Ủy ban nhân dân",
    "Ủy ban nhân dân các xã",
    "Chi cục Thống kê",
];
const RESULTS: [&str; 16] = [
    "bảo đảm đúng tiến độ",
    "không để phát sinh điểm nóng",
    "gắn với trách nhiệm người đứng đầu",
    "hoàn thành chỉ tiêu được giao",
    "tiết kiệm, hiệu quả",
    "phù hợp với điều kiện từng thôn",
    "đúng đối tượng, đúng chế độ",
    "tạo chuyển biến rõ nét",
    "huy động các nguồn lực xã hội",
    "có sự giám sát của cộng đồng",
    "theo thẩm quyền được phân cấp",
    "lồng ghép với chương trình khác",
    "khắc phục hạn chế của năm trước",
    "nâng cao nhận thức của người dân",
    "ưu tiên vùng khó khăn",
    "đúng quy trình kỹ thuật",
];
const KINDS: [(&str, &str, &str); 6] = [
    ("KẾ HOẠCH", "KH", "Kế hoạch"),
    ("BÁO CÁO", "BC", "Báo cáo"),
    ("THÔNG BÁO", "TB", "Thông báo"),
    ("HƯỚNG DẪN", "HD", "Hướng dẫn"),
    ("CHƯƠNG TRÌNH", "CTr", "Chương trình"),
    ("TỜ TRÌNH", "TTr", "Tờ trình"),
];
const BODIES: [&str; 4] = ["NĐ-CP", "QĐ-TTg", "TT-BNV", "TT-BTC"];

/// The document of a number, of about so many sections.
pub(crate) fn document(number: usize, sections: usize) -> Document {
    let mut draws = Draws::new(number as u64 + 1);
    let (province, year) = (draws.of(&PROVINCES), 2010 + draws.next(15));
    let place = |draws: &mut Draws| format!("{} {}", draws.of(&SYLLABLES), draws.of(&SYLLABLES));
    let district = place(&mut draws);
    let (title, letters, _) = KINDS[draws.next(KINDS.len())];
    let code = format!("{}/{letters}-UBND", 10 + number);
    let (day, month) = (10 + draws.next(18), 1 + draws.next(9));
    let topic = draws.of(&TOPICS);
    let mut passages = vec![format!("{topic} trên địa bàn huyện {district}")];
    let mut text = format!(
        "ỦY BAN NHÂN DÂN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nHUYỆN {} Độc lập - Tự do - Hạnh phúc\nSố: {code} {district}, ngày {day} tháng 0{month} năm {year}\n\n{title}\nVề {topic} trên địa bàn huyện {district},\ntỉnh {province} năm {year}\n\n",
        district.to_uppercase()
    );
    for _ in 0..2 + draws.next(3) {
        let cited = format!(
            "{}/{}/{}",
            3 + draws.next(120),
            year - draws.next(8),
            draws.of(&BODIES)
        );
        let about = draws.of(&TOPICS);
        wrap(
            &mut text,
            &format!("Căn cứ văn bản số {cited} quy định về {about};"),
        );
        text.push('\n');
    }
    wrap(
        &mut text,
        &format!(
            "Ủy ban nhân dân huyện {district} ban hành {} như sau:",
            title.to_lowercase()
        ),
    );
    let parts = [
        "MỤC ĐÍCH, YÊU CẦU",
        "NỘI DUNG THỰC HIỆN",
        "GIẢI PHÁP",
        "TỔ CHỨC THỰC HIỆN",
    ];
    for (i, part) in parts.iter().enumerate() {
        text.push_str(&format!("\n{}. {part}\n\n", ["I", "II", "III", "IV"][i]));
        for item in 1..=(sections / 4).max(1) {
            let about = if draws.next(3) == 0 {
                topic
            } else {
                draws.of(&TOPICS)
            };
            let (action, result, village) =
                (draws.of(&ACTIONS), draws.of(&RESULTS), place(&mut draws));
            let (unit, other) = (draws.of(&UNITS), draws.of(&UNITS));
            let said = format!("{about} tại xã {village}");
            let (day, month) = (10 + draws.next(18), 1 + draws.next(12));
            let sentence = match draws.next(4) {
                0 => format!(
                    "{unit} chủ trì, phối hợp với {other} {action} {said}, {result}; báo cáo trước ngày {day}/{month}/{year}."
                ),
                1 => format!(
                    "{} {said}, {result}, với {} hộ tham gia.",
                    capital(action),
                    20 + draws.next(900)
                ),
                2 => format!("Giao {unit} {action} {said}; {other} phối hợp, {result}."),
                _ => format!(
                    "{} {said}. Kinh phí {} triệu đồng do {other} quản lý, {result}.",
                    capital(action),
                    50 + draws.next(4000)
                ),
            };
            if draws.next(8) == 0 {
                passages.push(said);
            }
            wrap(&mut text, &format!("{item}. {sentence}"));
            text.push('\n');
        }
    }
    wrap(
        &mut text,
        &format!(
            "Trên đây là {} về {topic} của huyện {district}, yêu cầu các đơn vị nghiêm túc thực hiện./.",
            title.to_lowercase()
        ),
    );
    text.push_str("\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n");
    Document {
        name: format!("van-ban-{number:05}"),
        text,
        code,
        passages,
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .into_iter()
        .flat_map(char::to_uppercase)
        .chain(letters)
        .collect()
}

/// Lines as a page has them.
fn wrap(page: &mut String, paragraph: &str) {
    let mut length = 0;
    for word in paragraph.split(' ') {
        if length + word.chars().count() > 76 {
            page.push('\n');
            length = 0;
        } else if length > 0 {
            page.push(' ');
        }
        page.push_str(word);
        length += word.chars().count() + 1;
    }
    page.push('\n');
}

/// What a scanner that knows no Vietnamese makes of a page: most marks go, some letters become others.
pub(crate) fn damaged(text: &str, seed: u64) -> String {
    let mut draws = Draws::new(seed);
    let mut out = String::new();
    for letter in text.chars() {
        let bare = vanban::text::letter::fold(letter);
        let letter = if letter != bare && draws.next(10) < 7 {
            bare
        } else {
            letter
        };
        match (letter, draws.next(250)) {
            ('l' | 'i', 0..4) => out.push('1'),
            ('o', 0..3) => out.push('0'),
            ('m', 0..3) => out.push_str("rn"),
            ('h', 0..2) => out.push('b'),
            ('c', 0..2) => out.push('e'),
            ('u', 0..2) => out.push('v'),
            (letter, _) => out.push(letter),
        }
    }
    out
}
