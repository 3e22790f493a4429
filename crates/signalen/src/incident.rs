// SPDX-License-Identifier: EUPL-1.2
//! INCIDENT: something is broken, and has to be mended once.

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use uuid::Uuid;
use waarmaker_api::{Change, Cx, Result, Rules};
use waarmaker_contracten::Prioriteit;
use waarmaker_core::{DateTime, Problem, Problems};
use waarmaker_resource::{
    Allow, Channel, Column, Comparison, Component, Fields, Filter, Link, Linked, Op, Order, Resource, Shape, Uri,
    choice,
};

use crate::{Regel, members};

choice! {
    /// Waaruit een incident voortkomt: een sensor, een melding van een mens, of een groep van incidenten.
    pub enum Bron { Sensor = "sensor", Melding = "melding", Groep = "groep" }
}
choice! {
    /// Hoe het met een incident staat.
    pub enum Status {
        Open = "open", Opgedragen = "opgedragen", Hersteld = "hersteld", Gesloten = "gesloten",
        Samengevoegd = "samengevoegd",
    }
}

impl Status {
    /// Whether somebody still has to do something about it, as part of another or on its own.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Open | Self::Opgedragen | Self::Samengevoegd)
    }
}

/// Een waarneming waarop een incident berust.
#[derive(Clone, Debug, PartialEq, Fields, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Bewijs {
    /// De datastream of de eigenschap van de waarneming.
    #[field(max = 200)]
    pub datastream: String,
    /// Wanneer het gemeten is.
    pub tijd: DateTime,
    /// Wat er gemeten is.
    #[field(max = 200)]
    pub resultaat: String,
    /// Waarom dit telt.
    #[field(max = 1000)]
    pub uitleg: String,
}

/// Een incident: iets in de openbare ruimte is kapot en moet een keer worden hersteld.
#[derive(Clone, Debug, Fields, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Incident {
    /// Nummer waaronder mensen het incident kennen.
    #[field(read_only, max = 30)]
    pub nummer: String,
    /// Wat er aan de hand is.
    #[field(required, max = 1000)]
    pub omschrijving: String,
    /// Het object waar het om gaat, als URL van de feature.
    #[field(required)]
    pub asset: Uri,
    /// Soort van het object.
    #[field(max = 100)]
    pub asset_soort: String,
    /// Nummer van het object binnen zijn soort.
    #[field(max = 200)]
    pub asset_identificatie: String,
    /// Waar het is.
    #[field(shape = Shape::Geometry, nullable)]
    pub plaats: Option<Json>,
    /// Waaruit het incident voortkomt.
    #[field(required)]
    pub bron: Bron,
    /// De regel die het vaststelde.
    pub regel: Option<Link<Regel>>,
    /// Hoe dringend het is.
    #[field(required)]
    pub prioriteit: Prioriteit,
    /// Hoe het ermee staat.
    #[field(default = "\"open\"")]
    pub status: Status,
    /// Het incident waar dit deel van is: dat van de kast of de groep.
    pub hoort_bij: Option<Link<Incident>>,
    /// Sinds wanneer het zo is: het moment van de eerste waarneming.
    #[field(required)]
    pub begin: DateTime,
    /// Wanneer het is vastgesteld: na de vertraging van de regel.
    #[field(required)]
    pub vastgesteld: DateTime,
    /// Vanaf wanneer het wordt opgedragen. Tot dan kan het nog bij een groep gaan horen.
    pub verzenden_op: Option<DateTime>,
    /// Wanneer het voorbij was.
    pub einde: Option<DateTime>,
    /// De waarnemingen waarop het berust.
    pub bewijs: Vec<Bewijs>,
    /// Hoeveel objecten het raakt.
    #[field(shape = Shape::Int { min: 0, max: 1_000_000 })]
    pub aantal_assets: i64,
    /// Hoeveel mensen het meldden.
    #[field(shape = Shape::Int { min: 0, max: 1_000_000 })]
    pub aantal_meldingen: i64,
    /// Identificatie van het zaaktype waarmee het wordt behandeld, als dat niet het gewone is.
    #[field(max = 50)]
    pub zaaktype: String,
    /// De zaak waarin het wordt behandeld.
    pub zaak: Option<Uri>,
    /// De opdracht om het te herstellen.
    pub werkopdracht: Option<Uri>,
    /// Wanneer een aannemer de opdracht heeft aanvaard. Vanaf dan beslist die, ook als de sensor zegt dat het weer goed is.
    pub aanvaard: Option<DateTime>,
    /// Sinds wanneer de sensor zegt dat het weer goed is, terwijl de opdracht al aanvaard was.
    pub sensor_hersteld: Option<DateTime>,
    /// Waarom het niet kan worden opgedragen.
    #[field(max = 1000)]
    pub belemmering: String,
    /// Het eerdere incident dat als verholpen was gemeld, terwijl het niet over was.
    pub vorig_incident: Option<Link<Incident>>,
    /// Wat een mens erbij schreef.
    #[field(max = 2000)]
    pub toelichting: String,
}

