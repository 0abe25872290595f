//! What segmentation knows about the language of offices: words that begin names of units, offices and what units do.
//!
//! Types of documents, bodies and family names are in [`super::dictionary`].

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

/// First words of the names of bodies and units, folded. A name goes on until something else begins.
pub(super) static UNIT_HEADS: LazyLock<Vec<&str>> = LazyLock::new(|| {
    list(
        "ban|bao|bao hiem|benh vien|bi thu|bo|bo chi huy|bo phan|bo tu lenh|bo truong|buu dien|ca nhan|can bo|\
         cac|canh sat|chanh|chi bo|chi cuc|chi nhanh|chinh phu|chu nhiem|chu tich|chuyen vien|co quan|cong an|\
         cong chuc|cong doan|cong thong tin|cong ty|cuc|cuc truong|cum|dai|dang doan|dang uy|dang bo|dia phuong|doan|\
         don vi|giam doc|hat|hdnd|hieu truong|ho|hoc vien|hoi|hoi dong|huyen|huyen doan|huyen uy|khoa|kho bac|\
         kiem toan|lanh dao|ldld|lien doan|lien minh|luc luong|mat tran|mttq|ngan hang|nhung|pho|phong|quan uy|quy|so|tap doan|\
         tat ca|thanh doan|thanh pho|thanh tra|thanh uy|thi uy|thu truong|thu tuong|thuong truc|tinh doan|\
         tinh uy|thon|ban dan toc|to|to chuc|toa an|tong cong ty|tong cuc|tram|truong|trung tam|tung|trung doan|ubmttq|ubnd|uy ban|uy vien|\
         van phong|vien|vien kiem sat|vien truong|vu|xa|vnpt|dien luc|cang vu|moi|toan the|nguoi dung dau|chinh quyen|\
         doanh nghiep|nha truong|cap uy|hop tac xa|nganh|khu|phuong|thi tran|dac khu|thanh vien|tap the|nguoi|vien chuc|\
         dang vien|dai dien|cong dong|nhan dan|cu tri|nha thau|chu dau tu|cong chuc|doi|dai doi|tieu doan|lu doan|su doan|\
         quan khu|quan doi|bch|bhxh|bqp|bca|lien hiep|hiep hoi|ho kinh doanh|kiem sat|quoc hoi|tieu ban|ttyt|tt|\
         khoi dan van|khoi van|khoi mat tran|bien phong|don bien phong|thuong nhan|chu nha thuoc|chu cua hang|chu co so|gia lang|chi uy|\
         ban giam hieu|dong chi|hat truong|bi thu|pho bi thu|pho chu tich|pho giam doc|pho truong|ke toan|van thu|bao cao vien|giao vien|tong giam doc|tong",
    )
});

