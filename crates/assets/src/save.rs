// SPDX-License-Identifier: EUPL-1.2
//! Writing assets: one at a time here, many at once by the import, by the same statements.

use geo::BoundingRect as _;
use serde_json::{Map, Value as Json};
use uuid::Uuid;
use waarmaker_api::{Cx, Result};
use waarmaker_auth::Caller;
use waarmaker_core::{Problem, Problems, text::clean_json};
use waarmaker_db::{Error, Tx, Value};
use waarmaker_resource::geometry;

use crate::{Asset, Punt, asset, rights::may_change, versie::keep};

/// Most characters of an identificatie.
pub(crate) const MAX_IDENTIFICATIE: usize = 200;
/// Most characters of the name of a kind.
const MAX_SOORT: usize = 40;
/// Assets in one statement.
const ROWS: usize = 50;

/// An asset that somebody gives: what there is besides uuid and version.
#[derive(Clone, Debug, PartialEq)]
pub struct Opgave {
    /// Kind: lower-case letters, digits, `-` and `_`.
    pub soort: String,
    /// Number by which people know it; unique within its kind.
    pub identificatie: String,
    /// Where it is, in words; may be empty.
    pub omschrijving: String,
    /// A point in or on it.
    pub punt: Punt,
    /// `GeoJSON` geometry of what is more than a point.
    pub geometrie: Option<Json>,
    /// What it hangs on.
    pub ouder: Option<Uuid>,
    /// Attributes.
    pub attributen: Map<String, Json>,
}

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// There was none with this kind and identificatie.
    New,
    /// It differs: there is a new version.
    Changed,
    /// It is what it was.
    Unchanged,
}

/// An asset that was saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Saved {
    /// Its uuid.
    pub uuid: Uuid,
    /// What became of it.
    pub outcome: Outcome,
}

/// Makes an asset, or makes a new version of the one with this kind and identificatie when something differs; one that was removed comes back.
/// Needs `assets.beheren`. Refused with 400 when something of it is wrong.
pub fn save(opgave: &Opgave, cx: &mut Cx<'_, '_>) -> Result<Saved> {
    may_change(cx)?;
    let sql = format!(
        "SELECT {}, a.verwijderd FROM assets a WHERE a.soort = $1 AND a.identificatie = $2{}",
        asset::COLUMNS,
        cx.tx.dialect().for_update()
    );
    let parameters = [Value::from(&opgave.soort), Value::from(&opgave.identificatie)];
    let old = cx.tx.one(&sql, &parameters, |row| Ok((asset::row(row)?, row.opt_int(12)?)))?;
    check(opgave, old.as_ref().map(|(old, _)| old.uuid), cx)?;
    let (now, door) = (cx.call.now.at.as_millisecond(), by(cx.who));
    let Some((old, removed)) = old else {
        let uuid = cx.house.ids.uuid();
        insert(&[(uuid, opgave)], now, &door, cx.tx)?;
        return Ok(Saved { uuid, outcome: Outcome::New });
    };
    if removed.is_none() && same(&old, opgave) {
        return Ok(Saved { uuid: old.uuid, outcome: Outcome::Unchanged });
    }
    replace(&old, removed, opgave, now, &door, cx.tx)?;
    Ok(Saved { uuid: old.uuid, outcome: Outcome::Changed })
}

/// Removes an asset; its history stays. `false` when there is none. Refused with 409 while others hang on it.
pub fn remove(uuid: Uuid, cx: &mut Cx<'_, '_>) -> Result<bool> {
    may_change(cx)?;
    let Some(old) = asset::get(cx.tx, uuid)? else { return Ok(false) };
    if !asset::children(cx.tx, uuid)?.is_empty() {
        return Err(Problem::conflict("Er hangen nog andere assets aan deze asset: verplaats of verwijder die eerst."));
    }
    take_away(&old, cx.call.now.at.as_millisecond(), &by(cx.who), cx.tx)?;
    Ok(true)
}

/// Who makes a version, as history tells it.
pub(crate) fn by(who: &Caller) -> String {
    let person = if who.user_representation.is_empty() { &who.user_id } else { &who.user_representation };
    let application = if who.label.is_empty() { &who.client_id } else { &who.label };
    if person.is_empty() { application.clone() } else { format!("{person} ({application})") }
}

