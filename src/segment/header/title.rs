//! Title lines: the type that one names, and how its neighbours look.

use crate::segment::dictionary::KINDS;
use crate::segment::folded::{fold_str, is_one_of, squeeze};
use crate::segment::fuzzy::like;

/// The type that a title line names, and where its text goes on.
pub(in crate::segment) fn title_of(line: &str) -> Option<(&'static str, usize)> {
    let capitals = is_capitals(line);
    let squeezed = squeeze(line);
    if squeezed.len() <= 24 {
        for kind in KINDS.iter() {
            let name = kind.squeezed.as_str();
            if matches!(
                name,
                "luat" | "lenh" | "vanban" | "congvan" | "hienphap" | "boluat"
            ) {
                continue;
            }
            let same = squeezed == name || (capitals && name != "hopdong" && like(&squeezed, name));
            if same
                && !line.ends_with(':')
                && (capitals
                    || (squeezed == name
                        && line.starts_with(char::is_uppercase)
                        && line.chars().count() < 24))
            {
                return Some((kind.name, line.len()));
            }
        }
    }
    let words: Vec<&str> = line.split_whitespace().collect();
    KINDS.iter().find_map(|kind| {
        let n = kind.syllables.len();
        if n < 2
            || words.len() <= n
            || matches!(kind.squeezed.as_str(), "congvan" | "vanban" | "hopdong")
        {
            return None;
        }
        let fits = kind
            .syllables
            .iter()
            .zip(&words)
            .all(|(syllable, word)| is_capitals(word) && fold_str(word) == *syllable);
        let rest = words[n].as_ptr() as usize - line.as_ptr() as usize;
        let goes_on = words[n].starts_with(char::is_uppercase) && !line.ends_with([':', '.', ';']);
        (fits && goes_on).then_some((kind.name, rest))
    })
}

/// True where at least seven of ten letters are capitals.
pub(in crate::segment) fn is_capitals(text: &str) -> bool {
    let (mut upper, mut lower) = (0usize, 0usize);
    for c in text.chars() {
        upper += usize::from(c.is_uppercase());
        lower += usize::from(c.is_lowercase());
        // More small letters than three of ten, whatever follows.
        if lower * 10 > text.len() * 3 {
            return false;
        }
    }
    upper >= 2 && upper * 10 >= (upper + lower) * 7
}

pub(super) fn is_concerning(text: &str) -> bool {
    let folded = fold_str(text);
    let mut rest = folded.chars().filter(|c| !c.is_whitespace());
    let head: String = rest.by_ref().take(3).collect();
    let worn = head.starts_with('v')
        && head.ends_with(['v', 'y'])
        && head.len() == 3
        && head[1..].starts_with(['/', 'l', '1', 'i', '|', 'w', 't', '!', '\\', 'j']);
    (worn && text.starts_with('V')) || folded.starts_with("ve viec")
}

/// What a scanner may make of `V/v` under a number, where nothing else begins so: a short word with a V and small letters after
/// it ("VÀ chấn chỉnh", "VWv chấn chỉnh").
pub(super) fn is_worn_concerning(text: &str) -> bool {
    let mut words = text.split(' ');
    words
        .next()
        .is_some_and(|word| word.starts_with('V') && (2..=4).contains(&word.chars().count()))
        && words
            .next()
            .is_some_and(|word| word.starts_with(char::is_lowercase))
}

/// True for a whole paragraph on a line, which a subject is not.
pub(super) fn is_sentence(line: &str) -> bool {
    let chars = line.chars().count();
    line.starts_with(char::is_uppercase)
        && (line.ends_with('.') && chars > 60 || line.ends_with(':') && chars > 25)
}

/// True where a line of a name is certainly not its last.
pub(super) fn open_end(text: &str) -> bool {
    let folded = fold_str(text);
    if folded.ends_with(['-', ',']) || folded.ends_with("hdqt") {
        return true;
    }
    let printed = text.rsplit(' ').next().unwrap_or("").to_lowercase();
    let whole = [
        "và", "của", "về", "các", "cho", "theo", "với", "trên", "trong", "đến", "năm", "việc",
        "tỉnh", "huyện",
    ];
    // Hà Tĩnh is no province (tỉnh), and Quảng Nam no year.
    !matches!(printed.as_str(), "nam" | "den") && is_one_of(&printed, &whole)
}
