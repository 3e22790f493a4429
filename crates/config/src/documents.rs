// SPDX-License-Identifier: EUPL-1.2
//! Settings of documents: where their contents are, how they come in, and who looks at them first.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Secret;

/// Where the contents of documents are kept.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Blobs {
    /// `folder` for a folder on disk (`data.blobs_dir`) or `s3` for a server that speaks S3.
    pub store: Store,
    /// Root of the S3 server, for example `https://s3.example.nl`. Not set means: Amazon, in `s3_region`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub s3_endpoint: Option<String>,
    /// Bucket, which must exist.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub s3_bucket: Option<String>,
    /// What the name of every object starts with, without a slash at either end; may be empty.
    pub s3_prefix: String,
    /// Region that requests are signed for; most servers of one's own take any.
    pub s3_region: String,
    /// Id of the access key.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub s3_access_key_id: Option<String>,
    /// Secret of the access key.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub s3_secret_access_key: Option<Secret>,
    /// Whether the bucket is in the path of a URL and not in its host name, as most servers of one's own want it.
    pub s3_path_style: bool,
    /// Whether `s3_endpoint` may be plain `http`.
    pub s3_allow_http: bool,
}

impl Default for Blobs {
    fn default() -> Self {
        Self {
            store: Store::Folder,
            s3_endpoint: None,
            s3_bucket: None,
            s3_prefix: String::new(),
            s3_region: "us-east-1".to_owned(),
            s3_access_key_id: None,
            s3_secret_access_key: None,
            s3_path_style: true,
            s3_allow_http: false,
        }
    }
}

/// What contents of documents are kept in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Store {
    /// A folder on disk.
    Folder,
    /// A server that speaks S3.
    S3,
}

/// How documents come in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Documenten {
    /// Size of the parts (bestandsdelen) in which a document is uploaded that is created without its content.
    #[schemars(range(min = 1024))]
    pub part_bytes: u64,
    /// Largest content of a document; more is answered with 413.
    #[schemars(range(min = 1024))]
    pub max_upload_bytes: u64,
    /// Days after which an upload in parts that was not finished is thrown away, and its lock with it.
    #[schemars(range(min = 1, max = 3650))]
    pub upload_expires_days: u32,
}

impl Default for Documenten {
    fn default() -> Self {
        Self { part_bytes: 64 << 20, max_upload_bytes: 16 << 30, upload_expires_days: 7 }
    }
}

/// The virus scanner that looks at every content before it is kept.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Antivirus {
    /// Socket of `clamd`, the daemon of this scanner: `unix:/run/clamav/clamd.ctl` or `tcp:HOST:PORT` (unencrypted). Not set
    /// means: nothing is scanned. When it is set and the scanner does not answer, uploads are refused with 503.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clamav: Option<String>,
    /// How long the scanner may take to connect, to take a piece, and to give its verdict, each.
    #[schemars(range(min = 100))]
    pub timeout_ms: u64,
}

impl Default for Antivirus {
    fn default() -> Self {
        Self { clamav: None, timeout_ms: 25_000 }
    }
}