impl Linked for Incident {
    const NAME: &'static str = "incident";
    const PATH: &'static str = "/signalen/api/v1/incidenten";
}

const FILTERS: &[Filter] = &[
    Filter::is("nummer", "nummer", Shape::Text),
    Filter::is("asset", "asset", Shape::Text),
    Filter::is("assetSoort", "asset_soort", Shape::Text),
    Filter::is("bron", "bron", Shape::Choice(Bron::NAMES)),
    Filter::is("regel", "regel", Shape::Link("regel")),
    Filter::is("status", "status", Shape::Choice(Status::NAMES)),
    Filter::new("status__in", "status", Comparison::In, Shape::Choice(Status::NAMES)),
    Filter::is("prioriteit", "prioriteit", Shape::Choice(Prioriteit::NAMES)),
    Filter::is("hoortBij", "hoort_bij", Shape::Link("incident")),
    Filter::new("hoortBij__isnull", "hoort_bij", Comparison::IsNull, Shape::Bool),
    Filter::is("vorigIncident", "vorig_incident", Shape::Link("incident")),
    Filter::is("zaak", "zaak", Shape::Link("zaak")),
    Filter::is("werkopdracht", "werkopdracht", Shape::Link("werkopdracht")),
    Filter::new("begin__gte", "begin", Comparison::Gte, Shape::DateTime),
    Filter::new("begin__lt", "begin", Comparison::Lt, Shape::DateTime),
    Filter::new("verzendenOp__gte", "verzenden_op", Comparison::Gte, Shape::DateTime),
    Filter::new("verzendenOp__lte", "verzenden_op", Comparison::Lte, Shape::DateTime),
    Filter::new("einde__isnull", "einde", Comparison::IsNull, Shape::Bool),
];

impl Rules for Incident {
    const RESOURCE: Resource = Resource {
        name: "incident",
        schema: "Incident",
        doc: "Een incident: iets in de openbare ruimte is kapot en moet een keer worden hersteld.",
        component: Component::SIGNALEN,
        path: "incidenten",
        table: "incidenten",
        fields: Self::FIELDS,
        shows_uuid: true,
        columns: &[
            Column::text("nummer", "nummer"),
            Column::uuid("asset", "asset"),
            Column::text("asset_soort", "assetSoort"),
            Column::text("bron", "bron"),
            Column::link("regel", "regel"),
            Column::text("prioriteit", "prioriteit"),
            Column::text("status", "status"),
            Column::link("hoort_bij", "hoortBij"),
            Column::link("vorig_incident", "vorigIncident"),
            Column::moment("begin", "begin"),
            Column::moment("vastgesteld", "vastgesteld"),
            Column::moment("verzenden_op", "verzendenOp"),
            Column::moment("einde", "einde"),
            Column::link("zaak", "zaak"),
            Column::link("werkopdracht", "werkopdracht"),
            Column::moment("sensor_hersteld", "sensorHersteld"),
        ],
        filters: FILTERS,
        orders: &[
            Order { name: "begin", column: "begin" },
            Order { name: "vastgesteld", column: "vastgesteld" },
            Order { name: "nummer", column: "nummer" },
        ],
        allow: &[
            Allow::new(Op::List, &["signalen.lezen"]),
            Allow::new(Op::Read, &["signalen.lezen"]),
            Allow::new(Op::Create, &["signalen.beheren"]),
            Allow::new(Op::Patch, &["signalen.beheren"]),
        ],
        sizes: true,
        conditional: true,
        audittrail: true,
        channel: Some(Channel {
            name: "incidenten",
            kenmerken: &[
                ("assetSoort", "assetSoort"),
                ("bron", "bron"),
                ("prioriteit", "prioriteit"),
                ("status", "status"),
            ],
        }),
        notify: &[Op::Create, Op::Patch],
        ..Resource::BASE
    };

