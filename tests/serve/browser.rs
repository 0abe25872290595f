//! The page in a real browser: `tools/serve/check.mjs`, where there is a Chromium and a node to drive it.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::{EVIL, Served};
use crate::import::Archive;

#[test]
fn a_browser_can_use_the_page() {
    let there = |program: &str| {
        Command::new(program)
            .arg("--version")
            .output()
            .is_ok_and(|output| output.status.success())
    };
    if !there("node") || !there("chromium") {
        println!("skipped: there is no node or no chromium");
        return;
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let archive = Archive::new(2);
    for name in [
        "kh-so-gddt-pho-bien-phap-luat.txt",
        "qd-ubnd-tinh-quy-che-mot-cua.txt",
        "kh-phong-cai-cach-hanh-chinh.txt",
    ] {
        let text = fs::read(root.join("corpus/dev/ocr/heavy").join(name)).unwrap();
        archive.write(&format!("scans/corpus/{name}"), &text);
    }
    archive.write(
        "scans/evil.txt",
        format!("KE HOACH\nthu tuc\n{}\n", EVIL.join("\n")).as_bytes(),
    );
    let served = Served::new(archive);
    let output = Command::new("node")
        .arg(root.join("tools/serve/check.mjs"))
        .args([&served.url(), "cai cach hanh chinh"])
        .output()
        .unwrap();
    let (said, problems) = (
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
    );
    assert!(output.status.success(), "{said}\n{problems}");
}
