//! The walls of the house: one package has none but these.
//!
//! Every rule names file, line and what to do. Lines of comments, and unit tests at the end of a file, are free.

use std::fs;
use std::path::{Path, PathBuf};

/// Modules at the top of `src`, and the floor of each. A module may use those of lower floors, and its own floor only
/// where [`WITHIN_FLOOR`] says so.
const FLOORS: &[(&str, u8)] = &[
    ("span", 0),
    ("cost", 0),
    ("diagnostic", 0),
    ("scan", 0),
    ("restored", 0),
    ("document", 0),
    ("text", 1),
    ("model", 2),
    ("ingest", 3),
    ("restore", 3),
    ("segment", 3),
    ("sink", 3),
    ("error", 4),
    ("pipeline", 4),
    ("train", 5),
    ("evaluate", 5),
    ("feed", 5),
    ("search", 5),
    ("serve", 6),
    ("cli", 7),
];

/// Floors whose modules may use one another: plain shapes, and the wiring. Stages meet only in the shapes.
const WITHIN_FLOOR: &[u8] = &[0, 4];

/// Uses that the floors would allow and we do not: stages that need no knowledge must not get any.
const FORBIDDEN: &[(&str, &str)] = &[
    ("ingest", "model"),
    ("sink", "model"),
    ("train", "pipeline"),
    ("evaluate", "pipeline"),
];

/// Modules that may touch files and the environment.
const INPUT_OUTPUT: &[&str] = &[
    "ingest", "sink", "pipeline", "train", "evaluate", "feed", "search", "serve", "cli",
];

