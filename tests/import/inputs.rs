//! Where documents come from, and in which encodings.

use std::fs;
use std::io::Write;
use std::process::Stdio;

use super::Archive;
use crate::cli::imported;

fn paths(archive: &Archive, out: &str) -> Vec<String> {
    let records = imported(&archive.promised(out));
    records
        .iter()
        .map(|record| {
            crate::schema::assert_valid(record);
            record["source"]["path"].as_str().unwrap().to_owned()
        })
        .collect()
}

#[test]
fn documents_come_from_files_folders_archives_lists_and_lines() {
    let archive = Archive::new(3);
    archive.write(
        "lines.ndjson",
        b"{\"id\":\"a/1\",\"text\":\"Mot\"}\n{\"id\":\"b\",\"text\":\"Hai\"}\n",
    );
    archive.write("manifest.csv", b"path,note\nscans/1/001.txt,x\n");
    archive.write("list", b"scans/2/002.txt\nlines.ndjson\n");
    archive.write("old/a.txt", b"Cu\n");
    let mut tar = tar::Builder::new(fs::File::create(archive.path("t.tar")).unwrap());
    tar.append_dir_all("in", archive.path("old")).unwrap();
    tar.finish().unwrap();

    archive.expect(
        0,
        "import t.tar old/*.txt --files-from list --manifest manifest.csv --out out",
    );
    assert_eq!(
        paths(&archive, "out"),
        [
            "t.tar!in/a.txt",
            "scans/2/002.txt",
            "lines.ndjson!a/1",
            "lines.ndjson!b",
            "scans/1/001.txt"
        ],
        "old/a.txt says what the archive says"
    );
    assert!(archive.path("out/text/t.tar!in/a.txt").is_file());
    assert!(archive.path("out/text/lines.ndjson!a/1").is_file());
    assert!(
        archive.path("out/text/old/a.txt").is_file(),
        "a duplicate's text is linked"
    );
    // The same again, and nothing is new.
    let talk = archive.expect(
        0,
        "import t.tar old/*.txt --files-from list --manifest manifest.csv --out out",
    );
    assert!(talk.contains("6 were known"), "{talk}");
}

#[test]
fn standard_input_is_a_document_or_a_list() {
    let archive = Archive::new(3);
    let with_stdin = |arguments: &str, input: &[u8]| {
        let mut child = archive
            .command(arguments)
            .stdin(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(input).unwrap();
        assert!(child.wait().unwrap().success(), "{arguments}");
    };
    with_stdin("import - --out out", b"Thi tuc\n");
    assert_eq!(paths(&archive, "out"), ["-"]);
    with_stdin(
        "import --files-from - --null --out out2",
        b"scans/1/001.txt\0scans/0/000.txt",
    );
    assert_eq!(
        paths(&archive, "out2"),
        ["scans/1/001.txt", "scans/0/000.txt"]
    );
    let talk = archive.expect(2, "retry out2");
    assert!(talk.contains("--retry-failed"), "{talk}");
}

#[test]
fn a_file_listed_twice_is_one_document() {
    let archive = Archive::new(2);
    archive.write("list", b"scans/0/000.txt\nscans/0/000.txt\n");
    archive.expect(0, "import --files-from list scans --out out");
    let twice: Vec<_> = archive
        .statuses("out")
        .iter()
        .map(|line| line["status"].clone())
        .collect();
    assert_eq!(
        twice.iter().filter(|status| *status == "skipped").count(),
        2,
        "{twice:?}"
    );
    assert_eq!(paths(&archive, "out").len(), 2);
}

#[test]
fn encodings_are_named_and_texts_are_the_same() {
    let archive = Archive::new(0);
    // "Thủ tục cấp lại giấy phép được thực hiện ở cấp huyện" in each of them.
    for (name, bytes) in [
        ("utf8", "Thủ tục cấp lại giấy phép được thực hiện ở cấp huyện".as_bytes()),
        ("tcvn3", b"Th\xf1 t\xf4c c\xcap l\xb9i gi\xcay ph\xd0p \xae\xad\xeec th\xf9c hi\xd6n \xeb c\xcap huy\xd6n"),
        ("vni", b"Thu\xfb tu\xefc ca\xe1p la\xefi gia\xe1y phe\xf9p \xf1\xf6\xf4\xefc th\xf6\xefc hie\xe4n \xf4\xfb ca\xe1p huye\xe4n"),
        ("viscii", b"Th\xfc t\xf8c c\xa4p l\xd5i gi\xa4y ph\xe9p \xf0\xdf\xfec th\xf1c hi\xaen \xb7 c\xa4p huy\xaen"),
        ("vps", b"Th\xfb t\xf8c c\xc3p l\xe5i gi\xc3y ph\xe9p \xc7\xdc\xaec th\xbfc hi\x8cn \xaa c\xc3p huy\x8cn"),
        ("cp1258", b"Thu\xd2 tu\xf2c c\xe2\xecp la\xf2i gi\xe2\xecy ph\xe9p \xf0\xfd\xf5\xf2c th\xfd\xf2c hi\xea\xf2n \xf5\xd2 c\xe2\xecp huy\xea\xf2n"),
    ] {
        archive.write(&format!("scans/{name}.txt"), bytes);
    }
    archive.expect(0, "import scans --out out --duplicates process");
    let mut encodings = Vec::new();
    for record in imported(&archive.promised("out")) {
        assert_eq!(
            record["text"], "Thủ tục cấp lại giấy phép được thực hiện ở cấp huyện",
            "{}",
            record["source"]
        );
        encodings.push(record["source"]["encoding"].as_str().unwrap().to_owned());
    }
    assert_eq!(
        encodings,
        ["windows-1258", "tcvn3", "utf-8", "viscii", "vni", "vps"]
    );
    // All of them say the same.
    archive.expect(0, "import scans --out same --same text");
    assert_eq!(paths(&archive, "same"), ["scans/cp1258.txt"]);
    archive.expect(0, "import scans/tcvn3.txt --out forced --encoding viscii");
    assert_eq!(
        imported(&archive.promised("forced"))[0]["source"]["encoding"],
        "viscii"
    );
}