/// Whether nothing would change.
pub(crate) fn same(old: &Asset, new: &Opgave) -> bool {
    old.omschrijving == new.omschrijving
        && near(old.punt, new.punt)
        && old.ouder == new.ouder
        && old.geometrie == new.geometrie
        && old.attributen == new.attributen
}

/// Whether two places are the same to two millimetres: what a file in the national grid cannot tell apart.
fn near(one: Punt, other: Punt) -> bool {
    (one.lon - other.lon).abs() < 3e-8 && (one.lat - other.lat).abs() < 3e-8
}

/// Whether this can be the name of a kind: it stands in URLs.
pub fn is_soort(soort: &str) -> bool {
    let good = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'_');
    !soort.is_empty() && soort.len() <= MAX_SOORT && soort.bytes().all(good) && !soort.starts_with("gebieden-")
}

/// Refuses an asset of which something is wrong.
fn check(opgave: &Opgave, uuid: Option<Uuid>, cx: &mut Cx<'_, '_>) -> Result<()> {
    let mut problems = Problems::new();
    if !is_soort(&opgave.soort) {
        problems.add("soort", "invalid", SOORT);
    }
    if opgave.identificatie.trim().is_empty() {
        problems.add("identificatie", "blank", "Dit veld mag niet leeg zijn.");
    } else if opgave.identificatie.chars().count() > MAX_IDENTIFICATIE {
        problems.add(
            "identificatie",
            "max_length",
            format!("Zorg dat dit veld niet meer dan {MAX_IDENTIFICATIE} karakters bevat."),
        );
    }
    let Punt { lon, lat } = opgave.punt;
    if !(lon.abs() <= 180.0 && lat.abs() <= 90.0) {
        problems.add(
            "geometrie",
            "invalid",
            "Een punt bestaat uit lengtegraad (-180 tot 180) en breedtegraad (-90 tot 90).",
        );
    }
    if let Some(Err(reason)) = opgave.geometrie.as_ref().map(geometry::parse) {
        problems.add("geometrie", "invalid", reason);
    }
    let texts = Json::from(vec![opgave.identificatie.as_str(), opgave.omschrijving.as_str()]);
    if clean_json(&texts).is_err()
        || opgave
            .attributen
            .iter()
            .any(|(name, value)| clean_json(&Json::from(name.as_str())).is_err() || clean_json(value).is_err())
    {
        problems.add("attributen", "invalid", "Een tekst bevat een niet toegestaan stuurteken.");
    }
    if let Some(ouder) = opgave.ouder {
        if asset::get(cx.tx, ouder)?.is_none() {
            problems.add("ouder", "does_not_exist", "Er is geen asset met deze uuid.");
        } else if let Some(uuid) = uuid
            && (ouder == uuid || asset::ancestors(cx.tx, ouder)?.contains(&uuid))
        {
            problems.add("ouder", "invalid", "De ouder hangt zelf aan deze asset: kies een andere ouder.");
        }
    }
    problems.into_result()
}

/// What the name of a kind may be.
pub(crate) const SOORT: &str =
    "Een soort bestaat uit kleine letters, cijfers, - en _ (hooguit 40), en begint niet met gebieden-.";

/// Columns that [`insert`] fills.
const INSERT: &str = "INSERT INTO assets (uuid, soort, identificatie, omschrijving, lon, lat, ouder, versie, gewijzigd, door, west, zuid, oost, noord, geometrie, attributen) VALUES ";
const COLUMNS: usize = 16;

