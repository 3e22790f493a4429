// SPDX-License-Identifier: EUPL-1.2
//! ZAAK: the resource that everything else here belongs to.

pub(crate) mod archiving;
mod brondatum;
pub(crate) mod closing;
pub(crate) mod documents;
pub(crate) mod filters;
pub(crate) mod identificatie;
mod references;

use serde::{Deserialize, Serialize};
use uuid::Uuid;
use waarmaker_api::{Change, Cx, Result, Rules, delete};
use waarmaker_core::{Date, DateTime, Duur, Problems, Rsin, Vertrouwelijkheidaanduiding};
use waarmaker_documenten::mirror;
use waarmaker_resource::{
    Allow, Blank, Channel, Column, ColumnKind, Expand, Fields, Guard, Link, Linked, Op, Order, Pick, Resource, Shape,
    Touch, Unique, Uri, choice,
};

use crate::{besluiten, catalogus::Zaaktype, closed::refuse_when_closed, routes::EXTRAS};

choice! {
    /// Of de kosten van de behandeling betaald zijn.
    pub enum Betalingsindicatie { Nvt = "nvt", NogNiet = "nog_niet", Gedeeltelijk = "gedeeltelijk", Geheel = "geheel" }
}
choice! {
    /// Wat er na de archiefactietermijn met het zaakdossier gebeurt.
    pub enum Archiefnominatie { BlijvendBewaren = "blijvend_bewaren", Vernietigen = "vernietigen" }
}
choice! {
    /// Hoever het archiveren van het zaakdossier is.
    pub enum Archiefstatus {
        NogTeArchiveren = "nog_te_archiveren",
        Gearchiveerd = "gearchiveerd",
        GearchiveerdProcestermijnOnbekend = "gearchiveerd_procestermijn_onbekend",
        Overgedragen = "overgedragen",
    }
}
choice! {
    /// Hoe een zaak zich tot een andere verhoudt.
    pub enum AardRelatie { Vervolg = "vervolg", Onderwerp = "onderwerp", Bijdrage = "bijdrage" }
}

impl Betalingsindicatie {
    /// Label for people.
    pub const fn weergave(self) -> &'static str {
        match self {
            Self::Nvt => "Er is geen sprake van te betalen, met de zaak gemoeide, kosten.",
            Self::NogNiet => "De met de zaak gemoeide kosten zijn (nog) niet betaald.",
            Self::Gedeeltelijk => "De met de zaak gemoeide kosten zijn gedeeltelijk betaald.",
            Self::Geheel => "De met de zaak gemoeide kosten zijn geheel betaald.",
        }
    }
}

/// Verlenging van de doorlooptijd van de zaak.
#[derive(Clone, Debug, Fields, Serialize, Deserialize)]
pub struct Verlenging {
    /// Waarom de behandeling langer duurt.
    #[field(required, blank, max = 200)]
    pub reden: String,
    /// Met hoeveel tijd de behandeling verlengd is (ISO 8601).
    #[field(required)]
    pub duur: Duur,
}

/// Opschorting van de behandeling van de zaak.
#[derive(Clone, Debug, Default, Fields, Serialize, Deserialize)]
pub struct Opschorting {
    /// Of de behandeling is opgeschort.
    #[field(required)]
    pub indicatie: bool,
    /// Waarom de behandeling is opgeschort of hervat.
    #[field(required, blank, max = 200)]
    pub reden: String,
}

/// Een andere zaak die voor deze van belang is.
#[derive(Clone, Debug, PartialEq, Fields, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RelevanteZaak {
    /// De andere zaak.
    #[field(required, resolve)]
    pub url: Uri,
    /// Hoe deze zaak zich tot de andere verhoudt.
    #[field(required)]
    pub aard_relatie: AardRelatie,
}

/// Een kenmerk waaronder de zaak elders bekend is.
#[derive(Clone, Debug, Fields, Serialize, Deserialize)]
pub struct Kenmerk {
    /// Het kenmerk.
    #[field(required, max = 40)]
    pub kenmerk: String,
    /// De registratie waarin het kenmerk gebruikt wordt.
    #[field(required, max = 40)]
    pub bron: String,
}

