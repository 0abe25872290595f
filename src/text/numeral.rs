//! Roman numerals, which label sections (I., II., III.).

/// A Roman number of at most 49; `None` where the letters are no number in its usual form.
#[must_use]
pub fn roman_value(text: &str) -> Option<u32> {
    if text.is_empty() || text.len() > 8 {
        return None;
    }
    (1..50).find(|&n| roman_text(n) == text)
}

/// A number of at most 49 in Roman letters.
#[must_use]
pub fn roman_text(mut n: u32) -> String {
    let mut text = String::new();
    for (value, letters) in [
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ] {
        while n >= value {
            text.push_str(letters);
            n -= value;
        }
    }
    text
}

/// True for what may be left of a number in Roman letters that lost some of them: `II` or `I` of III, and all of it.
#[must_use]
pub fn is_left_of(whole: &str, read: &str) -> bool {
    let mut letters = whole.chars();
    !read.is_empty() && read.chars().all(|c| letters.any(|letter| letter == c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_value_are_inverse() {
        for n in 1..50 {
            assert_eq!(roman_value(&roman_text(n)), Some(n));
        }
        assert_eq!(roman_value("IIII"), None);
        assert_eq!(roman_value(""), None);
    }

    #[test]
    fn lost_letters_leave_the_others_in_their_order() {
        for (whole, read, expected) in [
            ("III", "I", true),
            ("III", "III", true),
            ("VIII", "VI", true),
            ("IV", "VI", false),
            ("II", "III", false),
            ("II", "", false),
        ] {
            assert_eq!(is_left_of(whole, read), expected, "{read} of {whole}");
        }
    }
}
