// SPDX-License-Identifier: EUPL-1.2
//! KLANTCONTACT: contact met een klant over een zaak. Deprecated by the standard, which still requires it.

use std::fmt;

use serde::{Deserialize, Serialize};
use waarmaker_api::{Change, Cx, Result, Rules};
use waarmaker_core::{DateTime, Problems};
use waarmaker_resource::{Allow, Column, Component, Fields, Filter, Link, Linked, Op, Resource, Shape};

use crate::{
    Zaak,
    closed::{GUARD, refuse_when_closed},
};

/// Longest identificatie.
const IDENTIFICATIE: usize = 14;

/// Contact met een klant over een zaak.
#[derive(Clone, Fields, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Klantcontact {
    /// Zaak waar het contact over ging.
    #[field(required)]
    pub zaak: Link<Zaak>,
    /// Unieke aanduiding van het contact. Wie er geen opgeeft, krijgt er een.
    #[field(max = 14)]
    pub identificatie: String,
    /// Tijdstip waarop het contact begon; niet in de toekomst.
    #[field(required)]
    pub datumtijd: DateTime,
    /// Kanaal waarlangs het contact liep.
    #[field(max = 20)]
    pub kanaal: String,
    /// Onderwerp van het contact.
    #[field(max = 200)]
    pub onderwerp: String,
    /// Toelichting op de inhoud van het contact.
    #[field(max = 1000)]
    pub toelichting: String,
}

/// What was said stays out of logs.
impl fmt::Debug for Klantcontact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Klantcontact").field("zaak", &self.zaak).finish_non_exhaustive()
    }
}

impl Linked for Klantcontact {
    const NAME: &'static str = "klantcontact";
    const PATH: &'static str = "/zaken/api/v1/klantcontacten";
}

impl Rules for Klantcontact {
    const RESOURCE: Resource = Resource {
        name: "klantcontact",
        schema: "KlantContact",
        doc: "Contact met een klant over een zaak. Verouderd: gebruik een register van contactmomenten.",
        component: Component::ZAKEN,
        path: "klantcontacten",
        table: "klantcontacten",
        fields: Self::FIELDS,
        shows_uuid: true,
        columns: &[Column::link("zaak", "zaak")],
        filters: &[Filter::is("zaak", "zaak", Shape::Link("zaak"))],
        allow: &[
            Allow::new(Op::List, &["zaken.lezen"]),
            Allow::new(Op::Create, &["zaken.bijwerken", "zaken.geforceerd-bijwerken"]),
            Allow::new(Op::Read, &["zaken.lezen"]),
        ],
        guard: GUARD,
        notify: &[Op::Create],
        ..Resource::BASE
    };

    /// Gives it an identificatie: the random end of its uuid.
    fn prepare(&mut self, change: &Change<'_, Self>, _cx: &mut Cx<'_, '_>) -> Result<()> {
        if self.identificatie.is_empty() {
            let digits = change.uuid.simple().to_string();
            self.identificatie = digits.chars().skip(digits.len().saturating_sub(IDENTIFICATIE)).collect();
        }
        Ok(())
    }

    fn check(&self, _change: &Change<'_, Self>, cx: &mut Cx<'_, '_>, problems: &mut Problems) -> Result<()> {
        if self.datumtijd.at > cx.call.now.at {
            problems.add("datumtijd", "date-in-future", "Dit tijdstip mag niet in de toekomst liggen.");
        }
        Ok(())
    }

    fn permit(&self, _change: &Change<'_, Self>, cx: &mut Cx<'_, '_>) -> Result<()> {
        let zaak = cx.must(self.zaak)?;
        refuse_when_closed(&zaak, cx)
    }

    fn weergave(&self) -> String {
        self.identificatie.clone()
    }
}
