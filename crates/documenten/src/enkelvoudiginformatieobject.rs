// SPDX-License-Identifier: EUPL-1.2
//! ENKELVOUDIGINFORMATIEOBJECT: a document. The resource that everything else here belongs to.

pub(crate) mod content;
pub(crate) mod identificatie;
pub(crate) mod lock;
mod version;

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;
use waarmaker_api::{AsOf, Change, Cx, Result, Rules, http::Intake};
use waarmaker_core::{Date, DateTime, Problem, Problems, Rsin, Vertrouwelijkheidaanduiding};
use waarmaker_resource::{
    Allow, Blank, Channel, Column, Comparison, Component, Expand, Fields, Filter, Guard, Link, Linked, Op, Record,
    Resource, Shape, Unique, Uri, choice,
};

use crate::{gebruiksrechten, informatieobjecttype::Informatieobjecttype, intake, routes::EXTRAS};

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
    #[field(nullable, shape = Shape::Base64, answer = Shape::Uri)]
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
    /// Het slot van het document; nodig om het bij te werken.
    #[field(write_only, min = 1)]
    #[serde(default, skip_serializing)]
    pub lock: Option<String>,
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
            reason: TWICE,
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
        extras: EXTRAS,
        detail_parameters: &["versie", "registratieOp"],
        ..Resource::BASE
    };

    /// Fills in what the client left to us: identificatie, vertrouwelijkheidaanduiding (drc-007), version (drc-010), and what is known of the
    /// content. drc-006: that there are gebruiksrechten is not lost by a PUT that does not speak of them.
    fn prepare(&mut self, change: &Change<'_, Self>, cx: &mut Cx<'_, '_>) -> Result<()> {
        if self.is_unlocked_by(change) {
            return Ok(());
        }
        identificatie::fill(self, change, cx)?;
        self.versie = change.old.map_or(1, |old| old.versie + 1);
        self.begin_registratie = Blank(Some(cx.call.now));
        if self.vertrouwelijkheidaanduiding.is_empty() {
            let level = cx.view(self.informatieobjecttype)?.vertrouwelijkheidaanduiding;
            self.vertrouwelijkheidaanduiding = Blank(Some(level));
        }
        if !change.given.contains_key("indicatieGebruiksrecht")
            && let Some(old) = change.old
            && gebruiksrechten::any(change.uuid, cx)?
        {
            self.indicatie_gebruiksrecht = old.indicatie_gebruiksrecht;
        }
        let plan = content::plan(change, cx);
        self.describe(plan, change, cx);
        Ok(())
    }

    fn check(&self, change: &Change<'_, Self>, cx: &mut Cx<'_, '_>, problems: &mut Problems) -> Result<()> {
        if self.is_unlocked_by(change) {
            return Ok(());
        }
        identificatie::check(self, change, cx, problems)?;
        self.check_type(change, cx, problems)?;
        self.check_members(change, cx, problems);
        self.check_gebruiksrecht(change, cx, problems)?;
        if change.op == Op::Update && !change.given.contains_key("lock") {
            problems.add("lock", "required", "Dit veld is verplicht.");
        }
        let plan = content::plan(change, cx);
        if problems.is_empty() {
            self.check_size(plan, change, cx, problems);
            if change.old.is_some() {
                lock::check(change, cx, problems)?;
            }
        }
        Ok(())
    }

    fn saved(&self, change: &Change<'_, Self>, cx: &mut Cx<'_, '_>) -> Result<()> {
        if self.is_unlocked_by(change) {
            return Ok(());
        }
        match change.old {
            Some(old) => version::put_away(old, change.uuid, cx)?,
            None if change.has("identificatie") => {
                identificatie::NUMBERING.used(self.bronorganisatie.as_str(), &self.identificatie, cx)?;
            }
            None => {}
        }
        let plan = content::plan(change, cx);
        self.store(plan, change, cx)
    }

    /// drc-008: a document that belongs to an object stays; one that somebody is working on goes only by force.
    fn removable(&self, uuid: Uuid, cx: &mut Cx<'_, '_>, problems: &mut Problems) -> Result<()> {
        let sql = "SELECT 1 FROM objectinformatieobjecten WHERE informatieobject = $1 LIMIT 1";
        if cx.tx.one(sql, &[uuid.into()], |row| row.int(0))?.is_some() {
            let reason = "Het document hoort nog bij een zaak, besluit of verzoek.";
            problems.add(Problems::WHOLE, "pending-relations", reason);
        }
        if self.locked && !cx.may::<Self>(FORCED, self.informatieobjecttype.uuid, self.level())? {
            problems.add(Problems::WHOLE, "destroy-locked", "Het document is op slot.");
        }
        Ok(())
    }

    /// drc-008: with a document go its versions, its contents and its lock; what belongs to it goes in the pipeline.
    fn removing(&self, uuid: Uuid, cx: &mut Cx<'_, '_>) -> Result<()> {
        content::forget(uuid, cx)?;
        cx.tx.run("DELETE FROM documentsloten WHERE informatieobject = $1", &[uuid.into()])?;
        cx.tx.run("DELETE FROM documentversies WHERE informatieobject = $1", &[uuid.into()])?;
        Ok(())
    }

    /// Who makes a document gets its `lock`, and who announces parts the lock to send them with; nobody else sees it.
    fn reply(body: &mut Vec<u8>, op: Op, uuid: Uuid, cx: &mut Cx<'_, '_>) -> Result<()> {
        const NONE: &[u8] = b"\"bestandsdelen\":[]";
        let whole = memchr::memmem::find(body, NONE).is_some();
        if whole && op == Op::Create {
            body.pop();
            body.extend_from_slice(b",\"lock\":\"\"}");
        }
        if whole {
            return Ok(());
        }
        let lock = Value::String(lock::of(uuid, cx)?.unwrap_or_default());
        let mut record: Record = serde_json::from_slice(body).map_err(Problem::internal)?;
        let parts = record.get_mut("bestandsdelen").and_then(Value::as_array_mut);
        for part in parts.into_iter().flatten().filter_map(Value::as_object_mut) {
            part.insert("lock".to_owned(), lock.clone());
        }
        if op == Op::Create {
            record.insert("lock".to_owned(), lock);
        }
        *body = serde_json::to_vec(&record).map_err(Problem::internal)?;
        Ok(())
    }

    fn as_of(body: Vec<u8>, uuid: Uuid, asked: &AsOf, scopes: &[&str], cx: &mut Cx<'_, '_>) -> Result<Vec<u8>> {
        version::as_of(body, uuid, asked, &Self::RESOURCE, scopes, cx)
    }

    fn intake() -> Option<&'static dyn Intake> {
        Some(&intake::Documents)
    }

    fn weergave(&self) -> String {
        self.identificatie.clone()
    }
}

