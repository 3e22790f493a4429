// SPDX-License-Identifier: EUPL-1.2
//! MELDING: somebody says that something is broken.

mod plek;

use std::{collections::BTreeSet, fmt};

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use uuid::Uuid;
use waarmaker_api::{Change, Cx, Result, Rules};
use waarmaker_assets::Punt;
use waarmaker_contracten::Prioriteit;
use waarmaker_core::{DateTime, Problems};
use waarmaker_resource::{
    Allow, Blank, Channel, Column, Comparison, Component, Fields, Filter, Link, Linked, Op, Order, Resource, Shape,
    choice,
};

use crate::{
    Bron, Incident, Status,
    geheugen::{self, OBJECTEN, Object, object},
    groep, heropenen, melders,
    vaststellen::{Nieuw, dringendst, maak},
};

choice! {
    /// Hoe een melding binnenkwam.
    pub enum Meldkanaal { Web = "web", Telefoon = "telefoon", Balie = "balie", Open311 = "open311" }
}

/// How far from the place that somebody points at an asset may be, in metres.
const NEAR: f64 = 30.0;
/// Letters and digits of codes: none that look like another (0 and O, 1, I and L).
const ALPHABET: &[u8; 31] = b"23456789ABCDEFGHJKMNPQRSTUVWXYZ";
/// Length of a code: with 31 signs that is 39 bits.
const CODE: usize = 8;

/// Een melding van iemand dat er iets kapot is.
#[derive(Clone, Fields, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Melding {
    /// Het object: het UUID of de URL ervan. Zonder object zijn plaats en assetSoort nodig.
    #[field(max = 1000)]
    pub asset: String,
    /// De plaats. Het dichtstbijzijnde object van de soort, binnen 30 meter, wordt gekozen.
    #[field(shape = Shape::Geometry, nullable)]
    pub plaats: Option<Json>,
    /// Soort van het object.
    #[field(max = 100)]
    pub asset_soort: String,
    /// Waar het precies is, in eigen woorden, zoals "voor nummer 12, bij de speeltuin". Wie het herstelt leest dit; op openbare pagina's staat het niet.
    #[field(max = 200)]
    #[serde(default)]
    pub plek: String,
    /// Wat er aan de hand is, in eigen woorden.
    #[field(required, max = 2000)]
    pub omschrijving: String,
    /// Soort klacht, zoals `brandt-niet` of `beschadigd`. Met `nog-kapot` gaat een nieuw incident verder met dat van de laatste 30 dagen.
    #[field(max = 100)]
    pub soort_klacht: String,
    /// Hoe de melding binnenkwam.
    #[field(default = "\"web\"")]
    pub kanaal: Meldkanaal,
    /// Of het gevaarlijk is. Dan krijgt het incident prioriteit spoed.
    pub gevaarlijk: bool,
    /// E-mailadres van wie meldt, om te laten weten hoe het gaat. Het komt in geen enkel antwoord terug.
    #[field(shape = Shape::Email, max = 254)]
    pub email: String,
    /// Wanneer de melding binnenkwam.
    #[field(read_only)]
    pub ontvangen: Blank<DateTime>,
    /// Code waarmee wie meldde het kan volgen.
    #[field(read_only, max = 20)]
    pub code: String,
    /// Het incident waar de melding bij hoort.
    #[field(read_only)]
    pub incident: Option<Link<Incident>>,
    /// Of dit de eerste is die het meldt, en geen sensor het al zag.
    #[field(read_only)]
    pub nieuw: bool,
    /// Wat er al bekend is, en wat er gaat gebeuren.
    #[field(read_only, max = 1000)]
    pub bekend: String,
}

/// Who reported, and in which words, stays out of logs.
impl fmt::Debug for Melding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Melding").field("incident", &self.incident).finish_non_exhaustive()
    }
}

impl Linked for Melding {
    const NAME: &'static str = "melding";
    const PATH: &'static str = "/signalen/api/v1/meldingen";
}