/// Words that begin like the name of a unit and are none, folded: "Khoa học", "Xã hội", "Bảo vệ".
pub(super) static NOT_UNITS: LazyLock<Vec<&str>> = LazyLock::new(|| {
    list(
        "ban cong|ban bac|ban nhiem vu|ban ve|ban nao|ban do|ban hanh|ban sac|ban than|bao cao|bao chi|bao dam|bao duong|bao mat|bao quan|bao tang|bao ton|\
         bao tri|bao ve|bao toan|bo cuc|bo sung|bo tri|can bo cong|cac hoat dong|cac nhiem vu|cac noi dung|cac giai phap|\
         cac chi tieu|cac van ban|cac muc tieu|cac truong hop|cac quy dinh|cac dieu kien|cong tac|cum tu|cuc bo|dai bieu quoc|\
         dai dich|dai hoi|dai le|doan ket|doi moi|doi ngoai|doi voi|doi tuong|doi thoai|doi chieu|doi song|doi ten|hat giong|\
         hoi nghi|hoi nhap|hoi thao|hoi thi|ho so|ho tro|ho khau|ho tich|ho gia dinh tu|khoa hoc|khoa luan|khu vuc|khu di|\
         moi truong|moi nam|moi thang|moi quy|moi tuan|moi ngay|nganh nghe|nguoi dan va|nguoi co cong|nguoi cao tuoi|\
         phong chong|phong tranh|phong ngua|phong trao|phong tuc|phong, chong|pho bien|pho cap|quy che|quy chuan|quy dinh|\
         quy hoach|quy mo|quy trinh|quy dat|so ket|so bo|so hoa|so lieu|so luong|so sanh|so tay|so thang|tang cuong|\
         tat ca noi|thanh lap|thanh phan|thanh quyet|thanh tich|thanh toan|thanh pho thong minh|to chuc thuc|to chuc trien|\
         to chuc hoi|to chuc cac|to chuc thi|to chuc tuyen|to chuc tap|to chuc kiem|to chuc so|to chuc tong|to giac|to trinh|tong hop|tong ket|tong so|\
         tong the|tong quan|tong muc|tong kinh|tong du|truong hop|truong thanh|vien thong|vien tro|vu an|vu viec|vu mua|xa hoi|xa thai|cong doan bao|tung buoc|tung nam|\
         quy i|quy ii|quy iii|quy iv|doi khi|to tung|to cao|moi hoat|nguoi dung|tong kiem tra|tong ra soat|tong ve sinh|\
         tong duyet|thuong truc san sang|thuong truc chien dau|thuong truc 100|hoi chan|hoi y|moi gop y|moi thac mac|moi chi tiet|\
         moi y kien|moi hanh vi|moi truong hop|moi buoi|phong lam viec|phong hop|phong hoc|so tien|so con lai|so nguoi|so ho|vu dong xuan|vu he thu|vu tranh chap|tong gia tri|tong von|tong chi|doi nam nu|phong tiep dan",
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
         vien|vu|xi nghiep|dang uy khoi|chi nhanh|tinh hoi|huyen hoi|thanh hoi|thu vien|bao tang|hat",
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
         thuong ta|thieu tuong|trung tuong|bi thu thuong truc|vien pho|cuc pho|chinh uy|chinh tri vien|chi huy|doi pho|to pho|\
         chi cuc pho|dai dien|thu ky|chu tri|chu toa|nguoi lap|nguoi ghi|hat truong|hat pho|chu co so|chu ho|cua hang truong|xuong truong|thuyen truong",
    )
});

/// Units named by their kind alone, which a clause may narrow ("các đơn vị được giao …"), folded.
pub(super) static GENERIC_UNITS: LazyLock<Vec<&str>> = LazyLock::new(|| {
    list(
        "cac|nhung|co quan|don vi|to chuc|ca nhan|bo phan|can bo|cong chuc|vien chuc|nguoi|thanh vien|doanh nghiep|thu truong|lanh dao",
    )
});

/// Words after "tổ chức" that make it a noun, folded.
pub(super) static ORGANISATIONS: LazyLock<Vec<&str>> = LazyLock::new(|| {
    list(
        "chinh tri|xa hoi|doan the|dang|hoi|ca nhan|kinh te|lien quan|co lien quan|quan chung|phap che|tin dung|hanh nghe|\
         tu van|su nghiep|khoa hoc|nghe nghiep|cong doan|dai dien|co so|phi chinh phu|thanh vien|chinh quyen|truc thuoc|\
         thuoc|quoc te|ton giao|nuoc ngoai|khac|co tham quyen|va ca nhan|va cong dan|doanh nghiep|cung cap|cong tac",
    )
});

/// What only the one who acts can do: it ends every name, folded.
pub(super) static DUTIES: LazyLock<Vec<&str>> = LazyLock::new(|| {
    list(
        "co trach nhiem|chiu trach nhiem|co nhiem vu|chu tri|dong chu tri|chu dong|co ke hoach|co van ban|la co quan|la dau moi|la don vi|lam dau moi|phoi hop|can cu",
    )
});

