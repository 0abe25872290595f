//! What segmentation knows about the language of offices: words that begin names of units, offices and what units do.
//!
//! Types of documents, bodies and family names are in [`super::dictionary`].

use std::sync::LazyLock;

/// First words of the names of bodies and units, folded. A name goes on until something else begins.
pub(super) static UNIT_HEADS: LazyLock<Vec<&str>> = LazyLock::new(|| {
    list(
        "ban|bao|bao hiem|benh vien|bi thu|bo|bo chi huy|bo phan|bo tu lenh|bo truong|buu dien|ca nhan|can bo|\
         cac|canh sat|chanh|chi bo|chi cuc|chi nhanh|chinh phu|chu nhiem|chu tich|chuyen vien|co quan|cong an|\
         cong chuc|cong doan|cong thong tin|cong ty|cuc|cuc truong|cum|dai|dang doan|dang uy|dang bo|dia phuong|doan|\
         don vi|giam doc|hat|hdnd|hieu truong|ho|hoc vien|hoi|hoi dong|huyen|huyen doan|huyen uy|khoa|kho bac|\
         kiem toan|lanh dao|lien doan|lien minh|luc luong|mat tran|mttq|ngan hang|nhung|pho|phong|quan uy|quy|so|tap doan|\
         tat ca|thanh doan|thanh pho|thanh tra|thanh uy|thi uy|thu truong|thu tuong|thuong truc|tinh doan|\
         tinh uy|to|to chuc|toa an|tong cong ty|tong cuc|tram|truong|trung tam|tung|ubmttq|ubnd|uy ban|uy vien|\
         van phong|vien|vien kiem sat|vien truong|vu|xa|vnpt|dien luc|cang vu|moi|toan the|nguoi dung dau",
    )
});

/// First words of the lines of a letterhead that begin another body's name, folded.
pub(super) static LETTERHEADS: LazyLock<Vec<&str>> = LazyLock::new(|| {
    list(
        "ban|bao|bao hiem|ben|benh vien|bo|bo chi huy|chi bo|chi cuc|chinh phu|chu tich|cong an|cong doan|\
         cong ty|cuc|dai|dai hoc|dang bo|dang doan|dang uy|doan|don vi|hoc vien|hoi|hoi dong|hdnd|huyen doan|\
         huyen uy|khoa|kho bac|kiem toan|lien doan|lien minh|mat tran|ngan hang|phong|quan uy|quan doan|quoc hoi|\
         quy|so|tap doan|thanh doan|thanh tra|thanh uy|thi uy|thi doan|thu tuong|thuong truc|tinh doan|tinh uy|\
         to|toa an|tong cong ty|tong cuc|tram|truong|trung tam|trung uong|ubnd|uy ban|uybannhandan|van phong|\
         vien|vu|xi nghiep|dang uy khoi",
    )
});

/// First words of offices as they stand in signatures, folded.
pub(super) static OFFICES: LazyLock<Vec<&str>> = LazyLock::new(|| {
    list(
        "bi thu|bo truong|canh sat|chanh an|chanh thanh tra|chanh van phong|chi cuc truong|chi huy truong|\
         chu nhiem|chu tich|cuc truong|doi truong|giam doc|hieu truong|hieu pho|kiem sat vien|ke toan truong|\
         nguoi|pho|quyen|tham phan|thu truong|thu tuong|thuong truc|to truong|tong bien tap|tong cuc truong|\
         tong giam doc|tong kiem toan|tong thanh tra|tong thu ky|tram truong|truong ban|truong phong|truong doan|\
         truong khoa|truong cong an|uy vien|vien truong|vu truong|truong tram|truong|thong doc|q.|dai ta|\
         thuong ta|thieu tuong|trung tuong|bi thu thuong truc|vien pho|cuc pho",
    )
});

/// Names of laws that hold a comma: the part before it, folded.
pub(super) static LAW_COMMAS: LazyLock<Vec<&str>> = LazyLock::new(|| {
    list(
        "pho bien|phong|thuc hanh tiet kiem|quan ly|ho tro|nhap canh|xuat canh|nhap canh, xuat canh|\
         bau cu dai bieu quoc hoi|phong chay|tieu chuan|du tru|cong chung|bao ve|hoa giai|tin nguong|giam dinh|\
         thuong mai|luu tru|ky hop|thue|xuat ban|dau gia|can cuoc|khieu nai|chat luong san pham|phi va le phi|\
         nguoi khuyet tat|sua doi|sua doi, bo sung|sua doi, bo sung mot so dieu|nhap canh, xuat canh, qua canh|\
         quan ly, su dung vu khi|quan ly, su dung vu khi, vat lieu no|\
         quan ly, su dung von nha nuoc dau tu vao san xuat|thuong vu quoc hoi",
    )
});

