// SPDX-License-Identifier: EUPL-1.2
//! Progress of requests. A request may take long as long as something moves: bytes of its body, or bytes of its answer.
//!
//! [`Paced`] is around the body of a request and notes what comes; [`Pace::too_slow`] ends when nothing came for too long. [`Stream`] is around the
//! socket and ends a connection whose client takes nothing of its answer. [`Whole`] is around the body of an answer and ends it when the request
//! takes too long as a whole.

use std::{
    io,
    pin::Pin,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll, ready},
    time::Duration,
};

use axum::body::{Body, HttpBody};
use bytes::Bytes;
use http_body_util::BodyExt as _;
use hyper::body::{Frame, Incoming, SizeHint};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::TcpStream,
    time::{Instant, Sleep, sleep, sleep_until, timeout},
};

/// Less than this is no progress: a client that sends or takes a byte now and then holds on to nothing.
const STEP: usize = 1 << 10;
/// What is still read of a body after its request was answered, so that a client that is sending sees the answer before the connection goes.
const LINGER_BYTES: usize = 64 << 20;
/// For how long it is read.
const LINGER: Duration = Duration::from_secs(5);

/// The pace of one request: when it last moved.
#[derive(Debug)]
pub(super) struct Pace {
    limit: Duration,
    /// When it must be done as a whole.
    pub(super) end: Instant,
    moved: Mutex<Instant>,
    late: AtomicBool,
}

impl Pace {
    /// A request that begins now, with the longest time without progress and the longest time as a whole.
    pub(super) fn new(limit: Duration, whole: Duration) -> Arc<Self> {
        let now = Instant::now();
        Arc::new(Self { limit, end: now + whole, moved: Mutex::new(now), late: AtomicBool::new(false) })
    }

    fn step(&self) {
        *self.moved.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now();
    }

    /// Ends when nothing has moved for too long, or when the time is up as a whole.
    pub(super) async fn too_slow(&self) {
        loop {
            let moved = *self.moved.lock().unwrap_or_else(PoisonError::into_inner);
            let due = (moved + self.limit).min(self.end);
            if due <= Instant::now() {
                return self.late.store(true, Ordering::Relaxed);
            }
            sleep_until(due).await;
        }
    }
}

/// The body of a request, whose pace is noted.
pub(super) struct Paced {
    /// Gone when the rest of it is read after the answer.
    body: Option<Incoming>,
    pace: Arc<Pace>,
    /// Bytes since the last step.
    bytes: usize,
    /// The client sends without having been asked to (no `Expect: 100-continue`), or was asked.
    flowing: bool,
}

impl Paced {
    /// Looks after a body; `flowing` unless the client waits until it is asked for.
    pub(super) fn new(body: Incoming, pace: Arc<Pace>, flowing: bool) -> Self {
        Self { body: Some(body), pace, bytes: 0, flowing }
    }
}

impl HttpBody for Paced {
    type Data = Bytes;
    type Error = hyper::Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, hyper::Error>>> {
        self.flowing = true;
        let Some(body) = &mut self.body else { return Poll::Ready(None) };
        let frame = ready!(Pin::new(body).poll_frame(cx));
        let bytes = match &frame {
            Some(Ok(frame)) => frame.data_ref().map_or(0, Bytes::len),
            // The last byte is there: from now on it is our turn.
            None => STEP,
            Some(Err(_)) => 0,
        };
        self.bytes += bytes;
        if self.bytes >= STEP || self.is_end_stream() {
            self.bytes = 0;
            self.pace.step();
        }
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        self.body.as_ref().is_none_or(HttpBody::is_end_stream)
    }

    fn size_hint(&self) -> SizeHint {
        self.body.as_ref().map_or_else(SizeHint::default, HttpBody::size_hint)
    }
}

impl Drop for Paced {
    fn drop(&mut self) {
        let comes = self.flowing && !self.pace.late.load(Ordering::Relaxed);
        let Some(body) = self.body.take().filter(|body| comes && !body.is_end_stream()) else { return };
        // Dropped outside the threads that serve, there is no connection either.
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            runtime.spawn(timeout(LINGER, linger(body)));
        }
    }
}

async fn linger(mut body: Incoming) {
    let mut left = LINGER_BYTES;
    while let Some(Ok(frame)) = body.frame().await {
        match left.checked_sub(frame.data_ref().map_or(0, Bytes::len)) {
            Some(rest) => left = rest,
            None => return,
        }
    }
}

/// An answer of more than fits into a few writes, which must be over in time.
pub(super) struct Whole {
    body: Body,
    end: Instant,
}

impl Whole {
    /// Bounds a body when it is a large one.
    pub(super) fn bound(body: Body, end: Instant) -> Body {
        const LARGE: u64 = 1 << 20;
        let large = HttpBody::size_hint(&body).upper().is_none_or(|bytes| bytes > LARGE);
        if large { Body::new(Self { body, end }) } else { body }
    }
}

impl HttpBody for Whole {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        if Instant::now() >= self.end {
            let late = io::Error::new(io::ErrorKind::TimedOut, "the answer takes too long as a whole");
            return Poll::Ready(Some(Err(axum::Error::new(late))));
        }
        Pin::new(&mut self.body).poll_frame(cx)
    }

    fn is_end_stream(&self) -> bool {
        HttpBody::is_end_stream(&self.body)
    }

    fn size_hint(&self) -> SizeHint {
        HttpBody::size_hint(&self.body)
    }
}

/// A connection whose client has to take what is written to it.
pub(super) struct Stream {
    inner: TcpStream,
    limit: Duration,
    /// Runs while something waits to be taken.
    waiting: Option<Pin<Box<Sleep>>>,
    /// Bytes taken since it runs.
    bytes: usize,
}

impl Stream {
    /// Looks after a connection.
    pub(super) fn new(inner: TcpStream, limit: Duration) -> Self {
        Self { inner, limit, waiting: None, bytes: 0 }
    }

    /// Notes what became of an attempt to write.
    fn wrote(&mut self, cx: &mut Context<'_>, outcome: Poll<io::Result<usize>>) -> Poll<io::Result<usize>> {
        match outcome {
            Poll::Ready(Ok(bytes)) => {
                self.bytes += bytes;
                if self.bytes >= STEP {
                    self.waiting = None;
                }
                Poll::Ready(Ok(bytes))
            }
            Poll::Pending => {
                let limit = self.limit;
                let fresh = self.waiting.is_none();
                let waiting = self.waiting.get_or_insert_with(|| Box::pin(sleep(limit)));
                if fresh {
                    self.bytes = 0;
                }
                ready!(waiting.as_mut().poll(cx));
                Poll::Ready(Err(io::Error::new(io::ErrorKind::TimedOut, "the client takes nothing of its answer")))
            }
            failed @ Poll::Ready(Err(_)) => failed,
        }
    }
}

impl AsyncRead for Stream {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_read(cx, buffer)
    }
}

impl AsyncWrite for Stream {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let outcome = Pin::new(&mut self.inner).poll_write(cx, bytes);
        self.wrote(cx, outcome)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        parts: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let outcome = Pin::new(&mut self.inner).poll_write_vectored(cx, parts);
        self.wrote(cx, outcome)
    }

    fn is_write_vectored(&self) -> bool {
        self.inner.is_write_vectored()
    }

    /// Everything that was to be written is with the operating system.
    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.waiting = None;
        Pin::new(&mut self.inner).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_shutdown(cx)
    }
}
