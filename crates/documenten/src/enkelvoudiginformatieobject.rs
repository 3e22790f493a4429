// SPDX-License-Identifier: EUPL-1.2
//! ENKELVOUDIGINFORMATIEOBJECT: a document. The resource that everything else here belongs to.

use std::fmt;

use serde::{Deserialize, Serialize};
use waarmaker_api::{Change, Cx, Result, Rules};
use waarmaker_core::{Date, DateTime, Problems, Rsin, Vertrouwelijkheidaanduiding};
use waarmaker_resource::{
    Allow, Blank, Channel, Column, Comparison, Component, Expand, Fields, Filter, Guard, Link, Linked, Op, Resource,
    Shape, Unique, Uri, choice,
};

use crate::informatieobjecttype::Informatieobjecttype;

choice! {
    /// Hoe ver het document is.
    pub enum Status {
        InBewerking = "in_bewerking", TerVaststelling = "ter_vaststelling", Definitief = "definitief",
        Gearchiveerd = "gearchiveerd",
    }
}
choice! {
    /// Hoe een document ondertekend is.
    pub enum Soort { Analoog = "analoog", Digitaal = "digitaal", Pki = "pki" }
}
choice! {
    /// Hoe een controlegetal berekend is.
    pub enum Algoritme {
        Crc16 = "crc_16", Crc32 = "crc_32", Crc64 = "crc_64", Fletcher4 = "fletcher_4", Fletcher8 = "fletcher_8",
        Fletcher16 = "fletcher_16", Fletcher32 = "fletcher_32", Hmac = "hmac", Md5 = "md5", Sha1 = "sha_1",
        Sha256 = "sha_256", Sha512 = "sha_512", Sha3 = "sha_3",
    }
}

/// De rechtsgeldige ondertekening van een document.
#[derive(Clone, Debug, PartialEq, Fields, Serialize, Deserialize)]
pub struct Ondertekening {
    /// Hoe het document ondertekend is.
    #[field(required)]
    pub soort: Soort,
    /// Dag waarop het document ondertekend is.
    #[field(required)]
    pub datum: Date,
}

/// Waaraan te zien is dat een document niet veranderd is.
#[derive(Clone, Debug, PartialEq, Fields, Serialize, Deserialize)]
pub struct Integriteit {
    /// Hoe het controlegetal berekend is.
    #[field(required)]
    pub algoritme: Algoritme,
    /// Het controlegetal.
    #[field(required, max = 128)]
    pub waarde: String,
    /// Dag waarop het controlegetal berekend is.
    #[field(required)]
    pub datum: Date,
}

/// Een deel van een bestand dat in delen aankomt.
#[derive(Clone, Debug, PartialEq, Fields, Serialize, Deserialize)]
pub struct Bestandsdeel {
    /// Adres waar het deel naartoe gaat.
    #[field(required, read_only)]
    pub url: Uri,
    /// Plaats van het deel in het bestand, vanaf 1.
    #[field(required, read_only)]
    pub volgnummer: i64,
    /// Aantal bytes van het deel.
    #[field(required, read_only)]
    pub omvang: i64,
    /// Of het deel is aangekomen.
    #[field(required, read_only)]
    pub voltooid: bool,
    /// Het slot waarmee het deel verstuurd moet worden; alleen in het antwoord op het verzoek dat de delen maakt.
    #[field(required, blank)]
    pub lock: String,
}

