//! TCVN 5712:1993 VN3 (ABC fonts, .VnTime).

use super::table::Table;

/// The standard's table, and the quotes, dashes and dots of Windows, which the fonts have where the standard has nothing.
pub(super) static TABLE: Table = Table {
    low: &[],
    high: [
        "\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}…\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}",
        "\u{fffd}‘’“”•–—\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}",
        "\u{a0}ĂÂÊÔƠƯĐăâêôơưđ\u{fffd}",
        "\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}àảãáạ\u{fffd}ằẳẵắ\u{fffd}",
        "\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}ặầẩẫấậè\u{fffd}ẻẽ",
        "éẹềểễếệìỉ\u{fffd}\u{fffd}\u{fffd}ĩíịò",
        "\u{fffd}ỏõóọồổỗốộờởỡớợù",
        "\u{fffd}ủũúụừửữứựỳỷỹýỵ\u{fffd}",
    ],
};
