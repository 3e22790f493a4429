// SPDX-License-Identifier: EUPL-1.2
//! Requests to URLs that strangers gave: only to hosts that may be asked, never to a private address that is not listed, no redirects.

use std::{
    error::Error as StdError,
    fmt, io,
    net::{IpAddr, SocketAddr},
    time::Duration,
};

use bytes::Bytes;
use jiff::{Timestamp, fmt::rfc2822};
use reqwest::{
    Client, ClientBuilder, Method, Response, StatusCode, Url,
    dns::{Addrs, Name, Resolve, Resolving},
    header::{HeaderMap, HeaderValue, RETRY_AFTER},
    redirect::Policy,
};
use waarmaker_core::hosts::{Hosts, is_public};

use super::sink::{Failure, Outcome};

/// Longest answer that is read, so that the connection can be used again; of a longer one the connection is closed.
const MOST_READ: usize = 64 << 10;
/// Longest that a receiver can make us wait with `Retry-After`.
const LONGEST_WAIT: Duration = Duration::from_hours(24);
/// How long looking up a name may take when a callback is registered.
const LOOKUP: Duration = Duration::from_secs(2);

/// Bounds of a request.
#[derive(Clone, Debug)]
pub struct Reach {
    /// Which hosts may be asked, and which of them may have a private address.
    pub hosts: Hosts,
    /// For making a connection.
    pub connect_timeout: Duration,
    /// For a whole request.
    pub timeout: Duration,
}

impl Default for Reach {
    /// Every public host.
    fn default() -> Self {
        let hosts = Hosts::new(vec!["*".to_owned()], Vec::new());
        Self { hosts, connect_timeout: Duration::from_secs(5), timeout: Duration::from_secs(10) }
    }
}

impl Reach {
    /// Judges a URL by what stands in it.
    pub fn destination(&self, url: &str) -> Result<Destination, Refused> {
        let url = Url::parse(url).map_err(|_| Refused::NoUrl)?;
        let known = matches!(url.scheme(), "http" | "https") && url.username().is_empty() && url.password().is_none();
        let host = url.host_str().filter(|host| known && !host.is_empty()).ok_or(Refused::NoUrl)?;
        let port = url.port_or_known_default();
        if !self.hosts.may_be_asked(host, port) {
            return Err(Refused::Host);
        }
        let private = self.hosts.may_be_private(host, port);
        let literal = host.trim_matches(['[', ']']).parse::<IpAddr>().ok();
        if !private && literal.is_some_and(|address| !is_public(address)) {
            return Err(Refused::Private);
        }
        Ok(Destination { url, private })
    }

    /// Judges a URL when it is registered: also by the addresses that its host has now. A host that is not known (yet) is no reason to
    /// refuse it: each connection is judged again.
    pub async fn judge(&self, url: &str) -> Result<Destination, Refused> {
        let destination = self.destination(url)?;
        let host = destination.url.host_str().unwrap_or_default().to_owned();
        if destination.private || host.ends_with(']') || host.parse::<IpAddr>().is_ok() {
            return Ok(destination);
        }
        let port = destination.url.port_or_known_default().unwrap_or(443);
        let Ok(Ok(mut found)) = tokio::time::timeout(LOOKUP, tokio::net::lookup_host((host, port))).await else {
            return Ok(destination);
        };
        if found.any(|address| !is_public(address.ip())) { Err(Refused::Private) } else { Ok(destination) }
    }
}

/// Sends requests to URLs that strangers gave. Cheap to clone; connections stay open between requests.
#[derive(Clone)]
pub struct Outgoing {
    reach: Reach,
    /// For hosts that may have any address.
    anywhere: Client,
    /// Connects to public addresses only.
    public: Client,
}

impl fmt::Debug for Outgoing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Outgoing").field("reach", &self.reach).finish_non_exhaustive()
    }
}

/// A URL that may be asked.
#[derive(Clone)]
pub struct Destination {
    url: Url,
    private: bool,
}

/// What was answered.
#[derive(Clone)]
pub struct Answered {
    /// Status.
    pub status: StatusCode,
    /// Headers.
    pub headers: HeaderMap,
    /// Body.
    pub body: Vec<u8>,
}

impl fmt::Debug for Answered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Answered")
            .field("status", &self.status)
            .field("bytes", &self.body.len())
            .finish_non_exhaustive()
    }
}

