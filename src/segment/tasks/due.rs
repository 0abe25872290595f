//! When work is due: a date, a month, or how often it comes back.

use super::times::{LIMITS, LOOSE, OFTEN};
use super::verb;
use crate::document::{Due, Recurrence};
use crate::segment::dates;
use crate::segment::folded::Folded;
use crate::segment::folded::fold_str;

/// A table cell that says when.
pub(super) fn of_cell(cell: &str) -> Option<Due> {
    let text = cell.trim().trim_end_matches([';', ',']).trim();
    let text = text
        .strip_suffix('.')
        .unwrap_or(text)
        .trim_start_matches(['-', '–', ' ']);
    if text.is_empty() || !text.chars().any(char::is_alphanumeric) {
        return None;
    }
    Some(Due {
        text: text.to_owned(),
        date: date_in(text).or_else(|| bare_month(text)),
        recurrence: recurrence(text),
    })
}

/// True where a cell holds a time and little else.
pub(super) fn is_time(cell: &str) -> bool {
    let fold = fold_str(cell);
    recurrence(cell).is_some()
        || date_in(cell).is_some()
        || bare_month(cell).is_some()
        || [
            "quy ", "thang ", "nam 20", "tuan ", "dinh ky", "truoc ", "trong ", "hang ",
        ]
        .iter()
        .any(|lead| fold.starts_with(lead))
}

/// "6/2023" as a cell has no need of the word.
fn bare_month(cell: &str) -> Option<String> {
    let last = cell.rsplit(['-', '–', ' ']).next()?;
    let (month, year) = last.split_once('/')?;
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    (digits(month) && digits(year) && year.len() == 4 && month.len() <= 2)
        .then(|| dates::month_at_start(&format!("thang {month}/{year}")))
        .flatten()
        .map(|(date, _)| date.iso())
}

/// The time that a sentence gives.
pub(super) fn of_sentence(text: &str) -> Option<Due> {
    let folded = Folded::new(text);
    let fold = folded.text.as_str();
    let due = |start: usize, end: usize| {
        let words = folded.span(start..end).of(text).replace('[', "");
        Due {
            date: date_in(&words),
            recurrence: recurrence(&words),
            text: words,
        }
    };
    // Most sentences name no limit; the patterns for limits are long.
    let digits =
        fold.bytes().any(|b| b.is_ascii_digit()) || fold.contains("quy ") || fold.contains("muoi");
    for pattern in LIMITS.iter().filter(|_| digits) {
        for found in pattern.find_iter(fold) {
            if apart(fold, found.start(), found.end())
                && !belongs_to_document(fold, found.start(), found.as_str())
            {
                let start = with_recurrence(fold, found.start());
                return Some(due(start, found.end()));
            }
        }
    }
    let mut best: Option<(usize, usize)> = None;
    let often = [
        "hang ",
        "ham",
        "moi ",
        "thuong xuyen",
        "lan",
        "/",
        "dinh ky",
        "sau thang",
        "6 thang",
        "mot ",
        "thu ",
    ]
    .iter()
    .any(|w| fold.contains(w));
    let often = OFTEN
        .iter()
        .filter(|_| often)
        .map(|pattern| (pattern, true));
    let loose = LOOSE
        .iter()
        .filter(|_| digits)
        .map(|pattern| (pattern, false));
    for (pattern, recurs) in often.chain(loose) {
        for found in pattern.find_iter(fold) {
            let (start, end) = (found.start(), found.end());
            let other = || match recurs {
                true => names_a_document(&folded, text, start, end),
                false => belongs_to_document(fold, start, found.as_str()),
            };
            if apart(fold, start, end) && !other() && best.is_none_or(|(first, _)| start < first) {
                best = Some((start, end));
            }
        }
    }
    best.or_else(|| periodic(fold))
        .map(|(start, end)| due(start, end))
}