/// Het object waarvan het einde bepaalt wanneer de bewaartermijn begint.
#[derive(Clone, Debug, Fields, Serialize, Deserialize)]
pub struct Processobject {
    /// Naam van het attribuut van het object met de datum.
    #[field(required, blank, max = 250)]
    pub datumkenmerk: String,
    /// Waaraan het object te herkennen is.
    #[field(required, blank, max = 250)]
    pub identificatie: String,
    /// Soort object.
    #[field(required, blank, max = 250)]
    pub objecttype: String,
    /// Registratie waarin het object staat.
    #[field(required, blank, max = 250)]
    pub registratie: String,
}

/// Een samenhangende hoeveelheid werk met een welomschreven aanleiding en resultaat, waarvan kwaliteit en doorlooptijd bewaakt worden.
#[derive(Clone, Debug, Fields, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Zaak {
    /// Identificatie van de zaak, uniek binnen de bronorganisatie. Wie er geen opgeeft, krijgt er een.
    #[field(max = 40)]
    pub identificatie: String,
    /// RSIN van de organisatie die de zaak heeft gemaakt.
    #[field(required, max = 9)]
    pub bronorganisatie: Rsin,
    /// Korte omschrijving van de zaak.
    #[field(max = 80)]
    pub omschrijving: String,
    /// Toelichting op de zaak.
    #[field(max = 1000)]
    pub toelichting: String,
    /// Het zaaktype in de Catalogi API.
    #[field(required)]
    pub zaaktype: Link<Zaaktype>,
    /// Dag waarop de zaak is geregistreerd; zonder opgave vandaag.
    pub registratiedatum: Blank<Date>,
    /// RSIN van de organisatie die eindverantwoordelijk is voor de behandeling.
    #[field(required, max = 9)]
    pub verantwoordelijke_organisatie: Rsin,
    /// Dag waarop met de zaak begonnen is.
    #[field(required)]
    pub startdatum: Date,
    /// Dag waarop de zaak is afgerond: de dag van haar eindstatus.
    #[field(read_only)]
    pub einddatum: Option<Date>,
    /// Dag waarop de zaak naar verwachting is afgerond.
    pub einddatum_gepland: Option<Date>,
    /// Laatste dag waarop de zaak volgens wet- en regelgeving afgerond moet zijn.
    pub uiterlijke_einddatum_afdoening: Option<Date>,
    /// Dag waarop de zaak gepubliceerd is of wordt.
    pub publicatiedatum: Option<Date>,
    /// Het kanaal waarlangs de aanleiding tot de zaak binnenkwam, uit de referentielijst communicatiekanalen.
    #[field(resolve)]
    pub communicatiekanaal: Blank<Uri>,
    /// Wat de zaak voortbrengt: producten of diensten die het zaaktype noemt.
    pub producten_of_diensten: Vec<Uri>,
    /// Hoe vertrouwelijk de zaak is; zonder opgave zo vertrouwelijk als het zaaktype.
    pub vertrouwelijkheidaanduiding: Blank<Vertrouwelijkheidaanduiding>,
    /// Of de kosten van de behandeling betaald zijn.
    pub betalingsindicatie: Blank<Betalingsindicatie>,
    /// Uitleg bij de betalingsindicatie.
    #[field(read_only)]
    pub betalingsindicatie_weergave: String,
    /// Wanneer de laatste betaling is verwerkt.
    pub laatste_betaaldatum: Option<DateTime>,
    /// Waar de zaak over gaat, als `GeoJSON`-geometrie in lengte- en breedtegraad.
    #[field(shape = Shape::Geometry, nullable)]
    pub zaakgeometrie: Option<serde_json::Value>,
    /// Verlenging van de doorlooptijd.
    pub verlenging: Option<Verlenging>,
    /// Opschorting van de behandeling.
    pub opschorting: Option<Opschorting>,
    /// De categorie van de selectielijst die het archiefregime van de zaak bepaalt.
    #[field(resolve)]
    pub selectielijstklasse: Blank<Uri>,
    /// De zaak waar deze een deel van is.
    pub hoofdzaak: Option<Link<Zaak>>,
    /// De zaken die een deel van deze zijn.
    #[field(read_only)]
    pub deelzaken: Vec<Uri>,
    /// Andere zaken die voor deze van belang zijn.
    pub relevante_andere_zaken: Vec<RelevanteZaak>,
    /// Eigenschappen van de zaak.
    #[field(read_only)]
    pub eigenschappen: Vec<Uri>,
    /// Wie bij de zaak betrokken zijn.
    #[field(read_only)]
    pub rollen: Vec<Uri>,
    /// De laatst gezette status.
    #[field(read_only)]
    pub status: Option<Uri>,
    /// Relaties met documenten.
    #[field(read_only)]
    pub zaakinformatieobjecten: Vec<Uri>,
    /// Objecten waar de zaak over gaat.
    #[field(read_only)]
    pub zaakobjecten: Vec<Uri>,
    /// Kenmerken waaronder de zaak elders bekend is.
    pub kenmerken: Vec<Kenmerk>,
    /// Wat er na de archiefactietermijn met het zaakdossier gebeurt; bij het afsluiten overgenomen van het resultaattype.
    pub archiefnominatie: Option<Archiefnominatie>,
    /// Hoever het archiveren van het zaakdossier is.
    #[field(default = "\"nog_te_archiveren\"")]
    pub archiefstatus: Archiefstatus,
    /// Dag waarop het zaakdossier vernietigd of overgedragen wordt; bij het afsluiten berekend.
    pub archiefactiedatum: Option<Date>,
    /// Het resultaat van de zaak.
    #[field(read_only)]
    pub resultaat: Option<Uri>,
    /// RSIN van de organisatie die opdracht gaf tot de behandeling.
    #[field(max = 9)]
    pub opdrachtgevende_organisatie: Blank<Rsin>,
    /// Aard van het object waarvan het einde het begin van de bewaartermijn bepaalt.
    #[field(max = 200)]
    pub processobjectaard: Option<String>,
    /// Dag waarop de bewaartermijn begint van een zaakdossier dat vernietigd wordt.
    pub startdatum_bewaartermijn: Option<Date>,
    /// Het object waarvan het einde bepaalt wanneer de bewaartermijn begint.
    pub processobject: Option<Processobject>,
}