/// Words that begin what a unit does, folded. In the text they begin in lower case.
pub(super) static VERBS: LazyLock<Vec<&str>> = LazyLock::new(|| {
    list(
        "ap dung|ban giao|ban hanh|bao cao|bao dam|bao duong|bao quan|bao ve|bat giu|bien soan|bieu duong|\
         bo nhiem|bo sung|bo tri|boi duong|cai tien|can cu|can doi|canh bao|cap nhat|cap phat|cat cu|cat giam|\
         chap hanh|chi dao|chi tra|chinh ly|chiu trach nhiem|cho phep|chu dong|chu tri|chu trong|chuan bi|\
         chuan hoa|chuan y|chung nhan|co bien phap|co ke hoach|co nhiem vu|co trach nhiem|co van ban|cong bo|\
         cong khai|cu can bo|cu the hoa|cung cap|cung co|cuong che|dam bao|dam nhan|dam nhiem|dan dau|dang cong|\
         dang ky|dang tai|danh gia|dau moi|dau noi|day manh|day nhanh|de nghi|de xuat|di doi|dieu chinh|\
         dieu dong|dieu hanh|dieu phoi|dieu tra|dinh ky|do luong|doi chieu|doi moi|don doc|don gian hoa|\
         dong chu tri|du bao|du toan|dua tin|duoc giao|duy tri|gia ha|gia han|giai ngan|giai quyet|giai trinh|\
         giam sat|giao nop|han che|hang nam|hang quy|hang thang|hang tuan|ho tro|hoan thanh|hoan thien|hop dong|\
         hop tac|huong dan|huy dong|in an|ket hop|khac phuc|khai thac|khai thong|khan truong|khao sat|\
         khen thuong|khoi cong|khuyen khich|kiem dem|kiem soat|kiem tra|kien nghi|kien toan|kip thoi|ky ket|\
         la co quan|la dau moi|la don vi|lam dau moi|lam tot|lan toa|lanh dao|lap dat|lay y kien|len ke hoach|\
         lien he|long ghep|lua chon|mua sam|nam bat|nam chac|nam tinh hinh|nang cao|nang cap|neu cao|ngan chan|\
         nghiem cam|nghiem thu|nghiem tuc|nghien cuu|nhan rong|niem yet|on dinh|phan anh|phan bo|phan cong|\
         phan dau|phan loai|phat ban tin|phat dong|phat hanh|phat hien|phat huy|phat song|phe duyet|pho bien|\
         phoi hop|phuc vu|quan ly|quan tam|quan trac|quan triet|quy dinh|quyet dinh|quyet liet|quyet toan|\
         ra quan|ra soat|ra thong bao|san sang|sang tao|sap xep|so hoa|so ket|so sanh|soan thao|su dung|sua chua|\
         tan dung|tang cuong|tao dieu kien|tap huan|tap trung|tham dinh|tham gia|tham muu|tham van|thanh lap|\
         thanh toan|thao luan|theo chuc nang|theo doi|theo dung|theo linh vuc|theo nhiem vu|theo phan cong|\
         theo tham quyen|thi hanh|thiet lap|thong ke|thong nhat|thong tin kip|thong tin kip thoi|thu thap|\
         thuc day|thuc hien|thuong xuyen|tich cuc|tich hop|tien hanh|tiep nhan|tiep thu|tiep tuc|to chuc|\
         tong hop|tong ket|tra ket qua|tra loi|trang bi|tren co so|trien khai|trong pham vi|trong qua trinh|\
         truc tiep|tu danh gia|tu van|tuan tra|tuyen dung|tuyen truyen|ung dung|ung pho|uu tien|van chuyen|\
         van dong|van hanh|vao cuoc|xa lu|xac dinh|xac minh|xay dung|xem xet|xu ly|yeu cau",
    )
});