/// "Hàng tháng, trước ngày 15": the recurrence right before a limit is part of it.
fn with_recurrence(fold: &str, start: usize) -> usize {
    let before = fold[..start].trim_end_matches([' ', ',']);
    if before.len() == start {
        return start;
    }
    let from = before.len().saturating_sub(40);
    OFTEN
        .iter()
        .filter_map(|pattern| pattern.find_iter(&before[from..]).last())
        .filter(|found| {
            from + found.end() == before.len() && apart(fold, from + found.start(), before.len())
        })
        .map(|found| from + found.start())
        .min()
        .unwrap_or(start)
}

/// "Định kỳ báo cáo …" without saying how often.
fn periodic(fold: &str) -> Option<(usize, usize)> {
    fold.match_indices("dinh ky ").find_map(|(at, _)| {
        let begins = at == 0 || fold[..at].ends_with(", ") || fold[..at].ends_with("; ");
        let act = verb::begins(&fold[at + "dinh ky ".len()..]);
        (begins && act).then_some((at, at + "dinh ky".len()))
    })
}

fn apart(fold: &str, start: usize, end: usize) -> bool {
    let edge = |b: Option<&u8>| b.is_none_or(|b| !b.is_ascii_alphanumeric());
    edge(start.checked_sub(1).and_then(|n| fold.as_bytes().get(n)))
        && edge(fold.as_bytes().get(end))
}

/// The date of a cited instrument, or of a span of years, is no due date.
fn belongs_to_document(fold: &str, start: usize, words: &str) -> bool {
    let before = fold[..start].trim_end();
    // "có hiệu lực từ ngày …", "được ban hành trước ngày …" say when something was, not when it is to be.
    let past = [
        "hieu luc",
        "ap dung",
        "thi hanh",
        "ban hanh",
        "ke",
        "tinh",
        "phat sinh",
        "da co",
        "thanh lap",
        "duoc cap",
        "ky",
        "nop",
        "sinh",
    ]
    .iter()
    .any(|w| before.ends_with(w) && before[..before.len() - w.len()].ends_with([' ', ',']));
    if (words.starts_with("tu ngay")
        || words.starts_with("tu thang")
        || words.starts_with("tu nam"))
        && (past || !words.contains(" den "))
    {
        return !["thuc hien", "bat dau", "trien khai", "thoi gian"]
            .iter()
            .any(|w| before.ends_with(w));
    }
    let lead = words.starts_with("truoc")
        || words.starts_with("cham")
        || words.starts_with("muon")
        || words.starts_with("khong")
        || words.starts_with("den")
        || words.starts_with("het")
        || words.starts_with("tu ")
        || words.starts_with("xong")
        || words.starts_with("tu nay");
    if lead {
        return words.starts_with("den nam") && before.ends_with("giai doan")
            || (words.starts_with("den nam") && !before.ends_with("xong"))
            || (words.starts_with("het nam") && !before.ends_with("den"))
            || (words.starts_with("truoc nam") && past);
    }
    let last = before.rsplit(' ').next().unwrap_or("");
    let code = last.contains('/') || last.contains('-') && last.chars().any(|c| c.is_ascii_digit());
    let plain = words.starts_with("ngay") || words.starts_with(|c: char| c.is_ascii_digit());
    let done = [
        "hoan thanh",
        "xong",
        "thoi gian",
        "thoi han",
        "han",
        "vao",
        "trong",
    ]
    .iter()
    .any(|w| before.ends_with(w));
    let month = words.starts_with("thang") || words.starts_with("quy") || words.starts_with("cuoi");
    let within = words.starts_with("trong nam") && !before.ends_with("thanh");
    code || (plain && !done)
        || (month && !done && !before.ends_with([',', ';', ':', '(']))
        || within
        || (words.starts_with("sau ") && !done)
}

