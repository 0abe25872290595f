//! The wire: sockets, limits, and who is let in.
//!
//! One thread holds all connections; queries run on a few others. A connection has a seat, of which there are
//! [`SEATS`], and a time to live, so that slow readers and writers give theirs up. A head has a size and a time.
//! Browsers tell which host they believe to talk to: a name that is not ours is how a page from elsewhere would read
//! this one (DNS rebinding), and gets nothing.

use std::convert::Infallible;
use std::io;
use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::header::{self, HeaderMap, HeaderName, HeaderValue};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Response, StatusCode, Uri};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

use super::answer::{Answer, Request};

/// Connections at the same time; others wait.
const SEATS: usize = 64;
/// Bytes of a request's head.
const LONGEST_HEAD: usize = 16 * 1024;
/// Bytes of an address.
const LONGEST_ADDRESS: usize = 8 * 1024;
const MOST_HEADERS: usize = 64;
/// A head has to be there by then.
const HEAD_TIME: Duration = Duration::from_secs(10);
/// A connection is closed by then, whatever it is at.
const LIFE_TIME: Duration = Duration::from_secs(120);
/// An answer has to be there by then.
const ANSWER_TIME: Duration = Duration::from_secs(30);
/// How often somebody looks whether it is to stop.
const LOOK: Duration = Duration::from_millis(200);

const GUARDS: [(HeaderName, &str); 8] = [
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    ),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, "no-referrer"),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), geolocation=(), microphone=()",
    ),
    (header::X_DNS_PREFETCH_CONTROL, "off"),
];

/// What answers.
pub(super) type Answering = Arc<dyn Fn(&Request) -> Answer + Send + Sync>;

/// Who is let in.
#[derive(Clone, Debug)]
pub(super) struct Doors {
    /// Whether only this machine can come.
    pub(super) loopback: bool,
    /// Names by which the server may be asked for, in small letters.
    pub(super) hosts: Vec<String>,
}

impl Doors {
    /// Whether this is how somebody who means this server would name it: by an address, which no foreign name can be
    /// turned into; by `localhost`; by a name of ours.
    fn admit(&self, host: &str) -> bool {
        let host = host.to_ascii_lowercase();
        let name = match host.strip_prefix('[') {
            Some(rest) => {
                let Some((address, port)) = rest.split_once(']') else {
                    return false;
                };
                let is_port = port.is_empty() || is_port(port);
                return is_port
                    && address
                        .parse::<Ipv6Addr>()
                        .is_ok_and(|address| self.admits(address.into()));
            }
            None => match host.split_once(':') {
                Some((name, port)) if is_port(&format!(":{port}")) => name,
                Some(_) => return false,
                None => host.as_str(),
            },
        };
        match name.parse::<IpAddr>() {
            Ok(address) => self.admits(address),
            Err(_) => name == "localhost" || self.hosts.iter().any(|host| host == name),
        }
    }

    fn admits(&self, address: IpAddr) -> bool {
        !self.loopback || address.is_loopback()
    }
}

fn is_port(text: &str) -> bool {
    text.strip_prefix(':')
        .is_some_and(|port| !port.is_empty() && port.parse::<u16>().is_ok())
}

/// Answers what comes to the listener until `stop` is set.
pub(super) fn serve(
    listener: std::net::TcpListener,
    doors: Doors,
    answering: Answering,
    stop: &AtomicBool,
) -> io::Result<()> {
    let hands = thread::available_parallelism().map_or(2, NonZeroUsize::get);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_io()
        .enable_time()
        .max_blocking_threads(hands.clamp(2, 16))
        .build()?;
    let done = runtime.block_on(accept(listener, Arc::new(doors), answering, stop));
    // Who still waits for an answer is let go.
    runtime.shutdown_timeout(Duration::from_secs(1));
    done
}

async fn accept(
    listener: std::net::TcpListener,
    doors: Arc<Doors>,
    answering: Answering,
    stop: &AtomicBool,
) -> io::Result<()> {
    let listener = TcpListener::from_std(listener)?;
    let seats = Arc::new(Semaphore::new(SEATS));
    while !stop.load(Ordering::Relaxed) {
        let Ok(Ok(seat)) = timeout(LOOK, Arc::clone(&seats).acquire_owned()).await else {
            continue;
        };
        match timeout(LOOK, listener.accept()).await {
            Ok(Ok((stream, _))) => {
                let (doors, answering) = (Arc::clone(&doors), Arc::clone(&answering));
                tokio::spawn(connection(stream, seat, doors, answering));
            }
            // No file handle is left, for now.
            Ok(Err(_)) => tokio::time::sleep(LOOK).await,
            Err(_) => {}
        }
    }
    Ok(())
}

