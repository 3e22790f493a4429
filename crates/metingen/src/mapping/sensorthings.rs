// SPDX-License-Identifier: EUPL-1.2
//! OGC `SensorThings` over MQTT: an Observation on `v1.1/Datastreams(1)/Observations`, one with a link to its Datastream, or the arrays of
//! `CreateObservations`. The datastream is a number of ours; to whom it belongs is known when it is stored.

use serde_json::Value;

use super::{Mapped, Refusal, Streamed, apply::Walk, moment};
use crate::record::Resultaat;

/// Reads a message.
pub(super) fn read(walk: &mut Walk<'_>) {
    let mut made = Mapped::default();
    match walk.whole {
        Value::Array(list) => list.iter().for_each(|one| group(walk, one, &mut made)),
        one if one.get("dataArray").is_some() => group(walk, one, &mut made),
        one => add(walk, one.get("Datastream"), one.get("phenomenonTime"), one.get("result"), &mut made),
    }
    walk.made.streams.append(&mut made.streams);
    walk.made.refused.append(&mut made.refused);
}

/// A group of `CreateObservations`: one datastream, the names of the components, and a row for each observation. An Observation in a list counts too.
fn group(walk: &Walk<'_>, group: &Value, made: &mut Mapped) {
    let Some(rows) = group.get("dataArray").and_then(Value::as_array) else {
        return add(walk, group.get("Datastream"), group.get("phenomenonTime"), group.get("result"), made);
    };
    let names = group.get("components").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let place = |wanted: &str| names.iter().position(|name| name.as_str() == Some(wanted));
    let (time, result) = (place("phenomenonTime"), place("result"));
    for row in rows {
        let component = |i: Option<usize>| row.get(i?);
        add(walk, group.get("Datastream"), component(time), component(result), made);
    }
}

fn add(walk: &Walk<'_>, link: Option<&Value>, time: Option<&Value>, result: Option<&Value>, made: &mut Mapped) {
    match observation(walk, link, time, result) {
        Ok(streamed) => made.streams.push(streamed),
        Err(refusal) => made.refused.push(refusal),
    }
}

fn observation(
    walk: &Walk<'_>,
    link: Option<&Value>,
    time: Option<&Value>,
    result: Option<&Value>,
) -> Result<Streamed, Refusal> {
    let resultaat = match result {
        Some(Value::Number(number)) if number.as_f64().is_some_and(f64::is_finite) => {
            Resultaat::Getal(number.as_f64().unwrap_or_default())
        }
        Some(Value::String(text)) => Resultaat::Tekst(text.clone()),
        Some(Value::Bool(truth)) => Resultaat::Tekst(truth.to_string()),
        None | Some(Value::Null) => return Err(Refusal::new("missing", "`result` ontbreekt.")),
        Some(_) => return Err(Refusal::new("bad-value", "`result` is geen getal, tekst of waarheidswaarde.")),
    };
    let tijd = match time {
        None | Some(Value::Null) => walk.message.arrived,
        Some(time) => instant(time)
            .ok_or_else(|| Refusal::new("bad-time", "`phenomenonTime` is geen tijd in de vorm van RFC 3339."))?,
    };
    Ok(Streamed {
        datastream: datastream(walk, link)?,
        apparaat: walk.word("apparaat").map(str::to_owned),
        tijd,
        resultaat,
    })
}

/// A moment, or the end of a period.
fn instant(time: &Value) -> Option<i64> {
    let text = time.as_str()?;
    let last = text.rsplit('/').next().unwrap_or(text);
    moment::read(&Value::from(last), moment::Form::Rfc3339, None)
}

/// The datastream of the topic; that of the message has to be the same one, unless the topic is a gateway's.
fn datastream(walk: &Walk<'_>, link: Option<&Value>) -> Result<i64, Refusal> {
    let said = match link.and_then(|link| link.get("@iot.id")) {
        Some(id) => {
            let number = id.as_i64().or_else(|| id.as_str()?.parse().ok());
            Some(number.ok_or_else(|| Refusal::new("bad-value", "`Datastream.@iot.id` is geen nummer."))?)
        }
        None => None,
    };
    let topic = walk.word("datastream").map(str::parse::<i64>);
    let topic = topic
        .transpose()
        .map_err(|_| Refusal::new("bad-value", "Het onderwerp noemt een datastream die geen nummer is."))?;
    match (topic, said) {
        (Some(topic), Some(said)) if topic != said && !walk.gateway => Err(Refusal::new(
            "not-yours",
            format!("Het onderwerp is van datastream {topic}, het bericht noemt {said}."),
        )),
        (_, Some(said)) if topic.is_some() || walk.gateway || walk.word("apparaat").is_some() => Ok(said),
        (Some(topic), None) => Ok(topic),
        (None, None) => Err(Refusal::new("no-device", "Het onderwerp en het bericht noemen geen datastream.")),
        (_, Some(_)) => Err(Refusal::new(
            "not-yours",
            "Het onderwerp noemt geen apparaat en is niet als dat van een poort ingesteld.",
        )),
    }
}