struct Line {
    file: String,
    number: usize,
    module: String,
    code: String,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn sources() -> Vec<PathBuf> {
    let mut sources: Vec<PathBuf> = walkdir::WalkDir::new(root().join("src"))
        .sort_by_file_name()
        .into_iter()
        .map(|entry| entry.unwrap().into_path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .filter(|path| is_declared(&top_module(path)))
        .collect();
    sources.sort();
    assert!(sources.len() > 20, "the walls have lost their house");
    sources
}

fn name(path: &Path) -> String {
    path.strip_prefix(root())
        .unwrap()
        .to_string_lossy()
        .replace('\\', "/")
}

fn top_module(path: &Path) -> String {
    let file = name(path);
    let inside = file.trim_start_matches("src/").trim_end_matches(".rs");
    inside.split('/').next().unwrap().to_owned()
}

/// A file that nothing declares is no part of the product.
fn is_declared(module: &str) -> bool {
    let lib = fs::read_to_string(root().join("src/lib.rs")).unwrap();
    ["lib", "main"].contains(&module) || lib.contains(&format!("mod {module};"))
}

/// The lines of code of the product, each with the top module it belongs to.
fn lines() -> Vec<Line> {
    let mut lines = Vec::new();
    for path in sources() {
        let file = name(&path);
        let module = top_module(&path);
        let text = fs::read_to_string(&path).unwrap();
        for (index, line) in text.lines().enumerate() {
            if line.trim() == "#[cfg(test)]" {
                break;
            }
            if !line.trim_start().starts_with("//") {
                lines.push(Line {
                    file: file.clone(),
                    number: index + 1,
                    module: module.clone(),
                    code: line.to_owned(),
                });
            }
        }
    }
    lines
}

fn floor(module: &str) -> u8 {
    FLOORS
        .iter()
        .find(|(name, _)| *name == module)
        .unwrap_or_else(|| panic!("src/{module} has no floor; give it one in tests/tidy.rs"))
        .1
}

fn may_use(user: &str, used: &str) -> bool {
    let (user_floor, used_floor) = (floor(user), floor(used));
    let reachable =
        used_floor < user_floor || used_floor == user_floor && WITHIN_FLOOR.contains(&user_floor);
    reachable && !FORBIDDEN.contains(&(user, used))
}

/// What a line of code says after each `crate::`, whether it names one module or several in braces.
fn used_modules(code: &str) -> Vec<&str> {
    code.match_indices("crate::")
        .flat_map(|(at, found)| {
            let rest = &code[at + found.len()..];
            match rest.strip_prefix('{') {
                Some(group) => group.split(',').map(word).collect(),
                None => vec![word(rest)],
            }
        })
        .filter(|module| module.starts_with(|first: char| first.is_ascii_lowercase()))
        .collect()
}

fn word(text: &str) -> &str {
    let text = text.trim_start();
    let end = text
        .find(|c: char| !c.is_ascii_alphanumeric() && c != '_')
        .unwrap_or(text.len());
    &text[..end]
}

/// True where the code says `name`, and not as the end of a longer one.
fn mentions(code: &str, name: &str) -> bool {
    code.match_indices(name).any(|(at, _)| {
        !code[..at].ends_with(|before: char| before.is_ascii_alphanumeric() || before == '_')
    })
}

fn report(broken: &[String]) {
    assert!(broken.is_empty(), "\n{}\n", broken.join("\n"));
}

#[test]
fn the_walls_know_a_breach() {
    assert!(!may_use("restore", "segment") && !may_use("sink", "ingest"));
    assert!(
        !may_use("model", "restore") && !may_use("span", "text") && !may_use("pipeline", "cli")
    );
    assert!(
        may_use("restore", "model")
            && may_use("pipeline", "segment")
            && may_use("document", "span")
    );
    assert_eq!(
        used_modules("use crate::{model::Model, span}; crate::sink::wire::Record"),
        ["model", "span", "sink"]
    );
    assert!(
        mentions("let x = File::open(p)", "File::") && !mentions("NewFile::create(p)", "File::")
    );
}

#[test]
fn modules_use_only_what_lies_below_them() {
    let mut broken = Vec::new();
    for line in lines() {
        if line.module == "lib" || line.module == "main" {
            continue;
        }
        for used in used_modules(&line.code) {
            if used != line.module && !may_use(&line.module, used) {
                broken.push(format!(
                    "{}:{}: {} may not use {used}; stages meet only in the shapes of floor 0 (docs/architecture.md)",
                    line.file, line.number, line.module
                ));
            }
        }
    }
    report(&broken);
}

#[test]
fn only_the_command_line_prints() {
    let mut broken = Vec::new();
    for line in lines() {
        let prints = [
            "println!",
            "eprintln!",
            "print!",
            "eprint!",
            "stdout()",
            "stderr()",
            "dbg!",
        ]
        .iter()
        .any(|call| mentions(&line.code, call));
        if prints && line.module != "cli" {
            broken.push(format!(
                "{}:{}: only cli prints; return it, or hand it to the caller's closure",
                line.file, line.number
            ));
        }
    }
    report(&broken);
}

#[test]
fn only_the_edges_touch_the_world() {
    let mut broken = Vec::new();
    for line in lines() {
        let touches = [
            "fs::",
            "std::fs",
            "std::env::",
            "std::net",
            "std::process",
            "File::",
            "Instant::",
            "SystemTime",
        ]
        .iter()
        .any(|name| mentions(&line.code, name));
        if touches && line.file != "src/main.rs" && !INPUT_OUTPUT.contains(&line.module.as_str()) {
            broken.push(format!(
                "{}:{}: {} must not touch files, clocks or the environment; let {INPUT_OUTPUT:?} do it",
                line.file, line.number, line.module
            ));
        }
    }
    report(&broken);
}

#[test]
fn only_the_wire_is_serialised() {
    let mut broken = Vec::new();
    for line in lines() {
        let floor_0 = FLOORS.contains(&(line.module.as_str(), 0));
        if floor_0 && line.code.contains("Serialize") {
            broken.push(format!(
                "{}:{}: working types are not serialised; their twins are in src/sink/wire.rs",
                line.file, line.number
            ));
        }
    }
    report(&broken);
}

#[test]
fn every_module_says_what_it_is() {
    let mut broken = Vec::new();
    for path in sources() {
        let text = fs::read_to_string(&path).unwrap();
        let first = text.lines().next().unwrap_or_default();
        let says = first.strip_prefix("//! ").unwrap_or_default();
        if says.len() < 15 || says.contains("TODO") {
            broken.push(format!(
                "{}:1: must begin with `//!` and what the module is",
                name(&path)
            ));
        }
    }
    report(&broken);
}

#[test]
fn the_program_is_only_a_door() {
    let main = fs::read_to_string(root().join("src/main.rs")).unwrap();
    assert!(
        main.lines().count() < 40,
        "src/main.rs has more than 40 lines"
    );
}

#[test]
fn paths_in_the_documents_exist() {
    let mut broken = Vec::new();
    let mut found = 0;
    for document in [
        "docs/architecture.md",
        "CONTRIBUTING.md",
        "docs/evaluate.md",
        "docs/feeds.md",
        "docs/serve.md",
        "docs/import.md",
        "docs/json.md",
        "docs/model-format.md",
        "docs/search.md",
        "docs/training.md",
    ] {
        let text = fs::read_to_string(root().join(document)).unwrap();
        for (index, line) in text.lines().enumerate() {
            for path in line
                .split('`')
                .skip(1)
                .step_by(2)
                .filter(|code| is_path(code))
            {
                found += 1;
                if !root().join(path).exists() {
                    broken.push(format!("{document}:{}: {path} does not exist", index + 1));
                }
            }
        }
    }
    assert!(found > 20, "only {found} paths found in the documents");
    report(&broken);
}

/// True for code that names a place in the repository.
fn is_path(code: &str) -> bool {
    [
        "src/",
        "tests/",
        "docs/",
        "schema/",
        "benches/",
        "corpus/",
        "dictionaries/",
        ".ci/",
    ]
    .iter()
    .any(|top| code.starts_with(top))
        && !code.contains([' ', '*', '<', '…'])
}

#[test]
fn every_folder_of_the_source_is_in_the_architecture() {
    let architecture = fs::read_to_string(root().join("docs/architecture.md")).unwrap();
    let mut broken = Vec::new();
    for entry in fs::read_dir(root().join("src")).unwrap() {
        let path = entry.unwrap().path();
        let mut place = name(&path);
        if path.is_dir() {
            place.push('/');
        }
        if !architecture.contains(&format!("`{place}`")) {
            broken.push(format!("docs/architecture.md does not speak of `{place}`"));
        }
    }
    broken.sort();
    report(&broken);
}
