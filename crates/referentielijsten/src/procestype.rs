// SPDX-License-Identifier: EUPL-1.2
//! PROCESTYPE of the selection list.

use serde::{Deserialize, Serialize};
use waarmaker_api::Rules;
use waarmaker_resource::{Allow, Column, Component, Fields, Filter, Guard, Linked, Op, Resource, Shape};

/// Een soort proces uit de selectielijst.
#[derive(Clone, Debug, Fields, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Procestype {
    /// Het nummer van het procestype binnen de selectielijst.
    #[field(required, shape = Shape::Int { min: 0, max: 32_767 })]
    pub nummer: i64,
    /// Het jaar van de selectielijst waar het procestype in staat.
    #[field(required, shape = Shape::Int { min: 1900, max: 9999 })]
    pub jaar: i64,
    /// De naam van het procestype.
    #[field(required, max = 255)]
    pub naam: String,
    /// Wat er in zo'n proces gebeurt.
    pub omschrijving: String,
    /// Nadere uitleg.
    pub toelichting: String,
    /// Waar het proces over gaat of wat het oplevert.
    pub procesobject: String,
}

impl Linked for Procestype {
    const NAME: &'static str = "procestype";
    const PATH: &'static str = "/referentielijsten/api/v1/procestypen";
}

impl Rules for Procestype {
    const RESOURCE: Resource = Resource {
        name: "procestype",
        schema: "ProcesType",
        doc: "Een soort proces uit de selectielijst.",
        component: Component::REFERENTIELIJSTEN,
        path: "procestypen",
        table: "procestypen",
        fields: Self::FIELDS,
        columns: &[Column::int("jaar", "jaar")],
        filters: &[Filter::is("jaar", "jaar", Shape::Int { min: 0, max: 9999 })],
        allow: &[Allow::new(Op::List, &[]), Allow::new(Op::Read, &[])],
        guard: Guard::Public,
        paged: false,
        ..Resource::BASE
    };

    fn weergave(&self) -> String {
        format!("{}. {}", self.nummer, self.naam)
    }
}
