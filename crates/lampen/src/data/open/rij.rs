// SPDX-License-Identifier: EUPL-1.2
//! A fault as a feature of `GeoJSON` and as a line of CSV: the same members in both.

use std::fmt::Write as _;

use serde_json::{Value as Json, json};
use waarmaker_core::DateTime;

use crate::data::{Fase, Hersteller, Plek, SOORT, Storing, kaart::point};

/// The columns of the CSV file, which are the members of the features too.
pub(super) const COLUMNS: [&str; 19] = [
    "nummer",
    "status",
    "fase",
    "wat",
    "omschrijving",
    "soort",
    "lichtpunt",
    "straat",
    "lon",
    "lat",
    "begin",
    "vastgesteld",
    "verwacht",
    "einde",
    "afloop",
    "meldingen",
    "lampen",
    "sensor",
    "hersteller",
];

/// A fault as a feature.
pub(in crate::data) fn feature(plek: &Plek) -> Json {
    let mut properties = serde_json::Map::new();
    for (name, value) in COLUMNS.iter().zip(values(plek)) {
        if !matches!(*name, "lon" | "lat") {
            properties.insert((*name).to_owned(), value);
        }
    }
    if plek.soort == SOORT {
        properties.insert("href".to_owned(), format!("/lampen/{}", plek.storing.asset).into());
    }
    json!({"type": "Feature", "id": plek.storing.nummer, "geometry": point(plek.punt), "properties": properties})
}

/// The values of the columns.
fn values(plek: &Plek) -> [Json; 19] {
    let storing = &plek.storing;
    let moment = |at: Option<DateTime>| at.map_or(Json::Null, |at| at.at.to_string().into());
    [
        storing.nummer.as_str().into(),
        if storing.is_over() { "gemaakt" } else { "open" }.into(),
        phase(storing).into(),
        storing.wat.code().into(),
        storing.omschrijving().into(),
        plek.soort.as_str().into(),
        plek.nummer.as_str().into(),
        plek.straat.as_str().into(),
        plek.punt.lon.into(),
        plek.punt.lat.into(),
        moment(Some(storing.begin)),
        moment(Some(storing.sinds)),
        moment(storing.verwacht),
        moment(storing.einde),
        storing.afloop.map_or(Json::Null, |afloop| afloop.code().into()),
        storing.meldingen.into(),
        storing.groep.into(),
        storing.door_sensor.into(),
        match &storing.hersteller {
            Some(Hersteller::Aannemer(naam)) => naam.as_str().into(),
            Some(Hersteller::Gemeente) => "gemeente".into(),
            None => Json::Null,
        },
    ]
}

/// How far it is; of what waits also why.
fn phase(storing: &Storing) -> String {
    match storing.fase {
        Fase::Wacht(reden) => format!("wacht-{}", reden.code()),
        fase => fase.code().to_owned(),
    }
}

/// A line of CSV by RFC 4180. A value that a spreadsheet would take for a formula gets an apostrophe.
pub(super) fn line(text: &mut String, plek: &Plek) {
    for (i, value) in values(plek).into_iter().enumerate() {
        if i > 0 {
            text.push(',');
        }
        let value = match value {
            Json::Null => continue,
            Json::String(value) => value,
            other => {
                let _ = write!(text, "{other}");
                continue;
            }
        };
        let formula = value.starts_with(['=', '+', '-', '@', '\t', '\r']);
        let value = if formula { format!("'{value}") } else { value };
        if value.contains(['"', ',', '\n', '\r']) {
            let _ = write!(text, "\"{}\"", value.replace('"', "\"\""));
        } else {
            text.push_str(&value);
        }
    }
    text.push_str("\r\n");
}
