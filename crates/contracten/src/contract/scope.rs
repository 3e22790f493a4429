// SPDX-License-Identifier: EUPL-1.2
//! For which assets a contract counts, and which of several goes first.
//!
//! **Order.** The narrowest scope wins: (1) a contract that names the asset itself; then (2) one that names its kind; then (3) the one whose area
//! around the asset is the smallest, a contract that counts everywhere being the widest; then (4) one that names the priority. What is still equal
//! is not decided by chance: nobody is responsible, and both contracts are named.

use serde::Deserialize;
use uuid::Uuid;
use waarmaker_api::Result;
use waarmaker_core::{Date, Problem};
use waarmaker_db::{Row, Tx};
use waarmaker_resource::Link;

use super::Gebiedkeuze;
use crate::{Aannemer, Prioriteit};

/// What of a contract says for which assets it counts.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Bereik {
    pub nummer: String,
    pub naam: String,
    pub aannemer: Link<Aannemer>,
    pub begin: Date,
    pub einde: Option<Date>,
    pub soorten: Vec<String>,
    pub assets: Vec<Uuid>,
    pub gebieden: Vec<Gebiedkeuze>,
    pub prioriteiten: Vec<Prioriteit>,
}

/// A contract with its scope.
#[derive(Clone, Debug)]
pub(crate) struct Regel {
    pub uuid: Uuid,
    pub bereik: Bereik,
    /// Uuids of its areas.
    pub gebieden: Vec<Uuid>,
}

/// How narrow a scope is around an asset; less is narrower.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub(crate) struct Engte {
    asset: bool,
    soort: bool,
    gebied: f64,
    prioriteit: bool,
}

impl Regel {
    fn read(row: &Row<'_>) -> std::result::Result<(Uuid, Vec<u8>), waarmaker_db::Error> {
        Ok((row.uuid(0)?, row.bytes(1)?))
    }

    /// All contracts that are in force on one of the days from `van` to `tot`, in the order they were made.
    pub(crate) fn between(tx: &mut Tx<'_>, van: Date, tot: Date) -> Result<Vec<Self>> {
        let sql = "SELECT uuid, body FROM contracten WHERE (einddatum IS NULL OR einddatum >= $1) AND begindatum <= $2 ORDER BY id";
        let rows = tx.query(sql, &[van.to_string().into(), tot.to_string().into()], Self::read)?;
        rows.into_iter().map(|(uuid, body)| Self::of(uuid, &body)).collect()
    }

    fn of(uuid: Uuid, body: &[u8]) -> Result<Self> {
        Ok(Self::new(uuid, serde_json::from_slice(body).map_err(Problem::internal)?))
    }

    pub(crate) fn new(uuid: Uuid, bereik: Bereik) -> Self {
        let gebieden = bereik.gebieden.iter().filter_map(|gebied| Uuid::try_parse(&gebied.uuid).ok()).collect();
        Self { uuid, bereik, gebieden }
    }

    /// In force on this day.
    pub(crate) fn on(&self, dag: Date) -> bool {
        self.bereik.begin <= dag && self.bereik.einde.is_none_or(|einde| einde >= dag)
    }

    pub(crate) fn covers_soort(&self, soort: &str) -> bool {
        self.bereik.soorten.is_empty() || self.bereik.soorten.iter().any(|known| known == soort)
    }

    pub(crate) fn covers_prioriteit(&self, prioriteit: Prioriteit) -> bool {
        self.bereik.prioriteiten.is_empty() || self.bereik.prioriteiten.contains(&prioriteit)
    }

    pub(crate) fn covers_asset(&self, asset: Uuid) -> bool {
        self.bereik.assets.is_empty() || self.bereik.assets.contains(&asset)
    }

    /// The size of its smallest area among those around the asset; infinite when it counts everywhere, `None` when it does not count here.
    pub(crate) fn area(&self, around: &[(Uuid, f64)]) -> Option<f64> {
        if self.gebieden.is_empty() {
            return self.bereik.gebieden.is_empty().then_some(f64::INFINITY);
        }
        let own = around.iter().filter(|(uuid, _)| self.gebieden.contains(uuid)).map(|(_, size)| *size);
        own.reduce(f64::min)
    }

    /// How narrow it is around an asset that it covers, in an area of this size.
    pub(crate) fn engte(&self, area: f64) -> Engte {
        Engte {
            asset: self.bereik.assets.is_empty(),
            soort: self.bereik.soorten.is_empty(),
            gebied: area,
            prioriteit: self.bereik.prioriteiten.is_empty(),
        }
    }

    /// The name for people: "OVL-2026 (Verlichting)".
    pub(crate) fn name(&self) -> String {
        let Bereik { nummer, naam, .. } = &self.bereik;
        if naam.is_empty() { nummer.clone() } else { format!("{nummer} ({naam})") }
    }
}

/// The narrowest of contracts that cover something; several when they are equal.
pub(crate) fn narrowest<'r>(covering: &[(&'r Regel, f64)]) -> Vec<&'r Regel> {
    let mut best: Vec<&Regel> = Vec::new();
    let mut width: Option<Engte> = None;
    for (regel, area) in covering {
        let engte = regel.engte(*area);
        match width.and_then(|width| engte.partial_cmp(&width)) {
            Some(std::cmp::Ordering::Greater) => {}
            Some(std::cmp::Ordering::Equal) => best.push(regel),
            _ => {
                best = vec![regel];
                width = Some(engte);
            }
        }
    }
    best
}
