// SPDX-License-Identifier: EUPL-1.2
//! The HTTP door.

use std::sync::Arc;

use axum::{
    Router,
    body::Body,
    extract::{Request, State},
    http::{HeaderValue, Method, header},
    response::Response,
    routing::any,
};
use serde_json::{Map, Value as Json, json};
use waarmaker_api::{
    Cx, Result,
    http::{Answer, Api, Incoming},
};
use waarmaker_core::{ORIGIN, Problem, text::clean_text};
use waarmaker_db::Weight;
use waarmaker_resource::{Component, Resource};

use super::ROOT;
use super::create::create;
use super::item::{Item, self_link};
use super::list::{Next, next_query, one, page};
use super::model::{ENTITIES, Entity, Kind};
use super::observe::many;
use super::options::Options;
use super::place::{Id, Place, find};
use super::refusal::{bad, missing, refusal};
use super::rights::Reach;
use crate::record::Watchers;

/// What the pipeline has to know of a request: nothing special.
const RESOURCE: Resource = Resource { name: "sensorthings", component: Component::SIGNALEN, ..Resource::BASE };

/// Requirements classes of OGC 18-088 that hold.
const CONFORMANCE: &[&str] = &[
    "http://www.opengis.net/spec/iot_sensing/1.1/req/datamodel",
    "http://www.opengis.net/spec/iot_sensing/1.1/req/resource-path/resource-path-to-entities",
    "http://www.opengis.net/spec/iot_sensing/1.1/req/request-data",
    "http://www.opengis.net/spec/iot_sensing/1.1/req/create-update-delete/create-entity",
    "http://www.opengis.net/spec/iot_sensing/1.1/req/create-update-delete/link-to-existing-entities",
    "http://www.opengis.net/spec/iot_sensing/1.1/req/create-update-delete/deep-insert",
    "http://www.opengis.net/spec/iot_sensing/1.1/req/data-array/data-array",
];

/// OGC `SensorThings` over HTTP. `watchers` see every observation in the transaction that stores it.
pub(crate) fn routes(watchers: Watchers) -> Router<Arc<Api>> {
    let handler = move |State(api): State<Arc<Api>>, request: Request| async move {
        let handle = async |api: Arc<Api>, request: Request| match serve(&api, request, watchers).await {
            Err(problem) if problem.status < 500 => Ok(Answer::raw(refusal(&problem))),
            other => other,
        };
        api.handle(Component::SIGNALEN, request, handle).await
    };
    Router::new()
        .route(ROOT, any(handler))
        .route(&format!("{ROOT}/"), any(handler))
        .route(&format!("{ROOT}/{{*path}}"), any(handler))
}

async fn serve(api: &Arc<Api>, request: Request, watchers: Watchers) -> Result<Answer> {
    let method = request.method().clone();
    let path = decoded(request.uri().path().strip_prefix(ROOT).unwrap_or_default())?;
    match method {
        Method::GET | Method::HEAD => {
            let incoming = api.incoming(&RESOURCE, value_accepted(request)).await?;
            read(api, incoming, path).await
        }
        Method::POST => {
            let incoming = api.incoming(&RESOURCE, request).await?;
            write(api, incoming, path, watchers).await
        }
        _ => Err(Problem::method_not_allowed().with_detail(
            "Deze API kent GET en POST: een meting en wat erbij hoort wordt niet gewijzigd of verwijderd.",
        )),
    }
}

/// `$value` is plain text, whatever the client says that it accepts.
fn value_accepted(mut request: Request) -> Request {
    if request.uri().path().ends_with("/$value") {
        request.headers_mut().remove(header::ACCEPT);
    }
    request
}

/// The path without its percent signs.
fn decoded(path: &str) -> Result<String> {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.bytes();
    while let Some(byte) = rest.next() {
        let hex = |byte: Option<u8>| {
            byte.and_then(|byte| char::from(byte).to_digit(16)).and_then(|digit| u8::try_from(digit).ok())
        };
        let decoded = if byte == b'%' {
            hex(rest.next()).zip(hex(rest.next())).map(|(high, low)| high * 16 + low)
        } else {
            Some(byte)
        };
        bytes.push(decoded.ok_or_else(|| bad("invalid-path", "Het adres bevat een onjuist procentteken."))?);
    }
    let path = String::from_utf8(bytes).map_err(|_| bad("invalid-path", "Het adres is geen UTF-8."))?;
    if clean_text(&path).is_err() { Err(bad("invalid-path", "Het adres bevat een stuurteken.")) } else { Ok(path) }
}

