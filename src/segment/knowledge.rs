//! What segmentation knows about the genre: document types, heads of body names, offices.
//!
//! The tables of types and bodies have the columns of `dictionaries/document_types.tsv` and `dictionaries/issuers.tsv`.

use std::sync::LazyLock;

use super::folded::{fold_str, squeeze};

/// (name, abbreviation, kind), the columns of `document_types.tsv`.
const TYPES: &[(&str, &str, &str)] = &[
    ("Bản ghi nhớ", "BGN", "state"),
    ("Bản thỏa thuận", "BTT", "state"),
    ("Báo cáo", "BC", "state"),
    ("Biên bản", "BB", "state"),
    ("Bộ luật", "", "normative"),
    ("Chỉ thị", "CT", "state"),
    ("Chương trình", "CTr", "state"),
    ("Chương trình hành động", "CTr", "party"),
    ("Công điện", "CĐ", "state"),
    ("Công văn", "CV", "party"),
    ("Dự án", "DA", "state"),
    ("Đề án", "ĐA", "state"),
    ("Giấy giới thiệu", "GGT", "state"),
    ("Giấy mời", "GM", "state"),
    ("Giấy ủy quyền", "GUQ", "state"),
    ("Hiến pháp", "", "normative"),
    ("Hợp đồng", "HĐ", "state"),
    ("Hướng dẫn", "HD", "state"),
    ("Kế hoạch", "KH", "state"),
    ("Kết luận", "KL", "party"),
    ("Lệnh", "L", "normative"),
    ("Luật", "", "normative"),
    ("Nghị định", "NĐ", "normative"),
    ("Nghị quyết", "NQ", "state"),
    ("Nghị quyết liên tịch", "NQLT", "normative"),
    ("Pháp lệnh", "PL", "normative"),
    ("Phương án", "PA", "state"),
    ("Quy chế", "QC", "state"),
    ("Quy định", "QyĐ", "state"),
    ("Quyết định", "QĐ", "state"),
    ("Sắc lệnh", "SL", "normative"),
    ("Thông báo", "TB", "state"),
    ("Thông báo kết luận", "TBKL", "party"),
    ("Thông cáo", "TC", "state"),
    ("Thông tri", "TT", "party"),
    ("Thông tư", "TT", "normative"),
    ("Thông tư liên tịch", "TTLT", "normative"),
    ("Tờ trình", "TTr", "state"),
    ("Văn bản", "", "state"),
    ("Văn bản hợp nhất", "VBHN", "normative"),
];

/// (name, abbreviation), the columns of `issuers.tsv`; the list is open, these only help to mend damaged letters.
const ISSUERS: &[(&str, &str)] = &[
    ("Ban Chấp hành Trung ương", "TW"),
    ("Bộ Công an", "BCA"),
    ("Bộ Công Thương", "BCT"),
    ("Bộ Giao thông vận tải", "BGTVT"),
    ("Bộ Giáo dục và Đào tạo", "BGDĐT"),
    ("Bộ Kế hoạch và Đầu tư", "BKHĐT"),
    ("Bộ Khoa học và Công nghệ", "BKHCN"),
    ("Bộ Lao động - Thương binh và Xã hội", "BLĐTBXH"),
    ("Bộ Nội vụ", "BNV"),
    ("Bộ Nông nghiệp và Phát triển nông thôn", "BNNPTNT"),
    ("Bộ Quốc phòng", "BQP"),
    ("Bộ Tài chính", "BTC"),
    ("Bộ Tài nguyên và Môi trường", "BTNMT"),
    ("Bộ Thông tin và Truyền thông", "BTTTT"),
    ("Bộ Tư pháp", "BTP"),
    ("Bộ Văn hóa, Thể thao và Du lịch", "BVHTTDL"),
    ("Bộ Xây dựng", "BXD"),
    ("Bộ Y tế", "BYT"),
    ("Chính phủ", "CP"),
    ("Chủ tịch nước", "CTN"),
    ("Đảng ủy", "ĐU"),
    ("Hội đồng nhân dân", "HĐND"),
    ("Huyện ủy", "HU"),
    ("Sở Giáo dục và Đào tạo", "SGDĐT"),
    ("Sở Khoa học và Công nghệ", "SKHCN"),
    ("Sở Kế hoạch và Đầu tư", "SKHĐT"),
    ("Sở Lao động - Thương binh và Xã hội", "SLĐTBXH"),
    ("Thủ tướng Chính phủ", "TTg"),
    ("Thường trực Hội đồng nhân dân", "TTHĐND"),
    ("Tỉnh ủy", "TU"),
    ("Ủy ban Mặt trận Tổ quốc", "UBMTTQ"),
    ("Ủy ban nhân dân", "UBND"),
    ("Ủy ban Thường vụ Quốc hội", "UBTVQH"),
    ("Văn phòng Chính phủ", "VPCP"),
    ("Văn phòng Quốc hội", "VPQH"),
    ("Văn phòng Trung ương", "VPTW"),
    ("Văn phòng Ủy ban nhân dân", "VPUBND"),
];

