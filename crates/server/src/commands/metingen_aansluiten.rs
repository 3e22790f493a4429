// SPDX-License-Identifier: EUPL-1.2
//! `waarmaker metingen aansluiten`: things and datastreams for all assets of a kind.

use anyhow::{Result, bail};
use serde_json::json;
use waarmaker_core::Problem;
use waarmaker_metingen::{Aangesloten, Aansluiting, Eigenschap, aansluiten};

use crate::place::Place;

/// Make the things, sensors and datastreams of all assets of a kind
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Connect {
    /// Kind of the assets, such as lichtmast
    #[arg(long, value_name = "KIND")]
    kind: String,
    /// What each measures: NAME for words (status), NAME:UNIT for numbers (vermogen:W)
    #[arg(long = "property", value_name = "NAME[:UNIT]", required = true, value_parser = property)]
    properties: Vec<Eigenschap>,
    /// Name of the device; {identificatie}, {soort} and {uuid} are those of the asset
    #[arg(long, value_name = "NAME", default_value = "{identificatie}")]
    device: String,
    /// Keep observations so many days; hours and days stay
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=36_500))]
    keep_days: Option<u32>,
    /// Client that may write for these devices with the scope metingen.eigen
    #[arg(long, value_name = "CLIENT_ID")]
    client: Option<String>,
    /// Only say what would be made
    #[arg(long)]
    dry_run: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

const EXAMPLES: &str = "\
Examples:
  waarmaker metingen aansluiten --kind lichtmast --property status --property vermogen:W --dry-run
  waarmaker metingen aansluiten --kind lichtmast --property status --property vermogen:W --keep-days 90
  waarmaker metingen aansluiten --kind afvalbak --property vulgraad:% --device 'bak-{identificatie}'

What is there stays, so it may be done again after each import of assets. Two assets never share a device: such names are listed, and nothing is made for
them. Exit codes: 0 done, 1 nothing could be made or some devices collide, 2 wrong usage.";

/// `vermogen:W`.
fn property(text: &str) -> Result<Eigenschap, String> {
    let (naam, eenheid) = text.split_once(':').map_or((text, None), |(naam, unit)| (naam, Some(unit)));
    if naam.trim().is_empty() || eenheid.is_some_and(|unit| unit.trim().is_empty()) {
        return Err("write NAME or NAME:UNIT, such as status or vermogen:W".to_owned());
    }
    Ok(Eigenschap { naam: naam.trim().to_owned(), eenheid: eenheid.map(|unit| unit.trim().to_owned()) })
}

impl Connect {
    /// Does what was asked.
    pub(crate) fn run(&self, place: &Place) -> Result<()> {
        let register = place.open()?;
        let wish = Aansluiting {
            soort: self.kind.clone(),
            eigenschappen: self.properties.clone(),
            apparaat: self.device.clone(),
            bewaartermijn: self.keep_days,
            client: self.client.clone(),
            dry_run: self.dry_run,
        };
        let done = register.write::<Aangesloten, Problem>("metingen aansluiten", move |cx| aansluiten(&wish, cx));
        register.db.close_blocking();
        let done = done?;
        if done.assets == 0 {
            bail!("there are no assets of the kind {}: waarmaker assets import makes them", self.kind);
        }
        self.show(&done);
        match done.botsingen.len() {
            0 => Ok(()),
            count => bail!("{count} devices collide: choose another --device, such as '{{soort}}-{{identificatie}}'"),
        }
    }

    fn show(&self, done: &Aangesloten) {
        if self.json {
            let Aangesloten { assets, things, datastreams, botsingen } = done;
            println!(
                "{}",
                json!({"assets": assets, "things": things, "datastreams": datastreams, "collisions": botsingen})
            );
            return;
        }
        let verb = if self.dry_run { "would be made" } else { "made" };
        println!(
            "{} assets of the kind {}: {} things and {} datastreams {verb}.",
            done.assets, self.kind, done.things, done.datastreams
        );
        for collision in done.botsingen.iter().take(20) {
            println!("  {collision}");
        }
    }
}
