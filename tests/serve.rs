//! The web page over an index, as a browser and as somebody with bad intentions use it.

mod browser;

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use vanban::serve::Server;

use crate::import::Archive;

/// What nobody may get to run.
const EVIL: [&str; 6] = [
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "javascript:alert(1)",
    "' onmouseover='alert(1)",
    "</title></textarea><svg onload=alert(1)>",
    "&lt;b&gt; {{7*7}} ${7*7}",
];

/// A page that is served while the test runs.
pub(crate) struct Served {
    pub(crate) archive: Archive,
    address: SocketAddr,
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Served {
    /// Imports and indexes what is under `scans/`, and serves it.
    pub(crate) fn new(archive: Archive) -> Self {
        archive.expect(0, "import scans --out records --quiet");
        archive.expect(0, "index records --index index --quiet");
        let local = "127.0.0.1:0".parse().unwrap();
        let server = Server::bind(
            &archive.path("index"),
            local,
            &["archive.example".to_owned()],
        )
        .unwrap();
        let address = server.address();
        let stop = Arc::new(AtomicBool::new(false));
        let stopped = Arc::clone(&stop);
        let thread = thread::spawn(move || server.run(&stopped).unwrap());
        Self {
            archive,
            address,
            stop,
            thread: Some(thread),
        }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}/", self.address)
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).unwrap();
        stream
            .set_read_timeout(Some(Duration::from_secs(20)))
            .unwrap();
        stream
    }

    /// Sends bytes as they are; returns status, head and body.
    fn send(&self, bytes: &[u8]) -> (u16, String, String) {
        let mut stream = self.connect();
        // It may answer, and hang up, before it has read all.
        let _ = stream.write_all(bytes);
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        let answer = String::from_utf8_lossy(&answer).into_owned();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((&answer, ""));
        let status = head
            .split(' ')
            .nth(1)
            .and_then(|status| status.parse().ok());
        (
            status.unwrap_or(0),
            head.to_ascii_lowercase(),
            body.to_owned(),
        )
    }

    fn get(&self, path: &str) -> (u16, String, String) {
        self.ask("GET", path, &format!("Host: {}\r\n", self.address))
    }

    fn ask(&self, method: &str, path: &str, headers: &str) -> (u16, String, String) {
        self.send(
            format!("{method} {path} HTTP/1.1\r\n{headers}Connection: close\r\n\r\n").as_bytes(),
        )
    }

    fn page(&self, path: &str) -> String {
        let (status, head, body) = self.get(path);
        assert_eq!(status, 200, "{path}: {head}");
        body
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        let ended = self.thread.take().unwrap().join();
        assert!(ended.is_ok() || thread::panicking());
    }
}

fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

/// Documents, some of which want to be more.
fn unkind() -> Archive {
    let archive = Archive::new(14);
    let evil = EVIL.join("\n");
    archive.write(
        "scans/evil.txt",
        format!(
            "UY BAN NHAN DAN <script>alert(1)</script>\nTINH \"><img src=x onerror=alert(1)>\nSo: 12/QD-<script>alert(1)</script>\n\
            QUYET DINH\nVe viec <script>alert(1)</script> thu tuc\n\n{evil}\n\nDieu 1. <script>alert(1)</script> {evil}\n\
            Can cu Nghi dinh so 61/2018/ND-CP <img src=x onerror=alert(1)>\nDieu 2. Giao So Noi vu <svg onload=alert(1)> thu tuc truoc ngay 30/6/2023\n"
        )
        .as_bytes(),
    );
    archive.write(
        "scans/\"><img src=x onerror=alert(1)>.txt",
        b"KE HOACH\nthu tuc hanh chinh moi\n",
    );
    archive
}

