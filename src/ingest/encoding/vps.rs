//! The encoding of the Vietnamese Professionals Society (x-viet-vps), fourteen capitals in the place of control characters.

use super::table::Table;

pub(super) static TABLE: Table = Table {
    low: &[
        (0x02, 'Ạ'),
        (0x03, 'Ậ'),
        (0x04, 'Ặ'),
        (0x05, 'Ẹ'),
        (0x06, 'Ệ'),
        (0x10, 'Ị'),
        (0x11, 'Ọ'),
        (0x12, 'Ộ'),
        (0x13, 'Ợ'),
        (0x14, 'Ụ'),
        (0x15, 'Ự'),
        (0x19, 'Ỵ'),
        (0x1c, 'Ẫ'),
        (0x1d, 'Ữ'),
    ],
    high: [
        "ÀẢÃẤẦẨọỗĂếềểệẮẰẲ",
        "Ế‘’ỀỂỄỐỒỔỖýỷỵỚỜỞ",
        "\u{a0}ắằẳẵặỠớÙờởỡŨỨợỪ",
        "ổỬỲỸÍÌộỈĨÓửữÒỎÕự",
        "ầÁÂấẩẫậđẻÉÊẹỉễịỹ",
        "ƯỦồốÔỏơÈừứÚũưÝẺ\u{fffd}",
        "àáâãảạă\u{fffd}èéêẽìí\u{fffd}ĩ",
        "ẴĐòóôõ\u{fffd}Ơụùúủ\u{fffd}ỶẼỳ",
    ],
};