/// Verbs of one syllable, which folded would be any word: as printed.
pub(super) static SHORT_VERBS: LazyLock<Vec<&str>> = LazyLock::new(|| {
    list(
        "cần|chọn|chủ động|chuyển|cử|dẫn|đưa|gắn|giao|giữ|giúp|gửi|không|ký|lập|làm|là|mở|mời|nắm|nghe|nhập|nộp|\
         phải|sẽ|tìm|trích|trình|xin|thông báo",
    )
});

/// Words that end a unit after a comma or in front of a clause.
pub(super) static BREAKS: LazyLock<Vec<&str>> = LazyLock::new(|| {
    list(
        "để|nhằm|với các nội dung|khi|nếu|về việc|trong việc|thông qua|qua|tại|vào|trước ngày|chậm nhất",
    )
});

/// Heads of offices: several of them under one comma list are one group of people.
pub(super) static HOLDERS: LazyLock<Vec<&str>> =
    LazyLock::new(|| list("giam doc|thu truong|chu tich|truong|chanh|pho"));

/// First words of a unit that may follow "và" in a list of units, folded.
pub(super) static SECOND_UNITS: LazyLock<Vec<&str>> = LazyLock::new(|| {
    list(
        "so|ubnd|uy ban|ban|bo|phong|van phong|trung tam|cong an|hoi|doan|chi cuc|cuc|truong|bao|dai|thanh tra|\
         bao hiem|kho bac|lien doan|mat tran|tinh doan|huyen doan|thanh doan|cac|chu tich|giam doc|thu truong|\
         bo chi huy|toa an|vien|hdnd|ngan hang|hat|tram|to|cong ty|chanh|truong phong|nhung|tong|benh vien|\
         hoi dong|lien minh|dien luc|don vi|co quan|buu dien|thuong truc|lanh dao|dang uy|chi bo|xa|phuong|\
         thi tran|quy|can bo|huyen uy|tinh uy|thanh uy|bch|bhxh|ttyt|trung doan|doi|nguoi",
    )
});

/// Words for units without a name of their own that may follow "và", folded.
pub(super) static PLAIN_UNITS: LazyLock<Vec<&str>> = LazyLock::new(|| {
    list(
        "cac|nhung|mot so|don vi|co quan|ubnd|dia phuong|to chuc|ca nhan|cong chuc|can bo|dai bieu|nguoi|luc luong|hoi|doan the",
    )
});

/// Nouns that take a verb into a name ("cơ quan quản lý"), folded.
pub(super) static NOUNS: LazyLock<Vec<&str>> = LazyLock::new(|| {
    list(
        "co quan|don vi|bo phan|to chuc|ca nhan|nguoi|can bo|chuyen mon|cong tac|ban|trung tam|doi|to|cong chuc|\
         vien chuc|chi cuc|phong|bch|ban chi dao|tram",
    )
});

/// Verbs that such nouns take, folded.
pub(super) static NOUN_VERBS: LazyLock<Vec<&str>> = LazyLock::new(|| {
    list(
        "quan ly|su dung|tham muu|giup viec|chu tri|phoi hop|thuc hien|truc tiep|chi dao|tiep nhan|giai quyet|\
         kiem tra|xay dung|van hanh|thanh tra|ung dung|bao ve|phuc vu|tu van|phan anh|kiem soat|phat trien|\
         quan trac|huong dan|cung cap|duoc giao|to chuc|lam viec|lam cong|dieu hanh|dau moi|bao tri",
    )
});

/// What units do so often that it ends even the name of a "cơ quan" or "đơn vị", folded.
pub(super) static ACTS: LazyLock<Vec<&str>> = LazyLock::new(|| {
    list(
        "thuc hien|chu tri|phoi hop|to chuc|duoc giao|huong dan|kiem tra|chi dao|tham muu|cung cap|xay dung",
    )
});

/// The entries of a list written with bars between them.
fn list(text: &'static str) -> Vec<&'static str> {
    text.split('|').filter(|entry| !entry.is_empty()).collect()
}

/// True where folded text begins with one of `words`, a whole word each.
pub(super) fn begins_with(fold: &str, words: &[&str]) -> bool {
    words.iter().any(|word| {
        fold.strip_prefix(word)
            .is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_alphanumeric()))
    })
}
