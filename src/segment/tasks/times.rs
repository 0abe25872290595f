//! The words for deadlines and recurrences, as patterns over folded text.

use std::sync::LazyLock;

use regex::Regex;

/// A full date.
const DATE: &str = r"(?:ngay )?(?:[0-9]{1,2} ?[/.-] ?[0-9]{1,2} ?[/.-] ?[0-9]{4}|[0-9]{1,2} thang [0-9]{1,2} nam [0-9]{4})";
const MONTH: &str = r"(?:cuoi |dau |giua )?thang [0-9]{1,2} ?(?:/|nam) ?[0-9]{4}";
const EVERY: &str = r"ha?[nm]g (?:ngay|tuan|thang|quy|nam)";
/// What stands before a limit.
const LEAD: &str = r"(?:(?:cham|muon) nhat (?:(?:la|truoc|vao|den|het|tu) )*|xong (?:truoc |trong )?(?:het )?|truoc (?:het )?|tu nay (?:cho )?den (?:het )?|den het |den |het |khong muon hon |tu )";
/// From when a span of days counts.
const SINCE: &str = r"(?:,? (?:ke |tinh )?tu (?:ngay|khi|luc|thoi diem) [^,;.:]{1,80}| sau khi [^,;.:]{1,60}|,? truoc (?:ngay|khi) [^,;.:]{1,60}| (?:dau|cuoi)(?: tien)? (?:cua )?(?:moi )?(?:thang|quy|nam|tuan))";
/// A number of days, in digits or words.
const COUNT: &str = r"(?:[0-9]{1,3}|mot|hai|ba|bon|nam|sau|bay|muoi|muoi lam) (?:\([^)]{1,20}\) )?";
/// The month or the quarter that a recurrent day belongs to.
const OF: &str = r"(?:(?:,? ?(?:cua )?)(?:ha?[nm]g (?:ngay|tuan|thang|quy|nam)|moi (?:thang|quy|nam|tuan)|(?:thang |tuan )?(?:sau|ke tiep|tiep theo|lien ke)|(?:thang |tuan )?(?:dau|cuoi)(?: tien)? (?:cua )?(?:ha?[nm]g |moi )?(?:quy|nam|thang|ky)(?: (?:sau|tiep theo|ke tiep|bao cao))?|nam (?:sau|ke tiep|tiep theo|lien ke|bao cao)))";

/// How many, in digits or words.
const TIMES: &str = r"(?:[0-9]{1,2}|mot|hai|ba|bon|nam|sau|bay|tam|chin|muoi) ?(?:\([^)]{1,20}\) )?\[?(?:lan|ky|dot|buoi|cuoc|phien|tin|bai|so|luot|ca)";
/// An hour of a day, or a part of it.
const HOUR: &str = r"(?:[0-9]{1,2} ?(?:gio|h)(?: ?[0-9]{1,2})?(?: phut)?,? )?(?:(?:dau |cuoi )?(?:buoi )?(?:sang|chieu|toi) )?";
/// Days of the week.
const WEEKDAYS: &str =
    r"thu (?:hai|ba|tu|nam|sau|bay)(?:(?:,| va|, va) thu (?:hai|ba|tu|nam|sau|bay))*";

/// Time with a limit: the strongest first.
pub(super) static LIMITS: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    let day = r"ngay (?:lam viec )?[0-9]{1,2}(?:/[0-9]{1,2}| thang [0-9]{1,2})?(?:,? va (?:truoc )?(?:ngay )?[0-9]{1,2}(?:/[0-9]{1,2}| thang [0-9]{1,2}))*";
    let hour = r"(?:[0-9]{1,2} ?(?:gio|h) ?(?:[0-9]{2})?,? ?)?";
    compile(&[
        format!(r"tu ngay [0-9]{{1,2}}(?:[/.-][0-9]{{1,2}})? den (?:het )?{DATE}"),
        format!(r"{LEAD}{hour}{DATE}(?: (?:den (?:het )?|- ?){DATE})?"),
        format!(r"(?:{LEAD}|vao )(?:{day}|{HOUR}{WEEKDAYS}|(?:thang [0-9]{{1,2}}|quy (?:i{{1,3}}|iv))){OF}(?: {EVERY})?"),
        format!(r"{LEAD}ngay [0-9]{{1,2}} thang [0-9]{{1,2}}"),
        format!(r"(?:trong )(?:thang [0-9]{{1,2}}|quy (?:i{{1,3}}|iv)) {EVERY}"),
        format!(r"(?:trong (?:(?:thoi han|thoi gian|vong|khoang) )?|khong qua |toi da |(?:cham|muon) nhat (?:(?:la|trong|sau) )*)(?:khong qua |toi da |cham nhat (?:la )?|la )*{COUNT}(?:ngay|gio|phut|tuan|thang|nam)(?: lam viec)?{SINCE}?"),
        format!(r"(?:{LEAD}|trong |vao |ngay trong )?(?:thang [0-9]{{1,2}}(?:(?:/| nam )[0-9]{{4}})? (?:den (?:het )?|- ?))?{MONTH}"),
        format!(r"(?:{LEAD}|trong |vao )?quy (?:i{{1,3}}|iv|[1-4])(?:(?: ?, ?| va | den (?:het )?|, va | ?- ?)(?:quy )?(?:i{{1,3}}|iv|[1-4]))* ?(?:/|nam |-) ?[0-9]{{4}}"),
        format!(r"ngay {DATE}|{DATE}"),
        format!(r"{LEAD}(?:ngay )?[0-9]{{1,2}}/[0-9]{{1,2}}(?: {EVERY})?"),
        format!(r"{EVERY},? {LEAD}ngay [0-9]{{1,2}}"),
        format!(r"sau {COUNT}(?:ngay|gio|thang)(?: lam viec)?{SINCE}?"),
        r"(?:trong |het )(?:0?6|sau|0?9|chin) thang (?:dau|cuoi) nam(?: [0-9]{4})?".to_owned(),
        r"(?:truoc (?:het )?|trong |(?:tu nay (?:cho )?)?den het |het |(?:tu nay (?:cho )?)?den |xong trong )nam [0-9]{4}".to_owned(),
    ])
});

