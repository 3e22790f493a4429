// SPDX-License-Identifier: EUPL-1.2
//! An answer in parts: each is read by the key of the last row before it, in a short read of its own, when the reader has taken the part before.
//!
//! A read that fails breaks the connection: HTTP then tells the reader that the answer is not whole. Nothing is put after it that would look like an end.

use std::sync::Arc;

use axum::body::{Body, Bytes};
use futures_util::stream;
use waarmaker_api::{Result, http::Api};
use waarmaker_db::Weight;

use super::{LEZER, vorm::Vorm};
use crate::data::{CHUNK, Storingen, Vraag, storingen};

/// Faults in a part: as many as one statement reads.
pub(super) const DEEL: usize = CHUNK;

/// An answer that is being written.
struct Stroom {
    api: Arc<Api>,
    vorm: Vorm,
    vraag: Vraag,
    /// What comes next; `None` when everything was written.
    nog: Option<Nog>,
    /// Nothing was written yet.
    begin: bool,
    /// No row was written yet.
    leeg: bool,
}

/// What comes next.
enum Nog {
    /// This part, which was read.
    Gelezen(Storingen),
    /// What comes after this key.
    Na(i64),
}

/// The body of an answer of which the first part was read.
pub(super) fn body(api: Arc<Api>, vorm: Vorm, vraag: Vraag, first: Storingen) -> Body {
    let stroom = Stroom { api, vorm, vraag, nog: Some(Nog::Gelezen(first)), begin: true, leeg: true };
    Body::from_stream(stream::try_unfold(stroom, |mut stroom| async move {
        let part = stroom.part().await.inspect_err(|problem| {
            let source = std::error::Error::source(problem);
            tracing::error!(status = problem.status, source, "open data broke off");
        })?;
        Ok::<_, waarmaker_core::Problem>(part.map(|part| (part, stroom)))
    }))
}

impl Stroom {
    /// The next part; `None` when everything was written.
    async fn part(&mut self) -> Result<Option<Bytes>> {
        let found = match self.nog.take() {
            None => return Ok(None),
            Some(Nog::Gelezen(found)) => found,
            Some(Nog::Na(key)) => self.read(key).await?,
        };
        let mut text = if std::mem::take(&mut self.begin) { self.vorm.begin(None) } else { String::new() };
        self.vorm.rows(&found.storingen, self.leeg, &mut text);
        self.leeg &= found.storingen.is_empty();
        self.nog = found.volgende.map(Nog::Na);
        if self.nog.is_none() {
            text.push_str(self.vorm.end());
        }
        Ok(Some(text.into()))
    }

    async fn read(&self, key: i64) -> Result<Storingen> {
        let vraag = Vraag { na: Some(key), ..self.vraag.clone() };
        self.api.reading_as(LEZER, Weight::Scan, move |cx| storingen(&vraag, cx)).await
    }
}
