// SPDX-License-Identifier: EUPL-1.2
//! From a rule to its form as it is filled in.

use std::fmt::Write as _;

use jiff::{Span, SpanRelativeTo, Unit};
use serde_json::Value as Json;
use waarmaker_api::Result;
use waarmaker_core::Problem;
use waarmaker_signalen::Regel;
use waarmaker_ui::form::Posted;

/// The form of a rule that is not there yet.
pub(super) fn leeg() -> Posted {
    Posted::of(&[
        ("conditie-soort", "toestand"),
        ("vertraging", "0"),
        ("prioriteit", "normaal"),
        ("opties", "bundelen"),
    ])
}

/// What was sent by one of the two forms, with what the other one has: its own values stay as they were.
pub(super) fn aangevuld(posted: &Posted, as_text: bool, own: &Posted) -> Posted {
    let other = own.fields().iter().filter(|(name, _)| (name == "regel") != as_text);
    let all = posted.fields().iter().chain(other);
    let values: Vec<(&str, &str)> = all.map(|(name, value)| (name.as_str(), value.as_str())).collect();
    Posted::of(&values)
}

/// Minutes of a duration of a rule, as the form has them.
fn minuten(duur: &str) -> String {
    let total = duur.parse::<Span>().ok();
    let total = total.and_then(|span| span.total((Unit::Minute, SpanRelativeTo::days_are_24_hours())).ok());
    total.map(|minutes| format!("{}", (minutes * 100.0).round() / 100.0)).unwrap_or_default()
}

/// A rule as the form has it.
pub(super) fn ingevuld(regel: &Regel) -> Result<Posted> {
    let mut whole = serde_json::to_value(regel).map_err(Problem::internal)?;
    if let Some(members) = whole.as_object_mut() {
        members.remove("leesbaar");
    }
    let text = |value: Option<&Json>| match value {
        Some(Json::String(text)) => text.clone(),
        Some(Json::Null) | None => String::new(),
        Some(Json::Array(all)) => all.iter().filter_map(Json::as_str).collect::<Vec<_>>().join(", "),
        Some(other) => other.to_string(),
    };
    let mut values: Vec<(String, String)> = Vec::new();
    for name in ["naam", "omschrijving", "soort", "prioriteit", "zaaktype", "geldigVan", "geldigTot", "maximumPerDag"] {
        values.push((name.to_owned(), text(whole.get(name))));
    }
    for (name, value) in regel.conditie.as_object().into_iter().flatten() {
        match name.as_str() {
            "duur" | "venster" => {
                values.push((format!("conditie-{name}"), minuten(value.as_str().unwrap_or_default())));
            }
            "nietIn" if value.as_array().is_some_and(|all| !all.is_empty()) => {
                values.push(("conditie-in".to_owned(), text(Some(value))));
                values.push(("opties".to_owned(), "niet".to_owned()));
            }
            "in" if value.as_array().is_some_and(Vec::is_empty) => {}
            "nietIn" => {}
            name => values.push((format!("conditie-{name}"), text(Some(value)))),
        }
    }
    values.push(("vertraging".to_owned(), minuten(&text(whole.get("vertraging")))));
    if let Some(herstel) = whole.get("herstel").filter(|herstel| !herstel.is_null()) {
        values.push(("herstel-duur".to_owned(), minuten(&text(herstel.get("duur")))));
        let own = herstel.get("conditie").filter(|own| !own.is_null());
        values.extend(own.map(|own| ("herstel".to_owned(), own.to_string())));
    }
    if let Some(window) = &regel.tijdvak {
        values.push(("tijdvak-van".to_owned(), window.van.clone()));
        values.push(("tijdvak-tot".to_owned(), window.tot.clone()));
        if window.brandtijden {
            values.push(("opties".to_owned(), "brandtijden".to_owned()));
        }
    }
    if regel.bundelen {
        values.push(("opties".to_owned(), "bundelen".to_owned()));
    }
    let mut pretty = String::new();
    let _ = write!(pretty, "{whole:#}");
    values.push(("regel".to_owned(), pretty));
    let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    Ok(Posted::of(&values))
}
