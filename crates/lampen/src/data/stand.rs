// SPDX-License-Identifier: EUPL-1.2
//! How it stands with faults: the incident with its order, for all faults of an answer at once.

use std::collections::HashMap;

use serde::{Deserialize, de::IgnoredAny};
use uuid::Uuid;
use waarmaker_api::{Cx, Result};
use waarmaker_core::DateTime;
use waarmaker_db::{Error, Row};
use waarmaker_signalen::{Bron, Status};
use waarmaker_werkopdrachten::{Norm, Opdrachtstatus, Stapsoort};

use super::{CHUNK, Klacht, Wat, padded};

/// How far a fault is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fase {
    /// It is known.
    Vastgesteld,
    /// There is an order; nobody accepted it yet.
    Opgedragen,
    /// Somebody accepted the order.
    Aangenomen,
    /// Somebody is there.
    TerPlaatse,
    /// The work waits.
    Wacht(Wachtreden),
    /// It is over.
    Gemaakt,
}

impl Fase {
    /// Its value in data.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Vastgesteld => "vastgesteld",
            Self::Opgedragen => "opgedragen",
            Self::Aangenomen => "aangenomen",
            Self::TerPlaatse => "ter_plaatse",
            Self::Wacht(_) => "wacht",
            Self::Gemaakt => "gemaakt",
        }
    }
}

/// Why work waits, in words of ours: those of the contractor may name people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wachtreden {
    /// The company of the power grid has to do something first.
    Netbeheerder,
    /// A part has to come.
    Materiaal,
    /// The weather.
    Weer,
    /// Nobody can get at it: a parked car, a fence, traffic.
    Toegang,
    /// Something else.
    Anders,
}

impl Wachtreden {
    /// What the words of a contractor are about.
    fn van(woorden: &str) -> Self {
        const WOORDEN: [(&[&str], Wachtreden); 4] = [
            (&["netbeheerder", "stedin", "liander", "enexis", "stroom", "kabel", "voeding"], Wachtreden::Netbeheerder),
            (&["materiaal", "onderde", "levering", "voorraad", "besteld", "mast", "armatuur"], Wachtreden::Materiaal),
            (&["weer", "storm", "wind", "regen", "sneeuw", "vorst", "onweer"], Wachtreden::Weer),
            (
                &["toegang", "geparkeerd", "auto", "afgesloten", "verkeer", "hek", "vergunning", "evenement"],
                Wachtreden::Toegang,
            ),
        ];
        let text = woorden.to_lowercase();
        let found = WOORDEN.iter().find(|(words, _)| words.iter().any(|word| text.contains(word)));
        found.map_or(Self::Anders, |(_, reden)| *reden)
    }

    /// Its value in data.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Netbeheerder => "netbeheerder",
            Self::Materiaal => "materiaal",
            Self::Weer => "weer",
            Self::Toegang => "toegang",
            Self::Anders => "anders",
        }
    }
}

/// Who mends it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hersteller {
    /// The municipality itself.
    Gemeente,
    /// A contractor, with its name.
    Aannemer(String),
}

/// What is broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Oorzaak {
    /// One lamp.
    Lamp,
    /// Several lamps on one circuit or cabinet.
    Groep,
    /// The circuit or the cabinet.
    Kast,
}

/// How a fault ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Afloop {
    /// Somebody mended it.
    Hersteld,
    /// Somebody looked, and nothing was wrong.
    GeenDefect,
    /// The lamp was fine again without anybody.
    Vanzelf,
    /// The municipality closed it.
    Gesloten,
}

impl Afloop {
    /// Its value in data.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Hersteld => "hersteld",
            Self::GeenDefect => "geen_defect",
            Self::Vanzelf => "vanzelf",
            Self::Gesloten => "gesloten",
        }
    }
}

