// SPDX-License-Identifier: EUPL-1.2
//! Observations over HTTP: one, or many in a data array. All go the way of every observation.

use std::collections::{BTreeSet, HashMap};

use serde_json::{Map, Value as Json};
use waarmaker_api::{Cx, Result};
use waarmaker_core::Problem;
use waarmaker_db::Value;

use super::body::{Body, Given};
use super::create::{Created, Maker};
use super::item::{moment, self_link};
use super::model::Kind;
use super::place::Id;
use super::refusal::bad;
use super::rights::Reach;
use crate::batch;
use crate::record::{Measured, Resultaat, Verdict, Watchers, record_with};

/// Most observations in one data array.
const MOST: usize = 20_000;

/// An observation that was given.
struct Observed {
    datastream: i64,
    tijd: i64,
    resultaat: Resultaat,
    extra: Option<String>,
}

/// Stores one observation.
pub(super) fn one(json: &Json, watchers: Watchers, reach: &Reach, cx: &mut Cx<'_, '_>) -> Result<Created> {
    let body = Body::new(Kind::Observations.entity(), json)?;
    let link = body.link("Datastream")?.ok_or_else(|| body.lacks("Datastream"))?;
    if matches!(link, Given::New(_)) && *reach != Reach::All {
        return Err(Problem::forbidden("Een Datastream maken mag alleen met de scope metingen.schrijven."));
    }
    let datastream = Maker { watchers, reach, cx }.linked(&link, Kind::Datastreams)?;
    let feature = body.link("FeatureOfInterest")?;
    let observed = observed(&body, datastream, cx)?;
    let (tijd, entity) = (observed.tijd, Kind::Observations.entity());
    let verdicts = store(&[observed], watchers, reach, cx)?;
    if let Some(feature) = feature {
        about(&feature, datastream, watchers, reach, cx)?;
    }
    let id = Id::Observation(datastream, tijd);
    match verdicts.into_iter().next() {
        Some(Verdict::Stored) => Ok(Created { entity, id, known: false }),
        Some(Verdict::Duplicate) => Ok(Created { entity, id, known: true }),
        Some(Verdict::Refused("conflict", reason)) => Err(Problem::conflict(reason)),
        Some(Verdict::Refused("not-yours", reason)) => Err(Problem::forbidden(reason)),
        Some(Verdict::Refused(code, reason)) => Err(bad(code, reason)),
        None => Err(bad("invalid", "Er is geen meting.")),
    }
}

/// The feature of interest of a datastream is that of its observations: the first one that is named counts.
fn about(given: &Given<'_>, datastream: i64, watchers: Watchers, reach: &Reach, cx: &mut Cx<'_, '_>) -> Result<()> {
    let sql = "SELECT f.id, f.naam FROM datastreams d JOIN features_of_interest f ON f.id = d.feature WHERE d.id = $1";
    let known = cx.tx.one(sql, &[datastream.into()], |row| Ok((row.int(0)?, row.text(1)?)))?;
    let same = known.as_ref().is_some_and(|(id, name)| match given {
        Given::Id(json) => json.as_i64() == Some(*id),
        Given::New(json) => json.get("name").and_then(Json::as_str) == Some(name),
    });
    if same {
        return Ok(());
    }
    if known.is_some() {
        return Err(bad(
            "invalid",
            "Alle metingen van een Datastream hebben dezelfde FeatureOfInterest, en deze Datastream heeft een andere: laat hem weg.",
        ));
    }
    if *reach != Reach::All {
        return Err(Problem::forbidden("Een FeatureOfInterest kiezen mag alleen met de scope metingen.schrijven."));
    }
    let feature = Maker { watchers, reach, cx }.linked(given, Kind::FeaturesOfInterest)?;
    cx.tx.run("UPDATE datastreams SET feature = $2 WHERE id = $1", &[datastream.into(), feature.into()])?;
    Ok(())
}

fn observed(body: &Body<'_>, datastream: i64, cx: &Cx<'_, '_>) -> Result<Observed> {
    let (tijd, until) = body.moment("phenomenonTime")?.unwrap_or((cx.call.now.at.as_millisecond(), None));
    let resultaat = match body.members.get("result") {
        Some(Json::Number(number)) => Resultaat::Getal(number.as_f64().unwrap_or(f64::NAN)),
        Some(Json::String(text)) => Resultaat::Tekst(text.clone()),
        Some(Json::Bool(truth)) => Resultaat::Tekst(truth.to_string()),
        _ => return Err(bad("invalid", "Observations.result moet een getal, een tekst, true of false zijn.")),
    };
    let mut extra = Map::new();
    if let Some(until) = until {
        extra.insert("until".to_owned(), moment(until).into());
    }
    if let Some((at, _)) = body.moment("resultTime")? {
        extra.insert("resultTime".to_owned(), moment(at).into());
    }
    for name in ["resultQuality", "validTime", "parameters"] {
        if let Some(value) = body.get(name) {
            extra.insert(name.to_owned(), value.clone());
        }
    }
    let extra = (!extra.is_empty()).then(|| Json::Object(extra).to_string());
    Ok(Observed { datastream, tijd, resultaat, extra })
}

