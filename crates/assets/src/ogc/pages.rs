// SPDX-License-Identifier: EUPL-1.2
//! The pages that say what there is.

use serde_json::{Value as Json, json};
use waarmaker_api::{Cx, Result};
use waarmaker_core::Problem;

use super::{
    AREAS,
    answer::{GEOJSON, JSON, Reply},
    asked::Asked,
    link,
};
use crate::{Crs, asset, gebied};

/// What we conform to.
const CONFORMS: &[&str] = &[
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/oas30",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
    "http://www.opengis.net/spec/ogcapi-features-2/1.0/conf/crs",
];

/// The landing page.
pub(super) fn landing(asked: &Asked) -> Reply {
    let at = |path: &str| format!("{}{path}", asked.base);
    let contract = link(&at("/api"), "service-desc", super::contract::KIND, "De API in OpenAPI 3.0");
    Reply::json(json!({
        "title": "Assets",
        "description": "Wat in de openbare ruimte staat en onderhouden wordt, en de gebieden waarin het staat.",
        "links": [
            link(&at("/"), "self", JSON, "Deze pagina"),
            link(&at("/?f=json"), "alternate", JSON, "Deze pagina als JSON"),
            contract,
            link(&at("/conformance"), "conformance", JSON, "Waaraan deze API voldoet"),
            link(&at("/collections"), "data", JSON, "De verzamelingen"),
        ],
    }))
}

/// What we conform to.
pub(super) fn conformance() -> Reply {
    Reply::json(json!({ "conformsTo": CONFORMS }))
}

/// All collections.
pub(super) fn collections(asked: &Asked, cx: &mut Cx<'_, '_>) -> Result<Reply> {
    asked.only(&[])?;
    let mut all = Vec::new();
    for kind in asset::soorten(cx.tx)? {
        all.push(of_assets(asked, &kind, cx)?);
    }
    for kind in gebied::gebiedsoorten(cx.tx)? {
        all.push(of_areas(asked, &kind, cx)?);
    }
    let here = format!("{}/collections", asked.base);
    Ok(Reply::json(json!({
        "links": [link(&here, "self", JSON, "Deze lijst"), link(&format!("{here}?f=json"), "alternate", JSON, "Deze lijst als JSON")],
        "crs": [Crs::Wgs84.uri(), Crs::Rd.uri()],
        "collections": all,
    })))
}

/// One collection.
pub(super) fn collection(asked: &Asked, id: &str, cx: &mut Cx<'_, '_>) -> Result<Reply> {
    asked.only(&[])?;
    exists(id, cx)?;
    Ok(Reply::json(match id.strip_prefix(AREAS) {
        Some(kind) => of_areas(asked, kind, cx)?,
        None => of_assets(asked, id, cx)?,
    }))
}

/// Refuses a collection that is not there.
pub(super) fn exists(id: &str, cx: &mut Cx<'_, '_>) -> Result<()> {
    let (sql, kind) = match id.strip_prefix(AREAS) {
        Some(kind) => ("SELECT 1 FROM gebieden WHERE soort = $1 LIMIT 1", kind),
        None => ("SELECT 1 FROM assets WHERE soort = $1 AND verwijderd IS NULL LIMIT 1", id),
    };
    let found = cx.tx.one(sql, &[kind.into()], |row| row.int(0))?;
    found
        .map(|_| ())
        .ok_or_else(|| Problem::not_found_because("Deze verzameling is er niet: zie /collections voor wat er is."))
}

fn of_assets(asked: &Asked, kind: &str, cx: &mut Cx<'_, '_>) -> Result<Json> {
    let sql = "SELECT MIN(lon), MIN(lat), MAX(lon), MAX(lat) FROM assets WHERE soort = $1 AND verwijderd IS NULL";
    let bounds = cx.tx.one(sql, &[kind.into()], |row| {
        Ok(row.opt_real(0)?.zip(row.opt_real(1)?).zip(row.opt_real(2)?.zip(row.opt_real(3)?)))
    })?;
    let bounds = bounds.flatten().map(|((west, south), (east, north))| [west, south, east, north]);
    Ok(described(asked, kind, kind, "Assets van deze soort.", bounds))
}

fn of_areas(asked: &Asked, kind: &str, cx: &mut Cx<'_, '_>) -> Result<Json> {
    let sql = "SELECT MIN(west), MIN(zuid), MAX(oost), MAX(noord) FROM gebieden WHERE soort = $1";
    let bounds = cx.tx.one(sql, &[kind.into()], |row| {
        Ok(row.opt_real(0)?.zip(row.opt_real(1)?).zip(row.opt_real(2)?.zip(row.opt_real(3)?)))
    })?;
    let bounds = bounds.flatten().map(|((west, south), (east, north))| [west, south, east, north]);
    Ok(described(
        asked,
        &format!("{AREAS}{kind}"),
        &format!("Gebieden: {kind}"),
        "Gebieden van deze soort, met hun grens.",
        bounds,
    ))
}

fn described(asked: &Asked, id: &str, title: &str, description: &str, bounds: Option<[f64; 4]>) -> Json {
    let here = format!("{}/collections/{id}", asked.base);
    let mut collection = json!({
        "id": id,
        "title": title,
        "description": description,
        "itemType": "feature",
        "crs": [Crs::Wgs84.uri(), Crs::Rd.uri()],
        "storageCrs": Crs::Wgs84.uri(),
        "links": [
            link(&here, "self", JSON, "Deze verzameling"),
            link(&format!("{here}?f=json"), "alternate", JSON, "Deze verzameling als JSON"),
            link(&format!("{here}/items"), "items", GEOJSON, "De features"),
            link(&format!("{}/collections", asked.base), "data", JSON, "Alle verzamelingen"),
        ],
    });
    if let (Some(bounds), Some(members)) = (bounds, collection.as_object_mut()) {
        members.insert("extent".to_owned(), json!({"spatial": {"bbox": [bounds], "crs": Crs::Wgs84.uri()}}));
    }
    collection
}