impl Rules for Melding {
    const RESOURCE: Resource = Resource {
        name: "melding",
        schema: "Melding",
        doc: "Een melding van iemand dat er iets kapot is.",
        component: Component::SIGNALEN,
        path: "meldingen",
        table: "meldingen",
        fields: Self::FIELDS,
        shows_uuid: true,
        columns: &[
            Column::text("code", "code"),
            Column::uuid("asset", "asset"),
            Column::link("incident", "incident"),
            Column::text("soort_klacht", "soortKlacht"),
            Column::text("kanaal", "kanaal"),
            Column::moment("ontvangen", "ontvangen"),
        ],
        filters: &[
            Filter::is("code", "code", Shape::Text),
            Filter::is("asset", "asset", Shape::Text),
            Filter::is("incident", "incident", Shape::Link("incident")),
            Filter::is("soortKlacht", "soort_klacht", Shape::Text),
            Filter::is("kanaal", "kanaal", Shape::Choice(Meldkanaal::NAMES)),
            Filter::new("ontvangen__gte", "ontvangen", Comparison::Gte, Shape::DateTime),
            Filter::new("ontvangen__lt", "ontvangen", Comparison::Lt, Shape::DateTime),
        ],
        orders: &[Order { name: "ontvangen", column: "ontvangen" }],
        allow: &[
            Allow::new(Op::List, &["signalen.lezen"]),
            Allow::new(Op::Read, &["signalen.lezen"]),
            Allow::new(Op::Create, &["signalen.melden"]),
        ],
        sizes: true,
        conditional: true,
        audittrail: true,
        channel: Some(Channel {
            name: "meldingen",
            kenmerken: &[("assetSoort", "assetSoort"), ("kanaal", "kanaal"), ("soortKlacht", "soortKlacht")],
        }),
        notify: &[Op::Create],
        ..Resource::BASE
    };

    /// Gives the code. The address goes no further.
    fn prepare(&mut self, change: &Change<'_, Self>, cx: &mut Cx<'_, '_>) -> Result<()> {
        if change.old.is_some() {
            return Ok(());
        }
        self.email.clear();
        self.ontvangen = Blank(Some(cx.call.now));
        self.code = code(cx)?;
        Ok(())
    }

    fn check(&self, change: &Change<'_, Self>, cx: &mut Cx<'_, '_>, problems: &mut Problems) -> Result<()> {
        if change.old.is_some() {
            return Ok(());
        }
        if self.omschrijving.trim().is_empty() {
            problems.add("omschrijving", "blank", "Dit veld mag niet leeg zijn.");
        }
        match self.zoek(cx)? {
            Ok(_) => {}
            Err((name, code, reason)) => problems.add(name, code, reason),
        }
        Ok(())
    }

    /// Joins the open incident of the asset or of what it hangs on, else makes one; then notes it in the document.
    fn saved(&self, change: &Change<'_, Self>, cx: &mut Cx<'_, '_>) -> Result<()> {
        // What changes later is the incident that it goes on with.
        if change.old.is_some() {
            return Ok(());
        }
        let Ok(object) = self.zoek(cx)? else { return Ok(()) };
        let email = change.given.get("email").and_then(Json::as_str).unwrap_or_default().trim().to_owned();
        let boven = groep::lock(&BTreeSet::from([object.uuid]), cx)?;
        let boven = boven.get(&object.uuid).map_or(&[][..], Vec::as_slice);
        let known = lopend(object.uuid, boven, cx)?;
        let (incident, nieuw) = match known {
            Some(known) => (known, false),
            None => (self.begin(&object, boven, cx)?, true),
        };
        let counted = nieuw || email.is_empty() || !melders::bekend(incident, &email, cx)?;
        if !nieuw && (counted || self.gevaarlijk) {
            let gevaarlijk = self.gevaarlijk;
            crate::change(incident, cx, |incident| {
                incident.aantal_meldingen += i64::from(counted);
                if gevaarlijk {
                    incident.prioriteit = dringendst(incident.prioriteit, Prioriteit::Spoed);
                }
            })?;
        }
        if !email.is_empty() {
            melders::bewaar(change.uuid, incident, &email, nieuw, cx)?;
        }
        let found = cx.get::<Incident>(incident)?;
        self.zeg_plek(incident, found.as_ref(), cx)?;
        let bekend = found.map(|found| verhaal(&found, nieuw)).unwrap_or_default();
        let link = Link::<Incident>::to(incident).url();
        let asset = waarmaker_assets::url_of(&object.soort, object.uuid);
        waarmaker_api::rewrite(Self::NAME, change.uuid, cx, |record| {
            record.insert("incident".to_owned(), link.into());
            record.insert("asset".to_owned(), asset.into());
            record.insert("assetSoort".to_owned(), object.soort.into());
            record.insert("nieuw".to_owned(), nieuw.into());
            record.insert("bekend".to_owned(), bekend.into());
        })
    }