/// Names of laws that hold a comma: the part before it, folded.
pub(super) static LAW_COMMAS: LazyLock<Vec<&str>> = LazyLock::new(|| {
    list(
        "pho bien|phong|thuc hien dan chu o xa|thuc hien dan chu o xa, phuong|thuc hanh tiet kiem|quan ly|ho tro|nhap canh|xuat canh|nhap canh, xuat canh|\
         bau cu dai bieu quoc hoi|phong chay|tieu chuan|du tru|cong chung|bao ve|hoa giai|tin nguong|giam dinh|\
         thuong mai|luu tru|ky hop|thue|xuat ban|dau gia|can cuoc|khieu nai|chat luong san pham|phi va le phi|\
         nguoi khuyet tat|sua doi|sua doi, bo sung|sua doi, bo sung mot so dieu|nhap canh, xuat canh, qua canh|\
         quan ly, su dung vu khi|quan ly, su dung vu khi, vat lieu no|\
         quan ly, su dung von nha nuoc dau tu vao san xuat|thuong vu quoc hoi|kham benh|trat tu|thue xuat khau|thi dua|\
         can bo|an toan|tai nguyen|hien|hien, lay|cong nghiep quoc phong|luc luong tham gia bao ve an ninh|khoa hoc|\
         phong, chong tac hai cua ruou|dan so|uu dai|xu ly|giao thong|quoc phong|to chuc|hoat dong|di dan|tro giup|\
         ky ket|dau tu|vu khi|phong chay, chua chay va cuu nan|van hoa|nguoi lao dong|phat trien|bien phong|doanh nghiep|chinh quyen|bao ve bi mat",
    )
});

/// Words that begin what a unit does, folded. In the text they begin in lower case.
pub(super) static VERBS: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::of(
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
         van dong|van hanh|vao cuoc|xa lu|xac dinh|xac minh|xay dung|xem xet|xu ly|yeu cau|\
         bien tap|cai tao|cham diem|cham lo|cham soc|chan chinh|chap thuan|chi tiet hoa|cho y kien|chuyen giao|chuyen doi|chu y|co giai phap|co hinh thuc|co phuong an|co y kien|cong nhan|cung ung|dam phan|danh thoi gian|dap ung|dat hang|dau tu|de cao|de ra|dien tap|dinh huong|doi thoai|dong gop|dong hanh|dong vien|ghi nhan|gioi thieu|giu vung|gop y|hiep dong|hiep thuong|hoan tat|hop tac|keu goi|ket noi|khoanh vung|khoi dong|khoi tao|khuyen cao|kien quyet|kiem dinh|kiem ke|kiem nghiem|lam ro|lam viec|lan luot|lien ket|luu tru|mo rong|nghien cuu|nhac nho|ngan ngua|phan cap|phan tich|phat trien|phan dinh|phong ngua|phuc hoi|phuc tra|quang ba|quy hoach|quyet tam|ra quyet dinh|rut kinh nghiem|sap xep|sang loc|sua doi|tai co cau|tang toc|theo sat|the che hoa|thi diem|thu hoi|thuc thi|tiep can|tim hieu|toa dam|tham mua|trao doi|trung bay|truy quet|tu choi|tu kiem tra|tu ra soat|tuyen chon|ung truc|van dung|xac lap|xac nhan|xet duyet|xep loai|xin y kien|xu phat|xuc tien|bam sat|chuyen tai|cam ket|chung minh|chi tra|cap giay|chu dong|chia se|dieu tiet|du thao|dam bao|kiem chung|mo lop|nang cao|nhap lieu|nuoi duong|phan tac|phuc dung|phu trach|quan sat|quy tu|tao lap|thanh tra|thanh quyet toan|the hien|thi tuyen|thuyet minh|tinh toan|toi uu hoa|trung tap|tuyen dung|ung cuu|uy quyen|vinh danh|xet tuyen|xuat ban|xay lap|xu tri",
    )
});

