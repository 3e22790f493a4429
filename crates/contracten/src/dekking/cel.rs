// SPDX-License-Identifier: EUPL-1.2
//! Assets that no contract can tell apart, counted together: of one kind, in the same areas, named by the same contracts. A hundred thousand assets
//! are some hundreds of these, so what is asked of them afterwards costs nothing.
//! They are kept until an asset, an area or a list of named assets changes.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use geo::{Area as _, Intersects as _, MultiPolygon, Point};
use uuid::Uuid;
use waarmaker_api::{Cx, Result};
use waarmaker_assets::{Gebied, gebieden, grens};
use waarmaker_db::Tx;

use crate::contract::Regel;

/// An area with its border.
pub(super) struct Vlak {
    pub gebied: Gebied,
    pub size: f64,
    border: Arc<MultiPolygon<f64>>,
}

/// Assets that are alike.
pub(super) struct Cel {
    pub soort: String,
    /// Places in the list of areas, in the order of that list.
    pub gebieden: Vec<usize>,
    /// Places in the list of contracts, of those that name these assets.
    pub named: Vec<usize>,
    pub aantal: i64,
}

/// Areas and assets, as they are together.
pub(super) struct Grond {
    pub vlakken: Vec<Vlak>,
    pub cellen: Vec<Cel>,
}

/// What a [`Grond`] was made of. Nothing of it changes without one of these.
#[derive(PartialEq)]
struct Bron {
    /// The last change of an asset: place in the history, asset and moment.
    laatste: Option<(i64, Uuid, i64)>,
    /// Of each area its border and its version.
    gebieden: Vec<(i64, i64)>,
    /// The assets that each contract names.
    genoemd: Vec<Vec<Uuid>>,
}

/// What was made last, of what, and in which second. On PostgreSQL a change of assets may be seen after one that began later: hence [`MOST_SECONDS`].
type Bewaard = Option<(Bron, i64, Arc<Grond>)>;
static BEWAARD: Mutex<Bewaard> = Mutex::new(None);
/// Longest that it is believed.
const MOST_SECONDS: i64 = 300;

impl Grond {
    /// Reads areas and counts assets, or takes what was made of the same before.
    pub(super) fn of(regels: &[Regel], cx: &mut Cx<'_, '_>) -> Result<Arc<Self>> {
        let (bron, now) = (Bron::of(regels, cx.tx)?, cx.call.now.at.as_second());
        if let Some((known, when, grond)) = &*BEWAARD.lock().unwrap_or_else(PoisonError::into_inner)
            && *known == bron
            && (0..MOST_SECONDS).contains(&(now - when))
        {
            return Ok(Arc::clone(grond));
        }
        let vlakken = vlakken(cx.tx)?;
        let grond = Arc::new(Self { cellen: cellen(&vlakken, regels, cx.tx)?, vlakken });
        *BEWAARD.lock().unwrap_or_else(PoisonError::into_inner) = Some((bron, now, Arc::clone(&grond)));
        Ok(grond)
    }
}

impl Bron {
    fn of(regels: &[Regel], tx: &mut Tx<'_>) -> Result<Self> {
        let sql = "SELECT id, asset, gewijzigd FROM asset_versies ORDER BY id DESC LIMIT 1";
        let laatste = tx.one(sql, &[], |row| Ok((row.int(0)?, row.uuid(1)?, row.int(2)?)))?;
        let sql = "SELECT merk, versie FROM gebieden ORDER BY id";
        let gebieden = tx.query(sql, &[], |row| Ok((row.int(0)?, row.int(1)?)))?;
        Ok(Self { laatste, gebieden, genoemd: regels.iter().map(|regel| regel.bereik.assets.clone()).collect() })
    }
}

/// All areas with their borders.
fn vlakken(tx: &mut Tx<'_>) -> Result<Vec<Vlak>> {
    let mut found = Vec::new();
    for gebied in gebieden(tx, None)? {
        if let Some(border) = grens(tx, gebied.uuid)? {
            found.push(Vlak { size: border.unsigned_area(), gebied, border });
        }
    }
    Ok(found)
}

impl Vlak {
    fn has(&self, lon: f64, lat: f64) -> bool {
        let [west, zuid, oost, noord] = self.gebied.grenzen;
        west <= lon && lon <= oost && zuid <= lat && lat <= noord && self.border.intersects(&Point::new(lon, lat))
    }
}

/// Counts all assets, in one pass.
fn cellen(vlakken: &[Vlak], regels: &[Regel], tx: &mut Tx<'_>) -> Result<Vec<Cel>> {
    let mut named: HashMap<Uuid, Vec<usize>> = HashMap::new();
    for (i, regel) in regels.iter().enumerate() {
        for asset in &regel.bereik.assets {
            named.entry(*asset).or_default().push(i);
        }
    }
    let mut soorten: Vec<String> = Vec::new();
    let mut counts: HashMap<(usize, Vec<usize>, Vec<usize>), i64> = HashMap::new();
    let sql = "SELECT uuid, soort, lon, lat FROM assets WHERE verwijderd IS NULL";
    tx.each(sql, &[], |row| {
        let (soort, lon, lat) = (row.str_ref(1)?, row.real(2)?, row.real(3)?);
        let soort = soorten.iter().position(|known| known == soort).unwrap_or_else(|| {
            soorten.push(soort.to_owned());
            soorten.len() - 1
        });
        let around = vlakken.iter().enumerate().filter(|(_, vlak)| vlak.has(lon, lat)).map(|(i, _)| i).collect();
        let by = if named.is_empty() { Vec::new() } else { named.get(&row.uuid(0)?).cloned().unwrap_or_default() };
        *counts.entry((soort, around, by)).or_default() += 1;
        Ok(())
    })?;
    let mut cellen: Vec<Cel> = counts
        .into_iter()
        .map(|((soort, gebieden, named), aantal)| Cel {
            soort: soorten.get(soort).cloned().unwrap_or_default(),
            gebieden,
            named,
            aantal,
        })
        .collect();
    cellen.sort_by(|a, b| (&a.soort, &a.gebieden, &a.named).cmp(&(&b.soort, &b.gebieden, &b.named)));
    Ok(cellen)
}