impl Linked for Zaak {
    const NAME: &'static str = "zaak";
    const PATH: &'static str = "/zaken/api/v1/zaken";
}

impl Zaak {
    /// Rank of its vertrouwelijkheidaanduiding; of the most closed one as long as it has none.
    pub fn level(&self) -> i64 {
        self.vertrouwelijkheidaanduiding.get().copied().unwrap_or(Vertrouwelijkheidaanduiding::ZeerGeheim).rank()
    }
}

impl Rules for Zaak {
    const RESOURCE: Resource = Resource {
        name: "zaak",
        schema: "Zaak",
        doc: "Een zaak: een samenhangende hoeveelheid werk met een welomschreven aanleiding en resultaat.",
        path: "zaken",
        table: "zaken",
        fields: Self::FIELDS,
        shows_uuid: true,
        columns: COLUMNS,
        filters: filters::FILTERS,
        orders: ORDERS,
        allow: &[
            Allow::new(Op::List, &["zaken.lezen"]),
            Allow::new(Op::Create, &["zaken.aanmaken"]),
            Allow::new(Op::Read, &["zaken.lezen"]),
            Allow::new(Op::Update, &["zaken.bijwerken", "zaken.geforceerd-bijwerken"]),
            Allow::new(Op::Patch, &["zaken.bijwerken", "zaken.geforceerd-bijwerken"]),
            Allow::new(Op::Delete, &["zaken.verwijderen"]),
        ],
        guard: Guard::Own { type_column: "zaaktype", level_column: Some("vertrouwelijkheidaanduiding") },
        conditional: true,
        crs: true,
        expand: EXPAND,
        unique: &[Unique {
            columns: &["identificatie", "bronorganisatie"],
            name: "identificatie",
            code: "identificatie-niet-uniek",
            reason: "Deze bronorganisatie heeft al een zaak met deze identificatie.",
        }],
        touches: &[Touch { column: "hoofdzaak", target: "zaak", field: "deelzaken", pick: Pick::All }],
        channel: Some(Channel {
            name: "zaken",
            kenmerken: &[
                ("bronorganisatie", "bronorganisatie"),
                ("zaaktype", "zaaktype"),
                ("vertrouwelijkheidaanduiding", "vertrouwelijkheidaanduiding"),
            ],
        }),
        notify: &[Op::Create, Op::Update, Op::Patch, Op::Delete],
        audittrail: true,
        extras: EXTRAS,
        ..Resource::BASE
    };

