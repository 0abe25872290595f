//! How outputs are judged: figures that a reader of Vietnamese can count by hand, and what holds for any of them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use vanban::evaluate::{Class, Counter, Counts, FACTS, Folding, METRICS, count, metric};

fn counted(truth: &str, output: &str) -> Counts {
    count(truth, output, Folding::Spelling)
}

/// Wrong and all syllables.
fn syllables(truth: &str, output: &str) -> (u64, u64) {
    let counts = counted(truth, output);
    (counts.syllable_errors().some, counts.syllables)
}

#[test]
fn syllables_are_counted_by_hand() {
    for (truth, output, expected) in [
        ("thủ tục hành chính", "thủ tục hành chính", (0, 4)),
        // One wrong, one missing.
        ("thủ tục hành chính", "thú tục hành", (2, 4)),
        // One extra.
        ("thủ tục\nhành chính", "thủ tục ơ\nhành chính", (1, 4)),
        // Two read as one: one wrong, one missing.
        ("hành chính", "hànhchính", (2, 2)),
        // Spellings that no scan can tell apart.
        (
            "hoà “hằng” lí – kì thuỷ",
            "hòa \"hàng\" lý - kỳ thủy",
            (0, 6),
        ),
        // Decomposed text is the same text.
        ("thủ", "thu\u{309}", (0, 1)),
        // What the page does not tell counts neither way, nor does what was read there.
        ("ngày □ tháng 02", "ngày ?9 tháng 02", (0, 3)),
        ("(B/c); □ □", "(B/c); VA 2 x", (0, 1)),
        ("ngày □ tháng 02", "ngày ?9 thang 02", (1, 3)),
        ("", "", (0, 0)),
        ("", "x", (1, 0)),
    ] {
        assert_eq!(syllables(truth, output), expected, "{truth:?} / {output:?}");
    }
}

#[test]
fn mistakes_have_classes() {
    // What is wrong, by class, and what else is not.
    for (truth, output, expected) in [
        ("Quyết định", "Quyêt định", "tone 1"),
        ("Quyết định", "Quyét định", "vowel_mark 1"),
        (
            "Quyết định",
            "Quyet dinh",
            "tone 2, vowel_mark 1, d_stroke 1",
        ),
        ("UBND", "UBNĐ", "d_stroke 1"),
        ("chính", "chỉnb", "tone 1, base_letter 1"),
        ("Thủ tướng", "thủ tướng", "case 1"),
        ("số 15", "s6 l5", "base_letter 1, digit 1"),
        ("hành chính", "hànhchính", "spacing 1"),
        ("hành chính", "hà nh chính", "spacing 1"),
        ("tỉnh; huyện", "tỉnh: huyện", "punctuation 1"),
        ("63/2010/NĐ-CP", "63/2010/NB-CP", "base_letter 1"),
        ("thủ tục", "tục", "base_letter 3"),
    ] {
        let counts = counted(truth, output);
        let found: Vec<String> = Class::ALL
            .into_iter()
            .filter(|class| counts.classes[*class as usize].some > 0)
            .map(|class| format!("{} {}", class.name(), counts.classes[class as usize].some))
            .collect();
        assert_eq!(found.join(", "), expected, "{truth} → {output}");
    }
    // "Quyết định số 15": vowels u y ê i ô; markable u ê ô; đ; letters Quyết + định + số; digits; blanks.
    let chances: Vec<u64> = counted("Quyết định số 15", "")
        .classes
        .iter()
        .map(|c| c.all)
        .collect();
    assert_eq!(chances, [5, 3, 1, 11, 2, 11, 3, 0]);
}

