// SPDX-License-Identifier: EUPL-1.2
//! The form of a rule: fields for what most rules have, and the whole rule as text for what they have not.

use std::{fmt::Write as _, sync::Arc};

use axum::{
    extract::{Path, Request, State},
    http::StatusCode,
    response::Response,
};
use jiff::{Span, SpanRelativeTo, Unit};
use serde_json::{Map, Value as Json, json};
use uuid::Uuid;
use waarmaker_api::{Cx, Result, change, create, http::Api};
use waarmaker_contracten::Prioriteit;
use waarmaker_core::Problem;
use waarmaker_resource::{Linked as _, Op};
use waarmaker_signalen::{Regel, lees};
use waarmaker_ui::{
    Page, Say,
    form::{Choice, Errors, Field, Posted},
};

use crate::{
    blad::{Blad, Deel, Formulier, Knop, Veld},
    incident::{fouten, verlopen},
    incidenten::{keuze, onbekend},
    kader::{BEHEREN, Bezoek, ROOT, uuid_in},
    woorden,
};

/// Members of a rule and the field of each, for what the pipeline refuses.
const FIELDS: &[&str] = &[
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

/// `GET /beheer/signalen/regels/nieuw`.
pub(crate) async fn nieuw(State(api): State<Arc<Api>>, visit: Bezoek) -> Response {
    let posted = Posted::of(&[
        ("conditie-soort", "toestand"),
        ("vertraging", "0"),
        ("prioriteit", "normaal"),
        ("opties", "bundelen"),
    ]);
    visit.answer(pagina(&api, &visit, None, &posted, Errors::default()).await)
}

/// `POST /beheer/signalen/regels/nieuw`.
pub(crate) async fn maak(State(api): State<Arc<Api>>, visit: Bezoek, request: Request) -> Response {
    visit.answer(ontvang(&api, &visit, None, request).await)
}

/// `GET /beheer/signalen/regels/{uuid}/wijzigen`.
pub(crate) async fn wijzig(State(api): State<Arc<Api>>, visit: Bezoek, Path(uuid): Path<String>) -> Response {
    let inner = async || {
        let uuid = uuid_in(&uuid)?;
        let (_, regel) = visit.lees(&api, BEHEREN, move |cx| onbekend(cx.get::<Regel>(uuid)?)).await?;
        pagina(&api, &visit, Some(uuid), &ingevuld(&regel)?, Errors::default()).await
    };
    visit.answer(inner().await)
}

/// `POST /beheer/signalen/regels/{uuid}/wijzigen`.
pub(crate) async fn verander(
    State(api): State<Arc<Api>>,
    visit: Bezoek,
    Path(uuid): Path<String>,
    request: Request,
) -> Response {
    let inner = async |request: Request| ontvang(&api, &visit, Some(uuid_in(&uuid)?), request).await;
    visit.answer(inner(request).await)
}

async fn pagina(api: &Api, visit: &Bezoek, uuid: Option<Uuid>, posted: &Posted, errors: Errors) -> Result<Response> {
    let read = |cx: &mut Cx<'_, '_>| {
        let kinds = waarmaker_assets::soorten(cx.tx)?;
        let names =
            cx.tx.query("SELECT naam FROM observed_properties ORDER BY naam LIMIT 30", &[], |row| row.text(0))?;
        Ok((kinds, names))
    };
    let (kader, (kinds, names)) = visit.lees(api, BEHEREN, read).await?;
    let t = visit.t();
    let title = if uuid.is_some() { t.say("regel-wijzig") } else { t.say("regel-nieuw") };
    let page = visit.pagina(&kader, title, &[(t.say("regels"), format!("{ROOT}/regels"))])?;
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    visit.show_as(status, &toon(page.failed(!errors.is_empty()), t, uuid, (&kinds, &names), posted, errors))
}

async fn ontvang(api: &Api, visit: &Bezoek, uuid: Option<Uuid>, request: Request) -> Result<Response> {
    let posted = match visit.formulier(api, BEHEREN, request, 0).await? {
        Ok(posted) => posted,
        Err(instead) => return Ok(instead),
    };
    let t = visit.t();
    let mut errors = Errors::default();
    if !posted.fresh {
        errors.add("", verlopen(visit));
        return pagina(api, visit, uuid, &posted, errors).await;
    }
    let whole = posted.text("actie") == "tekst";
    let body = if whole { tekst(t, posted.text("regel"), &mut errors) } else { body(t, &posted, &mut errors) };
    if !errors.is_empty() {
        return pagina(api, visit, uuid, &posted, errors).await;
    }
    let write = move |cx: &mut Cx<'_, '_>| {
        let room = cx.room(Regel::NAME)?;
        let written = match uuid {
            None => create(room, cx, &body, None)?,
            // Fields that the form has not stay as they are; the whole text takes the place of the rule.
            Some(uuid) if whole => change(room, cx, Op::Update, uuid, None, &body)?,
            Some(uuid) => change(room, cx, Op::Patch, uuid, None, &body)?,
        };
        Ok(written.stored.uuid)
    };
    match visit.schrijf(api, BEHEREN, write).await {
        Ok(uuid) => visit.see_other(&format!("{ROOT}/regels/{uuid}?gedaan=ja")),
        Err(problem) if problem.status == 400 => pagina(api, visit, uuid, &posted, fouten(t, &problem, FIELDS)).await,
        Err(problem) => Err(problem),
    }
}

/// The rule as text: JSON as the API has it, or TOML as files have it.
fn tekst(t: Say, text: &str, errors: &mut Errors) -> Json {
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
fn body(t: Say, posted: &Posted, errors: &mut Errors) -> Json {
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
    if posted.text("naam").is_empty() {
        errors.add("naam", t.say("fout-leeg"));
    }
    Json::Object(rule)
}

/// The condition, with the members that its sort has.
fn conditie(t: Say, posted: &Posted, errors: &mut Errors) -> Json {
    let sort = posted.text("conditie-soort");
    let mut all = Map::from_iter([("soort".to_owned(), sort.into())]);
    let eigenschap = posted.text("conditie-eigenschap");
    if eigenschap.is_empty() && sort != "stilte" {
        errors.add("conditie-eigenschap", t.say("fout-leeg"));
    }
    all.insert("eigenschap".to_owned(), eigenschap.into());
    let mut number = |name: &str, needed: bool, errors: &mut Errors| {
        let id = format!("conditie-{name}");
        let value = getal(t, posted, &id, errors);
        if value.is_null() && needed && errors.of(&id).is_empty() {
            errors.add(&id, t.say("fout-leeg"));
        }
        all.insert(name.to_owned(), value);
    };
    let length = |id: &str, errors: &mut Errors| {
        let length = duur(t, posted, id, errors);
        if length.is_none() && errors.of(id).is_empty() {
            errors.add(id, t.say("fout-leeg"));
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
                errors.add("conditie-in", t.say("fout-leeg"));
            }
            let not = posted.all("opties").any(|one| one == "niet");
            all.insert(if not { "nietIn" } else { "in" }.to_owned(), list.into());
        }
    }
    Json::Object(all)
}

/// Minutes of a duration of a rule, as the form has them.
fn minuten(duur: &str) -> String {
    let total = duur.parse::<Span>().ok();
    let total = total.and_then(|span| span.total((Unit::Minute, SpanRelativeTo::days_are_24_hours())).ok());
    total.map(|minutes| format!("{}", (minutes * 100.0).round() / 100.0)).unwrap_or_default()
}

/// A rule as the form has it.
fn ingevuld(regel: &Regel) -> Result<Posted> {
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

fn toon(
    page: Page,
    t: Say,
    uuid: Option<Uuid>,
    known: (&[String], &[String]),
    posted: &Posted,
    errors: Errors,
) -> Blad {
    let actie = match uuid {
        Some(uuid) => format!("{ROOT}/regels/{uuid}/wijzigen"),
        None => format!("{ROOT}/regels/nieuw"),
    };
    let form = Formulier {
        actie: actie.clone(),
        mee: vec![("herstel".to_owned(), posted.text("herstel").to_owned())],
        velden: velden(t, known, posted, &errors),
        knoppen: vec![Knop::new("bewaar", t.say("regel-bewaar"))],
        ..Formulier::default()
    };
    let text =
        Field::new("regel", t.say("veld-regel-tekst")).help(t.say("veld-regel-tekst-hulp")).filled(posted, &errors);
    let whole = Formulier {
        kop: t.say("regel-als-tekst"),
        uitleg: t.say("regel-als-tekst-uitleg"),
        actie,
        velden: vec![Veld::Tekst(text)],
        knoppen: vec![Knop::ook("tekst", t.say("regel-bewaar-tekst"))],
        ..Formulier::default()
    };
    Blad { fouten: errors, ..Blad::new(page, t, vec![Deel::Formulier(form), Deel::Formulier(whole)]) }
}

/// The fields of a rule. `kinds` and `names`: sorts of assets and properties that there are.
fn velden(t: Say, (kinds, names): (&[String], &[String]), posted: &Posted, errors: &Errors) -> Vec<Veld> {
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

#[cfg(test)]
pub(crate) fn sample(page: Page, t: Say) -> Blad {
    let posted = ingevuld(&crate::regels::regel()).unwrap();
    let mut errors = Errors::default();
    errors.add("naam", t.say("fout-bestaat-al"));
    toon(page, t, Some(Uuid::nil()), (&["lichtmast".to_owned()], &["status".to_owned()]), &posted, errors)
}

#[cfg(test)]
mod tests {
    use waarmaker_ui::Lang;

    use super::*;

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