    /// The answer has what was found out after the row was written.
    fn reply(body: &mut Vec<u8>, _op: Op, uuid: Uuid, cx: &mut Cx<'_, '_>) -> Result<()> {
        if let Some(now) =
            cx.tx.one("SELECT body FROM meldingen WHERE uuid = $1", &[uuid.into()], |row| row.bytes(0))?
        {
            *body = now;
        }
        Ok(())
    }

    fn weergave(&self) -> String {
        format!("Melding {}", self.code)
    }
}

/// Why a report cannot be about anything: member, code and reason.
type Mis = (&'static str, &'static str, String);

impl Melding {
    /// The asset that is meant.
    fn zoek(&self, cx: &mut Cx<'_, '_>) -> Result<std::result::Result<Object, Mis>> {
        if !self.asset.is_empty() {
            let uuid = crate::asset_of(&self.asset);
            let found = match uuid {
                Some(uuid) => geheugen::objecten(&[uuid], cx)?.remove(&uuid),
                None => None,
            };
            return Ok(found.ok_or((
                "asset",
                "does_not_exist",
                "Er is geen object met dit UUID of deze URL.".to_owned(),
            )));
        }
        let Some(plaats) = &self.plaats else {
            let reason = "Geef een object, of een plaats (een punt) met assetSoort.".to_owned();
            return Ok(Err(("asset", "required", reason)));
        };
        let Some((lon, lat)) = punt(plaats) else {
            let reason = "De plaats moet een punt zijn: {\"type\": \"Point\", \"coordinates\": [lengtegraad, breedtegraad]}, in WGS 84.";
            return Ok(Err(("plaats", "invalid", reason.to_owned())));
        };
        if self.asset_soort.is_empty() {
            return Ok(Err(("assetSoort", "required", "Geef bij een plaats ook de soort van het object.".to_owned())));
        }
        self.dichtstbij(Punt { lon, lat }, cx)
    }

    /// The nearest asset of the kind.
    fn dichtstbij(&self, punt: Punt, cx: &mut Cx<'_, '_>) -> Result<std::result::Result<Object, Mis>> {
        let (dlat, dlon) = (NEAR / 111_000.0, NEAR / (111_000.0 * punt.lat.to_radians().cos().max(0.01)));
        let sql = format!(
            "{OBJECTEN} WHERE soort = $1 AND lat BETWEEN $2 AND $3 AND lon BETWEEN $4 AND $5 AND verwijderd IS NULL"
        );
        let values = [
            self.asset_soort.as_str().into(),
            (punt.lat - dlat).into(),
            (punt.lat + dlat).into(),
            (punt.lon - dlon).into(),
            (punt.lon + dlon).into(),
        ];
        let near = cx.tx.query(&sql, &values, object)?;
        let metres = |object: &Object| {
            let (y, x) = (object.lat - punt.lat, (object.lon - punt.lon) * punt.lat.to_radians().cos());
            y.hypot(x) * 111_000.0
        };
        let nearest = near.into_iter().map(|object| (metres(&object), object)).filter(|(metres, _)| *metres <= NEAR);
        if let Some((_, object)) = nearest.min_by(|a, b| a.0.total_cmp(&b.0)) {
            return Ok(Ok(object));
        }
        let areas = cx.tx.one("SELECT 1 FROM gebieden LIMIT 1", &[], |row| row.int(0))?.is_some();
        if areas && waarmaker_assets::gebieden_at(cx.tx, punt)?.is_empty() {
            return Ok(Err((
                "plaats",
                "outside-area",
                "Deze plaats ligt buiten het gebied van de gemeente.".to_owned(),
            )));
        }
        let reason =
            format!("Binnen 30 meter staat geen object van de soort {}. Wijs het object aan.", self.asset_soort);
        Ok(Err(("plaats", "no-asset-near", reason)))
    }

