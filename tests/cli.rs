//! Whole commands: what they write where, and how they end.
//!
//! Messages and help are files under `tests/cmd`; here stands what files can't say: promises about any text, runs in
//! parallel, streams that break.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::io::{Read, Write};
use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

use crate::schema::assert_valid;

#[test]
fn messages_and_help() {
    trycmd::TestCases::new().case("tests/cmd/*.toml");
}

pub(crate) fn vanban<A: AsRef<OsStr>>(arguments: impl IntoIterator<Item = A>) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_vanban"));
    command
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

pub(crate) fn output(mut command: Command) -> Output {
    command.output().unwrap()
}

pub(crate) fn piped(arguments: &[&str], input: &[u8]) -> Output {
    let mut command = vanban(arguments);
    let mut child = command.stdin(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_owned();
    let writer = std::thread::spawn(move || stdin.write_all(&input));
    let output = child.wait_with_output().unwrap();
    // A program that fails early need not read all.
    let _ = writer.join().unwrap();
    output
}

pub(crate) fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn count(bytes: &[u8], byte: u8) -> usize {
    bytes.iter().filter(|&&b| b == byte).count()
}

/// Every file under a folder, with its bytes.
pub(crate) fn tree(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    walkdir::WalkDir::new(folder)
        .into_iter()
        .map(|entry| entry.unwrap().into_path())
        .filter(|path| path.is_file())
        .map(|path| {
            let name = path.strip_prefix(folder).unwrap().display().to_string();
            (name, fs::read(path).unwrap())
        })
        .collect()
}

/// What an import promises: everything but the journal, what is in work, and how long it took.
pub(crate) fn promised(out: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = tree(out);
    files.retain(|name, _| name != "journal.ndjson" && !name.starts_with(".work/"));
    if let Some(status) = files.get_mut("status.ndjson") {
        let lines = String::from_utf8(std::mem::take(status)).unwrap();
        for line in lines.lines() {
            let mut line: Value = serde_json::from_str(line).unwrap();
            line["ms"] = Value::Null;
            status.extend(format!("{line}\n").bytes());
        }
    }
    files
}

/// All records of an import, in their order.
pub(crate) fn imported(files: &BTreeMap<String, Vec<u8>>) -> Vec<Value> {
    let shards = files
        .iter()
        .filter(|(name, _)| name.starts_with("records/"));
    shards.flat_map(|(_, bytes)| records(bytes)).collect()
}

/// A folder of forty texts of different sizes, and in it one file whose encoding cannot be told.
fn archive() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for i in 0..40 {
        let path = folder.path().join(format!("scans/{}/{i:02}.txt", i % 3));
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        let lines: String = (0..(i * 7) % 31)
            .map(|line| format!("{line}. Thi tuc hanh chinh so {i}/QD-UBND\n"))
            .collect();
        fs::write(path, lines).unwrap();
    }
    fs::write(folder.path().join("scans/1/bad.txt"), b"q\xfez q\xe7z").unwrap();
    folder
}

fn import(folder: &Path, out: &str, more: &[&str]) -> Output {
    let mut command = vanban(["import", "scans", "--out", out]);
    command.args(more).current_dir(folder);
    output(command)
}

