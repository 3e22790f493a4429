// SPDX-License-Identifier: EUPL-1.2
//! A subscriber on a loopback port, which does what the test wants: accept, refuse, redirect, hang or hang up.

use std::{
    convert::Infallible,
    fmt, io,
    net::SocketAddr,
    sync::{Arc, Mutex},
};

use axum::body::Body;
use axum::http::{Request, Response, header};
use http_body_util::BodyExt as _;
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::TokioIo;
use serde_json::Value;
use tokio::{net::TcpListener, sync::watch, task::JoinHandle};

/// What a receiver answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    /// This status.
    Status(u16),
    /// This status with a header.
    With(u16, &'static str, String),
    /// This status with a body of this media type.
    Body(u16, &'static str, String),
    /// Nothing, for ever.
    Hang,
    /// Nothing: the connection is closed.
    Close,
}

/// A request that came in.
#[derive(Clone, Debug, PartialEq)]
pub struct Received {
    /// Path and query.
    pub path: String,
    /// Value of `Authorization`; empty without.
    pub authorization: String,
    /// Value of `Content-Type`; empty without.
    pub content_type: String,
    /// Body; `null` when it is no JSON.
    pub body: Value,
    /// Method.
    pub method: String,
    /// All headers, names in small letters.
    pub headers: Vec<(String, String)>,
    /// Body as it came.
    pub raw: Vec<u8>,
    /// What it was answered.
    pub reply: Reply,
}

impl Received {
    /// Whether it was answered with 2xx.
    pub const fn is_accepted(&self) -> bool {
        matches!(self.reply, Reply::Status(200..=299) | Reply::Body(200..=299, ..))
    }

    /// A header; empty without.
    pub fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.as_str())
    }

    /// A member of the body as text.
    pub fn text(&self, member: &str) -> &str {
        self.body[member].as_str().unwrap_or_default()
    }
}

type Answers = dyn Fn(&Received, usize) -> Reply + Send + Sync;

struct State {
    answers: Mutex<Arc<Answers>>,
    received: Mutex<Vec<Received>>,
    count: watch::Sender<usize>,
}

/// A subscriber on a loopback port; it ends with this value.
pub struct Receiver {
    address: SocketAddr,
    state: Arc<State>,
    task: JoinHandle<()>,
}

impl fmt::Debug for Receiver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Receiver").field("address", &self.address).finish_non_exhaustive()
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Receiver {
    /// Listens on a free port and accepts everything.
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let state = Arc::new(State {
            answers: Mutex::new(Arc::new(|_, _| Reply::Status(204))),
            received: Mutex::default(),
            count: watch::Sender::new(0),
        });
        let task = tokio::spawn(listen(listener, Arc::clone(&state)));
        Self { address, state, task }
    }

    /// `127.0.0.1:PORT`.
    pub fn host(&self) -> String {
        self.address.to_string()
    }

    /// The URL of a path.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// Answers from now on as `answers` says, given a request and how many came before it.
    pub fn answer(&self, answers: impl Fn(&Received, usize) -> Reply + Send + Sync + 'static) {
        *self.state.answers.lock().expect("a lock") = Arc::new(answers);
    }

    /// Everything that came in, in order.
    pub fn received(&self) -> Vec<Received> {
        self.state.received.lock().expect("a lock").clone()
    }

    /// The bodies that were accepted, in order.
    pub fn accepted(&self) -> Vec<Value> {
        self.received().into_iter().filter(Received::is_accepted).map(|received| received.body).collect()
    }

    /// Waits until so many requests came in.
    pub async fn wait_for(&self, count: usize) {
        let mut counts = self.state.count.subscribe();
        counts.wait_for(|&now| now >= count).await.expect("a count");
    }
}

async fn listen(listener: TcpListener, state: Arc<State>) {
    let mut connections = tokio::task::JoinSet::new();
    while let Ok((stream, _)) = listener.accept().await {
        let state = Arc::clone(&state);
        connections.spawn(async move {
            let service = service_fn(move |request| serve(Arc::clone(&state), request));
            drop(http1::Builder::new().serve_connection(TokioIo::new(stream), service).await);
        });
    }
}

async fn serve(state: Arc<State>, request: Request<Incoming>) -> io::Result<Response<Body>> {
    let (parts, body) = request.into_parts();
    let body = body.collect().await.map_err(io::Error::other)?.to_bytes();
    let text = |name| parts.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
    let mut received = Received {
        path: parts.uri.to_string(),
        authorization: text(header::AUTHORIZATION),
        content_type: text(header::CONTENT_TYPE),
        body: serde_json::from_slice(&body).unwrap_or_default(),
        method: parts.method.to_string(),
        headers: parts
            .headers
            .iter()
            .map(|(name, value)| (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into_owned()))
            .collect(),
        raw: body.to_vec(),
        reply: Reply::Hang,
    };
    let answers = Arc::clone(&state.answers.lock().expect("a lock"));
    let reply = {
        let mut all = state.received.lock().expect("a lock");
        received.reply = answers(&received, all.len());
        let reply = received.reply.clone();
        all.push(received);
        state.count.send_replace(all.len());
        reply
    };
    let response = |status: u16| Response::builder().status(status);
    match reply {
        Reply::Status(status) => Ok(response(status).body(Body::empty()).expect("a response")),
        Reply::With(status, name, value) => {
            Ok(response(status).header(name, value).body(Body::empty()).expect("a response"))
        }
        Reply::Body(status, kind, body) => {
            Ok(response(status).header(header::CONTENT_TYPE, kind).body(Body::from(body)).expect("a response"))
        }
        Reply::Hang => match std::future::pending::<Infallible>().await {},
        Reply::Close => Err(io::Error::other("closed as the test wants")),
    }
}
