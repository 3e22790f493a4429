// SPDX-License-Identifier: EUPL-1.2
//! Reporting: a form becomes a melding of the client of the key, through the pipeline.

use std::sync::Arc;

use axum::{
    extract::Request,
    http::{StatusCode, header},
};
use serde_json::Value as Json;
use waarmaker_api::{
    Call, Cx, Result, create,
    http::{Api, Incoming},
};
use waarmaker_assets::Punt;
use waarmaker_auth::token::Claims;
use waarmaker_core::Problem;
use waarmaker_lampen::data::{self, Gevonden, Klacht, SOORT};
use waarmaker_resource::{Linked as _, Record};
use waarmaker_signalen::{Melding, Meldkanaal};
use waarmaker_ui::limit;

use crate::{
    ROOT,
    ask::Ask,
    key,
    node::{Answer, Node},
    requests, services,
};

/// Largest form.
const MAX_BODY: usize = 64 << 10;
/// Longest address of a photo.
const LONGEST_URL: usize = 1_000;
/// Most reports of one client in an hour of the clock: more than a storm brings, and no flood.
const MOST_PER_HOUR: u32 = 600;

/// Takes a report. The key comes first: without one nothing is told about the rest.
pub(crate) async fn post(api: &Arc<Api>, request: Request) -> Result<Answer> {
    let (parts, body) = request.into_parts();
    let kind = parts.headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let essence = kind.split(';').next().unwrap_or_default().trim();
    if !essence.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
        return Err(Problem::unsupported_media_type(
            "Stuur een formulier: application/x-www-form-urlencoded. Bestanden nemen wij hier niet aan.",
        ));
    }
    let too_large = |_| Problem::payload_too_large(format!("Het formulier is groter dan {MAX_BODY} bytes."));
    let bytes = axum::body::to_bytes(body, MAX_BODY).await.map_err(too_large)?;
    let ask = Ask::of(&bytes)?;
    let claims = key::claims(api, ask.text("api_key")).await?;
    let call = Call::now(&api.house)?;
    within_bounds(api, &claims, &call).await?;
    let incoming = Incoming {
        claims: Some(claims),
        call,
        path: format!("{ROOT}/v2/requests"),
        query: String::new(),
        body: Json::Null,
    };
    let may = api.may_at_all::<Melding>(&incoming, &["signalen.melden"]).await?;
    if !may {
        return Err(Problem::forbidden(
            "Deze api_key mag niet melden. Vraag de gemeente om het recht signalen.melden.",
        ));
    }
    ask.jurisdiction(api)?;
    let made = api.writing(incoming, move |cx, _| melden(&ask, cx)).await?;
    Ok(made)
}

/// Counts a report of this client, and refuses one too many. Only a key that is right counts, so that nobody uses up what another may send.
async fn within_bounds(api: &Api, claims: &Claims, call: &Call) -> Result<()> {
    let client_id = claims.client_id.clone();
    if limit::allows_of(api, &call.now, "open311", client_id, MOST_PER_HOUR).await? {
        return Ok(());
    }
    let detail = format!(
        "Met deze api_key kwamen al {MOST_PER_HOUR} meldingen in dit uur. Probeer het opnieuw na het aantal seconden in Retry-After."
    );
    let mut problem = Problem::throttled();
    problem.detail = detail;
    Err(problem)
}

/// Makes the melding.
fn melden(ask: &Ask, cx: &mut Cx<'_, '_>) -> Result<Answer> {
    let missing = |name: &'static str| Problem::invalid_one(name, "required", "Dit veld is verplicht.");
    let code = ask.text("service_code").ok_or_else(|| missing("service_code"))?;
    if !services::SERVICES.iter().any(|service| service.code == code) {
        return Err(services::unknown());
    }
    let mut body = Record::new();
    let mut put = |name: &str, value: Json| body.insert(name.to_owned(), value);
    put("kanaal", Meldkanaal::Open311.as_str().into());
    put("soortKlacht", klacht(ask)?.code().into());
    put("gevaarlijk", gevaarlijk(ask)?.into());
    put("omschrijving", omschrijving(ask)?.into());
    put("email", ask.text("email").unwrap_or_default().into());
    place(ask, &mut body, cx)?;
    let room = cx.room(Melding::NAME)?;
    let stored = create(room, cx, &Json::Object(body), None)?.stored;
    let melding: Melding = serde_json::from_slice(&stored.body).map_err(Problem::internal)?;
    let number = requests::number_of(&melding.code, cx)?;
    let request = Node::Group(vec![
        ("service_request_id", Node::from(number)),
        ("service_notice", melding.bekend.as_str().into()),
        ("account_id", Node::Nil),
        (
            "extended_attributes",
            Node::Group(vec![
                ("code", melding.code.as_str().into()),
                ("follow", format!("/meldingen/{}", melding.code).into()),
                ("known", Node::Bool(!melding.nieuw)),
            ]),
        ),
    ]);
    let body = Node::List("request", vec![request]);
    Ok(Answer { status: StatusCode::CREATED, keep: false, ..Answer::ok("service_requests", body) })
}

