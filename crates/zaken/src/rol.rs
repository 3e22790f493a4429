// SPDX-License-Identifier: EUPL-1.2
//! ROL: wie in welke hoedanigheid bij een zaak betrokken is.

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;
use waarmaker_api::{Change, Cx, Result, Rules, rewrite};
use waarmaker_core::{Bsn, DateTime, Problems};
use waarmaker_resource::{
    Allow, Blank, Column, Comparison, Component, Expand, Fields, Filter, Link, Linked, Op, Pick, Resource, Shape,
    Touch, Unique, Uri, choice,
};

use crate::{
    Zaak,
    betrokkene::{BETROKKENEN, BetrokkeneType},
    catalogus::Roltype,
    closed::{GUARD, refuse_when_closed},
    mismatch::check_zaaktype,
};

choice! {
    /// Wie namens wie handelt.
    pub enum IndicatieMachtiging { Gemachtigde = "gemachtigde", Machtiginggever = "machtiginggever" }
}

/// Wie de organisatie of persoon in de rol te woord staat.
#[derive(Clone, Fields, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ContactpersoonRol {
    /// E-mailadres waarop de contactpersoon te bereiken is.
    #[field(max = 254, shape = Shape::Email)]
    pub emailadres: String,
    /// Taak van de contactpersoon binnen de organisatie.
    #[field(max = 50)]
    pub functie: String,
    /// Telefoonnummer waarop de contactpersoon te bereiken is.
    #[field(max = 20)]
    pub telefoonnummer: String,
    /// Naam van de contactpersoon, zoals die geschreven wordt.
    #[field(required, blank, max = 40)]
    pub naam: String,
}

/// Wie in welke hoedanigheid bij een zaak betrokken is.
#[derive(Clone, Fields, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Rol {
    /// Zaak waarbij de rol hoort.
    #[field(required)]
    pub zaak: Link<Zaak>,
    /// URL van de betrokkene in een ander register.
    pub betrokkene: Blank<Uri>,
    /// Soort betrokkene; bepaalt de vorm van `betrokkeneIdentificatie`.
    #[field(required)]
    pub betrokkene_type: BetrokkeneType,
    /// Naam waarmee de betrokkene in deze zaak aangesproken wil worden.
    #[field(max = 625)]
    pub afwijkende_naam_betrokkene: String,
    /// Roltype, van het zaaktype van de zaak.
    #[field(required)]
    pub roltype: Link<Roltype>,
    /// Omschrijving van de rol, overgenomen van het roltype.
    #[field(read_only)]
    pub omschrijving: String,
    /// Landelijke benaming van de rol, overgenomen van het roltype.
    #[field(read_only)]
    pub omschrijving_generiek: String,
    /// Toelichting bij de rol.
    #[field(required, blank, max = 1000)]
    pub roltoelichting: String,
    /// Tijdstip waarop de rol is vastgelegd.
    #[field(read_only)]
    pub registratiedatum: Blank<DateTime>,
    /// Of de betrokkene gemachtigd is, of juist een ander gemachtigd heeft.
    pub indicatie_machtiging: Blank<IndicatieMachtiging>,
    /// Wie de betrokkene te woord staat.
    pub contactpersoon_rol: Option<ContactpersoonRol>,
    /// Statussen die de betrokkene in deze rol heeft gezet.
    #[field(read_only)]
    pub statussen: Vec<Uri>,
    /// Gegevens waarmee de betrokkene te herkennen is; de vorm hangt af van `betrokkeneType`.
    #[field(shape = Shape::Union { by: "betrokkeneType", variants: BETROKKENEN })]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub betrokkene_identificatie: Option<Value>,
}

/// Who it is about stays out of logs.
impl fmt::Debug for Rol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rol").field("zaak", &self.zaak).field("roltype", &self.roltype).finish_non_exhaustive()
    }
}
impl fmt::Debug for ContactpersoonRol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ContactpersoonRol").finish_non_exhaustive()
    }
}

impl Linked for Rol {
    const NAME: &'static str = "rol";
    const PATH: &'static str = "/zaken/api/v1/rollen";
}