/// Why a URL may not be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// It is no absolute http or https URL with a host, or it has a user in it.
    NoUrl,
    /// Its host is not among those that may be asked.
    Host,
    /// Its address is private, and its host is not listed as one that may be.
    Private,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoUrl => "the callback is no http(s) URL",
            Self::Host => "the host is not allowed",
            Self::Private => "the address is not allowed",
        })
    }
}

impl Outgoing {
    /// With these bounds; fails when TLS cannot be set up.
    pub fn new(reach: Reach) -> Result<Self, reqwest::Error> {
        // reqwest takes its cryptography from the process; whoever came first installed the same one.
        drop(rustls::crypto::ring::default_provider().install_default());
        let client = || {
            Client::builder()
                .redirect(Policy::none())
                .no_proxy()
                .http1_only()
                .tcp_nodelay(true)
                .connect_timeout(reach.connect_timeout)
                .timeout(reach.timeout)
                .pool_idle_timeout(Duration::from_secs(30))
                .user_agent(concat!("waarmaker/", env!("CARGO_PKG_VERSION")))
        };
        let build = |client: &dyn Fn() -> ClientBuilder| {
            client().build().or_else(|error| {
                tracing::warn!(%error, "no certificates are trusted: nothing is sent over https. Install ca-certificates or set SSL_CERT_FILE");
                client().tls_certs_only([]).build()
            })
        };
        let (anywhere, public) = (build(&client)?, build(&|| client().dns_resolver(Careful))?);
        Ok(Self { reach, anywhere, public })
    }

    /// See [`Reach::destination`].
    pub fn destination(&self, url: &str) -> Result<Destination, Refused> {
        self.reach.destination(url)
    }

    /// Posts a body; returns the status of the answer, whose body is not looked at.
    pub async fn post(
        &self,
        to: &Destination,
        headers: &HeaderMap,
        body: Bytes,
        now: Timestamp,
    ) -> Result<(StatusCode, Option<Duration>), Failure> {
        let client = if to.private { &self.anywhere } else { &self.public };
        let request = client.post(to.url.clone()).headers(headers.clone()).body(body);
        let answer = request.send().await.map_err(|error| Failure::new(reason(&error)))?;
        if !to.private && answer.remote_addr().is_some_and(|address| !is_public(address.ip())) {
            return Err(Failure::new(Refused::Private.to_string()));
        }
        let (status, wait) = (answer.status(), retry_after(answer.headers(), now));
        drain(answer).await;
        Ok((status, wait))
    }

    /// Sends a request, with a body or without, and reads the answer up to `most` bytes.
    pub async fn ask(
        &self,
        method: Method,
        to: &Destination,
        headers: &HeaderMap,
        body: Option<Bytes>,
        most: usize,
    ) -> Result<Answered, Failure> {
        let client = if to.private { &self.anywhere } else { &self.public };
        let mut request = client.request(method, to.url.clone()).headers(headers.clone());
        if let Some(body) = body {
            request = request.body(body);
        }
        let mut answer = request.send().await.map_err(|error| Failure::new(reason(&error)))?;
        if !to.private && answer.remote_addr().is_some_and(|address| !is_public(address.ip())) {
            return Err(Failure::new(Refused::Private.to_string()));
        }
        let mut read = Vec::new();
        while let Some(chunk) = answer.chunk().await.map_err(|error| Failure::new(reason(&error)))? {
            if read.len() + chunk.len() > most {
                return Err(Failure::new(format!("the answer is longer than {most} bytes")));
            }
            read.extend_from_slice(&chunk);
        }
        Ok(Answered { status: answer.status(), headers: answer.headers().clone(), body: read })
    }

    /// Posts a body and takes every 2xx for success, nothing else.
    pub async fn deliver(&self, to: &Destination, headers: &HeaderMap, body: Bytes, now: Timestamp) -> Outcome {
        let (status, wait) = self.post(to, headers, body, now).await?;
        if status.is_success() {
            return Ok(());
        }
        let reason = match status.as_u16() {
            status @ 300..=399 => format!("HTTP {status}: a redirect is not followed"),
            status => format!("HTTP {status}"),
        };
        let asked = matches!(status, StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE);
        Err(Failure { reason, retry_after: wait.filter(|_| asked) })
    }
}

/// Reads what little there is of an answer, so that its connection can be used again.
async fn drain(mut answer: Response) {
    let mut read = 0;
    while let Ok(Some(chunk)) = answer.chunk().await {
        read += chunk.len();
        if read > MOST_READ {
            return;
        }
    }
}

