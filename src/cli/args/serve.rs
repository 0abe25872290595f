//! Arguments of `vanban serve`.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use clap::Args;

/// Search an index in a browser (trang tìm kiếm)
///
/// A small web page with a search box, filters, hits, and each document with its restored text beside what the scan says. Only
/// this machine can reach it, unless --bind says otherwise. Ctrl-C ends it. docs/serve.md is the guide.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  vanban serve --index index/
  vanban serve --index index/ --bind 127.0.0.1:8080 --open
  vanban serve --index index/ --bind 0.0.0.0:8080 --host archive.example   the whole network can read all of it")]
pub(in crate::cli) struct Serve {
    /// Folder that `vanban index --index` has written
    #[arg(long, value_name = "DIR")]
    pub(in crate::cli) index: PathBuf,
    /// Address and port to listen at; port 0 is any free one
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:7878", value_parser = address)]
    pub(in crate::cli) bind: SocketAddr,
    /// A name by which browsers may ask for the page, beside addresses and localhost
    #[arg(long = "host", value_name = "NAME")]
    pub(in crate::cli) hosts: Vec<String>,
    /// Open the page in the browser
    #[arg(long)]
    pub(in crate::cli) open: bool,
}

/// `127.0.0.1:8080`, `[::1]:8080`, or a port alone.
fn address(text: &str) -> Result<SocketAddr, String> {
    if let Ok(port) = text.parse::<u16>() {
        return Ok(SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), port));
    }
    let text = text.replace("localhost:", "127.0.0.1:");
    text.parse().map_err(|_| {
        format!("expected an address and a port, for example 127.0.0.1:8080, found {text}")
    })
}