/// Stores observations of known datastreams under the names that devices use.
fn store(observed: &[Observed], watchers: Watchers, reach: &Reach, cx: &mut Cx<'_, '_>) -> Result<Vec<Verdict>> {
    let streams: BTreeSet<i64> = observed.iter().map(|one| one.datastream).collect();
    let streams: Vec<Value> = streams.into_iter().map(Value::from).collect();
    let mut names: HashMap<i64, (String, String)> = HashMap::new();
    let head = "SELECT d.id, t.apparaat, p.naam FROM datastreams d JOIN things t ON t.id = d.thing \
         JOIN observed_properties p ON p.id = d.observed_property WHERE d.id IN";
    batch::among(cx.tx, head, "", &streams, |row| {
        names.insert(row.int(0)?, (row.text(1)?, row.text(2)?));
        Ok(())
    })?;
    let as_said = |one: &Observed| {
        let (apparaat, eigenschap) = names.get(&one.datastream).cloned().unwrap_or_default();
        Measured { apparaat, eigenschap, tijd: one.tijd, resultaat: one.resultaat.clone(), eenheid: None }
    };
    let measured: Vec<Measured> = observed.iter().map(as_said).collect();
    let extras: Vec<Option<String>> = observed.iter().map(|one| one.extra.clone()).collect();
    record_with(&measured, &extras, &reach.source(), watchers, cx)
}

/// Stores data arrays; returns for each observation its URL, or `error` with the reason.
pub(super) fn many(json: &Json, watchers: Watchers, reach: &Reach, cx: &mut Cx<'_, '_>) -> Result<Json> {
    let wrong = || {
        bad(
            "invalid",
            "CreateObservations verwacht [{\"Datastream\": {\"@iot.id\": 1}, \"components\": [\"phenomenonTime\", \"result\"], \"dataArray\": [[…]]}].",
        )
    };
    let arrays = json.as_array().ok_or_else(wrong)?;
    let mut answers: Vec<Json> = Vec::new();
    let (mut given, mut places) = (Vec::new(), Vec::new());
    for array in arrays {
        let stream =
            array.get("Datastream").and_then(|link| link.get("@iot.id")).and_then(Json::as_i64).ok_or_else(wrong)?;
        let components: Vec<&str> = array
            .get("components")
            .and_then(Json::as_array)
            .ok_or_else(wrong)?
            .iter()
            .filter_map(Json::as_str)
            .collect();
        for row in array.get("dataArray").and_then(Json::as_array).ok_or_else(wrong)? {
            if answers.len() >= MOST {
                return Err(bad("too-many", format!("CreateObservations neemt hooguit {MOST} metingen tegelijk.")));
            }
            match from_row(row, &components, stream, cx) {
                Ok(observed) => {
                    places.push(answers.len());
                    answers.push(Json::Null);
                    given.push(observed);
                }
                Err(problem) => answers.push(error(&problem.detail)),
            }
        }
    }
    let verdicts = store(&given, watchers, reach, cx)?;
    for ((verdict, place), one) in verdicts.into_iter().zip(places).zip(&given) {
        if let Some(slot) = answers.get_mut(place) {
            *slot = match verdict {
                Verdict::Refused(_, reason) => error(&reason),
                _ => self_link(Kind::Observations.entity(), Id::Observation(one.datastream, one.tijd)).into(),
            };
        }
    }
    Ok(Json::Array(answers))
}

fn error(reason: &str) -> Json {
    format!("error: {reason}").into()
}

fn from_row(row: &Json, components: &[&str], datastream: i64, cx: &Cx<'_, '_>) -> Result<Observed> {
    let values = row.as_array().filter(|values| values.len() == components.len());
    let values = values.ok_or_else(|| bad("invalid", "Deze rij heeft niet evenveel waarden als components."))?;
    let pairs =
        components.iter().zip(values).filter(|(name, _)| !name.starts_with("FeatureOfInterest") && **name != "id");
    let members: Map<String, Json> = pairs.map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
    let json = Json::Object(members);
    observed(&Body::new(Kind::Observations.entity(), &json)?, datastream, cx)
}
