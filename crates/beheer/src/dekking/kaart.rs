// SPDX-License-Identifier: EUPL-1.2
//! The areas with gaps and overlaps on a map: drawn in the page, and as `GeoJSON` for the map that moves.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use axum::{
    body::Body,
    extract::State,
    http::{HeaderValue, header},
    response::Response,
};
use serde_json::{Value as Json, json};
use waarmaker_api::{Cx, Result, http::Api};
use waarmaker_contracten::{Dekking, Wat};
use waarmaker_core::Problem;
use waarmaker_ui::{
    Say,
    kaart::{Area, Bounds, Kaart, Sign},
};

use super::{Gevonden, Gevraagd};
use crate::kader::{Bezoek, INZIEN, ROOT, eis};

/// Most areas that a map shows.
const MOST_AREAS: usize = 2000;

/// An area with its border.
#[derive(Clone, Debug)]
pub(super) struct Vlak {
    soort: String,
    code: String,
    naam: String,
    vorm: Json,
}

impl Vlak {
    /// An area for samples.
    #[cfg(test)]
    pub(super) fn sample() -> Self {
        let ring = [[5.1, 52.0], [5.2, 52.0], [5.2, 52.1], [5.1, 52.0]];
        let vorm = json!({"type": "MultiPolygon", "coordinates": [[ring]]});
        Self { soort: "buurt".to_owned(), code: "B1".to_owned(), naam: "Binnenstad".to_owned(), vorm }
    }
}

/// The areas of the kind that findings name, else of the kind with most areas: a map of two kinds would draw everything twice.
pub(super) fn vlakken(dekking: &Dekking, cx: &mut Cx<'_, '_>) -> Result<Vec<Vlak>> {
    let named = dekking.bevindingen.iter().flat_map(|one| &one.gebieden).map(|gebied| gebied.soort.as_str());
    let named: BTreeSet<&str> = named.filter(|soort| !soort.is_empty()).collect();
    let kinds = waarmaker_assets::gebiedsoorten(cx.tx)?;
    let kind = named.first().map(|soort| (*soort).to_owned()).or_else(|| kinds.last().cloned());
    let Some(kind) = kind else { return Ok(Vec::new()) };
    let mut gebieden = waarmaker_assets::gebieden(cx.tx, Some(&kind))?;
    gebieden.truncate(MOST_AREAS);
    let (west, oost) = gebieden.iter().fold((180.0_f64, -180.0_f64), |(west, oost), gebied| {
        let [from, _, until, _] = gebied.grenzen;
        (west.min(from), oost.max(until))
    });
    let mut found = Vec::with_capacity(gebieden.len());
    for gebied in gebieden {
        let Some(grens) = waarmaker_assets::grens(cx.tx, gebied.uuid)? else { continue };
        let vorm = waarmaker_assets::tekening(&grens, oost - west);
        found.push(Vlak { soort: gebied.soort, code: gebied.code, naam: gebied.naam, vorm });
    }
    Ok(found)
}

/// How each area looks: as the worst that the list says of it.
struct Klassen<'a>(BTreeMap<(&'a str, &'a str), &'static str>);

impl<'a> Klassen<'a> {
    fn of(dekking: &'a Dekking) -> Self {
        let mut worst = BTreeMap::new();
        for one in &dekking.bevindingen {
            for gebied in &one.gebieden {
                let class = if one.wat == Wat::Zonder { "gat" } else { "dubbel" };
                let known = worst.entry((gebied.soort.as_str(), gebied.code.as_str())).or_insert(class);
                if class == "gat" {
                    *known = class;
                }
            }
        }
        Self(worst)
    }

    fn klas(&self, vlak: &Vlak) -> &'static str {
        self.0.get(&(vlak.soort.as_str(), vlak.code.as_str())).copied().unwrap_or("vol")
    }
}

/// The map of the page; none without areas.
pub(super) fn kaart(t: Say, dekking: &Dekking, vlakken: &[Vlak], dagen: i32) -> Option<Kaart> {
    let klassen = Klassen::of(dekking);
    let areas: Vec<Area> = vlakken.iter().map(|vlak| Area::of(&vlak.vorm, klassen.klas(vlak), "")).collect();
    let bounds = Bounds::of(areas.iter().flat_map(Area::points))?;
    let mut map = Kaart::new(t.say("dekking-kaart-uitleg"), bounds.wider(100.0));
    map.areas = areas;
    let van = dekking.van;
    Some(
        map.means(Sign::Area("vol"), t.say("legenda-gedekt"))
            .means(Sign::Area("gat"), t.say("legenda-gat"))
            .means(Sign::Area("dubbel"), t.say("legenda-dubbel"))
            .source("vlakken", format!("{ROOT}/contracten/dekking/vlakken.geojson?van={van}&dagen={dagen}")),
    )
}

/// `GET /beheer/signalen/contracten/dekking/vlakken.geojson`: the same areas, for who may see contracts.
pub(crate) async fn geojson(State(api): State<Arc<Api>>, visit: Bezoek) -> Response {
    let inner = async || {
        let asked = Gevraagd::of(&visit);
        let read = move |cx: &mut Cx<'_, '_>| {
            eis(INZIEN, cx)?;
            asked.haal(cx)
        };
        let body = serde_json::to_vec(&features(&visit.reading(&api, read).await?)).map_err(Problem::internal)?;
        let mut response = Response::new(Body::from(body));
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/geo+json"));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
        Ok(response)
    };
    visit.answer(inner().await)
}

fn features(found: &Gevonden) -> Json {
    let klassen = Klassen::of(&found.dekking);
    let feature = |vlak: &Vlak| {
        let properties = json!({"soort": vlak.soort, "code": vlak.code, "naam": vlak.naam, "klas": klassen.klas(vlak)});
        json!({"type": "Feature", "geometry": vlak.vorm, "properties": properties})
    };
    let features: Vec<Json> = found.vlakken.iter().map(feature).collect();
    json!({"type": "FeatureCollection", "features": features})
}