/// Verbs of one syllable, which folded would be any word: as printed.
pub(super) static SHORT_VERBS: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::of(
        "bám|cần|chọn|chủ động|chuyển|cử|dành|dẫn|đón|đưa|giảm|soạn|tăng|treo|gắn|giao|giữ|giúp|gửi|không|ký|lập|làm|là|mở|mời|nắm|nghe|nhập|nộp|\
         phải|sẽ|tìm|trích|trình|xin|thông báo",
    )
});

/// More verbs of one syllable, as printed. Half of them are also halves of words, and so they count only behind a name that is whole.
/// They are what most often follows "phải", "sẽ" and "có trách nhiệm" in texts of all kinds, and seldom stands in names.
pub(super) static DEEDS: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::of(
        "bàn|bán|bày|bắt|bịt|bóc|bón|bơm|bù|cài|cắm|cắt|cấm|cẩu|chạy|chăm|chặn|chấm|che|chia|chiếu|chở|chốt|chụp|coi|dán|dạy|\
         dập|dò|dọn|dỡ|dừng|đào|đặt|đem|đi|đến|đo|đóng|đọc|đổ|đứng|gác|gặp|ghi|ghép|gõ|gom|gọi|gỡ|hạ|hiến|họp|\
         hỏi|hút|kéo|kê|kẻ|kêu|khám|khoan|khoanh|khóa|khơi|lắp|lấp|lấy|lo|lợp|mang|mua|mượn|nạo|nâng|nêu|ngăn|ngừng|nghỉ|\
         nhắc|nhắn|nhổ|nối|phá|phát|phạt|phun|quay|quét|rà|rào|rút|sửa|sơn|tách|tặng|thả|tháo|thay|thăm|thắp|thu|thuê|\
         thử|tiêm|trả|trao|trồng|trực|tuân|tưới|vá|vay|vẽ|vét|viết|vớt|vượt|xả|xây|xem|xét|xếp|xóa|xuống",
    )
});

/// What the same syllables begin where they are no verbs of their own, as printed.
pub(super) static NO_DEEDS: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::of(
        "bán lẻ|bán buôn|bán trú|chấm thi|đóng trên|đóng tại|đóng chân|khám bệnh|khám chữa|phát thanh|phát triển|\
         phát lại|phát điện|phát hành|thay mặt|thu ngân|thu mua|trực thuộc|trực tuyến|xây lắp|xây dựng|đặt trụ sở|đặt tại|đo lường|\
         đo đạc|nối mạng|đào tạo|dạy nghề|chăm sóc|xét nghiệm|đóng tàu|lắp máy|lắp đặt|chiếu sáng|chiếu bóng|trồng trọt",
    )
});

/// Words of two syllables for what units do, as printed: folded, they would be other words.
pub(super) static PRINTED_VERBS: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::of(
        "hậu kiểm|soát xét|hội chẩn|giao ban|sơ tán|di chuyển|gia cố|trùng tu|tu bổ|tu sửa|nạo vét|cắm mốc|phát quang|\
         dọn dẹp|dọn vệ sinh|khơi thông|túc trực|trực ban|điều chuyển|luân chuyển|chỉnh trang|tạm dừng|đình chỉ|thu gom|thu hút|\
         thăm hỏi|thẩm tra|thanh lý|phụ giúp|tham dự|tham quan|khai giảng|khai mạc|giảng dạy|tuyên dương|biểu diễn|bình xét|bình chọn|\
         bầu chọn|phá dỡ|tháo dỡ|cảnh cáo|kiểm điểm|đính chính|đăng tin|đăng bài|đăng thông báo|đền bù|gặp gỡ|tiếp xúc|tiêu hủy|khử trùng|canh gác|\
         chốt chặn|niêm phong|sao chụp|sao kê|chi hỗ trợ|cấp đổi|cấp mới|cấp bù|cấp kinh phí|cấp phép|trả lương|kê khai|khai báo|trình bày|\
         đề cử|rút ngắn|siết chặt|hủy bỏ|xét xử|phủ sóng|nhắn tin|hẹn giờ|phổ cập|dự trù|dự phòng|dự trữ|phát chuyên mục|\
         mở chuyên mục|mở chuyên trang|đi cơ sở|đấu tranh|kèm cặp|học tập|hoàn trả|cho vay|cho thuê|cho mượn|gương mẫu|hạch toán|tự cân đối|tự chịu",
    )
});