/// A type of document.
#[derive(Debug)]
pub(super) struct Kind {
    /// Name, sentence case.
    pub name: &'static str,
    /// Abbreviation in the symbol; empty where there is none.
    pub abbreviation: &'static str,
    /// Folded syllables of the name.
    pub syllables: Vec<String>,
    /// Folded name without blanks.
    pub squeezed: String,
    party: bool,
}

/// Every type, those with the longest names first.
pub(super) static KINDS: LazyLock<Vec<Kind>> = LazyLock::new(|| {
    let mut kinds: Vec<Kind> = TYPES
        .iter()
        .map(|&(name, abbreviation, kind)| Kind {
            name,
            abbreviation,
            syllables: fold_str(name).split(' ').map(str::to_owned).collect(),
            squeezed: squeeze(name),
            party: kind == "party",
        })
        .collect();
    kinds.sort_by_key(|kind| std::cmp::Reverse(kind.syllables.len()));
    kinds
});

/// Every abbreviation of types and bodies: (folded, as it should be).
pub(super) static ABBREVIATIONS: LazyLock<Vec<(String, &'static str)>> = LazyLock::new(|| {
    TYPES
        .iter()
        .map(|t| t.1)
        .chain(ISSUERS.iter().map(|i| i.1))
        .filter(|abbreviation| !abbreviation.is_empty())
        .map(|abbreviation| (fold_str(abbreviation), abbreviation))
        .collect()
});

/// The type that an abbreviation stands for, in a State or a Party symbol.
pub(super) fn kind_of(abbreviation: &str, party: bool) -> Option<&'static str> {
    let matching = || {
        KINDS
            .iter()
            .rev()
            .filter(|kind| kind.abbreviation == abbreviation)
    };
    matching()
        .find(|kind| kind.party == party)
        .or_else(|| matching().next())
        .map(|kind| kind.name)
}

/// First words of the names of bodies and units, folded. A name goes on until something else begins.
pub(super) const UNIT_HEADS: &[&str] = &[
    "ban",
    "bao",
    "bao hiem",
    "benh vien",
    "bi thu",
    "bo",
    "bo chi huy",
    "bo phan",
    "bo tu lenh",
    "bo truong",
    "buu dien",
    "ca nhan",
    "can bo",
    "cac",
    "canh sat",
    "chanh",
    "chi bo",
    "chi cuc",
    "chi nhanh",
    "chinh phu",
    "chu nhiem",
    "chu tich",
    "chuyen vien",
    "co quan",
    "cong an",
    "cong chuc",
    "cong doan",
    "cong thong tin",
    "cong ty",
    "cuc",
    "cuc truong",
    "cum",
    "dai",
    "dang uy",
    "dang bo",
    "dia phuong",
    "doan",
    "don vi",
    "giam doc",
    "hat",
    "hdnd",
    "hieu truong",
    "ho",
    "hoc vien",
    "hoi",
    "hoi dong",
    "huyen",
    "huyen doan",
    "huyen uy",
    "khoa",
    "kho bac",
    "kiem toan",
    "lanh dao",
    "lien doan",
    "lien minh",
    "mat tran",
    "mttq",
    "ngan hang",
    "nhung",
    "pho",
    "phong",
    "quan uy",
    "quy",
    "so",
    "tap doan",
    "tat ca",
    "thanh doan",
    "thanh pho",
    "thanh tra",
    "thanh uy",
    "thi uy",
    "thu truong",
    "thu tuong",
    "thuong truc",
    "tinh doan",
    "tinh uy",
    "to",
    "to chuc",
    "toa an",
    "tong cong ty",
    "tong cuc",
    "tram",
    "truong",
    "trung tam",
    "tung",
    "ubmttq",
    "ubnd",
    "uy ban",
    "uy vien",
    "van phong",
    "vien",
    "vien kiem sat",
    "vien truong",
    "vu",
    "xa",
    "vnpt",
    "dien luc",
    "cang vu",
    "moi",
    "toan the",
    "nguoi dung dau",
];

