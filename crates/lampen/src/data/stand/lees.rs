// SPDX-License-Identifier: EUPL-1.2
//! One fault out of the documents of its incident and its order.

use serde::{Deserialize, de::IgnoredAny};
use uuid::Uuid;
use waarmaker_core::DateTime;
use waarmaker_db::{Error, Row};
use waarmaker_signalen::{Bron, Status};
use waarmaker_werkopdrachten::{Norm, Opdrachtstatus, Stapsoort};

use super::{Afloop, Eerste, Fase, Hersteller, Oorzaak, Storing, Wachtreden};
use crate::data::{Klacht, SOORT, Wat};

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

/// The fault of a row of [`laad`](super::laad).
pub(super) fn fault(
    uuid: Uuid,
    row: &Row<'_>,
    first: Option<&Eerste>,
    now: DateTime,
) -> std::result::Result<Storing, Error> {
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
            _ if row.opt_str_ref(6)? == Some(SOORT) => Oorzaak::Lamp,
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