/// "báo cáo cải cách hành chính định kỳ", "kế hoạch hằng năm", "chi thường xuyên": which one is meant, not when.
fn names_a_document(folded: &Folded, text: &str, start: usize, end: usize) -> bool {
    let fold = &folded.text;
    let before = fold[..start].trim_end();
    let after = fold[end..].trim_start();
    let raw_word = folded.span(start..end).of(text);
    if raw_word.chars().next().is_some_and(char::is_uppercase) && before.is_empty() {
        return false;
    }
    let words: Vec<&str> = before.rsplit(' ').take(4).collect();
    let last = words.first().copied().unwrap_or("");
    let near = |w: &str| words.iter().take(3).any(|word| *word == w);
    let document = (last == "hoach" && near("ke"))
        || last == "toan" && near("du")
        || last == "trinh" && near("chuong")
        || qualifies(before);
    let ends = |word: &str| {
        before
            .strip_suffix(word)
            .is_some_and(|rest| rest.is_empty() || rest.ends_with(' '))
    };
    let noun = [
        "chi",
        "kinh phi",
        "nhiem vu",
        "ngan sach",
        "su nghiep",
        "bao tri",
        "cong viec",
        "von",
        "dao tao",
        "danh gia, xep loai",
        "ky",
        "giao duc",
        "hoat dong",
        "nguon",
        "thu nhap",
        "tro cap",
        "phu cap",
        "che do",
        "du toan",
        "tiep cong dan",
        "kiem toan",
    ]
    .iter()
    .any(|word| ends(word));
    let half_year =
        fold[start..end].ends_with("thang") && fold[start..end].starts_with(['0', '6', 's']);
    // "lưu nhật ký tối thiểu 6 tháng", "chưa đủ tuổi trong sáu tháng": how long, not how often.
    let long = half_year
        && [
            "toi thieu",
            "toi da",
            "it nhat",
            "trong",
            "du",
            "hon",
            "duoi",
            "tren",
            "qua",
            "hoac",
            "den",
            "gan",
            "thoi han",
        ]
        .iter()
        .any(|word| ends(word));
    document
        || noun
        || long
        || (half_year
            && !fold[start..end].contains("lan")
            && (after.starts_with("dau nam") || after.starts_with("cuoi nam")))
}

/// "kế hoạch công tác hằng năm", "dự toán ngân sách hằng năm": the name of a document stands a few words before.
fn qualifies(before: &str) -> bool {
    let clause = before.rsplit([';', '.', '(']).next().unwrap_or("");
    let clause = clause.rsplit(", ").next().unwrap_or("");
    let named = [
        "ke hoach ",
        "chuong trinh ",
        "du toan ",
        "ngan sach ",
        "chi tieu ",
    ]
    .iter()
    .filter_map(|noun| clause.rfind(noun).map(|at| &clause[at + noun.len()..]))
    .min_by_key(|rest| rest.len());
    named.is_some_and(|rest| {
        let words: Vec<&str> = rest.split(' ').filter(|word| !word.is_empty()).collect();
        words.len() <= 4
            && !words
                .iter()
                .any(|word| matches!(*word, "va" | "nay" | "theo" | "cua" | "tren"))
            && !(0..words.len()).any(|n| {
                verb::begins(&words[n..].join(" "))
                    && !matches!(words[n], "dau" | "phat" | "dao" | "kiem" | "cai" | "to")
            })
    })
}

