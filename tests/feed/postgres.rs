//! A feed in a real PostgreSQL, which the test starts for itself on a socket in a folder of its own.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use super::imported;
use crate::import::Archive;

/// A server that goes away with the test.
struct Postgres {
    folder: tempfile::TempDir,
    programs: PathBuf,
}

/// The folder of a PostgreSQL's programs, on PATH or where Debian has them.
fn programs() -> Option<PathBuf> {
    let on_path = std::env::var_os("PATH").unwrap_or_default();
    let debian = fs::read_dir("/usr/lib/postgresql").into_iter().flatten();
    let mut folders: Vec<PathBuf> = debian
        .filter_map(|version| Some(version.ok()?.path().join("bin")))
        .collect();
    folders.sort();
    folders.reverse();
    folders
        .into_iter()
        .chain(std::env::split_paths(&on_path))
        .find(|folder| folder.join("initdb").exists() && folder.join("pg_ctl").exists())
}

impl Postgres {
    /// Starts one; nothing, with the reason told, where there is none.
    fn start() -> Option<Self> {
        let Some(programs) = programs() else {
            println!("skipped: there is no PostgreSQL (initdb, pg_ctl)");
            return None;
        };
        let folder = tempfile::Builder::new()
            .prefix("pg")
            .tempdir_in("/tmp")
            .unwrap();
        let postgres = Self { folder, programs };
        let owner = postgres.folder.path().display().to_string();
        if is_root() && !(works("chown", &["postgres", &owner]) && works("setpriv", &["--version"]))
        {
            println!(
                "skipped: PostgreSQL does not run as root, and there is no user postgres or no setpriv"
            );
            return None;
        }
        let data = postgres.folder.path().join("data");
        // The hardest case: a locale that knows no letter beyond ASCII.
        postgres.run(
            "initdb",
            &[
                "--locale=C",
                "--encoding=UTF8",
                "--auth=trust",
                "--username=postgres",
                "--no-sync",
                "-D",
            ],
            &data,
        );
        let options = format!(
            "-k {} -c listen_addresses='' -c fsync=off -c shared_buffers=16MB",
            postgres.folder.path().display()
        );
        postgres.run(
            "pg_ctl",
            &["-o", &options, "-w", "-l", "/dev/null", "start", "-D"],
            &data,
        );
        if !postgres
            .psql(Path::new("/"), &["-c", "CREATE EXTENSION unaccent"])
            .status
            .success()
        {
            println!("skipped: PostgreSQL has no extension unaccent");
            return None;
        }
        Some(postgres)
    }

    /// Runs one of its programs as a user that it accepts.
    fn run(&self, program: &str, arguments: &[&str], data: &Path) {
        let path = self.programs.join(program);
        let mut command = if is_root() {
            let mut command = Command::new("setpriv");
            command
                .args(["--reuid=postgres", "--regid=postgres", "--clear-groups"])
                .arg(path);
            command
        } else {
            Command::new(path)
        };
        command
            .args(arguments)
            .arg(data)
            .current_dir("/")
            .stdin(Stdio::null());
        // The server keeps what it inherits open, so that output would never end.
        let status = command
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .unwrap();
        assert!(status.success(), "{program} {arguments:?}");
    }

    fn psql(&self, folder: &Path, arguments: &[&str]) -> Output {
        let mut command = Command::new("psql");
        command.args(["-X", "-q", "-A", "-t", "-U", "postgres", "-h"]);
        command
            .arg(self.folder.path())
            .args(arguments)
            .current_dir(folder);
        output(&mut command)
    }

