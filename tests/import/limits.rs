//! Every fate a file can have, and everything that can go wrong with a run as a whole.

use std::fs;
use std::io::Read;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use super::{Archive, assert_same};
use crate::cli::stderr;

/// Lets texts that ask for it panic or hang.
const MISBEHAVE: (&str, &str) = ("VANBAN_TEST_MISBEHAVE", "1");

/// One file of every fate.
fn every_fate() -> Archive {
    let archive = Archive::new(0);
    archive.write("scans/ok.txt", b"Thi tuc hanh chinh\n");
    archive.write("scans/ok2.txt", b"Thi tuc hanh chinh\n");
    archive.write("scans/empty.txt", b" \n");
    archive.write("scans/image.png", b"\x89PNG");
    archive.write("scans/pdf.txt", b"%PDF-1.4");
    archive.write("scans/bad.txt", b"q\xfez q\xe7z");
    archive.write("scans/large.txt", &b"dai ".repeat(1000));
    archive.write("scans/hang.txt", b"!test hang");
    archive.write("scans/panic.txt", b"!test panic");
    // A letterhead that names its parts twice over, and a citation dated after the document.
    archive.write("scans/warn.txt", "QUYẾT ĐỊNH\nCăn cứ Nghị định số 1/2020/NĐ-CP ngày 1/1/2020;\nCăn cứ Nghị định số 1/2020/NĐ-CP ngày 2/2/2021;\nĐiều 1. A\n".as_bytes());
    archive
}

const IMPORT: &str = "import scans missing.txt --out out --timeout 1 --max-size 2k --jobs 2";

fn statuses(archive: &Archive) -> Vec<(String, String)> {
    let field = |line: &serde_json::Value, name: &str| line[name].as_str().unwrap().to_owned();
    let lines = archive.statuses("out");
    lines
        .iter()
        .map(|line| (field(line, "path"), field(line, "status")))
        .collect()
}

#[test]
fn every_fate_is_told_and_the_counts_add_up() {
    let archive = every_fate();
    let mut command = archive.command(IMPORT);
    let output = crate::cli::output({
        command.env(MISBEHAVE.0, MISBEHAVE.1);
        command
    });
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    let expected = [
        ("scans/bad.txt", "bad_encoding"),
        ("scans/empty.txt", "empty"),
        ("scans/hang.txt", "timeout"),
        ("scans/image.png", "skipped"),
        ("scans/large.txt", "too_large"),
        ("scans/ok.txt", "ok_with_warnings"),
        ("scans/ok2.txt", "duplicate"),
        ("scans/panic.txt", "crashed"),
        ("scans/pdf.txt", "unsupported"),
        ("scans/warn.txt", "ok_with_warnings"),
        ("missing.txt", "io_error"),
    ]
    .map(|(path, status)| (path.to_owned(), status.to_owned()));
    assert_eq!(statuses(&archive), expected);
    for line in archive.statuses("out") {
        let failed = !["ok", "ok_with_warnings", "empty", "duplicate"]
            .contains(&line["status"].as_str().unwrap());
        assert_eq!(failed, line["error"].is_string(), "{line}");
        assert!(line["ms"].is_u64(), "{line}");
    }
    assert!(
        archive.status("out", "scans/bad.txt")["error"]
            .as_str()
            .unwrap()
            .contains("byte offset 1")
    );
    assert_eq!(
        archive.status("out", "scans/ok2.txt")["duplicate_of"],
        "scans/ok.txt"
    );

    let output = archive.run("status out --json");
    assert_eq!(output.status.code(), Some(1));
    let figures: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let count = |name: &str| figures["counts"][name].as_u64().unwrap();
    assert_eq!(count("files"), 11);
    assert_eq!(
        count("files"),
        count("done") + count("duplicate") + count("failed") + count("skipped")
    );
    let sum: u64 = figures["statuses"]
        .as_array()
        .unwrap()
        .iter()
        .map(|s| s["files"].as_u64().unwrap())
        .sum();
    assert_eq!(sum, 11);
    let listed = archive.run("status out --list failed");
    assert_eq!(String::from_utf8_lossy(&listed.stdout).lines().count(), 6);

    // What failed is mended, the limit raised: retry does that and no more.
    archive.write("scans/bad.txt", b"tot hon\n");
    archive.write("missing.txt", b"day roi\n");
    let talk = archive.expect(1, "retry out --max-size 1M");
    assert!(
        talk.contains("11 files: 8 done, 1 duplicate, 1 skipped, 1 failed"),
        "{talk}"
    );
    assert!(talk.contains("5 were known"), "{talk}");
    let left: Vec<(String, String)> = statuses(&archive)
        .into_iter()
        .filter(|(_, status)| status == "unsupported")
        .collect();
    assert_eq!(left.len(), 1);
    // Without the switch, the two that misbehaved are texts like others.
    assert_eq!(archive.status("out", "scans/panic.txt")["record"], true);
    assert_eq!(archive.status("out", "scans/hang.txt")["record"], true);
}

