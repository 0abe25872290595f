//! What is asked over HTTP and what is answered, without the wire.

/// A request that is let in: its method is GET or HEAD, its host one of ours, its length within limits.
#[derive(Clone, Debug, Default)]
pub(super) struct Request {
    /// Path, as sent.
    pub(super) path: String,
    /// What stands behind the question mark, as sent.
    pub(super) query: String,
    /// Languages that the browser prefers.
    pub(super) accept_language: String,
}

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) content_type: &'static str,
    /// Another address that has it.
    pub(super) location: Option<String>,
    /// How long a browser may keep it, in seconds.
    pub(super) keep: u32,
    pub(super) body: Vec<u8>,
}

impl Answer {
    pub(super) fn html(status: u16, page: String) -> Self {
        Self::new(status, "text/html; charset=utf-8", page.into_bytes())
    }

    pub(super) fn plain(status: u16, text: &str) -> Self {
        let body = format!("{text}\n").into_bytes();
        Self::new(status, "text/plain; charset=utf-8", body)
    }

    pub(super) fn json(json: Vec<u8>) -> Self {
        Self::new(200, "application/json", json)
    }

    /// A file that is part of the program.
    pub(super) fn file(content_type: &'static str, body: &'static str) -> Self {
        let mut answer = Self::new(200, content_type, body.as_bytes().to_vec());
        answer.keep = 300;
        answer
    }

    /// `location` is a path of ours.
    pub(super) fn see(location: String) -> Self {
        let mut answer = Self::plain(303, "See the other address.");
        answer.location = Some(location);
        answer
    }

    fn new(status: u16, content_type: &'static str, body: Vec<u8>) -> Self {
        Self {
            status,
            content_type,
            location: None,
            keep: 0,
            body,
        }
    }
}
