//! What is in an index after imports that changed, kills, and damage.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::thread;
use std::time::{Duration, Instant};

use vanban::Error;
use vanban::search::{Facet, FacetName, Index, Kind, Query};

use super::world::{Draws, document};
use super::{ask, found, indexed, update};
use crate::cli::stderr;
use crate::import::Archive;

fn archive(documents: usize) -> Archive {
    let archive = Archive::new(0);
    for number in 0..documents {
        let document = document(number, 12);
        archive.write(
            &format!("scans/{}.txt", document.name),
            document.text.as_bytes(),
        );
    }
    archive
}

#[test]
fn documents_come_change_and_go() {
    let archive = archive(0);
    archive.write("scans/a.txt", "Điều 1. Đắp đập ngăn mặn\n".as_bytes());
    archive.write("scans/b.txt", "Điều 1. Nạo vét kênh mương\n".as_bytes());
    let index = indexed(&archive);
    assert_eq!(found(&index, "ngăn mặn"), ["a"]);

    archive.write("scans/a.txt", "Điều 1. Trồng rừng ven biển\n".as_bytes());
    archive.write("scans/c.txt", "Điều 1. Sửa chữa cầu đường\n".as_bytes());
    archive.remove("scans/b.txt");
    archive.expect(0, "import scans --out out --accept-vanished");
    let built = update(&archive.path("out"), &archive.path("index")).unwrap();
    assert_eq!(
        (built.added, built.changed, built.removed, built.same),
        (1, 1, 1, 0)
    );
    assert_eq!(
        found(&index, "ngăn mặn"),
        ["a"],
        "who has opened it sees what was there"
    );
    assert!(index.refresh().unwrap());
    assert_eq!(found(&index, "ngăn mặn"), [""; 0]);
    assert_eq!(found(&index, "kênh mương"), [""; 0]);
    assert_eq!(found(&index, "ven biển"), ["a"]);
    assert_eq!(found(&index, "sửa chữa"), ["c"]);

    let built = update(&archive.path("out"), &archive.path("index")).unwrap();
    assert_eq!(
        (built.added, built.changed, built.removed, built.same),
        (0, 0, 0, 2)
    );
    assert!(!index.refresh().unwrap(), "nothing to do changes nothing");
}

#[test]
fn the_record_comes_back_as_it_was() {
    let archive = archive(3);
    let index = indexed(&archive);
    for line in fs::read_to_string(record_file(&archive)).unwrap().lines() {
        let record: serde_json::Value = serde_json::from_str(line).unwrap();
        let kept = index.record(record["id"].as_str().unwrap()).unwrap();
        assert_eq!(kept.as_deref(), Some(line.as_bytes()));
    }
    assert_eq!(index.record("0000").unwrap(), None);
    assert_eq!(index.record("").unwrap(), None);
}

#[test]
fn counts_do_not_depend_on_how_an_index_grew() {
    // Of each year three hundred and ten decrees that two articles cite, and one decree that an article of every year cites: first
    // of all together, and of no year among the first three hundred.
    let archive = archive(0);
    for year in 2011..=2013 {
        let decrees: Vec<String> = (100..410).map(|n| format!("{n}/{year}/NĐ-CP")).collect();
        let cited = format!("Thực hiện Nghị định số {}", decrees.join("; Nghị định số "));
        let text = format!(
            "QUYẾT ĐỊNH\nVề việc thực hiện các nghị định\n\nĐiều 1. {cited}; Nghị định số 7/2001/NĐ-CP.\n\nĐiều 2. {cited}.\n"
        );
        archive.write(&format!("scans/{year}.txt"), text.as_bytes());
        indexed(&archive);
    }
    let query = Query {
        kind: Some(Kind::Section),
        facets: 20,
        ..Query::new("")
    };
    let grown = Index::open(&archive.path("index")).unwrap();
    let anew = archive.path("anew");
    update(&archive.path("out"), &anew).unwrap();
    let anew = Index::open(&anew).unwrap();
    let [grown, anew] = [grown, anew].map(|index| index.search(&query).unwrap().facets);
    let cites = |facets: &[Facet]| -> Vec<(String, usize)> {
        let cites = facets.iter().find(|facet| facet.name == FacetName::Cites);
        let values = cites.unwrap().values.iter();
        values
            .map(|value| (value.value.clone(), value.count))
            .collect()
    };
    let expected = [
        ("7/2001/NĐ-CP", 3),
        ("100/2011/NĐ-CP", 2),
        ("100/2012/NĐ-CP", 2),
    ];
    let expected = expected.map(|(code, count)| (code.to_owned(), count));
    assert_eq!(cites(&grown)[..3], expected);
    assert_eq!(grown, anew);
}

fn record_file(archive: &Archive) -> std::path::PathBuf {
    let records = archive.path("out/records");
    let mut files = fs::read_dir(records)
        .unwrap()
        .map(|file| file.unwrap().path());
    files.next().unwrap()
}

