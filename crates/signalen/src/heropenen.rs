// SPDX-License-Identifier: EUPL-1.2
//! Still broken: what was said to be over is not, says who reported it. Like a sensor that keeps failing after the work was done, that is a new
//! incident that names the earlier one; an order follows as for every other.

use std::collections::BTreeSet;

use uuid::Uuid;
use waarmaker_api::{Cx, Result, amend};
use waarmaker_contracten::Prioriteit;
use waarmaker_core::{DateTime, Problem};
use waarmaker_resource::{Link, Linked as _};

use crate::{
    Bron, Incident, Melding,
    geheugen::{self, Object},
    groep,
    melding::lopend,
    termijn::DAG,
    vaststellen::{Nieuw, dringendst, maak, sleutel},
};

/// `soortKlacht` of a report that something is still broken.
pub const NOG_KAPOT: &str = "nog-kapot";
/// Days after the end of an incident in which one may say that it is still broken; after that it is a new fault.
pub const HEROPEN_DAGEN: i64 = 30;

/// Whether something that was over at a moment can still be said not to be.
pub fn is_recent(einde: DateTime, nu: DateTime) -> bool {
    nu.at.as_millisecond() - einde.at.as_millisecond() <= HEROPEN_DAGEN * DAG
}

/// What came of saying that it is still broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heropend {
    /// A new incident goes on with it.
    Nieuw(Uuid),
    /// Another incident goes on with it already: who reported follows that one from now on.
    Bekend(Uuid),
    /// This report said so before.
    AlGezegd(Uuid),
    /// It is not over yet: nothing has to happen.
    Loopt(Uuid),
    /// It was over too long ago, or what it was about is gone: a new report is needed.
    NieuweMelding,
    /// There is no such report.
    Onbekend,
}

/// A code as it is stored, however it was typed.
pub fn code_van(typed: &str) -> String {
    typed.chars().filter(char::is_ascii_alphanumeric).take(20).collect::<String>().to_ascii_uppercase()
}

/// Who reported says that it is still broken: at most once for each report; the same again changes nothing. `gevaarlijk`: it is dangerous now.
pub fn nog_kapot(code: &str, gevaarlijk: bool, cx: &mut Cx<'_, '_>) -> Result<Heropend> {
    let lock = cx.tx.dialect().for_update();
    let sql = format!("SELECT uuid, asset, incident FROM meldingen WHERE code = $1{lock}");
    let read = |row: &waarmaker_db::Row<'_>| Ok((row.uuid(0)?, row.opt_uuid(1)?, row.opt_uuid(2)?));
    let Some((melding, asset, incident)) = cx.tx.one(&sql, &[code_van(code).into()], read)? else {
        return Ok(Heropend::Onbekend);
    };
    let sql = "SELECT incident FROM heropeningen WHERE melding = $1";
    if let Some(said) = cx.tx.one(sql, &[melding.into()], |row| row.uuid(0))? {
        return Ok(Heropend::AlGezegd(said));
    }
    let (Some(asset), Some(incident)) = (asset, incident) else { return Ok(Heropend::NieuweMelding) };
    let Some((vorig, over)) = geheel(incident, cx)? else { return Ok(Heropend::NieuweMelding) };
    if over.status.is_open() {
        return Ok(Heropend::Loopt(vorig));
    }
    let objecten = geheugen::objecten(&[asset], cx)?;
    let recent = over.einde.is_some_and(|einde| is_recent(einde, cx.call.now));
    let Some(object) = objecten.get(&asset).filter(|_| recent) else { return Ok(Heropend::NieuweMelding) };
    let boven = groep::lock(&BTreeSet::from([asset]), cx)?;
    let known = lopend(asset, boven.get(&asset).map_or(&[][..], Vec::as_slice), cx)?;
    let prioriteit = if gevaarlijk { dringendst(over.prioriteit, Prioriteit::Spoed) } else { over.prioriteit };
    let verder = match known {
        Some(known) => {
            crate::change(known, cx, |incident| {
                incident.aantal_meldingen += 1;
                if gevaarlijk {
                    incident.prioriteit = dringendst(incident.prioriteit, Prioriteit::Spoed);
                }
            })?;
            known
        }
        None => nieuw(object, (vorig, &over), prioriteit, cx)?,
    };
    volgt(melding, vorig, verder, cx)?;
    Ok(if known.is_some() { Heropend::Bekend(verder) } else { Heropend::Nieuw(verder) })
}

/// An incident, or that of the group that it is part of.
fn geheel(incident: Uuid, cx: &mut Cx<'_, '_>) -> Result<Option<(Uuid, Incident)>> {
    let Some(own) = cx.get::<Incident>(incident)? else { return Ok(None) };
    match own.hoort_bij.map(|head| head.uuid) {
        Some(head) => Ok(cx.get::<Incident>(head)?.map(|found| (head, found))),
        None => Ok(Some((incident, own))),
    }
}

/// The incident that goes on.
fn nieuw(
    object: &Object,
    (vorig, over): (Uuid, &Incident),
    prioriteit: Prioriteit,
    cx: &mut Cx<'_, '_>,
) -> Result<Uuid> {
    let now = cx.call.now.at.as_millisecond();
    let nieuw = Nieuw {
        object,
        omschrijving: format!("{}: nog kapot na {}", object.naam(), over.nummer),
        bron: Bron::Melding,
        regel: None,
        prioriteit,
        begin: now,
        op: now,
        wacht: 0,
        hoort_bij: None,
        bewijs: Vec::new(),
        zaaktype: &over.zaaktype,
        vorig: Some(vorig),
        meldingen: 1,
    };
    maak(&nieuw, cx)
}

