// SPDX-License-Identifier: EUPL-1.2
//! Assets that no contract can tell apart, counted together: of one kind, in the same areas, named by the same contracts. A hundred thousand assets
//! are some hundreds of these, so what is asked of them afterwards costs nothing.

use std::{collections::HashMap, sync::Arc};

use geo::{Area as _, Intersects as _, MultiPolygon, Point};
use uuid::Uuid;
use waarmaker_api::Result;
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

/// All areas with their borders.
pub(super) fn vlakken(tx: &mut Tx<'_>) -> Result<Vec<Vlak>> {
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
pub(super) fn cellen(vlakken: &[Vlak], regels: &[Regel], tx: &mut Tx<'_>) -> Result<Vec<Cel>> {
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
