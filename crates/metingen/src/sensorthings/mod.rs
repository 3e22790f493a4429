// SPDX-License-Identifier: EUPL-1.2
//! OGC `SensorThings` API 1.1 (OGC 18-088) over HTTP.
//!
//! A request is a path ([`place`]) with options ([`options`]); both become one statement. What a client writes in `$filter` is read into a tree
//! ([`parse`]) and compiled with parameters ([`compile`]). The entities are data ([`model`]).

mod body;
mod compile;
mod create;
mod geo;
mod item;
mod lex;
mod list;
mod model;
mod observe;
mod options;
mod parse;
mod place;
mod refusal;
mod rights;
mod routes;
mod typed;

pub(crate) use routes::routes;

/// Where the API is.
pub const ROOT: &str = "/sensorthings/v1.1";
