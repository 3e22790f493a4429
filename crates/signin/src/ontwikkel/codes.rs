// SPDX-License-Identifier: EUPL-1.2
//! What the provider for development gave out: codes and access tokens, for a minute.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use super::Person;

/// How long a code or token counts, in seconds.
pub(crate) const LASTS: i64 = 60;
/// Most of them at once; then there are no more for a while.
const MOST: usize = 1000;

/// What was given out for somebody.
#[derive(Clone)]
pub(crate) struct Grant {
    pub(crate) person: Person,
    pub(crate) challenge: String,
    pub(crate) nonce: String,
    pub(crate) redirect_uri: String,
    /// Seconds since 1970.
    pub(crate) until: i64,
}

/// All that is still good.
#[derive(Default)]
pub(crate) struct Codes(Mutex<HashMap<String, Grant>>);

impl Codes {
    /// Keeps one.
    pub(crate) fn put(&self, code: String, grant: Grant, now: i64) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|_, grant| grant.until > now);
        if all.len() < MOST {
            all.insert(code, grant);
        }
    }

    /// Takes one away: a code counts once.
    pub(crate) fn take(&self, code: &str, now: i64) -> Option<Grant> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.remove(code).filter(|grant| grant.until > now)
    }

    /// One that may be used again.
    pub(crate) fn get(&self, token: &str, now: i64) -> Option<Grant> {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.get(token).filter(|grant| grant.until > now).cloned()
    }
}