/// General names of a role (`omschrijvingGeneriek`).
pub(crate) const GENERIEK: &[&str] = &[
    "adviseur",
    "behandelaar",
    "belanghebbende",
    "beslisser",
    "initiator",
    "klantcontacter",
    "zaakcoordinator",
    "mede_initiator",
];

/// Those of which a zaak has at most one.
const SINGLE: &[&str] = &["initiator", "zaakcoordinator"];

/// Scopes of every change.
const CHANGE: &[&str] = &["zaken.bijwerken", "zaken.geforceerd-bijwerken"];

const FILTERS: &[Filter] = &[
    Filter::is("zaak", "zaak", Shape::Link("zaak")),
    Filter::is("betrokkene", "betrokkene", Shape::Uri),
    Filter::is("betrokkeneType", "betrokkene_type", Shape::Choice(BetrokkeneType::NAMES)),
    person("betrokkeneIdentificatie__natuurlijkPersoon__inpBsn", "inp_bsn"),
    person("betrokkeneIdentificatie__natuurlijkPersoon__anpIdentificatie", "anp_identificatie"),
    person("betrokkeneIdentificatie__natuurlijkPersoon__inpA_nummer", "inp_a_nummer"),
    person("betrokkeneIdentificatie__nietNatuurlijkPersoon__innNnpId", "inn_nnp_id"),
    person("betrokkeneIdentificatie__nietNatuurlijkPersoon__annIdentificatie", "ann_identificatie"),
    person("betrokkeneIdentificatie__vestiging__vestigingsNummer", "vestigings_nummer"),
    person("betrokkeneIdentificatie__organisatorischeEenheid__identificatie", "identificatie")
        .also("betrokkene_type = 'organisatorische_eenheid'"),
    person("betrokkeneIdentificatie__medewerker__identificatie", "identificatie")
        .also("betrokkene_type = 'medewerker'"),
    Filter::is("roltype", "roltype", Shape::Link("roltype")),
    Filter::is("omschrijving", "omschrijving", Shape::Text),
    Filter::is("omschrijvingGeneriek", "omschrijving_generiek", Shape::Choice(GENERIEK)),
];

/// A filter on a number by which somebody is known.
const fn person(parameter: &'static str, column: &'static str) -> Filter {
    Filter::new(parameter, column, Comparison::Is, Shape::Text)
}

impl Rules for Rol {
    const RESOURCE: Resource = Resource {
        name: "rol",
        schema: "Rol",
        doc: "Wie in welke hoedanigheid bij een zaak betrokken is.",
        component: Component::ZAKEN,
        path: "rollen",
        table: "rollen",
        fields: Self::FIELDS,
        shows_uuid: true,
        columns: &[
            Column::link("zaak", "zaak"),
            Column::link("roltype", "roltype"),
            Column::text("betrokkene", "betrokkene"),
            Column::text("betrokkene_type", "betrokkeneType"),
            Column::text("omschrijving", "omschrijving"),
            Column::text("omschrijving_generiek", "omschrijvingGeneriek"),
            Column::text("inp_bsn", "betrokkeneIdentificatie.inpBsn"),
            Column::text("anp_identificatie", "betrokkeneIdentificatie.anpIdentificatie"),
            Column::text("inp_a_nummer", "betrokkeneIdentificatie.inpA_nummer"),
            Column::text("inn_nnp_id", "betrokkeneIdentificatie.innNnpId"),
            Column::text("ann_identificatie", "betrokkeneIdentificatie.annIdentificatie"),
            Column::text("vestigings_nummer", "betrokkeneIdentificatie.vestigingsNummer"),
            Column::text("identificatie", "betrokkeneIdentificatie.identificatie"),
        ],
        filters: FILTERS,
        allow: &[
            Allow::new(Op::List, &["zaken.lezen"]),
            Allow::new(Op::Create, CHANGE),
            Allow::new(Op::Read, &["zaken.lezen"]),
            Allow::new(Op::Delete, CHANGE),
        ],
        guard: GUARD,
        conditional: true,
        expand: &[
            Expand::of("zaak", "zaak"),
            Expand::of("roltype", "roltype"),
            Expand::of("statussen", "status"),
            Expand::of("betrokkene", ""),
        ],
        unique: &[Unique {
            columns: &["zaak", "omschrijving_generiek"],
            name: "roltype",
            code: "max-occurences",
            reason: "De zaak heeft al een rol van deze soort, en er mag er maar één zijn.",
        }],
        touches: &[Touch { column: "zaak", target: "zaak", field: "rollen", pick: Pick::All }],
        notify: &[Op::Create, Op::Delete],
        ..Resource::BASE
    };

