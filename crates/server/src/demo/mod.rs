// SPDX-License-Identifier: EUPL-1.2
//! The example municipality: its catalogues, zaken that run through the public HTTP API from registration to archive, and a program that is told of
//! them.
//!
//! What happens is data: the catalogues and `zaken.toml` in the folder `demo` of this crate. To add a zaak, add it there with what is expected of it.

mod caller;
mod papers;
mod script;
mod story;
mod subscriber;

use anyhow::{Context as _, Result};

pub(crate) use caller::Caller;
pub(crate) use script::Script;
pub(crate) use story::Story;
pub(crate) use subscriber::Subscriber;

/// The catalogue files, in the order in which they are imported.
pub(crate) const CATALOGUES: &[(&str, &str)] = &[
    ("melding-openbare-verlichting.toml", include_str!("../../demo/melding-openbare-verlichting.toml")),
    ("omgevingsvergunning-aanvraag.toml", include_str!("../../demo/omgevingsvergunning-aanvraag.toml")),
    ("correctie-btw-aangifte.toml", include_str!("../../demo/correctie-btw-aangifte.toml")),
    ("wmo-aanvraag.toml", include_str!("../../demo/wmo-aanvraag.toml")),
];

/// The zaken to run.
pub(crate) fn script() -> Result<Script> {
    toml::from_str(include_str!("../../demo/zaken.toml")).context("reading zaken.toml")
}
