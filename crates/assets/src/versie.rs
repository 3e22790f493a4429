// SPDX-License-Identifier: EUPL-1.2
//! What an asset was before.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};
use uuid::Uuid;
use waarmaker_db::{Error, Row, Tx, Value};

use crate::{Asset, Punt};

/// What of an asset can change, as it is kept for an earlier version.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Stand {
    /// Number by which people know it.
    pub identificatie: String,
    /// Where it is, in words.
    pub omschrijving: String,
    /// Longitude of a point in or on it.
    pub lon: f64,
    /// Latitude of that point.
    pub lat: f64,
    /// What it hangs on.
    pub ouder: Option<Uuid>,
    /// Geometry of what is more than a point.
    pub geometrie: Option<Json>,
    /// Attributes.
    pub attributen: Map<String, Json>,
}

impl Stand {
    /// What an asset is now.
    pub(crate) fn of(asset: &Asset) -> Self {
        Self {
            identificatie: asset.identificatie.clone(),
            omschrijving: asset.omschrijving.clone(),
            lon: asset.punt.lon,
            lat: asset.punt.lat,
            ouder: asset.ouder,
            geometrie: asset.geometrie.clone(),
            attributen: asset.attributen.clone(),
        }
    }

    /// What differs from an earlier version: names of members, `attributen.NAME` for attributes.
    pub fn changes(&self, earlier: &Self) -> Vec<String> {
        let mut names = Vec::new();
        let mut differs = |name: &str, differs: bool| {
            if differs {
                names.push(name.to_owned());
            }
        };
        differs("identificatie", self.identificatie != earlier.identificatie);
        differs("omschrijving", self.omschrijving != earlier.omschrijving);
        let place = |stand: &Self| (stand.lon.to_bits(), stand.lat.to_bits());
        differs("geometrie", place(self) != place(earlier) || self.geometrie != earlier.geometrie);
        differs("ouder", self.ouder != earlier.ouder);
        for (name, value) in &self.attributen {
            differs(&format!("attributen.{name}"), earlier.attributen.get(name) != Some(value));
        }
        for name in earlier.attributen.keys().filter(|name| !self.attributen.contains_key(*name)) {
            differs(&format!("attributen.{name}"), true);
        }
        names
    }

    /// The point as such.
    pub fn punt(&self) -> Punt {
        Punt { lon: self.lon, lat: self.lat }
    }
}

/// A version of an asset.
#[derive(Clone, Debug, PartialEq)]
pub struct Versie {
    /// Its number: 1 is the first.
    pub versie: i64,
    /// When it was made, in milliseconds since 1970.
    pub gewijzigd: i64,
    /// Who made it.
    pub door: String,
    /// With this version it was removed.
    pub verwijderd: bool,
    /// What the asset was.
    pub stand: Stand,
    /// What changed since the version before it; empty for the first.
    pub wijzigingen: Vec<String>,
}

/// All versions of an asset, also of one that was removed; the newest first. Empty when there never was such an asset.
pub fn versies(tx: &mut Tx<'_>, uuid: Uuid) -> Result<Vec<Versie>, Error> {
    let sql = format!("SELECT {}, a.verwijderd FROM assets a WHERE a.uuid = $1", crate::asset::COLUMNS);
    let current = tx.one(&sql, &[uuid.into()], |row| {
        let asset = crate::asset::row(row)?;
        Ok(Versie {
            versie: asset.versie,
            gewijzigd: asset.gewijzigd,
            door: asset.door.clone(),
            verwijderd: row.opt_int(12)?.is_some(),
            stand: Stand::of(&asset),
            wijzigingen: Vec::new(),
        })
    })?;
    let Some(current) = current else { return Ok(Vec::new()) };
    let sql =
        "SELECT versie, gewijzigd, door, verwijderd, body FROM asset_versies WHERE asset = $1 ORDER BY versie DESC";
    let mut all = vec![current];
    all.extend(tx.query(sql, &[uuid.into()], earlier)?);
    let changes: Vec<Vec<String>> = all
        .iter()
        .zip(all.iter().skip(1))
        .map(|(new, old)| {
            let mut changes = new.stand.changes(&old.stand);
            if new.verwijderd != old.verwijderd {
                changes.push("verwijderd".to_owned());
            }
            changes
        })
        .collect();
    for (versie, changes) in all.iter_mut().zip(changes) {
        versie.wijzigingen = changes;
    }
    Ok(all)
}

fn earlier(row: &Row<'_>) -> Result<Versie, Error> {
    Ok(Versie {
        versie: row.int(0)?,
        gewijzigd: row.int(1)?,
        door: row.text(2)?,
        verwijderd: row.opt_int(3)?.is_some(),
        stand: serde_json::from_slice(row.bytes_ref(4)?).map_err(Error::row)?,
        wijzigingen: Vec::new(),
    })
}

/// Keeps what an asset is before it changes.
pub(crate) fn keep(asset: &Asset, removed: Option<i64>, tx: &mut Tx<'_>) -> Result<(), Error> {
    let sql =
        "INSERT INTO asset_versies (asset, versie, gewijzigd, door, verwijderd, body) VALUES ($1, $2, $3, $4, $5, $6)";
    let body = serde_json::to_vec(&Stand::of(asset)).map_err(Error::row)?;
    let parameters = [
        Value::from(asset.uuid),
        asset.versie.into(),
        asset.gewijzigd.into(),
        Value::from(&asset.door),
        removed.into(),
        body.into(),
    ];
    tx.run(sql, &parameters).map(|_| ())
}
