// SPDX-License-Identifier: EUPL-1.2
//! The lamps, and the cabinets they hang on.

use std::fmt::Write as _;

use anyhow::{Context as _, Result, bail};

use super::part;

/// A lamp.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Lamp {
    /// Its name: of the device and of the asset.
    pub(crate) name: String,
    /// Place of its cabinet.
    pub(crate) cabinet: usize,
}

/// All of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Fleet {
    pub(crate) lamps: Vec<Lamp>,
    /// Names of the cabinets.
    pub(crate) cabinets: Vec<String>,
}

impl Fleet {
    /// So many lamps, so many behind each cabinet.
    pub(crate) fn new(count: usize, per_cabinet: usize) -> Self {
        let per_cabinet = per_cabinet.max(1);
        let cabinets = (1..=count.div_ceil(per_cabinet)).map(|i| format!("KAST-{i:04}")).collect();
        let lamps = (0..count).map(|i| Lamp { name: format!("LAMP-{:06}", i + 1), cabinet: i / per_cabinet }).collect();
        Self { lamps, cabinets }
    }

    /// Lamps with the names of their cabinets, in this order.
    pub(crate) fn of(pairs: impl IntoIterator<Item = (String, String)>) -> Self {
        let mut fleet = Self::default();
        let mut places = std::collections::HashMap::new();
        for (name, cabinet) in pairs {
            let place = *places.entry(cabinet.clone()).or_insert_with(|| {
                fleet.cabinets.push(cabinet);
                fleet.cabinets.len() - 1
            });
            fleet.lamps.push(Lamp { name, cabinet: place });
        }
        fleet
    }

    /// Reads a list: a line for each lamp, with its cabinet after a comma.
    pub(crate) fn read(text: &str) -> Result<Self> {
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
        let fleet = Self::of(lines.map(|line| {
            let (name, cabinet) = line.split_once([',', ';']).unwrap_or((line, ""));
            (name.trim().to_owned(), cabinet.trim().to_owned())
        }));
        if fleet.lamps.is_empty() {
            bail!("there is no lamp in the list: write a line LAMP,CABINET for each");
        }
        Ok(fleet)
    }

    /// Reads a list from a file.
    pub(crate) fn open(path: &std::path::Path) -> Result<Self> {
        let text = std::fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))?;
        Self::read(&text).with_context(|| format!("reading {}", path.display()))
    }

    /// The cabinets as a table that `waarmaker assets import --kind kast` reads: they stand in a field near Utrecht.
    pub(crate) fn cabinets_csv(&self) -> String {
        let mut csv = "waarmaker_identificatie,waarmaker_omschrijving,waarmaker_lon,waarmaker_lat\n".to_owned();
        for (i, cabinet) in self.cabinets.iter().enumerate() {
            let (lon, lat) = self.place(i);
            let _ = writeln!(csv, "{cabinet},Voedingskast {cabinet},{lon:.6},{lat:.6}");
        }
        csv
    }

    /// The lamps as a table that `waarmaker assets import --kind lichtmast` reads, each near its cabinet.
    pub(crate) fn lamps_csv(&self, seed: u64) -> String {
        let head = "waarmaker_identificatie,waarmaker_omschrijving,waarmaker_lon,waarmaker_lat,waarmaker_ouder_soort,waarmaker_ouder\n";
        let mut csv = head.to_owned();
        for (i, lamp) in (0_u64..).zip(&self.lamps) {
            let (lon, lat) = self.place(lamp.cabinet);
            let (lon, lat) = (lon + 0.004 * part(seed, 90, i), lat + 0.002 * part(seed, 91, i));
            let cabinet = self.cabinets.get(lamp.cabinet).map_or("", String::as_str);
            let _ = writeln!(csv, "{0},Lichtmast {0},{lon:.6},{lat:.6},kast,{cabinet}", lamp.name);
        }
        csv
    }

    /// Where a cabinet stands: they form a square.
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a few thousand places"
    )]
    fn place(&self, cabinet: usize) -> (f64, f64) {
        let side = ((self.cabinets.len() as f64).sqrt().ceil() as usize).max(1);
        (5.05 + 0.005 * (cabinet % side) as f64, 52.05 + 0.0025 * (cabinet / side) as f64)
    }
}
