// SPDX-License-Identifier: EUPL-1.2
//! Contents of documents, kept by what they contain.
//!
//! **What it is for.** A content of any size goes in and out as a stream, in the memory of a few chunks, and is neither lost nor changed
//! unnoticed. [`Blobs`] is a store: a folder, or an S3 bucket through `object_store`. What arrives is cut into [chunks](Chunk) of at most
//! 4 MiB. Each is an object of its own, named after its SHA-256, so that equal chunks are stored once. The table `blobs` has a row for every
//! distinct chunk, `inhoud_delen` says which chunks make up a content, and a content is an id that rows of other tables refer to. Putting the
//! parts of an upload together, or giving two versions the same content, copies no byte.
//!
//! **What it is not.** It knows no document, no version and no caller, and no HTTP. It does not encrypt: that is for the disk or the bucket.
//! It keeps no content alive by itself: whoever has the id [forgets](contents::forget) it in the transaction in which its own row goes.
//!
//! **The order of things.** An object is written, and on disk, before the transaction that refers to it begins. It is removed after the
//! transaction that removed its row has been committed. So a crash at any moment leaves at worst an object too many, which
//! [`Blobs::collect_orphans`] removes a day later. A name is never used twice: it ends in the id of the writing (the *generation*), so an object that is
//! about to be removed cannot be one that was just written.
//!
//! **What is refused leaves nothing.** A [`Receiver`] that is dropped removes what it put, whatever the reason: a client that hangs up, a virus,
//! a full disk. A [`Received`] does so too, once nobody can make a row for it any more: when its last clone is gone, and so the write that
//! had one has ended. After a write that kept it, it asks the database which of its objects got a row, for a write that seems to have failed
//! may have been committed; [`Received::settle`] saves asking.
//!
//! **What is read is checked.** A chunk is read whole and compared with its name before a byte of it leaves, also for a range of a few bytes.
//! [`Blobs::verify`] does so for all of them.
//!
//! **Viruses.** With a scanner, every byte goes to ClamAV as it arrives. Only its word that the content is clean lets it in: no answer is a
//! refusal.
//!
//! **How to add a kind of store.** A variant of [`StoreSettings`] and an arm in `store::Store::open` that makes an `ObjectStore` of it. The tests
//! in `tests/contents` run on everything that `World::every` starts.
//!
//! ```
//! use futures_util::TryStreamExt as _;
//! use waarmaker_blob::{Blobs, Error, contents};
//! use waarmaker_core::{DateTime, Ids as _, RandomIds};
//! use waarmaker_db::{Db, Settings, Url, Weight};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let folder = tempfile::tempdir()?;
//! let db = Db::open(&Settings::new(Url::Sqlite(folder.path().join("register.db"))))?;
//! let blobs = Blobs::in_folder(folder.path())?;
//!
//! let mut receiver = blobs.receive(&db);
//! receiver.push(b"Geachte heer, ").await?;
//! receiver.push(b"geachte mevrouw,").await?;
//! let received = receiver.finish().await?;
//!
//! let (inhoud, at) = (RandomIds.uuid(), DateTime::parse("2026-11-21T12:00:00Z")?);
//! let offered = received.clone();
//! let kept = db.write(move |tx| contents::keep(tx, inhoud, &offered, &at)).await?;
//! received.settle(kept);
//!
//! let content = db.read(Weight::Point, move |tx| contents::of(tx, inhoud)).await?.ok_or("it was kept")?;
//! assert_eq!(content.size, 30);
//! let part: Vec<_> = blobs.read(&content, 8..12).try_collect().await?;
//! assert_eq!(part.concat(), b"heer");
//! # db.close().await;
//! # Ok(())
//! # }
//! ```

mod blobs;
mod chunk;
mod collect;
pub mod contents;
mod error;
mod pool;
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

/// How long an upload may take, from its first chunk to its row: 12 hours. After that the row is refused, because its objects may be collected
/// from [`SHORTEST_GRACE`] on.
pub const LONGEST_UPLOAD: Duration = Duration::from_hours(12);