    /// Gives a new one its number, and one that is over its end.
    fn prepare(&mut self, change: &Change<'_, Self>, cx: &mut Cx<'_, '_>) -> Result<()> {
        match change.old {
            None => self.nummer = number(cx)?,
            Some(old) if old.status.is_open() && !self.status.is_open() && self.einde.is_none() => {
                self.einde = Some(cx.call.now);
            }
            Some(_) => {}
        }
        Ok(())
    }

    /// What people may change: words, how urgent it is, when it leaves, and that it is over.
    fn check(&self, change: &Change<'_, Self>, cx: &mut Cx<'_, '_>, problems: &mut Problems) -> Result<()> {
        let (Some(old), false) = (change.old, cx.who.is_waarmaker()) else { return Ok(()) };
        let closes = old.status.is_open() && self.status == Status::Gesloten;
        if self.status != old.status && !closes {
            problems.add("status", "invalid", "De status van een incident kan alleen gesloten worden.");
        }
        let ours = Self {
            toelichting: old.toelichting.clone(),
            prioriteit: old.prioriteit,
            verzenden_op: old.verzenden_op,
            status: old.status,
            einde: old.einde,
            ..self.clone()
        };
        let (before, after) = (serde_json::to_value(old), serde_json::to_value(ours));
        let (Ok(Json::Object(before)), Ok(Json::Object(after))) = (before, after) else { return Ok(()) };
        for (name, _) in after.iter().filter(|(name, value)| before.get(*name) != Some(value)) {
            let reason = "Dit bepaalt Waarmaker. U kunt toelichting, prioriteit, verzendenOp en status wijzigen.";
            problems.add(name.as_str(), "wijzigen-niet-toegelaten", reason);
        }
        Ok(())
    }

    /// Incidents are made by Waarmaker itself; people make a melding.
    fn permit(&self, change: &Change<'_, Self>, cx: &mut Cx<'_, '_>) -> Result<()> {
        if change.op == Op::Create && !cx.who.is_waarmaker() {
            return Err(Problem::forbidden("Waarmaker maakt zelf incidenten. Doe een melding: POST op meldingen."));
        }
        Ok(())
    }

    /// With a group its members are over.
    fn saved(&self, change: &Change<'_, Self>, cx: &mut Cx<'_, '_>) -> Result<()> {
        let closed = self.status == Status::Gesloten && change.old.is_some_and(|old| old.status.is_open());
        if closed { members::close(change.uuid, self.einde, cx) } else { Ok(()) }
    }

    fn weergave(&self) -> String {
        format!("{}: {}", self.nummer, self.omschrijving)
    }
}

impl Incident {
    /// Uuid of the asset.
    pub fn asset_uuid(&self) -> Option<Uuid> {
        self.asset.as_str().rsplit('/').next().and_then(|uuid| Uuid::try_parse(uuid).ok())
    }
}

/// The next number, of this year.
fn number(cx: &mut Cx<'_, '_>) -> Result<String> {
    let number = cx.tx.numbers("incidentnummers", 1)?.first().copied().unwrap_or_default();
    Ok(format!("INC-{}-{number:07}", cx.call.today.year()))
}

/// Changes an incident as Waarmaker itself: with rules, audit and notification, like a `PATCH`. Nothing happens when the edit changes nothing.
pub fn change(uuid: Uuid, cx: &mut Cx<'_, '_>, edit: impl FnOnce(&mut Incident)) -> Result<()> {
    let record_edit = |record: &mut waarmaker_resource::Record| {
        let Ok(mut incident) = serde_json::from_value::<Incident>(Json::Object(record.clone())) else { return };
        edit(&mut incident);
        if let Ok(Json::Object(changed)) = serde_json::to_value(&incident) {
            record.extend(changed);
        }
    };
    cx.as_waarmaker("Signalen", |cx| {
        let room = cx.room(Incident::NAME)?;
        waarmaker_api::amend(room, cx, uuid, &[], record_edit).map(|_| ())
    })
}