    /// What a query answers; fails where it does.
    fn ask(&self, query: &str) -> String {
        let output = self.psql(Path::new("/"), &["-v", "ON_ERROR_STOP=1", "-c", query]);
        assert!(
            output.status.success(),
            "{query}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    }

    fn load(&self, archive: &Archive, feed: &str, scripts: &[&str]) {
        for script in scripts {
            let output = self.psql(&archive.path(feed), &["-f", script]);
            assert!(
                output.status.success(),
                "{script}: {}",
                String::from_utf8_lossy(&output.stderr)
            );
        }
    }

    /// Everything in the tables, as one text.
    fn all(&self) -> String {
        ["documents", "sections", "tasks", "citations"]
            .map(|table| self.ask(&format!("SELECT md5(string_agg(t::text, '' ORDER BY t::text)) || count(*) FROM vanban.{table} t")))
            .join(" ")
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        let data = self.folder.path().join("data");
        if data.join("postmaster.pid").exists() {
            self.run("pg_ctl", &["-m", "immediate", "stop", "-D"], &data);
        }
    }
}

/// Whether a program is there and does what it is told.
fn works(program: &str, arguments: &[&str]) -> bool {
    let output = Command::new(program).args(arguments).output();
    output.is_ok_and(|output| output.status.success())
}

fn is_root() -> bool {
    // The folder of a process belongs to whom it runs as.
    #[cfg(target_os = "linux")]
    {
        use std::os::unix::fs::MetadataExt;
        fs::metadata("/proc/self").is_ok_and(|me| me.uid() == 0)
    }
    #[cfg(not(target_os = "linux"))]
    false
}

fn output(command: &mut Command) -> Output {
    command
        .output()
        .unwrap_or_else(|error| panic!("{command:?}: {error}"))
}

#[test]
fn records_are_found_in_postgres() {
    let Some(postgres) = Postgres::start() else {
        return;
    };
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let archive = imported(3);
    for entry in fs::read_dir(root.join("corpus/dev/ocr/light")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        archive.write(&format!("scans/corpus/{name}"), &fs::read(&path).unwrap());
    }
    archive.expect(0, "import scans --out records --quiet");
    archive.expect(0, "feed records --to postgres --out feeds/1");
    postgres.load(&archive, "feeds/1", &["schema.sql", "load.sql"]);
    assert_eq!(postgres.ask("SELECT count(*) FROM vanban.documents"), "23");

    // With marks, without them, old tone placement on either side, phrases.
    let count = |query: &str| -> usize {
        postgres
            .ask(&format!(
                "SELECT count(*) FROM vanban.search($q${query}$q$, 1000)"
            ))
            .parse()
            .unwrap()
    };
    let marked = count("thủ tục hành chính");
    assert!(marked > 5, "{marked}");
    assert_eq!(count("thu tuc hanh chinh"), marked);
    assert_eq!(count("THỦ TỤC hành chính"), marked);
    assert!(
        count("\"thủ tục hành chính\"") <= marked
            && count("\"hành chính thủ tục\"") < count("\"thủ tục hành chính\"")
    );
    assert_eq!(count("Uỷ ban nhân dân"), count("Ủy ban nhân dân"));
    assert_eq!(count("khongcotunay"), 0);
    let best = postgres.ask("SELECT kind FROM vanban.search('thủ tục hành chính', 1)");
    assert!(["document", "section", "task"].contains(&best.as_str()));

    // By code, in the ways people type it: the document that has it, and those that cite it.
    let code = postgres
        .ask("SELECT code FROM vanban.documents WHERE code LIKE '%/QĐ-UBND' ORDER BY code LIMIT 1");
    let own = postgres.ask(&format!(
        "SELECT id FROM vanban.documents WHERE code = '{code}'"
    ));
    let number = code.split('/').next().unwrap();
    for typed in [
        code.clone(),
        code.replace('Đ', "D").to_lowercase(),
        format!("qd {number}"),
        format!("quyết định {number}"),
    ] {
        let found = postgres.ask(&format!(
            "SELECT document FROM vanban.search($q${typed}$q$, 1)"
        ));
        assert_eq!(found, own, "{typed}");
    }
    let cited = postgres.ask("SELECT cited[1] FROM vanban.documents WHERE cardinality(cited) > 0 AND cited[1] LIKE '%/NĐ-CP' ORDER BY id LIMIT 1");
    let key = vanban::feed::code_key(&cited);
    assert_eq!(
        postgres.ask(&format!("SELECT vanban.code_key('{cited}')")),
        key
    );
    assert_ne!(
        postgres.ask(&format!(
            "SELECT count(*) FROM vanban.documents WHERE cited_codes @> ARRAY['{key}']"
        )),
        "0"
    );
    // An index answers it.
    let plan = postgres.ask("SET enable_seqscan = off; EXPLAIN SELECT 1 FROM vanban.documents WHERE folded @@ vanban.folded_query('thu tuc')");
    assert!(plan.contains("documents_folded"), "{plan}");

    // Texts arrive as they are, but for NUL, which PostgreSQL does not know.
    let hostile = postgres.ask("SELECT text FROM vanban.documents WHERE path LIKE '%hostile.txt'");
    assert!(
        hostile.contains("\\N\\.")
            && hostile.contains("DROP TABLE")
            && hostile.contains('\u{fffd}'),
        "{hostile}"
    );

    // Again, and once more from nothing: the same.
    let all = postgres.all();
    postgres.load(&archive, "feeds/1", &["schema.sql", "load.sql"]);
    assert_eq!(postgres.all(), all);

    // Something goes, something changes.
    archive.remove("scans/0/000.txt");
    archive.write(
        "scans/1/001.txt",
        "Điều 1. Một điều hoàn toàn khác\n".as_bytes(),
    );
    archive.expect(0, "import scans --out records --quiet");
    archive.expect(
        0,
        "feed records --to postgres --out feeds/2 --since feeds/1",
    );
    archive.expect(0, "feed records --to postgres --out feeds/whole");
    postgres.load(&archive, "feeds/2", &["load.sql"]);
    assert_eq!(postgres.ask("SELECT count(*) FROM vanban.documents"), "22");
    assert_eq!(
        postgres.ask("SELECT count(*) FROM vanban.documents WHERE path LIKE '%000.txt'"),
        "0"
    );
    assert_eq!(postgres.ask("SELECT count(*) FROM vanban.sections s WHERE NOT EXISTS (SELECT 1 FROM vanban.documents d WHERE d.id = s.document)"), "0");
    let after = postgres.all();
    assert_ne!(after, all);
    postgres.ask("DROP SCHEMA vanban CASCADE");
    postgres.load(&archive, "feeds/whole", &["schema.sql", "load.sql"]);
    assert_eq!(postgres.all(), after);
}
