// SPDX-License-Identifier: EUPL-1.2
//! Open data of faults: for everybody, without a key, CC0. Nothing in it is about people.

use std::{
    fmt::Write as _,
    hash::{DefaultHasher, Hash as _, Hasher as _},
    sync::Arc,
};

use axum::{
    Router,
    body::Body,
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header, request::Parts},
    response::Response,
    routing::get,
};
use serde_json::{Value as Json, json};
use waarmaker_api::{Result, http::Api};
use waarmaker_core::{DateTime, Problem};
use waarmaker_db::Weight;

use super::{
    Hersteller, Plek, Storingen, Vak, Vraag,
    kaart::point,
    stand::{Fase, Storing},
    storingen,
};

/// The licence of all that is here: Creative Commons Zero.
pub const LICENTIE: &str = "https://creativecommons.org/publicdomain/zero/1.0/";
/// Faults on a page, when nobody asks for another number.
const PAGE: usize = 1_000;
/// Most faults on a page.
const MOST: usize = 10_000;
/// How long an answer may be kept, in seconds.
const KEEP: u32 = 60;

/// The columns of the CSV file, which are the members of the features too.
const COLUMNS: [&str; 19] = [
    "nummer",
    "status",
    "fase",
    "wat",
    "omschrijving",
    "soort",
    "lichtpunt",
    "straat",
    "lon",
    "lat",
    "begin",
    "vastgesteld",
    "verwacht",
    "einde",
    "afloop",
    "meldingen",
    "lampen",
    "sensor",
    "hersteller",
];

/// The routes of open data.
pub(super) fn routes() -> Router<Arc<Api>> {
    Router::new().route("/open-data/storingen.geojson", get(geojson)).route("/open-data/storingen.csv", get(csv))
}

async fn geojson(State(api): State<Arc<Api>>, request: Request) -> Response {
    let (request, _) = request.into_parts();
    let outcome = page(&api, &request).await.map(|(found, asked)| {
        let next = asked.next(&found, "/open-data/storingen.geojson");
        let features: Vec<Json> = found.storingen.iter().map(feature).collect();
        let mut links = vec![json!({"rel": "license", "href": LICENTIE})];
        links.extend(next.as_ref().map(|href| json!({"rel": "next", "href": href, "type": GEOJSON})));
        let body = json!({"type": "FeatureCollection", "links": links, "features": features});
        Antwoord { next, ..Antwoord::geojson(&body, KEEP) }
    });
    beantwoord(&request, outcome, &api)
}

async fn csv(State(api): State<Arc<Api>>, request: Request) -> Response {
    let (request, _) = request.into_parts();
    let outcome = page(&api, &request).await.map(|(found, asked)| {
        let next = asked.next(&found, "/open-data/storingen.csv");
        let mut text = COLUMNS.join(",");
        text.push_str("\r\n");
        for plek in &found.storingen {
            line(&mut text, plek);
        }
        let (kind, file) = ("text/csv; charset=utf-8; header=present", Some("storingen.csv"));
        Antwoord { kind, body: text.into_bytes(), seconds: KEEP, next, file }
    });
    beantwoord(&request, outcome, &api)
}

/// A page of what was asked.
async fn page(api: &Arc<Api>, request: &Parts) -> Result<(Storingen, Gevraagd)> {
    let asked = vraag_van(request)?;
    let vraag = asked.storingen()?;
    let found = api.reading_as("Open data", Weight::Scan, move |cx| storingen(&vraag, cx)).await?;
    Ok((found, asked))
}

/// The query of a request.
#[derive(Clone, Debug)]
pub(super) struct Gevraagd {
    pairs: Vec<(String, String)>,
}

/// Reads the query of a request.
pub(super) fn vraag_van(request: &Parts) -> Result<Gevraagd> {
    let query = request.uri.query().unwrap_or_default();
    if query.len() > 4_096 {
        return Err(Problem::uri_too_long());
    }
    Ok(Gevraagd { pairs: form_urlencoded::parse(query.as_bytes()).into_owned().collect() })
}

impl Gevraagd {
    /// A parameter; none when it is absent or empty.
    pub(super) fn text(&self, name: &str) -> Option<String> {
        let found = self.pairs.iter().find(|(key, value)| key == name && !value.is_empty());
        found.map(|(_, value)| value.clone())
    }

