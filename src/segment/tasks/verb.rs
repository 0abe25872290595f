//! Where the name of a unit ends in a sentence: at the verb that says what the unit does.
//!
//! Half of the words that units do are also parts of their names ("Ban Quản lý dự án đầu tư xây dựng", "cơ quan được giao
//! chủ trì"). What stands before a verb and after it decides.

use crate::segment::folded::Folded;
use crate::segment::knowledge::{
    ACTS, BREAKS, DEEDS, DUTIES, GENERIC_UNITS, NAME_VERBS, NO_DEEDS, NOUN_VERBS, NOUNS,
    ORGANISATIONS, PRINTED_VERBS, SHORT_VERBS, VERBS, begins_with,
};

/// What the list of units is in its sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// Those who act: the first verb is theirs.
    Subject,
    /// Those with whom somebody acts, after "phối hợp với".
    Object,
}

/// What a lower-case word is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Word {
    /// Part of a name.
    Name,
    /// A verb that belongs to the name, unless no other verb follows.
    Inner,
    /// What the unit does, or what else ends a name.
    End,
}

/// Place of the folded text where the units end that it begins with.
pub(super) fn find(folded: &Folded, text: &str, role: Role) -> Option<usize> {
    let fold = folded.text.as_str();
    let bytes = fold.as_bytes();
    let mut depth = 0usize;
    let mut inner = None;
    let mut start_of_word = true;
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'(' => depth += 1,
            b')' => depth = depth.saturating_sub(1),
            b':' if depth == 0 && !names_follow(fold, at) => return inner.or(Some(at)),
            b'.' | b';' if depth == 0 && inner.is_some() => return inner,
            _ => {}
        }
        if depth == 0 && start_of_word && bytes[at].is_ascii_lowercase() && at > 0 {
            let raw = &text[folded.source(at)..];
            if raw.starts_with(char::is_lowercase) {
                let name = text[..folded.source(at)].trim_end();
                match judge(fold, at, (name, raw), role, inner.is_some()) {
                    Word::End => {
                        // "Đơn vị thực hiện nghiêm quy định, chủ trì …": the first verb was the unit's own.
                        let listed = fold[..at].trim_end().ends_with(',');
                        return inner.filter(|_| listed).or(Some(at));
                    }
                    Word::Inner if inner.is_none() => inner = Some(at),
                    Word::Inner | Word::Name => {}
                }
            }
        }
        start_of_word = !bytes[at].is_ascii_alphanumeric();
        at += 1;
    }
    inner
}

