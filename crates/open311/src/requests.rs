// SPDX-License-Identifier: EUPL-1.2
//! What was reported, as everybody may know it: a request is a fault with the number of its incident.

use std::sync::Arc;

use jiff::{SignedDuration, tz::TimeZone};
use waarmaker_api::{Result, http::Api};
use waarmaker_core::{DateTime, Problem};
use waarmaker_db::Weight;
use waarmaker_lampen::data::{self, Afloop, Fase, Hersteller, Plek, Vraag, Wachtreden};

use crate::{
    ROOT,
    ask::Ask,
    node::{Answer, Format, Node},
    services::{LAMP, SERVICES},
};

/// Most requests in one answer.
const MOST: i64 = 1_000;
/// Longest time that is looked at in one request.
const LONGEST: SignedDuration = SignedDuration::from_hours(90 * 24);

/// The requests that are asked, the newest first.
pub(crate) async fn list(api: &Arc<Api>, ask: &Ask, format: Option<Format>) -> Result<Answer> {
    let ids = ask.list("service_request_id");
    if ids.len() > usize::try_from(MOST).unwrap_or(usize::MAX) {
        return Err(Problem::invalid_one("service_request_id", "max_length", format!("Vraag er ten hoogste {MOST}.")));
    }
    let page = ask.number("page", 1, 1_000_000)?.unwrap_or(1);
    let size = ask.number("page_size", 1, MOST)?.unwrap_or(MOST);
    let mut vraag = Vraag {
        open: status(ask)?,
        nummers: ids.iter().map(|id| (*id).to_owned()).collect(),
        sla_over: (page - 1) * size,
        most: usize::try_from(size).unwrap_or(1),
        ..Vraag::default()
    };
    if ids.is_empty() {
        (vraag.van, vraag.tot) = window(ask, now(api)?)?;
    }
    let wanted = ask.list("service_code");
    let concerns_us =
        wanted.is_empty() || wanted.iter().any(|code| SERVICES.iter().any(|service| service.code == *code));
    if !concerns_us {
        return Ok(Answer::ok("service_requests", Node::List("request", Vec::new())));
    }
    let found = api.reading_as("Open311", Weight::Scan, move |cx| data::storingen(&vraag, cx)).await?;
    let next = found
        .volgende
        .map(|_| format!("{ROOT}/v2/requests.{}?{}", format.unwrap_or(Format::Json).name(), ask.with_page(page + 1)));
    let extensions = extensions(ask);
    let requests = found.storingen.iter().map(|plek| request(plek, extensions)).collect();
    Ok(Answer { next, ..Answer::ok("service_requests", Node::List("request", requests)) })
}

/// One request by its number.
pub(crate) async fn one(api: &Arc<Api>, id: &str, ask: &Ask) -> Result<Answer> {
    let vraag = Vraag { open: None, nummers: vec![id.to_owned()], most: 1, ..Vraag::default() };
    let found = api.reading_as("Open311", Weight::Point, move |cx| data::storingen(&vraag, cx)).await?;
    let Some(plek) = found.storingen.first() else {
        return Err(Problem::not_found_because("Er is geen melding met dit service_request_id."));
    };
    Ok(Answer::ok("service_requests", Node::List("request", vec![request(plek, extensions(ask))])))
}

/// The number of the request that a token became: the token is the code of a report.
pub(crate) async fn token(api: &Arc<Api>, token: &str) -> Result<Answer> {
    let code = token.to_owned();
    let found = api.reading_as("Open311", Weight::Point, move |cx| number_of(&code, cx)).await?;
    let Some(number) = found else {
        return Err(Problem::not_found_because("Er is geen melding met dit token."));
    };
    let request = Node::Group(vec![("service_request_id", number.into()), ("token", token.into())]);
    let body = Node::List("request", vec![request]);
    Ok(Answer { keep: false, ..Answer::ok("service_requests", body) })
}

/// Number of the incident that a report belongs to, or of the group that it is part of.
pub(crate) fn number_of(code: &str, cx: &mut waarmaker_api::Cx<'_, '_>) -> Result<Option<String>> {
    let sql = "SELECT h.nummer FROM meldingen m JOIN incidenten i ON i.uuid = m.incident
        JOIN incidenten h ON h.uuid = COALESCE(i.hoort_bij, i.uuid) WHERE m.code = $1";
    let code = waarmaker_signalen::code_van(code);
    Ok(cx.tx.one(sql, &[code.into()], |row| row.text(0))?)
}

fn now(api: &Api) -> Result<DateTime> {
    let beyond = || Problem::internal(std::io::Error::other("the clock is beyond the year 9999"));
    DateTime::from_timestamp(api.house.clock.now()).ok_or_else(beyond)
}

/// Whether open or closed requests are asked.
fn status(ask: &Ask) -> Result<Option<bool>> {
    let (mut open, mut closed) = (false, false);
    for status in ask.list("status") {
        match status {
            "open" => open = true,
            "closed" => closed = true,
            _ => {
                return Err(Problem::invalid_one(
                    "status",
                    "invalid_choice",
                    "Kies open of closed, of beide met een komma.",
                ));
            }
        }
    }
    Ok(if open == closed { None } else { Some(open) })
}