fn klacht(ask: &Ask) -> Result<Klacht> {
    let Some(given) = ask.attribute("klacht") else { return Ok(Klacht::Anders) };
    let known = Klacht::KEUZES.into_iter().find(|klacht| klacht.code() == given);
    let codes: Vec<&str> = Klacht::KEUZES.iter().map(|klacht| klacht.code()).collect();
    known.ok_or_else(|| {
        Problem::invalid_one("attribute[klacht]", "invalid_choice", format!("Kies een van: {}.", codes.join(", ")))
    })
}

fn gevaarlijk(ask: &Ask) -> Result<bool> {
    match ask.attribute("gevaarlijk") {
        None | Some("nee" | "false" | "0") => Ok(false),
        Some("ja" | "true" | "1") => Ok(true),
        Some(_) => Err(Problem::invalid_one("attribute[gevaarlijk]", "invalid_choice", "Kies ja of nee.")),
    }
}

/// The words, with the address of a photo: it is kept for people, and never fetched or shown.
fn omschrijving(ask: &Ask) -> Result<String> {
    let words = match (ask.text("description"), ask.attribute("klacht")) {
        (Some(words), _) => words.to_owned(),
        (None, Some(code)) => Klacht::van(code).woorden().to_owned(),
        (None, None) => {
            return Err(Problem::invalid_one(
                "description",
                "required",
                "Schrijf wat er aan de hand is, of kies een klacht.",
            ));
        }
    };
    let Some(url) = ask.text("media_url") else { return Ok(words) };
    let proper = url.len() <= LONGEST_URL
        && (url.starts_with("https://") || url.starts_with("http://"))
        && !url.contains(|letter: char| letter.is_whitespace() || letter.is_control());
    if !proper {
        let reason = format!("Geef een adres van een foto met https, van ten hoogste {LONGEST_URL} tekens.");
        return Err(Problem::invalid_one("media_url", "invalid", reason));
    }
    Ok(format!("{words}\n\nFoto: {url}"))
}

/// Which lamp: by its number, by the place, or by the address.
fn place(ask: &Ask, body: &mut Record, cx: &mut Cx<'_, '_>) -> Result<()> {
    if let Some(number) = ask.attribute("nummer").or_else(|| ask.text("address_id")) {
        let lamp = data::nummer(number, cx)?.ok_or_else(|| {
            Problem::invalid_one("attribute[nummer]", "does_not_exist", "Er is geen lamp met dit nummer.")
        })?;
        body.insert("asset".to_owned(), lamp.uuid.to_string().into());
        return Ok(());
    }
    match (ask.text("lat"), ask.text("long")) {
        (Some(lat), Some(long)) => {
            let punt = punt(lat, long)?;
            if !data::binnen_gemeente(punt, cx)? {
                let reason = "Deze plaats ligt buiten de gemeente.";
                return Err(Problem::invalid_one("plaats", "outside-area", reason));
            }
            body.insert("plaats".to_owned(), punt.geojson());
            body.insert("assetSoort".to_owned(), SOORT.into());
            Ok(())
        }
        (None, None) => address(ask, body, cx),
        _ => Err(Problem::invalid_one("plaats", "required", "Geef lat en long allebei.")),
    }
}

fn punt(lat: &str, long: &str) -> Result<Punt> {
    let read = |text: &str, most: f64| text.parse::<f64>().ok().filter(|degrees| degrees.abs() <= most);
    match (read(lat, 90.0), read(long, 180.0)) {
        (Some(lat), Some(lon)) => Ok(Punt { lon, lat }),
        _ => Err(Problem::invalid_one(
            "plaats",
            "invalid",
            "Geef lat en long in graden van WGS 84, zoals 52.09 en 5.12.",
        )),
    }
}

fn address(ask: &Ask, body: &mut Record, cx: &mut Cx<'_, '_>) -> Result<()> {
    let Some(text) = ask.text("address_string") else {
        let reason = "Zeg welke lamp: geef lat en long, address_string of attribute[nummer].";
        return Err(Problem::invalid_one("plaats", "required", reason));
    };
    let wrong = |reason: String| Err(Problem::invalid_one("address_string", "invalid", reason));
    let lamp = match data::zoek(text, cx)? {
        Gevonden::Lamp(lamp) => lamp,
        Gevonden::Straat { naam, lampen, .. } => match lampen.as_slice() {
            [lamp] => lamp.clone(),
            several => {
                let count = several.len();
                return wrong(format!("In {naam} staan {count} lampen. Geef ook lat en long, of attribute[nummer]."));
            }
        },
        Gevonden::Straten(_) => return wrong("Meer straten passen hierbij. Geef de hele naam.".to_owned()),
        Gevonden::Leeg | Gevonden::Niets { .. } => {
            return wrong("Wij vinden deze straat niet. Geef lat en long, of attribute[nummer].".to_owned());
        }
    };
    body.insert("asset".to_owned(), lamp.uuid.to_string().into());
    Ok(())
}