/// A fault, as everybody may know it.
#[derive(Clone, Debug, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact that pages say in a sentence of its own")]
pub struct Storing {
    /// Uuid of the incident; that of the group when it is part of one.
    pub incident: Uuid,
    /// Number of the incident.
    pub nummer: String,
    /// Uuid of what it is about: a lamp, a circuit, a cabinet.
    pub asset: Uuid,
    /// How far it is.
    pub fase: Fase,
    /// Since when it is so.
    pub begin: DateTime,
    /// When it became known.
    pub sinds: DateTime,
    /// When the first report came in; none when nobody reported it.
    pub gemeld: Option<DateTime>,
    /// How many people reported it.
    pub meldingen: i64,
    /// Whether a sensor saw it.
    pub door_sensor: bool,
    /// Who mends it; none as long as there is no order.
    pub hersteller: Option<Hersteller>,
    /// By when it has to be mended by the contract; none when there is no contract, or it is over.
    pub verwacht: Option<DateTime>,
    /// The expected moment has passed.
    pub te_laat: bool,
    /// What is broken: the lamp, or what it hangs on.
    pub oorzaak: Oorzaak,
    /// How many lamps have it together.
    pub groep: i64,
    /// What is wrong.
    pub wat: Wat,
    /// Whether it is dangerous or urgent.
    pub spoed: bool,
    /// It was said to be mended before, and was not.
    pub opnieuw: bool,
    /// When it was over.
    pub einde: Option<DateTime>,
    /// How it ended.
    pub afloop: Option<Afloop>,
    /// What happened with the order, the first first.
    pub(crate) stappen: Vec<(Stapsoort, DateTime)>,
    /// When it was last moved.
    pub gewijzigd: DateTime,
}

impl Storing {
    /// Nobody has to do anything any more.
    pub fn is_over(&self) -> bool {
        self.fase == Fase::Gemaakt
    }

    /// What is wrong in words of ours, for data in Dutch.
    pub const fn omschrijving(&self) -> &'static str {
        self.wat.woorden()
    }
}

/// Members of an incident that everybody may know.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Kern {
    nummer: String,
    bron: Bron,
    status: Status,
    begin: DateTime,
    vastgesteld: DateTime,
    #[serde(default)]
    einde: Option<DateTime>,
    #[serde(default)]
    bewijs: Vec<IgnoredAny>,
    #[serde(default)]
    aantal_assets: i64,
    #[serde(default)]
    aantal_meldingen: i64,
    #[serde(default)]
    vorig_incident: Option<IgnoredAny>,
}

/// Members of an order that everybody may know, and the reason of a pause, which is put in words of ours.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Opdracht {
    status: Opdrachtstatus,
    #[serde(default)]
    uiterlijk: Option<DateTime>,
    #[serde(default)]
    termijnen: Vec<Termijn>,
    #[serde(default)]
    pauzes: Vec<Pauze>,
    #[serde(default)]
    stappen: Vec<Stap>,
}

#[derive(Deserialize)]
struct Termijn {
    norm: Norm,
    #[serde(default)]
    uiterlijk: Option<DateTime>,
}

#[derive(Deserialize)]
struct Pauze {
    #[serde(default)]
    einde: Option<DateTime>,
    #[serde(default)]
    reden: String,
}

#[derive(Deserialize)]
struct Stap {
    stap: Stapsoort,
    moment: DateTime,
}

/// The incident that holds for each of these assets: its own, else that of what it hangs on, the nearest first; of what is part of a group that of the
/// group. One statement; `CROSS JOIN` keeps SQLite from reading all open incidents first.
pub(super) fn hoofden(assets: &[Uuid], cx: &mut Cx<'_, '_>) -> Result<HashMap<Uuid, Uuid>> {
    let mut found: HashMap<Uuid, Uuid> = HashMap::new();
    for part in assets.chunks(CHUNK) {
        let (places, values) = padded(part, 1);
        let sql = format!(
            "WITH RECURSIVE boven (lamp, uuid, ouder, diepte) AS (
                SELECT uuid, uuid, ouder, 0 FROM assets WHERE uuid IN ({places})
                UNION ALL
                SELECT b.lamp, a.uuid, a.ouder, b.diepte + 1 FROM boven b JOIN assets a ON a.uuid = b.ouder
                WHERE a.verwijderd IS NULL AND b.diepte < 16
            ) SELECT b.lamp, CASE WHEN i.status = 'samengevoegd' THEN i.hoort_bij ELSE i.uuid END
            FROM boven b CROSS JOIN incidenten i
            WHERE i.asset = b.uuid AND i.status IN ('open', 'opgedragen', 'samengevoegd') ORDER BY b.lamp, b.diepte, i.id DESC"
        );
        cx.tx.each(&sql, &values, |row| {
            if let Some(head) = row.opt_uuid(1)? {
                found.entry(row.uuid(0)?).or_insert(head);
            }
            Ok(())
        })?;
    }
    Ok(found)
}

