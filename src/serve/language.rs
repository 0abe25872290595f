//! What the page says, in Vietnamese and in English.

/// A language of the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Language {
    /// Tiếng Việt, where nobody says otherwise.
    #[default]
    Vietnamese,
    English,
}

impl Language {
    pub(super) const fn tag(self) -> &'static str {
        match self {
            Self::Vietnamese => "vi",
            Self::English => "en",
        }
    }

    pub(super) const fn other(self) -> Self {
        match self {
            Self::Vietnamese => Self::English,
            Self::English => Self::Vietnamese,
        }
    }

    pub(super) fn of_tag(tag: &str) -> Option<Self> {
        let main = tag.split('-').next().unwrap_or_default();
        [Self::Vietnamese, Self::English]
            .into_iter()
            .find(|language| main.eq_ignore_ascii_case(language.tag()))
    }

    /// The one of ours that `Accept-Language` puts first.
    pub(super) fn preferred(accepted: &str) -> Option<Self> {
        let mut best: Option<(f32, Self)> = None;
        for part in accepted.split(',').take(32) {
            let mut parts = part.split(';');
            let Some(language) = parts.next().and_then(|tag| Self::of_tag(tag.trim())) else {
                continue;
            };
            let quality = parts
                .find_map(|part| part.trim().strip_prefix("q="))
                .map_or(1.0, |quality| quality.parse().unwrap_or(0.0));
            if quality > 0.0 && best.is_none_or(|(most, _)| quality > most) {
                best = Some((quality, language));
            }
        }
        best.map(|(_, language)| language)
    }

    pub(super) const fn words(self) -> &'static Words {
        match self {
            Self::Vietnamese => &VIETNAMESE,
            Self::English => &ENGLISH,
        }
    }
}

