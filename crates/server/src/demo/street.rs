// SPDX-License-Identifier: EUPL-1.2
//! The street: lamps that report that they are broken, and what comes of it.

use std::time::Duration;

use anyhow::{Context as _, Result, anyhow, bail};
use serde_json::{Value as Json, json};
use tokio::runtime::Runtime;
use waarmaker_assets::import::{AreaOptions, Options, read_areas, read_assets};
use waarmaker_auth::add_client;
use waarmaker_core::{Clock as _, Problem, SystemClock};
use waarmaker_metingen::{
    Aansluiting, Eigenschap, aansluiten,
    mqtt::{Broker, Publisher},
};

use super::{
    caller::Caller,
    contractor::{Contractor, mend},
    story::{encoded, member, tell},
};
use crate::place::Register;

/// A file of assets.
struct Assets {
    kind: &'static str,
    file: &'static str,
    /// Kind of the parent; the column has that name as well.
    parent: Option<&'static str>,
}

const ASSETS: [Assets; 4] = [
    Assets { kind: "kast", file: include_str!("../../demo/kasten.csv"), parent: None },
    Assets { kind: "groep", file: include_str!("../../demo/groepen.csv"), parent: Some("kast") },
    Assets { kind: "lichtmast", file: include_str!("../../demo/lichtmasten.csv"), parent: Some("groep") },
    // No contract covers it: a gap that the manager sees.
    Assets { kind: "parkeermeter", file: include_str!("../../demo/parkeermeters.csv"), parent: None },
];
const AREAS: &str = include_str!("../../demo/buurten.geojson");
const CONTRACTS: &str = include_str!("../../demo/contracten.toml");
const RULES: &str = include_str!("../../demo/regels.toml");
/// Everything behind the second cabinet.
const BEHIND: [&str; 12] = [
    "LM-301", "LM-302", "LM-303", "LM-304", "LM-305", "LM-306", "LM-401", "LM-402", "LM-403", "LM-404", "LM-405",
    "LM-406",
];
/// How long the broker may take for a message, and the chain for what follows from it.
const PATIENCE: Duration = Duration::from_secs(30);

/// Imports assets, contracts and rules, and connects the lamps; gives the contractor a client with this secret.
pub(crate) fn fill(register: &Register, contractor: &Contractor, secret: &str) -> Result<()> {
    for Assets { kind, file, parent } in ASSETS {
        let options = Options {
            kind: kind.to_owned(),
            key: vec!["identificatie".to_owned()],
            name: Some("straat".to_owned()),
            parent: parent.map(str::to_owned),
            parent_kind: parent.map(str::to_owned),
            ..Options::default()
        };
        let batch = read_assets(file.as_bytes(), &options);
        let report = register.write("waarmaker demo", move |cx| batch.store(cx, &|_, _| {}));
        let report = report.map_err(|problem: Problem| anyhow!(problem))?;
        if !report.is_clean() {
            bail!("the assets of the demo cannot be imported: {:?}", report.findings);
        }
        println!("  assets     {kind}: {} new, {} unchanged", report.new, report.unchanged);
    }
    let areas = read_areas(AREAS.as_bytes(), &AreaOptions { kind: "buurt".to_owned(), ..AreaOptions::default() });
    let stored = register.write("waarmaker demo", move |cx| areas.store(cx, &|_, _| {}));
    let stored = stored.map_err(|problem: Problem| anyhow!(problem))?;
    println!("  areas      {} new, {} unchanged", stored.new, stored.unchanged);
    let contracts = contractor.fill_in(CONTRACTS);
    register
        .write("waarmaker demo", move |cx| waarmaker_contracten::file::import(cx, &contracts))
        .context("importing the contracts of the demo")?;
    let secret = secret.to_owned();
    let rest = register.write("waarmaker demo", move |cx| {
        for rule in
            waarmaker_signalen::lees(RULES).map_err(|reason| Problem::internal(std::io::Error::other(reason)))?
        {
            waarmaker_signalen::zet(&rule, cx)?;
        }
        add_client(cx.tx, super::contractor::CLIENT, &secret, &cx.call.now)?;
        let connect = Aansluiting {
            soort: "lichtmast".to_owned(),
            eigenschappen: vec![Eigenschap { naam: "status".to_owned(), eenheid: None }],
            apparaat: "{identificatie}".to_owned(),
            bewaartermijn: Some(400),
            client: None,
            dry_run: false,
        };
        aansluiten(&connect, cx)
    });
    let connected = rest.map_err(|problem: Problem| anyhow!(problem))?;
    println!("  lamps      {} connected, with a rule and a contract\n", connected.assets);
    Ok(())
}

