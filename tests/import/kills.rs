//! Killed at any moment, and gone on with.

use std::fs;
use std::process::{Child, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use super::{Archive, assert_same};

/// Numbers that look random and are the same in every run.
struct Draws(u64);

impl Draws {
    fn next(&mut self, below: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % below
    }
}

/// Time for this test in a quick run; `VANBAN_KILL_SECONDS` gives it more.
fn patience() -> Duration {
    let seconds = std::env::var("VANBAN_KILL_SECONDS")
        .ok()
        .and_then(|s| s.parse().ok());
    Duration::from_secs(seconds.unwrap_or(30))
}

fn kill(mut child: Child) {
    // SIGKILL, on systems that have it: the program cannot know.
    child.kill().unwrap();
    child.wait().unwrap();
}

/// Starts the same import again and again, and kills it after a drawn time, until one run gets through.
fn killed_until_done(
    archive: &Archive,
    import: &str,
    draws: &mut Draws,
    longest_ms: u64,
) -> (u32, i32) {
    for kills in 0..200 {
        let mut command = archive.command(import);
        let mut child = command.stderr(Stdio::null()).spawn().unwrap();
        let deadline = Instant::now() + Duration::from_micros(draws.next(longest_ms * 1000));
        loop {
            if let Some(status) = child.try_wait().unwrap() {
                return (kills, status.code().unwrap());
            }
            if Instant::now() >= deadline && kills < 12 {
                kill(child);
                break;
            }
            thread::sleep(Duration::from_micros(300));
        }
    }
    panic!("never got through");
}

#[test]
fn a_run_killed_at_any_moment_gives_what_an_uninterrupted_one_gives() {
    let archive = Archive::new(60);
    archive.write("scans/bad.txt", b"q\xfez q\xe7z");
    archive.write("scans/empty.txt", b"");
    archive.write(
        "scans/twice.txt",
        &fs::read(archive.path("scans/0/000.txt")).unwrap(),
    );
    let (started, mut draws) = (Instant::now(), Draws(7));
    let (mut kills, mut rounds) = (0, 0);
    let forms = [
        "",
        "--zstd --jobs 3",
        "--jobs 1 --parquet",
        "--duplicates skip --jobs 4",
    ];
    // Twice what an uninterrupted run takes, so that all of it is hit, beginning and end too.
    let begun = Instant::now();
    archive.expect(1, "import scans --out whole0 --shard-size 400");
    let longest_ms = 2 * u64::try_from(begun.elapsed().as_millis()).unwrap();
    while started.elapsed() < patience() / 2 || kills <= 5 || rounds < forms.len() {
        let form = forms[rounds % forms.len()];
        let import = |out: &str| format!("import scans --out {out} --shard-size 400 {form}");
        let whole = format!("whole{}", rounds % forms.len());
        if rounds < forms.len() {
            archive.expect(1, &import(&whole));
        }
        let (times, code) = killed_until_done(&archive, &import("killed"), &mut draws, longest_ms);
        assert_eq!(code, 1);
        kills += times;
        rounds += 1;
        assert_same(
            &archive.promised(&whole),
            &archive.promised("killed"),
            &format!("round {rounds}, {form}"),
        );
        fs::remove_dir_all(archive.path("killed")).unwrap();
    }
    println!("{rounds} imports, killed {kills} times");
}

#[test]
fn a_changed_archive_killed_at_any_moment_gives_what_a_fresh_run_gives() {
    let archive = Archive::new(60);
    let (started, mut draws) = (Instant::now(), Draws(11));
    let import =
        |out: &str, more: &str| format!("import scans --out {out} --shard-size 400 {more}");
    archive.expect(0, &import("killed", ""));
    let (mut kills, mut rounds) = (0_u32, 0_u64);
    while started.elapsed() < patience() / 2 || kills <= 5 || rounds <= 3 {
        // A file is new, one is changed, one is gone, one is broken; every third round an option changes as well.
        let file = |i: u64| format!("scans/{}/{:03}.txt", i % 4, i);
        archive.write(
            &format!("scans/new/{rounds}.txt"),
            format!("Van ban moi so {rounds}\n").as_bytes(),
        );
        archive.write(
            &file(draws.next(20)),
            format!("Sua doi lan {rounds}\n").as_bytes(),
        );
        let _ = fs::remove_file(archive.path(&file(20 + draws.next(40))));
        archive.write(&file(draws.next(20)), b"q\xfez q\xe7z");
        let more = ["", "--min-confidence 0.9", "--zstd"][(rounds % 3) as usize];
        // Sometimes the files change once more between two kills.
        let mut command = archive.command(&import("killed", more));
        let child = command.stderr(Stdio::null()).spawn().unwrap();
        thread::sleep(Duration::from_millis(draws.next(150)));
        kill(child);
        archive.write(
            &file(draws.next(20)),
            format!("Sua doi nua lan {rounds}\n").as_bytes(),
        );
        let (times, code) = killed_until_done(&archive, &import("killed", more), &mut draws, 400);
        assert!(code == 0 || code == 1, "{code}");
        kills += times + 1;
        rounds += 1;
        archive.run(&import("fresh", more));
        assert_same(
            &archive.promised("fresh"),
            &archive.promised("killed"),
            &format!("round {rounds}, {more}"),
        );
        fs::remove_dir_all(archive.path("fresh")).unwrap();
    }
    println!("{rounds} changes, killed {kills} times");
}

#[cfg(unix)]
#[test]
fn ctrl_c_finishes_what_is_in_hand_and_says_how_to_go_on() {
    let archive = Archive::new(200);
    let import = "import scans --out out --shard-size 400 --progress none";
    let child = archive.command(import).spawn().unwrap();
    thread::sleep(Duration::from_millis(250));
    let pid = child.id().to_string();
    assert!(
        std::process::Command::new("kill")
            .args(["-INT", &pid])
            .status()
            .unwrap()
            .success()
    );
    let output = child.wait_with_output().unwrap();
    let talk = String::from_utf8_lossy(&output.stderr);
    if output.status.code() == Some(0) {
        println!("skipped: the import was through before it could be interrupted");
        return;
    }
    assert_eq!(output.status.code(), Some(130), "{talk}");
    assert!(
        talk.contains("finishing what is in hand") && talk.contains("give the same command again"),
        "{talk}"
    );
    assert_eq!(archive.run("status out").status.code(), Some(3));
    archive.expect(0, import);
    archive.expect(0, "import scans --out fresh --shard-size 400");
    assert_same(
        &archive.promised("fresh"),
        &archive.promised("out"),
        "interrupted",
    );
}
