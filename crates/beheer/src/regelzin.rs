// SPDX-License-Identifier: EUPL-1.2
//! A rule in sentences, in the language of the page: when it makes an incident, when it is over, and what is joined.

use jiff::{Span, SpanRelativeTo, Unit};
use serde_json::Value as Json;
use waarmaker_contracten::Prioriteit;
use waarmaker_signalen::Regel;
use waarmaker_ui::{Say, words};

use crate::woorden;

/// A rule in sentences.
pub(crate) fn zin(t: Say, regel: &Regel) -> String {
    serde_json::to_value(regel).map(|regel| van_json(t, &regel)).unwrap_or_default()
}

/// The same of a body of the API; what that leaves open is as the API fills it in.
pub(crate) fn van_json(t: Say, regel: &Json) -> String {
    let mut all = conditie(t, &regel["conditie"]);
    for other in regel["en"].as_array().into_iter().flatten() {
        all = t.with2("zin-en", "een", all, "ander", conditie(t, other));
    }
    let soort = tekst(&regel["soort"]);
    let what = if soort.is_empty() { t.say("zin-object") } else { t.with("zin-soort", "soort", soort) };
    let urgent = Prioriteit::named(tekst(&regel["prioriteit"])).unwrap_or(Prioriteit::Normaal);
    let urgent = woorden::prioriteit(t, urgent).to_lowercase();
    let window = tijdvak(t, &regel["tijdvak"]);
    let delay = match seconden(&regel["vertraging"]) {
        0 => String::new(),
        seconds => t.with("zin-vertraging", "duur", lang(t, seconds)),
    };
    let mut sentences = vec![
        t.args(
            "zin-begin",
            &[("prioriteit", &urgent), ("wat", &what), ("condities", &all), ("nader", &format!("{window}{delay}"))],
        ),
        herstel(t, regel),
    ];
    if regel["bundelen"].as_bool().unwrap_or(true) {
        sentences.push(bundeling(t, &regel["bundeling"]));
    }
    if let Some(most) = regel["maximumPerDag"].as_i64() {
        sentences.push(t.with("zin-maximum", "aantal", words::number(t.lang, most)));
    }
    sentences.join(" ")
}

fn tekst(json: &Json) -> &str {
    json.as_str().unwrap_or_default()
}

/// A member of a member.
fn binnen<'a>(json: &'a Json, path: &str) -> &'a Json {
    static NONE: Json = Json::Null;
    json.pointer(path).unwrap_or(&NONE)
}

/// Seconds of a duration in JSON; 0 when it says none.
fn seconden(json: &Json) -> i64 {
    let span = tekst(json).parse::<Span>().ok();
    let seconds = span.and_then(|span| span.total((Unit::Second, SpanRelativeTo::days_are_24_hours())).ok());
    #[expect(clippy::cast_possible_truncation, reason = "bounded here")]
    seconds.filter(|seconds| (0.0..4e9).contains(seconds)).map_or(0, |seconds| seconds as i64)
}

/// How long; rules may look at seconds.
fn lang(t: Say, seconds: i64) -> String {
    if seconds < 60 { t.count("zin-seconden", "aantal", seconds) } else { words::lasting(t.lang, seconds) }
}

/// A number as it is written in the language of the page.
fn getal(t: Say, json: &Json) -> String {
    let text = json.as_f64().map(|number| number.to_string()).unwrap_or_default();
    if t.lang == waarmaker_ui::Lang::Nl { text.replace('.', ",") } else { text }
}

/// Words with "or" before the last.
fn een_van(t: Say, all: &Json) -> String {
    let all: Vec<&str> = all.as_array().into_iter().flatten().filter_map(Json::as_str).collect();
    match all.split_last() {
        Some((last, first)) if !first.is_empty() => t.with2("zin-of", "eerste", first.join(", "), "laatste", last),
        _ => all.concat(),
    }
}

fn conditie(t: Say, json: &Json) -> String {
    let what = tekst(&json["eigenschap"]);
    let is_empty = |name: &str| json[name].as_array().is_none_or(Vec::is_empty);
    match tekst(&json["soort"]) {
        "drempel" => drempel(t, what, json),
        "stilte" if what.is_empty() => t.with("zin-stil", "duur", lang(t, seconden(&json["duur"]))),
        "stilte" => t.with2("zin-stil-over", "eigenschap", what, "duur", lang(t, seconden(&json["duur"]))),
        "flapperen" => {
            let (within, times) = (lang(t, seconden(&json["venster"])), getal(t, &json["aantal"]));
            t.args("zin-flapperen", &[("eigenschap", &what), ("duur", &within), ("aantal", &times)])
        }
        "drift" => {
            let days =
                |name: &str| words::lasting(t.lang, json[name].as_i64().unwrap_or_default().saturating_mul(86_400));
            let percent = getal(t, &json["percentage"]);
            let (recent, before) = (days("dagen"), days("basis"));
            let values: [(&str, &dyn std::fmt::Display); 4] =
                [("eigenschap", &what), ("dagen", &recent), ("basis", &before), ("percentage", &percent)];
            t.args("zin-drift", &values)
        }
        _ if is_empty("nietIn") => t.with2("zin-in", "eigenschap", what, "woorden", een_van(t, &json["in"])),
        _ => t.with2("zin-niet-in", "eigenschap", what, "woorden", een_van(t, &json["nietIn"])),
    }
}

