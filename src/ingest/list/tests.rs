//! What is found where, and in which order.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use super::*;

fn tree() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for path in [
        "b.txt",
        "a/z.TXT",
        "a/é.txt",
        "a/k.pdf",
        "a.b/x.txt",
        "a/.txt",
    ] {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, "x").unwrap();
    }
    folder
}

/// What a selection lists: `name`, `- name` for what is skipped, `! error`.
fn listed(folder: &Path, selection: &Selection) -> Vec<String> {
    let strip = |text: String| text.replace(&format!("{}/", folder.display()), "");
    selection
        .list()
        .unwrap()
        .map(|listed| match listed {
            Listed::Input(input) => strip(input.name),
            Listed::Skipped { name, .. } => format!("- {}", strip(name)),
            Listed::Unreadable(error) => format!("! {}", strip(error.to_string())),
        })
        .collect()
}

fn paths(folder: &Path, paths: &[&str]) -> Selection {
    let paths: Vec<PathBuf> = paths.iter().map(|path| folder.join(path)).collect();
    Selection::of(&paths)
}

fn names(folder: &Path, given: &[&str]) -> Vec<String> {
    listed(folder, &paths(folder, given))
}

/// The texts of a selection's documents.
fn texts(selection: &Selection) -> Vec<String> {
    selection
        .list()
        .unwrap()
        .filter_map(|listed| match listed {
            Listed::Input(input) => Some(input.read().unwrap().text),
            _ => None,
        })
        .collect()
}

#[test]
fn takes_text_files_in_the_order_of_their_names() {
    let folder = tree();
    assert_eq!(
        names(folder.path(), &[""]),
        [
            "- a/.txt",
            "- a/k.pdf",
            "a/z.TXT",
            "a/é.txt",
            "a.b/x.txt",
            "b.txt"
        ]
    );
}

#[test]
fn takes_named_files_whatever_their_name_and_everything_once() {
    let folder = tree();
    let check = |paths: &[&str], expected: &[&str]| {
        let names: Vec<String> = names(folder.path(), paths)
            .into_iter()
            .filter(|name| !name.starts_with('-'))
            .collect();
        assert_eq!(names, expected, "{paths:?}");
    };
    check(&["b.txt", "a/k.pdf"], &["b.txt", "a/k.pdf"]);
    check(&["b.txt", "b.txt", "./b.txt"], &["b.txt"]);
    check(&["a/z.TXT", "a"], &["a/z.TXT", "a/é.txt"]);
    check(&["a/k.pdf", "a"], &["a/k.pdf", "a/z.TXT", "a/é.txt"]);
    check(
        &["none.txt", "b.txt"],
        &[
            "! none.txt: no such file or folder; check the path",
            "b.txt",
        ],
    );
    check(&["a*/*.txt"], &["a/.txt", "a/é.txt", "a.b/x.txt"]);
    check(&["**/x.*"], &["a.b/x.txt"]);
}

#[test]
fn ignore_files_are_obeyed() {
    let folder = tree();
    fs::write(folder.path().join(".vanbanignore"), "a.b\n").unwrap();
    fs::write(folder.path().join("a/.ignore"), "*.pdf\nz*\n").unwrap();
    assert_eq!(
        names(folder.path(), &[""]),
        ["- a/.txt", "a/é.txt", "b.txt"]
    );
}

#[test]
fn refuses_two_places_with_one_mirrored_path() {
    let folder = tree();
    let absolute = folder.path().join("a");
    let relative = crate::ingest::mirrored_path(&absolute.display().to_string());
    let error = Selection::of(&[absolute, relative]).list().err().unwrap();
    assert!(error.to_string().contains("same place"), "{error}");
}

#[test]
fn knows_which_folders_it_walks() {
    let folder = tree();
    let list = paths(folder.path(), &["a", "b.txt"]);
    let around = |path: &str| list.folder_around(&folder.path().join(path)).is_some();
    assert!(around("a") && around("a/new/out"));
    assert!(!around("a.b") && !around("out") && !around("b.txt.out"));
}

#[cfg(unix)]
#[test]
fn links_are_taken_as_asked() {
    use std::os::unix::fs::symlink;
    let folder = tree();
    symlink("../b.txt", folder.path().join("a/link.txt")).unwrap();
    symlink("..", folder.path().join("a/loop")).unwrap();
    symlink("nowhere", folder.path().join("a/dead.txt")).unwrap();
    let listed = |links| {
        let selection = Selection {
            links,
            ..paths(folder.path(), &["a"])
        };
        listed(folder.path(), &selection)
            .into_iter()
            .filter(|name| !name.contains(".pdf") && name != "- a/.txt")
            .collect::<Vec<_>>()
    };
    assert_eq!(
        listed(Links::Files),
        ["a/dead.txt", "a/link.txt", "- a/loop", "a/z.TXT", "a/é.txt"]
    );
    assert_eq!(
        listed(Links::Skip),
        [
            "- a/dead.txt",
            "- a/link.txt",
            "- a/loop",
            "a/z.TXT",
            "a/é.txt"
        ]
    );
    let followed = listed(Links::Follow);
    assert!(
        followed.iter().any(|name| name.starts_with("! a/loop")),
        "{followed:?}"
    );
    assert!(followed.len() < 20);
}