/// What the word at a place of the folded text is; as printed, the text is cut before it.
fn judge(fold: &str, at: usize, (name, raw): (&str, &str), role: Role, after_inner: bool) -> Word {
    let rest = &fold[at..];
    let before = fold[..at].trim_end();
    let ends = |word: &str| {
        before
            .strip_suffix(word)
            .is_some_and(|lead| lead.is_empty() || lead.ends_with([' ', ',', '(']))
    };
    let begins = |words: &[&str]| begins_with(rest, words);
    let printed = |word: &str| {
        raw.strip_prefix(word)
            .is_some_and(|after| !after.starts_with(char::is_alphanumeric))
    };
    let long = VERBS.at(rest).any(|verb| is_small(raw, verb)) || PRINTED_VERBS.begin(raw);
    let deed = DEEDS.begin(raw) && !NO_DEEDS.begin(raw) && is_whole(name);
    let short = deed || SHORT_VERBS.begin(raw);
    let stop = BREAKS.begin(raw);
    if stop {
        // "các cơ quan đóng tại địa phương"
        let seated = begins(&["tai"])
            && [
                "dong",
                "tru so",
                "dat",
                "cu tru",
                "thuong tru",
                "hoat dong",
                "co ten",
            ]
            .iter()
            .any(|w| ends(w));
        return if seated { Word::Name } else { Word::End };
    }
    if !(long || short) {
        return Word::Name;
    }
    // "Phòng Kế hoạch tổng hợp", "Văn phòng hành chính tổng hợp"
    let all_round = begins(&["tong hop"])
        && ["ke hoach", "hanh chinh", "to chuc"]
            .iter()
            .any(|w| ends(w))
        && fold.starts_with("phong");
    if all_round {
        return Word::Name;
    }
    // "chủ đầu tư", "cơ quan thi hành án", "tổ bầu cử", "người phụ trách", "quản lý thị trường"
    let compound = (ends("chu") && begins(&["dau tu"]))
        || (ends("bau") && begins(&["cu"]))
        || begins(&[
            "hop tac xa",
            "thi hanh an",
            "quan ly thi truong",
            "thanh tra vien",
            "kiem tra vien",
        ]);
    if compound {
        return Word::Name;
    }
    if begins(&["phu trach"]) {
        return Word::Inner;
    }
    let duty = begins(&DUTIES);
    if !duty && role == Role::Subject && is_inside_name(raw) {
        return Word::Name;
    }
    let noun = |words: &[&str]| words.iter().any(|w| ends(w));
    if noun(&["cac", "nhung", "cong tac", "viec", "su"])
        || (!duty && noun(&["uy ban", "chuc nang", "nhiem vu", "tham quyen"]))
    {
        return Word::Name;
    }
    if begins(&["to chuc"]) && is_organisation(fold, at, role) {
        return Word::Name;
    }
    // Nobody's first verb follows "và": the word before it is still the name.
    let act = begins(&ACTS);
    if (ends("va") || ends("hoac")) && (role == Role::Subject || !act) {
        return Word::Name;
    }
    // "cơ quan được giao …", "các đơn vị có liên quan được phân công …"
    if ends("duoc") || begins(&["duoc giao"]) {
        let generic = begins_with(fold, &GENERIC_UNITS);
        return if generic { Word::Inner } else { Word::End };
    }
    if duty {
        return if after_inner && begins(&["chu tri"]) && ends("giao") {
            Word::Name
        } else {
            Word::End
        };
    }
    let nominal = NAME_VERBS.iter().find(|verb| begins(&[verb]));
    if nominal.is_some() && noun(&["dau tu", "du an"]) {
        return Word::Name;
    }
    if after_inner && begins(&NOUN_VERBS) && !act && !ends(",") {
        return Word::Name;
    }
    if long {
        let office = ["trung tam", "ban", "bo phan"]
            .iter()
            .any(|noun| ends(noun));
        let inside = NOUNS.iter().any(|noun| ends(noun)) && begins(&NOUN_VERBS);
        if inside && (office || !act) {
            return Word::Inner;
        }
        if is_bare(before) && !act {
            return Word::Inner;
        }
        // "… và Kiểm định xây dựng vận hành …": the second verb is the unit's.
        let twice = nominal.is_some_and(|verb| VERBS.begin(rest[verb.len()..].trim_start()));
        return if twice { Word::Name } else { Word::End };
    }
    // The second half of a word is no verb: "quy trình", "thành lập", "hàng không", "giao thông".
    let half = !printed("là")
        && [
            "chuong", "quy", "cong", "thanh", "doc", "quoc", "trung", "hang", "thu", "dang",
            "tham", "thiet", "du", "bien", "hoi",
        ]
        .iter()
        .any(|first| ends(first));
    let other = [
        "giao thông",
        "giao dịch",
        "giao tiếp",
        "làm việc tại",
        "lập pháp",
    ]
    .iter()
    .any(|word| raw.starts_with(word));
    if half || other { Word::Name } else { Word::End }
}

/// "Giám đốc các Sở: Y tế, Tài chính; … chịu trách nhiệm": what the colon announces are names.
fn names_follow(fold: &str, colon: usize) -> bool {
    [
        "cac so",
        "cac phong",
        "cac ban",
        "cac nganh",
        "cac don vi",
        "cac co quan",
    ]
    .iter()
    .any(|list| fold[..colon].ends_with(list))
        && DUTIES.iter().any(|duty| {
            fold[colon..]
                .find(duty)
                .is_some_and(|at| !fold[colon..colon + at].contains(". "))
        })
}

