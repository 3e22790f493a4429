// SPDX-License-Identifier: EUPL-1.2
//! Connections: each has a task of its own with bounds on time and size, so that a slow or strange client holds up nobody but itself.

use std::{convert::Infallible, net::SocketAddr, pin::pin, sync::Arc, time::Duration};

use anyhow::Result;
use axum::{Router, body::Body, body::HttpBody, extract::ConnectInfo, http::header, response::Response};
use hyper::{Request, body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::{GracefulShutdown, Watcher},
};
use socket2::SockRef;
use tokio::net::{TcpListener, TcpStream};

use super::{
    observe,
    pace::{Pace, Paced, Stream, Whole},
};

/// How long a connection and a request may take, and how large its head may be.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bounds {
    /// From the first byte of a head to its last, and how long a connection may be idle between requests.
    pub(crate) head: Duration,
    /// Without progress: until more of the body is there, until the answer after that, until more of the answer is taken.
    pub(crate) request: Duration,
    /// From head to the end of the answer, whatever progress is made.
    pub(crate) transfer: Duration,
    /// For what is under way at a shutdown.
    pub(crate) grace: Duration,
    /// Longest path and query; the head may be larger by the size of usual headers.
    pub(crate) max_url_bytes: usize,
}

impl Default for Bounds {
    fn default() -> Self {
        Self {
            head: Duration::from_mins(1),
            request: Duration::from_secs(30),
            transfer: Duration::from_hours(4),
            grace: Duration::from_secs(20),
            max_url_bytes: 16 << 10,
        }
    }
}

/// Room for headers besides the URL, tokens among them.
const HEADER_BYTES: usize = 64 << 10;
/// What waits in the operating system to be sent, at most. More, and a client that reads slowly looks for a long time like one that reads nothing.
const UNSENT: u32 = 128 << 10;
/// Wait after a connection that could not be accepted: too many are open, and some will close.
const BREATHER: Duration = Duration::from_millis(20);

/// Serves connections until `shutdown`, then finishes the requests that are under way within the grace.
pub(crate) async fn accept(
    listener: TcpListener,
    router: Router,
    bounds: Arc<Bounds>,
    shutdown: impl Future<Output = ()>,
) -> Result<()> {
    let graceful = GracefulShutdown::new();
    let mut shutdown = pin!(shutdown);
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut shutdown => break,
        };
        match accepted {
            Ok((stream, peer)) => {
                tokio::spawn(connection(stream, peer, router.clone(), Arc::clone(&bounds), graceful.watcher()));
            }
            Err(error) => {
                tracing::warn!(%error, "a connection could not be accepted");
                tokio::time::sleep(BREATHER).await;
            }
        }
    }
    drop(listener);
    if tokio::time::timeout(bounds.grace, graceful.shutdown()).await.is_err() {
        tracing::warn!("requests were still under way when the grace ended");
    }
    Ok(())
}

async fn connection(stream: TcpStream, peer: SocketAddr, router: Router, bounds: Arc<Bounds>, watcher: Watcher) {
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "a connection cannot do without delay");
    }
    if let Err(error) = SockRef::from(&stream).set_tcp_notsent_lowat(UNSENT) {
        tracing::debug!(%error, "a connection cannot bound what waits to be sent");
    }
    let (request, transfer) = (bounds.request, bounds.transfer);
    let service = service_fn(move |mut incoming: Request<Incoming>| {
        // Pages count how much an address sends.
        incoming.extensions_mut().insert(ConnectInfo(peer));
        let router = router.clone();
        let pace = Pace::new(request, transfer);
        async move { Ok::<_, Infallible>(answer(router, incoming, pace).await) }
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(bounds.head)
        .max_buf_size(bounds.max_url_bytes.saturating_add(HEADER_BYTES))
        .keep_alive(true)
        .serve_connection(TokioIo::new(Stream::new(stream, request)), service);
    if let Err(error) = watcher.watch(connection).await {
        // A client that leaves or sends no HTTP: its own affair.
        tracing::debug!(%error, "a connection ended early");
    }
}

/// Answers one request within its time.
async fn answer(router: Router, incoming: Request<Incoming>, pace: Arc<Pace>) -> Response {
    let seen = observe::Seen::of(&incoming);
    let flowing = !incoming.headers().contains_key(header::EXPECT);
    let paced = Arc::clone(&pace);
    let incoming = incoming
        .map(|body| if body.is_end_stream() { Body::empty() } else { Body::new(Paced::new(body, paced, flowing)) });
    let answering = tower::ServiceExt::oneshot(router, incoming);
    let response = tokio::select! {
        biased;
        answered = answering => match answered {
            Ok(response) => response,
            Err(never) => match never {},
        },
        () = pace.too_slow() => observe::too_late(),
    };
    seen.answered(response.status());
    response.map(|body| Whole::bound(body, pace.end))
}