#[test]
fn a_plain_document_is_ok() {
    let archive = Archive::new(0);
    archive.write(
        "scans/a.txt",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n".as_bytes(),
    );
    archive.write("scans/b.txt", b"1\n");
    archive.run("import scans --out out");
    let all: Vec<_> = archive
        .statuses("out")
        .iter()
        .map(|line| line["status"].clone())
        .collect();
    assert!(
        all.iter()
            .any(|status| status == "ok" || status == "ok_with_warnings"),
        "{all:?}"
    );
}

#[test]
fn a_monster_costs_one_file_and_no_memory() {
    let archive = Archive::new(5);
    // A gigabyte of nothing, which takes no room on the disk.
    let monster = fs::File::create(archive.path("scans/monster.txt")).unwrap();
    monster.set_len(1 << 30).unwrap();
    archive.expect(1, "import scans --out out");
    assert_eq!(
        archive.status("out", "scans/monster.txt")["status"],
        "too_large"
    );
    assert_eq!(
        archive
            .statuses("out")
            .iter()
            .filter(|line| line["record"] == true)
            .count(),
        5
    );
    // Memory bounds the size, too.
    archive.write("scans/big.txt", &b"van ban ".repeat(10_000));
    archive.expect(1, "import scans --out out --max-memory 1M");
    assert_eq!(
        archive.status("out", "scans/big.txt")["status"],
        "too_large"
    );
}

#[test]
fn two_runs_on_one_output_do_not_meet() {
    let archive = Archive::new(3);
    archive.write("scans/hang.txt", b"!test hang");
    let mut first = archive
        .command("import scans --out out --timeout 600")
        .env(MISBEHAVE.0, MISBEHAVE.1)
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    thread::sleep(Duration::from_millis(400));
    let talk = archive.expect(4, "import scans --out out");
    assert!(
        talk.contains("another import is writing") && talk.contains(&first.id().to_string()),
        "{talk}"
    );
    let status = archive.run("status out");
    assert_eq!(status.status.code(), Some(3));
    assert!(String::from_utf8_lossy(&status.stdout).contains("at work"));
    // What a killed run leaves stops nobody.
    first.kill().unwrap();
    first.wait().unwrap();
    archive.expect(0, "import scans --out out");
    archive.expect(0, "import scans --out fresh");
    assert_same(
        &archive.promised("fresh"),
        &archive.promised("out"),
        "after a kill",
    );
}

#[cfg(unix)]
#[test]
fn an_output_that_cannot_be_written_is_a_clear_error() {
    use std::os::unix::fs::PermissionsExt;
    let archive = Archive::new(3);
    let out = archive.path("out");
    fs::create_dir(&out).unwrap();
    fs::set_permissions(&out, fs::Permissions::from_mode(0o555)).unwrap();
    let can_write = fs::write(out.join("x"), "").is_ok();
    let out = if can_write {
        // Who may do everything is not stopped by permissions; here nobody can.
        "/proc/self/out".to_owned()
    } else {
        "out".to_owned()
    };
    let talk = archive.expect(3, &format!("import scans --out {out}"));
    assert!(talk.contains("cannot be written"), "{talk}");
    assert!(talk.contains("give the same command again"), "{talk}");
}

/// Runs an import that finds no more room after `kilobytes` in any file, by the limit that shells can set.
#[cfg(unix)]
fn run_with_file_limit(archive: &Archive, import: &str, kilobytes: u32) -> (Option<i32>, String) {
    // Half kilobytes or whole ones, as the shell has it; the signal would kill, ignored it becomes an error.
    let script = format!("trap '' XFSZ; ulimit -f {kilobytes}; exec \"$0\" {import}");
    let output = Command::new("sh")
        .args(["-c", &script, env!("CARGO_BIN_EXE_vanban")])
        .current_dir(archive.path(""))
        .output()
        .unwrap();
    (output.status.code(), stderr(&output))
}