/// Writes new assets, many with each statement.
pub(crate) fn insert(assets: &[(Uuid, &Opgave)], now: i64, door: &str, tx: &mut Tx<'_>) -> Result<(), Error> {
    for part in assets.chunks(ROWS) {
        let mut parameters = Vec::with_capacity(part.len() * COLUMNS);
        for (uuid, new) in part {
            let [west, south, east, north] = bounds(new);
            parameters.extend([
                Value::from(*uuid),
                Value::from(&new.soort),
                Value::from(&new.identificatie),
                Value::from(&new.omschrijving),
                new.punt.lon.into(),
                new.punt.lat.into(),
                new.ouder.into(),
                1_i64.into(),
                now.into(),
                door.into(),
                west,
                south,
                east,
                north,
                bytes(new.geometrie.as_ref())?,
                serde_json::to_vec(&new.attributen).map_err(Error::row)?.into(),
            ]);
        }
        let row = |i: usize| {
            let places: Vec<String> = (1..=COLUMNS).map(|column| format!("${}", i * COLUMNS + column)).collect();
            format!("({})", places.join(", "))
        };
        let rows: Vec<String> = (0..part.len()).map(row).collect();
        tx.run(&format!("{INSERT}{}", rows.join(", ")), &parameters)?;
    }
    Ok(())
}

/// Makes a new version of an asset. Fails when another write changed it since it was read.
pub(crate) fn replace(
    old: &Asset,
    removed: Option<i64>,
    new: &Opgave,
    now: i64,
    door: &str,
    tx: &mut Tx<'_>,
) -> Result<()> {
    keep(old, removed, tx)?;
    let sql = "UPDATE assets SET omschrijving = $3, lon = $4, lat = $5, ouder = $6, versie = versie + 1, gewijzigd = $7, door = $8,
        verwijderd = NULL, west = $9, zuid = $10, oost = $11, noord = $12, geometrie = $13, attributen = $14
        WHERE uuid = $1 AND versie = $2";
    let [west, south, east, north] = bounds(new);
    let parameters = [
        Value::from(old.uuid),
        old.versie.into(),
        Value::from(&new.omschrijving),
        new.punt.lon.into(),
        new.punt.lat.into(),
        new.ouder.into(),
        now.into(),
        door.into(),
        west,
        south,
        east,
        north,
        bytes(new.geometrie.as_ref())?,
        serde_json::to_vec(&new.attributen).map_err(Problem::internal)?.into(),
    ];
    if tx.run(sql, &parameters)? == 1 { Ok(()) } else { Err(changed_meanwhile()) }
}

/// Removes an asset that was read; its history stays.
pub(crate) fn take_away(old: &Asset, now: i64, door: &str, tx: &mut Tx<'_>) -> Result<()> {
    keep(old, None, tx)?;
    let sql = "UPDATE assets SET verwijderd = $3, gewijzigd = $3, door = $4, versie = versie + 1 WHERE uuid = $1 AND versie = $2";
    let parameters = [Value::from(old.uuid), old.versie.into(), now.into(), door.into()];
    if tx.run(sql, &parameters)? == 1 { Ok(()) } else { Err(changed_meanwhile()) }
}

fn changed_meanwhile() -> Problem {
    Problem::conflict("Een asset is intussen door een ander gewijzigd. Probeer het opnieuw.")
}

/// West, south, east, north of what is more than a point.
fn bounds(new: &Opgave) -> [Value; 4] {
    let bounds = new.geometrie.as_ref().and_then(geometry::bounds);
    bounds.map_or([Value::Null, Value::Null, Value::Null, Value::Null], |bounds| bounds.map(Value::from))
}

fn bytes(geometry: Option<&Json>) -> Result<Value, Error> {
    geometry.map(serde_json::to_vec).transpose().map(Value::from).map_err(Error::row)
}

/// A point in or on a geometry that was checked, and the geometry when it is more than that point.
pub fn representative(geometrie: Json) -> Option<(Punt, Option<Json>)> {
    use geo::{Geometry, InteriorPoint as _};
    let geometry = geometry::stored(geometrie.clone())?;
    let plain = geometrie.get("coordinates").and_then(Json::as_array).is_some_and(|position| position.len() == 2);
    if let Geometry::Point(point) = geometry {
        let punt = Punt { lon: point.x(), lat: point.y() };
        return Some((punt, (!plain).then_some(geometrie)));
    }
    let point = geometry.interior_point().or_else(|| Some(geometry.bounding_rect()?.center().into()))?;
    Some((Punt { lon: point.x(), lat: point.y() }, Some(geometrie)))
}
