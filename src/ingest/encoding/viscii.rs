//! VISCII (RFC 1456): every letter has a byte, six of them in the place of control characters.

use super::table::Table;

pub(super) static TABLE: Table = Table {
    low: &[
        (0x02, 'Ẳ'),
        (0x05, 'Ẵ'),
        (0x06, 'Ẫ'),
        (0x14, 'Ỷ'),
        (0x19, 'Ỹ'),
        (0x1e, 'Ỵ'),
    ],
    high: [
        "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐ",
        "ỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲ",
        "Õắằặấầẩậẽẹếềểễệố",
        "ồổỗỠƠộờởịỰỨỪỬơớƯ",
        "ÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳ",
        "ĐứÒÓÔạỷừửÙÚỹỵÝỡư",
        "àáâãảăữẫèéêẻìíĩỉ",
        "đựòóôõỏọụùúũủýợỮ",
    ],
};
