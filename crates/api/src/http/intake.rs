// SPDX-License-Identifier: EUPL-1.2
//! Bodies that are too large to read as JSON in memory.

use std::{future::Future, pin::Pin};

use axum::{body::Body, http::Method};
use serde_json::Value as Json;

use super::{Api, Incoming};
use crate::Result;

/// A body on its way in, of a request whose headers were accepted and whose token was verified.
#[derive(Debug)]
pub struct Arriving<'a> {
    /// What serves.
    pub api: &'a Api,
    /// Method of the request.
    pub method: Method,
    /// The body, unread.
    pub body: Body,
}

/// Reads the bodies of writes on one resource in a way of its own ([`Rules::intake`](crate::Rules::intake)): the content of a document goes to its
/// store while it arrives, the rest is returned as JSON. What it leaves for the rules it puts in the [`Call`](crate::Call) of the request.
pub trait Intake: Send + Sync {
    /// Reads the body. The caller is known but not yet authorised: refuse one without any right before reading much.
    fn read<'a>(
        &'a self,
        arriving: Arriving<'a>,
        incoming: &'a mut Incoming,
    ) -> Pin<Box<dyn Future<Output = Result<Json>> + Send + 'a>>;
}