    /// A new incident.
    fn begin(&self, object: &Object, boven: &[Uuid], cx: &mut Cx<'_, '_>) -> Result<Uuid> {
        let again = self.soort_klacht == heropenen::NOG_KAPOT;
        let vorig = if again { heropenen::laatste(object.uuid, boven, cx)? } else { None };
        let now = cx.call.now.at.as_millisecond();
        let klacht = if self.soort_klacht.is_empty() { String::new() } else { format!(" ({})", self.soort_klacht) };
        let nieuw = Nieuw {
            object,
            omschrijving: format!("{}: melding{klacht}", object.naam()),
            bron: Bron::Melding,
            regel: None,
            prioriteit: if self.gevaarlijk { Prioriteit::Spoed } else { Prioriteit::Normaal },
            begin: now,
            op: now,
            wacht: 0,
            hoort_bij: None,
            bewijs: Vec::new(),
            zaaktype: "",
            vorig,
            meldingen: 1,
        };
        maak(&nieuw, cx)
    }
}

/// Longitude and latitude of a `GeoJSON` point that can be on earth.
fn punt(plaats: &Json) -> Option<(f64, f64)> {
    let place =
        plaats.get("coordinates")?.as_array().filter(|_| plaats.get("type").is_some_and(|kind| kind == "Point"))?;
    let (lon, lat) = (place.first()?.as_f64()?, place.get(1)?.as_f64()?);
    (lon.abs() <= 180.0 && lat.abs() <= 90.0).then_some((lon, lat))
}

/// The open incident of an asset, else that of what it hangs on, the nearest first; of one that is part of another that other.
pub(crate) fn lopend(asset: Uuid, boven: &[Uuid], cx: &mut Cx<'_, '_>) -> Result<Option<Uuid>> {
    let sql = "SELECT CASE WHEN status = 'samengevoegd' THEN hoort_bij ELSE uuid END FROM incidenten
        WHERE asset = $1 AND status IN ('open', 'opgedragen', 'samengevoegd') ORDER BY id DESC LIMIT 1";
    for node in std::iter::once(&asset).chain(boven) {
        if let Some(found) = cx.tx.one(sql, &[(*node).into()], |row| row.opt_uuid(0))?.flatten() {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

/// What is known and what will happen, for who reported.
fn verhaal(incident: &Incident, nieuw: bool) -> String {
    static AMSTERDAM: jiff::tz::TimeZone = jiff::tz::get!("Europe/Amsterdam");
    let since = AMSTERDAM.to_datetime(incident.begin.at).strftime("%d-%m-%Y %H:%M").to_string();
    let known = match (nieuw, incident.bron) {
        (true, _) => "U bent de eerste die dit meldt.".to_owned(),
        (false, Bron::Groep) => {
            format!("Dit is bekend sinds {since}. Het hoort bij een storing van {} objecten.", incident.aantal_assets)
        }
        (false, _) => format!("Dit is bekend sinds {since}."),
    };
    let next = match incident.status {
        _ if incident.aanvaard.is_some() => "De aannemer is ermee bezig.",
        Status::Opgedragen => "De opdracht om het te herstellen is gegeven.",
        _ => "Wij geven opdracht om het te herstellen.",
    };
    format!("{known} {next}")
}

/// A code that nobody guesses and that can be read aloud, and that no other report has.
fn code(cx: &mut Cx<'_, '_>) -> Result<String> {
    loop {
        let code = gok(cx.house.ids.uuid());
        let taken = cx.tx.one("SELECT 1 FROM meldingen WHERE code = $1", &[code.as_str().into()], |row| row.int(0))?;
        if taken.is_none() {
            return Ok(code);
        }
    }
}

/// A code made of the random bits of a uuid; the time in its first half changes them, and makes them no less random.
fn gok(uuid: Uuid) -> String {
    let (time, random) = uuid.as_u64_pair();
    let mut bits = random.rotate_left(29) ^ time.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let size = ALPHABET.len() as u64;
    let sign = |_| {
        let sign = usize::try_from(bits % size).ok().and_then(|i| ALPHABET.get(i)).copied().unwrap_or(b'2');
        bits /= size;
        char::from(sign)
    };
    (0..CODE).map(sign).collect()
}