/// `Retry-After` in seconds or as a date.
fn retry_after(headers: &HeaderMap, now: Timestamp) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    let wait = if let Ok(seconds) = text.parse::<u64>() {
        Duration::from_secs(seconds)
    } else {
        let until = rfc2822::DateTimeParser::new().parse_timestamp(text).ok()?;
        Duration::from_millis(until.as_millisecond().saturating_sub(now.as_millisecond()).max(0).unsigned_abs())
    };
    Some(wait.min(LONGEST_WAIT))
}

/// What went wrong, without the URL.
fn reason(error: &reqwest::Error) -> String {
    let mut cause: Option<&(dyn StdError + 'static)> = Some(error);
    while let Some(found) = cause {
        if found.is::<NotPublic>() {
            return Refused::Private.to_string();
        }
        match found.downcast_ref::<io::Error>().map(io::Error::kind) {
            Some(io::ErrorKind::ConnectionRefused) => return "connection refused".to_owned(),
            Some(io::ErrorKind::ConnectionReset) => return "connection reset".to_owned(),
            _ => {}
        }
        cause = found.source();
    }
    let reason = if error.is_timeout() {
        "no answer in time"
    } else if error.is_connect() {
        "no connection"
    } else {
        "the connection broke"
    };
    reason.to_owned()
}

/// Value of a header that is sent as it is given, and never shown.
pub fn secret_header(value: &str) -> Option<HeaderValue> {
    let mut header = HeaderValue::from_str(value).ok()?;
    header.set_sensitive(true);
    Some(header)
}

/// Finds addresses, and leaves out those that are not public.
struct Careful;

/// A host has no public address.
#[derive(Debug)]
struct NotPublic;

impl fmt::Display for NotPublic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the host has no public address")
    }
}

impl StdError for NotPublic {}

impl Resolve for Careful {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let public: Vec<SocketAddr> = found.filter(|address| is_public(address.ip())).collect();
            if public.is_empty() {
                return Err(NotPublic.into());
            }
            Ok(Box::new(public.into_iter()) as Addrs)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outgoing() -> Outgoing {
        let private = vec!["127.0.0.1:9000".to_owned(), "intern".to_owned()];
        Outgoing::new(Reach { hosts: Hosts::new(vec!["*".to_owned()], private), ..Reach::default() }).unwrap()
    }

    #[test]
    fn a_url_is_judged_by_what_stands_in_it() {
        let outgoing = outgoing();
        let judged = |url: &str| outgoing.destination(url).map(|destination| destination.private);
        assert_eq!(judged("https://consumer.example/callback?x=1"), Ok(false));
        assert_eq!(judged("http://127.0.0.1:9000/"), Ok(true));
        assert_eq!(judged("http://intern:81/"), Ok(true));
        for url in ["", "consumer", "ftp://consumer.example/", "http://", "https://jan:geheim@consumer.example/"] {
            assert_eq!(judged(url), Err(Refused::NoUrl), "{url}");
        }
        let private = [
            "http://127.0.0.1/",
            "http://127.1:80/",
            "http://0x7f.0.0.1/",
            "http://[::1]/",
            "http://[::ffff:10.0.0.1]:9000/",
            "http://169.254.169.254/latest",
            "http://2130706433/",
        ];
        for url in private {
            assert_eq!(judged(url), Err(Refused::Private), "{url}");
        }
    }

    #[test]
    fn only_listed_hosts_are_asked_when_there_is_a_list() {
        let hosts = Hosts::new(vec!["consumer.example".to_owned()], Vec::new());
        let outgoing = Outgoing::new(Reach { hosts, ..Reach::default() }).unwrap();
        assert!(outgoing.destination("https://consumer.example/").is_ok());
        assert_eq!(outgoing.destination("https://other.example/").err(), Some(Refused::Host));
    }

    #[test]
    fn a_receiver_may_ask_for_patience_in_seconds_or_with_a_date() {
        let now: Timestamp = "2026-11-21T11:00:00Z".parse().unwrap();
        let asked = |text: &'static str| {
            retry_after(&HeaderMap::from_iter([(RETRY_AFTER, HeaderValue::from_static(text))]), now)
        };
        assert_eq!(asked("120"), Some(Duration::from_mins(2)));
        assert_eq!(asked("Sat, 21 Nov 2026 11:01:00 GMT"), Some(Duration::from_mins(1)));
        assert_eq!(asked("Sat, 21 Nov 2020 11:01:00 GMT"), Some(Duration::ZERO));
        assert_eq!(asked("99999999999"), Some(LONGEST_WAIT));
        assert_eq!(asked("soon"), None);
    }
}
