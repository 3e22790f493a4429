// SPDX-License-Identifier: EUPL-1.2
//! Contents of documents, kept by what they contain.

mod blobs;
mod chunk;
mod collect;
pub mod contents;
mod error;
mod read;
mod receive;
mod scanner;
mod settings;
mod store;
mod verify;

use std::time::Duration;

pub use blobs::Blobs;
pub use chunk::{Address, Chunk};
pub use collect::{Collected, SHORTEST_GRACE};
pub use contents::{Content, Kept};
pub use error::Error;
pub use receive::{Received, Receiver};
pub use settings::{BlobSettings, S3Settings, ScannerAddress, ScannerSettings, StoreSettings};
pub use verify::{Fault, Found, Unowned, Verified, Wrong};

/// How long an upload may take, from its first chunk to its row.
pub const LONGEST_UPLOAD: Duration = Duration::from_secs(12 * 60 * 60);
