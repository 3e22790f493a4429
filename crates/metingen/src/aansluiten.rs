// SPDX-License-Identifier: EUPL-1.2
//! Things, sensors and datastreams for all assets of a kind at once.

use std::collections::{BTreeMap, HashMap};

use serde_json::json;
use uuid::Uuid;
use waarmaker_api::{Cx, Result};
use waarmaker_core::Problem;
use waarmaker_db::Value;

use crate::batch;

/// What a kind of asset measures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Eigenschap {
    /// Name of the observed property: `status`, `vermogen`.
    pub naam: String,
    /// Symbol of the unit for numbers; `None` for words.
    pub eenheid: Option<String>,
}

/// What is to be connected.
#[derive(Clone, Debug)]
pub struct Aansluiting {
    /// Kind of the assets: `lichtmast`.
    pub soort: String,
    /// What each of them measures.
    pub eigenschappen: Vec<Eigenschap>,
    /// Name of the device: a text with `{identificatie}`, `{soort}` or `{uuid}`.
    pub apparaat: String,
    /// Days that observations are kept; `None` for ever.
    pub bewaartermijn: Option<u32>,
    /// Client that may write for these things with the scope `metingen.eigen`.
    pub client: Option<String>,
    /// Only count.
    pub dry_run: bool,
}

/// What was connected.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Aangesloten {
    /// Assets of the kind.
    pub assets: usize,
    /// New things.
    pub things: usize,
    /// New datastreams.
    pub datastreams: usize,
    /// Devices that belong to another asset already, or whose name two assets would share: `device: reason`. Nothing is made for them.
    pub botsingen: Vec<String>,
}

struct Asset {
    uuid: Uuid,
    naam: String,
    omschrijving: String,
    lon: f64,
    lat: f64,
    apparaat: String,
}

/// Makes what is missing; what is there stays. Fast for ten thousands, and may be done again after every import of assets.
pub fn aansluiten(wish: &Aansluiting, cx: &mut Cx<'_, '_>) -> Result<Aangesloten> {
    check(wish)?;
    let mut done = Aangesloten::default();
    let assets = assets(wish, &mut done, cx)?;
    let known = known_things(&assets, cx)?;
    let (mut missing, mut things) = (Vec::new(), HashMap::new());
    for asset in &assets {
        match known.get(&asset.apparaat) {
            None => missing.push(asset),
            Some((id, Some(uuid))) if *uuid == asset.uuid => {
                things.insert(*id, asset);
            }
            Some(_) => done.botsingen.push(format!("{}: dit apparaat hoort al bij een ander asset", asset.apparaat)),
        }
    }
    done.things = missing.len();
    if wish.dry_run {
        let streams = existing(&things, cx)?;
        done.datastreams = (things.len() + missing.len()) * wish.eigenschappen.len() - wished(wish, &things, &streams);
        return Ok(done);
    }
    let locations = places("locations", "location", &missing, cx)?;
    let made = make_things(wish, &missing, &locations, cx)?;
    things.extend(made);
    let features = places("features_of_interest", "feature", &things.values().copied().collect::<Vec<_>>(), cx)?;
    done.datastreams = make_streams(wish, &things, &features, cx)?;
    Ok(done)
}

fn check(wish: &Aansluiting) -> Result<()> {
    let wrong = |name: &str, reason: &str| Err(Problem::invalid_one(name, "invalid", reason));
    if wish.eigenschappen.is_empty() || wish.eigenschappen.iter().any(|one| one.naam.trim().is_empty()) {
        return wrong("property", "Noem minstens één eigenschap, zoals status of vermogen:W.");
    }
    if !["{identificatie}", "{uuid}"].iter().any(|name| wish.apparaat.contains(name)) {
        return wrong(
            "device",
            "De naam van het apparaat moet {identificatie} of {uuid} bevatten, anders heeft elk asset dezelfde.",
        );
    }
    Ok(())
}

