// SPDX-License-Identifier: EUPL-1.2
//! Eigenschap.

use serde::{Deserialize, Serialize};
use uuid::Uuid;
use waarmaker_api::{Change, Cx, Result, Rules};
use waarmaker_core::{Date, Problems};
use waarmaker_resource::{
    Blank, Column, Component, Expand, Fields, Filter, Link, Linked, Pick, Resource, Shape, Touch, choice,
};

use crate::{
    Catalogus, Statustype, Zaaktype, concept, pending, scopes,
    subtype::{self, Derived, Subtype},
};

choice! {
    /// Soort tekens waaruit een waarde bestaat.
    pub enum Formaat { Tekst = "tekst", Getal = "getal", Datum = "datum", DatumTijd = "datum_tijd" }
}

/// Hoe de waarden van een eigenschap eruitzien.
#[derive(Clone, Debug, Fields, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Specificatie {
    /// Naam van de groep waar de eigenschap onder valt.
    #[field(max = 32)]
    pub groep: String,
    /// Soort tekens waaruit de waarde bestaat.
    #[field(required)]
    pub formaat: Formaat,
    /// Aantal tekens van een waarde; bij een getal eventueel met cijfers achter de komma (`2,1`).
    #[field(required, max = 14)]
    pub lengte: String,
    /// Hoeveel waarden er bij een zaak zijn: een getal, of N.
    #[field(required, max = 3)]
    pub kardinaliteit: String,
    /// Waarden die de eigenschap kan hebben; leeg als elke waarde mag.
    #[field(max = 100)]
    pub waardenverzameling: Vec<String>,
}

/// Een gegeven dat bij zaken van een zaaktype wordt vastgelegd en waar de standaard zelf geen plek voor heeft.
#[derive(Clone, Debug, Fields, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Eigenschap {
    /// Naam.
    #[field(required, max = 20)]
    pub naam: String,
    /// De catalogus van het zaaktype.
    #[field(read_only)]
    pub catalogus: Blank<Link<Catalogus>>,
    /// Wat de eigenschap betekent.
    #[field(required, max = 255)]
    pub definitie: String,
    /// Hoe de waarden eruitzien.
    #[field(required)]
    pub specificatie: Specificatie,
    /// Waarom de eigenschap van belang is.
    #[field(max = 1000)]
    pub toelichting: String,
    /// Het zaaktype waarbij de eigenschap hoort.
    #[field(required)]
    pub zaaktype: Link<Zaaktype>,
    /// Identificatie van dat zaaktype.
    #[field(read_only)]
    pub zaaktype_identificatie: String,
    /// Het statustype waarvoor de eigenschap een waarde moet hebben.
    pub statustype: Option<Link<Statustype>>,
    /// Dag waarop de versie van het zaaktype ingaat.
    #[field(read_only, deprecated)]
    pub begin_geldigheid: Option<Date>,
    /// Laatste dag van de versie van het zaaktype.
    #[field(read_only, deprecated)]
    pub einde_geldigheid: Option<Date>,
    /// Dag waarop de eerste versie van het zaaktype inging.
    #[field(read_only, deprecated)]
    pub begin_object: Option<Date>,
    /// Laatste dag van de laatste versie van het zaaktype.
    #[field(read_only, deprecated)]
    pub einde_object: Option<Date>,
}

impl Linked for Eigenschap {
    const NAME: &'static str = "eigenschap";
    const PATH: &'static str = "/catalogi/api/v1/eigenschappen";
}

impl Subtype for Eigenschap {
    fn zaaktype(&self) -> Link<Zaaktype> {
        self.zaaktype
    }
    fn derive(&mut self, from: &Derived) {
        self.zaaktype_identificatie.clone_from(&from.zaaktype_identificatie);
        self.catalogus = Blank(Some(from.catalogus));
        self.begin_geldigheid = Some(from.begin_geldigheid);
        self.einde_geldigheid = from.einde_geldigheid;
        self.begin_object = from.begin_object;
        self.einde_object = from.einde_object;
    }
}

impl Rules for Eigenschap {
    const RESOURCE: Resource = Resource {
        name: "eigenschap",
        schema: "Eigenschap",
        doc: "Een gegeven dat bij zaken van een zaaktype wordt vastgelegd.",
        component: Component::CATALOGI,
        path: "eigenschappen",
        table: "eigenschappen",
        fields: Self::FIELDS,
        columns: &[
            Column::link("zaaktype", "zaaktype"),
            Column::text("zaaktype_identificatie", "zaaktypeIdentificatie"),
            Column::link("statustype", "statustype"),
            Column::moment("begin_geldigheid", "beginGeldigheid"),
            Column::moment("einde_geldigheid", "eindeGeldigheid"),
        ],
        filters: &[
            Filter::is("zaaktype", "zaaktype", Shape::Link("zaaktype")),
            Filter::is("zaaktypeIdentificatie", "zaaktype_identificatie", Shape::Text),
            scopes::STATUS_OF_ZAAKTYPE,
            scopes::DATUM_GELDIGHEID,
        ],
        allow: scopes::SUBTYPE,
        part_of: Some(("zaaktype", "zaaktype")),
        conditional: true,
        expand: &[
            Expand::of("catalogus", "catalogus"),
            Expand::of("zaaktype", "zaaktype"),
            Expand::of("statustype", "statustype"),
        ],
        touches: &[
            Touch { column: "zaaktype", target: "zaaktype", field: "eigenschappen", pick: Pick::All },
            Touch { column: "statustype", target: "statustype", field: "eigenschappen", pick: Pick::All },
        ],
        notify: scopes::NOTIFY,
        detail_parameters: scopes::DETAIL,
        ..Resource::BASE
    };

    fn prepare(&mut self, _change: &Change<'_, Self>, cx: &mut Cx<'_, '_>) -> Result<()> {
        subtype::prepare(self, cx)
    }

    fn check(&self, change: &Change<'_, Self>, cx: &mut Cx<'_, '_>, problems: &mut Problems) -> Result<()> {
        lengths(&self.specificatie, problems);
        subtype::statustype_of_zaaktype(self.statustype, self.zaaktype, cx, problems)?;
        // ztc-010: belongs to a concept zaaktype, or is a correctie.
        concept::zaaktype_open(self, change, cx, problems)
    }

    /// ztc-010.
    fn removable(&self, uuid: Uuid, cx: &mut Cx<'_, '_>, problems: &mut Problems) -> Result<()> {
        concept::zaaktype_open_for_delete(self, cx, problems)?;
        pending::none::<Self>(uuid, cx, problems)
    }

    fn weergave(&self) -> String {
        self.naam.clone()
    }
}

/// ztc-015: a date has eight characters (`YYYYMMDD`) and a moment fourteen (`YYYYMMDDhhmmss`).
fn lengths(specificatie: &Specificatie, problems: &mut Problems) {
    let wanted = match specificatie.formaat {
        Formaat::Datum => "8",
        Formaat::DatumTijd => "14",
        Formaat::Tekst | Formaat::Getal => return,
    };
    if specificatie.lengte != wanted {
        let formaat = specificatie.formaat.as_str();
        problems.add("specificatie.lengte", "invalid", format!("Bij formaat {formaat} is de lengte altijd {wanted}."));
    }
}