/// The report, and the address of who made it, go on with the new incident.
fn volgt(melding: Uuid, vorig: Uuid, verder: Uuid, cx: &mut Cx<'_, '_>) -> Result<()> {
    let sql = "INSERT INTO heropeningen (melding, vorig, incident, moment) VALUES ($1, $2, $3, $4)";
    let now = cx.call.now.at.as_millisecond();
    cx.tx.run(sql, &[melding.into(), vorig.into(), verder.into(), now.into()])?;
    cx.tx.run("UPDATE melders SET incident = $2 WHERE melding = $1", &[melding.into(), verder.into()])?;
    let link = Link::<Incident>::to(verder).url();
    cx.as_waarmaker("Signalen", |cx| {
        let room = cx.room(Melding::NAME)?;
        let edit = |record: &mut waarmaker_resource::Record| {
            record.insert("incident".to_owned(), link.into());
        };
        amend(room, cx, melding, &[], edit).map(|_| ())
    })
}

/// The incident that was over last of an asset, or of what it hangs on, not too long ago: what a new report that it is still broken is about.
pub(crate) fn laatste(asset: Uuid, boven: &[Uuid], cx: &mut Cx<'_, '_>) -> Result<Option<Uuid>> {
    let since = sleutel(cx.call.now.at.as_millisecond() - HEROPEN_DAGEN * DAG);
    let sql = "SELECT COALESCE(hoort_bij, uuid), einde FROM incidenten WHERE asset = $1 AND status IN ('gesloten', 'hersteld')
        AND einde >= $2 ORDER BY einde DESC, id DESC LIMIT 1";
    let mut last: Option<(String, Uuid)> = None;
    for node in std::iter::once(&asset).chain(boven) {
        let found = cx.tx.one(sql, &[(*node).into(), since.as_str().into()], |row| Ok((row.text(1)?, row.uuid(0)?)))?;
        last = last.max(found);
    }
    Ok(last.map(|(_, uuid)| uuid))
}

/// Whoever reported wants no more e-mail about it: the address is forgotten. Answers whether there was one.
pub fn stop_berichten(code: &str, cx: &mut Cx<'_, '_>) -> Result<bool> {
    let sql = "DELETE FROM melders WHERE melding IN (SELECT uuid FROM meldingen WHERE code = $1)";
    Ok(cx.tx.run(sql, &[code_van(code).into()])? > 0)
}

/// How it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Antwoord {
    /// From 1 (bad) to 5 (good).
    pub cijfer: i64,
    /// In words of who answered: for the municipality only.
    pub toelichting: String,
}

/// What came of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Beoordeeld {
    /// It is kept; a later answer takes its place.
    Bewaard,
    /// It is not over yet.
    NogNiet,
    /// There is no such report.
    Onbekend,
}

/// Longest explanation of an answer.
const LONGEST: usize = 1000;

/// Keeps how it was: one answer for each report, which may be changed.
pub fn hoe_was_het(code: &str, antwoord: &Antwoord, cx: &mut Cx<'_, '_>) -> Result<Beoordeeld> {
    if !(1..=5).contains(&antwoord.cijfer) {
        return Err(Problem::invalid_one("antwoord", "invalid", "Kies een antwoord van 1 tot en met 5."));
    }
    let sql = "SELECT m.uuid, m.incident FROM meldingen m WHERE m.code = $1";
    let found = cx.tx.one(sql, &[code_van(code).into()], |row| Ok((row.uuid(0)?, row.opt_uuid(1)?)))?;
    let Some((melding, incident)) = found else { return Ok(Beoordeeld::Onbekend) };
    let whole = match incident {
        Some(incident) => geheel(incident, cx)?,
        None => None,
    };
    let Some((incident, _)) = whole.filter(|(_, incident)| !incident.status.is_open()) else {
        return Ok(Beoordeeld::NogNiet);
    };
    let words: String = antwoord.toelichting.trim().chars().take(LONGEST).collect();
    let now = cx.call.now.at.as_millisecond();
    let sql = "INSERT INTO oordelen (melding, incident, antwoord, toelichting, moment, gewijzigd) VALUES ($1, $2, $3, $4, $5, $5)
        ON CONFLICT (melding) DO UPDATE SET incident = excluded.incident, antwoord = excluded.antwoord,
        toelichting = excluded.toelichting, gewijzigd = excluded.gewijzigd";
    cx.tx.run(sql, &[melding.into(), incident.into(), antwoord.cijfer.into(), words.into(), now.into()])?;
    Ok(Beoordeeld::Bewaard)
}

/// The answer about a report.
pub fn oordeel(melding: Uuid, cx: &mut Cx<'_, '_>) -> Result<Option<Antwoord>> {
    let sql = "SELECT antwoord, toelichting FROM oordelen WHERE melding = $1";
    let read = |row: &waarmaker_db::Row<'_>| Ok(Antwoord { cijfer: row.int(0)?, toelichting: row.text(1)? });
    Ok(cx.tx.one(sql, &[melding.into()], read)?)
}

/// Forgets the words of answers after a year; the answers stay, to be counted.
pub(crate) fn vergeet(cx: &mut Cx<'_, '_>) -> Result<()> {
    let before = cx.call.now.at.as_millisecond() - 365 * DAG;
    let sql = "SELECT 1 FROM oordelen WHERE toelichting <> '' AND gewijzigd <= $1 LIMIT 1";
    if cx.tx.one(sql, &[before.into()], |row| row.int(0))?.is_some() {
        let sql = "UPDATE oordelen SET toelichting = '' WHERE toelichting <> '' AND gewijzigd <= $1";
        cx.tx.run(sql, &[before.into()])?;
    }
    Ok(())
}
