//! What is finished is not done again; what has changed is, and nothing else.

use std::fs;
use std::time::{Duration, SystemTime};

use super::{Archive, assert_same, worked};

const IMPORT: &str = "import scans --shard-size 400 --out";

/// Sets the times of all files back, as those of archives are.
fn settle(archive: &Archive) {
    for entry in walkdir::WalkDir::new(archive.path("scans")) {
        let path = entry.unwrap().into_path();
        if path.is_file() {
            let file = fs::File::options().append(true).open(path).unwrap();
            file.set_modified(SystemTime::now() - Duration::from_secs(3600))
                .unwrap();
        }
    }
}

/// Imports into `out` again and compares with a fresh import; returns how many files were worked on.
fn again(archive: &Archive, code: i32, more: &str, what: &str) -> u64 {
    let talk = archive.expect(code, &format!("{IMPORT} out {more}"));
    archive.expect(code, &format!("{IMPORT} fresh {more}"));
    assert_same(&archive.promised("fresh"), &archive.promised("out"), what);
    fs::remove_dir_all(archive.path("fresh")).unwrap();
    worked(&talk)
}

#[test]
fn only_what_has_changed_is_done_again() {
    let archive = Archive::new(40);
    archive.write("scans/bad.txt", b"q\xfez q\xe7z");
    archive.write(
        "scans/twice.txt",
        &fs::read(archive.path("scans/0/000.txt")).unwrap(),
    );
    settle(&archive);
    assert_eq!(again(&archive, 1, "", "first"), 42);
    let before = fs::metadata(archive.path("out/journal.ndjson"))
        .unwrap()
        .len();
    assert_eq!(again(&archive, 1, "", "nothing changed"), 0);
    let grown = fs::metadata(archive.path("out/journal.ndjson"))
        .unwrap()
        .len()
        - before;
    assert!(
        grown < 6000,
        "the journal grew by {grown} bytes for nothing"
    );

    archive.write("scans/1/001.txt", b"Van ban da doi\n");
    assert_eq!(again(&archive, 1, "", "a file changed"), 1);
    archive.write("scans/1/001b.txt", b"Van ban moi\n");
    assert_eq!(again(&archive, 1, "", "a file came"), 1);
    archive.remove("scans/2/002.txt");
    assert_eq!(again(&archive, 1, "", "a file went"), 0);
    assert!(!archive.path("out/text/scans/2/002.txt").exists());
    // The first of two equal files goes: the second becomes the document.
    archive.remove("scans/0/000.txt");
    assert_eq!(again(&archive, 1, "", "a duplicate's first went"), 1);
    assert_eq!(archive.status("out", "scans/twice.txt")["record"], true);
    archive.write("scans/bad.txt", b"tot\n");
    assert_eq!(again(&archive, 0, "", "a bad file was mended"), 1);
    // Touched but the same: read, and not restored.
    let file = fs::File::options()
        .append(true)
        .open(archive.path("scans/3/003.txt"))
        .unwrap();
    file.set_modified(SystemTime::now() - Duration::from_secs(60))
        .unwrap();
    assert_eq!(again(&archive, 0, "", "a file was touched"), 0);
    // Changed within the same tick of the clock, with the same size.
    archive.write("scans/3/003.txt", b"Van ban so mot\n");
    again(&archive, 0, "", "written");
    archive.write("scans/3/003.txt", b"Van ban so hai\n");
    assert_eq!(again(&archive, 0, "", "written at once again"), 1);
}

#[test]
fn an_option_has_done_again_what_it_touches() {
    let archive = Archive::new(30);
    archive.write(
        "scans/twice.txt",
        &fs::read(archive.path("scans/0/000.txt")).unwrap(),
    );
    settle(&archive);
    assert_eq!(again(&archive, 0, "", "first"), 31);
    assert_eq!(again(&archive, 0, "--zstd", "compressed"), 0);
    assert_eq!(again(&archive, 0, "", "not compressed"), 0);
    assert_eq!(again(&archive, 0, "--no-text", "without texts"), 0);
    assert_eq!(again(&archive, 0, "--parquet", "with texts and tables"), 0);
    assert_eq!(
        again(
            &archive,
            0,
            "--duplicates process",
            "duplicates like others"
        ),
        1
    );
    assert_eq!(
        again(&archive, 0, "--duplicates skip", "duplicates skipped"),
        0
    );
    assert_eq!(again(&archive, 0, "", "duplicates linked"), 0);
    assert_eq!(again(&archive, 1, "--max-size 60", "a smaller limit"), 20);
    assert_eq!(again(&archive, 0, "", "no such limit"), 20);
    assert_eq!(
        again(&archive, 0, "--min-confidence 0.999", "other readings"),
        31
    );
    // The records of before are gone by now; the duplicate had none.
    assert_eq!(again(&archive, 0, "", "the readings of before"), 30);
    let talk = archive.expect(0, &format!("{IMPORT} out --min-quality 1"));
    assert!(talk.contains("skipped"), "{talk}");
    again(&archive, 0, "--min-quality 1", "set aside");
    again(&archive, 0, "", "trusted again");
}

#[test]
fn another_model_has_all_done_again() {
    let archive = Archive::new(10);
    settle(&archive);
    archive.write("tiny.model", crate::tiny::bytes());
    assert_eq!(again(&archive, 0, "", "first"), 10);
    assert_eq!(
        again(&archive, 0, "--model tiny.model", "another model"),
        10
    );
    assert_eq!(
        again(&archive, 0, "--model tiny.model", "the same model"),
        0
    );
}