fn assets(wish: &Aansluiting, done: &mut Aangesloten, cx: &mut Cx<'_, '_>) -> Result<Vec<Asset>> {
    let sql = "SELECT uuid, identificatie, omschrijving, lon, lat FROM assets WHERE soort = $1 AND verwijderd IS NULL ORDER BY identificatie, id";
    let read = |row: &waarmaker_db::Row<'_>| {
        let (uuid, naam) = (row.uuid(0)?, row.text(1)?);
        let apparaat = wish.apparaat.replace("{identificatie}", &naam).replace("{soort}", &wish.soort);
        let apparaat = apparaat.replace("{uuid}", &uuid.to_string());
        Ok(Asset { uuid, naam, omschrijving: row.text(2)?, lon: row.real(3)?, lat: row.real(4)?, apparaat })
    };
    let all = cx.tx.query(sql, &[Value::from(&wish.soort)], read)?;
    done.assets = all.len();
    let mut by_device: BTreeMap<String, usize> = BTreeMap::new();
    for asset in &all {
        *by_device.entry(asset.apparaat.clone()).or_default() += 1;
    }
    let shared = by_device.iter().filter(|(_, count)| **count > 1);
    done.botsingen.extend(shared.map(|(device, count)| format!("{device}: {count} assets zouden dit apparaat delen")));
    Ok(all.into_iter().filter(|asset| by_device.get(&asset.apparaat) == Some(&1)).collect())
}

/// Things of these devices, with their assets.
fn known_things(assets: &[Asset], cx: &mut Cx<'_, '_>) -> Result<HashMap<String, (i64, Option<Uuid>)>> {
    let names: Vec<Value> = assets.iter().map(|asset| Value::from(&asset.apparaat)).collect();
    let mut known = HashMap::new();
    batch::among(cx.tx, "SELECT apparaat, id, asset FROM things WHERE apparaat IN", "", &names, |row| {
        known.insert(row.text(0)?, (row.int(1)?, row.opt_uuid(2)?));
        Ok(())
    })?;
    Ok(known)
}

/// Makes the places of assets, or brings them up to date; returns them by asset.
fn places(table: &str, column: &str, assets: &[&Asset], cx: &mut Cx<'_, '_>) -> Result<HashMap<Uuid, i64>> {
    let mut values = Vec::with_capacity(assets.len() * 8);
    for asset in assets {
        let point = json!({"type": "Point", "coordinates": [asset.lon, asset.lat]});
        values.extend([
            Value::from(&asset.naam),
            Value::from(&asset.omschrijving),
            "application/geo+json".into(),
            point.to_string().into(),
            asset.lon.into(),
            asset.lat.into(),
            asset.uuid.into(),
            "{}".into(),
        ]);
    }
    let head = format!(
        "INSERT INTO {table} (naam, omschrijving, encoding_type, {column}, lon, lat, asset, properties) VALUES"
    );
    let tail = format!(
        "ON CONFLICT (asset) DO UPDATE SET naam = excluded.naam, omschrijving = excluded.omschrijving, {column} = excluded.{column}, \
         lon = excluded.lon, lat = excluded.lat RETURNING asset, id"
    );
    let mut found = HashMap::with_capacity(assets.len());
    batch::rows(cx.tx, &head, 8, &tail, &values, |row| {
        found.insert(row.uuid(0)?, row.int(1)?);
        Ok(())
    })?;
    Ok(found)
}

fn make_things<'a>(
    wish: &Aansluiting,
    assets: &[&'a Asset],
    locations: &HashMap<Uuid, i64>,
    cx: &mut Cx<'_, '_>,
) -> Result<Vec<(i64, &'a Asset)>> {
    let by_device: HashMap<&str, &'a Asset> = assets.iter().map(|asset| (asset.apparaat.as_str(), *asset)).collect();
    let mut values = Vec::with_capacity(assets.len() * 7);
    for asset in assets {
        let properties =
            json!({"apparaat": asset.apparaat, "asset": asset.uuid, "soort": wish.soort, "client": wish.client});
        values.extend([
            Value::from(&asset.apparaat),
            format!("{} {}", wish.soort, asset.naam).into(),
            Value::from(&asset.omschrijving),
            asset.uuid.into(),
            Value::from(wish.client.as_ref()),
            Value::from(locations.get(&asset.uuid).copied()),
            properties.to_string().into(),
        ]);
    }
    let mut made = Vec::with_capacity(assets.len());
    let head = "INSERT INTO things (apparaat, naam, omschrijving, asset, client, location, properties) VALUES";
    batch::rows(cx.tx, head, 7, "RETURNING id, apparaat, location", &values, |row| {
        if let Some(asset) = by_device.get(row.str_ref(1)?) {
            made.push((row.int(0)?, *asset, row.opt_int(2)?));
        }
        Ok(())
    })?;
    let now = cx.call.now.at.as_millisecond();
    let history: Vec<Value> = made
        .iter()
        .filter_map(|(id, _, location)| Some([(*id).into(), (*location)?.into(), now.into()]))
        .flatten()
        .collect();
    batch::run(cx.tx, "INSERT INTO historical_locations (thing, location, tijd) VALUES", 3, "", &history)?;
    Ok(made.into_iter().map(|(id, asset, _)| (id, asset)).collect())
}

