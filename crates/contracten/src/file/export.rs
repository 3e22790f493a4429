// SPDX-License-Identifier: EUPL-1.2
//! Writes all contractors and contracts as a file. Without secrets: whoever imports it in another register adds them.

use serde_json::{Value as Json, json};
use waarmaker_api::{Cx, Result, Rules};
use waarmaker_core::Problem;
use waarmaker_resource::Record;

use super::lenient::table;
use crate::{Aannemer, Contract};

const HEAD: &str = "\
# Aannemers en contracten. Namen en nummers zijn de sleutel: een bestand dat opnieuw wordt ingelezen verandert niets.
# Bedragen zijn in centen. Geheimen van kanalen staan hier niet in; wat in het register staat, blijft.
";

/// The file.
pub fn export(cx: &mut Cx<'_, '_>) -> Result<String> {
    let mut text = HEAD.to_owned();
    for record in records::<Aannemer>("naam", cx)? {
        text.push_str(&written("aannemer", &record)?);
    }
    for mut record in records::<Contract>("nummer", cx)? {
        refer(&mut record, cx)?;
        text.push_str(&written("contract", &record)?);
    }
    Ok(text)
}

/// All of a kind as records with the members of the API.
fn records<T: Rules>(order: &str, cx: &mut Cx<'_, '_>) -> Result<Vec<Record>> {
    let sql = format!("SELECT body FROM {} ORDER BY {order}", T::RESOURCE.table);
    let bodies = cx.tx.query(&sql, &[], |row| row.bytes(0))?;
    let record = |body: Vec<u8>| {
        let mut record: Record = serde_json::from_slice(&body).map_err(Problem::internal)?;
        record.retain(|name, _| T::RESOURCE.field(name).is_some());
        if let Some(kanaal) = record.get_mut("kanaal").and_then(Json::as_object_mut) {
            kanaal.remove("geheim");
        }
        Ok(record)
    };
    bodies.into_iter().map(record).collect()
}

/// Names and codes in the place of URLs and uuids.
fn refer(record: &mut Record, cx: &mut Cx<'_, '_>) -> Result<()> {
    let url = record.get("aannemer").and_then(Json::as_str).unwrap_or_default();
    if let Some(place) = cx.house.locate(url)
        && let Some(aannemer) = cx.get::<Aannemer>(place.uuid)?
    {
        record.insert("aannemer".to_owned(), Json::String(aannemer.naam));
    }
    for gebied in record.get_mut("gebieden").and_then(Json::as_array_mut).into_iter().flatten() {
        let text = |member: &str| gebied.get(member).and_then(Json::as_str).unwrap_or_default();
        *gebied = json!(format!("{}:{}", text("soort"), text("code")));
    }
    for asset in record.get_mut("assets").and_then(Json::as_array_mut).into_iter().flatten() {
        let uuid = asset.as_str().and_then(|text| uuid::Uuid::try_parse(text).ok());
        let found = uuid.map(|uuid| waarmaker_assets::get(cx.tx, uuid)).transpose()?.flatten();
        if let Some(found) = found {
            *asset = json!(format!("{}:{}", found.soort, found.identificatie));
        }
    }
    Ok(())
}

/// One element under its heading.
fn written(name: &str, record: &Record) -> Result<String> {
    let element = toml::Value::Array(vec![toml::Value::Table(table(record))]);
    let file = toml::Table::from_iter([(name.to_owned(), element)]);
    Ok(format!("\n{}", toml::to_string(&file).map_err(Problem::internal)?))
}