    /// A parameter that is a box.
    pub(super) fn vak(&self, name: &'static str) -> Result<Option<Vak>> {
        let wrong = || {
            let reason = "Geef vier getallen in graden: west,zuid,oost,noord. Bijvoorbeeld 5.10,52.08,5.14,52.10.";
            Problem::invalid_one(name, "invalid", reason)
        };
        self.text(name).map(|text| Vak::parse(&text).ok_or_else(wrong)).transpose()
    }

    fn moment(&self, name: &'static str) -> Result<Option<DateTime>> {
        let read = |text: String| {
            DateTime::parse(&text).map_err(|invalid| Problem::invalid_one(name, invalid.code, invalid.reason))
        };
        self.text(name).map(read).transpose()
    }

    fn number<T: std::str::FromStr>(&self, name: &'static str) -> Result<Option<T>> {
        let wrong = |_| Problem::invalid_one(name, "invalid", "Geef een geheel getal.");
        self.text(name).map(|text| text.parse().map_err(wrong)).transpose()
    }

    /// The faults that are asked.
    fn storingen(&self) -> Result<Vraag> {
        const KNOWN: [&str; 7] = ["vak", "bbox", "sinds", "since", "status", "aantal", "na"];
        if let Some((name, _)) = self.pairs.iter().find(|(name, _)| !KNOWN.contains(&name.as_str())) {
            let reason = format!("Deze parameter bestaat niet. Wel: {}.", KNOWN.join(", "));
            return Err(Problem::invalid_one(name.clone(), "unknown-parameters", reason));
        }
        let open = match self.text("status").as_deref() {
            None | Some("open") => Some(true),
            Some("gemaakt") => Some(false),
            Some("alle") => None,
            Some(_) => return Err(Problem::invalid_one("status", "invalid_choice", "Kies open, gemaakt of alle.")),
        };
        let (vak, bbox) = (self.vak("vak")?, self.vak("bbox")?);
        let (sinds, since) = (self.moment("sinds")?, self.moment("since")?);
        let most: usize = self.number("aantal")?.unwrap_or(PAGE);
        if !(1..=MOST).contains(&most) {
            return Err(Problem::invalid_one(
                "aantal",
                "max_value",
                format!("Kies een aantal van 1 tot en met {MOST}."),
            ));
        }
        Ok(Vraag { open, vak: vak.or(bbox), van: sinds.or(since), na: self.number("na")?, most, ..Vraag::default() })
    }

    /// Address of the next page: the same question with another key.
    fn next(&self, found: &Storingen, path: &str) -> Option<String> {
        let na = found.volgende?;
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(self.pairs.iter().filter(|(name, _)| name != "na"));
        query.append_pair("na", &na.to_string());
        Some(format!("{path}?{}", query.finish()))
    }
}

/// A fault as a feature.
pub(super) fn feature(plek: &Plek) -> Json {
    let mut properties = serde_json::Map::new();
    for (name, value) in COLUMNS.iter().zip(values(plek)) {
        if !matches!(*name, "lon" | "lat") {
            properties.insert((*name).to_owned(), value);
        }
    }
    if plek.soort == super::SOORT {
        properties.insert("href".to_owned(), format!("/lampen/{}", plek.storing.asset).into());
    }
    json!({"type": "Feature", "id": plek.storing.nummer, "geometry": point(plek.punt), "properties": properties})
}

/// The values of the columns.
fn values(plek: &Plek) -> [Json; 19] {
    let storing = &plek.storing;
    let moment = |at: Option<DateTime>| at.map_or(Json::Null, |at| at.at.to_string().into());
    [
        storing.nummer.as_str().into(),
        if storing.is_over() { "gemaakt" } else { "open" }.into(),
        phase(storing).into(),
        storing.wat.code().into(),
        storing.omschrijving().into(),
        plek.soort.as_str().into(),
        plek.nummer.as_str().into(),
        plek.straat.as_str().into(),
        plek.punt.lon.into(),
        plek.punt.lat.into(),
        moment(Some(storing.begin)),
        moment(Some(storing.sinds)),
        moment(storing.verwacht),
        moment(storing.einde),
        storing.afloop.map_or(Json::Null, |afloop| afloop.code().into()),
        storing.meldingen.into(),
        storing.groep.into(),
        storing.door_sensor.into(),
        match &storing.hersteller {
            Some(Hersteller::Aannemer(naam)) => naam.as_str().into(),
            Some(Hersteller::Gemeente) => "gemeente".into(),
            None => Json::Null,
        },
    ]
}

