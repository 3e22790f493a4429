// SPDX-License-Identifier: EUPL-1.2
//! Where contents go, and who looks at them first.

use std::{fmt, path::PathBuf, time::Duration};

/// How a store of contents is opened.
#[derive(Clone, Debug)]
pub struct BlobSettings {
    /// Where the chunks are.
    pub store: StoreSettings,
    /// Largest chunk in bytes, and so the memory that one upload or download takes, twice. At least 1.
    ///
    /// May be changed at any time: what is stored stays readable, but is not recognised as the same when it is cut differently.
    pub chunk_bytes: usize,
    /// Who looks for viruses; nobody when not set.
    pub scanner: Option<ScannerSettings>,
}

impl BlobSettings {
    /// The size of a chunk unless set otherwise: 4 MiB.
    pub const CHUNK_BYTES: usize = 4 << 20;

    /// Returns the settings of a store with chunks of the usual size and without a scanner.
    pub const fn new(store: StoreSettings) -> Self {
        Self { store, chunk_bytes: Self::CHUNK_BYTES, scanner: None }
    }
}

/// Where the chunks are.
#[derive(Clone, Debug)]
pub enum StoreSettings {
    /// A folder that exists, on a disk of this machine or on one that several nodes share.
    Folder(PathBuf),
    /// A bucket that exists, at anyone who speaks S3.
    S3(S3Settings),
}

/// A bucket and how to get at it.
#[derive(Clone)]
pub struct S3Settings {
    /// Address of the service; that of Amazon when not set.
    pub endpoint: Option<String>,
    /// Name of the bucket.
    pub bucket: String,
    /// Region that requests are signed for; services other than Amazon's mostly take any.
    pub region: String,
    /// Name of the key.
    pub access_key_id: String,
    /// The key. Never shown.
    pub secret_access_key: String,
    /// What comes before every name, without a slash at either end; may be empty.
    pub prefix: String,
    /// Whether the endpoint may be `http://`.
    pub allow_http: bool,
    /// Whether the bucket is in the path (`https://host/bucket/…`) instead of in the name of the host.
    pub path_style: bool,
}

impl fmt::Debug for S3Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("S3Settings")
            .field("endpoint", &self.endpoint)
            .field("bucket", &self.bucket)
            .field("region", &self.region)
            .field("prefix", &self.prefix)
            .field("allow_http", &self.allow_http)
            .field("path_style", &self.path_style)
            .finish_non_exhaustive()
    }
}

/// A ClamAV daemon and how long it may take.
#[derive(Clone, Debug)]
pub struct ScannerSettings {
    /// Where it listens.
    pub address: ScannerAddress,
    /// How long connecting, taking a piece or giving the verdict may take, each. A content that takes longer is refused.
    pub timeout: Duration,
}

/// Where a ClamAV daemon listens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ScannerAddress {
    /// A socket file, such as `/run/clamav/clamd.ctl`.
    Unix(PathBuf),
    /// `host:port`. The content goes over this connection unencrypted.
    Tcp(String),
}
