// SPDX-License-Identifier: EUPL-1.2
//! Where pages begin: so that the next page of a long list is reached by key and costs what the first one costs.
//!
//! A page that is served tells the id after which the following one begins. That stays true while rows are only added at the end; a change or delete in
//! the table makes it forgotten. Another node does not hear of that, so an anchor is believed for a minute: at worst a row is shown on two pages.

use std::{
    collections::HashMap,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use xxhash_rust::xxh3::xxh3_128;

use crate::{Page, Where};

/// How long an anchor is believed.
const BELIEVED: Duration = Duration::from_mins(1);
/// Most anchors that are remembered.
const REMEMBERED: usize = 4096;

/// The anchors of one table.
#[derive(Debug, Default)]
pub(crate) struct Anchors {
    changes: AtomicU64,
    known: Mutex<HashMap<u128, Anchor>>,
}

#[derive(Clone, Copy, Debug)]
struct Anchor {
    after: i64,
    changes: u64,
    at: Instant,
}

impl Anchors {
    /// A row was changed or deleted.
    pub(crate) fn forget(&self) {
        self.changes.fetch_add(1, Ordering::AcqRel);
    }

    /// The number of changes so far; taken before rows are read, so that a change meanwhile counts.
    pub(crate) fn changes(&self) -> u64 {
        self.changes.load(Ordering::Acquire)
    }

    /// The id after which a page begins, when that is known.
    pub(crate) fn before(&self, condition: &Where, page: Page) -> Option<i64> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let anchor = known.get(&key(condition, page.number, page.size))?;
        (anchor.changes == self.changes() && anchor.at.elapsed() < BELIEVED).then_some(anchor.after)
    }

    /// Remembers that the page after this one begins after an id; `changes` is the number from before the rows were read.
    pub(crate) fn remember(&self, condition: &Where, page: Page, after: i64, changes: u64) {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= REMEMBERED {
            known.clear();
        }
        known.insert(key(condition, page.number + 1, page.size), Anchor { after, changes, at: Instant::now() });
    }
}

/// A list and the number of a page, in 128 bits: conditions hold the client id and may hold personal data, which is not kept.
fn key(condition: &Where, number: u64, size: u32) -> u128 {
    xxh3_128(format!("{}|{:?}|{number}|{size}", condition.sql, condition.parameters).as_bytes())
}