    /// Fills in what the client left to us: identificatie (zrc-002), registratiedatum, vertrouwelijkheidaanduiding (zrc-009), and of a closed
    /// zaak its archiving parameters (zrc-021). zrc-012: the opschorting is always there. zrc-014: what need not be paid was not paid.
    fn prepare(&mut self, change: &Change<'_, Self>, cx: &mut Cx<'_, '_>) -> Result<()> {
        identificatie::fill(self, change, cx)?;
        if self.registratiedatum.is_empty() {
            self.registratiedatum = change.old.map_or(Blank(Some(cx.call.today)), |old| old.registratiedatum);
        }
        if self.vertrouwelijkheidaanduiding.is_empty() {
            self.vertrouwelijkheidaanduiding = match change.old {
                Some(old) => old.vertrouwelijkheidaanduiding,
                None => Blank(Some(cx.view(self.zaaktype)?.vertrouwelijkheidaanduiding)),
            };
        }
        let weergave = self.betalingsindicatie.get().map_or("", |indicatie| indicatie.weergave());
        weergave.clone_into(&mut self.betalingsindicatie_weergave);
        if self.betalingsindicatie.get() == Some(&Betalingsindicatie::Nvt) && !change.has("laatsteBetaaldatum") {
            self.laatste_betaaldatum = None;
        }
        self.opschorting.get_or_insert_default();
        if self.einddatum.is_some() { archiving::derive(self, change.uuid, cx) } else { Ok(()) }
    }

    fn check(&self, change: &Change<'_, Self>, cx: &mut Cx<'_, '_>, problems: &mut Problems) -> Result<()> {
        identificatie::check(self, change, cx, problems)?;
        references::zaaktype(self, change, cx, problems)?;
        references::communicatiekanaal(self, change, cx, problems)?;
        self.check_payment(change, cx, problems);
        references::selectielijstklasse(self, change, cx, problems)?;
        references::hoofdzaak(self, change, cx, problems)?;
        references::relevante_zaken(self, change, cx, problems)?;
        archiving::check(self, change.uuid, cx, problems)
    }

    /// zrc-007: a closed zaak changes only by force.
    fn permit(&self, change: &Change<'_, Self>, cx: &mut Cx<'_, '_>) -> Result<()> {
        match (change.op, change.old) {
            (Op::Update | Op::Patch, Some(old)) => refuse_when_closed(old, cx),
            _ => Ok(()),
        }
    }

    fn saved(&self, change: &Change<'_, Self>, cx: &mut Cx<'_, '_>) -> Result<()> {
        if change.old.is_none() && change.has("identificatie") {
            identificatie::NUMBERING.used(self.bronorganisatie.as_str(), &self.identificatie, cx)
        } else {
            Ok(())
        }
    }

    /// zrc-023: with a zaak go its deelzaken; what belongs to a zaak goes with it in the pipeline. Whoever may not delete a deelzaak, cannot
    /// delete its hoofdzaak. Its besluiten stay, without zaak.
    fn removing(&self, uuid: Uuid, cx: &mut Cx<'_, '_>) -> Result<()> {
        let room = cx.room(Self::RESOURCE.name)?;
        let sql = "SELECT uuid FROM zaken WHERE hoofdzaak = $1 ORDER BY id";
        let deelzaken: Vec<Uuid> = cx.tx.query(sql, &[uuid.into()], |row| row.uuid(0))?;
        for deelzaak in deelzaken {
            delete(room, cx, deelzaak, None)?;
        }
        besluiten::release(uuid, cx)?;
        archiving::forget(uuid, cx)
    }