macro_rules! words {
    ($($name:ident: $vietnamese:literal, $english:literal;)*) => {
        /// Every word of the page.
        pub(super) struct Words {
            $(pub(super) $name: &'static str,)*
        }
        const VIETNAMESE: Words = Words { $($name: $vietnamese,)* };
        const ENGLISH: Words = Words { $($name: $english,)* };
        #[cfg(test)]
        const NAMES: &[(&str, &str, &str)] = &[$((stringify!($name), $vietnamese, $english),)*];
    };
}

words! {
    search: "Tìm kiếm", "Search";
    search_what: "Tìm văn bản, điều khoản, nhiệm vụ, số ký hiệu", "Search documents, sections, tasks, codes";
    hint: "Gõ có dấu hoặc không dấu; số ký hiệu gõ kiểu nào cũng được (nd 61/2018); cụm từ đặt trong ngoặc kép.",
        "With or without marks; codes in any form (nd 61/2018); phrases in quotes.";
    keys: "Phím: / tới ô tìm kiếm, j và k (hoặc ↓ ↑) đi qua kết quả, Enter mở; trong văn bản n và p đi qua các từ còn nghi ngờ.",
        "Keys: / goes to the search box, j and k (or ↓ ↑) through the hits, Enter opens; in a document n and p go through doubtful words.";
    to_content: "Tới nội dung", "To the content";
    other_language: "English", "Tiếng Việt";
    all: "Tất cả", "All";
    documents: "Văn bản", "Documents";
    sections: "Mục, điều", "Sections";
    tasks: "Nhiệm vụ", "Tasks";
    document: "văn bản", "document";
    section: "mục", "section";
    task: "nhiệm vụ", "task";
    kinds: "Loại kết quả", "Kinds of hits";
    hits: "kết quả", "hits";
    hit: "kết quả", "hit";
    of: "trên", "of";
    nothing: "Không tìm thấy gì.", "Nothing found.";
    nothing_advice: "Hãy bớt từ, bỏ bộ lọc hoặc thử gõ không dấu.", "Try fewer words, fewer filters, or words without marks.";
    read_as: "Hiểu là số ký hiệu", "Read as a code";
    near: "Số ký hiệu gần giống:", "A code like it:";
    near_advice: "Có kết quả không mang đúng số ký hiệu đã gõ mà chỉ gần giống: bản quét có thể đọc sai một chữ. Những kết quả đó đứng cuối và được ghi rõ.",
        "Some hits have not the code that was typed but one like it: a scan may have a sign wrong. They come last, and say so.";
    filters: "Bộ lọc", "Filters";
    to_filters: "Tới bộ lọc", "To the filters";
    remove_filter: "Bỏ lọc", "Remove the filter";
    clear: "Bỏ tất cả bộ lọc", "Remove all filters";
    by_type: "Loại văn bản", "Type";
    by_authority: "Cơ quan ban hành", "Authority";
    by_place: "Địa danh", "Place";
    by_year: "Năm", "Year";
    by_cites: "Viện dẫn", "Cites";
    by_lead: "Đơn vị chủ trì", "Lead unit";
    by_due: "Hạn hoàn thành", "Due";
    from_day: "Hạn từ ngày", "Due from";
    before_day: "Hạn trước ngày", "Due before";
    previous: "Trang trước", "Previous page";
    next: "Trang sau", "Next page";
    pages: "Các trang", "Pages";
    untitled: "Văn bản không có trích yếu", "Document without a subject";
    back: "Về kết quả tìm kiếm", "Back to the hits";
    contents: "Mục lục", "Contents";
    header: "Thể thức", "Header";
    code: "Số, ký hiệu", "Code";
    date: "Ngày ban hành", "Date";
    parent: "Cơ quan chủ quản", "Parent authority";
    signed: "Người ký", "Signed by";
    recipients: "Nơi nhận", "Recipients";
    file: "Tệp nguồn", "Source file";
    quality: "Độ tin cậy trung bình", "Mean confidence";
    words_changed: "từ đã sửa", "words changed";
    words_doubtful: "từ còn nghi ngờ", "doubtful words";
    words_all: "từ", "words";
    text: "Toàn văn", "Text";
    restored: "Đã khôi phục", "Restored";
    scanned: "Bản quét", "Scan";
    line: "Dòng", "Line";
    lines: "Dòng", "Lines";
    page: "Trang", "Page";
    show_scan: "Hiện bản quét", "Show the scan";
    only_doubts: "Chỉ dòng còn nghi ngờ", "Only lines with doubts";
    legend_changed: "đã sửa", "changed";
    legend_doubtful: "nghi ngờ", "doubtful";
    legend_very: "rất nghi ngờ", "very doubtful";
    sure: "chắc chắn", "sure";
    scan_says: "Bản quét:", "Scan:";
    or_else: "Có thể là:", "May be:";
    no_other: "Không có cách đọc khác.", "No other reading.";
    kept: "Giữ như bản quét, còn nghi ngờ", "Kept as scanned, in doubt";
    no_scan: "Không dựng lại được chữ của bản quét: các chỗ sửa trong hồ sơ không khớp với văn bản.",
        "The scan's text cannot be shown: the edits of the record do not fit its text.";
    about_scan: "Bên phải là chữ mà máy quét đã đọc, dựng lại từ các chỗ sửa; ảnh của trang không có ở đây.",
        "On the right is what the scanner read, put together from the edits; images of the pages are not here.";
    citations: "Văn bản được viện dẫn", "Citations";
    mentions: "lần nhắc", "mentions";
    mention: "lần nhắc", "mention";
    who_cites: "Tìm văn bản cũng viện dẫn", "Who else cites it";
    lead: "Chủ trì", "Lead";
    support: "Phối hợp", "Support";
    due: "Thời hạn", "Due";
    notes: "Ghi chú của chương trình", "Remarks of the program";
    record: "Hồ sơ JSON", "Record as JSON";
    none: "Không có.", "None.";
    no_page: "Không có trang này.", "There is no such page.";
    no_document: "Chỉ mục không có văn bản này.", "The index has no such document.";
    broken: "Không đọc được chỉ mục", "The index cannot be read";
    home: "Về trang đầu", "To the start";
    indexed: "Trong chỉ mục:", "In the index:";
    incomplete: "Chỉ mục đang được dựng, chưa đủ.", "The index is being made and is not whole yet.";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_there_in_both_languages() {
        for (name, vietnamese, english) in NAMES {
            assert!(!vietnamese.is_empty() && !english.is_empty(), "{name}");
        }
    }

    #[test]
    fn browsers_say_what_they_like() {
        use Language::{English, Vietnamese};
        for (accepted, expected) in [
            ("vi-VN,vi;q=0.9,en;q=0.8", Some(Vietnamese)),
            ("en-US,en;q=0.9,vi;q=0.8", Some(English)),
            ("fr, en;q=0.2, vi;q=0.7", Some(Vietnamese)),
            ("en;q=0, vi;q=0.1", Some(Vietnamese)),
            ("fr", None),
            ("", None),
            (";;;,q=,en;q=x", None),
        ] {
            assert_eq!(Language::preferred(accepted), expected, "{accepted}");
        }
    }
}
