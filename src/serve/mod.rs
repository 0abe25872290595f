//! The web page over an index (`vanban serve`): a search box, facets, hits, and each document with its restored text beside
//! what the scan says.
//!
//! Promises: nothing that a document or a query says can run in the page (every text is escaped by the compiler's rules, and
//! the browser is told to run nothing else); no request, however made, stops the others; nothing is loaded from elsewhere;
//! everything but moving by keys works without JavaScript. Leaves to others: finding ([`crate::search`]), and who may
//! reach the address: there are no users and no passwords here.

mod answer;
mod app;
mod asked;
mod http;
mod language;
mod lines;
mod page;

use std::net::{IpAddr, SocketAddr, TcpListener};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use app::App;

use crate::search::Index;

/// A server that listens and does not answer yet.
#[derive(Debug)]
pub struct Server {
    listener: TcpListener,
    address: SocketAddr,
    app: Arc<App>,
    hosts: Vec<String>,
}

/// Why a server could not begin.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The index could not be opened.
    #[error(transparent)]
    Index(#[from] crate::Error),
    /// The address could not be listened at.
    #[error("cannot listen at {address}; another program may, and --bind chooses another port")]
    Bind {
        /// The address.
        address: SocketAddr,
        /// Why.
        source: std::io::Error,
    },
    /// The server could not go on.
    #[error("the server stopped")]
    Stopped(#[source] std::io::Error),
}

impl Server {
    /// Opens the index and listens. Port 0 is any free one. `hosts` are names, beside addresses and `localhost`, by which
    /// browsers may ask for it.
    ///
    /// # Errors
    /// Where there is no index, or the address is taken.
    pub fn bind(index: &Path, address: SocketAddr, hosts: &[String]) -> Result<Self, Error> {
        let index = Index::open(index)?;
        let failed = |source| Error::Bind { address, source };
        let listener = TcpListener::bind(address).map_err(failed)?;
        listener.set_nonblocking(true).map_err(failed)?;
        Ok(Self {
            address: listener.local_addr().map_err(failed)?,
            listener,
            app: Arc::new(App::new(index)),
            hosts: hosts.iter().map(|host| host.to_ascii_lowercase()).collect(),
        })
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The page's address for a browser on this machine.
    #[must_use]
    pub fn url(&self) -> String {
        let mut address = self.address;
        if address.ip().is_unspecified() {
            address.set_ip(match address.ip() {
                IpAddr::V4(_) => std::net::Ipv4Addr::LOCALHOST.into(),
                IpAddr::V6(_) => std::net::Ipv6Addr::LOCALHOST.into(),
            });
        }
        format!("http://{address}/")
    }

    /// Answers until `stop` is set.
    ///
    /// # Errors
    /// Where the machine has no sockets or threads left to begin with.
    pub fn run(self, stop: &AtomicBool) -> Result<(), Error> {
        let app = self.app;
        let doors = http::Doors {
            loopback: self.address.ip().is_loopback(),
            hosts: self.hosts,
        };
        http::serve(
            self.listener,
            doors,
            Arc::new(move |request| app.answer(request)),
            stop,
        )
        .map_err(Error::Stopped)
    }
}
