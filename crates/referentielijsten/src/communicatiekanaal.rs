// SPDX-License-Identifier: EUPL-1.2
//! COMMUNICATIEKANAAL: the way in which somebody reaches the organisation.

use serde::{Deserialize, Serialize};
use waarmaker_api::Rules;
use waarmaker_resource::{Allow, Component, Fields, Guard, Linked, Op, Resource};

/// Een weg waarlangs iemand contact heeft met de organisatie.
#[derive(Clone, Debug, Fields, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Communicatiekanaal {
    /// De naam van het kanaal.
    #[field(required, max = 50)]
    pub naam: String,
    /// Wat eronder valt.
    pub omschrijving: String,
}

impl Linked for Communicatiekanaal {
    const NAME: &'static str = "communicatiekanaal";
    const PATH: &'static str = "/referentielijsten/api/v1/communicatiekanalen";
}

impl Rules for Communicatiekanaal {
    const RESOURCE: Resource = Resource {
        name: "communicatiekanaal",
        schema: "CommunicatieKanaal",
        doc: "Een weg waarlangs iemand contact heeft met de organisatie.",
        component: Component::REFERENTIELIJSTEN,
        path: "communicatiekanalen",
        table: "communicatiekanalen",
        fields: Self::FIELDS,
        allow: &[Allow::new(Op::List, &[]), Allow::new(Op::Read, &[])],
        guard: Guard::Public,
        paged: false,
        ..Resource::BASE
    };

    fn weergave(&self) -> String {
        self.naam.clone()
    }
}
