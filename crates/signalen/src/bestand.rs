// SPDX-License-Identifier: EUPL-1.2
//! Rules in a file: TOML, for import, export and trying.

use serde_json::{Map, Value as Json};
use waarmaker_api::{Cx, Result, change, create};
use waarmaker_core::Problem;
use waarmaker_resource::{Linked as _, Op};

use crate::Regel;

/// What became of a rule of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ingelezen {
    /// It is new.
    Nieuw,
    /// It was there, and says something else now.
    Veranderd,
    /// It was there already, the same.
    Gelijk,
}

/// The rules of a file: `[[regel]]` tables with the members of the API. A rule is also the whole file when it has `naam` at its top.
pub fn lees(text: &str) -> std::result::Result<Vec<Json>, String> {
    let file: toml::Value = toml::from_str(text).map_err(|error| format!("dit is geen geldige TOML: {error}"))?;
    let json = serde_json::to_value(file).map_err(|error| error.to_string())?;
    if json.get("naam").is_some() {
        return Ok(vec![json]);
    }
    match json.get("regel").and_then(Json::as_array) {
        Some(rules) if !rules.is_empty() => Ok(rules.clone()),
        _ => Err("er staan geen regels in: begin elke regel met [[regel]]".to_owned()),
    }
}

/// Writes a rule of a file, as Waarmaker itself. One with a name that is there takes its place.
pub fn zet(regel: &Json, cx: &mut Cx<'_, '_>) -> Result<(Ingelezen, Vec<String>)> {
    cx.as_waarmaker("Signalen", |cx| {
        let room = cx.room(Regel::NAME)?;
        let naam = regel.get("naam").and_then(Json::as_str).unwrap_or_default();
        let Some((uuid, old)) = cx.all::<Regel>("naam", naam)?.pop() else {
            let written = create(room, cx, regel, None)?;
            return Ok((Ingelezen::Nieuw, written.warnings));
        };
        let before = serde_json::to_value(&old).map_err(Problem::internal)?;
        let mut body = regel.clone();
        if let Some(members) = body.as_object_mut() {
            members.retain(|name, _| name != "leesbaar");
        }
        // The same as what is there is left alone: no audit record, no notification.
        let (record, _) = waarmaker_resource::check_body(
            <Regel as waarmaker_resource::Fields>::FIELDS,
            &body,
            waarmaker_resource::Given::Whole,
            &cx.house.origins,
        );
        let same = record.iter().all(|(name, value)| before.get(name) == Some(value));
        if same && !record.is_empty() {
            return Ok((Ingelezen::Gelijk, Vec::new()));
        }
        let written = change(room, cx, Op::Update, uuid, None, &body)?;
        Ok((Ingelezen::Veranderd, written.warnings))
    })
}

/// All rules as a file that can be read again.
pub fn schrijf(cx: &mut Cx<'_, '_>) -> Result<String> {
    let sql = "SELECT body FROM regels ORDER BY naam";
    let rules = cx
        .tx
        .query(sql, &[], |row| serde_json::from_slice::<Json>(row.bytes_ref(0)?).map_err(waarmaker_db::Error::row))?;
    let mut text = String::new();
    for rule in rules {
        let leesbaar = rule.get("leesbaar").and_then(Json::as_str).unwrap_or_default().to_owned();
        let members: Map<String, Json> = rule
            .as_object()
            .into_iter()
            .flatten()
            .filter(|(name, _)| !matches!(name.as_str(), "url" | "uuid" | "leesbaar"))
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect();
        let kept = kaal(Json::Object(members)).unwrap_or_default();
        let rule = toml::to_string(&serde_json::json!({"regel": [kept]})).map_err(Problem::internal)?;
        text.extend(["# ", &leesbaar, "\n", &cx.house.outward(&rule), "\n"]);
    }
    Ok(text)
}

/// A value without what is empty: TOML has no null.
fn kaal(json: Json) -> Option<Json> {
    match json {
        Json::Null => None,
        Json::String(text) if text.is_empty() => None,
        Json::Array(list) if list.is_empty() => None,
        Json::Array(list) => Some(list.into_iter().filter_map(kaal).collect()),
        Json::Object(members) => Some(
            members.into_iter().filter_map(|(name, value)| Some((name, kaal(value)?))).collect::<Map<_, _>>().into(),
        ),
        other => Some(other),
    }
}