/// Names of what things measure already.
fn existing(things: &HashMap<i64, &Asset>, cx: &mut Cx<'_, '_>) -> Result<Vec<(i64, String)>> {
    let ids: Vec<Value> = things.keys().map(|id| Value::from(*id)).collect();
    let mut found = Vec::new();
    let head = "SELECT d.thing, p.naam FROM datastreams d JOIN observed_properties p ON p.id = d.observed_property WHERE d.thing IN";
    batch::among(cx.tx, head, "", &ids, |row| {
        found.push((row.int(0)?, row.text(1)?));
        Ok(())
    })?;
    found.sort();
    found.dedup();
    Ok(found)
}

fn wished(wish: &Aansluiting, things: &HashMap<i64, &Asset>, streams: &[(i64, String)]) -> usize {
    let is_wished = |naam: &str| wish.eigenschappen.iter().any(|one| one.naam == naam);
    streams.iter().filter(|(thing, naam)| things.contains_key(thing) && is_wished(naam)).count()
}

fn make_streams(
    wish: &Aansluiting,
    things: &HashMap<i64, &Asset>,
    features: &HashMap<Uuid, i64>,
    cx: &mut Cx<'_, '_>,
) -> Result<usize> {
    let sensor = sensor(&wish.soort, cx)?;
    let now = cx.call.now.at.as_millisecond();
    let mut made = 0;
    let mut ids: Vec<i64> = things.keys().copied().collect();
    ids.sort_unstable();
    for property in &wish.eigenschappen {
        let observed = observed_property(&property.naam, cx)?;
        let (soort, kind) =
            if property.eenheid.is_some() { ("getal", "OM_Measurement") } else { ("tekst", "OM_CategoryObservation") };
        let kind = format!("http://www.opengis.net/def/observationType/OGC-OM/2.0/{kind}");
        let unit = property.eenheid.clone().unwrap_or_default();
        let properties = json!({"bewaartermijn": wish.bewaartermijn}).to_string();
        let mut values = Vec::with_capacity(ids.len() * 14);
        for id in &ids {
            let Some(asset) = things.get(id) else { continue };
            values.extend([
                (*id).into(),
                observed.into(),
                sensor.into(),
                Value::from(features.get(&asset.uuid).copied()),
                format!("{} van {} {}", property.naam, wish.soort, asset.naam).into(),
                "".into(),
                soort.into(),
                Value::from(&kind),
                Value::from(&unit),
                Value::from(&unit),
                "".into(),
                wish.bewaartermijn.into(),
                wish.bewaartermijn.map(|_| now).into(),
                Value::from(&properties),
            ]);
        }
        let head = "INSERT INTO datastreams (thing, observed_property, sensor, feature, naam, omschrijving, soort, observation_type, eenheid, \
             eenheid_naam, eenheid_definitie, bewaartermijn, opruimen, properties) VALUES";
        batch::rows(
            cx.tx,
            head,
            14,
            "ON CONFLICT (thing, observed_property) DO NOTHING RETURNING id",
            &values,
            |_| {
                made += 1;
                Ok(())
            },
        )?;
    }
    Ok(made)
}

/// The sensor of a kind: one for all, since nobody tells them apart.
fn sensor(soort: &str, cx: &mut Cx<'_, '_>) -> Result<i64> {
    let naam = format!("Sensor van {soort}");
    let found =
        cx.tx.one("SELECT id FROM sensors WHERE naam = $1 ORDER BY id LIMIT 1", &[Value::from(&naam)], |row| {
            row.int(0)
        })?;
    if let Some(id) = found {
        return Ok(id);
    }
    let sql = "INSERT INTO sensors (naam, omschrijving, encoding_type, metadata, properties) VALUES ($1, '', 'text/plain', '\"\"', '{}') RETURNING id";
    cx.tx.one(sql, &[naam.into()], |row| row.int(0))?.ok_or_else(Problem::not_found)
}

fn observed_property(naam: &str, cx: &mut Cx<'_, '_>) -> Result<i64> {
    let sql = "INSERT INTO observed_properties (naam, definition, omschrijving, properties) VALUES ($1, '', '', '{}') \
         ON CONFLICT (naam) DO UPDATE SET naam = excluded.naam RETURNING id";
    cx.tx.one(sql, &[naam.into()], |row| row.int(0))?.ok_or_else(Problem::not_found)
}
