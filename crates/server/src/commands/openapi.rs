// SPDX-License-Identifier: EUPL-1.2
//! `waarmaker openapi`.

use std::io::Write as _;

use anyhow::Result;
use clap::{builder::PossibleValuesParser, builder::TypedValueParser as _};
use waarmaker_api::openapi;
use waarmaker_core::origin::splice;
use waarmaker_resource::Component;

use crate::{place, place::Place};

/// Print the OpenAPI contract of a component
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Openapi {
    /// The component
    #[arg(value_parser = component())]
    component: Component,
}

const EXAMPLES: &str = "\
Examples:
  waarmaker openapi zaken > zaken.json
  waarmaker openapi catalogi | less

A running server serves the same at its roots, such as /zaken/api/v1/openapi.json.";

fn component() -> impl clap::builder::TypedValueParser<Value = Component> {
    let names = PossibleValuesParser::new(Component::ALL.iter().map(|component| component.name));
    let known = |name: String| Component::ALL.iter().find(|component| component.name == name).copied();
    names.try_map(move |name| known(name).ok_or("there is no such component"))
}

impl Openapi {
    /// Prints the contract as JSON.
    pub(crate) fn run(&self, place: &Place) -> Result<()> {
        let settings = place.settings(&[])?;
        let house = place::house(&settings, settings.server.bind.port());
        let mut document = Vec::new();
        splice(&openapi::document(&house, self.component)?, house.origins.for_host(""), &mut document);
        let mut out = std::io::stdout().lock();
        out.write_all(&document)?;
        Ok(out.write_all(b"\n")?)
    }
}
