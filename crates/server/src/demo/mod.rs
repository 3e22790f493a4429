// SPDX-License-Identifier: EUPL-1.2
//! The example municipality: its catalogues, zaken that run through the public HTTP API from registration to archive, a program that is told of
//! them, and a street whose lamps report themselves to a contractor.
//!
//! What happens is data: the files in the folder `demo` of this crate. To add a zaak, add it to `zaken.toml` with what is expected of it.

mod caller;
mod contractor;
mod listener;
mod papers;
pub(crate) mod people;
mod script;
mod story;
pub(crate) mod street;
mod subscriber;

use anyhow::{Context as _, Result};

pub(crate) use caller::Caller;
pub(crate) use contractor::Contractor;
pub(crate) use script::Script;
pub(crate) use story::Story;
pub(crate) use subscriber::Subscriber;

/// The catalogue files, in the order in which they are imported.
pub(crate) const CATALOGUES: &[(&str, &str)] = &[
    ("melding-openbare-verlichting.toml", include_str!("../../demo/melding-openbare-verlichting.toml")),
    ("omgevingsvergunning-aanvraag.toml", include_str!("../../demo/omgevingsvergunning-aanvraag.toml")),
    ("correctie-btw-aangifte.toml", include_str!("../../demo/correctie-btw-aangifte.toml")),
    ("storing-openbare-ruimte.toml", include_str!("../../demo/storing-openbare-ruimte.toml")),
    ("wmo-aanvraag.toml", include_str!("../../demo/wmo-aanvraag.toml")),
];

/// The zaken to run.
pub(crate) fn script() -> Result<Script> {
    toml::from_str(include_str!("../../demo/zaken.toml")).context("reading zaken.toml")
}