#[test]
fn one_hand_or_many_one_run_or_ten() {
    let archive = Archive::new(50);
    for i in 0..10 {
        archive.write(&format!("scans/z/{i}.txt"), b"Giong nhau\n");
    }
    archive.expect(0, &format!("{IMPORT} one --jobs 1"));
    let one = archive.promised("one");
    for jobs in [2, 5, 9] {
        archive.expect(0, &format!("{IMPORT} many --jobs {jobs}"));
        assert_same(&one, &archive.promised("many"), &format!("{jobs} jobs"));
        archive.expect(0, &format!("{IMPORT} new{jobs} --jobs {jobs}"));
        assert_same(
            &one,
            &archive.promised(&format!("new{jobs}")),
            &format!("{jobs} jobs, new"),
        );
    }
}

#[test]
fn machines_divide_the_work_among_themselves() {
    let archive = Archive::new(40);
    let records = |out: &str| {
        let mut all = crate::cli::imported(&archive.promised(out));
        all.sort_by_key(|record| record["source"]["path"].as_str().unwrap().to_owned());
        all
    };
    archive.expect(0, &format!("{IMPORT} whole"));
    let mut together = Vec::new();
    for i in 1..=3 {
        archive.expect(0, &format!("{IMPORT} part{i} --shard {i}/3"));
        let part = records(&format!("part{i}"));
        assert!((5..30).contains(&part.len()), "{}", part.len());
        together.extend(part);
    }
    together.sort_by_key(|record| record["source"]["path"].as_str().unwrap().to_owned());
    assert!(together == records("whole"));
}

#[test]
fn a_sample_grows_into_the_whole() {
    let archive = Archive::new(60);
    settle(&archive);
    let talk = archive.expect(0, &format!("{IMPORT} out --sample 25%"));
    let sample = worked(&talk);
    assert!((5..30).contains(&sample), "{talk}");
    assert_eq!(again(&archive, 0, "", "the whole"), 60 - sample);
}

#[test]
fn nothing_is_done_in_a_dry_run() {
    let archive = Archive::new(6);
    settle(&archive);
    archive.write("scans/image.png", b"x");
    let output = archive.run(&format!("{IMPORT} out --dry-run"));
    let plan = String::from_utf8(output.stdout).unwrap();
    assert_eq!(plan.matches("work\t").count(), 6, "{plan}");
    assert!(plan.contains("skip\t1\tscans/image.png"), "{plan}");
    assert!(!archive.path("out").exists());
    archive.expect(0, &format!("{IMPORT} out"));
    archive.write("scans/1/001.txt", b"khac\n");
    let output = archive.run(&format!("{IMPORT} out --dry-run"));
    let plan = String::from_utf8(output.stdout).unwrap();
    assert_eq!(
        (
            plan.matches("known\t").count(),
            plan.matches("work\t").count()
        ),
        (5, 1),
        "{plan}"
    );
}

#[test]
fn a_folder_that_is_not_there_does_not_empty_the_output() {
    let archive = Archive::new(12);
    archive.write("more/a.txt", b"Mot van ban khac\n");
    archive.expect(0, "import scans more --out out");
    let before = archive.promised("out");
    fs::rename(archive.path("scans"), archive.path("away")).unwrap();
    let talk = archive.expect(3, "import scans more --out out");
    assert!(
        talk.contains("12 of the 13 documents") && talk.contains("--accept-vanished"),
        "{talk}"
    );
    assert_same(&before, &archive.promised("out"), "a missing folder");
    fs::create_dir(archive.path("scans")).unwrap();
    archive.expect(3, "import scans more --out out");
    assert_same(&before, &archive.promised("out"), "an empty mount point");
    fs::remove_dir(archive.path("scans")).unwrap();
    fs::rename(archive.path("away"), archive.path("scans")).unwrap();
    archive.expect(0, "import scans more --out out");
    assert_same(&before, &archive.promised("out"), "back again");
    archive.expect(0, "import more --out out --accept-vanished");
    archive.expect(0, "import more --out fresh");
    assert_same(
        &archive.promised("fresh"),
        &archive.promised("out"),
        "meant to go",
    );
}

#[test]
fn others_can_build_on_what_is_there() {
    use vanban::pipeline::import::Imported;
    let archive = Archive::new(20);
    archive.write("scans/bad.txt", b"q\xfez q\xe7z");
    for more in ["", "--zstd"] {
        archive.run(&format!("{IMPORT} out {more}"));
        let imported = Imported::open(&archive.path("out")).unwrap();
        let items: Vec<_> = imported.items().unwrap().map(Result::unwrap).collect();
        assert_eq!(items.len(), 21);
        for item in &items {
            let record = item
                .record
                .as_ref()
                .map(|record| serde_json::from_slice::<serde_json::Value>(record).unwrap());
            assert_eq!(record.is_some(), item.status.path != "scans/bad.txt");
            if let Some(record) = record {
                assert_eq!(record["source"]["path"], item.status.path);
                assert_eq!(record["id"], item.status.sha256.as_deref().unwrap());
            }
        }
        assert!(items.is_sorted_by_key(|item| item.status.path.clone()));
    }
    let run = Imported::open(&archive.path("out")).unwrap().run().unwrap();
    archive.remove("scans/3/003.txt");
    archive.run(&format!("{IMPORT} out"));
    let imported = Imported::open(&archive.path("out")).unwrap();
    assert_eq!(imported.vanished_since(run).unwrap(), ["scans/3/003.txt"]);
    assert!(imported.vanished_since(run + 1).unwrap().is_empty());
}
