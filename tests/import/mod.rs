//! Imports as a whole program: killed at any moment, on full disks, over changed files; and the same bytes in the end.

mod inputs;
mod kills;
mod limits;
mod resume;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

use crate::cli::{output, promised, stderr, vanban};

/// A folder with documents to import, in which the program runs.
pub(crate) struct Archive {
    folder: tempfile::TempDir,
}

impl Archive {
    /// `count` small documents under `scans/`, each different, of a few lines.
    pub(crate) fn new(count: usize) -> Self {
        let archive = Self {
            folder: tempfile::tempdir().unwrap(),
        };
        for i in 0..count {
            let lines: String = (0..=i % 3)
                .map(|line| format!("Dieu {line}. Thi tuc so {i} cua Uy ban nhan dan\n"))
                .collect();
            archive.write(&format!("scans/{}/{i:03}.txt", i % 4), lines.as_bytes());
        }
        archive
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, bytes: &[u8]) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    pub(crate) fn remove(&self, name: &str) {
        fs::remove_file(self.path(name)).unwrap();
    }

    /// The program in this folder, with these arguments divided by blanks.
    pub(crate) fn command(&self, arguments: &str) -> Command {
        let mut command = vanban(arguments.split_whitespace());
        command.current_dir(self.folder.path());
        command
    }

    pub(crate) fn run(&self, arguments: &str) -> Output {
        output(self.command(arguments))
    }

    /// Runs, and fails where the exit code is another.
    pub(crate) fn expect(&self, code: i32, arguments: &str) -> String {
        let output = self.run(arguments);
        let talk = stderr(&output);
        assert_eq!(output.status.code(), Some(code), "{arguments}: {talk}");
        talk
    }

    /// Runs a command twice, with a file system of its own in `disk/` that is small the first time and larger the second;
    /// what is in `made` then is copied to `kept`. Prints both exit codes. Nothing where none can be mounted.
    #[cfg(target_os = "linux")]
    pub(crate) fn on_a_small_disk(
        &self,
        [small, larger]: [&str; 2],
        command: &str,
        made: &str,
    ) -> Option<Output> {
        fs::create_dir_all(self.path("disk")).unwrap();
        // It is in a name space of its own, and goes away with the shell.
        let script = format!(
            "mount -t tmpfs -o size={small} none disk || exit 77
            \"$0\" {command}; first=$?
            mount -o remount,size={larger} disk || exit 77
            \"$0\" {command}; second=$?
            cp -r {made} kept; echo \"$first $second\""
        );
        let output = Command::new("unshare")
            .args(["-rm", "sh", "-c", &script, env!("CARGO_BIN_EXE_vanban")])
            .current_dir(self.folder.path())
            .output();
        let output = output.ok().filter(|output| output.status.success());
        if output.is_none() {
            println!("skipped: no file system can be mounted here");
        }
        output
    }

    pub(crate) fn promised(&self, out: &str) -> BTreeMap<String, Vec<u8>> {
        promised(&self.path(out))
    }

    /// What became of each file.
    pub(crate) fn statuses(&self, out: &str) -> Vec<Value> {
        lines(&self.path(out).join("status.ndjson"))
    }

    pub(crate) fn status(&self, out: &str, path: &str) -> Value {
        let found = self
            .statuses(out)
            .into_iter()
            .find(|line| line["path"] == path);
        found.unwrap_or_else(|| panic!("{path} has no status"))
    }
}

pub(crate) fn lines(path: &Path) -> Vec<Value> {
    let text = fs::read_to_string(path).unwrap();
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// Fails where the second output differs from the first, naming the file that does.
pub(crate) fn assert_same(
    left: &BTreeMap<String, Vec<u8>>,
    right: &BTreeMap<String, Vec<u8>>,
    what: &str,
) {
    let lacks = |some: &BTreeMap<String, Vec<u8>>, all: &BTreeMap<String, Vec<u8>>| {
        all.keys()
            .filter(|name| !some.contains_key(*name))
            .cloned()
            .collect::<Vec<_>>()
    };
    let (missing, extra) = (lacks(right, left), lacks(left, right));
    assert!(
        missing.is_empty() && extra.is_empty(),
        "{what}: missing {missing:?}, extra {extra:?}"
    );
    for (name, bytes) in left {
        assert!(
            *bytes == right[name],
            "{what}: {name} differs:\n{}\n{}",
            String::from_utf8_lossy(&bytes[..bytes.len().min(2000)]),
            String::from_utf8_lossy(&right[name][..right[name].len().min(2000)])
        );
    }
}

/// How many files a run worked on, by what it said.
pub(crate) fn worked(talk: &str) -> u64 {
    let number = |before: &str| {
        let end = talk.find(before)?;
        let digits = talk[..end].rsplit(|c: char| !c.is_ascii_digit()).next()?;
        digits.parse::<u64>().ok()
    };
    number(" files:").unwrap() - number(" were known").unwrap_or(0)
}