pub(crate) fn records(ndjson: &[u8]) -> Vec<Value> {
    String::from_utf8(ndjson.to_owned())
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

#[test]
fn restore_keeps_every_line_and_line_end() {
    for text in [
        "",
        "\n",
        "\r\n",
        "Thi tuc",
        "Thi tuc\n",
        "Thi tuc\nhanh chinh",
        "Thi tuc\r\nhanh chinh\r\n",
        "\n\n  Thi tuc\t\thanh chinh  \n\n\n",
        "\u{c}\nThi tuc\u{c}hanh chinh\n\u{c}",
        "con-\ngress cua nha nu\noc\n",
        "\u{2028}\u{85}\u{b}\n\u{0}\n𝔸\u{301}\u{301}\n",
    ] {
        for arguments in [&["restore"][..], &["restore", "-"]] {
            let output = piped(arguments, text.as_bytes());
            assert_eq!(
                output.status.code(),
                Some(0),
                "{text:?}: {}",
                stderr(&output)
            );
            for byte in [b'\n', b'\r', 0xc] {
                assert_eq!(
                    count(&output.stdout, byte),
                    count(text.as_bytes(), byte),
                    "{text:?}"
                );
            }
            assert_eq!(
                output.stdout.ends_with(b"\n"),
                text.ends_with('\n'),
                "{text:?}"
            );
            assert!(output.stderr.is_empty(), "{}", stderr(&output));
        }
    }
}

#[test]
fn restore_drops_a_byte_order_mark() {
    let output = piped(&["restore"], "\u{feff}1\n".as_bytes());
    assert_eq!(output.stdout, b"1\n");
}

#[test]
fn restore_puts_files_under_one_another() {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in [("a", "1\n2"), ("b", ""), ("c", "3\n"), ("d", "4")] {
        fs::write(folder.path().join(name), text).unwrap();
    }
    let mut command = vanban(["restore", "a", "b", "missing", "c", "d"]);
    command.current_dir(folder.path());
    let output = output(command);
    assert_eq!(String::from_utf8_lossy(&output.stdout), "1\n2\n3\n4");
    assert_eq!(output.status.code(), Some(1));
    assert!(
        stderr(&output).contains("missing: no such file"),
        "{}",
        stderr(&output)
    );
}

#[test]
fn a_reader_who_leaves_early_is_no_error() {
    let text = "Thi tuc hanh chinh\n".repeat(40_000);
    for arguments in [&["restore"][..], &["parse"]] {
        let mut child = vanban(arguments).stdin(Stdio::piped()).spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        let input = text.clone();
        let writer = std::thread::spawn(move || stdin.write_all(input.as_bytes()));
        let mut first = [0; 10];
        child.stdout.take().unwrap().read_exact(&mut first).unwrap();
        let output = child.wait_with_output().unwrap();
        writer.join().unwrap().unwrap();
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        assert!(output.stderr.is_empty(), "{}", stderr(&output));
    }
}

#[test]
fn work_goes_on_where_nobody_listens() {
    let folder = archive();
    let mut command = vanban(["import", "scans", "--out", "out"]);
    let mut child = command.current_dir(folder.path()).spawn().unwrap();
    drop(child.stderr.take());
    assert_eq!(child.wait().unwrap().code(), Some(1));
    assert_eq!(promised(&folder.path().join("out")).len(), 43);
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_not_silent() {
    let full = || {
        fs::OpenOptions::new()
            .write(true)
            .open("/dev/full")
            .unwrap()
    };
    for arguments in [
        &["restore", "Cargo.toml"][..],
        &["parse", "Cargo.toml"],
        &["schema"],
    ] {
        let mut command = vanban(arguments);
        command
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .stdout(full());
        let output = output(command);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(
            stderr(&output).contains("standard output: cannot be written: No space left"),
            "{}",
            stderr(&output)
        );
    }
}

#[test]
fn parse_writes_one_valid_record_a_line_in_the_order_of_the_files() {
    let folder = archive();
    let names: Vec<String> = (0..40)
        .rev()
        .map(|i| format!("scans/{}/{i:02}.txt", i % 3))
        .collect();
    let run = |jobs: &str| {
        let mut command = vanban(["parse", "--jobs", jobs]);
        command.args(&names).current_dir(folder.path());
        output(command).stdout
    };
    let lines = run("1");
    assert!(lines == run("4"), "the number of jobs changes the output");
    let records = records(&lines);
    records.iter().for_each(assert_valid);
    let paths: Vec<&str> = records
        .iter()
        .map(|r| r["source"]["path"].as_str().unwrap())
        .collect();
    assert_eq!(paths, names);
}

#[test]
fn parse_pretty_is_the_same_record() {
    let text = "KE HOACH\nThi tuc hanh chinh\n".as_bytes();
    let line = piped(&["parse"], text).stdout;
    let pretty = piped(&["parse", "--pretty"], text).stdout;
    assert_eq!((count(&line, b'\n'), line.last()), (1, Some(&b'\n')));
    assert!(count(&pretty, b'\n') > 20);
    let value = |json: &[u8]| serde_json::from_slice::<Value>(json).unwrap();
    assert_eq!(value(&line), value(&pretty));
    assert_eq!(value(&line)["source"]["path"], "-");
}

#[test]
fn import_writes_records_and_texts_and_names_what_failed() {
    let folder = archive();
    let output = import(folder.path(), "out", &[]);
    let talk = stderr(&output);
    assert_eq!(output.status.code(), Some(1), "{talk}");
    assert!(output.stdout.is_empty());
    assert!(
        talk.contains("scans/1/bad.txt: line 1, byte offset 1: expected utf-8"),
        "{talk}"
    );
    assert!(talk.contains("41 files: 40 done, 1 failed"), "{talk}");

    let files = promised(&folder.path().join("out"));
    let records = imported(&files);
    assert_eq!((records.len(), files.len()), (40, 43));
    let mut paths = Vec::new();
    for record in &records {
        assert_valid(record);
        let path = record["source"]["path"].as_str().unwrap();
        assert_eq!(
            files[&format!("text/{path}")],
            record["text"].as_str().unwrap().as_bytes()
        );
        let source = fs::read(folder.path().join(path)).unwrap();
        assert_eq!(record["source"]["bytes"], source.len());
        paths.push(path);
    }
    assert!(paths.is_sorted(), "{paths:?}");
}

#[test]
fn import_gives_the_same_bytes_on_any_number_of_jobs_and_again() {
    let folder = archive();
    let run = |out: &str, jobs: &str| {
        import(folder.path(), out, &["--jobs", jobs]);
        promised(&folder.path().join(out))
    };
    let one = run("one", "1");
    assert_eq!(one.len(), 43);
    assert!(
        one == run("four", "4"),
        "the number of jobs changes the output"
    );
    assert!(one == run("one", "3"), "a second run changes the output");
}

#[test]
fn quiet_says_only_errors() {
    let folder = archive();
    let talk = stderr(&import(folder.path(), "out", &["--quiet"]));
    assert_eq!(talk.lines().count(), 1, "{talk}");
    fs::remove_file(folder.path().join("scans/1/bad.txt")).unwrap();
    let output = import(folder.path(), "out", &["--quiet"]);
    assert_eq!(
        (output.status.code(), stderr(&output).as_str()),
        (Some(0), "")
    );
}

#[test]
fn a_run_that_cannot_begin_leaves_an_earlier_one_alone() {
    let folder = archive();
    import(folder.path(), "out", &[]);
    let before = tree(&folder.path().join("out"));
    let output = import(folder.path(), "out", &["--model", "scans/0/00.txt"]);
    assert_eq!(output.status.code(), Some(2), "{}", stderr(&output));
    assert!(before == tree(&folder.path().join("out")));
}

#[test]
fn explain_speaks_of_the_text() {
    let output = output(vanban(["explain", "so", "63/2010/ND-CP"]));
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(
        String::from_utf8(output.stdout)
            .unwrap()
            .contains("63/2010/N")
    );
}

#[test]
fn every_shell_gets_completions() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let output = output(vanban(["completions", shell]));
        assert_eq!(output.status.code(), Some(0), "{shell}");
        let script = String::from_utf8(output.stdout).unwrap();
        assert!(
            script.contains("import") && script.contains("model"),
            "{shell}"
        );
    }
}

#[test]
fn schema_prints_the_published_schema() {
    let published =
        fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("schema/document.schema.json"));
    assert!(output(vanban(["schema"])).stdout == published.unwrap());
}
