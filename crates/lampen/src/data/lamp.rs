// SPDX-License-Identifier: EUPL-1.2
//! One lamp, with what is wrong and what was.

use std::collections::{HashMap, HashSet};

use uuid::Uuid;
use waarmaker_api::{Cx, Result};
use waarmaker_assets::Punt;
use waarmaker_core::DateTime;
use waarmaker_db::{Error, Row};

use super::{
    CHUNK, padded,
    stand::{self, Afloop, Storing},
};

/// Kind of the assets that are lamps.
pub const SOORT: &str = "lichtmast";
/// Most earlier faults that are shown.
const MOST_EERDER: usize = 20;

/// A lamp, as everybody may know it.
#[derive(Clone, Debug, PartialEq)]
pub struct Lamp {
    /// Uuid of the asset.
    pub uuid: Uuid,
    /// The number on the post.
    pub nummer: String,
    /// Its street; empty when nobody said.
    pub straat: String,
    /// Where it stands.
    pub punt: Punt,
    /// What is wrong with it, or with what it hangs on.
    pub storing: Option<Storing>,
}

/// An earlier fault of a lamp.
#[derive(Clone, Debug, PartialEq)]
pub struct Eerder {
    /// Number of the incident.
    pub nummer: String,
    /// Since when it was so.
    pub begin: DateTime,
    /// When it was over.
    pub einde: DateTime,
    /// What it was.
    pub wat: super::Wat,
    /// How it ended.
    pub afloop: Afloop,
    /// How many lamps together.
    pub groep: i64,
}

/// A lamp with its history.
#[derive(Clone, Debug, PartialEq)]
pub struct Lampblad {
    /// The lamp.
    pub lamp: Lamp,
    /// Earlier faults, the last one first.
    pub eerder: Vec<Eerder>,
}

impl Lampblad {
    /// The fault that was said to be mended within the last days, when the lamp has no other now: one may say that it is still broken.
    pub fn net_gemaakt(&self, nu: DateTime) -> Option<&Eerder> {
        let recent = |one: &&Eerder| waarmaker_signalen::is_recent(one.einde, nu);
        self.eerder.first().filter(recent).filter(|_| self.lamp.storing.is_none())
    }
}

/// Columns of a lamp, of `assets a`.
pub(super) const COLUMNS: &str = "a.uuid, a.identificatie, a.omschrijving, a.lon, a.lat";

/// A row of [`COLUMNS`], without what is wrong.
pub(super) fn row(row: &Row<'_>) -> std::result::Result<Lamp, Error> {
    Ok(Lamp {
        uuid: row.uuid(0)?,
        nummer: row.text(1)?,
        straat: row.text(2)?,
        punt: Punt { lon: row.real(3)?, lat: row.real(4)? },
        storing: None,
    })
}

/// How a lamp is called: number and street.
pub fn naam_van(lamp: &Lamp) -> String {
    if lamp.straat.is_empty() { lamp.nummer.clone() } else { format!("{}, {}", lamp.nummer, lamp.straat) }
}

/// A lamp with its history; `None` when there is no such lamp.
pub fn lamp(uuid: Uuid, cx: &mut Cx<'_, '_>) -> Result<Option<Lampblad>> {
    let sql = format!("SELECT {COLUMNS} FROM assets a WHERE a.uuid = $1 AND a.soort = $2 AND a.verwijderd IS NULL");
    let Some(lamp) = cx.tx.one(&sql, &[uuid.into(), SOORT.into()], row)? else { return Ok(None) };
    let mut found = [lamp];
    met_storing(&mut found, cx)?;
    let [lamp] = found;
    Ok(Some(Lampblad { lamp, eerder: eerder(uuid, cx)? }))
}

/// The lamps with these uuids, in that order; what is no lamp is left out.
pub fn lampen(uuids: &[Uuid], cx: &mut Cx<'_, '_>) -> Result<Vec<Lamp>> {
    let mut found: HashMap<Uuid, Lamp> = HashMap::new();
    for part in uuids.chunks(CHUNK) {
        let (places, mut values) = padded(part, 1);
        values.push(SOORT.into());
        let soort = values.len();
        let sql = format!(
            "SELECT {COLUMNS} FROM assets a WHERE a.uuid IN ({places}) AND a.soort = ${soort} AND a.verwijderd IS NULL"
        );
        found.extend(cx.tx.query(&sql, &values, row)?.into_iter().map(|lamp| (lamp.uuid, lamp)));
    }
    let mut lamps: Vec<Lamp> = uuids.iter().filter_map(|uuid| found.remove(uuid)).collect();
    met_storing(&mut lamps, cx)?;
    Ok(lamps)
}

/// Adds what is wrong with these lamps.
pub(super) fn met_storing(lamps: &mut [Lamp], cx: &mut Cx<'_, '_>) -> Result<()> {
    let uuids: Vec<Uuid> = lamps.iter().map(|lamp| lamp.uuid).collect();
    let heads = stand::hoofden(&uuids, cx)?;
    let wanted: Vec<Uuid> = heads.values().copied().collect::<HashSet<_>>().into_iter().collect();
    let faults = stand::laad(&wanted, cx)?;
    for lamp in lamps {
        lamp.storing = heads.get(&lamp.uuid).and_then(|head| faults.get(head)).cloned();
    }
    Ok(())
}

/// What was wrong with a lamp, or with what it hangs on, the last one first; a fault of a group once.
fn eerder(lamp: Uuid, cx: &mut Cx<'_, '_>) -> Result<Vec<Eerder>> {
    let sql = "WITH RECURSIVE boven (uuid, ouder, diepte) AS (
            SELECT uuid, ouder, 0 FROM assets WHERE uuid = $1
            UNION ALL
            SELECT a.uuid, a.ouder, b.diepte + 1 FROM boven b JOIN assets a ON a.uuid = b.ouder WHERE b.diepte < 16
        ) SELECT COALESCE(i.hoort_bij, i.uuid), i.einde FROM boven b CROSS JOIN incidenten i
        WHERE i.asset = b.uuid AND i.status IN ('hersteld', 'gesloten') AND i.einde IS NOT NULL ORDER BY i.einde DESC, i.id DESC LIMIT 60";
    let rows = cx.tx.query(sql, &[lamp.into()], |row| row.uuid(0))?;
    let mut heads: Vec<Uuid> = Vec::new();
    for head in rows {
        if !heads.contains(&head) && heads.len() < MOST_EERDER {
            heads.push(head);
        }
    }
    let mut faults = stand::laad(&heads, cx)?;
    let past = |fault: Storing| {
        let afloop = fault.afloop?;
        let (nummer, begin, einde) = (fault.nummer, fault.begin, fault.einde?);
        Some(Eerder { nummer, begin, einde, wat: fault.wat, afloop, groep: fault.groep })
    };
    Ok(heads.iter().filter_map(|head| faults.remove(head)).filter_map(past).collect())
}
