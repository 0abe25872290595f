//! Dates as printed: 08/6/2010, ngày 08 tháng 6 năm 2010, tháng 6/2023.

use std::sync::LazyLock;

use regex::Regex;
use strsim::osa_distance;

fn compile(pattern: &str) -> Regex {
    Regex::new(pattern).expect("invariant: patterns of this module are valid")
}

/// `ngày` with a day, month and year. Blanks and dots stand where a hand should have filled in the day.
static WORDS: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"^([a-z]{3,5})\s*([^a-z,;]{0,12}?)\s*([a-z]{4,6})\s*([^a-z,;]{0,12}?)\s*([a-z]{2,4})\s*([0-9]{4}|[^a-z,;]{0,8})",
    )
});
static DIGITS: LazyLock<Regex> = LazyLock::new(|| {
    compile(r"^(?:([a-z]{3,5})\s*:?\s*)?([0-9]{1,2})\s?[/.-]\s?([0-9]{1,2})\s?[/.-]\s?([0-9]{4})")
});
static MONTH: LazyLock<Regex> =
    LazyLock::new(|| compile(r"^th?ang\s*([0-9]{1,2})\s*(?:[/.-]|nam)\s*([0-9]{4})"));

/// A date of full or reduced precision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Date {
    /// Year.
    pub year: u16,
    month: Option<u8>,
    day: Option<u8>,
}

impl Date {
    fn new(year: &str, month: Option<&str>, day: Option<&str>) -> Option<Self> {
        let year: u16 = year
            .trim()
            .parse()
            .ok()
            .filter(|y| (1900..=2100).contains(y))?;
        let month = month
            .and_then(|m| m.trim().parse::<u8>().ok())
            .filter(|m| (1..=12).contains(m));
        let day = day
            .and_then(|d| d.trim().parse::<u8>().ok())
            .filter(|&d| d >= 1 && month.is_some_and(|m| d <= days(year, m)));
        Some(Self { year, month, day })
    }

    /// ISO 8601, of reduced precision where the day or month is not known.
    pub(super) fn iso(self) -> String {
        match (self.month, self.day) {
            (Some(month), Some(day)) => format!("{:04}-{month:02}-{day:02}", self.year),
            (Some(month), None) => format!("{:04}-{month:02}", self.year),
            _ => format!("{:04}", self.year),
        }
    }

    /// True where the day is known.
    pub(super) fn is_full(self) -> bool {
        self.day.is_some()
    }
}

fn days(year: u16, month: u8) -> u8 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => {
            29
        }
        2 => 28,
        _ => 31,
    }
}

/// The date that begins at the start of the folded text, and its length there.
pub(super) fn at_start(fold: &str) -> Option<(Date, usize)> {
    let near = |word: &str, keyword: &str| word == keyword || osa_distance(word, keyword) <= 1;
    if let Some(found) = DIGITS.captures(fold) {
        let led = found.get(1).is_none_or(|word| near(word.as_str(), "ngay"));
        // 30/10/20185 is no date.
        if led && !fold[found[0].len()..].starts_with(|c: char| c.is_ascii_digit()) {
            let date = Date::new(&found[4], Some(&found[3]), Some(&found[2]))?;
            return date.is_full().then_some((date, found[0].len()));
        }
    }
    let found = WORDS.captures(fold)?;
    if !(near(&found[1], "ngay") && near(&found[3], "thang") && near(&found[5], "nam")) {
        return None;
    }
    let date = Date::new(&found[6], Some(&found[4]), Some(&found[2]))?;
    Some((date, found[0].len()))
}

/// The month and year (`tháng 6/2023`) that begins at the start of the folded text.
pub(super) fn month_at_start(fold: &str) -> Option<(Date, usize)> {
    let found = MONTH.captures(fold)?;
    Date::new(&found[2], Some(&found[1]), None).map(|date| (date, found[0].len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_every_printed_form() {
        for (text, iso) in [
            ("ngay 08 thang 6 nam 2010", Some("2010-06-08")),
            ("ngay 08/6/2010 cua", Some("2010-06-08")),
            ("ngay 8-6-2010", Some("2010-06-08")),
            ("08/06/2010", Some("2010-06-08")),
            ("ngay # thang 02 nam 2023", Some("2023-02")),
            ("ngay?9 thang 02 nam 2023", Some("2023-02")),
            ("ngay .... thang .... nam 2023", Some("2023")),
            ("ngay   thang 5 nam 2023", Some("2023-05")),
            ("ngay 31 thang 2 nam 2023", Some("2023-02")),
            ("ngay mai", None),
            ("32/13/2010", None),
        ] {
            assert_eq!(
                at_start(text).map(|(date, _)| date.iso()).as_deref(),
                iso,
                "{text}"
            );
        }
        assert_eq!(
            month_at_start("thang 6/2023")
                .map(|(d, _)| d.iso())
                .as_deref(),
            Some("2023-06")
        );
        assert_eq!(
            month_at_start("thang 4 nam 2019")
                .map(|(d, _)| d.iso())
                .as_deref(),
            Some("2019-04")
        );
    }
}