/// Time with a limit that names no year: no stronger than how often.
pub(super) static LOOSE: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    compile(&[
        format!(
            r"(?:{LEAD}|trong |vao |ngay trong )(?:cuoi |dau |giua |trung tuan |tuan (?:dau|cuoi) )?(?:thang [0-9]{{1,2}}|quy (?:i{{1,3}}|iv|[1-4]))"
        ),
        format!(r"(?:{LEAD}|vao ){HOUR}(?:ngay )?[0-9]{{1,2}}/[0-9]{{1,2}}"),
        format!(
            r"{LEAD}[0-9]{{1,2}} ?(?:gio|h)(?: ?[0-9]{{1,2}})?(?: phut)?,? (?:(?:sang |chieu |toi |dem )?(?:nay|hom nay)|cung ngay)"
        ),
        format!(r"{LEAD}ngay [0-9]{{1,2}}"),
    ])
});

/// How often, in words.
pub(super) static OFTEN: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    let six = r"(?:0?6|sau) thang";
    compile(&[
        format!(r"(?:dinh ky )?(?:it nhat |toi thieu |khong duoi )?(?:la )?{TIMES} ?(?:/|moi |mot |trong )(?: ?(?:01 |1 )?)?(?:ngay|tuan|thang|quy|6 thang|nam)"),
        format!(r"(?:dinh ky )?(?:moi |mot )(?:ngay|tuan|thang|quy|nam) (?:it nhat |toi thieu )?{TIMES}"),
        format!(r"(?:vao )?{HOUR}(?:{WEEKDAYS}|ngay [0-9]{{1,2}}) {EVERY}"),
        format!(r"(?:vao |truoc )?[0-9]{{1,2}} ?(?:gio|h)(?: ?[0-9]{{1,2}})?(?: phut)? (?:{EVERY}|moi ngay)"),
        format!(r"moi (?:sang|chieu|toi|dem) {WEEKDAYS}"),
        format!(r"(?:tuan (?:dau|cuoi)|ngay (?:dau|cuoi)) (?:cua )?(?:moi |{EVERY}|thang )"),
        format!(r"dinh ky (?:theo )?(?:{EVERY}|{six}(?: (?:mot|1|01) lan|/ ?lan)?|[0-9]{{1,2}} (?:thang|nam|tuan)(?: (?:mot|1|01) lan|/ ?lan)?|thang|quy|tuan)(?:(?:, ?| va |, va | hoac )(?:dinh ky )?(?:{EVERY}|{six}|[0-9]{{1,2}} thang|(?:mot |ca )?nam|quy))*(?: (?:mot|1|01) lan|/ ?lan)?"),
        format!(r"(?:dinh ky )?{six}(?: (?:mot|1|01) lan| ?/ ?(?:01 |1 )?lan| va (?:hang )?nam|, (?:hang )?nam| va mot nam)?"),
        format!(r"{EVERY}(?:(?:, ?| va |, va ){EVERY})*"),
        r"(?:dinh ky )?(?:it nhat )?moi (?:ngay|tuan|thang|quy|nam)(?: (?:it nhat |toi thieu )?(?:mot|hai|ba|[0-9]{1,2}) (?:lan|ky|dot|buoi|cuoc))?".to_owned(),
        r"(?:dinh ky )?(?:it nhat )?(?:mot|hai|[0-9]{1,2}) (?:thang|quy|nam|tuan) (?:mot|hai|[0-9]{1,2}) lan".to_owned(),
        "thuong xuyen(?:, lien tuc)?".to_owned(),
    ])
});

fn compile(patterns: &[String]) -> Vec<Regex> {
    patterns
        .iter()
        .map(|pattern| Regex::new(pattern).expect("invariant: the pattern is valid"))
        .collect()
}
