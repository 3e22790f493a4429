// SPDX-License-Identifier: EUPL-1.2
//! REGEL: when something is broken.

use serde::{Deserialize, Serialize};
use waarmaker_api::Rules;
use waarmaker_resource::{Component, Fields, Linked, Resource};

/// Een regel.
#[derive(Clone, Debug, Fields, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Regel {
    /// Naam van de regel.
    #[field(required, max = 200)]
    pub naam: String,
}

impl Linked for Regel {
    const NAME: &'static str = "regel";
    const PATH: &'static str = "/signalen/api/v1/regels";
}

impl Rules for Regel {
    const RESOURCE: Resource = Resource {
        name: "regel",
        schema: "Regel",
        component: Component::SIGNALEN,
        path: "regels",
        table: "regels",
        fields: Self::FIELDS,
        ..Resource::BASE
    };
}