async fn read(api: &Arc<Api>, incoming: Incoming, path: String) -> Result<Answer> {
    if path.trim_matches('/').is_empty() {
        return Ok(Answer::ok(root()));
    }
    let (query, full) = (incoming.query.clone(), incoming.path.clone());
    let reading = move |cx: &mut Cx<'_, '_>| {
        let reach = Reach::reading(cx)?;
        let place = find(&path, &reach, cx)?;
        let options = Options::of_query(&query, place.entity)?;
        answer(&place, &options, &full, &reach, cx)
    };
    api.reading(Weight::Scan, incoming, reading).await
}

fn answer(place: &Place, options: &Options, path: &str, reach: &Reach, cx: &mut Cx<'_, '_>) -> Result<Answer> {
    let rest: Vec<&str> = place.rest.iter().map(String::as_str).collect();
    match (place.one, rest.as_slice()) {
        (false, [] | ["$ref"]) => collection(place, options, path, rest.is_empty(), reach, cx),
        (false, ["$count"]) => {
            let options = Options { count: true, top: Some(0), ..Options::of_query("", place.entity)? };
            let count = page(place, &options, reach, cx)?.count.unwrap_or(0);
            Ok(plain(count.to_string()))
        }
        (true, []) => {
            only_of_entity(options)?;
            body(&Json::Object(one(place, options, reach, cx)?.json))
        }
        (true, ["$ref"]) => {
            let id = place.id(reach, cx)?.ok_or_else(|| place.nothing())?;
            body(&json!({"@iot.selfLink": self_link(place.entity, id)}))
        }
        (true, members) => member(place, members, reach, cx),
        (false, _) => Err(missing("Kies eerst één object: een id tussen haakjes.")),
    }
}

/// Of one entity only members and links can be chosen.
fn only_of_entity(options: &Options) -> Result<()> {
    let lists = options.filter.is_some()
        || !options.order.is_empty()
        || options.count
        || options.top.is_some()
        || options.skip > 0
        || options.data_array;
    if lists { Err(bad("invalid-option", "Bij één object horen alleen $select en $expand.")) } else { Ok(()) }
}

fn collection(
    place: &Place,
    options: &Options,
    path: &str,
    whole: bool,
    reach: &Reach,
    cx: &mut Cx<'_, '_>,
) -> Result<Answer> {
    let page = page(place, options, reach, cx)?;
    let mut document = Map::new();
    if let Some(count) = page.count {
        document.insert("@iot.count".to_owned(), count.into());
    }
    if let Some(next) = page.next {
        document.insert("@iot.nextLink".to_owned(), next_link(path, options, next).into());
    }
    let value = if !whole {
        page.items.iter().map(|item| json!({"@iot.selfLink": self_link(place.entity, item.id)})).collect()
    } else if options.data_array {
        data_arrays(page.items, options)
    } else {
        page.items.into_iter().map(|item| Json::Object(item.json)).collect()
    };
    document.insert("value".to_owned(), Json::Array(value));
    body(&Json::Object(document))
}

fn next_link(path: &str, options: &Options, next: Next) -> String {
    format!("{ORIGIN}{path}?{}", next_query(options, next))
}

/// Observations as rows, those of a datastream together.
fn data_arrays(items: Vec<Item>, options: &Options) -> Vec<Json> {
    let chosen = |name: &str| options.select.as_ref().is_none_or(|names| names.iter().any(|one| one == name));
    let components: Vec<&str> =
        ["id", "phenomenonTime", "resultTime", "result"].into_iter().filter(|name| chosen(name)).collect();
    let mut arrays: Vec<(i64, Vec<Json>)> = Vec::new();
    for item in items {
        let value = |name: &&str| {
            if *name == "id" { item.id.json() } else { item.json.get(*name).cloned().unwrap_or_default() }
        };
        let row = Json::Array(components.iter().map(value).collect());
        match arrays.iter_mut().find(|(stream, _)| *stream == item.id.key()) {
            Some((_, rows)) => rows.push(row),
            None => arrays.push((item.id.key(), vec![row])),
        }
    }
    let array = |(stream, rows): (i64, Vec<Json>)| {
        let link = self_link(Kind::Datastreams.entity(), Id::Row(stream));
        json!({"Datastream@iot.navigationLink": link, "components": components, "dataArray@iot.count": rows.len(), "dataArray": rows})
    };
    arrays.into_iter().map(array).collect()
}

