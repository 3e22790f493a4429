// SPDX-License-Identifier: EUPL-1.2
//! RESULTAATTYPEOMSCHRIJVING: the generic description of a resultaattype.

use serde::{Deserialize, Serialize};
use waarmaker_api::Rules;
use waarmaker_resource::{Allow, Component, Fields, Guard, Linked, Op, Resource};

/// Een algemeen gehanteerde omschrijving van een soort resultaat.
#[derive(Clone, Debug, Fields, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Resultaattypeomschrijving {
    /// De omschrijving zelf.
    #[field(required, max = 80)]
    pub omschrijving: String,
    /// Wat ermee bedoeld wordt.
    pub definitie: String,
    /// Wat erbij op te merken is.
    pub opmerking: String,
}

impl Linked for Resultaattypeomschrijving {
    const NAME: &'static str = "resultaattypeomschrijving";
    const PATH: &'static str = "/referentielijsten/api/v1/resultaattypeomschrijvingen";
}

impl Rules for Resultaattypeomschrijving {
    const RESOURCE: Resource = Resource {
        name: "resultaattypeomschrijving",
        schema: "ResultaattypeOmschrijvingGeneriek",
        doc: "Een algemeen gehanteerde omschrijving van een soort resultaat.",
        component: Component::REFERENTIELIJSTEN,
        path: "resultaattypeomschrijvingen",
        table: "resultaattypeomschrijvingen",
        fields: Self::FIELDS,
        allow: &[Allow::new(Op::List, &[]), Allow::new(Op::Read, &[])],
        guard: Guard::Public,
        paged: false,
        ..Resource::BASE
    };

    fn weergave(&self) -> String {
        self.omschrijving.clone()
    }
}