/// How often the words say.
pub(super) fn recurrence(words: &str) -> Option<Recurrence> {
    let fold = fold_str(words);
    let every = |unit: &str| {
        fold.match_indices(unit).any(|(at, _)| {
            let before = &fold[..at];
            !fold[at + unit.len()..].starts_with(|c: char| c.is_ascii_alphanumeric())
                && [
                    "hang ",
                    "ham ",
                    "moi ",
                    "lan/",
                    "lan / ",
                    "lan moi ",
                    "lan trong ",
                    "/",
                    "lan mot ",
                    "luot moi ",
                    "buoi mot ",
                    "buoi moi ",
                    "lan/01 ",
                    "lan/1 ",
                ]
                .iter()
                .any(|lead| before.ends_with(lead))
        }) || ["mot ", "moi "].iter().any(|one| {
            // "một ngày bốn lần"
            fold.match_indices(&format!("{one}{unit} "))
                .any(|(at, words)| fold[at + words.len()..].contains(" lan"))
        })
    };
    let six = ["6 thang", "06 thang", "sau thang"].iter().any(|w| {
        fold.match_indices(w)
            .any(|(at, _)| !fold[..at].ends_with(|c: char| c.is_ascii_digit()))
    });
    let quarter = [
        "thang cuoi quy",
        "thang dau quy",
        "cuoi moi quy",
        "dau moi quy",
    ]
    .iter()
    .any(|w| fold.contains(w));
    let week = fold.starts_with("moi sang thu")
        || fold.starts_with("moi chieu thu")
        || fold.starts_with("moi toi thu");
    if fold.contains("thuong xuyen") || fold.contains("lien tuc") || fold.contains("hang gio") {
        Some(Recurrence::Continuous)
    } else if six && !fold.contains("trong 6 thang") {
        Some(Recurrence::Semiannual)
    } else if every("ngay") || every("dem") {
        Some(Recurrence::Daily)
    } else if every("tuan") || week {
        Some(Recurrence::Weekly)
    } else if every("thang") {
        Some(Recurrence::Monthly)
    } else if every("quy") || quarter {
        Some(Recurrence::Quarterly)
    } else if every("nam") {
        Some(Recurrence::Annual)
    } else {
        None
    }
}

