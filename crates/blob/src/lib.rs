// SPDX-License-Identifier: EUPL-1.2
//! Contents of documents, kept by what they contain.

use std::{fmt, path::Path, sync::Arc};

use object_store::{ObjectStore, local::LocalFileSystem};

/// A store of contents: cheap to clone.
#[derive(Clone)]
pub struct Blobs {
    store: Arc<dyn ObjectStore>,
}

impl fmt::Debug for Blobs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Blobs({})", self.store)
    }
}

impl Blobs {
    /// Opens a folder, which must exist.
    pub fn in_folder(folder: &Path) -> Result<Self, object_store::Error> {
        let store = LocalFileSystem::new_with_prefix(folder)?.with_fsync(true);
        Ok(Self { store: Arc::new(store) })
    }
}
