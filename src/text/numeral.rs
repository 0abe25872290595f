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
}