/// The date named: the last of a span, a month where there is no day.
fn date_in(words: &str) -> Option<String> {
    let fold = fold_str(words);
    let mut found = None;
    let mut at = 0;
    while at < fold.len() {
        let starts = at == 0
            || !fold.as_bytes()[at - 1].is_ascii_alphanumeric() && fold.as_bytes()[at - 1] != b'/';
        // "Tháng 3 - 5/2018" is of months.
        let months = fold[..at].ends_with("thang ") && fold[at..].contains(" - ");
        if starts
            && !months
            && let Some((date, len)) =
                dates::at_start(&fold[at..]).filter(|(date, _)| date.is_full())
        {
            found = Some(date.iso());
            at += len;
            continue;
        }
        if starts && let Some((date, len)) = dates::month_at_start(&fold[at..]) {
            found = Some(date.iso());
            at += len;
            continue;
        }
        at += 1;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_say_when_and_how_often() {
        for (cell, date, often) in [
            ("Tháng 3 - 5/2018", Some("2018-05"), None),
            ("15/11 - 20/12/2017", Some("2017-12-20"), None),
            ("36 tháng", None, None),
            ("6 tháng/lần", None, Some(Recurrence::Semiannual)),
            (
                "trước ngày 20 tháng cuối quý",
                None,
                Some(Recurrence::Quarterly),
            ),
            ("mỗi sáng thứ Ba", None, Some(Recurrence::Weekly)),
        ] {
            let due = of_cell(cell).unwrap();
            assert_eq!(
                (due.date.as_deref(), due.recurrence),
                (date, often),
                "{cell}"
            );
        }
    }

    #[test]
    fn finds_the_words_that_give_the_time() {
        for (text, words, date) in [
            (
                "Nộp lưu trong thời hạn 01 năm, kể từ ngày công việc kết thúc.",
                Some("trong thời hạn 01 năm, kể từ ngày công việc kết thúc"),
                None,
            ),
            (
                "báo cáo trước ngày 15 tháng 12 hằng năm.",
                Some("trước ngày 15 tháng 12 hằng năm"),
                None,
            ),
            (
                "sơ kết vào tháng 6 hằng năm.",
                Some("vào tháng 6 hằng năm"),
                None,
            ),
            (
                "gửi số liệu chậm nhất vào ngày 05 tháng sau.",
                Some("chậm nhất vào ngày 05 tháng sau"),
                None,
            ),
            (
                "kiểm tra đột xuất, ít nhất mỗi quý một lần.",
                Some("ít nhất mỗi quý một lần"),
                None,
            ),
            (
                "họp giao ban vào thứ hai hàng tuần",
                Some("vào thứ hai hàng tuần"),
                None,
            ),
            (
                "Tham mưu báo cáo trước ngày 14/12/2023.",
                Some("trước ngày 14/12/2023"),
                Some("2023-12-14"),
            ),
            (
                "gửi về Sở chậm nhất là ngày 15/3/2019.",
                Some("chậm nhất là ngày 15/3/2019"),
                Some("2019-03-15"),
            ),
            (
                "hoàn thành trong tháng 7/2024; chỉ đạo",
                Some("trong tháng 7/2024"),
                Some("2024-07"),
            ),
            (
                "hoàn thành trong tháng 4 năm 2019.",
                Some("trong tháng 4 năm 2019"),
                Some("2019-04"),
            ),
            (
                "kiểm tra đột xuất ít nhất 02 lần/tháng, không báo trước",
                Some("ít nhất 02 lần/tháng"),
                None,
            ),
            (
                "báo cáo UBND tỉnh định kỳ hằng quý.",
                Some("định kỳ hằng quý"),
                None,
            ),
            (
                "cập nhật trước ngày 05 hằng tháng.",
                Some("trước ngày 05 hằng tháng"),
                None,
            ),
            ("bố trí kinh phí chi thường xuyên để", None, None),
            (
                "theo Quyết định số 5/QĐ-UBND ngày 12/5/2020 của",
                None,
                None,
            ),
            (
                "Các đơn vị thường xuyên kiểm tra",
                Some("thường xuyên"),
                None,
            ),
            (
                "(lồng ghép trong báo cáo cải cách hành chính định kỳ)",
                None,
                None,
            ),
            ("kịp thời báo cáo", None, None),
            ("trình phương án trong quý II", Some("trong quý II"), None),
            (
                "mở 4 lớp nghiệp vụ trong tháng 5.",
                Some("trong tháng 5"),
                None,
            ),
            (
                "sơ kết vào chiều 24/8 tại phường",
                Some("vào chiều 24/8"),
                None,
            ),
            (
                "bảo đảm điện từ ngày 25 đến hết ngày 30/6/2023.",
                Some("từ ngày 25 đến hết ngày 30/6/2023"),
                Some("2023-06-30"),
            ),
            (
                "báo cáo trước 16 giờ thứ Năm hằng tuần",
                Some("trước 16 giờ thứ Năm hằng tuần"),
                None,
            ),
            (
                "họp vào chiều thứ Sáu hằng tuần",
                Some("vào chiều thứ Sáu hằng tuần"),
                None,
            ),
            (
                "trực tại 27 điểm, một ngày bốn lần",
                Some("một ngày bốn lần"),
                None,
            ),
            ("phát ba buổi một tuần", Some("ba buổi một tuần"), None),
            (
                "kiểm tra mỗi sáng thứ Ba, thứ Sáu",
                Some("mỗi sáng thứ Ba, thứ Sáu"),
                None,
            ),
            (
                "công bố ít nhất ba lần mỗi ngày",
                Some("ít nhất ba lần mỗi ngày"),
                None,
            ),
            (
                "di dời từ nay đến hết năm 2010",
                Some("từ nay đến hết năm 2010"),
                None,
            ),
            (
                "hoàn thành giếng khoan trước tháng 12.",
                Some("trước tháng 12"),
                None,
            ),
            (
                "báo cáo về huyện trước ngày 22.",
                Some("trước ngày 22"),
                None,
            ),
            ("bật ghi nhật ký tối thiểu 6 tháng", None, None),
            ("số cặp kết hôn chưa đủ tuổi trong sáu tháng", None, None),
        ] {
            let due = of_sentence(text);
            assert_eq!(due.as_ref().map(|d| d.text.as_str()), words, "{text}");
            assert_eq!(due.and_then(|d| d.date).as_deref(), date, "{text}");
        }
    }
}