/// Een document, ongeacht zijn vorm, dat bij het werk van de organisatie hoort.
#[derive(Clone, Fields, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Enkelvoudiginformatieobject {
    /// Identificatie van het document, uniek binnen de bronorganisatie. Wie er geen opgeeft, krijgt er een.
    #[field(max = 40)]
    pub identificatie: String,
    /// RSIN van de organisatie die het document heeft gemaakt of ontvangen.
    #[field(required, max = 9)]
    pub bronorganisatie: Rsin,
    /// Dag waarop het document is gemaakt.
    #[field(required)]
    pub creatiedatum: Date,
    /// Naam van het document.
    #[field(required, max = 200)]
    pub titel: String,
    /// Hoe vertrouwelijk het document is; zonder opgave zo vertrouwelijk als het informatieobjecttype.
    pub vertrouwelijkheidaanduiding: Blank<Vertrouwelijkheidaanduiding>,
    /// Of het document gepubliceerd mag worden.
    pub is_gereed_voor_publicatie: Option<bool>,
    /// Of de initiator van de zaak het document mag zien.
    #[field(default = "false")]
    pub tonen_aan_initiator: bool,
    /// Wie in de eerste plaats verantwoordelijk is voor wat er in het document staat.
    #[field(required, max = 200)]
    pub auteur: String,
    /// Hoe ver het document is.
    pub status: Blank<Status>,
    /// Of de inhoud haar rechtsgevolg verloren heeft.
    pub inhoud_is_vervallen: Option<bool>,
    /// Het mediatype van de inhoud, zoals de maker het opgeeft.
    #[field(max = 255)]
    pub formaat: String,
    /// De taal van de inhoud, als code van drie letters (ISO 639-2/B).
    #[field(required, max = 3, min = 3)]
    pub taal: String,
    /// Nummer van de versie.
    #[field(required, read_only)]
    pub versie: i64,
    /// Tijdstip waarop deze versie is vastgelegd.
    #[field(required, read_only, nullable = false)]
    pub begin_registratie: Blank<DateTime>,
    /// Naam van het bestand met de inhoud, zonder pad.
    #[field(max = 255)]
    pub bestandsnaam: String,
    /// In een verzoek: de inhoud in base64. In een antwoord: het adres waar de inhoud te downloaden is.
    #[field(nullable, answer = Shape::Uri)]
    pub inhoud: Option<String>,
    /// Aantal bytes van de inhoud.
    #[field(nullable, shape = Shape::Int { min: 0, max: i64::MAX })]
    pub bestandsomvang: Option<i64>,
    /// Adres waar de inhoud te vinden is, als zij niet hier bewaard wordt.
    #[field(max = 200)]
    pub link: Blank<Uri>,
    /// Omschrijving van de inhoud.
    #[field(max = 1000)]
    pub beschrijving: String,
    /// Dag waarop het document is ontvangen. Leg dit vast bij een verzending.
    #[field(deprecated)]
    pub ontvangstdatum: Option<Date>,
    /// Dag waarop het document is verzonden. Leg dit vast bij een verzending.
    #[field(deprecated)]
    pub verzenddatum: Option<Date>,
    /// Of er gebruiksrechten op het document rusten; null zolang dat niet is nagegaan.
    pub indicatie_gebruiksrecht: Option<bool>,
    /// De wezenlijke vorm van het document.
    pub verschijningsvorm: String,
    /// De rechtsgeldige ondertekening van het document.
    pub ondertekening: Option<Ondertekening>,
    /// Waaraan te zien is dat het document niet veranderd is.
    pub integriteit: Option<Integriteit>,
    /// Het informatieobjecttype in de Catalogi API.
    #[field(required, max = 200)]
    pub informatieobjecttype: Link<Informatieobjecttype>,
    /// Of het document op slot is: alleen wie het slot heeft kan het dan bijwerken.
    #[field(required, read_only)]
    pub locked: bool,
    /// De delen waarin de inhoud nog aankomt.
    #[field(required, read_only)]
    pub bestandsdelen: Vec<Bestandsdeel>,
    /// Woorden die het document kenmerken.
    pub trefwoorden: Vec<String>,
}

/// What the document is about stays out of logs.
impl fmt::Debug for Enkelvoudiginformatieobject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Enkelvoudiginformatieobject").field("versie", &self.versie).finish_non_exhaustive()
    }
}

impl Linked for Enkelvoudiginformatieobject {
    const NAME: &'static str = "enkelvoudiginformatieobject";
    const PATH: &'static str = "/documenten/api/v1/enkelvoudiginformatieobjecten";
}

/// What guards the parts of a document: its latest version.
pub(crate) const PART: Guard = Guard::Parent {
    column: "informatieobject",
    parent: "enkelvoudiginformatieobject",
    table: "enkelvoudiginformatieobjecten",
    type_column: "informatieobjecttype",
    level_column: Some("vertrouwelijkheidaanduiding"),
};