async fn connection(
    stream: TcpStream,
    seat: OwnedSemaphorePermit,
    doors: Arc<Doors>,
    answering: Answering,
) {
    let service = service_fn(move |request: hyper::Request<Incoming>| {
        let (doors, answering) = (Arc::clone(&doors), Arc::clone(&answering));
        async move { Ok::<_, Infallible>(reply(&request, &doors, answering).await) }
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIME)
        .max_buf_size(LONGEST_HEAD)
        .max_headers(MOST_HEADERS)
        .serve_connection(TokioIo::new(stream), service);
    // Somebody who goes away early, or never, is no error.
    let _ = timeout(LIFE_TIME, connection).await;
    drop(seat);
}

async fn reply(
    request: &hyper::Request<Incoming>,
    doors: &Doors,
    answering: Answering,
) -> Response<Full<Bytes>> {
    let refused = match check(request.method(), request.uri(), request.headers(), doors) {
        Ok(()) => None,
        Err((status, why)) => Some(Answer::plain(status, why)),
    };
    if let Some(answer) = refused {
        return dress(answer, true);
    }
    let text = |name| {
        let value = request.headers().get(name);
        value
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    };
    let asked = Request {
        path: request.uri().path().to_owned(),
        query: request.uri().query().unwrap_or_default().to_owned(),
        accept_language: text(header::ACCEPT_LANGUAGE).to_owned(),
    };
    // A panic there costs this request.
    let work = tokio::task::spawn_blocking(move || answering(&asked));
    let answer = match timeout(ANSWER_TIME, work).await {
        Ok(Ok(answer)) => answer,
        Ok(Err(_)) => Answer::plain(500, "This request broke the program; others go on."),
        Err(_) => Answer::plain(503, "This took too long."),
    };
    dress(answer, false)
}

/// Why a request is refused, if it is.
fn check(
    method: &Method,
    uri: &Uri,
    headers: &HeaderMap,
    doors: &Doors,
) -> Result<(), (u16, &'static str)> {
    let mut hosts = headers.get_all(header::HOST).iter();
    let host = hosts.next().and_then(|host| host.to_str().ok());
    let authority = uri.authority().map(hyper::http::uri::Authority::as_str);
    let is_ours = |host: Option<&str>| host.is_some_and(|host| doors.admit(host));
    if !is_ours(host) || hosts.next().is_some() || authority.is_some_and(|host| !doors.admit(host))
    {
        return Err((421, "This server does not go by that name."));
    }
    if method != Method::GET && method != Method::HEAD {
        return Err((405, "There is nothing here but to read."));
    }
    let length = uri
        .path_and_query()
        .map_or(0, |address| address.as_str().len());
    if length > LONGEST_ADDRESS {
        return Err((414, "That address is too long."));
    }
    Ok(())
}

/// The answer with all that tells a browser to be careful.
fn dress(answer: Answer, last: bool) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(Bytes::from(answer.body)));
    *response.status_mut() =
        StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    for (name, value) in &GUARDS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static(answer.content_type),
    );
    let keep = match answer.keep {
        0 => "no-store".to_owned(),
        seconds => format!("max-age={seconds}"),
    };
    if let Ok(keep) = HeaderValue::from_str(&keep) {
        headers.insert(header::CACHE_CONTROL, keep);
    }
    if let Some(Ok(location)) = answer.location.as_deref().map(HeaderValue::from_str) {
        headers.insert(header::LOCATION, location);
    }
    if answer.status == 405 {
        headers.insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
    }
    if last {
        headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_names_are_let_in() {
        let doors = Doors {
            loopback: true,
            hosts: vec!["archive.example".into()],
        };
        for host in [
            "127.0.0.1:8080",
            "localhost",
            "LOCALHOST:1",
            "[::1]:80",
            "[::1]",
            "127.9.9.9",
            "archive.example:80",
        ] {
            assert!(doors.admit(host), "{host}");
        }
        for host in [
            "",
            "evil.example",
            "127.0.0.1.evil.example",
            "localhost.evil.example",
            "10.0.0.1",
            "[::2]",
            "localhost:x",
            "localhost:",
            "localhost:99999",
            "[::1",
            "::1",
            "[::1]x",
            "user@localhost",
            "localhost:80:80",
        ] {
            assert!(!doors.admit(host), "{host}");
        }
        let open = Doors {
            loopback: false,
            hosts: Vec::new(),
        };
        assert!(
            open.admit("192.168.1.7:8080")
                && open.admit("[fe80::1]:1")
                && !open.admit("evil.example")
        );
    }

    #[test]
    fn what_breaks_costs_its_own_request() {
        use std::io::{Read, Write};
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let address = listener.local_addr().unwrap();
        let doors = Doors {
            loopback: true,
            hosts: Vec::new(),
        };
        let answering: Answering = Arc::new(|request| {
            assert!(request.path != "/boom", "as it was asked to");
            Answer::plain(200, &request.path)
        });
        let stop = AtomicBool::new(false);
        std::thread::scope(|scope| {
            let server = scope.spawn(|| serve(listener, doors, answering, &stop));
            let get = |path: &str| {
                let mut stream = std::net::TcpStream::connect(address).unwrap();
                let request =
                    format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
                stream.write_all(request.as_bytes()).unwrap();
                let mut answer = String::new();
                stream.read_to_string(&mut answer).unwrap();
                answer
            };
            for _ in 0..40 {
                let broken = get("/boom");
                assert!(
                    broken.starts_with("HTTP/1.1 500") && !broken.contains("asked to"),
                    "{broken}"
                );
            }
            assert!(get("/fine").contains("/fine"));
            stop.store(true, Ordering::Relaxed);
            server.join().unwrap().unwrap();
        });
    }
}