/// Every tag of a page is one of ours, and none of them runs or loads anything that is not ours.
fn check_page(page: &str, what: &str) {
    const TAGS: &[&str] = &[
        "!DOCTYPE", "html", "head", "meta", "title", "link", "script", "body", "a", "header",
        "form", "label", "input", "button", "nav", "main", "h1", "h2", "p", "ul", "ol", "li",
        "span", "strong", "div", "aside", "details", "summary", "article", "mark", "section", "dl",
        "dt", "dd", "table", "thead", "tbody", "tr", "th", "td", "code", "footer",
    ];
    let mut scripts = 0;
    for (at, _) in page.match_indices('<') {
        let tag = &page[at + 1..];
        let tag = &tag[..tag
            .find('>')
            .unwrap_or_else(|| panic!("{what}: a tag without an end"))];
        let name = tag
            .trim_start_matches('/')
            .split([' ', '>'])
            .next()
            .unwrap();
        assert!(TAGS.contains(&name), "{what}: <{tag}>");
        scripts += usize::from(tag.starts_with("script"));
        // Quotes inside of values are escaped, so that every other piece is a value.
        let mut pieces = tag.split('"');
        while let Some(before) = pieces.next() {
            let value = pieces.next().unwrap_or_default();
            let attribute = before
                .rsplit(' ')
                .next()
                .unwrap_or_default()
                .trim_end_matches('=');
            assert!(
                !attribute.starts_with("on") && attribute != "style",
                "{what}: <{tag}>"
            );
            if ["href", "src", "action"].contains(&attribute) {
                assert!(
                    value.starts_with('/') && !value.starts_with("//") || value.starts_with('#'),
                    "{what}: <{tag}>"
                );
            }
        }
    }
    assert_eq!(scripts, 1, "{what}");
    assert_eq!(
        page.matches("<script src=\"/script.js\" defer></script>")
            .count(),
        1,
        "{what}"
    );
}

/// Addresses in a page, by a piece of them.
fn links(page: &str, piece: &str) -> Vec<String> {
    page.split("href=\"")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap().replace("&amp;", "&"))
        .filter(|link| link.contains(piece))
        .collect()
}

#[test]
fn a_search_leads_to_documents_and_back() {
    let served = Served::new(unkind());
    let start = served.page("/");
    check_page(&start, "start");
    assert!(start.contains("lang=\"vi\"") && start.contains("Trong chỉ mục"));
    let hits = served.page("/?q=thu+tuc&lang=en");
    check_page(&hits, "hits");
    assert!(
        hits.contains("lang=\"en\"") && hits.contains("<mark>") && hits.contains("Filters"),
        "{hits}"
    );
    // A facet's link has as many hits as it says, and takes itself off.
    let facets = links(&hits, "&year=")
        .into_iter()
        .chain(links(&hits, "&type="));
    for facet in facets.take(3) {
        let filtered = served.page(&facet);
        check_page(&filtered, &facet);
        assert!(
            filtered.contains("aria-current=\"true\"") && filtered.contains("Remove the filter"),
            "{filtered}"
        );
    }
    for kind in ["section", "task", "all"] {
        check_page(&served.page(&format!("/?q=thu+tuc&kind={kind}")), kind);
    }
    let next = links(&hits, "page=2");
    assert!(
        !next.is_empty() && served.page(&next[0]).contains("start=\"11\""),
        "{next:?}"
    );
    // Without the section that it leads on to.
    let document = &links(&hits, "/document/")[0].replace("section=", "s=");
    let page = served.page(document);
    check_page(&page, document);
    assert!(page.contains("id=\"L1\"") && page.contains("← Back to the hits"));
    assert!(links(&page, "/?q=thu+tuc").len() == 1, "{page}");
    let id = document
        .trim_start_matches("/document/")
        .split('?')
        .next()
        .unwrap();
    let (status, head, record) = served.get(&format!("/record/{id}"));
    assert!(status == 200 && head.contains("application/json"));
    assert_eq!(
        serde_json::from_str::<serde_json::Value>(&record).unwrap()["id"],
        id
    );
    // A hit in a section leads to its line.
    let sections = served.page("/?q=thu+tuc&kind=section&lang=en");
    let (status, head, _) = served.get(&links(&sections, "section=")[0]);
    assert!(
        status == 303 && head.contains("location: /document/") && head.contains("#l"),
        "{head}"
    );
}

#[test]
fn what_the_scan_says_stands_beside_what_was_restored() {
    let archive = Archive::new(0);
    archive.write(
        "scans/a.txt",
        b"Dieu 1. Thi tuc hanh chinh cua Uy ban nhan dan\n\n\x0cDieu 2. Thuc hien Quyet d1nh\n",
    );
    let served = Served::new(archive);
    let hits = served.page("/?kind=document&lang=en");
    let page = served.page(&links(&hits, "/document/")[0].replace("section=", "s="));
    assert!(
        page.contains("Scan") && page.contains("<span class=\"from\">") && page.contains("Page 2"),
        "{page}"
    );
    // Put together, the cells are the scan.
    let cells: Vec<String> = page
        .split("<td class=\"scanned\">")
        .skip(1)
        .map(|cell| {
            let cell = cell.split("</td>").next().unwrap();
            cell.replace("<span class=\"from\">", "")
                .replace("</span>", "")
        })
        .collect();
    assert_eq!(
        cells[..4],
        [
            "Dieu 1. Thi tuc hanh chinh cua Uy ban nhan dan",
            "",
            "\x0cDieu 2. Thuc hien Quyet d1nh",
            ""
        ]
    );
}

