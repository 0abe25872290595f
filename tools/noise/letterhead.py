"""Invented letterheads and signatures, so that plain text becomes pages of administrative documents.

They also bring what running text is poor in: lines in capitals, document numbers, dates.
"""

from __future__ import annotations

import random

PLACES = (
    "An Giang|Bà Rịa - Vũng Tàu|Bắc Giang|Bạc Liêu|Bắc Ninh|Bến Tre|Bình Định|Bình Phước|Bình Thuận|Cà Mau|Cao Bằng|Đắk Lắk"
    "|Đắk Nông|Điện Biên|Đồng Nai|Đồng Tháp|Gia Lai|Hà Giang|Hà Tĩnh|Hải Dương|Hậu Giang|Hòa Bình|Hưng Yên|Khánh Hòa"
    "|Kiên Giang|Kon Tum|Lạng Sơn|Lào Cai|Lâm Đồng|Long An|Nghệ An|Ninh Bình|Phú Thọ|Phú Yên|Quảng Bình|Quảng Nam"
    "|Quảng Ngãi|Quảng Trị|Sóc Trăng|Sơn La|Tây Ninh|Thái Nguyên|Thanh Hóa|Thừa Thiên Huế|Tiền Giang|Tuyên Quang|Vĩnh Phúc|Yên Bái"
).split("|")
OFFICES = {
    "SỞ NỘI VỤ": "SNV", "SỞ TƯ PHÁP": "STP", "SỞ Y TẾ": "SYT", "SỞ TÀI CHÍNH": "STC", "SỞ XÂY DỰNG": "SXD",
    "SỞ CÔNG THƯƠNG": "SCT", "SỞ DU LỊCH": "SDL", "SỞ NGOẠI VỤ": "SNgV", "SỞ GIAO THÔNG VẬN TẢI": "SGTVT",
    "SỞ KẾ HOẠCH VÀ ĐẦU TƯ": "SKHĐT", "SỞ KHOA HỌC VÀ CÔNG NGHỆ": "SKHCN", "SỞ GIÁO DỤC VÀ ĐÀO TẠO": "SGDĐT",
    "SỞ TÀI NGUYÊN VÀ MÔI TRƯỜNG": "STNMT", "SỞ VĂN HÓA VÀ THỂ THAO": "SVHTT", "SỞ THÔNG TIN VÀ TRUYỀN THÔNG": "STTTT",
    "BAN DÂN TỘC": "BDT", "THANH TRA TỈNH": "TTT", "BAN QUẢN LÝ KHU KINH TẾ": "BQLKKT",
}  # fmt: skip
KINDS = {
    "KẾ HOẠCH": "KH", "QUYẾT ĐỊNH": "QĐ", "BÁO CÁO": "BC", "TỜ TRÌNH": "TTr", "THÔNG BÁO": "TB", "CHỈ THỊ": "CT",
    "HƯỚNG DẪN": "HD", "CHƯƠNG TRÌNH": "CTr", "ĐỀ ÁN": "ĐA", "QUY CHẾ": "QC",
}  # fmt: skip
FAMILY = "Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đinh Trịnh Mai Đoàn".split()
MIDDLE = "Văn Thị Hữu Đức Minh Quốc Thanh Xuân Ngọc Công Đình Thế Kim Hồng".split()
GIVEN = "An Ánh Bình Chiến Cường Dũng Đạt Giang Hà Hải Hạnh Hằng Hiếu Hòa Hùng Hương Khánh Lan Linh Long Mạnh Nga Phúc Quý Sơn Tâm Thảo Thủy Trung Tuấn Việt Yến".split()


def letterhead(rng: random.Random) -> tuple[str, str]:
    """The head of an invented document in the source format, and its signature block."""
    place = rng.choice(PLACES)
    office, code = rng.choice(list(OFFICES.items()))
    kind, symbol = rng.choice(list(KINDS.items()))
    upper, issuer, signer = f"UBND TỈNH {place.upper()}", office, "GIÁM ĐỐC"
    if rng.random() < 0.35:
        upper, issuer, code, signer = "ỦY BAN NHÂN DÂN", f"TỈNH {place.upper()}", "UBND", "CHỦ TỊCH"
    number, day, month = rng.randint(1, 4999), rng.randint(1, 28), rng.randint(1, 12)
    date = f"{place}, ngày {day:02} tháng {month:02} năm {rng.randint(2009, 2025)}"
    head = (
        f"{upper}\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n{issuer}\tĐộc lập - Tự do - Hạnh phúc\n"
        f"Số: {number:02}/{symbol}-{code}\t{date}\n\n{kind}"
    )
    name = f"{rng.choice(FAMILY)} {rng.choice(MIDDLE)} {rng.choice(GIVEN)}"
    rank = [f"TM. ỦY BAN NHÂN DÂN\n- Như trên;\t{signer}"] if code == "UBND" else [f"{signer}\n- Như trên;", f"KT. {signer}\n- Như trên;\tPHÓ {signer}"]
    foot = f"Nơi nhận:\t{rng.choice(rank)}\n- UBND tỉnh (b/c);\n- Lưu: VT, {rng.choice(['TH', 'KT', 'NC', 'VX', 'TCCB'])}.\t{name}"
    return head, foot