/// First words of the lines of a letterhead that begin another body's name, folded.
pub(super) const LETTERHEADS: &[&str] = &[
    "ban",
    "bao",
    "bao hiem",
    "ben",
    "benh vien",
    "bo",
    "bo chi huy",
    "chi bo",
    "chi cuc",
    "chinh phu",
    "chu tich",
    "cong an",
    "cong doan",
    "cong ty",
    "cuc",
    "dai",
    "dai hoc",
    "dang bo",
    "dang doan",
    "dang uy",
    "doan",
    "don vi",
    "hoc vien",
    "hoi",
    "hoi dong",
    "hdnd",
    "huyen doan",
    "huyen uy",
    "khoa",
    "kho bac",
    "kiem toan",
    "lien doan",
    "lien minh",
    "mat tran",
    "ngan hang",
    "phong",
    "quan uy",
    "quan doan",
    "quoc hoi",
    "quy",
    "so",
    "tap doan",
    "thanh doan",
    "thanh tra",
    "thanh uy",
    "thi uy",
    "thi doan",
    "thu tuong",
    "thuong truc",
    "tinh doan",
    "tinh uy",
    "to",
    "toa an",
    "tong cong ty",
    "tong cuc",
    "tram",
    "truong",
    "trung tam",
    "trung uong",
    "ubnd",
    "uy ban",
    "uybannhandan",
    "van phong",
    "vien",
    "vu",
    "xi nghiep",
    "dang uy khoi",
];

/// First words of offices as they stand in signatures, folded.
pub(super) const OFFICES: &[&str] = &[
    "bi thu",
    "bo truong",
    "canh sat",
    "chanh an",
    "chanh thanh tra",
    "chanh van phong",
    "chi cuc truong",
    "chi huy truong",
    "chu nhiem",
    "chu tich",
    "cuc truong",
    "doi truong",
    "giam doc",
    "hieu truong",
    "hieu pho",
    "kiem sat vien",
    "ke toan truong",
    "nguoi",
    "pho",
    "quyen",
    "tham phan",
    "thu truong",
    "thu tuong",
    "thuong truc",
    "to truong",
    "tong bien tap",
    "tong cuc truong",
    "tong giam doc",
    "tong kiem toan",
    "tong thanh tra",
    "tong thu ky",
    "tram truong",
    "truong ban",
    "truong phong",
    "truong doan",
    "truong khoa",
    "truong cong an",
    "uy vien",
    "vien truong",
    "vu truong",
    "truong tram",
    "truong",
    "thong doc",
    "q.",
    "dai ta",
    "thuong ta",
    "thieu tuong",
    "trung tuong",
    "bi thu thuong truc",
    "vien pho",
    "cuc pho",
];

/// Common family names, folded.
pub(super) const FAMILIES: &[&str] = &[
    "an", "au", "bach", "bui", "cao", "chau", "chu", "cu", "dam", "dang", "dao", "dau", "dinh",
    "do", "doan", "dong", "duong", "giang", "giap", "ha", "han", "ho", "hoa", "hoang", "hua",
    "huynh", "h'", "khong", "kieu", "kim", "la", "lai", "lam", "lang", "le", "lo", "lu", "luc",
    "luong", "luu", "luyen", "ly", "ma", "mac", "mai", "nghiem", "ngo", "nguyen", "ninh", "nong",
    "ong", "phan", "pham", "phi", "phung", "quach", "quan", "sam", "son", "ta", "tang", "thach",
    "thai", "than", "thieu", "tieu", "to", "ton", "tong", "tran", "trieu", "trinh", "truong", "tu",
    "u", "uong", "van", "vang", "vi", "vo", "vu", "vuong", "y", "rmah", "siu", "ksor", "ro",
    "giàng",
];

/// Names of laws that hold a comma: the part before it, folded.
pub(super) const LAW_COMMAS: &[&str] = &[
    "pho bien",
    "phong",
    "thuc hanh tiet kiem",
    "quan ly",
    "ho tro",
    "nhap canh",
    "xuat canh",
    "nhap canh, xuat canh",
    "bau cu dai bieu quoc hoi",
    "phong chay",
    "tieu chuan",
    "du tru",
    "cong chung",
    "bao ve",
    "hoa giai",
    "tin nguong",
    "giam dinh",
    "thuong mai",
    "luu tru",
    "ky hop",
    "thue",
    "xuat ban",
    "dau gia",
    "can cuoc",
    "khieu nai",
    "chat luong san pham",
    "phi va le phi",
    "nguoi khuyet tat",
    "sua doi",
    "sua doi, bo sung",
    "sua doi, bo sung mot so dieu",
    "nhap canh, xuat canh, qua canh",
    "quan ly, su dung vu khi",
    "quan ly, su dung vu khi, vat lieu no",
    "quan ly, su dung von nha nuoc dau tu vao san xuat",
    "thuong vu quoc hoi",
];

/// True where folded text begins with one of `words`, a whole word each.
pub(super) fn begins_with(fold: &str, words: &[&str]) -> bool {
    words.iter().any(|word| {
        fold.strip_prefix(word)
            .is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_alphanumeric()))
    })
}