/// How lamps speak.
pub(crate) enum Voice<'a> {
    /// To the broker.
    Mqtt(Runtime, Box<Broker>),
    /// To the API, when there is no broker.
    Http(&'a Caller),
}

impl<'a> Voice<'a> {
    /// To this broker; to the API of the municipality when there is none.
    pub(crate) fn to(broker: Option<&str>, municipality: &'a Caller) -> Result<Self> {
        let Some(url) = broker else { return Ok(Self::Http(municipality)) };
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        Ok(Self::Mqtt(runtime, Box::new(Broker::at(url, "demo-lampen")?)))
    }

    /// Says the status of lamps.
    pub(crate) fn say(&self, lamps: &[&str], status: &str) -> Result<()> {
        let now = SystemClock.now();
        match self {
            Voice::Mqtt(runtime, broker) => runtime.block_on(async {
                let mut publisher = Publisher::start(broker).map_err(|reason| anyhow!(reason))?;
                for lamp in lamps {
                    let message = json!({"tijd": now.to_string(), "status": status}).to_string();
                    publisher
                        .publish(format!("lampen/{lamp}/status"), message)
                        .await
                        .map_err(|reason| anyhow!(reason))?;
                }
                let taken = publisher.finish(PATIENCE).await;
                if usize::try_from(taken)? < lamps.len() {
                    bail!("the broker took only {taken} of {} messages", lamps.len());
                }
                Ok(())
            }),
            Voice::Http(caller) => lamps.iter().try_for_each(|lamp| {
                let filter = encoded(&format!("Thing/name eq '{lamp}'"));
                let found = caller.get(&format!("/sensorthings/v1.1/Datastreams?$filter={filter}"))?;
                let id =
                    found.pointer("/value/0/@iot.id").cloned().with_context(|| format!("{lamp} has no datastream"))?;
                let body = json!({"result": status, "phenomenonTime": now.to_string(), "Datastream": {"@iot.id": id}});
                caller.post("/sensorthings/v1.1/Observations", &body).map(|_| ())
            }),
        }
    }
}

/// Plays what happens in the street; returns how many zaken were closed.
pub(crate) fn play(
    voice: &Voice<'_>,
    municipality: &Caller,
    contractor: &Contractor,
    worker: &Caller,
) -> Result<usize> {
    let mut seen = Vec::new();
    println!("A lamp post reports that it is broken, straight to the party that maintains it");
    voice.say(&["LM-104"], "defect")?;
    tell("> lamp", "LM-104: status defect", "");
    let order = contractor.wait("aangeboden", &mut seen)?;
    let done = mend(worker, &order)?;
    closed(municipality, &done, "Hersteld")?;
    println!("\n  The clock, as the order explains it:");
    for line in worker.text(&format!("{}/klok", member(&order, "url")))?.lines() {
        println!("    {line}");
    }
    voice.say(&["LM-104"], "aan")?;
    println!("\nA cabinet fails: twelve lamps go out, and that is one order");
    voice.say(&BEHIND, "defect")?;
    tell("> lamps", "twelve lamps behind K-2: status defect", "");
    let order = contractor.wait("aangeboden", &mut seen)?;
    if !member(&order, "assetOmschrijving").contains("K-2") {
        bail!("the order is about {:?}, not about the cabinet", member(&order, "assetOmschrijving"));
    }
    voice.say(&BEHIND, "aan")?;
    tell("> lamps", "and they burn again, before anybody accepted", "");
    let withdrawn = contractor.wait("ingetrokken", &mut Vec::new())?;
    closed(municipality, &withdrawn, "Vanzelf hersteld")?;
    println!();
    Ok(2)
}

/// Looks whether the zaak of an order is closed with this resultaat.
fn closed(municipality: &Caller, order: &Json, resultaat: &str) -> Result<()> {
    let zaak =
        municipality.get(&format!("{}?expand=resultaat.resultaattype,status.statustype", member(order, "zaak")))?;
    let text = |pointer: &str| zaak.pointer(pointer).and_then(Json::as_str).unwrap_or_default();
    let (ended, found) = (text("/einddatum"), text("/_expand/resultaat/_expand/resultaattype/omschrijving"));
    if ended.is_empty() || found != resultaat {
        bail!("zaak {} ended on {ended:?} with {found:?}, expected {resultaat:?}", text("/identificatie"));
    }
    let told = format!(
        "{} closed: {found}, {} on {}",
        text("/identificatie"),
        text("/archiefnominatie"),
        text("/archiefactiedatum")
    );
    tell("zaak", &told, member(&zaak, "url"));
    Ok(())
}