/// Words that end a unit after a comma or in front of a clause.
pub(super) static BREAKS: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::of(
        "để|nhằm|với các nội dung|khi|nếu|về việc|trong việc|thông qua|qua|tại|vào|trước ngày|chậm nhất|trong thời gian|\
         trong thời hạn|trong vòng|trong phạm vi|trong quá trình|trong tháng|trong quý|sau khi|trước khi|ngay sau|ngay từ|\
         theo quy định|theo phân cấp|theo định kỳ|theo nội dung|theo hướng|theo tiến độ|theo yêu cầu|theo kế hoạch|\
         bằng|nhưng|mà|thì|từ nay|đến nay|đã|đang|cũng|vẫn|cùng nhau",
    )
});

/// Verbs that also stand inside names, before the verb proper, folded.
pub(super) static NAME_VERBS: LazyLock<Vec<&str>> = LazyLock::new(|| {
    list(
        "xay dung|quan ly|phat trien|ung dung|su dung|phuc vu|dau tu|chuyen doi|dao tao|dieu hanh|kiem dinh|bao tri|ho tro",
    )
});

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

/// Parties that are another one behind a comma, though in small letters, folded.
pub(super) static PARTIES: LazyLock<Vec<&str>> = LazyLock::new(|| {
    list(
        "thu truong|giam doc|chu tich|bi thu|truong ban|truong phong|truong thon|truong ap|truong khu|truong cac|truong sau|hieu truong|can bo|\
         cong chuc|ke toan|gia lang|nguoi co uy tin|dan quan|tieu thuong|co do|tu van giam sat|\
         cong thong tin|trang thong tin|doanh nghiep|cong an|canh sat|y te thon|y te ban|cong tac vien|tuyen truyen vien|nhan vien|giao vien|\
         tho xay|hop tac xa|co quan thi hanh an|quan ly thi truong|doi quan ly|doi trat tu|to van hanh|to bao ve|to dan pho|to hop tac|\
         ban giam hieu|ban cong tac|chi doan|chi hoi|hoi phu nu|hoi nong dan|hoi cuu chien binh|doan thanh nien|mat tran|tram y te|\
         ong|ba|dong chi|chu dau tu|nha thau|don vi thi cong|don vi tu van|bo doi bien phong|bien phong|bao|dai",
    )
});

/// Words for units of every kind, of which lists are one plural ("cán bộ, công chức", "tổ chức, cá nhân"), folded.
pub(super) static COMMON_UNITS: LazyLock<Vec<&str>> = LazyLock::new(|| {
    list(
        "can bo|cong chuc|vien chuc|nguoi lao dong|co quan|don vi|to chuc|ca nhan|doanh nghiep|hop tac xa|so|ban|nganh|doan the|phong|dia phuong|\
         xa|phuong|thi tran|huyen|thanh pho|quan|thi xa|tinh|thon|ap|hoi|dang vien|hoi vien|doan vien|ho gia dinh|nguoi dan|nhan dan|bao|dai|\
         khoa|to|doi|tram|cum|co so|truong hoc|giao vien|hoc sinh|phu huynh|chi bo|dang bo|chuyen vien|cong nhan|to hop tac",
    )
});

/// Nouns that take a verb into a name ("cơ quan quản lý"), folded.
pub(super) static NOUNS: LazyLock<Vec<&str>> = LazyLock::new(|| {
    list(
        "co quan|don vi|bo phan|to chuc|ca nhan|nguoi|can bo|chuyen mon|cong tac|ban|trung tam|doi|to|cong chuc|\
         vien chuc|chi cuc|phong|bch|ban chi dao|tram|ban chi huy|ban quan ly|ban van dong|tieu ban|hoi dong|nhom|\
         to cong tac|to giup viec|quy|cuc|vu|cau lac bo|doan|hat|hoi|lien minh|hiep hoi|van phong|co so|doanh nghiep|\
         nha thau|truong|vien|luc luong|cong ty|chu rung",
    )
});