#[test]
fn facts_must_be_exact() {
    for (truth, output, expected) in [
        (
            "Quyết định số 749/QĐ-TTg ngày 03/6/2020;",
            "Quyet dinh so 749/QĐ-TTg ngày 03/6/2020.",
            [(0, 0), (1, 1), (1, 1)],
        ),
        (
            "Quyết định số 749/QĐ-TTg ngày 03/6/2020",
            "Quyết định số 749/QD-TTg ngày 03/6/202O",
            [(0, 0), (0, 1), (0, 1)],
        ),
        (
            "ngày 17 tháng 02 năm 2023",
            "ngày 17 thang 02 năm 2023",
            [(0, 0), (0, 0), (0, 1)],
        ),
        (
            "đạt 98,5% và 1.200 hồ sơ",
            "đạt 98,5% và 1,200 hồ sơ",
            [(1, 2), (0, 0), (0, 0)],
        ),
        ("đạt □8% và 5", "đạt 98% và 5", [(1, 1), (0, 0), (0, 0)]),
    ] {
        let facts = counted(truth, output)
            .facts
            .map(|part| (part.some, part.all));
        assert_eq!(facts, expected, "{FACTS:?} of {truth} / {output}");
    }
    assert_eq!(counted("ở xã", "6 xã").made_up_digits, 1);
    assert_eq!(counted("năm 2023", "năm 2028").made_up_digits, 0);
}

#[test]
fn lines_need_not_correspond() {
    let truth =
        "Ủy ban nhân dân tỉnh yêu cầu các sở\nvà Ủy ban nhân dân các huyện thực hiện nghiêm túc\n";
    // The same words in other lines are all right; a lost line costs its words and no more.
    let reflowed = truth.replace('\n', " ").replace("các ", "các\n\n");
    assert_eq!(syllables(truth, &reflowed), (0, 20));
    let (first, _) = truth.split_once('\n').unwrap();
    assert_eq!(syllables(truth, first), (11, 20));
}

