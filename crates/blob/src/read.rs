// SPDX-License-Identifier: EUPL-1.2
//! Contents on their way out.

use std::{collections::VecDeque, ops::Range};

use bytes::Bytes;
use futures_util::{Stream, stream};
use tokio::task::JoinSet;

use crate::{Blobs, Chunk, Content, Error};

impl Blobs {
    /// Reads a part of a content, or with `0..content.size` all of it. What the range has beyond the end is ignored.
    ///
    /// Fetches the chunks in which the range lies, each whole: no byte leaves before its chunk was found to be what its address says. While one is being
    /// sent the next is fetched. Ends after an error.
    pub fn read(
        &self,
        content: &Content,
        range: Range<u64>,
    ) -> impl Stream<Item = Result<Bytes, Error>> + Send + use<> {
        let reading = Reading { blobs: self.clone(), pieces: pieces(content, range), next: JoinSet::new() };
        stream::unfold(reading, |mut reading| async move {
            let piece = reading.next().await?;
            if piece.is_err() {
                reading.pieces.clear();
                reading.next = JoinSet::new();
            }
            Some((piece, reading))
        })
    }
}

/// A chunk, and which bytes of it are wanted.
struct Piece {
    chunk: Chunk,
    wanted: Range<usize>,
}

struct Reading {
    blobs: Blobs,
    pieces: VecDeque<Piece>,
    /// The piece that is fetched ahead; stops when this is dropped.
    next: JoinSet<Result<Bytes, Error>>,
}

impl Reading {
    async fn next(&mut self) -> Option<Result<Bytes, Error>> {
        let piece = match self.next.join_next().await {
            Some(Ok(piece)) => piece,
            Some(Err(source)) => Err(Error::store("reading", "", object_store::Error::JoinError { source })),
            None => fetch(&self.blobs, self.pieces.pop_front()?).await,
        };
        if let Some(ahead) = self.pieces.pop_front() {
            let blobs = self.blobs.clone();
            self.next.spawn(async move { fetch(&blobs, ahead).await });
        }
        Some(piece)
    }
}

async fn fetch(blobs: &Blobs, piece: Piece) -> Result<Bytes, Error> {
    let bytes = blobs.store().get(piece.chunk).await?;
    Ok(bytes.slice(piece.wanted))
}

/// Finds the chunks in which a range lies.
fn pieces(content: &Content, range: Range<u64>) -> VecDeque<Piece> {
    let mut pieces = VecDeque::new();
    let mut start = 0_u64;
    for chunk in &content.chunks {
        // Counted within the chunk. It fits in memory, so its offsets are as wide as this machine's.
        let from = usize::try_from(range.start.saturating_sub(start).min(chunk.size));
        let to = usize::try_from(range.end.saturating_sub(start).min(chunk.size));
        if let (Ok(from), Ok(to)) = (from, to)
            && from < to
        {
            pieces.push_back(Piece { chunk: *chunk, wanted: from..to });
        }
        start = start.saturating_add(chunk.size);
    }
    pieces
}