#[test]
fn an_index_of_another_version_is_refused_and_can_be_made_anew() {
    let archive = archive(2);
    indexed(&archive);
    let meta = archive.path("index/meta.json");
    let text = fs::read_to_string(&meta).unwrap();
    assert!(text.contains(r#"\"form\":5"#), "{text}");
    fs::write(&meta, text.replace(r#"\"form\":5"#, r#"\"form\":999"#)).unwrap();
    let refused = |talk: String| {
        assert!(
            talk.contains("form 999") && talk.contains("--rebuild"),
            "{talk}"
        );
    };
    refused(archive.expect(2, "search x --index index"));
    refused(archive.expect(2, "index out --index index"));
    archive.expect(0, "index out --index index --rebuild");
    assert_eq!(
        Index::open(&archive.path("index"))
            .unwrap()
            .state()
            .unwrap()
            .documents,
        2
    );
}

#[test]
fn no_folder_of_others_is_written_into() {
    let archive = archive(1);
    archive.expect(0, "import scans --out out");
    let talk = archive.expect(2, "index out --index scans");
    assert!(talk.contains("choose another folder"), "{talk}");
    archive.expect(2, "index out --index scans --rebuild");
    assert_eq!(fs::read_dir(archive.path("scans")).unwrap().count(), 1);
    archive.expect(2, "search x --index scans");
}

#[test]
fn one_run_at_a_time() {
    let archive = archive(1);
    indexed(&archive);
    let lock = fs::File::create(archive.path("index/.tantivy-writer.lock")).unwrap();
    lock.lock().unwrap();
    let talk = archive.expect(4, "index out --index index");
    assert!(talk.contains("another `vanban index`"), "{talk}");
    let refused = update(&archive.path("out"), &archive.path("index"));
    assert!(matches!(refused, Err(Error::IndexBusy { .. })));
    archive.expect(0, "search x --index index");
}

/// What an index says of everything in it, in an order that does not depend on how it was written.
fn content(index: &Index) -> Content {
    let mut content = Content::new();
    for kind in Kind::ALL {
        let query = Query {
            kind: Some(kind),
            limit: 10_000,
            ..Query::new("")
        };
        for hit in index.search(&query).unwrap().hits {
            let entry = format!("{} {:?} {}", kind.name(), hit.section, hit.snippet.text);
            content.entry(hit.path).or_default().push(entry);
        }
    }
    for entries in content.values_mut() {
        entries.sort();
    }
    content
}

type Content = BTreeMap<String, Vec<String>>;

fn content_in(archive: &Archive, index: &str) -> Content {
    content(&Index::open(&archive.path(index)).unwrap())
}

/// Kills runs that bring an index from what it was `before` to what it is `after`, and goes on with them until they are through.
/// After each, every document has to be as before or as after.
fn kill_and_go_on(archive: &Archive, base: Option<&str>, before: &Content, after: &Content) {
    let started = Instant::now();
    update(&archive.path("out"), &archive.path("measured")).unwrap();
    let takes = started.elapsed().max(Duration::from_millis(50));
    let mut draws = Draws::new(3);
    let (mut kills, mut partial, began) = (0, 0, Instant::now());
    for round in 0.. {
        let index = format!("index{round}");
        if let Some(base) = base {
            copy(&archive.path(base), &archive.path(&index));
        }
        for attempt in 0..40 {
            // Commits as often as it can, so that kills fall into commits and merges, too.
            let mut command =
                archive.command(&format!("index out --index {index} --commit-every 0.001"));
            let mut child = command
                .stderr(fs::File::create(archive.path("talk")).unwrap())
                .stdout(Stdio::null())
                .spawn()
                .unwrap();
            let patience = takes.mul_f64(draws.next(1000) as f64 / 250.0);
            let deadline = Instant::now() + patience;
            let done = loop {
                if let Some(status) = child.try_wait().unwrap() {
                    break Some(status.code().unwrap());
                }
                if Instant::now() >= deadline && attempt < 8 {
                    child.kill().unwrap();
                    child.wait().unwrap();
                    kills += 1;
                    break None;
                }
                thread::sleep(Duration::from_micros(300));
            };
            match Index::open(&archive.path(&index)) {
                // Killed before there was one.
                Err(Error::NoIndex { .. }) => assert!(done.is_none() && base.is_none()),
                Err(error) => panic!("{error}"),
                Ok(index) => {
                    let content = content(&index);
                    partial += usize::from(content != *before && content != *after);
                    for path in before.keys().chain(after.keys()) {
                        let is = content.get(path);
                        assert!(
                            is == before.get(path) || is == after.get(path),
                            "{path} is whole or not there"
                        );
                    }
                }
            }
            if let Some(code) = done {
                let talk = fs::read_to_string(archive.path("talk")).unwrap();
                assert_eq!(code, 0, "{talk}");
                break;
            }
        }
        let index = Index::open(&archive.path(&index)).unwrap();
        assert!(index.state().unwrap().complete);
        assert_eq!(content(&index), *after);
        if began.elapsed() > Duration::from_secs(8) && kills > 3 {
            break;
        }
    }
    println!("{kills} kills, after {partial} of them a part was there");
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir(to).unwrap();
    for file in fs::read_dir(from).unwrap() {
        let file = file.unwrap();
        fs::copy(file.path(), to.join(file.file_name())).unwrap();
    }
}

#[test]
fn what_a_killed_commit_had_written_is_no_hindrance() {
    let archive = archive(30);
    archive.expect(0, "import scans --out out");
    archive.expect(0, "index out --index before --jobs 1");
    copy(&archive.path("before"), &archive.path("killed"));
    archive.remove(&format!("scans/{}.txt", document(3, 12).name));
    archive.expect(0, "import scans --out out --accept-vanished");
    archive.expect(0, "index out --index before --jobs 1");
    // The next commit will want to write the same list of deletes.
    let list = fs::read_dir(archive.path("before"))
        .unwrap()
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .find(|name| name.ends_with(".del"))
        .expect("a document is gone");
    archive.write(&format!("killed/{list}"), b"half a lis");
    let managed = archive.path("killed/.managed.json");
    let mut names: Vec<String> = serde_json::from_slice(&fs::read(&managed).unwrap()).unwrap();
    names.push(list);
    fs::write(&managed, serde_json::to_vec(&names).unwrap()).unwrap();
    archive.expect(0, "index out --index killed --jobs 1");
    assert_eq!(
        content_in(&archive, "killed"),
        content_in(&archive, "before")
    );
}

#[test]
fn killed_at_any_moment_and_gone_on_with() {
    let archive = archive(60);
    archive.expect(0, "import scans --out out");
    update(&archive.path("out"), &archive.path("whole")).unwrap();
    let whole = content_in(&archive, "whole");
    assert_eq!(whole.len(), 60);
    kill_and_go_on(&archive, None, &Content::new(), &whole);
}

#[test]
fn killed_between_two_states_and_gone_on_with() {
    let archive = archive(60);
    archive.expect(0, "import scans --out out");
    update(&archive.path("out"), &archive.path("base")).unwrap();
    let before = content_in(&archive, "base");
    for number in 0..80 {
        let path = format!("scans/{}.txt", document(number, 12).name);
        match number {
            0..20 => archive.remove(&path),
            20..40 => archive.write(&path, document(number + 100, 9).text.as_bytes()),
            40..60 => {}
            _ => archive.write(&path, document(number, 12).text.as_bytes()),
        }
    }
    archive.expect(0, "import scans --out out --accept-vanished");
    update(&archive.path("out"), &archive.path("whole")).unwrap();
    let after = content_in(&archive, "whole");
    assert_eq!(after.len(), 60);
    let same = before
        .iter()
        .filter(|(path, is)| after.get(*path) == Some(is));
    assert_eq!(same.count(), 20);
    kill_and_go_on(&archive, Some("base"), &before, &after);
}

#[cfg(target_os = "linux")]
#[test]
fn a_small_file_system_runs_full_and_is_gone_on_with() {
    let archive = archive(60);
    archive.expect(0, "import scans --out out");
    update(&archive.path("out"), &archive.path("whole")).unwrap();
    let command = "index out --index disk/index";
    let Some(output) = archive.on_a_small_disk(["200k", "64m"], command, "disk/index") else {
        return;
    };
    let codes = String::from_utf8_lossy(&output.stdout);
    assert_eq!(codes.trim(), "3 0", "{}", stderr(&output));
    assert_eq!(content_in(&archive, "kept"), content_in(&archive, "whole"));
}

#[test]
fn an_import_at_work_is_waited_for() {
    let archive = archive(1);
    archive.expect(0, "import scans --out out");
    let lock = fs::File::options()
        .write(true)
        .open(archive.path("out/.work/lock"))
        .unwrap();
    lock.lock().unwrap();
    archive.expect(4, "index out --index index");
    drop(lock);
    archive.expect(0, "index out --index index");
}

#[test]
fn progress_is_told_to_programs() {
    let archive = archive(2);
    archive.expect(0, "import scans --out out");
    let output = archive.run("index out --index index --progress json --quiet");
    let talk = stderr(&output);
    let last: serde_json::Value = serde_json::from_str(talk.lines().last().unwrap()).unwrap();
    assert_eq!(
        (
            &last["documents"],
            &last["total_documents"],
            &last["added"],
            &last["done"]
        ),
        (&2.into(), &2.into(), &2.into(), &true.into())
    );
    let index = Index::open(&archive.path("index")).unwrap();
    assert_eq!(ask(&index, "", Some(Kind::Document)).total, 2);
}
