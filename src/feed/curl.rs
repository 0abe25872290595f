//! Requests as a configuration file of curl: `curl --config load.curl` sends them, in order, without a shell.

use serde::Serialize;
use serde_json::Value;

/// Folder of the answers, beside the file.
pub(super) const ANSWERS: &str = "answers";

/// The requests of one file.
pub(super) struct Curl {
    text: String,
    headers: Option<String>,
    requests: usize,
}

impl Curl {
    /// `headers` names a file with headers for every request, such as a key.
    pub(super) fn new(about: &str, headers: Option<&str>) -> Self {
        Self {
            text: format!("# {about}\nsilent\nshow-error\nfail-early\ncreate-dirs\n"),
            headers: headers.map(str::to_owned),
            requests: 0,
        }
    }

    /// A request that sends `file`; its answer goes to the folder of answers, under the name `answer`.
    pub(super) fn send(&mut self, method: &str, url: &str, file: Option<&str>, answer: &str) {
        if self.requests > 0 {
            self.text.push_str("next\n");
        }
        self.requests += 1;
        self.set("url", url);
        self.set("request", method);
        if let Some(file) = file {
            let kind = if file.ends_with(".ndjson") {
                "application/x-ndjson"
            } else {
                "application/json"
            };
            self.set("header", &format!("Content-Type: {kind}"));
            self.set("data-binary", &format!("@{file}"));
        }
        if let Some(headers) = self.headers.clone() {
            self.set("header", &format!("@{headers}"));
        }
        self.set("output", &format!("{ANSWERS}/{answer}"));
        // Full queues and restarts pass; what is wrong stays wrong and ends the run.
        self.text
            .push_str("fail-with-body\nretry = 5\nnetrc-optional\n");
    }

    fn set(&mut self, option: &str, value: &str) {
        let quoted = value
            .replace('\\', "\\\\")
            .replace('"', "\\\"")
            .replace(['\n', '\r'], " ");
        self.text.push_str(&format!("{option} = \"{quoted}\"\n"));
    }

    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.text.into_bytes()
    }
}

/// Indented JSON with a line end.
pub(super) fn pretty(value: &Value) -> Vec<u8> {
    let mut json = serde_json::to_vec_pretty(value).expect("invariant: a value writes to memory");
    json.push(b'\n');
    json
}

/// One line of JSON.
pub(super) fn line(value: &impl Serialize) -> Vec<u8> {
    let mut json = serde_json::to_vec(value).expect("invariant: string keys, and memory");
    json.push(b'\n');
    json
}