/// Verbs that such nouns take, folded.
pub(super) static NOUN_VERBS: LazyLock<Vec<&str>> = LazyLock::new(|| {
    list(
        "nghien cuu|quan ly|su dung|tham muu|giup viec|chu tri|phoi hop|thuc hien|truc tiep|chi dao|tiep nhan|giai quyet|\
         kiem tra|xay dung|van hanh|thanh tra|ung dung|bao ve|phuc vu|tu van|phan anh|kiem soat|phat trien|\
         quan trac|huong dan|cung cap|duoc giao|to chuc|lam viec|lam cong|dieu hanh|dau moi|bao tri|cai cach|chuyen doi|\
         ung pho|phong ngua|ho tro|xuc tien|dao tao|boi duong|giam dinh|kiem dinh|giai phong|khai thac|dieu phoi|\
         thi dua|doi moi|tham dinh|quan tri|sap xep|tiep cong dan|thong tin|nghiem thu|kiem ke|lua chon|van dong|\
         tuyen truyen|san xuat|thi cong|dau tu|giam sat|tuyen dung|truc tiep|soan thao|tong hop|theo doi|danh gia|cung ung",
    )
});

/// What units do so often that it ends even the name of a "cơ quan" or "đơn vị", folded.
pub(super) static ACTS: LazyLock<Vec<&str>> = LazyLock::new(|| {
    list(
        "thuc hien|chu tri|phoi hop|to chuc|duoc giao|huong dan|kiem tra|chi dao|tham muu|cung cap|xay dung",
    )
});

/// Phrases by their first words, so that few are compared with a text.
#[derive(Debug)]
pub(super) struct Phrases(FxHashMap<&'static str, Vec<&'static str>>);

impl Phrases {
    fn of(text: &'static str) -> Self {
        let mut phrases: FxHashMap<&str, Vec<&str>> = FxHashMap::default();
        for phrase in list(text) {
            let known = phrases.entry(first_word(phrase)).or_default();
            if !known.contains(&phrase) {
                known.push(phrase);
            }
        }
        Self(phrases)
    }

    /// Those that a text begins with, whole words each.
    pub(super) fn at<'t>(&self, text: &'t str) -> impl Iterator<Item = &'static str> + use<'_, 't> {
        let known = self.0.get(first_word(text)).map_or(&[][..], Vec::as_slice);
        known.iter().copied().filter(|phrase| {
            text.strip_prefix(phrase)
                .is_some_and(|after| !after.starts_with(char::is_alphanumeric))
        })
    }

    /// Whether a text begins with one of them.
    pub(super) fn begin(&self, text: &str) -> bool {
        self.at(text).next().is_some()
    }
}

/// Letters and digits up to the first other character.
fn first_word(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_alphanumeric());
    &text[..end.unwrap_or(text.len())]
}

/// The entries of a list written with bars between them.
fn list(text: &'static str) -> Vec<&'static str> {
    text.split('|').filter(|entry| !entry.is_empty()).collect()
}

/// True where folded text begins like the name of a unit.
pub(super) fn begins_unit(fold: &str) -> bool {
    begins_with(fold, &UNIT_HEADS) && !begins_with(fold, &NOT_UNITS)
}

/// True where folded text begins with one of `words`, a whole word each.
pub(super) fn begins_with(fold: &str, words: &[&str]) -> bool {
    // The lists are long, and this is asked of nearly every word: the first letter rules most of them out.
    let Some(&first) = fold.as_bytes().first() else {
        return false;
    };
    words.iter().any(|word| {
        word.as_bytes().first() == Some(&first)
            && fold
                .strip_prefix(word)
                .is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_alphanumeric()))
    })
}
