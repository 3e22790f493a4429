// SPDX-License-Identifier: EUPL-1.2
//! The questions of the form of a rule.

use waarmaker_contracten::Prioriteit;
use waarmaker_ui::{
    Say,
    form::{Choice, Errors, Field, Posted},
};

use crate::{blad::Veld, keuzes::keuze, woorden};

/// Members of a rule and the field of each, for what the pipeline refuses.
pub(super) const FIELDS: &[&str] = &[
    "naam",
    "omschrijving",
    "soort",
    "conditie-soort",
    "conditie-eigenschap",
    "conditie-vergelijking",
    "conditie-waarde",
    "conditie-tot",
    "conditie-in",
    "conditie-duur",
    "conditie-aantal",
    "conditie-venster",
    "conditie-dagen",
    "conditie-basis",
    "conditie-percentage",
    "tijdvak-van",
    "tijdvak-tot",
    "vertraging",
    "herstel-duur",
    "prioriteit",
    "maximumPerDag",
    "geldigVan",
    "geldigTot",
    "zaaktype",
    "regel",
];

/// The fields of a rule. `kinds` and `names`: sorts of assets and properties that there are.
pub(super) fn velden(t: Say, (kinds, names): (&[String], &[String]), posted: &Posted, errors: &Errors) -> Vec<Veld> {
    let field =
        |id: &str, label: String, help: String| Field::new(id, label).help(help).max(200).filled(posted, errors);
    let open = |id: &str, label: String, help: String| Veld::Regel(field(id, label, help).optional());
    let number = |id: &str, label: String, help: String| {
        let mut field = field(id, label, help).optional();
        "decimal".clone_into(&mut field.inputmode);
        Veld::Regel(field)
    };
    let pick = |id: &str, label: String, answers: Vec<(String, String)>| {
        let mut choice = keuze(id, label, answers, posted.text(id));
        choice.error = errors.of(id);
        choice
    };
    let priorities =
        Prioriteit::ALL.iter().map(|one| (one.as_str().to_owned(), woorden::prioriteit(t, *one))).collect();
    let known = |all: &[String], key: String| if all.is_empty() { key } else { format!("{key} {}", all.join(", ")) };
    vec![
        Veld::Regel(field("naam", t.say("veld-naam"), t.say("veld-naam-hulp"))),
        Veld::Tekst(field("omschrijving", t.say("veld-omschrijving"), String::new()).optional()),
        Veld::Regel(field("soort", t.say("veld-regel-soort"), known(kinds, t.say("veld-regel-soort-hulp")))),
        Veld::Kop(t.say("regel-wanneer")),
        Veld::Keuze(pick("conditie-soort", t.say("veld-conditie"), condities(t))),
        Veld::Regel(field(
            "conditie-eigenschap",
            t.say("veld-eigenschap"),
            known(names, t.say("veld-eigenschap-hulp")),
        )),
        open("conditie-in", t.say("veld-in"), t.say("veld-in-hulp")),
        Veld::Lijst(pick("conditie-vergelijking", t.say("veld-vergelijking"), vergelijkingen(t)).optional()),
        number("conditie-waarde", t.say("veld-waarde"), t.say("veld-waarde-hulp")),
        number("conditie-tot", t.say("veld-tot"), t.say("veld-tot-hulp")),
        number("conditie-duur", t.say("veld-stil"), t.say("veld-stil-hulp")),
        number("conditie-aantal", t.say("veld-keren"), t.say("veld-keren-hulp")),
        number("conditie-venster", t.say("veld-binnen"), t.say("veld-binnen-hulp")),
        number("conditie-dagen", t.say("veld-dagen"), t.say("veld-dagen-hulp")),
        number("conditie-basis", t.say("veld-basis"), t.say("veld-basis-hulp")),
        number("conditie-percentage", t.say("veld-percentage"), t.say("veld-percentage-hulp")),
        Veld::Kop(t.say("regel-hoe")),
        number("vertraging", t.say("veld-vertraging"), t.say("veld-vertraging-hulp")),
        number("herstel-duur", t.say("veld-herstel"), t.say("veld-herstel-hulp")),
        open("tijdvak-van", t.say("veld-van"), t.say("veld-van-hulp")),
        open("tijdvak-tot", t.say("veld-tot-uur"), String::new()),
        Veld::Vakjes(opties(t, posted)),
        Veld::Lijst(pick("prioriteit", t.say("kop-prioriteit"), priorities)),
        number("maximumPerDag", t.say("veld-maximum"), t.say("veld-maximum-hulp")),
        Veld::Regel(field("geldigVan", t.say("veld-geldig-van"), String::new()).kind("date", "off").optional()),
        Veld::Regel(field("geldigTot", t.say("veld-geldig-tot"), String::new()).kind("date", "off").optional()),
        open("zaaktype", t.say("veld-zaaktype"), t.say("veld-zaaktype-hulp")),
    ]
}

fn condities(t: Say) -> Vec<(String, String)> {
    let all = [
        ("toestand", t.say("conditie-toestand")),
        ("drempel", t.say("conditie-drempel")),
        ("stilte", t.say("conditie-stilte")),
        ("flapperen", t.say("conditie-flapperen")),
        ("drift", t.say("conditie-drift")),
    ];
    all.into_iter().map(|(value, label)| (value.to_owned(), label)).collect()
}

fn vergelijkingen(t: Say) -> Vec<(String, String)> {
    let all = [
        ("<", t.say("vergelijk-kleiner")),
        ("<=", t.say("vergelijk-hoogstens")),
        (">", t.say("vergelijk-groter")),
        (">=", t.say("vergelijk-minstens")),
        ("=", t.say("vergelijk-gelijk")),
        ("tussen", t.say("vergelijk-tussen")),
        ("buiten", t.say("vergelijk-buiten")),
    ];
    all.into_iter().map(|(value, label)| (value.to_owned(), label)).collect()
}

fn opties(t: Say, posted: &Posted) -> Choice {
    let all = [
        ("niet".to_owned(), t.say("optie-niet")),
        ("brandtijden".to_owned(), t.say("optie-brandtijden")),
        ("bundelen".to_owned(), t.say("optie-bundelen")),
    ];
    let mut choice = keuze("opties", t.say("veld-opties"), all.into(), "").optional();
    for answer in &mut choice.answers {
        answer.chosen = posted.all("opties").any(|value| value == answer.value);
    }
    choice
}
