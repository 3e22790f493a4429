// SPDX-License-Identifier: EUPL-1.2
//! What a map draws: lamps, faults and areas as `GeoJSON`, for a box. All of it is in the lists too.

use std::sync::Arc;

use axum::{
    Router,
    extract::{Request, State},
    response::Response,
    routing::get,
};
use serde_json::{Map, Value as Json, json};
use waarmaker_api::{Cx, Result, http::Api};
use waarmaker_assets::Punt;
use waarmaker_core::Problem;
use waarmaker_db::Weight;
use waarmaker_ui::kaart::Area;

use super::{
    Lamp, Vak, Vraag, in_vak,
    open::{Antwoord, beantwoord, vraag_van},
    storingen,
};

/// Most lamps in one answer.
const MOST_LAMPEN: usize = 2_000;
/// Most faults in one answer.
const MOST_STORINGEN: usize = 2_000;
/// How long a map may keep lamps and faults, in seconds.
const KORT: u32 = 30;
/// How long a map may keep areas, in seconds.
const LANG: u32 = 3_600;

/// The routes of the map.
pub(super) fn routes() -> Router<Arc<Api>> {
    Router::new()
        .route("/lampen/kaart/lampen.geojson", get(lampen))
        .route("/lampen/kaart/storingen.geojson", get(fouten))
        .route("/lampen/kaart/gebieden.geojson", get(gebieden))
}

async fn lampen(State(api): State<Arc<Api>>, request: Request) -> Response {
    let (request, _) = request.into_parts();
    let run = async {
        let asked = vraag_van(&request)?;
        let vak = asked.vak("vak")?.ok_or_else(no_box)?;
        let found = api.reading_as("Portaal", Weight::Scan, move |cx| in_vak(vak, MOST_LAMPEN, cx)).await?;
        let features: Vec<Json> = found.lampen.iter().map(lamp).collect();
        Ok(Antwoord::geojson(&collection(&features, found.meer), KORT))
    };
    beantwoord(&request, run.await, &api)
}

async fn fouten(State(api): State<Arc<Api>>, request: Request) -> Response {
    let (request, _) = request.into_parts();
    let run = async {
        let asked = vraag_van(&request)?;
        let vraag = Vraag { vak: asked.vak("vak")?, most: MOST_STORINGEN, ..Vraag::default() };
        let found = api.reading_as("Portaal", Weight::Scan, move |cx| storingen(&vraag, cx)).await?;
        let features: Vec<Json> = found.storingen.iter().map(super::open::feature).collect();
        Ok(Antwoord::geojson(&collection(&features, found.volgende.is_some()), KORT))
    };
    beantwoord(&request, run.await, &api)
}

async fn gebieden(State(api): State<Arc<Api>>, request: Request) -> Response {
    let (request, _) = request.into_parts();
    let run = async {
        let asked = vraag_van(&request)?;
        let (vak, soort) = (asked.vak("vak")?, asked.text("soort"));
        let features = api.reading_as("Portaal", Weight::Scan, move |cx| areas(vak, soort.as_deref(), cx)).await?;
        Ok(Antwoord::geojson(&collection(&features, false), LANG))
    };
    beantwoord(&request, run.await, &api)
}

fn no_box() -> Problem {
    Problem::invalid_one(
        "vak",
        "required",
        "Geef een vak: west,zuid,oost,noord in graden, zoals vak=5.10,52.08,5.14,52.10.",
    )
}

/// A collection; `meer`: what is beyond the bound is not in it, so that a map has to come nearer.
fn collection(features: &[Json], meer: bool) -> Json {
    json!({"type": "FeatureCollection", "meer": meer, "features": features})
}

/// A place with six decimals: eleven centimetres.
pub(super) fn point(punt: Punt) -> Json {
    json!({"type": "Point", "coordinates": [round(punt.lon), round(punt.lat)]})
}

fn round(degrees: f64) -> f64 {
    (degrees * 1e6).round() / 1e6
}

fn lamp(lamp: &Lamp) -> Json {
    let mut members = Map::new();
    members.insert("nummer".to_owned(), lamp.nummer.as_str().into());
    members.insert("straat".to_owned(), lamp.straat.as_str().into());
    members.insert("href".to_owned(), format!("/lampen/{}", lamp.uuid).into());
    // What the moving map reads: where it leads, and how it looks.
    members.insert("id".to_owned(), lamp.uuid.to_string().into());
    members.insert("klas".to_owned(), if lamp.storing.is_some() { "uit" } else { "aan" }.into());
    if let Some(storing) = &lamp.storing {
        members.insert("fase".to_owned(), storing.fase.code().into());
        members.insert("storing".to_owned(), storing.nummer.as_str().into());
    }
    json!({"type": "Feature", "id": lamp.uuid, "geometry": point(lamp.punt), "properties": members})
}

/// Most areas that are drawn under a map: with more they say nothing.
const MOST_AREAS: usize = 40;

/// The borders that the server draws under a map of this box; none when there would be too many.
pub fn vlakken(vak: Vak, cx: &mut Cx<'_, '_>) -> Result<Vec<Area>> {
    let all = areas(Some(vak), None, cx)?;
    let drawn = all.iter().filter(|_| all.len() <= MOST_AREAS).filter_map(|area| area.get("geometry"));
    Ok(drawn.map(|geometry| Area::of(geometry, "", "")).collect())
}

/// The areas that touch a box, with borders as fine as a map of that box can show.
fn areas(vak: Option<Vak>, soort: Option<&str>, cx: &mut Cx<'_, '_>) -> Result<Vec<Json>> {
    let all = waarmaker_assets::gebieden(cx.tx, soort)?;
    let touches = |grenzen: &[f64; 4]| {
        let [west, zuid, oost, noord] = *grenzen;
        vak.is_none_or(|vak| west <= vak.oost && oost >= vak.west && zuid <= vak.noord && noord >= vak.zuid)
    };
    let breedte = vak.map_or(0.2, |vak| vak.oost - vak.west);
    let mut features = Vec::new();
    for gebied in all.into_iter().filter(|gebied| touches(&gebied.grenzen)) {
        let Some(grens) = waarmaker_assets::grens(cx.tx, gebied.uuid)? else { continue };
        features.push(json!({
            "type": "Feature", "id": gebied.uuid, "geometry": waarmaker_assets::tekening(&grens, breedte),
            "properties": {"soort": gebied.soort, "code": gebied.code, "naam": gebied.naam},
        }));
    }
    Ok(features)
}