/// A name of small words that a duty follows at once: "Phòng Quản lý xử lý vi phạm hành chính chủ trì …".
fn is_inside_name(raw: &str) -> bool {
    let clause = raw.split([',', ';', '.', ':', '(']).next().unwrap_or("");
    let duty = ["chủ trì", "có trách nhiệm", "chịu trách nhiệm"]
        .iter()
        .filter_map(|duty| clause.find(duty))
        .min();
    duty.is_some_and(|at| {
        let between = clause[..at].trim_end();
        !between.contains(char::is_uppercase)
            && !between.ends_with(" và")
            && (3..=14).contains(&between.split(' ').count())
            && !between
                .split(' ')
                .any(|word| matches!(word, "phải" | "để" | "do" | "giao" | "các"))
    })
}

/// Whether a verb is printed in small letters: in "Công ty Cổ phần Công trình" nobody shares work out.
fn is_small(raw: &str, verb: &str) -> bool {
    let words = verb.split(' ').count();
    raw.split(' ')
        .take(words)
        .all(|word| word.starts_with(char::is_lowercase))
}

/// Whether a name can end here: behind a word with a capital or the syllable after it ("Thông tin"), a number, a bracket, or
/// the kind of place or office that names end with. A single word is no name yet: "Đội thu gom", "Phòng khám".
fn is_whole(name: &str) -> bool {
    let mut words = name.rsplit(' ');
    let last = words.next().unwrap_or("");
    let Some(before) = words.next() else {
        return false;
    };
    let named = |word: &str| word.starts_with(|c: char| c.is_uppercase() || c.is_numeric());
    named(last)
        || (named(before) && words.next().is_some())
        || last.ends_with([')', '"', '”'])
        || PLACES_AND_OFFICES.contains(&last)
        || name.ends_with("chi bộ")
        || name.ends_with("đảng bộ")
}

/// Last syllables of the kinds of places, offices and bodies that names end with.
const PLACES_AND_OFFICES: &[&str] = &[
    "huyện",
    "tỉnh",
    "xã",
    "phường",
    "trấn",
    "phố",
    "quận",
    "thị",
    "sở",
    "ngành",
    "viên",
    "trưởng",
    "thư",
    "tịch",
    "đốc",
    "an",
    "thôn",
    "ấp",
    "bản",
    "làng",
    "nghiệp",
    "thầu",
    "ủy",
    "uỷ",
    "đoàn",
    "phương",
    "trường",
    "hộ",
    "dân",
    "nước",
    "thanh",
    "tích",
    "đạo",
];

/// "tổ chức" as a noun: "các cơ quan, tổ chức", "tổ chức chính trị - xã hội".
fn is_organisation(fold: &str, at: usize, role: Role) -> bool {
    let before = fold[..at].trim_end();
    let rest = fold[at + "to chuc".len()..].trim_start();
    if rest.is_empty() || begins_with(rest, &ORGANISATIONS) || rest.starts_with([',', ')', ';']) {
        return true;
    }
    let listed = before.strip_suffix(',').is_some_and(|list| {
        [
            "co quan",
            "don vi",
            "doanh nghiep",
            "dia phuong",
            "doan the",
            "ca nhan",
            "nganh",
            "hoi",
        ]
        .iter()
        .any(|noun| list.ends_with(noun))
    });
    // A list of partners is followed by what is done with them; two verbs say that the first is none.
    let acts = rest.split([',', ';', '.']).next().unwrap_or("");
    let followed = acts
        .match_indices(' ')
        .map(|(n, _)| &acts[n + 1..])
        .chain([acts])
        .take(6)
        .any(|word| VERBS.begin(word));
    listed && (role == Role::Subject || followed)
}

/// A unit named only by its kind, and one of a kind: "Cơ quan", "Đơn vị". What follows says which.
fn is_bare(before: &str) -> bool {
    [
        "co quan",
        "don vi",
        "to chuc",
        "nguoi",
        "doanh nghiep",
        "cong ty",
        "nha thau",
        "chu dau tu",
        "ho",
    ]
    .contains(&before)
}

/// True where a text begins with something to do, not with who does it.
pub(super) fn begins(fold: &str) -> bool {
    let Some(rest) = fold.strip_prefix("to chuc") else {
        return VERBS.begin(fold);
    };
    rest.trim_start().is_empty()
        || rest.starts_with(" hoi")
        || !is_organisation(fold, 0, Role::Object)
}