/// One fault by the uuid of its incident.
pub fn storing(incident: Uuid, cx: &mut Cx<'_, '_>) -> Result<Option<Storing>> {
    Ok(laad(&[incident], cx)?.remove(&incident))
}

/// The faults of these incidents. Two statements.
pub(super) fn laad(incidents: &[Uuid], cx: &mut Cx<'_, '_>) -> Result<HashMap<Uuid, Storing>> {
    let now = cx.call.now;
    let mut found = HashMap::with_capacity(incidents.len());
    for part in incidents.chunks(CHUNK) {
        let reported = meldingen(part, cx)?;
        let (places, values) = padded(part, 1);
        let sql = format!(
            "SELECT i.uuid, i.asset, i.prioriteit, i.body, o.body, n.naam, i.asset_soort FROM incidenten i
            LEFT JOIN werkopdrachten o ON o.incident = i.uuid LEFT JOIN aannemers n ON n.uuid = o.aannemer
            WHERE i.uuid IN ({places})"
        );
        cx.tx.each(&sql, &values, |row| {
            let uuid = row.uuid(0)?;
            found.insert(uuid, fault(uuid, row, reported.get(&uuid), now)?);
            Ok(())
        })?;
    }
    Ok(found)
}

/// The first report, and its complaint.
type Eerste = (DateTime, Klacht);

/// The first reports of these incidents and of what is part of them.
fn meldingen(incidents: &[Uuid], cx: &mut Cx<'_, '_>) -> Result<HashMap<Uuid, Eerste>> {
    let (places, values) = padded(incidents, 1);
    let sql = format!(
        "SELECT m.incident, m.soort_klacht, MIN(m.ontvangen) FROM meldingen m WHERE m.incident IN ({places})
        GROUP BY m.incident, m.soort_klacht
        UNION ALL
        SELECT i.hoort_bij, m.soort_klacht, MIN(m.ontvangen) FROM incidenten i JOIN meldingen m ON m.incident = i.uuid
        WHERE i.hoort_bij IN ({places}) GROUP BY i.hoort_bij, m.soort_klacht"
    );
    let mut first: HashMap<Uuid, Eerste> = HashMap::new();
    cx.tx.each(&sql, &values, |row| {
        let klacht = Klacht::van(row.opt_str_ref(1)?.unwrap_or_default());
        let Ok(at) = DateTime::parse(row.str_ref(2)?) else { return Ok(()) };
        let known = first.entry(row.uuid(0)?).or_insert((at, klacht));
        if at.at < known.0.at {
            *known = (at, klacht);
        }
        Ok(())
    })?;
    Ok(first)
}