/// `Things(1)/name`, `Things(1)/properties/kleur/$value`.
fn member(place: &Place, members: &[&str], reach: &Reach, cx: &mut Cx<'_, '_>) -> Result<Answer> {
    let (members, bare) = match members {
        [members @ .., "$value"] => (members, true),
        members => (members, false),
    };
    let unknown = || missing(format!("{} heeft geen eigenschap {}.", place.entity.name, members.join("/")));
    let (first, deeper) = members.split_first().ok_or_else(unknown)?;
    place
        .entity
        .field(first)
        .map(|_| ())
        .or_else(|| matches!(*first, "@iot.id" | "id").then_some(()))
        .ok_or_else(unknown)?;
    let item = one(place, &Options::default(), reach, cx)?;
    let value = if matches!(*first, "id" | "@iot.id") {
        item.id.json()
    } else {
        item.json.get(*first).cloned().unwrap_or_default()
    };
    let value = deeper.iter().try_fold(&value, |value, key| value.get(*key)).ok_or_else(unknown)?.clone();
    match (bare, value) {
        (true, Json::Null) => Ok(Answer::nothing()),
        (true, Json::String(text)) => Ok(plain(text)),
        (true, other) => Ok(plain(other.to_string())),
        (false, value) => body(&json!({members.last().copied().unwrap_or(first): value})),
    }
}

fn plain(text: String) -> Answer {
    let mut response = Response::new(Body::from(text));
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    Answer::raw(response)
}

fn body(json: &Json) -> Result<Answer> {
    Ok(Answer::ok(serde_json::to_vec(json).map_err(Problem::internal)?))
}

/// The service root: what there is, and what the server can.
fn root() -> Vec<u8> {
    let link = |entity: &Entity| json!({"name": entity.name, "url": format!("{ORIGIN}{ROOT}/{}", entity.name)});
    let value: Vec<Json> = ENTITIES.iter().map(link).collect();
    let endpoints = json!({"endpoints": [format!("{ORIGIN}{ROOT}/CreateObservations")]});
    let settings = json!({"conformance": CONFORMANCE, "http://www.opengis.net/spec/iot_sensing/1.1/req/data-array/data-array": endpoints});
    json!({"value": value, "serverSettings": settings}).to_string().into_bytes()
}

async fn write(api: &Arc<Api>, incoming: Incoming, path: String, watchers: Watchers) -> Result<Answer> {
    if !incoming.query.is_empty() {
        return Err(bad("unknown-option", "Bij POST horen geen parameters."));
    }
    if path.trim_matches('/') == "CreateObservations" {
        let writing = move |cx: &mut Cx<'_, '_>, json: &Json| {
            let reach = Reach::writing(cx)?;
            many(json, watchers, &reach, cx)
        };
        let answer = api.writing(incoming, writing).await?;
        return Ok(Answer::created(serde_json::to_vec(&answer).map_err(Problem::internal)?));
    }
    let writing = move |cx: &mut Cx<'_, '_>, json: &Json| {
        let reach = Reach::writing(cx)?;
        let mut place = find(&path, &reach, cx)?;
        if place.one || !place.rest.is_empty() {
            return Err(Problem::method_not_allowed().with_detail(
                "Een nieuw object stuurt u met POST naar een verzameling, zoals Things of Datastreams(1)/Observations.",
            ));
        }
        let made = create(&place, json, watchers, &reach, cx)?;
        place = Place {
            entity: made.entity,
            conditions: Vec::new(),
            values: Vec::new(),
            one: true,
            parent: None,
            rest: Vec::new(),
        };
        place.only(made.id);
        let item = one(&place, &Options::default(), &Reach::All, cx)?;
        Ok((made, serde_json::to_vec(&item.json).map_err(Problem::internal)?))
    };
    let (made, body) = api.writing(incoming, writing).await?;
    let answer = if made.known { Answer::ok(body) } else { Answer::created(body) };
    Ok(Answer { location: Some(self_link(made.entity, made.id)), ..answer })
}