    /// zrc-023, zrc-005: the documents no longer know the zaak.
    fn removed(&self, uuid: Uuid, cx: &mut Cx<'_, '_>) -> Result<()> {
        mirror::forget_object(cx, &Link::<Self>::to(uuid).url())
    }

    fn weergave(&self) -> String {
        self.identificatie.clone()
    }
}

impl Zaak {
    /// zrc-014: no date of payment with `nvt` (`betaling-nvt`), and none in the future.
    fn check_payment(&self, change: &Change<'_, Self>, cx: &Cx<'_, '_>, problems: &mut Problems) {
        let Some(date) = self.laatste_betaaldatum else { return };
        if self.betalingsindicatie.get() == Some(&Betalingsindicatie::Nvt) {
            problems.add(
                "laatsteBetaaldatum",
                "betaling-nvt",
                "Met betalingsindicatie nvt kan er geen laatste betaaldatum zijn.",
            );
        } else if date.at > cx.call.now.at
            && change.old.is_none_or(|old| old.laatste_betaaldatum != self.laatste_betaaldatum)
        {
            problems.add(
                "laatsteBetaaldatum",
                "future_not_allowed",
                "De laatste betaaldatum kan niet in de toekomst liggen.",
            );
        }
    }
}

const COLUMNS: &[Column] = &[
    Column::text("identificatie", "identificatie"),
    Column::text("bronorganisatie", "bronorganisatie"),
    Column::link("zaaktype", "zaaktype"),
    Column::level("vertrouwelijkheidaanduiding", "vertrouwelijkheidaanduiding"),
    Column::moment("startdatum", "startdatum"),
    Column::moment("registratiedatum", "registratiedatum"),
    Column::moment("einddatum", "einddatum"),
    Column::moment("einddatum_gepland", "einddatumGepland"),
    Column::moment("uiterlijke_einddatum_afdoening", "uiterlijkeEinddatumAfdoening"),
    Column::moment("publicatiedatum", "publicatiedatum"),
    Column::text("archiefnominatie", "archiefnominatie"),
    Column::text("archiefstatus", "archiefstatus"),
    Column::moment("archiefactiedatum", "archiefactiedatum"),
    Column::link("hoofdzaak", "hoofdzaak"),
    Column::new("west", "zaakgeometrie", ColumnKind::Bound(0)),
    Column::new("south", "zaakgeometrie", ColumnKind::Bound(1)),
    Column::new("east", "zaakgeometrie", ColumnKind::Bound(2)),
    Column::new("north", "zaakgeometrie", ColumnKind::Bound(3)),
];

const ORDERS: &[Order] = &[
    Order { name: "startdatum", column: "startdatum" },
    Order { name: "einddatum", column: "einddatum" },
    Order { name: "publicatiedatum", column: "publicatiedatum" },
    Order { name: "archiefactiedatum", column: "archiefactiedatum" },
    Order { name: "registratiedatum", column: "registratiedatum" },
    Order { name: "identificatie", column: "identificatie" },
];

const EXPAND: &[Expand] = &[
    Expand::of("zaaktype", "zaaktype"),
    Expand::of("communicatiekanaal", "communicatiekanaal"),
    Expand::of("productenOfDiensten", ""),
    Expand::of("selectielijstklasse", "selectielijstklasse"),
    Expand::of("hoofdzaak", "zaak"),
    Expand::of("deelzaken", "zaak"),
    Expand::within("relevanteAndereZaken", "url", "zaak"),
    Expand::of("eigenschappen", "zaakeigenschap"),
    Expand::of("rollen", "rol"),
    Expand::of("status", "status"),
    Expand::of("zaakinformatieobjecten", "zaakinformatieobject"),
    Expand::of("zaakobjecten", "zaakobject"),
    Expand::of("resultaat", "resultaat"),
];
