// SPDX-License-Identifier: EUPL-1.2
//! From the form of a rule to a body of the API.

use serde_json::{Map, Value as Json, json};
use waarmaker_signalen::lees;
use waarmaker_ui::{
    Say,
    form::{Errors, Posted},
};

use crate::fouten::leeg;

/// The rule as text: JSON as the API has it, or TOML as files have it.
pub(super) fn tekst(t: Say, text: &str, errors: &mut Errors) -> Json {
    let read = if text.starts_with('{') {
        serde_json::from_str(text).map_err(|error| error.to_string())
    } else {
        lees(text).and_then(|rules| match <[Json; 1]>::try_from(rules) {
            Ok([rule]) => Ok(rule),
            Err(rules) => Err(t.count("fout-regels", "aantal", rules.len())),
        })
    };
    let mut rule = read.unwrap_or_else(|reason| {
        errors.add("regel", t.with("fout-regel-tekst", "reden", reason));
        Json::Null
    });
    if let Some(members) = rule.as_object_mut() {
        members.retain(|name, _| !matches!(name.as_str(), "url" | "uuid" | "leesbaar"));
    }
    rule
}

/// Minutes as a duration; days stay days.
fn duur(t: Say, posted: &Posted, id: &str, errors: &mut Errors) -> Option<String> {
    let text = posted.text(id);
    if text.is_empty() {
        return None;
    }
    match text.replace(',', ".").parse::<f64>() {
        #[expect(clippy::cast_possible_truncation, reason = "bounded here")]
        Ok(minutes) if (0.0..=5_000_000.0).contains(&minutes) => {
            Some(format!("PT{}S", (minutes * 60.0).round() as i64))
        }
        _ => {
            errors.add(id, t.say("fout-minuten"));
            None
        }
    }
}

fn getal(t: Say, posted: &Posted, id: &str, errors: &mut Errors) -> Json {
    let text = posted.text(id).replace(',', ".");
    match text.parse::<f64>() {
        Ok(number) if number.is_finite() => text.parse::<i64>().map_or_else(|_| json!(number), |whole| json!(whole)),
        _ if text.is_empty() => Json::Null,
        _ => {
            errors.add(id, t.say("fout-getal"));
            Json::Null
        }
    }
}

/// The fields as a body of the API.
pub(super) fn body(t: Say, posted: &Posted, errors: &mut Errors) -> Json {
    if posted.text("naam").is_empty() {
        errors.add("naam", leeg(t, "naam"));
    }
    let mut rule = Map::new();
    for name in ["naam", "omschrijving", "soort", "prioriteit", "zaaktype"] {
        rule.insert(name.to_owned(), posted.text(name).into());
    }
    for name in ["geldigVan", "geldigTot"] {
        let day = posted.text(name);
        rule.insert(name.to_owned(), if day.is_empty() { Json::Null } else { day.into() });
    }
    rule.insert("conditie".to_owned(), conditie(t, posted, errors));
    let burning = posted.all("opties").any(|one| one == "brandtijden");
    let (van, tot) = (posted.text("tijdvak-van"), posted.text("tijdvak-tot"));
    let always = van.is_empty() && tot.is_empty() && !burning;
    let window = if always { Json::Null } else { json!({"van": van, "tot": tot, "brandtijden": burning}) };
    rule.insert("tijdvak".to_owned(), window);
    rule.insert(
        "vertraging".to_owned(),
        duur(t, posted, "vertraging", errors).unwrap_or_else(|| "PT0S".to_owned()).into(),
    );
    // A recovery with a condition of its own is kept: only its duration is in the form.
    if let Some(length) = duur(t, posted, "herstel-duur", errors) {
        let own: Json = serde_json::from_str(posted.text("herstel")).unwrap_or(Json::Null);
        rule.insert("herstel".to_owned(), json!({"conditie": own, "duur": length}));
    } else {
        rule.insert("herstel".to_owned(), Json::Null);
    }
    let bundle = posted.all("opties").any(|one| one == "bundelen");
    rule.insert("bundelen".to_owned(), bundle.into());
    rule.insert("maximumPerDag".to_owned(), getal(t, posted, "maximumPerDag", errors));
    Json::Object(rule)
}

/// The condition, with the members that its sort has.
fn conditie(t: Say, posted: &Posted, errors: &mut Errors) -> Json {
    let sort = posted.text("conditie-soort");
    let mut all = Map::from_iter([("soort".to_owned(), sort.into())]);
    let eigenschap = posted.text("conditie-eigenschap");
    if eigenschap.is_empty() && sort != "stilte" {
        errors.add("conditie-eigenschap", leeg(t, "conditie-eigenschap"));
    }
    all.insert("eigenschap".to_owned(), eigenschap.into());
    let mut number = |name: &str, needed: bool, errors: &mut Errors| {
        let id = format!("conditie-{name}");
        let value = getal(t, posted, &id, errors);
        if value.is_null() && needed && errors.of(&id).is_empty() {
            errors.add(&id, leeg(t, &id));
        }
        all.insert(name.to_owned(), value);
    };
    let length = |id: &str, errors: &mut Errors| {
        let length = duur(t, posted, id, errors);
        if length.is_none() && errors.of(id).is_empty() {
            errors.add(id, leeg(t, id));
        }
        Json::from(length.unwrap_or_default())
    };
    match sort {
        "drempel" => {
            number("waarde", true, errors);
            let comparison = posted.text("conditie-vergelijking");
            if matches!(comparison, "tussen" | "buiten") {
                number("tot", true, errors);
            }
            all.insert("vergelijking".to_owned(), comparison.into());
        }
        "stilte" => {
            all.insert("duur".to_owned(), length("conditie-duur", errors));
        }
        "flapperen" => {
            number("aantal", true, errors);
            all.insert("venster".to_owned(), length("conditie-venster", errors));
        }
        "drift" => {
            for name in ["dagen", "basis", "percentage"] {
                number(name, true, errors);
            }
        }
        _ => {
            let list = posted.text("conditie-in").split(',').map(str::trim).filter(|word| !word.is_empty());
            let list: Vec<&str> = list.collect();
            if list.is_empty() {
                errors.add("conditie-in", leeg(t, "conditie-in"));
            }
            let not = posted.all("opties").any(|one| one == "niet");
            all.insert(if not { "nietIn" } else { "in" }.to_owned(), list.into());
        }
    }
    Json::Object(all)
}

#[cfg(test)]
mod tests {
    use waarmaker_ui::Lang;

    use super::*;
    use crate::regelvorm::invullen::ingevuld;

    #[test]
    fn a_rule_that_is_shown_and_sent_unchanged_says_the_same() {
        let t = crate::TEXTS.say(Lang::Nl);
        let regel = crate::regels::regel();
        let mut errors = Errors::default();
        let body = body(t, &ingevuld(&regel).unwrap(), &mut errors);
        assert!(errors.is_empty(), "{errors:?}");
        assert_eq!(body["conditie"], regel.conditie);
        assert_eq!((&body["vertraging"], &body["maximumPerDag"]), (&json!("PT600S"), &json!(10)));
    }

    #[test]
    fn what_is_no_number_is_told_at_its_field() {
        let t = crate::TEXTS.say(Lang::Nl);
        let posted = Posted::of(&[("conditie-soort", "drempel"), ("conditie-waarde", "veel"), ("vertraging", "lang")]);
        let mut errors = Errors::default();
        body(t, &posted, &mut errors);
        for field in ["naam", "conditie-eigenschap", "conditie-waarde", "vertraging"] {
            assert!(!errors.of(field).is_empty(), "{field}");
        }
    }
}