#[test]
fn every_answer_tells_browsers_to_be_careful() {
    let served = Served::new(unkind());
    for path in [
        "/",
        "/?q=thu",
        "/style.css",
        "/script.js",
        "/icon.svg",
        "/nothing",
        "/document/x",
        "/record/../../etc/passwd",
    ] {
        let (_, head, _) = served.get(path);
        for guard in [
            "content-security-policy: default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
            "x-content-type-options: nosniff",
            "x-frame-options: deny",
            "referrer-policy: no-referrer",
            "cross-origin-resource-policy: same-origin",
            "content-type: ",
            "cache-control: ",
        ] {
            assert!(head.contains(guard), "{path}: {guard}: {head}");
        }
        assert!(!head.contains("access-control-allow"));
    }
}

#[test]
fn nothing_that_is_typed_or_scanned_runs() {
    let served = Served::new(unkind());
    for evil in EVIL {
        let q = encoded(evil);
        for path in [
            format!("/?q={q}"),
            format!(
                "/?q={q}&kind=all&type={q}&authority={q}&place={q}&year={q}&cites={q}&lead={q}&due={q}&lang={q}&page={q}"
            ),
            format!("/?q=thu+tuc&kind=all&lead={q}&due_after={q}"),
        ] {
            check_page(&served.page(&path), &path);
        }
        for path in [
            format!("/{q}"),
            format!("/document/{q}"),
            format!("/document/{}?q={q}", "0".repeat(64)),
        ] {
            let (status, _, body) = served.get(&path);
            assert_eq!(status, 404);
            check_page(&body, &path);
        }
    }
    for kind in ["document", "section", "task", "all"] {
        let hits = served.page(&format!("/?q=alert&kind={kind}&lang=en"));
        check_page(&hits, kind);
        for link in links(&hits, "/document/") {
            let plain = link.replace("section=", "s=");
            let page = served.page(&format!("{plain}&q=script+alert"));
            check_page(&page, &plain);
            for back in links(&page, "/?").into_iter().take(5) {
                check_page(&served.page(&back), &back);
            }
        }
    }
}

#[test]
fn who_is_not_let_in_gets_nothing() {
    let served = Served::new(unkind());
    let ours = format!("Host: {}\r\n", served.address);
    let long = format!("/?q={}", "a".repeat(9_000));
    let many: String = (0..100).map(|n| format!("X-{n}: y\r\n")).collect();
    for (status, method, path, headers) in [
        (421, "GET", "/", "Host: evil.example\r\n".to_owned()),
        (
            421,
            "GET",
            "/",
            format!("Host: evil.example:{}\r\n", served.address.port()),
        ),
        (421, "GET", "/", "Host: 10.0.0.1\r\n".to_owned()),
        (
            421,
            "GET",
            "/",
            "Host: 127.0.0.1.evil.example\r\n".to_owned(),
        ),
        (421, "GET", "/", String::new()),
        (421, "GET", "/", format!("{ours}Host: evil.example\r\n")),
        (421, "GET", "http://evil.example/", ours.clone()),
        (200, "GET", "/", "Host: localhost\r\n".to_owned()),
        (200, "GET", "/", "Host: archive.example:99\r\n".to_owned()),
        (405, "POST", "/", ours.clone()),
        (405, "PUT", "/?q=x", ours.clone()),
        (405, "DELETE", "/", ours.clone()),
        (405, "OPTIONS", "/", ours.clone()),
        (414, "GET", &long, ours.clone()),
        (
            431,
            "GET",
            "/",
            format!("{ours}X-Long: {}\r\n", "b".repeat(40_000)),
        ),
        (431, "GET", "/", format!("{ours}{many}")),
        (404, "GET", "/../../etc/passwd", ours.clone()),
        (404, "GET", "/document/", ours.clone()),
        (404, "GET", "//evil.example/", ours.clone()),
    ] {
        let (found, head, _) = served.ask(method, path, &headers);
        let short: String = path.chars().take(40).collect();
        assert_eq!(found, status, "{method} {short}: {head}");
        if status == 405 {
            assert!(head.contains("allow: get, head"));
        }
    }
    let (status, head, body) = served.ask("HEAD", "/?q=thu", &ours);
    assert!(
        status == 200 && body.is_empty() && head.contains("content-length"),
        "{head}"
    );
    for junk in [
        &b"\r\n\r\n"[..],
        b"GET\r\n\r\n",
        b"\x16\x03\x01\x02\x00",
        b"GET / HTTP/9.9\r\n\r\n",
        &[0; 100],
    ] {
        let (status, _, _) = served.send(junk);
        assert!([0, 400, 421, 505].contains(&status), "{junk:?}: {status}");
    }
    served.page("/?q=thu");
}

