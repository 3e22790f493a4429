// SPDX-License-Identifier: EUPL-1.2
//! Roltype.

use serde::{Deserialize, Serialize};
use uuid::Uuid;
use waarmaker_api::{Change, Cx, Result, Rules};
use waarmaker_core::{Date, Problems};
use waarmaker_resource::{
    Column, Component, Expand, Fields, Filter, Link, Linked, Pick, Resource, Shape, Touch, choice,
};

use crate::{
    Catalogus, Zaaktype, concept, pending, scopes,
    subtype::{self, Derived, Subtype},
};

choice! {
    /// De rol die een betrokkene in het algemeen vervult.
    pub enum RolOmschrijvingGeneriek {
        Adviseur = "adviseur", Behandelaar = "behandelaar", Belanghebbende = "belanghebbende", Beslisser = "beslisser",
        Initiator = "initiator", Klantcontacter = "klantcontacter", Zaakcoordinator = "zaakcoordinator", MedeInitiator = "mede_initiator",
    }
}

/// Een rol die betrokkenen bij zaken van een zaaktype kunnen hebben.
#[derive(Clone, Debug, Fields, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Roltype {
    /// Het zaaktype waarbij de rol hoort.
    #[field(required)]
    pub zaaktype: Link<Zaaktype>,
    /// Identificatie van dat zaaktype.
    #[field(read_only)]
    pub zaaktype_identificatie: String,
    /// Wat de rol inhoudt.
    #[field(required, max = 100)]
    pub omschrijving: String,
    /// De algemene rol waar deze onder valt.
    #[field(required)]
    pub omschrijving_generiek: RolOmschrijvingGeneriek,
    /// De catalogus van het zaaktype.
    #[field(read_only, deprecated)]
    pub catalogus: Option<Link<Catalogus>>,
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

impl Linked for Roltype {
    const NAME: &'static str = "roltype";
    const PATH: &'static str = "/catalogi/api/v1/roltypen";
}

impl Subtype for Roltype {
    fn zaaktype(&self) -> Link<Zaaktype> {
        self.zaaktype
    }
    fn derive(&mut self, from: &Derived) {
        self.zaaktype_identificatie.clone_from(&from.zaaktype_identificatie);
        self.catalogus = Some(from.catalogus);
        self.begin_geldigheid = Some(from.begin_geldigheid);
        self.einde_geldigheid = from.einde_geldigheid;
        self.begin_object = from.begin_object;
        self.einde_object = from.einde_object;
    }
}

impl Rules for Roltype {
    const RESOURCE: Resource = Resource {
        name: "roltype",
        schema: "RolType",
        doc: "Een rol die betrokkenen bij zaken van een zaaktype kunnen hebben.",
        component: Component::CATALOGI,
        path: "roltypen",
        table: "roltypen",
        fields: Self::FIELDS,
        columns: &[
            Column::link("zaaktype", "zaaktype"),
            Column::text("zaaktype_identificatie", "zaaktypeIdentificatie"),
            Column::text("omschrijving_generiek", "omschrijvingGeneriek"),
            Column::moment("begin_geldigheid", "beginGeldigheid"),
            Column::moment("einde_geldigheid", "eindeGeldigheid"),
        ],
        filters: &[
            Filter::is("zaaktype", "zaaktype", Shape::Link("zaaktype")),
            Filter::is("zaaktypeIdentificatie", "zaaktype_identificatie", Shape::Text),
            Filter::is("omschrijvingGeneriek", "omschrijving_generiek", Shape::Choice(RolOmschrijvingGeneriek::NAMES)),
            scopes::STATUS_OF_ZAAKTYPE,
            scopes::DATUM_GELDIGHEID,
        ],
        allow: scopes::SUBTYPE,
        part_of: Some(("zaaktype", "zaaktype")),
        conditional: true,
        expand: &[Expand::of("zaaktype", "zaaktype"), Expand::of("catalogus", "catalogus")],
        touches: &[Touch { column: "zaaktype", target: "zaaktype", field: "roltypen", pick: Pick::All }],
        notify: scopes::NOTIFY,
        detail_parameters: scopes::DETAIL,
        ..Resource::BASE
    };

    fn prepare(&mut self, _change: &Change<'_, Self>, cx: &mut Cx<'_, '_>) -> Result<()> {
        subtype::prepare(self, cx)
    }

    /// ztc-010: belongs to a concept zaaktype, or is a correctie.
    fn check(&self, change: &Change<'_, Self>, cx: &mut Cx<'_, '_>, problems: &mut Problems) -> Result<()> {
        concept::zaaktype_open(self, change, cx, problems)
    }

    /// ztc-010.
    fn removable(&self, uuid: Uuid, cx: &mut Cx<'_, '_>, problems: &mut Problems) -> Result<()> {
        concept::zaaktype_open_for_delete(self, cx, problems)?;
        pending::none::<Self>(uuid, cx, problems)
    }

    fn weergave(&self) -> String {
        self.omschrijving.clone()
    }
}
