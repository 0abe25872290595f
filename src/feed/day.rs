//! Dates as numbers that every engine can compare.

/// The first day of a date of whatever precision, as 20230217; nothing where no calendar has it.
pub(super) fn day(date: &str) -> Option<i64> {
    let mut numbers = date.split('-').map(|number| {
        let digits = number.len() <= 4 && number.bytes().all(|byte| byte.is_ascii_digit());
        digits.then(|| number.parse::<i64>().ok()).flatten()
    });
    let year = numbers.next()?.filter(|_| date.len() >= 4)?;
    let month = numbers.next().map_or(Some(1), |month| month)?;
    let day = numbers.next().map_or(Some(1), |day| day)?;
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 => 28 + i64::from(leap),
        _ => return None,
    };
    let is_one = (1000..=9999).contains(&year) && (1..=days).contains(&day);
    (is_one && numbers.next().is_none()).then_some(year * 10_000 + month * 100 + day)
}

/// The year in the key of a code.
pub(super) fn year_in(key: &str) -> Option<i64> {
    let year: i64 = key.split(' ').nth(1)?.parse().ok()?;
    (1900..2200).contains(&year).then_some(year)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_those_of_a_calendar() {
        for (date, expected) in [
            ("2023-02-17", Some(20_230_217)),
            ("2023-02", Some(20_230_201)),
            ("2023", Some(20_230_101)),
            ("2024-02-29", Some(20_240_229)),
            ("2023-02-29", None),
            ("2017-12-71", None),
            ("2017-13", None),
            ("", None),
            ("23", None),
            ("2023-02-17-1", None),
            ("hôm nay", None),
        ] {
            assert_eq!(day(date), expected, "{date}");
        }
    }
}