    /// Copies what the roltype says, and notes the moment.
    fn prepare(&mut self, _change: &Change<'_, Self>, cx: &mut Cx<'_, '_>) -> Result<()> {
        let roltype = cx.view(self.roltype)?;
        self.omschrijving = roltype.omschrijving;
        self.omschrijving_generiek = roltype.omschrijving_generiek;
        self.registratiedatum = Blank(Some(cx.call.now));
        Ok(())
    }

    /// zrc-019: the roltype is one of the zaaktype; reported before anything else about the rol as a whole.
    fn check(&self, change: &Change<'_, Self>, cx: &mut Cx<'_, '_>, problems: &mut Problems) -> Result<()> {
        self.check_bsn(problems);
        if !problems.is_empty() {
            return Ok(());
        }
        let roltype = cx.view(self.roltype)?;
        check_zaaktype(self.zaak, roltype.zaaktype, "roltype", cx, problems)?;
        let fits = problems.is_empty();
        self.check_betrokkene(change, problems);
        if fits { self.check_single(cx, problems) } else { Ok(()) }
    }

    fn permit(&self, _change: &Change<'_, Self>, cx: &mut Cx<'_, '_>) -> Result<()> {
        let zaak = cx.must(self.zaak)?;
        refuse_when_closed(&zaak, cx)
    }

    /// A status that was set in this role stays, without the role.
    fn removing(&self, uuid: Uuid, cx: &mut Cx<'_, '_>) -> Result<()> {
        let sql = "SELECT uuid FROM statussen WHERE gezetdoor = $1 ORDER BY id";
        let statussen: Vec<Uuid> = cx.tx.query(sql, &[uuid.into()], |row| row.uuid(0))?;
        for status in statussen {
            rewrite("status", status, cx, |record| {
                record.insert("gezetdoor".to_owned(), Value::String(String::new()));
            })?;
        }
        Ok(())
    }

    /// The kind of role and party; never who.
    fn weergave(&self) -> String {
        format!("{} ({})", self.omschrijving, self.betrokkene_type.as_str())
    }
}

impl Rol {
    /// A burgerservicenummer passes the elfproef. The reason does not repeat it.
    fn check_bsn(&self, problems: &mut Problems) {
        let group = self.betrokkene_identificatie.as_ref();
        let bsn = group.and_then(|group| group.get("inpBsn")).and_then(Value::as_str).filter(|bsn| !bsn.is_empty());
        if let Some(Err(wrong)) = bsn.map(Bsn::parse) {
            problems.add("betrokkeneIdentificatie.inpBsn", wrong.code, wrong.reason);
        }
    }

    /// Without `betrokkene` and without `betrokkeneIdentificatie` the role is nobody's.
    fn check_betrokkene(&self, change: &Change<'_, Self>, problems: &mut Problems) {
        let identified = change
            .given
            .get("betrokkeneIdentificatie")
            .and_then(Value::as_object)
            .is_some_and(|group| !group.is_empty());
        if self.betrokkene.is_empty() && !identified {
            let reason = "Geef een betrokkene of een betrokkeneIdentificatie.";
            problems.add(Problems::WHOLE, "invalid-betrokkene", reason);
        }
    }

    /// A zaak has at most one initiator and one zaakcoordinator.
    fn check_single(&self, cx: &mut Cx<'_, '_>, problems: &mut Problems) -> Result<()> {
        let generiek = self.omschrijving_generiek.as_str();
        if !SINGLE.contains(&generiek) {
            return Ok(());
        }
        let sql = "SELECT 1 FROM rollen WHERE zaak = $1 AND omschrijving_generiek = $2";
        let found = cx.tx.one(sql, &[self.zaak.uuid.into(), generiek.into()], |row| row.int(0))?;
        if found.is_some() {
            problems.add(
                "roltype",
                "max-occurences",
                format!("Een zaak heeft ten hoogste één {generiek}, en deze zaak heeft er al een."),
            );
        }
        Ok(())
    }
}