fn drempel(t: Say, what: &str, json: &Json) -> String {
    let key = match tekst(&json["vergelijking"]) {
        "<" => "zin-kleiner",
        "<=" => "zin-hoogstens",
        ">" => "zin-groter",
        ">=" => "zin-minstens",
        "=" => "zin-gelijk",
        range => {
            let key = if range == "tussen" { "zin-tussen" } else { "zin-buiten" };
            let (from, until) = (getal(t, &json["waarde"]), getal(t, &json["tot"]));
            return t.args(key, &[("eigenschap", &what), ("waarde", &from), ("tot", &until)]);
        }
    };
    t.with2(key, "eigenschap", what, "waarde", getal(t, &json["waarde"]))
}

/// When the rule looks; empty for always.
fn tijdvak(t: Say, json: &Json) -> String {
    let (van, tot) = (tekst(&json["van"]), tekst(&json["tot"]));
    match (van.is_empty(), json["brandtijden"].as_bool().unwrap_or_default()) {
        (true, false) => String::new(),
        (true, true) => t.say("zin-brandt"),
        (false, false) => t.with2("zin-uren", "van", van, "tot", tot),
        (false, true) => t.with2("zin-uren-brandt", "van", van, "tot", tot),
    }
}

fn herstel(t: Say, regel: &Json) -> String {
    let seconds = seconden(binnen(regel, "/herstel/duur"));
    let own = binnen(regel, "/herstel/conditie");
    let silent = tekst(binnen(regel, "/conditie/soort")) == "stilte";
    let how = lang(t, seconds);
    match (own.is_null(), silent, seconds > 0) {
        (false, _, true) => t.with2("zin-goed-conditie-na", "conditie", conditie(t, own), "duur", how),
        (false, _, false) => t.with("zin-goed-conditie", "conditie", conditie(t, own)),
        (true, true, true) => t.with("zin-goed-gehoord-na", "duur", how),
        (true, true, false) => t.say("zin-goed-gehoord"),
        (true, false, true) => t.with("zin-goed-na", "duur", how),
        (true, false, false) => t.say("zin-goed"),
    }
}

fn bundeling(t: Say, json: &Json) -> String {
    let usual = json.is_null();
    let (count, percent) =
        (json["aantal"].as_i64().or(usual.then_some(5)), json["percentage"].as_i64().or(usual.then_some(50)));
    let many = match (count, percent) {
        (Some(count), Some(percent)) => t.with2("zin-bundel-beide", "aantal", count, "percentage", percent),
        (Some(count), None) => t.with("zin-bundel-aantal", "aantal", count),
        (None, percent) => t.with("zin-bundel-deel", "percentage", percent.unwrap_or(100)),
    };
    let within = lang(t, if usual { 600 } else { seconden(&json["venster"]) });
    let waits = lang(t, if usual { 120 } else { seconden(&json["wacht"]) });
    t.args("zin-bundeling", &[("duur", &within), ("hoeveel", &many), ("wacht", &waits)])
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use waarmaker_ui::Lang;

    use super::*;

    fn said(lang: Lang, regel: &Json) -> String {
        van_json(crate::TEXTS.say(lang), regel).replace('\u{a0}', " ")
    }

    #[test]
    fn a_rule_is_told_in_both_languages() {
        let regel = json!({
            "soort": "lichtmast", "prioriteit": "hoog", "vertraging": "PT10M", "bundelen": false, "maximumPerDag": 10,
            "conditie": {"soort": "toestand", "eigenschap": "status", "in": ["uit", "storing"]},
            "en": [{"soort": "drempel", "eigenschap": "vermogen", "vergelijking": "<", "waarde": 2.5}],
        });
        assert_eq!(
            said(Lang::Nl, &regel),
            "Maak een incident met prioriteit hoog als van een lichtmast status uit of storing is en vermogen kleiner is dan 2,5, \
             en dat 10 minuten zo blijft. Het is weer goed als dit niet meer zo is. Niet meer dan 10 op een dag."
        );
        assert_eq!(
            said(Lang::En, &regel),
            "Make an incident with priority high when, for a lichtmast, status is uit or storing and vermogen is less than 2.5, \
             and that stays so for 10 minutes. It is right again when this is no longer so. No more than 10 on one day."
        );
    }

    #[test]
    fn every_kind_of_condition_has_words_in_both_languages() {
        let conditions = [
            json!({"soort": "drempel", "eigenschap": "v", "vergelijking": "tussen", "waarde": 1, "tot": 2}),
            json!({"soort": "drempel", "eigenschap": "v", "vergelijking": "buiten", "waarde": 1, "tot": 2}),
            json!({"soort": "toestand", "eigenschap": "s", "nietIn": ["aan"]}),
            json!({"soort": "stilte", "duur": "PT30S"}),
            json!({"soort": "stilte", "eigenschap": "v", "duur": "PT1H"}),
            json!({"soort": "flapperen", "eigenschap": "s", "aantal": 3, "venster": "PT5M"}),
            json!({"soort": "drift", "eigenschap": "v", "dagen": 2, "basis": 9, "percentage": 20}),
        ];
        for conditie in conditions {
            let window = json!({"van": "22:00", "tot": "06:00", "brandtijden": true});
            let regel = json!({"conditie": conditie, "tijdvak": window, "herstel": {"conditie": null, "duur": "PT1M"}});
            for lang in Lang::ALL {
                let said = said(lang, &regel);
                assert!(!said.contains("{ $") && !said.contains("zin-") && said.contains("22:00"), "{said}");
            }
        }
    }
}