fn fault(uuid: Uuid, row: &Row<'_>, first: Option<&Eerste>, now: DateTime) -> std::result::Result<Storing, Error> {
    let kern: Kern = serde_json::from_slice(row.bytes_ref(3)?).map_err(Error::row)?;
    let order: Option<Opdracht> = row.opt_bytes_ref(4)?.map(serde_json::from_slice).transpose().map_err(Error::row)?;
    // An order that was taken back says nothing about an incident that goes on.
    let open = kern.status.is_open();
    let order = order.filter(|order| !open || order.status != Opdrachtstatus::Ingetrokken);
    let naam = row.opt_text(5)?;
    let verwacht = order.as_ref().filter(|_| open && naam.is_some()).and_then(expected);
    let stappen: Vec<(Stapsoort, DateTime)> =
        order.iter().flat_map(|order| order.stappen.iter().map(|stap| (stap.stap, stap.moment))).collect();
    let last = stappen.last().map_or(kern.vastgesteld, |(_, at)| *at);
    let gewijzigd = [Some(last), kern.einde].into_iter().flatten().max_by_key(|at| at.at).unwrap_or(last);
    let door_sensor = kern.bron == Bron::Sensor || !kern.bewijs.is_empty();
    Ok(Storing {
        incident: uuid,
        asset: row.uuid(1)?,
        spoed: row.str_ref(2)? == waarmaker_contracten::Prioriteit::Spoed.as_str(),
        fase: phase(kern.status, order.as_ref()),
        begin: kern.begin,
        sinds: kern.vastgesteld,
        gemeld: first.map(|(at, _)| *at),
        meldingen: kern.aantal_meldingen,
        door_sensor,
        hersteller: order.as_ref().map(|order| mender(order, naam)),
        verwacht,
        te_laat: verwacht.is_some_and(|at| at.at < now.at),
        oorzaak: match kern.bron {
            Bron::Groep => Oorzaak::Groep,
            _ if row.opt_str_ref(6)? == Some(super::SOORT) => Oorzaak::Lamp,
            _ => Oorzaak::Kast,
        },
        groep: kern.aantal_assets.max(1),
        wat: match (kern.bron, first) {
            (Bron::Groep, _) => Wat::Groep,
            (_, Some((_, klacht))) if !door_sensor => Wat::Klacht(*klacht),
            _ if door_sensor => Wat::Sensor,
            _ => Wat::Klacht(Klacht::Anders),
        },
        opnieuw: kern.vorig_incident.is_some(),
        afloop: (!open).then(|| ending(kern.status, order.as_ref())),
        einde: kern.einde,
        nummer: kern.nummer,
        stappen,
        gewijzigd,
    })
}

/// By when it has to be mended, else the next term.
fn expected(order: &Opdracht) -> Option<DateTime> {
    let mended = order.termijnen.iter().find(|term| term.norm == Norm::Hersteld).and_then(|term| term.uiterlijk);
    mended.or(order.uiterlijk)
}

fn phase(status: Status, order: Option<&Opdracht>) -> Fase {
    if !status.is_open() {
        return Fase::Gemaakt;
    }
    let Some(order) = order else { return Fase::Vastgesteld };
    if let Some(pauze) = order.pauzes.last().filter(|pauze| pauze.einde.is_none()) {
        return Fase::Wacht(Wachtreden::van(&pauze.reden));
    }
    match order.status {
        Opdrachtstatus::Aangenomen => Fase::Aangenomen,
        Opdrachtstatus::TerPlaatse => Fase::TerPlaatse,
        Opdrachtstatus::Gereed | Opdrachtstatus::GeenDefect => Fase::Gemaakt,
        _ => Fase::Opgedragen,
    }
}

fn mender(order: &Opdracht, naam: Option<String>) -> Hersteller {
    let own = matches!(order.status, Opdrachtstatus::EigenLijst | Opdrachtstatus::Geweigerd);
    naam.filter(|_| !own).map_or(Hersteller::Gemeente, Hersteller::Aannemer)
}

fn ending(status: Status, order: Option<&Opdracht>) -> Afloop {
    match order.map(|order| order.status) {
        Some(Opdrachtstatus::Gereed) => Afloop::Hersteld,
        Some(Opdrachtstatus::GeenDefect) => Afloop::GeenDefect,
        _ if status == Status::Hersteld => Afloop::Vanzelf,
        _ => Afloop::Gesloten,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_contractors_become_words_of_ours() {
        assert_eq!(Wachtreden::van("Wacht op Stedin, dhr. Jansen belt"), Wachtreden::Netbeheerder);
        assert_eq!(Wachtreden::van("Onderdeel besteld"), Wachtreden::Materiaal);
        assert_eq!(Wachtreden::van("windkracht 9"), Wachtreden::Weer);
        assert_eq!(Wachtreden::van("auto van nr 12 staat ervoor"), Wachtreden::Toegang);
        assert_eq!(Wachtreden::van(""), Wachtreden::Anders);
    }
}