#[test]
fn slow_and_many_visitors_do_not_keep_others_out() {
    let served = Served::new(unkind());
    // Heads that never end, and some that never begin.
    let slow: Vec<TcpStream> = (0..40)
        .map(|n| {
            let mut stream = served.connect();
            if n % 2 == 0 {
                let _ = stream.write_all(b"GET / HTTP/1.1\r\nX-Slow: ");
            }
            stream
        })
        .collect();
    let begun = Instant::now();
    served.page("/?q=thu+tuc");
    assert!(
        begun.elapsed() < Duration::from_secs(8),
        "{:?}",
        begun.elapsed()
    );
    drop(slow);
    // More visitors than there are seats.
    thread::scope(|scope| {
        for n in 0..100 {
            let served = &served;
            scope.spawn(move || served.page(&format!("/?q=thu+tuc+{n}&kind=all")));
        }
    });
    // Somebody who asks and does not listen.
    let mut deaf = served.connect();
    for _ in 0..200 {
        let asked = format!("GET /?q=thu HTTP/1.1\r\nHost: {}\r\n\r\n", served.address);
        deaf.set_write_timeout(Some(Duration::from_millis(200)))
            .unwrap();
        if deaf.write_all(asked.as_bytes()).is_err() {
            break;
        }
    }
    served.page("/");
}

#[test]
fn all_seats_taken_by_the_slow_are_given_up_in_time() {
    let served = Served::new(Archive::new(2));
    let slow: Vec<TcpStream> = (0..70)
        .map(|_| {
            let mut stream = served.connect();
            let _ = stream.write_all(b"GET / HTTP/1.1\r\nX-Slow: ");
            stream
        })
        .collect();
    let begun = Instant::now();
    served.page("/");
    assert!(
        begun.elapsed() < Duration::from_secs(18),
        "{:?}",
        begun.elapsed()
    );
    drop(slow);
}

#[test]
fn what_is_indexed_later_is_found() {
    let served = Served::new(Archive::new(3));
    assert!(!served.page("/?q=4321").contains("class=\"hit\""));
    served
        .archive
        .write("scans/new.txt", b"Thong bao so 4321\n");
    served
        .archive
        .expect(0, "import scans --out records --quiet");
    served
        .archive
        .expect(0, "index records --index index --quiet");
    thread::sleep(Duration::from_millis(2_500));
    assert!(served.page("/?q=4321").contains("class=\"hit\""));
}

#[test]
fn the_program_says_where_it_listens_and_ends_when_it_is_asked() {
    let served = Served::new(Archive::new(2));
    let port = served.address.port();
    for (arguments, says) in [
        ("serve --index nothing".to_owned(), "nothing"),
        (
            format!("serve --index index --bind {port}"),
            "cannot listen at",
        ),
        (
            "serve --index index --bind here".to_owned(),
            "expected an address and a port",
        ),
    ] {
        let talk = served.archive.expect(2, &arguments);
        assert!(talk.contains(says), "{arguments}: {talk}");
    }
    #[cfg(unix)]
    {
        use std::io::{BufRead, BufReader};
        use std::process::{Command, Stdio};
        let mut command = served
            .archive
            .command("serve --index index --bind 0.0.0.0:0");
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut url = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut url)
            .unwrap();
        assert!(url.starts_with("http://127.0.0.1:"), "{url}");
        assert!(
            Command::new("kill")
                .args(["-INT", &child.id().to_string()])
                .status()
                .unwrap()
                .success()
        );
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(0));
        let talk = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(
            talk.contains("whoever reaches this machine over the network can read every document"),
            "{talk}"
        );
    }
}