#[cfg(unix)]
#[test]
fn a_disk_that_takes_no_more_stops_the_run_and_loses_nothing() {
    let archive = Archive::new(60);
    let import = "import scans --out out --shard-size 4000";
    archive.expect(0, "import scans --out fresh --shard-size 4000");
    let mut stops = 0;
    for kilobytes in [4, 16, 24, 40] {
        let (code, talk) = run_with_file_limit(&archive, import, kilobytes);
        if code == Some(0) {
            continue;
        }
        stops += 1;
        assert_eq!(code, Some(3), "{talk}");
        assert!(
            talk.contains("cannot be written") && talk.contains("give the same command again"),
            "{talk}"
        );
    }
    assert!(stops > 0);
    archive.expect(0, import);
    assert_same(
        &archive.promised("fresh"),
        &archive.promised("out"),
        "after a full disk",
    );
}

#[cfg(target_os = "linux")]
#[test]
fn a_small_file_system_runs_full() {
    let archive = Archive::new(60);
    archive.expect(0, "import scans --out fresh --shard-size 4000");
    let command = "import scans --out disk/out --shard-size 4000";
    let Some(output) = archive.on_a_small_disk(["120k", "8m"], command, "disk/out") else {
        return;
    };
    let talk = stderr(&output);
    assert_eq!(
        String::from_utf8_lossy(&output.stdout).trim(),
        "3 0",
        "{talk}"
    );
    assert!(talk.contains("No space left"), "{talk}");
    assert_same(
        &archive.promised("fresh"),
        &archive.promised("kept"),
        "after a full disk",
    );
}

#[test]
fn verify_finds_what_is_not_as_it_was() {
    let archive = Archive::new(20);
    archive.expect(0, "import scans --out out --shard-size 1000");
    let problems = |code: i32, arguments: &str| {
        let output = archive.run(arguments);
        assert_eq!(output.status.code(), Some(code), "{}", stderr(&output));
        String::from_utf8(output.stdout).unwrap()
    };
    assert_eq!(problems(0, "verify out"), "");
    archive.write("scans/1/001.txt", b"da doi\n");
    assert!(problems(1, "verify out").contains("scans/1/001.txt: has changed"));
    assert_eq!(problems(0, "verify out --no-sources"), "");
    archive.expect(0, "import scans --out out --shard-size 1000");
    archive.remove("out/text/scans/2/002.txt");
    assert!(problems(1, "verify out").contains("002.txt: cannot be read"));
    // A flipped bit in a shard; the next import that copies from it notices.
    let shard = fs::read_dir(archive.path("out/records"))
        .unwrap()
        .next()
        .unwrap()
        .unwrap()
        .path();
    let mut bytes = fs::read(&shard).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&shard, bytes).unwrap();
    assert!(
        problems(1, "verify out --no-sources").contains("expected"),
        "{}",
        shard.display()
    );
    // Removed, it is made anew.
    fs::remove_file(&shard).unwrap();
    archive.expect(0, "import scans --out out --shard-size 1000");
    archive.expect(0, "import scans --out fresh --shard-size 1000");
    assert_eq!(
        archive.promised("out").len() + 1,
        archive.promised("fresh").len()
            + usize::from(archive.path("out/text/scans/2/002.txt").exists())
    );
}

#[test]
fn progress_is_told_to_programs() {
    let archive = Archive::new(10);
    let mut command = archive.command("import scans --out out --progress json --quiet");
    let mut child = command.spawn().unwrap();
    let mut talk = String::new();
    child
        .stderr
        .take()
        .unwrap()
        .read_to_string(&mut talk)
        .unwrap();
    assert!(child.wait().unwrap().success());
    let last: serde_json::Value = serde_json::from_str(talk.lines().last().unwrap()).unwrap();
    assert_eq!(
        (last["files"].as_u64(), last["done"].as_bool()),
        (Some(10), Some(true))
    );
    assert!(last["bytes_per_second"].as_f64().unwrap() > 0.0);
}