/// How far it is; of what waits also why.
fn phase(storing: &Storing) -> String {
    match storing.fase {
        Fase::Wacht(reden) => format!("wacht-{}", reden.code()),
        fase => fase.code().to_owned(),
    }
}

/// A line of CSV by RFC 4180. A value that a spreadsheet would take for a formula gets an apostrophe.
fn line(text: &mut String, plek: &Plek) {
    for (i, value) in values(plek).into_iter().enumerate() {
        if i > 0 {
            text.push(',');
        }
        let value = match value {
            Json::Null => continue,
            Json::String(value) => value,
            other => {
                let _ = write!(text, "{other}");
                continue;
            }
        };
        let formula = value.starts_with(['=', '+', '-', '@', '\t', '\r']);
        let value = if formula { format!("'{value}") } else { value };
        if value.contains(['"', ',', '\n', '\r']) {
            let _ = write!(text, "\"{}\"", value.replace('"', "\"\""));
        } else {
            text.push_str(&value);
        }
    }
    text.push_str("\r\n");
}

const GEOJSON: &str = "application/geo+json";

/// What is answered.
#[derive(Debug)]
pub(super) struct Antwoord {
    kind: &'static str,
    body: Vec<u8>,
    seconds: u32,
    next: Option<String>,
    file: Option<&'static str>,
}

impl Antwoord {
    /// `GeoJSON` that may be kept for some seconds.
    pub(super) fn geojson(body: &Json, seconds: u32) -> Self {
        let body = serde_json::to_vec(body).unwrap_or_default();
        Self { kind: GEOJSON, body, seconds, next: None, file: None }
    }
}

/// The response: with its `ETag`, so that who has it already gets 304; everybody's pages may read it.
pub(super) fn beantwoord(request: &Parts, outcome: Result<Antwoord>, api: &Api) -> Response {
    let answer = match outcome {
        Ok(answer) => answer,
        Err(problem) => return refusal(&problem, api),
    };
    let mut hasher = DefaultHasher::new();
    answer.body.hash(&mut hasher);
    let tag = format!("\"{:016x}\"", hasher.finish());
    let mut headers = shared();
    let mut set = |name, text: String| {
        if let Ok(value) = HeaderValue::from_str(&text) {
            headers.append(name, value);
        }
    };
    set(header::CACHE_CONTROL, format!("public, max-age={}", answer.seconds));
    set(header::LINK, format!("<{LICENTIE}>; rel=\"license\""));
    if let Some(next) = &answer.next {
        set(header::LINK, format!("<{next}>; rel=\"next\""));
    }
    set(header::ETAG, tag.clone());
    let given = request.headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let same =
        given.split(',').any(|one| matches!(one.trim().trim_start_matches("W/"), one if one == "*" || one == tag));
    if same {
        return response(StatusCode::NOT_MODIFIED, headers, Vec::new());
    }
    set(header::CONTENT_TYPE, answer.kind.to_owned());
    set(header::CONTENT_LENGTH, answer.body.len().to_string());
    if let Some(file) = answer.file {
        set(header::CONTENT_DISPOSITION, format!("attachment; filename=\"{file}\""));
    }
    let body = if request.method == Method::HEAD { Vec::new() } else { answer.body };
    response(StatusCode::OK, headers, body)
}

/// A refusal as the other APIs give it, with `code` and `detail`.
fn refusal(problem: &Problem, api: &Api) -> Response {
    let instance = api.house.ids.uuid();
    if problem.status >= 500 {
        tracing::error!(%instance, status = problem.status, source = std::error::Error::source(problem), "open data failed");
    }
    let mut headers = shared();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    response(status, headers, problem.body(instance, ""))
}

fn shared() -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers
}

fn response(status: StatusCode, headers: HeaderMap, body: Vec<u8>) -> Response {
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    response
}