/// Scope that overrules a lock.
const FORCED: &[&str] = &["documenten.geforceerd-bijwerken"];

/// Why an identificatie that is taken is refused.
const TWICE: &str = "Deze bronorganisatie heeft al een document met deze identificatie.";

impl Enkelvoudiginformatieobject {
    /// Rank of its vertrouwelijkheidaanduiding; of the most closed one as long as it has none.
    pub fn level(&self) -> i64 {
        rank(self.vertrouwelijkheidaanduiding)
    }

    /// Whether this change is an unlock: no client can send that, so it is a command of ours, judged where it was given.
    fn is_unlocked_by(&self, change: &Change<'_, Self>) -> bool {
        change.old.is_some_and(|old| old.locked && !self.locked)
    }

    /// drc-001: the informatieobjecttype is published. That it exists was seen already.
    fn check_type(&self, change: &Change<'_, Self>, cx: &mut Cx<'_, '_>, problems: &mut Problems) -> Result<()> {
        let is_new = change.old.is_none_or(|old| old.informatieobjecttype != self.informatieobjecttype);
        if is_new && cx.view(self.informatieobjecttype)?.concept {
            problems.add("informatieobjecttype", "not-published", "Het informatieobjecttype is nog niet gepubliceerd.");
        }
        Ok(())
    }

    /// What can be said of the members themselves.
    fn check_members(&self, change: &Change<'_, Self>, cx: &Cx<'_, '_>, problems: &mut Problems) {
        // drc-005: what was received is finished.
        if self.ontvangstdatum.is_some()
            && matches!(self.status.get(), Some(Status::InBewerking | Status::TerVaststelling))
        {
            problems.add("status", "invalid_for_received", "Een ontvangen document kan deze status niet hebben.");
        }
        let name = self.bestandsnaam.as_str();
        if name.contains(['/', '\\']) || name.contains(char::is_control) || matches!(name.trim(), "." | "..") {
            let reason = "Een bestandsnaam is zonder pad: schuine strepen en stuurtekens horen er niet in.";
            problems.add("bestandsnaam", "invalid", reason);
        }
        if change.has("inhoud") && cx.call.arrived.is_none() {
            problems.add("inhoud", "invalid", "Verwacht de inhoud in base64.");
        }
    }

    /// drc-006: `indicatieGebruiksrecht` says what is so.
    fn check_gebruiksrecht(
        &self,
        change: &Change<'_, Self>,
        cx: &mut Cx<'_, '_>,
        problems: &mut Problems,
    ) -> Result<()> {
        if change.old.map_or(Some(None), |old| Some(old.indicatie_gebruiksrecht)) == Some(self.indicatie_gebruiksrecht)
        {
            return Ok(());
        }
        let any = change.old.is_some() && gebruiksrechten::any(change.uuid, cx)?;
        match (any, self.indicatie_gebruiksrecht) {
            (false, Some(true)) => {
                let reason = "Het document heeft geen gebruiksrechten: leg ze eerst vast.";
                problems.add("indicatieGebruiksrecht", "missing-gebruiksrechten", reason);
            }
            (true, None | Some(false)) => {
                let reason = "Het document heeft gebruiksrechten: verwijder ze eerst.";
                problems.add("indicatieGebruiksrecht", "existing-gebruiksrechten", reason);
            }
            _ => {}
        }
        Ok(())
    }
}

/// The members of a document that decide who may reach it, and which version it is. The rest is skipped.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Guarded {
    pub(crate) versie: i64,
    pub(crate) begin_registratie: DateTime,
    pub(crate) informatieobjecttype: Link<Informatieobjecttype>,
    vertrouwelijkheidaanduiding: Blank<Vertrouwelijkheidaanduiding>,
    is_gereed_voor_publicatie: Option<bool>,
    locked: bool,
    pub(crate) bestandsnaam: String,
}

impl Guarded {
    /// Rank of its vertrouwelijkheidaanduiding.
    pub(crate) fn level(&self) -> i64 {
        rank(self.vertrouwelijkheidaanduiding)
    }
}

fn rank(level: Blank<Vertrouwelijkheidaanduiding>) -> i64 {
    level.get().copied().unwrap_or(Vertrouwelijkheidaanduiding::ZeerGeheim).rank()
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
