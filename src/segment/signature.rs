//! The signature: capacity, own office, name.

use super::ending::{clean, is_capacity, is_name, is_office};
use super::folded::fold_str;
use super::header::is_capitals;
use crate::document::Signature;
use crate::span::Span;

/// Reads the right column of the end matter.
pub(super) fn read(raw: &str, right: &[Span]) -> Signature {
    let mut capacity: Vec<String> = Vec::new();
    let mut position: Vec<String> = Vec::new();
    let mut name = None;
    for span in right {
        let text = span
            .of(raw)
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        let text = text.trim_matches(|c: char| {
            matches!(c, '□' | '*' | '_' | '~' | '|' | '\\' | '-') || c.is_whitespace()
        });
        if text.is_empty() || fold_str(text).contains("da ky") {
            continue;
        }
        let office = is_office(text) && is_capitals(text);
        if name.is_some() {
            break;
        }
        if is_capacity(text) && position.is_empty() {
            capacity.push(text.to_owned());
        } else if office {
            let title_goes_on = position
                .last()
                .is_some_and(|last| last.ends_with([',', '-']) || fold_str(last).ends_with(" va"));
            if position.is_empty() || title_goes_on {
                position.push(text.to_owned());
            } else {
                // A second office before any name: the first was its own line ("PHÓ CHỦ TỊCH" / "THƯỜNG TRỰC").
                position.push(text.to_owned());
            }
        } else if is_name(text) && !is_noise_name(text) {
            name = Some(strip(clean(text)));
        } else if is_capitals(text) && text.chars().filter(|c| c.is_alphabetic()).count() > 2 {
            // A wrapped line of the office or of the body that it stands for.
            match (position.last_mut(), capacity.last_mut()) {
                (Some(last), _) => {
                    last.push(' ');
                    last.push_str(text);
                }
                (None, Some(last)) => {
                    last.push(' ');
                    last.push_str(text);
                }
                (None, None) => {}
            }
        }
    }
    let joined = |parts: Vec<String>| (!parts.is_empty()).then(|| parts.join(" "));
    Signature {
        capacity: joined(capacity),
        position: joined(position),
        name,
    }
}

fn is_noise_name(text: &str) -> bool {
    fold_str(text).split(' ').all(|word| word.len() < 2)
}

fn strip(text: &str) -> String {
    text.trim_end_matches(['.', ',', ';']).to_owned()
}
