// SPDX-License-Identifier: EUPL-1.2
//! Foreign references: fetched before the transaction, with every limit that keeps a stranger's URL harmless.
//!
//! Only hosts on the allow-list are asked. An address that is private, loopback, link-local or otherwise special is never connected to unless its
//! host is configured as private; that is judged for the address that is really connected to, also after a redirect.

use std::{
    collections::HashMap,
    fmt,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use serde_json::Value as Json;
use ureq::{
    Agent, Error,
    http::Uri,
    unversioned::{
        resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver},
        transport::{DefaultConnector, NextTimeout},
    },
};
use waarmaker_auth::token;
use waarmaker_core::{
    Clock, SystemClock,
    hosts::{Hosts, is_at, is_public},
    json,
};
use waarmaker_resource::{Record, Resource, Shape};

/// What a foreign URL answered.
#[derive(Clone, Debug, PartialEq)]
pub enum Fetched {
    /// 200 with JSON.
    Json(Json),
    /// 200 with something else.
    NotJson,
    /// No answer, another status, too large, too slow, or not allowed.
    Unreachable,
}

/// The foreign URLs of one request.
pub type Foreign = HashMap<String, Fetched>;

/// Limits of fetching.
#[derive(Clone, Debug)]
pub struct ReferencesSettings {
    /// Hosts (`example.nl` or `example.nl:8443`) that may be asked; `*` for every public host.
    pub allowed_hosts: Vec<String>,
    /// Hosts that may have a private address.
    pub private_hosts: Vec<String>,
    /// Longest time for one URL.
    pub timeout: Duration,
    /// Largest answer in bytes.
    pub max_bytes: u64,
    /// How long an answer is believed.
    pub cache: Duration,
    /// How many redirects are followed; each has to lead to a host that may be asked.
    pub max_redirects: u32,
    /// What to identify ourselves with, per host as it is listed.
    pub credentials: HashMap<String, Credential>,
}

/// What to identify ourselves with at another server.
#[derive(Clone)]
pub enum Credential {
    /// A token that is sent as it is.
    Bearer(String),
    /// A ZGW token that is made anew for each request, from a client id and its secret.
    Zgw {
        /// Client id.
        client_id: String,
        /// Secret.
        secret: String,
    },
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Credential(…)")
    }
}

impl Credential {
    /// Value of the header `Authorization`.
    fn header(&self, clock: &dyn Clock) -> Option<String> {
        let token = match self {
            Self::Bearer(token) => token.clone(),
            Self::Zgw { client_id, secret } => token::make(client_id, secret, clock.now().as_second(), "", "").ok()?,
        };
        Some(format!("Bearer {token}"))
    }
}

impl Default for ReferencesSettings {
    fn default() -> Self {
        Self {
            allowed_hosts: Vec::new(),
            private_hosts: Vec::new(),
            timeout: Duration::from_secs(5),
            max_bytes: 1 << 20,
            cache: Duration::from_mins(5),
            max_redirects: 3,
            credentials: HashMap::new(),
        }
    }
}

/// Most answers that are remembered.
const REMEMBERED: usize = 2000;
/// Most foreign URLs of one body.
const MAX_URLS: usize = 50;

/// Fetches foreign references.
pub struct References {
    settings: ReferencesSettings,
    hosts: Hosts,
    agent: Agent,
    known: Mutex<HashMap<String, (Fetched, Instant)>>,
}

impl fmt::Debug for References {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("References").field("allowed_hosts", &self.settings.allowed_hosts).finish_non_exhaustive()
    }
}

impl References {
    /// A fetcher with these limits.
    pub fn new(settings: ReferencesSettings) -> Self {
        let config = Agent::config_builder()
            .timeout_global(Some(settings.timeout))
            .max_redirects(settings.max_redirects)
            .http_status_as_error(false)
            .build();
        let resolver = Careful {
            inner: DefaultResolver::default(),
            hosts: Hosts::new(settings.allowed_hosts.clone(), settings.private_hosts.clone()),
        };
        let agent = Agent::with_parts(config, DefaultConnector::default(), resolver);
        let hosts = Hosts::new(settings.allowed_hosts.clone(), settings.private_hosts.clone());
        Self { settings, hosts, agent, known: Mutex::default() }
    }

    /// Fetches every foreign URL that the rules of a resource will want to see.
    pub async fn of(self: &Arc<Self>, resource: &Resource, body: &Json, own: impl Fn(&str) -> bool) -> Foreign {
        let mut urls = Vec::new();
        if let Some(body) = body.as_object() {
            collect(resource.fields, body, &mut urls);
        }
        urls.retain(|url| !own(url));
        urls.sort_unstable();
        urls.dedup();
        urls.truncate(MAX_URLS);
        let tasks: Vec<_> = urls.into_iter().map(|url| (url.clone(), self.fetch(url))).collect();
        let mut foreign = Foreign::new();
        for (url, task) in tasks {
            foreign.insert(url, task.await);
        }
        foreign
    }