/// Scopes of a change.
const CHANGE: &[&str] = &["documenten.bijwerken", "documenten.geforceerd-bijwerken"];

impl Rules for Enkelvoudiginformatieobject {
    const RESOURCE: Resource = Resource {
        name: "enkelvoudiginformatieobject",
        schema: "EnkelvoudigInformatieObject",
        doc: "Een document, ongeacht zijn vorm.",
        component: Component::DOCUMENTEN,
        path: "enkelvoudiginformatieobjecten",
        table: "enkelvoudiginformatieobjecten",
        fields: Self::FIELDS,
        columns: &[
            Column::text("identificatie", "identificatie"),
            Column::text("bronorganisatie", "bronorganisatie"),
            Column::link("informatieobjecttype", "informatieobjecttype"),
            Column::level("vertrouwelijkheidaanduiding", "vertrouwelijkheidaanduiding"),
            Column::bool("is_gereed_voor_publicatie", "isGereedVoorPublicatie"),
            Column::words("trefwoorden", "trefwoorden"),
        ],
        filters: FILTERS,
        allow: &[
            Allow::new(Op::List, &["documenten.lezen"]),
            Allow::new(Op::Create, &["documenten.aanmaken"]),
            Allow::new(Op::Read, &["documenten.lezen"]),
            Allow::new(Op::Update, CHANGE),
            Allow::new(Op::Patch, CHANGE),
            Allow::new(Op::Delete, &["documenten.verwijderen"]),
        ],
        guard: Guard::Own { type_column: "informatieobjecttype", level_column: Some("vertrouwelijkheidaanduiding") },
        conditional: true,
        expand: &[Expand::of("informatieobjecttype", "informatieobjecttype")],
        unique: &[Unique {
            columns: &["identificatie", "bronorganisatie"],
            name: "identificatie",
            code: "identificatie-niet-uniek",
            reason: "Deze bronorganisatie heeft al een document met deze identificatie.",
        }],
        channel: Some(Channel {
            name: "documenten",
            kenmerken: &[
                ("bronorganisatie", "bronorganisatie"),
                ("informatieobjecttype", "informatieobjecttype"),
                ("vertrouwelijkheidaanduiding", "vertrouwelijkheidaanduiding"),
            ],
        }),
        notify: &[Op::Create, Op::Update, Op::Patch, Op::Delete],
        audittrail: true,
        ..Resource::BASE
    };

    fn prepare(&mut self, change: &Change<'_, Self>, cx: &mut Cx<'_, '_>) -> Result<()> {
        if change.old.is_none() {
            self.versie = 1;
            self.begin_registratie = Blank(Some(cx.call.now));
        }
        if self.vertrouwelijkheidaanduiding.is_empty() {
            self.vertrouwelijkheidaanduiding =
                Blank(Some(cx.view(self.informatieobjecttype)?.vertrouwelijkheidaanduiding));
        }
        Ok(())
    }

    fn check(&self, _change: &Change<'_, Self>, _cx: &mut Cx<'_, '_>, _problems: &mut Problems) -> Result<()> {
        Ok(())
    }

    fn weergave(&self) -> String {
        self.identificatie.clone()
    }
}

/// Filters of the list. Those that look at the objects that a document belongs to, look at one and the same of them.
pub(crate) const FILTERS: &[Filter] = &[
    Filter::is("identificatie", "identificatie", Shape::Text),
    Filter::is("bronorganisatie", "bronorganisatie", Shape::Text),
    Filter::is("objectinformatieobjecten_object", "object", Shape::Uri)
        .through("objectinformatieobjecten", "informatieobject"),
    Filter::is(
        "objectinformatieobjecten_objectType",
        "object_type",
        Shape::Choice(crate::objectinformatieobject::ObjectType::NAMES),
    )
    .through("objectinformatieobjecten", "informatieobject"),
    Filter::new("trefwoorden", "trefwoorden", Comparison::Has, Shape::Text),
];
