// SPDX-License-Identifier: EUPL-1.2
//! The settings themselves, one struct per section of the file. The doc comment of a field is its description in the
//! schema and in the reference.

use std::{
    net::{Ipv4Addr, SocketAddr},
    path::PathBuf,
};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{DatabaseUrl, Mode, Secret};

/// Where the server listens and what one request may ask of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Server {
    /// Address and port to listen on, for example `127.0.0.1:8080` or `[::]:8080`.
    pub bind: SocketAddr,
    /// Origins, with an optional path in front of our roots, by which clients reach us, the public one first. A
    /// reference that starts with any of them is resolved inside,
    /// never over the network. Empty means: the address in `bind`, and `localhost` with its port.
    pub base_urls: Vec<String>,
    /// Largest request body that is read; more is answered with 413.
    #[schemars(range(min = 1024))]
    pub max_body_bytes: u64,
    /// Deepest nesting of a JSON body; deeper is answered with 400.
    #[schemars(range(min = 8, max = 512))]
    pub max_json_depth: u32,
    /// Longest path and query of a request; longer is answered with 414.
    #[schemars(range(min = 1024))]
    pub max_url_bytes: u32,
    /// How long a request may go without progress: for every KiB of its body to arrive, for its answer after that, and
    /// for every KiB of the answer to be taken. A body that keeps flowing is not cut off.
    #[schemars(range(min = 100))]
    pub request_timeout_ms: u64,
    /// How long one request may take in all, whatever progress it makes: an upload or download of 4 GiB over a slow
    /// line fits in.
    #[schemars(range(min = 1, max = 43200))]
    pub max_transfer_seconds: u64,
    /// How long requests that are under way at a shutdown may take to finish.
    pub shutdown_grace_seconds: u64,
    /// `production`, or `development` on the machine of a developer.
    pub mode: Mode,
    /// How many proxies of one's own stand in front. So many addresses at the end of `X-Forwarded-For` are believed, to know who sends too much.
    #[schemars(range(min = 0, max = 16))]
    pub proxies: u32,
}

impl Default for Server {
    fn default() -> Self {
        Self {
            bind: SocketAddr::from((Ipv4Addr::LOCALHOST, 8080)),
            base_urls: Vec::new(),
            max_body_bytes: 10 * 1024 * 1024,
            max_json_depth: 64,
            max_url_bytes: 16 * 1024,
            request_timeout_ms: 30_000,
            max_transfer_seconds: 4 * 3600,
            shutdown_grace_seconds: 20,
            mode: Mode::Production,
            proxies: 0,
        }
    }
}

/// Where resources are stored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Database {
    /// `sqlite:PATH` for the embedded engine or `postgres://USER:PASSWORD@HOST/NAME` for a server. Not set means:
    /// `waarmaker.db` in the folder of `data.dir`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<DatabaseUrl>,
    /// Threads that read from SQLite, beside its one writer.
    #[schemars(range(min = 1, max = 256))]
    pub sqlite_readers: u32,
    /// Most connections that are open to PostgreSQL.
    #[schemars(range(min = 1, max = 1000))]
    pub postgres_connections: u32,
    /// How long one statement may take before it is cancelled; 0 means: as long as it needs.
    pub statement_timeout_ms: u64,
    /// How long a write to SQLite waits for another process that writes, such as a command beside the server.
    #[schemars(range(min = 1))]
    pub lock_timeout_ms: u64,
}

impl Default for Database {
    fn default() -> Self {
        Self {
            url: None,
            sqlite_readers: 4,
            postgres_connections: 16,
            statement_timeout_ms: 30_000,
            lock_timeout_ms: 10_000,
        }
    }
}

/// Folders on disk.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Data {
    /// Folder of the embedded database and of everything else that is kept, made when it is missing. Relative to the
    /// working directory.
    pub dir: PathBuf,
    /// Folder of the contents of documents. Not set means: `blobs` in `data.dir`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub blobs_dir: Option<PathBuf>,
}

impl Default for Data {
    fn default() -> Self {
        Self { dir: "data".into(), blobs_dir: None }
    }
}

/// How long a ZGW token is accepted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Auth {
    /// Age, counted from the claim `iat`, at which a token is no longer accepted.
    #[schemars(range(min = 1))]
    pub max_token_age_seconds: u64,
    /// Difference between our clock and that of a client that is forgiven for `iat`, `exp` and `nbf`.
    pub leeway_seconds: u64,
}

impl Default for Auth {
    fn default() -> Self {
        Self { max_token_age_seconds: 3600, leeway_seconds: 0 }
    }
}

/// How references to resources of other servers are fetched.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct References {
    /// Hosts, as `HOST` or `HOST:PORT`, from which a reference may be fetched. A reference to any other host is
    /// invalid, and no request is made for it.
    pub allowed_hosts: Vec<String>,
    /// What to identify ourselves with, per host.
    pub credentials: Vec<Credential>,
    /// Hosts out of `allowed_hosts`, as `HOST` or `HOST:PORT`, that may have a private, loopback or link-local address.
    pub allow_private: Vec<String>,
    /// How long fetching one reference may take, redirects included.
    #[schemars(range(min = 1))]
    pub timeout_ms: u64,
    /// Largest answer that is read.
    #[schemars(range(min = 1024))]
    pub max_bytes: u64,
    /// How many redirects are followed; each has to lead to an allowed host.
    #[schemars(range(max = 10))]
    pub max_redirects: u32,
    /// How long an answer is kept; 0 means: every time anew.
    pub cache_seconds: u64,
}

impl Default for References {
    fn default() -> Self {
        Self {
            allowed_hosts: Vec::new(),
            credentials: Vec::new(),
            allow_private: Vec::new(),
            timeout_ms: 5_000,
            max_bytes: 1024 * 1024,
            max_redirects: 3,
            cache_seconds: 300,
        }
    }
}

/// What to identify ourselves with at one host: either a bearer token, or a client id and secret from which a ZGW
/// token is made.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Credential {
    /// The host, as it is written in `allowed_hosts`.
    pub host: String,
    /// Token that is sent as it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bearer_token: Option<Secret>,
    /// Client id of the ZGW token that is made for each request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_id: Option<String>,
    /// Secret with which that token is signed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_secret: Option<Secret>,
}

/// Which selection list is used.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Referentielijsten {
    /// Root of an external Referentielijsten API, for example `https://selectielijst.openzaak.nl/api/v1`. Not set
    /// means: the one in this program.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub base_url: Option<String>,
}

/// Choices of the Zaken API.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Zaken {
    /// Whether a request for zaken without `Accept-Crs`, or with a body and without `Content-Crs`, is refused with
    /// 412. An unsupported CRS is always refused.
    pub crs_headers_required: bool,
}

impl Default for Zaken {
    fn default() -> Self {
        Self { crs_headers_required: true }
    }
}

/// Choices of the Catalogi API.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Catalogi {
    /// Whether a zaaktype may be published only when its besluittypen and informatieobjecttypen have a published
    /// version (ztc-012, withdrawn in 1.3.2).
    pub publish_requires_published_relations: bool,
}

/// What is logged, and how.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Logging {
    /// Lines for people or one JSON object a line.
    pub format: LogFormat,
    /// `error`, `warn`, `info`, `debug` or `trace`; or a filter per module, for example `info,waarmaker_db=debug`.
    pub level: String,
}

impl Default for Logging {
    fn default() -> Self {
        Self { format: LogFormat::Text, level: "info".to_owned() }
    }
}

/// How a log line is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// Lines for people.
    Text,
    /// One JSON object a line.
    Json,
}