    /// Fetches one URL, or remembers its answer.
    pub async fn fetch(self: &Arc<Self>, url: String) -> Fetched {
        if let Some((fetched, at)) = self.known.lock().unwrap_or_else(PoisonError::into_inner).get(&url)
            && at.elapsed() < self.settings.cache
        {
            return fetched.clone();
        }
        let fetched = self.ask(url.clone()).await;
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= REMEMBERED {
            known.clear();
        }
        // A failure may pass soon: it is not remembered.
        if fetched != Fetched::Unreachable {
            known.insert(url, (fetched.clone(), Instant::now()));
        }
        fetched
    }

    /// Fetches one URL anew: for a question whose answer is another one tomorrow (whether a relation exists).
    pub async fn ask(self: &Arc<Self>, url: String) -> Fetched {
        let this = Arc::clone(self);
        tokio::task::spawn_blocking(move || this.get(&url)).await.unwrap_or(Fetched::Unreachable)
    }

    fn get(&self, url: &str) -> Fetched {
        let Ok(uri) = url.parse::<Uri>() else { return Fetched::Unreachable };
        if !place(&uri).is_some_and(|(host, port)| self.hosts.may_be_asked(host, port)) {
            return Fetched::Unreachable;
        }
        let mut request = self.agent.get(uri.clone()).header("Accept", "application/json");
        if let Some(value) = self.credential(&uri).and_then(|credential| credential.header(&SystemClock)) {
            request = request.header("Authorization", value);
        }
        let Ok(mut answer) = request.call() else { return Fetched::Unreachable };
        if answer.status() != 200 {
            return Fetched::Unreachable;
        }
        match answer.body_mut().with_config().limit(self.settings.max_bytes).read_to_vec() {
            Ok(bytes) => json::parse(&bytes, 32).map_or(Fetched::NotJson, Fetched::Json),
            Err(_) => Fetched::Unreachable,
        }
    }

    fn credential(&self, uri: &Uri) -> Option<&Credential> {
        let credentials = &self.settings.credentials;
        credentials
            .iter()
            .find(|(listed, _)| place(uri).is_some_and(|(host, port)| is_at(listed, host, port)))
            .map(|(_, credential)| credential)
    }
}

/// A URL as the list of hosts sees it: host and port.
fn place(uri: &Uri) -> Option<(&str, Option<u16>)> {
    let port = uri.port_u16().or(match uri.scheme_str() {
        Some("https") => Some(443),
        Some("http") => Some(80),
        _ => None,
    });
    Some((uri.host()?, port))
}

/// The URLs of members that are references: those marked `resolve`, and links that turn out not to be ours.
fn collect(fields: &[waarmaker_resource::Field], body: &Record, urls: &mut Vec<String>) {
    for field in fields {
        let Some(value) = body.get(field.name) else { continue };
        let wanted = field.resolve || matches!(field.shape, Shape::Link(_));
        match (&field.shape, value) {
            (Shape::Group(fields), Json::Object(group)) => collect(fields, group, urls),
            (Shape::List(Shape::Group(fields)), Json::Array(list)) => {
                list.iter().filter_map(Json::as_object).for_each(|group| collect(fields, group, urls));
            }
            (Shape::List(_), Json::Array(list)) if wanted => urls.extend(list.iter().filter_map(url)),
            (_, value) if wanted => urls.extend(url(value)),
            _ => {}
        }
    }
}

fn url(value: &Json) -> Option<String> {
    let text = value.as_str()?;
    (text.starts_with("http://") || text.starts_with("https://")).then(|| text.to_owned())
}

/// A resolver that knows no host that is not listed, and leaves out addresses that a stranger may not make us connect to. It is asked for
/// every hop, so a redirect leads no further than the URL itself may.
#[derive(Debug)]
struct Careful {
    inner: DefaultResolver,
    hosts: Hosts,
}

impl Resolver for Careful {
    fn resolve(
        &self,
        uri: &Uri,
        config: &ureq::config::Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, Error> {
        let (host, port) = place(uri).ok_or(Error::HostNotFound)?;
        if !self.hosts.may_be_asked(host, port) {
            return Err(Error::HostNotFound);
        }
        let found = self.inner.resolve(uri, config, timeout)?;
        if self.hosts.may_be_private(host, port) {
            return Ok(found);
        }
        let mut public = self.inner.empty();
        found.iter().filter(|address| is_public(address.ip())).for_each(|address| public.push(*address));
        if public.is_empty() { Err(Error::HostNotFound) } else { Ok(public) }
    }
}