/// From when to when: at most 90 days, the last ones when nothing is said.
fn window(ask: &Ask, now: DateTime) -> Result<(Option<DateTime>, Option<DateTime>)> {
    let shifted = |at: DateTime, by: SignedDuration| at.at.checked_add(by).ok().and_then(DateTime::from_timestamp);
    let (start, end) = (ask.moment("start_date")?, ask.moment("end_date")?);
    let (start, end) = match (start, end) {
        (Some(start), Some(end)) if end.at < start.at => {
            return Err(Problem::invalid_one("end_date", "invalid", "De end_date ligt voor de start_date."));
        }
        (Some(start), Some(end)) if end.at.duration_since(start.at) > LONGEST => {
            return Err(Problem::invalid_one("end_date", "max_value", "Vraag ten hoogste 90 dagen tegelijk."));
        }
        (Some(start), None) => (Some(start), shifted(start, LONGEST)),
        (None, end) => (shifted(end.unwrap_or(now), -LONGEST), end),
        both => both,
    };
    // The end itself counts too.
    Ok((start, end.and_then(|end| shifted(end, SignedDuration::from_micros(1)))))
}

fn extensions(ask: &Ask) -> bool {
    matches!(ask.text("extensions"), Some("true" | "1" | "v1"))
}

/// A moment as the standard has it: ISO 8601 with the offset of the Netherlands.
pub(crate) fn moment(at: DateTime) -> String {
    static AMSTERDAM: TimeZone = jiff::tz::get!("Europe/Amsterdam");
    at.at.to_zoned(AMSTERDAM.clone()).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

/// One request. Nothing in it is about people.
fn request(plek: &Plek, extensions: bool) -> Node {
    let storing = &plek.storing;
    let address =
        if plek.straat.is_empty() { plek.nummer.clone() } else { format!("{}, {}", plek.straat, plek.nummer) };
    let mut members = vec![
        ("service_request_id", storing.nummer.as_str().into()),
        ("status", if storing.is_over() { "closed" } else { "open" }.into()),
        ("status_notes", notes(plek).into()),
        ("service_name", LAMP.name.into()),
        ("service_code", LAMP.code.into()),
        ("description", storing.omschrijving().into()),
        ("agency_responsible", Node::from(storing.hersteller.as_ref().map(agency))),
        ("service_notice", Node::Nil),
        ("requested_datetime", moment(storing.sinds).into()),
        ("updated_datetime", moment(storing.gewijzigd).into()),
        ("expected_datetime", Node::from(storing.verwacht.map(moment))),
        ("address", address.into()),
        ("address_id", plek.nummer.as_str().into()),
        ("zipcode", Node::Nil),
        ("lat", Node::Real(plek.punt.lat)),
        ("long", Node::Real(plek.punt.lon)),
        ("media_url", Node::Nil),
    ];
    if extensions {
        members.push(("extended_attributes", extended(plek)));
    }
    Node::Group(members)
}

fn extended(plek: &Plek) -> Node {
    let storing = &plek.storing;
    Node::Group(vec![
        ("fase", storing.fase.code().into()),
        ("klacht", storing.wat.code().into()),
        ("lampen", Node::Whole(storing.groep)),
        ("meldingen", Node::Whole(storing.meldingen)),
        ("sensor", Node::Bool(storing.door_sensor)),
        ("spoed", Node::Bool(storing.spoed)),
        ("afloop", Node::from(storing.afloop.map(Afloop::code))),
        ("href", format!("/lampen/{}", storing.asset).into()),
    ])
}

fn agency(hersteller: &Hersteller) -> String {
    match hersteller {
        Hersteller::Gemeente => "Gemeente".to_owned(),
        Hersteller::Aannemer(naam) => naam.clone(),
    }
}

/// How it stands, in words.
fn notes(plek: &Plek) -> &'static str {
    match (plek.storing.fase, plek.storing.afloop) {
        (Fase::Vastgesteld, _) => "Wij weten het. Wij geven opdracht om het te herstellen.",
        (Fase::Opgedragen, _) => "De opdracht om het te herstellen is gegeven.",
        (Fase::Aangenomen, _) => "De aannemer heeft de opdracht aangenomen.",
        (Fase::TerPlaatse, _) => "De aannemer is bij de lamp.",
        (Fase::Wacht(Wachtreden::Netbeheerder), _) => "Het werk wacht op de netbeheerder.",
        (Fase::Wacht(Wachtreden::Materiaal), _) => "Het werk wacht op materiaal.",
        (Fase::Wacht(Wachtreden::Weer), _) => "Het werk wacht op beter weer.",
        (Fase::Wacht(Wachtreden::Toegang), _) => "Het werk wacht: de aannemer kan er niet bij.",
        (Fase::Wacht(Wachtreden::Anders), _) => "Het werk wacht.",
        (Fase::Gemaakt, Some(Afloop::Hersteld)) => "Het is hersteld.",
        (Fase::Gemaakt, Some(Afloop::GeenDefect)) => "De aannemer vond geen defect.",
        (Fase::Gemaakt, Some(Afloop::Vanzelf)) => "Het is vanzelf overgegaan.",
        (Fase::Gemaakt, _) => "Het is afgesloten.",
    }
}