fn corpus(split: &str) -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("corpus")
        .join(split);
    let mut names: Vec<_> = fs::read_dir(folder.join("truth"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    names.sort();
    let read = |path: PathBuf| fs::read_to_string(path).unwrap();
    names
        .iter()
        .map(|name| {
            (
                read(folder.join("truth").join(name)),
                read(folder.join("ocr/heavy").join(name)),
            )
        })
        .collect()
}

#[test]
fn distances_are_those_of_another_implementation() {
    for (truth, scan) in corpus("dev") {
        let (mut syllables, mut characters) = (0, 0);
        for (truth, scan) in truth.lines().zip(scan.lines()) {
            let tokens = |line: &str| -> Vec<String> {
                line.split_whitespace()
                    .map(|t| Folding::Spelling.fold(t).into_owned())
                    .collect()
            };
            let (truth, scan) = (tokens(truth), tokens(scan));
            syllables += strsim::generic_levenshtein(&truth, &scan);
            characters += strsim::levenshtein(&truth.join(" "), &scan.join(" "));
        }
        let counts = counted(&truth, &scan);
        assert_eq!(counts.syllable_errors().some, syllables as u64);
        assert_eq!(counts.characters.some, characters as u64);
    }
}

#[test]
fn free_text_is_judged_nearly_as_its_lines_are() {
    // Over all documents: one whose table was read across its cells has its words in another order.
    let (mut in_lines, mut in_free, mut of) = (0, 0, 0);
    for (truth, scan) in corpus("dev") {
        let lines = counted(&truth, &scan).syllable_errors();
        // One line end more, and no line corresponds by number.
        let free = counted(&truth, &format!("\n{scan}")).syllable_errors();
        assert_eq!(free.all, lines.all);
        in_lines += lines.some;
        in_free += free.some;
        of += lines.all;
    }
    let points = (in_free as f64 - in_lines as f64).abs() * 100.0 / of as f64;
    assert!(points < 1.5, "{in_free} instead of {in_lines} of {of}");
}

#[test]
fn what_was_counted_before_makes_no_difference() {
    let mut counter = Counter::new(Folding::Spelling);
    for (truth, scan) in corpus("dev") {
        assert!(counter.count(&truth, &scan) == counted(&truth, &scan));
        // Free text too, whose cuts are found by number.
        let free = format!("\n{scan}");
        assert!(counter.count(&truth, &free) == counted(&truth, &free));
    }
}

#[test]
fn what_is_right_is_right_everywhere() {
    for (truth, _) in corpus("dev") {
        let counts = counted(&truth, &truth);
        for metric in METRICS {
            if let Some(value) = (metric.value)(&counts) {
                assert_eq!(value, 0.0, "{}", metric.id);
            }
        }
    }
    assert!(metric("syllable_error_rate").is_some() && metric("none").is_none());
}

/// Truths, scans and restored texts of three documents at two levels.
fn archive() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let write = |path: &str, text: &str| {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    for (number, (truth, scan)) in corpus("dev").into_iter().take(3).enumerate() {
        write(&format!("truth/{number}.txt"), &truth);
        for (level, from) in [("light", "u"), ("heavy", "e")] {
            write(&format!("ocr/{level}/{number}.txt"), &scan);
            // A restorer that knows the truth, but for one letter.
            write(
                &format!("restored/{level}/{number}.txt"),
                &truth.replace(from, "o"),
            );
        }
    }
    folder
}

fn evaluate(folder: &Path, more: &[&str]) -> std::process::Output {
    let all = [
        "evaluate",
        "--truth",
        "truth",
        "--ocr",
        "ocr",
        "--restored",
        "restored",
    ];
    Command::new(env!("CARGO_BIN_EXE_vanban"))
        .args(all)
        .args(more)
        .current_dir(folder)
        .output()
        .unwrap()
}

fn text(path: PathBuf) -> String {
    fs::read_to_string(path).unwrap()
}

#[test]
fn reports_are_the_same_on_any_number_of_jobs() {
    let folder = archive();
    let run = |jobs: &str| {
        let names = ["json", "csv", "markdown", "html"].map(|kind| format!("{kind}-{jobs}"));
        let mut arguments = vec!["--jobs", jobs, "--draws", "200", "--against", "strip-marks"];
        for (option, name) in ["--json", "--csv", "--markdown", "--html"]
            .iter()
            .zip(&names)
        {
            arguments.extend([*option, name.as_str()]);
        }
        let output = evaluate(folder.path(), &arguments);
        assert_eq!(
            output.status.code(),
            Some(0),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        (
            output.stdout,
            names.map(|name| text(folder.path().join(name))),
        )
    };
    assert!(run("1") == run("3"), "the number of jobs changes a report");
}

#[test]
fn scans_of_one_page_are_one_document() {
    let folder = archive();
    evaluate(
        folder.path(),
        &["--json", "report.json", "--csv", "table.csv"],
    );
    let report: Value = serde_json::from_str(&text(folder.path().join("report.json"))).unwrap();
    let slices = report["slices"].as_array().unwrap();
    let names: Vec<&str> = slices
        .iter()
        .map(|slice| slice["name"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["all", "heavy", "light"]);
    assert_eq!(
        (&slices[0]["scans"], &slices[0]["documents"]),
        (&6.into(), &3.into())
    );
    // Each slice's figures are those of its documents: the sum is that of the CSV.
    let table = text(folder.path().join("table.csv"));
    let mut rows = csv(&table);
    let head = rows.remove(0);
    let column = |name: &str| head.iter().position(|cell| *cell == name).unwrap();
    let sum = |name: &str| -> f64 {
        rows.iter()
            .filter(|row| row[column("slice")] == "light" && row[column("system")] == "restored")
            .map(|row| row[column(name)].parse::<f64>().unwrap())
            .sum()
    };
    let expected = sum("syllable_errors") * 100.0 / sum("syllables");
    let figure = &slices[2]["systems"][1]["figures"]["syllable_error_rate"];
    assert!(
        (figure["value"].as_f64().unwrap() - expected).abs() < 1e-4,
        "{figure} {expected}"
    );
    let [low, high] = ["low", "high"].map(|end| figure[end].as_f64().unwrap());
    assert!(low <= expected && expected <= high);
}

/// Rows of a table without quotes.
fn csv(table: &str) -> Vec<Vec<&str>> {
    table
        .lines()
        .map(|line| line.split(',').collect())
        .collect()
}

#[test]
fn the_page_holds_all_it_needs_and_every_link_has_its_place() {
    let folder = archive();
    evaluate(folder.path(), &["--html", "report.html", "--draws", "10"]);
    let page = text(folder.path().join("report.html"));
    for fetched in ["src=", "<link", "@import", "url(", "http:", "https:"] {
        assert!(!page.contains(fetched), "the page has {fetched}");
    }
    let values = |attribute: &str| -> Vec<String> {
        let start = format!(" {attribute}=\"");
        page.split(&start)
            .skip(1)
            .map(|rest| rest.split('"').next().unwrap().to_owned())
            .collect()
    };
    let ids: std::collections::BTreeSet<String> = values("id").into_iter().collect();
    let links = values("href");
    assert!(links.len() > 100, "only {} links", links.len());
    for link in links {
        assert!(
            ids.contains(link.trim_start_matches('#')),
            "{link} leads nowhere"
        );
    }
    // In SVG a shape that is not closed swallows all that follows.
    for shape in ["line", "rect", "circle", "polyline", "text", "svg"] {
        let count = |tag: String| page.matches(&tag).count();
        let opened = count(format!("<{shape} ")) + count(format!("<{shape}>"));
        assert!(opened > 0 || shape == "polyline");
        assert_eq!(opened, count(format!("</{shape}>")), "{shape}");
    }
}

#[test]
fn records_bring_their_confidences() {
    let folder = archive();
    let at = |name: &str| folder.path().join(name);
    let scan = "Thuc hién Quyét dinh sé 749/QD-TTg ngay 03/6/2020 cua Thu tudng Chinh phu\n";
    fs::write(at("scan.txt"), scan).unwrap();
    let truth = "Thực hiện Quyết định số 749/QĐ-TTg ngày 03/6/2020 của Thủ tướng Chính phủ\n";
    fs::write(at("truth.txt"), truth).unwrap();
    let vanban = |arguments: &[&str]| {
        Command::new(env!("CARGO_BIN_EXE_vanban"))
            .args(arguments)
            .current_dir(folder.path())
            .output()
            .unwrap()
    };
    fs::write(at("records.ndjson"), vanban(&["parse", "scan.txt"]).stdout).unwrap();
    let arguments = [
        "evaluate",
        "--truth",
        "truth.txt",
        "--ocr",
        "scan.txt",
        "--json",
        "report.json",
    ];
    let figures = |more: &[&str]| -> Value {
        let output = vanban(&[&arguments[..], more].concat());
        assert_eq!(
            output.status.code(),
            Some(0),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        let report: Value = serde_json::from_str(&text(at("report.json"))).unwrap();
        report["slices"][0]["systems"][1]["figures"].clone()
    };
    let (ours, records) = (figures(&[]), figures(&["--restored", "records.ndjson"]));
    let plain = figures(&["--restored", "truth.txt"]);
    for name in ["syllable_error_rate", "wrong_to_right"] {
        assert_eq!(ours[name]["value"], records[name]["value"], "{name}");
    }
    assert!(ours["brier"].is_object() && records["brier"].is_object() && plain["brier"].is_null());
}

#[test]
fn what_was_trained_on_is_told() {
    let folder = archive();
    fs::copy(
        folder.path().join("truth/1.txt"),
        folder.path().join("trained.txt"),
    )
    .unwrap();
    let output = evaluate(
        folder.path(),
        &["--draws", "0", "--trained-on", "trained.txt", "--quiet"],
    );
    let talk = String::from_utf8(output.stderr).unwrap();
    assert_eq!(talk.lines().count(), 1, "{talk}");
    assert!(talk.contains("1: 100.0 % of its runs of 8 words"), "{talk}");
}

#[cfg(unix)]
#[test]
fn any_command_can_be_a_system() {
    let folder = archive();
    let output = evaluate(
        folder.path(),
        &[
            "--draws",
            "0",
            "--json",
            "report.json",
            "--against-command",
            "same=cat",
            "nothing=true",
            "broken=exit 1",
        ],
    );
    let talk = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{talk}");
    assert!(
        talk.contains("heavy/0: `exit 1` failed on heavy/0"),
        "{talk}"
    );
    let output = evaluate(
        folder.path(),
        &[
            "--draws",
            "0",
            "--json",
            "report.json",
            "--against-command",
            "same=cat",
            "nothing=true",
        ],
    );
    assert_eq!(output.status.code(), Some(0));
    let report: Value = serde_json::from_str(&text(folder.path().join("report.json"))).unwrap();
    let rate = |system: usize| {
        &report["slices"][0]["systems"][system]["figures"]["syllable_error_rate"]["value"]
    };
    assert_eq!(rate(2), rate(0));
    assert_eq!(rate(3), &Value::from(100.0));
}
