// SPDX-License-Identifier: EUPL-1.2
//! Contents of documents, kept by what they contain.

mod blobs;
mod chunk;
pub mod contents;
mod error;
mod read;
mod receive;
mod scanner;
mod settings;
mod store;

use std::time::Duration;

pub use blobs::Blobs;
pub use chunk::{Address, Chunk};
pub use contents::{Content, Kept};
pub use error::Error;
pub use receive::{Received, Receiver};
pub use settings::{BlobSettings, S3Settings, ScannerAddress, ScannerSettings, StoreSettings};

/// How long an upload may take, from its first chunk to its row.
pub const LONGEST_UPLOAD: Duration = Duration::from_secs(12 * 60 * 60);