#[test]
fn lists_and_manifests_name_documents() {
    let folder = tree();
    let at = |name: &str| folder.path().join(name);
    let line = |name: &str| at(name).display().to_string();
    fs::write(
        at("list"),
        format!("{}\r\n\n{}\n", line("b.txt"), line("a.b")),
    )
    .unwrap();
    let list = Selection {
        files_from: Some(at("list")),
        ..Selection::default()
    };
    assert_eq!(listed(folder.path(), &list), ["b.txt", "a.b/x.txt"]);
    fs::write(
        at("list0"),
        format!("{}\0{}", line("a/k.pdf"), line("b.txt")),
    )
    .unwrap();
    let list = Selection {
        files_from: Some(at("list0")),
        null: true,
        ..Selection::default()
    };
    assert_eq!(listed(folder.path(), &list), ["a/k.pdf", "b.txt"]);

    let sha256 = crate::ingest::hash(b"x");
    fs::write(
        at("m.csv"),
        format!("id,path,sha256\n1,{},{sha256}\n", line("b.txt")),
    )
    .unwrap();
    fs::write(
        at("m.jsonl"),
        format!(
            "{{\"path\":{:?},\"pages\":2}}\n{{\"no\":1}}\n",
            line("b.txt")
        ),
    )
    .unwrap();
    for name in ["m.csv", "m.jsonl"] {
        let list = Selection {
            manifest: Some(at(name)),
            ..Selection::default()
        };
        assert_eq!(listed(folder.path(), &list)[0], "b.txt");
        assert_eq!(texts(&list), ["x"]);
    }
    fs::write(
        at("m.csv"),
        format!("path,sha256\n{},{}\n", line("b.txt"), "0".repeat(64)),
    )
    .unwrap();
    let list = Selection {
        manifest: Some(at("m.csv")),
        ..Selection::default()
    };
    let Some(Listed::Input(input)) = list.list().unwrap().next() else {
        panic!()
    };
    assert!(
        input
            .read()
            .unwrap_err()
            .to_string()
            .contains("the manifest says")
    );
}

#[test]
fn lines_of_json_are_documents() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("x.ndjson");
    fs::write(
        &file,
        "{\"id\":\"a\",\"text\":\"thủ tục\"}\n\n{\"id\":7,\"text\":\"b\",\"more\":1}\n[]\n",
    )
    .unwrap();
    let selection = Selection::of(&[file]);
    assert_eq!(texts(&selection), ["thủ tục", "b"]);
    let names = listed(folder.path(), &selection);
    assert_eq!(names[..2], ["x.ndjson!a", "x.ndjson!7"]);
    assert!(
        names[2].starts_with("! x.ndjson: line 4: expected an object"),
        "{names:?}"
    );
}

fn archive_of(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = tar::Builder::new(Vec::new());
    for (name, content) in members {
        let mut header = tar::Header::new_gnu();
        header.set_size(content.len() as u64);
        header.set_mode(0o644);
        // Set by hand, as an attacker would: the builder refuses `..`.
        header.as_gnu_mut().unwrap().name[..name.len()].copy_from_slice(name.as_bytes());
        header.set_cksum();
        archive.append(&header, *content).unwrap();
    }
    archive.into_inner().unwrap()
}

#[test]
fn members_of_archives_are_documents() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let members: [(&str, &[u8]); 3] = [
        ("a/1.txt", b"mot"),
        ("../2.txt", b"hai"),
        ("x.pdf", b"%PDF"),
    ];
    let plain = archive_of(&members);
    fs::write(at("t.tar"), &plain).unwrap();
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gz.write_all(&plain).unwrap();
    fs::write(at("t.tgz"), gz.finish().unwrap()).unwrap();
    fs::write(at("t.tar.zst"), zstd::encode_all(&plain[..], 1).unwrap()).unwrap();
    let mut zip = zip::ZipWriter::new(fs::File::create(at("t.zip")).unwrap());
    for (name, content) in members {
        zip.start_file(name, zip::write::SimpleFileOptions::default())
            .unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap();
    for name in ["t.tar", "t.tgz", "t.tar.zst", "t.zip"] {
        let selection = Selection::of(&[at(name)]);
        assert_eq!(texts(&selection), ["mot", "hai"], "{name}");
        assert_eq!(
            listed(folder.path(), &selection),
            [
                format!("{name}!a/1.txt"),
                format!("{name}!../2.txt"),
                format!("- {name}!x.pdf")
            ]
        );
        assert!(selection.may_repeat());
    }
    let found = names(folder.path(), &[""]);
    assert!(
        found.iter().all(|name| name.starts_with("- t.")),
        "{found:?}"
    );
    let all = Selection {
        include: vec!["*.zip".into()],
        ..paths(folder.path(), &[""])
    };
    assert_eq!(texts(&all), ["mot", "hai"]);

    fs::write(at("t.tar"), &plain[..700]).unwrap();
    let broken = names(folder.path(), &["t.tar"]);
    assert!(
        broken.last().unwrap().starts_with("! t.tar: "),
        "{broken:?}"
    );
    fs::write(at("t.zip"), b"PK nothing").unwrap();
    assert!(names(folder.path(), &["t.zip"])[0].starts_with("! t.zip: "));
}

#[test]
fn a_bomb_is_stopped_at_the_size_of_a_document() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bomb.zip");
    let mut zip = zip::ZipWriter::new(fs::File::create(&path).unwrap());
    zip.start_file("zeros.txt", zip::write::SimpleFileOptions::default())
        .unwrap();
    for _ in 0..64 {
        zip.write_all(&vec![b' '; 1 << 20]).unwrap();
    }
    zip.finish().unwrap();
    assert!(fs::metadata(&path).unwrap().len() < 1 << 18);
    let Some(Listed::Input(mut input)) = Selection::of(&[path]).list().unwrap().next() else {
        panic!()
    };
    assert!(matches!(
        input.load(1 << 20),
        Err(ReadError::TooLarge { .. })
    ));
    // What the archive says of the size is not believed either.
    input.bytes = Some(10);
    assert!(matches!(
        input.load(1 << 20),
        Err(ReadError::TooLarge { .. })
    ));
}
